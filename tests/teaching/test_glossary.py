"""The glossary: every term has a meaning and says where it is from; prose links to it."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pandas as pd

import clusterkit as ck
from clusterkit.evidence.content import content
from clusterkit.questions.framework import figure1_arrows
from clusterkit.teaching.prose import paragraphs_named, sentences
from clusterkit.teaching.terms import (
    PAGE,
    PLAIN,
    anchor,
    glossary_page,
    link_terms,
    terms_linked,
)

from ..notebooks.fold import linked

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def test_every_meaning_says_where_it_is_from_and_none_from_two():
    table = ck.glossary().table
    for term, row in table.iterrows():
        of_paper = isinstance(row["paragraphs"], tuple) and bool(row["paragraphs"])
        assert of_paper != pd.notna(row["source"]), term
        assert row["meaning"].endswith("."), term
        assert not paragraphs_named(row["meaning"]), f"{term}: name it in the column paragraphs"
        assert term in PLAIN or not set("()") & set(row["meaning"]), "a link's title has none"
    assert list(table.index) == sorted(table.index, key=str.lower)
    assert len({anchor(term) for term in table.index}) == len(table)


def test_the_terms_that_a_reader_meets_are_there():
    terms = set(ck.glossary().table.index)
    assert {arrow.id for arrow in figure1_arrows()} <= terms
    assert {"social upgrading", "cluster", "governance actor", "standing"} <= terms
    assert {"claim", "place", "source", "not stated", "declared gap", "truth table"} <= terms
    assert set(PLAIN) <= terms


def test_an_arrow_is_explained_with_its_own_paragraphs():
    arrows = content("figure1_arrows")["paragraphs"]
    meanings = ck.glossary().table["paragraphs"]
    for arrow in arrows.index:
        assert set(meanings[arrow]) & set(arrows[arrow]), arrow


def test_no_meaning_promises_or_judges():
    words = " ".join(ck.glossary().table["meaning"]).lower()
    assert not re.search(r"\b(will|leads? to|increases?|effective|proves?|best)\b", words)


def test_the_first_mention_is_linked_and_only_where_prose_is_free():
    text = "# Social upgrading\n\nA *cluster*, `cluster` and [a cluster](x.md). Clusters again."
    linked = link_terms(text)
    assert linked.startswith("# Social upgrading\n\nA *[cluster](")
    assert linked.count(PAGE) == 1
    assert "`cluster`" in linked
    assert "[a cluster](x.md)" in linked
    assert link_terms(linked, known=terms_linked(linked)) == linked
    for kept in ("Of clusters it says so (1.0.4).", "**Predict first.** A cluster?", "| cluster |",
                 "```\ncluster\n```"):  # fmt: skip
        assert link_terms(kept) == kept


def test_links_leave_every_sentence_that_names_a_paragraph_as_it_is():
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                after = sentences(link_terms(cell.source))
                before = [one for one in sentences(cell.source) if paragraphs_named(one)]
                assert [one for one in after if paragraphs_named(one)] == before


def test_the_page_has_every_term_once():
    page = glossary_page()
    for term in ck.glossary().table.index:
        assert page.count(f"id='{anchor(term)}'") == 1
    assert repr(ck.glossary()).count("\n") == len(ck.glossary().table) - 1


def test_a_notebook_links_each_term_once_and_twice_is_the_same():
    cells = [
        nbformat.v4.new_markdown_cell(text) for text in ("A cluster?", "A cluster.", "Clusters.")
    ]
    once = linked(nbformat.v4.new_notebook(cells=cells))
    sources = [cell.source for cell in once.cells]
    assert [PAGE in source for source in sources] == [False, True, False]
    assert [cell.source for cell in linked(once).cells] == sources
