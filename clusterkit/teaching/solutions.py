"""What the exercises ask for, computed from the evidence: one function an exercise.

`data/content/exercises.csv` names them in its column `solution`. A teacher's notebook shows a
function as it stands here, below the import of the public names that it uses, so each takes the
evidence alone and returns a number, one of the options, or a set of them.
"""

from __future__ import annotations

from collections.abc import Callable

from .. import qca
from ..evidence.tables import Evidence
from ..questions.case_rules import case_cells, case_table, complete_cases, counted_by_unit
from ..questions.configuration import Configuration
from ..questions.framework import arrow_evidence, arrow_table
from ..questions.growth import employment_growth, implied_levels
from ..questions.mediation import matching_evidence
from ..questions.select import select_rows

Answer = float | str | frozenset[str]


def floor_of_tirupur(evidence: Evidence) -> float:
    """Return the floor of Tirupur's growth in percent a year, “about” being 25 % either way."""
    growth = employment_growth(evidence, about=0.25).set_index("setting_id")
    return round(float(growth["growth_lower"].to_dict()["tirupur-knitwear"]), 1)


def places_with_a_rate(evidence: Evidence) -> float:
    """Return the number of places for which a rate of growth follows."""
    growth = employment_growth(evidence)
    return float(growth.loc[growth["basis"] != "none", "setting_id"].nunique())


def los_lagos_in_1992(evidence: Evidence) -> float:
    """Return the fewest jobs that Los Lagos can have had in 1992, to the nearest thousand."""
    implied = implied_levels(evidence, "los-lagos-salmon", assume="even", percent="loose")
    return round(float(implied.levels["lower"].to_dict()[1992]), -3)


def domain_of_social_effects(evidence: Evidence) -> str:
    """Return the domain of policy with the most stated effects on social conditions."""
    stated = evidence.policies[evidence.policies["social_effect"].notna()]
    return str(stated["domain"].value_counts().idxmax())


def policies_of_not_acting(evidence: Evidence) -> float:
    """Return the number of policy rows that are absent, unenforced or withdrawn."""
    states = evidence.policies["state"].isin(["absent", "unenforced", "withdrawn"])
    return float(states.sum())


def instruments_with_both_effects(evidence: Evidence) -> frozenset[str]:
    """Return the instruments with both effects stated in one row of a named place."""
    rows = evidence.policies
    effects = rows["growth_effect"].notna() & rows["social_effect"].notna()
    return frozenset(rows.loc[effects & rows["setting_id"].notna(), "instrument"].astype(str))


def second_busiest_actor(evidence: Evidence) -> str:
    """Return the actor that takes part in the most acts but for one."""
    return str(evidence.actions["actors"].explode().value_counts().index[1])


def workers_and_growth(evidence: Evidence) -> float:
    """Return the number of workers' acts at a named place with a positive effect on growth."""
    acts = select_rows(evidence, "actions", actors="workers", growth_effect="+")
    return float(acts["setting_id"].notna().sum())


def who_worked_against(evidence: Evidence) -> frozenset[str]:
    """Return the actors that worked against a rule, a demand or others."""
    return frozenset(select_rows(evidence, "actions", mode="opposed")["actors"].explode())


def who_failed_to_act(evidence: Evidence) -> frozenset[str]:
    """Return the actors said not to have acted, or to have come together and broken up."""
    acts = select_rows(evidence, "actions", mode=("absent", "collapsed"))
    return frozenset(acts["actors"].explode())


def who_was_prevented(evidence: Evidence) -> str:
    """Return the actor that others, or rules, held back most often."""
    acts = select_rows(evidence, "actions", mode="prevented")
    return str(acts["actors"].explode().value_counts().idxmax())


def arrow_with_most_places(evidence: Evidence) -> str:
    """Return the arrow of Figure 1 with evidence from the most places."""
    return str(arrow_table(evidence)["places"].idxmax())


def arrow_of_other_sections(evidence: Evidence) -> str:
    """Return the arrow of Figure 1 that section 4 does not say."""
    arrows = arrow_table(evidence)
    return str(arrows.index[arrows["status"] == "other sections"][0])


def partners_of_the_community(evidence: Evidence) -> frozenset[str]:
    """Return the actors with whom the community acted jointly."""
    rows = matching_evidence(evidence, Configuration(ways=("community:joint",))).exact
    acts = evidence.actions.loc[evidence.actions.index.intersection(rows.index)]
    return frozenset(acts["actors"].explode()) - {"community"}


def sialkot_with_effects(evidence: Evidence) -> str:
    """Return which Sialkot cluster has an act with a stated effect on social conditions."""
    acts = evidence.actions[evidence.actions["social_effect"].notna()]
    names = {"sialkot-football": "footballs", "sialkot-surgical-instruments": "instruments"}
    clusters = {names[setting] for setting in acts["setting_id"].dropna() if setting in names}
    return "both" if len(clusters) == 2 else clusters.pop() if clusters else "neither"


