"""At the door: what every public function refuses, in one sentence, and what it takes as it is."""

from __future__ import annotations

import contextlib
import inspect
import re
import traceback
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from matplotlib import pyplot as plt

import clusterkit as ck
from clusterkit import qca
from clusterkit.qca import checks

COLUMNS = ["A", "B", "C", "Y"]
CRISP = pd.DataFrame(
    [(1, 1, 0, 1), (1, 0, 1, 1), (0, 1, 1, 0), (0, 0, 0, 0), (1, 1, 1, 1)],
    columns=COLUMNS, index=["Agra", "Enugu", "Panyu", "Sinos", "Sialkot"],
)  # fmt: skip
NAMES = ["A", "B", "C"]
# Every public function that takes cases, with the column names that it is to use.
FUNCTIONS: dict[str, Callable[..., object]] = {
    "truth_table": lambda d, a="A", **o: qca.truth_table(d, "Y", [a, "B", "C"], incl_cut=0.8, **o),
    "necessity": lambda d, a="A", **o: qca.necessity(d, "Y", [a, "~B"], **o),
    "sufficiency": lambda d, a="A", **o: qca.sufficiency(d, "Y", [f"{a}*~B"], **o),
    "model_fit": lambda d, a="A", **o: qca.model_fit(d, "Y", f"{a} + B*C", **o),
    "single_conditions": lambda d, a="A", **o: qca.single_conditions(d, "Y", [a, "B"], **o),
    "necessary_disjunctions": lambda d, a="A", **o: qca.necessary_disjunctions(
        d, "Y", [a, "B", "C"], **o
    ),
    "case_types": lambda d, a="A", **o: qca.case_types(d, "Y", f"{a}*B + C", **o),
    "skewness": lambda d, a="A", **o: qca.skewness(d, [a, "B"], **o),
    "evaluate_theory": lambda d, a="A", **o: qca.evaluate_theory(d, "Y", a, "A*B", **o),
    "permuted_baseline": lambda d, a="A", **o: qca.permuted_baseline(
        d, "Y", [a, "B", "C"], incl_cut=0.8, draws=2, **o
    ),
    "sweep": lambda d, a="A", **o: qca.sweep(
        d, "Y", [a, "B", "C"], [qca.Choices(**o)], progress=False
    ),
    "first_change": lambda d, a="A", **o: qca.first_change(
        d, "Y", [a, "B", "C"], qca.Choices(**o), {"incl_cut": [0.7]}
    ),
    "plot_xy": lambda d, a="A", **o: ck.plot_xy(d, "Y", a, **o),
}
TABLES = [name for name in FUNCTIONS if name not in ("truth_table", "plot_xy")]
every_function = pytest.mark.parametrize("call", FUNCTIONS.values(), ids=FUNCTIONS)


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def table(data: pd.DataFrame = CRISP, outcome: str = "Y", **options: object) -> qca.TruthTable:
    return qca.truth_table(data, outcome, NAMES, **{"incl_cut": 0.8, **options})


def terms(solution: qca.Solution) -> set[frozenset[str]]:
    return {frozenset(model.terms) for model in solution.models}


