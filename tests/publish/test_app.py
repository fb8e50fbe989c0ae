"""Pages without code: what each holds, and what the command refuses. Their look is a browser's matter."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import nbformat
import pytest

from clusterkit import cli
from clusterkit.publish.app import app_options, app_pages, write_app_pages


def test_each_page_is_a_notebook_that_links_to_the_others(tmp_path):
    pages = app_pages(tmp_path / "codings")
    for page, path in zip(pages, write_app_pages(tmp_path / "pages", pages), strict=True):
        first = nbformat.read(path, as_version=4).cells[0].source
        assert f"# {page.title}" in first
        for other in pages:
            assert (f"({other.name}.ipynb)" in first) == (other is not page)


def test_students_get_no_page_that_opens_the_reference(tmp_path):
    names = [page.name for page in app_pages(tmp_path, report=False)]
    assert names == ["figure-1", "explorer", "seminar"]
    assert "reference=False" in app_pages(tmp_path, report=False)[2].cells[-1]
    assert "reference" not in app_pages(tmp_path)[2].cells[-1]
    assert "class" in [page.name for page in app_pages(tmp_path)]


def test_a_teachers_copy_of_the_paper_reaches_the_form(tmp_path):
    paper = tmp_path / "paper.txt"
    seminar = app_pages(tmp_path, paper=paper)[2]
    assert f"passages=ck.read_passages({str(paper)!r})" in seminar.cells[-1]


def test_only_this_machine_can_open_the_pages_unless_they_are_shared(tmp_path):
    alone, shared = app_options(tmp_path), app_options(tmp_path, share=True, ready=30)
    assert alone["Workbench"]["ip"] == "127.0.0.1"
    assert shared["Workbench"]["ip"] == "0.0.0.0"
    assert shared["Places"]["most"] == 40
    pools = shared["VoilaKernelManager"]["kernel_pools_config"]
    assert pools["seminar.ipynb"]["pool_size"] == 30
    assert pools["default"]["pool_size"] == 1
    assert app_options(tmp_path, ready=0)["VoilaConfiguration"]["preheat_kernel"] is False


@pytest.mark.parametrize("words", ["no numbers here", None])
def test_a_paper_that_cannot_be_read_is_refused_in_a_sentence(tmp_path, capsys, words):
    paper = tmp_path / "paper.txt"
    if words:
        paper.write_text(words, encoding="utf-8")
    assert cli.main(["app", "--paper", str(paper)]) == 2
    assert "paper.txt" in capsys.readouterr().out


def test_the_command_tells_the_server_its_names_and_the_class_its_code(
    tmp_path, monkeypatch, capsys
):
    served = []
    monkeypatch.setattr("clusterkit.publish.app_server.serve", served.append)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["app", "--no-browser", "--host", "hub.example.org"]) == 0
    assert cli.main(["app", "--no-browser", "--share", "--code"]) == 0
    assert cli.main(["app", "--no-browser", "--share", "--code", "kite"]) == 0
    alone, shared, named = (settings["Workbench"] for settings in served)
    assert alone["hosts"] == ["localhost", "127.0.0.1", "::1", "hub.example.org"]
    assert alone["token"] == ""
    assert socket.gethostname() in shared["hosts"]
    assert "hub.example.org" not in shared["hosts"]
    assert re.fullmatch(r"\d{8}", shared["token"])
    assert named["token"] == "kite"
    printed = capsys.readouterr().out
    assert f"The code to join: {shared['token']}" in printed
    assert "The code to join: kite" in printed
    assert not Path(alone["root_dir"]).exists(), "the pages are removed at the end"
