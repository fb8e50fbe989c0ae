"""Every control of every explorer changes the answer, and every answer traces to rows."""

from __future__ import annotations

import json

import pytest
from ipywidgets import Checkbox, Dropdown, IntSlider
from traitlets import TraitError

import clusterkit as ck
from clusterkit.evidence.content import no_evidence
from clusterkit.plots.display import figure_html, saved
from clusterkit.plots.growth import HIDDEN
from clusterkit.plots.matrices import LEFT_OUT
from clusterkit.plots.pictures import as_values
from clusterkit.plots.style import FAINT
from clusterkit.widgets import panel

SLOW = ("explore_conditions", "explore_policies", "explore_acts")
EXPLORERS = [
    "explore_places",
    "explore_growth",
    "explore_story",
    *(pytest.param(name, marks=pytest.mark.slow) for name in SLOW),
]


@pytest.fixture(scope="module", params=EXPLORERS)
def explorer(request, evidence):
    return getattr(ck, request.param)(evidence)


def shown(explorer) -> tuple[str, ...]:
    return tuple(
        part.value
        for part in (explorer._status, explorer._figure, explorer._table, explorer._sources)
    )


def other_values(control):
    if isinstance(control, IntSlider):
        return [control.max]
    if isinstance(control, Checkbox):
        return [not control.value]
    if isinstance(control, panel.TickList):
        return [(value,) for value in control.options]
    assert isinstance(control, Dropdown)
    return [value for _, value in control.options if value != control.value]


@pytest.fixture(scope="module")
def answers(explorer):
    """Every option of every control, the others as they began: control, option and its view."""
    return [
        (name, value, explorer._answer(**{**explorer._start, name: value}))
        for name, control in explorer.controls.items()
        for value in other_values(control)
    ]


def test_every_control_changes_what_is_shown_and_reset_restores_it(explorer, monkeypatch):
    """In words, table and sources; what is drawn for them is looked at below."""
    monkeypatch.setattr(panel.Explorer, "_picture", lambda *_, **__: "a figure")
    explorer.reset()
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
    monkeypatch.undo()
    explorer.reset()


def test_the_counts_shown_are_those_of_the_rows(explorer):
    counts = explorer._evidence.counts(explorer.rows)
    assert str(counts) in explorer._status.value
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
    assert "role='status'" in explorer._status.value


def marks(values):
    """Everything in the values of a picture that opens rows."""
    parts = values.values() if isinstance(values, dict) else values
    own = [values] if isinstance(values, dict) and "rows" in values else []
    return own + [
        one for part in parts if isinstance(part, dict | list | tuple) for one in marks(part)
    ]


def test_every_mark_of_a_picture_has_words_and_opens_rows_of_the_evidence(explorer, answers):
    known = set(explorer._evidence.statements.index)
    for name, value, view in answers:
        if view.picture is None:
            continue
        values = as_values(view.picture)
        json.dumps(values, allow_nan=False)  # plain, so that a browser can read them
        assert marks(values), (name, value)
        for mark in marks(values):
            assert mark["words"], (name, value)
            assert set(mark["rows"]) <= known, (name, value)


def test_what_is_printed_and_what_the_browser_draws_are_one_picture(explorer):
    view = explorer.view
    if view.picture is None:
        return
    assert explorer._drawing.picture == as_values(view.picture)
    assert view.draw().get_title(loc="left") == view.picture.title


def test_what_a_choice_leaves_out_of_the_policies_keeps_its_standing(evidence):
    everything = ck.effects_by_instrument(evidence, evidence.policies)
    keys = ["domain", "instrument", "state", "outcome"]
    standings = everything.set_index(keys)["standing"]
    menu = ck.explore_policies(evidence)
    for choice in ({"certainty": "possible"}, {"setting_id": "sialkot-football"}):
        view = menu._answer(**{**menu._start, **choice})
        chosen = ck.effects_by_instrument(evidence, evidence.policies.loc[view.rows.index])
        differing = sum(
            standings[tuple(cell[keys])] != cell["standing"] for _, cell in chosen.iterrows()
        )
        ax = view.draw()
        marks = [line for line in ax.lines if len(line.get_xdata()) == 1]
        grey = [
            line
            for line in marks
            if FAINT in (line.get_markerfacecolor(), line.get_markeredgecolor())
        ]
        assert len(marks) == len(chosen)
        assert len(grey) == differing > 0, choice


