"""Pages to print for a class: Figure 1, codebook, claims, glossary, how to read the evidence.

Each is a PDF of A4 pages, made by fpdf2 from the same tables as notebooks and pages.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ..evidence.definition import data_dir
from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from ..loading import load
from ..plots.display import saved
from ..plots.figure1 import plot_figure1
from ..questions.framework import arrow_evidence, arrow_table, standing_sentences
from ..safe_files import make_folder, write_file
from ..version import __version__
from .claims import codes_allowed, meanings, questions_asked, seminar_claims
from .terms import glossary, whence

if TYPE_CHECKING:
    from fpdf import FPDF

MARGIN, SIZE, SMALL, TITLE = 16.0, 10.0, 8.0, 18.0  # millimetres; points
READING = (
    (
        "A row is one thing that is said",
        "Of one place, or in general, with its paragraph and the works that are cited there. "
        "Paragraph 2.1.9 is the ninth of section 2.1.",
    ),
    (
        "Count three things together",
        "Claims, places and works. A claim that fills several rows counts once; five claims of one "
        "place, from one work, are not five places.",
    ),
    (
        "Nothing said is not “no”",
        "Where no row tells of something, that is missing: neither a “no” nor a zero. The kinds of "
        "nothing stand below.",
    ),
    (
        "How sure the paper sounds",
        "Reported: stated as a fact of the place. Possible: hedged. Argued: in general or in "
        "theory. A hedge stays a hedge when you retell it.",
    ),
    (
        "A level is not a change",
        "“Wages are low” says how things stand; “wages rose” says where they go. Only the second "
        "can be set beside growth as a change.",
    ),
    (
        "An effect is what the paper says",
        "+ better, − worse, 0 said not to have come. It is the paper's word on a policy or an act, "
        "no measurement of ours, and nothing here forecasts.",
    ),
)
CODES = "Place, actors, mode, social effect, certainty"
THE_KINDS = "What stands behind an empty place"
EMPTY = ("no effect reported", "effect not stated", "general claim only", "declared gap",
         "not mentioned")  # fmt: skip


def write_handouts(folder: str | Path) -> list[Path]:
    """Write the handouts into a folder, which is made when it is not there.

    Parameters
    ----------
    folder
        Where to write; files of the same names are replaced.

    Returns
    -------
    list of Path
        `figure-1.pdf`, `codebook.pdf`, `claims.pdf`, `glossary.pdf` and
        `reading-the-evidence.pdf`. They show the shipped evidence; none holds the reference codes.

    Raises
    ------
    ModuleNotFoundError
        When fpdf2 is not installed; it comes with the extra `lab`.
    NotWrittenError
        When a file cannot be written.
    """
    evidence = load(data_dir())
    made = {
        "figure-1": _figure1(evidence),
        "codebook": _codebook(evidence),
        "claims": _claims(evidence),
        "glossary": _glossary(evidence),
        "reading-the-evidence": _reading(evidence),
    }
    target = Path(folder)
    make_folder(target)
    return [
        write_file(target / f"{name}.pdf", bytes(pages.output())) for name, pages in made.items()
    ]


def _pages(evidence: Evidence, title: str, *, landscape: bool = False) -> FPDF:
    """Begin a handout: its fonts, its foot on each page, its title."""
    import fpdf
    from fpdf.enums import XPos, YPos

    foot = (
        f"Cluster Upgrading Workbench {__version__}, evidence {evidence.version} (CC BY 4.0), "
        "coded from Pyke and Lund-Thomsen (2015)"
    )

    class Handout(fpdf.FPDF):
        def footer(self) -> None:
            self.set_y(-12)
            self.set_font("DejaVu", size=7.5)
            self.cell(self.epw, 4, f"{foot} · {self.page_no()}", align="C")

    pages = Handout(orientation="landscape" if landscape else "portrait", format="A4")
    pages.set_title(title)
    pages.set_lang("en")
    pages.set_creator("clusterkit")
    fonts = files("matplotlib") / "mpl-data" / "fonts" / "ttf"
    for style, name in (("", "DejaVuSans"), ("B", "DejaVuSans-Bold")):
        pages.add_font("DejaVu", style, str(fonts / f"{name}.ttf"))
    pages.set_margin(MARGIN)
    pages.set_auto_page_break(auto=True, margin=MARGIN)
    pages.add_page()
    pages.set_font("DejaVu", "B", TITLE)
    pages.multi_cell(0, 8, title, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pages.ln(2)
    pages.set_font("DejaVu", size=SIZE)
    return pages


def _sign(code: str) -> str:
    return "\N{MINUS SIGN}" if code == "-" else spaced(code)


def _said(pages: FPDF, words: str, *, bold: bool = False, after: float = 2) -> None:
    from fpdf.enums import XPos, YPos

    pages.set_font("DejaVu", "B" if bold else "", SIZE)
    pages.multi_cell(0, 5, words, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pages.ln(after)


def _table(
    pages: FPDF, head: Sequence[str], lines: Sequence[Sequence[str]], widths: Sequence[int]
) -> None:
    from fpdf.fonts import FontFace

    pages.set_font("DejaVu", size=SIZE - 1)
    with pages.table(
        col_widths=tuple(widths), text_align="LEFT", line_height=4.6, padding=1.2,
        borders_layout="HORIZONTAL_LINES", headings_style=FontFace(emphasis="BOLD"),
        v_align="TOP",
    ) as table:  # fmt: skip
        for line in (head, *lines):
            row = table.row()
            for cell in line:
                row.cell(cell)
    pages.ln(3)


def _figure1(evidence: Evidence) -> FPDF:
    pages = _pages(evidence, "Figure 1: what carries each arrow", landscape=True)
    drawn = plot_figure1(arrow_table(evidence))
    picture = io.BytesIO(saved(drawn, "png", dpi=300, bbox_inches="tight"))
    room = pages.eph - pages.get_y() - 4
    placed = pages.image(picture, w=pages.epw, h=room, keep_aspect_ratio=True)
    pages.set_y(pages.get_y() + max(0.0, placed.rendered_height - room))
    counts = evidence.counts(arrow_evidence(evidence).drop_duplicates("row_id").set_index("row_id"))
    _said(pages, f"Redrawn from the words of section 4 and, where dotted, of others: {counts}.")
    return pages


def _codebook(evidence: Evidence) -> FPDF:
    pages = _pages(evidence, "The codebook of the seminar")
    _said(pages, "Five questions to each claim. “None” and “not stated” are answers too.")
    lines = []
    for variable, words in codes_allowed(evidence).items():
        meant = meanings()[variable]
        if variable == "place":
            codes = [
                f"one of the {len(words) - 1} places in the list",
                f"none: {meant['none']}",
            ]
        else:
            codes = [f"{_sign(word)}: {meant.get(word, '')}".rstrip(": ") for word in words]
        lines.append((f"{spaced(variable)}\n{questions_asked()[variable]}", "\n".join(codes)))
    _table(pages, ("What is asked", "Codes"), lines, (28, 72))
    return pages


def _claims(evidence: Evidence) -> FPDF:
    pages = _pages(evidence, "Twelve claims to code")
    _said(pages, "Code each alone, with the codebook beside you. Then talk where you differ.")
    lines = [
        (str(claim.number), f"{claim.words}\nAround it: {claim.context}", "")
        for claim in seminar_claims()
    ]
    _table(pages, ("", "Claim, and what stands around it", CODES), lines, (6, 60, 34))
    return pages


def _glossary(evidence: Evidence) -> FPDF:
    pages = _pages(evidence, "Glossary")
    _said(pages, "In brackets: the paragraph of the paper, or the work, that a meaning is from.")
    with pages.text_columns(ncols=2, gutter=6, line_height=1.14) as columns:
        for term, row in glossary().table.iterrows():
            with columns.paragraph(bottom_margin=0.8) as entry:
                pages.set_font("DejaVu", "B", SMALL)
                entry.write(f"{term} ")
                pages.set_font("DejaVu", "", SMALL)
                entry.write(f"{row['meaning']} ({whence(row)})")
    return pages


def _reading(evidence: Evidence) -> FPDF:
    pages = _pages(evidence, "How to read the evidence")
    for title, words in READING:
        _said(pages, title, bold=True, after=0)
        _said(pages, words)
    _said(pages, THE_KINDS, bold=True, after=1)
    sentences = standing_sentences()
    _table(pages, ("Kind", "What it says"), [(kind, sentences[kind]) for kind in EMPTY], (28, 72))
    _said(pages, f"In these pages: {evidence.counts(evidence.statements)}.")
    return pages
