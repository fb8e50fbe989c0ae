"""What the configuration matrix shows, as plain values: lines, columns, marks, sentences.

The browser draws these, sorts and groups them, and frames cells; it works nothing out about the
evidence. A cell holds the marks of `clusters.cluster_marks`; marks of one cell are drawn as one
where they are the same mark with the same links.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from ..evidence.definition import country_names
from ..evidence.tables import ORIGIN_PAPER, Evidence
from ..plots.exports import sources_as_bibtex
from ..questions.cluster_pairs import nearest
from ..questions.clusters import (
    BOTH,
    GROWTH,
    MARKS,
    NEITHER,
    SOCIAL,
    cluster_marks,
    linked_rows,
    outcome_groups,
)
from ..questions.configuration import Configuration, way_of
from ..questions.elements import Element, framework_elements, rows_by_element
from ..questions.places import lies_in
from ..questions.select import core_settings
from ..questions.units import AGREES, DIFFERS, NOT_SAID, how_places_agree, places_that_meet
from ..questions.words import provenance
from .scripts import KNOWN_ROWS, rows_in_words

GROUPS = (BOTH, SOCIAL, GROWTH, NEITHER)
WIDER = "Wider context: not clusters in developing countries"
SIGNS = {"+": "+", "-": "−", "0": "0", "mixed": "±"}
EFFECT_WORDS = {"+": "+", "-": "−", "0": "no effect", "mixed": "both ways"}
OUTCOMES = {"growth": ("G", "growth"), "social": ("S", "social conditions")}
FINDING_SIGNS = {"improved": "▲", "worsened": "▼"}
BY_ANOTHER_NAME = {  # shorter words for a narrow column
    "remuneration": "pay", "working environment": "workplace", "working time": "hours",
    "employment opportunities": "work", "child and forced labour": "child or forced labour",
    "social protection": "protection", "general": "conditions",
}  # fmt: skip
SOFT = "\u00ad"
HYPHENATED = {
    word.replace("|", ""): word.replace("|", SOFT)
    for word in (
        "govern|ment employ|ers com|munity protec|tion, enforce|ment incen|tives, infla|tion, "
        "ex|change demands, inter|est spend|ing organic hygiene, poli|cies coun|try"
    ).split()
}
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MOST_LINES = 300  # beyond these the nearest of each is left to `nearest`
UNIT_NAMES = {"act": "in one act", "cluster": "in one cluster, though not in one act"}


def matrix_answer(evidence: Evidence) -> dict[str, Any]:
    """Put what is stated of each place and element into the plain values that the browser draws.

    Returns
    -------
    dict
        `headline` and `caption` (sentences); `columns` (id, part, group, label, visible label);
        `lines` (places, those of clusters in developing countries first, each with `cells` by
        column: `marks` or, of outcomes, `words`, a sentence, what is stated, row ids); `groups`;
        `marks` (key to words); `clusters` and `general` (by column: how many clusters have
        a statement, and what is claimed without a place); `rows` in words; `bib`.
    """
    marks = cluster_marks(evidence)
    clusters = list(map(str, core_settings(evidence).index))
    there = set(marks["setting_id"])
    places = [name for name in map(str, evidence.settings.index) if name not in clusters]
    of_place = dict(tuple(marks.groupby("setting_id", sort=False)))
    lines = [_line(evidence, place, of_place.get(place), cluster=True) for place in clusters]
    lines += [
        _line(evidence, place, of_place[place], cluster=False) for place in places if place in there
    ]
    columns = [_column(element) for element in framework_elements().values()]
    general = general_claims(evidence)
    ids = [*dict.fromkeys([*marks["row_id"], *(row for rows in general.values() for row in rows)])]
    rows = evidence.statements.loc[ids]
    clusters_with = Counter(name for line in lines if line["cluster"] for name in line["cells"])
    return {
        "headline": _headline(lines, clusters_with),
        "caption": _caption(evidence, lines),
        "columns": columns,
        "lines": lines,
        "groups": list(GROUPS),
        "wider": WIDER,
        "marks": dict(MARKS),
        "clusters": {column["id"]: clusters_with[column["id"]] for column in columns},
        "general": {
            name: {"claims": evidence.counts(found).claims, "rows": found}
            for name, found in general.items()
        },
        "rows": rows_in_words(evidence, rows) if len(rows) <= KNOWN_ROWS else {},
        "bib": sources_as_bibtex(evidence, rows, "Configuration matrix").decode(),
        "from": provenance(evidence, rows, "Configuration matrix"),
    }


def general_claims(evidence: Evidence) -> dict[str, list[str]]:
    """List for each element the ids of rows that stand in it and have no place."""
    joined = rows_by_element(evidence)
    places = evidence.statements.loc[joined["row_id"], "setting_id"]
    joined = joined[places.isna().to_numpy()]
    return {
        element: list(dict.fromkeys(joined.loc[joined["element"] == element, "row_id"]))
        for element in framework_elements()
    }


def shown_configuration(evidence: Evidence, configuration: Configuration) -> dict[str, Any]:
    """Say where a configuration is met, which cells meet it, and where it is not said.

    Returns
    -------
    dict
        `words` of the configuration, `sentence` (in how many clusters it is met, and how), and
        `lines`: for each cluster `how` (`act`, `cluster`, `differs` or `not said`), `says`
        (in words), `cells` (columns that meet it) and `silent` (columns required and empty).
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
            here = marks[(marks["setting_id"] == place) & marks["row_id"].isin(met[unit].rows[place])]
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
        what, word = entry.split(":")
        if word not in SIGNS:
            required.append("growth" if what == "growth" else "social")
    return list(dict.fromkeys(required))


