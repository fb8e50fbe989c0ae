"""Figures of section 1: jobs, their growth, conditions, and the two together."""

from __future__ import annotations

import math
import textwrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from ..evidence.tables import Evidence
from ..questions.directions import CHANGES, DIRECTION, changed_in_both, directions_shown
from ..questions.growth import Implied
from .pictures import Cell, Grid, Intervals, Named, Span
from .style import (
    FAINT,
    INK,
    PAPER,
    QUIET,
    RULE,
    axes,
    bare,
    heads,
    heat,
    house_style,
    intervals,
    nothing_to_draw,
    words,
)

LEVEL_FINDINGS = ("poor", "good")
CHANGE_FINDINGS = ("worsened", "not_improved", "unchanged", "mixed", "improved")
OPEN_END = 1.6
HIDDEN = "left out by the choice"  # said, but not in the rows that a reader has chosen
GRID_NOTE = "Level only: a level is reported, but no change; not said: nothing is."
STAR_NOTE = " *: a hedged statement (may, might, is said to) is among the rows of the place."
MOST_NAMES = 12  # of places in a cell; the others are counted
LINE = 0.165  # height of a line of a cell, in inches
TICKS = MaxNLocator(nbins=9, steps=[1, 2, 2.5, 5, 10])


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
        ax = axes(ax, 7.5, 0.32 * len(rows) + 1.3)
        if rows.empty:
            return nothing_to_draw(ax, "No count of jobs is among these rows.")
        floor = max(1.0, rows[["lower", "upper"]].replace([0, math.inf], pd.NA).min().min() / 3)
        ends = pd.DataFrame({"lower": rows["lower"], "upper": rows["upper"]}).astype(float)
        ends = ends.assign(at=range(len(rows)), below=ends["lower"] <= 0)
        open_end = ends["upper"] == math.inf
        upper = ends["upper"].mask(open_end, ends["lower"] * OPEN_END)
        shown = ends.assign(lower=ends["lower"].clip(lower=floor), upper=upper)
        intervals(ax, shown)
        exact = shown[shown["lower"] == shown["upper"]]
        for marks, marker, column in (
            (exact, "o", "lower"), (shown[ends["below"]], "<", "lower"),
            (shown[open_end], ">", "upper"),
        ):  # fmt: skip
            ax.plot(marks[column], marks["at"], marker, color=INK, markersize=6)
        names = [
            f"{evidence.place_name(row['setting_id'])}, {_when(row)}" for _, row in rows.iterrows()
        ]
        ax.set_xscale("log")
        ax.xaxis.set_minor_formatter("")
        ax.set_yticks(range(len(rows)), names)
        ax.xaxis.set_major_formatter(lambda number, _: f"{number:,.0f}")
        ax.set_xlabel("jobs (logarithmic scale)")
        places = rows["setting_id"].nunique()
        ax.set_title(f"Jobs as the paper bounds them: {len(rows)} figures, {places} places")
        _behind(ax)
    return ax


