"""Figures of sections 2 and 3: policies and acts, their effects, and what is not said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from ..evidence.tables import Evidence
from ..questions.configuration import WAY_MARKS, WAY_WORDS
from ..questions.crosstables import ALL_STATES, TALLIES
from ..questions.effects import COLUMNS, harvest_counts, lined
from ..questions.framework import GOVERNANCE_ACTORS, OUTCOME_WORDS, OUTCOMES
from ..questions.words import DIRECTION_WORDS, DIRECTIONS, NOT_STATED, SIGNS, STATED
from .pictures import Box, Line, Table
from .style import (
    ACTOR_MARKS,
    CERTAINTY_FILL,
    FAINT,
    INK,
    PAPER,
    QUIET,
    RULE,
    STANDING_MARKS,
    actor_legend,
    axes,
    bare,
    certainty_legend,
    heads,
    heat,
    house_style,
    key,
    nothing_to_draw,
    standing_legend,
    words,
)

MOST_LINES = 40
# Of a harvest plot, in inches: where the policies begin, where the marks do, a mark, a line.
POLICIES, MARKS, MARK, LINE = 2.1, 5.2, 0.19, 0.17
IN_A_ROW = {direction: 4 if direction == NOT_STATED else 2 for direction in DIRECTIONS}
MOST_IN_CELL, MOST_HARVEST_LINES = 16, 60

MODE_HEADS = {
    **WAY_WORDS, "collapsed": "tried together\nin vain", "opposed": "worked\nagainst it",
    "prevented": "held back\nby others", "not stated": "how:\nnot said",
}  # fmt: skip


def plot_effects(
    effects: pd.DataFrame, *, among: pd.DataFrame | None = None, ax: Axes | None = None
) -> Axes:
    """Draw every instrument in its states against both outcomes: effects, or a kind of nothing.

    Parameters
    ----------
    effects
        As `crosstables.effects_by_instrument` returns it, of the rows that a reader has chosen.
        Beside a mark stands the number of claims about places for each direction; in brackets
        that of general claims. Of more than 40 lines those in which no effect is stated are left
        out, and counted in the title.
    among
        The same of all rows, where `effects` is of some: the marks are taken from there, since
        what the choice leaves out is not silent.
    """
    return draw_effects(effects_table(effects, among=among), ax=ax)


def effects_table(effects: pd.DataFrame, *, among: pd.DataFrame | None = None) -> Table:
    """Lay out instruments against outcomes; parameters as of `plot_effects`.

    A cell opens the rows that state an effect on its outcome or, without any, all of its line; what
    a choice leaves out it opens nevertheless. The last cell of a line counts, and opens all of it.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> law = ck.select_rows(evidence, "policies", instrument="labour_law")
    >>> laid_out = effects_table(ck.effects_by_instrument(evidence, law))
    >>> [(line.name, line.small, line.cells[0].text) for line in laid_out.lines][:2]
    [('labour law', 'in force', '1×+'), ('', 'mixed', '')]
    """
    drawn, left_out = _lines_drawn(effects)
    whole, cells = _by_cell(effects if among is None else among), _by_cell(effects)
    keys = list(drawn.itertuples(index=False, name=None))
    lines = []
    for at, line in enumerate(keys):
        domain, instrument, state = line
        again = at > 0 and keys[at - 1][:2] == (domain, instrument)
        small = "" if state == ALL_STATES else str(state)
        name = words(instrument) + (f" ({small})" if small else "")
        boxes = [
            _effect_box(f"{name}: {OUTCOME_WORDS[outcome]}", cells[*line, outcome],
                        whole[*line, outcome])
            for outcome in OUTCOMES
        ]  # fmt: skip
        cell = cells[*line, OUTCOMES[-1]]
        said = f"{name}: all its rows, {cell['claims']} claims | {cell['places']} places"
        said = said.replace(" 1 claims", " 1 claim").replace("| 1 places", "| 1 place")
        counts = f"{cell['claims']} | {cell['places']}"
        boxes.append(Box("", False, counts, 0, said, tuple(cell["rows"])))
        lines.append(Line(words(domain), "" if again else words(instrument), small, "", (*boxes,)))
    chosen = among is not None
    return Table(
        _effects_title(drawn, left_out),
        (*OUTCOME_WORDS.values(), "claims | places"),
        tuple(lines),
        _standings(box for line in lines for box in line.cells),
        chosen,
        SIGNS_NOTE + (CHOSEN_NOTE if chosen else ""),
    )


def _by_cell(effects: pd.DataFrame) -> dict[tuple[str, ...], dict[str, Any]]:
    return {
        (*(cell[part] for part in KEYS), cell["outcome"]): cell
        for cell in effects.to_dict("records")
    }


def _effect_box(name: str, cell: dict[str, Any], of_all: dict[str, Any]) -> Box:
    standing, dim = str(of_all["standing"]), of_all["standing"] != cell["standing"]
    rows = cell["stating"] or (of_all["stating"] if dim else ()) or cell["rows"]
    text = _tallied(cell)
    said = f"{name}: {standing}{f', {text}' if text else ''}{LEFT_OUT if dim else ''}"
    return Box(standing, bool(dim), text, 0, said, tuple(rows))


def _standings(boxes: Iterable[Box]) -> tuple[str, ...]:
    """Words of how evidence stands that some boxes show, in the order of the key."""
    there = {box.standing for box in boxes}
    return tuple(word for word in STANDING_MARKS if word in there)


def draw_effects(picture: Table, *, ax: Axes | None = None) -> Axes:
    """Draw a table of effects for print."""
    lines = picture.lines
    with house_style():
        starts, wide = _columns_of_effects(lines)
        domains = len(dict.fromkeys(line.group for line in lines))
        height = 0.215 * len(lines) + 0.26 * domains + 2.1
        ax = bare(axes(ax, wide + 0.12, height))
        if not lines:
            return nothing_to_draw(ax, "No policy is among these rows.")
        heights = _heights(lines)
        for y, line in zip(heights, lines, strict=True):
            if line.name:
                ax.text(0, y, line.name, va="center")
            if line.small:
                ax.text(STATE, y, line.small, va="center", color=QUIET)
            *effects, counts = line.cells
            for box, x in zip(effects, starts, strict=True):
                ax.plot([x], [y], linestyle="", markersize=7, **_look(box))
                ax.text(x + 0.13, y, box.text, va="center")
            ax.text(wide - 0.1, y, counts.text, va="center", ha="right")
            ax.axhline(y - 0.5, color=RULE, linewidth=0.4, zorder=0.5)
        top = heights[0] + 1.3 + BAND
        *outcomes, last = picture.columns
        for x, head in zip(starts, outcomes, strict=True):
            ax.text(x - 0.07, top, head, va="center", weight="bold")
        last = last.replace("| ", "|\n")
        ax.text(wide - 0.1, top, last, va="center", ha="right", weight="bold")
        _domain_bands(ax, lines, heights)
        ax.set(xlim=(-0.05, wide), ylim=(-0.8, top + 0.9), xticks=[], yticks=[])
        key(ax, _key_of(picture), picture.note, wide=104)
        ax.set_title(picture.title)
    return ax


KEYS = ["domain", "instrument", "state"]
STATE, LEAST_STATE = 1.97, 23  # where states begin, in inches; letters that they have room for
LETTER, BAND = 0.075, 1.2  # width of a letter; height of a heading, in lines
SIGNS_NOTE = (
    "2×+ : two claims about named places state an effect that raises it; (2×+) : two general "
    "claims do, of no place. The sign belongs to the policy in the state beside it."
)
CHOSEN_NOTE = " Marks: all the evidence; numbers: the rows chosen."
LEFT_OUT = "; said, but not in the rows chosen"


def _tallied(cell: Mapping[str, Any]) -> str:
    """Write what is stated of an outcome: of places, and in brackets in general."""
    here, general = _signs(cell, ""), _signs(cell, "general ")
    return "  ".join(part for part in (here, f"({general})" if general else "") if part)


def _columns_of_effects(lines: Sequence[Line]) -> tuple[list[float], float]:
    """Where the columns of the two outcomes begin, and how wide all is, in inches."""
    starts = [STATE + LETTER * max([LEAST_STATE, *(len(line.small) for line in lines)]) + 0.155]
    for at, least in enumerate((1.46, 1.4)):
        longest = max((len(line.cells[at].text) for line in lines), default=0)
        starts.append(starts[-1] + max(least, LETTER * longest + 0.35))
    return starts[:-1], starts[-1] + 0.65


def _heights(lines: Sequence[Line]) -> list[float]:
    """Heights of lines from the top down, with room for a heading above each domain."""
    groups = list(dict.fromkeys(line.group for line in lines))
    depths = [at + BAND * groups.index(line.group) for at, line in enumerate(lines)]
    return [depths[-1] - depth for depth in depths]


def _lines_drawn(effects: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Choose the lines to draw, and count those left out."""
    lines = effects[KEYS].drop_duplicates().reset_index(drop=True)
    if len(lines) <= MOST_LINES:
        return lines, 0
    signs = [name for name in TALLIES if not name.endswith(NOT_STATED)]
    stating = effects[effects[signs].gt(0).any(axis=1)]
    drawn = stating[KEYS].drop_duplicates().reset_index(drop=True)
    return drawn, len(lines) - len(drawn)


