"""A user's own evidence: written, filled, read back, told what is wrong, joined, shown alone."""

from __future__ import annotations

import csv
import datetime
import io
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import clusterkit as ck
from clusterkit import cli
from clusterkit.evidence.definition import data_dir, read_schema
from clusterkit.evidence.suggestions import near_ids
from clusterkit.own import rules as own
from clusterkit.own.marks import MARK_FORMULA, annotate
from clusterkit.own.template import write_template
from clusterkit.own.workbook import read_workbook
from clusterkit.plots.exports import rows_as_csv
from clusterkit.widgets.origin_switch import OriginSwitch

from .. import small as made_up

Cells = dict[str, object]
SAID: Cells = {
    "summary": "what it says",
    "certainty": "reported",
    "sources": "shah-2019",
    "page": "p. 3",
}
MINE: dict[str, list[Cells]] = {
    "settings": [{"setting_id": "morbi-tiles", "kind": "cluster", "place": "Morbi", "country": "IND",
                  "product": "tiles", "isic": "2392", "developing": "true", "part_of": "india"}],
    "sources": [{"key": "shah-2019", "type": "article", "author": "Shah, R. and Rao, K.", "year": 2019,
                 "title": "Tiles of Morbi", "journal": "Journal of Tiles"}],
    "employment": [{**SAID, "employment_id": "job-m1", "setting_id": "morbi-tiles", "measure": "level",
                    "unit": "jobs", "value": 40000, "qualifier": "about", "year_lo": 2010, "year_hi": 2010},
                   {**SAID, "employment_id": "job-m2", "setting_id": "morbi-tiles", "measure": "level",
                    "unit": "jobs", "value": 60000, "qualifier": "about", "year_lo": 2015, "year_hi": 2015}],
    "policies": [{**SAID, "policy_id": "pol-m1", "setting_id": "morbi-tiles", "domain": "standards",
                  "instrument": "labour_enforcement", "state": "weak", "level": "national", "social_effect": "-"}],
    "actions": [{**SAID, "action_id": "act-m1", "setting_id": "morbi-tiles", "actors": "employers; workers",
                 "mode": "joint", "kind": "services", "responds_to": "pol-m1", "social_effect": "+"}],
}  # fmt: skip
OWN_IDS = ("pol-m1", "act-m1")
EXPLORERS = tuple(
    f"explore_{one}"
    for one in (
        "places", "growth", "conditions", "policies", "acts", "figure1", "mediation", "cells", "matrix",
    )
)  # fmt: skip


@cache
def template() -> Path:
    return write_template(Path(tempfile.mkdtemp()) / "template.xlsx")


def without_summary(rows: dict[str, list[Cells]]) -> dict[str, list[Cells]]:
    """Figures have no summary."""
    figures = [
        {k: v for k, v in row.items() if k != "summary"} for row in rows.get("employment", [])
    ]
    return {**rows, "employment": figures}


def filled(path: Path, rows: dict[str, list[Cells]] = MINE) -> Path:
    """Write the template and fill it from row 3, below the example."""
    shutil.copy(template(), path)
    book = openpyxl.load_workbook(path)
    for name, lines in without_summary(rows).items():
        sheet = book[name]
        heads = {cell.value: cell.column for cell in sheet[1]}
        for row, line in enumerate(lines, start=3):
            for column, value in line.items():
                cell = sheet.cell(row, heads[column], value)
                if cell.data_type == "f":
                    cell.data_type = "s"
    book.save(path)
    return path


def changed(path: Path, changes: Iterable[tuple[str, str, object]]) -> Path:
    """Change cells of a workbook: sheet, cell, value."""
    book = openpyxl.load_workbook(path)
    for sheet, cell, value in changes:
        book[sheet][cell] = value
    book.save(path)
    return path


def as_csv(
    folder: Path, rows: dict[str, list[Cells]] = MINE, *, sep: str = ",", encoding: str = "utf-8"
) -> Path:
    folder.mkdir()
    for name, lines in without_summary(rows).items():
        pd.DataFrame(lines).to_csv(folder / f"{name}.csv", index=False, sep=sep, encoding=encoding)
    return folder


def cell_of(path: Path, sheet: str, column: str, row: int = 3) -> str:
    book = openpyxl.load_workbook(path, read_only=True)  # which reads the one row only
    (heads,) = book[sheet].iter_rows(max_row=1)
    found = next(cell.column_letter for cell in heads if cell.value == column)
    book.close()
    return f"{found}{row}"


def told(path: Path) -> list[str]:
    with pytest.raises(ck.EvidenceError) as caught:
        ck.load(path)
    return [str(problem) for problem in caught.value.problems]


@cache
def sound() -> Path:
    return filled(Path(tempfile.mkdtemp()) / "my-clusters.xlsx")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A sound workbook of the test's own, to change as it likes."""
    return Path(shutil.copy(sound(), tmp_path / "my-clusters.xlsx"))


@pytest.fixture(scope="session")
def both() -> ck.Evidence:
    """The sound workbook joined to the shipped evidence; nothing changes what was loaded."""
    return ck.load(sound())


# The union


def test_own_rows_join_the_shipped_ones_and_say_where_they_are_from(both, evidence):
    assert both.origins == ("paper", "my-clusters.xlsx")
    for name, count in [("settings", 1), ("employment", 2), ("policies", 1), ("actions", 1)]:
        table = getattr(both, name)
        assert len(table) == len(getattr(evidence, name)) + count
        assert (table["origin"] == "my-clusters.xlsx").sum() == count
    assert both.policies.loc["pol-m1", "page"] == "p. 3"
    assert pd.isna(both.policies.loc["pol-m1", "paragraph"])
    assert both.policies.loc["pol-m1", "claim_id"] == "pol-m1"
    assert both.policies.loc["pol-m1", "citation"] == "direct"
    assert both.actions.loc["act-m1", "actors"] == ("employers", "workers")
    assert both.sources.loc["shah-2019", "cited_as"] == "Shah and Rao (2019)"
    assert both.sources.loc["shah-2019", "origin"] == "my-clusters.xlsx"
    assert "with 5 rows from my-clusters.xlsx" in repr(both)
    assert "with 5 rows from my-clusters.xlsx" in both._repr_html_()


