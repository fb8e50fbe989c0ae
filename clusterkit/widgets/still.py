"""What a widget leaves in a notebook for readers without a kernel: its start, as HTML.

Jupyter shows the living widget where there is one; code hosts, the site and nbval read the
picture and table of its starting state, which say the same. What a page needs to bring a widget
back to life stands in the attributes `data-widget` and `data-start`.
"""

from __future__ import annotations

import html
import json
from typing import Any

import ipywidgets as widgets

WORDS = 110
RUN = "<p class='ck-run'>Run → Run All Cells for the controls</p>"


class Still:
    """A widget whose output carries, beside the living view, its start as `text/html`.

    Attributes
    ----------
    kind
        What brings it back to life in a page (`figure1`, `mediation`, `cells`); empty where only
        Python can answer it.
    """

    kind = ""

    @property
    def start(self) -> dict[str, Any]:
        """Choices from which a page makes the same widget again."""
        return {}

    def still_html(self) -> str:
        """Draw what is shown now; of a box of parts, all its parts that are HTML."""
        parts = getattr(self, "children", ())
        return "".join(part.value for part in parts if isinstance(part, widgets.HTML))

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(**kwargs)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        words = repr(self)
        return {
            **data,
            "text/plain": words if len(words) <= WORDS else f"{words[:WORDS]}…",
            "text/html": still(self.kind, self.start, self.still_html()),
        }


def still(kind: str, start: dict[str, Any], inside: str) -> str:
    """Put a widget's start, and how to bring it to life, into the element that a page finds."""
    alive = ""
    if kind:
        choices = html.escape(json.dumps(start, ensure_ascii=False), quote=True)
        alive = f' data-widget="{kind}" data-start="{choices}"'
    return f'<div class="ck-explorer ck-still"{alive}>{RUN}{inside}</div>'
