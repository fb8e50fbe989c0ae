"""Widgets: a thin view over tested functions. Each `explore_*` answers one question."""

from .class_board import ClassReport, explore_class
from .coding import CodingForm, explore_coding
from .either import EitherAlone
from .exercise import ExerciseForm, exercise
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
from .workbook import OwnWorkbook, explore_workbook

__all__ = [
    "CellTable",
    "ClassReport",
    "CodingForm",
    "EitherAlone",
    "ExerciseForm",
    "Explorer",
    "Figure1",
    "MediationExplorer",
    "OwnWorkbook",
    "QcaExplorer",
    "View",
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
]
