"""Configurations of policies and actors, and the evidence that matches them.

A `Configuration` is a choice of policy elements, influencers and actors with the way they
act (sections 4.0 to 4.0c). What it gives is the evidence that matches, never a forecast:
row ids, and counts of claims, places and sources. Silence matches no requirement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields

import pandas as pd

from .evidence import Evidence
from .framework import OUTCOMES, STANDING_SENTENCES, standing
from .own import ORIGIN_PAPER

LINKS = ("responds_to", "enabled_by", "constrained_by", "acts_on")
POLICY_PARTS = ("domain", "instrument", "state", "level", "influencer")
ACTION_PARTS = ("actors", "mode", "kind")
COLUMN_OF = {"settings": "setting_id", "countries": "country", "episodes": "episode"}
LIST_PARTS = ("level", "influencer", "actors")
UNIVERSE = ("policies", "actions", "contexts")
DIRECTIONS = ("-", "0", "mixed", "+", "not stated")
MEETS, DIFFERS, NOT_SAID = "meets", "differs", "not said"
VERBS = {
    "reported": "The paper reports",
    "possible": "The paper holds possible",
    "argued": "The paper argues",
}
OWN_VERBS = {
    "reported": "A source of {origin} reports",
    "possible": "A source of {origin} holds possible",
    "argued": "A source of {origin} argues",
}


@dataclass(frozen=True)
class Configuration:
    """A choice of environment, actors and places; an empty part asks for nothing.

    Within a part any of the words will do, but `actors` must all take part; between parts
    every requirement must be met, and those on the policy by one policy, those on the act by
    one act that the paper links to it.

    Attributes
    ----------
    domain, instrument, state, level, influencer
        Of the policy (columns of `policies`).
    actors, mode, kind
        Of the act (columns of `actions`).
    settings, countries, isic
        Of the place: setting_ids, ISO codes, ISIC classes.
    episodes
        Stories that the paper tells (column `episode`), such as `atlanta-agreement`.
    certainty
        Of the row.
    years
        First and last year; a row matches when its own years overlap them.
    wider
        Also the wider context: countries, regions, industries, places that are not in
        developing countries, and general claims. Without it developing-country clusters only.
    """

    domain: tuple[str, ...] = ()
    instrument: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    influencer: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    isic: tuple[str, ...] = ()
    episodes: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    wider: bool = False

    @property
    def requirements(self) -> tuple[str, ...]:
        """Names of the parts that ask for something."""
        return tuple(
            one.name for one in fields(self) if one.name != "wider" and getattr(self, one.name)
        )

    def __str__(self) -> str:
        parts = [
            f"{name.replace('_', ' ')}: {_listed(getattr(self, name))}"
            for name in self.requirements
        ]
        scope = "wider context included" if self.wider else "developing-country clusters"
        return "; ".join([*parts, scope])


@dataclass(frozen=True)
class Match:
    """The evidence on a configuration.

    Attributes
    ----------
    configuration
        What was asked.
    exact
        Statements that meet every requirement, indexed by row_id.
    partial
        Statements that meet some: columns `agrees`, `differs`, `not_said` (tuples of parts)
        before those of `evidence.statements`.
    nearest
        Settings by how many requirements the paper says they meet: `place`, `agrees`,
        `differs`, `not_said`. Empty when something matches exactly.
    standing
        How the evidence stands, a word of `framework.STANDINGS`.
    """

    configuration: Configuration
    exact: pd.DataFrame
    partial: pd.DataFrame
    nearest: pd.DataFrame
    standing: str

    @property
    def sentence(self) -> str:
        """What the paper says of the configuration, in one sentence."""
        if len(self.exact):
            return STANDING_SENTENCES[self.standing]
        return "The paper says nothing about this combination."


def matching_evidence(evidence: Evidence, configuration: Configuration) -> Match:
    """Find the evidence on a configuration: exact, partial, and the nearest settings.

    Policies, actions and contexts are looked at. A policy counts together with the acts
    that the paper links to it, and an act with its policies. A requirement that the paper is
    silent on is not met, and neither is its opposite.

    Raises ValueError when a part holds a word that its vocabulary does not have.
    """
    _check_words(evidence, configuration)
    pairs = _pairs(evidence)
    pairs = pairs[_in_scope(pairs, configuration)]
    asked = configuration.requirements
    answers = pd.DataFrame(
        {part: _answer(pairs, part, configuration) for part in asked}, index=pairs.index
    )
    met = (answers == MEETS).sum(axis=1) if asked else pd.Series(0, index=pairs.index)
    full = pairs["row_id"][met == len(asked)].unique()
    statements = evidence.statements
    exact = statements.loc[statements.index.isin(full)]
    partial = _partial(statements, pairs, answers, met, full)
    nearest = _nearest(evidence, partial if exact.empty else partial.iloc[:0])
    return Match(configuration, exact, partial, nearest, standing(exact))


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
        `DIRECTIONS`), `claim`, `place`, `actor` (first governance actor, or policy),
        `certainty`, `wider`, `row_id`. A claim that several tables hold makes one mark for
        each direction that it states at a place, and one mark in `not stated` when it
        states none.
    """
    actors = evidence.actions["actors"].map(lambda cell: cell[0] if cell else "policy")
    long = pd.concat([_marks(rows, outcome) for outcome in OUTCOMES], ignore_index=True)
    long["place"] = evidence.place_names(long["setting_id"])
    long["actor"] = long["row_id"].map(actors).fillna("policy")
    stated = long["direction"] != "not stated"
    key = ["outcome", "claim", "place"]
    has_direction = stated.groupby([long[name] for name in key]).transform("any")
    long = long[stated | ~has_direction]
    long = long.assign(from_act=long["actor"] == "policy").sort_values(
        ["outcome", "place", "claim", "from_act", "row_id"]
    )
    long = long.drop_duplicates([*key, "direction"]).drop(columns="from_act")
    kinds = {"outcome": OUTCOMES, "direction": DIRECTIONS}
    kinds_of = {
        name: pd.CategoricalDtype(list(words), ordered=True) for name, words in kinds.items()
    }
    long = long.astype(kinds_of)
    columns = ["outcome", "direction", "claim", "place", "actor", "certainty", "wider", "row_id"]
    return long.sort_values(["outcome", "direction", "place", "claim"])[columns].reset_index(
        drop=True
    )


