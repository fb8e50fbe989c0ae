"""A user's own rows: what is asked of them, and how they join the shipped evidence.

Own rows are held to the same definition, `data/datapackage.json`, with these differences:

- there is no `paragraph` (of the paper). In its place stands `page`: free text that says where
  in the user's source a statement stands, and may be empty.
- `sources` must be filled: own rows rest on works, not on paragraphs of the paper. A work is
  an entry of the user's table `sources`, or a key of the shipped bibliography.
- `claim_id` may be empty, and the row is then a claim of its own; `citation` may be empty and
  is then `direct`; `same_as` may name a claim of the paper, and the two then count as one.
- `paragraphs` of a setting is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

import pandas as pd

from ..evidence.authors import read_authors
from ..evidence.checks import an, check_tables
from ..evidence.citations import CSL_TYPES
from ..evidence.content import SHEET_OF_WORKS, content, fixed_sentence
from ..evidence.definition import PAGE, Field, Schema, Table, country_codes
from ..evidence.problems import EvidenceError, Problem
from ..evidence.tables import CITING, ORIGIN_PAPER

TABLES = (
    "settings", "sources", "employment", "economy", "conditions", "policies", "actions",
    "contexts", "gaps",
)  # fmt: skip
STATEMENTS = TABLES[2:8]
CLAIMS = ("claims", "claim_id")
EXAMPLE = "example-"
OF_THE_PAPER = ("dimension", "domain")  # its own headings, which own rows use too
SOURCES = (
    Field("key", "string", required=True, unique=True, pattern="[A-Za-z0-9:._-]+"),
    Field("type", "string", required=True, enum=tuple(CSL_TYPES)),
    Field("author", "string", required=True),
    Field("year", "integer", required=True, minimum=1500, maximum=2100),
    Field("title", "string", required=True),
    *(Field(name, "string") for name in
      ("journal", "booktitle", "publisher", "pages", "url", "doi")),
)  # fmt: skip


def own_schema(definition: Schema) -> Schema:
    """Say what is asked of a user's own tables, from the one definition.

    The differences are those that the head of this module lists; what the columns mean, where it
    differs, is in `data/content/own_columns.csv`.

    Examples
    --------
    >>> from clusterkit.evidence.definition import data_dir, read_schema
    >>> own_schema(read_schema(data_dir())).tables["policies"]["page"].required
    False
    """
    words = words_for_own(content("own_columns"))
    tables = {}
    for name in TABLES:
        if name == "sources":
            tables[name] = _sources(words)
            continue
        table = definition.tables[name]
        fields = tuple(
            _own_field(table, field, words) for field in table.fields if field.name != "paragraphs"
        )
        description = _reworded(table.description) if name == "gaps" else table.description
        tables[name] = replace(table, fields=fields, description=description)
    return Schema(definition.version, tables, definition.bibliography)


def words_for_own(rows: pd.DataFrame) -> dict[str, str]:
    """Return what columns of a user's tables mean, by column or `sheet.column`.

    Raises EvidenceError when the words for a column that only a user's tables have are missing.
    """
    words = {str(column): str(text) for column, text in rows["words"].items()}
    needed = ("page", *(f"sources.{field.name}" for field in SOURCES))
    problems = [
        Problem("own_columns.csv", f"a row whose column is {name!r}")
        for name in needed
        if name not in words
    ]
    if problems:
        raise EvidenceError(problems, what="content")
    return words


def check_own(
    raw: Mapping[str, pd.DataFrame],
    own: Schema,
    shipped: Mapping[str, pd.DataFrame],
    source_keys: set[str],
    unread: Collection[str] = (),
) -> list[Problem]:
    """List every problem of a user's tables, in themselves and beside the shipped evidence.

    Parameters
    ----------
    raw
        The user's tables as text, with every column of `own`.
    own
        As `own_schema` returns it; the paths of its tables are what a problem names.
    shipped
        The shipped tables as text.
    source_keys
        Keys of the shipped bibliography that have an entry.
    unread
        Tables that are there and could not be read: what refers to them is not looked at.

    Examples
    --------
    >>> from clusterkit.evidence.definition import data_dir, read_raw, read_schema
    >>> definition = read_schema(data_dir())
    >>> tables = definition.tables.values()
    >>> shipped = {table.name: read_raw(data_dir(), table)[0] for table in tables}
    >>> own = own_schema(definition)
    >>> names = [field.name for field in own.tables["gaps"].fields]
    >>> row = {**dict.fromkeys(names, ""), "gap_id": "gap-m1", "sources": "shah-2019"}
    >>> mine = pd.DataFrame([row])
    >>> for problem in check_own({"gaps": mine}, own, shipped, {"shah-2019"}):
    ...     print(problem.column, "expected", problem.expected)
    topic expected a value here
    summary expected a value here
    """
    claims = _words(shipped, "claim_id") | _words(raw, "claim_id")
    known = {
        ("settings", "setting_id"): set(shipped["settings"]["setting_id"]),
        **{
            (name, own.tables[name].key): set(shipped[name][own.tables[name].key])
            for name in STATEMENTS
        },
        ("sources", "key"): source_keys,
        CLAIMS: claims,
    }
    if set(unread) & set(STATEMENTS):
        unread = {*unread, CLAIMS[0]}
    known = {column: words for column, words in known.items() if column[0] not in unread}
    problems = check_tables(raw, own, source_keys, shipped=known)
    for name, frame in raw.items():
        table = own.tables[name]
        taken = source_keys if name == "sources" else set(shipped[name][table.key])
        expected = f"{an(table.key)} that the shipped evidence does not have"
        if name == "sources":
            expected += " (to cite the shipped work, leave this row out)"
        problems += _taken(table, table.key, frame, taken, expected)
        if "claim_id" in frame:
            expected = "a claim_id that the paper's evidence does not have"
            taken = _words(shipped, "claim_id")
            problems += _taken(table, "claim_id", frame, taken, expected)
        if "summary" in frame:
            problems += _too_long(table, table["summary"], frame["summary"])
    if "settings" in raw:
        problems += _no_countries(own.tables["settings"], raw["settings"]["country"])
        problems += _given_twice(own.tables["settings"], raw["settings"], shipped["settings"])
    if "sources" in raw:
        problems += _odd_works(own.tables["sources"], raw["sources"])
    return problems


def joined(
    shipped: Mapping[str, pd.DataFrame], own: Mapping[str, pd.DataFrame], origin: str
) -> dict[str, pd.DataFrame]:
    """Put own rows, still text, below the shipped ones, and say of each row where it is from.

    Parameters
    ----------
    shipped
        The shipped tables as text.
    own
        The user's tables as text, with every column of `own_schema`; `sources` are works and
        join the bibliography instead.
    origin
        Name of the user's file.

    Returns
    -------
    dict of str to DataFrame
        The shipped tables with the column `origin` added, and `page` where rows have one. An
        own row without a `claim_id` is a claim of its own, one without a `citation` `direct`.

    Examples
    --------
    >>> shipped = {"gaps": pd.DataFrame({"gap_id": ["gap-1"], "paragraph": ["2.1.9"]})}
    >>> mine = {"gaps": pd.DataFrame({"gap_id": ["gap-m1"], "page": ["p. 12"]})}
    >>> print(joined(shipped, mine, "mine.xlsx")["gaps"])
       gap_id paragraph   page     origin
    0   gap-1     2.1.9             paper
    1  gap-m1            p. 12  mine.xlsx
    """
    tables = {}
    for name, rows in shipped.items():
        rows = rows.assign(page="") if name in CITING else rows
        tables[name] = rows.assign(origin=ORIGIN_PAPER)
        if name in own:
            mine = own[name].assign(origin=origin)
            if "claim_id" in mine:
                mine["claim_id"] = mine["claim_id"].mask(mine["claim_id"] == "", mine.iloc[:, 0])
            if "citation" in mine:
                mine["citation"] = mine["citation"].replace("", "direct")
            mine = mine.reindex(columns=tables[name].columns, fill_value="")
            tables[name] = pd.concat([tables[name], mine], ignore_index=True)
    return tables


def _sources(words: Mapping[str, str]) -> Table:
    """Describe the sheet of works, which the shipped evidence has as a bibliography instead."""
    fields = tuple(replace(field, description=words[f"sources.{field.name}"]) for field in SOURCES)
    return Table("sources", "sources.csv", fixed_sentence(SHEET_OF_WORKS), "key", fields)


def _own_field(table: Table, field: Field, words: Mapping[str, str]) -> Field:
    if field.name == "paragraph":
        return replace(PAGE, description=words["page"])
    usual = field.description if field.name in OF_THE_PAPER else _reworded(field.description)
    meaning = words.get(f"{table.name}.{field.name}", words.get(field.name, usual))
    changed = replace(field, description=meaning)
    if field.name == table.key and field.pattern and field.pattern.endswith(".+"):
        start = field.pattern.removesuffix(".+")
        meaning = f"Id of your own for the row: {start} and a word or number that no other row has."
        changed = replace(changed, pattern=start + r"[^\s;,]+", description=meaning)
    if field.name == "claim_id":
        changed = replace(changed, required=False, pattern=None)
    if field.name == "same_as":
        changed = replace(changed, pattern=None, references=(CLAIMS,))
    if field.name == "sources":
        changed = replace(changed, required=True)
    if field.name == "citation":
        changed = replace(changed, required=False, enum=("direct", "block"))
    if field.name == "dimension":
        changed = replace(changed, references=())
    return changed


def _reworded(description: str) -> str:
    """Say of a user's source what the definition says of the paper."""
    return re.sub(
        r"\b([Tt])he paper('s)?\b",
        lambda match: ("Your" if match[1] == "T" else "your") + f" source{match[2] or ''}",
        description,
    )


