"""Every usual way of writing several authors is read right, or asked about."""

from __future__ import annotations

import re
import time

import pandas as pd
import pytest

from clusterkit.evidence.authors import read_authors
from clusterkit.evidence.citations import (
    bibtex,
    cited_as,
    formatted_references,
    plain_references,
    with_works,
)

BOTH = ("Loebis, L.", "Schmitz, H.")
THREE = (*BOTH, "Guizol, P.")


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Loebis, L.", BOTH[:1]), ("Loebis, Lulut", ("Loebis, Lulut",)), ("L. Loebis", BOTH[:1]),
        ("Loebis, L. and Schmitz, H.", BOTH), ("Loebis, L. & Schmitz, H.", BOTH),
        ("Loebis, L., & Schmitz, H.", BOTH), ("Loebis, L., and Schmitz, H.", BOTH),
        ("Loebis, L.; Schmitz, H.", BOTH), ("Loebis, L.; and Schmitz, H.", BOTH),
        ("Loebis, L., Schmitz, H.", BOTH), ("L. Loebis and H. Schmitz", BOTH),
        ("L. Loebis, H. Schmitz", BOTH), ("L. Loebis & H. Schmitz", BOTH),
        ("L. Loebis; H. Schmitz", BOTH),
        ("Loebis L, Schmitz H", BOTH), ("Loebis L., Schmitz H.", BOTH),
        ("Loebis L. M., Schmitz H J", ("Loebis, L. M.", "Schmitz, H. J.")),
        ("van der Berg J, de Silva KM", ("van der Berg, J.", "de Silva, K. M.")),
        ("Loebis, L., Schmitz, H. and Guizol, P.", THREE),
        ("Loebis, L., Schmitz, H., & Guizol, P.", THREE),
        ("Loebis, L.; Schmitz, H. and Guizol, P.", THREE),
        ("L. Loebis, H. Schmitz and P. Guizol", THREE), ("Loebis, L. and\\nSchmitz, H.", BOTH),
        ("Muhtaman, D. R.", ("Muhtaman, D. R.",)), ("Lund-Thomsen, P.", ("Lund-Thomsen, P.",)),
        ("van der Berg, J.", ("van der Berg, J.",)), ("de Silva, K.M.", ("de Silva, K.M.",)),
        ("King, Jr., M. L.", ("King, Jr., M. L.",)), ("King, M. L., Jr.", ("King, Jr., M. L.",)),
        ("King Jr., M. L.", ("King, Jr., M. L.",)), ("King, M. L. Jr.", ("King, Jr., M. L.",)),
        ("García Márquez, Gabriel", ("García Márquez, Gabriel",)), ("LE PEN, M.", ("LE PEN, M.",)),
        ("SCHMITZ, Hubert", ("SCHMITZ, Hubert",)), ("KHAN, F., LEE, J.", ("KHAN, F.", "LEE, J.")),
        ("García Márquez, G.", ("García Márquez, G.",)), ("Khan, F. and Khan, R.", ("Khan, F.", "Khan, R.")),
        ("Иванов, И. and Петров, П.", ("Иванов, И.", "Петров, П.")),
        ("World Bank", ("{World Bank}",)), ("{World Bank}", ("{World Bank}",)),
        ("BPS Kabupaten Jepara", ("{BPS Kabupaten Jepara}",)),
        ("International Labour Organization (ILO)", ("{International Labour Organization (ILO)}",)),
        ("{Ministry of Trade and Industry}", ("{Ministry of Trade and Industry}",)),
        ("World Bank; ILO", ("{World Bank}", "{ILO}")),
        ("Ministry of Trade and Industry; ILO", ("{Ministry of Trade and Industry}", "{ILO}")),
        ("{Food, Land and Water Board} and Schmitz, H.", ("{Food, Land and Water Board}", "Schmitz, H.")),
        ("Schmitz, H. and World Bank", ("Schmitz, H.", "{World Bank}")),
    ],
)  # fmt: skip
def test_names_are_read(cell, people):
    authors = read_authors(cell.replace("\\n", "\n"))
    assert (authors.doubt, authors.people, authors.editors) == ("", people, False)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("LM", "L. M."), ("L", "L."), ("MS.", "M. S."), ("JRR", "J. R. R."), ("KM de", "K. M. de"),
        ("L. M.", "L. M."), ("K.M.", "K.M."), ("D.-J.", "D.-J."), ("Lulut M", "Lulut M."),
        ("Yu.", "Yu."), ("Bo", "Bo"), ("JR", "J. R."), ("小明", "小明"), ("علي", "علي"),
    ],
)  # fmt: skip
def test_initials_have_points_and_names_stay_as_they_are(given, written):
    assert read_authors(f"Loebis, {given}").people == (f"Loebis, {written}",)


