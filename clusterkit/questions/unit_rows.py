"""Units of what is told, an act with its policies, a story, a cluster, and the rows of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ..evidence.tables import Evidence, Numbers
from .asked_of_rows import REPORTED_IN, Flags, Rows, is_outcome
from .clusters import inherited_rows
from .framework import LINKS

NO_ROWS: Numbers = np.array([], dtype=np.intp)


@dataclass(frozen=True)
class Pool:
    """A unit: its place, what it is, and the positions of its rows in `evidence.statements`."""

    setting: str
    name: str
    rows: tuple[int, ...]


def act_pools(evidence: Evidence) -> list[Pool]:
    """Every act with the policies that it is linked to, and every policy with its acts at a place.

    A policy, a context or a condition without an act is a unit of its own.
    """
    links = evidence.once(_Linked)
    pools = []
    for at, setting in enumerate(links.setting):
        if setting:
            pools.append(Pool(setting, links.ids[at], (at, *links.policies.get(at, ()))))
        by_place: dict[str, list[int]] = defaultdict(list)
        for act in links.acts.get(at, ()):
            place = links.setting[act]
            if place:
                by_place[place].append(act)
        pools += [Pool(place, links.ids[at], (at, *acts)) for place, acts in by_place.items()]
    return pools


def story_pools(evidence: Evidence) -> list[Pool]:
    """Rows of one episode at one place, with their links; what has no episode, with its links."""
    links = evidence.once(_Linked)
    members: dict[tuple[str, str], set[int]] = defaultdict(set)
    for at, setting in enumerate(links.setting):
        if setting:
            members[setting, links.episode[at] or links.ids[at]].add(at)
    return [links.pool(place, name, rows) for (place, name), rows in members.items()]


def cluster_pools(evidence: Evidence) -> list[Pool]:
    """All rows of one place, with the policies that its acts are linked to."""
    links = evidence.once(_Linked)
    members: dict[str, set[int]] = defaultdict(set)
    for at, setting in enumerate(links.setting):
        if setting:
            members[setting].add(at)
    return [links.pool(place, place, rows) for place, rows in members.items()]


def inherited_pools(evidence: Evidence) -> list[Pool]:
    """Rows of one place, and those of wider places on instruments and actors that it lacks."""
    own = {pool.setting: set(pool.rows) for pool in evidence.once(cluster_pools)}
    pools = []
    for setting in map(str, evidence.settings.index):
        above = evidence.positions(inherited_rows(evidence, setting))
        rows = own.get(setting, set()) | {int(at) for at in above}
        if rows:
            pools.append(Pool(setting, setting, tuple(sorted(rows))))
    return pools


POOLS = {
    "act": act_pools,
    "story": story_pools,
    "cluster": cluster_pools,
    "inherited": inherited_pools,
}


class _Linked:
    """Statements by position, with the acts and policies that are linked to each other."""

    def __init__(self, evidence: Evidence) -> None:
        statements = evidence.statements
        self.ids = [str(row) for row in statements.index]
        at = {row: place for place, row in enumerate(self.ids)}
        self.table = list(statements["table"])
        self.setting = [None if pd.isna(cell) else str(cell) for cell in statements["setting_id"]]
        self.episode = [None if pd.isna(cell) else str(cell) for cell in statements["episode"]]
        self.policies: dict[int, list[int]] = defaultdict(list)
        self.acts: dict[int, list[int]] = defaultdict(list)
        for column in LINKS:
            for act, policies in evidence.actions[column].items():
                for policy in policies:
                    if at[policy] not in self.policies[at[str(act)]]:
                        self.policies[at[str(act)]].append(at[policy])
                        self.acts[at[policy]].append(at[str(act)])

    def pool(self, place: str, name: str, rows: set[int]) -> Pool:
        """Rows with the policies that they are linked to, and the acts of the place on these."""
        policies = {policy for row in rows for policy in self.policies.get(row, ())}
        both = policies | {row for row in rows if self.table[row] == "policies"}
        acts = {act for policy in both for act in self.acts.get(policy, ())}
        mine = {act for act in acts if self.setting[act] == place}
        return Pool(place, name, tuple(sorted(rows | policies | mine)))


class Units:
    """The units of one kind, and the rows of each, end to end: all of them are asked at once."""

    def __init__(self, evidence: Evidence, unit: str) -> None:
        self.unit = unit
        self.pools = evidence.once(POOLS[unit])
        self.rows = [np.array(pool.rows, dtype=np.intp) for pool in self.pools]
        self._evidence = evidence
        self._number, self._flat = _end_to_end(self.rows)

    @cached_property
    def near(self) -> list[Numbers]:
        """Rows of each unit, of the same claims at its place, and those that follow from them."""
        if self.unit not in ("act", "story"):
            return self.rows
        told = self._evidence.once(Told)
        return [told.near(pool.setting, pool.rows) for pool in self.pools]

    @cached_property
    def _flat_near(self) -> tuple[Numbers, Numbers]:
        return _end_to_end(self.near)

    def outcome_rows(self, number: int) -> Numbers:
        """Rows in which the outcomes of a unit are looked for, in its place.

        Those that are near it; in a story also what is reported of the place.
        """
        near = self.near[number]
        if self.unit != "story":
            return near
        reported = self._evidence.once(Told).reported.get(self.pools[number].setting, [])
        return np.union1d(near, reported).astype(np.intp)

    def that_may_meet(self, needs: Mapping[str, Flags]) -> list[int]:
        """List the numbers of units that have a row for every requirement, if not in one act."""
        may = np.ones(len(self.pools), dtype=bool)
        for name, flags in needs.items():
            may &= self._having(flags, of_outcome=is_outcome(name))
        return np.flatnonzero(may).tolist()

    def _having(self, flags: Flags, *, of_outcome: bool) -> Flags:
        number, flat = self._flat_near if of_outcome else (self._number, self._flat)
        having = np.bincount(number[flags[flat]], minlength=len(self.pools)) > 0
        if of_outcome and self.unit == "story":
            reported = self._evidence.once(Told).reported
            places = {place for place, rows in reported.items() if flags[rows].any()}
            having |= np.array([pool.setting in places for pool in self.pools], dtype=bool)
        return having


class Told:
    """What else is told with a row: rows of its claim, rows that follow, reports of its place.

    Attributes
    ----------
    reported
        By setting_id: positions of what is reported there of employment, economy and conditions.
    """

    def __init__(self, evidence: Evidence) -> None:
        rows = evidence.once(Rows)
        self._claims = rows.claims.tolist()
        self._setting = rows.setting.tolist()
        self._same: dict[tuple[str | None, int], list[int]] = defaultdict(list)
        self._after: dict[int, list[int]] = defaultdict(list)
        self.reported: dict[str, list[int]] = defaultdict(list)
        reported = np.isin(rows.table, REPORTED_IN)
        for at, (setting, claim) in enumerate(zip(self._setting, self._claims, strict=True)):
            self._same[setting, claim].append(at)
            if setting and reported[at]:
                self.reported[setting].append(at)
        for at, causes in rows.follows.items():
            for cause in causes:
                self._after[cause].append(at)

    def beside(self, at: int) -> list[int]:
        """Rows of the same claim at the same place, or at none, itself among them."""
        return self._same[self._setting[at], self._claims[at]]

    def near(self, setting: str, inside: Iterable[int]) -> Numbers:
        """Rows, with those of their claims at a place and those there that follow from them."""
        found = set(inside)
        for at in inside:
            found.update(self._same.get((setting, self._claims[at]), ()))
            found.update(row for row in self._after.get(at, ()) if self._setting[row] == setting)
        return np.array(sorted(found), dtype=np.intp)


def _end_to_end(rows: list[Numbers]) -> tuple[Numbers, Numbers]:
    """Rows of several units in one column, with the number of the unit beside each."""
    number = np.repeat(np.arange(len(rows)), [len(each) for each in rows])
    return number, np.concatenate([NO_ROWS, *rows])


UNITS_OF = {
    "act": lambda evidence: Units(evidence, "act"),
    "story": lambda evidence: Units(evidence, "story"),
    "cluster": lambda evidence: Units(evidence, "cluster"),
    "inherited": lambda evidence: Units(evidence, "inherited"),
}
