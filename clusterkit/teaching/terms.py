"""The glossary: terms in plain words, where each meaning is from, and links from prose to it.

The words are in `data/content/glossary.csv`. A term of a notebook's prose becomes a link whose
title is its meaning: shown under the pointer, reached by Tab, followed by Enter. It leads to the
part of the glossary that has the term: JupyterLab finds a cell by its id before it is drawn, and
nothing smaller; a page of the site finds the term itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pandas as pd

from ..evidence.content import content
from ..evidence.wording import anchor
from .prose import WHOLE, paragraphs_named, sentences

PAGE = "00-welcome.ipynb"
PARTS = (("a", "c"), ("d", "f"), ("g", "m"), ("n", "z"))  # a cell each, so that each fits a screen
NOT_PROSE = re.compile(r"\s*(?:#|```|\||\*\*(?:Predict|To discuss))")
STYLE = """<style>
.ck-glossary { columns: 26em; column-gap: 2em;
 font: 13px/1.4 var(--jp-ui-font-family, sans-serif); }
.ck-glossary div { break-inside: avoid; margin: 0 0 .45em; }
.ck-glossary dt { display: inline; float: none; width: auto; font-weight: 700; }
.ck-glossary dd { display: inline; float: none; width: auto; margin: 0; padding: 0; }
.ck-glossary small { opacity: .8; white-space: nowrap; }
@media print { .ck-glossary { columns: 2; column-gap: 6mm; font-size: 8.5pt; line-height: 1.2; }
 .ck-glossary div { margin: 0 0 .7mm; } }
</style>"""


class Glossary:
    """The glossary for readers; `table` has its rows, indexed by term."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table

    def __repr__(self) -> str:
        lines = [f"{term}: {row['meaning']}" for term, row in self.table.iterrows()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        entries = "".join(
            f"<div id='{anchor(str(term))}'><dt>{html.escape(str(term))}</dt> "
            f"<dd>{html.escape(row['meaning'])} "
            f"<small>({html.escape(whence(row))})</small></dd></div>"
            for term, row in self.table.iterrows()
        )
        return f"{STYLE}<dl class='ck-glossary'>{entries}</dl>"


def glossary(first: str = "a", last: str = "z") -> Glossary:
    """Show the terms of the paper, of its field and of this workbench in plain words.

    Parameters
    ----------
    first, last
        Letters: only terms that begin with one of them, or with one between.

    The result's `table` has the columns `meaning`, `also` (other forms), `paragraphs` of the
    paper, and `source` where the meaning is not the paper's.

    Examples
    --------
    >>> glossary().table.loc["social upgrading", "meaning"]
    'Improvements in social conditions.'
    >>> glossary("a", "b").table.index.tolist()
    ['act', 'argued', 'business first, decent work later']
    """
    table = content("glossary")
    return Glossary(table[[first <= str(term)[0].lower() <= last for term in table.index]])


def cell_of(term: str) -> str:
    """Return the id of the cell of notebook 00 that has a term.

    Examples
    --------
    >>> cell_of("QCA")
    'glossary-n-z'
    """
    first, last = next(part for part in PARTS if part[0] <= term[0].lower() <= part[1])
    return f"glossary-{first}-{last}"


def glossary_page() -> str:
    """Write the glossary as a page of its own, which prints on one sheet of A4."""
    return (
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'><title>Glossary</title>"
        "<style>@page { size: A4; margin: 9mm; } "
        "body { font-family: system-ui, sans-serif; margin: 0; }"
        " h1 { font-size: 14pt; margin: 0 0 2mm; }</style></head>"
        f"<body><h1>Glossary</h1>{glossary()._repr_html_()}</body></html>\n"
    )


def link_terms(markdown: str, page: str = PAGE, *, known: frozenset[str] = frozenset()) -> str:
    r"""Link the first mention of each term in a piece of prose to the glossary.

    Sentences that name a paragraph of the paper stay as they are, since `prose.csv` keeps them;
    so do headings, tables, code, links, and what asks for a prediction.

    Parameters
    ----------
    known
        Terms that were linked before, and need it no more.

    Examples
    --------
    >>> print(link_terms("Social upgrading is rare.\n\nOf social upgrading more (1.0.3).", "g.md"))
    [Social upgrading](g.md#cell-id=glossary-n-z "Improvements in social conditions.") is rare.
    <BLANKLINE>
    Of social upgrading more (1.0.3).
    """
    linked = set(known)
    fenced, lines = False, []
    for line in markdown.split("\n"):
        fenced ^= line.lstrip().startswith("```")
        if not fenced and not NOT_PROSE.match(line):
            for sentence in sentences(line):
                if sentence in line and not paragraphs_named(sentence):
                    line = line.replace(sentence, _linked(sentence, page, linked), 1)
        lines.append(line)
    return "\n".join(lines)


def terms_linked(markdown: str) -> frozenset[str]:
    """Return the terms that a piece of prose links to the glossary, by the meaning of the link."""
    table = content("glossary")
    return frozenset(
        str(term) for term, row in table.iterrows() if f'"{_quoted(row["meaning"])}")' in markdown
    )


def _linked(sentence: str, page: str, linked: set[str]) -> str:
    for term, meaning, pattern in _patterns():
        if term in linked:
            continue
        hidden = WHOLE.sub(lambda part: "\0" * len(part[0]), sentence)
        found = pattern.search(hidden)
        if found:
            link = f'[{found[0]}]({page}#cell-id={cell_of(term)} "{_quoted(meaning)}")'
            sentence = sentence[: found.start()] + link + sentence[found.end() :]
            linked.add(term)
    return sentence


def _patterns() -> Iterator[tuple[str, str, re.Pattern[str]]]:
    """Yield each term with its meaning and what finds it, long ones first."""
    table = content("glossary")
    table = table[~table.index.isin(PLAIN)]
    for term in sorted(table.index, key=len, reverse=True):
        row = table.loc[term]
        also = row["also"] if isinstance(row["also"], tuple) else ()
        forms = "|".join(re.escape(form) for form in sorted((term, *also), key=len, reverse=True))
        yield str(term), str(row["meaning"]), re.compile(rf"(?<![\w-])(?:{forms})(?![\w-])", re.I)


# Words of every sentence: in the glossary, but linked nowhere.
PLAIN = (
    "act", "argued", "claim", "effect", "element", "mode", "necessary", "place", "possible",
    "source", "standing", "sufficient", "certainty", "contrast", "episode", "consistency",
    "coverage",
)  # fmt: skip


def _quoted(meaning: str) -> str:
    return meaning.replace('"', "”")


def whence(row: pd.Series) -> str:
    """Name the paragraphs, or the work, that a term's meaning is from."""
    paragraphs = row["paragraphs"] if isinstance(row["paragraphs"], tuple) else ()
    return ", ".join(paragraphs) or str(row["source"])
