"""One kernel that runs notebook after notebook: starting it and importing takes the longest."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode, v4

# Nothing of the notebook before is left but the modules that it imported.
EMPTY = "import matplotlib.pyplot\nmatplotlib.pyplot.close('all')\n%reset -f"
Run = Callable[[NotebookNode], NotebookNode]


@contextmanager
def one_kernel(folder: Path, **environment: str) -> Iterator[Run]:
    """Start a kernel in a folder; what is yielded runs a notebook, and raises a cell's error."""
    kernel = KernelManager(kernel_name="python3")
    kernel.start_kernel(cwd=str(folder), env={**os.environ, "MPLBACKEND": "Agg", **environment})

    def run(notebook: NotebookNode) -> NotebookNode:
        empty = v4.new_notebook(cells=[v4.new_code_cell(EMPTY)])
        for one in (empty, notebook):
            NotebookClient(one, km=kernel, timeout=600).execute()
        return notebook

    try:
        yield run
    finally:
        kernel.shutdown_kernel(now=True)
