"""The shipped notebooks come into a reader's folder, and never over a changed one."""

import pytest

from clusterkit.publish import notebooks
from clusterkit.publish.notebooks import RECORD, copy_notebooks, shipped_notebooks


@pytest.fixture
def shipped(tmp_path):
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "00-welcome.ipynb").write_text("welcome, old")
    (folder / "01-growth.ipynb").write_text("growth, old")
    return folder


def texts(folder):
    return {path.name: path.read_text() for path in sorted(folder.glob("*.ipynb"))}


def test_they_are_copied_into_a_new_folder(shipped, tmp_path):
    mine = tmp_path / "my" / "workbench"
    copied = copy_notebooks(mine, source=shipped)
    assert texts(mine) == texts(shipped)
    assert [(one.name, one.kept) for one in copied] == [
        ("00-welcome.ipynb", False), ("01-growth.ipynb", False),
    ]  # fmt: skip


def test_an_unchanged_notebook_follows_the_package(shipped, tmp_path):
    mine = tmp_path / "mine"
    copy_notebooks(mine, source=shipped)
    (shipped / "01-growth.ipynb").write_text("growth, new")
    copy_notebooks(mine, source=shipped)
    assert texts(mine) == texts(shipped)


def test_a_changed_notebook_stays_and_the_new_one_stands_beside_it(shipped, tmp_path, monkeypatch):
    mine = tmp_path / "mine"
    copy_notebooks(mine, source=shipped)
    (mine / "01-growth.ipynb").write_text("growth, with my notes")
    assert not any(one.kept for one in copy_notebooks(mine, source=shipped)), "nothing is new"
    monkeypatch.setattr(notebooks, "__version__", "9.9")
    (shipped / "01-growth.ipynb").write_text("growth, new")
    kept = copy_notebooks(mine, source=shipped)[1]
    assert kept.kept
    assert kept.path.name == "01-growth (of version 9.9).ipynb"
    assert texts(mine) == {
        "00-welcome.ipynb": "welcome, old",
        "01-growth (of version 9.9).ipynb": "growth, new",
        "01-growth.ipynb": "growth, with my notes",
    }
    copy_notebooks(mine, source=shipped)
    assert (mine / "01-growth.ipynb").read_text() == "growth, with my notes"


def test_the_new_one_beside_it_is_the_readers_as_well(shipped, tmp_path):
    mine = tmp_path / "mine"
    copy_notebooks(mine, source=shipped)
    (mine / "01-growth.ipynb").write_text("growth, with my notes")
    (shipped / "01-growth.ipynb").write_text("growth, new")
    beside = copy_notebooks(mine, source=shipped)[1].path
    beside.write_text("growth, new, with my notes")
    (mine / RECORD).unlink()
    copy_notebooks(mine, source=shipped)
    assert beside.read_text() == "growth, new, with my notes"


def test_a_notebook_of_the_readers_that_was_never_copied_is_not_written_over(shipped, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "00-welcome.ipynb").write_text("my own")
    assert copy_notebooks(mine, source=shipped)[0].kept
    assert (mine / "00-welcome.ipynb").read_text() == "my own"


@pytest.mark.parametrize("record", ["", "[]", "{", '{"00-welcome.ipynb": 3}'])
def test_a_damaged_record_loses_nothing(shipped, tmp_path, record):
    mine = tmp_path / "mine"
    copy_notebooks(mine, source=shipped)
    (mine / RECORD).write_text(record)
    (mine / "00-welcome.ipynb").write_text("mine")
    copy_notebooks(mine, source=shipped)
    assert (mine / "00-welcome.ipynb").read_text() == "mine"


def test_a_removed_notebook_comes_back(shipped, tmp_path):
    mine = tmp_path / "mine"
    copy_notebooks(mine, source=shipped)
    (mine / "01-growth.ipynb").unlink()
    copy_notebooks(mine, source=shipped)
    assert texts(mine) == texts(shipped)


def test_the_shipped_ones_are_found_or_missed_in_a_sentence(tmp_path, monkeypatch):
    assert len(list(shipped_notebooks().glob("*.ipynb"))) > 5
    monkeypatch.setattr(notebooks, "PACKAGE", tmp_path / "clusterkit")
    assert notebooks.checkout() is None
    with pytest.raises(FileNotFoundError, match="The notebooks are missing: install clusterkit"):
        shipped_notebooks()