def _words(tables: Mapping[str, pd.DataFrame], column: str) -> set[str]:
    columns = (set(frame[column]) for frame in tables.values() if column in frame)
    return set().union(*columns) - {""}


def _taken(
    table: Table, column: str, frame: pd.DataFrame, taken: set[str], expected: str
) -> Iterator[Problem]:
    cells = frame[column]
    for index, value in cells[cells.isin(taken) & (cells != "")].items():
        row = int(index) + 2  # type: ignore[call-overload]
        yield Problem(table.path, expected, row, column, str(value), sheet=table.sheet)


def _too_long(table: Table, field: Field, cells: pd.Series) -> Iterator[Problem]:
    """Report text with more words than the column's description allows."""
    limit = re.search(r"at most (\d+) of them", field.description)
    if limit is None:
        return
    words = cells.map(lambda cell: len(cell.split()))
    for index, value in cells[words > int(limit[1])].items():
        row = int(index) + 2  # type: ignore[call-overload]
        expected = f"at most {limit[1]} words, and these are {len(value.split())}"
        yield Problem(table.path, expected, row, field.name, value, sheet=table.sheet)


def _no_countries(table: Table, cells: pd.Series) -> Iterator[Problem]:
    """Report three capital letters that are no country's."""
    coded = cells[cells.str.fullmatch("[A-Z]{3}").astype(bool)]
    if coded.empty:
        return
    for index, value in coded[~coded.isin(country_codes())].items():
        row = int(index) + 2  # type: ignore[call-overload]
        expected = "the code of a country (ISO 3166-1 alpha-3), such as PAK"
        yield Problem(table.path, expected, row, "country", str(value), sheet=table.sheet)


