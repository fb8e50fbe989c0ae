"""Which rows speak for what our notebooks conclude, and which against: see `ledger_queries`.

One function for each finding, in the order of the notebooks. Several count something "on one hand":
then the rows counted speak for it while they are few, and against it once they are more.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

import pandas as pd

from ..evidence.tables import Evidence
from .case_rules import NOT_ACTED, RULES, SLACK, case_cells, counted_by_unit
from .directions import CHANGES
from .framework import BEYOND_NATION, OUTCOMES, holds_any, rows_by_arrow
from .growth import employment_growth
from .ledger_parts import (
    GROWTH,
    LABOUR_RULES,
    NO_EFFECT,
    SOCIAL,
    SOME_EFFECT,
    Ids,
    Speaking,
    acts_of,
    any_effect,
    growth_findings,
    ids_at,
    in_clusters,
    joined,
)
from .select import core

LEVELS = ("good", "poor")
LABOUR = (*LABOUR_RULES, "migration_rule")
STRONG = ("strong", "enforced")
ON_ONE_HAND = 5
CASE_SETS = {
    "UPGRADED": ("settings", "employment", "economy", "conditions"),
    "EMPLOYERS": ("settings", "actions"),
    "STANDARDS": ("settings", "policies"),
    "GOVERNMENT": ("settings", "actions"),
}  # with the tables that each set is made of


def rates_follow_for_few(evidence: Evidence) -> Speaking:
    """For: figures on jobs from which a yearly rate of growth follows.

    Against: the same rows, where such places are more than five.
    """
    rates = employment_growth(evidence)
    rates = rates[rates["growth_lower"].notna()]
    return _few(joined(rates["rows"]), rates["setting_id"])


def rates_open_above(evidence: Evidence) -> Speaking:
    """For: two counts of jobs give a rate with a floor and no upper end. Against: with one."""
    rates = employment_growth(evidence)
    rates = rates[rates["basis"].eq("two levels") & rates["growth_lower"].notna()]
    is_open = rates["growth_upper"] == float("inf")
    return joined(rates.loc[is_open, "rows"]), joined(rates.loc[~is_open, "rows"])


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
    for rows in (growth_findings(evidence), conditions):
        changed = rows["finding"].isin(CHANGES) & in_clusters(evidence, rows)
        parts.append(rows.loc[changed, "setting_id"])
    both = set(parts[0]) & set(parts[1])
    behind = joined(part.index[part.isin(both)] for part in parts)
    return (behind, ()) if len(both) <= ON_ONE_HAND else ((), behind)


def social_effects_of_standards(evidence: Evidence) -> Speaking:
    """For: a policy of the domain standards has an effect on conditions of a named place.

    Against, as what could outweigh it: a policy of another domain has.
    """
    rows = _social_at_places(evidence)
    standards = rows["domain"] == "standards"
    return rows.index[standards], rows.index[~standards]


def social_effects_of_labour_rules(evidence: Evidence) -> Speaking:
    """For: a labour rule of the domain standards has an effect on conditions of a named place.

    Labour rules are law, enforcement, union law, minimum wage, social protection and migration
    rules. Against, as what could outweigh it: another policy of that domain has.
    """
    rows = _social_at_places(evidence)
    rows = rows[rows["domain"] == "standards"]
    labour = rows["instrument"].isin(LABOUR)
    return rows.index[labour], rows.index[~labour]


def falling_currency_differs(evidence: Evidence) -> Speaking:
    """For: effects of a falling currency on growth, where more than one word is said of places.

    Against: the same rows, where it is always the same word.
    """
    rows = _currency(evidence, "depreciation")
    return (rows.index, ()) if rows[GROWTH].nunique() > 1 else ((), rows.index)


def rising_currency_hurts(evidence: Evidence) -> Speaking:
    """For: a currency that rose has a minus on growth at a named place. Against: another word."""
    rows = _currency(evidence, "appreciation")
    return rows.index[rows[GROWTH] == "-"], rows.index[rows[GROWTH] != "-"]


def effects_more_often_reported(evidence: Evidence) -> Speaking:
    """For: an effect of a policy at a named place that is reported as fact.

    Against, as what could outweigh it: one that is hedged.
    """
    rows = evidence.policies
    rows = rows[rows["setting_id"].notna() & any_effect(rows, (*SOME_EFFECT, *NO_EFFECT))]
    reported = rows["certainty"] == "reported"
    return rows.index[reported], rows.index[~reported]


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


def fewer_effects_of_others(evidence: Evidence) -> Speaking:
    """For: acts of employers with an effect, in which neither workers nor the community take part.

    Against, as what could outweigh it: acts of workers or the community with one, without
    employers.
    """
    acts = evidence.actions
    acts = acts[any_effect(acts, (*SOME_EFFECT, *NO_EFFECT))]
    employers = holds_any(acts["actors"], ("employers",))
    others = holds_any(acts["actors"], ("workers", "community"))
    return acts.index[employers & ~others], acts.index[others & ~employers]


def pay_beside_few_acts(evidence: Evidence) -> Speaking:
    """For: acts of employers at named places with pay in the same claim, and what is said of it.

    Against: the same rows, where such places are more than five.
    """
    acts = acts_of(evidence, ("employers",))
    pay = evidence.conditions
    pay = pay[pay["dimension"] == "remuneration"]
    acts, pay = (rows[rows["setting_id"].notna()] for rows in (acts, pay))
    both = _where(acts) & _where(pay)
    sides = [
        rows[pd.Series([where in both for where in _pairs(rows)], rows.index, dtype=bool)]
        for rows in (acts, pay)
    ]
    return _few(joined(rows.index for rows in sides), sides[0]["setting_id"])


def acts_answer_acts(evidence: Evidence) -> Speaking:
    """For: an act is stated as an answer to another act.

    Against: nothing can: of the others it is not said.
    """
    acts = evidence.actions
    return acts.index[acts["reacts_to"].map(len) > 0], ()


def mediation_with_effect_in_sialkot(evidence: Evidence) -> Speaking:
    """For: acts at the two Sialkot clusters that answer a policy and have an effect.

    Against: such acts at other places. To enforce a rule, or not to, is left out here.
    """
    ids = rows_by_arrow(evidence, reading="narrow")["F7"]
    acts = evidence.actions.loc[ids]
    acts = acts[acts["setting_id"].notna() & any_effect(acts, (*SOME_EFFECT, *NO_EFFECT))]
    sialkot = acts["setting_id"].isin(_clusters_at(evidence, "Sialkot"))
    return acts.index[sialkot], acts.index[~sialkot]


def sialkot_answered_one_demand(evidence: Evidence) -> Speaking:
    """For: in each Sialkot cluster employers answered a demand with an effect, and others not.

    Not answered is what employers worked against or left undone, with the conditions that followed.
    Against: the rows of a Sialkot cluster of which only one of the two is said.
    """
    acts = acts_of(evidence, ("employers",))
    answered = acts[acts["responds_to"].map(len).gt(0) & any_effect(acts, ("+",))]
    undone = acts[acts["mode"].isin(["absent", "opposed"])]
    left = evidence.conditions
    left = left[holds_any(left["follows_from"], tuple(undone.index))]
    said_for: list[str] = []
    said_against: list[str] = []
    for cluster in _clusters_at(evidence, "Sialkot"):
        done, refused = ids_at(answered, cluster), ids_at(left, cluster)
        causes = set(left.loc[refused, "follows_from"].explode()) & set(undone.index)
        both = bool(done) and bool(refused)
        (said_for if both else said_against).extend([*done, *refused, *sorted(causes)])
    return said_for, said_against


def governments_of_the_sialkots(evidence: Evidence) -> Speaking:
    """For: what government did, or left undone, at each Sialkot cluster, where no way is shared.

    Against: the same rows, where both share a way of acting. Nothing, where one is not said.
    """
    acts = acts_of(evidence, ("government",))
    parts = [acts[acts["setting_id"] == cluster] for cluster in _clusters_at(evidence, "Sialkot")]
    ways = [set(part["mode"].dropna()) for part in parts]
    if len(parts) != 2 or not all(ways):
        return (), ()
    rows = joined(part.index for part in parts)
    return (rows, ()) if ways[0].isdisjoint(ways[1]) else ((), rows)


def chain_from_strikes_to_agreement(evidence: Evidence) -> Speaking:
    """For: rows between an act of workers at a Sialkot cluster and a joint act of employers.

    Both ends are among them. Against: a joint act that follows from an act of workers at once.
    """
    here = evidence.statements.index[
        evidence.statements["setting_id"].isin(_clusters_at(evidence, "Sialkot"))
    ]
    before = _followed(evidence)
    workers = set(acts_of(evidence, ("workers",)).index.intersection(here))
    acts = acts_of(evidence, ("employers",))
    joint = acts.index[acts["mode"].eq("joint")].intersection(here)
    between: set[str] = set()
    at_once = []
    for act in joint:
        if workers & before.get(act, set()):
            at_once.append(act)
            continue
        earlier = _all_before(act, before)
        between |= {row for row in earlier if workers & {row, *_all_before(row, before)}}
        between |= {act} if workers & earlier else set()
    return [row for row in here if row in between], at_once


def mexican_pair_differs_twice(evidence: Evidence) -> Speaking:
    """For: the exchange rate and employers' acts at Guadalajara and Chipilo, where both differ.

    Against: the same rows, where only one of the two differs.
    """
    policies = evidence.policies
    rates = policies[policies["instrument"] == "exchange_rate"]
    acts = acts_of(evidence, ("employers",))
    pair = [*_clusters_at(evidence, "Guadalajara"), *_clusters_at(evidence, "Chipilo")]
    differing: list[Ids] = []
    for rows, column in ((rates, "state"), (acts, "mode")):
        words = [set(rows.loc[rows["setting_id"] == place, column].dropna()) for place in pair]
        if len(words) == 2 and all(words) and words[0].isdisjoint(words[1]):
            differing.append(rows.index[rows["setting_id"].isin(pair) & rows[column].notna()])
    behind = joined(differing)
    return (behind, ()) if len(differing) == 2 else ((), behind)


def fish_pair_counts_one_row_twice(evidence: Evidence) -> Speaking:
    """For: the minus on growth at Lake Victoria is the effect of what was not done there.

    Against: another row there has a minus on growth.
    """
    rows = evidence.statements[["setting_id", GROWTH]]
    lake = rows["setting_id"].isin(_clusters_at(evidence, "Lake Victoria"))
    minus = rows.index[lake & rows[GROWTH].eq("-").fillna(False)]
    acts = evidence.actions
    undone = minus.intersection(acts.index[acts["mode"].isin(NOT_ACTED)])
    return undone, minus.difference(undone)


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


def complete_cases_are_few(evidence: Evidence) -> Speaking:
    """For: the rows behind the cells of clusters of which conditions and three sets are all said.

    Those are EMPLOYERS, STANDARDS and GOVERNMENT. Against: the same rows, where such clusters are
    more than five.
    """
    cells = pd.concat([evidence.once(make, of=CASE_SETS[name]) for name, make in _CELLS.items()])
    said = cells[cells["value"].notna()]
    complete = said.groupby("setting_id")["set"].nunique()
    said = said[said["setting_id"].isin(complete.index[complete == len(CASE_SETS)])]
    return _few(joined(said["rows"]), said["setting_id"])


def strong_rules_elsewhere(evidence: Evidence) -> Speaking:
    """For: a labour rule is strong or enforced at a place that is not in a developing country.

    Against: it is at one that is.
    """
    rules = _labour_at_places(evidence)
    rules = rules[rules["state"].isin(STRONG)]
    settings = evidence.settings
    developing = rules["setting_id"].isin(settings.index[settings["developing"].fillna(False)])
    return rules.index[~developing], rules.index[developing]


def weak_rules_more_often(evidence: Evidence) -> Speaking:
    """For: a labour rule at a named place is weak, absent, unenforced, withdrawn or lowered.

    Against, as what could outweigh it: one is strong or enforced.
    """
    rules = _labour_at_places(evidence)
    return rules.index[rules["state"].isin(SLACK)], rules.index[rules["state"].isin(STRONG)]


def minus_of_weak_rules(evidence: Evidence) -> Speaking:
    """For: a labour rule at a named place that is weak, lowered or missing lowers conditions.

    Against, as what could outweigh it: one in another state does.
    """
    rules = _labour_at_places(evidence)
    rules = rules[rules[SOCIAL].eq("-") & rules["state"].notna()]
    slack = rules["state"].isin(SLACK)
    return rules.index[slack], rules.index[~slack]


def ideas_argued_in_general(evidence: Evidence) -> Speaking:
    """For: ideas about no place that stand behind a policy.

    Against, as what could outweigh it: such ideas about a place.
    """
    ideas = evidence.contexts
    ideas = ideas[ideas.index.isin(evidence.policies["driven_by"].explode())]
    general = ideas["setting_id"].isna()
    return ideas.index[general], ideas.index[~general]


def mediation_beyond_enforcing(evidence: Evidence) -> Speaking:
    """For: acts that answer a policy, and are something else than to enforce it, or not to.

    Against, as what could outweigh it: acts of enforcing, or of leaving it undone.
    """
    wide, narrow = (rows_by_arrow(evidence, reading=name)["F7"] for name in ("wide", "narrow"))
    return narrow, wide.difference(narrow)


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


def _cells_of(evidence: Evidence, name: str) -> pd.DataFrame:
    return case_cells(evidence, [rule for rule in RULES if rule.name == name])


_CELLS = {name: partial(_cells_of, name=name) for name in CASE_SETS}


def _few(rows: list[str], places: pd.Series) -> Speaking:
    """Rows that are counted on one hand: for it while their places are five or fewer."""
    return (rows, ()) if places.nunique() <= ON_ONE_HAND else ((), rows)


def _social_at_places(evidence: Evidence) -> pd.DataFrame:
    rows = evidence.policies
    return rows[rows["setting_id"].notna() & rows[SOCIAL].notna()]


def _labour_at_places(evidence: Evidence) -> pd.DataFrame:
    rows = evidence.policies
    return rows[rows["instrument"].isin(LABOUR) & rows["setting_id"].notna()]


def _currency(evidence: Evidence, state: str) -> pd.DataFrame:
    """Effects on growth, at named places, of a currency that rose or fell."""
    rows = evidence.policies
    rows = rows[rows["instrument"].eq("exchange_rate") & rows["state"].eq(state)]
    return rows[rows["setting_id"].notna() & rows[GROWTH].notna()]


def _pairs(rows: pd.DataFrame) -> list[tuple[Hashable, Hashable]]:
    return list(zip(rows["setting_id"], rows["claim_id"], strict=True))


def _where(rows: pd.DataFrame) -> set[tuple[Hashable, Hashable]]:
    """Place and claim of each row."""
    return set(_pairs(rows))


def _clusters_at(evidence: Evidence, place: str) -> list[str]:
    settings = evidence.settings
    return list(settings.index[settings["kind"].eq("cluster") & settings["place"].eq(place)])


def _followed(evidence: Evidence) -> dict[str, set[str]]:
    """Give for each row those that it is stated to follow from, or to answer."""
    before: dict[str, set[str]] = {}
    for name in ("economy", "conditions", "policies", "actions", "contexts"):
        rows = getattr(evidence, name)
        for column in {"follows_from", "reacts_to"} & set(rows.columns):
            for row, cell in rows[column].items():
                before.setdefault(str(row), set()).update(cell)
    return before


def _all_before(row: str, before: dict[str, set[str]]) -> set[str]:
    """Every row that a row follows from, through others too."""
    seen: set[str] = set()
    waiting = [row]
    while waiting:
        new = before.get(waiting.pop(), set()) - seen
        seen |= new
        waiting.extend(new)
    return seen
