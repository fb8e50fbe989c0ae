"""The paths through the notebooks: they last as long as they say, and lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

import clusterkit as ck
from clusterkit.evidence.content import content
from clusterkit.evidence.paths import path_html

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
MINUTES = {"lesson": 20, "course": 360}


@pytest.mark.parametrize("name", MINUTES)
def test_a_path_lasts_as_long_as_its_name_says(name):
    assert ck.show_path(name).table["minutes"].sum() == MINUTES[name]


def test_every_stop_begins_at_a_cell_of_its_notebook():
    for stop, row in content("paths").iterrows():
        notebook = nbformat.read(NOTEBOOKS / f"{row['notebook']}.ipynb", as_version=4)
        assert row["cell"] in {cell.id for cell in notebook.cells}, stop
        assert stop.startswith(f"{row['path']}-")


def test_what_a_stop_asks_for_is_there():
    for stop, row in content("paths").iterrows():
        notebook = nbformat.read(NOTEBOOKS / f"{row['notebook']}.ipynb", as_version=4)
        code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
        for number in re.findall(r"\d\.\d(?!\.)", re.sub(r"\d\.\d\.\d", "", row["doing"])):
            assert f'ck.exercise(evidence, "{number}")' in code, (stop, number)
        words = {"One guess": 1, "Two guesses": 2, "Three guesses": 3, "Four guesses": 4}
        for said, number in words.items():
            if said in row["doing"]:
                assert code.count("ck.predict(") == number, stop


def test_a_path_says_when_where_and_what_as_text_and_as_html():
    text, shown = repr(ck.show_path("lesson")), path_html("lesson", ".html")
    assert text.startswith("A lesson of twenty minutes\n4 min, 00 All clusters at once: Choose")
    assert "href='01-growth-and-conditions.html#cell-id=cell-017'" in shown
    assert shown.count("<tr>") == 1 + len(ck.show_path("lesson").table)
    with pytest.raises(ValueError, match="there is no path 'walk'; there are lesson, course"):
        ck.show_path("walk")
