"""Which way growth and social conditions went, place by place, and where nothing is said.

A direction is a coded change (improved, worsened); a level ("low wages") is not one, and
neither is silence. Nothing is averaged: a place with changes both ways is `mixed`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import pandas as pd

from ..evidence.tables import Evidence
from ..evidence.wording import listed, spaced
from .growth import employment_growth
from .select import core_settings

JobsAs = Literal["growth", "condition", "both"]

CHANGES = ("improved", "mixed", "unchanged", "not_improved", "worsened")
DIRECTION = (*(spaced(change) for change in CHANGES), "level only", "not said")
AS_EFFECTS = {"improved": "+", "worsened": "-", "unchanged": "0", "not_improved": "0"}
RARE = "not improved"  # its line stands in a grid only where a place needs it
JOB_DIMENSIONS = (None, "employment_opportunities")
GROWTH = "growth"  # of the column `aspect`: what else is reported of an economy is not growth
RULE = (
    "Growth here is a rise or fall in jobs, or growth that the paper words as such. What is "
    "reported of {aspects} is not counted as growth{places}. An effect on growth that is stated of "
    "a policy or an act is another kind of statement, and is counted apart."
)
SO_OF = ": so no change of growth stands here of {}"


def growth_and_conditions(
    evidence: Evidence,
    *,
    jobs_as: JobsAs = "growth",
    dimension: str | None = None,
    certainty: str | None = None,
    wider: bool = False,
) -> pd.DataFrame:
    """Set the direction of growth beside that of social conditions for every place.

    Parameters
    ----------
    jobs_as
        Whether more jobs are growth, a social condition (good employment opportunities are
        one by 1.0.3), or both. The paper uses them as both.
    dimension
        One dimension of social conditions; all of them by default.
    certainty
        Only statements of this certainty, on growth and on conditions; all by default.
    wider
        Also regions, industries, countries and places outside developing countries.

    Of the economy only its growth counts: what is reported of exports, market access, prices and
    yields, productivity, upgrading or structure alone is none (`not_counted_as_growth` lists the
    places, `growth_rule` says it). Effects that the paper states of policies and acts are another
    kind, which `outcomes_together` counts.

    Returns
    -------
    DataFrame
        Indexed by setting_id: `place`, `growth` and `conditions` (ordered `DIRECTION`),
        `growth_rows` and `condition_rows` (row ids that the direction rests on), `hedged`
        (whether a hedged statement is among them). `level only`: a level is reported, but no
        change; `not said`: nothing is.

    Examples
    --------
    A count of jobs at one time is a level, not growth:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> grid = ck.growth_and_conditions(evidence)
    >>> grid.loc["sialkot-football", ["growth", "conditions"]].tolist()
    ['level only', 'mixed']
    """
    settings = evidence.settings if wider else core_settings(evidence)
    jobs = job_changes(evidence)
    economy = evidence.economy
    economy = economy.loc[economy["aspect"].eq(GROWTH).fillna(False), ["setting_id", "finding"]]
    social = evidence.conditions
    social = social[~social["stage"].isin(["aimed", "not_realised"])]
    if dimension is not None:
        social = social[social["dimension"] == dimension]
    certainties = evidence.once(_certainties)
    if certainty is not None:
        economy, social, jobs = (
            part[[certainties[row] == certainty for row in part.index]]
            for part in (economy, social, jobs)
        )
    jobs_are_growth = jobs_as in ("growth", "both")
    jobs_are_condition = jobs_as in ("condition", "both") and dimension in JOB_DIMENSIONS
    growth = [economy, jobs] if jobs_are_growth else [economy]
    conditions = [social[["setting_id", "finding"]], *([jobs] if jobs_are_condition else [])]
    growth_by, conditions_by = _by_setting(growth), _by_setting(conditions)
    lines = []
    for setting in settings.index:
        growth_rows = growth_by.get(setting, [])
        condition_rows = conditions_by.get(setting, [])
        ids = tuple(dict.fromkeys(row for row, _ in (*growth_rows, *condition_rows)))
        lines.append(
            {
                "setting_id": setting,
                "place": evidence.place_name(setting),
                "growth": direction(finding for _, finding in growth_rows),
                "conditions": direction(finding for _, finding in condition_rows),
                "growth_rows": tuple(dict.fromkeys(row for row, _ in growth_rows)),
                "condition_rows": tuple(dict.fromkeys(row for row, _ in condition_rows)),
                "hedged": any(certainties[row] == "possible" for row in ids),
            }
        )
    order = pd.CategoricalDtype(list(DIRECTION), ordered=True)
    return (
        pd.DataFrame(lines).set_index("setting_id").astype({"growth": order, "conditions": order})
    )


def not_counted_as_growth(evidence: Evidence, *, wider: bool = False) -> pd.DataFrame:
    """List the places of which other matters of the economy are reported, and no change of growth.

    Returns
    -------
    DataFrame
        Indexed by setting_id: `place`, `aspects` (in words) and `rows`, in the order of the grid.

    Examples
    --------
    Harvests and prices rose in Chiapas (2.1.2); of its growth nothing is said:

    >>> import clusterkit as ck
    >>> not_counted_as_growth(ck.load(only="paper")).loc["chiapas-coffee", "aspects"]
    ('prices and yields', 'upgrading')
    """
    grid = growth_and_conditions(evidence, wider=wider)
    silent = grid[grid["growth"].isin(DIRECTION[len(CHANGES) :])]
    other = evidence.economy.query("aspect != @GROWTH")
    other = other[~other["stage"].isin(["aimed", "not_realised"])]
    lines = {
        str(setting): (evidence.place_name(str(setting)), _words(mine["aspect"]), tuple(mine.index))
        for setting, mine in other.groupby("setting_id", observed=True)
    }
    columns = ["place", "aspects", "rows"]
    kept = [setting for setting in silent.index if setting in lines]
    return pd.DataFrame([lines[one] for one in kept], index=kept, columns=columns)


def growth_rule(evidence: Evidence, *, wider: bool = False) -> str:
    """Say what counts as growth in the grid, and of which places other changes do not.

    Examples
    --------
    >>> import clusterkit as ck
    >>> rule = growth_rule(ck.load(only="paper"))
    >>> "Chiapas organic coffee (prices and yields, upgrading)" in rule
    True
    """
    table = not_counted_as_growth(evidence, wider=wider)
    named = zip(table["place"], table["aspects"], strict=True)
    places = "; ".join(f"{place} ({', '.join(aspects)})" for place, aspects in named)
    aspects = [spaced(word) for word in evidence.vocabulary("economy", "aspect") if word != GROWTH]
    several = listed(aspects, "or")
    return RULE.format(aspects=several, places=SO_OF.format(places) if places else "")


def _words(cells: pd.Series) -> tuple[str, ...]:
    return tuple(sorted({spaced(str(cell)) for cell in cells}))


def direction(findings: Iterable[str]) -> str:
    """Join findings into one of `DIRECTION`; changes outweigh levels, both ways is mixed.

    Examples
    --------
    >>> direction(["poor", "improved"])
    'improved'
    >>> direction(["improved", "worsened"])
    'mixed'
    >>> direction(["poor"])
    'level only'
    >>> direction([])
    'not said'
    """
    said = list(findings)
    changes = {finding for finding in said if finding in CHANGES}
    if not changes:
        return "level only" if said else "not said"
    return spaced(changes.pop()) if len(changes) == 1 else "mixed"


def directions_shown(grid: pd.DataFrame) -> list[str]:
    """List the directions that a grid has a line for: all, but `not improved` only where needed.

    Examples
    --------
    >>> import clusterkit as ck
    >>> directions_shown(growth_and_conditions(ck.load(only="paper")))
    ['improved', 'mixed', 'unchanged', 'worsened', 'level only', 'not said']
    """
    there = {*grid["growth"], *grid["conditions"]}
    return [word for word in DIRECTION if word != RARE or word in there]


def changed_in_both(grid: pd.DataFrame) -> int:
    """Count the places with a change in growth and one in social conditions.

    Examples
    --------
    >>> import clusterkit as ck
    >>> changed_in_both(growth_and_conditions(ck.load(only="paper")))
    2
    """
    changes = DIRECTION[: len(CHANGES)]
    return int((grid["growth"].isin(changes) & grid["conditions"].isin(changes)).sum())


def grid_counts(grid: pd.DataFrame) -> pd.DataFrame:
    """Count places in every cell of the growth × conditions grid.

    Returns whole numbers, conditions in the rows and growth in the columns, every direction
    present in both; the cells add up to the number of places.

    Examples
    --------
    Of four places that grew, nothing is said of how conditions changed:

    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> counts = ck.grid_counts(ck.growth_and_conditions(evidence))
    >>> int(counts.loc["not said", "improved"])
    4
    """
    table = pd.crosstab(grid["conditions"], grid["growth"], dropna=False)
    return table.reindex(index=list(DIRECTION), columns=list(DIRECTION), fill_value=0)


def changes_as_effects(evidence: Evidence) -> pd.DataFrame:
    """Give the place and the effects of every statement, a stated change counting as an effect.

    Figures on jobs are a change where a rise or a fall follows from them (`job_changes`).
    Returns a table indexed as `evidence.statements`, with `setting_id`, `growth_effect` and
    `social_effect`: for how the evidence on a cell stands.

    Examples
    --------
    >>> import clusterkit as ck
    >>> changes_as_effects(ck.load(only="paper")).loc["con-2.1.2-01", "social_effect"]
    '+'
    """
    rows = evidence.statements
    jobs = job_changes(evidence)["finding"].reindex(rows.index)
    finding = rows["finding"].astype("string").fillna(jobs.astype("string"))
    change = finding.where(finding.isin(CHANGES)).replace(AS_EFFECTS)
    finds = rows["finding"].notna() | rows["table"].eq("employment")
    social = rows["social_effect"].astype("string").mask(finds, change)
    return pd.DataFrame(
        {
            "setting_id": rows["setting_id"],
            "growth_effect": rows["growth_effect"].astype("string"),
            "social_effect": social,
        }
    )


def job_changes(evidence: Evidence) -> pd.DataFrame:
    """Say of figures on jobs what follows: a rise (improved), a fall (worsened), or a level.

    Returns a table indexed by row id, with `setting_id` and `finding`.

    Examples
    --------
    Of Torreon two counts are given, and the later one is higher:

    >>> import clusterkit as ck
    >>> job_changes(ck.load(only="paper")).loc["job-1.0.4-09", "finding"]
    'improved'
    """
    return evidence.once(_job_changes, of=("employment", "settings")).copy()


def _job_changes(evidence: Evidence) -> pd.DataFrame:
    growth = employment_growth(evidence)
    rose = growth["growth_lower"].gt(0).fillna(False)
    fell = growth["growth_upper"].lt(0).fillna(False)
    finding = pd.Series("level", index=growth.index).mask(rose, "improved").mask(fell, "worsened")
    table = growth.assign(finding=finding).explode("rows")
    return table.set_index("rows")[["setting_id", "finding"]]


def _by_setting(parts: list[pd.DataFrame]) -> dict[str, list[tuple[str, str]]]:
    rows: dict[str, list[tuple[str, str]]] = {}
    for part in parts:
        columns = (part.index, part["setting_id"], part["finding"].astype(object))
        for row, setting, finding in zip(*columns, strict=True):
            if not pd.isna(setting):
                rows.setdefault(str(setting), []).append((row, finding))
    return rows


def _certainties(evidence: Evidence) -> dict[str, str]:
    certainty = evidence.statements["certainty"].astype("string").fillna("")
    return dict(zip(certainty.index, certainty, strict=True))
