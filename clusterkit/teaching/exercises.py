"""The exercises of notebooks 01 to 06 and 09: question, hint, check, and the teacher's solution.

Their words are in `data/content/exercises.csv`, their solutions in `solutions.py`. A reader's
notebook shows an exercise by its number; a teacher's version (`write_teacher_notebooks`) shows
the same cells with the solution's code and answer below them. An answer is checked by computing
the solution from the paper's rows, so that it stays right when the evidence is corrected.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from ..evidence.content import content
from ..evidence.problems import EvidenceError, Problem
from ..evidence.suggestions import nearest
from ..evidence.tables import ORIGIN_PAPER, Evidence
from ..evidence.wording import spaced
from ..safe_files import make_folder, write_file
from .solutions import SOLUTIONS, Answer
from .typed_answers import hash_of, key_of, read_number, rounded, sealed

CALL = 'ck.exercise(evidence, "{number}")'
IN_NOTEBOOK = re.compile(r"^ck\.predict\((.*)\)$", re.DOTALL | re.MULTILINE)
END = re.compile(r",?\s*$")
RIGHT = "Right."
WORDS = {
    "right": RIGHT,
    "wrong": "Not yet. Try the hint, or look again.",
    "empty": "No answer yet.",
    "no_number": "Write a number, such as 12 or 3.5.",
    "missing": "Not yet: all that you chose belongs here, but not all that belongs is chosen.",
    "part": "Not yet: some of what you chose belongs here, some does not.",
    "nothing": "Not yet: nothing of what you chose belongs here.",
}


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
    decimals
        To how many decimals a number is asked for, below zero to tens, hundreds and so on; None
        where it must be exact.
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
    decimals: int | None = None

    def solve(self, evidence: Evidence) -> Answer:
        """Compute the answer: a number, one of the choices, or a set of them."""
        return evidence.once(SOLUTIONS[self.solution])

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
    """What a check says: whether the answer is right, and a sentence."""

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
    decimals = [None if pd.isna(one) else int(one) for one in plain.pop("decimals")]
    return [
        replace(Exercise(*row), decimals=one)
        for row, one in zip(plain.itertuples(), decimals, strict=True)
    ]


@cache
def replies(number: str) -> dict[str, str]:
    """Return what wrong answers to an exercise are told, by answer as `key_of` writes it.

    Where several options can be chosen, an answer is one option that does not belong.
    """
    rows = content("exercise_replies")
    rows = rows[rows["number"] == number]
    return dict(zip(rows["answer"].astype(str), rows["sentence"].astype(str), strict=True))


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
    """Say whether an answer is right, and why; a wrong one that teaches something is told what.

    Parameters
    ----------
    evidence
        The paper's rows are what is asked about; own rows are left aside.
    number
        Of the exercise, such as `2.1`.
    answer
        A number (also as text, the way people write it), an option, or several options; None or
        an empty one is no answer yet.

    Examples
    --------
    >>> import clusterkit as ck
    >>> print(check_answer(ck.load(only="paper"), "1.1", "8.0 %"))
    That is the floor when “around” is taken as exact. Move the slider to 25.
    """
    exercise = find_exercise(number)
    given_none = answer is None or (isinstance(answer, Collection) and not len(answer))
    if given_none or (isinstance(answer, str) and not answer.strip()):
        return Checked(False, WORDS["empty"])
    right = exercise.solve(of_the_paper(evidence))
    told, whole = replies(number), Checked(True, f"{RIGHT} {exercise.why}")
    if isinstance(right, float):
        given = read_number(str(answer), exercise.decimals)
        if given is None:
            return Checked(False, WORDS["no_number"])
        key = key_of(rounded(given, exercise.decimals))
    elif isinstance(right, frozenset):
        chosen = frozenset([answer] if isinstance(answer, str) else answer)  # type: ignore[arg-type]
        if chosen == right:
            return whole
        fits = "missing" if chosen < right else "part" if chosen & right else "nothing"
        lessons = [told[word] for word in sorted(chosen - right) if word in told]
        return Checked(False, " ".join([WORDS[fits], *lessons]))
    else:
        key = str(answer)
    return whole if key == key_of(right) else Checked(False, told.get(key, WORDS["wrong"]))


def question_of(evidence: Evidence, number: str) -> dict[str, Any]:
    """Gather what a page needs to ask an exercise and to check its answer; see `Question`.

    Answers stand in it as hashes, sentences sealed: nothing can be read at a glance.
    """
    exercise, paper = find_exercise(number), of_the_paper(evidence)
    right, told, choices = exercise.solve(paper), replies(number), exercise.choices(paper)
    several, belongs = isinstance(right, frozenset), []
    if isinstance(right, frozenset):
        belongs = sorted(hash_of(f"{number}|in|{word}") for word in right)
    sentences = {key_of(right): f"{RIGHT} {exercise.why}"} | ({} if several else told)
    return {
        "number": number,
        "question": exercise.question,
        "field": "several" if several else "choice" if choices else "number",
        "options": [[spaced(word), word] for word in choices],
        "decimals": exercise.decimals,
        "hint": exercise.hint,
        "button": "Check",
        "words": WORDS,
        "replies": _sealed_by(sentences, f"{number}|"),
        "belongs": belongs,
        "strangers": _sealed_by(told, f"{number}|out|") if several else {},
    }


def _sealed_by(sentences: Mapping[str, str], before: str) -> dict[str, str]:
    """Seal sentences with the answers that they are told to, in an order that says nothing."""
    keys = {hash_of(before + key): (sentence, before + key) for key, sentence in sentences.items()}
    return {found: sealed(*keys[found]) for found in sorted(keys)}


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


def solved_source(source: str) -> str:
    """Change a cell that ends in `ck.predict(...)` into one that shows its look at once.

    Examples
    --------
    >>> solved_source('ck.predict(evidence, "1.b", grid)')
    'ck.predict(evidence, "1.b", grid, solved=True)'
    """
    return IN_NOTEBOOK.sub(
        lambda call: f"ck.predict({END.sub(', solved=True', call[1], count=1)})", source
    )


def write_teacher_notebooks(notebooks: str | Path, folder: str | Path) -> list[Path]:
    """Write the teacher's version of each notebook that has exercises.

    Each prediction has its look open, each exercise is followed by its solution's code and
    answer, a check of it, and what to say about it; everything else is the reader's notebook.

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
            if cell.cell_type == "code":
                cell.source = solved_source(cell.source)
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
