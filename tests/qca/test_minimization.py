"""Minimisation against oracles that share no code with it, and by what must stay the same."""

from __future__ import annotations

from functools import reduce
from itertools import combinations, product
from operator import or_

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sympy import And, Not, Or, Symbol, simplify_logic
from sympy.logic.boolalg import BooleanFunction, Equivalent, Implies
from sympy.logic.boolalg import truth_table as sympy_table
from sympy.logic.inference import satisfiable

from clusterkit import qca
from clusterkit.qca import minimization

NAMES = "ABCD"


@st.composite
def tables(draw, most=4, values=(2,)):
    """Cases of which each configuration is positive, negative or unobserved."""
    levels = [draw(st.sampled_from(values)) for _ in range(draw(st.integers(2, most)))]
    cells = list(product(*(range(size) for size in levels)))
    out = draw(st.lists(st.sampled_from("10?"), min_size=len(cells), max_size=len(cells)))
    assume("1" in out and "0" in out)
    # Every value occurs, so that the number of levels is known from the data.
    seen = [cell for cell, one in zip(cells, out, strict=True) if one != "?"]
    assume(all({cell[at] for cell in seen} == set(range(size)) for at, size in enumerate(levels)))
    rows = [(*cell, int(one)) for cell, one in zip(cells, out, strict=True) if one != "?"]
    names = list(NAMES[: len(levels)])
    return pd.DataFrame(rows, columns=[*names, "Y"]), levels


def brute_force(data: pd.DataFrame, levels: list[int], *, remainders: bool):
    """All minimal models by trying every product and every set of prime products."""
    names = list(data.columns[:-1])
    cells = list(product(*(range(size) for size in levels)))
    observed = {tuple(row[:-1]): row[-1] for row in data.to_numpy().tolist()}
    unseen = 1 if remainders else 0

    def among(chosen) -> int:
        """A set of configurations as the bits of a whole number."""
        return sum(1 << at for at, cell in enumerate(cells) if chosen(cell))

    positive = among(lambda cell: observed.get(cell) == 1)
    barred = among(lambda cell: observed.get(cell, unseen) != 1)
    inside = {
        term: among(lambda cell, t=term: all(a in (None, b) for a, b in zip(t, cell, strict=True)))
        for term in product(*([None, *range(size)] for size in levels))
    }
    sufficient = {term for term, bits in inside.items() if not bits & barred}
    primes = [
        term
        for term in sufficient
        if inside[term] & positive
        and not any(
            value is not None and (*term[:at], None, *term[at + 1 :]) in sufficient
            for at, value in enumerate(term)
        )
    ]
    covered = {term: inside[term] & positive for term in primes}
    for size in range(1, len(primes) + 1):
        models = [
            frozenset(written(term, names, levels) for term in chosen)
            for chosen in combinations(primes, size)
            if reduce(or_, (covered[term] for term in chosen)) == positive
        ]
        if models:
            return set(models), {written(term, names, levels) for term in primes}
    raise AssertionError


def written(term, names, levels) -> str:
    literals = []
    for value, name, size in zip(term, names, levels, strict=True):
        if value is not None:
            literals.append(f"{name}{{{value}}}" if size > 2 else name if value else f"~{name}")
    return "*".join(literals) or "1"


def models(data: pd.DataFrame, kind: str, **options) -> set[frozenset[str]]:
    table = qca.truth_table(data, "Y", list(data.columns[:-1]), incl_cut=1)
    return {frozenset(one.terms) for one in qca.minimize(table, solution=kind, **options).models}


QUIET = settings(suppress_health_check=[HealthCheck.filter_too_much])


@given(tables(), st.sampled_from(["complex", "parsimonious"]))
@QUIET
def test_all_minimal_models_are_those_of_an_exhaustive_search(made, kind):
    data, levels = made
    table = qca.truth_table(data, "Y", list(data.columns[:-1]), incl_cut=1)
    ours = qca.minimize(table, solution=kind)
    theirs, primes = brute_force(data, levels, remainders=kind == "parsimonious")
    assert {frozenset(one.terms) for one in ours.models} == theirs
    assert set(ours.prime_implicants) == primes
    assert set(ours.essential) == set.intersection(*map(set, theirs))


