"""The class report as a widget: files of a folder or uploaded ones, compared at once."""

from __future__ import annotations

import html
import tempfile
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from ..evidence.problems import EvidenceError
from ..evidence.tables import Evidence
from ..widgets.panel import STYLE, OwnKeys
from ..widgets.still import Still
from .claims import REFERENCE, reference_coding
from .class_report import comparison, part_html, report_parts
from .coding_form import FOLDER
from .codings import latest, made_up_class, read_coding_files

NOBODY = "nobody"


class ClassReport(Still, widgets.VBox):
    """Codings of a class: the board, the disagreements, two people compared, the harvest.

    Attributes
    ----------
    folder
        Where the coding files are looked for.
    upload
        Takes files that students handed in.
    made_up
        Whether a made-up class is shown, to rehearse with.
    opened
        Whether the reference is opened.
    one, other
        Whom to compare.
    codings
        What is shown, as `read_codings` returns it; empty where there are no files.
    """

    def __init__(self, evidence: Evidence, folder: str | Path) -> None:
        self._evidence = evidence
        self._reference = reference_coding(evidence)
        self._uploaded: dict[str, bytes] = {}
        self.codings = self._reference.iloc[:0]
        wide = {"description_width": "initial"}
        self.folder = widgets.Text(
            value=str(folder), description="Folder of coding files", continuous_update=False,
            style=wide, layout={"width": "26em"},
        )  # fmt: skip
        self.again = widgets.Button(
            description="Read again", tooltip="Look for new and changed files"
        )
        self.upload = widgets.FileUpload(
            accept=".csv", multiple=True, description="Add files", layout={"width": "auto"}
        )
        self.made_up = widgets.Checkbox(
            description="rehearse with five made-up codings", indent=False,
            layout={"width": "auto"},
        )  # fmt: skip
        self.opened = widgets.Checkbox(
            description="open the reference coding", indent=False, layout={"width": "auto"}
        )
        self.one = widgets.Dropdown(options=[NOBODY], description="Compare")
        self.other = widgets.Dropdown(options=[NOBODY], description="with")
        self._told, self._parts, self._pair = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.again.on_click(self._read)
        for control in (self.folder, self.made_up):
            control.observe(self._read, names="value")
        self.upload.observe(self._take, names="value")
        self.opened.observe(self._show, names="value")
        self._busy = False
        for control in (self.one, self.other):
            control.observe(self._compare, names="value")
        wrap = widgets.Layout(flex_flow="row wrap", align_items="center", grid_gap="4px 14px")
        super().__init__(
            [
                widgets.HTML(STYLE), OwnKeys(),
                widgets.Box([self.folder, self.again, self.upload, self.made_up], layout=wrap),
                self._told, widgets.Box([self.opened], layout=wrap), self._parts,
                widgets.Box([self.one, self.other], layout=wrap), self._pair,
            ]
        )  # fmt: skip
        self.add_class("ck-explorer")
        self._read()

    def __repr__(self) -> str:
        return f"explore_class: {self.codings['coder'].nunique()} codings"

    def _take(self, _: Any) -> None:
        for file in self.upload.value:
            self._uploaded[Path(file["name"]).name] = bytes(file["content"])
        self._read()

    def _read(self, _: Any = None) -> None:
        try:
            self.codings, self._problem = self._found(), ""
        except EvidenceError as error:
            self.codings = self._reference.iloc[:0]
            lines = "".join(f"<li>{html.escape(str(problem))}</li>" for problem in error.problems)
            self._problem = (
                f"<p>Nothing was read. Fix or remove these files, then read again:</p>"
                f"<ul>{lines}</ul>"
            )
        self._show()

    def _found(self) -> pd.DataFrame:
        """Read the folder and what was uploaded, together; a file uploaded counts first."""
        if self.made_up.value:
            return made_up_class(self._evidence)
        folder = Path(self.folder.value.strip() or ".")
        files = {path.name: path for path in folder.glob("*.csv")} if folder.is_dir() else {}
        if not files and not self._uploaded:
            return self._reference.iloc[:0]
        with tempfile.TemporaryDirectory() as handed_in:
            for name, content in self._uploaded.items():
                files[name] = Path(handed_in) / name
                files[name].write_bytes(content)
            return read_coding_files(list(files.values()), self._evidence)

    def _show(self, _: Any = None) -> None:
        now = latest(self.codings)
        people = sorted(now["coder"].unique())
        if self._problem:
            message = self._problem
        elif self.made_up.value:
            message = "<p><b>Made-up codings, to rehearse with: nobody coded this.</b></p>"
        elif not people:
            message = (
                "<p class='ck-empty'>No coding files yet. They are saved by the form above, one "
                "for each name; or add the files that were handed in, or rehearse with made-up "
                "ones.</p>"
            )
        else:
            message = f"<p>{len(people)} coding files: {html.escape(', '.join(people))}.</p>"
        self._told.value = f"<div role='status' aria-live='polite'>{message}</div>"
        parts = (
            report_parts(self._evidence, self.codings, reference=self.opened.value)
            if people
            else ()
        )
        self._parts.value = "".join(part_html(self._evidence, self.codings, part) for part in parts)
        self._busy = True
        choice = [*people, *([REFERENCE] if people and self.opened.value else [])] or [NOBODY]
        for control, place in ((self.one, 0), (self.other, 1)):
            kept = control.value if control.value in choice else choice[min(place, len(choice) - 1)]
            control.options, control.value = choice, kept
            control.disabled = choice == [NOBODY]
        self._busy = False
        self._compare()

    def _compare(self, _: Any = None) -> None:
        if self._busy:
            return
        one, other = self.one.value, self.other.value
        if NOBODY in (one, other) or one == other:
            self._pair.value = ""
            return
        both = pd.concat([latest(self.codings), self._reference], ignore_index=True)
        self._pair.value = "".join(
            part_html(self._evidence, both, part) for part in comparison(both, one, other)
        )


def explore_class(evidence: Evidence, folder: str | Path = FOLDER) -> ClassReport:
    """Put a class's codings together, from a folder of files or from files handed in.

    Parameters
    ----------
    evidence
        Must hold the paper's rows, which the reference is read off.
    folder
        Where `explore_coding` saves its files.

    Raises
    ------
    EvidenceError
        When the evidence does not hold the rows of the twelve claims.
    """
    return ClassReport(evidence, folder)
