"""Answers as tables whose columns and types stand, also where there is no row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd


def framed(lines: Sequence[Any], types: Mapping[str, str]) -> pd.DataFrame:
    """Make a table of lines; without any it has the same columns of the same types.

    Examples
    --------
    >>> framed([], {"place": "str", "claims": "int64"}).dtypes.astype(str).to_dict()
    {'place': 'str', 'claims': 'int64'}
    """
    return pd.DataFrame(lines, columns=list(types)).astype(dict(types))
