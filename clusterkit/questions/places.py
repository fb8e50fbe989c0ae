"""One place as a chain of acts, and two places side by side.

A trace says what the paper links to what; it is the order of the account, not a proof of causes.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..evidence.paragraphs_and_pages import reading_order, where_columns
from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from .frames import framed
from .framework import LINKS, OUTCOMES, rows_by_arrow
from .words import SIGNS, actors_in_words, states_in_words

TABLE_ORDER = ("contexts", "policies", "actions", "economy", "conditions")
ELEMENTS = {
    "policies": "policy",
    "actions": "act",
    "conditions": "social condition",
    "economy": "growth",
    "employment": "growth",
    "contexts": "context",
}
ALIKE, DIFFERENT, ONE_ONLY = "said of both, alike", "said of both, differently", "said only of"
SHARED = "shared through"
STEP_WORDS = ("row_id", "episode", "arrow", "follows", "what", "growth", "social")


def trace(evidence: Evidence, setting: str, episode: str | None = None) -> pd.DataFrame:
    """Order what the paper says of a place into steps over the arrows of Figure 1.

    Parameters
    ----------
    setting
        A setting_id.
    episode
        One story; by default all that the paper tells of the place, one after another: a story
        after those that its rows follow from, else by the first year that it states.

    Returns
    -------
    DataFrame
        Indexed by `step` (1, 2, …): `row_id`, `episode`, `arrow` (F4 for a policy, the arrows of an
        act joined by a space, `growth` or `social` for what is said of these, F3 for ideas and
        beliefs, empty for other contexts),
        `follows` (steps that the paper links it to, as text), `what`, `growth` and `social`
        (effects, empty where not said) and `paragraph` (with `page` beside it, where a step is a
        user's own and gives one). Figures on jobs are no steps. A step comes
        after those that it follows from, reacts or responds to, also by way of rows of other
        stories; otherwise steps stand in the paper's order.
        Raises ValueError for a setting or story that the evidence does not have.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> steps = ck.trace(evidence, "sialkot-football", "atlanta-agreement")
    >>> steps["arrow"].head(5).tolist()
    ['F4', 'F6 F7 F8', 'F4', 'F1', 'F4']
    """
    rows = evidence.statements
    if setting not in evidence.settings.index:
        msg = f"there is no setting {setting!r} in the evidence"
        raise ValueError(msg)
    here = rows["setting_id"].eq(setting).fillna(False).astype(bool)
    rows = rows[here & rows["episode"].notna() & rows["table"].isin(TABLE_ORDER)]
    episodes = rows["episode"].unique()
    if episode is not None and episode not in episodes:
        msg = f"the evidence has no story {episode!r} of {setting}"
        raise ValueError(msg)
    links = evidence.once(_befores)
    stories = [episode] if episode is not None else _by_time(rows, links)
    ordered: list[str] = []
    for story in stories:
        ordered += _in_order(rows[rows["episode"] == story], links)
    number = {row_id: step for step, row_id in enumerate(ordered, start=1)}
    chosen = rows.loc[ordered]
    follows = [
        ", ".join(
            str(step)
            for step in sorted(number[row] for row in links.get(row_id, ()) if row in number)
        )
        for row_id in ordered
    ]
    table = pd.DataFrame(
        {
            "row_id": ordered,
            "episode": chosen["episode"].to_numpy(),
            "arrow": [
                _arrows(evidence, *row) for row in zip(ordered, chosen["table"], strict=True)
            ],
            "follows": follows,
            "what": chosen["summary"].to_numpy(),
            "growth": chosen["growth_effect"].astype("string").fillna("").to_numpy(),
            "social": chosen["social_effect"].astype("string").fillna("").to_numpy(),
            **{name: cells.array for name, cells in where_columns(chosen).items()},
        }
    ).astype(dict.fromkeys(STEP_WORDS, "str"))
    return table.set_index(pd.RangeIndex(1, len(table) + 1, name="step"))


def compare_settings(evidence: Evidence, one: str, other: str) -> pd.DataFrame:
    """Set two places side by side: what they share, what differs, what is not said of one.

    Parameters
    ----------
    one, other
        setting_ids.

    Returns
    -------
    DataFrame
        Indexed by `part` (policy, act, social condition, growth, context) and `element`
        (instrument, kind of act, dimension, aspect): `comparison`, a column for each place under
        its name (what is said, in the codebook's words, empty where nothing is; a place set beside
        itself stands there `again`), `rows` (ids). What is said of a region or
        country that both lie in is `shared through` it, in lines of its own before the others.
        Nothing said of one place is silence, not a difference. Raises ValueError for an unknown
        setting.

    Examples
    --------
    Much is said of one Sialkot cluster only; that is silence, not a difference:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> both = ck.compare_settings(evidence, "sialkot-football", "sialkot-surgical-instruments")
    >>> both["comparison"].value_counts()["said of both, differently"].item()
    4
    """
    for setting in (one, other):
        if setting not in evidence.settings.index:
            msg = f"there is no setting {setting!r} in the evidence"
            raise ValueError(msg)
    sides = [said_of(evidence, (setting,)) for setting in (one, other)]
    above = [place for place in lies_in(evidence, one) if place in lies_in(evidence, other)]
    common = said_of(evidence, tuple(above))
    names = ", ".join(evidence.place_name(place) for place in above)
    lines: list[tuple[Any, ...]] = []
    for key, cell in common.items():
        shared = "; ".join(dict.fromkeys(cell.values()))
        lines.append((*key, f"{SHARED} {names}", shared, shared, tuple(cell)))
    for key in dict.fromkeys((*sides[0], *sides[1])):
        cells = [side.get(key, {}) for side in sides]
        words = ["; ".join(dict.fromkeys(cell.values())) for cell in cells]
        if all(cells):
            how = ALIKE if set(cells[0].values()) == set(cells[1].values()) else DIFFERENT
        else:
            how = f"{ONE_ONLY} {evidence.place_name(one if cells[0] else other)}"
        ids = tuple(row for cell in cells for row in cell)
        lines.append((*key, how, *words, ids))
    left, right = evidence.place_name(one), evidence.place_name(other)
    right = f"{right}, again" if left == right else right
    texts = ("part", "element", "comparison", left, right)
    table = framed(lines, {**dict.fromkeys(texts, "str"), "rows": "object"})
    return table.set_index(["part", "element"])


def _befores(evidence: Evidence) -> dict[str, set[str]]:
    """For each row the rows that the paper has come before it: causes, answered, enabling."""
    befores: dict[str, set[str]] = defaultdict(set)
    for row_id, causes in evidence.statements["follows_from"].items():
        befores[str(row_id)].update(causes)
    actions = evidence.actions
    for name in ("reacts_to", *LINKS):
        for act, others in actions[name].items():
            for other in others:
                if name == "acts_on":
                    befores[other].add(str(act))
                else:
                    befores[str(act)].add(other)
    return befores


def _by_time(rows: pd.DataFrame, befores: dict[str, set[str]]) -> list[str]:
    """Order stories: each after those that it follows from, then by first year, then as told."""
    told = rows.assign(order=reading_order(rows)).sort_values("order", kind="stable")
    mentioned = [str(story) for story in told["episode"].unique()]
    years = told["year_lo"].fillna(told["year_hi"]).groupby(told["episode"]).min()
    order = {
        story: (float(years[story]) if pd.notna(years[story]) else float("inf"), at)
        for at, story in enumerate(mentioned)
    }
    story_of = {str(row): str(story) for row, story in rows["episode"].items()}
    waits: dict[str, set[str]] = {story: set() for story in mentioned}
    for row_id, story in story_of.items():
        earlier = {story_of[row] for row in _before(row_id, befores) if row in story_of}
        waits[story] |= earlier - {story}
    return _sorted_after(order, waits)


def _before(row_id: str, befores: dict[str, set[str]]) -> set[str]:
    """All rows that come before one, by way of others too."""
    found: set[str] = set()
    todo = list(befores.get(row_id, ()))
    while todo:
        row = todo.pop()
        if row not in found:
            found.add(row)
            todo += befores.get(row, ())
    return found - {row_id}


def _in_order(rows: pd.DataFrame, befores: dict[str, set[str]]) -> list[str]:
    """Order rows so that each follows what it is linked to; ties in the paper's order."""
    place = {
        str(row_id): (stands, TABLE_ORDER.index(str(table)), at)
        for at, (row_id, stands, table) in enumerate(
            zip(rows.index, reading_order(rows), rows["table"], strict=True)
        )
    }
    waits = {row_id: {row for row in _before(row_id, befores) if row in place} for row_id in place}
    return _sorted_after(place, waits)


def _sorted_after(order: Mapping[str, Any], waits: dict[str, set[str]]) -> list[str]:
    """Sort names so that each comes after those that it waits for.

    Else by `order`, a cause having the place of the first of its consequences where that is
    before its own: what is told later of a thing does not put it later.
    """
    due = dict(order)
    for name, others in waits.items():
        for other in others:
            due[other] = min(due[other], order[name])
    order = {name: (due[name], order[name]) for name in order}
    ready = [(order[name], name) for name, others in waits.items() if not others]
    heapq.heapify(ready)
    done: dict[str, None] = {}
    while len(done) < len(order):
        if not ready:  # a circle: policy and act each named before the other
            ready = [min((order[name], name) for name in waits if name not in done)]
        _, name = heapq.heappop(ready)
        if name in done:
            continue
        done[name] = None
        for other, needed in waits.items():
            if name in needed:
                needed.discard(name)
                if not needed and other not in done:
                    heapq.heappush(ready, (order[other], other))
    return list(done)


def _arrows(evidence: Evidence, row_id: str, table: str) -> str:
    """Name the arrows of Figure 1 that a row stands on, by the framework's own rule."""
    if table in ("conditions", "economy"):
        return "social" if table == "conditions" else "growth"
    if table == "policies":  # on F1 or F2 by where it comes from, too: a step is what it does
        return "F4"
    return " ".join(evidence.once(_arrows_by_row).get(row_id, ()))


def _arrows_by_row(evidence: Evidence) -> dict[str, list[str]]:
    arrows: dict[str, list[str]] = defaultdict(list)
    for arrow, ids in rows_by_arrow(evidence).items():
        for row_id in ids:
            arrows[str(row_id)].append(arrow)
    return arrows


def lies_in(evidence: Evidence, setting: str) -> list[str]:
    """Regions and countries that a place is part of, the nearest first.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> lies_in(evidence, "sialkot-football")
    ['punjab', 'pakistan']
    """
    part_of = evidence.settings["part_of"]
    wider: list[str] = []
    above = part_of.get(setting)
    while isinstance(above, str) and above not in wider:
        wider.append(above)
        above = part_of.get(above)
    return wider


def said_of(evidence: Evidence, settings: tuple[str, ...]) -> dict[tuple[str, str], dict[str, str]]:
    """Say what is said of places, by part and element: row id to the codebook's words.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> said_of(evidence, ("chipilo-furniture",))["act", "other"]
    {'act-3.2.3-17': 'employers, absent, growth −'}
    """
    rows = evidence.statements
    rows = rows[rows["setting_id"].isin(settings).astype(bool)]
    state = states_in_words(evidence)
    unit = evidence.employment["unit"].astype("string")
    who = actors_in_words(evidence.actions)
    said: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row_id, row in zip(rows.index, rows.to_dict("records"), strict=True):
        words = [state.get(row_id), who.get(row_id), row["finding"]]
        if row["table"] == "employment":
            words.append(row["summary"])
        effects = [
            f"{outcome.removesuffix('_effect')} {SIGNS[row[outcome]]}"
            for outcome in OUTCOMES
            if not pd.isna(row[outcome])
        ]
        if row["stage"] in ("aimed", "not_realised"):
            effects.append(spaced(row["stage"]))
        parts = [spaced(str(word)) for word in (*words, *effects) if not pd.isna(word)]
        matter = unit.get(row_id, row["matter"])
        key = (ELEMENTS[row["table"]], spaced(str(matter)))
        said[key][row_id] = ", ".join(parts) or "said, without a direction"
    return dict(said)
