"""Every control of every explorer changes the answer, and every answer traces to rows."""

from __future__ import annotations

import pytest
from ipywidgets import Checkbox, Dropdown, IntSlider, SelectMultiple

import clusterkit as ck
from clusterkit.widgets import Figure1

EXPLORERS = (
    "explore_figure1",
    "explore_places",
    "explore_growth",
    "explore_conditions",
    "explore_policies",
    "explore_acts",
    "explore_configurations",
)


@pytest.fixture(scope="module", params=EXPLORERS)
def explorer(request):
    return getattr(ck, request.param)(ck.load())


def shown(explorer) -> tuple[str, ...]:
    return tuple(
        part.value
        for part in (explorer._told, explorer._figure, explorer._table, explorer._sources)
    )


def other_values(control):
    if isinstance(control, IntSlider):
        return [control.max]
    if isinstance(control, Checkbox):
        return [not control.value]
    if isinstance(control, SelectMultiple):
        return [(value,) for _, value in control.options]
    if isinstance(control, Figure1):
        return [one["id"] for one in (*control.boxes, *control.arrows)]
    assert isinstance(control, Dropdown)
    return [value for _, value in control.options if value != control.value]


def test_every_control_changes_what_is_shown_and_reset_restores_it(explorer):
    start = shown(explorer)
    for name, control in explorer.controls.items():
        assert control.description, f"{name} has no label"
        changed = False
        for value in other_values(control):
            control.value = value
            changed = shown(explorer) != start
            if changed:
                break
        assert changed, f"{name} changes nothing"
        explorer.reset()
        assert shown(explorer) == start


def test_the_counts_shown_are_those_of_the_rows(explorer):
    counts = explorer._evidence.counts(explorer.rows)
    assert str(counts) in explorer._told.value
    assert repr(explorer) == f"{explorer._name}: {counts}"
    assert set(explorer.rows.index) <= set(explorer._evidence.statements.index)


def test_the_sources_shown_are_exactly_those_of_the_rows(explorer):
    keys = {key for cell in explorer.rows["sources"] for key in cell}
    assert set(explorer.cite().keys) == keys


def test_figures_have_alternative_text_and_tables_can_be_reached_by_keyboard(explorer):
    if explorer._figure.value:
        assert "alt='" in explorer._figure.value
        assert "alt=''" not in explorer._figure.value
    assert "tabindex='0'" in explorer._table.value
    assert "role='status'" in explorer._told.value


def test_an_empty_answer_says_so_and_how_to_go_on(evidence):
    menu = ck.explore_policies(evidence)
    menu.controls["domain"].value = "monetary"
    menu.controls["instrument"].value = "tariff"
    assert "0 claims · 0 places · 0 sources" in menu._told.value
    assert "The paper says nothing about this combination." in menu._told.value
    assert "No row of the evidence fits" in menu._table.value
    assert menu._figure.value == ""


def test_every_option_of_every_control_is_answered_without_an_error(explorer):
    start = explorer.selection
    for name, control in explorer.controls.items():
        for value in other_values(control):
            view = explorer._answer(**{**start, name: value})
            assert view.sentence
            assert set(view.rows.index) <= set(explorer._evidence.statements.index)


def test_choosing_a_story_greys_out_the_other_controls(evidence):
    explorer = ck.explore_configurations(evidence)
    explorer.controls["preset"].value = "Shoes from Brazil (Sinos Valley)"
    assert explorer.controls["domain"].disabled
    assert set(explorer.rows["episode"]) == {"shoes-from-brazil"}
    explorer.reset()
    assert not explorer.controls["domain"].disabled


def test_a_combination_without_evidence_lists_the_nearest_places_as_no_match(evidence):
    explorer = ck.explore_configurations(evidence)
    explorer.controls["domain"].value = "monetary"
    explorer.controls["actors"].value = ("workers",)
    assert explorer.rows.empty
    assert "which are no match" in explorer._told.value
    assert {"agrees", "differs", "not said"} <= set(explorer.table.columns)


def test_the_rows_behind_a_story_are_those_of_the_pure_function(evidence):
    explorer = ck.explore_configurations(evidence)
    explorer.controls["actors"].value = ("employers",)
    explorer.controls["mode"].value = "refused"
    asked = ck.Configuration(actors=("employers",), mode=("refused",))
    assert list(explorer.rows.index) == list(ck.matching_evidence(evidence, asked).exact.index)


def test_figure_1_draws_every_part_of_the_framework_and_nothing_else(evidence):
    figure = ck.explore_figure1(evidence).controls["figure"]
    assert [one["id"] for one in figure.boxes] == [node.id for node in ck.NODES]
    assert [one["id"] for one in figure.arrows] == [arrow.id for arrow in ck.ARROWS]
    by_id = {one["id"]: one for one in figure.arrows}
    assert by_id["F7"]["dot"], "F7 ends on F4, with a dot"
    assert by_id["F8"]["status"] == "other"
    for arrow in ck.ARROWS:
        assert all(paragraph in by_id[arrow.id]["name"] for paragraph in arrow.paragraphs)


def test_choosing_an_arrow_shows_exactly_its_rows(evidence):
    explorer = ck.explore_figure1(evidence)
    found = ck.arrow_evidence(evidence)
    for arrow in ck.ARROWS:
        explorer.controls["figure"].value = arrow.id
        assert set(explorer.rows.index) == set(found.loc[found["arrow"] == arrow.id, "row_id"])


def test_a_place_thins_the_counts_on_the_arrows(evidence):
    explorer = ck.explore_figure1(evidence)
    figure = explorer.controls["figure"]
    explorer.controls["place"].value = "kannur-textiles"
    lines = {one["id"]: one["lines"] for one in figure.arrows}
    assert lines["F4"][-2:] == ["1 claim · 1 place", "effect not stated"]
    assert lines["F6"][-2:] == ["0 claims · 0 places", "not mentioned"]
    explorer.reset()
    assert "effect stated" in figure.arrows[3]["lines"]
