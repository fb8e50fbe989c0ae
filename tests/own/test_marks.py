"""The marked copy: what is the user's stays, what is ours goes, what is lost is named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

import clusterkit as ck
from clusterkit import cli
from clusterkit.own import marks
from clusterkit.own.copies import not_kept
from clusterkit.own.marks import MARK, MARK_FORMULA, annotate
from clusterkit.safe_files import NotWrittenError

from .test_workbook import (  # noqa: F401
    MINE,
    as_csv,
    cell_of,
    changed,
    coloured,
    filled,
    mine,
    rewrite,
)

LIGHT_RED = "FFFFC7CE"


def marked_cells(path: Path, sheet: str) -> set[str]:
    """Cells that a conditional format of ours colours."""
    found = set()
    for area in openpyxl.load_workbook(path)[sheet].conditional_formatting:
        for rule in area.rules:
            if MARK_FORMULA in rule.formula:
                assert rule.dxf.fill.bgColor.rgb == MARK
                found |= set(str(area.sqref).split())
    return found


def copied(path: Path, name: str = "marked.xlsx") -> Path:
    return annotate(path, ck.check_file(path)[0], path.with_name(name))[0]


@pytest.fixture
def theirs(mine):  # noqa: F811
    """A workbook with a mistake, and with much of the user's own."""
    bad = cell_of(mine, "policies", "state")
    book = openpyxl.load_workbook(mine)
    sheet = book["policies"]
    sheet[bad] = "week"
    sheet[bad].fill = PatternFill("solid", LIGHT_RED)
    sheet[bad].comment = Comment("Expected by Asha to be weak.\n\nAsk her.", "Asha")
    sheet["A4"].fill = PatternFill("solid", LIGHT_RED)
    sheet["B4"].comment = Comment("Expected next week: the second report.", "Ravi")
    summary = cell_of(mine, "policies", "summary")
    sheet[summary] = CellRichText("what ", TextBlock(InlineFont(b=True), "it"), " says")
    sheet.column_dimensions["A"].width = 37
    sheet.column_dimensions.group("G", "J", hidden=False)
    sheet.column_dimensions["G"].width = 21
    sheet.row_dimensions[3].height = 44
    sheet.add_data_validation(DataValidation("list", formula1='"a,b"', sqref="Z9:Z12"))
    sheet.conditional_formatting.add(
        "B2:B9", CellIsRule(operator="equal", formula=['"x"'], font=Font(bold=True))
    )
    chart = BarChart()
    chart.add_data(
        Reference(book["employment"], min_col=6, min_row=1, max_row=4), titles_from_data=True
    )
    book["employment"].add_chart(chart, "X2")
    book.create_sheet("problems")["A1"] = "what worries me"
    book.save(mine)
    return mine


def state_of(path: Path) -> dict[str, object]:
    """What of a workbook is the user's."""
    book = openpyxl.load_workbook(path, rich_text=True)
    sheet, found = book["policies"], {}
    for cell in (cell for row in sheet.iter_rows(max_row=12) for cell in row):
        comment = (cell.comment.text, cell.comment.author) if cell.comment else None
        found[cell.coordinate] = (cell.value, cell.fill.fgColor.rgb, cell.number_format, comment)
    return {
        **found,
        "widths": {name: one.width for name, one in sheet.column_dimensions.items()},
        "height": sheet.row_dimensions[3].height,
        "validation": sorted(
            (str(one.sqref), one.formula1) for one in sheet.data_validations.dataValidation
        ),
        "formats": sorted(
            str(area.sqref) for area in sheet.conditional_formatting
            for rule in area.rules if MARK_FORMULA not in rule.formula
        ),
        "charts": len(book["employment"]._charts),
        "their problems": book["problems"]["A1"].value if "problems" in book.sheetnames else None,
    }  # fmt: skip


