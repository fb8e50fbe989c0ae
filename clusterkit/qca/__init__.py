"""Qualitative Comparative Analysis on any DataFrame (Ragin 1987, 2008).

One row is one case. Calibrate raw values to memberships, look at necessity, make a truth table,
choose cut-offs with the table in sight, minimise it to all of its models, and see how far they
hold.
"""

from .calibration import (
    CalibrationWarning,
    calibrate_crisp,
    calibrate_direct,
    calibrate_multi_value,
    calibrate_scale,
)
from .expressions import Expression, Literal, parse
from .fit import (
    case_types,
    model_fit,
    necessary_disjunctions,
    necessity,
    single_conditions,
    skewness,
    sufficiency,
)
from .minimization import (
    Model,
    NothingToMinimize,
    Pair,
    Solution,
    core_conditions,
    minimize,
    untenable_rows,
)
from .robustness import (
    Choices,
    first_change,
    leave_one_out,
    sweep,
    sweep_choices,
    term_survival,
)
from .theory import (
    evaluate_theory,
    made_up_cases,
    permuted_baseline,
    report,
)
from .truth_tables import TruthTable, rows_of, truth_table

__all__ = [
    "CalibrationWarning",
    "Expression",
    "Literal",
    "Model",
    "NothingToMinimize",
    "Pair",
    "Choices",
    "Solution",
    "TruthTable",
    "calibrate_crisp",
    "calibrate_direct",
    "calibrate_multi_value",
    "calibrate_scale",
    "case_types",
    "core_conditions",
    "evaluate_theory",
    "first_change",
    "leave_one_out",
    "made_up_cases",
    "minimize",
    "model_fit",
    "necessary_disjunctions",
    "necessity",
    "parse",
    "permuted_baseline",
    "report",
    "rows_of",
    "single_conditions",
    "skewness",
    "sufficiency",
    "sweep",
    "sweep_choices",
    "term_survival",
    "truth_table",
    "untenable_rows",
]
