"""Which rows speak for a finding, and which against it: one function for each.

`data/content/findings.csv` names them in its column `query`. Each takes the evidence alone and
returns ids of rows for and ids of rows against. Silence is never either. Where a finding can be
lost only with its rows ("may", "not always"), nothing speaks against it, and the function says so.
A finding that compares ("most", "rather than") has what outweighs it on the other side.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import pandas as pd

from ..evidence.tables import Evidence
from .case_rules import SLACK, STRICT, counted_by_unit
from .directions import CHANGES, job_changes
from .framework import (
    BEYOND_NATION,
    GOVERNANCE_ACTORS,
    OUTCOMES,
    WITHIN_NATION,
    holds_any,
    rows_by_arrow,
)
from .select import core, core_settings

Ids = Iterable[str]
Speaking = tuple[Ids, Ids]

GROWTH, SOCIAL = OUTCOMES
SOME_EFFECT, NO_EFFECT = ("+", "-", "mixed"), ("0",)
GREW, DID_NOT_GROW = ("improved", "good"), ("poor", "worsened", "unchanged", "not_improved")
BAD = ("poor", "worsened", "not_improved")
LEVELS = ("good", "poor")
LABOUR_LAW = ("labour_law", "labour_enforcement", "union_law", "minimum_wage")
LABOUR_RULES = (*LABOUR_LAW, "social_protection")
HELD_DOWN = (*SLACK, "restricted")
ON_ONE_HAND = 5


def growth_not_always(evidence: Evidence) -> Speaking:
    """For: clusters in developing countries, or clusters in general, grew, and others did not.

    Against: the rows of one kind, where there is none of the other. Growth is a rise in jobs, or a
    row of the aspect growth.
    """
    rows = _growth_findings(evidence)
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
    some = _any_effect(acts, SOME_EFFECT)
    return acts.index[some], acts.index[_any_effect(acts, NO_EFFECT) & ~some]


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
    in_clusters = studied.index[_in_clusters(evidence, studied)]
    return gaps.index[gaps["domain"].map(len) > 0], in_clusters


def unions_and_communities_little_studied(evidence: Evidence) -> Speaking:
    """For: the paper declares a gap on workers or on the community, beside this finding's own.

    Against: works are cited for the effect of an act of theirs, without employers or government,
    at a named place.
    """
    gaps = evidence.gaps
    theirs = ("workers", "community")
    acts = _acts_of(evidence, theirs)
    acts = acts[~holds_any(acts["actors"], ("employers", "government"))]
    studied = acts["setting_id"].notna() & (acts["sources"].map(len) > 0)
    effect = _any_effect(acts, (*SOME_EFFECT, *NO_EFFECT))
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
        name: set(part.loc[_any_effect(part, SOME_EFFECT), "claim_id"])
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
    return _joined(for_it), _joined(against)


def conditions_are_levels(evidence: Evidence) -> Speaking:
    """For: a level of social conditions, good or poor. Against: a change, or that none came."""
    findings = evidence.conditions["finding"]
    changes = [word for word in CHANGES if word != "mixed"]
    return findings.index[findings.isin(LEVELS)], findings.index[findings.isin(changes)]


def changes_in_both_are_few(evidence: Evidence) -> Speaking:
    """For: changes in growth and in conditions at a cluster of a developing country with both.

    Against: the same rows, where such clusters are more than five.
    """
    conditions = evidence.conditions
    conditions = conditions[~conditions["stage"].isin(["aimed", "not_realised"])]
    parts = []
    for rows in (_growth_findings(evidence), conditions):
        changed = rows["finding"].isin(CHANGES) & _in_clusters(evidence, rows)
        parts.append(rows.loc[changed, "setting_id"])
    both = set(parts[0]) & set(parts[1])
    behind = _joined(part.index[part.isin(both)] for part in parts)
    return (behind, ()) if len(both) <= ON_ONE_HAND else ((), behind)


def social_effects_of_standards(evidence: Evidence) -> Speaking:
    """For: a policy of the domain standards has an effect on conditions of a named place.

    Against, as what could outweigh it: a policy of another domain has.
    """
    rows = evidence.policies
    rows = rows[rows["setting_id"].notna() & rows[SOCIAL].notna()]
    standards = rows["domain"] == "standards"
    return rows.index[standards], rows.index[~standards]


def falling_currency_differs(evidence: Evidence) -> Speaking:
    """For: effects of a falling currency on growth, where more than one word is said of places.

    Against: the same rows, where it is always the same word.
    """
    rows = evidence.policies
    rows = rows[rows["instrument"].eq("exchange_rate") & rows["state"].eq("depreciation")]
    rows = rows[rows["setting_id"].notna() & rows[GROWTH].notna()]
    return (rows.index, ()) if rows[GROWTH].nunique() > 1 else ((), rows.index)


def employers_act_most(evidence: Evidence) -> Speaking:
    """For: acts in which employers take part, without the actor who comes next.

    Against, as what could outweigh it: acts of that actor without employers.
    """
    acts = evidence.actions
    others = [actor for actor in evidence.vocabulary("actions", "actors") if actor != "employers"]
    claims = acts.explode("actors").groupby("actors")["claim_id"].nunique()
    next_one = str(claims.reindex(others, fill_value=0).idxmax())
    employers, other = (holds_any(acts["actors"], (actor,)) for actor in ("employers", next_one))
    return acts.index[employers & ~other], acts.index[other & ~employers]


def mediation_with_effect_in_sialkot(evidence: Evidence) -> Speaking:
    """For: acts at the two Sialkot clusters that answer a policy and have an effect.

    Against: such acts at other places. To enforce a rule, or not to, is left out here.
    """
    ids = rows_by_arrow(evidence, reading="narrow")["F7"]
    acts = evidence.actions.loc[ids]
    acts = acts[acts["setting_id"].notna() & _any_effect(acts, (*SOME_EFFECT, *NO_EFFECT))]
    sialkot = acts["setting_id"].isin(_sialkot(evidence))
    return acts.index[sialkot], acts.index[~sialkot]


def sialkot_answered_one_demand(evidence: Evidence) -> Speaking:
    """For: in each Sialkot cluster employers answered a demand with an effect, and others not.

    Not answered is what employers worked against or left undone, with the conditions that followed.
    Against: the rows of a Sialkot cluster of which only one of the two is said.
    """
    acts = _acts_of(evidence, ("employers",))
    answered = acts[acts["responds_to"].map(len).gt(0) & _any_effect(acts, ("+",))]
    undone = acts[acts["mode"].isin(["absent", "opposed"])]
    left = evidence.conditions
    left = left[holds_any(left["follows_from"], tuple(undone.index))]
    said_for: list[str] = []
    said_against: list[str] = []
    for cluster in _sialkot(evidence):
        done, refused = _at(answered, cluster), _at(left, cluster)
        causes = set(left.loc[refused, "follows_from"].explode()) & set(undone.index)
        both = bool(done) and bool(refused)
        (said_for if both else said_against).extend([*done, *refused, *sorted(causes)])
    return said_for, said_against


def vote_hangs_on_the_unit(evidence: Evidence) -> Speaking:
    """For: effects on conditions of clusters in developing countries, where units disagree.

    That is, where claims and sources do not lean the same way, to + or to −. Against: the same
    rows, where they do.
    """
    votes = counted_by_unit(evidence)
    rows = evidence.statements
    signed = rows.index[core(rows) & rows[SOCIAL].isin(["+", "-"])]
    ahead = (votes["+"] - votes["-"]).clip(-1, 1)
    return (signed, ()) if ahead["claims"] != ahead["sources"] else ((), signed)


def both_gains_with_a_demand_from_abroad(evidence: Evidence) -> Speaking:
    """For: a statement gives a cluster + on both outcomes, and names a policy from abroad.

    An act that answers such a policy names it too. Against: such a statement that names none.
    """
    rows = evidence.statements[["claim", "setting_id", "setting_kind", "developing", *OUTCOMES]]
    rows = rows[core(rows)]
    plus = pd.DataFrame({outcome: rows[outcome].eq("+").fillna(False) for outcome in OUTCOMES})
    told = rows["claim"].astype("string") + " " + rows["setting_id"]
    both = plus.groupby(told).any().all(axis=1)
    rows, told = rows[told.map(both)], told[told.map(both)]
    policies = evidence.policies
    abroad = set(policies.index[holds_any(policies["level"], BEYOND_NATION)])
    answers = evidence.actions["responds_to"].map(lambda cell: not abroad.isdisjoint(cell))
    named = abroad | set(answers.index[answers.astype(bool)])
    with_demand = told.isin(told[rows.index.isin(named)])
    saying = plus.loc[rows.index].any(axis=1) | rows.index.isin(named)
    return rows.index[saying & with_demand], rows.index[saying & ~with_demand]


def _in_clusters(evidence: Evidence, rows: pd.DataFrame) -> pd.Series:
    """Whether rows of a table are about a cluster in a developing country."""
    return rows["setting_id"].isin(core_settings(evidence).index)


def _clusters_or_general(evidence: Evidence, rows: pd.DataFrame) -> pd.Series:
    return _in_clusters(evidence, rows) | rows["setting_id"].isna()


def _growth_findings(evidence: Evidence) -> pd.DataFrame:
    """Place and finding of each row on growth: of the economy, and of jobs."""
    rows = evidence.economy
    rows = rows.loc[rows["aspect"] == "growth", ["setting_id", "finding"]]
    return pd.concat([rows.astype({"finding": "string"}), job_changes(evidence)])


def _acts_of(evidence: Evidence, actors: tuple[str, ...]) -> pd.DataFrame:
    acts = evidence.actions
    return acts[holds_any(acts["actors"], actors)]


def _governance_acts(evidence: Evidence) -> pd.DataFrame:
    return _acts_of(evidence, GOVERNANCE_ACTORS)


def _labour_rules(evidence: Evidence) -> pd.DataFrame:
    rows = evidence.policies
    abroad = holds_any(rows["level"], BEYOND_NATION)
    return rows[rows["instrument"].isin(LABOUR_RULES) & ~abroad]


def _with_effect(rows: pd.DataFrame, outcome: str) -> Speaking:
    effect = rows[outcome]
    return rows.index[effect.isin(SOME_EFFECT)], rows.index[effect.isin(NO_EFFECT)]


def _any_effect(rows: pd.DataFrame, words: Collection[str]) -> pd.Series:
    growth, social = (rows[outcome].isin(words) for outcome in OUTCOMES)
    return growth | social


def _studied(evidence: Evidence, levels: tuple[str, ...]) -> pd.Index:
    """Policies of these levels at a named place with an effect for which a work is cited."""
    rows = evidence.policies
    rows = rows[holds_any(rows["level"], levels) & rows["setting_id"].notna()]
    cited = rows["sources"].map(len) > 0
    return rows.index[cited & _any_effect(rows, (*SOME_EFFECT, *NO_EFFECT))]


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
        _joined(effects.index[effects.eq(sign)] for effects in after) for sign in ("-", "+")
    )
    return hindered, furthered


def _of_both_kinds(one: list[str], other: list[str]) -> Speaking:
    """Rows that carry "some, not all": both kinds together; one kind alone speaks against it."""
    return ([*one, *other], ()) if one and other else ((), [*one, *other])


def _sialkot(evidence: Evidence) -> list[str]:
    settings = evidence.settings
    return list(settings.index[settings["kind"].eq("cluster") & settings["place"].eq("Sialkot")])


def _at(rows: pd.DataFrame, setting: str) -> list[str]:
    return list(rows.index[rows["setting_id"] == setting])


def _joined(parts: Iterable[Ids]) -> list[str]:
    return list(dict.fromkeys(row for part in parts for row in part))


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
        Query(conditions_are_levels, ("conditions",), compares=True),
        Query(changes_in_both_are_few, ("settings", "employment", "economy", "conditions")),
        Query(social_effects_of_standards, ("policies",), compares=True),
        Query(falling_currency_differs, ("policies",)),
        Query(employers_act_most, ("actions",), compares=True),
        Query(mediation_with_effect_in_sialkot, ("settings", "policies", "actions")),
        Query(sialkot_answered_one_demand, ("settings", "conditions", "actions")),
        Query(vote_hangs_on_the_unit),
        Query(both_gains_with_a_demand_from_abroad),
    )
}
