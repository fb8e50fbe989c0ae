"""A file is written whole, or the one that was there stays."""

import errno
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clusterkit import safe_files
from clusterkit.safe_files import NotWrittenError, file_name, replacing, write_file


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_and_nothing_is_left_beside_it(tmp_path):
    write_file(tmp_path / "a.csv", "old")
    write_file(tmp_path / "a.csv", "größer\r\n")
    assert (tmp_path / "a.csv").read_bytes() == "größer\r\n".encode()
    assert names(tmp_path) == ["a.csv"]


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "your share of the disk is used up"),
        (errno.EROFS, "this disk can be read, and not written to"),
        (errno.EACCES, "another program has it open"),
    ],
)
@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_failure_at_any_step_leaves_the_old_file(tmp_path, monkeypatch, number, why, step):
    path = write_file(tmp_path / "a.csv", "old")

    def fail(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, step, fail)
    with pytest.raises(NotWrittenError, match=why) as raised:
        write_file(path, "new")
    assert str(path) in str(raised.value)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.csv"]


def test_a_half_written_file_never_takes_the_place_of_the_old_one(tmp_path):
    path = write_file(tmp_path / "a.csv", "old")

    def stop_half_way():
        with replacing(path) as beside:
            beside.write_text("ne")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stop_half_way()
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.csv"]


def test_a_full_disk_is_reported(tmp_path):
    path = write_file(tmp_path / "a.csv", "old")
    with pytest.raises(NotWrittenError, match="the disk is full"), replacing(path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert path.read_text() == "old"


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NotWrittenError, match=r"nowhere.*could not be written: there is no such"):
        write_file(tmp_path / "nowhere" / "a.csv", "new")
    with pytest.raises(NotWrittenError, match="there is a folder of that name"):
        write_file(tmp_path, "new")


def test_a_link_keeps_pointing_and_rights_stay(tmp_path):
    path = write_file(tmp_path / "a.csv", "old")
    path.chmod(0o640)
    (tmp_path / "link.csv").symlink_to(path)
    write_file(tmp_path / "link.csv", "new")
    assert (tmp_path / "link.csv").is_symlink()
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_usual_rights(tmp_path):
    (tmp_path / "usual").write_text("")
    written = write_file(tmp_path / "a.csv", "new")
    assert written.stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_notebook_shows_the_sentence_alone():
    assert safe_files.NotWrittenError("why")._render_traceback_() == ["why"]


WRITES_ON = """
import os, sys
tester = os.getppid()
from clusterkit.safe_files import write_file
letters = [letter * 400_000 for letter in "ab"]
print("begun", flush=True)
while os.getppid() == tester:
    for text in letters:
        write_file(sys.argv[1], text)
"""


@pytest.mark.parametrize(
    "kills",
    [pytest.param(3, marks=pytest.mark.slow), pytest.param(60, marks=pytest.mark.trust)],
)
def test_a_writer_killed_at_any_moment_leaves_a_whole_file(tmp_path, kills):
    path = write_file(tmp_path / "a.csv", "a" * 400_000)
    moments = random.Random(1)
    for _ in range(kills):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITES_ON, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout.readline() == "begun\n"
        time.sleep(moments.random() * 0.05)
        writer.kill()
        writer.wait()
        writer.stdout.close()
        text = path.read_text()
        assert len(text) == 400_000
        assert len(set(text)) == 1


HARD_NAMES = [
    "Asha", "asha", "asha ", "Ása", "王伟", "भारती", "न", "عائشة", "😀", "😀😀", "con",
    "CON", "nul.txt", "COM1", "com¹", "a/b", "a:b", "a\\b", "../../etc/passwd", ".", "..", "", " ",
    "x" * 300, "x" * 301, "é" * 200, "\ud800", "\ud801", "a\0b", "a\nb", "~$asha", "-", "._asha",
]  # fmt: skip


def test_any_name_is_a_file_of_its_own_on_any_system(tmp_path):
    made = {name: file_name(name, ".csv") for name in HARD_NAMES}
    assert len(set(made.values())) == len(HARD_NAMES)
    assert len({name.casefold() for name in made.values()}) == len(HARD_NAMES)
    for name in made.values():
        assert not set(name) & set('<>:"/\\|?*\0\n ')
        assert name[0] not in ".-"
        assert not safe_files.RESERVED.fullmatch(name)
        assert len(name.encode()) <= 120
        write_file(tmp_path / name, "x")
    assert len(names(tmp_path)) == len(HARD_NAMES)


def test_the_two_ways_to_write_an_accent_are_one_name():
    assert file_name("\u00c1sa") == file_name("A\u0301sa")
