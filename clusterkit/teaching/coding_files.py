"""The coding files of a class: written so that a spreadsheet runs nothing, read from anywhere.

People hand in what their spreadsheet made of a file: other encodings, semicolons, names such as
`maria (1).csv`. What can be read counts; what cannot is named with its remedy, and never stops
the others.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..evidence.checks import RENAMED
from ..evidence.formulas import as_written, safe_for_spreadsheets
from ..evidence.problems import EvidenceError, Problem
from ..evidence.suggestions import nearest
from ..evidence.tables import Evidence
from ..own.reading import Unreadable, column_name, read_csv
from .claims import (
    FILE_COLUMNS,
    NONE,
    REFERENCE,
    ROUNDS,
    VARIABLES,
    codes_allowed,
    demand_claims,
    join_actors,
    seminar_claims,
)

LARGEST_FILE = 200_000  # bytes; a whole coding has some 6,000
ENDINGS = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".numbers")
SESSION = "session"  # a column of files that the form wrote: whose they are, whatever the name
EXPECTED = "a coding file as the coding form saves it"
AS_CSV = "a CSV file: open it in a spreadsheet and save it as “CSV UTF-8”"


@dataclass(frozen=True)
class ClassCodings:
    """The codings of a class, and what was not taken as it stood.

    Attributes
    ----------
    codings
        One row for each code: `coder`, `round` (alone, after), `claim` (1 to 12), `variable` (of
        `VARIABLES`), `code`.
    problems
        What is wrong with the files that were left out, whole.
    notes
        Sentences on what was read another way than it stood: an encoding, a name, a copy.
    """

    codings: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """Names of the files that were left out."""
        return tuple(dict.fromkeys(problem.file for problem in self.problems))


@dataclass
class _One:
    """One person's codes out of one file."""

    path: Path
    coder: str
    rows: pd.DataFrame
    session: str


def as_file(codings: pd.DataFrame) -> str:
    """Write codings as the text of a CSV file, for `read_codings`.

    A name that a spreadsheet would run as a formula has an apostrophe in front, which reading
    takes away. Columns: `FILE_COLUMNS`, and `session` where the codings have it.

    Examples
    --------
    >>> rows = pd.DataFrame([("=Ada", "alone", 1, "mode", "none")], columns=list(FILE_COLUMNS))
    >>> print(as_file(rows).strip())
    coder,round,claim,variable,code
    '=Ada,alone,1,mode,none
    """
    columns = [name for name in (*FILE_COLUMNS, SESSION) if name in codings]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(safe_for_spreadsheets(codings[columns]).itertuples(index=False))
    return out.getvalue()


def read_codings(path: str | Path, evidence: Evidence) -> pd.DataFrame:
    """Read one coding, or all of a class, and accept no mistake.

    Parameters
    ----------
    path
        A file, or a folder of files. `read_class` reads what can be read.
    evidence
        Says which codes there are.

    Returns
    -------
    DataFrame
        One row for each code: `coder`, `round` (alone, after), `claim` (1 to 12), `variable` (of
        `VARIABLES`), `code`.

    Raises
    ------
    EvidenceError
        With every problem of every file (file, row, column, value, what was expected). Nothing is
        handed over then.
    """
    read = read_class(path, evidence)
    if read.problems:
        raise EvidenceError(list(read.problems), what="coding")
    return read.codings


def read_class(path: str | Path, evidence: Evidence) -> ClassCodings:
    r"""Read all codings of a class that can be read, and name what cannot, with its remedy.

    Parameters
    ----------
    path
        A folder of coding files, or one file. Folders in it are named, not looked into.
    evidence
        Says which codes there are.

    Returns
    -------
    ClassCodings
        Two people of one name are told apart by a number; a file that is there twice counts once.

    Raises
    ------
    EvidenceError
        When the evidence does not hold the rows of the twelve claims; for no file.

    Examples
    --------
    >>> import tempfile
    >>> import clusterkit as ck
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "ada.csv").write_text(
    ...         "coder;round;claim;variable;code\nAda;alone;1;mode;none\n", encoding="utf-16")
    ...     _ = Path(folder, "zed.csv").write_bytes(b"")
    ...     read = ck.read_class(folder, ck.load())
    >>> read.codings["coder"].tolist(), read.left_out
    (['Ada'], ('zed.csv',))
    """
    path = Path(path)
    if not path.is_dir():
        return read_class_files([path], evidence)
    read = read_class_files(files_in(path), evidence)
    if read.codings.empty and not read.problems:
        problem = Problem(path.name, "a folder with the class's coding files (.csv) in it")
        return ClassCodings(read.codings, (problem,), read.notes)
    return read