@given(tables(most=3, values=(2, 3)), st.sampled_from(["complex", "parsimonious"]))
@QUIET
def test_multi_value_models_are_those_of_an_exhaustive_search(made, kind):
    data, levels = made
    theirs, _ = brute_force(data, levels, remainders=kind == "parsimonious")
    assert models(data, kind) == theirs


def test_a_lost_essential_prime_implicant_is_noticed(monkeypatch):
    data = pd.DataFrame([(0, 0, 1), (0, 1, 0), (1, 0, 0), (1, 1, 1)], columns=["A", "B", "Y"])
    theirs, _ = brute_force(data, [2, 2], remainders=True)
    assert models(data, "parsimonious") == theirs
    solved = minimization._solved

    def careless(problem, kind, rows, primes, bound):
        return solved(problem, kind, rows[:1], primes, bound)

    monkeypatch.setattr(minimization, "_solved", careless)
    assert models(data, "parsimonious") != theirs


def logic(text: str) -> BooleanFunction:
    terms = []
    for term in qca.parse(text).terms:
        literals = [
            Not(Symbol(one.condition)) if one.negated else Symbol(one.condition) for one in term
        ]
        terms.append(And(*literals))
    return Or(*terms)


def random_table(rng: np.random.Generator, conditions: int, cases: int) -> pd.DataFrame:
    names = [f"X{at}" for at in range(conditions)]
    data = pd.DataFrame(rng.integers(0, 2, (cases, conditions)), columns=names).drop_duplicates()
    return data.assign(Y=rng.integers(0, 2, len(data)))


@pytest.mark.parametrize("seed", range(6))
def test_a_complex_solution_says_the_same_as_its_rows(seed):
    data = random_table(np.random.default_rng(seed), 6, 40)
    names = list(data.columns[:-1])
    table = qca.truth_table(data, "Y", names, incl_cut=1)
    rows = [
        And(*(Symbol(n) if row[n] else Not(Symbol(n)) for n in names))
        for _, row in table.rows.loc[list(table.positive)].iterrows()
    ]
    for model in qca.minimize(table, solution="complex").models[:3]:
        symbols = [Symbol(name) for name in names]
        ours, theirs = (
            [value for _, value in sympy_table(one, symbols)]
            for one in (logic(str(model)), Or(*rows))
        )
        assert ours == theirs


@pytest.mark.parametrize("seed", range(6))
def test_a_parsimonious_solution_covers_every_positive_and_no_negative_row(seed):
    data = random_table(np.random.default_rng(100 + seed), 7, 50)
    table = qca.truth_table(data, "Y", list(data.columns[:-1]), incl_cut=1)
    solution = qca.minimize(table)
    for model in solution.models[:5]:
        held = qca.parse(str(model)).evaluate(data)
        assert (held[data["Y"] == 1] == 1).all()
        assert (held[data["Y"] == 0] == 0).all()
    sizes = {len(model.terms) for model in solution.models}
    assert len(sizes) == 1, "all models have the fewest prime implicants"


def test_sympy_simplifies_to_no_fewer_terms():
    data = random_table(np.random.default_rng(7), 4, 30)
    table = qca.truth_table(data, "Y", list(data.columns[:-1]), incl_cut=1)
    model = qca.minimize(table, solution="complex").models[0]
    simplified = simplify_logic(logic(str(model)), form="dnf", force=True)
    fewest = len(simplified.args) if isinstance(simplified, Or) else 1
    assert len(model.terms) <= fewest


