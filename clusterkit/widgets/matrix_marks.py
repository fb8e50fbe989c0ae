"""Shapes of the marks of the configuration matrix: one ink, apart in grey, never by opacity."""

from __future__ import annotations

from ..questions.clusters import FINDING_MARKS, MARKS

SQUARE = "M1.5,1.5H10.5V10.5H1.5Z"
ROUND = "M6,1.5A4.5,4.5 0 1 1 6,10.5A4.5,4.5 0 1 1 6,1.5Z"
_LINE = 'fill="none" stroke="currentColor" stroke-width="1.5"'
_FULL = 'fill="currentColor" stroke="currentColor" stroke-width="1.5"'
_THICK = 'fill="none" stroke="currentColor" stroke-width="2.4"'

# Width of each shape, and what is drawn in a field 12 high.
GLYPHS: dict[str, tuple[int, str]] = {
    "in_force": (12, f'<path d="{SQUARE}" {_FULL}/>'),
    "slack": (12, f'<path d="{SQUARE}M1.5,10.5L10.5,1.5" {_LINE}/>'),
    "expected": (12, f'<path d="{SQUARE}" {_LINE} stroke-dasharray="2.6 1.9"/>'),
    "named": (12, f'<path d="{SQUARE}" {_LINE}/><path d="M3.5,6H8.5" {_THICK}/>'),
    "up": (12, f'<path d="M6,11.5V2M2.5,5.5L6,1.5L9.5,5.5" {_THICK} stroke-linejoin="miter"/>'),
    "down": (12, f'<path d="M6,0.5V10M2.5,6.5L6,10.5L9.5,6.5" {_THICK} stroke-linejoin="miter"/>'),
    "alone": (12, f'<path d="{ROUND}" {_FULL}/>'),
    "joint": (18, f'<path d="{ROUND}" {_FULL}/><circle cx="12" cy="6" r="4.5" {_LINE}/>'),
    "absent": (12, f'<path d="{ROUND}" {_LINE}/>'),
    "collapsed": (
        14,
        f'<path d="M6,1.5A4.5,4.5 0 0 0 6,10.5M8.5,1.5A4.5,4.5 0 0 1 8.5,10.5" {_LINE}/>',
    ),
    "opposed": (12, f'<path d="M2,2L10,10M10,2L2,10" {_THICK}/>'),
    "prevented": (12, f'<path d="{ROUND}" {_LINE}/><path d="M0,6H12" {_THICK}/>'),
    "how_not_said": (12, f'<path d="{ROUND}" {_LINE}/><circle cx="6" cy="6" r="1.8" {_FULL}/>'),
    "aimed_act": (12, f'<path d="{ROUND}" {_LINE} stroke-dasharray="2.4 2"/>'),
    "influence": (8, '<circle cx="4" cy="6" r="2.6" fill="currentColor"/>'),
}
# The same as text, where nothing is drawn.
TEXT_MARKS = {
    "in_force": "■", "slack": "▨", "expected": "▢", "named": "⊟", "up": "↑", "down": "↓",
    "alone": "●", "joint": "◉", "absent": "○", "collapsed": "◖◗", "opposed": "✕", "prevented": "⊖",
    "how_not_said": "⊙", "aimed_act": "◌", "influence": "·",
}  # fmt: skip
LEGEND = [[name, words] for name, words in MARKS.items() if name not in FINDING_MARKS]
SIGNS_LEGEND = (
    "G, S: stated effect of that policy or act on growth, on social conditions (+ raises, "
    "− hinders, 0 no effect, ± both ways; + and − together: both are stated) · ? only possible "
    "(“may have”, “is said”) · a, b: same letter in a line: the paper links them · "
    "▲ ▼ improved, worsened · • own row"
)
