"""What matches a configuration, and the rules that the explorer must obey."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import clusterkit as ck
from clusterkit.mediation import DIRECTIONS, UNIVERSE, VERBS
from clusterkit.presets import PRESETS

from . import small as made_up

EVIDENCE = ck.load()


def ids(evidence: ck.Evidence, **parts: object) -> set[str]:
    asked = ck.Configuration(**{"wider": True, **parts})  # type: ignore[arg-type]
    return set(ck.matching_evidence(evidence, asked).exact.index)


def test_a_policy_and_the_act_that_answers_it_match_together(small):
    assert ids(small, domain=("standards",), actors=("employers",)) == {
        "pol-1.0.4-01",
        "act-1.0.4-01",
    }


def test_the_requirements_on_a_policy_must_be_met_by_one_policy(small):
    assert ids(small, domain=("monetary",), state=("weak",)) == set()


def test_all_actors_asked_for_must_take_part(small):
    assert ids(small, actors=("employers",)) == {"pol-1.0.4-01", "act-1.0.4-01", "act-1.0.4-03"}
    assert ids(small, actors=("employers", "government")) == {"pol-1.0.4-01", "act-1.0.4-01"}


def test_no_requirement_returns_every_policy_act_and_context(evidence):
    statements = evidence.statements
    everything = set(statements.index[statements["table"].isin(UNIVERSE)])
    assert ids(evidence) == everything


def test_developing_country_clusters_are_the_default(small):
    narrow = ck.matching_evidence(small, ck.Configuration(actors=("employers",))).exact
    assert "act-1.0.4-03" not in narrow.index  # it is in Italy
    assert "ctx-1.0.4-01" not in ck.matching_evidence(small, ck.Configuration()).exact.index


def test_silence_meets_no_requirement_and_no_row_without_a_year_matches_years(small):
    assert ids(small, years=(1800, 2030)) == set()
    assert "act-1.0.4-02" not in ids(
        small, domain=("standards", "monetary", "fiscal", "regulation")
    )


def test_years_match_when_they_overlap(tmp_path):
    row = {**made_up.ROWS["actions"][1], "action_id": "act-1.0.4-09", "claim_id": "1.0.4-50",
           "year_lo": "1970", "year_hi": "1973"}  # fmt: skip
    evidence = made_up.evidence(tmp_path / "e", actions=[row])
    assert ids(evidence, years=(1973, 1980)) == {"act-1.0.4-09"}
    assert ids(evidence, years=(1974, 1980)) == set()


def test_a_word_that_the_vocabulary_lacks_is_refused_with_the_words_there_are(small):
    with pytest.raises(ValueError, match="mode cannot be 'together'; choose from alone, joint"):
        ck.matching_evidence(small, ck.Configuration(mode=("together",)))
    with pytest.raises(ValueError, match="no setting 'atlantis'"):
        ck.matching_evidence(small, ck.Configuration(settings=("atlantis",)))


def test_without_an_exact_match_the_nearest_places_say_what_agrees_and_what_is_not_said(small):
    match = ck.matching_evidence(small, ck.Configuration(actors=("workers",), domain=("monetary",)))
    assert match.exact.empty
    assert match.sentence == "The paper says nothing about this combination."
    assert match.standing == "not mentioned"
    assert match.nearest.loc["a-shoes", "agrees"] == ("actors",)
    assert match.nearest.loc["a-shoes", "not_said"] == ("domain",)
    assert not {"growth_effect", "social_effect", "finding"} & set(match.nearest.columns)


def test_a_partial_match_names_what_differs(small):
    match = ck.matching_evidence(small, ck.Configuration(actors=("employers",), mode=("alone",)))
    assert match.partial.loc["act-1.0.4-01", "agrees"] == ("actors",)
    assert match.partial.loc["act-1.0.4-01", "differs"] == ("mode",)
    assert match.nearest.loc["a-shoes", "agrees"] == ("actors", "mode")


parts = st.fixed_dictionaries(
    {},
    optional={
        "domain": st.sampled_from(["standards", "monetary", "fiscal", "regulation"]),
        "instrument": st.sampled_from(
            ["labour_enforcement", "tariff", "exchange_rate", "union_law"]
        ),
        "state": st.sampled_from(["weak", "restricted", "required", "depreciation"]),
        "level": st.sampled_from(["local", "national", "international"]),
        "actors": st.sampled_from(["government", "employers", "workers", "community"]),
        "mode": st.sampled_from(["alone", "joint", "absent", "refused"]),
        "certainty": st.sampled_from(["reported", "possible", "argued"]),
        "countries": st.sampled_from(["CHN", "PAK", "BRA", "ITA"]),
    },
)


@given(parts, st.booleans())
@settings(max_examples=60, deadline=None)
def test_adding_a_requirement_never_adds_rows(asked, wider):
    asked = {name: (word,) for name, word in asked.items()}
    full = ids(EVIDENCE, wider=wider, **asked)
    for fewer in combinations(asked, max(len(asked) - 1, 0)):
        assert full <= ids(EVIDENCE, wider=wider, **{name: asked[name] for name in fewer})
    assert full <= ids(EVIDENCE, wider=True, **asked)


@given(parts)
@settings(max_examples=30, deadline=None)
def test_exact_and_partial_matches_do_not_overlap_and_the_same_question_has_one_answer(asked):
    configuration = ck.Configuration(**{name: (word,) for name, word in asked.items()}, wider=True)
    one, again = (ck.matching_evidence(EVIDENCE, configuration) for _ in range(2))
    assert not set(one.exact.index) & set(one.partial.index)
    pd.testing.assert_frame_equal(one.exact, again.exact)
    pd.testing.assert_frame_equal(one.nearest, again.nearest)


def test_a_claim_in_two_tables_makes_one_mark_and_mixed_and_not_stated_are_drawn(tmp_path):
    policy = {
        **made_up.ROWS["policies"][0],
        "policy_id": "pol-1.0.4-60",
        "claim_id": "1.0.4-60",
        "social_effect": "mixed",
    }
    act = {**made_up.ROWS["actions"][1], "action_id": "act-1.0.4-60", "claim_id": "1.0.4-60"}
    evidence = made_up.evidence(tmp_path / "e", policies=[policy], actions=[act])
    marks = ck.harvest(evidence, evidence.statements.loc[["pol-1.0.4-60", "act-1.0.4-60"]])
    social = marks[marks["outcome"] == "social_effect"]
    assert list(social["direction"]) == ["mixed"]
    assert list(marks.loc[marks["outcome"] == "growth_effect", "direction"]) == ["not stated"]


def test_outcomes_are_never_added_together_and_every_column_is_there(evidence):
    marks = ck.harvest(evidence, ck.matching_evidence(evidence, ck.Configuration()).exact)
    counts = ck.harvest_counts(evidence, marks)
    assert list(counts.index) == [
        (outcome, direction)
        for outcome in ("growth_effect", "social_effect")
        for direction in DIRECTIONS
    ]
    assert list(counts.columns) == ["claims", "places", "sources"]


def test_every_sentence_has_a_locator_and_its_verb_follows_the_certainty(evidence):
    rows = evidence.statements
    sentences = ck.in_words(evidence, rows)
    for row_id, sentence in sentences.items():
        assert rows.loc[row_id, "paragraph"] in sentence
        assert sentence.startswith(VERBS[rows.loc[row_id, "certainty"]])
    banned = r"\b(?:will lead|leads to|proves|effective in|guarantees that)\b"
    assert not sentences.str.contains(banned).any()


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_finds_rows_of_its_story(evidence, name):
    match = ck.matching_evidence(evidence, PRESETS[name])
    assert len(match.exact) > 0
    asked = PRESETS[name]
    if asked.episodes:
        assert set(match.exact["episode"]) == set(asked.episodes)


def test_the_gap_map_says_of_every_cell_how_it_stands(evidence):
    gaps = ck.gap_map(evidence)
    assert len(gaps) == 16
    assert set(gaps["standing"]) <= set(ck.STANDINGS)
    empty = gaps["claims"] == 0
    assert set(gaps.loc[empty, "standing"]) <= {"declared gap", "not mentioned"}
    community = gaps.query("actor == 'community'")
    assert community["declared_gap"].all()  # 3.4.2, 3.4.6, 5.0.3


def test_a_configuration_reads_as_words():
    asked = ck.Configuration(actors=("employers",), years=(1990, 1999))
    assert str(asked) == "actors: employers; years: 1990–1999; developing-country clusters"
