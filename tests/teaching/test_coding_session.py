"""A code file belongs to one person in one session, and loses nothing."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterkit.safe_files import NotWrittenError
from clusterkit.teaching import coding_session
from clusterkit.teaching.coding_files import read_class, read_codings
from clusterkit.teaching.coding_session import CodingSession, clean_name, file_stem

FIRST = ("alone", 1, "mode")


def saved(session: CodingSession, *codes: str) -> CodingSession:
    for claim, code in enumerate(codes, start=1):
        session.give(("alone", claim, "mode"), code)
        session.save()
    return session


def reopened(token: str, folder: Path, evidence) -> CodingSession:
    session = CodingSession(folder, evidence)
    assert session.resume(token)
    return session


def test_twelve_of_one_name_who_begin_at_once_have_twelve_files(tmp_path, evidence):
    sessions = [CodingSession(tmp_path, evidence) for _ in range(12)]
    together = threading.Barrier(len(sessions))

    def code(session: CodingSession) -> None:
        together.wait()
        session.begin("Maria")
        saved(session, "joint", "none")

    threads = [threading.Thread(target=code, args=[session]) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    read = read_class(tmp_path, evidence)
    assert read.problems == read.notes == ()
    assert read.codings["coder"].value_counts().to_dict() == {
        name: 2 for name in ("Maria", *(f"Maria ({number})" for number in range(2, 13)))
    }


def test_a_name_that_was_free_is_kept_as_it_was_written(tmp_path, evidence):
    one, other = (CodingSession(tmp_path, evidence) for _ in range(2))
    assert one.begin("Maria") is True
    assert other.begin("maria") is False
    assert (other.coder, other.file.name) == ("maria (2)", "maria-2.csv")


def test_a_token_opens_its_session_and_nothing_else_does(tmp_path, evidence):
    one = CodingSession(tmp_path, evidence)
    one.begin("Maria")
    saved(one, "joint", "none")
    again = reopened(one.token, tmp_path, evidence)
    assert (again.coder, again.file, again.codes) == (one.coder, one.file, one.codes)
    hidden = [path.stem for path in (tmp_path / ".sessions").iterdir()]
    for other in ("", "maria", "Maria", "../maria", "0" * 32, one.token[:-1], *hidden):
        assert CodingSession(tmp_path, evidence).resume(other) is False
    text = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert one.token not in text, "whoever sees the files could open the session"


def test_codes_given_before_a_name_outlive_the_page(tmp_path, evidence):
    nameless = saved(CodingSession(tmp_path, evidence), "joint", "none")
    assert read_class(tmp_path, evidence).codings.empty
    again = reopened(nameless.token, tmp_path, evidence)
    again.begin("Maria")
    assert read_codings(again.file, evidence)["code"].tolist() == ["joint", "none"]
    assert not list((tmp_path / ".sessions").glob("*.csv"))


def test_codes_given_before_the_browser_answered_are_kept(tmp_path, evidence):
    one = CodingSession(tmp_path, evidence)
    one.begin("Maria")
    saved(one, "joint")
    late = CodingSession(tmp_path, evidence)
    late.give(("alone", 2, "mode"), "none")
    late.save()
    assert late.resume(one.token)
    assert read_codings(one.file, evidence)["code"].tolist() == ["joint", "none"]


def test_two_windows_of_one_person_lose_nothing(tmp_path, evidence):
    one = CodingSession(tmp_path, evidence)
    one.begin("Maria")
    windows = [reopened(one.token, tmp_path, evidence) for _ in range(4)]

    def code(place: int) -> None:
        for claim in range(1, 13):
            windows[place].give(("alone", claim, ("mode", "certainty", "place", "actors")[place]),
                                ("joint", "argued", "none", "none")[place])  # fmt: skip
            windows[place].save()

    threads = [threading.Thread(target=code, args=[place]) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_codings(one.file, evidence)) == 48
    one.give(FIRST, None)
    one.save()
    assert len(one.codes) == 47
    second = reopened(one.token, tmp_path, evidence)
    assert FIRST not in second.codes


def test_the_same_person_who_names_themselves_twice_has_one_file(tmp_path, evidence):
    nameless = saved(CodingSession(tmp_path, evidence), "joint")
    one, other = (reopened(nameless.token, tmp_path, evidence) for _ in range(2))
    one.begin("Maria")
    other.give(("alone", 2, "mode"), "none")
    other.begin("Maria")
    assert other.file == one.file
    assert len(read_class(tmp_path, evidence).codings) == 2


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_full_disk_loses_nothing(tmp_path, evidence, monkeypatch, step):
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    one = CodingSession(tmp_path, evidence)
    one.begin("Maria")
    saved(one, "joint")
    other = CodingSession(tmp_path, evidence)
    with monkeypatch.context() as disk:
        disk.setattr(Path, step, lambda *_: (_ for _ in ()).throw(full))
        one.give(("alone", 2, "mode"), "none")
        with pytest.raises(NotWrittenError, match="the disk is full"):
            one.save()
        with pytest.raises(NotWrittenError, match="the disk is full"):
            other.begin("Bilal")
        assert read_codings(one.file, evidence)["code"].tolist() == ["joint"]
    assert not (tmp_path / "bilal.csv").exists()
    one.save()
    assert read_codings(one.file, evidence)["code"].tolist() == ["joint", "none"]
    assert other.begin("Bilal") is True


WRITES_ON = """
import os, sys
tester = os.getppid()
import clusterkit as ck
from clusterkit.teaching.coding_session import CodingSession
session = CodingSession(sys.argv[1], ck.load(only="paper"))
session.begin("Maria")
print(session.token, flush=True)
while os.getppid() == tester:
    for code in ("joint", "none"):
        for claim in range(1, 13):
            session.give(("alone", claim, "mode"), code)
            session.save()
