"""Talks: every cell that shows something is a step of one slide, and none is lost."""

from __future__ import annotations

import re

import pytest

from clusterkit import cli
from clusterkit.publish.notebooks import shipped_notebooks
from clusterkit.publish.site.build import notebook_page
from clusterkit.publish.site.slides import CELL, CONTENTS, slides, write_slides


@pytest.mark.parametrize("name", ["02-environment", "03-governance"])
def test_a_talk_holds_every_cell_that_shows_something_once_and_in_order(evidence, name):
    body = notebook_page(shipped_notebooks() / f"{name}.ipynb", evidence).body
    cut = slides(body)
    assert len(cut) == body.count("<h1") + body.count("<h2")
    assert [steps for steps in cut if not steps] == []
    shown = "".join(step for steps in cut for step in steps)
    silent = [
        cell for cell in body.split(CELL)[1:]
        if "code_cell" in cell and "output_wrapper" not in cell
    ]  # fmt: skip
    assert len(re.findall("id=.cell-id=", shown)) >= body.count(CELL) - len(silent)
    assert re.findall(r"<(?:p|li|h[1-3])\b.*", shown) == re.findall(
        r"<(?:p|li|h[1-3])\b.*", CONTENTS.sub("", body)
    )
    assert shown.count("<table") == body.count("<table")


def test_no_step_shows_a_heading_alone_or_a_line_to_open_alone():
    texts = ["<h2>Part</h2>", "<p>Words</p>", "<h2>Other</h2><p>Words</p>"]
    cells = [f'{CELL}text_cell">{text}</div>' for text in texts]
    folded = '<div class="output_html rendered_html">\n<details><summary>Open</summary></details>'
    cells.append(f'{CELL}code_cell"><div class="output_wrapper">{folded}</div></div></div>')
    cut = slides("".join(cells))
    assert [len(steps) for steps in cut] == [1, 1]
    assert "Part" in cut[0][0]
    assert "Words" in cut[0][0]
    assert "<details>" in cut[1][0]


def test_without_notebooks_no_talk_is_written(tmp_path, monkeypatch, capsys):
    with pytest.raises(FileNotFoundError, match="from a checkout"):
        write_slides(tmp_path / "slides", notebooks=tmp_path)
    monkeypatch.setattr("clusterkit.publish.notebooks.PACKAGE", tmp_path / "clusterkit")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["slides"]) == 2
    assert "from its checkout" in capsys.readouterr().out
