"""Write the site: an index, every notebook with its outputs and explorers alive.

Every page is one file that holds all it needs, so that it opens from a disk as well as from
a server; a policy in its head keeps it from loading anything from elsewhere.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

from ...evidence.content import content
from ...evidence.definition import data_dir, read_package
from ...evidence.paths import NAMES as PATHS
from ...evidence.paths import path_html
from ...evidence.tables import Evidence
from ...evidence.wording import anchor
from ...loading import load
from ...safe_files import make_folder, write_file
from ...version import __version__
from ...widgets.figure1 import explore_figure1
from ...widgets.mediation import explore_mediation
from ...widgets.question import HeldBack, opened
from ...widgets.still import Still
from ..notebooks import shipped_notebooks
from . import live

HERE = Path(__file__).parent
NAME = "Cluster Upgrading Workbench"
POLICY = (
    "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
NEEDS_WORKBENCH = (
    "Here you see where this explorer starts. Its controls are answered by Python: "
    "to move them, open this notebook in the workbench (<code>make lab</code>)."
)

ALIVE = (
    "Alive in this page: your browser answers, with the numbers that Python gives. Cells below "
    "show what they showed when the notebook was run."
)
ALIVE_ALONE = (
    "Your browser answers, from the same rows and with the same numbers as the Python package. "
    "Nothing here forecasts: a count says how many claims we count in the paper, with how many "
    "works, of how many places."
)
CODE = re.compile(
    r'(?<=<div class="input_area">\n)<div class="highlight[^>]*><pre>.*?</pre></div>', re.S
)
TERM = re.compile(r'#cell-id=glossary-[a-z-]+("[^>]* title="([^"]*)")')  # a link to the glossary
MANY_PARTS = 4
LIVE = (
    ("figure1", "Figure 1, live", "What does each part of the framework stand on?"),
    ("explorer", "Mediation explorer", "What is said of a policy together with those who act?"),
)


@dataclass(frozen=True)
class Page:
    """A page of the site: its file, its name in the navigation, its first words, its body."""

    file: str
    name: str
    lead: str
    body: str
    scripts: str = ""


def write_site(folder: str | Path, *, notebooks: str | Path | None = None) -> list[Path]:
    """Write the site into a folder, which is made when it is not there.

    Parameters
    ----------
    folder
        Where to write the pages; files of the same names are replaced.
    notebooks
        Folder of the notebooks; that of the checkout by default.

    Returns
    -------
    list of Path
        The pages, `index.html` first. What they show is the shipped evidence alone.

    Raises
    ------
    FileNotFoundError
        When there are no notebooks.
    ModuleNotFoundError
        When nbconvert is not installed; it comes with the extra `lab`.
    ValueError
        When a notebook's outputs are older than the data.
    """
    source = Path(notebooks) if notebooks else shipped_notebooks()
    paths = sorted(source.glob("*.ipynb"))
    if not paths:
        msg = f"there are no notebooks in {str(source)!r}: write the site from a checkout"
        raise FileNotFoundError(msg)
    evidence = load(data_dir())
    pages = [*_live_pages(evidence), *(notebook_page(path, evidence) for path in paths)]
    pages.insert(0, _index(pages, evidence))
    target = Path(folder)
    make_folder(target)
    written = []
    for at, page in enumerate(pages):
        path = target / page.file
        write_file(path, _whole(pages, at))
        written.append(path)
    return written


def notebook_page(path: Path, evidence: Evidence) -> Page:
    """Turn a notebook with its committed outputs into a page."""
    from nbconvert import HTMLExporter

    notebook = nbformat.read(path, as_version=4)
    alive: list[Still] = []
    for output in [output for cell in notebook.cells for output in cell.get("outputs", [])]:
        data = output.get("data", {})
        text = data.get("text/html", "")
        explorer = data.get("text/plain", "").startswith("explore_")  # an exercise is none
        if not live.is_still(text):
            if explorer:
                msg = (
                    f"an explorer of {path.name} was saved without its start: run `make notebooks`"
                )
                raise ValueError(msg)
            continue
        data["text/html"] = _alive(text, evidence, alive, explorer=explorer)
    exporter = HTMLExporter(
        template_name="basic", exclude_input_prompt=True, exclude_output_prompt=True,
        anchor_link_text="", mathjax_url="", require_js_url="", jquery_url="",
    )  # fmt: skip
    body, _ = exporter.from_notebook_node(notebook)
    body = TERM.sub(_to_the_term, body)
    body = re.sub(r'href="([\w-]+)\.ipynb', r'href="\1.html', body)
    body = _with_code_folded(_with_contents(body))
    title, lead = _title_and_lead(notebook)
    number = path.stem.split("-")[0]
    scripts = live.scripts_for(alive, evidence)
    name = f"{number} {title}" if title else path.stem
    return Page(f"{path.stem}.html", name, lead, body, scripts)


def _to_the_term(link: re.Match[str]) -> str:
    """Lead a link to the glossary on to its term, which the link's title explains."""
    meanings = content("glossary")["meaning"].str.replace('"', "”")
    term = meanings.index[meanings == html.unescape(link[2])][0]
    return f"#{anchor(str(term))}{link[1]}"


