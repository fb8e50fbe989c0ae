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
from ..evidence.wording import spaced
from ..loading import load
from ..plots.display import saved
from ..plots.figure1 import plot_figure1
from ..plots.growth import (
    plot_conditions,
    plot_growth_and_conditions,
    plot_growth_rates,
    plot_implied,
    plot_levels,
    plot_map,
)
from ..plots.ledger import plot_findings
from ..plots.matrices import plot_acts, plot_effects, plot_gap_map, plot_harvest
from ..questions.configuration import Configuration
from ..questions.crosstables import acts_by_actor, effects_by_instrument
from ..questions.directions import DIRECTION, grid_counts, growth_and_conditions
from ..questions.effects import harvest, harvest_counts
from ..questions.framework import arrow_evidence, arrow_table, figure1_arrows
from ..questions.gaps import gap_map
from ..questions.growth import employment_growth, implied_levels, levels
from ..questions.ledger import findings, how_it_holds
from ..questions.ledger_changes import SAME, findings_by_reading
from ..questions.mediation import matching_evidence
from ..questions.words import coded_from
from ..safe_files import make_folder, write_file
from ..version import __version__

SCOPE = "Developing-country clusters"
ALL = "All places and general claims"


@dataclass(frozen=True)
class Published:
    """One figure of figures/.

    Attributes
    ----------
    name
        Of its files, without ending.
    caption
        What is drawn, from what, in one or two sentences.
    draw
        Evidence to Axes.
    rows
        Evidence to the rows that the figure shows, for its counts and sources.
    alternative
        Evidence to a text for readers who do not see the figure.
    """

    name: str
    caption: str
    draw: Callable[[Evidence], Axes]
    rows: Callable[[Evidence], pd.DataFrame]
    alternative: Callable[[Evidence], str]


def caption(evidence: Evidence, published: Published) -> str:
    """Write a caption: what is drawn, counts, the paper, versions of data and package."""
    rows = published.rows(evidence)
    counts = evidence.counts(rows)
    return (
        f"{published.caption} n = {counts}. Coded from {coded_from(evidence, rows)}; evidence "
        f"version {evidence.version}, Cluster Upgrading Workbench {__version__}."
    )