def harvest_counts(evidence: Evidence, marks: pd.DataFrame) -> pd.DataFrame:
    """Count claims, places and sources in each column of a harvest plot.

    Returns a table indexed by `outcome` and `direction` (every pair of them, in order) with
    whole numbers `claims`, `places`, `sources`; a claim that states two directions is in both.
    """
    lines = []
    for outcome in OUTCOMES:
        for direction in DIRECTIONS:
            mine = marks[(marks["outcome"] == outcome) & (marks["direction"] == direction)]
            counts = evidence.counts(mine["row_id"])
            lines.append((outcome, direction, counts.claims, counts.places, counts.sources))
    columns = ["outcome", "direction", "claims", "places", "sources"]
    return pd.DataFrame(lines, columns=columns).set_index(["outcome", "direction"])


def in_words(evidence: Evidence, rows: pd.DataFrame) -> pd.Series:
    """Say each statement in a sentence with its place, paragraph and sources.

    The verb comes from a closed list by certainty (`VERBS`), so that a hedged claim stays
    hedged and none becomes a prediction. Of a user's own row it names the file that it is
    from (`OWN_VERBS`).
    """
    sentences = {}
    for row_id, row in rows.iterrows():
        of = (
            "in general"
            if pd.isna(row["setting_id"])
            else f"of {evidence.place_name(row['setting_id'])}"
        )
        source = evidence.cited_as(row["sources"]) or "no work cited"
        where = source if pd.isna(row["paragraph"]) else f"{row['paragraph']}; {source}"
        verbs = VERBS if row["origin"] == ORIGIN_PAPER else OWN_VERBS
        verb = verbs[row["certainty"]].format(origin=row["origin"])
        sentences[row_id] = f"{verb}, {of}: {row['summary']} ({where})"
    return pd.Series(sentences, dtype="string", name="sentence").rename_axis("row_id")


