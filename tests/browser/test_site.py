"""The site: every page without a network, and answers in the page that are those of Python."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import clusterkit as ck
from clusterkit import Configuration, Evidence
from clusterkit.publish.site.build import write_site
from clusterkit.publish.site.live import as_json
from clusterkit.publish.site.slides import write_slides
from clusterkit.publish.site.tables import tables
from clusterkit.questions.configuration import UNITS, WAYS
from clusterkit.questions.mediation import askable, matching_evidence
from clusterkit.questions.stories import stories
from clusterkit.widgets.figure1 import figure1_answer
from clusterkit.widgets.mediation import answer, exported

from .conftest import ROOT

pytestmark = pytest.mark.browser
SITE = Path(ck.__file__).parent / "publish" / "site"
NAMES = [
    "index", "figure1", "explorer",
    *sorted(one.stem for one in (ROOT / "notebooks").glob("*.ipynb")),
]  # fmt: skip
LEAST = {"question": 1, "prediction": 1}  # of buttons, fields and cells in a living part
A4 = 688  # pixels between margins of 14 mm
WRONG_CODES = [
    "nonsense", "ck3;wider", "ck1;x", "ck1;domain=", "ck1;domain=magic", "ck1;wider=1",
    "ck1;domain=fiscal;domain=fiscal", "ck1;years=2000-1990", "ck1;years=soon", "ck1;isic=0000",
    "ck1;ways=employers", "ck1;ways=employers:dance", "ck1;ways=bob:joint", "ck1;countries=XXX",
    "ck1;settings=it's", "ck1;episodes=a\\b", " ck1 ; wider ; kind = x", "ck1;certainty=sure",
    "ck1;kind=constructor", 'ck1;settings="x"', "ck1;domain={}", "ck1;ways=employers:joint:alone",
    "ck1;years=١٩٩٠-2000", "ck1;__proto__=x", "ck1;level=lo=cal", "“ck1”;wider", "",
]  # fmt: skip


@dataclass
class Looked:
    """A page of the site, what it asked for beside itself, and the errors in its console."""

    page: Page
    asked: list[str]
    errors: list[str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    pages = write_site(folder)
    assert sorted(page.stem for page in pages) == sorted(NAMES), "every page is looked at"
    return folder


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """The site from a plain web server: its address."""
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
    with subprocess.Popen(
        command, cwd=site, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout
        found = re.search(r"port (\d+)", server.stdout.readline())
        assert found
        yield f"http://127.0.0.1:{found[1]}"
        server.terminate()


@pytest.fixture
def offline(browser: Browser) -> Iterator[Looked]:
    """A page without any network."""
    yield from look(browser, offline=True)


@pytest.fixture
def online(browser: Browser) -> Iterator[Looked]:
    yield from look(browser, offline=False)


def look(browser: Browser, *, offline: bool) -> Iterator[Looked]:
    context = browser.new_context(viewport={"width": 1366, "height": 900}, accept_downloads=True)
    context.set_offline(offline)
    page = context.new_page()
    seen = Looked(page, [], [])
    page.on("request", lambda one: seen.asked.append(one.url))
    page.on("console", lambda one: seen.errors.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    yield seen
    context.close()


def outside(seen: Looked) -> list[str]:
    """Addresses asked for, but for the page itself and what stands in it."""
    itself = seen.page.url.split("#")[0]
    return [one for one in seen.asked if one != itself and not one.startswith(("data:", "blob:"))]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_opens_from_a_disk_without_a_network(offline, site, name):
    offline.page.goto((site / f"{name}.html").as_uri())
    expect(offline.page.locator("h1").first).to_be_visible()
    live = offline.page.locator("[data-widget]")
    for at in range(live.count()):
        kind, parts = live.nth(at).get_attribute("data-widget"), live.nth(at)
        handles = parts.locator("button, td[tabindex], input, select, [role=button]")
        assert handles.count() >= LEAST.get(kind or "", 4), "a living part is no blank area"
    assert outside(offline) == []
    assert offline.errors == []


@pytest.mark.parametrize("name", NAMES)
def test_every_page_opens_from_a_plain_server(online, served, name):
    online.page.goto(f"{served}/{name}.html")
    expect(online.page.locator("h1").first).to_be_visible()
    assert outside(online) == []
    assert online.errors == []


def test_no_page_names_a_script_style_or_picture_of_another_file(site):
    for path in site.glob("*.html"):
        text = re.sub(r"<script.*?</script>", "", path.read_text(encoding="utf-8"), flags=re.S)
        sources = re.findall(r"""\b(?:src|srcset)=["']?([^"'\s>]{0,40})""", text)
        assert [one for one in sources if not one.startswith("data:")] == []
        assert re.findall(r"@import|url\(\s*['\"]?https?:", text) == []
        assert "<iframe" not in text


def test_links_lead_to_pages_that_are_there(site):
    for path in site.glob("*.html"):
        text = re.sub(r"<script.*?</script>", "", path.read_text(encoding="utf-8"), flags=re.S)
        links = set(re.findall(r"""<a [^>]*?href=["']([^"'#]+)""", text))
        local = {one for one in links if not one.startswith(("http:", "https:", "data:"))}
        assert {one for one in local if not (site / one).is_file()} == set()


def test_what_needs_python_shows_its_start_and_says_so(offline, site):
    offline.page.goto((site / "06-configurations.html").as_uri())
    needs = offline.page.locator(".needs", has_text="answered by Python")
    expect(needs).to_have_count(1)
    expect(offline.page.locator(".ck-still .ck-rows table").first).to_be_attached()


def living(seen: Looked, page: Path, number: int) -> Any:
    """An explorer of a page, drawn by `explorer.js`."""
    seen.page.goto(page.as_uri())
    return seen.page.locator("[data-widget=explorer]").nth(number)


def test_an_explorer_of_rates_answers_all_its_controls_together(offline, site, evidence):
    explorer = living(offline, site / "01-growth-and-conditions.html", 0)
    same = ck.explore_growth(evidence)
    explorer.get_by_label("“300 %” is").select_option(label="a factor of 3, loosely")
    explorer.get_by_role("slider").focus()
    for _ in range(3):
        offline.page.keyboard.press("ArrowRight")
    same.controls["percent"].value, same.controls["about"].value = "loose", 25
    expect(explorer.locator("output")).to_have_text("25")
    expect(explorer.locator(".ck-counts")).to_have_text(str(evidence.counts(same.rows)))
    spans = [span.label for span in same.view.picture.spans]
    assert explorer.locator(".ck-span + .ck-label").all_inner_texts() == spans
    expect(explorer.locator(".ck-back")).to_have_text("")
    explorer.get_by_role("button", name="Reset").click()
    expect(explorer.locator("output")).to_have_text("10")
    assert offline.errors == []


def test_where_one_choice_is_answered_at_a_time_the_page_says_what_went_back(
    offline, site, evidence
):
    explorer = living(offline, site / "03-governance.html", 0)
    same = ck.explore_acts(evidence)
    counts = explorer.locator(".ck-counts")
    explorer.get_by_label("government", exact=True).check()
    explorer.get_by_label("employers", exact=True).check()
    same.controls["actors"].value = ("government", "employers")
    expect(counts).to_have_text(str(evidence.counts(same.rows)))
    explorer.get_by_label("Mode").select_option(label="jointly")
    same.ask({"actors": (), "mode": "joint"})
    expect(counts).to_have_text(str(evidence.counts(same.rows)))
    expect(explorer.locator(".ck-back")).to_contain_text("“Actors” is back at “none ticked”")
    expect(explorer.get_by_label("government", exact=True)).not_to_be_checked()
    rows = explorer.locator(".ck-rows tbody tr")
    expect(rows).to_have_count(len(same.table))
    assert offline.errors == []


def test_a_mark_opens_its_rows_and_is_followed_in_every_view_of_a_page(offline, site):
    page = site / "01-growth-and-conditions.html"
    first = living(offline, page, 0)
    first.get_by_role("button", name=re.compile("^Sinos Valley footwear")).click()
    expect(first.locator(".ck-behind li").first).to_be_visible()
    places = living_beside(offline, "Place")
    expect(places.locator(".ck-followed")).to_contain_text("Sinos Valley footwear")
    expect(places.get_by_label("Place", exact=True)).to_have_value("Sinos Valley footwear")
    assert offline.errors == []


def test_a_line_of_the_matrix_is_followed_in_figure_1_and_the_explorer(offline, site):
    page = offline.page
    page.goto((site / "04-framework.html").as_uri())
    matrix = page.locator(".ck-matrix").first
    figure, explorer = page.locator(".ck-framework").first, page.locator(".ck-mediation").first
    line = matrix.locator("tr.ck-line[data-line=sialkot-football]")
    arrows = figure.locator(".ck-part.ck-mine")
    expect(arrows).to_have_count(0)
    before = figure.locator(".ck-told").inner_text()
    line.locator("td.ck-cell").first.click()
    for view in (matrix, figure, explorer):
        expect(view.locator(".ck-followed")).to_contain_text("Sialkot footballs")
    expect(line).to_have_class(re.compile("ck-mine"))
    assert 0 < arrows.count() < figure.locator(".ck-part").count()
    assert figure.locator(".ck-told").inner_text() == before, "nothing is hidden or counted anew"
    figure.get_by_role("button", name="Show as table (T)").click()
    expect(figure.locator(".ck-followed span")).to_have_text("")  # a table has no marks to outline
    figure.get_by_role("button", name="Show as figure (T)").click()
    expect(figure.locator(".ck-followed span")).to_contain_text("outlined here")
    figure.locator(".ck-lift").focus()
    page.keyboard.press("Enter")
    assert figure.locator(":focus").count() == 1, "the keyboard stays in the view"
    expect(matrix.locator(".ck-followed")).to_be_hidden()
    expect(arrows).to_have_count(0)
    figure.get_by_label("Place", exact=True).select_option(label="Panyu jewellery")
    expect(matrix.locator("tr.ck-mine")).to_have_attribute("data-line", "panyu-jewellery")
    assert offline.errors == []


def living_beside(seen: Looked, label: str) -> Any:
    """The explorer of the page that has a control of this label first."""
    explorers = seen.page.locator("[data-widget=explorer]")
    return explorers.filter(has=seen.page.get_by_label(label, exact=True)).last


@pytest.mark.parametrize("name", ["figure1", "04-framework"])
def test_figure_1_answers_a_click_and_the_keyboard(offline, site, name):
    offline.page.goto((site / f"{name}.html").as_uri())
    figure = offline.page.locator(".ck-framework").first
    told = figure.locator(".ck-told")
    figure.locator("[data-id=F7] text").first.click()
    expect(told).to_contain_text("F7:")
    expect(figure.locator("[data-id=F7]")).to_have_attribute("aria-pressed", "true")
    offline.page.keyboard.press("Tab")
    offline.page.keyboard.press("Enter")
    chosen = figure.locator("[aria-pressed=true]")
    expect(chosen).to_have_count(1)
    expect(told).to_contain_text(f"{chosen.get_attribute('data-id')}:")
    figure.get_by_label("Place", exact=True).select_option(label="Sialkot footballs")
    expect(figure.locator("[data-id=F6]")).to_contain_text("1 place")
    figure.get_by_label("Trace").select_option(label="sialkot stitchers strikes")
    expect(figure.locator(".ck-below caption")).to_contain_text("no proof of causes")
    figure.get_by_label("beside it").select_option(label="Sialkot surgical instruments")
    expect(figure.locator(".ck-below")).to_contain_text("shared through Punjab, Pakistan")
    assert offline.errors == []


@pytest.mark.parametrize("name", ["explorer", "04-framework"])
def test_the_explorer_answers_a_change_with_the_counts_of_python(offline, site, evidence, name):
    offline.page.goto((site / f"{name}.html").as_uri())
    explorer = offline.page.locator(".ck-mediation").first
    counts = explorer.locator(".ck-counts")
    explorer.get_by_role("button", name="Show all 16 stories").click()
    for story, asked in list(stories().items())[:4]:
        explorer.locator(".ck-story", has_text=story).click()
        expect(counts).to_have_text(str(matching_evidence(evidence, asked).counts))
    explorer.get_by_role("button", name="Reset").click()
    explorer.locator("select[data-actor=employers]").focus()
    for _ in range(3):
        offline.page.keyboard.press("ArrowDown")
    joint = matching_evidence(evidence, Configuration(ways=("employers:joint",)))
    expect(counts).to_have_text(str(joint.counts))
    explorer.get_by_role("button", name="Pin this to compare").click()
    explorer.locator("select[data-actor=workers]").select_option("takes")
    expect(explorer.locator(".ck-compared")).to_contain_text("workers")
    field = explorer.locator(".ck-code")
    field.fill("nonsense")
    field.press("Enter")
    expect(explorer.locator(".ck-problem")).to_contain_text("begins with “ck2;”")
    assert offline.errors == []


def test_a_notebooks_own_choices_are_where_its_living_parts_begin(offline, site):
    offline.page.goto((site / "05-two-sialkots.html").as_uri())
    page = offline.page
    expect(page.locator(".ck-framework caption").first).to_contain_text("Sialkot footballs and")
    expect(page.locator(".ck-mediation").get_by_role("button", name="Unpin")).to_be_visible()


def test_files_are_saved_where_the_page_can_and_refused_with_a_reason(offline, site, evidence):
    offline.page.goto((site / "explorer.html").as_uri())
    explorer = offline.page.locator(".ck-mediation")
    story = "Atlanta Agreement (Sialkot footballs)"
    explorer.get_by_role("button", name=story).click()
    match = matching_evidence(evidence, stories()[story])
    expect(explorer.locator(".ck-counts")).to_have_text(str(match.counts))
    for name, wanted in (("BibTeX", "bib"), ("CSV", "csv")):
        with offline.page.expect_download() as download:
            explorer.get_by_role("button", name=name).click()
        assert Path(download.value.path()).read_bytes() == exported(evidence, match, wanted)
    for name in ("SVG", "PNG", "PDF", "XLSX"):
        expect(explorer.get_by_role("button", name=name)).to_be_disabled()
    expect(explorer).to_contain_text("SVG, PNG, PDF and XLSX are written by Python")


def test_a_cell_of_the_case_table_lists_its_rows(offline, site):
    offline.page.goto((site / "06-configurations.html").as_uri())
    cells = offline.page.locator(".ck-cells")
    cells.locator("button", has_text=re.compile("^1$")).first.click()
    expect(cells.locator(".ck-behind li").first).to_be_visible()


@pytest.mark.parametrize("name", NAMES)
def test_no_serious_barrier_on_a_page(offline, site, name):
    offline.page.goto((site / f"{name}.html").as_uri())
    found = Axe().run(offline.page).response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in grave] == []


