"""The switch between all rows, the paper's and your own keeps the question that was asked."""

import pytest

import clusterkit as ck
from clusterkit.widgets.origin_switch import OriginSwitch

from ..own.test_workbook import MINE, filled


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    return ck.load(filled(tmp_path_factory.mktemp("own") / "my-clusters.xlsx", MINE))


def test_a_control_keeps_its_value_on_the_other_evidence(both):
    acts = ck.explore_acts(both)
    acts.controls["mode"].value = "joint"
    acts.controls["wider"].value = False
    for which in ("paper", "own", "all"):
        acts.switch.value = which
        assert acts.selection["mode"] == "joint"
        assert acts.selection["wider"] is False


def test_a_pinned_configuration_and_the_one_asked_are_kept(both):
    explorer = ck.explore_mediation(both)
    explorer.configuration = ck.Configuration(mode=("joint",))
    explorer.pin()
    explorer.configuration = ck.Configuration(domain=("standards",), wider=True)
    asked, pinned = explorer.configuration, explorer.pinned
    for which in ("paper", "own", "all"):
        explorer.switch.value = which
        assert explorer.configuration == asked
        assert explorer.pinned == pinned == "ck2;mode=joint"


def test_what_the_other_evidence_lacks_is_named_and_asked_again_later(both):
    explorer = ck.explore_mediation(both, ck.Configuration(settings=("chipilo-furniture",)))
    explorer.switch.value = "own"
    assert explorer.configuration.settings == ()
    assert "settings: chipilo-furniture" in explorer.children[1].value
    explorer.switch.value = "paper"
    assert explorer.configuration.settings == ("chipilo-furniture",)
    assert explorer.children[1].value == ""


def test_a_new_choice_takes_the_place_of_what_waited(both):
    places = ck.explore_places(both)
    places.controls["place"].value = "chipilo-furniture"
    places.switch.value = "own"
    own_place = places.selection["place"]
    assert own_place != "chipilo-furniture"
    other = next(
        value for _, value in places.controls["place"].options if value not in (own_place,)
    )
    places.controls["place"].value = other
    places.switch.value = "all"
    assert places.selection["place"] == other


def test_figure_1_keeps_place_element_and_choice(both):
    figure = ck.explore_figure1(
        both, place="chipilo-furniture", element="employers", selection="F7"
    )
    figure.switch.value = "paper"
    assert (figure.place, figure.element, figure.selection) == (
        "chipilo-furniture", "employers", "F7",
    )  # fmt: skip
    figure.switch.value = "own"
    assert (figure.element, figure.selection) == ("employers", "F7")
    figure.switch.value = "all"
    assert figure.place == "chipilo-furniture"


def test_a_chosen_cell_is_chosen_on_the_other_evidence_too(both):
    cells = ck.explore_cells(both)
    assert isinstance(cells, OriginSwitch)
    chosen = [both.place_name("chipilo-furniture"), "GROWN"]
    cells.value = chosen
    cells.switch.value = "paper"
    assert cells.value == chosen
