"""House rules for notebooks; what they compute is compared by nbval."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from clusterkit.publish.site import live
from clusterkit.widgets.question import opened

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
