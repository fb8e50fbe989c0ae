"""Every notebook runs on evidence of one's own: its checks speak of the paper's rows alone."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from .own.test_workbook import MINE, SAID, filled

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
# Rows that would make sentences about the paper's evidence false.
CONTRARY = {
    **MINE,
    "conditions": [
        {**SAID, "condition_id": "con-m1", "setting_id": "morbi-tiles", "dimension": "remuneration",
         "finding": "worsened"}
    ],
    "policies": [
        *MINE["policies"],
        {**SAID, "policy_id": "pol-m2", "setting_id": "sialkot-football", "domain": "monetary",
         "instrument": "exchange_rate", "state": "depreciation", "growth_effect": "+"},
    ],
    "actions": [
        *MINE["actions"],
        {**SAID, "action_id": "act-m2", "setting_id": "morbi-tiles", "actors": "workers",
         "mode": "alone", "kind": "strike", "responds_to": "pol-m2", "social_effect": "+"},
        {**SAID, "action_id": "act-m3", "setting_id": "morbi-tiles", "actors": "employers",
         "mode": "alone", "kind": "incentives", "growth_effect": "-", "social_effect": "-"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("own") / "my-clusters.xlsx", CONTRARY)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_on_own_evidence(path: Path, mine: Path, tmp_path: Path):
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}})
    client.execute(env={**os.environ, "CLUSTERKIT_EVIDENCE": str(mine), "MPLBACKEND": "Agg"})
    shown = str([cell.outputs for cell in notebook.cells if cell.cell_type == "code"])
    if path.stem[:2] in ("00", "01", "04", "06", "08"):
        assert "Morbi" in shown