def _effects_title(lines: pd.DataFrame, left_out: int) -> str:
    number = len(lines[["domain", "instrument"]].drop_duplicates())
    counted = f"{number} instrument{'' if number == 1 else 's'}"
    states = " by state" if (lines["state"] != ALL_STATES).any() else ""
    rest = f"; {left_out} more lines state none" if left_out else ""
    return f"Policies and their stated effects: {counted}{states}{rest}"


def plot_acts(
    acts: pd.DataFrame, *, among: pd.DataFrame | None = None, ax: Axes | None = None
) -> Axes:
    """Draw every actor against the way it acted.

    Parameters
    ----------
    acts
        As `crosstables.acts_by_actor` returns it, of the rows that a reader has chosen. A cell
        gives how the evidence stands, claims and places, and below them how many claims about
        places say what came of the act (a 0 too).
    among
        The same of all rows, where `acts` is of some: marks are taken from there, and grey where
        the choice leaves all rows out, since that is not silence.
    """
    return draw_acts(acts_table(acts, among=among), ax=ax)


def acts_table(acts: pd.DataFrame, *, among: pd.DataFrame | None = None) -> Table:
    r"""Lay out actors against the ways they acted; parameters as of `plot_acts`.

    A cell opens its rows among those chosen; one that the choice leaves empty, all that it has.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> laid_out = acts_table(ck.acts_by_actor(evidence, evidence.actions))
    >>> laid_out.lines[2].name, laid_out.lines[2].cells[0].text
    ('workers', '13 | 3\neffect: 1')
    """
    whole = acts if among is None else among
    actors, modes = list(dict.fromkeys(whole["actor"])), list(dict.fromkeys(whole["mode"]))
    chosen = {(cell["actor"], cell["mode"]): cell for cell in acts.to_dict("records")}
    boxes: dict[str, list[Box]] = {actor: [] for actor in actors}
    for of_all in whole.to_dict("records"):
        cell = chosen.get((of_all["actor"], of_all["mode"]), {"claims": 0})
        boxes[of_all["actor"]].append(_acts_box(cell, of_all))
    lines = [
        Line("", words(actor), "", actor if actor in ACTOR_MARKS else "", (*boxes[actor],))
        for actor in actors
    ]
    return Table(
        "Who acted, and how",
        tuple(map(_mode_head, modes)),
        tuple(lines),
        _standings(box for line in lines for box in line.cells),
        among is not None,
        ACTS_NOTE + (CHOSEN_NOTE if among is not None else ""),
        rule=len(GOVERNANCE_ACTORS),
    )


