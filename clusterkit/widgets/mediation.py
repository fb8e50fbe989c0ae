"""The mediation explorer: choose an environment and actors, and see what the evidence says.

The browser draws; everything that it draws is made here by functions of `mediation`,
`effects` and `directions`, so that each number on the screen can be had without a screen.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from ..evidence.citations import Citation
from ..evidence.tables import ORIGIN_PAPER, Evidence
from ..evidence.wording import listed, spaced
from ..plots.display import table_region
from ..plots.exports import figure_bytes, rows_as_csv, rows_as_excel, sources_as_bibtex
from ..plots.style import ACTOR_MARKS
from ..questions.asked_in_words import asked_in_words, names
from ..questions.case_words import LIKE_STATE
from ..questions.configuration import (
    ACTION_PARTS,
    MESSAGES,
    OUTCOME_FINDINGS,
    OUTCOME_SIGNS,
    POLICY_PARTS,
    UNIT_WORDS,
    UNITS,
    WAY_MARKS,
    WAY_WORDS,
    WAYS,
    Configuration,
)
from ..questions.directions import directions_shown, growth_and_conditions, growth_rule
from ..questions.effects import (
    effect_directions,
    harvest,
    harvest_counts,
    lined,
)
from ..questions.framework import OUTCOME_WORDS, OUTCOMES, standing_sentences
from ..questions.gaps import element_map, gap_map
from ..questions.mediation import (
    EFFECT_WORDS,
    Match,
    askable,
    check_words,
    compare_matches,
    matching_evidence,
)
from ..questions.stories import stories, story_in_a_line
from ..questions.strands import flow
from ..questions.unit_effects import chains_in_units, effects_in_units
from ..questions.words import DIRECTION_WORDS, DIRECTIONS
from ..safe_files import write_file
from .chosen import Follows, chosen_in, every_place
from .origin_switch import with_origin_switch
from .scripts import KNOWN_ROWS, MOST_ROWS, rows_in_words, together
from .still import Still

CAME = (
    *((sign, f"effect stated: {word}") for sign, word in OUTCOME_SIGNS.items()),
    *((word, f"reported: {spaced(word)}") for word in OUTCOME_FINDINGS if word != "mixed"),
)
MOST_IN_CELL, MOST_LINES, MOST_NEAREST, MOST_PLACES = 14, 120, 8, 60
DRAWN = ["column", "line", "actor", "certainty", "wider", "own"]
OTHER_ROWS = "Other rows on what matches state effects: the table below has them."
FORMATS = ("svg", "png", "pdf", "csv", "xlsx", "bib")


class MediationExplorer(Follows, Still, anywidget.AnyWidget):
    """Ask what the evidence says of a configuration; the answer follows every control at once.

    Attributes
    ----------
    configuration
        The `Configuration` that is asked; setting it moves the controls.
    match
        The `Match` that is shown.
    selection
        Ids of the rows that the reader chose by a mark, a strand, a place or a cell.
    """

    _esm = together("parts.js", "harvest.js", "mediation.js")
    _css = Path(__file__).with_name("mediation.css")
    kind = "mediation"
    words = traitlets.Dict().tag(sync=True)
    known = traitlets.Dict().tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)
    pinned = traitlets.Unicode("").tag(sync=True)
    selection: traitlets.List[str] = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, evidence: Evidence, configuration: Configuration | None = None) -> None:
        self._evidence = evidence
        self._number = 0
        super().__init__(words=_words(evidence), known=evidence.once(_known))
        self.on_msg(self._export)
        self.configuration = configuration or Configuration()
        self.places = evidence.once(every_place)
        self.follow(chosen_in(evidence))

    @property
    def configuration(self) -> Configuration:
        """The configuration that is asked."""
        return self.match.configuration

    @configuration.setter
    def configuration(self, configuration: Configuration) -> None:
        self.match = matching_evidence(self._evidence, configuration)
        self._number += 1
        self.asked = {"number": -self._number, "parts": as_parts(configuration)}

    @property
    def question(self) -> dict[str, Any]:
        """What is asked: every part of the configuration, and the code of the pinned one."""
        return {**vars(self.configuration), "pinned": self.pinned}

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Ask all of this; returns the parts whose words the evidence does not have."""
        known = [part for part, value in question.items() if self._is_known(part, value)]
        held = {part: question[part] for part in known}
        self.pinned = held.pop("pinned", "")
        self.configuration = Configuration(**held)
        return {part: value for part, value in question.items() if part not in known}

    def _is_known(self, part: str, value: Any) -> bool:
        if part == "unit":
            return value in UNITS
        code = Configuration.parse(value) if part == "pinned" and value else Configuration()
        try:
            check_words(
                self._evidence, code if part == "pinned" else Configuration(**{part: value})
            )
        except ValueError:
            return False
        return True

    @property
    def code(self) -> str:
        """The configuration as one line of text, for `Configuration.parse`."""
        return self.configuration.code

    @property
    def rows(self) -> pd.DataFrame:
        """Statements that match exactly."""
        return self.match.exact

    def pin(self, configuration: Configuration | None = None) -> None:
        """Keep a configuration, the one shown by default, to compare others with it."""
        self.pinned = (configuration or self.configuration).code

    def cite(self) -> Citation:
        """Cite exactly the rows that match."""
        return self._evidence.cite(self.match.exact)

    def save(self, path: str | Path) -> Path:
        """Write what is shown: figure (svg, png, pdf), rows (csv, xlsx) or sources (bib).

        Raises ValueError for another ending of the file's name.
        """
        path = Path(path)
        data = exported(self._evidence, self.match, path.suffix.removeprefix("."))
        return write_file(path, data)

    @property
    def start(self) -> dict[str, Any]:
        """Codes of what is asked and of what is pinned."""
        return {"code": self.code, **({"pinned": self.pinned} if self.pinned else {})}

    def still_html(self) -> str:
        """Say what the evidence says, with the counts of each column and of each place."""
        marks = harvest(self._evidence, self.match.exact)
        columns = harvest_counts(self._evidence, marks).reset_index()
        columns = columns.replace({"outcome": OUTCOME_WORDS, "direction": DIRECTION_WORDS})
        places = effect_directions(marks).rename(columns=OUTCOME_WORDS)
        match = self.match
        asked = f"Asked: {asked_in_words(self._evidence, self.configuration)}."
        words = [match.where, match.sentence, match.made_of, asked]
        return (
            f"<p class='ck-counts'>{match.counted}</p>"
            f"<p class='ck-sentence'>{html.escape(' '.join(filter(None, words)))}</p>"
            f"{table_region(columns.set_index('outcome').rename_axis(None), 'Counts by effect')}"
            f"{table_region(places.rename_axis(None), 'Claims by place and effect')}"
        )

    def __repr__(self) -> str:
        asked = asked_in_words(self._evidence, self.configuration)
        return f"explore_mediation: {self.match.counts}; asked: {asked}"

    @traitlets.observe("asked", "pinned")
    def _respond(self, _: Any) -> None:
        number, parts = self.asked.get("number", 0), self.asked.get("parts", {})
        try:
            code = self.asked.get("code")
            asked = Configuration.parse(code) if code else from_parts(parts)
            match = matching_evidence(self._evidence, asked)
        except (ValueError, TypeError) as error:
            self.answer = {**self.answer, "number": number, "problem": f"{error}."}
            return
        self.match = match
        pinned = Configuration.parse(self.pinned) if self.pinned else None
        self.answer = {"number": number, **answer(self._evidence, match, pinned)}

    def _export(self, _: Any, content: dict[str, Any], __: Any) -> None:
        wanted = content.get("export")
        if wanted not in FORMATS:
            return
        data = exported(self._evidence, self.match, wanted)
        self.send({"file": f"configuration.{wanted}"}, buffers=[data])


