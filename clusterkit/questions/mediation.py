"""The evidence that matches a configuration of policies and actors.

What a configuration gives is the evidence that matches (sections 4.0 to 4.0c), never a
forecast: row ids, and counts of claims, places and sources. Silence matches no requirement.
`effects` sums up what the matching rows say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..evidence.content import fixed_sentence, no_evidence
from ..evidence.tables import Counts, Evidence, Numbers
from .asked_in_words import asked_in_words, part_in_words
from .asked_of_rows import Rows
from .configuration import (
    ACTION_PARTS,
    MESSAGES,
    OUTCOME_FINDINGS,
    OUTCOME_SIGNS,
    POLICY_PARTS,
    UNIT_WORDS,
    UNITS,
    WAYS,
    Configuration,
    way_of,
)
from .framework import LINKS, OUTCOME_WORDS, OUTCOMES, standing
from .select import core
from .units import AGREES, Met, answers_of_places, places_that_meet, where_met
from .units import DIFFERS as DIFFERS_FROM
from .units import NOT_SAID as SILENT

COLUMN_OF = {
    "settings": "setting_id", "countries": "country", "episodes": "episode", "beliefs": "driven_by",
}  # fmt: skip
LIST_PARTS = ("level", "influencer", "beliefs", "actors", "organisation")
UNIVERSE = ("policies", "actions", "contexts")
FILTERS, PLACES = ("certainty", "years", "episodes"), ("settings", "countries", "isic")
MEETS, DIFFERS, NOT_SAID = 2, 1, 0
ANSWERS = {"agrees": MEETS, "differs": DIFFERS, "not_said": NOT_SAID}
NO_EFFECT_WORDS = "these rows state no effect at a named place"
EFFECT_WORDS = {
    "effect stated": "an effect is stated",
    "no effect reported": "coded 0, as said not to have come about",
}
ANY, WIDER_WORDS = "any", ("left out", "included")
TOLD_IN = {
    "actions": "state an act", "policies": "a policy alone", "contexts": "a context alone",
    "reported": "a change or a level alone",
}  # fmt: skip
OF_THESE_CLAIMS = "Of these claims {}."
ONE = {  # the smallest unit in which a configuration can be met, by what it asks for
    "act": ("as one act", "act"),
    "policy": ("of one policy", "policy"),
    "any": ("of one act or policy", "act or policy"),
}
PLACE = ("cluster", "place")  # without and with the wider context
AMONG = " among those asked"
IN_STORY = "Stated in one story: {}."
INHERITED = "With what is stated of its region and country: {}."
NO_MORE = {  # what the unit asked for adds to the smaller one, where it adds no place
    "story": "Asked in one story: no further place.",
    "inherited": "With what is stated of region and country: no further cluster.",
}
NONE_EITHER = {
    "story": "Asked in one story: none either.",
    "inherited": "With what is stated of region and country: none either.",
}
IN_GENERAL = "Stated of no place, in general claims alone."
LINKED_ROWS = (
    "Of no {} do rows of these years, story or certainty state all of it; rows below fit, or are "
    "linked to rows that state the rest."
)
NOT_IN_ONE = "Not stated {}."
NOT_MET = "Not stated {}, nor of one {}."
IN_ONE = "Stated {}: {}."
OF_ONE_PLACE = "Stated of one {}: {}."
OF_PLACES = "Stated of each of {} {}s: {}."
STATED_OF, STATED_OF_NONE = "Stated of {}.", "Stated of no {}."
STATED_APART = "Stated apart: {}."
NOWHERE = "of no {}"
COUNTED_APART = "In one {}: none. In one {}: {}"
IN_NO_ROWS = "No single {} meets all of it; asked in one cluster, the rows are shown."

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Some:
    """Statements that meet some requirements: their positions, and which kind of answer each has.

    `kinds` holds an answer (a value of `ANSWERS`) for every kind and part asked.
    """

    row: Numbers
    kind: Numbers
    kinds: npt.NDArray[np.int8]
    asked: tuple[str, ...]

    def parts(self, name: str) -> list[tuple[str, ...]]:
        """Name the parts that agree, differ or are not said, for each kind."""
        asked = np.array(self.asked, dtype=object)
        return [tuple(asked[answers == ANSWERS[name]]) for answers in self.kinds]

    def words(self, name: str) -> npt.NDArray[np.object_]:
        """Name the parts that agree, differ or are not said, for each statement."""
        words = np.empty(len(self.kinds), dtype=object)
        words[:] = self.parts(name)
        return words[self.kind]


class MetByUnit(Mapping[str, Met]):
    """Where a configuration is met, by unit; each unit is asked when it is first wanted."""

    def __init__(self, evidence: Evidence, configuration: Configuration) -> None:
        self._evidence, self._configuration = evidence, configuration
        self._met: dict[str, Met] = {}

    def __getitem__(self, unit: str) -> Met:
        if unit not in UNITS:
            raise KeyError(unit)
        if unit not in self._met:
            self._met[unit] = places_that_meet(self._evidence, self._configuration, unit)
        return self._met[unit]

    def __iter__(self) -> Iterator[str]:
        return iter(UNITS)

    def __len__(self) -> int:
        return len(UNITS)


@dataclass(frozen=True)
class Match:
    """The evidence on a configuration.

    Attributes
    ----------
    configuration
        What was asked.
    exact
        Statements that meet every requirement, indexed by row_id: in the unit that is asked.
    standing
        How the evidence stands, a word of `framework.STANDINGS`.
    counts
        Claims, places and sources of the exact matches.
    """

    configuration: Configuration
    exact: pd.DataFrame
    standing: str
    counts: Counts
    _evidence: Evidence
    _some: Some

    @property
    def sentence(self) -> str:
        """What the rows say of the configuration; of each outcome, where one states an effect."""
        if not len(self.exact) and self._only_of_places:
            return IN_NO_ROWS.format(self._one[1])
        if not len(self.exact):
            return no_evidence(wider=self.configuration.wider)
        if self.standing not in EFFECT_WORDS:
            return fixed_sentence(self.standing)
        how = {outcome: standing(self.exact, outcomes=(outcome,)) for outcome in OUTCOMES}
        words = {outcome: EFFECT_WORDS.get(how[outcome], NO_EFFECT_WORDS) for outcome in OUTCOMES}
        return " ".join(f"{OUTCOME_WORDS[outcome]}: {words[outcome]}." for outcome in OUTCOMES)

    @property
    def made_of(self) -> str:
        """How many of the claims state an act, how many a policy or a context alone.

        Empty where all are of one kind.
        """
        claim = self._evidence.codes.claim[self._evidence.positions(self.exact)]
        least: dict[int, int] = {}
        for one, kind in zip(claim.tolist(), kinds_told(self.exact["table"]), strict=True):
            least[one] = min(kind, least.get(one, kind))
        found = Counter(least.values())
        numbers = [found[at] for at in range(len(TOLD_IN))]
        parts = [
            f"{number} {words.replace('state ', 'states ', 1) if number == 1 else words}"
            for words, number in zip(TOLD_IN.values(), numbers, strict=True)
            if number
        ]
        return OF_THESE_CLAIMS.format(", ".join(parts)) if len(parts) > 1 else ""

    @cached_property
    def partial(self) -> pd.DataFrame:
        """Statements that meet some requirements but not all, those that meet most first.

        Columns `agrees`, `differs`, `not_said` (tuples of parts) before those of
        `evidence.statements`.
        """
        rows = self._evidence.statements_at(self._some.row)
        reasons = {name: self._some.words(name) for name in ANSWERS}
        return pd.DataFrame(reasons, index=rows.index).join(rows)

    @cached_property
    def met(self) -> Mapping[str, Met]:
        """Where the configuration is met, by unit: `act`, `story`, `cluster`, `inherited`."""
        return MetByUnit(self._evidence, self.configuration)

    @property
    def where(self) -> str:
        """In what the configuration is met: in one act, or of one cluster, and where.

        Empty where nothing, or only a place, years, a story or certainty, is asked. Where it is
        met nowhere, what is stated of its parts.
        """
        asked = self.configuration
        if not {*asked.requirements} - {*FILTERS, *PLACES}:
            return ""
        act, cluster = (self.met[unit] for unit in ("act", "cluster"))
        one, place = self._one[0], PLACE[asked.wider]
        beyond = self._beyond(act, cluster)
        alone = len(self._evidence.once(Rows).needs(asked)) == 1
        if not cluster.places:
            if len(self.exact) and asked.unit == "act":
                placed = self.exact["setting_id"].notna().any()
                return LINKED_ROWS.format(place) if placed else IN_GENERAL
            among = place + (AMONG if {*PLACES} & {*asked.requirements} else "")
            none = STATED_OF_NONE.format(among) if alone else NOT_MET.format(one, among)
            apart = "" if self.met[asked.unit].places else self._apart
            return " ".join(filter(None, [none, beyond, apart]))
        of_places = where_met(self._evidence, cluster)
        if alone:
            return " ".join(filter(None, [STATED_OF.format(of_places), beyond]))
        several = OF_PLACES.format(len(cluster), place, of_places)
        of_places = several if len(cluster) > 1 else OF_ONE_PLACE.format(place, of_places)
        if act.places:
            in_one = IN_ONE.format(one, where_met(self._evidence, act))
            of_places = in_one if act.places == cluster.places else f"{in_one} {of_places}"
        else:
            of_places = f"{NOT_IN_ONE.format(one)} {of_places}"
        return " ".join(filter(None, [of_places, beyond]))

    def _beyond(self, act: Met, cluster: Met) -> str:
        """Where it is met in the story, or with what is inherited, that is asked for.

        Where the unit asked for adds no place, that is said.
        """
        unit = self.configuration.unit
        if unit not in ("story", "inherited"):
            return ""
        met, smaller = self.met[unit], {"story": act, "inherited": cluster}[unit]
        words = {"story": IN_STORY, "inherited": INHERITED}[unit]
        if met.places == smaller.places:
            return (NO_MORE if met.places else NONE_EITHER)[unit]
        return words.format(where_met(self._evidence, met))

    @property
    def counted(self) -> str:
        """Claims, places and sources: where no act meets all but a cluster does, those of both."""
        if len(self.exact) or not self._only_of_places:
            return str(self.counts)
        rows = {row for ids in self.met["cluster"].rows.values() for row in ids}
        place = PLACE[self.configuration.wider]
        return COUNTED_APART.format(self._one[1], place, self._evidence.counts(rows))

    @property
    def _only_of_places(self) -> bool:
        """Whether places meet all that is asked, and no single act or policy does."""
        asked = evidence_asked(self.configuration)
        return asked and len(self.met["cluster"]) > 0 and not len(self.met["act"])

    @property
    def _one(self) -> tuple[str, str]:
        """Name the smallest unit in which all can be met."""
        asked = self.configuration.requirements
        if {*ACTION_PARTS, "ways"} & {*asked}:
            return ONE["act"]
        return ONE["policy" if {*POLICY_PARTS} & {*asked} else "any"]

    @property
    def _apart(self) -> str:
        """What is stated of each requirement, and of which places."""
        agree: dict[str, list[str]] = {}
        for place, words, answer, _ in answers_of_places(self._evidence, self.configuration):
            mine = agree.setdefault(words, [])
            if answer == AGREES:
                mine.append(self._evidence.place_name(place))
        nowhere = NOWHERE.format(PLACE[self.configuration.wider])
        parts = [f"{words} – {', '.join(names) or nowhere}" for words, names in agree.items()]
        return STATED_APART.format("; ".join(parts)) if any(agree.values()) else ""

    @cached_property
    def nearest(self) -> pd.DataFrame:
        """Clusters by how many requirements what is stated of them meets, where none meets all.

        Indexed by setting_id: `place`, `agrees`, `differs`, `not_said` (tuples of requirements, in
        words). Silence agrees with nothing and differs from nothing. Empty when something
        matches: the nearest are no match.
        """
        none = len(self.exact) > 0 or len(self.met["cluster"]) > 0
        return _nearest(self._evidence, self.configuration, none=none)


def kinds_told(tables: pd.Series) -> pd.Series:
    """Give each row the number of the words of `TOLD_IN` for its table.

    Examples
    --------
    >>> kinds_told(pd.Series(["policies", "economy"])).tolist()
    [1, 3]
    """
    numbers = {table: at for at, table in enumerate(TOLD_IN)}
    return tables.map(numbers).fillna(numbers["reported"]).astype(int)


def evidence_asked(configuration: Configuration) -> bool:
    """Whether anything but a place is asked.

    Examples
    --------
    >>> evidence_asked(Configuration(countries=("PAK",)))
    False
    """
    return any(part not in PLACES for part in configuration.requirements)


def _of_outcomes(configuration: Configuration) -> bool:
    """Whether outcomes are asked for, and nothing of policies or acts."""
    parts = {*configuration.requirements}
    return "outcomes" in parts and not parts - {"outcomes", *FILTERS, *PLACES}


def matching_evidence(evidence: Evidence, configuration: Configuration) -> Match:
    """Find the evidence on a configuration: exact, partial, and the nearest settings.

    In the unit `act` policies, actions and contexts are looked at: a policy together with the acts
    that the paper links to it, an act with its policies; where only outcomes are asked for, all
    rows that state them. In the wider units the exact rows are those that meet the requirements in
    the stories or clusters that meet all of them. A
    requirement that the paper is silent on is not met, and neither is its opposite. `Match.where`
    says in what the configuration is met, whatever the unit.

    Raises ValueError when a part holds a word that its vocabulary does not have.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> asked = ck.Configuration(ways=("employers:joint",), domain=("standards",))
    >>> match = ck.matching_evidence(evidence, asked)
    >>> match.sentence
    'Growth: an effect is stated. Social conditions: an effect is stated.'
    >>> str(match.counts)
    '5 claims · 2 places · 4 sources'

    What no single act shows may be stated of one cluster:

    >>> asked = ck.Configuration(ways=("government:absent", "employers:collapsed"))
    >>> ck.matching_evidence(evidence, asked).where
    'Not stated as one act. Stated of one cluster: Sinos Valley footwear (3.1.3).'
    """
    check_words(evidence, configuration)
    pairs = evidence.once(Pairs)
    scope = np.flatnonzero(pairs.core) if not configuration.wider else pairs.every
    asked = configuration.requirements
    answers = np.empty((len(scope), len(asked)), dtype=np.int8)
    for at, part in enumerate(asked):
        answers[:, at] = _answer(pairs, configuration, part)[scope]
    row = pairs.row[scope]
    met = (answers == MEETS).sum(axis=1)
    full = _all_ways(pairs, configuration, scope, answers, asked)
    statements = np.unique(row[full])
    if configuration.unit != "act" and evidence_asked(configuration):
        rows = places_that_meet(evidence, configuration, configuration.unit).rows.values()
        statements = np.sort(evidence.positions(dict.fromkeys(row for ids in rows for row in ids)))
    elif _of_outcomes(configuration) or (configuration.outcomes and not len(statements)):
        rows = places_that_meet(evidence, configuration, "act").rows.values()
        meeting = evidence.positions(dict.fromkeys(row for ids in rows for row in ids))
        statements = np.union1d(statements, meeting).astype(np.intp)
    exact, counts = evidence.statements_at(statements), evidence.codes.counts(statements)
    some = _some(row, answers, met, statements, asked)
    return Match(configuration, exact, standing(exact), counts, evidence, some)


class Pairs:
    """Every policy, act and context with each act or policy linked to it, ready for asking.

    Attributes
    ----------
    frame
        One row for each pair: `row_id`, `policy_id`, `action_id`, and the columns of both.
    row
        Position of each pair's statement in `evidence.statements`.
    core
        Whether the statement is about a cluster in a developing country.
    """

    def __init__(self, evidence: Evidence) -> None:
        self.frame = _pairs(evidence)
        self.row = evidence.positions(self.frame["row_id"])
        self.core = core(self.frame).to_numpy()
        self.every: Numbers = np.arange(len(self.frame))
        self._rows = evidence.once(Rows)
        index = pd.Series(np.arange(len(evidence.codes.claim)), index=evidence.statements.index)
        self._linked = [
            self.frame[name].map(index).fillna(-1).to_numpy(np.intp)
            for name in ("row_id", "action_id", "policy_id")
        ]
        self._columns: dict[str, tuple[Flags, dict[str, Flags]]] = {}

    def said(self, part: str) -> Flags:
        """Say whether the paper says anything on a part, for each pair."""
        if part == "ways":
            return self.said("actors") & self.said("mode")
        if part == "outcomes":
            return self._any_linked(self._rows.effects_stated)
        return ~np.isnan(self.years[0]) if part == "years" else self._words(part)[0]

    def holds(self, part: str, word: str) -> Flags:
        """Say whether a part holds a word, for each pair; of `ways` whether the act is such."""
        if part == "ways":
            actor, ways = way_of(word)
            acts_so = np.any([self.holds("mode", mode) for mode in ways], axis=0)
            return self.holds("actors", actor) & acts_so
        if part == "outcomes":
            return self._any_linked(self._rows.with_consequences(self._rows.outcome(word)))
        said, flags = self._words(part)
        return flags.get(word, np.zeros_like(said))

    def _any_linked(self, flags: Flags) -> Flags:
        """Whether the statement of each pair, its act or its policy is flagged."""
        padded = np.append(flags, False)  # position -1: no act, or no policy
        return np.any([padded[positions] for positions in self._linked], axis=0)

    @cached_property
    def years(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """First and last year of each pair's statement; NaN where none is said."""
        low, high = (
            self.frame[column].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
            for column in ("year_lo", "year_hi")
        )
        return np.where(np.isnan(low), high, low), np.where(np.isnan(high), low, high)

    def _words(self, part: str) -> tuple[Flags, dict[str, Flags]]:
        if part not in self._columns:
            column = self.frame[COLUMN_OF.get(part, part)]
            if part in LIST_PARTS:
                column = column.map(lambda cell: cell if isinstance(cell, tuple) else ())
            long = column.reset_index(drop=True).explode().dropna().astype("string")
            flags = {}
            for word, places in long.groupby(long, observed=True).indices.items():
                flags[str(word)] = _flags(len(column), long.index.to_numpy()[places])
            self._columns[part] = _flags(len(column), long.index.to_numpy()), flags
        return self._columns[part]


