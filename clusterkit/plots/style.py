"""One look for all figures: marks, colours and the words beside them, defined once.

Colours are seaborn's `colorblind` palette, which is made to be distinguished; every colour goes
with a shape of its own, so that nothing is lost in black and white. No colour means good or
bad: the direction of an effect is shown by place and sign.
"""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from ..evidence.wording import spaced

FAMILY = "Workbench Sans"
FONTS = (
    ("DejaVuSans.ttf", "normal", 400),
    ("DejaVuSans-Bold.ttf", "normal", 700),
    ("DejaVuSans-Oblique.ttf", "oblique", 400),
)


def _register_fonts() -> None:
    """Name the fonts that matplotlib ships, so that no other version on the machine is taken."""
    for file, style, weight in FONTS:
        path = str(Path(mpl.get_data_path()) / "fonts" / "ttf" / file)
        entry = font_manager.FontEntry(
            fname=path, name=FAMILY, style=style, weight=weight, size="scalable"
        )
        if entry not in font_manager.fontManager.ttflist:
            font_manager.fontManager.ttflist.append(entry)


_register_fonts()
INK = "#1f1f1f"
QUIET = "#505050"  # of words that stand back
FAINT = "#8a8a8a"  # of marks that stand back: too pale for words
PAPER = "#f3f3f1"
RULE = "#d0d0d0"
DEEPEST = "#c5cbd1"  # shade of the fullest cell: words on it are still dark on light

# Written out, since importing seaborn takes longer than all else together; a test compares.
COLOURS = (
    "#0173b2", "#de8f05", "#029e73", "#d55e00", "#cc78bc", "#ca9161", "#fbafe4", "#949494",
    "#ece133", "#56b4e9",
)  # fmt: skip
ACTOR_MARKS = {
    "government": ("s", COLOURS[0]),
    "employers": ("o", COLOURS[1]),
    "workers": ("^", COLOURS[2]),
    "community": ("D", COLOURS[4]),
    "buyers": ("v", COLOURS[9]),
    "ngo": ("P", COLOURS[3]),
    "international_agency": ("h", COLOURS[7]),
    "leading_firms": ("p", COLOURS[5]),
    "policy": ("X", "#4d4d4d"),
}
CERTAINTY_FILL = {"reported": "full", "possible": "left", "argued": "none"}


def _letter(letter: str) -> Any:
    """Make a marker of a letter."""
    outline = TextPath((0, 0), letter, prop=font_manager.FontProperties(family=FAMILY))
    middle = outline.get_extents()
    centre = ((middle.x0 + middle.x1) / 2, (middle.y0 + middle.y1) / 2)
    return outline.transformed(Affine2D().translate(-centre[0], -centre[1]))


