"""Figure 1 and the mediation explorer in JupyterLab: by mouse, by keyboard, for everyone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

import clusterkit as ck

from .conftest import Watched, go_to

pytestmark = pytest.mark.browser
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="module")
def framework(ran: Callable[[str], Watched]) -> Watched:
    """Notebook 04, run once for all tests here."""
    return ran("04-framework.ipynb")


@pytest.fixture
def figure(framework: Watched) -> Locator:
    found = framework.page.locator(".ck-framework").first
    found.scroll_into_view_if_needed()
    found.get_by_role("button", name="Reset").click()
    expect(found.locator(".ck-told")).to_contain_text("Choose a box or an arrow")
    expect(found.locator(".ck-below")).to_be_empty()
    return found


@pytest.fixture
def explorer(framework: Watched) -> Locator:
    go_to(framework.page, "explore_mediation")
    found = framework.page.locator(".ck-mediation").first
    found.scroll_into_view_if_needed()
    found.get_by_role("button", name="Reset").click()
    expect(found.locator(".ck-asked")).to_contain_text("Asked: developing-country clusters.")
    return found


def test_a_part_of_figure_1_is_chosen_by_mouse_and_by_keyboard(framework, figure):
    page = framework.page
    told = figure.locator(".ck-told")
    figure.locator("[data-id=F7] text").first.click()
    expect(told).to_contain_text("F7:")
    expect(figure.locator("[data-id=F7]")).to_have_attribute("aria-pressed", "true")
    rows = figure.locator(".ck-rows li")
    first = rows.first.text_content()
    figure.locator("[data-id=F7]").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(told).to_contain_text("F6:")
    expect(rows.first).not_to_have_text(first or "")
    assert figure.locator(".ck-part").count() == len(ck.figure1_parts()) + len(ck.figure1_arrows())
    assert framework.errors == []


def test_figure_1_thins_to_a_place_traces_a_story_and_sets_two_side_by_side(figure):
    figure.get_by_label("Place", exact=True).select_option(label="Sialkot footballs")
    expect(figure.locator("[data-id=F6]")).to_contain_text("1 place")
    figure.get_by_label("Trace").select_option(label="sialkot stitchers strikes")
    expect(figure.locator(".ck-step").first).to_be_visible()
    expect(figure.locator(".ck-below caption")).to_contain_text("no proof of causes")
    figure.get_by_label("beside it").select_option(label="Sialkot surgical instruments")
    expect(figure.locator(".ck-below")).to_contain_text("shared through Punjab, Pakistan")
    figure.get_by_role("button", name="Rows on policy: union law").click()
    expect(figure.locator(".ck-rows li")).to_have_count(1)


def test_figure_1_is_revealed_part_by_part_and_is_a_table_at_a_key(framework, figure):
    figure.get_by_role("button", name="Next part").click()
    expect(figure.locator(".ck-part")).to_have_count(3)  # two boxes and F1
    figure.get_by_role("button", name="Next part").click()
    expect(figure.locator(".ck-part")).to_have_count(5)
    figure.get_by_role("button", name="All parts").click()
    figure.locator("[data-id=F4]").focus()
    framework.page.keyboard.press("t")
    table = figure.get_by_role("table", name="Figure 1 as a table")
    expect(table.locator("tbody tr")).to_have_count(len(ck.figure1_arrows()))
    figure.get_by_role("button", name="Show as figure").click()
    expect(figure.locator("svg.ck-figure1")).to_be_visible()


def test_the_explorer_follows_its_controls_by_mouse(framework, explorer, evidence):
    counts = explorer.locator(".ck-counts")
    start = counts.text_content() or ""
    explorer.get_by_role("button", name="Atlanta Agreement (Sialkot footballs)").click()
    expect(counts).not_to_have_text(start)
    expect(explorer.locator("details[data-part=episodes] .ck-value")).to_have_text(
        "atlanta agreement"
    )
    explorer.locator(".ck-mark").first.click()
    expect(explorer.locator(".ck-rows")).to_contain_text("Back to all rows")
    ids = explorer.locator(".ck-rows li .ck-id")
    expect(ids).to_have_count(5)  # policy and act of one claim, which the paper repeats twice
    claims = evidence.statements.loc[ids.all_text_contents(), "claim"]
    assert claims.nunique() == 1
    assert framework.errors == []
    assert framework.elsewhere == []


def test_states_that_say_much_the_same_are_ticked_in_one_go(explorer, evidence):
    states = explorer.locator("details[data-part=state]")
    states.locator("summary").click()
    alike = states.locator(".ck-alike input").first
    alike.check()
    asked = explorer.locator(".ck-asked")
    expect(asked).to_contain_text("state: weak or absent or unenforced or lowered or withdrawn")
    slack = ck.Configuration(state=("weak", "absent", "unenforced", "withdrawn", "lowered"))
    expect(explorer.locator(".ck-counts")).to_have_text(
        str(ck.matching_evidence(evidence, slack).counted)
    )
    states.get_by_label("lowered", exact=True).uncheck()
    assert alike.evaluate("box => [box.checked, box.indeterminate]") == [False, True]
    alike.check()
    alike.uncheck()
    expect(states.locator(".ck-value")).to_have_text("any")


def test_the_other_stories_open_by_a_button(explorer):
    stories = explorer.locator(".ck-story:visible")
    expect(stories).to_have_count(3)
    explorer.get_by_role("button", name="Show all 16 stories").click()
    expect(stories).to_have_count(16)
    stories.last.click()
    explorer.get_by_role("button", name="Show fewer stories").click()
    expect(stories).to_have_count(4)  # the one that is chosen stays


def test_the_explorer_is_operated_by_keyboard_alone(framework, explorer):
    page, asked = framework.page, explorer.locator(".ck-asked")
    explorer.locator("select[data-actor=employers]").focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(asked).to_contain_text("employers jointly")
    explorer.locator("details[data-part=domain] summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(asked).to_contain_text("domain: standards")
    page.keyboard.press("Escape")
    expect(explorer.locator("details[data-part=domain]")).not_to_have_attribute("open", "")
    mark = explorer.locator(".ck-mark[tabindex='0']").first
    mark.focus()
    page.keyboard.press("ArrowRight")
    second = explorer.locator(".ck-mark:focus").get_attribute("aria-label")
    page.keyboard.press("Enter")
    expect(explorer.locator(".ck-rows p").first).to_contain_text(second or "?")
    page.keyboard.press("t")
    expect(explorer.get_by_text("Effect directions: claims by place")).to_be_visible()
    page.keyboard.press("t")


def test_what_is_pinned_is_compared_and_a_code_restores_it(explorer):
    explorer.get_by_role("button", name="Atlanta Agreement (Sialkot footballs)").click()
    expect(explorer.locator(".ck-asked")).to_contain_text("story: atlanta agreement")
    code = explorer.locator(".ck-code").input_value()
    explorer.get_by_role("button", name="Pin this to compare").click()
    explorer.locator("select[data-actor=employers]").select_option("takes")
    expect(explorer.locator(".ck-compared")).to_contain_text("employers")
    expect(explorer.locator(".ck-was").first).to_contain_text("pinned")
    names = explorer.locator(".ck-compared tr").last.text_content() or ""
    assert "Sialkot footballs" in names
    assert "pol-" not in names
    explorer.get_by_role("button", name="Reset").click()
    expect(explorer.get_by_role("button", name="Pin this to compare")).to_be_visible()
    expect(explorer.locator(".ck-compared table")).to_have_count(0)
    explorer.get_by_role("button", name="Reset").click()
    field = explorer.locator(".ck-code")
    field.fill(code)
    field.press("Enter")
    expect(explorer.locator(".ck-asked")).to_contain_text("story: atlanta agreement")
    field.fill("nonsense")
    field.press("Enter")
    expect(explorer.locator(".ck-problem")).to_contain_text("begins with “ck2;”")


def test_a_long_table_shows_its_first_lines_and_all_of_them_by_a_key(explorer):
    chains = explorer.locator(".ck-chains")
    visible = chains.locator("tbody tr:visible")
    before, whole = visible.count(), chains.locator("tbody tr").count()
    assert before < whole
    chains.get_by_role("button", name=f"Show all {whole} lines").press("Enter")
    expect(visible).to_have_count(whole)
    expect(visible.nth(before).get_by_role("button")).to_be_focused()


def test_without_evidence_the_explorer_says_so_and_lists_the_nearest(explorer):
    explorer.locator("select[data-actor=workers]").select_option("takes")
    explorer.locator("details[data-part=domain] summary").click()
    explorer.get_by_label("fiscal").check()
    expect(explorer.locator(".ck-status")).to_contain_text(
        "No row on a cluster in a developing country fits"
    )
    expect(explorer.get_by_text("Nearest places: no match")).to_be_visible()


def test_what_one_cluster_has_and_no_act_is_told_and_shown(explorer):
    field = explorer.locator(".ck-code")
    field.fill("ck2;ways=government:absent|employers:joint")
    field.press("Enter")
    expect(explorer.locator(".ck-where")).to_contain_text(
        "Stated of one cluster: Sialkot footballs"
    )
    expect(explorer.locator(".ck-counts")).to_contain_text("In one act: none")
    explorer.get_by_role("button", name="Show the rows of the cluster").click()
    expect(explorer.locator(".ck-rows li")).to_have_count(3)
    explorer.get_by_role("button", name="Take away: How they act: government").click()
    expect(explorer.locator(".ck-chosen-chip")).to_have_count(1)


def test_a_cell_of_the_gap_map_opens_its_rows(explorer):
    explorer.get_by_text("Where evidence is, and where it is not").click()
    cell = explorer.locator(".ck-gaps button", has_text="●").first
    name = cell.get_attribute("aria-label") or ""
    cell.click()
    expect(explorer.locator(".ck-rows p").first).to_contain_text(name)
    assert explorer.locator(".ck-rows li").count() > 0
    explorer.get_by_role("button", name="Places × elements").click()
    expect(explorer.locator(".ck-gaps")).to_contain_text("Sialkot footballs")
    explorer.get_by_text("Where evidence is, and where it is not").click()


@pytest.mark.parametrize("name", ["SVG", "XLSX", "BibTeX"])
def test_what_is_shown_is_saved_as_a_file(framework, explorer, name):
    with framework.page.expect_download() as download:
        explorer.get_by_role("button", name=name).click()
    assert Path(download.value.path()).stat().st_size > 300


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_no_serious_barrier_for_assistive_technology(framework, figure, theme, request):
    page = framework.page
    page.evaluate(
        f"() => window.jupyterapp.commands.execute('apputils:change-theme', {{theme: '{theme}'}})"
    )
    name = theme.split()[-1].lower()
    expect(
        page.locator(f"body[data-jp-theme-light='{str(name == 'light').lower()}']")
    ).to_have_count(1)
    figure.get_by_label("Place", exact=True).select_option(label="Sialkot footballs")
    figure.get_by_label("Trace").select_option("all")
    expect(figure.locator(".ck-step").first).to_be_visible()
    barriers = serious(framework, ".ck-framework")
    explorer: Locator = request.getfixturevalue("explorer")
    explorer.get_by_text("Growth × conditions, place by place").click()
    barriers += serious(framework, ".ck-mediation")
    folder = os.environ.get("CLUSTERKIT_SCREENSHOTS")
    if folder:
        explorer.screenshot(path=Path(folder) / f"explorer-{name}.png")
    explorer.get_by_text("Growth × conditions, place by place").click()
    assert barriers == []


def serious(framework: Watched, part: str) -> list[str]:
    found = Axe().run(framework.page, context={"include": [[part]]}).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:200] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in SERIOUS
    ]
