"""The questions that users ask of the tables, each a table for an answer.

What a researcher asks most ("where did employers act, and what is said of wages?") and the
cross-tables behind the figures. Cells without evidence say which kind of nothing they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..evidence.paragraphs_and_pages import where_columns, where_with_file
from ..evidence.tables import Evidence, Numbers
from .clusters import state_group
from .frames import framed
from .framework import OUTCOMES, STANDINGS, standing_ranks
from .words import DIRECTIONS, NOBODY, NOT_STATED

ALL_STATES = "all states"
TALLIES = (*DIRECTIONS, *(f"general {direction}" for direction in DIRECTIONS))


def acts_and_condition(
    evidence: Evidence, acts: pd.DataFrame, dimension: str = "remuneration"
) -> pd.DataFrame:
    """Set beside each act what the paper says of one social condition because of it.

    Parameters
    ----------
    acts
        Rows of `evidence.actions`.
    dimension
        A dimension of `evidence.conditions`.

    Returns
    -------
    DataFrame
        Indexed by action_id: `place`, `act` (its summary), `mode`, then findings on the
        condition: `of_the_act` (in the same statement), `of_the_story` (in the same episode),
        `of_the_place` (elsewhere, and not tied to the act by the paper); `paragraph` (and
        `page`, where an act is a user's own), `sources`. Where nothing is said the cell reads
        `not stated`.

    Examples
    --------
    Of most acts against a rule or a demand the paper does not say what they did to pay:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> opposed = ck.select_rows(evidence, "actions", mode="opposed")
    >>> int(ck.acts_and_condition(evidence, opposed)["of_the_act"].ne("not stated").sum())
    1
    """
    conditions = evidence.conditions
    findings = conditions[conditions["dimension"] == dimension]
    sentences = zip(
        findings["setting_id"],
        findings["claim_id"],
        findings["episode"],
        _sentences(findings),
        strict=True,
    )
    of_place: dict[str, list[tuple[Any, Any, str]]] = {}
    for setting, claim, episode, sentence in sentences:
        if pd.notna(setting):
            of_place.setdefault(setting, []).append((claim, episode, sentence))
    cells_of: dict[str, list[str]] = {"of_the_act": [], "of_the_story": [], "of_the_place": []}
    parts = acts[["setting_id", "claim_id", "episode"]].astype(object)
    for setting, claim, episode in parts.where(parts.notna(), None).itertuples(index=False):
        said: dict[str, list[str]] = {name: [] for name in cells_of}
        for its_claim, its_episode, sentence in of_place.get(setting, []):
            if its_claim == claim:
                said["of_the_act"].append(sentence)
            elif episode is not None and pd.notna(its_episode) and its_episode == episode:
                said["of_the_story"].append(sentence)
            else:
                said["of_the_place"].append(sentence)
        for name, sentences_of in said.items():
            cells_of[name].append("; ".join(dict.fromkeys(sentences_of)) or "not stated")
    table = pd.DataFrame(
        {
            "place": evidence.place_names(acts["setting_id"]),
            "act": acts["summary"],
            "mode": acts["mode"],
            **{name: pd.Series(cells, acts.index, "string") for name, cells in cells_of.items()},
            **where_columns(acts),
            "sources": acts["sources"].map(evidence.cited_as).astype("str"),
        }
    )
    return table.rename_axis("action_id")


def effects_by_instrument(
    evidence: Evidence, policies: pd.DataFrame, *, by_state: bool = True
) -> pd.DataFrame:
    """Say of every instrument among some policies, in each of its states, what effects are stated.

    A minus of labour law that is weak or absent speaks for labour law: a sign belongs to a policy
    in a state.

    Parameters
    ----------
    policies
        Rows of `evidence.policies`.
    by_state
        Whether to keep the states apart, in the groups of `clusters.state_group`.

    Returns
    -------
    DataFrame
        One row for each domain, instrument, state and outcome: `domain`, `instrument`, `state`
        (all of them, where they are not kept apart), `outcome` (growth_effect, social_effect),
        `standing` (of `framework.STANDINGS`), the number of claims about places in each of `-`,
        `0`, `mixed`, `+`, `not stated`, of general claims in `general -` and so on, and `claims`,
        `places`, `sources` of both; `rows` (ids of all) and `stating` (of those that state an
        effect on the outcome).

    Examples
    --------
    At named places labour law has three minus signs where it is absent, and one where it is not:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> effects = ck.effects_by_instrument(evidence, evidence.policies)
    >>> law = effects[(effects["instrument"] == "labour_law") & (effects["-"] > 0)]
    >>> law.set_index("state")["-"].to_dict()
    {'in force': 1, 'weak, absent, withdrawn': 3}
    """
    keys = ["domain", "instrument", "state"]
    positions = evidence.positions(policies)
    statements = evidence.statements_at(positions)[["claim", "setting_id", *OUTCOMES]]
    cells = zip(policies["instrument"].astype(str), policies["state"], strict=True)
    groups = [state_group(*cell) if by_state else ALL_STATES for cell in cells]
    states = pd.Series(groups, index=policies.index, dtype="object")
    by = policies[keys[:2]].assign(state=states).groupby(keys, observed=True)
    group = np.asarray(by.ngroup(), dtype=np.int64)
    counts = evidence.codes.grouped(group, positions, by.ngroups)
    ranks = {outcome: standing_ranks(statements, (outcome,)) for outcome in OUTCOMES}
    stating = {outcome: statements[outcome].notna().to_numpy(bool) for outcome in OUTCOMES}
    tallies = {outcome: _tally(statements, group, outcome) for outcome in OUTCOMES}
    ids = statements.index.to_numpy(object)
    named = list(zip(policies["domain"], policies["instrument"], states, strict=True))
    lines = []
    for number, counted in enumerate(counts):
        at = np.flatnonzero(group == number)
        key = named[at[0]]
        for outcome in OUTCOMES:
            lines.append(
                {
                    "domain": key[0],
                    "instrument": key[1],
                    "state": key[2],
                    "outcome": outcome,
                    "standing": STANDINGS[ranks[outcome][at].min()],
                    **{name: len(tallies[outcome].get((number, name), ())) for name in TALLIES},
                    "claims": counted.claims,
                    "places": counted.places,
                    "sources": counted.sources,
                    "rows": tuple(ids[at]),
                    "stating": tuple(ids[at[stating[outcome][at]]]),
                }
            )
    numbers = (*TALLIES, "claims", "places", "sources")
    types = {**dict.fromkeys((*keys, "outcome", "standing"), "str")}
    types |= {**dict.fromkeys(numbers, "int64"), "rows": "object", "stating": "object"}
    return framed(lines, types)


def acts_by_actor(evidence: Evidence, actions: pd.DataFrame) -> pd.DataFrame:
    """Count the acts of each actor by the way it acted, and say how the evidence stands.

    An act of two actors is in the rows of both, and one of nobody named in a row of its own.

    Parameters
    ----------
    actions
        Rows of `evidence.actions`.

    Returns
    -------
    DataFrame
        One row for every actor of the vocabulary (and `nobody named`, where there is such an act)
        and every mode (and `not stated`): `actor`, `mode`, `standing`,
        `with_effect` (claims about places that state an effect), `claims`, `places`,
        `sources`, `rows`.

    Examples
    --------
    No row says that workers broke up; none says that they did not:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> acts = ck.acts_by_actor(evidence, evidence.actions)
    >>> acts[acts["actor"] == "workers"].set_index("mode")["claims"].to_dict()
    ... # doctest: +NORMALIZE_WHITESPACE
    {'alone': 13, 'joint': 11, 'absent': 0, 'collapsed': 0, 'opposed': 0, 'prevented': 2,
     'not stated': 6}
    """
    how = actions["mode"].astype("string").fillna(NOT_STATED).tolist()
    who = [cell or (NOBODY,) for cell in actions["actors"]]
    known = evidence.vocabulary("actions", "actors")
    actors = [*known, *([NOBODY] if (NOBODY,) in who else [])]
    cells = [
        (actor, mode)
        for actor in actors
        for mode in (*evidence.vocabulary("actions", "mode"), NOT_STATED)
    ]
    number = {cell: at for at, cell in enumerate(cells)}
    pairs = [
        (number[actor, mode], act)
        for act, (cell, mode) in enumerate(zip(who, how, strict=True))
        for actor in dict.fromkeys(cell)
    ]
    cell_of, act_of = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    statements = evidence.statements.loc[actions.index, ["setting_id", *OUTCOMES]]
    positions = evidence.positions(statements)
    affects = statements[list(OUTCOMES)].notna().any(axis=1) & statements["setting_id"].notna()
    affecting = affects.to_numpy(bool)[act_of]
    counts = evidence.codes.grouped(cell_of, positions[act_of], len(cells))
    effects = evidence.codes.grouped(cell_of[affecting], positions[act_of[affecting]], len(cells))
    ranks = standing_ranks(statements)
    ids = statements.index.to_numpy(object)
    lines = []
    for at, (cell, counted, of_effect) in enumerate(zip(cells, counts, effects, strict=True)):
        mine = act_of[cell_of == at]
        stands = STANDINGS[ranks[mine].min()] if len(mine) else STANDINGS[-1]
        tally = (counted.claims, counted.places, counted.sources, tuple(ids[mine]))
        lines.append((*cell, stands, of_effect.claims, *tally))
    columns = ["actor", "mode", "standing", "with_effect", "claims", "places", "sources", "rows"]
    return pd.DataFrame(lines, columns=columns)


def _tally(
    statements: pd.DataFrame, group: Numbers, outcome: str
) -> dict[tuple[int, str], set[str]]:
    """Gather the claims of each group by direction, those about places apart from general ones."""
    directions = statements[outcome].astype("string").fillna(NOT_STATED)
    tally: dict[tuple[int, str], set[str]] = {}
    told = zip(group, statements["setting_id"].isna(), directions, statements["claim"], strict=True)
    for number, general, direction, claim in told:
        name = f"general {direction}" if general else str(direction)
        tally.setdefault((int(number), name), set()).add(claim)
    return tally


def _sentences(rows: pd.DataFrame) -> list[str]:
    """Say of each condition what was found, of what, and where it stands."""
    said = zip(rows["finding"], rows["summary"], where_with_file(rows), strict=True)
    return [f"{finding}: {summary} ({where})" for finding, summary, where in said]