@with_origin_switch
def explore_mediation(
    evidence: Evidence, configuration: Configuration | None = None
) -> MediationExplorer:
    """Ask what the evidence says of an environment together with actors who act in some way.

    Parameters
    ----------
    configuration
        Where to begin; no requirement by default.

    Returns
    -------
    MediationExplorer
        A widget whose `configuration`, `match`, `rows`, `selection` and `code` can be read, with
        `pin`, `cite` and `save`. Without an exact match it lists the nearest places, with what
        agrees, what differs and what is not said, which are no match.
    """
    return MediationExplorer(evidence, configuration)


def answer(evidence: Evidence, match: Match, pinned: Configuration | None = None) -> dict[str, Any]:
    """Put what is said of a configuration into the plain values that the browser draws.

    Parameters
    ----------
    match
        As `matching_evidence` returns it.
    pinned
        A configuration to compare it with.

    Returns
    -------
    dict
        `counts`, `where`, `sentence`, `made_of`, `asked` (in words), `code`, `parts`; `columns`
        (outcome, direction, claims, places, sources), `lines` of the harvest plot (place, policy
        with its state), `marks` (column, line, actor, certainty, wider, own, and the rows behind),
        `more` (column, line and number of marks that are not drawn), `directions`,
        `strands`, `rows` (ids, or rows in full where the evidence is large), `total`, `places`,
        `nearest` (of `nearest_of`), `together` and `chains` (lines of `effects_in_units` and
        `chains_in_units`) and `compared`.
    """
    marks = harvest(evidence, match.exact)
    counts = harvest_counts(evidence, marks)
    small = len(evidence.codes.claim) <= KNOWN_ROWS
    first = match.exact if small else match.exact.head(MOST_ROWS)
    places = sorted(match.exact["setting_id"].dropna().unique())
    together = effects_in_units(evidence, match, MOST_PLACES)
    elsewhere = together and len(match.exact) and match.standing not in EFFECT_WORDS
    answered = {
        "counts": match.counted,
        "where": match.where,
        "sentence": f"{match.sentence} {OTHER_ROWS}" if elsewhere else match.sentence,
        "made_of": match.made_of,
        "asked": asked_in_words(evidence, match.configuration),
        "code": match.configuration.code,
        "parts": as_parts(match.configuration),
        "columns": _columns(counts),
        **_drawn(marks),
        "directions": _directions(marks),
        "strands": _strands(flow(evidence, match.exact)),
        "rows": list(first.index),
        "full": {} if small else rows_in_words(evidence, first),
        "total": len(match.exact),
        "places": places,
        "nearest": _nearest(match),
        "nearest_of": 0 if len(match.exact) else len(match.nearest),
        "together": together,
        "chains": chains_in_units(evidence, match)[:MOST_PLACES],
    }
    return answered if pinned is None else answered | _compared(evidence, match, pinned)


