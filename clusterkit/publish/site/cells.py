"""What a page shows in place of each cell that makes a widget.

The notebook's own code makes the widget (`widget_of`), from no more of the cells above it than
it needs; the page then carries either the living widget or its starting state, drawn.
"""

from __future__ import annotations

import ast
from typing import Any

import ipywidgets as widgets
import nbformat

import clusterkit as ck

from ...evidence.tables import Evidence

MAKES_WIDGET = "explore_"


def makes_widget(cell: nbformat.NotebookNode) -> bool:
    """Whether a cell's saved output is that of an explorer."""
    return bool(cell.cell_type == "code" and saved_text(cell).startswith(MAKES_WIDGET))


def saved_text(cell: nbformat.NotebookNode) -> str:
    """Plain text that a cell's last output was saved with; empty without one."""
    texts = [one["data"].get("text/plain", "") for one in cell.outputs if "data" in one]
    return str(texts[-1]) if texts else ""


def widget_of(
    notebook: nbformat.NotebookNode, position: int, evidence: Evidence
) -> widgets.DOMWidget:
    """Make the widget that a cell of a notebook shows, by the notebook's own code.

    Of the cells above, those statements are run that bind a name which the cell needs, and what
    these need in turn. Raises ValueError when the widget does not say what the cell's saved
    output says: the notebook is then older than the data.
    """
    cell = notebook.cells[position]
    last = ast.parse(cell.source).body
    above = [
        statement
        for one in notebook.cells[:position]
        if one.cell_type == "code"
        for statement in ast.parse(one.source).body
    ]
    names: dict[str, Any] = {"ck": ck, "evidence": evidence}
    needed = _loaded(last) - set(names)
    chosen: list[ast.stmt] = []
    for statement in reversed(above):
        if _bound(statement) & needed:
            chosen.insert(0, statement)
            needed |= _loaded([statement]) - set(names)
    before, shown = [*chosen, *last[:-1]], last[-1]
    if not isinstance(shown, ast.Expr):
        msg = f"the cell {cell.id} does not end with what it shows"
        raise TypeError(msg)
    exec(compile(ast.Module(before, []), cell.id, "exec"), names)
    made = eval(compile(ast.Expression(shown.value), cell.id, "eval"), names)
    if not repr(made).startswith(saved_text(cell).removesuffix("…")):
        msg = (
            f"the notebook says {saved_text(cell)!r}, where its code gives {made!r} today: "
            "run `make notebooks`"
        )
        raise ValueError(msg)
    return made


def starting_state(explorer: widgets.Box) -> str:
    """Draw what an explorer shows before any control is moved: counts, figure, table, sources."""
    shown = [one.value for one in explorer.children if isinstance(one, widgets.HTML)]
    return f"<div class='ck-explorer'>{''.join(shown)}</div>"


def _loaded(statements: list[ast.stmt]) -> set[str]:
    return {one.id for part in statements for one in ast.walk(part) if isinstance(one, ast.Name)}


def _bound(statement: ast.stmt) -> set[str]:
    """Names that a statement binds, or whose columns it sets; asserts and shows bind none."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {one.asname or one.name.split(".")[0] for one in statement.names}
    if not isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign):
        return set()
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    return {one.id for part in targets for one in ast.walk(part) if isinstance(one, ast.Name)}
