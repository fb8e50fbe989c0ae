"""Run notebooks and write them in one canonical form, so that a diff shows what changed.

python -m tests.notebooks.refresh notebooks/*.ipynb          run and write
python -m tests.notebooks.refresh --check notebooks/*.ipynb  run, write nothing, name what differs
python -m tests.notebooks.refresh --tidy notebooks/*.ipynb   write only, without running
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT = ("tags", "slideshow")


def tidy(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Bring a notebook to the canonical form: metadata and counts; no widget state, same ids."""
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    count = 0
    for position, cell in enumerate(notebook.cells):
        cell.setdefault("id", f"cell-{position:03d}")
        kept = {name: value for name, value in cell.metadata.items() if name in KEPT}
        if cell.metadata.get("jupyter", {}).get("source_hidden"):
            kept["jupyter"] = {"source_hidden": True}  # folded, and nothing else of a front end's
        cell.metadata = nbformat.from_dict(kept)
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
            if "data" in output:
                output.data.pop(WIDGET_VIEW, None)
    return notebook


def run(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    """Run a notebook from top to bottom in its own folder; an error in a cell is raised."""
    where = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        notebook, kernel_name="python3", timeout=300, record_timing=False,
        store_widget_state=False, resources=where,
    )  # fmt: skip
    return client.execute()


def written(notebook: nbformat.NotebookNode) -> str:
    """Write a notebook as the text of its file."""
    return nbformat.writes(notebook) + "\n"


def main(arguments: list[str]) -> int:
    """Refresh the notebooks named; returns how many changed under --tidy or --check, else 0."""
    only_tidy, only_check = "--tidy" in arguments, "--check" in arguments
    changed = 0
    for name in [one for one in arguments if not one.startswith("--")]:
        path = Path(name)
        before = path.read_text(encoding="utf-8")
        notebook = nbformat.reads(before, as_version=4)
        if not only_tidy:
            notebook = run(notebook, path.parent)
        after = written(tidy(notebook))
        if after == before:
            continue
        changed += 1
        if only_check:
            print(f"{path} is not what a fresh run writes: run `make notebooks`")
        else:
            path.write_text(after, encoding="utf-8", newline="\n")
    return changed if only_tidy or only_check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
