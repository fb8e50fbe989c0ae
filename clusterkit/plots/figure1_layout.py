"""Where the parts of Figure 1 stand: one layout for the print and for the browser.

Plain values on a sheet of `SIZE`, x to the right and y downwards, as SVG has it. The browser
draws them as they are, `plot_figure1` scales them to its axes.
"""

from __future__ import annotations

import textwrap
from typing import Any

from ..questions.framework import Arrow, Node, figure1_arrows, figure1_parts

SIZE = (1080, 698)
BOXES = {
    "international": (10, 10, 226, 266),
    "national": (10, 290, 226, 70),
    "ideas": (10, 378, 226, 92),
    "environment": (424, 10, 216, 272),
    "actors": (476, 506, 262, 182),
    "growth": (848, 76, 206, 64),
    "social": (848, 226, 206, 88),
}
FRAME = (830, 10, 242, 324)
JOINT = (716, 118)
POINTS = {
    "F1": ((236, 118), (424, 118)),
    "F2": ((236, 325), (424, 250)),
    "F3": ((236, 424), (446, 282)),
    "F4": ((640, 118), (830, 118)),
    "F5": ((530, 282), (530, 506)),
    "F6": ((738, 606), (960, 334)),
    "F7": ((716, 506), JOINT),
    "F8": ((476, 626), (410, 546), (484, 282)),  # a curve: its middle point draws it aside
}
LABELS = {
    "F1": (330, 24, "middle", 18),
    "F2": (330, 150, "middle", 18),
    "F3": (262, 448, "start", 20),
    "F4": (735, 26, "middle", 20),
    "F5": (538, 340, "start", 17),
    "F6": (886, 462, "start", 24),
    "F7": (724, 352, "start", 18),
    "F8": (262, 582, "start", 24),
}
STEPS = {
    "F1": (290, 118), "F2": (290, 303), "F3": (330, 360), "F4": (674, 118), "F5": (530, 446),
    "F6": (800, 530), "F7": (716, 240), "F8": (446, 526),
    "growth": (1020, 76), "social": (1020, 226),
}  # fmt: skip
NO_ARROW_BETWEEN = ["no arrow: the words", "of section 4 name none"]
OUTCOME_NODES = ("growth", "social")
TITLES = {"growth": "grow", "social": "provide good social conditions"}
MORE_LINES = {
    "environment": (
        "", "aim: economic or", "socially protective", "scope: general, or made",
        "for a sector or cluster",
    ),
    "actors": ("", "alone or in combination"),
}  # fmt: skip
LINE_STEPS = {"title": 21, "text": 18.5, "label": 18, "small": 18}

Text = tuple[float, float, str, str, str]


def figure1_layout() -> dict[str, Any]:
    """Lay Figure 1 out.

    Returns
    -------
    dict
        `size`; `frame` of the outcomes and its `frame_texts`; `boxes` (`id`, `at` as x, y, width
        and height, `status`, `texts`); `arrows` (`id`, `points` from start to end, `dot` where
        one ends on an arrow, `status`, `ends`: the boxes drawn with it, `texts`, and `below`: x,
        y and anchor of what is added under its label); `steps`, where a story's numbers stand.
        A text is its x, baseline, anchor (start, middle), style (title, text, label, small) and
        words.

    Examples
    --------
    >>> [arrow["id"] for arrow in figure1_layout()["arrows"]][-1]
    'F8'
    """
    x, y, width, _ = FRAME
    middle = x + width / 2
    return {
        "size": SIZE,
        "frame": FRAME,
        "frame_texts": [
            *_lines(["A cluster's capacity", "to …"], middle, y + 26, "middle", "title"),
            *_lines(NO_ARROW_BETWEEN, middle, 176, "middle", "small"),
        ],
        "boxes": [_box(node) for node in figure1_parts()],
        "arrows": [_arrow(arrow) for arrow in figure1_arrows()],
        "steps": STEPS,
    }


def _box(node: Node) -> dict[str, Any]:
    x, y, width, height = BOXES[node.id]
    outcome = node.id in OUTCOME_NODES
    title = textwrap.wrap(TITLES.get(node.id, node.label), 18 if outcome else 22)
    lines = [line for member in node.members for line in textwrap.wrap(member, 25)]
    lines += MORE_LINES.get(node.id, ())
    written = len(title) * LINE_STEPS["title"] + len(lines) * LINE_STEPS["text"]
    top = y + (height - written) / 2 + 16
    below = top + len(title) * LINE_STEPS["title"]
    return {
        "id": node.id,
        "at": BOXES[node.id],
        "status": "optional" if node.id == "ideas" else "stated",
        "texts": [
            *_lines(title, x + width / 2, top, "middle", "title"),
            *_lines(lines, x + width / 2, below, "middle", "text"),
        ],
    }


def _arrow(arrow: Arrow) -> dict[str, Any]:
    x, y, anchor, wide = LABELS[arrow.id]
    lines = textwrap.wrap(f"{arrow.id}  {arrow.label}", wide)
    beyond = {"outcomes": OUTCOME_NODES, "F4": ("environment", *OUTCOME_NODES)}
    return {
        "id": arrow.id,
        "points": POINTS[arrow.id],
        "dot": JOINT if arrow.end == "F4" else None,
        "status": arrow.status.split()[0],
        "ends": [arrow.start, *beyond.get(arrow.end, (arrow.end,))],
        "texts": _lines(lines, x, y, anchor, "label"),
        "below": (x, y + len(lines) * LINE_STEPS["label"], anchor),
    }


def _lines(words: list[str], x: float, y: float, anchor: str, style: str) -> list[Text]:
    step = LINE_STEPS[style]
    return [(x, y + at * step, anchor, style, line) for at, line in enumerate(words) if line]