# 1. Words, numbers and lists


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: qca.minimize(table(), solution="conservativ"),
         "solution='conservativ' is not known; did you mean 'conservative'\\? choose one of complex"),
        (lambda: qca.minimize(table(), solution="int"), "did you mean 'intermediate'"),
        (lambda: qca.minimize(table(), solution=None), "solution=None is not known; choose one of"),
        (lambda: qca.minimize(table(), solution=""), "solution='' is not known; choose one of"),
        (lambda: qca.minimize(table(), solution="none"), "solution='none' is not known; choose"),
        (lambda: qca.Choices(solution="pars"), "did you mean 'parsimonious'"),
        (lambda: qca.Choices(missing="dropp"), "did you mean 'drop'"),
        (lambda: qca.sweep_choices(incl_cuts=[0.8]), "did you mean 'incl_cut'"),
        (lambda: table(missing="bound"), "missing='bound' is not known; did you mean 'bounds'"),
        (lambda: qca.necessity(CRISP, "Y", ["A"], missing="bounds"),
         "missing='bounds' is not known; choose one of refuse, drop"),
        (lambda: qca.truth_table(CRISP.rename(columns={"A": "JOINT"}), "Y", ["JOINT"],
                                 levels={"joint": 3}), "did you mean 'JOINT'"),
        (lambda: qca.first_change(CRISP, "Y", NAMES, qca.Choices(), {"inclcut": [1]}),
         "did you mean 'incl_cut'"),
        (lambda: qca.calibrate_scale(pd.Series(["in"]), scale=["out", "in"], size="five"),
         "size='five' is not known"),
        (lambda: table(levels={"D": 3}), "levels='D' is not known; .*choose one of A, B, C"),
    ],
)  # fmt: skip
def test_a_word_that_is_not_known_is_refused_with_the_nearest(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


@given(st.text(max_size=14))
def test_no_word_but_those_listed_gives_a_solution(word):
    assume(word not in ("complex", "conservative", "parsimonious", "intermediate"))
    with pytest.raises(ValueError, match="is not known"):
        qca.minimize(table(), solution=word)


def test_conservative_is_the_complex_solution():
    conservative = qca.minimize(table(), solution="conservative")
    assert conservative.kind == "complex"
    assert terms(conservative) == terms(qca.minimize(table(), solution="complex"))


NUMBERS = {
    "pri_cut": (lambda v: table(pri_cut=v), [2, -0.1, np.nan, "0.5", None, True]),
    "n_cut": (lambda v: table(n_cut=v), [1.5, 0, -1, np.inf, "2", None]),
    "incl_cut": (lambda v: table(incl_cut=v), [1.2, -1, np.nan, "0.8", (0.8, 0.7, 0.6), ()]),
    "most_models": (lambda v: qca.minimize(table(), most_models=v), [0, 2.5, None]),
    "most_seconds": (lambda v: qca.minimize(table(), most_seconds=v), [-1, np.nan, "1"]),
    "model": (lambda v: qca.minimize(table()).fit(v), [7, -1, 0.5, "M1"]),
    "limit": (lambda v: table().remainder_rows(v), [0, 1.5]),
    "most": (lambda v: qca.necessary_disjunctions(CRISP, "Y", NAMES, most=v), [0, 1.5]),
    "ron_cut": (lambda v: qca.necessary_disjunctions(CRISP, "Y", NAMES, ron_cut=v), [2]),
    "cov_cut": (lambda v: qca.necessary_disjunctions(CRISP, "Y", NAMES, cov_cut=v), [-1]),
    "draws": (
        lambda v: qca.permuted_baseline(CRISP, "Y", NAMES, incl_cut=1, draws=v), [0, 1.5, "3"],
    ),
    "number": (qca.made_up_cases, [0, 2.5]),
    "threshold": (
        lambda v: qca.calibrate_crisp(pd.Series([1.0]), threshold=v), [np.nan, np.inf, "5"],
    ),
    "idm": (
        lambda v: qca.calibrate_direct(
            pd.Series([1.0]), exclusion=0, crossover=1, inclusion=2, idm=v
        ),
        [0.5, 1, "x"],
    ),
    "a row to exclude": (lambda v: table(exclude=[v]), [0, 9, 1.5]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("argument", "value"),
    [(name, value) for name, (_, values) in NUMBERS.items() for value in values],
)
def test_a_number_out_of_its_range_is_refused_by_name(argument, value):
    with pytest.raises(ValueError, match=argument):
        NUMBERS[argument][0](value)


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: qca.truth_table(CRISP, "Y", "ABC"), "conditions"),
        (lambda: qca.single_conditions(CRISP, "Y", "A"), "conditions"),
        (lambda: qca.skewness(CRISP, "AB"), "conditions"),
        (lambda: qca.necessity(CRISP, "Y", "A"), "expressions"),
        (lambda: qca.sufficiency(CRISP, "Y", "AB"), "expressions"),
        (lambda: qca.minimize(table(), solution="intermediate", expectations="AB"), "expectations"),
        (lambda: qca.untenable_rows(table(), necessary="A"), "necessary"),
        (lambda: qca.untenable_rows(table(), impossible="AB"), "impossible"),
        (lambda: qca.Choices(expectations="AB"), "expectations"),
        (lambda: qca.sweep_choices(solution="complex"), "solution"),
        (lambda: qca.calibrate_multi_value(pd.Series([1]), thresholds=5), "thresholds"),
    ],
)
def test_a_text_where_a_list_is_meant_is_not_read_letter_by_letter(call, argument):
    with pytest.raises(ValueError, match=f"{argument} is a list, such as"):
        call()


@pytest.mark.parametrize(
    ("call", "suggested"),
    [
        (lambda: qca.truth_table(CRISP, "Y", "A, B"), ["A", "B"]),
        (lambda: qca.skewness(CRISP, "A;B"), ["A", "B"]),
        (lambda: qca.necessity(CRISP, "Y", "A*B + C{1,2}, ~A"), ["A*B + C{1,2}", "~A"]),
        (lambda: qca.untenable_rows(table(), impossible="A,B,"), ["A", "B"]),
        (lambda: qca.skewness(CRISP, "A"), ["A"]),
        (lambda: qca.skewness(CRISP, 5), [5]),
    ],
)
def test_a_text_with_commas_is_suggested_as_the_list_that_it_is(call, suggested):
    with pytest.raises(ValueError, match=re.escape(f"is a list, such as {suggested!r}, not")):
        call()


