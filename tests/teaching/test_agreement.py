"""Agreement: published values, values by hand, and what is missing."""

from __future__ import annotations

import math

import krippendorff
import numpy as np
import pandas as pd
import pytest

import clusterkit as ck
from clusterkit.teaching.agreement import ALL, _alpha, _alphas, _counts
from clusterkit.teaching.claims import VARIABLES
from clusterkit.teaching.codings import latest, made_up_class

# Krippendorff (2011), "Computing Krippendorff's alpha-reliability", example C: four observers,
# twelve units, missing codes; nominal .743.
PUBLISHED = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}


def codings(by_coder: dict[str, str], variable: str = "mode") -> pd.DataFrame:
    lines = [
        (coder, claim, variable, code)
        for coder, codes in by_coder.items()
        for claim, code in enumerate(codes.split(), start=1)
        if code != "."
    ]
    return pd.DataFrame(lines, columns=["coder", "claim", "variable", "code"])


def by_hand_alpha(table: pd.DataFrame) -> float:
    """Nominal alpha from the coincidence matrix, as the 2011 paper does it on paper."""
    pairs: dict[tuple[str, str], float] = {}
    for _, given in table.groupby(["claim", "variable"]):
        codes = list(given["code"])
        for one in range(len(codes)):
            for other in range(len(codes)):
                if one != other:
                    key = codes[one], codes[other]
                    pairs[key] = pairs.get(key, 0) + 1 / (len(codes) - 1)
    totals: dict[str, float] = {}
    for (code, _), number in pairs.items():
        totals[code] = totals.get(code, 0) + number
    n = sum(totals.values())
    differ = sum(number for (a, b), number in pairs.items() if a != b)
    expected = sum(totals[a] * totals[b] for a in totals for b in totals if a != b)
    return 1 - (n - 1) * differ / expected


def test_alpha_of_the_published_example():
    assert round(ck.krippendorffs_alpha(codings(PUBLISHED)), 3) == 0.743
    assert by_hand_alpha(codings(PUBLISHED)) == pytest.approx(0.743, abs=0.0005)


@pytest.mark.parametrize(
    ("level", "alpha"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_the_library_gives_the_published_values_of_every_level(level, alpha):
    data = [
        [float(code) if code != "." else np.nan for code in row.split()]
        for row in PUBLISHED.values()
    ]
    found = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
    assert round(found, 3) == alpha


@pytest.mark.parametrize("seed", range(6))
def test_alpha_of_five_simulated_codings_is_that_of_the_coincidence_matrix(evidence, seed):
    made_up = latest(made_up_class(evidence, 5, seed=seed))
    table = ck.agreement_table(made_up, draws=20)
    for variable in VARIABLES:
        mine = made_up[made_up["variable"] == variable]
        assert table.loc[variable, "alpha"] == pytest.approx(by_hand_alpha(mine), abs=1e-9)
    assert table.loc[ALL, "alpha"] == pytest.approx(table["alpha"].iloc[:-1].mean())


@pytest.mark.parametrize("seed", range(4))
def test_the_samples_of_the_interval_are_those_that_the_library_gives(evidence, seed):
    made_up = latest(made_up_class(evidence, 4, seed=seed)).sample(frac=0.5, random_state=seed)
    random = np.random.default_rng(seed)
    for variable in VARIABLES:
        mine = made_up[made_up["variable"] == variable]
        counts = _counts(mine, list(range(1, 13)))
        drawn = random.integers(12, size=(50, 12))
        times = np.stack([np.bincount(row, minlength=12) for row in drawn])
        expected = [_alpha(counts[row]) for row in drawn]
        assert _alphas(counts, times) == pytest.approx(expected, nan_ok=True)


def test_kappa_by_hand():
    # 10 units; agree on 7. One says x 5 times, the other 6: chance .5*.6 + .5*.4 = .5.
    table = codings({"one": "x x x x x y y y y y", "two": "x x x x y x x y y y"})
    assert ck.cohens_kappa(table, "one", "two") == pytest.approx((0.7 - 0.5) / (1 - 0.5))
    assert ck.percent_agreement(table) == pytest.approx(70)
    shown = ck.confusion(table, "one", "two", "mode")
    assert shown.to_numpy().tolist() == [[4, 1], [2, 3]]


def test_the_kappa_of_three_is_the_mean_of_the_pairs():
    table = codings({"a": "x y x y x", "b": "x y y y x", "c": "y y x x x"})
    pairs = [ck.cohens_kappa(table, *pair) for pair in (("a", "b"), ("a", "c"), ("b", "c"))]
    assert ck.agreement_table(table, draws=5).loc["mode", "kappa"] == pytest.approx(np.mean(pairs))


def test_what_is_not_defined_is_nan_and_not_one_or_zero():
    alike = codings({"a": "x x x", "b": "x x x"})
    assert math.isnan(ck.krippendorffs_alpha(alike))
    assert math.isnan(ck.cohens_kappa(alike, "a", "b"))
    assert ck.percent_agreement(alike) == 100
    apart = codings({"a": "x . .", "b": ". y ."})
    assert math.isnan(ck.percent_agreement(apart))
    assert math.isnan(ck.krippendorffs_alpha(apart))
    alone = ck.agreement_table(codings({"a": "x y"}), draws=5).loc["mode"]
    assert alone[["percent", "kappa", "alpha", "low", "high"]].isna().all()
    assert alone["units"] == 0


def test_missing_codes_are_no_code_of_their_own():
    whole = codings({"a": "x y x y", "b": "x y x x"})
    more = pd.concat([whole, codings({"c": ". . . ."})])
    assert ck.krippendorffs_alpha(more) == ck.krippendorffs_alpha(whole)


def test_the_interval_holds_alpha_and_narrows_with_claims():
    short = codings({"a": "x y x y z x", "b": "x y x x z x"})
    long = codings({"a": " ".join(["x y x y z x"] * 20), "b": " ".join(["x y x x z x"] * 20)})
    widths = []
    for table in (short, long):
        line = ck.agreement_table(table, draws=400).loc["mode"]
        assert line["low"] <= line["alpha"] <= line["high"]
        widths.append(line["high"] - line["low"])
    assert widths[1] < widths[0] / 2


def test_the_same_seed_gives_the_same_interval(evidence):
    made_up = made_up_class(evidence, 3)
    one, two = (ck.agreement_table(made_up, draws=50) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    other = ck.agreement_table(made_up, draws=50, seed=2)
    assert not one["low"].equals(other["low"])


def test_disagreements_come_most_disputed_first_with_who_said_what():
    table = codings({"a": "x x p", "b": "x y q", "c": "x x r"})
    found = ck.disagreements(table)
    assert list(found.index) == [(3, "mode"), (2, "mode")]
    assert found["apart"].round(1).tolist() == [100.0, 66.7]
    assert found.loc[(2, "mode"), "codes"] == "x (a, c); y (b)"
    assert ck.disagreements(codings({"a": "x", "b": "x"})).empty
