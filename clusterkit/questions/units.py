"""Where a configuration is met: in one act, in one story, in one cluster.

The natural unit of a configuration is a cluster (4.0c.2); an act that is linked to a policy is
the smaller unit inside it. A unit is a pool of rows, and a configuration is met by a unit in which
every requirement has its row. Silence meets nothing, and neither does its opposite.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from ..evidence.paragraphs_and_pages import in_order
from ..evidence.tables import Evidence, Numbers
from .asked_of_rows import Flags, Rows, is_outcome
from .clusters import CAME_TO_NOTHING, UNREALISED
from .configuration import UNITS, Configuration
from .select import core_settings
from .unit_rows import NO_ROWS, UNITS_OF, Units

AGREES, DIFFERS, NOT_SAID = "agrees", "differs", "not said"


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
        units = evidence.once(UNITS_OF[unit])
        for number in units.that_may_meet(needs):
            rows = _met_by(units, number, needs)
            if rows:
                place = units.pools[number].setting
                found.setdefault(place, []).extend(rows)
                meeting[number] = place
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
    needs = evidence.once(Rows).needs(configuration)
    if not needs:
        return []
    places = set(_asked_places(evidence, configuration))
    ids = evidence.statements.index
    units = evidence.once(UNITS_OF["act"])
    met = [
        (units.pools[number].setting, _met_by(units, number, needs))
        for number in units.that_may_meet(needs)
    ]
    return [
        (place, tuple(ids[sorted(set(found))])) for place, found in met if found and place in places
    ]


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
    prospects, cells = evidence.once(in_prospect), evidence.once(Rows).where
    named = []
    for place in met.places:
        positions = sorted(evidence.positions(met.rows[place]))
        where = ", ".join(in_order(cells[at] for at in positions))
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
    ids = evidence.statements.index
    lines = [
        (place, words, answer, tuple(ids[behind]))
        for place, words, answer, behind in answers_of_places(evidence, configuration)
    ]
    return pd.DataFrame(lines, columns=["setting_id", "requirement", "answer", "rows"])


def answers_of_places(
    evidence: Evidence, configuration: Configuration
) -> list[tuple[str, str, str, Numbers]]:
    """Say the same as `how_places_agree`, as plain lines; rows by their position.

    Examples
    --------
    >>> import clusterkit as ck
    >>> asked = ck.Configuration(ways=("government:absent",), settings=("chipilo-furniture",))
    >>> [line[2] for line in answers_of_places(ck.load(only="paper"), asked)]
    ['not said']
    """
    rows, rows_of = evidence.once(Rows), evidence.once(_rows_of_clusters)
    lines = []
    for place in _asked_places(evidence, configuration):
        for words, told, meets in rows.questions(configuration, rows_of.get(place, NO_ROWS)):
            answer = AGREES if len(meets) else DIFFERS if len(told) else NOT_SAID
            lines.append((place, words, answer, meets if len(meets) else told))
    return lines


def _met_by(units: Units, number: int, needs: Mapping[str, Flags]) -> list[int]:
    """Rows of a unit that meet the requirements; empty unless all are met."""
    inside = units.rows[number]
    wide = units.outcome_rows(number) if any(map(is_outcome, needs)) else inside
    meets = {}
    for name, flags in needs.items():
        looked = wide if is_outcome(name) else inside
        meets[name] = looked[flags[looked]]
    if not all(map(len, meets.values())) or (units.unit == "act" and not _shared_act(meets)):
        return []
    return [int(at) for found in meets.values() for at in found]


def _rows_of_clusters(evidence: Evidence) -> dict[str, Numbers]:
    units = evidence.once(UNITS_OF["cluster"])
    return {pool.setting: rows for pool, rows in zip(units.pools, units.rows, strict=True)}


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


def _asked_places(evidence: Evidence, asked: Configuration) -> list[str]:
    """Places among which a configuration looks, in the order of the settings."""
    return [
        place.setting
        for place in evidence.once(_places)
        if (asked.wider or place.core)
        and (not asked.countries or place.country in asked.countries)
        and (not asked.isic or place.isic in asked.isic)
        and (not asked.settings or place.setting in asked.settings)
    ]


class _Place(NamedTuple):
    setting: str
    country: str | None
    isic: str | None
    core: bool


def _places(evidence: Evidence) -> list[_Place]:
    """Every place with what a configuration asks of it."""
    settings, clusters = evidence.settings, set(core_settings(evidence).index)
    columns = (
        [None if pd.isna(cell) else str(cell) for cell in settings[name]]
        for name in ("country", "isic")
    )
    return [
        _Place(str(setting), country, isic, setting in clusters)
        for setting, country, isic in zip(settings.index, *columns, strict=True)
    ]
