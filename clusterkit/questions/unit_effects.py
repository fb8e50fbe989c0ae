"""Effects stated in the units that meet a configuration: in these acts, stories or clusters alone.

What else is stated of the place is another unit's, and stands nowhere beside it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..evidence.paragraphs_and_pages import in_order
from ..evidence.tables import Evidence
from .asked_of_rows import Rows
from .configuration import ACTION_PARTS, Configuration
from .framework import OUTCOMES
from .mediation import Match
from .stories import stories
from .together import ACTING, acts_in_words, mediation_chains, units_with_outcomes
from .unit_rows import POOLS
from .words import DIRECTIONS, NOT_STATED, SIGNS

NO_ACTOR = "no actor named"


class UnitLine(NamedTuple):
    """A unit in which an effect is stated; rows go by their position in `evidence.statements`.

    Attributes
    ----------
    pool
        Its number in `POOLS`.
    setting, place, name
        Where, and which act, policy or story it is (empty of a cluster).
    stating, own
        Rows that state an effect, and those of them that are the unit's own.
    acts
        Who acted, and how.
    acting
        Its policies and acts.
    answering
        The acts of a policy that has several; empty otherwise.
    """

    pool: int
    setting: str
    place: str
    name: str
    stating: tuple[int, ...]
    own: tuple[int, ...]
    acts: str
    acting: tuple[int, ...]
    answering: tuple[int, ...]


class Signs:
    """The effects that each row states, as places among `DIRECTIONS`, and whether it is hedged.

    Attributes
    ----------
    effects
        By position of the row: its directions for each of `OUTCOMES`, -1 for none. Only rows
        that state one.
    possible
        Positions of those that are held possible.
    """

    def __init__(self, evidence: Evidence) -> None:
        statements = evidence.statements
        rank = {word: at for at, word in enumerate(DIRECTIONS)}
        both = zip(
            *(
                [rank.get(cell, -1) for cell in statements[outcome].astype(object)]
                for outcome in OUTCOMES
            ),
            strict=True,
        )
        self.effects = {at: cells for at, cells in enumerate(both) if max(cells) >= 0}
        possible = statements["certainty"].eq("possible").fillna(False).tolist()
        self.possible = {at for at in self.effects if possible[at]}

    def in_words(self, stating: tuple[int, ...]) -> list[str]:
        """Write the directions of each outcome; a `?` where it is held possible and no more."""
        cells = []
        for outcome, _ in enumerate(OUTCOMES):
            signs = []
            for number, word in enumerate(DIRECTIONS):
                behind = {at for at in stating if self.effects[at][outcome] == number}
                if behind:
                    signs.append(SIGNS[word] + "?" * (behind <= self.possible))
            cells.append(" ".join(signs) or NOT_STATED)
        return cells


def effects_in_units(evidence: Evidence, match: Match, most: int | None = None) -> list[list[Any]]:
    """Say which effects are stated in the acts, stories or clusters that meet a configuration.

    Only rows of the unit are looked at, and of them those of the years, story and certainty that
    are asked for. An effect stands once, with the unit that states most of it; a policy with
    several acts stands for them only where no single act meets what is asked of acts.

    Parameters
    ----------
    most
        How many lines to return; all by default.

    Returns
    -------
    list
        Lines of place, what it is told of, growth, social conditions, acts, paragraphs, row ids.
        Units with effects on both outcomes first, then in the order of the settings.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> peso = ck.Configuration(domain=("monetary",), settings=("chipilo-furniture",))
    >>> [line[2:5] for line in effects_in_units(evidence, ck.matching_evidence(evidence, peso))]
    [['−', 'not stated', 'no actor named']]
    """
    asked = match.configuration
    unit = "cluster" if asked.unit == "inherited" else asked.unit
    kept = evidence.once(Rows).kept(asked)
    signs, ids = evidence.once(Signs), evidence.statements.index
    found: dict[tuple[Any, ...], tuple[int, UnitLine, tuple[int, ...]]] = {}
    for line in _lines_of(evidence, match, evidence.once(UNIT_LINES[unit])):
        stating = tuple(at for at in line.stating if kept[at])
        itself = len(set(line.own) & set(stating))
        told = (line.setting, *stating)
        if stating and (told not in found or itself > found[told][0]):
            found[told] = itself, line, stating
    lines = [(signs.in_words(stating), line, stating) for _, line, stating in found.values()]
    lines.sort(key=lambda one: NOT_STATED in one[0])
    where = evidence.once(Rows).where
    return [
        [
            line.place, line.name, *words, line.acts,
            ", ".join(in_order(where[at] for at in sorted({*line.acting, *stating}))),
            list(ids[list(stating)]),
        ]
        for words, line, stating in lines[:most]
    ]  # fmt: skip


def _lines_of(evidence: Evidence, match: Match, lines: list[UnitLine]) -> list[UnitLine]:
    """Choose the units that meet what is asked, at the places of the rows that match."""
    asked = match.configuration
    needs = evidence.once(Rows).needs(asked)
    places = set(match.exact["setting_id"].dropna())
    if asked.unit == "inherited" and needs:  # not the region: its rows are the cluster's by descent
        places = set(match.met["inherited"].places)
    mine = [line for line in lines if line.setting in places]
    if asked.unit == "inherited" or not needs:
        return mine
    met = set(match.met[asked.unit].pools)
    pools = evidence.once(POOLS[asked.unit])
    heads = {pools[number].rows[0] for number in met} if _asks_acts(asked) else set()
    return [line for line in mine if line.pool in met and heads.isdisjoint(line.answering)]


def _asks_acts(asked: Configuration) -> bool:
    return any(getattr(asked, part) for part in (*ACTION_PARTS, "ways"))


def _unit_lines(evidence: Evidence, unit: str) -> list[UnitLine]:
    statements, effects = evidence.statements, evidence.once(Signs).effects
    table, ids = statements["table"].tolist(), statements.index.tolist()
    summaries = dict(zip(ids, statements["summary"].tolist(), strict=True))
    titles = {story.episodes[0]: title for title, story in stories().items() if story.episodes}
    lines = []
    for number, pool, positions in units_with_outcomes(evidence, unit):
        stating = tuple(at for at in positions if at in effects)
        if not stating:
            continue
        name = titles.get(pool.name, pool.name.replace("-", " "))
        name = str(summaries.get(pool.name, name))
        own = set(pool.rows)
        answering = [at for at in pool.rows[1:] if table[at] == "actions"]
        lines.append(
            UnitLine(
                number, pool.setting, evidence.place_name(pool.setting),
                "" if unit == "cluster" else name, stating,
                tuple(at for at in stating if at in own),
                "; ".join(acts_in_words(evidence, [ids[at] for at in positions])) or NO_ACTOR,
                tuple(at for at in positions if table[at] in ACTING),
                tuple(answering) if unit == "act" and len(answering) > 1 else (),
            )
        )  # fmt: skip
    order = {str(setting): at for at, setting in enumerate(evidence.settings.index)}
    return sorted(lines, key=lambda line: order[line.setting])


UNIT_LINES = {
    "act": lambda evidence: _unit_lines(evidence, "act"),
    "story": lambda evidence: _unit_lines(evidence, "story"),
    "cluster": lambda evidence: _unit_lines(evidence, "cluster"),
}


def chains_in_units(evidence: Evidence, match: Match) -> list[list[Any]]:
    """List the chains from policy to act that belong to what matches.

    A chain belongs to it when its act matches, or when its policy does and its act stands in the
    same story or cluster that is asked for.

    Returns
    -------
    list
        Lines of place, policy and state, actors and way, act, growth, social conditions, what
        followed, paragraphs, row ids.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> asked = ck.Configuration(ways=("government:joint",), domain=("standards",))
    >>> chains = chains_in_units(evidence, ck.matching_evidence(evidence, asked))
    >>> {line[0]: line[2] for line in chains}
    {'Sialkot surgical instruments': 'employers + government: jointly'}
    """
    asked, rows = match.configuration, set(match.exact.index)
    beside = set()
    if asked.unit != "act" and rows:
        pools = evidence.once(POOLS[asked.unit])
        inside = {at for number in match.met[asked.unit].pools for at in pools[number].rows}
        beside = set(evidence.statements.index[sorted(inside)])
    return [
        line
        for line in evidence.once(all_chains)
        if line[-1][1] in rows or (line[-1][0] in rows and line[-1][1] in beside)
    ]


def all_chains(evidence: Evidence) -> list[list[Any]]:
    """List every chain from policy to act as `chains_in_units` does.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> len(all_chains(evidence)) == len(ck.mediation_chains(evidence, wider=True))
    True
    """
    lines = []
    for line in mediation_chains(evidence, wider=True).to_dict("records"):
        signs = [
            _sign(line[what]) + "?" * (what in line["hedged"]) for what in ("growth", "social")
        ]
        lines.append(
            [
                line["place"], f"{line['policy']}: {line['state']}",
                f"{line['actors']}: {line['way']}", line["act"], *signs,
                "; ".join(line["followed"]), ", ".join(line["paragraphs"]), list(line["rows"]),
            ]
        )  # fmt: skip
    return lines


def _sign(directions: str) -> str:
    words = directions.split("/")
    return "/".join(SIGNS.get(word, word) for word in words)
