"""Every public function answers own evidence that fills one table only, whichever it is.

The functions are those of `ck.__all__` that take evidence, and all figures; `CALLS` gives each
its other arguments, and a new function without an entry is noticed.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes

import clusterkit as ck
from clusterkit.questions.configuration import UNITS
from clusterkit.widgets.origin_switch import OriginSwitch
from clusterkit.widgets.panel import Explorer

from .test_workbook import MINE, SAID, Cells, filled

WHOLE = "all"
CLUSTER, STORY = "morbi-tiles", "morbi-story"
ABOUT: Cells = {**SAID, "page": "p. 12", "setting_id": CLUSTER, "episode": STORY}
LINE_OF: dict[str, list[Cells]] = {
    "employment": [
        {**{name: value for name, value in ABOUT.items() if name not in ("summary", "episode")},
         "employment_id": "job-m1", "measure": "level", "unit": "jobs", "value": 40000,
         "qualifier": "about", "year_lo": 2010, "year_hi": 2010},
    ],
    "economy": [{**ABOUT, "economy_id": "eco-m1", "aspect": "growth", "finding": "improved"}],
    "conditions": [
        {**ABOUT, "condition_id": "con-m1", "dimension": "remuneration", "finding": "worsened"},
    ],
    "policies": [
        {**ABOUT, "policy_id": "pol-m1", "domain": "standards", "instrument": "labour_enforcement",
         "state": "weak", "level": "national", "social_effect": "-"},
    ],
    "actions": [
        {**ABOUT, "action_id": "act-m1", "actors": "employers; workers", "mode": "joint",
         "kind": "services", "social_effect": "+"},
    ],
    "contexts": [{**ABOUT, "context_id": "ctx-m1", "kind": "ideas_and_beliefs"}],
    "gaps": [
        {"gap_id": "gap-m1", "topic": "home-based work", "summary": "little is known",
         "page": "p. 3", "sources": "shah-2019", "actor": "workers"},
    ],
}  # fmt: skip
WORKBOOKS = {
    **{table: {**{name: MINE[name] for name in ("settings", "sources")}, table: lines}
       for table, lines in LINE_OF.items()},
    WHOLE: {**{name: MINE[name] for name in ("settings", "sources")}, **LINE_OF},
}  # fmt: skip

Call = Callable[[ck.Evidence, Path], Any]


def of(name: str, rows: Callable[[ck.Evidence], pd.DataFrame]) -> Call:
    """Call a function with evidence and some of its rows."""
    return lambda evidence, _: getattr(ck, name)(evidence, rows(evidence))


def from_(name: str, data: Callable[[ck.Evidence], Any]) -> Call:
    """Call a function with what another one makes of the evidence."""
    return lambda evidence, _: getattr(ck, name)(data(evidence))


def statements(evidence: ck.Evidence) -> pd.DataFrame:
    return evidence.statements


def marks(evidence: ck.Evidence) -> pd.DataFrame:
    return ck.harvest(evidence, ck.matching_evidence(evidence, ck.Configuration(wider=True)).exact)


def grid(evidence: ck.Evidence) -> pd.DataFrame:
    return ck.growth_and_conditions(evidence)


def cases(evidence: ck.Evidence) -> pd.DataFrame:
    return ck.case_table(ck.case_cells(evidence))


def effects(evidence: ck.Evidence) -> pd.DataFrame:
    return ck.effects_by_instrument(evidence, evidence.policies)


def acts(evidence: ck.Evidence) -> pd.DataFrame:
    return ck.acts_by_actor(evidence, evidence.actions)


def places_with_jobs(evidence: ck.Evidence) -> list[str]:
    return list(evidence.employment.query("unit == 'jobs'")["setting_id"].dropna().unique())


def implied(evidence: ck.Evidence) -> list[ck.Implied]:
    return [ck.implied_levels(evidence, place) for place in places_with_jobs(evidence)]


def matched(evidence: ck.Evidence) -> ck.Match:
    return ck.matching_evidence(evidence, ck.Configuration(actors=("employers",)))


def joint() -> ck.Configuration:
    return ck.Configuration(ways=("employers:joint",), outcomes=("social:+",))


CALLS: dict[str, Call] = {
    **{name: lambda evidence, _, name=name: getattr(ck, name)(evidence) for name in (
        "arrow_evidence arrow_table case_cells counted_by_unit coverage element_map "
        "employment_growth finding_changes findings findings_by_reading growth_and_conditions gap_map levels codebook_page "
        "explore_acts explore_cases explore_cells explore_conditions explore_figure1 explore_findings explore_growth "
        "explore_matrix explore_mediation explore_places explore_policies explore_story "
        "explore_workbook "
        "cluster_configurations cluster_marks outcome_groups outcomes_together reported_together improved_in_both "
        "mediation_chains contrasts plain_words"
    ).split()},
    **{name: of(name, statements) for name in "by_place evidence_table flow harvest in_words".split()},
    "acts_and_condition": of("acts_and_condition", lambda evidence: evidence.actions),
    "nearest": lambda evidence, _: ck.nearest(evidence, CLUSTER),
    "codes_in_words": lambda evidence, _: ck.codes_in_words(
        evidence, pd.DataFrame({"codes": [f"{CLUSTER} (Ana); not_improved (Ben)"]})
    ),
    "observed_configurations": lambda evidence, _: ck.observed_configurations(
        evidence, "government", "employers"
    ),
    "how_places_agree": lambda evidence, _: ck.how_places_agree(evidence, joint()),
    "places_that_meet": lambda evidence, _: [
        ck.places_that_meet(evidence, joint(), unit).places for unit in UNITS
    ],
    "where_met": lambda evidence, _: ck.where_met(
        evidence, ck.places_that_meet(evidence, joint())
    ) or "met nowhere",
    "acts_by_actor": of("acts_by_actor", lambda evidence: evidence.actions),
    "effects_by_instrument": of("effects_by_instrument", lambda evidence: evidence.policies),
    "harvest_counts": of("harvest_counts", marks),
    "matching_evidence": lambda evidence, _: matched(evidence).exact,
    "compare_matches": lambda evidence, _: ck.compare_matches(matched(evidence), matched(evidence)),
    "implied_levels": lambda evidence, _: implied(evidence),
    "explore_implied": lambda evidence, _: [
        ck.explore_implied(evidence, place).view.draw() for place in places_with_jobs(evidence)
    ],
    "plot_implied": lambda evidence, _: [ck.plot_implied(one) for one in implied(evidence)],
    "select_rows": lambda evidence, _: ck.select_rows(evidence, "actions", actors="employers"),
    "trace": lambda evidence, _: ck.trace(evidence, CLUSTER),
    "compare_settings": lambda evidence, _: ck.compare_settings(evidence, CLUSTER, "india"),
    "effect_directions": from_("effect_directions", marks),
    "grid_counts": from_("grid_counts", grid),
    "case_table": from_("case_table", ck.case_cells),
    "standing": from_("standing", statements),
    "plot_acts": from_("plot_acts", acts),
    "plot_conditions": of("plot_conditions", lambda evidence: evidence.conditions),
    "plot_effects": from_("plot_effects", effects),
    "plot_episode": of("plot_episode", statements),
    "plot_figure1": from_("plot_figure1", ck.arrow_table),
    "plot_findings": of("plot_findings", ck.findings_by_reading),
    "show_findings": lambda evidence, _: ck.show_findings(evidence, "02")._repr_html_(),
    "plot_gap_map": from_("plot_gap_map", ck.gap_map),
    "plot_growth_and_conditions": from_("plot_growth_and_conditions", grid),
    "plot_growth_rates": of("plot_growth_rates", ck.employment_growth),
    "plot_harvest": of("plot_harvest", marks),
    "plot_levels": of("plot_levels", ck.levels),
    "plot_map": from_("plot_map", lambda evidence: evidence.settings),
    "write_figures": lambda evidence, folder: ck.write_figures(folder, evidence),
}  # fmt: skip


OF_THE_PAPER: dict[str, Call] = {
    **{name: lambda evidence, _, name=name: getattr(ck, name)(evidence)
       for name in ("claims_table", "made_up_class", "reference_coding", "reference_reasons")},
    "check_answer": lambda evidence, _: ck.check_answer(evidence, "1.1", 1),
    "exercise": lambda evidence, _: ck.exercise(evidence, "1.1"),
    "predict": lambda evidence, _: ck.predict(evidence, "1.b", "a look"),
    "explore_class": lambda evidence, folder: ck.explore_class(evidence, folder),
    "explore_coding": lambda evidence, folder: ck.explore_coding(evidence, folder),
    "read_class": lambda evidence, folder: ck.read_class(folder, evidence),
    "slides_page": lambda evidence, _: ck.slides_page(evidence, ck.made_up_class(ck.load())),
    "read_codings": lambda evidence, folder: ck.read_codings(folder, evidence),
    "with_reading": lambda evidence, _: ck.with_reading(evidence, "rdg-01"),
    "report_page": lambda evidence, _: ck.report_page(evidence, ck.made_up_class(ck.load())),
}  # fmt: skip
OF_OTHER_TABLES = (  # of sets, configurations and codings
    "plot_class_board", "plot_class_harvest", "plot_configurations", "plot_ranges", "plot_xy",
)  # fmt: skip
VARIES = ("evidence_table", "findings_by_reading")  # columns follow from the rows


@pytest.fixture(scope="module")
def books(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("own")
    return {table: filled(folder / f"{table}.xlsx", rows) for table, rows in WORKBOOKS.items()}


@pytest.fixture(scope="module")
def columns_when_full(books, tmp_path_factory) -> Callable[[str], dict[object, str]]:
    """Columns of each answer from the paper's rows and own rows in every table."""
    whole, folder = beside_the_paper(books[WHOLE]), tmp_path_factory.mktemp("full")
    return cache(lambda name: columns_of(CALLS[name](whole, folder)))


