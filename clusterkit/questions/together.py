"""Growth and social conditions side by side, and the chains that lead to them.

The two outcomes are never added. Stated effects ("the standard raised both") and reported changes
("the cluster grew, wages rose") are two kinds, and are kept apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Literal

import pandas as pd

from ..evidence.paragraphs_and_pages import in_order, places_in_order
from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from .asked_of_rows import Rows
from .clusters import how_in_words, policy_words
from .directions import growth_and_conditions
from .frames import framed
from .framework import OUTCOMES, Reading, rows_by_arrow
from .select import acting_together, core_settings
from .unit_rows import UNITS_OF, Pool, Told
from .words import DIRECTIONS, NOBODY, NOT_STATED, SIGNS, state_in_words

TogetherUnit = Literal["claim", "act", "story", "cluster"]
ONE_ONLY = "effect stated on one outcome only"
NOT_OF_BOTH = "not of both"
ACTING = ("policies", "actions")
TOGETHER_TYPES = {
    "setting_id": "str", "place": "str", "name": "str", "growth": "object", "social": "object",
    "hedged": "object", "together": "str", "policies": "object", "acts": "object",
    "rows": "object", "paragraphs": "object",
}  # fmt: skip
BOTH_TYPES = {
    "setting_id": "str", "place": "str", "reported": "str", "stated": "str", "by": "object",
    "rows": "object", "paragraphs": "object",
}  # fmt: skip
CHAIN_TYPES = {
    "setting_id": "str", "place": "str", "policy": "str", "state": "str", "actors": "str",
    "way": "str", "organisation": "str", "act": "str", "growth": "str", "social": "str",
    "hedged": "object", "followed": "object", "policy_row": "str", "act_row": "str",
    "rows": "object", "paragraphs": "object",
}  # fmt: skip


def outcomes_together(
    evidence: Evidence, unit: TogetherUnit = "cluster", *, wider: bool = False
) -> pd.DataFrame:
    """Say what effects on growth and on social conditions are stated in the same unit.

    Parameters
    ----------
    unit
        `claim` (one statement on one place), `act` (one act with the policies that it is linked
        to, or one policy), `story` or `cluster`.
    wider
        Also places that are not clusters in developing countries.

    Returns
    -------
    DataFrame
        One row for each unit with a stated effect: `setting_id`, `place`, `name` (of the claim,
        act, policy or story), `growth` and `social` (directions stated, in the order -, 0,
        mixed, +), `hedged` (of these, such as `growth -`, what is held possible and nowhere
        reported), `together` (such as `+ +`: growth first; or `effect stated on one outcome
        only`), `policies` (instrument and state, and for whom where it is for some workers alone),
        `acts` (actors and way), `rows` (ids that state an effect), `paragraphs` (of all that is
        named). Those with both outcomes first, then in the order of the settings.

    What is stated to have helped a cluster to upgrade or to reach a market counts as an effect on
    growth here; in the grid of `growth_and_conditions`, which holds reported changes, it does not.

    Examples
    --------
    >>> import clusterkit as ck
    >>> table = ck.outcomes_together(ck.load(only="paper"), "claim")
    >>> table.loc[table["together"] == "+ +", "place"].unique().tolist()
    ['Chiapas organic coffee', 'Sialkot footballs', 'Torreon blue jeans']
    """
    statements = evidence.statements
    effects = statements[list(OUTCOMES)].notna().any(axis=1)
    settings = evidence.settings if wider else core_settings(evidence)
    found: dict[tuple[str, ...], tuple[int, str, pd.DataFrame, pd.DataFrame]] = {}
    for setting, name, own, positions in _units(evidence, unit):
        rows = statements.iloc[positions]
        stating = rows[effects.iloc[positions].to_numpy()]
        told = (setting, *stating.index)
        if setting not in settings.index or not len(stating):
            continue
        itself = int(effects.iloc[own].sum())  # the unit whose own rows state it is named
        if told not in found or itself > found[told][0]:
            found[told] = itself, name, rows, stating
    lines = [
        _together(evidence, told[0], name, rows, stating)
        for told, (_, name, rows, stating) in found.items()
    ]
    order = {str(setting): at for at, setting in enumerate(settings.index)}
    lines.sort(key=lambda line: (line[6] == ONE_ONLY, order[line[0]]))
    return framed(lines, TOGETHER_TYPES)


def units_with_outcomes(evidence: Evidence, unit: str) -> Iterable[tuple[int, Pool, list[int]]]:
    """Yield the number and unit of `POOLS` with the rows in which its outcomes are looked for.

    What holds no policy and no act is left out, but for clusters.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> number, pool, rows = next(iter(units_with_outcomes(evidence, "cluster")))
    >>> number, pool.setting == evidence.statements["setting_id"].iloc[rows[0]]
    (0, True)
    """
    table = evidence.statements["table"].to_numpy()
    units = evidence.once(UNITS_OF[unit])
    for number, pool in enumerate(units.pools):
        if unit == "cluster" or any(table[at] in ACTING for at in pool.rows):
            yield number, pool, units.outcome_rows(number).tolist()


def reported_together(evidence: Evidence, *, wider: bool = False) -> pd.DataFrame:
    """Say of each place which way growth and social conditions are reported to have gone.

    Returns
    -------
    DataFrame
        Indexed by setting_id: `place`, `growth` and `social` (words of `directions.DIRECTION`),
        `hedged`, `rows`; only places of which a change is reported in both.

    Examples
    --------
    >>> import clusterkit as ck
    >>> ck.reported_together(ck.load(only="paper"))["place"].tolist()
    ['Los Lagos salmon', 'Torreon blue jeans']
    """
    grid = growth_and_conditions(evidence, wider=wider).rename(columns={"conditions": "social"})
    silent = ["level only", "not said"]
    both = grid[~grid["growth"].isin(silent) & ~grid["social"].isin(silent)]
    rows = [
        (*one, *other)
        for one, other in zip(both["growth_rows"], both["condition_rows"], strict=True)
    ]
    table = both[["place", "growth", "social", "hedged"]].copy()
    table["rows"] = pd.Series(rows, index=both.index, dtype=object)
    return table


def improved_in_both(evidence: Evidence, *, wider: bool = False) -> pd.DataFrame:
    """Name the places where growth and social conditions are said to have improved, by each rule.

    The rules are kept apart: a change *reported* in both (`reported_together`), and a claim that
    *states* that something raised both (`outcomes_together` by claim).

    Returns
    -------
    DataFrame
        Indexed by setting_id, in the order of the settings: `place`, `reported` (`yes`, `hedged`,
        or `not of both`), `stated` (the same), `by` (policies and acts that such claims tell of),
        `rows` (of those claims, and those reported), `paragraphs`. Places of which neither is said
        have no line.

    Examples
    --------
    >>> import clusterkit as ck
    >>> ck.improved_in_both(ck.load(only="paper"))[["reported", "stated"]].to_dict("index")
    ... # doctest: +NORMALIZE_WHITESPACE
    {'chiapas-coffee': {'reported': 'not of both', 'stated': 'yes'},
     'los-lagos-salmon': {'reported': 'hedged', 'stated': 'not of both'},
     'sialkot-football': {'reported': 'not of both', 'stated': 'yes'},
     'torreon-blue-jeans': {'reported': 'yes', 'stated': 'yes'}}
    """
    reported = reported_together(evidence, wider=wider)
    reported = reported[reported["growth"].eq("improved") & reported["social"].eq("improved")]
    stated = outcomes_together(evidence, "claim", wider=wider)
    stated = stated[stated["together"] == "+ +"]
    statements = evidence.statements
    lines = []
    for setting in map(str, evidence.settings.index):
        claims = stated[stated["setting_id"] == setting]
        if setting not in reported.index and claims.empty:
            continue
        told = statements["setting_id"].eq(setting) & statements["claim"].isin(claims["name"])
        rows = [*statements.index[told.fillna(False)], *reported["rows"].get(setting, ())]
        named = [*claims["policies"], *claims["acts"]]
        hedged = [bool(cell) for cell in claims["hedged"]]
        lines.append((
            setting, evidence.place_name(setting),
            _how_sure([bool(reported["hedged"].get(setting))] * (setting in reported.index)),
            _how_sure(hedged), tuple(dict.fromkeys(word for words in named for word in words)),
            tuple(dict.fromkeys(rows)), places_in_order(statements.loc[rows]),
        ))  # fmt: skip
    return framed(lines, BOTH_TYPES).set_index("setting_id")


def _how_sure(hedged: list[bool]) -> str:
    """Say whether something is said, and whether only with a hedge, of how each of some says it."""
    return NOT_OF_BOTH if not hedged else "hedged" if all(hedged) else "yes"


def mediation_chains(
    evidence: Evidence, *, wider: bool = False, reading: Reading = "wide"
) -> pd.DataFrame:
    """List every policy that an act answers, the act, and what came of it.

    Parameters
    ----------
    wider
        Also chains that are not of clusters in developing countries.
    reading
        Of mediation: a key of `framework.READINGS`.

    Returns
    -------
    DataFrame
        One row for each pair of an act on arrow F7 and a policy that it answers: `setting_id` and
        `place` of the act, `policy` (instrument), `state`, `actors`, `way`, `organisation`, `act`
        (summary), `growth` and `social` (effects that the act or its claim states, `not stated`
        else), `hedged` (the outcomes of which it is held possible alone), `followed` (summaries of
        what follows from the act), `policy_row`, `act_row`, `rows`, `paragraphs`.

    Examples
    --------
    >>> import clusterkit as ck
    >>> chains = ck.mediation_chains(ck.load(only="paper")).set_index("act_row")
    >>> chains.loc["act-3.2.2-05", ["policy", "actors", "way", "growth", "social"]].tolist()
    ['quality standard', 'employers + government', 'jointly', '+', 'not stated']
    """
    actions, policies = evidence.actions, evidence.policies
    mediating = actions.loc[rows_by_arrow(evidence, reading=reading)["F7"]]
    settings = evidence.settings if wider else core_settings(evidence)
    places = mediating["setting_id"]
    kept = places.isin(settings.index) | (wider & places.isna())
    pairs = mediating[kept.astype(bool)]["responds_to"].explode().dropna()
    after = evidence.once(_followers)
    answering = actions.loc[pairs.index].reset_index().to_dict("records")
    answered = policies.loc[pairs].reset_index().to_dict("records")
    lines = [
        _chain(evidence, dict(act), dict(policy), after.get(act["action_id"], ()))
        for act, policy in zip(answering, answered, strict=True)
    ]
    return framed(lines, CHAIN_TYPES)


def _units(
    evidence: Evidence, unit: TogetherUnit
) -> Iterable[tuple[str, str, list[int], list[int]]]:
    """Units with their place, name, own rows, and the rows in which outcomes are looked for."""
    if unit != "claim":
        for _, pool, positions in units_with_outcomes(evidence, unit):
            yield pool.setting, pool.name, [*pool.rows], positions
        return
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    statements = evidence.statements
    placed = zip(statements["setting_id"], statements["claim"], strict=True)
    for at, (setting, claim) in enumerate(placed):
        if not pd.isna(setting):
            groups[str(setting), str(claim)].append(at)
    for (setting, claim), positions in groups.items():
        yield setting, claim, positions, positions


def _together(
    evidence: Evidence, setting: str, name: str, rows: pd.DataFrame, stating: pd.DataFrame
) -> tuple[Any, ...]:
    growth, social = (_directions(stating[outcome]) for outcome in OUTCOMES)
    hedged = tuple(
        f"{outcome.removesuffix('_effect')} {word}"
        for outcome, words in zip(OUTCOMES, (growth, social), strict=True)
        for word in words
        if (stating.loc[stating[outcome] == word, "certainty"] == "possible").all()
    )
    named = rows[rows["table"].isin(ACTING) | rows.index.isin(stating.index)]
    both = " ".join("/".join(SIGNS[word] for word in words) for words in (growth, social))
    mine = evidence.policies.index.intersection(rows.index, sort=False)
    policies = [policy_words(evidence, str(row_id)) for row_id in mine]
    return (
        setting, evidence.place_name(setting), name, growth, social, hedged,
        both if growth and social else ONE_ONLY, tuple(dict.fromkeys(policies)),
        tuple(acts_in_words(evidence, rows.index)),
        tuple(stating.index), places_in_order(named),
    )  # fmt: skip


def acts_in_words(evidence: Evidence, ids: Iterable[str]) -> list[str]:
    """Say of the acts among these rows who acted and how, each once.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> acts_in_words(evidence, ["act-3.2.3-17"])
    ['employers: did not act together']
    """
    said = evidence.once(_who_and_how)
    return list(dict.fromkeys(": ".join(said[row]) for row in ids if row in said))


def _directions(cells: pd.Series) -> tuple[str, ...]:
    there = set(cells.dropna().astype(str))
    return tuple(word for word in DIRECTIONS if word in there)


def _chain(
    evidence: Evidence, act: dict[Any, Any], policy: dict[Any, Any], after: tuple[str, ...]
) -> tuple[Any, ...]:
    told = evidence.once(_Stated)
    setting = "" if pd.isna(act["setting_id"]) else str(act["setting_id"])
    stated = evidence.once(Told).beside(told.at[act["action_id"]])
    effects, hedged = [], []
    for outcome in OUTCOMES:
        words = {told.effects[outcome][at] for at in stated} - {""}
        effects.append("/".join(word for word in DIRECTIONS if word in words) or NOT_STATED)
        if words and all(told.possible[at] for at in stated if told.effects[outcome][at]):
            hedged.append(outcome.removesuffix("_effect"))
    who, how = evidence.once(_who_and_how)[act["action_id"]]
    form = spaced(", ".join(act["organisation"])) or NOT_STATED
    rows = (policy["policy_id"], act["action_id"], *after)
    return (
        setting, evidence.place_name(setting) if setting else "no place: general claim",
        spaced(str(policy["instrument"])),
        _state(policy),
        who, how, form, str(act["summary"]), *effects, tuple(hedged),
        tuple(told.summary[told.at[row]] for row in after), *rows[:2], rows,
        in_order(told.where[told.at[row]] for row in rows),
    )  # fmt: skip


def _state(policy: dict[Any, Any]) -> str:
    if pd.isna(policy["state"]):
        return NOT_STATED
    return state_in_words(str(policy["instrument"]), str(policy["state"]))


def _who_and_how(evidence: Evidence) -> dict[str, tuple[str, str]]:
    """For each act, in words: who acts, and how."""
    acts = evidence.actions
    columns = acts.index, acts["actors"], acts["mode"], acts["stage"], acting_together(acts)
    return {
        str(act): (spaced(" + ".join(who)) or NOBODY, how_in_words(way, stage, together=together))
        for act, who, way, stage, together in zip(*columns, strict=True)
    }


class _Stated:
    """Every statement's effects, certainty, summary and where it stands, as plain lists."""

    def __init__(self, evidence: Evidence) -> None:
        statements = evidence.statements
        self.at = {str(row): at for at, row in enumerate(statements.index)}
        self.effects = {
            outcome: statements[outcome].astype("string").fillna("").tolist()
            for outcome in OUTCOMES
        }
        self.possible = statements["certainty"].eq("possible").fillna(False).tolist()
        self.summary = statements["summary"].tolist()
        self.where = evidence.once(Rows).where


def _followers(evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """Rows that follow from each row."""
    after: dict[str, list[str]] = defaultdict(list)
    for row, causes in evidence.statements["follows_from"].items():
        for cause in causes:
            after[cause].append(str(row))
    return {row: tuple(rows) for row, rows in after.items()}