WIDER = """edge => [...document.querySelectorAll("main *")].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width > 0 && box.right > edge + 2 && !one.closest("[clip-path]");
}).map(one => `${one.tagName} ${one.textContent.slice(0, 40)}`).slice(0, 3)"""


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_off_on_a_phone_or_on_paper(offline, site, name):
    page = offline.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto((site / f"{name}.html").as_uri())
    across = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(across) <= 0, "a page is not moved sideways"
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4, "height": 900})
    assert page.evaluate(WIDER, A4) == [], "paper does not scroll"


def test_the_front_page_names_the_paper_the_evidence_and_how_to_cite(offline, site, evidence):
    offline.page.goto((site / "index.html").as_uri())
    about = offline.page.locator(".about")
    for words in ("Pyke, F. and Lund-Thomsen, P. (2015)", evidence.version, "To cite"):
        expect(about).to_contain_text(words)
    expect(about).to_contain_text(str(evidence.counts(evidence.statements)))


def test_code_is_folded_and_a_long_page_lists_its_parts(offline, site):
    page = offline.page
    page.goto((site / "06-configurations.html").as_uri())
    folded = page.locator("details.code")
    assert folded.count() > 5
    assert page.locator(".highlight:visible").count() == 0
    folded.first.locator("summary").press("Enter")
    expect(page.locator(".highlight:visible")).to_have_count(1)
    parts = page.locator(".contents a")
    assert parts.all_inner_texts() == page.locator("h2").all_inner_texts()
    parts.last.click()
    expect(page.locator("h2").last).to_be_in_viewport()


