"""What a class's codings come to: where they differ first, the coefficients after that.

The same parts make the widget of the seminar and the report as a file.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..evidence.problems import Problem
from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from ..plots.display import figure_html, table_region
from ..version import __version__
from .agreement import agreement_table, confusion, disagreements
from .claims import (
    REFERENCE,
    ROUNDS,
    VARIABLES,
    claims_table,
    codes_in_words,
    reference_coding,
    reference_reasons,
    seminar_claims,
)
from .codings import anonymous as without_names
from .codings import changed_codes, class_harvest, latest, most_disputed
from .plots import plot_class_board, plot_class_harvest

MARK = '<meta name="generator" content="clusterkit class">'
BEFORE_AND_AFTER = (
    "alone: the codes given before anybody talked, which is what reliability means. after: the "
    "codes as they stand after the discussion, with those that nobody changed; people who have "
    "talked agree more, and that says nothing of the codebook. "
)
SHOWN, LONGEST = 40, 400  # problems and notes in a report, and signs of each
ALONE_ONLY = "Of the codes given alone; nobody has coded after the discussion yet. "
COEFFICIENTS = (
    "percent: pairs of people who gave the same code. kappa: Cohen's, for more than two people "
    "the mean over pairs. alpha: Krippendorff's for nominal codes, with the 95 % interval of a "
    "bootstrap over the twelve claims; with a dozen claims it is wide. The line “all” has means "
    "over the variables, and percent over everything. A number is not defined where nothing was "
    "coded twice, or everybody gave one and the same code."
)


@dataclass(frozen=True)
class Part:
    """One part of a report: its title, what to know first, and tables or figures.

    A figure is the harvest or the board, named in `figure`; the table stands below it.
    """

    title: str
    sentence: str
    table: pd.DataFrame | None = None
    figure: str = ""


def report_parts(
    evidence: Evidence, codings: pd.DataFrame, *, reference: bool = False
) -> tuple[Part, ...]:
    """Sum up a class.

    Parameters
    ----------
    evidence
        Must hold the paper's rows.
    codings
        As `read_codings` returns them; both rounds, if there are two.
    reference
        Whether the reference coding is opened: its reasons, its second readings, agreement with
        it, and its harvest plot beside the class's.

    Returns
    -------
    tuple of Part
        The board, the most disputed claims, every disagreement, agreement by variable (alone and
        after the discussion), changed codes, the harvest; with the reference also agreement with
        it and its reasons.
    """
    now = latest(codings)
    people = now["coder"].nunique()
    asked = len(seminar_claims()) * len(VARIABLES)
    whole = asked * people
    one_person = people == 1
    apart = disagreements(now)
    parts = [
        Part(
            "The board",
            f"{people} {'person' if one_person else 'people'}, {len(now):,} codes of {whole:,}.",
            figure="board",
        ),
        Part(
            "The claims most apart",
            "Argue about these first; who coded what stands in the next table.",
            claims_table(evidence).loc[most_disputed(now)],
        ),
        Part(
            "Where codes differ",
            f"{len(apart)} of {asked} claims and variables; apart: percent of the pairs of people "
            "who differ.",
            codes_in_words(
                evidence, _by_claim(apart.assign(apart=apart["apart"].round(0).astype(int)))
            ),
        ),
        _footnote(codings),
    ]
    changed = changed_codes(codings)
    if not changed.empty:
        sentence = f"{len(changed)} codes were changed after the discussion; both are kept."
        parts.append(
            Part("Codes that were changed", sentence, codes_in_words(evidence, _by_claim(changed)))
        )
    harvest = class_harvest(now, reference_coding(evidence))
    if not reference:
        shown = harvest.drop(columns="reference")
        sentence = "The class's own codes of the effect on social conditions."
        return (*parts, Part("The harvest of the class", sentence, shown, "class harvest"))
    differ = harvest["class"].fillna("nobody coded it") != harvest["reference"]
    return (
        *parts,
        with_reference(evidence, now),
        Part(
            "The reference, with reasons",
            "A reading, not the truth: where a second reading can be defended, it is given.",
            reference_reasons(evidence),
        ),
        Part(
            "Did disagreement change the picture?",
            f"Class and reference put {int(differ.sum())} of {len(harvest)} claims into "
            "different columns.",
            harvest,
            "both harvests",
        ),
    )


def agreement_of_rounds(codings: pd.DataFrame) -> pd.DataFrame:
    """Set agreement before the discussion beside agreement after it.

    Parameters
    ----------
    codings
        As `read_codings` returns them, both rounds.

    Returns
    -------
    DataFrame
        Indexed by `variable` in the codebook's order, then `all`: `people`, then `percent`,
        `kappa`, `alpha` and its 95 % interval, each `alone` and `after`; those of `after` only
        where somebody coded after the discussion, of the codes as they then stand.
    """
    alone = _coefficients(codings[codings["round"] == ROUNDS[0]])
    if not (codings["round"] == ROUNDS[1]).any():
        return alone
    after = _coefficients(latest(codings))
    names = [name for name in after.columns if name != "people"]
    table = pd.concat(
        [after["people"], *(each[name].rename(f"{name}, {when}") for name in names
         for each, when in zip((alone, after), ROUNDS, strict=True))],
        axis=1,
    ).reindex(after.index)  # fmt: skip
    table.attrs["absent"] = dict.fromkeys(table.columns, "not defined")
    return table


def _coefficients(codings: pd.DataFrame) -> pd.DataFrame:
    """Agreement for readers, the interval in one column."""
    table = rounded(agreement_table(codings))
    ends = table[["low", "high"]].map("{:.2f}".format)
    interval = (ends["low"] + " to " + ends["high"]).where(table["low"].notna())
    shown = table[["coders", "percent", "kappa", "alpha"]].rename(columns={"coders": "people"})
    shown = shown.assign(**{"95 % interval": interval})
    shown.attrs["absent"] = dict.fromkeys(shown.columns, "not defined")
    return shown


def _footnote(codings: pd.DataFrame) -> Part:
    both = (codings["round"] == ROUNDS[1]).any()
    sentence = (BEFORE_AND_AFTER if both else ALONE_ONLY) + COEFFICIENTS
    title = "Agreement before and after talking, a footnote" if both else "Agreement, a footnote"
    return Part(title, sentence, agreement_of_rounds(codings))


def with_reference(evidence: Evidence, codings: pd.DataFrame) -> Part:
    """Set each person's codes against the reference: percent the same, by variable and in all."""
    reference = reference_coding(evidence)
    keys = ["claim", "variable"]
    both = codings.merge(reference[[*keys, "code"]], on=keys, suffixes=("", "_reference"))
    same = (both["code"] == both["code_reference"]).mul(100)
    table = both.assign(same=same).pivot_table(index="coder", columns="variable", values="same")
    table = table.reindex(columns=list(VARIABLES))
    table["all"] = same.groupby(both["coder"]).mean()
    table.attrs["absent"] = dict.fromkeys(table.columns, "nothing coded")
    sentence = "Percent of a person's codes that are the reference's."
    return Part("Agreement with the reference", sentence, table.round(0))


