"""What people mean by a cell that is no plain number, and which columns hold it.

A range, a decade, an approximation, degrees with minutes: each has its columns. The sentences say
which, and what to write there; nothing is filled in. A wrong number that is followed makes false
evidence: where a cell can be read in two ways, both are named, or none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal

from .amounts import Amount, amount_of, qualified, range_of
from .years_meant import year_asked

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
COUNTED = {  # words behind a number that do not change it
    "artisans", "companies", "employees", "enterprises", "factories", "farmers", "firms", "jobs",
    "labourers", "men", "member", "members", "microenterprises", "people", "persons", "producers",
    "small", "smes", "staff", "suppliers", "units", "women", "workers", "workshops",
}  # fmt: skip
PERCENT = ("%", "percent", "per cent")
TIMES = re.compile(r"(?:x|×|times|-?fold)\b.*|×")
IN_WORDS = re.compile(r"(?:has |have )?(?:doubled?|trebled|tripled?|quadrupled?|halved|[a-z]+fold)")
YEARS_OF = {
    "year": Decimal(1), "years": Decimal(1), "yr": Decimal(1), "yrs": Decimal(1),
    "month": 1 / Decimal(12), "months": 1 / Decimal(12), "decade": Decimal(10),
    "decades": Decimal(10),
}  # fmt: skip
MULTIPLE = (
    "a number, and no multiple: a change is of measure total_change, in percent, where three times "
    "as many is 200, and a rise by three times 300"
)
LIMITS = {"latitude": 90, "longitude": 180}
_DEGREES = re.compile(
    r"([NSEWO])?\s*([+-]?\d{1,3}(?:\.\d+)?)(?:\s*[°º˚]\s*|\s+|$|(?=[NSEWO]))"
    r"(?:(\d{1,2}(?:\.\d+)?)(?:\s*['′’´]\s*|\s+|$|(?=[NSEWO])))?"
    r"(?:(\d{1,2}(?:\.\d+)?)\s*(?:[\"″”]|''|’’)?\s*)?([NSEWO])?",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"([NSEWO])?\s*([+-]?\d{1,3})\.(\d{1,2})\.(\d{1,2})\s*([NSEWO])?", re.I)


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
        if name in LIMITS:
            return _in_degrees(name, cell.strip()) or plainly
        if "year" in name:
            return year_asked(words, ends) or plainly
        if re.fullmatch(r"\d+\s*/\s*\d+", words):
            return f"{plainly}; {words} could be a fraction or two numbers"
        if name.startswith("duration") and ends:
            return _duration(words, ends) or "a number of years, with a decimal point"
        span = _span(words, ends, columns) if ends else ""
        return span or _quantity(words, columns, name, plainly) or plainly

    return asked


def _span(words: str, ends: tuple[str, str], columns: Collection[str]) -> str:
    span = range_of(words)
    behind = _behind(span[1].words, columns) if span else None
    if span is None or behind is None:
        return ""
    low, high = _in_order(span)
    choose = " and choose over" if "qualifier" in columns else ""
    return (
        f"one number: write {low} into {ends[0]} and {high} into {ends[1]}, leave value empty"
        f"{choose}{behind}"
    )


def _in_order(span: tuple[Amount, Amount]) -> tuple[str, str]:
    """Give the ends of a range, in words where they are not sure."""
    low, high = span
    if low.other or high.other or Decimal(low.number) >= Decimal(high.number):
        return "the lower", "the higher"
    return low.number, high.number


def _quantity(words: str, columns: Collection[str], name: str, plainly: str) -> str:
    about, signed = qualified(words), re.fullmatch(r"[+−–-]\s*(\d.*)", words)
    amount = amount_of(about[1] if about else signed[1] if signed else words)
    if IN_WORDS.fullmatch(words) or (amount and TIMES.fullmatch(amount.words)):
        return MULTIPLE if "measure" in columns else ""
    if amount is None or (signed and amount.words not in PERCENT):
        return ""
    if amount.words in YEARS_OF and "value_unit" in columns:
        number = "" if about else _in_years(amount)
        return f"a number only: write {number}, and years into value_unit" if number else ""
    behind = _behind(amount.words, columns)
    if behind is None:
        return "a number only; what is counted stands in unit" if "unit" in columns else ""
    if about:
        return _approximately(about, f"{amount}", behind, columns, name)
    if amount.words in PERCENT:
        minus = "-" if signed and words[0] != "+" else ""
        return f"the number without the sign %: write {minus}{amount}{behind}"
    if amount.multiple > 1:
        return f"the number written out in digits: {amount}{behind}"
    if amount.words:
        return f"a number only: write {amount}{behind}"
    if plainly == A_WHOLE_NUMBER and "." in amount.number:
        return ""
    return f"{plainly}: write {amount}"


def _behind(words: str, columns: Collection[str]) -> str | None:
    """Say where the words behind a number belong; None where they may change the number."""
    if words in PERCENT:
        if "unit" in columns:
            return ", and percent or sales_share_percent into unit"
        return ", and percent into value_unit" if "value_unit" in columns else ""
    if not set(words.split()) <= COUNTED:
        return None
    return "; what is counted stands in unit" if words and "unit" in columns else ""


def _approximately(
    about: tuple[str, str, str], number: str, behind: str, columns: Collection[str], name: str
) -> str:
    word, _, qualifier = about
    if name not in NUMBER_OF_QUALIFIER.values():
        return ""
    column = NUMBER_OF_QUALIFIER[qualifier]
    into = "" if column == name else f" into {column}"
    if "qualifier" in columns:
        choose = word if word == qualifier else f"{qualifier} (for {word!r})"
        return f"a number only: write {number}{into}, and put {choose} into qualifier{behind}"
    if qualifier == "about":
        return f"{A_NUMBER}; for {word!r} write what it may be into lower and upper"
    return f"a number only: write {number}{into} and leave value empty{behind}"


def _duration(words: str, ends: tuple[str, str]) -> str:
    span, about = range_of(words), qualified(words)
    if span:
        years = [_in_years(Amount(end.number, end.other, 1, span[1].words)) for end in span]
        if not all(years):
            return ""
        low, high = _in_order((Amount(years[0]), Amount(years[1])))
        return f"one number of years: write {low} into {ends[0]} and {high} into {ends[1]}"
    amount = amount_of(about[1] if about else words)
    number = _in_years(amount) if amount else ""
    if not number:
        return ""
    if about is None:
        return f"a number only: write {number}, in years"
    word, _, qualifier = about
    if qualifier == "about":
        return (
            f"a number of years: for {word!r} write the fewest that it may be into {ends[0]} and "
            f"the most into {ends[1]}"
        )
    into, empty = ends if qualifier == "over" else ends[::-1]
    return f"a number of years: write {number} into {into} and leave {empty} empty"


def _in_years(amount: Amount) -> str:
    """Give an amount in years; empty where its unit is no time, or it could be two."""
    if amount.other or (amount.words and amount.words not in YEARS_OF):
        return ""
    years = Decimal(amount.number) * YEARS_OF.get(amount.words, Decimal(1))
    return f"{round(years, 4).normalize():f}"


def _in_degrees(name: str, cell: str) -> str:
    cell = re.sub(r"\b(?:north|south|east|west)", lambda side: side[0][0], cell, flags=re.I)
    dotted = _DOTTED.fullmatch(cell)
    parts = dotted or _DEGREES.fullmatch(cell)
    if parts is None or not (dotted or re.search(r"[NSEWO°º˚'′’´]", cell, re.IGNORECASE)):
        return ""
    before, whole, minutes, seconds, behind = parts.groups()
    side = (before or behind or "").upper()
    if side == "O":
        return "degrees with decimals; O may be east or west: write west with a - before it"
    if side and (side in "NS") != (name == "latitude"):
        other = "longitude" if name == "latitude" else "latitude"
        return f"degrees of {name}; {side} is of {other}"
    if any(float(part or 0) >= 60 for part in (minutes, seconds)):
        return "degrees with decimals; minutes and seconds are less than 60"
    broken = ("." in whole and minutes) or ("." in (minutes or "") and seconds)
    if broken or (before and behind) or (side and whole[0] in "+-"):
        return "degrees with decimals, and no minutes"
    degrees = abs(float(whole)) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    if degrees > LIMITS[name]:
        return f"degrees of {name} from -{LIMITS[name]} to {LIMITS[name]}"
    sign = "-" if whole.startswith("-") or side in ("S", "W") else ""
    read_as = " as degrees, minutes and seconds" if dotted else ""
    return f"degrees with decimals, and no minutes: write {sign}{round(degrees, 4):g}{read_as}"
