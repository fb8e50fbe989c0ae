"""The configuration matrix: one line a cluster, one column an element, a mark for what is stated.

After Bertin's reorderable matrix. What it shows is made by `matrix_values`; `matrix.js` draws it.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import anywidget
import pandas as pd
import traitlets

from ..evidence.citations import Citation
from ..evidence.tables import Evidence
from ..questions.configuration import Configuration
from ..questions.framework import READINGS, Reading
from ..questions.mediation import check_words
from .chosen import Follows, chosen_in, every_place
from .matrix_marks import GLYPHS, LEGEND, SIGNS_LEGEND, TEXT_MARKS
from .matrix_readings import every_patch, reading_patch, readings_shown
from .matrix_shown import shown_configuration
from .matrix_values import matrix_answer
from .origin_switch import with_origin_switch
from .scripts import together
from .still import Still

DESCRIPTION = "Configuration matrix: what is stated of each cluster, element by element"
GROUPINGS = ("reported", "country", "none")
ORDERS = ("statements", "name", "column", "hand")
GENERAL = "#general"  # the line of claims without a place
Grouping = Literal["reported", "country", "none"]
Order = Literal["statements", "name", "column"]
QUESTION = (
    "code",
    "group",
    "order",
    "column",
    "compare",
    "inherit",
    "wider",
    "influences",
    "words",
    "opened",
    "reading",
    "second",
)


class ConfigurationMatrix(Follows, Still, anywidget.AnyWidget):
    """The matrix, drawn in the browser from plain values.

    Attributes
    ----------
    code
        Code of the configuration that is shown on it; empty for none.
    group
        How lines are grouped: by what is `reported` of the outcomes, by `country`, or `none`.
    order, column
        Order of lines in a group: number of `statements`, `name`, or what stands in a `column`.
    compare
        setting_ids of one or two lines set side by side.
    inherit, wider
        Whether lines of regions and countries, and of other places, are shown.
    influences
        Whether columns of influences are shown.
    words
        Words in place of marks.
    opened
        Columns that are opened, and to what, as `labour_law:instrument`; `facets` of
        `matrix_parts` lists what each can be opened to.
    reading
        Of F7: whether enforcing a rule, or not, is mediation (`wide`) or not (`narrow`).
    second
        reading_id of the second reading that is shown in the place of a row's own; empty for none.
    value
        setting_id and column of the cell that is open (an empty column is the whole line).
    """

    _esm = together("parts.js", "matrix_files.js", "matrix.js")
    _css = Path(__file__).with_name("matrix.css")
    kind = "matrix"
    description = traitlets.Unicode(DESCRIPTION).tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    code = traitlets.Unicode("").tag(sync=True)
    group = traitlets.Enum(GROUPINGS, "reported").tag(sync=True)
    order = traitlets.Enum(ORDERS, "statements").tag(sync=True)
    column = traitlets.Unicode("").tag(sync=True)
    compare: traitlets.List[str] = traitlets.List(traitlets.Unicode(), maxlen=2).tag(sync=True)
    inherit = traitlets.Bool(False).tag(sync=True)
    wider = traitlets.Bool(False).tag(sync=True)
    influences = traitlets.Bool(False).tag(sync=True)
    words = traitlets.Bool(False).tag(sync=True)
    opened: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)
    reading = traitlets.Enum(tuple(READINGS), "wide").tag(sync=True)
    second = traitlets.Unicode("").tag(sync=True)
    patch = traitlets.Dict().tag(sync=True)
    value: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, evidence: Evidence, **choices: Any) -> None:
        self._evidence = evidence
        answer = {**evidence.once(matrix_answer), "glyphs": GLYPHS, "legend": LEGEND,
                  "signs": SIGNS_LEGEND, "readings": READINGS,
                  "seconds": readings_shown(evidence)}  # fmt: skip
        super().__init__(answer=answer, **choices)
        self.places = evidence.once(every_place)
        self.follow(chosen_in(evidence))

    @property
    def configuration(self) -> Configuration | None:
        """The configuration that is shown on the matrix."""
        return Configuration.parse(self.code) if self.code else None

    @configuration.setter
    def configuration(self, configuration: Configuration | None) -> None:
        self.code = configuration.code if configuration else ""

    @property
    def rows(self) -> pd.DataFrame:
        """Statements behind the open cell, or line; behind all lines where nothing is open."""
        place, column = self.value or ("", "")
        if place == GENERAL:
            ids = self.answer["general"][column]["rows"]
        else:
            lines = [line for line in self.answer["lines"] if place in ("", line["id"])]
            part = "parts" if ":" in column else "cells"
            cells = [
                cell for line in lines for name, cell in line[part].items() if column in ("", name)
            ]
            ids = list(dict.fromkeys(row for cell in cells for row in cell["rows"]))
        return self._evidence.statements.loc[ids]

    def cite(self) -> Citation:
        """Cite exactly the rows behind the open cell, or behind all."""
        return self._evidence.cite(self.rows)

    @property
    def question(self) -> dict[str, Any]:
        """What is asked: the configuration, grouping, order, lines compared, switches."""
        return {name: getattr(self, name) for name in QUESTION}

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Ask all of this; returns what the evidence does not have."""
        lacking: dict[str, Any] = {}
        there = {line["id"] for line in self.answer["lines"]}
        for name in QUESTION:
            usual = self.traits()[name].default()
            value = question.get(name, usual)
            if name == "compare" and not set(value) <= there:
                lacking[name], value = value, usual
            try:
                setattr(self, name, value)
            except traitlets.TraitError:
                lacking[name] = value
                setattr(self, name, usual)
        return lacking

    @property
    def start(self) -> dict[str, Any]:
        """Choices that differ from the usual: arguments of `ConfigurationMatrix`."""
        usual = {name: self.traits()[name].default() for name in QUESTION}
        return {name: value for name, value in self.question.items() if value != usual[name]}

    def still_html(self) -> str:
        """Write the matrix as a table with text marks, readable without scripts."""
        columns = columns_shown(self.answer, influences=self.influences, opened=self.opened)
        return still_table(self.answer, self.shown, columns)

    def patches(self) -> dict[str, dict[str, Any]]:
        """Make the patch of every second reading, for a page without a kernel."""
        return dict(self._evidence.once(every_patch))

    def __repr__(self) -> str:
        return f"explore_matrix: {self.answer['headline']}"

    @traitlets.validate("code")
    def _readable_code(self, proposal: Any) -> str:
        try:
            if proposal.value:
                check_words(self._evidence, Configuration.parse(proposal.value))
        except ValueError as reason:
            raise traitlets.TraitError(str(reason)) from None
        return str(proposal.value)

    @traitlets.validate("column")
    def _known_column(self, proposal: Any) -> str:
        known = list(self.answer["clusters"])
        if proposal.value and proposal.value not in known:
            columns = ", ".join(name for name in known if ":" not in name)
            msg = f"there is no column {proposal.value!r}; choose from {columns}"
            raise traitlets.TraitError(msg)
        return str(proposal.value)

    @traitlets.validate("opened")
    def _known_facets(self, proposal: Any) -> list[str]:
        known = [facet["id"] for facets in self.answer["open"].values() for facet in facets]
        for name in proposal.value:
            if name not in known:
                msg = f"no column can be opened by {name!r}; choose from {', '.join(known)}"
                raise traitlets.TraitError(msg)
        return list({name.partition(":")[0]: name for name in proposal.value}.values())

    @traitlets.validate("second")
    def _known_reading(self, proposal: Any) -> str:
        known = [one["id"] for one in self.answer["seconds"]]
        if proposal.value and proposal.value not in known:
            msg = (
                f"no second reading {proposal.value!r} can change the matrix; choose from "
                f"{', '.join(known)}"
            )
            raise traitlets.TraitError(msg)
        return str(proposal.value)

    @traitlets.observe("second")
    def _read_otherwise(self, _: Any = None) -> None:
        self.patch = reading_patch(self._evidence, self.second) if self.second else {}

    @traitlets.observe("code")
    def _respond(self, _: Any = None) -> None:
        asked = self.configuration
        self.shown = shown_configuration(self._evidence, asked) if asked else {}


