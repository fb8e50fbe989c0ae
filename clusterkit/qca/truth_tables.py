"""Truth tables from crisp, multi-value and fuzzy data (Ragin 2008, chapter 7; Duşa 2019).

A row is a configuration of conditions. A case belongs to the row in which its membership is above
0.5; consistency (inclusion) and PRI are those of the row's whole set.
"""

from __future__ import annotations

import html
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args
from typing import Literal as Choice

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import checks
from .calibration import warn_of_halves
from .checks import TOLERANCE, Numbers
from .expressions import Expression, Literal, outcome_memberships, outcome_of, parse

Codes = npt.NDArray[np.intp]
Missing = Choice["refuse", "drop", "bounds"]
CHUNK = 1 << 15
SHOWN_CASES = 12
MOST_CONFIGURATIONS = 1 << 24


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
        and `<NA>` for all while no cut-off is chosen; an excluded row is `0` where it would be `1`
        or `C`), `n` (cases above 0.5), `incl`, `PRI`
        (missing where undefined). Under `missing="bounds"` also `n_lower`, `n_upper`,
        `incl_lower`, `incl_upper`; `n_lower` counts cases that are surely in the row, whether or
        not their outcome is known.
    incl_cut, n_cut, pri_cut
        Cut-offs; `incl_cut` None while none is chosen.
    excluded
        Rows that are not positive, and may not be assumed to be.
    data
        The cases that the table was made of.
    dropped
        Cases left out because a cell is missing.
    row_of_case
        Each case's row, from 0; -1 for a case at exactly 0.5 in a condition.
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
        """Number of configurations without enough cases, excluded ones among them."""
        return self.size - len(self._enough)

    @property
    def usable_remainders(self) -> int:
        """Number of configurations without enough cases that a solution may assume to be positive.

        The reference software counts these: rows that are excluded are left out.
        """
        return self.remainders - len(set(self.excluded) - self._enough)

    @cached_property
    def nowhere(self) -> tuple[Hashable, ...]:
        """Names of the cases that are in no row, since a membership is exactly 0.5."""
        return tuple(self.data.index[self.row_of_case < 0])

    @cached_property
    def _enough(self) -> set[int]:
        """Rows with enough cases."""
        return set(self.rows.index[self.rows["n"] >= self.n_cut])

    @cached_property
    def cases(self) -> pd.Series:
        """Names of the cases of each observed row, as tuples; a case at 0.5 is in none."""
        placed = self.row_of_case >= 0
        names = pd.Series(self.data.index.to_numpy()[placed], dtype=object)
        grouped = names.groupby(self.row_of_case[placed] + 1).agg(tuple)
        return grouped.reindex(self.rows.index).rename("cases")

    def remainder_rows(self, limit: int = 4096, *, usable: bool = False) -> pd.DataFrame:
        """List configurations without enough cases, indexed by row; at most `limit` of them.

        With `usable`, only those that are not excluded.
        """
        checks.number(limit, "limit", 1, whole=True)
        checks.flag(usable, "usable")
        known = self._enough | set(self.excluded) if usable else self._enough
        last = min(self.size, limit + len(known))
        without_cases = [row for row in range(1, last + 1) if row not in known][:limit]
        return pd.DataFrame(
            configurations(np.array(without_cases, dtype=np.int64) - 1, self.levels),
            columns=list(self.conditions), index=pd.Index(without_cases, name="row"),
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
        listed = [
            checks.shown(names, SHOWN_CASES) if isinstance(names, tuple) else ""
            for names in self.cases
        ]
        table = self.rows.assign(cases=pd.Series(listed, self.rows.index, dtype=object))
        return table.sort_values(["incl", "n"], ascending=False, kind="stable")

    def summary(self) -> str:
        """Say how diverse the cases are, what was decided, and which cases are in no row."""
        observed = int((self.rows["n"] > 0).sum())
        share = 100 * self.remainders / self.size
        barred = self.remainders - self.usable_remainders
        excluded = f", {barred} of them excluded" if barred else ""
        seen = len(self.excluded) - barred
        cut = "no cut-off chosen" if self.incl_cut is None else (
            f"consistency cut-off {' and '.join(f'{cut:g}' for cut in self.incl_cut)}"
            + (f", PRI cut-off {self.pri_cut:g}" if self.pri_cut else "")
        )  # fmt: skip
        parts = [
            f"{self.outcome}: {_counted(len(self.data), 'case')} in {observed} of {self.size} "
            f"configurations, {_counted(self.remainders, 'remainder')} ({share:.0f} %{excluded})",
            *([f"{_counted(seen, 'row')} with cases excluded"] if seen else []),
            cut,
            f"at least {_counted(self.n_cut, 'case')} a row",
        ]
        if self.nowhere:
            parts.append(
                f"{_counted(len(self.nowhere), 'case')} at exactly 0.5 in a condition and so in no "
                f"row: {checks.shown(self.nowhere)}"
            )
        if self.dropped:
            parts.append(f"{_counted(len(self.dropped), 'case')} left out, a cell missing")
        return "; ".join(parts)

    def __repr__(self) -> str:
        return f"{self.summary()}\n{self.with_cases().round(3).to_string()}"

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(self.summary())}</p>{self.with_cases().round(3).to_html()}"


