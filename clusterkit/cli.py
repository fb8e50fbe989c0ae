"""The command line: open the workbench, draw figures, write and check a user's workbook.

The only module that prints.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from .evidence.problems import EvidenceError, Problem
from .extras import MissingExtra, extras_named, missing_extra
from .loading import EVIDENCE_VARIABLE, RawEvidence
from .publish.app import PORT, READY
from .publish.lab import lab_address
from .publish.notebooks import (
    RECORD,
    WELCOME,
    MissingNotebooksError,
    checkout,
    copy_notebooks,
    shipped_notebooks,
)
from .safe_files import NotWrittenError, write_file
from .version import __version__

HOME = "cluster-workbench"  # where the notebooks go outside a checkout
LAB_CONFIG = Path(__file__).resolve().parent / "publish" / "lab_config"
NEEDS = {
    "lab": "jupyterlab", "site": "nbconvert", "app": "voila", "teacher": "nbformat",
    "handouts": "fpdf", "slides": "nbconvert",
}  # fmt: skip
LAB_OPTIONS = (
    f"--config={LAB_CONFIG / 'jupyter_config.py'}",
    f"--LabApp.app_settings_dir={LAB_CONFIG}",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status.

    0: well; 1: `check` found problems; 2: not possible as asked.
    """
    options = _parser().parse_args(arguments)
    commands = {
        "lab": _lab, "figures": _figures, "site": _site, "template": _template, "check": _check,
        "class": _class,
        "app": _app,
        "teacher": _teacher,
        "handouts": _handouts,
        "slides": _slides,
        "prose": _prose,
    }  # fmt: skip
    command = commands[options.command]
    try:
        with extras_named():
            if options.command in NEEDS and find_spec(NEEDS[options.command]) is None:
                raise missing_extra(NEEDS[options.command])
            return command(options)
    except (MissingExtra, MissingNotebooksError, NotWrittenError) as error:
        print(error)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clusterkit", description="The Cluster Upgrading Workbench"
    )
    parser.add_argument("--version", action="version", version=f"clusterkit {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    lab = commands.add_parser("lab", help="open JupyterLab on the welcome notebook")
    lab.add_argument(
        "folder", nargs="?", help=f"your folder for the notebooks ({HOME}; in a checkout its own)"
    )
    lab.add_argument("--notebook", default=WELCOME, help="which notebook to open first")
    lab.add_argument("--port", type=int, default=8888, help="port to listen on (or the next free)")
    lab.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    figures = commands.add_parser("figures", help="draw every figure, with caption and sources")
    figures.add_argument("folder", nargs="?", default="figures", help="where to write them")
    site = commands.add_parser("site", help="write the notebooks and explorers as HTML pages")
    site.add_argument("folder", nargs="?", default="site", help="where to write them")
    template = commands.add_parser("template", help="write a workbook for evidence of your own")
    template.add_argument("workbook", help="where to write it, such as my-clusters.xlsx")
    check = commands.add_parser("check", help="list every mistake in a workbook or folder of CSVs")
    check.add_argument("path", help="the workbook, folder or file")
    check.add_argument(
        "--annotate", metavar="COPY", help="write a copy with the bad cells coloured"
    )
    app = commands.add_parser("app", help="serve the explorers and the seminar without code")
    app.add_argument("--codings", default="codings", help="where the seminar saves what is coded")
    app.add_argument("--paper", help="your own copy of the paper as text, to show the passages")
    app.add_argument("--share", action="store_true", help="let others on the network open it")
    app.add_argument("--ready", type=int, default=READY, help="how many people are expected")
    app.add_argument("--code", nargs="?", const="", help="ask for a code to join (made up if bare)")
    app.add_argument(
        "--host", action="append", default=[], help="a name of this server, such as a hub's"
    )
    app.add_argument("--port", type=int, default=PORT, help="port to listen on (or the next free)")
    app.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    teacher = commands.add_parser("teacher", help="write the notebooks with solutions")
    teacher.add_argument("folder", nargs="?", default="teacher", help="where to write them")
    handouts = commands.add_parser("handouts", help="write pages to print for a class, as PDF")
    handouts.add_argument("folder", nargs="?", default="handouts", help="where to write them")
    slides = commands.add_parser("slides", help="write each notebook as a talk, a page each")
    slides.add_argument("folder", nargs="?", default="slides", help="where to write them")
    report = commands.add_parser("class", help="put a class's coding files together in a report")
    report.add_argument("folder", help="the folder with the coding files")
    report.add_argument("--report", default="class-report.html", help="where to write the report")
    report.add_argument("--reference", action="store_true", help="open the reference in it")
    report.add_argument("--anonymous", action="store_true", help="numbers in place of names")
    report.add_argument(
        "--projector", action="store_true", help="slides instead: one disputed claim to each"
    )
    prose = commands.add_parser("prose", help="show the rows behind sentences that name paragraphs")
    prose.add_argument("part", nargs="?", default="", help="of where, such as 04 or exercises.csv")
    prose.add_argument("--update", action="store_true", help="write prose.csv after a change")
    return parser


def _lab(options: argparse.Namespace) -> int:
    notebooks = [path.name for path in sorted(shipped_notebooks().glob("*.ipynb"))]
    if options.notebook not in notebooks:
        print(f"There is no notebook {options.notebook}; there are {', '.join(notebooks)}.")
        return 2
    environment = _environment()
    if environment is None:
        return 2
    home = _laid_out(options.folder)
    root_allowed = ["--allow-root"] if _is_root() else []
    arguments = [
        f"--port={options.port}", f"--ServerApp.root_dir={home}",
        f"--LabApp.default_url={lab_address(f'notebooks/{options.notebook}')}",
        *LAB_OPTIONS, *(["--no-browser"] if options.no_browser else []), *root_allowed,
    ]  # fmt: skip
    print("Opening the workbench at the address below; Ctrl+C, then y, stops it.", flush=True)
    os.chdir(home)
    os.environ |= environment
    with _stopped_by_signals():
        from jupyterlab.labapp import LabApp

        LabApp.launch_instance(arguments)
    return 0


def _laid_out(folder: str | None) -> Path:
    """Return the folder to open: the checkout, or the reader's own, with the notebooks in it."""
    home = checkout()
    if folder is None and home is not None:
        return home
    again = folder is None and (Path("notebooks") / RECORD).is_file()  # within that folder
    own = Path("." if again else folder or HOME).resolve()
    copied = copy_notebooks(own / "notebooks")
    for notebook in copied:
        if notebook.kept:
            print(f"You changed {notebook.name}: it stays; the shipped one is {notebook.path}.")
    print(f"The notebooks are in {own / 'notebooks'}.")
    return own


def _sentence(error: Exception) -> str:
    """Write an error as a sentence."""
    words = str(error)
    return f"{words[0].upper()}{words[1:].removesuffix('.')}."


def _environment() -> dict[str, str] | None:
    """Environment of a server, in which own evidence is named in full; None where there is none."""
    own = os.environ.get(EVIDENCE_VARIABLE)
    if not own:
        return dict(os.environ)
    if not Path(own).exists():
        print(f"{EVIDENCE_VARIABLE} names {own!r}, and there is no such file or folder.")
        return None
    return {**os.environ, EVIDENCE_VARIABLE: str(Path(own).resolve())}


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Within, a server ends by itself whatever signal comes, and cleans up behind it.

    It runs in this process, so that none is left without the other. Jupyter's servers stop well
    on TERM alone; before they listen, and again after, TERM leaves through every `with`.
    """

    def leave(*_: object) -> None:
        raise KeyboardInterrupt

    before = {signal.SIGTERM: signal.signal(signal.SIGTERM, leave)}
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows knows no HUP
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            terminate = lambda *_: signal.raise_signal(signal.SIGTERM)  # noqa: E731
            before[number] = signal.signal(number, terminate)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _figures(options: argparse.Namespace) -> int:
    from .publish.figures import write_figures

    written = write_figures(options.folder)
    print(f"Wrote {len(written)} files to {options.folder}.")
    return 0


def _site(options: argparse.Namespace) -> int:
    try:
        from .publish.site.build import write_site

        written = write_site(options.folder)
    except (FileNotFoundError, ValueError) as error:
        print(_sentence(error))
        return 2
    print(f"Wrote {len(written)} pages. Open {written[0]} in a browser; it needs no network.")
    return 0


def _slides(options: argparse.Namespace) -> int:
    try:
        from .publish.site.slides import write_slides

        written = write_slides(options.folder)
    except (FileNotFoundError, ValueError) as error:
        print(_sentence(error))
        return 2
    print(f"Wrote {len(written)} talks. Open {written[0]} in a browser; → reveals the next step.")
    return 0


def _handouts(options: argparse.Namespace) -> int:
    from .teaching.handouts import write_handouts

    written = write_handouts(options.folder)
    names = ", ".join(one.name for one in written)
    print(f"Wrote {len(written)} handouts to {options.folder}: {names}.")
    return 0


def _template(options: argparse.Namespace) -> int:
    from .own.template import write_template

    path = Path(options.workbook)
    why_not = _not_writable(path)
    if why_not:
        print(why_not)
        return 2
    write_template(path)
    print(f"Wrote {path}. Fill it, then run: clusterkit check {path}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from .evidence.content import is_content
    from .loading import read_evidence
    from .own.marks import annotate

    path = Path(options.path)
    if not path.exists():
        print(f"There is no file or folder {str(path)!r}.")
        return 2
    try:
        if is_content(path):
            return _check_content(path)
        checked = read_evidence(path)
    except EvidenceError as error:  # nothing of it could be read
        return _listed(error)
    problems = checked.problems
    for note in checked.notes:
        print(f"Note: {note}")
    for problem in problems:
        print(problem)
    if not problems:
        what_was_read = f" Read: {checked.summary}." if checked.summary else ""
        print(f"No problems.{what_was_read} {path} can be loaded: ck.load({str(path)!r})")
        return 0 if not options.annotate else _unmark(path, Path(options.annotate), checked)
    print(_number_of(problems))
    if not options.annotate:
        return 1
    copy = Path(options.annotate)
    why_not = _no_copy(copy, path)
    if why_not:
        print(why_not)
        return 2
    _, lost = annotate(path, problems, copy, read=checked.own)
    listing = checked.own is not None and checked.own.refused
    marks = "a list of the problems" if listing else "the bad cells coloured and a note in each"
    print(f"Wrote {copy}, with {marks}.")
    if lost:
        print(f"Not in the copy, and still in {path}: {', '.join(lost)}.")
    return 1


def _unmark(path: Path, copy: Path, checked: RawEvidence) -> int:
    """Take the marks of an earlier check away where nothing is wrong any more."""
    from .own.marks import annotate, is_marked

    if not copy.exists():
        print("There is nothing to mark, so no copy was written.")
        return 0
    why_not = _no_copy(copy, path)
    if why_not or not is_marked(copy):
        print(why_not or "There is nothing to mark, and no mark to take away.")
        return 2 if why_not else 0
    annotate(path, [], copy, read=checked.own)
    print(f"The marks of an earlier check are taken away from {copy}.")
    return 0


def _listed(error: EvidenceError) -> int:
    for problem in error.problems:
        print(problem)
    return 1


def _check_content(folder: Path) -> int:
    from .teaching.content_checks import check_content

    problems = check_content(folder)
    for problem in problems:
        print(problem)
    print(_number_of(problems))
    return 1 if problems else 0


def _number_of(problems: Sequence[Problem]) -> str:
    if not problems:
        return "No problems."
    return "1 problem." if len(problems) == 1 else f"{len(problems)} problems."


def _no_copy(copy: Path, checked: Path) -> str:
    from .own.marks import why_not_overwrite

    return why_not_overwrite(copy, checked) if copy.exists() else _not_writable(copy)


def _app(options: argparse.Namespace) -> int:
    from .publish.app import SETTINGS, app_options, app_pages, write_app_pages
    from .teaching.claims import read_passages

    environment = _environment()
    if environment is None:
        return 2
    if options.paper:
        try:
            read_passages(options.paper)
        except EvidenceError as error:
            print(error)
            return 2
    known = os.environ.get("JUPYTER_PATH")
    paths = os.pathsep.join([str(SETTINGS), *([known] if known else [])])
    os.environ |= environment | {"JUPYTER_PATH": paths, "MPLBACKEND": "Agg"}
    code = f"{secrets.randbelow(10**8):08}" if options.code == "" else options.code
    with _stopped_by_signals(), tempfile.TemporaryDirectory(prefix="clusterkit-app-") as folder:
        from .publish.app_server import serve

        pages = app_pages(options.codings, paper=options.paper, report=not options.share)
        written = write_app_pages(Path(folder) / "pages", pages)
        settings = app_options(
            written[0].parent, port=options.port, share=options.share, ready=options.ready,
            hosts=[*options.host, *(_names() if options.share else [])], code=code or "",
        )  # fmt: skip
        settings["Workbench"]["open_browser"] = not options.no_browser
        print("Serving the pages at the address below; Ctrl+C stops them.", flush=True)
        if options.share:
            print(f"Others on this network: http://{_this_machine()}:{options.port}", flush=True)
        if code:
            print(f"The code to join: {code}", flush=True)
        serve(settings)
    return 0


def _names() -> list[str]:
    """Names and addresses of this machine on its networks."""
    from jupyter_client.localinterfaces import local_ips

    name = socket.gethostname()
    return [name, f"{name}.local", _this_machine(), *local_ips()]


def _this_machine() -> str:
    """Address of this machine on its network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address kept for documentation
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])


