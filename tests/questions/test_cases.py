"""Cases in plain words: every phrase that is offered is understood, and counted as `nearest` does."""

from __future__ import annotations

import random

import pytest

import clusterkit as ck
from clusterkit.questions.case_words import LIKE_STATE, phrases
from clusterkit.questions.cases import case_answers, offered_phrases
from clusterkit.questions.units import AGREES, NOT_SAID


@pytest.fixture(scope="module")
def offered(evidence):
    return offered_phrases(evidence)


def test_every_phrase_offered_is_understood_and_counts_what_nearest_finds(evidence, offered):
    assert offered["say"].is_unique
    for line in offered.itertuples():
        near = ck.nearest(evidence, line.say)
        assert len(near) == line.clusters, line.say
        assert set(near["agrees"].explode()) <= {line.say.lower()}


def test_a_policy_that_is_slack_in_some_way_is_offered_as_weak_and_no_cluster_is_lost(
    evidence, offered
):
    assert "weak inspection" in set(offered["say"])
    spoken = [word for state in LIKE_STATE["weak"] if state != "weak" for word in [f"{state} "]]
    policies = offered.loc[offered["kind"] == "policy", "say"]
    assert not policies.str.startswith(tuple(spoken)).any()
    # Whichever cluster has a policy with a state is found by a phrase that is offered.
    said = case_answers(evidence, phrases(evidence, policies))
    found = set(said.loc[said["answer"] == AGREES, "rows"].explode())
    mine = evidence.policies[evidence.policies["setting_id"].isin(said["setting_id"])]
    stated = mine[mine["state"].notna() & mine["instrument"].ne("other")]
    assert found == set(stated.index)


def test_more_phrases_never_move_an_answer(evidence, offered):
    chance = random.Random(5)
    alone = case_answers(evidence, phrases(evidence, offered["say"]))
    alone = alone.set_index(["setting_id", "requirement"])["answer"]
    for _ in range(20):
        case = chance.sample(offered["say"].tolist(), 4)
        table = case_answers(evidence, phrases(evidence, case))
        for line in table.itertuples():
            assert line.answer == alone[line.setting_id, line.requirement]
            assert (
                bool(line.rows)
                or line.answer == NOT_SAID
                or line.requirement
                in map(str.lower, offered.loc[offered["kind"] == "industry", "say"])
            )


@pytest.mark.parametrize("case", ["depreciation exchange rate", "exchange rate depreciation"])
def test_a_state_stands_before_its_instrument_or_after_it(evidence, case):
    near = ck.nearest(evidence, case)
    assert set(near["place"]) >= {"Guadalajara footwear"}