def exported(evidence: Evidence, match: Match, wanted: str) -> bytes:
    """Write a configuration's evidence as a file: one of `FORMATS`.

    Figures are those of `plots.plot_harvest`; every file names the configuration, the data's
    version and the sources. Raises ValueError for another format.
    """
    asked = asked_in_words(evidence, match.configuration)
    note = f"Asked: {asked}. Code: {match.configuration.code}"
    if wanted == "bib":
        return sources_as_bibtex(evidence, match.exact, note)
    if wanted == "csv":
        return rows_as_csv(evidence, match.exact, note)
    if wanted == "xlsx":
        return rows_as_excel(evidence, match.exact, note)
    if wanted not in FORMATS:
        msg = f"cannot write {wanted!r}; choose from {', '.join(FORMATS)}"
        raise ValueError(msg)
    return figure_bytes(evidence, match.exact, note, wanted)


def as_parts(configuration: Configuration) -> dict[str, Any]:
    """Take a configuration apart into lists of words, as the controls hold them."""
    parts: dict[str, Any] = {
        name: list(getattr(configuration, name)) for name in configuration.requirements
    }
    return parts | {"unit": configuration.unit, "wider": configuration.wider}


def from_parts(parts: dict[str, Any]) -> Configuration:
    """Put a configuration together from what the controls hold."""
    others = ("unit", "wider", "years")
    words = {name: tuple(value) for name, value in parts.items() if name not in others}
    years = parts.get("years") or None
    period = (int(years[0]), int(years[1])) if years else None
    unit = parts.get("unit") or "act"
    if unit not in UNITS:
        raise ValueError(MESSAGES["unit"].format(unit))
    return Configuration(**words, years=period, unit=unit, wider=bool(parts.get("wider")))


