"""What leaves the workbench: figures and tables that say where they come from."""

from __future__ import annotations

import io
import re

import pandas as pd

from .evidence import Evidence
from .queries import evidence_table

FORMULA = re.compile(r"^[=+\-@\t\r]")
HARMLESS = re.compile(r"^[+-]?(\d[\d.,]*)?$")


def rows_as_csv(evidence: Evidence, rows: pd.DataFrame, note: str) -> bytes:
    """Write statements as CSV (UTF-8 with BOM, for spreadsheets); `from` names the origin."""
    table = _table(evidence, rows).assign(**{"from": provenance(evidence, note)})
    return table.to_csv(lineterminator="\n").encode("utf-8-sig")


def rows_as_excel(evidence: Evidence, rows: pd.DataFrame, note: str) -> bytes:
    """Write statements as an Excel workbook: sheets `rows`, `sources` and `about`."""
    out = io.BytesIO()
    cited = evidence.cite(rows)
    about = pd.DataFrame({"about": [provenance(evidence, note)]})
    sources = pd.DataFrame({"reference": list(cited.references)})
    with pd.ExcelWriter(out, engine="openpyxl") as book:
        _table(evidence, rows).to_excel(book, sheet_name="rows")
        sources.map(safe).to_excel(book, sheet_name="sources", index=False)
        about.to_excel(book, sheet_name="about", index=False)
        for sheet in book.sheets.values():
            sheet.freeze_panes = "A2"
    return out.getvalue()


def figure_bytes(evidence: Evidence, rows: pd.DataFrame, note: str, wanted: str) -> bytes:
    """Draw the harvest plot of statements as svg, png or pdf, with its provenance in the file."""
    from .plots import plot_harvest
    from .plots.style import house_style
    from .synthesis import harvest

    told = provenance(evidence, note)
    metadata = {"svg": {"Date": None, "Description": told}, "png": {"Description": told},
                "pdf": {"CreationDate": None, "Subject": told}}[wanted]  # fmt: skip
    figure = plot_harvest(evidence, harvest(evidence, rows)).get_figure(root=True)
    assert figure is not None
    out = io.BytesIO()
    with house_style():
        figure.text(0.01, -0.02, told, fontsize=6, va="top", wrap=True)
        figure.savefig(out, format=wanted, metadata=metadata, dpi=200, bbox_inches="tight")
    return out.getvalue()


def provenance(evidence: Evidence, note: str) -> str:
    """Say where an export comes from: selection, data version, package version, the paper."""
    from . import __version__

    return (
        f"{note}. Cluster Upgrading Workbench {__version__}, evidence {evidence.version}, "
        "coded from Pyke and Lund-Thomsen (2015)."
    )


def safe(cell: object) -> object:
    """Put an apostrophe before text that a spreadsheet would take for a formula.

    Signs of effects and numbers stay as they are.

    Examples
    --------
    >>> safe("=1+1"), safe("+"), safe("-3.5"), safe("wages")
    ("'=1+1", '+', '-3.5', 'wages')
    """
    if isinstance(cell, str) and FORMULA.match(cell) and not HARMLESS.match(cell):
        return f"'{cell}"
    return cell


def _table(evidence: Evidence, rows: pd.DataFrame) -> pd.DataFrame:
    return evidence_table(evidence, rows).map(safe)
