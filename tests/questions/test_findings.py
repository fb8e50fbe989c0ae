"""A finding is as good as its rows: for and against, silence neither, and readings may turn it."""

from __future__ import annotations

import pandas as pd
import pytest

import clusterkit as ck
from clusterkit.evidence.definition import data_dir
from clusterkit.evidence.paragraphs_and_pages import PARAGRAPHS
from clusterkit.questions.ledger import (
    CARRIED,
    CONTRADICTED,
    DISPUTED,
    NO_ROW,
    ledger,
    rows_behind,
    standing_in_words,
)
from clusterkit.questions.ledger_changes import KEPT, changes_as_csv
from clusterkit.questions.ledger_queries import QUERIES

from .. import small as made_up

EVIDENCE = ck.load(only="paper")
FINDINGS = ck.findings(EVIDENCE)
CLAIMS = (f"1.0.{at}-{number}" for at in range(5, 10) for number in range(10, 100))


def row(table: str, row_id: str, **cells: str) -> dict[str, str]:
    """Make one more row of a table of the small evidence, a claim of its own at cluster A."""
    key = {"policies": "policy_id", "actions": "action_id", "contexts": "context_id",
           "conditions": "condition_id", "economy": "economy_id", "gaps": "gap_id",
           "employment": "employment_id"}[table]  # fmt: skip
    if table == "gaps":
        return {key: row_id, "topic": "a topic", "summary": "little is known",
                "paragraph": "2.1.6", **cells}  # fmt: skip
    claim = {"claim_id": next(CLAIMS)}
    return {key: row_id, **made_up.ABOUT_A, **made_up.FOOT, **claim, **cells}


def policy(number: int, instrument: str = "labour_law", **cells: str) -> dict[str, str]:
    domain = {"domain": "standards", "instrument": instrument}
    return row("policies", f"pol-1.0.4-{number}", **{**domain, **cells})


def act(number: int, actors: str = "employers", **cells: str) -> dict[str, str]:
    return row("actions", f"act-1.0.4-{number}", actors=actors, **{"kind": "services", **cells})


def condition(number: int, finding: str, **cells: str) -> dict[str, str]:
    more = {"dimension": "security", "finding": finding}
    return row("conditions", f"con-1.0.4-{number}", **{**more, **cells})


def growth(number: int, finding: str, **cells: str) -> dict[str, str]:
    more = {"aspect": "growth", "finding": finding}
    return row("economy", f"eco-1.0.4-{number}", **{**more, **cells})


def jobs(number: int, value: str, year: str, **cells: str) -> dict[str, str]:
    level = {"measure": "level", "unit": "jobs", "value": value, "qualifier": "exact",
             "year_lo": year, "year_hi": year}  # fmt: skip
    made = {**row("employment", f"job-1.0.4-{number}"), **level, **cells}
    return {name: cell for name, cell in made.items() if name not in ("stage", "summary")}


def clusters(**places: str) -> list[dict[str, str]]:
    """Make clusters: a setting_id, and the place where each is."""
    cluster = made_up.ROWS["settings"][1]
    return [
        {**cluster, "setting_id": name, "place": place, "product": name}
        for name, place in places.items()
    ]


def counted_twice(*settings: str) -> dict[str, list[dict[str, str]]]:
    """Make clusters with two counts of jobs each."""
    figures = [
        jobs(70 + 2 * at + later, value, year, setting_id=name)
        for at, name in enumerate(settings)
        for later, (value, year) in enumerate((("100", "1990"), ("200", "2000")))
    ]
    return {"settings": clusters(**{name: name for name in settings}), "employment": figures}


def paid_acts(*settings: str) -> dict[str, list[dict[str, str]]]:
    """Make clusters with an act of employers and pay in one claim."""
    rows: dict[str, list[dict[str, str]]] = {
        "settings": clusters(**{name: name for name in settings}),
        "actions": [],
        "conditions": [],
    }
    for number, name in enumerate(settings, start=70):
        claim = {"setting_id": name, "claim_id": f"1.0.3-{number}"}
        rows["actions"].append(act(number, **claim))
        rows["conditions"].append(
            condition(number, "poor", **{"dimension": "remuneration", **claim})
        )
    return rows


def complete(*settings: str) -> dict[str, list[dict[str, str]]]:
    """Make clusters of which conditions and the three sets are said."""
    rows: dict[str, list[dict[str, str]]] = {
        "settings": clusters(**{name: name for name in settings}),
        "actions": [],
        "conditions": [],
        "policies": [],
    }
    for number, name in enumerate(settings, start=70):
        rows["actions"].append(act(number, "employers;government", mode="joint", setting_id=name))
        rows["conditions"].append(condition(number, "improved", setting_id=name))
        rows["policies"].append(
            policy(number, "quality_standard", level="international", setting_id=name)
        )
    return rows


