"""Figure 1, live: every part of the framework, nothing else, and the rows behind each."""

from __future__ import annotations

import pytest
from traitlets import TraitError

import clusterkit as ck
from clusterkit.plots.figure1_layout import POINTS
from clusterkit.widgets.figure1 import figure1_answer, rows_behind


@pytest.fixture
def figure(evidence):
    return ck.explore_figure1(evidence)


def test_it_draws_every_part_of_the_framework_and_nothing_else(figure):
    assert [one["id"] for one in figure.parts["boxes"]] == [node.id for node in ck.figure1_parts()]
    assert [one["id"] for one in figure.parts["arrows"]] == [
        arrow.id for arrow in ck.figure1_arrows()
    ]
    assert set(figure.answer["arrows"]) == set(POINTS)
    assert set(figure.answer["nodes"]) == {node.id for node in ck.figure1_parts()}


def test_f7_ends_on_f4_f8_is_dotted_and_no_arrow_joins_growth_and_social_conditions(figure):
    arrows = {one["id"]: one for one in figure.parts["arrows"]}
    assert arrows["F7"]["dot"] is not None
    assert figure.parts["table"]["F7"][2] == "arrow F4"
    assert arrows["F8"]["status"] == "other"
    assert arrows["F3"]["status"] == "optional"
    starts = {arrow.start for arrow in ck.figure1_arrows()}
    assert not starts & {"growth", "social"}
    assert ck.why_no_arrow() in figure.answer["nodes"]["growth"]["name"]


def test_every_part_has_a_name_with_its_paragraphs(figure):
    for one in (*ck.figure1_arrows(), *ck.figure1_parts()):
        told = {**figure.answer["arrows"], **figure.answer["nodes"]}[one.id]["name"]
        assert all(paragraph in told for paragraph in one.paragraphs)


def test_the_ambiguities_are_told_as_paper_ours_and_why(figure):
    told = figure.parts["ambiguities"]
    topics = ["Standards", "Government", "Mediation", "Foreign lobbies", "Enforcement"]
    assert [one[0] for one in told] == topics
    assert all(len(one) == 4 and all(one) for one in told)


def test_the_counts_on_an_arrow_are_those_of_its_rows(evidence, figure):
    table = ck.arrow_table(evidence)
    for arrow, told in figure.answer["arrows"].items():
        assert told["counts"] == table.loc[arrow, ["claims", "places", "sources"]].tolist()
        assert told["standing"] == table.loc[arrow, "standing"]
        effects = "reported only" in told["lines"][1]
        assert effects == (told["standing"] == "effect stated")
        assert effects or told["lines"][1] == told["standing"]


def test_an_arrow_says_how_many_claims_state_an_effect_and_how_many_are_reported_only(evidence):
    told = figure1_answer(evidence)["arrows"]["F4"]
    rows = evidence.statements.loc[ck.arrow_evidence(evidence).query("arrow == 'F4'")["row_id"]]
    placed = rows[rows["setting_id"].notna()]
    signs = placed[["growth_effect", "social_effect"]]
    stating = set(placed.loc[(signs.notna() & signs.ne("0")).any(axis=1), "claim"])
    none = set(placed.loc[signs.notna().any(axis=1), "claim"]) - stating
    bare = set(placed["claim"]) - stating - none
    general = set(rows["claim"]) - set(placed["claim"])
    assert told["stand"] == [len(stating), len(none), len(bare), len(general)]
    assert told["lines"][1] == f"{len(stating)} effect · {len(bare)} reported only"
    assert f"By claim: {len(stating)} state an effect at a named place" in told["name"]
    assert f"{len(bare)} are reported only, with no effect stated" in told["name"]


@pytest.mark.parametrize("outcome", ["growth", "social"])
def test_an_outcome_box_counts_effects_on_that_outcome_alone(evidence, outcome):
    told = figure1_answer(evidence)["nodes"][outcome]["name"]
    effects = evidence.statements[f"{outcome}_effect"]
    placed = evidence.statements["setting_id"].notna()
    stating = evidence.statements[placed & effects.notna() & effects.ne("0")]
    assert f"By claim: {stating['claim'].nunique()} state an effect at a named place" in told


