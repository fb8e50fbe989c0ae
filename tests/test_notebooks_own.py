"""Every notebook runs on evidence of one's own: its checks speak of the paper's rows alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from .notebooks.kernel import Run, one_kernel
from .own.test_workbook import MINE, SAID, filled

pytestmark = pytest.mark.slow
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
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Run a notebook on own rows beside the paper's."""
    home = tmp_path_factory.mktemp("own")
    mine = filled(home / "my-clusters.xlsx", CONTRARY)
    with one_kernel(home, CLUSTERKIT_EVIDENCE=str(mine)) as run:
        yield run


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_on_own_evidence(path: Path, run: Run):
    notebook = run(nbformat.read(path, as_version=4))
    shown = str([cell.outputs for cell in notebook.cells if cell.cell_type == "code"])
    if path.stem[:2] in ("00", "01", "04", "06", "08"):
        assert "Morbi" in shown