def truth_table(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    incl_cut: float | tuple[float, float] | None = None,
    n_cut: int = 1,
    pri_cut: float = 0.0,
    missing: Missing = "refuse",
    exclude: int | str | Expression | Iterable[int | str | Expression] = (),
    levels: Mapping[str, int] | None = None,
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
        Rows by their number, or expressions such as `A*~B`: they are not positive, with or without
        cases, and may not be assumed to be.
    levels
        How many values a condition or the outcome has, such as `{"A": 4}`, where not every one of
        them occurs.

    Returns
    -------
    TruthTable

    Raises
    ------
    ValueError
        When a column is not there or has a name that no expression can hold, when the outcome has
        not the value asked for, when case names are not unique, when a value is no membership, or
        when a cell is missing under `refuse`.

    Warns
    -----
    CalibrationWarning
        When a membership in a condition is exactly 0.5: the case is in no row.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "Y": [1, 0, 0]}, index=["x", "y", "z"])
    >>> truth_table(cases, "Y", ["A"], incl_cut=0.8).with_cases()
         A OUT  n  incl  PRI cases
    row
    2    1   0  2   0.5  0.5  x, y
    1    0   0  1   0.0  0.0     z
    """
    names = checks.conditions(conditions)
    checks.cases(data)
    wanted = _outcome(data, outcome, names, levels)
    rule = checks.word(missing, "missing", get_args(Missing))
    cuts = None if incl_cut is None else consistency_cuts(incl_cut)
    n_cut = int(checks.number(n_cut, "n_cut", 1, whole=True))
    pri_cut = checks.number(pri_cut, "pri_cut", 0, 1)
    declared = checks.levels(levels, [*names, *wanted.conditions])
    columns, sizes, crisp = _conditions(data, names, declared)
    member = wanted.evaluate(data)
    gaps = np.isnan(member)
    for column in columns:
        gaps |= np.isnan(column)
    some = bool(gaps.any())
    if some and rule == "refuse":
        choice = 'choose missing="drop" or missing="bounds"'
        checks.refuse_missing(data, gaps, [*names, *wanted.conditions], choice)
    whole = [column[~gaps] for column in columns] if some else columns
    halves = _halves(data, names, columns, crisp)
    known = member[~gaps] if some else member
    number, n = _place(whole, sizes, halves[~gaps] if halves is not None and some else halves)
    observed = np.flatnonzero(n)
    sums = _sums(whole, sizes, crisp, known, number, observed)
    incl, pri = _ratios(*sums)
    table = pd.DataFrame(
        configurations(observed, sizes), columns=list(names),
        index=pd.Index(observed + 1, name="row"),
    )  # fmt: skip
    excluded = tuple(sorted(_excluded(exclude, names, sizes)))
    out = _decide(n[observed], incl, pri, cuts, n_cut, pri_cut)
    if excluded:
        out[np.isin(observed + 1, excluded) & ((out == "1") | (out == "C"))] = "0"
    table["OUT"] = pd.Categorical(out, ["1", "0", "C", "?"])
    table["n"], table["incl"], table["PRI"] = n[observed], incl, pri
    if rule == "bounds":
        table = table.join(_bounds(columns, sizes, member, table.index.to_numpy() - 1))
    kept = data.loc[~gaps] if some else data
    left_out = tuple(data.index[gaps]) if some else ()
    return TruthTable(
        names, sizes, str(outcome), table, cuts, n_cut, pri_cut, excluded, kept, left_out, number
    )


def configurations(numbers: Codes, levels: Sequence[int]) -> Codes:
    """Turn configurations' numbers (from 0) into values, the first the most significant."""
    return np.column_stack(np.unravel_index(np.asarray(numbers, dtype=np.intp), tuple(levels)))


