"""What would change a finding: each second reading, applied alone.

A finding `turns` where its word changes, or the side with more claims; it gets `weaker` or
`stronger` where it stands on the same side with another margin.

To ask every finding again under every reading takes long. What it gives for the shipped evidence
is kept in `data/finding_changes.csv`, with a fingerprint of the rows and findings that it was made
from (`make changes` writes it; tests ask again). Any other evidence is asked there and then.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import pandas as pd

from ..evidence.definition import data_dir
from ..evidence.tables import Evidence
from .frames import framed
from .ledger import HOLDS, claims_of, ledger, rows_speaking
from .second_readings import with_reading

SAME, STRONGER, WEAKER, TURNS = "same", "stronger", "weaker", "turns"
SETS_OF_ROWS = ("for_gained", "for_lost", "against_gained", "against_lost")
CHANGES = {
    **dict.fromkeys(("finding", "reading_id", "word", "holds_then"), "str"),
    **dict.fromkeys(("claims", "against_claims", "claims_then", "against_claims_then"), "int64"),
    **dict.fromkeys(SETS_OF_ROWS, "object"),
}
MADE_FROM = "made_from"  # column of the kept file: the fingerprint
KEPT = "finding_changes.csv"

Ids = tuple[str, ...]


@dataclass(frozen=True)
class Weight:
    """How a finding stands: its word, the claims for and against it, and their rows."""

    holds: str
    claims: int
    against: int
    for_rows: Ids = ()
    against_rows: Ids = ()

    @property
    def margin(self) -> int:
        """Claims for it less those against it: which way the rows lean, and no score."""
        return self.claims - self.against

    @property
    def side(self) -> tuple[str, bool, bool]:
        """The word, and whether more claims speak for it, or more against it."""
        return self.holds, self.margin > 0, self.margin < 0


def findings_by_reading(evidence: Evidence) -> pd.DataFrame:
    """Say of each finding what each second reading of `readings.csv` would do to it.

    Returns
    -------
    DataFrame
        Indexed by `finding`; one column for each `reading_id`, in the order of the table. A word
        in each cell: `same`; `stronger` or `weaker`, where more or fewer claims speak for it
        than against it, but it stands on the same side; `turns`, where its word in
        `findings(evidence)["holds"]` changes, or the side with more claims.

    Examples
    --------
    That strikes changed nothing for conditions is one reading; that it is not said, another:

    >>> import clusterkit as ck
    >>> words = ck.findings_by_reading(ck.load(only="paper"))
    >>> words.loc[["actors-and-conditions", "business-first"], "rdg-27"].tolist()
    ['turns', 'same']
    """
    return evidence.once(_by_reading).copy()


def finding_changes(evidence: Evidence) -> pd.DataFrame:
    """List every second reading that changes a finding, with the rows that it moves.

    Returns
    -------
    DataFrame
        One row for each finding and reading that changes it: `finding`, `reading_id`; `word`
        (stronger, weaker, turns); `holds_then`, as `findings` calls it; `claims` and
        `against_claims` as coded, `claims_then` and `against_claims_then` under the reading;
        `for_gained`, `for_lost`, `against_gained`, `against_lost`: ids of rows that begin or cease
        to speak.

    Examples
    --------
    That strikes changed nothing for conditions is the one row against; it can be read otherwise:

    >>> import clusterkit as ck
    >>> changes = ck.finding_changes(ck.load(only="paper"))
    >>> strikes = changes[changes["reading_id"] == "rdg-27"].set_index("finding")
    >>> strikes.loc["actors-and-conditions", ["word", "holds_then", "against_lost"]].tolist()
    ['turns', 'carried', ('act-3.3.5-01',)]
    """
    return evidence.once(_changes).copy()


def weights(evidence: Evidence) -> list[Weight]:
    """Weigh every finding of the ledger, in its order."""
    standing = []
    for finding in ledger():
        for_it, against = rows_speaking(evidence, finding)
        counted = (claims_of(evidence, for_it), claims_of(evidence, against))
        word = HOLDS[bool(for_it), bool(against)]
        standing.append(Weight(word, *counted, for_it, against))
    return standing


def change_between(before: Weight, after: Weight) -> str:
    """Say what became of a finding: same, stronger, weaker or turns."""
    if before.side != after.side:
        return TURNS
    if (before.claims, before.against) == (after.claims, after.against):
        return SAME
    stronger = (after.margin, -after.against) > (before.margin, -before.against)
    return STRONGER if stronger else WEAKER


def made_from(evidence: Evidence) -> str:
    """Give a fingerprint of what changes of findings depend on: every cell, and the findings.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> made_from(evidence) == made_from(ck.with_reading(evidence, "rdg-27"))
    False
    """
    total = sha256(repr(ledger()).encode())
    for name in evidence.tables:
        if name != "sources":
            total.update(f"\n{name}\n{getattr(evidence, name).to_csv()}".encode())
    return total.hexdigest()[:16]


def changes_as_csv(evidence: Evidence) -> str:
    """Ask every finding again under every reading, as the text of `data/finding_changes.csv`."""
    changes = changes_afresh(evidence)
    for name in SETS_OF_ROWS:
        changes[name] = changes[name].map(";".join)
    changes[MADE_FROM] = made_from(evidence)
    return changes.to_csv(index=False, lineterminator="\n")


def _changes(evidence: Evidence) -> pd.DataFrame:
    kept = pd.read_csv(data_dir() / KEPT, dtype="str", keep_default_na=False)
    if kept.empty or (kept[MADE_FROM] != made_from(evidence)).any():
        return changes_afresh(evidence)
    for name in SETS_OF_ROWS:
        kept[name] = kept[name].map(lambda cell: tuple(cell.split(";")) if cell else ())
    return kept[list(CHANGES)].astype(CHANGES)


def changes_afresh(evidence: Evidence) -> pd.DataFrame:
    """Ask every finding again under every reading; returns as `finding_changes` does."""
    now = weights(evidence)
    lines = []
    for reading in evidence.readings.index:
        then = weights(with_reading(evidence, reading))
        for finding, before, after in zip(ledger(), now, then, strict=True):
            word = change_between(before, after)
            if word != SAME:
                lines.append(
                    {
                        "finding": finding.id, "reading_id": reading, "word": word,
                        "holds_then": after.holds, "claims": before.claims,
                        "against_claims": before.against, "claims_then": after.claims,
                        "against_claims_then": after.against,
                        "for_gained": _without(after.for_rows, before.for_rows),
                        "for_lost": _without(before.for_rows, after.for_rows),
                        "against_gained": _without(after.against_rows, before.against_rows),
                        "against_lost": _without(before.against_rows, after.against_rows),
                    }
                )  # fmt: skip
    return framed(lines, CHANGES)


def _by_reading(evidence: Evidence) -> pd.DataFrame:
    names = pd.Index([finding.id for finding in ledger()], name="finding")
    columns = pd.Index(evidence.readings.index, name="reading_id")
    changes = evidence.once(_changes).pivot(index="finding", columns="reading_id", values="word")
    words = changes.astype(object).reindex(index=names, columns=columns)
    return words.where(words.notna(), SAME).astype("str")


def _without(rows: Ids, others: Ids) -> Ids:
    return tuple(row for row in rows if row not in set(others))
