"""Which clusters are like a case said in plain words: what of it each agrees with, or differs in.

The words are those of `case_words`. Nothing is scored; silence neither agrees nor differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from .case_words import HOW, INDUSTRIES, LIKE_STATE, Phrase, acting_words, instrument_words, phrases
from .frames import framed
from .select import core_settings
from .unit_rows import cluster_pools
from .units import AGREES, DIFFERS, NOT_SAID

AS_NOUNS = ("appreciation", "depreciation")  # stand after the instrument
ANSWER_TYPES = {"setting_id": "str", "requirement": "str", "answer": "str", "rows": "object"}
OFFERED_TYPES = {"say": "str", "kind": "str", "about": "str", "clusters": "int64"}


def case_answers(evidence: Evidence, case: Iterable[Phrase]) -> pd.DataFrame:
    """Hold a case against each cluster, phrase by phrase.

    Parameters
    ----------
    case
        As `case_words.phrases` reads it.

    Returns
    -------
    DataFrame
        One row for each cluster in a developing country and each phrase: `setting_id`,
        `requirement` (the phrase), `answer` (`agrees`, `differs`, `not said`), `rows` (that agree,
        or else that differ; none of an industry, which is a column of `settings`).

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> table = case_answers(evidence, phrases(evidence, "weak inspection"))
    >>> table.loc[table["answer"] == "agrees", "setting_id"].tolist()
    ['sialkot-football']
    """
    case = list(case)
    pools = {pool.setting: pool.rows for pool in evidence.once(cluster_pools)}
    ids = evidence.statements.index
    lines: list[tuple[Any, ...]] = []
    for place in map(str, core_settings(evidence).index):
        rows = np.array(pools.get(place, ()), dtype=np.intp)
        for phrase in case:
            if phrase.classes:
                told = industry_answer(evidence, place, phrase.classes)
                lines.append((place, phrase.words, told, ()))
                continue
            meets, speaks = rows[phrase.meets[rows]], rows[phrase.speaks[rows]]
            answer = AGREES if len(meets) else DIFFERS if len(speaks) else NOT_SAID
            behind = ids[meets if len(meets) else speaks]
            lines.append((place, phrase.words, answer, tuple(behind)))
    return framed(lines, ANSWER_TYPES)


def industry_answer(evidence: Evidence, place: str, classes: tuple[str, ...]) -> str:
    """Say whether the industry of a place, an ISIC class, begins as one of these does.

    Examples
    --------
    >>> import clusterkit as ck
    >>> industry_answer(ck.load(only="paper"), "sinos-valley-footwear", ("152",))
    'agrees'
    """
    isic = str(evidence.settings["isic"].fillna("")[place])
    if not isic:
        return NOT_SAID
    return AGREES if isic.startswith(classes) else DIFFERS


def offered_phrases(evidence: Evidence) -> pd.DataFrame:
    """List the phrases in which a case can be said, and how many clusters agree with each.

    One phrase stands for states of a policy that say much the same (`case_words.LIKE_STATE`): a
    policy said to be absent is offered as weak. Of policies and acts those are left out with which
    no cluster agrees.

    Returns
    -------
    DataFrame
        `say` (a phrase for `nearest`), `kind` (`industry`, `policy`, `act`), `about` (the group to
        list it under: the policy's domain, who acts; empty for an industry), `clusters` (in
        developing countries, their number).

    Examples
    --------
    >>> import clusterkit as ck
    >>> offered = offered_phrases(ck.load(only="paper")).set_index("say")
    >>> offered.loc["weak inspection"].to_dict()
    {'kind': 'policy', 'about': 'standards', 'clusters': 1}
    """
    said = [("industry", name, "") for name in INDUSTRIES]
    said += [("policy", *one) for one in _of_policies(evidence)]
    said += [("act", _act(who, how), who) for who in acting_words(evidence) for how in HOW]
    table = case_answers(evidence, phrases(evidence, [words for _, words, _ in said]))
    agreeing = table[table["answer"] == AGREES]["requirement"].value_counts()
    lines = [
        (words, kind, about, int(agreeing.get(words.lower(), 0))) for kind, words, about in said
    ]
    return framed([one for one in lines if one[3] or one[1] == "industry"], OFFERED_TYPES)


def _of_policies(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Phrases on the policies of clusters, each with its domain, in the codebook's order."""
    rows = evidence.policies
    rows = rows[rows["setting_id"].isin(core_settings(evidence).index)]
    names = {name: word for word, name in reversed(instrument_words(evidence).items())}
    for domain, instrument in product(evidence.vocabulary("policies", "domain"), names):
        mine = rows[(rows["instrument"] == instrument) & (rows["domain"] == domain)]
        there = set(mine["state"].dropna())
        for like, alike in LIKE_STATE.items():
            if there.intersection(alike):
                yield f"{like} {names[instrument]}", spaced(domain)
                there.difference_update(alike)
        for state in evidence.vocabulary("policies", "state"):
            if state in there:
                words = [spaced(state), names[instrument]]
                yield " ".join(reversed(words) if state in AS_NOUNS else words), spaced(domain)


def _act(who: str, how: str) -> str:
    return f"{who} {how}" if how.startswith("acting") else f"{how} {who}"
