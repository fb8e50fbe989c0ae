"""Statements, actors and origins in words: verbs from a closed list, hedges kept."""

from __future__ import annotations

import pandas as pd

from ..evidence.citations import in_parentheses
from ..evidence.tables import ORIGIN_PAPER, Evidence
from ..evidence.wording import spaced
from ..version import __version__
from .framework import GOVERNANCE_ACTORS


def provenance(evidence: Evidence, rows: pd.DataFrame, note: str) -> str:
    """Say where an export comes from: selection, data version, package version, whose rows.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> said = provenance(evidence, evidence.conditions, "Social conditions")
    >>> said.endswith("coded from Pyke and Lund-Thomsen (2015).")
    True
    """
    return (
        f"{note}. Cluster Upgrading Workbench {__version__}, evidence {evidence.version}, "
        f"coded from {coded_from(evidence, rows)}."
    )


def coded_from(evidence: Evidence, rows: pd.DataFrame) -> str:
    """Name the paper, and each file of a user's with its number of rows, that statements are from.

    Without any row the paper is named, since it was searched.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> coded_from(evidence, evidence.conditions)
    'Pyke and Lund-Thomsen (2015)'
    """
    origins = evidence.statements.loc[rows.index, "origin"].value_counts(sort=False)
    named = [
        "Pyke and Lund-Thomsen (2015)" if name == ORIGIN_PAPER else f"{name} ({number} rows)"
        for name, number in origins.items()
    ]
    return " and ".join(named) or "Pyke and Lund-Thomsen (2015)"


THE_PAPER = "Pyke and Lund-Thomsen 2015"
NOT_STATED = "not stated"
NO_STATE = "state not said"
BOTH_SORTS = "constraints and incentives"  # of incentives, the paper's words for `mixed`
NOBODY = "nobody named"  # who acts, where the paper does not say
NO_POLICY = "no policy linked"


# Directions of an effect, in order, with the words of figures; the shorter signs follow from them.
DIRECTION_WORDS = {
    "-": "− hinders",
    "0": "0 no effect",
    "mixed": "mixed",
    "+": "+ raises",
    NOT_STATED: NOT_STATED,
}
DIRECTIONS = tuple(DIRECTION_WORDS)
STATED = DIRECTIONS[:-1]
SIGNS = {direction: direction.replace("-", "−") for direction in DIRECTIONS}


def state_in_words(instrument: str, state: str) -> str:
    """Say how a policy stands; of incentives `mixed` means constraints as well as incentives.

    Examples
    --------
    >>> state_in_words("incentives_unspecified", "mixed"), state_in_words("labour_law", "mixed")
    ('constraints and incentives', 'mixed')
    """
    return (
        BOTH_SORTS if (instrument, state) == ("incentives_unspecified", "mixed") else spaced(state)
    )


def states_in_words(evidence: Evidence) -> pd.Series:
    """Say how each policy stands, by policy_id; missing where the paper does not say.

    Examples
    --------
    >>> import clusterkit as ck
    >>> states_in_words(ck.load(only="paper"))["pol-2.3.2-07"]
    'constraints and incentives'
    """
    policies = evidence.policies
    cells = zip(policies["instrument"].astype(str), policies["state"], strict=True)
    words = [pd.NA if pd.isna(state) else state_in_words(what, str(state)) for what, state in cells]
    return pd.Series(words, index=policies.index, dtype="string")


VERBS = {
    "reported": "The paper reports",
    "possible": "The paper holds possible",
    "argued": "The paper argues",
}


OWN_VERBS = {
    "reported": "A source of {} reports",
    "possible": "A source of {} holds possible",
    "argued": "A source of {} argues",
}


def actors_in_words(actions: pd.DataFrame) -> pd.Series:
    """Say who acts and how, for each act: `employers + government, joint`.

    Examples
    --------
    >>> who = [("ngo", "employers"), ("workers",)]
    >>> acts = pd.DataFrame({"actors": who, "mode": ["joint", None]})
    >>> actors_in_words(acts).tolist()
    ['employers + NGO, joint', 'workers, mode not said']
    """
    who = actions["actors"].map(lambda cell: " + ".join(sorted(cell, key=_actor_order)) or NOBODY)
    mode = actions["mode"].astype("string").fillna("mode not said")
    return spaced(who.astype("string") + ", " + mode)


def _actor_order(actor: str) -> tuple[bool, str]:
    return actor not in GOVERNANCE_ACTORS, actor


def in_words(evidence: Evidence, rows: pd.DataFrame) -> pd.Series:
    """Say each statement in a sentence with its place, sources and paragraph.

    The verb comes from a closed list by certainty (`VERBS`), so that a hedged claim stays
    hedged and none becomes a prediction. Of a user's own row it names the file that it is from
    (`OWN_VERBS`), and the page if one is given. Works that the paper cites are named as cited in
    it, since it was read and they were not.

    Examples
    --------
    A hedge stays a hedge:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> sentences = ck.in_words(evidence, evidence.statements.loc[["pol-2.2.4-07"]])
    >>> sentences.iloc[0].startswith("The paper holds possible, of Sialkot footballs: ")
    True
    """
    places = rows["setting_id"].map(evidence.place_name, na_action="ignore")
    of = ("of " + places.astype("string")).fillna("in general")
    verb = rows["certainty"].astype("string").map(VERBS)
    for origin in rows["origin"].unique():
        if origin != ORIGIN_PAPER:
            words = {word: said.format(origin) for word, said in OWN_VERBS.items()}
            verb = verb.mask(
                rows["origin"] == origin, rows["certainty"].astype("string").map(words)
            )
    sentences = verb + ", " + of + ": " + rows["summary"].astype("string") + _cited(evidence, rows)
    return sentences.astype("string").rename("sentence").rename_axis("row_id")


def _cited(evidence: Evidence, rows: pd.DataFrame) -> pd.Series:
    """Say in parentheses what each row rests on, and where it stands."""
    works = rows["sources"].map(lambda keys: in_parentheses(evidence.cited_as(keys)))
    works = works.astype("string")
    page = ("; " + rows["page"].astype("string")).fillna("")
    paper = f"{THE_PAPER}, " + rows["paragraph"].astype("string")
    cited = (works + ", cited in " + paper).mask(works == "", paper + "; no work cited")
    return " (" + cited.fillna(works + page) + ")"
