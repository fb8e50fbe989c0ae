"""What a copy of a workbook cannot keep, so that it is named and never lost in silence.

openpyxl, with which copies are written, keeps cells, formats, notes, charts, pictures, tables,
filters, widths, drop-down lists. What else a spreadsheet program may write is listed here.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

PARTS = {  # of the file, by their names
    r"xl/vbaProject": "macros",
    r"xl/threadedComments/": "replies to notes",
    r"xl/charts/chartEx": "charts of new kinds",
    r"xl/(?:slicers|slicerCaches)/": "slicers",
    r"xl/(?:timelines|timelineCaches)/": "timelines",
    r"xl/(?:ctrlProps|activeX)/": "buttons and other controls",
    r"xl/embeddings/": "embedded files",
    r"xl/(?:connections|queryTables/)": "connections to data",
    r"xl/diagrams/": "diagrams",
    r"xl/(?:richData/|model/)": "data types of new kinds",
    r"xl/media/.*\.(?:emf|wmf|svg)$": "pictures of the kinds emf, wmf and svg",
    r"xl/charts/chart\d": "some of the look of charts",
}
INSIDE = {  # of parts, by what stands in them
    r"xl/worksheets/": {
        rb"x14:dataValidations": "drop-down lists that refer to other sheets",
        rb"x14:conditionalFormattings": "conditional formats of new kinds",
        rb"sparklineGroup": "sparklines",
    },
    r"xl/drawings/drawing": {rb"<(?:\w+:)?(?:sp|grpSp|cxnSp)[\s>]": "shapes and text boxes"},
    r"xl/comments": {rb"</(?:\w+:)?r>\s*<(?:\w+:)?r>": "fonts within notes"},
}


def not_kept(path: str | Path) -> tuple[str, ...]:
    """List what a copy of a workbook would not have, in words; empty where it keeps all.

    A file that is no workbook, or cannot be opened, loses nothing here.

    Examples
    --------
    >>> not_kept("absent.xlsx")
    ()
    """
    found: dict[str, None] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                for pattern, words in PARTS.items():
                    if re.match(pattern, name):
                        found[words] = None
                for pattern, marks in INSIDE.items():
                    if re.match(pattern, name):
                        xml = archive.read(name)
                        found |= {
                            words: None for mark, words in marks.items() if re.search(mark, xml)
                        }
    except Exception:  # zipfile raises much besides BadZipFile on damaged files
        return ()
    return tuple(found)
