"""Elements of the framework by which clusters are compared, and the rows of each.

They are in `data/content/elements.csv`, grouped as Figure 1: influences, environment, actors,
outcomes. A policy stands in one element, by its instrument and by where it comes from; an act
stands with each of its actors; what is reported of growth and of social conditions stands apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import pandas as pd

from ..evidence.content import content
from ..evidence.tables import Evidence
from .framework import BEYOND_NATION, GOVERNANCE_ACTORS, WITHIN_NATION

NATIONAL_RULES = ("labour_law", "union_law", "social_protection")
DEMANDS = "labour_demands"
WITHIN = ("national_government", "local_government", "government")
REPORTED = {"growth": ("employment", "economy"), "social": ("conditions",)}


@dataclass(frozen=True)
class Element:
    """An element: where it stands in Figure 1, its headings, and its instruments or actors."""

    id: str
    part: str
    group: str
    label: str
    members: tuple[str, ...]


@cache
def framework_elements() -> Mapping[str, Element]:
    """Return the elements by name, in the order of Figure 1.

    Examples
    --------
    >>> framework_elements()["product_standards"].label
    'quality, hygiene, organic'
    """
    rows = content("elements").itertuples()
    return MappingProxyType({str(row[0]): Element(*row) for row in rows})


def rows_by_element(evidence: Evidence) -> pd.DataFrame:
    """Say which rows stand in which element.

    Returns
    -------
    DataFrame
        One row for each pair of an `element` and a `row_id`, with `member`: the instrument, the
        actor, the influencer, or the aspect or dimension. Acts from abroad on a policy are
        influences; lobbies among them are not acts of the cluster's actors.

    Examples
    --------
    A demand keeps its origin: pay that brands ask for is no national law.

    >>> import clusterkit as ck
    >>> rows = rows_by_element(ck.load(only="paper"))
    >>> rows.loc[rows["row_id"] == "pol-3.2.1-03", "element"].tolist()
    ['from_abroad', 'from_abroad', 'labour_demands']
    """
    lines = [*_influences(evidence), *_policies(evidence), *_acts(evidence), *_reported(evidence)]
    table = pd.DataFrame(lines, columns=["element", "row_id", "member"]).drop_duplicates()
    place = {row_id: at for at, row_id in enumerate(evidence.statements.index)}
    table["at"] = table["row_id"].map(place)
    table["of"] = table["element"].map(list(framework_elements()).index)
    table = table.sort_values(["at", "of"], kind="stable").drop(columns=["at", "of"])
    return table.astype("str").reset_index(drop=True)


def comes_from_abroad(policies: pd.DataFrame) -> pd.Series:
    """Say of each policy whether a level beyond the nation, or somebody abroad, is stated.

    Examples
    --------
    >>> rows = pd.DataFrame({"level": [("national",), ()], "influencer": [(), ("buyers",)]})
    >>> comes_from_abroad(rows).tolist()
    [False, True]
    """
    level = policies["level"].map(lambda cell: not set(BEYOND_NATION).isdisjoint(cell))
    others = policies["influencer"].map(lambda cell: bool(set(cell) - set(WITHIN)))
    inside = policies["level"].map(lambda cell: not set(WITHIN_NATION).isdisjoint(cell))
    return (level | (others & ~inside)).astype(bool)


def _influences(evidence: Evidence) -> Iterator[tuple[str, str, str]]:
    policies, actions = evidence.policies, evidence.actions
    abroad = comes_from_abroad(policies)
    columns = (policies[name] for name in ("influencer", "level", "driven_by"))
    lines = zip(policies.index, abroad, *columns, strict=True)
    for row_id, from_abroad, influencers, levels, ideas in lines:
        for word in influencers or levels:
            yield "from_abroad" if from_abroad else "from_within", str(row_id), word
        for idea in ideas:
            yield "ideas", idea, "ideas_and_beliefs"
    for row_id, actors in actions.loc[_foreign(actions), "actors"].items():
        for actor in actors:
            yield "from_abroad", str(row_id), actor


def _policies(evidence: Evidence) -> Iterator[tuple[str, str, str]]:
    policies = evidence.policies
    of_instrument = {
        member: element.id
        for element in framework_elements().values()
        if element.part == "environment"
        for member in element.members
    }
    abroad = comes_from_abroad(policies)
    lines = zip(policies.index, policies["instrument"], abroad, strict=True)
    for row_id, instrument, from_abroad in lines:
        element = of_instrument[str(instrument)]
        demanded = element in NATIONAL_RULES and from_abroad
        yield DEMANDS if demanded else element, str(row_id), str(instrument)


def _acts(evidence: Evidence) -> Iterator[tuple[str, str, str]]:
    actions = evidence.actions
    lobbies = _foreign(actions) & actions["actors"].map(_governs).astype(bool)
    of_actor = {
        member: element.id
        for element in framework_elements().values()
        if element.part == "actors"
        for member in element.members
    }
    for row_id, actors in actions.loc[~lobbies, "actors"].items():
        for actor in actors:
            yield of_actor[actor], str(row_id), actor


def _reported(evidence: Evidence) -> Iterator[tuple[str, str, str]]:
    statements = evidence.statements
    for element, tables in REPORTED.items():
        mine = statements[statements["table"].isin(tables)]
        for row_id, matter in mine["matter"].items():
            yield element, str(row_id), str(matter)


def _governs(actors: tuple[str, ...]) -> bool:
    return not set(GOVERNANCE_ACTORS).isdisjoint(actors)


def _foreign(actions: pd.DataFrame) -> pd.Series:
    """Acts from abroad that set or oppose a policy: they influence."""
    lobbies = actions["acts_on"].map(bool) & actions["actor_scope"].eq("international")
    return lobbies.fillna(False).astype(bool)
