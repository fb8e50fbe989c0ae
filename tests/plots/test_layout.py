"""Every text of every figure is whole, apart from the others, large and dark enough to read."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

import clusterkit as ck
from clusterkit.plots.style import DEEPEST, FAINT, INK, PAPER, QUIET, house_style
from clusterkit.publish.figures import FIGURES, drawn

from .every_figure import CHOICES, OF_NOTEBOOKS, views
from .layout import CONTRAST, _contrast, faults

# Long tables with smaller letters; that nothing overlaps is held in tests of their own.
ELSEWHERE = ("harvest", "findings-and-readings")
# An overview as wide as README; to be read on paper the matrix is printed from its widget.
POSTER = ("matrix",)
SIZES = ("points in print", "pixels on the screen", "does not fit on A4")
MINE = [figure for figure in FIGURES if figure.name not in ELSEWHERE]
CODE = re.compile(r"\b(?:act|pol|con|ctx|eco|job|gap)-\d|\b[a-z]+_[a-z]+|\([A-Z]{3}\)|<NA>|\bnan\b")
DISAGREEING = re.compile(
    r"\b1 (?:claims|places|sources|instruments|clusters|towns|lines|statements|figures)\b"
    r"|\b(?!1\b)\d+ (?:claim|place|source|cluster|town|statement)\b(?! only)| -:"
)
EXPLORERS = [
    "explore_growth",
    *(pytest.param(name, marks=pytest.mark.slow) for name in list(CHOICES)[1:]),
]


@pytest.mark.parametrize("figure", MINE, ids=lambda one: one.name)
def test_a_printed_figure_can_be_read(evidence, figure, record_property):
    number, wrong = faults(drawn(evidence, figure), for_print=True)
    record_property("texts looked at", number)
    assert number > 10
    if figure.name in POSTER:
        wrong = [one for one in wrong if not one.endswith(SIZES)]
    assert wrong == []


@pytest.mark.parametrize("name", OF_NOTEBOOKS)
def test_a_figure_of_a_notebook_can_be_read(evidence, name, record_property):
    number, wrong = faults(OF_NOTEBOOKS[name](evidence))
    record_property("texts looked at", number)
    assert number > 10
    assert wrong == []


@pytest.mark.parametrize("name", EXPLORERS)
def test_a_figure_of_an_explorer_can_be_read_whatever_is_chosen(evidence, name):
    for chosen, view in views(evidence, name).items():
        if view.draw is not None:
            number, wrong = faults(view.draw())
            assert number > 5, chosen
            assert wrong == [], chosen


@pytest.mark.parametrize("name", EXPLORERS)
def test_the_words_for_a_figure_agree_with_their_numbers(evidence, name):
    for chosen, view in views(evidence, name).items():
        assert not DISAGREEING.findall(view.alternative), chosen
        assert not CODE.findall(view.alternative), chosen


@pytest.mark.parametrize("figure", FIGURES, ids=lambda one: one.name)
def test_alternative_texts_agree_with_their_numbers_and_hold_no_codes(evidence, figure):
    text = figure.alternative(evidence)
    assert not DISAGREEING.findall(text)
    if figure.name not in ELSEWHERE:  # readings have no names but their ids
        assert not CODE.findall(text)


@pytest.mark.parametrize("figure", MINE, ids=lambda one: one.name)
def test_a_figure_names_things_for_readers(evidence, figure):
    texts = [text.get_text() for ax in drawn(evidence, figure).axes for text in ax.texts]
    assert not [text for text in texts if CODE.search(text)]


def sheet(*texts: tuple[float, float, str], **look: object) -> Figure:
    """A sheet of made-up texts."""
    with house_style():
        figure = Figure(figsize=(5, 4))
        ax = figure.add_axes((0, 0, 1, 1))
        ax.axis("off")
        ax.set(xlim=(0, 1), ylim=(0, 1))
        for x, y, words in texts:
            ax.text(x, y, words, **look)
    return figure


def test_texts_that_stand_apart_are_counted_and_nothing_is_wrong():
    assert faults(sheet((0.1, 0.1, "one"), (0.5, 0.5, "other"))) == (2, [])


def test_a_text_that_lies_on_another_is_found():
    number, wrong = faults(sheet((0.1, 0.5, "Sialkot footballs"), (0.2, 0.5, "Panyu jewellery")))
    assert number == 2
    assert wrong == ["“Sialkot footballs” lies on “Panyu jewellery”"]


@pytest.mark.parametrize(
    ("figure", "fault"),
    [
        (sheet((0.8, 0.5, "a title that is cut off")), "is cut off"),
        (sheet((0.1, 0.5, "small"), size=7), "7.0 points in print"),
        (sheet((0.1, 0.5, "pale"), color=FAINT), "contrast 3.5"),
        (sheet((0.1, 0.5, "")), None),
    ],
)
def test_a_text_that_cannot_be_read_is_found(figure, fault):
    wrong = faults(figure)[1]
    assert [word for word in wrong if fault in word] if fault else wrong == []


def test_a_text_on_a_mark_is_found():
    figure = sheet((0.1, 0.5, "on a mark"))
    figure.axes[0].plot([0.15], [0.51], "o", color=INK)
    assert faults(figure)[1] == ["“on a mark”: lies on a line or a mark"]


def test_a_wide_figure_is_too_small_on_a_screen_and_a_tall_one_too_large_for_a_sheet():
    wide, tall = sheet((0.1, 0.5, "wide")), sheet((0.1, 0.5, "tall"))
    wide.set_size_inches(12, 4)
    tall.set_size_inches(5, 14)
    assert "pixels on the screen" in faults(wide)[1][0]
    assert "does not fit on A4" in faults(tall, for_print=True)[1][0]


def test_words_can_be_read_on_every_ground_of_the_style():
    for ink in (INK, QUIET):
        for ground in ("white", PAPER, DEEPEST):
            against = _contrast(np.asarray(to_rgb(ink)), np.asarray(to_rgb(ground)))
            assert against >= CONTRAST, (ink, ground)


def test_what_a_choice_leaves_out_of_the_acts_is_grey_and_not_silent(evidence):
    every = ck.acts_by_actor(evidence, evidence.actions).set_index(["actor", "mode"])["standing"]
    silent = int((every == "not mentioned").sum())
    for mode in evidence.vocabulary("actions", "mode"):
        rows = ck.select_rows(evidence, "actions", mode=mode)
        chosen = ck.acts_by_actor(evidence, rows)
        ax = ck.plot_acts(chosen, among=ck.acts_by_actor(evidence, evidence.actions))
        dots = [line for line in ax.lines if line.get_marker() == "."]
        assert len(dots) == silent, mode
        grey = [line for line in ax.lines if line.get_marker() != "." and FAINT in looks(line)]
        assert len(grey) >= (every != "not mentioned").sum() - chosen["claims"].gt(0).sum(), mode


def looks(line) -> tuple[object, object]:
    return line.get_markerfacecolor(), line.get_markeredgecolor()