@pytest.mark.slow
@given(tables(), st.randoms(use_true_random=False))
@QUIET
def test_order_and_names_of_conditions_and_cases_do_not_matter(made, random):
    data, _ = made
    names = list(data.columns[:-1])
    shuffled = random.sample(names, len(names))
    cases = random.sample(range(len(data)), len(data))
    again = data.iloc[cases][[*shuffled, "Y"]]
    for kind in ("complex", "parsimonious"):
        ours = {frozenset(frozenset(term.split("*")) for term in one) for one in models(data, kind)}
        theirs = {
            frozenset(frozenset(term.split("*")) for term in one) for one in models(again, kind)
        }
        assert ours == theirs
    renamed = data.rename(columns={name: f"{name}_long" for name in names})
    assert len(models(renamed, "parsimonious")) == len(models(data, "parsimonious"))


@pytest.mark.slow
@given(tables())
@QUIET
def test_a_complex_model_lies_within_the_intermediate_and_that_within_the_parsimonious(made):
    data, _ = made
    table = qca.truth_table(data, "Y", list(data.columns[:-1]), incl_cut=1)
    solution = qca.minimize(table, solution="intermediate", expectations=list(data.columns[:-1]))
    for pair in solution.pairs:
        assert set(pair.easy) | set(pair.difficult) == set(pair.parsimonious.assumptions)
        for model in pair.models:
            inner, middle, outer = (
                logic(str(one)) for one in (pair.complex, model, pair.parsimonious)
            )
            assert not satisfiable(Not(Implies(inner, middle)))
            assert not satisfiable(Not(Implies(middle, outer)))


@pytest.mark.slow
@given(tables())
@QUIET
def test_with_every_row_observed_outcome_and_negation_are_each_others_complement(made):
    data, levels = made
    assume(len(data) == np.prod(levels))
    names = list(data.columns[:-1])
    ours = qca.minimize(qca.truth_table(data, "Y", names, incl_cut=1)).models[0]
    theirs = qca.minimize(qca.truth_table(data, "~Y", names, incl_cut=1)).models[0]
    assert not satisfiable(Not(Equivalent(logic(str(ours)), Not(logic(str(theirs))))))


def test_expectations_on_nothing_give_the_complex_solution():
    data = random_table(np.random.default_rng(3), 4, 9)
    table = qca.truth_table(data, "Y", list(data.columns[:-1]), incl_cut=1)
    complex_ = {frozenset(one.terms) for one in qca.minimize(table, solution="complex").models}
    none = qca.minimize(table, solution="intermediate")
    assert {frozenset(one.terms) for one in none.models} == complex_


def test_all_irredundant_models_hold_all_minimal_ones():
    data = random_table(np.random.default_rng(5), 5, 14)
    table = qca.truth_table(data, "Y", list(data.columns[:-1]), incl_cut=1)
    fewest = {frozenset(one.terms) for one in qca.minimize(table).models}
    every = {frozenset(one.terms) for one in qca.minimize(table, all_irredundant=True).models}
    assert fewest <= every
    assert not [one for one in every if any(other < one for other in every)]


@pytest.mark.slow
def test_too_many_models_are_counted_up_to_the_bound_and_the_chart_is_given():
    data = random_table(np.random.default_rng(11), 10, 50)
    table = qca.truth_table(data, "Y", list(data.columns[:-1]), incl_cut=1)
    solution = qca.minimize(table, most_models=25)
    assert not solution.complete
    assert len(solution.models) == 25
    assert "at least 25 models" in repr(solution)
    assert solution.chart.any(axis=0).all()


def test_excluded_rows_are_no_ones_assumption():
    data = random_table(np.random.default_rng(2), 4, 8)
    names = list(data.columns[:-1])
    table = qca.truth_table(data, "Y", names, incl_cut=1)
    assumed = qca.minimize(table).models[0].assumptions
    assert assumed
    barred = qca.truth_table(data, "Y", names, incl_cut=1, exclude=assumed[:2])
    for model in qca.minimize(barred).models:
        assert not set(model.assumptions) & set(assumed[:2])


