"""A seminar: twelve claims to code alone, a class's codings, and the reference beside them.

The claims are our own paraphrases, in `data/content/claims.csv`; the passages stay in the paper.
The reference codes are no second set of judgements: they are read off the rows of the evidence
that each claim names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from ..evidence.content import content
from ..evidence.problems import EvidenceError, Problem
from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from ..questions.select import evidence_table
from ..questions.words import NOT_STATED

NONE = "none"
VARIABLES = ("place", "actors", "mode", "social_effect", "certainty")
ROUNDS = ("alone", "after")
FILE_COLUMNS = ("coder", "round", "claim", "variable", "code")
REFERENCE, UNDECIDED = "reference", "no majority"


@dataclass(frozen=True)
class Claim:
    """One claim to code.

    Attributes
    ----------
    number
        1 to 12, easy to hard.
    row_id
        Row of the evidence that holds the reference codes.
    words
        What is claimed, in our words.
    context
        What stands around it, without which it cannot be coded.
    reason
        Why the reference codes are as they are.
    """

    number: int
    row_id: str
    words: str
    context: str
    reason: str


@cache
def seminar_claims() -> tuple[Claim, ...]:
    """Return the claims of the seminar, easy to hard, from `data/content/claims.csv`."""
    rows = content("claims").itertuples()
    return tuple(Claim(int(number), *words) for number, *words in rows)


def questions_asked() -> dict[str, str]:
    """Return what the coding form asks, by variable, from `data/content/variables.csv`."""
    asked = content("variables")["question"].to_dict()
    return {variable: asked[variable] for variable in VARIABLES}


@cache
def meanings() -> Mapping[str, Mapping[str, str]]:
    """Return what each code means, by variable and code, from `data/content/codes.csv`."""
    codes = content("codes")
    return {
        str(variable): dict(zip(mine["code"], mine["meaning"], strict=True))
        for variable, mine in codes.groupby("variable", sort=False)
    }


def claims_table(evidence: Evidence) -> pd.DataFrame:
    """List the twelve claims.

    Returns a table indexed by `claim` (1 to 12): `paragraph`, `what is claimed`, `around it`.
    """
    demand_claims(evidence)
    paragraphs = evidence.statements["paragraph"]
    lines = [
        (claim.number, paragraphs[claim.row_id], claim.words, claim.context)
        for claim in seminar_claims()
    ]
    columns = ["claim", "paragraph", "what is claimed", "around it"]
    return pd.DataFrame(lines, columns=columns).set_index("claim")


def codes_allowed(evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """Say which codes each variable may have; of `actors` several may be joined by semicolons."""
    return {
        "place": (*sorted(evidence.settings.index), NONE),
        "actors": (*evidence.vocabulary("actions", "actors"), NONE),
        "mode": (*evidence.vocabulary("actions", "mode"), NONE),
        "social_effect": (*evidence.vocabulary("actions", "social_effect"), NOT_STATED),
        "certainty": evidence.vocabulary("actions", "certainty"),
    }


def reference_coding(evidence: Evidence) -> pd.DataFrame:
    """Read the reference codes off the evidence.

    Returns
    -------
    DataFrame
        One row for each claim and variable: `coder` (reference), `round` (alone), `claim`,
        `variable`, `code`.

    Raises
    ------
    EvidenceError
        When the evidence does not hold the rows of the twelve claims.
    """
    demand_claims(evidence)
    order = {word: place for place, word in enumerate(evidence.vocabulary("actions", "actors"))}
    lines = []
    for claim in seminar_claims():
        row = evidence.statements.loc[claim.row_id]
        act = evidence.actions.loc[claim.row_id] if claim.row_id in evidence.actions.index else None
        codes = {
            "place": NONE if pd.isna(row["setting_id"]) else row["setting_id"],
            "actors": NONE if act is None else join_actors(";".join(act["actors"]), order),
            "mode": NONE if act is None or pd.isna(act["mode"]) else act["mode"],
            "social_effect": NOT_STATED if pd.isna(row["social_effect"]) else row["social_effect"],
            "certainty": row["certainty"],
        }
        lines += [
            (REFERENCE, ROUNDS[0], claim.number, name, str(codes[name])) for name in VARIABLES
        ]
    return pd.DataFrame(lines, columns=list(FILE_COLUMNS))


def reference_reasons(evidence: Evidence) -> pd.DataFrame:
    """Open the reference: its codes, its reason, its row, and a second defensible coding.

    Returns a table indexed by `claim`: `codes`, `reason`, `second reading` (empty where the
    evidence holds none), `row`.
    """
    codes = reference_coding(evidence)
    others = evidence.readings[evidence.readings["column"].isin(VARIABLES)]
    lines = []
    for claim in seminar_claims():
        mine = codings_of(codes, claim.number)
        given = ", ".join(f"{spaced(name)}: {_several(code)}" for name, code in mine.items())
        also = [
            f"{spaced(row['column'])} could be {_several(row['alternative'])}. {row['reason']}"
            for _, row in others[others["row_id"] == claim.row_id].iterrows()
        ]
        lines.append((claim.number, given, claim.reason, " ".join(also), claim.row_id))
    columns = ["claim", "codes", "reason", "second reading", "row"]
    return codes_in_words(evidence, pd.DataFrame(lines, columns=columns).set_index("claim"))


def _several(codes: str) -> str:
    return codes.replace(";", " and ")


def codes_in_words(evidence: Evidence, table: pd.DataFrame) -> pd.DataFrame:
    """Write the codes in the texts of a table as readers see them: places by their names.

    Parameters
    ----------
    table
        Such as `disagreements` returns; only its columns of text change.

    Examples
    --------
    >>> import clusterkit as ck
    >>> given = pd.DataFrame({"codes": ["kannur-textiles (Ana); not_improved (Ben)"]})
    >>> codes_in_words(ck.load(only="paper"), given)["codes"].item()
    'Kannur textiles and garments (Ana); not improved (Ben)'
    """
    names = {str(setting): evidence.place_name(setting) for setting in evidence.settings.index}
    ids = "|".join(re.escape(setting) for setting in sorted(names, key=len, reverse=True))
    found = re.compile(rf"(?<![\w-])(?:{ids})(?![\w-])")

    def worded(cell: object) -> object:
        if not isinstance(cell, str):
            return cell
        return found.sub(lambda setting: names[setting[0]], spaced(cell))

    shown = table.copy()
    for at, kind in enumerate(table.dtypes):
        if not pd.api.types.is_numeric_dtype(kind):
            shown.isetitem(at, table.iloc[:, at].map(worded).array)
    return shown


def codings_of(codings: pd.DataFrame, claim: int) -> dict[str, str]:
    """Return one coder's codes of a claim, by variable."""
    mine = codings[codings["claim"] == claim]
    return dict(zip(mine["variable"], mine["code"], strict=True))


