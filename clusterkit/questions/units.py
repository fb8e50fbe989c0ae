"""Where a configuration is met: in one act, in one story, in one cluster.

The natural unit of a configuration is a cluster (4.0c.2); an act that is linked to a policy is
the smaller unit inside it. A unit is a pool of rows, and a configuration is met by a unit in which
every requirement has its row. Silence meets nothing, and neither does its opposite.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..evidence.paragraphs_and_pages import places_in_order
from ..evidence.tables import Evidence, Numbers
from ..evidence.wording import spaced
from .asked_in_words import part_in_words
from .clusters import CAME_TO_NOTHING, UNREALISED, inherited_rows
from .configuration import (
    ACTION_PARTS,
    PART_WORDS,
    POLICY_PARTS,
    UNITS,
    Configuration,
    is_effect,
    outcome_of,
    way_of,
    word_in_words,
)
from .directions import job_changes
from .framework import LINKS
from .select import core_settings

Flags = npt.NDArray[np.bool_]
POLICY, FILTERED = "policy", "rows"
LISTS = ("level", "influencer", "driven_by", "actors", "organisation")
COLUMN = {"beliefs": "driven_by"}
REPORTED_IN = ("employment", "economy", "conditions")
AGREES, DIFFERS, NOT_SAID = "agrees", "differs", "not said"
OF_IT = " of such a policy"  # a part asked of the policy that the parts before it name


@dataclass(frozen=True)
class Pool:
    """A unit: its place, what it is, and the positions of its rows in `evidence.statements`."""

    setting: str
    name: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Met:
    """Where a configuration is met.

    Attributes
    ----------
    unit
        `act`, `story`, `cluster` or `inherited`.
    places
        setting_ids, in the order of the settings.
    rows
        By setting_id: ids of the rows that meet the requirements there.
    pools
        Numbers of the units that meet it, among `POOLS[unit]`.
    """

    unit: str
    places: tuple[str, ...]
    rows: Mapping[str, tuple[str, ...]]
    pools: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.places)


def places_that_meet(
    evidence: Evidence, configuration: Configuration, unit: str = "cluster"
) -> Met:
    """Find the places in which a configuration is met in one unit.

    Parameters
    ----------
    unit
        `act` (one act with the policies that it is linked to, or a policy alone), `story` (rows
        of one episode at one place; an act without one is a story of its own, with its links),
        `cluster` (all rows of one place, and rows that its acts are linked to), or `inherited`
        (also what is stated of its region and country on instruments and actors that it lacks).

    Returns
    -------
    Met
        With `places` (clusters in developing countries, unless the configuration asks for the wider
        context) and the rows that meet it.

    Examples
    --------
    Not one act, and yet one cluster: a government that did not act, and firms that did jointly.

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> asked = ck.Configuration(ways=("government:absent", "employers:joint"))
    >>> [ck.places_that_meet(evidence, asked, unit).places for unit in ("act", "cluster")]
    [(), ('sialkot-football',)]
    """
    if unit not in UNITS:
        msg = f"unit cannot be {unit!r}; choose from {', '.join(UNITS)}"
        raise ValueError(msg)
    needs = evidence.once(Rows).needs(configuration)
    found: dict[str, list[int]] = {}
    meeting: dict[int, str] = {}
    if needs:
        for number, pool in enumerate(evidence.once(POOLS[unit])):
            rows = _met_by(pool, needs, unit, evidence.once(Rows))
            if rows:
                found.setdefault(pool.setting, []).extend(rows)
                meeting[number] = pool.setting
    places = [place for place in _asked_places(evidence, configuration) if place in found]
    ids = evidence.statements.index
    rows_of = {place: tuple(ids[sorted(set(found[place]))]) for place in places}
    pools = tuple(number for number, place in meeting.items() if place in rows_of)
    return Met(unit, tuple(places), rows_of, pools)


def acts_that_meet(
    evidence: Evidence, configuration: Configuration
) -> list[tuple[str, tuple[str, ...]]]:
    """List the single acts, with the policies that they are linked to, that meet a configuration.

    Returns a place and the ids of the rows that meet it for each.

    Examples
    --------
    >>> import clusterkit as ck
    >>> asked = ck.Configuration(ways=("government:joint", "employers:joint"))
    >>> sorted({place for place, _ in acts_that_meet(ck.load(only="paper"), asked)})
    ['los-lagos-salmon', 'sialkot-surgical-instruments']
    """
    rows = evidence.once(Rows)
    needs = rows.needs(configuration)
    places = set(_asked_places(evidence, configuration)) if needs else set()
    ids = evidence.statements.index
    pools = [pool for pool in evidence.once(POOLS["act"]) if pool.setting in places]
    met = [(pool.setting, _met_by(pool, needs, "act", rows)) for pool in pools]
    return [(place, tuple(ids[sorted(set(found))])) for place, found in met if found]


def where_met(evidence: Evidence, met: Met) -> str:
    """Name the places of an answer, each with its paragraphs.

    Where all that is stated there was only aimed at, or its aim not reached, that is said.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> asked = ck.Configuration(ways=("government:absent", "employers:collapsed"))
    >>> where_met(evidence, ck.places_that_meet(evidence, asked))
    'Sinos Valley footwear (3.1.3)'
    >>> where_met(evidence, ck.places_that_meet(evidence, ck.Configuration(state=("proposed",))))
    'Sialkot footballs (3.2.1: aim not reached)'
    """
    prospects = evidence.once(in_prospect)
    named = []
    for place in met.places:
        where = ", ".join(places_in_order(evidence.statements.loc[list(met.rows[place])]))
        positions = sorted(evidence.positions(list(met.rows[place])))
        words = list(dict.fromkeys(prospects[at] for at in positions))
        note = f": {', '.join(words)}" if words and all(words) else ""
        named.append(f"{evidence.place_name(place)} ({where}{note})")
    return "; ".join(named)


def in_prospect(evidence: Evidence) -> list[str]:
    """Say of each statement whether it was only aimed at, or its aim not reached; else nothing.

    An act that broke up, or was held back, says so itself.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> in_prospect(evidence)[evidence.statements.index.get_loc("pol-3.2.1-03")]
    'aim not reached'
    """
    stages = evidence.statements["stage"].astype(object)
    ways = evidence.actions["mode"].reindex(evidence.statements.index).astype(object)
    return [
        "" if way in CAME_TO_NOTHING and stage == "not_realised" else UNREALISED.get(stage, "")
        for stage, way in zip(stages, ways, strict=True)
    ]


def how_places_agree(evidence: Evidence, configuration: Configuration) -> pd.DataFrame:
    """Say of each place which requirements what is stated of it meets, and which it does not.

    Returns
    -------
    DataFrame
        One row for each place and requirement: `setting_id`, `requirement` (in words), `answer`
        (`agrees`, `differs`, `not said`), `rows` (ids that say so). Places in the order of the
        settings.

    Examples
    --------
    Silence does not agree:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> answers = how_places_agree(evidence, ck.Configuration(ways=("government:absent",)))
    >>> answers[answers["setting_id"] == "chipilo-furniture"]["answer"].tolist()
    ['not said']
    """
    rows = evidence.once(Rows)
    ids = evidence.statements.index
    pools = {
        pool.setting: np.array(pool.rows, dtype=np.intp) for pool in evidence.once(cluster_pools)
    }
    lines = []
    for place in _asked_places(evidence, configuration):
        pool = pools.get(place, np.array([], dtype=np.intp))
        for words, told, meets in rows.questions(configuration, pool):
            answer = AGREES if len(meets) else DIFFERS if len(told) else NOT_SAID
            behind = meets if len(meets) else told
            lines.append((place, words, answer, tuple(ids[behind])))
    return pd.DataFrame(lines, columns=["setting_id", "requirement", "answer", "rows"])


def acting_in_words(actor: str) -> str:
    """Say that an actor is asked for, whichever way it acts or fails to.

    Examples
    --------
    >>> acting_in_words("leading_firms")
    'leading firms: said to act, in any way'
    """
    return f"{spaced(actor)}: {PART_WORDS['actors']}"


class Rows:
    """Every statement with what can be asked of it, ready for asking."""

    def __init__(self, evidence: Evidence) -> None:
        statements = evidence.statements
        self.table = statements["table"].to_numpy(dtype=object)
        self._evidence = evidence
        self._statements = statements
        self._words: dict[tuple[str, str], dict[str, Flags]] = {}
        self.claims = evidence.codes.claim
        places = [None if pd.isna(cell) else str(cell) for cell in statements["setting_id"]]
        self.setting = np.array(places, dtype=object)
        position = {row: at for at, row in enumerate(statements.index)}
        episode = statements["episode"].fillna("").tolist()
        # What followed in another story is told there: it is not what came of this one.
        causes = {
            at: tuple(
                cause
                for cause in map(position.__getitem__, cell)
                if episode[cause] == episode[at] or not (episode[cause] and episode[at])
            )
            for at, cell in enumerate(statements["follows_from"])
        }
        self.follows = {at: cell for at, cell in causes.items() if cell}
        years = statements["year_lo"], statements["year_hi"]
        low, high = (
            column.astype("Float64").to_numpy(dtype=float, na_value=np.nan) for column in years
        )
        self.years = np.where(np.isnan(low), high, low), np.where(np.isnan(high), low, high)

    def needs(self, asked: Configuration) -> dict[str, Flags]:
        """For each requirement, the rows that meet it."""
        kept = self.kept(asked)
        needs: dict[str, Flags] = {}
        if any(getattr(asked, part) for part in POLICY_PARTS):
            needs[POLICY] = kept & self._policies(asked)
        acts = kept & self._acts(asked)
        for actor in asked.actors:
            needs[f"actor {actor}"] = acts & self.holds("actions", "actors", actor)
        for entry in asked.ways:
            needs[f"way {entry}"] = acts & self._way(entry)
        plain = any(getattr(asked, part) for part in ("mode", "kind", "organisation"))
        if plain and not (asked.actors or asked.ways):
            needs["act"] = acts
        for entry in asked.outcomes:
            needs[f"outcome {entry}"] = kept & self.outcome(entry)
        if not needs and (asked.certainty or asked.years or asked.episodes):
            needs[FILTERED] = kept
        return needs

    def outcome(self, entry: str) -> Flags:
        """Rows that state an effect (`social:+`), or report a change (`growth:improved`)."""
        what, word = outcome_of(entry)
        statements = self._statements
        if is_effect(what, word):
            return statements[f"{what}_effect"].eq(word).fillna(False).to_numpy(dtype=bool)
        tables = ("economy",) if what == "growth" else ("conditions",)
        mine = np.isin(self.table, tables)
        if what not in ("growth", "social"):
            mine &= statements["matter"].eq(what).fillna(False).to_numpy(dtype=bool)
        found = mine & statements["finding"].eq(word).fillna(False).to_numpy(dtype=bool)
        realised = ~statements["stage"].isin(["aimed", "not_realised"]).to_numpy(dtype=bool)
        return (found & realised) | (self._jobs(word) if what == "growth" else found & False)

    @cached_property
    def effects_stated(self) -> Flags:
        """Rows that state an effect, or report something of growth or conditions."""
        statements = self._statements
        stated = statements[["growth_effect", "social_effect"]].notna().any(axis=1)
        return stated.to_numpy(dtype=bool) | np.isin(self.table, REPORTED_IN)

    def with_consequences(self, flags: Flags) -> Flags:
        """Rows that are flagged, or have a flagged row of their claim and place, or after them."""
        place = pd.factorize(self.setting)[0].astype(np.int64)
        key = self.claims * (place.max(initial=0) + 2) + place
        found = flags | np.isin(key, key[flags])
        for at, causes in self.follows.items():
            if flags[at]:
                found[list(causes)] = True
        return found

    def holds(self, table: str, column: str, word: str) -> Flags:
        """Rows of a table whose column holds a word."""
        return self._flags(table, column).get(word, np.zeros(len(self.table), dtype=bool))

    def says(self, table: str, column: str) -> Flags:
        """Rows of a table whose column says something."""
        flags = self._flags(table, column)
        return np.any([np.zeros(len(self.table), dtype=bool), *flags.values()], axis=0)

    def questions(
        self, asked: Configuration, pool: Numbers
    ) -> Iterable[tuple[str, Numbers, Numbers]]:
        """Ask each requirement of a pool: words, rows that speak to it, rows that meet it."""
        kept = self.kept(asked)
        yield from self._policy_questions(asked, pool[kept[pool]])
        yield from self._act_questions(asked, pool[kept[pool]])
        for entry in asked.outcomes:
            said = kept & self.speaks_of(entry)
            meets = pool[(kept & self.outcome(entry))[pool]]
            yield word_in_words("outcomes", entry), pool[said[pool]], meets

    def _act_questions(
        self, asked: Configuration, pool: Numbers
    ) -> Iterable[tuple[str, Numbers, Numbers]]:
        """Look for the actors, then for the ways and parts of acts among what they did."""
        acts = pool[self.table[pool] == "actions"]
        for actor in asked.actors:
            meets = acts[self.holds("actions", "actors", actor)[acts]]
            yield acting_in_words(actor), meets, meets
        for entry in asked.ways:
            actor, _ = way_of(entry)
            theirs = self.holds("actions", "actors", actor) & self.says("actions", "mode")
            yield word_in_words("ways", entry), acts[theirs[acts]], acts[self._way(entry)[acts]]
        if asked.actors:
            acts = acts[self._any("actions", "actors", asked.actors)[acts]]
        for part in ACTION_PARTS:
            if part != "actors" and (words := getattr(asked, part)):
                told, meets = self.says("actions", part), self._any("actions", part, words)
                yield (
                    f"{PART_WORDS[part]}: {part_in_words(self._evidence, asked, part)}",
                    acts[told[acts]],
                    acts[meets[acts]],
                )

    def _policy_questions(
        self, asked: Configuration, pool: Numbers
    ) -> Iterable[tuple[str, Numbers, Numbers]]:
        """Look for a policy part by part, each among the rows that meet the parts before.

        Another instrument is silence on the one asked for; another state of it differs.
        """
        rows = pool[self.table[pool] == "policies"]
        named = False
        for part in POLICY_PARTS:
            words, column = getattr(asked, part), COLUMN.get(part, part)
            if not words:
                continue
            meets = rows[self._any("policies", column, words)[rows]]
            told = rows[self.says("policies", column)[rows]] if named else meets
            which = f"{PART_WORDS[part]}{OF_IT if named else ''}"
            yield f"{which}: {part_in_words(self._evidence, asked, part)}", told, meets
            rows, named = meets, named or part in ("domain", "instrument")

    def speaks_of(self, entry: str) -> Flags:
        """Rows that say something of what an outcome asks, whichever way."""
        what, word = outcome_of(entry)
        if is_effect(what, word):
            return self._statements[f"{what}_effect"].notna().to_numpy(dtype=bool)
        tables = ("economy", "employment") if what == "growth" else ("conditions",)
        mine = np.isin(self.table, tables)
        if what in ("growth", "social"):
            return mine
        return mine & self._statements["matter"].eq(what).fillna(False).to_numpy(dtype=bool)

    def _jobs(self, finding: str) -> Flags:
        """Figures on jobs from which a rise or a fall follows."""
        changes = job_changes(self._evidence)
        ids = changes.index[changes["finding"] == finding]
        return self._statements.index.isin(ids)

    def _policies(self, asked: Configuration) -> Flags:
        rows = self.table == "policies"
        for part in POLICY_PARTS:
            if words := getattr(asked, part):
                rows = rows & self._any("policies", COLUMN.get(part, part), words)
        return np.asarray(rows, dtype=bool)

    def _acts(self, asked: Configuration) -> Flags:
        rows = self.table == "actions"
        for part in ACTION_PARTS:
            if part != "actors" and (words := getattr(asked, part)):
                rows = rows & self._any("actions", part, words)
        return np.asarray(rows, dtype=bool)

    def _way(self, entry: str) -> Flags:
        actor, ways = way_of(entry)
        return self.holds("actions", "actors", actor) & self._any("actions", "mode", ways)

    def kept(self, asked: Configuration) -> Flags:
        """Rows that pass the filters on rows: certainty, years, stories."""
        rows = np.ones(len(self.table), dtype=bool)
        for part, column in (("certainty", "certainty"), ("episodes", "episode")):
            if words := getattr(asked, part):
                rows &= self._statements[column].isin(words).to_numpy(dtype=bool)
        if asked.years:
            low, high = self.years
            rows &= (low <= asked.years[1]) & (high >= asked.years[0])
        return rows

    def _any(self, table: str, column: str, words: Iterable[str]) -> Flags:
        return np.any([self.holds(table, column, word) for word in words], axis=0)

    def _flags(self, table: str, column: str) -> dict[str, Flags]:
        if (table, column) not in self._words:
            cells = getattr(self._evidence, table)[column]
            at = {row: place for place, row in enumerate(self._statements.index)}
            flags: dict[str, Flags] = {}
            for row, cell in cells.items():
                words = cell if column in LISTS else () if pd.isna(cell) else (str(cell),)
                for word in words:
                    flags.setdefault(word, np.zeros(len(self.table), dtype=bool))[at[row]] = True
            self._words[table, column] = flags
        return self._words[table, column]


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


def _met_by(pool: Pool, needs: dict[str, Flags], unit: str, rows: Rows) -> list[int]:
    """Rows of a pool that meet the requirements; empty unless all are met."""
    inside = np.array(pool.rows, dtype=np.intp)
    wide = _outcome_rows(pool, unit, rows) if any(map(_is_outcome, needs)) else inside
    meets = {
        name: (wide if _is_outcome(name) else inside)[flags[wide if _is_outcome(name) else inside]]
        for name, flags in needs.items()
    }
    if not all(map(len, meets.values())) or (unit == "act" and not _shared_act(meets)):
        return []
    return [int(at) for found in meets.values() for at in found]


def outcome_rows(evidence: Evidence, pool: Pool, unit: str) -> list[int]:
    """Positions of the rows in which a unit's outcomes are looked for, in the place of the pool."""
    rows = evidence.once(Rows)
    if unit == "cluster":
        return list(pool.rows)
    return [int(at) for at in _outcome_rows(pool, unit, rows)]