@pytest.mark.parametrize(
    "mark", ["(ed.)", "(eds.)", "(Eds)", "eds.", ", ed.", "[ed.]", "(editors)", "(Hrsg.)", "(Hg.)"]
)
def test_editors_are_editors(mark):
    authors = read_authors(f"Loebis, L. and Schmitz, H. {mark}")
    assert (authors.people, authors.editors) == (BOTH, True)


@pytest.mark.parametrize("mark", ["Eds.", "eds", "(Eds.)", "Editors:", "Ed.", "Edited by", "Hrsg."])
def test_editors_may_stand_first(mark):
    authors = read_authors(f"{mark} Loebis, L. and Schmitz, H.")
    assert (authors.people, authors.editors) == (BOTH, True)


@pytest.mark.parametrize("name", ["EDS Corporation", "Ed Loebis"])
def test_a_name_is_no_mark_of_editors(name):
    authors = read_authors(name)
    assert (authors.people, authors.editors) == ((f"{{{name}}}",), False)


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("Ministry of Trade and Industry", "one organisation in braces, {Ministry of Trade and Industry}"),
        ("Ministry of Trade & Industry", "this could be either"),
        ("World Bank and ILO", "several with semicolons between them, World Bank; ILO"),
        ("Marks and Spencer", "this could be either"),
        ("Loebis, L. et al.", "all the names"), ("Loebis et al", "all the names"),
        ("Loebis, L. and others", "all the names"), ("Loebis, L., dkk", "all the names"),
        ("Loebis, L. und Schmitz, H.", "Surname, Initials; Surname, Initials"),
        ("Loebis, L. et Schmitz, H.", "Surname, Initials; Surname, Initials"),
        ("Loebis, L. ve Schmitz, H.", "Surname, Initials; Surname, Initials"),
        ("Loebis, L. y Schmitz", "Surname, Initials; Surname, Initials"),
        ("Loebis, L. dan Schmitz, H.", "Surname, Initials; Surname, Initials"),
        ("Loebis, L. + Schmitz, H.", "Surname, Initials; Surname, Initials"),
        ("Loebis, L. / Schmitz, H.", "Surname, Initials; Surname, Initials"),
        ("Loebis, Schmitz and Guizol", "'Guizol' has no initials"),
        ("Nadvi, Khalid, Barrientos, Stephanie", "Surname, Initials; Surname, Initials"),
        ("Loebis, L. (2005)", "Surname, Initials; Surname, Initials"), ("Dr. Schmitz, H.", "without titles"),
        ("Prof. H. Schmitz", "Schmitz, H. (without the title) where it is a person"),
        ("Dr. Hubert Schmitz", "Schmitz, Hubert (without the title)"),
        ("DR. H. Schmitz", "Schmitz, H. (without the title)"),
        ("Schmitz, Prof. Hubert", "without titles"), ("Schmitz, Dr H.", "without titles"),
        ("Schmitz, H. PhD", "without titles"),
        ("and Schmitz, H.", "the word 'and' stands before the first"),
        ("& Schmitz, H.", "the word '&' stands before the first"),
        ("by Schmitz, H.", "the word 'by' stands before the first"),
        ("Schmitz, H. and 3 others", "all the names"), ("Schmitz, H. & others", "all the names"),
        ("Schmitz, H., and several others", "all the names"),
        ("Schmitz, H. and colleagues", "all the names"),
        ("Schmitz H., Loebis", "Surname, Initials; Surname, Initials"),
        ("Schmitz HJ, Loebis Lienda", "Surname, Initials; Surname, Initials"),
        ("Oxfam GB, Oxfam UK", "organisations as they are"),
        ("Hubert Schmitz, Loebis, L.", "Surname, Initials; Surname, Initials"),
        ("الله، علي", "Surname, Initials; Surname, Initials"),
        ("Loebis L", "Loebis, L. where it is a person; an organisation stands in braces"),
        ("Oxfam GB", "an organisation stands in braces, such as {Oxfam GB}"),
        ("Ministry of Trade, Jakarta", "an organisation stands in braces"),
        ("University of Delhi, Department of Economics", "an organisation stands in braces"),
        ("a, b, c, d, e", "Surname, Initials; Surname, Initials"), (",", "Surname, Initials"),
        ("Loebis, L. and", "Surname, Initials; Surname, Initials"), ("王伟、李娜", "Surname, Initials; Surname, Initials"),
    ],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_is_asked(cell, part):
    authors = read_authors(cell)
    assert authors.people == ()
    assert part in authors.doubt


