"""A user's own evidence as a workbook: reading it, and marking its mistakes.

`write_template` writes an empty one, `read_workbook` reads it (or a folder of CSV files) as text,
`annotate` writes a copy with the bad cells coloured. What is asked of the rows is in `own`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd

from ..evidence.definition import Field, Table, data_dir, read_schema
from ..evidence.formulas import as_written
from ..evidence.problems import Problem
from ..evidence.suggestions import did_you_mean, near_words, nearest
from . import rules
from .bounds import Unreadable
from .reading import (
    GROUPED,
    NO_HEAD,
    REFUSED,
    Complaint,
    Sheet,
    address,
    column_name,
    is_head,
    read_csv,
    read_excel,
    read_parquet,
)
from .sheet_layout import EXAMPLES, INSTRUCTIONS, LISTS, PROBLEMS

READ_TEXT = (".csv", ".tsv", ".txt")
DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")
PERCENT_UNITS = ("percent", "sales_share_percent")
COUNTED = ("value", "lower", "upper")
SUM_CELLS = 3  # a row with more is a row of the table, however wrong
LISTED_ROWS = 5  # named of those that hold a remark
TRUTHS = {"true": "true", "false": "false", "wahr": "true", "falsch": "false"}


@dataclass(frozen=True)
class OwnTables:
    """What a user's file holds, as text.

    Attributes
    ----------
    name
        The name of the file or folder.
    tables
        By name, with every column of `rules.own_schema` and the row seen less two as index.
    places
        The file and sheet that each table is from.
    problems
        What could not be read, or was no plain value.
    notes
        What was left unread, and how a file was understood, a sentence each.
    heads
        The names of the columns of each table, in the order of the file.
    unread
        Tables that are there and could not be read.
    examples
        How many example rows were left out.
    refused
        Whether the file could not be opened at all, or must not be.
    sheets
        The tables as they stand in CSV or Parquet files, for a copy that keeps all of them.
    """

    name: str
    tables: Mapping[str, pd.DataFrame]
    places: Mapping[str, tuple[str, str | None]]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    heads: Mapping[str, list[str]]
    unread: frozenset[str]
    examples: int
    refused: bool = False
    sheets: Mapping[str, Sheet] = field(default_factory=dict, repr=False)

    def __str__(self) -> str:
        counts = [f"{len(rows)} {name}" for name, rows in self.tables.items() if len(rows)]
        rows = "1 example row" if self.examples == 1 else f"{self.examples} example rows"
        return ", ".join(counts) + (f"; {rows} left out" if self.examples else "")

    def in_order(self, problems: Iterable[Problem]) -> list[Problem]:
        """Sort problems by sheet, row and column, name the cells, and report each cell once.

        Of what is wrong with one cell the first is kept, as the rest follows from it; wrong words
        of one list are kept, each of which is another.
        """
        table_at = {place: name for name, place in self.places.items()}

        def placed(problem: Problem) -> tuple[tuple[int, int, int], Problem]:
            name = table_at.get((problem.file, problem.sheet))
            heads = self.heads.get(name or "", [])
            known = problem.column is not None and problem.column in heads
            column = heads.index(problem.column) + 1 if known else 0  # type: ignore[arg-type]
            row = problem.row
            if problem.sheet is not None and row is not None and column and not problem.cell:
                problem = replace(problem, cell=address(row, column))
            order = rules.TABLES.index(name) if name in rules.TABLES else -1
            return (order, row or 0, column), problem

        reported: set[tuple[object, ...]] = set()
        different: list[Problem] = []
        unreadable = {_cell_of(problem) for problem in self.problems if problem.row is not None}
        for problem in dict.fromkeys(problems):
            cell = _cell_of(problem)
            known = problem.row is not None and problem.column is not None
            of_check = known and cell in unreadable and problem not in self.problems
            if of_check or (known and (*cell, problem.value) in reported):
                continue
            reported.add((*cell, problem.value))
            different.append(problem)
        ordered = sorted(map(placed, different), key=lambda pair: pair[0])
        return [problem for _, problem in ordered]


def _cell_of(problem: Problem) -> tuple[object, ...]:
    return (problem.file, problem.sheet, problem.row, problem.column)


def has_two_readings(text: str, column: Field) -> bool:
    """Whether a column allows a text both with a decimal sign and with thousands separators.

    Examples
    --------
    >>> value, latitude = Field("value", "number"), Field("latitude", "number", maximum=90)
    >>> has_two_readings("44.000", value), has_two_readings("22.815", latitude)
    (True, False)
    """
    if not GROUPED.fullmatch(text):
        return False
    if len(re.findall("[.,]", text)) > 1:
        return True  # asked in any case: with thousands it is one, and not as it must be written
    if text.lstrip("+-").startswith("0"):
        return False
    low = float("-inf") if column.minimum is None else column.minimum
    high = float("inf") if column.maximum is None else column.maximum
    as_decimal, whole = float(text.replace(",", ".")), float(re.sub("[.,]", "", text))
    decimal_allowed = column.type == "number" or as_decimal.is_integer()
    return decimal_allowed and low <= as_decimal <= high and low <= whole <= high


def read_workbook(path: str | Path) -> OwnTables:
    r"""Read a user's workbook, folder of CSV or Parquet files, or one such file, as text.

    Rows whose id begins with `example-`, empty rows, hidden sheets and macros are left out.
    Formulas are read as the value that they last had. Spaces around a value are taken away.

    Nothing is raised for what the file holds; `problems` lists it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "settings.csv"
    ...     _ = path.write_text("setting_id,kind\nmorbi-tiles,cluster\n", encoding="utf-8")
    ...     own = read_workbook(path)
    >>> print(own)
    1 settings
    >>> own.tables["settings"].loc[0, "kind"]
    'cluster'
    """
    path = Path(path)
    reading = _Reading(path.name or path.resolve().name)
    try:
        if path.is_dir():
            _read_folder(path, reading)
        elif not path.is_file():
            msg = f"a file or folder that is there; there is none at {str(path)!r}"
            raise Unreadable(msg)
        elif path.suffix.lower() in (".xlsx", ".xlsm"):
            _read_excel(path, reading)
        elif path.suffix.lower() in (*READ_TEXT, ".parquet"):
            reading.take_file(path, table_of(path.stem))
        else:
            msg = "an Excel workbook (.xlsx), a folder of CSV files, or one CSV file"
            raise Unreadable(REFUSED.get(path.suffix.lower(), msg))
    except Unreadable as error:
        reading.refused = True
        reading.problems.append(Problem(reading.file, str(error)))
    return reading.done()


class _Reading:
    """What has been read of a user's file so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.schema = rules.own_schema(read_schema(data_dir()))
        self.tables: dict[str, pd.DataFrame] = {}
        self.places: dict[str, tuple[str, str | None]] = {}
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.heads: dict[str, list[str]] = {}
        self.unread: set[str] = set()
        self.examples = 0
        self.refused = False
        self.sheets: dict[str, Sheet] = {}

    def take_file(self, path: Path, name: str | None) -> None:
        """Read one CSV or Parquet file as the table of its name."""
        if name is None:
            expected = f"a file named after a table: {', '.join(rules.TABLES)}"
            self.misnamed(path.stem.lower(), Problem(path.name, expected))
            return
        if name in self.tables or name in self.places:
            earlier = self.places[name][0]
            expected = f"one file for each table; {earlier} is the table {name} too"
            self.problems.append(Problem(path.name, expected))
            return
        known = {column.name for column in self.schema.tables[name].fields}
        self.places[name] = (path.name, None)
        try:
            parquet = path.suffix.lower() == ".parquet"
            self.sheets[name] = read_parquet(path) if parquet else read_csv(path, known)
            self.take(name, self.sheets[name])
        except Unreadable as error:
            self.unread.add(name)
            self.problems.append(Problem(path.name, str(error)))

    def misnamed(self, name: str, problem: Problem) -> None:
        """Report a file or sheet that has almost the name of a table."""
        near = near_words(name, rules.TABLES)
        there = next((table for table in near if table in self.places), "")
        self.unread.update(near)
        hint = f" Move its rows to {there!r}, which is there too." if there else did_you_mean(near)
        self.problems.append(replace(problem, hint=hint))

    def looks_like(self, name: str, problem: Problem, kind: str) -> None:
        """Ask about a file or sheet of another name that has the columns of a table."""
        self.unread.add(name)
        expected = (
            f"its rows in the {kind} {name}, since it has the columns of that table: move them "
            f"there, or {'hide the sheet' if kind == 'sheet' else 'take the file away'} if it is "
            "to be left out"
        )
        self.problems.append(replace(problem, expected=expected))

    def take(self, name: str, sheet: Sheet) -> None:
        """Keep a sheet as a table, with all columns of the definition and no example rows."""
        table = self.schema.at(self.places).tables[name]
        if sheet.note:
            self.notes.append(f"{sheet.title} {sheet.note}.")
        if self._head_elsewhere(table, sheet):
            return
        names = self._checked_header(table, sheet)
        self.heads[name] = names
        columns = {
            column.name: _each_word(sheet.rows[names.index(column.name)], _tidier(column, sheet))
            if column.name in names
            else pd.Series("", index=sheet.rows.index, dtype="str")
            for column in table.fields
        }
        rows = pd.DataFrame(columns, index=sheet.rows.index).astype("str")
        rows = _without_percent_signs(rows, table, sheet)
        example = rows[table.key].str.lower().str.startswith(rules.EXAMPLE)
        said = (rows != "").any(axis=1)
        skipped = {int(index) + 2 for index in rows.index[example]}
        self.examples += len(skipped)
        if skipped - {2}:
            where = table.path if table.sheet is None else f"the sheet {table.sheet}"
            self.notes.append(
                f"{len(skipped)} rows of {where} were left out: their ids begin with example-."
            )
        self._typed_over(table, rows[example], names)
        self._complain(table, names, sheet.complaints, skipped)
        self._ambiguous(table, rows[~example], sheet, names)
        remarks = self._remarks(table, rows[said & ~example])
        if name not in self.unread:
            self.tables[name] = rows[said & ~example].drop(index=remarks)

    def _head_elsewhere(self, table: Table, sheet: Sheet) -> bool:
        """Report once a table whose columns are named below a title, or nowhere."""
        known = {column.name for column in table.fields}
        named = [name for name in sheet.names if name]
        if sheet.head_row > 1:
            expected = (
                f"the names of the columns in row 1, and they stand in row {sheet.head_row}: "
                "delete the rows above them"
            )
        elif named and len(known) > 1 and not self._near_heads(named, known):
            required = ", ".join(column.name for column in table.fields if column.required)
            expected = f"{NO_HEAD}, as in the template (at least {required})"
        else:
            return False
        self.unread.add(table.name)
        value = named[0] if named else None
        self._report(
            table, expected, 1, value=value, place=sheet.names.index(value) if value else 0
        )
        return True

    @staticmethod
    def _near_heads(named: list[str], known: set[str]) -> bool:
        """Whether a row has a name of a column, or half of it is almost one."""
        typed = [column_name(name) for name in named[:50]]
        near = sum(bool(near_words(name, known)) for name in typed)
        return bool(known & set(typed)) or near * 2 > len(typed)

    def _remarks(self, table: Table, rows: pd.DataFrame) -> list[int]:
        """Report once the rows that have no id and little else: remarks and sums below a table."""
        required = [
            column for column in table.fields if column.required and column.name != table.key
        ]
        sound = sum(
            rows[column.name].isin(column.vocabulary)
            if column.vocabulary
            else rows[column.name] != ""
            for column in required
        )
        key = rows[table.key].astype("str")
        cells = (rows != "").sum(axis=1)
        few = cells <= SUM_CELLS
        words = key.str.contains(r"\s", regex=True)
        no_id = (key != "") & ~key.str.fullmatch(table[table.key].pattern or ".*")
        alone = rows[
            ((cells == 1) & ((key == "") | words)) | (few & no_id & (sound * 2 < len(required)))
        ]
        if alone.empty or not required:
            return []
        first = alone.iloc[0]
        column = str(first[first != ""].index[0])
        listed = [str(int(index) + 2) for index in alone.index[:LISTED_ROWS]]
        rows_or_row = "row" if len(alone) == 2 else "rows"
        more = f" (and {rows_or_row} {', '.join(listed[1:])}" if len(alone) > 1 else ""
        more += (", …)" if len(alone) > LISTED_ROWS else ")") if more else ""
        note = any(column.name == "note" for column in table.fields)
        one = bool((cells[alone.index] == 1).all())
        little = "this cell stands alone" if one else "this one has no id and little else"
        complete = "" if one else "give it what it lacks, or "
        expected = (
            f"a whole row of the table, and {little}{more}: {complete}delete it, "
            f"{'put a remark into the column note of its row, ' if note else ''}or keep remarks on "
            "a sheet of their own"
        )
        row = int(alone.index[0]) + 2
        self._report(table, expected, row, column, str(first[column]))
        return list(alone.index)

    def _checked_header(self, table: Table, sheet: Sheet) -> list[str]:
        """Report what is wrong with the names of the columns, and return them.

        A misspelt one is returned as the column that it is like, so that nothing else is said
        of it; a sheet that lacks a column that must be there is not read.
        """
        known = [column.name for column in table.fields]
        typed = [column_name(head) for head in sheet.names]
        lacking = [name for name in known if name not in typed]
        names: list[str] = []
        for place, name in enumerate(typed):
            names.append(name)
            if name and name in typed[:place]:
                self._report(table, "each column once", 1, place=place, value=name)
            elif name and name not in known:
                near = near_words("page" if name == "paragraph" else name, lacking)
                if near:
                    names[-1] = near[0]
                    lacking.remove(near[0])
                self._unknown(table, place, sheet.names[place], near)
            elif not name and (sheet.rows[place].str.strip() != "").any():
                row = sheet.rows.index[sheet.rows[place].str.strip() != ""][0]
                expected = "a name above every column that holds something"
                value = str(sheet.rows[place].loc[row])
                self._report(table, expected, int(row) + 2, place=place, value=value)
        for name in lacking:
            if table[name].required:
                self.unread.add(table.name)
                self._report(table, f"a column named {name!r}", 1)
        return names

    def _unknown(self, table: Table, place: int, typed: str, near: list[str]) -> None:
        expected = "only the columns of the template"
        if not near:
            note = any(column.name == "note" for column in table.fields)
            expected += "; remove it" + (", or put remarks into note" if note else "")
        self._report(table, expected, 1, place=place, value=typed.strip(), hint=did_you_mean(near))

    def _typed_over(self, table: Table, rows: pd.DataFrame, names: list[str]) -> None:
        """Report example rows that somebody wrote their own evidence over."""
        example = {name: str(value) for name, value in EXAMPLES[table.name].items()}
        rows = rows[rows[table.key] == example[table.key]]
        there = [name for name in rows if name in names]
        changed = (rows[there] != [example.get(name, "") for name in there]).any(axis=1)
        for index in rows.index[changed]:
            expected = (
                "an id of its own: the row still has the example's id, and would be left out; "
                "give it another (or clear the row)"
            )
            self._report(table, expected, int(index) + 2, table.key, example[table.key])

    def _complain(
        self,
        table: Table,
        names: list[str],
        complaints: list[Complaint],
        skipped: set[int],
    ) -> None:
        for complaint in complaints:
            if complaint.row in skipped:
                continue
            place = complaint.column - 1
            column = names[place] if place < len(names) else None
            expected, value = complaint.expected, complaint.value
            self._report(table, expected, complaint.row, column, value, place=place)

    def _ambiguous(self, table: Table, rows: pd.DataFrame, sheet: Sheet, names: list[str]) -> None:
        """Report texts such as 44.000 that the column allows as two numbers: 44, or 44,000."""
        for column in table.fields:
            if column.type not in ("number", "integer") or column.name not in names:
                continue
            place, cells = names.index(column.name), rows[column.name]
            for index, value in cells[cells.str.fullmatch(GROUPED).astype(bool)].items():
                row, text = int(index), str(value)  # type: ignore[call-overload]
                if (row, place) in sheet.numbers or not has_two_readings(text, column):
                    continue
                digits = re.sub(r"[.,]", "", text)
                decimals = text.replace(",", ".")
                other = decimals[:-4] if decimals.endswith("000") else f"{decimals}0"
                expected = (
                    "a number without thousands separators, as this one could be two: write "
                    f"{digits}, or {other}"
                )
                if len(re.findall("[.,]", text)) > 1:
                    expected = f"a number without thousands separators: write {digits}"
                self._report(table, expected, row + 2, column.name, text)

    def _report(
        self,
        table: Table,
        expected: str,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        hint: str = "",
        *,
        place: int | None = None,
    ) -> None:
        """Add a problem; `place` is that of the column in the file, where it has no name."""
        known = table.sheet is not None and row is not None and place is not None
        cell = address(row, place + 1) if known else ""  # type: ignore[arg-type,operator]
        problem = Problem(table.path, expected, row, column, value, hint, table.sheet, cell)
        self.problems.append(problem)

    def done(self) -> OwnTables:
        """Hand over what was read; a file without a row of the user's is a problem."""
        if not self.problems and not any(len(rows) for rows in self.tables.values()):
            expected = "at least one row of your own (rows that begin with example- do not count)"
            self.problems.append(Problem(self.file, expected))
        kept = {name: self.tables[name] for name in rules.TABLES if name in self.tables}
        return OwnTables(
            self.file, kept, self.places, tuple(self.problems), tuple(self.notes), self.heads,
            frozenset(self.unread), self.examples, self.refused, self.sheets,
        )  # fmt: skip


