"""A number, a word or a sheet is read as it was meant, or reported at its cell: never guessed."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import clusterkit as ck
from clusterkit.evidence.definition import Field
from clusterkit.own.encodings import NotText, decoded
from clusterkit.own.number_formats import shown_number
from clusterkit.own.workbook import has_two_readings, read_workbook

from .test_workbook import MINE, as_csv, cell_of, filled, mine, rewrite, told  # noqa: F401

JOB = MINE["employment"][0]
RISE = {**JOB, "measure": "total_change", "unit": "percent", "base_year_lo": 2000,
        "base_year_hi": 2000}  # fmt: skip


def with_jobs(**cells: object) -> dict[str, list[dict[str, object]]]:
    return {**MINE, "employment": [{**JOB, **cells}]}


def formatted(path: Path, value: object, number_format: str, **cells: object) -> Path:
    """Write a workbook whose figure has a number format."""
    filled(path, with_jobs(**cells))
    book = openpyxl.load_workbook(path)
    cell = book["employment"][cell_of(path, "employment", "value")]
    cell.value, cell.number_format = value, number_format
    book.save(path)
    return path


def with_id_first(folder: Path) -> Path:
    """Bring the ids of CSV files into the first column, as the template has them."""
    for path in folder.glob("*.csv"):
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        ids = next(
            name
            for name in rows
            if name == "key"
            or name.endswith("_id")
            and name != "setting_id"
            or (path.stem, name) == ("settings", "setting_id")
        )
        rows[[ids, *rows.columns.drop(ids)]].to_csv(path, index=False)
    return folder


# Number formats


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (44000, "General", "44000"), (44000, "0", "44000"), (44000, "#,##0", "44000"),
        (44000, "#,##0.00", "44000"), (44000.5, "#,##0.0_);(#,##0.0)", "44000.5"),
        (-5, "#,##0;[Red]-#,##0", "-5"), (0.5, "# ?/?", "0.5"), (0.5, "# ??/??", "0.5"),
        (4.4e4, "0.00E+00", "44000"), (0, '0;-0;"-"', "0"), (44000, "@", "44000"),
        (0.35, "0%", "35%"), (0.35, "0.00%", "35%"), (0.07, "0%", "7%"), (-0.035, "0.0%", "-3.5%"),
        (3, "0%", "300%"), (35, '0"%"', "35%"), (35, r"0\%", "35%"), (111, "0000", "0111"),
        (7, "00", "07"), (44000, "#,##0_);[Red](#,##0)", "44000"), (44, "[$-409]0", "44"),
        (35, '"%"0', "35%"), (44000, r"#\ ##0", "44000"), (44000, "#'##0", "44000"),
        (0.5, "# ?/16", "0.5"), (0, "# ?/?", "0"), (-1, "0;@", "-1"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_shown(value, number_format, shown):
    assert shown_number(value, number_format) == (shown, "")


@pytest.mark.parametrize(
    ("value", "number_format", "part"),
    [
        *[(44000, one, "an amount of money") for one in (
            "$#,##0", '"$"#,##0.00', "[$€-407]#,##0", "#,##0 [$₹-4009]", "£#,##0", '"Rs" #,##0',
            '"Rp"#,##0', "[$USD] 0", '_-* #,##0.00 "€"_-',
        )],
        *[(44000, one, "divided by thousands") for one in ("#,##0,", "0.0,,", "0,")],
        *[(44, one, "adds the words") for one in ('0 "thousand"', '0.0,"k"', r"0\k", '0" jobs"')],
        (44, ";;;", "can be seen"), (-44, "0;;0", "can be seen"), (0, "0;-0;", "can be seen"),
    ],
)  # fmt: skip
def test_a_format_that_changes_the_meaning_is_reported(value, number_format, part):
    assert part in shown_number(value, number_format)[1]


ACCOUNTS = r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)'


@pytest.mark.parametrize(
    ("value", "number_format", "added"),
    [
        (44, '0"000"', "000"), (44, '0".000"', ".000"), (44, '0",000"', ",000"),
        (5, '0"²"', "²"), (5, '0."0"', "0"), (5, "[$5-409]0", "5"), (1, "00000-0000", "-"),
        (44000, '0"."000', "."), (35, "0‰", "‰"), (35, '0"‰"', "‰"), (0.35, "0%%", "0%%"),
        (0.35, '0%"%"', "%"), (5, "**0", "*"), (5, "0*-", "-"), (5, "0.0.0", "0.0.0"),
        *[(value, one, sign) for sign in (">", "<", "≥", "~", "≈", "±", "=") for value in (5, -5, 0)
          for one in (f'"{sign}"0', f"\\{sign}0", f"{sign}0", f'[${sign}-409]0')],
        *[(value, one, "+") for value in (5, -5, 0) for one in ('0"+"', "0+", r"0\+")],
        *[(value, one, "-") for value in (5, -5) for one in (r"\-0", "-0", '0"-"', '0"-";"--"0')],
        (5, "−0", "−"), (5, "(0)", "()"), (-5, "(0)", "()"), (5, "(#,##0)", "()"), (-5, "+0", "+"),
    ],
)  # fmt: skip
def test_a_digit_or_a_sign_that_a_format_adds_is_reported(value, number_format, added):
    assert f"the format of the cell adds '{added}" in shown_number(value, number_format)[1]


@pytest.mark.parametrize(
    ("number_format", "above", "below", "at"),
    [
        ("0", "5", "-5", "0"), ("#,##0_);(#,##0)", "5", "-5", "0"), (ACCOUNTS, "5", "-5", "0"),
        ("+0;-0;0", "5", "-5", "0"), ("0;0-", "5", "-5", "0"), ("0;−0", "5", "-5", "0"),
        ("0;[Red]0", "5", "-5", "0"), ("0;△ 0", "5", "-5", "0"), ("+0%;-0%", "500%", "-500%", "0%"),
        ("0%;(0%)", "500%", "-500%", "0%"), ('0" %";(0" %")', "5%", "-5%", "0%"),
    ],
)  # fmt: skip
def test_the_sign_of_a_number_is_no_addition(number_format, above, below, at):
    for value, text in ((5, above), (-5, below), (0, at)):
        assert shown_number(value, number_format) == (text, "")


@pytest.mark.parametrize(
    ("value", "number_format", "part"),
    [
        (-5, "0;0", "hides the minus"), (-5, "0;[Blue]0;0", "hides the minus"),
        (-5, "[<-1]0", "hides the minus"), (0, "#", "can be seen"), (0, "#,###", "can be seen"),
        (5, '"-"', "can be seen"), (5, '0;-0;"-"', ""), (-5, '0;"-"', "can be seen"),
    ],
)  # fmt: skip
def test_a_minus_or_a_number_that_a_format_hides_is_reported(value, number_format, part):
    expected = shown_number(value, number_format)[1]
    assert part in expected
    assert bool(part) == bool(expected)


@pytest.mark.parametrize(
    ("value", "number_format", "shown", "part"),
    [
        (0.35, "[>1]0;0%", "35%", ""), (3, "[>1]0;0%", "3", ""), (-0.35, "[>1]0;0%", "-35%", ""),
        (500, '[>=1000]#,##0," k";0', "500", ""),
        (1000, '[>=1000]#,##0," k";0', "1000", "adds the words 'k'"),
        (500, '[<1000]0;[<1000000]0," k";0,," m"', "500", ""),
        (5000, '[<1000]0;[<1000000]0," k";0,," m"', "5000", "adds the words 'k'"),
        (5e6, '[<1000]0;[<1000000]0," k";0,," m"', "5000000", "adds the words 'm'"),
        (1, '[=1]0" job";0', "1", "adds the words 'job'"), (2, '[=1]0" job";0', "2", ""),
        (2, '[<>1]0" jobs";0', "2", "adds the words"), (1, "[<=1]0%;0", "100%", ""),
        (-5, "[Red][<0](0);0", "-5", ""), (5, "[Red][<0](0);0", "5", ""),
        (-5, "[<-2](0);0", "-5", ""), (-5, "[>-9](0);0", "-5", "adds '()'"),
        (5, "[Green]0;[Red][<-2](0)", "5", ""), (5, "[<=0]0%", "5", ""),
        (0.35, "[>1]0;0;0%", "0.35", "is not clear"), (0.35, "[>1]0%;0;0.0", "0.35", ""),
        (0.35, "[>1]0;[<0]-0", "0.35", "can be seen"),
        (5, '0;"no "0', "5", ""), (5, '0;-0;"none"', "5", ""), (0, '0;-0;"none"', "0", "words"),
    ],
)  # fmt: skip
def test_only_the_section_that_shows_a_number_counts(value, number_format, shown, part):
    text, expected = shown_number(value, number_format)
    assert text == shown
    assert part in expected
    assert bool(part) == bool(expected)


@pytest.mark.parametrize("format_id", [27, 31, 36, 50, 58])
def test_dates_whose_format_has_a_number_alone_are_dates(format_id):
    assert "made a date of it" in shown_number(39814, "General", format_id)[1]


def test_a_cell_shown_as_per_cent_is_read_as_per_cent(tmp_path):
    cells = {key: RISE[key] for key in ("measure", "unit", "base_year_lo", "base_year_hi")}
    both = ck.load(formatted(tmp_path / "a.xlsx", 0.35, "0%", **cells))
    assert both.employment.loc["job-m1", "value"] == 35
    text = ck.load(formatted(tmp_path / "b.xlsx", "35 %", "@", **cells))
    assert text.employment.loc["job-m1", "value"] == 35
    rows = {**MINE, "employment": [{**RISE, "value": "35,5 %"}]}
    german = ck.load(as_csv(tmp_path / "german", rows, sep=";"))
    assert german.employment.loc["job-m1", "value"] == 35.5


@pytest.mark.parametrize(
    ("value", "number_format", "part"),
    [
        (0.35, "0%", "found '35%', expected the number without the sign %: write 35"),
        (12000, "$#,##0", "an amount of money"),
        (44, '0 "thousand"', "adds the words 'thousand'"),
        (44000, "#,##0,", "divided by thousands"),
        (44, '0"000"', "adds '000'"),
    ],
)
def test_a_format_that_is_no_count_of_jobs_is_reported_at_its_cell(
    tmp_path, value, number_format, part
):
    (sentence,) = told(formatted(tmp_path / "a.xlsx", value, number_format))
    assert "sheet employment, row 3, column value (F3)" in sentence
    assert part in sentence


def test_a_class_shown_with_its_leading_zero_is_read_with_it(tmp_path):
    path = filled(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    cell = book["settings"][cell_of(path, "settings", "isic")]
    cell.value, cell.number_format = 111, "0000"
    book.save(path)
    assert ck.load(path).settings.loc["morbi-tiles", "isic"] == "0111"


# Two readings


@pytest.mark.parametrize("kind", ["xlsx", ",", ";", "\t", "|", "parquet"])
@pytest.mark.parametrize("text", ["44.000", "44,000", "1.500", "1,234,567", "1.234.567"])
def test_a_text_that_could_be_two_numbers_is_asked_in_every_kind_of_file(tmp_path, kind, text):
    rows = with_jobs(value=text)
    if kind == "xlsx":
        path = filled(tmp_path / "a.xlsx", rows)
    elif kind == "parquet":
        path = as_csv(tmp_path / "a")
        (path / "employment.csv").unlink()
        pd.DataFrame(rows["employment"]).drop(columns="summary").to_parquet(
            path / "employment.parquet"
        )
    else:
        path = as_csv(tmp_path / "a", rows, sep=kind)
    (sentence,) = told(path)
    assert "a number without thousands separators" in sentence
    assert f"write {re.sub('[.,]', '', text)}" in sentence


def test_what_a_text_may_be_written_as_has_one_reading(tmp_path):
    assert "write 44000, or 44." in told(filled(tmp_path / "a.xlsx", with_jobs(value="44.000")))[0]
    sentence = told(filled(tmp_path / "b.xlsx", with_jobs(value="44.125")))[0]
    assert "write 44125, or 44.1250." in sentence
    for written in ("44125", "44.1250", "44"):
        both = ck.load(filled(tmp_path / "c.xlsx", with_jobs(value=written)))
        assert both.employment.loc["job-m1", "value"] == float(written)


def test_a_number_of_the_file_itself_is_no_text(tmp_path):
    both = ck.load(filled(tmp_path / "a.xlsx", with_jobs(value=44.125)))
    assert both.employment.loc["job-m1", "value"] == 44.125


@pytest.mark.parametrize(
    ("text", "minimum", "maximum", "kind", "two"),
    [
        ("22.815", -90, 90, "number", False), ("-70.825", -180, 180, "number", False),
        ("44.000", 0, None, "number", True), ("0.500", 0, None, "number", False),
        ("2.010", 1800, 2030, "integer", False), ("1.000", None, None, "integer", True),
        ("44", None, None, "number", False), ("44.00", None, None, "number", False),
    ],
)  # fmt: skip
def test_two_readings_are_those_that_the_column_allows(text, minimum, maximum, kind, two):
    assert has_two_readings(text, Field("a", kind, minimum=minimum, maximum=maximum)) == two


# Encodings


WORDS = {
    "cp1254": "Gaziantep Şahinbey", "iso8859-9": "Gaziantep Şahinbey", "cp1250": "Plzeň",
    "iso8859-2": "Łódź", "cp1251": "Минск", "koi8-r": "Минск", "cp1253": "Αθήνα",
    "cp1255": "חיפה", "cp1256": "القاهرة", "cp1257": "Šiauliai", "cp874": "กรุงเทพ",
    "shift_jis": "東京都", "gb18030": "温州市", "big5": "臺北市", "euc_kr": "서울", "cp437": "Mörbi",
    "cp850": "São Paulo", "mac_roman": "Mörbi", "cp1258": "Đà Nẵng"[:2],
}  # fmt: skip


@pytest.mark.parametrize("encoding", sorted(WORDS))
def test_letters_of_another_encoding_are_shown_and_asked(encoding):
    data = f"setting_id,place\na,{WORDS[encoding]}\n".encode(encoding)
    with pytest.raises(NotText, match=r"a file in the encoding UTF-8; .*save it as 'CSV UTF-8'"):
        decoded(data)


@pytest.mark.parametrize("word", ["Mörbi", "Größe", "Orléans", "L’Aquila – “Valle”", "Málaga"])
def test_letters_that_the_usual_encodings_share_are_read_with_a_note(word):
    text, note = decoded(f"setting_id,place\na,{word}\n".encode("cp1252"))
    assert word in text
    assert word in note


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("word", sorted(set(WORDS.values())))
def test_unicode_holds_every_word(encoding, word):
    assert decoded(word.encode(encoding)) == (word, "")


def test_a_turkish_file_is_asked_about_once_with_its_word(tmp_path):
    rows = {**MINE, "settings": [{**MINE["settings"][0], "place": "Şahinbey"}]}
    folder = as_csv(tmp_path / "mine", rows, encoding="cp1254")
    (sentence,) = told(folder)
    assert sentence.startswith("settings.csv: expected a file in the encoding UTF-8")
    assert "'Þahinbey' may not be what you wrote" in sentence


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_line_ends_of_every_system_are_read(tmp_path, end):
    folder = as_csv(tmp_path / "mine")
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", end.encode()))
    assert "pol-m1" in ck.load(folder).policies.index


# Sheets, titles, remarks


def test_a_sheet_that_looks_like_a_table_is_asked_about(mine):  # noqa: F811
    book = openpyxl.load_workbook(mine)
    other = book.copy_worksheet(book["policies"])
    other.title = "policies (Ludhiana)"
    other["A3"] = "pol-l1"
    remarks = book.create_sheet("remarks")
    remarks["A1"], remarks["A2"] = "policy", "a remark"
    book.save(mine)
    (sentence,) = told(mine)
    assert "sheet policies (Ludhiana): expected its rows in the sheet policies" in sentence
    assert "hide the sheet if it is to be left out" in sentence
    book[other.title].sheet_state = "hidden"
    book.save(mine)
    assert ck.load(mine).notes == (
        "The hidden sheet 'policies (Ludhiana)' was not read.",
        "The sheet 'remarks' was not read: it is not a table's.",
    )


def test_a_file_that_looks_like_a_table_is_asked_about(tmp_path):
    folder = as_csv(tmp_path / "mine")
    (folder / "policies (Ludhiana).csv").write_bytes((folder / "policies.csv").read_bytes())
    (folder / "remarks.csv").write_text("a,b\nc,d\n")
    (folder / "more").mkdir()
    (folder / "old.xls").write_bytes(b"x")
    (sentence,) = told(folder)
    assert "policies (Ludhiana).csv: expected its rows in the file policies" in sentence
    (folder / "policies (Ludhiana).csv").unlink()
    assert ck.load(folder).notes == (
        "remarks.csv was not read: it is not named after a table.",
        "The folder 'more' in it was not read.",
        "The workbook old.xls was not read: CSV files are beside it.",
    )


def below_a_title(path: Path, sheet: str, rows: int) -> Path:
    book = openpyxl.load_workbook(path)
    book[sheet].insert_rows(1, rows)
    book[sheet]["A1"] = "Policies of Morbi, my coding"
    book.save(path)
    return path


@pytest.mark.parametrize("rows", [1, 2, 5])
def test_a_title_above_a_table_is_reported_once(mine, tmp_path, rows):  # noqa: F811
    (sentence,) = told(below_a_title(mine, "policies", rows))
    assert "sheet policies, row 1 (A1): found 'Policies of Morbi, my coding'" in sentence
    assert f"they stand in row {rows + 1}: delete the rows above them" in sentence
    folder = as_csv(tmp_path / "mine")
    text = (folder / "policies.csv").read_text()
    (folder / "policies.csv").write_text("Policies of Morbi\n" * rows + text)
    (sentence,) = told(folder)
    assert f"they stand in row {rows + 1}: delete the rows above them" in sentence


def test_a_table_without_names_is_reported_once(tmp_path):
    folder = as_csv(tmp_path / "mine")
    lines = (folder / "policies.csv").read_text().split("\n")
    (folder / "policies.csv").write_text("\n".join(lines[1:]))
    (sentence,) = told(folder)
    assert "policies.csv, row 1: found" in sentence
    assert "a first row with the names of the columns, as in the template" in sentence


@pytest.mark.parametrize("lines", [1, 3, 9])
def test_remarks_below_a_table_are_reported_once(mine, tmp_path, lines):  # noqa: F811
    book = openpyxl.load_workbook(mine)
    for line in range(lines):
        book["policies"].cell(6 + line, 1).value = f"Source: my own survey, part {line}"
    book.save(mine)
    (sentence,) = told(mine)
    assert "row 6, column policy_id (A6): found 'Source: my own survey, part 0'" in sentence
    assert "a whole row of the table, and this cell stands alone" in sentence
    assert ("and rows 7, 8" in sentence) == (lines > 1)
    folder = as_csv(tmp_path / "mine")
    with (folder / "policies.csv").open("a") as file:
        csv.writer(file).writerows([f"Source: my own survey {line}"] for line in range(lines))
    (sentence,) = told(folder)
    assert "this cell stands alone" in sentence


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("settings", "Source: own fieldwork, 2012"),
        ("settings", "Total,,3"),
        ("employment", "Total,,,,420000"),
        ("employment", "Sum of all,,,,420000"),
        ("sources", "Note: page numbers are of the printed edition, 2012"),
    ],
)
def test_a_note_with_a_comma_and_a_sum_below_a_table_are_reported_once(tmp_path, table, line):
    folder = with_id_first(as_csv(tmp_path / "mine"))
    with (folder / f"{table}.csv").open("a") as file:
        file.write(f"{line}\n")
    (sentence,) = told(folder)
    assert "a whole row of the table, and this one has no id and little else" in sentence
    assert "give it what it lacks, or delete it" in sentence


def test_a_row_that_somebody_began_is_never_called_a_remark(tmp_path):
    folder = with_id_first(as_csv(tmp_path / "mine"))
    with (folder / "employment.csv").open("a") as file:
        file.write(",morbi-tiles,500\n")
    sentences = told(folder)
    assert any("column employment_id" in one for one in sentences)
    assert not any("delete it" in one for one in sentences)


def test_a_row_with_a_bad_id_is_a_row_and_reported_cell_by_cell(tmp_path):
    folder = with_id_first(as_csv(tmp_path / "mine"))
    path = folder / "settings.csv"
    path.write_text(path.read_text().replace("morbi-tiles,", "Morbi Tiles,"))
    sentences = told(folder)
    assert any("settings.csv, row 2, column setting_id" in one for one in sentences)
    assert not any("whole row" in one for one in sentences)


@pytest.mark.parametrize("order", ["swapped", "twice"])
def test_rows_out_of_order_in_the_file_are_never_left_out_in_silence(mine, order):  # noqa: F811
    def change(xml: bytes) -> bytes:
        rows = re.findall(rb'<row r="[23]".*?</row>', xml, re.DOTALL)
        assert len(rows) == 2
        twice = rows[1] + rows[1] if order == "twice" else rows[1] + rows[0]
        return xml.replace(rows[0] + rows[1], rows[0] + twice if order == "twice" else twice)

    rewrite(mine, "xl/worksheets/sheet2.xml", change)
    (sentence,) = told(mine)
    assert "rows are there twice or out of order: open and save it again" in sentence


@pytest.mark.parametrize(
    ("column", "value"),
    [("year_lo", pd.Timestamp("2010-01-01")), ("value", "44.000x"), ("unit", 7)],
)
def test_a_cell_is_reported_once(tmp_path, column, value):
    path = filled(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    book["employment"][cell_of(path, "employment", column)].value = value
    book.save(path)
    assert len(told(path)) == 1


def test_words_of_one_list_are_each_reported(tmp_path):
    rows = {**MINE, "actions": [{**MINE["actions"][0], "actors": "emploers;wrkers"}]}
    assert len(told(filled(tmp_path / "a.xlsx", rows))) == 2


def test_the_strict_form_of_a_workbook_is_named_with_its_remedy(mine):  # noqa: F811
    normal, strict = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    rewrite(mine, "xl/workbook.xml", lambda xml: xml.replace(normal, strict))
    (sentence,) = told(mine)
    assert "this one is a 'Strict Open XML Spreadsheet': open it, choose Save as" in sentence
    assert read_workbook(mine).refused


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://www.ilo.org/report", ""),
        ("http://example.org/a,b", ""),
        ("www.ilo.org/report", "Is https://www.ilo.org/report meant?"),
        ("javascript:alert(1)", "an address that begins with https:// or http://"),
        ("data:text/html,x", "an address that begins with https:// or http://"),
        ("see the library", "an address that begins with https:// or http://"),
    ],
)
def test_an_address_is_one_that_a_browser_opens_as_a_page(tmp_path, url, asked):
    path = filled(tmp_path / "mine.xlsx", {**MINE, "sources": [{**MINE["sources"][0], "url": url}]})
    sentences = [str(problem) for problem in ck.check_file(path)[0]]
    assert len(sentences) == bool(asked)
    assert all(asked in sentence for sentence in sentences)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_table_that_would_fill_the_memory_is_refused_before_it_is_read(
    tmp_path, kind, monkeypatch
):
    folder = tmp_path / "mine"
    folder.mkdir()
    path = folder / f"policies.{kind}"
    if kind == "csv":
        with path.open("wb") as file:
            file.write(b"policy_id,summary\n")
            file.truncate(65 * 2**20)
    else:
        rows = pd.DataFrame({"policy_id": [f"pol-{at:0>30}" for at in range(2_400_000)]})
        rows.to_parquet(path)
        assert path.stat().st_size < 64 * 2**20
    monkeypatch.setattr(Path, "read_bytes", None)
    monkeypatch.setattr(pd, "read_parquet", None)
    own = read_workbook(folder)
    (problem,) = own.problems
    assert "a file of at most 64 megabytes, and this one has" in str(problem)
    assert own.unread == {"policies"}
