"""The pictures of notebooks 01 to 03 in JupyterLab: every mark opens its rows, by mouse and key."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from .conftest import Watched, go_to

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def growth(ran: Callable[[str], Watched]) -> Watched:
    """Notebook 01, run once for all tests here."""
    return ran("01-growth-and-conditions.ipynb")


@pytest.fixture
def rates(growth: Watched) -> Locator:
    go_to(growth.page, "explore_growth")
    found = growth.page.locator(".ck-drawing:visible").first
    found.scroll_into_view_if_needed()
    expect(found.locator(".ck-head")).to_contain_text("3 places with a rate")
    return found


def mark(picture: Locator, words: str) -> Locator:
    return picture.locator(f".ck-mark[aria-label^='{words}']")


def test_a_rate_opens_its_figures_by_mouse_and_by_keyboard(growth, rates):
    tirupur = mark(rates, "Tirupur")
    tirupur.click()
    behind = rates.get_by_role("region", name="Rows behind what is chosen")
    expect(behind.locator("li")).to_have_count(2)
    expect(behind).to_contain_text("cited in Pyke and Lund-Thomsen 2015, 1.0.4")
    growth.page.keyboard.press("Escape")
    expect(behind).to_be_empty()
    expect(tirupur).to_be_focused()
    growth.page.keyboard.press("ArrowDown")
    growth.page.keyboard.press("Enter")
    expect(behind).to_contain_text("Torreon blue jeans")
    growth.page.keyboard.press("Escape")
    mark(rates, "Enugu").click()
    expect(behind).to_contain_text("no rate follows")
    growth.page.keyboard.press("Escape")
    assert growth.errors == []
    assert growth.elsewhere == []


def test_a_place_chosen_in_one_view_is_marked_in_the_next_until_it_is_let_go(growth, rates):
    mark(rates, "Sialkot").click()
    expect(rates.locator(".ck-followed")).to_contain_text("Sialkot footballs")
    expect(rates.locator(".ck-mine")).to_have_count(1)
    growth.page.keyboard.press("Escape")
    rates.get_by_role("button", name="Follow Sialkot footballs no longer").click()
    expect(rates.locator(".ck-followed")).to_be_hidden()
    expect(rates.locator(".ck-mine")).to_have_count(0)


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_no_serious_barrier_for_assistive_technology(growth, rates, theme):
    page = growth.page
    page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})",
        f"JupyterLab {theme}",
    )
    light = str(theme == "Light").lower()
    expect(page.locator(f"body[data-jp-theme-light='{light}']")).to_have_count(1)
    mark(rates, "Tirupur").click()
    found = Axe().run(page, context={"include": [[".ck-drawing"]]}).response["violations"]
    barriers = [
        f"{one['id']}: {[node['html'][:200] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    folder = os.environ.get("CLUSTERKIT_SCREENSHOTS")
    if folder:
        rates.screenshot(path=Path(folder) / f"rates-{theme.lower()}.png")
    page.keyboard.press("Escape")
    assert barriers == []
