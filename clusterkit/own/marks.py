"""A copy of a user's file in which every mistake is coloured and has a note.

What is the user's stays as it is: cells are coloured by a conditional format, so that their own
fills lie beneath, and a note of theirs stands below ours. Marks are taken away by what the sheet of
problems says of them, and nothing else is.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from ..evidence.definition import LONGEST_CELL
from ..evidence.problems import Problem
from ..evidence.wording import listed
from ..safe_files import NotWrittenError, write_file
from .bounds import MOST_CELLS, corners_of
from .copies import not_kept
from .reading import column_name, read_excel, the_openpyxl
from .sheet_layout import PROBLEMS, PROGRAM, fit_height, landscape, note, note_size, saved
from .workbook import OwnTables, read_workbook, table_of

MARK, MARKED_BY = "FFFFC7CE", "Expected "
MARK_FORMULA = 'LEN("clusterkit")>0'  # always true: by it our conditional formats are known
HEADS = ("sheet", "row", "column", "cell", "found", "expected")
WIDTHS = (16, 8, 18, 8, 30, 90)
NO_WORKBOOK = "The marks are written into a workbook: name a file that ends in .xlsx, not {!r}."
MOST_MARKED, MOST_LISTED = 2_000, 5_000
LONGEST_NOTE, COMPARED = 2_000, 120


def annotate(
    path: str | Path, problems: Iterable[Problem], out: str | Path, *, read: OwnTables | None = None
) -> tuple[Path, tuple[str, ...]]:
    r"""Write a copy of a user's file as a workbook, the bad cells coloured and with a note.

    A first sheet lists all problems, and what the copy could not keep (`copies.not_kept`). Of a
    workbook everything else stays as it is; CSV files become sheets. Without a problem the copy
    has no marks: those of an earlier copy are taken away.

    Parameters
    ----------
    path
        The user's file or folder.
    problems
        What is wrong with it, as `check_file` lists it.
    out
        Where to write the copy, a name that ends in .xlsx. It may be the file itself.
    read
        What was read of the file, where that is at hand: it is then not read again.

    Returns
    -------
    tuple
        The path of the copy, and what of the file the copy lacks, in words.

    Raises
    ------
    NotWrittenError
        When the copy cannot be written, or would take the place of the file that it cannot keep
        whole. The file that was there stays as it was.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = Path(folder) / "settings.csv"
    ...     _ = table.write_text("setting_id,kind\nmorbi-tiles,town\n", encoding="utf-8")
    ...     wrong = Problem("settings.csv", "a kind of place", 2, "kind", "town")
    ...     copy, lacking = annotate(table, [wrong], Path(folder) / "marked.xlsx")
    >>> copy.name, lacking
    ('marked.xlsx', ())
    """
    path, out, problems = Path(path), Path(out), list(problems)
    read = read_workbook(path) if read is None else read
    openpyxl = the_openpyxl()
    book, lacking = _opened(path, read, openpyxl)
    if book is None:
        book, lacking = _of_text(read, openpyxl)
    if lacking and out.exists() and path.exists() and out.samefile(path):
        msg = (
            f"{str(out)!r} was not written, since it would lose {listed(lacking)}: choose another "
            "name for the copy."
        )
        raise NotWrittenError(msg)
    by_cell: dict[tuple[str, int, int], list[Problem]] = defaultdict(list)
    columns = {title: _columns_of(book[title]) for title in _worksheets(book)}
    for problem in problems:
        title = problem.sheet or table_of(Path(problem.file).stem) or ""
        if problem.row is None or title not in columns:
            continue
        corners = corners_of(problem.cell)
        column = columns[title].get(problem.column or "", 1)
        by_cell[(title, problem.row, column if corners is None else corners[1])].append(problem)
    _mark_all(book, dict(list(by_cell.items())[:MOST_MARKED]))
    if problems or lacking:
        _list_problems(book, problems, lacking)
    book.properties.lastModifiedBy = PROGRAM
    return write_file(out, partial(saved, book)), tuple(lacking)


def is_marked(path: str | Path) -> bool:
    """Whether a workbook has the list of problems that `annotate` writes.

    Examples
    --------
    >>> is_marked("absent.xlsx")
    False
    """
    try:
        title = next(iter(read_excel(Path(path), {})), ("", ""))[0]
        book = the_openpyxl().load_workbook(path, read_only=True)
        marked = _is_list_of_problems(book[title])
        book.close()
    except Exception:  # whatever it is, it has no list
        return False
    return marked


def why_not_overwrite(path: str | Path, checked: str | Path) -> str:
    """Say why a file that is there must stay; empty for a copy that `annotate` wrote.

    A copy that somebody has changed since is known by who saved it last, and stays too. The file
    that was checked may be written over, where it is a workbook: `annotate` refuses if it would
    lose anything.

    Examples
    --------
    >>> why_not_overwrite("notes.xlsx", "my-clusters.xlsx")
    "'notes.xlsx' is there already: choose another name, or remove it first."
    """
    path, other = Path(path), "choose another name, or remove it first"
    if path.exists() and path.samefile(checked):
        return "" if path.suffix.lower() == ".xlsx" else NO_WORKBOOK.format(str(path))
    if not is_marked(path):
        return f"{str(path)!r} is there already: {other}."
    book = the_openpyxl().load_workbook(path, read_only=True)
    saved_by = book.properties.lastModifiedBy
    book.close()
    if saved_by != PROGRAM:
        return (
            f"{str(path)!r} was saved by somebody after it was written: check that file itself, "
            f"or {other}."
        )
    return ""


def _opened(path: Path, read: OwnTables, openpyxl: Any) -> tuple[Any, list[str]]:
    """Open a user's workbook to write in it, without earlier marks; None for anything else."""
    if path.suffix.lower() not in (".xlsx", ".xlsm") or read.refused:
        return None, []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, keep_vba=False, rich_text=True)
        marks = set()
        for title in _worksheets(book):
            if _is_list_of_problems(book[title]):
                rows = book[title].iter_rows(
                    min_row=2, max_row=MOST_LISTED + 3, min_col=6, max_col=6, values_only=True
                )
                marks |= {f"{MARKED_BY}{_flat(str(words))}"[:COMPARED] for (words,) in rows}
                del book[title]
        for title in _worksheets(book):
            _without_marks(book[title], marks)
    except Exception:  # what openpyxl cannot write back is copied as text
        return None, []
    return book, list(not_kept(path))


