"""Text files of any usual encoding as text; where the letters are a guess, that is asked.

A file that is not Unicode says nowhere in which encoding it is. Read as Windows-1252, Şahinbey
saved in Turkish becomes Þahinbey, and nobody is told. Only letters that the usual encodings of
Latin script share are taken; others are shown, with the way to save the file.
"""

from __future__ import annotations

import re

USUAL = ("cp1250", "cp1254", "iso8859-2", "iso8859-9", "iso8859-15")
READ_AS = "cp1252"
TYPOGRAPHY = set("‘’“”–—…€•\u00a0")
HOW_TO_SAVE = (
    "save it as 'CSV UTF-8' (in LibreOffice: Save as, Text CSV, Edit filter settings, Unicode "
    "(UTF-8))"
)


class NotText(Exception):
    """Raised where bytes are no text that can be read for certain; completes "expected ..."."""


def decoded(data: bytes) -> tuple[str, str]:
    r"""Read bytes as text, and say how where it is not Unicode.

    Line ends of any system become line feeds where there is no other.

    Returns
    -------
    str, str
        The text, and a note that follows the file's name; empty for Unicode.

    Raises
    ------
    NotText
        When the bytes are no text, or letters of it would be a guess.

    Examples
    --------
    >>> decoded("place\rMörbi".encode())
    ('place\nMörbi', '')
    >>> try:
    ...     decoded("Şahinbey".encode("cp1254"))
    ... except NotText as error:
    ...     print(str(error)[:63])
    a file in the encoding UTF-8; this one has another, and 'Þahinb
    """
    note = ""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = _strictly(data, "utf-16")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = _strictly(data, READ_AS)
            note = _note(text)
    if "\0" in text:
        msg = f"text; this file has bytes that no text has: {HOW_TO_SAVE}"
        raise NotText(msg)
    if not text.strip():
        msg = "a first row with the names of the columns"
        raise NotText(msg)
    return (text if "\n" in text else text.replace("\r", "\n")), note


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        msg = f"a file in the encoding UTF-8; this one has another: {HOW_TO_SAVE}"
        raise NotText(msg) from None


def _note(text: str) -> str:
    """Say how a text was read; raises NotText where a letter of it would be a guess."""
    certain = _shared_letters() | TYPOGRAPHY
    doubtful = re.search(
        rf"[^\x00-\x7f{re.escape(''.join(sorted(certain)))}]"  # of one of the encodings alone
        r"|(?<=\w)[‘“”…€•](?=\w)|[^\W\d_a-zA-Z]{3}",  # of another script, or of another system
        text,
    )
    if doubtful:
        shown = _cell_around(text, doubtful.start())
        msg = (
            f"a file in the encoding UTF-8; this one has another, and {shown!r} may not be what "
            f"you wrote: {HOW_TO_SAVE}"
        )
        raise NotText(msg)
    special = re.search(r"[^\x00-\x7f]", text)
    shown = _cell_around(text, special.start()) if special else ""
    return (
        f"was read as Windows-1252, since it is not UTF-8: it holds {shown!r}; if that is not "
        "what you wrote, save the file as 'CSV UTF-8'"
    )


def _shared_letters() -> set[str]:
    """Letters that stand for the same byte in all the usual encodings."""
    shared = set()
    for byte in range(0xA1, 0x100):
        letter = bytes([byte]).decode(READ_AS)
        others = {bytes([byte]).decode(encoding, "replace") for encoding in USUAL}
        if others == {letter}:
            shared.add(letter)
    return shared


def _cell_around(text: str, place: int) -> str:
    """Return the words of a cell around a place in the text."""
    before = re.search(r"[^\n\r,;\t\"]{0,30}$", text[max(0, place - 30) : place])
    after = re.match(r"[^\n\r,;\t\"]{0,30}", text[place : place + 30])
    return ((before[0] if before else "") + (after[0] if after else "")).strip()