def _teacher(options: argparse.Namespace) -> int:
    from .teaching.exercises import write_teacher_notebooks

    written = write_teacher_notebooks(shipped_notebooks(), options.folder)
    print(f"Wrote {len(written)} notebooks with solutions to {options.folder}.")
    return 0


def _class(options: argparse.Namespace) -> int:
    from .loading import load
    from .teaching.class_report import report_page, why_not_report
    from .teaching.class_slides import slides_page
    from .teaching.coding_files import read_class

    folder, page = Path(options.folder), Path(options.report)
    if not folder.exists():
        print(f"There is no file or folder {str(folder)!r}.")
        return 2
    why_not = why_not_report(page)
    if why_not:
        print(why_not)
        return 2
    evidence = load(only="paper")
    read = read_class(folder, evidence)
    for line in (*read.problems, *read.notes):
        print(line)
    if read.codings.empty:
        return 1
    if options.projector:
        text = slides_page(evidence, read.codings, anonymous=options.anonymous)
    else:
        text = report_page(
            evidence, read.codings, reference=options.reference, anonymous=options.anonymous,
            problems=read.problems, notes=read.notes,
        )  # fmt: skip
    write_file(page, text)
    people = read.codings["coder"].nunique()
    left_out = f" Left out: {', '.join(read.left_out)}." if read.left_out else ""
    print(f"Wrote {page}: {people} people, {len(read.codings):,} codes.{left_out}")
    return 1 if read.problems else 0


def _prose(options: argparse.Namespace) -> int:
    from .evidence.content import content_dir
    from .loading import load
    from .teaching.prose import current_prose, prose_in_words, update_prose

    try:
        if options.update:
            unread = update_prose(shipped_notebooks(), content_dir())
            print(f"Wrote {content_dir() / 'prose.csv'}. Sentences to read: {unread}.")
            return 0
        table = current_prose(shipped_notebooks(), content_dir())[1]
    except EvidenceError as error:
        return _listed(error)
    printed = prose_in_words(table, load(only="paper"), options.part)
    try:
        print(printed or f"No sentence in {options.part!r}.", flush=True)
    except BrokenPipeError:  # the reader left `less` or `head` before the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _not_writable(path: Path) -> str:
    """Say why a workbook cannot be written there; empty when it can."""
    if path.suffix.lower() != ".xlsx":
        return f"Name a file that ends in .xlsx, not {str(path)!r}."
    if path.exists():
        return f"{str(path)!r} is there already: choose another name, or remove it first."
    if not path.absolute().parent.is_dir():
        return f"There is no folder {str(path.parent)!r} to write into."
    return ""


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
