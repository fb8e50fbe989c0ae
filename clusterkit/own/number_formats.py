"""What a spreadsheet shows of a number: 0.35 formatted as per cent is 35%, to whoever typed it.

A cell is read as it is seen where that leaves no doubt; where the format adds words, money or a
scale, or shows nothing, the cell is reported instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

DATES_WITHOUT_A_FORMAT = {*range(27, 37), *range(50, 59)}  # built in, for Chinese and Japanese
MONEY = set("$¢£¤¥€₩₪₫₱₹₺₽₴₦₨৳฿")
A_DATE = (
    "plain text or a number; the spreadsheet has made a date of it: format the "
    "cell as text and type what your source has, or leave it empty"
)
AS_NUMBER = "format the cell as a plain number and type what your source has"
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|(_.|\*.)|\[([^\]]*)\]|(.)', re.DOTALL)
_SCALED = re.compile(r"[0#?]\s*,+(?![0#?,])")


@dataclass(frozen=True)
class Format:
    """One part of a number format: what it does to a number that it shows."""

    percent: bool = False
    percent_sign: bool = False
    digits: int = 0
    expected: str = ""


def shown_number(value: float, number_format: str, format_id: int = 0) -> tuple[str, str]:
    """Give a number as a spreadsheet shows it, and what was expected where that is no plain number.

    Parameters
    ----------
    value
        The number that the cell holds.
    number_format, format_id
        The format of the cell and its number in the file: some dates have a number alone.

    Examples
    --------
    >>> shown_number(0.35, "0%"), shown_number(111, "0000"), shown_number(44000, "#,##0")
    (('35%', ''), ('0111', ''), ('44000', ''))
    >>> shown_number(44000, '0.0,"k"')[1][:40]
    'a plain number; the format of the cell a'
    """
    if format_id in DATES_WITHOUT_A_FORMAT and number_format == "General":
        return plain_number(value), A_DATE
    parts = _parts(number_format)
    if value < 0 and len(parts) > 1:
        part = parts[1]
    elif value == 0 and len(parts) > 2:
        part = parts[2]
    else:
        part = parts[0]
    text = plain_number(value)
    if part.percent:
        text = f"{plain_number(float(f'{value * 100:.12g}'))}%"
    elif part.percent_sign:
        text = f"{text}%"
    elif part.digits and float(value).is_integer() and value >= 0:
        text = text.zfill(part.digits)
    return text, part.expected


def plain_number(value: Any) -> str:
    """Write a number without a decimal point where it is whole.

    Examples
    --------
    >>> plain_number(40000.0), plain_number(0.5)
    ('40000', '0.5')
    """
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


@lru_cache(maxsize=1000)
def _parts(number_format: str) -> tuple[Format, ...]:
    """Take a format apart: for positive numbers, for negative ones, for zero."""
    sections: list[list[tuple[str, str]]] = [[]]
    for literal, escaped, padding, bracket, plain in _TOKEN.findall(number_format):
        if plain == ";":
            sections.append([])
        elif bracket:
            if bracket.startswith("$"):
                sections[-1].append(("literal", bracket[1:].split("-")[0]))
        elif literal or escaped:
            sections[-1].append(("literal", literal or escaped))
        elif plain:
            sections[-1].append(("plain", plain))
        elif padding:
            sections[-1].append(("plain", " "))
    return tuple(_format(section) for section in sections)


def _format(section: list[tuple[str, str]]) -> Format:
    words = "".join(text for kind, text in section if kind == "literal")
    marks = "".join(text for kind, text in section if kind == "plain")
    bare = re.sub(r"General|Standard|E[+-]|@", "0", marks, flags=re.IGNORECASE)
    if not (words.strip() or bare.strip()):
        return Format(expected=f"a value that can be seen; the format hides it: {AS_NUMBER}")
    if MONEY & set(words + bare) or re.fullmatch(r"\s*(Rs|Rp|kr|Fr|zł|Kč|[A-Z]{3})\.?\s*", words):
        return Format(expected=f"a plain number; the cell shows an amount of money: {AS_NUMBER}")
    if any(letter.isalpha() for letter in words):
        shown = words.strip()
        return Format(
            expected=f"a plain number; the format of the cell adds the words {shown!r}: {AS_NUMBER}"
        )
    if _SCALED.search(bare):
        return Format(
            expected=f"a plain number; the cell shows it divided by thousands: {AS_NUMBER}"
        )
    zeros = bare.strip()
    padded = len(zeros) if re.fullmatch("0{2,}", zeros) else 0
    return Format("%" in bare, "%" in words, padded)