def _asked(name: str, required: Sequence[str]) -> bool:
    """Whether a cell whose rows meet a configuration is framed: its column was asked for."""
    parts = {framework_elements()[column].part for column in required}
    part = framework_elements()[name].part
    return part != "influences" and (name in required or part not in parts)


def _column(element: Element) -> dict[str, Any]:
    label = " ".join(HYPHENATED.get(word, word) for word in element.label.split(" "))
    return {
        "id": element.id, "part": element.part, "group": element.group,
        "label": element.label, "shown": label,
    }  # fmt: skip


def _line(
    evidence: Evidence, place: str, marks: pd.DataFrame | None, *, cluster: bool
) -> dict[str, Any]:
    setting = evidence.settings.loc[place]
    name = evidence.place_name(place)
    code = "" if pd.isna(setting["country"]) else str(setting["country"])
    letters = _letters(evidence, marks)
    cells = {
        str(column): _cell(evidence, name, str(column), rows, letters)
        for column, rows in (() if marks is None else marks.groupby("element", sort=False))
    }
    return {
        "id": place, "name": name, "cluster": cluster, "kind": str(setting["kind"]),
        "code": code, "country": evidence.once(_countries).get(code, "no country stated"),
        "group": str(evidence.once(_groups)[place]),
        "above": lies_in(evidence, place),
        "own": bool(setting["origin"] != ORIGIN_PAPER),
        "statements": 0 if marks is None else marks["row_id"].nunique(),
        "cells": {column: cells[column] for column in framework_elements() if column in cells},
        "near": _near(evidence, place) if cluster else [],
    }  # fmt: skip


def _countries(evidence: Evidence) -> dict[str, str]:
    """Names of countries by code; as the evidence names them, where it does."""
    settings = evidence.settings[evidence.settings["kind"] == "country"]
    named = dict(zip(settings["country"].astype(str), settings["place"].astype(str), strict=True))
    return {**country_names(), **named}


def _groups(evidence: Evidence) -> pd.Series:
    return outcome_groups(evidence, wider=True)


def _near(evidence: Evidence, place: str) -> list[dict[str, Any]]:
    if len(evidence.settings) > MOST_LINES:
        return []
    table = nearest(evidence, place)
    return [
        {"id": row.setting_id, "name": row.place, "agrees": list(row.agrees),
         "differs": list(row.differs), "unsaid": list(row.not_said)}
        for row in table.itertuples()
    ]  # fmt: skip


def _letters(evidence: Evidence, marks: pd.DataFrame | None) -> dict[str, str]:
    """Letters of the policies and acts of a line that are linked, where they are several marks."""
    if marks is None:
        return {}
    parts = marks["element"].map(lambda name: framework_elements()[name].part)
    drawn = marks[parts.isin(["environment", "actors"])]
    letters = linked_rows(evidence, list(dict.fromkeys(drawn["row_id"])))
    drawn = drawn.assign(letter=drawn["row_id"].map(letters)).dropna(subset="letter")
    several = drawn.drop_duplicates(["element", "mark", "origin", "letter"])["letter"].duplicated()
    kept = drawn.loc[several.index[several], "letter"]
    again = {letter: chr(ord("a") + at % 26) for at, letter in enumerate(sorted(set(kept)))}
    return {row: again[letter] for row, letter in letters.items() if letter in again}