def _read_folder(path: Path, reading: _Reading) -> None:
    kinds = (*READ_TEXT, ".parquet")
    there = sorted(file for file in path.iterdir() if file.name[0] not in ".~")
    for file in there:
        if not file.is_file() or file.suffix.lower() not in kinds:
            continue
        name = table_of(file.stem)
        like = (
            "" if name or nearest(file.stem.lower(), rules.TABLES) else _like_table(file, reading)
        )
        if like:
            reading.looks_like(like, Problem(file.name, "", hint=""), "file")
        elif name is None and not nearest(file.stem.lower(), rules.TABLES):
            reading.notes.append(f"{file.name} was not read: it is not named after a table.")
        else:
            reading.take_file(file, name)
    books = [file.name for file in there if file.suffix.lower() in (".xlsx", ".xlsm")]
    if not reading.places and not reading.problems:
        expected = (
            f"CSV files named after the tables ({', '.join(rules.TABLES)}), or the "
            "datapackage.json of a whole evidence base, in this folder"
        )
        hint = f" Did you mean the workbook {books[0]!r} in it?" if books else ""
        reading.problems.append(Problem(reading.file, expected, hint=hint))
        return
    for file in there:
        if file.is_dir():
            reading.notes.append(f"The folder {file.name!r} in it was not read.")
        elif file.suffix.lower() in (".xlsx", ".xlsm", *REFUSED):
            reading.notes.append(f"The workbook {file.name} was not read: CSV files are beside it.")


