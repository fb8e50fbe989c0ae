"""What can be asked of every statement: which rows meet a requirement, and which speak to it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..evidence.paragraphs_and_pages import Cells, where_cells
from ..evidence.tables import Evidence, Numbers
from ..evidence.wording import spaced
from .asked_in_words import part_in_words
from .configuration import (
    ACTION_PARTS,
    PART_WORDS,
    POLICY_PARTS,
    Configuration,
    is_effect,
    outcome_of,
    way_of,
    word_in_words,
)
from .directions import job_changes

Flags = npt.NDArray[np.bool_]
POLICY, FILTERED = "policy", "rows"
LISTS = ("level", "influencer", "driven_by", "actors", "organisation")
COLUMN = {"beliefs": "driven_by"}
REPORTED_IN = ("employment", "economy", "conditions")
OF_IT = " of such a policy"  # a part asked of the policy that the parts before it name


def acting_in_words(actor: str) -> str:
    """Say that an actor is asked for, whichever way it acts or fails to.

    Examples
    --------
    >>> acting_in_words("leading_firms")
    'leading firms: said to act, in any way'
    """
    return f"{spaced(actor)}: {PART_WORDS['actors']}"


class Rows:
    """Every statement with what can be asked of it, ready for asking."""

    def __init__(self, evidence: Evidence) -> None:
        statements = evidence.statements
        self.table = statements["table"].to_numpy(dtype=object)
        self._evidence = evidence
        self._statements = statements
        self._words: dict[tuple[str, str], dict[str, Flags]] = {}
        self.claims = evidence.codes.claim
        places = [None if pd.isna(cell) else str(cell) for cell in statements["setting_id"]]
        self.setting = np.array(places, dtype=object)
        position = {row: at for at, row in enumerate(statements.index)}
        episode = statements["episode"].fillna("").tolist()
        # What followed in another story is told there: it is not what came of this one.
        causes = {
            at: tuple(
                cause
                for cause in map(position.__getitem__, cell)
                if episode[cause] == episode[at] or not (episode[cause] and episode[at])
            )
            for at, cell in enumerate(statements["follows_from"])
        }
        self.follows = {at: cell for at, cell in causes.items() if cell}
        years = statements["year_lo"], statements["year_hi"]
        low, high = (
            column.astype("Float64").to_numpy(dtype=float, na_value=np.nan) for column in years
        )
        self.years = np.where(np.isnan(low), high, low), np.where(np.isnan(high), low, high)

    def needs(self, asked: Configuration) -> dict[str, Flags]:
        """For each requirement, the rows that meet it."""
        kept = self.kept(asked)
        needs: dict[str, Flags] = {}
        if any(getattr(asked, part) for part in POLICY_PARTS):
            needs[POLICY] = kept & self._policies(asked)
        acts = kept & self._acts(asked)
        for actor in asked.actors:
            needs[f"actor {actor}"] = acts & self.holds("actions", "actors", actor)
        for entry in asked.ways:
            needs[f"way {entry}"] = acts & self._way(entry)
        plain = any(getattr(asked, part) for part in ("mode", "kind", "organisation"))
        if plain and not (asked.actors or asked.ways):
            needs["act"] = acts
        for entry in asked.outcomes:
            needs[f"outcome {entry}"] = kept & self.outcome(entry)
        if not needs and (asked.certainty or asked.years or asked.episodes):
            needs[FILTERED] = kept
        return needs

    def outcome(self, entry: str) -> Flags:
        """Rows that state an effect (`social:+`), or report a change (`growth:improved`)."""
        what, word = outcome_of(entry)
        statements = self._statements
        if is_effect(what, word):
            return statements[f"{what}_effect"].eq(word).fillna(False).to_numpy(dtype=bool)
        tables = ("economy",) if what == "growth" else ("conditions",)
        mine = np.isin(self.table, tables)
        if what not in ("growth", "social"):
            mine &= statements["matter"].eq(what).fillna(False).to_numpy(dtype=bool)
        found = mine & statements["finding"].eq(word).fillna(False).to_numpy(dtype=bool)
        realised = ~statements["stage"].isin(["aimed", "not_realised"]).to_numpy(dtype=bool)
        return (found & realised) | (self._jobs(word) if what == "growth" else found & False)

    @cached_property
    def where(self) -> list[Cells]:
        """Where each statement stands, for `paragraphs_and_pages.in_order`."""
        return where_cells(self._statements)

    @cached_property
    def effects_stated(self) -> Flags:
        """Rows that state an effect, or report something of growth or conditions."""
        statements = self._statements
        stated = statements[["growth_effect", "social_effect"]].notna().any(axis=1)
        return stated.to_numpy(dtype=bool) | np.isin(self.table, REPORTED_IN)

    def with_consequences(self, flags: Flags) -> Flags:
        """Rows that are flagged, or have a flagged row of their claim and place, or after them."""
        place = pd.factorize(self.setting)[0].astype(np.int64)
        key = self.claims * (place.max(initial=0) + 2) + place
        found = flags | np.isin(key, key[flags])
        for at, causes in self.follows.items():
            if flags[at]:
                found[list(causes)] = True
        return found

    def holds(self, table: str, column: str, word: str) -> Flags:
        """Rows of a table whose column holds a word."""
        return self._flags(table, column).get(word, np.zeros(len(self.table), dtype=bool))

    def says(self, table: str, column: str) -> Flags:
        """Rows of a table whose column says something."""
        flags = self._flags(table, column)
        return np.any([np.zeros(len(self.table), dtype=bool), *flags.values()], axis=0)

    def questions(
        self, asked: Configuration, pool: Numbers
    ) -> Iterable[tuple[str, Numbers, Numbers]]:
        """Ask each requirement of a pool: words, rows that speak to it, rows that meet it."""
        kept = self.kept(asked)
        yield from self._policy_questions(asked, pool[kept[pool]])
        yield from self._act_questions(asked, pool[kept[pool]])
        for entry in asked.outcomes:
            said = kept & self.speaks_of(entry)
            meets = pool[(kept & self.outcome(entry))[pool]]
            yield word_in_words("outcomes", entry), pool[said[pool]], meets

    def _act_questions(
        self, asked: Configuration, pool: Numbers
    ) -> Iterable[tuple[str, Numbers, Numbers]]:
        """Look for the actors, then for the ways and parts of acts among what they did."""
        acts = pool[self.table[pool] == "actions"]
        for actor in asked.actors:
            meets = acts[self.holds("actions", "actors", actor)[acts]]
            yield acting_in_words(actor), meets, meets
        for entry in asked.ways:
            actor, _ = way_of(entry)
            theirs = self.holds("actions", "actors", actor) & self.says("actions", "mode")
            yield word_in_words("ways", entry), acts[theirs[acts]], acts[self._way(entry)[acts]]
        if asked.actors:
            acts = acts[self._any("actions", "actors", asked.actors)[acts]]
        for part in ACTION_PARTS:
            if part != "actors" and (words := getattr(asked, part)):
                told, meets = self.says("actions", part), self._any("actions", part, words)
                yield (
                    f"{PART_WORDS[part]}: {part_in_words(self._evidence, asked, part)}",
                    acts[told[acts]],
                    acts[meets[acts]],
                )

    def _policy_questions(
        self, asked: Configuration, pool: Numbers
    ) -> Iterable[tuple[str, Numbers, Numbers]]:
        """Look for a policy part by part, each among the rows that meet the parts before.

        Another instrument is silence on the one asked for; another state of it differs.
        """
        rows = pool[self.table[pool] == "policies"]
        named = False
        for part in POLICY_PARTS:
            words, column = getattr(asked, part), COLUMN.get(part, part)
            if not words:
                continue
            meets = rows[self._any("policies", column, words)[rows]]
            told = rows[self.says("policies", column)[rows]] if named else meets
            which = f"{PART_WORDS[part]}{OF_IT if named else ''}"
            yield f"{which}: {part_in_words(self._evidence, asked, part)}", told, meets
            rows, named = meets, named or part in ("domain", "instrument")

    def speaks_of(self, entry: str) -> Flags:
        """Rows that say something of what an outcome asks, whichever way."""
        what, word = outcome_of(entry)
        if is_effect(what, word):
            return self._statements[f"{what}_effect"].notna().to_numpy(dtype=bool)
        tables = ("economy", "employment") if what == "growth" else ("conditions",)
        mine = np.isin(self.table, tables)
        if what in ("growth", "social"):
            return mine
        return mine & self._statements["matter"].eq(what).fillna(False).to_numpy(dtype=bool)

    def _jobs(self, finding: str) -> Flags:
        """Figures on jobs from which a rise or a fall follows."""
        changes = job_changes(self._evidence)
        ids = changes.index[changes["finding"] == finding]
        return self._statements.index.isin(ids)

    def _policies(self, asked: Configuration) -> Flags:
        rows = self.table == "policies"
        for part in POLICY_PARTS:
            if words := getattr(asked, part):
                rows = rows & self._any("policies", COLUMN.get(part, part), words)
        return np.asarray(rows, dtype=bool)

    def _acts(self, asked: Configuration) -> Flags:
        rows = self.table == "actions"
        for part in ACTION_PARTS:
            if part != "actors" and (words := getattr(asked, part)):
                rows = rows & self._any("actions", part, words)
        return np.asarray(rows, dtype=bool)

    def _way(self, entry: str) -> Flags:
        actor, ways = way_of(entry)
        return self.holds("actions", "actors", actor) & self._any("actions", "mode", ways)

    def kept(self, asked: Configuration) -> Flags:
        """Rows that pass the filters on rows: certainty, years, stories."""
        rows = np.ones(len(self.table), dtype=bool)
        for part, column in (("certainty", "certainty"), ("episodes", "episode")):
            if words := getattr(asked, part):
                rows &= self._statements[column].isin(words).to_numpy(dtype=bool)
        if asked.years:
            low, high = self.years
            rows &= (low <= asked.years[1]) & (high >= asked.years[0])
        return rows

    def _any(self, table: str, column: str, words: Iterable[str]) -> Flags:
        return np.any([self.holds(table, column, word) for word in words], axis=0)

    def _flags(self, table: str, column: str) -> dict[str, Flags]:
        if (table, column) not in self._words:
            cells = getattr(self._evidence, table)[column]
            at = {row: place for place, row in enumerate(self._statements.index)}
            flags: dict[str, Flags] = {}
            for row, cell in cells.items():
                words = cell if column in LISTS else () if pd.isna(cell) else (str(cell),)
                for word in words:
                    flags.setdefault(word, np.zeros(len(self.table), dtype=bool))[at[row]] = True
            self._words[table, column] = flags
        return self._words[table, column]


def is_outcome(need: str) -> bool:
    """Whether a requirement, as `Rows.needs` names it, is one of outcomes.

    Examples
    --------
    >>> is_outcome("outcome social:+"), is_outcome("way employers:joint")
    (True, False)
    """
    return need.startswith("outcome ")
