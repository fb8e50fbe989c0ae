"""Theory against solution, the baseline of chance, the report, the figures and the widget."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

import clusterkit as ck
from clusterkit import qca
from clusterkit.plots.display import picture

CONDITIONS = ["STANDARDS", "JOINT", "ENFORCED", "GROWN"]


@pytest.fixture(scope="module")
def cases() -> pd.DataFrame:
    return qca.made_up_cases()


@pytest.fixture(scope="module")
def solution(cases) -> qca.Solution:
    return qca.minimize(qca.truth_table(cases, "UPGRADED", CONDITIONS, incl_cut=0.9))


def test_the_law_of_the_made_up_cases_is_found(solution):
    assert [set(one.terms) for one in solution.models] == [{"STANDARDS*JOINT", "ENFORCED"}]


def test_the_four_areas_of_theory_and_solution_hold_every_case_once(cases, solution):
    told = qca.evaluate_theory(cases, "UPGRADED", "STANDARDS*JOINT", str(solution.models[0]))
    assert told["cases"].sum() == len(cases)
    assert told["cases"].tolist()[1] == 0  # all that this theory expects is covered
    assert told["names"].map(len).tolist() == told["cases"].tolist()


def test_chance_comes_after_the_real_outcome_and_is_repeatable(cases):
    told = qca.permuted_baseline(cases, "UPGRADED", CONDITIONS, incl_cut=0.9, draws=10)
    assert list(told.index) == list(range(11))
    assert told.loc[0, "covS"] > told.loc[1:, "covS"].median()
    again = qca.permuted_baseline(cases, "UPGRADED", CONDITIONS, incl_cut=0.9, draws=10)
    pd.testing.assert_frame_equal(told, again)


def test_a_report_holds_what_is_needed_to_repeat_it(solution, cases):
    report = qca.report(solution, reasons={"incl_cut": "gap in incl"})
    told = json.loads(json.dumps(report))
    assert told["incl_cut"] == [0.9]
    assert told["number_of_models"] == "1 model"
    assert told["reasons"] == {"incl_cut": "gap in incl"}
    assert set(told["versions"]) == {"python", "numpy", "pandas", "scipy"}
    other = cases.copy()
    other.iloc[0, 0] += 0.01
    changed = qca.minimize(qca.truth_table(other, "UPGRADED", CONDITIONS, incl_cut=0.9))
    assert qca.report(changed)["data_sha256"] != told["data_sha256"]


def test_every_figure_draws_and_makes_a_picture(cases, solution):
    ranges = qca.first_change(cases, "UPGRADED", CONDITIONS, qca.Choices(incl_cut=0.9),
                              {"incl_cut": [0.85, 0.95]})  # fmt: skip
    drawn = [
        ck.plot_xy(cases, "UPGRADED", "JOINT"),
        ck.plot_configurations(solution),
        ck.plot_ranges(ranges),
    ]
    for one in drawn:
        assert isinstance(one, Axes)
        assert picture(one, "A figure.").data


def test_absent_conditions_are_crossed_and_present_ones_filled(cases):
    table = qca.truth_table(cases, "~UPGRADED", CONDITIONS, incl_cut=0.9)
    ax = ck.plot_configurations(qca.minimize(table))
    faces = {tuple(np.round(one.get_facecolor(), 2)) for one in ax.patches}
    assert faces == {(1.0, 1.0, 1.0, 1.0)}, "~STANDARDS*~ENFORCED + ~JOINT*~ENFORCED: all absent"
    assert len(ax.lines) >= 2 * len(ax.patches)


def radii(ax: Axes) -> set[float]:
    return {round(circle.radius, 2) for circle in ax.patches}


def test_only_core_conditions_of_parsimonious_models_are_drawn_large():
    data = pd.DataFrame(
        [(1, 0, 0, 1, 1), (0, 0, 0, 0, 0), (1, 0, 1, 0, 1), (0, 1, 1, 0, 0)], columns=list("ABCDY")
    )
    table = qca.truth_table(data, "Y", list("ABCD"), incl_cut=1)
    complex_, parsimonious = qca.minimize(table, solution="complex"), qca.minimize(table)
    ax = ck.plot_configurations(complex_, core=parsimonious)
    large = {circle.center[1] for circle in ax.patches if circle.radius > 0.3}
    assert large == {0}, "A, the first row, alone is core"
    assert "ringed" not in "".join(text.get_text() for text in ax.texts)


def test_conditions_that_are_core_in_some_models_have_a_ring():
    data = pd.DataFrame([(1, 1, 1), (0, 0, 0)], columns=list("ABY"))
    table = qca.truth_table(data, "Y", ["A", "B"], incl_cut=1)
    ax = ck.plot_configurations(qca.minimize(table, solution="complex"), core=qca.minimize(table))
    assert radii(ax) == {0.2, 0.36}
    assert not any(circle.get_facecolor()[3] for circle in ax.patches if circle.radius > 0.3)
    key = "".join(text.get_text() for text in ax.texts)
    assert "large: core in all of 2 models   ringed: in some" in key


@pytest.fixture
def explorer(cases):
    return ck.explore_qca(cases, "UPGRADED", CONDITIONS, incl_cut=0.9)


def shown(explorer):
    return tuple(
        one.value for one in (explorer._told, explorer._table, explorer._models, explorer._chart)
    )


@pytest.mark.slow
def test_every_control_of_the_explorer_changes_what_is_shown_and_reset_restores_it(explorer):
    start = shown(explorer)
    changes = {
        "conditions": ("STANDARDS", "JOINT"), "negated": True, "decide": False, "incl_cut": 0.97,
        "pri_cut": 0.95, "n_cut": 3, "solution": "complex",
    }  # fmt: skip
    for name, value in changes.items():
        explorer.controls[name].value = value
        assert shown(explorer) != start, name
        explorer.reset()
        assert shown(explorer) == start
    explorer.controls["solution"].value = "intermediate"
    before = shown(explorer)
    explorer.controls["expectations"].value = ("STANDARDS", "JOINT", "ENFORCED")
    assert shown(explorer) != before


def test_missing_cells_are_left_out_or_bounded(cases):
    gaps = cases.copy()
    gaps.iloc[0, 0] = np.nan
    explorer = ck.explore_qca(gaps, "UPGRADED", CONDITIONS, incl_cut=0.9)
    assert "1 case left out, a cell missing" in explorer._told.value
    assert "incl lower" not in explorer._table.value
    explorer.controls["missing"].value = "bounds"
    assert "incl" in explorer._table.value
    assert "incl_lower" in explorer.truth_table.rows


def test_the_explorer_says_in_words_why_there_is_no_solution(explorer):
    explorer.controls["decide"].value = False
    assert "choose a cut-off for consistency first" in explorer._told.value
    assert explorer._table.value, "the table is there to choose by"
    assert explorer.solution is None
    explorer.controls["conditions"].value = ()
    assert "name at least one condition" in explorer._told.value


def test_all_models_are_listed_with_their_number(explorer):
    explorer.controls["solution"].value = "complex"
    assert "2 models" in explorer._models.value


def test_a_cell_of_our_cases_opens_its_rows(evidence):
    table = ck.explore_cells(evidence)
    assert len(table.cells) == len(table.table)
    rows = {row for _, _, _, ids in table.cells for row in ids}
    assert rows == set(table.known)
    assert repr(table).startswith("explore_cells: ")


def test_the_explorer_names_cases_at_one_half(cases):
    halves = cases.copy()
    halves.iloc[0, 0] = 0.5
    explorer = ck.explore_qca(halves, "UPGRADED", CONDITIONS, incl_cut=0.9)
    assert "in no row: made-up 1" in explorer._told.value


def test_the_explorer_takes_many_valued_conditions_and_keeps_their_values(cases):
    data = cases.assign(GROWN=[0, 1, 2] * 8)
    explorer = ck.explore_qca(data, "UPGRADED", CONDITIONS, incl_cut=0.9)
    assert "GROWN{2}" in explorer.controls["expectations"].options
    explorer.controls["solution"].value = "intermediate"
    explorer.controls["expectations"].value = ("GROWN{2}",)
    assert explorer.solution.expectations == ("GROWN{2}",)


def test_the_explorer_shows_a_complex_solution_where_no_row_is_negative():
    data = pd.DataFrame([(1, 0, 1, 1), (1, 1, 1, 1)], columns=list("ABCY"))
    explorer = ck.explore_qca(data, "Y", list("ABC"), incl_cut=1)
    assert "no row of the truth table of Y is negative" in explorer._told.value
    explorer.controls["solution"].value = "complex"
    assert "A*C" in explorer._models.value
    assert "<img" in explorer._chart.value


def test_expectations_ticked_beside_another_solution_are_said_to_be_left_aside(explorer):
    explorer.controls["expectations"].value = ("STANDARDS",)
    explorer.controls["solution"].value = "parsimonious"
    said = explorer.still_html()
    assert "Expectations bear on the intermediate solution; this one leaves them aside." in said
    assert explorer.solution is not None
    explorer.controls["solution"].value = "intermediate"
    assert "leaves them aside" not in explorer.still_html()
