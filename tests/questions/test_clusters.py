"""Marks, cells and comparisons of clusters: what is stated, and nothing else."""

from __future__ import annotations

import pytest

import clusterkit as ck
from clusterkit.questions.clusters import MARKS, linked_rows
from clusterkit.questions.elements import framework_elements, rows_by_element
from clusterkit.widgets.scripts import rows_in_words

from .. import small as made_up


@pytest.fixture(scope="module")
def marks(evidence):
    return ck.cluster_marks(evidence)


def made(tmp_path, **cells):
    row = {**made_up.ROWS["policies"][0], "policy_id": "pol-1.0.4-09", "claim_id": "1.0.4-50",
           **cells}  # fmt: skip
    marks = ck.cluster_marks(made_up.evidence(tmp_path / "e", policies=[row]))
    mine = marks[(marks["row_id"] == "pol-1.0.4-09") & ~marks["element"].str.startswith("from_")]
    return mine[["element", "mark"]].iloc[0].tolist(), len(mine)


@pytest.mark.parametrize(
    ("cells", "element", "mark"),
    [
        ({"instrument": "exchange_rate", "state": "appreciation"}, "exchange_rate", "up"),
        ({"instrument": "exchange_rate", "state": "fixed"}, "exchange_rate", "in_force"),
        ({"instrument": "tariff", "state": "lowered"}, "trade", "down"),
        ({"instrument": "labour_law", "state": "lowered"}, "labour_law", "slack"),
        ({"instrument": "labour_law", "state": "enforced"}, "labour_law", "in_force"),
        ({"instrument": "labour_law", "state": "mixed"}, "labour_law", "named"),
        ({"instrument": "labour_law", "state": ""}, "labour_law", "named"),
        ({"instrument": "labour_law", "state": "strong", "stage": "aimed"}, "labour_law", "expected"),
        ({"instrument": "minimum_wage", "state": "proposed", "level": "international",
          "influencer": "buyers", "stage": "not_realised"}, "labour_demands", "expected"),
        ({"instrument": "quality_standard", "state": "required", "level": ""},
         "product_standards", "in_force"),
    ],
)  # fmt: skip
def test_a_mark_comes_from_the_state_of_its_instrument(tmp_path, cells, element, mark):
    told, number = made(tmp_path, social_effect="", **cells)
    assert told == [element, mark]
    assert number == 1, "a policy stands in one column"


def test_every_policy_stands_in_one_element_and_every_instrument_in_one(evidence):
    rows = rows_by_element(evidence)
    environment = [one.id for one in framework_elements().values() if one.part == "environment"]
    counts = rows[rows["element"].isin(environment)]["row_id"].value_counts()
    assert set(counts) == {1}
    assert set(counts.index) == set(evidence.policies.index)
    members = [word for one in framework_elements().values() for word in one.members]
    assert len(members) == len(set(members))
    instruments = set(evidence.vocabulary("policies", "instrument"))
    assert instruments | set(evidence.vocabulary("actions", "actors")) == set(members)


def test_foreign_lobbies_are_influences_and_no_employers_of_the_country(marks):
    lobby = marks[marks["row_id"] == "act-3.2.4-02"]
    assert lobby["element"].tolist() == ["from_abroad"]


def test_a_prospect_fills_no_mark(marks):
    panyu = marks[
        (marks["setting_id"] == "panyu-jewellery") & (marks["element"] == "labour_demands")
    ]
    assert panyu["mark"].tolist() == ["expected"]


def test_marks_are_those_with_words(marks):
    assert set(marks["mark"]) <= set(MARKS)
    assert marks["says"].str.len().gt(0).all()


def test_both_outcomes_are_reported_for_six_clusters(evidence):
    groups = ck.outcome_groups(evidence)
    both = groups[groups.str.startswith("Both")].index
    assert len(groups) == 23
    assert set(both) == {
        "sialkot-football", "sinos-valley-footwear", "sialkot-surgical-instruments",
        "chiapas-coffee", "los-lagos-salmon", "torreon-blue-jeans",
    }  # fmt: skip


