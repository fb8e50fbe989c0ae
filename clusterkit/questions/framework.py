"""Figure 1 as data: its parts, its arrows, and the rows of evidence that each arrow has.

The drawing itself is not in the text that was coded. Nodes and arrows are taken from the
words of sections 4.0 to 4.0c, and an arrow that only other sections tell says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

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
STANDING_SENTENCES = {
    "effect stated": "The paper states an effect.",
    "no effect reported": "The paper reports that there was no effect.",
    "effect not stated": "The paper reports this but does not say what came of it.",
    "general claim only": "Argued in general; no place is given.",
    "declared gap": "The paper itself calls this under-researched.",
    "not mentioned": "The paper does not mention this.",
}
OUTCOME_WORDS = {"growth_effect": "Growth", "social_effect": "Social conditions"}
OUTCOMES = tuple(OUTCOME_WORDS)
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


NODES = (
    Node(
        "international",
        "International influencers",
        (
            "supra-national authorities",
            "private-sector codes",
            "international employers' and workers' associations",
            "trade agreements",
            "international institutions and agencies",
            "international NGOs",
        ),
        ("4.0.2", "4.0b.1"),
    ),
    Node("national", "National influencers", ("named, but not listed",), ("4.0.2", "4.0b.1")),
    Node(
        "ideas",
        "Ideologies, theories, beliefs",
        ("may be taken into account",),
        ("4.0a.1",),
    ),
    Node(
        "environment",
        "Enabling environment",
        ("standards", "monetary policies", "fiscal policies", "other regulation"),
        ("4.0.2", "4.0a.1"),
    ),
    Node(
        "actors",
        "Cluster governance actors",
        ("government", "employers", "workers", "community"),
        ("4.0.2", "4.0c.1"),
    ),
    Node("growth", "Capacity to grow", (), ("4.0.2",)),
    Node("social", "Capacity to provide good social conditions", (), ("4.0.2",)),
)

ARROWS = (
    Arrow(
        "F1",
        "international",
        "environment",
        "influence the environment from abroad",
        "stated",
        ("4.0.2", "4.0b.1"),
        "policies that come from a supranational or international level",
    ),
    Arrow(
        "F2",
        "national",
        "environment",
        "influence the environment from within",
        "stated",
        ("4.0.2", "4.0b.1"),
        "policies that come from a local, regional or national level",
    ),
    Arrow(
        "F3",
        "ideas",
        "environment",
        "may drive policies",
        "optional",
        ("4.0a.1",),
        "contexts of the kind ideas and beliefs",
    ),
    Arrow(
        "F4",
        "environment",
        "outcomes",
        "affects growth and social conditions",
        "stated",
        ("4.0.2",),
        "all policies",
    ),
    Arrow(
        "F5",
        "environment",
        "actors",
        "incentivises, facilitates or constrains",
        "stated",
        ("4.0c.1",),
        "acts that a policy is said to enable or constrain",
    ),
    Arrow(
        "F6",
        "actors",
        "outcomes",
        "affect growth and social conditions",
        "stated",
        ("4.0.2", "4.0c.1"),
        "acts, and failures to act, of the four governance actors",
    ),
    Arrow(
        "F7",
        "actors",
        "F4",
        "mediate what policies do",
        "stated",
        ("4.0c.1",),
        "acts that respond to a policy",
    ),
    Arrow(
        "F8",
        "actors",
        "environment",
        "set or change policies",
        "other sections",
        ("3.1.1", "3.2.4", "5.0.2"),
        "acts that set, change, enforce or lobby on a policy",
    ),
)

NO_ARROW = (
    "There is no arrow between growth and social conditions: section 4 draws none, and the "
    "paper says that no automatic link leads from one to the other (1.0.6); it adds that poor "
    "conditions can hold growth back (1.0.7)."
)

AMBIGUITIES = (
    Ambiguity(
        "Standards",
        "Section 2.1 treats standards as part of the environment; 4.0b lists private codes "
        "among those who influence it.",
        "The standard that applies is part of the environment; whoever issues it is an influencer.",
        "It keeps one thing in one place, and loses neither statement.",
    ),
    Ambiguity(
        "Government",
        "Government influences the environment (4.0b), makes it (3.1.1, 5.0.2) and is one of the "
        "governance actors (4.0c).",
        "It stands in all three roles; a policy in force is a policy, what a government does "
        "about it is an act that points to the policy.",
        "Drawing it once would hide that the one who sets a rule may be the one who ignores it.",
    ),
    Ambiguity(
        "Mediation",
        "The word covers actors through whom policies work, and actors who change what a "
        "policy does.",
        "The first is the path F5 and F6, the second F7, which ends on the arrow F4.",
        "Statisticians would call the second moderation; the paper's own word is kept.",
    ),
    Ambiguity(
        "Foreign lobbies",
        "Chambers of commerce abroad opposed a Chinese law (3.2.4).",
        "They are influencers from abroad (F1), not actors of a cluster (F6).",
        "Section 4.0b lists international employers' associations among the influencers.",
    ),
)

GOVERNANCE_ACTORS = ("government", "employers", "workers", "community")


def arrow_evidence(evidence: Evidence, rows: pd.DataFrame | None = None) -> pd.DataFrame:
    """List the rows of evidence that each arrow of Figure 1 has.

    Parameters
    ----------
    rows
        Only these rows (a table indexed by row ids); all statements by default.

    Returns
    -------
    DataFrame
        One row for each arrow and row of evidence: `arrow` (ordered F1 to F8), `row_id`,
        then the columns of `evidence.statements`. The rule for each arrow is `Arrow.rule`.
    """
    statements = evidence.statements
    parts = [
        statements.loc[ids].assign(arrow=arrow).reset_index()
        for arrow, ids in _ids_by_arrow(evidence).items()
    ]
    table = pd.concat(parts, ignore_index=True)
    if rows is not None:
        table = table[table["row_id"].isin(rows.index)]
    order = pd.CategoricalDtype([arrow.id for arrow in ARROWS], ordered=True)
    lead = ["arrow", "row_id"]
    table = table.assign(arrow=table["arrow"].astype(order))
    return table[lead + [name for name in table if name not in lead]].reset_index(drop=True)


def arrow_table(evidence: Evidence, rows: pd.DataFrame | None = None) -> pd.DataFrame:
    """Count the evidence of each arrow and say how it stands.

    Returns
    -------
    DataFrame
        Indexed by `arrow` F1 to F8; columns `from`, `to`, `label`, `status`, `paragraphs`,
        `claims`, `places`, `sources` (counts), `standing` (of `STANDINGS`).
    """
    found = arrow_evidence(evidence, rows)
    lines = []
    for arrow in ARROWS:
        mine = found[found["arrow"] == arrow.id].set_index("row_id")
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


def _ids_by_arrow(evidence: Evidence) -> dict[str, pd.Index]:
    policies, actions, contexts = evidence.policies, evidence.actions, evidence.contexts
    own = _holds_any(actions["actors"], GOVERNANCE_ACTORS)
    foreign = actions["actor_scope"].eq("international").fillna(False)
    linked = {
        name: actions[name].map(len) > 0
        for name in ("responds_to", "enabled_by", "constrained_by", "acts_on")
    }
    abroad = policies.index[_holds_any(policies["level"], BEYOND_NATION)]
    return {
        "F1": abroad.append(actions.index[foreign & linked["acts_on"]]),
        "F2": policies.index[_holds_any(policies["level"], WITHIN_NATION)],
        "F3": contexts.index[contexts["kind"] == "ideas_and_beliefs"],
        "F4": policies.index,
        "F5": actions.index[linked["enabled_by"] | linked["constrained_by"]],
        "F6": actions.index[own & ~foreign],
        "F7": actions.index[own & linked["responds_to"]],
        "F8": actions.index[own & ~foreign & linked["acts_on"]],
    }


def _holds_any(cells: pd.Series, words: tuple[str, ...]) -> pd.Series:
    """Whether each list cell holds at least one of the words."""
    return cells.map(lambda cell: not set(words).isdisjoint(cell)).astype(bool)