def test_nothing_of_the_paper_changes_in_the_union(mine, evidence):
    both = ck.load(mine, only="paper")
    for name in (*evidence.tables, "statements"):
        pd.testing.assert_frame_equal(getattr(both, name), getattr(evidence, name))


def test_with_origin_switch_can_be_shown(mine):
    alone = ck.load(mine, only="own")
    assert set(alone.statements["origin"]) == {"my-clusters.xlsx"}
    assert set(alone.settings.index) == {"morbi-tiles", "india"}, "the wider place is kept"
    assert list(alone.sources.index) == ["shah-2019"]
    assert ck.arrow_table(alone).loc["F7", "claims"] == 1
    growth = ck.employment_growth(alone)
    assert growth["setting_id"].tolist() == ["morbi-tiles"]
    with pytest.raises(ValueError, match="'paper' or 'own', not 'mine'"):
        alone.only("mine")


def test_every_question_can_be_asked_of_the_union_and_of_own_rows(both):
    for one in (both, both.only("own")):
        assert len(ck.gap_map(one))
        assert len(ck.arrow_evidence(one))
        assert len(ck.growth_and_conditions(one))
        assert len(ck.coverage(one))
        match = ck.matching_evidence(one, ck.Configuration(actors=("employers",)))
        assert "act-m1" in match.exact.index
        assert len(ck.harvest(one, match.exact))
        assert "origin" in ck.evidence_table(one, one.statements)


@pytest.mark.slow
def test_own_rows_cite_their_pages_and_the_paper_is_cited_only_where_it_was_read(both):
    cited = both.cite(["pol-m1"])
    assert cited.paragraphs == ()
    assert cited.pages == ("Shah and Rao (2019), p. 3",)
    assert len(cited.references) == 1
    assert cited.references[0].startswith("Shah, R., & Rao, K. (2019). Tiles of Morbi.")
    assert "Pyke" in both.cite(["pol-m1", both.policies.index[0]]).references[0]


def test_no_sentence_says_that_the_paper_reports_what_the_user_wrote(both):
    sentence = ck.in_words(both, both.statements.loc[["pol-m1"]]).iloc[0]
    assert sentence.startswith("A source of my-clusters.xlsx reports, of Morbi tiles [own]:")
    assert "what is said" in ck.evidence_table(both, both.statements.loc[["pol-m1"]])


def test_the_environment_variable_names_the_evidence(mine, monkeypatch):
    monkeypatch.setenv("CLUSTERKIT_EVIDENCE", str(mine))
    assert "my-clusters.xlsx" in ck.load().origins
    monkeypatch.setenv("CLUSTERKIT_EVIDENCE", "")
    assert ck.load().origins == ("paper",)


def test_own_rows_may_refer_to_the_shipped_evidence(tmp_path, evidence):
    policy = evidence.policies.index[0]
    claim = evidence.policies["claim_id"].iloc[0]
    row = {**MINE["actions"][0], "setting_id": "sialkot-football", "responds_to": policy,
           "sources": "schmitz-1997", "same_as": claim}  # fmt: skip
    both = ck.load(filled(tmp_path / "a.xlsx", {"actions": [row]}))
    assert both.counts(["act-m1", policy]).claims == 1


@pytest.mark.slow
def test_captions_say_whose_rows_are_drawn(mine, tmp_path):
    from clusterkit.publish.figures import write_figures

    both = ck.load(mine)
    write_figures(tmp_path / "both", both, only=("jobs", "los-lagos"))
    told_of_both = (tmp_path / "both" / "jobs.md").read_text()
    assert "Coded from Pyke and Lund-Thomsen (2015) and my-clusters.xlsx (2 rows);" in told_of_both
    assert "my-clusters" not in (tmp_path / "both" / "los-lagos.md").read_text()
    write_figures(tmp_path / "own", both.only("own"), only=("jobs", "los-lagos"))
    told_of_own = (tmp_path / "own" / "jobs.md").read_text()
    assert "Coded from my-clusters.xlsx (2 rows);" in told_of_own
    assert not (tmp_path / "own" / "los-lagos.md").exists(), "no row of it is there"


@pytest.mark.slow
def test_every_explorer_opens_on_own_rows_alone(both):
    alone = both.only("own")
    for name in EXPLORERS:
        assert not isinstance(getattr(ck, name)(alone), OriginSwitch)


@pytest.mark.slow
def test_every_explorer_shows_the_union_and_with_origin_switch(both):
    for name in EXPLORERS:
        explorer = getattr(ck, name)(both)
        for which in ("paper", "own", "all"):
            explorer.switch.value = which
            assert explorer.children[-1] is explorer.explorer
    asked = ck.explore_mediation(both)
    sizes = {}
    for which in ("all", "paper", "own"):
        asked.switch.value = which
        sizes[which] = len(asked.rows)
    assert sizes["all"] == sizes["paper"] + sizes["own"] > sizes["paper"] > sizes["own"] > 0
    asked.configuration = ck.Configuration(domain=("fiscal",))
    assert asked.explorer.configuration.domain == ("fiscal",)


def test_the_papers_evidence_needs_no_switch(evidence):
    assert not isinstance(ck.explore_places(evidence), OriginSwitch)


@pytest.mark.slow
def test_marks_of_own_rows_are_told_from_the_papers(both):
    marks = ck.harvest(both, both.statements).set_index("row_id")["own"]
    assert marks["pol-m1"].all()
    assert not marks.drop(index=[one for one in marks.index if one in OWN_IDS]).any()
    assert ck.explore_mediation(both).words["own"]
    labels = {one.get_text() for one in ck.plot_harvest(both, ck.harvest(both, both.statements))
              .get_legend().get_texts()}  # fmt: skip
    assert "your own row" in labels


