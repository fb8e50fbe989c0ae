"""What leaves the workbench: figures and tables that say where they come from."""

from __future__ import annotations

import io

import pandas as pd

from ..evidence.formulas import safe_for_spreadsheets
from ..evidence.tables import Evidence
from ..extras import extras_named
from ..questions.effects import harvest
from ..questions.select import evidence_table
from ..questions.words import provenance
from .display import saved
from .matrices import plot_harvest
from .style import FAMILY


def rows_as_csv(evidence: Evidence, rows: pd.DataFrame, note: str) -> bytes:
    """Write statements as CSV (UTF-8 with BOM, for spreadsheets); `from` names the origin."""
    table = evidence_table(evidence, rows).assign(**{"from": provenance(evidence, rows, note)})
    return safe_for_spreadsheets(table).to_csv(lineterminator="\n").encode("utf-8-sig")


def rows_as_excel(evidence: Evidence, rows: pd.DataFrame, note: str) -> bytes:
    """Write statements as an Excel workbook: sheets `rows`, `sources` and `about`."""
    with extras_named():
        import openpyxl  # noqa: F401  (pandas writes with it)
    out = io.BytesIO()
    cited = evidence.cite(rows)
    origin = provenance(evidence, rows, note)
    about = pd.DataFrame({"about": [origin]})
    sources = pd.DataFrame({"reference": list(cited.references)})
    with pd.ExcelWriter(out, engine="openpyxl") as book:
        safe_for_spreadsheets(evidence_table(evidence, rows)).to_excel(book, sheet_name="rows")
        safe_for_spreadsheets(sources).to_excel(book, sheet_name="sources", index=False)
        safe_for_spreadsheets(about).to_excel(book, sheet_name="about", index=False)
        for sheet in book.sheets.values():
            sheet.freeze_panes = "A2"
        book.book.properties.title = "Cluster Upgrading Workbench: rows of the evidence"
        book.book.properties.description = origin
    return out.getvalue()


def sources_as_bibtex(evidence: Evidence, rows: pd.DataFrame, note: str) -> bytes:
    """Write the works behind statements as BibTeX, under a comment that says where it is from."""
    origin = provenance(evidence, rows, note).replace("@", " at ")  # BibTeX reads on from any @
    return f"% {origin}\n{evidence.cite(rows).bibtex}".encode()


def figure_bytes(evidence: Evidence, rows: pd.DataFrame, note: str, wanted: str) -> bytes:
    """Draw the harvest plot of statements as svg, png or pdf, with its provenance in the file."""
    origin = provenance(evidence, rows, note)
    figure = plot_harvest(evidence, harvest(evidence, rows)).get_figure(root=True)
    assert figure is not None
    figure.text(0.01, -0.02, origin, fontsize=6, va="top", wrap=True, family=FAMILY)
    about = {"Subject" if wanted == "pdf" else "Description": origin}
    return saved(figure, wanted, about=about, dpi=200, bbox_inches="tight")
