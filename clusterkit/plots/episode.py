"""The diagram of a story: what is said of it in order of following, in lanes of who and what."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from ..evidence.paragraphs_and_pages import where_with_file
from ..evidence.tables import Evidence
from ..questions.places import trace
from ..questions.words import NOBODY, SIGNS
from .pictures import Lanes, Step
from .style import (
    CERTAINTY_FILL,
    INK,
    PAPER,
    QUIET,
    RULE,
    axes,
    bare,
    certainty_legend,
    house_style,
    key,
    nothing_to_draw,
    words,
)

LANES = {
    "policies": "rules and demands", "contexts": "circumstances",
    "conditions": "social conditions", "economy": "growth and jobs",
    "employment": "growth and jobs",
}  # fmt: skip
LETTERS = 86  # in a line of a statement
LANE, LINE = 0.34, 0.165  # width of a lane and height of a line, in inches
SAID = 6.65  # width of the statements, in inches
NOTE = (
    "From top to bottom each statement stands after those that our coding links it to (lines), "
    "else in the order of the paper; no proof of causes. A year stands where the paper gives one."
)


def plot_episode(evidence: Evidence, rows: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the statements of a story in order of following, in lanes of who acts and of what.

    Parameters
    ----------
    rows
        Statements of one place or episode. Those of a story stand in the order of
        `places.trace`; the others below them. A line joins what our coding links.
    """
    return draw_lanes(story_lanes(evidence, rows), ax=ax)


def story_lanes(evidence: Evidence, rows: pd.DataFrame) -> Lanes:
    """Lay out the statements of a story; `rows` as of `plot_episode`.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> told = evidence.statements.query("episode == 'atlanta-agreement'")
    >>> laid_out = story_lanes(evidence, told)
    >>> len(laid_out.steps) == len(told), laid_out.lanes[0]
    (True, 'rules and demands')
    """
    order, links = _order(evidence, rows)
    shown = rows.loc[order]
    lanes = _lanes(evidence, shown)
    names = list(dict.fromkeys(lanes))
    steps, top = [], 0.0
    told = zip(order, lanes, _said(shown), shown["certainty"], strict=True)
    for row, lane, said, certainty in told:
        lines = tuple(textwrap.wrap(said, LETTERS))
        tall = LINE * (len(lines) + 0.45)
        x, y = (names.index(lane) + 0.5) * LANE, top + tall / 2
        steps.append(Step(x, y, lines, str(certainty), f"{lane}: {said}", (row,)))
        top += tall
    at = {row: place for place, row in enumerate(order)}
    joined = tuple((at[before], at[row]) for row in links for before in links[row])
    dated = int((rows["year_lo"].notna() | rows["year_hi"].notna()).sum())
    years = _years(dated, len(rows))
    title = f"{_whose(evidence, rows)}: {evidence.counts(rows)}\n{years}" if order else ""
    there = set(shown["certainty"])
    fills = tuple(word for word in CERTAINTY_FILL if word in there)
    size = (len(names) * LANE + SAID, top)
    return Lanes(title, size, LANE, tuple(names), tuple(steps), joined, fills, NOTE)


