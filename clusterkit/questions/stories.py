"""Stories that the paper itself tells, each as a `Configuration` with a name.

They are in `data/content/stories.csv`.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import pandas as pd

from ..evidence.content import content
from ..evidence.paragraphs_and_pages import places_in_order
from ..evidence.problems import EvidenceError, Problem
from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from .configuration import Configuration
from .framework import OUTCOME_WORDS
from .mediation import matching_evidence
from .together import acts_in_words
from .words import DIRECTIONS, SIGNS, states_in_words

MOST_NAMED, NO_EFFECT = 2, "no effect stated"


@cache
def stories() -> Mapping[str, Configuration]:
    """Return the stories by name, in the order of the file.

    Raises EvidenceError when the code of one cannot be read.

    Examples
    --------
    >>> stories()["Appreciation of the peso (Chipilo)"].domain
    ('monetary',)
    """
    return MappingProxyType(stories_of(content("stories")))


def stories_of(rows: pd.DataFrame) -> dict[str, Configuration]:
    """Read the stories of a table with the columns `name` and `code`.

    Raises EvidenceError when the code of one cannot be read.

    Examples
    --------
    >>> rows = pd.DataFrame({"name": ["Money"], "code": ["ck2;domain=monetary"]})
    >>> print(stories_of(rows)["Money"])
    domain: monetary; developing-country clusters
    """
    stories: dict[str, Configuration] = {}
    problems = []
    for number, (name, code) in enumerate(zip(rows["name"], rows["code"], strict=True), start=2):
        try:
            stories[name] = Configuration.parse(code)
        except ValueError as error:
            expected = f"a configuration's code ({error})"
            problems.append(Problem("stories.csv", expected, number, "code", code))
    if problems:
        raise EvidenceError(problems, what="content")
    return stories


def story_in_a_line(evidence: Evidence, story: Configuration) -> str:
    """Say of a story in one line who acted and how, or which policy, and what came of it.

    Returns
    -------
    str
        Actors with their ways, or, without an act, instruments with their states, two at most;
        then the directions of the effects that are stated, and the paragraphs.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> story_in_a_line(evidence, stories()["Appreciation of the peso (Chipilo)"])
    'exchange rate: appreciation; growth − (2.2.4)'
    """
    rows = matching_evidence(evidence, story).exact
    who = acts_in_words(evidence, rows.index) or _policies_in_words(evidence, rows.index)
    rest = [f"{len(who) - MOST_NAMED} more"] if len(who) > MOST_NAMED else []
    effects = []
    for outcome, name in OUTCOME_WORDS.items():
        there = set(rows[outcome].dropna().astype(str))
        if there:
            signs = " ".join(SIGNS[word] for word in DIRECTIONS if word in there)
            effects.append(f"{name.lower()} {signs}")
    said = [*who[:MOST_NAMED], *rest, *(effects or [NO_EFFECT])]
    return f"{'; '.join(said)} ({', '.join(places_in_order(rows))})"


def _policies_in_words(evidence: Evidence, ids: pd.Index) -> list[str]:
    mine = evidence.policies.loc[evidence.policies.index.intersection(ids, sort=False)]
    states = states_in_words(evidence)[mine.index]
    words = mine["instrument"].astype("string") + (": " + states).fillna("")
    return list(dict.fromkeys(spaced(words)))
