"""What a workbook may hold, looked at before anything of it is opened.

A file of a few kilobytes can ask for gigabytes: a part that unpacks to much, a merged area that
becomes a cell for each place in it. Every part is looked at, whatever its name and encoding.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator

LARGEST_WORKBOOK = 64 * 2**20  # bytes once unpacked
LARGEST_PART = 8 * 2**20  # of those that are neither a sheet nor its strings
MOST_PARTS = 2_000
MOST_CELLS = 300_000  # some 15,000 rows; what is larger is kept as CSV
WIDEST_AREA = 10_000  # cells of one merged area, link or note
MOST_MERGED = 100_000  # cells of all of them
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
STRICT = b"http://purl.oclc.org/ooxml/"
ENCODINGS = {b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_CELL = re.compile(rb"<(?:[^\s<>/:\"'=!?]+:)?c[\s/>]")
_AREA = re.compile(
    rb"<(?:[^\s<>/:\"'=!?]+:)?(mergeCell|hyperlink|comment)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"
)
_REF = re.compile(rb"\bref\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
OWN_DEFINITIONS = "a workbook as spreadsheet programs write it; this one has definitions of its own"


class Unreadable(Exception):
    """A file that cannot be read at all; the message completes "expected ..."."""


def guard(data: bytes) -> None:
    """Refuse a workbook that would fill the memory or never end, before anything is unpacked.

    Raises
    ------
    Unreadable
        In one sentence.

    Examples
    --------
    >>> try:
    ...     guard(b"no workbook")
    ... except Unreadable as error:
    ...     print(error)
    an Excel workbook (.xlsx); this file is damaged, or is something else
    """
    if data[:4] == OLD_OFFICE:
        msg = (
            "an Excel workbook (.xlsx) without a password; this is an old .xls file with "
            "another name, or is protected by a password"
        )
        raise Unreadable(msg)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _guard_parts(archive)
    except Unreadable:
        raise
    except Exception as error:  # zipfile raises much besides BadZipFile on damaged files
        msg = "an Excel workbook (.xlsx); this file is damaged, or is something else"
        raise Unreadable(msg) from error


def merged_areas(xml: bytes) -> Iterator[str]:
    """Give the merged areas of a sheet, such as B3:C5.

    Examples
    --------
    >>> list(merged_areas(b'<x:mergeCell  ref = "B3:C5"/>'))
    ['B3:C5']
    """
    return (area for kind, area in _areas(xml) if kind == b"mergeCell")


def part_of(data: bytes, name: str) -> bytes:
    """Read one part of a workbook as UTF-8, whatever its encoding."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _as_utf8(archive.read(name))


def corners_of(area: str) -> tuple[int, int, int, int] | None:
    """Take an area such as B3:C5 apart: top, left, bottom, right; None when it is none.

    Examples
    --------
    >>> corners_of("B3:C5")
    (3, 2, 5, 3)
    >>> corners_of("nowhere") is None
    True
    """
    from openpyxl.utils import range_boundaries

    try:
        left, top, right, bottom = range_boundaries(area)
    except (ValueError, TypeError):
        return None
    if None in (left, top, right, bottom):  # whole columns or rows
        return None
    return top, left, bottom, right


def _guard_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if size > LARGEST_WORKBOOK or len(parts) > MOST_PARTS:
        msg = (
            f"a workbook of at most {LARGEST_WORKBOOK // 2**20} megabytes once unpacked, "
            f"and this one has {size / 2**20:,.0f}: save large tables as CSV files in a "
            "folder"
        )
        raise Unreadable(msg)
    cells = merged = 0
    for part in parts:
        with archive.open(part) as opened:
            if not opened.read(200).lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
                continue  # a picture, for example
        xml = _as_utf8(archive.read(part))
        if part.filename == "xl/workbook.xml" and STRICT in xml:
            msg = (
                "a workbook saved as 'Excel Workbook (.xlsx)'; this one is a 'Strict Open XML "
                "Spreadsheet': open it, choose Save as, and take the first of the two"
            )
            raise Unreadable(msg)
        cells += len(_CELL.findall(xml))
        merged += _guard_part(xml)
    if cells > MOST_CELLS or merged > MOST_MERGED:
        many = f"cells, and this one has {cells:,}" if cells > MOST_CELLS else "merged cells"
        most = MOST_CELLS if cells > MOST_CELLS else MOST_MERGED
        msg = f"a workbook of at most {most:,} {many}: save large tables as CSV files in a folder"
        raise Unreadable(msg)


def _as_utf8(part: bytes) -> bytes:
    """Bring a part to UTF-8; refuses encodings that no spreadsheet program writes."""
    for mark, encoding in (
        (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
    ):  # fmt: skip
        if part.startswith(mark):
            return part.decode(encoding).encode()
    declared = _DECLARED.match(part[:200].lstrip(b"\xef\xbb\xbf"))
    if declared is not None and declared[1].lower() not in ENCODINGS:
        raise Unreadable(OWN_DEFINITIONS)
    return part


def _guard_part(xml: bytes) -> int:
    """Refuse a part of a workbook that asks for too much; returns the cells of its areas."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise Unreadable(OWN_DEFINITIONS)
    if len(xml) > LARGEST_PART and b"sheetData" not in xml and b"sst" not in xml[:1000]:
        msg = f"a workbook whose parts are of at most {LARGEST_PART // 2**20} megabytes each"
        raise Unreadable(msg)
    total = 0
    for _, area in _areas(xml):
        corners = corners_of(area)
        if corners is None:
            continue
        top, left, bottom, right = corners
        size = (bottom - top + 1) * (right - left + 1)
        if size > WIDEST_AREA:
            msg = f"merged areas and links of at most {WIDEST_AREA:,} cells; {area[:40]} is larger"
            raise Unreadable(msg)
        total += size if size > 1 else 0
    return total


def _areas(xml: bytes) -> Iterator[tuple[bytes, str]]:
    """Give what covers an area of a sheet, and the area: a merge, a link, a note."""
    if not (b"mergeCell" in xml or b"hyperlink" in xml or b"comment" in xml):
        return
    for kind, attributes in _AREA.findall(xml):
        reference = _REF.search(attributes)
        if reference is not None:
            words = (reference[1] or reference[2] or b"").decode("utf-8", "replace")
            yield kind, html.unescape(words).strip()
