"""The configuration matrix in a page of its own: by keyboard, for everyone, on every width."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

import clusterkit as ck
from clusterkit.evidence.tables import Evidence
from clusterkit.publish.site.live import place_for, scripts_for

from .conftest import Watched, watch
from .test_explorers import SERIOUS

pytestmark = pytest.mark.browser
DARK = (
    "body { background: #111; color: #e6e6e6 } :root { --jp-ui-font-color1: #e6e6e6; --jp-ui-font-color2: #bbb; "
    "--jp-layout-color1: #111; --jp-layout-color2: #222; --jp-border-color2: #3a3a3a }"
)
MIXED = ck.Configuration(ways=("government:absent", "employers:joint"))
TEXT_SIZES = """() => [...document.querySelectorAll(".ck-matrix *")]
  .filter((one) => one.offsetParent && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .map((one) => parseFloat(getComputedStyle(one).fontSize))"""
CUT = """() => [...document.querySelectorAll(".ck-matrix th, .ck-matrix td")]
  .filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"""
OVERLAPS = """() => [...document.querySelectorAll(".ck-matrix tr")].flatMap((row) => {
  const boxes = [...row.querySelectorAll(".ck-mark, .ck-name")].map((one) => {
    const range = document.createRange(); range.selectNodeContents(one);
    return [one, range.getBoundingClientRect()];
  });
  return boxes.flatMap(([one, left]) => boxes.filter(([other, right]) => one !== other && !one.contains(other) &&
    left.left < right.left && left.right > right.left + 1 && left.top < right.bottom - 3 && right.top < left.bottom - 3)
    .map(([other]) => `${one.textContent} over ${other.textContent}`));
})"""
QUICKEST = """() => { const times = [];
  for (let at = 0; at < 20; at += 1) {
    const began = performance.now();
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "s", bubbles: true }));
    document.body.offsetHeight;
    times.push(performance.now() - began);
  }
  return Math.min(...times); }"""

Opened = Callable[..., Watched]


@pytest.fixture(scope="module")
def paper() -> Evidence:
    """One evidence for all pages: it remembers what each second reading changes."""
    return ck.load(only="paper")


@pytest.fixture
def opened(browser: Browser, paper: Evidence, tmp_path: Path) -> Iterator[Opened]:
    """Open the matrix in a page, as the site shows it."""
    evidence = paper
    with ExitStack() as pages:

        def open_page(width: int = 1366, style: str = "", **choices: Any) -> Watched:
            matrix = ck.explore_matrix(evidence, **choices)
            seen = pages.enter_context(contextmanager(watch)(browser))
            seen.page.set_viewport_size({"width": width, "height": 900})
            file = tmp_path / "page.html"
            body = f"<main><h1>Matrix</h1>{place_for(matrix, 0)}</main>{scripts_for([matrix], evidence)}"
            head = f'<meta charset="utf-8"><title>Matrix</title><style>@media print {{ h1 {{ display: none }} }} {style}</style>'
            file.write_text(
                f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>',
                "utf-8",
            )
            seen.page.goto(file.as_uri())
            return seen

        yield open_page


def cell(page: Page, place: str, column: str = "") -> Locator:
    return page.locator(f'.ck-cell[data-line="{place}"][data-column="{column}"]')


def places(page: Page) -> list[str]:
    return page.locator("tr.ck-line").evaluate_all("rows => rows.map(row => row.dataset.line)")


def test_it_is_a_table_that_is_walked_by_keyboard_and_opens_its_rows(opened):
    seen = opened()
    page = seen.page
    expect(page.locator("tr.ck-line")).to_have_count(23)
    assert page.locator("[tabindex='0']").count() == 1, "one stop for Tab"
    cell(page, "sialkot-football", "government").focus()
    page.keyboard.press("ArrowRight")
    expect(cell(page, "sialkot-football", "employers")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".ck-open li")).to_have_count(7)
    expect(page.locator(".ck-open")).to_contain_text("3.2.1")
    expect(page.locator(".ck-live")).to_contain_text("Sialkot footballs, employers: alone")
    page.keyboard.press("Escape")
    expect(page.locator(".ck-open")).to_have_count(0)
    expect(cell(page, "sialkot-football", "employers")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(cell(page, "sinos-valley-footwear", "employers")).to_be_focused()
    page.keyboard.press("Home")
    expect(cell(page, "sinos-valley-footwear")).to_be_focused()
    said = cell(page, "chipilo-furniture", "labour_law").get_attribute("aria-label")
    assert said == "Chipilo furniture, labour law, enforcement: this study does not say."
    cell(page, "#general", "union_law").click()
    expect(page.locator(".ck-open")).to_contain_text("without a place")
    assert seen.errors == []
    assert seen.elsewhere == [] or all(one.startswith("file:") for one in seen.elsewhere)


def test_lines_are_sorted_grouped_and_moved_by_hand(opened):
    page = opened().page
    first = places(page)
    page.locator("select[data-name=group]").select_option("none")
    cell(page, "tirupur-knitwear", "exchange_rate").focus()
    page.keyboard.press("s")
    sorted_lines = places(page)
    assert set(sorted_lines[:4]) == {
        "sialkot-football", "sinos-valley-footwear", "chipilo-furniture", "guadalajara-footwear",
    }  # fmt: skip
    assert set(sorted_lines[:2]) == {"sinos-valley-footwear", "chipilo-furniture"}, "rises together"
    page.keyboard.press("s")
    assert places(page)[0] == "sialkot-football"
    cell(page, "sialkot-football").focus()
    page.keyboard.press("Alt+ArrowDown")
    assert places(page)[:2] == ["sinos-valley-footwear", "sialkot-football"]
    expect(page.locator("select[data-name=order]")).to_have_value("hand")
    page.get_by_role("button", name="Start again").click()
    assert places(page) == first
    page.locator("input[data-name=inherit]").check()
    expect(page.locator("tr.ck-above")).to_have_count(5)
    expect(page.locator("tr.ck-line", has_text="China, said of the country")).to_have_count(1)


def test_two_lines_are_compared_in_words_with_outcomes_covered(opened):
    page = opened().page
    for place in ("chipilo-furniture", "guadalajara-footwear"):
        cell(page, place, "exchange_rate").focus()
        page.keyboard.press("c")
    assert places(page)[:2] == ["chipilo-furniture", "guadalajara-footwear"]
    said = {
        column: cell(page, "#compared", column).text_content()
        for column in ("exchange_rate", "trade", "union_law", "growth")
    }
    assert said == {
        "exchange_rate": "differs", "trade": "one silent", "union_law": "both silent",
        "growth": "covered",
    }  # fmt: skip
    expect(cell(page, "chipilo-furniture", "growth")).to_have_text("covered")
    page.keyboard.press("o")
    expect(cell(page, "#compared", "growth")).to_have_text("differs")
    cell(page, "los-lagos-salmon", "employers").focus()
    page.keyboard.press("n")
    expect(page.locator(".ck-open li").first).to_contain_text(
        "Sialkot surgical instruments agrees:"
    )


def test_what_is_nearest_comes_into_view_whole(opened):
    page = opened().page
    page.set_viewport_size({"width": 1024, "height": 700})
    lowest = cell(page, "los-lagos-salmon", "employers")
    lowest.evaluate("one => one.scrollIntoView({ block: 'end' })")
    lowest.evaluate("one => one.focus({ preventScroll: true })")
    page.keyboard.press("n")
    for part in page.locator(".ck-open li").all():
        expect(part).to_be_in_viewport()


def test_a_configuration_is_framed_and_what_it_lacks_is_named(opened):
    page = opened(configuration=MIXED).page
    expect(page.locator(".ck-asked")).to_contain_text("0 meet it in one act, 1 in one cluster")
    expect(page.locator(".ck-incluster")).to_have_count(2)
    expect(page.locator(".ck-inact")).to_have_count(0)
    expect(cell(page, "agra-leather", "employers")).to_have_text("not said")
    together = ck.Configuration(ways=("government:joint", "employers:joint"))
    page = opened(configuration=together).page
    expect(page.locator(".ck-inact")).to_have_count(4)
    expect(page.locator(".ck-joined")).to_have_count(2)  # employers stand beside government
    said = cell(page, "los-lagos-salmon", "government").get_attribute("aria-label")
    assert said.endswith("It meets what is asked, in one act with employers.")
    government = cell(page, "los-lagos-salmon", "government")
    assert government.evaluate("one => getComputedStyle(one).boxShadow") != "none"
    page.get_by_role("button", name="Hide frames").click()
    assert government.evaluate("one => getComputedStyle(one).boxShadow") == "none"
    expect(page.locator(".ck-how").first).to_be_hidden()


def test_a_column_is_opened_by_key_and_click_and_closed_again(opened):
    page = opened(configuration=MIXED).page
    cell(page, "sialkot-football", "labour_law").focus()
    page.keyboard.press("e")
    wage = cell(page, "sialkot-football", "labour_law:instrument:minimum_wage")
    expect(cell(page, "sialkot-football", "labour_law:instrument:labour_law")).to_be_focused()
    expect(page.locator(".ck-band")).to_contain_text("labour law, enforcement, by instrument")
    expect(cell(page, "sialkot-football", "labour_law")).to_have_count(0)
    wage.click()
    expect(page.locator(".ck-open li")).to_have_count(1)
    page.locator('[data-do="open"][data-one="employers"]').click()
    together = cell(page, "sialkot-football", "employers:organisation:many_sided_body")
    assert "It meets what is asked" in together.get_attribute("aria-label")
    assert page.evaluate(CUT) == []
    assert page.evaluate(OVERLAPS) == []
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in SERIOUS] == []
    cell(page, "chipilo-furniture", "labour_law:instrument:labour_law").focus()
    page.keyboard.press("e")
    page.keyboard.press("e")
    expect(cell(page, "chipilo-furniture", "labour_law")).to_be_focused()
    page.locator('[data-do="shut"][data-one="employers"]').click()
    expect(page.locator(".ck-band")).to_have_count(0)


def test_readings_are_switched_and_what_they_change_is_marked(opened):
    page = opened(inherit=True, group="country").page
    football = cell(page, "sialkot-football", "government")
    expect(football).to_contain_text("F7")
    page.locator("select[data-name=reading]").select_option("narrow")
    expect(football).not_to_contain_text("F7")
    expect(cell(page, "sialkot-football", "employers")).to_contain_text("F7")
    page.locator("select[data-name=second]").select_option("rdg-20")
    expect(page.locator(".ck-changed")).to_have_count(1)
    punjab = cell(page, "punjab", "government")
    expect(punjab).to_contain_text("≠")
    assert "as coded: Punjab, government: alone" in punjab.get_attribute("aria-label")
    expect(page.locator(".ck-asked")).to_contain_text("1 cell changes, marked ≠.")
    page.get_by_role("button", name="As coded").click()
    expect(page.locator(".ck-changed")).to_have_count(0)


def test_marks_turn_into_words_at_a_key(opened):
    page = opened().page
    law = cell(page, "sialkot-football", "labour_law")
    expect(law).not_to_contain_text("absent")
    law.focus()
    page.keyboard.press("t")
    expect(law).to_contain_text("labour enforcement: absent")
    expect(page.locator("input[data-name=words]")).to_be_checked()
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize(("width", "style"), [(1024, ""), (1366, DARK), (390, "")])
def test_nothing_is_small_cut_or_a_barrier(opened, width, style):
    page = opened(width=width, style=style).page
    assert min(page.evaluate(TEXT_SIZES)) >= 11
    assert page.evaluate(CUT) == []
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in SERIOUS] == []
    expect(page.locator(".ck-rest").first).to_be_visible(visible=width == 390)
    if width == 390:
        expect(cell(page, "chipilo-furniture", "union_law")).to_be_hidden()


def test_sorting_is_quick_and_the_print_is_two_pages(opened):
    page = opened().page
    cell(page, "tirupur-knitwear", "employers").focus()
    assert page.evaluate(QUICKEST) < 80  # about 5 ms here: other programs may hold the machine up
    page.evaluate("document.querySelectorAll('tr.ck-line').forEach((row) => { row.before = true })")
    page.keyboard.press("s")
    assert page.locator("tr.ck-line").evaluate_all("rows => rows.every((row) => row.before)"), (
        "lines are moved, not drawn again"
    )
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 2


def test_outcomes_stay_in_view_where_the_table_is_wider_than_its_room(opened):
    page = opened(700).page
    expect(page.locator(".ck-wider")).to_contain_text("scroll sideways")
    room = page.locator(".ck-scroll").bounding_box()
    assert room
    for left in (0, 120):
        page.locator(".ck-scroll").evaluate("(one, left) => { one.scrollLeft = left; }", left)
        for column in ("growth", "social"):
            for one in (cell(page, "sialkot-football", column), cell(page, "#head", column)):
                box = one.bounding_box()
                assert box
                assert room["x"] < box["x"]
                assert box["x"] + box["width"] <= room["x"] + room["width"] + 1
    page.set_viewport_size({"width": 1366, "height": 900})
    expect(page.locator(".ck-wider")).to_be_empty()


def test_sorting_leaves_the_head_and_the_focus_where_they_are(opened):
    page = opened().page
    head = cell(page, "#head", "employers")
    head.focus()
    node = head.element_handle()
    page.keyboard.press("s")
    expect(head).to_have_attribute("aria-label", re.compile("lines are sorted by it"))
    assert head.evaluate("(one, node) => one === node && one === document.activeElement", node)
    page.keyboard.press("s")
    expect(head).not_to_have_attribute("aria-label", re.compile("sorted"))


def test_it_is_saved_as_picture_table_and_sources(opened, tmp_path):
    page = opened(configuration=MIXED).page
    saved = {}
    for kind in ("SVG", "PNG", "CSV", "BibTeX"):
        with page.expect_download() as download:
            page.get_by_role("button", name=kind, exact=True).click()
        saved[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(saved[kind])
    drawing = ElementTree.parse(saved["SVG"]).getroot()
    words = "".join(drawing.itertext())
    assert "Sialkot footballs" in words
    assert "coded from Pyke and Lund-Thomsen (2015)" in words
    assert saved["PNG"].read_bytes().startswith(b"\x89PNG")
    rows = list(csv.DictReader(saved["CSV"].open(encoding="utf-8-sig")))
    assert len(rows) == 23 * 16
    law = next(
        row
        for row in rows
        if row["place"] == "Sialkot footballs" and row["column"] == "labour law, enforcement"
    )
    assert law["rows"] == "pol-2.1.9-03 pol-3.3.4-01 pol-3.3.4-02"
    assert "@article{" in saved["BibTeX"].read_text(encoding="utf-8")
