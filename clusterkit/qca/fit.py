"""Parameters of fit: how well sets fit as necessary or sufficient for an outcome.

Necessity: consistency (inclN), relevance (RoN, Schneider and Wagemann 2012) and coverage (covN).
Sufficiency: consistency (inclS), PRI, coverage (covS) and unique coverage (covU; Ragin 2008).
A parameter is a description of the cases at hand, and no test.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import checks
from .checks import TOLERANCE, Numbers
from .expressions import (
    Expression,
    Literal,
    Stated,
    expression_of,
    outcome_of,
)

Text = str | Expression | Stated
NECESSITY = ["inclN", "RoN", "covN"]
SUFFICIENCY = ["inclS", "PRI", "covS", "covU"]


def necessity(
    data: pd.DataFrame, outcome: str, expressions: Iterable[Text], *, missing: str = "refuse"
) -> pd.DataFrame:
    """Say how well each expression fits as necessary for an outcome.

    Parameters
    ----------
    data
        Memberships, one row for each case.
    outcome
        `Y`, `~Y` or `Y{1}`.
    expressions
        Such as `A`, `~A`, `A + B`.
    missing
        What to do with cases that lack a cell in any column named here: `refuse` them (an error
        names the first), or `drop` them.

    Returns
    -------
    DataFrame
        Indexed by `expression`: `inclN`, `RoN`, `covN`, and `cases`, how many they rest on.
        Undefined where a sum is zero. `attrs` says what was done with missing cells (`missing`,
        `cases`, `left_out`).

    Raises
    ------
    ValueError
        When a column is not there, a value is no membership, no case has the value that an
        expression names, or a cell is missing under `refuse`.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "Y": [1, 0, 0]})
    >>> necessity(cases, "Y", ["A"]).loc["A", "covN"]
    np.float64(0.5)
    """
    parsed = [expression_of(data, text) for text in checks.listed(expressions, "expressions")]
    member, held, stated = _held(data, outcome_of(data, outcome), parsed, missing)
    lines = [[*_necessity(members, member), len(member)] for members in held]
    return _table(lines, [*NECESSITY, "cases"], map(str, parsed), stated)


def sufficiency(
    data: pd.DataFrame, outcome: str, expressions: Iterable[Text], *, missing: str = "refuse"
) -> pd.DataFrame:
    """Say how well each expression fits as sufficient for an outcome, each by itself.

    Parameters
    ----------
    data, outcome, expressions, missing
        As in `necessity`.

    Returns
    -------
    DataFrame
        Indexed by `expression`: `inclS`, `PRI`, `covS`, `cases`; `attrs` as in `necessity`.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "Y": [1, 0, 0]})
    >>> sufficiency(cases, "Y", ["A", "~A"])["inclS"].tolist()
    [0.5, 0.0]
    """
    parsed = [expression_of(data, text) for text in checks.listed(expressions, "expressions")]
    member, held, stated = _held(data, outcome_of(data, outcome), parsed, missing)
    lines = [[*_sufficiency(members, member), len(member)] for members in held]
    return _table(lines, [*SUFFICIENCY[:3], "cases"], map(str, parsed), stated)


def model_fit(
    data: pd.DataFrame, outcome: str, model: Text, *, missing: str = "refuse"
) -> pd.DataFrame:
    """Say how every term of a model fits, and the whole.

    Parameters
    ----------
    model
        A model of a solution, or an expression such as `A*~B + C`.
    data, outcome, missing
        As in `necessity`.

    Returns
    -------
    DataFrame
        Indexed by `expression`, the terms first and the whole last (`model`): `inclS`, `PRI`,
        `covS`, `covU`, what a term alone covers (missing for the whole, and where there is one
        term), and `cases`; `attrs` as in `necessity`.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0, 0], "B": [0, 1, 1, 0], "Y": [1, 1, 1, 0]})
    >>> model_fit(cases, "Y", "A + B")["covU"].round(2).tolist()
    [0.33, 0.33, nan]
    """
    return fit_of_terms(data, outcome_of(data, outcome), expression_of(data, model), missing)


def fit_of_terms(
    data: pd.DataFrame, outcome: Expression, expression: Expression, missing: str = "refuse"
) -> pd.DataFrame:
    """Fit an expression that follows from the data, as `model_fit` does one that is written."""
    terms = [Expression((term,)) for term in expression.terms]
    member, (*held, whole), stated = _held(data, outcome, [*terms, expression], missing)
    lines = [[*_sufficiency(part, member), np.nan, len(member)] for part in (*held, whole)]
    if len(held) > 1:
        covered = lines[-1][2]
        for at in range(len(held)):
            others = np.maximum.reduce([*held[:at], *held[at + 1 :]])
            lines[at][3] = covered - _sufficiency(others, member)[2]
    return _table(lines, [*SUFFICIENCY, "cases"], [*map(str, terms), "model"], stated)


def single_conditions(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    missing: str = "refuse",
    levels: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """Say how every condition and its negation fits, as necessary and as sufficient.

    Parameters
    ----------
    conditions, levels
        As in `truth_table`; a condition with more than two values is taken value by value.
    data, outcome, missing
        As in `necessity`.

    Returns
    -------
    DataFrame
        Indexed by `expression`, with the columns of `necessity` and `sufficiency`.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "Y": [1, 0, 0]})
    >>> single_conditions(cases, "Y", ["A"]).loc[["A", "~A"], "inclN"].tolist()
    [1.0, 0.0]
    """
    names = checks.conditions(conditions)
    both = [literal for name in names for literal in literals_of(data, name, levels)]
    expressions = [Expression(((literal,),)) for literal in both]
    wanted = outcome_of(data, outcome, levels)
    member, held, stated = _held(data, wanted, expressions, missing)
    lines = [
        [*_necessity(members, member), *_sufficiency(members, member), len(member)]
        for members in held
    ]
    columns = [*NECESSITY, *SUFFICIENCY[:3], "cases"]
    return _table(lines, columns, map(str, expressions), stated)


def necessary_disjunctions(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    incl_cut: float = 0.9,
    ron_cut: float = 0.0,
    cov_cut: float = 0.0,
    most: int = 3,
    missing: str = "refuse",
    levels: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """Search the minimally necessary disjunctions of conditions and negations.

    A disjunction is listed when it passes the cut-offs and no part of it passes that of inclN. Each
    needs a concept that its parts stand for; without one it is an artefact of searching.

    Parameters
    ----------
    incl_cut, ron_cut, cov_cut
        Lowest inclN, RoN and covN of what is listed.
    most
        Largest number of conditions that are joined.
    data, outcome, conditions, missing, levels
        As in `single_conditions`.

    Returns
    -------
    DataFrame
        As `necessity`, sorted by RoN.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0, 0], "B": [0, 1, 1, 0], "Y": [1, 1, 1, 0]})
    >>> list(necessary_disjunctions(cases, "Y", ["A", "B"]).index)
    ['A + B']
    """
    names = checks.conditions(conditions)
    cut, ron, cov = (
        checks.number(value, argument, 0, 1)
        for value, argument in ((incl_cut, "incl_cut"), (ron_cut, "ron_cut"), (cov_cut, "cov_cut"))
    )
    checks.number(most, "most", 1, whole=True)
    literals = {name: literals_of(data, name, levels) for name in names}
    every = [literal for name in names for literal in literals[name]]
    expressions = [Expression(((literal,),)) for literal in every]
    wanted = outcome_of(data, outcome, levels)
    member, memberships, stated = _held(data, wanted, expressions, missing)
    held = dict(zip(every, memberships, strict=True))
    passed: list[frozenset[Literal]] = []
    fits: dict[str, list[float]] = {}
    for size in range(1, min(most, len(names)) + 1):
        for chosen in combinations(names, size):
            for parts in product(*(literals[name] for name in chosen)):
                if any(part <= set(parts) for part in passed):
                    continue
                fit = _necessity(np.maximum.reduce([held[part] for part in parts]), member)
                if np.isnan(fit[0]) or fit[0] < cut - TOLERANCE:
                    continue
                passed.append(frozenset(parts))
                if fit[1] >= ron - TOLERANCE and fit[2] >= cov - TOLERANCE:
                    fits[str(Expression(tuple((part,) for part in parts)))] = fit
    lines = [[*fit, len(member)] for fit in fits.values()]
    table = _table(lines, [*NECESSITY, "cases"], fits, stated)
    return table.sort_values("RoN", ascending=False, kind="stable")


def case_types(
    data: pd.DataFrame, outcome: str, model: Text, *, missing: str = "refuse"
) -> pd.DataFrame:
    """Sort cases by how they stand to each term of a model (Schneider and Rohlfing 2013).

    Parameters
    ----------
    data, outcome, model, missing
        As in `model_fit`.

    Returns
    -------
    DataFrame
        Indexed by case: for each term, and for the `model`, one of `typical` (in the term and in
        the outcome, the term not above it), `deviant in consistency, degree` (both, the term
        above), `deviant in consistency, kind` (in the term, out of the outcome), `deviant in
        coverage` (out of the whole model, in the outcome), `covered elsewhere`, `irrelevant`.
        Cases left out under `drop` are not in it; `attrs` names them.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "Y": [1, 0, 1]}, index=["x", "y", "z"])
    >>> case_types(cases, "Y", "A")["model"].tolist()
    ['typical', 'deviant in consistency, kind', 'deviant in coverage']
    """
    expression = expression_of(data, model)
    terms = [Expression((term,)) for term in expression.terms]
    wanted = outcome_of(data, outcome)
    member, held, stated = _held(data, wanted, [*terms, expression], missing)
    kinds = {
        name: _types(part, held[-1], member)
        for name, part in zip([*map(str, terms), "model"], held, strict=True)
    }
    gone = stated["left_out"]
    table = pd.DataFrame(kinds, index=data.index[~data.index.isin(gone)] if gone else data.index)
    table.attrs |= stated
    return table


def skewness(
    data: pd.DataFrame,
    conditions: Sequence[str],
    *,
    missing: str = "refuse",
    levels: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """Count the cases in each set, and say whether it is skewed (under 20 % or over 80 %).

    Parameters
    ----------
    data, conditions, missing, levels
        As in `single_conditions`.

    Returns
    -------
    DataFrame
        Indexed by `set`: `inside` (cases above 0.5), `cases`, `share`, `skewed`; `attrs` as in
        `necessity`.

    Examples
    --------
    >>> skewness(pd.DataFrame({"A": [1] * 9 + [0]}), ["A"])
         inside  cases  share  skewed
    set
    A         9     10    0.9    True
    ~A        1     10    0.1    True
    """
    names = checks.conditions(conditions)
    kept, stated = checks.complete(data, names, missing)
    lines = []
    for literal in (literal for name in names for literal in literals_of(data, name, levels)):
        inside = int((literal.evaluate(kept) > 0.5).sum())
        share = inside / len(kept)
        lines.append([inside, len(kept), share, not 0.2 <= share <= 0.8])
    literals = [str(literal) for name in names for literal in literals_of(data, name, levels)]
    table = _table(lines, ["inside", "cases", "share", "skewed"], literals, stated)
    return table.rename_axis("set")


def literals_of(
    data: pd.DataFrame, name: str, levels: Mapping[str, int] | None = None
) -> tuple[Literal, ...]:
    """List the literals of a condition: the set and its negation, or each of its values."""
    values = checks.column(checks.cases(data), name)
    declared = checks.levels(levels, [*map(str, data.columns)]).get(name)
    _, size, _ = checks.condition(values, name, data.index, declared)
    if size > 2:
        return tuple(Literal(name, values=(value,)) for value in range(size))
    return Literal(name), Literal(name, negated=True)


def _held(
    data: pd.DataFrame, outcome: Expression, expressions: Sequence[Expression], missing: str
) -> tuple[Numbers, list[Numbers], dict[str, Any]]:
    """Memberships in the outcome and in expressions, of the cases that have all of the cells."""
    names = [name for part in (*expressions, outcome) for name in part.conditions]
    kept, stated = checks.complete(data, names, missing)
    return outcome.evaluate(kept), [part.evaluate(kept) for part in expressions], stated


def _table(
    lines: list[list[Any]], columns: list[str], names: Iterable[str], stated: dict[str, Any]
) -> pd.DataFrame:
    table = pd.DataFrame(lines, columns=columns, index=pd.Index(list(names), name="expression"))
    table.attrs |= stated
    return table


def _necessity(held: Numbers, member: Numbers) -> list[float]:
    shared = np.minimum(held, member)
    return [
        _ratio(shared.sum(), member.sum()),
        _ratio((1 - held).sum(), (1 - shared).sum()),
        _ratio(shared.sum(), held.sum()),
    ]


def _sufficiency(held: Numbers, member: Numbers) -> list[float]:
    shared = np.minimum(held, member)
    both = np.minimum(shared, 1 - member)
    return [
        _ratio(shared.sum(), held.sum()),
        _ratio(shared.sum() - both.sum(), held.sum() - both.sum()),
        _ratio(shared.sum(), member.sum()),
    ]


def _ratio(above: float, below: float) -> float:
    return float(above / below) if below > TOLERANCE else float("nan")


def _types(held: Numbers, whole: Numbers, member: Numbers) -> npt.NDArray[np.str_]:
    inside, positive = held > 0.5, member > 0.5
    kinds = np.where(inside & positive & (held <= member + TOLERANCE), "typical", "irrelevant")
    kinds = kinds.astype("U40")
    kinds[inside & positive & (held > member + TOLERANCE)] = "deviant in consistency, degree"
    kinds[inside & ~positive] = "deviant in consistency, kind"
    kinds[~inside & positive] = np.where(
        (whole > 0.5)[~inside & positive], "covered elsewhere", "deviant in coverage"
    )
    return kinds