PEOPLE = ("Schmitz, Hubert", "Loebis, Lienda", "Guizol, Philippe")


@pytest.mark.parametrize(
    ("cell", "remedies"),
    [
        ("Hubert Schmitz, Lienda Loebis",
         [("Schmitz, Hubert; Loebis, Lienda", PEOPLE[:2]), ("Hubert Schmitz, L. L.", None)]),
        ("García Márquez, Gabriel José", [("García Márquez, G. J.", ("García Márquez, G. J.",))]),
        ("Hubert Schmitz, Lienda Loebis and Philippe Guizol",
         [("Schmitz, Hubert; Loebis, Lienda; Guizol, Philippe", PEOPLE)]),
        ("Hubert Schmitz, L. Loebis", [("Schmitz, Hubert; Loebis, L.", (PEOPLE[0], "Loebis, L."))]),
        ("Hubert Schmitz, Lienda Loebis and World Bank",
         [("Schmitz, Hubert; Loebis, Lienda; World Bank", (*PEOPLE[:2], "{World Bank}"))]),
        ("Lienda Loebis & Hubert Schmitz",
         [("Loebis, Lienda; Schmitz, Hubert", PEOPLE[1::-1]),
          ("Lienda Loebis; Hubert Schmitz", ("{Lienda Loebis}", "{Hubert Schmitz}")),
          ("{Lienda Loebis & Hubert Schmitz}", ("{Lienda Loebis & Hubert Schmitz}",))]),
        ("Hubert Schmitz and ILO", [("Schmitz, Hubert; ILO", (PEOPLE[0], "{ILO}"))]),
        ("World Bank and ILO", [("World Bank; ILO", ("{World Bank}", "{ILO}"))]),
        ("ILO, IFC", [("ILO; IFC", ("{ILO}", "{IFC}")), ("Ilo, I. F. C.", ("Ilo, I. F. C.",))]),
        ("ILO, IFC, UNIDO, WTO", [("ILO; IFC", ("{ILO}", "{IFC}"))]),
        ("UNCTAD, Geneva", [("UNCTAD; Geneva", ("{UNCTAD}", "{Geneva}"))]),
        ("KHAN, Farzad", [("Khan, Farzad", ("Khan, Farzad",))]),
        ("Tewari M", [("Tewari, M.", ("Tewari, M.",))]),
        ("Tewari M.", [("Tewari, M.", ("Tewari, M.",)), ("{Tewari M.}", ("{Tewari M.}",))]),
        ("Tewari MS", [("Tewari, M. S.", ("Tewari, M. S.",))]),
        ("Schmitz H.; Loebis L.", [("Schmitz, H.", ("Schmitz, H.",))]),
        ("王 小明", [("王, 小明", ("王, 小明",))]),
    ],
)  # fmt: skip
def test_what_is_proposed_is_read_as_it_was_meant(cell, remedies):
    authors = read_authors(cell)
    assert authors.people == ()
    for remedy, people in remedies:
        assert remedy in authors.doubt
        if people:
            assert read_authors(remedy).people == people


def work(**cells: str) -> pd.DataFrame:
    names = ("journal", "booktitle", "publisher", "pages", "url", "doi")
    usual = {"key": "k", "type": "article", "author": "Loebis, L.", "year": "2005", "title": "T"}
    return pd.DataFrame([{**dict.fromkeys(names, ""), **usual, **cells}])


def only(**cells: str):
    from pybtex.database import BibliographyData

    return with_works(BibliographyData(), work(**cells))