def _with_contents(body: str) -> str:
    """Put a list of the page's parts under its first text, where the page has four or more."""
    parts = [
        (name, re.sub(r"<[^>]+>", "", words).strip())
        for name, words in re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', body, flags=re.S)
    ]
    if len(parts) < MANY_PARTS:
        return body
    lines = "".join(f'<li><a href="#{name}">{words}</a></li>' for name, words in parts)
    contents = f'<nav class="contents" aria-label="On this page"><ul>{lines}</ul></nav>\n'
    second = [found.start() for found in re.finditer(r'<div class="cell ', body)][1]
    return body[:second] + contents + body[second:]


def _with_code_folded(body: str) -> str:
    """Fold each cell's code behind a word; what it gives stays in view."""
    return CODE.sub(r"<details class='code'><summary>Code</summary>\g<0></details>", body)


def _alive(text: str, evidence: Evidence, alive: list[Still], *, explorer: bool = True) -> str:
    """Write a start as the page shows it, and note its widget among those that come alive."""
    made = live.revived(text, evidence)
    if made is None:
        return f"<p class='needs'>{NEEDS_WORKBENCH}</p>{text}" if explorer else text
    place = live.place_for(made, len(alive))
    alive.append(made)
    if isinstance(made, HeldBack):
        look = opened(made.look)
        inside = _alive(look, evidence, alive) if live.is_still(look) else look
        return f"<div data-prediction>{place}<div class='ck-look' hidden>{inside}</div></div>"
    return place if made.kind == "question" else f"<p class='needs'>{ALIVE}</p>{place}"


def _live_pages(evidence: Evidence) -> list[Page]:
    made: dict[str, Still] = {
        "figure1": explore_figure1(evidence),
        "explorer": explore_mediation(evidence),
    }
    return [
        Page(
            f"{code}.html", name, lead,
            f"<h1>{name}</h1><p class='lead'><b>{lead}</b> {ALIVE_ALONE}</p>"
            f"{live.place_for(made[code], 0)}",
            live.scripts_for([made[code]], evidence),
        )
        for code, name, lead in LIVE
    ]  # fmt: skip


def _title_and_lead(notebook: nbformat.NotebookNode) -> tuple[str, str]:
    """First heading of a notebook, and the first sentence under it; both empty without text."""
    texts = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    lines = next((text.splitlines() for text in texts if text.strip()), [""])
    heading, *rest = [line for line in lines if line.strip()] or [""]
    lead = re.sub(r"[*_`]", "", rest[0]) if rest else ""
    return heading.lstrip("# ").strip(), re.split(r"(?<=[.?!]) ", lead)[0]


def _index(pages: list[Page], evidence: Evidence) -> Page:
    cards = "".join(
        f"<li><a href='{page.file}'>{html.escape(page.name)}</a>"
        f"<p>{html.escape(page.lead)}</p></li>"
        for page in pages
    )
    paper = html.escape(str(read_package(data_dir())["sources"][0]["title"]))
    counts = evidence.counts(evidence.statements)
    paths = "".join(path_html(name, ".html") for name in PATHS)
    body = f"""<h1>{NAME}</h1>
<div class="lead"><p>Industrial clusters can create a great many jobs. Under what conditions do the
people who hold those jobs come to live and work better as well? Pyke and Lund-Thomsen (2015)
reviewed what had been reported and argued of many places. These pages show their paper as
evidence that can be asked. Nothing here forecasts: where the evidence is silent, it says so.</p>
<p>The pages need no Python and no network. Figure 1, the mediation explorer, the matrix (00, 04)
and the case table (06) answer in your browser. So do the explorers of figures, policies, acts and
stories, some of them one choice at a time. What needs Python shows where it starts.</p></div>
<section class="paths"><h2>Where to begin</h2>{paths}</section>
<h2>All pages</h2>
<ul class="cards">{cards}</ul>
<section class="lead about"><h2>The paper, the data, how to cite</h2>
<p><b>The paper:</b> {paper}.</p>
<p><b>The evidence:</b> version {html.escape(evidence.version)}, coded from that paper: {counts}.
Each row names its paragraph and the works that the paper cites there.</p>
<p><b>To cite:</b> name the paper, and beside it <i>{NAME}, version {__version__}, with evidence
{html.escape(evidence.version)}</i>. What you save from these pages brings its own citations.</p>
</section>"""
    return Page("index.html", "Start", "", body)


def site_style() -> str:
    """Return the style of every page, code's colours included."""
    from pygments.formatters import HtmlFormatter

    colours = str(HtmlFormatter(style="bw").get_style_defs(".highlight"))
    return f"{colours}\n{(HERE / 'site.css').read_text(encoding='utf-8')}"


def _whole(pages: list[Page], at: int) -> str:
    page = pages[at]
    links = "".join(
        f"<li><a href='{other.file}'{' aria-current=page' if other is page else ''}>"
        f"{html.escape(other.name)}</a></li>"
        for other in pages
    )
    turn = "".join(
        f"<a href='{pages[to].file}'>{words.format(html.escape(pages[to].name))}</a>"
        for to, words in ((at - 1, "← {}"), (at + 1, "{} →"))
        if 0 <= to < len(pages)
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(page.name)} · {NAME}</title>
<link rel="icon" href="data:,">
<style>{site_style()}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<nav class="pages" aria-label="Pages"><a href="index.html">{NAME}</a>
<details><summary>All pages</summary><ul>{links}</ul></details></nav>
<main id="content">
{page.body}
<nav class="turn" aria-label="Before and after">{turn}</nav>
<p class="foot">Workbench {__version__}. Code under the MIT licence, evidence under CC BY 4.0.</p>
</main>
{page.scripts}
</body>
</html>
"""
