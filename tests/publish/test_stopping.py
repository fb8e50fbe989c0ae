"""`clusterkit app` and `lab` leave nothing behind, whatever stops them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from .test_app_server import free_port, kernels_of, soon

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="Windows knows no such signals"),
]
STOPS = ["SIGTERM", "SIGINT", "SIGHUP"]


@contextmanager
def running(home: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command with folders of its own, so that what it leaves behind is seen."""
    for folder in ("tmp", "runtime"):
        (home / folder).mkdir()
    environment = {
        **os.environ, "TMPDIR": str(home / "tmp"), "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data"),
    }  # fmt: skip
    log = (home / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "clusterkit", *arguments, f"--port={free_port()}", "--no-browser"],
        cwd=home, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        start_new_session=True,
        # Where the tests run in the background, an interrupt would be ignored from birth.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)
        log.close()


def stopped(process: subprocess.Popen[bytes], name: str) -> bool:
    """Send the signal; whether the server and all that it started have ended."""
    started = psutil.Process(process.pid).children(recursive=True)
    assert started, "there is something to leave behind"
    process.send_signal(getattr(signal, name))
    return soon(lambda: process.poll() is not None) and soon(
        lambda: not any(one.is_running() for one in started), seconds=20
    )


@pytest.mark.parametrize("name", [*STOPS, "SIGKILL"])
def test_the_pages_end_with_every_python_behind_them(tmp_path, name):
    with running(tmp_path, "app") as process:
        assert soon(lambda: len(kernels_of(process.pid)) == 3), (tmp_path / "log").read_text()
        assert list((tmp_path / "tmp").iterdir())
        assert stopped(process, name)
        if name != "SIGKILL":  # after which nobody is left to remove them
            assert process.returncode == 0
            assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("name", STOPS)
def test_the_pages_end_while_they_are_still_beginning(tmp_path, name):
    with running(tmp_path, "app") as process:
        assert soon(lambda: any((tmp_path / "tmp").iterdir()))
        process.send_signal(getattr(signal, name))
        assert soon(lambda: process.poll() is not None)
        assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("name", [*STOPS, "SIGKILL"])
def test_the_lab_ends_with_every_python_of_its_notebooks(tmp_path, name):
    with running(tmp_path, "lab", str(tmp_path / "mine")) as process:
        log = tmp_path / "log"
        found = r"http://127\.0\.0\.1:(\d+)/lab\S*\?token=(\w+)"
        assert soon(lambda: re.search(found, log.read_text()) is not None), log.read_text()
        port, token = re.search(found, log.read_text()).groups()
        address = f"http://127.0.0.1:{port}/api/kernels"
        request = urllib.request.Request(address, b"{}", {"Authorization": f"token {token}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert json.load(answer)["id"]
        assert stopped(process, name)
        if name != "SIGKILL":
            assert process.returncode == 0
            left = [path.name for path in (tmp_path / "runtime").iterdir()]
            assert [name for name in left if name.startswith(("kernel-", "jpserver-"))] == []
