"""A copy of a user's file in which every mistake is coloured and has a note."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..evidence.definition import LONGEST_CELL
from ..evidence.problems import Problem
from ..safe_files import replacing
from .reading import column_name, corners_of, read_excel, the_openpyxl
from .sheet_layout import PROBLEMS, PROGRAM, fit_height, landscape, note
from .workbook import OwnTables, read_workbook, table_of

MARK, MARKED_BY = "FFFFC7CE", "Expected "


def annotate(
    path: str | Path, problems: Iterable[Problem], out: str | Path, *, read: OwnTables | None = None
) -> Path:
    r"""Write a copy of a user's file as a workbook, the bad cells coloured and with a note.

    A first sheet lists all problems. Of a workbook everything else stays as it is, macros
    excepted; CSV files become sheets.

    Parameters
    ----------
    path
        The user's file or folder.
    problems
        What is wrong with it, as `check_file` lists it.
    out
        Where to write the copy; returned.
    read
        What was read of the file, where that is at hand: it is then not read again.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = Path(folder) / "settings.csv"
    ...     _ = table.write_text("setting_id,kind\nmorbi-tiles,town\n", encoding="utf-8")
    ...     wrong = Problem("settings.csv", "a kind of place", 2, "kind", "town")
    ...     annotate(table, [wrong], Path(folder) / "marked.xlsx").name
    'marked.xlsx'
    """
    path, problems = Path(path), list(problems)
    openpyxl = the_openpyxl()
    book = _copy_of(path, read_workbook(path) if read is None else read, openpyxl)
    by_cell: dict[tuple[str, int, int], list[Problem]] = defaultdict(list)
    for problem in problems:
        title = problem.sheet or table_of(Path(problem.file).stem) or ""
        if problem.row is None or title not in book.sheetnames:
            continue
        corners = corners_of(problem.cell)
        column = _columns_of(book[title]).get(problem.column or "", 1)
        by_cell[(title, problem.row, column if corners is None else corners[1])].append(problem)
    for (title, row, column), here in by_cell.items():
        _mark(book[title], row, column, here)
    _list_problems(book, problems)
    book.properties.lastModifiedBy = PROGRAM
    out = Path(out)
    with replacing(out) as beside:
        book.save(beside)
    return out


def why_not_overwrite(path: str | Path, checked: str | Path) -> str:
    """Say why a file that is there must stay; empty for a copy that `annotate` wrote.

    A copy that somebody has changed since is known by who saved it last, and stays too, unless
    it is itself what was checked.

    Examples
    --------
    >>> why_not_overwrite("notes.xlsx", "my-clusters.xlsx")
    "'notes.xlsx' is there already: choose another name, or remove it first."
    """
    path, other = Path(path), "choose another name, or remove it first"
    try:
        title = next(iter(read_excel(path, {})), ("", ""))[0]
        book = the_openpyxl().load_workbook(path, read_only=True)
        saved_by = book.properties.lastModifiedBy
        book.close()
    except Exception:  # whatever it is, it is no copy
        return f"{str(path)!r} is there already: {other}."
    if title != PROBLEMS:
        return f"{str(path)!r} is there already: {other}."
    if saved_by != PROGRAM and not path.samefile(checked):
        return (
            f"{str(path)!r} was saved by somebody after it was written: check that file itself, "
            f"or {other}."
        )
    return ""


def _copy_of(path: Path, read: OwnTables, openpyxl: Any) -> Any:
    """Open a user's workbook to write in it; of anything else, put the text into sheets."""
    if path.suffix.lower() in (".xlsx", ".xlsm") and not read.refused:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(path, keep_vba=False)
            if PROBLEMS in book.sheetnames:
                del book[PROBLEMS]
            for sheet in book.worksheets:
                _without_marks(sheet)
            return book
        except Exception:  # what openpyxl cannot write back is copied as text
            pass
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in read.tables.items():
        sheet = book.create_sheet(name)
        for column, head in enumerate(rows, start=1):
            sheet.cell(1, column, head)
            for index, text in rows[head].items():
                if text:
                    _write_text(sheet, int(index) + 2, column, text)  # type: ignore[call-overload]
    return book


def _write_text(sheet: Any, row: int, column: int, text: str) -> None:
    """Write text as text, whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = sheet.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]
    if cell.data_type == "f":
        cell.data_type = "s"


def _columns_of(sheet: Any) -> dict[str, int]:
    heads = next(sheet.iter_rows(min_row=1, max_row=1, max_col=200, values_only=True), ())
    return {column_name(str(head)): place for place, head in enumerate(heads, 1) if head}


def _without_marks(sheet: Any) -> None:
    """Take away the marks of an earlier copy, and give notes their size, which openpyxl loses."""
    from openpyxl.styles import PatternFill

    for cell in list(sheet._cells.values()):
        if cell.has_style and cell.fill.fgColor.rgb == MARK:
            cell.fill = PatternFill()
        if cell.comment:
            words = cell.comment.text
            if words.startswith(MARKED_BY):
                words = words.partition("\n\n")[2]
            cell.comment = note(words) if words else None


def _mark(sheet: Any, row: int, column: int, problems: list[Problem]) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.styles import PatternFill

    cell = sheet.cell(row, column)
    cell.fill = PatternFill("solid", MARK)
    if not isinstance(cell, MergedCell):
        sentences = [f"{MARKED_BY}{problem.expected}.{problem.hint}" for problem in problems]
        words = "\n".join(sentences)[:2000]
        cell.comment = note(f"{words}\n\n{cell.comment.text}" if cell.comment else words)


def _list_problems(book: Any, problems: list[Problem]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(PROBLEMS, 0)
    heads = ("sheet", "row", "column", "cell", "found", "expected")
    widths = (16, 8, 18, 8, 30, 90)
    for column, (head, width) in enumerate(zip(heads, widths, strict=True), start=1):
        sheet.cell(1, column, head).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    for row, problem in enumerate(problems, start=2):
        words = (
            problem.sheet or problem.file, problem.row, problem.column, problem.cell or None,
            problem.value, f"{problem.expected}.{problem.hint}",
        )  # fmt: skip
        for column, word in enumerate(words, start=1):
            if word is not None:
                _write_text(sheet, row, column, str(word))
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        fit_height(
            sheet, row, [(str(word), width) for word, width in zip(words, widths, strict=True)]
        )
    landscape(sheet)
    sheet.freeze_panes = "A2"
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
