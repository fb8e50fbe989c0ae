"""A configuration: a choice of policy elements, influencers, actors and places.

It asks; `mediation` answers. A configuration can be written as one line of text and read back
(`code`, `Configuration.parse`), so that a view can be shared and opened again elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Self

from ..evidence.wording import spaced

POLICY_PARTS = ("domain", "instrument", "state", "level", "influencer")
ACTION_PARTS = ("actors", "mode", "kind")
WAY_WORDS = {
    "alone": "alone",
    "joint": "jointly",
    "absent": "did not act",
    "collapsed": "came together and broke up",
    "opposed": "worked against it",
    "prevented": "were prevented",
}
WAY_MARKS = {  # shapes that stay apart in grey
    "alone": "●", "joint": "◉", "absent": "○", "collapsed": "◌", "opposed": "⊗", "prevented": "⊖",
}  # fmt: skip
WAYS = tuple(WAY_WORDS)  # words of the column `mode`
FAILED = ("absent", "collapsed")  # only these can be called a failure of the actor
IN_CK1 = {  # what words of codes that begin with ck1 are now
    "failed": ("absent", "collapsed", "opposed", "prevented"),
    "refused": ("opposed",),
}
JOINED_BY = {"actors": " and ", "ways": " and ", "years": "–"}  # other parts: any word will do
SCOPES = ("developing-country clusters", "wider context included")
YEARS = re.compile(r"([0-9]{4})-([0-9]{4})")


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
    ways
        How an actor acts, each as `actor:way`, a way being a word of `WAYS` (`alone`, `joint`,
        `absent`, `collapsed`, `opposed`, `prevented`), or several joined by + of which any will
        do (`government:absent+opposed`). Actors with the same way must act so in one act
        (`employers:joint` with `government:joint`); with different ways a policy matches when
        the paper links it to an act of each.
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
    actors: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
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
        return tuple(part for part in PARTS if getattr(self, part))

    @property
    def code(self) -> str:
        """The configuration as one line of text, for `Configuration.parse`."""
        parts = ["ck2"]
        for name in self.requirements:
            value = getattr(self, name)
            words = f"{value[0]}-{value[1]}" if name == "years" else "|".join(value)
            parts.append(f"{name}={words}")
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
        return "; ".join([*parts, SCOPES[self.wider]])

    def in_words(self, part: str) -> str:
        """Say what one part asks for: `standards or fiscal`, `employers and government`."""
        return JOINED_BY.get(part, " or ").join(
            word_in_words(part, word) for word in getattr(self, part) or ()
        )


PARTS = tuple(part.name for part in fields(Configuration) if part.name != "wider")
PART_WORDS = {part: part for part in PARTS} | {
    "ways": "how they act",
    "level": "level of origin",
    "influencer": "set by",
    "settings": "place",
    "countries": "country",
    "isic": "industry (ISIC)",
    "episodes": "story",
    "actors": "taking part",
    "kind": "kind of act",
}


MESSAGES = {
    "version": "a configuration's code begins with “ck2;” (or “ck1;”), this one with “{}”",
    "form": "the code's part “{}” is not of the form part=word|word; parts are "
    + ", ".join(sorted(PARTS)),
    "twice": "the code gives the part “{}” twice",
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


def word_in_words(part: str, word: str | int) -> str:
    """Say one word of a part for the reader: `exchange rate`, `employers jointly`."""
    if part == "ways":
        actor, ways = way_of(str(word))
        return f"{spaced(actor)} {' or '.join(WAY_WORDS[way] for way in ways)}"
    return spaced(str(word))


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
