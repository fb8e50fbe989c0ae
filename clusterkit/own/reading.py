"""Files that people keep tables in, read as text: workbooks, CSV of any locale, Parquet.

`read_excel`, `read_csv` and `read_parquet` give a `Sheet` for each table: its cells as text,
the index two less than the row a person sees, and complaints about cells that hold no plain
value. What a file cannot be read for is raised as `Unreadable`, in one sentence.
"""

from __future__ import annotations

import csv
import datetime
import html
import io
import re
import warnings
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..extras import extras_named
from .bounds import OLD_OFFICE, Unreadable, corners_of, guard, merged_areas, part_of
from .encodings import NotText, decoded
from .number_formats import A_DATE, plain_number, shown_number

LARGEST_TEXT = 64 * 2**20  # bytes: some 400,000 rows; of a Parquet file, once unpacked
MOST_ROWS, MOST_COLUMNS = 1_048_576, 200
REFUSED = {
    ".xls": "save it as an Excel workbook (.xlsx) first; the old format .xls is not read",
    ".xlsb": "save it as an Excel workbook (.xlsx) first; the binary format .xlsb is not read",
    ".ods": "save it as an Excel workbook (.xlsx) first; the OpenDocument format .ods is not read",
    ".numbers": "export it as an Excel workbook (.xlsx) first; Numbers files are not read",
}
NOTHING_BEYOND = "nothing to the right of the last named column"
FAR_CELL = re.compile(  # to the right of column GR, which is the 200th
    rb"<(?:\w+:)?c\s+r=[\"']((?:G[S-Z]|[H-Z][A-Z]|[A-Z]{3})\d{1,7})[\"'][^>/]*>"
)
ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"'](\d{1,7})[\"']")
UNCALCULATED = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+")  # 44.000: of a text, forty-four or more
SEARCHED_ROWS = 20  # for the names of the columns, where they are not in the first
DELIMITERS = (",", ";", "\t", "|")
NO_HEAD = "a first row with the names of the columns"


@dataclass(frozen=True)
class Complaint:
    """A cell that holds no plain value."""

    row: int
    column: int
    value: str
    expected: str


@dataclass
class Sheet:
    """The cells of one table as text, under the names of its columns.

    `rows` has the columns in the file's order, named as the file names them, and the row seen
    in a spreadsheet less two as index. `names` are those of the header, also where one is
    there twice or empty. `numbers` are the cells (index and place) that the file holds as a number
    and that as a text could be two. `head_row` is the row of the header, also where it is not 1.
    """

    title: str
    names: list[str]
    rows: pd.DataFrame
    complaints: list[Complaint] = field(default_factory=list)
    locale_commas: bool = False
    note: str = ""
    numbers: set[tuple[int, int]] = field(default_factory=set)
    head_row: int = 1


def read_csv(path: Path, known: set[str]) -> Sheet:
    r"""Read a CSV file of any usual locale.

    UTF-8 with or without a byte order mark, UTF-16 with one, or Windows-1252 where its letters
    are certain; commas, semicolons, tabs or bars, whichever gives more of the `known` column names.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "gaps.csv"
    ...     _ = path.write_text("gap_id;topic\ngap-m1;unions\n", encoding="utf-8")
    ...     sheet = read_csv(path, {"gap_id", "topic"})
    >>> sheet.names, sheet.rows.to_numpy().tolist(), sheet.locale_commas
    (['gap_id', 'topic'], [['gap-m1', 'unions']], True)
    """
    text, note = _text_in(_bytes_of(path))
    skipped = 0
    if text[:4].lower() == "sep=":
        text, skipped = text.split("\n", 1)[-1], 1
    names, delimiter = _header(text, known)
    if len(names) > MOST_COLUMNS:
        msg = f"at most {MOST_COLUMNS} columns, and these are {len(names):,}"
        raise Unreadable(msg)
    if not known & {column_name(name) for name in names}:
        below = _head_below(text, known)
        if below is not None:
            empty = pd.DataFrame(columns=pd.RangeIndex(0), dtype=str)
            return Sheet(path.name, names, empty, note=note, head_row=below + skipped)
    rows = _body(text, delimiter, len(names))
    rows.columns = pd.RangeIndex(len(names))
    rows.index = pd.RangeIndex(skipped, skipped + len(rows))
    return Sheet(path.name, names, rows, locale_commas=delimiter == ";", note=note)


