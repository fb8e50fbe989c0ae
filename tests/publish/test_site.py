"""The site without a browser: what outputs keep of widgets, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

import clusterkit as ck
from clusterkit import cli
from clusterkit.publish.site import live
from clusterkit.publish.site.build import notebook_page, write_site


def bundle(widget: Any) -> dict[str, str]:
    """What a notebook's output keeps of a widget for those who have no kernel."""
    whole = widget._repr_mimebundle_()
    return {kind: whole[kind] for kind in ("text/plain", "text/html")}


def saved(widget: Any) -> str:
    return bundle(widget)["text/html"]


def notebook(path: Path, data: dict[str, str]) -> Path:
    cell = nbformat.v4.new_code_cell("a cell that nothing here runs: 1 / 0")
    cell.outputs = [nbformat.v4.new_output("execute_result", data=data, execution_count=1)]
    words = nbformat.v4.new_markdown_cell("# Title\n\nA question?")
    nbformat.write(nbformat.v4.new_notebook(cells=[words, cell]), path)
    return path


def test_an_output_says_from_where_its_widget_starts_and_the_widget_is_made_from_that(evidence):
    asked = ck.Configuration(ways=("employers:joint",), wider=True)
    explorer = ck.explore_mediation(evidence, asked)
    explorer.pin(ck.Configuration(domain=("fiscal",)))
    again = live.revived(saved(explorer), evidence)
    assert (again.code, again.pinned) == (asked.code, explorer.pinned)
    figure = ck.explore_figure1(evidence, place="sialkot-football", reveal=["F1", "F4"])
    again = live.revived(saved(figure), evidence)
    assert (again.place, again.reveal) == ("sialkot-football", ["F1", "F4"])
    assert live.revived(saved(ck.explore_cells(evidence)), evidence).kind == "cells"
    policies = ck.explore_policies(evidence)
    policies.controls["instrument"].value = "labour_law"
    again = live.revived(saved(policies), evidence)
    assert again.selection == policies.selection
    implied = ck.explore_implied(evidence, "torreon-blue-jeans")
    assert live.revived(saved(implied), evidence).shown == implied.shown
    assert live.revived(saved(ck.explore_workbook(evidence)), evidence) is None


@pytest.mark.parametrize(
    "name", [name for name in dir(ck) if name.startswith("explore_") and name != "explore_qca"]
)
def test_every_explorer_leaves_the_same_start_each_time_without_scripts_or_ids(evidence, name):
    explore = getattr(ck, name)
    more = ("reading-figure-1",) if name == "explore_exercise" else ()
    one, other = (saved(explore(evidence, *more)) for _ in range(2))
    assert live.is_still(one)
    assert one == other
    assert "<script" not in one
    assert len(one) < 150_000
    assert one.count("Run → Run All Cells for the controls") == 1


def test_a_start_holds_the_counts_and_the_table_that_the_explorer_shows(evidence):
    explorer = ck.explore_acts(evidence)
    text = saved(explorer)
    assert str(evidence.counts(explorer.rows)) in text
    assert explorer._table.value in text
    assert "src='data:image/png;base64," in text


def test_a_page_shows_a_start_that_needs_python_and_makes_the_others_live(evidence, tmp_path):
    dead = notebook(tmp_path / "09-a.ipynb", bundle(ck.explore_workbook(evidence)))
    page = notebook_page(dead, evidence)
    assert "answered by Python" in page.body
    assert page.scripts == ""
    alive = notebook(tmp_path / "09-b.ipynb", {"text/html": saved(ck.explore_figure1(evidence))})
    page = notebook_page(alive, evidence)
    assert 'data-state="state-0"' in page.body
    assert "makeEngine" in page.scripts


def test_a_notebook_older_than_the_data_is_refused(evidence, tmp_path):
    text = saved(ck.explore_figure1(evidence)).replace(" claims", " claims of old", 1)
    with pytest.raises(ValueError, match="run `make notebooks`"):
        notebook_page(notebook(tmp_path / "09-a.ipynb", {"text/html": text}), evidence)
    text = saved(ck.explore_story(evidence)).replace(" claims", " claims of old", 1)
    with pytest.raises(ValueError, match="a saved explorer does not say what"):
        notebook_page(notebook(tmp_path / "09-a.ipynb", {"text/html": text}), evidence)
    plain = {"text/plain": "explore_figure1: 1 claim"}
    with pytest.raises(ValueError, match="09-a.ipynb was saved without its start"):
        notebook_page(notebook(tmp_path / "09-a.ipynb", plain), evidence)


def test_json_can_stand_within_a_script_element():
    text = live.as_json({"said": "</script><!--", "number": np.int64(3)})
    assert "<" not in text
    assert json.loads(text) == {"said": "</script><!--", "number": 3}


def test_without_notebooks_nothing_is_written_and_one_sentence_says_why(
    tmp_path, monkeypatch, capsys
):
    with pytest.raises(FileNotFoundError, match="from a checkout"):
        write_site(tmp_path / "site", notebooks=tmp_path)
    monkeypatch.setattr("clusterkit.publish.notebooks.PACKAGE", tmp_path / "clusterkit")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["site"]) == 2
    assert "from its checkout" in capsys.readouterr().out
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("texts", [[], ["", " \n"]])
def test_a_notebook_without_a_heading_is_named_after_its_file(tmp_path, evidence, texts):
    cells = [nbformat.v4.new_markdown_cell(text) for text in texts]
    path = tmp_path / "my clusters.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[*cells, nbformat.v4.new_code_cell("1")]), path)
    page = notebook_page(path, evidence)
    assert (page.file, page.name, page.lead) == ("my clusters.html", "my clusters", "")
