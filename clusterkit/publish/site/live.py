"""Widgets that live in a page: their own scripts, over a model that answers without a kernel.

`figure1.js`, `mediation.js` and `cells.js` are taken as they are; `alive.js` gives them a model,
and `engine.js` answers in place of Python, from the tables of `tables.py`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets

from ...evidence.tables import Evidence
from ...widgets.figure1 import Figure1
from ...widgets.mediation import MediationExplorer
from ...widgets.qca import CellTable
from ...widgets.scripts import rows_in_words
from .tables import plain, tables

HERE = Path(__file__).parent
KINDS: dict[type, str] = {Figure1: "figure1", MediationExplorer: "mediation", CellTable: "cells"}
ANSWERED = ("figure1", "mediation")
LAST_LINE = "export default { render };"


def lives(made: widgets.DOMWidget) -> bool:
    """Whether a widget can live in a page."""
    return isinstance(made, tuple(KINDS))


def place_for(made: widgets.DOMWidget, number: int) -> str:
    """Write the place in a page where a widget comes alive; `number` counts them from 0."""
    kind = _kind(made)
    return (
        f'<div class="alive" data-widget="{kind}" data-state="state-{number}">'
        "<noscript>This part of the page needs JavaScript.</noscript></div>"
    )


def scripts_for(alive: Sequence[widgets.DOMWidget], evidence: Evidence) -> str:
    """Write the data, styles and scripts of a page's living widgets; nothing where there are none.

    Everything stands in the page itself, in scripts that are no modules, so that it works from
    a disk as well as from a server.
    """
    if not alive:
        return ""
    first = {_kind(one): one for one in alive}
    answered = any(kind in ANSWERED for kind in first)
    data = {"tables": evidence.once(_shared) if answered else "{}"}
    data |= {f"state-{at}": as_json(_state(one)) for at, one in enumerate(alive)}
    texts = [f'<script type="application/json" id="{one}">{data[one]}</script>' for one in data]
    texts += [f"<style>{one._css}</style>" for one in first.values()]
    parts = [(HERE / name).read_text(encoding="utf-8") for name in ("engine.js", "alive.js")]
    parts += [f"const {kind} = {_as_function(one)};" for kind, one in first.items()]
    parts.append(f"comeAlive({{ {', '.join(first)} }});")
    whole = "\n".join(parts)
    return "\n".join([*texts, f"<script>\n(() => {{\n{whole}\n}})();\n</script>"])


def as_json(value: Any) -> str:
    """Write a value as JSON that can stand within a script element."""
    text = json.dumps(value, default=plain, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _kind(made: widgets.DOMWidget) -> str:
    # Not by its type: a widget with traits of its own is of a class made for it alone.
    return next(name for kind, name in KINDS.items() if isinstance(made, kind))


def _shared(evidence: Evidence) -> str:
    """Write what every answering page carries: the tables, and each row in words."""
    words = rows_in_words(evidence, evidence.statements)
    return as_json({**tables(evidence), "words": words})


def _state(made: widgets.DOMWidget) -> dict[str, Any]:
    """Tell a widget's own synchronised values, without the rows that all widgets share."""
    inherited = anywidget.AnyWidget.class_trait_names()
    names = [one for one in made.trait_names(sync=True) if one not in inherited]
    state = {one: getattr(made, one) for one in names if not one.startswith("_")}
    if _kind(made) in ANSWERED:
        state["known"] = {name: told for name, told in state["known"].items() if name != "rows"}
    return state


def _as_function(made: Any) -> str:
    """Turn a widget's module into a function's result: it exports in its last line, no more."""
    module = str(made._esm).rstrip()
    if not module.endswith(LAST_LINE) or "\nimport " in module or "</script" in module:
        msg = f"the script of {type(made).__name__} cannot stand in a page as it is"
        raise ValueError(msg)
    return f"(() => {{\n{module.removesuffix(LAST_LINE)}return {{ render }};\n}})()"