def gap_map(evidence: Evidence) -> pd.DataFrame:
    """Say of every policy domain and governance actor how the evidence on the two stands.

    Acts of the actor that the paper links to a policy of the domain are looked at.

    Returns
    -------
    DataFrame
        One row for each domain and actor: `domain`, `actor`, `standing` (of
        `framework.STANDINGS`), `declared_gap` (truth value), `claims`, `places`, `sources`
        and `rows` (row ids).
    """
    pairs = _pairs(evidence)
    acts = pairs[pairs["table"].eq("actions") & pairs["domain"].notna()]
    statements, gaps = evidence.statements, evidence.gaps
    lines = []
    for domain in evidence.vocabulary("policies", "domain"):
        for actor in evidence.vocabulary("gaps", "actor"):
            mine = acts[
                acts["domain"].eq(domain) & acts["actors"].map(lambda cell, a=actor: a in cell)
            ]
            rows = statements.loc[statements.index.isin(mine["row_id"])]
            declared = _is_declared_gap(gaps, domain, actor)
            counts = evidence.counts(rows)
            told = (counts.claims, counts.places, counts.sources, tuple(rows.index))
            how = standing(rows, declared_gap=declared)
            lines.append((domain, actor, how, declared, *told))
    columns = ["domain", "actor", "standing", "declared_gap", "claims", "places", "sources", "rows"]
    return pd.DataFrame(lines, columns=columns)


def _is_declared_gap(gaps: pd.DataFrame, domain: str, actor: str) -> bool:
    """Whether a gap covers the two: each part that it names must name them."""
    on_domain = gaps["domain"].map(lambda cell: not cell or domain in cell)
    on_actor = gaps["actor"].map(lambda cell: not cell or actor in cell)
    names_one = gaps["domain"].map(bool) | gaps["actor"].map(bool)
    return bool((on_domain & on_actor & names_one).any())


def _pairs(evidence: Evidence) -> pd.DataFrame:
    """One row for each statement with each policy and act that the paper links it to."""
    statements = evidence.statements
    rows = statements[statements["table"].isin(UNIVERSE)]
    links = _links(evidence.actions)
    acts = links.assign(row_id=links["action_id"])
    policies = links.assign(row_id=links["policy_id"])
    joined = pd.concat([acts, policies], ignore_index=True)
    pairs = rows.reset_index().merge(joined, on="row_id", how="left")
    is_policy, is_act = pairs["table"].eq("policies"), pairs["table"].eq("actions")
    pairs["policy_id"] = pairs["policy_id"].where(~is_policy, pairs["row_id"])
    pairs["action_id"] = pairs["action_id"].where(~is_act, pairs["row_id"])
    pairs = pairs.join(evidence.policies[list(POLICY_PARTS)], on="policy_id")
    pairs = pairs.join(evidence.actions[list(ACTION_PARTS)], on="action_id")
    return pairs.join(evidence.settings[["isic"]], on="setting_id")


def _links(actions: pd.DataFrame) -> pd.DataFrame:
    parts = [actions[name].explode().dropna().rename("policy_id") for name in LINKS]
    links = pd.concat(parts).rename_axis("action_id").reset_index()
    return links.astype("string").drop_duplicates()


def _in_scope(pairs: pd.DataFrame, configuration: Configuration) -> pd.Series:
    if configuration.wider:
        return pd.Series(True, index=pairs.index)
    return _core(pairs)


def _core(rows: pd.DataFrame) -> pd.Series:
    """Whether each row is about a cluster in a developing country."""
    return (rows["setting_kind"].eq("cluster") & rows["developing"]).fillna(False).astype(bool)


