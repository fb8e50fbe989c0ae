"""What the configuration matrix shows, as plain values: lines, columns, marks, sentences.

The browser draws these, sorts and groups them, and frames cells; it works nothing out about the
evidence. A cell holds the marks of `clusters.cluster_marks`; marks of one cell are drawn as one
where they are the same mark with the same links.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
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
from ..questions.elements import Element, framework_elements
from ..questions.framework import rows_by_arrow
from ..questions.places import lies_in
from ..questions.select import core_settings
from ..questions.words import provenance
from .matrix_parts import RowWords, broken, general_claims, open_columns, part_ids
from .scripts import KNOWN_ROWS, rows_in_words

DRAWN = ("environment", "actors")  # parts whose marks carry effects and links
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
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MOST_LINES = 300  # beyond these the nearest of each is left to `nearest`


def matrix_answer(evidence: Evidence) -> dict[str, Any]:
    """Put what is stated of each place and element into the plain values that the browser draws.

    Returns
    -------
    dict
        `headline` and `caption` (sentences); `columns` (id, part, group, label, visible label);
        `lines` (places, those of clusters in developing countries first, each with `cells` by
        column: `marks` or, of outcomes, `words`, a sentence, what is stated, row ids); `groups`;
        `marks` (key to words); `clusters` and `general` (by column: how many clusters have
        a statement, and what is claimed without a place); `open` (by column: into what it can be
        opened); `rows` in words; `bib`. `parts` of a line hold the cells of opened columns.

    Examples
    --------
    >>> import clusterkit as ck
    >>> lines = matrix_answer(ck.load(only="paper"))["lines"]
    >>> chipilo = next(line for line in lines if line["id"] == "chipilo-furniture")
    >>> chipilo["cells"]["exchange_rate"]["says"]
    'Chipilo furniture, exchange rate: appreciation (− on growth).'
    """
    marks = cluster_marks(evidence)
    clusters = list(map(str, core_settings(evidence).index))
    places = [name for name in map(str, evidence.settings.index) if name not in clusters]
    of_place: dict[str, list[Any]] = defaultdict(list)
    for mark in marks.itertuples():
        of_place[mark.setting_id].append(mark)
    labels = evidence.once(part_ids).labels
    lines = [matrix_line(evidence, place, of_place[place], labels) for place in clusters]
    lines = [{**line, "near": _near(evidence, line["id"])} for line in lines]
    lines += [
        matrix_line(evidence, place, of_place[place], labels, cluster=False)
        for place in places
        if place in of_place
    ]
    columns = [_column(element) for element in framework_elements().values()]
    general = general_claims(evidence)
    ids = [*dict.fromkeys([*marks["row_id"], *(row for rows in general.values() for row in rows)])]
    rows = evidence.statements.loc[ids]
    clusters_with = number_of_clusters(lines)
    known = [*(column["id"] for column in columns), *labels]
    return {
        "headline": matrix_headline(lines, clusters_with),
        "caption": _caption(evidence, lines),
        "columns": columns,
        "lines": lines,
        "groups": list(GROUPS),
        "wider": WIDER,
        "marks": dict(MARKS),
        "open": open_columns(evidence),
        "clusters": {name: clusters_with[name] for name in known},
        "general": {
            name: {"claims": evidence.counts(found).claims, "rows": found}
            for name, found in general.items()
        },
        "rows": rows_in_words(evidence, rows) if len(rows) <= KNOWN_ROWS else {},
        "bib": sources_as_bibtex(evidence, rows, "Configuration matrix").decode(),
        "from": provenance(evidence, rows, "Configuration matrix"),
    }


def number_of_clusters(lines: Iterable[dict[str, Any]]) -> Counter[str]:
    """Count by column, and by part of a column, the clusters of which something is stated."""
    clusters = [line for line in lines if line["cluster"]]
    return Counter(
        name
        for line in clusters
        for name, cell in {**line["cells"], **line["parts"]}.items()
        if cell["marks"]
    )


def _column(element: Element) -> dict[str, Any]:
    return {
        "id": element.id, "part": element.part, "group": element.group,
        "label": element.label, "shown": broken(element.label),
    }  # fmt: skip


def matrix_line(
    evidence: Evidence,
    place: str,
    marks: list[Any],
    labels: dict[str, str],
    *,
    cluster: bool = True,
) -> dict[str, Any]:
    """Make the line of a place from its marks, as `cluster_marks` has them.

    `labels` are the parts of columns that have a cell, as of `part_ids`.
    """
    setting = evidence.settings.loc[place]
    name = evidence.place_name(place)
    code: str = "" if pd.isna(setting["country"]) else str(setting["country"])
    letters = _letters(evidence, marks)
    of_column: dict[str, list[Any]] = defaultdict(list)
    of_part: dict[str, list[Any]] = defaultdict(list)
    words = evidence.once(RowWords)
    for mark in marks:
        of_column[mark.element].append(mark)
        for part in words.parts(mark.element, mark.row_id, mark.member):
            of_part[part].append(mark)
    elements = framework_elements()
    return {
        "id": place, "name": name, "cluster": cluster, "kind": str(setting["kind"]),
        "code": code, "country": evidence.once(_countries).get(code, "no country stated"),
        "group": str(evidence.once(_groups)[place]),
        "above": lies_in(evidence, place),
        "own": bool(setting["origin"] != ORIGIN_PAPER),
        "statements": len(_ids(marks)),
        "cells": {
            column: _cell(evidence, name, elements[column], of_column[column], letters)
            for column in elements if column in of_column
        },
        "parts": {
            part: _cell(evidence, name, elements[part.partition(":")[0]], of_part[part], letters,
                        of=label)
            for part, label in labels.items() if part in of_part
        },
        "near": [],
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


def _letters(evidence: Evidence, marks: list[Any]) -> dict[str, str]:
    """Give the policies and acts of a line that are linked a letter, where it stands twice."""
    drawn = [mark for mark in marks if framework_elements()[mark.element].part in DRAWN]
    letters = linked_rows(evidence, list(dict.fromkeys(mark.row_id for mark in drawn)))
    linked = {(mark.element, mark.mark, mark.origin, letters.get(mark.row_id)) for mark in drawn}
    number = Counter(letter for *_, letter in linked)
    kept = sorted({letter for letter in letters.values() if number[letter] > 1})
    again = {letter: chr(ord("a") + at % 26) for at, letter in enumerate(kept)}
    return {row: again[letter] for row, letter in letters.items() if letter in again}


def _cell(
    evidence: Evidence,
    place: str,
    element: Element,
    rows: list[Any],
    letters: dict[str, str],
    *,
    of: str = "",
) -> dict[str, Any]:
    outcome = element.part == "outcomes"
    marks = _findings(evidence, rows) if outcome else _drawn(evidence, element, rows, letters)
    label = element.group.lower() if element.part == "influences" else ""
    name = f"{label} {element.label}".strip() + (f", {of}" if of else "")
    said = "; ".join(mark["says"] for mark in marks)
    narrow = "; ".join(mark.get("narrow", mark["says"]) for mark in marks)
    return {
        "says": f"{place}, {name}: {said}.",
        **({"narrow": f"{place}, {name}: {narrow}."} if narrow != said else {}),
        "marks": marks,
        "stated": sorted({row.says for row in rows}),
        "rows": _ids(rows),
    }


def _ids(rows: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(row.row_id for row in rows))


def _drawn(
    evidence: Evidence, element: Element, rows: list[Any], letters: dict[str, str]
) -> list[dict[str, Any]]:
    """Make the marks of a cell; those that are the same and linked to the same are drawn as one."""
    carries = element.part in DRAWN  # an effect is of the policy, not of who set it
    order = list(MARKS)
    mediating = evidence.once(_mediating)
    grouped: dict[tuple[int, str, str, bool], list[Any]] = {}
    for row in rows:
        letter = letters.get(row.row_id, "") if carries else ""
        reading = mediating.get(row.row_id, "") if element.part == "actors" else ""
        key = (order.index(row.mark), letter, reading, row.origin != ORIGIN_PAPER)
        grouped.setdefault(key, []).append(row)
    drawn = []
    for (at, letter, reading, own), mine in sorted(grouped.items(), key=lambda group: group[0]):
        words = [_short(element, word) for word in dict.fromkeys(row.says for row in mine)]
        possible = _possible(mine)
        signs = {name: _signs(mine, name) for name in OUTCOMES if carries}
        says = [
            _sentence(words, possible, signs, mediates, letter, own)
            for mediates in (bool(reading), reading == "both")
        ]
        drawn.append({
            "mark": order[at], "letter": letter, "own": own, "possible": possible,
            "words": "; ".join(words), "mediates": reading,
            "effects": [*filter(None, map(_effect, signs, signs.values()))],
            "says": says[0], **({"narrow": says[1]} if says[1] != says[0] else {}),
            "rows": _ids(mine),
        })  # fmt: skip
    return drawn


def _mediating(evidence: Evidence) -> dict[str, str]:
    """Say of acts on arrow F7 in which of its readings they are: `both`, or the `wide` one only."""
    narrow = set(rows_by_arrow(evidence, reading="narrow")["F7"])
    wide = map(str, rows_by_arrow(evidence)["F7"])
    return {row: "both" if row in narrow else "wide" for row in wide}


def _possible(rows: list[Any]) -> bool:
    return all(row.certainty == "possible" for row in rows)


def _short(element: Element, says: str) -> str:
    return says.partition(": ")[2] if len(element.members) == 1 and ": " in says else says


def _signs(rows: list[Any], outcome: str) -> list[tuple[str, bool]]:
    """List directions that are stated of an outcome, each with whether it is only possible."""
    stated = {sign: [row for row in rows if getattr(row, outcome) == sign] for sign in SIGNS}
    return [(sign, _possible(found)) for sign, found in stated.items() if found]


def _effect(outcome: str, signs: list[tuple[str, bool]]) -> str:
    """Write an effect beside a mark: `S+−?`; nothing where none is stated."""
    words = "".join(f"{SIGNS[sign]}{'?' * possible}" for sign, possible in signs)
    return f"{OUTCOMES[outcome][0]}{words}" if words else ""


def _sentence(
    words: list[str],
    possible: bool,
    signs: dict[str, list[tuple[str, bool]]],
    mediates: bool,
    letter: str,
    own: bool,
) -> str:
    effects = [
        f"{'possibly ' * hedged}{EFFECT_WORDS[sign]} on {OUTCOMES[outcome][1]}"
        for outcome in signs
        for sign, hedged in signs[outcome]
    ]
    notes = [*(["only possible"] if possible else []), *effects]
    notes += ["answers or changes a policy, F7"] if mediates else []
    notes += [f"linked: {letter}"] if letter else []
    notes += ["own row"] if own else []
    told = f" ({', '.join(notes)})" if notes else ""
    return "; ".join(words) + told


def _findings(evidence: Evidence, rows: list[Any]) -> list[dict[str, Any]]:
    """Say what is reported of an outcome: grouped by which way, dated where years are stated."""
    jobs = evidence.once(_base_years)
    items = [_finding(evidence, row) for row in rows if row.row_id not in jobs]
    items += _job_findings(evidence, [row for row in rows if row.row_id in jobs])
    grouped: dict[tuple[str, bool], dict[str, list[str]]] = {}
    for sign, own, text, ids in items:
        grouped.setdefault((sign, own), {}).setdefault(text, []).extend(ids)
    order = {"▲": 0, "▼": 1, "": 3}  # figures from which no change follows come last
    keys = sorted(grouped, key=lambda key: (order.get(key[0], 2), key))
    spoken = {"▲": "improved", "▼": "worsened"}
    return [
        {"sign": sign, "own": own, "text": ", ".join(_without_whom(grouped[sign, own])),
         "says": f"{spoken.get(sign, sign)}{': ' * bool(sign)}"
                 f"{', '.join(grouped[sign, own])}{' (own row)' * own}",
         "rows": list(dict.fromkeys(row for ids in grouped[sign, own].values() for row in ids))}
        for sign, own in keys
    ]  # fmt: skip


def _without_whom(texts: Iterable[str]) -> dict[str, None]:
    """Shorten what stands in a cell; for whom it holds is said where the cell is read or opened."""
    return dict.fromkeys(text.partition(" (for ")[0] for text in texts)


def _finding(evidence: Evidence, row: Any) -> tuple[str, bool, str, list[str]]:
    """Give the sign or word of a finding, whether it is own, what it is of, and its row."""
    matter, _, said = row.says.rpartition(": ")
    word, bracket, whom = said.partition(" (")
    name = BY_ANOTHER_NAME.get(matter, matter)
    hedge = "?" if row.certainty == "possible" else ""
    text = f"{name}{hedge}{_dated(evidence, row.row_id)}{bracket}{whom}"
    return FINDING_SIGNS.get(word, word), row.origin != ORIGIN_PAPER, text, [row.row_id]


def _job_findings(
    evidence: Evidence, rows: list[Any]
) -> Iterable[tuple[str, bool, str, list[str]]]:
    """Say figures on jobs; those from which a rise or a fall follows are joined by an arrow."""
    signs = {"better": "▲", "worse": "▼"}
    units = evidence.employment["unit"].astype("string")
    joined: dict[tuple[str, bool, str], list[Any]] = {}
    for row in rows:
        counted = row.member == "level" and row.mark in signs
        alone = row.row_id if not counted else str(units[row.row_id])
        joined.setdefault((row.mark, row.origin != ORIGIN_PAPER, alone), []).append(row)
    for (mark, own, _), mine in joined.items():
        mine.sort(key=lambda row: _when(evidence, row.row_id))
        texts = [f"{_figure(row)}{_dated(evidence, row.row_id)}" for row in mine]
        yield signs.get(mark, ""), own, " → ".join(texts), _ids(mine)


def _years(evidence: Evidence) -> dict[str, tuple[Any, Any]]:
    columns = (evidence.statements[name] for name in ("year_lo", "year_hi"))
    years = zip(*columns, strict=True)
    return dict(zip(map(str, evidence.statements.index), years, strict=True))


def _when(evidence: Evidence, row_id: str) -> int:
    low, high = evidence.once(_years)[row_id]
    return int(high if pd.isna(low) else low) if not (pd.isna(low) and pd.isna(high)) else 0


def _figure(row: Any) -> str:
    figure = row.says.partition(": ")[2]
    return f"{figure}?" if row.certainty == "possible" else figure


def _dated(evidence: Evidence, row_id: str) -> str:
    """Say when, where years are stated: ` 1980s`, ` 1987–1989`, ` by 2009`."""
    low, high = evidence.once(_years)[row_id]
    since = evidence.once(_base_years).get(row_id)
    low = low if since is None or pd.isna(since) else since
    if pd.isna(low) and pd.isna(high):
        return ""
    if pd.isna(low):
        return f" by {high}"
    if pd.isna(high):
        return f" from {low}"
    if low % 10 == 0 and high == low + 9:
        return f" {low}s"
    return f" {low}" if low == high else f" {low}–{high}"


def _base_years(evidence: Evidence) -> dict[str, Any]:
    return {str(row): year for row, year in evidence.employment["base_year_lo"].items()}


def matrix_headline(lines: list[dict[str, Any]], clusters_with: Counter[str]) -> str:
    """Say for how many clusters both outcomes, and labour law, are stated."""
    clusters = [line for line in lines if line["cluster"]]
    both = sum(line["group"] == BOTH for line in clusters)
    law = clusters_with["labour_law"]
    said = NUMBERS[law] if law < len(NUMBERS) else str(law)
    many = "cluster" if len(clusters) == 1 else "clusters"
    return (
        f"Growth and social conditions, good or bad, are both reported for {both} of "
        f"{len(clusters)} {many}, and labour law for {said}"
    )


def _caption(evidence: Evidence, lines: list[dict[str, Any]]) -> str:
    """Say what a blank is, how clusters were chosen, and which line is crowded."""
    clusters = [line for line in lines if line["cluster"]]
    total = sum(line["statements"] for line in clusters)
    alone = evidence.origins == (ORIGIN_PAPER,)
    chose = "The paper chose its" if alone else "The sources chose their"
    parts = [
        "Blank: this study does not say; it does not mean absent.",
        f"{chose} clusters as examples: do not read shares or causes from the lines.",
    ]
    if total:
        most = max(clusters, key=lambda line: line["statements"])
        parts.append(
            f"{most['name']} has {most['statements']} of their {total} statements: the order says "
            "how much was written, not how well a cluster does."
        )
    parts.append("What is said of a region or country is left out until you ask for it.")
    return " ".join(parts)
