"""A place, a claim or an actor chosen in one view is marked in every view of the same evidence."""

from __future__ import annotations

import clusterkit as ck
from clusterkit.widgets.chosen import Chosen

from ..own.test_workbook import MINE, filled


def test_what_is_chosen_in_one_view_is_marked_in_the_others_and_hides_nothing():
    evidence = ck.load(only="paper")
    growth, grid, acts = (
        getattr(ck, name)(evidence)
        for name in ("explore_growth", "explore_conditions", "explore_acts")
    )
    drawn = [view._drawing.picture for view in (growth, grid, acts)]
    counts = [len(view.rows) for view in (growth, grid, acts)]
    followed = {"place": "sialkot-football", "claim": "", "actor": ""}
    grid._drawing.chosen = followed  # as the browser says it
    for view in (growth, grid, acts):
        assert view.chosen.place == "sialkot-football"
        assert view._drawing.chosen == followed
    assert [view._drawing.picture for view in (growth, grid, acts)] == drawn
    assert [len(view.rows) for view in (growth, grid, acts)] == counts
    acts.chosen.actor = "workers"
    assert growth._drawing.chosen == {**followed, "actor": "workers"}
    growth._drawing.chosen = dict.fromkeys(followed, "")
    assert acts.chosen.values() == dict.fromkeys(followed, "")


def test_the_matrix_figure_1_and_the_mediation_explorer_follow_and_lead_and_hide_nothing():
    evidence = ck.load(only="paper")
    growth = ck.explore_growth(evidence)
    drawn = [
        ck.explore_matrix(evidence),
        ck.explore_figure1(evidence),
        ck.explore_mediation(evidence),
    ]
    before = [view.question for view in drawn]
    for view, place in zip(
        drawn, ("sialkot-football", "panyu-jewellery", "chiapas-coffee"), strict=True
    ):
        view.chosen = {**view.chosen, "place": place}  # as the browser says it
        assert growth.chosen.place == place
        assert [other.chosen["place"] for other in drawn] == [place] * 3
        assert growth._drawing.chosen["place"] == place
        assert view.places[place] == evidence.place_name(place)
    growth.chosen.actor = "workers"
    assert {view.chosen["actor"] for view in drawn} == {"workers"}
    assert [view.question for view in drawn] == before
    drawn[0].follow(Chosen(place="enugu-furniture"))
    assert drawn[0].chosen["place"] == "enugu-furniture"
    growth.chosen.place = ""
    assert drawn[0].chosen["place"] == "enugu-furniture"


def test_the_explorer_of_places_goes_to_the_place_that_is_followed_and_chooses_it():
    evidence = ck.load(only="paper")
    places, growth = ck.explore_places(evidence), ck.explore_growth(evidence)
    assert growth.chosen.place == "", "nothing is followed before the reader chooses"
    growth.chosen.place = "enugu-furniture"
    assert set(places.rows["setting_id"]) == {"enugu-furniture"}
    places.controls["place"].value = "panyu-jewellery"
    assert growth._drawing.chosen["place"] == "panyu-jewellery"
    growth.chosen.place = ""
    assert places.controls["place"].value == "panyu-jewellery"


def test_other_evidence_has_a_choice_of_its_own():
    one, other = (ck.explore_growth(ck.load(only="paper")) for _ in range(2))
    one.chosen.place = "enugu-furniture"
    assert other.chosen.place == ""
    one.follow(Chosen(place="panyu-jewellery"))
    assert one._drawing.chosen["place"] == "panyu-jewellery"


def test_the_paper_alone_and_all_rows_follow_the_same(tmp_path):
    both = ck.load(filled(tmp_path / "my-clusters.xlsx", MINE))
    acts, growth = ck.explore_acts(both), ck.explore_growth(both)
    acts.switch.value = "paper"
    acts.chosen.place = "sialkot-football"
    assert growth.chosen.place == "sialkot-football"
    acts.switch.value = "all"
    assert acts.explorer._drawing.chosen["place"] == "sialkot-football"
