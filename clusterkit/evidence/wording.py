"""Words of the codebook as readers see them."""

from __future__ import annotations

import re
from typing import overload

import pandas as pd

NGO = re.compile(r"\bngo\b")


@overload
def spaced(words: str) -> str: ...
@overload
def spaced(words: pd.Series) -> pd.Series: ...
def spaced(words: str | pd.Series) -> str | pd.Series:
    """Put spaces for the underscores of codebook words, and NGO in capitals.

    Parameters
    ----------
    words
        One text, or a column of texts (missing stays missing).

    Examples
    --------
    >>> spaced("leading_firms + ngo")
    'leading firms + NGO'
    """
    if isinstance(words, str):
        return NGO.sub("NGO", words.replace("_", " "))
    return words.str.replace("_", " ").str.replace(NGO, "NGO", regex=True)


def anchor(term: str) -> str:
    """Return the name by which a page finds a term.

    Examples
    --------
    >>> anchor("devil's deal")
    'term-devils-deal'
    """
    return "term-" + re.sub(r"[^a-z0-9]+", "-", term.lower().replace("'", "")).strip("-")
