"""The codings of a class: compared, and summed up."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from ..evidence.tables import Evidence
from .agreement import disagreements, in_codebooks_order
from .claims import ROUNDS, UNDECIDED, VARIABLES, codes_allowed, reference_coding


def class_board(codings: pd.DataFrame) -> pd.DataFrame:
    """Count, for each claim and variable, how many gave the most frequent code.

    Returns a table indexed by `claim` and `variable`, in the codebook's order: `code` (the most
    frequent; of several, the first in the alphabet), `agree` and `coded` (people).
    """
    lines = []
    for (claim, variable), given in in_codebooks_order(codings).groupby(
        ["claim", "variable"], sort=False
    ):
        counts = given["code"].value_counts().sort_index().sort_values(
            ascending=False, kind="stable")  # fmt: skip
        lines.append((claim, variable, counts.index[0], int(counts.iloc[0]), int(counts.sum())))
    columns = ["claim", "variable", "code", "agree", "coded"]
    return pd.DataFrame(lines, columns=columns).set_index(["claim", "variable"])


def most_disputed(codings: pd.DataFrame, number: int = 3) -> list[int]:
    """Name the claims on which the most pairs of coders differ, over all variables, worst first.

    Claims of which nothing is disputed are never named; ties go to the earlier claim.
    """
    apart = disagreements(codings).groupby("claim")["apart"].sum()
    return [
        int(claim) for claim in apart.sort_values(ascending=False, kind="stable").index[:number]
    ]


def latest(codings: pd.DataFrame) -> pd.DataFrame:
    """Keep of each code the one given after the discussion, or else the one given alone."""
    keys = ["coder", "claim", "variable"]
    order = codings.assign(at=codings["round"].map({name: n for n, name in enumerate(ROUNDS)}))
    kept = order.sort_values([*keys, "at"]).drop_duplicates(keys, keep="last")
    return kept.drop(columns="at").reset_index(drop=True)


def changed_codes(codings: pd.DataFrame) -> pd.DataFrame:
    """List the codes that someone changed in the discussion, with both versions.

    Returns a table indexed by `coder`, `claim` and `variable`, by claim and in the codebook's
    order: `alone` and `after`.
    """
    keys = ["coder", "claim", "variable"]
    wide = codings.pivot(index=keys, columns="round", values="code").reindex(columns=list(ROUNDS))
    changed = wide[ROUNDS[1]].notna() & (wide[ROUNDS[0]] != wide[ROUNDS[1]])
    table = (
        in_codebooks_order(wide[changed].reset_index()).set_index(keys).rename_axis(columns=None)
    )
    table.attrs["absent"] = dict.fromkeys(ROUNDS, "not coded")
    return table


def class_harvest(codings: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Put each claim into a column of the harvest plot, by the class and by the reference.

    Parameters
    ----------
    codings
        The class's codes, one for each coder, claim and variable (as from `latest`).
    reference
        As `reference_coding` returns it.

    Returns
    -------
    DataFrame
        Indexed by `claim`: `class` (the social effect that more than half of those who coded it
        gave, `no majority` otherwise, `<NA>` when nobody did), `agree` and `coded` (how many
        gave it, and how many coded), `reference`.
    """
    mine = codings[codings["variable"] == "social_effect"]
    theirs = reference[reference["variable"] == "social_effect"].set_index("claim")["code"]
    lines = []
    for claim, code in theirs.items():
        counts = mine.loc[mine["claim"] == claim, "code"].value_counts()
        coded = int(counts.sum())
        first = int(counts.iloc[0]) if coded else 0
        chosen = pd.NA if not coded else counts.index[0] if 2 * first > coded else UNDECIDED
        lines.append((claim, chosen, first, coded, code))
    columns = ["claim", "class", "agree", "coded", "reference"]
    table = pd.DataFrame(lines, columns=columns).set_index("claim")
    table.attrs["absent"] = {"class": "nobody coded it"}
    return table


def anonymous(codings: pd.DataFrame) -> pd.DataFrame:
    """Put numbers in place of names: `person 1` and so on, in an order that is no alphabet.

    The same names get the same numbers, so that a table read twice can be compared.

    Examples
    --------
    >>> rows = pd.DataFrame({"coder": ["Asha", "Bilal", "Asha"], "code": ["+", "-", "0"]})
    >>> anonymous(rows)["coder"].nunique()
    2
    """

    def scattered(name: str) -> str:
        return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()

    names = sorted(codings["coder"].unique(), key=scattered)
    numbers = {name: f"person {place}" for place, name in enumerate(names, start=1)}
    return codings.assign(coder=codings["coder"].map(numbers))


def made_up_class(
    evidence: Evidence, coders: int = 5, *, seed: int = 12, discussed: bool = False
) -> pd.DataFrame:
    """Make up a class, to rehearse with: nobody coded this.

    Each made-up student takes three codes of four from the reference, the others at random from
    those allowed, and leaves a few empty.

    Parameters
    ----------
    coders
        How many students.
    seed
        Of the random numbers; the same seed gives the same class.
    discussed
        Whether there is a second round, in which half of the codes that differ from the most
        frequent one are changed to it.

    Returns
    -------
    DataFrame
        As `read_codings` returns it.
    """
    random = np.random.default_rng(seed)
    reference, allowed = reference_coding(evidence), codes_allowed(evidence)
    parts = []
    for number in range(coders):
        mine = reference.assign(coder=f"made-up {number + 1}")
        for variable in VARIABLES:
            here = (mine["variable"] == variable).to_numpy()
            wrong = here & (random.random(len(mine)) < 0.25)
            mine.loc[wrong, "code"] = random.choice(list(allowed[variable]), int(wrong.sum()))
        parts.append(mine[random.random(len(mine)) > 0.03])
    alone = pd.concat(parts, ignore_index=True)
    if not discussed:
        return alone
    most = class_board(alone)["code"].rename("most").reset_index()
    beside = alone.merge(most, on=["claim", "variable"])
    persuaded = beside[(beside["code"] != beside["most"]) & (random.random(len(beside)) < 0.5)]
    after = persuaded.assign(round=ROUNDS[1], code=persuaded["most"])
    return pd.concat([alone, after.drop(columns="most")], ignore_index=True)
