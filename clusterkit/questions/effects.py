"""What a selection of rows says, summed up without weighing: marks, counts, flows, gaps.

The harvest plot is that of Ogilvie and others (2008), the effect-direction table that of
Thomson and Thomas (2013). Growth and social conditions are never added together, claims,
places and sources are always counted together, and no verdict is computed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..evidence.tables import ORIGIN_PAPER, Evidence, Numbers
from .framework import OUTCOMES
from .mediation import UNIVERSE
from .select import core
from .words import DIRECTIONS, NOT_STATED, SIGNS, _actor_order

MARK_COLUMNS = [
    "outcome", "direction", "claim", "place", "actor", "certainty", "wider", "own", "row_id",
]  # fmt: skip


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
        `DIRECTIONS`), `claim`, `place`, `actor` (all who act, joined by +, or policy),
        `certainty`, `wider`, `own` (of a user's file), `row_id`. A claim that several tables
        hold makes one mark for each direction that it states at a place, and one mark in
        `not stated` when it states none.

    Examples
    --------
    One agreement, two directions: it freed children, and stitchers at home lost by it:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> asked = ck.Configuration(episodes=("atlanta-agreement",))
    >>> marks = ck.harvest(evidence, ck.matching_evidence(evidence, asked).exact)
    >>> marks.loc[marks["outcome"] == "social_effect", ["direction", "actor"]].to_numpy().tolist()
    [['-', 'employers'], ['+', 'employers']]
    """
    marks = evidence.once(Marks)
    return marks.of(evidence.positions(rows))


class Marks:
    """A mark for every statement and outcome, in the order of drawing; a selection thins them."""

    def __init__(self, evidence: Evidence) -> None:
        statements = evidence.statements
        rows = statements[statements["table"].isin(UNIVERSE)].reset_index()
        actors = evidence.actions["actors"].map(
            lambda cell: "+".join(sorted(cell, key=_actor_order)) or "policy"
        )
        rows["place"] = evidence.place_names(rows["setting_id"])
        rows["actor"] = rows["row_id"].map(actors).astype("string").fillna("policy")
        rows["wider"] = ~core(rows)
        rows["own"] = (rows["origin"] != ORIGIN_PAPER).to_numpy(dtype=bool)
        rows["at"] = evidence.positions(rows["row_id"])
        long = pd.concat(
            [rows.assign(outcome=one, direction=rows[one].astype("string")) for one in OUTCOMES],
            ignore_index=True,
        )
        long["direction"] = long["direction"].fillna(NOT_STATED)
        long = long.astype({"outcome": _order(OUTCOMES), "direction": _order(DIRECTIONS)})
        long["from_policy"] = long["actor"] == "policy"
        long = long.sort_values(["outcome", "direction", "place", "claim", "from_policy", "row_id"])
        self.at: Numbers = long["at"].to_numpy()
        self.frame = long[MARK_COLUMNS].reset_index(drop=True)
        self.stated = (long["direction"] != NOT_STATED).to_numpy()
        claim, place = (pd.factorize(long[one])[0] for one in ("claim", "place"))
        self.told = _numbered(long["outcome"].cat.codes, claim, place)
        self.mark = _numbered(self.told, long["direction"].cat.codes)

    def of(self, positions: Numbers) -> pd.DataFrame:
        """Choose the marks of the statements that stand at these positions."""
        inside = np.zeros(max(int(self.at.max(initial=0)), int(positions.max(initial=0))) + 1, bool)
        inside[positions] = True
        mine = np.flatnonzero(inside[self.at])
        told = np.zeros(int(self.told.max(initial=0)) + 1, dtype=bool)
        told[self.told[mine[self.stated[mine]]]] = True
        mine = mine[self.stated[mine] | ~told[self.told[mine]]]
        first = np.sort(np.unique(self.mark[mine], return_index=True)[1])
        return self.frame.iloc[mine[first]].reset_index(drop=True)


def harvest_stacks(marks: pd.DataFrame) -> pd.DataFrame:
    """Tell the stacks of a harvest plot: where each begins among the marks, and how tall it is.

    Parameters
    ----------
    marks
        As `harvest` returns them, in that order.

    Returns
    -------
    DataFrame
        One row for each stack, in order: `outcome`, `direction`, `place`, `start` (the first mark's
        position), `size` (marks) and `number` (of the stack within its column, from 0).

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> asked = ck.Configuration(settings=("torreon-blue-jeans",))
    >>> marks = ck.harvest(evidence, ck.matching_evidence(evidence, asked).exact)
    >>> harvest_stacks(marks)[["direction", "size"]].to_numpy().tolist()
    [['+', 2], ['+', 1], ['not stated', 1]]
    """
    keys = [
        marks["outcome"].cat.codes,
        marks["direction"].cat.codes,
        pd.factorize(marks["place"])[0],
    ]
    codes = np.column_stack([np.asarray(key) for key in keys])
    new = np.ones(len(codes), dtype=bool)
    new[1:] = (codes[1:] != codes[:-1]).any(axis=1)
    start = np.flatnonzero(new)
    column = np.ones(len(start), dtype=bool)
    column[1:] = (codes[start][1:, :2] != codes[start][:-1, :2]).any(axis=1)
    firsts = np.flatnonzero(column)
    number = np.arange(len(start)) - np.repeat(firsts, np.diff(np.append(firsts, len(start))))
    stacks = marks[["outcome", "direction", "place"]].iloc[start].reset_index(drop=True)
    return stacks.assign(start=start, size=np.diff(np.append(start, len(codes))), number=number)


def harvest_counts(evidence: Evidence, marks: pd.DataFrame) -> pd.DataFrame:
    """Count claims, places and sources in each column of a harvest plot.

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
    number = len(DIRECTIONS)
    outcome, direction = (marks[one].cat.codes.to_numpy() for one in ("outcome", "direction"))
    group = outcome.astype(np.intp) * number + direction
    positions = evidence.positions(marks["row_id"])
    counts = evidence.codes.grouped(group, positions, number * len(OUTCOMES))
    index = pd.MultiIndex.from_product([OUTCOMES, DIRECTIONS], names=["outcome", "direction"])
    return pd.DataFrame(
        [(one.claims, one.places, one.sources) for one in counts],
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
    cells: dict[tuple[Any, Any], list[str]] = {}
    effects, there = set(), set()
    for outcome, direction, place, _, claims, _ in harvest_stacks(marks).itertuples(index=False):
        there.add(place)
        if direction != NOT_STATED:
            effects.add(place)
        times = " " if direction == NOT_STATED else " × "
        cells.setdefault((place, outcome), []).append(f"{claims}{times}{SIGNS[direction]}")
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
