"""How far a solution holds when the choices behind it change (Oana and Schneider 2024).

A sweep is a list of independent jobs, one for each setting, on any `concurrent.futures.Executor`:
none (one after another), threads, processes, or the cluster behind
`distributed.Client.get_executor()`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, fields, replace
from itertools import product
from typing import Any, get_args

import pandas as pd

from ..extras import extras_named
from . import checks
from .calibration import calibrate_direct
from .expressions import Expression, outcome_of, product_text
from .minimization import KINDS, NothingToMinimize, given_expectations, minimize
from .truth_tables import Missing, consistency_cuts, levels_of, truth_table

BATCH = 64
Anchors = tuple[float, float, float]
RANGED = ("incl_cut", "n_cut", "pri_cut")


@dataclass(frozen=True)
class Choices:
    """One choice of everything that a solution rests on.

    Attributes
    ----------
    incl_cut, n_cut, pri_cut, missing, exclude
        As in `truth_table`.
    solution, expectations
        As in `minimize`: expectations belong to the intermediate solution.
    anchors
        For columns that are calibrated again: name to (exclusion, crossover, inclusion).
    without
        A case that is left out, by name; None for all cases.

    Raises
    ------
    ValueError
        When a word is not known, a number is out of its range, or expectations are given for
        another solution than the intermediate one.

    Examples
    --------
    >>> Choices(solution="conservative").solution
    'complex'
    """

    incl_cut: float | tuple[float, float] = 0.8
    n_cut: int = 1
    pri_cut: float = 0.0
    missing: Missing = "refuse"
    solution: str = "parsimonious"
    expectations: tuple[str, ...] = ()
    anchors: tuple[tuple[str, Anchors], ...] = ()
    without: Hashable = None
    exclude: tuple[int | str, ...] = ()

    def __post_init__(self) -> None:
        consistency_cuts(self.incl_cut)
        checks.number(self.n_cut, "n_cut", 1, whole=True)
        checks.number(self.pri_cut, "pri_cut", 0, 1)
        checks.word(self.missing, "missing", get_args(Missing))
        object.__setattr__(self, "solution", checks.word(self.solution, "solution", KINDS))
        checks.made_by(self.without, "without", Hashable, "the name of a case")
        expectations = tuple(given_expectations(self.expectations, self.solution))
        object.__setattr__(self, "expectations", expectations)
        for argument in ("exclude", "anchors"):
            object.__setattr__(self, argument, checks.listed(getattr(self, argument), argument))
        for anchor in self.anchors:
            parts = checks.listed(anchor, "an anchor")
            if len(parts) != 2 or len(checks.listed(parts[1], "an anchor")) != 3:
                msg = (
                    "anchors is a list of a column and its (exclusion, crossover, inclusion), such "
                    f"as [('A', (2, 4, 20))], not {self.anchors!r}"
                )
                raise ValueError(msg)


ATTRIBUTES = tuple(attribute.name for attribute in fields(Choices))


def sweep_choices(base: Choices | None = None, **choices: Iterable[Any]) -> list[Choices]:
    """List the settings of a sweep: every combination of the choices given.

    Parameters
    ----------
    base
        What is not varied.
    **choices
        For attributes of `Choices` the values to try, such as `incl_cut=(0.75, 0.8)`.

    Examples
    --------
    >>> [setting.n_cut for setting in sweep_choices(n_cut=(1, 2))]
    [1, 2]
    """
    start = Choices() if base is None else base
    checks.made_by(start, "base", Choices, "a qca.Choices")
    names = [checks.word(name, "an attribute of Choices", ATTRIBUTES) for name in choices]
    every = [checks.listed(choices[name], name) for name in names]
    return [replace(start, **dict(zip(names, values, strict=True))) for values in product(*every)]


def leave_one_out(data: pd.DataFrame, base: Choices | None = None) -> list[Choices]:
    """List the settings that leave out each case in turn.

    Raises ValueError when two cases have the same name.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 0]}, index=["Sinos", "Agra"])
    >>> [setting.without for setting in leave_one_out(cases)]
    ['Sinos', 'Agra']
    """
    start = Choices() if base is None else base
    checks.made_by(start, "base", Choices, "a qca.Choices")
    return [replace(start, without=case) for case in checks.cases(data).index]


def sweep(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    settings: Sequence[Choices],
    *,
    executor: Executor | None = None,
    raw: pd.DataFrame | None = None,
    levels: Mapping[str, int] | None = None,
    progress: bool = True,
) -> pd.DataFrame:
    """Solve the same question under many settings.

    Parameters
    ----------
    data, outcome, conditions, levels
        As in `truth_table`. How many values a condition has is found in all of the cases, so that
        leaving one out does not change it.
    settings
        As `sweep_choices` and `leave_one_out` list them.
    executor
        Where the jobs run; in this process by default. The results are the same, in the same order.
    raw
        Uncalibrated values of the same cases, for settings with `anchors`, which need them; `data`
        itself where it holds them.
    progress
        Whether to show a bar.

    Returns
    -------
    DataFrame
        One row for each setting: its attributes, then `models` (a tuple of expressions, none where
        there is no model), `reason` (why there is none), `number` (of models), `complete` (whether
        these are all), `cases` (how many the truth table counts), `left_out` (names of those that
        a missing cell left out).

    Raises
    ------
    ValueError
        When there are anchors without `raw`, when values of it are memberships already, when its
        cases are not those of the data, when a setting leaves out a case or calibrates a column
        that is not there, or for anything that `truth_table` refuses.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 0, 1], "B": [1, 0, 0], "Y": [1, 0, 0]})
    >>> kinds = sweep_choices(solution=["complex", "parsimonious"])
    >>> found = sweep(cases, "Y", ["A", "B"], kinds, progress=False)
    >>> [str(model) for models in found["models"] for model in models]
    ['A*B', 'B']
    """
    names = checks.conditions(conditions)
    checks.flag(progress, "progress")
    wanted = outcome_of(data, outcome, levels)
    for setting in checks.listed(settings, "settings"):
        checks.made_by(setting, "each of the settings", Choices, "a qca.Choices")
    anchored = {name for setting in settings for name, _ in setting.anchors}
    if raw is not None:
        checks.same_cases(data.index, checks.cases(raw).index, "raw")
        raw = raw.loc[data.index]
    for name, anchors in sorted({anchor for setting in settings for anchor in setting.anchors}):
        checks.word(name, "a column with anchors", names)
        _check_uncalibrated(raw, name, anchors)
    for case in {setting.without for setting in settings} - {None}:
        if case not in data.index:
            msg = f"there is no case {case!r} to leave out; cases are {checks.shown(data.index)}"
            raise ValueError(msg)
    declared = checks.levels(levels, [*names, *wanted.conditions])
    fixed = [name for name in names if name not in anchored]
    known = levels_of(data, fixed, {name: declared[name] for name in fixed if name in declared})
    known |= {
        literal.condition: max(1, *literal.values) + 1
        for literal in wanted.terms[0]
        if literal.values
    }
    batches = [list(settings[at : at + BATCH]) for at in range(0, len(settings), BATCH)]
    job = _Job(data, outcome, names, raw, known)
    results = map(job, batches) if executor is None else executor.map(job, batches)
    lines: list[tuple[Any, ...]] = []
    with extras_named():
        from tqdm.auto import tqdm
    with tqdm(total=len(settings), unit="setting", disable=not progress) as bar:
        for result in results:
            lines += result
            bar.update(len(result))
    columns = [*ATTRIBUTES, "models", "reason", "number", "complete", "cases", "left_out"]
    return pd.DataFrame(lines, columns=columns)


def term_survival(results: pd.DataFrame) -> pd.DataFrame:
    """Count for every term how often it is in a model, over the settings of a sweep.

    Parameters
    ----------
    results
        As `sweep` returns them.

    Returns
    -------
    DataFrame
        Indexed by `term`: `in_some_model` and `in_every_model` (settings in which it is), and
        `settings` (all of them, those without a model included), most frequent first.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 0, 1], "B": [1, 0, 0], "Y": [1, 0, 0]})
    >>> found = sweep(cases, "Y", ["A", "B"], sweep_choices(n_cut=[1, 2]), progress=False)
    >>> term_survival(found)
          in_some_model  in_every_model  settings
    term
    B                 1               1         2
    """
    checks.made_by(results, "results", pd.DataFrame, "what sweep returns")
    checks.word("models", "a column of the results", list(map(str, results.columns)))
    some: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for models in results["models"]:
        sets = [set(map(product_text, model.terms)) for model in models]
        some.update(set().union(*sets))
        every.update(set.intersection(*sets) if sets else set())
    lines = [(term, some[term], every[term], len(results)) for term in some]
    table = pd.DataFrame(lines, columns=["term", "in_some_model", "in_every_model", "settings"])
    return table.sort_values(
        ["in_every_model", "in_some_model", "term"], ascending=[False, False, True]
    ).set_index("term")


def _stable_range(results: pd.DataFrame, parameter: str, at: float) -> tuple[float, float]:
    """Find the lowest and highest value, next to one tried, between which the models are the same.

    Parameters
    ----------
    results
        Of a sweep in which only `parameter` changes.
    at
        The value chosen, one of those tried.
    """
    ordered = results.sort_values(parameter, kind="stable").reset_index(drop=True)
    place = int(ordered.index[(ordered[parameter] - at).abs() < 1e-9][0])
    models = ordered["models"]
    low = high = place
    while low > 0 and models[low - 1] == models[place]:
        low -= 1
    while high + 1 < len(ordered) and models[high + 1] == models[place]:
        high += 1
    return float(ordered[parameter][low]), float(ordered[parameter][high])


def first_change(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    base: Choices,
    tried: Mapping[str, Sequence[Any]],
    *,
    levels: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """Vary one parameter at a time, and find the range in which the solution stays the same.

    Parameters
    ----------
    data, outcome, conditions, levels
        As in `truth_table`.
    base
        The setting that was chosen, with one cut-off for consistency.
    tried
        For each parameter (`incl_cut`, `n_cut`, `pri_cut`) the values to try; that of `base` is
        added.

    Returns
    -------
    DataFrame
        Indexed by `parameter`: `chosen`, `lower`, `upper` (of the stable range), `tried_from`,
        `tried_to`; `attrs` as in `necessity`, of the base setting.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [1, 0, 1], "B": [1, 0, 0], "Y": [1, 0, 0]})
    >>> ranges = first_change(cases, "Y", ["A", "B"], Choices(), {"incl_cut": [0.7, 0.9]})
    >>> ranges.loc["incl_cut", ["lower", "upper"]].tolist()
    [0.7, 0.9]
    """
    checks.made_by(base, "base", Choices, "a qca.Choices")
    checks.made_by(tried, "tried", Mapping, "a dict from parameters to values")
    lines = []
    for parameter, values in tried.items():
        checks.word(parameter, "a parameter to vary", RANGED)
        chosen = checks.number(getattr(base, parameter), f"{parameter} of the base setting")
        numbers = [checks.number(value, parameter) for value in checks.listed(values, parameter)]
        every: list[Any] = sorted({*numbers, chosen})
        if parameter == "n_cut":
            every = [int(value) if value == int(value) else value for value in every]
        settings = sweep_choices(base, **{parameter: every})
        results = sweep(data, outcome, conditions, settings, levels=levels, progress=False)
        low, high = _stable_range(results, parameter, chosen)
        lines.append((parameter, getattr(base, parameter), low, high, every[0], every[-1]))
    columns = ["parameter", "chosen", "lower", "upper", "tried_from", "tried_to"]
    table = pd.DataFrame(lines, columns=columns).set_index("parameter")
    if lines:
        counted = results.loc[0, ["cases", "left_out"]].to_dict()
        table.attrs |= {"missing": base.missing, **counted}
    return table


def _check_uncalibrated(raw: pd.DataFrame | None, name: str, anchors: Anchors) -> None:
    """Raise ValueError unless there are values of a column that its anchors can calibrate."""
    if raw is None:
        msg = (
            f"column {name!r} has anchors, and its uncalibrated values are not given: write raw=…, "
            "with raw=data where the data hold them"
        )
        raise ValueError(msg)
    least, most = checks.reach(checks.column(raw, name))
    crossover = checks.number(anchors[1], "the crossover")
    if least >= 0 and most <= 1 and not 0 <= crossover <= 1:
        msg = (
            f"column {name!r} of raw lies between 0 and 1, and its crossover is {crossover:g}: "
            "give the values as they were before calibration"
        )
        raise ValueError(msg)


@dataclass(frozen=True)
class _Job:
    """A batch of settings on the same data; can be sent to another process."""

    data: pd.DataFrame
    outcome: str
    conditions: tuple[str, ...]
    raw: pd.DataFrame | None
    levels: Mapping[str, int]

    def __call__(self, settings: list[Choices]) -> list[tuple[Any, ...]]:
        return [self._solve(setting) for setting in settings]

    def _solve(self, setting: Choices) -> tuple[Any, ...]:
        data = self.data
        for name, (exclusion, crossover, inclusion) in setting.anchors:
            assert self.raw is not None
            member = calibrate_direct(
                self.raw[name], exclusion=exclusion, crossover=crossover, inclusion=inclusion
            )
            data = data.assign(**{name: member})
        if setting.without is not None:
            data = data.drop(index=[setting.without])
        table = truth_table(
            data, self.outcome, self.conditions, incl_cut=setting.incl_cut, n_cut=setting.n_cut,
            pri_cut=setting.pri_cut, missing=setting.missing, exclude=setting.exclude,
            levels=self.levels,
        )  # fmt: skip
        chosen = tuple(getattr(setting, name) for name in ATTRIBUTES)
        counted = len(table.data), table.dropped
        try:
            solved = minimize(table, solution=setting.solution, expectations=setting.expectations)
        except NothingToMinimize as reason:
            return (*chosen, (), str(reason), 0, True, *counted)
        models = sorted(map(_ordered, (model.expression for model in solved.models)), key=str)
        return (*chosen, tuple(models), "", len(models), solved.complete, *counted)


def _ordered(expression: Expression) -> Expression:
    """Order the terms by their text, so that the same model is the same value."""
    return Expression(tuple(sorted(expression.terms, key=product_text)))
