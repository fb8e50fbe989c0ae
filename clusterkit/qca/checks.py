"""What this chapter accepts at its door, and the sentence for everything else.

Words of arguments, numbers in range, names of columns and cases, memberships, values of many-valued
conditions, missing cells: each has its rule here, and every public function asks here.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from numbers import Real
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.float64]
TOLERANCE = 1e-9
MOST_SHOWN = 5
MOST_VALUES = 10
NAME = re.compile(r"[^\s~*+{}(),]+")
_COMMAS = re.compile(r"\s*[,;]\s*(?![^{]*})")  # not those of C{1,2}
REFUSE_OR_DROP = ("refuse", "drop")


def word(value: object, argument: str, known: Sequence[str] | Mapping[str, str]) -> str:
    """Return a word argument as it is listed; a mapping also lists other words for the same.

    Raises ValueError naming the argument, the word found, the nearest one if it is near, and the
    list.
    """
    if isinstance(value, str) and value in known:
        return known[value] if isinstance(known, Mapping) else value
    given = value.lower() if isinstance(value, str) else ""
    words = {one.lower(): one for one in known}
    near = [one for one in words if given and one.startswith(given)]
    near = near or difflib.get_close_matches(given, list(words), n=1)
    meant = f"; did you mean {words[near[0]]!r}?" if near else ";"
    msg = f"{argument}={value!r} is not known{meant} choose one of {', '.join(known)}"
    raise ValueError(msg)


def number(
    value: object,
    argument: str,
    low: float = -math.inf,
    high: float = math.inf,
    *,
    whole: bool = False,
) -> float:
    """Return a finite number within a range (a whole one as int), or raise ValueError."""
    fits = isinstance(value, Real) and not isinstance(value, bool | np.bool_)
    if fits and math.isfinite(value) and low <= value <= high:  # type: ignore[arg-type,operator]
        if not whole:
            return float(value)  # type: ignore[arg-type]
        if value == int(value):  # type: ignore[call-overload]
            return int(value)  # type: ignore[call-overload]
    kind = "a whole number" if whole else "a number"
    reach = (
        f" between {low:g} and {high:g}" if math.isfinite(low) and math.isfinite(high)
        else f" of {low:g} or more" if math.isfinite(low) else ""
    )  # fmt: skip
    msg = f"{argument} is {kind}{reach}, not {value!r}"
    raise ValueError(msg)


def flag(value: object, argument: str) -> bool:
    """Return True or False, or raise ValueError for anything else."""
    if not isinstance(value, bool | np.bool_):
        msg = f"{argument} is True or False, not {value!r}"
        raise ValueError(msg)
    return bool(value)


def listed(values: Any, argument: str) -> tuple[Any, ...]:
    """Return a list argument as a tuple; a single text is not a list."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        parts = [part for part in _COMMAS.split(values) if part] if isinstance(values, str) else []
        msg = f"{argument} is a list, such as {parts or [values]!r}, not {values!r} alone"
        raise ValueError(msg)
    return tuple(values)


def made_by(value: object, argument: str, kind: type, words: str) -> None:
    """Raise ValueError unless a value is of a kind, such as what a function returns."""
    if not isinstance(value, kind):
        msg = f"{argument} must be {words}, not a {type(value).__name__}"
        raise ValueError(msg)


def name(value: object) -> str:
    """Return the name of a condition or an outcome that can be written in an expression."""
    if isinstance(value, str) and NAME.fullmatch(value) and not value.isdecimal():
        return value
    better = "_".join(NAME.findall(str(value))) or "A"
    better = f"X{better}" if better.isdecimal() else better
    msg = (
        f"column {value!r} cannot be named in an expression: a name is a text without spaces, "
        "commas and ~ * + { } ( ), and not a number alone; rename the column, as in "
        f"data.rename(columns={{{value!r}: {better!r}}})"
    )
    raise ValueError(msg)


def conditions(names: Any) -> tuple[str, ...]:
    """Return the names of conditions, each of them once."""
    given = tuple(map(name, listed(names, "conditions")))
    if not given:
        msg = "name at least one condition"
        raise ValueError(msg)
    twice = [label for label in dict.fromkeys(given) if given.count(label) > 1]
    if twice:
        msg = f"conditions has {shown(map(repr, twice))} more than once: name each condition once"
        raise ValueError(msg)
    return given


def cases(data: Any) -> pd.DataFrame:
    """Return the data, a table with at least one case, each case with a name of its own."""
    if not isinstance(data, pd.DataFrame):
        msg = f"the data are a DataFrame with one row for each case, not a {type(data).__name__}"
        raise ValueError(msg)
    if not len(data):
        msg = "there is no case in the data"
        raise ValueError(msg)
    if not data.index.is_unique:
        twice = data.index[data.index.duplicated()].unique()
        msg = (
            f"more than one case is called {shown(twice)}: give each row a name of its own (for a "
            "panel an index of two levels, as in data.set_index(['country', 'year']))"
        )
        raise ValueError(msg)
    return data


