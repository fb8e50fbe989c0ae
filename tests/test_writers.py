"""Every file that the package writes is whole, or the old one is: full disk, refusal, kill."""

from __future__ import annotations

import ast
import errno
import functools
import io
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import clusterkit as ck
from clusterkit import safe_files
from clusterkit.evidence.edition import seal
from clusterkit.own.marks import annotate
from clusterkit.own.template import write_template
from clusterkit.plots.exports import figure_bytes, rows_as_csv, rows_as_excel, sources_as_bibtex
from clusterkit.publish.figures import write_figures
from clusterkit.publish.notebooks import copy_notebooks, shipped_notebooks
from clusterkit.publish.site.build import write_site
from clusterkit.safe_files import NotWrittenError, write_file
from clusterkit.teaching.exercises import write_teacher_notebooks

from . import small as made_up
from .own.test_workbook import as_csv, filled

Writer = Callable[[Path], object]


@functools.cache
def evidence() -> ck.Evidence:
    return ck.load(only="paper")


@functools.cache
def marked() -> Path:
    """A marked copy with a mistake, to be marked again onto itself."""
    home = Path(tempfile.mkdtemp())
    path = filled(home / "mine.xlsx")
    book = openpyxl.load_workbook(path)
    book["policies"]["F3"] = "week"
    book.save(path)
    return annotate(path, ck.check_file(path)[0], home / "marked.xlsx")[0]


@functools.cache
def base() -> Path:
    return made_up.write(Path(tempfile.mkdtemp()) / "base")


@functools.cache
def notebooks(count: int = 2) -> Path:
    folder = Path(tempfile.mkdtemp())
    for path in sorted(shipped_notebooks().glob("*.ipynb"))[1 : count + 1]:
        shutil.copy(path, folder)
    return folder


def onto_itself(folder: Path) -> None:
    if not (folder / "marked.xlsx").exists():
        shutil.copy(marked(), folder / "marked.xlsx")
    annotate(
        folder / "marked.xlsx", ck.check_file(folder / "marked.xlsx")[0], folder / "marked.xlsx"
    )


def exports(folder: Path) -> None:
    rows = evidence().actions.head(20)
    write_file(folder / "rows.csv", rows_as_csv(evidence(), rows, "note"))
    write_file(folder / "rows.xlsx", rows_as_excel(evidence(), rows, "note"))
    write_file(folder / "rows.bib", sources_as_bibtex(evidence(), rows, "note"))
    write_file(folder / "rows.svg", figure_bytes(evidence(), rows, "note", "svg"))


def sealed(folder: Path) -> None:
    for path in base().iterdir():
        if not (folder / path.name).exists():
            shutil.copy(path, folder)
    seal(folder)


WRITERS: dict[str, Writer] = {
    "template": lambda folder: write_template(folder / "mine.xlsx"),
    "marked copy": onto_itself,
    "copy of CSV files": lambda folder: annotate(
        _csv_folder(), ck.check_file(_csv_folder())[0], folder / "marked.xlsx"
    ),
    "figures": lambda folder: write_figures(folder, evidence(), only=("jobs",)),
    "exports": exports,
    "notebooks": lambda folder: copy_notebooks(folder, source=notebooks()),
    "teacher": lambda folder: write_teacher_notebooks(notebooks(), folder),
    "seal": sealed,
}
SITE: dict[str, Writer] = {"site": write_site}


@functools.cache
def _csv_folder() -> Path:
    folder = as_csv(Path(tempfile.mkdtemp()) / "mine")
    text = (folder / "policies.csv").read_text()
    (folder / "policies.csv").write_text(text.replace("weak", "week"))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*")) if path.is_file() and path.name[0] != "."
    }  # fmt: skip


def hidden(folder: Path) -> list[str]:
    """Files whose names begin with a point, as those have that are written beside."""
    return sorted(path.name for path in folder.rglob(".*"))


def is_whole(name: str, data: bytes) -> bool:
    """Whether a file is whole by its own kind."""
    if name.endswith(".xlsx"):
        return zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    if name.endswith((".ipynb", ".json")):
        return bool(json.loads(data))
    if name.endswith((".html", ".svg")):
        return data.rstrip().endswith((b"</html>", b"</svg>"))
    if name.endswith(".png"):
        return data[-8:-4] == b"IEND"
    return data.endswith(b"\n")


