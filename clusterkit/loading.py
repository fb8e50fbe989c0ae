"""Loading the evidence, in four steps over one frozen value: read, join, check, type.

`read_evidence` takes the first three and raises nothing for what a user's file holds;
`RawEvidence.evidence` takes the last, for tables without problems. `load` does all four. A file
is read once and checked once: what was read is passed on, not read again.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from .evidence.checks import check_tables
from .evidence.citations import bibliography_keys
from .evidence.definition import DEFINITION, Schema, data_dir, read_schema, read_tables, typed
from .evidence.edition import edition
from .evidence.problems import EvidenceError, Problem
from .evidence.tables import Evidence, Which, with_origin
from .own.doubts import doubts
from .own.rules import check_own, joined, own_schema
from .own.workbook import OwnTables, read_workbook

EVIDENCE_VARIABLE = "CLUSTERKIT_EVIDENCE"


@dataclass(frozen=True)
class RawEvidence:
    """Evidence that was read and is still text, with what is wrong with it.

    Attributes
    ----------
    definition
        What the tables are held to.
    folder
        The evidence base: the shipped one, or one of its own with a `datapackage.json`.
    base
        Its tables by name, as text.
    keys
        Works that its rows may cite.
    problems
        What is wrong, in the order of the tables; nothing is loaded unless it is empty.
    own
        What a user's file holds; None for an evidence base alone.
    tables
        The tables with the user's rows below, and the columns `page` and `origin`.
    edited
        Where the evidence base is an edited copy of a version: a sentence that says so.
    doubts
        What is allowed in the user's rows and probably not meant, a sentence each.
    """

    definition: Schema
    folder: Path
    base: Mapping[str, pd.DataFrame]
    keys: frozenset[str]
    problems: tuple[Problem, ...] = ()
    own: OwnTables | None = None
    tables: Mapping[str, pd.DataFrame] | None = None
    edited: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What is worth knowing, a sentence each.

        What was left unread of the user's file, how it was understood, what is probably not meant,
        and that the evidence base is an edited copy of a version.
        """
        mine = () if self.own is None else self.own.notes
        return (*([self.edited] if self.edited else []), *mine, *self.doubts)

    @property
    def summary(self) -> str:
        """How many rows of each table the user's file has; empty for an evidence base alone."""
        return "" if self.own is None else str(self.own)

    def evidence(self) -> Evidence:
        """Type the tables.

        Raises
        ------
        EvidenceError
            When there are problems: it lists all of them.
        """
        if self.problems or self.tables is None:
            raise EvidenceError(list(self.problems))
        tables = {
            name: typed(rows, with_origin(self.definition.tables[name]))
            for name, rows in self.tables.items()
        }
        works = None
        if self.own is not None and "sources" in self.own.tables:
            works = self.own.tables["sources"].assign(origin=self.own.name)
        bibliography = self.folder / self.definition.bibliography
        return Evidence(tables, self.definition, bibliography, works, self.notes)


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
    A user's rows have no `paragraph` of the paper: their column `page` is free text, says
    where in the user's own source the statement stands, and may be empty; `sources` must be
    filled instead. `clusterkit.own.rules` lists all differences.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load()
    >>> evidence.settings.loc["sialkot-football", "country"]
    'PAK'
    """
    path = path if path is not None else os.environ.get(EVIDENCE_VARIABLE) or None
    evidence = read_evidence(path).evidence()
    return evidence if only is None else evidence.only(only)


def read_evidence(path: str | os.PathLike[str] | None = None) -> RawEvidence:
    """Read, join and check the evidence once, for a caller who wants more than the tables.

    Parameters
    ----------
    path
        As for `load`; without it, the shipped evidence alone.

    Returns
    -------
    RawEvidence
        Its `problems` (none means sound), `notes` and `summary`, and the tables themselves from
        its method `evidence`.

    Raises
    ------
    EvidenceError
        When the shipped evidence itself cannot be read.

    Examples
    --------
    >>> raw = read_evidence()
    >>> raw.problems
    ()
    >>> raw.evidence().origins
    ('paper',)
    """
    if path is None or _is_base(Path(path)):
        raw = _read_base(data_dir() if path is None else Path(path))
    else:
        raw = _read_own(_read_base(data_dir()), Path(path))
    return _checked(_joined(raw))


def check_file(path: str | os.PathLike[str]) -> tuple[list[Problem], tuple[str, ...]]:
    """List every problem of a user's own evidence, and what is worth knowing besides.

    A folder with a `datapackage.json` is checked as a whole.

    Returns
    -------
    list of Problem, tuple of str
        No problem means that `load` takes it. The notes say what was left unread, and how a
        file was understood.

    Examples
    --------
    >>> problems, notes = check_file("absent.xlsx")
    >>> print(problems[0])
    absent.xlsx: expected a file or folder that is there; there is none at 'absent.xlsx'.
    """
    raw = read_evidence(path)
    return list(raw.problems), raw.notes


def _is_base(path: Path) -> bool:
    return (path / DEFINITION).is_file()


def _read_base(folder: Path) -> RawEvidence:
    """Read the tables of an evidence base as text, and the keys of its bibliography."""
    version, edited = edition(folder)
    definition = replace(read_schema(folder), version=version)
    tables, problems = read_tables(folder, definition)
    bibliography = folder / definition.bibliography
    keys = frozenset[str]()
    if bibliography.is_file():
        keys = frozenset(bibliography_keys(bibliography))
    else:
        expected = f"this file in the folder {folder.name!r}"
        problems.append(Problem(definition.bibliography, expected))
    return RawEvidence(definition, folder, tables, keys, tuple(problems), edited=edited)


def _read_own(shipped: RawEvidence, path: Path) -> RawEvidence:
    """Read a user's file beside the shipped evidence, which must itself be whole."""
    if shipped.problems:
        raise EvidenceError(list(shipped.problems))
    own = read_workbook(path)
    return replace(shipped, own=own, problems=own.problems)


def _joined(raw: RawEvidence) -> RawEvidence:
    """Put the user's rows below those of the evidence base, each with where it is from."""
    tables, name = ({}, "") if raw.own is None else (raw.own.tables, raw.own.name)
    return replace(raw, tables=joined(raw.base, tables, name))


def _checked(raw: RawEvidence) -> RawEvidence:
    """Hold the user's rows to what is asked of them; an evidence base alone to the definition."""
    if raw.own is None:
        problems = check_tables(raw.base, raw.definition, raw.keys | _without_entry(raw.base))
        return replace(raw, problems=(*raw.problems, *problems))
    asked = own_schema(raw.definition).at(raw.own.places)
    problems = check_own(raw.own.tables, asked, raw.base, set(raw.keys), raw.own.unread)
    listed = tuple(raw.own.in_order([*raw.problems, *problems]))
    return replace(raw, problems=listed, doubts=doubts(raw.own.tables, asked))


def _without_entry(tables: Mapping[str, pd.DataFrame]) -> set[str]:
    """Keys that the paper cites and its reference list lacks."""
    if "citation_notes" not in tables:
        return set()
    notes = tables["citation_notes"]
    return set(notes.loc[notes["kind"] == "no_entry", "key"])
