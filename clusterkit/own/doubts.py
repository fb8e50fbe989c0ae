"""What is allowed in a user's rows and probably not meant: it is said, and nothing is refused.

The same row twice under another id, an act alone of two actors, a place whose degrees lie in
another country, letters that were lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from ..evidence.authors import read_authors
from ..evidence.definition import Field, Outline, Schema, Table, country_names, country_outlines
from ..evidence.problems import shortened

NEAR = 1.5  # degrees: outlines are coarse, and leave small islands out
MOST_SAID = 20  # of one kind; a number says how many more
AMONG_THEMSELVES = ("employers", "workers", "community")  # act jointly as several of one kind
_TWICE_ENCODED = re.compile(r"[ÂÃÄÅÐÑ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def doubts(raw: Mapping[str, pd.DataFrame], own: Schema) -> tuple[str, ...]:
    """List what is probably not meant, a sentence each.

    Parameters
    ----------
    raw
        The user's tables as text, with every column of `own` and the row seen less two as index.
    own
        What is asked of them; the paths of its tables are what a sentence names.

    Examples
    --------
    >>> from clusterkit.evidence.definition import data_dir, read_schema
    >>> from clusterkit.own.rules import own_schema
    >>> own = own_schema(read_schema(data_dir()))
    >>> names = [field.name for field in own.tables["actions"].fields]
    >>> row = {**dict.fromkeys(names, ""), "action_id": "act-m1", "actors": "government;ngo"}
    >>> acts = pd.DataFrame([{**row, "mode": "alone"}])
    >>> print(doubts({"actions": acts}, own)[0])
    actions.csv, row 2: alone is of one actor, and two are named: is joint meant?
    """
    sentences: list[str] = []
    for name, rows in raw.items():
        table = own.tables[name]
        kinds = [_given_again(table, rows), _lost_letters(table, rows)]
        if name == "actions":
            kinds.append(_numbers_of_actors(table, rows))
        if name == "settings":
            kinds.append(_elsewhere(table, rows))
        for kind in kinds:
            said = list(kind)
            sentences += said[:MOST_SAID]
            if len(said) > MOST_SAID:
                sentences.append(
                    f"{table.path}: … and {len(said) - MOST_SAID:,} more of this kind."
                )
    if "sources" in raw:
        sentences += _organisations(own.tables["sources"], raw["sources"])
    return tuple(sentences)


def _at(table: Table, index: object, words: str) -> str:
    where = table.path if table.sheet is None else f"{table.path}, sheet {table.sheet}"
    return f"{where}, row {int(index) + 2}: {words}"  # type: ignore[call-overload]


def _given_again(table: Table, rows: pd.DataFrame) -> Iterator[str]:
    """Rows that say the same as an earlier one under another id."""
    apart = {table.key, "claim_id", "note", "same_as"}
    said = pd.DataFrame(
        {str(name): _alike(table[str(name)], rows[name]) for name in rows if name not in apart}
    )
    again = said.duplicated().to_numpy() & (said != "").any(axis=1).to_numpy()
    if "same_as" in rows:
        again &= (rows["same_as"] == "").to_numpy()
    if not again.any():
        return
    codes = said.groupby(list(said), sort=False).ngroup().to_numpy()
    first = pd.Series(np.arange(len(rows))).groupby(codes).transform("first").to_numpy()
    for place in np.flatnonzero(again).tolist():
        earlier = rows.index[int(first[place])] + 2
        yield _at(
            table, rows.index[place],
            f"it says the same as row {earlier} under another id, and would count twice: leave one "
            "out, or say what differs.",
        )  # fmt: skip


def _alike(field: Field, cells: pd.Series) -> pd.Series:
    """Write cells that say the same in one way: numbers as numbers, lists in one order."""
    if field.type in ("number", "integer"):
        numbers = pd.to_numeric(cells, errors="coerce")
        return cells.mask(numbers.notna(), numbers.astype("string"))
    if field.type == "list":
        return cells.map(lambda cell: ";".join(sorted(cell.split(";"))))
    return cells


def _numbers_of_actors(table: Table, rows: pd.DataFrame) -> Iterator[str]:
    """Acts whose mode and number of actors do not go together."""
    actors = rows["actors"].str.split(";")
    for index, mode, named in zip(rows.index, rows["mode"], actors, strict=True):
        several = len([actor for actor in named if actor])
        twice = next((actor for actor in named if named.count(actor) > 1), "")
        if twice:
            yield _at(table, index, f"{twice} is named twice among the actors: who else is meant?")
        elif mode == "joint" and not several:
            yield _at(table, index, "joint is of several actors, and none is named: who acts?")
        elif mode == "alone" and several > 1:
            number = "two" if several == 2 else str(several)
            words = f"alone is of one actor, and {number} are named: is joint meant?"
            yield _at(table, index, words)
        elif mode == "joint" and several == 1 and named[0] not in AMONG_THEMSELVES:
            words = f"joint is of several actors, and only {named[0]} is named: with whom?"
            yield _at(table, index, words)


def _elsewhere(table: Table, rows: pd.DataFrame) -> Iterator[str]:
    """Places whose degrees are not in their country, or which give one of the two only."""
    numbers = rows[["latitude", "longitude"]].apply(pd.to_numeric, errors="coerce")
    given = numbers.notna()
    for index in rows.index[given.any(axis=1) & ~given.all(axis=1)]:
        words = "a latitude needs a longitude, and the other way round: the place is on no map."
        yield _at(table, index, words)
    whole = rows.index[given.all(axis=1)]
    if not len(whole):
        return
    outlines = country_outlines()
    for index in whole:
        country = str(rows.loc[index, "country"])
        rings = outlines.get(country)
        latitude, longitude = numbers.loc[index]
        if not country or not rings or _is_near(rings, latitude, longitude):
            continue
        swapped = _is_near(rings, longitude, latitude)
        hint = " Are latitude and longitude swapped?" if swapped else ""
        name = country_names().get(country, country)
        words = f"latitude {latitude:g}, longitude {longitude:g} is not in {name}.{hint}"
        yield _at(table, index, words)


def _is_near(rings: list[Outline], latitude: float, longitude: float) -> bool:
    """Whether a point lies in a country, or within `NEAR` degrees of its outline."""
    inside = False
    for ring in rings:
        points = np.asarray(ring, dtype=float)
        for turned in (longitude, longitude + 360, longitude - 360):
            x, y = points[:, 0] - turned, points[:, 1] - latitude
            if np.hypot(x, y).min() <= NEAR:
                return True
            ahead_x, ahead_y = np.roll(x, -1), np.roll(y, -1)
            crosses = (y > 0) != (ahead_y > 0)
            with np.errstate(divide="ignore", invalid="ignore"):
                at = x + (ahead_x - x) * (0 - y) / (ahead_y - y)
                along_x, along_y = ahead_x - x, ahead_y - y
                share = np.clip(-(x * along_x + y * along_y) / (along_x**2 + along_y**2), 0, 1)
            if np.nanmin(np.hypot(x + share * along_x, y + share * along_y)) <= NEAR:
                return True
            inside ^= bool(np.count_nonzero(crosses & (at > 0)) % 2)
    return inside


def _lost_letters(table: Table, rows: pd.DataFrame) -> Iterator[str]:
    """Words whose letters were lost or written in another encoding before they came here."""
    for name in rows:
        words = pd.Series(rows[name].unique(), dtype=object)
        odd = [word for word in words if "\ufffd" in word or _TWICE_ENCODED.search(word)]
        for index, word in rows[name][rows[name].isin(odd)].items():
            yield _at(
                table, index,
                f"{name} holds {shortened(str(word))!r}, in which letters look wrong: type it "
                "again, and save as UTF-8.",
            )  # fmt: skip


def _organisations(table: Table, rows: pd.DataFrame) -> list[str]:
    """Names without a comma, which were taken as organisations."""
    names = {
        name: index
        for index, cell in reversed(list(rows["author"].items()))
        for name in read_authors(str(cell)).organisations
    }
    if not names:
        return []
    shown = "; ".join(list(names)[::-1][:5]) + ("; …" if len(names) > 5 else "")
    words = (
        f"taken as organisations: {shown}. A person is Surname, Initials; braces, such as "
        f"{{{list(names)[-1]}}}, say that it is one."
    )
    return [_at(table, list(names.values())[-1], words)]
