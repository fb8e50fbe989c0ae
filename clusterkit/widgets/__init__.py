"""Widgets: a thin view over tested functions. Each `explore_*` answers one question."""

from .either import EitherAlone
from .explorer import Explorer, View
from .explorers import (
    explore_acts,
    explore_conditions,
    explore_growth,
    explore_places,
    explore_policies,
)
from .figure1 import Figure1, explore_figure1
from .mediation import MediationExplorer, explore_mediation
from .qca import CellTable, QcaExplorer, explore_cells, explore_qca

__all__ = [
    "CellTable",
    "EitherAlone",
    "Explorer",
    "Figure1",
    "MediationExplorer",
    "QcaExplorer",
    "View",
    "explore_acts",
    "explore_cells",
    "explore_conditions",
    "explore_figure1",
    "explore_growth",
    "explore_mediation",
    "explore_places",
    "explore_policies",
    "explore_qca",
]
