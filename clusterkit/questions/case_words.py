"""Plain words for a case: industries by name, a policy with its state, who acts and how.

A case is said in phrases, such as *garments, weak inspection, active association*; each is held
against what is stated of a place. Nobody needs a code of ISIC or of the codebook for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from .asked_of_rows import Rows
from .clusters import SLACK, UNREALISED
from .frames import framed

Flags = npt.NDArray[np.bool_]
# Plain name, the beginnings of its ISIC (Revision 4) classes, and other words for it.
INDUSTRIES = {
    "garments": (("13", "14"), ("textiles", "clothing", "knitwear", "sweaters", "jeans")),
    "footwear": (("152",), ("shoes",)),
    "leather": (("151",), ()),
    "furniture": (("16", "31"), ("chairs", "wood")),
    "jewellery": (("321",), ()),
    "sports goods": (("323",), ("footballs",)),
    "medical instruments": (("325",), ("surgical instruments",)),
    "small goods": (("324", "329"), ("toys", "buttons", "brushes")),
    "vehicles": (("29", "30"), ("automobiles", "cars", "auto parts")),
    "metal goods": (("24", "25"), ("metalware", "tools")),
    "machinery and electronics": (("26", "27", "28"), ("electronics", "machinery")),
    "ceramics": (("23",), ("bricks", "glass", "pottery")),
    "chemicals and plastics": (("19", "20", "21", "22"), ("plastics", "rubber")),
    "food and drinks": (("10", "11", "12"), ("food", "drinks")),
    "fish": (("03",), ("salmon", "fishing")),
    "farming": (("01", "02"), ("coffee", "tea", "flowers")),
    "software": (("62", "63"), ("IT services",)),
}
# Plain names of instruments; the first of each is the one that is offered.
PLAIN = dict.fromkeys(("inspection", "labour inspection", "enforcement"), "labour_enforcement") | {
    "incentives": "incentives_unspecified"
}
LIKE_STATE = {"weak": SLACK, "strong": ("strong", "enforced")}
BODIES = {  # actor and forms of acting
    "association": ("employers", ("association", "several_associations")),
    "union": ("workers", ("workers_body",)),
}
HOW = {
    "active": ("alone", "joint", ""),  # "": how is not said
    "acting alone": ("alone",),
    "acting jointly": ("joint",),
    "inactive": ("absent",),
    "broken up": ("collapsed",),
    "opposed": ("opposed",),
}
WORDS_TYPES = {"say": "str", "kind": "str", "means": "str"}
UNKNOWN = (
    "“{}” is not known here; say a place of the evidence, or parts of a case: an industry ({}), "
    "a policy after its state (weak inspection, strong labour law, required quality standard), "
    "or who acts after how (active association, inactive government, union acting jointly); "
    "`ck.plain_words(evidence)` lists all words"
)


@dataclass(frozen=True)
class Phrase:
    """A phrase on a case: rows that meet it, rows that speak to it; of an industry its classes."""

    words: str
    meets: Flags
    speaks: Flags
    classes: tuple[str, ...] = ()


def plain_words(evidence: Evidence) -> pd.DataFrame:
    """List the words in which a case can be said to `nearest`.

    Returns
    -------
    DataFrame
        `say` (the word), `kind` (`industry`; `policy` and its `state`; `actor` and `how` it acts)
        and `means` (beginnings of ISIC classes with other words for the industry, or words of the
        codebook).

    Examples
    --------
    >>> import clusterkit as ck
    >>> words = ck.plain_words(ck.load(only="paper")).set_index("say")
    >>> words.loc["garments", "means"]
    'ISIC 13, 14; also textiles, clothing, knitwear, sweaters, jeans'
    >>> words.loc[["inspection", "weak"], "means"].tolist()
    ['labour enforcement', 'weak, absent, unenforced, withdrawn, lowered']
    """
    lines = [("industry", name, _industry(*said)) for name, said in INDUSTRIES.items()]
    lines += [("policy", word, spaced(name)) for word, name in instrument_words(evidence).items()]
    for word in dict.fromkeys([*LIKE_STATE, *evidence.vocabulary("policies", "state")]):
        lines.append(("state", spaced(word), spaced(", ".join(_states(evidence, word)))))
    lines += [("actor", word, _actor(*body)) for word, body in acting_words(evidence).items()]
    for word, ways in HOW.items():
        lines.append(("how", word, ", ".join(way or "how is not said" for way in ways)))
    return framed([(say, kind, means) for kind, say, means in lines], WORDS_TYPES)


def phrases(evidence: Evidence, case: str | Iterable[str]) -> list[Phrase]:
    """Read the phrases of a case, given one by one or in one text with commas between them.

    Raises ValueError, in words, for a phrase that is not known.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> [one.words for one in phrases(evidence, "Garments,  weak inspection")]
    ['garments', 'weak inspection']
    """
    texts = case.split(",") if isinstance(case, str) else case
    return [_phrase(evidence, " ".join(text.split())) for text in texts if text.strip()]


def _phrase(evidence: Evidence, text: str) -> Phrase:
    words = text.lower()
    for name, (classes, others) in INDUSTRIES.items():
        if words in (name.lower(), *map(str.lower, others)):
            none = np.zeros(len(evidence.statements), dtype=bool)
            return Phrase(words, none, none, classes)
    rows = evidence.once(Rows)
    for meets, speaks in (*_of_policy(evidence, rows, words), *_of_actor(evidence, rows, words)):
        return Phrase(words, meets, speaks)
    raise ValueError(UNKNOWN.format(text, ", ".join(INDUSTRIES)))


def _of_policy(evidence: Evidence, rows: Rows, words: str) -> Iterator[tuple[Flags, Flags]]:
    words = words.replace("-", " ")  # multi-stakeholder is written in both ways
    instruments = {
        word.lower().replace("-", " "): name for word, name in instrument_words(evidence).items()
    }
    states = {spaced(state): state for state in evidence.vocabulary("policies", "state")}
    for said, state in states.items():
        before = words.removeprefix(f"{said} ") if words.startswith(f"{said} ") else ""
        after = words.removesuffix(f" {said}") if words.endswith(f" {said}") else ""
        instrument = instruments.get(before) or instruments.get(after)
        if instrument:
            about = rows.holds("policies", "instrument", instrument)
            wanted = [rows.holds("policies", "state", one) for one in _states(evidence, state)]
            yield about & np.any(wanted, axis=0), about & rows.says("policies", "state")


def _of_actor(evidence: Evidence, rows: Rows, words: str) -> Iterator[tuple[Flags, Flags]]:
    for said, (actor, forms) in acting_words(evidence).items():
        for how, ways in HOW.items():
            if words in (f"{how} {said}".lower(), f"{said} {how}".lower()):
                theirs = rows.holds("actions", "actors", actor)
                if forms:
                    mine = [rows.holds("actions", "organisation", form) for form in forms]
                    theirs = theirs & np.any(mine, axis=0)
                silent = ~rows.says("actions", "mode") if "" in ways else np.zeros_like(theirs)
                acted = [silent, *(rows.holds("actions", "mode", way) for way in ways if way)]
                done = ~evidence.statements["stage"].isin(list(UNREALISED)).to_numpy(dtype=bool)
                yield theirs & np.any(acted, axis=0) & done, theirs & done


def instrument_words(evidence: Evidence) -> dict[str, str]:
    """Name the instruments in plain words; some have several.

    Examples
    --------
    >>> import clusterkit as ck
    >>> instrument_words(ck.load(only="paper"))["inspection"]
    'labour_enforcement'
    """
    names = evidence.vocabulary("policies", "instrument")
    return PLAIN | {spaced(name): name for name in names if name != "other"}


def _states(evidence: Evidence, word: str) -> list[str]:
    """States that a word stands for: itself, or some that say the same more closely."""
    known = evidence.vocabulary("policies", "state")
    return [state for state in LIKE_STATE.get(word, (word,)) if state in known]


def acting_words(evidence: Evidence) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Name who acts in plain words: the actor, and of a body its forms of acting.

    Examples
    --------
    >>> import clusterkit as ck
    >>> acting_words(ck.load(only="paper"))["union"]
    ('workers', ('workers_body',))
    """
    plain = {spaced(actor): (actor, ()) for actor in evidence.vocabulary("actions", "actors")}
    return BODIES | plain


def _industry(classes: tuple[str, ...], others: tuple[str, ...]) -> str:
    also = f"; also {', '.join(others)}" if others else ""
    return f"ISIC {', '.join(classes)}{also}"


def _actor(actor: str, forms: tuple[str, ...]) -> str:
    return spaced(f"{actor}: {', '.join(forms)}" if forms else actor)
