"""The explorers of the notebooks: one question each.

Every control's words come from the codebook or from the evidence itself; every answer from a
function of `growth`, `directions`, `queries` or `mediation`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

import ipywidgets as widgets
import pandas as pd

from ..evidence.content import no_evidence
from ..evidence.definition import country_names
from ..evidence.tables import STATEMENT_TABLES, Evidence
from ..evidence.wording import spaced
from ..plots.alternatives import (
    acts_in_words,
    counted,
    effects_in_words,
    grid_in_words,
    map_in_words,
    rates_in_words,
)
from ..plots.episode import draw_lanes, story_lanes
from ..plots.growth import draw_grid, draw_intervals, growth_intervals, places_grid
from ..plots.matrices import acts_table, draw_acts, draw_effects, effects_table
from ..plots.pictures import Map
from ..plots.places_map import draw_map, places_map
from ..questions.configuration import WAY_WORDS
from ..questions.crosstables import acts_and_condition, acts_by_actor, effects_by_instrument
from ..questions.directions import changed_in_both, growth_and_conditions, growth_rule
from ..questions.growth import employment_growth
from ..questions.select import evidence_table, select_rows
from ..questions.words import DIRECTIONS, NOT_STATED, in_words
from .origin_switch import with_origin_switch
from .panel import ANY, Explorer, View, choice, chosen, several, tick

WIDE = {"description_width": "initial"}
STORY = "sialkot-football/sialkot-stitchers-strikes"  # the first one shown
WIDER = "wider context too (countries, industries, Italy, Germany, USA, general claims)"


@with_origin_switch
def explore_places(evidence: Evidence) -> Explorer:
    """Ask what the paper says of one place, in all tables at once.

    Returns an explorer with controls `place` and `table`; its figure is the map of the clusters,
    its table says each statement in words, with paragraph and sources.
    """
    names = {setting: evidence.place_name(setting) for setting in evidence.settings.index}
    first = "sialkot-football" if "sialkot-football" in names else next(iter(names))
    controls = {
        "place": choice("Place", list(names), value=first, names=names),
        "table": choice("What", STATEMENT_TABLES),
    }
    answer = partial(_places_view, evidence)
    return Explorer(evidence, "explore_places", controls, answer, leads="place")


@with_origin_switch
def explore_story(evidence: Evidence) -> Explorer:
    """Ask what answered what: the statements of a story, in order of following.

    Returns an explorer with the control `story`: all that is told of a place as stories, or one of
    them; its figure is the diagram of lanes, its table the statements.
    """
    told = evidence.statements[["setting_id", "episode"]].dropna().drop_duplicates()
    names: dict[str, str] = {}
    for place, stories in told.groupby("setting_id", observed=True)["episode"]:
        name = evidence.place_name(place)
        names[place] = f"{name}: all its stories"
        of_place = {f"{place}/{story}": f"{name}: {story.replace('-', ' ')}" for story in stories}
        names |= of_place
    first = STORY if STORY in names else next(iter(names), ANY)
    controls = {"story": choice("Story", list(names), value=first, names=names)}
    return Explorer(evidence, "explore_story", controls, partial(_story_view, evidence))


@with_origin_switch
def explore_growth(evidence: Evidence) -> Explorer:
    """Ask how fast jobs grew, and how much of the answer is the reading of a word.

    Returns an explorer with controls `about` (percent), `percent` (of a rise), `by` and
    `country`; its figure is the growth rates as intervals.
    """
    controls = {
        "about": widgets.IntSlider(
            value=10, min=0, max=25, description="“about” is ± %", style=WIDE
        ),
        "percent": choice(
            "“300 %” is",
            ("literal", "loose"),
            value="literal",
            names={"literal": "a factor of 4, literally", "loose": "a factor of 3, loosely"},
        ),
        "by": choice(
            "“by 1996” is",
            ("at_or_before", "in"),
            value="at_or_before",
            names={"at_or_before": "in that year or before", "in": "in that year"},
        ),
        "country": choice("Country", _countries(evidence, "employment"), names=country_names()),
    }
    return Explorer(evidence, "explore_growth", controls, partial(_growth_view, evidence))


@with_origin_switch
def explore_conditions(evidence: Evidence) -> Explorer:
    """Ask whether places that grew became better places to work.

    Returns an explorer with controls `dimension`, `jobs_as` (whether jobs are growth, a
    condition, or both), `setting_id`, `country`, `industry`, `certainty` and `wider`; its figure
    is the growth × conditions grid, its table the condition rows.
    """
    controls = {
        "dimension": choice("Condition", evidence.vocabulary("conditions", "dimension")),
        "jobs_as": choice("Jobs count as", ("growth", "condition", "both"), value="growth"),
        **_place_controls(evidence, "conditions"),
        "certainty": choice("Certainty", evidence.vocabulary("conditions", "certainty")),
        "wider": tick(WIDER),
    }
    return Explorer(evidence, "explore_conditions", controls, partial(_conditions_view, evidence))


@with_origin_switch
def explore_policies(evidence: Evidence) -> Explorer:
    """Ask which policies are in force where, who set them, and what they are said to do.

    Returns an explorer with controls `domain`, `instrument`, `state`, `level`, `influencer`,
    `place`, `country`, `industry`, `growth_effect`, `social_effect`, `certainty` and `wider`;
    its figure sets instruments against outcomes.
    """
    words = partial(evidence.vocabulary, "policies")
    controls = {
        "domain": choice("Domain", words("domain")),
        "instrument": choice("Instrument", _used(evidence, "policies", "instrument")),
        "state": choice("State", _used(evidence, "policies", "state")),
        "level": choice("Level of origin", words("level")),
        "influencer": choice("Set by", words("influencer")),
        **_place_controls(evidence, "policies"),
        **_effect_controls(),
        "certainty": choice("Certainty", words("certainty")),
        "wider": tick(WIDER, value=True),
    }
    return Explorer(evidence, "explore_policies", controls, partial(_policies_view, evidence))


@with_origin_switch
def explore_acts(evidence: Evidence) -> Explorer:
    """Ask where an actor acted, how, and what is said of one social condition there.

    Returns an explorer with controls `actors` (each must take part), `mode`, `kind`, `place`,
    `country`, `industry`, `growth_effect`, `social_effect`, `certainty`, `dimension` (the
    condition to set beside the acts) and `wider`; its figure sets actors against modes.
    """
    words = partial(evidence.vocabulary, "actions")
    controls = {
        "actors": several("Actors", words("actors")),
        "mode": choice("Mode", words("mode"), names=WAY_WORDS),
        "kind": choice("Kind of act", _used(evidence, "actions", "kind")),
        **_place_controls(evidence, "actions"),
        **_effect_controls(),
        "certainty": choice("Certainty", words("certainty")),
        "dimension": choice(
            "Beside it", evidence.vocabulary("conditions", "dimension"), value="remuneration"
        ),
        "wider": tick(WIDER, value=True),
    }
    return Explorer(evidence, "explore_acts", controls, partial(_acts_view, evidence))


def _places_view(evidence: Evidence, place: str, table: str) -> View:
    rows = evidence.statements
    rows = rows[rows["setting_id"].eq(place).fillna(False).astype(bool)]
    rows = rows if table == ANY else rows[rows["table"] == table]
    setting = evidence.settings.loc[place]
    where = ", ".join(setting["paragraphs"]) or setting["origin"]
    sentence = f"{evidence.place_name(place)} is spoken of in {where}."
    shown = pd.DataFrame({"in words": in_words(evidence, rows), "what": rows["table"]})
    picture = evidence.once(_every_cluster)
    drawn = None if picture is None else partial(draw_map, picture)
    clusters = evidence.settings.query("kind == 'cluster'")
    return View(rows, shown, sentence, drawn, partial(map_in_words, clusters), picture)


def _every_cluster(evidence: Evidence) -> Map | None:
    clusters = evidence.settings.query("kind == 'cluster'")
    statements = evidence.statements
    rows = statements.groupby("setting_id", observed=True).groups
    behind = {setting: tuple(ids) for setting, ids in rows.items()}
    return places_map(clusters, behind) if len(clusters) else None


def _story_view(evidence: Evidence, story: str) -> View:
    place, _, episode = story.partition("/")
    rows = evidence.statements
    mine = rows["setting_id"].eq(place) & rows["episode"].notna()
    mine &= rows["episode"].eq(episode) if episode else True
    rows = rows[mine.fillna(False).astype(bool)]
    if rows.empty:
        return View(rows, evidence_table(evidence, rows), "No statement is told as a story here.")
    picture = story_lanes(evidence, rows)
    counted_rows = counted(len(rows), "statement")
    sentence = (
        f"{counted_rows}; the figure has them in order of following, which is no proof of causes."
    )
    words = "; ".join(step.words for step in picture.steps)
    table = evidence_table(evidence, rows)
    return View(rows, table, sentence, partial(draw_lanes, picture), words, picture)


def _growth_view(evidence: Evidence, about: int, percent: str, by: str, country: str) -> View:
    growth = evidence.once(_rates_asked)(about / 100, percent, by)
    countries = growth["setting_id"].map(evidence.settings["country"])
    growth = growth if country == ANY else growth[countries == country]
    rows = evidence.statements.loc[growth["rows"].explode().dropna().unique()]
    rated = growth[growth["growth_lower"].notna()]
    places = counted(growth["setting_id"].nunique(), "place")
    sentence = f"A rate of growth follows for {rated['setting_id'].nunique()} of {places}."
    shown = growth.assign(place=evidence.place_names(growth["setting_id"]))
    shown = shown.assign(rate=_rates(shown))[["place", "basis", "rate", "why"]].set_index("place")
    words = partial(rates_in_words, evidence, growth)
    if rated.empty:
        return View(rows, shown, sentence, None, words)
    picture = growth_intervals(evidence, growth)
    return View(rows, shown, sentence, partial(draw_intervals, picture), words, picture)


RULES = {wider: partial(growth_rule, wider=wider) for wider in (False, True)}


def _rates_asked(evidence: Evidence) -> Callable[..., pd.DataFrame]:
    """Rates of growth by how words are read, each computed the first time only."""
    return lru_cache(64)(
        lambda about, percent, by: employment_growth(evidence, about=about, percent=percent, by=by)
    )


def _grids_asked(evidence: Evidence) -> Callable[..., pd.DataFrame]:
    """Grids by what counts as growth and as a condition, each computed the first time only."""
    return lru_cache(64)(
        lambda jobs_as, dimension, wider, certainty: growth_and_conditions(
            evidence, jobs_as=jobs_as, dimension=dimension, wider=wider, certainty=certainty
        )
    )


def _conditions_view(
    evidence: Evidence,
    dimension: str,
    jobs_as: str,
    setting_id: str,
    country: str,
    industry: str,
    certainty: str,
    wider: bool,
) -> View:
    where = {"setting_id": chosen(setting_id), "country": chosen(country)}
    what = {"dimension": chosen(dimension), "certainty": chosen(certainty)}
    rows = select_rows(
        evidence, "conditions", wider=wider, product=chosen(industry), **where, **what
    )
    asked, sure = (jobs_as, what["dimension"], wider), what["certainty"]
    grid = evidence.once(_grids_asked)(*asked, sure)
    among = evidence.once(_grids_asked)(*asked, None) if sure else None
    places = evidence.settings.loc[grid.index].assign(setting_id=grid.index)
    for column, value in (*where.items(), ("product", chosen(industry))):
        if value is not None:
            places = places[places[column].eq(value).fillna(False).astype(bool)]
    grid = grid.loc[places.index]
    both = changed_in_both(grid)
    places_in_words = counted(len(grid), "place")
    sentence = f"Of {places_in_words}, {both} have a change in growth and in social conditions."
    heads = (
        "growth, jobs left out" if jobs_as == "condition" else "growth",
        spaced(what["dimension"] or "social_conditions"),
    )
    # Where jobs are no growth, the rule on what is would say something else.
    rule = "" if jobs_as == "condition" else evidence.once(RULES[wider])
    picture = places_grid(grid, among=among, heads=heads, rule=rule) if len(grid) else None
    drawn = grid["growth_rows"].explode().dropna()
    behind = evidence.statements.loc[[*rows.index, *drawn[~drawn.isin(rows.index)].unique()]]
    table = evidence_table(evidence, rows)
    draw = None if picture is None else partial(draw_grid, picture)
    return View(behind, table, sentence, draw, partial(grid_in_words, grid), picture)


def _policies_view(evidence: Evidence, wider: bool, industry: str, **choices: str) -> View:
    rows = select_rows(
        evidence, "policies", wider=wider, product=chosen(industry), **_choices(choices)
    )
    effects = effects_by_instrument(evidence, rows)
    among = _among(_every_effect, evidence, rows, len(evidence.policies))
    stated = rows["growth_effect"].notna() | rows["social_effect"].notna()
    counts = evidence.counts(rows[stated])
    sentence = (
        f"Of these, {counts.claims} claims state an effect on the policy's own row; of the others "
        "an act may state one."
    )
    picture = effects_table(effects, among=among) if len(rows) else None
    table = evidence_table(evidence, rows)
    return View(
        evidence.statements.loc[rows.index],
        table,
        sentence if len(rows) else no_evidence(wider=wider),
        None if picture is None else partial(draw_effects, picture),
        partial(effects_in_words, effects),
        picture,
    )


def _acts_view(
    evidence: Evidence,
    actors: tuple[str, ...],
    dimension: str,
    wider: bool,
    industry: str,
    **choices: str,
) -> View:
    rows = select_rows(
        evidence, "actions", wider=wider, product=chosen(industry), **_choices(choices)
    )
    together = rows["actors"].map(lambda cell: set(actors) <= set(cell)).astype(bool)
    rows = rows[together]
    beside = acts_and_condition(evidence, rows, dimension)
    stated = beside[beside["of_the_act"] != NOT_STATED]
    condition = spaced(dimension)
    sentence = (
        f"On {condition} a row stands in the same statement as the act in "
        f"{evidence.counts(stated).claims} of these claims; in the others there is none."
    )
    parts = ("of_the_act", "of_the_story", "of_the_place")
    names = {part: f"{condition} {part.replace('_', ' ')}" for part in parts}
    acts = acts_by_actor(evidence, rows)
    among = _among(_every_act, evidence, rows, len(evidence.actions))
    picture = acts_table(acts, among=among) if len(rows) else None
    statements = evidence.statements.loc[rows.index]
    return View(
        statements,
        beside.rename(columns=names),
        sentence if len(rows) else no_evidence(wider=wider),
        None if picture is None else partial(draw_acts, picture),
        partial(acts_in_words, acts),
        picture,
    )


def _among(
    answer: Callable[[Evidence], pd.DataFrame], evidence: Evidence, rows: pd.DataFrame, number: int
) -> pd.DataFrame | None:
    """Answer for all rows, where some are chosen: what a choice leaves out is not silent."""
    return evidence.once(answer) if len(rows) < number else None


def _every_effect(evidence: Evidence) -> pd.DataFrame:
    return effects_by_instrument(evidence, evidence.policies)


def _every_act(evidence: Evidence) -> pd.DataFrame:
    return acts_by_actor(evidence, evidence.actions)


def _place_controls(evidence: Evidence, table: str) -> dict[str, widgets.ValueWidget]:
    used = getattr(evidence, table)["setting_id"].dropna().unique()
    names = {setting: evidence.place_name(setting) for setting in sorted(used)}
    return {
        "setting_id": choice("Place", list(names), names=names),
        "country": choice("Country", _countries(evidence, table), names=country_names()),
        "industry": choice("Industry", _industries(evidence, table)),
    }


def _effect_controls() -> dict[str, widgets.ValueWidget]:
    return {
        "growth_effect": choice("Effect on growth", DIRECTIONS),
        "social_effect": choice("Effect on social conditions", DIRECTIONS),
    }


def _choices(values: dict[str, str]) -> dict[str, str | None]:
    return {name: chosen(value) for name, value in values.items()}


def _countries(evidence: Evidence, table: str) -> list[str]:
    codes = _setting_words(evidence, table, "country")
    return sorted(codes, key=lambda code: country_names().get(code, code))


def _industries(evidence: Evidence, table: str) -> list[str]:
    return _setting_words(evidence, table, "product")


def _setting_words(evidence: Evidence, table: str, column: str) -> list[str]:
    used = getattr(evidence, table)["setting_id"].dropna().unique()
    return sorted(evidence.settings.loc[used, column].dropna().unique())


def _used(evidence: Evidence, table: str, column: str) -> list[str]:
    """List the words of a vocabulary that occur, in the codebook's order."""
    there = set(getattr(evidence, table)[column].dropna())
    return [word for word in evidence.vocabulary(table, column) if word in there]


def _rates(growth: pd.DataFrame) -> list[str]:
    rates = []
    for low, high in zip(growth["growth_lower"], growth["growth_upper"], strict=True):
        if pd.isna(low):
            rates.append("no rate follows")
        elif high == float("inf"):
            rates.append(f"at least {low:.1f} % a year")
        else:
            rates.append(
                f"{low:.1f} % a year" if low == high else f"{low:.1f} to {high:.1f} % a year"
            )
    return rates


__all__ = [
    "explore_acts",
    "explore_conditions",
    "explore_growth",
    "explore_places",
    "explore_policies",
    "explore_story",
]
