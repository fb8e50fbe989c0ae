"""Damage workbooks and CSV files by the thousand: only sentences may come of it.

    python -m tests.own.fuzz_workbooks 5000 [seed]

Each round takes a sound file, damages it in one to four ways, and loads it: cells, number formats,
authors, sheets, parts; text in any dialect and encoding. Well is: it loads whole, or raises
EvidenceError with one or more sentences. Anything else is a failure: another exception, sentences
of none, an unsound table, a marked copy that is not whole or lost a note or fill of the user's, a
file left beside another, more than `LIMIT` seconds of work or `MEMORY` bytes.
"""

from __future__ import annotations

import collections
import contextlib
import datetime
import functools
import io
import random
import resource
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

import clusterkit as ck
from clusterkit import loading
from clusterkit.own.marks import annotate
from clusterkit.safe_files import NotWrittenError

from .test_workbook import as_csv, filled

LIMIT = 20.0
MEMORY = 500 * 2**20  # beyond what was needed before
WORDS = ["", " ", "=1+1", "'=1", "-", "+", "#REF!", "NaN", "nan", "inf", "1e999", "-1", "1,5", "1.000", "0x10", "True",
         "None", "\t", "\n", "a;b;;c", ";" * 50, "x" * 40_000, "😀", "\u202eabc", "\u0000", "\ufeff", "_x0000_", "a\tb",
         "{", "}", "\\", "a, b, c, d", "and", "pol-m1", "morbi-tiles", "india", "example-1", "１２", "١٢", "1_000", "NULL",
         "99999999999999999999", "1899-12-30", "<b>", "]]>", "&amp;", "%s{0}", "schmitz-1997", "1.0.8-01"]  # fmt: skip

FORMATS = ["0%", "0.00%", "#,##0", "$#,##0", "[$€-407]#,##0.00", '0 "thousand"', "#,##0,", "0000", "# ?/?",
           "yyyy-mm-dd", "[h]:mm", ";;;", "@", "0.00E+00", "[Red]0;[Blue]-0;;@", '"', "\\", "[$", "_", "*"]  # fmt: skip
AUTHORS = ["Loebis, L. & Schmitz, H.", "L. Loebis, H. Schmitz", "Loebis L, Schmitz H", "Loebis et al.", "World Bank; ILO",
           "Ministry of Trade and Industry", "{A and B}", "{A", "Loebis, L. (eds.)", ";", "and", "& &", ", and ,", "王伟、李娜",
           "King, M. L., Jr.", "Loebis, L. und Schmitz, H.", "{}", "{ }", "A.", "a;{b;c}", "(ed.)"]  # fmt: skip
DIALECTS = [b";", b"\t", b"|", b",,", b", "]
ENCODINGS = [
    "utf-16",
    "utf-16-le",
    "cp1252",
    "cp1254",
    "cp1251",
    "mac_roman",
    "cp437",
    "utf-32",
    "utf-8-sig",
    "cp1250",
]
THEIRS = "Expected by me"  # how a note of the user's begins
LIGHT_RED = "FFFFC7CE"

Damage = Callable[[random.Random, Path], None]


def any_value(dice: random.Random) -> object:
    return dice.choice([
        dice.choice(WORDS), dice.choice(WORDS), dice.randint(-10, 10**12), dice.random() * 1e6, True, None,
        datetime.datetime(2010, 1, 1), datetime.time(1, 2), "".join(chr(dice.randint(1, 0x2FFF)) for _ in range(9)),
    ])  # fmt: skip


def in_book(change: Callable[[random.Random, openpyxl.Workbook], None]) -> Damage:
    """Make a damage of a workbook out of a change made with openpyxl."""

    def damage(dice: random.Random, path: Path) -> None:
        try:
            book = openpyxl.load_workbook(path)
            change(dice, book)
            book.save(path)
        except Exception:  # noqa: S110 - an earlier damage, or one that openpyxl cannot write
            pass

    return damage


def a_cell(dice: random.Random, book: openpyxl.Workbook) -> None:
    sheet = dice.choice(book.worksheets)
    for _ in range(dice.randint(1, 6)):
        sheet.cell(dice.randint(1, 6), dice.randint(1, 30)).value = any_value(dice)  # type: ignore[arg-type]


