"""The questions users ask, on hand-made rows and on the evidence itself."""

from __future__ import annotations

import pytest

import clusterkit as ck

from .. import small as made_up


def test_rows_are_chosen_by_column_place_and_list_item(small):
    assert list(ck.select_rows(small, "actions", actors="employers").index) == [
        "act-1.0.4-01",
        "act-1.0.4-03",
    ]
    assert list(ck.select_rows(small, "actions", country="ITA").index) == ["act-1.0.4-03"]
    assert list(ck.select_rows(small, "actions", actors="employers", wider=False).index) == [
        "act-1.0.4-01"
    ]
    assert len(ck.select_rows(small, "actions", actors=(), mode=None)) == 3


def test_silence_meets_no_choice_but_can_be_asked_for(small):
    assert ck.select_rows(small, "policies", growth_effect=("+", "-", "mixed")).empty
    assert list(ck.select_rows(small, "policies", growth_effect="not stated").index) == [
        "pol-1.0.4-01"
    ]
    assert list(ck.select_rows(small, "policies", growth_effect="0").index) == ["pol-1.0.4-02"]


def test_a_column_that_is_not_there_is_told(small):
    with pytest.raises(ValueError, match="actions has no column 'actor'; choose from"):
        ck.select_rows(small, "actions", actor="employers")


def test_what_is_tied_to_an_act_is_kept_from_what_is_said_of_the_place(small):
    table = ck.acts_and_condition(small, small.actions, "remuneration")
    act = table.loc["act-1.0.4-01"]
    assert act["of_the_act"] == "not stated"
    assert act["of_the_place"].startswith("poor: something of A")
    assert table.loc["act-1.0.4-03", "of_the_place"] == "not stated"


def test_a_condition_of_the_same_claim_is_tied_to_the_act(tmp_path):
    tied = {
        **made_up.ROWS["conditions"][0],
        "condition_id": "con-1.0.4-07",
        "claim_id": "1.0.4-07",
        "finding": "improved",
    }
    evidence = made_up.evidence(tmp_path / "e", conditions=[tied])
    table = ck.acts_and_condition(evidence, evidence.actions, "remuneration")
    assert table.loc["act-1.0.4-02", "of_the_act"].startswith("improved")


def test_effects_by_instrument_keep_places_apart_from_general_claims(tmp_path):
    general = {**made_up.ROWS["policies"][0], "policy_id": "pol-1.0.4-70", "claim_id": "1.0.4-70",
               "setting_id": "", "certainty": "argued", "social_effect": "+", "stage": ""}  # fmt: skip
    evidence = made_up.evidence(tmp_path / "e", policies=[general])
    table = ck.effects_by_instrument(evidence, evidence.policies)
    row = table.query("instrument == 'labour_enforcement' and outcome == 'social_effect'").iloc[0]
    assert (row["-"], row["general +"], row["+"]) == (1, 1, 0)
    assert (row["claims"], row["places"]) == (2, 1)


def test_acts_by_actor_has_every_actor_and_mode(small):
    table = ck.acts_by_actor(small, small.actions)
    assert len(table) == 8 * 7, "six ways, and not stated"
    joint = table.query("actor == 'government' and mode == 'joint'").iloc[0]
    assert (joint["claims"], joint["with_effect"], joint["standing"]) == (1, 1, "effect stated")
    nothing = table.query("actor == 'community' and mode == 'alone'").iloc[0]
    assert (nothing["claims"], nothing["standing"]) == (0, "not mentioned")


def test_a_table_for_readers_says_not_stated_and_leaves_empty_columns_out(small):
    table = ck.evidence_table(small, small.actions)
    assert "finding" not in table
    assert set(table["growth"]) == {"not stated"}
    assert list(table.index) == list(small.actions.index)


def test_coverage_counts_claims_by_table_and_keeps_silent_places(small):
    table = ck.coverage(small)
    assert table.loc["a-shoes", ["employment", "actions"]].tolist() == [2, 2]
    assert table.loc["c-silent", ["employment", "conditions", "policies", "actions"]].sum() == 0


@pytest.mark.parametrize(
    ("jobs_as", "growth", "conditions"),
    [
        ("growth", "improved", "level only"),
        ("condition", "improved", "improved"),
        ("both", "improved", "improved"),
    ],
)
def test_jobs_count_as_the_reader_says(small, jobs_as, growth, conditions):
    row = ck.growth_and_conditions(small, jobs_as=jobs_as).loc["a-shoes"]
    assert (row["growth"], row["conditions"]) == (growth, conditions)


def test_an_aim_is_no_direction(tmp_path):
    aim = {**made_up.ROWS["conditions"][0], "condition_id": "con-1.0.4-08", "claim_id": "1.0.4-80",
           "setting_id": "c-silent", "finding": "improved", "stage": "aimed"}  # fmt: skip
    evidence = made_up.evidence(tmp_path / "e", conditions=[aim])
    assert ck.growth_and_conditions(evidence).loc["c-silent", "conditions"] == "not said"


def test_the_grid_counts_every_place_once(evidence):
    grid = ck.growth_and_conditions(evidence, wider=True)
    assert ck.grid_counts(grid).to_numpy().sum() == len(evidence.settings)


def test_the_grid_can_be_kept_to_what_is_reported_as_fact(evidence):
    sure = ck.growth_and_conditions(evidence, certainty="reported")
    assert not sure["hedged"].any()
    assert sure.loc["los-lagos-salmon", "conditions"] == "not said"  # 1.0.5: "said to have risen"
    assert sure.loc["torreon-blue-jeans", "conditions"] == "improved"