def comparison(codings: pd.DataFrame, one: str, other: str) -> tuple[Part, ...]:
    """Compare two people, of whom one may be the reference.

    Parameters
    ----------
    codings
        One code for each coder, claim and variable (`latest`); with the reference's, if wanted.
    one, other
        Whom to compare.

    Returns
    -------
    tuple of Part
        Where they differ; agreement by variable; a confusion table for each variable in which
        they differ.
    """
    mine = codings[codings["coder"].isin([one, other])]
    wide = mine.pivot(index=["claim", "variable"], columns="coder", values="code")
    wide = wide.reindex(columns=[one, other])
    apart = wide.dropna()
    apart = apart[apart[one] != apart[other]].rename_axis(columns=None)
    parts = [
        Part(
            f"Where {one} and {other} differ",
            f"{len(apart)} of {len(wide.dropna())} claims and variables that both coded.",
            _by_claim(apart),
        ),
        Part(f"Agreement of {one} and {other}", COEFFICIENTS, rounded(agreement_table(mine))),
    ]
    for variable in [name for name in VARIABLES if name in apart.index.get_level_values(1)]:
        table = confusion(mine, one, other, variable)
        sentence = f"Rows: {one}; columns: {other}; numbers of claims."
        parts.append(Part(f"Confusion table: {variable.replace('_', ' ')}", sentence, table))
    return tuple(parts)


