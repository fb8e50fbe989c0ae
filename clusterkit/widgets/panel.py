"""What all explorers share: controls on top, and below them what one pure function answers.

An explorer holds no evidence logic. It hands the values of its controls to a function that
returns a `View`, and shows that: counts, figure, rows in words, sources.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import pandas as pd
import traitlets
from matplotlib.axes import Axes

from ..evidence.citations import Citation
from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from ..plots.display import figure_html, table_region
from .chosen import Chosen, chosen_in
from .drawing import Drawing
from .still import Still

ANY = "any"
MANY_ROWS = 5  # more may not fit into the window onto them
REMEMBERED = 64  # answers of an explorer, so that going back takes no time
STYLE = """<style>
.ck-explorer, .ck-explorer .widget-html, .ck-explorer .ck-rows {box-sizing: border-box;
 max-width: 100%}
.ck-explorer .ck-rows {overflow-x: auto; margin-top: .5em}
.ck-explorer .ck-hint + .ck-rows {max-height: 24em; overflow: hidden}
.ck-explorer .ck-hint + .ck-rows:is(:focus, :focus-within) {overflow: auto}
.ck-explorer .ck-hint {margin: .6em 0 0; font-size: 12px}
:is(.jp-OutputArea, .jp-OutputArea-child, .jp-OutputArea-output, .jp-Cell-outputWrapper,
 .widget-box, .widget-vbox):has(.ck-controls) {overflow: visible; min-width: 0}