def test_an_export_of_own_rows_names_their_file_and_holds_no_formula(both):
    rows = both.statements[both.statements["origin"] != "paper"]
    told = rows_as_csv(both, rows, "=note").decode("utf-8-sig")
    assert f"coded from my-clusters.xlsx ({len(rows)} rows)" in told
    assert "what the paper says" not in told
    assert not any(cell.startswith("=") for line in csv.reader(io.StringIO(told)) for cell in line)


# What is wrong is told


@pytest.mark.parametrize(
    ("sheet", "column", "value", "parts"),
    [
        ("policies", "instrument", "tarif", ["sheet policies", "row 3", "column instrument", "'tarif'", "Did you mean 'tariff'?"]),
        ("policies", "setting_id", "morbi-tile", ["'morbi-tile'", "of your settings or of the shipped evidence", "'morbi-tiles'"]),
        ("policies", "sources", "shahh-2019", ["'shahh-2019'", "a key of your sources or of the shipped evidence", "'shah-2019'"]),
        ("policies", "sources", "shah-2019, schmitz-1997", ["Join several by a semicolon: shah-2019;schmitz-1997."]),
        ("policies", "setting_id", "Morbi", ["Did you mean 'morbi-tiles'?"]),
        ("policies", "summary", "word " * 16, ["at most 15 words, and these are 16"]),
        ("settings", "country", "ABC", ["the code of a country (ISO 3166-1 alpha-3), such as PAK"]),
        ("actions", "reacts_to", "act-m9", ["an action_id of your actions"]),
        ("actions", "mode", "refused", ["Did you mean 'opposed'?"]),
        ("actions", "follows_from", "act-m9", ["the id of a row of employment, economy"]),
        ("policies", "follows_from", "con-3.3.4_05", ["Did you mean 'con-3.3.4-05'"]),
        ("policies", "driven_by", "ctx-9.9.9-01", ["a context_id of your contexts"]),
        ("policies", "sources", None, ["column sources", "an empty cell", "a value here"]),
        ("policies", "sources", "lee-2014", ["'lee-2014'", "a key of your sources"]),
        ("policies", "policy_id", "pol-1.0.8-01", ["'pol-1.0.8-01'", "that the shipped evidence does not have"]),
        ("policies", "policy_id", "act-m1", ["the form pol-"]),
        ("policies", "claim_id", "1.0.8-01", ["a claim_id that the paper's evidence does not have"]),
        ("policies", "same_as", "nothing", ["column same_as", "a claim_id"]),
        ("settings", "setting_id", "sialkot-football", ["a setting_id that the shipped evidence does not have"]),
        ("sources", "key", "schmitz-1997", ["a key that the shipped evidence does not have", "leave this row out"]),
        ("sources", "key", "a;b", ["letters, digits and hyphens"]),
        ("sources", "author", "a, b, c, d, e", ["Surname, Initials"]),
        ("sources", "title", "{open", ["as many { as }"]),
        ("sources", "year", "in print", ["column year", "a whole number"]),
        ("employment", "value", "12,5", ["a number, with a decimal point and no thousands separators"]),
        ("employment", "value", "1e999", ["a number"]),
        ("employment", "year_lo", 2011, ["no more than year_hi, which is 2010"]),
        ("employment", "value", None, ["a number, as the qualifier is about"]),
        ("settings", "developing", "perhaps", ["true or false"]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_sheet_row_column_value_and_the_nearest_word(
    mine, sheet, column, value, parts
):
    book = openpyxl.load_workbook(mine)
    book[sheet][cell_of(mine, sheet, column)].value = value
    book.save(mine)
    sentences = [one for one in told(mine) if f"sheet {sheet}, row 3" in one]
    assert any(all(part in one for part in parts) for one in sentences), sentences
    assert all(one.startswith("my-clusters.xlsx, sheet ") for one in sentences)


def test_five_mistakes_are_told_at_once_and_nothing_is_loaded(mine):
    changed(mine, [
        ("settings", cell_of(mine, "settings", "kind"), "town"),
        ("policies", cell_of(mine, "policies", "state"), "week"),
        ("actions", cell_of(mine, "actions", "responds_to"), "pol-m2"),
        ("employment", cell_of(mine, "employment", "value", 4), "sixty thousand"),
        ("sources", cell_of(mine, "sources", "title"), None),
    ])  # fmt: skip
    said = told(mine)
    assert len(said) == 5, said
    assert [one.split(", ")[1] for one in said] == [
        f"sheet {name}" for name in ("settings", "sources", "employment", "policies", "actions")
    ]


@pytest.mark.slow
def test_a_setting_given_twice_is_a_problem(tmp_path, evidence):
    shipped = evidence.settings.loc["sialkot-football"]
    again = {**MINE["settings"][0], "setting_id": "my-sialkot", "place": shipped["place"].upper(),
             "country": "PAK", "product": shipped["product"]}  # fmt: skip
    said = told(filled(tmp_path / "a.xlsx", {"settings": [again]}))
    assert said == [
        "a.xlsx, sheet settings, row 3, column setting_id (A3): found 'my-sialkot', expected each setting "
        "once; the shipped evidence has the same place and product as 'sialkot-football': use that "
        "id and leave this row out."
    ]
    row = MINE["settings"][0]
    said = told(filled(tmp_path / "b.xlsx", {"settings": [row, {**row, "setting_id": "morbi-2"}]}))
    assert "an earlier row has the same place and product as 'morbi-tiles'" in said[0]
    said = told(filled(tmp_path / "c.xlsx", {"settings": [row, row]}))
    assert said == ["c.xlsx, sheet settings, row 4, column setting_id (A4): found 'morbi-tiles', expected an id of its own: morbi-tiles is already the id of row 3; give this row another."]  # fmt: skip


def test_an_unknown_column_is_one_problem_and_the_rest_of_the_sheet_is_read(mine):
    book = openpyxl.load_workbook(mine)
    width = book["policies"].max_column + 1
    book["policies"].cell(1, width).value = "My remarks"
    book["policies"].cell(3, width).value = "see the thesis"
    book.save(mine)
    assert told(mine) == [
        "my-clusters.xlsx, sheet policies, row 1 (AF1): found 'My remarks', expected only the "
        "columns of the template; remove it, or put remarks into note."
    ]
    changed(mine, [("policies", cell_of(mine, "policies", "state"), "week")])
    assert [one.split(":")[0] for one in told(mine)] == [
        "my-clusters.xlsx, sheet policies, row 1 (AF1)",
        "my-clusters.xlsx, sheet policies, row 3, column state (F3)",
    ]


def test_a_misspelt_column_is_one_problem_and_its_cells_are_looked_at(mine):
    changed(mine, [("policies", "A1", "polcy id")])
    assert told(mine) == [
        "my-clusters.xlsx, sheet policies, row 1 (A1): found 'polcy id', expected only the columns "
        "of the template. Did you mean 'policy_id'?"
    ]


def test_what_refers_to_a_sheet_that_could_not_be_read_is_not_looked_at(mine):
    changed(mine, [("policies", "A1", None), ("policies", "A2", None), ("policies", "A3", None)])
    assert told(mine) == [
        "my-clusters.xlsx, sheet policies, row 1: expected a column named 'policy_id'."
    ]


ACT = MINE["actions"][0]
POLICY = MINE["policies"][0]


@pytest.mark.parametrize(
    ("ids", "link", "hint"),
    [
        (["pol-morbi-legality", "pol-morbi-subsidy"], "pol-morbi-legalty", "Did you mean 'pol-morbi-legality'?"),
        (["pol-morbi-legality", "pol-morbi-subsidy"], "pol-morbi-timber", "Yours for morbi-tiles: pol-morbi-legality, pol-morbi-subsidy."),
        (["pol-morbi-1"], "pol-morbi-2", "Yours for morbi-tiles: pol-morbi-1."),
        ([f"pol-{one}" for one in "abcdefgh"], "pol-x", "Yours for morbi-tiles: pol-a, pol-b, pol-c, pol-d, pol-e, pol-f, …."),
        (["pol-morbi Legality"], "pol-morbi-legality", "Is 'pol-morbi Legality' meant? Fix that id first: it has another form."),
        (["morbi-2"], "pol-morbi-2", "Is 'morbi-2' meant? Fix that id first: it has another form."),
    ],
)  # fmt: skip
def test_a_link_to_nowhere_is_told_a_slip_or_the_ids_that_there_are(tmp_path, ids, link, hint):
    rows = {**MINE, "policies": [{**POLICY, "policy_id": one} for one in ids],
            "actions": [{**ACT, "responds_to": link}]}  # fmt: skip
    said = told(filled(tmp_path / "a.xlsx", rows))
    assert [one for one in said if "column responds_to" in one][0].endswith(
        f"expected a policy_id of your policies or of the shipped evidence. {hint}"
    )


def test_a_row_is_never_told_to_answer_itself(tmp_path):
    acts = [{**ACT, "action_id": "act-morbi-strike"},
            {**ACT, "action_id": "act-morbi-strikes", "reacts_to": "act-morbi-striker"}]  # fmt: skip
    (said,) = told(filled(tmp_path / "a.xlsx", {**MINE, "actions": acts}))
    assert said.endswith("Did you mean 'act-morbi-strike'?")


@pytest.mark.parametrize(
    ("wrong", "other"),
    [("damodaran-2003", "damodaran-2010"), ("apkj-2014", "das-2014"), ("lee-2014", "fei-2014")],
)
def test_another_year_or_another_surname_is_not_suggested(wrong, other):
    assert near_ids(wrong, [other]) == []


def test_an_example_row_that_was_written_over_is_a_problem(mine):
    changed(mine, [("policies", cell_of(mine, "policies", "setting_id", 2), "morbi-tiles")])
    assert told(mine) == [
        "my-clusters.xlsx, sheet policies, row 2, column policy_id (A2): found 'example-pol-1', "
        "expected an id of its own: the row still has the example's id, and would be left out; "
        "give it another (or clear the row)."
    ]


def test_problems_of_a_sheet_are_in_the_order_of_its_rows_and_columns(mine):
    changed(mine, [
        ("employment", cell_of(mine, "employment", "value", 4), "sixty"),
        ("employment", cell_of(mine, "employment", "year_hi"), "soon"),
        ("employment", cell_of(mine, "employment", "measure"), "leval"),
    ])  # fmt: skip
    assert [one.split(":")[0] for one in told(mine)] == [
        f"my-clusters.xlsx, sheet employment, row {row}, column {column}"
        for row, column in ((3, "measure (D3)"), (3, "year_hi (K3)"), (4, "value (F4)"))
    ]


def test_cells_that_hold_no_plain_value_are_told(mine):
    book = openpyxl.load_workbook(mine)
    place = cell_of(mine, "employment", "year_lo")
    book["employment"][place] = datetime.datetime(2010, 1, 1)
    book["employment"][place].number_format = "yyyy-mm-dd"
    book["policies"][cell_of(mine, "policies", "summary")] = "=A1&A2"
    book["actions"].merge_cells("B3:B5")
    book.save(mine)
    said = told(mine)
    assert any(
        "row 3, column year_lo (J3): found '2010-01-01'" in one and "made a date of it" in one
        for one in said
    )
    assert any("found '=A1&A2'" in one and "this formula has none yet" in one for one in said)
    assert any("found 'B3:B5'" in one and "merged cells" in one for one in said)


def test_hidden_and_other_sheets_are_left_out_with_a_note(mine):
    book = openpyxl.load_workbook(mine)
    book["policies"].sheet_state = "hidden"
    book["actions"].sheet_state = "veryHidden"
    book.create_sheet("My remarks")["A1"] = "anything"
    book.save(mine)
    both = ck.load(mine)
    assert "pol-m1" not in both.policies.index
    assert both.notes == (
        "The hidden sheet 'policies' was not read.",
        "The hidden sheet 'actions' was not read.",
        "The sheet 'My remarks' was not read: it is not a table's.",
    )


def test_a_sheet_with_almost_the_name_of_a_table_is_a_problem(mine):
    book = openpyxl.load_workbook(mine)
    book["policies"].title = "Policy"
    book.save(mine)
    assert any("Did you mean 'policies'?" in one for one in told(mine))


def test_a_second_sheet_for_a_table_is_told_where_its_rows_go(mine):
    book = openpyxl.load_workbook(mine)
    second = book.copy_worksheet(book["policies"])
    second.title = "Policies 2"
    book.save(mine)
    assert any("Move its rows to 'policies', which is there too." in one for one in told(mine))


def test_columns_unknown_twice_without_a_name_or_missing_are_told(mine):
    book = openpyxl.load_workbook(mine)
    sheet = book["gaps"]
    sheet["A1"], sheet["B1"], sheet["C1"], sheet["D1"] = "gap id", "topics", "note", "note"
    sheet.cell(1, 20).value = None
    sheet["Z3"] = "stray"
    book.save(mine)
    said = told(mine)
    assert any("found 'topics'" in one and "Did you mean 'topic'?" in one for one in said)
    assert any("found 'note', expected each column once" in one for one in said)
    assert not any("a column named 'topic'" in one for one in said), "told once"
    assert any("'stray'" in one and "right of the last named column" in one for one in said)


@pytest.mark.parametrize(
    ("name", "content", "part"),
    [
        ("a.xls", b"x", ".xls is not read"),
        ("a.ods", b"x", "OpenDocument"),
        ("a.xlsx", b"", "this file is damaged"),
        ("a.xlsx", b"PK\x03\x04 and no more", "this file is damaged"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "without a password"),
        ("a.docx", b"x", "an Excel workbook (.xlsx)"),
        ("policies.csv", b"PK\x03\x04", "a workbook with the name of one"),
        ("policies.csv", b"", "a first row with the names"),
        ("policies.csv", b"\xff\xfe\x00", "encoding"),
        ("policies.csv", b"policy_id\0,x\n", "bytes that no text has"),
        ("policies.csv", b'policy_id,state\n"pol-1,weak\npol-2,weak\n', "quotation mark that is closed"),
        ("policies.csv", b"policy_id,state\npol-1,weak,more\n", "row 2 has more"),
        ("policy.csv", b"policy_id\n", "Did you mean 'policies'?"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(tmp_path, name, content, part):
    (tmp_path / name).write_bytes(content)
    (sentence,) = told(tmp_path / name)
    assert part in sentence


def test_a_missing_file_and_an_empty_folder_are_told(tmp_path):
    assert "there is none at" in told(tmp_path / "none.xlsx")[0]
    assert "CSV files named after the tables" in told(tmp_path)[0]
    write_template(tmp_path / "mine.xlsx")
    assert "Did you mean the workbook 'mine.xlsx' in it?" in told(tmp_path)[0]


def test_a_template_that_nobody_filled_is_told(tmp_path):
    assert "at least one row of your own" in told(write_template(tmp_path / "t.xlsx"))[0]


@pytest.mark.slow
def test_a_bomb_is_refused_before_it_is_opened(tmp_path, monkeypatch):
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 200 * 2**20)
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_, **__: pytest.fail("it was opened"))
    assert "at most 64 megabytes once unpacked, and this one has 200" in told(bomb)[0]


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>', "A1:XFD1048576 is larger"),
        (b"<?xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><?xml", "definitions of its own"),
    ],
)  # fmt: skip
def test_what_would_never_end_is_refused(mine, old, new, part):
    rewrite(
        mine,
        "xl/worksheets/sheet2.xml",
        lambda xml: xml.replace(old, new) if old in xml else new + xml,
    )
    assert part in told(mine)[0]


def rewrite(path: Path, member: str, change: object) -> None:
    """Change one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    parts[member] = change(parts[member])  # type: ignore[operator]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_macros_are_ignored_with_a_note(mine, tmp_path):
    shutil.copy(mine, tmp_path / "mine.xlsm")
    assert ck.load(tmp_path / "mine.xlsm").notes == ("The macros of mine.xlsm were ignored.",)


def test_parquet_is_read_with_its_package(tmp_path):
    folder = as_csv(tmp_path / "mine")
    for one in list(folder.iterdir()):
        frame = pd.read_csv(one)
        if one.stem == "actions":
            frame["actors"] = frame["actors"].str.split("; ")
        frame.to_parquet(one.with_suffix(".parquet"))
        one.unlink()
    both = ck.load(folder)
    assert both.actions.loc["act-m1", "actors"] == ("employers", "workers")
    assert both.employment.loc["job-m1", "value"] == 40000


# Template and round trips


def expected_rows() -> dict[str, pd.DataFrame]:
    """The small evidence as a user would have it: pages for paragraphs."""
    asked = own.own_schema(read_schema(data_dir()))
    frames = {}
    for name, table in asked.tables.items():
        rows = [{**row, "page": row.get("paragraph", "")} for row in made_up.ROWS.get(name, [])]
        cells = {one.name: [row.get(one.name, "") for row in rows] for one in table.fields}
        frames[name] = pd.DataFrame(cells, dtype="str")
    return {name: frame for name, frame in frames.items() if len(frame)}


def test_the_small_evidence_written_into_the_template_is_read_back_equal(tmp_path):
    expected = expected_rows()
    path = filled_from(tmp_path / "small.xlsx", expected)
    read = read_workbook(path)
    assert read.problems == ()
    assert read.notes == ()
    for name, rows in expected.items():
        pd.testing.assert_frame_equal(read.tables[name].reset_index(drop=True), rows)
        assert read.tables[name].index[0] == 1, "row 3 of the sheet"


def filled_from(path: Path, frames: dict[str, pd.DataFrame]) -> Path:
    shutil.copy(template(), path)
    book = openpyxl.load_workbook(path)
    for name, rows in frames.items():
        for row, line in enumerate(rows.itertuples(index=False), start=3):
            for column, value in enumerate(line, start=1):
                if value:
                    cell = book[name].cell(row, column, value)
                    cell.data_type = "s"
    book.save(path)
    return path


def test_the_template_has_notes_lists_and_an_example_in_every_sheet(tmp_path):
    book = openpyxl.load_workbook(write_template(tmp_path / "t.xlsx"))
    asked = own.own_schema(read_schema(data_dir()))
    assert book.sheetnames == ["instructions", *own.TABLES, "lists"]
    for name, table in asked.tables.items():
        sheet = book[name]
        assert [cell.value for cell in sheet[1]] == [one.name for one in table.fields]
        assert all(cell.comment and len(cell.comment.text) > 15 for cell in sheet[1])
        assert sheet["A2"].value.startswith("example-")
        assert sheet.freeze_panes == "B2"
        rules = {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
        listed = [one for one in table.fields if one.vocabulary or one.type == "boolean"]
        assert len(rules) >= len(listed)
    assert book["lists"].sheet_state == "hidden"


def test_the_example_rows_of_the_template_would_be_sound(tmp_path):
    """The example is what a user imitates: under real ids it must load."""
    from clusterkit.own.sheet_layout import EXAMPLES

    def own_id(value: object) -> object:
        if not isinstance(value, str) or not value.startswith("example-"):
            return value
        parts = value.split("-")
        return (
            f"{parts[1]}-x1"
            if parts[1] in ("job", "eco", "con", "pol", "act", "ctx", "gap")
            else f"my{value}"
        )

    rows = {name: [{k: own_id(v) for k, v in row.items() if (name, k) != ("employment", "stage")}]
            for name, row in EXAMPLES.items()}  # fmt: skip
    assert ck.load(filled(tmp_path / "e.xlsx", rows)).counts(["pol-x1"]).claims == 1


def test_the_instructions_fit_their_rows_and_isic_is_text(tmp_path):
    book = openpyxl.load_workbook(write_template(tmp_path / "t.xlsx"))
    sheet = book["instructions"]
    long = [cell for cell in sheet["B"] if cell.value and len(cell.value) > 200]
    assert long
    assert all(sheet.row_dimensions[cell.row].height >= 30 for cell in long)
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    place = cell_of(tmp_path / "t.xlsx", "settings", "isic", 2)
    assert book["settings"][place].number_format == "@"
    assert book["settings"].column_dimensions[place[:-1]].number_format == "@"


soffice = shutil.which("soffice")


needs_libreoffice = pytest.mark.skipif(
    soffice is None and not os.environ.get("CLUSTERKIT_REQUIRE_OFFICE"),
    reason="needs LibreOffice (apt-get install libreoffice-calc)",
)


def converted(path: Path, kind: str, home: Path, locale: str = "en-US") -> Path:
    """Open a workbook in LibreOffice under a locale and save it as another kind of file."""
    settings = home / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">'
        f'<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop></item></oor:items>'
    )
    command = [soffice, f"-env:UserInstallation=file://{home}/profile", "--headless",
               "--convert-to", kind, "--outdir", str(home / "saved"), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return home / "saved"


@pytest.mark.slow
@needs_libreoffice
def test_libreoffice_opens_saves_and_loses_nothing(tmp_path):
    expected = expected_rows()
    path = filled_from(tmp_path / "small.xlsx", expected)
    saved = converted(path, "xlsx:Calc MS Excel 2007 XML", tmp_path) / "small.xlsx"
    read = read_workbook(saved)
    assert read.problems == ()
    for name, rows in expected.items():
        pd.testing.assert_frame_equal(read.tables[name].reset_index(drop=True), rows)
    book = openpyxl.load_workbook(saved)
    assert book["lists"].sheet_state == "hidden"
    assert book["policies"].data_validations.dataValidation
    assert book["policies"]["A1"].comment


@pytest.mark.slow
@needs_libreoffice
def test_drop_down_lists_offer_own_ids_before_the_papers(mine, tmp_path):
    rule = next(
        one for one in openpyxl.load_workbook(mine)["policies"].data_validations.dataValidation
        if str(one.sqref).startswith(cell_of(mine, "policies", "setting_id"))
    )  # fmt: skip
    saved = converted(mine, "xlsx:Calc MS Excel 2007 XML", tmp_path) / mine.name
    lists = openpyxl.load_workbook(saved, data_only=True)["lists"]
    offered = [cell.value for (cell,) in lists[rule.formula1.split("!")[1].replace("$", "")]]
    assert offered[:3] == ["morbi-tiles", *sorted(ck.load(only="paper").settings.index)[:2]]


@pytest.mark.slow
@needs_libreoffice
@pytest.mark.parametrize(
    ("locale", "separator", "number"), [("de-DE", 59, "40000,5"), ("en-IN", 44, "40000.5")]
)
def test_csv_saved_by_libreoffice_under_a_locale_is_read(tmp_path, locale, separator, number):
    rows = {**MINE, "employment": [{**MINE["employment"][0], "value": 40000.5}]}
    every_sheet = (
        f"csv:Text - txt - csv (StarCalc):{separator},34,76,1,,0,false,true,false,false,false,-1"
    )
    saved = converted(filled(tmp_path / "my.xlsx", rows), every_sheet, tmp_path, locale)
    assert number in (saved / "my-employment.csv").read_text(encoding="utf-8-sig")
    (saved / "my-lists.csv").unlink(missing_ok=True)
    both = ck.load(saved)
    assert both.employment.loc["job-m1", "value"] == 40000.5
    assert both.policies.loc["pol-m1", "social_effect"] == "-"


@pytest.mark.slow
@needs_libreoffice
def test_formulas_are_read_as_the_value_they_last_had(tmp_path):
    path = filled(tmp_path / "my.xlsx")
    changed(path, [("employment", cell_of(path, "employment", "value"), "=20000*2"),
                   ("policies", cell_of(path, "policies", "note"), '="a"&"b"'),
                   ("policies", cell_of(path, "policies", "period"), '=""')])  # fmt: skip
    assert len(told(path)) >= 3, "no spreadsheet has worked them out yet"
    both = ck.load(converted(path, "xlsx:Calc MS Excel 2007 XML", tmp_path) / "my.xlsx")
    assert both.employment.loc["job-m1", "value"] == 40000
    assert both.policies.loc["pol-m1", "note"] == "ab"
    assert pd.isna(both.policies.loc["pol-m1", "period"])


# Locales


GERMAN = {
    **MINE,
    "settings": [
        {
            **MINE["settings"][0],
            "latitude": "22,81",
            "longitude": "70,83",
            "place": "Mörbi",
            "developing": "WAHR",
        }  # fmt: skip
    ],
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sep", [",", ";", "\t"])
def test_csv_of_any_locale_is_read(tmp_path, sep, encoding):
    rows = GERMAN if sep == ";" else MINE
    both = ck.load(as_csv(tmp_path / "mine", rows, sep=sep, encoding=encoding))
    assert both.origins == ("paper", "mine")
    assert both.actions.loc["act-m1", "actors"] == ("employers", "workers")
    if sep == ";":
        assert both.settings.loc["morbi-tiles", "latitude"] == 22.81
        assert both.settings.loc["morbi-tiles", "place"] == "Mörbi"
        assert both.settings.loc["morbi-tiles", "developing"]
        assert bool(both.notes) == (encoding == "cp1252")


@pytest.mark.parametrize("value", ["1.000", "1,000", "40.000", "1.000.000"])
def test_a_number_that_could_be_two_is_not_guessed(tmp_path, value):
    rows = {**MINE, "employment": [{**MINE["employment"][0], "value": value}]}
    said = told(as_csv(tmp_path / "mine", rows, sep=";"))
    assert any("a number without thousands separators" in one for one in said)


def test_three_decimals_of_a_bounded_number_are_no_thousands(tmp_path):
    rows = {
        **MINE,
        "settings": [{**MINE["settings"][0], "latitude": "22,815", "longitude": "70.825"}],
    }
    both = ck.load(as_csv(tmp_path / "mine", rows, sep=";"))
    assert both.settings.loc["morbi-tiles", ["latitude", "longitude"]].tolist() == [22.815, 70.825]


def test_rows_that_begin_with_example_are_left_out_aloud(tmp_path):
    row = {**MINE["policies"][0], "policy_id": "example-mine"}
    both = ck.load(filled(tmp_path / "a.xlsx", {**MINE, "policies": [*MINE["policies"], row]}))
    assert both.notes == (
        "2 rows of the sheet policies were left out: their ids begin with example-.",
    )


def test_a_whole_evidence_base_is_checked_as_one(tmp_path):
    problems, notes = ck.check_file(made_up.write(tmp_path / "whole"))
    assert problems == []
    assert len(notes) == 1
    assert "were edited since version" in notes[0], "it has the name of the shipped data"


def test_indian_thousands_are_told(tmp_path):
    rows = {**MINE, "employment": [{**MINE["employment"][0], "value": "1,00,000"}]}
    assert "no thousands separators" in told(as_csv(tmp_path / "mine", rows))[0]


def test_line_ends_and_a_line_that_names_the_separator_are_understood(tmp_path):
    folder = as_csv(tmp_path / "mine", MINE, sep=";")
    for one in folder.iterdir():
        one.write_bytes(b"sep=;\r\n" + one.read_bytes().replace(b"\n", b"\r\n"))
    assert "pol-m1" in ck.load(folder).policies.index
    text = (folder / "policies.csv").read_text()
    (folder / "policies.csv").write_text(text.replace("weak", "week"))
    assert any("policies.csv, row 3, column state: found 'week'" in one for one in told(folder))


def test_names_of_exported_sheets_are_understood(tmp_path):
    folder = as_csv(tmp_path / "mine")
    for one in list(folder.iterdir()):
        one.rename(folder / f"my-clusters-{one.name}")
    assert "pol-m1" in ck.load(folder).policies.index
    shutil.copy(folder / "my-clusters-policies.csv", folder / "policies.csv")
    assert any("one file for each table" in one for one in told(folder))


# Marking, and the command line


@pytest.mark.slow
def test_the_annotated_copy_has_the_bad_cells_coloured_with_a_note(mine, tmp_path):
    bad = cell_of(mine, "policies", "state")
    changed(mine, [("policies", bad, "week"), ("policies", "A9", "pol-1")])
    problems, _ = ck.check_file(mine)
    copy = openpyxl.load_workbook(annotate(mine, problems, tmp_path / "marked.xlsx")[0])
    assert copy.sheetnames[0] == "problems"
    assert copy["problems"].max_row == len(problems) + 1
    assert {bad, "D9"} <= coloured(copy["policies"])
    assert "Did you mean 'weak'?" in copy["policies"][bad].comment.text
    assert copy["policies"][bad].value == "week"
    assert read_workbook(tmp_path / "marked.xlsx").notes == (), "it can be changed and read"
    changed(tmp_path / "marked.xlsx", [("policies", bad, "weak"), ("policies", "A9", None)])
    assert "pol-m1" in ck.load(tmp_path / "marked.xlsx").policies.index


def coloured(sheet) -> set[str]:
    """Cells that a conditional format of ours colours."""
    return {
        cell for area in sheet.conditional_formatting for rule in area.rules
        if MARK_FORMULA in rule.formula for cell in str(area.sqref).split()
    }  # fmt: skip


def test_csv_files_are_annotated_as_a_workbook(tmp_path):
    rows = {**MINE, "policies": [{**MINE["policies"][0], "state": "=1+1"}]}
    folder = as_csv(tmp_path / "mine", rows)
    problems, _ = ck.check_file(folder)
    copy = openpyxl.load_workbook(annotate(folder, problems, tmp_path / "marked.xlsx")[0])
    marked = [cell for row in copy["policies"] for cell in row if cell.comment]
    assert [(cell.value, cell.data_type, cell.row) for cell in marked] == [("=1+1", "s", 2)]


@pytest.mark.slow
def test_the_commands_write_check_and_mark(tmp_path, capsys):
    path = tmp_path / "my.xlsx"
    assert cli.main(["template", str(path)]) == 0
    assert cli.main(["template", str(path)]) == 2
    assert "is there already" in capsys.readouterr().out
    assert cli.main(["template", str(tmp_path / "my.csv")]) == 2
    assert cli.main(["template", str(tmp_path / "none" / "my.xlsx")]) == 2
    capsys.readouterr()
    filled(path)
    assert cli.main(["check", str(path)]) == 0
    assert "No problems" in capsys.readouterr().out
    changed(path, [("policies", cell_of(path, "policies", "state"), "week")])
    assert cli.main(["check", str(path), "--annotate", str(tmp_path / "marked.xlsx")]) == 1
    out = capsys.readouterr().out
    assert "sheet policies, row 3, column state (F3): found 'week'" in out
    assert "1 problem." in out
    assert (tmp_path / "marked.xlsx").is_file()
    assert cli.main(["check", str(tmp_path / "none.xlsx")]) == 2


@pytest.mark.slow
def test_a_copy_of_ones_own_is_written_again_and_another_file_is_kept(mine, tmp_path, capsys):
    changed(mine, [("policies", cell_of(mine, "policies", "state"), "week")])
    copy, other = tmp_path / "marked.xlsx", filled(tmp_path / "other.xlsx")
    kept = other.read_bytes()
    for _ in range(2):
        assert cli.main(["check", str(mine), "--annotate", str(copy)]) == 1
    assert openpyxl.load_workbook(copy).sheetnames.count("problems") == 1
    capsys.readouterr()
    assert cli.main(["check", str(mine), "--annotate", str(other)]) == 2
    out = capsys.readouterr().out
    assert out.index("found 'week'") < out.index("is there already"), "the problems come first"
    assert other.read_bytes() == kept


@pytest.mark.slow
def test_a_copy_that_was_changed_is_not_written_over_but_may_be_checked_itself(
    mine, tmp_path, capsys
):
    changed(mine, [("policies", cell_of(mine, "policies", "state"), "week"),
                   ("settings", cell_of(mine, "settings", "kind"), "town")])  # fmt: skip
    copy = tmp_path / "marked.xlsx"
    cli.main(["check", str(mine), "--annotate", str(copy)])
    book = openpyxl.load_workbook(copy)
    bad = cell_of(copy, "policies", "state")
    book["policies"][bad] = "weak"
    book.properties.lastModifiedBy = "Somebody"
    book.save(copy)
    assert cli.main(["check", str(mine), "--annotate", str(copy)]) == 2
    assert "check that file itself" in capsys.readouterr().out
    assert cli.main(["check", str(copy), "--annotate", str(copy)]) == 1
    sheet = openpyxl.load_workbook(copy)["policies"]
    assert (sheet[bad].value, sheet[bad].comment) == ("weak", None), "what was fixed is unmarked"
    assert bad not in coloured(sheet)


@pytest.mark.slow
def test_check_says_what_was_read(mine, capsys):
    assert cli.main(["check", str(mine)]) == 0
    out = capsys.readouterr().out
    assert (
        "No problems. Read: 1 settings, 1 sources, 2 employment, 1 policies, 1 actions; "
        "9 example rows left out." in out
    )
    widget = ck.explore_workbook(ck.load(only="paper"))
    file = {
        "name": "my.xlsx",
        "type": "",
        "size": 1,
        "last_modified": datetime.datetime(2026, 1, 1),
    }
    widget.upload.value = ({**file, "content": mine.read_bytes()},)
    assert "Read: 1 settings, 1 sources" in widget._told.value


@pytest.mark.slow
def test_the_notes_on_the_heads_keep_their_size_in_the_copy(mine, tmp_path):
    changed(mine, [("policies", cell_of(mine, "policies", "state"), "week")])
    copy, _ = annotate(mine, ck.check_file(mine)[0], tmp_path / "marked.xlsx")
    assert sizes_of_notes(template()) <= sizes_of_notes(copy)


def sizes_of_notes(path: Path) -> set[str]:
    """Read the sizes where a spreadsheet has them: openpyxl forgets them."""
    with zipfile.ZipFile(path) as archive:
        drawings = [one for one in archive.namelist() if one.endswith(".vml")]
        texts = [archive.read(one).decode() for one in drawings]
    return {size for text in texts for size in re.findall(r"width:[\d.]+px;height:[\d.]+px", text)}


def test_the_lab_says_when_the_evidence_named_is_not_there(monkeypatch, capsys):
    monkeypatch.setenv("CLUSTERKIT_EVIDENCE", "/nowhere/mine.xlsx")
    assert cli.main(["lab"]) == 2
    assert "CLUSTERKIT_EVIDENCE names '/nowhere/mine.xlsx'" in capsys.readouterr().out


# Formulas in exports


def test_exported_text_cannot_become_a_formula_and_is_read_back_as_it_was():
    texts = ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "\tx", "'=1", "it's", "'quoted'"]
    harmless = ["+", "-", "0", "-5", "+3.2", "1e-3", "mixed", ""]
    frame = pd.DataFrame({"text": [*texts, *harmless], "number": range(16)})
    named = frame.set_axis([*texts, *harmless]).rename(columns={"text": "=1+1"})
    named = ck.safe_for_spreadsheets(named)
    assert list(named.columns) == ["'=1+1", "number"], "names of columns too"
    assert not any(str(name).startswith(("=", "@", "\t")) for name in named.index)
    safe = ck.safe_for_spreadsheets(frame)
    assert safe["text"].tolist()[8:] == harmless
    assert not safe["text"].iloc[:6].str.match(r"[=+\-@\t\r]").any()
    assert safe["text"].tolist()[6:8] == texts[6:8]
    assert frame["text"].tolist() == [*texts, *harmless], "the table given is not changed"
    from clusterkit.evidence.formulas import as_written

    assert [as_written(one) for one in safe["text"]] == [*texts, *harmless]


def test_a_disarmed_export_is_read_back_as_it_was(tmp_path):
    rows = {**MINE, "policies": [{**MINE["policies"][0], "summary": "=HYPERLINK(1)"}]}
    folder = as_csv(tmp_path / "mine", rows)
    safe = ck.safe_for_spreadsheets(pd.read_csv(folder / "policies.csv", dtype=str))
    safe.to_csv(folder / "policies.csv", index=False)
    assert "'=HYPERLINK" in (folder / "policies.csv").read_text()
    both = ck.load(folder)
    assert both.policies.loc["pol-m1", "summary"] == "=HYPERLINK(1)"
    assert both.policies.loc["pol-m1", "social_effect"] == "-"
