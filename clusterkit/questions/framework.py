"""Figure 1 as data: its parts, its arrows, and the rows of evidence that each arrow has.

The drawing itself is not in the text that was coded. Parts and arrows are taken from the
words of sections 4.0 to 4.0c, and an arrow that only other sections state says so. Their words
are in `data/content/figure1_*.csv`; which rows belong to an arrow is said here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..evidence.content import NO_ARROW, content, fixed_sentence
from ..evidence.tables import Evidence

STANDINGS = (
    "effect stated",
    "no effect reported",
    "effect not stated",
    "general claim only",
    "declared gap",
    "not mentioned",
)
NOTHING = STANDINGS[1:]
OUTCOME_WORDS = {"growth_effect": "Growth", "social_effect": "Social conditions"}
OUTCOMES = tuple(OUTCOME_WORDS)
LINKS = ("responds_to", "enabled_by", "constrained_by", "acts_on")  # of an act to policies
BEYOND_NATION = ("supranational", "international")
WITHIN_NATION = ("local", "regional", "national")


@dataclass(frozen=True)
class Node:
    """A part of Figure 1: what it is called, what section 4 puts into it, and where."""

    id: str
    label: str
    members: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Arrow:
    """An arrow of Figure 1.

    `end` is a node's id, or an arrow's for F7, which ends on an arrow. `status` is `stated`
    (in section 4), `optional` (offered there as a possibility) or `other sections`.
    """

    id: str
    start: str
    end: str
    label: str
    status: str
    paragraphs: tuple[str, ...]
    rule: str


@dataclass(frozen=True)
class Ambiguity:
    """A point where section 4 can be read in two ways, and what was done about it."""

    topic: str
    paper: str
    ours: str
    why: str


READINGS = {  # of arrow F7
    "wide": "to enforce a rule, or not to, is to mediate it (4.0c.1)",
    "narrow": "not to enforce a rule is itself a policy (2.1.6), and enforcing it does not mediate",
}
Reading = Literal["wide", "narrow"]
GOVERNANCE_ACTORS = ("government", "employers", "workers", "community")


@cache
def figure1_parts() -> tuple[Node, ...]:
    """Return the parts of Figure 1.

    Examples
    --------
    >>> [part.label for part in figure1_parts() if part.id == "environment"]
    ['Enabling environment']
    """
    rows = content("figure1_parts").drop(columns="joined_as")
    return tuple(Node(*row) for row in rows.itertuples())


@cache
def figure1_arrows() -> tuple[Arrow, ...]:
    """Return the arrows of Figure 1, F1 to F8.

    Examples
    --------
    The mediation of the paper's title ends on another arrow:

    >>> [arrow.id for arrow in figure1_arrows() if arrow.end == "F4"]
    ['F7']
    """
    return tuple(Arrow(*row) for row in content("figure1_arrows").itertuples())


@cache
def figure1_ambiguities() -> tuple[Ambiguity, ...]:
    """Return the points where section 4 can be read in two ways, and what was done.

    Examples
    --------
    >>> [one.topic for one in figure1_ambiguities()]
    ['Standards', 'Government', 'Mediation', 'Foreign lobbies', 'Enforcement']
    """
    return tuple(Ambiguity(*row) for row in content("figure1_ambiguities").itertuples())


def why_no_arrow() -> str:
    """Say why Figure 1 has no arrow between growth and social conditions.

    Examples
    --------
    >>> "1.0.6" in why_no_arrow()
    True
    """
    return fixed_sentence(NO_ARROW)


def standing_sentences() -> dict[str, str]:
    """Say what each word of `STANDINGS` means, in a sentence.

    Examples
    --------
    >>> standing_sentences()["not mentioned"]
    'No row of this evidence fits.'
    """
    return {word: fixed_sentence(word) for word in STANDINGS}


def arrow_evidence(
    evidence: Evidence, rows: pd.DataFrame | None = None, *, reading: Reading = "wide"
) -> pd.DataFrame:
    """List the rows of evidence that each arrow of Figure 1 has.

    Parameters
    ----------
    rows
        Only these rows (a table indexed by row ids); all statements by default.
    reading
        Whether enforcing a rule, or not, is mediation: a key of `READINGS`.

    Returns
    -------
    DataFrame
        One row for each arrow and row of evidence: `arrow` (ordered F1 to F8), `row_id`,
        then the columns of `evidence.statements`. The rule for each arrow is `Arrow.rule`.

    Examples
    --------
    Which statements does the paper make on what actors do to what policies do?

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> found = ck.arrow_evidence(evidence)
    >>> sorted(set(found.loc[found["arrow"] == "F7", "table"]))
    ['actions']
    """
    statements = evidence.statements
    parts = [
        statements.loc[ids].assign(arrow=arrow).reset_index()
        for arrow, ids in rows_by_arrow(evidence, reading=reading).items()
    ]
    table = pd.concat(parts, ignore_index=True)
    if rows is not None:
        table = table[table["row_id"].isin(rows.index)]
    order = pd.CategoricalDtype([arrow.id for arrow in figure1_arrows()], ordered=True)
    lead = ["arrow", "row_id"]
    table = table.assign(arrow=table["arrow"].astype(order))
    return table[lead + [name for name in table if name not in lead]].reset_index(drop=True)


def arrow_table(
    evidence: Evidence, rows: pd.DataFrame | None = None, *, reading: Reading = "wide"
) -> pd.DataFrame:
    """Count the evidence of each arrow and say how it stands.

    Parameters
    ----------
    rows, reading
        As for `arrow_evidence`.

    Returns
    -------
    DataFrame
        Indexed by `arrow` F1 to F8; columns `from`, `to`, `label`, `status`, `paragraphs`,
        `claims`, `places`, `sources` (counts), `standing` (of `STANDINGS`).

    Examples
    --------
    Mediation is the heart of the framework, and it has evidence from few places:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> ck.arrow_table(evidence)["places"].loc[["F4", "F6", "F7"]].to_dict()
    {'F4': 23, 'F6': 22, 'F7': 5}
    """
    matched = arrow_evidence(evidence, rows, reading=reading)
    lines = []
    for arrow in figure1_arrows():
        mine = matched[matched["arrow"] == arrow.id].set_index("row_id")
        counts = evidence.counts(mine)
        lines.append(
            {
                "arrow": arrow.id,
                "from": arrow.start,
                "to": arrow.end,
                "label": arrow.label,
                "status": arrow.status,
                "paragraphs": ", ".join(arrow.paragraphs),
                "claims": counts.claims,
                "places": counts.places,
                "sources": counts.sources,
                "standing": standing(mine),
            }
        )
    return pd.DataFrame(lines).set_index("arrow")


def standing(
    rows: pd.DataFrame, *, outcomes: tuple[str, ...] = OUTCOMES, declared_gap: bool = False
) -> str:
    """Say in one word of `STANDINGS` how the evidence on a cell or an arrow stands.

    Parameters
    ----------
    rows
        Statements on it, with columns `setting_id`, `growth_effect`, `social_effect`.
    outcomes
        The effects that count: on growth, on social conditions, or either.
    declared_gap
        Whether the paper itself calls it under-researched.

    Returns
    -------
    str
        The first that holds: an effect on a named place is stated; no effect is reported
        there; something is reported there without its effect; there are general claims only;
        the paper declares a gap; nothing is mentioned.

    Examples
    --------
    No effect reported is not the same as nothing reported:

    >>> said = pd.DataFrame({"setting_id": ["a"], "growth_effect": ["0"], "social_effect": [None]})
    >>> standing(said), standing(said, outcomes=("social_effect",)), standing(said[:0])
    ('no effect reported', 'effect not stated', 'not mentioned')
    """
    if len(rows):
        return STANDINGS[standing_ranks(rows, outcomes).min()]
    return "declared gap" if declared_gap else "not mentioned"


def standing_ranks(
    rows: pd.DataFrame, outcomes: tuple[str, ...] = OUTCOMES
) -> npt.NDArray[np.intp]:
    """Say of each statement how it stands by itself, as a position in `STANDINGS`.

    Rows together stand as the first of them does: the least number.
    """
    placed = rows["setting_id"].notna().to_numpy(bool)
    said = np.column_stack([rows[outcome].notna().to_numpy(bool) for outcome in outcomes])
    none = np.column_stack([rows[outcome].isin(["0"]).to_numpy(bool) for outcome in outcomes])
    words = ("general claim only", "effect stated", "no effect reported", "effect not stated")
    general, stated, reported, silent = (STANDINGS.index(word) for word in words)
    cases = [~placed, (said & ~none).any(axis=1), said.any(axis=1)]
    return np.select(cases, [general, stated, reported], silent)


def claims_by_standing(
    evidence: Evidence, rows: pd.DataFrame, outcomes: tuple[str, ...] = OUTCOMES
) -> dict[str, int]:
    """Count claims by how they stand: each as the first of its rows does, in `STANDINGS`.

    Returns only the standings that occur; the counts add up to the number of claims.

    Examples
    --------
    Of the claims on arrow F4 most state no effect at a named place:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> rows = evidence.statements.loc[rows_by_arrow(evidence)["F4"]]
    >>> how = claims_by_standing(evidence, rows)
    >>> how["effect stated"] < how["effect not stated"] + how["general claim only"]
    True
    >>> sum(how.values()) == evidence.counts(rows).claims
    True
    """
    claims = evidence.codes.claim[evidence.positions(rows)]
    least = np.full(claims.max(initial=-1) + 1, len(STANDINGS))
    np.minimum.at(least, claims, standing_ranks(rows, outcomes))
    numbers = np.bincount(least, minlength=len(STANDINGS))
    named = zip(STANDINGS, numbers.tolist(), strict=False)  # the last number: no row at all
    return {word: number for word, number in named if number}


def rows_by_arrow(evidence: Evidence, *, reading: Reading = "wide") -> dict[str, pd.Index]:
    """List the ids of the rows that stand on each arrow; `Arrow.rule` says the rule in words.

    In the narrow reading of F7, acts that enforce a rule or fail to do not mediate: they stand on
    F6, and on F8 where they make the policy. Raises ValueError for another reading.

    Examples
    --------
    >>> import clusterkit as ck
    >>> "act-3.2.4-02" in rows_by_arrow(ck.load(only="paper"))["F1"]  # a lobby abroad
    True
    """
    if reading not in READINGS:
        msg = f"reading cannot be {reading!r}; choose from {', '.join(READINGS)}"
        raise ValueError(msg)
    policies, actions = evidence.policies, evidence.actions
    own = holds_any(actions["actors"], GOVERNANCE_ACTORS)
    foreign = actions["actor_scope"].eq("international").fillna(False)
    linked = {name: actions[name].map(len) > 0 for name in LINKS}
    mediates = own & linked["responds_to"]
    if reading == "narrow":
        mediates &= actions["kind"].ne("enforcement").fillna(True).astype(bool)
    ideas = pd.Index(policies["driven_by"].explode().dropna().unique(), name="context_id")
    abroad = policies.index[holds_any(policies["level"], BEYOND_NATION)]
    return {
        "F1": abroad.append(actions.index[foreign & linked["acts_on"]]),
        "F2": policies.index[holds_any(policies["level"], WITHIN_NATION)],
        "F3": ideas,
        "F4": policies.index,
        "F5": actions.index[linked["enabled_by"] | linked["constrained_by"]],
        "F6": actions.index[own & ~foreign],
        "F7": actions.index[mediates],
        "F8": actions.index[own & ~foreign & linked["acts_on"]],
    }


def holds_any(cells: pd.Series, words: tuple[str, ...]) -> pd.Series:
    """Whether each list cell holds at least one of the words.

    Examples
    --------
    >>> holds_any(pd.Series([("employers", "workers"), ()]), ("workers",)).tolist()
    [True, False]
    """
    asked = set(words)
    return cells.map(lambda cell: not asked.isdisjoint(cell)).astype(bool)
