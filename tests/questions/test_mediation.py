"""What matches a configuration, and the rules that the explorer must obey."""

from __future__ import annotations

import dataclasses
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import clusterkit as ck
from clusterkit.evidence.content import no_evidence
from clusterkit.questions.mediation import UNIVERSE
from clusterkit.questions.stories import stories

from .. import small as made_up

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
    with pytest.raises(ValueError, match="mode cannot be “together”; choose from alone, joint"):
        ck.matching_evidence(small, ck.Configuration(mode=("together",)))
    with pytest.raises(ValueError, match="no setting “atlantis”"):
        ck.matching_evidence(small, ck.Configuration(settings=("atlantis",)))


def test_without_an_exact_match_the_nearest_places_say_what_agrees_and_what_is_not_said(small):
    match = ck.matching_evidence(small, ck.Configuration(actors=("workers",), domain=("monetary",)))
    assert match.exact.empty
    assert match.sentence == no_evidence(wider=False)
    assert match.standing == "not mentioned"
    assert match.nearest.loc["a-shoes", "agrees"] == ("workers: said to act, in any way",)
    assert match.nearest.loc["a-shoes", "not_said"] == ("domain: monetary",)
    assert not {"growth_effect", "social_effect", "finding"} & set(match.nearest.columns)


def test_a_partial_match_names_what_differs(small):
    match = ck.matching_evidence(small, ck.Configuration(actors=("employers",), mode=("alone",)))
    assert match.partial.loc["act-1.0.4-01", "agrees"] == ("actors",)
    assert match.partial.loc["act-1.0.4-01", "differs"] == ("mode",)
    assert match.nearest.loc["a-shoes", "agrees"] == ("employers: said to act, in any way",)
    assert match.nearest.loc["a-shoes", "differs"] == ("mode: alone",)


PARTS = st.fixed_dictionaries(
    {},
    optional={
        "domain": st.sampled_from(["standards", "monetary", "fiscal", "regulation"]),
        "instrument": st.sampled_from(
            ["labour_enforcement", "tariff", "exchange_rate", "union_law"]
        ),
        "state": st.sampled_from(["weak", "restricted", "required", "depreciation"]),
        "level": st.sampled_from(["local", "national", "international"]),
        "actors": st.sampled_from(["government", "employers", "workers", "community"]),
        "mode": st.sampled_from(["alone", "joint", "absent", "opposed"]),
        "certainty": st.sampled_from(["reported", "possible", "argued"]),
        "countries": st.sampled_from(["CHN", "PAK", "BRA", "ITA"]),
        "ways": st.sampled_from(
            ["employers:joint", "government:joint", "government:absent+opposed", "workers:alone"]
        ),
    },
)


@pytest.mark.slow
@given(PARTS, st.booleans())
def test_adding_a_requirement_never_adds_rows(asked, wider):
    asked = {name: (word,) for name, word in asked.items()}
    full = ids(EVIDENCE, wider=wider, **asked)
    for fewer in combinations(asked, max(len(asked) - 1, 0)):
        assert full <= ids(EVIDENCE, wider=wider, **{name: asked[name] for name in fewer})
    assert full <= ids(EVIDENCE, wider=True, **asked)


@pytest.mark.slow
@given(PARTS)
def test_exact_and_partial_matches_do_not_overlap_and_the_same_question_has_one_answer(asked):
    configuration = ck.Configuration(**{name: (word,) for name, word in asked.items()}, wider=True)
    one, again = (ck.matching_evidence(EVIDENCE, configuration) for _ in range(2))
    assert not set(one.exact.index) & set(one.partial.index)
    pd.testing.assert_frame_equal(one.exact, again.exact)
    pd.testing.assert_frame_equal(one.nearest, again.nearest)


@pytest.mark.parametrize("name", stories())
def test_every_preset_finds_rows_of_its_story(evidence, name):
    match = ck.matching_evidence(evidence, stories()[name])
    assert len(match.exact) > 0
    asked = stories()[name]
    if asked.episodes:
        assert set(match.exact["episode"]) == set(asked.episodes)


