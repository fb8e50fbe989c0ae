"""What a configuration asks for, in the words of the evidence: names of places, ideas and stories.

`str(configuration)` knows no evidence, and so writes ids; what readers see is written here.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..evidence.definition import country_names
from ..evidence.tables import Evidence
from .configuration import JOINED_BY, PART_WORDS, SCOPES, UNIT_WORDS, Configuration, word_in_words


def asked_in_words(evidence: Evidence, asked: Configuration) -> str:
    """Say all that a configuration asks for.

    Examples
    --------
    >>> import clusterkit as ck
    >>> asked = ck.Configuration(settings=("sialkot-football",), episodes=("atlanta-agreement",))
    >>> asked_in_words(ck.load(only="paper"), asked)
    'place: Sialkot footballs; story: atlanta agreement; developing-country clusters'
    """
    parts = [
        f"{PART_WORDS[part]}: {part_in_words(evidence, asked, part)}" for part in asked.requirements
    ]
    parts += [UNIT_WORDS[asked.unit]] if asked.unit != "act" else []
    return "; ".join([*parts, SCOPES[asked.wider]])


def part_in_words(evidence: Evidence, asked: Configuration, part: str) -> str:
    """Say what one part asks for; empty where it asks for nothing.

    Examples
    --------
    >>> import clusterkit as ck
    >>> asked = ck.Configuration(countries=("PAK", "CHN"))
    >>> part_in_words(ck.load(only="paper"), asked, "countries")
    'Pakistan or China'
    """
    words = [name_of_word(evidence, part, word) for word in getattr(asked, part) or ()]
    return JOINED_BY.get(part, " or ").join(words)


def name_of_word(evidence: Evidence, part: str, word: str | int) -> str:
    """Name one word of a part: an id by what it stands for.

    Examples
    --------
    >>> import clusterkit as ck
    >>> name_of_word(ck.load(only="paper"), "isic", "3230")
    'footballs (ISIC 3230)'
    """
    return evidence.once(names)[part].get(str(word)) or word_in_words(part, word)


def names(evidence: Evidence) -> Mapping[str, dict[str, str]]:
    """Name, for each part of a configuration, the words that are ids or codes.

    Examples
    --------
    >>> import clusterkit as ck
    >>> names(ck.load(only="paper"))["settings"]["sialkot-football"]
    'Sialkot footballs'
    """
    settings, statements = evidence.settings, evidence.statements
    ideas = evidence.policies["driven_by"].explode().dropna().unique()
    whole = settings[settings["kind"].eq("country").fillna(False)]
    countries = {**country_names(), **whole.set_index("country")["place"].dropna()}
    named: dict[str, dict[str, str]] = {part: {} for part in PART_WORDS}
    named["settings"] = {str(one): evidence.place_name(str(one)) for one in settings.index}
    named["countries"] = {
        str(code): countries.get(str(code), str(code)) for code in settings["country"].dropna()
    }
    named["isic"] = {
        code: f"{', '.join(products)} (ISIC {code})" if products else code
        for code, products in industries(settings)
    }
    named["episodes"] = {
        str(story): str(story).replace("-", " ") for story in statements["episode"].dropna()
    }
    named["beliefs"] = {str(idea): str(statements.at[idea, "summary"]) for idea in ideas}
    return named


def industries(settings: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """List the industries of the settings: ISIC class, and the products coded in it.

    Examples
    --------
    >>> industries(pd.DataFrame({"isic": ["1520", "1520"], "product": ["shoes", "boots"]}))
    [('1520', ['boots', 'shoes'])]
    """
    groups = settings.dropna(subset=["isic"]).groupby("isic")["product"]
    return [(str(code), sorted(cells.dropna().unique())) for code, cells in groups]