def same_cases(ours: pd.Index, theirs: pd.Index, what: str) -> None:
    """Raise ValueError naming the cases that only one of two tables has."""
    missing, extra = ours.difference(theirs), theirs.difference(ours)
    if len(missing) or len(extra):
        parts = [f"it lacks {shown(missing)}"] if len(missing) else []
        parts += [f"it has {shown(extra)} besides"] if len(extra) else []
        msg = f"{what} must have the cases of the data, by name: {'; '.join(parts)}"
        raise ValueError(msg)


def case_name(case: Hashable) -> str:
    """Write a case's name; that of a hierarchical index with its levels side by side."""
    return " ".join(map(str, case)) if isinstance(case, tuple) else str(case)


def shown(names: Iterable[Hashable], most: int = MOST_SHOWN) -> str:
    """List names of cases, no more than so many."""
    every = list(names)
    return ", ".join(map(case_name, every[:most])) + (" …" if len(every) > most else "")


def numbers_of(held: pd.Series) -> Numbers:
    """Read a column as numbers, a missing cell as NaN; ValueError names the first other cell."""
    whole = getattr(held.dtype, "kind", "O") not in "mMc"
    try:
        if whole:
            return held.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError, OverflowError):
        pass
    at = next(at for at, cell in enumerate(held) if not _is_number(cell))
    msg = f"{cell_name(held.name, held.index[at])}: {held.iloc[at]!r} is not a number"
    raise ValueError(msg)


def _is_number(cell: object) -> bool:
    try:
        return bool(pd.isna(cell)) or float(cell) is not None  # type: ignore[call-overload,arg-type]
    except (TypeError, ValueError, OverflowError):
        return False


def column(data: pd.DataFrame, label: str) -> Numbers:
    """Read a column of the data by its name."""
    if label not in data:
        near = difflib.get_close_matches(label, map(str, data.columns), n=1)
        meant = f"; did you mean {near[0]!r}?" if near else ""
        msg = f"the data have no column {label!r}; they have {', '.join(map(str, data.columns))}"
        raise ValueError(msg + meant)
    held = data[label]
    if isinstance(held, pd.DataFrame):
        msg = f"{held.shape[1]} columns are called {label!r}: give each a name of its own"
        raise ValueError(msg)
    return numbers_of(held)


def reach(values: Numbers) -> tuple[float, float]:
    """Find the least and the most of the values and 0."""
    return float(np.fmin.reduce(values, initial=0)), float(np.fmax.reduce(values, initial=0))


def cell_name(label: Hashable, case: Hashable) -> str:
    """Name a cell by its column, if that has a name, and its case."""
    return f"case {case!r}" if label is None else f"column {label!r}, case {case!r}"


def wrong_cell(
    values: Numbers, wrong: npt.NDArray[np.bool_], label: Hashable, index: pd.Index
) -> str:
    """Name the first wrong cell of a column, for a sentence."""
    at = int(np.flatnonzero(wrong)[0])
    return f"{cell_name(label, index[at])}: the value is {values[at]:.6g}"


def memberships(values: Numbers, label: str, index: pd.Index) -> Numbers:
    """Return memberships between 0 and 1, without the noise of floating-point arithmetic.

    What lies beyond 0 or 1 by less than 1e-9 is 0 or 1. Raises ValueError for anything further.
    """
    least, most = reach(values)
    if least >= 0 and most <= 1:
        return values
    if least < -TOLERANCE or most > 1 + TOLERANCE:
        wrong = (values < -TOLERANCE) | (values > 1 + TOLERANCE)
        msg = (
            f"{wrong_cell(values, wrong, label, index)}, but memberships lie between 0 and 1 "
            f"(calibrate it, or name values in braces, as {label}{{2}})"
        )
        raise ValueError(msg)
    return np.clip(values, 0, 1)


def whole_values(values: Numbers, label: str, index: pd.Index) -> Numbers:
    """Return the whole values of a many-valued condition, or raise ValueError."""
    rounded, wrong = _rounded(values)
    if wrong.any():
        msg = (
            f"{wrong_cell(values, wrong, label, index)}, but only whole values 0, 1, 2 … can be "
            f"named in braces; a set with memberships is written {label} or ~{label}"
        )
        raise ValueError(msg)
    return rounded


