"""JupyterLab in a real browser: notebooks run, and a widget answers mouse and keyboard."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from clusterkit.publish.lab import lab_address
from clusterkit.teaching.terms import cell_of

from .conftest import Lab, Watched, go_to, open_notebook

pytestmark = pytest.mark.browser
Ran = Callable[[str], Watched]
NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


def changed(counts: Locator, before: str) -> str:
    """Wait until the counts sentence differs, and return it."""
    expect(counts).not_to_have_text(before, timeout=30_000)
    return counts.text_content() or ""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_runs_in_jupyterlab(ran: Ran, path: Path):
    watched = ran(path.name)
    assert watched.elsewhere == []
    assert watched.errors == []
    folder = os.environ.get("CLUSTERKIT_SCREENSHOTS")
    if folder:
        _screenshots(watched.page, Path(folder), path.stem)


# Of every table, the width of what it shows and of the window onto it: the nearest part around
# it that cuts off or scrolls, or the output that it stands in.
TABLES = """panel => [...panel.querySelectorAll(".jp-OutputArea-output")].flatMap(output => {
  output.querySelectorAll("details").forEach(one => { one.open = true });
  return [...output.querySelectorAll("table")].filter(one => one.offsetWidth).map(table => {
    const window = [];
    for (let around = table.parentElement; around; around = around.parentElement) {
      if (around.scrollWidth > around.clientWidth + 1 && getComputedStyle(around).overflowX !== "visible")
        window.push(around);
      if (around === output) break;
    }
    const words = table.textContent.slice(0, 80).replace(/\\s+/g, " ");
    return {words, over: window.map(one => `${one.scrollWidth} in ${one.clientWidth}`).join(", ")};
  });
})"""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_table_is_cut_off_on_a_projector(ran: Ran, path: Path):
    page = ran(path.name).page
    usual = page.viewport_size
    page.set_viewport_size({"width": 1024, "height": 768})
    page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
    page.wait_for_timeout(500)
    found = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").evaluate(TABLES)
    page.set_viewport_size(usual or {"width": 1366, "height": 900})
    assert found
    assert [one for one in found if one["over"]] == []


# Controls and cells of a widget that stand where no scrolling leads: cut off by a part around
# them, or beyond the notebook's edge.
OUT_OF_REACH = """widget => {
  const lost = [];
  for (const one of widget.querySelectorAll("button, select, input, td, th, text")) {
    const box = one.getBoundingClientRect();
    for (let around = one.parentElement; box.width && around; around = around.parentElement) {
      const edge = around.getBoundingClientRect();
      const flow = getComputedStyle(around).overflowX;
      const end = around.matches(".jp-WindowedPanel-outer");
      if ((end || (/hidden|clip/.test(flow) && around.tabIndex < 0)) && edge.width && box.left >= edge.right - 1)
        lost.push(one.textContent.slice(0, 40));
      if (end || /auto|scroll/.test(flow) || around.tabIndex >= 0) break; // it scrolls when chosen
    }
  }
  const output = widget.closest(".jp-OutputArea-output");
  return {lost, over: widget.getBoundingClientRect().width - output.clientWidth};
}"""
WIDGETS = [
    ("03-governance", ".ck-explorer"), ("04-framework", ".ck-framework"),
    ("04-framework", ".ck-matrix"), ("04-framework", ".ck-mediation"), ("07-seminar", ".ck-coding"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), WIDGETS)
def test_nothing_of_a_widget_is_out_of_reach_at_twice_the_size(ran: Ran, name: str, kind: str):
    page = ran(f"{name}.ipynb").page
    page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
    page.set_viewport_size({"width": 512, "height": 384})  # 200 % of a projector of 1024 x 768
    page.wait_for_timeout(800)
    found = page.locator(f"{kind}:not(.ck-still):visible").first.evaluate(OUT_OF_REACH)
    page.set_viewport_size({"width": 1366, "height": 900})
    assert found["lost"] == []
    assert found["over"] <= 1


def test_the_file_browser_starts_folded_and_stays_as_the_reader_leaves_it(
    lab: Lab, watched: Watched, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("JUPYTERLAB_WORKSPACES_DIR", str(lab.root / "ws"))
    page = watched.page
    for folded in (True, False):
        page.goto(f"{lab.address}{lab_address('notebooks/00-welcome.ipynb')}?token={lab.token}")
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=120_000)
        page.wait_for_function(
            "folded => window.jupyterapp.shell.leftCollapsed === folded", arg=folded
        )
        expect(page.get_by_role("heading", name="Start here")).to_be_visible()
        page.evaluate("() => window.jupyterapp.shell.expandLeft()")
        page.wait_for_timeout(2000)  # JupyterLab saves the layout a second after a change
    assert watched.errors == []


def test_a_term_leads_to_the_glossary_at_the_first_click(lab: Lab, watched: Watched):
    page = watched.page
    open_notebook(page, lab, "02-environment.ipynb")
    link = page.locator('a[title^="A claim that names no place"]').first
    assert cell_of("general claim") in (link.get_attribute("href") or "")
    link.click()
    meaning = page.locator("dt:visible", has_text=re.compile("^general claim$"))
    expect(meaning).to_be_in_viewport(timeout=60_000)
    page.wait_for_timeout(3000)  # cells above are drawn, and must not push it away
    expect(meaning).to_be_in_viewport()


def test_the_wheel_scrolls_the_page_over_a_table_until_the_table_is_chosen(ran: Ran):
    page = ran("03-governance.ipynb").page
    go_to(page, "ck.explore_acts")
    rows = page.locator(".ck-explorer .ck-rows:visible").first
    notebook = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer")
    rows.scroll_into_view_if_needed()
    rows.hover()
    before = notebook.evaluate("e => e.scrollTop")
    page.mouse.wheel(0, 120)
    page.wait_for_timeout(400)
    assert notebook.evaluate("e => e.scrollTop") > before
    assert rows.evaluate("e => e.scrollTop") == 0
    rows.click()
    page.mouse.wheel(0, 120)
    page.wait_for_timeout(400)
    assert rows.evaluate("e => e.scrollTop") > 0


def test_a_widget_is_operated_by_mouse_and_by_keyboard(ran: Ran):
    watched = ran("03-governance.ipynb")
    page = watched.page
    explorer = page.locator(".ck-explorer").first
    explorer.scroll_into_view_if_needed()
    counts = explorer.locator(".ck-counts")
    expect(counts).to_contain_text("claims")
    start = counts.text_content() or ""

    # By mouse: tick an actor, then choose a mode in a drop-down list.
    explorer.get_by_label("workers", exact=True).first.check()
    workers = changed(counts, start)
    explorer.get_by_label("Mode").select_option("jointly")
    jointly = changed(counts, workers)
    expect(explorer.locator(".ck-rows table")).to_contain_text("Wenling")

    # Reset by keyboard: focus the button, press Enter.
    explorer.get_by_role("button", name="Reset").focus()
    page.keyboard.press("Enter")
    expect(counts).to_have_text(start, timeout=30_000)
    assert jointly != start

    # By keyboard: focus the drop-down list and go one down.
    explorer.get_by_label("Mode").focus()
    page.keyboard.press("ArrowDown")
    changed(counts, start)
    expect(explorer.get_by_role("group", name="Who acted, and how")).to_be_visible()

    assert watched.elsewhere == []
    assert watched.errors == []


def test_a_slider_moves_by_keyboard_and_by_mouse(ran: Ran):
    watched = ran("01-growth-and-conditions.ipynb")
    page = watched.page
    explorer = page.locator(".ck-explorer").first
    explorer.scroll_into_view_if_needed()
    tirupur = explorer.locator(".ck-rows tr", has_text="Tirupur")
    expect(tirupur).to_contain_text("at least 7.6 %")
    start = tirupur.text_content() or ""
    handle = explorer.locator(".noUi-handle")
    handle.focus()
    page.keyboard.press("ArrowRight")
    expect(tirupur).not_to_have_text(start)
    bar = explorer.locator(".noUi-target").bounding_box()
    box = handle.bounding_box()
    assert bar
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(bar["x"], box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()
    expect(explorer.locator(".widget-readout")).to_have_text("0")
    expect(tirupur).to_contain_text("at least 8.0 %", timeout=30_000)


def test_a_formula_follows_its_controls_and_a_cell_opens_its_rows(ran: Ran):
    watched = ran("06-configurations.ipynb")
    page = watched.page
    go_to(page, "explore_qca")
    explorer = page.locator(".ck-explorer").first
    models = explorer.locator("ol li")
    expect(models.first).to_have_text("STANDARDS*JOINT + ENFORCED")
    explorer.get_by_label("the negation, ~UPGRADED").check()
    expect(models.first).to_have_text("~STANDARDS*~ENFORCED + ~JOINT*~ENFORCED", timeout=30_000)
    explorer.get_by_role("button", name="Reset").click()
    expect(models.first).to_have_text("STANDARDS*JOINT + ENFORCED", timeout=30_000)
    explorer.get_by_label("solution").focus()
    page.keyboard.press("ArrowUp")
    expect(explorer.get_by_text("complex solution of UPGRADED: 2 models")).to_be_visible()

    go_to(page, "explore_cells")
    cells = page.locator(".ck-cells").first
    cells.get_by_role("button", name="Sialkot footballs, ENFORCED: no").focus()
    page.keyboard.press("Enter")
    expect(cells.locator(".ck-behind li").first).to_contain_text("2.1.9")
    cells.get_by_role("button", name="Agra leather, JOINT: not said").click()
    expect(cells.locator(".ck-behind")).to_contain_text(
        "No row that this rule reads; the cell stays missing"
    )
    assert watched.elsewhere == []
    assert watched.errors == []


def _screenshots(page: Page, folder: Path, name: str) -> None:
    """Save the notebook screen by screen, for a person to look at."""
    folder.mkdir(parents=True, exist_ok=True)
    scroller = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer")
    scroller.evaluate("e => e.scrollTo(0, 0)")
    for number in range(40):
        page.wait_for_timeout(400)
        page.screenshot(path=folder / f"{name}-{number:02d}.png")
        before = scroller.evaluate("e => e.scrollTop")
        scroller.evaluate("e => e.scrollBy(0, e.clientHeight * 0.92)")
        page.wait_for_timeout(200)
        if scroller.evaluate("e => e.scrollTop") == before:
            return
