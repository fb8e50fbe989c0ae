"""What becomes of each finding when one place, or one source, is left out.

python -m tests.benchmarks.leave_out
python -m tests.benchmarks.leave_out --details   names the places and sources that turn a finding

A run to look at, and no test: it says how far each finding hangs on single places and works. Of a
place that is left out all statements go, and those of nothing else. Of a source that is left out
the rows go that rest on it alone; a row that cites others too stays.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

import pandas as pd

import clusterkit as ck
from clusterkit.evidence.tables import STATEMENT_TABLES
from clusterkit.questions.ledger import ledger
from clusterkit.questions.ledger_changes import (
    SAME,
    STRONGER,
    TURNS,
    WEAKER,
    change_between,
    weights,
)

WORDS = {SAME: "holds", STRONGER: "stronger", WEAKER: "weakens", TURNS: "turns"}


def without_rows(evidence: ck.Evidence, ids: Iterable[str]) -> ck.Evidence:
    """Leave out statements, and every link to them in the lists of other rows."""
    gone = frozenset(ids)
    tables = {}
    for name in STATEMENT_TABLES:
        rows = getattr(evidence, name)
        rows = rows[~rows.index.isin(gone)]
        for column in rows.columns[rows.map(lambda cell: isinstance(cell, tuple)).any()]:
            if column != "sources":
                rows[column] = rows[column].map(
                    lambda cell: tuple(one for one in cell if one not in gone)
                )
        tables[name] = rows
    return evidence.replaced(tables, f"{evidence.version} without {len(gone)} rows")


def rows_of_places(evidence: ck.Evidence) -> dict[str, list[str]]:
    """List the statements about each place."""
    places = evidence.statements["setting_id"].dropna()
    return {str(place): list(rows) for place, rows in places.groupby(places).groups.items()}


def rows_of_sources(evidence: ck.Evidence) -> dict[str, list[str]]:
    """List the statements that rest on each source alone; none for a source beside others."""
    cited = evidence.statements["sources"]
    alone = cited[cited.map(len) == 1].map(lambda cell: cell[0])
    found = {str(source): list(rows) for source, rows in alone.groupby(alone).groups.items()}
    return {str(source): found.get(source, []) for source in cited.explode().dropna().unique()}


def changes(evidence: ck.Evidence, left_out: dict[str, list[str]]) -> pd.DataFrame:
    """Say of each finding what becomes of it without each of these."""
    now = weights(evidence)
    words = {}
    for name, ids in left_out.items():
        then = weights(without_rows(evidence, ids)) if ids else now
        words[name] = [change_between(*pair) for pair in zip(now, then, strict=True)]
    return pd.DataFrame(words, index=[finding.id for finding in ledger()])


def table(words: pd.DataFrame) -> pd.DataFrame:
    """Count for each finding how often it holds, gets weaker or stronger, or turns."""
    counts = [Counter(line) for line in words.itertuples(index=False)]
    return pd.DataFrame(
        [{told: count[word] for word, told in WORDS.items()} for count in counts], words.index
    )


def main(arguments: list[str]) -> None:
    """Print the counts for places and for sources, and by request what turns which finding."""
    evidence = ck.load(only="paper")
    for kind, left_out in (
        ("place", rows_of_places(evidence)),
        ("source", rows_of_sources(evidence)),
    ):
        words = changes(evidence, left_out)
        print(f"\nEach of {len(left_out)} {kind}s left out:\n{table(words).to_string()}")
        if "--details" in arguments:
            for finding, line in words.iterrows():
                turning = list(line.index[line == TURNS])
                if turning:
                    print(f"{finding} turns without: {', '.join(turning)}")


if __name__ == "__main__":
    main(sys.argv[1:])