def by_hand(evidence: ck.Evidence, asked: ck.Configuration) -> set[str]:
    """Find the exact matches by plain loops over the tables, without the engine's code."""
    statements, policies, actions = evidence.statements, evidence.policies, evidence.actions
    links = {
        (act, policy)
        for act, row in actions.iterrows()
        for name in ("responds_to", "enabled_by", "constrained_by", "acts_on")
        for policy in row[name]
    }
    found = set()
    for row_id, row in statements[statements["table"].isin(UNIVERSE)].iterrows():
        in_core = (
            row["setting_kind"] == "cluster"
            and row["developing"] is not pd.NA
            and row["developing"]
        )
        if not asked.wider and not in_core:
            continue
        pairs = [(act, policy) for act, policy in links if row_id in (act, policy)]
        if not pairs:
            pairs = [(row_id if row["table"] == "actions" else None,
                      row_id if row["table"] == "policies" else None)]  # fmt: skip
        kept = []
        for act, policy in pairs:
            cells = {part: policies.loc[policy, part] if policy else pd.NA
                     for part in ("domain", "instrument", "state", "level", "influencer")}  # fmt: skip
            cells |= {
                part: actions.loc[act, part] if act else pd.NA
                for part in ("actors", "mode", "kind")
            }
            cells |= {"certainty": row["certainty"], "countries": row["country"]}
            met = True
            for part in set(asked.requirements) - {"ways"}:
                wanted, cell = set(getattr(asked, part)), cells[part]
                held = (
                    set(cell)
                    if isinstance(cell, tuple)
                    else set()
                    if cell is pd.NA or cell != cell
                    else {cell}
                )
                met &= wanted <= held if part == "actors" else bool(wanted & held)
            if met:
                kept.append(
                    (cells["actors"] if isinstance(cells["actors"], tuple) else (), cells["mode"])
                )
        together: dict[str, set[str]] = {}
        for entry in asked.ways:
            actor, way = entry.split(":")
            together.setdefault(way, set()).add(actor)
        so = all(
            any(
                who <= set(actors) and mode is not pd.NA and mode in way.split("+")
                for actors, mode in kept
            )
            for way, who in together.items()
        )
        if kept and so:
            found.add(row_id)
    return found


@pytest.mark.slow
@given(PARTS, st.booleans())
def test_the_matches_are_those_found_by_plain_loops(asked, wider):
    configuration = ck.Configuration(**{name: (one,) for name, one in asked.items()}, wider=wider)
    exact = ck.matching_evidence(EVIDENCE, configuration).exact
    assert set(exact.index) == by_hand(EVIDENCE, configuration)


def test_two_ways_of_acting_may_be_met_by_two_acts_on_one_policy(tmp_path):
    absent = {
        **made_up.ROWS["actions"][1], "action_id": "act-1.0.4-09", "claim_id": "1.0.4-50",
        "actors": "government", "mode": "absent", "responds_to": "pol-1.0.4-01",
    }  # fmt: skip
    evidence = made_up.evidence(tmp_path / "e", actions=[absent])
    assert ids(evidence, ways=("government:absent+collapsed",)) == {"act-1.0.4-09", "pol-1.0.4-01"}
    assert ids(evidence, ways=("employers:joint", "government:absent")) == {"pol-1.0.4-01"}
    assert ids(evidence, ways=("employers:joint", "government:joint")) == {
        "act-1.0.4-01", "pol-1.0.4-01",
    }  # fmt: skip
    assert ids(evidence, ways=("employers:joint", "workers:joint")) == set()
    with pytest.raises(ValueError, match="ways cannot be “employers”; write actor:way"):
        ids(evidence, ways=("employers",))


def test_a_row_that_matches_is_found_in_whatever_order_the_words_come(small):
    one = ids(small, domain=("standards", "monetary"), actors=("employers", "government"))
    other = ids(small, actors=("government", "employers"), domain=("monetary", "standards"))
    assert one == other != set()


def test_comparing_two_configurations_tells_what_is_asked_otherwise_and_which_rows_differ(small):
    asked = [
        ck.Configuration(actors=("employers",)),
        ck.Configuration(actors=("employers", "workers"), wider=True),
    ]
    table = ck.compare_matches(*(ck.matching_evidence(small, one) for one in asked))
    assert table.loc["actors"].tolist() == ["employers", "employers and workers"]
    assert table.loc["wider"].tolist() == ["left out", "included"]
    assert table.loc["rows", str(asked[0])] == "pol-1.0.4-01, act-1.0.4-01"
    assert table.loc["rows", str(asked[1])] == ""


