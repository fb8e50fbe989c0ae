"""How long from a control's change to the new picture in the browser, and where the time goes.

python -m tests.benchmarks.latency [explore_growth … site]     needs Chromium; prints a table, asserts
nothing

Kernel: from the question's arrival in Python to the answer ready to be sent. Drawing: the
script's own work on the answer. Transport: the rest, with the browser's layout and painting.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

from clusterkit.publish.site.build import write_site

from ..browser.conftest import FLAGS, chromium, open_notebook, run_all, running_lab
from ..notebooks.refresh import METADATA

CHANGES = 120
COPIES = 235
FIRST = (
    "import sys\nsys.path.insert(0, {root!r})\nimport clusterkit as ck\nevidence = ck.load()\n"
    "from tests.benchmarks.latency import timed\nspent = timed()"
)
LARGE = (
    "from tests.benchmarks.many import many_times\nlarge = many_times(evidence, {copies})\n"
    "ck.explore_mediation(large)"
)
NOTEBOOKS = {
    "shipped": "ck.explore_mediation(evidence)",
    "large": LARGE,
    "figure1": "ck.explore_figure1(evidence)",
    "explore_growth": "ck.explore_growth(evidence)",
    "explore_conditions": "ck.explore_conditions(evidence)",
    "explore_policies": "ck.explore_policies(evidence)",
    "explore_acts": "ck.explore_acts(evidence)",
}
# Of an explorer, the label of a drop-down list and the options that are chosen in turn: all of it,
# unless some are named.
TURNED = {
    "explore_growth": ("Country", "Mexico", "any", "India", "Chile"),
    "explore_conditions": ("Condition",),
    "explore_policies": ("Domain",),
    "explore_acts": ("Mode",),
}
PAINTED = "new Promise(r => requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => r(); c.port2.postMessage(0); }))"
CHANGE = (
    """async (changes) => {
  const root = document.querySelector('.ck-mediation');
  root.scrollIntoView({block: 'start'});
  const words = {government: ['', 'takes', 'alone', 'absent'], employers: ['', 'takes', 'joint', 'alone'],
                 workers: ['', 'takes', 'alone'], community: ['', 'takes']};
  const times = [];
  const wait = (number) => new Promise((r) => {
    const see = () => { if (root.dataset.number !== number) { eye.disconnect(); r(); } };
    const eye = new MutationObserver(see);
    eye.observe(root, {attributes: true, attributeFilter: ['data-number']});
    see();
  });
  let step = 0;
  while (times.length < changes) {
    for (const [actor, ways] of Object.entries(words)) {
      const select = root.querySelector(`select[data-actor=${actor}]`);
      select.value = ways[step % ways.length];
      const number = root.dataset.number;
      performance.clearMeasures();
      const start = performance.now();
      select.dispatchEvent(new Event('change', {bubbles: true}));
      await wait(number);
      const drawn = performance.getEntriesByName('clusterkit-draw').at(-1).duration;
      await """
    + PAINTED
    + """;
      times.push([performance.now() - start, drawn]);
      await new Promise(r => setTimeout(r, 60));
    }
    step += 1;
  }
  return times;
}"""
)
# The picture of an explorer is another when its number, or the source of its image, is.
TURN = (
    """async ([changes, label, ...options]) => {
  const root = document.querySelector('.ck-explorer');
  root.scrollIntoView({block: 'start'});
  const now = () => root.querySelector('.ck-drawing')?.dataset.number ?? root.querySelector('.ck-figure img')?.src;
  const select = [...root.querySelectorAll('.widget-dropdown')]
    .find(one => one.querySelector('label').textContent.trim() === label).querySelector('select');
  const times = [];
  const there = [...select.options].filter(one => !options.length || options.includes(one.textContent.trim()));
  let at = there.indexOf(select.selectedOptions[0]);
  for (let step = 0; step < changes; step += 1) {
    const before = now();
    performance.clearMeasures();
    const start = performance.now();
    at = (at + 1) % there.length;
    select.value = there[at].value;
    select.dispatchEvent(new Event('change', {bubbles: true}));
    await new Promise((done) => {
      const see = () => { if (now() !== before) { eye.disconnect(); done(); } };
      const eye = new MutationObserver(see);
      eye.observe(root, {attributes: true, childList: true, subtree: true});
      see();
    });
    const drawn = performance.getEntriesByName('clusterkit-draw').at(-1)?.duration ?? 0;
    await """
    + PAINTED
    + """;
    times.push([performance.now() - start, drawn]);
    await new Promise(r => setTimeout(r, 60));
  }
  return times;
}"""
)
LOOK = (
    """async (changes) => {
  const root = document.querySelector('.ck-mediation');
  root.querySelector('.ck-reset').click();
  await new Promise(r => setTimeout(r, 1000));
  const times = [];
  for (let step = 0; step < changes; step += 1) {
    const marks = root.querySelectorAll('.ck-mark');
    const mark = marks[(step * 7) % marks.length];
    const start = performance.now();
    if (step % 3 === 0) mark.dispatchEvent(new Event('pointerover', {bubbles: true}));
    else if (step % 3 === 1) mark.dispatchEvent(new Event('click', {bubbles: true}));
    else { const fold = root.querySelector('.ck-gridpane').closest('details'); fold.open = !fold.open; }
    await """
    + PAINTED
    + """;
    times.push([performance.now() - start, 0]);
    await new Promise(r => setTimeout(r, 40));
  }
  return times;
}"""
)
PARTS = (
    """async (changes) => {
  const root = document.querySelector('.ck-framework');
  root.scrollIntoView({block: 'start'});
  const times = [];
  for (let step = 0; step < changes; step += 1) {
    const parts = root.querySelectorAll('.ck-part');
    const part = parts[step % parts.length];
    const start = performance.now();
    part.dispatchEvent(new Event(step % 2 ? 'click' : 'pointerover', {bubbles: true}));
    await """
    + PAINTED
    + """;
    times.push([performance.now() - start, 0]);
    await new Promise(r => setTimeout(r, 40));
  }
  return times;
}"""
)
THEME = (
    """async (changes) => {
  const times = [];
  for (let step = 0; step < changes; step += 1) {
    const start = performance.now();
    document.body.style.setProperty('--jp-layout-color1', step % 2 ? '#fff' : '#111');
    document.body.style.setProperty('--jp-ui-font-color1', step % 2 ? '#111' : '#eee');
    await """
    + PAINTED
    + """;
    times.push([performance.now() - start, 0]);
    await new Promise(r => setTimeout(r, 40));
  }
  return times;
}"""
)
DRAG = """async (changes) => {
  const root = document.querySelector('.ck-mediation');
  root.querySelector('.ck-reset').click();
  await new Promise(r => setTimeout(r, 600));
  root.querySelector('.ck-period input[type=checkbox]').click();
  await new Promise(r => setTimeout(r, 600));
  const slider = root.querySelector('.ck-period input[type=range]');
  let drawn = 0, last = 0;
  const eye = new MutationObserver(() => { drawn += 1; last = performance.now(); });
  eye.observe(root, {attributes: true, attributeFilter: ['data-number']});
  let end = 0;
  for (let step = 0; step < changes; step += 1) {
    slider.value = Number(slider.min) + step % 50;
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    end = performance.now();
    await new Promise(r => setTimeout(r, 16));
  }
  await new Promise(r => setTimeout(r, 1500));
  eye.disconnect();
  const told = root.querySelector('.ck-asked').textContent;
  return {drawn, lag: last - end, right: told.includes(`${slider.value}–`)};
}"""


def timed() -> list[float]:
    """Note how long each answer takes in the kernel, in milliseconds."""
    import time

    from clusterkit.widgets import mediation as widget
    from clusterkit.widgets.panel import Explorer

    spent: list[float] = []
    start = [0.0]
    asked, told = widget.from_parts, widget.answer

    def begin(parts: dict[str, Any]) -> Any:
        start[0] = time.perf_counter()
        return asked(parts)

    def end(*arguments: Any) -> Any:
        result = told(*arguments)
        spent.append(1000 * (time.perf_counter() - start[0]))
        return result

    widget.from_parts, widget.answer = begin, end
    show = Explorer._show

    def shown(explorer: Explorer, change: Any = None) -> None:
        start[0] = time.perf_counter()
        show(explorer, change)
        spent.append(1000 * (time.perf_counter() - start[0]))

    Explorer._show = shown  # type: ignore[method-assign]
    return spent


def main(wanted: Sequence[str] = ()) -> None:
    """Measure and print; only what is wanted, if anything is named."""
    root = str(Path(__file__).parents[2])
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "notebooks").mkdir()
        for name, last in NOTEBOOKS.items():
            texts = [one.format(root=root, copies=COPIES) for one in (FIRST, last)]
            cells = [nbformat.v4.new_code_cell(one) for one in texts]
            notebook = nbformat.v4.new_notebook(metadata=METADATA, cells=cells)
            nbformat.write(notebook, home / "notebooks" / f"{name}.ipynb")
        heads = ("what changes", "n", "median", "p95", "max", "kernel", "drawing", "transport")
        print("{:42}{:>5}{:>8}{:>8}{:>8}{:>9}{:>9}{:>11}".format(*heads), "   (ms)")
        with running_lab(home) as lab, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            for name in wanted or (*NOTEBOOKS, "site"):
                if name == "site":
                    measure_site(browser, home)
                    continue
                page = browser.new_page(viewport={"width": 1366, "height": 900})
                open_notebook(page, lab, f"{name}.ipynb")
                run_all(page)
                page.wait_for_timeout(2000)
                measure(page, name)
                page.close()


def measure_site(browser: Browser, home: Path) -> None:
    """Write the site, drive its explorer, and print its lines of the table."""
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    pages = write_site(home / "site", notebooks=home / "notebooks")
    page.goto(next(one for one in pages if one.stem == "explorer").as_uri())
    line(page, "a control, on the site", CHANGE, kernel=False)
    line(page, "view only: hover, select, unfold; site", LOOK, kernel=False)
    page.close()


def measure(page: Page, name: str) -> None:
    """Drive one notebook and print its lines of the table."""
    if name == "figure1":
        line(page, "view only: part of Figure 1", PARTS)
        return
    if name in TURNED:
        line(page, f"a control of {name}", TURN, *TURNED[name], changes=40)
        return
    line(page, f"a control, {name} evidence", CHANGE)
    if name == "shipped":
        line(page, "view only: hover, select, unfold", LOOK)
        line(page, "view only: colours of the theme", THEME)
    drag = page.evaluate(DRAG, 90)
    print(
        f"fast drag, {name} evidence: 90 changes, {drag['drawn']} drawn, the others superseded; the "
        f"last drawn {drag['lag']:.0f} ms after the last change, with its value: {drag['right']}"
    )


def line(
    page: Page, name: str, script: str, *asked: str, changes: int = CHANGES, kernel: bool = True
) -> None:
    """Run a script that times changes, and print one line of the table."""

    def run(number: int) -> Any:
        return page.evaluate(script, [number, *asked] if asked else number)

    run(8)
    before = len(kernel_times(page)) if kernel else 0
    total, drawing = np.array(run(changes)).T
    spent = np.array(kernel_times(page)[before:]) if kernel else np.array([])
    shares = ["–", "–", "–"]
    if script in (CHANGE, TURN) and kernel:
        rest = np.median(total) - np.median(spent) - np.median(drawing)
        shares = [f"{one:.1f}" for one in (np.median(spent), np.median(drawing), rest)]
    told = [f"{one:.1f}" for one in (np.median(total), np.percentile(total, 95), total.max())]
    print("{:42}{:>5}{:>8}{:>8}{:>8}{:>9}{:>9}{:>11}".format(name, len(total), *told, *shares))


def kernel_times(page: Page) -> list[float]:
    """Read from the kernel how long its answers took."""
    script = """async () => {
      const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
      let text = '';
      const future = kernel.requestExecute({code: 'import json; print(json.dumps(spent))'});
      future.onIOPub = (message) => { if (message.content.text) text += message.content.text; };
      await future.done;
      return text;
    }"""
    return json.loads(page.evaluate(script))


if __name__ == "__main__":
    main(sys.argv[1:])