def test_contradictory_assumptions_and_rows_against_necessity_are_untenable():
    data = random_table(np.random.default_rng(2), 4, 8)
    names = list(data.columns[:-1])
    ours, theirs = (qca.truth_table(data, one, names, incl_cut=1) for one in ("Y", "~Y"))
    rows = qca.untenable_rows(ours, theirs)
    assert rows
    again = [qca.truth_table(data, one, names, incl_cut=1, exclude=rows) for one in ("Y", "~Y")]
    assumed = [
        {row for model in qca.minimize(one).models for row in model.assumptions} for one in again
    ]
    assert not set(rows) & (assumed[0] | assumed[1])
    without = qca.untenable_rows(ours, necessary=["X0"])
    cells = {row for row in range(1, 9)}  # X0 is the most significant: rows 1 to 8 lack it
    assert set(without) <= cells
    impossible = qca.untenable_rows(ours, impossible=["X0*X1"])
    assert set(impossible) <= set(range(13, 17))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"Y": 0}, "no row of the truth table of Y reaches the consistency cut-off 1"),
        ({"Y": 1}, "no row of the truth table of Y is negative"),
    ],
)
def test_an_outcome_that_does_not_vary_is_refused(change, told):
    data = pd.DataFrame({"A": [0, 1], "B": [0, 1], "Y": [0, 1]}).assign(**change)
    with pytest.raises(ValueError, match=told):
        qca.minimize(qca.truth_table(data, "Y", ["A", "B"], incl_cut=1))


def test_without_a_cut_off_nothing_is_minimised():
    data = pd.DataFrame({"A": [0, 1], "Y": [0, 1]})
    with pytest.raises(ValueError, match="choose a cut-off for consistency first"):
        qca.minimize(qca.truth_table(data, "Y", ["A"]))


def test_an_expectation_must_name_a_condition():
    data = pd.DataFrame({"A": [0, 1, 1], "B": [0, 1, 0], "Y": [0, 1, 0]})
    table = qca.truth_table(data, "Y", ["A", "B"], incl_cut=1)
    with pytest.raises(
        ValueError, match="'WEALTH' names no condition of the table; these are A, B"
    ):
        qca.minimize(table, solution="intermediate", expectations=["WEALTH"])


def test_expectations_come_with_their_reasons():
    data = random_table(np.random.default_rng(3), 4, 9)
    table = qca.truth_table(data, "Y", list(data.columns[:-1]), incl_cut=1)
    told = qca.minimize(table, solution="intermediate", expectations={"X0": "it helps"})
    assert "expected X0: it helps" in repr(told)
    assert qca.report(told)["reasons"] == {"X0": "it helps"}
    bare = qca.minimize(table, solution="intermediate", expectations=["X0"])
    assert "expected X0: no reason given" in repr(bare)
    assert {str(one) for one in told.models} == {str(one) for one in bare.models}


@pytest.mark.parametrize(
    ("expectations", "reasons"),
    [
        ({" A ": "it helps"}, {"A": "it helps"}), ({"~ A": "it hurts"}, {"~A": "it hurts"}),
        ({"A{1}": "it helps"}, {"A": "it helps"}), ({"~C{0}": "it helps"}, {"C{1,2}": "it helps"}),
        ({"C{1}": "it helps", "C{2}": "it helps more"}, {"C{1,2}": "it helps; it helps more"}),
    ],
)  # fmt: skip
def test_a_reason_stands_beside_its_expectation_however_that_is_written(expectations, reasons):
    data = pd.DataFrame({"A": [0, 1, 1], "C": [0, 1, 2], "Y": [0, 1, 0]})
    table = qca.truth_table(data, "Y", ["A", "C"], incl_cut=1)
    solution = qca.minimize(table, solution="intermediate", expectations=expectations)
    assert solution.reasons == reasons
    assert solution.expectations == tuple(reasons)


def test_without_time_a_cover_is_still_given_and_not_called_complete():
    data = random_table(np.random.default_rng(11), 10, 60)
    table = qca.truth_table(data, "Y", list(data.columns[:-1]), incl_cut=1)
    no_time = qca.minimize(table, most_seconds=1e-6)
    assert not no_time.complete
    held = qca.parse(str(no_time.models[0])).evaluate(data)
    assert (held == data["Y"]).all()


def from_rows(rows: list[str], names: str = "ABCDY") -> pd.DataFrame:
    return pd.DataFrame([list(map(int, row)) for row in rows], columns=list(names))


