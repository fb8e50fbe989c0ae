"""Truth tables from crisp, multi-value and fuzzy data (Ragin 2008, chapter 7; Duşa 2019).

A row is a configuration of conditions. A case belongs to the row in which its membership is above
0.5; consistency (inclusion) and PRI are those of the row's whole set.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from typing import Literal as Choice

import numpy as np
import numpy.typing as npt
import pandas as pd

from .calibration import CalibrationWarning
from .expressions import Expression, outcome_memberships, parse

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]
Missing = Choice["refuse", "drop", "bounds"]
TOLERANCE = 1e-9
CHUNK = 1 << 15
SHOWN_CASES = 12


@dataclass(frozen=True)
class TruthTable:
    """A truth table.

    Attributes
    ----------
    conditions
        Names, the first the most significant.
    levels
        Number of values of each condition (2 for a set).
    outcome
        The outcome as it was asked, such as `~Y`.
    rows
        Observed rows, indexed by `row` (1 + the configuration's number): the conditions, `OUT`
        (`1`, `0`, `C` for a contradiction between two cut-offs, `?` for a row with too few cases,
        and `<NA>` for all while no cut-off is chosen), `n` (cases above 0.5), `incl`, `PRI`
        (missing where undefined). Under `missing="bounds"` also `n_lower`, `n_upper`,
        `incl_lower`, `incl_upper`; `n_lower` counts cases that are surely in the row, whether or
        not their outcome is known.
    incl_cut, n_cut, pri_cut
        Cut-offs; `incl_cut` None while none is chosen.
    excluded
        Rows barred from use as remainders.
    data
        The cases that the table was made of.
    dropped
        Cases left out because a cell is missing.
    """

    conditions: tuple[str, ...]
    levels: tuple[int, ...]
    outcome: str
    rows: pd.DataFrame
    incl_cut: tuple[float, ...] | None
    n_cut: int
    pri_cut: float
    excluded: tuple[int, ...]
    data: pd.DataFrame
    dropped: tuple[Any, ...]
    row_of_case: Codes

    @property
    def size(self) -> int:
        """Number of configurations that could be."""
        return int(np.prod(self.levels, dtype=np.int64))

    @property
    def remainders(self) -> int:
        """Number of configurations without enough cases."""
        return self.size - int((self.rows["n"] >= self.n_cut).sum())

    @cached_property
    def cases(self) -> pd.Series:
        """Names of the cases of each observed row, as tuples; a case at 0.5 is in none."""
        placed = self.row_of_case >= 0
        names = pd.Series(self.data.index[placed], dtype=object)
        grouped = names.groupby(self.row_of_case[placed] + 1).agg(tuple)
        return grouped.reindex(self.rows.index).rename("cases")

    def remainder_rows(self, limit: int = 4096) -> pd.DataFrame:
        """List configurations without enough cases, indexed by row; at most `limit` of them."""
        known = set(self.rows.index[self.rows["n"] >= self.n_cut])
        numbers = [
            one for one in range(1, min(self.size, limit + len(known)) + 1) if one not in known
        ]
        found = numbers[:limit]
        return pd.DataFrame(
            configurations(np.array(found, dtype=np.int64) - 1, self.levels),
            columns=list(self.conditions), index=pd.Index(found, name="row"),
        )  # fmt: skip

    @property
    def contradictions(self) -> pd.DataFrame:
        """Rows whose cases disagree: some above 0.5 in the outcome, some not."""
        member = outcome_memberships(self.data, self.outcome) > 0.5
        placed = self.row_of_case >= 0
        inside = (
            pd.Series(member[placed]).groupby(self.row_of_case[placed] + 1).agg(["sum", "size"])
        )
        mixed = inside[(inside["sum"] > 0) & (inside["sum"] < inside["size"])].index
        return self.rows.loc[self.rows.index.isin(mixed)]

    @property
    def positive(self) -> tuple[int, ...]:
        """Rows with `OUT` 1. Raises ValueError while no cut-off is chosen."""
        if self.incl_cut is None:
            msg = (
                "choose a cut-off for consistency first (incl_cut=…): look at the table, where the "
                "gaps in `incl` are"
            )
            raise ValueError(msg)
        return tuple(self.rows.index[self.rows["OUT"] == "1"])

    def with_cases(self) -> pd.DataFrame:
        """Return the rows with their cases, sorted by consistency, for a reader."""
        told = self.cases.map(_listed)
        table = self.rows.assign(cases=told)
        return table.sort_values(["incl", "n"], ascending=False, kind="stable")

    def summary(self) -> str:
        """Say how diverse the cases are, and what was decided."""
        observed = int((self.rows["n"] > 0).sum())
        share = 100 * self.remainders / self.size
        cut = "no cut-off chosen" if self.incl_cut is None else (
            f"consistency cut-off {' and '.join(f'{one:g}' for one in self.incl_cut)}"
            + (f", PRI cut-off {self.pri_cut:g}" if self.pri_cut else "")
        )  # fmt: skip
        left_out = f"; {len(self.dropped)} cases left out, a cell missing" if self.dropped else ""
        return (
            f"{self.outcome}: {len(self.data)} cases in {observed} of {self.size} configurations, "
            f"{self.remainders} remainders ({share:.0f} %); {cut}; at least {self.n_cut} "
            f"{'case' if self.n_cut == 1 else 'cases'} a row{left_out}"
        )

    def __repr__(self) -> str:
        return f"{self.summary()}\n{self.with_cases().round(3).to_string()}"

    def _repr_html_(self) -> str:
        return f"<p>{self.summary()}</p>{self.with_cases().round(3).to_html()}"


def truth_table(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    incl_cut: float | tuple[float, float] | None = None,
    n_cut: int = 1,
    pri_cut: float = 0.0,
    missing: Missing = "refuse",
    exclude: Iterable[int | str] = (),
) -> TruthTable:
    """Make a truth table.

    Parameters
    ----------
    data
        One row for each case, indexed by its name: memberships between 0 and 1, or whole values
        0, 1, 2 … of a multi-value condition.
    outcome
        `Y`, `~Y`, or `Y{1}` of a multi-value outcome.
    conditions
        Columns, the most significant first.
    incl_cut
        Consistency from which a row is positive. Two of them (upper, lower): rows between are `C`.
        By default none is chosen, since it should follow a look at the table.
    n_cut
        Cases from which a row counts as observed.
    pri_cut
        PRI from which a row may be positive.
    missing
        `refuse` (the default), `drop` the case, or `bounds`: drop it, and say for each row between
        which values consistency and n lie over all ways of filling in.
    exclude
        Rows, or expressions such as `A*~B`, that may not be assumed to be positive.

    Returns
    -------
    TruthTable

    Raises
    ------
    ValueError
        When a column is not there, a value is no membership, or a cell is missing under `refuse`.

    Warns
    -----
    CalibrationWarning
        When a membership in a condition is exactly 0.5: the case is in no row.
    """
    names = tuple(conditions)
    _check_columns(data, outcome, names)
    cuts = None if incl_cut is None else _cuts(incl_cut)
    member = outcome_memberships(data, outcome)
    columns = [_numbers(data, name) for name in names]
    gaps = np.isnan(member)
    for column in columns:
        gaps |= np.isnan(column)
    if gaps.any() and missing == "refuse":
        cells = data.loc[gaps, [*names, *parse(outcome).conditions]].isna()
        case = cells.index[0]
        column = cells.columns[cells.loc[case].to_numpy().ravel()][0]
        msg = (
            f"{int(gaps.sum())} cases have missing cells, first case {case!r} in column "
            f'{column!r}: choose missing="drop" or missing="bounds"'
        )
        raise ValueError(msg)
    whole = [one[~gaps] if gaps.any() else one for one in columns]
    crisp = [_is_whole(one) for one in columns]
    _warn_of_halves(data, names, columns)
    levels = tuple(map(_levels, names, columns, crisp))
    known = member[~gaps] if gaps.any() else member
    number, n = _place(whole, levels)
    observed = np.flatnonzero(n)
    sums = _sums(whole, levels, crisp, known, number, observed)
    incl, pri = _ratios(*sums)
    table = pd.DataFrame(
        configurations(observed, levels), columns=list(names),
        index=pd.Index(observed + 1, name="row"),
    )  # fmt: skip
    table["OUT"] = _decide(n[observed], incl, pri, cuts, n_cut, pri_cut)
    table["n"], table["incl"], table["PRI"] = n[observed], incl, pri
    if missing == "bounds":
        table = table.join(_bounds(columns, levels, member, table.index.to_numpy() - 1))
    excluded = tuple(sorted(_excluded(exclude, names, levels)))
    kept = data.loc[~gaps] if gaps.any() else data
    left_out = tuple(data.index[gaps])
    return TruthTable(
        names, levels, outcome, table, cuts, n_cut, pri_cut, excluded, kept, left_out, number
    )


def configurations(numbers: Codes, levels: Sequence[int]) -> Codes:
    """Turn configurations' numbers (from 0) into values, the first the most significant."""
    return np.column_stack(np.unravel_index(np.asarray(numbers, dtype=np.intp), tuple(levels)))


def rows_of(
    expression: str | Expression, conditions: Sequence[str], levels: Sequence[int]
) -> set[int]:
    """List the rows (from 1) of all configurations in which an expression holds."""
    size = int(np.prod(levels, dtype=np.int64))
    every = pd.DataFrame(configurations(np.arange(size), levels), columns=list(conditions))
    return set((np.flatnonzero(parse(expression).evaluate(every) > 0.5) + 1).tolist())


def _listed(names: object) -> str:
    if not isinstance(names, tuple):
        return ""
    return ", ".join(map(str, names[:SHOWN_CASES])) + (" …" if len(names) > SHOWN_CASES else "")


def _check_columns(data: pd.DataFrame, outcome: str, names: tuple[str, ...]) -> None:
    if not names or len(set(names)) < len(names):
        msg = "name at least one condition, and each of them once"
        raise ValueError(msg)
    expression = parse(outcome)
    if len(expression.terms) != 1 or len(expression.terms[0]) != 1:
        msg = f"an outcome is one set, such as Y, ~Y or Y{{1}}, not {outcome!r}"
        raise ValueError(msg)
    wanted = [*names, *expression.conditions]
    for name in wanted:
        if name not in data:
            msg = f"the data have no column {name!r}; they have {', '.join(map(str, data.columns))}"
            raise ValueError(msg)
    if set(parse(outcome).conditions) & set(names):
        msg = f"the outcome {outcome!r} is among its own conditions"
        raise ValueError(msg)
    if not len(data):
        msg = "there is no case in the data"
        raise ValueError(msg)


def _warn_of_halves(data: pd.DataFrame, names: tuple[str, ...], columns: list[Numbers]) -> None:
    for name, column in zip(names, columns, strict=True):
        halves = column == 0.5
        if halves.any():
            cases = data.index[halves]
            told = ", ".join(map(str, cases[:5])) + (" …" if len(cases) > 5 else "")
            message = (
                f"{name}: a membership of exactly 0.5 belongs to no row, so these cases are in "
                f"none; argue them to one side: {told}"
            )
            warnings.warn(message, CalibrationWarning, stacklevel=3)


def _cuts(incl_cut: float | tuple[float, float]) -> tuple[float, ...]:
    cuts = tuple(sorted(np.atleast_1d(np.asarray(incl_cut, dtype=float)).tolist(), reverse=True))
    if len(cuts) > 2 or not all(0 <= one <= 1 for one in cuts):
        msg = f"a cut-off for consistency lies between 0 and 1 (or two of them do), not {incl_cut}"
        raise ValueError(msg)
    return cuts


def _numbers(data: pd.DataFrame, name: str) -> Numbers:
    try:
        return data[name].to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        column = data[name]
        case = column.index[pd.to_numeric(column, errors="coerce").isna() & column.notna()][0]
        msg = f"column {name!r}, case {case!r}: {column.loc[case]!r} is not a number"
        raise ValueError(msg) from None


def _levels(name: str, column: Numbers, crisp: bool) -> int:
    """Count the values of a condition: 2 for a set, more for multi-value conditions."""
    most, least = np.fmax.reduce(column, initial=0), np.fmin.reduce(column, initial=0)
    if least < 0 or (most > 1 and not crisp):
        msg = (
            f"column {name!r} holds {least if least < 0 else most:g}: a condition has memberships "
            "between 0 and 1, or whole values 0, 1, 2 …"
        )
        raise ValueError(msg)
    return max(2, int(most) + 1)


def _is_whole(column: Numbers) -> bool:
    different = column != np.floor(column)  # a missing cell differs from itself
    return int(different.sum()) == int(np.isnan(column).sum()) if different.any() else True


def _place(columns: list[Numbers], levels: tuple[int, ...]) -> tuple[Codes, Codes]:
    """Find each case's configuration (-1 at exactly 0.5), and count the cases of each."""
    total = int(np.prod(levels, dtype=np.int64))
    if total > 1 << 24:
        msg = f"{total} configurations are more than a truth table can hold; "
        msg += "choose fewer conditions"
        raise ValueError(msg)
    number = np.zeros(len(columns[0]), dtype=np.intp)
    nowhere = np.zeros(len(number), dtype=bool)
    for column, size in zip(columns, levels, strict=True):
        if size == 2:
            value = column > 0.5
            nowhere |= column == 0.5
        else:
            value = column.astype(np.intp)
        number *= size
        number += value
    number = np.where(nowhere, -1, number) if nowhere.any() else number
    placed = number[~nowhere] if nowhere.any() else number
    return number, np.bincount(placed, minlength=total)


def _sums(
    columns: list[Numbers],
    levels: tuple[int, ...],
    crisp: list[bool],
    member: Numbers,
    number: Codes,
    observed: Codes,
) -> tuple[Numbers, Numbers, Numbers]:
    """Sum memberships in each observed row: all, in the outcome too, in both it and not."""
    both = np.minimum(member, 1 - member)
    if all(crisp):
        size = int(observed.max(initial=0)) + 1
        sums = [
            np.bincount(number, weights=weights, minlength=size)[observed]
            for weights in (None, member, both)
        ]
        return sums[0].astype(float), sums[1].astype(float), sums[2].astype(float)
    total = np.zeros((3, len(observed)))
    for start in range(0, len(member), CHUNK):
        part = slice(start, start + CHUNK)
        total += _chunk_sums(
            [one[part] for one in columns], levels, member[part], both[part], observed
        )
    return total[0], total[1], total[2]


def _chunk_sums(
    columns: list[Numbers], levels: tuple[int, ...], member: Numbers, both: Numbers, observed: Codes
) -> Numbers:
    """Sum over one block of cases; rows that begin alike share their minima."""
    rows = configurations(observed, levels)
    sums = np.empty((3, len(observed)))
    stack: list[Numbers] = []
    held: list[int] = []
    for at, row in enumerate(rows):
        same = 0
        while same < len(held) and held[same] == row[same]:
            same += 1
        del stack[same:], held[same:]
        for place in range(same, len(row)):
            value, size = row[place], levels[place]
            if size > 2:
                here = (columns[place] == value).astype(float)
            else:
                here = columns[place] if value else 1 - columns[place]
            stack.append(np.minimum(stack[-1], here) if stack else here)
            held.append(int(value))
        corner = stack[-1]
        sums[0, at] = corner.sum()
        sums[1, at] = np.minimum(corner, member).sum()
        sums[2, at] = np.minimum(corner, both).sum()
    return sums


def _ratios(row: Numbers, shared: Numbers, both: Numbers) -> tuple[Numbers, Numbers]:
    with np.errstate(invalid="ignore", divide="ignore"):
        incl = np.where(row > TOLERANCE, shared / row, np.nan)
        pri = np.where(row - both > TOLERANCE, (shared - both) / (row - both), np.nan)
    return incl, pri


def _decide(
    n: Codes,
    incl: Numbers,
    pri: Numbers,
    cuts: tuple[float, ...] | None,
    n_cut: int,
    pri_cut: float,
) -> Any:
    words = ["1", "0", "C", "?"]
    if cuts is None:
        return pd.Categorical([None] * len(n), words)
    upper, lower = cuts[0], cuts[-1]
    incl, pri = np.nan_to_num(incl), np.nan_to_num(pri)
    out = np.where(incl >= upper - TOLERANCE, "1", np.where(incl >= lower - TOLERANCE, "C", "0"))
    out = np.where((out == "1") & (pri < pri_cut - TOLERANCE), "0", out)
    return pd.Categorical(np.where(n < n_cut, "?", out), words)


def _excluded(
    exclude: Iterable[int | str], names: tuple[str, ...], levels: tuple[int, ...]
) -> set[int]:
    rows: set[int] = set()
    size = int(np.prod(levels, dtype=np.int64))
    for one in [exclude] if isinstance(exclude, str) else exclude:
        if isinstance(one, str):
            rows |= rows_of(one, names, levels)
        elif 1 <= int(one) <= size:
            rows.add(int(one))
        else:
            msg = f"there is no row {one} to exclude: rows go from 1 to {size}"
            raise ValueError(msg)
    return rows


def _bounds(
    columns: list[Numbers], levels: tuple[int, ...], member: Numbers, observed: Codes
) -> pd.DataFrame:
    """Bound n and consistency of each row over all ways of filling in missing cells.

    A case with a missing condition lies in a row to some degree between nothing and what its known
    conditions allow. The extremes of the ratio are found case by case: to lower it, a case is taken
    in when its own ratio is below the ratio so far; to raise it, up to its outcome.
    """
    lines = []
    for row in configurations(observed, levels):
        most = np.ones(len(member))
        unsure = np.zeros(len(member), dtype=bool)
        for column, value, size in zip(columns, row, levels, strict=True):
            gap = np.isnan(column)
            here = (column == value).astype(float) if size > 2 else column if value else 1 - column
            most = np.minimum(most, np.where(gap, 1.0, here))
            unsure |= gap
        low, high = np.where(np.isnan(member), 0, member), np.where(np.isnan(member), 1, member)
        sure = ~unsure
        base = most[sure].sum()
        lower = _lowest(np.minimum(most, low)[sure].sum(), base, most[unsure], low[unsure])
        gain = np.minimum(most, high)[unsure].sum()
        upper = (np.minimum(most, high)[sure].sum() + gain) / max(base + gain, TOLERANCE)
        inside = most > 0.5
        lines.append((int((inside & sure).sum()), int(inside.sum()), lower, min(upper, 1.0)))
    columns_out = ["n_lower", "n_upper", "incl_lower", "incl_upper"]
    return pd.DataFrame(lines, columns=columns_out, index=pd.Index(observed + 1, name="row"))


def _lowest(shared: float, base: float, most: Numbers, low: Numbers) -> float:
    kept = most > TOLERANCE
    own = np.minimum(most[kept], low[kept]) / most[kept]
    for at in np.argsort(own, kind="stable"):
        if base > TOLERANCE and own[at] >= shared / base:
            break
        shared += min(most[kept][at], low[kept][at])
        base += most[kept][at]
    return float(shared / base) if base > TOLERANCE else float("nan")
