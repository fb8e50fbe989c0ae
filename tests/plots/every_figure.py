"""Every figure that a reader meets: those of figures/, of the notebooks and of the explorers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

import clusterkit as ck
from clusterkit.publish.figures import FIGURES, drawn
from clusterkit.widgets.panel import Explorer, View

Draw = Callable[[], Axes | Figure]
PRINTED = tuple(figure.name for figure in FIGURES)
# Choices that leave most to draw, and least; a figure fails where it is fullest or emptiest.
CHOICES: Mapping[str, tuple[dict[str, Any], ...]] = {
    "explore_growth": ({}, {"country": "MEX"}, {"about": 25}),
    "explore_conditions": (
        {}, {"wider": True}, {"certainty": "possible"}, {"jobs_as": "condition"},
        {"dimension": "remuneration", "wider": True}, {"setting_id": "enugu-furniture"},
    ),
    "explore_policies": (
        {}, {"wider": False}, {"certainty": "possible"}, {"instrument": "exchange_rate"},
        {"social_effect": "-"}, {"setting_id": "sialkot-football"},
    ),
    "explore_acts": (
        {}, {"mode": "joint"}, {"mode": "opposed"}, {"wider": False}, {"certainty": "argued"},
        {"actors": ("workers",)},
    ),
}  # fmt: skip
LABOUR = ("labour_law", "labour_enforcement", "minimum_wage")
STORIES = ("sialkot-stitchers-strikes", "atlanta-agreement")
OF_NOTEBOOKS: Mapping[str, Callable[[ck.Evidence], Axes]] = {
    "01 jobs": lambda e: ck.plot_levels(e, ck.levels(e).query("unit == 'jobs'")),
    "01 implied": lambda e: ck.plot_implied(
        ck.implied_levels(e, "los-lagos-salmon", assume="no_fall")
    ),
    "03 episode": lambda e: ck.plot_episode(e, story(e)),
    "04 figure 1 bare": lambda _: ck.plot_figure1(),
    "04 figure 1 in part": lambda _: ck.plot_figure1(reveal=["F4", "F7"]),
    "04 gap map by instrument": lambda e: ck.plot_gap_map(ck.gap_map(e, by="instrument")),
    "09 one pile": lambda e: ck.plot_effects(
        ck.effects_by_instrument(
            e, ck.select_rows(e, "policies", instrument=LABOUR), by_state=False
        )
    ),
}


def story(evidence: ck.Evidence) -> Any:
    """The rows of the story that notebook 03 draws."""
    rows = evidence.statements
    return rows[rows["setting_id"].eq("sialkot-football") & rows["episode"].isin(STORIES)]


def views(evidence: ck.Evidence, name: str) -> dict[str, View]:
    """What an explorer shows for each of its choices."""
    explorer: Explorer = getattr(ck, name)(evidence)
    return {
        f"{name} {chosen or 'as it begins'}": explorer._answer(**{**explorer._start, **chosen})
        for chosen in CHOICES[name]
    }


def every_figure(evidence: ck.Evidence) -> dict[str, Draw]:
    """Name each figure, and say how it is drawn."""
    figures: dict[str, Draw] = {figure.name: partial(drawn, evidence, figure) for figure in FIGURES}
    figures |= {name: partial(draw, evidence) for name, draw in OF_NOTEBOOKS.items()}
    for name in CHOICES:
        shown = views(evidence, name).items()
        figures |= {label: view.draw for label, view in shown if view.draw is not None}
    return figures
