"""What travels with a page so that `engine.js` can answer as Python does: codes, no reasoning.

Rows go by their position in `evidence.statements`; words and names are those of the evidence.
Nothing is decided here: `matching_evidence`, `harvest`, `flow` and Figure 1 are answered in the
page from these tables, and a test holds every answer to that of Python.
"""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd

from ...evidence.citations import PAPER
from ...evidence.content import NO_EVIDENCE, fixed_sentence
from ...evidence.formulas import safe_for_spreadsheets
from ...evidence.tables import Evidence
from ...questions.configuration import (
    ACTION_PARTS,
    PART_WORDS,
    POLICY_PARTS,
    WAY_WORDS,
    WAYS,
    Configuration,
)
from ...questions.effects import Marks
from ...questions.framework import (
    OUTCOME_WORDS,
    OUTCOMES,
    figure1_arrows,
    figure1_parts,
    standing_sentences,
)
from ...questions.mediation import (
    COLUMN_OF,
    EFFECT_WORDS,
    NO_EFFECT_WORDS,
    TOLD_IN,
    UNIVERSE,
    Pairs,
)
from ...questions.places import ALIKE, DIFFERENT, ONE_ONLY, SHARED, lies_in, said_of
from ...questions.select import evidence_table
from ...questions.strands import NO_ACTOR, Strands
from ...questions.words import DIRECTIONS, SIGNS, provenance
from ...widgets.figure1 import figure1_answer, rows_behind, says
from ...widgets.mediation import MOST_IN_STACK, MOST_NEAREST, MOST_PLACES, MOST_STACKS
from ...widgets.scripts import MOST_ROWS

ASKED_OF_PAIRS = (
    *POLICY_PARTS, *ACTION_PARTS, "settings", "countries", "isic", "episodes", "certainty"
)  # fmt: skip


def tables(evidence: Evidence) -> dict[str, Any]:
    """Gather what answers a configuration (`rows` to `fixed`) and Figure 1 (`figure1`).

    Returns
    -------
    dict
        Plain values, ready for JSON. `rows`: id, claim, place, sources and effects of each
        statement; `names` of places; `pairs`, `marks` and `strands` as `mediation.Pairs`,
        `synthesis.Marks` and `synthesis.Strands` hold them; `vocabulary` of each part of a
        configuration; `fixed` words and limits.
    """
    return {
        "rows": _rows(evidence),
        "names": {str(one): evidence.place_name(one) for one in evidence.settings.index},
        "pairs": _pairs(evidence),
        "marks": _marks(evidence),
        "strands": _strands(evidence),
        "vocabulary": _vocabulary(evidence),
        "fixed": {
            "parts": [one.name for one in fields(Configuration)],
            "partWords": PART_WORDS,
            "ways": {way: list(modes) for way, modes in WAYS.items()},
            "wayWords": WAY_WORDS,
            "standings": standing_sentences(),
            "nothing": fixed_sentence(NO_EVIDENCE),
            "outcomeWords": OUTCOME_WORDS,
            "effectWords": EFFECT_WORDS,
            "noEffect": NO_EFFECT_WORDS,
            "toldIn": list(TOLD_IN.values()),
            "outcomes": list(OUTCOMES),
            "directions": list(DIRECTIONS),
            "signs": SIGNS,
            "most": {
                "inStack": MOST_IN_STACK,
                "stacks": MOST_STACKS,
                "nearest": MOST_NEAREST,
                "places": MOST_PLACES,
                "rows": MOST_ROWS,
            },
        },
        "figure1": _figure1(evidence),
        "files": _files(evidence),
    }


def plain(value: Any) -> Any:
    """Turn NumPy's numbers into Python's, for `json.dumps(default=plain)`."""
    if isinstance(value, np.generic):
        return value.item()
    msg = f"{value!r} cannot travel in a page"
    raise TypeError(msg)


def _rows(evidence: Evidence) -> dict[str, Any]:
    codes, statements = evidence.codes, evidence.statements
    told_in = {table: at for at, table in enumerate(TOLD_IN)}
    sources: list[list[int]] = [[] for _ in codes.claim]
    for row, source in zip(codes.source_row.tolist(), codes.source.tolist(), strict=True):
        sources[row].append(source)
    return {
        "ids": list(statements.index),
        "claim": codes.claim.tolist(),
        "place": codes.place.tolist(),
        "settings": codes.settings,
        "sources": sources,
        "effects": [_words(statements[one]) for one in OUTCOMES],
        "toldIn": statements["table"].map(told_in).fillna(len(told_in)).astype(int).tolist(),
    }


def _pairs(evidence: Evidence) -> dict[str, Any]:
    pairs = evidence.once(Pairs)
    low, high = pairs.years
    parts = {}
    for part in ASKED_OF_PAIRS:
        cells = pairs.frame[COLUMN_OF.get(part, part)].astype(object).map(_listed)
        words = sorted({word for cell in cells for word in cell})
        code = {word: at for at, word in enumerate(words)}
        parts[part] = {"words": words, "cells": [[code[one] for one in cell] for cell in cells]}
    return {
        "row": pairs.row.tolist(),
        "core": pairs.core.astype(int).tolist(),
        "years": [
            None if np.isnan(first) else [int(first), int(last)]
            for first, last in zip(low, high, strict=True)
        ],
        "parts": parts,
    }


