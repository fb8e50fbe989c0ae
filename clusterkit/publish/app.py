"""Pages without code: Figure 1, the mediation explorer and the seminar, served by Voilà.

Each page is a short notebook, written when the server starts. Every reader has a Python of their
own behind the page, and can press its controls only: the server runs no code from a browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PORT = 8866
READY = 1
READY_PAGE = "seminar.ipynb"
SPARE = 10  # pages that may be open beyond those kept ready: a second page, a late reader
GONE_SECONDS = 300  # a page out of reach (a closed lid) is waited for; one that is left is not
LOOK_SECONDS = 10
HERE = ("localhost", "127.0.0.1", "::1")
HEADERS = {
    "Content-Security-Policy": "; ".join(
        [
            "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",  # widgets need these
            "frame-ancestors 'self'", "form-action 'self'", "base-uri 'self'", "object-src 'none'",
        ]
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}  # fmt: skip
SETTINGS = Path(__file__).with_name("app_template")  # holds the template of a page
EXTENSIONS = [
    "anywidget", "@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"
]  # fmt: skip


@dataclass(frozen=True)
class AppPage:
    """One page: its name in the address, its title, what it asks, and the cells below that."""

    name: str
    title: str
    question: str
    cells: tuple[str, ...]


def app_pages(
    codings: str | Path, *, paper: str | Path | None = None, report: bool = True
) -> tuple[AppPage, ...]:
    """Say what each page shows.

    Parameters
    ----------
    codings
        Folder in which the coding form saves what people code.
    paper
        A teacher's own copy of the paper as text (`read_passages`), whose passages stand beside
        the claims; without it the claims stand alone.
    report
        Whether there is a page with the report of the class, and whether the form can open the
        reference. Where students can reach the pages, neither should be: the teacher opens both.
    """
    folder = str(Path(codings).resolve())
    passages = (
        "" if paper is None else f", passages=ck.read_passages({str(Path(paper).resolve())!r})"
    )
    closed = "" if report else ", reference=False"
    pages = [
        AppPage(
            "figure-1",
            "Figure 1, live",
            "What does each part of the framework stand on? Choose a box or an arrow.",
            ("ck.explore_figure1(ck.load())",),
        ),
        AppPage(
            "explorer",
            "Mediation explorer",
            "What is said of a policy together with those who act? Choose, or begin with a story "
            "put together from the paper.",
            ("ck.explore_mediation(ck.load())",),
        ),
        AppPage(
            "seminar",
            "Seminar: code twelve claims",
            "Code what each claim says, and no more. What is not said is *not stated*: neither a "
            "minus nor a zero.",
            (f"ck.explore_coding(ck.load(only='paper'), {folder!r}{passages}{closed})",),
        ),
        AppPage(
            "class",
            "Report of the class",
            "Where does the class differ? Read the files again when more have been handed in.",
            (f"ck.explore_class(ck.load(only='paper'), {folder!r})",),
        ),
    ]
    return tuple(pages if report else pages[:-1])


def write_app_pages(folder: str | Path, pages: tuple[AppPage, ...]) -> list[Path]:
    """Write the pages as notebooks into a folder, which is made when it is not there."""
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for page in pages:
        links = " · ".join(
            f"**{other.title}**" if other is page else f"[{other.title}]({other.name}.ipynb)"
            for other in pages
        )
        code = ("import clusterkit as ck", *page.cells)
        cells = [
            new_markdown_cell(f"{links}\n\n# {page.title}\n\n{page.question}"),
            *(new_code_cell(source) for source in code),
        ]
        notebook = new_notebook(cells=cells)
        notebook.metadata.kernelspec = {
            "name": "python3", "display_name": "Python 3", "language": "python",
        }  # fmt: skip
        notebook.metadata.title = page.title
        path = folder / f"{page.name}.ipynb"
        nbformat.write(notebook, path)
        written.append(path)
    return written


def app_options(
    folder: str | Path,
    *,
    port: int = PORT,
    share: bool = False,
    ready: int = READY,
    hosts: Sequence[str] = (),
    code: str = "",
) -> dict[str, Any]:
    """Give the settings of the server for a folder of pages, as `app_server.serve` takes them.

    Parameters
    ----------
    port
        To listen on, or the next free.
    share
        Whether others on the network can open the pages; only this machine otherwise.
    ready
        How many people are expected: as many pages of the seminar wait, already computed, less
        those that are open. Of the other pages one does, unless this is 0; the report is made
        when it is asked for, since it has to read the files of that moment. At most ten pages
        more than this are open at once.
    hosts
        Names and addresses under which the pages are asked for, besides this machine's own.
    code
        What has to be typed before the first page, if anything.

    Examples
    --------
    >>> app_options("pages", ready=30)["Places"]["most"]
    40
    """
    folder = Path(folder)
    here = __name__.removesuffix(".app") + ".app_server"
    return {
        "Workbench": {
            "ip": "0.0.0.0" if share else "127.0.0.1",
            "port": port,
            "root_dir": str(folder),
            "connection_dir_root": str(folder.parent),
            "config_file_paths": [],
            "hosts": [*HERE, *hosts],
            "token": code,
            "tornado_settings": {"headers": HEADERS},
            "kernel_websocket_connection_class": f"{here}.WidgetConnection",
        },
        "PasswordIdentityProvider": {"allow_password_change": False},
        "VoilaConfiguration": {
            "template": "workbench",
            "classic_tree": True,
            "strip_sources": True,
            "show_tracebacks": False,
            "extension_allowlist": EXTENSIONS,
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "preheat_kernel": ready > 0,
            "multi_kernel_manager_class": f"{here}.Places",
        },
        "Places": {
            "ready": ready,
            "ready_page": READY_PAGE,
            "most": ready + SPARE,
            "cull_idle_timeout": GONE_SECONDS,
            "cull_interval": LOOK_SECONDS,
        },
        "VoilaKernelManager": {
            "preheat_denylist": ["class.ipynb"],
            "fill_delay": 0,
            "kernel_pools_config": {
                "default": {"pool_size": 1},
                READY_PAGE: {"pool_size": max(ready, 1)},
            },
        },
    }
