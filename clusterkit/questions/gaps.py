"""Where evidence is and where it is not: policies against actors, places against elements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from ..evidence.paragraphs_and_pages import where_with_file
from ..evidence.tables import Evidence
from .directions import changes_as_effects
from .framework import GOVERNANCE_ACTORS, standing
from .mediation import Pairs
from .select import core_settings


def gap_map(evidence: Evidence, *, by: str = "domain") -> pd.DataFrame:
    """Say of every policy domain (or instrument) and governance actor how the evidence stands.

    Acts of the actor that the paper links to such a policy are looked at.

    Parameters
    ----------
    by
        `domain` or `instrument`.

    Returns
    -------
    DataFrame
        One row for each word and actor: `domain` or `instrument`, `actor`, `standing` (of
        `framework.STANDINGS`), `declared_gap` (truth value), `claims`, `places`, `sources`,
        `rows` (row ids), and where the paper declares a gap: `of_word` (paragraphs that name the
        domain), `of_actor` (the actor), `of_both` (the two together).

    Examples
    --------
    What the paper itself calls under-researched is not merely unmentioned:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> gaps = ck.gap_map(evidence)
    >>> gaps[gaps["actor"] == "workers"].set_index("domain")["standing"].to_dict()
    {'standards': 'effect not stated', 'monetary': 'declared gap',
     'fiscal': 'general claim only', 'regulation': 'declared gap'}
    """
    acts = evidence.once(Pairs).frame
    acts = acts[acts["table"].eq("actions") & acts[by].notna()]
    domain_of = _domains(evidence) if by == "instrument" else {}
    lines = []
    for word in evidence.vocabulary("policies", by):
        if by == "instrument" and word not in domain_of:
            continue
        for actor in evidence.vocabulary("gaps", "actor"):
            who = acts["actors"].map(lambda cell, a=actor: a in cell).astype(bool)
            domains = domain_of.get(word, {word})
            where = _declared_gaps(evidence.gaps, domains, actor)
            ids = acts.loc[acts[by].eq(word) & who, "row_id"]
            lines.append((word, actor, *_cell(evidence, ids, any(where)), *where))
    return pd.DataFrame(lines, columns=[by, "actor", *CELL, "of_word", "of_actor", "of_both"])


CELL = ("standing", "declared_gap", "claims", "places", "sources", "rows")


def element_map(evidence: Evidence, *, wider: bool = False) -> pd.DataFrame:
    """Say of every setting and element of the framework what the evidence has on it.

    Elements are the four policy domains, the four governance actors, `growth` (figures, economy)
    and `social conditions`.

    Parameters
    ----------
    wider
        Also regions, industries, countries and places outside developing countries.

    Returns
    -------
    DataFrame
        One row for each setting and element: `setting_id`, `place`, `element`, then the columns of
        `gap_map`. On growth and social conditions a stated change is an effect; a level alone
        (low wages) is one not stated.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> cells = ck.element_map(evidence)
    >>> chipilo = cells[cells["setting_id"] == "chipilo-furniture"].set_index("element")
    >>> chipilo.loc[["growth", "social conditions"], "standing"].to_dict()
    {'growth': 'effect stated', 'social conditions': 'not mentioned'}
    """
    settings = evidence.settings if wider else core_settings(evidence)
    by_element = _rows_by_element(evidence)
    lines = []
    for setting in settings.index:
        for element, rows in by_element.items():
            cell = _cell(evidence, rows.get(setting, []), False)
            lines.append((setting, evidence.place_name(setting), element, *cell))
    return pd.DataFrame(lines, columns=["setting_id", "place", "element", *CELL])


def _rows_by_element(evidence: Evidence) -> dict[str, dict[str, list[str]]]:
    policies, actions = evidence.policies, evidence.actions
    parts = {
        domain: policies[policies["domain"] == domain]
        for domain in evidence.vocabulary("policies", "domain")
    }
    for actor in GOVERNANCE_ACTORS:
        parts[actor] = actions[actions["actors"].map(lambda cell, a=actor: a in cell).astype(bool)]
    growth = pd.concat([evidence.employment[["setting_id"]], evidence.economy[["setting_id"]]])
    parts |= {"growth": growth, "social conditions": evidence.conditions}
    return {
        element: {
            str(setting): list(ids) for setting, ids in rows.groupby("setting_id").groups.items()
        }
        for element, rows in parts.items()
    }


def _cell(evidence: Evidence, ids: Iterable[str], declared: bool) -> tuple[Any, ...]:
    effects = evidence.once(changes_as_effects)
    positions = np.unique(evidence.positions(pd.DataFrame(index=pd.Index(list(ids), dtype=object))))
    counts = evidence.codes.counts(positions)
    rows = effects.iloc[positions]
    how = standing(rows, declared_gap=declared)
    return how, declared, counts.claims, counts.places, counts.sources, tuple(rows.index)


def _domains(evidence: Evidence) -> dict[str, set[str]]:
    """Domains that each instrument is coded under, for those that occur."""
    used = evidence.policies.groupby("instrument", observed=True)["domain"]
    return {str(word): set(cells.dropna().astype(str)) for word, cells in used}


def _declared_gaps(
    gaps: pd.DataFrame, domains: set[str], actor: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Where the gaps stand that cover the two: of the domain, of the actor, of both together.

    Each part that a gap names must name them.
    """
    of_domain, of_actor, of_both = [], [], []
    columns = zip(gaps["domain"], gaps["actor"], where_with_file(gaps), strict=True)
    for its_domains, its_actors, where in columns:
        if its_domains and its_actors:
            if domains & set(its_domains) and actor in its_actors:
                of_both.append(where)
        elif domains & set(its_domains):
            of_domain.append(where)
        elif actor in its_actors:
            of_actor.append(where)
    return tuple(of_domain), tuple(of_actor), tuple(of_both)
