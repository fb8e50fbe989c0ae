"""Findings × second readings: which row, read otherwise, changes which conclusion.

What it shows is made here from `ledger` and `ledger_changes`; `findings_chart.js` draws it.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from ..evidence.citations import Citation
from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from ..questions.ledger import findings, how_it_holds, rows_behind, standing_in_words, whose_words
from ..questions.ledger_changes import STRONGER, TURNS, WEAKER, finding_changes
from ..questions.second_readings import NO_WORD
from .origin_switch import with_origin_switch
from .scripts import rows_in_words, together
from .still import Still

DESCRIPTION = "Findings and second readings: which reading of which row changes which finding"
MARKS = {
    TURNS: ("■", "turns: it holds in another way, or the other side has more"),
    WEAKER: ("▽", "weaker: fewer claims for it, or more against"),
    STRONGER: ("△", "stronger: more claims for it, or fewer against"),
}
QUESTION = ("notebook", "changed", "value")
MOVED = {
    "for_gained": "Begins to speak for it", "for_lost": "No longer speaks for it",
    "against_gained": "Begins to stand on the other side",
    "against_lost": "No longer stands on the other side",
}  # fmt: skip


class FindingsChart(Still, anywidget.AnyWidget):
    """Findings as lines, second readings that change one as columns; drawn in the browser.

    Attributes
    ----------
    notebook
        Number of the notebook whose findings are shown; empty for all.
    changed
        Whether only findings that a reading changes are shown.
    value
        The cell that is open: finding and reading_id. Of a finding alone, its rows; of a reading
        alone, what it changes.
    """

    _esm = together("parts.js", "findings_chart.js")
    _css = Path(__file__).with_name("findings_chart.css")
    kind = "findings"
    description = traitlets.Unicode(DESCRIPTION).tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    notebook = traitlets.Unicode("").tag(sync=True)
    changed = traitlets.Bool(False).tag(sync=True)
    value: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, evidence: Evidence, **choices: Any) -> None:
        self._evidence = evidence
        super().__init__(answer=evidence.once(findings_answer), **choices)

    @property
    def rows(self) -> pd.DataFrame:
        """Statements behind what is open: of a finding, of the row read otherwise; else of all."""
        finding, reading = self.value or ("", "")
        if reading:
            ids = [one["row"] for one in self.answer["readings"] if one["id"] == reading]
        else:
            told = [one for one in self.answer["findings"] if finding in ("", one["id"])]
            ids = [row for one in told for row in (*one["for"], *one["against"])]
        statements = self._evidence.statements
        return statements[statements.index.isin(ids)]

    def cite(self) -> Citation:
        """Cite exactly the rows behind what is open, or behind all."""
        return self._evidence.cite(self.rows)

    @property
    def question(self) -> dict[str, Any]:
        """What is asked: the notebook, the switch, the cell that is open."""
        return {name: getattr(self, name) for name in QUESTION}

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Ask all of this; returns a cell that this evidence does not have."""
        lacking: dict[str, Any] = {}
        for name in QUESTION:
            value = question.get(name, self.traits()[name].default())
            try:
                setattr(self, name, value)
            except traitlets.TraitError:
                lacking[name] = value
                setattr(self, name, self.traits()[name].default())
        return lacking

    @property
    def start(self) -> dict[str, Any]:
        """Choices that differ from the usual: arguments of `FindingsChart`."""
        usual = {name: self.traits()[name].default() for name in QUESTION}
        return {
            name: one for name, one in self.question.items() if one != (usual[name] or type(one)())
        }

    def still_html(self) -> str:
        """Write the chart as a table with text marks, readable without scripts."""
        return _still_table(self.answer, self.notebook, self.changed)

    def __repr__(self) -> str:
        return f"explore_findings: {self.answer['headline']}"

    @traitlets.validate("notebook")
    def _known_notebook(self, proposal: Any) -> str:
        there = self.answer["notebooks"]
        if proposal.value and proposal.value not in there:
            msg = (
                f"no finding is drawn by a notebook {proposal.value!r}; there is {', '.join(there)}"
            )
            raise traitlets.TraitError(msg)
        return str(proposal.value)

    @traitlets.validate("value")
    def _known_cell(self, proposal: Any) -> list[str]:
        cell = list(proposal.value)
        names = [
            {"", *(one["id"] for one in self.answer[part])} for part in ("findings", "readings")
        ]
        if cell and (len(cell) != 2 or cell[0] not in names[0] or cell[1] not in names[1]):
            msg = f"there is no cell {cell!r}; give a finding and a reading that changes one"
            raise traitlets.TraitError(msg)
        return cell