@pytest.fixture(scope="module")
def travelling(evidence: Evidence) -> dict[str, Any]:
    return json.loads(as_json(tables(evidence)))


@pytest.fixture
def engine(offline: Looked, travelling: dict[str, Any]) -> Page:
    """A page that has the engine, and nothing else."""
    source = (SITE / "engine.js").read_text(encoding="utf-8")
    make = """([source, tables]) => {
      globalThis.engine = new Function("tables", `${source}; return makeEngine(tables);`)(tables);
    }"""
    offline.page.evaluate(make, [source, travelling])
    return offline.page


HUNDREDS = [pytest.param(seed, 500, marks=pytest.mark.trust) for seed in range(1, 3)]


@pytest.mark.parametrize(("seed", "count"), [(20261124, 120), *HUNDREDS])
def test_every_preset_and_many_configurations_are_answered_as_in_python(
    engine, evidence, seed, count
):
    drawn = random.Random(seed)
    asked = [Configuration(), Configuration(wider=True), *stories().values()]
    asked += [some_configuration(evidence, drawn) for _ in range(count)]
    pinned = [drawn.choice(asked) if drawn.random() < 0.3 else None for _ in asked]
    codes = [[one.code, kept and kept.code] for one, kept in zip(asked, pinned, strict=True)]
    told = engine.evaluate(
        """codes => codes.map(([code, pinned]) =>
             engine.answer(engine.parse(code), pinned ? engine.parse(pinned) : null))""",
        codes,
    )
    seen = {"some": 0, "none": 0}
    for one, kept, found in zip(asked, pinned, told, strict=True):
        match = matching_evidence(evidence, one)
        assert found == json.loads(as_json(answer(evidence, match, kept))), one.code
        seen["some" if found["total"] else "none"] += 1
    assert min(seen.values()) > count / 6, "both kinds of answer are looked at"
    units = Counter(one.unit for one in asked)
    assert min(units[unit] for unit in UNITS) > count / 8, "every unit is looked at"


