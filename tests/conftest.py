"""What several test modules share."""

import os
from pathlib import Path

import pytest

import clusterkit as ck

from . import small as made_up

os.environ.pop("CLUSTERKIT_EVIDENCE", None)  # the tests are about the shipped evidence


@pytest.fixture(scope="session")
def evidence() -> ck.Evidence:
    """The shipped evidence."""
    return ck.load()


@pytest.fixture
def small(tmp_path: Path) -> ck.Evidence:
    """The small made-up evidence."""
    return made_up.evidence(tmp_path / "small")
