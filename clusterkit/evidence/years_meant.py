"""What people mean by a cell of years that is no year: a decade, a date, `by 2007`, `1997-98`.

Parts of decades are those of the table "Conventions for bounds and years" in `data/README.md`.
"""

from __future__ import annotations

import re

from .amounts import qualified

LAST_YEAR = 2030
PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), "": (0, 9)}
_Y = r"(1[5-9]\d\d|20\d\d)"
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|"
    r"july|august|september|october|november|december|spring|summer|autumn|fall|winter|q[1-4])\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_NUMBER_OF_MONTH = r"(?:0?[1-9]|1[0-2])"
_DATE = re.compile(
    rf"(?:(?:{_DAY}\s+)?{_MONTH}(?:\s+{_DAY})?(?:\s*,\s*|\s+(?:of\s+)?)"
    rf"|(?:{_DAY}[-/.])?{_NUMBER_OF_MONTH}[-/.]|{_NUMBER_OF_MONTH}[-/.]{_DAY}[-/.]"
    rf"|(?:in|during|the year|year)\s+){_Y}"
    rf"|{_Y}(?:\s+{_MONTH}|[-/.]{_NUMBER_OF_MONTH}[-/.]{_DAY}(?:[t ].*)?)"
)
_DECADE = re.compile(
    r"(?:(?:in\s+)?the\s+)?(early|mid|late)?(?:(?:[\s-]*to[\s-]*|-)(mid|late))?[\s-]*(?:the\s+)?"
    r"'?((?:\d\d)?\d0)\s*['’]?(?:s|er)"
)
_TWO_YEARS = re.compile(
    rf"(?:between|from|either)?\s*{_Y}\s*(?:[-–—−‒/]|\.{{2,3}}|…|to|and|or|until|till|bis)\s*"
    r"(\d{1,4})"
)
_UP_TO = re.compile(rf"(by|until|till|up to|≤|<=|before|<)\s*{_Y}")
_FROM = re.compile(rf"(?:(since|from|as of|≥|>=|after|>)\s*{_Y}|{_Y}\s*[-–—+])")


def year_asked(words: str, ends: tuple[str, str] | None) -> str:
    """Say which year or years to write for a cell; empty where nobody can know.

    Parameters
    ----------
    words
        The cell, in small letters.
    ends
        The columns of the first and the last year; None where there is one column only.

    Examples
    --------
    >>> year_asked("late 1990s", ("year_lo", "year_hi"))
    'one year: write 1997 into year_lo and 1999 into year_hi'
    >>> year_asked("may 1997", ("year_lo", "year_hi"))
    'one year, without month or day: write 1997'
    """
    date = _DATE.fullmatch(words)
    if date:
        return f"one year, without month or day: write {date[1] or date[2]}"
    if ends is None:
        known = set(re.findall(rf"\b{_Y}", words))
        return f"one year, such as {known.pop()}" if len(known) == 1 else ""
    low, high = ends
    decade = _DECADE.fullmatch(words)
    if decade:
        return _of_decade(decade, low, high)
    doubtful = re.fullmatch(rf"{_Y}\s*\(?\?+\)?|\?\s*{_Y}", words)
    if doubtful:
        return (
            f"one year: write {doubtful[1] or doubtful[2]} without the sign ?; where it may be "
            f"another, the first that it may be into {low} and the last into {high}"
        )
    years = _TWO_YEARS.fullmatch(words)
    if years:
        return _of_two(years[1], years[2], low, high)
    until, since = _UP_TO.fullmatch(words), _FROM.fullmatch(words)
    if until:
        last = int(until[2])
        own = f"{last - 1}, or {last} if that year counts too," if until[1] in "before<" else last
        return f"one year: write {own} into {high} and leave {low} empty"
    if since:
        first = int(since[2] or since[3])
        later = since[1] in ("after", ">")
        own = f"{first + 1}, or {first} if that year counts too," if later else first
        return f"one year: write {own} into {low} and leave {high} empty"
    about = qualified(words)
    if about and re.fullmatch(_Y, about[1]):
        return (
            f"one year: for {about[0]!r} write the first year that it may be into {low} and the "
            f"last into {high}"
        )
    return ""


def _of_decade(decade: re.Match[str], low: str, high: str) -> str:
    tens = int(decade[3])
    if len(decade[3]) == 2 and tens >= 30:
        tens += 1900
    if tens < 100 or (tens % 100 == 0 and tens != 2000):  # the 20s, the 1900s
        return f"one year: write the first year that it may be into {low} and the last into {high}"
    first, last = PARTS[decade[1] or ""][0], PARTS[decade[2] or decade[1] or ""][1]
    return f"one year: write {tens + first} into {low} and {tens + last} into {high}"


def _of_two(first: str, second: str, low: str, high: str) -> str:
    """Say which two years `1995-96` are; `1997-05` may be a month."""
    last = int(first[: 4 - len(second)] + second)
    if len(second) == 2 and last < int(first):
        last += 100
    if len(second) in (1, 3) or not int(first) < last <= LAST_YEAR:
        return f"one year: write the first year into {low} and the last into {high}"
    both = f"{first} into {low} and {last} into {high}"
    if len(second) == 2 and 1 <= int(second) <= 12:
        return f"one year: write {first} if {second} is a month, or {both} if it is a year"
    return f"one year: write {both}"
