"""A configuration: a choice of policy elements, influencers, actors and places.

It asks; `mediation` answers. A configuration can be written as one line of text and read back
(`code`, `Configuration.parse`), so that a view can be shared and opened again elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Self

from ..evidence.wording import spaced

POLICY_PARTS = ("domain", "instrument", "state", "level", "influencer", "aim", "scope", "beliefs")
ACTION_PARTS = ("actors", "mode", "kind", "organisation")
UNITS = ("act", "story", "cluster", "inherited")
UNIT_WORDS = {
    "act": "in one act",
    "story": "in one story",
    "cluster": "in one cluster",
    "inherited": "in one cluster, with what is stated of its region and country",
}
OUTCOME_SIGNS = {"+": "raised", "-": "hindered", "0": "not changed", "mixed": "changed both ways"}
OUTCOME_FINDINGS = (
    "improved", "worsened", "unchanged", "not_improved", "mixed", "good", "poor",
)  # fmt: skip
WAY_WORDS = {
    "alone": "alone",
    "joint": "jointly",
    "absent": "did not act",
    "collapsed": "tried together in vain",
    "opposed": "worked against it",
    "prevented": "held back by others",
}
WAY_MARKS = {  # shapes that stay apart in grey
    "alone": "●", "joint": "◉", "absent": "○", "collapsed": "◌", "opposed": "⊗", "prevented": "⊖",
}  # fmt: skip
WAYS = tuple(WAY_WORDS)  # words of the column `mode`
# Firms that acted, and not together, failed to act in concert: the way is the same word.
NOT_TOGETHER = {("employers", "absent"): "did not act (or not together)"}
FAILED = ("absent", "collapsed")  # only these can be called a failure of the actor
IN_CK1 = {  # what words of codes that begin with ck1 are now
    "failed": ("absent", "collapsed", "opposed", "prevented"),
    "refused": ("opposed",),
}
# Words of the other parts are joined by or: any of them will do.
JOINED_BY = {"actors": " and ", "ways": " and ", "outcomes": " and ", "years": "–"}
SCOPES = ("developing-country clusters", "wider context included")
YEARS = re.compile(r"([0-9]{4})-([0-9]{4})")


@dataclass(frozen=True)
class Configuration:
    """A choice of environment, actors, outcomes and places; an empty part asks for nothing.

    Within a part any of the words will do, but `actors`, `ways` and `outcomes` must all be met;
    between parts every requirement must be met, and those on the policy by one policy. The `unit`
    says in what: in one act that the paper links to the policy, in one story, in one cluster.

    Attributes
    ----------
    domain, instrument, state, level, influencer, aim, scope
        Of the policy (columns of `policies`).
    beliefs
        Ideas behind the policy (context_ids of its column `driven_by`).
    actors, mode, kind, organisation
        Of the act (columns of `actions`).
    ways
        How an actor acts, each as `actor:way`, a way being a word of `WAYS` (`alone`, `joint`,
        `absent`, `collapsed`, `opposed`, `prevented`), or several joined by + of which any will
        do (`government:absent+opposed`). Actors with the same way must act so in one act
        (`employers:joint` with `government:joint`); with different ways a policy matches when
        the paper links it to an act of each.
    outcomes
        What came of it, each as `outcome:word`. Stated effects: `growth:+` or `social:+` (or `-`,
        `0`, `mixed`). Reported changes and levels: `growth:improved`, `social:worsened`, or a
        dimension of conditions, as in `remuneration:poor`.
    settings, countries, isic
        Of the place: setting_ids, ISO codes, ISIC classes.
    episodes
        Stories that the paper tells (column `episode`), such as `atlanta-agreement`.
    certainty
        Of the row.
    years
        First and last year; a row matches when its own years overlap them.
    unit
        A word of `UNITS`: `act` (by default), `story`, `cluster`, or `inherited`: the cluster with
        what is stated of its region and country on instruments and actors that it lacks.
    wider
        Also the wider context: countries, regions, industries, places that are not in
        developing countries, and general claims. Without it developing-country clusters only.

    Examples
    --------
    >>> asked = Configuration(actors=("employers",), mode=("joint",))
    >>> asked.code
    'ck2;actors=employers;mode=joint'
    >>> Configuration.parse(asked.code) == asked
    True
    """

    domain: tuple[str, ...] = ()
    instrument: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    influencer: tuple[str, ...] = ()
    aim: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    beliefs: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    isic: tuple[str, ...] = ()
    episodes: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    unit: str = "act"
    wider: bool = False

    @property
    def requirements(self) -> tuple[str, ...]:
        """Names of the parts that ask for something."""
        return tuple(part for part in PARTS if getattr(self, part))

    def in_unit(self, unit: str) -> Self:
        """Ask the same in another unit."""
        return replace(self, unit=unit)

    @property
    def code(self) -> str:
        """The configuration as one line of text, for `Configuration.parse`."""
        parts = ["ck2"]
        for name in self.requirements:
            value = getattr(self, name)
            words = f"{value[0]}-{value[1]}" if name == "years" else "|".join(value)
            parts.append(f"{name}={words}")
        parts += [f"unit={self.unit}"] if self.unit != "act" else []
        return ";".join([*parts, *(["wider"] if self.wider else [])])

    @classmethod
    def parse(cls, code: str) -> Self:
        """Read a configuration from its code; one that begins with ck1 is read as it was meant.

        Raises ValueError, naming the part that cannot be read. Whether the words are those of
        the codebook is checked where the configuration is asked (`matching_evidence`).
        """
        version, *parts = [part.strip() for part in code.strip().split(";")]
        if version not in ("ck1", "ck2"):
            raise ValueError(MESSAGES["version"].format(version[:12]))
        given: dict[str, object] = {}
        for part in filter(None, parts):
            name, _, words = part.partition("=")
            if part == "wider":
                given["wider"] = True
            elif name == "unit" and version == "ck2":
                given["unit"] = _unit(words)
            elif name not in PARTS or not words:
                raise ValueError(MESSAGES["form"].format(part))
            elif name in given:
                raise ValueError(MESSAGES["twice"].format(name))
            else:
                kept = _from_ck1(name, words) if version == "ck1" else words
                given[name] = _years(kept) if name == "years" else tuple(kept.split("|"))
        return cls(**given)  # type: ignore[arg-type]

    def __str__(self) -> str:
        parts = [f"{PART_WORDS[name]}: {self.in_words(name)}" for name in self.requirements]
        parts += [UNIT_WORDS[self.unit]] if self.unit != "act" else []
        return "; ".join([*parts, SCOPES[self.wider]])

    def in_words(self, part: str) -> str:
        """Say what one part asks for: `standards or fiscal`, `employers and government`."""
        return JOINED_BY.get(part, " or ").join(
            word_in_words(part, word) for word in getattr(self, part) or ()
        )


PARTS = tuple(part.name for part in fields(Configuration) if part.name not in ("unit", "wider"))
PART_WORDS = {part: part for part in PARTS} | {
    "ways": "how they act",
    "level": "level of origin",
    "influencer": "set by",
    "settings": "place",
    "countries": "country",
    "isic": "industry (ISIC)",
    "episodes": "story",
    "actors": "said to act, in any way",
    "kind": "kind of act",
    "organisation": "form of acting",
    "beliefs": "idea behind it",
    "outcomes": "what came of it",
}


MESSAGES = {
    "version": "a configuration's code begins with “ck2;” (or “ck1;”), this one with “{}”",
    "form": "the code's part “{}” is not of the form part=word|word; parts are "
    + ", ".join(sorted(PARTS)),
    "twice": "the code gives the part “{}” twice",
    "unit": f"the unit cannot be “{{}}”; choose from {', '.join(UNITS)}",
    "outcome": "outcomes cannot be “{}”; write growth:+ or social:- for stated effects, "
    "growth:improved, social:worsened or remuneration:poor for what is reported",
    "years": "years in a code are written 1990-2005, first year first, not “{}”",
    "way": f"ways cannot be “{{}}”; write actor:way, the way being {', '.join(WAYS)}, "
    "or several of them joined by +",
}


def way_of(entry: str) -> tuple[str, tuple[str, ...]]:
    """Split `employers:joint` into its actor and ways; raises ValueError when it is not that.

    Examples
    --------
    >>> way_of("government:absent+opposed")
    ('government', ('absent', 'opposed'))
    """
    actor, _, words = entry.partition(":")
    ways = tuple(words.split("+"))
    if not set(ways) <= set(WAYS):
        raise ValueError(MESSAGES["way"].format(entry))
    return actor, ways


def outcome_of(entry: str) -> tuple[str, str]:
    """Split `social:+` into its outcome and word; raises ValueError when it is not that.

    Examples
    --------
    >>> outcome_of("remuneration:improved")
    ('remuneration', 'improved')
    """
    what, _, word = entry.partition(":")
    effect = what in ("growth", "social") and word in OUTCOME_SIGNS
    if not what or not (effect or word in OUTCOME_FINDINGS):
        raise ValueError(MESSAGES["outcome"].format(entry))
    return what, word


def word_in_words(part: str, word: str | int) -> str:
    """Say one word of a part for the reader: `exchange rate`, `employers jointly`."""
    if part == "ways":
        actor, ways = way_of(str(word))
        how = (NOT_TOGETHER.get((actor, way), WAY_WORDS[way]) for way in ways)
        return f"{spaced(actor)} {' or '.join(how)}"
    if part == "outcomes":
        what, said = outcome_of(str(word))
        name = {"social": "social conditions"}.get(what, spaced(what))
        effect = f"stated as {OUTCOME_SIGNS[said]} by it" if is_effect(what, said) else None
        return f"{name} {effect or f'reported as {spaced(said)}'}"
    return spaced(str(word))


def is_effect(what: str, word: str) -> bool:
    """Whether an outcome asks for a stated effect; else it asks for what is reported.

    Of `growth:mixed` and `social:mixed` it asks for a stated effect.

    Examples
    --------
    >>> is_effect("social", "+"), is_effect("social", "improved")
    (True, False)
    """
    return what in ("growth", "social") and word in OUTCOME_SIGNS


def _unit(word: str) -> str:
    if word not in UNITS:
        raise ValueError(MESSAGES["unit"].format(word))
    return word


def _from_ck1(part: str, words: str) -> str:
    """Say in words of today what a part of an older code asks for."""
    joined = {"ways": "+", "mode": "|"}.get(part)
    if joined is None:
        return words
    for old, new in IN_CK1.items():
        words = re.sub(rf"(?<![a-z]){old}(?![a-z])", joined.join(new), words)
    return words


def _years(words: str) -> tuple[int, int]:
    years = YEARS.fullmatch(words)
    if not years or int(years[1]) > int(years[2]):
        raise ValueError(MESSAGES["years"].format(words))
    return int(years[1]), int(years[2])
