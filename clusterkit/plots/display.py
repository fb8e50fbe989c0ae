"""How notebooks show a figure and a table, for every reader.

A figure carries an alternative text; a table shows its cells whole, since the evidence is in
the words.
"""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Mapping
from functools import partial
from math import inf
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import PIL.Image
from IPython.display import Image
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..evidence.wording import spaced
from ..questions.configuration import WAY_WORDS
from .style import FAMILY, house_style

SILENCE = "not said"  # by the evidence: <NA>
UNDEFINED = "not defined"  # a computed number: NaN
ABSENT = "absent"  # entry of `DataFrame.attrs`: by column, what a missing cell means
COLOURS = 96  # of a picture in a notebook: letters stay smooth, files small
SILENT = {"svg": {"Date": None}, "png": {"Software": None}, "pdf": {"CreationDate": None}}
FAMILIES = "'DejaVu Sans', Verdana, sans-serif"  # of the text in an SVG: all of one width
NOTHING: Mapping[str, str] = MappingProxyType({})
# A word of the codebook as the data write it, such as `not_improved`; no part of a file's name.
CODE_WORD = re.compile(r"(?<![\w./-])[a-z]+(?:_[a-z]+)+(?![\w/-]|\.\w)")
SMALL, END, WIDE = "\ue000", "\ue001", "\ue002"  # until the table is HTML: an id, a wide column
WAY = "mode"  # the column of ways of acting, which have one word each for readers
LONG = 45  # signs; a column with a longer cell is kept wide enough to read
TABLE = "style='width: auto; max-width: 100%; margin-left: 0; overflow-wrap: break-word'"
CELL = "style='text-align: left; vertical-align: top'"
ID = "<br><small class='ck-id' style='opacity: .75; white-space: nowrap'>"


class Readable:
    """A table for readers: as HTML in a notebook, as text elsewhere."""

    def __init__(self, table: pd.DataFrame, folded: str = "") -> None:
        self.table = table
        self.folded = folded

    def __repr__(self) -> str:
        head = f"{self.folded}\n" if self.folded else ""
        return head + self.table.to_string()

    def _repr_html_(self) -> str:
        shown = table_html(self.table)
        if not self.folded:
            return shown
        return f"<details><summary>{html.escape(self.folded)}</summary>{shown}</details>"


def picture(axes: Axes, alternative: str) -> Image:
    """Show a figure in a notebook.

    Parameters
    ----------
    axes
        What a `plot_*` function returned.
    alternative
        What the figure shows, in words, for readers who do not see it.
    """
    width = int(100 * _figure_of(axes).get_figwidth())
    return Image(_few_colours(saved(axes, "png", dpi=150)), width=width, alt=alternative)


def saved(
    drawn: Axes | Figure, kind: str, *, about: Mapping[str, str] = NOTHING, **how: Any
) -> bytes:
    """Save a figure as svg, png or pdf; the same figure gives the same bytes.

    Parameters
    ----------
    about
        Metadata, such as `Title` and `Description` (what is seen, in words, which an SVG gives to
        those who do not see it); no date and no program's name is added.
    how
        Of matplotlib's `savefig`, such as `dpi` and `bbox_inches`.
    """
    out = io.BytesIO()
    with house_style():
        _figure_of(drawn).savefig(out, format=kind, metadata={**SILENT[kind], **about}, **how)
    return _readable_svg(out.getvalue(), about) if kind == "svg" else out.getvalue()


def _readable_svg(svg: bytes, about: Mapping[str, str]) -> bytes:
    """Name fonts that other machines have, and put the description where it is read aloud."""
    text = (
        svg.decode("utf-8").replace(f"'{FAMILY}'", FAMILIES).replace("<svg ", '<svg role="img" ', 1)
    )
    if "Description" in about and "Title" in about:
        description = html.escape(about["Description"], quote=False)
        text = text.replace("</title>", f"</title>\n <desc>{description}</desc>", 1)
    return text.encode("utf-8")


def figure_html(axes: Axes, alternative: str, *, compact: bool = False) -> str:
    """Write a figure as an image element that holds it, with its alternative text.

    A `compact` one is a picture of few colours, a fraction of the size, for a notebook's output.
    """
    if compact:
        kind, data = "png", _few_colours(saved(axes, "png", dpi=120))
    else:
        kind, data = "svg+xml", saved(axes, "svg")
    source = f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"
    image = f"<img alt='{html.escape(alternative, quote=True)}' src='{source}'>"
    return f"<div class='ck-figure'>{image}</div>"