def write_figures(
    folder: str | os.PathLike[str] = "figures",
    evidence: Evidence | None = None,
    *,
    only: tuple[str, ...] = (),
) -> list[Path]:
    """Write every figure as svg and png, with a text file beside it.

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
        about = {"Title": published.name, "Description": caption(evidence, published)}
        for ending, how in (("svg", {}), ("png", {"dpi": 200})):
            data = saved(figure, ending, about=about, **how)
            write_file(place / f"{published.name}.{ending}", data)
        write_file(place / f"{published.name}.md", description(evidence, published))
        written += [place / f"{published.name}.{ending}" for ending in ("svg", "png", "md")]
    return written


def drawn(evidence: Evidence, published: Published) -> Figure:
    """Draw one figure."""
    figure = published.draw(evidence).get_figure()
    assert isinstance(figure, Figure)
    return figure


def description(evidence: Evidence, published: Published) -> str:
    """Write the text that stands beside a figure, as Markdown."""
    cited = evidence.cite(published.rows(evidence))
    references = "\n".join(f"- {reference}" for reference in cited.references)
    pages = f"**Pages of your own sources.** {'; '.join(cited.pages)}\n\n" if cited.pages else ""
    return (
        f"# {published.name}\n\n**Caption.** {caption(evidence, published)}\n\n"
        f"**Alternative text.** {published.alternative(evidence)}\n\n"
        f"**Paragraphs of the paper.** {', '.join(cited.paragraphs)}\n\n{pages}"
        f"**Sources.**\n\n{references}\n"
    )


def _statements(evidence: Evidence, *tables: str) -> pd.DataFrame:
    rows = evidence.statements
    return rows[rows["table"].isin(tables)]


def _job_levels(evidence: Evidence) -> pd.DataFrame:
    return levels(evidence).query("unit == 'jobs' and setting_id.notna() and same_as.isna()")


def _rated(evidence: Evidence) -> pd.DataFrame:
    growth = employment_growth(evidence)
    ids = growth.loc[growth["growth_lower"].notna(), "rows"].explode()
    return evidence.statements.loc[ids.unique()]


def _growth_words(evidence: Evidence) -> str:
    growth = employment_growth(evidence)
    rates = []
    for _, row in growth[growth["growth_lower"].notna()].iterrows():
        low, high = float(row["growth_lower"]), float(row["growth_upper"])
        rate = f"{low:.1f}" if low == high else f"{low:.1f} to {high:.1f}"
        rate = f"at least {low:.1f}" if high == float("inf") else rate
        rates.append(
            f"{evidence.place_name(row['setting_id'])} {rate} percent a year ({row['basis']})"
        )
    without = growth.loc[growth["growth_lower"].isna(), "setting_id"].map(evidence.place_name)
    return f"{'; '.join(rates)}. Without a rate: {', '.join(sorted(without))}."


def _level_words(evidence: Evidence) -> str:
    rows = _statements(evidence, "employment").loc[_job_levels(evidence).index]
    levels = [
        f"{evidence.place_name(row['setting_id'])} {row['summary']}" for _, row in rows.iterrows()
    ]
    return "; ".join(levels) + "."


def _implied_words(evidence: Evidence) -> str:
    known = implied_levels(evidence, "los-lagos-salmon", assume="even").levels
    years = [
        f"{year}: {row['lower']:,.0f} to {row['upper']:,.0f} jobs" for year, row in known.iterrows()
    ]
    return "; ".join(years) + "."


def _condition_words(evidence: Evidence) -> str:
    rows = evidence.conditions
    findings = []
    for (dimension, finding), group in rows.groupby(["dimension", "finding"], observed=True):
        findings.append(spaced(f"{dimension}, {finding}: {evidence.counts(group)}"))
    return "; ".join(findings) + "."


def _grid_rows(evidence: Evidence) -> pd.DataFrame:
    grid = growth_and_conditions(evidence)
    ids = pd.concat([grid["growth_rows"].explode(), grid["condition_rows"].explode()]).dropna()
    return evidence.statements.loc[ids.unique()]


def _grid_words(evidence: Evidence) -> str:
    counts = grid_counts(growth_and_conditions(evidence))
    cells = [
        f"growth {growth} and conditions {condition}: {counts.loc[condition, growth]} places"
        for growth in DIRECTION
        for condition in DIRECTION
        if counts.loc[condition, growth]
    ]
    return "; ".join(cells) + "."


def _map_words(evidence: Evidence) -> str:
    clusters = evidence.settings.query("kind == 'cluster'")
    by = clusters.groupby("country")["place"].agg(lambda names: ", ".join(dict.fromkeys(names)))
    missing = clusters.loc[clusters["latitude"].isna(), "place"]
    places = "; ".join(f"{country}: {names}" for country, names in by.items())
    return f"Clusters by country. {places}. Not on the map: {', '.join(missing) or 'none'}."


def _effects(evidence: Evidence) -> pd.DataFrame:
    return effects_by_instrument(evidence, evidence.policies)


def _effect_words(evidence: Evidence) -> str:
    effects = _effects(evidence)
    lines = [
        spaced(f"{row['instrument']} ({row['state']}), {row['outcome']}: {row['standing']}")
        for _, row in effects.iterrows()
    ]
    return "; ".join(lines) + "."


def _acts(evidence: Evidence) -> pd.DataFrame:
    return acts_by_actor(evidence, evidence.actions)


def _act_words(evidence: Evidence) -> str:
    acts = _acts(evidence).query("claims > 0")
    lines = [
        spaced(
            f"{row['actor']} {row['mode']}: {row['claims']} claims, {row['places']} places, "
            f"{row['with_effect']} with an effect coded at a named place"
        )
        for _, row in acts.iterrows()
    ]
    return f"{'; '.join(lines)}. An effect coded may be a 0."


def _arrow_words(evidence: Evidence) -> str:
    arrows = arrow_table(evidence)
    lines = [
        f"{arrow.id} from {arrow.start} to {arrow.end} {arrow.label}: "
        f"{arrows.loc[arrow.id, 'places']} places, {arrows.loc[arrow.id, 'claims']} claims"
        for arrow in figure1_arrows()
    ]
    return f"{'; '.join(lines)}. No arrow joins growth and social conditions."


def _default_match(evidence: Evidence) -> pd.DataFrame:
    return matching_evidence(evidence, Configuration()).exact


def _harvest_words(evidence: Evidence) -> str:
    counts = harvest_counts(evidence, harvest(evidence, _default_match(evidence)))
    columns = [
        f"{outcome.removesuffix('_effect')} {direction}: {row['claims']} claims, {row['places']} "
        f"places, {row['sources']} sources"
        for (outcome, direction), row in counts.iterrows()
    ]
    return "; ".join(columns) + "."


def _gap_rows(evidence: Evidence) -> pd.DataFrame:
    return evidence.statements.loc[gap_map(evidence)["rows"].explode().dropna().unique()]


NO_LINKED_ACT = dict.fromkeys(("declared gap", "not mentioned"), "no act coded with a link")


def _gap_words(evidence: Evidence) -> str:
    gaps = gap_map(evidence)
    cells = [
        f"{row['domain']} and {row['actor']}: "
        f"{NO_LINKED_ACT.get(row['standing'], row['standing'])}, {row['claims']} claims"
        + (", declared gap of the domain or the actor" if row["declared_gap"] else "")
        for _, row in gaps.iterrows()
    ]
    return "; ".join(cells) + "."


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
            f"{finding['claims']} claims for, {finding['against_claims']} against; "
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
        _level_words,
    ),
    Published(
        "growth-rates",
        "Annual growth of jobs that the stated figures allow, as intervals; an arrow has no upper "
        "end. 300% is read as a factor of 4, 'by' a year as at or before it.",
        lambda evidence: plot_growth_rates(evidence, employment_growth(evidence)),
        _rated,
        _growth_words,
    ),
    Published(
        "los-lagos",
        "Jobs in the Los Lagos salmon cluster that three stated figures jointly imply, if growth "
        "was even from 2000 to 2006 (the reader's assumption, not the paper's).",
        lambda evidence: plot_implied(implied_levels(evidence, "los-lagos-salmon", assume="even")),
        lambda evidence: _statements(evidence, "employment").query(
            "setting_id == 'los-lagos-salmon'"
        ),
        _implied_words,
    ),
    Published(
        "conditions",
        f"What is said of social conditions, levels apart from changes. {ALL}.",
        lambda evidence: plot_conditions(evidence, evidence.conditions),
        lambda evidence: _statements(evidence, "conditions"),
        _condition_words,
    ),
    Published(
        "growth-and-conditions",
        f"Direction of growth (jobs, and rows of the aspect growth) and of social conditions, "
        f"place by place; in the margins, no row of that kind. {SCOPE}. An asterisk: rests on a "
        "hedged statement.",
        lambda evidence: plot_growth_and_conditions(growth_and_conditions(evidence)),
        _grid_rows,
        _grid_words,
    ),
    Published(
        "map",
        "Clusters that the paper names. Background: outlines of countries (Natural Earth).",
        lambda evidence: plot_map(evidence.settings.query("kind == 'cluster'")),
        lambda evidence: evidence.statements[evidence.statements["setting_kind"].eq("cluster")],
        _map_words,
    ),
    Published(
        "policy-effects",
        f"Instruments of the enabling environment and the effects that their own rows state (an "
        f"effect may stand on an act instead); beside a mark, the number of claims for each "
        f"direction. {ALL}.",
        lambda evidence: plot_effects(_effects(evidence)),
        lambda evidence: _statements(evidence, "policies"),
        _effect_words,
    ),
    Published(
        "acts",
        f"Governance actors and their partners by the way they acted, or did not act. {ALL}.",
        lambda evidence: plot_acts(_acts(evidence)),
        lambda evidence: _statements(evidence, "actions"),
        _act_words,
    ),
    Published(
        "figure-1",
        "The paper's Figure 1, redrawn from the words of section 4 and, for the dotted arrow and "
        "the word standards, of other sections (the original drawing was not available), with the "
        "evidence on each arrow.",
        lambda evidence: plot_figure1(arrow_table(evidence)),
        lambda evidence: arrow_evidence(evidence).drop_duplicates("row_id").set_index("row_id"),
        _arrow_words,
    ),
    Published(
        "harvest",
        f"What is said, or not stated, of effects on growth and on social conditions, one mark for "
        f"each claim at each place. {SCOPE}.",
        lambda evidence: plot_harvest(evidence, harvest(evidence, _default_match(evidence))),
        _default_match,
        _harvest_words,
    ),
    Published(
        "gap-map",
        f"Acts of governance actors that are coded with a link to a policy, by policy domain. "
        f"{ALL}. Hatched: the paper calls the domain or the actor little researched, or asks for "
        "its study.",
        lambda evidence: plot_gap_map(gap_map(evidence)),
        _gap_rows,
        _gap_words,
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
