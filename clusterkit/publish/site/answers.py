"""What an explorer answers where there is no kernel: asked beforehand, and sent along.

All its controls are answered together where that makes few answers. Elsewhere each control is
answered alone, the others where they start, and the page says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import combinations, product
from math import prod
from typing import Any

import ipywidgets as widgets

from ...widgets.panel import Explorer, TickList

MOST = 300  # answers of an explorer whose controls work together
STEP = 5  # of a slider in a page
PIECES = re.compile(r"(?=<tr|<li)")  # where a table or a list can be cut
SHORT = 40  # letters of JSON that are not worth a place of their own

Choices = dict[str, Any]


class Pool:
    """Values that occur in many answers, each kept once; a number stands in their place.

    Attributes
    ----------
    kept
        The values, by number.

    Examples
    --------
    >>> pool = Pool()
    >>> pool.packed(["short", "more than can be written again and again", ["short"]])
    ['short', {'$': 0}, ['short']]
    >>> pool.kept
    ['more than can be written again and again']
    """

    def __init__(self) -> None:
        self.kept: list[Any] = []
        self._numbers: dict[str, int] = {}

    def packed(self, value: Any) -> Any:
        """Put a number in the place of each long text and each long mapping of a value."""
        if isinstance(value, list | tuple):
            return [self.packed(one) for one in value]
        if isinstance(value, dict):
            value = {key: self.packed(one) for key, one in value.items()}
        elif not isinstance(value, str):
            return value
        text = json.dumps(value, ensure_ascii=False)
        if len(text) < SHORT:
            return value
        if text not in self._numbers:
            self._numbers[text] = len(self.kept)
            self.kept.append(value)
        return {"$": self._numbers[text]}


def answers_of(explorer: Explorer) -> dict[str, Any]:
    """Ask an explorer what a page can ask it.

    Returns
    -------
    dict
        `controls`: each with its `name`, `label`, `kind` (select, range, tick, ticks), `options`
        and the value where it starts; `together`: whether all of them are answered together;
        `answers`: what is `Explorer.shown` under each question, by `key_of` the controls that do
        not stand where they start, its HTML cut into pieces; `pool`: what the numbers in them
        stand for.

    Examples
    --------
    >>> import clusterkit as ck
    >>> state = answers_of(ck.explore_story(ck.load(only="paper")))
    >>> [control["kind"] for control in state["controls"]], state["together"]
    (['select'], True)
    """
    start = explorer.selection
    controls = [_control(name, one) for name, one in explorer.controls.items()]
    together = prod(len(one["options"]) for one in controls) <= MOST
    pool, answers = Pool(), {}
    for choices in _questions(controls, together=together):
        explorer.ask({**start, **choices})
        shown = explorer.shown
        for part in ("table", "sources"):
            shown[part] = PIECES.split(shown[part])
        answers[key_of(choices)] = pool.packed(shown)
    explorer.ask(start)
    return {"controls": controls, "together": together, "answers": answers, "pool": pool.kept}


def key_of(choices: Mapping[str, Any]) -> str:
    """Name a question by the controls that do not stand where they start, in their order.

    Examples
    --------
    >>> key_of({"about": 5, "country": "MEX"})
    '[["about",5],["country","MEX"]]'
    """
    return json.dumps([*map(list, choices.items())], ensure_ascii=False, separators=(",", ":"))


def _control(name: str, control: Any) -> dict[str, Any]:
    """Describe a control; `options` are the values that a page can set, with their words."""
    known = {"name": name, "label": control.description, "value": control.value}
    if isinstance(control, TickList):
        labels = [[label, word] for word, label in control.labels.items()]
        single = [[word] for word in control.options]
        pairs = [list(pair) for pair in combinations(control.options, 2)]
        return {**known, "kind": "ticks", "labels": labels, "options": [[], *single, *pairs]}
    if isinstance(control, widgets.Checkbox):
        return {**known, "kind": "tick", "options": [False, True]}
    if isinstance(control, widgets.IntSlider):
        steps = sorted({*range(control.min, control.max + 1, STEP), control.value})
        return {**known, "kind": "range", "options": steps}
    return {
        **known, "kind": "select",
        "labels": [list(option) for option in control.options],
        "options": [value for _, value in control.options],
    }  # fmt: skip


def _questions(controls: list[dict[str, Any]], *, together: bool) -> Iterator[Choices]:
    others = {
        one["name"]: [value for value in one["options"] if value != _plain(one["value"])]
        for one in controls
    }
    if not together:
        yield {}
        for name, values in others.items():
            yield from ({name: value} for value in values)
        return
    for every in product(*(one["options"] for one in controls)):
        asked = zip(controls, every, strict=True)
        yield {one["name"]: value for one, value in asked if value != _plain(one["value"])}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
