"""What works with the core's dependencies alone, and how a missing extra is named."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import clusterkit as ck
from clusterkit import cli
from clusterkit.extras import NEEDED_BY, MissingExtra, extras_named, missing_extra

ROOT = Path(__file__).parents[1]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
    "optional-dependencies"
]
CORE_ONLY = f"""
import sys
class Refused:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {set(NEEDED_BY)!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Refused())
import clusterkit as ck
"""


def core_only(code, *arguments):
    """Run a program that finds none of the packages that extras install."""
    command = [sys.executable, "-c", CORE_ONLY + code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def public(*chapters):
    """Public names that are at home in some chapters."""
    stub = (ROOT / "clusterkit" / "__init__.pyi").read_text(encoding="utf-8")
    home, names = "", []
    for line in stub.splitlines():
        if line.startswith("from ."):
            home = line.split()[1].removeprefix(".").partition(".")[0]
        elif " as " in line and home in chapters:
            names.append(line.split()[0])
    return names


def test_the_core_loads_cites_and_answers_without_any_extra():
    code = """
import doctest, importlib, pkgutil
evidence = ck.load()
assert evidence.cite(evidence.statements).references
for name in sys.argv[1].split():
    getattr(ck, name)
failed = tried = 0
for chapter in ("evidence", "questions"):
    package = importlib.import_module(f"clusterkit.{chapter}")
    for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        module = importlib.import_module(found.name)
        result = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
        failed, tried = failed + result.failed, tried + result.attempted
assert tried > 5
sys.exit(failed)
"""
    ran = core_only(code, " ".join(public("evidence", "questions", "loading")))
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_name_that_needs_an_extra_says_which():
    code = """
for name in sys.argv[1].split():
    try:
        getattr(ck, name)
    except ImportError as error:
        print(name, error, sep=": ")
    else:
        print(name, "was found", sep=": ")
"""
    figures, explorers = public("plots"), public("widgets")
    assert len(figures) > 10
    assert len(explorers) > 5
    lines = core_only(code, " ".join([*figures, *explorers])).stdout.splitlines()
    assert len(lines) == len(figures) + len(explorers)
    for line in lines:
        assert 'run  pip install "clusterkit[' in line, line
    said = dict(line.split(": ", 1) for line in lines)
    assert said["plot_harvest"].startswith("Figures need the extra 'plots'")
    assert said["explore_growth"].startswith("Explorers and forms need the extra 'widgets'")


@pytest.mark.parametrize(
    ("line", "extra"),
    [
        ("ck.load('mine.xlsx')", "own"),
        ("ck.load('policies.parquet')", "parquet"),
        ("ck.write_template('new.xlsx')", "own"),
        ("from clusterkit.qca.minimization import _one_smallest as f; import numpy as np\n"
         "f(np.array([[1,1,0],[0,1,1],[1,0,1]], dtype=bool), 1.0)", "qca"),
        ("from clusterkit.teaching.agreement import _alpha as f; import numpy as np\n"
         "f(np.array([[1,1],[2,0]]))", "teach"),
        ("from clusterkit import plot_harvest", "plots"),
    ],
)  # fmt: skip
def test_what_needs_a_package_names_its_extra(tmp_path, line, extra):
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "mine.xlsx")
    (tmp_path / "policies.parquet").write_bytes(b"PAR1")
    code = f"import os; os.chdir({str(tmp_path)!r})\n{line}"
    ran = core_only(code)
    last = ran.stderr.strip().splitlines()[-1]
    assert last.endswith(f"the extra '{extra}': run  pip install \"clusterkit[{extra}]\""), (
        ran.stderr
    )


@pytest.mark.parametrize("command", ["lab", "site", "app", "teacher"])
def test_commands_name_the_extra_in_one_line(command, monkeypatch, capsys):
    monkeypatch.setattr(cli, "find_spec", lambda _: None)
    assert cli.main([command]) == 2
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert 'pip install "clusterkit[lab]"' in out


def test_a_notebook_shows_the_sentence_without_a_traceback():
    error = missing_extra("matplotlib")
    assert error._render_traceback_() == [str(error)]


def test_other_import_errors_stay_as_they_are():
    with pytest.raises(ModuleNotFoundError, match="nowhere") as raised, extras_named():
        raise ModuleNotFoundError("No module named 'nowhere'", name="nowhere")
    assert not isinstance(raised.value, MissingExtra)


def test_every_extra_that_a_sentence_names_is_there():
    assert {extra for _, extra in NEEDED_BY.values()} <= set(EXTRAS)
    assert ck.__version__
