"""A private JupyterLab and a real Chromium for the tests beside this file."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from clusterkit.cli import LAB_OPTIONS
from clusterkit.evidence.tables import Evidence
from clusterkit.publish.site.live import HERE, place_for, scripts_for
from clusterkit.widgets.still import Still

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
]  # fmt: skip
NO_BROWSER = (
    "no Chromium was found: install it (Debian and Ubuntu: apt-get install chromium; elsewhere "
    "Google Chrome) and run the tests again"
)
# Asked of the notebook itself: JupyterLab keeps only the cells near the screen in the page.
STATE = """() => {
  const panel = window.jupyterapp.shell.currentWidget;
  const cells = panel.content.model.sharedModel.cells.filter(c => c.cell_type === "code" && c.source.trim());
  const errors = cells.flatMap(c => c.outputs.filter(o => o.output_type === "error")
    .map(o => `${o.ename}: ${o.evalue} in\n${c.source}`));
  const ran = cells.length > 0 && cells.every(c => c.execution_count !== null);
  return {errors, done: ran && panel.sessionContext.session.kernel.status === "idle"};
}"""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address, and the folder that it serves."""

    address: str
    token: str
    root: Path

    def url(self, notebook: str) -> str:
        return f"{self.address}/lab/tree/notebooks/{notebook}?token={self.token}&reset"


def page_with(made: Still, evidence: Evidence, folder: Path) -> Path:
    """Write a page in which one widget lives, as a page of the site shows it."""
    style = (HERE / "site.css").read_text(encoding="utf-8")
    head = f'<meta charset="utf-8"><title>{made.kind}</title><style>{style}</style>'
    body = f"<main><h1>{made.kind}</h1>{place_for(made, 0)}</main>{scripts_for([made], evidence)}"
    path = folder / f"{made.kind}.html"
    page = f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture(scope="package")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab on a copy of the notebooks."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    with running_lab(home) as lab:
        yield lab


@contextmanager
def running_lab(home: Path) -> Iterator[Lab]:
    """Start JupyterLab on loopback, with folders of its own, and stop it at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    folders = {f"JUPYTER_{name}_DIR": str(home / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    folders |= {"JUPYTERLAB_WORKSPACES_DIR": str(home / "ws"), "IPYTHONDIR": str(home / "ipython")}
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
        f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={home}",
        # Should these tests be broken off, nothing stays behind for long.
        "--MappingKernelManager.cull_idle_timeout=300",
        "--ServerApp.shutdown_no_activity_timeout=300",
        "--LabApp.extension_manager=readonly", "--expose-app-in-browser", *LAB_OPTIONS,
    ]  # fmt: skip
    usual = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    log = (home / "lab.log").open("w")
    server = subprocess.Popen(
        command, stdout=log, stderr=subprocess.STDOUT, cwd=home, start_new_session=True,
        env={**usual, **folders},
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for_server(f"{address}/api/status?token={token}", server, home / "lab.log")
        yield Lab(address, token, home)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)
        log.close()


def chromium() -> str | None:
    """Find the browser of this machine."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, headless; without one the tests skip, or fail where one is required."""
    path = chromium()
    if path is None:
        if os.environ.get("CLUSTERKIT_REQUIRE_BROWSER") == "1":
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield found
        found.close()


@dataclass
class Watched:
    """A page, the addresses it asked for elsewhere, and the errors in its console."""

    page: Page
    elsewhere: list[str]
    errors: list[str]


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A page as wide as a student's laptop."""
    yield from watch(browser)


@pytest.fixture
def seen(watched: Watched, file: Path) -> Watched:
    """Open the page that a module writes (its fixture `file`), as wide as a projector."""
    watched.page.set_viewport_size({"width": 1024, "height": 800})
    watched.page.goto(file.as_uri())
    return watched


@pytest.fixture(scope="package")
def ran(browser: Browser, lab: Lab) -> Iterator[Callable[[str], Watched]]:
    """Open a notebook in JupyterLab and run it, once for all tests, each notebook on a page apart."""
    with ExitStack() as pages:

        @cache
        def run(notebook: str) -> Watched:
            seen = pages.enter_context(contextmanager(watch)(browser))
            open_notebook(seen.page, lab, notebook)
            run_all(seen.page)
            return seen

        yield run


def watch(browser: Browser) -> Iterator[Watched]:
    """Open a page and note what it asks of other hosts and complains of; close it at the end."""
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    seen = Watched(page, [], [])
    local = re.compile(r"^(http|ws)://127\.0\.0\.1|^data:|^blob:")
    page.on("request", lambda one: None if local.match(one.url) else seen.elsewhere.append(one.url))
    page.on("console", lambda one: seen.errors.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    yield seen
    page.close()


def open_notebook(page: Page, lab: Lab, notebook: str) -> None:
    """Open a notebook and wait for its kernel."""
    page.goto(lab.url(notebook))
    page.locator("#jupyterlab-splash").wait_for(state="detached", timeout=120_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=120_000)


def run_all(page: Page) -> None:
    """Run all cells from the menu; an error in any of them fails the test, and is told."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    over = f"() => {{ const now = ({STATE})(); return now.done || now.errors.length > 0 }}"
    page.wait_for_function(over, timeout=180_000)
    assert page.evaluate(STATE)["errors"] == []


def go_to(page: Page, words: str) -> None:
    """Bring the first cell that holds these words into the page: JupyterLab keeps only those near."""
    page.evaluate(
        """words => {
          const panel = window.jupyterapp.shell.currentWidget.content;
          const has = cell => cell.model.sharedModel.source.includes(words);
          panel.scrollToItem(panel.widgets.findIndex(has));
        }""",
        words,
    )


def wait_for_server(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, TimeoutError):
            if server.poll() is not None:
                pytest.fail(f"The server did not start:\n{log.read_text()}")
            time.sleep(0.25)
        else:
            return
    pytest.fail("The server did not answer")
