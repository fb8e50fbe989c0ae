"""Figures of configurational analysis: XY plot, configuration chart, truth table, overlaps."""

from __future__ import annotations

import textwrap
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Ellipse

from ..qca.expressions import outcome_memberships, parse
from ..qca.minimization import Solution
from ..qca.truth_tables import TruthTable
from .style import FAINT, INK, PAPER, axes, bare, house_style

Zones = dict[tuple[bool, ...], tuple[int, int]]
LARGE, SMALL, APART = 0.36, 0.2, 1.6
MOST_LABELS = 30


def plot_xy(data: pd.DataFrame, outcome: str, expression: str, *, ax: Axes | None = None) -> Axes:
    """Draw memberships of cases in a set against those in the outcome.

    Parameters
    ----------
    data
        Memberships, one row for each case.
    outcome, expression
        Such as `Y` and `A*~B`. Above the diagonal a case speaks for sufficiency, below for
        necessity.
    """
    held = parse(expression).evaluate(data)
    member = outcome_memberships(data, outcome)
    shared = np.minimum(held, member).sum()
    with house_style():
        ax = axes(ax, 5.2, 5)
        ax.plot([0, 1], [0, 1], color=INK, linewidth=1)
        for cut in ("axhline", "axvline"):
            getattr(ax, cut)(0.5, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)))
        ax.plot(held, member, "o", color=INK, markerfacecolor="none", markersize=6)
        if len(data) <= MOST_LABELS:
            for name, x, y in zip(data.index, held, member, strict=True):
                ax.annotate(
                    str(name), (x, y), xytext=(4, 3), textcoords="offset points", fontsize=7
                )
        ax.set_xlim(-0.04, 1.04)
        ax.set_ylim(-0.04, 1.04)
        ax.set_xlabel(f"membership in {expression}")
        ax.set_ylabel(f"membership in {outcome}")
        told = (
            f"sufficiency: inclS {shared / held.sum():.3f}, covS {shared / member.sum():.3f}   "
            f"(n = {len(data)} cases)"
        )
        ax.set_title(f"{expression} and {outcome}\n{told}", fontsize=9)
    return ax


def plot_configurations(
    solution: Solution, *, model: int = 0, core: Solution | None = None, ax: Axes | None = None
) -> Axes:
    """Draw a model's terms as a configuration chart (Ragin and Fiss 2008).

    Parameters
    ----------
    model
        Place of the model in `solution.models`.
    core
        The parsimonious solution: conditions that its terms hold too are core and drawn large, the
        others are contributing and small. Without it all are large.

    Notes
    -----
    Filled circle: present. Crossed circle: absent. Blank: the condition does not matter.
    """
    terms = [parse(one).terms[0] for one in solution.models[model].terms]
    names = list(solution.table.conditions)
    cores = [set(parse(one).terms[0]) for one in core.prime_implicants] if core else []
    fit = solution.fit(model)
    rows = [*names, "inclS", "PRI", "covS", "covU"]
    with house_style():
        ax = bare(axes(ax, max(2.2 + 0.9 * len(terms), 5.4), 1.4 + 0.42 * len(rows)))
        for across, term in enumerate(terms):
            inner = set().union(*(one for one in cores if one <= set(term))) if cores else set(term)
            for literal in term:
                down = names.index(literal.condition)
                _circle(ax, APART * across, -down, literal, large=literal in inner)
            for at, name in enumerate(rows[len(names) :]):
                value = fit[name].iloc[across]
                told = "–" if np.isnan(value) else f"{value:.3f}"
                ax.text(
                    APART * across, -len(names) - at, told, ha="center", va="center", fontsize=8
                )
        ax.axhline(-len(names) + 0.5, color=FAINT, linewidth=0.8)
        ax.set_xticks(
            [APART * at for at in range(len(terms))], [f"term {at + 1}" for at in range(len(terms))]
        )
        ax.xaxis.tick_top()
        ax.set_yticks([-at for at in range(len(rows))], rows)
        ax.set_xlim(-0.6, APART * max(len(terms), 4) - 0.4)
        ax.set_ylim(-len(rows) - 0.9, 0.6)
        ax.set_aspect("equal")
        whole = fit.loc["model"]
        key = (
            "● present   ⊗ absent   large: core   small: contributing"
            if core
            else "● present   ⊗ absent"
        )
        ax.text(-0.55, -len(rows) - 0.4, key, fontsize=7.5, va="center")
        ax.set_title(
            f"{solution.kind} solution, model {model + 1} of {solution.number}\n"
            f"inclS {whole['inclS']:.3f}, PRI {whole['PRI']:.3f}, covS {whole['covS']:.3f}, "
            f"n = {len(solution.table.data)} cases",
            fontsize=9, pad=12,
        )  # fmt: skip
    return ax


