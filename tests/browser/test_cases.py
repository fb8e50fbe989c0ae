"""Cases like mine in a page of its own: the list that the page puts together is that of Python."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import clusterkit as ck

from .conftest import page_with
from .test_explorers import SERIOUS

pytestmark = pytest.mark.browser
TABLE = """() => [...document.querySelectorAll(".ck-cases tbody tr")].map((row) => [row.cells[0].textContent,
  ...[...row.cells].slice(1).map((cell) => [...cell.children].map((one) => one.textContent.replace(" (held possible)", "")))])"""
CUT = """() => [...document.querySelectorAll(".ck-cases *")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline").map((one) => one.className)"""


@pytest.fixture(scope="module")
def paper() -> ck.Evidence:
    return ck.load(only="paper")


@pytest.fixture(scope="module")
def file(paper, tmp_path_factory) -> Path:
    return page_with(ck.explore_cases(paper), paper, tmp_path_factory.mktemp("cases"))


def take_all_away(page: Page) -> None:
    while page.locator(".ck-cases .ck-chip").count():
        page.locator(".ck-cases .ck-chip").first.click()


def test_thirty_cases_are_listed_as_python_lists_them(seen, paper):
    page, chance = seen.page, random.Random(11)
    offered = [
        (select.get_attribute("data-kind"), option)
        for select in page.locator(".ck-pickers select").all()
        for option in select.locator("option").evaluate_all("all => all.map((one) => one.value)")
        if option
    ]
    for _ in range(30):
        take_all_away(page)
        case = chance.sample(offered, chance.randint(1, 4))
        for kind, phrase in case:
            page.locator(f"select[data-kind={kind}]").select_option(phrase)
            page.locator(".ck-pickers div", has=page.locator(f"[data-kind={kind}]")).locator(
                "button"
            ).click()
        near = ck.nearest(paper, [phrase for _, phrase in case])
        lines = near[["place", "agrees", "differs", "not_said"]].to_numpy().tolist()
        assert page.evaluate(TABLE) == [[line[0], *map(list, line[1:])] for line in lines]
        words = page.locator(".ck-sentence").inner_text()
        full = sum(len(line[1]) == len(case) for line in lines)
        assert words.startswith(f"Of 23 clusters {full or 'none'} ")
    take_all_away(page)
    expect(page.locator(".ck-sentence")).to_contain_text("Nothing is asked yet")


def test_a_phrase_opens_its_rows_by_keyboard_and_a_chip_keeps_the_focus_near(seen):
    page = seen.page
    phrase = page.locator(".ck-cases button.ck-phrase").first
    phrase.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".ck-behind li").first).to_be_visible()
    assert page.evaluate("document.activeElement.className") == "ck-phrase"
    assert page.locator("tr.ck-open").evaluate(
        "open => open.previousElementSibling.querySelector('[aria-pressed=true]') !== null"
    ), "the rows stand under their line"
    page.locator(".ck-chip").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "ck-chip"
    expect(page.locator(".ck-behind li")).to_have_count(0)


def test_arrow_keys_choose_in_a_list_and_enter_adds(seen):
    page, chips = seen.page, seen.page.locator(".ck-chip")
    page.locator("select[data-kind=policy]").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(chips).to_have_count(3)
    chosen = page.locator("select[data-kind=policy]").input_value()
    page.keyboard.press("Enter")
    expect(chips).to_have_count(4)
    expect(chips.last).to_have_text(f"{chosen} ×")
    expect(page.locator("select[data-kind=policy]")).to_be_focused()


@pytest.mark.parametrize("width", [1024, 390])
def test_nothing_is_cut_off_or_a_barrier(seen, width):
    seen.page.set_viewport_size({"width": width, "height": 800})
    assert not seen.page.evaluate(CUT)
    room = seen.page.evaluate("document.documentElement.scrollWidth")
    assert room <= width
    found = Axe().run(seen.page).response["violations"]
    assert not [one["id"] for one in found if one["impact"] in SERIOUS]
