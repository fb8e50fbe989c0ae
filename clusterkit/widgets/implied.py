"""Casting the jobs of one place back, with the reader's own assumptions at the controls."""

from __future__ import annotations

from functools import partial

from ..evidence.tables import Evidence
from ..plots.growth import draw_intervals, implied_intervals
from ..questions.growth import implied_levels
from .panel import Explorer, View, choice

ASSUMED = {
    "nothing": "nothing assumed",
    "no_fall": "jobs never fell",
    "even": "an even rate within each period",
}
READ = {"literal": "a factor of 4, literally", "loose": "a factor of 3, loosely"}
AS_OURS = {
    "nothing": "Nothing is assumed between the years: what follows, follows from the figures.",
    "no_fall": "That jobs never fell is the reader's assumption, not the paper's.",
    "even": "That the rate was even is the reader's assumption, not the paper's.",
}


def explore_implied(evidence: Evidence, setting_id: str = "los-lagos-salmon") -> Explorer:
    """Ask how many jobs a place had in years of which the paper gives no count.

    Returns an explorer with controls `assume` (what holds between the years) and `percent` (how
    a rise of 300 % is read); its table has the fewest and the most jobs by year.

    Raises
    ------
    KeyError
        When no figure on jobs of this setting is in the evidence.

    Examples
    --------
    >>> import clusterkit as ck
    >>> explorer = explore_implied(ck.load(only="paper"))
    >>> explorer.controls["percent"].value = "loose"
    >>> explorer.controls["assume"].value = "even"
    >>> explorer.table["fewest jobs"].to_dict()[1992]
    9200.0
    """
    controls = {
        "assume": choice("Between the years", tuple(ASSUMED), value="nothing", names=ASSUMED),
        "percent": choice("“300 %” is", tuple(READ), value="literal", names=READ),
    }
    answer = partial(_implied_view, evidence, setting_id)
    return Explorer(evidence, "explore_implied", controls, answer, about={"setting_id": setting_id})


def _implied_view(evidence: Evidence, setting_id: str, *, assume: str, percent: str) -> View:
    implied = implied_levels(evidence, setting_id, assume=assume, percent=percent)
    levels, place = implied.levels, evidence.place_name(setting_id)
    ids = dict.fromkeys(row for rows in levels["rows"] for row in rows)
    conflicts = " ".join(implied.conflicts)
    picture = implied_intervals(implied)
    return View(
        evidence.statements.loc[list(ids)],
        implied.bounds,
        f"{place}: jobs implied by its figures, to the nearest hundred. {AS_OURS[assume]} "
        f"{conflicts}".strip(),
        partial(draw_intervals, picture),
        f"Jobs in {place} by year, {ASSUMED[assume]}, “300 %” as {READ[percent]}.",
        picture,
    )
