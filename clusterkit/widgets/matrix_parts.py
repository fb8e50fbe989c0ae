"""Columns of the configuration matrix, opened to their parts.

A column is opened to instruments, influencers, ideas, actors, organisations, aspects, dimensions
or certainty. A part has the id `element:facet:word`, such as `labour_law:instrument:minimum_wage`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from ..questions.elements import Element, framework_elements, rows_by_element
from ..questions.words import NOT_STATED

OF_PART = {"influences": "influencer", "environment": "instrument", "actors": "actor"}
OF_ELEMENT = {"ideas": "idea", "growth": "aspect", "social": "dimension"}
UNSAID = "not_stated"
SOFT = "\u00ad"
HYPHENATED = {
    word.replace("|", ""): word.replace("|", SOFT)
    for word in (
"govern|ment", "employ|ers", "com|munity", "protec|tion,", "enforce|ment", "incen|tives,",
        "infla|tion,", "ex|change", "inter|est", "spend|ing", "poli|cies", "coun|try",
        "stake|holder", "initia|tive", "collec|tive", "agree|ment", "stan|dard", "environ|mental",
        "protec|tion", "develop|ment", "migra|tion", "mini|mum", "infla|tion", "out|sourcing",
        "licens|ing", "incen|tives", "incen|tive", "unspeci|fied", "prop|erty", "supra|national",
        "author|ity", "inter|national", "organi|sation", "associ|ation", "associ|ations",
        "indi|vidual", "repor|ted", "possi|ble", "remune|ration", "represen|tation",
        "employ|ment", "opportu|nities", "environ|ment", "produc|tivity", "compe|tition",
        "struc|ture", "upgrad|ing", "dia|logue", "secur|ity", "taxa|tion", "subsi|dy",
        "busi|ness", "deregu|lation", "competi|tiveness", "entre|preneurs",
    )
}  # fmt: skip


def broken(label: str) -> str:
    """Give a heading places where a long word may be broken."""
    return " ".join(HYPHENATED.get(word, word) for word in label.split(" "))


@dataclass(frozen=True)
class Parts:
    """Into which parts the columns can be opened.

    Attributes
    ----------
    labels
        Words by id of the part, in the order of drawing.
    general
        Ids of rows without a place, by element and by part.
    """

    labels: dict[str, str]
    general: dict[str, list[str]]


def facets(element: Element) -> tuple[str, ...]:
    """Name what a column can be opened to.

    Examples
    --------
    >>> from clusterkit.questions.elements import framework_elements
    >>> facets(framework_elements()["employers"])
    ('actor', 'organisation', 'certainty')
    """
    first = OF_ELEMENT.get(element.id) or OF_PART[element.part]
    return (first, *(["organisation"] if element.part == "actors" else []), "certainty")


def part_ids(evidence: Evidence) -> Parts:
    """Say which rows stand in which part of a column; a facet of a single part is none.

    Examples
    --------
    >>> import clusterkit as ck
    >>> parts = part_ids(ck.load(only="paper"))
    >>> parts.labels["labour_law:instrument:minimum_wage"]
    'minimum wage'
    """
    joined = rows_by_element(evidence)
    words = evidence.once(RowWords)
    rows: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    lines = list(zip(joined["element"], joined["row_id"], joined["member"], strict=True))
    for element, row_id, member in lines:
        for facet in facets(framework_elements()[element]):
            for word in words.of(facet, row_id, member):
                rows[element, facet][word].append(row_id)
    labels: dict[str, str] = {}
    placed = set(map(str, evidence.statements.index[evidence.statements["setting_id"].notna()]))
    general = {
        name: list(dict.fromkeys(row for element, row, _ in lines
                                 if element == name and row not in placed))
        for name in framework_elements()
    }  # fmt: skip
    for element in framework_elements().values():
        for facet in facets(element):
            told = rows.get((element.id, facet), {})
            if len(told) < 2:
                continue
            for word in sorted(told, key=lambda word: words.order(facet, element, word)):
                name = f"{element.id}:{facet}:{word}"
                labels[name] = words.label(facet, word)
                mine = [row for row in told[word] if row not in placed]
                general[name] = list(dict.fromkeys(mine))
    return Parts(labels, general)


def general_claims(evidence: Evidence) -> dict[str, list[str]]:
    """List for each element, and each part of one, the ids of its rows that have no place.

    Examples
    --------
    >>> import clusterkit as ck
    >>> general_claims(ck.load(only="paper"))["inflation"][:2]
    ['pol-2.2.3-01', 'pol-2.2.3-02']
    """
    return evidence.once(part_ids).general


def open_columns(evidence: Evidence) -> dict[str, list[dict[str, Any]]]:
    """List for each element what it can be opened to, each with its columns.

    Returns
    -------
    dict
        By element a list of `facet`, `id` (`element:facet`), `columns` as in `matrix_answer`, and
        `unsaid`: instruments or actors of which no row says anything, in words.
    """
    labels = evidence.once(part_ids).labels
    opened: dict[str, list[dict[str, Any]]] = {}
    for element in framework_elements().values():
        opened[element.id] = []
        for facet in facets(element):
            start = f"{element.id}:{facet}:"
            mine = [name for name in labels if name.startswith(start)]
            if not mine:
                continue
            there = {name.removeprefix(start) for name in mine}
            named = facet in ("instrument", "actor")
            unsaid = [spaced(one) for one in element.members if named and one not in there]
            columns = [
                {"id": name, "part": element.part, "group": element.group, "of": element.id,
                 "label": f"{element.label}: {labels[name]}", "shown": broken(labels[name])}
                for name in mine
            ]  # fmt: skip
            opened[element.id].append(
                {"id": f"{element.id}:{facet}", "facet": facet, "columns": columns,
                 "unsaid": unsaid}
            )  # fmt: skip
    return opened


class RowWords:
    """What a row says of each facet, and in which order and words that stands."""

    def __init__(self, evidence: Evidence) -> None:
        statements, actions = evidence.statements, evidence.actions
        certainty = statements["certainty"].astype("string").fillna(UNSAID)
        self._certainty = dict(zip(map(str, statements.index), certainty, strict=True))
        self._organisation = dict(
            zip(map(str, actions.index), actions["organisation"], strict=True)
        )
        contexts = evidence.contexts["summary"].astype("string").fillna(NOT_STATED)
        first: dict[str, str] = {}
        for row, summary in zip(map(str, contexts.index), contexts, strict=True):
            first.setdefault(str(summary), row)
        self._idea = {str(row): first[str(summary)] for row, summary in contexts.items()}
        self._ideas = {row: summary for summary, row in first.items()}
        self._orders = {
            "certainty": evidence.vocabulary("policies", "certainty"),
            "organisation": evidence.vocabulary("actions", "organisation"),
        }

    def parts(self, element: str, row_id: str, member: str) -> list[str]:
        """Ids of the parts of an element in which a row stands for one of its members."""
        return [
            f"{element}:{facet}:{word}"
            for facet in facets(framework_elements()[element])
            for word in self.of(facet, row_id, member)
        ]

    def of(self, facet: str, row_id: str, member: str) -> tuple[str, ...]:
        """Words of a facet that a row says."""
        if facet == "certainty":
            return (str(self._certainty[row_id]),)
        if facet == "organisation":
            return tuple(self._organisation.get(row_id, ())) or (UNSAID,)
        return (self._idea.get(row_id, row_id),) if facet == "idea" else (member,)

    def label(self, facet: str, word: str) -> str:
        """Say a word as a heading."""
        if word == UNSAID:
            return NOT_STATED
        return self._ideas[word] if facet == "idea" else spaced(word)

    def order(self, facet: str, element: Element, word: str) -> tuple[int, str]:
        """Where a word stands among those of its facet: as in the codebook, else by the letter."""
        known = list(self._orders.get(facet, element.members))
        return (known.index(word) if word in known else len(known) + (word == UNSAID), word)