SIX = pd.DataFrame(
    {"A": [.6, .6, .9, .1, .2, .9], "B": [.6, .6, .1, .9, .1, .2],
     "Y": [.55, .45, .95, .05, .1, .9]},
)  # fmt: skip


@pytest.mark.parametrize("exclude", [[4], ["A*B"], "A*B", 4])
def test_a_row_positive_for_the_outcome_and_for_its_negation_can_be_excluded(exclude):
    ours, theirs = (
        qca.truth_table(SIX, outcome, ["A", "B"], incl_cut=0.75) for outcome in ("Y", "~Y")
    )
    assert 4 in ours.positive
    assert 4 in theirs.positive
    assert 4 in qca.untenable_rows(ours, theirs)
    enhanced = qca.truth_table(SIX, "Y", ["A", "B"], incl_cut=0.75, exclude=exclude)
    assert 4 not in enhanced.positive
    assert enhanced.rows.loc[4, "OUT"] == "0"
    assert str(qca.minimize(enhanced).models[0]) == "A*~B"
    assert "1 row with cases excluded" in enhanced.summary()


def fuzzy_cases(draw):
    member = st.sampled_from([0.1, 0.2, 0.4, 0.6, 0.7, 0.9])
    rows = draw(st.lists(st.tuples(*[member] * 4), min_size=3, max_size=12))
    return pd.DataFrame(rows, columns=["A", "B", "C", "Y"])


@given(st.data(), st.sets(st.integers(1, 8), max_size=4), st.sampled_from([1, 2]))
def test_no_solution_rests_on_an_excluded_row_given_by_number_or_by_expression(made, rows, n_cut):
    data, names = fuzzy_cases(made.draw), ["A", "B", "C"]
    cells = {
        row: "*".join(
            name if value else f"~{name}" for name, value in zip(names, cell, strict=True)
        )
        for row, cell in enumerate(product((0, 1), repeat=3), start=1)
    }
    make = {"incl_cut": 0.75, "n_cut": n_cut}
    plain = qca.truth_table(data, "Y", names, **make)
    by_number = qca.truth_table(data, "Y", names, **make, exclude=rows)
    by_text = qca.truth_table(data, "Y", names, **make, exclude=[cells[row] for row in rows])
    pd.testing.assert_frame_equal(by_number.rows, by_text.rows)
    assert by_number.excluded == by_text.excluded == tuple(sorted(rows))
    assert set(by_number.positive) == set(plain.positive) - rows
    for kind in ("complex", "parsimonious", "intermediate"):
        expected = ["A", "~B"] if kind == "intermediate" else []
        try:
            solutions = [
                qca.minimize(table, solution=kind, expectations=expected)
                for table in (by_number, by_text)
            ]
        except qca.NothingToMinimize:
            continue
        assert {str(one) for one in solutions[0].models} == {
            str(one) for one in solutions[1].models
        }
        for model in solutions[0].models:
            assert not qca.rows_of(str(model), names, [2, 2, 2]) & rows


def test_core_conditions_come_from_parsimonious_models_and_not_from_every_prime_implicant():
    data = from_rows(["10011", "00000", "10101", "01100"])
    table = qca.truth_table(data, "Y", list("ABCD"), incl_cut=1)
    complex_, parsimonious = qca.minimize(table, solution="complex"), qca.minimize(table)
    assert [str(model) for model in parsimonious.models] == ["A"]
    kinds = qca.core_conditions(complex_, parsimonious)
    assert kinds["A"].eq("core").all()
    assert not kinds.drop(columns="A").isin(["core", "core in some"]).any(axis=None)


def test_core_in_every_parsimonious_model_and_core_in_some_are_kept_apart():
    data = from_rows(["111", "000"], "ABY")
    table = qca.truth_table(data, "Y", ["A", "B"], incl_cut=1)
    parsimonious = qca.minimize(table)
    assert {str(model) for model in parsimonious.models} == {"A", "B"}
    kinds = qca.core_conditions(qca.minimize(table, solution="complex"), parsimonious)
    assert kinds.loc["A*B"].tolist() == ["core in some", "core in some"]