def rows_of(
    expression: str | Expression, conditions: Sequence[str], levels: Sequence[int]
) -> set[int]:
    """List the rows (from 1) of all configurations in which an expression holds.

    Raises ValueError when the expression names another condition, or a value that there is not.

    Examples
    --------
    >>> sorted(rows_of("A*~B", ["A", "B", "C"], [2, 2, 2]))
    [5, 6]
    """
    names = checks.conditions(conditions)
    sizes = [
        int(checks.number(size, "a level", 2, whole=True))
        for size in checks.listed(levels, "levels")
    ]
    if len(sizes) != len(names):
        msg = f"levels has a number of values for each of {', '.join(names)}: not {len(sizes)}"
        raise ValueError(msg)
    parsed = parse(expression)
    for literal in (literal for term in parsed.terms for literal in term):
        check_literal(literal, names, sizes, f"the expression {str(expression)!r}")
    _check_size(sizes)
    size = int(np.prod(sizes, dtype=np.int64))
    every = pd.DataFrame(configurations(np.arange(size), sizes), columns=list(names))
    return set((np.flatnonzero(parsed.evaluate(every) > 0.5) + 1).tolist())


def check_literal(
    literal: Literal, conditions: Sequence[str], levels: Sequence[int], what: str
) -> None:
    """Raise ValueError when a literal is about no condition of a table, or about no value of it."""
    if literal.condition not in conditions:
        msg = f"{what} names no condition of the table; these are {', '.join(conditions)}"
        raise ValueError(msg)
    size = levels[list(conditions).index(literal.condition)]
    if literal.values is None and size > 2:
        values = ", ".join(f"{literal.condition}{{{value}}}" for value in range(size))
        msg = f"{what} does not say which value of {literal.condition}; write one of {values}"
        raise ValueError(msg)
    if literal.values is not None and max(literal.values) >= size:
        msg = f"{what} asks for a value that {literal.condition} has not; it has 0 to {size - 1}"
        raise ValueError(msg)


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _outcome(
    data: pd.DataFrame,
    outcome: str | Expression,
    names: tuple[str, ...],
    levels: Mapping[str, int] | None,
) -> Expression:
    """Read the outcome, which is not one of the conditions."""
    wanted = outcome_of(data, outcome, levels)
    if set(wanted.conditions) & set(names):
        msg = f"the outcome {str(outcome)!r} is among its own conditions"
        raise ValueError(msg)
    return wanted


def consistency_cuts(incl_cut: object) -> tuple[float, ...]:
    """Return one or two cut-offs for consistency, the upper first."""
    given = incl_cut if isinstance(incl_cut, tuple | list) else (incl_cut,)
    if not 1 <= len(given) <= 2:
        msg = f"incl_cut is a number between 0 and 1, or two of them, not {incl_cut!r}"
        raise ValueError(msg)
    return tuple(sorted((checks.number(cut, "incl_cut", 0, 1) for cut in given), reverse=True))


