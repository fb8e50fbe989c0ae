"""Truth tables, parameters of fit, calibration, expressions: against direct formulae."""

from __future__ import annotations

import re
import sys
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clusterkit import qca

MEMBER = st.integers(0, 20).map(lambda one: one / 20)
HALVES = pytest.mark.filterwarnings("ignore::clusterkit.qca.CalibrationWarning")


@st.composite
def fuzzy(draw, conditions=3):
    rows = draw(st.lists(st.tuples(*[MEMBER] * (conditions + 1)), min_size=2, max_size=12))
    return pd.DataFrame(rows, columns=[*"ABC"[:conditions], "Y"])


@HALVES
@given(fuzzy())
def test_consistency_and_pri_follow_their_formulae(data):
    table = qca.truth_table(data, "Y", ["A", "B", "C"])
    y = data["Y"].to_numpy()
    for row, told in table.rows.iterrows():
        corner = np.minimum.reduce([data[n] if told[n] else 1 - data[n] for n in "ABC"])
        assert told["n"] == (corner > 0.5).sum()
        assert row == 1 + 4 * told["A"] + 2 * told["B"] + told["C"]
        shared, both = np.minimum(corner, y), np.minimum.reduce([corner, y, 1 - y])
        assert told["incl"] == pytest.approx(shared.sum() / corner.sum())
        if corner.sum() - both.sum() > 1e-9:
            expected = (shared.sum() - both.sum()) / (corner.sum() - both.sum())
            assert told["PRI"] == pytest.approx(expected)
    placed = (data[list("ABC")] != 0.5).all(axis=1).sum()
    assert table.rows["n"].sum() == placed == sum(map(len, table.cases))


@given(fuzzy())
def test_parameters_of_fit_follow_their_formulae(data):
    a, y = data["A"].to_numpy(), data["Y"].to_numpy()
    shared = np.minimum(a, y)
    told = qca.necessity(data, "Y", ["A"]).iloc[0]
    if y.sum() and a.sum() and (1 - shared).sum() > 1e-9:
        assert told["inclN"] == pytest.approx(shared.sum() / y.sum())
        assert told["RoN"] == pytest.approx((1 - a).sum() / (1 - shared).sum())
        assert told["covN"] == pytest.approx(shared.sum() / a.sum())
        other = qca.sufficiency(data, "Y", ["A"]).iloc[0]
        assert other["inclS"] == told["covN"]
        assert other["covS"] == told["inclN"]


def test_many_cases_in_blocks_give_what_one_block_gives(monkeypatch):
    rng = np.random.default_rng(1)
    data = pd.DataFrame(rng.random((500, 4)), columns=list("ABCY"))
    whole = qca.truth_table(data, "Y", list("ABC")).rows
    monkeypatch.setattr(sys.modules["clusterkit.qca.truth_tables"], "CHUNK", 7)
    pd.testing.assert_frame_equal(qca.truth_table(data, "Y", list("ABC")).rows, whole)


def test_two_cut_offs_leave_a_contradiction_between_them():
    data = pd.DataFrame({"A": [1] * 10 + [0] * 4, "Y": [1] * 7 + [0] * 3 + [1] + [0] * 3})
    table = qca.truth_table(data, "Y", ["A"], incl_cut=(0.8, 0.6))
    assert table.rows["OUT"].tolist() == ["0", "C"]
    assert list(table.contradictions.index) == [1, 2]


def test_pri_below_its_cut_off_makes_a_row_negative():
    data = pd.DataFrame({"A": [0.9, 0.8, 0.1, 0.2], "Y": [0.5, 0.45, 0.9, 0.9]})
    plain = qca.truth_table(data, "Y", ["A"], incl_cut=0.6).rows
    strict = qca.truth_table(data, "Y", ["A"], incl_cut=0.6, pri_cut=0.6).rows
    assert plain.loc[2, "OUT"] == "1"
    assert plain.loc[2, "PRI"] < 0.6
    assert strict.loc[2, "OUT"] == "0"


def test_too_few_cases_make_a_row_a_remainder_and_remainders_are_listed_on_demand():
    data = pd.DataFrame({"A": [0, 0, 1], "B": [0, 0, 1], "Y": [0, 0, 1]})
    table = qca.truth_table(data, "Y", ["A", "B"], incl_cut=1, n_cut=2)
    assert table.rows["OUT"].tolist() == ["0", "?"]
    assert table.remainders == 3
    assert table.remainder_rows().index.tolist() == [2, 3, 4]


def test_without_a_cut_off_no_row_is_decided():
    data = pd.DataFrame({"A": [0, 1], "Y": [0, 1]})
    table = qca.truth_table(data, "Y", ["A"])
    assert table.rows["OUT"].isna().all()
    assert "no cut-off chosen" in table.summary()


def test_the_negated_and_the_multi_value_outcome():
    data = pd.DataFrame({"A": [0, 1, 1], "Y": [2, 0, 1]})
    assert qca.truth_table(data, "Y{1}", ["A"]).rows["incl"].tolist() == [0.0, 0.5]
    assert qca.truth_table(data, "~Y{1}", ["A"]).rows["incl"].tolist() == [1.0, 0.5]


