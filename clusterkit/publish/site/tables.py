"""What travels with a page so that `engine.js` can answer as Python does.

Rows go by their position in `evidence.statements`. Words, ranks, sentences and the order of
things are made here; the page chooses rows by them and counts, and a test holds every answer
to that of Python.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Any, get_args

import numpy as np
import pandas as pd

from ...evidence.citations import PAPER
from ...evidence.content import fixed_sentence, no_evidence
from ...evidence.formulas import safe_for_spreadsheets
from ...evidence.paragraphs_and_pages import reading_order, where_with_file
from ...evidence.tables import COUNTED, Evidence
from ...questions.asked_in_words import name_of_word
from ...questions.asked_of_rows import COLUMN, OF_IT, Rows, acting_in_words
from ...questions.configuration import (
    ACTION_PARTS,
    IN_CK1,
    JOINED_BY,
    MESSAGES,
    PART_WORDS,
    PARTS,
    POLICY_PARTS,
    SCOPES,
    UNIT_WORDS,
    UNITS,
)
from ...questions.effects import CLAIMS_IN_WORDS, COLUMNS, Marks, lined
from ...questions.framework import (
    OUTCOME_WORDS,
    OUTCOMES,
    STANDINGS,
    Reading,
    figure1_arrows,
    figure1_parts,
    standing_ranks,
    standing_sentences,
)
from ...questions.mediation import (
    AMONG,
    ANY,
    COUNTED_APART,
    EFFECT_WORDS,
    FILTERS,
    IN_GENERAL,
    IN_NO_ROWS,
    IN_ONE,
    IN_STORY,
    INHERITED,
    LINKED_ROWS,
    NO_EFFECT_WORDS,
    NO_MORE,
    NONE_EITHER,
    NOT_IN_ONE,
    NOT_MET,
    NOWHERE,
    OF_ONE_PLACE,
    OF_PLACES,
    OF_THESE_CLAIMS,
    ONE,
    PLACE,
    PLACES,
    STATED_APART,
    STATED_OF,
    STATED_OF_NONE,
    TOLD_IN,
    UNIVERSE,
    WIDER_WORDS,
    Pairs,
    askable,
    kinds_told,
    refusals,
)
from ...questions.places import ALIKE, DIFFERENT, ONE_ONLY, SHARED, lies_in, said_of
from ...questions.select import core_settings, evidence_table
from ...questions.strands import Strands
from ...questions.unit_effects import UNIT_LINES, Signs, all_chains
from ...questions.unit_rows import POOLS
from ...questions.units import in_prospect
from ...questions.words import DIRECTIONS, NO_POLICY, NOT_STATED, SIGNS, provenance
from ...widgets.figure1 import (
    BY_CLAIM,
    CLAIMS_STAND,
    EFFECTS_ON,
    IN_SHORT,
    NO_CLAIM,
    OUTCOME_ROWS,
    SHORTENED,
    figure1_answer,
    name_of,
    rows_behind,
)
from ...widgets.mediation import (
    MOST_IN_CELL,
    MOST_LINES,
    MOST_NEAREST,
    MOST_PLACES,
    OTHER_ROWS,
)
from ...widgets.scripts import MOST_ROWS


def tables(evidence: Evidence) -> dict[str, Any]:
    """Gather what answers a configuration (`rows` to `fixed`) and Figure 1 (`figure1`).

    Returns
    -------
    dict
        Plain values, ready for JSON. `rows`: id, claim, place, sources of each statement and its
        rank among `STANDINGS` for each outcome; `names` of places; `pairs`, `marks` and `strands`
        as `mediation.Pairs`, `effects.Marks` and `strands.Strands` number them; `vocabulary` of
        each part of a configuration, each word in words, and `refusals` of others; `fixed` words,
        sentences and limits; `files`, what BibTeX and CSV are put together from.
    """
    return {
        "rows": _rows(evidence),
        "names": {
            str(setting): evidence.place_name(setting) for setting in evidence.settings.index
        },
        "pairs": _pairs(evidence),
        "marks": _marks(evidence),
        "strands": _strands(evidence),
        "vocabulary": {
            part: {word: name_of_word(evidence, part, word) for word in words}
            for part, words in evidence.once(askable).items()
        },
        "refusals": evidence.once(refusals),
        "fixed": {
            "parts": PARTS,
            "partWords": PART_WORDS,
            "ofIt": OF_IT,
            "joinedBy": JOINED_BY,
            "scopes": SCOPES,
            "units": UNITS,
            "unitWords": UNIT_WORDS,
            "policyParts": POLICY_PARTS,
            "actionParts": [part for part in ACTION_PARTS if part != "actors"],
            "notPlaces": [part for part in PARTS if part not in PLACES],
            "filters": FILTERS,
            "placeParts": PLACES,
            "where": {
                "one": ONE,
                "place": PLACE,
                "among": AMONG,
                "story": IN_STORY,
                "inherited": INHERITED,
                "noMore": NO_MORE,
                "noneEither": NONE_EITHER,
                "inGeneral": IN_GENERAL,
                "linkedRows": LINKED_ROWS,
                "notInOne": NOT_IN_ONE,
                "notMet": NOT_MET,
                "inOne": IN_ONE,
                "ofOnePlace": OF_ONE_PLACE,
                "ofPlaces": OF_PLACES,
                "statedOf": STATED_OF,
                "statedOfNone": STATED_OF_NONE,
                "apart": STATED_APART,
                "nowhere": NOWHERE,
                "inNoRows": IN_NO_ROWS,
                "countedApart": COUNTED_APART,
            },
            "messages": MESSAGES,
            "inCk1": IN_CK1,
            "any": ANY,
            "widerWords": WIDER_WORDS,
            "counted": [[word, words] for words, word in COUNTED.items()],
            "standings": STANDINGS,
            "standingSentences": [fixed_sentence(standing) for standing in STANDINGS],
            **_sentences(),
            "madeOf": list(TOLD_IN.values()),
            "ofTheseClaims": OF_THESE_CLAIMS,
            "outcomes": OUTCOMES,
            "signs": [SIGNS[direction] for direction in DIRECTIONS],
            "notStated": NOT_STATED,
            "columns": COLUMNS,
            "claimsInWords": [CLAIMS_IN_WORDS[direction] for direction in DIRECTIONS],
            "most": {
                "inCell": MOST_IN_CELL,
                "lines": MOST_LINES,
                "nearest": MOST_NEAREST,
                "places": MOST_PLACES,
                "rows": MOST_ROWS,
            },
        },
        "units": _units(evidence),
        "lines": {
            "together": {unit: evidence.once(make) for unit, make in UNIT_LINES.items()},
            "chains": evidence.once(all_chains),
        },
        "figure1": _figure1(evidence),
        "files": _files(evidence),
    }


def _sentences() -> dict[str, Any]:
    """Sentences on a configuration by rank: of all, or of each outcome where effects are stated."""
    whole = standing_sentences() | dict.fromkeys(EFFECT_WORDS)
    return {
        "noEvidence": [no_evidence(wider=wider) for wider in (False, True)],
        "sentences": [whole[standing] for standing in STANDINGS],
        "otherRows": OTHER_ROWS,
        "outcomeSentences": [
            [f"{words}: {EFFECT_WORDS.get(standing, NO_EFFECT_WORDS)}." for standing in STANDINGS]
            for words in OUTCOME_WORDS.values()
        ],
    }


def plain(value: Any) -> Any:
    """Turn NumPy's numbers into Python's, for `json.dumps(default=plain)`."""
    if isinstance(value, np.generic):
        return value.item()
    msg = f"{value!r} cannot travel in a page"
    raise TypeError(msg)


def _rows(evidence: Evidence) -> dict[str, Any]:
    codes, statements = evidence.codes, evidence.statements
    sources: list[list[int]] = [[] for _ in codes.claim]
    for row, source in zip(codes.source_row.tolist(), codes.source.tolist(), strict=True):
        sources[row].append(source)
    return {
        "ids": list(statements.index),
        "claim": codes.claim.tolist(),
        "place": codes.place.tolist(),
        "settings": codes.settings,
        "sources": sources,
        "ranks": [standing_ranks(statements, (outcome,)).tolist() for outcome in OUTCOMES],
        "madeOf": kinds_told(statements["table"]).tolist(),
    }


def _pairs(evidence: Evidence) -> dict[str, Any]:
    pairs = evidence.once(Pairs)
    years = np.column_stack(pairs.years)
    return {
        "row": pairs.row.tolist(),
        "core": pairs.core.astype(int).tolist(),
        "years": [None if np.isnan(line[0]) else line.astype(int).tolist() for line in years],
        "said": {part: np.flatnonzero(pairs.said(part)).tolist() for part in PARTS},
        "holds": {
            part: {word: np.flatnonzero(pairs.holds(part, word)).tolist() for word in words}
            for part, words in evidence.once(askable).items()
        },
    }


def _marks(evidence: Evidence) -> dict[str, Any]:
    marks = evidence.once(Marks)
    frame = lined(marks.frame)
    place, places = pd.factorize(frame["place"], sort=True)
    policies = sorted(set(frame["policy"]), key=lambda words: (words == NO_POLICY, words))
    looks = zip(
        *(frame[name].tolist() for name in ("actor", "certainty", "wider", "own")), strict=True
    )
    return {
        "at": marks.at.tolist(),
        "told": marks.told.tolist(),
        "mark": marks.mark.tolist(),
        "outcome": frame["outcome"].cat.codes.tolist(),
        "direction": marks.direction.tolist(),
        "notStated": DIRECTIONS.index("not stated"),
        "column": frame["column"].tolist(),
        "place": place.tolist(),
        "places": list(places),
        "policy": [policies.index(words) for words in frame["policy"]],
        "policies": policies,
        "looks": [list(look) for look in looks],
    }


def _units(evidence: Evidence) -> dict[str, Any]:
    """Pools of rows by unit, what each row holds and says, and where it stands, for asking."""
    rows, statements = evidence.once(Rows), evidence.statements
    words = evidence.once(askable)
    columns = {part: ("policies", COLUMN.get(part, part)) for part in POLICY_PARTS}
    columns |= {part: ("actions", part) for part in ACTION_PARTS}
    order = reading_order(statements).reset_index(drop=True).sort_values(kind="stable")

    def flagged(flags: dict[str, Any]) -> dict[str, list[int]]:
        return {word: np.flatnonzero(some).tolist() for word, some in flags.items()}

    holds = {
        part: flagged({word: rows.holds(*column, word) for word in words[part]})
        for part, column in columns.items()
    }
    holds["outcomes"] = flagged({word: rows.outcome(word) for word in words["outcomes"]})
    return {
        "pools": {
            unit: [[pool.setting, list(pool.rows)] for pool in evidence.once(make)]
            for unit, make in POOLS.items()
        },
        "holds": holds,
        "says": flagged({part: rows.says(*column) for part, column in columns.items()}),
        "speaks": flagged({word: rows.speaks_of(word) for word in words["outcomes"]}),
        "table": statements["table"].tolist(),
        "certainty": _plain_cells(statements["certainty"]),
        "prospect": evidence.once(in_prospect),
        "episode": _plain_cells(statements["episode"]),
        "years": [
            None if np.isnan(low) else [int(low), int(high)]
            for low, high in zip(*rows.years, strict=True)
        ],
        "effects": {str(at): cells for at, cells in evidence.once(Signs).effects.items()},
        "follows": {str(at): list(causes) for at, causes in rows.follows.items()},
        "order": order.index.tolist(),
        "where": where_with_file(statements).tolist(),
        "places": {
            str(setting): [str(row["country"]), str(row["isic"])]
            for setting, row in evidence.settings.astype(object).fillna("").iterrows()
        },
        "core": [str(setting) for setting in core_settings(evidence).index],
        "told": {"actors": {word: acting_in_words(word) for word in words["actors"]}},
    }


def _plain_cells(cells: pd.Series) -> list[str | None]:
    return [None if pd.isna(cell) else str(cell) for cell in cells]


def _strands(evidence: Evidence) -> dict[str, Any]:
    strands = evidence.once(Strands)
    return {
        "at": strands.at.tolist(),
        "act": strands.act_at.tolist(),
        "withActs": strands.with_acts.astype(int).tolist(),
        "kind": strands.kind.tolist(),
        "names": {int(kind): strands.names(kind) for kind in np.unique(strands.kind)},
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
    written = [[_csv(cell) for cell in line] for line in cells.to_numpy().tolist()]
    by_row = dict(zip(cells.index, written, strict=True))
    return {
        "paper": PAPER,
        "keys": [keys[source] for source in sorted(keys)],
        "entries": {re.split("[{,]", entry, maxsplit=2)[1]: entry for entry in entries},
        "columns": [_csv(name) for name in cells.columns],
        "cells": [by_row.get(row_id) for row_id in statements.index],
        "provenance": provenance(evidence, statements.iloc[:0], "{}"),
    }


def _figure1(evidence: Evidence) -> dict[str, Any]:
    statements = evidence.statements
    places = list(statements["setting_id"].dropna().unique())
    parts = [*(arrow.id for arrow in figure1_arrows()), *(part.id for part in figure1_parts())]
    elements = [
        *evidence.vocabulary("policies", "domain"),
        *evidence.vocabulary("policies", "instrument"),
        *evidence.vocabulary("actions", "actors"),
    ]
    here = {place: figure1_answer(evidence, place) for place in places}
    elements_said: dict[tuple[str, str], int] = {}
    said: list[list[Any] | None] = [None] * len(statements)
    for place in places:
        for key, cell in said_of(evidence, (place,)).items():
            number = elements_said.setdefault(key, len(elements_said))
            for at, words in zip(evidence.positions(cell), cell.values(), strict=True):
                said[at] = [number, words]
    return {
        "byClaim": BY_CLAIM,
        "stand": [[STANDINGS.index(word), *words] for word, words in CLAIMS_STAND.items()],
        "inShort": IN_SHORT,
        "shortened": [STANDINGS.index(word) for word in SHORTENED],
        "effectsOn": [EFFECTS_ON[outcome] for outcome in OUTCOMES],
        "noClaim": NO_CLAIM,
        "outcomeOf": {part: OUTCOMES.index(effect) for part, (effect, _) in OUTCOME_ROWS.items()},
        "arrows": [arrow.id for arrow in figure1_arrows()],
        "nodes": [node.id for node in figure1_parts()],
        "behind": {
            reading: {
                part: evidence.positions(rows_behind(evidence, part, reading=reading)).tolist()
                for part in parts
            }
            for reading in get_args(Reading)
        },
        "involving": {
            element: evidence.positions(rows_behind(evidence, element=element)).tolist()
            for element in elements
        },
        "roles": {
            element: figure1_answer(evidence, element=element)["roles"] for element in elements
        },
        "says": {part: name_of(part, *["{}"] * 3) for part in parts},
        "stories": {place: answer["stories"] for place, answer in here.items()},
        "steps": {
            place: {
                story: figure1_answer(evidence, place, episode=story)["steps"]
                for story in ("all", *(code for code, _ in answer["stories"]))
            }
            for place, answer in here.items()
            if answer["stories"]
        },
        "said": said,
        "elements": list(elements_said),
        "liesIn": {place: lies_in(evidence, place) for place in places},
        "alike": ALIKE,
        "different": DIFFERENT,
        "oneOnly": ONE_ONLY,
        "shared": SHARED,
    }


def _csv(cell: str) -> str:
    """Write a cell as it stands in a CSV file."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([cell])
    return line.getvalue() if cell else ""
