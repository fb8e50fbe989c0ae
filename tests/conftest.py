"""What several test modules share, and how they run side by side."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

import clusterkit as ck

from . import small as made_up

os.environ.pop("CLUSTERKIT_EVIDENCE", None)  # the tests are about the shipped evidence

# How many examples a property is tried on: a sample in `make test`, many in `make trust`.
settings.register_profile("sample", max_examples=50, deadline=None)
settings.register_profile("trust", max_examples=500, deadline=None)
settings.load_profile("sample")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file on one worker, and begin with the files that take longest."""
    begins: dict[str, int] = {}
    for item in items:
        path = item.nodeid.partition("::")[0]
        if item.get_closest_marker("xdist_group") is None:
            alone = item.get_closest_marker("trust") is not None
            item.add_marker(pytest.mark.xdist_group(item.nodeid if alone else path))
        long = ("browser", "trust", "slow")
        ranks = [rank for rank, name in enumerate(long) if item.get_closest_marker(name)]
        rank = min(ranks, default=2 if path.endswith(".ipynb") else 3)
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
