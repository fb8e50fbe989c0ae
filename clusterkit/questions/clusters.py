"""The configuration of each cluster: what is stated of every element of the framework (4.0c.2).

A mark is what one row says of one element of one place; a cell holds the marks of an element and a
cluster. Nothing is averaged: "weak" and "enforced" both stand. What is said of a cluster's region
or country is left out, unless it is asked for, and is then told apart.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd

from ..evidence.tables import ORIGIN_PAPER, Evidence
from ..evidence.wording import spaced
from .configuration import WAY_WORDS
from .directions import changes_as_effects, job_changes
from .elements import framework_elements, rows_by_element
from .frames import framed
from .framework import LINKS, OUTCOMES, STANDINGS, standing_ranks
from .places import lies_in
from .select import acting_together, core_settings
from .words import NO_STATE, state_in_words

UNREALISED = {"aimed": "only aimed at or expected", "not_realised": "aim not reached"}
UPWARD = ("raised", "high", "appreciation", "sustained")
DOWNWARD = ("lowered", "low", "depreciation")
MEASURED = (  # instruments that have a height, so that their state is a direction
    "exchange_rate", "inflation", "interest_rate", "money_supply", "tariff", "taxation",
    "public_spending", "minimum_wage",
)  # fmt: skip
SLACK = ("weak", "absent", "unenforced", "withdrawn", "lowered")
POLICY_MARKS = {
    "in_force": "required, granted, enforced: in force",
    "slack": "weak, absent, not enforced, withdrawn",
    "expected": "demanded or expected, not in force",
    "named": "named; its state is mixed or not stated",
    "up": "rose, high, or lasting",
    "down": "fell, or low",
}
STATE_WORDS = {
    "in_force": "in force", "slack": "weak, absent, withdrawn", "up": "high, rising",
    "down": "low, falling", "named": "state not said",
}  # fmt: skip
ACT_MARKS = {
    **WAY_WORDS, "how_not_said": "acted; how is not said", "aimed_act": "aimed at",
    "tried_act": "aim not reached",
}  # fmt: skip
CAME_TO_NOTHING = ("absent", "collapsed", "prevented")  # ways that say so themselves
FINDING_MARKS = {
    "better": "became better", "worse": "became worse",
    "same": "did not change, or not for the better",
    "mixed_change": "changed both ways, or in kind", "level": "a level: no change is stated",
}  # fmt: skip
MARKS = {**POLICY_MARKS, **ACT_MARKS, **FINDING_MARKS, "influence": "named as an influence"}
CHANGE_MARKS = {
    "improved": "better", "worsened": "worse", "unchanged": "same", "not_improved": "same",
    "mixed": "mixed_change",
}  # fmt: skip
MARK_TYPES = {
    "setting_id": "str", "element": "str", "member": "str", "row_id": "str", "mark": "str",
    "says": "str", "growth": "str", "social": "str", "certainty": "str", "origin": "str",
}  # fmt: skip
BOTH, SOCIAL, GROWTH, NEITHER = (
    "Both growth and social conditions reported",
    "Only social conditions reported",
    "Only growth reported",
    "Neither reported",
)


def cluster_marks(evidence: Evidence) -> pd.DataFrame:
    """Say of every row about a place which mark it makes, in which element.

    Returns
    -------
    DataFrame
        One row for each statement about a place and element: `setting_id`, `element`, `member`
        (instrument, actor, aspect or dimension), `row_id`, `mark` (a key of `MARKS`), `says` (in
        words), `growth` and `social` (stated effects of the row, empty where none), `certainty`,
        `origin` (paper, or the user's file).

    Examples
    --------
    A currency that rose is no strong law, and one that fell no weak one:

    >>> import clusterkit as ck
    >>> marks = ck.cluster_marks(ck.load(only="paper")).set_index(["setting_id", "element"])
    >>> peso = marks.loc[[("chipilo-furniture", "exchange_rate")]]
    >>> peso[["mark", "says", "growth"]].to_numpy().tolist()
    [['up', 'exchange rate: appreciation', '-']]
    """
    return evidence.once(_marks).copy()


def cluster_configurations(
    evidence: Evidence, *, inherit: bool = False, wider: bool = False
) -> pd.DataFrame:
    """Say of each cluster and each element of the framework what is stated.

    Parameters
    ----------
    inherit
        Also what is stated of the cluster's region and country, by instrument and by actor, where
        nothing is stated of the cluster itself; the nearest first.
    wider
        Also other places: clusters elsewhere, industries, regions, countries.

    Returns
    -------
    DataFrame
        One row for each cluster and element: `setting_id`, `place`, `element`, `part` and `group`
        of Figure 1, `label`, `says` (words, each once, such as `labour enforcement: unenforced`),
        `rows` (ids), `standing` (of `framework.STANDINGS`; on outcomes a stated change is an
        effect), `claims`, `sources`, and, where they were asked for, `inherited` (words) and
        `inherited_rows`, with `inherited_from` (names of the places); empty otherwise. Counts are
        of the cluster's own rows.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> cells = ck.cluster_configurations(evidence).set_index(["setting_id", "element"])
    >>> cells.loc[("sialkot-football", "labour_law"), "says"]
    ('labour enforcement: absent', 'labour law: absent (for home-based workers)',
     'minimum wage: absent (for home-based workers)')
    >>> cells.loc[("chipilo-furniture", "labour_law"), "standing"]
    'not mentioned'
    """
    marks = evidence.once(_marks)
    settings = evidence.settings.index if wider else core_settings(evidence).index
    lines = []
    for setting in map(str, settings):
        mine = marks[marks["setting_id"] == setting]
        above = inherited_rows(evidence, setting) if inherit else ()
        theirs = marks[marks["row_id"].isin(above)]
        for element in framework_elements():
            own, other = (rows[rows["element"] == element] for rows in (mine, theirs))
            lines.append(_cell(evidence, setting, element, own, other))
    return framed(lines, CELL_TYPES)


CELL_TYPES = {
    "setting_id": "str", "place": "str", "element": "str", "part": "str", "group": "str",
    "label": "str", "says": "object", "rows": "object", "standing": "str", "claims": "int64",
    "sources": "int64", "inherited": "object", "inherited_rows": "object",
    "inherited_from": "object",
}  # fmt: skip


def outcome_groups(evidence: Evidence, *, wider: bool = False) -> pd.Series:
    """Group places by what is reported of them: both outcomes, one, or neither.

    A level counts as reported, as a change does; which way it went is not looked at.

    Returns a column of text indexed by setting_id.

    Examples
    --------
    >>> import clusterkit as ck
    >>> groups = ck.outcome_groups(ck.load(only="paper"))
    >>> groups["torreon-blue-jeans"]
    'Both growth and social conditions reported'
    """
    marks = evidence.once(_marks)
    settings = evidence.settings.index if wider else core_settings(evidence).index
    there = {
        element: set(marks.loc[marks["element"] == element, "setting_id"])
        for element in ("growth", "social")
    }
    names = {
        (True, True): BOTH,
        (False, True): SOCIAL,
        (True, False): GROWTH,
        (False, False): NEITHER,
    }
    return pd.Series(
        [names[setting in there["growth"], setting in there["social"]] for setting in settings],
        index=settings, dtype="str", name="group",
    )  # fmt: skip


def linked_rows(evidence: Evidence, row_ids: list[str]) -> dict[str, str]:
    """Give rows that are linked to each other the same letter: a, b, …; the others none.

    Links are those of acts to policies and to acts that they answer, and what a row follows from.

    Examples
    --------
    >>> import clusterkit as ck
    >>> linked_rows(ck.load(only="paper"), ["pol-2.1.9-05", "act-2.1.9-03", "act-3.2.1-06"])
    {'pol-2.1.9-05': 'a', 'act-2.1.9-03': 'a'}
    """
    mine = set(row_ids)
    joined = {row: row for row in row_ids}

    def root(row: str) -> str:
        while joined[row] != row:
            row = joined[row]
        return row

    for row in row_ids:
        for other in evidence.once(_links).get(row, ()):
            if other in mine:
                joined[root(other)] = root(row)
    groups: dict[str, list[str]] = defaultdict(list)
    for row in row_ids:
        groups[root(row)].append(row)
    several = [rows for rows in groups.values() if len(rows) > 1]
    return {row: _letter(at) for at, rows in enumerate(several) for row in rows}


def _letter(number: int) -> str:
    return chr(ord("a") + number % 26) * (number // 26 + 1)


def _links(evidence: Evidence) -> dict[str, tuple[str, ...]]:
    links: dict[str, tuple[str, ...]] = {
        str(row): tuple(others) for row, others in evidence.statements["follows_from"].items()
    }
    for name in (*LINKS, "reacts_to"):
        for row, others in evidence.actions[name].items():
            links[str(row)] = (*links[str(row)], *others)
    return links


def _cell(
    evidence: Evidence, setting: str, element: str, mine: pd.DataFrame, above: pd.DataFrame
) -> tuple[Any, ...]:
    told = framework_elements()[element]
    ids = tuple(dict.fromkeys(mine["row_id"]))
    counts = evidence.counts(ids)
    return (
        setting, evidence.place_name(setting), element, told.part, told.group, told.label,
        tuple(sorted(set(mine["says"]))), ids, _standing(evidence, ids), counts.claims,
        counts.sources, tuple(sorted(set(above["says"]))), tuple(dict.fromkeys(above["row_id"])),
        tuple(dict.fromkeys(evidence.place_name(place) for place in above["setting_id"])),
    )  # fmt: skip


def _standing(evidence: Evidence, ids: tuple[str, ...]) -> str:
    if not ids:
        return "not mentioned"
    rows = evidence.once(changes_as_effects).iloc[evidence.positions(ids)]
    return STANDINGS[standing_ranks(rows).min()]


def inherited_rows(evidence: Evidence, setting: str) -> tuple[str, ...]:
    """List policies and acts of a place's region and country on what it lacks, the nearest first.

    What it lacks: an instrument (in its element) or an actor of which no row of the place, or of a
    nearer one, says anything. An act of several actors is inherited only where all are lacking.
    What is reported of growth and social conditions is never inherited.

    Examples
    --------
    >>> import clusterkit as ck
    >>> inherited_rows(ck.load(only="paper"), "sialkot-surgical-instruments")[:2]
    ('pol-2.1.9-04', 'pol-2.1.9-02')
    """
    of_place = evidence.once(_members)
    own = of_place.get(setting, {})
    known = {member for members in own.values() for member in members}
    rows: list[str] = []
    for place in lies_in(evidence, setting):
        theirs = of_place.get(place, {})
        rows += [row for row, members in theirs.items() if known.isdisjoint(members)]
        known |= {member for members in theirs.values() for member in members}
    return tuple(rows)


def _members(evidence: Evidence) -> dict[str, dict[str, set[tuple[str, str]]]]:
    """For each place its policies and acts, with the elements and members that they stand for."""
    marks = evidence.once(_marks)
    parts = marks["element"].map(lambda element: framework_elements()[element].part)
    marks = marks[parts.isin(["environment", "actors"])]
    of_place: dict[str, dict[str, set[tuple[str, str]]]] = defaultdict(dict)
    lines = zip(
        *(marks[name] for name in ("setting_id", "row_id", "element", "member")), strict=True
    )
    for setting, row_id, element, member in lines:
        of_place[setting].setdefault(row_id, set()).add((element, member))
    return of_place


def _marks(evidence: Evidence) -> pd.DataFrame:
    statements = evidence.statements
    joined = rows_by_element(evidence)
    rows = statements.loc[joined["row_id"]]
    placed = rows["setting_id"].notna().to_numpy()
    joined, rows = joined[placed].reset_index(drop=True), rows[placed]
    marks, words = _marks_and_words(evidence, joined, rows)
    effects = {
        name: rows[outcome].astype("string").fillna("").to_numpy()
        for name, outcome in zip(("growth", "social"), OUTCOMES, strict=True)
    }
    table = joined.assign(
        setting_id=rows["setting_id"].to_numpy(), mark=marks, says=words, **effects,
        certainty=rows["certainty"].astype("string").to_numpy(), origin=rows["origin"].to_numpy(),
    )  # fmt: skip
    return table[list(MARK_TYPES)].astype(MARK_TYPES)


def _marks_and_words(
    evidence: Evidence, joined: pd.DataFrame, rows: pd.DataFrame
) -> tuple[list[str], list[str]]:
    state = evidence.policies["state"].astype("string")
    way, whom = evidence.actions["mode"].astype("string"), evidence.once(_whom)
    together = set(evidence.actions.index[acting_together(evidence.actions)])
    marks, words = [], []
    columns = (joined["element"], joined["member"], joined["row_id"], rows["table"], rows["stage"],
               rows["finding"], rows["summary"])  # fmt: skip
    for element, member, row_id, table, stage, finding, summary in zip(*columns, strict=True):
        said = None if pd.isna(stage) else str(stage)
        if framework_elements()[element].part == "influences":
            made = "influence", spaced(member) + in_brackets(UNREALISED.get(str(said), ""))
        elif table == "policies":
            made = _policy_mark(member, state.loc[row_id], said), policy_words(evidence, row_id)
        elif table == "actions":
            made = _of_act(member, way.loc[row_id], said, together=row_id in together)
        else:
            what = str(summary) if table == "employment" else spaced(str(finding))
            what += in_brackets(whom.get(row_id, ""))
            made = _of_finding(evidence, row_id, table, finding), f"{spaced(member)}: {what}"
        marks.append(made[0])
        words.append(made[1])
    return marks, words


def policy_words(evidence: Evidence, row_id: str) -> str:
    """Say an instrument and its state; what holds for some workers alone, for whom.

    Examples
    --------
    >>> import clusterkit as ck
    >>> policy_words(ck.load(only="paper"), "pol-3.4.7-02")
    'labour standard: required (for children)'
    """
    return evidence.once(_policies_in_words)[row_id]


def _policies_in_words(evidence: Evidence) -> dict[str, str]:
    policies, whom = evidence.policies, evidence.once(_whom)
    columns = (policies[name] for name in ("instrument", "state", "stage"))
    words = {}
    for row_id, instrument, state, stage in zip(policies.index, *columns, strict=True):
        said = NO_STATE if pd.isna(state) else state_in_words(str(instrument), str(state))
        said += in_brackets(whom.get(row_id, ""))
        said += in_brackets(UNREALISED.get(str(stage), ""))
        words[str(row_id)] = f"{spaced(str(instrument))}: {said}"
    return words


def in_brackets(words: str) -> str:
    """Put words in brackets, after a space; nothing where there are none."""
    return f" ({words})" if words else ""


def _whom(evidence: Evidence) -> dict[str, str]:
    """For whom a policy or a condition holds, where the paper says so, by row: `for children`."""
    said: dict[str, str] = {}
    for table in (evidence.policies, evidence.conditions):
        for row_id, workers in table["workers"].items():
            grown = " workers" if set(workers) - {"children"} else ""
            if workers:
                said[str(row_id)] = f"for {spaced(', '.join(workers))}{grown}"
    return said


def _of_act(actor: str, way: Any, stage: str | None, *, together: bool) -> tuple[str, str]:
    mark = "how_not_said" if pd.isna(way) else str(way)
    said = how_in_words(way, stage, together=together)
    if stage == "aimed":
        mark = "aimed_act"
    elif stage == "not_realised" and mark not in CAME_TO_NOTHING:
        mark = "tried_act"
    return mark, f"{spaced(actor)}: {said}"


def how_in_words(way: Any, stage: Any, *, together: bool) -> str:
    """Say how somebody acted: a form in which firms act together can fail as that form alone.

    Parameters
    ----------
    way, stage
        Words of the columns `mode` and `stage` of `actions`; missing where nothing is said.
    together
        Whether the act's form is one of several firms together (`select.acting_together`).

    Examples
    --------
    >>> how_in_words("absent", "done", together=True)
    'did not act together'
    >>> how_in_words("joint", "aimed", together=False)
    'jointly (only aimed at or expected)'
    """
    said = "how is not said" if pd.isna(way) else WAY_WORDS[str(way)]
    said += " together" if together and said == WAY_WORDS["absent"] else ""
    if pd.isna(stage) or stage not in UNREALISED:
        return said
    if stage == "not_realised" and not pd.isna(way) and way in CAME_TO_NOTHING:
        return said
    return f"{said} ({UNREALISED[stage]})"


def state_group(instrument: str, state: Any) -> str:
    """Group the states of an instrument, so that an effect of absent law is not one of law.

    Returns a value of `STATE_WORDS`.

    Examples
    --------
    >>> state_group("labour_law", "absent"), state_group("exchange_rate", "appreciation")
    ('weak, absent, withdrawn', 'high, rising')
    """
    if pd.isna(state):
        return STATE_WORDS["named"]
    if state in ("mixed", "combined", "proposed"):
        return state_in_words(instrument, str(state))
    return STATE_WORDS[_policy_mark(instrument, state, None)]


def _policy_mark(instrument: str, state: Any, stage: str | None) -> str:
    if pd.isna(state):
        return "expected" if stage in UNREALISED else "named"
    if stage in UNREALISED or state == "proposed":
        return "expected"
    if state == "mixed":
        return "named"
    if instrument in MEASURED and state in (*UPWARD, *DOWNWARD):
        return "up" if state in UPWARD else "down"
    return "slack" if state in SLACK else "in_force"


def _of_finding(evidence: Evidence, row_id: str, table: str, finding: Any) -> str:
    if table == "employment":
        finding = evidence.once(_job_findings).get(row_id)
    return CHANGE_MARKS.get(str(finding), "level")


def _job_findings(evidence: Evidence) -> dict[str, str]:
    changes = job_changes(evidence)
    return dict(zip(map(str, changes.index), changes["finding"], strict=True))


def own_marks(marks: pd.DataFrame) -> pd.Series:
    """Whether each mark is of a user's own row."""
    return marks["origin"] != ORIGIN_PAPER
