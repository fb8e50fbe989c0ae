"""Theory against solution, a baseline of chance, made-up cases to learn on, and a report.

Theory evaluation: Ragin (1987), chapter 7; Schneider and Wagemann (2012), chapter 11.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd

from . import checks
from .expressions import Expression, Stated, expression_of, outcome_of, parse
from .minimization import NothingToMinimize, Solution, minimize
from .truth_tables import truth_table

AREAS = {
    (True, True): "T*S: the theory is confirmed where the cases show the outcome",
    (True, False): "T*~S: the theory expects it, the solution does not cover it",
    (False, True): "~T*S: the solution covers it, the theory does not expect it",
    (False, False): "~T*~S: neither",
}
REPORTED = ("numpy", "pandas", "scipy")


def evaluate_theory(
    data: pd.DataFrame,
    outcome: str,
    theory: str | Expression,
    model: str | Expression | Stated,
    *,
    missing: str = "refuse",
) -> pd.DataFrame:
    """Confront what a theory expects with what a model covers.

    Parameters
    ----------
    data
        Memberships, one row for each case.
    theory, model
        Expressions, such as `STANDARDS*JOINT`; a model of a solution as it is.
    missing
        As in `necessity`.

    Returns
    -------
    DataFrame
        Indexed by `area` (theory and solution, or not): `cases` (above 0.5 there), `with_outcome`,
        `incl` (consistency of the area as sufficient), `names` of its cases. A case at exactly 0.5
        in the theory or the solution is in none. `attrs` as in `necessity`.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 1, 0], "B": [1, 0, 0], "Y": [1, 0, 0]})
    >>> evaluate_theory(cases, "Y", "A", "A*B")["cases"].tolist()
    [1, 1, 0, 1]
    """
    expressions = [expression_of(data, theory), expression_of(data, model)]
    wanted = outcome_of(data, outcome)
    labels = [name for part in (*expressions, wanted) for name in part.conditions]
    data, stated = checks.complete(data, labels, missing)
    held = [expression.evaluate(data) for expression in expressions]
    member = wanted.evaluate(data)
    lines = []
    for (expects, covers), words in AREAS.items():
        area = np.minimum(held[0] if expects else 1 - held[0], held[1] if covers else 1 - held[1])
        inside = area > 0.5
        incl = (
            float(np.minimum(area, member).sum() / area.sum())
            if area.sum() > checks.TOLERANCE
            else np.nan
        )
        names = tuple(data.index[inside])
        lines.append((words, int(inside.sum()), int((inside & (member > 0.5)).sum()), incl, names))
    columns = ["area", "cases", "with_outcome", "incl", "names"]
    table = pd.DataFrame(lines, columns=columns).set_index("area")
    table.attrs |= stated
    return table


def permuted_baseline(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    incl_cut: float,
    n_cut: int = 1,
    draws: int = 200,
    seed: int = 1,
    missing: str = "refuse",
    levels: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """Ask how often cases with a shuffled outcome give a solution as good as the real one.

    Parameters
    ----------
    data, outcome, conditions, incl_cut, n_cut, levels
        As in `truth_table`.
    draws, seed
        How many shuffles, and where the random numbers begin.
    missing
        As in `necessity`; cases are left out before the outcome is shuffled.

    Returns
    -------
    DataFrame
        One row for each shuffle (`draw`), the real outcome first as draw 0: `positive_rows`,
        `inclS` and `covS` of the first parsimonious model, zero where there is none. Consistency
        is no test of significance; this shows what chance alone would give. `attrs` as in
        `necessity`.

    Examples
    --------
    >>> cases = made_up_cases()
    >>> chance = permuted_baseline(cases, "UPGRADED", ["JOINT", "GROWN"], incl_cut=0.8, draws=3)
    >>> list(chance.index)
    [0, 1, 2, 3]
    """
    checks.number(draws, "draws", 1, whole=True)
    rng = np.random.default_rng(int(checks.number(seed, "seed", 0, whole=True)))
    wanted = outcome_of(data, outcome, levels)
    labels = [*checks.conditions(conditions), *wanted.conditions]
    data, stated = checks.complete(data, labels, missing)
    name = labels[-1]
    lines = []
    for draw in range(draws + 1):
        shuffled = data
        if draw:
            shuffled = data.assign(**{name: rng.permutation(data[name].to_numpy())})
        table = truth_table(
            shuffled, outcome, conditions, incl_cut=incl_cut, n_cut=n_cut, levels=levels
        )
        try:
            fit = minimize(table, most_models=1).fit().loc["model"]
            lines.append((draw, len(table.positive), fit["inclS"], fit["covS"]))
        except NothingToMinimize:
            lines.append((draw, len(table.positive), 0.0, 0.0))
    chance = pd.DataFrame(lines, columns=["draw", "positive_rows", "inclS", "covS"])
    chance.attrs |= stated
    return chance.set_index("draw")


def made_up_cases(number: int = 24, *, seed: int = 3) -> pd.DataFrame:
    """Make cases up whose law is known, to learn the method on: `STANDARDS*JOINT + ENFORCED`.

    Returns
    -------
    DataFrame
        Fuzzy memberships of invented clusters in STANDARDS, JOINT, ENFORCED, GROWN and UPGRADED,
        the last following the law but for a little noise. None of this is evidence.

    Examples
    --------
    >>> made_up_cases(2).shape
    (2, 5)
    """
    checks.number(number, "number", 1, whole=True)
    checks.number(seed, "seed", 0, whole=True)
    rng = np.random.default_rng(seed)
    names = ["STANDARDS", "JOINT", "ENFORCED", "GROWN"]
    sure = rng.random((number, len(names))) > 0.5
    member = np.where(sure, rng.uniform(0.6, 1.0, sure.shape), rng.uniform(0.0, 0.4, sure.shape))
    data = pd.DataFrame(member, columns=names, index=[f"made-up {at + 1}" for at in range(number)])
    law = parse("STANDARDS*JOINT + ENFORCED").evaluate(data)
    return data.assign(UPGRADED=np.clip(law + rng.normal(0, 0.08, number), 0, 1)).round(2)


def report(solution: Solution, *, reasons: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Gather all that is needed to repeat a solution.

    Parameters
    ----------
    reasons
        Why the choices were made, by their name (`incl_cut`, an anchor, an expectation).

    Returns
    -------
    dict
        Settings, truth table, all models with their fit, prime implicants, assumptions, a hash of
        the data, and versions. Plain values, for `json.dump`.

    Examples
    --------
    >>> table = truth_table(made_up_cases(), "UPGRADED", ["JOINT", "ENFORCED"], incl_cut=0.8)
    >>> report(minimize(table), reasons={"incl_cut": "a gap in incl"})["reasons"]
    {'incl_cut': 'a gap in incl'}
    """
    checks.made_by(solution, "solution", Solution, "what minimize returns")
    checks.made_by(
        {} if reasons is None else reasons, "reasons", Mapping, "a dict from choices to sentences"
    )
    table = solution.table
    values = pd.util.hash_pandas_object(table.data, index=True).to_numpy()
    return {
        "outcome": table.outcome,
        "conditions": list(table.conditions),
        "incl_cut": list(table.incl_cut or ()),
        "n_cut": table.n_cut,
        "pri_cut": table.pri_cut,
        "excluded_rows": list(table.excluded),
        "levels": list(table.levels),
        "cases_left_out": list(map(checks.case_name, table.dropped)),
        "cases_in_no_row": list(map(checks.case_name, table.nowhere)),
        "solution": solution.kind,
        "expectations": list(solution.expectations),
        "reasons": {**solution.reasons, **(reasons or {})},
        "truth_table": json.loads(table.with_cases().reset_index().to_json(orient="records")),
        "remainders": table.remainders,
        "usable_remainders": table.usable_remainders,
        "number_of_models": solution.number,
        "models": [
            {
                "model": str(model),
                "assumptions": list(model.assumptions),
                "fit": json.loads(solution.fit(at).to_json(orient="index")),
            }
            for at, model in enumerate(solution.models[:50])
        ],
        "prime_implicants": list(solution.prime_implicants),
        "essential": list(solution.essential),
        "data_sha256": hashlib.sha256(values.tobytes()).hexdigest(),
        "versions": {
            "python": platform.python_version(),
            **{package: version(package) for package in REPORTED},
        },
        "note": "Parameters of fit describe these cases; they are no test and no causal estimate.",
    }
