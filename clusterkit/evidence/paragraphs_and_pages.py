"""Where a statement stands: in a paragraph of the paper, or on a page of a user's own source.

Everything that shows it, or sorts by it, asks here. Rows are any that have `paragraph`, `page`
and `origin`: of a table of the evidence, or of `Evidence.statements`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

Order = tuple[tuple[int, int, str], ...]
Cells = tuple[object, object, object]

# How many paragraphs each section of the paper has, counted in the paper, in its order.
PARAGRAPHS_OF_SECTION = {
    "1.0": 11, "2.0": 1, "2.1": 10, "2.2": 4, "2.3": 4,
    "3.0": 1, "3.1": 3, "3.2": 4, "3.3": 6, "3.4": 7,
    "4.0": 2, "4.0a": 1, "4.0b": 1, "4.0c": 2, "5.0": 7,
}  # fmt: skip
PARAGRAPHS = (
    "abstract",
    *(
        f"{section}.{number}"
        for section, count in PARAGRAPHS_OF_SECTION.items()
        for number in range(1, count + 1)
    ),
    "note.i",
    "note.ii",
)


def where_stated(rows: pd.DataFrame) -> pd.Series:
    """Say where each row stands: the paragraph, or the page as the user wrote it.

    Returns a column of text; `<NA>` for a user's row without a page.

    Examples
    --------
    >>> rows = pd.DataFrame({"paragraph": ["2.1.9", pd.NA], "page": [pd.NA, "p. 12"]})
    >>> where_stated(rows).tolist()
    ['2.1.9', 'p. 12']
    """
    return rows["paragraph"].astype("string").fillna(rows["page"].astype("string"))


def where_with_file(rows: pd.DataFrame) -> pd.Series:
    """Say where each row stands when its source is not named beside it: a page with its file.

    Examples
    --------
    >>> rows = pd.DataFrame({"paragraph": ["2.1.9", pd.NA, pd.NA], "page": [pd.NA, "p. 12", pd.NA],
    ...                      "origin": ["paper", "mine.xlsx", "mine.xlsx"]})
    >>> where_with_file(rows).tolist()
    ['2.1.9', 'mine.xlsx, p. 12', 'mine.xlsx']
    """
    return pd.Series([_where(*one) for one in where_cells(rows)], rows.index, dtype="string")


def where_columns(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the columns that say where rows stand in a table for readers.

    `paragraph`, and `page` beside it where one of the rows is a user's own and gives one.

    Examples
    --------
    >>> rows = pd.DataFrame({"paragraph": ["2.1.9"], "page": [pd.NA]})
    >>> list(where_columns(rows))
    ['paragraph']
    """
    names = ["paragraph", *(["page"] if rows["page"].notna().any() else [])]
    return {name: rows[name].astype("string") for name in names}


def reading_order(rows: pd.DataFrame) -> pd.Series:
    """Give each row a key to sort by: the paper in its own order, then each of a user's files.

    Pages stand in the order of their numbers (p. 9 before p. 12), rows without a page after
    those with one. Keys of any two rows can be compared.

    Examples
    --------
    >>> rows = pd.DataFrame({"paragraph": [pd.NA, pd.NA, "2.1.10", "2.1.9"],
    ...                      "page": ["p. 12", "p. 9", pd.NA, pd.NA],
    ...                      "origin": ["mine.xlsx", "mine.xlsx", "paper", "paper"]})
    >>> rows.assign(order=reading_order(rows)).sort_values("order").index.tolist()
    [3, 2, 1, 0]
    """
    columns = (rows[name].astype("string") for name in ("paragraph", "page", "origin"))
    keys = [_order(*cells) for cells in zip(*columns, strict=True)]
    return pd.Series(keys, index=rows.index, dtype=object)


def places_in_order(rows: pd.DataFrame) -> tuple[str, ...]:
    """List where rows stand, each paragraph and each page once, in reading order.

    Examples
    --------
    >>> rows = pd.DataFrame({"paragraph": ["note.i", "2.1.9", pd.NA],
    ...                      "page": [pd.NA, pd.NA, "p. 3"],
    ...                      "origin": ["paper", "paper", "mine.xlsx"]})
    >>> places_in_order(rows)
    ('2.1.9', 'note.i', 'mine.xlsx, p. 3')
    """
    return in_order(where_cells(rows))


def where_cells(rows: pd.DataFrame) -> list[Cells]:
    """Take out of rows what says where each stands: paragraph, page and origin.

    Examples
    --------
    >>> where_cells(pd.DataFrame({"paragraph": ["2.1.9"], "page": [None], "origin": ["paper"]}))
    [('2.1.9', None, 'paper')]
    """
    columns = (rows[name].tolist() for name in ("paragraph", "page", "origin"))
    return list(zip(*columns, strict=True))


def in_order(cells: Iterable[Cells]) -> tuple[str, ...]:
    """List what such cells name as `places_in_order` does.

    Examples
    --------
    >>> in_order([("note.i", None, "paper"), ("2.1.9", None, "paper"), ("2.1.9", None, "paper")])
    ('2.1.9', 'note.i')
    """
    once = sorted(dict.fromkeys(cells), key=lambda one: _order(*one))
    return tuple(dict.fromkeys(_where(*one) for one in once))


def paragraph_order(paragraph: str) -> tuple[int, int, int, int]:
    """Sort key for paragraphs in the paper's order; the abstract comes first, the notes last.

    Examples
    --------
    >>> sorted(["note.i", "4.0a.1", "abstract", "2.1.10", "2.1.9"], key=paragraph_order)
    ['abstract', '2.1.9', '2.1.10', '4.0a.1', 'note.i']
    """
    if paragraph == "abstract":
        return (0, 0, 0, 0)
    if paragraph.startswith("note."):
        return (99, 0, 0, len(paragraph.removeprefix("note.")))
    section, sub, number = paragraph.split(".")
    letter = ord(sub[1]) - ord("a") + 1 if len(sub) > 1 else 0
    return (int(section), int(sub[0]), letter, int(number))


def paragraphs_between(first: str, last: str) -> tuple[str, ...]:
    """Return a range of the paper's paragraphs, both ends included, in the paper's order.

    Where an end is no paragraph of the paper, or the last comes before the first, the two ends
    alone are returned.

    Examples
    --------
    >>> paragraphs_between("2.1.9", "2.2.1")
    ('2.1.9', '2.1.10', '2.2.1')
    """
    if {first, last} <= set(PARAGRAPHS):
        start, end = PARAGRAPHS.index(first), PARAGRAPHS.index(last)
        return PARAGRAPHS[start : end + 1] or (first, last)
    return (first, last)


def _where(paragraph: object, page: object, origin: object) -> str:
    if isinstance(paragraph, str):
        return paragraph
    return f"{origin}, {page}" if isinstance(page, str) else str(origin)


@lru_cache(maxsize=4096)
def _order(paragraph: object, page: object, origin: object) -> Order:
    if isinstance(paragraph, str):
        return tuple((0, part, "") for part in paragraph_order(paragraph))
    file = (1, 0, str(origin))
    if not isinstance(page, str):
        return (file, (1, 0, ""))
    parts = re.findall(r"\d+|\D+", page.casefold())
    return (file, *((0, int(part), "") if part.isdecimal() else (0, -1, part) for part in parts))
