"""Shapes of the marks of the configuration matrix: one ink, apart in grey, never by opacity.

A shape is drawn from strokes in a field 12 high, for the browser as SVG and for print by
`matrix_figure`.
"""

from __future__ import annotations

from typing import NamedTuple

from ..questions.clusters import FINDING_MARKS, MARKS


class Stroke(NamedTuple):
    """A part of a shape: a `path` of points x, y, …, a `circle` or a half one: middle, radius.

    `style` is `line`, `full` (filled), `thick` or `dashed`.
    """

    kind: str
    at: tuple[float, ...]
    style: str = "line"
    closed: bool = False


WIDTHS = {"line": 1.5, "full": 1.5, "thick": 2.4, "dashed": 1.5}
DASHES = (2.5, 1.9)
_BOX = (1.5, 1.5, 10.5, 1.5, 10.5, 10.5, 1.5, 10.5)
_DISC = (6.0, 6.0, 4.5)

# Width of each shape, and its strokes.
SHAPES: dict[str, tuple[int, tuple[Stroke, ...]]] = {
    "in_force": (12, (Stroke("path", _BOX, "full", True),)),
    "slack": (12, (Stroke("path", _BOX, "line", True), Stroke("path", (1.5, 10.5, 10.5, 1.5)))),
    "expected": (12, (Stroke("path", _BOX, "dashed", True),)),
    "named": (12, (Stroke("path", _BOX, "line", True), Stroke("path", (3.5, 6, 8.5, 6), "thick"))),
    "up": (12, (Stroke("path", (6, 11.5, 6, 2), "thick"),
                Stroke("path", (2.5, 5.5, 6, 1.5, 9.5, 5.5), "thick"))),
    "down": (12, (Stroke("path", (6, 0.5, 6, 10), "thick"),
                  Stroke("path", (2.5, 6.5, 6, 10.5, 9.5, 6.5), "thick"))),
    "alone": (12, (Stroke("circle", _DISC, "full"),)),
    "joint": (18, (Stroke("circle", _DISC, "full"), Stroke("circle", (12, 6, 4.5)))),
    "absent": (12, (Stroke("circle", _DISC),)),
    "collapsed": (14, (Stroke("left half", _DISC), Stroke("right half", (8.5, 6, 4.5)))),
    "opposed": (12, (Stroke("path", (2, 2, 10, 10), "thick"),
                     Stroke("path", (10, 2, 2, 10), "thick"))),
    "prevented": (12, (Stroke("circle", _DISC), Stroke("path", (0, 6, 12, 6), "thick"))),
    "how_not_said": (12, (Stroke("circle", _DISC), Stroke("circle", (6, 6, 1.8), "full"))),
    "aimed_act": (12, (Stroke("circle", _DISC, "dashed"),)),
    "tried_act": (12, (Stroke("circle", _DISC, "dashed"), Stroke("path", (1.5, 10.5, 10.5, 1.5)))),
    "influence": (8, (Stroke("circle", (4, 6, 2), "full"),)),
}  # fmt: skip


def _svg(stroke: Stroke) -> str:
    fill = "currentColor" if stroke.style == "full" else "none"
    dashes = f' stroke-dasharray="{DASHES[0]} {DASHES[1]}"' if stroke.style == "dashed" else ""
    ink = f'fill="{fill}" stroke="currentColor" stroke-width="{WIDTHS[stroke.style]}"{dashes}'
    if stroke.kind == "path":
        points = [f"{x:g},{y:g}" for x, y in zip(stroke.at[::2], stroke.at[1::2], strict=True)]
        return f'<path d="M{"L".join(points)}{"Z" * stroke.closed}" {ink}/>'
    x, y, radius = stroke.at
    if stroke.kind == "circle":
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" {ink}/>'
    turn = int(stroke.kind == "right half")
    arc = f"A{radius:g},{radius:g} 0 0 {turn} {x:g},{y + radius:g}"
    return f'<path d="M{x:g},{y - radius:g}{arc}" {ink}/>'


GLYPHS = {name: (width, "".join(map(_svg, strokes))) for name, (width, strokes) in SHAPES.items()}
# The same as text, where nothing is drawn.
TEXT_MARKS = {
    "in_force": "■", "slack": "▨", "expected": "▢", "named": "⊟", "up": "↑", "down": "↓",
    "alone": "●", "joint": "◉", "absent": "○", "collapsed": "◖◗", "opposed": "✕", "prevented": "⊖",
    "how_not_said": "⊙", "aimed_act": "◌", "tried_act": "⊘", "influence": "·",
}  # fmt: skip
LEGEND = [[name, words] for name, words in MARKS.items() if name not in FINDING_MARKS]
SIGNS_LEGEND = (
    "G, S: stated effect of that policy or act on growth, on social conditions (+ raises, "
    "− hinders, 0 no effect, ± both ways; + and − together: both are stated) · ? only possible "
    "(“may have”, “is said”) · a, b: same letter in a line: the paper links them · "
    "F7: the act answers or changes a policy (Figure 1) · "
    "▲ ▼ improved, worsened · • own row"
)
