"""Figures: every function takes the tables of the modules beside it and draws, no more.

`plot_*` return Axes and take `ax=None`; `write_figures` makes the files of figures/.
"""

from .figure1 import plot_figure1
from .growth import (
    plot_conditions,
    plot_growth_and_conditions,
    plot_growth_rates,
    plot_implied,
    plot_levels,
    plot_map,
)
from .matrices import plot_acts, plot_effects, plot_episode, plot_gap_map, plot_harvest
from .publish import FIGURES, Published, write_figures
from .qca import plot_configurations, plot_overlaps, plot_ranges, plot_truth_table, plot_xy
from .seminar import plot_class_board, plot_class_harvest

__all__ = [
    "FIGURES",
    "Published",
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
]
