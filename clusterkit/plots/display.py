"""How notebooks show a figure and a table, for every reader.

A figure carries an alternative text; a table shows its cells whole, since the evidence is in
the words.
"""

from __future__ import annotations

import io
from functools import partial
from math import inf
from typing import Any

import numpy as np
import pandas as pd
from IPython.display import Image
from matplotlib.axes import Axes

from ..evidence.wording import spaced
from .style import house_style

SILENCE = "not said"  # by the evidence: <NA>
UNDEFINED = "not defined"  # a computed number: NaN
ABSENT = "absent"  # entry of `DataFrame.attrs`: by column, what a missing cell means


class Readable:
    """A table for readers: as HTML in a notebook, as text elsewhere."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table

    def __repr__(self) -> str:
        return self.table.to_string()

    def _repr_html_(self) -> str:
        return table_html(self.table)


def picture(axes: Axes, alternative: str) -> Image:
    """Show a figure in a notebook.

    Parameters
    ----------
    axes
        What a `plot_*` function returned.
    alternative
        What the figure shows, in words, for readers who do not see it.
    """
    figure: Any = axes.get_figure()
    out = io.BytesIO()
    with house_style():
        figure.savefig(out, format="png", dpi=150, metadata={"Software": None})
    return Image(out.getvalue(), width=int(100 * figure.get_figwidth()), alt=alternative)


def readable(table: pd.DataFrame) -> Readable:
    """Show a table in a notebook with every cell whole, and a word where nothing is.

    What the evidence does not say (`<NA>`) reads "not said", a number that cannot be computed
    (NaN) "not defined". Tables with another kind of absence give its word, by column, in
    `table.attrs["absent"]`: of a growth rate "no rate follows".
    """
    return Readable(table)


def table_html(table: pd.DataFrame) -> str:
    """Write a table as HTML; a missing cell reads as in `readable`, lists are joined by commas."""
    words = table.attrs.get(ABSENT, {})
    shown = table.copy()
    for place, name in enumerate(table.columns):
        column = table.iloc[:, place]
        computed = isinstance(column.dtype, np.dtype) and column.dtype.kind == "f"
        word = words.get(name, UNDEFINED if computed else SILENCE)
        shown.isetitem(place, column.astype(object).map(partial(_in_words, absent=word)).array)
    named = shown.rename(columns=_plain, index=_plain).rename_axis(columns=None)
    with pd.option_context("display.max_colwidth", None):
        text = str(named.to_html(border=0, justify="left"))
    left = "style='text-align: left; vertical-align: top"
    return text.replace("<td>", f"<td {left}'>").replace(
        "<th>", f"<th {left}; white-space: nowrap'>"
    )


def _in_words(cell: Any, absent: str) -> Any:
    if isinstance(cell, tuple):
        return ", ".join(str(item) for item in cell) or absent
    if pd.isna(cell):
        return absent
    if isinstance(cell, float):
        return "no upper end" if cell == inf else f"{cell:,.10g}"
    return cell


def _plain(name: Any) -> str:
    return spaced(str(name))


def svg_of(axes: Axes) -> bytes:
    """Draw a figure as SVG; the same figure gives the same bytes."""
    out = io.BytesIO()
    figure = axes.get_figure()
    assert figure is not None
    with house_style():
        figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()
