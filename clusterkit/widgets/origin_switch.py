"""A switch over an explorer: all rows, the paper's alone, or the reader's own alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import ipywidgets as widgets

from ..evidence.tables import Evidence
from .still import Still

Make = TypeVar("Make", bound=Callable[..., widgets.DOMWidget])
CHOICES = (("all rows", "all"), ("the paper's alone", "paper"), ("your own alone", "own"))


class EitherAlone(Still, widgets.VBox):
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

    def __init__(self, evidence: Evidence, make: Callable[[Evidence], widgets.DOMWidget]) -> None:
        self._evidence, self._make = evidence, make
        self._made: dict[str, widgets.DOMWidget] = {}
        self.switch = widgets.ToggleButtons(options=CHOICES, description="Evidence")
        self.switch.observe(self._show, names="value")
        super().__init__()
        self._show()

    @property
    def explorer(self) -> widgets.DOMWidget:
        """The explorer that is shown."""
        return self._made[self.switch.value]

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
        which = self.switch.value
        if which not in self._made:
            kept = self._evidence if which == "all" else self._evidence.only(which)
            self._made[which] = self._make(kept)
        self.children = [self.switch, self.explorer]


def either_alone(make: Make) -> Make:
    """Put the switch over an explorer wherever the evidence has own rows beside the paper's."""

    @wraps(make)
    def explore(evidence: Evidence, *arguments: Any, **options: Any) -> widgets.DOMWidget:
        if not evidence.is_union:
            return make(evidence, *arguments, **options)
        return EitherAlone(evidence, lambda kept: make(kept, *arguments, **options))

    return cast(Make, explore)