# Arguments that are True or False, with a call that hands on a value.
FLAGS: dict[str, Callable[[object], object]] = {
    "minimize.all_irredundant": lambda v: qca.minimize(table(), all_irredundant=v),
    "sweep.progress": lambda v: qca.sweep(CRISP, "Y", NAMES, [qca.Choices()], progress=v),
    "TruthTable.remainder_rows.usable": lambda v: table().remainder_rows(usable=v),
    "Literal.negated": lambda v: qca.Literal("A", negated=v),
}
RESULTS = (qca.Model, qca.Pair, qca.Solution, qca.TruthTable)  # made by functions alone


def test_every_argument_that_is_true_or_false_is_known_here():
    found = set()
    for name in qca.__all__:
        thing = getattr(qca, name)
        callables = {} if thing in RESULTS else {name: thing}
        if isinstance(thing, type):
            callables |= {f"{name}.{key}": value for key, value in vars(thing).items()
                          if not key.startswith("_") and callable(value)}  # fmt: skip
        for path, function in callables.items():
            with contextlib.suppress(ValueError):  # an error class
                found |= {f"{path}.{argument.name}"
                          for argument in inspect.signature(function).parameters.values()
                          if argument.annotation in (bool, "bool")}  # fmt: skip
    assert found == set(FLAGS)


@pytest.mark.parametrize("argument", FLAGS)
@pytest.mark.parametrize("value", ["no", "", "False", 0, 1, 1.0, None, []])
def test_what_is_neither_true_nor_false_is_refused(argument, value):
    name = argument.rpartition(".")[2]
    with pytest.raises(ValueError, match=re.escape(f"{name} is True or False, not {value!r}")):
        FLAGS[argument](value)


@pytest.mark.parametrize("argument", FLAGS)
@pytest.mark.parametrize("value", [True, False, np.True_, np.False_])
def test_true_and_false_are_taken(argument, value):
    FLAGS[argument](value)


# 2. Expectations


@pytest.mark.parametrize("call", [
    lambda e: qca.minimize(table(), solution="intermediate", expectations=e),
    lambda e: qca.Choices(solution="intermediate", expectations=e),
])  # fmt: skip
@pytest.mark.parametrize("literal", ["A", "~A", "A{1}"])
@pytest.mark.parametrize(
    "reason",
    [0, 1, -1, 0.0, True, False, None, np.nan, "", " ", "0", "1", "-1", "~", "-", "+", "absent",
     "present", "Absence", "no", "negative", "abwesend", "~A", "A", "not present", "is absent",
     "is expected to be absent", "no!", ["it helps"], "无"],
)  # fmt: skip
def test_a_value_that_is_no_reason_is_refused_and_directions_are_explained(call, literal, reason):
    with pytest.raises(ValueError, match="reason in a sentence, not .* direction is in the name"):
        call({literal: reason})


@pytest.mark.parametrize(
    "reason", ["it helps", "buyers ask for it", "no buyer pays", "买家要求标准"]
)
@pytest.mark.parametrize("literal", ["A", "~A"])
def test_a_sentence_is_a_reason(literal, reason):
    solution = qca.minimize(table(), solution="intermediate", expectations={literal: reason})
    assert f"expected {literal}: {reason}" in repr(solution)


@pytest.mark.parametrize("kind", ["complex", "conservative", "parsimonious", None])
@pytest.mark.parametrize("expectations", [["A"], ("~A",), {"A": "it helps"}, pd.Series(["A"])])
def test_expectations_of_another_solution_are_refused(kind, expectations):
    options = {} if kind is None else {"solution": kind}
    for call in (partial(qca.minimize, table()), qca.Choices):
        with pytest.raises(ValueError, match="expectations belong to the intermediate solution"):
            call(expectations=expectations, **options)
        call(expectations=type(expectations)([]), **options)


# 4. What is no set


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([0, 2, 3, 0, 2], "holds the values 0, 2, 3, and no 1: .*declare levels={'A': 4}"),
        ([1, 2, 2, 1, 1], "holds the values 1, 2, and no 0: .*declare levels={'A': 3}"),
        ([35, 40, 80, 5, 100], "holds the values 5, 35, 40, 80, 100, and no 0: .*calibrate it"),
        ([1998, 2003, 2007, 2003, 1998], "holds the values 1998, 2003, 2007, and no 0"),
        ([35.5, 0.4, 1, 0, 0], "case 'Agra': the value is 35.5: .*calibrate it first"),
        (range(5), None),
    ],
)
@pytest.mark.parametrize("name", ["truth_table", "single_conditions", "skewness", "sweep"])
def test_codes_years_and_per_cents_are_no_set_yet(name, values, sentence):
    data = CRISP.assign(A=list(values))
    call = lambda: FUNCTIONS[name](data)  # noqa: E731
    if sentence is None:
        call()
        return
    with pytest.raises(ValueError, match=sentence) as refused:
        call()
    assert "declare levels={'A': 20" not in str(refused.value), "years are not to be declared"