def _flags(length: int, where: Numbers) -> Flags:
    flags = np.zeros(length, dtype=bool)
    flags[where] = True
    return flags


def _pairs(evidence: Evidence) -> pd.DataFrame:
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
    columns = [COLUMN_OF.get(part, part) for part in POLICY_PARTS]
    pairs = pairs.join(evidence.policies[columns], on="policy_id")
    pairs = pairs.join(evidence.actions[list(ACTION_PARTS)], on="action_id")
    return pairs.join(evidence.settings[["isic"]], on="setting_id")


def _links(actions: pd.DataFrame) -> pd.DataFrame:
    parts = [actions[name].explode().dropna().rename("policy_id") for name in LINKS]
    links = pd.concat(parts).rename_axis("action_id").reset_index()
    return links.astype("string").drop_duplicates()


def _answer(pairs: Pairs, configuration: Configuration, part: str) -> npt.NDArray[np.int8]:
    """Say for each pair whether it meets one part of a configuration, differs, or is silent."""
    wanted: Any = getattr(configuration, part)
    if part == "years":
        low, high = pairs.years
        meets = (low <= wanted[1]) & (high >= wanted[0])
    elif part == "ways":
        meets = np.any([_acts_so(pairs, entries) for entries in _groups(wanted)], axis=0)
    else:
        every = part in ("actors", "outcomes")
        meets = (np.all if every else np.any)([pairs.holds(part, word) for word in wanted], axis=0)
    return np.where(pairs.said(part), np.where(meets, MEETS, DIFFERS), NOT_SAID).astype(np.int8)


