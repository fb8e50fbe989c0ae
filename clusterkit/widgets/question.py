"""A question on the page: a field, a button, and what an answer is told, all in the browser.

What the browser needs to judge an answer travels with the widget (`clusterkit.teaching` makes
it), so that a question works in the lab and on a page without Python alike.
"""

from __future__ import annotations

import base64
import html
import re
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from .scripts import together
from .still import Still

PICTURE = re.compile(r"data:image/[a-z+]+;base64,[A-Za-z0-9+/=]+")
GAP = "\N{LOWER LEFT PENCIL}"  # where a picture was


class Question(Still, anywidget.AnyWidget):
    """A question with a field for its answer.

    Attributes
    ----------
    known
        What the page knows: number, question, `field` (number, choice or several), options as
        label and word, hint, words, and sealed sentences by answer; of a guess also `told`.
    value
        What stands in the field: a text, or a list where several can be chosen.
    said
        What the answer was told last; empty once the field has changed.
    opened
        Of a guess, whether it has been made.
    """

    _esm = together("parts.js", "question.js")
    _css = Path(__file__).with_name("question.css")
    kind = "question"
    known = traitlets.Dict().tag(sync=True)
    value = traitlets.Any("").tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)
    opened = traitlets.Bool(False).tag(sync=True)

    def __init__(self, **known: Any) -> None:
        super().__init__(known=known, value=[] if known["field"] == "several" else "")

    @property
    def start(self) -> dict[str, Any]:
        """What a page makes the same question from."""
        return dict(self.known)

    def still_html(self) -> str:
        """Show the question and what can be chosen."""
        words = [html.escape(label) for label, _ in self.known["options"]]
        choices = f"<p>To choose from: {', '.join(words)}.</p>" if words else ""
        question = html.escape(self.known["question"])
        return f"<p><b>{html.escape(self.known['number'])}</b> {question}</p>{choices}"


class HeldBack(Question):
    """A guess as a reader's copy keeps it: its question, and the look behind it out of sight."""

    kind = "prediction"

    def __init__(self, look: dict[str, Any], **known: Any) -> None:
        self.look = look
        super().__init__(**known)

    @property
    def start(self) -> dict[str, Any]:
        """What a page makes the same question from, with the look that it opens."""
        return {**self.known, "look": self.look}


def held_back(look: str) -> dict[str, Any]:
    """Put a look's HTML out of sight; its pictures apart, since machines draw them differently.

    Examples
    --------
    >>> kept = held_back("<p>Two <img src='data:image/png;base64,AAAA'></p>")
    >>> kept["pictures"], opened(kept)
    (['data:image/png;base64,AAAA'], "<p>Two <img src='data:image/png;base64,AAAA'></p>")
    """
    pictures = PICTURE.findall(look)
    text = base64.b64encode(PICTURE.sub(GAP, look).encode("utf-8")).decode("ascii")
    return {"text": text, "pictures": pictures}


def opened(look: dict[str, Any]) -> str:
    """Bring a look that was held back into sight again."""
    text = base64.b64decode(look["text"]).decode("utf-8")
    pictures = iter(look["pictures"])
    return re.sub(re.escape(GAP), lambda _: next(pictures), text)
