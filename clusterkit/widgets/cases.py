"""Cases like mine: say a case in plain words, and see which clusters agree with it, and in what.

Python holds every phrase that can be said against every cluster; `cases.js` puts the answers of the
phrases chosen together, so that the page answers without a kernel too.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from ..evidence.citations import Citation
from ..evidence.tables import Evidence
from ..evidence.wording import listed
from ..plots.display import table_region
from ..questions.case_words import HOW, LIKE_STATE, phrases
from ..questions.cases import case_answers, offered_phrases
from ..questions.cluster_pairs import nearest
from ..questions.select import core_settings
from ..questions.units import AGREES, DIFFERS, NOT_SAID
from .origin_switch import with_origin_switch
from .scripts import rows_in_words, together
from .still import Still

DESCRIPTION = "Cases like mine: a case in plain words, and the clusters that agree with it"
START = ("garments", "weak inspection", "active association")
ANSWERS = (AGREES, DIFFERS, NOT_SAID)


class CaseFinder(Still, anywidget.AnyWidget):
    """A case in plain words, and the clusters that agree with it; put together in the browser.

    Attributes
    ----------
    case
        The phrases that are asked.
    value
        The cell that is open, a cluster and a phrase; empty where none is.
    """

    _esm = together("parts.js", "cases.js")
    _css = Path(__file__).with_name("cases.css")
    kind = "cases"
    known = traitlets.Dict().tag(sync=True)
    case: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)
    value: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, evidence: Evidence, case: str | Iterable[str] = START) -> None:
        self._evidence = evidence
        super().__init__(known=evidence.once(cases_known))
        self.case = [phrase.words for phrase in phrases(evidence, case)]

    @property
    def table(self) -> pd.DataFrame:
        """The clusters that agree in something, as `nearest` gives them."""
        return nearest(self._evidence, self.case)

    @property
    def rows(self) -> pd.DataFrame:
        """Statements behind the table, or behind the cell that is open."""
        table = self.table
        ids = {row for cell in table["rows"] for row in cell}
        if self.value:
            setting, phrase = self.value
            told = case_answers(self._evidence, phrases(self._evidence, [phrase]))
            ids = {row for cell in told.loc[told["setting_id"] == setting, "rows"] for row in cell}
        statements = self._evidence.statements
        return statements[statements.index.isin(ids)]

    def cite(self) -> Citation:
        """Cite exactly the rows behind the table, or behind the cell that is open."""
        return self._evidence.cite(self.rows)

    @property
    def question(self) -> dict[str, Any]:
        """What is asked: the phrases, and the cell that is open."""
        return {"case": list(self.case), "value": list(self.value)}

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Ask all of this; returns the open cell where this evidence has no such cluster."""
        self.case = question["case"]
        cell = list(question["value"])
        there = not cell or cell[0] in self.known["places"]
        self.value = cell if there else []
        return {} if there else {"value": cell}

    @property
    def start(self) -> dict[str, Any]:
        """The phrases that are asked: arguments of `CaseFinder`."""
        return {"case": list(self.case)}

    def still_html(self) -> str:
        """Show the clusters that agree in something as a table."""
        table = self.table.set_index("place").rename_axis(None)
        shown = table[["agrees", "differs", "not_said"]].rename(columns={"not_said": NOT_SAID})
        shown = shown.map(lambda cell: ", ".join(cell) or "–")
        asked = html.escape(", ".join(self.case) or "nothing yet")
        return f"<p><b>Asked:</b> {asked}</p>{table_region(shown, 'Clusters like the case')}"

    def __repr__(self) -> str:
        agreeing = len(self.table) if self.case else 0
        return (
            f"explore_cases: {', '.join(self.case) or 'nothing asked'}; {agreeing} of "
            f"{len(self.known['places'])} clusters agree in something"
        )

    @traitlets.validate("case")
    def _understood(self, proposal: Any) -> list[str]:
        """Take every phrase that `nearest` understands, also one that no cluster agrees with."""
        asked = list(dict.fromkeys(one.words for one in phrases(self._evidence, proposal.value)))
        new = [words for words in asked if words not in self.known["phrases"]]
        if new:
            answers = _by_phrase(self._evidence, new)
            rows = _rows_of(self._evidence, answers)
            self.known = {
                **self.known, "phrases": self.known["phrases"] | answers,
                "rows": self.known["rows"] | rows,
            }  # fmt: skip
        return asked

    @traitlets.validate("value")
    def _known_cell(self, proposal: Any) -> list[str]:
        cell = list(proposal.value)
        known = len(cell) == 2 and cell[0] in self.known["places"] and cell[1] in self.case
        if cell and not known:
            msg = f"there is no cell {cell!r}; give a cluster (setting_id) and a phrase of the case"
            raise traitlets.TraitError(msg)
        return cell

    @traitlets.observe("case")
    def _close(self, _: Any) -> None:
        if self.value and self.value[1] not in self.case:
            self.value = []


