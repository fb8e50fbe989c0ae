"""The figures of figures/: drawn from the data, each with caption, alternative text, sources.

`write_figures` draws them; a test draws them too and compares, so that a committed
figure that no longer follows from the data is noticed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..evidence.tables import Evidence
from ..loading import load
from ..plots.alternatives import (
    acts_in_words,
    arrows_in_words,
    conditions_in_words,
    counted,
    effects_in_words,
    gaps_in_words,
    grid_in_words,
    harvest_in_words,
    implied_in_words,
    levels_in_words,
    map_in_words,
    rates_in_words,
)
from ..plots.display import saved
from ..plots.figure1 import plot_figure1
from ..plots.growth import (
    plot_conditions,
    plot_growth_and_conditions,
    plot_growth_rates,
    plot_implied,
    plot_levels,
)
from ..plots.ledger import plot_findings
from ..plots.matrices import plot_acts, plot_effects, plot_gap_map, plot_harvest
from ..plots.places_map import plot_map
from ..questions.configuration import Configuration
from ..questions.crosstables import acts_by_actor, effects_by_instrument
from ..questions.directions import growth_and_conditions, growth_rule
from ..questions.effects import harvest, harvest_counts
from ..questions.framework import arrow_evidence, arrow_table
from ..questions.gaps import gap_map
from ..questions.growth import Implied, employment_growth, implied_levels, levels
from ..questions.ledger import findings, how_it_holds
from ..questions.ledger_changes import SAME, findings_by_reading
from ..questions.mediation import matching_evidence
from ..questions.words import coded_from
from ..safe_files import make_folder, write_file
from ..version import __version__
from ..widgets.matrix_figure import matrix_in_words, matrix_rows, plot_matrix

SCOPE = "Developing-country clusters"
ALL = "All places and general claims"
DOTS = 300  # an inch, of the PNG files
PLAIN_TITLE = "Figure 1 of Pyke and Lund-Thomsen (2015), redrawn"  # it has none in the drawing


@dataclass(frozen=True)
class Published:
    """One figure of figures/.

    Attributes
    ----------
    name
        Of its files, without ending.
    caption
        What is drawn, from what, in one or two sentences; with numbers of its own, a function.
    draw
        Evidence to Axes.
    rows
        Evidence to the rows that the figure shows, for its counts and sources.
    alternative
        Evidence to a text for readers who do not see the figure.
    """

    name: str
    caption: str | Callable[[Evidence], str]
    draw: Callable[[Evidence], Axes]
    rows: Callable[[Evidence], pd.DataFrame]
    alternative: Callable[[Evidence], str]


def caption(evidence: Evidence, published: Published) -> str:
    """Write a caption: what is drawn, counts, the paper, versions of data and package."""
    rows = published.rows(evidence)
    counts = evidence.counts(rows)
    said = published.caption
    words = said if isinstance(said, str) else said(evidence)
    return (
        f"{words} n = {counts}. Coded from {coded_from(evidence, rows)}; evidence "
        f"version {evidence.version}, Cluster Upgrading Workbench {__version__}."
    )


def write_figures(
    folder: str | os.PathLike[str] = "figures",
    evidence: Evidence | None = None,
    *,
    only: tuple[str, ...] = (),
) -> list[Path]:
    """Write every figure as svg (text as text) and png (300 dpi), with a text file beside it.

    Title, alternative text and caption are in the files of the pictures too.

    The text file has the caption, the alternative text and the references of exactly the rows
    drawn. A figure that has no row in this evidence is left out. The same evidence and the same
    versions of the libraries give the same bytes.

    Parameters
    ----------
    only
        Names of the figures wanted; all by default.

    Returns
    -------
    list of Path
        The files written, in order.
    """
    evidence = load() if evidence is None else evidence
    place = Path(folder)
    make_folder(place)
    written: list[Path] = []
    for published in [figure for figure in FIGURES if not only or figure.name in only]:
        if published.rows(evidence).empty:
            continue
        figure = drawn(evidence, published)
        about = {"Title": _title(figure), "Description": published.alternative(evidence)}
        named = caption(evidence, published)
        for ending, own, how in (
            ("svg", {"Source": named}, {}),
            ("png", {"Comment": named}, {"dpi": DOTS}),
        ):
            data = saved(figure, ending, about=about | own, **how)
            write_file(place / f"{published.name}.{ending}", data)
        write_file(place / f"{published.name}.md", description(evidence, published))
        written += [place / f"{published.name}.{ending}" for ending in ("svg", "png", "md")]
    return written


def drawn(evidence: Evidence, published: Published) -> Figure:
    """Draw one figure."""
    figure = published.draw(evidence).get_figure()
    assert isinstance(figure, Figure)
    return figure


def _title(figure: Figure) -> str:
    ax = figure.axes[0]
    return " ".join((ax.get_title(loc="left") or ax.get_title() or PLAIN_TITLE).split())


def description(evidence: Evidence, published: Published) -> str:
    """Write the text that stands beside a figure, as Markdown."""
    cited = evidence.cite(published.rows(evidence))
    references = "\n".join(f"- {reference}" for reference in cited.references)
    pages = f"**Pages of your own sources.** {'; '.join(cited.pages)}\n\n" if cited.pages else ""
    text = (
        f"# {published.name}\n\n**Caption.** {caption(evidence, published)}\n\n"
        f"**Alternative text.** {published.alternative(evidence)}\n\n"
        f"**Paragraphs of the paper.** {', '.join(cited.paragraphs)}\n\n{pages}"
        f"**Sources.**\n\n{references}\n"
    )
    return text.replace("<", "&lt;")  # Markdown takes HTML as it stands, from any own row or file


def _statements(evidence: Evidence, *tables: str) -> pd.DataFrame:
    rows = evidence.statements
    return rows[rows["table"].isin(tables)]


def _job_levels(evidence: Evidence) -> pd.DataFrame:
    return levels(evidence).query("unit == 'jobs' and setting_id.notna() and same_as.isna()")


def _los_lagos(evidence: Evidence) -> Implied:
    return implied_levels(evidence, "los-lagos-salmon", assume="even")


def _clusters(evidence: Evidence) -> pd.DataFrame:
    return evidence.settings.query("kind == 'cluster'")


def _rated(evidence: Evidence) -> pd.DataFrame:
    growth = employment_growth(evidence)
    ids = growth.loc[growth["growth_lower"].notna(), "rows"].explode()
    return evidence.statements.loc[ids.unique()]


def _grid_rows(evidence: Evidence) -> pd.DataFrame:
    grid = growth_and_conditions(evidence)
    ids = pd.concat([grid["growth_rows"].explode(), grid["condition_rows"].explode()]).dropna()
    return evidence.statements.loc[ids.unique()]


def _grid_caption(evidence: Evidence) -> str:
    grid = growth_and_conditions(evidence)
    silent = int((grid["growth"].eq("not said") & grid["conditions"].eq("not said")).sum())
    return (
        "Direction of growth (jobs, and rows of the aspect growth) and of social conditions, place "
        f"by place; in the margins, no row of that kind. {SCOPE}. An asterisk: rests on a hedged "
        f"statement. Of {counted(len(grid), 'place')}, neither is said of {silent}, which have no "
        "row here and are not in n."
    )


def _effects(evidence: Evidence) -> pd.DataFrame:
    return effects_by_instrument(evidence, evidence.policies)


def _acts(evidence: Evidence) -> pd.DataFrame:
    return acts_by_actor(evidence, evidence.actions)


def _default_match(evidence: Evidence) -> pd.DataFrame:
    return matching_evidence(evidence, Configuration()).exact


def _gap_rows(evidence: Evidence) -> pd.DataFrame:
    return evidence.statements.loc[gap_map(evidence)["rows"].explode().dropna().unique()]


def _finding_rows(evidence: Evidence) -> pd.DataFrame:
    table = findings(evidence)
    ids = pd.concat([table["for_rows"].explode(), table["against_rows"].explode()]).dropna()
    rows = evidence.statements
    return rows[rows.index.isin(ids)]


def _finding_words(evidence: Evidence) -> str:
    words = findings_by_reading(evidence)
    lines = []
    for name, finding in findings(evidence).to_dict("index").items():
        changes = words.loc[name]
        told = [f"{reading} {word}" for reading, word in changes[changes != SAME].items()]
        lines.append(
            f"{finding['sentence']} ({finding['whose']}): {how_it_holds(finding)}, "
            f"{counted(finding['claims'], 'claim')} for, {finding['against_claims']} against; "
            f"{', '.join(told) or 'no reading changes it'}."
        )
    return " ".join(lines)


FIGURES = (
    Published(
        "jobs",
        "Counts of jobs as the paper's words bound them; arrows are open ends, 'about' is drawn "
        "as plus or minus ten percent.",
        lambda evidence: plot_levels(evidence, _job_levels(evidence)),
        lambda evidence: evidence.statements.loc[_job_levels(evidence).index],
        lambda evidence: levels_in_words(
            evidence, evidence.statements.loc[_job_levels(evidence).index]
        ),
    ),
    Published(
        "growth-rates",
        "Annual growth of jobs that the stated figures allow, as intervals; an arrow has no upper "
        "end. 300% is read as a factor of 4, 'by' a year as at or before it.",
        lambda evidence: plot_growth_rates(evidence, employment_growth(evidence)),
        _rated,
        lambda evidence: rates_in_words(evidence, employment_growth(evidence)),
    ),
    Published(
        "los-lagos",
        "Jobs in the Los Lagos salmon cluster that three stated figures jointly imply, if growth "
        "was even from 2000 to 2006 (the reader's assumption, not the paper's) and 300% means a "
        "factor of 4. What is computed is given to two figures.",
        lambda evidence: plot_implied(_los_lagos(evidence)),
        lambda evidence: _statements(evidence, "employment").query(
            "setting_id == 'los-lagos-salmon'"
        ),
        lambda evidence: implied_in_words(_los_lagos(evidence).levels),
    ),
    Published(
        "conditions",
        f"What is said of social conditions, levels apart from changes. {ALL}.",
        lambda evidence: plot_conditions(evidence, evidence.conditions),
        lambda evidence: _statements(evidence, "conditions"),
        lambda evidence: conditions_in_words(evidence, evidence.conditions),
    ),
    Published(
        "growth-and-conditions",
        _grid_caption,
        lambda evidence: plot_growth_and_conditions(
            growth_and_conditions(evidence), rule=growth_rule(evidence)
        ),
        _grid_rows,
        lambda evidence: grid_in_words(growth_and_conditions(evidence)),
    ),
    Published(
        "map",
        "Clusters that the paper names, by town; in the parts below, with leaders. Those without "
        "coordinates are listed. Background: outlines of countries (Natural Earth).",
        lambda evidence: plot_map(_clusters(evidence)),
        lambda evidence: evidence.statements[evidence.statements["setting_kind"].eq("cluster")],
        lambda evidence: map_in_words(_clusters(evidence)),
    ),
    Published(
        "policy-effects",
        f"Instruments of the enabling environment and the effects that their own rows state (an "
        f"effect may stand on an act instead), state by state; beside a mark, the number of claims "
        f"for each direction, general claims in brackets. {ALL}.",
        lambda evidence: plot_effects(_effects(evidence)),
        lambda evidence: _statements(evidence, "policies"),
        lambda evidence: effects_in_words(_effects(evidence)),
    ),
    Published(
        "acts",
        f"Governance actors and their partners by the way they acted, or did not act. {ALL}.",
        lambda evidence: plot_acts(_acts(evidence)),
        lambda evidence: _statements(evidence, "actions"),
        lambda evidence: acts_in_words(_acts(evidence)),
    ),
    Published(
        "figure-1",
        "The paper's Figure 1, redrawn from the words of section 4 and, for the dotted arrow and "
        "the word standards, of other sections (the original drawing was not available), with the "
        "evidence on each arrow.",
        lambda evidence: plot_figure1(arrow_table(evidence)),
        lambda evidence: arrow_evidence(evidence).drop_duplicates("row_id").set_index("row_id"),
        lambda evidence: arrows_in_words(arrow_table(evidence)),
    ),
    Published(
        "harvest",
        f"What is said, or not stated, of effects on growth and on social conditions, one mark for "
        f"each claim at each place. {SCOPE}.",
        lambda evidence: plot_harvest(evidence, harvest(evidence, _default_match(evidence))),
        _default_match,
        lambda evidence: harvest_in_words(
            harvest_counts(evidence, harvest(evidence, _default_match(evidence)))
        ),
    ),
    Published(
        "gap-map",
        f"Acts of governance actors that are coded with a link to a policy, by policy domain. "
        f"{ALL}. Gap: the paper calls the domain, the actor or (hatched) the two together little "
        "researched, or asks for their study.",
        lambda evidence: plot_gap_map(gap_map(evidence)),
        _gap_rows,
        lambda evidence: gaps_in_words(gap_map(evidence)),
    ),
    Published(
        "matrix",
        f"The configuration matrix: what is stated of each cluster, element by element. A blank "
        f"says that this study does not say; clusters were chosen as examples, and the order says "
        f"how much was written, not how well a cluster does. {SCOPE}.",
        plot_matrix,
        matrix_rows,
        matrix_in_words,
    ),
    Published(
        "findings-and-readings",
        f"Findings of the paper and, below the broken line, our own; how they hold as coded, with "
        f"claims for and against (in brackets those of no place); and the second readings that "
        f"change one, by the table of the row that is read otherwise. {ALL}.",
        lambda evidence: plot_findings(evidence, findings_by_reading(evidence)),
        _finding_rows,
        _finding_words,
    ),
)
