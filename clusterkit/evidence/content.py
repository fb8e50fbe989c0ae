"""Words that a teacher may edit: claims, exercises, stories, findings, Figure 1, own workbooks.

They are tables in `data/content/`, with a definition of their own (`datapackage.json` there),
read and checked as the evidence is. `content` returns one of them; nothing is read before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from .checks import check_tables
from .definition import (
    DEFINITION,
    Schema,
    data_dir,
    read_package,
    read_raw,
    read_schema,
    read_tables,
    typed,
)
from .paragraphs_and_pages import PARAGRAPHS
from .problems import EvidenceError, Problem
from .tables import CITING, STATEMENT_TABLES

PACKAGE = "cluster-upgrading-content"
# Names of fixed sentences, besides the words for how evidence stands.
NO_ARROW, SHEET_OF_WORKS = "no arrow", "sheet of works"
NO_EVIDENCE = {True: "no evidence", False: "no evidence in clusters"}  # wider context or not


def content(name: str) -> pd.DataFrame:
    """Return one table of the shipped content, typed, indexed by its key.

    Parameters
    ----------
    name
        `claims`, `variables`, `codes`, `exercises`, `exercise_replies`, `predictions`,
        `glossary`, `paths`, `stories`, `figure1_parts`, `figure1_arrows`,
        `figure1_ambiguities`, `sentences`, `own_columns`,
        `own_instructions`, `elements`, `prose` or `findings`. Their columns are described in
        `data/content/datapackage.json`.

    Raises
    ------
    EvidenceError
        When anything in the content is wrong: every problem with file, row, column, the value
        found and what was expected.

    Examples
    --------
    >>> content("figure1_arrows").loc["F7", ["start", "end"]].tolist()
    ['actors', 'F4']
    """
    return _shipped()[name].copy()


def fixed_sentence(name: str) -> str:
    """Return one of the fixed sentences, by its name in `sentences.csv`.

    Examples
    --------
    >>> fixed_sentence("declared gap")
    'No row fits; the paper calls this, or a part of it, little researched or asks for its study.'
    """
    return str(_shipped()["sentences"]["words"][name])


def no_evidence(*, wider: bool) -> str:
    """Say that no row fits, and where was searched: with the wider context, or without it.

    Examples
    --------
    >>> no_evidence(wider=True)
    'No row of this evidence fits all that is asked; the wider context was searched too.'
    """
    return fixed_sentence(NO_EVIDENCE[wider])


def content_dir() -> Path:
    """Find the shipped content, in the folder of the evidence."""
    return data_dir() / "content"


def rows_by_paragraph() -> dict[str, str]:
    """Return the paragraph of every row of the shipped evidence that stands in one, by its id.

    These are the statements, the gaps and the dimensions of social conditions.

    Examples
    --------
    >>> rows_by_paragraph()["gap-2.2.3-01"]
    '2.2.3'
    """
    rows: dict[str, str] = {}
    for name in (*CITING, "dimensions"):
        key, frame = _raw_evidence(name)
        rows.update(zip(frame[key], frame["paragraph"], strict=True))
    return rows


def is_content(path: Path) -> bool:
    """Whether this is a folder of content, by the name of its data package.

    Raises EvidenceError when the data package cannot be read.
    """
    return (path / DEFINITION).is_file() and read_package(path).get("name") == PACKAGE


def read_content(folder: Path) -> dict[str, pd.DataFrame]:
    """Read and check a folder of content; raises EvidenceError with every problem.

    Rows of the evidence that it names are looked up in the shipped evidence.
    """
    definition = read_schema(folder)
    raw, problems = read_tables(folder, definition)
    problems += check_tables(raw, definition, (), beside=_beside(raw))
    problems += _rows_missing(raw, definition)
    if problems:
        raise EvidenceError(problems, what="content")
    return {name: typed(frame, definition.tables[name]) for name, frame in raw.items()}


@cache
def _shipped() -> Mapping[str, pd.DataFrame]:
    return read_content(content_dir())


def _rows_missing(raw: Mapping[str, pd.DataFrame], definition: Schema) -> Iterator[Problem]:
    """Words that a key may have and no row has: where the keys are fixed, each has its row."""
    for name, frame in raw.items():
        table = definition.tables[name]
        for word in table[table.key].vocabulary:
            if word not in set(frame[table.key]):
                yield Problem(table.path, f"a row whose {table.key} is {word!r}")


def _beside(
    raw: Mapping[str, pd.DataFrame],
) -> dict[tuple[str, str], tuple[Collection[str], str]]:
    """Gather what content may refer to besides its own keys, and where that is."""
    beside: dict[tuple[str, str], tuple[Collection[str], str]] = {
        ("statements", "row_id"): (_row_ids(), "the evidence"),
        ("rows", "row_id"): (set(rows_by_paragraph()), "the evidence"),
        ("paper", "paragraph"): (set(PARAGRAPHS), "the paper"),
    }
    if {"figure1_parts", "figure1_arrows"} <= set(raw):
        parts, arrows = raw["figure1_parts"], raw["figure1_arrows"]
        ends = {*parts["part"], *parts["joined_as"], *arrows["arrow"]}
        beside["figure1_elements", "end"] = (ends, "figure1_parts.csv or figure1_arrows.csv")
    return beside


def _row_ids() -> set[str]:
    ids: set[str] = set()
    for name in STATEMENT_TABLES:
        key, frame = _raw_evidence(name)
        ids.update(frame[key])
    return ids


def _raw_evidence(name: str) -> tuple[str, pd.DataFrame]:
    """Read a table of the shipped evidence as text, with the name of its key."""
    table = read_schema(data_dir()).tables[name]
    frame, problems = read_raw(data_dir(), table)
    if frame is None:
        raise EvidenceError(problems)
    return table.key, frame
