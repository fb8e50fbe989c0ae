"""Why Figure 1 is not simulated: made-up weights can give social conditions either sign.

Nothing here is evidence. The paper fixes what points to what, and hardly ever how strongly or which
way; whoever runs the figure as a model has to make that up.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

STEPS = 60
NO_CHANGE = 1e-3
SQUASHES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "tanh": np.tanh,
    "sigmoid, slope 1": lambda x: 1 / (1 + np.exp(-x)),
    "sigmoid, slope 5": lambda x: 1 / (1 + np.exp(-5 * x)),
}
# influencers → environment (F1), environment → outcomes (F4), environment → actors (F5),
# actors → outcomes (F6), actors → environment (F8); F7 multiplies F4.
FREE = 6


def simulate_figure1(draws: int = 2000, *, seed: int = 1) -> pd.DataFrame:
    """Run Figure 1 with made-up weights, and count which way social conditions go.

    Each draw makes up the strength and the sign of every arrow, and then compares social
    conditions with and without pressure from influencers, once for each squashing function that
    such models use.

    Parameters
    ----------
    draws, seed
        How many times, and where the random numbers begin.

    Returns
    -------
    DataFrame
        Indexed by `squashing function`: `rise`, `no change`, `fall` (draws), and in the last row
        `differs between functions`: draws in which the direction depends on that choice alone.
    """
    rng = np.random.default_rng(seed)
    weights = rng.uniform(0.1, 1.0, (draws, FREE)) * rng.choice([-1, 1], (draws, FREE))
    signs = {name: _change(weights, squash) for name, squash in SQUASHES.items()}
    lines = {
        name: {
            "rise": int((change > 0).sum()),
            "no change": int((change == 0).sum()),
            "fall": int((change < 0).sum()),
        }
        for name, change in signs.items()
    }
    table = pd.DataFrame(lines).T.rename_axis("squashing function")
    every = np.column_stack(list(signs.values()))
    differ = int((every.min(axis=1) != every.max(axis=1)).sum())
    table["draws"] = draws
    table["direction differs between functions"] = differ
    return table


def _change(weights: np.ndarray, squash: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Sign of the difference that pressure makes to social conditions."""
    without, with_pressure = (_settled(weights, squash, pressure) for pressure in (0.0, 1.0))
    difference = with_pressure - without
    return np.where(np.abs(difference) < NO_CHANGE, 0, np.sign(difference)).astype(int)


def _settled(
    weights: np.ndarray, squash: Callable[[np.ndarray], np.ndarray], pressure: float
) -> np.ndarray:
    f1, f4, f5, f6, f7, f8 = weights.T
    environment = actors = social = np.zeros(len(weights))
    for _ in range(STEPS):
        environment, actors, social = (
            squash(f1 * pressure + f8 * actors),
            squash(f5 * environment),
            squash((f4 + f7 * actors) * environment + f6 * actors),
        )
    return social
