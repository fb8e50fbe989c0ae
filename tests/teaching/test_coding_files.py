"""A class's files as they are handed in: read right, or named with a remedy; never in the way."""

from __future__ import annotations

import os
import shutil
import threading

import pandas as pd
import pytest

import clusterkit as ck
from clusterkit.cli import main
from clusterkit.teaching.claims import FILE_COLUMNS
from clusterkit.teaching.coding_files import as_file, read_class, read_codings

LINES = [
    ("Zoë Łęcka", "alone", 1, "mode", "none"),
    ("Zoë Łęcka", "alone", 1, "actors", "employers;workers"),
    ("Zoë Łęcka", "after", 1, "social_effect", "+"),
]
ZOE = pd.DataFrame(LINES, columns=list(FILE_COLUMNS))
CODES = ["none", "employers;workers", "+"]


def by(coder: str, *codes: str, session: str = "") -> str:
    lines = [(coder, "alone", claim, "mode", code) for claim, code in enumerate(codes, start=1)]
    rows = pd.DataFrame(lines, columns=list(FILE_COLUMNS))
    return as_file(rows.assign(session=session) if session else rows)


def coders(read) -> dict[str, int]:
    return read.codings["coder"].value_counts().to_dict()


@pytest.mark.parametrize("sep", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["zoë.csv", "maria (1).csv", "MARIA.CSV", "unicode text.txt"])
def test_what_a_spreadsheet_saves_is_read(evidence, tmp_path, sep, encoding, name):
    rows = ZOE.replace("Zoë Łęcka", "Zoë") if encoding == "cp1252" else ZOE
    text = rows.to_csv(index=False, sep=sep, lineterminator="\r\n")
    (tmp_path / name).write_bytes(text.encode(encoding))
    read = read_class(tmp_path, evidence)
    assert read.problems == ()
    assert read.codings["coder"].unique().tolist() == rows["coder"].unique().tolist()
    assert read.codings["code"].tolist() == CODES
    assert [name in note for note in read.notes] == ([True] if encoding == "cp1252" else [])


def test_the_line_that_names_the_separator_is_no_row(evidence, tmp_path):
    (tmp_path / "a.csv").write_text("sep=;\n" + ZOE.to_csv(index=False, sep=";"), encoding="utf-8")
    assert read_class(tmp_path, evidence).codings["code"].tolist() == CODES


def test_empty_rows_below_the_codes_are_nothing(evidence, tmp_path):
    (tmp_path / "a.csv").write_text(as_file(ZOE) + ",,,,\n\n,,,,\n", encoding="utf-8")
    assert len(read_codings(tmp_path, evidence)) == 3


def test_one_bad_file_is_named_and_the_others_count(evidence, tmp_path):
    (tmp_path / "good.csv").write_text(as_file(ZOE), encoding="utf-8")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "header.csv").write_text(as_file(ZOE.iloc[:0]), encoding="utf-8")
    (tmp_path / "big.csv").write_bytes(b"x" * 300_000)
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "bytes.csv").write_bytes(bytes(range(256)))
    (tmp_path / "quote.csv").write_text('coder,round,claim,variable,code\n"Ada,alone', "utf-8")
    (tmp_path / "notes.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "._good.csv").write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X")
    (tmp_path / ".x8k2.csv").write_text("half written", encoding="utf-8")
    (tmp_path / ".DS_Store").write_bytes(b"\0")
    (tmp_path / "group 2").mkdir()
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    read = read_class(tmp_path, evidence)
    assert coders(read) == {"Zoë Łęcka": 3}
    assert read.left_out == (
        "big.csv", "book.xlsx", "bytes.csv", "empty.csv", "gone.csv", "quote.csv",
    )  # fmt: skip
    said = {problem.file: str(problem) for problem in read.problems}
    assert "at most 200,000 bytes" in said["big.csv"]
    assert "save it as “CSV UTF-8”" in said["book.xlsx"]
    assert "a first row with the names of the columns" in said["empty.csv"]
    assert "take it away" in said["gone.csv"]
    notes = " ".join(read.notes)
    assert "group 2: a folder, which is not looked into" in notes
    assert "._good.csv: left out, a hidden companion that macOS writes" in notes
    assert "notes.docx: left out, since it is no coding file" in notes
    assert "header.csv: holds no code yet" in notes
    assert ".x8k2" not in notes
    with pytest.raises(ck.EvidenceError, match="big.csv"):
        read_codings(tmp_path, evidence)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_named_and_not_waited_for(evidence, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    found = []
    thread = threading.Thread(
        target=lambda: found.append(read_class(tmp_path, evidence)), daemon=True
    )
    thread.start()
    thread.join(20)
    assert found, "it waits for the pipe"
    assert "pipe" in str(found[0].problems[0])


def test_two_people_of_one_name_are_two(evidence, tmp_path):
    (tmp_path / "maria.csv").write_text(by("Maria", "joint", "none"), encoding="utf-8")
    (tmp_path / "maria (1).csv").write_text(by("MARIA", "alone", "none"), encoding="utf-8")
    read = read_class(tmp_path, evidence)
    assert coders(read) == {"MARIA": 2, "Maria (2)": 2}
    assert "counted as “Maria (2)”" in read.notes[0]


def test_a_copy_counts_once(evidence, tmp_path):
    (tmp_path / "maria.csv").write_text(by("Maria", "joint"), encoding="utf-8")
    shutil.copy(tmp_path / "maria.csv", tmp_path / "maria - Copy.csv")
    read = read_class(tmp_path, evidence)
    assert coders(read) == {"Maria": 1}
    assert "they count once" in read.notes[0]


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
def test_of_two_versions_of_one_session_the_fuller_counts(evidence, tmp_path, names):
    early, late = names
    text = by("Maria", "joint", session="s1")
    (tmp_path / early).write_text(text, encoding="utf-8")
    text = by("Maria L.", "joint", "none", "alone", session="s1")
    (tmp_path / late).write_text(text, encoding="utf-8")
    read = read_class(tmp_path, evidence)
    assert sum(coders(read).values()) == 3
    assert len(coders(read)) == 1
    assert f"{late}, which holds more, counts" in read.notes[0]


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless_and_read_back(evidence, tmp_path):
    name = '=HYPERLINK("http://x","y")'
    text = as_file(ZOE.assign(coder=name))
    assert "\n=" not in text
    assert "\n\"'=HYPERLINK" in text
    assert ",+\n" in text, "a code is no formula"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert coders(read_class(tmp_path, evidence)) == {name: 3}


@pytest.mark.parametrize("target", ["asha.csv", "asha.html", "notes.txt"])
def test_a_report_never_takes_the_place_of_another_file(tmp_path, capsys, target):
    folder = tmp_path / "codings"
    folder.mkdir()
    (folder / target).write_text(by("Asha", "joint"), encoding="utf-8")
    before = (folder / target).read_bytes()
    assert main(["class", str(folder), "--report", str(folder / target)]) == 2
    assert target in capsys.readouterr().out
    assert (folder / target).read_bytes() == before


def test_a_report_by_a_link_to_a_coding_file_is_refused(tmp_path, capsys):
    (tmp_path / "asha.csv").write_text(by("Asha", "joint"), encoding="utf-8")
    (tmp_path / "report.html").symlink_to(tmp_path / "asha.csv")
    assert main(["class", str(tmp_path), "--report", str(tmp_path / "report.html")]) == 2
    assert "is there already" in capsys.readouterr().out
