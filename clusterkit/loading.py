"""Loading the evidence: the shipped tables, with a user's own rows joined to them where given."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from .evidence import citations
from .evidence.checks import check_tables
from .evidence.definition import Schema, data_dir, read_raw, read_schema, typed
from .evidence.problems import EvidenceError, Problem
from .evidence.tables import ORIGIN_PAPER, Evidence, Which
from .own.rules import check_own, joined, own_schema
from .own.workbook import read_workbook

EVIDENCE_VARIABLE = "CLUSTERKIT_EVIDENCE"


def load(path: str | os.PathLike[str] | None = None, *, only: Which | None = None) -> Evidence:
    """Load and check the evidence, with a user's own rows joined to it where given.

    Parameters
    ----------
    path
        A user's own evidence: a workbook made from `clusterkit template`, a folder of CSV (or
        Parquet) files named after its sheets, or one such file. Its rows join the shipped
        ones, and `origin` says which is which. A folder with a `datapackage.json` is read
        instead of the shipped one, as a whole. Without `path`, the environment variable
        CLUSTERKIT_EVIDENCE is looked at; where that is empty too, the shipped evidence alone.
    only
        `paper` or `own`: keep only those rows of the union.

    Returns
    -------
    Evidence
        Typed tables, immutable in effect.

    Raises
    ------
    EvidenceError
        When anything is wrong: it lists every problem with file, sheet, row, column, the value
        found and what was expected. Nothing is loaded then.

    Notes
    -----
    In a user's rows the column `paragraph` of the paper is called `page`, is free text, says
    where in the user's own source the statement stands, and may be empty; `sources` must be
    filled instead. `clusterkit.own` lists all differences.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load()
    >>> evidence.settings.loc["sialkot-football", "country"]
    'PAK'
    """
    if path is None:
        path = os.environ.get(EVIDENCE_VARIABLE) or None
    if path is None or (Path(path) / "datapackage.json").is_file():
        evidence = _load_whole(data_dir() if path is None else Path(path))
    else:
        evidence = _load_union(Path(path))
    return evidence if only is None else evidence.only(only)


def check_file(path: str | os.PathLike[str]) -> tuple[list[Problem], tuple[str, ...]]:
    """List every problem of a user's own evidence, and what is worth knowing besides.

    A folder with a `datapackage.json` is checked as a whole.

    Returns
    -------
    list of Problem, tuple of str
        No problem means that `load` takes it. The notes say what was left unread, and how a
        file was understood.
    """
    if (Path(path) / "datapackage.json").is_file():
        definition, raw, problems, keys = _read_folder(Path(path))
        return [*problems, *check_tables(raw, definition, keys)], ()
    _, _, _, problems, notes = _read_union(Path(path))
    return problems, notes


def _load_whole(place: Path) -> Evidence:
    definition, raw, problems, keys = _read_folder(place)
    problems += check_tables(raw, definition, keys)
    if problems:
        raise EvidenceError(problems)
    return Evidence(_typed(raw, definition, {}), definition, place / definition.bibliography)


def _load_union(path: Path) -> Evidence:
    definition, shipped, own, problems, notes = _read_union(path)
    if problems:
        raise EvidenceError(problems)
    name = path.name or path.resolve().name
    tables = _typed(joined(shipped, own), definition, {one: (len(shipped[one]), name)
                                                       for one in shipped})  # fmt: skip
    works = own["sources"].assign(origin=name) if "sources" in own else None
    return Evidence(tables, definition, data_dir() / definition.bibliography, works, notes)


def _read_union(
    path: Path,
) -> tuple[
    Schema,
    dict[str, pd.DataFrame],
    dict[str, pd.DataFrame],
    list[Problem],
    tuple[str, ...],
]:

    definition, shipped, problems, keys = _read_folder(data_dir())
    if problems:
        raise EvidenceError(problems)
    keys -= _without_entry(shipped)
    read = read_workbook(path)
    asked = own_schema(definition).at(read.places)
    found = [*read.problems, *check_own(read.tables, asked, shipped, keys, read.unread)]
    return definition, shipped, dict(read.tables), read.in_order(found), read.notes


def _read_folder(
    place: Path,
) -> tuple[Schema, dict[str, pd.DataFrame], list[Problem], set[str]]:
    """Read the tables of a data folder as text, and the keys of its bibliography."""
    definition = read_schema(place)
    raw: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for table in definition.tables.values():
        frame, found = read_raw(place, table)
        problems += found
        if frame is not None:
            raw[table.name] = frame
    bibliography = place / definition.bibliography
    keys: set[str] = set()
    if bibliography.is_file():
        keys = citations.bibliography_keys(bibliography)
    else:
        expected = f"this file in the folder {place.name!r}"
        problems.append(Problem(definition.bibliography, expected))
    return definition, raw, problems, keys | _without_entry(raw)


def _without_entry(raw: dict[str, pd.DataFrame]) -> set[str]:
    """Keys that the paper cites and its reference list lacks."""
    if "citation_notes" not in raw:
        return set()
    notes = raw["citation_notes"]
    return set(notes.loc[notes["kind"] == "no_entry", "key"])


def _typed(
    raw: dict[str, pd.DataFrame],
    definition: Schema,
    mine: dict[str, tuple[int, str]],
) -> dict[str, pd.DataFrame]:
    """Type every table and say of each row where it is from.

    `mine` has, for each table, how many rows are the paper's, and the name of the user's file.
    """
    tables = {}
    for name, frame in raw.items():
        rows = typed(frame, definition.tables[name])
        shipped, file = mine.get(name, (len(rows), ""))
        origin = [ORIGIN_PAPER] * shipped + [file] * (len(rows) - shipped)
        tables[name] = rows.assign(origin=pd.array(origin, dtype="string"))
    return tables
