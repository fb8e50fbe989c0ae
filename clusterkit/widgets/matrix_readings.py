"""What one second reading of `readings.csv` changes on the configuration matrix."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from ..questions.clusters import cluster_marks
from ..questions.framework import LINKS
from ..questions.second_readings import ROW, with_reading
from ..questions.words import NOT_STATED
from .matrix_parts import part_ids
from .matrix_values import matrix_answer, matrix_headline, matrix_line, number_of_clusters
from .scripts import rows_in_words

# Columns of a row that its mark, its letter or its words are made of.
SEEN = {
    "policies": ("row", "instrument", "state", "level", "influencer"),
    "actions": ("row", "actors", "mode", "organisation", "reacts_to", *LINKS),
    "conditions": ("row", "dimension", "finding"),
    "economy": ("row", "aspect", "finding"),
    "employment": ("row", "unit", "measure"),
    "contexts": ("row",),
}  # fmt: skip
ALWAYS = ("stage", "certainty", "growth_effect", "social_effect", "follows_from")
LINKING = (*LINKS, "reacts_to")


def readings_shown(evidence: Evidence) -> list[dict[str, str]]:
    """List the second readings of rows about a place that can change a cell.

    Returns
    -------
    list of dict
        With `id`, `words` (place, paragraph, column, the chosen word and the other), `reason`.

    Examples
    --------
    >>> import clusterkit as ck
    >>> shown = readings_shown(ck.load(only="paper"))
    >>> next(one["words"] for one in shown if one["id"] == "rdg-20")
    'Punjab (2.1.9), mode: alone → absent'
    """
    return list(evidence.once(_readings_shown))


def _readings_shown(evidence: Evidence) -> list[dict[str, str]]:
    statements = evidence.statements
    where = statements[["setting_id", "paragraph"]].astype("string").fillna("").to_dict("index")
    columns = ("table", "row_id", "column", "chosen", "alternative", "reason")
    readings = evidence.readings[list(columns)].astype("string").fillna("")
    found = []
    for reading_id, *cells in readings.itertuples(name=None):
        table, row, column, chosen, other, reason = map(str, cells)
        if not where.get(row, {}).get("setting_id"):
            continue
        if column not in (*SEEN.get(table, ()), *ALWAYS):
            continue
        place, paragraph = evidence.place_name(where[row]["setting_id"]), where[row]["paragraph"]
        matter = "the whole row" if column == ROW else spaced(column)
        words = [_readable(word) for word in (chosen, other)]
        found.append({
            "id": str(reading_id), "reason": reason,
            "words": f"{place} ({paragraph}), {matter}: {words[0]} → {words[1]}",
        })  # fmt: skip
    return sorted(found, key=lambda one: one["words"])


def _readable(words: str) -> str:
    return spaced(words.replace(";", " and ")) if words else NOT_STATED


def reading_patch(evidence: Evidence, reading_id: str) -> dict[str, Any]:
    """Say what stands otherwise on the matrix under a second reading.

    Returns
    -------
    dict
        `id`, `words` and `reason` of the reading; `changed` (how many cells); `lines` by place:
        `group`, `statements`, and the `cells` and `parts` that differ, each with `changed` and
        `was` (the sentence as coded); `clusters` where their number differs; `headline`; `rows`
        of these cells in words.

    Examples
    --------
    >>> import clusterkit as ck
    >>> patch = reading_patch(ck.load(only="paper"), "rdg-20")
    >>> cell = patch["lines"]["punjab"]["cells"]["government"]
    >>> [mark["mark"] for mark in cell["marks"]], cell["changed"]
    (['absent'], True)
    """
    made = evidence.once(_patches_made)
    if reading_id not in made:
        made[reading_id] = _patch(evidence, reading_id)
    return made[reading_id]


def _patches_made(_: Evidence) -> dict[str, dict[str, Any]]:
    """Keep the patches that were asked for: going back to a reading costs nothing."""
    return {}


def _patch(evidence: Evidence, reading_id: str) -> dict[str, Any]:
    base = evidence.once(matrix_answer)
    other = with_reading(evidence, reading_id)
    marks = cluster_marks(other)
    labels = evidence.once(part_ids).labels
    before = {line["id"]: line for line in base["lines"]}
    lines: dict[str, dict[str, Any]] = {}
    for place in _touched(evidence, reading_id):
        if place not in before:
            continue
        mine = list(marks[marks["setting_id"] == place].itertuples())
        now = matrix_line(other, place, mine, labels, cluster=before[place]["cluster"])
        line = {name: now[name] for name in ("group", "statements")}
        line |= {kind: _changed(before[place][kind], now[kind]) for kind in ("cells", "parts")}
        if line != {**line, "cells": {}, "parts": {}}:
            lines[place] = line
    everywhere = [
        {**line, **lines.get(line["id"], {}), "cells": {**line["cells"], **mine["cells"]},
         "parts": {**line["parts"], **mine["parts"]}}
        for line in base["lines"]
        for mine in [lines.get(line["id"], {"cells": {}, "parts": {}})]
    ]  # fmt: skip
    with_statement = number_of_clusters(everywhere)
    changed = [cell for line in lines.values() for cell in line["cells"].values()]
    ids = [row for cell in changed for row in cell["rows"]]
    about = next(one for one in readings_shown(evidence) if one["id"] == reading_id)
    return {
        **about,
        "changed": len(changed),
        "lines": lines,
        "clusters": {
            name: with_statement[name]
            for name, number in base["clusters"].items()
            if with_statement[name] != number
        },
        "headline": matrix_headline(everywhere, with_statement),
        "rows": rows_in_words(other, _rows(other, ids)),
    }  # fmt: skip


def every_patch(evidence: Evidence) -> dict[str, dict[str, Any]]:
    """Make the patch of each second reading that is shown, for a page without a kernel.

    Examples
    --------
    >>> import clusterkit as ck
    >>> "rdg-20" in every_patch(ck.load(only="paper"))
    True
    """
    return {one["id"]: reading_patch(evidence, one["id"]) for one in readings_shown(evidence)}


def _rows(evidence: Evidence, ids: list[str]) -> pd.DataFrame:
    """Rows of these ids that the evidence has, each once; a row may be left out of it."""
    return evidence.statements[evidence.statements.index.isin(ids)]


def _touched(evidence: Evidence, reading_id: str) -> list[str]:
    """Places of the row that is read otherwise, and of rows that are linked to it."""
    row = str(evidence.readings.at[reading_id, "row_id"])
    linked = {row}
    statements = evidence.statements
    linked |= _holding(statements["follows_from"], row)
    for name in LINKING:
        linked |= _holding(evidence.actions[name], row)
    places = statements.loc[[one for one in statements.index if one in linked], "setting_id"]
    return list(dict.fromkeys(map(str, places.dropna())))


def _holding(cells: pd.Series, row: str) -> set[str]:
    return {str(name) for name, cell in cells.items() if row in cell}


def _changed(
    before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """List the cells that differ, with what they said; of those that are empty now no mark."""
    cells: dict[str, dict[str, Any]] = {}
    for name in dict.fromkeys([*before, *after]):
        was, now = before.get(name), after.get(name)
        if now != was:
            empty = {"says": "", "marks": [], "stated": [], "rows": was["rows"] if was else []}
            cells[name] = {**(now or empty), "changed": True, "was": was["says"] if was else ""}
    return cells