@with_origin_switch
def explore_cases(evidence: Evidence, case: str | Iterable[str] = START) -> CaseFinder:
    """Ask which clusters are like a case, said in plain words, and in what.

    Parameters
    ----------
    case
        Where to begin: phrases with commas between them, such as `"garments, weak inspection"`.
        Raises ValueError, in words, for a phrase that is not known.

    Returns
    -------
    CaseFinder
        A widget whose `case`, `table` (of `nearest`), `rows` and `cite()` can be read.
    """
    return CaseFinder(evidence, case)


def cases_known(evidence: Evidence) -> dict[str, Any]:
    """Gather what the page puts together: clusters, phrases with their answers, rows in words.

    Returns
    -------
    dict
        `places` (name by setting_id, in order), `phrases` (by phrase, for each cluster of which
        something is said: the position of the answer in `answers`, whether it is held possible
        alone, and row ids), `offered` (kind, group, phrase and number of clusters), `hint`,
        `answers` and `rows`.
    """
    offered = offered_phrases(evidence)
    says = [words.lower() for words in offered["say"]]
    answers = _by_phrase(evidence, says)
    places = core_settings(evidence).index
    return {
        "places": {str(setting): evidence.place_name(str(setting)) for setting in places},
        "phrases": answers,
        "offered": [
            [kind, about, words, says[at], int(clusters)]
            for at, (words, kind, about, clusters) in enumerate(offered.to_numpy().tolist())
        ],
        "answers": list(ANSWERS),
        "hint": _hint(),
        "rows": _rows_of(evidence, answers),
        "description": DESCRIPTION,
    }


def _by_phrase(evidence: Evidence, case: list[str]) -> dict[str, dict[str, list[Any]]]:
    possible = set(evidence.statements.query("certainty == 'possible'").index)
    answers: dict[str, dict[str, list[Any]]] = {words: {} for words in case}
    for line in case_answers(evidence, phrases(evidence, case)).itertuples():
        if line.answer != NOT_SAID:
            hedged = bool(line.rows) and possible.issuperset(line.rows)
            answers[line.requirement][line.setting_id] = [
                ANSWERS.index(line.answer), hedged, list(line.rows)
            ]  # fmt: skip
    return answers


def _rows_of(
    evidence: Evidence, answers: Mapping[str, Mapping[str, list[Any]]]
) -> dict[str, list[str]]:
    """Say the rows behind answers in words."""
    ids = {row for cells in answers.values() for _, _, rows in cells.values() for row in rows}
    statements = evidence.statements
    return rows_in_words(evidence, statements[statements.index.isin(ids)])


def _hint() -> str:
    weak = [state for state in LIKE_STATE["weak"] if state != "weak"]
    ways = {"alone": "alone", "joint": "jointly", "": "in a way that is not said"}
    active = [ways[way] for way in HOW["active"]]
    return (
        f"Weak also takes in {listed(weak)}; strong also enforced; active means that they acted, "
        f"{listed(active, 'or')}."
    )
