"""What the predictions ask for, computed from the evidence: one function a prediction.

`data/content/predictions.csv` names them in its column `solution`. Each takes the evidence alone
and returns a number or one of the choices.
"""

from __future__ import annotations

from collections.abc import Callable

from ..evidence.tables import Evidence
from ..questions.case_rules import case_cells, counted_by_unit
from ..questions.cluster_pairs import contrasts
from ..questions.clusters import SLACK
from ..questions.configuration import Configuration
from ..questions.crosstables import acts_and_condition
from ..questions.directions import growth_and_conditions
from ..questions.framework import arrow_table
from ..questions.growth import employment_growth
from ..questions.mediation import matching_evidence
from ..questions.notebook_queries import LABOUR, STRONG
from ..questions.second_readings import with_reading
from ..questions.select import coverage, select_rows
from ..questions.together import ONE_ONLY, outcomes_together
from ..questions.words import NOT_STATED


def places_with_all_four(evidence: Evidence) -> float:
    """Return the number of places with figures, conditions, policies and acts."""
    known = coverage(evidence)[["employment", "conditions", "policies", "actions"]]
    return float((known > 0).all(axis=1).sum())


def faster_of_two(evidence: Evidence) -> str:
    """Return which of Torreon and Tirupur grew faster a year, if their intervals lie apart."""
    growth = employment_growth(evidence).set_index("setting_id")
    lower = growth["growth_lower"].to_dict()
    upper = growth["growth_upper"].to_dict()
    torreon, tirupur = "torreon-blue-jeans", "tirupur-knitwear"
    if lower[torreon] > upper[tirupur]:
        return "Torreon"
    if lower[tirupur] > upper[torreon]:
        return "Tirupur"
    return "it cannot be said"


def places_with_both_changes(evidence: Evidence) -> float:
    """Return the number of clusters with a reported change in both growth and conditions."""
    grid = growth_and_conditions(evidence)[["growth", "conditions"]]
    return float((~grid.isin(["level only", "not said"]).any(axis=1)).sum())


def effect_of_a_falling_currency(evidence: Evidence) -> str:
    """Return what a falling currency did to growth at named places, in one word if it is one."""
    rows = select_rows(evidence, "policies", instrument="exchange_rate", state="depreciation")
    stated = rows.loc[rows["setting_id"].notna(), "growth_effect"].dropna().astype(str)
    words = {"+": "good", "-": "bad", "0": "no effect"}
    effects = set(stated)
    return words[effects.pop()] if len(effects) == 1 else "it differs from place to place"


def actor_in_most_places(evidence: Evidence) -> str:
    """Return the actor that acts, alone, jointly or against others, in the most places."""
    acts = select_rows(evidence, "actions", mode=("alone", "joint", "opposed"))
    acts = acts[acts["setting_id"].notna()].explode("actors")
    return str(acts.groupby("actors")["setting_id"].nunique().idxmax())


def places_with_pay_in_the_act(evidence: Evidence) -> float:
    """Return in how many places an act of employers and pay stand in the same statement."""
    acts = select_rows(evidence, "actions", actors="employers")
    pay = acts_and_condition(evidence, acts[acts["setting_id"].notna()], "remuneration")
    return float(pay.loc[pay["of_the_act"] != NOT_STATED, "place"].nunique())


def end_of_mediation(evidence: Evidence) -> str:
    """Return where the arrow of mediation, F7, ends in our drawing."""
    arrows = arrow_table(evidence)
    ends_on_an_arrow = str(arrows.loc["F7", "to"]) in map(str, arrows.index)
    return "on another arrow" if ends_on_an_arrow else "on the cluster"


def arrow_with_fewest_places(evidence: Evidence) -> str:
    """Return the arrow of Figure 1 that has the fewest places."""
    return str(arrow_table(evidence)["places"].idxmin())


