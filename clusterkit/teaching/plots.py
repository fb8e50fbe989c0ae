"""Figures of a seminar: the board of a class, and its harvest plot beside the reference's."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ..plots.style import FAINT, INK, axes, bare, house_style, words
from ..questions.words import DIRECTION_WORDS, DIRECTIONS
from .claims import UNDECIDED, VARIABLES, seminar_claims

SHADES = ("#3b3b3b", "#8f8f8f", "#c4c4c4", "#e4e4e4")


def plot_class_board(codings: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw who agrees on what: a bar for each claim and variable, split by code.

    Parameters
    ----------
    codings
        As `read_codings` returns them, one code for each coder, claim and variable (`latest`).
    ax
        Where to draw; a new figure of its own otherwise.

    Returns
    -------
    Axes
        Claims as rows, variables as columns. In each bar the most frequent code comes first and
        darkest; beside it stands how many gave it, of those who coded.
    """
    claims = seminar_claims()
    with house_style():
        ax = axes(ax, 9, 4.6)
        for row, claim in enumerate(claims):
            for column, variable in enumerate(VARIABLES):
                here = (codings["claim"] == claim.number) & (codings["variable"] == variable)
                _bar(ax, codings.loc[here, "code"].value_counts(), column, row)
        ax.set_xlim(-0.05, len(VARIABLES))
        ax.set_ylim(len(claims) - 0.4, -0.6)
        ax.set_xticks([place + 0.35 for place in range(len(VARIABLES))])
        ax.set_xticklabels([words(name) for name in VARIABLES])
        ax.xaxis.tick_top()
        ax.set_yticks(range(len(claims)), [f"claim {claim.number}" for claim in claims])
        number = codings["coder"].nunique()
        ax.set_xlabel(
            "darkest: the code that most gave; lighter: other codes; "
            f"numbers: how many gave it, of those who coded (n = {number} people)"
        )
        return bare(ax)


def plot_class_harvest(
    harvest: pd.DataFrame, *, reference: bool = True, ax: Axes | None = None
) -> Axes:
    """Draw the effects on social conditions as a class coded them, beside the reference's.

    Parameters
    ----------
    harvest
        As `class_harvest` returns it.
    reference
        Whether the reference is drawn too.
    ax
        Where to draw; a new figure of its own otherwise.

    Returns
    -------
    Axes
        One square with its number for each claim, stacked by direction; a bold frame marks claims
        that class and reference put into different columns. Claims without a majority stand in a
        column of their own.
    """
    directions = harvest["class"].fillna("nobody coded it")
    differ = directions != harvest["reference"]
    extra = [word for word in (UNDECIDED, "nobody coded it") if (directions == word).any()]
    with house_style():
        ax = axes(ax, 9, 3.4)
        columns = [*DIRECTIONS, *extra]
        height = _stacks(ax, directions, columns, 0, differ & reference)
        start = len(columns) + 1
        ticks = list(range(len(columns)))
        labels = [DIRECTION_WORDS.get(word, word) for word in columns]
        if reference:
            height = max(height, _stacks(ax, harvest["reference"], DIRECTIONS, start, differ))
            ticks += [start + place for place in range(len(DIRECTIONS))]
            labels += [DIRECTION_WORDS[word] for word in DIRECTIONS]
            ax.text(start - 0.5, height + 0.45, "the reference", weight="bold")
            ax.set_xlabel("bold frame: class and reference differ")
        ax.text(-0.5, height + 0.45, "the class (what more than half gave)", weight="bold")
        ax.set_xticks(ticks, [label.replace(" ", "\n", 1) for label in labels])
        ax.set_xlim(-0.7, max(ticks) + 0.7)
        ax.set_ylim(-0.1, height + 1)
        ax.set_yticks([])
        ax.set_title(f"Stated effect on social conditions, n = {len(harvest)} claims", pad=10)
        return bare(ax)


def _bar(ax: Axes, counts: pd.Series, column: int, row: int) -> None:
    number = int(counts.sum())
    if not number:
        ax.text(column, row, "nobody", color=FAINT, va="center", fontsize=8)
        return
    start = 0.0
    for place, count in enumerate(counts):
        width = 0.68 * count / number
        colour = SHADES[min(place, len(SHADES) - 1)]
        ax.add_patch(
            Rectangle((column + start, row - 0.32), width, 0.64, facecolor=colour,
                      edgecolor="white", linewidth=0.8)
        )  # fmt: skip
        start += width
    share = f"{counts.iloc[0]}/{number}"
    weight = "normal" if len(counts) == 1 else "bold"
    ax.text(column + 0.71, row, share, va="center", fontsize=8, weight=weight)


def _stacks(
    ax: Axes, directions: pd.Series, columns: tuple[str, ...] | list[str], start: int,
    differ: pd.Series,
) -> int:  # fmt: skip
    """Stack the claims of each column; returns how high the highest stack is."""
    highest = 1
    for place, word in enumerate(columns):
        claims = directions.index[directions == word]
        highest = max(highest, len(claims))
        for level, claim in enumerate(claims):
            bold: dict[str, Any] = dict(linewidth=2.2) if differ[claim] else dict(linewidth=0.8)
            ax.add_patch(
                Rectangle((start + place - 0.38, level + 0.06), 0.76, 0.88, facecolor="white",
                          edgecolor=INK, **bold)
            )  # fmt: skip
            ax.text(start + place, level + 0.5, str(claim), ha="center", va="center", fontsize=8)
        if claims.empty:
            ax.text(start + place, 0.5, "none", ha="center", va="center", fontsize=7, color=FAINT)
    return highest
