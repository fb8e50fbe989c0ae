"""The reference software's results: every row, model, pair, counterfactual and parameter.

The twenty made-up data sets are in tests/reference/random; the published ones (Lipset) are read from
the folder that CLUSTERKIT_REFERENCE names, or ../shared/reference, and are not copied here.
"""

from __future__ import annotations

import json
import math
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from clusterkit import qca

HERE = Path(__file__).parents[1] / "reference" / "random"
MADE_UP = sorted(HERE.glob("*.json"))
PUBLISHED = Path(
    os.environ.get("CLUSTERKIT_REFERENCE", Path(__file__).parents[3] / "shared" / "reference")
)
SOLUTIONS = {
    "complex": ("complex", False),
    "parsimonious": ("parsimonious", False),
    "complex_all_irredundant": ("complex", True),
    "parsimonious_all_irredundant": ("parsimonious", True),
}
counted: Counter[str] = Counter()


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def same(ours: float, theirs: float | None, what: str) -> None:
    counted["parameters"] += 1
    if theirs is None:
        assert math.isnan(ours), what
    else:
        assert ours == pytest.approx(theirs, abs=1e-6), what


def same_fit(ours: pd.DataFrame, theirs: dict[str, Any], what: str) -> None:
    for term in listed(theirs["term_fit"]):
        for name in ("inclS", "PRI", "covS", "covU"):
            same(ours.loc[term["term"], name], term[name], f"{what} {term['term']} {name}")
    for name in ("inclS", "PRI", "covS"):
        same(ours.loc["model", name], theirs["fit"][name], f"{what} {name}")


def sets(models: Any) -> set[frozenset[str]]:
    return {frozenset(listed(one["terms"])) for one in listed(models)}


def table_of(told: dict[str, Any], data: pd.DataFrame) -> qca.TruthTable:
    cuts = listed(told["incl_cut"])
    return qca.truth_table(
        data, told["outcome"], listed(told["conditions"]),
        incl_cut=tuple(cuts) if len(cuts) > 1 else cuts[0],
        n_cut=told["n_cut"], pri_cut=told["pri_cut"], exclude=listed(told["exclude_rows"]),
    )  # fmt: skip


@pytest.fixture(scope="module", params=MADE_UP, ids=lambda path: path.stem)
def reference(request):
    told = json.loads(request.param.read_text(encoding="utf-8"))
    data = pd.read_csv(request.param.with_suffix(".csv"), index_col=0)
    return told, data, table_of(told, data)


def test_there_are_twenty_made_up_data_sets():
    assert len(MADE_UP) == 20


def test_every_row_of_the_truth_table(reference):
    told, _, table = reference
    rows = listed(told["truth_table"]["rows"])
    assert [row["row"] for row in rows] == list(table.rows.index)
    assert told["truth_table"]["n_remainders"] == table.remainders
    for row in rows:
        counted["rows"] += 1
        ours = table.rows.loc[row["row"]]
        assert ours[list(table.conditions)].tolist() == listed(row["config"])
        assert (ours["OUT"], ours["n"]) == (str(row["OUT"]), row["n"])
        assert list(table.cases.loc[row["row"]]) == listed(row["cases"])
        same(ours["incl"], row["incl"], f"row {row['row']} incl")
        same(ours["PRI"], row["PRI"], f"row {row['row']} PRI")


def test_necessity_and_sufficiency_of_single_conditions(reference):
    told, data, _ = reference
    for part, names in (("necessity", ("inclN", "RoN", "covN")),
                        ("sufficiency_single", ("inclS", "PRI", "covS"))):  # fmt: skip
        measure = qca.necessity if part == "necessity" else qca.sufficiency
        for one in told[part]:
            expression = f"{'~' if one['condition_negated'] else ''}{one['condition']}"
            outcome = f"{'~' if one['outcome_negated'] else ''}{told['outcome'].lstrip('~')}"
            ours = measure(data, outcome, [expression]).loc[expression]
            for name in names:
                same(ours[name], one[name], f"{expression} {outcome} {name}")