@pytest.mark.parametrize(
    ("author", "cited"),
    [
        ("Loebis, L. & Schmitz, H.", "Loebis and Schmitz (2005)"),
        ("L. Loebis, H. Schmitz and P. Guizol", "Loebis et al. (2005)"),
        ("{Ministry of Trade and Industry}", "Ministry of Trade and Industry (2005)"),
        ("Loebis, L. and Schmitz, H. (eds.)", "Loebis and Schmitz (2005)"),
        ("King, M. L., Jr.", "King (2005)"),
    ],
)
def test_works_are_cited_by_the_names_that_were_read(author, cited):
    assert cited_as(only(author=author).entries["k"]) == cited


@pytest.mark.parametrize(
    ("author", "reference"),
    [
        ("Loebis LM, Schmitz HJ", "Loebis, L. M., & Schmitz, H. J. (2005)"),
        ("Tewari, MS.", "Tewari, M. S. (2005)"), ("Kumar, S., Jr.", "Kumar, S., Jr. (2005)"),
        ("Kim, Dae-jung", "Kim, D.-j. (2005)"), ("Kim, Dae-Jung", "Kim, D.-J. (2005)"),
        ("Kim, D.-J.", "Kim, D.-J. (2005)"), ("de Silva, K.M.", "de Silva, K. M. (2005)"),
        ("Costa, João da", "Costa, J. da. (2005)"), ("Иванов, Иван", "Иванов, И. (2005)"),
        ("王, 小明", "王, 小明. (2005)"), ("محمد, علي", "محمد, علي. (2005)"),
        ("प्रिया, अ.", "प्रिया, अ. (2005)"), ("王, 小明; Loebis, L.", "王, 小明, & Loebis, L. (2005)"),
    ],
)  # fmt: skip
def test_references_hold_every_initial_and_names_without_capitals_whole(author, reference):
    assert formatted_references(only(author=author))["k"].startswith(reference)


def test_editors_stand_in_references_and_bibtex():
    entries = only(author="Loebis, L. and Schmitz, H. (eds.)", type="book", publisher="P")
    assert re.search(r"Loebis and .*Schmitz, editors", plain_references(entries)["k"])
    assert 'editor = "Loebis, L. and Schmitz, H."' in bibtex(entries, ["k"])


HARD = 'A $5 wage & 10% of {X}_y ^2 #1 ~ "q" <b>'
ADDRESS = "https://a.b/c_d?x=1%20&y=~z#t"


def test_bibtex_of_any_text_reads_back_and_addresses_stand_as_they_are():
    from pybtex.database import parse_string

    text = bibtex(only(title=HARD, journal="J_1", url=ADDRESS, doi="10.1/a_b"), ["k"])
    assert f'url = "{ADDRESS}"' in text
    assert 'doi = "10.1/a_b"' in text
    assert r"A \$5 wage \& 10\% of {X}\_y \^{}2 \#1 \textasciitilde{}" in text
    fields = parse_string(text, "bibtex").entries["k"].fields
    assert fields["url"] == ADDRESS
    again = bibtex(parse_string(text, "bibtex"), ["k"])
    assert again == text, "what is escaped is not escaped again"


@pytest.mark.parametrize("sign", ["{", "}", '"', "\\"])
def test_no_sign_of_an_address_ends_its_field(sign):
    from pybtex.database import parse_string

    text = bibtex(only(url=f"https://a.b/{sign}c"), ["k"])
    assert parse_string(text, "bibtex").entries["k"].fields["url"].startswith("https://a.b/%")


def test_the_shipped_bibliography_is_written_with_the_signs_that_it_has():
    from clusterkit.evidence.citations import read_bibliography
    from clusterkit.evidence.definition import data_dir

    shipped = read_bibliography(data_dir() / "sources.bib")
    text = bibtex(shipped, list(shipped.entries))
    assert r'"Business \& Society"' in text
    assert r"\\&" not in text


def test_plain_references_show_the_signs_that_were_typed():
    reference = plain_references(only(title=HARD, journal="J_1", url=ADDRESS))["k"]
    assert 'A $5 wage & 10% of X_y ^2 #1 ~ "q" <b>. J_1' in reference
    assert ADDRESS in reference


@pytest.mark.parametrize("part", ["A-", "A ", "Ab, ", "Ab Cd, ", "Ab-Cd "])
def test_a_long_cell_of_authors_is_read_at_once(part):
    start = time.perf_counter()
    read_authors(part * 6000)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("cell", ["Surname, A. and Other, B.", "Bull, G. & More, T."])
def test_a_person_called_other_or_more_is_a_person(cell):
    assert read_authors(cell).doubt == ""
