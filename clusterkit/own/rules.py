"""A user's own rows: what is asked of them, and how they join the shipped evidence.

Own rows are held to the same definition, `data/datapackage.json`, with these differences:

- `paragraph` (of the paper) becomes `page`: free text that says where in the user's source a
  statement stands. It may be empty; the paper's pattern is not asked for.
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

from ..evidence.checks import an, check_tables
from ..evidence.citations import CSL_TYPES
from ..evidence.definition import Field, Schema, Table, country_codes
from ..evidence.problems import Problem

TABLES = (
    "settings", "sources", "employment", "economy", "conditions", "policies", "actions",
    "contexts", "gaps",
)  # fmt: skip
STATEMENTS = TABLES[2:8]
CLAIMS = ("claims", "claim_id")
EXAMPLE = "example-"
OF_THE_PAPER = ("dimension", "domain")  # its own headings, which own rows use too
WORDS_FOR_OWN = {
    "settings.setting_id": "A short name that you choose for the place, used in the other sheets: "
    "place and product in small letters, such as sialkot-football; a country is its English name.",
    "claim_id": "Usually empty: the same word of your choice in several rows, when one statement "
    "of your source says several things; they count as one claim.",
    "episode": "Usually empty: a name that you choose for a story that several rows belong to, "
    "such as atlanta-agreement.",
    "sources": "Keys of the works that say it, from your sheet sources or of the shipped "
    "bibliography.",
    "citation": "direct (the sources stand on this statement, also when empty) or block "
    "(they close a passage of several statements).",
    "same_as": "Usually empty: claim_id of an earlier statement, yours or the paper's, that this "
    "one repeats; the two count as one claim.",
    "place": "Name of the place; empty for an industry of several countries.",
    "developing": "true or false: whether it is a developing country; empty for an industry of "
    "several countries.",
    "unit": "What is counted. percent: of a change. sales_share_percent: share of the cluster's "
    "sales.",
    "topic": "What your source calls under-researched, in a few words.",
}
PAGE = Field(
    "page",
    "string",
    "Where in your source it stands, in your own words: a page, a section, a table.",
)
SOURCES = Table(
    "sources",
    "sources.csv",
    "Works that your rows rest on; works of the shipped bibliography need no row here",
    "key",
    (
        Field(
            "key", "string", "Short name of the work, used in the other sheets: surname-year in "
            "small letters, such as ramanathan-2016.",
            required=True, unique=True, pattern="[A-Za-z0-9:._-]+",
        ),
        Field("type", "string", "Sort of work.", required=True, enum=tuple(CSL_TYPES)),
        Field(
            "author", "string", "Surname, Initials; several are joined by the word and. A name "
            "without a comma is taken as that of an organisation.", required=True,
        ),
        Field("year", "integer", "Year of publication.", required=True, minimum=1500,
                     maximum=2100),
        Field("title", "string", "Title of the work.", required=True),
        Field("journal", "string", "Journal, for an article."),
        Field("booktitle", "string", "Title of the book, for a chapter."),
        Field("publisher", "string", "Publisher or institution."),
        Field("pages", "string", "Pages of an article or chapter."),
        Field("url", "string", "Address on the web."),
        Field("doi", "string", "Digital object identifier."),
    ),
)  # fmt: skip


def own_schema(definition: Schema) -> Schema:
    """Say what is asked of a user's own tables, from the one definition.

    The differences are those that the head of this module lists.
    """
    tables = {}
    for name in TABLES:
        if name == "sources":
            tables[name] = SOURCES
            continue
        table = definition.tables[name]
        fields = tuple(_own_field(table, one) for one in table.fields if one.name != "paragraphs")
        told = _reworded(table.description) if name == "gaps" else table.description
        tables[name] = replace(table, fields=fields, description=told)
    return Schema(definition.version, tables, definition.bibliography)


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
    """
    claims = _words(shipped, "claim_id") | _words(raw, "claim_id")
    known = {
        ("settings", "setting_id"): set(shipped["settings"]["setting_id"]),
        ("policies", "policy_id"): set(shipped["policies"]["policy_id"]),
        ("actions", "action_id"): set(shipped["actions"]["action_id"]),
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
        problems += _odd_authors(own.tables["sources"], raw["sources"])
    return problems


def joined(
    shipped: Mapping[str, pd.DataFrame], own: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Put sound own rows, still text, below the shipped ones."""
    tables = dict(shipped)
    for name, frame in own.items():
        if name == "sources":
            continue
        mine = frame.rename(columns={"page": "paragraph"})
        if "claim_id" in mine:
            ids = mine.iloc[:, 0]
            mine["claim_id"] = mine["claim_id"].where(mine["claim_id"] != "", ids)
        if "citation" in mine:
            mine["citation"] = mine["citation"].where(mine["citation"] != "", "direct")
        mine = mine.reindex(columns=shipped[name].columns, fill_value="")
        tables[name] = pd.concat([shipped[name], mine], ignore_index=True)
    return tables


def _own_field(table: Table, one: Field) -> Field:
    told = one.description if one.name in OF_THE_PAPER else _reworded(one.description)
    words = WORDS_FOR_OWN.get(f"{table.name}.{one.name}", WORDS_FOR_OWN.get(one.name, told))
    if one.name == "paragraph":
        return PAGE
    changed = replace(one, description=words)
    if one.name == table.key and one.pattern and one.pattern.endswith(".+"):
        changed = replace(changed, pattern=one.pattern.removesuffix(".+") + r"[^\s;,]+",
                          description=f"Id of your own for the row: {one.pattern[:-2]} and a word "
                          "or number that no other row has.")  # fmt: skip
    if one.name == "claim_id":
        changed = replace(changed, required=False, pattern=None)
    if one.name == "same_as":
        changed = replace(changed, pattern=None, reference=CLAIMS)
    if one.name == "sources":
        changed = replace(changed, required=True)
    if one.name == "citation":
        changed = replace(changed, required=False, enum=("direct", "block"))
    if one.name == "dimension":
        changed = replace(changed, reference=None)
    return changed


def _reworded(description: str) -> str:
    """Say of a user's source what the definition says of the paper."""
    return re.sub(
        r"\b([Tt])he paper('s)?\b",
        lambda found: ("Your" if found[1] == "T" else "your") + f" source{found[2] or ''}",
        description,
    )


def _words(tables: Mapping[str, pd.DataFrame], column: str) -> set[str]:
    found = (set(frame[column]) for frame in tables.values() if column in frame)
    return set().union(*found) - {""}


def _taken(
    table: Table, column: str, frame: pd.DataFrame, taken: set[str], expected: str
) -> Iterator[Problem]:
    cells = frame[column]
    for index, value in cells[cells.isin(taken) & (cells != "")].items():
        row = int(index) + 2  # type: ignore[call-overload]
        yield Problem(table.path, expected, row, column, str(value), sheet=table.sheet)


def _too_long(table: Table, one: Field, cells: pd.Series) -> Iterator[Problem]:
    """Tell of text with more words than the column's description allows."""
    limit = re.search(r"at most (\d+) of them", one.description)
    if limit is None:
        return
    words = cells.map(lambda cell: len(cell.split()))
    for index, value in cells[words > int(limit[1])].items():
        row = int(index) + 2  # type: ignore[call-overload]
        expected = f"at most {limit[1]} words, and these are {len(value.split())}"
        yield Problem(table.path, expected, row, one.name, value, sheet=table.sheet)


def _no_countries(table: Table, cells: pd.Series) -> Iterator[Problem]:
    """Tell of three capital letters that are no country's."""
    coded = cells[cells.str.fullmatch("[A-Z]{3}").astype(bool)]
    if coded.empty:
        return
    for index, value in coded[~coded.isin(country_codes())].items():
        row = int(index) + 2  # type: ignore[call-overload]
        expected = "the code of a country (ISO 3166-1 alpha-3), such as PAK"
        yield Problem(table.path, expected, row, "country", str(value), sheet=table.sheet)


def _given_twice(table: Table, mine: pd.DataFrame, shipped: pd.DataFrame) -> Iterator[Problem]:
    """Tell of settings that are there under another id: same place, country and product."""
    parts = ["kind", "place", "country", "product"]
    both = pd.concat([shipped.assign(of="the shipped evidence"), mine.assign(of="an earlier row")])
    what = both[parts].apply(lambda column: column.str.casefold().str.strip())
    told = (what[["place", "product"]] != "").any(axis=1).to_numpy()
    whole = what["kind"]
    for part in parts[1:]:
        whole = whole + "\t" + what[part]
    codes, _ = pd.factorize(whole)
    first = pd.Series(range(len(both))).groupby(codes).transform("first").to_numpy()
    ids = both["setting_id"].to_numpy(dtype=object)
    again = (first != range(len(both))) & told & (ids != ids[first])
    again[: len(shipped)] = False
    for position in again.nonzero()[0]:
        earlier = both.iloc[int(first[position])]
        expected = (
            f"each setting once; {earlier['of']} has the same place and product as "
            f"{earlier['setting_id']!r}: use that id and leave this row out"
        )
        row, value = int(both.index[position]) + 2, str(ids[position])
        yield Problem(table.path, expected, row, "setting_id", value, sheet=table.sheet)


def _odd_authors(table: Table, frame: pd.DataFrame) -> Iterator[Problem]:
    """Names that no bibliography can hold."""
    for column in ("author", "title", "journal", "booktitle", "publisher", "pages", "url", "doi"):
        for index, value in frame[column].items():
            row = int(index) + 2  # type: ignore[call-overload]
            if column == "author" and any(
                name.count(",") > 2 or not name.strip(" ,{}.")
                for name in re.split(r"\s+and\s+", value)
                if value
            ):
                expected = "names in the form Surname, Initials, joined by the word and"
                yield Problem(table.path, expected, row, column, value, sheet=table.sheet)
            elif "\\" in value or not _balanced(value):
                expected = "text without backslashes, and with as many { as }"
                yield Problem(table.path, expected, row, column, value, sheet=table.sheet)


def _balanced(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        if depth < 0:
            return False
    return depth == 0
