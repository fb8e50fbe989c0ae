"""What a figure shows, in words: the alternative texts, with the numbers that are drawn.

Each takes the table that its figure is drawn from, so that no number is counted twice.
"""

from __future__ import annotations

import math

import pandas as pd

from ..evidence.definition import country_names
from ..evidence.tables import Counts, Evidence
from ..questions.crosstables import ALL_STATES
from ..questions.directions import changed_in_both
from ..questions.framework import OUTCOME_WORDS, OUTCOMES, figure1_arrows
from ..questions.words import STATED
from .growth import implied_jobs
from .style import words

TOWARDS = {"-": "hinders", "0": "no effect", "mixed": "mixed", "+": "raises"}
NO_LINKED_ACT = dict.fromkeys(("declared gap", "not mentioned"), "no act coded with a link")


def counted(number: int, thing: str) -> str:
    """Count things in words that agree.

    Examples
    --------
    >>> counted(1, "claim"), counted(2, "claim")
    ('1 claim', '2 claims')
    """
    return f"{number} {thing}{'' if number == 1 else 's'}"


def rates_in_words(evidence: Evidence, growth: pd.DataFrame) -> str:
    """Say what `plot_growth_rates` draws, and which places have no rate."""
    rates = []
    for row in growth[growth["growth_lower"].notna()].to_dict("records"):
        low, high = float(row["growth_lower"]), float(row["growth_upper"])
        rate = f"{low:.1f}" if low == high else f"{low:.1f} to {high:.1f}"
        rate = f"at least {low:.1f}" if high == math.inf else rate
        place = evidence.place_name(row["setting_id"])
        rates.append(f"{place} {rate} percent a year ({row['basis']})")
    silent = growth.loc[growth["growth_lower"].isna(), "setting_id"].drop_duplicates()
    without = ", ".join(sorted(map(evidence.place_name, silent))) or "none"
    return f"{'; '.join(rates) or 'No rate'}. Without a rate: {without}."


def levels_in_words(evidence: Evidence, rows: pd.DataFrame) -> str:
    """Say what `plot_levels` draws, from the rows of `evidence.statements`."""
    named = zip(rows["setting_id"].map(evidence.place_name), rows["summary"], strict=True)
    return "; ".join(f"{place} {summary}" for place, summary in named) + "."


def implied_in_words(levels: pd.DataFrame) -> str:
    """Say what `plot_implied` draws."""
    known = levels[levels["upper"] < math.inf]
    return "; ".join(f"{year}: {jobs} jobs" for year, jobs in implied_jobs(known).items()) + "."


def conditions_in_words(evidence: Evidence, conditions: pd.DataFrame) -> str:
    """Say what `plot_conditions` draws."""
    cells = conditions.groupby(["dimension", "finding"], observed=True)
    said = [
        f"{words(dimension)}, {words(finding)}: {evidence.counts(rows).brief}"
        for (dimension, finding), rows in cells
    ]
    return "; ".join(said) + "."


def grid_in_words(grid: pd.DataFrame) -> str:
    """Say what `plot_growth_and_conditions` draws, with the names of the places.

    Examples
    --------
    >>> import clusterkit as ck
    >>> grid = ck.growth_and_conditions(ck.load(only="paper"))
    >>> grid_in_words(grid).split("; ")[0]
    '23 places, 2 with a change in both: growth improved and conditions improved: 2 places (Los Lagos salmon, Torreon blue jeans)'
    """  # noqa: E501
    cells = [
        f"growth {growth} and conditions {condition}: {counted(len(here), 'place')} "
        f"({', '.join(here['place'])})"
        for (growth, condition), here in grid.groupby(["growth", "conditions"], observed=True)
    ]
    head = f"{counted(len(grid), 'place')}, {changed_in_both(grid)} with a change in both"
    return f"{head}: {'; '.join(cells)}."