def plot_truth_table(table: TruthTable, *, ax: Axes | None = None) -> Axes:
    """Draw a truth table: conditions as circles, then n, consistency and PRI, by consistency."""
    rows = table.with_cases()
    names = list(table.conditions)
    heads = [*names, "OUT", "n", "incl", "PRI", "cases"]
    with house_style():
        ax = bare(axes(ax, 3.4 + 0.62 * len(heads), 1.1 + 0.3 * len(rows)))
        for down, (_, row) in enumerate(rows.iterrows()):
            for across, name in enumerate(names):
                filled = row[name] == 1
                if table.levels[across] > 2:
                    ax.text(across, -down, str(row[name]), ha="center", va="center", fontsize=8)
                else:
                    face = INK if filled else "white"
                    ax.plot(across, -down, "o", color=face, markeredgecolor=INK, markersize=11)
            for at, name in enumerate(("OUT", "n", "incl", "PRI")):
                ax.text(
                    len(names) + at, -down, _told(row[name]), ha="center", va="center", fontsize=8
                )
            ax.text(len(names) + 3.6, -down, row["cases"], ha="left", va="center", fontsize=7)
        ax.set_xticks([*range(len(names) + 4), len(names) + 4], heads)
        ax.xaxis.tick_top()
        ax.set_yticks([-at for at in range(len(rows))], [f"row {one}" for one in rows.index])
        ax.set_xlim(-0.6, len(names) + 7.5)
        ax.set_ylim(-len(rows) + 0.4, 0.6)
        ax.set_title("\n".join(textwrap.wrap(table.summary(), 100)), fontsize=8, pad=18)
    return ax


