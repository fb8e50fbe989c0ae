"""The house keeps its order: few floors, no circles, no import hidden in a function."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from .benchmarks.house import circles_of, floors_of

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "clusterkit").rglob("*.py"))
LATE = {"cli.py"}  # a command imports what it needs, so that the others start at once


def test_imports_keep_the_contract():
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
    ]
    ran = subprocess.run([*command, "--no-cache"], capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_rooms_stand_on_at_most_eight_floors():
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.house"], capture_output=True, text=True, cwd=ROOT
    )
    assert ran.returncode == 0, ran.stderr
    floors = int(ran.stdout.split(" floors")[0].rsplit(" ", 1)[-1])
    assert 1 < floors <= 8
    assert "0 circles of rooms" in ran.stdout
    assert "0 circles of modules" in ran.stdout


def test_a_circle_is_found_and_shares_a_floor():
    arrows = {"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}
    assert circles_of(arrows) == [{"b", "c"}]
    assert floors_of(arrows) == {"a": 3, "b": 2, "c": 2, "d": 1}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_of_our_own_hides_in_a_function(path):
    inner = [
        statement.lineno
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for statement in ast.walk(function)
        if (isinstance(statement, ast.ImportFrom) and statement.level > 0)
        or "clusterkit" in ast.unparse(statement).split("import")[0]
        and isinstance(statement, ast.ImportFrom)
    ]
    assert path.name in LATE or not inner