def a_far_cell(dice: random.Random, book: openpyxl.Workbook) -> None:
    dice.choice(book.worksheets).cell(
        dice.choice([9, 5000, 1_048_576]), dice.choice([1, 40, 250, 16_384])
    ).value = "far"


def merged(dice: random.Random, book: openpyxl.Workbook) -> None:
    row, column = dice.randint(1, 4), dice.randint(1, 9)
    dice.choice(book.worksheets).merge_cells(
        start_row=row,
        start_column=column,
        end_row=row + dice.randint(0, 4),
        end_column=column + dice.randint(0, 4),
    )


def a_sheet(dice: random.Random, book: openpyxl.Workbook) -> None:
    sheet = dice.choice(book.worksheets)
    action = dice.randint(0, 5)
    if action == 0:
        sheet.sheet_state = dice.choice(["hidden", "veryHidden"])
    elif action == 1:
        sheet.title = dice.choice(["Policy", "x", "SETTINGS ", "sources2", "é" * 30])
    elif action == 2:
        book.remove(sheet)
    elif action == 3:
        book.copy_worksheet(sheet)
    elif action == 4:
        book.create_chartsheet()
    elif is_small(sheet):
        sheet.delete_rows(dice.randint(1, 3), dice.randint(1, 3))


def is_small(sheet: openpyxl.worksheet.worksheet.Worksheet) -> bool:
    """Whether openpyxl can insert or delete in it: it makes every cell up to a far one."""
    return sheet.max_row * sheet.max_column < 1_000_000


def columns(dice: random.Random, book: openpyxl.Workbook) -> None:
    sheet = dice.choice(book.worksheets)
    if is_small(sheet):
        change = sheet.insert_cols if dice.random() < 0.5 else sheet.delete_cols
        change(dice.randint(1, 12), dice.randint(1, 3))


def formulas(dice: random.Random, book: openpyxl.Workbook) -> None:
    dice.choice(book.worksheets).cell(dice.randint(1, 5), dice.randint(1, 9)).value = dice.choice(
        ["=A1", "=1/0", "=SUM(A:A)", '=WEBSERVICE("x")', "=A3", "=" + "1+" * 500 + "1"]
    )


def number_formats(dice: random.Random, book: openpyxl.Workbook) -> None:
    sheet = dice.choice(book.worksheets)
    for _ in range(dice.randint(1, 4)):
        cell = sheet.cell(dice.randint(2, 5), dice.randint(1, 20))
        cell.value = dice.choice([0.35, 44000, -5, 0, 1e300, 39814, 1.5, dice.random()])
        cell.number_format = dice.choice(FORMATS)


def authors(dice: random.Random, book: openpyxl.Workbook) -> None:
    if "sources" in book.sheetnames:
        book["sources"]["C3"] = dice.choice(AUTHORS) + dice.choice(
            ["", " and ", f"; {dice.choice(AUTHORS)}"]
        )


def theirs(dice: random.Random, book: openpyxl.Workbook) -> None:
    """A note and a fill of the user's own."""
    cell = dice.choice(book.worksheets).cell(dice.randint(2, 6), dice.randint(1, 9))
    cell.comment = Comment(f"{THEIRS}: {dice.randint(0, 99)}", "Asha")
    cell.fill = PatternFill("solid", LIGHT_RED)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