def test_a_code_that_cannot_be_read_gets_the_sentence_of_python(engine, evidence):
    told = engine.evaluate(
        """codes => codes.map(code => {
             try { engine.answer(engine.parse(code)); return null; } catch (error) { return error.message; }
           })""",
        WRONG_CODES,
    )
    for code, found in zip(WRONG_CODES, told, strict=True):
        with pytest.raises(ValueError, match=re.escape(found or "no sentence")) as problem:
            matching_evidence(evidence, Configuration.parse(code))
        assert found == str(problem.value)


def test_figure_1_is_answered_as_in_python(engine, evidence, travelling):
    drawn = random.Random(1)
    stories = travelling["figure1"]["stories"]
    elements = ["", *travelling["figure1"]["involving"]]
    asked = [["", "", "", "", "wide"], *(["", "", one, "", "narrow"] for one in elements[1:9])]
    for _ in range(90):
        place, other = drawn.choice(["", *stories]), drawn.choice(["", *stories])
        told = ["", "all", *(code for code, _ in stories.get(place, []))]
        reading = drawn.choice(["wide", "narrow"])
        asked.append([place, other, drawn.choice(elements), drawn.choice(told), reading])
    told = engine.evaluate("asked => asked.map(one => engine.figure1(...one))", asked)
    for one, found in zip(asked, told, strict=True):
        assert found == json.loads(as_json(figure1_answer(evidence, *one))), one


