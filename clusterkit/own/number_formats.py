"""What a spreadsheet shows of a number: 0.35 formatted as per cent is 35%, to whoever typed it.

A cell is read as it is seen where that leaves no doubt; where the format adds words, money, a
scale, digits or signs, or shows nothing, the cell is reported instead. Of a format's sections only
the one that shows the number counts, as a spreadsheet chooses it.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

DATES_WITHOUT_A_FORMAT = {*range(27, 37), *range(50, 59)}  # built in, for Chinese and Japanese
MONEY = set("$¢£¤¥€₩₪₫₱₹₺₽₴₦₨৳฿")
A_DATE = (
    "plain text or a number; the spreadsheet has made a date of it: format the "
    "cell as text and type what your source has, or leave it empty"
)
AS_NUMBER = "format the cell as a plain number and type what your source has"
HIDDEN = f"a value that can be seen; the format hides it: {AS_NUMBER}"
MINUS_HIDDEN = f"a number shown with its minus; the format of the cell hides the minus: {AS_NUMBER}"
NOT_CLEAR = f"a plain number; which part of the cell's format applies is not clear: {AS_NUMBER}"
DASHES = set("-\u2010\u2011\u2012\u2013\u2014\u2212△▲")  # the triangles in Japan
REDS = {"red", "color3", "color 3"}
APOSTROPHES = str.maketrans("", "", "'\u2019")  # between thousands, in Switzerland
_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|_.|\*(.)|\[([^\]]*)\]'
    r"|(General|Standard|[0#?]+\s*/\s*[0-9#?]+|[0#?@.,%]|E[+-])|(.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(-?[\d.]+(?:E[+-]?\d+)?)\s*", re.IGNORECASE)
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq,
    "<>": operator.ne,
}  # fmt: skip


@dataclass(frozen=True)
class Section:
    """One section of a number format: `pieces` are texts, each a placeholder or added to it."""

    pieces: tuple[tuple[bool, str], ...] = ()
    condition: tuple[str, float] | None = None
    red: bool = False

    def holds(self, value: float) -> bool:
        """Whether the section has a condition, and the number meets it."""
        return self.condition is not None and _COMPARE[self.condition[0]](value, self.condition[1])


@dataclass(frozen=True)
class Format:
    """What a section does to a number that it shows."""

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
    sign = (value > 0) - (value < 0)
    formats = {
        _format(section, sign, no_minus)
        for section, no_minus in _applicable(value, _sections(number_format))
    }
    if len(formats) != 1:
        return plain_number(value), NOT_CLEAR if formats else HIDDEN
    (part,) = formats
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
def _sections(number_format: str) -> tuple[Section, ...]:
    """Take a format apart into its sections for numbers; the one for text is left out."""
    sections = [Section()]
    for literal, escaped, fill, bracket, placeholder, plain in _TOKEN.findall(number_format):
        last = sections[-1]
        condition = _CONDITION.fullmatch(bracket)
        if plain == ";":
            sections.append(Section())
        elif condition:
            sections[-1] = replace(last, condition=(condition[1], float(condition[2])))
        elif bracket.lower() in REDS:
            sections[-1] = replace(last, red=True)
        elif not bracket or bracket.startswith("$"):
            money = bracket[1:].rpartition("-")[0] if "-" in bracket else bracket[1:]
            text = placeholder or literal or escaped or fill or plain or money or " "
            sections[-1] = replace(last, pieces=(*last.pieces, (bool(placeholder), text)))
    if 1 < len(sections) < 4 and (True, "@") in sections[-1].pieces:
        del sections[-1]
    return tuple(sections[:3])


def _applicable(value: float, sections: tuple[Section, ...]) -> list[tuple[Section, bool]]:
    """List the sections that may show a number, and whether each leaves out its minus.

    It is one section, or none; several where a condition leaves others to choose from, since
    spreadsheets do not agree on which.
    """
    first = sections[0]
    if all(section.condition is None for section in sections):
        if value < 0 and len(sections) > 1:
            return [(sections[1], True)]
        return [(sections[2] if value == 0 and len(sections) > 2 else first, False)]
    for section in sections:
        if section.holds(value):
            return [(section, _below_zero(section))]
    others = [section for section in sections if section.condition is None]
    if len(sections) == 1:
        others = [Section(((True, "General"),))]
    comparison, limit = first.condition or ("", 0)
    no_minus = len(sections) < 3 and comparison in ("<", "<=", "<>") and limit < 0
    return [(section, no_minus) for section in others]


def _below_zero(section: Section) -> bool:
    """Whether a section's condition lets in negative numbers only, so that no minus is added."""
    comparison, limit = section.condition or ("", 0)
    return limit < 0 and comparison in ("<=", "=") or limit <= 0 and comparison == "<"


@lru_cache(maxsize=4000)
def _format(section: Section, sign: int, no_minus: bool) -> Format:
    """Say what a section does to a number above, at or below zero."""
    pieces = section.pieces
    marks = "".join(text for placeholder, text in pieces if placeholder)
    added = "".join(text for placeholder, text in pieces if not placeholder).strip()
    shows = re.search("[0@/]|General|Standard", marks, re.IGNORECASE)
    if not shows and (sign == 0 or not re.search("[#?]", marks)) and set(added) <= DASHES:
        return Format() if sign == 0 and added else Format(expected=HIDDEN)
    words = added.strip(" -()")
    if MONEY & set(added) or re.fullmatch(r"(Rs|Rp|kr|Fr|zł|Kč|[A-Z]{3})\.?", words):
        return Format(expected=f"a plain number; the cell shows an amount of money: {AS_NUMBER}")
    if any(letter.isalpha() for letter in added):
        return Format(
            expected=f"a plain number; the format of the cell adds the words {added!r}: {AS_NUMBER}"
        )
    if _SCALED.search(marks):
        return Format(
            expected=f"a plain number; the cell shows it divided by thousands: {AS_NUMBER}"
        )
    before, within, after = _around(pieces)
    percent_sign = "%" not in marks and (before == "%" or after.startswith("%"))
    if percent_sign:
        before, after = before.removeprefix("%"), after.removeprefix("%").strip()
    if sign < 0 and no_minus and not (before or within or after or section.red):
        return Format(expected=MINUS_HIDDEN)
    twice = marks.count("%") > 1 or marks.count(".") > 1
    if within or twice or not _says_no_more(before, after, sign, no_minus):
        shown = added or marks
        return Format(
            expected=f"a plain number; the format of the cell adds {shown!r}: {AS_NUMBER}"
        )
    padded = re.fullmatch("0{2,}", "".join(text for _, text in pieces).strip())
    return Format("%" in marks, percent_sign, len(padded[0]) if padded else 0)


def _around(pieces: tuple[tuple[bool, str], ...]) -> tuple[str, str, str]:
    """Give what is added before, within and after the digits; spaces between thousands are none."""
    digits = [at for at, (mark, text) in enumerate(pieces) if mark and text not in ".,%"]
    first, last = (digits[0], digits[-1]) if digits else (len(pieces), len(pieces))
    before, within, after = (
        "".join(text for mark, text in part if not mark).strip()
        for part in (pieces[:first], pieces[first:last], pieces[last:])
    )
    return before, "".join(within.translate(APOSTROPHES).split()), after


def _says_no_more(before: str, after: str, sign: int, no_minus: bool) -> bool:
    """Whether what stands around the digits is nothing, or the number's own sign."""
    if not before + after:
        return True
    if sign < 0 and not no_minus:
        return False
    if sign >= 0 and (before, after) == ("+", ""):
        return True
    return sign <= 0 and ((before, after) == ("(", ")") or before + after in DASHES)
