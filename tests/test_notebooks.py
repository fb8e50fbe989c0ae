"""House rules for notebooks; what they compute is compared by nbval."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from clusterkit.publish.site import live
from clusterkit.widgets.question import opened
from clusterkit.widgets.still import still

from .notebooks.refresh import tidy, written

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
BANNED = ("pip install", "sys.path", "os.chdir", "read_csv", "%matplotlib")
LOAD = "import clusterkit as ck\n\nevidence = ck.load()"
CLOSING = ("## What we saw", "## What this evidence cannot tell", "## Exercises")
LONGEST = 12


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_the_notebooks_of_the_paper_are_there():
    assert [path.stem[:2] for path in NOTEBOOKS][:5] == ["00", "01", "02", "03", "04"]


def test_the_first_code_cell_loads_the_evidence_and_nothing_else(notebook):
    first = code(notebook)[0].source
    assert first == LOAD, f"the first code cell should hold these lines and no others:\n{LOAD}"


def test_code_cells_are_short_and_touch_no_machinery(notebook):
    for cell in code(notebook):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert len(lines) <= LONGEST, f"move this into clusterkit: {lines[0]}"
        banned = [word for word in BANNED if word in cell.source]
        assert not banned, f"take out {banned}; ck.load() and `make lab` see to it: {lines[0]}"
        assert "def " not in cell.source, f"a function belongs in clusterkit: {lines[0]}"


def test_a_question_opens_and_lessons_limits_and_exercises_close(notebook):
    assert "?" in notebook.cells[0].source, "open the first cell with the question"
    if "Start here" in notebook.cells[0].source:
        return
    text = prose(notebook)
    assert "**Predict" in text, "ask for a prediction (**Predict**) before a look"
    if "To close" in notebook.cells[0].source:
        assert CLOSING[1] in text, f'write a section "{CLOSING[1]}" at the end'
        return
    for heading in CLOSING:
        assert heading in text, f'write a section "{heading}" at the end'
    assert "widget's question" in text, "state the widget's question above it"


def test_prose_leads(notebook):
    words = len(prose(notebook).split())
    lines = sum(len(cell.source.splitlines()) for cell in code(notebook))
    told = f"{words} words for {lines} lines of code: say more, or move code into clusterkit"
    assert words > 8 * lines, told


def test_outputs_are_committed_in_order_and_without_errors(notebook):
    cells = code(notebook)
    counts = [cell.execution_count for cell in cells]
    assert counts == list(range(1, len(cells) + 1)), "run `make notebooks`, which runs all in order"
    for cell in cells:
        errors = [output.ename for output in cell.outputs if output.output_type == "error"]
        assert not errors, f"this cell ends in {errors}: {cell.source}"
        silent = "check" in cell.metadata.get("tags", []) or cell.source == LOAD
        assert silent or cell.outputs, f"this cell shows nothing: {cell.source}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_file_is_in_canonical_form(path):
    text = path.read_text(encoding="utf-8")
    told = f"run `python -m tests.notebooks.refresh notebooks/{path.name}`"
    assert written(tidy(nbformat.reads(text, as_version=4))) == text, told


def _table_rows(text: str) -> set[str]:
    """Rows of the tables that stand open in an output, as their words."""
    opened = re.sub(r"<details.*?</details>", "", text, flags=re.DOTALL)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", opened, flags=re.DOTALL)
    return {" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in rows}


def repeated_below_a_widget(notebook) -> list[str]:
    """Cells whose table says what the widget's table above it in the same part says, by lines."""
    above: set[str] = set()
    repeated = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and re.search(r"^#", cell.source, flags=re.MULTILINE):
            above = set()
        if cell.cell_type != "code":
            continue
        texts = [output.get("data", {}).get("text/html", "") for output in cell.outputs]
        shown = set().union(*map(_table_rows, texts))
        widget = any(live.is_still(text) for text in texts)
        if not widget and 2 * len(shown & above) > len(shown):
            repeated.append(cell.source)
        above = shown if widget else set()
    return repeated


def test_no_table_repeats_the_widget_above_it(notebook):
    assert repeated_below_a_widget(notebook) == []


def test_a_table_that_repeats_a_widget_is_found():
    table = "<table><tr><th>place</th></tr><tr><td>Tirupur</td></tr></table>"
    cells = [nbformat.v4.new_code_cell(source) for source in ("explorer", "its table", "folded")]
    texts = [still("", {}, table), table, f"<details>{table}</details>"]
    for cell, text in zip(cells, texts, strict=True):
        cell.outputs = [nbformat.v4.new_output("display_data", data={"text/html": text})]
    assert repeated_below_a_widget(nbformat.v4.new_notebook(cells=cells[:2])) == ["its table"]
    assert repeated_below_a_widget(nbformat.v4.new_notebook(cells=cells[::2])) == []


def test_tables_write_words_for_readers_and_not_codes(notebook):
    for cell in code(notebook):
        for output in cell.outputs:
            text = output.get("data", {}).get("text/html", "")
            for table in re.findall(r"<table.*?</table>", text, flags=re.DOTALL):
                words = re.sub(r"<style.*?</style>|<[^>]*>", " ", table, flags=re.DOTALL)
                codes = re.findall(r"(?<![\w./-])[a-z]+(?:_[a-z]+)+(?![\w./-])", words)
                assert codes == [], f"write these as words: {cell.source}"


def test_pictures_have_alternative_text(notebook, evidence):
    for cell in code(notebook):
        if "ck.predict(" in cell.source:
            (text,) = [one.data["text/html"] for one in cell.outputs if "data" in one]
            look = opened(live.revived(text, evidence).look)
            assert "<img" not in look or re.search(r"<img[^>]* alt=['\"][^'\"]{20}", look)
        elif "ck.picture(" in cell.source:
            pictures = [output for output in cell.outputs if "image/png" in output.get("data", {})]
            assert pictures, f"end the cell with the picture: {cell.source}"
            told = f"give ck.picture a second argument that says what is seen: {cell.source}"
            assert all(one.metadata.get("image/png", {}).get("alt") for one in pictures), told
