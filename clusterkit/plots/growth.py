"""Figures of section 1: jobs, their growth, conditions, and the two together."""

from __future__ import annotations

import math
import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from ..evidence.definition import country_outlines
from ..evidence.tables import Evidence
from ..questions.directions import CHANGES, DIRECTION, changed_in_both, directions_shown
from ..questions.growth import Implied
from .style import FAINT, INK, PAPER, axes, bare, house_style, nothing_to_draw, words

LEVEL_FINDINGS = ("poor", "good")
CHANGE_FINDINGS = ("worsened", "not_improved", "unchanged", "mixed", "improved")
OPEN_END = 1.6


def plot_levels(evidence: Evidence, levels: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw every count of jobs as the interval that the paper's words allow.

    Parameters
    ----------
    levels
        Rows of `growth.levels` with unit `jobs`; a bar is an interval, an arrow an open end,
        a dot a figure given without a qualifier.
    """
    rows = levels[levels["setting_id"].notna() & levels["same_as"].isna()]
    order = rows.assign(key=rows["upper"].where(rows["upper"] < math.inf, rows["lower"]))
    rows = order.sort_values(["key", "setting_id"]).drop(columns="key")
    with house_style():
        ax = axes(ax, 8, 0.32 * len(rows) + 1.3)
        if rows.empty:
            return nothing_to_draw(ax, "No count of jobs is among these rows.")
        floor = max(1.0, rows[["lower", "upper"]].replace([0, math.inf], pd.NA).min().min() / 3)
        for height, (_, row) in enumerate(rows.iterrows()):
            _draw_interval(ax, row["lower"], row["upper"], height, floor)
        names = [
            f"{evidence.place_name(row['setting_id'])}, {_when(row)}" for _, row in rows.iterrows()
        ]
        ax.set_xscale("log")
        ax.xaxis.set_minor_formatter("")
        ax.set_yticks(range(len(rows)), names)
        ax.xaxis.set_major_formatter(lambda number, _: f"{number:,.0f}")
        ax.set_xlabel("jobs (logarithmic scale)")
        ax.set_title(
            f"Jobs as the paper bounds them: {len(rows)} figures, "
            f"{rows['setting_id'].nunique()} places"
        )
        ax.grid(axis="x", color="#dddddd", linewidth=0.6)
        ax.set_axisbelow(True)
    return ax


def plot_growth_rates(evidence: Evidence, growth: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw annual growth rates of jobs as intervals.

    Parameters
    ----------
    growth
        As `growth.employment_growth` returns it; rows without a rate are named, not drawn.
    """
    rated = growth[growth["growth_lower"].notna()].iloc[::-1].reset_index(drop=True)
    silent = growth[growth["growth_lower"].isna()]
    with house_style():
        ax = axes(ax, 8, 0.42 * len(rated) + 1.6)
        if rated.empty:
            places = silent["setting_id"].nunique()
            sentence = f"No rate of growth follows from these rows; places with figures: {places}."
            return nothing_to_draw(ax, sentence)
        finite = rated["growth_upper"].where(
            rated["growth_upper"] < math.inf, rated["growth_lower"]
        )
        reach = 1.25 * float(max(finite.max(), 10))
        for height, row in rated.iterrows():
            low, high = float(row["growth_lower"]), float(row["growth_upper"])
            _draw_rate(ax, low, high, int(height), reach)
        ax.set_xlim(0, reach)
        ax.set_ylim(-0.6, len(rated) - 0.4)
        names = [
            f"{evidence.place_name(row['setting_id'])} ({row['basis']})"
            for _, row in rated.iterrows()
        ]
        ax.set_yticks(range(len(rated)), names)
        ax.set_xlabel("growth of jobs, percent per year")
        ax.set_title(
            f"Growth that the figures allow: {rated['setting_id'].nunique()} places with a rate, "
            f"{silent['setting_id'].nunique()} without"
        )
        ax.grid(axis="x", color="#dddddd", linewidth=0.6)
        ax.set_axisbelow(True)
    return ax


def plot_implied(implied: Implied, *, ax: Axes | None = None) -> Axes:
    """Draw what the figures on one place jointly imply, year by year; points are not joined."""
    known = implied.levels[implied.levels["upper"] < math.inf]
    with house_style():
        ax = axes(ax, 7, 3.4)
        if known.empty:
            return nothing_to_draw(ax, "The figures imply no bounds on jobs in any year.")
        for year, row in known.iterrows():
            ax.plot(
                [year, year],
                [row["lower"], row["upper"]],
                color=INK,
                linewidth=6,
                solid_capstyle="butt",
            )
            ax.plot(
                [year, year], [row["lower"], row["upper"]], color=INK, marker="_", markersize=10
            )
            label = f"{row['lower']:,.0f}"
            if row["upper"] - row["lower"] > 1:
                label += f"–{row['upper']:,.0f}"
            ax.annotate(
                label, (year, row["upper"]), xytext=(0, 6), textcoords="offset points", ha="center"
            )
        ax.set_ylim(0, None)
        ax.margins(x=0.12, y=0.18)
        ax.set_xticks(list(known.index))
        ax.yaxis.set_major_formatter(lambda number, _: f"{number:,.0f}")
        ax.set_ylabel("jobs")
        ax.set_title(f"Jobs implied by the stated figures, {len(known)} years")
    return ax


def plot_conditions(
    evidence: Evidence, conditions: pd.DataFrame, *, ax: Axes | None = None
) -> Axes:
    """Count what is said of each social condition, levels apart from changes.

    Parameters
    ----------
    conditions
        Rows of `evidence.conditions`. A cell gives claims and, after the bar, places; a dot
        says that none of these rows says it.
    """
    dimensions = evidence.vocabulary("conditions", "dimension")
    there = set(conditions["finding"])
    changes = [word for word in CHANGE_FINDINGS if word != "not_improved" or word in there]
    findings = [*LEVEL_FINDINGS, *changes]
    gap = 0.5
    with house_style():
        ax = bare(axes(ax, 8, 4.6))
        for height, dimension in enumerate(reversed(dimensions)):
            for place, finding in enumerate(findings):
                rows = conditions[
                    (conditions["dimension"] == dimension) & (conditions["finding"] == finding)
                ]
                across = place + (gap if finding in CHANGE_FINDINGS else 0)
                _count_cell(ax, evidence, rows, across, height)
        ticks = [
            place + (gap if finding in CHANGE_FINDINGS else 0)
            for place, finding in enumerate(findings)
        ]
        ax.set_xticks(ticks, [words(finding) for finding in findings])
        ax.xaxis.tick_top()
        ax.set_yticks(
            range(len(dimensions)), [words(dimension) for dimension in reversed(dimensions)]
        )
        ax.set_xlim(-0.6, ticks[-1] + 0.6)
        ax.set_ylim(-0.7, len(dimensions) + 0.4)
        ax.text(0.5, len(dimensions), "a level", ha="center", style="italic")
        ax.text(gap + 3.5, len(dimensions), "a change", ha="center", style="italic")
        counts = evidence.counts(conditions)
        ax.set_title(f"Social conditions: {counts} (claims | places in each cell)", pad=26)
    return ax


def plot_growth_and_conditions(grid: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the growth × conditions grid, with its "level only" and "not said" margins.

    Parameters
    ----------
    grid
        As `directions.growth_and_conditions` returns it. Cells of up to three places name them;
        an asterisk marks a place whose direction rests on a hedged statement.
    """
    shown, changes = directions_shown(grid), DIRECTION[: len(CHANGES)]
    last = len(shown) - 1
    with house_style():
        ax = bare(axes(ax, 9, 6))
        for x, growth in enumerate(shown):
            for y, condition in enumerate(shown):
                known = growth in changes and condition in changes
                _grid_cell(ax, grid, growth, condition, x, last - y, known=known)
        ax.set_xticks(range(len(shown)), shown)
        ax.set_yticks(range(len(shown)), shown[::-1])
        ax.set_xlabel("growth")
        ax.set_ylabel("social conditions")
        ax.set_xlim(-0.5, last + 0.5)
        ax.set_ylim(-0.5, last + 0.5)
        ax.set_title(
            f"Growth and social conditions: {len(grid)} places, {changed_in_both(grid)} with a "
            "change in both"
        )
    return ax


def plot_map(settings: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the clusters on a map of thin country outlines (Natural Earth, 1:110 million).

    Parameters
    ----------
    settings
        Rows of `evidence.settings`; those without coordinates are counted in the title, since
        none is guessed.
    """
    placed = settings[settings["latitude"].notna()]
    with house_style():
        ax = bare(axes(ax, 11, 4.4))
        for rings in country_outlines().values():
            land = Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))
            ax.add_patch(
                PathPatch(land, facecolor=PAPER, edgecolor="#c9c9c9", linewidth=0.5, zorder=1)
            )
        here = placed.groupby(["latitude", "longitude"])
        for number, ((latitude, longitude), rows) in enumerate(here, start=1):
            _map_mark(ax, rows, float(latitude), float(longitude), number)
        ax.set_xlim(-130, 150)
        ax.set_ylim(-40, 62)
        ax.set_aspect(1.15)
        ax.set_xticks([])
        ax.set_yticks([])
        missing = len(settings) - len(placed)
        ax.set_title(
            f"Where the clusters are: {len(placed)} on the map, {missing} without coordinates"
        )
    return ax


