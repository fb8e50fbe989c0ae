"""From raw values to memberships in sets (Ragin 2008, chapters 4 and 5).

Anchors are arguments, not results: they come from knowledge of the cases, and are written down
with their reason. No membership in a condition should be exactly 0.5, since such a case belongs to
no row of a truth table; a warning names the cases.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd

from . import checks

NEAR_NOTHING = 0.0001
SCALES = {
    "four": (0.0, 0.33, 0.67, 1.0),
    "six": (0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
}


class CalibrationWarning(UserWarning):
    """A membership of exactly 0.5, or anchors taken mechanically from the data."""


def calibrate_direct(
    values: pd.Series,
    *,
    exclusion: float,
    crossover: float,
    inclusion: float,
    idm: float = 0.95,
) -> pd.Series:
    """Calibrate by the direct method: log-odds, with a slope of its own on each side.

    Parameters
    ----------
    values
        Raw values, in any unit.
    exclusion, crossover, inclusion
        Anchors in the unit of `values`: full non-membership, the point of most ambiguity, full
        membership. They rise, or they fall for a set of low values.
    idm
        Membership at the anchor of inclusion; 0.95 gives log-odds of 2.94, 0.9526 gives 3.

    Returns
    -------
    Series
        Memberships between 0 and 1, missing where the value is. Results under 0.0001 are 0, over
        0.9999 they are 1.

    Raises
    ------
    ValueError
        When the anchors are not in order, `idm` is not between 0.5 and 1, or a value is not a
        finite number.

    Warns
    -----
    CalibrationWarning
        When a membership is exactly 0.5.

    Examples
    --------
    >>> raw = pd.Series([1.0, 5.0, 9.0])
    >>> calibrate_direct(raw, exclusion=1, crossover=4, inclusion=9).round(2).tolist()
    [0.05, 0.64, 0.95]
    """
    for value, argument in (
        (exclusion, "exclusion"), (crossover, "crossover"), (inclusion, "inclusion"), (idm, "idm"),
    ):  # fmt: skip
        checks.number(value, argument)
    rising = exclusion < crossover < inclusion
    if not rising and not exclusion > crossover > inclusion:
        msg = (
            "anchors rise from exclusion over crossover to inclusion, or fall all the way; these "
            f"are {exclusion:g}, {crossover:g}, {inclusion:g}"
        )
        raise ValueError(msg)
    if not 0.5 < idm < 1:
        msg = f"idm lies between 0.5 and 1, not at {idm:g}"
        raise ValueError(msg)
    raw = _numbers(values)
    above = (raw >= crossover) if rising else (raw <= crossover)
    reach = np.where(above, inclusion - crossover, crossover - exclusion)
    odds = np.log(idm / (1 - idm)) * (raw - crossover) / reach
    member = 1 / (1 + np.exp(-np.clip(odds, -700, 700)))
    member = np.where(member < NEAR_NOTHING, 0.0, np.where(member > 1 - NEAR_NOTHING, 1.0, member))
    return _checked(pd.Series(member, index=values.index, name=values.name))


def calibrate_crisp(values: pd.Series, *, threshold: float) -> pd.Series:
    """Calibrate to 0 and 1: a value at the threshold or above it is in the set.

    Examples
    --------
    >>> calibrate_crisp(pd.Series([1.0, 5.0, 9.0]), threshold=5).tolist()
    [0.0, 1.0, 1.0]
    """
    checks.number(threshold, "threshold")
    raw = _numbers(values)
    member = np.where(np.isnan(raw), np.nan, (raw >= threshold).astype(float))
    return pd.Series(member, index=values.index, name=values.name)


def calibrate_multi_value(values: pd.Series, *, thresholds: Sequence[float]) -> pd.Series:
    """Calibrate to 0, 1, 2 …: the number of thresholds that a value reaches.

    Raises ValueError when the thresholds do not rise.

    Examples
    --------
    >>> calibrate_multi_value(pd.Series([1.0, 5.0, 9.0]), thresholds=[5, 9]).tolist()
    [0.0, 1.0, 2.0]
    """
    steps = [checks.number(step, "a threshold") for step in checks.listed(thresholds, "thresholds")]
    if not steps or steps != sorted(set(steps)):
        msg = f"thresholds rise from one to the next; these are {', '.join(map(str, thresholds))}"
        raise ValueError(msg)
    raw = _numbers(values)
    reached = np.searchsorted(np.asarray(steps), raw, side="right").astype(float)
    member = np.where(np.isnan(raw), np.nan, reached)
    return pd.Series(member, index=values.index, name=values.name)


def calibrate_scale(words: pd.Series, *, scale: Sequence[str], size: str = "four") -> pd.Series:
    """Calibrate words to a fuzzy scale of four or six values.

    Parameters
    ----------
    words
        One word for each case, missing where nothing is said.
    scale
        The words from fully out to fully in, four or six of them.
    size
        `four` (0, 0.33, 0.67, 1) or `six` (0, 0.2, 0.4, 0.6, 0.8, 1).

    Raises
    ------
    ValueError
        When the scale has another length, or a word is not on it.

    Examples
    --------
    >>> scale = ["out", "rather out", "rather in", "in"]
    >>> calibrate_scale(pd.Series(["rather in", "out"]), scale=scale).tolist()
    [0.67, 0.0]
    """
    checks.word(size, "size", tuple(SCALES))
    steps, ladder = SCALES[size], checks.listed(scale, "scale")
    if len(ladder) != len(steps) or len(set(ladder)) < len(ladder):
        msg = (
            f"a scale of {size} has {len(steps)} different words, not {', '.join(map(str, ladder))}"
        )
        raise ValueError(msg)
    _series(words)
    unknown = words.notna() & ~words.isin(ladder)
    if unknown.any():
        case = words.index[unknown][0]
        msg = (
            f"{checks.cell_name(words.name, case)}: {words[unknown].iloc[0]!r} is not on the "
            f"scale {', '.join(map(str, ladder))}"
        )
        raise ValueError(msg)
    return words.map(dict(zip(ladder, steps, strict=True))).astype(float)


def _series(values: object) -> None:
    if not isinstance(values, pd.Series):
        msg = f"values to calibrate are a column (Series), not a {type(values).__name__}"
        raise ValueError(msg)


def _numbers(values: pd.Series) -> np.ndarray:
    _series(values)
    raw = checks.numbers_of(values)
    infinite = np.isinf(raw)
    if infinite.any():
        problem = checks.wrong_cell(raw, infinite, values.name, values.index)
        msg = f"{problem}, and nothing can be calibrated from it; leave the cell missing or fix it"
        raise ValueError(msg)
    return raw


def warn_of_halves(name: object, halves: pd.Index) -> None:
    """Warn of cases at exactly 0.5, by name."""
    message = (
        f"{name}: a membership of exactly 0.5 belongs to no row of a truth table, so these cases "
        f"are in none; argue them to one side: {checks.shown(halves)}"
    )
    warnings.warn(message, CalibrationWarning, stacklevel=4)


def _checked(members: pd.Series) -> pd.Series:
    halves = members.index[np.abs(members - 0.5) < checks.TOLERANCE]
    if len(halves):
        warn_of_halves(members.name or "the set", halves)
    return members
