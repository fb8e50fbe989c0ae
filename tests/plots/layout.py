"""Look at a figure as a reader does: is every text on the sheet, apart, large and dark enough?

`python -m tests.plots.layout` prints, figure by figure, how many texts were looked at and what
is wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

PRINT = 9.0  # points, at the size in which the figure is saved
SCREEN = 11.0  # pixels, in a notebook beside the margins of a window of 1024
COLUMN = 850  # pixels that such a window leaves to an output
PIXELS = 100  # of an inch, as `picture` shows a figure
A4 = (7.5, 10.9)  # inches inside margins of a centimetre, either way round
CONTRAST = 4.5  # of text on what lies under it (WCAG 2.2, 1.4.3)
CROSSED = 6  # pixels of ink that may lie under a text


def faults(drawn: Axes | Figure, *, for_print: bool = False) -> tuple[int, list[str]]:
    """Count the texts of a figure, and say in words what is wrong with them.

    One that is printed has to fit on a sheet, too.
    """
    figure: Any = drawn if isinstance(drawn, Figure) else drawn.get_figure(root=True)
    texts = _written(figure)
    bare = _picture(figure, texts)
    wrong = list(_of_the_sheet(figure)) if for_print else []
    for text, box in texts:
        wrong += [f"{_name(text)}: {fault}" for fault in _of_one(text, box, figure, bare)]
    for (one, box), (other, its_box) in combinations(texts, 2):
        if _shrunk(box).overlaps(_shrunk(its_box)):
            wrong.append(f"{_name(one)} lies on {_name(other)}")
    return len(texts), wrong


def _written(figure: Figure) -> list[tuple[Text, Any]]:
    """Every text that is drawn, with its box: what a draw leaves out is no text on the sheet."""
    seen: dict[int, tuple[Text, Any]] = {}
    canvas = FigureCanvasAgg(figure)
    with _spied(lambda text: seen.setdefault(id(text), (text, None))):
        canvas.draw()
    renderer = canvas.get_renderer()
    texts = [text for text, _ in seen.values() if text.get_text().strip() and text.get_visible()]
    return [(text, Text.get_window_extent(text, renderer)) for text in texts]


@contextmanager
def _spied(note: Any) -> Iterator[None]:
    own = Text.draw

    def draw(text: Text, renderer: Any, *args: Any, **how: Any) -> None:
        note(text)
        own(text, renderer, *args, **how)

    Text.draw = draw  # type: ignore[method-assign]
    try:
        yield
    finally:
        Text.draw = own  # type: ignore[method-assign]


def _picture(figure: Figure, texts: list[tuple[Text, Any]]) -> np.ndarray:
    """Draw what lies under the texts, where the drawing with them has put it."""
    engine, inks = figure.get_layout_engine(), [text.get_alpha() for text, _ in texts]
    figure.set_layout_engine("none")
    for text, _ in texts:
        text.set_alpha(0)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[:, :, :3] / 255
    for (text, _), ink in zip(texts, inks, strict=True):
        text.set_alpha(ink)
    figure.set_layout_engine(engine)
    return pixels


def _of_the_sheet(figure: Figure) -> Iterator[str]:
    short, long = sorted(figure.get_size_inches())
    if short > A4[0] + 0.01 or long > A4[1] + 0.01:
        yield f"the sheet of {short:.1f} × {long:.1f} inches does not fit on A4"


def _of_one(text: Text, box: Any, figure: Figure, bare: np.ndarray) -> Iterator[str]:
    page, size = figure.bbox, float(text.get_fontsize())
    if min(box.x0, box.y0) < -1 or box.x1 > page.x1 + 1 or box.y1 > page.y1 + 1:
        yield "is cut off"
    if size < PRINT - 0.01:
        yield f"{size:.1f} points in print"
    natural = PIXELS * figure.get_figwidth()
    pixels = size / 72 * PIXELS * min(1, COLUMN / natural)
    if pixels < SCREEN - 0.01:
        yield f"{pixels:.1f} pixels on the screen"
    under = _under(box, bare)
    if not under.size:
        return
    against = _contrast(np.asarray(to_rgb(text.get_color())), under)
    if np.median(against) < CONTRAST:
        yield f"contrast {np.median(against):.1f}"
    elif (against < 3).sum() > CROSSED:
        yield "lies on a line or a mark"


def _under(box: Any, bare: np.ndarray) -> np.ndarray:
    height, width = bare.shape[:2]
    left, right = (int(np.clip(edge, 0, width)) for edge in (box.x0, box.x1))
    top, bottom = (int(np.clip(height - edge, 0, height)) for edge in (box.y1, box.y0))
    return bare[top:bottom, left:right].reshape(-1, 3)


def _contrast(ink: np.ndarray, ground: np.ndarray) -> np.ndarray:
    one, other = _light(ink), _light(ground)
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)


def _light(colour: np.ndarray) -> np.ndarray:
    straight = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return straight @ np.array([0.2126, 0.7152, 0.0722])


def _shrunk(box: Any) -> Any:
    return box.padded(-1.0)


def _name(text: Text) -> str:
    words = " ".join(text.get_text().split())
    return f"“{words if len(words) < 44 else words[:42] + '…'}”"


if __name__ == "__main__":
    import sys

    import clusterkit as ck

    from .every_figure import PRINTED, every_figure

    wanted, total = sys.argv[1:], 0
    for name, draw in every_figure(ck.load(only="paper")).items():
        if not wanted or any(word in name for word in wanted):
            number, wrong = faults(draw(), for_print=name in PRINTED)
            total += number
            print(f"{name}: {number} texts, {len(wrong)} faults", *wrong, sep="\n    ")
    print(f"{total} texts looked at")
