"""A seminar: twelve claims to code alone, a class's codings, and the reference beside them.

The claims are our own paraphrases; the passages stay in the paper. The reference codes are no
second set of judgements: they are read off the rows of the evidence that each claim names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..evidence.problems import EvidenceError, Problem
from ..evidence.tables import Evidence
from ..questions.select import evidence_table

NONE, NOT_STATED = "none", "not stated"
VARIABLES = ("place", "actors", "mode", "social_effect", "certainty")
ASKED = {
    "place": "Which place is it about?",
    "actors": "Who acts?",
    "mode": "How do they act?",
    "social_effect": "What does the claim say of social conditions?",
    "certainty": "How sure does the paper sound?",
}
MEANINGS = {
    "place": {NONE: "no named place"},
    "actors": {
        "government": "national or local, and its agencies",
        "employers": "firms, entrepreneurs and their associations",
        "workers": "workers and their unions",
        "community": "its organisations; NGOs count too (3.4.1)",
        "buyers": "who buy from the cluster",
        "ngo": "an NGO as a partner from outside the cluster",
        "international_agency": "such as the ILO or UNIDO",
        "leading_firms": "the largest firms of the cluster",
        NONE: "nobody is said to act",
    },
    "mode": {
        "alone": "one kind of actor",
        "joint": "two kinds of actors or more, together",
        "absent": "said not to have acted",
        "collapsed": "tried together, and broke up",
        "refused": "said no",
        "prevented": "was kept from acting",
        NONE: "nobody is said to act",
    },
    "social_effect": {
        "-": "makes them worse",
        "0": "said to have no effect",
        "mixed": "better for some, worse for others",
        "+": "makes them better",
        NOT_STATED: "no effect on them is stated in this claim",
    },
    "certainty": {
        "reported": "stated as a fact of the place",
        "possible": "hedged: may have, appears to, is said to",
        "argued": "a general or theoretical claim",
    },
}
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


CLAIMS = (
    Claim(
        1,
        "job-1.0.4-08",
        "In Tirupur knitwear work had come to some 400,000 people by 2007.",
        "From fewer than 50,000 in the 1980s.",
        "A count of jobs. Nobody is said to act, and nothing is said of conditions.",
    ),
    Claim(
        2,
        "con-1.0.5-10",
        "Wages in the leather cluster of Chennai have been called low.",
        "Two other clusters stand in the same list.",
        "It has been called so: others' words, passed on with reserve. A state of affairs, "
        "and no effect of anything.",
    ),
    Claim(
        3,
        "pol-2.1.1-05",
        "European hygiene rules were the price of market access for the fish farmers of Lake "
        "Victoria, and pushed them to upgrade.",
        "The rules come from outside the country.",
        "A policy, and no act of a governance actor: the farmers are pushed. Growth is spoken "
        "of, social conditions are not.",
    ),
    Claim(
        4,
        "pol-2.1.2-02",
        "To keep their American contracts, jeans makers of Torreon had to meet labour "
        "standards, and conditions became better.",
        "At least in some of the plants.",
        "Better conditions are stated, for some plants; of the others nothing is said, and "
        "silence is not a minus.",
    ),
    Claim(
        5,
        "pol-2.1.8-09",
        "In China labour rules, weakly enforced, seem to have made room for a strategy of growth "
        "at whatever cost, poor social conditions among the costs.",
        "The passage calls it a strategy and no accident.",
        "It seems so, hence possible. The rules are told, no act of an actor in this claim.",
    ),
    Claim(
        6,
        "pol-2.2.3-05",
        "For the Sinos valley the national policy against inflation, which pushed the currency "
        "up, made it harder to export shoes.",
        "One of several things that made business hard in the 1990s.",
        "A policy with an effect on growth; social conditions are not spoken of.",
    ),
    Claim(
        7,
        "pol-2.2.4-07",
        "After the devaluation, imported goods that Sialkot's football workers buy might "
        "have become dearer.",
        "Exports of footballs had not risen.",
        "Dearer goods are worse conditions; might is possible.",
    ),
    Claim(
        8,
        "act-3.1.3-02",
        "Had the government stepped in between the associations of the Sinos valley, their "
        "programme might have been saved.",
        "The programme Shoes from Brazil failed.",
        "Government did not act. What is lost is growth and a programme; of conditions "
        "nothing is stated in this claim.",
    ),
    Claim(
        9,
        "act-3.2.1-08",
        "Sialkot's association of football makers saw to it that calls for the rights of "
        "those who stitch at home came to nothing.",
        "The same association had led the agreement against child labour.",
        "An organised refusal, and stitchers' conditions are the worse for it.",
    ),
    Claim(
        10,
        "act-3.2.1-05",
        "In Wenling the sweater makers' association and unions bargained in order to set "
        "wage rates for the whole trade.",
        "Workers had been restive and had left in numbers.",
        "Employers and workers together. That they bargained is reported; what came of it "
        "is not said.",
    ),
    Claim(
        11,
        "act-3.3.4-02",
        "When football stitching was moved into homes, many children came to stitch.",
        "Entrepreneurs had answered strikes in the factories; women earned more.",
        "The entrepreneurs' act, and a minus for children. The plus for women is a claim of "
        "its own.",
    ),
    Claim(
        12,
        "act-3.4.6-03",
        "In Chennai an NGO and an association of small firms provide crèches for women who "
        "work in garments.",
        "An example of community and others acting together.",
        "An act, in place; what follows for conditions is not stated, however likely it seems.",
    ),
)


def claims_table(evidence: Evidence) -> pd.DataFrame:
    """List the twelve claims.

    Returns a table indexed by `claim` (1 to 12): `paragraph`, `what is claimed`, `around it`.
    """
    _demand_claims(evidence)
    paragraphs = evidence.statements["paragraph"]
    lines = [(one.number, paragraphs[one.row_id], one.words, one.context) for one in CLAIMS]
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
    _demand_claims(evidence)
    order = {word: place for place, word in enumerate(evidence.vocabulary("actions", "actors"))}
    lines = []
    for one in CLAIMS:
        row = evidence.statements.loc[one.row_id]
        act = evidence.actions.loc[one.row_id] if one.row_id in evidence.actions.index else None
        codes = {
            "place": NONE if pd.isna(row["setting_id"]) else row["setting_id"],
            "actors": NONE if act is None else join_actors(";".join(act["actors"]), order),
            "mode": NONE if act is None or pd.isna(act["mode"]) else act["mode"],
            "social_effect": NOT_STATED if pd.isna(row["social_effect"]) else row["social_effect"],
            "certainty": row["certainty"],
        }
        lines += [(REFERENCE, ROUNDS[0], one.number, name, str(codes[name])) for name in VARIABLES]
    return pd.DataFrame(lines, columns=list(FILE_COLUMNS))


def reference_reasons(evidence: Evidence) -> pd.DataFrame:
    """Open the reference: its codes, its reason, its row, and a second defensible coding.

    Returns a table indexed by `claim`: `codes`, `reason`, `second reading` (empty where the
    evidence holds none), `row`.
    """
    codes = reference_coding(evidence)
    others = evidence.readings[evidence.readings["column"].isin(VARIABLES)]
    lines = []
    for one in CLAIMS:
        mine = codings_of(codes, one.number)
        told = ", ".join(f"{_plain(name)}: {code}" for name, code in mine.items())
        also = [
            f"{_plain(row['column'])} could be {row['alternative']}. {row['reason']}"
            for _, row in others[others["row_id"] == one.row_id].iterrows()
        ]
        lines.append((one.number, told, one.reason, " ".join(also), one.row_id))
    columns = ["claim", "codes", "reason", "second reading", "row"]
    return pd.DataFrame(lines, columns=columns).set_index("claim")


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
        meanings = MEANINGS[variable]
        told = [
            f"{_plain(word)}: {meanings[word]}" if word in meanings else _plain(word)
            for word in words
        ]
        if variable == "place":
            told = [f"one of the {len(words) - 1} places of the evidence", told[-1]]
        lines.append((_plain(variable), ASKED[variable], " · ".join(told)))
    columns = ["variable", "question", "codes"]
    return pd.DataFrame(lines, columns=columns).set_index("variable")


def evidence_behind(evidence: Evidence, claim: int) -> pd.DataFrame:
    """Show the row of the evidence that a claim's reference codes are read off."""
    rows = evidence.statements.loc[[CLAIMS[claim - 1].row_id]]
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
    found = re.findall(
        r"^\[([\w.]+?)(?: ¶|\.)(\w+)\][ \t]*(.*?)(?=^\[[\w.]+(?: ¶\w+)?\]|^#|\Z)",
        text, flags=re.MULTILINE | re.DOTALL,
    )  # fmt: skip
    if not found:
        raise EvidenceError([Problem(path.name, expected)])
    return {f"{section}.{number}": words.strip() for section, number, words in found}


def join_actors(cell: str, order: Mapping[str, int]) -> str:
    """Write several actors in one order, so that two people who chose the same wrote the same."""
    words = {word.strip() for word in cell.split(";")}
    return ";".join(sorted(words, key=lambda word: (order.get(word, len(order)), word)))


def _demand_claims(evidence: Evidence) -> None:
    missing = [one.row_id for one in CLAIMS if one.row_id not in evidence.statements.index]
    if missing:
        expected = (
            "the paper's evidence, in which the seminar's twelve claims stand; it can be loaded "
            "with ck.load(only='paper')"
        )
        raise EvidenceError([Problem("the evidence", expected, column="row_id", value=missing[0])])


def _plain(name: str) -> str:
    return name.replace("_", " ")