def plot_overlaps(
    data: pd.DataFrame, sets: list[str], *, outcome: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw how many cases lie in which combination of sets: Venn up to three, UpSet above.

    Parameters
    ----------
    sets
        Expressions such as `A` or `A*~B`; a case is in a set above 0.5.
    outcome
        Counts then read `cases (of which with the outcome)`.
    """
    inside = np.column_stack([parse(one).evaluate(data) > 0.5 for one in sets])
    positive = outcome_memberships(data, outcome) > 0.5 if outcome else None
    counts = _zones(inside, positive)
    with house_style():
        if len(sets) <= 4:
            return _venn(sets, counts, outcome, len(data), ax)
        return _upset(sets, counts, outcome, len(data), ax)


def plot_ranges(ranges: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw for each parameter the range in which the solution stays the same.

    Parameters
    ----------
    ranges
        As `qca.first_change` returns it. Each line spans the values tried; the bar is the stable
        range, the dot the value chosen.
    """
    with house_style():
        ax = axes(ax, 6, 0.8 + 0.5 * len(ranges))
        for at, row in enumerate(ranges.itertuples()):
            span = row.tried_to - row.tried_from or 1
            place = [(one - row.tried_from) / span for one in (row.lower, row.upper, row.chosen)]
            ax.plot([0, 1], [-at, -at], color=FAINT, linewidth=1)
            ax.plot(place[:2], [-at, -at], color=INK, linewidth=6, solid_capstyle="butt")
            ax.plot(place[2], -at, "o", color="white", markeredgecolor=INK, markersize=8)
            ends = zip(
                (0, 1, *place[:2]),
                (row.tried_from, row.tried_to, row.lower, row.upper),
                strict=True,
            )
            for x, value in dict(ends).items():
                ax.text(x, -at + 0.22, f"{value:g}", ha="center", fontsize=7)
        ax.set_yticks([-at for at in range(len(ranges))], list(ranges.index))
        ax.set_xticks([])
        ax.set_ylim(-len(ranges) + 0.4, 0.7)
        ax.set_title(
            "Bar: the same solution. Dot: the value chosen. Line: values tried", fontsize=9
        )
        for side in ("left", "bottom"):
            ax.spines[side].set_visible(False)
    return ax


def _circle(ax: Axes, x: float, y: float, literal: Any, *, large: bool) -> None:
    radius = LARGE if large else SMALL
    if literal.values is not None:
        told = ",".join(map(str, literal.values))
        ax.text(x, y, told, ha="center", va="center", fontsize=10 if large else 7, weight="bold")
        return
    face = "white" if literal.negated else INK
    ax.add_patch(Circle((x, y), radius, facecolor=face, edgecolor=INK, linewidth=1.2))
    if literal.negated:
        reach = radius * 0.7
        ax.plot([x - reach, x + reach], [y - reach, y + reach], color=INK, linewidth=1.2)
        ax.plot([x - reach, x + reach], [y + reach, y - reach], color=INK, linewidth=1.2)


def _told(value: Any) -> str:
    if pd.isna(value):
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _zones(
    inside: np.ndarray, positive: np.ndarray | None
) -> dict[tuple[bool, ...], tuple[int, int]]:
    zones = {}
    for zone in product((False, True), repeat=inside.shape[1]):
        here = (inside == np.array(zone)).all(axis=1)
        zones[zone] = (int(here.sum()), int((here & positive).sum()) if positive is not None else 0)
    return zones


def _label(count: tuple[int, int], outcome: str | None) -> str:
    return f"{count[0]} ({count[1]})" if outcome else str(count[0])


def _venn(sets: list[str], counts: Zones, outcome: str | None, cases: int, ax: Axes | None) -> Axes:
    """Draw ellipses, and each zone's count at the middle of the points that lie in it."""
    shapes = {
        1: [(0.5, 0.5, 0.6, 0.6, 0)],
        2: [(0.38, 0.5, 0.5, 0.5, 0), (0.62, 0.5, 0.5, 0.5, 0)],
        3: [(0.38, 0.6, 0.5, 0.5, 0), (0.62, 0.6, 0.5, 0.5, 0), (0.5, 0.4, 0.5, 0.5, 0)],
        4: [(0.35, 0.42, 0.72, 0.4, -40), (0.45, 0.52, 0.72, 0.4, -40), (0.55, 0.52, 0.72, 0.4, 40),
            (0.65, 0.42, 0.72, 0.4, 40)],
    }[len(sets)]  # fmt: skip
    names = {1: [(0.5, 0.85)], 2: [(0.2, 0.8), (0.8, 0.8)],
             3: [(0.15, 0.85), (0.85, 0.85), (0.5, 0.08)],
             4: [(0.03, 0.72), (0.22, 0.9), (0.78, 0.9), (0.97, 0.72)]}[len(sets)]  # fmt: skip
    grid = np.stack(np.meshgrid(np.linspace(0, 1, 200), np.linspace(0, 1, 200)), axis=-1).reshape(
        -1, 2
    )
    member = np.column_stack([_within(grid, shape) for shape in shapes])
    ax = bare(axes(ax, 5.6, 5))
    for x, y, width, height, angle in shapes:
        ax.add_patch(
            Ellipse(
                (x, y), width, height, angle=angle, facecolor="none", edgecolor=INK, linewidth=1.4
            )
        )
    for zone, count in counts.items():
        points = grid[(member == np.array(zone)).all(axis=1)]
        x, y = points.mean(axis=0) if len(points) else (0.5, 0.02)
        if not any(zone):
            x, y = 0.97, 0.03
        ax.text(x, y, _label(count, outcome), ha="center", va="center", fontsize=9)
    for name, (x, y) in zip(sets, names, strict=True):
        ax.text(x, y, name, ha="center", weight="bold")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_xlim(-0.06, 1.06)
    ax.set_ylim(-0.02, 1)
    ax.set_title(_overlap_title(outcome, cases))
    return ax


def _within(points: np.ndarray, shape: tuple[float, ...]) -> np.ndarray:
    x, y, width, height, angle = shape
    turn = np.deg2rad(angle)
    moved = points - (x, y)
    along = moved @ (np.cos(turn), np.sin(turn))
    across = moved @ (-np.sin(turn), np.cos(turn))
    return (along / (width / 2)) ** 2 + (across / (height / 2)) ** 2 <= 1


def _upset(
    sets: list[str], counts: Zones, outcome: str | None, cases: int, ax: Axes | None
) -> Axes:
    found = sorted(
        ((zone, count) for zone, count in counts.items() if count[0]), key=lambda one: -one[1][0]
    )
    ax = bare(axes(ax, 2.4 + 0.42 * len(found), 2.4 + 0.3 * len(sets)))
    tallest = max(count[0] for _, count in found)
    height = 0.6 * len(sets) + 2
    for across, (zone, count) in enumerate(found):
        ax.bar(across, height * count[0] / tallest, bottom=0.6, width=0.6, color=INK)
        ax.text(
            across,
            0.7 + height * count[0] / tallest,
            _label(count, outcome),
            ha="center",
            fontsize=8,
        )
        for down, held in enumerate(zone):
            ax.plot(
                across,
                -down,
                "o",
                color=INK if held else PAPER,
                markeredgecolor=FAINT,
                markersize=8,
            )
    ax.set_yticks([-at for at in range(len(sets))], sets)
    ax.set_xticks([])
    ax.set_xlim(-0.7, max(len(found), 8) - 0.3)
    ax.set_ylim(-len(sets) + 0.4, height + 1.6)
    ax.set_title(_overlap_title(outcome, cases))
    return ax


def _overlap_title(outcome: str | None, cases: int) -> str:
    also = f" (in brackets: with {outcome})" if outcome else ""
    return f"Cases in each combination of sets{also}; n = {cases}"


__all__ = [
    "plot_configurations",
    "plot_overlaps",
    "plot_ranges",
    "plot_truth_table",
    "plot_xy",
]
