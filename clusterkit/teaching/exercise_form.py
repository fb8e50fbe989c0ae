"""An exercise on the page: question, field, check, and a hint when asked for."""

from __future__ import annotations

import html
from typing import Any

import ipywidgets as widgets

from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from ..widgets.panel import STYLE, OwnKeys, TickList
from ..widgets.still import Still
from .exercises import check_answer, find_exercise, of_the_paper

NOT_CHOSEN = ""


class ExerciseForm(Still, widgets.VBox):
    """One exercise; `field` takes the answer, `check` and `hint` are buttons."""

    def __init__(self, evidence: Evidence, number: str) -> None:
        self._evidence, self._number = evidence, number
        self._exercise, paper = find_exercise(number), of_the_paper(evidence)
        wide = {"description_width": "initial"}
        words = self._exercise.choices(paper)
        shown = [(spaced(word), word) for word in words]
        self.field: Any
        if not words:
            self.field = widgets.Text(
                description="Your answer", placeholder="a number", style=wide,
                continuous_update=False, layout={"width": "18em"},
            )  # fmt: skip
        elif self._exercise.several:
            self.field = TickList("Your answer", words)
        else:
            self.field = widgets.Dropdown(
                description="Your answer", options=[("choose", NOT_CHOSEN), *shown], style=wide,
                layout={"width": "22em"},
            )  # fmt: skip
        self.check = widgets.Button(description="Check", layout={"width": "auto"})
        self.hint = widgets.ToggleButton(description="Hint", layout={"width": "auto"})
        self._told, self._hint = widgets.HTML(), widgets.HTML()
        self.check.on_click(self._check)
        self.field.observe(lambda _: self._tell(""), names="value")
        self.hint.observe(self._show_hint, names="value")
        wrap = widgets.Layout(flex_flow="row wrap", align_items="center", grid_gap="4px 14px")
        question = widgets.HTML(f"<p><b>{number}</b> {html.escape(self._exercise.question)}</p>")
        super().__init__(
            [
                widgets.HTML(STYLE), OwnKeys(), question,
                widgets.Box([self.field, self.check, self.hint], layout=wrap),
                self._told, self._hint,
            ]
        )  # fmt: skip
        self.add_class("ck-explorer")

    def __repr__(self) -> str:
        return f"Exercise {self._number}: {self._exercise.question} Hint: {self._exercise.hint}"

    def _check(self, _: Any = None) -> None:
        self._tell(str(check_answer(self._evidence, self._number, self.field.value)))

    def _tell(self, sentence: str) -> None:
        self._told.value = f"<p role='status' aria-live='polite'><b>{sentence}</b></p>"

    def _show_hint(self, _: Any) -> None:
        hint = html.escape(self._exercise.hint) if self.hint.value else ""
        self._hint.value = f"<p><i>{hint}</i></p>" if hint else ""


def exercise(evidence: Evidence, number: str) -> ExerciseForm:
    """Show an exercise with a field for the answer, a check and a hint.

    Raises KeyError, naming those there are, when no exercise has that number.
    """
    return ExerciseForm(evidence, number)
