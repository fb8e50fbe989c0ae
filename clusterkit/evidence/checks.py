"""What is wrong with tables that are still text, in the readers' words.

`check_tables` holds every cell to the definition; an empty list means sound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd

from .definition import LONGEST_CELL, Field, Schema, Table, split_list
from .meant import NUMBER_OF_QUALIFIER, number_asked
from .problems import Problem, shortened
from .suggestions import (
    did_you_mean,
    joined_by_semicolons,
    near_ids,
    near_words,
    shown_sign,
    sought_once,
)
from .wording import listed

ORDERED_PAIRS = (
    ("lower", "upper"),
    ("lower", "value"),
    ("value", "upper"),
    ("year_lo", "year_hi"),
    ("base_year_lo", "base_year_hi"),
    ("base_year_lo", "year_hi"),
    ("duration_lower", "duration_upper"),
)


A_RANGE = " (for 'between 50 and 100' fill lower and upper, leave value empty and choose over)"


OTHER_QUALIFIERS = {"exact": A_RANGE, "about": A_RANGE, "under": "", "over": ""}


SHARE = "sales_share_percent"


CHANGES = ("total_change", "annual_growth")


CHANGE_IN = (
    ": a change counted in {unit} is written as two rows of measure level, one for each year; "
    "a change in per cent keeps this measure, with the unit percent"
)


PERCENT_OF_CHANGE = ": percent is of a change, whose measure is total_change or annual_growth"


NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"


ISIC = r"\d{4}"


LARGEST_WHOLE = 2.0**53


RENAMED = {"refused": "opposed"}  # words of earlier versions of the data, and what they are now


MOST_REPORTED = 5_000  # cells of one column and rule: what follows is a slip made throughout


SHOWN_ITEMS = 5  # wrong words reported of one list cell


LISTED_IDS = 6  # of the user's own, for a reference that nothing has


TRUTHS = {"yes": "true", "y": "true", "no": "false", "n": "false"}


def check_tables(
    raw: Mapping[str, pd.DataFrame],
    schema: Schema,
    source_keys: Collection[str],
    *,
    shipped: Mapping[tuple[str, str], Collection[str]] | None = None,
    beside: Mapping[tuple[str, str], tuple[Collection[str], str]] | None = None,
) -> list[Problem]:
    """List every problem of tables that are still text.

    Parameters
    ----------
    raw
        Tables by name as `read_raw` returns them. The row reported is the index plus two.
    schema
        The definition they are held to.
    source_keys
        Keys of the bibliography, for the columns that refer to it.
    shipped
        For a user's own tables: what they may refer to besides their own rows, by table and
        column.
    beside
        What tables may refer to that is in none of them: the words, and where they are, by
        table and column.

    Returns
    -------
    list of Problem
        In the order of the tables and columns; empty means sound.

    Examples
    --------
    >>> from clusterkit.evidence.definition import Schema
    >>> kind = Field("kind", "string", enum=("cluster", "country"))
    >>> table = Table("settings", "settings.csv", "Places", "setting_id",
    ...               (Field("setting_id", "string", required=True), kind))
    >>> rows = pd.DataFrame({"setting_id": ["sialkot"], "kind": ["clutser"]})
    >>> for problem in check_tables({"settings": rows}, Schema("1", {"settings": table}, ""), ()):
    ...     print(problem)
    settings.csv, row 2, column kind: found 'clutser', expected one of cluster, country.
    Did you mean 'cluster'?
    """
    known = {}
    if shipped is None:
        for name in raw:
            key = schema.tables[name].key
            known[(name, key)] = Known(raw[name][key], f"{name}.csv")
        known[("sources", "key")] = Known(source_keys, "sources.bib")
    for (name, column), words in (shipped or {}).items():
        mine = raw[name] if name in raw else pd.DataFrame({column: []}, dtype="str")
        known[(name, column)] = Known(
            {*words, *mine.get(column, ())},
            f"your {name} or of the shipped evidence",
            key=column,
            form=schema.tables[name][column].pattern if name in schema.tables else None,
            mine=mine,
        )
    for column_named, (words, where) in (beside or {}).items():
        known[column_named] = Known(words, where)
    problems: list[Problem] = []
    for name, frame in raw.items():
        table = schema.tables[name]
        columns = {field.name: Column(frame[field.name]) for field in table.fields}
        for field in table.fields:
            problems += _column_problems(table, field, columns, known)
        problems += _row_problems(table, columns)
    return problems


class Known:
    """Ids that a column may refer to, where they stand, and which are the user's own.

    An id that is not of the form asked for is there, but no message says to copy it.
    """

    def __init__(
        self,
        words: Collection[str],
        where: str,
        *,
        key: str = "",
        form: str | None = None,
        mine: pd.DataFrame | None = None,
    ) -> None:
        self.words = set(words) - {""}
        self.where = where
        self._key, self._form = key, form
        self._mine = pd.DataFrame() if mine is None else mine

    @cached_property
    def sound(self) -> list[str]:
        """The ids of the form asked for."""
        return [word for word in sorted(self.words) if self._is_sound(word)]

    @cached_property
    def malformed(self) -> list[str]:
        """The ids of another form."""
        return sorted(self.words.difference(self.sound))

    def meant(self, word: str) -> list[str]:
        """Find malformed ids that were meant to be this one."""
        near = near_ids(word, self.malformed)
        return near or [known for known in self.malformed if word.endswith(f"-{known}")]

    def of_place(self, setting: str) -> list[str]:
        """List the user's own ids of a setting, in the order of the rows."""
        return self._by_place.get(setting, [])

    def _is_sound(self, word: str) -> bool:
        return self._form is None or re.fullmatch(self._form, word) is not None

    @cached_property
    def _by_place(self) -> dict[str, list[str]]:
        if "setting_id" not in self._mine or self._key == "setting_id":
            return {}
        sound = self._mine[self._mine[self._key].isin(self.sound)]
        ids = sound.groupby("setting_id")[self._key].agg(list)
        return {str(setting): words for setting, words in ids.items()}


