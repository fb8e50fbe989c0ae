"""How a reader sees the ledger: conclusions with their rows, and what second readings change."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from ..evidence.suggestions import nearest
from ..evidence.tables import Evidence
from ..questions.ledger import findings, how_it_holds, rows_behind, standing_in_words, whose_words
from ..questions.ledger_changes import SAME, STRONGER, TURNS, WEAKER
from .style import FAINT, INK, PAPER, axes, bare, house_style, nothing_to_draw

CHANGE_MARKS = {
    STRONGER: ("^", "none", "stronger: more claims for it, or fewer against"),
    WEAKER: ("v", "none", "weaker: fewer claims for it, or more against"),
    TURNS: ("s", INK, "turns: it holds in another way, or the other side has more"),
}
NARROWEST = 3  # columns of a table's band, so that its name has room
LETTERS = 64  # in a line of a finding's sentence
LABELS, COLUMN = 3.5, 0.22  # inches: the sentences' room, and a column's
LEFT, RIGHT, LEAST_SPAN = 0.8, 6.4, 35.2  # beside the columns, and of all, counted in columns


KEY = (
    "Carried: rows speak for it and none against. Disputed: there are both. More for: it compares, "
    "and what could outweigh it is fewer. Counts are no weights; one claim can have several rows."
)


class Conclusions:
    """Findings of the ledger for readers: as HTML in a notebook, as text elsewhere.

    Attributes
    ----------
    table
        Their lines of `findings`.
    """

    def __init__(self, evidence: Evidence, table: pd.DataFrame) -> None:
        self.table = table
        self._evidence = evidence

    def __repr__(self) -> str:
        lines = []
        for number, (_, finding) in enumerate(self.table.iterrows(), start=1):
            lines.append(f"{number}. {finding['sentence']}\n   {_stands(finding)}")
        return "\n".join([*lines, KEY])

    def _repr_html_(self) -> str:
        items = "".join(self._item(finding) for _, finding in self.table.iterrows())
        return f"<ol class='ck-conclusions'>{items}</ol><p><small>{KEY}</small></p>"

    def _item(self, finding: pd.Series) -> str:
        return (
            f"<li style='margin-bottom: 8px'><b>{html.escape(finding['sentence'])}</b>"
            f"<br>{html.escape(_stands(finding))}{self._rows(finding)}</li>"
        )

    def _rows(self, finding: pd.Series) -> str:
        """Write its rows as lists that open, for it first."""
        rows = rows_behind(self._evidence, finding)
        if rows.empty:
            return ""
        other = "On the other side" if finding["compares"] else "Against it"
        lists = []
        for side, heading in (("for", "For it"), ("against", other)):
            said = rows.loc[rows["speaks"] == side, "sentence"]
            items = "".join(
                f"<li>{html.escape(sentence)} <code>{row_id}</code></li>"
                for row_id, sentence in said.items()
            )
            lists.append(f"<p>{heading}:</p><ul>{items}</ul>" if items else "")
        return f"<details><summary>Open the rows</summary>{''.join(lists)}</details>"


def show_findings(evidence: Evidence, which: str | Sequence[str]) -> Conclusions:
    """Show conclusions of the ledger in a notebook, each with how it stands and its rows.

    Parameters
    ----------
    which
        The number of a notebook, such as `02`, for all that it draws (the paper's first); or
        names of findings, in the order in which they are to stand.

    Raises
    ------
    ValueError
        When no finding is drawn by that notebook, or bears that name.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> ck.show_findings(evidence, ["both-gains-with-a-demand-from-abroad"])  # doctest: +ELLIPSIS
    1. Where one statement gives a cluster a plus on growth and on social conditions it also ...
       ours; carried: 3 claims for it, 3 places, 4 sources; none against it
    Carried: rows speak for it and none against. ...
    """
    table = findings(evidence)
    if isinstance(which, str):
        chosen = table[table["notebook"] == which]
        if chosen.empty:
            there = ", ".join(sorted(set(table["notebook"]) - {""}))
            msg = f"no finding of findings.csv is drawn by a notebook {which!r}; there is {there}"
            raise ValueError(msg)
        return Conclusions(evidence, chosen)
    for name in which:
        if name not in table.index:
            hint = nearest(name, list(table.index))
            msg = f"no finding of findings.csv is called {name!r}.{hint}"
            raise ValueError(msg)
    return Conclusions(evidence, table.loc[list(which)])


def plot_findings(evidence: Evidence, words: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw findings against the second readings that change one of them.

    Parameters
    ----------
    words
        As `findings_by_reading` returns it. Readings that change nothing are counted and not
        drawn; a blank cell says *same*. At the right stand how a finding holds (of one that
        compares, which side has more), and its claims for and against; in brackets how many are
        of no place.
    """
    places = _placed(evidence, words)
    with house_style():
        end = LEAST_SPAN if places.empty else max(LEAST_SPAN, places["x"].max() + RIGHT)
        ax = bare(axes(ax, LABELS + COLUMN * (LEFT + end), 0.37 * len(words) + 2.4))
        if places.empty:
            return nothing_to_draw(ax, "No second reading changes a finding.")
        _bands(ax, places, len(words))
        _marks(ax, words, places)
        _standings(ax, findings(evidence).loc[words.index], places["x"].max() + 1.2)
        lines = [textwrap.fill(text, LETTERS) for text in findings(evidence)["sentence"]]
        ax.set_yticks(range(len(words)), lines[::-1], fontsize=6.5)
        ax.set_xticks(places["x"], places.index, rotation=90, fontsize=6.5)
        ax.set_xlim(-LEFT, end)
        ax.set_ylim(-0.6, len(words) + 0.9)
        ax.legend(
            handles=_legend(), loc="upper right", bbox_to_anchor=(1, -0.06), fontsize=7.5, ncols=3
        )
        ax.set_title(
            f"{len(words)} findings under {words.shape[1]} second readings: "
            f"{len(places)} readings change one, {words.shape[1] - len(places)} change none"
        )
    return ax


def _stands(finding: pd.Series) -> str:
    return f"{whose_words(finding)}; {standing_in_words(finding)}"


def _placed(evidence: Evidence, words: pd.DataFrame) -> pd.DataFrame:
    """Give each reading that changes a finding its table and its place, table by table.

    `of` counts the readings of the table, `left` and `right` are the ends of its band.
    """
    tables = evidence.readings.loc[words.columns, "table"]
    changing = tables[words.ne(SAME).any()].sort_values(kind="stable")
    of = tables.value_counts()
    left, lines = 0.0, []
    for table, group in changing.groupby(changing, observed=True, sort=False):
        width = max(len(group), NARROWEST)
        start = left + (width - len(group)) / 2
        lines += [
            (reading, str(table), start + at, left - 0.5, left + width - 0.5, of[table])
            for at, reading in enumerate(group.index)
        ]
        left += width + 0.4
    columns = ["reading_id", "table", "x", "left", "right", "of"]
    return pd.DataFrame(lines, columns=columns).set_index("reading_id")


def _bands(ax: Axes, places: pd.DataFrame, height: int) -> None:
    """Shade the columns of each table and name it above; a thin line goes with each finding."""
    for table, group in places.groupby("table", sort=False):
        left, right, of = group[["left", "right", "of"]].iloc[0]
        ax.fill_between([left, right], -0.5, height - 0.4, color=PAPER, linewidth=0, zorder=0)
        head = f"{table}\n{len(group)} of {of:.0f}"
        ax.text((left + right) / 2, height - 0.2, head, ha="center", fontsize=7.5)
    for y in range(height):
        ax.plot([-0.5, places["right"].max()], [y, y], color="#d9d9d6", linewidth=0.5, zorder=0.5)


def _marks(ax: Axes, words: pd.DataFrame, places: pd.DataFrame) -> None:
    for reading, place in places.iterrows():
        for row, word in enumerate(words[reading]):
            if word != SAME:
                marker, face, _ = CHANGE_MARKS[word]
                ax.plot(
                    [place["x"]], [len(words) - 1 - row], marker=marker, markersize=6.5,
                    markerfacecolor=face, markeredgecolor=INK, linestyle="",
                )  # fmt: skip


def _standings(ax: Axes, table: pd.DataFrame, left: float) -> None:
    """Write how each finding holds, and its claims for and against."""
    top = len(table)
    ax.text(left, top - 0.2, "as coded", fontsize=7.5)
    ax.text(left + 2.3, top - 0.2, "claims\nfor | against", fontsize=7.5)
    for row, line in enumerate(table.to_dict("records")):
        y = top - 1 - row
        tally = " | ".join(
            f"{line[f'{side}claims']} ({line[f'{side}general_claims']})"
            if line[f"{side}general_claims"]
            else str(line[f"{side}claims"])
            for side in ("", "against_")
        )
        ax.text(left, y, how_it_holds(line), va="center", fontsize=7)
        ax.text(left + 2.3, y, tally, va="center", fontsize=7)
        if row and line["whose"] != table["whose"].iloc[row - 1]:
            ax.axhline(y + 0.5, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)))


def _legend() -> list[Line2D]:
    return [
        Line2D(
            [], [], marker=marker, markerfacecolor=face, markeredgecolor=INK, linestyle="",
            label=label,
        )
        for marker, face, label in CHANGE_MARKS.values()
    ]  # fmt: skip
