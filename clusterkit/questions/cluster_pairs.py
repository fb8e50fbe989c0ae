"""Clusters beside clusters: contrasts, the nearest to a setting, combinations that occur or never.

Only what is stated is compared: silence is neither shared nor different. Nothing is scored; pairs
are ordered by how many stated elements agree, and every agreement and difference is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, product
from typing import Any, Literal

import pandas as pd

from ..evidence.tables import Evidence
from .asked_in_words import part_in_words
from .case_words import phrases
from .cases import case_answers, industry_answer
from .clusters import MARKS, cluster_marks
from .configuration import PART_WORDS, Configuration
from .directions import growth_and_conditions
from .elements import framework_elements
from .frames import framed
from .framework import OUTCOMES
from .select import core, core_settings
from .units import AGREES, DIFFERS, NOT_SAID, how_places_agree
from .words import DIRECTIONS, SIGNS

By = Literal["reported", "effects"]
COMPARED = ("environment", "actors")
OTHERWISE, SAME = "the outcome differs", "the outcome is the same"
MIXED = "one outcome has what the other has, and more"  # such as − beside "mixed"
NO_PAIR = "No pair exists: there are no two clusters of which both {} and an element are stated."
# For each place the element and its instrument or actor, the words stated, and their rows.
Stated = dict[str, dict[tuple[str, str], dict[str, list[str]]]]
MIXED_PARTS = ("improved", "worsened")
PAIR_TYPES = {
    "kind": "str", "one": "str", "other": "str", "outcome_of_one": "str", "outcome_of_other": "str",
    "shared": "object", "differing": "object", "hedged": "object", "rows": "object",
}  # fmt: skip
NEAREST_TYPES = {
    "setting_id": "str", "place": "str", "agrees": "object", "differs": "object",
    "not_said": "object", "hedged": "object", "rows": "object",
}  # fmt: skip


def contrasts(
    evidence: Evidence, outcome: Literal["growth", "social"] = "growth", *, by: By = "reported"
) -> pd.DataFrame:
    """Pair clusters of which the same elements are stated: those whose outcomes differ, and others.

    Parameters
    ----------
    outcome
        `growth` or `social`.
    by
        `reported`: which way the outcome is reported to have gone; `effects`: the directions of
        effects that policies and acts are stated to have on it.

    Returns
    -------
    DataFrame
        One row for each pair of clusters with an outcome and an element stated of both: `kind`
        (`the outcome differs`, `one outcome has what the other has, and more`, or `the outcome is
        the same`), `one` and `other` (names), `outcome_of_one`, `outcome_of_other`, `shared` and
        `differing` (what is stated of an instrument or an actor in the same words, and in other
        words), `hedged` (of these words what is held possible and nowhere reported), `rows` (of
        these). Instruments and actors of which nothing is stated for one of the two are in
        neither, nor is what was only aimed at, or how an act was done where that is not said; for
        whom a rule is makes no difference where one side does not say it. Where the outcome
        differs, pairs with most stated of both come first; where it is the same, those that
        differ in most. Without any pair the table is empty, and `attrs["sentence"]` says so.

    Examples
    --------
    Two Mexican clusters: the peso went up and down, and so did they.

    >>> import clusterkit as ck
    >>> pairs = ck.contrasts(ck.load(only="paper"), "growth")
    >>> pair = pairs[(pairs["one"] == "Chipilo furniture") & pairs["other"].str.startswith("Guad")]
    >>> pair[["outcome_of_one", "outcome_of_other"]].to_numpy().tolist()
    [['worsened', 'improved']]
    >>> pair["differing"].iloc[0][0]
    'exchange rate: appreciation ↔ exchange rate: depreciation'
    """
    stated = _stated(evidence)
    went = _outcomes(evidence, outcome, by)
    lines = []
    for one, other in combinations(went, 2):
        shared, differing, rows = _beside(stated, one, other)
        if shared or differing:
            hedged = _hedged(evidence, stated, (one, other), rows)
            names = evidence.place_name(one), evidence.place_name(other)
            kind = _kind(went[one], went[other])
            lines.append((kind, *names, went[one], went[other], shared, differing, hedged, rows))
    lines.sort(key=_most_to_compare)
    table = framed(lines, PAIR_TYPES)
    words = {"growth": "growth", "social": "social conditions"}[outcome]
    table.attrs["sentence"] = "" if len(table) else NO_PAIR.format(words)
    return table


def _kind(one: str, other: str) -> str:
    """Say whether two outcomes differ; a part of what is mixed is no other outcome."""
    if one == other:
        return SAME
    parts = [set(MIXED_PARTS if word == "mixed" else word.split("/")) for word in (one, other)]
    return OTHERWISE if parts[0].isdisjoint(parts[1]) else MIXED


def _most_to_compare(line: tuple[Any, ...]) -> tuple[int, int, int]:
    kind, shared, differing = line[0], len(line[5]), len(line[6])
    same = kind == SAME
    rank = (OTHERWISE, MIXED, SAME).index(kind)
    return rank, -differing if same else -(shared + differing), -shared


def nearest(evidence: Evidence, like: str | Iterable[str] | Configuration) -> pd.DataFrame:
    """Find the clusters most like a setting, a case or a configuration, by what is stated of them.

    Parameters
    ----------
    like
        A place (its setting_id or name, a user's own included), a case in plain words (`"garments,
        weak inspection, active association"`; `plain_words` lists them), or a `Configuration`.
        An industry agrees or differs like anything else; it leaves no cluster out.

    Returns
    -------
    DataFrame
        One row for each cluster that agrees in something: `setting_id`, `place`, `agrees`,
        `differs`, `not_said` (elements or requirements, in words), `hedged` (of what agrees or
        differs, that which is held possible and nowhere reported of this cluster), `rows`. Those
        that agree in most first; there is no score, and outcomes are not looked at unless the
        configuration asks for them. Raises ValueError for a word that is not known.

    Examples
    --------
    >>> import clusterkit as ck
    >>> near = ck.nearest(ck.load(only="paper"), "los-lagos-salmon")
    >>> near.iloc[0][["place", "agrees"]].tolist()  # doctest: +NORMALIZE_WHITESPACE
    ['Sialkot surgical instruments', ('quality standard: required', 'employers: jointly',
      'government: jointly')]

    A case of one's own, without any code:

    >>> near = ck.nearest(ck.load(only="paper"), "garments, weak inspection, active association")
    >>> near.iloc[0][["place", "agrees", "not_said"]].tolist()
    ['Chennai garments', ('garments', 'active association'), ('weak inspection',)]
    """
    if isinstance(like, Configuration):
        return _nearest_to_configuration(evidence, like)
    names = {evidence.place_name(str(setting)): str(setting) for setting in evidence.settings.index}
    like = names.get(like, like) if isinstance(like, str) else like
    if not isinstance(like, str) or like not in evidence.settings.index:
        return _most_like(evidence, case_answers(evidence, phrases(evidence, like)))
    stated = _stated(evidence)
    mine = stated.get(like, {})
    lines = []
    for setting in map(str, core_settings(evidence).index):
        if setting != like:
            shared, differing, rows = _beside(stated, like, setting)
            lacking = [name for name in mine if name not in stated.get(setting, {})]
            silent = tuple(dict.fromkeys(_label(element) for element, _ in lacking))
            if shared:
                hedged = _hedged(evidence, stated, (setting,), rows)
                place = evidence.place_name(setting)
                lines.append((setting, place, shared, differing, silent, hedged, rows))
    lines.sort(key=lambda line: (-len(line[2]), len(line[3])))
    return framed(lines, NEAREST_TYPES)


def observed_configurations(evidence: Evidence, *names: str) -> pd.DataFrame:
    """Say which combinations of elements occur, in which clusters, and which never.

    Parameters
    ----------
    names
        Elements (`framework_elements()`), such as `government`, `employers`, `growth`.

    Returns
    -------
    DataFrame
        One row for each combination of what is stated of these elements somewhere: a column for
        each element (in words of `clusters.MARKS`), `clusters` (names), `number`. A cluster of
        which two things are stated is in two rows; one of which an element is silent is in none.
        Rows without a cluster are what nobody has described: a research agenda. Raises ValueError
        for an unknown element.

    Examples
    --------
    >>> import clusterkit as ck
    >>> table = ck.observed_configurations(ck.load(only="paper"), "government", "employers")
    >>> met = table[(table["government"] == "did not act") & (table["employers"] == "jointly")]
    >>> met["clusters"].tolist()
    [('Sialkot footballs',)]
    """
    for name in names:
        if name not in framework_elements():
            msg = f"there is no element {name!r}; choose from {', '.join(framework_elements())}"
            raise ValueError(msg)
    marks = cluster_marks(evidence)
    marks = marks[marks["setting_id"].isin(core_settings(evidence).index)]
    found = {
        name: marks[marks["element"] == name].groupby("setting_id")["mark"].agg(set).to_dict()
        for name in names
    }
    words = [[mark for mark in MARKS if any(mark in said for said in found[name].values())]
             for name in names]  # fmt: skip
    lines = []
    for combination in product(*words):
        places = [
            evidence.place_name(setting)
            for setting in map(str, core_settings(evidence).index)
            if all(
                mark in found[name].get(setting, ())
                for name, mark in zip(names, combination, strict=True)
            )
        ]
        lines.append((*(MARKS[mark] for mark in combination), tuple(places), len(places)))
    types = {**dict.fromkeys(names, "str"), "clusters": "object", "number": "int64"}
    table = framed(lines, types)
    return table.sort_values("number", ascending=False, kind="stable").reset_index(drop=True)


def _stated(evidence: Evidence) -> Stated:
    """For each place and compared element the words stated, with their rows."""
    return evidence.once(_stated_of)


def _stated_of(evidence: Evidence) -> Stated:
    stated: Stated = {}
    marks = cluster_marks(evidence)
    aimed = evidence.statements["stage"].eq("aimed").fillna(False)
    silent = marks["mark"].isin(["how_not_said"]) | marks["row_id"].map(aimed).astype(bool)
    kept = marks[~silent]
    columns = ("setting_id", "element", "member", "says", "row_id")
    for setting, element, member, says, row in zip(*(kept[name] for name in columns), strict=True):
        if framework_elements()[element].part in COMPARED:
            of_place = stated.setdefault(setting, {}).setdefault((element, member), {})
            of_place.setdefault(says, []).append(row)
    return stated


def _beside(
    stated: Stated, one: str, other: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Name the elements stated of both that agree in a word, and those that do not; their rows."""
    shared: list[str] = []
    differing: list[str] = []
    rows: list[str] = []
    mine, theirs = stated.get(one, {}), stated.get(other, {})
    for name in mine:  # an element and its instrument or actor: another one is silence
        if name not in theirs:
            continue
        same = [(a, b) for a, b in product(mine[name], theirs[name]) if _agree(a, b)]
        if same:
            shared += dict.fromkeys(min(pair, key=len) for pair in same)
        else:
            differing.append(f"{'; '.join(mine[name])} ↔ {'; '.join(theirs[name])}")
        for at, side in enumerate((mine[name], theirs[name])):
            rows += [row for words in [pair[at] for pair in same] or side for row in side[words]]
    return tuple(shared), tuple(differing), tuple(dict.fromkeys(rows))


def _agree(one: str, other: str) -> bool:
    """Whether two words say the same; for whom a rule is differs only where both say it."""
    return one == other or (_to_all(one) == _to_all(other) and _to_all(one) in (one, other))


def _to_all(words: str) -> str:
    """Leave out for whom a rule is."""
    return re.sub(r" \(for [^)]*\)", "", words)


def _hedged(
    evidence: Evidence, stated: Stated, places: tuple[str, ...], rows: tuple[str, ...]
) -> tuple[str, ...]:
    """Of the words behind these rows those that are held possible and nowhere reported."""
    possible = evidence.once(_possible)
    behind = set(rows)
    told: dict[str, bool] = {}
    for place in places:
        for words in stated.get(place, {}).values():
            for said, ids in words.items():
                if behind.intersection(ids):
                    told[said] = told.get(said, True) and possible.issuperset(ids)
    return tuple(said for said, only in told.items() if only)


def _possible(evidence: Evidence) -> set[str]:
    rows = evidence.statements
    return set(map(str, rows.index[rows["certainty"] == "possible"]))


def _outcomes(evidence: Evidence, outcome: str, by: By) -> dict[str, str]:
    """Say of each cluster which way an outcome went, or which effects on it are stated."""
    if by == "reported":
        column = {"growth": "growth", "social": "conditions"}[outcome]
        went = growth_and_conditions(evidence)[column].astype(str)
        return {
            str(setting): word
            for setting, word in went.items()
            if word not in ("level only", "not said")
        }
    rows = evidence.statements
    name = dict(zip(("growth", "social"), OUTCOMES, strict=True))[outcome]
    rows = rows[core(rows) & rows[name].notna()]
    signs: dict[str, set[str]] = {}
    for setting, cell in zip(rows["setting_id"], rows[name].astype(str), strict=True):
        signs.setdefault(str(setting), set()).add(cell)
    return {
        setting: "/".join(SIGNS[word] for word in DIRECTIONS if word in there)
        for setting, there in signs.items()
    }


def _label(element: str) -> str:
    return framework_elements()[element].label


def _nearest_to_configuration(evidence: Evidence, like: Configuration) -> pd.DataFrame:
    answers = how_places_agree(evidence, replace(like, isic=()))
    if like.isic:
        words = f"{PART_WORDS['isic']}: {part_in_words(evidence, like, 'isic')}"
        places = answers["setting_id"].unique() if len(answers) else core_settings(evidence).index
        of_industry = [
            (place, words, industry_answer(evidence, place, like.isic), ()) for place in places
        ]
        answers = pd.concat([answers, pd.DataFrame(of_industry, columns=list(answers))])
    return _most_like(evidence, answers)


def _most_like(evidence: Evidence, answers: pd.DataFrame) -> pd.DataFrame:
    """Order places by the requirements that agree, those that differ in fewest first."""
    possible = evidence.once(_possible)
    lines: list[tuple[Any, ...]] = []
    for setting, mine in answers.groupby("setting_id", sort=False):
        cells = [
            tuple(mine.loc[mine["answer"] == word, "requirement"])
            for word in (AGREES, DIFFERS, NOT_SAID)
        ]
        if cells[0]:
            rows = tuple(dict.fromkeys(row for ids in mine["rows"] for row in ids))
            hedged = tuple(
                words
                for words, ids in zip(mine["requirement"], mine["rows"], strict=True)
                if len(ids) and possible.issuperset(ids)
            )
            lines.append((str(setting), evidence.place_name(str(setting)), *cells, hedged, rows))
    lines.sort(key=lambda line: (-len(line[2]), len(line[3])))
    return framed(lines, NEAREST_TYPES)
