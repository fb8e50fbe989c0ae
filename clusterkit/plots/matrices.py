"""Figures of sections 2 and 3: policies and acts, their effects, and what is not said."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from ..evidence.tables import Evidence
from ..questions.configuration import WAY_MARKS
from ..questions.crosstables import ALL_STATES, TALLIES
from ..questions.effects import COLUMNS, harvest_counts, lined
from ..questions.framework import OUTCOME_WORDS, OUTCOMES, STANDINGS
from ..questions.words import DIRECTION_WORDS, DIRECTIONS, NOT_STATED, SIGNS, STATED
from .style import (
    ACTOR_MARKS,
    CERTAINTY_FILL,
    FAINT,
    INK,
    PAPER,
    STANDING_MARKS,
    actor_legend,
    axes,
    bare,
    certainty_legend,
    house_style,
    nothing_to_draw,
    standing_legend,
    words,
)

MOST_LINES = 40
# Of a harvest plot, in inches: where the policies begin, where the marks do, a mark, a line.
POLICIES, MARKS, MARK, LINE = 2.1, 5.2, 0.19, 0.17
IN_A_ROW = {direction: 4 if direction == NOT_STATED else 2 for direction in DIRECTIONS}
MOST_IN_CELL, MOST_HARVEST_LINES = 16, 60

MODE_HEADS = {
    "joint": "jointly", "absent": "did not act", "collapsed": "broke up",
    "opposed": "worked against", "prevented": "prevented", "not stated": "how: not said",
}  # fmt: skip


def plot_effects(effects: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw every instrument against both outcomes: effects stated, or which kind of nothing.

    Parameters
    ----------
    effects
        As `crosstables.effects_by_instrument` returns it. Beside a mark stands the number of
        claims about places for each direction; in brackets that of general claims. Of more than
        40 lines those in which no effect is stated are left out, and counted in the title.
    """
    lines, left_out = _lines_drawn(effects)
    with house_style():
        ax = bare(axes(ax, 8.5, 0.27 * len(lines) + 1.9))
        if lines.empty:
            return nothing_to_draw(ax, "No policy is among these rows.")
        for y, line in lines.iloc[::-1].reset_index(drop=True).iterrows():
            here = effects[(effects[list(line.index)] == line).all(axis=1)]
            for x, outcome in enumerate(OUTCOMES):
                cell = here[here["outcome"] == outcome].iloc[0]
                ax.plot([x], [y], linestyle="", markersize=8, **STANDING_MARKS[cell["standing"]])
                signs = f"{_signs(cell, '')}  ({_signs(cell, 'general ')})".replace("  ()", "")
                ax.text(x + 0.07, float(y), signs, va="center", fontsize=8)
            ax.text(
                1.85,
                float(y),
                f"{cell['claims']} | {cell['places']}",
                va="center",
                ha="center",
                fontsize=8,
            )
        labels = [_instrument_and_state(line) for _, line in lines.iloc[::-1].iterrows()]
        ax.set_yticks(range(len(lines)), labels)
        ax.set_xticks([0.1, 1.1, 1.85], [*OUTCOME_WORDS.values(), "claims | places"])
        ax.xaxis.tick_top()
        _domain_bands(ax, lines)
        ax.set_xlim(-0.12, 2.4)
        ax.set_ylim(-0.6, len(lines) - 0.4)
        used = [standing for standing in STANDINGS if standing in set(effects["standing"])]
        entries = [entry for entry in standing_legend() if entry.get_label() in used]
        ax.legend(handles=entries, loc="upper left", bbox_to_anchor=(0, 0), ncols=3)
        ax.set_title(_effects_title(lines, left_out), pad=22)
    return ax


