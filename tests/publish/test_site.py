"""The site without a browser: what stands in for a cell's widget, and what is refused."""

from __future__ import annotations

import json

import nbformat
import numpy as np
import pytest

from clusterkit import cli
from clusterkit.publish.site import live
from clusterkit.publish.site.build import write_site
from clusterkit.publish.site.cells import makes_widget, widget_of


def notebook(*sources: str, saved: str) -> nbformat.NotebookNode:
    cells = [nbformat.v4.new_code_cell(one) for one in sources]
    cells[-1].outputs = [
        nbformat.v4.new_output("execute_result", data={"text/plain": saved}, execution_count=1)
    ]
    return nbformat.v4.new_notebook(cells=cells)


def test_a_cells_widget_is_made_by_its_own_code_and_what_that_needs(evidence):
    made = notebook(
        "raise RuntimeError('a cell above that the widget does not need')",
        "import clusterkit as ck\n\nfirst = ck.PRESET_NOT_THERE if False else 'sialkot-football'",
        "place = first",
        "ck.explore_figure1(evidence, place=place)",
        saved="explore_figure1: 15 claims · 1 place · 8 sources",
    )
    assert makes_widget(made.cells[-1])
    assert widget_of(made, 3, evidence).place == "sialkot-football"


def test_a_long_saved_line_is_compared_as_far_as_it_goes(evidence):
    made = notebook("ck.explore_figure1(evidence)", saved="explore_figure1: 16…")
    assert widget_of(made, 0, evidence).place == ""


def test_a_notebook_older_than_the_data_is_refused(evidence):
    old = notebook("ck.explore_figure1(evidence)", saved="explore_figure1: 1 claim")
    with pytest.raises(ValueError, match="run `make notebooks`"):
        widget_of(old, 0, evidence)


def test_json_can_stand_within_a_script_element():
    text = live.as_json({"said": "</script><!--", "number": np.int64(3)})
    assert "<" not in text
    assert json.loads(text) == {"said": "</script><!--", "number": 3}


def test_without_notebooks_nothing_is_written_and_one_sentence_says_why(
    tmp_path, monkeypatch, capsys
):
    with pytest.raises(FileNotFoundError, match="from a checkout"):
        write_site(tmp_path / "site", notebooks=tmp_path)
    monkeypatch.setattr(
        "clusterkit.publish.site.build.HERE", tmp_path / "clusterkit" / "publish" / "site"
    )
    monkeypatch.chdir(tmp_path)
    assert cli.main(["site"]) == 2
    assert "from a checkout" in capsys.readouterr().out
    assert not (tmp_path / "site").exists()
