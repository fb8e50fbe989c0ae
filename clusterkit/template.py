"""The workbook that a user fills with evidence of their own.

Sheets, columns, notes and drop-down lists all come from `own.own_schema`, hence from the one
definition, `data/datapackage.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from . import own, schema
from .spreadsheets import openpyxl_or_why_not

INSTRUCTIONS, LISTS = "instructions", "lists"
ROOM = 500  # rows with drop-down lists
WIDTHS = {"summary": 60, "note": 40, "title": 40, "author": 34, "page": 18, "sources": 26}
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
    "Check the workbook with: clusterkit check my-clusters.xlsx --annotate marked.xlsx. It "
    "tells every mistake at once, and marked.xlsx has them coloured. In a notebook: evidence "
    '= ck.load("my-clusters.xlsx").',
)
_SAID = {
    "setting_id": "example-town-tiles", "summary": "What the source says, in your own words",
    "certainty": "reported", "page": "p. 12", "sources": "example-2020", "stage": "done",
}  # fmt: skip
EXAMPLES: Mapping[str, Mapping[str, str | int]] = {
    "settings": {"setting_id": "example-town-tiles", "kind": "cluster", "place": "Exampletown",
                 "country": "IND", "product": "tiles", "isic": "2392", "developing": "true"},
    "sources": {"key": "example-2020", "type": "article", "author": "Surname, A. and Other, B.",
                "year": 2020, "title": "Title of the article", "journal": "Name of the journal"},
    "employment": {**_SAID, "employment_id": "example-job-1", "measure": "level", "unit": "jobs",
                   "value": 12000, "qualifier": "about", "year_lo": 2010, "year_hi": 2010},
    "economy": {**_SAID, "economy_id": "example-eco-1", "aspect": "exports",
                "finding": "improved"},
    "conditions": {**_SAID, "condition_id": "example-con-1", "dimension": "remuneration",
                   "finding": "improved", "workers": "women;factory"},
    "policies": {**_SAID, "policy_id": "example-pol-1", "domain": "standards",
                 "instrument": "labour_enforcement", "state": "weak", "level": "national",
                 "influencer": "national_government", "social_effect": "-"},
    "actions": {**_SAID, "action_id": "example-act-1", "actors": "employers;workers",
                "mode": "joint", "kind": "services", "responds_to": "example-pol-1",
                "social_effect": "+"},
    "contexts": {**_SAID, "context_id": "example-ctx-1", "kind": "ideas_and_beliefs"},
    "gaps": {"gap_id": "example-gap-1", "topic": "Home-based work", "page": "p. 3",
             "summary": "Little is known of home-based workers", "sources": "example-2020"},
}  # fmt: skip


def write_template(path: str | Path) -> Path:
    """Write an empty workbook for a user's own evidence.

    A sheet of instructions, then one for each table: the names of the columns with a note on
    each, drop-down lists for the words and ids that a cell may hold, and an example row, which
    is left out when the workbook is read.
    """
    from .evidence import data_dir, load

    shipped = load(data_dir())
    asked = own.own_schema(schema.read_schema(data_dir()))
    book = openpyxl_or_why_not().Workbook()
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


def _write_sheet(sheet: Any, table: schema.Table, lists: _Lists, shipped: Any) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    bold, grey = Font(bold=True), Font(italic=True, color="808080")
    asked, free = PatternFill("solid", "FFD9E8F5"), PatternFill("solid", "FFF0F0F0")
    example = EXAMPLES[table.name]
    for column, one in enumerate(table.fields, start=1):
        head = sheet.cell(1, column, one.name)
        head.font, head.fill = bold, asked if one.required else free
        head.comment = Comment(_note_of(one), "clusterkit", width=320, height=160)
        letter = head.column_letter
        sheet.column_dimensions[letter].width = WIDTHS.get(one.name, max(14, len(one.name) + 4))
        if one.type not in ("number", "integer"):
            sheet.column_dimensions[letter].number_format = "@"
        cell = sheet.cell(2, column, example.get(one.name))
        cell.font, cell.alignment = grey, Alignment(wrap_text=False)
        if cell.data_type == "f":
            cell.data_type = "s"
        words = _choices(one, shipped)
        if words:
            rule = DataValidation("list", formula1=lists.range_of(words), allow_blank=True)
            several = one.type == "list" or one.reference is not None
            rule.showErrorMessage = not several
            rule.errorTitle, rule.error = one.name, "Choose a word from the list."
            sheet.add_data_validation(rule)
            rule.add(f"{letter}3:{letter}{ROOM + 2}")
    sheet.freeze_panes = "B2"


def _choices(one: schema.Field, shipped: Any) -> tuple[str, ...]:
    if one.vocabulary:
        return one.vocabulary
    if one.type == "boolean":
        return ("true", "false")
    if one.reference is None or one.reference == own.CLAIMS:
        return ()
    table, _ = one.reference
    mine = tuple(f'=IF({table}!$A${row}="","",{table}!$A${row})' for row in range(3, 203))
    return (*sorted(getattr(shipped, table).index), *mine)


def _note_of(one: schema.Field) -> str:
    kinds = {"list": "Several words are joined by semicolons.", "integer": "A whole number.",
             "number": "A number.", "boolean": "true or false."}  # fmt: skip
    parts = ["Must be filled." if one.required else "May be empty.", one.description]
    parts += [kinds[one.type]] if one.type in kinds else []
    parts += [f"Words: {', '.join(one.vocabulary)}."] if one.vocabulary else []
    return " ".join(parts)


def _write_instructions(sheet: Any, asked: schema.Schema) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = INSTRUCTIONS
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 110
    sheet["A1"] = "Your own clusters"
    sheet["A1"].font = Font(bold=True, size=14)
    row = 3
    for words in HOW_TO:
        sheet.cell(row, 2, words).alignment = Alignment(wrap_text=True, vertical="top")
        row += 1
    row += 1
    for name, table in asked.tables.items():
        sheet.cell(row, 1, name).font = Font(bold=True)
        cell = sheet.cell(row, 2, f"{table.description}.")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        row += 1
