"""Answers as people type them, and as a page can check them without showing the right one.

A page has no Python: it gets, for each answer that is told something, a short hash of it and the
sentence, sealed with that answer. Who looks into the page's source does not read the answer at a
glance; more is not promised. `widgets/question.js` does the same steps, and a browser test holds
both to the same verdicts.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

COUNTED = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip
NUMBER_WORDS = {word: number for number, word in enumerate(COUNTED)} | {"none": 0, "no": 0}
BEFORE = re.compile(r"^(?:(?:about|around|approximately|circa|ca\.?|at least|≥|>=|~|≈|=|\+)\s*)+")
AFTER = re.compile(
    r"(?:\s*(?:%|percent|per cent|pct|p\.\s?a\.?|a year|per year|per annum|/\s?year|yearly|jobs?|"
    r"places?|rows?|acts?|terms?|clusters?|claims?)\.?)+$"
)
GROUPED = re.compile(r"^-?[1-9]\d{0,2}(?:([ ',.])\d{3})(?:\1\d{3})*$")


def read_number(text: str, decimals: int | None = None) -> float | None:
    """Read a number as people write it; None where none can be read.

    Parameters
    ----------
    text
        With a comma or a point before decimals, commas, spaces, points or apostrophes between
        thousands, a unit behind it, or as a word up to twenty.
    decimals
        How exact the answer is wanted; below zero a point before three digits parts thousands.

    Examples
    --------
    >>> [read_number(text) for text in ("6,9", "6.9 %", "6.9 percent", "about 6.9 a year")]
    [6.9, 6.9, 6.9, 6.9]
    >>> [read_number(text) for text in ("9200", "9,200", "9 200", "9'200 jobs", "three")]
    [9200.0, 9200.0, 9200.0, 9200.0, 3.0]
    >>> read_number("9.200", decimals=-3), read_number("nine thousand")
    (9200.0, None)
    """
    plain = re.sub(r"[\s\u00a0\u2009\u202f]+", " ", text).strip().lower()
    plain = plain.replace("−", "-").replace("’", "'")
    plain = AFTER.sub("", BEFORE.sub("", plain)).strip().rstrip(".,;").strip()
    if plain in NUMBER_WORDS:
        return float(NUMBER_WORDS[plain])
    grouped = GROUPED.match(plain)
    if grouped and (grouped[1] != "." or plain.count(".") > 1 or (decimals or 0) < 0):
        plain = plain.replace(grouped[1], "")
    elif "," in plain and "." in plain:
        decimal = max(",.", key=plain.rfind)
        plain = plain.replace({",": ".", ".": ","}[decimal], "").replace(decimal, ".")
    else:
        plain = plain.replace(",", ".")
    return float(plain) if re.fullmatch(r"-?(?:\d+(?:\.\d+)?|\.\d+)", plain) else None


def rounded(number: float, decimals: int | None) -> float:
    """Round to so many decimals, halves up; below zero to tens, hundreds and so on.

    Examples
    --------
    >>> rounded(9199.8, -3), rounded(6.861, 1), rounded(6.861, None)
    (9000.0, 6.9, 6.861)
    """
    if decimals is None:
        return number
    if decimals < 0:
        unit = 10**-decimals
        return float(math.floor(number / unit + 0.5) * unit)
    return float(Decimal(number).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def key_of(answer: float | str | Iterable[str]) -> str:
    """Write an answer in the one way that hashes are made of.

    Examples
    --------
    >>> key_of(9000.0), key_of(6.9), key_of("F4"), key_of({"workers", "employers"})
    ('9000', '6.9', 'F4', 'employers;workers')
    """
    if isinstance(answer, float):
        return str(int(answer)) if answer == int(answer) else repr(answer)
    return answer if isinstance(answer, str) else ";".join(sorted(answer))


def hash_of(text: str) -> str:
    """Hash a text to eight hexadecimal digits (FNV-1a, 32 bits).

    Examples
    --------
    >>> hash_of("1.1|6.9")
    '31d1bfc6'
    """
    return f"{_fnv(text):08x}"


def sealed(sentence: str, key: str) -> str:
    """Put a sentence out of sight; `unsealed` with the same key brings it back.

    Examples
    --------
    >>> sealed("Right.", "1.1|6.9") == sealed("Right.", "1.1|7.0")
    False
    >>> unsealed(sealed("Right.", "1.1|6.9"), "1.1|6.9")
    'Right.'
    """
    return base64.b64encode(_mixed(sentence.encode("utf-8"), key)).decode("ascii")


def unsealed(text: str, key: str) -> str:
    """Bring back what `sealed` put out of sight."""
    return _mixed(base64.b64decode(text), key).decode("utf-8")


def _fnv(text: str) -> int:
    value = 0x811C9DC5
    for byte in text.encode("utf-8"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def _mixed(text: bytes, key: str) -> bytes:
    """Mix bytes with a stream that the key starts (xorshift, 32 bits); twice gives them back."""
    state, mixed = _fnv(f"seal {key}") or 1, bytearray()
    for byte in text:
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        mixed.append(byte ^ state & 0xFF)
    return bytes(mixed)
