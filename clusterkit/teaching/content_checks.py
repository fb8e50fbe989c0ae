"""Whether words that a teacher has edited still fit the evidence, the solutions and each other.

The definition in `data/content/datapackage.json` says what each cell may hold; this module adds
what no definition can say: a story finds rows, an answer is among the choices.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from ..evidence.content import content_dir, read_content, rows_by_paragraph
from ..evidence.definition import data_dir, read_schema
from ..evidence.paragraphs_and_pages import PARAGRAPHS
from ..evidence.problems import EvidenceError, Problem
from ..evidence.suggestions import nearest
from ..evidence.tables import Evidence
from ..loading import load
from ..own.rules import own_schema, words_for_own
from ..questions.ledger import FINDINGS_FILE, ledger_of
from ..questions.ledger_queries import QUERIES
from ..questions.mediation import matching_evidence
from ..questions.stories import stories_of
from .claims import NONE, codes_allowed
from .exercises import Exercise, exercises_of
from .prose import TO_READ, paragraphs_named
from .solutions import SOLUTIONS
from .typed_answers import key_of, read_number, rounded

Tables = Mapping[str, pd.DataFrame]


def check_content(folder: Path | None = None, *, evidence: Evidence | None = None) -> list[Problem]:
    """List every problem of a folder of content, held against the evidence.

    Parameters
    ----------
    folder
        With a `datapackage.json` and the tables that it names; the shipped content by default.
    evidence
        The paper's; loaded when it is not given.

    Returns
    -------
    list of Problem
        Empty means sound. Mistakes in single cells are reported alone: what joins the tables is
        looked at once these are corrected.
    """
    try:
        tables = read_content(content_dir() if folder is None else folder)
    except EvidenceError as error:
        return error.problems
    evidence = load(data_dir()) if evidence is None else evidence
    return [
        *_not_in_order("claims", tables),
        *_not_in_order("own_instructions", tables),
        *_code_problems(tables["codes"], evidence),
        *_story_problems(tables["stories"], evidence),
        *_exercise_problems(tables["exercises"], evidence),
        *_reply_problems(tables["exercise_replies"], tables["exercises"], evidence),
        *_column_problems(tables["own_columns"]),
        *_paragraph_problems(tables),
        *_prose_problems(tables["prose"]),
        *_finding_problems(tables["findings"]),
    ]


def _not_in_order(name: str, tables: Tables) -> Iterator[Problem]:
    for number, (row, given) in enumerate(enumerate(tables[name].index, start=2), start=1):
        if given != number:
            expected = f"{number}: rows are numbered 1, 2, 3 and so on, in order"
            yield Problem(f"{name}.csv", expected, row, "number", str(given))
            return


def _code_problems(codes: pd.DataFrame, evidence: Evidence) -> Iterator[Problem]:
    """Codes that a variable does not have, that it has twice, and that have no meaning yet."""
    allowed = {**codes_allowed(evidence), "place": (NONE,)}
    twice = codes.duplicated(["variable", "code"])
    lines = zip(codes["variable"], codes["code"], twice, strict=True)
    for row, (variable, code, again) in enumerate(lines, start=2):
        if code not in allowed[variable]:
            expected = f"one of {', '.join(allowed[variable])}"
            hint = nearest(code, allowed[variable])
            yield Problem("codes.csv", expected, row, "code", code, hint)
        elif again:
            yield Problem("codes.csv", "each code of a variable once", row, "code", code)
    for variable, words in allowed.items():
        given = set(codes.loc[codes["variable"] == variable, "code"])
        for word in words:
            if word not in given:
                yield Problem("codes.csv", f"a row with the code {word!r} of {variable}")


def _story_problems(rows: pd.DataFrame, evidence: Evidence) -> Iterator[Problem]:
    try:
        stories = stories_of(rows)
    except EvidenceError as error:
        yield from error.problems
        return
    for row, (asked, code) in enumerate(zip(stories.values(), rows["code"], strict=True), start=2):
        try:
            rows_met = matching_evidence(evidence, asked).exact
        except ValueError as error:
            expected = f"words of the evidence ({error})"
            yield Problem("stories.csv", expected, row, "code", str(code))
            continue
        if rows_met.empty:
            expected = "a configuration that rows of the evidence meet"
            yield Problem("stories.csv", expected, row, "code", str(code))


def _exercise_problems(rows: pd.DataFrame, evidence: Evidence) -> Iterator[Problem]:
    try:
        exercises = exercises_of(rows)
    except EvidenceError as error:
        yield from error.problems
        return
    for row, exercise in enumerate(exercises, start=2):
        yield from _choice_problems(row, exercise, evidence)
    for name in SOLUTIONS:
        if name not in set(rows["solution"]):
            yield Problem("exercises.csv", f"an exercise whose solution is {name!r}")


def _choice_problems(row: int, exercise: Exercise, evidence: Evidence) -> Iterator[Problem]:
    """Choices that cannot be read from the evidence, or do not go with the answer."""
    file, origin = "exercises.csv", exercise.options_from
    tables = read_schema(data_dir()).tables.values()
    known = [
        f"{table.name}.{field.name}"
        for table in tables
        for field in table.fields
        if field.vocabulary or exercise.options_as == "rows"
    ]
    if origin and origin not in known:
        expected = "a table of the evidence and a column of it that has words to choose from"
        yield Problem(file, expected, row, "options_from", origin, nearest(origin, known))
        return
    answer, choices = exercise.solve(evidence), exercise.choices(evidence)
    column, value = ("options_from", origin) if origin else ("options", ";".join(exercise.options))
    if isinstance(answer, float):
        if choices:
            yield Problem(file, "no options, as the answer is a number", row, column, value)
        return
    for word in sorted({answer} if isinstance(answer, str) else answer):
        if word not in choices:
            yield Problem(
                file, f"options with {word!r}, which is in the answer", row, column, value
            )
    if exercise.several != isinstance(answer, frozenset):
        asked = "false, as the answer is one option" if exercise.several else (
            "true, as the answer is a set of options"
        )  # fmt: skip
        yield Problem(file, asked, row, "several", str(exercise.several).lower())


def _reply_problems(
    rows: pd.DataFrame, exercises: pd.DataFrame, evidence: Evidence
) -> Iterator[Problem]:
    """Report replies to answers that nobody can give, that are right, or that are there twice."""
    file = "exercise_replies.csv"
    if any(_exercise_problems(exercises, evidence)):
        return  # an answer can only be judged where its exercise is sound
    known = {exercise.number: exercise for exercise in exercises_of(exercises)}
    solved = {number: exercise.solve(evidence) for number, exercise in known.items()}
    lines = zip(rows["number"], rows["answer"], strict=True)
    for row, (number, answer) in enumerate(lines, start=2):
        if number not in known:
            expected = "an exercise of exercises.csv"
            yield Problem(file, expected, row, "number", number, nearest(number, known))
            continue
        exercise, right = known[number], solved[number]
        choices = exercise.choices(evidence)
        if isinstance(right, float):
            given = read_number(answer)
            whole = given is not None and key_of(rounded(given, exercise.decimals))
            if whole != answer:
                expected = "a number in digits, rounded as the exercise asks"
                yield Problem(file, expected, row, "answer", answer)
        elif answer not in choices:
            expected = f"one of {', '.join(choices)}"
            yield Problem(file, expected, row, "answer", answer, nearest(answer, choices))
        if answer in right if isinstance(right, frozenset) else answer == key_of(right):
            yield Problem(file, f"a wrong answer to {number}", row, "answer", answer)
    for row, again in enumerate(rows.duplicated(["number", "answer"]), start=2):
        if again:
            found = rows["answer"].iloc[row - 2]
            yield Problem(file, "each answer to an exercise once", row, "answer", found)


def _column_problems(rows: pd.DataFrame) -> Iterator[Problem]:
    """Words for columns that no sheet of a user's workbook has, and words that are missing."""
    try:
        words_for_own(rows)
    except EvidenceError as error:
        yield from error.problems
    sheets = own_schema(read_schema(data_dir())).tables.values()
    known = {field.name for sheet in sheets for field in sheet.fields}
    known |= {f"{sheet.name}.{field.name}" for sheet in sheets for field in sheet.fields}
    for row, column in enumerate(rows.index, start=2):
        if column not in known:
            expected = "a column of a user's own workbook"
            yield Problem(
                "own_columns.csv", expected, row, "column", column, nearest(column, known)
            )


