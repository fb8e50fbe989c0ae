"""The ledger of findings: what the paper and we conclude, and which rows would change it.

The findings are rows of `data/content/findings.csv`; `ledger_queries` finds the rows for and
against each. A general statement, or a declared gap, of the paragraphs where a finding is
concluded is the conclusion itself, and is no row for it. So is the same claim made elsewhere.

What would change a finding: `ledger_changes` says it for each second reading, and
`python -m tests.benchmarks.leave_out` prints it for each place and each source that is left out.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from ..evidence.content import content
from ..evidence.problems import EvidenceError, Problem
from ..evidence.suggestions import nearest
from ..evidence.tables import Evidence
from .frames import framed
from .ledger_queries import QUERIES
from .words import in_words

FINDINGS_FILE = "findings.csv"
CARRIED, DISPUTED, CONTRADICTED, NO_ROW = "carried", "disputed", "contradicted", "no row"
HOLDS = {
    (True, False): CARRIED, (True, True): DISPUTED, (False, True): CONTRADICTED,
    (False, False): NO_ROW,
}  # fmt: skip
TALLY = ("claims", "general_claims", "places", "sources")
COLUMNS = {
    **dict.fromkeys(("finding", "whose", "sentence"), "str"), "paragraphs": "object",
    **dict.fromkeys(("notebook", "holds"), "str"), "compares": "bool",
    **dict.fromkeys(TALLY, "int64"), **{f"against_{name}": "int64" for name in TALLY},
    **dict.fromkeys(("for_rows", "against_rows"), "object"),
}  # fmt: skip

Ids = tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """A conclusion, a row of `findings.csv`.

    Attributes
    ----------
    id
        A short name.
    whose
        `paper` or `ours`.
    sentence
        The conclusion with its hedge.
    paragraphs
        Where the paper concludes it; empty for ours.
    notebook
        The notebook that draws it; empty for none.
    query
        Name of the function that finds its rows.
    """

    id: str
    whose: str
    sentence: str
    paragraphs: tuple[str, ...]
    notebook: str
    query: str


@cache
def ledger() -> tuple[Finding, ...]:
    """Return all findings, in the order of the file: the paper's, then ours.

    Examples
    --------
    >>> ledger()[0].sentence
    'Clusters can grow strongly and give many people work, but not all of them do.'
    """
    return tuple(ledger_of(content("findings")))


def ledger_of(rows: pd.DataFrame) -> list[Finding]:
    """Read the findings of a table as `content` returns it.

    Raises EvidenceError when one names a query that there is not.
    """
    expected = "a function of clusterkit/questions/ledger_queries.py"
    problems = [
        Problem(FINDINGS_FILE, expected, row, "query", name, hint=nearest(name, QUERIES))
        for row, name in enumerate(rows["query"], start=2)
        if name not in QUERIES
    ]
    if problems:
        raise EvidenceError(problems, what="content")
    plain = rows.astype({"whose": "string"}).fillna({"notebook": ""})
    return [Finding(*row) for row in plain.itertuples()]


def findings(evidence: Evidence) -> pd.DataFrame:
    """Set beside each finding of the ledger the rows that speak for it and against it.

    Nothing is weighed: a finding is as good as its rows are when read.

    Returns
    -------
    DataFrame
        Indexed by `finding`, in the order of `data/content/findings.csv`:

        - `whose` (paper, ours), `sentence`, `paragraphs` (where the paper concludes it),
          `notebook` (that draws it; empty for none);
        - `holds`: carried (rows for it, none against), disputed (both), contradicted (only
          against) or no row;
        - `compares`: whether it compares ("most", "above all"). Then the rows against it are no
          objection, but what could outweigh the others: look at both numbers;
        - `claims`, `places`, `sources` of the rows for it (whole numbers), and `general_claims`:
          how many of the claims have a row about no place. A declared gap is a general claim;
        - the same of the rows against it: `against_claims` and so on;
        - `for_rows`, `against_rows`: ids of statements, and of declared gaps.

    Examples
    --------
    That rules of home weigh more than rules from abroad is argued, and no other row bears on it:

    >>> import clusterkit as ck
    >>> table = ck.findings(ck.load(only="paper"))
    >>> table.loc["rules-of-home-weigh-more", "holds"]
    'no row'

    One falling currency is reported to have changed nothing:

    >>> table.loc["policies-and-growth", ["holds", "against_rows"]].tolist()
    ['disputed', ('pol-2.2.4-05',)]
    """
    return evidence.once(_findings).copy()


def how_it_holds(finding: Mapping[Hashable, Any]) -> str:
    """Say how a finding holds; of one that compares, which side has more claims.

    Parameters
    ----------
    finding
        `holds`, `compares`, `claims` and `against_claims`, as a line of `findings`.

    Examples
    --------
    >>> how_it_holds({"holds": "disputed", "compares": True, "claims": 5, "against_claims": 2})
    'more for'
    """
    if not finding["compares"]:
        return str(finding["holds"])
    difference = finding["claims"] - finding["against_claims"]
    return "more for" if difference > 0 else "more against" if difference else "as many"


def standing_in_words(finding: Mapping[Hashable, Any]) -> str:
    """Say how a finding stands: its word, and what is counted for it and on the other side.

    Parameters
    ----------
    finding
        A line of `findings`.

    Examples
    --------
    >>> import clusterkit as ck
    >>> table = ck.findings(ck.load(only="paper"))
    >>> standing_in_words(table.loc["policies-and-growth"])
    'disputed: 27 claims for it (11 of no place), 13 places, 17 sources; 1 claim against it'
    >>> standing_in_words(table.loc["rules-of-home-weigh-more"])
    'no row: it is argued, and no other row bears on it'
    """
    word = how_it_holds(finding)
    if finding["holds"] == NO_ROW:
        return f"{word}: it is argued, and no other row bears on it"
    other = "on the other side" if finding["compares"] else "against it"
    sides = [
        f"{_counted(finding, 'claims')} for it{_general_part(finding, '')}, "
        f"{_counted(finding, 'places')}, {_counted(finding, 'sources')}"
        if finding["claims"]
        else "nothing for it",
        f"{_counted(finding, 'against_claims')} {other}{_general_part(finding, 'against_')}"
        if finding["against_claims"]
        else f"none {other}",
    ]
    return f"{word}: {'; '.join(sides)}"


def whose_words(finding: Mapping[Hashable, Any]) -> str:
    """Say whose a finding is, and where the paper concludes it.

    Examples
    --------
    >>> whose_words({"whose": "paper", "paragraphs": ("5.0.2", "5.0.3")})
    "the paper's (5.0.2, 5.0.3)"
    """
    if finding["whose"] != "paper":
        return str(finding["whose"])
    return f"the paper's ({', '.join(finding['paragraphs'])})"


def rows_behind(evidence: Evidence, finding: Mapping[Hashable, Any]) -> pd.DataFrame:
    """Say in words each row that speaks for a finding or against it.

    Parameters
    ----------
    finding
        A line of `findings`.

    Returns
    -------
    DataFrame
        Indexed by `row_id`, rows for it first: `speaks` (for, against) and `sentence`. A gap that
        is declared says so.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> finding = ck.findings(evidence).loc["policies-and-growth"]
    >>> rows_behind(evidence, finding)["speaks"].tolist()[-1]
    'against'
    """
    sides = {"for": finding["for_rows"], "against": finding["against_rows"]}
    speaks = {row: side for side, rows in sides.items() for row in rows}
    statements = evidence.statements
    said = in_words(evidence, statements[statements.index.isin(speaks)])
    gaps = evidence.gaps[evidence.gaps.index.isin(speaks)]
    declared = "Declared gap: " + gaps["summary"] + " (" + gaps["paragraph"].fillna("own") + ")"
    sentences = pd.concat([said.astype("string"), declared.astype("string")])
    return pd.DataFrame(
        {"speaks": pd.Series(speaks, dtype="string"), "sentence": sentences.reindex(list(speaks))}
    ).rename_axis("row_id")


def _counted(finding: Mapping[Hashable, Any], name: str) -> str:
    number, unit = finding[name], name.removeprefix("against_")
    return f"{number} {unit if number != 1 else unit[:-1]}"


def _general_part(finding: Mapping[Hashable, Any], side: str) -> str:
    number = finding[f"{side}general_claims"]
    return f" ({number} of no place)" if number else ""


def rows_speaking(evidence: Evidence, finding: Finding) -> tuple[Ids, Ids]:
    """List the rows that speak for a finding and against it, without the conclusion itself."""
    for_it, against = QUERIES[finding.query](evidence)
    itself = _conclusion(evidence, finding.paragraphs)
    return _once_each(row for row in for_it if row not in itself), _once_each(against)


def _findings(evidence: Evidence) -> pd.DataFrame:
    lines = []
    for finding in ledger():
        speaking = rows_speaking(evidence, finding)
        lines.append(
            {
                "finding": finding.id, "whose": finding.whose, "sentence": finding.sentence,
                "paragraphs": finding.paragraphs, "notebook": finding.notebook,
                "holds": HOLDS[bool(speaking[0]), bool(speaking[1])],
                "compares": QUERIES[finding.query].compares,
                **_tallied(evidence, speaking[0]),
                **{f"against_{name}": n for name, n in _tallied(evidence, speaking[1]).items()},
                "for_rows": speaking[0], "against_rows": speaking[1],
            }
        )  # fmt: skip
    return framed(lines, COLUMNS).set_index("finding")


def _conclusion(evidence: Evidence, paragraphs: tuple[str, ...]) -> set[str]:
    """Ids of the general statements and declared gaps that are the conclusion itself."""
    general = evidence.once(_general)
    claims = {claim for paragraph, claim in general.values() if paragraph in paragraphs}
    return {row for row, (_, claim) in general.items() if claim in claims}


def _general(evidence: Evidence) -> dict[str, tuple[str, str]]:
    """Paragraph and claim of each row about no place; a declared gap is a claim of its own."""
    rows = evidence.statements
    rows = rows[rows["setting_id"].isna() & rows["paragraph"].notna()]
    gaps = evidence.gaps["paragraph"].dropna()
    said = dict(zip(rows.index, zip(rows["paragraph"], rows["claim"], strict=True), strict=True))
    return said | dict(zip(gaps.index, zip(gaps, gaps.index, strict=True), strict=True))


def _claim_of(evidence: Evidence) -> dict[str, str]:
    """Claim of each statement; a declared gap is a claim of its own."""
    gaps = evidence.gaps.index
    claims = evidence.statements["claim"]
    return dict(zip(claims.index, claims, strict=True)) | dict(zip(gaps, gaps, strict=True))


def claims_of(evidence: Evidence, ids: Iterable[str]) -> int:
    """Count the claims of some statements and declared gaps."""
    claim_of = evidence.once(_claim_of)
    return len({claim_of[row] for row in ids})


def _tallied(evidence: Evidence, ids: Ids) -> dict[str, int]:
    """Count claims, those with a row about no place, places and sources."""
    statements, gaps = evidence.statements, evidence.gaps
    rows, declared = (table[table.index.isin(ids)] for table in (statements, gaps))
    works = pd.concat([rows["sources"], declared["sources"]]).explode()
    placed = set(rows.index[rows["setting_id"].notna()])
    return {
        "claims": claims_of(evidence, ids),
        "general_claims": claims_of(evidence, set(ids) - placed),
        "places": rows["setting_id"].nunique(),
        "sources": works.nunique(),
    }


def _once_each(ids: Iterable[str]) -> Ids:
    return tuple(dict.fromkeys(str(row) for row in ids))