def test_a_value_that_no_case_has_can_be_declared():
    data = CRISP.assign(A=[0, 2, 3, 0, 2])
    declared = table(data, levels={"A": 4})
    assert declared.levels == (4, 2, 2)
    assert declared.size == 16
    with pytest.raises(ValueError, match="case 'Panyu': the value is 3, but levels says .* 0 to 2"):
        table(data, levels={"A": 3})
    assert list(qca.skewness(data, ["A"], levels={"A": 4}).index) == [
        f"A{{{at}}}" for at in range(4)
    ]
    with pytest.raises(ValueError, match="has memberships"):
        table(CRISP.assign(A=[0.1, 0.9, 0.2, 0.3, 1]), levels={"A": 3})


@given(st.lists(st.integers(0, 12), min_size=2, max_size=20))
def test_a_condition_has_each_value_from_nought_on_or_is_refused(values):
    data = pd.DataFrame({"A": values, "Y": 1})
    whole = set(values) | {0} == set(range(max(values) + 1)) and max(values) < 10
    if max(values) <= 1 or (whole and 0 in values):
        assert qca.truth_table(data, "Y", ["A"]).levels == (max(2, max(values) + 1),)
    else:
        with pytest.raises(ValueError, match="column 'A' holds the values"):
            qca.truth_table(data, "Y", ["A"])


def test_leaving_out_the_only_case_with_a_value_keeps_the_value():
    data = CRISP.assign(A=[2, 1, 0, 0, 2])
    swept = qca.sweep(data, "Y", NAMES, qca.leave_one_out(data), progress=False)
    alone = qca.minimize(table(data.drop(index="Enugu"), levels={"A": 3}))
    models = swept.set_index("without")["models"]["Enugu"]
    assert {str(model) for model in models} == {
        " + ".join(sorted(model.terms)) for model in alone.models
    }


@pytest.mark.parametrize("value", ["C{5}", "~C{5}"])
def test_a_value_that_a_condition_has_not_is_refused(value):
    data = CRISP.assign(C=[0, 1, 2, 0, 1])
    with pytest.raises(ValueError, match="asks for a value that C has not; it has 0 to 2"):
        table(data, exclude=[value])
    with pytest.raises(ValueError, match="asks for a value that C has not"):
        qca.minimize(table(data), solution="intermediate", expectations=[value])
    with pytest.raises(ValueError, match=r"does not say which value of C; write one of C\{0\}"):
        qca.minimize(table(data), solution="intermediate", expectations=["C"])


# Functions that take an expression with a value in braces.
VALUES: dict[str, Callable[[pd.DataFrame, str], object]] = {
    "necessity": lambda d, text: qca.necessity(d, "Y", [text]),
    "sufficiency": lambda d, text: qca.sufficiency(d, "Y", ["B", text]),
    "model_fit": lambda d, text: qca.model_fit(d, "Y", f"B + A*{text}"),
    "case_types": lambda d, text: qca.case_types(d, "Y", f"{text} + B"),
    "theory": lambda d, text: qca.evaluate_theory(d, "Y", text, "A"),
    "model": lambda d, text: qca.evaluate_theory(d, "Y", "A", text),
    "outcome of necessity": lambda d, text: qca.necessity(d, text, ["A"]),
    "outcome of model_fit": lambda d, text: qca.model_fit(d, text, "A"),
    "outcome of case_types": lambda d, text: qca.case_types(d, text, "A"),
    "outcome of single_conditions": lambda d, text: qca.single_conditions(d, text, ["A"]),
    "outcome of necessary_disjunctions": lambda d, text: qca.necessary_disjunctions(d, text, ["A"]),
    "outcome of a theory": lambda d, text: qca.evaluate_theory(d, text, "A", "A"),
    "outcome of truth_table": lambda d, text: qca.truth_table(d, text, ["A"]),
    "outcome of sweep": lambda d, text: qca.sweep(d, text, ["A"], [qca.Choices()], progress=False),
    "outcome of permuted_baseline": lambda d, text: qca.permuted_baseline(
        d, text, ["A"], incl_cut=1, draws=1
    ),
}


