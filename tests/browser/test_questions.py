"""Questions in a page: what stands in the field is checked, at once, as Python checks it."""

from __future__ import annotations

import re

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import clusterkit as ck
from clusterkit.publish.site.build import _whole, notebook_page
from clusterkit.teaching.exercises import check_answer, exercises, find_exercise, replies
from clusterkit.teaching.terms import glossary_page

from .conftest import Watched

pytestmark = pytest.mark.browser
WRITTEN = [
    "6,9", "6.9 %", "6.9 percent", "at least 6.9", "6.86", "6.8", "8", "7.59 % a year", "9000",
    "9200", "9,200", "9 200", "9.200", "9’200 jobs", "9.200,5", "1,234,567", "6900", "21614.33",
    "three", "none", "0", "0,5", "−3", "3.0", "13", "13.", "5", "2", "1", "10", "nine thousand",
    "nan", "9e3", "", "  ", "9 20", "%", "0.5", "6.85", "6.95", "8500", "9500",
]  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory, evidence) -> str:
    """A page of the site with every exercise and a prediction, from outputs as a notebook has."""
    folder = tmp_path_factory.mktemp("questions")
    cells = [nbformat.v4.new_markdown_cell("# Exercises\n\nWhich?")]
    grid = ck.readable(ck.growth_and_conditions(evidence))
    forms = [ck.exercise(evidence, one.number) for one in exercises()]
    for form in [*forms, ck.predict(evidence, "1.b", grid)]:
        bundle = form._repr_mimebundle_()
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        kept = {kind: data[kind] for kind in ("text/plain", "text/html")}
        cells.append(
            nbformat.v4.new_code_cell("code", metadata={"jupyter": {"source_hidden": True}})
        )
        cells[-1].outputs = [nbformat.v4.new_output("execute_result", data=kept, execution_count=1)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "01-exercises.ipynb")
    page = folder / "01-exercises.html"
    page.write_text(_whole([notebook_page(folder / "01-exercises.ipynb", evidence)], 0), "utf-8")
    return page.as_uri()


def question(page: Page, number: str):
    asked = find_exercise(number).question
    return page.locator(".ck-question", has_text=asked[:40]).first


def test_the_page_says_what_python_says(watched: Watched, address: str, evidence: ck.Evidence):
    page = watched.page
    page.goto(address)
    assert page.locator(".ck-question").count() == len(exercises()) + 1
    asked = 0
    for one in exercises():
        form, choices = question(page, one.number), one.choices(evidence)
        if one.several:
            right = one.solve(evidence)
            strangers = [word for word in choices if word not in right]
            answers = [
                sorted(right),
                sorted(right)[:1],
                strangers[:2],
                [*right, *replies(one.number)],
                [],
            ]
        else:
            answers = choices or WRITTEN
        for answer in answers:
            said = form.evaluate(
                """(form, answer) => {
                  for (const one of form.querySelectorAll("input, select"))
                    if (one.type === "checkbox") one.checked = answer.includes(one.value);
                    else one.value = answer;
                  form.querySelector(".ck-check").click();
                  return form.querySelector(".ck-told").textContent;
                }""",
                answer,
            )
            assert said == str(check_answer(evidence, one.number, answer)), (one.number, answer)
            asked += 1
    assert asked > 400
    assert watched.errors == []


def test_a_fast_click_checks_what_is_in_the_field(watched: Watched, address: str):
    page = watched.page
    page.goto(address)
    form = question(page, "1.1")
    field, told = form.get_by_role("textbox"), form.locator(".ck-told")
    check = form.get_by_role("button", name="Check")
    for _ in range(12):
        for written, said in (("8", "exact"), ("6,9 %", "Right."), ("7.6", "ten percent")):
            field.fill(written)
            check.click(no_wait_after=True)
            assert said in (told.text_content() or "")
    field.fill("6.9")
    assert told.text_content() == "", "a verdict does not outlive the answer it was on"
    field.press("Enter")
    expect(told).to_contain_text("Right.")
    hint = form.get_by_role("button", name="Hint")
    hint.focus()
    page.keyboard.press("Enter")
    expect(form.get_by_text(find_exercise("1.1").hint)).to_be_visible()
    assert hint.get_attribute("aria-expanded") == "true"


def test_a_guess_opens_its_look_and_stands_beside_it(watched: Watched, address: str):
    page = watched.page
    page.goto(address)
    form = page.locator("[data-prediction] .ck-question")
    look = page.locator(".ck-look")
    expect(look).to_be_hidden()
    show = form.get_by_role("button", name="Show what is said")
    show.click()
    expect(form.get_by_role("status")).to_contain_text("Make a guess")
    expect(look).to_be_hidden()
    form.get_by_role("textbox").fill("five")
    form.get_by_role("textbox").press("Enter")
    expect(form.get_by_role("status")).to_contain_text(
        "You guessed 5. By our rule the rows give 2."
    )
    expect(form.get_by_role("img")).to_have_attribute("aria-label", "Your guess 5, the rows 2")
    expect(look).to_be_visible()
    expect(look.locator("table")).to_contain_text("Los Lagos")
    assert watched.errors == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1024), ("dark", 390)])
def test_questions_are_whole_and_reached_by_all(browser, address: str, scheme, width):
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(address)
    for form in page.locator(".ck-question").all():
        assert form.evaluate("one => one.scrollWidth <= one.clientWidth + 1")
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]})
    assert found.violations_count == 0, found.generate_report()
    page.close()


def test_the_glossary_prints_on_one_page(browser):
    page = browser.new_page()
    page.set_content(glossary_page())
    written = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", written)) == 1