STANDING_MARKS = {
    "effect stated": dict(marker="o", markerfacecolor=INK, markeredgecolor=INK),
    "no effect reported": dict(marker=_letter("0"), markerfacecolor=INK, markeredgecolor="none"),
    "effect not stated": dict(marker="o", markerfacecolor="none", markeredgecolor=INK),
    "general claim only": dict(marker="D", markerfacecolor="none", markeredgecolor=INK),
    "declared gap": dict(marker="s", markerfacecolor="none", markeredgecolor=INK),
    "not mentioned": dict(marker=".", markerfacecolor=FAINT, markeredgecolor="none"),
}
SETTINGS: dict[str, Any] = {
    "font.family": FAMILY,
    "font.size": 9,
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "figure.dpi": 100,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
    "legend.fontsize": 9,
    "legend.title_fontsize": 9,
    "svg.fonttype": "none",
    "svg.hashsalt": "clusterkit",
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style; the reader's own matplotlib settings are left alone."""
    with mpl.rc_context(SETTINGS):
        yield


def axes(ax: Axes | None, width: float, height: float) -> Axes:
    """Return the axes given, or new ones of this size in inches on a figure of their own."""
    if ax is not None:
        return ax
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure.subplots()


def words(code: Any) -> str:
    """Turn a word of the codebook into one for readers."""
    return spaced(str(code))


def actor_legend(actors: list[str]) -> list[Line2D]:
    """Legend entries for the shapes of actors."""
    entries = []
    for actor in actors:
        marker, colour = ACTOR_MARKS[actor]
        label = "policy, no act named" if actor == "policy" else words(actor)
        entries.append(Line2D([], [], marker=marker, color=colour, linestyle="", label=label))
    return entries


def certainty_legend() -> list[Line2D]:
    """Legend entries for the fill of marks."""
    return [
        Line2D(
            [],
            [],
            marker="o",
            color=INK,
            linestyle="",
            fillstyle=fill,
            markerfacecoloralt="white",
            label=word,
        )
        for word, fill in CERTAINTY_FILL.items()
    ]


def standing_legend() -> list[Line2D]:
    """Legend entries for how the evidence stands."""
    return [
        Line2D([], [], linestyle="", markersize=7, label=word, **style)
        for word, style in STANDING_MARKS.items()
    ]


def heat(ax: Axes, shades: pd.DataFrame) -> Axes:
    """Draw a table of counts as a heat map that marks and words can be put on.

    Parameters
    ----------
    shades
        One cell for each row and column of the table, in this order; more is darker, and nothing
        (zero) is white. Cell (0, 0) has its middle at x = 0.5, y = 0.5, with y downwards.
    """
    import seaborn

    ramp = seaborn.blend_palette(["white", DEEPEST], as_cmap=True)
    most = max(float(shades.to_numpy().max(initial=0)), 1)
    seaborn.heatmap(
        shades.astype(float), ax=ax, cmap=ramp, vmin=0, vmax=most, cbar=False,
        linewidths=0.8, linecolor=RULE, xticklabels=False, yticklabels=False,
    )  # fmt: skip
    ax.set(xlabel="", ylabel="")
    return bare(ax)


def heads(ax: Axes, columns: Sequence[str], rows: Sequence[str]) -> None:
    """Name the columns of a heat map above it, and its rows at the left."""
    ax.set_xticks([place + 0.5 for place in range(len(columns))], list(columns))
    ax.set_yticks([place + 0.5 for place in range(len(rows))], list(rows))
    ax.xaxis.tick_top()
    ax.tick_params(length=0)


def key(
    ax: Axes, handles: Sequence[Any], note: str = "", *, wide: int = 88, ncols: int = 3,
    left: float = 0.0, below: float = 0.0,
) -> None:  # fmt: skip
    """Explain the marks under a figure, below a note of lines of at most so many letters."""
    ax.legend(
        handles=list(handles), title=textwrap.fill(note, wide) or None, alignment="left",
        loc="upper left", bbox_to_anchor=(left, below), ncols=ncols, borderaxespad=0.6,
    )  # fmt: skip


def intervals(ax: Axes, table: pd.DataFrame, *, upright: bool = False, thick: float = 3) -> Axes:
    """Draw an interval in each line of a table.

    Parameters
    ----------
    table
        `at` (its line or year), `lower` and `upper`.
    upright
        Whether the intervals stand, as over years, and do not lie.
    """
    import seaborn.objects as so

    ends = dict(x="at", ymin="lower", ymax="upper") if upright else dict(
        y="at", xmin="lower", xmax="upper"
    )  # fmt: skip
    mark = so.Range(color=INK, linewidth=thick)
    settings = {name: value for name, value in SETTINGS.items() if not name.startswith("figure")}
    with warnings.catch_warnings():  # of seaborn 0.13 under pandas 3
        warnings.simplefilter("ignore", DeprecationWarning)
        so.Plot(table, **ends).add(mark).theme(settings).on(ax).plot()
    for lines in ax.collections:
        lines.set_capstyle("butt")
    ax.set(xlabel="", ylabel="")
    return ax


def nothing_to_draw(ax: Axes, sentence: str) -> Axes:
    """Say in words, instead of blank axes, that there is nothing to draw."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, sentence, ha="center", va="center", wrap=True, transform=ax.transAxes)
    return ax


def bare(ax: Axes) -> Axes:
    """Take the spines and tick marks off axes that hold a table of marks."""
    import seaborn

    seaborn.despine(ax=ax, left=True, bottom=True)
    ax.tick_params(length=0)
    return ax
