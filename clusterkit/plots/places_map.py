"""The map of the clusters: where they are, by name, and which of them no town places."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from ..evidence.definition import country_names, country_outlines
from .style import INK, PAPER, QUIET, bare, house_style

WEST, EAST, SOUTH, NORTH = -128.0, 150.0, -48.0, 62.0
STRETCH = 1.15  # of latitude, so that Europe is not flat
NEAR = (12.0, 15.0)  # towns within so many degrees of longitude and latitude share a part
LETTERS = "ABCD"  # parts that are drawn large
SHEET = 7.5  # its width, in inches
WORLD = SHEET * (NORTH - SOUTH) * STRETCH / (EAST - WEST)  # its height, in inches
PART = (3.6, 2.1)  # a part and the names beside it, in inches
ABOVE = 0.4  # a part, for its title
MAP = 1.75  # width of its map
NARROW, WIDE = 22, 104  # letters in a line beside a part, and under all
MOST_TOWNS = 9  # named in a part
LEAST = 15.0  # degrees of latitude in a part


def plot_map(settings: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the clusters on a map of thin country outlines (Natural Earth, 1:110 million).

    Parameters
    ----------
    settings
        Rows of `evidence.settings`. Regions with several towns are drawn large below the world,
        with the names beside them; those without coordinates are listed, since none is guessed.
    """
    placed = settings[settings["latitude"].notna()]
    towns = _towns(placed)
    parts = _parts(towns)
    drawn_large = [town for part in parts for town in part.index]
    with house_style():
        missing = settings[settings["latitude"].isna()]
        without = _without(missing)
        ax = _sheet(len(parts), without.count("\n") + 1) if ax is None else ax
        outlines = _outlines()
        _land(ax, outlines, (WEST, EAST, SOUTH, NORTH))
        ax.plot(towns["longitude"], towns["latitude"], "o", color=INK, markersize=3.5, zorder=3)
        frames = [_extent(part) for part in parts]
        for letter, frame in zip(LETTERS, frames, strict=False):
            _frame(ax, frame, letter)
        _names_in_the_world(ax, towns.drop(index=drawn_large), frames)
        for at, (letter, part, frame) in enumerate(zip(LETTERS, parts, frames, strict=False)):
            _enlarged(ax, outlines, letter, part, frame, at)
        below = -((len(parts) + 1) // 2 * (PART[1] + ABOVE) + 0.2) / WORLD
        ax.text(
            0.01, below, without, transform=ax.transAxes, va="top", color=QUIET, linespacing=1.3
        )
        ax.set_title(
            f"Where the clusters are: {len(placed)} in {len(towns)} towns on the map, "
            f"{len(missing)} without coordinates"
        )
    return ax


def _sheet(parts: int, lines: int) -> Axes:
    """Make a sheet with room below the world for so many parts and lines of names."""
    height = 0.3 + WORLD + (parts + 1) // 2 * (PART[1] + ABOVE) + 0.35 + 0.18 * lines
    inside = (0.01, 1 - (WORLD + 0.3) / height, 0.98, WORLD / height)
    return Figure(figsize=(SHEET, height)).add_axes(inside)


def _outlines() -> list[Path]:
    return [
        Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))
        for rings in country_outlines().values()
    ]


def _land(ax: Axes, outlines: list[Path], extent: tuple[float, float, float, float]) -> None:
    west, east, south, north = extent
    look = dict(facecolor=PAPER, edgecolor="#b8b8b8", linewidth=0.5, zorder=1)
    for land in outlines:
        box = land.get_extents()
        if box.x0 < east and box.x1 > west and box.y0 < north and box.y1 > south:
            ax.add_patch(PathPatch(land, **look))
    bare(ax)
    ax.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
    ax.set_aspect(STRETCH)


def _towns(placed: pd.DataFrame) -> pd.DataFrame:
    """One line for each town: `name` with its products, `country`, `longitude`, `latitude`."""
    keys = ["latitude", "longitude"]
    lines = []
    for (latitude, longitude), rows in placed.astype({key: float for key in keys}).groupby(keys):
        products = ", ".join(dict.fromkeys(rows["product"].dropna().astype(str)))
        name = str(rows["place"].iloc[0]) + (f": {products}" if products else "")
        lines.append((name, rows["country"].iloc[0], longitude, latitude))
    return pd.DataFrame(lines, columns=["name", "country", "longitude", "latitude"])


def _parts(towns: pd.DataFrame) -> list[pd.DataFrame]:
    """Towns that lie near each other, the largest groups first, in the order of west to east."""
    part = {town: {town} for town in towns.index}
    spots = list(towns[["longitude", "latitude"]].itertuples(name=None))
    for at, (one, x, y) in enumerate(spots):
        for other, its_x, its_y in spots[at + 1 :]:
            if abs(x - its_x) < NEAR[0] and abs(y - its_y) < NEAR[1]:
                joined = part[one] | part[other]
                part.update(dict.fromkeys(joined, joined))
    groups = {frozenset(group) for group in part.values() if len(group) > 1}
    largest = sorted(groups, key=lambda group: (-len(group), min(group)))[: len(LETTERS)]
    chosen = [towns.loc[sorted(group)] for group in largest]
    return sorted(chosen, key=lambda group: float(group["longitude"].mean()))


