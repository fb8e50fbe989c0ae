"""The command line: what it prints, where it refuses, and that the lab really answers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import clusterkit
from clusterkit import cli
from clusterkit.publish import notebooks


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "clusterkit", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]


def answered(address: str, tries: int = 120) -> int:
    """Ask until the server listens; its address is printed a moment before."""
    for _ in range(tries):
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return int(answer.status)
        except urllib.error.URLError:
            time.sleep(0.5)
    return 0


def test_version_and_help():
    assert run("--version").stdout.strip() == f"clusterkit {clusterkit.__version__}"
    told = run("--help").stdout
    assert "lab" in told
    assert "figures" in told


@pytest.mark.parametrize("command", ["lab", "site", "teacher"])
def test_without_notebooks_a_command_says_what_to_do(command, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(notebooks, "PACKAGE", tmp_path / "clusterkit")
    assert cli.main([command]) == 2
    told = capsys.readouterr().out
    assert "install clusterkit again" in told
    assert told.count(".") == 1, "one sentence"


def test_the_lab_lays_the_notebooks_out_where_asked(tmp_path, monkeypatch, capsys):
    started = []
    monkeypatch.setattr(
        "jupyterlab.labapp.LabApp.launch_instance",
        lambda arguments: started.append((arguments, Path.cwd())),
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JUPYTERLAB_WORKSPACES_DIR", str(tmp_path / "workspaces"))
    own = tmp_path / "mine"
    assert cli.main(["lab", str(own), "--no-browser"]) == 0
    assert (own / "notebooks" / "00-welcome.ipynb").is_file()
    assert started[0][1] == own
    assert f"--ServerApp.root_dir={own}" in started[0][0]
    (own / "notebooks" / "00-welcome.ipynb").write_text("my notes")
    monkeypatch.setattr(notebooks, "_hash", lambda content: str(len(content)))  # a newer version
    assert cli.main(["lab", str(own), "--no-browser"]) == 0
    assert (own / "notebooks" / "00-welcome.ipynb").read_text() == "my notes"
    assert "You changed 00-welcome.ipynb: it stays" in capsys.readouterr().out


def test_an_unknown_notebook_is_answered_with_those_there_are(capsys):
    assert cli.main(["lab", "--notebook", "99-nowhere.ipynb"]) == 2
    assert "00-welcome.ipynb" in capsys.readouterr().out


def test_figures_are_written_where_asked(tmp_path, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(
        "clusterkit.publish.figures.write_figures",
        lambda folder: asked.append(folder) or [Path("a.svg")],
    )
    assert cli.main(["figures", str(tmp_path)]) == 0
    assert asked == [str(tmp_path)]
    assert "Wrote 1 files" in capsys.readouterr().out


@pytest.mark.slow
def test_the_lab_starts_and_answers_on_the_address_that_it_prints(tmp_path):
    home = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    command = [sys.executable, "-m", "clusterkit", "lab", "--no-browser", "--port", "8790"]
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, **home}, start_new_session=True,
    )  # fmt: skip
    try:
        address = next(
            found[0]
            for line in server.stdout
            if (found := re.search(r"http://127\.0\.0\.1:\S+", line))
        )
        assert "00-welcome.ipynb" in address
        assert answered(address) == 200
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)