.ck-explorer > * {min-width: 0; max-width: 100%}
.ck-controls .widget-checkbox {height: auto}
.ck-controls .widget-checkbox .widget-label-basic {white-space: normal; line-height: 1.3}
@media screen and (min-height: 600px) {
 .ck-explorer > .ck-controls {position: sticky; top: 0; z-index: 5; padding: 4px 0;
  background: var(--jp-layout-color1, Canvas);
  border-bottom: 1px solid var(--jp-border-color2, #ddd)}
}
@media print {
 .ck-explorer .ck-rows, .ck-explorer .ck-hint + .ck-rows {max-height: none; overflow: visible}
 .ck-explorer .ck-hint {display: none}
}
.ck-explorer .ck-rows table {border-collapse: collapse; font-size: 12px; line-height: 1.35}
.ck-explorer .ck-rows th, .ck-explorer .ck-rows td {text-align: left; vertical-align: top;
 padding: .25em .6em; border-bottom: 1px solid var(--jp-border-color2, #ddd)}
.ck-explorer .ck-rows .ck-id {white-space: nowrap; opacity: .75}
.ck-explorer .ck-rows thead th {position: sticky; top: 0; background: var(--jp-layout-color1, #fff)}
.ck-explorer .ck-counts {font-weight: 600; margin: .6em 0 .2em}
.ck-explorer .ck-sentence {margin: .2em 0}
.ck-explorer .ck-figure img {max-width: 100%; background: white; padding: 4px}
.ck-explorer .ck-empty {padding: 1em; border: 1px dashed var(--jp-border-color1, #aaa)}
.ck-explorer a[download] {text-decoration: underline; color: #0072B2}
.ck-explorer :focus-visible {outline: 2px solid #0072B2; outline-offset: 1px}
</style>"""


@dataclass(frozen=True)
class View:
    """What an explorer shows for one state of its controls.

    Attributes
    ----------
    rows
        Statements behind what is shown, indexed by row_id.
    table
        What stands in the table.
    sentence
        What the reader should know first, in one sentence.
    draw
        Makes the figure for print; None where there is nothing to draw.
    said
        Text for readers who do not see the figure, or what writes it when it is wanted.
    picture
        The same figure as values (`plots.pictures`), which the browser draws; None where only
        matplotlib draws it.
    """

    rows: pd.DataFrame
    table: pd.DataFrame
    sentence: str
    draw: Callable[[], Axes] | None = None
    said: str | Callable[[], str] = "The figure shows the rows of the table below."
    picture: Any = None

    @property
    def alternative(self) -> str:
        """Text for readers who do not see the figure."""
        return self.said if isinstance(self.said, str) else self.said()


class OwnKeys(anywidget.AnyWidget):
    """Keeps JupyterLab's shortcuts away from the controls of the explorer that it is in."""

    _esm = Path(__file__).with_name("keys.js")


class Explorer(Still, widgets.VBox):
    """Controls over a function of the evidence; its answer can be read from Python too.

    Attributes
    ----------
    selection
        Value of every control, by name.
    view
        The `View` that is shown.
    chosen
        What is followed in every view of this evidence (`chosen.Chosen`): a place, a claim, an
        actor. Setting one of them marks it in all of them.
    leads
        Name of the control that chooses the place that is followed; empty where none does.
    shown
        What stands below the controls: counts and sentence (`status`), `table`, `sources` as HTML,
        and the values of the `picture`.
    """

    kind = "explorer"

    def __init__(
        self,
        evidence: Evidence,
        name: str,
        controls: Mapping[str, widgets.ValueWidget],
        answer: Callable[..., View],
        *,
        leads: str = "",
        about: Mapping[str, str] | None = None,
    ) -> None:
        self._evidence = evidence
        self._name = name
        self._about = dict(about or {})  # what its function was told beside the evidence
        self.controls = dict(controls)
        self._answer = answer
        self._answered: dict[tuple[Any, ...], tuple[View, str, str]] = {}
        self.leads = leads
        self._start = {key: control.value for key, control in self.controls.items()}
        self._status = widgets.HTML()
        self._drawing = Drawing()
        self._figure = widgets.HTML()
        self._table = widgets.HTML()
        self._sources = widgets.HTML()
        self._resetting = False
        reset = widgets.Button(description="Reset", tooltip="Set every control to where it began")
        reset.on_click(self.reset)
        for control in self.controls.values():
            control.observe(self._show, names="value")
        box = widgets.Box([*self.controls.values(), reset], layout=_flow())
        box.add_class("ck-controls")
        answers = [self._status, self._drawing, self._figure, self._table, self._sources]
        super().__init__([widgets.HTML(STYLE), OwnKeys(), box, *answers])
        self.add_class("ck-explorer")
        self._show()
        self._drawing.observe(self._lead, names="chosen")
        self.follow(chosen_in(evidence))

    @property
    def selection(self) -> dict[str, Any]:
        """Value of every control, by name."""
        return {key: control.value for key, control in self.controls.items()}

    @property
    def rows(self) -> pd.DataFrame:
        """Statements behind what is shown."""
        return self.view.rows

    def follow(self, chosen: Chosen) -> None:
        """Mark what is chosen there from now on, and choose there what the reader chooses here."""
        if hasattr(self, "chosen"):
            self.chosen.unobserve(self._follow)
        self.chosen = chosen
        chosen.observe(self._follow)
        self._follow()

    def _follow(self, _: Any = None) -> None:
        self._drawing.chosen = self.chosen.values()
        control = self.controls.get(self.leads)
        if control is not None and self.chosen.place in {value for _, value in control.options}:
            control.value = self.chosen.place

    def _lead(self, change: Any) -> None:
        for part, value in change.new.items():
            setattr(self.chosen, part, value)

    @property
    def opened(self) -> pd.DataFrame:
        """Statements that the reader has opened by a mark of the picture; none at first."""
        return self._evidence.statements.loc[list(self._drawing.opened)]

    @property
    def table(self) -> pd.DataFrame:
        """The table that is shown."""
        return self.view.table

    def cite(self) -> Citation:
        """Cite exactly the rows that are shown."""
        return self._evidence.cite(self.view.rows)

    @property
    def question(self) -> dict[str, Any]:
        """What is asked: the value of every control, by name."""
        return self.selection

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Set controls; returns those whose list does not have the value, with that value."""
        lacking: dict[str, Any] = {}
        self._resetting = True
        for key, value in question.items():
            try:
                self.controls[key].value = value
            except traitlets.TraitError:
                lacking[key] = value
                self.controls[key].value = self._start[key]
        self._resetting = False
        self._show()
        return lacking

    def reset(self, _: Any = None) -> None:
        """Set every control to where it began."""
        self.ask(self._start)

    def __repr__(self) -> str:
        return f"{self._name}: {self._evidence.counts(self.view.rows)}"

    def _show(self, change: Any = None) -> None:
        if self._resetting:
            return
        if change is not None and change.owner is self.controls.get(self.leads):
            self.chosen.place = change.new
        asked = tuple(self.selection.values())
        told = self._answered.get(asked)
        self.view = told[0] if told else self._answer(**self.selection)
        counts = self._evidence.counts(self.view.rows)
        self._status.value = (
            f"<div role='status' aria-live='polite'><p class='ck-counts'>{counts}</p>"
            f"<p class='ck-sentence'>{html.escape(self.view.sentence)}</p></div>"
        )
        self._drawing.show(self._evidence, self.view.picture)
        self._figure.value = "" if self.view.picture is not None else self._picture()
        # The picture is on its way; what stands below it takes longer than the picture itself.
        below = told[1:] if told else (_table_html(self.view.table), self._sources_html())
        self._answered[asked] = (self.view, *below)
        for oldest in list(self._answered)[:-REMEMBERED]:
            del self._answered[oldest]
        self._table.value, self._sources.value = below

    @property
    def start(self) -> dict[str, Any]:
        """Its name, what it was told, and the controls that do not stand as at first."""
        choices = {key: now for key, now in self.selection.items() if now != self._start[key]}
        return {"name": self._name, **self._about, "choices": choices}

    @property
    def shown(self) -> dict[str, Any]:
        """What stands below the controls, as HTML, and the values of the picture."""
        return {
            "status": self._status.value, "table": self._table.value,
            "sources": self._sources.value, "picture": self._drawing.picture,
        }  # fmt: skip

    @property
    def drawing(self) -> Drawing:
        """The picture in the browser."""
        return self._drawing

    def still_html(self) -> str:
        """Draw what is shown now: counts, figure, table, sources."""
        shown = self.shown
        picture = self._picture(compact=True)
        return "".join([STYLE, shown["status"], picture, shown["table"], shown["sources"]])

    def _picture(self, *, compact: bool = False) -> str:
        if self.view.draw is None:
            return ""
        return figure_html(self.view.draw(), self.view.alternative, compact=compact)

    def _sources_html(self) -> str:
        if self.view.rows.empty:
            return ""
        cited = self.cite()
        works = "1 work" if len(cited.keys) == 1 else f"{len(cited.keys)} works"
        return (
            f"<details class='ck-sources'><summary>Sources of these rows ({works})"
            f"</summary>{cited._repr_html_()}</details>"
        )


def choice(
    label: str,
    options: tuple[str, ...] | list[str],
    *,
    value: str = ANY,
    names: Mapping[str, str] | None = None,
) -> widgets.Dropdown:
    """Make a drop-down list that starts at "any"."""
    shown = [(ANY, ANY)] if value == ANY else []
    shown += [((names or {}).get(word, spaced(word)), word) for word in options]
    return widgets.Dropdown(
        options=shown,
        value=value,
        description=label,
        style={"description_width": "initial"},
        layout={"width": "auto", "min_width": "15em"},
    )


def tick(label: str, *, value: bool = False) -> widgets.Checkbox:
    """Make a tick box."""
    return widgets.Checkbox(value=value, description=label, indent=False, layout={"width": "auto"})


class TickList(widgets.HBox):
    """Words of which any number can be ticked, each by itself: nothing needs Ctrl and a click.

    Attributes
    ----------
    value
        The words ticked, in the order of the list.
    labels
        What stands beside each box, by word.
    """

    value: traitlets.Tuple = traitlets.Tuple()

    def __init__(
        self,
        label: str,
        options: Iterable[str],
        *,
        words: Callable[[str], str] = spaced,
        value: Iterable[str] = (),
    ) -> None:
        self.options, self.description = tuple(options), label
        self._boxes = {word: tick(words(word)) for word in self.options}
        for box in self._boxes.values():
            box.observe(self._ticked, names="value")
        super().__init__([widgets.Label(label), *self._boxes.values()], layout=_flow())
        self.value = tuple(value)

    @property
    def labels(self) -> dict[str, str]:
        """What stands beside each box, by word."""
        return {word: box.description for word, box in self._boxes.items()}

    @traitlets.validate("value")
    def _known(self, proposal: Any) -> tuple[str, ...]:
        unknown = [word for word in proposal.value if word not in self.options]
        if unknown:
            msg = f"there is no {unknown[0]!r} to tick; choose from {', '.join(self.options)}"
            raise traitlets.TraitError(msg)
        return tuple(word for word in self.options if word in proposal.value)

    @traitlets.observe("value")
    def _show(self, _: Any) -> None:
        for word, box in self._boxes.items():
            box.value = word in self.value

    def _ticked(self, change: Any) -> None:
        word = next(word for word, box in self._boxes.items() if box is change.owner)
        others = {one for one in self.value if one != word}
        self.value = tuple(others | {word} if change.new else others)


def several(label: str, options: tuple[str, ...] | list[str]) -> TickList:
    """Make a list of which several entries can be ticked; none ticked means any."""
    return TickList(label, options)


def chosen(value: str) -> str | None:
    """Turn "any" into no choice."""
    return None if value == ANY else value


def _table_html(table: pd.DataFrame) -> str:
    if table.empty:
        return (
            "<p class='ck-empty'>No row of the evidence fits. "
            "Set a control back to “any”, or reset.</p>"
        )
    hint = (
        f"<p class='ck-hint'>{len(table):,} rows: click into the table, or move to it with Tab, "
        "to scroll in it.</p>"
    )
    return (hint if len(table) > MANY_ROWS else "") + table_region(table, "Rows")


def _flow() -> widgets.Layout:
    return widgets.Layout(flex_flow="row wrap", align_items="center", grid_gap="4px 14px")