def _rounded(values: Numbers) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Round to whole numbers, and mark what is none."""
    rounded = np.rint(values)
    with np.errstate(invalid="ignore"):
        return rounded, np.isinf(values) | (np.abs(values - rounded) > TOLERANCE)


def levels(declared: Mapping[str, int] | None, names: Sequence[str]) -> dict[str, int]:
    """Return what is declared of the number of values of conditions."""
    if declared is None:
        return {}
    if not isinstance(declared, Mapping):
        msg = f"levels says how many values a condition has, such as {{'A': 3}}, not {declared!r}"
        raise ValueError(msg)
    return {
        word(label, "levels", names): int(number(size, f"levels[{label!r}]", 2, whole=True))
        for label, size in declared.items()
    }


def condition(
    values: Numbers, label: str, index: pd.Index, declared: int | None = None
) -> tuple[Numbers, int, bool]:
    """Check a condition: its values, how many it has (2 for a set), whether all are whole.

    A set has memberships between 0 and 1. A condition with more values has each of 0, 1, 2 …, as
    anything else (codes from 1, years, per cents) is no set yet; how many there are can be declared
    where a value could occur that no case has.

    Raises ValueError naming the column and what to do.
    """
    least, most = reach(values)
    if least >= 0 and most <= 1:
        values, whole = values, _is_whole(values)
    elif least >= -TOLERANCE and most <= 1 + TOLERANCE:
        values, whole = memberships(values, label, index), False
    else:
        rounded, wrong = _rounded(values)
        wrong |= values < -TOLERANCE
        if wrong.any():
            worst = wrong & ((values < 0) | (values > 1))
            msg = (
                f"{wrong_cell(values, worst if worst.any() else values > 1, label, index)}: a "
                "condition has memberships between 0 and 1, or whole values 0, 1, 2 …; calibrate "
                "it first (calibrate_direct, calibrate_crisp, calibrate_multi_value)"
            )
            raise ValueError(msg)
        return rounded, _values_of(rounded, label, index, declared), True
    if declared is not None and declared > 2 and not whole:
        msg = f"column {label!r} has memberships, so it cannot have {declared} values"
        raise ValueError(msg)
    if not whole:
        values = _without_noise(values)
    return values, declared or 2, whole


def _values_of(values: Numbers, label: str, index: pd.Index, declared: int | None) -> int:
    most = int(np.nanmax(values))
    if declared is not None:
        if most >= declared:
            where = wrong_cell(values, values >= declared, label, index)
            msg = f"{where}, but levels says that it has the values 0 to {declared - 1}"
            raise ValueError(msg)
        return declared
    seen = np.unique(values[~np.isnan(values)]).astype(np.int64)
    if len(seen) == most + 1 and len(seen) <= MOST_VALUES:
        return most + 1
    gap = next((at for at in range(len(seen)) if seen[at] != at), None)
    lacks = "more of them than it is usual to distinguish" if gap is None else f"and no {gap}"
    msg = (
        f"column {label!r} holds the values {shown(seen.tolist())}, {lacks}: a condition with "
        "several values has each of 0, 1, 2 …; calibrate it (calibrate_crisp, calibrate_direct, "
        "calibrate_multi_value)"
    )
    if most < MOST_VALUES or gap is None:
        msg += (
            f", or, if a value could occur that no case has, declare levels={{{label!r}: "
            f"{most + 1}}}"
        )
    raise ValueError(msg)


def _is_whole(values: Numbers) -> bool:
    head = values[:64]  # memberships mostly show at once that they are none
    if ((head != np.floor(head)) & ~np.isnan(head)).any():
        return False
    different = values != np.floor(values)  # a missing cell differs from itself
    return int(different.sum()) == int(np.isnan(values).sum()) if different.any() else True


def _without_noise(values: Numbers) -> Numbers:
    """Take 0.5000000000000001 for 0.5, so that the case is noticed."""
    distance = values - 0.5
    np.abs(distance, out=distance)
    if np.fmin.reduce(distance, initial=1.0) >= TOLERANCE:
        return values
    return np.where(distance < TOLERANCE, 0.5, values)


def complete(
    data: pd.DataFrame, labels: Iterable[str], missing: object
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Keep the cases without a missing cell in these columns, and say what was done.

    Returns
    -------
    DataFrame, dict
        The cases, and for a result's `attrs`: `missing` (the rule), `cases` (how many are counted),
        `left_out` (names of the others).

    Raises
    ------
    ValueError
        When a cell is missing under `refuse`, or when no case is left under `drop`.
    """
    rule = word(missing, "missing", REFUSE_OR_DROP)
    names = list(dict.fromkeys(labels))
    cases(data)
    gaps = np.zeros(len(data), dtype=bool)
    for label in names:
        gaps |= np.isnan(column(data, label))
    if gaps.any():
        if rule == "refuse":
            refuse_missing(data, gaps, names, 'choose missing="drop" to leave them out')
        if gaps.all():
            msg = f"no case has all of {', '.join(names)}: nothing is left to count"
            raise ValueError(msg)
    left_out = tuple(data.index[gaps])
    kept = data.loc[~gaps] if gaps.any() else data
    return kept, {"missing": rule, "cases": len(kept), "left_out": left_out}


def refuse_missing(
    data: pd.DataFrame, gaps: npt.NDArray[np.bool_], names: Sequence[str], choice: str
) -> None:
    """Raise ValueError naming the first missing cell."""
    at = int(np.flatnonzero(gaps)[0])
    label = next(label for label in names if np.isnan(column(data, label)[at]))
    count = int(gaps.sum())
    many = f"{count} cases have missing cells, first" if count > 1 else "a cell is missing:"
    msg = f"{many} case {data.index[at]!r} in column {label!r}: {choice}"
    raise ValueError(msg)