def _answer(pairs: pd.DataFrame, part: str, configuration: Configuration) -> pd.Series:
    """Say for each pair whether it meets one part of a configuration, differs, or is silent."""
    wanted = getattr(configuration, part)
    if part == "years":
        low = pairs["year_lo"].fillna(pairs["year_hi"])
        high = pairs["year_hi"].fillna(pairs["year_lo"])
        said, meets = low.notna(), (low <= wanted[1]) & (high >= wanted[0])
    elif part in LIST_PARTS:
        cells = pairs[part].map(lambda cell: cell if isinstance(cell, tuple) else ())
        enough = set(wanted).issubset if part == "actors" else _shares_with(wanted)
        said, meets = cells.map(bool), cells.map(enough)
    else:
        cells = pairs[COLUMN_OF.get(part, part)]
        said, meets = cells.notna(), cells.isin(wanted)
    meets = meets.fillna(False).astype(bool)
    answer = pd.Series(DIFFERS, index=pairs.index, dtype=object)
    return answer.mask(meets, MEETS).mask(~said.astype(bool), NOT_SAID)


def _shares_with(wanted: tuple[str, ...]) -> Callable[[tuple[str, ...]], bool]:
    return lambda cell: not set(wanted).isdisjoint(cell)


def _partial(
    statements: pd.DataFrame,
    pairs: pd.DataFrame,
    answers: pd.DataFrame,
    met: pd.Series,
    full: Iterable[str],
) -> pd.DataFrame:
    """Rows that meet some requirements, each by its best pair."""
    some = (met > 0) & ~pairs["row_id"].isin(list(full))
    best = met[some].groupby(pairs.loc[some, "row_id"]).idxmax()
    told = {
        name: [tuple(answers.columns[answers.loc[at] == answer]) for at in best]
        for name, answer in (("agrees", MEETS), ("differs", DIFFERS), ("not_said", NOT_SAID))
    }
    reasons = pd.DataFrame(told, index=best.index)
    rows = reasons.join(statements)
    order = rows.assign(met=-rows["agrees"].map(len), at=statements.index.get_indexer(rows.index))
    return order.sort_values(["met", "at"]).drop(columns=["met", "at"])


def _nearest(evidence: Evidence, partial: pd.DataFrame) -> pd.DataFrame:
    """Order settings by the requirements that the paper says they meet, somewhere."""
    placed = partial[partial["setting_id"].notna()]
    lines = []
    for setting, rows in placed.groupby("setting_id", sort=False):
        agrees = dict.fromkeys(part for cell in rows["agrees"] for part in cell)
        differs = dict.fromkeys(
            part for cell in rows["differs"] for part in cell if part not in agrees
        )
        silent = dict.fromkeys(
            part
            for cell in rows["not_said"]
            for part in cell
            if part not in agrees and part not in differs
        )
        lines.append(
            (
                setting,
                evidence.place_name(str(setting)),
                tuple(agrees),
                tuple(differs),
                tuple(silent),
            )
        )
    columns = ["setting_id", "place", "agrees", "differs", "not_said"]
    table = pd.DataFrame(lines, columns=columns).set_index("setting_id")
    order = table["agrees"].map(len).sort_values(ascending=False, kind="stable").index
    return table.loc[order]


def _marks(rows: pd.DataFrame, outcome: str) -> pd.DataFrame:
    kept = rows[rows["table"].isin(UNIVERSE)].reset_index()
    direction = kept[outcome].astype("string").fillna("not stated")
    wider = ~_core(kept)
    return kept[["row_id", "claim", "setting_id", "certainty"]].assign(
        outcome=outcome, direction=direction, wider=wider
    )


def _check_words(evidence: Evidence, configuration: Configuration) -> None:
    tables = {part: ("policies", part) for part in POLICY_PARTS}
    tables |= {part: ("actions", part) for part in ACTION_PARTS}
    tables["certainty"] = ("actions", "certainty")
    for part, (table, column) in tables.items():
        words = evidence.vocabulary(table, column)
        wrong = [word for word in getattr(configuration, part) if word not in words]
        if wrong:
            msg = f"{part} cannot be {wrong[0]!r}; choose from {', '.join(words)}"
            raise ValueError(msg)
    unknown = [one for one in configuration.settings if one not in evidence.settings.index]
    if unknown:
        msg = f"there is no setting {unknown[0]!r} in the evidence"
        raise ValueError(msg)


def _listed(value: object) -> str:
    if isinstance(value, tuple) and value and isinstance(value[0], int):
        return "–".join(str(year) for year in value)
    return " or ".join(str(word).replace("_", " ") for word in value)  # type: ignore[attr-defined]