@pytest.mark.parametrize("call", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("text", ["C{7}", "~C{7}", "C{1,7}", "C{3}"])
def test_a_value_that_no_case_has_is_refused_wherever_it_is_named(call, text):
    data = CRISP.assign(C=[0, 1, 2, 0, 1])
    with pytest.raises(ValueError, match=r"value \d of C, which no case has; these have 0, 1, 2$"):
        call(data, text)


@pytest.mark.parametrize("call", VALUES.values(), ids=VALUES)
def test_a_value_that_a_case_has_and_0_and_1_can_be_asked_for(call):
    call(CRISP.assign(C=[0, 1, 2, 0, 1]), "C{2}")
    call(CRISP.assign(C=[0, 4, 2, 0, 2]), "C{4}")
    call(CRISP.assign(C=0), "C{0,1}")


def test_a_value_that_is_declared_can_be_asked_for():
    data = CRISP.assign(Y=[0, 1, 2, 0, 1])
    assert qca.truth_table(data, "Y{3}", ["A"], levels={"Y": 4}).rows["incl"].eq(0).all()
    fits = qca.single_conditions(data.assign(A=[0, 2, 2, 0, 0]), "Y{1}", ["A"], levels={"A": 4})
    assert list(fits.index) == [f"A{{{value}}}" for value in range(4)]


def test_leaving_out_the_only_case_with_the_outcome_is_a_setting_without_a_model():
    data = CRISP.assign(Y=[0, 1, 2, 0, 1])
    swept = qca.sweep(data, "Y{2}", NAMES, qca.leave_one_out(data), progress=False)
    assert "nothing to minimise" in swept.set_index("without").loc["Panyu", "reason"]
    other = qca.sweep(data, "~Y{2}", NAMES, qca.leave_one_out(data), progress=False)
    assert len(other) == 5


def test_the_fit_of_a_solution_needs_no_case_with_the_value_of_its_outcome():
    data = CRISP.assign(Y=[0, 1, 2, 0, 1]).astype(float)
    data.loc["Panyu", "A"] = np.nan
    made = qca.truth_table(data, "~Y{2}", ["A", "B", "C"], incl_cut=1, missing="drop")
    assert qca.minimize(made, solution="complex").fit().loc["model", "inclS"] == 1


@pytest.mark.parametrize("label", ["y x", "GDP per head", "(Y", 7])
@pytest.mark.parametrize(
    "call",
    [
        lambda data, text: qca.necessity(data, text, ["A"]),
        lambda data, text: qca.necessity(data, "A", [text]),
        lambda data, text: qca.model_fit(data, "A", text),
        lambda data, text: qca.truth_table(data, text, NAMES),
        lambda data, text: qca.sweep(data, text, NAMES, [qca.Choices()], progress=False),
    ],
)
def test_a_column_that_no_expression_can_hold_is_named_with_a_better_name(call, label):
    data = CRISP.rename(columns={"Y": label})
    for text in (label, f"~{label}") if isinstance(label, str) else (label,):
        with pytest.raises(ValueError, match=re.escape(f"column {label!r} cannot be named in an")):
            call(data, text)


@pytest.mark.parametrize("outcome", ["y x", "A + B", "A*B", "1", "", "A+"])
def test_what_is_no_outcome_is_named(outcome):
    with pytest.raises(
        ValueError,
        match=re.escape(f"an outcome is one set, such as Y, ~Y or Y{{1}}, not {outcome!r}"),
    ):
        table(outcome=outcome)


@pytest.mark.parametrize("names", [["A", "A"], ["A", "B", "A"]])
def test_a_condition_that_is_named_twice_is_named(names):
    with pytest.raises(ValueError, match="conditions has 'A' more than once"):
        qca.truth_table(CRISP, "Y", names)


@pytest.mark.parametrize("exclude", ["4", ["4"], [1, " 2 "], ["1"], ["0"]])
def test_the_number_of_a_row_is_written_without_quotes(exclude):
    with pytest.raises(
        ValueError, match=r"write the number of a row without quotes, as in exclude=\[\d\]"
    ):
        table(exclude=exclude)


def test_braces_ask_for_whole_values_and_not_for_memberships():
    fuzzy = CRISP.assign(A=[0.7, 1, 0.2, 0.1, 0.9])
    with pytest.raises(ValueError, match="case 'Agra': the value is 0.7, but only whole values"):
        qca.necessity(fuzzy, "Y", ["A{1}"])


# 5. Cases by name


@every_function
def test_two_cases_of_one_name_are_refused(call):
    with pytest.raises(ValueError, match="more than one case is called Agra: give each row"):
        call(pd.concat([CRISP, CRISP.iloc[:1]]))


@every_function
def test_cases_of_a_panel_have_names_of_two_levels(call):
    panel = CRISP.set_axis(
        pd.MultiIndex.from_tuples([("Peru", 1990), ("Peru", 2000), ("Chile", 1990),
                                   ("Chile", 2000), ("India", 1990)], names=["country", "year"]),
    )  # fmt: skip
    shown = repr(call(panel))
    if "truth_table" in shown:
        assert "Peru 1990" in shown


def test_a_panel_shows_its_cases_in_tables_and_reports_and_can_leave_each_out():
    index = pd.MultiIndex.from_product([["Peru", "Chile"], [1990, 2000]])
    panel = CRISP.iloc[:4].set_axis(index)
    assert "Peru 1990" in repr(table(panel))
    assert "Peru 1990" in str(qca.report(qca.minimize(table(panel)))["truth_table"])
    swept = qca.sweep(panel, "Y", NAMES, qca.leave_one_out(panel), progress=False)
    assert swept["without"].tolist() == index.tolist()
    assert swept["cases"].tolist() == [3] * 4


def test_leaving_out_each_case_refuses_namesakes():
    with pytest.raises(ValueError, match="more than one case is called Agra"):
        qca.leave_one_out(pd.concat([CRISP, CRISP.iloc[:1]]))
    with pytest.raises(ValueError, match="no case 'Agra ' to leave out; cases are Agra, Enugu"):
        qca.sweep(CRISP, "Y", NAMES, [qca.Choices(without="Agra ")], progress=False)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda raw: raw.drop(index="Sinos"), "it lacks Sinos"),
        (lambda raw: raw.rename(index={"Sinos": "Sinos Valley"}),
         "it lacks Sinos; it has Sinos Valley besides"),
        (lambda raw: raw.reset_index(drop=True), "it lacks Agra, Enugu, Panyu"),
        (lambda raw: pd.concat([raw, raw.iloc[:1]]), "more than one case is called Agra"),
    ],
)  # fmt: skip
def test_raw_values_of_other_cases_are_refused_by_name(change, sentence):
    raw = pd.DataFrame({"A": [90.0, 70, 10, 20, 60]}, index=CRISP.index)
    settings_ = [qca.Choices(anchors=(("A", (15, 50, 80)),))]
    with pytest.raises(ValueError, match=sentence):
        qca.sweep(CRISP, "Y", NAMES, settings_, raw=change(raw), progress=False)
    swept = qca.sweep(CRISP, "Y", NAMES, settings_, raw=raw, progress=False)
    shuffled = qca.sweep(CRISP, "Y", NAMES, settings_, raw=raw.iloc[::-1], progress=False)
    pd.testing.assert_frame_equal(swept, shuffled)