"""


@pytest.mark.slow
def test_whoever_is_killed_while_saving_goes_on_with_whole_codes(tmp_path, evidence):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITES_ON, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    token = writer.stdout.readline().strip()
    while len(read_class(tmp_path, evidence).codings) < 12:
        pass
    writer.kill()
    writer.wait()
    writer.stdout.close()
    again = reopened(token, tmp_path, evidence)
    assert len(again.codes) == 12
    again.give(FIRST, "absent")
    again.save()
    assert "absent" in set(read_codings(again.file, evidence)["code"])


def test_a_file_that_a_spreadsheet_damaged_is_set_aside_and_all_is_written_again(
    tmp_path, evidence
):
    one = CodingSession(tmp_path, evidence)
    one.begin("Maria")
    saved(one, "joint")
    one.file.write_text("what is this", encoding="utf-8")
    saved(one, "joint", "none")
    assert read_codings(one.file, evidence)["code"].tolist() == ["joint", "none"]
    assert (tmp_path / "maria-unreadable-1.csv").read_text() == "what is this"


def test_a_file_that_the_teacher_took_away_is_written_again(tmp_path, evidence):
    one = CodingSession(tmp_path, evidence)
    one.begin("Maria")
    saved(one, "joint")
    one.file.unlink()
    saved(one, "joint", "none")
    assert len(read_codings(one.file, evidence)) == 2


def test_who_leaves_without_a_code_leaves_no_file(tmp_path, evidence):
    one = CodingSession(tmp_path, evidence)
    one.begin("Mria")
    one.leave()
    assert list(tmp_path.glob("*.csv")) == []
    assert one.begin("Maria") is True
    saved(one, "joint")
    one.leave()
    assert len(read_class(tmp_path, evidence).codings) == 1
    assert one.codes == {}


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Änne O'Neil", "änne-o-neil"),
        ("मीना", "मीना"),
        ("محمد", "محمد"),
        ("李小龍", "李小龍"),
        ("😀", "u1f600"),
        ("NUL", "coder-nul"),
        ("Com1", "coder-com1"),
        ("COM¹", "coder-com1"),
        ("aux.csv", "aux-csv"),
        ("../../etc/passwd", "etc-passwd"),
        ("...", "coder"),
        ("C:\\x", "c-x"),
    ],
)
def test_a_file_name_is_safe_on_every_system(name, stem):
    assert file_stem(clean_name(name)) == stem


NAMES = [
    "मीना", "मोना", "मना", "😀", "🎉", "Ann", "ann", "Ann!", "Ann?", "CON", "con", "x" * 300,
    "x" * 301, "broken \ud83d", "broken \udc00", "Zoe\u0308", "Zoë", "=1+1", "a\tb", "a\nb",
    "\u202eevil", "Ⅳ", "iv", "ſ", "s", "ß", "ss", "'quoted'", "<b>bold</b>", "7", "007",
]  # fmt: skip


def test_names_of_any_kind_have_files_of_their_own_and_are_read_back(tmp_path, evidence):
    sessions = []
    for name in NAMES:
        session = CodingSession(tmp_path, evidence)
        session.begin(name)
        sessions.append(saved(session, "joint"))
    assert len({session.file.name.casefold() for session in sessions}) == len(NAMES)
    assert max(len(session.file.name.encode()) for session in sessions) < 200
    read = read_class(tmp_path, evidence)
    assert read.problems == ()
    assert sorted(read.codings["coder"]) == sorted(session.coder for session in sessions)
    assert read.codings["coder"].is_unique


@given(st.text())
def test_no_name_leads_out_of_the_folder_or_to_a_name_that_windows_keeps(name):
    stem = file_stem(clean_name(name))
    assert stem
    assert not set(stem) & set('/\\:*?"<>|. \0\n')
    assert not coding_session.RESERVED.fullmatch(stem)
    assert len(f"{stem}-30.csv".encode()) < 255
    clean_name(name).encode("utf-8")


@pytest.mark.parametrize("name", ["", "  ", "\u202e", "reference", " Reference "])
def test_what_can_be_no_name_is_refused(tmp_path, evidence, name):
    with pytest.raises(ValueError, match=r"name"):
        CodingSession(tmp_path, evidence).begin(name)
    assert list(tmp_path.glob("*.csv")) == []