@given(tables(most=4))
@settings(suppress_health_check=[HealthCheck.filter_too_much])
def test_a_condition_is_core_as_often_as_models_hold_on_to_it(made):
    data, _ = made
    names = list(data.columns[:-1])
    table = qca.truth_table(data, "Y", names, incl_cut=1)
    parsimonious = qca.minimize(table)
    solution = qca.minimize(table, solution="intermediate", expectations=names)
    for at, model in enumerate(solution.models):
        kinds = qca.core_conditions(solution, parsimonious, at)
        for text in model.terms:
            literals = set(text.split("*"))
            for literal in literals:
                held = [
                    any(literal in core.split("*") and set(core.split("*")) <= literals
                        for core in one.terms)
                    for one in parsimonious.models
                ]  # fmt: skip
                expected = "core" if all(held) else "core in some" if any(held) else "contributing"
                assert kinds.loc[text, literal.lstrip("~")] == expected
            absent = [name for name in names if not literals & {name, f"~{name}"}]
            assert kinds.loc[text, absent].isna().all()


def test_core_conditions_are_those_of_the_same_analysis():
    data = from_rows(["111", "000"], "ABY")
    solution = qca.minimize(qca.truth_table(data, "Y", ["A", "B"], incl_cut=1))
    complex_ = qca.minimize(solution.table, solution="complex")
    with pytest.raises(ValueError, match="from the parsimonious solution, not the complex"):
        qca.core_conditions(solution, complex_)
    other = qca.minimize(qca.truth_table(data, "~Y", ["A", "B"], incl_cut=1))
    with pytest.raises(ValueError, match="the same analysis: Y by A, B against ~Y by A, B"):
        qca.core_conditions(solution, other)


def test_the_complex_solution_needs_no_negative_row():
    data = from_rows(["1011", "1111"], "ABCY")
    table = qca.truth_table(data, "Y", list("ABC"), incl_cut=1)
    assert str(qca.minimize(table, solution="complex").models[0]) == "A*C"
    for kind in ("parsimonious", "intermediate"):
        with pytest.raises(
            qca.NothingToMinimize, match="no row .* is negative: .*complex solution"
        ):
            qca.minimize(table, solution=kind)


@given(st.sets(st.integers(0, 7), min_size=1, max_size=8))
def test_positive_rows_alone_have_a_complex_solution_that_is_just_these_rows(rows):
    cells = [cell for at, cell in enumerate(product((0, 1), repeat=3)) if at in rows]
    data = pd.DataFrame([(*cell, 1) for cell in cells], columns=["A", "B", "C", "Y"])
    table = qca.truth_table(data, "Y", ["A", "B", "C"], incl_cut=1)
    if len(rows) == 8:
        with pytest.raises(qca.NothingToMinimize, match="every configuration is positive"):
            qca.minimize(table, solution="complex")
        return
    for model in qca.minimize(table, solution="complex").models:
        assert qca.rows_of(str(model), ["A", "B", "C"], [2, 2, 2]) == {at + 1 for at in rows}
        assert model.assumptions == ()


def test_where_the_negation_has_no_model_no_assumption_is_contradictory():
    data = from_rows(["1011", "1111", "0000"], "ABCY")
    ours, theirs = (
        qca.truth_table(data, "Y", list("ABC"), incl_cut=1, exclude=["~A*~B*~C"]),
        qca.truth_table(data, "~Y", list("ABC"), incl_cut=1, exclude=["~A*~B*~C"]),
    )
    assert theirs.positive == ()
    assert qca.untenable_rows(ours, theirs) == ()


def test_a_solution_shows_names_as_text_and_never_as_markup():
    data = from_rows(["111", "000"], "ABY").rename(columns={"A": "<b>A"})
    solution = qca.minimize(qca.truth_table(data, "Y", ["<b>A", "B"], incl_cut=1))
    assert "<b>A" not in solution._repr_html_()
    assert "&lt;b&gt;A" in solution._repr_html_()