def _is_outcome(need: str) -> bool:
    return need.startswith("outcome ")


def _shared_act(meets: Mapping[str, Numbers]) -> bool:
    """Whether actors that act in the same way, or take part, have one act in common."""
    taking_part = [set(found) for name, found in meets.items() if name.startswith("actor ")]
    groups: dict[str, list[set[int]]] = defaultdict(lambda: list(taking_part))
    if taking_part:
        groups[""].extend([])
    for name, found in meets.items():
        if name.startswith("way "):
            groups[name.split(":")[1]].append(set(found))
    return all(set.intersection(*several) for several in groups.values())


def _outcome_rows(pool: Pool, unit: str, rows: Rows) -> Numbers:
    """Rows in which an outcome is looked for, in the place of the pool.

    Those of the pool, of the same claims, and those that follow from them; in a story also what is
    reported of the place.
    """
    inside = np.array(pool.rows, dtype=np.intp)
    if unit not in ("act", "story"):
        return inside
    here = rows.setting == pool.setting
    mine = set(inside.tolist())
    after = np.zeros(len(here), dtype=bool)
    after[[at for at, causes in rows.follows.items() if not mine.isdisjoint(causes)]] = True
    same = np.isin(rows.claims, rows.claims[inside])
    reported = np.isin(rows.table, REPORTED_IN) & (unit == "story")
    return np.union1d(inside, np.flatnonzero(here & (same | after | reported))).astype(np.intp)


def _asked_places(evidence: Evidence, asked: Configuration) -> list[str]:
    """Places among which a configuration looks, in the order of the settings."""
    settings = evidence.settings if asked.wider else core_settings(evidence)
    for part, column in (("countries", "country"), ("isic", "isic")):
        if words := getattr(asked, part):
            settings = settings[settings[column].isin(words).fillna(False).astype(bool)]
    names = [str(setting) for setting in settings.index]
    return [name for name in names if not asked.settings or name in asked.settings]