def _columns(counts: pd.DataFrame) -> list[list[Any]]:
    return [
        [*key, *map(int, row)] for key, row in zip(counts.index, counts.to_numpy(), strict=True)
    ]


def _compared(evidence: Evidence, match: Match, pinned: Configuration) -> dict[str, Any]:
    before = matching_evidence(evidence, pinned)
    table = compare_matches(before, match).reset_index()
    counts = harvest_counts(evidence, harvest(evidence, before.exact))
    return {
        "compared": table.to_numpy().tolist(),
        "pinned_columns": _columns(counts),
        "pinned_counts": str(before.counts),
        "pinned_asked": asked_in_words(evidence, pinned),
    }


def _drawn(marks: pd.DataFrame) -> dict[str, Any]:
    """Choose lines and marks for the screen; of each cell, count the marks left undrawn."""
    placed = lined(marks)
    names = (*DRAWN, "rows", "place", "policy", "slot")
    lines: dict[int, list[str]] = {}
    more: Counter[tuple[int, int]] = Counter()
    drawn = []
    for *mark, rows, place, policy, slot in zip(
        *(placed[name].tolist() for name in names), strict=True
    ):
        column, line, *_ = mark
        lines[line] = [place, policy]
        if line < MOST_LINES and slot < MOST_IN_CELL:
            drawn.append([*mark, list(rows)])
        else:
            more[column, min(line, MOST_LINES)] += 1
    return {
        "lines": [lines[line] for line in sorted(lines)[:MOST_LINES]],
        "marks": drawn,
        "more": [[*cell, number] for cell, number in sorted(more.items())],
    }


def _directions(marks: pd.DataFrame) -> list[list[str]]:
    return [list(line) for line in effect_directions(marks).head(MOST_PLACES).itertuples()]


def _strands(strands: pd.DataFrame) -> list[list[Any]]:
    rows = strands["rows"].map(lambda ids: list(ids[:MOST_ROWS]))
    return strands.assign(rows=rows).to_numpy().tolist()


def _nearest(match: Match) -> list[list[Any]]:
    if len(match.exact):
        return []
    table = match.nearest.head(MOST_NEAREST).reset_index()
    lists = ["agrees", "differs", "not_said"]
    rows = table[["setting_id", "place", *lists]].to_numpy().tolist()
    return [[*row[:2], *(list(cell) for cell in row[2:])] for row in rows]


def _known(evidence: Evidence) -> dict[str, Any]:
    """Gather what does not change with the controls: rows, grids, maps of gaps."""
    small = len(evidence.codes.claim) <= KNOWN_ROWS
    return {
        "version": evidence.version,
        "rows": rows_in_words(evidence, evidence.statements) if small else {},
        "grids": [_grid(evidence, wider) for wider in (False, True)],
        "growth_rule": [growth_rule(evidence, wider=wider) for wider in (False, True)],
        "directions": directions_shown(growth_and_conditions(evidence, wider=True)),
        "instruments": _map(gap_map(evidence, by="instrument"), "instrument", "actor"),
        "elements": _map(element_map(evidence), "place", "element"),
        "standings": standing_sentences(),
    }


