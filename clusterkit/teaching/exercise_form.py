"""An exercise on the page: question, field, check, and a hint when asked for."""

from __future__ import annotations

from ..evidence.tables import Evidence
from ..widgets.question import Question
from .exercises import Checked, check_answer, question_of


class ExerciseForm(Question):
    """One exercise; the page checks what stands in its field, `check` does the same in Python."""

    def __init__(self, evidence: Evidence, number: str) -> None:
        self._evidence, self._number = evidence, number
        super().__init__(**question_of(evidence, number))

    def __repr__(self) -> str:
        return f"Exercise {self._number}: {self.known['question']}"

    def check(self) -> Checked:
        """Check `value`, and show what it is told."""
        checked = check_answer(self._evidence, self._number, self.value)
        self.said = checked.sentence
        return checked


def exercise(evidence: Evidence, number: str) -> ExerciseForm:
    """Show an exercise with a field for the answer, a check and a hint.

    Raises KeyError, naming those there are, when no exercise has that number.
    """
    return ExerciseForm(evidence, number)
