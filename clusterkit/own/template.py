"""The workbook that a user fills with evidence of their own.

Sheets, columns, notes and drop-down lists all come from `rules.own_schema`, hence from the one
definition, `data/datapackage.json`; the instructions are in `data/content/own_instructions.csv`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from ..evidence.citations import bibliography_keys
from ..evidence.content import content
from ..evidence.definition import Field, Schema, Table, data_dir, read_raw, read_schema
from ..evidence.problems import EvidenceError
from ..safe_files import write_file
from . import rules
from .reading import the_openpyxl
from .sheet_layout import EXAMPLES, INSTRUCTIONS, LISTS, fit_height, landscape, note, saved

FIRST_ROW = 3  # below the names of the columns and the example
ROOM = 500  # rows with drop-down lists
WIDTHS = {"summary": 60, "note": 40, "title": 40, "author": 34, "page": 18, "sources": 26,
          "setting_id": 24, "instrument": 24}  # fmt: skip
ID_WIDTH = 24
OWN_ROWS = 200  # of a user's own that a drop-down list of ids offers


def write_template(path: str | Path) -> Path:
    """Write an empty workbook for a user's own evidence.

    A sheet of instructions, then one for each table: the names of the columns with a note on
    each, drop-down lists for the words and ids that a cell may hold, and an example row, which
    is left out when the workbook is read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_template(Path(folder) / "my-clusters.xlsx")
    ...     the_openpyxl().load_workbook(path, read_only=True).sheetnames[:3]
    ['instructions', 'settings', 'sources']
    """
    definition = read_schema(data_dir())
    asked = rules.own_schema(definition)
    shipped = _shipped_ids(data_dir(), definition)
    book = the_openpyxl().Workbook()
    _write_instructions(book.active, asked)
    lists = _Lists(book.create_sheet(LISTS))
    for name, table in asked.tables.items():
        _write_sheet(book.create_sheet(name), table, lists, shipped)
    book.move_sheet(LISTS, len(book.sheetnames))
    book[LISTS].sheet_state = "hidden"
    book.calculation.fullCalcOnLoad = True
    return write_file(path, partial(saved, book))


def _shipped_ids(folder: Path, definition: Schema) -> dict[str, list[str]]:
    """List the ids that a user may refer to: of each shipped table, and of its bibliography."""
    ids = {"sources": sorted(bibliography_keys(folder / definition.bibliography))}
    for name, table in definition.tables.items():
        rows, problems = read_raw(folder, table)
        if rows is None:
            raise EvidenceError(problems)
        ids[name] = sorted(rows[table.key])
    return ids


class _Lists:
    """The hidden sheet that drop-down lists take their words from, a column for each list."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, words: Iterable[str]) -> str:
        """Return the range that holds these words; one beginning with = is a formula."""
        key = tuple(words)
        if key not in self._ranges:
            column = len(self._ranges) + 1
            for row, word in enumerate(key, start=1):
                cell = self._sheet.cell(row, column, word)
                if word[0] in "+-":
                    cell.data_type = "s"
            letter = self._sheet.cell(1, column).column_letter
            self._ranges[key] = f"'{LISTS}'!${letter}$1:${letter}${max(len(key), 1)}"
        return self._ranges[key]

    def own_and(self, ids: Iterable[str], table: str) -> str:
        """Return the range that holds the ids in a sheet, then these, without a gap between.

        Its first cell counts the rows of the sheet down to the last one that is filled.
        """
        theirs = tuple(ids)
        of_paper = self.range_of(theirs)
        first, last = FIRST_ROW, FIRST_ROW + OWN_ROWS - 1
        mine = f"{table}!$A${first}:$A${last}"
        count = self.range_of([f'=SUMPRODUCT(MAX(({mine}<>"")*(ROW({mine})-{first - 1})))'])
        count = count.split(":")[0]
        return self.range_of(
            f'=IF({number}<={count},INDEX({mine},{number})&"",'
            f'IF({number}-{count}<={len(theirs)},INDEX({of_paper},{number}-{count}),""))'
            for number in range(1, OWN_ROWS + len(theirs) + 1)
        )


def _write_sheet(sheet: Any, table: Table, lists: _Lists, shipped: Mapping[str, list[str]]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    bold, grey = Font(bold=True), Font(italic=True, color="808080")
    asked, free = PatternFill("solid", "FFD9E8F5"), PatternFill("solid", "FFF0F0F0")
    example = EXAMPLES[table.name]
    for column, field in enumerate(table.fields, start=1):
        head = sheet.cell(1, column, field.name)
        head.font, head.fill = bold, asked if field.required else free
        head.comment = note(_note_of(field))
        letter = head.column_letter
        usual = ID_WIDTH if field.name == table.key else max(14, len(field.name) + 4)
        sheet.column_dimensions[letter].width = WIDTHS.get(field.name, usual)
        cell = sheet.cell(2, column, example.get(field.name))
        if field.type not in ("number", "integer"):  # as text: 0111 keeps its zero
            sheet.column_dimensions[letter].number_format = cell.number_format = "@"
        cell.font, cell.alignment = grey, Alignment(wrap_text=False)
        if cell.data_type == "f":
            cell.data_type = "s"
        choices = _choices(field, lists, shipped)
        if choices:
            rule = DataValidation("list", formula1=choices, allow_blank=True)
            several = field.type == "list" or field.reference is not None
            rule.showErrorMessage = not several
            rule.errorTitle, rule.error = field.name, "Choose a word from the list."
            sheet.add_data_validation(rule)
            rule.add(f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + ROOM - 1}")
    sheet.freeze_panes = "B2"


def _choices(field: Field, lists: _Lists, shipped: Mapping[str, list[str]]) -> str:
    """Return the range with the words or ids that a cell may hold; empty when it is free."""
    if field.vocabulary:
        return lists.range_of(field.vocabulary)
    if field.type == "boolean":
        return lists.range_of(("true", "false"))
    if field.reference is None or field.reference == rules.CLAIMS:
        return ""
    table, _ = field.reference
    return lists.own_and(shipped[table], table)


def _note_of(field: Field) -> str:
    kinds = {"list": "Several words are joined by semicolons.", "integer": "A whole number.",
             "number": "A number.", "boolean": "true or false."}  # fmt: skip
    parts = ["Must be filled." if field.required else "May be empty.", field.description]
    parts += [kinds[field.type]] if field.type in kinds else []
    parts += [f"Words: {', '.join(field.vocabulary)}."] if field.vocabulary else []
    parts += [
        f"Where {column} is {word}: {', '.join(words)}."
        for column, word, words in field.allowed_with
    ]
    return " ".join(parts)


def _write_instructions(sheet: Any, asked: Schema) -> None:
    from openpyxl.styles import Alignment, Font

    top, width = Alignment(wrap_text=True, vertical="top"), 110
    sheet.title = INSTRUCTIONS
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = width
    sheet["A1"] = "Your own clusters"
    sheet["A1"].font = Font(bold=True, size=14)
    lines = [("", words) for words in content("own_instructions")["words"]] + [("", "")]
    lines += [(name, f"{table.description}.") for name, table in asked.tables.items()]
    for row, (name, words) in enumerate(lines, start=3):
        head, cell = sheet.cell(row, 1, name or None), sheet.cell(row, 2, words or None)
        head.font, head.alignment, cell.alignment = Font(bold=True), top, top
        fit_height(sheet, row, [(words, width)])
    landscape(sheet)