def _grid(evidence: Evidence, wider: bool) -> list[list[Any]]:
    grid = growth_and_conditions(evidence, wider=wider)
    lines = []
    for setting, row in zip(grid.index, grid.itertuples(index=False), strict=True):
        ids = [*row.growth_rows, *row.condition_rows][:MOST_ROWS]
        lines.append([setting, row.place, str(row.growth), str(row.conditions), row.hedged, ids])
    return lines


def _map(cells: pd.DataFrame, row: str, column: str) -> list[list[Any]]:
    shown = cells.assign(
        rows=cells["rows"].map(lambda ids: list(ids[:MOST_ROWS])),
        **{name: spaced(cells[name]) for name in (row, column)},
    )
    kept = [row, column, "standing", "declared_gap", "claims", "places", "sources", "rows"]
    return shown[kept].astype(object).to_numpy().tolist()


def _words(evidence: Evidence) -> dict[str, Any]:
    """Gather the words of every control, as the codebook or the evidence has them."""
    statements = evidence.statements
    parts = {
        part: _plain(_used(evidence, "policies", part))
        for part in POLICY_PARTS
        if part != "beliefs"
    }
    named = evidence.once(names)
    parts["beliefs"] = [[idea, named["beliefs"][idea]] for idea in askable(evidence)["beliefs"]]
    parts |= {part: _plain(_used(evidence, "actions", part)) for part in ACTION_PARTS[1:]}
    parts["certainty"] = _plain(evidence.vocabulary("actions", "certainty"))
    parts["settings"] = sorted(
        ([setting, name] for setting, name in named["settings"].items()),
        key=lambda setting: setting[1],
    )
    for part in ("countries", "isic", "episodes"):
        parts[part] = sorted(([*one] for one in named[part].items()), key=lambda one: one[1])
    years = pd.concat([statements["year_lo"], statements["year_hi"]]).dropna()
    span = [int(years.min()), int(years.max())] if len(years) else [1950, 2015]
    return {
        "parts": parts,
        "alike": {"state": _alike(parts["state"])},
        "came": [
            [what, [[f"{what}:{word}", told] for word, told in CAME]]
            for what in ("growth", "social")
        ],
        "units": [[unit, UNIT_WORDS[unit]] for unit in UNITS],
        "actors": _plain(evidence.vocabulary("actions", "actors")),
        "ways": [[way, f"{WAY_MARKS[way]} {WAY_WORDS[way]}"] for way in WAYS],
        "years": span,
        "colours": {actor: colour for actor, (_, colour) in ACTOR_MARKS.items()}
        | {"policy": "var(--ink)"},
        "presets": [
            [name, as_parts(story), _line_of(evidence, story)] for name, story in stories().items()
        ],
        "outcomes": list(OUTCOMES),
        "directions": list(DIRECTIONS),
        "own": bool((evidence.statements["origin"] != ORIGIN_PAPER).any()),
    }


def _alike(states: list[list[str]]) -> list[list[Any]]:
    """States that say much the same of a rule, to tick in one go: their words, and they."""
    there = {state for state, _ in states}
    lists = [[state for state in alike if state in there] for alike in LIKE_STATE.values()]
    return [[listed(map(spaced, words), "or"), words] for words in lists if len(words) > 1]


def _line_of(evidence: Evidence, story: Configuration) -> str:
    """Say a story in a line; evidence without its words, such as own rows alone, tells none."""
    try:
        return story_in_a_line(evidence, story)
    except ValueError:
        return "not told in this evidence"


def _plain(words: Any) -> list[list[str]]:
    return [[word, spaced(word)] for word in words]


def _used(evidence: Evidence, table: str, column: str) -> list[str]:
    """List the words of a vocabulary that occur, in the codebook's order."""
    there = set(getattr(evidence, table)[column].explode().dropna())
    return [word for word in evidence.vocabulary(table, column) if word in there]