def test_missing_cells_are_refused_dropped_or_bounded_but_never_filled_in():
    data = pd.DataFrame(
        {"A": [1, 1, None, 0], "Y": [1, 0, 1, None]}, index=["one", "two", "three", "four"]
    )
    with pytest.raises(
        ValueError, match="2 cases have missing cells, first case 'three' in column 'A'"
    ):
        qca.truth_table(data, "Y", ["A"])
    dropped = qca.truth_table(data, "Y", ["A"], missing="drop")
    assert dropped.dropped == ("three", "four")
    assert dropped.rows["n"].tolist() == [2]


@pytest.mark.slow
@given(st.lists(st.tuples(st.sampled_from([0, 1, None]), st.sampled_from([0, 1, None]),
                          st.sampled_from([0, 1, None])), min_size=3, max_size=7))  # fmt: skip
def test_bounds_are_the_extremes_over_all_ways_of_filling_in(rows):
    data = pd.DataFrame(rows, columns=["A", "B", "Y"], dtype="float")
    if data.dropna().empty:
        return
    table = qca.truth_table(data, "Y", ["A", "B"], missing="bounds")
    gaps = [(i, c) for i in range(len(data)) for c in data if np.isnan(data.loc[i, c])]
    assume(len(gaps) <= 8)  # 256 ways of filling them in
    filled = []
    for choice in product([0, 1], repeat=len(gaps)):
        one = data.copy()
        for (case, column), value in zip(gaps, choice, strict=True):
            one.loc[case, column] = value
        filled.append(qca.truth_table(one, "Y", ["A", "B"]).rows)
    for row, told in table.rows.iterrows():
        seen = [one.loc[row] for one in filled if row in one.index]
        assert told["incl_lower"] == pytest.approx(min(one["incl"] for one in seen))
        assert told["incl_upper"] == pytest.approx(max(one["incl"] for one in seen))
        counts = [one.loc[row, "n"] if row in one.index else 0 for one in filled]
        assert (told["n_lower"], told["n_upper"]) == (min(counts), max(counts))


@pytest.mark.parametrize(
    ("data", "outcome", "conditions", "told"),
    [
        ({"A": [0, 1], "Y": [0, 1]}, "Y", ["B"], "no column 'B'; they have A, Y"),
        ({"A": [0, 1], "Y": [0, 1]}, "Y", ["Y"], "the outcome 'Y' is among its own conditions"),
        (
            {"A": [0, 1.7], "Y": [0, 1]},
            "Y",
            ["A"],
            "column 'A', case 1: the value is 1.7: a condition has memberships between 0 and 1",
        ),
        (
            {"A": [0, -1], "Y": [0, 1]},
            "Y",
            ["A"],
            "column 'A', case 1: the value is -1: a condition has memberships between 0 and 1",
        ),
        ({"A": [0, 1], "Y": [0, 3]}, "Y", ["A"], "column 'Y', case 1: the value is 3"),
        (
            {"A": ["low", "high"], "Y": [0, 1]},
            "Y",
            ["A"],
            "column 'A', case 0: 'low' is not a number",
        ),
        ({"A": [], "Y": []}, "Y", ["A"], "there is no case"),
        ({"A": [0, 1], "Y": [0, 1]}, "Y*A", ["A"], "an outcome is one set"),
    ],
)
def test_data_that_cannot_be_used_are_refused_in_words(data, outcome, conditions, told):
    with pytest.raises(ValueError, match=told):
        qca.truth_table(pd.DataFrame(data), outcome, conditions)


def test_direct_calibration_runs_through_its_anchors_either_way_round():
    raw = pd.Series([2.0, 5.0, 20.0, None], name="wages")
    rising = qca.calibrate_direct(raw, exclusion=2, crossover=4, inclusion=20)
    assert rising.round(6).tolist()[:1] == [0.05]
    assert rising.iloc[2] == pytest.approx(0.95)
    assert np.isnan(rising.iloc[3])
    falling = qca.calibrate_direct(raw, exclusion=20, crossover=4, inclusion=2)
    assert (rising + falling).dropna().to_numpy() == pytest.approx(1.0)
    with pytest.raises(ValueError, match="anchors rise .* these are 4, 2, 20"):
        qca.calibrate_direct(raw, exclusion=4, crossover=2, inclusion=20)


def test_exactly_one_half_is_warned_of_with_the_cases_named():
    raw = pd.Series([4.0, 9.0], index=["Sinos", "Tirupur"], name="wages")
    with pytest.warns(qca.CalibrationWarning, match="exactly 0.5 .*: Sinos"):
        qca.calibrate_direct(raw, exclusion=2, crossover=4, inclusion=20)
    with pytest.raises(ValueError, match="column 'wages', case 'Sinos': the value is 4, but"):
        qca.necessity(raw.to_frame().assign(Y=1), "Y", ["wages"])