def test_the_opposite_table_is_of_the_same_cases_conditions_and_the_negation():
    with pytest.raises(ValueError, match="the opposite of Y is its negation, not Y"):
        qca.untenable_rows(table(), table())
    with pytest.raises(ValueError, match="it lacks Sinos"):
        qca.untenable_rows(table(), table(CRISP.drop(index="Sinos"), "~Y"))
    with pytest.raises(
        ValueError, match="the same conditions in the same order: A, B, C against A"
    ):
        qca.untenable_rows(table(), qca.truth_table(CRISP, "~Y", ["A"], incl_cut=0.8))


# 6. Missing cells

GAPS = CRISP.astype(float).copy()
GAPS.loc["Enugu", "A"] = np.nan


@every_function
def test_a_missing_cell_is_refused_by_name_unless_cases_may_be_left_out(call):
    with pytest.raises(
        ValueError, match="missing.* case 'Enugu' in column 'A': .*missing=\"drop\""
    ):
        call(GAPS)


@pytest.mark.parametrize("name", TABLES)
def test_leaving_out_cases_is_the_same_as_not_having_them_and_is_stated(name):
    dropped, without = FUNCTIONS[name](GAPS, missing="drop"), FUNCTIONS[name](GAPS.dropna())
    kept = [column for column in dropped if column not in ("missing", "left_out")]
    pd.testing.assert_frame_equal(dropped[kept], without[kept])
    if name == "sweep":
        assert (dropped.loc[0, "cases"], dropped.loc[0, "left_out"]) == (4, ("Enugu",))
    else:
        assert dropped.attrs == {"missing": "drop", "cases": 4, "left_out": ("Enugu",)}
        assert without.attrs == {"missing": "refuse", "cases": 4, "left_out": ()}


def test_a_figure_and_a_truth_table_state_the_cases_left_out():
    assert "n = 4 cases, 1 left out" in FUNCTIONS["plot_xy"](GAPS, missing="drop").get_title(
        loc="left"
    )
    assert "1 case left out, a cell missing" in table(GAPS, missing="drop").summary()


CELL = st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.9, 1.0, np.nan])


@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=1, max_size=8))
def test_no_parameter_of_fit_comes_from_a_missing_cell_in_silence(rows):
    data = pd.DataFrame(rows, columns=COLUMNS)
    complete = data.dropna()
    for name in ("necessity", "model_fit", "case_types", "necessary_disjunctions"):
        wanted = data[["A", "B", "Y"]] if name == "necessity" else data
        if not wanted.isna().to_numpy().any():
            FUNCTIONS[name](data)
            continue
        with pytest.raises(ValueError, match="missing"):
            FUNCTIONS[name](data)
        if len(wanted.dropna()) == 0:
            with pytest.raises(ValueError, match="no case has all of"):
                FUNCTIONS[name](data, missing="drop")
        elif name != "necessity":
            pd.testing.assert_frame_equal(
                FUNCTIONS[name](data, missing="drop"), FUNCTIONS[name](complete)
            )


# 9. Names


@pytest.mark.parametrize(
    "label", ["GDP per head", "A*B", "~A", "A+", "A{1}", "(A", "A,B", "", "1", 7]
)
@pytest.mark.parametrize(
    "name", ["truth_table", "single_conditions", "skewness", "sweep", "permuted_baseline"]
)
def test_a_name_that_no_expression_can_hold_is_refused(name, label):
    data = CRISP.rename(columns={"A": label})
    with pytest.raises(ValueError, match="cannot be named in an expression: .*rename the column"):
        FUNCTIONS[name](data, label)