def _given_twice(table: Table, mine: pd.DataFrame, shipped: pd.DataFrame) -> Iterator[Problem]:
    """Report settings that are there under another id: same place, country and product."""
    parts = ["kind", "place", "country", "product"]
    both = pd.concat([shipped.assign(of="the shipped evidence"), mine.assign(of="an earlier row")])
    what = both[parts].apply(lambda column: column.str.casefold().str.strip())
    named = (what[["place", "product"]] != "").any(axis=1).to_numpy()
    whole = what["kind"]
    for part in parts[1:]:
        whole = whole + "\t" + what[part]
    codes, _ = pd.factorize(whole)
    first = pd.Series(range(len(both))).groupby(codes).transform("first").to_numpy()
    ids = both["setting_id"].to_numpy(dtype=object)
    again = (first != range(len(both))) & named & (ids != ids[first])
    again[: len(shipped)] = False
    for position in again.nonzero()[0]:
        earlier = both.iloc[int(first[position])]
        expected = (
            f"each setting once; {earlier['of']} has the same place and product as "
            f"{earlier['setting_id']!r}: use that id and leave this row out"
        )
        row, value = int(both.index[position]) + 2, str(ids[position])
        yield Problem(table.path, expected, row, "setting_id", value, sheet=table.sheet)


def _odd_works(table: Table, frame: pd.DataFrame) -> Iterator[Problem]:
    """Cells of a work that no bibliography can hold."""
    for column in ("author", "title", "journal", "booktitle", "publisher", "pages", "url", "doi"):
        for index, value in frame[column].items():
            row = int(index) + 2  # type: ignore[call-overload]
            doubt = read_authors(value).doubt if column == "author" and value else ""
            if doubt:
                yield Problem(table.path, doubt, row, column, value, sheet=table.sheet)
            elif "\\" in value or not _balanced(value):
                expected = "text without backslashes, and with as many { as }"
                yield Problem(table.path, expected, row, column, value, sheet=table.sheet)
            elif column == "url" and value and not re.match("https?://", value):
                expected = "an address that begins with https:// or http://"
                hint = f" Is https://{value} meant?" if value.startswith("www.") else ""
                yield Problem(table.path, expected, row, column, value, hint, table.sheet)


def _balanced(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        if depth < 0:
            return False
    return depth == 0