def test_linked_rows_share_a_letter_and_others_have_none(evidence):
    rows = ["act-3.2.1-06", "pol-3.4.7-02", "act-3.2.1-08", "pol-3.2.1-02", "pol-2.2.4-08"]
    letters = linked_rows(evidence, rows)
    assert letters["act-3.2.1-06"] == letters["pol-3.4.7-02"]
    assert letters["act-3.2.1-08"] == letters["pol-3.2.1-02"] != letters["act-3.2.1-06"]
    assert "pol-2.2.4-08" not in letters


def test_the_three_claims_with_both_effects_have_a_demand_from_outside_and_no_workers(evidence):
    table = ck.outcomes_together(evidence, "claim")
    both = table[table["together"] == "+ +"]
    assert set(both["setting_id"]) == {"torreon-blue-jeans", "chiapas-coffee", "sialkot-football"}
    assert not both["acts"].map(lambda acts: any("workers" in act for act in acts)).any()


def test_chains_name_the_policy_the_act_and_what_followed(evidence):
    chains = ck.mediation_chains(evidence)
    narrow = ck.mediation_chains(evidence, reading="narrow")
    assert set(narrow["act_row"]) < set(chains["act_row"])
    agreement = chains[chains["act_row"] == "act-3.2.1-06"].iloc[0]
    assert agreement[["growth", "social"]].tolist() == ["+", "+"]
    assert "child labour" in " ".join(agreement["followed"])
    wider = ck.mediation_chains(evidence, wider=True)
    assert "no place: general claim" in set(wider["place"])


def test_the_contrasts_of_the_paper_are_there(evidence):
    growth = ck.contrasts(evidence, "growth")
    pairs = {frozenset(pair) for pair in zip(growth["one"], growth["other"], strict=True)}
    assert frozenset(["Guadalajara footwear", "Chipilo furniture"]) in pairs
    effects = ck.contrasts(evidence, "growth", by="effects")
    lakes = effects[
        effects["one"].eq("Los Lagos salmon") & effects["other"].eq("Lake Victoria farmed fish")
    ].iloc[0]
    assert lakes[["outcome_of_one", "outcome_of_other"]].tolist() == ["+", "−/+"]
    assert lakes["kind"] == "one outcome has what the other has, and more"
    differs = growth[growth["kind"] == "the outcome differs"]
    assert set(differs["one"]) == {"Chipilo furniture"}, "the Sinos Valley's is mixed"
    for cell in growth["differing"].explode().dropna():
        one, other = (side.split(": ")[0] for side in cell.split(" ↔ "))
        assert one == other, "another instrument is silence, and no difference"
    assert lakes["shared"] == ("hygiene standard: required",)
    assert "did not act together" in lakes["differing"][0]


def test_where_no_pair_exists_a_sentence_says_so(small):
    table = ck.contrasts(small, "social")
    assert table.empty
    assert table.attrs["sentence"].startswith("No pair exists")


def test_the_nearest_share_a_word_and_never_a_silence(evidence):
    near = ck.nearest(evidence, "guadalajara-footwear")
    assert near["agrees"].map(len).gt(0).all()
    assert near["agrees"].map(len).is_monotonic_decreasing
    chipilo = near[near["setting_id"] == "sialkot-football"].iloc[0]
    assert "exchange rate: depreciation" in chipilo["agrees"]
    assert ck.nearest(evidence, "agra-leather").empty, "nothing but conditions is said of it"
    with pytest.raises(ValueError, match="“atlantis” is not known here"):
        ck.nearest(evidence, "atlantis")


def test_combinations_that_nobody_described_are_listed(evidence):
    table = ck.observed_configurations(evidence, "government", "employers", "social")
    assert table["number"].is_monotonic_decreasing
    assert (table["number"] == 0).any()
    assert table.loc[table["number"] > 0, "clusters"].map(len).gt(0).all()
    with pytest.raises(ValueError, match="no element 'weather'"):
        ck.observed_configurations(evidence, "weather")


def test_firms_that_did_not_act_together_are_nowhere_said_not_to_have_acted(evidence):
    told = [*ck.outcomes_together(evidence, "act")["acts"].explode().dropna()]
    assert "employers: did not act together" in told
    asked = ck.Configuration(ways=("employers:absent",))
    assert "employers did not act (or not together)" in str(asked)
    words = rows_in_words(evidence, evidence.statements.loc[["act-3.2.3-17", "act-3.2.1-05"]])
    assert [row[5] for row in words.values()] == [
        "employers: did not act together",
        "employers + workers: jointly (only aimed at or expected)",
    ]
