"""The one definition of the tables, `data/datapackage.json`, and what it asks of a file.

`read_schema` reads the definition, `read_raw` a CSV file as text, `check_tables` lists every
problem in the readers' words, `typed` turns sound text into typed columns.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

ORDERED_PAIRS = (
    ("lower", "upper"),
    ("lower", "value"),
    ("value", "upper"),
    ("year_lo", "year_hi"),
    ("base_year_lo", "base_year_hi"),
    ("duration_lower", "duration_upper"),
)
NUMBER_OF_QUALIFIER = {"exact": "value", "about": "value", "under": "upper", "over": "lower"}


@dataclass(frozen=True)
class Field:
    """One column: its type and what its cells may hold."""

    name: str
    type: str
    description: str = ""
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    reference: tuple[str, str] | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """The words that a cell, or an item of a list cell, may be; empty when free."""
        return self.enum or self.items


@dataclass(frozen=True)
class Table:
    """One table: its file, its columns in order, its key and its links."""

    name: str
    path: str
    description: str
    key: str
    fields: tuple[Field, ...]

    def __getitem__(self, column: str) -> Field:
        """Return the field of that name; raises KeyError when there is none."""
        return {one.name: one for one in self.fields}[column]


@dataclass(frozen=True)
class Schema:
    """All tables by name, in the order of the definition, and the version of the data."""

    version: str
    tables: Mapping[str, Table]
    bibliography: str


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a file, as a person would have to be told."""

    file: str
    expected: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    hint: str = field(default="", compare=False)

    def __str__(self) -> str:
        where = [self.file]
        where += [] if self.row is None else [f"row {self.row}"]
        where += [] if self.column is None else [f"column {self.column}"]
        found = "" if self.value is None else f"found {_shown(self.value)}, "
        return f"{', '.join(where)}: {found}expected {self.expected}.{self.hint}"


class EvidenceError(ValueError):
    """Raised when tables have problems; nothing is loaded. `problems` lists all of them."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "\n".join(f"- {problem}" for problem in problems)
        super().__init__(f"The evidence was not loaded: {count}.\n{lines}")

    def _render_traceback_(self) -> list[str]:
        """Show IPython and Jupyter the sentences alone, without a traceback."""
        return str(self).splitlines()


def read_schema(folder: Path) -> Schema:
    """Read `datapackage.json` of a data folder.

    Raises EvidenceError when the file is missing.
    """
    path = folder / "datapackage.json"
    if not path.is_file():
        raise EvidenceError([Problem(path.name, f"this file in the folder {folder.name!r}")])
    package = json.loads(path.read_text(encoding="utf-8"))
    tables = [_table(resource) for resource in package["resources"]]
    return Schema(
        package["version"], {table.name: table for table in tables}, package["bibliography"]
    )


def read_raw(folder: Path, table: Table) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Read one CSV file as text, every cell a string and nothing filled in.

    Returns the table (None when it cannot be read as this table) and the problems that kept
    it from being read: no such file, another encoding, no rows, columns missing or unknown,
    rows with too many cells. A row that ends early is
    read as ending in empty cells, as spreadsheets write it.
    """
    path = folder / table.path
    try:
        raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8", index_col=False)
    except FileNotFoundError:
        return None, [Problem(table.path, f"this file in the folder {folder.name!r}")]
    except UnicodeDecodeError:
        return None, [Problem(table.path, "a file in the encoding UTF-8 (save it as 'CSV UTF-8')")]
    except pd.errors.EmptyDataError:
        return None, [Problem(table.path, "a first row with the names of the columns")]
    except pd.errors.ParserError as error:
        detail = str(error).split("C error:")[-1].strip()
        return None, [
            Problem(table.path, f"the same number of cells in every row (it says: {detail})")
        ]
    problems = list(_header_problems(raw, table))
    if not len(raw):
        problems.append(Problem(table.path, "at least one row below the names of the columns"))
    return (None, problems) if problems else (raw[[one.name for one in table.fields]], [])


def check_tables(
    raw: Mapping[str, pd.DataFrame], schema: Schema, source_keys: set[str]
) -> list[Problem]:
    """List every problem of tables that are still text.

    Parameters
    ----------
    raw
        Tables by name as `read_raw` returns them.
    schema
        The definition they are held to.
    source_keys
        Keys of the bibliography, for the columns that refer to it.

    Returns
    -------
    list of Problem
        In the order of the tables and columns; empty means sound.
    """
    known = {
        (name, schema.tables[name].key): set(raw[name][schema.tables[name].key]) for name in raw
    }
    known[("sources", "key")] = source_keys
    problems: list[Problem] = []
    for name, frame in raw.items():
        table = schema.tables[name]
        for one in table.fields:
            problems += _column_problems(table, one, frame[one.name], known)
        problems += _row_problems(table, frame)
    return problems