@pytest.mark.parametrize("name", SOLUTIONS)
def test_every_model_of_every_solution(reference, name):
    told, _, table = reference
    theirs = told["solutions"][name]
    kind, every = SOLUTIONS[name]
    if theirs is None or "error" in theirs:
        with pytest.raises(ValueError, match="nothing"):
            qca.minimize(table, solution=kind)
        return
    ours = qca.minimize(table, solution=kind, all_irredundant=every)
    assert ours.complete
    assert {frozenset(model.terms) for model in ours.models} == sets(theirs["models"])
    assert len(ours.models) == theirs["n_models"]
    assert set(ours.prime_implicants) == set(listed(theirs["prime_implicants"]))
    assert set(ours.essential) == set(listed(theirs["essential"]))
    by_terms = {frozenset(model.terms): at for at, model in enumerate(ours.models)}
    assumed = theirs["simplifying_assumptions"]
    for place, model in enumerate(listed(theirs["models"])):
        counted["models"] += 1
        at = by_terms[frozenset(listed(model["terms"]))]
        same_fit(ours.fit(at), model, f"{name} {model['terms']}")
        counted["assumptions"] += 1
        assert list(ours.models[at].assumptions) == listed(listed(assumed)[place])


def test_every_pair_of_the_intermediate_solution(reference):
    told, _, table = reference
    theirs = told["solutions"]["intermediate"]
    if "error" in theirs or not table.positive:
        with pytest.raises(ValueError, match="nothing"):
            qca.minimize(table, solution="intermediate", expectations=listed(told["dir_exp"]))
        return
    ours = qca.minimize(table, solution="intermediate", expectations=listed(told["dir_exp"]))
    pairs = {
        (frozenset(one.complex.terms), frozenset(one.parsimonious.terms)): one for one in ours.pairs
    }
    assert len(pairs) == len(listed(theirs["pairs"]))
    for pair in listed(theirs["pairs"]):
        counted["pairs"] += 1
        mine = pairs[
            frozenset(listed(pair["complex_model"])), frozenset(listed(pair["parsimonious_model"]))
        ]
        assert {frozenset(model.terms) for model in mine.models} == sets(pair["models"])
        assert list(mine.easy) == listed(pair["easy_counterfactuals"])
        assert list(mine.difficult) == listed(pair["difficult_counterfactuals"])
        for model in listed(pair["models"]):
            fit = qca.model_fit(table.data, table.outcome, " + ".join(listed(model["terms"])))
            same_fit(fit, model, f"intermediate {pair['pair']}")
    distinct = {frozenset(listed(one)) for one in listed(theirs["distinct_models"])}
    assert {frozenset(model.terms) for model in ours.models} == distinct


@pytest.mark.parametrize("name", ["LC", "LF"])
def test_lipset(name):
    if not (PUBLISHED / f"{name}_SURV.json").is_file():
        pytest.skip(
            f"no published results in {PUBLISHED.name}: set CLUSTERKIT_REFERENCE to their folder"
        )
    told = json.loads((PUBLISHED / f"{name}_SURV.json").read_text(encoding="utf-8"))
    data = pd.read_csv(PUBLISHED / f"{name}.csv", index_col=0)
    table = table_of({**told, "exclude_rows": []}, data)
    rows = listed(told["truth_table"])
    assert len(rows) == len(table.rows)
    for row in rows:
        counted["rows"] += 1
        mine = table.rows
        for condition in table.conditions:
            mine = mine[mine[condition] == row[condition]]
        (ours,) = mine.to_dict("records")
        assert str(ours["OUT"]) == str(row["OUT"])
        assert ours["n"] == row["n"]
        same(ours["incl"], float(row["incl"]), "incl")
        same(ours["PRI"], float(row["PRI"]), "PRI")
    for kind in ("complex", "parsimonious"):
        ours, theirs = qca.minimize(table, solution=kind), told[kind]
        models = [listed(one) for one in listed(theirs["models"])]
        assert {frozenset(model.terms) for model in ours.models} == {
            frozenset(one) for one in models
        }
        assert set(ours.prime_implicants) == set(listed(theirs["primes"]))
        assert set(ours.essential) == set(listed(theirs["essential"]))
        counted["models"] += len(models)
        if len(models) == 1:
            same_fit(ours.fit(), {**theirs, "fit": listed(theirs["sol_incl_cov"])[0]}, kind)
    ours = qca.minimize(table, solution="intermediate", expectations=told["dir_exp"].split(","))
    theirs = [one for pair in told["intermediate"].values() for one in listed(pair)]
    distinct = {frozenset(listed(one)) for one in theirs}
    assert {frozenset(model.terms) for model in ours.models} == distinct
    counted["pairs"] += len(told["intermediate"])
    for expression, parameters in told["necessity"].items():
        fit = qca.necessity(data, told["outcome"], [expression]).loc[expression]
        for parameter in ("inclN", "RoN", "covN"):
            assert fit[parameter] == pytest.approx(parameters[parameter], abs=1e-6)
            counted["parameters"] += 1


def test_something_was_compared():
    print(dict(counted))
    assert counted["parameters"] > 100
