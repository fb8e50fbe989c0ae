"""A small made-up evidence base, for tests of behaviour.

`write` makes a sound data folder of a handful of rows; a test damages one cell and looks at
what is said. The real evidence is used where a fact is meant.
"""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import clusterkit as ck
from clusterkit.evidence.definition import data_dir

FOOT = {"certainty": "reported", "citation": "direct", "paragraph": "1.0.4", "sources": "work-2001"}
ABOUT_A = {
    "claim_id": "1.0.4-01",
    "setting_id": "a-shoes",
    "summary": "something of A",
    "stage": "done",
}
DIMENSIONS = (
    "employment_opportunities remuneration working_environment working_time security "
    "child_and_forced_labour representation social_dialogue skills social_protection community "
    "general"
).split()

ROWS: dict[str, list[dict[str, str]]] = {
    "settings": [
        {"setting_id": "land", "kind": "country", "place": "Land", "country": "PAK",
         "developing": "true", "paragraphs": "1.0.4"},
        {"setting_id": "a-shoes", "kind": "cluster", "place": "A", "product": "shoes", "country": "PAK",
         "isic": "1520", "developing": "true", "part_of": "land", "paragraphs": "1.0.4"},
        {"setting_id": "b-chairs", "kind": "cluster", "place": "B", "product": "chairs", "country": "ITA",
         "isic": "3100", "developing": "false", "paragraphs": "1.0.4"},
        {"setting_id": "c-silent", "kind": "cluster", "place": "C", "product": "toys", "country": "IND",
         "isic": "3240", "developing": "true", "paragraphs": "1.0.4"},
    ],
    "employment": [
        {"employment_id": "job-1.0.4-01", "measure": "level", "unit": "jobs", "value": "1000",
         "qualifier": "exact", "year_lo": "1990", "year_hi": "1990", **FOOT,
         "claim_id": "1.0.4-01", "setting_id": "a-shoes"},
        {"employment_id": "job-1.0.4-02", "measure": "level", "unit": "jobs", "value": "2000",
         "qualifier": "about", "year_lo": "2000", "year_hi": "2000", **FOOT,
         "claim_id": "1.0.4-02", "setting_id": "a-shoes"},
    ],
    "economy": [
        {"economy_id": "eco-1.0.4-01", "aspect": "growth", "finding": "improved", **ABOUT_A, **FOOT},
    ],
    "conditions": [
        {"condition_id": "con-1.0.4-01", "dimension": "remuneration", "finding": "poor",
         **ABOUT_A, **FOOT, "claim_id": "1.0.4-03"},
    ],
    "policies": [
        {"policy_id": "pol-1.0.4-01", "domain": "standards", "instrument": "labour_enforcement",
         "state": "weak", "level": "national", "influencer": "national_government",
         "driven_by": "ctx-1.0.4-01", "social_effect": "-", **ABOUT_A, **FOOT, "claim_id": "1.0.4-04"},
        {"policy_id": "pol-1.0.4-02", "domain": "monetary", "instrument": "exchange_rate",
         "state": "depreciation", "level": "national", "growth_effect": "0", **ABOUT_A, **FOOT,
         "claim_id": "1.0.4-05", "setting_id": "land"},
    ],
    "actions": [
        {"action_id": "act-1.0.4-01", "actors": "employers;government", "mode": "joint",
         "kind": "standards_compliance", "responds_to": "pol-1.0.4-01", "social_effect": "+",
         **ABOUT_A, **FOOT, "claim_id": "1.0.4-06"},
        {"action_id": "act-1.0.4-02", "actors": "workers", "mode": "alone", "kind": "strike",
         **ABOUT_A, **FOOT, "claim_id": "1.0.4-07"},
        {"action_id": "act-1.0.4-03", "actors": "employers", "mode": "alone", "kind": "services",
         **ABOUT_A, **FOOT, "claim_id": "1.0.4-08", "setting_id": "b-chairs"},
    ],
    "contexts": [
        {"context_id": "ctx-1.0.4-01", "kind": "ideas_and_beliefs", **ABOUT_A, **FOOT,
         "claim_id": "1.0.4-09", "setting_id": "", "stage": "", "certainty": "argued"},
    ],
    "gaps": [
        {"gap_id": "gap-1.0.4-01", "topic": "unions", "actor": "workers", "summary": "little is known",
         "paragraph": "1.0.4"},
    ],
    "readings": [
        {"reading_id": "rdg-01", "table": "actions", "row_id": "act-1.0.4-01", "column": "mode",
         "chosen": "joint", "alternative": "alone", "reason": "two are named"},
    ],
    "dimensions": [
        {"dimension": one, "meaning": one.replace("_", " "), "paragraph": "1.0.3"} for one in DIMENSIONS
    ],
    "citation_notes": [
        {"citation_note_id": "cit-01", "key": "work-2001", "kind": "spelling", "remark": "spelt in two ways"},
    ],
}  # fmt: skip

BIBTEX = """@article{work-2001,
  author = {Nadvi, K. and Barrientos, S.},
  title = {A work},
  journal = {World Development},
  year = {2001},
}
@techreport{pyke-2015-framework,
  author = {Pyke, F. and Lund-Thomsen, P.},
  title = {Industrial clusters},
  institution = {A school},
  year = {2015},
}
"""


def write(folder: Path, rows: dict[str, list[dict[str, str]]] = ROWS) -> Path:
    """Write a data folder with these rows; columns not named are empty."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(data_dir() / "datapackage.json", folder)
    (folder / "sources.bib").write_text(BIBTEX, encoding="utf-8")
    package: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        names = [one["name"] for one in resource["schema"]["fields"]]
        with (folder / resource["path"]).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows[resource["name"]])
    return folder


def evidence(folder: Path, **extra: list[dict[str, str]]) -> ck.Evidence:
    """Load the small evidence with rows added to the tables named."""
    return ck.load(write(folder, {name: ROWS[name] + extra.get(name, []) for name in ROWS}))