def _draw_interval(ax: Axes, low: float, high: float, height: float, floor: float) -> None:
    if low == high:
        ax.plot([low], [height], "o", color=INK, markersize=5)
        return
    left = max(low, floor)
    right = high if high < math.inf else low * OPEN_END
    ax.plot([left, right], [height, height], color=INK, linewidth=3, solid_capstyle="butt")
    if low <= 0:
        ax.plot([left], [height], "<", color=INK, markersize=6)
    if high == math.inf:
        ax.plot([right], [height], ">", color=INK, markersize=6)


def _draw_rate(ax: Axes, low: float, high: float, height: int, reach: float) -> None:
    label = f"{low:.1f}" if low == high else f"{low:.1f} to {high:.1f}"
    if high == math.inf:
        label = f"at least {low:.1f}"
        ax.annotate(
            "",
            (reach, height),
            (low, height),
            arrowprops=dict(arrowstyle="->", color=INK, linewidth=2),
        )
        ax.plot([low], [height], "|", color=INK, markersize=12, markeredgewidth=2)
    elif low == high:
        ax.plot([low], [height], "o", color=INK)
    else:
        ax.plot([low, high], [height, height], color=INK, linewidth=4, solid_capstyle="butt")
    ax.annotate(label + " %", (low, height), xytext=(4, 7), textcoords="offset points", va="bottom")