def files_in(folder: Path) -> list[Path]:
    """List what a folder holds, by name, without what the system or the form keeps hidden there."""
    try:
        found = sorted(folder.iterdir(), key=lambda path: (path.name.casefold(), path.name))
    except OSError:
        return []
    system = ("desktop.ini", "thumbs.db")
    return [
        path for path in found
        if path.name.lower() not in system
        and (not path.name.startswith(".") or path.suffix.lower() in ENDINGS)
        and not (path.name.startswith(".") and path.is_dir())
        and not _half_written(path)
    ]  # fmt: skip


def read_class_files(files: Sequence[Path], evidence: Evidence) -> ClassCodings:
    """Read coding files, one or more, as `read_class` does."""
    demand_claims(evidence)
    problems: list[Problem] = []
    notes: list[str] = []
    kept: list[_One] = []
    allowed = codes_allowed(evidence)
    for path in files:
        stray = _stray(path)
        if stray:
            notes.append(f"{path.name}: {stray}.")
            continue
        rows, wrong, note = _read_one(path, allowed)
        problems += wrong
        if wrong:
            continue
        notes += [f"{path.name}: {note}."] if note else []
        if rows.empty:
            notes.append(f"{path.name}: holds no code yet; nobody is counted for it.")
        for coder, mine in rows.groupby("coder", sort=False):
            sessions = set(mine[SESSION]) - {""}
            session = sessions.pop() if len(sessions) == 1 else ""
            said = _taken_up(_One(path, str(coder), mine[list(FILE_COLUMNS)], session), kept)
            notes += [said] if said else []
    empty = pd.DataFrame(columns=list(FILE_COLUMNS))
    codings = [one.rows.assign(coder=one.coder) for one in kept]
    return ClassCodings(
        pd.concat(codings, ignore_index=True) if codings else empty,
        tuple(problems),
        tuple(notes),
    )


