"""A question on the page: a field, a button, and what an answer is told, all in the browser.

What the browser needs to judge an answer travels with the widget (`clusterkit.teaching` makes
it), so that a question works in the lab and on a page without Python alike.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from .scripts import together
from .still import Still


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
