"""Bring your own clusters without a terminal: upload a workbook, fix it, go on with it."""

from __future__ import annotations

import base64
import html
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from ..evidence.problems import Problem
from ..evidence.tables import Evidence
from ..loading import RawEvidence, read_evidence
from ..own.marks import annotate
from ..own.template import write_template
from ..plots.display import table_region
from ..questions.select import evidence_table
from ..safe_files import LONGEST_NAME, file_name, write_file
from .explorers import explore_acts, explore_conditions, explore_places
from .mediation import explore_mediation
from .panel import STYLE, OwnKeys
from .still import Still

LARGEST = 20_000_000  # bytes
TEMPLATE = "my-clusters.xlsx"
KINDS = (".xlsx", ".csv")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WAITING = "<p class='ck-empty'>No workbook yet. Download the empty one, fill it, upload it.</p>"


class OwnWorkbook(Still, widgets.VBox):
    """An empty workbook to download, a filled one to upload, what is wrong with it, and the rest.

    Attributes
    ----------
    upload
        Takes the workbook (.xlsx), or one table of it (.csv).
    problems
        What is wrong with the last one, empty when nothing is.
    evidence
        The paper's rows, and the user's joined to them once a workbook is without problems.
    go_on
        What is opened on the joined rows.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._paper = self.evidence = evidence
        self.problems: list[Problem] = []
        self._explorers: dict[str, Callable[[Evidence], widgets.DOMWidget]] = {
            "a place, all that is said of it": self._places,
            "growth and conditions": explore_conditions,
            "acts of governance actors": explore_acts,
            "mediation configurations": explore_mediation,
        }
        self._template = widgets.HTML(_template_link())
        self.upload = widgets.FileUpload(
            accept=",".join(KINDS), multiple=False, description="Upload a workbook",
            layout={"width": "auto"},
        )  # fmt: skip
        self._told, self._table = widgets.HTML(WAITING), widgets.HTML()
        self.go_on = widgets.Dropdown(
            options=["choose", *self._explorers], description="Go on with",
            layout={"width": "28em"},
        )  # fmt: skip
        self._below = widgets.VBox()
        self.upload.observe(self._take, names="value")
        self.go_on.observe(self._open, names="value")
        wrap = widgets.Layout(flex_flow="row wrap", align_items="center", grid_gap="4px 18px")
        super().__init__(
            [
                widgets.HTML(STYLE), OwnKeys(),
                widgets.Box([self._template, self.upload], layout=wrap),
                self._told, self._table, self.go_on, self._below,
            ]
        )  # fmt: skip
        self.add_class("ck-explorer")
        self.go_on.layout.display = "none"

    def __repr__(self) -> str:
        if self.problems:
            return f"explore_workbook: {_number(self.problems)}"
        return f"explore_workbook: {self.evidence.counts(self._own_rows())} of your own"

    def _own_rows(self) -> pd.DataFrame:
        statements = self.evidence.statements
        return statements[statements["origin"] != "paper"]

    def _take(self, _: Any) -> None:
        if not self.upload.value:
            return
        file = self.upload.value[-1]
        name, content = _shown_name(str(file["name"])), bytes(file["content"])
        self._told.value = f"<p role='status'>Reading {html.escape(name)} …</p>"
        self._table.value, self._below.children = "", ()
        checked: RawEvidence | None = None
        self.evidence, self.go_on.value = self._paper, "choose"
        if Path(name).suffix.lower() not in KINDS or len(content) > LARGEST:
            expected = f"a workbook ({' or '.join(KINDS)}) of at most {LARGEST // 10**6} MB"
            self.problems, copy = [Problem(name, expected)], ""
        else:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / name
                write_file(path, content)
                checked, copy = self._read(path)
        self.go_on.layout.display = "none" if self.problems else None
        if self.problems or checked is None:
            self._told.value = _status(
                f"<b>{html.escape(name)}: {_number(self.problems)}; nothing was taken from it.</b> "
                f"Change what the table says, save, and upload it again.{copy}",
                () if checked is None else checked.notes,
            )
            self._table.value = table_region(problem_table(self.problems), "What to change")
            return
        rows = self._own_rows()
        self._told.value = _status(
            f"<b>{html.escape(name)} has no problems.</b> Read: {html.escape(checked.summary)}. "
            "Your own: "
            f"{html.escape(str(self.evidence.counts(rows)))}. They stand beside the paper's now, "
            "marked [own].",
            checked.notes,
        )
        self._table.value = table_region(evidence_table(self.evidence, rows), "Your rows")

    def _read(self, path: Path) -> tuple[RawEvidence, str]:
        """Read, check and take; with the link to a marked copy where there are problems."""
        checked = read_evidence(path)
        self.problems = list(checked.problems)
        if not self.problems:
            self.evidence = checked.evidence()
        if not self.problems or path.suffix.lower() != ".xlsx":
            return checked, ""
        out = path.with_name(f"marked-{path.name}")
        try:
            copy, lacking = annotate(path, self.problems, out, read=checked.own)
        except (OSError, ValueError):  # not a workbook that can be copied
            return checked, ""
        link = _link(copy.read_bytes(), copy.name, "download a copy with the bad cells marked")
        lost = ", ".join(lacking)
        without = f" (it has no {html.escape(lost)}, which your own file keeps)" if lost else ""
        return checked, f" Or {link}{without}."

    def _open(self, _: Any) -> None:
        if self.go_on.value in self._explorers and not self.problems:
            self._below.children = [self._explorers[self.go_on.value](self.evidence)]
        else:
            self._below.children = ()

    def _places(self, evidence: Evidence) -> widgets.DOMWidget:
        explorer = explore_places(evidence)
        mine = evidence.settings.index[evidence.settings["origin"] != "paper"]
        if len(mine):
            explorer.controls["place"].value = mine[0]
        return explorer


def problem_table(problems: list[Problem]) -> pd.DataFrame:
    """List problems as a table: `file`, `sheet`, `row`, `column`, `cell`, `found`, `expected`."""
    lines = [
        (problem.file, problem.sheet or "", "" if problem.row is None else problem.row,
         problem.column or "", problem.cell,
         "" if problem.value is None else problem.value or "an empty cell",
         f"{problem.expected}.{problem.hint}")
        for problem in problems
    ]  # fmt: skip
    columns = ["file", "sheet", "row", "column", "cell", "found", "expected"]
    return pd.DataFrame(lines, columns=columns, index=range(1, len(lines) + 1))


def explore_workbook(evidence: Evidence) -> OwnWorkbook:
    """Upload a workbook with clusters of one's own, see what is wrong, fix it, and go on.

    Returns a widget; its `evidence` is what was given, joined with the user's rows once the
    uploaded workbook has no problems.
    """
    return OwnWorkbook(evidence)


def _shown_name(name: str) -> str:
    """Take the name of an uploaded file as it is, or a safe one where no disk would take it."""
    name = re.split(r"[/\\]", name)[-1]
    stem, ending = Path(name).stem, Path(name).suffix
    plain = name.isprintable() and len(name.encode("utf-8", "replace")) <= LONGEST_NAME
    return name if plain and name.strip(". ") else file_name(stem, ending[:10].lower())


def _number(problems: list[Problem]) -> str:
    return "1 problem" if len(problems) == 1 else f"{len(problems):,} problems"


def _status(message: str, notes: Sequence[str] = ()) -> str:
    """Write what came of a file, and below it what is worth knowing besides."""
    listed = "".join(f"<li>{html.escape(note)}</li>" for note in notes)
    besides = f"<p>Worth a look:</p><ul>{listed}</ul>" if listed else ""
    return f"<div role='status' aria-live='polite'><p>{message}</p>{besides}</div>"


def _template_link() -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / TEMPLATE
        write_template(path)
        return _link(path.read_bytes(), TEMPLATE, "Download the empty workbook")


def _link(content: bytes, name: str, words: str) -> str:
    data = base64.b64encode(content).decode("ascii")
    return (
        f"<a download='{html.escape(name, quote=True)}' href='data:{EXCEL};base64,{data}'>"
        f"{words}</a>"
    )