def draw_lanes(picture: Lanes, *, ax: Axes | None = None) -> Axes:
    """Draw a story for print."""
    with house_style():
        if not picture.steps:
            return nothing_to_draw(axes(ax, 7.5, 2), "No statement is among these rows.")
        wide, tall = picture.size
        ax = bare(axes(ax, wide + 0.3, tall + 3.1))
        names = picture.lanes
        for lane in range(0, len(names), 2):
            ax.axvspan(lane * LANE, (lane + 1) * LANE, color=PAPER, zorder=0)
        spots = [(step.x, step.y / LINE) for step in picture.steps]
        for before, after in picture.links:
            _link(ax, spots[before], spots[after])
        left = len(names) * LANE + 0.12
        for (x, y), step in zip(spots, picture.steps, strict=True):
            look = dict(marker="o", markersize=7, color=INK, markerfacecoloralt="white")
            fill = CERTAINTY_FILL[step.fill]
            ax.plot([x], [y], fillstyle=fill, linestyle="", zorder=4, **look)
            ax.text(left, y, "\n".join(step.lines), va="center", linespacing=1.2)
            ax.plot([x + LANE / 2, left - 0.04], [y, y], color=RULE, linewidth=0.6, zorder=0.5)
        ax.set_xticks([(lane + 0.5) * LANE for lane in range(len(names))], names, rotation=90)
        ax.xaxis.tick_top()
        ax.tick_params(length=0)
        ax.set_yticks([])
        ax.set(xlim=(0, wide), ylim=(tall / LINE, 0))
        used = [entry for entry in certainty_legend() if entry.get_label() in picture.fills]
        key(ax, used, picture.note, wide=116)
        ax.set_title(picture.title)
    return ax


def _whose(evidence: Evidence, rows: pd.DataFrame) -> str:
    places = rows["setting_id"].dropna().unique()
    order = "in order of following"
    return f"{evidence.place_name(places[0])}, {order}" if len(places) == 1 else order.capitalize()


def _years(dated: int, number: int) -> str:
    return f"{dated} of {number} statements {'has' if dated == 1 else 'have'} a year"


def _order(evidence: Evidence, rows: pd.DataFrame) -> tuple[list[str], dict[str, list[str]]]:
    """Row ids in order of following, and for each the rows that it follows."""
    order: list[str] = []
    links: dict[str, Iterable[str]] = {}
    told = rows[rows["episode"].notna() & rows["setting_id"].notna()]
    for setting in told["setting_id"].unique():
        steps = trace(evidence, setting)
        names = steps["row_id"].to_dict()
        here = [row for row in names.values() if row in rows.index]
        order += here
        for row, follows in zip(names.values(), steps["follows"], strict=True):
            links[row] = [names[int(step)] for step in follows.split(", ") if step]
    last = [row for row in rows.index if row not in set(order)]
    links |= rows.loc[last, "follows_from"].to_dict()
    order += last
    known = {row: [before for before in links[row] if before in rows.index] for row in order}
    return order, known


def _lanes(evidence: Evidence, rows: pd.DataFrame) -> list[str]:
    """Who acts, or what a statement is about: its lane, in words."""
    actors = evidence.actions["actors"]
    return [
        words(", ".join(actors[row]) or NOBODY) if table == "actions" else LANES[table]
        for row, table in zip(rows.index, rows["table"], strict=True)
    ]


def _said(rows: pd.DataFrame) -> list[str]:
    """Each statement with its years, effects and paragraph."""
    said = []
    columns = rows[["period", "year_lo", "year_hi", "summary", "growth_effect", "social_effect"]]
    for cells, where in zip(columns.itertuples(index=False), where_with_file(rows), strict=True):
        period, low, high, summary, growth, social = (None if pd.isna(c) else c for c in cells)
        years = "–".join(dict.fromkeys(str(year) for year in (low, high) if year is not None))
        when = period or years
        effects = [
            f"{SIGNS[str(sign)]} {outcome}"
            for sign, outcome in ((growth, "growth"), (social, "social conditions"))
            if sign is not None
        ]
        dated = f"{when}: {summary}" if when else str(summary)
        said.append(f"{dated[:1].upper()}{dated[1:]} ({'; '.join([*effects, where])})")
    return said


def _link(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Join two statements; those of one lane by a bow, so that marks between stay clear."""
    bow = -0.25 if start[0] == end[0] else -0.08
    look: dict[str, Any] = dict(arrowstyle="-|>", mutation_scale=8, color=QUIET, linewidth=0.9)
    style = f"arc3,rad={bow}"
    ends = dict(shrinkA=3.5, shrinkB=4, zorder=3)
    ax.add_patch(FancyArrowPatch(start, end, connectionstyle=style, **look, **ends))
