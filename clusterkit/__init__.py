"""The Cluster Upgrading Workbench: evidence on industrial clusters and social upgrading.

>>> import clusterkit as ck
>>> evidence = ck.load()

The names below are the public ones. Figures (`plot_*`) and widgets (`explore_*`) are imported
when first asked for, so that `import clusterkit` reads no file and sets no plot style.
"""

from importlib import import_module
from typing import Any

from .case_table import case_cells, case_table, complete_cases, counted_by_unit
from .cases import compare_settings, trace
from .citations import Citation
from .configuration import Configuration
from .directions import direction, grid_counts, growth_and_conditions
from .evidence import Counts, Evidence, check_file, load
from .framework import (
    AMBIGUITIES,
    ARROWS,
    NO_ARROW,
    NODES,
    STANDING_SENTENCES,
    STANDINGS,
    arrow_evidence,
    arrow_table,
    standing,
)
from .growth import (
    Implied,
    Interval,
    annual_growth,
    change_factor,
    employment_growth,
    implied_levels,
    levels,
)
from .mediation import Match, compare_matches, matching_evidence
from .queries import (
    acts_and_condition,
    acts_by_actor,
    coverage,
    effects_by_instrument,
    evidence_table,
    select_rows,
)
from .schema import EvidenceError, Problem
from .spreadsheets import safe_for_spreadsheets
from .synthesis import (
    by_place,
    effect_directions,
    element_map,
    flow,
    gap_map,
    harvest,
    harvest_counts,
    in_words,
)

__version__ = "0.3.0"

_LATER: dict[str, str] = (
    dict.fromkeys(
        [
            "plot_acts",
            "plot_class_board",
            "plot_class_harvest",
            "plot_conditions",
            "plot_configurations",
            "plot_effects",
            "plot_episode",
            "plot_figure1",
            "plot_gap_map",
            "plot_growth_and_conditions",
            "plot_growth_rates",
            "plot_harvest",
            "plot_implied",
            "plot_levels",
            "plot_map",
            "plot_overlaps",
            "plot_ranges",
            "plot_truth_table",
            "plot_xy",
            "write_figures",
        ],
        "plots",
    )
    | dict.fromkeys(
        [
            "exercise",
            "explore_acts",
            "explore_cells",
            "explore_class",
            "explore_coding",
            "explore_conditions",
            "explore_figure1",
            "explore_growth",
            "explore_mediation",
            "explore_places",
            "explore_policies",
            "explore_qca",
            "explore_workbook",
        ],
        "widgets",
    )
    | dict.fromkeys(
        [
            "agreement_table",
            "cohens_kappa",
            "confusion",
            "disagreements",
            "krippendorffs_alpha",
            "percent_agreement",
        ],
        "agreement",
    )
    | dict.fromkeys(["check_answer", "write_teacher_notebooks"], "exercises")
    | dict.fromkeys(["report_page"], "class_report")
    | dict.fromkeys(
        [
            "changed_codes",
            "claims_table",
            "class_board",
            "class_harvest",
            "codebook_page",
            "latest",
            "made_up_class",
            "most_disputed",
            "read_codings",
            "read_passages",
            "reference_coding",
            "reference_reasons",
        ],
        "seminar",
    )
    | dict.fromkeys(["picture", "readable"], "show")
    | dict.fromkeys(["annotate", "read_workbook", "write_template"], "workbook")
)

__all__ = [
    "AMBIGUITIES",
    "ARROWS",
    "NODES",
    "NO_ARROW",
    "STANDINGS",
    "STANDING_SENTENCES",
    "Citation",
    "Configuration",
    "Counts",
    "Evidence",
    "EvidenceError",
    "Implied",
    "Interval",
    "Match",
    "Problem",
    "acts_and_condition",
    "acts_by_actor",
    "annual_growth",
    "case_cells",
    "case_table",
    "arrow_evidence",
    "arrow_table",
    "by_place",
    "change_factor",
    "check_file",
    "compare_matches",
    "compare_settings",
    "complete_cases",
    "counted_by_unit",
    "coverage",
    "direction",
    "effect_directions",
    "effects_by_instrument",
    "element_map",
    "employment_growth",
    "evidence_table",
    "flow",
    "gap_map",
    "grid_counts",
    "growth_and_conditions",
    "harvest",
    "harvest_counts",
    "implied_levels",
    "in_words",
    "levels",
    "load",
    "matching_evidence",
    "safe_for_spreadsheets",
    "select_rows",
    "standing",
    "trace",
]


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(f".{_LATER[name]}", __name__), name)
    msg = f"clusterkit has no {name!r}"
    raise AttributeError(msg)
