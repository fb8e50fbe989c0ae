"""Every sentence that names a paragraph is kept with the rows behind it, and none has gone stale."""

from __future__ import annotations

import json
import shutil

import pandas as pd
import pytest

import clusterkit as ck
from clusterkit.cli import main
from clusterkit.evidence.content import content, content_dir, rows_by_paragraph
from clusterkit.evidence.paragraphs_and_pages import PARAGRAPHS, paragraphs_between
from clusterkit.publish.notebooks import shipped_notebooks
from clusterkit.teaching import prose
from clusterkit.teaching.content_checks import check_content
from clusterkit.teaching.prose import (
    TO_READ,
    Said,
    current_prose,
    paragraphs_named,
    prose_in_words,
    prose_table,
    sentences,
    update_prose,
)

WHAT_TO_DO = (
    "run `python -m clusterkit prose --update`, then give each sentence with the note "
    f"{TO_READ!r} in data/content/prose.csv its rows (`clusterkit prose` shows them in words)"
)
NEW = "Nobody has read this one yet (2.2.4)."


CODES, PAY = "Codes may help with wages (2.1.3).", "Real wages fell (2.2.4)."


@pytest.fixture
def books(tmp_path):
    """A folder with one small notebook."""
    cells = [
        {"cell_type": "markdown", "source": [f"# Pay\n{CODES} Or not.\n"]},
        {"cell_type": "code", "source": ["# code (2.1.9).\n"]},
        {"cell_type": "markdown", "source": [f"- {PAY}\n"]},
    ]
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (folder / "a.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path, books):
    """A copy of the content whose sentences are those of that notebook and of its own tables."""
    folder = shutil.copytree(content_dir(), tmp_path / "content")
    update_prose(books, folder)
    for sentence, rows in ((CODES, "con-2.1.3-01;pol-2.1.3-03"), (PAY, "con-2.2.4-02")):
        change(folder, sentence, "rows", rows)
        change(folder, sentence, "note", "")
    return folder


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def change(folder, sentence, column, value):
    """Change a cell of prose.csv; returns the row as a spreadsheet counts."""
    path = folder / "prose.csv"
    table = as_text(folder)
    [place] = table.index[table["sentence"] == sentence]
    table.loc[place, column] = value
    table.to_csv(path, index=False, lineterminator="\n")
    return place + 2


def as_text(folder):
    return pd.read_csv(folder / "prose.csv", dtype=str, keep_default_na=False)


def problems_of_row(folder, evidence, row):
    """Check the content; the sentences on one row of prose.csv alone."""
    said = [str(problem) for problem in check_content(folder, evidence=evidence)]
    return [sentence for sentence in said if sentence.startswith(f"prose.csv, row {row}, ")]


def differences(books, folder):
    """List the sentences, with where and paragraphs, that stand on one side only."""
    kept, wanted = current_prose(books, folder)
    kept_lines, wanted_lines = (
        set(table[["where", "sentence", "paragraphs"]].itertuples(index=False, name=None))
        for table in (kept, wanted)
    )
    return {
        "not in prose.csv": sorted(wanted_lines - kept_lines),
        "no longer in the prose": sorted(kept_lines - wanted_lines),
    }


# What is shipped


def test_every_sentence_that_names_a_paragraph_is_kept_and_none_is_stale():
    found = differences(shipped_notebooks(), content_dir())
    assert not any(found.values()), f"{found}\n{WHAT_TO_DO}"


def test_no_sentence_is_yet_to_be_read():
    table = content("prose")
    assert not table.index[table["note"] == TO_READ].tolist(), WHAT_TO_DO


def test_each_sentence_has_rows_of_its_paragraphs_or_a_note():
    assert [problem for problem in check_content() if problem.file == "prose.csv"] == []


def test_the_rows_of_the_evidence_stand_in_paragraphs_that_the_paper_has():
    assert set(rows_by_paragraph().values()) <= set(PARAGRAPHS)
    assert len(PARAGRAPHS) == 67  # 64 of the sections, the abstract, two notes


def test_the_prose_is_split_without_losing_a_paragraph():
    for path in sorted(shipped_notebooks().glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                text = "".join(cell["source"])
                whole = {place for block in text.split("\n") for place in paragraphs_named(block)}
                parts = {place for part in sentences(text) for place in paragraphs_named(part)}
                assert parts >= whole, path.name


# The guard fails when prose changes


def test_a_changed_sentence_of_a_notebook_is_found(books, folder):
    assert not any(differences(books, folder).values())
    replace(books / "a.ipynb", "Real wages fell", "Wages fell")
    assert differences(books, folder) == {
        "not in prose.csv": [("a.ipynb", "Wages fell (2.2.4).", "2.2.4")],
        "no longer in the prose": [("a.ipynb", PAY, "2.2.4")],
    }


def test_a_changed_sentence_of_the_content_is_found(books, folder):
    path = folder / "exercises.csv"
    exercises = pd.read_csv(path, dtype=str, keep_default_na=False)
    exercises.loc[1, "hint"] += " " + NEW
    exercises.to_csv(path, index=False)
    place = f"exercises.csv {exercises.loc[1, 'number']} hint"
    assert differences(books, folder)["not in prose.csv"] == [(place, NEW, "2.2.4")]


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("rows", "act-2.1.1-99", "column rows: found 'act-2.1.1-99', expected a row_id of the evidence"),
        ("rows", "act-3.2.1-06", "column rows: found 'act-3.2.1-06', expected a row of 2.1.3, or a note that says why"),
        ("rows", "", "column rows: found an empty cell, expected a row that the sentence rests on, or a note"),
        ("note", TO_READ, "column note: found 'to read', expected the rows that the sentence rests on"),
        ("paragraphs", "2.1.2", "column paragraphs: found '2.1.2', expected '2.1.3', as the sentence names them"),
        ("paragraphs", "2.1.11", "column paragraphs: found '2.1.11', expected a paragraph that the paper has"),
        ("paragraphs", "section 2", "column paragraphs: found 'section 2', expected the form of a paragraph"),
    ],
)  # fmt: skip
def test_each_mistake_in_the_table_is_reported(evidence, folder, column, value, told):
    row = change(folder, CODES, column, value)
    said = problems_of_row(folder, evidence, row)
    assert any(told in sentence for sentence in said), said