def _few_colours(png: bytes) -> bytes:
    picture, out = PIL.Image.open(io.BytesIO(png)).convert("RGB"), io.BytesIO()
    picture.quantize(COLOURS, PIL.Image.Quantize.MAXCOVERAGE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _figure_of(drawn: Axes | Figure) -> Any:
    return drawn if isinstance(drawn, Figure) else drawn.get_figure(root=True)


def readable(table: pd.DataFrame, *, folded: str = "") -> Readable:
    """Show a table in a notebook with every cell whole, and a word where nothing is.

    What the evidence does not say (`<NA>`) reads "not said", a number that cannot be computed
    (NaN) "not defined". Tables with another kind of absence give its word, by column, in
    `table.attrs["absent"]`: of a growth rate "no rate follows". Words of the codebook are
    written without underscores, ways of acting (`mode`) with the words of `WAY_WORDS`, and ids
    (an index such as `row_id`) stand in small print.

    Parameters
    ----------
    table
        What to show.
    folded
        A line that stands in its place and opens it; without one the table is shown at once.
    """
    return Readable(table, folded)


def table_html(table: pd.DataFrame, *, styled: bool = True) -> str:
    """Write a table as HTML; a missing cell reads as in `readable`, lists are joined by commas.

    An index of ids (`row_id`, `setting_id`) stands in small print under the first column. Each
    cell is `styled` to stand at its left and top, unless a page's style sees to it.
    """
    words = table.attrs.get(ABSENT, {})
    shown = table.copy()
    for place, name in enumerate(table.columns):
        column = table.iloc[:, place]
        computed = isinstance(column.dtype, np.dtype) and column.dtype.kind == "f"
        word = words.get(name, UNDEFINED if computed else SILENCE)
        if name == WAY:
            column = column.astype(object).replace(WAY_WORDS)
        shown.isetitem(place, column.astype(object).map(partial(_in_words, absent=word)).array)
    ids = str(table.index.name).endswith("_id") and len(table.columns) > 0
    if ids:
        first = shown.iloc[:, 0].astype(str) + SMALL + table.index.astype(str) + END
        shown.isetitem(0, first.array)
    if WAY in shown.index.names:
        shown = shown.rename(index=WAY_WORDS, level=WAY)
    named = shown.rename(columns=_plain, index=_plain).rename_axis(columns=None)
    named.index.names = [name if name is None else _plain(name) for name in named.index.names]
    if named.columns.nlevels == 1:
        named.columns = [
            f"{name}{WIDE}" if named.iloc[:, at].map(_length).max() > LONG else name
            for at, name in enumerate(named.columns)
        ]
    with pd.option_context("display.max_colwidth", None):
        text = str(named.to_html(border=0, justify="left", index=not ids))
    text = text.replace(' style="text-align: left;"', "")
    if not styled:
        text = re.sub(r"\n\s*", "", text)
        text = re.sub(rf"<th>([^<]*){WIDE}", r"<th style='min-width: 10em'>\1", text)
        return text.replace(SMALL, "<br><small class='ck-id'>").replace(END, "</small>")
    for tag, style in (("table", TABLE), ("td", CELL), ("th", CELL)):
        text = re.sub(rf"<{tag}(?=[ >])", f"<{tag} {style}", text)
    text = re.sub(rf"'>([^<]*){WIDE}", r"; min-width: 10em'>\1", text)
    return text.replace(SMALL, ID).replace(END, "</small>")


def table_region(table: pd.DataFrame, label: str) -> str:
    """Write a table as HTML in a region of its own, which scrolls and has a name."""
    words = html.escape(label, quote=True)
    shown = table_html(table, styled=False)
    return f"<div class='ck-rows' role='region' tabindex='0' aria-label='{words}'>{shown}</div>"


def _in_words(cell: Any, absent: str) -> Any:
    if isinstance(cell, tuple):
        return ", ".join(_plain_words(str(item)) for item in cell) or absent
    if pd.isna(cell):
        return absent
    if isinstance(cell, bool | np.bool_):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return "no upper end" if cell == inf else f"{cell:,.10g}"
    return _plain_words(cell) if isinstance(cell, str) else cell


def _plain_words(text: str) -> str:
    return CODE_WORD.sub(lambda word: spaced(word[0]), text)


def _length(cell: Any) -> int:
    """Count the signs of a cell, without an id in small print."""
    return len(str(cell).split(SMALL)[0])


def _plain(name: Any) -> str:
    return spaced(str(name))
