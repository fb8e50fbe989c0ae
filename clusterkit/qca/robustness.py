"""How far a solution holds when the choices behind it change (Oana and Schneider 2024).

A sweep is a list of independent jobs, one for each setting, on any `concurrent.futures.Executor`:
none (one after another), threads, processes, or the cluster behind
`distributed.Client.get_executor()`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

import pandas as pd

from ..extras import extras_named
from .calibration import calibrate_direct
from .minimization import Kind, minimize
from .truth_tables import Missing, truth_table

BATCH = 64
NO_MODEL = "no model"


@dataclass(frozen=True)
class Setting:
    """One choice of everything that a solution rests on.

    Attributes
    ----------
    incl_cut, n_cut, pri_cut, missing
        As in `truth_table`.
    solution, expectations
        As in `minimize`.
    anchors
        For columns that are calibrated anew: name to (exclusion, crossover, inclusion).
    without
        A case that is left out, by name; None for all cases.
    """

    incl_cut: float = 0.8
    n_cut: int = 1
    pri_cut: float = 0.0
    missing: Missing = "drop"
    solution: Kind = "parsimonious"
    expectations: tuple[str, ...] = ()
    anchors: tuple[tuple[str, tuple[float, float, float]], ...] = ()
    without: Any = field(default=None)


def sweep_settings(base: Setting | None = None, **choices: Iterable[Any]) -> list[Setting]:
    """List the settings of a sweep: every combination of the choices given.

    Parameters
    ----------
    base
        What is not varied.
    **choices
        For attributes of `Setting` the values to try, such as `incl_cut=(0.75, 0.8)`.

    Examples
    --------
    >>> [one.n_cut for one in sweep_settings(n_cut=(1, 2))]
    [1, 2]
    """
    start = base or Setting()
    names = list(choices)
    return [
        replace(start, **dict(zip(names, values, strict=True)))
        for values in product(*(list(choices[name]) for name in names))
    ]


def leave_one_out(data: pd.DataFrame, base: Setting | None = None) -> list[Setting]:
    """List the settings that leave out each case in turn."""
    return [replace(base or Setting(), without=case) for case in data.index]


def sweep(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    settings: Sequence[Setting],
    *,
    executor: Executor | None = None,
    raw: pd.DataFrame | None = None,
    progress: bool = True,
) -> pd.DataFrame:
    """Solve the same question under many settings.

    Parameters
    ----------
    data, outcome, conditions
        As in `truth_table`.
    settings
        As `sweep_settings` and `leave_one_out` list them.
    executor
        Where the jobs run; in this process by default. The results are the same, in the same order.
    raw
        Uncalibrated values, for settings with `anchors`.
    progress
        Whether to show a bar.

    Returns
    -------
    DataFrame
        One row for each setting: its attributes, then `models` (each as text, sorted; `no model`
        and the reason where there is none), `number` (of models), `complete` (whether these are
        all).
    """
    batches = [list(settings[at : at + BATCH]) for at in range(0, len(settings), BATCH)]
    job = _Job(data, outcome, tuple(conditions), raw)
    results = map(job, batches) if executor is None else executor.map(job, batches)
    told: list[tuple[Any, ...]] = []
    with extras_named():
        from tqdm.auto import tqdm
    with tqdm(total=len(settings), unit="setting", disable=not progress) as bar:
        for result in results:
            told += result
            bar.update(len(result))
    columns = [*Setting.__dataclass_fields__, "models", "number", "complete"]
    return pd.DataFrame(told, columns=columns)


def term_survival(results: pd.DataFrame) -> pd.DataFrame:
    """Tell for every term how often it is in a model, over the settings of a sweep.

    Returns
    -------
    DataFrame
        Indexed by `term`: `in_some_model` and `in_every_model` (settings in which it is), and
        `settings` (all of them, those without a model included), most frequent first.
    """
    some: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for models in results["models"]:
        sets = [set(one.split(" + ")) for one in models if not one.startswith(NO_MODEL)]
        some.update(set().union(*sets))
        every.update(set.intersection(*sets) if sets else set())
    lines = [(term, some[term], every[term], len(results)) for term in some]
    table = pd.DataFrame(lines, columns=["term", "in_some_model", "in_every_model", "settings"])
    return table.sort_values(
        ["in_every_model", "in_some_model", "term"], ascending=[False, False, True]
    ).set_index("term")


def stable_range(results: pd.DataFrame, parameter: str, at: float) -> tuple[float, float]:
    """Find the range of a parameter around a value in which the models stay the same.

    Parameters
    ----------
    results
        Of a sweep in which only `parameter` changes.
    at
        The value chosen, one of those tried.

    Returns
    -------
    tuple
        Lowest and highest value tried, next to each other, with the same models. Raises
        ValueError when `at` was not tried.
    """
    ordered = results.sort_values(parameter, kind="stable").reset_index(drop=True)
    places = ordered.index[(ordered[parameter] - at).abs() < 1e-9]
    if not len(places):
        msg = f"{parameter} {at:g} is not among the values of this sweep"
        raise ValueError(msg)
    models = ordered["models"]
    low = high = int(places[0])
    while low > 0 and models[low - 1] == models[places[0]]:
        low -= 1
    while high + 1 < len(ordered) and models[high + 1] == models[places[0]]:
        high += 1
    return float(ordered[parameter][low]), float(ordered[parameter][high])


def first_change(data: pd.DataFrame, outcome: str, conditions: Sequence[str], base: Setting,
                 tried: Mapping[str, Sequence[Any]]) -> pd.DataFrame:  # fmt: skip
    """Vary one parameter at a time, and tell the range in which the solution stays the same.

    Parameters
    ----------
    tried
        For each parameter (`incl_cut`, `n_cut`, `pri_cut`) the values to try; that of `base` is
        added.

    Returns
    -------
    DataFrame
        Indexed by `parameter`: `chosen`, `lower`, `upper` (of the stable range), `tried_from`,
        `tried_to`.
    """
    lines = []
    for name, values in tried.items():
        chosen = getattr(base, name)
        every = sorted({*values, chosen})
        results = sweep(
            data, outcome, conditions, sweep_settings(base, **{name: every}), progress=False
        )
        low, high = stable_range(results, name, chosen)
        lines.append((name, chosen, low, high, every[0], every[-1]))
    columns = ["parameter", "chosen", "lower", "upper", "tried_from", "tried_to"]
    return pd.DataFrame(lines, columns=columns).set_index("parameter")


@dataclass(frozen=True)
class _Job:
    """A batch of settings on the same data; can be sent to another process."""

    data: pd.DataFrame
    outcome: str
    conditions: tuple[str, ...]
    raw: pd.DataFrame | None

    def __call__(self, settings: list[Setting]) -> list[tuple[Any, ...]]:
        return [self._solve(one) for one in settings]

    def _solve(self, one: Setting) -> tuple[Any, ...]:
        told = tuple(getattr(one, name) for name in Setting.__dataclass_fields__)
        data = self.data if one.without is None else self.data.drop(index=one.without)
        for name, (exclusion, crossover, inclusion) in one.anchors:
            source = (data if self.raw is None else self.raw)[name].reindex(data.index)
            member = calibrate_direct(
                source, exclusion=exclusion, crossover=crossover, inclusion=inclusion
            )
            data = data.assign(**{name: member})
        try:
            table = truth_table(
                data, self.outcome, self.conditions, incl_cut=one.incl_cut, n_cut=one.n_cut,
                pri_cut=one.pri_cut, missing=one.missing,
            )  # fmt: skip
            found = minimize(table, solution=one.solution, expectations=one.expectations)
        except ValueError as reason:
            return (*told, (f"{NO_MODEL}: {reason}",), 0, True)
        models = tuple(sorted(" + ".join(sorted(model.terms)) for model in found.models))
        return (*told, models, len(models), found.complete)