def test_scales_thresholds_and_values():
    words = pd.Series(["out", "rather in", None])
    scale = ("out", "rather out", "rather in", "in")
    assert qca.calibrate_scale(words, scale=scale).tolist()[:2] == [0.0, 0.67]
    with pytest.raises(ValueError, match="'maybe' is not on the scale"):
        qca.calibrate_scale(pd.Series(["maybe"]), scale=scale)
    raw = pd.Series([1.0, 5.0, 9.0, None])
    assert qca.calibrate_multi_value(raw, thresholds=[5, 9]).tolist()[:3] == [0, 1, 2]
    assert qca.calibrate_crisp(raw, threshold=5).tolist()[:3] == [0, 1, 1]


@given(st.lists(st.lists(st.tuples(st.sampled_from("ABC"), st.booleans()), min_size=1, max_size=3),
                min_size=1, max_size=3), fuzzy())  # fmt: skip
def test_de_morgan_holds_for_memberships(terms, data):
    text = " + ".join("*".join(f"{'~' * neg}{name}" for name, neg in term) for term in terms)
    expression = qca.parse(text)
    assert expression.negate().evaluate(data) == pytest.approx(1 - expression.evaluate(data))
    assert qca.parse(str(expression)) == expression


def test_an_expression_that_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match=r"'\+' cannot stand where it does: conditions such as A"):
        qca.parse("A*+B")


def test_minimally_necessary_disjunctions():
    data = pd.DataFrame({"A": [1, 1, 0, 0], "B": [0, 1, 1, 0], "Y": [1, 1, 1, 0]})
    found = qca.necessary_disjunctions(data, "Y", ["A", "B"])
    assert list(found.index) == ["A + B"]


def test_cases_are_sorted_by_how_they_stand_to_a_model():
    data = pd.DataFrame(
        {"A": [1, 0.9, 0.9, 0.1, 0.1], "Y": [1, 0.7, 0.2, 0.9, 0.1]}, index=list("vwxyz")
    )
    told = qca.case_types(data, "Y", "A")["model"].to_dict()
    assert told == {
        "v": "typical", "w": "deviant in consistency, degree", "x": "deviant in consistency, kind",
        "y": "deviant in coverage", "z": "irrelevant",
    }  # fmt: skip


def test_skewed_sets_are_told():
    data = pd.DataFrame({"A": [1] * 9 + [0], "B": [1, 0] * 5})
    told = qca.skewness(data, ["A", "B"])["skewed"]
    assert told.to_dict() == {"A": True, "~A": True, "B": False, "~B": False}


def test_a_case_at_one_half_is_in_no_row_and_is_named():
    data = pd.DataFrame({"A": [0.5, 0.9, 0.1], "Y": [1, 1, 0]}, index=["Sinos", "Tirupur", "Agra"])
    with pytest.warns(qca.CalibrationWarning, match="A: a membership of exactly 0.5 .*: Sinos"):
        table = qca.truth_table(data, "Y", ["A"])
    assert table.rows["n"].tolist() == [1, 1]
    assert not any("Sinos" in cases for cases in table.cases)


@HALVES
@given(fuzzy())
def test_a_summary_counts_the_cases_that_belong_nowhere(data):
    table = qca.truth_table(data, "Y", ["A", "B", "C"])
    nowhere = data.index[(data[list("ABC")] == 0.5).any(axis=1)]
    assert table.nowhere == tuple(nowhere)
    words = re.search(
        r"(\d+) cases? at exactly 0.5 in a condition and so in no row", table.summary()
    )
    assert (int(words[1]) if words else 0) == len(nowhere)
    assert table.rows["n"].sum() + len(nowhere) == len(data)


def test_a_summary_and_a_report_name_the_cases_at_one_half():
    data = pd.DataFrame({"A": [0.5, 0.9, 0.1], "Y": [1, 1, 0]}, index=["Sinos", "Tirupur", "Agra"])
    with pytest.warns(qca.CalibrationWarning):
        table = qca.truth_table(data, "Y", ["A"], incl_cut=0.9)
    assert "1 case at exactly 0.5 in a condition and so in no row: Sinos" in table.summary()
    assert qca.report(qca.minimize(table))["cases_in_no_row"] == ["Sinos"]


@given(st.sets(st.integers(1, 8), max_size=8), st.sets(st.integers(0, 7), min_size=1))
def test_remainders_are_counted_with_and_without_the_excluded_ones(excluded, seen):
    cells = [cell for at, cell in enumerate(product((0, 1), repeat=3)) if at in seen]
    data = pd.DataFrame([(*cell, 1) for cell in cells], columns=["A", "B", "C", "Y"])
    table = qca.truth_table(data, "Y", ["A", "B", "C"], incl_cut=1, exclude=excluded)
    unseen = {row for row in range(1, 9) if row - 1 not in seen}
    assert table.remainders == len(unseen)
    assert table.usable_remainders == len(unseen - excluded)
    assert set(table.remainder_rows().index) == unseen
    assert set(table.remainder_rows(usable=True).index) == unseen - excluded
    barred = len(unseen & excluded)
    assert (f", {barred} of them excluded)" in table.summary()) == bool(barred)