@with_origin_switch
def explore_findings(
    evidence: Evidence, *, notebook: str = "", changed: bool = False
) -> FindingsChart:
    """Ask which second reading of which row would change which finding.

    Parameters
    ----------
    notebook
        Number of the notebook whose findings are shown, such as `09`; empty for all.
    changed
        Whether only findings that a reading changes are shown.

    Returns
    -------
    FindingsChart
        A widget with `value` (the open cell), `rows` and `cite()`, so that a cell below can go on
        with it. Readings that change nothing are counted, and not drawn.
    """
    return FindingsChart(evidence, notebook=notebook, changed=changed)


def findings_answer(evidence: Evidence) -> dict[str, Any]:
    """Gather what the chart draws: findings, readings, what each does to each, rows in words."""
    table, changes = findings(evidence), finding_changes(evidence)
    readings = evidence.readings
    changing = readings[readings.index.isin(changes["reading_id"])]
    changing = changing.sort_values("table", kind="stable")
    cells: dict[str, dict[str, Any]] = {}
    for line in changes.to_dict("records"):
        moved = [[words, list(line[name])] for name, words in MOVED.items() if line[name]]
        cells.setdefault(line["finding"], {})[line["reading_id"]] = {
            "word": line["word"], "then": line["holds_then"], "moved": moved,
            "claims": [line["claims"], line["claims_then"]],
            "against": [line["against_claims"], line["against_claims_then"]],
        }  # fmt: skip
    ids = {row for name in ("for_rows", "against_rows") for rows in table[name] for row in rows}
    ids |= set(changing["row_id"])
    ids |= {
        row
        for line in cells.values()
        for cell in line.values()
        for _, rows in cell["moved"]
        for row in rows
    }
    statements = evidence.statements
    gaps = {row: sentence for _, finding in table.iterrows()
            for row, sentence in rows_behind(evidence, finding)["sentence"].items()
            if row not in statements.index}  # fmt: skip
    quiet = len(readings) - len(changing)
    loud = f"{len(changing)} {'reading changes' if len(changing) == 1 else 'readings change'} one"
    return {
        "headline": f"{len(table)} findings under {len(readings)} second readings: "
        f"{loud}, {quiet} change none",
        "findings": [
            {
                "id": name, "sentence": one["sentence"], "whose": whose_words(one),
                "notebook": one["notebook"], "word": how_it_holds(one),
                "stands": standing_in_words(one), "compares": bool(one["compares"]),
                "counts": [int(one["claims"]), int(one["against_claims"])],
                "for": list(one["for_rows"]), "against": list(one["against_rows"]),
            }
            for name, one in table.iterrows()
        ],
        "notebooks": sorted(set(table["notebook"]) - {""}),
        "readings": [
            {"id": name, "table": one["table"], "row": one["row_id"], "reason": one["reason"],
             **{part: spaced(str(one[part])) for part in ("column", "chosen", "alternative")}}
            for name, one in changing.astype("string").fillna(NO_WORD).iterrows()
        ],
        "cells": cells,
        "marks": {word: list(mark) for word, mark in MARKS.items()},
        "rows": rows_in_words(evidence, statements[statements.index.isin(ids)]),
        "gaps": gaps,
    }  # fmt: skip


def _still_table(answer: dict[str, Any], notebook: str, changed: bool) -> str:
    lines = [
        one for one in answer["findings"]
        if notebook in ("", one["notebook"]) and (not changed or one["id"] in answer["cells"])
    ]  # fmt: skip
    heads = "".join(
        f"<th scope='col'>{html.escape(one['id'].removeprefix('rdg-'))}</th>"
        for one in answer["readings"]
    )
    parts = [f"<tr><th scope='col'>finding</th><th scope='col'>as coded</th>{heads}</tr>"]
    for one in lines:
        cells = answer["cells"].get(one["id"], {})
        marks = "".join(
            f"<td>{answer['marks'][cells[reading['id']]['word']][0]}</td>"
            if reading["id"] in cells
            else "<td></td>"
            for reading in answer["readings"]
        )
        counts = " | ".join(map(str, one["counts"]))
        parts.append(
            f"<tr><th scope='row'>{html.escape(one['sentence'])}</th>"
            f"<td>{html.escape(one['word'])} {counts}</td>{marks}</tr>"
        )
    label = html.escape(DESCRIPTION, quote=True)
    legend = " · ".join(f"{mark} {html.escape(words)}" for mark, words in answer["marks"].values())
    return (
        f"<p><b>{html.escape(answer['headline'])}.</b> Claims for | against; columns are numbers "
        f"of readings. {legend}; blank: the same.</p>"
        f"<div class='ck-rows' role='region' tabindex='0' aria-label='{label}'>"
        f"<table>{''.join(parts)}</table></div>"
    )
