"""How far several people's codings agree, and first of all where they do not.

The list of disagreements is what a seminar is for; a coefficient is its footnote. Codings are a
table with one row for each code: `coder`, `claim`, `variable`, `code` (text). What somebody left
uncoded has no row, and is missing, not a code of its own. Codes are nominal: two that differ
differ wholly, also where one names an actor more than the other.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from ..extras import extras_named
from .claims import VARIABLES

ALL = "all"
DRAWS = 1000


def disagreements(codings: pd.DataFrame) -> pd.DataFrame:
    """List what coders did not agree on, the most disputed first.

    Parameters
    ----------
    codings
        One row for each code: `coder`, `claim`, `variable`, `code`.

    Returns
    -------
    DataFrame
        Indexed by `claim` and `variable`, those with two different codes or more: `coders` (how
        many coded it), `apart` (percent of the pairs of coders that differ) and `codes` (each
        code with those who gave it, the most frequent first). Ties go to the earlier claim, and
        to the variable that comes first in the codebook.
    """
    lines = []
    for (claim, variable), given in in_codebooks_order(codings).groupby(
        ["claim", "variable"], sort=False
    ):
        counts = given["code"].value_counts()
        if len(counts) < 2:
            continue
        number = int(counts.sum())
        same = float((counts * (counts - 1)).sum()) / (number * (number - 1))
        names = given.sort_values("coder").groupby("code")["coder"].agg(", ".join)
        given_by = "; ".join(f"{code} ({names[code]})" for code in counts.index)
        lines.append((claim, variable, number, 100 * (1 - same), given_by))
    columns = ["claim", "variable", "coders", "apart", "codes"]
    table = pd.DataFrame(lines, columns=columns).set_index(["claim", "variable"])
    return table.sort_values("apart", ascending=False, kind="stable")


def percent_agreement(codings: pd.DataFrame) -> float:
    """Percent of the pairs of coders that gave the same code, over all that both coded.

    NaN when no two people coded the same claim and variable.
    """
    same = total = 0
    units = _units(codings)
    for first, second in combinations(units.columns, 2):
        both = units[[first, second]].dropna()
        same += int((both[first] == both[second]).sum())
        total += len(both)
    return 100 * same / total if total else float("nan")


def cohens_kappa(codings: pd.DataFrame, one: str, other: str) -> float:
    """Agreement of two coders on one variable, beyond what their own habits give by chance.

    Cohen (1960), "A coefficient of agreement for nominal scales". What either left uncoded is
    left out. NaN where it is not defined: nothing in common, or both gave one and the same code
    throughout.
    """
    return _kappa(codings[codings["coder"].isin([one, other])])


def krippendorffs_alpha(codings: pd.DataFrame) -> float:
    """Krippendorff's alpha (nominal) of all coders on one variable, by the package krippendorff.

    Krippendorff (2019), "Content analysis", chapter 12; codes may be missing. NaN where it is
    not defined: fewer than two different codes, or nothing coded twice.
    """
    return _alpha(_counts(codings, sorted(codings["claim"].unique())))


def agreement_table(
    codings: pd.DataFrame, *, draws: int = DRAWS, seed: int = 1, level: float = 0.95
) -> pd.DataFrame:
    """Sum up agreement for each variable, and over all of them.

    Parameters
    ----------
    codings
        One row for each code: `coder`, `claim`, `variable`, `code`.
    draws, seed
        Samples of the bootstrap, which draws claims with replacement, and the seed of its random
        numbers.
    level
        Share of the samples inside the interval. Samples for which alpha is not defined (all
        codes alike) are left out.

    Returns
    -------
    DataFrame
        Indexed by `variable` (in the codebook's order, then `all`): `coders`, `units`
        (coded by two people or more), `percent` (agreeing pairs), `kappa` (Cohen's; for more
        than two coders the mean of the pairs, Light 1971), `alpha` (Krippendorff's, nominal),
        `low` and `high` (percentile interval of alpha). NaN where a number is not defined. In
        the line `all`, `percent` is over everything, the others are means over the variables for
        which they are defined, since chance agreement differs between variables.
    """
    names = sorted(dict.fromkeys(codings["variable"]), key=_place)
    parts = [codings[codings["variable"] == name] for name in names]
    claims = sorted(codings["claim"].unique())
    counts = [_counts(part, claims) for part in parts]
    random = np.random.default_rng(seed)
    samples = np.full((draws, len(names)), np.nan)
    if names:
        drawn = random.integers(len(claims), size=(draws, len(claims)))
        times = np.stack([np.bincount(row, minlength=len(claims)) for row in drawn])
        samples = np.stack([_alphas(each, times) for each in counts], axis=1)
    lines = [
        (name, part["coder"].nunique(), _coded_twice(part), percent_agreement(part), _kappa(part),
         _alpha(each), *_interval(samples[:, [place]], level))
        for place, (name, part, each) in enumerate(zip(names, parts, counts, strict=True))
    ]  # fmt: skip
    columns = ["variable", "coders", "units", "percent", "kappa", "alpha", "low", "high"]
    table = pd.DataFrame(lines, columns=columns).set_index("variable")
    table.attrs["absent"] = dict.fromkeys(columns[3:], "not defined")
    if len(names) < 2:
        return table
    table.loc[ALL] = (
        codings["coder"].nunique(), table["units"].sum(), percent_agreement(codings),
        table["kappa"].mean(), table["alpha"].mean(), *_interval(samples, level),
    )  # fmt: skip
    return table.astype({"coders": int, "units": int})


def confusion(codings: pd.DataFrame, one: str, other: str, variable: str) -> pd.DataFrame:
    """Set the codes of one person (rows) against those of another (columns), in claims."""
    mine = codings[codings["variable"] == variable]
    both = _units(mine).reindex(columns=[one, other]).dropna()
    words = sorted(set(both[one]) | set(both[other]))
    table = pd.crosstab(both[one], both[other])
    return table.reindex(index=words, columns=words, fill_value=0)


def in_codebooks_order(codings: pd.DataFrame) -> pd.DataFrame:
    """Sort codings by claim, then by variable as the codebook has them.

    Examples
    --------
    >>> rows = pd.DataFrame({"claim": [2, 1, 1], "variable": ["place", "mode", "place"]})
    >>> in_codebooks_order(rows)["variable"].tolist()
    ['place', 'mode', 'place']
    """
    places = codings["variable"].map(_place)
    order = codings.assign(place=places).sort_values(["claim", "place"], kind="stable").index
    return codings.loc[order]


def _place(variable: str) -> int:
    """Place of a variable in the codebook; those of other codebooks come last."""
    return VARIABLES.index(variable) if variable in VARIABLES else len(VARIABLES)


def _units(codings: pd.DataFrame) -> pd.DataFrame:
    """Codes with a row for each claim and variable, and a column for each coder."""
    return codings.pivot(index=["claim", "variable"], columns="coder", values="code")


def _counts(codings: pd.DataFrame, claims: list[int]) -> np.ndarray:
    """How many gave each code of one variable: claims by codes."""
    table = pd.crosstab(codings["claim"], codings["code"])
    return table.reindex(claims, fill_value=0).to_numpy()


def _coded_twice(codings: pd.DataFrame) -> int:
    return int((codings.groupby("claim").size() > 1).sum())


def _kappa(codings: pd.DataFrame) -> float:
    """Mean of Cohen's kappa over the pairs of coders for which it is defined."""
    units = _units(codings)
    codes, words = pd.factorize(units.to_numpy(dtype=object).ravel())
    coded = codes.reshape(units.shape).T
    known = [_kappa_of(first, second, len(words)) for first, second in combinations(coded, 2)]
    return float(pd.Series(known, dtype=float).mean())


def _kappa_of(left: np.ndarray, right: np.ndarray, words: int) -> float:
    """Kappa of two coders' code numbers, -1 where missing."""
    both = (left >= 0) & (right >= 0)
    number = int(both.sum())
    first, second = (np.bincount(codes[both], minlength=words) for codes in (left, right))
    chance = int(first @ second)
    if chance == number**2:
        return float("nan")
    same = int((left[both] == right[both]).sum())
    return (same * number - chance) / (number**2 - chance)


def _alpha(counts: np.ndarray) -> float:
    """Alpha of units by codes; NaN unless two different codes stand where two people coded."""
    with extras_named():
        import krippendorff

    paired = counts[counts.sum(axis=1) > 1]
    used = paired.any(axis=0)
    if used.sum() < 2:
        return float("nan")
    return float(krippendorff.alpha(value_counts=paired[:, used], level_of_measurement="nominal"))


def _alphas(counts: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Alpha of many samples at once, each a row that says how often it holds each unit.

    As `_alpha` has it one by one, from the coincidences of Krippendorff (2019), chapter 12.
    """
    coded = counts.sum(axis=1)
    counts = np.where(coded[:, None] > 1, counts, 0)
    coded = counts.sum(axis=1)
    same = (counts * (counts - 1)).sum(axis=1) / np.maximum(coded - 1, 1)
    number, alike, codes = times @ coded, times @ same, times @ counts
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = 1 - (codes * (codes - 1)).sum(axis=1) / (number * (number - 1))
        alphas = 1 - (1 - alike / number) / expected
    several = (codes > 0).sum(axis=1) > 1
    return np.where(several, alphas, np.nan)


def _interval(samples: np.ndarray, level: float) -> tuple[float, float]:
    """Percentiles of the samples' means, without those that are not defined."""
    means = pd.DataFrame(samples).mean(axis=1).dropna()
    if means.empty:
        return float("nan"), float("nan")
    low, high = means.quantile([(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
