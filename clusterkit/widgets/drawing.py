"""A picture in the browser: every mark in it opens the statements that it stands for.

`plots/pictures.py` says what a picture is made of; `drawing.js` draws it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from ..evidence.tables import Evidence
from ..plots.pictures import as_values
from ..plots.style import ACTOR_MARKS
from .chosen import PARTS, every_place
from .scripts import KNOWN_ROWS, rows_in_words, together

FIRST = 12  # rows of a mark that can be opened, where there are very many


class Drawing(anywidget.AnyWidget):
    """A picture, drawn in the browser.

    Attributes
    ----------
    picture
        Values of one of `plots.pictures`, with its `kind`; empty where there is nothing to draw.
    known
        Rows in words, by row_id, as `scripts.rows_in_words` says them.
    places
        Names of places, by setting_id.
    chosen
        The place, claim and actor that are followed in every view; empty texts for none.
    opened
        Ids of the rows that the reader has opened by a mark.
    """

    _esm = together("parts.js", "drawing.js")
    _css = Path(__file__).with_name("drawing.css")
    picture = traitlets.Dict().tag(sync=True)
    known = traitlets.Dict().tag(sync=True)
    places = traitlets.Dict().tag(sync=True)
    chosen = traitlets.Dict(dict.fromkeys(PARTS, "")).tag(sync=True)
    colours = traitlets.Dict({actor: colour for actor, (_, colour) in ACTOR_MARKS.items()}).tag(
        sync=True
    )
    opened: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def show(self, evidence: Evidence, picture: Any) -> None:
        """Draw a picture of `plots.pictures`, or nothing where it is None.

        Of a large evidence base the first rows of each mark can be opened.
        """
        values = {} if picture is None else as_values(picture)
        if values:
            self.places = evidence.once(every_place)
        if values and len(evidence.statements) <= KNOWN_ROWS:
            self.known = evidence.once(_every_row)
        elif values:
            first = dict.fromkeys(row for rows in _marks(values) for row in rows[:FIRST])
            self.known = rows_in_words(evidence, evidence.statements.loc[list(first)])
        self.opened = []
        self.picture = values


def _every_row(evidence: Evidence) -> dict[str, list[str]]:
    return rows_in_words(evidence, evidence.statements)


def _marks(values: Any) -> list[list[str]]:
    """Rows of every mark in the values of a picture."""
    if isinstance(values, dict):
        own = [list(values["rows"])] if "rows" in values else []
        return own + [rows for part in values.values() for rows in _marks(part)]
    if isinstance(values, list | tuple):
        return [rows for part in values for rows in _marks(part)]
    return []
