"""The codings of a class: read from files, compared, summed up."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from ..evidence.problems import EvidenceError, Problem
from ..evidence.suggestions import nearest
from ..evidence.tables import Evidence
from .agreement import disagreements
from .claims import (
    FILE_COLUMNS,
    NONE,
    REFERENCE,
    ROUNDS,
    UNDECIDED,
    VARIABLES,
    codes_allowed,
    join_actors,
    reference_coding,
    seminar_claims,
)

LARGEST_FILE = 200_000  # bytes; a whole coding has some 6,000


def class_board(codings: pd.DataFrame) -> pd.DataFrame:
    """Count, for each claim and variable, how many gave the most frequent code.

    Returns a table indexed by `claim` and `variable`: `code` (the most frequent; of several, the
    first in the alphabet), `agree` and `coded` (people).
    """
    lines = []
    for (claim, variable), given in codings.groupby(["claim", "variable"]):
        counts = given["code"].value_counts().sort_index().sort_values(
            ascending=False, kind="stable")  # fmt: skip
        lines.append((claim, variable, counts.index[0], int(counts.iloc[0]), int(counts.sum())))
    columns = ["claim", "variable", "code", "agree", "coded"]
    return pd.DataFrame(lines, columns=columns).set_index(["claim", "variable"])


def most_disputed(codings: pd.DataFrame, number: int = 3) -> list[int]:
    """Name the claims on which the most pairs of coders differ, over all variables, worst first.

    Claims of which nothing is disputed are never named; ties go to the earlier claim.
    """
    apart = disagreements(codings).groupby("claim")["apart"].sum()
    return [
        int(claim) for claim in apart.sort_values(ascending=False, kind="stable").index[:number]
    ]


def as_file(codings: pd.DataFrame) -> str:
    """Write codings as the text of a CSV file, for `read_codings`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FILE_COLUMNS)
    writer.writerows(codings[list(FILE_COLUMNS)].itertuples(index=False))
    return out.getvalue()


def read_codings(path: str | Path, evidence: Evidence) -> pd.DataFrame:
    """Read one coding, or all of a class: a CSV file, or a folder of them.

    Returns
    -------
    DataFrame
        One row for each code: `coder`, `round` (alone, after), `claim` (1 to 12), `variable` (of
        `VARIABLES`), `code`.

    Raises
    ------
    EvidenceError
        With every problem of every file (file, row, column, value, what was expected). Nothing is
        handed over then.
    """
    path = Path(path)
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    if not files:
        expected = "a folder with the class's coding files (.csv) in it"
        raise EvidenceError([Problem(path.name, expected)])
    return read_coding_files(files, evidence)


def read_coding_files(files: Sequence[Path], evidence: Evidence) -> pd.DataFrame:
    """Read coding files, one or more, as `read_codings` does."""
    problems: list[Problem] = []
    read: list[pd.DataFrame] = []
    owner: dict[str, str] = {}
    allowed = codes_allowed(evidence)
    for path in files:
        rows, wrong = _read_one(path, allowed)
        problems += wrong
        for coder in sorted(set(rows["coder"])):
            if coder in owner and not wrong:
                expected = f"a name of its own; {owner[coder]} is by {coder!r} too"
                problems.append(Problem(path.name, expected, column="coder", value=coder))
            owner[coder] = path.name
        read.append(rows)
    if problems:
        raise EvidenceError(problems)
    return pd.concat(read, ignore_index=True)


def latest(codings: pd.DataFrame) -> pd.DataFrame:
    """Keep of each code the one given after the discussion, or else the one given alone."""
    keys = ["coder", "claim", "variable"]
    order = codings.assign(at=codings["round"].map({name: n for n, name in enumerate(ROUNDS)}))
    kept = order.sort_values([*keys, "at"]).drop_duplicates(keys, keep="last")
    return kept.drop(columns="at").reset_index(drop=True)


def changed_codes(codings: pd.DataFrame) -> pd.DataFrame:
    """List the codes that someone changed in the discussion, with both versions."""
    keys = ["coder", "claim", "variable"]
    wide = codings.pivot(index=keys, columns="round", values="code").reindex(columns=list(ROUNDS))
    changed = wide[ROUNDS[1]].notna() & (wide[ROUNDS[0]] != wide[ROUNDS[1]])
    table = wide[changed].rename_axis(columns=None)
    table.attrs["absent"] = dict.fromkeys(ROUNDS, "not coded")
    return table