def read_parquet(path: Path) -> Sheet:
    """Read a Parquet file; raises MissingExtra where pyarrow is not installed.

    Examples
    --------
    >>> try:
    ...     read_parquet(Path("absent.parquet"))
    ... except (Unreadable, ModuleNotFoundError) as error:
    ...     print("a sentence")
    a sentence
    """
    with extras_named():
        from pyarrow import parquet
    _bytes_of(path, read=False)
    try:
        about = parquet.read_metadata(path)
        groups = map(about.row_group, range(about.num_row_groups))
        size = sum(group.total_byte_size for group in groups)
        if size > LARGEST_TEXT:
            raise Unreadable(_too_large(size))
        frame = pd.read_parquet(path)
    except Unreadable:
        raise
    except Exception as error:
        msg = "a Parquet file that is whole; this one is damaged"
        raise Unreadable(msg) from error
    rows = pd.DataFrame({place: _as_text(frame.iloc[:, place]) for place in range(frame.shape[1])})
    rows.index = pd.RangeIndex(len(rows))
    if frame.shape[1] > MOST_COLUMNS:
        msg = f"at most {MOST_COLUMNS} columns, and these are {frame.shape[1]:,}"
        raise Unreadable(msg)
    numbers = {
        (index, place)
        for place, kind in enumerate(frame.dtypes)
        if pd.api.types.is_numeric_dtype(kind)
        for index in rows[place].str.fullmatch(GROUPED).to_numpy().nonzero()[0].tolist()
    }
    return Sheet(path.name, [str(name) for name in frame.columns], rows, numbers=numbers)


def read_excel(
    path: Path, wanted: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, Sheet | str]]:
    """Read the sheets of a workbook, formulas as the values that they last had.

    Parameters
    ----------
    wanted
        Titles of the sheets that are tables, in lower case, and the columns of each.

    Yields
    ------
    tuple of str and Sheet or str
        The title, and the sheet; or, for one that is not read, why not: `hidden`, `unknown`, or
        `like` and the name of the table whose columns it has.

    Examples
    --------
    >>> import tempfile
    >>> import openpyxl
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     book, path = openpyxl.Workbook(), Path(folder) / "mine.xlsx"
    ...     book.active.append(["key", "year"])
    ...     book.active.append(["shah-2019", 2019])
    ...     book.save(path)
    ...     [(title, sheet)] = read_excel(path, {"sheet": ("key", "year")})
    >>> sheet.rows.to_numpy().tolist()
    [['shah-2019', '2019']]
    """
    data = _bytes_of(path)
    guard(data)
    openpyxl = the_openpyxl()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts that it leaves out
        values = None
        try:
            values = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
            for sheet in values.worksheets:
                title = sheet.title
                if sheet.sheet_state != "visible":
                    yield title, "hidden"
                elif title.strip().lower() not in wanted:
                    yield title, _likeness(sheet, wanted)
                else:
                    known = set(wanted[title.strip().lower()])
                    yield title, _sheet(sheet, part_of(data, sheet._worksheet_path), known)
        except Unreadable:
            raise
        except Exception as error:  # a damaged file can fail anywhere in openpyxl
            msg = "an Excel workbook that is whole; this one is damaged: open and save it again"
            raise Unreadable(msg) from error
        finally:
            if values is not None:
                values.close()


def the_openpyxl() -> Any:
    """Import openpyxl when first needed; raises MissingExtra where it is not installed.

    Examples
    --------
    >>> the_openpyxl().__name__
    'openpyxl'
    """
    with extras_named():
        import openpyxl
    return openpyxl


def _bytes_of(path: Path, *, read: bool = True) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST_TEXT:
            raise Unreadable(_too_large(size))
        return path.read_bytes() if read else b""
    except OSError as error:
        msg = f"a file that can be opened (it says: {error.strerror})"
        raise Unreadable(msg) from error


def _too_large(size: int) -> str:
    return (
        f"a file of at most {LARGEST_TEXT // 2**20} megabytes, and this one has "
        f"{size / 2**20:,.0f}: keep the rows that you need in a file of their own"
    )


def _text_in(data: bytes) -> tuple[str, str]:
    if data[:4] == b"PK\x03\x04" or data[:4] == OLD_OFFICE:
        msg = "a CSV file; this is a workbook with the name of one"
        raise Unreadable(msg)
    try:
        return decoded(data)
    except NotText as error:
        raise Unreadable(str(error)) from None


