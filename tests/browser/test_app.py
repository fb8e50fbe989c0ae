"""The pages that Voilà serves: no code on them, nothing from elsewhere, and they answer."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import clusterkit as ck

from ..own.test_every_table_alone import LINE_OF
from ..own.test_workbook import MINE, filled
from ..publish.test_app_server import kernels_of, soon
from .conftest import Watched, wait_for_server

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class App:
    """A running server of pages, and the folder in which the seminar saves."""

    address: str
    codings: Path
    server: int

    def url(self, page: str) -> str:
        return f"{self.address}/voila/render/{page}.ipynb"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """`clusterkit app`, on a free port."""
    with running_app(tmp_path_factory.mktemp("app")) as app:
        yield app


@contextmanager
def running_app(home: Path, *arguments: str, **environment: str) -> Iterator[App]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (home / "app.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "clusterkit", "app", "--no-browser", f"--port={port}", *arguments],
        cwd=home, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **environment},
        start_new_session=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for_server(address, server, home / "app.log")
        yield App(address, home / "codings", server.pid)
    finally:
        server.terminate()
        server.wait(60)
        log.close()


def open_page(page: Page, app: App, name: str, inside: str) -> None:
    page.goto(app.url(name), timeout=120_000)
    page.get_by_role("button").click(timeout=120_000)
    page.locator(inside).first.wait_for(timeout=120_000)


def test_the_first_page_lists_the_others_and_asks_for_nothing_elsewhere(app: App, watched: Watched):
    page = watched.page
    page.goto(app.address)
    expect(page.get_by_role("button")).to_have_text(
        ["Seminar: code twelve claims", "Figure 1, live", "Mediation explorer",
         "Report of the class"]
    )  # fmt: skip
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
        page.get_by_label("reported", exact=True).check()
        expect(page.locator(".ck-said")).to_contain_text(f"Saved in {name.lower()}.csv")
        expect(page.locator(".ck-said")).to_contain_text("1 of 60 coded")
        page.get_by_role("button", name="Next claim").click()
        expect(page.locator(".ck-claim")).to_contain_text("Claim 2 of 12")
        page.get_by_label("not stated", exact=True).check()
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
    expect(report).to_contain_text("2 people: Asha, Bilal")
    page.get_by_label("Compare").select_option("Bilal")
    page.get_by_label("open the reference coding").check()
    expect(report).to_contain_text("The reference, with reasons")
    expect(page.get_by_label("Compare")).to_have_value("Bilal")
    page.get_by_label("with", exact=True).select_option("reference")
    expect(report).to_contain_text("Where Bilal and reference differ")
    assert grave(page) == []
    assert watched.elsewhere == []


def test_a_page_reloaded_or_closed_lets_its_python_go(app: App, browser: Browser):
    at_rest = 3  # one of each page waits, but of the report
    assert soon(lambda: len(kernels_of(app.server)) == at_rest, seconds=120)
    page = browser.new_page()
    open_page(page, app, "seminar", ".ck-coding")
    assert soon(lambda: len(kernels_of(app.server)) == at_rest + 1)
    page.reload()
    expect(page.get_by_role("button", name="Seminar")).to_be_visible()
    assert soon(lambda: len(kernels_of(app.server)) == at_rest)
    page.get_by_role("button").click()
    page.locator(".ck-coding").first.wait_for(timeout=120_000)
    page.close(run_before_unload=True)
    assert soon(lambda: len(kernels_of(app.server)) == at_rest)


def test_a_page_whose_python_has_gone_says_so_and_opens_again(app: App, watched: Watched):
    page = watched.page
    open_page(page, app, "seminar", ".ck-coding")
    kernel = page.evaluate(
        "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"
    )
    page.request.post(f"{app.address}/voila/api/shutdown/{kernel}")
    lost = page.get_by_role("alert").filter(has_text="lost its connection")
    expect(lost).to_be_visible(timeout=30_000)
    assert grave(page) == []
    lost.get_by_role("link", name="Open it again").click()
    expect(page.get_by_role("button", name="Seminar")).to_be_visible()


RUN = "window.ran=1"
HOSTILE = (  # at most fifteen words, as a summary
    f"HOSTILE <img src=x onerror={RUN}><svg onload={RUN}></svg></script><script>{RUN}</script>"
    f"\"'><b onmouseover={RUN}>b</b>[a](javascript:{RUN})<a href=javascript:{RUN}>a</a>"
    f"<iframe srcdoc=<script>parent.{RUN}</script>>"
)
FREE = ("summary", "place", "product", "note", "topic", "title", "journal", "page", "period")


def hostile_workbook(path: Path) -> Path:
    """Evidence of one's own with markup in every cell of free text."""
    tables = {**{name: MINE[name] for name in ("settings", "sources")}, **LINE_OF}
    return filled(
        path,
        {
            table: [
                {name: HOSTILE if name in FREE else value for name, value in row.items()}
                for row in rows
            ]
            for table, rows in tables.items()
        },
    )


def test_hostile_text_in_evidence_names_and_codings_is_text_on_every_page(
    tmp_path_factory: pytest.TempPathFactory, watched: Watched
):
    home, page = tmp_path_factory.mktemp("hostile"), watched.page
    book = hostile_workbook(home / "hostile.xlsx")
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    with running_app(home, "--ready=0", CLUSTERKIT_EVIDENCE=str(book)) as app:
        open_page(page, app, "explorer", ".ck-mediation .ck-mark")
        page.locator("select[data-actor=employers]").select_option("joint")
        page.locator("select[data-actor=workers]").select_option("joint")
        seen_as_text(page)
        open_page(page, app, "figure-1", ".ck-figure1 [role=button]")
        shown = 0
        for part in page.locator(".ck-figure1 [role=button]").all():
            part.press("Enter")
            page.wait_for_timeout(200)
            shown += page.get_by_text("HOSTILE <img src=x").count()
        assert shown
        nothing_ran(page)
        open_page(page, app, "seminar", ".ck-coding")
        page.get_by_label("Your name or number").fill(HOSTILE)
        page.keyboard.press("Tab")
        page.get_by_label("reported", exact=True).check()
        expect(page.locator(".ck-said")).to_contain_text("1 of 60 coded")
        nothing_ran(page)
        open_page(page, app, "class", ".ck-explorer")
        seen_as_text(page)
        assert watched.elsewhere == []


def seen_as_text(page: Page) -> None:
    expect(page.get_by_text("HOSTILE <img src=x").first).to_be_attached(timeout=30_000)
    page.wait_for_timeout(300)
    nothing_ran(page)


def nothing_ran(page: Page) -> None:
    assert page.evaluate("window.ran") is None
    assert page.locator("img[src=x], svg[onload], iframe[srcdoc], b[onmouseover]").count() == 0
    assert page.locator("a[href^='javascript:' i]").count() == 0


def grave(page: Page) -> list[tuple[str, list[str]]]:
    """Barriers that axe calls serious or critical."""
    found = Axe().run(page).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    return [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in serious]
