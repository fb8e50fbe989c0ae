"""A guess before a look: the look opens when the guess is made, with the guess beside it.

Their words are in `data/content/predictions.csv`; what the rows give is computed in
`predicted.py`. A reader's notebook shows the question alone and holds the look back, out of sight
in the same output; the teacher's copy (`solved=True`) shows it.
"""

from __future__ import annotations

import html
import json
import math
from typing import Any

import ipywidgets as widgets

from ..evidence.content import content
from ..evidence.tables import Evidence
from ..widgets.question import Question, held_back
from ..widgets.still import Still
from .exercises import of_the_paper
from .predicted import SOLUTIONS
from .typed_answers import sealed

WORDS = {
    "predict": "Predict first.",
    "no_guess": "Make a guess; nobody counts it.",
    "no_number": "Write a number, such as 5.",
}


class Prediction(Still, widgets.VBox):
    """A guess and the look behind it; `guess` is what was guessed, empty before."""

    def __init__(self, evidence: Evidence, number: str, look: Any, *, solved: bool) -> None:
        self.question = Question(**prediction_of(evidence, number))
        self._look, self._solved = look, solved
        self._told = told(evidence, number)
        self.kind = "" if solved else "prediction"
        super().__init__([self.question])
        self.question.observe(self._open, names="opened")
        if solved:
            self._open()

    @property
    def guess(self) -> str:
        """What was guessed, as it was typed or chosen."""
        return str(self.question.value) if self.question.opened else ""

    def __repr__(self) -> str:
        known = self.question.known
        return f"Prediction {known['number']}: {known['question']}"

    @property
    def start(self) -> dict[str, Any]:
        """What a page makes the same prediction from: the look is in it, out of sight."""
        return {**self.question.known, "look": held_back(look_html(self._look))}

    def still_html(self) -> str:
        """Show the question; the look only in the solved copy."""
        question = self.question.still_html()
        if not self._solved:
            return question
        said = self._told["sentence"].replace("You guessed {guess}. ", "")
        return f"{question}<p><b>{html.escape(said)}</b></p>{look_html(self._look)}"

    def _open(self, _: Any = None) -> None:
        look = self._look
        shown = look if isinstance(look, widgets.DOMWidget) else widgets.HTML(look_html(look))
        self.children = [self.question, shown]


def predict(evidence: Evidence, number: str, look: Any, *, solved: bool = False) -> Prediction:
    """Ask for a guess, and show a look when it is made.

    Parameters
    ----------
    number
        Of the prediction in `data/content/predictions.csv`, such as `1.b`.
    look
        What opens: a widget, a table, a picture, or anything that a notebook shows.
    solved
        Whether the look is open from the start, as in the teacher's copy.

    Raises
    ------
    KeyError
        When there is no prediction of that number, naming those there are.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> asked = predict(evidence, "1.b", ck.readable(ck.growth_and_conditions(evidence)))
    >>> asked.guess, len(asked.children)
    ('', 1)
    """
    return Prediction(evidence, number, look, solved=solved)


def told(evidence: Evidence, number: str) -> dict[str, Any]:
    """Return what a guess is told: a sentence with a gap `{guess}`, and what the rows give."""
    row = _row(number)
    answer = SOLUTIONS[row["solution"]](of_the_paper(evidence))
    plain = int(answer) if isinstance(answer, float) and not math.isnan(answer) else answer
    return {"sentence": row["told"].replace("{answer}", str(plain)), "answer": plain}


def prediction_of(evidence: Evidence, number: str) -> dict[str, Any]:
    """Gather what a page needs to take a guess; what it is told stands in it sealed."""
    row = _row(number)
    text = json.dumps(told(evidence, number), ensure_ascii=False)
    return {
        "number": number,
        "question": row["question"],
        "field": "choice" if row["options"] else "number",
        "options": [[word, word] for word in row["options"]],
        "hint": "",
        "button": "Show what is said",
        "words": WORDS,
        "told": sealed(text, number),
    }


def look_html(look: Any) -> str:
    """Write what a notebook would show of something as HTML."""
    if isinstance(look, Still) or hasattr(look, "_repr_mimebundle_"):
        bundle = look._repr_mimebundle_()
        data, about = bundle if isinstance(bundle, tuple) else (bundle, {})
        for kind in ("image/png", "image/jpeg"):
            if kind in data:
                alt = html.escape(about.get(kind, {}).get("alt", ""), quote=True)
                source = f"data:{kind};base64,{data[kind]}"
                return f"<img alt='{alt}' style='max-width: 100%' src='{source}'>"
        if "text/html" in data:
            return str(data["text/html"])
    shown = getattr(look, "_repr_html_", None)
    return str(shown()) if shown else f"<pre>{html.escape(repr(look))}</pre>"


def _row(number: str) -> dict[str, Any]:
    rows = content("predictions")
    if number not in rows.index:
        msg = f"there is no prediction {number!r}; there are {', '.join(rows.index)}"
        raise KeyError(msg)
    row = {str(name): cell for name, cell in rows.loc[number].items()}
    return {"options": (), **row}
