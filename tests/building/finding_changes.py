"""Write data/finding_changes.csv: what each second reading changes in the findings.

Run it (`make changes`) after a change of the evidence, the findings or their queries; a test wants
both equal.
"""

from __future__ import annotations

import clusterkit as ck
from clusterkit.evidence.definition import data_dir
from clusterkit.questions.ledger_changes import KEPT, changes_as_csv

if __name__ == "__main__":
    written = changes_as_csv(ck.load(only="paper"))
    (data_dir() / KEPT).write_text(written, encoding="utf-8", newline="\n")
