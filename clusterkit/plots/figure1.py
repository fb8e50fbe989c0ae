"""Figure 1, redrawn from the words of section 4, with the evidence on its arrows."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from ..evidence.tables import Counts
from .figure1_layout import SIZE, figure1_layout
from .style import INK, PAPER, QUIET, house_style

FOOT = 50  # room under the sheet for the words on lines
LINES = {"stated": "-", "optional": (0, (5, 3)), "other": (0, (1, 1.6))}
LINES_IN_WORDS = (
    "Solid: stated in section 4. Dashed: offered there as optional. Dotted: stated in other "
    "sections only.",
    "We let F7 end on F4: actors mediate what F4 does.",
)
SIZES = {"title": 15.5, "text": 14, "label": 14, "small": 14}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"weight": "bold"},
    "small": {"style": "italic", "color": QUIET},
}
ACROSS = {"start": "left", "middle": "center"}


def plot_figure1(
    arrows: pd.DataFrame | None = None,
    *,
    reveal: Iterable[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw Figure 1 as section 4 has it.

    Parameters
    ----------
    arrows
        As `framework.arrow_table` returns it: claims and places are written under each label.
        Without it the bare figure is drawn.
    reveal
        Only these arrows and the parts that they join, for a lecture; all by default.

    Notes
    -----
    F7 ends on the arrow F4. F8 is dotted, because other sections state it and section 4 does
    not. Between growth and social conditions there is no arrow (1.0.6).
    """
    layout = figure1_layout()
    revealed = None if reveal is None else set(reveal)
    shown = [arrow for arrow in layout["arrows"] if revealed is None or arrow["id"] in revealed]
    ends = {end for arrow in shown for end in arrow["ends"]}
    boxes = [box for box in layout["boxes"] if revealed is None or box["id"] in ends]
    with house_style():
        ax, point = _sheet(ax)
        if any(box["id"] == "growth" for box in boxes):
            _rectangle(ax, layout["frame"], facecolor=PAPER, zorder=0)
            _write(ax, layout["frame_texts"], point)
        for box in boxes:
            face = PAPER if box["id"] in ("environment", "actors") else "white"
            _rectangle(ax, box["at"], facecolor=face, linestyle=LINES[box["status"]])
            _write(ax, box["texts"], point)
        for arrow in shown:
            _arrow(ax, arrow, point)
            _write(ax, arrow["texts"], point)
            if arrows is not None:
                counts = arrows.loc[arrow["id"], ["claims", "places", "sources"]]
                x, y, anchor = arrow["below"]
                _write(ax, [(x, y, anchor, "label", Counts(*counts).brief)], point)
        for line, words in enumerate(LINES_IN_WORDS):
            foot = (10, SIZE[1] + 20 + 19 * line, "start", "small", words)
            _write(ax, [foot], point, style="normal")
    return ax


def _sheet(ax: Axes | None) -> tuple[Axes, float]:
    """Make axes into the sheet of the layout; also returns its unit in points of type."""
    width, height = SIZE[0], SIZE[1] + FOOT
    if ax is None:
        ax = Figure(figsize=(width / 100, height / 100)).add_axes((0, 0, 1, 1))
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    ax.set_aspect("equal")
    ax.axis("off")
    room = ax.get_window_extent()
    scale = min(room.width / width, room.height / height)
    return ax, scale * 72 / ax.get_figure(root=True).dpi


def _write(ax: Axes, texts: list[Any], point: float, **look: Any) -> None:
    for x, y, anchor, style, words in texts:
        how = LOOKS.get(style, {}) | look
        ax.text(x, y, words, ha=ACROSS[anchor], va="baseline", size=SIZES[style] * point, **how)


def _rectangle(ax: Axes, at: tuple[float, ...], **look: Any) -> None:
    x, y, width, height = at
    look = {"edgecolor": INK, "linewidth": 1.2} | look
    style = "round,pad=0,rounding_size=8"
    ax.add_patch(FancyBboxPatch((x, y), width, height, boxstyle=style, **look))


def _arrow(ax: Axes, arrow: dict[str, Any], point: float) -> None:
    """Draw a line in its kind of stroke, and on it a head, whose outline is always whole."""
    points = arrow["points"]
    turns = Path.LINETO if len(points) == 2 else Path.CURVE3
    colour = QUIET if arrow["status"] == "other" else INK
    look: dict[str, Any] = {"color": colour, "mutation_scale": 16 * point}
    line = Path(points, [Path.MOVETO, *[turns] * (len(points) - 1)])
    stroke = {"linewidth": 1.8, "linestyle": LINES[arrow["status"]]}
    ax.add_patch(FancyArrowPatch(path=line, arrowstyle="-", **stroke, **look))
    if arrow["dot"]:
        ax.plot(*[[at] for at in arrow["dot"]], "o", color=INK, markersize=14 * point)
        return
    (x, y), (before_x, before_y) = points[-1], points[-2]
    share = 3 / math.dist(points[-1], points[-2])
    start = (x + share * (before_x - x), y + share * (before_y - y))
    head = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "linewidth": 1.2}
    ax.add_patch(FancyArrowPatch(start, (x, y), **head, **look))
