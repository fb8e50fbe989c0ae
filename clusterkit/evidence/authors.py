"""Who wrote a work, from one cell: every usual way of writing names is read, or asked about.

`Surname, Initials and Surname, Initials` is what the template asks for. People also write `&`,
semicolons, commas between names, initials first, `(eds.)`; and names of organisations, which may
hold an "and" of their own. What can be read in one way only is read so; anything else is asked,
and what is proposed in its place is read as it was meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

INITIAL = r"(?:[^\W\d_a-z][^\W\d_]?\.|[^\W\d_a-z])"
INITIALS = rf"{INITIAL}(?:[\s-]*{INITIAL}){{0,4}}"
FIRST = rf"(?:[^\W\d_a-z][^\W\d_]?\.(?:[\s-]*{INITIAL}){{0,4}}|[^\W\d_a-z])"  # UN Habitat has none
PARTICLE = r"(?:[Vv][ao]n|[Dd]e[rnl]?|[Dd]ella|[Dd][ia]|[Dd]os|[Ll][ae]|[Bb]in|[Aa]l|[Tt]e[rn])"
SURNAME = rf"(?:{PARTICLE}\s+){{0,3}}[^\W\d_][\w'’-]*(?:\s[^\W\d_a-z][\w'’-]+)?"
FAMILY_FIRST = re.compile(rf"({SURNAME}),\s*({INITIALS})")
INITIALS_FIRST = re.compile(rf"({FIRST})\s+({SURNAME})")
SURNAME_INITIALS = re.compile(rf"({SURNAME})\s+([^\W\d_a-z]{{1,3}}\.?|{INITIALS})")
FULL_NAME = re.compile(
    rf"([^\W\d_a-z][\w'’-]+(?:\s+{INITIAL})*)\s+((?:{PARTICLE}\s+){{0,3}}[^\W\d_a-z][\w'’-]+)"
)
SHORT_WORD = re.compile(r"(?<![\w'’.-])([^\W\d_]{1,3})\.?(?![\w'’.-])")
LETTERS_OF_A_BODY = 6  # UNCTAD: a surname in capitals may be longer
OF_BRANCHES = {"EU", "GB", "UK", "US", "USA"}  # Oxfam GB
JUNIOR = re.compile(r"(?:[JS][rR]|I{2,3}|IV)\.?")
EDITORS = re.compile(r"[\s,]*[(\[]?\b(?:eds?|editors?|hrsg|hg)\b\.?[)\]]?\.?$", re.IGNORECASE)
EDITORS_FIRST = re.compile(  # and not the Editors Guild of India
    r"^(?:[(\[](?:eds?|editors?|hrsg|hg)\.?[)\]]:?|(?:eds?|hrsg|hg)\.:?|(?:eds?|editors?|hrsg|hg):"
    r"|(?:eds|editors)(?=\s[^,]+,)|edited by)\s+",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"\b(?:et\.?\s*al\b|u\.\s?a\.|dkk|ve diğ)"
    r"|(?:\band|&|\+)\s+(?:[\w-]+\s+)?(?:others?|more|colleagues|co-?authors)\b(?!\s*,)",
    re.IGNORECASE,
)
BEFORE_THE_FIRST = re.compile(r"(and|&|with|by)\s", re.IGNORECASE)
BETWEEN = re.compile(r",?\s+(?:and|&)\s+")
CONNECTING = {"and", "und", "et", "y", "ve", "dan", "och", "og", "en", "i", "e", "with", "&", "+"}
TITLE_FIRST = re.compile(r"(?:prof|professor|drs?|mrs?|ms|sir|ir)\b\.?\s", re.IGNORECASE)
TITLE = re.compile(
    r"(?<!\w)(?:[Pp]rof(?:essor)?|[Dd]rs?|[Mm]rs?|[Mm]s|[Ss]ir|Ir|Ph\.?\s?D)\b(?!['’-])"
)
BODIES = re.compile(
    r"\b(?:of|for|the|ministry|department|university|bank|institute?|office|bureau|agency|board|"
    r"council|commission|centre|center|organi[sz]ation|association|chamber|federation|union|"
    r"ltd|inc|llc|plc|gmbh|corporation|company|foundation|committee|group|school|college)\b",
    re.IGNORECASE,
)
FORM = "names in the form Surname, Initials; Surname, Initials (organisations as they are)"
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
        plain = EDITORS_FIRST.sub("", EDITORS.sub("", text))
        names = _names(plain)
    except _Doubt as doubt:
        return Authors(doubt=str(doubt))
    bare = tuple(name[1:-1] for name in names if name[0] == "{" and name not in plain)
    return Authors(tuple(names), plain != text, bare)


def _names(text: str) -> list[str]:
    first = BEFORE_THE_FIRST.match(text)
    if first:
        msg = f"{FORM}; the word {first[1]!r} stands before the first of them"
        raise _Doubt(msg)
    if ";" in _outside_braces(text):
        parts = [re.sub(r"^(?:and|&)\s+", "", part.strip()) for part in _split(text, ";")]
        return [name for part in parts if part for name in _of_semicolons(part)]
    chunks = _split(text, BETWEEN)
    _refuse_full_names(chunks)
    names = [name for chunk in chunks for name in _of_chunk(chunk)]
    bodies = [place for place, name in enumerate(names) if name[0] == "{" and name not in text]
    if len(chunks) > 1 and any(place + 1 in bodies for place in bodies):
        bare = [name.strip("{}") for name in names]
        several, persons = "; ".join(bare), "; ".join(map(_family_first, bare))
        as_persons = f"persons as {persons}, " if persons != several else ""
        msg = (
            f"{as_persons}one organisation in braces, {{{text}}}, or several with semicolons "
            f"between them, {several}: this could be {'any of these' if as_persons else 'either'}"
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
    persons = all("," in chunk or _initials_first(chunk) for chunk in chunks)
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
    if "," in chunk and (TITLE_FIRST.match(chunk) or TITLE.search(chunk)):
        msg = f"{FORM}, without titles"
        raise _Doubt(msg)
    parts = [part.strip() for part in chunk.split(",")]
    if len(parts) == 1:
        return [_without_comma(chunk)]
    if all(_initials_first(part) for part in parts):
        return [_family_first(part) for part in parts]
    initials_last = [SURNAME_INITIALS.fullmatch(part) for part in parts]
    if all(initials_last):
        if any(name[2] in OF_BRANCHES for name in initials_last if name):
            raise _Doubt(FORM)
        return [f"{name[1]}, {_with_points(name[2])}" for name in initials_last if name]
    _refuse_odd(chunk)
    if len(parts) == 2:
        return [_family_and_given(parts[0], parts[1])]
    if len(parts) == 3 and JUNIOR.fullmatch(parts[1]):
        return [_family_and_given(f"{parts[0]} {parts[1]}", parts[2])]
    if len(parts) == 3 and JUNIOR.fullmatch(parts[2]):
        return [_family_and_given(f"{parts[0]} {parts[2]}", parts[1])]
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    if len(parts) % 2 == 0 and all(FAMILY_FIRST.fullmatch(", ".join(pair)) for pair in pairs):
        return [_family_and_given(*pair) for pair in pairs]
    raise _Doubt(FORM)


def _refuse_odd(chunk: str) -> None:
    """Refuse what no person's name holds."""
    if BODIES.search(chunk):
        msg = f"{FORM}; {IN_BRACES.format(name=chunk)}"
        raise _Doubt(msg)
    if re.search(r"[\d()\[\]/|+&、，،؛；;]", chunk):
        raise _Doubt(FORM)


