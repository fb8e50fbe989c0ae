"""Checks of what a notebook's prose says, held here instead of in the reader's page.

`checks/<notebook>.md` has for each check its name, the code cell after which it runs, the
sentence of the notebook that it guards, and its code, which may use what the notebook's cells
define. Only the cells that it needs are run, in this process.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import nbformat

CHECKS = Path(__file__).with_name("checks")
BLOCK = re.compile(
    r"## (\S+), after (\S+)\n\n((?:> [^\n]+\n)+)\n```python\n(.*?)\n```\n", re.DOTALL
)


@dataclass(frozen=True)
class Check:
    """A check: its name, the id of the cell after which it runs, what it guards, its code."""

    name: str
    after: str
    sentences: tuple[str, ...]
    code: str


def held_checks(notebook: str) -> list[Check]:
    """Read the checks of a notebook, by its name without ending; none where it has no file."""
    path = CHECKS / f"{notebook}.md"
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8")
    found = [
        Check(name, after, tuple(line[2:] for line in said.splitlines()), code)
        for name, after, said, code in BLOCK.findall(text)
    ]
    assert len(found) == text.count("\n## "), f"{path.name}: a check is not of the form of BLOCK"
    return found


def checks_text(notebook: str, checks: Iterable[Check]) -> str:
    """Write checks as their file has them."""
    head = f"# Checks of {notebook}\n"
    for check in checks:
        said = "\n".join(f"> {sentence}" for sentence in check.sentences)
        head += (
            f"\n## {check.name}, after {check.after}\n\n{said}\n\n```python\n{check.code}\n```\n"
        )
    return head


def is_check(cell: nbformat.NotebookNode) -> bool:
    return cell.cell_type == "code" and "check" in cell.metadata.get("tags", [])


def unguarded(notebook: nbformat.NotebookNode, check: Check) -> list[str]:
    """List the sentences of a check that the notebook's prose no longer has."""
    text = " ".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    prose = " ".join(re.sub(r"\]\([^)]*\)|[*`>\[\]]", "", text).split())
    return [one for one in check.sentences if re.sub(r"[*`>\[\]]", "", one) not in prose]


def code_of(notebook: nbformat.NotebookNode, checks: list[Check], wanted: Check) -> list[str]:
    """Return the code that a check needs, itself last: cells and earlier checks whose names it uses.

    Raises KeyError, saying so, when the cell after which it runs is gone.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and not is_check(cell)]
    ids = [cell.id for cell in cells]
    if wanted.after not in ids:
        msg = f"{wanted.name} runs after the cell {wanted.after}, which the notebook has no longer"
        raise KeyError(msg)
    before: list[str] = []
    for cell in cells[: ids.index(wanted.after) + 1]:
        before.append(cell.source)
        for check in checks[: checks.index(wanted)]:
            if check.after == cell.id:
                before.append(check.code)
    needed, chosen = _used(wanted.code), [wanted.code]
    for code in reversed(before):
        if _defined(code) & needed:
            needed = (needed - _defined(code)) | _used(code)
            chosen.insert(0, code)
    return chosen


def _used(code: str) -> set[str]:
    """Names that a piece of code reads, and does not define before by itself alone."""
    names = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)]
    read = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    return read - set(dir(builtins)) - _first_defined(code)


def _first_defined(code: str) -> set[str]:
    """Names that are defined in a piece of code before they are read in it."""
    read: set[str] = set()
    defined: set[str] = set()
    for statement in ast.parse(code).body:
        names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        own = _of_comprehensions(statement)
        read |= {node.id for node in names if isinstance(node.ctx, ast.Load)} - defined - own
        defined |= _defined(ast.unparse(statement))
    return (defined - read) | {
        name for one in ast.parse(code).body for name in _of_comprehensions(one)
    } - read


def _of_comprehensions(statement: ast.AST) -> set[str]:
    """Names that live in comprehensions and lambdas only."""
    inside: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.comprehension):
            inside |= {one.id for one in ast.walk(node.target) if isinstance(one, ast.Name)}
        if isinstance(node, ast.Lambda):
            inside |= {one.arg for one in node.args.args}
    return inside


def _defined(code: str) -> set[str]:
    """Names that a piece of code binds."""
    bound: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            bound |= {(one.asname or one.name).split(".")[0] for one in node.names}
    return bound - {name for one in ast.parse(code).body for name in _of_comprehensions(one)}
