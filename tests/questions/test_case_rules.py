"""From coded rows to cells: silence is missing, contradiction is missing, and rows stand behind."""

from __future__ import annotations

import pytest

import clusterkit as ck
from clusterkit.questions.case_rules import RULES
from clusterkit.teaching.simulation import simulate_figure1

from .. import small as made_up


@pytest.fixture(scope="module")
def cells():
    return ck.case_cells(ck.load())


def cell(table, setting, name):
    mine = table[(table["setting_id"] == setting) & (table["set"] == name)]
    return mine.iloc[0]


def test_every_cluster_in_a_developing_country_has_a_cell_in_every_set(cells):
    assert len(cells) == 23 * len(RULES)


def test_silence_and_contradiction_are_missing_never_zero(cells):
    missing = cells["answer"].isin(["not said", "both"])
    assert cells.loc[missing, "value"].isna().all()
    assert cells.loc[~missing, "value"].notna().all()
    assert cells.loc[cells["answer"] == "not said", "rows"].map(len).eq(0).all()
    assert cells.loc[cells["answer"] != "not said", "rows"].map(len).gt(0).all()


def test_the_rows_behind_a_cell_are_about_its_place(cells):
    rows = ck.load().statements
    for one in cells.itertuples():
        assert (rows.loc[list(one.rows), "setting_id"] == one.setting_id).all()


def test_known_cells(cells):
    assert cell(cells, "los-lagos-salmon", "UPGRADED")["answer"] == "yes"  # 1.0.5
    assert cell(cells, "sialkot-football", "ENFORCED")["answer"] == "no"  # 2.1.9
    assert cell(cells, "sialkot-football", "EMPLOYERS")["answer"] == "yes"  # 3.2.1
    assert cell(cells, "sialkot-surgical-instruments", "JOINT")["answer"] == "both"  # 3.2.2, 3.2.3
    assert cell(cells, "lake-victoria-fish", "EMPLOYERS")["answer"] == "not said"  # 3.2.3
    assert cell(cells, "lake-victoria-fish", "JOINT")["answer"] == "no"  # 3.2.3
    assert cell(cells, "sinos-valley-footwear", "JOINT")["answer"] == "no"  # 3.1.3


def test_a_place_about_which_nothing_is_said_has_no_cell_filled(small):
    told = ck.case_cells(small)
    assert set(told.loc[told["setting_id"] == "c-silent", "answer"]) == {"not said"}
    assert cell(told, "a-shoes", "ENFORCED")["value"] == 0  # weak enforcement
    assert cell(told, "a-shoes", "JOINT")["value"] == 1


@pytest.mark.parametrize(
    ("mode", "organisation", "employers", "joint"),
    [
        ("absent", "", "both", "yes"),  # nothing is said of acting together
        ("absent", "firms_in_concert", "yes", "both"),
        ("collapsed", "several_associations", "yes", "both"),
        ("opposed", "", "yes", "yes"),  # to work against others is to act
        ("opposed", "association", "yes", "yes"),
        ("prevented", "", "yes", "yes"),  # to be held back is no failure
        ("", "individual_firms", "yes", "yes"),
    ],
)
def test_each_way_of_not_simply_acting_counts_as_what_it_is(
    tmp_path, mode, organisation, employers, joint
):
    other = {**made_up.ROWS["actions"][0], "action_id": "act-1.0.4-09", "claim_id": "1.0.4-50",
             "mode": mode, "organisation": organisation}  # fmt: skip
    told = ck.case_cells(made_up.evidence(tmp_path / "e", actions=[other]))
    assert cell(told, "a-shoes", "EMPLOYERS")["answer"] == employers
    assert cell(told, "a-shoes", "JOINT")["answer"] == joint


def test_more_conditions_leave_no_more_complete_cases(cells):
    table = ck.case_table(cells)
    left = ck.complete_cases(table, ["UPGRADED", "EMPLOYERS", "STANDARDS", "GOVERNMENT"])
    assert left["complete_cases"].is_monotonic_decreasing
    assert left["complete_cases"].iloc[-1] == 1


def test_the_vote_changes_with_the_unit(evidence):
    votes = ck.counted_by_unit(evidence)
    assert votes.loc["rows", "-"] > votes.loc["rows", "+"]
    assert votes.loc["places", "-"] < votes.loc["places", "+"]


def test_made_up_weights_give_either_sign_and_the_same_draws_the_same_counts():
    told = simulate_figure1(300)
    assert (told[["rise", "fall"]] > 0).all(axis=None)
    assert (told[["rise", "no change", "fall"]].sum(axis=1) == 300).all()
    assert simulate_figure1(300).equals(told)
