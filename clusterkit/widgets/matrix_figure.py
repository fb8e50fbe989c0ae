"""The configuration matrix as a figure, from the same values that the browser draws."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Arc, Circle, PathPatch
from matplotlib.path import Path

from ..evidence.tables import Evidence
from ..plots.style import INK, PAPER, axes, house_style
from .matrix_marks import DASHES, LEGEND, SHAPES, SIGNS_LEGEND, WIDTHS, Stroke
from .matrix_parts import SOFT
from .matrix_values import matrix_answer

UNITS = 100  # of the drawing in an inch
MARGIN, TITLE = 0.06, 0.34  # inches
NAMES, NUMBERS, OUTCOME, LEFT = 122, 20, 122, 6
SIZE, SMALL = 7.6, 7.2  # points
LETTER = 5.7  # units that a small letter is wide
ROW, LINE, STACK = 13, 11, 10.5
GROUP = 28  # deep, with their rule
RULE = "#bdbdbd"


def plot_matrix(evidence: Evidence, *, ax: Axes | None = None) -> Axes:
    """Draw what is stated of each cluster, element by element, with a legend.

    Columns of influences, other places and what is said of countries are left out, as at the start
    of `explore_matrix`.

    Examples
    --------
    >>> import clusterkit as ck
    >>> plot_matrix(ck.load(only="paper")).get_title(loc="left")[:38]
    'Growth and social conditions, good or '
    """
    answer = evidence.once(matrix_answer)
    columns = [one for one in answer["columns"] if one["part"] != "influences"]
    sheet = _Sheet(answer, columns)
    wide, high = sheet.width / UNITS, sheet.height / UNITS
    with house_style():
        if ax is None:
            ax = axes(None, wide + 2 * MARGIN, high + TITLE + MARGIN)
            figure = ax.get_figure()
            assert isinstance(figure, Figure)
            figure.set_layout_engine("none")  # a unit is a unit: text keeps to its column
            whole = figure.get_size_inches()
            ax.set_position(
                (MARGIN / whole[0], MARGIN / whole[1], wide / whole[0], high / whole[1])
            )
        sheet.draw(ax)
        ax.set_title(answer["headline"], loc="left")
        ax.set_xlim(0, sheet.width)
        ax.set_ylim(sheet.height, 0)
        ax.set_aspect("equal")
        ax.axis("off")
    return ax


def matrix_rows(evidence: Evidence) -> pd.DataFrame:
    """Return the statements that the figure shows: those of clusters in developing countries."""
    lines = [line for line in evidence.once(matrix_answer)["lines"] if line["cluster"]]
    cells = [cell for line in lines for cell in line["cells"].values()]
    ids = {row for cell in cells for row in cell["rows"]}
    return evidence.statements[evidence.statements.index.isin(ids)]


def matrix_in_words(evidence: Evidence) -> str:
    """Say what the figure shows: cluster by cluster the columns in which something is stated.

    Examples
    --------
    >>> import clusterkit as ck
    >>> "Agra leather (3 statements): social conditions" in matrix_in_words(ck.load(only="paper"))
    True
    """
    answer = evidence.once(matrix_answer)
    columns = [one for one in answer["columns"] if one["part"] != "influences"]
    parts = [f"{answer['headline']}."]
    for name, lines in _groups(answer):
        told = []
        for line in lines:
            stated = [one["label"] for one in columns if one["id"] in line["cells"]]
            many = "statement" if line["statements"] == 1 else "statements"
            told.append(
                f"{line['name']} ({line['statements']} {many}): {'; '.join(stated) or 'none'}."
            )
        parts.append(f"{name}. {' '.join(told)}")
    silent = [one["label"] for one in columns if not answer["clusters"][one["id"]]]
    if silent:
        parts.append(f"Stated of no cluster: {'; '.join(silent)}.")
    return " ".join(parts)


def _groups(answer: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for name in answer["groups"]:
        lines = [one for one in answer["lines"] if one["cluster"] and one["group"] == name]
        if lines:
            yield name, sorted(lines, key=lambda line: (-line["statements"], line["name"]))


def _effects(mark: dict[str, Any]) -> list[str]:
    return [*(["F7"] if mark["mediates"] else []), *mark["effects"]]


def _beside(mark: dict[str, Any]) -> str:
    return f"{'•' * mark['own']}{'?' * mark['possible']}{mark['letter']}"


def _wrapped(text: str, width: float, most: int = 99) -> list[str]:
    """Break a text into lines of this many units; long words at their soft hyphens."""
    letters = max(4, int(width / LETTER))
    lines = [""]
    for word in text.split(" "):
        pieces = word.split(SOFT)
        while pieces:
            space = " " if lines[-1] and pieces == word.split(SOFT) else ""
            room = letters - len(lines[-1]) - len(space)
            fits = [n for n in range(1, len(pieces) + 1)
                    if len("".join(pieces[:n])) + (n < len(pieces)) <= room]  # fmt: skip
            if not fits and lines[-1]:
                lines.append("")
                continue
            number = max(fits, default=1)
            rest = pieces[number:]
            lines[-1] += space + "".join(pieces[:number]) + ("-" if rest else "")
            if rest:
                lines.append("")
            pieces = rest
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: letters - 1]}…"]
    return lines


class _Sheet:
    """The matrix laid out in units from the upper left, and drawn."""

    def __init__(self, answer: dict[str, Any], columns: list[dict[str, Any]]) -> None:
        self.answer, self.columns = answer, columns
        self.groups = list(_groups(answer))
        lines = [line for _, some in self.groups for line in some]
        self.at: list[float] = []
        x: float = LEFT + NAMES + NUMBERS
        for place, column in enumerate(columns):
            first = place == 0 or column["group"] != columns[place - 1]["group"]
            x += 7 if first else 0
            self.at.append(x)
            x += self._wide(column, lines)
        self.width = x + LEFT
        self.wide = [to - of for of, to in zip(self.at, [*self.at[1:], x], strict=True)]
        self.heads = [
            _wrapped(one["shown"], 0.9 * wide - 1)
            for one, wide in zip(columns, self.wide, strict=True)
        ]
        self.head: float = GROUP + LINE * max(map(len, self.heads)) + 6
        self.notes = _wrapped(SIGNS_LEGEND, self.width - 2 * LEFT)
        self.legend = -(-len(LEGEND) // 3)
        body = sum(19 + sum(map(self._deep, some)) for _, some in self.groups)
        self.height = (
            self.head + body + 2 * (ROW + 2) + 12 + ROW * self.legend + LINE * len(self.notes) + 6
        )

    def _wide(self, column: dict[str, Any], lines: list[dict[str, Any]]) -> float:
        if column["part"] == "outcomes":
            return OUTCOME
        marks = [
            m for line in lines for m in line["cells"].get(column["id"], {"marks": []})["marks"]
        ]
        signs = [
            SHAPES[mark["mark"]][0]
            + 6.2 * len(_beside(mark))
            + 6.9 * max(map(len, _effects(mark)), default=0)
            for mark in marks
        ]
        pieces = [
            len(piece) + (piece != word.split(SOFT)[-1])
            for word in column["shown"].split(" ")
            for piece in word.split(SOFT)
        ]
        return 8 + max([(LETTER + 0.3) * max(pieces), *signs])

    def _deep(self, line: dict[str, Any]) -> float:
        names = len(_wrapped(self._name(line), NAMES)) * LINE + 5
        cells = []
        for column in self.columns:
            cell = line["cells"].get(column["id"])
            if cell and column["part"] == "outcomes":
                cells.append(LINE * len(self._found(cell)) + 5)
            elif cell:
                cells.append(sum(map(self._tall, cell["marks"])) + 3)
        return float(max([names, ROW + 3, *cells]))

    @staticmethod
    def _tall(mark: dict[str, Any]) -> float:
        return max(14.0, STACK * len(_effects(mark)) + 3)

    @staticmethod
    def _name(line: dict[str, Any]) -> str:
        return f"{line['name']} {line['code']}".strip()

    @staticmethod
    def _found(cell: dict[str, Any]) -> list[str]:
        told = [
            f"{'• ' * one['own']}{one['sign']}{':' * (one['sign'] not in ('▲', '▼', ''))} "
            f"{one['text']}".strip()
            for one in cell["marks"]
        ]
        return _wrapped("; ".join(told), OUTCOME - 8, most=3)

    def draw(self, ax: Axes) -> None:
        write = dict(fontsize=SIZE, va="baseline")
        small = dict(fontsize=SMALL, va="baseline")
        for place, (column, head) in enumerate(zip(self.columns, self.heads, strict=True)):
            group = column["group"]
            if place == 0 or group != self.columns[place - 1]["group"]:
                mine = [at for at, one in enumerate(self.columns) if one["group"] == group]
                end = self.at[mine[-1]] + self.wide[mine[-1]] - (4 if mine[-1] == place else 9)
                over = _wrapped(group, (end - self.at[place]) * 0.9)
                for row, words in enumerate(reversed(over)):
                    up = GROUP - 7 - LINE * row
                    ax.text(self.at[place], up, words, weight="bold", **write)
                ax.plot([self.at[place], end], [GROUP - 2] * 2, color=INK, linewidth=1)
            for row, words in enumerate(reversed(head)):
                ax.text(self.at[place], self.head - 6 - LINE * row, words, **small)
        ax.text(LEFT, self.head - 6, "cluster, statements", **small)
        y: float = self.head
        start = self.at[
            next(at for at, one in enumerate(self.columns) if one["part"] == "outcomes")
        ]
        for name, lines in self.groups:
            ax.text(LEFT, y + 13, f"{name} · {len(lines)}", weight="bold", **write)
            y += 19
            self._rule(ax, y, INK)
            for line in lines:
                deep = self._deep(line)
                ax.fill([start - 4, self.width - 4, self.width - 4, start - 4],
                        [y, y, y + deep, y + deep], color=PAPER, linewidth=0, zorder=0)  # fmt: skip
                self._line(ax, line, y)
                y += deep
                self._rule(ax, y, RULE)
        self._rule(ax, y, INK)
        for words, numbers, weight in self._foot():
            y += ROW + 2
            ax.text(LEFT, y - 3, words, weight=weight, **small)
            for x, number in zip(self.at, numbers, strict=True):
                ax.text(x, y - 3, str(number), weight=weight, **small)
        y += 12
        for at, (mark, words) in enumerate(LEGEND):
            left = LEFT + at // self.legend * (self.width - LEFT) / 3
            top = y + ROW * (at % self.legend)
            _shape(ax, mark, left, top)
            ax.text(left + 22, top + 9, words, **small)
        y += ROW * self.legend + 2
        for row, words in enumerate(self.notes):
            ax.text(LEFT, y + 10 + LINE * row, words, **small)

    def _rule(self, ax: Axes, y: float, colour: str) -> None:
        ax.plot([LEFT, self.width - 4], [y, y], color=colour, linewidth=0.6, zorder=1)

    def _foot(self) -> Iterator[tuple[str, list[int], str]]:
        ids = [column["id"] for column in self.columns]
        total = sum(len(lines) for _, lines in self.groups)
        clusters = [self.answer["clusters"][name] for name in ids]
        general = [self.answer["general"][name]["claims"] for name in ids]
        yield f"Clusters stated, of {total}", clusters, "bold"
        yield "General claims, no place", general, "normal"

    def _line(self, ax: Axes, line: dict[str, Any], y: float) -> None:
        for row, words in enumerate(_wrapped(self._name(line), NAMES)):
            ax.text(LEFT, y + 11 + LINE * row, words, fontsize=SIZE, va="baseline")
        number = str(line["statements"])
        ax.text(LEFT + NAMES + NUMBERS - 4, y + 11, number, fontsize=SIZE, ha="right")
        for x, column in zip(self.at, self.columns, strict=True):
            cell = line["cells"].get(column["id"])
            if cell and column["part"] == "outcomes":
                for row, words in enumerate(self._found(cell)):
                    ax.text(x, y + 11 + LINE * row, words, fontsize=SMALL, va="baseline")
            elif cell:
                top = y + 3
                for mark in cell["marks"]:
                    self._mark(ax, mark, x, top)
                    top += self._tall(mark)

    @staticmethod
    def _mark(ax: Axes, mark: dict[str, Any], x: float, y: float) -> None:
        _shape(ax, mark["mark"], x, y)
        x += SHAPES[mark["mark"]][0] + 2
        ax.text(x, y + 9, _beside(mark), fontsize=SMALL, style="oblique")
        x += 6.2 * len(_beside(mark))
        effects = _effects(mark)
        for row, words in enumerate(effects):
            down = 9 if len(effects) == 1 else 8 + STACK * row
            ax.text(x + 1.5, y + down, words, fontsize=SMALL, weight="bold")


def _shape(ax: Axes, mark: str, x: float, y: float) -> None:
    """Draw a mark with its upper left corner at a point."""
    for stroke in SHAPES[mark][1]:
        ax.add_patch(_patch(stroke, x, y))


def _patch(stroke: Stroke, x: float, y: float) -> Any:
    width = WIDTHS[stroke.style] * 72 / UNITS
    dashed = (0, tuple(one * 72 / UNITS / width for one in DASHES))
    look: dict[str, Any] = dict(
        edgecolor=INK, linewidth=width, linestyle=dashed if stroke.style == "dashed" else "-",
        facecolor=INK if stroke.style == "full" else "none", capstyle="butt",
    )  # fmt: skip
    if stroke.kind == "path":
        points = [(x + a, y + b) for a, b in zip(stroke.at[::2], stroke.at[1::2], strict=True)]
        codes = [Path.MOVETO] + [Path.LINETO] * (len(points) - 1)
        if stroke.closed:
            points, codes = [*points, points[0]], [*codes, Path.CLOSEPOLY]
        return PathPatch(Path(points, codes), joinstyle="miter", **look)
    middle, radius = (x + stroke.at[0], y + stroke.at[1]), stroke.at[2]
    if stroke.kind == "circle":
        return Circle(middle, radius, **look)
    turn = (90, 270) if stroke.kind == "left half" else (270, 90)
    look.pop("facecolor")
    return Arc(middle, 2 * radius, 2 * radius, theta1=turn[0], theta2=turn[1], **look)
