"""Widgets that live in a page: their own scripts, over a model that answers without a kernel.

`figure1.js`, `mediation.js`, `cases.js`, `cells.js`, `findings_chart.js` and `matrix.js` are taken
as they are; `alive.js` gives them a model, and `engine.js` answers in place of Python, from
`tables.py`. The other explorers are drawn by `drawing.js`; `explorer.js` gives them controls and
looks their answers up among those that `answers.py` has asked beforehand.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anywidget

from ...evidence.tables import Evidence
from ...questions.configuration import Configuration
from ...widgets.cases import CaseFinder
from ...widgets.chosen import every_place
from ...widgets.explorers import (
    explore_acts,
    explore_conditions,
    explore_growth,
    explore_places,
    explore_policies,
    explore_story,
)
from ...widgets.figure1 import Figure1
from ...widgets.findings_chart import FindingsChart
from ...widgets.implied import explore_implied
from ...widgets.matrix import ConfigurationMatrix
from ...widgets.mediation import MediationExplorer
from ...widgets.panel import STYLE, Explorer
from ...widgets.qca import CellTable
from ...widgets.question import HeldBack, Question
from ...widgets.scripts import rows_in_words
from ...widgets.still import RUN, Still, still
from .answers import answers_of
from .tables import plain, tables

HERE = Path(__file__).parent
STILL = re.compile(
    r'<div class="ck-explorer ck-still"(?: data-widget="(\w+)" data-start="([^"]*)")?>'
)
ANSWERED = ("figure1", "mediation")
SCRIPTS = ("engine.js", "alive.js", "explorer.js")
LAST_LINE = "export default { render };"


def is_still(text: str) -> bool:
    """Whether a saved output is the start of a widget, as `widgets.still` writes it."""
    return STILL.match(text) is not None


def revived(text: str, evidence: Evidence) -> Still | None:
    """Make the widget again that a saved output is the start of; None if Python must answer it.

    Raises ValueError when the widget starts otherwise today: the output is older than the data.
    """
    kind, start = STILL.match(text).groups()  # type: ignore[union-attr]
    if not kind:
        return None
    made = MAKE[kind](evidence, **json.loads(html.unescape(start)))
    if not _says_the_same(made, text):
        msg = f"a saved {kind} does not say what the evidence says today: run `make notebooks`"
        raise ValueError(msg)
    return made


def _says_the_same(made: Any, text: str) -> bool:
    if isinstance(made, Explorer):  # a page draws the picture anew; what is said of it must agree
        return all(made.shown[part] in text for part in ("status", "table", "sources"))
    today = still(made.kind, made.start, made.still_html())
    return today.replace(RUN, "") == text.replace(RUN, "")


EXPLORERS: dict[str, Callable[..., Any]] = {
    explore.__name__: explore
    for explore in (
        explore_acts, explore_conditions, explore_growth, explore_implied, explore_places,
        explore_policies, explore_story,
    )
}  # fmt: skip


def _explorer(evidence: Evidence, name: str, choices: dict[str, Any], **about: str) -> Explorer:
    made = EXPLORERS[name](evidence, **about)
    made.ask(choices)
    return made


def _mediation(evidence: Evidence, code: str, pinned: str = "") -> MediationExplorer:
    made = MediationExplorer(evidence, Configuration.parse(code))
    made.pinned = pinned
    return made


MAKE: dict[str, Callable[..., Any]] = {
    "figure1": Figure1,
    "mediation": _mediation,
    "cases": CaseFinder,
    "cells": CellTable,
    "explorer": _explorer,
    "findings": FindingsChart,
    "matrix": ConfigurationMatrix,
    "question": lambda _, **known: Question(**known),
    "prediction": lambda _, **known: HeldBack(**known),
}


def place_for(made: Still, number: int) -> str:
    """Write the place in a page where a widget comes alive; `number` counts them from 0."""
    return (
        f'<div class="alive" data-widget="{made.kind}" data-state="state-{number}">'
        "<noscript>This part of the page needs JavaScript.</noscript></div>"
    )


def scripts_for(alive: Sequence[Any], evidence: Evidence) -> str:
    """Write the data, styles and scripts of a page's living widgets; nothing where there are none.

    Everything stands in the page itself, in scripts that are no modules, so that it works from
    a disk as well as from a server.
    """
    if not alive:
        return ""
    first = {made.kind: made for made in alive}
    shared = _engine if any(kind in ANSWERED for kind in first) else _words
    data = {"tables": evidence.once(shared) if first.keys() & {*ANSWERED, "explorer"} else "{}"}
    data |= {f"state-{at}": as_json(_state(made)) for at, made in enumerate(alive)}
    texts = [f'<script type="application/json" id="{name}">{data[name]}</script>' for name in data]
    texts += [_styled(made) for made in first.values()]
    parts = [(HERE / name).read_text(encoding="utf-8") for name in SCRIPTS]
    parts += [f"const {kind} = {_as_function(made)};" for kind, made in first.items()]
    parts.append(f"comeAlive({{ {', '.join(first)} }});")
    whole = "\n".join(parts)
    return "\n".join([*texts, f"<script>\n(() => {{\n{whole}\n}})();\n</script>"])


def as_json(value: Any) -> str:
    """Write a value as JSON that can stand within a script element."""
    text = json.dumps(value, default=plain, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _engine(evidence: Evidence) -> str:
    """Write what a page carries that answers in place of Python: the tables, the rows in words."""
    return as_json({**tables(evidence), **_in_words(evidence)})


def _words(evidence: Evidence) -> str:
    """Write what a page carries whose answers are known: the rows in words."""
    return as_json(_in_words(evidence))


def _in_words(evidence: Evidence) -> dict[str, Any]:
    return {
        "words": rows_in_words(evidence, evidence.statements),
        "named": evidence.once(every_place),
    }


def _styled(made: Any) -> str:
    if isinstance(made, Explorer):
        return f"{STYLE}<style>{made.drawing._css}</style>"
    return f"<style>{made._css}</style>"


def _state(made: Any) -> dict[str, Any]:
    """Gather a widget's own synchronised values, without the rows that all widgets share."""
    if isinstance(made, Explorer):
        drawing = made.drawing
        return {
            **answers_of(made), "leads": made.leads,
            "colours": drawing.colours, "chosen": drawing.chosen,
        }  # fmt: skip
    inherited = anywidget.AnyWidget.class_trait_names()
    names = [name for name in made.trait_names(sync=True) if name not in inherited]
    state = {name: getattr(made, name) for name in names if not name.startswith("_")}
    if isinstance(made, ConfigurationMatrix):
        state["patches"] = made.patches()
    if made.kind in ANSWERED:
        state["known"] = {name: cell for name, cell in state["known"].items() if name != "rows"}
    return state


def _as_function(made: Any) -> str:
    """Turn a widget's module into a function's result: it exports in its last line, no more."""
    explorer = isinstance(made, Explorer)
    module = str(made.drawing._esm if explorer else made._esm).rstrip()
    if not module.endswith(LAST_LINE) or "\nimport " in module or "</script" in module:
        msg = f"the script of {type(made).__name__} cannot stand in a page as it is"
        raise ValueError(msg)
    function = f"(() => {{\n{module.removesuffix(LAST_LINE)}return {{ render }};\n}})()"
    return f"explorerOf({function})" if explorer else function