def _like_table(file: Path, reading: _Reading) -> str:
    """Name the table whose columns a file of another name has; empty for none."""
    if file.suffix.lower() == ".parquet":
        return ""
    for name, table in reading.schema.tables.items():
        known = {column.name for column in table.fields}
        try:
            sheet = read_csv(file, known)
        except Unreadable:
            return ""
        if is_head(sheet.names, known) and table.key in map(column_name, sheet.names):
            return name
    return ""


def _read_excel(path: Path, reading: _Reading) -> None:
    if path.suffix.lower() == ".xlsm":
        reading.notes.append(f"The macros of {path.name} were ignored.")
    wanted = {
        name: [column.name for column in reading.schema.tables[name].fields]
        for name in rules.TABLES
    }
    for title, sheet in read_excel(path, wanted):
        name = title.strip().lower()
        if isinstance(sheet, Sheet):
            if name in reading.places:
                expected = f"one sheet for each table; there are two named {name}"
                reading.problems.append(Problem(path.name, expected, sheet=title))
                continue
            reading.places[name] = (path.name, title)
            if not sheet.names and not len(sheet.rows) and sheet.head_row == 1:
                continue
            reading.take(name, sheet)
        elif sheet == "hidden" and name != LISTS:
            reading.notes.append(f"The hidden sheet {title!r} was not read.")
        elif sheet != "hidden" and name not in (INSTRUCTIONS, PROBLEMS):
            if near_words(name, rules.TABLES):
                expected = "a sheet named after a table, or one that is not like any"
                reading.misnamed(name, Problem(path.name, expected, sheet=title))
            elif sheet.startswith("like "):
                like = sheet.removeprefix("like ")
                reading.looks_like(like, Problem(path.name, "", sheet=title), "sheet")
            else:
                reading.notes.append(f"The sheet {title!r} was not read: it is not a table's.")
    if not reading.places and not reading.problems:
        expected = f"a sheet named after a table: {', '.join(rules.TABLES)}"
        reading.problems.append(Problem(path.name, expected))


