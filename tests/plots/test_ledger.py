"""The figure of findings and readings: every mark is a word of the table, and all text has room."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

import clusterkit as ck
from clusterkit.plots.ledger import CHANGE_MARKS
from clusterkit.publish.figures import FIGURES, drawn
from clusterkit.questions.ledger import how_it_holds

from .. import small as made_up

FIGURE = next(figure for figure in FIGURES if figure.name == "findings-and-readings")


@pytest.fixture
def turned(tmp_path) -> ck.Evidence:
    """The small evidence with three readings: one turns findings, one weakens, one does nothing."""
    reading = {"reason": "planted", "table": "policies"}
    return made_up.evidence(
        tmp_path / "e",
        readings=[
            {**reading, "reading_id": "rdg-90", "row_id": "pol-1.0.4-02",
             "column": "growth_effect", "chosen": "0", "alternative": "-"},
            {**reading, "reading_id": "rdg-91", "row_id": "pol-1.0.4-01", "column": "state",
             "chosen": "weak", "alternative": "strong"},
        ],
    )  # fmt: skip


def test_each_word_but_same_has_its_mark_where_it_belongs(turned):
    words = ck.findings_by_reading(turned)
    ax = ck.plot_findings(turned, words)
    columns = {text.get_text(): tick for text, tick in zip(ax.get_xticklabels(), ax.get_xticks(), strict=True)}  # fmt: skip
    assert list(columns) == [name for name in words if (words[name] != "same").any()]
    shapes = {marker: word for word, (marker, *_) in CHANGE_MARKS.items()}
    drawn_marks = {
        (line.get_xdata()[0], line.get_ydata()[0]): shapes[line.get_marker()]
        for line in ax.lines
        if line.get_marker() in shapes
    }
    wanted = {
        (columns[reading], len(words) - 1 - row): word
        for reading in columns
        for row, word in enumerate(words[reading])
        if word != "same"
    }
    assert drawn_marks == wanted


def test_the_title_counts_findings_and_readings(turned):
    words = ck.findings_by_reading(turned)
    title = ck.plot_findings(turned, words).get_title(loc="left")
    changing = int((words != "same").any().sum())
    assert f"{len(words)} findings under 3 second readings" in title
    assert f"{changing} readings change one, {3 - changing} change none" in title


def test_a_notebook_shows_its_conclusions_with_their_rows(evidence):
    shown = ck.show_findings(evidence, "03")
    table = ck.findings(evidence)
    assert list(shown.table.index) == list(table.index[table["notebook"] == "03"])
    text = shown._repr_html_()
    for _, finding in shown.table.iterrows():
        assert finding["sentence"] in text
        for row in (*finding["for_rows"], *finding["against_rows"]):
            assert f"<code>{row}</code>" in text
    assert "On the other side:" in text
    assert repr(shown).count("\n   ") == len(shown.table)


def test_conclusions_are_shown_in_the_order_asked_and_unknown_ones_refused(evidence):
    asked = ["vote-hangs-on-the-unit", "rules-of-home-weigh-more"]
    shown = ck.show_findings(evidence, asked)
    assert list(shown.table.index) == asked
    assert shown._repr_html_().count("<details>") == 1  # the other has no row to open
    with pytest.raises(ValueError, match="drawn by a notebook '08'; there is 01, 02, 03"):
        ck.show_findings(evidence, "08")
    with pytest.raises(ValueError, match="called 'vote-hangs'.*Did you mean 'vote-hangs-on-the"):
        ck.show_findings(evidence, ["vote-hangs"])


def test_where_no_reading_changes_a_finding_the_figure_says_so(small):
    ax = ck.plot_findings(small, ck.findings_by_reading(small))
    assert [text.get_text() for text in ax.texts] == ["No second reading changes a finding."]
    own = ax.get_figure()
    assert isinstance(own, Figure)


def test_marks_differ_in_shape_and_need_no_colour():
    assert len({marker for marker, *_ in CHANGE_MARKS.values()}) == len(CHANGE_MARKS)
    for _, face, _ in CHANGE_MARKS.values():
        assert face == "none" or len(set(to_rgb(face))) == 1


@pytest.mark.slow
def test_all_text_is_inside_the_figure_and_none_lies_on_another(evidence):
    canvas = drawn(evidence, FIGURE)
    FigureCanvasAgg(canvas).draw()
    ax = canvas.axes[0]
    texts = [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels(), *ax.get_legend().get_texts()]
    boxes = [
        text.get_window_extent() for text in [*texts, ax._left_title] if text.get_text().strip()
    ]
    page = canvas.bbox
    for box in boxes:
        assert page.x0 - 1 <= box.x0
        assert page.y0 - 1 <= box.y0
        assert box.x1 <= page.x1 + 1
        assert box.y1 <= page.y1 + 1
    assert not [1 for one, other in combinations(boxes, 2) if one.overlaps(other)]


@pytest.mark.slow
def test_the_alternative_text_gives_every_finding_its_word_and_its_changes(evidence):
    told, words = FIGURE.alternative(evidence), ck.findings_by_reading(evidence)
    for name, finding in ck.findings(evidence).iterrows():
        sentence = told.split(finding["sentence"])[1]
        assert sentence.startswith(f" ({finding['whose']}): {how_it_holds(finding)}, ")
        for reading, word in words.loc[name].items():
            if word != "same":
                assert f"{reading} {word}" in sentence
