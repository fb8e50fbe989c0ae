"""Every number of a figure is one number: in title, caption, alternative text and on the screen."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from matplotlib.axes import Axes

import clusterkit as ck
from clusterkit.publish.figures import FIGURES, caption
from clusterkit.questions.stories import stories
from clusterkit.widgets.mediation import MediationExplorer

BY_NAME = {figure.name: figure for figure in FIGURES}
COUNTS = re.compile(r"\d+ claims? · \d+ places? · \d+ sources?")
CONFIGURATIONS = [
    ck.Configuration(),
    ck.Configuration(wider=True),
    ck.Configuration(actors=("employers",)),
    ck.Configuration(domain=("standards",), wider=True),
    ck.Configuration(ways=("employers:joint", "government:joint")),
    ck.Configuration(actors=("workers",), domain=("monetary",)),
    *stories().values(),
]


def title(ax: Axes) -> str:
    return str(ax.get_title(loc="left") or ax.get_title())


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def cells(ax: Axes, pattern: str) -> Counter[tuple[int, ...]]:
    """Numbers of the texts on a figure that are wholly of this form."""
    texts = [text.get_text() for text in ax.texts]
    return Counter(tuple(numbers(text)) for text in texts if re.fullmatch(pattern, text))


@pytest.mark.parametrize("figure", FIGURES, ids=lambda one: one.name)
def test_counts_in_a_title_are_those_of_the_caption(evidence, figure):
    counts = str(evidence.counts(figure.rows(evidence)))
    assert COUNTS.findall(caption(evidence, figure)) == [counts]
    assert set(COUNTS.findall(title(figure.draw(evidence)))) <= {counts}


def test_places_in_a_title_are_those_of_caption_and_alternative_text(evidence):
    drawn = {name: numbers(title(figure.draw(evidence))) for name, figure in BY_NAME.items()}
    told = {name: figure.alternative(evidence) for name, figure in BY_NAME.items()}
    places = {
        name: evidence.counts(figure.rows(evidence)).places for name, figure in BY_NAME.items()
    }
    levels, in_places = drawn["jobs"]
    assert levels == told["jobs"].count(";") + 1
    assert in_places == places["jobs"]
    rated, without = drawn["growth-rates"]
    assert rated == places["growth-rates"]
    assert without == told["growth-rates"].split("Without a rate: ")[1].count(",") + 1
    clusters, towns, missing = drawn["map"]
    assert clusters + missing == places["map"]
    assert told["map"].startswith(
        f"{places['map']} clusters, {clusters} of them in {towns} towns on the map."
    )
    assert missing == told["map"].split("Without coordinates: ")[1].count(";") + 1
    everywhere, both = drawn["growth-and-conditions"]
    grid = re.findall(
        r"growth ([a-z ]+?) and conditions ([a-z ]+?): (\d+) places? \((.+?)\)",
        told["growth-and-conditions"],
    )
    assert everywhere == sum(int(number) for *_, number, _ in grid)
    assert [int(number) for *_, number, _ in grid] == [names.count(",") + 1 for *_, names in grid]
    assert numbers(told["growth-and-conditions"])[:2] == [everywhere, both]
    silent = {"not said", "level only"}
    assert both == sum(int(number) for *words, number, _ in grid if not silent & set(words))
    said = caption(evidence, BY_NAME["growth-and-conditions"])
    neither = int(re.findall(r"neither is said of (\d+)", said)[0])
    assert f"Of {everywhere} places" in said
    assert everywhere - neither == places["growth-and-conditions"]
    instruments, left_out = drawn["policy-effects"]
    effects = ck.effects_by_instrument(evidence, evidence.policies)
    lines = effects.groupby(["domain", "instrument", "state"])
    signs = [name for name in effects if name.endswith(("-", "0", "mixed", "+"))]
    stating = lines[signs].sum().sum(axis=1) > 0
    assert left_out == (~stating).sum()
    assert (
        instruments
        == stating[stating].reset_index()[["domain", "instrument"]].drop_duplicates().shape[0]
    )
    assert told["policy-effects"].count(": on ") == stating.sum()
    assert f"{left_out} more lines of an instrument state no effect" in told["policy-effects"]
    linked, combinations = drawn["gap-map"]
    assert told["gap-map"].startswith(f"An act is linked in {linked} of {combinations} ")


def test_signs_beside_the_states_of_policies_are_those_of_the_alternative_text(evidence):
    figure = BY_NAME["policy-effects"]
    texts = [text.get_text() for text in figure.draw(evidence).texts]
    signs = [text for text in texts if "×" in text]
    drawn = sum(int(number) for text in signs for number in re.findall(r"(\d+)×", text))
    told = re.findall(
        r"(?:hinders|raises|mixed|no effect) in (\d+) claims?", figure.alternative(evidence)
    )
    assert drawn == sum(map(int, told)) > 0


@pytest.mark.parametrize(
    ("name", "told", "drawn"),
    [
        (
            "harvest",
            r"(\d+) claims? · (\d+) places? · (\d+) sources?",
            r"\d+ \| \d+ \| \d+",
        ),
        (
            "acts",
            r"(\d+) claims? · (\d+) places?, (\d+) with an effect",
            r"\d+ \| \d+\neffect: \d+",
        ),
        ("conditions", r"(\d+) claims? · (\d+) places?", r"\d+ \| \d+"),
        ("figure-1", r"(\d+) claims? · (\d+) places?", r"\d+ claims? · \d+ places?"),
    ],
)
def test_numbers_on_a_figure_are_those_of_its_alternative_text(evidence, name, told, drawn):
    words = re.findall(told, BY_NAME[name].alternative(evidence))
    wanted = Counter(tuple(map(int, one)) for one in words)
    assert wanted
    assert cells(BY_NAME[name].draw(evidence), drawn) == wanted


@pytest.mark.parametrize("asked", CONFIGURATIONS, ids=lambda one: one.code)
def test_print_screen_and_functions_count_a_configuration_alike(evidence, asked):
    match = ck.matching_evidence(evidence, asked)
    marks = ck.harvest(evidence, match.exact)
    counts = ck.harvest_counts(evidence, marks)
    ax = ck.plot_harvest(evidence, marks)
    screen = MediationExplorer(evidence, asked)
    assert COUNTS.findall(title(ax)) == [str(match.counts)]
    assert screen.answer["counts"] == match.counted
    assert str(match.counts) in repr(screen)
    assert match.counted in screen.still_html()
    columns = [tuple(column[2:]) for column in screen.answer["columns"]]
    assert columns == list(counts.itertuples(index=False, name=None))
    assert cells(ax, r"\d+ \| \d+ \| \d+") == Counter(columns)
    assert set(marks["rows"].explode().dropna()) == set(match.exact.index), "behind some mark"
    undrawn = sum(number for *_, number in screen.answer["more"])
    assert len(screen.answer["marks"]) + undrawn == len(marks)
