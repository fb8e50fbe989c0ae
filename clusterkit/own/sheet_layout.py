"""What the sheets of the template and of the marked copy share: names, examples, notes, sizes."""

from __future__ import annotations

import errno
import io
import math
import os
from collections.abc import Iterable, Mapping
from typing import Any

PROBLEMS, PROGRAM = "problems", "clusterkit"


INSTRUCTIONS, LISTS = "instructions", "lists"


LINE, HIGHEST_ROW = 15.0, 400.0  # points


_SAID = {
    "setting_id": "example-town-tiles", "summary": "What the source says, in your own words",
    "certainty": "reported", "page": "p. 12", "sources": "example-2020", "stage": "done",
}  # fmt: skip


EXAMPLES: Mapping[str, Mapping[str, str | int]] = {
    "settings": {"setting_id": "example-town-tiles", "kind": "cluster", "place": "Exampletown",
                 "country": "IND", "product": "tiles", "isic": "2392", "developing": "true"},
    "sources": {"key": "example-2020", "type": "article", "author": "Surname, A. and Other, B.",
                "year": 2020, "title": "Title of the article", "journal": "Name of the journal"},
    "employment": {**_SAID, "employment_id": "example-job-1", "measure": "level", "unit": "jobs",
                   "value": 12000, "qualifier": "about", "year_lo": 2010, "year_hi": 2010},
    "economy": {**_SAID, "economy_id": "example-eco-1", "aspect": "exports",
                "finding": "improved"},
    "conditions": {**_SAID, "condition_id": "example-con-1", "dimension": "remuneration",
                   "finding": "improved", "workers": "women;factory"},
    "policies": {**_SAID, "policy_id": "example-pol-1", "domain": "standards",
                 "instrument": "labour_enforcement", "state": "weak", "level": "national",
                 "influencer": "national_government", "social_effect": "-"},
    "actions": {**_SAID, "action_id": "example-act-1", "actors": "employers;workers",
                "mode": "joint", "kind": "services", "responds_to": "example-pol-1",
                "social_effect": "+"},
    "contexts": {**_SAID, "context_id": "example-ctx-1", "kind": "ideas_and_beliefs"},
    "gaps": {"gap_id": "example-gap-1", "topic": "Home-based work", "page": "p. 3",
             "summary": "Little is known of home-based workers", "sources": "example-2020"},
}  # fmt: skip


def note(words: str) -> Any:
    """Make a note on a cell, as high as its words need.

    Examples
    --------
    >>> note("Must be filled.").text
    'Must be filled.'
    """
    from openpyxl.comments import Comment

    width, height = note_size(words)
    return Comment(words, PROGRAM, width=width, height=height)


def note_size(words: str) -> tuple[int, int]:
    """Width and height that the words of a note need, in pixels.

    Examples
    --------
    >>> note_size("Must be filled.")
    (320, 80)
    """
    lines = sum(math.ceil(len(line) / 48) or 1 for line in words.split("\n"))
    return 320, min(max(80, 20 + 17 * lines), 480)


def fit_height(sheet: Any, row: int, cells: Iterable[tuple[str, float]]) -> None:
    """Make a row as high as its wrapped words need: words, and the width of their column.

    Examples
    --------
    >>> import openpyxl
    >>> sheet = openpyxl.Workbook().active
    >>> fit_height(sheet, 2, [("a sentence of some length " * 4, 60)])
    >>> sheet.row_dimensions[2].height
    30.0
    """
    lines = max(math.ceil(len(words) * 1.1 / width) or 1 for words, width in cells)
    sheet.row_dimensions[row].height = min(LINE * lines, HIGHEST_ROW)


def saved(book: Any) -> bytes:
    """Save a workbook in memory: on a full disk openpyxl leaves an archive open, and says so late.

    Raises OSError where the folder of temporary files is full, as lxml says of it in words.

    Examples
    --------
    >>> import openpyxl
    >>> saved(openpyxl.Workbook())[:2]
    b'PK'
    """
    out = io.BytesIO()
    try:
        book.save(out)
    except Exception as error:
        number = getattr(errno, str(error).removeprefix("IO_"), None)
        if number is None:
            raise
        raise OSError(number, os.strerror(number)) from error
    return out.getvalue()


def landscape(sheet: Any) -> None:
    """Print a sheet across the paper, one page wide.

    Examples
    --------
    >>> import openpyxl
    >>> sheet = openpyxl.Workbook().active
    >>> landscape(sheet)
    >>> sheet.page_setup.orientation
    'landscape'
    """
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
