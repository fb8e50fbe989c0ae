"""Configurational analysis at the controls, and the cells of our own cases with their rows."""

from __future__ import annotations

import html
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import pandas as pd
import traitlets

from ..evidence.tables import Evidence
from ..plots.display import figure_html, table_region
from ..plots.qca import plot_configurations
from ..qca import CalibrationWarning, NothingToMinimize, checks, truth_table
from ..qca.expressions import outcome_memberships
from ..qca.fit import literals_of
from ..qca.minimization import Solution, minimize
from ..qca.truth_tables import TruthTable, levels_of
from ..questions.case_rules import RULES, case_cells
from .origin_switch import with_origin_switch
from .panel import STYLE, OwnKeys, TickList
from .scripts import rows_in_words, together
from .still import Still

MOST_MODELS, MOST_SECONDS = 100, 2.0
WITHOUT_EXPECTATIONS = "Expectations bear on the intermediate solution; this one leaves them aside."
WIDE = {"description_width": "initial"}
KINDS = ("complex", "parsimonious", "intermediate")


class CellTable(Still, anywidget.AnyWidget):
    """Cases × sets; `value` is the cell chosen, as place and set."""

    _esm = together("parts.js", "cells.js")
    _css = Path(__file__).with_name("cells.css")
    kind = "cells"
    description = traitlets.Unicode("Cases and sets").tag(sync=True)
    sets: traitlets.List[Any] = traitlets.List().tag(sync=True)
    cells: traitlets.List[Any] = traitlets.List().tag(sync=True)
    known = traitlets.Dict().tag(sync=True)
    value: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, evidence: Evidence) -> None:
        self.table = case_cells(evidence)
        ids = dict.fromkeys(row for rows in self.table["rows"] for row in rows)
        cells = self.table.assign(rows=self.table["rows"].map(list))
        super().__init__(
            sets=[[rule.name, rule.label, rule.speaks_for, rule.speaks_against] for rule in RULES],
            cells=cells[["place", "set", "answer", "rows"]].to_numpy().tolist(),
            known=rows_in_words(evidence, evidence.statements.loc[list(ids)]),
        )

    @property
    def question(self) -> dict[str, Any]:
        """The cell that is chosen, as `value`."""
        return {"value": list(self.value)}

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Choose a cell; returns it where the evidence has no such cluster."""
        cell = question["value"]
        there = not cell or cell[0] in set(self.table["place"])
        self.value = cell if there else []
        return {} if there else {"value": cell}

    def __repr__(self) -> str:
        counts = self.table["answer"].value_counts()
        return "explore_cells: " + ", ".join(
            f"{counts.get(answer, 0)} {answer}" for answer in ("yes", "no", "both", "not said")
        )

    def still_html(self) -> str:
        """Show the cells as a table: what the rows say of each place and set."""
        names = [rule.name for rule in RULES]
        cells = self.table.pivot(index="place", columns="set", values="answer")[names]
        return table_region(cells.rename_axis(None), self.description)


@with_origin_switch
def explore_cells(evidence: Evidence) -> CellTable:
    """Ask what makes a cell of the case table what it is: choose it, and read its rows.

    Returns a widget whose `value` is the place and the set of the chosen cell, and whose `table`
    is that of `case_table.case_cells`.
    """
    return CellTable(evidence)


class QcaExplorer(Still, widgets.VBox):
    """Conditions, cut-offs, missing cells and expectations at the controls; all models below.

    Attributes
    ----------
    truth_table
        The table that is shown.
    solution
        The solution that is shown; None where there is none.
    controls
        Every control, by name.
    """

    truth_table: TruthTable | None
    solution: Solution | None

    def __init__(
        self,
        data: pd.DataFrame,
        outcome: str,
        conditions: Sequence[str],
        incl_cut: float | None,
        levels: Mapping[str, int] | None = None,
    ) -> None:
        conditions = checks.conditions(conditions)
        outcome_memberships(checks.cases(data), outcome)
        if incl_cut is not None:
            checks.number(incl_cut, "incl_cut", 0.5, 1)
        self._data, self._outcome = data, outcome
        self._levels = levels_of(data, conditions, levels)
        literals = [
            str(literal) for name in conditions for literal in literals_of(data, name, levels)
        ]
        cut = 1.0 if incl_cut is None else incl_cut
        self.controls: dict[str, Any] = {
            "conditions": TickList("Conditions", conditions, words=str, value=conditions),
            "negated": widgets.Checkbox(
                value=False, description=f"the negation, ~{outcome}", indent=False,
                layout={"width": "auto"},
            ),
            "decide": widgets.Checkbox(
                value=incl_cut is not None, description="a cut-off is chosen", indent=False,
                layout={"width": "auto"},
            ),
            "incl_cut": widgets.FloatSlider(
                value=cut, min=0.5, max=1, step=0.01, description="consistency from", style=WIDE
            ),
            "pri_cut": widgets.FloatSlider(
                value=0.0, min=0, max=1, step=0.05, description="PRI from", style=WIDE
            ),
            "n_cut": widgets.IntSlider(
                value=1, min=1, max=5, description="cases a row", style=WIDE
            ),
            "missing": widgets.Dropdown(
                options=[("leave the case out", "drop"), ("and bound both ways", "bounds")],
                value="drop", description="missing cells", style=WIDE, layout={"width": "auto"},
            ),
            "solution": widgets.Dropdown(
                options=KINDS, value="parsimonious", description="solution", style=WIDE,
                layout={"width": "auto"},
            ),
            "expectations": TickList(
                "expected to contribute (intermediate)", literals, words=str
            ),
        }  # fmt: skip
        self._start = {name: control.value for name, control in self.controls.items()}
        self._told, self._table, self._models, self._chart = (widgets.HTML() for _ in range(4))
        reset = widgets.Button(description="Reset", tooltip="Set every control to where it began")
        reset.on_click(self.reset)
        for control in self.controls.values():
            control.observe(self._show, names="value")
        flow = widgets.Layout(flex_flow="row wrap", align_items="center", grid_gap="4px 14px")
        box = widgets.Box([*self.controls.values(), reset], layout=flow)
        super().__init__(
            [
                widgets.HTML(STYLE),
                OwnKeys(),
                box,
                self._told,
                self._table,
                self._models,
                self._chart,
            ]
        )
        self.add_class("ck-explorer")
        self._resetting = False
        self._show()

    def reset(self, _: Any = None) -> None:
        """Set every control to where it began."""
        self._resetting = True
        for name, value in self._start.items():
            self.controls[name].value = value
        self._resetting = False
        self._show()

    def __repr__(self) -> str:
        table = "no truth table" if self.truth_table is None else self.truth_table.summary()
        models = "" if self.solution is None else f"; {self.solution.kind}: {self.solution.number}"
        return f"explore_qca: {table}{models}"

    def _show(self, _: Any = None) -> None:
        if self._resetting:
            return
        chosen = {name: control.value for name, control in self.controls.items()}
        self.truth_table = self.solution = None
        self._table.value = self._models.value = self._chart.value = ""
        try:
            self._solve(chosen)
        except ValueError as reason:
            sentence = f"<p class='ck-sentence'>{html.escape(str(reason))}.</p>"
            summary = "" if self.truth_table is None else html.escape(self.truth_table.summary())
            self._told.value = (
                f"<div role='status'><p class='ck-counts'>{summary}</p>{sentence}</div>"
            )

    def _solve(self, chosen: dict[str, Any]) -> None:
        outcome = f"{'~' if chosen['negated'] else ''}{self._outcome}"
        with warnings.catch_warnings():  # the summary names the cases at exactly 0.5
            warnings.simplefilter("ignore", CalibrationWarning)
            table = self.truth_table = truth_table(
                self._data, outcome, chosen["conditions"],
                incl_cut=chosen["incl_cut"] if chosen["decide"] else None,
                n_cut=chosen["n_cut"], pri_cut=chosen["pri_cut"], missing=chosen["missing"],
                levels={name: self._levels[name] for name in chosen["conditions"]},
            )  # fmt: skip
        shown = table.with_cases().astype({"OUT": str})
        shown["OUT"] = shown["OUT"].replace("nan", "not decided")
        self._table.value = table_region(shown.round(3), "Truth table")
        summary = f"<p class='ck-counts'>{html.escape(table.summary())}</p>"
        expected = chosen["expectations"]
        if expected and chosen["solution"] != "intermediate":
            summary += f"<p class='ck-sentence'>{WITHOUT_EXPECTATIONS}</p>"
            expected = ()
        self._told.value = f"<div role='status' aria-live='polite'>{summary}</div>"
        solution = self.solution = minimize(
            table, solution=chosen["solution"], expectations=expected,
            most_models=MOST_MODELS, most_seconds=MOST_SECONDS,
        )  # fmt: skip
        fit = solution.fit().round(3).astype("string").fillna("–")
        try:
            core = minimize(table, most_models=MOST_MODELS, most_seconds=MOST_SECONDS)
        except NothingToMinimize:
            core = None
        self._models.value = f"{solution._repr_html_()}{table_region(fit, 'Fit of the model')}"
        self._axes = plot_configurations(solution, core=core)
        self._chart.value = self._picture()

    def still_html(self) -> str:
        """Draw what is shown now: truth table, models, chart."""
        texts = [part.value for part in (self._told, self._table, self._models)]
        return "".join([STYLE, *texts, self._picture(compact=True) if self._chart.value else ""])

    def _picture(self, *, compact: bool = False) -> str:
        assert self.solution is not None
        words = f"Configuration chart of {self.solution.models[0]}"
        return figure_html(self._axes, words, compact=compact)


def explore_qca(
    data: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    incl_cut: float | None = None,
    levels: Mapping[str, int] | None = None,
) -> QcaExplorer:
    """Ask which combinations go with an outcome, and how far that depends on choices.

    Parameters
    ----------
    data
        Memberships, one row for each case, named by the index.
    outcome, conditions
        Columns.
    incl_cut
        Where the consistency cut-off begins; none chosen by default, so that the table is seen
        first.
    levels
        As in `qca.truth_table`.

    Returns
    -------
    QcaExplorer
        A widget whose `truth_table` and `solution` can be read; all models are always listed.
    """
    return QcaExplorer(data, outcome, conditions, incl_cut, levels)
