"""From policy through actors to each outcome, and the same place by place."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..evidence.paragraphs_and_pages import places_in_order
from ..evidence.tables import Evidence, Numbers
from ..evidence.wording import spaced
from .effects import effect_directions, harvest
from .frames import framed
from .framework import OUTCOMES
from .mediation import Flags, Pairs
from .words import DIRECTIONS, NO_POLICY, NOT_STATED, actors_in_words

STRAND_TYPES = {
    "outcome": "str", "policy": "str", "actors": "str", "direction": "str", "claims": "int64",
    "places": "int64", "sources": "int64", "rows": "object",
}  # fmt: skip
NO_ACTOR = "no act linked"


def flow(evidence: Evidence, rows: pd.DataFrame) -> pd.DataFrame:
    """Follow matching rows from policy through actors and their mode to each outcome.

    Parameters
    ----------
    rows
        Statements of policies and actions, such as `Match.exact`; contexts have no part in it.

    Returns
    -------
    DataFrame
        One row for each strand: `outcome`, `policy` (instrument of the policy that the paper links
        the act to, or `NO_POLICY`), `actors` (with their mode, such as `employers + government,
        joint`, or `NO_ACTOR` for a policy that the rows show unmediated), `direction`, the whole
        numbers `claims`, `places`, `sources`, and `rows` (ids). A policy goes with its acts where
        these are among the rows and it states no effect of its own.

    Examples
    --------
    In Torreon standards raised social conditions, and no actor in between is named:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> asked = ck.Configuration(settings=("torreon-blue-jeans",), domain=("standards",))
    >>> strands = ck.flow(evidence, ck.matching_evidence(evidence, asked).exact)
    >>> social = strands[strands["outcome"] == "social_effect"]
    >>> social[["policy", "actors", "direction"]].to_numpy().tolist()
    [['labour standard', 'no act linked', '+'], ['quality standard', 'no act linked', '+']]
    """
    strands = evidence.once(Strands)
    inside = np.zeros(len(evidence.codes.claim), dtype=bool)
    inside[evidence.positions(rows)] = True
    kept, strand = strands.of(inside)
    kinds, group = np.unique(strand, return_inverse=True)
    counts = evidence.codes.grouped(group, strands.at[kept], len(kinds))
    ids = strands.row_id[kept]
    ends = np.flatnonzero(np.diff(group)) + 1
    parts = np.split(ids, ends) if len(ids) else []
    lines = [
        (*strands.names(kind), count.claims, count.places, count.sources, tuple(mine))
        for kind, count, mine in zip(kinds, counts, parts, strict=True)
    ]
    return framed(lines, STRAND_TYPES)


def by_place(evidence: Evidence, rows: pd.DataFrame) -> pd.DataFrame:
    """Say of each place which policies, who acts and how, and what is said of each outcome.

    Parameters
    ----------
    rows
        Statements of policies and actions, such as `Match.exact`; contexts have no part in it.

    Returns
    -------
    DataFrame
        Indexed by `place` (those with a stated effect first, then by name; general claims stand
        together): `policies` and `actors` as in `flow`, `growth` and `social conditions` as in
        `effect_directions`, `claims`, `paragraphs` (of a user's own rows the file and page).

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> asked = ck.Configuration(settings=("torreon-blue-jeans",))
    >>> places = ck.by_place(evidence, ck.matching_evidence(evidence, asked).exact)
    >>> places.loc["Torreon blue jeans", ["growth", "social conditions", "paragraphs"]].tolist()
    ['2 × +', '1 × +, 1 not stated', '2.1.2, 2.3.2']
    """
    linked = rows[rows["table"].isin(["policies", "actions"])]
    strands = flow(evidence, linked).explode("rows")
    strands["place"] = strands["rows"].map(
        dict(zip(linked.index, evidence.place_names(linked["setting_id"]), strict=True))
    )
    joined = strands.groupby("place")[["policy", "actors"]].agg(_each_once)
    directions = effect_directions(harvest(evidence, linked))
    places = pd.Series(evidence.place_names(linked["setting_id"]), index=linked.index)
    mine = {place: linked.loc[ids] for place, ids in places.groupby(places).groups.items()}
    return pd.DataFrame(
        {
            "policies": joined["policy"],
            "actors": joined["actors"],
            "growth": directions["growth_effect"],
            "social conditions": directions["social_effect"],
            "claims": {place: evidence.counts(some).claims for place, some in mine.items()},
            "paragraphs": {place: ", ".join(places_in_order(some)) for place, some in mine.items()},
        },
        index=directions.index,
    ).astype({"policies": "str", "actors": "str", "claims": "int64", "paragraphs": "str"})


class Strands:
    """Every policy and act with each link of it, for both outcomes, as whole numbers.

    Attributes
    ----------
    at, act_at
        Position of the statement, and of the act that is linked to a policy (-1 without one).
    with_acts
        Whether a policy states no effect itself, so that it goes with an act that is there.
    kind
        Number of its outcome, policy, actors and direction: see `names`.
    """

    def __init__(self, evidence: Evidence) -> None:
        pairs = evidence.once(Pairs)
        frame = pairs.frame.assign(at=pairs.row)
        frame = frame[frame["table"].isin(["policies", "actions"])]
        instrument = spaced(evidence.policies["instrument"].astype("string"))
        policies = frame["policy_id"].map(instrument).astype("string").fillna(NO_POLICY)
        policy = policies.astype("category")
        words = frame["action_id"].map(actors_in_words(evidence.actions)).astype("string")
        words = words.fillna(NO_ACTOR)
        actors = pd.Categorical(words, sorted({NO_ACTOR, *words}))
        self.words = [list(OUTCOMES), list(policy.cat.categories), list(actors.categories)]
        self.words.append(list(DIRECTIONS))
        position = pd.Series(np.arange(len(evidence.codes.claim)), index=evidence.statements.index)
        act = frame["action_id"].map(position).fillna(-1).to_numpy(np.intp, copy=True)
        is_policy = frame["table"].eq("policies").to_numpy(bool)
        act = np.where(is_policy, act, -1)
        both = len(OUTCOMES)
        self.at: Numbers = np.tile(frame["at"].to_numpy(), both)
        self.act_at: Numbers = np.tile(act, both)
        self.row_id = np.tile(frame["row_id"].to_numpy(dtype=object), both)
        effects = [frame[name].astype("string").fillna(NOT_STATED) for name in OUTCOMES]
        effect = np.concatenate(
            [pd.Categorical(cells, list(DIRECTIONS)).codes for cells in effects]
        )
        silent = effect == DIRECTIONS.index(NOT_STATED)
        self.with_acts = np.tile(is_policy, both) & silent
        outcome = np.repeat(np.arange(both), len(frame))
        who = np.where(is_policy, self.words[2].index(NO_ACTOR), np.asarray(actors.codes))
        codes = (outcome, np.tile(policy.cat.codes, both), np.tile(who, both), effect)
        sizes = [len(words) for words in self.words]
        self.kind: Numbers = np.ravel_multi_index(
            [np.asarray(code, np.intp) for code in codes], sizes
        )

    def of(self, inside: Flags) -> tuple[Numbers, Numbers]:
        """Choose the strands of the rows that are inside: their places here, and their kind."""
        mine = np.flatnonzero(inside[self.at])
        act_there = (self.act_at[mine] >= 0) & inside[self.act_at[mine]]
        has_act = np.zeros(len(inside), dtype=bool)
        has_act[self.at[mine[act_there]]] = True
        mine = mine[~(self.with_acts[mine] & has_act[self.at[mine]])]
        kind = self.kind[mine]
        order = np.lexsort((self.at[mine], kind))
        mine, kind = mine[order], kind[order]
        new = np.ones(len(mine), dtype=bool)
        new[1:] = (np.diff(kind) != 0) | (np.diff(self.at[mine]) != 0)
        return mine[new], kind[new]

    def names(self, kind: int) -> tuple[str, ...]:
        """Say the outcome, policy, actors and direction of a kind of strand."""
        at = np.unravel_index(kind, [len(words) for words in self.words])
        return tuple(words[number] for words, number in zip(self.words, at, strict=True))


def _each_once(words: pd.Series) -> str:
    return "; ".join(sorted(set(words)))
