"""The pages that Voilà serves: no code on them, nothing from elsewhere, and they answer."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import clusterkit as ck

from .conftest import Watched, wait_for_server

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class App:
    """A running server of pages, and the folder in which the seminar saves."""

    address: str
    codings: Path

    def url(self, page: str) -> str:
        return f"{self.address}/voila/render/{page}.ipynb"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """`clusterkit app`, on a free port."""
    home = tmp_path_factory.mktemp("app")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (home / "app.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "clusterkit", "app", "--no-browser", f"--port={port}"],
        cwd=home, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for_server(address, server, home / "app.log")
        yield App(address, home / "codings")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)
        log.close()


def open_page(page: Page, app: App, name: str, inside: str) -> None:
    page.goto(app.url(name), timeout=120_000)
    page.locator(inside).first.wait_for(timeout=120_000)


def test_the_first_page_lists_the_others_and_asks_for_nothing_elsewhere(app: App, watched: Watched):
    page = watched.page
    page.goto(app.address)
    expect(page.get_by_role("link")).to_have_text(["Class", "Explorer", "Figure 1", "Seminar"])
    assert grave(page) == []
    assert watched.elsewhere == []


def test_the_explorer_answers_without_code_on_the_page(app: App, watched: Watched):
    page = watched.page
    open_page(page, app, "explorer", ".ck-mediation .ck-mark")
    counts = page.locator(".ck-mediation .ck-counts")
    start = counts.text_content() or ""
    page.get_by_role("button", name="Atlanta Agreement (Sialkot footballs)").click()
    expect(counts).not_to_have_text(start)
    page.locator("select[data-actor=employers]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".ck-asked")).to_contain_text("employers")
    assert "import clusterkit" not in (page.content())
    assert "explore_mediation(" not in page.content()
    assert grave(page) == []
    assert watched.elsewhere == []


def test_figure_1_answers(app: App, watched: Watched):
    page = watched.page
    open_page(page, app, "figure-1", ".ck-figure1 [role=button]")
    page.locator(".ck-figure1 [role=button]").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The paper reports, of").first).to_be_visible()
    assert watched.elsewhere == []


def test_what_is_coded_is_saved_under_each_name_and_the_class_is_reported(
    app: App, browser: Browser, watched: Watched, evidence: ck.Evidence
):
    for name in ("Asha", "Bilal"):
        page = browser.new_page()
        open_page(page, app, "seminar", ".ck-coding")
        page.get_by_label("Your name or number").fill(name)
        page.keyboard.press("Tab")
        page.get_by_label("reported: stated as a fact of the place").check()
        expect(page.locator(".ck-said")).to_contain_text(f"Saved in {name.lower()}.csv")
        expect(page.locator(".ck-said")).to_contain_text("1 of 60 coded")
        page.get_by_role("button", name="Next claim").click()
        expect(page.locator(".ck-claim")).to_contain_text("Claim 2 of 12")
        page.get_by_label("not stated: no effect on them").check()
        expect(page.locator(".ck-said")).to_contain_text("2 of 60 coded")
        expect(page.locator(".ck-claim")).to_contain_text("Claim 2 of 12")
        assert str(app.codings) not in page.content(), "the server's folder is nobody's business"
        page.close()
    codings = ck.read_codings(app.codings, evidence)
    assert sorted(codings["coder"].unique()) == ["Asha", "Bilal"]
    assert list(codings.drop_duplicates("code")["code"]) == ["reported", "not stated"]
    page = watched.page
    open_page(page, app, "class", ".ck-explorer")
    report = page.locator(".ck-explorer").first
    expect(report).to_contain_text("2 coding files: Asha, Bilal")
    page.get_by_label("Compare").select_option("Bilal")
    page.get_by_label("open the reference coding").check()
    expect(report).to_contain_text("The reference, with reasons")
    expect(page.get_by_label("Compare")).to_have_value("Bilal")
    page.get_by_label("with", exact=True).select_option("reference")
    expect(report).to_contain_text("Where Bilal and reference differ")
    assert grave(page) == []
    assert watched.elsewhere == []


def grave(page: Page) -> list[tuple[str, list[str]]]:
    """Barriers that axe calls serious or critical."""
    found = Axe().run(page).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    return [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in serious]
