"""What a wrong word was probably meant to be, said only where a slip is likely.

A wrong suggestion that is followed makes false evidence. A word of a vocabulary may be a good
way off, since the list of words stands beside it; an id only by a slip of one or two letters.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Collection, Iterable

COMPARED_WORDS = 5_000  # words that a wrong one is compared with
SUGGESTIONS = 100  # different wrong words of one column that a suggestion is sought for
LONGEST_COMPARED = 100
MOST_SLIPS = 2
MOST_OPTIONS = 3
PREFIX = re.compile(r"^[a-z]{3}-")  # of row ids: pol-, act-
SHOWN_SIGNS = {  # as the workbench displays them, or a word processor: and as they are written
    "−": "-", "–": "-", "—": "-", "hinders": "-", "↓": "-", "＋": "+", "helps": "+", "↑": "+",
    "±": "mixed", "+/-": "mixed", "both ways": "mixed", "no effect": "0", "yes": "true",
    "no": "false",
}  # fmt: skip


def nearest(word: str, words: Collection[str]) -> str:
    """Suggest the most similar of some words in a sentence of its own; empty when none is.

    Capital letters make no difference.

    Examples
    --------
    >>> nearest("NGO", ["ngo", "buyers"])
    " Did you mean 'ngo'?"
    """
    return did_you_mean(near_words(word, words))


def near_words(word: str, words: Collection[str]) -> list[str]:
    """Find the most similar of some words: a list of one, or of none.

    Examples
    --------
    >>> near_words("emploers", ["employers", "workers"])
    ['employers']
    """
    if len(word) > LONGEST_COMPARED:
        return []
    by_folded = {known.casefold(): known for known in _compared(word, words)}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return [by_folded[known] for known in close]


def near_ids(word: str, ids: Collection[str], *, leading: bool = False) -> list[str]:
    """Find the ids that a word is a slip of, the likeliest first.

    One letter in four may be wrong, and two at most; digits may not, since another number is
    another row or another year. With `leading`, also the ids that begin with the word.

    Examples
    --------
    >>> near_ids("pol-jepara-legalty", ["pol-jepara-legality", "pol-jepara-subsidy"])
    ['pol-jepara-legality']
    >>> near_ids("shah-2018", ["shah-2019"])
    []
    >>> near_ids("Jepara", ["jepara-furniture"], leading=True)
    ['jepara-furniture']
    """
    if len(word) > LONGEST_COMPARED:
        return []
    plain = _plain(word.removesuffix(" [own]"))
    most = min(MOST_SLIPS, len(re.sub(r"[\W\d_]", "", PREFIX.sub("", plain))) // 4)
    digits = re.sub(r"\D", "", plain)
    near = []
    for known in _compared(plain, ids):
        if re.sub(r"\D", "", known) == digits:
            slips = _slips(plain, _plain(known), most)
            if slips <= most:
                near.append((slips, known))
    if leading and not near:
        near = [(0, known) for known in ids if plain and known.startswith(f"{plain}-")]
    return [known for _, known in sorted(near)][:MOST_OPTIONS]


def did_you_mean(options: Iterable[str]) -> str:
    """Put options into a sentence of their own; empty when there are none.

    Examples
    --------
    >>> did_you_mean(["employers", "workers"])
    " Did you mean 'employers' or 'workers'?"
    """
    shown = " or ".join(repr(option) for option in options)
    return f" Did you mean {shown}?" if shown else ""


def sought_once(seek: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    """Seek for each word once, and for no more than `SUGGESTIONS` of them.

    Examples
    --------
    >>> near = sought_once(lambda word: near_words(word, ["employers"]))
    >>> near("emploers"), near("emploers")
    (['employers'], ['employers'])
    """
    sought: dict[str, list[str]] = {}

    def options(word: str) -> list[str]:
        if word not in sought:
            sought[word] = seek(word) if len(sought) < SUGGESTIONS else []
        return sought[word]

    return options


def joined_by_semicolons(cell: str, words: Collection[str]) -> str:
    """Say how valid words with commas between them are joined; empty when that is not it.

    Examples
    --------
    >>> joined_by_semicolons("women, home-based", {"women", "home-based"})
    ' Join several by a semicolon: women;home-based.'
    """
    parts = [part.strip() for part in re.split(r"[,·/&+|\n]|\band\b", cell)]
    if len(parts) < 2 or not all(part in words for part in parts):
        return ""
    return f" Join several by a semicolon: {';'.join(parts)}."


def shown_sign(cell: str) -> str | None:
    """Give the word of the codebook for a sign as the workbench displays it; None for no sign.

    Examples
    --------
    >>> shown_sign("−"), shown_sign("± both ways"), shown_sign("weak")
    ('-', 'mixed', None)
    """
    words = cell.strip().lower()
    return SHOWN_SIGNS.get(words) or SHOWN_SIGNS.get(words.split(" ")[0])


def _compared(word: str, words: Collection[str]) -> Collection[str]:
    """Leave out, of a great many words, those that begin otherwise."""
    if len(words) <= COMPARED_WORDS:
        return words
    return [known for known in words if known[:4] == word[:4]][:COMPARED_WORDS]


def _plain(word: str) -> str:
    return word.strip().lower().replace(" ", "-").replace("_", "-")


def _slips(word: str, other: str, most: int) -> int:
    """Count the letters to add, drop or change (Levenshtein); more than `most` is not counted."""
    start = len(os.path.commonprefix([word, other]))
    word, other = word[start:], other[start:]
    size = len(word) // (most + 1)  # of as many pieces, of which one must have been left whole
    whole = not size or any(word[size * i : size * (i + 1)] in other for i in range(most + 1))
    if not whole or abs(len(word) - len(other)) > most:
        return most + 1
    before = list(range(len(other) + 1))
    for row, letter in enumerate(word, start=1):
        now = [row]
        for column, another in enumerate(other, start=1):
            changed = before[column - 1] + (letter != another)
            now.append(min(before[column] + 1, now[-1] + 1, changed))
        if min(now) > most:
            return most + 1
        before = now
    return before[-1]
