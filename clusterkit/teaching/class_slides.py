"""A class's disputed claims, one to a slide, for a projector."""

from __future__ import annotations

import html

import pandas as pd

from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from ..questions.words import SIGNS
from .agreement import in_codebooks_order
from .claims import ROUNDS, VARIABLES, claims_table, questions_asked, seminar_claims
from .class_report import MARK
from .codings import latest, most_disputed

SLIDE_STYLE = """.ck-slide {font-size: 1.5rem; line-height: 1.3; max-width: 56rem}
.ck-slide h2 {font-size: 1.3rem; margin: 0 0 .3rem; line-height: 1.3}
.ck-slide p {margin: .2rem 0; font-size: inherit; line-height: inherit}
.ck-slide .ck-context {font-size: 1.2rem}
.ck-slide h3 {font-size: 1.2rem; margin: .8rem 0 .2rem; line-height: 1.3}
.ck-slide ul {list-style: none; margin: 0; padding: 0}
.ck-slide li {display: grid; grid-template-columns: minmax(6em, 15em) 1fr; gap: .6em;
 font-size: 1.2rem; margin: .15rem 0; align-items: center}
.ck-slide .ck-bar-of {display: inline-block; height: .8em; background: #0072B2;
 vertical-align: baseline; margin-right: .5em}"""
PAGE_STYLE = """:root {color-scheme: light dark}
body {font-family: sans-serif; margin: 0}
section {box-sizing: border-box; min-height: 100vh; padding: 2rem 3rem 4rem; break-after: page}
.ck-one section {display: none} .ck-one section.ck-now {display: block}
nav {position: fixed; right: 1rem; bottom: 1rem; font-size: 1.1rem}
nav button {font: inherit; padding: .2em .8em}
.ck-slide {margin: 0 auto}
@media (max-width: 40rem) {section {padding: 1rem 1rem 4rem}
 .ck-slide li {grid-template-columns: 1fr}}
@media print {nav {display: none} .ck-one section {display: block}}"""
TURN = """const slides = [...document.querySelectorAll("section")];
let at = 0;
const show = (to) => {
  at = Math.min(Math.max(to, 0), slides.length - 1);
  slides.forEach((slide, place) => slide.classList.toggle("ck-now", place === at));
  document.getElementById("at").textContent = `${at + 1} of ${slides.length}`;
};
document.body.classList.add("ck-one");
const steps = {ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1};
addEventListener("keydown", (event) => {
  if (event.target.closest("button") && event.key === " ") return;
  if (steps[event.key]) { event.preventDefault(); show(at + steps[event.key]); }
});
document.getElementById("back").onclick = () => show(at - 1);
document.getElementById("next").onclick = () => show(at + 1);
show(0);"""


def disputed_slides(
    evidence: Evidence, codings: pd.DataFrame, *, names: bool = True
) -> tuple[str, ...]:
    """Draw each disputed claim as a slide, the most disputed first.

    Parameters
    ----------
    evidence
        Must hold the paper's rows.
    codings
        As `read_codings` returns them.
    names
        Whether it is said who gave which code.

    Returns
    -------
    tuple of str
        HTML: the claim, what stands around it, and for each variable on which the class differs
        the codes with how many gave each.
    """
    now = latest(codings)
    alone = codings[codings["round"] == ROUNDS[0]]
    disputed = most_disputed(now, number=len(seminar_claims()))
    return tuple(
        _slide(evidence, now, alone, claim, f"{place} of {len(disputed)} disputed", names)
        for place, claim in enumerate(disputed, start=1)
    )


def slides_page(evidence: Evidence, codings: pd.DataFrame, *, anonymous: bool = False) -> str:
    """Write the disputed claims of a class as one HTML page for a projector, a slide for each.

    Arrow keys, space and buttons turn the slides; printed, each is a page. The reference is not
    in it.

    Parameters
    ----------
    evidence, codings
        As for `report_page`.
    anonymous
        Whether it is left out who gave which code.
    """
    people = codings["coder"].nunique()
    number = "1 person" if people == 1 else f"{people} people"
    slides = disputed_slides(evidence, codings, names=not anonymous)
    opening = (
        f"<div class='ck-slide'><h1>Where do we differ?</h1><p>{number}; {len(slides)} of "
        f"{len(seminar_claims())} claims are disputed, the most disputed first.</p></div>"
    )
    body = "\n".join(f"<section>{slide}</section>" for slide in (opening, *slides))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Disputed claims</title>{MARK}
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>{PAGE_STYLE}
{SLIDE_STYLE}</style></head><body><main>
{body}
</main>
<nav><button id="back">Back</button> <span id="at"></span> <button id="next">Next</button></nav>
<script>{TURN}</script></body></html>
"""


def _slide(
    evidence: Evidence, now: pd.DataFrame, alone: pd.DataFrame, claim: int, place: str, names: bool
) -> str:
    line = claims_table(evidence).loc[claim]
    mine = in_codebooks_order(now[now["claim"] == claim])
    blocks = []
    for variable in VARIABLES:
        given = mine[mine["variable"] == variable]
        if given["code"].nunique() > 1:
            before = alone[(alone["claim"] == claim) & (alone["variable"] == variable)]
            question = html.escape(questions_asked()[variable])
            blocks.append(f"<h3>{question}</h3><ul>{_bars(evidence, given, before, names)}</ul>")
    return (
        f"<div class='ck-slide'><h2>Claim {claim} · {place}</h2>"
        f"<p><b>{html.escape(str(line['what is claimed']))}</b></p>"
        f"<p class='ck-context'>{html.escape(str(line['around it']))}</p>{''.join(blocks)}</div>"
    )


def _bars(evidence: Evidence, given: pd.DataFrame, before: pd.DataFrame, names: bool) -> str:
    """Draw a bar for each code, with how many gave it, how many did before talking, and who."""
    counts, alone = given["code"].value_counts(), before["code"].value_counts()
    lines = []
    for code, number in counts.items():
        who = ", ".join(sorted(given.loc[given["code"] == code, "coder"]))
        by = f" ({html.escape(who)})" if names else ""
        was = int(alone.get(code, 0))
        changed = "" if was == number else f"; {was} before talking"
        lines.append(
            f"<li><span>{html.escape(_in_words(evidence, str(code)))}</span>"
            f"<span><span class='ck-bar-of' style='width: {20 * number / counts.sum():.1f}em'>"
            f"</span><b>{number}</b>{changed}{by}</span></li>"
        )
    return "".join(lines)


def _in_words(evidence: Evidence, code: str) -> str:
    if code in evidence.settings.index:
        return evidence.place_name(code)
    return ", ".join(SIGNS.get(word, spaced(word)) for word in code.split(";"))
