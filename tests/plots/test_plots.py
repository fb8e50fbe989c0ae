"""Figures draw what the tables hold, follow from the data, and can be read without sight."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import PIL.Image
import pytest
import seaborn
from matplotlib.axes import Axes

import clusterkit as ck
from clusterkit.plots.display import picture, saved, table_html
from clusterkit.plots.matrices import MOST_IN_CELL
from clusterkit.plots.style import ACTOR_MARKS, COLOURS, FAMILY, STANDING_MARKS
from clusterkit.publish.figures import FIGURES, caption, description
from clusterkit.questions.effects import lined

COMMITTED = Path(__file__).parents[2] / "figures"
SVG = {"svg": "http://www.w3.org/2000/svg"}
NUMBER = re.compile(r"-?\d+\.\d+")


def rounded(svg: str) -> str:
    """Coordinates to one decimal: what differs below that is the machine, not the data."""
    return NUMBER.sub(lambda found: f"{float(found[0]):.1f}", svg)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda one: one.name)
def test_a_committed_figure_follows_from_the_data(evidence, figure, tmp_path):
    ck.write_figures(tmp_path, evidence, only=(figure.name,))
    for ending in ("svg", "md"):
        new = (tmp_path / f"{figure.name}.{ending}").read_text(encoding="utf-8")
        old = (COMMITTED / f"{figure.name}.{ending}").read_text(encoding="utf-8")
        assert rounded(new) == rounded(old), (
            f"figures/{figure.name}.{ending} is out of date: run `make figures`"
        )
    assert (COMMITTED / f"{figure.name}.png").stat().st_size > 5_000


@pytest.mark.parametrize("figure", FIGURES, ids=lambda one: one.name)
def test_a_figure_has_caption_alternative_text_counts_and_sources(evidence, figure):
    text = description(evidence, figure)
    assert "**Caption.**" in text
    assert "n = " in text
    assert "Pyke, F., & Lund-Thomsen, P. (2015)" in text
    assert len(figure.alternative(evidence)) > 80


@pytest.mark.parametrize("figure", FIGURES[:3], ids=lambda one: one.name)
def test_the_files_of_a_figure_say_what_it_shows_and_a_vector_one_has_its_text_as_text(
    evidence, figure, tmp_path
):
    ck.write_figures(tmp_path, evidence, only=(figure.name,))
    told = figure.alternative(evidence)
    vector = ElementTree.parse(tmp_path / f"{figure.name}.svg").getroot()
    title = vector.findtext("svg:title", namespaces=SVG)
    assert title == figure.draw(evidence).get_title(loc="left")
    assert vector.findtext("svg:desc", namespaces=SVG) == told
    assert vector.get("role") == "img"
    texts = ["".join(text.itertext()) for text in vector.iterfind(".//svg:text", SVG)]
    assert title in texts
    assert FAMILY not in (tmp_path / f"{figure.name}.svg").read_text(encoding="utf-8")
    with PIL.Image.open(tmp_path / f"{figure.name}.png") as picture:
        assert picture.info["Title"] == title
        assert picture.info["Description"] == told
        assert picture.info["Comment"] == caption(evidence, figure)
        assert [round(dots) for dots in picture.info["dpi"]] == [300, 300]


def test_the_same_evidence_gives_the_same_bytes(evidence):
    figure = FIGURES[0]
    assert saved(figure.draw(evidence), "svg") == saved(figure.draw(evidence), "svg")


def test_changing_one_number_changes_the_figure(evidence):
    jobs = ck.levels(evidence).query("unit == 'jobs'")
    more = jobs.assign(upper=jobs["upper"] + 1000)
    one, other = (saved(ck.plot_levels(evidence, table), "svg") for table in (jobs, more))
    assert one != other


def test_drawing_leaves_the_readers_settings_alone(evidence):
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    ck.plot_growth_rates(evidence, ck.employment_growth(evidence))
    assert dict(mpl.rcParams) == before


def test_a_figure_can_be_drawn_on_axes_of_the_readers_own(evidence):
    from matplotlib.figure import Figure

    axes = Figure().subplots()
    assert ck.plot_gap_map(ck.gap_map(evidence), ax=axes) is axes


def test_every_actor_and_every_standing_has_a_mark_of_its_own():
    shapes = [marker for marker, _ in ACTOR_MARKS.values()]
    assert len(set(shapes)) == len(shapes)
    looks = [(one["marker"], one["markerfacecolor"]) for one in STANDING_MARKS.values()]
    assert len(set(looks)) == len(looks) == len(ck.STANDINGS)


def test_an_empty_harvest_says_so(evidence):
    empty = ck.harvest(evidence, evidence.statements.iloc[:0])
    axes = ck.plot_harvest(evidence, empty)
    assert isinstance(axes, Axes)
    assert any("No policy and no act" in text.get_text() for text in axes.texts)


def test_names_and_states_of_a_harvest_stand_level_and_touch_nothing(evidence):
    marks = ck.harvest(evidence, ck.matching_evidence(evidence, ck.Configuration()).exact)
    ax = ck.plot_harvest(evidence, marks)
    figure = ax.get_figure(root=True)
    figure.canvas.draw()
    texts = [text for text in ax.texts if text.get_text()]
    assert all(text.get_rotation() == 0 for text in texts)
    shown = {text.get_text().replace("\n", " ") for text in texts}
    assert set(marks["place"]) | set(marks["policy"]) <= shown
    boxes = [text.get_window_extent() for text in texts]
    touching = [
        (one.get_text(), other.get_text())
        for at, one in enumerate(texts)
        for other, box in zip(texts[at + 1 :], boxes[at + 1 :], strict=True)
        if boxes[at].overlaps(box)
    ]
    assert touching == []


def test_a_long_harvest_leaves_out_lines_without_an_effect_and_counts_their_marks(evidence):
    wider = ck.matching_evidence(evidence, ck.Configuration(wider=True)).exact
    marks = lined(ck.harvest(evidence, wider))
    stating = set(marks.loc[marks["direction"] != "not stated", "line"])
    ax = ck.plot_harvest(evidence, ck.harvest(evidence, wider))
    left_out = int((~marks["line"].isin(stating) | (marks["slot"] >= MOST_IN_CELL)).sum())
    assert f"\n{left_out} marks are not drawn" in ax.get_title(loc="left")


def test_figure_1_can_be_revealed_step_by_step():
    whole, part = ck.plot_figure1(), ck.plot_figure1(reveal=["F1"])
    assert len(part.patches) < len(whole.patches)


def test_a_picture_carries_its_alternative_text(evidence):
    shown = picture(ck.plot_gap_map(ck.gap_map(evidence)), "A map of gaps.")
    assert shown.alt == "A map of gaps."


def test_a_table_for_readers_shows_cells_whole_and_says_not_said(evidence):
    shown = table_html(evidence.actions[["summary", "growth_effect", "actors"]].head(8))
    assert "..." not in shown
    assert "not said" in shown
    assert "growth effect" in shown


def test_a_folded_table_stands_behind_a_line_that_opens_it():
    shown = ck.readable(pd.DataFrame({"word": ["here"]}), folded="Rows < 2")
    opened = shown._repr_html_()
    assert opened.startswith("<details><summary>Rows &lt; 2</summary>")
    assert "here" in opened
    assert repr(shown).startswith("Rows < 2\n")


def test_the_colours_are_seaborns_colour_blind_palette():
    assert list(COLOURS) == seaborn.color_palette("colorblind").as_hex()


def test_a_missing_cell_says_which_kind_of_nothing_it_is(evidence):
    growth = ck.employment_growth(evidence)
    shown = table_html(growth[["setting_id", "growth_lower", "why"]])
    assert shown.count("no rate follows") == growth["growth_lower"].isna().sum() > 0
    assert "not said" not in shown
    alone = pd.DataFrame(
        [("a", 1, "mode", "joint"), ("b", 1, "mode", "joint")],
        columns=["coder", "claim", "variable", "code"],
    )
    shown = table_html(ck.agreement_table(alone).round(2))
    assert "not defined" in shown
    assert "not said" not in shown
    cases = ck.case_table(ck.case_cells(evidence))
    assert "no row that the rule reads, or rows both ways" in table_html(cases)
    ratio = pd.DataFrame({"ratio": [0.5, float("nan")], "period": pd.array([None, "1990s"])})
    shown = table_html(ratio)
    assert (shown.count("not defined"), shown.count("not said")) == (1, 1)


def test_ids_stand_in_small_print_and_codes_read_as_words(evidence):
    acts = evidence.actions.loc[["act-3.2.1-08"], ["summary", "mode", "sources"]]
    shown = table_html(acts.assign(finding="not_improved", hedged=True, file="my_rows.xlsx"))
    assert re.search(r"came to nothing<br><small[^>]*>act-3\.2\.1-08</small>", shown)
    assert "<th" in shown
    assert "action_id" not in shown, "the ids need no head"
    assert ">not improved<" in shown
    assert ">worked against it<" in shown, "a way of acting has one word everywhere"
    assert ">yes<" in shown
    assert ">my_rows.xlsx<" in shown, "a file is named as it is"
    assert re.search(r"min-width: 10em'>summary<", shown), "long texts get room"
    plain = table_html(acts, styled=False)
    assert "<small class='ck-id'>act-3.2.1-08</small>" in plain
