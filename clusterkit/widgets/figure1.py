"""Figure 1, live: choose a box or an arrow, a place or an element, and read the evidence behind.

The drawing is made in the browser from the parts of `framework`; what a part stands on comes
from `framework.arrow_evidence`, what happened in a place from `places`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from ..evidence.citations import Citation
from ..evidence.content import fixed_sentence
from ..evidence.paragraphs_and_pages import where_with_file
from ..evidence.tables import Counts, Evidence
from ..evidence.wording import spaced
from ..plots.display import table_region
from ..plots.figure1_layout import OUTCOME_NODES, figure1_layout
from ..questions.framework import (
    GOVERNANCE_ACTORS,
    OUTCOMES,
    READINGS,
    STANDINGS,
    Arrow,
    Reading,
    arrow_evidence,
    arrow_table,
    claims_by_standing,
    figure1_ambiguities,
    figure1_arrows,
    figure1_parts,
    standing,
    standing_ranks,
    why_no_arrow,
)
from ..questions.mediation import Pairs
from ..questions.places import compare_settings, trace
from .chosen import Follows, chosen_in, every_place
from .origin_switch import with_origin_switch
from .scripts import KNOWN_ROWS, MOST_ROWS, rows_in_words, together
from .still import Still

DESCRIPTION = (
    "Figure 1, redrawn from the words of section 4 and, for one dotted arrow and the word "
    "standards, of other sections, since the original drawing was not at hand: "
    "influencers, enabling environment, governance actors, growth and social conditions."
)
ROLES = {"government": ["national", "environment", "actors"]}
BY_CLAIM = "By claim: {}."
CLAIMS_STAND = {  # one claim, several
    "effect stated": ("states an effect at a named place", "state an effect at a named place"),
    "no effect reported": ("reports that none came about", "report that none came about"),
    "effect not stated": (
        "is reported only, with no effect stated", "are reported only, with no effect stated",
    ),
    "general claim only": ("is a general claim", "are general claims"),
}  # fmt: skip
IN_SHORT = (
    "{} effect · {} reported only"  # under an arrow's label; HEAD_WORDS of the script explain it
)
SHORTENED = ("effect stated", "effect not stated")
EFFECTS_ON = {"growth_effect": "Effects on growth: {}", "social_effect": "on social conditions: {}"}
NO_CLAIM = "none"
TABLE_HEADS = ("state an effect", "report none", "reported only", "general claims")
OUTCOME_ROWS = {
    "growth": ("growth_effect", ("employment", "economy")),
    "social": ("social_effect", ("conditions",)),
}
QUESTION = ("place", "other", "element", "episode", "reading", "reveal", "selection")


class Figure1(Follows, Still, anywidget.AnyWidget):
    """The living diagram.

    Attributes
    ----------
    selection
        Id of the chosen box or arrow (`environment`, `F7`), empty for none.
    place, other
        setting_ids: thin the evidence to one place, or set two side by side.
    element
        A policy domain, an instrument or an actor: what does not involve it fades.
    episode
        A story of the place, whose steps are numbered over the arrows; `all` for all of them.
    reading
        Of F7: whether enforcing a rule, or not, is mediation (`wide`) or not (`narrow`).
    reveal
        Ids of the arrows that are drawn, with the boxes that they join; empty for all.
    """

    _esm = together("parts.js", "figure1.js")
    _css = Path(__file__).with_name("figure1.css")
    kind = "figure1"
    parts = traitlets.Dict().tag(sync=True)
    known = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    selection = traitlets.Unicode("").tag(sync=True)
    place = traitlets.Unicode("").tag(sync=True)
    other = traitlets.Unicode("").tag(sync=True)
    element = traitlets.Unicode("").tag(sync=True)
    episode = traitlets.Unicode("").tag(sync=True)
    reading = traitlets.Enum(list(READINGS), "wide").tag(sync=True)
    reveal: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, evidence: Evidence, **choices: Any) -> None:
        self._evidence = evidence
        small = len(evidence.codes.claim) <= KNOWN_ROWS
        rows = rows_in_words(evidence, evidence.statements) if small else {}
        super().__init__(parts=_parts(), known={"rows": rows, **_options(evidence)}, **choices)
        self._respond()
        self.places = evidence.once(every_place)
        self.follow(chosen_in(evidence))

    @property
    def rows(self) -> pd.DataFrame:
        """Statements behind the selection, in the place and with the element chosen."""
        chosen = self.selection, self.place, self.element
        return rows_behind(self._evidence, *chosen, reading=self.reading)

    @property
    def question(self) -> dict[str, Any]:
        """What is asked: place, other, element, episode, reading, reveal and selection."""
        return {name: getattr(self, name) for name in QUESTION}

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Choose all of this; returns the places and stories that the evidence does not have."""
        lacking = {
            name: question[name]
            for name in ("place", "other")
            if question.get(name) and question[name] not in self._evidence.settings.index
        }
        story, place = question.get("episode", ""), question.get("place", "")
        stories = {code for code, _ in _stories(self._evidence, "" if lacking else place)}
        if story not in ("", "all", *stories):
            lacking["episode"] = story
        for name in QUESTION:
            usual = self.traits()[name].default()
            setattr(self, name, usual if name in lacking else question.get(name, usual))
        return lacking

    def cite(self) -> Citation:
        """Cite exactly the rows behind the selection."""
        return self._evidence.cite(self.rows)

    @property
    def start(self) -> dict[str, Any]:
        """Choices that differ from the whole figure: arguments of `explore_figure1`."""
        names = ("reveal", "place", "other", "element", "episode", "reading", "selection")
        chosen = {name: getattr(self, name) for name in names}
        usual = {name: self.traits()[name].default() for name in names}
        return {name: value for name, value in chosen.items() if value and value != usual[name]}

    def still_html(self) -> str:
        """Say what each arrow stands on; where a story or another place is chosen, that too."""
        lines = {
            arrow: [
                *self.parts["table"][arrow][:3],
                *behind["counts"],
                *behind["stand"],
                behind["standing"],
            ]
            for arrow, behind in self.answer["arrows"].items()
        }
        heads = ["from", "says", "to", "claims", "places", "sources"]
        heads += [*TABLE_HEADS, "how the evidence stands"]
        arrows = pd.DataFrame.from_dict(lines, orient="index", columns=heads)
        counts = self._evidence.counts(self.rows)
        return f"<p class='ck-counts'>{counts}</p>{table_region(arrows, 'Figure 1 as a table')}"

    def __repr__(self) -> str:
        return f"explore_figure1: {self._evidence.counts(self.rows)}"

    @traitlets.validate("place", "other")
    def _known_place(self, proposal: Any) -> str:
        if proposal.value and proposal.value not in self._evidence.settings.index:
            msg = f"there is no setting {proposal.value!r} in the evidence"
            raise traitlets.TraitError(msg)
        return proposal.value

    @traitlets.validate("selection")
    def _known_part(self, proposal: Any) -> str:
        ids = [*(part.id for part in figure1_parts()), *(arrow.id for arrow in figure1_arrows())]
        if proposal.value and proposal.value not in ids:
            msg = f"Figure 1 has no part {proposal.value!r}; its parts are {', '.join(ids)}"
            raise traitlets.TraitError(msg)
        return proposal.value

    @traitlets.observe("place", "other", "element", "episode", "reading")
    def _respond(self, change: Any = None) -> None:
        if change is not None and change.name == "place" and self.episode not in ("", "all"):
            self.episode = ""
        self.answer = figure1_answer(
            self._evidence, self.place, self.other, self.element, self.episode, self.reading
        )


