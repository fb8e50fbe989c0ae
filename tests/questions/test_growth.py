"""Bounds are carried, never crossed, and an open end stays open."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

import clusterkit as ck
from clusterkit import Interval, annual_growth

from .. import small

counts = st.floats(1, 1e6)
widths = st.floats(0, 1e5)
times = st.floats(0.5, 50)


@st.composite
def intervals(draw, lows=counts, wide=widths):
    low = draw(lows)
    return Interval(low, low + draw(wide))


def test_torreon_grew_by_84_percent_a_year_over_three_years():
    rate = annual_growth(Interval(12_000, 12_000), Interval(75_000, 75_000), Interval(3, 3))
    assert rate.lower == rate.upper == pytest.approx(84.2, abs=0.05)


def test_tirupur_has_a_lower_bound_and_no_upper_one():
    rate = annual_growth(Interval(0, 50_000), Interval(400_000, 400_000), Interval(18, 27))
    assert rate.lower == pytest.approx(100 * (8 ** (1 / 27) - 1))
    assert rate.upper == inf


def test_a_time_that_may_be_arbitrarily_short_leaves_the_upper_end_open():
    assert annual_growth(Interval(10, 10), Interval(20, 20), Interval(0, 3)).upper == inf


def test_shrinking_is_fastest_over_the_shortest_time():
    rate = annual_growth(Interval(100, 100), Interval(50, 50), Interval(1, 2))
    assert rate.lower == pytest.approx(-50)
    assert rate.upper == pytest.approx(100 * (0.5**0.5 - 1))


@pytest.mark.parametrize(
    ("start", "years", "told"),
    [
        (Interval(-1, 5), Interval(1, 1), "cannot be negative"),
        (Interval(1, 5), Interval(0, 0), "needs time to pass"),
        (Interval(1, 5), Interval(-1, 2), "needs time to pass"),
    ],
)
def test_impossible_input_is_refused(start, years, told):
    with pytest.raises(ValueError, match=told):
        annual_growth(start, Interval(1, 1), years)


def test_a_lower_bound_over_its_upper_one_is_no_interval():
    with pytest.raises(ValueError, match="above the upper bound"):
        Interval(2, 1)


@given(
    intervals(),
    intervals(),
    intervals(lows=times, wide=times),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_growth_of_any_values_within_the_bounds_lies_within_the_interval(
    start, end, years, a, b, c
):
    rate = annual_growth(start, end, years)
    inside = [
        one.lower + share * (one.upper - one.lower)
        for one, share in zip((start, end, years), (a, b, c), strict=True)
    ]
    point = 100 * ((inside[1] / inside[0]) ** (1 / inside[2]) - 1)
    slack = 1e-6 * (1 + abs(point))
    assert rate.lower - slack <= point <= rate.upper + slack


@given(intervals(), intervals(), intervals(lows=times, wide=times), widths)
def test_wider_bounds_never_narrow_the_growth(start, end, years, more):
    narrow = annual_growth(start, end, years)
    wide = annual_growth(Interval(start.lower, start.upper + more), end, years)
    assert wide.lower <= narrow.lower + 1e-9
    assert wide.upper >= narrow.upper - 1e-9


@given(intervals(), intervals())
def test_an_intersection_lies_in_both(one, other):
    both = one.intersection(other)
    if both is None:
        assert one.upper < other.lower or other.upper < one.lower
    else:
        assert both.lower in one
        assert both.lower in other
        assert both.upper in one
        assert both.upper in other


def test_a_rise_of_300_percent_is_literally_a_factor_of_four():
    assert ck.change_factor(300) == 4
    assert ck.change_factor(300, "loose") == 3
    with pytest.raises(ValueError, match="no loose reading"):
        ck.change_factor(50, "loose")


def test_about_widens_by_the_share_that_the_reader_chooses(tmp_path):
    evidence = small.evidence(tmp_path / "e")
    exact = ck.levels(evidence, about=0).loc["job-1.0.4-02"]
    loose = ck.levels(evidence, about=0.25).loc["job-1.0.4-02"]
    assert (exact["lower"], exact["upper"]) == (2000, 2000)
    assert (loose["lower"], loose["upper"]) == (1500, 2500)
    with pytest.raises(ValueError, match="share of the number"):
        ck.levels(evidence, about=1)


def figure(number: str, **cells: str) -> dict[str, str]:
    row = {
        "employment_id": f"job-1.0.4-{number}",
        "claim_id": f"1.0.4-{number}",
        "setting_id": "c-silent",
        "unit": "jobs",
        "qualifier": "exact",
        **small.FOOT,
    }
    return row | cells


LEVEL_2006 = figure("60", measure="level", value="45000", year_lo="2006", year_hi="2006")
YEARLY = figure(
    "61",
    measure="annual_growth",
    unit="percent",
    value="13",
    base_year_lo="2000",
    base_year_hi="2000",
    year_lo="2006",
    year_hi="2006",
)
RISE = figure(
    "62",
    measure="total_change",
    unit="percent",
    value="300",
    base_year_lo="1992",
    base_year_hi="1992",
    year_lo="2002",
    year_hi="2002",
)


def implied(tmp_path, *rows, **how):
    return ck.implied_levels(
        small.evidence(tmp_path / "e", employment=list(rows)), "c-silent", **how
    )


def test_a_rate_and_a_count_imply_the_count_at_the_start(tmp_path):
    known = implied(tmp_path, LEVEL_2006, YEARLY).levels
    assert known.loc[2000, "lower"] == pytest.approx(45_000 / 1.13**6)
    assert known.loc[2000, "upper"] == pytest.approx(45_000 / 1.13**6)
    assert known.loc[2000, "rows"] == ("job-1.0.4-60", "job-1.0.4-61")


def test_figures_of_other_years_stay_unbounded_unless_the_reader_assumes_something(tmp_path):
    rows = (LEVEL_2006, YEARLY, RISE)
    nothing = implied(tmp_path / "1", *rows).levels
    assert nothing.loc[1992, "upper"] == inf
    no_fall = implied(tmp_path / "2", *rows, assume="no_fall").levels
    assert no_fall.loc[1992, "lower"] == pytest.approx(45_000 / 1.13**6 / 4)
    assert no_fall.loc[1992, "upper"] == pytest.approx(45_000 / 4)
    even = implied(tmp_path / "3", *rows, assume="even").levels
    assert even.loc[1992, "lower"] == pytest.approx(45_000 / 1.13**4 / 4)
    loose = implied(tmp_path / "4", *rows, assume="even", percent="loose").levels
    assert loose.loc[1992, "lower"] == pytest.approx(45_000 / 1.13**4 / 3)


def test_figures_that_contradict_each_other_are_told(tmp_path):
    too_many = figure("63", measure="level", value="30000", year_lo="2000", year_hi="2000")
    found = implied(tmp_path, LEVEL_2006, YEARLY, too_many)
    assert len(found.conflicts) == 1
    assert "contradict each other in 2006" in found.conflicts[0]
    assert "job-1.0.4-63" in found.conflicts[0]


def test_a_figure_without_a_single_year_is_left_out_and_named(tmp_path):
    ranged = figure("64", measure="level", value="1000", year_lo="1980", year_hi="1989")
    assert implied(tmp_path, LEVEL_2006, ranged).left_out == ("job-1.0.4-64",)


def test_a_place_without_figures_is_told(small):
    with pytest.raises(KeyError, match="no figure on jobs of 'c-silent'"):
        ck.implied_levels(small, "c-silent")


def test_a_single_count_gives_no_rate_and_says_why(tmp_path):
    growth = ck.employment_growth(small.evidence(tmp_path / "e", employment=[LEVEL_2006]))
    row = growth.set_index("setting_id").loc["c-silent"]
    assert row["basis"] == "none"
    assert row["why"] == "a single count of jobs"
    assert growth["growth_lower"].isna().sum() == 1


def test_by_a_year_may_be_earlier_unless_read_as_in_it(tmp_path):
    start = figure("65", measure="level", value="12000", year_lo="1993", year_hi="1993")
    end = figure("66", measure="level", value="75000", year_hi="1996")
    evidence = small.evidence(tmp_path / "e", employment=[start, end])
    for by, upper in (("at_or_before", inf), ("in", pytest.approx(84.2, abs=0.05))):
        row = ck.employment_growth(evidence, by=by).set_index("setting_id").loc["c-silent"]
        assert row["growth_lower"] == pytest.approx(84.2, abs=0.05)
        assert row["growth_upper"] == upper


def test_a_figure_given_twice_is_one_figure(tmp_path):
    again = {
        **LEVEL_2006,
        "employment_id": "job-1.0.4-67",
        "claim_id": "1.0.4-67",
        "same_as": "1.0.4-60",
    }
    growth = ck.employment_growth(small.evidence(tmp_path / "e", employment=[LEVEL_2006, again]))
    assert growth.set_index("setting_id").loc["c-silent", "why"] == "a single count of jobs"


@pytest.mark.parametrize(
    ("interval", "told"),
    [
        (Interval(8, inf), "at least 8"),
        (Interval(0, inf), "no bounds"),
        (Interval(3, 3), "3"),
        (Interval(1.5, 2), "1.5 to 2"),
        (Interval(45000, 45000), "45,000"),
    ],
)
def test_an_interval_reads_as_words(interval, told):
    assert str(interval) == told