def idea(number: int, **cells: str) -> dict[str, str]:
    return row("contexts", f"ctx-1.0.4-{number}", **{"kind": "poverty", **cells})


def gap(number: int, **cells: str) -> dict[str, str]:
    return row("gaps", f"gap-2.1.6-{number}", **cells)


def grown_and_changed(*settings: str) -> dict[str, list[dict[str, str]]]:
    """Make clusters with a change in both outcomes."""
    cluster = made_up.ROWS["settings"][1]
    rows: dict[str, list[dict[str, str]]] = {"settings": [], "economy": [], "conditions": []}
    for number, name in enumerate(settings, start=70):
        rows["settings"].append({**cluster, "setting_id": name, "place": name})
        rows["economy"].append(growth(number, "improved", setting_id=name))
        rows["conditions"].append(condition(number, "worsened", setting_id=name))
    return rows


SIALKOT = clusters(one="Sialkot", other="Sialkot")
MEXICO = {
    "settings": clusters(shoes="Guadalajara", wood="Chipilo"),
    "policies": [
        policy(60, "exchange_rate", domain="monetary", state="depreciation", setting_id="shoes"),
        policy(61, "exchange_rate", domain="monetary", state="appreciation", setting_id="wood"),
    ],
}
ANSWERED = {
    "actions": [
        act(61, responds_to="pol-1.0.4-01", growth_effect="+", setting_id="one"),
        act(62, mode="opposed", setting_id="one"),
        act(63, responds_to="pol-1.0.4-01", growth_effect="+", setting_id="other"),
    ],
    "conditions": [condition(61, "poor", setting_id="one", follows_from="act-1.0.4-62")],
}
# What is planted in the small evidence, and which of its rows then speak for and against.
PLANTED: list[tuple[str, dict[str, list[dict[str, str]]], set[str], set[str]]] = [
    ("growth_not_always", {"economy": [growth(60, "poor")]},
     {"eco-1.0.4-01", "job-1.0.4-01", "job-1.0.4-02", "eco-1.0.4-60"}, set()),
    ("growth_not_always", {"economy": [growth(60, "poor", setting_id="b-chairs")]},
     set(), {"eco-1.0.4-01", "job-1.0.4-01", "job-1.0.4-02"}),
    ("conditions_not_always_good",
     {"conditions": [condition(60, "good"), condition(61, "worsened", setting_id=""),
                     condition(62, "poor", setting_id="b-chairs")]},
     {"con-1.0.4-01", "con-1.0.4-61"}, set()),
    ("policies_and_growth", {"policies": [policy(60, growth_effect="mixed"), policy(61)]},
     {"pol-1.0.4-60"}, {"pol-1.0.4-02"}),
    ("policies_and_conditions", {"policies": [policy(60, social_effect="0")]},
     {"pol-1.0.4-01"}, {"pol-1.0.4-60"}),
    ("actors_and_growth", {"actions": [act(60, growth_effect="-"), act(61, growth_effect="0"),
                                       act(62, "buyers", growth_effect="+")]},
     {"act-1.0.4-60"}, {"act-1.0.4-61"}),
    ("actors_and_conditions", {"actions": [act(60, social_effect="0")]},
     {"act-1.0.4-01"}, {"act-1.0.4-60"}),
    ("effects_are_mediated",
     {"actions": [act(60, responds_to="pol-1.0.4-01", social_effect="0"),
                  act(61, responds_to="pol-1.0.4-01"), act(62, social_effect="+")]},
     {"act-1.0.4-01"}, {"act-1.0.4-60"}),
    ("actors_are_moved", {"actions": [act(60, enabled_by="pol-1.0.4-01"),
                                      act(61, "workers", constrained_by="pol-1.0.4-01")]},
     {"act-1.0.4-60", "act-1.0.4-61"}, set()),
    ("government_makes_policies",
     {"actions": [act(60, "government", acts_on="pol-1.0.4-01"), act(61, acts_on="pol-1.0.4-01"),
                  act(62, acts_on="pol-1.0.4-01", actor_scope="international")]},
     {"act-1.0.4-60"}, {"act-1.0.4-61"}),
    ("influence_from_abroad_studied",
     {"policies": [policy(60, level="international", growth_effect="+"),
                   policy(61, level="international"),
                   policy(62, level="international", growth_effect="+", setting_id=""),
                   policy(63, level="international", growth_effect="+", sources="",
                          citation="none")]},
     {"pol-1.0.4-60"}, set()),
    ("national_policies_little_studied",
     {"gaps": [gap(60, domain="monetary"), gap(61)],
      "policies": [policy(60, level="national", growth_effect="+", setting_id="b-chairs")]},
     {"gap-2.1.6-60"}, {"pol-1.0.4-01"}),
    ("unions_and_communities_little_studied",
     {"actions": [act(60, "workers", social_effect="+"), act(61, "workers", setting_id=""),
                  act(62, "workers;employers", social_effect="+")]},
     {"gap-1.0.4-01"}, {"act-1.0.4-60"}),
    ("rules_of_home_weigh_more",
     {"policies": [policy(60, level="national", social_effect="+", claim_id="1.0.4-11"),
                   policy(61, level="international", claim_id="1.0.4-11"),
                   policy(62, level="national", claim_id="1.0.4-12"),
                   policy(63, level="international", social_effect="-", claim_id="1.0.4-12")]},
     {"pol-1.0.4-60"}, {"pol-1.0.4-63"}),
    ("robust_rules_help",
     {"policies": [policy(60, state="strong", social_effect="+"),
                   policy(61, state="enforced", social_effect="0"),
                   policy(62, state="strong"), policy(63, state="weak", social_effect="-"),
                   policy(64, state="strong", social_effect="+", level="international")]},
     {"pol-1.0.4-60"}, {"pol-1.0.4-61"}),
    ("business_first", {"policies": [policy(60, state="strong", aim="economic"),
                                     policy(61, state="weak"), policy(62, state="strong")]},
     {"pol-1.0.4-01", "ctx-1.0.4-01"}, {"pol-1.0.4-60"}),
    ("good_conditions_further_growth",
     {"policies": [policy(60, state="strong", growth_effect="+"),
                   policy(61, state="weak", growth_effect="+"),
                   policy(62, "social_protection", growth_effect="+"),
                   policy(63, state="strong", growth_effect="-")],
      "contexts": [idea(60, growth_effect="-"), idea(61),
                   idea(62, kind="other", growth_effect="-", follows_from="con-1.0.4-01")],
      "actions": [act(60, mode="absent", growth_effect="-"),
                  act(61, growth_effect="+", follows_from="con-1.0.4-01")],
      "conditions": [condition(60, "poor", follows_from="act-1.0.4-60")]},
     {"pol-1.0.4-60", "pol-1.0.4-62", "ctx-1.0.4-60", "ctx-1.0.4-62", "act-1.0.4-60"},
     {"pol-1.0.4-61", "pol-1.0.4-63"}),
    ("conditions_are_levels", {"conditions": [condition(60, "improved"), condition(61, "mixed")]},
     {"con-1.0.4-01"}, {"con-1.0.4-60"}),
    ("changes_in_both_are_few", {"conditions": [condition(60, "worsened")]},
     {"eco-1.0.4-01", "job-1.0.4-01", "job-1.0.4-02", "con-1.0.4-60"}, set()),
    ("changes_in_both_are_few", grown_and_changed(*"uvwxyz"), set(),
     {f"{kind}-1.0.4-{number}" for kind in ("eco", "con") for number in range(70, 76)}),
    ("social_effects_of_standards",
     {"policies": [policy(60, "tariff", domain="regulation", social_effect="-"),
                   policy(61, social_effect="-", setting_id="")]},
     {"pol-1.0.4-01"}, {"pol-1.0.4-60"}),
    ("falling_currency_differs",
     {"policies": [policy(60, "exchange_rate", domain="monetary", state="depreciation",
                          growth_effect="+")]},
     {"pol-1.0.4-02", "pol-1.0.4-60"}, set()),
    ("falling_currency_differs", {}, set(), {"pol-1.0.4-02"}),
    ("employers_act_most", {"actions": [act(60, "community"), act(61, "community"),
                                        act(62, "community;employers")]},
     {"act-1.0.4-01", "act-1.0.4-03"}, {"act-1.0.4-60", "act-1.0.4-61"}),
    ("mediation_with_effect_in_sialkot", {**ANSWERED, "settings": SIALKOT},
     {"act-1.0.4-61", "act-1.0.4-63"}, {"act-1.0.4-01"}),
    ("sialkot_answered_one_demand", {**ANSWERED, "settings": SIALKOT},
     {"act-1.0.4-61", "act-1.0.4-62", "con-1.0.4-61"}, {"act-1.0.4-63"}),
    ("vote_hangs_on_the_unit", {}, set(), {"pol-1.0.4-01", "act-1.0.4-01"}),
    ("vote_hangs_on_the_unit", {"actions": [act(60, social_effect="+")]},
     {"pol-1.0.4-01", "act-1.0.4-01", "act-1.0.4-60"}, set()),
    ("rates_follow_for_few", {}, {"job-1.0.4-01", "job-1.0.4-02"}, set()),
    ("rates_follow_for_few", counted_twice(*"vwxyz"), set(),
     {"job-1.0.4-01", "job-1.0.4-02", *(f"job-1.0.4-{number}" for number in range(70, 80))}),
    ("rates_open_above",
     {"employment": [jobs(60, "10", "1990", setting_id="b-chairs"),
                     jobs(61, "90", "", year_hi="2000", setting_id="b-chairs")]},
     {"job-1.0.4-60", "job-1.0.4-61"}, {"job-1.0.4-01", "job-1.0.4-02"}),
    ("social_effects_of_labour_rules",
     {"policies": [policy(60, "quality_standard", social_effect="+"),
                   policy(61, social_effect="-", setting_id=""),
                   policy(62, "inflation", domain="monetary", social_effect="-")]},
     {"pol-1.0.4-01"}, {"pol-1.0.4-60"}),
    ("rising_currency_hurts",
     {"policies": [policy(60, "exchange_rate", domain="monetary", state="appreciation",
                          growth_effect="-"),
                   policy(61, "exchange_rate", domain="monetary", state="appreciation",
                          growth_effect="mixed"),
                   policy(62, "exchange_rate", domain="monetary", state="appreciation")]},
     {"pol-1.0.4-60"}, {"pol-1.0.4-61"}),
    ("effects_more_often_reported",
     {"policies": [policy(60, growth_effect="+", certainty="possible"),
                   policy(61, certainty="possible"),
                   policy(62, growth_effect="+", certainty="argued", setting_id="")]},
     {"pol-1.0.4-01", "pol-1.0.4-02"}, {"pol-1.0.4-60"}),
    ("fewer_effects_of_others",
     {"actions": [act(60, "community", social_effect="0"), act(61, "community"),
                  act(62, "workers;employers", social_effect="+")]},
     {"act-1.0.4-01"}, {"act-1.0.4-60"}),
    ("pay_beside_few_acts",
     {"actions": [act(60, claim_id="1.0.4-03"), act(61, claim_id="1.0.4-03", setting_id="")]},
     {"act-1.0.4-60", "con-1.0.4-01"}, set()),
    ("pay_beside_few_acts", paid_acts(*"uvwxyz"), set(),
     {f"{kind}-1.0.4-{number}" for kind in ("act", "con") for number in range(70, 76)}),
    ("acts_answer_acts", {"actions": [act(60, reacts_to="act-1.0.4-02"), act(61)]},
     {"act-1.0.4-60"}, set()),
    ("governments_of_the_sialkots",
     {"settings": SIALKOT,
      "actions": [act(60, "government", mode="absent", setting_id="one"),
                  act(61, "government;employers", mode="joint", setting_id="other"),
                  act(62, "government", setting_id="other", mode="")]},
     {"act-1.0.4-60", "act-1.0.4-61", "act-1.0.4-62"}, set()),
    ("governments_of_the_sialkots",
     {"settings": SIALKOT,
      "actions": [act(60, "government", mode="joint", setting_id="one"),
                  act(61, "government;employers", mode="joint", setting_id="other")]},
     set(), {"act-1.0.4-60", "act-1.0.4-61"}),
    ("governments_of_the_sialkots",
     {"settings": SIALKOT, "actions": [act(60, "government", mode="absent", setting_id="one")]},
     set(), set()),
    ("chain_from_strikes_to_agreement",
     {"settings": SIALKOT,
      "actions": [act(60, "workers", setting_id="one"),
                  act(61, reacts_to="act-1.0.4-60", setting_id="one"),
                  act(62, mode="joint", follows_from="con-1.0.4-60", setting_id="one"),
                  act(63, mode="joint", follows_from="con-1.0.4-61", setting_id="one"),
                  act(64, mode="joint", reacts_to="act-1.0.4-60", setting_id="one")],
      "conditions": [condition(60, "worsened", follows_from="act-1.0.4-61", setting_id="one"),
                     condition(61, "worsened", setting_id="one")]},
     {"act-1.0.4-60", "act-1.0.4-61", "con-1.0.4-60", "act-1.0.4-62"}, {"act-1.0.4-64"}),
    ("mexican_pair_differs_twice",
     {**MEXICO, "actions": [act(60, mode="alone", setting_id="shoes"),
                            act(61, mode="absent", setting_id="wood")]},
     {"pol-1.0.4-60", "pol-1.0.4-61", "act-1.0.4-60", "act-1.0.4-61"}, set()),
    ("mexican_pair_differs_twice",
     {**MEXICO, "actions": [act(60, mode="alone", setting_id="shoes"),
                            act(61, mode="alone", setting_id="wood")]},
     set(), {"pol-1.0.4-60", "pol-1.0.4-61"}),
    ("fish_pair_counts_one_row_twice",
     {"settings": clusters(lake="Lake Victoria"),
      "actions": [act(60, mode="absent", growth_effect="-", setting_id="lake"),
                  act(61, growth_effect="-", setting_id="lake"),
                  act(62, mode="absent", growth_effect="-")]},
     {"act-1.0.4-60"}, {"act-1.0.4-61"}),
    ("complete_cases_are_few", complete("z"),
     {"act-1.0.4-70", "con-1.0.4-70", "pol-1.0.4-70"}, set()),
    ("complete_cases_are_few", complete(*"uvwxyz"), set(),
     {f"{kind}-1.0.4-{number}" for kind in ("act", "con", "pol") for number in range(70, 76)}),
    ("strong_rules_elsewhere",
     {"policies": [policy(60, state="strong", setting_id="b-chairs"),
                   policy(61, "migration_rule", state="enforced"),
                   policy(62, state="strong", setting_id=""), policy(63, state="restricted")]},
     {"pol-1.0.4-60"}, {"pol-1.0.4-61"}),
    ("weak_rules_more_often",
     {"policies": [policy(60, state="strong"), policy(61, state="lowered", setting_id="")]},
     {"pol-1.0.4-01"}, {"pol-1.0.4-60"}),
    ("minus_of_weak_rules",
     {"policies": [policy(60, state="permitted", social_effect="-"), policy(61, state="weak"),
                   policy(62, social_effect="-")]},
     {"pol-1.0.4-01"}, {"pol-1.0.4-60"}),
    ("ideas_argued_in_general",
     {"contexts": [idea(60, kind="ideas_and_beliefs"), idea(61, kind="ideas_and_beliefs")],
      "policies": [policy(60, driven_by="ctx-1.0.4-60")]},
     {"ctx-1.0.4-01"}, {"ctx-1.0.4-60"}),
    ("mediation_beyond_enforcing",
     {"actions": [act(60, "government", kind="enforcement", responds_to="pol-1.0.4-01"),
                  act(61, "government", kind="enforcement")]},
     {"act-1.0.4-01"}, {"act-1.0.4-60"}),
    ("both_gains_with_a_demand_from_abroad",
     {"policies": [policy(60, level="international", growth_effect="+", claim_id="1.0.4-11")],
      "actions": [act(60, social_effect="+", claim_id="1.0.4-11"),
                  act(61, growth_effect="+", social_effect="+"), act(62, growth_effect="+")]},
     {"pol-1.0.4-60", "act-1.0.4-60"}, {"act-1.0.4-61"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "rows", "for_it", "against"), PLANTED, ids=[case[0] for case in PLANTED]
)
def test_planted_rows_speak_for_and_against_as_the_query_says(
    tmp_path, query, rows, for_it, against
):
    found = QUERIES[query](made_up.evidence(tmp_path / "e", **rows))
    assert (set(found[0]), set(found[1])) == (for_it, against)


def test_every_query_is_tried_and_says_in_words_what_speaks():
    assert {case[0] for case in PLANTED} == set(QUERIES)
    assert {finding.query for finding in ledger()} == set(QUERIES)
    for query in QUERIES.values():
        assert "For: " in str(query.find.__doc__)
        assert "Against" in str(query.find.__doc__)


@pytest.mark.parametrize("query", QUERIES)
def test_silence_is_neither_for_nor_against(tmp_path, query):
    silent = {
        "actions": [act(60, "international_agency")],
        "policies": [policy(60, "other")],
        "contexts": [idea(60)],
        "conditions": [condition(60, "mixed", setting_id="c-silent")],
    }
    before = QUERIES[query](made_up.evidence(tmp_path / "before"))
    after = QUERIES[query](made_up.evidence(tmp_path / "after", **silent))
    assert [set(ids) for ids in before] == [set(ids) for ids in after]


def test_the_word_follows_from_the_rows():
    words = {
        (True, False): CARRIED,
        (True, True): DISPUTED,
        (False, True): CONTRADICTED,
        (False, False): NO_ROW,
    }
    for finding in FINDINGS.itertuples():
        assert finding.holds == words[bool(finding.for_rows), bool(finding.against_rows)]


def test_rows_and_paragraphs_are_there_and_counted_as_everywhere():
    statements, gaps = EVIDENCE.statements, EVIDENCE.gaps
    for finding in FINDINGS.itertuples():
        assert set(finding.paragraphs) <= set(PARAGRAPHS)
        assert bool(finding.paragraphs) == (finding.whose == "paper")
        for side, ids in (("", finding.for_rows), ("against_", finding.against_rows)):
            assert len(set(ids)) == len(ids)
            rows = [one for one in ids if one in statements.index]
            declared = [one for one in ids if one in gaps.index]
            assert len(rows) + len(declared) == len(ids)
            counts = EVIDENCE.counts(rows)
            told = {name: getattr(finding, side + name) for name in
                    ("claims", "places", "sources", "general_claims")}  # fmt: skip
            assert told["claims"] == counts.claims + len(declared)
            assert told["places"] == counts.places
            assert told["sources"] >= counts.sources
            general = [one for one in rows if pd.isna(statements.loc[one, "setting_id"])]
            assert told["general_claims"] == EVIDENCE.counts(general).claims + len(declared)


def test_a_conclusion_is_no_row_for_itself():
    statements, gaps = EVIDENCE.statements, EVIDENCE.gaps
    for finding in FINDINGS.itertuples():
        for one in finding.for_rows:
            placed = one in statements.index and pd.notna(statements.loc[one, "setting_id"])
            where = (statements if one in statements.index else gaps).loc[one, "paragraph"]
            assert placed or where not in finding.paragraphs
    # 3.4.7 says again what 1.0.10 announced: neither is a row for it.
    assert "act-1.0.10-01" not in FINDINGS.loc["actors-and-growth", "for_rows"]
    assert FINDINGS.loc["rules-of-home-weigh-more", "holds"] == NO_ROW


def test_known_findings():
    def stands(name: str) -> list[object]:
        return FINDINGS.loc[name, ["holds", "claims", "against_claims"]].tolist()

    assert stands("effects-are-mediated") == [CARRIED, 6, 0]
    assert FINDINGS.loc["actors-and-conditions", "against_rows"] == ("act-3.3.5-01",)  # 3.3.5
    assert set(FINDINGS.loc["unions-and-communities-little-studied", "for_rows"]) == {
        "gap-3.3.1-01", "gap-3.4.2-01", "gap-3.4.6-01"
    }  # fmt: skip
    assert FINDINGS.loc["codes-less-necessary", "places"] == 0


def test_findings_agree_with_the_tables_of_the_notebooks():
    grid = ck.growth_and_conditions(EVIDENCE)
    moved = ["improved", "mixed", "unchanged", "not improved", "worsened"]
    both = grid[grid["growth"].isin(moved) & grid["conditions"].isin(moved)]
    rows = EVIDENCE.statements.loc[list(FINDINGS.loc["changes-in-both-are-few", "for_rows"])]
    assert set(rows["setting_id"]) == set(both.index)
    votes = ck.counted_by_unit(EVIDENCE)
    assert votes.loc["claims", "+"] < votes.loc["claims", "-"]
    assert votes.loc["sources", "+"] > votes.loc["sources", "-"]
    assert FINDINGS.loc["vote-hangs-on-the-unit", "holds"] == CARRIED


def test_the_paper_has_as_many_paragraphs_as_its_rows_say():
    stated = set(EVIDENCE.statements["paragraph"]) | set(EVIDENCE.gaps["paragraph"])
    assert stated <= set(PARAGRAPHS)
    assert len(PARAGRAPHS) == 67


def test_rows_behind_a_finding_are_said_in_words_with_declared_gaps():
    for name, finding in FINDINGS.iterrows():
        said = rows_behind(EVIDENCE, finding)
        assert list(said.index) == [*finding["for_rows"], *finding["against_rows"]], name
        assert said["sentence"].notna().all()
    gaps = rows_behind(EVIDENCE, FINDINGS.loc["unions-and-communities-little-studied"])
    assert gaps["sentence"].str.startswith("Declared gap: ").all()


def test_how_a_finding_stands_is_said_with_its_counts():
    told = {name: standing_in_words(finding) for name, finding in FINDINGS.iterrows()}
    assert told["employers-act-most"] == (
        "more for: 35 claims for it (12 of no place), 16 places, 27 sources; "
        "25 claims on the other side (13 of no place)"
    )
    assert told["actors-and-conditions"].endswith("1 claim against it")
    assert told["unions-and-communities-little-studied"].endswith("1 source; none against it")


# Second readings


@pytest.fixture(scope="module")
def words() -> pd.DataFrame:
    return ck.findings_by_reading(EVIDENCE)


def test_every_shipped_reading_loads():
    for reading_id in EVIDENCE.readings.index:
        assert ck.with_reading(EVIDENCE, reading_id).version.endswith(reading_id)


@pytest.mark.slow
@pytest.mark.parametrize("reading_id", EVIDENCE.readings.index)
def test_every_shipped_reading_changes_its_cell_alone_and_goes_back(reading_id):
    reading = EVIDENCE.readings.loc[reading_id]
    other = ck.with_reading(EVIDENCE, reading_id)
    rows = getattr(EVIDENCE, reading["table"])
    changed = getattr(other, reading["table"])
    if reading["column"] == "row":
        assert list(changed.index) == [one for one in rows.index if one != reading["row_id"]]
        assert not linked(other, reading["row_id"])
        return
    assert changed.dtypes.equals(rows.dtypes)
    assert changed.index.equals(rows.index)
    cell = changed.loc[reading["row_id"], reading["column"]]
    shown = ";".join(cell) if isinstance(cell, tuple) else cell
    asked = "" if reading["alternative"] == "not stated" else reading["alternative"]
    assert ("" if pd.isna(shown) else shown) == asked
    pd.testing.assert_frame_equal(changed.drop(index=reading["row_id"]),
                                  rows.drop(index=reading["row_id"]))  # fmt: skip
    again = ck.with_reading(other, reading_id)
    pd.testing.assert_frame_equal(again.statements, EVIDENCE.statements)


def linked(evidence: ck.Evidence, row_id: str) -> bool:
    cells = [
        cell
        for name in evidence.tables
        if name not in ("readings", "sources")
        for column in getattr(evidence, name).items()
        for cell in column[1]
        if column[0] not in ("sources", "summary")
    ]
    return any(isinstance(cell, tuple) and row_id in cell or str(cell) == row_id for cell in cells)


def test_a_reading_makes_evidence_of_its_own():
    before = EVIDENCE.statements
    other = ck.with_reading(EVIDENCE, "rdg-27")
    assert other.version == f"{EVIDENCE.version} with second reading rdg-27"
    pd.testing.assert_frame_equal(EVIDENCE.statements, before)
    assert ck.findings(other).loc["actors-and-conditions", "holds"] == CARRIED


@pytest.mark.slow
def test_no_answer_is_carried_over_to_a_reading_that_changes_it():
    # Queries name the tables that they read; here every one is asked afresh.
    for reading in EVIDENCE.readings.index[::16]:
        carried = ck.with_reading(EVIDENCE, reading)
        fresh = ck.Evidence(
            {name: getattr(carried, name) for name in carried.tables if name != "sources"},
            carried.definition,
            EVIDENCE._bibliography_path,
        )
        pd.testing.assert_frame_equal(ck.findings(carried), ck.findings(fresh))


@pytest.mark.slow
def test_the_kept_changes_are_what_every_reading_gives_when_it_is_asked_again():
    kept = (data_dir() / KEPT).read_text(encoding="utf-8")
    assert kept == changes_as_csv(EVIDENCE), "run `make changes`"


def test_other_rows_than_the_shipped_are_asked_afresh():
    other = ck.with_reading(EVIDENCE, "rdg-27").replaced(
        {"readings": EVIDENCE.readings.head(1)}, EVIDENCE.version
    )
    assert set(ck.finding_changes(other)["reading_id"]) <= {"rdg-01"}
    assert len(ck.finding_changes(EVIDENCE)) > 30


@pytest.mark.slow
def test_changes_list_what_the_words_say_and_the_rows_that_move(words):
    changes = ck.finding_changes(EVIDENCE)
    listed = {(one.finding, one.reading_id): one.word for one in changes.itertuples()}
    told = words.stack()
    assert listed == told[told != "same"].to_dict()
    for change in changes[changes["reading_id"].isin(["rdg-27", "rdg-18", "rdg-10"])].itertuples():
        after = ck.findings(ck.with_reading(EVIDENCE, change.reading_id)).loc[change.finding]
        before = FINDINGS.loc[change.finding]
        for side in ("for", "against"):
            rows = set(before[f"{side}_rows"]) - set(getattr(change, f"{side}_lost"))
            assert rows | set(getattr(change, f"{side}_gained")) == set(after[f"{side}_rows"])
        assert (change.claims, change.claims_then) == (before["claims"], after["claims"])
        assert change.holds_then == after["holds"]


@pytest.mark.slow
def test_words_say_what_the_counts_say(words):
    assert list(words.columns) == list(EVIDENCE.readings.index)
    assert words.loc["actors-and-conditions", "rdg-27"] == "turns"
    assert set(words.to_numpy().ravel()) <= {"same", "stronger", "weaker", "turns"}
    for reading in ("rdg-11", "rdg-18", "rdg-29", "rdg-83"):
        after = ck.findings(ck.with_reading(EVIDENCE, reading))
        for name, word in words[reading].items():
            old, new = FINDINGS.loc[name], after.loc[name]
            gain = (new["claims"] - new["against_claims"]) - (old["claims"] - old["against_claims"])
            if word == "turns":
                assert new["holds"] != old["holds"] or gain
            else:
                assert new["holds"] == old["holds"]
                assert {"same": gain == 0, "stronger": gain >= 0, "weaker": gain <= 0}[word]


def reading(**cells: str) -> dict[str, str]:
    return {"reading_id": "rdg-90", "reason": "planted", **cells}


def test_a_planted_reading_that_turns_a_finding_is_caught(tmp_path):
    planted = reading(table="policies", row_id="pol-1.0.4-02", column="growth_effect", chosen="0",
                      alternative="-")  # fmt: skip
    evidence = made_up.evidence(tmp_path / "e", readings=[planted])
    assert ck.findings(evidence).loc["policies-and-growth", "holds"] == CONTRADICTED
    words = ck.findings_by_reading(evidence)
    assert words.loc["policies-and-growth", "rdg-90"] == "turns"
    assert set(words["rdg-01"]) == {"same"}  # joint or alone


def test_a_planted_reading_that_leaves_a_row_out_is_caught(tmp_path):
    planted = reading(table="contexts", row_id="ctx-1.0.4-01", column="row", chosen="coded",
                      alternative="left out")  # fmt: skip
    evidence = made_up.evidence(tmp_path / "e", readings=[planted])
    assert ck.findings(evidence).loc["business-first", "holds"] == CARRIED
    other = ck.with_reading(evidence, "rdg-90")
    assert other.policies.loc["pol-1.0.4-01", "driven_by"] == ()
    assert ck.findings_by_reading(evidence).loc["business-first", "rdg-90"] == "turns"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (dict(row_id="pol-1.0.4-99", column="state", chosen="weak", alternative="strong"),
         "rdg-90 cannot be applied: no row of policies is called 'pol-1.0.4-99'"),
        (dict(row_id="pol-1.0.4-01", column="mood", chosen="weak", alternative="strong"),
         "rdg-90 cannot be applied: policies has no column 'mood'"),
        (dict(row_id="pol-1.0.4-01", column="state", chosen="absent", alternative="strong"),
         "rdg-90 cannot be applied: pol-1.0.4-01 holds 'weak', not 'absent'"),
        (dict(row_id="pol-1.0.4-01", column="state", chosen="weak", alternative="strnog"),
         "policies.csv, row 2, column state: found 'strnog', expected one of strong"),
        (dict(row_id="pol-1.0.4-01", column="driven_by", chosen="ctx-1.0.4-01",
              alternative="ctx-1.0.4-77"),
         "found 'ctx-1.0.4-77', expected a context_id of contexts.csv"),
        (dict(row_id="pol-1.0.4-01", column="domain", chosen="standards",
              alternative="not stated"), "column domain: found an empty cell"),
        (dict(row_id="pol-1.0.4-01", column="row", chosen="coded", alternative="split"),
         "rdg-90 cannot be applied: of a whole row the alternative is 'left out'"),
    ],
)  # fmt: skip
def test_a_reading_that_does_not_fit_is_refused_in_a_sentence(tmp_path, cells, told):
    planted = reading(table="policies", **cells)
    evidence = made_up.evidence(tmp_path / "e", readings=[planted])
    with pytest.raises(ValueError, match=".") as refused:
        ck.with_reading(evidence, "rdg-90")
    assert told in str(refused.value)


def test_a_reading_that_there_is_not_and_a_place_that_rows_stand_on_are_refused(tmp_path):
    with pytest.raises(ValueError, match="no second reading 'rdg-270'.*Did you mean 'rdg-"):
        ck.with_reading(EVIDENCE, "rdg-270")
    planted = reading(table="settings", row_id="a-shoes", column="row", chosen="coded",
                      alternative="left out")  # fmt: skip
    evidence = made_up.evidence(tmp_path / "e", readings=[planted])
    with pytest.raises(ValueError, match="'a-shoes' cannot be left out: rows of .* stand on it"):
        ck.with_reading(evidence, "rdg-90")