@with_origin_switch
def explore_figure1(
    evidence: Evidence,
    *,
    reveal: Iterable[str] = (),
    place: str = "",
    other: str = "",
    element: str = "",
    episode: str = "",
    reading: Reading = "wide",
    selection: str = "",
) -> Figure1:
    """Ask what carries each part of Figure 1, in all places, in one, or in two side by side.

    Parameters
    ----------
    reveal
        Ids of the arrows to draw, for a lecture; all by default.
    place, other, element, episode, reading, selection
        Where to begin; see `Figure1`.

    Returns
    -------
    Figure1
        A widget with `selection`, `rows` and `cite()`, so that a cell below can go on with it.
    """
    return Figure1(
        evidence, reveal=list(reveal), place=place, other=other, element=element,
        episode=episode, reading=reading, selection=selection,
    )  # fmt: skip


def rows_behind(
    evidence: Evidence,
    part: str = "",
    place: str = "",
    element: str = "",
    *,
    reading: Reading = "wide",
) -> pd.DataFrame:
    """Choose the statements behind a part of Figure 1.

    Parameters
    ----------
    part
        Id of an arrow, or of a box, which stands for all arrows that begin or end there. The
        boxes of the two outcomes stand for what is stated of each: effects on it, and what is
        reported of it. Empty for all arrows.
    place
        A setting_id; empty for all.
    element
        A policy domain, an instrument or an actor that the row must be about, or be linked to by
        the paper; empty for any.
    reading
        Of F7: a key of `framework.READINGS`.

    Returns
    -------
    DataFrame
        Statements, each once, in the order of the tables.
    """
    behind = evidence.once(BEHIND[reading])
    joined = _arrows_of(part)
    statements = evidence.statements
    rows = statements[statements.index.isin(behind.loc[behind["arrow"].isin(joined), "row_id"])]
    if part in OUTCOME_ROWS:
        effect, tables = OUTCOME_ROWS[part]
        rows = statements[statements[effect].notna() | statements["table"].isin(tables)]
    if place:
        rows = rows[rows["setting_id"].eq(place).fillna(False).astype(bool)]
    return rows[rows.index.isin(_involving(evidence, element))] if element else rows