@with_origin_switch
def explore_matrix(
    evidence: Evidence,
    configuration: Configuration | None = None,
    *,
    group: Grouping = "reported",
    order: Order = "statements",
    column: str = "",
    compare: Sequence[str] = (),
    inherit: bool = False,
    wider: bool = False,
    influences: bool = False,
    opened: Sequence[str] = (),
    reading: Reading = "wide",
    second: str = "",
) -> ConfigurationMatrix:
    """Ask what is stated of each cluster, element by element, and what is not.

    Parameters
    ----------
    configuration
        Shown on the matrix: cells that meet it are framed, those of one act doubly and joined by
        a line; where it is silent the cell says so.
    group, order, column, compare, inherit, wider, influences, opened, reading, second
        Where to begin; see `ConfigurationMatrix`.

    Returns
    -------
    ConfigurationMatrix
        A widget with `value` (the open cell), `rows` and `cite()`, so that a cell below can go on
        with it; its `configuration` can be set.
    """
    return ConfigurationMatrix(
        evidence, code=configuration.code if configuration else "", group=group, order=order,
        column=column, compare=list(compare), inherit=inherit, wider=wider, influences=influences,
        opened=list(opened), reading=reading, second=second,
    )  # fmt: skip


def columns_shown(
    answer: dict[str, Any], *, influences: bool, opened: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """List the columns that are drawn: those opened as their parts."""
    facets = {facet["id"]: facet for some in answer["open"].values() for facet in some}
    of = {facets[name]["columns"][0]["of"]: facets[name]["columns"] for name in opened}
    columns = [one for one in answer["columns"] if influences or one["part"] != "influences"]
    return [part for one in columns for part in of.get(one["id"], [one])]


def still_table(
    answer: dict[str, Any], shown: dict[str, Any], columns: Sequence[dict[str, Any]]
) -> str:
    """Write the start of the matrix as HTML: lines in their groups, marks as text, a legend."""
    heads = "".join(f"<th scope='col'>{html.escape(one['label'])}</th>" for one in columns)
    parts = [f"<tr><th scope='col'>cluster</th><th scope='col'>statements</th>{heads}</tr>"]
    for group in answer["groups"]:
        lines = [one for one in answer["lines"] if one["cluster"] and one["group"] == group]
        lines.sort(key=lambda line: (-line["statements"], line["name"]))
        if lines:
            name = f"{group} · {len(lines)}"
            parts.append(f"<tr><th colspan='{len(columns) + 2}' scope='rowgroup'>{name}</th></tr>")
        parts += [_still_line(line, columns) for line in lines]
    counts = "".join(f"<td>{answer['clusters'][one['id']]}</td>" for one in columns)
    general = "".join(f"<td>{answer['general'][one['id']]['claims']}</td>" for one in columns)
    parts.append(f"<tr><th scope='row' colspan='2'>clusters with a statement</th>{counts}</tr>")
    parts.append(f"<tr><th scope='row' colspan='2'>general claims, no place</th>{general}</tr>")
    legend = " · ".join(f"{TEXT_MARKS[name]} {words}" for name, words in LEGEND if words)
    asked = ""
    if shown:
        asked = f"<p>Shown: {html.escape(shown['words'])}. {html.escape(shown['sentence'])}</p>"
    words = html.escape(DESCRIPTION, quote=True)
    return (
        f"<p><b>{html.escape(answer['headline'])}</b></p>"
        f"<p>{html.escape(answer['caption'])}</p>{asked}"
        f"<div class='ck-rows' role='region' tabindex='0' aria-label='{words}'>"
        f"<table>{''.join(parts)}</table></div><p>{html.escape(legend)} · {SIGNS_LEGEND}</p>"
    )


def _still_line(line: dict[str, Any], columns: list[dict[str, Any]]) -> str:
    told = {**line["cells"], **line["parts"]}
    cells = [told.get(column["id"], {"marks": []})["marks"] for column in columns]
    drawn = "".join(f"<td>{'<br>'.join(map(_still_mark, marks))}</td>" for marks in cells)
    name = html.escape(f"{line['name']} {line['code']}")
    return f"<tr><th scope='row'>{name}</th><td>{line['statements']}</td>{drawn}</tr>"


def _still_mark(mark: dict[str, Any]) -> str:
    """Write a mark as text: `■ a G+ S+`, or what is reported in words."""
    own = "•" if mark["own"] else ""
    if "text" in mark:
        return html.escape(f"{own}{mark['sign']} {mark['text']}".strip())
    possible = "?" if mark["possible"] else ""
    sign = f"{own}{TEXT_MARKS[mark['mark']]}{possible}"
    arrow = "F7" if mark["mediates"] else ""
    return html.escape(" ".join(filter(None, [sign, mark["letter"], arrow, *mark["effects"]])))