@pytest.mark.slow
@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES])
def test_where_nothing_can_be_written_the_old_files_stay_and_a_sentence_says_why(
    tmp_path, monkeypatch, kind, number
):
    WRITERS[kind](tmp_path)
    for path in tmp_path.glob("*.ipynb"):
        path.unlink()  # else there would be nothing to write
    before = contents(tmp_path)

    def fail(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(safe_files.tempfile, "mkstemp", fail)
    with pytest.raises(NotWrittenError, match=safe_files.REASONS[number]):
        WRITERS[kind](tmp_path)
    assert contents(tmp_path) == before


@pytest.mark.slow
@pytest.mark.parametrize("kind", WRITERS)
def test_on_a_disk_that_fills_the_old_files_stay_and_nothing_is_left_beside(tmp_path, kind):
    WRITERS[kind](tmp_path)
    for path in tmp_path.glob("*.ipynb"):
        path.unlink()
    before, beside = contents(tmp_path), hidden(tmp_path)

    def with_little_room() -> str:
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))  # no file beyond 64 bytes
        try:
            WRITERS[kind](tmp_path)
        except NotWrittenError as error:
            return str(error)
        return "written"

    said = in_a_child(with_little_room)
    assert "could not be written: it is larger than this disk, or your share of it, allows" in said
    assert contents(tmp_path) == before
    assert hidden(tmp_path) == beside


@pytest.mark.parametrize("command", ["template", "check"])
def test_a_full_disk_of_temporary_files_is_a_sentence_in_the_terminal(tmp_path, command):
    copy = tmp_path / "copy.xlsx"
    words = [command, str(copy)]
    if command == "check":
        words = [command, str(marked()), "--annotate", str(copy)]
    ran = subprocess.run(
        [sys.executable, "-B", "-m", "clusterkit", *words], capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )  # fmt: skip
    assert "it is larger than this disk" in ran.stdout + ran.stderr
    assert ran.returncode == 2
    assert not copy.exists()


def in_a_child(work: Callable[[], str]) -> str:
    """Do something in a process of its own, and return what it says."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            said = work()
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writer, said.encode()[:4000])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said


KILLS = [pytest.param(5, marks=pytest.mark.slow), pytest.param(100, marks=pytest.mark.trust)]


@pytest.mark.parametrize("kills", KILLS)
@pytest.mark.parametrize("kind", WRITERS)
def test_a_writer_killed_at_any_moment_leaves_whole_files(tmp_path, kind, kills):
    assert killed(WRITERS[kind], tmp_path, kills) == kills


@pytest.mark.trust
def test_the_site_killed_at_any_moment_leaves_whole_pages(tmp_path):
    assert killed(write_site, tmp_path, 20) == 20


def killed(write: Writer, folder: Path, kills: int) -> int:
    """Kill a writer at random moments of its work; returns how often it left whole files."""
    start = time.monotonic()
    write(folder)
    usual = time.monotonic() - start
    names = set(contents(folder))
    dice, whole = random.Random(1), 0
    for _ in range(kills):
        for path in folder.glob("*.ipynb"):
            path.write_text(path.read_text() + " ")  # else a notebook would not be written again
        tester, child = os.getpid(), os.fork()
        if not child:
            while os.getppid() == tester:  # and not for ever, where the test itself is killed
                write(folder)
            os._exit(0)
        time.sleep(dice.random() * min(usual * 1.5, 3))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        after = contents(folder)
        assert names <= set(after)
        broken = [name for name, data in after.items() if not is_whole(name, data)]
        assert broken == []
        whole += 1
    return whole


ELSEWHERE = {  # write into a temporary folder that nobody keeps
    "clusterkit/cli.py", "clusterkit/teaching/class_form.py",
}  # fmt: skip


def test_no_module_writes_a_file_past_the_one_helper():
    package = Path(ck.__file__).parent
    for path in package.rglob("*.py"):
        name = path.relative_to(package.parent).as_posix()
        if name == "clusterkit/safe_files.py" or name in ELSEWHERE:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            assert node.func.attr not in ("write_text", "write_bytes", "copyfile", "copy2"), name
            opened = (
                node.func.attr == "open"
                and len(node.args)
                and isinstance(node.args[0], ast.Constant)
            )
            assert not (opened and "w" in str(node.args[0].value)), name