def test_all_that_is_the_users_stays_in_the_copy(theirs):
    bad = cell_of(theirs, "policies", "state")
    before, copy = state_of(theirs), copied(theirs)
    after = state_of(copy)
    marked_note, author = after[bad][3]
    assert marked_note.startswith("Expected one of strong, weak")
    assert marked_note.endswith("\n\nExpected by Asha to be weak.\n\nAsk her.")
    assert author == "Asha"
    assert {name: value for name, value in after.items() if name != bad} == {
        name: value for name, value in before.items() if name != bad
    }
    assert after[bad][:3] == before[bad][:3], "their own fill lies beneath"
    assert before["their problems"] == "what worries me"
    assert marked_cells(copy, "policies") == {bad}
    assert marked_cells(theirs, "policies") == set()


def test_marks_are_taken_away_again_and_nothing_else_is(theirs):
    bad = cell_of(theirs, "policies", "state")
    before, copy = state_of(theirs), copied(theirs)
    for number in range(2):  # of a copy of the copy
        copy = copied(copy, f"again-{number}.xlsx")
    assert openpyxl.load_workbook(copy)["policies"][bad].comment.text.count("Expected one of") == 1
    book = openpyxl.load_workbook(copy, rich_text=True)
    book["policies"][bad], book["settings"][cell_of(copy, "settings", "kind")] = "weak", "x"
    book.save(copy)
    copy = copied(copy, "fixed.xlsx")
    after = state_of(copy)
    assert after[bad][3] == ("Expected by Asha to be weak.\n\nAsk her.", "Asha")
    assert {name: value for name, value in after.items() if name != bad} == {
        name: value for name, value in before.items() if name != bad
    }
    assert marked_cells(copy, "policies") == set()
    assert len(marked_cells(copy, "settings")) == 1
    assert [one for one in openpyxl.load_workbook(copy).sheetnames if "problems" in one] == [
        "problems found", "problems",
    ]  # fmt: skip


def test_a_mark_on_a_merged_area_is_on_its_first_cell(mine):  # noqa: F811
    book = openpyxl.load_workbook(mine)
    book["policies"].merge_cells("B3:B5")
    book.save(mine)
    copy = copied(mine)
    assert marked_cells(copy, "policies") == {"B3"}
    assert (
        "take the merged cells apart" in openpyxl.load_workbook(copy)["policies"]["B3"].comment.text
    )


# What cannot be kept


def with_part(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("xl/vbaProject.bin", b"x", "macros"),
        ("xl/threadedComments/threadedComment1.xml", b"<a/>", "replies to notes"),
        ("xl/slicers/slicer1.xml", b"<a/>", "slicers"),
        ("xl/charts/chartEx1.xml", b"<a/>", "charts of new kinds"),
        ("xl/embeddings/a.bin", b"x", "embedded files"),
        ("xl/drawings/drawing1.xml", b"<xdr:wsDr><xdr:sp a='1'/></xdr:wsDr>", "shapes and text boxes"),
        ("xl/ctrlProps/a.xml", b"<a/>", "buttons and other controls"),
        ("xl/media/a.emf", b"x", "pictures of the kinds emf, wmf and svg"),
    ],
)  # fmt: skip
def test_what_a_copy_cannot_keep_is_named_in_the_message_and_the_copy(
    mine,  # noqa: F811
    tmp_path,
    capsys,
    name,
    content,
    words,
):
    changed(mine, [("policies", cell_of(mine, "policies", "state"), "week")])
    with_part(mine, name, content)
    assert not_kept(mine) == (words,)
    copy = tmp_path / "marked.xlsx"
    assert cli.main(["check", str(mine), "--annotate", str(copy)]) == 1
    assert f"Not in the copy, and still in {mine}: {words}." in capsys.readouterr().out
    sheet = openpyxl.load_workbook(copy)["problems"]
    assert sheet.cell(sheet.max_row, 6).value == (
        f"Not in this copy: {words}. Your own file has them still."
    )


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (b"<ext><x14:dataValidations/></ext>", "drop-down lists that refer to other sheets"),
        (b"<ext><x14:conditionalFormattings/></ext>", "conditional formats of new kinds"),
        (b"<ext><x14:sparklineGroups/></ext>", "sparklines"),
    ],
)
def test_what_stands_inside_a_sheet_and_is_lost_is_named(mine, mark, words):  # noqa: F811
    rewrite(
        mine,
        "xl/worksheets/sheet2.xml",
        lambda xml: xml.replace(b"</worksheet>", mark + b"</worksheet>"),
    )
    assert not_kept(mine) == (words,)


