"""Write each notebook as a talk: a slide for each part, revealed step by step.

A talk is a page of the site cut at its headings, so that what is alive there is alive here, and
what is not tells the same. It needs no network; on paper each slide begins a page.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from ...evidence.definition import data_dir
from ...loading import load
from ...safe_files import make_folder, write_file
from ...version import __version__
from ..notebooks import shipped_notebooks
from .build import HERE, NAME, POLICY, Page, notebook_page, site_style

CELL = '<div class="cell '
HEADING = re.compile(r"<h[12][ >]")
HEADED = re.compile(r"<(h[12])[ >].*?</\1>", re.S)
FOLDED = re.compile(r"output_html[^>]*>\s*<details><summary>")  # a cell that shows one line to open
TEXT = re.compile(
    r'(<div class="cell [^>]*text_cell.*?rendered_html">)(.*?)((?:</div>\s*){3})', re.S
)
CONTENTS = re.compile(r'<nav class="contents".*?</nav>\n?', re.S)


def write_slides(folder: str | Path, *, notebooks: str | Path | None = None) -> list[Path]:
    """Write a talk for each notebook into a folder, which is made when it is not there.

    Parameters
    ----------
    folder
        Where to write; files of the same names are replaced.
    notebooks
        Folder of the notebooks; that of the checkout by default.

    Returns
    -------
    list of Path
        One page a notebook. What they show is the shipped evidence alone.

    Raises
    ------
    FileNotFoundError
        When there are no notebooks.
    ModuleNotFoundError
        When nbconvert is not installed; it comes with the extra `lab`.
    NotWrittenError
        When a file cannot be written.
    """
    source = Path(notebooks) if notebooks else shipped_notebooks()
    paths = sorted(source.glob("*.ipynb"))
    if not paths:
        msg = f"there are no notebooks in {str(source)!r}: write the slides from a checkout"
        raise FileNotFoundError(msg)
    evidence = load(data_dir())
    pages = [notebook_page(path, evidence) for path in paths]
    target = Path(folder)
    make_folder(target)
    return [write_file(target / page.file, _talk(page)) for page in pages]


def slides(body: str) -> list[list[str]]:
    """Cut a page's body into slides, and each into the steps that reveal it.

    A heading of the first or second level begins a slide; each cell is a step. A cell that shows
    nothing but its folded code is none; a heading alone is shown with what follows it, and a line
    to open with what stands above it.

    Examples
    --------
    >>> cell = '<div class="cell x">{}</div>'
    >>> parts = ["<h1>Title</h1>", "<h2>Part</h2>", "<p>Words</p>", "<p>More</p>"]
    >>> [len(steps) for steps in slides("".join(map(cell.format, parts)))]
    [1, 2]
    """
    cut: list[list[str]] = []
    for cell in re.split(f"(?={CELL})", CONTENTS.sub("", body)):
        if not cell.strip() or ("code_cell" in cell and "output_wrapper" not in cell):
            continue
        for step in _by_heading(cell):
            if not cut or HEADING.search(step):
                cut.append([])
            above = cut[-1]
            if above and (FOLDED.search(step) or (len(above) == 1 and _heading_alone(above[0]))):
                above[-1] += step
            else:
                above.append(step)
    return cut


def _heading_alone(step: str) -> bool:
    """Whether a step shows its heading and no word more."""
    return not re.sub(r"<[^>]+>|¶|\s", "", HEADED.sub("", step, count=1))


def _by_heading(cell: str) -> list[str]:
    """Cut a text of several headings before each of them."""
    found = TEXT.fullmatch(cell)
    if not found:
        return [cell]
    head, text, tail = found.groups()
    return [f"{head}{part}{tail}" for part in re.split(r"(?=<h[12][ >])", text) if part.strip()]


def _talk(page: Page) -> str:
    cut = slides(page.body)
    sections = "".join(
        f'<section class="slide" aria-label="Slide {at} of {len(cut)}">'
        + "".join(f'<div class="step">{step}</div>' for step in steps)
        + "</section>"
        for at, steps in enumerate(cut, 1)
    )
    style = (HERE / "slides.css").read_text(encoding="utf-8")
    script = (HERE / "slides.js").read_text(encoding="utf-8")
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(page.name)} · {NAME}</title>
<link rel="icon" href="data:,">
<style>{site_style()}
{style}</style>
</head>
<body class="talk">
<main>{sections}</main>
<nav class="turning" aria-label="Slides">
<button class="back">← Back</button><span class="where" role="status"></span>
<button class="next">Next →</button>
<span class="made">{html.escape(page.name)} · Workbench {__version__}</span></nav>
{page.scripts}
<script>
{script}
</script>
</body>
</html>
"""