def same_name(name: str) -> str:
    """Bring a name to the form in which two people are taken to have the same.

    Examples
    --------
    >>> same_name(" MARIA  lópez") == same_name("Maria López")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _half_written(path: Path) -> bool:
    """Whether it is a file that a form is just writing (`safe_files`), and not one of macOS."""
    return path.name.startswith(".") and not path.name.startswith("._")


def _taken_up(one: _One, kept: list[_One]) -> str:
    """Put one person's codes to the others', and say what was decided of one who is there twice."""
    for place, before in enumerate(kept):
        known = bool(one.session) and one.session == before.session
        if not known and same_name(one.coder) != same_name(before.coder):
            continue
        if _codes(one) == _codes(before):
            return (
                f"{one.path.name}: holds the same codes of {one.coder} as {before.path.name}; "
                "they count once."
            )
        if known:
            fuller = max(before, one, key=lambda each: len(each.rows))
            kept[place] = _One(fuller.path, before.coder, fuller.rows, one.session)
            return (
                f"{one.path.name} and {before.path.name}: two versions by one person "
                f"({before.coder}); {fuller.path.name}, which holds more, counts."
            )
    name = _free_name(one.coder, [each.coder for each in kept])
    if name != one.coder:
        said = (
            f"{one.path.name}: is by a {one.coder} too, with other codes; this one is counted as "
            f"“{name}”. If both are one person's, take the older file away."
        )
        kept.append(_One(one.path, name, one.rows, one.session))
        return said
    kept.append(one)
    return ""


def _codes(one: _One) -> set[tuple[str, ...]]:
    return set(one.rows.drop(columns="coder").astype(str).itertuples(index=False, name=None))


def _free_name(name: str, taken: Iterable[str]) -> str:
    known = {same_name(other) for other in taken}
    number, free = 1, name
    while same_name(free) in known:
        number += 1
        free = f"{name} ({number})"
    return free


def _stray(path: Path) -> str:
    """Say what this is, where it was never meant to hold codes."""
    if path.name.startswith("._"):
        return "left out, a hidden companion that macOS writes beside a file"
    if path.is_dir():
        return "a folder, which is not looked into; move its files up if they belong to the class"
    if path.is_file() and path.suffix.lower() not in (*ENDINGS, *WORKBOOKS):
        return "left out, since it is no coding file (.csv)"
    return ""


def _why_not(path: Path) -> str:
    """Say what was expected in place of this, where it is no file to be read."""
    if not path.exists() and not path.is_symlink():
        return "a file; there is none of that name"
    if not path.is_file():
        return "a file; this is a link that leads nowhere, a pipe or the like: take it away"
    if path.suffix.lower() in WORKBOOKS:
        return AS_CSV
    try:
        if path.stat().st_size > LARGEST_FILE:
            return f"{EXPECTED}, of at most {LARGEST_FILE:,} bytes"
    except OSError as error:
        return f"a file that can be opened (it says: {error.strerror})"
    return ""


def _read_one(
    path: Path, allowed: Mapping[str, tuple[str, ...]]
) -> tuple[pd.DataFrame, list[Problem], str]:
    """Read a file: its rows, what is wrong with it, and how it was read."""
    empty = pd.DataFrame(columns=[*FILE_COLUMNS, SESSION])
    why_not = _why_not(path)
    if why_not:
        return empty, [Problem(path.name, why_not)], ""
    try:
        sheet = read_csv(path, set(FILE_COLUMNS))
    except Unreadable as error:
        expected = f"{EXPECTED}: {error}. Ask for the file again, or save it as “CSV UTF-8”"
        return empty, [Problem(path.name, expected)], ""
    names = [column_name(as_written(name)) for name in sheet.names]
    missing = [name for name in FILE_COLUMNS if names.count(name) != 1]
    if missing:
        found = ", ".join(name for name in sheet.names if name.strip())[:60]
        expected = f"one column named {', one named '.join(missing)}, as the coding form saves it"
        return empty, [Problem(path.name, expected, 1, value=found)], ""
    rows = sheet.rows.set_axis(pd.RangeIndex(len(names)), axis=1)
    wanted = [name for name in (*FILE_COLUMNS, SESSION) if name in names]
    rows = rows[[names.index(name) for name in wanted]].set_axis(wanted, axis=1)
    rows = rows.fillna("").map(lambda cell: as_written(cell.strip()))
    rows = rows[(rows[list(FILE_COLUMNS)] != "").any(axis=1)].reindex(
        columns=[*FILE_COLUMNS, SESSION], fill_value=""
    )
    in_order = {word: place for place, word in enumerate(allowed["actors"])}
    several = rows["variable"] == "actors"
    rows.loc[several, "code"] = [join_actors(cell, in_order) for cell in rows.loc[several, "code"]]
    problems = [
        Problem(path.name, expected, int(place) + 2, column, value, hint)
        for place, row in zip(rows.index, rows.to_dict("records"), strict=True)
        for column, value, expected, hint in _wrong({str(k): v for k, v in row.items()}, allowed)
    ]
    twice = rows.loc[rows.duplicated(["coder", "round", "claim", "variable"]), "claim"]
    once = "each claim and variable once in a round"
    problems += [
        Problem(path.name, once, int(place) + 2, "claim", str(claim))
        for place, claim in zip(twice.index, twice, strict=True)
    ]
    if problems:
        return empty, problems, ""
    return rows.reset_index(drop=True).astype({"claim": int}), [], sheet.note


def _wrong(
    row: Mapping[str, str], allowed: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, str, str, str]]:
    """Say what is wrong with a row: column, value, what was expected, the nearest word."""
    numbers = tuple(str(claim.number) for claim in seminar_claims())
    wrong = []
    if row["coder"] in ("", REFERENCE):
        wrong.append(("coder", row["coder"], "a name or number of who coded", ""))
    for column, words in (("round", ROUNDS), ("claim", numbers), ("variable", VARIABLES)):
        if row[column] not in words:
            hint = nearest(row[column], words)
            wrong.append((column, row[column], f"one of {', '.join(words)}", hint))
    words = allowed.get(row["variable"], ())
    codes = row["code"].split(";") if row["variable"] == "actors" else [row["code"]]
    for code in codes if words else ():
        if code not in words:
            expected = "a setting_id of settings.csv, or none" if row["variable"] == "place" else (
                f"one of {', '.join(words)}")  # fmt: skip
            wrong.append(("code", code, expected, nearest(RENAMED.get(code, code), words)))
    if NONE in codes and len(codes) > 1:
        wrong.append(("code", row["code"], "either none or the actors", ""))
    return wrong
