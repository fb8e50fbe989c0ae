"""The map of the clusters: where they are, by name, and which of them no town places."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from ..evidence.definition import country_names, country_outlines
from .pictures import Frame, Map, Named, Rows, Town
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
    return draw_map(places_map(settings, {}), ax=ax)


def places_map(settings: pd.DataFrame, rows: Mapping[str, Rows]) -> Map:
    """Lay out the map of the clusters.

    Parameters
    ----------
    settings
        As of `plot_map`.
    rows
        Ids of the statements on each setting, which its mark opens.

    Examples
    --------
    >>> import clusterkit as ck
    >>> laid_out = places_map(ck.load(only="paper").settings.query("kind == 'cluster'"), {})
    >>> [part.title for part in laid_out.parts][0], len(laid_out.without)
    ('A  Mexico', 7)
    """
    placed = settings[settings["latitude"].notna()]
    towns = _towns(placed, rows)
    parts = _parts(towns)
    extents = [_extent(part) for part in parts]
    named = towns.drop(index=[town for part in parts for town in part.index])
    labels = _labels_in_the_world(named, extents)
    world = Frame(
        "", "", (WEST, EAST, SOUTH, NORTH), (0.0, 0.0, SHEET * 0.98, WORLD),
        tuple(_town(town, labels.get(at)) for at, town in towns.iterrows()),
    )  # fmt: skip
    frames = [
        _enlarged(letter, part, extent, at)
        for at, (letter, part, extent) in enumerate(zip(LETTERS, parts, extents, strict=False))
    ]
    missing = settings[settings["latitude"].isna()]
    title = (
        f"Where the clusters are: {len(placed)} in {len(towns)} towns on the map, "
        f"{len(missing)} without coordinates"
    )
    height = WORLD + (len(parts) + 1) // 2 * (PART[1] + ABOVE) + 0.1
    unnamed = len(named) - len(labels)
    without = tuple(_without(missing, rows))
    size = (SHEET * 0.98, height)
    return Map(title, size, STRETCH, world, tuple(frames), unnamed, without, _land_path())


def draw_map(picture: Map, *, ax: Axes | None = None) -> Axes:
    """Draw a map for print."""
    listed = "; ".join(place.name for place in picture.without) or "none"
    without = textwrap.fill(f"Without coordinates, and none is guessed: {listed}.", WIDE)
    world = picture.world
    with house_style():
        ax = _sheet(len(picture.parts), without.count("\n") + 1) if ax is None else ax
        outlines = _outlines()
        _land(ax, outlines, world.extent)
        spots = [_degrees(town, world) for town in world.towns]
        if spots:
            ax.plot(*zip(*spots, strict=True), "o", color=INK, markersize=3.5, zorder=3)
        for part in picture.parts:
            _frame(ax, part)
        for town in world.towns:
            if town.label:
                ax.text(*town.at, town.label, va="center", zorder=5, transform=ax.transAxes)
        if picture.unnamed:
            words = f"{picture.unnamed} more towns without a name here"
            ax.text(WEST, SOUTH, words, va="bottom", zorder=5)
        for part in picture.parts:
            _draw_enlarged(ax, outlines, part)
        rows = (len(picture.parts) + 1) // 2
        below = -(rows * (PART[1] + ABOVE) + 0.2) / WORLD
        ax.text(
            0.01, below, without, transform=ax.transAxes, va="top", color=QUIET, linespacing=1.3
        )
        ax.set_title(picture.title)
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


@cache
def _land_path() -> str:
    """Outlines of the countries that the map shows, as one SVG path of degrees, y downwards."""
    path = []
    for rings in country_outlines().values():
        for ring in rings:
            points = [(x, -y * STRETCH) for x, y in ring if WEST - 20 < x < EAST + 20]
            if len(points) > 2:
                path.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) + "Z")
    return "".join(path)


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


def _towns(placed: pd.DataFrame, rows: Mapping[str, Rows]) -> pd.DataFrame:
    """One line for each town: `name` with products, `country`, degrees, `rows` on its clusters."""
    keys = ["latitude", "longitude"]
    lines = []
    for (latitude, longitude), here in placed.astype({key: float for key in keys}).groupby(keys):
        products = ", ".join(dict.fromkeys(here["product"].dropna().astype(str)))
        name = str(here["place"].iloc[0]) + (f": {products}" if products else "")
        behind = tuple(row for setting in here.index for row in rows.get(setting, ()))
        lines.append((name, here["country"].iloc[0], longitude, latitude, behind))
    return pd.DataFrame(lines, columns=["name", "country", "longitude", "latitude", "rows"])


def _town(
    town: pd.Series, label: tuple[str, tuple[float, float]] | None,
    extent: tuple[float, float, float, float] = (WEST, EAST, SOUTH, NORTH),
) -> Town:  # fmt: skip
    west, east, south, north = extent
    x = (town["longitude"] - west) / (east - west)
    y = (town["latitude"] - south) / (north - south)
    text, where = label or ("", (0.0, 0.0))
    country = country_names().get(town["country"], town["country"])
    words = f"{town['name']}, {country}: {_statements(town['rows'])}"
    return Town(town["name"], words, town["rows"], float(x), float(y), text, where)


def _statements(rows: Rows) -> str:
    return f"{len(rows)} statement{'' if len(rows) == 1 else 's'}"


def _degrees(town: Town, frame: Frame) -> tuple[float, float]:
    west, east, south, north = frame.extent
    x, y = (0.0 if part is None else part for part in (town.x, town.y))
    return west + x * (east - west), south + y * (north - south)


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


def _frame(ax: Axes, part: Frame) -> None:
    west, east, south, north = part.extent
    look = dict(facecolor="none", edgecolor=INK, linewidth=0.9, zorder=4)
    ax.add_patch(Rectangle((west, south), east - west, north - south, **look))
    ax.text(east + 1.5, north, part.letter, va="top", weight="bold", zorder=5)


def _labels_in_the_world(
    towns: pd.DataFrame, frames: list[Any]
) -> dict[Any, tuple[str, tuple[float, float]]]:
    """Label the towns that no part holds, each where there is room; places are fractions."""
    height = (NORTH - SOUTH) / WORLD * 0.17
    taken = [(west, south, east + 8, north) for west, east, south, north in frames]
    labels = {}
    for at, name, x, y in towns[["name", "longitude", "latitude"]].itertuples(name=None):
        width = len(name) * (EAST - WEST) / SHEET * 0.078
        for left in (x + 2, x - 2 - width):
            box = (left, y - height / 2, left + width, y + height / 2)
            inside = box[0] > WEST and box[2] < EAST
            if inside and not any(_meet(box, other) for other in taken):
                spot = ((left - WEST) / (EAST - WEST), (y - SOUTH) / (NORTH - SOUTH))
                labels[at] = (name, spot)
                taken.append(box)
                break
    return labels


def _meet(box: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _enlarged(
    letter: str, towns: pd.DataFrame, extent: tuple[float, float, float, float], at: int
) -> Frame:
    """Lay out a part that is drawn large, its names beside it, from north to south."""
    left = (0.02 + 0.5 * (at % 2)) * SHEET * 0.98
    top = WORLD + (at // 2 + 1) * (PART[1] + ABOVE) - PART[1]
    codes = dict.fromkeys(towns["country"].dropna())
    countries = ", ".join(country_names().get(code, code) for code in codes)
    named = towns.sort_values("latitude", ascending=False).head(MOST_TOWNS)
    labels = ["\n".join(textwrap.wrap(name, NARROW)) for name in named["name"]]
    south, north = extent[2:]
    wanted = list((named["latitude"] - south) / (north - south))
    more = len(towns) - len(named)
    if more:
        labels.append(f"and {more} more")
        wanted.append(0.0)
    tall = [(label.count("\n") + 1) * 0.165 / PART[1] for label in labels]
    heights = [(label, (1.1, y)) for label, y in zip(labels, _apart(wanted, tall), strict=True)]
    marks = [
        _town(town, label, extent)
        for (_, town), label in zip(named.iterrows(), heights, strict=False)
    ]
    if more:
        others = towns.drop(index=named.index)
        rows = tuple(row for cell in others["rows"] for row in cell)
        words = f"and {more} more: {'; '.join(others['name'])}"
        marks.append(Town(heights[-1][0], words, rows, None, None, *heights[-1]))
    box = (left, top, MAP, PART[1])
    return Frame(letter, f"{letter}  {countries}", extent, box, tuple(marks))


def _draw_enlarged(ax: Axes, outlines: list[Path], part: Frame) -> None:
    """Draw a part large, with the names of its towns beside it."""
    width, height = SHEET * 0.98, WORLD
    left, top, wide, high = part.box
    inset = ax.inset_axes(
        (left / width, (WORLD - top - high) / height, wide / width, high / height)
    )
    _land(inset, outlines, part.extent)
    for spine in inset.spines.values():
        spine.set(visible=True, color=INK, linewidth=0.9)
    inset.set_title(part.title, fontsize=9)
    spots = [_degrees(town, part) for town in part.towns if town.x is not None]
    for town in part.towns:
        look = dict(xytext=town.at, textcoords="axes fraction", va="center", zorder=5)
        arrow = dict(
            arrowstyle="-", color=QUIET, linewidth=0.7, shrinkA=1, shrinkB=3, relpos=(0, 0.5)
        )
        if town.x is None:
            inset.annotate(town.label, town.at, xycoords="axes fraction", va="center")
        else:
            spot = _degrees(town, part)
            inset.annotate(town.label, spot, arrowprops=arrow, annotation_clip=False, **look)
    inset.plot(*zip(*spots, strict=True), "o", color=INK, markersize=4.5, zorder=6)


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


def _without(settings: pd.DataFrame, rows: Mapping[str, Rows]) -> Iterator[Named]:
    """Name the clusters that no town places."""
    parts = settings[["place", "product", "country"]].fillna("not said")
    for setting, place, product, country in parts.itertuples(name=None):
        name = f"{place}, {product} ({country_names().get(country, country)})"
        behind = tuple(rows.get(setting, ()))
        yield Named(name, f"{name}, without coordinates: {_statements(behind)}", behind)