def map_in_words(settings: pd.DataFrame) -> str:
    """Say what `plot_map` draws, country by country, and what it cannot place."""
    place, product = (settings[part].astype("string") for part in ("place", "product"))
    names = (place + ", " + product).fillna(place).fillna(product).fillna("not said")
    countries = settings["country"].map(country_names()).fillna("several countries")
    by = names.groupby(countries).agg("; ".join)
    placed = settings["latitude"].notna()
    towns = settings.loc[placed, ["latitude", "longitude"]].drop_duplicates()
    said = " ".join(f"{country}: {places}." for country, places in by.items())
    missing = "; ".join(names[~placed]) or "none"
    return (
        f"{counted(len(settings), 'cluster')}, {placed.sum()} of them in "
        f"{counted(len(towns), 'town')} on the map. {said} Without coordinates: {missing}."
    )


def effects_in_words(effects: pd.DataFrame) -> str:
    """Say which effects `plot_effects` draws, line by line, and how many lines state none."""
    keys = ["domain", "instrument", "state"]
    said, silent = [], 0
    for (_, instrument, state), line in effects.groupby(keys, sort=False):
        parts = [
            f"on {OUTCOME_WORDS[cell['outcome']].lower()}, {tally}"
            for cell in line.to_dict("records")
            if (tally := _tally(cell))
        ]
        silent += not parts
        if parts:
            name = words(instrument) + ("" if state == ALL_STATES else f" ({state})")
            said.append(f"{name}: {'; '.join(parts)}")
    end = "" if not silent else f" {counted(silent, 'more line')} of an instrument state no effect."
    return f"{'. '.join(said) or 'No effect is stated'}.{end}"


def _tally(cell: dict[str, int]) -> str:
    here, general = (
        ", ".join(
            f"{TOWARDS[sign]} in {counted(cell[prefix + sign], 'claim')}"
            for sign in STATED
            if cell[prefix + sign]
        )
        for prefix in ("", "general ")
    )
    parts = [f"of places: {here}" if here else "", f"in general: {general}" if general else ""]
    return ", ".join(part for part in parts if part)


def acts_in_words(acts: pd.DataFrame) -> str:
    """Say what `plot_acts` draws, cell by cell."""
    said = [
        f"{words(cell['actor'])}, {words(cell['mode'])}: {counted(cell['claims'], 'claim')} · "
        f"{counted(cell['places'], 'place')}, {cell['with_effect']} with an effect coded"
        for cell in acts.to_dict("records")
        if cell["claims"]
    ]
    return f"{'; '.join(said) or 'No act'}. An effect coded is of a named place, and may be a 0."


def arrows_in_words(arrows: pd.DataFrame) -> str:
    """Say what `plot_figure1` draws."""
    said = []
    for arrow in figure1_arrows():
        counts = Counts(*arrows.loc[arrow.id, ["claims", "places", "sources"]])
        said.append(f"{arrow.id} from {arrow.start} to {arrow.end} {arrow.label}: {counts.brief}")
    return f"{'; '.join(said)}. No arrow joins growth and social conditions."


def harvest_in_words(counts: pd.DataFrame) -> str:
    """Say what stands under the columns of `plot_harvest`."""
    names = dict(zip(OUTCOMES, ("growth", "social conditions"), strict=True))
    said = [
        f"{names[outcome]}, {TOWARDS.get(direction, 'effect not stated')}: {Counts(*numbers)}"
        for (outcome, direction), *numbers in counts[["claims", "places", "sources"]].itertuples()
    ]
    return "; ".join(said) + "."


def gaps_in_words(gaps: pd.DataFrame) -> str:
    """Say what `plot_gap_map` draws."""
    by = gaps.columns[0]
    said = []
    for cell in gaps.to_dict("records"):
        standing = NO_LINKED_ACT.get(cell["standing"], cell["standing"])
        declared = {
            f"of the {by}": cell["of_word"],
            "of the actor": cell["of_actor"],
            "of the two together": cell["of_both"],
        }
        where = [f"{of} ({', '.join(places)})" for of, places in declared.items() if places]
        number = f", {counted(cell['claims'], 'claim')}" if cell["claims"] else ""
        gap = f", gap declared {' and '.join(where)}" if where else ""
        said.append(f"{words(cell[by])} and {words(cell['actor'])}: {standing}{number}{gap}")
    with_act = int(gaps["claims"].gt(0).sum())
    return f"An act is linked in {with_act} of {len(gaps)} combinations. {'; '.join(said)}."