def _groups(ways: tuple[str, ...]) -> list[list[str]]:
    """Ways of acting, those that are the same together: their actors must share one act."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for entry in ways:
        groups.setdefault(way_of(entry)[1], []).append(entry)
    return list(groups.values())


def _acts_so(pairs: Pairs, entries: list[str]) -> Flags:
    return np.all([pairs.holds("ways", entry) for entry in entries], axis=0)


def _all_ways(
    pairs: Pairs,
    configuration: Configuration,
    scope: Numbers,
    answers: npt.NDArray[np.int8],
    asked: tuple[str, ...],
) -> Flags:
    """Whether each pair meets everything; different ways may be met by different acts of a row."""
    others = [at for at, part in enumerate(asked) if part != "ways"]
    full = (answers[:, others] == MEETS).all(axis=1)
    row = pairs.row[scope]
    for entries in _groups(configuration.ways):
        rows = np.unique(row[full & _acts_so(pairs, entries)[scope]])
        full = full & np.isin(row, rows)
    return full


def _some(
    row: Numbers,
    answers: npt.NDArray[np.int8],
    met: npt.NDArray[np.int_],
    full: Numbers,
    asked: tuple[str, ...],
) -> Some:
    """Rows that meet some requirements, each by its best pair, those that meet most first."""
    kept = np.flatnonzero((met > 0) & ~np.isin(row, full))
    kept = kept[np.lexsort((kept, -met[kept], row[kept]))]
    kept = kept[np.unique(row[kept], return_index=True)[1]]
    kept = kept[np.lexsort((row[kept], -met[kept]))]
    kinds, kind = np.unique(answers[kept], axis=0, return_inverse=True)
    return Some(row[kept], kind.reshape(-1), kinds, asked)


def _nearest(evidence: Evidence, asked: Configuration, *, none: bool) -> pd.DataFrame:
    """Order places by the requirements that what is stated of them meets."""
    columns = ["setting_id", "place", *ANSWERS]
    cells: dict[str, dict[str, list[str]]] = {}
    for setting, words, answer, _ in [] if none else answers_of_places(evidence, asked):
        empty: dict[str, list[str]] = {AGREES: [], DIFFERS_FROM: [], SILENT: []}
        cells.setdefault(setting, empty)[answer].append(words)
    lines = [
        (setting, evidence.place_name(setting), *map(tuple, answers.values()))
        for setting, answers in cells.items()
        if answers[AGREES]
    ]
    lines.sort(key=_most_agreement)
    return pd.DataFrame(lines, columns=columns).set_index("setting_id")


def _most_agreement(line: tuple[Any, ...]) -> tuple[int, int]:
    return -len(line[2]), len(line[3])


def compare_matches(
    pinned: Match, current: Match, *, names: tuple[str, str] | None = None
) -> pd.DataFrame:
    """Set two configurations side by side: what is asked otherwise, and which rows differ.

    Parameters
    ----------
    names
        What the reader calls the two; what each asks, in words, by default.

    Returns
    -------
    DataFrame
        Indexed by `part` (the parts asked otherwise, then `rows`): a column for each of the two
        under its name, in words; for `rows` the ids that only one of the two has.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> before, after = (
    ...     ck.matching_evidence(evidence, ck.Configuration(actors=(actor,)))
    ...     for actor in ("employers", "workers")
    ... )
    >>> ck.compare_matches(before, after).loc["actors"].tolist()
    ['employers', 'workers']
    """
    both = (pinned, current)
    before, after = pinned.configuration, current.configuration
    asked = dict.fromkeys((*before.requirements, *after.requirements))
    lines = [
        (name, *(part_in_words(one._evidence, one.configuration, name) or ANY for one in both))
        for name in asked
        if getattr(before, name) != getattr(after, name)
    ]
    if before.unit != after.unit:
        lines.append(("unit", *(UNIT_WORDS[asked.unit] for asked in (before, after))))
    if before.wider != after.wider:
        lines.append(("wider", *(WIDER_WORDS[asked.wider] for asked in (before, after))))
    only = [
        ", ".join(one.exact.index.difference(other.exact.index, sort=False))
        for one, other in (both, both[::-1])
    ]
    lines.append(("rows", *only))
    words = [asked_in_words(one._evidence, one.configuration) for one in both]
    left, right = names or words
    right = f"{right}, again" if left == right else right
    return pd.DataFrame(lines, columns=["part", left, right]).set_index("part")


def askable(evidence: Evidence) -> dict[str, list[str]]:
    """List the words that each part of a configuration may hold, but for `years`."""
    settings, statements = evidence.settings, evidence.statements
    words = {
        part: list(evidence.vocabulary("policies", part))
        for part in POLICY_PARTS
        if part != "beliefs"
    }
    words["beliefs"] = sorted(set(evidence.policies["driven_by"].explode().dropna()))
    words |= {part: list(evidence.vocabulary("actions", part)) for part in ACTION_PARTS}
    return words | {
        "certainty": list(evidence.vocabulary("actions", "certainty")),
        "ways": [f"{actor}:{way}" for actor in words["actors"] for way in WAYS],
        "outcomes": _outcomes(evidence),
        "countries": sorted(settings["country"].dropna().unique()),
        "isic": sorted(settings["isic"].dropna().astype(str).unique()),
        "settings": list(settings.index),
        "episodes": sorted(statements["episode"].dropna().unique()),
    }


def _outcomes(evidence: Evidence) -> list[str]:
    effects = [f"{what}:{sign}" for what in ("growth", "social") for sign in OUTCOME_SIGNS]
    dimensions = evidence.vocabulary("conditions", "dimension")
    reported = [
        f"{what}:{word}" for what in ("growth", "social", *dimensions) for word in OUTCOME_FINDINGS
    ]
    return list(dict.fromkeys([*effects, *reported]))


def refusals(evidence: Evidence) -> dict[str, str]:
    """Say of each part what is wrong with a word that it cannot hold; `{}` stands for the word."""
    words = evidence.once(askable)
    choose = {
        part: f"{part} cannot be “{{}}”; choose from {', '.join(words[part])}" for part in words
    }
    return choose | {
        "ways": f"{MESSAGES['way']}; the actors are {', '.join(words['actors'])}",
        "countries": "no setting of the evidence has the country “{}”",
        "isic": "no setting of the evidence has the isic “{}”",
        "settings": "there is no setting “{}” in the evidence",
        "episodes": "the evidence has no story “{}”",
        "beliefs": "no policy of the evidence is driven by the idea “{}”",
        "outcomes": MESSAGES["outcome"],
    }


def _each_way(entry: str) -> list[str]:
    """Take `government:absent+opposed` apart; what cannot be is left whole."""
    actor, _, words = entry.partition(":")
    ways = words.split("+")
    return [f"{actor}:{way}" for way in ways] if set(ways) <= set(WAYS) else [entry]


def check_words(evidence: Evidence, configuration: Configuration) -> None:
    """Raise ValueError, naming part and word, where a part holds a word that is not there."""
    for part, words in evidence.once(askable).items():
        asked = getattr(configuration, part)
        if part == "ways":
            asked = [word for entry in asked for word in _each_way(entry)]
        wrong = [word for word in asked if word not in words]
        if wrong:
            raise ValueError(evidence.once(refusals)[part].format(wrong[0]))