def test_a_row_of_another_paragraph_needs_a_note_that_names_it(evidence, folder):
    row = change(folder, PAY, "rows", "con-2.2.4-02;act-3.2.1-06")
    assert len(problems_of_row(folder, evidence, row)) == 1
    change(folder, PAY, "note", "for some reason")
    assert len(problems_of_row(folder, evidence, row)) == 1
    change(folder, PAY, "note", "the agreement stands in 3.2.1")
    assert problems_of_row(folder, evidence, row) == []


def test_a_paragraph_without_a_row_needs_a_note_that_names_it(books, folder, evidence):
    two = "Real wages fell (2.2.4, 4.0.2)."
    replace(books / "a.ipynb", PAY, two)
    update_prose(books, folder)
    row = change(folder, two, "rows", "con-2.2.4-02")
    change(folder, two, "note", "for some reason")
    [said] = problems_of_row(folder, evidence, row)
    assert "expected a row of 4.0.2 too, or a note that says why there is none" in said
    change(folder, two, "note", "4.0.2 has no row")
    assert problems_of_row(folder, evidence, row) == []


def test_a_paragraph_of_figure_1_that_the_paper_does_not_have_is_reported(evidence, folder):
    replace(folder / "figure1_parts.csv", "4.0a.1", "4.0a.7")
    said = [str(problem) for problem in check_content(folder, evidence=evidence)]
    told = "figure1_parts.csv, row 4, column paragraphs: found '4.0a.7', expected a paragraph that"
    assert any(sentence.startswith(told) for sentence in said), said


# The update and the command


def test_the_update_keeps_rows_marks_new_sentences_and_drops_what_is_gone(books, folder):
    before = as_text(folder)
    replace(books / "a.ipynb", PAY, NEW)
    update_prose(books, folder)
    after = as_text(folder)
    [new] = after[after["sentence"] == NEW].to_dict("records")
    assert (new["rows"], new["note"], new["paragraphs"]) == ("", TO_READ, "2.2.4")
    assert PAY not in set(after["sentence"])
    others = after[after["sentence"] != NEW].reset_index(drop=True)
    assert others.equals(before[before["sentence"] != PAY].reset_index(drop=True))
    assert not any(differences(books, folder).values())


def test_an_update_of_unchanged_prose_changes_no_byte(books, folder):
    before = (folder / "prose.csv").read_bytes()
    update_prose(books, folder)
    assert (folder / "prose.csv").read_bytes() == before


def test_the_update_starts_from_nothing_and_counts_what_is_to_read(books, folder):
    (folder / "prose.csv").unlink()
    assert update_prose(books, folder) == len(as_text(folder))


def test_the_update_is_refused_while_another_table_cannot_be_read(books, folder):
    before = (folder / "prose.csv").read_bytes()
    (folder / "stories.csv").unlink()
    with pytest.raises(ck.EvidenceError, match=r"stories\.csv"):
        update_prose(books, folder)
    assert (folder / "prose.csv").read_bytes() == before


def test_a_sentence_in_two_places_is_one_row():
    twice = [Said("a.ipynb", NEW), Said("b.ipynb", NEW)]
    table = prose_table(twice, pd.DataFrame(columns=prose.COLUMNS))
    assert table["where"].tolist() == ["a.ipynb;b.ipynb"]