def _refuse_full_names(chunks: list[str]) -> None:
    """Refuse `Hubert Schmitz, Lienda Loebis`, which would be one person of a double surname."""
    parts = [[part.strip() for part in _split(chunk.strip(" ,"), ",")] for chunk in chunks]
    lists = [names for names in parts if len(names) > 1 and all(map(_is_turned, names))]
    if not any(_full_name(name) for names in lists for name in names):
        return
    single = [names for names in parts if names not in lists]
    if any(len(names) > 1 for names in single):
        raise _Doubt(FORM)
    several = "; ".join(_family_first(name) for names in parts for name in names)
    msg = f"names in the form Surname, Initials, as in {several}"
    if len(chunks) == 1 and len(parts[0]) == 2 and all(map(_full_name, parts[0])):
        family, given = parts[0]
        letters = " ".join(f"{word[0]}." for word in given.split())
        msg = f"several persons as {several}, or one as {family}, {letters}: this could be either"
    raise _Doubt(msg)


def _without_comma(chunk: str) -> str:
    if re.search(r"[、，،؛；|+]", chunk):
        raise _Doubt(FORM)
    title = TITLE_FIRST.match(chunk)
    if _initials_first(chunk) and not title:
        return _family_first(chunk)
    initials_last = SURNAME_INITIALS.fullmatch(chunk)
    if initials_last or title:
        person = "Surname, Initials"
        if title:
            person = _family_first(chunk[title.end() :])
            person = f"{person if ',' in person else 'Surname, Initials'} (without the title)"
        elif initials_last:
            person = f"{initials_last[1]}, {_with_points(initials_last[2])}"
        msg = f"{person} where it is a person; {IN_BRACES.format(name=chunk)}"
        raise _Doubt(msg)
    if set(chunk.casefold().split()) & (CONNECTING - {"en", "i", "e", "y"}):
        msg = f"{FORM}; {IN_BRACES.format(name=chunk)}"
        raise _Doubt(msg)
    return f"{{{chunk.strip('{}')}}}"


