"""Widgets: a thin view over tested functions. Each `explore_*` answers one question."""

from .explorer import Explorer, View
from .explorers import (
    explore_acts,
    explore_conditions,
    explore_configurations,
    explore_growth,
    explore_places,
    explore_policies,
)

__all__ = [
    "Explorer",
    "View",
    "explore_acts",
    "explore_conditions",
    "explore_configurations",
    "explore_growth",
    "explore_places",
    "explore_policies",
]