def _when(row: pd.Series) -> str:
    low, high = row["year_lo"], row["year_hi"]
    if pd.isna(low) and pd.isna(high):
        return "no date"
    if pd.isna(low):
        return f"by {high}"
    if pd.isna(high):
        return f"from {low}"
    return f"{low}" if low == high else f"{low}–{high}"


def _count_cell(ax: Axes, evidence: Evidence, rows: pd.DataFrame, x: float, y: float) -> None:
    if rows.empty:
        ax.plot([x], [y], ".", color=FAINT, markersize=3)
        return
    counts = evidence.counts(rows)
    ax.text(
        x,
        y,
        f"{counts.claims} | {counts.places}",
        ha="center",
        va="center",
        bbox=dict(boxstyle="round,pad=0.35", facecolor=PAPER, edgecolor=INK, linewidth=0.8),
    )


def _grid_cell(
    ax: Axes, grid: pd.DataFrame, growth: str, condition: str, x: int, y: int, *, known: bool
) -> None:
    here = grid[(grid["growth"] == growth) & (grid["conditions"] == condition)]
    ax.add_patch(_square(x, y, "white" if known else PAPER))
    if here.empty:
        ax.plot([x], [y], ".", color=FAINT, markersize=3)
        return
    names = [
        name + ("*" if hedged else "")
        for name, hedged in zip(here["place"], here["hedged"], strict=True)
    ]
    if len(names) > 3:
        ax.text(x, y, f"{len(names)} places", ha="center", va="center")
    else:
        text = "\n".join("\n".join(textwrap.wrap(name, 17)) for name in names)
        ax.text(x, y, text, ha="center", va="center", fontsize=7)


def _square(x: float, y: float, colour: str) -> Rectangle:
    return Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=colour, edgecolor="#cccccc", linewidth=0.8)


def _map_mark(ax: Axes, rows: pd.DataFrame, latitude: float, longitude: float, number: int) -> None:
    """Mark a town with a number, and name the town and its products beside the map."""
    ax.plot([longitude], [latitude], "o", color=INK, markersize=4, zorder=3)
    ax.annotate(
        str(number),
        (longitude, latitude),
        xytext=(3, 3),
        textcoords="offset points",
        fontsize=7,
        weight="bold",
        zorder=4,
    )
    products = ", ".join(str(product) for product in rows["product"])
    place = f"{number}  {rows['place'].iloc[0]} ({rows['country'].iloc[0]}): {products}"
    ax.text(1.01, 1.02 - 0.058 * number, place, transform=ax.transAxes, fontsize=7)
