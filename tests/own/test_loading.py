"""Loading: four steps over one frozen value, each file read and checked once."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import clusterkit as ck
from clusterkit import cli
from clusterkit.evidence.citations import Citation
from clusterkit.evidence.paragraphs_and_pages import reading_order, where_stated
from clusterkit.loading import read_evidence
from clusterkit.own import bounds, reading, rules, workbook
from clusterkit.own.marks import annotate
from clusterkit.widgets.figure1 import figure1_answer

from .test_workbook import MINE, SAID, as_csv, changed, filled

WRONG = ("policies", "D3", "nonsense")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return filled(tmp_path / "mine.xlsx")


@pytest.fixture
def calls(monkeypatch) -> Counter[str]:
    """Count how often a user's file is opened, read as a workbook, and checked."""
    counts: Counter[str] = Counter()

    def counted(module: object, name: str) -> None:
        function = getattr(module, name)

        def count(*arguments, **options):
            counts[name] += 1
            return function(*arguments, **options)

        monkeypatch.setattr(module, name, count)

    counted(reading, "_bytes_of")
    counted(workbook, "read_excel")
    counted(rules, "check_tables")
    return counts


ONCE = {"_bytes_of": 1, "read_excel": 1, "check_tables": 1}


def test_load_reads_and_checks_a_file_once(mine, calls):
    ck.load(mine)
    assert calls == ONCE


@pytest.mark.parametrize("wrong", [False, True])
def test_the_command_reads_and_checks_a_file_once(mine, calls, tmp_path, capsys, wrong):
    if wrong:
        changed(mine, [WRONG])
    cli.main(["check", str(mine), "--annotate", str(tmp_path / "marked.xlsx")])
    assert calls == ONCE
    assert (tmp_path / "marked.xlsx").exists() == wrong
    assert ("No problems. Read: 1 settings" in capsys.readouterr().out) == (not wrong)


@pytest.mark.parametrize("wrong", [False, True])
def test_an_upload_is_read_and_checked_once(mine, evidence, calls, wrong):
    if wrong:
        changed(mine, [WRONG])
    widget = ck.explore_workbook(evidence)
    calls.clear()
    content = {"name": mine.name, "type": "", "size": 1, "content": memoryview(mine.read_bytes()),
               "last_modified": pd.Timestamp("2020-01-01").to_pydatetime()}  # fmt: skip
    widget.upload.value = (content,)
    assert calls == ONCE
    assert bool(widget.problems) == wrong


def test_a_table_as_csv_is_opened_once(tmp_path, calls):
    ck.load(as_csv(tmp_path / "mine"))
    assert calls["_bytes_of"] == len(MINE)
    assert calls["check_tables"] == 1


def test_what_was_read_is_frozen_and_handed_on(mine):
    raw = read_evidence(mine)
    with pytest.raises(dataclasses.FrozenInstanceError):
        raw.problems = ()  # type: ignore[misc]
    assert (raw.problems, raw.notes) == ((), ())
    assert raw.summary.startswith("1 settings, 1 sources, 2 employment")
    pd.testing.assert_frame_equal(raw.evidence().statements, ck.load(mine).statements)


def test_what_has_problems_becomes_no_evidence(mine):
    raw = read_evidence(changed(mine, [WRONG]))
    with pytest.raises(ck.EvidenceError) as caught:
        raw.evidence()
    assert caught.value.problems == list(raw.problems) == ck.check_file(mine)[0]


def test_a_file_that_must_not_be_opened_is_not_opened_for_its_copy(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "LARGEST_WORKBOOK", 10)
    path = filled(tmp_path / "large.xlsx")
    raw = read_evidence(path)
    assert raw.own is not None
    assert raw.own.refused
    copy, _ = annotate(path, raw.problems, tmp_path / "marked.xlsx", read=raw.own)
    assert openpyxl.load_workbook(copy).sheetnames == ["problems"]


# page: where a user's own row stands


def stories(*pages: object) -> dict[str, list[dict[str, object]]]:
    """Own acts of one place and story, on these pages."""
    acts = [
        {**SAID, "action_id": f"act-m{number}", "setting_id": "morbi-tiles", "page": page,
         "actors": "employers", "mode": "alone", "kind": "services", "episode": "morbi-story",
         "social_effect": "+"}
        for number, page in enumerate(pages)
    ]  # fmt: skip
    return {**MINE, "actions": acts, "policies": []}


def test_page_is_a_column_of_its_own_wherever_a_statement_stands(mine):
    evidence = ck.load(mine)
    tables = ["employment", "economy", "conditions", "policies", "actions", "contexts", "gaps"]
    for rows in (*(getattr(evidence, name) for name in tables), evidence.statements):
        own = rows["origin"] != "paper"
        assert rows["page"].dtype == "string"
        assert rows.loc[~own, "page"].isna().all()
        assert rows.loc[~own, "paragraph"].notna().all()
        assert rows.loc[own, "paragraph"].isna().all()
    assert evidence.statements.loc["pol-m1", "page"] == "p. 3"
    assert "page" not in evidence.settings


@pytest.mark.parametrize("page", ["p. 12", "", "ch. 3, table 2", "2.1", "note.", "Seite 4–6", 7])
def test_any_page_can_be_sorted_shown_and_cited(tmp_path, page):
    evidence = ck.load(filled(tmp_path / "mine.xlsx", stories(page, "p. 3", "")))
    rows = evidence.statements
    steps = ck.trace(evidence, "morbi-tiles")
    assert list(steps["page"].fillna("")) == list(rows.loc[steps["row_id"], "page"].fillna(""))
    places = ck.by_place(evidence, rows)
    assert "mine.xlsx, p. 3" in places.loc["Morbi tiles [own]", "paragraphs"]
    sentence = ck.in_words(evidence, rows.loc[["act-m0"]]).iloc[0]
    assert f"(Shah and Rao 2019; {page})" in sentence if page else "(Shah and Rao 2019)" in sentence
    cited = evidence.cite(["act-m0"])
    assert isinstance(cited, Citation)
    assert cited.paragraphs == ()
    assert cited.pages == ((f"Shah and Rao (2019), {page}",) if page else ())
    drawn = figure1_answer(evidence, "morbi-tiles", episode="morbi-story")["steps"]
    assert "mine.xlsx, p. 3" in json.dumps(drawn, allow_nan=False), "the browser can be sent it"


def test_paragraphs_stand_before_pages_and_pages_by_their_numbers(tmp_path, evidence):
    union = ck.load(
        filled(tmp_path / "mine.xlsx", stories("p. 12", "p. 9", "", "appendix", "p. 9"))
    )
    rows = union.statements
    shuffled = rows.sample(frac=1, random_state=1)
    ordered = rows.assign(order=reading_order(rows)).sort_values("order", kind="stable")
    again = shuffled.assign(order=reading_order(shuffled)).sort_values("order", kind="stable")
    assert list(ordered["order"]) == list(again["order"]), "any two can be compared"
    own = ordered[ordered["origin"] != "paper"]
    assert list(ordered.index[-len(own) :]) == list(own.index), "the paper comes first"
    acts = own[own["table"] == "actions"]
    assert list(where_stated(acts).fillna("")) == ["appendix", "p. 9", "p. 9", "p. 12", ""]
    paper = ordered[ordered["origin"] == "paper"]
    alone = evidence.statements
    expected = alone.assign(order=reading_order(alone)).sort_values("order", kind="stable")
    assert list(paper.index) == list(expected.index), "own rows change nothing in the paper's order"
