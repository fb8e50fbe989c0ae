"""What the notebooks' prose says of the evidence, held to the evidence: see tests/notebooks/held.py."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from .notebooks.fold import TO_WRITE, folded, move_checks
from .notebooks.held import CHECKS, Check, checks_text, code_of, held_checks, is_check, unguarded
from .notebooks.refresh import tidy

FOLDER = Path(__file__).parents[1] / "notebooks"
SLOW = {"readings-check", "study-check", "chance-check"}  # they take seconds
HELD = [
    pytest.param(
        path.stem, check, id=f"{path.stem[:2]}-{check.name}",
        marks=[pytest.mark.slow] * (check.name in SLOW),
    )
    for path in sorted(CHECKS.glob("*.md"))
    for check in held_checks(path.stem)
]  # fmt: skip


def notebook_with(*cells) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=list(cells))


def code(source: str, name: str, *tags: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(source, id=name, metadata={"tags": list(tags)} if tags else {})


@pytest.mark.parametrize(("name", "check"), HELD)
def test_a_sentence_of_a_notebook_is_held_to_the_evidence(name, check):
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    gone = unguarded(notebook, check)
    assert not gone, f"{name} no longer says this; change it in {CHECKS.name}/{name}.md: {gone}"
    assert "assert " in check.code
    names: dict[str, object] = {}
    for part in code_of(notebook, held_checks(name), check):
        exec(compile(part, f"{name} {check.name}", "exec"), names)


def test_every_check_left_in_a_notebook_is_its_own():
    for path in sorted(FOLDER.glob("*.ipynb")):
        held = {one.name: one.code for one in held_checks(path.stem)}
        for cell in nbformat.read(path, as_version=4).cells:
            if is_check(cell):
                assert held.get(cell.id) == cell.source, (
                    f"{path.name}: hold the check {cell.id} with `python -m tests.notebooks.fold`"
                )


def test_a_check_that_is_wrong_fails_and_only_what_it_needs_is_run():
    notebook = notebook_with(
        code("1 / 0", "a"), code("rows = [1, 2]", "b"), code("rows = [3]", "late"),
    )  # fmt: skip
    first = Check("first", "b", ("Two rows.",), "count = len(rows)\nassert count == 2")
    second = Check("second", "b", ("Two rows.",), "assert count == 3")
    needed = code_of(notebook, [first, second], second)
    assert needed == ["rows = [1, 2]", first.code, second.code]
    names: dict[str, object] = {}
    exec("\n".join(needed[:2]), names)
    with pytest.raises(AssertionError):
        exec(needed[2], names)
    with pytest.raises(
        KeyError, match="runs after the cell gone, which the notebook has no longer"
    ):
        code_of(notebook, [], Check("x", "gone", (), "assert True"))


def test_a_sentence_that_is_gone_is_named_and_links_and_emphasis_do_not_matter():
    words = nbformat.v4.new_markdown_cell('> A *small* [cluster](00.ipynb "firms") grew\n> by two.')
    check = Check("x", "a", ("A small cluster grew by two.", "It shrank."), "assert True")
    assert unguarded(notebook_with(words), check) == ["It shrank."]


def test_the_tool_folds_code_and_moves_only_checks_that_are_held(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.notebooks.held.CHECKS", tmp_path)
    monkeypatch.setattr("tests.notebooks.fold.CHECKS", tmp_path)
    made = notebook_with(code("n = 2", "a"), code("assert n == 2", "c", "check"), code("n", "b"))
    assert move_checks(made, "my-notebook") == ["c"]
    assert [cell.id for cell in made.cells] == ["a", "c", "b"], "nothing is lost before it is held"
    assert held_checks("my-notebook") == [Check("c", "a", (TO_WRITE,), "assert n == 2")]
    told = Check("c", "a", ("Two.",), "assert n == 2")
    (tmp_path / "my-notebook.md").write_text(checks_text("my-notebook", [told]))
    assert move_checks(made, "my-notebook") == []
    assert [cell.id for cell in made.cells] == ["a", "b"]
    made.cells[0].metadata["jupyter"] = {"outputs_hidden": True}
    made.cells[0].metadata["collapsed"] = True
    kept = tidy(folded(made)).cells
    assert [cell.metadata for cell in kept] == [{"jupyter": {"source_hidden": True}}] * 2
    made.cells[1].metadata["jupyter"] = {"source_hidden": False}
    assert tidy(made).cells[1].metadata == {}