def figure1_answer(
    evidence: Evidence,
    place: str = "",
    other: str = "",
    element: str = "",
    episode: str = "",
    reading: Reading = "wide",
) -> dict[str, Any]:
    """Put what Figure 1 shows of a choice into the plain values that the browser draws.

    Returns
    -------
    dict
        `arrows` (id to lines under its label, accessible name, standing, counts, claims by how
        they stand (`TABLE_HEADS`), and row ids), `nodes` (id to the sentence on it and row ids),
        `roles` (boxes in which the element stands), `steps` of the episode, `stories` of the
        place, `compared` settings, and `names` of the two places.
    """
    rows = rows_behind(evidence, "", place, element, reading=reading)
    counts = arrow_table(evidence, rows, reading=reading)
    behind = evidence.once(BEHIND[reading])
    arrows = {
        arrow.id: _arrow(evidence, arrow, counts.loc[arrow.id], rows, behind)
        for arrow in figure1_arrows()
    }
    nodes = {
        node.id: _node(
            evidence, node.id, rows_behind(evidence, node.id, place, element, reading=reading)
        )
        for node in figure1_parts()
    }
    domains = evidence.vocabulary("policies", "domain")
    instruments = evidence.vocabulary("policies", "instrument")
    roles = ROLES.get(element, ["actors"] if element in GOVERNANCE_ACTORS else [])
    if element in (*domains, *instruments):
        roles = ["environment"]
    steps = []
    if place and episode:
        chain = trace(evidence, place, None if episode == "all" else episode)
        where = where_with_file(evidence.statements.loc[chain["row_id"]])
        chain = chain.drop(columns="page", errors="ignore").assign(paragraph=where.to_numpy())
        steps = chain.reset_index().to_numpy().tolist()
    return {
        "arrows": arrows,
        "nodes": nodes,
        "roles": roles,
        "steps": steps,
        "compared": _compared(evidence, place, other) if place and other else [],
        "names": [evidence.place_name(setting) if setting else "" for setting in (place, other)],
        "stories": _stories(evidence, place),
    }


def _narrow_evidence(evidence: Evidence) -> pd.DataFrame:
    return arrow_evidence(evidence, reading="narrow")


BEHIND = {"wide": arrow_evidence, "narrow": _narrow_evidence}


def _arrow(
    evidence: Evidence, arrow: Arrow, count: pd.Series, rows: pd.DataFrame, behind: pd.DataFrame
) -> dict[str, Any]:
    counts = Counts(count["claims"], count["places"], count["sources"])
    how = count["standing"]
    mine = rows.index[rows.index.isin(behind.loc[behind["arrow"] == arrow.id, "row_id"])]
    behind_it = rows.loc[mine]
    stand = claims_by_standing(evidence, behind_it)
    said = " ".join(filter(None, [by_claim(stand), _effects_on(evidence, behind_it)]))
    return {
        "lines": [counts.brief, in_short(stand) if how == STANDINGS[0] else how],
        "name": f"{name_of(arrow.id, str(counts), how, fixed_sentence(how))} {said}".rstrip(),
        "standing": how,
        "counts": [counts.claims, counts.places, counts.sources],
        "stand": [stand.get(word, 0) for word in CLAIMS_STAND],
        "rows": list(mine[:MOST_ROWS]),
    }


def by_claim(stand: Mapping[str, int]) -> str:
    """Say how many claims state an effect, and how many do not, by how they stand.

    Examples
    --------
    >>> by_claim({"effect stated": 1, "general claim only": 2})
    'By claim: 1 states an effect at a named place; 2 are general claims.'
    """
    parts = [
        f"{number} {CLAIMS_STAND[word][number != 1]}"
        for word, number in stand.items()
        if word in CLAIMS_STAND
    ]
    return BY_CLAIM.format("; ".join(parts)) if parts else ""


def in_short(stand: Mapping[str, int]) -> str:
    """Say under an arrow how many claims state an effect, and how many are reported only.

    Examples
    --------
    >>> in_short({"effect stated": 25, "effect not stated": 40, "general claim only": 28})
    '25 effect · 40 reported only'
    """
    return IN_SHORT.format(*(stand.get(word, 0) for word in SHORTENED))


def _effects_on(evidence: Evidence, rows: pd.DataFrame) -> str:
    """Count the claims, and their places, that state an effect on each outcome."""
    parts = []
    for outcome, words in EFFECTS_ON.items():
        counts = evidence.counts(rows[standing_ranks(rows, (outcome,)) == 0])
        parts.append(words.format(counts.brief if counts.claims else NO_CLAIM))
    stated = (standing_ranks(rows) == 0).any()
    return f"{'; '.join(parts)}." if stated else ""


