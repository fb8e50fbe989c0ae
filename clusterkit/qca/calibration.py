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
        When the anchors are not in order, or `idm` is not between 0.5 and 1.

    Examples
    --------
    >>> raw = pd.Series([1.0, 5.0, 9.0])
    >>> calibrate_direct(raw, exclusion=1, crossover=4, inclusion=9).round(2).tolist()
    [0.05, 0.64, 0.95]
    """
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
    member = 1 / (1 + np.exp(-odds))
    member = np.where(member < NEAR_NOTHING, 0.0, np.where(member > 1 - NEAR_NOTHING, 1.0, member))
    return _checked(pd.Series(member, index=values.index, name=values.name))


def calibrate_crisp(values: pd.Series, *, threshold: float) -> pd.Series:
    """Calibrate to 0 and 1: a value at the threshold or above it is in the set."""
    raw = _numbers(values)
    member = np.where(np.isnan(raw), np.nan, (raw >= threshold).astype(float))
    return pd.Series(member, index=values.index, name=values.name)


def calibrate_multi_value(values: pd.Series, *, thresholds: Sequence[float]) -> pd.Series:
    """Calibrate to 0, 1, 2 …: the number of thresholds that a value reaches.

    Raises ValueError when the thresholds do not rise.
    """
    if not thresholds or list(thresholds) != sorted(set(thresholds)):
        msg = f"thresholds rise from one to the next; these are {', '.join(map(str, thresholds))}"
        raise ValueError(msg)
    raw = _numbers(values)
    reached = np.searchsorted(np.asarray(thresholds, dtype=float), raw, side="right").astype(float)
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
    """
    if size not in SCALES or len(scale) != len(SCALES[size]):
        msg = f"a scale of {size!r} cannot hold {len(scale)} words; choose four or six"
        raise ValueError(msg)
    unknown = [word for word in words.dropna().unique() if word not in scale]
    if unknown:
        msg = f"{unknown[0]!r} is not on the scale {', '.join(scale)}"
        raise ValueError(msg)
    return words.map(dict(zip(scale, SCALES[size], strict=True))).astype(float)


def check_memberships(members: pd.Series) -> pd.Series:
    """Return memberships as numbers, refusing what lies outside 0 and 1; warn at exactly 0.5.

    Raises ValueError naming the column, the case and the value.
    """
    raw = _numbers(members)
    wrong = (raw < 0) | (raw > 1)
    if wrong.any():
        case, value = members.index[wrong][0], raw[wrong][0]
        msg = f"column {members.name!r}, case {case!r}: {value:g} is no membership between 0 and 1"
        raise ValueError(msg)
    return _checked(pd.Series(raw, index=members.index, name=members.name))


def _numbers(values: pd.Series) -> np.ndarray:
    try:
        return values.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        numbers = pd.to_numeric(values, errors="coerce")
        case = values.index[numbers.isna() & values.notna()][0]
        msg = f"column {values.name!r}, case {case!r}: {values.loc[case]!r} is not a number"
        raise ValueError(msg) from None


def _checked(members: pd.Series) -> pd.Series:
    halves = members.index[members == 0.5]
    if len(halves):
        told = ", ".join(map(str, halves[:5])) + (" …" if len(halves) > 5 else "")
        message = (
            f"{members.name or 'the set'}: a membership of exactly 0.5 belongs to no row of a "
            f"truth table; argue these cases to one side: {told}"
        )
        warnings.warn(message, CalibrationWarning, stacklevel=3)
    return members