def _cell(
    evidence: Evidence, place: str, column: str, rows: pd.DataFrame, letters: dict[str, str]
) -> dict[str, Any]:
    element = framework_elements()[column]
    outcome = element.part == "outcomes"
    marks = _findings(evidence, column, rows) if outcome else _drawn(element, rows, letters)
    said = "; ".join(mark["says"] for mark in marks)
    label = element.group.lower() if element.part == "influences" else ""
    name = f"{label} {element.label}".strip()
    return {
        "says": f"{place}, {name}: {said}.",
        "marks": marks,
        "stated": sorted(set(rows["says"])),
        "rows": list(dict.fromkeys(rows["row_id"])),
    }


def _drawn(element: Element, rows: pd.DataFrame, letters: dict[str, str]) -> list[dict[str, Any]]:
    """Marks of a cell, those that are the same and linked to the same drawn as one."""
    linked = rows["row_id"].map(letters).fillna("") if element.part != "influences" else ""
    rows = rows.assign(letter=linked, own=rows["origin"] != ORIGIN_PAPER)
    rows["at"] = rows["mark"].map(list(MARKS).index)
    drawn = []
    for (_, letter, own), mine in rows.groupby(["at", "letter", "own"], sort=True):
        words = [_short(element, word) for word in dict.fromkeys(mine["says"])]
        possible = bool(mine["certainty"].eq("possible").all())
        carries = element.part != "influences"  # an effect is of the policy, not of who set it
        effects = {name: _effect(mine, name) for name in OUTCOMES if carries}
        drawn.append({
            "mark": str(mine["mark"].iloc[0]), "letter": letter, "own": bool(own),
            "possible": possible, "words": "; ".join(words),
            "effects": [f"{OUTCOMES[name][0]}{signs}" for name, signs in effects.items() if signs],
            "says": _sentence(words, possible, mine if carries else mine[:0], letter, bool(own)),
            "rows": list(dict.fromkeys(mine["row_id"])),
        })  # fmt: skip
    return drawn


def _short(element: Element, says: str) -> str:
    return says.partition(": ")[2] if len(element.members) == 1 and ": " in says else says


def _signs(rows: pd.DataFrame, outcome: str) -> list[tuple[str, bool]]:
    """Directions that are stated of an outcome, each with whether it is only possible."""
    stated = ((sign, rows.loc[rows[outcome] == sign, "certainty"]) for sign in SIGNS)
    return [(sign, bool(how.eq("possible").all())) for sign, how in stated if len(how)]


def _effect(rows: pd.DataFrame, outcome: str) -> str:
    return "".join(f"{SIGNS[sign]}{'?' * possible}" for sign, possible in _signs(rows, outcome))


def _sentence(words: list[str], possible: bool, rows: pd.DataFrame, letter: str, own: bool) -> str:
    effects = [
        f"{'possibly ' * hedged}{EFFECT_WORDS[sign]} on {OUTCOMES[outcome][1]}"
        for outcome in OUTCOMES
        for sign, hedged in _signs(rows, outcome)
    ]
    notes = [*(["only possible"] if possible else []), *effects]
    notes += [f"linked: {letter}"] if letter else []
    notes += ["own row"] if own else []
    told = f" ({', '.join(notes)})" if notes else ""
    return "; ".join(words) + told


