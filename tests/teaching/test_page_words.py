"""The words of the pages without code: every page has its title and a line, the wait its length."""

from __future__ import annotations

import jinja2
import pytest

from clusterkit.publish.app import SETTINGS, app_pages

TEMPLATE = SETTINGS / "voila" / "templates" / "workbench"


@pytest.fixture
def words() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATE))


def test_every_page_is_offered_by_its_title_with_a_line(words, tmp_path):
    pages = words.get_template("words.html.j2").module.pages
    titles = {page.name: page.title for page in app_pages(tmp_path)}
    assert {name: title for name, (title, _) in pages.items()} == titles
    assert all(len(line) > 40 for _, line in pages.values())


def test_who_waits_is_told_for_how_long(words):
    waiting = words.get_template("spinner.macro.html.j2").module.html()
    assert "up to two minutes" in waiting
    assert "loading_text" not in waiting, "Voilà would write “Executing 2 of 3” into it"