def _acts_box(cell: Mapping[str, Any], of_all: Mapping[str, Any]) -> Box:
    claims, standing = int(cell["claims"]), of_all["standing"]
    dim = standing != (cell["standing"] if claims else SILENT)
    text = f"{claims} | {cell['places']}\neffect: {cell['with_effect']}" if claims else ""
    name = f"{words(of_all['actor'])}, {words(of_all['mode'])}: {standing}"
    counts = f", {claims} {'claim' if claims == 1 else 'claims'}" if claims else ""
    rows = cell["rows"] if claims else of_all["rows"]
    places = int(cell["places"]) if claims else 0
    return Box(standing, dim, text, places, name + counts + LEFT_OUT * dim, tuple(rows))


def draw_acts(picture: Table, *, ax: Axes | None = None) -> Axes:
    """Draw a table of acts for print."""
    lines = picture.lines
    shades = pd.DataFrame([[box.shade for box in line.cells] for line in lines])
    with house_style():
        ax = heat(axes(ax, 9, 0.46 * len(lines) + 1.9), shades)
        for y, line in enumerate(lines):
            for x, box in enumerate(line.cells):
                ax.plot([x + 0.15], [y + 0.5], linestyle="", markersize=7, **_look(box))
                if box.text:
                    ax.text(x + 0.3, y + 0.5, box.text, va="center", linespacing=1.25)
        for y, line in enumerate(lines):
            if line.actor:
                marker, colour = ACTOR_MARKS[line.actor]
                ax.plot(
                    [-0.14], [y + 0.5], marker=marker, color=colour, markersize=8, clip_on=False
                )
        names = [line.name + "\N{NO-BREAK SPACE}" * 6 for line in lines]
        heads(ax, picture.columns, names)
        ax.axhline(picture.rule, color=INK, linewidth=1.6)
        key(ax, _key_of(picture), picture.note, wide=116, left=-0.2)
        ax.set_title(picture.title)
    return ax


