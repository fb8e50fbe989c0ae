"""What a selection of rows says, summed up without weighing: marks, counts, flows, gaps.

The harvest plot is that of Ogilvie and others (2008), the effect-direction table that of
Thomson and Thomas (2013). Growth and social conditions are never added together, claims,
places and sources are always counted together, and no verdict is computed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from ..evidence.tables import ORIGIN_PAPER, Evidence, Numbers
from ..evidence.wording import spaced
from .framework import LINKS, OUTCOMES
from .mediation import UNIVERSE
from .select import core
from .words import DIRECTIONS, NO_POLICY, NOBODY, NOT_STATED, SIGNS, _actor_order, states_in_words

COLUMNS = [(outcome, direction) for outcome in OUTCOMES for direction in DIRECTIONS]
MARK_COLUMNS = [
    "outcome", "direction", "claim", "place", "policy", "actor", "certainty", "wider", "own",
    "row_id",
]  # fmt: skip
CLAIMS_IN_WORDS = {
    direction: f"{{}} {'' if direction == 'not stated' else '× '}{SIGNS[direction]}"
    for direction in DIRECTIONS
}


def harvest(evidence: Evidence, rows: pd.DataFrame) -> pd.DataFrame:
    """Turn statements into the marks of a harvest plot (Ogilvie and others 2008).

    Parameters
    ----------
    rows
        Statements of policies, actions and contexts, such as `Match.exact`.

    Returns
    -------
    DataFrame
        One row for each mark: `outcome` (growth_effect, social_effect), `direction` (of
        `DIRECTIONS`), `claim`, `place`, `policy` (instruments behind the mark, each with its state:
        those that state the direction, or else none; where the claim names no policy, those that
        its acts are linked to; or `NO_POLICY`),
        `actor` (all who act, joined by +, or policy, or nobody named),
        `certainty`, `wider`, `own` (of a user's file), `row_id` (of the row that is drawn) and
        `rows` (ids of all rows behind the mark, the drawn one first). A claim that several tables
        hold makes one mark for each direction that it states at a place, and one mark in
        `not stated` when it states none. Behind a mark are the rows of its claim at its place
        that state its direction, or none: so all rows are behind some mark.

    Examples
    --------
    One agreement, two directions: it freed children, and stitchers at home lost by it:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> asked = ck.Configuration(episodes=("atlanta-agreement",))
    >>> rows = ck.matching_evidence(evidence, asked).exact
    >>> marks = ck.harvest(evidence, rows)
    >>> marks.loc[marks["outcome"] == "social_effect", ["direction", "actor"]].to_numpy().tolist()
    [['-', 'employers'], ['+', 'employers']]
    >>> set(marks["rows"].explode()) == set(rows.index)
    True
    """
    marks = evidence.once(Marks)
    return marks.of(evidence.positions(rows))


class Marks:
    """A mark for every statement and outcome, in the order of drawing; a selection thins them."""

    def __init__(self, evidence: Evidence) -> None:
        statements = evidence.statements
        rows = statements[statements["table"].isin(UNIVERSE)].reset_index()
        actors = evidence.actions["actors"].map(
            lambda cell: "+".join(sorted(cell, key=_actor_order)) or NOBODY
        )
        rows["place"] = evidence.place_names(rows["setting_id"])
        rows["actor"] = rows["row_id"].map(actors).astype("string").fillna("policy")
        rows["wider"] = ~core(rows)
        rows["own"] = (rows["origin"] != ORIGIN_PAPER).to_numpy(dtype=bool)
        rows["at"] = evidence.positions(rows["row_id"])
        long = pd.concat(
            [
                rows.assign(outcome=outcome, direction=rows[outcome].astype("string"))
                for outcome in OUTCOMES
            ],
            ignore_index=True,
        )
        long["direction"] = long["direction"].fillna(NOT_STATED)
        long = long.astype({"outcome": _order(OUTCOMES), "direction": _order(DIRECTIONS)})
        long["from_policy"] = long["actor"] == "policy"
        long = long.sort_values(["outcome", "direction", "place", "claim", "from_policy", "row_id"])
        self.at: Numbers = long["at"].to_numpy()
        self.ids = long["row_id"].to_numpy(dtype=object)
        self.direction = long["direction"].cat.codes.to_numpy(dtype=np.intp)
        self.stated = self.direction != DIRECTIONS.index(NOT_STATED)
        claim, place = (pd.factorize(long[name])[0] for name in ("claim", "place"))
        self.told = _numbered(long["outcome"].cat.codes, claim, place)
        self.mark = _numbered(self.told, long["direction"].cat.codes)
        long["policy"] = pd.Series(self._policies(evidence), long.index, dtype="str")
        self.frame = long[MARK_COLUMNS].reset_index(drop=True)

    def of(self, positions: Numbers) -> pd.DataFrame:
        """Choose the marks of the statements that stand at these positions."""
        inside = np.zeros(max(int(self.at.max(initial=0)), int(positions.max(initial=0))) + 1, bool)
        inside[positions] = True
        mine = np.flatnonzero(inside[self.at])
        states = np.zeros(int(self.told.max(initial=0)) + 1, dtype=bool)
        states[self.told[mine[self.stated[mine]]]] = True
        shown = mine[self.stated[mine] | ~states[self.told[mine]]]
        drawn = shown[np.sort(np.unique(self.mark[shown], return_index=True)[1])]
        marks = self.frame.iloc[drawn].reset_index(drop=True)
        return marks.assign(rows=pd.Series(self._rows(drawn, mine), dtype=object))

    def _policies(self, evidence: Evidence) -> list[str]:
        """Name the policies of each mark with their states."""
        states = states_in_words(evidence).fillna(f"state {NOT_STATED}")
        told = spaced(evidence.policies["instrument"].astype("string") + ": " + states)
        named = dict(zip(told.index, told, strict=True))
        columns = (evidence.actions[link] for link in LINKS)
        links = {
            act: sum(cells, ())
            for act, *cells in zip(evidence.actions.index, *columns, strict=True)
        }
        own: dict[tuple[str, int], list[str]] = defaultdict(list)
        linked: dict[tuple[str, int], list[str]] = defaultdict(list)
        marks = list(zip(self.mark, self.told, self.stated, strict=True))
        for row, (mark, told, stated) in zip(self.ids, marks, strict=True):
            key = ("mark", mark) if stated else ("silent", told)
            own[key] += [named[row]] if row in named else []
            linked[key] += [named[policy] for policy in links.get(row, ())]
        keys = [[("mark", mark), ("silent", told)] for mark, told, _ in marks]
        found = [
            next((kind[key] for kind in (own, linked) for key in two if kind.get(key)), [])
            for two in keys
        ]
        return ["; ".join(dict.fromkeys(words)) or NO_POLICY for words in found]

    def _rows(self, drawn: Numbers, mine: Numbers) -> list[tuple[str, ...]]:
        """List the ids behind each mark that is drawn: of its direction, or of none."""
        order = mine[np.argsort(self.at[mine], kind="stable")]
        told: dict[int, list[int]] = defaultdict(list)
        for row, number in zip(order.tolist(), self.told[order].tolist(), strict=True):
            told[number].append(row)
        direction, silent = self.direction.tolist(), DIRECTIONS.index(NOT_STATED)
        return [
            tuple(
                self.ids[row]
                for row in (mark, *(row for row in told[number] if row != mark))
                if direction[row] in (direction[mark], silent)
            )
            for mark, number in zip(drawn.tolist(), self.told[drawn].tolist(), strict=True)
        ]


def lined(marks: pd.DataFrame) -> pd.DataFrame:
    """Say where each mark of a harvest plot stands: in which column and line, and how far along.

    Parameters
    ----------
    marks
        As `harvest` returns them, in that order.

    Returns
    -------
    DataFrame
        The marks with whole numbers from 0: `column` (one for each outcome and direction, as
        `COLUMNS` lists them), `line` (one for each place and policy with its state: places with a
        stated effect first, then by name; within a place likewise, and without a policy last) and
        `slot` (of the marks of one line and column).

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> asked = ck.Configuration(settings=("torreon-blue-jeans",))
    >>> marks = lined(ck.harvest(evidence, ck.matching_evidence(evidence, asked).exact))
    >>> marks.groupby("line")["policy"].first().tolist()
    ['outsourcing rule: permitted', 'quality standard: required; labour standard: required']
    >>> marks[["direction", "line", "slot"]].to_numpy().tolist()
    [['+', 1, 0], ['+', 0, 0], ['+', 1, 0], ['not stated', 0, 0]]
    """
    placed = list(zip(marks["place"].tolist(), marks["policy"].tolist(), strict=True))
    stated = (marks["direction"] != NOT_STATED).tolist()
    places = {place for (place, _), states in zip(placed, stated, strict=True) if states}
    both = {one for one, states in zip(placed, stated, strict=True) if states}

    def order(one: tuple[str, str]) -> tuple[bool, str, bool, bool, str]:
        place, policy = one
        return place not in places, place, one not in both, policy == NO_POLICY, policy

    line = {one: at for at, one in enumerate(sorted(set(placed), key=order))}
    column, lines = _column(marks), [line[one] for one in placed]
    before: Counter[tuple[int, int]] = Counter()
    slots = []
    for cell in zip(lines, column.tolist(), strict=True):
        slots.append(before[cell])
        before[cell] += 1
    whole = {"line": np.array(lines, dtype=np.intp), "slot": np.array(slots, dtype=np.intp)}
    return marks.assign(column=column, **whole)


def _column(marks: pd.DataFrame) -> Numbers:
    outcome, direction = (marks[name].cat.codes for name in ("outcome", "direction"))
    return outcome.astype(np.intp).to_numpy() * len(DIRECTIONS) + direction.to_numpy()


def harvest_counts(evidence: Evidence, marks: pd.DataFrame) -> pd.DataFrame:
    """Count claims, places and sources of all rows behind each column of a harvest plot.

    Returns a table indexed by `outcome` and `direction` (every pair of them, in order) with
    whole numbers `claims`, `places`, `sources`; a claim that states two directions is in both.

    Examples
    --------
    A claim with two directions is counted in both columns:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> asked = ck.Configuration(episodes=("atlanta-agreement",))
    >>> marks = ck.harvest(evidence, ck.matching_evidence(evidence, asked).exact)
    >>> ck.harvest_counts(evidence, marks).loc["social_effect", "claims"].to_dict()
    {'-': 1, '0': 0, 'mixed': 0, '+': 1, 'not stated': 0}
    """
    behind = marks["rows"].tolist()
    column = np.repeat(_column(marks), [len(rows) for rows in behind])
    positions = evidence.positions(chain.from_iterable(behind))
    counts = evidence.codes.grouped(column, positions, len(COLUMNS))
    index = pd.MultiIndex.from_tuples(COLUMNS, names=["outcome", "direction"])
    return pd.DataFrame(
        [(count.claims, count.places, count.sources) for count in counts],
        columns=["claims", "places", "sources"],
        index=index,
    )


def effect_directions(marks: pd.DataFrame) -> pd.DataFrame:
    """Set places against outcomes: how many claims of each direction (Thomson and Thomas 2013).

    Parameters
    ----------
    marks
        As `harvest` returns them.

    Returns
    -------
    DataFrame
        Indexed by `place` (those with a stated effect first, then by name): for each outcome a
        cell such as `2 × +, 1 × −`, or `not stated`. Nothing is summed up into a verdict.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> asked = ck.Configuration(settings=("torreon-blue-jeans",))
    >>> marks = ck.harvest(evidence, ck.matching_evidence(evidence, asked).exact)
    >>> ck.effect_directions(marks).loc["Torreon blue jeans"].tolist()
    ['2 × +', '1 × +, 1 not stated']
    """
    cells: dict[tuple[str, str], list[str]] = {}
    effects, there = set(), set()
    columns = (marks[name].tolist() for name in ("outcome", "direction", "place"))
    for (outcome, direction, place), claims in Counter(zip(*columns, strict=True)).items():
        there.add(place)
        if direction != NOT_STATED:
            effects.add(place)
        cells.setdefault((place, outcome), []).append(CLAIMS_IN_WORDS[direction].format(claims))
    places = sorted(there, key=lambda place: (place not in effects, place))
    table = {
        outcome: [", ".join(cells.get((place, outcome), [])) for place in places]
        for outcome in OUTCOMES
    }
    return pd.DataFrame(table, index=pd.Index(places, name="place", dtype="string"), dtype="str")


def _order(words: tuple[str, ...]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(list(words), ordered=True)


def _numbered(*keys: Any) -> Numbers:
    """Give rows that agree in all keys the same whole number."""
    return pd.MultiIndex.from_arrays([np.asarray(key) for key in keys]).factorize()[0]
