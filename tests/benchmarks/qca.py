"""How long the configurational engine takes, in CPU seconds.

python -m tests.benchmarks.qca     prints a table, asserts nothing
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd

from clusterkit import qca


def cases(number: int, conditions: int, *, fuzzy: bool = False, seed: int = 1) -> pd.DataFrame:
    """Make random cases with an outcome of their own."""
    rng = np.random.default_rng(seed)
    names = [f"X{at}" for at in range(conditions)]
    drawn = rng.random((number, conditions + 1))
    return pd.DataFrame(drawn if fuzzy else (drawn > 0.5) * 1.0, columns=[*names, "Y"])


def lawful(number: int, conditions: int, *, noise: float = 0.05, seed: int = 1) -> pd.DataFrame:
    """Make cases whose outcome follows X0*X1 + ~X2*X3, but for some noise."""
    data = cases(number, conditions, seed=seed)
    law = qca.parse("X0*X1 + ~X2*X3").evaluate(data)
    flip = np.random.default_rng(seed + 1).random(number) < noise
    return data.assign(Y=np.where(flip, 1 - law, law))


def line(
    name: str, job: Callable[[], object], told: Callable[[object], str] = lambda _: ""
) -> None:
    """Time one job and print it."""
    start = time.process_time()
    result = job()
    print(f"{name:62}{time.process_time() - start:9.3f}  {told(result)}", flush=True)


def minimized(data: pd.DataFrame, **options: int) -> qca.Solution:
    """Minimise cases to their parsimonious models."""
    table = qca.truth_table(data, "Y", list(data.columns[:-1]), incl_cut=0.8)
    return qca.minimize(table, **options)


def main() -> None:
    """Measure and print."""
    minimized(cases(20, 4))  # imports what is needed, before the clock runs
    print(f"{'what':62}{'CPU s':>9}")
    for fuzzy in (False, True):
        for power in range(3, 7):
            data = cases(10**power, 6, fuzzy=fuzzy)
            name = f"truth table, {'fuzzy' if fuzzy else 'crisp'}, 10^{power} cases, 6 conditions"
            line(name, lambda data=data: qca.truth_table(data, "Y", list(data.columns[:-1])))
    for conditions in (6, 8, 10, 12, 14):
        for number in (20, 50, 100):
            data = lawful(number, conditions)
            name = f"parsimonious models, law with noise, {conditions} conditions, {number} cases"
            line(name, lambda data=data: minimized(data, most_seconds=5), lambda one: one.number)
    for conditions, number in ((10, 50), (12, 200), (16, 50)):
        data = cases(number, conditions)
        line(
            f"prime implicants and one model, random, {conditions} conditions, {number} cases",
            lambda data=data: minimized(data, most_models=1),
            lambda one: f"{len(one.prime_implicants)} prime implicants",
        )
    sweep()


def sweep(settings: int = 10_000) -> None:
    """Time a sweep serially and on two workers, in wall-clock seconds."""
    data = cases(60, 4, fuzzy=True)
    grid = qca.sweep_choices(
        incl_cut=np.linspace(0.6, 0.99, settings // 10).tolist(),
        n_cut=(1, 2, 3, 4, 5), pri_cut=(0.0, 0.5),
    )  # fmt: skip
    names = list(data.columns[:-1])
    start = time.perf_counter()
    serial = qca.sweep(data, "Y", names, grid, progress=False)
    alone = time.perf_counter() - start
    with ProcessPoolExecutor(2) as executor:
        start = time.perf_counter()
        shared = qca.sweep(data, "Y", names, grid, executor=executor, progress=False)
        two = time.perf_counter() - start
    same = serial.equals(shared)
    print(
        f"sweep of {len(grid)} settings: {alone:.1f} s serially, {two:.1f} s on two workers, "
        f"ratio {alone / two:.2f}; equal results: {same}"
    )


if __name__ == "__main__":
    main()