def _extent(towns: pd.DataFrame) -> tuple[float, float, float, float]:
    """West, east, south and north of a part, in the shape of the maps of parts."""
    x, y = towns["longitude"], towns["latitude"]
    high = max(1.35 * (y.max() - y.min()), LEAST)
    shape = MAP / PART[1] * STRETCH
    high = max(high, 1.35 * (x.max() - x.min()) / shape)
    middle_x, middle_y = (x.max() + x.min()) / 2, (y.max() + y.min()) / 2
    wide = high * shape
    return middle_x - wide / 2, middle_x + wide / 2, middle_y - high / 2, middle_y + high / 2


def _frame(ax: Axes, extent: tuple[float, float, float, float], letter: str) -> None:
    west, east, south, north = extent
    look = dict(facecolor="none", edgecolor=INK, linewidth=0.9, zorder=4)
    ax.add_patch(Rectangle((west, south), east - west, north - south, **look))
    ax.text(east + 1.5, north, letter, va="top", weight="bold", zorder=5)


def _names_in_the_world(ax: Axes, towns: pd.DataFrame, frames: list[Any]) -> None:
    """Name the towns that no part holds, each where there is room; else say how many there are."""
    height = (NORTH - SOUTH) / WORLD * 0.17
    taken = [(west, south, east + 8, north) for west, east, south, north in frames]
    unnamed = 0
    for name, x, y in towns[["name", "longitude", "latitude"]].itertuples(index=False, name=None):
        width = len(name) * (EAST - WEST) / SHEET * 0.078
        for left in (x + 2, x - 2 - width):
            box = (left, y - height / 2, left + width, y + height / 2)
            inside = box[0] > WEST and box[2] < EAST
            if inside and not any(_meet(box, other) for other in taken):
                ax.text(left, y, name, va="center", zorder=5)
                taken.append(box)
                break
        else:
            unnamed += 1
    if unnamed:
        ax.text(WEST, SOUTH, f"{unnamed} more towns without a name here", va="bottom", zorder=5)


def _meet(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _enlarged(
    ax: Axes, outlines: list[Path], letter: str, towns: pd.DataFrame,
    extent: tuple[float, float, float, float], at: int,
) -> None:  # fmt: skip
    """Draw a part large, with the names of its towns beside it, from north to south."""
    width, height = SHEET * 0.98, WORLD
    left = (0.02 + 0.5 * (at % 2)) * width
    bottom = -(at // 2 + 1) * (PART[1] + ABOVE)
    inset = ax.inset_axes((left / width, bottom / height, MAP / width, PART[1] / height))
    _land(inset, outlines, extent)
    for spine in inset.spines.values():
        spine.set(visible=True, color=INK, linewidth=0.9)
    codes = dict.fromkeys(towns["country"].dropna())
    countries = ", ".join(country_names().get(code, code) for code in codes)
    inset.set_title(f"{letter}  {countries}", fontsize=9)
    named = towns.sort_values("latitude", ascending=False).head(MOST_TOWNS)
    labels = list(_labels(named, len(towns) - len(named)))
    south, north = extent[2:]
    wanted = [(spot[1] - south) / (north - south) if spot else 0.0 for _, spot in labels]
    tall = [(label.count("\n") + 1) * 0.165 / PART[1] for label, _ in labels]
    for (label, spot), y in zip(labels, _apart(wanted, tall), strict=True):
        look = dict(xytext=(1.1, y), textcoords="axes fraction", va="center", zorder=5)
        arrow = dict(
            arrowstyle="-", color=QUIET, linewidth=0.7, shrinkA=1, shrinkB=3, relpos=(0, 0.5)
        )
        if spot is None:
            inset.annotate(label, (1.1, y), xycoords="axes fraction", va="center")
        else:
            inset.annotate(label, spot, arrowprops=arrow, annotation_clip=False, **look)
    inset.plot(named["longitude"], named["latitude"], "o", color=INK, markersize=4.5, zorder=6)


def _apart(wanted: list[float], tall: list[float]) -> list[float]:
    """Middles of labels from the top down, as near to those wanted as their heights allow."""
    middles: list[float] = []
    ceiling = 1.0
    for middle, height in zip(wanted, tall, strict=True):
        middles.append(min(middle, ceiling - height / 2))
        ceiling = middles[-1] - height / 2
    floor = 0.0
    for at in reversed(range(len(middles))):
        middles[at] = max(middles[at], floor + tall[at] / 2)
        floor = middles[at] + tall[at] / 2
    return middles


def _labels(named: pd.DataFrame, more: int) -> Iterator[tuple[str, tuple[float, float] | None]]:
    for name, x, y in named[["name", "longitude", "latitude"]].itertuples(index=False, name=None):
        yield "\n".join(textwrap.wrap(name, NARROW)), (x, y)
    if more:
        yield f"and {more} more", None


def _without(settings: pd.DataFrame) -> str:
    """List the clusters that no town places."""
    names = [
        f"{place}, {product} ({country_names().get(country, country)})"
        for place, product, country in settings[["place", "product", "country"]]
        .fillna("not said")
        .itertuples(index=False, name=None)
    ]
    listed = "; ".join(names) or "none"
    return textwrap.fill(f"Without coordinates, and none is guessed: {listed}.", WIDE)
