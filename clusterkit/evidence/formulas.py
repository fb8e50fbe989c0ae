"""Text that a spreadsheet would run as a formula, made harmless and read back."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


ESCAPED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


HARMLESS = re.compile(r"[+-]|[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


def safe_for_spreadsheets(frame: pd.DataFrame) -> pd.DataFrame:
    r"""Keep text from being run as a formula when a spreadsheet opens an exported table.

    Text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line break gets an apostrophe
    in front. ``+`` and ``-`` alone, which are words of the codebook, and numbers stay as they
    are. Reading a file with clusterkit takes the apostrophe away again.

    Parameters
    ----------
    frame
        Any table; it is not changed. Cells, names of columns and an index that are not text stay
        as they are.

    Examples
    --------
    >>> import pandas as pd
    >>> import clusterkit as ck
    >>> ck.safe_for_spreadsheets(pd.DataFrame({"effect": ["+", "=1+1", "-4"]}))["effect"].tolist()
    ['+', "'=1+1", '-4']
    """
    safe = frame.copy()
    for position in range(safe.shape[1]):
        cells = safe.iloc[:, position]
        if isinstance(cells.dtype, pd.CategoricalDtype) or pd.api.types.is_numeric_dtype(cells):
            continue
        safe.isetitem(position, cells.map(_disarmed).array)
    return safe.rename(index=_disarmed, columns=_disarmed)


def as_written(text: str) -> str:
    """Take away the apostrophe that `safe_for_spreadsheets` puts before a cell.

    Examples
    --------
    >>> as_written("'=1+1"), as_written("plain")
    ('=1+1', 'plain')
    """
    return text[1:] if ESCAPED.match(text) else text


def _disarmed(cell: Any) -> Any:
    if isinstance(cell, str) and DANGEROUS.match(cell) and not HARMLESS.fullmatch(cell):
        return f"'{cell}"
    return cell