def _header(text: str, known: set[str]) -> tuple[list[str], str]:
    best: tuple[int, list[str], str] = (-1, [], ",")
    for delimiter in DELIMITERS:
        names = next(_records(text, delimiter), None)
        hits = len(known & {column_name(name) for name in names or ()})
        if names is not None and hits > best[0]:
            best = (hits, names, delimiter)
    if not best[1] and _head_below(text, known) is None:
        raise Unreadable(NO_HEAD)
    return best[1], best[2]


def _head_below(text: str, known: set[str]) -> int | None:
    """Find the row of the header where rows stand above it; None where there is none."""
    for delimiter in DELIMITERS:
        rows = enumerate(_records(text, delimiter), start=1)
        for number, names in rows:
            if number > SEARCHED_ROWS:
                break
            if number > 1 and is_head(names, known):
                return number
    return None


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text[:100_000]), delimiter=delimiter)
    while True:
        try:
            yield next(reader)
        except (csv.Error, StopIteration):
            return


def is_head(names: Collection[str], known: Collection[str]) -> bool:
    """Whether a row holds the names of the columns of a table: three of them, or all it has.

    Examples
    --------
    >>> is_head(["Key", "Year"], ("key", "year")), is_head(["A title", ""], ("key", "year"))
    (True, False)
    """
    typed = {column_name(name) for name in names if name}
    return len(typed & set(known)) >= min(3, len(known))


def _body(text: str, delimiter: str, width: int) -> pd.DataFrame:
    """Read the rows below the header; the quick way first, and one cell at a time to explain."""
    names = list(range(width))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            rows = pd.read_csv(
                io.StringIO(text), sep=delimiter, header=0, names=names, dtype=str,
                keep_default_na=False, index_col=False, skip_blank_lines=False,
            )  # fmt: skip
        return rows.fillna("")
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError, ValueError):
        return _body_by_rows(text, delimiter, width)


def _body_by_rows(text: str, delimiter: str, width: int) -> pd.DataFrame:
    rows: list[list[str]] = []
    number = 1
    try:
        reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
        next(reader)
        for number, cells in enumerate(reader, start=2):
            if any(cells[width:]):
                msg = f"at most {width} cells in a row, as in the first; row {number} has more"
                raise Unreadable(msg)
            rows.append([*cells[:width], *[""] * (width - len(cells))])
    except (csv.Error, StopIteration) as error:
        what = "a quotation mark that is closed" if "end of data" in str(error) else "plain cells"
        msg = f"{what}; the trouble begins in or before row {number + 1}"
        raise Unreadable(msg) from None
    return pd.DataFrame(rows, columns=pd.RangeIndex(width), dtype=str)


def column_name(name: str) -> str:
    """Bring a column's name to the form of the codebook: `Setting ID` is `setting_id`.

    Examples
    --------
    >>> column_name(" Setting ID")
    'setting_id'
    """
    return re.sub(r"[\s_]+", "_", name.strip().strip("\ufeff").lower())


def _as_text(cells: pd.Series) -> pd.Series:
    def one(cell: Any) -> str:
        if isinstance(cell, (list, tuple)) or hasattr(cell, "tolist"):
            return (
                ";".join(str(item) for item in cell)
                if not pd.api.types.is_scalar(cell)
                else (_plain(cell.item()))
            )
        return "" if pd.isna(cell) else _plain(cell)

    return cells.astype(object).map(one)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain_number(value)


def address(row: int, column: int) -> str:
    """Name a cell as a spreadsheet does.

    Examples
    --------
    >>> address(3, 4)
    'D3'
    """
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column)}{row}"


def _likeness(sheet: Any, wanted: Mapping[str, Collection[str]]) -> str:
    """Say of a sheet of another name whether it has the columns of a table, and rows below them."""
    rows = sheet.iter_rows(max_row=SEARCHED_ROWS, max_col=MOST_COLUMNS, values_only=True)
    like = ""
    for values in rows:
        names = [str(value) for value in values if value is not None]
        if like and names:
            return f"like {like}"
        typed = {column_name(name) for name in names}
        near = {table: len(typed & set(columns)) for table, columns in wanted.items()}
        best = max(near, key=lambda table: near[table], default="")
        if best and is_head(names, wanted[best]):
            like = best
    return "unknown"


def _in_order(part: bytes, title: str) -> None:
    """Refuse a sheet whose rows stand in another order than their numbers: some would be lost."""
    numbers = np.array([int(number) for number in re.findall(ROW, part)])
    if (np.diff(numbers) <= 0).any():
        msg = (
            f"a workbook that is whole; in the sheet {title!r} rows are there twice or out of "
            "order: open and save it again"
        )
        raise Unreadable(msg)


