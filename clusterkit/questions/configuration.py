"""A configuration: a choice of policy elements, influencers, actors and places.

It asks; `mediation` answers. A configuration can be written as one line of text and read back
(`code`, `Configuration.parse`), so that a view can be handed on and opened again elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Self

from ..evidence.wording import spaced

POLICY_PARTS = ("domain", "instrument", "state", "level", "influencer")
ACTION_PARTS = ("actors", "mode", "kind")
WAYS = {
    "alone": ("alone",),
    "joint": ("joint",),
    "failed": ("absent", "collapsed", "refused", "prevented"),
}
WAY_WORDS = {"alone": "alone", "joint": "jointly", "failed": "failed to act"}
YEARS = re.compile(r"(\d{4})-(\d{4})")


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
        `failed`). Actors with the same way must act so in one act (`employers:joint` with
        `government:joint`); with different ways a policy matches when the paper links it to
        an act of each.
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
    'ck1;actors=employers;mode=joint'
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
        return tuple(
            one.name for one in fields(self) if one.name != "wider" and getattr(self, one.name)
        )

    @property
    def code(self) -> str:
        """The configuration as one line of text, for `Configuration.parse`."""
        parts = ["ck1"]
        for name in self.requirements:
            value = getattr(self, name)
            words = f"{value[0]}-{value[1]}" if name == "years" else "|".join(value)
            parts.append(f"{name}={words}")
        return ";".join([*parts, *(["wider"] if self.wider else [])])

    @classmethod
    def parse(cls, code: str) -> Self:
        """Read a configuration from its code.

        Raises ValueError, naming the part that cannot be read. Whether the words are those of
        the codebook is checked where the configuration is asked (`matching_evidence`).
        """
        version, *parts = [one.strip() for one in code.strip().split(";")]
        if version != "ck1":
            msg = f"a configuration's code begins with 'ck1;', this one with {version[:12]!r}"
            raise ValueError(msg)
        known = {one.name for one in fields(cls)} - {"wider"}
        found: dict[str, object] = {}
        for part in filter(None, parts):
            name, equals, words = part.partition("=")
            if part == "wider":
                found["wider"] = True
            elif name not in known or not equals or not words:
                msg = f"the code's part {part!r} is not of the form part=word|word; parts are "
                raise ValueError(msg + ", ".join(sorted(known)))
            elif name in found:
                msg = f"the code gives the part {name!r} twice"
                raise ValueError(msg)
            else:
                found[name] = _years(words) if name == "years" else tuple(words.split("|"))
        return cls(**found)  # type: ignore[arg-type]

    def __str__(self) -> str:
        parts = [f"{PART_WORDS[name]}: {self.in_words(name)}" for name in self.requirements]
        scope = "wider context included" if self.wider else "developing-country clusters"
        return "; ".join([*parts, scope])

    def in_words(self, part: str) -> str:
        """Say what one part asks for: `standards or fiscal`, `employers and government`."""
        value = getattr(self, part)
        if part == "years":
            return f"{value[0]}–{value[1]}"
        if part == "ways":
            return " and ".join(_way_in_words(one) for one in value)
        joined = " and " if part == "actors" else " or "
        return joined.join(spaced(word) for word in value)


PART_WORDS = {one.name: one.name for one in fields(Configuration)} | {
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


def way_of(entry: str) -> tuple[str, str]:
    """Split `employers:joint` into its actor and way; raises ValueError when it is not that.

    Examples
    --------
    >>> way_of("employers:joint")
    ('employers', 'joint')
    """
    actor, colon, way = entry.partition(":")
    if not colon or way not in WAYS:
        msg = f"ways cannot be {entry!r}; write actor:way, the way being {', '.join(WAYS)}"
        raise ValueError(msg)
    return actor, way


def _way_in_words(entry: str) -> str:
    actor, way = way_of(entry)
    return f"{spaced(actor)} {WAY_WORDS[way]}"


def _years(words: str) -> tuple[int, int]:
    found = YEARS.fullmatch(words)
    if not found or int(found[1]) > int(found[2]):
        msg = f"years in a code are written 1990-2005, first year first, not {words!r}"
        raise ValueError(msg)
    return int(found[1]), int(found[2])