def test_each_outcome_has_rows_of_its_own(evidence, figure):
    behind = {}
    for part in ("growth", "social"):
        figure.selection = part
        behind[part] = set(figure.rows.index)
    figure.selection = ""
    assert set(evidence.conditions.index) <= behind["social"] - behind["growth"]
    assert set(evidence.economy.index) <= behind["growth"] - behind["social"]
    both = evidence.statements.loc[sorted(behind["growth"] & behind["social"])]
    assert both["growth_effect"].notna().all()
    assert both["social_effect"].notna().all()


def test_choosing_an_arrow_gives_exactly_its_rows_and_their_sources(evidence, figure):
    found = ck.arrow_evidence(evidence)
    for arrow in ck.figure1_arrows():
        figure.selection = arrow.id
        assert set(figure.rows.index) == set(found.loc[found["arrow"] == arrow.id, "row_id"])
    assert set(figure.cite().keys) == {key for cell in figure.rows["sources"] for key in cell}


def test_a_box_stands_for_the_arrows_that_begin_or_end_there(evidence):
    ends = {"F1", "F2", "F3", "F4", "F5", "F8"}
    found = ck.arrow_evidence(evidence)
    behind = set(rows_behind(evidence, "environment").index)
    assert behind == set(found.loc[found["arrow"].isin(ends), "row_id"])


def test_a_place_thins_the_counts(evidence):
    told = figure1_answer(evidence, "kannur-textiles")["arrows"]
    assert told["F4"]["lines"][-2:] == ["1 claim · 1 place", "effect not stated"]
    assert told["F6"]["lines"][-2:] == ["0 claims · 0 places", "not mentioned"]


def test_an_element_keeps_what_is_about_it_or_linked_to_it(small):
    everything = set(rows_behind(small).index)
    employers = set(rows_behind(small, element="employers").index)
    assert employers == {"pol-1.0.4-01", "act-1.0.4-01", "act-1.0.4-03"}
    assert employers < everything
    assert set(rows_behind(small, element="exchange_rate").index) == {"pol-1.0.4-02"}


def test_government_stands_in_three_roles(evidence):
    assert len(figure1_answer(evidence, element="government")["roles"]) == 3
    assert figure1_answer(evidence, element="tariff")["roles"] == ["environment"]


def test_tracing_a_story_numbers_its_steps_over_parts_of_the_figure(figure):
    figure.place, figure.episode = "sialkot-football", "sialkot-stitchers-strikes"
    steps = figure.answer["steps"]
    assert [one[0] for one in steps] == list(range(1, len(steps) + 1))
    known = {*POINTS, "growth", "social", ""}
    assert {part for one in steps for part in one[3].split(" ")} <= known
    figure.place = "sinos-valley-footwear"
    assert figure.episode == "", "another place has other stories"
    assert figure.answer["steps"] == []


def test_two_places_are_set_side_by_side(evidence):
    told = figure1_answer(evidence, "sialkot-football", "sialkot-surgical-instruments")
    assert told["names"] == ["Sialkot footballs", "Sialkot surgical instruments"]
    assert len(told["compared"]) == len(
        ck.compare_settings(evidence, "sialkot-football", "sialkot-surgical-instruments")
    )


def test_a_part_or_place_that_is_not_there_is_refused_with_a_reason(figure):
    with pytest.raises(TraitError, match="Figure 1 has no part 'F9'"):
        figure.selection = "F9"
    with pytest.raises(TraitError, match="no setting 'atlantis'"):
        figure.place = "atlantis"


def test_a_lecture_reveals_the_parts_asked_for(evidence):
    assert ck.explore_figure1(evidence, reveal=["F1", "F4"]).reveal == ["F1", "F4"]
