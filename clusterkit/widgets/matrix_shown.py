"""A configuration shown on the configuration matrix: which cells meet it, and what is not said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from ..evidence.tables import Evidence
from ..questions.clusters import cluster_marks
from ..questions.configuration import Configuration, is_effect, outcome_of, way_of
from ..questions.elements import framework_elements
from ..questions.units import AGREES, DIFFERS, NOT_SAID, how_places_agree, places_that_meet

UNIT_NAMES = {"act": "in one act", "cluster": "in one cluster, though not in one act"}


def shown_configuration(evidence: Evidence, configuration: Configuration) -> dict[str, Any]:
    """Say where a configuration is met, which cells meet it, and where it is not said.

    Returns
    -------
    dict
        `words` of the configuration, `sentence` (in how many clusters it is met, and how), and
        `lines`: for each cluster `how` (`act`, `cluster`, `differs` or `not said`), `says`
        (in words), `cells` (columns that meet it) and `silent` (columns required and empty).

    Examples
    --------
    >>> import clusterkit as ck
    >>> asked = ck.Configuration(ways=("government:absent", "employers:joint"))
    >>> lines = shown_configuration(ck.load(only="paper"), asked)["lines"]
    >>> lines["sialkot-football"]["says"], lines["agra-leather"]["silent"]
    ('met in one cluster, though not in one act', ['government', 'employers'])
    """
    met = {unit: places_that_meet(evidence, configuration, unit) for unit in ("act", "cluster")}
    answers = how_places_agree(evidence, configuration)
    required = _required_columns(configuration)
    marks = cluster_marks(evidence)
    filled = marks.groupby("setting_id")["element"].agg(set).to_dict()
    lines: dict[str, dict[str, Any]] = {}
    for place, told in answers.groupby("setting_id", sort=False):
        unit = next((unit for unit in met if place in met[unit].places), "")
        how = unit or (DIFFERS if told["answer"].eq(DIFFERS).any() else NOT_SAID)
        cells: list[str] = []
        if unit:
            here = marks[
                (marks["setting_id"] == place) & marks["row_id"].isin(met[unit].rows[place])
            ]
            cells = [name for name in dict.fromkeys(here["element"]) if _asked(name, required)]
        silent = [name for name in required if name not in filled.get(place, set())]
        lines[str(place)] = {
            "how": how, "says": _agreement(how, told), "cells": cells,
            "silent": [] if unit else silent,
        }  # fmt: skip
    return {
        "code": configuration.code,
        "words": str(configuration),
        "sentence": _where(Counter(line["how"] for line in lines.values())),
        "lines": lines,
    }


def _agreement(how: str, told: pd.DataFrame) -> str:
    """Say how a place stands to a configuration: where it is met, or requirement by requirement."""
    if how in UNIT_NAMES:
        return f"met {UNIT_NAMES[how]}"
    parts = [
        f"{answer}: {'; '.join(told.loc[told['answer'] == answer, 'requirement'])}"
        for answer in (AGREES, DIFFERS, NOT_SAID)
        if told["answer"].eq(answer).any()
    ]
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