def table_of(stem: str) -> str | None:
    """Find the table that a file is: `policies`, or `my-clusters-policies` as exported.

    Examples
    --------
    >>> table_of("my-clusters-policies")
    'policies'
    """
    last = re.split(r"[-_ .]", stem.strip().lower())[-1]
    return last if last in rules.TABLES else None


def _each_word(cells: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Change every different word of a column once."""
    codes, words = pd.factorize(cells.to_numpy(dtype=object))
    changed = np.array([change(word) for word in words] or [""], dtype=object)
    return pd.Series(changed[codes] if len(codes) else [], index=cells.index, dtype=object)


def _tidier(column: Field, sheet: Sheet) -> Callable[[str], str]:
    """Make the function that brings a cell to the codebook's form, guessing at nothing."""

    def tidy(cell: str) -> str:
        text = as_written(cell).strip().strip("\ufeff\u200b").strip()
        if column.type == "list":
            return ";".join(item.strip() for item in text.split(";") if item.strip())
        if column.type == "boolean":
            return TRUTHS.get(text.lower(), text)
        if column.type in ("number", "integer"):
            text = f"-{text[1:]}" if text[:1] == "−" else text  # as typographers write it
            if sheet.locale_commas and not has_two_readings(text, column):
                return text.replace(",", ".") if DECIMAL_COMMA.fullmatch(text) else text
        return text

    return tidy


def _without_percent_signs(rows: pd.DataFrame, table: Table, sheet: Sheet) -> pd.DataFrame:
    """Read 35% as 35 where the unit says that it is per cent; elsewhere it is reported."""
    if not {"unit", *COUNTED} <= set(rows):
        return rows
    percent = rows["unit"].isin(PERCENT_UNITS)
    changed = {}
    for name in COUNTED:
        signed = percent & rows[name].str.endswith("%")
        if signed.any():
            bare = rows[name].str.removesuffix("%").str.strip().map(_tidier(table[name], sheet))
            changed[name] = rows[name].mask(signed, bare)
    return rows.assign(**changed)
