"""How JupyterLab opens: on one notebook, the file browser folded and the right side bar away.

JupyterLab keeps what is folded in a workspace. `clusterkit lab` opens a workspace of its own; it
is written once, and from then on JupyterLab keeps there what a reader unfolds.
"""

from __future__ import annotations

import json
from pathlib import Path

from ..safe_files import NotWrittenError, make_folder, write_file

WORKSPACE = "cluster-workbench"
LAYOUT = {
    "left": {"collapsed": True, "visible": True, "widgets": []},
    "right": {"collapsed": True, "visible": False, "widgets": []},
}


def lab_address(notebook: str) -> str:
    """Return the path at which JupyterLab opens a notebook beside folded side bars.

    Writes the workspace where there is none yet. Where it cannot be written, the path is that of
    JupyterLab's usual workspace, in which the file browser stands open.

    Parameters
    ----------
    notebook
        Its path below the folder that JupyterLab serves, such as `notebooks/00-welcome.ipynb`.
    """
    from jupyterlab.commands import get_workspaces_dir
    from jupyterlab_server.workspaces_handler import WORKSPACE_EXTENSION, slugify

    path = Path(get_workspaces_dir()) / f"{slugify(WORKSPACE)}{WORKSPACE_EXTENSION}"
    data = {"layout-restorer:data": LAYOUT}
    text = json.dumps({"data": data, "metadata": {"id": WORKSPACE}})
    try:
        if not path.is_file():
            make_folder(path.parent)
            write_file(path, text)
    except NotWrittenError:
        return f"/lab/tree/{notebook}"
    return f"/lab/workspaces/{WORKSPACE}/tree/{notebook}"
