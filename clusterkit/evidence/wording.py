"""Words of the codebook as readers see them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import overload

import pandas as pd

NGO = re.compile(r"\bngo\b")
MANY = ("multi stakeholder", "multi-stakeholder")  # as the codebook's word is written in a text


@overload
def spaced(words: str) -> str: ...
@overload
def spaced(words: pd.Series) -> pd.Series: ...
def spaced(words: str | pd.Series) -> str | pd.Series:
    """Write codebook words as a text does: spaces for underscores, NGO, multi-stakeholder.

    Parameters
    ----------
    words
        One text, or a column of texts (missing stays missing).

    Examples
    --------
    >>> spaced("leading_firms + ngo"), spaced("multi_stakeholder_initiative")
    ('leading firms + NGO', 'multi-stakeholder initiative')
    """
    if isinstance(words, str):
        return NGO.sub("NGO", words.replace("_", " ").replace(*MANY))
    plain = words.str.replace("_", " ").str.replace(*MANY, regex=False)
    return plain.str.replace(NGO, "NGO", regex=True)


def listed(words: Iterable[str], last: str = "and") -> str:
    """List words as a sentence does, with `last` before the last one.

    Examples
    --------
    >>> listed(["weak", "absent", "withdrawn"], "or"), listed(["weak"])
    ('weak, absent or withdrawn', 'weak')
    """
    *others, end = words
    return f"{', '.join(others)} {last} {end}" if others else end


def anchor(term: str) -> str:
    """Return the name by which a page finds a term.

    Examples
    --------
    >>> anchor("devil's deal")
    'term-devils-deal'
    """
    return "term-" + re.sub(r"[^a-z0-9]+", "-", term.lower().replace("'", "")).strip("-")