def _marks(evidence: Evidence) -> dict[str, Any]:
    marks = evidence.once(Marks)
    shown = marks.frame
    return {
        "at": marks.at.tolist(),
        "told": marks.told.tolist(),
        "mark": marks.mark.tolist(),
        "outcome": shown["outcome"].cat.codes.tolist(),
        "direction": shown["direction"].cat.codes.tolist(),
        **{one: _words(shown[one]) for one in ("place", "actor", "certainty")},
        **{one: shown[one].tolist() for one in ("wider", "own")},
    }


def _strands(evidence: Evidence) -> dict[str, Any]:
    strands = evidence.once(Strands)
    _, policy, actors, effect = strands.codes
    half = len(strands.at) // len(OUTCOMES)
    _, policies, who, _ = strands.words
    return {
        "at": strands.at[:half].tolist(),
        "act": strands.act_at[:half].tolist(),
        "isPolicy": strands.is_policy[:half].astype(int).tolist(),
        "policy": policy[:half].tolist(),
        "actors": actors[:half].tolist(),
        "effects": effect.reshape(len(OUTCOMES), half).tolist(),
        "policies": policies,
        "who": who,
        "nobody": who.index(NO_ACTOR),
    }


def _vocabulary(evidence: Evidence) -> dict[str, list[str]]:
    """Words that each part may hold; those of places and stories are what the evidence has."""
    settings, statements = evidence.settings, evidence.statements
    words = {part: list(evidence.vocabulary("policies", part)) for part in POLICY_PARTS}
    words |= {part: list(evidence.vocabulary("actions", part)) for part in ACTION_PARTS}
    return words | {
        "certainty": list(evidence.vocabulary("actions", "certainty")),
        "countries": sorted(settings["country"].dropna().unique()),
        "isic": sorted(settings["isic"].dropna().astype("string").unique()),
        "settings": list(settings.index),
        "episodes": sorted(statements["episode"].dropna().unique()),
    }


def _files(evidence: Evidence) -> dict[str, Any]:
    """Gather what BibTeX and CSV files are put together from."""
    statements = evidence.statements
    codes = evidence.codes
    named = statements["sources"].explode().dropna()
    keys = dict(zip(codes.source.tolist(), named, strict=True))
    entries = re.split(r"\n(?=@)", evidence.cite(statements).bibtex)
    universe = statements[statements["table"].isin(UNIVERSE)]
    cells = safe_for_spreadsheets(evidence_table(evidence, universe))
    told = dict(zip(cells.index, cells.to_numpy().tolist(), strict=True))
    return {
        "paper": PAPER,
        "keys": [keys[one] for one in sorted(keys)],
        "entries": {re.split("[{,]", one, maxsplit=2)[1]: one for one in entries},
        "columns": list(cells.columns),
        "cells": [told.get(one) for one in statements.index],
        "provenance": provenance(evidence, statements.iloc[:0], ""),
    }


def _figure1(evidence: Evidence) -> dict[str, Any]:
    statements = evidence.statements
    places = list(statements["setting_id"].dropna().unique())
    parts = [one.id for one in figure1_arrows()] + [one.id for one in figure1_parts()]
    elements = [
        *evidence.vocabulary("policies", "domain"),
        *evidence.vocabulary("policies", "instrument"),
        *evidence.vocabulary("actions", "actors"),
    ]
    whole = figure1_answer(evidence)
    here = {place: figure1_answer(evidence, place) for place in places}
    said: list[list[str] | None] = [None] * len(statements)
    for place in places:
        for (part, element), cell in said_of(evidence, (place,)).items():
            for at, words in zip(evidence.positions(cell), cell.values(), strict=True):
                said[at] = [part, element, words]
    return {
        "arrows": [one.id for one in figure1_arrows()],
        "nodes": [one.id for one in figure1_parts()],
        "behind": {one: evidence.positions(rows_behind(evidence, one)).tolist() for one in parts},
        "involving": {
            one: evidence.positions(rows_behind(evidence, element=one)).tolist() for one in elements
        },
        "roles": {one: figure1_answer(evidence, element=one)["roles"] for one in elements},
        "says": {one: says(one) for one in parts},
        # Its last two lines are the counts and the standing.
        "heads": {one: told["lines"][:-2] for one, told in whole["arrows"].items()},
        "stories": {place: told["stories"] for place, told in here.items()},
        "steps": {
            place: {
                story: figure1_answer(evidence, place, episode=story)["steps"]
                for story in ("all", *(code for code, _ in told["stories"]))
            }
            for place, told in here.items()
            if told["stories"]
        },
        "said": said,
        "liesIn": {place: lies_in(evidence, place) for place in places},
        "alike": ALIKE,
        "different": DIFFERENT,
        "oneOnly": ONE_ONLY,
        "shared": SHARED,
    }


def _listed(cell: Any) -> list[str]:
    if isinstance(cell, tuple | list):
        return [str(one) for one in cell]
    return [] if pd.isna(cell) else [str(cell)]


def _words(column: pd.Series) -> list[str | None]:
    return [None if pd.isna(one) else str(one) for one in column]