def plot_growth_rates(evidence: Evidence, growth: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw annual growth rates of jobs as intervals.

    Parameters
    ----------
    growth
        As `growth.employment_growth` returns it; rows without a rate are named, not drawn.
    """
    return draw_intervals(growth_intervals(evidence, growth), ax=ax)


def growth_intervals(evidence: Evidence, growth: pd.DataFrame) -> Intervals:
    """Lay out annual growth rates of jobs: a line for each rate, the names of those without one.

    Parameters
    ----------
    growth
        As `growth.employment_growth` returns it.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> drawn = growth_intervals(evidence, ck.employment_growth(evidence))
    >>> [span.label for span in drawn.spans][-1], drawn.spans[-1].open, len(drawn.without)
    ('at least 84.2 %', True, 6)
    """
    names = evidence.place_names(growth["setting_id"])
    rated = growth.assign(place=names)[growth["growth_lower"].notna()]
    low, high = (rated[f"growth_{end}"].astype(float) for end in ("lower", "upper"))
    reach = 1.25 * max(float(high.where(high < math.inf, low).max()), 10.0) if len(rated) else 10.0
    least = min(0.0, 1.1 * float(low.min())) if len(rated) else 0.0
    spans = []
    for lower, upper, line in zip(low, high, rated.to_dict("records"), strict=True):
        label = f"{_rate(lower, upper)} %"
        words = f"{line['place']}, {line['basis']}: {label} a year; {line['why']}"
        ends = (lower, min(upper, reach), upper == math.inf)
        spans.append(Span(line["place"], line["basis"], *ends, label, words, tuple(line["rows"])))
    silent = growth.assign(place=names)[growth["growth_lower"].isna()]
    without = [
        Named(place, f"{place}: no rate follows; {'; '.join(dict.fromkeys(rows['why']))}",
              tuple(dict.fromkeys(rows["rows"].explode().dropna())))
        for place, rows in silent.groupby("place")
    ]  # fmt: skip
    places = f"{rated['setting_id'].nunique()} places with a rate, {len(without)} without"
    listed = ", ".join(place.name for place in without) or "none"
    return Intervals(
        f"Growth that the figures allow: {places}",
        "growth of jobs, percent per year",
        (least, reach),
        tuple(tick for tick in TICKS.tick_values(least, reach) if least <= tick <= reach),
        tuple(spans),
        tuple(without),
        f"Without a rate: {listed}.",
        f"No rate of growth follows from these rows; places with figures: {len(without)}.",
    )


def draw_intervals(picture: Intervals, *, ax: Axes | None = None) -> Axes:
    """Draw intervals for print, the first line on top."""
    spans = picture.spans[::-1]  # from the axis up
    with house_style():
        note = textwrap.fill(picture.note, 96)
        ax = axes(ax, 7.5, 0.42 * len(spans) + 1.4 + LINE * (note.count("\n") + 1))
        if not spans:
            return nothing_to_draw(ax, picture.nothing)
        lines = [(at, span.lower, span.upper) for at, span in enumerate(spans)]
        intervals(ax, pd.DataFrame(lines, columns=["at", "lower", "upper"]), thick=4)
        for at, span in enumerate(spans):
            _span_marks(ax, span, at, picture.ends[1])
        ax.set_xlim(picture.ends)
        ax.set_ylim(-0.6, len(spans) - 0.4)
        ax.set_xticks(picture.ticks)
        smalls = [f"\n({span.small})" if span.small else "" for span in spans]
        names = [f"{span.name}{small}" for span, small in zip(spans, smalls, strict=True)]
        ax.set_yticks(range(len(spans)), names)
        ax.xaxis.set_major_formatter(lambda number, _: f"{number:,.10g}")
        ax.set_xlabel(picture.axis)
        ax.set_title(picture.title)
        left = dict(xytext=(0, -36), textcoords="offset points", va="top", annotation_clip=False)
        ax.annotate(note, (-0.3, 0), xycoords="axes fraction", color=QUIET, **left)
        _behind(ax)
    return ax


def plot_implied(implied: Implied, *, ax: Axes | None = None) -> Axes:
    """Draw what the figures on one place jointly imply, year by year; points are not joined.

    What is computed is given to two figures, since no figure of the paper is more exact.
    """
    known = implied.levels[implied.levels["upper"] < math.inf]
    with house_style():
        ax = axes(ax, 7, 3.4)
        if known.empty:
            return nothing_to_draw(ax, "The figures imply no bounds on jobs in any year.")
        ends = known[["lower", "upper"]].astype(float).assign(at=known.index.astype(float))
        intervals(ax, ends, upright=True, thick=6)
        labels = implied_jobs(known)
        for year, lower, upper in zip(known.index, ends["lower"], ends["upper"], strict=True):
            mark = dict(color=INK, marker="_", markersize=12, markeredgewidth=2, linestyle="")
            ax.plot([year, year], [lower, upper], **mark)
            above = dict(xytext=(0, 6), textcoords="offset points", ha="center")
            ax.annotate(labels[year], (year, upper), **above)
        ax.set_ylim(0, 1.15 * float(ends["upper"].max()))
        ax.margins(x=0.22)
        ax.set_xticks(list(known.index))
        ax.yaxis.set_major_formatter(lambda number, _: f"{number:,.0f}")
        ax.set_ylabel("jobs")
        ax.set_title(f"Jobs implied by the stated figures, {len(known)} years")
    return ax


def implied_intervals(implied: Implied) -> Intervals:
    """Lay out the jobs implied of one place: a line for each year that has an upper bound.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> drawn = implied_intervals(ck.implied_levels(evidence, "los-lagos-salmon", assume="even"))
    >>> [(span.name, span.label) for span in drawn.spans][0]
    ('1992', 'about 6,900')
    """
    known = implied.levels[implied.levels["upper"] < math.inf]
    reach = 1.25 * max(float(known["upper"].max()), 1.0) if len(known) else 1.0
    labels = implied_jobs(known)
    spans = []
    for year, low, high, rows in known[["lower", "upper", "rows"]].itertuples():
        lower, upper = float(low), float(high)
        upper = lower if math.isclose(lower, upper, rel_tol=1e-6) else upper
        words = f"{year}: {labels[year]} jobs"
        spans.append(Span(str(year), "", lower, upper, False, labels[year], words, tuple(rows)))
    years = f"{len(spans)} year{'' if len(spans) == 1 else 's'}"
    ticks = tuple(tick for tick in TICKS.tick_values(0, reach) if tick <= reach)
    title = f"Jobs implied by the stated figures, {years}"
    nothing = "The figures imply no bounds on jobs in any year."
    return Intervals(title, "jobs", (0.0, reach), ticks, tuple(spans), (), "", nothing)


def implied_jobs(levels: pd.DataFrame) -> pd.Series:
    """Say what is implied of each year: a stated count as it is, a computed one to two figures.

    Parameters
    ----------
    levels
        As in `growth.Implied`.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> implied_jobs(ck.implied_levels(evidence, "los-lagos-salmon", assume="even").levels).tolist()
    ['about 6,900', 'about 22,000', 'about 28,000', '45,000']
    """
    said = []
    for lower, upper, rows in levels[["lower", "upper", "rows"]].itertuples(index=False):
        if math.isclose(lower, upper, rel_tol=1e-6):
            said.append(f"{lower:,.0f}" if len(rows) == 1 else f"about {_two_figures(lower)}")
        elif upper == math.inf:
            said.append(f"at least about {_two_figures(lower)}")
        elif lower <= 0:
            said.append(f"up to about {_two_figures(upper)}")
        else:
            said.append(f"about {_two_figures(lower)} to {_two_figures(upper)}")
    return pd.Series(said, levels.index, dtype="str")


def plot_conditions(
    evidence: Evidence, conditions: pd.DataFrame, *, ax: Axes | None = None
) -> Axes:
    """Count what is said of each social condition, levels apart from changes.

    Parameters
    ----------
    conditions
        Rows of `evidence.conditions`. A cell gives claims and, after the bar, places, and is
        darker the more places there are; a dot says that none of these rows says it.
    """
    dimensions = evidence.vocabulary("conditions", "dimension")
    there = set(conditions["finding"])
    changes = [word for word in CHANGE_FINDINGS if word != "not_improved" or word in there]
    findings = [*LEVEL_FINDINGS, *changes]
    cells = {
        (dimension, finding): evidence.counts(rows)
        for (dimension, finding), rows in conditions.groupby(
            ["dimension", "finding"], observed=True
        )
    }
    places = pd.DataFrame(0, index=list(dimensions), columns=findings)
    for (dimension, finding), counts in cells.items():
        places.loc[dimension, finding] = counts.places
    with house_style():
        ax = heat(axes(ax, 7.5, 5.2), places)
        for y, dimension in enumerate(dimensions):
            for x, finding in enumerate(findings):
                found = cells.get((dimension, finding))
                if found is None:
                    ax.plot([x + 0.5], [y + 0.5], ".", color=FAINT, markersize=3)
                    continue
                cell = f"{found.claims} | {found.places}"
                ax.text(x + 0.5, y + 0.5, cell, ha="center", va="center")
        heads(
            ax, [words(word).replace(" ", "\n") for word in findings], list(map(words, dimensions))
        )
        levels = len(LEVEL_FINDINGS)
        ax.axvline(levels, color=INK, linewidth=1.6)
        for middle, group in ((levels / 2, "a level"), ((levels + len(findings)) / 2, "a change")):
            above = dict(xytext=(0, 34), textcoords="offset points", annotation_clip=False)
            ax.annotate(
                group, (middle, 1), xycoords=ax.get_xaxis_transform(), ha="center",
                style="italic", **above,
            )  # fmt: skip
        ax.set_title(f"Social conditions: {evidence.counts(conditions)}", pad=52)
        ax.set_xlabel(
            "In each cell: claims | places; darker: more places; a dot: no row says it",
            loc="left", color=QUIET, labelpad=8,
        )  # fmt: skip
    return ax


def plot_growth_and_conditions(
    grid: pd.DataFrame,
    *,
    among: pd.DataFrame | None = None,
    heads: tuple[str, str] = ("growth", "social conditions"),
    rule: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the growth × conditions grid, with its "level only" and "not said" margins.

    Parameters
    ----------
    grid
        As `directions.growth_and_conditions` returns it, of the rows that a reader has chosen.
        An asterisk marks a place whose direction rests on a hedged statement.
    among
        The grid of all rows, where `grid` is of some: what those leave out is not "not said".
    heads
        What growth, and conditions, are here.
    rule
        What counts as growth (`directions.growth_rule`), for the note below.
    """
    return draw_grid(places_grid(grid, among=among, heads=heads, rule=rule), ax=ax)


def places_grid(
    grid: pd.DataFrame,
    *,
    among: pd.DataFrame | None = None,
    heads: tuple[str, str] = ("growth", "social conditions"),
    rule: str = "",
) -> Grid:
    """Lay out the growth × conditions grid; parameters as of `plot_growth_and_conditions`.

    Examples
    --------
    >>> import clusterkit as ck
    >>> laid_out = places_grid(ck.growth_and_conditions(ck.load(only="paper")))
    >>> laid_out.rows_of[0], laid_out.columns[0], [one.name for one in laid_out.cells[0][0].names]
    ('improved', 'improved', ['Los Lagos salmon', 'Torreon blue jeans'])
    """
    shown = grid if among is None else _with_hidden(grid, among)
    columns, rows = directions_shown(grid), directions_shown(grid)
    columns += [HIDDEN] if (shown["growth"] == HIDDEN).any() else []
    rows += [HIDDEN] if (shown["conditions"] == HIDDEN).any() else []
    told: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    parts = ["place", "growth", "conditions", "growth_rows", "condition_rows", "hedged"]
    for place in shown[parts].astype(object).itertuples(index=False):
        told.setdefault((str(place.growth), str(place.conditions)), []).append(place)
    there = {cell: _named_in_cell(places) for cell, places in told.items()}
    cells = tuple(
        tuple(
            Cell(there.get((word, row), ()), word in CHANGE_WORDS and row in CHANGE_WORDS)
            for word in columns
        )
        for row in rows
    )
    places = f"{len(grid)} place{'' if len(grid) == 1 else 's'}"
    title = f"Growth and social conditions: {places}, {changed_in_both(grid)} with a change in both"
    note = GRID_NOTE + (STAR_NOTE if shown["hedged"].any() else "") + (f" {rule}" if rule else "")
    return Grid(title, heads, tuple(columns), tuple(rows), cells, note)


def draw_grid(picture: Grid, *, ax: Axes | None = None) -> Axes:
    """Draw a grid of names for print; a row is as high as its fullest cell."""
    columns = picture.columns
    column = min(1.4, 8.4 / len(columns))
    letters = int(column * 12.3)
    cells = [[_lines_of_names(cell, letters) for cell in row] for row in picture.cells]
    lines = [max([2, *map(len, row)]) for row in cells]
    tops = [sum(lines[:at]) + 0.8 * at for at in range(len(lines) + 1)]
    note = textwrap.fill(picture.note, int(13 * (column * len(columns) + 1)))
    below = LINE * (note.count("\n") + 2)
    with house_style():
        ax = bare(axes(ax, 1.1 + column * len(columns), LINE * tops[-1] + 1.1 + below))
        for y, row in enumerate(cells):
            for x, words_there in enumerate(row):
                box = (x, tops[y], 1, tops[y + 1] - tops[y])
                _grid_cell(ax, words_there, box, known=picture.cells[y][x].known)
        ax.set_xticks([x + 0.5 for x in range(len(columns))], [_head(word) for word in columns])
        middles = [(top + bottom) / 2 for top, bottom in zip(tops, tops[1:], strict=False)]
        ax.set_yticks(middles, [_head(word) for word in picture.rows_of])
        ax.set_xlabel(picture.heads[0], weight="bold")
        ax.set_ylabel(picture.heads[1], weight="bold")
        ax.set_xlim(0, len(columns))
        ax.set_ylim(tops[-1], 0)
        ax.set_title(picture.title)
        under = dict(xytext=(0, -44), textcoords="offset points", va="top", annotation_clip=False)
        ax.annotate(note, (0, 0), xycoords="axes fraction", color=QUIET, **under)
    return ax


CHANGE_WORDS = DIRECTION[: len(CHANGES)]


def _with_hidden(grid: pd.DataFrame, among: pd.DataFrame) -> pd.DataFrame:
    """Say of what is silent in the chosen rows alone that the choice has left it out."""
    everywhere = among.loc[grid.index]
    parts = {}
    for part in ("growth", "conditions"):
        said = grid[part].astype("str")
        left_out = said.eq("not said") & everywhere[part].ne("not said")
        parts[part] = said.mask(left_out, HIDDEN)
    return grid.assign(**parts)


def _named_in_cell(places: list[tuple[Any, ...]]) -> tuple[Named, ...]:
    """Name the places of a cell; of very many the first, and count the others."""
    names = []
    for place, growth, conditions, of_growth, of_conditions, hedged in places:
        words = f"{place}: growth {growth}, conditions {conditions}"
        words += "; a hedged statement is among its rows" if hedged else ""
        rows = tuple(dict.fromkeys((*of_growth, *of_conditions)))
        names.append(Named(place, words, rows, bool(hedged)))
    more = names[MOST_NAMES:]
    if more:
        words = f"and {len(more)} more: {', '.join(place.name for place in more)}"
        rows = tuple(dict.fromkeys(row for place in more for row in place.rows))
        names[MOST_NAMES:] = [Named(f"and {len(more)} more", words, rows)]
    return tuple(names)


def _lines_of_names(cell: Cell, letters: int) -> list[str]:
    """Write the names of a cell in lines that fit."""
    return [
        line
        for place in cell.names
        for line in textwrap.wrap(place.name + "*" * place.star, letters, subsequent_indent=" ")
    ]


def _grid_cell(
    ax: Axes, lines: list[str], box: tuple[float, float, float, float], *, known: bool
) -> None:
    x, y, width, height = box
    look = dict(facecolor="white" if known else PAPER, edgecolor=RULE, linewidth=0.8)
    ax.add_patch(Rectangle((x, y), width, height, **look))
    if lines:
        middle = dict(ha="left", va="center", linespacing=1.15)
        ax.text(x + 0.06, y + height / 2, "\n".join(lines), **middle)
    else:
        ax.plot([x + width / 2], [y + height / 2], ".", color=FAINT, markersize=3)


def _head(word: str) -> str:
    return "\n".join(textwrap.wrap(word, 12))


def _behind(ax: Axes) -> None:
    """Thin lines to read values off, behind all else."""
    ax.grid(axis="x", color="#dddddd", linewidth=0.6)
    ax.grid(axis="y", visible=False)
    ax.set_axisbelow(True)


def _rate(low: float, high: float) -> str:
    if high == math.inf:
        return f"at least {low:.1f}"
    return f"{low:.1f}" if low == high else f"{low:.1f} to {high:.1f}"


def _span_marks(ax: Axes, span: Span, height: float, reach: float) -> None:
    if span.open:
        ax.plot([reach * 0.985], [height], ">", color=INK, markersize=8)
        ax.plot([span.lower], [height], "|", color=INK, markersize=12, markeredgewidth=2)
    elif span.lower == span.upper:
        ax.plot([span.lower], [height], "o", color=INK)
    above = dict(xytext=(0, 7), textcoords="offset points", va="bottom")
    ax.annotate(span.label, (span.lower, height), **above)


def _two_figures(number: float) -> str:
    return f"{float(f'{number:.2g}'):,.0f}"


def _when(row: pd.Series) -> str:
    low, high = row["year_lo"], row["year_hi"]
    if pd.isna(low) and pd.isna(high):
        return "no date"
    if pd.isna(low):
        return f"by {high}"
    if pd.isna(high):
        return f"from {low}"
    return f"{low}" if low == high else f"{low}–{high}"
