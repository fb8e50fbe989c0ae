"""The command line: `clusterkit lab` opens the workbench, `clusterkit figures` draws.

The only module that prints.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from . import __version__

WELCOME = "00-welcome.ipynb"
PACKAGE = Path(__file__).resolve().parent
LAB_OPTIONS = (
    f"--config={PACKAGE / 'lab_settings' / 'jupyter_config.py'}",
    f"--LabApp.app_settings_dir={PACKAGE / 'lab_settings'}",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status (0 well, 2 not possible as asked)."""
    options = _parser().parse_args(arguments)
    command = {"lab": _lab, "figures": _figures}[options.command]
    return command(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clusterkit", description="The Cluster Upgrading Workbench"
    )
    parser.add_argument("--version", action="version", version=f"clusterkit {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    lab = commands.add_parser("lab", help="open JupyterLab on the welcome notebook")
    lab.add_argument("--notebook", default=WELCOME, help="which notebook to open first")
    lab.add_argument("--port", type=int, default=8888, help="port to listen on (or the next free)")
    lab.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    figures = commands.add_parser("figures", help="draw every figure, with caption and sources")
    figures.add_argument("folder", nargs="?", default="figures", help="where to write them")
    return parser


def _lab(options: argparse.Namespace) -> int:
    home = PACKAGE.parent
    notebooks = sorted(path.name for path in (home / "notebooks").glob("*.ipynb"))
    if not notebooks:
        print("The notebooks are in the repository: run `clusterkit lab` from a checkout of it.")
        return 2
    if options.notebook not in notebooks:
        print(f"There is no notebook {options.notebook}; there are {', '.join(notebooks)}.")
        return 2
    root_allowed = ["--allow-root"] if _is_root() else []
    command = [
        sys.executable, "-m", "jupyterlab", f"--port={options.port}",
        f"--ServerApp.root_dir={home}",
        f"--LabApp.default_url=/lab/tree/notebooks/{options.notebook}",
        *LAB_OPTIONS, *(["--no-browser"] if options.no_browser else []), *root_allowed,
    ]  # fmt: skip
    print("Opening the workbench at the address below; Ctrl+C, then y, stops it.", flush=True)
    with subprocess.Popen(command, cwd=home) as server:
        return _outlasted(server)


def _outlasted(server: subprocess.Popen[bytes]) -> int:
    """Wait for the server to stop by itself: Ctrl+C reaches it too, and it asks before it stops."""
    while True:
        try:
            return server.wait()
        except KeyboardInterrupt:
            continue


def _figures(options: argparse.Namespace) -> int:
    from .plots import write_figures

    written = write_figures(options.folder)
    print(f"Wrote {len(written)} files to {options.folder}.")
    return 0


def _is_root() -> bool:
    import os

    return hasattr(os, "geteuid") and os.geteuid() == 0
