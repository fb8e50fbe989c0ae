"""The one definition of the tables, `data/datapackage.json`, and what it asks of a file.

`read_schema` reads the definition, `read_raw` a CSV file as text, `check_tables` lists every
problem in the readers' words, `typed` turns sound text into typed columns.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from .problems import EvidenceError, Problem
from .suggestions import nearest

DEFINITION = "datapackage.json"  # in the folder of every evidence base
Outline = list[list[float]]  # longitude and latitude, point by point
LONGEST_CELL = 32_767  # what a cell of a spreadsheet can hold


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
    references: tuple[tuple[str, str], ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    allowed_with: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # column, its word: words here

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """The words that a cell, or an item of a list cell, may be; empty when free."""
        return self.enum or self.items

    @property
    def reference(self) -> tuple[str, str] | None:
        """The table and column that the cells refer to; None for none, or for several."""
        return self.references[0] if len(self.references) == 1 else None


PAGE = Field(
    "page",
    "string",
    "Where in a user's own source the statement stands; empty in the paper's rows, which have a "
    "paragraph.",
)
ORIGIN = Field(
    "origin", "string", "paper, or the name of the user's file that the row is from.", required=True
)


@dataclass(frozen=True)
class Table:
    """One table: its file (and sheet), its columns in order, its key and its links."""

    name: str
    path: str
    description: str
    key: str
    fields: tuple[Field, ...]
    sheet: str | None = None

    def __getitem__(self, column: str) -> Field:
        """Return the field of that name; raises KeyError when there is none."""
        return {field.name: field for field in self.fields}[column]


@dataclass(frozen=True)
class Schema:
    """All tables by name, in the order of the definition, and the version of the data."""

    version: str
    tables: Mapping[str, Table]
    bibliography: str

    def at(self, places: Mapping[str, tuple[str, str | None]]) -> Schema:
        """Say where tables really stand: their file, and the sheet in it, by name of the table."""
        tables = {
            name: replace(table, path=places[name][0], sheet=places[name][1])
            if name in places
            else table
            for name, table in self.tables.items()
        }
        return replace(self, tables=tables)


def read_schema(folder: Path) -> Schema:
    """Read `datapackage.json` of a data folder.

    Raises EvidenceError when the file is missing, or no definition of tables.

    Examples
    --------
    >>> read_schema(data_dir()).tables["settings"].key
    'setting_id'
    """
    package = read_package(folder)
    try:
        tables = [_table(resource) for resource in package["resources"]]
        return Schema(
            package["version"],
            {table.name: table for table in tables},
            package.get("bibliography", ""),
        )
    except (AttributeError, KeyError, TypeError) as error:
        lacking = f" ({error.args[0]!r} is not there)" if isinstance(error, KeyError) else ""
        expected = f"tables and their columns described as in the shipped file{lacking}"
        raise EvidenceError([Problem(DEFINITION, expected)]) from None


def read_package(folder: Path) -> dict[str, Any]:
    """Read the whole of `datapackage.json`, of which `read_schema` takes the tables.

    Raises EvidenceError when the file is missing or no JSON.

    Examples
    --------
    >>> read_package(data_dir())["name"]
    'cluster-upgrading-evidence'
    """
    try:
        package = json.loads((folder / DEFINITION).read_text(encoding="utf-8"))
    except FileNotFoundError:
        problem = Problem(DEFINITION, f"this file in the folder {folder.name!r}")
    except UnicodeDecodeError:
        problem = Problem(DEFINITION, "a file in the encoding UTF-8")
    except json.JSONDecodeError as error:
        problem = Problem(DEFINITION, f"JSON; line {error.lineno} cannot be read")
    else:
        if isinstance(package, dict):
            return package
        problem = Problem(DEFINITION, "a name, a version and tables in braces { }")
    raise EvidenceError([problem])


def read_tables(folder: Path, definition: Schema) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Read every table of a folder as text, as `read_raw` does; those that can be read.

    Examples
    --------
    >>> tables, problems = read_tables(data_dir(), read_schema(data_dir()))
    >>> list(tables)[:3], problems
    (['settings', 'employment', 'economy'], [])
    """
    tables: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for table in definition.tables.values():
        rows, unreadable = read_raw(folder, table)
        problems += unreadable
        if rows is not None:
            tables[table.name] = rows
    return tables, problems


def read_raw(folder: Path, table: Table) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Read one CSV file as text, every cell a string and nothing filled in.

    Returns the table (None when it cannot be read as this table) and the problems that kept
    it from being read: no such file, another encoding, no rows, columns missing or unknown,
    rows with too many cells. A row that ends early is
    read as ending in empty cells, as spreadsheets write it.

    Examples
    --------
    >>> rows, problems = read_raw(data_dir(), read_schema(data_dir()).tables["settings"])
    >>> rows.loc[rows["setting_id"] == "sialkot-football", "developing"].tolist(), problems
    (['true'], [])
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
    return (None, problems) if problems else (raw[[field.name for field in table.fields]], [])


