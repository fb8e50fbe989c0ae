"""The clusters of the evidence as cases: rules that turn coded rows into cells of a data table.

A rule says which rows speak for a set and which against it. A cell without such rows is missing,
and so is one where rows speak for both: silence is not absence, and a contradiction is for the
reader.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from ..evidence.tables import Evidence
from .clusters import SLACK
from .configuration import FAILED
from .directions import growth_and_conditions
from .select import acting_together, core, core_settings
from .words import STATED

YES, NO, BOTH, SILENT = "yes", "no", "both", "not said"
NOT_ACTED = (*FAILED, "prevented")
STRICT = ("strong", "enforced", "required", "raised", "granted")
ABROAD = ("international", "supranational")

Ids = dict[str, list[str]]


@dataclass(frozen=True)
class Rule:
    """A set of clusters, as an adjective, and what in the evidence speaks for and against it.

    Attributes
    ----------
    name
        Short name in capitals, as the literature writes sets.
    label
        What the set is: clusters that …
    speaks_for, speaks_against
        The rule in words, for the reader.
    """

    name: str
    label: str
    speaks_for: str
    speaks_against: str


CONDITION_RULES = (
    Rule(
        "STANDARDS", "asked from abroad, or likely to be asked, to meet a standard",
        "a standards policy of supranational or international origin, or of a private code",
        "no row can: the paper reports no cluster that faces none",
    ),
    Rule(
        "ENFORCED", "with labour law that is enforced",
        "labour law or its enforcement strong, enforced or required",
        "labour law or its enforcement weak, absent, unenforced, lowered or withdrawn",
    ),
    Rule(
        "EMPLOYERS", "with employers, firms or farmers who acted",
        "employers act: alone, jointly, against a rule or a demand, or without its being said how",
        "employers are said not to have acted; not to have acted together counts against JOINT",
    ),
    Rule(
        "GOVERNMENT", "with a government that acted",
        "government acts: alone, jointly, or against a rule, a demand or others",
        "government is said not to have acted, or hardly",
    ),
    Rule(
        "WORKERS", "with workers who acted",
        "workers act, alone or jointly, or without its being said how",
        "workers are said not to have acted; to have been prevented speaks neither way",
    ),
    Rule(
        "JOINT", "with joint action by employers, among themselves or with others",
        "employers act jointly, or in concert, through an association or a many-sided body",
        "employers are said not to have acted together, or what they began together broke up",
    ),
)  # fmt: skip
OUTCOME_RULES = (
    Rule(
        "GROWN", "that grew",
        "growth is coded improved: jobs, or a row of the aspect growth",
        "growth is coded worsened or unchanged",
    ),
    Rule(
        "UPGRADED", "whose social conditions improved, or are said to have",
        "a change of social conditions is coded improved, and none otherwise",
        "a change of social conditions is coded worsened or unchanged, and none improved",
    ),
)  # fmt: skip
RULES = (*CONDITION_RULES, *OUTCOME_RULES)


def case_cells(evidence: Evidence, rules: Sequence[Rule] = RULES) -> pd.DataFrame:
    """Turn the evidence on clusters in developing countries into cells, with the rows behind each.

    Parameters
    ----------
    rules
        Which sets; all by default.

    Returns
    -------
    DataFrame
        One row for each cluster and set: `setting_id`, `place`, `set`, `answer` (yes, no, both, not
        said), `value` (1, 0, or missing), `rows` (ids that speak for or against).

    Examples
    --------
    Of Wenling the paper says who acted, and nothing of standards or of what came of it:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> cells = ck.case_cells(evidence)
    >>> wenling = cells[cells["setting_id"] == "wenling-sweaters"].set_index("set")["answer"]
    >>> wenling[["WORKERS", "JOINT", "STANDARDS", "UPGRADED"]].tolist()
    ['yes', 'yes', 'not said', 'not said']
    """
    clusters = core_settings(evidence).index
    lines = []
    for rule in rules:
        yes, no = _speaking(evidence, rule.name)
        for setting in clusters:
            speaking = yes.get(setting, []), no.get(setting, [])
            answer = {(True, True): BOTH, (True, False): YES, (False, True): NO}.get(
                (bool(speaking[0]), bool(speaking[1])), SILENT
            )
            value = {YES: 1.0, NO: 0.0}.get(answer)
            ids = tuple(dict.fromkeys((*speaking[0], *speaking[1])))
            lines.append((setting, evidence.place_name(setting), rule.name, answer, value, ids))
    columns = ["setting_id", "place", "set", "answer", "value", "rows"]
    return pd.DataFrame(lines, columns=columns).astype({"value": "Float64"})


def case_table(cells: pd.DataFrame) -> pd.DataFrame:
    """Lay cells out as cases × sets, for `qca.truth_table`: 1, 0, or missing.

    Parameters
    ----------
    cells
        As `case_cells` returns them.

    Examples
    --------
    Silence is missing, not 0:

    >>> cells = pd.DataFrame(
    ...     {"place": ["A", "A"], "set": ["JOINT", "GROWN"], "value": [1.0, pd.NA]}
    ... ).astype({"value": "Float64"})
    >>> case_table(cells).loc["A"].tolist()
    [1.0, <NA>]
    """
    order = list(dict.fromkeys(cells["set"]))
    table = cells.pivot(index="place", columns="set", values="value")[order]
    table.attrs["absent"] = dict.fromkeys(order, "no row that the rule reads, or rows both ways")
    return table.rename_axis(index="place", columns=None)


def complete_cases(table: pd.DataFrame, sets: Sequence[str]) -> pd.DataFrame:
    """Count how many cases are left as one set after another is asked for.

    Returns a table indexed by `sets` (joined by a comma) with `complete_cases` and
    `configurations`.

    Examples
    --------
    Each condition that is asked for takes cases away:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> table = ck.case_table(ck.case_cells(evidence))
    >>> ck.complete_cases(table, ["UPGRADED", "EMPLOYERS"])["complete_cases"].to_dict()
    {'UPGRADED': 4, 'UPGRADED, EMPLOYERS': 2}
    """
    lines = []
    for number in range(1, len(sets) + 1):
        chosen = list(sets[:number])
        lines.append((", ".join(chosen), int(table[chosen].notna().all(axis=1).sum()), 2**number))
    columns = ["sets", "complete_cases", "configurations"]
    return pd.DataFrame(lines, columns=columns).set_index("sets")


def counted_by_unit(evidence: Evidence, outcome: str = "social_effect") -> pd.DataFrame:
    """Count the directions of effects on an outcome by rows, claims, places and sources.

    Parameters
    ----------
    outcome
        `growth_effect` or `social_effect`.

    Returns
    -------
    DataFrame
        Indexed by `unit`: `-`, `0`, `mixed`, `+`. Of clusters in developing countries only. The
        units can point in different directions, and none of them is a result.

    Examples
    --------
    The majority changes with the unit:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> counts = ck.counted_by_unit(evidence)
    >>> counts.loc[["claims", "sources"], ["-", "+"]].to_numpy().tolist()
    [[5, 4], [3, 5]]
    """
    rows = evidence.statements
    rows = rows[core(rows) & rows[outcome].notna()]
    table: dict[str, dict[str, int]] = {}
    for direction in STATED:
        mine = rows[rows[outcome] == direction]
        counts = evidence.counts(mine)
        numbers = {"rows": len(mine), "claims": counts.claims, "places": counts.places,
                "sources": counts.sources}  # fmt: skip
        for unit, number in numbers.items():
            table.setdefault(unit, {})[direction] = number
    return pd.DataFrame(table).T.rename_axis("unit")


def _speaking(evidence: Evidence, name: str) -> tuple[Ids, Ids]:
    """Row ids that speak for and against a set, by setting."""
    return _MAKERS[name](evidence)


def _by_setting(rows: pd.DataFrame) -> Ids:
    return {str(setting): list(ids) for setting, ids in rows.groupby("setting_id").groups.items()}


def _standards(evidence: Evidence) -> tuple[Ids, Ids]:
    rows = evidence.policies[evidence.policies["domain"] == "standards"]
    foreign = rows["level"].map(lambda cell: bool(set(ABROAD) & set(cell)))
    private = rows["influencer"].map(lambda cell: "private_code" in cell)
    return _by_setting(rows[(foreign | private).astype(bool)]), {}


def _enforced(evidence: Evidence) -> tuple[Ids, Ids]:
    rows = evidence.policies
    rows = rows[rows["instrument"].isin(["labour_law", "labour_enforcement"])]
    return _by_setting(rows[rows["state"].isin(STRICT)]), _by_setting(
        rows[rows["state"].isin(SLACK)]
    )


def _acting(actor: str) -> Callable[[Evidence], tuple[Ids, Ids]]:
    def find(evidence: Evidence) -> tuple[Ids, Ids]:
        rows = _acts_of(evidence, actor)
        apart = rows["mode"].isin(FAILED) & ~acting_together(rows)
        acted = ~rows["mode"].isin(NOT_ACTED)
        return _by_setting(rows[acted]), _by_setting(rows[apart])

    return find


def _joint(evidence: Evidence) -> tuple[Ids, Ids]:
    rows = _acts_of(evidence, "employers")
    together, failed = acting_together(rows), rows["mode"].isin(FAILED)
    joint = rows["mode"].eq("joint").fillna(False) | together
    acted = ~rows["mode"].isin(NOT_ACTED)
    return _by_setting(rows[joint & acted]), _by_setting(rows[together & failed])


def _acts_of(evidence: Evidence, actor: str) -> pd.DataFrame:
    rows = evidence.actions
    return rows[rows["actors"].map(lambda cell: actor in cell).astype(bool)]


def _direction(column: str) -> Callable[[Evidence], tuple[Ids, Ids]]:
    def find(evidence: Evidence) -> tuple[Ids, Ids]:
        grid = growth_and_conditions(evidence)
        ids = {
            str(setting): list(cell)
            for setting, cell in grid[
                {"growth": "growth_rows", "conditions": "condition_rows"}[column]
            ].items()
        }
        yes = {
            setting: cell
            for setting, cell in ids.items()
            if grid.loc[setting, column] == "improved"
        }
        no = {
            setting: cell
            for setting, cell in ids.items()
            if grid.loc[setting, column] in ("worsened", "unchanged")
        }
        mixed = {
            setting: cell for setting, cell in ids.items() if grid.loc[setting, column] == "mixed"
        }
        return yes | mixed, no | mixed

    return find


_MAKERS: dict[str, Callable[[Evidence], tuple[Ids, Ids]]] = {
    "STANDARDS": _standards,
    "ENFORCED": _enforced,
    "EMPLOYERS": _acting("employers"),
    "GOVERNMENT": _acting("government"),
    "WORKERS": _acting("workers"),
    "JOINT": _joint,
    "GROWN": _direction("growth"),
    "UPGRADED": _direction("conditions"),
}
