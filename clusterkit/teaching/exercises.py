"""The exercises of notebooks 01 to 06 and 09: question, hint, check, and the teacher's solution.

Their words are in `data/content/exercises.csv`, their solutions in `solutions.py`. A reader's
notebook shows an exercise by its number; a teacher's version (`write_teacher_notebooks`) shows
the same cells with the solution's code and answer below them. An answer is checked by computing
the solution from the paper's rows, so that it stays right when the evidence is corrected.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from ..evidence.content import content
from ..evidence.problems import EvidenceError, Problem
from ..evidence.suggestions import nearest
from ..evidence.tables import ORIGIN_PAPER, Evidence
from ..safe_files import make_folder, write_file
from .solutions import SOLUTIONS, Answer

CALL = 'ck.exercise(evidence, "{number}")'


@dataclass(frozen=True)
class Exercise:
    """One exercise, a row of `exercises.csv`.

    Attributes
    ----------
    number
        Notebook and place in it, such as `2.1`.
    question
        What is asked.
    hint
        Where to look.
    why
        What the teacher says about it.
    solution
        Name of the function that computes the answer.
    options, options_from, options_as, options_without
        What can be chosen, for `choices`; all empty where a number is asked for.
    several
        Whether more than one option can be chosen.
    """

    number: str
    question: str
    hint: str
    why: str
    solution: str
    options: tuple[str, ...]
    options_from: str
    options_as: str
    options_without: tuple[str, ...]
    several: bool

    def solve(self, evidence: Evidence) -> Answer:
        """Compute the answer: a number, one of the choices, or a set of them."""
        return SOLUTIONS[self.solution](evidence)

    def choices(self, evidence: Evidence) -> list[str]:
        """List what can be chosen; nothing where a number is asked for."""
        if not self.options_from:
            return list(self.options)
        table, column = self.options_from.split(".")
        if self.options_as == "rows":
            words = sorted(getattr(evidence, table)[column].dropna().astype(str).unique())
        else:
            words = list(evidence.vocabulary(table, column))
        return [word for word in words if word not in self.options_without]


@dataclass(frozen=True)
class Checked:
    """What a check says: whether the answer is right, and a sentence that does not give it away."""

    right: bool
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@cache
def exercises() -> tuple[Exercise, ...]:
    """Return all exercises, in the order of the file.

    Raises EvidenceError when one names a solution that there is not.
    """
    return tuple(exercises_of(content("exercises")))


def exercises_of(rows: pd.DataFrame) -> list[Exercise]:
    """Read the exercises of a table as `content` returns it.

    Raises EvidenceError when one names a solution that there is not.
    """
    problems = [
        Problem(
            "exercises.csv", "a function of clusterkit/teaching/solutions.py", row, "solution",
            name, hint=nearest(name, SOLUTIONS),
        )
        for row, name in enumerate(rows["solution"], start=2)
        if name not in SOLUTIONS
    ]  # fmt: skip
    if problems:
        raise EvidenceError(problems, what="content")
    plain = rows.astype({"options_as": "string", "several": bool})
    plain = plain.fillna({"options_from": "", "options_as": ""})
    return [Exercise(*row) for row in plain.itertuples()]


def find_exercise(number: str) -> Exercise:
    """Return the exercise of that number; raises KeyError, naming those there are."""
    for exercise in exercises():
        if exercise.number == number:
            return exercise
    known = ", ".join(exercise.number for exercise in exercises())
    msg = f"there is no exercise {number!r}; there are {known}"
    raise KeyError(msg)


def check_answer(
    evidence: Evidence, number: str, answer: float | str | Iterable[str] | None
) -> Checked:
    """Say whether an answer is right, without giving away the right one.

    Parameters
    ----------
    evidence
        The paper's rows are what is asked about; own rows are left aside.
    number
        Of the exercise, such as `2.1`.
    answer
        A number, an option, or several options; None or an empty one is no answer yet.
    """
    exercise = find_exercise(number)
    if answer is None or answer == "" or answer == ():
        return Checked(False, "No answer yet.")
    right = exercise.solve(of_the_paper(evidence))
    if isinstance(right, float):
        try:
            given = float(str(answer).replace(",", "").strip())
        except ValueError:
            return Checked(False, "Write a number, with a decimal point where one is needed.")
        well = math.isclose(given, right, rel_tol=1e-9, abs_tol=1e-9)
    elif isinstance(right, frozenset):
        well = frozenset([answer] if isinstance(answer, str) else answer) == right  # type: ignore[arg-type]
    else:
        well = answer == right
    return Checked(well, "Right." if well else "Not yet. Try the hint, or look again.")


def of_the_paper(evidence: Evidence) -> Evidence:
    """Leave own rows aside; raises EvidenceError where no row is the paper's."""
    if (evidence.statements["origin"] != ORIGIN_PAPER).all():
        expected = "the paper's evidence, which the exercises ask about: ck.load(only='paper')"
        raise EvidenceError([Problem("the evidence", expected)])
    return evidence.only("paper") if evidence.is_union else evidence


def solution_code(number: str) -> str:
    """Return the code of an exercise's solution and its check, as a teacher's notebook has it."""
    solve = SOLUTIONS[find_exercise(number).solution]
    used = {name for name in solve.__code__.co_names if name in solve.__globals__}
    return (
        f"from clusterkit import {', '.join(sorted({'Evidence', *used}))}\n\n\n"
        f"{inspect.getsource(solve)}\n\n"
        f"answer = {solve.__name__}(evidence)\nprint(answer)\n"
        f"print(ck.check_answer(evidence, {number!r}, answer))"
    )


def write_teacher_notebooks(notebooks: str | Path, folder: str | Path) -> list[Path]:
    """Write the teacher's version of each notebook that has exercises.

    Each exercise is followed by its solution's code and answer, a check of it, and what to say
    about it; everything else is the reader's notebook.

    Parameters
    ----------
    notebooks
        Folder of the reader's notebooks.
    folder
        Where to write; made when it is not there.

    Returns
    -------
    list of Path
        The notebooks written, not run yet.
    """
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell

    folder = Path(folder)
    make_folder(folder)
    written = []
    for path in sorted(Path(notebooks).glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        cells = []
        for cell in notebook.cells:
            cells.append(cell)
            for exercise in exercises():
                if cell.cell_type == "code" and cell.source == CALL.format(number=exercise.number):
                    cells += [
                        new_markdown_cell(f"**Solution.** {exercise.why}"),
                        new_code_cell(solution_code(exercise.number)),
                    ]
        if len(cells) == len(notebook.cells):
            continue
        notebook.cells = cells
        for place, cell in enumerate(cells):
            cell["id"] = f"cell-{place:03d}"
        notebook.cells[0].source += "\n\n*Teacher's version: solutions stand below the exercises.*"
        written.append(write_file(folder / path.name, nbformat.writes(notebook) + "\n"))
    return written


def answers(evidence: Evidence) -> pd.DataFrame:
    """List every exercise with its answer, for the teacher; indexed by `number`."""
    lines = []
    for exercise in exercises():
        right = exercise.solve(evidence)
        answer = ", ".join(sorted(right)) if isinstance(right, frozenset) else f"{right}"
        lines.append((exercise.number, exercise.question, answer.removesuffix(".0"), exercise.why))
    columns = ["number", "question", "answer", "why"]
    return pd.DataFrame(lines, columns=columns).set_index("number")