def _lines_drawn(effects: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Choose the lines to draw, and count those left out."""
    keys = ["domain", "instrument", "state"]
    lines = effects[keys].drop_duplicates().reset_index(drop=True)
    if len(lines) <= MOST_LINES:
        return lines, 0
    signs = [name for name in TALLIES if not name.endswith(NOT_STATED)]
    stating = effects[effects[signs].gt(0).any(axis=1)]
    drawn = stating[keys].drop_duplicates().reset_index(drop=True)
    return drawn, len(lines) - len(drawn)


def _effects_title(lines: pd.DataFrame, left_out: int) -> str:
    number = len(lines[["domain", "instrument"]].drop_duplicates())
    states = " by state" if (lines["state"] != ALL_STATES).any() else ""
    rest = f"\n{left_out} more lines state none" if left_out else ""
    return f"Policies and their stated effects: {number} instruments{states}{rest}"


def _instrument_and_state(line: pd.Series) -> str:
    name = words(line["instrument"])
    return name if line["state"] == ALL_STATES else f"{name}: {line['state']}"


def plot_acts(acts: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw every actor against the way it acted.

    Parameters
    ----------
    acts
        As `crosstables.acts_by_actor` returns it. A cell gives claims and places, and how the
        evidence stands; "2 with effect" counts the claims about places that say what
        came of the act.
    """
    actors, modes = list(dict.fromkeys(acts["actor"])), list(dict.fromkeys(acts["mode"]))
    with house_style():
        ax = bare(axes(ax, 9, 5))
        for _, cell in acts.iterrows():
            x, y = modes.index(cell["mode"]), len(actors) - 1 - actors.index(cell["actor"])
            ax.plot([x - 0.3], [y], linestyle="", markersize=8, **STANDING_MARKS[cell["standing"]])
            if cell["claims"]:
                ax.text(x - 0.18, y, f"{cell['claims']} | {cell['places']}", va="center")
                ax.text(
                    x - 0.18,
                    y - 0.3,
                    f"{cell['with_effect']} with effect at a place",
                    va="center",
                    fontsize=6.5,
                    color="#555555",
                )
        for y, actor in enumerate(reversed(actors)):
            if actor in ACTOR_MARKS:
                marker, colour = ACTOR_MARKS[actor]
                ax.plot([-0.62], [y], marker=marker, color=colour, markersize=8, clip_on=False)
        ax.axhline(len(actors) - 4.5, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)))
        ax.text(
            len(modes) - 0.45,
            len(actors) - 4.42,
            "governance actors",
            ha="right",
            va="bottom",
            fontsize=7,
            style="italic",
        )
        ax.text(
            len(modes) - 0.45,
            len(actors) - 4.58,
            "their partners",
            ha="right",
            va="top",
            fontsize=7,
            style="italic",
        )
        ax.set_xticks(range(len(modes)), [_mode_head(mode) for mode in modes])
        ax.xaxis.tick_top()
        ax.set_yticks(range(len(actors)), [words(actor) + "    " for actor in reversed(actors)])
        ax.set_xlim(-0.7, len(modes) - 0.4)
        ax.set_ylim(-0.7, len(actors) - 0.4)
        used = [entry for entry in standing_legend() if entry.get_label() in set(acts["standing"])]
        ax.legend(handles=used, loc="upper left", bbox_to_anchor=(0, 0), ncols=4)
        ax.set_title("Who acted, and how (claims | places)", pad=22)
    return ax


def _mode_head(mode: str) -> str:
    """Head a column of acts: the mark of the way, and its words."""
    return f"{WAY_MARKS.get(mode, '')}\n{MODE_HEADS.get(mode, mode)}"


