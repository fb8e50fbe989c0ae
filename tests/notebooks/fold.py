"""Fold the code of notebooks, and move their checks out of the reader's page.

python -m tests.notebooks.fold notebooks/*.ipynb          fold code cells, take out held checks
python -m tests.notebooks.fold --terms notebooks/*.ipynb  and link terms to the glossary

A cell tagged `check` leaves the notebook when `checks/<notebook>.md` holds it. One that is not
held yet is put there and stays in the notebook until somebody has written, above its code, the
sentence that it guards. Afterwards run `make notebooks`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat

from clusterkit.teaching.terms import link_terms, terms_linked

from .held import CHECKS, Check, checks_text, held_checks, is_check
from .refresh import tidy, written

TO_WRITE = "to write: the sentence that this guards"


def folded(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Fold every code cell: JupyterLab and the site show its output alone, and open it on demand."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["jupyter"] = {"source_hidden": True}
    return notebook


def move_checks(notebook: nbformat.NotebookNode, name: str) -> list[str]:
    """Take held checks out of a notebook, and hold those that are not; returns the names of these."""
    held = held_checks(name)
    known = {check.name: check for check in held}
    kept, new, after = [], [], ""
    for cell in notebook.cells:
        if not is_check(cell):
            after = cell.id if cell.cell_type == "code" else after
            kept.append(cell)
            continue
        check = known.get(cell.id)
        if check is None:
            held.append(Check(cell.id, after, (TO_WRITE,), cell.source))
            new.append(cell.id)
        if check is None or TO_WRITE in check.sentences or check.code != cell.source:
            kept.append(cell)
    notebook.cells = kept
    if new:
        CHECKS.mkdir(exist_ok=True)
        text = checks_text(name, held)
        (CHECKS / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")
    return new


def linked(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Link each term once, at its first mention after the opening cell."""
    known: frozenset[str] = frozenset()
    for cell in notebook.cells[1:]:
        if cell.cell_type == "markdown":
            known |= terms_linked(cell.source)
            cell.source = link_terms(cell.source, known=known)
            known |= terms_linked(cell.source)
    return notebook


def main(arguments: list[str]) -> int:
    """Fold the notebooks named; returns how many checks are still to be given their sentence."""
    open_checks = 0
    for path in [Path(one) for one in arguments if one != "--terms"]:
        notebook = folded(nbformat.read(path, as_version=4))
        if "--terms" in arguments:
            notebook = linked(notebook)
        for name in move_checks(notebook, path.stem):
            print(
                f"{path.name}: write the sentence that {name} guards into {CHECKS.name}/{path.stem}.md"
            )
        left = [cell.id for cell in notebook.cells if is_check(cell)]
        open_checks += len(left)
        path.write_text(written(tidy(notebook)), encoding="utf-8", newline="\n")
    return open_checks


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