def test_a_story_stands_in_order_of_following_and_each_step_opens_its_row(evidence):
    explorer = ck.explore_story(evidence)
    assert {*explorer.rows["episode"]} == {"sialkot-stitchers-strikes"}, "it opens with one story"
    explorer.controls["story"].value = "sialkot-football"
    drawn = explorer.view.picture
    steps = [row for step in drawn.steps for row in step.rows]
    rows = evidence.statements
    told = rows[rows["setting_id"].eq("sialkot-football") & rows["episode"].notna()]
    assert sorted(steps) == sorted(told.index)
    assert drawn.links
    assert all(before < after for before, after in drawn.links)
    assert [step.y for step in drawn.steps] == sorted(step.y for step in drawn.steps)


def test_every_cluster_is_on_the_map_or_named_beside_it_with_all_its_rows(evidence):
    drawn = ck.explore_places(evidence).view.picture
    clusters = evidence.settings.query("kind == 'cluster'")
    placed = clusters["latitude"].notna()
    statements = evidence.statements
    for there, marks_there in ((placed, drawn.world.towns), (~placed, drawn.without)):
        mine = statements["setting_id"].isin(clusters.index[there])
        assert sorted(row for mark in marks_there for row in mark.rows) == sorted(
            statements.index[mine]
        )
    large = [town.name for part in drawn.parts for town in part.towns]
    labelled = [town.name for town in drawn.world.towns if town.label]
    assert sorted(large + labelled) == sorted(town.name for town in drawn.world.towns)


def test_what_a_choice_leaves_out_is_dim_in_the_browser_and_still_opens_its_rows(evidence):
    every = ck.acts_by_actor(evidence, evidence.actions).set_index(["actor", "mode"])
    menu = ck.explore_acts(evidence)
    for mode in evidence.vocabulary("actions", "mode"):
        drawn = menu._answer(**{**menu._start, "mode": mode}).picture
        boxes = [box for line in drawn.lines for box in line.cells]
        assert [box.standing for box in boxes] == list(every["standing"]), mode
        left_out = [
            not box.text and bool(rows) for box, rows in zip(boxes, every["rows"], strict=True)
        ]
        assert any(left_out), mode
        for box, rows, out in zip(boxes, every["rows"], left_out, strict=True):
            assert set(box.rows) <= set(rows)
            assert not out or (box.dim and box.rows == rows and box.words.endswith(LEFT_OUT))


def test_a_cell_of_the_policies_opens_the_rows_that_state_its_effect(evidence):
    drawn = ck.explore_policies(evidence).view.picture
    law = next(at for at, line in enumerate(drawn.lines) if line.name == "labour law")
    growth, social, counts = drawn.lines[law].cells
    stated = evidence.policies.loc[list(social.rows), "social_effect"]
    assert stated.notna().all()
    assert evidence.policies.loc[list(growth.rows), "growth_effect"].notna().all()
    assert set(social.rows) < set(counts.rows)


def test_a_place_that_a_certainty_leaves_out_is_not_said_to_be_silent(evidence):
    everything = ck.growth_and_conditions(evidence)
    shown = panel_cells(ck.explore_conditions(evidence), certainty="possible")
    for place in everything.query("growth != 'not said' and conditions != 'not said'")["place"]:
        assert place not in shown["not said", "not said"], place
    assert "Torreon blue jeans" in shown[HIDDEN, HIDDEN]


def panel_cells(menu, **choices) -> dict[tuple[str, str], str]:
    """What stands in each cell of the grid that an explorer draws, by growth and conditions."""
    grid = menu._answer(**{**menu._start, **choices}).picture
    return {
        (column, row): " ".join(place.name for place in cell.names)
        for row, cells in zip(grid.rows_of, grid.cells, strict=True)
        for column, cell in zip(grid.columns, cells, strict=True)
    }


