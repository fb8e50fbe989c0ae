"""What a check costs is bounded by counting work: cells that are made, not seconds."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

import clusterkit as ck
from clusterkit.own import bounds
from clusterkit.own.marks import annotate

from .test_workbook import as_csv, filled, told

MERGE = b'</sheetData><mergeCells count="1"><mergeCell ref="A10:XFD1048576"/></mergeCells>'
POLICIES = "xl/worksheets/sheet7.xml"


def with_parts(path: Path, change, *, rename: str = "") -> Path:
    """Change the part of the policies, and its name, wherever it stands."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[POLICIES] = change(parts[POLICIES])
    if rename:
        old, new = b"worksheets/sheet7.xml", f"worksheets/{rename}".encode()
        parts = {name: data.replace(old, new) for name, data in parts.items()}
        parts[f"xl/worksheets/{rename}"] = parts.pop(POLICIES)
        parts = {name.replace("sheet7.xml", rename): data for name, data in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def in_encoding(xml: bytes, encoding: str) -> bytes:
    return f'<?xml version="1.0" encoding="{encoding}"?>'.encode(encoding) + xml.decode().encode(
        encoding
    )


@pytest.fixture
def work(monkeypatch):
    """Count the cells that openpyxl makes."""
    made = {"cells": 0}
    get, merged = Worksheet._get_cell, MergedCell.__init__

    def counted_get(self, row, column):
        made["cells"] += 1
        return get(self, row, column)

    def counted_merge(self, *arguments, **options):
        made["cells"] += 1
        merged(self, *arguments, **options)

    monkeypatch.setattr(Worksheet, "_get_cell", counted_get)
    monkeypatch.setattr(MergedCell, "__init__", counted_merge)
    return made


HUGE = {
    "as it is": lambda xml: xml.replace(b"</sheetData>", MERGE),
    "spaces": lambda xml: xml.replace(b"</sheetData>", MERGE.replace(b"ref=", b" ref =\n ")),
    "quotes": lambda xml: xml.replace(b"</sheetData>", MERGE.replace(b'"A10:XFD1048576"', b"'A10:XFD1048576'")),
    "entities": lambda xml: xml.replace(b"</sheetData>", MERGE.replace(b"A10", b"&#65;10")),
    "small letters": lambda xml: xml.replace(b"</sheetData>", MERGE.replace(b"XFD", b"xfd")),
    "another attribute": lambda xml: xml.replace(b"</sheetData>", MERGE.replace(b" ref=", b' x=">" ref=')),
    "link": lambda xml: xml.replace(
        b"</sheetData>", b'</sheetData><hyperlinks><hyperlink ref="A10:XFD1048576"/></hyperlinks>'
    ),
    "UTF-16": lambda xml: in_encoding(xml.replace(b"</sheetData>", MERGE), "utf-16"),
    "UTF-16 without a mark": lambda xml: in_encoding(xml.replace(b"</sheetData>", MERGE), "utf-16-le"),
    "UTF-7": lambda xml: in_encoding(xml.replace(b"</sheetData>", MERGE), "utf-7"),
    "whole columns": lambda xml: xml.replace(b"</sheetData>", MERGE.replace(b"A10:XFD1048576", b"A:XFD")),
}  # fmt: skip


@pytest.mark.parametrize("rename", ["", "sheet7.dat", "picture.png"])
@pytest.mark.parametrize("kind", HUGE)
def test_an_area_of_any_size_in_any_part_and_encoding_makes_few_cells(tmp_path, work, kind, rename):
    path = with_parts(filled(tmp_path / "a.xlsx"), HUGE[kind], rename=rename)
    work["cells"] = 0
    problems, _ = ck.check_file(path)
    assert problems, "it is reported"
    annotate(path, problems, tmp_path / "marked.xlsx")
    assert work["cells"] < 30_000


def test_many_areas_together_are_bounded(tmp_path):
    many = b"".join(b'<mergeCell ref="A%d:Z%d"/>' % (n, n + 300) for n in range(10, 9_010, 301))
    path = with_parts(
        filled(tmp_path / "a.xlsx"),
        lambda xml: xml.replace(
            b"</sheetData>", b"</sheetData><mergeCells>" + many + b"</mergeCells>"
        ),
    )
    assert "at most 100,000 merged cells" in told(path)[0]


def test_a_note_on_an_area_is_bounded():
    assert bounds._guard_part(b'<comment ref="A1:B2"/>') == 4
    with pytest.raises(bounds.Unreadable, match=r"A1:XFD1048576 is larger"):
        bounds._guard_part(b'<comment authorId="0" ref="A1:XFD1048576"/>')


def test_a_workbook_of_very_many_cells_is_sent_to_csv(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "MOST_CELLS", 500)
    (sentence,) = told(filled(tmp_path / "a.xlsx"))
    assert "a workbook of at most 500 cells, and this one has" in sentence
    assert "save large tables as CSV files in a folder" in sentence


@pytest.mark.parametrize("columns", [201, 5_000])
def test_very_wide_rows_are_reported(tmp_path, columns):
    folder = as_csv(tmp_path / "mine")
    text = (folder / "policies.csv").read_text().split("\n")
    text[0] += "".join(f",c{number}" for number in range(columns))
    (folder / "policies.csv").write_text("\n".join(text))
    (sentence,) = [one for one in told(folder) if one.startswith("policies.csv")]
    assert "at most 200 columns, and these are" in sentence
    path = filled(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    for number in range(columns):
        book["policies"].cell(3, 40 + number, "x")
    book.save(path)
    assert len(told(path)) <= 3
