"""Who wrote a work, from one cell: every usual way of writing names is read, or asked about.

`Surname, Initials and Surname, Initials` is what the template asks for. People also write `&`,
semicolons, commas between names, initials first, `(eds.)`; and names of organisations, which may
hold an "and" of their own. What can be read in one way only is read so; anything else is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

INITIAL = r"(?:[^\W\d_a-z][^\W\d_]?\.|[^\W\d_a-z])"
INITIALS = rf"{INITIAL}(?:[\s-]*{INITIAL}){{0,4}}"
FIRST = rf"(?:[^\W\d_a-z][^\W\d_]?\.(?:[\s-]*{INITIAL}){{0,4}}|[^\W\d_a-z])"  # UN Habitat has none
PARTICLE = r"(?:[Vv][ao]n|[Dd]e[rnl]?|[Dd]ella|[Dd][ia]|[Dd]os|[Ll][ae]|[Bb]in|[Aa]l|[Tt]e[rn])"
SURNAME = rf"(?:{PARTICLE}\s+){{0,3}}[^\W\d_][\w'’-]*(?:[\s-][^\W\d_a-z][\w'’-]*)?"
FAMILY_FIRST = re.compile(rf"({SURNAME}),\s*({INITIALS})")
INITIALS_FIRST = re.compile(rf"({FIRST})\s+({SURNAME})")
SURNAME_INITIALS = re.compile(r"([^\W\d_a-z][^\W\d_][\w'’-]*)\s+([^\W\d_a-z]{1,3})")
JUNIOR = re.compile(r"(?:[JS]r|I{2,3}|IV)\.?")
EDITORS = re.compile(r"[\s,]*[(\[]?\b(?:eds?|editors?|hrsg|hg)\b\.?[)\]]?\.?$", re.IGNORECASE)
OTHERS = re.compile(r"\b(?:et\.?\s*al\b|and\s+others|& others|u\.\s?a\.|dkk|ve diğ)", re.IGNORECASE)
BETWEEN = re.compile(r",?\s+(?:and|&)\s+")
CONNECTING = {"and", "und", "et", "y", "ve", "dan", "och", "og", "en", "i", "e", "with", "&", "+"}
TITLES = re.compile(r"(?:prof|dr|mr|mrs|ms|sir|ir)\b\.?\s", re.IGNORECASE)
BODIES = re.compile(
    r"\b(?:of|for|the|ministry|department|university|bank|institute?|office|bureau|agency|board|"
    r"council|commission|centre|center|organi[sz]ation|association|chamber|federation|union|"
    r"ltd|inc|llc|plc|gmbh|corporation|company|foundation|committee|group|school|college)\b",
    re.IGNORECASE,
)
FORM = "names in the form Surname, Initials, joined by the word and"
IN_BRACES = "an organisation stands in braces, such as {{{name}}}"


@dataclass(frozen=True)
class Authors:
    """The names of a cell.

    Attributes
    ----------
    people
        Names as BibTeX has them: `Surname, Initials`, or an organisation in braces.
    editors
        Whether they edited the work.
    organisations
        Those of the names that were taken as organisations, without having braces.
    doubt
        What is expected where the cell cannot be read in one way; the rest is empty then.
    """

    people: tuple[str, ...] = ()
    editors: bool = False
    organisations: tuple[str, ...] = ()
    doubt: str = ""


class _Doubt(Exception):
    """What is expected in place of names that cannot be read in one way."""


def read_authors(cell: str) -> Authors:
    """Read the names in a cell.

    Examples
    --------
    >>> read_authors("Loebis, L. & Schmitz, H.").people
    ('Loebis, L.', 'Schmitz, H.')
    >>> read_authors("L. Loebis, H. Schmitz and P. Guizol (eds.)").people
    ('Loebis, L.', 'Schmitz, H.', 'Guizol, P.')
    >>> read_authors("World Bank").people
    ('{World Bank}',)
    >>> read_authors("Ministry of Trade and Industry").doubt[:62]
    'one organisation in braces, {Ministry of Trade and Industry}, '
    """
    text = " ".join(cell.split())
    try:
        if OTHERS.search(_outside_braces(text)):
            msg = f"all the names, and no 'et al.' or 'others': {FORM}"
            raise _Doubt(msg)
        plain = EDITORS.sub("", text)
        names = _names(plain)
    except _Doubt as doubt:
        return Authors(doubt=str(doubt))
    bare = tuple(name[1:-1] for name in names if name[0] == "{" and name not in plain)
    return Authors(tuple(names), plain != text, bare)


def _names(text: str) -> list[str]:
    if ";" in _outside_braces(text):
        parts = [re.sub(r"^(?:and|&)\s+", "", part.strip()) for part in _split(text, ";")]
        return [name for part in parts if part for name in _of_semicolons(part)]
    chunks = _split(text, BETWEEN)
    names = [name for chunk in chunks for name in _of_chunk(chunk)]
    bodies = [place for place, name in enumerate(names) if name[0] == "{" and name not in text]
    if len(chunks) > 1 and any(place + 1 in bodies for place in bodies):
        several = "; ".join(name.strip("{}") for name in names)
        msg = (
            f"one organisation in braces, {{{text}}}, or several with semicolons between them, "
            f"{several}: this could be either"
        )
        raise _Doubt(msg)
    single = [chunk for chunk in chunks if re.fullmatch(r"[^\W\d_][\w'’-]*", chunk)]
    if single and any("," in _outside_braces(chunk) for chunk in chunks):
        msg = f"{FORM}; {single[0]!r} has no initials, so that the others may be surnames too"
        raise _Doubt(msg)
    return names


def _of_semicolons(part: str) -> list[str]:
    """Names between semicolons; an "and" joins two of them only where both are persons."""
    chunks = _split(part, BETWEEN)
    persons = all("," in chunk or INITIALS_FIRST.fullmatch(chunk) for chunk in chunks)
    if len(chunks) > 1 and not persons and "," not in part:
        return [f"{{{part}}}"]
    return [name for one in (chunks if persons else [part]) for name in _of_chunk(one)]


def _of_chunk(chunk: str) -> list[str]:
    """Read what stands between two words "and": one name, or several with commas."""
    chunk = chunk.strip(" ,")
    if chunk.startswith("{") and chunk.endswith("}"):
        return [chunk]
    if not any(letter.isalpha() for letter in chunk):
        raise _Doubt(FORM)
    parts = [part.strip() for part in chunk.split(",")]
    if len(parts) == 1:
        return [_without_comma(chunk)]
    if all(INITIALS_FIRST.fullmatch(part) for part in parts):
        return [_turned(part) for part in parts]
    if all(SURNAME_INITIALS.fullmatch(part) for part in parts):
        return [", ".join(part.rsplit(" ", 1)) for part in parts]
    _refuse_odd(chunk)
    if len(parts) == 2:
        return [_family_and_given(parts[0], parts[1])]
    if len(parts) == 3 and JUNIOR.fullmatch(parts[1]):
        return [", ".join(parts)]
    if len(parts) == 3 and JUNIOR.fullmatch(parts[2]):
        return [", ".join((parts[0], parts[2], parts[1]))]
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    if len(parts) % 2 == 0 and all(FAMILY_FIRST.fullmatch(", ".join(pair)) for pair in pairs):
        return [", ".join(pair) for pair in pairs]
    raise _Doubt(FORM)


def _refuse_odd(chunk: str) -> None:
    """Refuse what no person's name holds."""
    if BODIES.search(chunk):
        msg = f"{FORM}; {IN_BRACES.format(name=chunk)}"
        raise _Doubt(msg)
    if TITLES.match(chunk):
        msg = f"{FORM}, without titles"
        raise _Doubt(msg)
    if re.search(r"[\d()\[\]/|+&、，;]", chunk):
        raise _Doubt(FORM)


