"""What archives, hubs and package indexes read says the same everywhere."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path

import yaml

import clusterkit as ck

ROOT = Path(__file__).parents[1]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
ZENODO = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_every_file_names_the_same_version_and_day():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    latest = re.search(r"^## ([\d.]+), ([\d-]+)$", changelog, flags=re.MULTILINE)
    versions = {CITATION["version"], ZENODO["version"], PROJECT["version"], latest[1]}
    assert versions == {ck.__version__}
    assert {str(CITATION["date-released"]), ZENODO["publication_date"]} == {latest[2]}


def test_zenodo_gets_what_the_citation_says_and_what_it_cannot_say():
    assert ZENODO["title"] == CITATION["title"]
    assert ZENODO["description"] == CITATION["abstract"]
    assert ZENODO["keywords"] == CITATION["keywords"]
    assert ZENODO["license"] == CITATION["license"].lower() == PROJECT["license"].lower()
    assert [one["name"] for one in ZENODO["creators"]] == [
        one["name"] for one in CITATION["authors"]
    ]
    titles = [one["title"] for one in CITATION["references"]]
    assert all(any(title in one for one in ZENODO["references"]) for title in titles)


def test_binder_installs_the_same_pins():
    folder = ROOT / ".binder"
    assert (folder / "requirements.txt").read_text().split() == ["-r", "../requirements.txt"]
    assert os.access(folder / "postBuild", os.X_OK)
    python = (folder / "runtime.txt").read_text().strip().removeprefix("python-")
    assert PROJECT["requires-python"] == f">={python}"


def test_pins_name_versions_and_no_host():
    for name in ("requirements.txt", "requirements-test.txt"):
        pins = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in pins
        for line in pins.splitlines():
            assert re.match(r"[\w.\[\]-]+==[\w.!+-]+( ;.*)?$", line), line


def test_the_tests_use_the_versions_of_the_lab():
    lab, tests = (
        set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(encoding="utf-8"), flags=re.M))
        for name in ("requirements.txt", "requirements-test.txt")
    )
    assert lab < tests
