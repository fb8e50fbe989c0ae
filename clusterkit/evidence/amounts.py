"""Amounts as people write them: `about 44,000`, `40 to 50 thousand`, `10+`, `44'000 workers`.

A text that could be two numbers keeps both; one that could be anything is no amount.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

DIGITS = r"\d(?:[\d.,'’ ]*\d)?"
LONGEST_NUMBER = 20
QUALIFIERS = {
    "about": "about", "around": "about", "approximately": "about", "approx.": "about",
    "approx": "about", "circa": "about", "ca.": "about", "ca": "about", "c.": "about",
    "roughly": "about", "some": "about", "nearly": "about", "almost": "about",
    "close to": "about", "~": "about", "≈": "about", "±": "about",
    "over": "over", "more than": "over", "at least": "over", "above": "over", "just over": "over",
    "well over": "over", "no less than": "over", "not less than": "over", "upwards of": "over",
    "in excess of": "over", ">": "over", ">=": "over", "≥": "over",
    "under": "under", "less than": "under", "fewer than": "under", "up to": "under",
    "at most": "under", "below": "under", "just under": "under", "no more than": "under",
    "not more than": "under", "<": "under", "<=": "under", "≤": "under",
}  # fmt: skip
BEHIND = {
    "+": "over", "plus": "over", "or more": "over", "and more": "over", "or less": "under",
    "or fewer": "under", "or so": "about", "approx.": "about", "approx": "about",
}  # fmt: skip
MULTIPLES = {
    "k": 10**3, "thousand": 10**3, "thousands": 10**3, "ribu": 10**3, "tsd": 10**3,
    "hazar": 10**3, "mn": 10**6, "mio": 10**6, "million": 10**6, "millions": 10**6,
    "juta": 10**6, "lakh": 10**5, "lakhs": 10**5, "lac": 10**5, "crore": 10**7, "crores": 10**7,
    "bn": 10**9, "billion": 10**9, "dozen": 12, "hundred": 100,
}  # fmt: skip
_MULTIPLES = "|".join(sorted(MULTIPLES, key=len, reverse=True))
_AMOUNT = re.compile(rf"({DIGITS})\s*(?:({_MULTIPLES})\b\.?)?\s*(-?[^\W\d_][^\d/]*|[%×])?")
_RANGE = re.compile(
    rf"(?:between|from|either)?\s*({DIGITS})\s*(?:({_MULTIPLES})\b\.?)?\s*"
    rf"(?:[-–—−‒]|\.{{2,3}}|…|to|and|or|until|till|bis)\s*(\d.*)"
)


@dataclass(frozen=True)
class Amount:
    """A number, and the words behind it.

    Attributes
    ----------
    number
        In digits with a decimal point.
    other
        What the number is where its one sign stands before decimals; empty where it is one only.
    multiple
        What it was multiplied by: 1000 of `44 thousand`.
    words
        What stands behind: `workers`, `%`.
    """

    number: str
    other: str = ""
    multiple: int = 1
    words: str = ""

    def __str__(self) -> str:
        if not self.other:
            return self.number
        return f"{self.number} (or {self.other}, if its comma or point stands before decimals)"


def numbers_of(text: str) -> tuple[str, str]:
    """Read digits with signs: the number, and what else it could be.

    Examples
    --------
    >>> numbers_of("44'000"), numbers_of("4,40,000"), numbers_of("12,5"), numbers_of("44.000")
    (('44000', ''), ('440000', ''), ('12.5', ''), ('44000', '44'))
    >>> numbers_of("1.2.3")
    ('', '')
    """
    if len(text) > LONGEST_NUMBER or not text.replace("’", "'").isascii():
        return "", ""
    if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", text):
        decimals = text.replace(",", ".")
        other = decimals[:-4] if decimals.endswith("000") else f"{decimals}0"
        return re.sub(r"[.,]", "", text), other
    if re.fullmatch(r"\d+(?:\.\d+)?|\d+,\d\d?|0,\d+", text):
        return text.replace(",", "."), ""
    for sign in (",", r"\.", " ", "['’]"):
        groups = rf"[1-9]\d{{0,2}}(?:{sign}\d{{3}})+|[1-9]\d?(?:{sign}\d\d)+{sign}\d{{3}}"
        point = "," if sign == r"\." else r"\."
        match = re.fullmatch(rf"({groups})(?:{point}(\d+))?", text)
        if match:
            whole = re.sub(r"\D", "", match[1])
            return (f"{whole}.{match[2]}" if match[2] else whole), ""
    return "", ""


def amount_of(text: str) -> Amount | None:
    """Read one amount; None where it is none.

    Examples
    --------
    >>> str(amount_of("1.5 million")), amount_of("44000 jobs").words, amount_of("0x10")
    ('1500000', 'jobs', None)
    """
    match = _AMOUNT.fullmatch(text)
    if match is None or re.match(r"\d+[ex]\d", text):
        return None
    return _multiplied(match[1], match[2], (match[3] or "").strip())


def range_of(text: str) -> tuple[Amount, Amount] | None:
    """Read two amounts of which the first is the lower; None where it is no range.

    Examples
    --------
    >>> [amount.number for amount in range_of("40 to 50 thousand")]
    ['40000', '50000']
    """
    match = _RANGE.fullmatch(text)
    high = amount_of(match[3]) if match else None
    if match is None or high is None:
        return None
    shared = next((word for word, times in MULTIPLES.items() if times == high.multiple), None)
    low = _multiplied(match[1], match[2] or shared, "")
    return (low, high) if low else None


def qualified(text: str) -> tuple[str, str, str] | None:
    """Take 'about 500' apart: the word, what it qualifies, and the qualifier that it stands for.

    Examples
    --------
    >>> qualified("more than 500"), qualified("44,000+")
    (('more than', '500', 'over'), ('+', '44,000', 'over'))
    """
    before = "|".join(sorted(map(re.escape, QUALIFIERS), key=len, reverse=True))
    match = re.fullmatch(rf"({before})\s*(\d.*)", text)
    if match:
        return match[1], match[2], QUALIFIERS[match[1]]
    behind = "|".join(sorted(map(re.escape, BEHIND), key=len, reverse=True))
    match = re.fullmatch(rf"(\d.*?)\s*({behind})(\s+[^\W\d_].*)?", text)
    return (match[2], f"{match[1]}{match[3] or ''}", BEHIND[match[2]]) if match else None


def _multiplied(digits: str, multiple: str | None, words: str) -> Amount | None:
    number, other = numbers_of(digits)
    if not number:
        return None
    if multiple is None:
        return Amount(number, other, 1, words)
    times = MULTIPLES[multiple]
    if other:
        return None  # 1.500 million
    return Amount(f"{(Decimal(number) * times).normalize():f}", "", times, words)
