"""Predictions: a reader's copy holds back the look, and only that; the solved copy shows it."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import nbformat
import pytest

import clusterkit as ck
from clusterkit.evidence.content import content
from clusterkit.publish.site import live
from clusterkit.publish.site.build import notebook_page
from clusterkit.teaching.exercises import solved_source, write_teacher_notebooks
from clusterkit.teaching.predicted import SOLUTIONS
from clusterkit.teaching.predictions import look_html, told
from clusterkit.teaching.typed_answers import unsealed
from clusterkit.widgets.question import opened

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"

# Read off the notebooks by hand, independently of the code that computes them.
GIVEN = {
    "0.a": 5,
    "1.a": "it cannot be said",
    "1.b": 2,
    "2.a": "it differs from place to place",
    "3.a": "employers",
    "3.b": 2,
    "4.a": "on another arrow",
    "4.b": "F3",
    "4.c": "yes",
    "5.a": 4,
    "6.a": "it hangs on what is counted",
    "6.b": "no",
    "6.c": 43,
    "9.a": 1,
    "9.b": "on growth",
    "9.c": 0,
    "9.d": "yes",
    "10.a": 3,
}
HELD = ("1.a", "1.b", "2.a", "3.a")  # a look of each kind: picture, explorer, table


def saved(widget) -> str:
    bundle = widget._repr_mimebundle_()
    return (bundle[0] if isinstance(bundle, tuple) else bundle)["text/html"]


def seen(text: str) -> str:
    """What a reader sees of an output: no attribute, no tag."""
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


def start_of(text: str) -> dict:
    return json.loads(html.unescape(live.STILL.match(text)[2]))


@pytest.fixture
def looks(evidence):
    grid = ck.readable(ck.growth_and_conditions(evidence))
    acts = ck.acts_by_actor(evidence, evidence.actions)
    return {
        "1.a": ck.picture(ck.plot_levels(evidence, ck.levels(evidence)), "Counts of jobs."),
        "1.b": ck.explore_conditions(evidence),
        "2.a": grid,
        "3.a": ck.picture(ck.plot_acts(acts), "Acts by actor."),
    }


@pytest.mark.parametrize("number", GIVEN)
def test_what_the_rows_give_is_computed(evidence, number):
    assert told(evidence, number)["answer"] == GIVEN[number]


def test_every_prediction_has_a_solution_and_every_solution_one():
    rows = content("predictions")
    assert sorted(rows["solution"]) == sorted(SOLUTIONS)
    assert list(rows.index) == list(GIVEN)
    for sentence in rows["told"]:
        assert "{guess}" in sentence
        assert "{answer}" in sentence


@pytest.mark.parametrize("number", HELD)
def test_the_readers_copy_holds_the_look_back_and_the_solved_copy_shows_the_same(
    evidence, looks, number
):
    reader = saved(ck.predict(evidence, number, looks[number]))
    solved = saved(ck.predict(evidence, number, looks[number], solved=True))
    shown = seen(reader)
    assert content("predictions").loc[number, "question"] in shown
    assert "<img" not in reader
    assert "<table" not in reader
    assert str(GIVEN[number]) not in shown.replace(", ".join(_options(number)), "")
    start = start_of(reader)
    assert opened(start["look"]) == look_html(looks[number])
    assert opened(start["look"]) in solved
    assert json.loads(unsealed(start["told"], number))["answer"] == GIVEN[number]
    assert str(GIVEN[number]) in seen(solved)


def test_a_guess_opens_the_look(evidence, looks):
    asked = ck.predict(evidence, "1.b", looks["1.b"])
    assert asked.children == (asked.question,)
    asked.question.value, asked.question.opened = "5", True
    assert asked.guess == "5"
    assert asked.children == (asked.question, looks["1.b"])
    table = ck.predict(evidence, "2.a", looks["2.a"], solved=True)
    assert "<table" in table.children[1].value


def test_an_unknown_prediction_is_told(evidence):
    with pytest.raises(KeyError, match=r"there is no prediction '9\.z'; there are 0\.a"):
        ck.predict(evidence, "9.z", "look")


def test_the_teachers_copy_opens_its_looks(tmp_path):
    cell = nbformat.v4.new_code_cell('grid = 1\nck.predict(\n    evidence, "1.b", grid,\n)')
    other = nbformat.v4.new_code_cell('ck.exercise(evidence, "1.1")')
    words = nbformat.v4.new_markdown_cell("# Title")
    (tmp_path / "own").mkdir()
    nbformat.write(
        nbformat.v4.new_notebook(cells=[words, cell, other]), tmp_path / "own" / "a.ipynb"
    )
    (path,) = write_teacher_notebooks(tmp_path / "own", tmp_path / "teacher")
    sources = [one.source for one in nbformat.read(path, as_version=4).cells]
    assert 'ck.predict(\n    evidence, "1.b", grid, solved=True)' in sources[1]
    assert solved_source("ck.readable(grid)") == "ck.readable(grid)"


def test_the_site_keeps_a_look_hidden_until_the_guess(evidence, looks, tmp_path):
    cells = [nbformat.v4.new_markdown_cell("# Title\n\nWhich?")]
    for number in ("2.a", "1.b"):
        data = {"text/html": saved(ck.predict(evidence, number, looks[number]))}
        cells.append(
            nbformat.v4.new_code_cell("code = 1", metadata={"jupyter": {"source_hidden": True}})
        )
        cells[-1].outputs = [nbformat.v4.new_output("execute_result", data=data, execution_count=1)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "09-a.ipynb")
    page = notebook_page(tmp_path / "09-a.ipynb", evidence)
    assert len(re.findall(r"<div class=.ck-look. hidden", page.body)) == 2
    assert len(re.findall(r"<div data-prediction", page.body)) == 2
    assert len(re.findall(r"<details class=.code.", page.body)) == 2
    assert "const prediction =" in page.scripts


def test_no_committed_output_shows_a_look_that_is_held_back(evidence):
    asked = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if "ck.predict(" not in cell.source or cell.cell_type != "code":
                continue
            (output,) = cell.outputs
            text = output.data["text/html"]
            start = start_of(text)
            asked.append(start["number"])
            assert "<table" not in text
            assert "<img" not in text
            assert opened(start["look"]), f"{path.name}: nothing is held back"
            number = start["number"]
            assert json.loads(unsealed(start["told"], number)) == told(evidence, number)
    assert asked == list(GIVEN), "every prediction is asked, in order"


def _options(number: str) -> list[str]:
    options = content("predictions").loc[number, "options"]
    return list(options) if isinstance(options, tuple) else []