def test_the_sentence_tells_each_outcome_apart_and_what_the_claims_are_made_of(evidence):
    together = ck.Configuration(ways=("employers:joint", "government:joint"))
    match = ck.matching_evidence(evidence, together)
    assert match.sentence == (
        "Growth: an effect is stated. Social conditions: these rows state no effect at a named place."
    )
    assert match.made_of == "Of these claims 4 state an act, 1 a policy alone."
    acts = ck.matching_evidence(evidence, stories()["Exporters' association (Tirupur)"])
    assert acts.sentence == ck.standing_sentences()["effect not stated"]
    assert acts.made_of == ""


def test_that_there_was_no_effect_is_not_told_as_an_effect(evidence):
    match = ck.matching_evidence(evidence, stories()["Devaluation (Sialkot footballs)"])
    exact = match.exact[match.exact["growth_effect"] == "0"]
    assert len(exact)
    none = dataclasses.replace(match, exact=exact, standing="no effect reported")
    assert none.sentence.startswith("Growth: coded 0, as said not to have come about.")


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        # what one row meets is no matter of units, and a policy is no act
        ({"instrument": ("exchange_rate",), "state": ("appreciation",)},
         "Stated of Chipilo furniture (2.2.4); Sinos Valley footwear (2.2.3)."),
        ({"domain": ("monetary",), "outcomes": ("growth:-",)}, "Stated of one policy: Chipilo"),
        ({"outcomes": ("growth:+", "social:+")}, "Stated of one act or policy: Chiapas"),
        ({"ways": ("government:joint", "employers:joint")}, "Stated as one act: Los Lagos"),
        # several clusters are no one cluster; those of the wider context are places
        ({"actors": ("employers", "government")}, "Stated of each of 4 clusters: Los Lagos salmon"),
        ({"ways": ("government:absent", "workers:joint"), "wider": True},
         "Not stated as one act, nor of one place. Stated apart: government did not act – Sialkot"),
        # a place that is asked is not all places
        ({"ways": ("employers:joint",), "settings": ("phnom-penh-garments",)},
         "Stated of no cluster among those asked."),
        # years hold for every row
        ({"ways": ("employers:joint",), "years": (1990, 1999)}, "Of no cluster do rows of these years"),
        # what is inherited is said to be
        ({"instrument": ("labour_enforcement",), "state": ("weak",), "ways": ("employers:joint",),
          "unit": "inherited"},
         "nor of one cluster. With what is stated of its region and country: Wenling"),
        ({"certainty": ("reported",)}, ""),
    ],
)  # fmt: skip
def test_the_sentence_says_where_all_of_it_stands_and_no_more(evidence, parts, sentence):
    where = ck.matching_evidence(evidence, ck.Configuration(**parts)).where
    assert sentence in where
    assert bool(where) == bool(sentence)


def test_places_of_the_sentence_are_those_of_the_rows_where_only_outcomes_are_asked(evidence):
    for entry in ("growth:improved", "remuneration:improved", "social:-"):
        match = ck.matching_evidence(evidence, ck.Configuration(outcomes=(entry,)))
        told = {evidence.place_name(place) for place in match.exact["setting_id"]}
        assert told == {one.split(" (")[0] for one in match.where[10:-1].split("; ")}
    both = ck.Configuration(outcomes=("growth:+", "social:+"))
    assert ck.matching_evidence(evidence, both).counts.places == 3
    across = ck.Configuration(outcomes=("growth:+", "social:-"))  # of two stories of Sialkot
    assert ck.matching_evidence(evidence, across).counts.places == 0


def test_one_claim_states_and_several_state(evidence):
    asked = ck.Configuration(ways=("government:opposed",))
    told = ck.matching_evidence(evidence, asked).made_of
    assert told == "Of these claims 1 states an act, 1 a policy alone."
    reported = ck.Configuration(outcomes=("growth:improved",))
    assert "a change or a level alone" in ck.matching_evidence(evidence, reported).made_of