@every_function
def test_two_columns_of_one_name_are_refused(call):
    twice = pd.concat([CRISP, CRISP[["A"]]], axis=1)
    with pytest.raises(ValueError, match="2 columns are called 'A'"):
        call(twice)


@given(st.lists(st.text(min_size=1, max_size=6), min_size=3, max_size=3, unique=True))
def test_what_minimises_also_fits_reports_and_parses_back(labels):
    data = CRISP.set_axis([*labels, "Y"], axis=1)
    try:
        made = qca.truth_table(data, "Y", labels, incl_cut=0.8)
    except ValueError as refused:
        assert re.search("cannot be named|among its own conditions|are called", str(refused))  # noqa: PT017
        return
    for kind in ("complex", "parsimonious", "intermediate"):
        expected = [labels[0], f"~{labels[1]}"] if kind == "intermediate" else []
        solution = qca.minimize(made, solution=kind, expectations=expected)
        for at, model in enumerate(solution.models):
            assert qca.parse(str(model)) == model.expression
            by_text = qca.model_fit(data, "Y", str(model))
            pd.testing.assert_frame_equal(by_text, solution.fit(at))
        assert qca.report(solution)["models"][0]["model"] == str(solution.models[0])


# 10. Floating-point noise, infinities, empty tables


@pytest.mark.parametrize("noise", [1.0000000000000002, 1 + 1e-12, -1e-17, 0.9999999999999999])
@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "first_change"])
def test_noise_of_floating_point_arithmetic_is_no_error(name, noise):
    data = CRISP.astype(float)
    data.loc["Agra", "A"] = noise
    exact = data.assign(A=data["A"].round(9))
    ours, theirs = FUNCTIONS[name](data), FUNCTIONS[name](exact)
    if name == "truth_table":
        ours, theirs = ours.rows, theirs.rows
    if isinstance(ours, pd.DataFrame):
        pd.testing.assert_frame_equal(ours, theirs)


def test_noise_does_not_hide_a_case_at_one_half():
    data = CRISP.astype(float)
    data.loc["Agra", "A"] = 0.1 + 0.7 - 0.3  # 0.49999999999999994
    assert data.loc["Agra", "A"] != 0.5
    with pytest.warns(qca.CalibrationWarning, match="A: .*exactly 0.5 .*: Agra"):
        assert table(data).nowhere == ("Agra",)


@every_function
@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_infinity_is_refused_by_column_and_case(call, value):
    data = CRISP.astype(float)
    data.loc["Panyu", "A"] = value
    with pytest.raises(ValueError, match="column 'A', case 'Panyu': the value is -?inf"):
        call(data)


@every_function
def test_an_empty_table_is_refused(call):
    with pytest.raises(ValueError, match="there is no case in the data"):
        call(CRISP.iloc[:0])


@every_function
@pytest.mark.parametrize("data", [None, [1, 2], {"A": [1]}, CRISP["A"]])
def test_what_is_no_table_is_refused(call, data):
    with pytest.raises(ValueError, match="the data are a DataFrame"):
        call(data)


@every_function
def test_text_and_dates_in_a_column_are_refused_by_case(call):
    for cell in ("high", pd.Timestamp("2000-01-01"), [1]):
        data = CRISP.astype(object)
        data.at["Panyu", "A"] = cell
        with pytest.raises(ValueError, match="column 'A', case 'Panyu': .* is not a number"):
            call(data)
    with pytest.raises(ValueError, match="column 'A', case 'Agra': .* is not a number"):
        call(CRISP.assign(A=pd.Timestamp("2000-01-01")))


@every_function
def test_a_column_that_is_not_there_is_named_with_those_that_are(call):
    with pytest.raises(ValueError, match="the data have no column 'A'; they have B, C, Y"):
        call(CRISP.drop(columns="A"))


@pytest.mark.parametrize("value", [np.inf, "x"])
def test_raw_values_that_cannot_be_calibrated_are_refused_by_case(value):
    raw = pd.Series([1.0, value], index=["Agra", "Sinos"], name="wage", dtype=object)
    for calibrate in (
        lambda: qca.calibrate_direct(raw, exclusion=0, crossover=1, inclusion=2),
        lambda: qca.calibrate_crisp(raw, threshold=1),
        lambda: qca.calibrate_multi_value(raw, thresholds=[1]),
    ):
        with pytest.raises(ValueError, match="column 'wage', case 'Sinos'"):
            calibrate()
    for calibrate in (
        lambda: qca.calibrate_crisp(raw.rename(None), threshold=1),
        lambda: qca.calibrate_scale(raw.rename(None), scale=list("abcd")),
    ):
        with pytest.raises(ValueError, match="^case '(Agra|Sinos)': ") as refused:
            calibrate()
        assert "None" not in str(refused.value)
    with pytest.raises(ValueError, match="a column \\(Series\\), not a list"):
        qca.calibrate_crisp([1, 2], threshold=1)


