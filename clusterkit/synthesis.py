"""What a selection of rows says, summed up without weighing: marks, counts, flows, gaps.

The harvest plot is that of Ogilvie and others (2008), the effect-direction table that of
Thomson and Thomas (2013). Growth and social conditions are never added together, claims,
places and sources are always counted together, and no verdict is computed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from .citations import paragraph_order
from .directions import CHANGES
from .evidence import Evidence, Numbers
from .framework import GOVERNANCE_ACTORS, OUTCOMES, standing
from .mediation import UNIVERSE, Flags, Pairs, core
from .own import ORIGIN_PAPER

DIRECTIONS = ("-", "0", "mixed", "+", "not stated")
SIGNS = {"-": "−", "0": "0", "mixed": "mixed", "+": "+", "not stated": "not stated"}
NO_POLICY, NO_ACTOR = "no policy linked", "no actor named"
VERBS = {
    "reported": "The paper reports",
    "possible": "The paper holds possible",
    "argued": "The paper argues",
}
OWN_VERBS = {
    "reported": "A source of {} reports",
    "possible": "A source of {} holds possible",
    "argued": "A source of {} argues",
}
MARK_COLUMNS = [
    "outcome", "direction", "claim", "place", "actor", "certainty", "wider", "own", "row_id",
]  # fmt: skip


def harvest(evidence: Evidence, rows: pd.DataFrame) -> pd.DataFrame:
    """Turn statements into the marks of a harvest plot (Ogilvie and others 2008).

    Parameters
    ----------
    rows
        Statements of policies, actions and contexts, such as `Match.exact`.

    Returns
    -------
    DataFrame
        One row for each mark: `outcome` (growth_effect, social_effect), `direction` (of
        `DIRECTIONS`), `claim`, `place`, `actor` (all who act, joined by +, or policy),
        `certainty`, `wider`, `own` (of a user's file), `row_id`. A claim that several tables
        hold makes one mark for each direction that it states at a place, and one mark in
        `not stated` when it states none.
    """
    marks = evidence.once(Marks)
    return marks.of(evidence.positions(rows))


class Marks:
    """A mark for every statement and outcome, in the order of drawing; a selection thins them."""

    def __init__(self, evidence: Evidence) -> None:
        statements = evidence.statements
        rows = statements[statements["table"].isin(UNIVERSE)].reset_index()
        actors = evidence.actions["actors"].map(
            lambda cell: "+".join(sorted(cell, key=_actor_order)) or "policy"
        )
        rows["place"] = evidence.place_names(rows["setting_id"])
        rows["actor"] = rows["row_id"].map(actors).astype("string").fillna("policy")
        rows["wider"] = ~core(rows)
        rows["own"] = (rows["origin"] != ORIGIN_PAPER).to_numpy(dtype=bool)
        rows["at"] = evidence.positions(rows["row_id"])
        long = pd.concat(
            [rows.assign(outcome=one, direction=rows[one].astype("string")) for one in OUTCOMES],
            ignore_index=True,
        )
        long["direction"] = long["direction"].fillna("not stated")
        long = long.astype({"outcome": _order(OUTCOMES), "direction": _order(DIRECTIONS)})
        long["from_policy"] = long["actor"] == "policy"
        long = long.sort_values(["outcome", "direction", "place", "claim", "from_policy", "row_id"])
        self.at: Numbers = long["at"].to_numpy()
        self.frame = long[MARK_COLUMNS].reset_index(drop=True)
        self.stated = (long["direction"] != "not stated").to_numpy()
        claim, place = (pd.factorize(long[one])[0] for one in ("claim", "place"))
        self.told = _numbered(long["outcome"].cat.codes, claim, place)
        self.mark = _numbered(self.told, long["direction"].cat.codes)

    def of(self, positions: Numbers) -> pd.DataFrame:
        """Choose the marks of the statements that stand at these positions."""
        inside = np.zeros(max(int(self.at.max(initial=0)), int(positions.max(initial=0))) + 1, bool)
        inside[positions] = True
        mine = np.flatnonzero(inside[self.at])
        told = np.zeros(int(self.told.max(initial=0)) + 1, dtype=bool)
        told[self.told[mine[self.stated[mine]]]] = True
        mine = mine[self.stated[mine] | ~told[self.told[mine]]]
        first = np.sort(np.unique(self.mark[mine], return_index=True)[1])
        return self.frame.iloc[mine[first]].reset_index(drop=True)


def harvest_stacks(marks: pd.DataFrame) -> pd.DataFrame:
    """Tell the stacks of a harvest plot: where each begins among the marks, and how tall it is.

    Parameters
    ----------
    marks
        As `harvest` returns them, in that order.

    Returns
    -------
    DataFrame
        One row for each stack, in order: `outcome`, `direction`, `place`, `start` (the first mark's
        position), `size` (marks) and `number` (of the stack within its column, from 0).
    """
    keys = [
        marks["outcome"].cat.codes,
        marks["direction"].cat.codes,
        pd.factorize(marks["place"])[0],
    ]
    codes = np.column_stack([np.asarray(key) for key in keys])
    new = np.ones(len(codes), dtype=bool)
    new[1:] = (codes[1:] != codes[:-1]).any(axis=1)
    start = np.flatnonzero(new)
    column = np.ones(len(start), dtype=bool)
    column[1:] = (codes[start][1:, :2] != codes[start][:-1, :2]).any(axis=1)
    firsts = np.flatnonzero(column)
    number = np.arange(len(start)) - np.repeat(firsts, np.diff(np.append(firsts, len(start))))
    stacks = marks[["outcome", "direction", "place"]].iloc[start].reset_index(drop=True)
    return stacks.assign(start=start, size=np.diff(np.append(start, len(codes))), number=number)


def harvest_counts(evidence: Evidence, marks: pd.DataFrame) -> pd.DataFrame:
    """Count claims, places and sources in each column of a harvest plot.

    Returns a table indexed by `outcome` and `direction` (every pair of them, in order) with
    whole numbers `claims`, `places`, `sources`; a claim that states two directions is in both.
    """
    number = len(DIRECTIONS)
    outcome, direction = (marks[one].cat.codes.to_numpy() for one in ("outcome", "direction"))
    group = outcome.astype(np.intp) * number + direction
    positions = evidence.positions(marks["row_id"])
    counts = evidence.codes.grouped(group, positions, number * len(OUTCOMES))
    index = pd.MultiIndex.from_product([OUTCOMES, DIRECTIONS], names=["outcome", "direction"])
    return pd.DataFrame(
        [(one.claims, one.places, one.sources) for one in counts],
        columns=["claims", "places", "sources"],
        index=index,
    )


def effect_directions(marks: pd.DataFrame) -> pd.DataFrame:
    """Set places against outcomes: how many claims of each direction (Thomson and Thomas 2013).

    Parameters
    ----------
    marks
        As `harvest` returns them.

    Returns
    -------
    DataFrame
        Indexed by `place` (those with a stated effect first, then by name): for each outcome a
        cell such as `2 × +, 1 × −`, or `not stated`. Nothing is summed up into a verdict.
    """
    cells: dict[tuple[Any, Any], list[str]] = {}
    effects, there = set(), set()
    for outcome, direction, place, _, claims, _ in harvest_stacks(marks).itertuples(index=False):
        there.add(place)
        if direction != "not stated":
            effects.add(place)
        times = " " if direction == "not stated" else " × "
        cells.setdefault((place, outcome), []).append(f"{claims}{times}{SIGNS[direction]}")
    places = sorted(there, key=lambda place: (place not in effects, place))
    table = {
        outcome: [", ".join(cells.get((place, outcome), [])) for place in places]
        for outcome in OUTCOMES
    }
    return pd.DataFrame(table, index=pd.Index(places, name="place", dtype="string"))


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
        (*strands.names(kind), one.claims, one.places, one.sources, tuple(mine))
        for kind, one, mine in zip(kinds, counts, parts, strict=True)
    ]
    columns = ["outcome", "policy", "actors", "direction", "claims", "places", "sources", "rows"]
    return pd.DataFrame(lines, columns=columns)


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
        `effect_directions`, `claims`, `paragraphs`.
    """
    told = rows[rows["table"].isin(["policies", "actions"])]
    strands = flow(evidence, told).explode("rows")
    strands["place"] = strands["rows"].map(
        dict(zip(told.index, evidence.place_names(told["setting_id"]), strict=True))
    )
    joined = strands.groupby("place")[["policy", "actors"]].agg(_each_once)
    directions = effect_directions(harvest(evidence, told))
    places = pd.Series(evidence.place_names(told["setting_id"]), index=told.index)
    mine = {place: told.loc[ids] for place, ids in places.groupby(places).groups.items()}
    return pd.DataFrame(
        {
            "policies": joined["policy"],
            "actors": joined["actors"],
            "growth": directions["growth_effect"],
            "social conditions": directions["social_effect"],
            "claims": {place: evidence.counts(some).claims for place, some in mine.items()},
            "paragraphs": {
                place: ", ".join(sorted(set(some["paragraph"].dropna()), key=paragraph_order))
                for place, some in mine.items()
            },
        },
        index=directions.index,
    )


class Strands:
    """Every policy and act with each link of it, for both outcomes, as whole numbers."""

    def __init__(self, evidence: Evidence) -> None:
        pairs = evidence.once(Pairs)
        frame = pairs.frame.assign(at=pairs.row)
        frame = frame[frame["table"].isin(["policies", "actions"])]
        instrument = evidence.policies["instrument"].astype("string").str.replace("_", " ")
        policy = frame["policy_id"].map(instrument).fillna(NO_POLICY).astype("category")
        words = frame["action_id"].map(actors_in_words(evidence.actions)).fillna(NO_ACTOR)
        actors = pd.Categorical(words, sorted({NO_ACTOR, *words}))
        self.words = [list(OUTCOMES), list(policy.cat.categories), list(actors.categories)]
        self.words.append(list(DIRECTIONS))
        position = pd.Series(np.arange(len(evidence.codes.claim)), index=evidence.statements.index)
        act = frame["action_id"].map(position).fillna(-1).to_numpy(np.intp)
        is_policy = frame["table"].eq("policies").to_numpy(bool)
        both = len(OUTCOMES)
        self.at: Numbers = np.tile(frame["at"].to_numpy(), both)
        self.act_at: Numbers = np.tile(act, both)
        self.row_id = np.tile(frame["row_id"].to_numpy(dtype=object), both)
        self.is_policy = np.tile(is_policy, both)
        effects = [frame[one].astype("string").fillna("not stated") for one in OUTCOMES]
        effect = np.concatenate([pd.Categorical(one, list(DIRECTIONS)).codes for one in effects])
        self.silent = effect == DIRECTIONS.index("not stated")
        outcome = np.repeat(np.arange(both), len(frame))
        codes = (outcome, np.tile(policy.cat.codes, both), np.tile(actors.codes, both), effect)
        self.codes = [np.asarray(one, dtype=np.intp) for one in codes]

    def of(self, inside: Flags) -> tuple[Numbers, Numbers]:
        """Choose the strands of the rows that are inside: their places here, and their kind."""
        mine = np.flatnonzero(inside[self.at])
        policy = self.is_policy[mine]
        act_there = (self.act_at[mine] >= 0) & inside[self.act_at[mine]]
        with_act = np.zeros(len(inside), dtype=bool)
        with_act[self.at[mine[policy & act_there]]] = True
        unmediated = policy & (~self.silent[mine] | ~with_act[self.at[mine]])
        mine, named = mine[unmediated | ~policy], ~policy[unmediated | ~policy]
        outcome, policy_code, actors, effect = (one[mine] for one in self.codes)
        actors = np.where(named, actors, self.words[2].index(NO_ACTOR))
        sizes = [len(one) for one in self.words]
        kind = np.ravel_multi_index((outcome, policy_code, actors, effect), sizes)
        order = np.lexsort((self.at[mine], kind))
        mine, kind = mine[order], kind[order]
        new = np.ones(len(mine), dtype=bool)
        new[1:] = (np.diff(kind) != 0) | (np.diff(self.at[mine]) != 0)
        return mine[new], kind[new]

    def names(self, kind: int) -> tuple[str, ...]:
        """Say the outcome, policy, actors and direction of a kind of strand."""
        at = np.unravel_index(kind, [len(one) for one in self.words])
        return tuple(words[one] for words, one in zip(self.words, at, strict=True))


def _each_once(words: pd.Series) -> str:
    return "; ".join(sorted(set(words)))


def _order(words: tuple[str, ...]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(list(words), ordered=True)


def _numbered(*keys: Any) -> Numbers:
    """Give rows that agree in all keys the same whole number."""
    return pd.MultiIndex.from_arrays([np.asarray(key) for key in keys]).factorize()[0]


def actors_in_words(actions: pd.DataFrame) -> pd.Series:
    """Say who acts and how, for each act: `employers + government, joint`."""
    who = actions["actors"].map(lambda cell: " + ".join(sorted(cell, key=_actor_order)))
    mode = actions["mode"].astype("string").fillna("mode not said")
    told = (who.astype("string") + ", " + mode).str.replace("_", " ")
    return told.str.replace(r"\bngo\b", "NGO", regex=True)


def _actor_order(actor: str) -> tuple[bool, str]:
    return actor not in GOVERNANCE_ACTORS, actor


def in_words(evidence: Evidence, rows: pd.DataFrame) -> pd.Series:
    """Say each statement in a sentence with its place, paragraph and sources.

    The verb comes from a closed list by certainty (`VERBS`), so that a hedged claim stays
    hedged and none becomes a prediction. Of a user's own row it names the file that it is from
    (`OWN_VERBS`), and the page if one is given.
    """
    places = rows["setting_id"].map(evidence.place_name, na_action="ignore")
    of = ("of " + places.astype("string")).fillna("in general")
    cited = rows["sources"].map(evidence.cited_as).replace("", "no work cited").astype("string")
    verb = rows["certainty"].astype("string").map(VERBS)
    for origin in rows["origin"].unique():
        if origin != ORIGIN_PAPER:
            words = {word: said.format(origin) for word, said in OWN_VERBS.items()}
            verb = verb.mask(
                rows["origin"] == origin, rows["certainty"].astype("string").map(words)
            )
    where = " (" + (rows["paragraph"].astype("string") + "; ").fillna("") + cited + ")"
    sentences = verb + ", " + of + ": " + rows["summary"].astype("string") + where
    return sentences.astype("string").rename("sentence").rename_axis("row_id")


def gap_map(evidence: Evidence, *, by: str = "domain") -> pd.DataFrame:
    """Say of every policy domain (or instrument) and governance actor how the evidence stands.

    Acts of the actor that the paper links to such a policy are looked at.

    Parameters
    ----------
    by
        `domain` or `instrument`.

    Returns
    -------
    DataFrame
        One row for each word and actor: `domain` or `instrument`, `actor`, `standing` (of
        `framework.STANDINGS`), `declared_gap` (truth value), `claims`, `places`, `sources`
        and `rows` (row ids).
    """
    acts = evidence.once(Pairs).frame
    acts = acts[acts["table"].eq("actions") & acts[by].notna()]
    domain_of = _domains(evidence) if by == "instrument" else {}
    lines = []
    for word in evidence.vocabulary("policies", by):
        if by == "instrument" and word not in domain_of:
            continue
        for actor in evidence.vocabulary("gaps", "actor"):
            who = acts["actors"].map(lambda cell, a=actor: a in cell).astype(bool)
            domains = domain_of.get(word, {word})
            declared = any(_is_declared_gap(evidence.gaps, one, actor) for one in domains)
            ids = acts.loc[acts[by].eq(word) & who, "row_id"]
            lines.append((word, actor, *_cell(evidence, ids, declared)))
    return pd.DataFrame(lines, columns=[by, "actor", *CELL])


CELL = ("standing", "declared_gap", "claims", "places", "sources", "rows")


def element_map(evidence: Evidence, *, wider: bool = False) -> pd.DataFrame:
    """Say of every setting and element of the framework what the evidence has on it.

    Elements are the four policy domains, the four governance actors, `growth` (figures, economy)
    and `social conditions`.

    Parameters
    ----------
    wider
        Also regions, industries, countries and places outside developing countries.

    Returns
    -------
    DataFrame
        One row for each setting and element: `setting_id`, `place`, `element`, then the columns of
        `gap_map`. On growth and social conditions a told change is an effect; a level alone
        (low wages) is one not stated.
    """
    settings = evidence.settings
    if not wider:
        settings = settings[settings["kind"].eq("cluster") & settings["developing"].fillna(False)]
    by_element = _rows_by_element(evidence)
    lines = []
    for setting in settings.index:
        for element, rows in by_element.items():
            cell = _cell(evidence, rows.get(setting, []), False)
            lines.append((setting, evidence.place_name(setting), element, *cell))
    return pd.DataFrame(lines, columns=["setting_id", "place", "element", *CELL])


def _rows_by_element(evidence: Evidence) -> dict[str, dict[str, list[str]]]:
    policies, actions = evidence.policies, evidence.actions
    parts = {
        domain: policies[policies["domain"] == domain]
        for domain in evidence.vocabulary("policies", "domain")
    }
    for actor in GOVERNANCE_ACTORS:
        parts[actor] = actions[actions["actors"].map(lambda cell, a=actor: a in cell).astype(bool)]
    growth = pd.concat([evidence.employment[["setting_id"]], evidence.economy[["setting_id"]]])
    parts |= {"growth": growth, "social conditions": evidence.conditions}
    return {
        element: {str(one): list(ids) for one, ids in rows.groupby("setting_id").groups.items()}
        for element, rows in parts.items()
    }


def _cell(evidence: Evidence, ids: Iterable[str], declared: bool) -> tuple[Any, ...]:
    positions = np.unique(evidence.positions(pd.DataFrame(index=pd.Index(list(ids), dtype=object))))
    rows = evidence.statements_at(positions)
    counts = evidence.codes.counts(positions)
    if rows["finding"].notna().any() or rows["table"].eq("employment").any():
        finding = rows["finding"].astype("string")
        change = finding.where(finding.isin(CHANGES)).replace("unchanged", "0")
        rows = rows.assign(social_effect=change)
    how = standing(rows, declared_gap=declared)
    return how, declared, counts.claims, counts.places, counts.sources, tuple(rows.index)


def _domains(evidence: Evidence) -> dict[str, set[str]]:
    """Domains that each instrument is coded under, for those that occur."""
    used = evidence.policies.groupby("instrument", observed=True)["domain"]
    return {str(word): set(cells.dropna().astype(str)) for word, cells in used}


def _is_declared_gap(gaps: pd.DataFrame, domain: str, actor: str) -> bool:
    """Whether a gap covers the two: each part that it names must name them."""
    on_domain = gaps["domain"].map(lambda cell: not cell or domain in cell)
    on_actor = gaps["actor"].map(lambda cell: not cell or actor in cell)
    names_one = gaps["domain"].map(bool) | gaps["actor"].map(bool)
    return bool((on_domain & on_actor & names_one).any())
