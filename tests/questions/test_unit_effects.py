"""Effects stand beside the unit that matches, and never beside another one of its place."""

from __future__ import annotations

import pytest

import clusterkit as ck
from clusterkit.questions.stories import stories
from clusterkit.questions.unit_effects import chains_in_units, effects_in_units
from clusterkit.questions.unit_rows import UNITS_OF

EVIDENCE = ck.load(only="paper")
FOOTBALLS = ("sialkot-football",)


def effects(asked: ck.Configuration) -> list[list[object]]:
    return effects_in_units(EVIDENCE, ck.matching_evidence(EVIDENCE, asked))


def rows_of(lines: list[list[object]]) -> set[str]:
    return {row for line in lines for row in line[-1]}  # type: ignore[attr-defined]


def test_a_story_shows_none_of_the_effects_of_the_other_stories_of_its_place():
    lines = effects(stories()["Atlanta Agreement (Sialkot footballs)"])
    assert {line[1] for line in lines} == {
        "An agreement of many parties against child labour",
        "Full-time contracts and overtime pay demanded for home-based stitchers",
    }
    assert set(EVIDENCE.statements.loc[list(rows_of(lines)), "episode"]) == {"atlanta-agreement"}


def test_the_act_that_matches_is_alone_where_its_cluster_has_more():
    ways = {"ways": ("employers:joint",), "settings": FOOTBALLS}
    in_act, in_cluster = (effects(ck.Configuration(**ways, unit=one)) for one in ("act", "cluster"))
    assert [line[4] for line in in_act] == ["employers: jointly"]
    assert rows_of(in_act) < rows_of(in_cluster)


@pytest.mark.parametrize("unit", ["act", "story", "cluster"])
@pytest.mark.parametrize("name", [*stories()])
def test_every_effect_shown_is_of_a_unit_that_meets_the_story(unit, name):
    asked = ck.Configuration(**{**vars(stories()[name]), "unit": unit})
    match = ck.matching_evidence(EVIDENCE, asked)
    units = EVIDENCE.once(UNITS_OF[unit])
    mine = {
        EVIDENCE.statements.index[at]
        for number in match.met[unit].pools
        for at in units.outcome_rows(number)
    }
    assert rows_of(effects_in_units(EVIDENCE, match)) <= mine


@pytest.mark.parametrize("unit", ["act", "story", "cluster"])
@pytest.mark.parametrize("certainty", ["reported", "possible"])
def test_rows_of_another_certainty_give_no_sign(unit, certainty):
    lines = effects(ck.Configuration(certainty=(certainty,), unit=unit))
    assert lines
    assert set(EVIDENCE.statements.loc[list(rows_of(lines)), "certainty"]) == {certainty}
    hedged = {sign for line in lines for cell in line[2:4] for sign in str(cell) if sign == "?"}
    assert hedged == ({"?"} if certainty == "possible" else set())


def test_where_nothing_is_asked_all_units_with_an_effect_stand():
    for unit in ("act", "story", "cluster"):
        table = ck.outcomes_together(EVIDENCE, unit)
        shown = {tuple(line[-1]) for line in effects(ck.Configuration(unit=unit))}
        assert shown == set(table["rows"])


def test_what_a_region_hands_down_brings_no_effects_of_the_region():
    asked = ck.Configuration(domain=("standards",), countries=("CHN",), unit="inherited")
    match = ck.matching_evidence(EVIDENCE, asked)
    assert "china" in set(match.exact["setting_id"])
    assert {line[0] for line in effects_in_units(EVIDENCE, match)} <= {
        EVIDENCE.place_name(place) for place in match.met["inherited"].places
    }
    assert "China" not in {line[0] for line in effects_in_units(EVIDENCE, match)}


@pytest.mark.parametrize("unit", ["act", "story", "cluster"])
def test_a_chain_of_another_act_on_the_same_policies_is_not_shown(unit):
    asked = ck.Configuration(ways=("employers:opposed",), settings=FOOTBALLS, unit=unit)
    chains = chains_in_units(EVIDENCE, ck.matching_evidence(EVIDENCE, asked))
    assert {line[2] for line in chains} == {"employers: worked against it"}