def _family_and_given(family: str, given: str) -> str:
    words, families = given.split(), family.split()
    if not family or not given or len(words) > 5 or set(words) & CONNECTING:
        raise _Doubt(FORM)
    if JUNIOR.fullmatch(given) and given.rstrip(".") not in ("JR", "SR"):
        msg = f"{FORM}; a Jr. stands between them, such as King, Jr., M."
        raise _Doubt(msg)
    junior = ""
    if len(families) > 1 and JUNIOR.fullmatch(families[-1]):
        junior = f" {families.pop()},"
    elif len(words) > 1 and JUNIOR.fullmatch(words[-1]):
        junior = f" {words.pop()},"
    family, given = " ".join(families), " ".join(words)
    initials_last = SURNAME_INITIALS.fullmatch(family) and not family.isupper()
    if initials_last or _initials_first(family):
        raise _Doubt(FORM)
    _refuse_capitals(family, given)
    return f"{family},{junior} {_with_points(given)}"


def _refuse_capitals(family: str, given: str) -> None:
    """Refuse `ILO, IFC` and `ILO, Geneva`; `SCHMITZ, Hubert` and `KHAN, F.` are persons."""
    letters = given.isupper() and re.fullmatch(r"[^\W\d_]{2,4}", given)
    initials = re.fullmatch(INITIALS, given.split()[0])
    body = letters or (len(family) <= LETTERS_OF_A_BODY and not initials)
    if family.isupper() and len(family) > 1 and body:
        person = f"{family.title()}, {given.title()}"
        if given.isupper() and len(given) < 4:
            person = f"{person} or {family.title()}, {_with_points(given)}"
        msg = f"a person as {person}, organisations as {family}; {given}: this could be either"
        raise _Doubt(msg)


def _with_points(given: str) -> str:
    """Write initials with points: `LM` is `L. M.`, and a name stays as it is."""

    def apart(word: re.Match[str]) -> str:
        letters = word[1]
        return " ".join(f"{letter}." for letter in letters) if letters.isupper() else word[0]

    return SHORT_WORD.sub(apart, given)


def _initials_first(name: str) -> re.Match[str] | None:
    """Match `H. Schmitz`; a name in a script without capitals has no initials."""
    parts = INITIALS_FIRST.fullmatch(name)
    return parts if parts and parts[1][0].isupper() else None


def _full_name(name: str) -> re.Match[str] | None:
    """Match `Hubert Schmitz`, and not `Schmitz HJ`."""
    return None if SURNAME_INITIALS.fullmatch(name) else FULL_NAME.fullmatch(name)


def _is_turned(name: str) -> bool:
    return _family_first(name) != name


def _family_first(name: str) -> str:
    """Bring `H. Schmitz` and `Hubert Schmitz` to `Schmitz, H.`; other names stay as they are."""
    parts = _initials_first(name) or _full_name(name)
    if parts is None or BODIES.search(name):
        return name
    return f"{parts[2]}, {_with_points(parts[1])}"


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