def class_harvest(codings: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Put each claim into a column of the harvest plot, by the class and by the reference.

    Parameters
    ----------
    codings
        The class's codes, one for each coder, claim and variable (as from `latest`).
    reference
        As `reference_coding` returns it.

    Returns
    -------
    DataFrame
        Indexed by `claim`: `class` (the social effect that more than half of those who coded it
        gave, `no majority` otherwise, `<NA>` when nobody did), `agree` and `coded` (how many
        gave it, and how many coded), `reference`.
    """
    mine = codings[codings["variable"] == "social_effect"]
    theirs = reference[reference["variable"] == "social_effect"].set_index("claim")["code"]
    lines = []
    for claim, code in theirs.items():
        counts = mine.loc[mine["claim"] == claim, "code"].value_counts()
        coded = int(counts.sum())
        first = int(counts.iloc[0]) if coded else 0
        chosen = pd.NA if not coded else counts.index[0] if 2 * first > coded else UNDECIDED
        lines.append((claim, chosen, first, coded, code))
    columns = ["claim", "class", "agree", "coded", "reference"]
    table = pd.DataFrame(lines, columns=columns).set_index("claim")
    table.attrs["absent"] = {"class": "nobody coded it"}
    return table


def made_up_class(evidence: Evidence, coders: int = 5, *, seed: int = 12) -> pd.DataFrame:
    """Make up a class, to rehearse with: nobody coded this.

    Each made-up student takes three codes of four from the reference, the others at random from
    those allowed, and leaves a few empty.

    Parameters
    ----------
    coders
        How many students.
    seed
        Of the random numbers; the same seed gives the same class.

    Returns
    -------
    DataFrame
        As `read_codings` returns it.
    """
    random = np.random.default_rng(seed)
    reference, allowed = reference_coding(evidence), codes_allowed(evidence)
    parts = []
    for number in range(coders):
        mine = reference.assign(coder=f"made-up {number + 1}")
        for variable in VARIABLES:
            here = (mine["variable"] == variable).to_numpy()
            wrong = here & (random.random(len(mine)) < 0.25)
            mine.loc[wrong, "code"] = random.choice(list(allowed[variable]), int(wrong.sum()))
        parts.append(mine[random.random(len(mine)) > 0.03])
    return pd.concat(parts, ignore_index=True)


def _read_one(
    path: Path, allowed: Mapping[str, tuple[str, ...]]
) -> tuple[pd.DataFrame, list[Problem]]:
    empty = pd.DataFrame(columns=list(FILE_COLUMNS))
    expected = "a coding file as the coding form saves it (CSV, UTF-8)"
    try:
        if path.stat().st_size > LARGEST_FILE:
            return empty, [Problem(path.name, f"{expected} of at most {LARGEST_FILE:,} bytes")]
        text = path.read_text(encoding="utf-8-sig")
        rows = pd.read_csv(io.StringIO(text), sep=None, engine="python", dtype=str,
                           keep_default_na=False)  # fmt: skip
    except (OSError, ValueError, csv.Error, pd.errors.ParserError):
        return empty, [Problem(path.name, expected)]
    missing = [name for name in FILE_COLUMNS if name not in rows]
    if missing:
        return empty, [Problem(path.name, f"a column named {name!r}", 1) for name in missing]
    rows = rows[list(FILE_COLUMNS)].fillna("").apply(lambda cells: cells.str.strip())
    in_order = {word: place for place, word in enumerate(allowed["actors"])}
    several = rows["variable"] == "actors"
    rows.loc[several, "code"] = rows.loc[several, "code"].map(
        lambda cell: join_actors(cell, in_order)
    )
    problems = [
        Problem(path.name, expected, place + 2, column, value, hint)
        for place, row in enumerate(rows.to_dict("records"))
        for column, value, expected, hint in _wrong(row, allowed)
    ]
    twice = rows.duplicated(["coder", "round", "claim", "variable"])
    problems += [
        Problem(path.name, "each claim and variable once in a round", int(place) + 2, "claim",
                str(rows["claim"].iloc[place]))
        for place in np.flatnonzero(twice)
    ]  # fmt: skip
    if problems:
        return rows, problems
    return rows.astype({"claim": int}), []


def _wrong(
    row: Mapping[str, str], allowed: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, str, str, str]]:
    """Say what is wrong with a row: column, value, what was expected, the nearest word."""
    numbers = tuple(str(claim.number) for claim in seminar_claims())
    wrong = []
    if row["coder"] in ("", REFERENCE):
        wrong.append(("coder", row["coder"], "a name or number of who coded", ""))
    for column, words in (("round", ROUNDS), ("claim", numbers), ("variable", VARIABLES)):
        if row[column] not in words:
            hint = nearest(row[column], words)
            wrong.append((column, row[column], f"one of {', '.join(words)}", hint))
    words = allowed.get(row["variable"], ())
    codes = row["code"].split(";") if row["variable"] == "actors" else [row["code"]]
    for code in codes if words else ():
        if code not in words:
            expected = "a setting_id of settings.csv, or none" if row["variable"] == "place" else (
                f"one of {', '.join(words)}")  # fmt: skip
            wrong.append(("code", code, expected, nearest(code, words)))
    if NONE in codes and len(codes) > 1:
        wrong.append(("code", row["code"], "either none or the actors", ""))
    return wrong
