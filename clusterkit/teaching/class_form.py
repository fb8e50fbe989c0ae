"""The class report as a widget: files of a folder or uploaded ones, compared at once."""

from __future__ import annotations

import html
import re
import tempfile
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from ..evidence.tables import Evidence
from ..widgets.panel import STYLE, OwnKeys
from ..widgets.still import Still
from .claims import REFERENCE, reference_coding
from .class_report import comparison, part_html, report_parts, told_html
from .class_slides import SLIDE_STYLE, disputed_slides
from .coding_files import ClassCodings, files_in, read_class_files
from .coding_form import FOLDER
from .codings import anonymous, latest, made_up_class

NOBODY = ("nobody", None)


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
    hidden
        Whether numbers stand in place of names.
    projector
        Whether one disputed claim is shown at a time, large.
    opened
        Whether the reference is opened.
    one, other
        Whom to compare.
    codings
        What was read, as `read_codings` returns it; empty where there are no files.
    """

    def __init__(self, evidence: Evidence, folder: str | Path) -> None:
        self._evidence = evidence
        self._reference = reference_coding(evidence)
        self._uploaded: list[tuple[str, bytes]] = []
        self._left_out: tuple[str, ...] = ()
        self.codings = self._shown = self._reference.iloc[:0]
        self._slides: tuple[str, ...] = ()
        self._slide = 0
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
        self.hidden = widgets.Checkbox(
            description="hide names", indent=False, layout={"width": "auto"}
        )
        self.projector = widgets.Checkbox(
            description="one disputed claim at a time, for the projector", indent=False,
            layout={"width": "auto"},
        )  # fmt: skip
        self.back = widgets.Button(description="Back", layout={"width": "auto"})
        self.next = widgets.Button(description="Next disputed claim", layout={"width": "auto"})
        self._told, self._parts, self._pair = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.again.on_click(self._read)
        for control in (self.folder, self.made_up):
            control.observe(self._read, names="value")
        self.upload.observe(self._take, names="value")
        for control in (self.opened, self.hidden, self.projector):
            control.observe(self._show, names="value")
        self.back.on_click(lambda _: self._turn(-1))
        self.next.on_click(lambda _: self._turn(1))
        self._busy = False
        for control in (self.one, self.other):
            control.observe(self._compare, names="value")
        wrap = widgets.Layout(flex_flow="row wrap", align_items="center", grid_gap="4px 14px")
        super().__init__(
            [
                widgets.HTML(STYLE), OwnKeys(),
                widgets.Box([self.folder, self.again, self.upload, self.made_up], layout=wrap),
                self._told,
                widgets.Box([self.opened, self.hidden, self.projector, self.back, self.next],
                            layout=wrap),
                self._parts,
                widgets.Box([self.one, self.other], layout=wrap), self._pair,
            ]
        )  # fmt: skip
        self.add_class("ck-explorer")
        self._read()

    def __repr__(self) -> str:
        return f"explore_class: {self.codings['coder'].nunique()} codings"

    def _take(self, _: Any) -> None:
        """Add what is uploaded; it takes the place only of an upload that could not be read."""
        for file in self.upload.value:
            name, content = _plain_name(str(file["name"])), bytes(file["content"])
            kept = [
                (other, old) for other, old in self._uploaded
                if old != content and not (other == name and name in self._left_out)
            ]  # fmt: skip
            self._uploaded = [*kept, (name, content)]
        self._read()

    def _read(self, _: Any = None) -> None:
        read = self._found()
        self.codings, self._left_out, self._slide = read.codings, read.left_out, 0
        self._problems, self._notes = read.problems, read.notes
        self._show()

    def _found(self) -> ClassCodings:
        """Read the folder and what was uploaded, together."""
        if self.made_up.value:
            return ClassCodings(made_up_class(self._evidence, discussed=True))
        folder = Path(self.folder.value.strip() or ".")
        files = files_in(folder) if folder.is_dir() else []
        with tempfile.TemporaryDirectory() as handed_in:
            for number, (name, content) in enumerate(self._uploaded):
                path = Path(handed_in) / str(number) / name
                path.parent.mkdir()
                path.write_bytes(content)
                files.append(path)
            return read_class_files(files, self._evidence)

    def _turn(self, steps: int) -> None:
        self._slide = min(max(self._slide + steps, 0), len(self._slides) - 1)
        self._show()

    def _show(self, _: Any = None) -> None:
        self._shown = anonymous(self.codings) if self.hidden.value else self.codings
        people = sorted(self._shown["coder"].unique())
        message = told_html(self._problems, self._notes, names=not self.hidden.value)
        if self.made_up.value:
            message += "<p><b>Made-up codings, to rehearse with: nobody coded this.</b></p>"
        elif not people:
            message += (
                "<p class='ck-empty'>No coding files yet. They are saved by the coding form, one "
                "for each person; or add the files that were handed in, or rehearse with made-up "
                "ones.</p>"
            )
        else:
            number = "1 person" if len(people) == 1 else f"{len(people)} people"
            who = "" if self.hidden.value else f": {html.escape(', '.join(people))}"
            message += f"<p>{number}{who}.</p>"
        self._told.value = f"<div role='status' aria-live='polite'>{message}</div>"
        self._parts.value = self._body() if people else ""
        for button in (self.back, self.next):
            button.layout.display = None if self.projector.value and people else "none"
        self.back.disabled = self._slide == 0
        self.next.disabled = self._slide >= len(self._slides) - 1
        self._busy = True
        names = [*people, *([REFERENCE] if people and self.opened.value else [])]
        choice = [(name, name) for name in names] or [NOBODY]
        for control, place in ((self.one, 0), (self.other, 1)):
            fallback = choice[min(place, len(choice) - 1)][1]
            kept = control.value if control.value in names else fallback
            control.options, control.value = choice, kept
            control.disabled = not names
        self._busy = False
        self._compare()

    def _body(self) -> str:
        """Draw all parts, or the slide of one disputed claim."""
        if not self.projector.value:
            parts = report_parts(self._evidence, self._shown, reference=self.opened.value)
            return "".join(part_html(self._evidence, self._shown, part) for part in parts)
        self._slides = disputed_slides(self._evidence, self._shown, names=not self.hidden.value)
        if not self._slides:
            return "<p>No claim is disputed.</p>"
        return f"<style>{SLIDE_STYLE}</style>{self._slides[self._slide]}"

    def _compare(self, _: Any = None) -> None:
        if self._busy:
            return
        one, other = self.one.value, self.other.value
        if None in (one, other) or one == other:
            self._pair.value = ""
            return
        both = pd.concat([latest(self._shown), self._reference], ignore_index=True)
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


def _plain_name(name: str) -> str:
    """Keep of an uploaded file's name what any disk takes."""
    plain = re.sub(r"[^\w. ()-]", "_", name.encode("utf-8", "replace").decode("utf-8"))
    return plain.strip(". ")[-60:] or "upload.csv"