def _of_text(read: OwnTables, openpyxl: Any) -> tuple[Any, list[str]]:
    """Put what was read as text into sheets, and say what is not among it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    if read.refused:
        return book, ["all but this list"]
    if sum(sheet.rows.size for sheet in read.sheets.values()) > MOST_CELLS:
        return book, [f"your rows, which are too many for a workbook of {MOST_CELLS:,} cells"]
    lacking = [] if read.sheets else ["formats and notes"]
    for name, rows in read.tables.items() if not read.sheets else ():  # of a damaged workbook
        sheet = book.create_sheet(name)
        for column, head in enumerate(rows, start=1):
            _write_text(sheet, 1, column, str(head))
            for index, text in rows[head][rows[head] != ""].items():
                row = int(index) + 2  # type: ignore[call-overload]
                _write_text(sheet, row, column, str(text))
    for name, read_sheet in read.sheets.items():
        sheet = book.create_sheet(name)
        heads, tidied = read.heads.get(name, []), read.tables.get(name)
        for place, head in enumerate(read_sheet.names):
            _write_text(sheet, 1, place + 1, head)
            if place not in read_sheet.rows:
                continue
            cells = read_sheet.rows[place]
            if tidied is not None and place < len(heads) and heads[place] in tidied:
                cells = tidied[heads[place]].reindex(cells.index).fillna(cells)
            for index, text in cells[cells != ""].items():
                row = int(index) + 2  # type: ignore[call-overload]
                _write_text(sheet, row, place + 1, str(text))
        if read_sheet.head_row > 1:
            lacking.append(f"the rows of {name}")
    lacking += [
        f"the rows of {file}"
        for name, (file, _) in read.places.items()
        if name not in read.sheets and name not in read.tables
    ]
    return book, lacking


def _worksheets(book: Any) -> list[str]:
    return [sheet.title for sheet in book.worksheets]


def _is_list_of_problems(sheet: Any) -> bool:
    """Whether a sheet is the list that `annotate` writes, and not one that the user named so."""
    heads = next(sheet.iter_rows(max_row=1, max_col=len(HEADS), values_only=True), ())
    return str(sheet.title).startswith(PROBLEMS) and tuple(heads) == HEADS


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


def _without_marks(sheet: Any, marks: set[str]) -> None:
    """Take away the marks of an earlier copy, and give notes their size, which openpyxl loses."""
    from openpyxl.formatting.formatting import ConditionalFormattingList

    kept = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if MARK_FORMULA not in rule.formula:
                kept.add(str(area.sqref), rule)
    sheet.conditional_formatting = kept
    for cell in list(sheet._cells.values()):
        if cell.comment:
            words = cell.comment.text
            ours, _, theirs = words.partition("\n\n")
            if ours.split("\n")[0][:COMPARED] in marks:
                words = theirs
            if words:
                cell.comment.text = words
                cell.comment.width, cell.comment.height = note_size(words)
            else:
                cell.comment = None


def _mark_all(book: Any, by_cell: dict[tuple[str, int, int], list[Problem]]) -> None:
    """Colour cells, and put a note on each; of a merged area it is its first cell's."""
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import PatternFill

    marked: dict[str, list[str]] = defaultdict(list)
    for (title, row, column), problems in by_cell.items():
        sheet = book[title]
        for area in sheet.merged_cells.ranges:
            if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
                row, column = area.min_row, area.min_col
        cell = sheet.cell(row, column)
        marked[title].append(cell.coordinate)
        sentences = [f"{MARKED_BY}{_flat(_sentence(problem))}" for problem in problems]
        words = "\n".join(sentences)[:LONGEST_NOTE]
        theirs = cell.comment
        cell.comment = note(f"{words}\n\n{theirs.text}" if theirs else words)
        cell.comment.author = theirs.author if theirs else PROGRAM
    fill = PatternFill("solid", start_color=MARK, end_color=MARK)
    for title, cells in marked.items():
        rule = FormulaRule(formula=[MARK_FORMULA], fill=fill)
        book[title].conditional_formatting.add(" ".join(dict.fromkeys(cells)), rule)


