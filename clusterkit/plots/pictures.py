"""Figures as plain values: what stands where, in which words, and on which rows.

A figure is laid out once, by a function that returns one of these; matplotlib draws it for print,
`widgets/drawing.js` in the browser. Whatever has `rows` opens these statements there.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, ClassVar

Rows = tuple[str, ...]


@dataclass(frozen=True)
class Named:
    """A name that opens rows.

    Attributes
    ----------
    name
        What is written.
    words
        What it says in full, for a reader who does not see where it stands.
    rows
        Ids of the statements behind it.
    star
        Whether an asterisk follows, which the note explains.
    """

    name: str
    words: str
    rows: Rows = ()
    star: bool = False


@dataclass(frozen=True)
class Span:
    """An interval on a line of its own.

    Attributes
    ----------
    name, small
        What the line is of, and in smaller letters on what it rests.
    lower, upper
        Its ends, within those of the axis.
    open
        Whether it has no upper end, so that an arrow is drawn.
    label
        What is written beside it.
    words, rows
        As in `Named`.
    """

    name: str
    small: str
    lower: float
    upper: float
    open: bool
    label: str
    words: str
    rows: Rows


@dataclass(frozen=True)
class Intervals:
    """Intervals on one axis; what has none is named.

    `note` is for print, empty where nothing could be without an interval; `nothing` stands in the
    place of a picture without any.
    """

    title: str
    axis: str
    ends: tuple[float, float]
    ticks: tuple[float, ...]
    spans: tuple[Span, ...]
    without: tuple[Named, ...]
    note: str
    nothing: str
    kind: ClassVar[str] = "intervals"


@dataclass(frozen=True)
class Cell:
    """Names that stand together in a cell of a grid.

    Attributes
    ----------
    names
        The first of them, in order; where others are left out the last one counts these.
    known
        Whether something is said there both ways.
    """

    names: tuple[Named, ...]
    known: bool


@dataclass(frozen=True)
class Grid:
    """Names in the cells of two directions: `cells` holds a tuple for each row, column by column.

    `heads` say what the columns and what the rows are.
    """

    title: str
    heads: tuple[str, str]
    columns: tuple[str, ...]
    rows_of: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    note: str
    kind: ClassVar[str] = "grid"


@dataclass(frozen=True)
class Box:
    """A cell of a table: how its evidence stands, and what is counted there.

    Attributes
    ----------
    standing
        How all the evidence stands (a word of `framework.STANDINGS`); empty for a cell without a
        mark.
    dim
        Whether the rows that a reader has chosen do not bear that out: said, but left out.
    text
        What is counted among the rows chosen.
    shade
        Number by which the cell is darker.
    words, rows
        As in `Named`.
    """

    standing: str
    dim: bool
    text: str
    shade: int
    words: str
    rows: Rows


@dataclass(frozen=True)
class Line:
    """A line of a table.

    Attributes
    ----------
    group
        The heading that it stands under; empty for none.
    name, small
        Of what it is; the name is empty where that of the line above goes on.
    actor
        The actor whose mark stands beside the name; empty for none.
    cells
        One for each column.
    """

    group: str
    name: str
    small: str
    actor: str
    cells: tuple[Box, ...]


@dataclass(frozen=True)
class Table:
    """Marks and counts in lines and columns, with the marks that a key explains.

    `chosen` says whether the rows are some of all; after `rule` lines stands a thick line.
    """

    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    standings: tuple[str, ...]
    chosen: bool
    note: str
    rule: int = 0
    kind: ClassVar[str] = "table"


@dataclass(frozen=True)
class Town:
    """A mark on a map, with its label; places are fractions of the frame, from its lower left.

    Attributes
    ----------
    name, words, rows
        As in `Named`.
    x, y
        Where the mark is; None for a label that counts further towns.
    label
        Its name in lines that fit; empty where the frame has no room for it.
    at
        Where the middle of the label's left end is.
    """

    name: str
    words: str
    rows: Rows
    x: float | None
    y: float | None
    label: str
    at: tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """A part of the world: `extent` (west, east, south, north), `box` (left, top, width, height).

    The box is in inches of the sheet, from its upper left.
    """

    letter: str
    title: str
    extent: tuple[float, float, float, float]
    box: tuple[float, float, float, float]
    towns: tuple[Town, ...]


@dataclass(frozen=True)
class Map:
    """The world and parts of it drawn large; what has no coordinates is named.

    `size` is that of the sheet in inches, `stretch` that of latitude, `unnamed` the number of towns
    of the world without a label, `land` the outlines of countries as an SVG path of degrees.
    """

    title: str
    size: tuple[float, float]
    stretch: float
    world: Frame
    parts: tuple[Frame, ...]
    unnamed: int
    without: tuple[Named, ...]
    land: str
    kind: ClassVar[str] = "map"


@dataclass(frozen=True)
class Step:
    """A statement in its lane: `x` and `y` in inches from the upper left of the lanes.

    `lines` is what it says, in lines that fit; `fill` is how certain it is; `words` and `rows` are
    as in `Named`.
    """

    x: float
    y: float
    lines: tuple[str, ...]
    fill: str
    words: str
    rows: Rows


@dataclass(frozen=True)
class Lanes:
    """Statements from top to bottom, in lanes, with lines between those that are linked.

    `size` is that of the lanes with what is said beside them, in inches; `wide` is the width of a
    lane; `links` are pairs of positions in `steps`, the earlier one first.
    """

    title: str
    size: tuple[float, float]
    wide: float
    lanes: tuple[str, ...]
    steps: tuple[Step, ...]
    links: tuple[tuple[int, int], ...]
    fills: tuple[str, ...]
    note: str
    kind: ClassVar[str] = "lanes"


def as_values(picture: Any) -> dict[str, Any]:
    """Turn a picture into plain values that can be sent to a browser, with its `kind`.

    Examples
    --------
    >>> as_values(Intervals("Rates", "percent", (0, 1), (0, 1), (), (), "", "No rate."))["kind"]
    'intervals'
    """
    return {"kind": picture.kind, **asdict(picture)}
