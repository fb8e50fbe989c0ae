"""A switch over an explorer: all rows, the paper's alone, or the reader's own alone.

The question stays as it is when the evidence changes. What the other evidence cannot be asked (a
place that it does not have) is named beside the buttons, and asked again when the reader returns.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

import ipywidgets as widgets

from ..evidence.tables import Evidence
from .chosen import chosen_in
from .still import Still

CHOICES = (("all rows", "all"), ("the paper's alone", "paper"), ("your own alone", "own"))

# What each button keeps; `Evidence.once` shares it among the explorers of one evidence.
KEPT: dict[str, Callable[[Evidence], Evidence]] = {
    "all": lambda evidence: evidence,
    "paper": lambda evidence: evidence.only("paper"),
    "own": lambda evidence: evidence.only("own"),
}


class Asked(Protocol):
    """An explorer that can hand its question on to another of its kind."""

    @property
    def question(self) -> dict[str, Any]:
        """What is asked: the value of every part, by name."""

    def ask(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """Ask this; returns the parts that the evidence does not have, with their values."""


Make = TypeVar("Make", bound=Callable[..., widgets.DOMWidget])


class OriginSwitch(Still, widgets.VBox):
    """An explorer on paper and own rows together, with a switch to look at either alone.

    What is not here (`rows`, `selection`, `cite`, `configuration` …) is asked of, and set on, the
    explorer that is shown.

    Attributes
    ----------
    switch
        The buttons; their value is `all`, `paper` or `own`.
    explorer
        The explorer that is shown.
    """

    def __init__(
        self,
        evidence: Evidence,
        first: widgets.DOMWidget,
        make: Callable[[Evidence], widgets.DOMWidget],
    ) -> None:
        self._evidence, self._make = evidence, make
        self._made = {"all": first}
        self._shown = ""
        self._waiting: dict[str, Any] = {}  # parts that the evidence shown does not have
        self._instead: dict[str, Any] = {}  # what is asked there in their place
        self.switch = widgets.ToggleButtons(options=CHOICES, description="Evidence")
        self._left_out = widgets.HTML()
        self.switch.observe(self._show, names="value")
        super().__init__()
        self._show()

    @property
    def explorer(self) -> widgets.DOMWidget:
        """The explorer that is shown."""
        return self._made[self._shown]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or "_made" not in vars(self):
            raise AttributeError(name)
        return getattr(self.explorer, name)

    def __setattr__(self, name: str, value: Any) -> None:
        ours = name.startswith("_") or hasattr(type(self), name) or name == "switch"
        if ours or "_made" not in vars(self):
            super().__setattr__(name, value)
        else:
            setattr(self.explorer, name, value)

    def still_html(self) -> str:
        """Draw what the explorer that is shown shows now."""
        explorer: Any = self.explorer
        return str(explorer.still_html())

    def __repr__(self) -> str:
        return f"{self.explorer!r} ({self.switch.label})"

    def _show(self, _: Any = None) -> None:
        question = self._question() if self._shown else None
        which = self.switch.value
        if which not in self._made:
            self._made[which] = self._make(self._evidence.once(KEPT[which]))
            if hasattr(self._made[which], "follow"):  # what the views of all rows follow
                self._made[which].follow(chosen_in(self._evidence))
        self._shown = which
        if question is not None:
            explorer = cast(Asked, self.explorer)
            self._waiting = explorer.ask(question)
            self._instead = {part: explorer.question.get(part) for part in self._waiting}
        self._left_out.value = _named(self._waiting)
        self.children = [self.switch, self._left_out, self.explorer]

    def _question(self) -> dict[str, Any]:
        """Take the question shown, with the parts that wait unless something else was chosen."""
        asked = cast(Asked, self.explorer).question
        waiting = {
            part: value
            for part, value in self._waiting.items()
            if asked.get(part) == self._instead[part]
        }
        return {**asked, **waiting}


def with_origin_switch(make: Make) -> Make:
    """Put the switch over an explorer wherever the evidence has own rows beside the paper's."""

    @wraps(make)
    def explore(evidence: Evidence, *arguments: Any, **options: Any) -> widgets.DOMWidget:
        first = make(evidence, *arguments, **options)
        # The others begin afresh and are asked the first one's question.
        return OriginSwitch(evidence, first, make) if evidence.is_union else first

    return cast(Make, explore)


def _named(waiting: Mapping[str, Any]) -> str:
    if not waiting:
        return ""
    parts = ", ".join(f"{part.replace('_', ' ')}: {_words(waiting[part])}" for part in waiting)
    return (
        "<p class='ck-sentence' role='status'>Not in this evidence, and not asked of it: "
        f"{html.escape(parts)}.</p>"
    )


def _words(value: Any) -> str:
    several = isinstance(value, list | tuple | set)
    return ", ".join(str(word) for word in value) if several else str(value)