def _sentence(problem: Problem) -> str:
    return f"{problem.expected}.{problem.hint}"


def _flat(words: str) -> str:
    """Put words on one line: an empty line stands before a note of the user's own."""
    return " ".join(words.split())


def _list_problems(book: Any, problems: list[Problem], lacking: list[str]) -> None:
    from openpyxl.styles import Alignment, Font

    taken = {title.lower() for title in book.sheetnames}
    title = PROBLEMS if PROBLEMS not in taken else f"{PROBLEMS} found"
    sheet = book.create_sheet(title, 0)
    for column, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True), start=1):
        sheet.cell(1, column, head).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    lines: list[tuple[object, ...]] = [
        (
            problem.sheet or problem.file, problem.row, problem.column, problem.cell or None,
            problem.value, _sentence(problem),
        )
        for problem in problems[:MOST_LISTED]
    ]  # fmt: skip
    if len(problems) > MOST_LISTED:
        more = f"… and {len(problems) - MOST_LISTED:,} more problems, which are not listed here."
        lines.append((None, None, None, None, None, more))
    if lacking:
        words = f"Not in this copy: {listed(lacking)}. Your own file has them still."
        lines.append((None, None, None, None, None, words))
    for row, words_of_row in enumerate(lines, start=2):
        for column, word in enumerate(words_of_row, start=1):
            if word is not None:
                _write_text(sheet, row, column, str(word))
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        fit_height(
            sheet,
            row,
            [(str(word), width) for word, width in zip(words_of_row, WIDTHS, strict=True)],
        )
    landscape(sheet)
    sheet.freeze_panes = "A2"
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