def absent_government_and_joint_employers(evidence: Evidence) -> str:
    """Return whether one cluster has a government that did not act and employers acting jointly."""
    asked = Configuration(ways=("government:absent", "employers:joint"), unit="cluster")
    return "no" if matching_evidence(evidence, asked).exact.empty else "yes"


def clusters_in_contrasts(evidence: Evidence) -> float:
    """Return how many clusters stand in pairs that differ in their growth."""
    pairs = contrasts(evidence, "growth")
    pairs = pairs[pairs["kind"] == "the outcome differs"]
    return float(len({*pairs["one"], *pairs["other"]}))


def sign_that_leads(evidence: Evidence) -> str:
    """Return which sign of effects on social conditions is more frequent, if all units agree."""
    leaders = set(_leaders(evidence))
    return leaders.pop() if len(leaders) == 1 else "it hangs on what is counted"


def another_reading_changes_who_leads(evidence: Evidence) -> str:
    """Return whether a second reading of Torreon or of the strikes changes which sign leads."""
    changed = [_leaders(with_reading(evidence, one)) for one in ("rdg-08", "rdg-124", "rdg-27")]
    return "no" if all(leaders == _leaders(evidence) for leaders in changed) else "yes"


def cells_that_are_filled(evidence: Evidence) -> float:
    """Return how many cells of the case table are filled."""
    return float(case_cells(evidence)["value"].notna().sum())


def places_with_strong_rules(evidence: Evidence) -> float:
    """Return the number of places where a rule on labour is called strong or enforced."""
    rules = select_rows(evidence, "policies", instrument=LABOUR, state=STRONG)
    return float(rules["setting_id"].nunique())


def effect_of_the_whip(evidence: Evidence) -> str:
    """Return on which outcome an effect of Germany's rules is stated."""
    rows = select_rows(evidence, "policies", episode="productivity-whip")
    growth, social = rows["growth_effect"].notna().any(), rows["social_effect"].notna().any()
    if growth and social:
        return "on both"
    return "on growth" if growth else "on social conditions"


def weak_rules_with_an_effect_on_growth(evidence: Evidence) -> float:
    """Return for how many rows on weak rules at places an effect on growth is stated."""
    rules = select_rows(evidence, "policies", instrument=LABOUR, state=SLACK)
    return float(rules.loc[rules["setting_id"].notna(), "growth_effect"].notna().sum())


def economic_aim_of_a_minimum_wage(evidence: Evidence) -> str:
    """Return whether a row gives a minimum wage an economic aim."""
    rows = select_rows(evidence, "policies", instrument="minimum_wage", aim="economic")
    return "no" if rows.empty else "yes"


def claims_with_both_effects(evidence: Evidence) -> float:
    """Return how many claims on clusters state effects on growth and on social conditions."""
    together = outcomes_together(evidence, "claim")["together"]
    return float((together != ONE_ONLY).sum())


def _leaders(evidence: Evidence) -> list[str]:
    """Say of each unit which sign is more frequent."""
    votes = counted_by_unit(evidence)
    words = {True: "more of +", False: "more of −"}
    return [words[bool(plus > minus)] for plus, minus in zip(votes["+"], votes["-"], strict=True)]


SOLUTIONS: dict[str, Callable[[Evidence], float | str]] = {
    solve.__name__: solve
    for solve in (
        places_with_all_four,
        faster_of_two,
        places_with_both_changes,
        effect_of_a_falling_currency,
        actor_in_most_places,
        places_with_pay_in_the_act,
        end_of_mediation,
        arrow_with_fewest_places,
        absent_government_and_joint_employers,
        clusters_in_contrasts,
        sign_that_leads,
        another_reading_changes_who_leads,
        cells_that_are_filled,
        places_with_strong_rules,
        effect_of_the_whip,
        weak_rules_with_an_effect_on_growth,
        economic_aim_of_a_minimum_wage,
        claims_with_both_effects,
    )
}