def _paragraph_problems(tables: Tables) -> Iterator[Problem]:
    """Paragraphs of the right form that the paper does not have."""
    for name, rows in tables.items():
        for row, named in enumerate(rows.get("paragraphs", ()), start=2):
            for paragraph in named:
                if paragraph not in PARAGRAPHS:
                    expected = "a paragraph that the paper has"
                    yield Problem(f"{name}.csv", expected, row, "paragraphs", paragraph)


def _prose_problems(prose: pd.DataFrame) -> Iterator[Problem]:
    """Sentences without rows, with rows of other paragraphs, and with paragraphs not named.

    A row of another paragraph, and a paragraph without a row, need a note that names it.
    """
    file, paragraph_of = "prose.csv", rows_by_paragraph()
    lines = zip(prose.index, prose["paragraphs"], prose["rows"], prose["note"], strict=True)
    for row, (sentence, paragraphs, row_ids, note) in enumerate(lines, start=2):
        named = paragraphs_named(sentence)
        if paragraphs != named:
            expected = f"{';'.join(named)!r}, as the sentence names them: clusterkit prose --update"
            yield Problem(file, expected, row, "paragraphs", ";".join(paragraphs))
        reason = "" if pd.isna(note) else note
        if reason == TO_READ:
            expected = "the rows that the sentence rests on, and a note only where one is needed"
            yield Problem(file, expected, row, "note", reason)
        elif not row_ids and not reason:
            yield Problem(file, "a row that the sentence rests on, or a note", row, "rows", "")
        explained = paragraphs_named(reason)
        for row_id in row_ids:
            if paragraph_of[row_id] not in (*named, *explained):
                expected = f"a row of {', '.join(named)}, or a note that says why it is of another"
                yield Problem(file, expected, row, "rows", row_id)
        with_row = {paragraph_of[row_id] for row_id in row_ids}
        without = [place for place in named if place not in {*with_row, *explained}]
        if row_ids and without:
            expected = f"a row of {', '.join(without)} too, or a note that says why there is none"
            yield Problem(file, expected, row, "rows", ";".join(row_ids))


def _finding_problems(rows: pd.DataFrame) -> Iterator[Problem]:
    """Report queries that there are not, or no finding names, and conclusions without a place."""
    try:
        ledger_of(rows)
    except EvidenceError as error:
        yield from error.problems
    for name in QUERIES:
        if name not in set(rows["query"]):
            yield Problem(FINDINGS_FILE, f"a finding whose query is {name!r}")
    for row, (whose, paragraphs) in enumerate(zip(rows["whose"], rows["paragraphs"], strict=True)):
        if whose == "paper" and not paragraphs:
            expected = "the paragraphs where the paper concludes it"
            yield Problem(FINDINGS_FILE, expected, row + 2, "paragraphs", "")