def _without_comma(chunk: str) -> str:
    if re.search(r"[、，|+]", chunk):
        raise _Doubt(FORM)
    if INITIALS_FIRST.fullmatch(chunk):
        return _turned(chunk)
    vancouver = SURNAME_INITIALS.fullmatch(chunk)
    if vancouver or TITLES.match(chunk):
        person = f"{vancouver[1]}, {vancouver[2]}." if vancouver else "Surname, Initials"
        msg = f"{person} where it is a person; {IN_BRACES.format(name=chunk)}"
        raise _Doubt(msg)
    if set(chunk.casefold().split()) & (CONNECTING - {"en", "i", "e", "y"}):
        msg = f"{FORM}; {IN_BRACES.format(name=chunk)}"
        raise _Doubt(msg)
    return f"{{{chunk.strip('{}')}}}"


def _family_and_given(family: str, given: str) -> str:
    words = given.split()
    if not family or not given or len(words) > 5 or set(words) & CONNECTING:
        raise _Doubt(FORM)
    if JUNIOR.fullmatch(given):
        msg = f"{FORM}; a Jr. stands between them, such as King, Jr., M."
        raise _Doubt(msg)
    return f"{family}, {given}"


def _turned(name: str) -> str:
    """Bring `H. Schmitz` to `Schmitz, H.`."""
    parts = INITIALS_FIRST.fullmatch(name)
    assert parts is not None
    return f"{parts[2]}, {parts[1]}"


def _outside_braces(text: str) -> str:
    return re.sub(r"\{[^{}]*\}", lambda match: "x" * len(match[0]), text)


def _split(text: str, at: str | re.Pattern[str]) -> list[str]:
    """Split a text where a sign or pattern stands outside braces."""
    masked = _outside_braces(text)
    parts, start = [], 0
    for match in re.finditer(at, masked):
        parts.append(text[start : match.start()].strip())
        start = match.end()
    return [*parts, text[start:].strip()]
