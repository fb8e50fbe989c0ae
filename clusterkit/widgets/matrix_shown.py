"""A configuration shown on the configuration matrix: which cells meet it, and what is not said."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from ..evidence.tables import Evidence
from ..questions.asked_in_words import asked_in_words
from ..questions.clusters import cluster_marks
from ..questions.configuration import Configuration, is_effect, outcome_of, way_of
from ..questions.elements import framework_elements
from ..questions.units import (
    AGREES,
    DIFFERS,
    NOT_SAID,
    acts_that_meet,
    how_places_agree,
    places_that_meet,
)
from .matrix_parts import RowWords

UNIT_NAMES = {"act": "in one act", "cluster": "in one cluster, though not in one act"}


def shown_configuration(evidence: Evidence, configuration: Configuration) -> dict[str, Any]:
    """Say where a configuration is met, which cells meet it, and where it is not said.

    Returns
    -------
    dict
        `words` of the configuration, `sentence` (in how many clusters it is met, and how), and
        `lines`: for each cluster `how` (`act`, `cluster`, `differs` or `not said`), `says`
        (in words), `cells` (columns that meet it, and their parts), `acts` (for each act of which
        several columns meet it, these columns) and `silent` (columns required and empty).

    Examples
    --------
    >>> import clusterkit as ck
    >>> asked = ck.Configuration(ways=("government:absent", "employers:joint"))
    >>> lines = shown_configuration(ck.load(only="paper"), asked)["lines"]
    >>> lines["sialkot-football"]["says"], lines["agra-leather"]["silent"]
    ('met in one cluster, though not in one act', ['government', 'employers'])
    """
    acts: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for place, ids in acts_that_meet(evidence, configuration):
        acts[place].append(ids)
    cluster = places_that_meet(evidence, configuration, "cluster")
    required = _required_columns(configuration)
    columns = evidence.once(_columns_of_rows)
    lines: dict[str, dict[str, Any]] = {}
    for place, answers in _answers(evidence, configuration).items():
        unit = "act" if place in acts else "cluster" if place in cluster.places else ""
        told = {answer for answer, _ in answers}
        how = unit or (DIFFERS if DIFFERS in told else NOT_SAID)
        met = {"act": acts.get(place, []), "cluster": [cluster.rows.get(place, ())]}.get(unit, [])
        framed = [_framed(columns.get(place, {}), ids, required) for ids in met]
        silent = [name for name in required if name not in evidence.once(_filled).get(place, set())]
        joined = [[name for name in some if ":" not in name] for some in framed]
        lines[place] = {
            "how": how, "says": _agreement(how, answers),
            "cells": list(dict.fromkeys(name for some in framed for name in some)),
            "acts": [list(one) for one in dict.fromkeys(map(tuple, joined))
                     if unit == "act" and len(one) > 1],
            "silent": [] if unit else silent,
        }  # fmt: skip
    return {
        "code": configuration.code,
        "words": asked_in_words(evidence, configuration),
        "sentence": _where(Counter(line["how"] for line in lines.values())),
        "lines": lines,
    }


def _answers(evidence: Evidence, configuration: Configuration) -> dict[str, list[tuple[str, str]]]:
    """List for each place how it stands to each requirement: the answer, and what is required."""
    table = how_places_agree(evidence, configuration)
    answers: dict[str, list[tuple[str, str]]] = {}
    lines = zip(table["setting_id"], table["answer"], table["requirement"], strict=True)
    for place, answer, requirement in lines:
        answers.setdefault(str(place), []).append((answer, requirement))
    return answers


def _columns_of_rows(evidence: Evidence) -> dict[str, dict[str, list[str]]]:
    """Columns, and parts of them, in which each row of a place stands."""
    marks = cluster_marks(evidence)
    words = evidence.once(RowWords)
    columns: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    names = ("setting_id", "element", "row_id", "member")
    for place, element, row, member in zip(*(marks[name] for name in names), strict=True):
        columns[place][row] += [element, *words.parts(element, row, member)]
    return columns


def _filled(evidence: Evidence) -> dict[str, set[str]]:
    marks = cluster_marks(evidence)
    filled: dict[str, set[str]] = defaultdict(set)
    for place, element in zip(marks["setting_id"], marks["element"], strict=True):
        filled[place].add(element)
    return filled


def _framed(
    columns: dict[str, list[str]], ids: Sequence[str], required: Sequence[str]
) -> list[str]:
    """Columns, in their order, in which these rows meet what is asked."""
    order = list(framework_elements())
    names = dict.fromkeys(name for row in ids for name in columns.get(row, ()))
    kept = [name for name in names if _asked(name.partition(":")[0], required)]
    return sorted(kept, key=lambda name: order.index(name.partition(":")[0]))


def _agreement(how: str, answers: Sequence[tuple[str, str]]) -> str:
    """Say how a place stands to a configuration: where it is met, or requirement by requirement."""
    if how in UNIT_NAMES:
        return f"met {UNIT_NAMES[how]}"
    parts = []
    for word in (AGREES, DIFFERS, NOT_SAID):
        told = [requirement for answer, requirement in answers if answer == word]
        parts += [f"{word}: {'; '.join(told)}"] if told else []
    return ". ".join(parts)


def _where(number: Counter[str]) -> str:
    return (
        f"Of {number.total()} clusters {number['act']} meet it in one act, {number['cluster']} in "
        f"one cluster, though not in one act. Of the others, something stated differs for "
        f"{number[DIFFERS]}; for {number[NOT_SAID]} not every part is said."
    )


def _required_columns(configuration: Configuration) -> list[str]:
    """Columns in which each thing that is asked for would stand, where that is one column."""
    elements = framework_elements().values()
    actors = {*configuration.actors, *(way_of(entry)[0] for entry in configuration.ways)}
    asked = {*actors, *configuration.instrument}
    required = [element.id for element in elements if asked & set(element.members)]
    for entry in configuration.outcomes:
        what, word = outcome_of(entry)
        if not is_effect(what, word):
            required.append("growth" if what == "growth" else "social")
    return list(dict.fromkeys(required))


def _asked(name: str, required: Sequence[str]) -> bool:
    """Whether a cell whose rows meet a configuration is framed: its column was asked for."""
    parts = {framework_elements()[column].part for column in required}
    part = framework_elements()[name].part
    return part != "influences" and (name in required or part not in parts)
