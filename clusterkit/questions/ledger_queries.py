"""Which rows speak for a finding, and which against it: one function for each.

`data/content/findings.csv` names them in its column `query`. Each takes the evidence alone and
returns ids of rows for and ids of rows against. Silence is never either. Where a finding can be
lost only with its rows ("may", "not always"), nothing speaks against it, and the function says so.
A finding that compares ("most", "rather than") has what outweighs it on the other side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from ..evidence.tables import Evidence
from . import notebook_queries as ours
from .case_rules import SLACK, STRICT
from .framework import BEYOND_NATION, GOVERNANCE_ACTORS, WITHIN_NATION, holds_any
from .ledger_parts import (
    GROWTH,
    LABOUR_LAW,
    LABOUR_RULES,
    NO_EFFECT,
    SOCIAL,
    SOME_EFFECT,
    Speaking,
    acts_of,
    any_effect,
    growth_findings,
    in_clusters,
    joined,
)

GREW, DID_NOT_GROW = ("improved", "good"), ("poor", "worsened", "unchanged", "not_improved")
BAD = ("poor", "worsened", "not_improved")
HELD_DOWN = (*SLACK, "restricted")


def growth_not_always(evidence: Evidence) -> Speaking:
    """For: clusters in developing countries, or clusters in general, grew, and others did not.

    Against: the rows of one kind, where there is none of the other. Growth is a rise in jobs, or a
    row of the aspect growth.
    """
    rows = growth_findings(evidence)
    findings = rows.loc[_clusters_or_general(evidence, rows), "finding"]
    grew, did_not = (
        list(dict.fromkeys(findings.index[findings.isin(words)])) for words in (GREW, DID_NOT_GROW)
    )
    return _of_both_kinds(grew, did_not)


def conditions_not_always_good(evidence: Evidence) -> Speaking:
    """For: conditions in clusters of developing countries, or in general, are or became bad.

    Against: nothing can: good conditions elsewhere do not make them good everywhere.
    """
    rows = evidence.conditions
    bad = rows["finding"].isin(BAD)
    return rows.index[bad & _clusters_or_general(evidence, rows)], ()


def policies_and_growth(evidence: Evidence) -> Speaking:
    """For: a policy has an effect on growth. Against: it is reported to have none."""
    return _with_effect(evidence.policies, GROWTH)


def policies_and_conditions(evidence: Evidence) -> Speaking:
    """For: a policy has an effect on social conditions. Against: it is reported to have none."""
    return _with_effect(evidence.policies, SOCIAL)


def actors_and_growth(evidence: Evidence) -> Speaking:
    """For: what a governance actor does, or leaves undone, affects growth. Against: it does not."""
    return _with_effect(evidence.once(_governance_acts, of=("actions",)), GROWTH)


def actors_and_conditions(evidence: Evidence) -> Speaking:
    """For: what a governance actor does, or leaves undone, affects conditions. Against: not."""
    return _with_effect(evidence.once(_governance_acts, of=("actions",)), SOCIAL)


def effects_are_mediated(evidence: Evidence) -> Speaking:
    """For: an act of a governance actor that answers a policy has an effect of its own.

    Against: such an act is reported to have had none, neither on growth nor on conditions.
    """
    acts = evidence.once(_governance_acts, of=("actions",))
    acts = acts[acts["responds_to"].map(len) > 0]
    some = any_effect(acts, SOME_EFFECT)
    return acts.index[some], acts.index[any_effect(acts, NO_EFFECT) & ~some]


def actors_are_moved(evidence: Evidence) -> Speaking:
    """For: a policy is said to incentivise, enable or hold back an act of a governance actor.

    Against: nothing can: of other acts it is not said what moved them.
    """
    acts = evidence.once(_governance_acts, of=("actions",))
    return acts.index[acts["enabled_by"].map(len).add(acts["constrained_by"].map(len)) > 0], ()


def government_makes_policies(evidence: Evidence) -> Speaking:
    """For: government sets, changes, enforces or blocks a policy, alone or with others.

    Against, as what could outweigh it: other governance actors do so without government. Lobbies
    from abroad are no actors of a cluster, and left out.
    """
    acts = evidence.once(_governance_acts, of=("actions",))
    foreign = acts["actor_scope"].eq("international").fillna(False)
    acts = acts[(acts["acts_on"].map(len) > 0) & ~foreign]
    government = holds_any(acts["actors"], ("government",))
    return acts.index[government], acts.index[~government]


def influence_from_abroad_studied(evidence: Evidence) -> Speaking:
    """For: works are cited for the effect of a policy from abroad at a named place.

    Against: nothing can: that a work is missing is not said of any row.
    """
    return _studied(evidence, BEYOND_NATION), ()


def national_policies_little_studied(evidence: Evidence) -> Speaking:
    """For: the paper declares a gap on policies of a domain, beside this finding's own.

    Against: works are cited for the effect of a national, regional or local policy on a cluster in
    a developing country.
    """
    gaps = evidence.gaps
    studied = evidence.policies.loc[_studied(evidence, WITHIN_NATION)]
    of_clusters = studied.index[in_clusters(evidence, studied)]
    return gaps.index[gaps["domain"].map(len) > 0], of_clusters


def unions_and_communities_little_studied(evidence: Evidence) -> Speaking:
    """For: the paper declares a gap on workers or on the community, beside this finding's own.

    Against: works are cited for the effect of an act of theirs, without employers or government,
    at a named place.
    """
    gaps = evidence.gaps
    theirs = ("workers", "community")
    acts = acts_of(evidence, theirs)
    acts = acts[~holds_any(acts["actors"], ("employers", "government"))]
    studied = acts["setting_id"].notna() & (acts["sources"].map(len) > 0)
    effect = any_effect(acts, (*SOME_EFFECT, *NO_EFFECT))
    return gaps.index[holds_any(gaps["actor"], theirs)], acts.index[studied & effect]


def rules_of_home_weigh_more(evidence: Evidence) -> Speaking:
    """For: of a rule of home and one from abroad in one statement only that of home has an effect.

    Against: only that from abroad has. Statements on one of the two compare nothing.
    """
    rows = evidence.policies
    at_home = holds_any(rows["level"], WITHIN_NATION)
    from_abroad = holds_any(rows["level"], BEYOND_NATION)
    home, abroad = rows[at_home & ~from_abroad], rows[from_abroad & ~at_home]
    both = set(home["claim_id"]) & set(abroad["claim_id"])
    moving = {
        name: set(part.loc[any_effect(part, SOME_EFFECT), "claim_id"])
        for name, part in (("home", home), ("abroad", abroad))
    }
    only_home = both & (moving["home"] - moving["abroad"])
    only_abroad = both & (moving["abroad"] - moving["home"])
    return home.index[home["claim_id"].isin(only_home)], abroad.index[
        abroad["claim_id"].isin(only_abroad)
    ]


def robust_rules_help(evidence: Evidence) -> Speaking:
    """For: labour law that is strong or enforced raises social conditions.

    That is what would make private codes less necessary. Against: such law is said to lower
    conditions, or to change nothing.
    """
    rules = evidence.once(_labour_rules, of=("policies",))
    rules = rules[rules["instrument"].isin(LABOUR_LAW) & rules["state"].isin(STRICT)]
    return rules.index[rules[SOCIAL] == "+"], rules.index[rules[SOCIAL].isin(["-", "0"])]


def business_first(evidence: Evidence) -> Speaking:
    """For: labour rules weak, absent, unenforced or restricted, for an economic aim or an idea.

    The ideas said to stand behind these rules are rows for it too. Against: labour rules that are
    strong or enforced for an economic aim.
    """
    rules = evidence.once(_labour_rules, of=("policies",))
    for_growth = holds_any(rules["aim"].map(_listed), ("economic", "both"))
    driven = rules["driven_by"].map(len) > 0
    held_down = rules[rules["state"].isin(HELD_DOWN) & (for_growth | driven)]
    ideas = held_down["driven_by"].explode().dropna().unique()
    return [*held_down.index, *ideas], rules.index[rules["state"].isin(STRICT) & for_growth]


def good_conditions_further_growth(evidence: Evidence) -> Speaking:
    """For: poverty, bad conditions, or labour rules held down are said to hinder growth.

    Or strong labour rules, or social protection that is not held down, to further it. Against: the
    other way round. Causes and policies that follow from bad conditions count, and so does leaving
    conditions unaddressed; an act that answers bad conditions does not.
    """
    rules = evidence.once(_labour_rules, of=("policies",))
    held_down = rules["state"].isin(HELD_DOWN)
    good = rules["state"].isin(STRICT) | (rules["instrument"].eq("social_protection") & ~held_down)
    hindered, furthered = _after_bad(evidence)
    plus, minus = rules[GROWTH].eq("+"), rules[GROWTH].eq("-")
    for_it = [rules.index[held_down & minus], hindered, rules.index[good & plus]]
    against = [rules.index[held_down & plus], furthered, rules.index[good & minus]]
    return joined(for_it), joined(against)


def _clusters_or_general(evidence: Evidence, rows: pd.DataFrame) -> pd.Series:
    return in_clusters(evidence, rows) | rows["setting_id"].isna()


def _governance_acts(evidence: Evidence) -> pd.DataFrame:
    return acts_of(evidence, GOVERNANCE_ACTORS)


def _labour_rules(evidence: Evidence) -> pd.DataFrame:
    rows = evidence.policies
    abroad = holds_any(rows["level"], BEYOND_NATION)
    return rows[rows["instrument"].isin(LABOUR_RULES) & ~abroad]


def _with_effect(rows: pd.DataFrame, outcome: str) -> Speaking:
    effect = rows[outcome]
    return rows.index[effect.isin(SOME_EFFECT)], rows.index[effect.isin(NO_EFFECT)]


def _studied(evidence: Evidence, levels: tuple[str, ...]) -> pd.Index:
    """Policies of these levels at a named place with an effect for which a work is cited."""
    rows = evidence.policies
    rows = rows[holds_any(rows["level"], levels) & rows["setting_id"].notna()]
    cited = rows["sources"].map(len) > 0
    return rows.index[cited & any_effect(rows, (*SOME_EFFECT, *NO_EFFECT))]


def _after_bad(evidence: Evidence) -> Speaking:
    """Rows with − and with + on growth that bad conditions bring about: see the query."""
    conditions, acts, contexts = evidence.conditions, evidence.actions, evidence.contexts
    bad = conditions[conditions["finding"].isin(BAD)]
    causes = set(bad["follows_from"].explode())
    after = [
        acts.loc[acts["mode"].eq("absent") & acts.index.isin(causes), GROWTH],
        contexts.loc[contexts["kind"].eq("poverty"), GROWTH],
        *(
            rows.loc[holds_any(rows["follows_from"], tuple(bad.index)), GROWTH]
            for rows in (evidence.policies, contexts)
        ),
    ]
    hindered, furthered = (
        joined(effects.index[effects.eq(sign)] for effects in after) for sign in ("-", "+")
    )
    return hindered, furthered


def _of_both_kinds(one: list[str], other: list[str]) -> Speaking:
    """Rows that carry "some, not all": both kinds together; one kind alone speaks against it."""
    return ([*one, *other], ()) if one and other else ((), [*one, *other])


def _listed(cell: object) -> tuple[object, ...]:
    return cell if isinstance(cell, tuple) else (cell,)


@dataclass(frozen=True)
class Query:
    """A function that finds rows for and against a finding, and the tables that it reads.

    Evidence with other tables replaced keeps its answer. Without `tables` it reads any. Where it
    `compares`, the rows against are no objection: they are what could outweigh the others.
    """

    find: Callable[[Evidence], Speaking]
    tables: tuple[str, ...] = ()
    compares: bool = False

    def __call__(self, evidence: Evidence) -> Speaking:
        """Return ids of the rows for it, and of those against it."""
        return evidence.once(self.find, of=self.tables)


QUERIES: dict[str, Query] = {
    query.find.__name__: query
    for query in (
        Query(growth_not_always, ("settings", "employment", "economy")),
        Query(conditions_not_always_good, ("settings", "conditions")),
        Query(policies_and_growth, ("policies",)),
        Query(policies_and_conditions, ("policies",)),
        Query(actors_and_growth, ("actions",)),
        Query(actors_and_conditions, ("actions",)),
        Query(effects_are_mediated, ("actions",)),
        Query(actors_are_moved, ("actions",)),
        Query(government_makes_policies, ("actions",), compares=True),
        Query(influence_from_abroad_studied, ("policies",)),
        Query(national_policies_little_studied, ("settings", "policies", "gaps")),
        Query(unions_and_communities_little_studied, ("actions", "gaps")),
        Query(rules_of_home_weigh_more, ("policies",)),
        Query(robust_rules_help, ("policies",)),
        Query(business_first, ("policies",)),
        Query(good_conditions_further_growth, ("conditions", "policies", "actions", "contexts")),
        Query(ours.rates_follow_for_few, ("settings", "employment")),
        Query(ours.rates_open_above, ("settings", "employment")),
        Query(ours.conditions_are_levels, ("conditions",), compares=True),
        Query(ours.changes_in_both_are_few, ("settings", "employment", "economy", "conditions")),
        Query(ours.social_effects_of_standards, ("policies",), compares=True),
        Query(ours.social_effects_of_labour_rules, ("policies",), compares=True),
        Query(ours.falling_currency_differs, ("policies",)),
        Query(ours.rising_currency_hurts, ("policies",)),
        Query(ours.effects_more_often_reported, ("policies",), compares=True),
        Query(ours.employers_act_most, ("actions",), compares=True),
        Query(ours.fewer_effects_of_others, ("actions",), compares=True),
        Query(ours.pay_beside_few_acts, ("actions", "conditions")),
        Query(ours.acts_answer_acts, ("actions",)),
        Query(ours.mediation_with_effect_in_sialkot, ("settings", "policies", "actions")),
        Query(ours.sialkot_answered_one_demand, ("settings", "conditions", "actions")),
        Query(ours.governments_of_the_sialkots, ("settings", "actions")),
        Query(ours.chain_from_strikes_to_agreement),
        Query(ours.mexican_pair_differs_twice, ("settings", "policies", "actions")),
        Query(ours.fish_pair_counts_one_row_twice),
        Query(ours.vote_hangs_on_the_unit),
        Query(ours.complete_cases_are_few),
        Query(
            ours.strong_rules_elsewhere,
            ("settings", "policies"),
        ),
        Query(ours.weak_rules_more_often, ("policies",), compares=True),
        Query(ours.minus_of_weak_rules, ("policies",), compares=True),
        Query(ours.ideas_argued_in_general, ("policies", "contexts"), compares=True),
        Query(ours.mediation_beyond_enforcing, ("policies", "actions"), compares=True),
        Query(ours.both_gains_with_a_demand_from_abroad),
    )
}