@pytest.fixture
def shipped(books, folder, monkeypatch):
    """Let the command find the small notebook and the copy of the content."""
    monkeypatch.setattr("clusterkit.cli.shipped_notebooks", lambda: books)
    monkeypatch.setattr("clusterkit.evidence.content.content_dir", lambda: folder)


@pytest.mark.usefixtures("shipped")
def test_the_command_shows_a_sentence_above_its_rows_in_words(capsys):
    assert main(["prose", "a.ipynb"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["a.ipynb · 2.1.3", f"  {CODES}"]
    assert lines[2].startswith("    con-2.1.3-01  The paper argues, in general: Codes seem")
    assert all(len(line) <= 100 for line in lines)
    assert not any("exercises.csv" in line for line in lines)


def test_the_command_says_when_there_is_no_such_place(capsys):
    assert main(["prose", "nowhere"]) == 0
    assert capsys.readouterr().out == "No sentence in 'nowhere'.\n"


@pytest.mark.usefixtures("shipped")
def test_the_command_updates(books, folder, capsys):
    replace(books / "a.ipynb", PAY, NEW)
    assert main(["prose", "--update"]) == 0
    assert "Sentences to read: " in capsys.readouterr().out
    assert NEW in set(as_text(folder)["sentence"])


def test_every_row_that_a_sentence_may_rest_on_has_words(evidence):
    line = ("a.ipynb", NEW, "2.2.4", ";".join(rows_by_paragraph()), "")
    printed = prose_in_words(pd.DataFrame([line], columns=prose.COLUMNS), evidence)
    assert "There is no such row" not in printed


# Sentences and paragraphs


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("It fell (3.2.1). What came of it is not said.", ["It fell (3.2.1).", "What came of it is not said."]),
        ("So says 3.2.1. Then more.", ["So says 3.2.1.", "Then more."]),
        ("It is in 2.1.9 and 2.1.10, as 0.5 is not.", ["It is in 2.1.9 and 2.1.10, as 0.5 is not."]),
        ("- One (2.1.1).\n- *Two*\n  goes on.\n\n1. Three", ["One (2.1.1).", "*Two* goes on.", "Three"]),
        ("# A heading\nText. More", ["A heading", "Text.", "More"]),
        ("Some, e.g. China, i.e. One (cf. Two et al. Three).", ["Some, e.g. China, i.e. One (cf. Two et al. Three)."]),
        ("A. Khan said so. F. Khan did not.", ["A. Khan said so.", "F. Khan did not."]),
        ("What … The end... Or not.", ["What … The end... Or not."]),
        ('He said "no." She said “yes!” *Both?* `ck.load` knows.', ['He said "no."', "She said “yes!”", "*Both?*", "`ck.load` knows."]),
        ("**Predict first.** Then `a. B` look.", ["**Predict first.**", "Then `a. B` look."]),
        ("See [the page. Yes](http://x.org/a.B). And go", ["See [the page. Yes](http://x.org/a.B).", "And go"]),
        ("See [this page](http://x.org/2.1.9.html). And go", ["See [this page](http://x.org/2.1.9.html).", "And go"]),
        ("> **Paper:** it rose (2.2.4). **Ours:** a minus.", ["**Paper:** it rose (2.2.4).", "**Ours:** a minus."]),
        ("> One\n> two.", ["One two."]),
        ("Two\nlines. \n\nA   gap", ["Two lines.", "A gap"]),
        ("Before\n```\ncode. Code\n```\nafter", ["Before", "after"]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences_are_split_where_a_reader_would(markdown, expected):
    assert sentences(markdown) == expected


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("In 3.2.1, 4.0c.1 and 4.0a.1.", ("3.2.1", "4.0c.1", "4.0a.1")),
        ("Code 3.2.1's sentences (2.1.10).", ("3.2.1", "2.1.10")),
        ("The two (3.2.1 to 3.2.3, then 3.2.1).", ("3.2.1", "3.2.2", "3.2.3")),
        ("See note i, note.ii.", ("note.i", "note.ii")),
        ("A note in 2020.", ()),
        ("Section 4.0c, exercise 1.1, 13.2 %, 2.0.0, 12.1.3, 1.2.3.4.", ()),
        ("Evidence of version 2.0.1.", ()),
        ("The row act-3.2.1-06 is `[2.1.2]` or [here](a/2.1.9).", ()),
    ],
)
def test_paragraphs_are_told_from_other_numbers(sentence, named):
    assert paragraphs_named(sentence) == named


def test_a_range_runs_in_the_order_of_the_paper():
    assert paragraphs_between("3.4.7", "4.0a.1") == ("3.4.7", "4.0.1", "4.0.2", "4.0a.1")
    assert paragraphs_between("2.1.9", "2.1.2") == ("2.1.9", "2.1.2")
    assert paragraphs_between("2.1.9", "2.1.12") == ("2.1.9", "2.1.12")
