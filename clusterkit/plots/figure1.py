"""Figure 1, redrawn from the words of section 4, with the evidence on its arrows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from ..evidence.tables import Counts
from ..questions.framework import figure1_arrows, figure1_parts
from .style import INK, PAPER, axes, bare, house_style

BOXES = {
    "international": (0.1, 4.2, 2.9, 2.2),
    "national": (0.1, 2.7, 2.9, 0.95),
    "ideas": (0.1, 1.0, 2.9, 0.95),
    "environment": (5.1, 2.3, 2.7, 4.1),
    "actors": (9.6, 0.4, 2.7, 2.2),
    "growth": (14.6, 4.75, 2.2, 0.85),
    "social": (14.6, 3.0, 2.2, 1.1),
}
LINES = {"stated": "-", "optional": (0, (5, 3)), "other sections": (0, (1, 1.6))}
LINES_IN_WORDS = (
    "Solid: stated in section 4. Dashed: offered there as optional. Dotted: stated in other "
    "sections only. F7 ends on F4: it changes how F4 works out."
)
JOINT = (11.0, 5.5)
PATHS = {
    "F1": ((3.0, 5.3), (5.1, 5.3)),
    "F2": ((3.0, 3.2), (5.1, 4.0)),
    "F3": ((3.0, 1.5), (5.1, 2.9)),
    "F4": ((7.8, 5.5), (14.3, 5.5)),
    "F5": ((7.8, 2.9), (9.6, 1.9)),
    "F6": ((12.3, 1.6), (14.3, 3.1)),
    "F7": ((11.0, 2.6), JOINT),
    "F8": ((9.6, 0.8), (6.6, 2.3)),
}
LABELS = {
    "F1": (4.05, 5.42, "center", "bottom"),
    "F2": (4.07, 4.04, "center", "bottom"),
    "F3": (4.3, 1.75, "left", "top"),
    "F4": (9.4, 5.62, "center", "bottom"),
    "F5": (8.75, 2.75, "left", "bottom"),
    "F6": (13.4, 2.15, "left", "top"),
    "F7": (11.15, 4.3, "left", "center"),
    "F8": (6.7, 0.5, "center", "center"),
}


def plot_figure1(
    arrows: pd.DataFrame | None = None,
    *,
    reveal: Iterable[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw Figure 1 as section 4 tells it.

    Parameters
    ----------
    arrows
        As `framework.arrow_table` returns it: places and claims are written beside each arrow.
        Without it the bare figure is drawn.
    reveal
        Only these arrows and the parts that they join, for a lecture; all by default.

    Notes
    -----
    F7 ends on the arrow F4. F8 is dotted, because other sections tell it and section 4 does
    not. Between growth and social conditions there is no arrow (1.0.6).
    """
    shown = [arrow for arrow in figure1_arrows() if reveal is None or arrow.id in set(reveal)]
    ends = {end for arrow in shown for end in (arrow.start, arrow.end)}
    if reveal is None or ends & {"outcomes", "F4"}:
        ends |= {"growth", "social"}
    with house_style():
        ax = bare(axes(ax, 12, 5.2))
        for node in figure1_parts():
            if reveal is None or node.id in ends or (node.id == "environment" and "F4" in ends):
                _box(ax, node.id, node.label, node.members)
        if ends & {"growth", "social"}:
            _outcomes(ax)
        for arrow in shown:
            _arrow(ax, arrow.id, arrow.status)
            count = ""
            if arrows is not None:
                row = arrows.loc[arrow.id]
                count = "\n" + Counts(row["claims"], row["places"], row["sources"]).brief
            x, y, across, up = LABELS[arrow.id]
            label = "\n".join(textwrap.wrap(f"{arrow.id}  {arrow.label}", 24))
            ax.text(x, y, label + count, ha=across, va=up, fontsize=7.2)
        ax.set_xlim(0, 17.1)
        ax.set_ylim(-0.35, 6.7)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.text(0.2, -0.25, LINES_IN_WORDS, fontsize=7.5, color="#555555")
    return ax


def _box(ax: Axes, node: str, label: str, members: tuple[str, ...]) -> None:
    x, y, width, height = BOXES[node]
    dashed = node == "ideas"
    face = PAPER if node in ("environment", "actors") else "white"
    ax.add_patch(
        FancyBboxPatch(
            (x, y),
            width,
            height,
            boxstyle="round,pad=0,rounding_size=0.12",
            facecolor=face,
            edgecolor=INK,
            linewidth=1.2,
            linestyle=LINES["optional"] if dashed else "-",
        )
    )
    if node in ("growth", "social"):
        text = "grow" if node == "growth" else "provide good\nsocial conditions"
        ax.text(
            x + width / 2,
            y + height / 2,
            text,
            ha="center",
            va="center",
            weight="bold",
            fontsize=8.5,
        )
        return
    title = label
    lines = list(members)
    if node == "environment":
        lines += [
            "",
            "aim: economic or",
            "socially protective",
            "",
            "scope: general, or made",
            "for a sector or cluster",
        ]
    if node == "actors":
        lines += ["", "alone or in combination"]
    ax.text(
        x + width / 2,
        y + height - 0.15,
        "\n".join(textwrap.wrap(title, 24)),
        ha="center",
        va="top",
        weight="bold",
        fontsize=8.5,
    )
    body = "\n".join("\n".join(textwrap.wrap(line, 32)) if line else "" for line in lines)
    ax.text(
        x + width / 2,
        y + height - 0.55,
        body,
        ha="center",
        va="top",
        fontsize=6.8,
        linespacing=1.35,
    )


def _outcomes(ax: Axes) -> None:
    ax.add_patch(
        FancyBboxPatch(
            (14.3, 2.6),
            2.8,
            3.8,
            boxstyle="round,pad=0,rounding_size=0.12",
            facecolor=PAPER,
            edgecolor=INK,
            linewidth=1.2,
            zorder=0,
        )
    )
    ax.text(15.7, 6.25, "A cluster's\ncapacity to …", ha="center", va="top", fontsize=8.5)
    ax.text(
        15.7,
        4.47,
        "no arrow: no automatic link (1.0.6)",
        ha="center",
        va="center",
        fontsize=5.8,
        style="italic",
        color="#555555",
    )


def _arrow(ax: Axes, arrow: str, status: str) -> None:
    start, end = PATHS[arrow]
    curve = "arc3,rad=-0.3" if arrow == "F8" else "arc3"
    style = "-" if arrow == "F7" else "-|>"
    colour = "#555555" if status == "other sections" else INK
    ax.add_patch(
        FancyArrowPatch(
            start,
            end,
            arrowstyle=style,
            connectionstyle=curve,
            mutation_scale=14,
            color=colour,
            linewidth=1.8,
            linestyle=LINES[status],
            shrinkA=0,
            shrinkB=0,
        )
    )
    if arrow == "F7":
        ax.plot(*[[one] for one in JOINT], "o", color=INK, markersize=8)