def _by_claim(table: pd.DataFrame) -> pd.DataFrame:
    """Lead each line by its claim, the variable in plain words."""
    shown = table.reset_index().set_index("claim")
    return shown.assign(variable=spaced(shown["variable"]))


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Round an agreement table for readers: percents to whole numbers, coefficients to .01."""
    shown = table.astype({"percent": "Float64"}).assign(percent=table["percent"].round(0))
    return shown.round({name: 2 for name in ("kappa", "alpha", "low", "high")})


def part_html(evidence: Evidence, codings: pd.DataFrame, part: Part) -> str:
    """Write a part as HTML, its figure drawn in it."""
    above = f"<h3>{html.escape(part.title)}</h3><p>{html.escape(part.sentence)}</p>"
    if part.figure:
        above += _figure(evidence, codings, part.figure)
    if part.table is None:
        return above
    if part.table.empty:
        return f"{above}<p>None.</p>"
    return f"{above}{table_region(part.table, part.title)}"


def _figure(evidence: Evidence, codings: pd.DataFrame, figure: str) -> str:
    """Draw the board or a harvest as an image with alternative text."""
    now = latest(codings)
    if figure == "board":
        drawn = plot_class_board(now)
        alternative = "How many gave the most frequent code, by claim and variable; the table "
        alternative += "“Where codes differ” says the same in words."
    else:
        harvest = class_harvest(now, reference_coding(evidence))
        drawn = plot_class_harvest(harvest, reference=figure == "both harvests")
        alternative = (
            "Claims by the direction of their effect on social conditions; as in the table."
        )
    return figure_html(drawn, alternative)


def report_page(
    evidence: Evidence,
    codings: pd.DataFrame,
    *,
    reference: bool = False,
    anonymous: bool = False,
    problems: Sequence[Problem] = (),
    notes: Sequence[str] = (),
) -> str:
    """Write the report of a class as one HTML page that needs nothing else.

    Parameters
    ----------
    evidence, codings, reference
        As for `report_parts`.
    anonymous
        Whether numbers stand in place of names.
    problems, notes
        Of files that were left out or read another way, as `read_class` tells them.
    """
    shown = without_names(codings) if anonymous else codings
    parts = report_parts(evidence, shown, reference=reference)
    body = "\n".join(part_html(evidence, shown, part) for part in parts)
    names = sorted(shown["coder"].unique())
    who = html.escape("" if anonymous else f": {', '.join(names)}")
    left_out = "" if reference else f" The {REFERENCE} is not opened in it."
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Class report</title>{MARK}
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:root {{color-scheme: light dark}}
body {{font: 15px/1.45 sans-serif; max-width: 70em; margin: 1.5em auto; padding: 0 1em}}
table {{border-collapse: collapse}} th, td {{border-bottom: 1px solid #8888; padding: .25em .6em;
text-align: left; vertical-align: top; overflow-wrap: break-word}} td {{min-width: 3em}}
.ck-figure img {{max-width: 100%; background: white; padding: 4px}}
.ck-rows {{overflow-x: auto}} .ck-told {{border-left: 4px solid #D55E00; padding: 0 1em}}
@media print {{h3 {{break-after: avoid}} tr {{break-inside: avoid}}}}</style></head><body>
<h1>Class report</h1>
<p>Twelve claims of Pyke and Lund-Thomsen (2015), coded by {len(names)}{who}.{left_out}</p>
{told_html(problems, notes, names=not anonymous)}
{body}
<p><small>Cluster Upgrading Workbench {__version__}, evidence {evidence.version}.</small></p>
</body></html>
"""


def told_html(problems: Sequence[Problem], notes: Sequence[str], *, names: bool = True) -> str:
    """Say which files were left out and why, and what was read another way.

    Without `names` only how many were left out.
    """
    files = list(dict.fromkeys(problem.file for problem in problems))
    if not files and not (notes and names):
        return ""
    head = "1 file was" if len(files) == 1 else f"{len(files)} files were"
    if not names:
        return f"<div class='ck-told'><p>{head} left out.</p></div>"
    blocks = []
    for sentence, lines in (
        (f"{head} left out; the others count. Fix or remove, then read again:", problems),
        ("Also to know:", notes),
    ):
        if lines:
            items = "".join(f"<li>{html.escape(_brief(str(line)))}</li>" for line in lines[:SHOWN])
            more = f"<li>… and {len(lines) - SHOWN:,} more</li>" if len(lines) > SHOWN else ""
            blocks.append(f"<p>{sentence}</p><ul>{items}{more}</ul>")
    return f"<div class='ck-told'>{''.join(blocks)}</div>"


def why_not_report(page: str | Path) -> str:
    """Say why a report is not written there; empty where it can be.

    A report takes the place of an older report and of no other file, so that no coding file is
    ever lost to it.
    """
    page = Path(page)
    if page.suffix.lower() not in (".html", ".htm"):
        return f"Name a file that ends in .html, not {str(page)!r}."
    if not page.exists():
        return ""
    if page.is_file() and MARK.encode() in page.read_bytes()[:500]:
        return ""
    return f"{str(page)!r} is there already, and is no class report: choose another name."


def _brief(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST]}…"
