"""A place as a chain of acts, and two places side by side."""

from __future__ import annotations

import pytest

import clusterkit as ck
from clusterkit.questions.places import _before, _befores

from .. import small as made_up


def test_steps_follow_what_they_answer(evidence):
    for setting in ("sialkot-football", "sinos-valley-footwear", "sialkot-surgical-instruments"):
        steps = ck.trace(evidence, setting)
        for step, follows in steps["follows"].items():
            assert all(int(one) < step for one in follows.split(", ") if one)


def test_strikes_come_before_the_work_moves_into_homes(evidence):
    steps = ck.trace(evidence, "sialkot-football", "sialkot-stitchers-strikes")
    at = {row_id: step for step, row_id in steps["row_id"].items()}
    assert at["act-3.3.3-01"] < at["act-3.3.3-02"]  # 3.3.3
    assert str(at["act-3.3.3-01"]) in steps.loc[at["act-3.3.3-02"], "follows"].split(", ")


def test_a_trace_holds_every_row_of_the_story_once_but_figures(evidence):
    rows = evidence.statements
    told = rows[
        rows["episode"].eq("atlanta-agreement").fillna(False)
        & rows["setting_id"].eq("sialkot-football").fillna(False)
    ]
    steps = ck.trace(evidence, "sialkot-football", "atlanta-agreement")
    assert sorted(steps["row_id"]) == sorted(told.index[told["table"] != "employment"])


def test_a_policy_and_an_act_that_each_come_first_do_not_hang(tmp_path):
    story = {"episode": "a-circle"}
    policy = {**made_up.ROWS["policies"][0], **story, "policy_id": "pol-1.0.4-70"}
    act = {
        **made_up.ROWS["actions"][1], **story, "action_id": "act-1.0.4-70",
        "responds_to": "pol-1.0.4-70", "acts_on": "pol-1.0.4-70",
    }  # fmt: skip
    evidence = made_up.evidence(tmp_path / "e", policies=[policy], actions=[act])
    assert len(ck.trace(evidence, "a-shoes", "a-circle")) == 2


def test_unknown_places_and_stories_are_refused(evidence):
    with pytest.raises(ValueError, match="no setting 'atlantis'"):
        ck.trace(evidence, "atlantis")
    with pytest.raises(ValueError, match="no story 'a-fable' of sialkot-football"):
        ck.trace(evidence, "sialkot-football", "a-fable")
    with pytest.raises(ValueError, match="no setting 'atlantis'"):
        ck.compare_settings(evidence, "sialkot-football", "atlantis")


def test_what_is_said_of_one_place_only_is_no_difference(small):
    table = ck.compare_settings(small, "a-shoes", "c-silent")
    own = table[~table["comparison"].str.startswith("shared")]
    assert set(own["comparison"]) == {"said only of A shoes"}
    assert set(own["C toys"]) == {""}


def test_a_place_compared_with_itself_is_alike_in_all(evidence):
    table = ck.compare_settings(evidence, "sialkot-football", "sialkot-football")
    own = table[~table["comparison"].str.startswith("shared")]
    assert set(own["comparison"]) == {"said of both, alike"}


def test_what_is_said_of_province_and_country_is_shared(evidence):
    table = ck.compare_settings(evidence, "sialkot-football", "sialkot-surgical-instruments")
    shared = table[table["comparison"] == "shared through Punjab, Pakistan"]
    assert ("policy", "union law") in shared.index  # 2.1.9
    assert (shared["Sialkot footballs"] == shared["Sialkot surgical instruments"]).all()
    for ids in table["rows"]:
        assert set(ids) <= set(evidence.statements.index)


def test_a_step_stands_on_the_arrows_that_have_its_row(evidence):
    behind = ck.arrow_evidence(evidence).groupby("row_id")["arrow"].agg(set)
    told = 0
    for setting in evidence.settings.index:
        for step in ck.trace(evidence, setting).itertuples():
            if step.row_id.startswith(("act-", "ctx-")):
                assert set(step.arrow.split()) == set(behind.get(step.row_id, ())), step.row_id
                told += 1
    assert told > 50


def test_no_row_stands_before_one_that_it_follows_from(evidence):
    causes = _befores(evidence)
    told = evidence.statements.dropna(subset=["setting_id", "episode"])
    pairs = told[["setting_id", "episode"]].drop_duplicates().itertuples(index=False)
    asked = [*pairs, *((setting, None) for setting in told["setting_id"].unique())]
    assert len(asked) > 30
    for setting, episode in asked:
        steps = ck.trace(evidence, setting, episode)
        at = dict(zip(steps["row_id"], steps.index, strict=True))
        for row_id, step in at.items():
            assert all(at[row] < step for row in _before(row_id, causes) if row in at), row_id


def test_the_agreement_comes_before_the_upgrading_and_the_move_before_the_child_workforce(evidence):
    steps = ck.trace(evidence, "sialkot-football")
    at = dict(zip(steps["row_id"], steps.index, strict=True))
    assert at["act-3.2.1-06"] < at["con-3.2.1-02"]  # the agreement, and what it brought
    assert at["act-3.2.1-06"] < at["act-3.2.1-08"]  # "but then" it kept rights from coming
    assert at["act-3.3.3-02"] < at["con-3.3.3-01"]  # "as a result of this move"
    assert at["con-3.3.4-05"] < at["ctx-3.3.5-01"] < at["act-3.2.1-06"]  # children, consumers, pact
    assert list(steps["episode"].unique())[0] == "sialkot-stitchers-strikes"  # early 1970s


def test_stories_that_follow_from_none_go_by_their_first_year(tmp_path):
    rows = [
        {**made_up.ROWS["actions"][1], "action_id": f"act-1.0.4-9{at}", "claim_id": f"1.0.4-9{at}",
         "episode": story, "year_lo": year, "year_hi": year}
        for at, (story, year) in enumerate([("late", "1999"), ("undated", ""), ("early", "1950")])
    ]  # fmt: skip
    steps = ck.trace(made_up.evidence(tmp_path / "e", actions=rows), "a-shoes")
    assert steps["episode"].tolist() == ["early", "late", "undated"]