SAMPLE = (WHOLE, "conditions", "gaps")  # of workbooks, in `make test`; all in `make trust`


@pytest.fixture(
    scope="module",
    params=[
        table if table in SAMPLE else pytest.param(table, marks=pytest.mark.trust)
        for table in WORKBOOKS
    ],
)
def alone(request, books) -> ck.Evidence:
    return ck.load(books[request.param], only="own")


@pytest.fixture(
    scope="module",
    params=[WHOLE, *(pytest.param(table, marks=pytest.mark.trust) for table in LINE_OF)],
)
def union(request, books) -> ck.Evidence:
    return beside_the_paper(books[request.param])


def beside_the_paper(book: Path) -> ck.Evidence:
    """Own rows and the paper's, with the first few second readings: each is asked afresh."""
    whole = ck.load(book)
    return whole.replaced({"readings": whole.readings.head(9)}, whole.version)


def takes_evidence(name: str) -> bool:
    function = getattr(ck, name)
    if not inspect.isfunction(function):
        return False
    return name.startswith("plot_") or "evidence" in inspect.signature(function).parameters


def test_every_public_function_that_takes_evidence_is_called_here():
    asked = {name for name in ck.__all__ if takes_evidence(name)}
    assert asked - set(CALLS) - set(OF_THE_PAPER) - set(OF_OTHER_TABLES) == set()
    for name in OF_OTHER_TABLES:
        assert "evidence" not in inspect.signature(getattr(ck, name)).parameters


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
def test_own_rows_of_one_table_are_answered(name, alone, columns_when_full, tmp_path):
    answer = CALLS[name](alone, tmp_path)
    assert_says_something(answer)
    if isinstance(answer, pd.DataFrame) and name not in VARIES:
        assert columns_of(answer) == columns_when_full(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
def test_they_are_answered_beside_the_papers(name, union, tmp_path):
    assert_says_something(CALLS[name](union, tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("name", OF_THE_PAPER)
def test_what_is_about_the_paper_says_that_it_is(name, alone, tmp_path):
    with pytest.raises((ck.EvidenceError, ValueError), match="paper"):
        OF_THE_PAPER[name](alone, tmp_path)


def columns_of(table: pd.DataFrame) -> dict[object, str]:
    types = {name: str(kind) for name, kind in table.dtypes.items() if name != "page"}
    return {**types, "index": str(table.index.names)}


def assert_says_something(answer: Any) -> None:
    """No figure is a blank area, no explorer is silent."""
    for axes in answer if isinstance(answer, list) else [answer]:
        if isinstance(axes, Axes):
            assert [*axes.lines, *axes.texts, *axes.patches, *axes.collections]
    if isinstance(answer, OriginSwitch):
        answer = answer.explorer
    if isinstance(answer, Explorer):
        assert answer.view.sentence