def conditions_of_both(evidence: Evidence) -> frozenset[str]:
    """Return the social conditions of which the paper speaks in both Sialkot clusters."""
    rows = evidence.conditions.set_index("setting_id")["dimension"].astype(str)
    football, instruments = (
        frozenset(rows.loc[[name]]) for name in ("sialkot-football", "sialkot-surgical-instruments")
    )
    return football & instruments


def absences_in_surgical_instruments(evidence: Evidence) -> float:
    """Return the number of rows on surgical instruments in which somebody did not act."""
    acts = select_rows(evidence, "actions", setting_id="sialkot-surgical-instruments")
    return float((acts["mode"] == "absent").sum())


def standards_of_both_fish_clusters(evidence: Evidence) -> frozenset[str]:
    """Return the standards that are stated of Los Lagos and of Lake Victoria."""
    rows = evidence.policies[evidence.policies["domain"] == "standards"]
    standards = rows.set_index("setting_id")["instrument"].astype(str)
    lagos, lake = (
        frozenset(standards.loc[[name]]) for name in ("los-lagos-salmon", "lake-victoria-fish")
    )
    return lagos & lake


def minuses_of_fish_clusters(evidence: Evidence) -> float:
    """Return the number of rows on the two fish clusters with a minus on growth."""
    rows = evidence.statements
    rows = rows[rows["setting_id"].isin(["los-lagos-salmon", "lake-victoria-fish"])]
    return float(rows["growth_effect"].eq("-").sum())


def units_that_say_plus(evidence: Evidence) -> frozenset[str]:
    """Return the units of counting with more + than − among effects on social conditions."""
    votes = counted_by_unit(evidence)
    return frozenset(votes.index[votes["+"] > votes["-"]].astype(str))


def terms_without_grown(_: Evidence) -> float:
    """Return the number of terms of the parsimonious solution without GROWN."""
    conditions = ["STANDARDS", "JOINT", "ENFORCED"]
    table = qca.truth_table(qca.made_up_cases(), "UPGRADED", conditions, incl_cut=0.9)
    return float(len(qca.minimize(table).models[0].terms))


def complete_cases_left(evidence: Evidence) -> float:
    """Return the number of clusters for which the outcome and all three conditions are known."""
    cases = case_table(case_cells(evidence))
    chosen = ["UPGRADED", "EMPLOYERS", "STANDARDS", "GOVERNMENT"]
    return float(complete_cases(cases, chosen)["complete_cases"].iloc[-1])


def enforcement_at_places(evidence: Evidence) -> float:
    """Return the number of acts at named places that stand on F7 in the wide reading only."""
    wide = arrow_evidence(evidence, reading="wide").query("arrow == 'F7'")
    narrow = arrow_evidence(evidence, reading="narrow").query("arrow == 'F7'")
    taken_off = wide[~wide["row_id"].isin(narrow["row_id"])]
    return float(taken_off["setting_id"].notna().sum())


def states_of_business_first(evidence: Evidence) -> frozenset[str]:
    """Return the states of policies at named places that “business first” is said to fit."""
    business_first = {"ctx-2.1.10-01", "ctx-2.1.10-02"}
    policies = evidence.policies[evidence.policies["setting_id"].notna()]
    driven = policies[policies["driven_by"].map(lambda ideas: not business_first.isdisjoint(ideas))]
    return frozenset(driven["state"].astype(str))


def instruments_with_two_aims(evidence: Evidence) -> frozenset[str]:
    """Return the instruments that have an economic aim in one row and a social one in another."""
    economic = select_rows(evidence, "policies", aim="economic")["instrument"].astype(str)
    social = select_rows(evidence, "policies", aim="social")["instrument"].astype(str)
    return frozenset(economic) & frozenset(social)


SOLUTIONS: dict[str, Callable[[Evidence], Answer]] = {
    solution.__name__: solution
    for solution in (
        floor_of_tirupur,
        places_with_a_rate,
        los_lagos_in_1992,
        domain_of_social_effects,
        policies_of_not_acting,
        instruments_with_both_effects,
        second_busiest_actor,
        workers_and_growth,
        who_worked_against,
        who_failed_to_act,
        who_was_prevented,
        arrow_with_most_places,
        arrow_of_other_sections,
        partners_of_the_community,
        sialkot_with_effects,
        conditions_of_both,
        absences_in_surgical_instruments,
        standards_of_both_fish_clusters,
        minuses_of_fish_clusters,
        units_that_say_plus,
        terms_without_grown,
        complete_cases_left,
        enforcement_at_places,
        states_of_business_first,
        instruments_with_two_aims,
    )
}