def test_files_hold_what_those_of_python_hold(engine, evidence):
    asked = [
        *stories().values(), Configuration(), Configuration(wider=True),
        Configuration(actors=("workers",), domain=("monetary",)),
    ]  # fmt: skip
    told = engine.evaluate(
        "codes => codes.map(code => ['bib', 'csv', 'svg'].map(one => engine.file(engine.parse(code), one)))",
        [one.code for one in asked],
    )
    for one, (bib, csv, svg) in zip(asked, told, strict=True):
        match = matching_evidence(evidence, one)
        assert bib.encode() == exported(evidence, match, "bib"), one.code
        assert csv.encode() == exported(evidence, match, "csv"), one.code
        assert svg is None


def some_configuration(evidence: Evidence, drawn: random.Random) -> Configuration:
    """Draw a configuration from all that may be asked: often little, sometimes much."""
    settings, policies, actions = evidence.settings, "policies", "actions"
    words: dict[str, list[str]] = {
        **{
            one: list(evidence.vocabulary(policies, one))
            for one in ("domain", "instrument", "state", "level", "influencer", "aim", "scope")
        },
        **{
            one: list(evidence.vocabulary(actions, one))
            for one in ("actors", "mode", "kind", "certainty", "organisation")
        },
        "beliefs": askable(evidence)["beliefs"],
        "outcomes": askable(evidence)["outcomes"],
        "settings": list(settings.index),
        "countries": sorted(settings["country"].dropna().unique()),
        "isic": sorted(settings["isic"].dropna().astype(str).unique()),
        "episodes": sorted(evidence.statements["episode"].dropna().unique()),
    }
    parts: dict[str, Any] = {
        part: tuple(drawn.sample(some, min(len(some), drawn.choice((1, 1, 2, 3)))))
        for part, some in words.items()
        if drawn.random() < 0.13
    }
    if drawn.random() < 0.3:
        actors = drawn.sample(words["actors"], drawn.choice((1, 2)))
        several = ["+".join(drawn.sample(WAYS, drawn.choice((1, 1, 2)))) for _ in actors]
        parts["ways"] = tuple(map(":".join, zip(actors, several, strict=True)))
    if drawn.random() < 0.2:
        first, last = sorted((drawn.randint(1950, 2015), drawn.randint(1950, 2015)))
        parts["years"] = (first, last)
    unit = drawn.choice(UNITS)
    return Configuration(**parts, unit=unit, wider=drawn.random() < 0.5)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A talk made of notebook 04: its page."""
    source = tmp_path_factory.mktemp("notebook")
    shutil.copy(ROOT / "notebooks" / "04-framework.ipynb", source)
    return write_slides(tmp_path_factory.mktemp("slides"), notebooks=source)[0]


def test_a_talk_goes_step_by_step_by_key_and_its_figure_is_alive(offline, talk):
    page = offline.page
    page.goto(talk.as_uri())
    where, visible = page.locator(".where"), page.locator(".step:visible")
    expect(where).to_contain_text("1 of ")
    before = visible.count()
    page.keyboard.press("ArrowRight")
    expect(where).to_contain_text("2 of ")
    page.keyboard.press("ArrowRight")
    expect(visible).to_have_count(2)
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    expect(visible).to_have_count(before)
    while not page.locator(".ck-framework").first.is_visible():
        page.get_by_role("button", name="Next").click()
    page.locator(".ck-framework [data-id=F7] text").first.click()
    expect(page.locator(".ck-framework .ck-told").first).to_contain_text("F7:")
    page.reload()
    expect(page.locator(".ck-framework").first).to_be_visible()
    page.emulate_media(media="print")
    assert visible.count() == page.locator(".step").count(), "paper shows every step"
    assert outside(offline) == []
    assert offline.errors == []
