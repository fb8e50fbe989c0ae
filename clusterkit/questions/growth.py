"""Jobs and their growth, from figures that are bounds more often than numbers.

The paper says "less than 50,000 in the 1980s" and "around 400,000 by 2007" (1.0.4). Every
such figure is an interval here, and so is all that is computed from it; an open end stays
open. Three readings are the reader's: how far "about" reaches (`about`), whether a rise of
300% is a factor of 4 or of 3 (`percent`), and whether "by 1996" may mean earlier (`by`).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Any, Literal

import pandas as pd

from ..evidence.paragraphs_and_pages import where_columns
from ..evidence.tables import Evidence
from .frames import framed

Percent = Literal["literal", "loose"]
By = Literal["at_or_before", "in"]
Assumption = Literal["nothing", "no_fall", "even"]

GROWTH_TYPES = {
    "setting_id": "str", "basis": "str", "growth_lower": "Float64", "growth_upper": "Float64",
    "years_lower": "Float64", "years_upper": "Float64", "rows": "object", "why": "str",
}  # fmt: skip
ABOUT = 0.10
LARGEST_FALL = -100.0  # percent


@dataclass(frozen=True)
class Interval:
    """A closed interval of numbers; an end at infinity is open."""

    lower: float
    upper: float

    def __post_init__(self) -> None:
        if not self.lower <= self.upper:
            msg = f"the lower bound {self.lower:g} is above the upper bound {self.upper:g}"
            raise ValueError(msg)

    def __contains__(self, number: float) -> bool:
        return self.lower <= number <= self.upper

    def __str__(self) -> str:
        if self.upper == inf:
            return "no bounds" if self.lower <= 0 else f"at least {_shown(self.lower)}"
        low, high = _shown(self.lower), _shown(self.upper)
        return low if low == high else f"{low} to {high}"

    def intersection(self, other: Interval) -> Interval | None:
        """Return what both intervals hold; None when that is nothing."""
        lower, upper = max(self.lower, other.lower), min(self.upper, other.upper)
        return Interval(lower, upper) if lower <= upper else None

    def times(self, factor: Interval) -> Interval:
        """Multiply two intervals of numbers that are not negative."""
        return Interval(_product(self.lower, factor.lower), _product(self.upper, factor.upper))

    def over(self, divisor: Interval) -> Interval:
        """Divide two intervals of numbers that are not negative; over 0 the end is open."""
        lower = 0.0 if divisor.upper == inf else _quotient(self.lower, divisor.upper)
        return Interval(lower, _quotient(self.upper, divisor.lower))


@dataclass(frozen=True)
class Implied:
    """What the figures on one place jointly imply.

    Attributes
    ----------
    levels
        Indexed by `year`; `lower` and `upper` in jobs, `rows` the employment_ids it rests on.
    conflicts
        One sentence for each year where the figures contradict each other; empty when none do.
    left_out
        employment_ids that have no single year, and so were not used.
    """

    levels: pd.DataFrame
    conflicts: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def bounds(self) -> pd.DataFrame:
        """Fewest and most jobs by year, to the nearest hundred, for readers.

        Columns `fewest jobs` (NaN where nothing but a count of none or more follows: that is no
        zero) and `most jobs` (infinite where no upper end follows).

        Examples
        --------
        >>> import clusterkit as ck
        >>> implied = ck.implied_levels(ck.load(only="paper"), "los-lagos-salmon", assume="nothing")
        >>> implied.bounds["fewest jobs"].to_dict()
        {1992: nan, 2000: 21600.0, 2002: nan, 2006: 45000.0}
        """
        ends = self.levels[["lower", "upper"]].astype(float)
        ends = ends.assign(lower=ends["lower"].where(ends["lower"] > 0)).round(-2)
        shown = ends.rename(columns={"lower": "fewest jobs", "upper": "most jobs"})
        shown.attrs["absent"] = {"fewest jobs": "no lower end"}
        return shown


def annual_growth(start: Interval, end: Interval, years: Interval) -> Interval:
    """Compound annual growth rate implied by two bounded counts of jobs.

    Parameters
    ----------
    start, end
        Jobs at the beginning and at the end.
    years
        Time between the two. A lower end of 0 says that it may have been arbitrarily short.

    Returns
    -------
    Interval
        In percent per year, from -100; open above where the start may be 0 or the time
        arbitrarily short.

    Raises
    ------
    ValueError
        When a count is negative, or no time has passed.

    Examples
    --------
    >>> torreon = annual_growth(Interval(12e3, 12e3), Interval(75e3, 75e3), Interval(3, 3))
    >>> print(torreon)
    84.2
    """
    if min(start.lower, end.lower) < 0:
        msg = "a count of jobs cannot be negative"
        raise ValueError(msg)
    if years.lower < 0 or years.upper <= 0:
        msg = f"growth needs time to pass, and the years are {years}"
        raise ValueError(msg)
    ratio = end.over(start)
    slowest = years.upper if ratio.lower >= 1 else years.lower
    fastest = years.lower if ratio.upper >= 1 else years.upper
    return Interval(_rate(ratio.lower, slowest), _rate(ratio.upper, fastest))


def levels(evidence: Evidence, *, about: float = ABOUT) -> pd.DataFrame:
    """Turn every count of the evidence into an interval.

    Parameters
    ----------
    about
        How far "about" and "around" reach, as a share of the number (0.10 is ten percent).

    Returns
    -------
    DataFrame
        The rows of `evidence.employment` with measure `level`, by employment_id, with
        columns `setting_id`, `unit`, `lower`, `upper` (in units; inf where open above),
        `year_lo`, `year_hi`, `qualifier`, `paragraph` (and `page`, of a user's own rows),
        `sources`. A figure that the paper
        gives twice is kept twice, and `same_as` of the second is not empty.

    Examples
    --------
    “Less than 50,000” and “around 400,000” become bounds:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> counts = ck.levels(evidence)
    >>> tirupur = counts[(counts["setting_id"] == "tirupur-knitwear") & (counts["unit"] == "jobs")]
    >>> tirupur[["lower", "upper"]].to_numpy().tolist()
    [[0.0, 50000.0], [360000.0, 440000.0]]
    """
    _check_about(about)
    rows = evidence.employment.query("measure == 'level'")
    shown = ["setting_id", "unit", "lower", "upper", "year_lo", "year_hi", "qualifier"]
    bounded = rows.assign(**_bounds(rows, about))
    return bounded[[*shown, *where_columns(rows), "sources", "same_as"]]


def employment_growth(
    evidence: Evidence,
    *,
    about: float = ABOUT,
    percent: Percent = "literal",
    by: By = "at_or_before",
) -> pd.DataFrame:
    """Compute annual growth of employment for every place whose figures allow it.

    Parameters
    ----------
    about
        How far "about" reaches, as a share of the number.
    percent
        `literal`: a rise of 300% is a factor of 4; `loose`: of 3.
    by
        `at_or_before`: "by 1996" may mean earlier, so that growth has no upper end; `in`:
        read it as in that year.

    Returns
    -------
    DataFrame
        One row for each figure or pair of figures, columns `setting_id`, `basis` (two levels,
        stated change, stated rate, or none), `growth_lower` and `growth_upper` (percent per
        year; `<NA>` where no rate follows, inf where open), `years_lower`, `years_upper`,
        `rows` (employment_ids) and `why` (in words).

    Examples
    --------
    “By 1996” may mean earlier, so Torreon's growth has a floor and no upper end:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> rates = ck.employment_growth(evidence).set_index("setting_id")
    >>> rates.loc["torreon-blue-jeans", ["growth_lower", "growth_upper"]].round(1).tolist()
    [84.2, inf]
    """
    counts = levels(evidence, about=about).query(
        "unit == 'jobs' and setting_id.notna() and same_as.isna()"
    )
    changes = evidence.employment.query("measure != 'level' and setting_id.notna()")
    lines = [_stated(row_id, row, percent, about) for row_id, row in changes.iterrows()]
    for setting, rows in counts.groupby("setting_id", sort=False):
        lines.append(_between_levels(str(setting), rows, by))
    table = framed(lines, GROWTH_TYPES)
    without = table["basis"] == "none"
    rated = table.loc[~without, "setting_id"]
    table = table.assign(without=without)[~without | ~table["setting_id"].isin(rated)]
    table = table.sort_values(["without", "setting_id", "basis"]).drop(columns="without")
    table = table.reset_index(drop=True)
    numbers = ["growth_lower", "growth_upper", "years_lower", "years_upper"]
    table.attrs["absent"] = dict.fromkeys(numbers, "no rate follows")
    return table


def implied_levels(
    evidence: Evidence,
    setting_id: str,
    *,
    assume: Assumption = "nothing",
    about: float = ABOUT,
    percent: Percent = "literal",
) -> Implied:
    """Derive what all figures on the jobs of one place imply together.

    Counts and changes are carried along each other until nothing narrows further: 45,000
    jobs in 2006 and 13% a year from 2000 imply a count for 2000, and so on.

    Parameters
    ----------
    assume
        What is taken to hold between the years of the figures. `nothing`; `no_fall`: jobs
        never fell; `even`: a stated annual rate held in every single year of its period. The
        last two are the reader's assumptions, not the paper's.

    Raises
    ------
    KeyError
        When no figure on jobs of this setting is in the evidence.

    Examples
    --------
    45,000 jobs in 2006, 13 percent a year since 2000, and 300 percent between 1992 and 2002:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> implied = ck.implied_levels(evidence, "los-lagos-salmon", assume="even")
    >>> implied.levels["lower"].round(-2).to_dict()
    {1992: 6900.0, 2000: 21600.0, 2002: 27600.0, 2006: 45000.0}
    """
    rows = evidence.employment
    rows = rows[(rows["setting_id"] == setting_id) & rows["unit"].isin(["jobs", "percent"])]
    if rows.empty:
        msg = f"no figure on jobs of {setting_id!r} is in the evidence"
        raise KeyError(msg)
    dated = rows["year_lo"].eq(rows["year_hi"]) & (
        rows["measure"].eq("level")
        | (rows["base_year_lo"].eq(rows["base_year_hi"]) & rows["base_year_lo"].lt(rows["year_lo"]))
    )
    dated = dated.fillna(False).astype(bool)
    system = _System(rows[dated], about, percent, assume)
    system.solve()
    return Implied(system.table(), tuple(system.conflicts), tuple(rows.index[~dated]))


def change_factor(percent_change: float, reading: Percent = "literal") -> float:
    """Turn a rise in percent into a factor: 300% is literally 4, loosely read 3.

    Raises ValueError when the loose reading of less than 100% is asked for, since a rise of
    50% cannot be meant as half.

    Examples
    --------
    >>> change_factor(300), change_factor(300, "loose")
    (4.0, 3.0)
    """
    if reading == "literal":
        return 1 + percent_change / 100
    if percent_change < 100:
        msg = f"a rise of {percent_change:g}% has no loose reading: it would be a fall"
        raise ValueError(msg)
    return percent_change / 100


class _System:
    """Bounds on jobs by year, narrowed by every figure until they stand still."""

    def __init__(self, rows: pd.DataFrame, about: float, percent: Percent, assume: str) -> None:
        self.conflicts: list[str] = []
        self.assume = assume
        self.known: dict[int, Interval] = {}
        self.support: dict[int, tuple[str, ...]] = {}
        self.links: list[tuple[int, int, Interval, str]] = []
        changes = rows[rows["measure"] != "level"]
        counts = rows[rows["measure"] == "level"]
        years = {int(year) for year in (*rows["year_lo"], *changes["base_year_lo"])}
        for year in sorted(years):
            self.known[year] = Interval(0, inf)
            self.support[year] = ()
        for row_id, row in counts.assign(**_bounds(counts, about)).iterrows():
            self._narrow(int(row["year_lo"]), Interval(row["lower"], row["upper"]), (str(row_id),))
        for row_id, row in changes.iterrows():
            self._link(str(row_id), row, about, percent)

    def _link(self, row_id: str, row: pd.Series, about: float, percent: Percent) -> None:
        start, end = int(row["base_year_lo"]), int(row["year_lo"])
        stated = _stated_bounds(row, about)
        if row["measure"] == "total_change":
            factor = _factor_bounds(stated, percent)
            self.links.append((start, end, factor, row_id))
            return
        stops = [start, end]
        if self.assume == "even":
            stops = sorted({start, end, *(year for year in self.known if start < year < end)})
        for first, last in zip(stops, stops[1:], strict=False):
            bounds = [(1 + rate / 100) ** (last - first) for rate in (stated.lower, stated.upper)]
            self.links.append((first, last, Interval(*bounds), row_id))

    def solve(self) -> None:
        """Carry bounds along all links until none narrows, or two contradict each other."""
        for _ in range(4 * len(self.known) * (len(self.links) + 1)):
            before = dict(self.known)
            for start, end, factor, row_id in self.links:
                self._narrow(end, self.known[start].times(factor), (row_id, *self.support[start]))
                if not self.conflicts:
                    self._narrow(start, self.known[end].over(factor), (row_id, *self.support[end]))
                if self.conflicts:
                    return
            if self.assume == "no_fall":
                self._never_fall()
            if self.known == before:
                return

    def _never_fall(self) -> None:
        years = sorted(self.known)
        for early, late in zip(years, years[1:], strict=False):
            floor, ceiling = self.known[early].lower, self.known[late].upper
            self._narrow(late, Interval(floor, inf), self.support[early])
            self._narrow(early, Interval(0, ceiling), self.support[late])

    def _narrow(self, year: int, bounds: Interval, rows: tuple[str, ...]) -> None:
        both = self.known[year].intersection(_rounded_outward(bounds))
        if both is None:
            sentence = (
                f"The figures contradict each other in {year}: {self.known[year]} jobs by "
                f"{', '.join(self.support[year])}, but {bounds} by {', '.join(rows)}."
            )
            self.conflicts.append(sentence)
        elif both != self.known[year]:
            self.known[year] = both
            merged = dict.fromkeys((*self.support[year], *rows))
            self.support[year] = tuple(sorted(merged))

    def table(self) -> pd.DataFrame:
        rows = [
            {"year": year, "lower": bounds.lower, "upper": bounds.upper, "rows": self.support[year]}
            for year, bounds in sorted(self.known.items())
        ]
        return pd.DataFrame(rows, columns=["year", "lower", "upper", "rows"]).set_index("year")


def _bounds(rows: pd.DataFrame, about: float) -> dict[str, pd.Series]:
    """Lower and upper ends of counts, by the convention for each qualifying word."""
    loose = (rows["qualifier"] == "about").astype(float) * about
    value = rows["value"].astype("Float64")
    reach = value.abs() * loose  # a fall in percent is negative
    fell = (rows["measure"] != "level") & rows["upper"].lt(0).fillna(False).astype(bool)
    floor = fell.map({True: LARGEST_FALL, False: 0.0})
    lower = (value - reach).fillna(rows["lower"]).fillna(floor)
    upper = (value + reach).fillna(rows["upper"]).fillna(inf)
    return {"lower": lower.astype(float).clip(lower=LARGEST_FALL), "upper": upper.astype(float)}


def _stated_bounds(row: pd.Series, about: float) -> Interval:
    bounds = _bounds(row.to_frame().T, about)
    return Interval(float(bounds["lower"].iloc[0]), float(bounds["upper"].iloc[0]))


def _factor_bounds(change: Interval, percent: Percent) -> Interval:
    """Turn a change into factors; only a rise of 100% or more has a loose reading."""
    reading: Percent = percent if change.lower >= 100 else "literal"
    return Interval(change_factor(change.lower, reading), change_factor(change.upper, reading))


def _stated(row_id: object, row: pd.Series, percent: Percent, about: float) -> dict[str, object]:
    years = _passed(row)
    stated = _stated_bounds(row, about)
    if years is None:
        why = f"a change of {stated}%, and no years from and to are given"
        return _growth_row(row["setting_id"], "none", None, None, (str(row_id),), why)
    if row["measure"] == "annual_growth":
        rate, basis, why = stated, "stated rate", "the rate is stated"
    else:
        factor = _factor_bounds(stated, percent)
        rate = annual_growth(Interval(1, 1), factor, years)
        basis = "stated change"
        why = f"a change of {stated}%, read as a factor of {factor}"
    return _growth_row(row["setting_id"], basis, rate, years, (str(row_id),), why)


def _between_levels(setting: str, rows: pd.DataFrame, by: By) -> dict[str, object]:
    """Growth from the earliest count to the latest one, or why there is none."""
    dated = rows.dropna(subset=["year_hi"]).sort_values(["year_hi", "year_lo"])
    if len(dated) < 2:
        return _growth_row(setting, "none", None, None, tuple(rows.index), "a single count of jobs")
    first, last = dated.iloc[0], dated.iloc[-1]
    years = _years(first["year_lo"], first["year_hi"], last["year_lo"], last["year_hi"], by)
    used = (str(dated.index[0]), str(dated.index[-1]))
    if years.upper <= 0:
        return _growth_row(setting, "none", None, None, used, "both counts are of one time")
    start, end = (Interval(count["lower"], count["upper"]) for count in (first, last))
    why = f"from {start} to {end} jobs in {years} years"
    if pd.isna(last["year_lo"]) and by == "at_or_before":
        why += "; 'by' a year may be earlier"
    return _growth_row(setting, "two levels", annual_growth(start, end, years), years, used, why)


def _passed(row: pd.Series) -> Interval | None:
    """Time that a stated change took; None where it has no start, no end, or no time passed."""
    start, end = row[["base_year_lo", "base_year_hi"]], row[["year_lo", "year_hi"]]
    if start.isna().all() or end.isna().all():
        return None
    years = _years(*start, *end)
    return years if years.upper > 0 else None


def _years(start_lo: Any, start_hi: Any, end_lo: Any, end_hi: Any, by: By = "in") -> Interval:
    """Time between two bounded dates; a start or end with one bound only is open or exact."""
    first, latest = _first_said(start_lo, start_hi), _first_said(start_hi, start_lo)
    end = _first_said(end_hi, end_lo)
    earliest_end = (
        latest if pd.isna(end_lo) and by == "at_or_before" else _first_said(end_lo, end_hi)
    )
    return Interval(max(earliest_end - latest, 0.0), max(end - first, 0.0))


def _first_said(year: Any, fallback: Any) -> float:
    return float(fallback if pd.isna(year) else year)


def _growth_row(
    setting: object,
    basis: str,
    rate: Interval | None,
    years: Interval | None,
    rows: tuple[object, ...],
    why: str,
) -> dict[str, object]:
    return {
        "setting_id": setting,
        "basis": basis,
        "growth_lower": rate.lower if rate else pd.NA,
        "growth_upper": rate.upper if rate else pd.NA,
        "years_lower": years.lower if years else pd.NA,
        "years_upper": years.upper if years else pd.NA,
        "rows": rows,
        "why": why,
    }


def _shown(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"


def _rate(ratio: float, years: float) -> float:
    """Percent a year that turns 1 into `ratio` in `years`."""
    if ratio in (0, inf):
        return -100.0 if ratio == 0 else inf
    if years == 0:
        return 0.0 if ratio == 1 else (inf if ratio > 1 else -100.0)
    try:
        return 100 * (ratio ** (1 / years) - 1)
    except OverflowError:
        return inf


def _product(left: float, right: float) -> float:
    return 0.0 if 0 in (left, right) else left * right


def _quotient(left: float, right: float) -> float:
    if right == 0:
        return inf
    return left / right


def _rounded_outward(bounds: Interval) -> Interval:
    """Widen by a rounding error, so that equal figures computed in two ways agree."""
    return Interval(bounds.lower * (1 - 1e-12), bounds.upper * (1 + 1e-12))


def _check_about(about: float) -> None:
    if not 0 <= about < 1:
        msg = f"'about' is a share of the number, from 0 to below 1, and not {about:g}"
        raise ValueError(msg)