def levels_of(
    data: pd.DataFrame, names: Sequence[str], declared: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Count the values of each condition in the data, or take what is declared."""
    known = checks.levels(declared, names)
    return dict(zip(names, _conditions(data, names, known)[1], strict=True))


def _conditions(
    data: pd.DataFrame, names: Sequence[str], declared: Mapping[str, int]
) -> tuple[list[Numbers], tuple[int, ...], list[bool]]:
    """Check conditions: their values, how many they may have, whether all are whole."""
    columns = [checks.column(data, name) for name in names]
    checked = [
        checks.condition(column, name, data.index, declared.get(name))
        for column, name in zip(columns, names, strict=True)
    ]
    return (
        [values for values, _, _ in checked],
        tuple(size for _, size, _ in checked),
        [whole for _, _, whole in checked],
    )


def _halves(
    data: pd.DataFrame, names: tuple[str, ...], columns: list[Numbers], crisp: list[bool]
) -> npt.NDArray[np.bool_] | None:
    """Mark the cases at exactly 0.5 in some condition, and warn of them; None without any."""
    every = None
    for name, column, whole in zip(names, columns, crisp, strict=True):
        halves = None if whole else column == 0.5
        if halves is not None and halves.any():
            warn_of_halves(name, data.index[halves])
            every = halves if every is None else every | halves
    return every


def _check_size(levels: Sequence[int]) -> None:
    total = int(np.prod(levels, dtype=object))
    if total > MOST_CONFIGURATIONS:
        msg = f"{total} configurations are more than a truth table can hold; "
        msg += "choose fewer conditions"
        raise ValueError(msg)


def _place(
    columns: list[Numbers], levels: tuple[int, ...], nowhere: npt.NDArray[np.bool_] | None
) -> tuple[Codes, Codes]:
    """Find each case's configuration (-1 at exactly 0.5), and count the cases of each."""
    _check_size(levels)
    number = np.zeros(len(columns[0]), dtype=np.intp)
    for column, size in zip(columns, levels, strict=True):
        number *= size
        number += column > 0.5 if size == 2 else column.astype(np.intp)
    total = int(np.prod(levels, dtype=np.int64))
    if nowhere is None:
        return number, np.bincount(number, minlength=total)
    return np.where(nowhere, -1, number), np.bincount(number[~nowhere], minlength=total)


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
            [column[part] for column in columns], levels, member[part], both[part], observed
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
) -> npt.NDArray[np.object_]:
    if cuts is None:
        return np.full(len(n), None, dtype=object)
    upper, lower = cuts[0], cuts[-1]
    incl, pri = np.nan_to_num(incl), np.nan_to_num(pri)
    out = np.where(incl >= upper - TOLERANCE, "1", np.where(incl >= lower - TOLERANCE, "C", "0"))
    out = np.where((out == "1") & (pri < pri_cut - TOLERANCE), "0", out)
    return np.where(n < n_cut, "?", out).astype(object)


def _excluded(exclude: Any, names: tuple[str, ...], levels: tuple[int, ...]) -> set[int]:
    """List the rows that are excluded, each given by its number or by an expression."""
    rows: set[int] = set()
    size = int(np.prod(levels, dtype=np.int64))
    alone = isinstance(exclude, str | int | Expression)
    for row in (exclude,) if alone else checks.listed(exclude, "exclude"):
        if isinstance(row, str) and row.strip().isdecimal():
            msg = (
                f"exclude has the text {row!r}: write the number of a row without quotes, as in "
                f"exclude=[{int(row)}]"
            )
            raise ValueError(msg)
        if isinstance(row, str | Expression):
            rows |= rows_of(row, names, levels)
        else:
            rows.add(int(checks.number(row, "a row to exclude", 1, size, whole=True)))
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
