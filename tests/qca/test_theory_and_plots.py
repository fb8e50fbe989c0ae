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


def test_a_report_holds_what_is_needed_to_repeat_it(solution, cases, tmp_path):
    path = qca.write_report(solution, tmp_path / "report.json", reasons={"incl_cut": "gap in incl"})
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["incl_cut"] == [0.9]
    assert told["number_of_models"] == "1 model"
    assert told["reasons"] == {"incl_cut": "gap in incl"}
    assert set(told["versions"]) == {"python", "numpy", "pandas", "scipy"}
    other = cases.copy()
    other.iloc[0, 0] += 0.01
    changed = qca.minimize(qca.truth_table(other, "UPGRADED", CONDITIONS, incl_cut=0.9))
    assert qca.report(changed)["data_sha256"] != told["data_sha256"]


def test_every_figure_draws_and_makes_a_picture(cases, solution):
    ranges = qca.first_change(cases, "UPGRADED", CONDITIONS, qca.Setting(incl_cut=0.9),
                              {"incl_cut": [0.85, 0.95]})  # fmt: skip
    drawn = [
        ck.plot_xy(cases, "UPGRADED", "JOINT"),
        ck.plot_configurations(solution),
        ck.plot_truth_table(solution.table),
        ck.plot_overlaps(cases, CONDITIONS[:2], outcome="UPGRADED"),
        ck.plot_overlaps(cases, CONDITIONS),
        ck.plot_overlaps(cases, [*CONDITIONS, "~JOINT"]),
        ck.plot_ranges(ranges),
    ]
    for one in drawn:
        assert isinstance(one, Axes)
        assert picture(one, "A figure.").data


@pytest.mark.parametrize("sets", [1, 2, 3, 4])
def test_the_counts_in_a_venn_diagram_add_up_to_the_cases(cases, sets):
    ax = ck.plot_overlaps(cases, CONDITIONS[:sets])
    numbers = [int(one.get_text()) for one in ax.texts if one.get_text().isdigit()]
    assert sum(numbers) == len(cases)
    assert len(numbers) == 2**sets


def test_absent_conditions_are_crossed_and_present_ones_filled(cases):
    table = qca.truth_table(cases, "~UPGRADED", CONDITIONS, incl_cut=0.9)
    ax = ck.plot_configurations(qca.minimize(table))
    faces = {tuple(np.round(one.get_facecolor(), 2)) for one in ax.patches}
    assert faces == {(1.0, 1.0, 1.0, 1.0)}, "~STANDARDS*~ENFORCED + ~JOINT*~ENFORCED: all absent"
    assert len(ax.lines) >= 2 * len(ax.patches)


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
    assert "1 cases left out" in explorer._told.value or "cases left out" in explorer._told.value
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