def _findings(evidence: Evidence, column: str, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """What is reported of an outcome, in words: grouped by which way, dated where years are."""
    jobs = rows["row_id"].isin(evidence.employment.index)
    items = [_finding(evidence, row) for row in rows[~jobs].itertuples()]
    items += _job_findings(evidence, rows[jobs])
    grouped: dict[tuple[str, bool], dict[str, list[str]]] = {}
    for sign, own, text, ids in items:
        texts = grouped.setdefault((sign, own), {})
        texts.setdefault(text, []).extend(ids)
    order = {"▲": 0, "▼": 1, "": 3}  # figures from which no change follows come last
    keys = sorted(grouped, key=lambda key: (order.get(key[0], 2), key))
    spoken = {"▲": "improved", "▼": "worsened"}
    return [
        {"sign": sign, "own": own, "text": ", ".join(texts := list(grouped[sign, own])),
         "says": f"{spoken.get(sign, sign)}{': ' * bool(sign)}{', '.join(texts)}"
                 f"{' (own row)' * own}",
         "rows": list(dict.fromkeys(row for ids in grouped[sign, own].values() for row in ids))}
        for sign, own in keys
    ]  # fmt: skip


def _finding(evidence: Evidence, row: Any) -> tuple[str, bool, str, list[str]]:
    """Sign or word, whether own, what it is of, and the row."""
    matter, _, word = row.says.rpartition(": ")
    name = BY_ANOTHER_NAME.get(matter, matter)
    hedge = "?" if row.certainty == "possible" else ""
    text = f"{name}{hedge}{_dated(evidence, row.row_id)}"
    return FINDING_SIGNS.get(word, word), row.origin != ORIGIN_PAPER, text, [row.row_id]


def _job_findings(
    evidence: Evidence, rows: pd.DataFrame
) -> Iterable[tuple[str, bool, str, list[str]]]:
    """Figures on jobs: those from which a rise or a fall follows joined by an arrow."""
    signs = {"better": "▲", "worse": "▼"}
    years = evidence.statements.loc[rows["row_id"], ["year_lo", "year_hi"]]
    when = years["year_lo"].fillna(years["year_hi"]).to_numpy()
    rows = rows.assign(own=rows["origin"] != ORIGIN_PAPER, when=when)
    counted = rows["member"].eq("level") & rows["mark"].isin(list(signs))
    for (mark, own), mine in rows[counted].groupby(["mark", "own"]):
        mine = mine.sort_values("when")
        texts = [f"{_figure(row)}{_dated(evidence, row.row_id)}" for row in mine.itertuples()]
        yield signs[str(mark)], bool(own), " → ".join(texts), list(mine["row_id"])
    for row in rows[~counted].itertuples():
        text = f"{_figure(row)}{_dated(evidence, row.row_id)}"
        yield signs.get(row.mark, ""), bool(row.own), text, [row.row_id]


def _figure(row: Any) -> str:
    figure = row.says.partition(": ")[2]
    return f"{figure}?" if row.certainty == "possible" else figure


def _dated(evidence: Evidence, row_id: str) -> str:
    """Say when, where years are stated: ` 1980s`, ` 1987–1989`, ` by 2009`."""
    low, high = evidence.statements.loc[row_id, ["year_lo", "year_hi"]]
    if row_id in evidence.employment.index:
        since = evidence.employment.loc[row_id, "base_year_lo"]
        low = low if pd.isna(since) else since
    if pd.isna(low) and pd.isna(high):
        return ""
    if pd.isna(low):
        return f" by {high}"
    if pd.isna(high):
        return f" from {low}"
    if low % 10 == 0 and high == low + 9:
        return f" {low}s"
    return f" {low}" if low == high else f" {low}–{high}"


def _headline(lines: list[dict[str, Any]], clusters_with: Counter[str]) -> str:
    clusters = [line for line in lines if line["cluster"]]
    both = sum(line["group"] == BOTH for line in clusters)
    law = clusters_with["labour_law"]
    said = NUMBERS[law] if law < len(NUMBERS) else str(law)
    many = "cluster" if len(clusters) == 1 else "clusters"
    return (
        f"Growth and social conditions are both reported for {both} of {len(clusters)} {many}, "
        f"and labour law for {said}"
    )


def _caption(evidence: Evidence, lines: list[dict[str, Any]]) -> str:
    """Say what a blank is, how clusters were chosen, and which line is crowded."""
    clusters = [line for line in lines if line["cluster"]]
    total = sum(line["statements"] for line in clusters)
    whose = "the paper" if evidence.origins == (ORIGIN_PAPER,) else "a source"
    parts = [
        "Blank: this study does not say; it does not mean absent.",
        f"{whose.capitalize()} chose its clusters as examples: "
        "do not read shares or causes from the lines.",
    ]
    if total:
        most = max(clusters, key=lambda line: line["statements"])
        parts.append(
            f"{most['name']} has {most['statements']} of their {total} statements: the order says "
            "how much was written, not how well a cluster does."
        )
    parts.append("What is said of a region or country is left out until you ask for it.")
    return " ".join(parts)

