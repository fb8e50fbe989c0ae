"""Words that a teacher may edit: sound as shipped, and every mistake gets one clear sentence."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys

import pytest
from frictionless import Package, system

import clusterkit as ck
from clusterkit.cli import main
from clusterkit.evidence.content import content, content_dir, read_content
from clusterkit.evidence.definition import read_schema
from clusterkit.teaching.content_checks import check_content
from clusterkit.teaching.solutions import SOLUTIONS


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(content_dir(), tmp_path / "content")


def change(folder, table, row, column, value):
    """Change one cell; `row` as a spreadsheet counts, the names of the columns being row 1."""
    path = folder / f"{table}.csv"
    with path.open(newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))
    lines[row - 1][lines[0].index(column)] = value
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(lines)


def drop(folder, table, row):
    path = folder / f"{table}.csv"
    with path.open(newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))
    del lines[row - 1]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(lines)


def test_the_shipped_content_is_sound():
    assert check_content() == []


def test_frictionless_finds_the_package_valid():
    with system.use_context(trusted=True):
        report = Package(str(content_dir() / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "rowNumber", "fieldName", "note"])


def test_every_file_is_defined_and_every_column_described():
    tables = read_schema(content_dir()).tables
    assert {path.stem for path in content_dir().glob("*.csv")} == set(tables)
    for table in tables.values():
        assert table.description
        assert all(field.description for field in table.fields)


@pytest.mark.parametrize(
    ("table", "row", "column", "value", "told"),
    [
        ("claims", 2, "row_id", "job-1.0.4-99", "claims.csv, row 2, column row_id: found 'job-1.0.4-99', expected a row_id of the evidence"),
        ("claims", 3, "row_id", "job-1.0.4-08", "claims.csv, row 3, column row_id: found 'job-1.0.4-08', expected an id of its own"),
        ("claims", 4, "words", "", "claims.csv, row 4, column words: found an empty cell, expected a value here"),
        ("claims", 4, "number", "three", "claims.csv, row 4, column number: found 'three', expected a whole number"),
        ("claims", 4, "number", "30", "claims.csv, row 4, column number: found '30', expected 3: rows are numbered 1, 2, 3"),
        ("variables", 2, "variable", "where", "variables.csv, row 2, column variable: found 'where', expected one of place, actors"),
        ("codes", 12, "variable", "modes", "codes.csv, row 12, column variable: found 'modes', expected a variable of variables.csv. Did you mean 'mode'?"),
        ("codes", 12, "code", "alon", "codes.csv, row 12, column code: found 'alon', expected one of alone, joint"),
        ("codes", 12, "code", "joint", "codes.csv, row 13, column code: found 'joint', expected each code of a variable once"),
        ("exercises", 2, "number", "one", "exercises.csv, row 2, column number: found 'one', expected the form of an exercise's number, such as 2.1"),
        ("exercises", 2, "solution", "flor_of_tirupur", "row 2, column solution: found 'flor_of_tirupur', expected a function of clusterkit/teaching/solutions.py. Did you mean 'floor_of_tirupur'?"),
        ("exercises", 5, "options_from", "policies.domains", "row 5, column options_from: found 'policies.domains', expected a table of the evidence"),
        ("exercises", 5, "options_from", "domain", "row 5, column options_from: found 'domain', expected the form of a table and its column"),
        ("exercises", 5, "options_without", "standards", "row 5, column options_from: found 'policies.domain', expected options with 'standards', which is in the answer"),
        ("exercise_replies", 2, "answer", "6.9", "exercise_replies.csv, row 2, column answer: found '6.9', expected a wrong answer to 1.1"),
        ("exercise_replies", 2, "answer", "7,6", "exercise_replies.csv, row 2, column answer: found '7,6', expected a number in digits, rounded as the exercise asks"),
        ("exercise_replies", 2, "answer", "8", "exercise_replies.csv, row 3, column answer: found '8', expected each answer to an exercise once"),
        ("exercise_replies", 10, "answer", "fiscals", "exercise_replies.csv, row 10, column answer: found 'fiscals', expected one of standards, monetary, fiscal, regulation. Did you mean 'fiscal'?"),
        ("exercise_replies", 2, "number", "1.9", "exercise_replies.csv, row 2, column number: found '1.9'"),
        ("exercises", 2, "options", "5;6;7", "row 2, column options: found '5;6;7', expected no options, as the answer is a number"),
        ("exercises", 5, "several", "true", "row 5, column several: found 'true', expected false, as the answer is one option"),
        ("exercises", 7, "several", "false", "row 7, column several: found 'false', expected true, as the answer is a set of options"),
        ("exercises", 7, "several", "maybe", "row 7, column several: found 'maybe', expected true or false"),
        ("stories", 2, "code", "episodes=atlanta", "stories.csv, row 2, column code: found 'episodes=atlanta', expected the form of a configuration's code"),
        ("stories", 2, "code", "ck1;episode=atlanta-agreement", "row 2, column code: found 'ck1;episode=atlanta-agreement', expected a configuration's code (the code's part"),
        ("stories", 2, "code", "ck1;episodes=atlanta", "row 2, column code: found 'ck1;episodes=atlanta', expected words of the evidence"),
        ("stories", 2, "code", "ck1;domain=monetry", "expected words of the evidence (domain cannot be “monetry”"),
        ("stories", 2, "code", "ck1;episodes=atlanta-agreement;settings=chiapas-coffee", "expected a configuration that rows of the evidence meet"),
        ("figure1_parts", 2, "paragraphs", "4.0.2;section 4", "figure1_parts.csv, row 2, column paragraphs: found 'section 4', expected the form of a paragraph of the paper, such as 2.1.9"),
        ("figure1_arrows", 2, "start", "internationl", "row 2, column start: found 'internationl', expected a part of figure1_parts.csv. Did you mean 'international'?"),
        ("figure1_arrows", 8, "end", "F9", "row 8, column end: found 'F9', expected an end of figure1_parts.csv or figure1_arrows.csv"),
        ("figure1_arrows", 2, "status", "told", "row 2, column status: found 'told', expected one of stated, optional, other sections"),
        ("figure1_ambiguities", 2, "why", "", "figure1_ambiguities.csv, row 2, column why: found an empty cell"),
        ("sentences", 2, "name", "an effect", "sentences.csv, row 2, column name: found 'an effect', expected one of effect stated"),
        ("own_columns", 3, "column", "claim", "own_columns.csv, row 3, column column: found 'claim', expected a column of a user's own workbook"),
        ("findings", 3, "query", "conditions_not_always_god", "findings.csv, row 3, column query: found 'conditions_not_always_god', expected a function of clusterkit/questions/ledger_queries.py. Did you mean 'conditions_not_always_good'?"),
        ("findings", 3, "query", "policies_and_growth", "findings.csv, row 4, column query: found 'policies_and_growth', expected an id of its own"),
        ("findings", 2, "paragraphs", "5.0.1;5.0.9", "findings.csv, row 2, column paragraphs: found '5.0.9', expected a paragraph of the paper"),
        ("findings", 2, "paragraphs", "section 5", "findings.csv, row 2, column paragraphs: found 'section 5', expected the form of a paragraph of the paper"),
        ("findings", 2, "paragraphs", "", "findings.csv, row 2, column paragraphs: found an empty cell, expected the paragraphs where the paper concludes it"),
        ("findings", 2, "whose", "theirs", "findings.csv, row 2, column whose: found 'theirs', expected one of paper, ours"),
        ("findings", 2, "sentence", "", "findings.csv, row 2, column sentence: found an empty cell"),
        ("findings", 2, "notebook", "12", "findings.csv, row 2, column notebook: found '12'"),
        ("own_instructions", 3, "words", " Begin", "own_instructions.csv, row 3, column words: found ' Begin', expected no spaces before or after the text"),
    ],
)  # fmt: skip
def test_each_kind_of_mistake_is_reported_in_a_sentence(
    evidence, folder, table, row, column, value, told
):
    change(folder, table, row, column, value)
    sentences = [str(problem) for problem in check_content(folder, evidence=evidence)]
    assert any(told in sentence for sentence in sentences), sentences


@pytest.mark.parametrize(
    ("table", "row", "told"),
    [
        ("sentences", 6, "sentences.csv: expected a row whose name is 'declared gap'."),
        ("codes", 12, "codes.csv: expected a row with the code 'alone' of mode."),
        ("exercises", 2, "exercises.csv: expected an exercise whose solution is 'floor_of_tirupur'."),
        ("own_columns", 12, "own_columns.csv: expected a row whose column is 'page'."),
        ("own_columns", 13, "own_columns.csv: expected a row whose column is 'sources.key'."),
        ("variables", 2, "variables.csv: expected a row whose variable is 'place'."),
        ("figure1_parts", 2, "figure1_parts.csv: expected a row whose part is 'international'."),
        ("figure1_parts", 2, "figure1_arrows.csv, row 2, column start: found 'international'"),
        ("figure1_arrows", 8, "figure1_arrows.csv: expected a row whose arrow is 'F7'."),
        ("findings", 2, "findings.csv: expected a finding whose query is 'growth_not_always'."),
    ],
)  # fmt: skip
def test_a_row_that_is_missing_is_reported(evidence, folder, table, row, told):
    drop(folder, table, row)
    sentences = [str(problem) for problem in check_content(folder, evidence=evidence)]
    assert any(told in sentence for sentence in sentences), sentences


def test_a_file_or_column_that_is_missing_is_reported(folder):
    (folder / "stories.csv").unlink()
    text = (folder / "claims.csv").read_text(encoding="utf-8")
    (folder / "claims.csv").write_text(text.replace("context", "around"), encoding="utf-8")
    sentences = [str(problem) for problem in check_content(folder)]
    assert "stories.csv: expected this file in the folder 'content'." in sentences
    assert "claims.csv, row 1: expected a column named 'context'." in sentences


def test_content_with_a_mistake_is_not_loaded(folder):
    change(folder, "claims", 2, "words", "")
    with pytest.raises(ck.EvidenceError, match="The content was not loaded: 1 problem"):
        read_content(folder)


def test_the_command_checks_a_folder_of_content(folder, capsys):
    assert main(["check", str(folder)]) == 0
    assert "No problems." in capsys.readouterr().out
    change(folder, "stories", 2, "code", "ck1;episodes=atlanta")
    assert main(["check", str(folder)]) == 1
    assert "stories.csv, row 2, column code" in capsys.readouterr().out


def test_a_table_of_content_is_a_copy_of_ones_own():
    mine = content("claims")
    mine["words"] = ""
    assert (content("claims")["words"] != "").all()


def test_every_solution_stands_by_itself():
    # A teacher's notebook shows a solution as it is, below the import of the names that it uses.
    for name, solve in SOLUTIONS.items():
        used = {word for word in solve.__code__.co_names if word in solve.__globals__}
        assert used <= set(ck.__all__), name
        assert solve.__doc__


def test_importing_every_module_reads_no_content():
    code = (
        "import pkgutil, importlib, sys, clusterkit\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and opened.append(str(args[0])))\n"
        "for module in pkgutil.walk_packages(clusterkit.__path__, 'clusterkit.'):\n"
        "    if not module.name.endswith('__main__') and 'lab_config' not in module.name:\n"
        "        importlib.import_module(module.name)\n"
        "read = [name for name in opened if '/data/' in name or '/_data/' in name]\n"
        "assert not [name for name in read if name.endswith(('.csv', 'datapackage.json'))], read\n"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
