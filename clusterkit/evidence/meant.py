"""What people mean by a cell that is no plain number, and which columns hold it.

A range, a decade, an approximation, degrees with minutes: each has its columns. The sentences say
which, and what to write there; nothing is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal

from .suggestions import PLAIN_NUMBER, qualified_number

NUMBER_OF_QUALIFIER = {"exact": "value", "about": "value", "under": "upper", "over": "lower"}
A_NUMBER = "a number, with a decimal point and no thousands separators"
A_WHOLE_NUMBER = "a whole number"
ENDS = (
    ("year_lo", "year_hi"), ("base_year_lo", "base_year_hi"),
    ("duration_lower", "duration_upper"), ("lower", "upper"),
)  # fmt: skip
EMPTY_WORDS = {
    "-", "–", "—", "−", "?", ".", "…", "n/a", "na", "n.a.", "n.d.", "nan", "nil", "none", "null",
    "not known", "not said", "not stated", "unknown", "no data",
}  # fmt: skip
MULTIPLES = {
    "k": 10**3, "thousand": 10**3, "ribu": 10**3, "tsd": 10**3, "hazar": 10**3,
    "m": 10**6, "mn": 10**6, "mio": 10**6, "million": 10**6, "millions": 10**6, "juta": 10**6,
    "lakh": 10**5, "lakhs": 10**5, "lac": 10**5, "crore": 10**7, "crores": 10**7,
    "bn": 10**9, "billion": 10**9,
}  # fmt: skip
_N = PLAIN_NUMBER
_RANGE = re.compile(
    rf"(?:between|from)?\s*({_N})\s*(?:[-–—−‒/]|\.{{2,3}}|…|to|and|until|till|bis)\s*({_N})"
)
_ANY_RANGE = re.compile(r"(?:between|from)?\s*[\d.,' ]+\s*(?:[-–—−‒]|to|and)\s*[\d.,' ]*\d")
_DECADE = re.compile(r"(?:the\s+)?(early|mid|late)?[\s-]*(?:the\s+)?'?(\d{0,2}\d0)\s*['’]?(?:s|er)")
_YEAR_ONLY_UP_TO = re.compile(r"(?:by|before|until|till|up to|<|≤)\s*(\d{4})")
_YEAR_ONLY_FROM = re.compile(r"(?:since|after|from|as of|>|≥)\s*(\d{4})|(\d{4})\s*[-–—+]")
_MULTIPLE = re.compile(rf"(\d+(?:[.,]\d+)?)\s*({'|'.join(MULTIPLES)})\.?")
_WITH_WORDS = re.compile(rf"({_N})\s*[^\W\d_][\w\s.-]*")
_PERCENT = re.compile(r"([+-]?[\d.,]+)\s*(?:%|percent|per cent)")
_DEGREES = re.compile(
    r"([NSEWO])?\s*([+-]?\d{1,3}(?:\.\d+)?)\s*[°º˚]?\s*"
    r"(?:(\d{1,2}(?:\.\d+)?)\s*['′’´]?\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*(?:[\"″”]|'')\s*)?([NSEWO])?",
    re.IGNORECASE,
)


def number_asked(name: str, columns: Collection[str], *, whole: bool) -> Callable[[str], str]:
    """Make the function that says what is expected in place of a cell that is no number.

    Parameters
    ----------
    name
        The column.
    columns
        All columns of its table: a range is sent to two of them, a qualifier to another.
    whole
        Whether whole numbers are asked for.

    Examples
    --------
    >>> asked = number_asked("year_lo", ("year_lo", "year_hi"), whole=True)
    >>> asked("the 1990s")
    'one year: write 1990 into year_lo and 1999 into year_hi'
    >>> asked("soon")
    'a whole number'
    >>> number_asked("latitude", ("latitude",), whole=False)("22°49'N")
    'degrees with decimals, and no minutes: write 22.8167'
    """
    plainly = A_WHOLE_NUMBER if whole else A_NUMBER
    ends = next((pair for pair in ENDS if name in pair), None)
    if name == "value" and "lower" in columns:
        ends = ("lower", "upper")

    def asked(cell: str) -> str:
        words = " ".join(cell.lower().split())
        if words in EMPTY_WORDS:
            return f"{plainly}, or an empty cell where your source does not say"
        if name in ("latitude", "longitude"):
            return _in_degrees(name, cell.strip()) or plainly
        if "year" in name:
            return _years(words, ends) or plainly
        if ends:
            span = _span(words, ends, name)
            if span:
                return span
        return _quantity(words, name, columns) or plainly

    return asked


def _span(words: str, ends: tuple[str, str], name: str) -> str:
    span = _RANGE.fullmatch(words)
    if not (span or _ANY_RANGE.fullmatch(words)):
        return ""
    low, high = (span[1], span[2]) if span else ("the lower", "the higher")
    over = ", leave value empty and choose over" if name in ("value", "lower", "upper") else ""
    return f"one number: write {low} into {ends[0]} and {high} into {ends[1]}{over}"


def _years(words: str, ends: tuple[str, str] | None) -> str:
    decade = _DECADE.fullmatch(words)
    if ends is None:
        known = re.search(r"\b(1[5-9]\d\d|20\d\d)\b", words)
        return f"one year, such as {known[1]}" if known else ""
    low, high = ends
    if decade:
        first = int(decade[2]) if len(decade[2]) == 4 else 1900 + int(decade[2]) % 100
        part = {"early": (0, 4), "mid": (3, 7), "late": (5, 9)}.get(decade[1] or "", (0, 9))
        return f"one year: write {first + part[0]} into {low} and {first + part[1]} into {high}"
    span = _RANGE.fullmatch(words)
    if span:
        last = span[1][: 4 - len(span[2])] + span[2] if len(span[2]) < 4 else span[2]
        return f"one year: write {span[1]} into {low} and {last} into {high}"
    until, since = _YEAR_ONLY_UP_TO.fullmatch(words), _YEAR_ONLY_FROM.fullmatch(words)
    if until:
        return f"one year: write {until[1]} into {high} and leave {low} empty"
    if since:
        return f"one year: write {since[1] or since[2]} into {low} and leave {high} empty"
    about = qualified_number(words)
    if about:
        return (
            f"one year: for {about[0]!r} write the first year that it may be into {low} and the "
            f"last into {high}"
        )
    return ""


def _quantity(words: str, name: str, columns: Collection[str]) -> str:
    percent = _PERCENT.fullmatch(words)
    if percent:
        number = percent[1].replace(",", ".")
        into = ", and percent or sales_share_percent into unit" if "unit" in columns else ""
        return f"the number without the sign %: write {number}{into}"
    multiple = _MULTIPLE.fullmatch(words)
    if multiple:
        times = Decimal(multiple[1].replace(",", ".")) * MULTIPLES[multiple[2]]
        return f"the number written out in digits: {times.normalize():f}"
    parts = qualified_number(words)
    if parts and "qualifier" in columns and name in NUMBER_OF_QUALIFIER.values():
        word, number, qualifier = parts
        column = NUMBER_OF_QUALIFIER[qualifier]
        into = "" if column == name else f" into {column}"
        choose = word if word == qualifier else f"{qualifier} (for {word!r})"
        return f"a number only: write {number}{into}, and put {choose} into qualifier"
    counted = _WITH_WORDS.fullmatch(words)
    if counted and not re.fullmatch(rf"{_N}[eE]\d+", words):
        unit = "; what is counted stands in unit" if "unit" in columns else ""
        return f"a number only: write {counted[1]}{unit}"
    return ""


def _in_degrees(name: str, cell: str) -> str:
    parts = _DEGREES.fullmatch(cell)
    if parts is None:
        return ""
    side = (parts[1] or parts[5] or "").upper().replace("O", "W")
    if side and (side in "NS") != (name == "latitude"):
        other = "longitude" if name == "latitude" else "latitude"
        return f"degrees of {name}; {side} is of {other}"
    degrees = abs(float(parts[2])) + float(parts[3] or 0) / 60 + float(parts[4] or 0) / 3600
    sign = "-" if parts[2].startswith("-") or side in ("S", "W") else ""
    return f"degrees with decimals, and no minutes: write {sign}{round(degrees, 4):g}"
