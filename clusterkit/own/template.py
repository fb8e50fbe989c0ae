"""The workbook that a user fills with evidence of their own.

Sheets, columns, notes and drop-down lists all come from `rules.own_schema`, hence from the one
definition, `data/datapackage.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..evidence.citations import bibliography_keys
from ..evidence.definition import Field, Schema, Table, data_dir, read_raw, read_schema
from ..evidence.problems import EvidenceError
from . import rules
from .files import the_openpyxl
from .sheets import EXAMPLES, INSTRUCTIONS, LISTS, fit_height, landscape, note

FIRST_ROW = 3  # below the names of the columns and the example
ROOM = 500  # rows with drop-down lists
WIDTHS = {"summary": 60, "note": 40, "title": 40, "author": 34, "page": 18, "sources": 26,
          "setting_id": 24, "instrument": 24}  # fmt: skip
ID_WIDTH = 24
OWN_ROWS = 200  # of a user's own that a drop-down list of ids offers
HOW_TO = (
    "Fill the sheets that you need, one row for one thing that a source says about one place;"
    " leave the others empty. An empty cell means that the source does not say: never no, "
    "never zero.",
    "Begin with settings (the places) and sources (the works), then the findings. Row 2 of "
    "each sheet is an example, in grey: it is left out when the workbook is read, as is every"
    " row whose id begins with example-. Blue columns must be filled, grey ones may be empty.",
    "Point at the name of a column for what it means. Cells with a fixed set of words have a "
    "drop-down list; where several words may stand, join them by semicolons: "
    "employers;workers.",
    "sources must be filled: name the works by their keys, from your sheet sources or of the "
    "shipped bibliography. There is no paragraph of the paper to give; page says in your own "
    "words where in your source it stands, and may be empty.",
    "You may refer to places, policies and works of the shipped evidence by their ids. Your "
    "own ids must be new. An id of a row begins with job-, eco-, con-, pol-, act-, ctx- or "
    "gap-; an id of a place is made of lower-case letters, digits and hyphens.",
    "Numbers have a decimal point and no thousands separators; years are four digits. Give no"
    " merged cells, and no dates. Formulas are read as the value they show; hidden sheets are"
    " not read.",
    "Check the workbook by uploading it in notebook 08, or with: clusterkit check "
    "my-clusters.xlsx --annotate marked.xlsx. Either tells every mistake at once and gives a "
    "copy that has them coloured. Mend your workbook or the copy, whichever you like, and check "
    "that file again, until there are no problems.",
)


def write_template(path: str | Path) -> Path:
    """Write an empty workbook for a user's own evidence.

    A sheet of instructions, then one for each table: the names of the columns with a note on
    each, drop-down lists for the words and ids that a cell may hold, and an example row, which
    is left out when the workbook is read.
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
    path = Path(path)
    book.save(path)
    return path


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
            f'=IF({one}<={count},INDEX({mine},{one})&"",'
            f'IF({one}-{count}<={len(theirs)},INDEX({of_paper},{one}-{count}),""))'
            for one in range(1, OWN_ROWS + len(theirs) + 1)
        )


def _write_sheet(sheet: Any, table: Table, lists: _Lists, shipped: Mapping[str, list[str]]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    bold, grey = Font(bold=True), Font(italic=True, color="808080")
    asked, free = PatternFill("solid", "FFD9E8F5"), PatternFill("solid", "FFF0F0F0")
    example = EXAMPLES[table.name]
    for column, one in enumerate(table.fields, start=1):
        head = sheet.cell(1, column, one.name)
        head.font, head.fill = bold, asked if one.required else free
        head.comment = note(_note_of(one))
        letter = head.column_letter
        usual = ID_WIDTH if one.name == table.key else max(14, len(one.name) + 4)
        sheet.column_dimensions[letter].width = WIDTHS.get(one.name, usual)
        cell = sheet.cell(2, column, example.get(one.name))
        if one.type not in ("number", "integer"):  # as text: 0111 keeps its zero
            sheet.column_dimensions[letter].number_format = cell.number_format = "@"
        cell.font, cell.alignment = grey, Alignment(wrap_text=False)
        if cell.data_type == "f":
            cell.data_type = "s"
        choices = _choices(one, lists, shipped)
        if choices:
            rule = DataValidation("list", formula1=choices, allow_blank=True)
            several = one.type == "list" or one.reference is not None
            rule.showErrorMessage = not several
            rule.errorTitle, rule.error = one.name, "Choose a word from the list."
            sheet.add_data_validation(rule)
            rule.add(f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + ROOM - 1}")
    sheet.freeze_panes = "B2"


def _choices(one: Field, lists: _Lists, shipped: Mapping[str, list[str]]) -> str:
    """Return the range with the words or ids that a cell may hold; empty when it is free."""
    if one.vocabulary:
        return lists.range_of(one.vocabulary)
    if one.type == "boolean":
        return lists.range_of(("true", "false"))
    if one.reference is None or one.reference == rules.CLAIMS:
        return ""
    table, _ = one.reference
    return lists.own_and(shipped[table], table)


def _note_of(one: Field) -> str:
    kinds = {"list": "Several words are joined by semicolons.", "integer": "A whole number.",
             "number": "A number.", "boolean": "true or false."}  # fmt: skip
    parts = ["Must be filled." if one.required else "May be empty.", one.description]
    parts += [kinds[one.type]] if one.type in kinds else []
    parts += [f"Words: {', '.join(one.vocabulary)}."] if one.vocabulary else []
    return " ".join(parts)


def _write_instructions(sheet: Any, asked: Schema) -> None:
    from openpyxl.styles import Alignment, Font

    top, width = Alignment(wrap_text=True, vertical="top"), 110
    sheet.title = INSTRUCTIONS
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = width
    sheet["A1"] = "Your own clusters"
    sheet["A1"].font = Font(bold=True, size=14)
    told = [("", words) for words in HOW_TO] + [("", "")]
    told += [(name, f"{table.description}.") for name, table in asked.tables.items()]
    for row, (name, words) in enumerate(told, start=3):
        head, cell = sheet.cell(row, 1, name or None), sheet.cell(row, 2, words or None)
        head.font, head.alignment, cell.alignment = Font(bold=True), top, top
        fit_height(sheet, row, [(words, width)])
    landscape(sheet)