def codebook_page(evidence: Evidence) -> pd.DataFrame:
    """Return the codebook of the seminar on one page.

    Returns a table indexed by `variable`: `question`, `codes` (each with its meaning).
    """
    lines = []
    for variable, words in codes_allowed(evidence).items():
        meant = meanings()[variable]
        codes = [
            f"{spaced(word)}: {meant[word]}" if word in meant else spaced(word) for word in words
        ]
        if variable == "place":
            codes = [f"one of the {len(words) - 1} places in the list", codes[-1]]
        lines.append((spaced(variable), questions_asked()[variable], " · ".join(codes)))
    columns = ["variable", "question", "codes"]
    return pd.DataFrame(lines, columns=columns).set_index("variable")


def evidence_behind(evidence: Evidence, claim: int) -> pd.DataFrame:
    """Show the row of the evidence that a claim's reference codes are read off."""
    rows = evidence.statements.loc[[seminar_claims()[claim - 1].row_id]]
    return evidence_table(evidence, rows)


def read_passages(path: str | Path) -> Mapping[str, str]:
    """Read passages from a teacher's own copy of the paper, by paragraph.

    A text file in which each paragraph begins a line with its number in square brackets:
    `[2.1.2] …` or `[2.1 ¶2] …`. The workbench holds no passage itself.

    Raises EvidenceError when the file cannot be read or holds no numbered paragraph.
    """
    path = Path(path)
    expected = "a text file (UTF-8) whose paragraphs begin with their number, such as [2.1.2]"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise EvidenceError([Problem(path.name, expected)]) from None
    passages = re.findall(
        r"^\[([\w.]+?)(?: ¶|\.)(\w+)\][ \t]*(.*?)(?=^\[[\w.]+(?: ¶\w+)?\]|^#|\Z)",
        text, flags=re.MULTILINE | re.DOTALL,
    )  # fmt: skip
    if not passages:
        raise EvidenceError([Problem(path.name, expected)])
    return {f"{section}.{number}": words.strip() for section, number, words in passages}


def join_actors(cell: str, order: Mapping[str, int]) -> str:
    """Write several actors in one order, so that two people who chose the same wrote the same."""
    words = {word.strip() for word in cell.split(";")}
    return ";".join(sorted(words, key=lambda word: (order.get(word, len(order)), word)))


def demand_claims(evidence: Evidence) -> None:
    """Raise EvidenceError when the evidence does not hold the rows of the twelve claims."""
    missing = [
        claim.row_id for claim in seminar_claims() if claim.row_id not in evidence.statements.index
    ]
    if missing:
        expected = (
            "the paper's evidence, in which the seminar's twelve claims stand; it can be loaded "
            "with ck.load(only='paper')"
        )
        raise EvidenceError([Problem("the evidence", expected, column="row_id", value=missing[0])])
