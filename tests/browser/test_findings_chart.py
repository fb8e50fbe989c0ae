"""The chart of findings and readings in a page of its own: by keyboard, for everyone, dark too."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

import clusterkit as ck

from .conftest import page_with
from .test_explorers import SERIOUS

pytestmark = pytest.mark.browser
CUT = """() => [...document.querySelectorAll(".ck-chart th, .ck-chart td")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"""
SIZES = """() => [...document.querySelectorAll(".ck-chart *")]
  .filter((one) => one.offsetParent && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .map((one) => parseFloat(getComputedStyle(one).fontSize))"""


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    """Write the chart as a page of the site shows it."""
    evidence = ck.load(only="paper")
    folder = tmp_path_factory.mktemp("findings")
    return page_with(ck.explore_findings(evidence), evidence, folder)


def cell(page: Page, finding: str, reading: str = "") -> Locator:
    return page.locator(f'.ck-cell[data-line="{finding}"][data-column="{reading}"]')


def test_it_is_walked_by_keyboard_and_a_cell_opens_what_the_reading_moves(seen):
    page, behind = seen.page, seen.page.locator(".ck-behind")
    assert page.locator(".ck-scroll [tabindex='0']").count() == 1, "one stop for Tab"
    cell(page, "actors-and-conditions").focus()
    page.keyboard.press("Enter")
    expect(behind.locator("li")).to_have_count(len(seen_rows("actors-and-conditions")))
    page.keyboard.press("Escape")
    expect(behind).to_contain_text("Choose a mark")
    line = page.locator('.ck-cell[data-line="actors-and-conditions"]')
    first = line.nth(1).get_attribute("data-column")
    page.keyboard.press("ArrowRight")
    expect(cell(page, "actors-and-conditions", str(first))).to_be_focused()
    cell(page, "actors-and-conditions", "rdg-19").focus()
    page.keyboard.press("ArrowUp")
    expect(cell(page, "actors-and-growth", "rdg-19")).to_be_focused()
    cell(page, "actors-and-conditions", "rdg-27").click()
    expect(behind).to_contain_text("rdg-27: turns. For it 10 → 10 claims, against it 1 → 0.")
    expect(behind).to_contain_text("No longer stands on the other side")
    expect(behind.locator("li").first).to_contain_text("3.3.5")
    cell(page, "", "rdg-27").click()
    expect(behind).to_contain_text("coded 0, it can be read not stated")
    expect(behind).to_contain_text("What it changes")
    assert seen.errors == []


def seen_rows(name: str) -> list[str]:
    finding = ck.findings(ck.load(only="paper")).loc[name]
    return [*finding["for_rows"], *finding["against_rows"]]


def test_findings_are_chosen_by_notebook_and_by_whether_a_reading_changes_them(seen):
    page = seen.page
    table = ck.findings(ck.load(only="paper"))
    lines = page.locator("tbody tr")
    expect(lines).to_have_count(len(table))
    page.get_by_label("Findings of").select_option("09")
    expect(lines).to_have_count(int((table["notebook"] == "09").sum()))
    page.get_by_label("only those that a reading changes").check()
    assert lines.count() < (table["notebook"] == "09").sum()
    marks = page.locator("td.ck-turns, td.ck-weaker, td.ck-stronger")
    assert lines.count() <= marks.count()
    expect(marks.first).to_have_attribute("aria-label", "rdg-34: stronger")


def test_every_reading_is_in_view_beside_an_open_side_bar(seen):
    page = seen.page
    page.set_viewport_size({"width": 700, "height": 800})
    last, room = page.locator(".ck-reading").last.bounding_box(), page.locator(".ck-scroll")
    box = room.bounding_box()
    assert last
    assert box
    assert last["x"] + last["width"] <= box["x"] + box["width"] + 1
    expect(page.locator(".ck-wider")).to_be_empty()
    page.set_viewport_size({"width": 560, "height": 800})
    expect(page.locator(".ck-wider")).to_contain_text("scroll sideways")
    page.set_viewport_size({"width": 1024, "height": 800})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier_nothing_cut_off_and_no_small_text(seen, scheme):
    seen.page.emulate_media(color_scheme=scheme)
    cell(seen.page, "actors-and-conditions", "rdg-27").click()
    found = Axe().run(seen.page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in SERIOUS] == []
    assert seen.page.evaluate(CUT) == []
    assert min(seen.page.evaluate(SIZES)) >= 11
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 1024