def test_every_place_of_the_grid_opens_what_its_direction_rests_on(evidence):
    grid = ck.growth_and_conditions(evidence)
    drawn = ck.explore_conditions(evidence).view.picture
    named = [place for row in drawn.cells for cell in row for place in cell.names]
    rows = {place.name: set(place.rows) for place in named}
    assert rows == {
        line.place: {*line.growth_rows, *line.condition_rows} for line in grid.itertuples()
    }
    starred = {place.name for place in named if place.star}
    assert starred == set(grid.loc[grid["hedged"], "place"])
    assert starred
    assert "*: a hedged statement" in drawn.note


def test_an_empty_answer_says_so_and_how_to_go_on(evidence):
    menu = ck.explore_policies(evidence)
    menu.controls["domain"].value = "monetary"
    menu.controls["instrument"].value = "tariff"
    assert "0 claims · 0 places · 0 sources" in menu._status.value
    assert no_evidence(wider=True) in menu._status.value
    assert "No row of the evidence fits" in menu._table.value
    assert menu._figure.value == ""


def test_every_option_of_every_control_is_answered_with_rows_of_the_evidence(explorer, answers):
    known = set(explorer._evidence.statements.index)
    for name, value, view in answers:
        assert view.sentence, (name, value)
        assert set(view.rows.index) <= known, (name, value)
        assert panel._table_html(view.table), (name, value)
        assert view.draw is None or view.alternative, (name, value)


def test_the_start_is_drawn_as_shown_and_of_each_control_the_emptiest_and_the_fullest_option(
    explorer, answers
):
    """Where a figure fails it has least to draw, or most."""
    start = explorer._answer(**explorer._start)
    by_matplotlib = start.draw is not None and start.picture is None
    drawn = figure_html(start.draw(), start.alternative) if by_matplotlib else ""
    assert explorer._figure.value == drawn
    for name in explorer.controls:
        drawable = [view for control, _, view in answers if control == name and view.draw]
        by_size = sorted(drawable, key=lambda view: len(view.rows))
        for view in {id(view): view for view in (*by_size[:1], *by_size[-1:])}.values():
            assert saved(view.draw(), "svg").startswith(b"<?xml"), (name, view.sentence)


def test_a_question_that_is_asked_again_is_answered_without_computing(evidence, monkeypatch):
    menu = ck.explore_growth(evidence)
    start = shown(menu), menu._drawing.picture
    menu.controls["about"].value = 25
    assert (shown(menu), menu._drawing.picture) != start
    monkeypatch.setattr(menu, "_answer", None)
    menu.controls["about"].value = 10
    assert (shown(menu), menu._drawing.picture) == start


def test_a_rate_and_a_place_without_one_open_the_figures_that_they_rest_on(evidence):
    menu = ck.explore_growth(evidence)
    drawn = menu._drawing.picture
    tirupur = next(span for span in drawn["spans"] if "Tirupur" in span["name"])
    assert (tirupur["label"], tirupur["open"]) == ("at least 7.6 %", True)
    assert set(tirupur["rows"]) == {"job-1.0.4-07", "job-1.0.4-08"}
    assert all(place["rows"] for place in drawn["without"])
    menu._drawing.opened = list(tirupur["rows"])  # as the browser says it
    assert set(menu.opened["setting_id"]) == {"tirupur-knitwear"}
    menu.controls["about"].value = 25
    assert menu.opened.empty
    label = next(s["label"] for s in menu._drawing.picture["spans"] if s["name"] == tirupur["name"])
    assert label != tirupur["label"]


def test_words_are_ticked_one_by_one_without_ctrl():
    ticks = panel.several("Actors", ("government", "employers", "workers"))
    boxes = {box.description: box for box in ticks.children[1:]}
    boxes["workers"].value = boxes["government"].value = True
    assert ticks.value == ("government", "workers"), "in the order of the list"
    boxes["workers"].value = False
    assert ticks.value == ("government",)
    ticks.value = ("employers", "workers")
    assert [word for word, box in boxes.items() if box.value] == ["employers", "workers"]
    with pytest.raises(TraitError, match="there is no 'cats' to tick; choose from government"):
        ticks.value = ("cats",)