SILENT = "not mentioned"
ACTS_NOTE = (
    "In each cell: claims | places, darker: more places; effect: claims about places that state "
    "an effect, a 0 too. Below the line: the partners of governance actors."
)


def _look(box: Box) -> dict[str, Any]:
    """Look of how all evidence stands; grey where the rows chosen do not bear it out."""
    look = STANDING_MARKS[box.standing]
    if not box.dim:
        return look
    return {name: FAINT if value == INK else value for name, value in look.items()}


def _key_of(picture: Table) -> list[Any]:
    used = [entry for entry in standing_legend() if entry.get_label() in picture.standings]
    return [*used, _left_out()] if picture.chosen else used


def _left_out() -> Line2D:
    return Line2D(
        [], [], linestyle="", marker="o", markersize=7, color=FAINT,
        label="grey: said, but not in the rows chosen",
    )  # fmt: skip


def _mode_head(mode: str) -> str:
    """Head a column of acts: the mark of the way, and its words."""
    return f"{WAY_MARKS.get(mode, '')}\n{MODE_HEADS.get(mode, mode)}"


def plot_gap_map(gaps: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw policy domains (or instruments) against governance actors, with the declared gaps.

    Parameters
    ----------
    gaps
        As `gaps.gap_map` returns it. A gap that the paper declares of a domain or of an actor
        stands at its head, with the paragraphs; a cell is hatched only where the two together
        are called little researched.
    """
    by = gaps.columns[0]
    names, actors = list(dict.fromkeys(gaps[by])), list(dict.fromkeys(gaps["actor"]))
    claims = gaps.pivot(index=by, columns="actor", values="claims").loc[names, actors]
    with house_style():
        ax = heat(axes(ax, 7.5, (0.5 if by == "domain" else 0.3) * len(names) + 2.1), claims)
        for cell in gaps.to_dict("records"):
            x, y = actors.index(cell["actor"]), names.index(cell[by])
            if cell["of_both"]:
                ax.add_patch(Rectangle((x, y), 1, 1, **HATCHED))
            ax.plot(
                [x + 0.14], [y + 0.5], linestyle="", markersize=8, **_on_white(cell["standing"])
            )
            lines = [f"{cell['claims']} | {cell['places']} | {cell['sources']}"]
            lines = lines if cell["claims"] else []
            lines += [f"gap: {', '.join(cell['of_both'])}"] if cell["of_both"] else []
            look = {"bbox": ON_WHITE} if cell["of_both"] else {}
            ax.text(x + 0.26, y + 0.5, "\n".join(lines), va="center", **look)
        heads(
            ax,
            [_gap_head(word, gaps, "actor", "of_actor") for word in actors],
            [_gap_head(word, gaps, by, "of_word") for word in names],
        )
        used = [entry for entry in standing_legend() if entry.get_label() in set(gaps["standing"])]
        together = Rectangle((0, 0), 1, 1, label="gap declared of the two together", **HATCHED)
        key(ax, [*used, together], GAP_NOTE, wide=100, left=-0.22, below=-0.02)
        with_act = int(gaps["claims"].gt(0).sum())
        ax.set_title(f"Acts linked to a policy: in {with_act} of {len(gaps)} combinations")
    return ax


HATCHED = dict(facecolor="none", edgecolor=FAINT, hatch="////", linewidth=0.8)
ON_WHITE = dict(boxstyle="square,pad=0.15", facecolor="white", edgecolor="none")
GAP_NOTE = (
    "In each cell: claims | places | sources. Gap: paragraphs in which the paper calls it little "
    "researched, or asks for its study; at a head, of the whole line or column."
)


def _on_white(standing: str) -> dict[str, Any]:
    """Look of a mark that nothing shows through."""
    look = dict(STANDING_MARKS[standing])
    hollow = look["markerfacecolor"] == "none"
    return look | {"markerfacecolor": "white"} if hollow else look


def _gap_head(word: str, gaps: pd.DataFrame, column: str, where: str) -> str:
    paragraphs = dict.fromkeys(p for cell in gaps.loc[gaps[column] == word, where] for p in cell)
    return f"{words(word)}\ngap: {', '.join(paragraphs)}" if paragraphs else words(word)


def plot_harvest(evidence: Evidence, marks: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw a harvest plot: what is said of the effects on growth and on social conditions.

    Parameters
    ----------
    marks
        As `effects.harvest` returns it. One mark is one claim at one place, in the line of its
        place and of its policy with the state; the shape is the actor, the fill the certainty, a
        frame marks the wider context. Under each column stand claims, places and sources. Of more
        than 60 lines those in which no effect is stated are left out, and their marks counted in
        the title.
    """
    placed = lined(marks)
    lines, tops = _harvest_lines(placed)
    drawn = placed[placed["line"].isin(lines.index) & (placed["slot"] < MOST_IN_CELL)]
    lefts, right = _harvest_columns()
    bottom = tops[-1] + (0.3 if len(lines) else 2)
    with house_style():
        ax = bare(axes(ax, right, LINE * (bottom + 4) + 1.2))
        ax.set_xlim(0, right)
        ax.set_ylim(bottom + 1.2, -2.4)
        ax.set_xticks([])
        ax.set_yticks([])
        _harvest_frame(ax, lefts, right, bottom)
        for place, of_place in lines.groupby("place", sort=False):
            top = tops[lines.index.get_loc(of_place.index[0])]
            ax.axhline(top, color=FAINT, linewidth=0.5)
            name = "\n".join(wrap(place, 26))
            ax.text(0, top + 0.15, name, va="top", fontsize=7.5, weight="bold")
            for line, policy in of_place["policy"].items():
                words_there = "\n".join(wrap(policy, 48))
                y = tops[lines.index.get_loc(line)] + 0.15
                ax.text(POLICIES, y, words_there, va="top", fontsize=7.5)
        for mark in drawn.to_dict("records"):
            row, at = divmod(mark["slot"], IN_A_ROW[mark["direction"]])
            x = lefts[mark["column"]] + MARK * (at + 0.9)
            _mark(ax, mark, x, tops[lines.index.get_loc(mark["line"])] + 0.55 + row)
        for at, numbers in enumerate(harvest_counts(evidence, marks).to_numpy().tolist()):
            middle = (lefts[at] + (*lefts, right)[at + 1]) / 2
            text = " | ".join(map(str, numbers))
            ax.text(middle, bottom + 0.6, text, ha="center", va="center", fontsize=6.5)
        ax.legend(handles=_harvest_legend(marks), loc="upper left", bbox_to_anchor=(0, 0), ncols=6)
        if marks.empty:
            ax.text(POLICIES, 1, "No policy and no act is among these rows.", va="center")
        left_out = len(placed) - len(drawn)
        rest = f"\n{left_out} marks are not drawn: lines without a stated effect, or full cells"
        total = evidence.counts(marks["rows"].explode().dropna())
        title = f"What is said of effects: {total} (claims | places | sources below)"
        ax.set_title(title + (rest if left_out else ""))
    return ax


def _harvest_lines(placed: pd.DataFrame) -> tuple[pd.DataFrame, list[float]]:
    """Lines of a harvest plot with place and policy, where each begins, and where the last ends."""
    lines = placed.drop_duplicates("line").set_index("line")[["place", "policy"]].sort_index()
    if len(lines) > MOST_HARVEST_LINES:
        stating = placed.loc[placed["direction"] != NOT_STATED, "line"]
        lines = lines[lines.index.isin(stating)].head(MOST_HARVEST_LINES)
    in_a_row = placed["direction"].map(IN_A_ROW).astype(int)
    rows = placed["slot"].clip(upper=MOST_IN_CELL - 1) // in_a_row + 1
    of_marks = rows.groupby(placed["line"]).max().reindex(lines.index)
    of_text = lines["policy"].map(lambda policy: len(wrap(policy, 48))).astype(int)
    heights = of_marks.where(of_marks >= of_text, of_text)
    for place, mine in heights.groupby(lines["place"], sort=False):  # room for a long name
        heights[mine.index[-1]] += max(0, len(wrap(place, 26)) - mine.sum())
    return lines, [0.0, *heights.cumsum().astype(float)]


def _harvest_columns() -> tuple[list[float], float]:
    """Left ends of the columns of a harvest plot, and where the last one ends."""
    lefts, left = [], MARKS
    for _, direction in COLUMNS:
        lefts.append(left)
        left += MARK * (IN_A_ROW[direction] + 1.1)
    return lefts, left


def _harvest_frame(ax: Axes, lefts: list[float], right: float, bottom: float) -> None:
    """Heads of the columns, the line between the outcomes, a shade where nothing is stated."""
    ends = (*lefts, right)
    number = len(DIRECTIONS)
    for at, (_, direction) in enumerate(COLUMNS):
        if direction == NOT_STATED:
            ax.axvspan(ends[at], ends[at + 1], color=PAPER, zorder=0)
        head = DIRECTION_WORDS[direction].replace(" ", "\n", 1)
        middle = (ends[at] + ends[at + 1]) / 2
        ax.text(middle, -0.1, head, ha="center", va="bottom", fontsize=6.5, linespacing=1)
    for at, outcome in enumerate(OUTCOME_WORDS.values()):
        middle = (ends[at * number] + ends[(at + 1) * number]) / 2
        ax.text(middle, -1.75, outcome, ha="center", va="bottom", weight="bold")
        ax.axvline(ends[at * number], color=FAINT, linewidth=0.8)
    ax.text(0, -0.1, "place", va="bottom", fontsize=7.5)
    ax.text(POLICIES, -0.1, "policy: its state", va="bottom", fontsize=7.5)
    ax.axhline(bottom, color=FAINT, linewidth=0.8)


def _harvest_legend(marks: pd.DataFrame) -> list[Any]:
    acting = {actor for cell in marks["actor"].unique() for actor in cell.split("+")}
    shown = [actor for actor in ACTOR_MARKS if actor in acting]
    frame = Rectangle((0, 0), 1, 1, facecolor="none", edgecolor=INK, label="wider context")
    entries = [*actor_legend(shown), *certainty_legend(), frame]
    if marks["own"].any():
        entries.append(Line2D([], [], marker=".", color=INK, linestyle="", label="your own row"))
    return entries


def _signs(cell: Mapping[str, Any], prefix: str) -> str:
    """Write counts of claims by direction, such as `2×+  1×−`."""
    counts = {word: cell[prefix + word] for word in STATED}
    return "  ".join(f"{number}×{SIGNS[word]}" for word, number in counts.items() if number)


def _mark(ax: Axes, mark: dict[str, Any], x: float, y: float) -> None:
    """Draw one mark: its actors side by side, smaller where several act together."""
    actors = mark["actor"].split("+")
    for number, actor in enumerate(actors):
        marker, colour = ACTOR_MARKS[actor]
        ax.plot(
            [x + 0.07 * (number - (len(actors) - 1) / 2) / max(len(actors) - 1, 1)],
            [y],
            marker=marker,
            color=colour,
            markersize=6 if len(actors) == 1 else 4.2,
            linestyle="",
            fillstyle=CERTAINTY_FILL[mark["certainty"]],
            markerfacecoloralt="white",
            markeredgewidth=0.9,
        )
    if mark["wider"]:
        ax.plot(
            [x], [y], marker="s", color=INK, markersize=9, fillstyle="none", markeredgewidth=0.6
        )
    if mark["own"]:
        ax.plot([x + 0.06], [y - 0.3], marker=".", color=INK, markersize=3)


def _domain_bands(ax: Axes, lines: Sequence[Line], heights: list[float]) -> None:
    """Name each policy domain above its lines, and shade every other one."""
    for order, domain in enumerate(dict.fromkeys(line.group for line in lines)):
        mine = [y for y, line in zip(heights, lines, strict=True) if line.group == domain]
        top = max(mine) + 0.5 + BAND
        if order % 2 == 0:
            ax.axhspan(min(mine) - 0.5, top, color=PAPER, zorder=0)
        ax.text(0, top - 0.6, domain, va="center", weight="bold")