def typed(raw: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Turn sound text into typed columns, indexed by the table's key.

    Free text becomes `string`, vocabularies ordered categoricals in the codebook's order,
    whole numbers `Int64`, numbers `Float64`, truth values `boolean`, lists tuples of strings.
    An empty cell becomes `<NA>` (an empty tuple in a list column), never "" and never 0.

    Examples
    --------
    >>> fields = (Field("id", "string"), Field("year", "integer"))
    >>> table = Table("years", "years.csv", "Years", "id", fields)
    >>> typed(pd.DataFrame({"id": ["a", "b"], "year": ["1990", ""]}), table)["year"].tolist()
    [1990, <NA>]
    """
    columns = {field.name: _typed_column(raw[field.name], field) for field in table.fields}
    return pd.DataFrame(columns).set_index(table.key)


def country_codes() -> frozenset[str]:
    """Read the codes of countries, ISO 3166-1 alpha-3, from `data/countries.csv`.

    Examples
    --------
    >>> "PAK" in country_codes()
    True
    """
    table = pd.read_csv(data_dir() / "countries.csv", dtype=str, keep_default_na=False)
    return frozenset(table["alpha3"])


@cache
def country_names() -> Mapping[str, str]:
    """Read the names of countries by code, from `data/countries.csv`.

    Examples
    --------
    >>> country_names()["PAK"]
    'Pakistan'
    """
    table = pd.read_csv(data_dir() / "countries.csv", dtype=str, keep_default_na=False)
    return MappingProxyType(dict(zip(table["alpha3"], table["name"], strict=True)))


def country_outlines() -> dict[str, list[Outline]]:
    """Read the outlines of countries from `data/outlines.json`, at 1:110 million.

    Returns
    -------
    dict of str to list
        For each alpha-3 code its closed rings, each a list of longitude and latitude in degrees
        (beyond 180 where a ring crosses that meridian);
        under `""` the land that the source gives no code. Small islands are left out.
        Source: Natural Earth (public domain), see data/README.md.

    Examples
    --------
    >>> country_outlines()["PAK"][0][0]
    [77.84, 35.49]
    """
    shapes = json.loads((data_dir() / "outlines.json").read_text(encoding="utf-8"))
    outlines: dict[str, list[Outline]] = {}
    for shape in shapes:
        outlines.setdefault(shape["country"] or "", []).extend(shape["rings"])
    return outlines


def codebook(table: Table) -> pd.DataFrame:
    """Describe the columns of a table: index column; type, meaning and words allowed.

    Examples
    --------
    >>> codebook(read_schema(data_dir()).tables["settings"]).loc["kind", "type"]
    'string'
    """
    rows = [
        {
            "column": field.name,
            "type": field.type,
            "meaning": field.description,
            "words allowed": " · ".join(field.vocabulary),
        }
        for field in table.fields
    ]
    return pd.DataFrame(rows).set_index("column")


def split_list(cell: str) -> tuple[str, ...]:
    """Split a list cell at its semicolons; an empty cell is an empty tuple.

    Examples
    --------
    >>> split_list("employers;workers"), split_list("")
    (('employers', 'workers'), ())
    """
    return tuple(item for item in cell.split(";") if item)


def _table(resource: dict[str, Any]) -> Table:
    links = {
        link["fields"]: (
            link["reference"]["resource"] or resource["name"],
            link["reference"]["fields"],
        )
        for link in resource["schema"].get("foreignKeys", [])
    }
    fields = tuple(_field(spec, links) for spec in resource["schema"]["fields"])
    return Table(
        resource["name"],
        resource["path"],
        resource["description"],
        resource["schema"]["primaryKey"],
        fields,
    )


def _field(spec: dict[str, Any], links: Mapping[str, tuple[str, str]]) -> Field:
    constraints, items = spec.get("constraints", {}), spec.get("items", {})
    references = [links[spec["name"]]] if spec["name"] in links else []
    for place in (spec, items):
        named = [place["reference"]] if "reference" in place else place.get("references", [])
        references += [(link["resource"], link["field"]) for link in named]
    return Field(
        spec["name"],
        spec["type"],
        spec["description"],
        constraints.get("required", False),
        constraints.get("unique", False),
        tuple(constraints.get("enum", ())),
        tuple(items.get("enum", ())),
        tuple(dict.fromkeys(references)),
        constraints.get("minimum"),
        constraints.get("maximum"),
        constraints.get("pattern", items.get("pattern")),
        tuple(
            (column, word, tuple(words))
            for column, by_word in spec.get("allowedWith", {}).items()
            for word, words in by_word.items()
        ),
    )


def _header_problems(raw: pd.DataFrame, table: Table) -> Iterator[Problem]:
    names = [field.name for field in table.fields]
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
                hint=nearest(shown, names),
            )


def _typed_column(cells: pd.Series, field: Field) -> pd.Series:
    if field.type == "list":
        return pd.Series([split_list(cell) for cell in cells], index=cells.index, dtype=object)
    text = cells.astype("string")
    said = text.mask(text == "")
    if field.enum:
        return said.astype(pd.CategoricalDtype(list(field.enum), ordered=True))
    if field.type == "integer":
        return pd.to_numeric(said).astype("Int64")
    if field.type == "number":
        return pd.to_numeric(said).astype("Float64")
    if field.type == "boolean":
        return said.map({"true": True, "false": False}).astype("boolean")
    return said


def data_dir() -> Path:
    """Find the shipped data: the folder beside the package, or the copy inside the wheel.

    Raises FileNotFoundError when neither is there.

    Examples
    --------
    >>> (data_dir() / DEFINITION).is_file()
    True
    """
    package = Path(__file__).parents[1]
    for place in (package.parent / "data", package / "_data"):
        if (place / DEFINITION).is_file():
            return place
    msg = "the evidence tables are missing: install clusterkit again, or run it from its checkout"
    raise FileNotFoundError(msg)
