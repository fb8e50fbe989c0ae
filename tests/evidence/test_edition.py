"""An edited copy of the data says that it is one, and no export of it calls itself the version."""

from __future__ import annotations

import json
import shutil

import pytest

import clusterkit as ck
from clusterkit.cli import main
from clusterkit.evidence.definition import data_dir
from clusterkit.evidence.edition import fingerprint, seal
from clusterkit.questions.words import provenance


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    for path in data_dir().glob("*.*"):
        shutil.copy(path, folder / path.name)
    return folder


def edit(folder, name, old, new):
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_the_shipped_data_are_sealed():
    package = json.loads((data_dir() / "datapackage.json").read_text(encoding="utf-8"))
    sealed = package["hash"] == fingerprint(data_dir())
    assert sealed, "after a change of the tables run `python -m tests.building.seal`"
    assert ck.load().version == package["version"]
    assert ck.load().notes == ()


def test_an_untouched_copy_is_the_version_whatever_its_line_ends(copy):
    for path in (copy / "actions.csv", copy / "sources.bib"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert ck.load(copy).version == ck.load().version


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("conditions.csv", "The Atlanta Agreement led to", "The agreement of Atlanta led to"),
        ("sources.bib", "{Polity Press}", "{Polity}"),
        ("datapackage.json", "Evidence on industrial clusters", "Evidence on clusters"),
        ("datapackage.json", '"hash": "sha256:', '"hash": "sha256:0'),
    ],
)
def test_an_edited_copy_says_so_wherever_its_version_stands(copy, name, old, new, capsys):
    edit(copy, name, old, new)
    evidence, version = ck.load(copy), ck.load().version
    assert evidence.version == f"edited from {version}"
    assert "were edited since version" in evidence.notes[0]
    said = provenance(evidence, evidence.conditions, "Conditions")
    assert f"evidence edited from {version}," in said
    assert f"evidence {version}" not in said
    assert f"edited from {version}" in repr(evidence)
    assert main(["check", str(copy)]) == 0
    assert "were edited since version" in capsys.readouterr().out


def test_a_copy_without_its_hash_is_edited_and_data_of_another_name_are_their_own(copy):
    package = json.loads((copy / "datapackage.json").read_text(encoding="utf-8"))
    del package["hash"]
    (copy / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert ck.load(copy).version.startswith("edited from")
    package |= {"name": "my-clusters", "version": "0.1.0"}
    (copy / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert ck.load(copy).version == "0.1.0"
    assert ck.load(copy).notes == ()


def test_sealing_makes_a_version_of_an_edited_copy(copy):
    edit(copy, "conditions.csv", "The Atlanta Agreement led to", "The agreement of Atlanta led to")
    seal(copy)
    assert not ck.load(copy).version.startswith("edited")