def typed(raw: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Turn sound text into typed columns, indexed by the table's key.

    Free text becomes `string`, vocabularies ordered categoricals in the codebook's order,
    whole numbers `Int64`, numbers `Float64`, truth values `boolean`, lists tuples of strings.
    An empty cell becomes `<NA>` (an empty tuple in a list column), never "" and never 0.
    """
    columns = {one.name: _typed_column(raw[one.name], one) for one in table.fields}
    return pd.DataFrame(columns).set_index(table.key)


def codebook(table: Table) -> pd.DataFrame:
    """Describe the columns of a table: index column; type, meaning and words allowed."""
    rows = [
        {
            "column": one.name,
            "type": one.type,
            "meaning": one.description,
            "words allowed": " · ".join(one.vocabulary),
        }
        for one in table.fields
    ]
    return pd.DataFrame(rows).set_index("column")


def split_list(cell: str) -> tuple[str, ...]:
    """Split a list cell at its semicolons; an empty cell is an empty tuple."""
    return tuple(item for item in cell.split(";") if item)


def _table(resource: dict[str, Any]) -> Table:
    links = {
        link["fields"]: (
            link["reference"]["resource"] or resource["name"],
            link["reference"]["fields"],
        )
        for link in resource["schema"].get("foreignKeys", [])
    }
    fields = tuple(_field(one, links) for one in resource["schema"]["fields"])
    return Table(
        resource["name"],
        resource["path"],
        resource["description"],
        resource["schema"]["primaryKey"],
        fields,
    )


def _field(spec: dict[str, Any], links: Mapping[str, tuple[str, str]]) -> Field:
    constraints, items = spec.get("constraints", {}), spec.get("items", {})
    reference = links.get(spec["name"])
    if "reference" in items:
        reference = (items["reference"]["resource"], items["reference"]["field"])
    return Field(
        spec["name"],
        spec["type"],
        spec["description"],
        constraints.get("required", False),
        constraints.get("unique", False),
        tuple(constraints.get("enum", ())),
        tuple(items.get("enum", ())),
        reference,
        constraints.get("minimum"),
        constraints.get("maximum"),
        constraints.get("pattern"),
    )


def _header_problems(raw: pd.DataFrame, table: Table) -> Iterator[Problem]:
    names = [one.name for one in table.fields]
    for name in names:
        if name not in raw.columns:
            yield Problem(table.path, f"a column named {name!r}", 1)
    for name in raw.columns:
        if name not in names:
            shown = str(name)
            yield Problem(
                table.path,
                "only the columns of the codebook",
                1,
                value=shown,
                hint=_nearest(shown, tuple(names)),
            )


def _column_problems(
    table: Table, one: Field, cells: pd.Series, known: Mapping[tuple[str, str], set[str]]
) -> Iterator[Problem]:
    said = cells != ""
    if one.required:
        yield from _report(table, one, cells, ~said, "a value here")
    yield from _padding_problems(table, one, cells)
    numbers = pd.to_numeric(cells.where(said), errors="coerce")
    if one.type == "integer":
        whole = numbers.notna() & (numbers == numbers.round())
        yield from _report(table, one, cells, said & ~whole, "a whole number")
    if one.type == "number":
        yield from _report(
            table, one, cells, said & numbers.isna(), "a number, with a decimal point"
        )
    if one.type == "boolean":
        yield from _report(
            table, one, cells, said & ~cells.isin(["true", "false"]), "true or false"
        )
    if one.minimum is not None or one.maximum is not None:
        outside = numbers.lt(one.minimum if one.minimum is not None else float("-inf"))
        outside |= numbers.gt(one.maximum if one.maximum is not None else float("inf"))
        yield from _report(table, one, cells, said & outside, _range(one))
    if one.pattern:
        fits = cells.str.fullmatch(one.pattern)
        yield from _report(table, one, cells, said & ~fits, f"the form {_form(one.pattern)}")
    if one.unique:
        twice = said & cells.duplicated()
        yield from _report(table, one, cells, twice, "an id that no earlier row has")
    yield from _word_problems(table, one, cells, known)


def _padding_problems(table: Table, one: Field, cells: pd.Series) -> Iterator[Problem]:
    padded = cells != cells.str.strip()
    yield from _report(table, one, cells, padded, "no spaces before or after the text")


def _word_problems(
    table: Table, one: Field, cells: pd.Series, known: Mapping[tuple[str, str], set[str]]
) -> Iterator[Problem]:
    """Words outside the vocabulary and ids that nothing has; lists are looked at item by item."""
    items = cells.str.split(";").explode() if one.type == "list" else cells
    items = items[items != ""]
    if one.vocabulary:
        wrong = items[~items.isin(one.vocabulary)]
        expected = f"one of {', '.join(one.vocabulary)}"
        yield from _report_items(table, one, wrong, expected, one.vocabulary)
    if one.reference is not None and one.reference in known:
        there = known[one.reference]
        file = f"{one.reference[0]}.{'bib' if one.reference[0] == 'sources' else 'csv'}"
        wrong = items[~items.isin(there)]
        yield from _report_items(table, one, wrong, f"a {one.reference[1]} of {file}", tuple(there))


def _row_problems(table: Table, frame: pd.DataFrame) -> Iterator[Problem]:
    """Rules that join two cells of one row."""
    for low, high in ORDERED_PAIRS:
        if {low, high} <= set(frame.columns):
            below = pd.to_numeric(frame[low], errors="coerce")
            above = pd.to_numeric(frame[high], errors="coerce")
            for position in frame.index[below > above]:
                expected = f"no more than {high}, which is {frame[high][position]}"
                yield _problem(table, low, frame[low], position, expected)
    if "citation" in frame.columns:
        cited = frame["sources"] != ""
        wrong = cited == (frame["citation"] == "none")
        for position in frame.index[wrong]:
            expected = "direct or block" if cited[position] else "none, as the row has no sources"
            yield _problem(table, "citation", frame["citation"], position, expected)
    if "qualifier" in frame.columns:
        for qualifier, column in NUMBER_OF_QUALIFIER.items():
            missing = (frame["qualifier"] == qualifier) & (frame[column] == "")
            for position in frame.index[missing]:
                expected = f"a number, as the qualifier is {qualifier}"
                yield _problem(table, column, frame[column], position, expected)


def _report(
    table: Table, one: Field, cells: pd.Series, wrong: pd.Series, expected: str
) -> Iterator[Problem]:
    for position in cells.index[wrong.fillna(False).astype(bool)]:
        yield _problem(table, one.name, cells, position, expected)


def _report_items(
    table: Table, one: Field, wrong: pd.Series, expected: str, words: tuple[str, ...]
) -> Iterator[Problem]:
    for position, item in wrong.items():
        hint = _nearest(str(item), words)
        yield Problem(table.path, expected, int(position) + 2, one.name, str(item), hint)  # type: ignore[call-overload]


def _problem(table: Table, column: str, cells: pd.Series, position: Any, expected: str) -> Problem:
    return Problem(table.path, expected, int(position) + 2, column, str(cells[position]))


def _nearest(word: str, words: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    return f" Did you mean {close[0]!r}?" if close else ""


def _shown(value: str) -> str:
    if value == "":
        return "an empty cell"
    return repr(value if len(value) <= 60 else value[:57] + "…")


def _range(one: Field) -> str:
    if one.maximum is None:
        return f"{one.minimum:g} or more"
    return f"a number from {one.minimum:g} to {one.maximum:g}"


def _form(pattern: str) -> str:
    """Say in words what a pattern of the definition asks for."""
    if pattern.startswith(r"(\d\.\d"):
        form = "of a paragraph of the paper, such as 2.1.9, 4.0a.1 or note.ii"
        return form if pattern.endswith(")") else form + ", a hyphen and two digits"
    return {
        "[a-z0-9-]+": "of lower-case letters, digits and hyphens, such as sialkot-football",
        "[A-Z]{3}": "of an ISO country code, three capital letters such as PAK",
        r"\d{4}": "of an ISIC class, four digits such as 3230",
    }.get(pattern, f"{pattern.removesuffix('.+')}…, such as {pattern.removesuffix('.+')}2.1.9-01")


def _typed_column(cells: pd.Series, one: Field) -> pd.Series:
    if one.type == "list":
        return pd.Series([split_list(cell) for cell in cells], index=cells.index, dtype=object)
    text = cells.astype("string")
    said = text.mask(text == "")
    if one.enum:
        return said.astype(pd.CategoricalDtype(list(one.enum), ordered=True))
    if one.type == "integer":
        return pd.to_numeric(said).astype("Int64")
    if one.type == "number":
        return pd.to_numeric(said).astype("Float64")
    if one.type == "boolean":
        return said.map({"true": True, "false": False}).astype("boolean")
    return said