def plot_gap_map(gaps: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw policy domains against governance actors; declared gaps are hatched.

    Parameters
    ----------
    gaps
        As `gaps.gap_map` returns it.
    """
    domains, actors = list(dict.fromkeys(gaps["domain"])), list(dict.fromkeys(gaps["actor"]))
    with house_style():
        ax = bare(axes(ax, 7, 3.8))
        for _, cell in gaps.iterrows():
            x, y = actors.index(cell["actor"]), len(domains) - 1 - domains.index(cell["domain"])
            hatch = "////" if cell["declared_gap"] else None
            ax.add_patch(
                Rectangle(
                    (x - 0.5, y - 0.5),
                    1,
                    1,
                    facecolor="white",
                    edgecolor="#bbbbbb",
                    hatch=hatch,
                    linewidth=0.8,
                )
            )
            if cell["standing"] != "declared gap":
                ax.plot(
                    [x], [y + 0.12], linestyle="", markersize=9, **STANDING_MARKS[cell["standing"]]
                )
            if cell["claims"]:
                label = f"{cell['claims']} | {cell['places']} | {cell['sources']}"
                ax.text(
                    x,
                    y - 0.26,
                    label,
                    ha="center",
                    va="center",
                    fontsize=8,
                    bbox=dict(boxstyle="square,pad=0.15", facecolor="white", edgecolor="none"),
                )
        ax.set_xticks(range(len(actors)), actors)
        ax.set_yticks(range(len(domains)), domains[::-1])
        ax.set_xlim(-0.5, len(actors) - 0.5)
        ax.set_ylim(-0.5, len(domains) - 0.5)
        used = [
            entry
            for entry in standing_legend()
            if entry.get_label() in set(gaps["standing"]) - {"declared gap"}
        ]
        hatched = Rectangle(
            (0, 0),
            1,
            1,
            facecolor="white",
            edgecolor="#777777",
            hatch="////",
            label="declared gap: of the domain or of the actor",
        )
        ax.legend(handles=[*used, hatched], loc="upper left", bbox_to_anchor=(0, -0.08), ncols=2)
        ax.set_title("Acts linked to a policy (claims | places | sources)")
    return ax


def plot_harvest(evidence: Evidence, marks: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw a harvest plot: what is said of the effects on growth and on social conditions.

    Parameters
    ----------
    marks
        As `effects.harvest` returns it. One mark is one claim at one place, in the line of its
        place and of its policy with the state; the shape is the actor, the fill the certainty, a
        frame marks the wider context. Under each column stand claims, places and sources. Of more
        than 60 lines those in which no effect is stated are left out, and their marks counted in
        the title.
    """
    placed = lined(marks)
    lines, tops = _harvest_lines(placed)
    drawn = placed[placed["line"].isin(lines.index) & (placed["slot"] < MOST_IN_CELL)]
    lefts, right = _harvest_columns()
    bottom = tops[-1] + (0.3 if len(lines) else 2)
    with house_style():
        ax = bare(axes(ax, right, LINE * (bottom + 4) + 1.2))
        ax.set_xlim(0, right)
        ax.set_ylim(bottom + 1.2, -2.4)
        ax.set_xticks([])
        ax.set_yticks([])
        _harvest_frame(ax, lefts, right, bottom)
        for place, of_place in lines.groupby("place", sort=False):
            top = tops[lines.index.get_loc(of_place.index[0])]
            ax.axhline(top, color=FAINT, linewidth=0.5)
            name = "\n".join(wrap(place, 26))
            ax.text(0, top + 0.15, name, va="top", fontsize=7.5, weight="bold")
            for line, policy in of_place["policy"].items():
                words_there = "\n".join(wrap(policy, 48))
                y = tops[lines.index.get_loc(line)] + 0.15
                ax.text(POLICIES, y, words_there, va="top", fontsize=7.5)
        for mark in drawn.to_dict("records"):
            row, at = divmod(mark["slot"], IN_A_ROW[mark["direction"]])
            x = lefts[mark["column"]] + MARK * (at + 0.9)
            _mark(ax, mark, x, tops[lines.index.get_loc(mark["line"])] + 0.55 + row)
        for at, numbers in enumerate(harvest_counts(evidence, marks).to_numpy().tolist()):
            middle = (lefts[at] + (*lefts, right)[at + 1]) / 2
            text = " | ".join(map(str, numbers))
            ax.text(middle, bottom + 0.6, text, ha="center", va="center", fontsize=6.5)
        ax.legend(handles=_harvest_legend(marks), loc="upper left", bbox_to_anchor=(0, 0), ncols=6)
        if marks.empty:
            ax.text(POLICIES, 1, "No policy and no act is among these rows.", va="center")
        left_out = len(placed) - len(drawn)
        rest = f"\n{left_out} marks are not drawn: lines without a stated effect, or full cells"
        total = evidence.counts(marks["rows"].explode().dropna())
        title = f"What is said of effects: {total} (claims | places | sources below)"
        ax.set_title(title + (rest if left_out else ""))
    return ax


def _harvest_lines(placed: pd.DataFrame) -> tuple[pd.DataFrame, list[float]]:
    """Lines of a harvest plot with place and policy, where each begins, and where the last ends."""
    lines = placed.drop_duplicates("line").set_index("line")[["place", "policy"]].sort_index()
    if len(lines) > MOST_HARVEST_LINES:
        stating = placed.loc[placed["direction"] != NOT_STATED, "line"]
        lines = lines[lines.index.isin(stating)].head(MOST_HARVEST_LINES)
    in_a_row = placed["direction"].map(IN_A_ROW).astype(int)
    rows = placed["slot"].clip(upper=MOST_IN_CELL - 1) // in_a_row + 1
    of_marks = rows.groupby(placed["line"]).max().reindex(lines.index)
    of_text = lines["policy"].map(lambda policy: len(wrap(policy, 48))).astype(int)
    heights = of_marks.where(of_marks >= of_text, of_text)
    for place, mine in heights.groupby(lines["place"], sort=False):  # room for a long name
        heights[mine.index[-1]] += max(0, len(wrap(place, 26)) - mine.sum())
    return lines, [0.0, *heights.cumsum().astype(float)]


def _harvest_columns() -> tuple[list[float], float]:
    """Left ends of the columns of a harvest plot, and where the last one ends."""
    lefts, left = [], MARKS
    for _, direction in COLUMNS:
        lefts.append(left)
        left += MARK * (IN_A_ROW[direction] + 1.1)
    return lefts, left


def _harvest_frame(ax: Axes, lefts: list[float], right: float, bottom: float) -> None:
    """Heads of the columns, the line between the outcomes, a shade where nothing is stated."""
    ends = (*lefts, right)
    number = len(DIRECTIONS)
    for at, (_, direction) in enumerate(COLUMNS):
        if direction == NOT_STATED:
            ax.axvspan(ends[at], ends[at + 1], color=PAPER, zorder=0)
        head = DIRECTION_WORDS[direction].replace(" ", "\n", 1)
        middle = (ends[at] + ends[at + 1]) / 2
        ax.text(middle, -0.1, head, ha="center", va="bottom", fontsize=6.5, linespacing=1)
    for at, outcome in enumerate(OUTCOME_WORDS.values()):
        middle = (ends[at * number] + ends[(at + 1) * number]) / 2
        ax.text(middle, -1.75, outcome, ha="center", va="bottom", weight="bold")
        ax.axvline(ends[at * number], color=FAINT, linewidth=0.8)
    ax.text(0, -0.1, "place", va="bottom", fontsize=7.5)
    ax.text(POLICIES, -0.1, "policy: its state", va="bottom", fontsize=7.5)
    ax.axhline(bottom, color=FAINT, linewidth=0.8)


def _harvest_legend(marks: pd.DataFrame) -> list[Any]:
    acting = {actor for cell in marks["actor"].unique() for actor in cell.split("+")}
    shown = [actor for actor in ACTOR_MARKS if actor in acting]
    frame = Rectangle((0, 0), 1, 1, facecolor="none", edgecolor=INK, label="wider context")
    entries = [*actor_legend(shown), *certainty_legend(), frame]
    if marks["own"].any():
        entries.append(Line2D([], [], marker=".", color=INK, linestyle="", label="your own row"))
    return entries


def plot_episode(evidence: Evidence, rows: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the statements of a story in the order of their years, acts above conditions.

    Parameters
    ----------
    rows
        Statements of one place or episode; those without a year are listed at the right.
    """
    dated = rows[rows["year_lo"].notna() | rows["year_hi"].notna()]
    lanes = [
        name
        for name in ("policies", "actions", "contexts", "conditions", "economy", "employment")
        if name in set(rows["table"])
    ]
    with house_style():
        ax = axes(ax, 10, 0.8 * len(lanes) + 1.5)
        if not lanes:
            return nothing_to_draw(ax, "No statement is among these rows.")
        for lane, name in enumerate(reversed(lanes)):
            mine = dated[dated["table"] == name].sort_values(["year_lo", "year_hi"])
            for step, (row_id, row) in enumerate(mine.iterrows()):
                low = row["year_lo"] if pd.notna(row["year_lo"]) else row["year_hi"]
                high = row["year_hi"] if pd.notna(row["year_hi"]) else row["year_lo"]
                height = lane + 0.22 * (step % 3) - 0.2
                ax.plot(
                    [low, high], [height, height], color=INK, linewidth=3, marker="|", markersize=8
                )
                ax.annotate(
                    str(row_id),
                    (low, height),
                    xytext=(0, 5),
                    textcoords="offset points",
                    fontsize=6,
                )
            undated = int((rows["table"] == name).sum() - len(mine))
            if undated:
                ax.text(
                    1.01,
                    lane,
                    f"+ {undated} without a year",
                    transform=ax.get_yaxis_transform(),
                    fontsize=7,
                    va="center",
                )
        ax.set_yticks(range(len(lanes)), lanes[::-1])
        ax.set_ylim(-0.6, len(lanes) - 0.3)
        ax.set_xlabel("year")
        ax.set_title(f"What is dated: {evidence.counts(rows)}")
    return ax


def _signs(cell: pd.Series, prefix: str) -> str:
    """Write counts of claims by direction, such as `2×+  1×−`."""
    counts = {word: cell[prefix + word] for word in STATED}
    return "  ".join(f"{number}×{SIGNS[word]}" for word, number in counts.items() if number)


def _mark(ax: Axes, mark: dict[str, Any], x: float, y: float) -> None:
    """Draw one mark: its actors side by side, smaller where several act together."""
    actors = mark["actor"].split("+")
    for number, actor in enumerate(actors):
        marker, colour = ACTOR_MARKS[actor]
        ax.plot(
            [x + 0.07 * (number - (len(actors) - 1) / 2) / max(len(actors) - 1, 1)],
            [y],
            marker=marker,
            color=colour,
            markersize=6 if len(actors) == 1 else 4.2,
            linestyle="",
            fillstyle=CERTAINTY_FILL[mark["certainty"]],
            markerfacecoloralt="white",
            markeredgewidth=0.9,
        )
    if mark["wider"]:
        ax.plot(
            [x], [y], marker="s", color=INK, markersize=9, fillstyle="none", markeredgewidth=0.6
        )
    if mark["own"]:
        ax.plot([x + 0.06], [y - 0.3], marker=".", color=INK, markersize=3)


def _domain_bands(ax: Axes, lines: pd.DataFrame) -> None:
    """Shade every other policy domain and name it at the right."""
    for order, (domain, rows) in enumerate(lines.groupby("domain", observed=True, sort=False)):
        top, bottom = (
            len(lines) - 1 - rows.index.min() + 0.5,
            len(lines) - 1 - rows.index.max() - 0.5,
        )
        if order % 2 == 0:
            ax.axhspan(bottom, top, color=PAPER, zorder=0)
        ax.text(2.38, top - 0.15, str(domain), ha="right", va="top", fontsize=7.5, style="italic")