def _node(evidence: Evidence, part: str, rows: pd.DataFrame) -> dict[str, Any]:
    how = standing(rows)
    name = name_of(part, str(evidence.counts(rows)), how, fixed_sentence(how))
    outcomes = (OUTCOME_ROWS[part][0],) if part in OUTCOME_ROWS else OUTCOMES
    said = by_claim(claims_by_standing(evidence, rows, outcomes))
    if part not in OUTCOME_ROWS:
        said = " ".join(filter(None, [said, _effects_on(evidence, rows)]))
    return {"name": f"{name} {said}".rstrip(), "rows": list(rows.index[:MOST_ROWS])}


def _compared(evidence: Evidence, place: str, other: str) -> list[list[Any]]:
    table = compare_settings(evidence, place, other).reset_index()
    return table.assign(rows=table["rows"].map(list)).to_numpy().tolist()


def _stories(evidence: Evidence, place: str) -> list[list[str]]:
    if not place:
        return []
    steps = trace(evidence, place)
    stories = steps["episode"].drop_duplicates()
    return [[story, story.replace("-", " ")] for story in stories]


def _involving(evidence: Evidence, element: str) -> set[str]:
    """Ids of policies and acts about an element, and of those that the paper links to them."""
    pairs = evidence.once(Pairs)
    holds = pairs.holds("domain", element) | pairs.holds("instrument", element)
    return set(pairs.frame.loc[holds | pairs.holds("actors", element), "row_id"])


def _arrows_of(part: str) -> set[str]:
    """Ids of the arrows that a part stands for; an arrow stands for itself alone."""
    ids = {arrow.id for arrow in figure1_arrows()}
    if part in ids:
        return {part}
    end = "outcomes" if part in OUTCOME_NODES else part
    return {arrow.id for arrow in figure1_arrows() if not part or end in (arrow.start, arrow.end)}


def name_of(part: str, counts: str, how: str, sentence: str) -> str:
    """Name a part of Figure 1 with what it stands on; of an arrow also how that stands."""
    is_arrow = part in {arrow.id for arrow in figure1_arrows()}
    return f"{says(part)} {counts}{f'; {how}' if is_arrow else ''}. {sentence}"


def says(part: str) -> str:
    """Say what a part of Figure 1 is and where the paper says so."""
    for arrow in figure1_arrows():
        if arrow.id == part:
            where = ", ".join(arrow.paragraphs)
            return f"{arrow.id}: {_name(arrow.start)} {arrow.label} ({arrow.status}, {where})."
    for node in figure1_parts():
        if node.id == part:
            also = f" {why_no_arrow()}" if part in OUTCOME_NODES else ""
            return f"{node.label} ({', '.join(node.paragraphs)}).{also}"
    return "Choose a box or an arrow; below are the rows of all arrows together."


def _name(node_id: str) -> str:
    return next(node.label for node in figure1_parts() if node.id == node_id)


def _parts() -> dict[str, Any]:
    """Say what is drawn whatever the evidence: the layout, rows of the table, fixed words."""
    return {
        **figure1_layout(),
        "description": DESCRIPTION,
        "table": {arrow.id: _line(arrow) for arrow in figure1_arrows()},
        "ambiguities": [
            [point.topic, point.paper, point.ours, point.why] for point in figure1_ambiguities()
        ],
        "all": says(""),
        "stand": list(TABLE_HEADS),
        "readings": [[name, f"{name}: {words}"] for name, words in READINGS.items()],
    }


def _line(arrow: Arrow) -> list[str]:
    beyond = {"outcomes": "growth and social conditions", "F4": "arrow F4"}
    end = beyond.get(arrow.end) or _name(arrow.end)
    where = ", ".join(arrow.paragraphs)
    return [_name(arrow.start), arrow.label, end, arrow.status, where, arrow.rule]


def _options(evidence: Evidence) -> dict[str, Any]:
    used = set(evidence.statements["setting_id"].dropna())
    places = [
        [setting, evidence.place_name(setting)]
        for setting in evidence.settings.index
        if setting in used
    ]
    used = set(evidence.policies["instrument"].dropna())
    groups = {
        "policy domains": evidence.vocabulary("policies", "domain"),
        "actors": GOVERNANCE_ACTORS,
        "instruments": [
            instrument
            for instrument in evidence.vocabulary("policies", "instrument")
            if instrument in used
        ],
    }
    return {
        "places": sorted(places, key=lambda place: place[1]),
        "elements": [
            [name, [[word, spaced(word)] for word in words]] for name, words in groups.items()
        ],
    }