@given(st.floats(allow_nan=False))
def test_a_number_within_its_range_is_taken_and_no_other(value):
    if 0 <= value <= 1:
        assert checks.number(value, "pri_cut", 0, 1) == value
    else:
        with pytest.raises(ValueError, match="pri_cut is a number between 0 and 1, not"):
            checks.number(value, "pri_cut", 0, 1)


# Nothing odd ends in a traceback of pandas or numpy

RIGHT: dict[str, tuple[Callable[..., object], dict[str, object]]] = {
    "truth_table": (qca.truth_table, {
        "data": CRISP, "outcome": "Y", "conditions": NAMES, "incl_cut": 1, "n_cut": 1,
        "pri_cut": 0, "missing": "drop", "exclude": (), "levels": {},
    }),
    "necessity": (qca.necessity, {
        "data": CRISP, "outcome": "Y", "expressions": ["A"], "missing": "drop",
    }),
    "model_fit": (qca.model_fit, {"data": CRISP, "outcome": "Y", "model": "A"}),
    "case_types": (qca.case_types, {"data": CRISP, "outcome": "Y", "model": "A"}),
    "single_conditions": (qca.single_conditions, {
        "data": CRISP, "outcome": "Y", "conditions": NAMES, "levels": {},
    }),
    "necessary_disjunctions": (qca.necessary_disjunctions, {
        "data": CRISP, "outcome": "Y", "conditions": NAMES, "incl_cut": 1, "most": 2,
    }),
    "skewness": (qca.skewness, {"data": CRISP, "conditions": NAMES, "missing": "drop"}),
    "minimize": (qca.minimize, {
        "table": table(), "solution": "intermediate", "expectations": ["A"], "most_models": 9,
        "most_seconds": 9,
    }),
    "untenable_rows": (qca.untenable_rows, {
        "table": table(), "opposite": None, "necessary": [], "impossible": [],
    }),
    "core_conditions": (qca.core_conditions, {
        "solution": qca.minimize(table()), "parsimonious": qca.minimize(table()), "model": 0,
    }),
    "Choices": (qca.Choices, {
        "incl_cut": 1, "missing": "drop", "solution": "complex", "expectations": (),
        "anchors": (), "without": None, "exclude": (),
    }),
    "sweep": (partial(qca.sweep, progress=False), {
        "data": CRISP, "outcome": "Y", "conditions": NAMES, "settings": [qca.Choices()],
        "raw": None, "levels": None,
    }),
    "first_change": (qca.first_change, {
        "data": CRISP, "outcome": "Y", "conditions": NAMES, "base": qca.Choices(),
        "tried": {"n_cut": [2]},
    }),
    "term_survival": (qca.term_survival, {"results": FUNCTIONS["sweep"](CRISP)}),
    "evaluate_theory": (qca.evaluate_theory, {
        "data": CRISP, "outcome": "Y", "theory": "A", "model": "B",
    }),
    "permuted_baseline": (qca.permuted_baseline, {
        "data": CRISP, "outcome": "Y", "conditions": NAMES, "incl_cut": 1, "draws": 1, "seed": 1,
    }),
    "report": (qca.report, {"solution": qca.minimize(table()), "reasons": {}}),
    "rows_of": (qca.rows_of, {"expression": "A", "conditions": ["A"], "levels": [2]}),
    "parse": (qca.parse, {"text": "A"}),
    "calibrate_direct": (qca.calibrate_direct, {
        "values": CRISP["A"], "exclusion": 0, "crossover": 0.4, "inclusion": 1, "idm": 0.9,
    }),
    "calibrate_scale": (qca.calibrate_scale, {
        "words": pd.Series(["a"]), "scale": list("abcd"), "size": "four",
    }),
    "calibrate_multi_value": (qca.calibrate_multi_value, {
        "values": CRISP["A"], "thresholds": [1],
    }),
    "plot_configurations": (ck.plot_configurations, {
        "solution": qca.minimize(table()), "model": 0, "core": None,
    }),
}  # fmt: skip
ODD = [None, -1, 1.5, np.nan, "", "A+", "A{99999999999999999999}", [], [None], ["A", "A"], {"A": None},
       object(), pd.NA, CRISP, CRISP["A"], [["A"]], table(), b"A"]  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("name", "argument"),
    [(name, argument) for name, (_, right) in RIGHT.items() for argument in right],
)
def test_an_odd_argument_gives_a_sentence_or_a_result(name, argument):
    function, right = RIGHT[name]
    for value in ODD:
        try:
            function(**{**right, argument: value})
        except ValueError as refused:
            place = traceback.extract_tb(refused.__traceback__)[-1].filename
            assert "clusterkit" in place, f"{argument}={value!r}: {refused}"  # noqa: PT017
            assert "\n" not in str(refused).replace(repr(value), "")  # noqa: PT017
        plt.close("all")