def _sheet(sheet: Any, part: bytes, known: set[str]) -> Sheet:
    _in_order(part, sheet.title)
    reader = enumerate(sheet.iter_rows(min_row=1, max_row=MOST_ROWS, max_col=MOST_COLUMNS), start=1)
    header: list[str] = []
    lines: list[list[str]] = []
    rows_read: list[int] = []
    complaints: list[Complaint] = []
    numbers: set[tuple[int, int]] = set()
    blank: tuple[Any, ...] = ()
    for number, cells in reader:
        if cells is blank:  # a far cell makes a million of these
            continue
        if number > 1 and cells[0].value is None and len(set(map(id, cells))) == 1:
            blank = cells
            continue
        texts: list[str] = []
        for column, cell in enumerate(cells, start=1):
            text, expected = ("", "") if cell.value is None else _text_of(cell)
            texts.append(text)
            if expected:
                complaints.append(Complaint(number, column, text, expected))
            elif text and cell.data_type == "n" and GROUPED.fullmatch(text.rstrip("%")):
                numbers.add((number - 2, column - 1))
        if number == 1:
            header = texts
        elif any(texts):
            lines.append(texts)
            rows_read.append(number - 2)
    width = max([place for place, name in enumerate(header, start=1) if name], default=0)
    head_row = _head_row(header, lines, rows_read, known)
    if head_row > 1:
        empty = pd.DataFrame(columns=pd.RangeIndex(0), dtype=str)
        return Sheet(sheet.title, header[:width], empty, head_row=head_row)
    beyond = next((row for row in lines if any(row[width:])), None)
    if beyond is not None and width:
        row = rows_read[lines.index(beyond)] + 2
        place = next(place for place in range(width, len(beyond)) if beyond[place])
        complaints.append(Complaint(row, place + 1, beyond[place], NOTHING_BEYOND))
    far = re.search(FAR_CELL, part)
    if far is not None:
        corner = corners_of(far[1].decode()) or (1, 1, 1, 1)
        complaints.append(
            Complaint(corner[0], corner[1], f"something in {far[1].decode()}", NOTHING_BEYOND)
        )
    rows = pd.DataFrame([row[:width] for row in lines], columns=pd.RangeIndex(width), dtype=str)
    rows.index = pd.Index(rows_read, dtype="int64")
    complaints += _merged(part)
    complaints += _never_calculated(part)
    return Sheet(sheet.title, header[:width], rows, complaints, numbers=numbers)


def _head_row(
    header: list[str], lines: list[list[str]], rows_read: list[int], known: set[str]
) -> int:
    """Find the row with the names of the columns where rows stand above it; else 1."""
    if known & {column_name(name) for name in header}:
        return 1
    for names, row in zip(lines[:SEARCHED_ROWS], rows_read, strict=False):
        if is_head(names, known):
            return row + 2
    return 1


def _text_of(cell: Any) -> tuple[str, str]:
    """Say a cell as text, and what was expected where it is no plain value."""
    value = cell.value
    if cell.data_type == "e":
        return str(value), "a value; the cell shows an error of the spreadsheet"
    if isinstance(value, datetime.datetime | datetime.date | datetime.time | datetime.timedelta):
        text = value.isoformat() if hasattr(value, "isoformat") else str(value)
        return text.removesuffix("T00:00:00"), A_DATE
    if isinstance(value, int | float) and not isinstance(value, bool) and cell._style_id:
        return shown_number(value, cell.number_format, cell.style_array.numFmtId)
    return _plain(value), ""


def _merged(part: bytes) -> Iterator[Complaint]:
    for area in merged_areas(part):
        corners = corners_of(area)
        if corners is not None:
            expected = "one value in each cell; take the merged cells apart and repeat the value"
            yield Complaint(corners[0], corners[1], area, expected)


def _never_calculated(part: bytes) -> Iterator[Complaint]:
    """Formulas that a program wrote and no spreadsheet has worked out yet."""
    for match in re.finditer(UNCALCULATED, part):
        place = re.search(rb"\br=[\"']([A-Z]{1,3}\d{1,7})[\"']", match[1])
        corners = None if place is None else corners_of(place[1].decode())
        if corners is None or re.search(rb"\bt=[\"']str[\"']", match[1]):
            continue
        text = "=" + html.unescape((match[2] or b"").decode("utf-8", "replace"))
        expected = (
            "a value; this formula has none yet: open and save the workbook in a spreadsheet "
            "program, or type the value"
        )
        yield Complaint(corners[0], corners[1], text, expected)
