"""Figure 1, live: choose a box or an arrow, and read the evidence behind it.

The drawing is made in the browser from the parts of `framework` and the places of
`plots.figure1`; what a part stands on comes from `framework.arrow_evidence`.
"""

from __future__ import annotations

import textwrap
from functools import partial
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from ..evidence import Counts, Evidence
from ..framework import (
    ARROWS,
    NO_ARROW,
    NODES,
    STANDING_SENTENCES,
    arrow_evidence,
    arrow_table,
    standing,
)
from ..mediation import in_words
from ..plots.figure1 import BOXES, JOINT, LABELS, PATHS
from .explorer import ANY, Explorer, View, choice

SCALE, TOP = 100, 6.6
ANCHORS = {"left": "start", "center": "middle"}
DESCRIPTION = (
    "Figure 1, redrawn from the words of section 4: influencers, enabling environment, "
    "governance actors, growth and social conditions."
)


class Figure1(anywidget.AnyWidget):
    """The drawing. `value` is the id of the chosen box or arrow, empty for none."""

    _esm = Path(__file__).with_name("figure1.js")
    _css = Path(__file__).with_name("figure1.css")
    value = traitlets.Unicode("").tag(sync=True)
    description = traitlets.Unicode(DESCRIPTION).tag(sync=True)
    boxes: traitlets.List[Any] = traitlets.List().tag(sync=True)
    arrows: traitlets.List[Any] = traitlets.List().tag(sync=True)
    frames: traitlets.List[Any] = traitlets.List().tag(sync=True)
    notes: traitlets.List[Any] = traitlets.List().tag(sync=True)


def explore_figure1(evidence: Evidence) -> Explorer:
    """Ask what carries each part of Figure 1, in all places or in one.

    Returns an explorer with controls `place` (thins the counts on the arrows to one place)
    and `figure` (whose value is the chosen box or arrow, by mouse, touch, or Tab and Enter);
    its table says each row behind the choice in words.
    """
    used = [one for one in evidence.settings.index if one in set(evidence.statements["setting_id"])]
    names = {one: evidence.place_name(one) for one in used}
    figure = Figure1(
        boxes=[_box(node) for node in NODES],
        arrows=_arrows(evidence, ANY),
        frames=[_rectangle(14.3, 2.6, 2.8, 3.8)],
        notes=[
            {"lines": ["A cluster's", "capacity to …"], "x": 1570, "y": 50, "size": 20},
            {"lines": ["no arrow (1.0.6)"], "x": 1570, "y": 222, "size": 15},
        ],
        layout={"width": "100%"},
    )
    controls = {"place": choice("Place", used, names=names), "figure": figure}
    controls["place"].observe(partial(_thin, evidence, figure), names="value")
    return Explorer(evidence, "explore_figure1", controls, partial(_view, evidence))


def rows_behind(evidence: Evidence, part: str, place: str = ANY) -> pd.DataFrame:
    """Choose the statements behind a part of Figure 1.

    Parameters
    ----------
    part
        Id of an arrow, or of a box, which stands for all arrows that begin or end there.
        Empty for all arrows.
    place
        A setting_id, or `any`.

    Returns
    -------
    DataFrame
        Statements, each once, in the order of the tables.
    """
    found = arrow_evidence(evidence)
    joined = _arrows_of(part)
    statements = evidence.statements
    rows = statements[statements.index.isin(found.loc[found["arrow"].isin(joined), "row_id"])]
    return rows if place == ANY else rows[rows["setting_id"].eq(place).fillna(False).astype(bool)]


def _arrows_of(part: str) -> set[str]:
    """Ids of the arrows that a part stands for; an arrow stands for itself alone."""
    ids = {arrow.id for arrow in ARROWS}
    if part in ids:
        return {part}
    end = "outcomes" if part in ("growth", "social") else part
    return {arrow.id for arrow in ARROWS if not part or end in (arrow.start, arrow.end)}


def _view(evidence: Evidence, place: str, figure: str) -> View:
    rows = rows_behind(evidence, figure, place)
    where = "" if place == ANY else f" {evidence.place_name(place)}."
    table = pd.DataFrame({"in words": in_words(evidence, rows), "what": rows["table"]})
    stands = f" {STANDING_SENTENCES[standing(rows)]}" if figure else ""
    return View(rows, table, f"{_says(figure)}{where}{stands}")


def _says(part: str) -> str:
    """Say what a part of Figure 1 is and where the paper says so."""
    for arrow in ARROWS:
        if arrow.id == part:
            where = ", ".join(arrow.paragraphs)
            return f"{arrow.id}: {_name(arrow.start)} {arrow.label} ({arrow.status}, {where})."
    for node in NODES:
        if node.id == part:
            also = f" {NO_ARROW}" if part in ("growth", "social") else ""
            return f"{node.label} ({', '.join(node.paragraphs)}).{also}"
    return "Choose a box or an arrow; below are the rows of all arrows together."


def _name(node_id: str) -> str:
    return next(node.label for node in NODES if node.id == node_id)


def _thin(evidence: Evidence, figure: Figure1, change: dict[str, Any]) -> None:
    figure.arrows = _arrows(evidence, change["new"])


def _box(node: Any) -> dict[str, Any]:
    names = {"growth": "grow", "social": "provide good social conditions"}
    title = textwrap.wrap(names.get(node.id, node.label), 16 if node.id in names else 24)
    lines = [line for member in node.members for line in textwrap.wrap(member, 36)]
    status = "optional" if node.id == "ideas" else "stated"
    told = {"id": node.id, "name": _says(node.id), "title": title, "lines": lines}
    return {**told, "status": status, **_rectangle(*BOXES[node.id])}


def _rectangle(x: float, y: float, width: float, height: float) -> dict[str, float]:
    left, top = _point(x, y + height)
    return {"x": left, "y": top, "width": width * SCALE, "height": height * SCALE}


def _arrows(evidence: Evidence, place: str) -> list[dict[str, Any]]:
    rows = rows_behind(evidence, "", place)
    counts = arrow_table(evidence, rows)
    drawn = []
    for arrow in ARROWS:
        start, end = (_point(*one) for one in PATHS[arrow.id])
        bend = f"Q {start[0] - 220},{start[1]} " if arrow.id == "F8" else "L "
        count = counts.loc[arrow.id]
        told = Counts(count["claims"], count["places"], count["sources"]).brief
        lines = [*textwrap.wrap(f"{arrow.id}  {arrow.label}", 20), told, count["standing"]]
        x, y, across, up = LABELS[arrow.id]
        left, baseline = _point(x, y)
        lift = {"bottom": len(lines) - 1, "center": (len(lines) - 1) / 2, "top": 0}[up] * 20
        drawn.append(
            {
                "id": arrow.id,
                "name": f"{_says(arrow.id)} {told}; {count['standing']}.",
                "path": f"M {start[0]},{start[1]} {bend}{end[0]},{end[1]}",
                "dot": list(_point(*JOINT)) if arrow.id == "F7" else None,
                "status": "other" if arrow.status == "other sections" else arrow.status,
                "lines": lines,
                "x": left,
                "y": baseline - lift,
                "anchor": ANCHORS[across],
            }
        )
    return drawn


def _point(x: float, y: float) -> tuple[int, int]:
    """Turn a point of the static figure into one of the SVG, whose y grows downwards."""
    return round(x * SCALE), round((TOP - y) * SCALE)