def written(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def a_part(dice: random.Random, path: Path) -> None:
    """Damage the XML inside."""
    try:
        parts = parts_of(path)
    except Exception:
        return
    name = dice.choice(sorted(parts))
    xml = parts[name]
    action = dice.randint(0, 7)
    if action == 0:
        del parts[name]
    elif action == 1:
        parts[name] = xml[: dice.randint(0, len(xml))]
    elif action == 2:
        parts[name] = dice.randbytes(200)
    elif action == 3:
        parts[name] = xml.replace(b'r="', b'r="9', 3)
    elif action == 4:
        parts[name] = xml.replace(b"<v>", b"<v>9999", 5)
    elif action == 5:
        parts[name] = xml.replace(b't="', b't="z', dice.randint(1, 5))
    elif action == 6:
        parts[name] = xml.replace(b's="', b's="99', dice.randint(1, 5))
    else:
        place = dice.randint(0, max(len(xml) - 1, 0))
        parts[name] = (
            xml[:place]
            + dice.choice([b"<", b">", b"&", b"\x00", b"<!--", b"<row r='4000000000'/>"])
            + xml[place:]
        )
    written(path, parts)


def a_bomb(dice: random.Random, path: Path) -> None:
    try:
        parts = parts_of(path)
    except Exception:
        return
    parts[dice.choice([*sorted(parts), "xl/media/a.bin"])] = b"<a/>" * (17 * 2**20)
    written(path, parts)


def some_bytes(dice: random.Random, path: Path) -> None:
    """Turn bytes of the file itself."""
    data = bytearray(path.read_bytes())
    for _ in range(dice.randint(1, 20)):
        if data:
            data[dice.randrange(len(data))] = dice.randrange(256)
    path.write_bytes(bytes(data if dice.random() < 0.8 else data[: dice.randint(0, len(data))]))


BOOK: tuple[Damage, ...] = (
    *[in_book(one) for one in (
        a_cell, a_cell, a_cell, a_far_cell, merged, a_sheet, columns, formulas, number_formats, authors, theirs)],
    a_part, a_part, a_part, some_bytes, some_bytes,
)  # fmt: skip


def text_of(dice: random.Random, path: Path) -> None:
    """Damage one CSV file of a folder."""
    one = dice.choice(
        sorted(one for one in path.iterdir() if one.is_file()) or [path / "settings.csv"]
    )
    if not one.is_file():
        return
    data = one.read_bytes()
    lines = data.split(b"\n")
    action = dice.randint(0, 14)
    if action <= 3 and len(lines) > 1:
        row = dice.randrange(len(lines))
        cells = lines[row].split(b",")
        cells[dice.randrange(len(cells))] = str(any_value(dice)).encode("utf-8", "replace")
        lines[row] = b",".join(cells)
        data = b"\n".join(lines)
    elif action == 4:
        data = data.replace(b",", dice.choice(DIALECTS))
    elif action == 5:
        data = (
            dice.choice(
                [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"sep=;\n", b"\n\n", b"PK\x03\x04"]
            )
            + data
        )
    elif action == 6:
        data = data.decode("utf-8", "replace").encode(dice.choice(ENCODINGS), "replace")
    elif action == 7:
        place = dice.randint(0, len(data))
        data = (
            data[:place] + dice.choice([b'"', b"\x00", b"\r", b"\x81", b'""', b"\n"]) + data[place:]
        )
    elif action == 8:
        data = data[: dice.randint(0, len(data))]
    elif action == 9:
        data = dice.randbytes(300)
    elif action == 10:
        data = b"\n".join([lines[0], *lines[1:] * dice.randint(2, 50)])
    elif action == 13:
        words = dice.choice(["Mörbi", "Şahinbey", "Минск", "温州", "São Paulo"])
        data = (
            data.replace(b"Morbi", words.encode())
            .decode("utf-8", "replace")
            .encode(dice.choice(ENCODINGS), "replace")
        )
    elif action == 14:
        data = data.replace(b"\n", dice.choice([b"\r", b"\r\n", b"\n\n", "\u2028".encode()]))
        data = data.replace(b"Shah, R. and Rao, K.", dice.choice(AUTHORS).encode())
    elif action == 11:
        one.rename(
            path
            / dice.choice(
                ["Policy.csv", "x.csv", "settings.txt", "policies.parquet", "a-policies.csv"]
            )
        )
        return
    else:
        one.unlink()
        one.mkdir()
        return
    one.write_bytes(data)


def outcome(path: Path, marked: Path | None = None) -> str:
    """Load a file: `loaded` or `refused`; raises AssertionError on anything else."""
    start = time.process_time()
    try:
        evidence = ck.load(path)
    except ck.EvidenceError as error:
        sentences = [str(problem) for problem in error.problems]
        if not sentences or not all(one.endswith((".", "?")) for one in sentences):
            msg = f"no sentence: {error}"
            raise AssertionError(msg) from error
        if marked is not None:
            annotated(path, error.problems, marked)
        what = "refused"
    else:
        what = "loaded"
        assert set(evidence.origins) == {"paper", path.name}
        statements = evidence.statements
        assert statements.index.is_unique
        own = statements[statements["origin"] != "paper"]
        assert own["setting_id"].dropna().isin(evidence.settings.index).all()
        assert own["sources"].explode().dropna().isin(evidence.sources.index).all()
        if len(own) % 2:
            evidence.cite(own)
    spent = time.process_time() - start
    assert spent < LIMIT, f"{spent:.0f} seconds of work"
    return what


def of_the_user(path: Path) -> collections.Counter[tuple[str, str, str]]:
    """Notes and light red cells of the user's: sheet, cell, what it is."""
    try:
        book = openpyxl.load_workbook(path)
    except Exception:
        return collections.Counter()
    return collections.Counter(
        (sheet.title, cell.coordinate, what)
        for sheet in book.worksheets
        for cell in sheet._cells.values()
        for what in [*([cell.comment.text[cell.comment.text.find(THEIRS):]]
                       if cell.comment and THEIRS in cell.comment.text else []),
                     *(["fill"] if cell.has_style and cell.fill.fgColor.rgb == LIGHT_RED else [])]
    )  # fmt: skip


def annotated(path: Path, problems: list, marked: Path) -> None:
    """Mark a copy twice, onto itself the second time: it is whole, and has what is the user's."""
    kept = path.read_bytes() if path.is_file() else b""
    annotate(path, problems, marked)
    once = of_the_user(marked)
    openpyxl.load_workbook(io.BytesIO(marked.read_bytes()))
    if path.suffix == ".xlsx" and len(openpyxl.load_workbook(marked).sheetnames) > 1:
        lost = of_the_user(path) - once
        assert not lost, f"lost in the copy: {lost}"
    with contextlib.suppress(NotWrittenError):  # it would lose something, and says so
        annotate(marked, ck.check_file(marked)[0], marked)
    assert of_the_user(marked) == once, "what is the user's changed in the second copy"
    assert not path.is_file() or path.read_bytes() == kept
    assert not [one for one in marked.parent.iterdir() if one.name.startswith(".")], "half a file"


def without_lists(path: Path, small: Path) -> Path:
    """Write a workbook without instructions and drop-down lists, which is opened in a tenth."""
    book = openpyxl.load_workbook(path)
    for title in ("instructions", "lists"):
        del book[title]
    for sheet in book.worksheets:
        sheet.data_validations.dataValidation = []
    book.save(small)
    return small


def peak() -> int:
    """Return the most memory that this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def rounds(count: int, seed: int | str = 0, *, stop: bool = True) -> collections.Counter[str]:
    """Damage and load `count` files; half are workbooks, half folders of CSV files."""
    found: collections.Counter[str] = collections.Counter()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        sound_book, sound_folder = filled(home / "sound.xlsx"), as_csv(home / "sound")
        small_book = without_lists(sound_book, home / "small.xlsx")
        most = peak()
        for number in range(count):
            dice = random.Random(f"{seed}-{number}")
            book = number % 2 == 0
            path = home / ("my.xlsx" if book else "my")
            if book:
                shutil.copy(small_book if number % 8 else sound_book, path)
            else:
                shutil.rmtree(path, ignore_errors=True)
                shutil.copytree(sound_folder, path)
            for _ in range(dice.randint(1, 4)):
                if book:
                    (a_bomb if dice.random() < 0.01 else dice.choice(BOOK))(dice, path)
                else:
                    text_of(dice, path)
            kind = "workbook" if book else "folder"
            try:
                what = outcome(path, home / "marked.xlsx" if dice.random() < 0.3 else None)
                before, most = most, peak()
                assert most < before + MEMORY, f"{most / 2**20:.0f} megabytes"
                found[f"{kind} {what}"] += 1
            except BaseException as error:
                if stop or isinstance(error, KeyboardInterrupt):
                    print(
                        f"seed {seed}, round {number}: {type(error).__name__}: {error}",
                        file=sys.stderr,
                    )
                    raise
                found[
                    f"{kind} failed: {type(error).__name__}: {str(error)[:80]} (round {number})"
                ] += 1
    return found


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (6 * MEMORY, 6 * MEMORY))  # and the machine goes on
    loading._read_base = functools.cache(loading._read_base)  # the shipped evidence, once
    start = time.monotonic()
    counts = rounds(
        int(sys.argv[1]) if len(sys.argv) > 1 else 5000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 0,
        stop=False,
    )
    for what, number in sorted(counts.items()):
        print(f"{number:>6}  {what}")
    print(f"{time.monotonic() - start:.0f} seconds")
    sys.exit(any("failed" in what for what in counts))
