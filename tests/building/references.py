"""Write data/references.csv: every work of data/sources.bib as an entry of a reference list.

Needs the extra `cite`. Run it (`make references`) after a change of sources.bib; a test wants
both equal.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from clusterkit.evidence.citations import formatted_references, read_bibliography

DATA = Path(__file__).parents[2] / "data"


def references_csv(bibliography: Path) -> str:
    """Format a bibliography in APA style, as the text of a CSV with `key` and `reference`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("key", "reference"))
    writer.writerows(sorted(formatted_references(read_bibliography(bibliography)).items()))
    return text.getvalue()


if __name__ == "__main__":
    written = references_csv(DATA / "sources.bib")
    (DATA / "references.csv").write_text(written, encoding="utf-8", newline="\n")
