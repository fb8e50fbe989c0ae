"""What several test modules share, and how they run side by side."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

import clusterkit as ck

from . import small as made_up

os.environ.pop("CLUSTERKIT_EVIDENCE", None)  # the tests are about the shipped evidence

# How many examples a property is tried on: a sample in `make test`, many in `make trust`.
settings.register_profile("sample", max_examples=50, deadline=None)
settings.register_profile("trust", max_examples=250, deadline=None)
settings.load_profile("sample")


# Files whose tests share one JupyterLab and the notebooks run in it.
ONE_LAB = {"tests/browser/test_lab.py", "tests/browser/test_explorers.py"}
LONGEST_FIRST = ("browser", "slow")


class Together(LoadFileScheduling):
    """Gives a worker whole files; those that share a server go to the same worker."""

    def _split_scope(self, nodeid: str) -> str:
        path = str(super()._split_scope(nodeid))
        return "one lab" if path in ONE_LAB else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    return Together(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no worker ends up waiting for the other."""
    begins: dict[str, int] = {}
    for item in items:
        path = item.nodeid.partition("::")[0]
        marks = [rank for rank, name in enumerate(LONGEST_FIRST) if item.get_closest_marker(name)]
        rank = min(marks, default=1 if path.endswith(".ipynb") else 2)
        begins[path] = min(rank, begins.get(path, rank))
    items.sort(key=lambda item: begins[item.nodeid.partition("::")[0]])


@pytest.fixture(scope="session")
def evidence() -> ck.Evidence:
    """The shipped evidence."""
    return ck.load()


@pytest.fixture
def small(tmp_path: Path) -> ck.Evidence:
    """The small made-up evidence."""
    return made_up.evidence(tmp_path / "small")
