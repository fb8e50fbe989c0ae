"""The chart of findings and readings: what it shows is what the ledger says."""

from __future__ import annotations

import pytest
import traitlets

import clusterkit as ck
from clusterkit.widgets.findings_chart import MARKS

from .. import small as made_up


@pytest.fixture(scope="module")
def turned(tmp_path_factory) -> ck.Evidence:
    """The small evidence with two readings: one turns a finding, one changes nothing."""
    planted = {
        "reading_id": "rdg-90", "reason": "planted", "table": "policies", "row_id": "pol-1.0.4-02",
        "column": "growth_effect", "chosen": "0", "alternative": "not stated",
    }  # fmt: skip
    return made_up.evidence(tmp_path_factory.mktemp("turned") / "e", readings=[planted])


def test_cells_are_the_changes_and_lines_are_the_findings(turned):
    chart = ck.explore_findings(turned)
    changes = ck.finding_changes(turned)
    cells = {
        (finding, reading): cell["word"]
        for finding, line in chart.answer["cells"].items()
        for reading, cell in line.items()
    }
    assert cells == {(one.finding, one.reading_id): one.word for one in changes.itertuples()}
    assert cells[("policies-and-growth", "rdg-90")] == "turns"
    table = ck.findings(turned)
    assert [line["id"] for line in chart.answer["findings"]] == list(table.index)
    for line in chart.answer["findings"]:
        assert tuple(line["for"]) == table.loc[line["id"], "for_rows"]
        assert tuple(line["against"]) == table.loc[line["id"], "against_rows"]
        known = {*chart.answer["rows"], *chart.answer["gaps"]}
        assert {*line["for"], *line["against"]} <= known
    assert [one["id"] for one in chart.answer["readings"]] == ["rdg-90"]
    assert "2 second readings: 1 reading changes one, 1 change none" in repr(chart)


def test_an_open_cell_gives_its_rows(turned):
    chart = ck.explore_findings(turned)
    every = set(chart.rows.index)
    chart.value = ["policies-and-growth", "rdg-90"]
    assert list(chart.rows.index) == ["pol-1.0.4-02"]
    assert chart.cite().paragraphs == ("1.0.4",)
    chart.value = ["policies-and-conditions", ""]
    assert list(chart.rows.index) == ["pol-1.0.4-01"]
    assert set(chart.rows.index) < every
    with pytest.raises(traitlets.TraitError, match="no cell"):
        chart.value = ["policies-and-growth", "rdg-01"]  # changes nothing, and is not drawn
    with pytest.raises(traitlets.TraitError, match="drawn by a notebook '08'; there is 01, 02"):
        ck.explore_findings(turned, notebook="08")


def test_what_is_left_without_a_kernel_says_the_same(turned):
    text = ck.explore_findings(turned, notebook="02", changed=True).still_html()
    assert text.count("<th scope='row'>") == len(ck.explore_findings(turned).answer["cells"])
    assert f"<td>{MARKS['turns'][0]}</td>" in text
    whole = ck.explore_findings(turned).still_html()
    for _, finding in ck.findings(turned).iterrows():
        assert finding["sentence"] in whole


def test_marks_differ_in_shape():
    assert len({mark for mark, _ in MARKS.values()}) == len(MARKS)


def test_a_question_goes_over_to_other_evidence_and_names_what_is_lacking(turned, small):
    first = ck.explore_findings(turned, notebook="02", changed=True)
    first.value = ["policies-and-growth", "rdg-90"]
    other = ck.explore_findings(small)
    assert other.ask(first.question) == {"value": ["policies-and-growth", "rdg-90"]}
    assert (other.notebook, other.changed, list(other.value)) == ("02", True, [])
    assert first.start == {
        "notebook": "02", "changed": True, "value": ["policies-and-growth", "rdg-90"],
    }  # fmt: skip
