"""Parameters of fit: how well sets fit as necessary or sufficient for an outcome.

Necessity: consistency (inclN), relevance (RoN, Schneider and Wagemann 2012) and coverage (covN).
Sufficiency: consistency (inclS), PRI, coverage (covS) and unique coverage (covU; Ragin 2008).
A parameter is a description of the cases at hand, and no test.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations, product

import numpy as np
import numpy.typing as npt
import pandas as pd

from .expressions import Expression, Literal, outcome_memberships, parse

Numbers = npt.NDArray[np.float64]
NECESSITY = ["inclN", "RoN", "covN"]
SUFFICIENCY = ["inclS", "PRI", "covS", "covU"]
TOLERANCE = 1e-9


def necessity(
    data: pd.DataFrame, outcome: str, expressions: Iterable[str | Expression]
) -> pd.DataFrame:
    """Tell how well each expression fits as necessary for an outcome.

    Parameters
    ----------
    data
        Memberships, one row for each case.
    outcome
        `Y`, `~Y` or `Y{1}`.
    expressions
        Such as `A`, `~A`, `A + B`.

    Returns
    -------
    DataFrame
        Indexed by `expression`: `inclN`, `RoN`, `covN`. Undefined where a sum is zero.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "Y": [1, 0, 0]})
    >>> necessity(cases, "Y", ["A"]).loc["A", "covN"]
    np.float64(0.5)
    """
    member = outcome_memberships(data, outcome)
    parsed = [parse(one) for one in expressions]
    lines = [_necessity(one.evaluate(data), member) for one in parsed]
    return pd.DataFrame(lines, columns=NECESSITY, index=_names(parsed))


def sufficiency(
    data: pd.DataFrame, outcome: str, expressions: Iterable[str | Expression]
) -> pd.DataFrame:
    """Tell how well each expression fits as sufficient for an outcome, each by itself.

    Returns a table indexed by `expression`: `inclS`, `PRI`, `covS`.
    """
    member = outcome_memberships(data, outcome)
    parsed = [parse(one) for one in expressions]
    lines = [_sufficiency(one.evaluate(data), member) for one in parsed]
    return pd.DataFrame(lines, columns=SUFFICIENCY[:3], index=_names(parsed))


def model_fit(data: pd.DataFrame, outcome: str, model: str | Expression) -> pd.DataFrame:
    """Tell the fit of every term of a model, and of the whole.

    Returns
    -------
    DataFrame
        Indexed by `expression`, the terms first and the whole last (`model`): `inclS`, `PRI`,
        `covS`, and `covU`, what a term alone covers (missing for the whole, and where there is
        one term).
    """
    member = outcome_memberships(data, outcome)
    expression = parse(model)
    terms = [Expression((term,)) for term in expression.terms]
    held = [term.evaluate(data) for term in terms]
    whole = expression.evaluate(data)
    lines = [[*_sufficiency(one, member), np.nan] for one in (*held, whole)]
    if len(held) > 1:
        covered = lines[-1][2]
        for at in range(len(held)):
            others = np.maximum.reduce([*held[:at], *held[at + 1 :]])
            lines[at][3] = covered - _sufficiency(others, member)[2]
    index = pd.Index([*map(str, terms), "model"], name="expression")
    return pd.DataFrame(lines, columns=SUFFICIENCY, index=index)


def single_conditions(data: pd.DataFrame, outcome: str, conditions: Sequence[str]) -> pd.DataFrame:
    """Tell the fit of every condition and its negation, as necessary and as sufficient.

    Returns a table indexed by `expression` with the columns of `necessity` and `sufficiency`.
    """
    both = [one for name in conditions for one in _literals(data, name)]
    return necessity(data, outcome, both).join(sufficiency(data, outcome, both))


def necessary_disjunctions(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    incl_cut: float = 0.9,
    ron_cut: float = 0.0,
    cov_cut: float = 0.0,
    most: int = 3,
) -> pd.DataFrame:
    """Search the minimally necessary disjunctions of conditions and negations.

    A disjunction is listed when it passes the cut-offs and no part of it passes that of inclN. Each
    needs a concept that its parts stand for; without one it is an artefact of searching.

    Parameters
    ----------
    most
        Largest number of conditions that are joined.

    Returns
    -------
    DataFrame
        As `necessity`, sorted by RoN.
    """
    return _search(data, outcome, conditions, "+", incl_cut, (ron_cut, cov_cut), most)


def sufficient_conjunctions(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    incl_cut: float = 0.8,
    pri_cut: float = 0.0,
    cov_cut: float = 0.0,
    most: int = 3,
) -> pd.DataFrame:
    """Search the minimally sufficient conjunctions of conditions and negations.

    A conjunction is listed when it passes the cut-offs and no part of it passes that of inclS.

    Returns a table as `sufficiency`, sorted by coverage.
    """
    return _search(data, outcome, conditions, "*", incl_cut, (pri_cut, cov_cut), most)


def case_types(data: pd.DataFrame, outcome: str, model: str | Expression) -> pd.DataFrame:
    """Sort cases by how they stand to each term of a model (Schneider and Rohlfing 2013).

    Returns
    -------
    DataFrame
        Indexed by case: for each term, and for the `model`, one of `typical` (in the term and in
        the outcome, the term not above it), `deviant in consistency, degree` (both, the term
        above), `deviant in consistency, kind` (in the term, out of the outcome), `deviant in
        coverage` (out of the whole model, in the outcome), `covered elsewhere`, `irrelevant`.
    """
    member = outcome_memberships(data, outcome)
    expression = parse(model)
    whole = expression.evaluate(data)
    sets = {
        str(Expression((term,))): Expression((term,)).evaluate(data) for term in expression.terms
    }
    told = {name: _types(held, whole, member) for name, held in {**sets, "model": whole}.items()}
    return pd.DataFrame(told, index=data.index)


def skewness(data: pd.DataFrame, conditions: Sequence[str]) -> pd.DataFrame:
    """Tell how many cases are in each set, and whether it is skewed (under 20 % or over 80 %)."""
    lines = []
    for name in conditions:
        for literal in _literals(data, name):
            held = parse(literal).evaluate(data)
            known = held[~np.isnan(held)]
            inside = int((known > 0.5).sum())
            share = inside / len(known) if len(known) else np.nan
            lines.append((literal, inside, len(known), share, not 0.2 <= share <= 0.8))
    return pd.DataFrame(lines, columns=["set", "inside", "cases", "share", "skewed"]).set_index(
        "set"
    )


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


def _names(parsed: list[Expression]) -> pd.Index:
    return pd.Index([str(one) for one in parsed], name="expression")


def _literals(data: pd.DataFrame, name: str) -> list[str]:
    column = data[name].dropna()
    if len(column) and column.max() > 1:
        return [f"{name}{{{value}}}" for value in range(int(column.max()) + 1)]
    return [name, str(Literal(name, negated=True))]


def _search(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    sign: str,
    incl_cut: float,
    others: tuple[float, float],
    most: int,
) -> pd.DataFrame:
    member = outcome_memberships(data, outcome)
    held = {one: parse(one).evaluate(data) for name in conditions for one in _literals(data, name)}
    measure = _necessity if sign == "+" else _sufficiency
    join = np.maximum if sign == "+" else np.minimum
    passed: list[frozenset[str]] = []
    found: dict[str, list[float]] = {}
    for size in range(1, most + 1):
        for names in combinations(conditions, size):
            for parts in product(*(_literals(data, name) for name in names)):
                if any(done <= set(parts) for done in passed):
                    continue
                told = measure(join.reduce([held[one] for one in parts]), member)
                if np.isnan(told[0]) or told[0] < incl_cut - TOLERANCE:
                    continue
                passed.append(frozenset(parts))
                if told[1] >= others[0] - TOLERANCE and told[2] >= others[1] - TOLERANCE:
                    found[(" + " if sign == "+" else "*").join(parts)] = told
    columns = NECESSITY if sign == "+" else SUFFICIENCY[:3]
    table = pd.DataFrame.from_dict(found, orient="index", columns=columns).rename_axis("expression")
    return table.sort_values(columns[1] if sign == "+" else "covS", ascending=False, kind="stable")


def _types(held: Numbers, whole: Numbers, member: Numbers) -> npt.NDArray[np.str_]:
    inside, positive = held > 0.5, member > 0.5
    told = np.where(inside & positive & (held <= member + TOLERANCE), "typical", "irrelevant")
    told = told.astype("U40")
    told[inside & positive & (held > member + TOLERANCE)] = "deviant in consistency, degree"
    told[inside & ~positive] = "deviant in consistency, kind"
    told[~inside & positive] = np.where(
        (whole > 0.5)[~inside & positive], "covered elsewhere", "deviant in coverage"
    )
    return told