class KnownInSeveral(Known):
    """Ids of several tables, to any of which a column may refer."""

    def __init__(self, parts: Sequence[Known], tables: Sequence[str]) -> None:
        words = set().union(*(part.words for part in parts))
        super().__init__(words, listed(tables, "or"))
        self._parts = parts

    @cached_property
    def sound(self) -> list[str]:
        """The ids of the form that their own table asks for."""
        return sorted({word for part in self._parts for word in part.sound})

    def of_place(self, setting: str) -> list[str]:
        """List the user's own ids of a setting, table by table."""
        return [word for part in self._parts for word in part.of_place(setting)]


class Column:
    """A column of text, looked at once for each different word, however many rows hold it."""

    def __init__(self, cells: pd.Series) -> None:
        self.cells = cells
        self._codes, words = pd.factorize(cells.to_numpy(dtype=object))
        self.words = pd.Series(words, dtype=object)

    def spread(self, answers: pd.Series | np.ndarray) -> np.ndarray:
        """Bring an answer for each word to the rows that hold it."""
        return np.asarray(answers)[self._codes]

    def where(self, wrong: Callable[[str], bool]) -> np.ndarray:
        """Say of each row whether its word is wrong."""
        return self.spread(np.fromiter(map(wrong, self.words), dtype=bool, count=len(self.words)))

    @cached_property
    def said(self) -> np.ndarray:
        """Whether each row says something."""
        return self.spread((self.words != "").to_numpy())

    @cached_property
    def numbers(self) -> np.ndarray:
        """The number in each row, nan where there is none."""
        words = self.words.astype("string")
        plain = words.where(words.str.fullmatch(NUMBER))
        numbers = pd.to_numeric(plain, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        return self.spread(np.where(np.isfinite(numbers), numbers, np.nan))


def _column_problems(
    table: Table,
    field: Field,
    columns: Mapping[str, Column],
    known: Mapping[tuple[str, str], Known],
) -> Iterator[Problem]:
    column = columns[field.name]
    said = column.said
    if field.required:
        yield from _report(table, field, column, ~said, "a value here")
    padded = column.where(lambda word: word != word.strip())
    yield from _report(table, field, column, padded, "no spaces before or after the text")
    long = column.where(lambda word: len(word) > LONGEST_CELL)
    yield from _report(table, field, column, long, f"at most {LONGEST_CELL:,} characters")
    if field.type == "integer":
        numbers = column.numbers
        whole = (numbers == np.round(numbers)) & (np.abs(numbers) < LARGEST_WHOLE)
        asked = number_asked(field.name, columns, whole=True)
        yield from _report(table, field, column, said & ~whole, asked)
    if field.type == "number":
        wrong = said & np.isnan(column.numbers)
        asked = number_asked(field.name, columns, whole=False)
        yield from _report(table, field, column, wrong, asked)
    if field.type == "boolean":
        wrong = column.where(lambda word: word not in ("", "true", "false"))
        yield from _report(table, field, column, wrong, _truth_asked)
    if field.minimum is not None or field.maximum is not None:
        low = float("-inf") if field.minimum is None else field.minimum
        high = float("inf") if field.maximum is None else field.maximum
        outside = (column.numbers < low) | (column.numbers > high)
        yield from _report(table, field, column, outside, _range(field))
    if field.pattern and field.type == "list":
        yield from _item_problems(table, field, column)
    elif field.pattern:
        fits = column.words.astype("string").str.fullmatch(field.pattern).to_numpy(dtype=bool)
        wrong = said & ~column.spread(fits)
        yield from _report(table, field, column, wrong, partial(_form_asked, field.pattern))
    if field.unique:
        yield from _given_before(table, field, column)
    if field.vocabulary:
        yield from _word_problems(table, field, column)
    if field.references and all(link in known for link in field.references):
        parts = [known[link] for link in field.references]
        tables = [name for name, _ in field.references]
        there = parts[0] if field.reference else KnownInSeveral(parts, tables)
        yield from _reference_problems(table, field, columns, there)


def _given_before(table: Table, field: Field, column: Column) -> Iterator[Problem]:
    """Ids that an earlier row has, with the first of the rows that have it."""
    cells = column.cells
    twice = column.said & cells.duplicated().to_numpy()
    if not twice.any():
        return
    first = cells[~cells.duplicated()]
    row_of = dict(zip(first, first.index + 2, strict=True))
    for place in np.flatnonzero(twice)[:MOST_REPORTED]:
        value = cells.iloc[place]
        expected = (
            f"an id of its own: {shortened(value)} is already the id of row {row_of[value]}; "
            "give this row another"
        )
        yield _problem(table, field.name, cells, place, expected)


def _word_problems(table: Table, field: Field, column: Column) -> Iterator[Problem]:
    """Words outside the vocabulary, with the nearest one."""
    words = set(field.vocabulary)
    expected = f"one of {', '.join(field.vocabulary)}"
    near = sought_once(lambda item: near_words(item, field.vocabulary))
    for place, item in _wrong_items(field, column, words):
        meant = RENAMED.get(item) or shown_sign(item)
        now = [meant] if meant in words else near(item)
        hint = _commas(field, item, words) or did_you_mean(now)
        yield _problem(table, field.name, column.cells, place, expected, item, hint)


def _item_problems(table: Table, field: Field, column: Column) -> Iterator[Problem]:
    """Items of lists that are not of the form asked for."""
    assert field.pattern is not None
    items = {item for word in column.words for item in split_list(word)}
    sound = {item for item in items if re.fullmatch(field.pattern, item)}
    for place, item in _wrong_items(field, column, sound):
        expected = _form_asked(field.pattern, item)
        yield _problem(table, field.name, column.cells, place, expected, item)


def _reference_problems(
    table: Table, field: Field, columns: Mapping[str, Column], there: Known
) -> Iterator[Problem]:
    """Ids that nothing has, with the one of which it is a slip, or those that it may be."""
    column, to_itself = columns[field.name], (table.name, table.key) in field.references
    named = "the id of a row" if field.reference is None else an(field.reference[1])
    leading = field.references[0][1] == "setting_id"
    near = sought_once(lambda item: near_ids(item, there.sound, leading=leading))
    malformed = sought_once(there.meant)
    expected = f"{named} of {there.where}"
    for place, item in _wrong_items(field, column, there.words):
        itself = columns[table.key].cells.iloc[place] if to_itself else ""
        hint = _commas(field, item, there.words)
        hint = hint or did_you_mean(option for option in near(item) if option != itself)
        if not hint and malformed(item):
            hint = f" Is {malformed(item)[0]!r} meant? Fix that id first: it has another form."
        elif not hint and "setting_id" in columns:
            setting = columns["setting_id"].cells.iloc[place]
            mine = there.of_place(setting)[: LISTED_IDS + 2]
            mine = [option for option in mine if option != itself]
            more = ", …" if len(mine) > LISTED_IDS else ""
            hint = f" Yours for {setting}: {', '.join(mine[:LISTED_IDS])}{more}." if mine else ""
        if to_itself and leading:
            hint += " If the country is not there, add a row for it to settings."
        yield _problem(table, field.name, column.cells, place, expected, item, hint)


def _commas(field: Field, item: str, words: Collection[str]) -> str:
    return joined_by_semicolons(item, words) if field.type == "list" else ""


def _wrong_items(field: Field, column: Column, there: Collection[str]) -> Iterator[tuple[int, str]]:
    """Rows and their words that are not there; lists are looked at item by item."""

    def wrong_items(cell: str) -> list[str]:
        if len(cell) > LONGEST_CELL:
            return []
        items = split_list(cell) if field.type == "list" else (cell,)
        return [item for item in dict.fromkeys(items) if item and item not in there][:SHOWN_ITEMS]

    of_word = [wrong_items(word) for word in column.words]
    wrong = column.spread(np.fromiter(map(bool, of_word), dtype=bool, count=len(of_word)))
    for place in np.flatnonzero(wrong)[:MOST_REPORTED]:
        for item in of_word[column._codes[place]]:
            yield int(place), item


def _row_problems(table: Table, columns: Mapping[str, Column]) -> Iterator[Problem]:
    """Rules that join two cells of one row."""
    for low, high in ORDERED_PAIRS:
        if {low, high} <= set(columns):
            below = columns[low].numbers > columns[high].numbers
            for place in np.flatnonzero(below):
                expected = (
                    f"no more than {high}, which is {columns[high].cells.iloc[place]}: "
                    "swap the two, or correct one, as your source has it"
                )
                yield _problem(table, low, columns[low].cells, place, expected)
    if "citation" in columns:
        cited, citation = columns["sources"].said, columns["citation"]
        none = citation.where(lambda word: word == "none")
        for place in np.flatnonzero(citation.said & (cited == none)):
            expected = "direct or block" if cited[place] else "none, as the row has no sources"
            yield _problem(table, "citation", citation.cells, place, expected)
    if "measure" in columns:
        counted = columns["measure"].where(lambda word: word == "level")
        for name in ("value", "lower", "upper"):
            for place in np.flatnonzero(counted & (columns[name].numbers < 0)):
                expected = "0 or more, as the measure is level"
                yield _problem(table, name, columns[name].cells, place, expected)
    if "qualifier" in columns:
        for qualifier, name in NUMBER_OF_QUALIFIER.items():
            asked = columns["qualifier"].where(lambda word, wanted=qualifier: word == wanted)  # type: ignore[misc]
            for place in np.flatnonzero(asked & ~columns[name].said):
                expected = f"a number, as the qualifier is {qualifier}{OTHER_QUALIFIERS[qualifier]}"
                yield _problem(table, name, columns[name].cells, place, expected)
        if {"measure", "unit", "value"} <= set(columns):
            yield from _share_problems(table, columns)
    for field in table.fields:
        if (table.name, table.key) in field.references:
            yield from _self_references(table, field, columns)
        for name, word, words in field.allowed_with:
            yield from _pair_problems(table, field, columns, (name, word, words))


def _share_problems(table: Table, columns: Mapping[str, Column]) -> Iterator[Problem]:
    """Shares of a whole that are more than the whole."""
    share = columns["unit"].where(lambda word: word == SHARE)
    for name in ("value", "lower", "upper"):
        numbers = columns[name].numbers
        for place in np.flatnonzero(share & ((numbers > 100) | (numbers < 0))):
            expected = f"a number from 0 to 100, as the unit is {SHARE}"
            yield _problem(table, name, columns[name].cells, place, expected)


def _pair_problems(
    table: Table,
    field: Field,
    columns: Mapping[str, Column],
    allowed: tuple[str, str, tuple[str, ...]],
) -> Iterator[Problem]:
    """Words that are in the vocabulary, and do not go with the word of another column."""
    other, word, words = allowed
    column = columns[field.name]
    of_word = columns[other].where(lambda cell: cell == word)
    wrong = of_word & column.where(lambda cell: cell in field.vocabulary and cell not in words)
    for place in np.flatnonzero(wrong):
        cell = str(column.cells.iloc[place])
        expected = f"{_one_of(words)}, as the {other} is {word}"
        expected += CHANGE_IN.format(unit=cell.replace("_", " ")) if word in CHANGES else ""
        expected += PERCENT_OF_CHANGE if cell == "percent" else ""
        yield _problem(table, field.name, column.cells, place, expected)


def _one_of(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"one of {', '.join(words)}"


def _self_references(
    table: Table, field: Field, columns: Mapping[str, Column]
) -> Iterator[Problem]:
    """Rows that answer themselves, and places that are part of themselves by way of others."""
    ids, column = columns[table.key].cells.to_numpy(dtype=object), columns[field.name]
    cells = column.cells.to_numpy(dtype=object)
    said = np.flatnonzero(column.said)
    if field.type == "list":
        wrong = [place for place in said if ids[place] in split_list(cells[place])]
        expected = "other rows, not the row itself"
    else:
        circle = _in_a_circle(dict(zip(ids[said], cells[said], strict=True)))
        wrong = [place for place in said if ids[place] in circle]
        expected = "a wider place that is not itself part of this one"
    for place in wrong:
        yield _problem(table, field.name, column.cells, place, expected)


def _in_a_circle(wider: Mapping[str, str]) -> set[str]:
    """Find the ids from which the way by `wider` leads back to them."""
    circle: set[str] = set()
    done: set[str] = set()
    for start in wider:
        way: dict[str, int] = {}
        at = start
        while at in wider and at not in done and at not in way:
            way[at] = len(way)
            at = wider[at]
        if at in way:
            circle.update(list(way)[way[at] :])
        done.update(way)
    return circle


def _report(
    table: Table,
    field: Field,
    column: Column,
    wrong: np.ndarray,
    expected: str | Callable[[str], str],
) -> Iterator[Problem]:
    places = np.flatnonzero(wrong)
    for place in places[:MOST_REPORTED]:
        asked = expected if isinstance(expected, str) else expected(str(column.cells.iloc[place]))
        yield _problem(table, field.name, column.cells, place, asked)
    if len(places) > MOST_REPORTED:
        yield _more(table, field, len(places) - MOST_REPORTED)


def _more(table: Table, field: Field, more: int) -> Problem:
    """Say how many cells of a column are wrong besides those that are listed."""
    expected = f"the same of {more:,} more cells of this column"
    return Problem(table.path, expected, None, field.name, sheet=table.sheet)


def _problem(
    table: Table,
    name: str,
    cells: pd.Series,
    place: Any,
    expected: str,
    value: str | None = None,
    hint: str = "",
) -> Problem:
    row, shown = int(cells.index[place]) + 2, str(cells.iloc[place]) if value is None else value
    return Problem(table.path, expected, row, name, shown, hint, table.sheet)


def an(word: str) -> str:
    """Put the article before the name of a column.

    Examples
    --------
    >>> an("action_id")
    'an action_id'
    """
    return f"an {word}" if word[0] in "aeio" else f"a {word}"


def _truth_asked(cell: str) -> str:
    truth = TRUTHS.get(cell.lower())
    return "true or false" if truth is None else f"true or false: write true or false, here {truth}"


def _range(field: Field) -> str:
    if field.maximum is None:
        return f"{field.minimum:g} or more"
    return f"a number from {field.minimum:g} to {field.maximum:g}"


def _form_asked(pattern: str, cell: str) -> str:
    asked = f"the form {_form(pattern)}"
    if pattern == ISIC and re.fullmatch(r"\d{1,3}", cell):
        asked += "; a spreadsheet drops a leading zero: format the cell as text"
    return asked


def _form(pattern: str) -> str:
    """Say in words what a pattern of the definition asks for."""
    if pattern.startswith(r"(abstract|\d\.\d"):
        form = "of a paragraph of the paper, such as 2.1.9, 4.0a.1, note.ii or abstract"
        return form if pattern.endswith(")") else form + ", a hyphen and two digits"
    start = re.split(r"\.\+|\[", pattern)[0]
    return {
        "[a-z0-9-]+": "of lower-case letters, digits and hyphens, such as sialkot-football",
        "[A-Z]{3}": "of an ISO country code, three capital letters such as PAK",
        ISIC: "of an ISIC class, four digits such as 0111",
        "[A-Za-z0-9:._-]+": "of letters, digits and hyphens, such as nadvi-1999",
        r"\d\.\d": "of an exercise's number, such as 2.1",
        "ck[12](;.+)?": "of a configuration's code, such as ck2;actors=employers",
        "[a-z0-9_]+": "of a function's name, such as floor_of_tirupur",
        r"[a-z_]+\.[a-z_]+": "of a table and its column, such as policies.domain",
        r"[a-z_]+(\.[a-z_]+)?": "of a column's name, such as unit or sources.title",
    }.get(pattern, f"{start}…, such as {start}2.1.9-01")