def test_a_sound_workbook_loses_nothing(mine):  # noqa: F811
    assert not_kept(mine) == ()


def test_the_only_copy_is_never_written_over_by_one_that_lacks_something(mine, capsys):  # noqa: F811
    changed(mine, [("policies", cell_of(mine, "policies", "state"), "week")])
    copied_over = copied(mine)
    with_part(copied_over, "xl/threadedComments/threadedComment1.xml", b"<a/>")
    before = copied_over.read_bytes()
    assert cli.main(["check", str(copied_over), "--annotate", str(copied_over)]) == 2
    out = capsys.readouterr().out
    assert "it would lose replies to notes: choose another name for the copy" in out
    assert copied_over.read_bytes() == before


def test_a_damaged_file_is_not_replaced_by_a_list(mine):  # noqa: F811
    data = mine.read_bytes()
    mine.write_bytes(data[: len(data) // 2])
    kept = mine.read_bytes()
    with pytest.raises(NotWrittenError, match="it would lose all but this list"):
        annotate(mine, ck.check_file(mine)[0], mine)
    assert mine.read_bytes() == kept


def test_a_copy_that_fails_half_way_leaves_the_old_one(mine, monkeypatch):  # noqa: F811
    changed(mine, [("policies", cell_of(mine, "policies", "state"), "week")])
    copy = copied(mine)
    before = copy.read_bytes()

    def half(_, out):
        out.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(openpyxl.Workbook, "save", half)
    with pytest.raises(NotWrittenError, match="the disk is full"):
        annotate(copy, ck.check_file(copy)[0], copy)
    assert copy.read_bytes() == before
    assert sorted(path.name for path in copy.parent.iterdir()) == [copy.name, mine.name]


# Files of text, and bounds


def test_a_copy_of_csv_files_keeps_columns_that_are_unknown_and_tables_that_could_not_be_read(
    tmp_path,
):
    folder = as_csv(tmp_path / "mine", MINE, sep=";")
    text = (folder / "policies.csv").read_text().split("\n")
    text[0], text[1] = f"{text[0]};My remarks", f"{text[1]};=see the thesis"
    (folder / "policies.csv").write_text("\n".join(text))
    actions = (folder / "actions.csv").read_text()
    (folder / "actions.csv").write_text(actions.replace("action_id", "number"))
    copy = openpyxl.load_workbook(copied(folder))
    heads = [cell.value for cell in copy["policies"][1]]
    remark = copy["policies"].cell(2, heads.index("My remarks") + 1)
    assert (remark.value, remark.data_type) == ("=see the thesis", "s")
    assert "act-m1" in [cell.value for cell in copy["actions"][2]]


def test_a_great_many_problems_are_bounded_in_the_copy(tmp_path, monkeypatch):
    monkeypatch.setattr(marks, "MOST_MARKED", 10)
    monkeypatch.setattr(marks, "MOST_LISTED", 20)
    rows = [{**MINE["policies"][0], "policy_id": f"pol-{n}", "state": "x"} for n in range(50)]
    copy = copied(as_csv(tmp_path / "mine", {**MINE, "policies": rows}))
    assert len(marked_cells(copy, "policies")) == 10
    sheet = openpyxl.load_workbook(copy)["problems"]
    assert sheet.max_row == 22
    assert sheet.cell(22, 6).value == "… and 31 more problems, which are not listed here."


def test_more_rows_than_a_workbook_takes_are_not_copied_and_that_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(marks, "MOST_CELLS", 20)
    rows = {**MINE, "policies": [{**MINE["policies"][0], "state": "x"}]}
    copy = openpyxl.load_workbook(copied(as_csv(tmp_path / "mine", rows)))
    assert copy.sheetnames == ["problems"]
    assert "your rows, which are too many" in copy["problems"].cell(3, 6).value


def test_the_copy_opens_as_bytes_of_a_whole_workbook(theirs):
    assert openpyxl.load_workbook(io.BytesIO(copied(theirs).read_bytes())).sheetnames


def test_the_checked_file_itself_is_marked_and_unmarked_again(mine, capsys):  # noqa: F811
    cell = cell_of(mine, "policies", "state")
    changed(mine, [("policies", cell, "week")])
    onto_itself = ["check", str(mine), "--annotate", str(mine)]
    assert cli.main(onto_itself) == 1
    assert "with the bad cells coloured" in capsys.readouterr().out
    book = openpyxl.load_workbook(mine)
    assert "Expected" in book["policies"][cell].comment.text
    book["policies"][cell] = "weak"
    book.save(mine)
    assert cli.main(onto_itself) == 0
    out = capsys.readouterr().out
    assert "No problems." in out
    assert f"The marks of an earlier check are taken away from {mine}." in out
    book = openpyxl.load_workbook(mine)
    assert book["policies"][cell].comment is None
    assert "problems" not in book.sheetnames
    assert cell not in coloured(book["policies"])
    before = mine.read_bytes()
    assert cli.main(onto_itself) == 0
    assert "There is nothing to mark, and no mark to take away." in capsys.readouterr().out
    assert mine.read_bytes() == before


def test_a_sound_file_gets_no_copy_and_takes_the_place_of_no_other(mine, tmp_path, capsys):  # noqa: F811
    copy, other = tmp_path / "marked.xlsx", filled(tmp_path / "other.xlsx")
    kept = other.read_bytes()
    assert cli.main(["check", str(mine), "--annotate", str(copy)]) == 0
    assert "There is nothing to mark, so no copy was written." in capsys.readouterr().out
    assert not copy.exists()
    assert cli.main(["check", str(mine), "--annotate", str(other)]) == 2
    assert other.read_bytes() == kept


def test_a_table_of_text_is_never_replaced_by_a_workbook(tmp_path, capsys):
    folder = as_csv(tmp_path / "mine")
    path = folder / "policies.csv"
    path.write_text(path.read_text().replace("weak", "week"))
    before = path.read_bytes()
    assert cli.main(["check", str(path), "--annotate", str(path)]) == 2
    assert "name a file that ends in .xlsx" in capsys.readouterr().out
    assert path.read_bytes() == before


@pytest.mark.parametrize("kind", ["one-byte letters", "very wide"])
def test_a_table_that_could_not_be_read_is_named_as_missing_from_the_copy(tmp_path, capsys, kind):
    folder = as_csv(tmp_path / "mine")
    path = folder / "settings.csv"
    if kind == "very wide":
        head, rest = path.read_text().split("\n", 1)
        path.write_text(head + "," * 400 + "\n" + rest)
    else:
        path.write_bytes(path.read_bytes() + "ord\xf0u-x,cluster,\xdeehir,,\n".encode("latin-1"))
    copy = tmp_path / "marked.xlsx"
    assert cli.main(["check", str(folder), "--annotate", str(copy)]) == 1
    words = "the rows of settings.csv"
    assert f"Not in the copy, and still in {folder}: {words}." in capsys.readouterr().out
    book = openpyxl.load_workbook(copy)
    assert "settings" not in book.sheetnames
    listed = [row[5] for row in book["problems"].iter_rows(values_only=True)]
    assert f"Not in this copy: {words}. Your own file has them still." in listed


def test_a_far_cell_in_the_list_of_problems_makes_no_million_cells(mine, monkeypatch):  # noqa: F811
    changed(mine, [("policies", cell_of(mine, "policies", "state"), "week")])
    copy = copied(mine)
    book = openpyxl.load_workbook(copy)
    book["problems"]["A1048576"] = "far"
    book.save(copy)
    made, make = [], Worksheet.cell
    monkeypatch.setattr(
        Worksheet, "cell", lambda *cell, **more: (made.append(1), make(*cell, **more))[1]
    )
    annotate(copy, ck.check_file(copy)[0], copy)
    assert len(made) < 50_000
