"""Figures of configurational analysis: XY plot, configuration chart, stable ranges."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from ..qca.checks import case_name, complete, made_by
from ..qca.expressions import Expression, Literal, Stated, expression_of, outcome_of
from ..qca.minimization import Solution, core_conditions
from .style import FAINT, INK, axes, bare, house_style

LARGE, SMALL, APART = 0.36, 0.2, 1.6
MOST_LABELS = 30


def plot_xy(
    data: pd.DataFrame,
    outcome: str,
    expression: str | Expression | Stated,
    *,
    missing: str = "refuse",
    ax: Axes | None = None,
) -> Axes:
    """Draw memberships of cases in a set against those in the outcome.

    Parameters
    ----------
    data
        Memberships, one row for each case.
    outcome, expression
        Such as `Y` and `A*~B`, or a model. Above the diagonal a case speaks for sufficiency, below
        for necessity.
    missing
        `refuse` a case with a missing cell, or `drop` it; the title says how many are left out.
    """
    wanted, parsed = outcome_of(data, outcome), expression_of(data, expression)
    data, stated = complete(data, [*parsed.conditions, *wanted.conditions], missing)
    held, member = parsed.evaluate(data), wanted.evaluate(data)
    shared = np.minimum(held, member).sum()
    left_out = f", {len(stated['left_out'])} left out" if stated["left_out"] else ""
    with house_style():
        ax = axes(ax, 5.2, 5)
        ax.plot([0, 1], [0, 1], color=INK, linewidth=1)
        for cut in ("axhline", "axvline"):
            getattr(ax, cut)(0.5, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)))
        ax.plot(held, member, "o", color=INK, markerfacecolor="none", markersize=6)
        if len(data) <= MOST_LABELS:
            for name, x, y in zip(data.index, held, member, strict=True):
                ax.annotate(
                    case_name(name), (x, y), xytext=(4, 3), textcoords="offset points", fontsize=7
                )
        ax.set_xlim(-0.04, 1.04)
        ax.set_ylim(-0.04, 1.04)
        ax.set_xlabel(f"membership in {parsed}")
        ax.set_ylabel(f"membership in {outcome}")
        fit = (
            f"sufficiency: inclS {_ratio(shared, held.sum())}, "
            f"covS {_ratio(shared, member.sum())}   (n = {len(data)} cases{left_out})"
        )
        ax.set_title(f"{parsed} and {outcome}\n{fit}", fontsize=9)
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
        The parsimonious solution. Conditions that its models hold on to are core and drawn large;
        those that only some of its models hold on to have a ring; the others are contributing and
        small (`qca.core_conditions`). Without it all are large.

    Notes
    -----
    Filled circle: present. Crossed circle: absent. Blank: the condition does not matter.
    """
    made_by(solution, "solution", Solution, "what minimize returns")
    terms = solution.model(model).expression.terms
    kinds = None if core is None else core_conditions(solution, core, model)
    names = list(solution.table.conditions)
    fit = solution.fit(model)
    rows = [*names, "inclS", "PRI", "covS", "covU"]
    with house_style():
        ax = bare(axes(ax, max(2.2 + 0.9 * len(terms), 5.4), 1.4 + 0.42 * len(rows)))
        for across, term in enumerate(terms):
            for literal in term:
                down = names.index(literal.condition)
                kind = "core" if kinds is None else kinds.iloc[across][literal.condition]
                _circle(ax, APART * across, -down, literal, kind)
            for at, name in enumerate(rows[len(names) :]):
                value = fit[name].iloc[across]
                words = "–" if np.isnan(value) else f"{value:.3f}"
                ax.text(
                    APART * across, -len(names) - at, words, ha="center", va="center", fontsize=8
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
        ax.text(-0.55, -len(rows) - 0.4, _key(kinds, core), fontsize=7.5, va="center")
        ax.set_title(
            f"{solution.kind} solution, model {model + 1} of {solution.number}\n"
            f"inclS {whole['inclS']:.3f}, PRI {whole['PRI']:.3f}, covS {whole['covS']:.3f}, "
            f"n = {len(solution.table.data)} cases",
            fontsize=9, pad=12,
        )  # fmt: skip
    return ax


def _key(kinds: pd.DataFrame | None, core: Solution | None) -> str:
    """Say what the marks of a configuration chart mean; the ring only where there is one."""
    signs = "● present   ⊗ absent"
    if kinds is None or core is None:
        return signs
    if kinds.eq("core in some").to_numpy().any():
        signs += f"   large: core in all of {core.number}   ringed: in some"
    else:
        signs += "   large: core"
    return f"{signs}   small: contributing"


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
            place = [
                (value - row.tried_from) / span for value in (row.lower, row.upper, row.chosen)
            ]
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


def _circle(ax: Axes, x: float, y: float, literal: Literal, kind: str) -> None:
    """Draw a condition of a term: large when core, ringed when core in some models."""
    radius = LARGE if kind == "core" else SMALL
    if kind == "core in some":
        ax.add_patch(Circle((x, y), LARGE, facecolor="none", edgecolor=INK, linewidth=0.8))
    if literal.values is not None:
        values = ",".join(map(str, literal.values))
        size = 10 if kind == "core" else 7
        ax.text(x, y, values, ha="center", va="center", fontsize=size, weight="bold")
        return
    face = "white" if literal.negated else INK
    ax.add_patch(Circle((x, y), radius, facecolor=face, edgecolor=INK, linewidth=1.2))
    if literal.negated:
        reach = radius * 0.7
        ax.plot([x - reach, x + reach], [y - reach, y + reach], color=INK, linewidth=1.2)
        ax.plot([x - reach, x + reach], [y + reach, y - reach], color=INK, linewidth=1.2)


def _ratio(above: float, below: float) -> str:
    return f"{above / below:.3f}" if below > 0 else "–"


__all__ = ["plot_configurations", "plot_ranges", "plot_xy"]
