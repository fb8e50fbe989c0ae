"""Sweeps: the same results wherever they run, and what they say of a solution."""

from __future__ import annotations

import logging
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

import numpy as np
import pandas as pd
import pytest

from clusterkit import qca


@pytest.fixture(scope="module")
def cases() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    data = pd.DataFrame(rng.random((30, 4)), columns=list("ABCD"))
    law = np.maximum(np.minimum(data["A"], data["B"]), 1 - data["C"])
    return data.assign(Y=np.clip(law + rng.normal(0, 0.1, 30), 0, 1))


SETTINGS = qca.sweep_choices(incl_cut=np.linspace(0.7, 0.98, 40).round(3).tolist(), n_cut=(1, 2, 3))


@pytest.fixture(scope="module")
def serial(cases):
    return qca.sweep(cases, "Y", list("ABCD"), SETTINGS, progress=False)


def test_every_setting_gives_one_row_in_order(serial):
    assert len(serial) == 120
    assert serial["n_cut"].tolist() == [1, 2, 3] * 40


@pytest.mark.parametrize("executor", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_an_executor_gives_the_same_results(cases, serial, executor):
    with executor(2) as pool:
        told = qca.sweep(cases, "Y", list("ABCD"), SETTINGS, executor=pool, progress=False)
    pd.testing.assert_frame_equal(told, serial)


@pytest.mark.slow
def test_a_dask_cluster_of_two_workers_gives_the_same_results(cases, serial):
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        silence_logs=logging.ERROR,
    )  # fmt: skip
    with cluster, distributed.Client(cluster) as client:
        assert len(client.scheduler_info()["workers"]) == 2
        pool = client.get_executor()
        told = qca.sweep(cases, "Y", list("ABCD"), SETTINGS, executor=pool, progress=False)
    pd.testing.assert_frame_equal(told, serial)


def test_survival_counts_the_settings_in_which_a_term_is(serial):
    told = qca.term_survival(serial)
    assert told["settings"].eq(len(serial)).all()
    assert (told["in_every_model"] <= told["in_some_model"]).all()
    term = told.index[0]
    by_hand = sum(
        all(term in str(model).split(" + ") for model in models)
        for models in serial["models"]
        if models
    )
    assert told.loc[term, "in_every_model"] == by_hand


def test_the_stable_range_holds_the_same_models_and_ends_where_they_change(cases):
    values = np.linspace(0.6, 0.99, 79).round(3).tolist()
    results = qca.sweep(
        cases, "Y", list("ABCD"), qca.sweep_choices(incl_cut=values), progress=False
    )
    ranges = qca.first_change(
        cases, "Y", list("ABCD"), qca.Choices(incl_cut=0.8), {"incl_cut": values}
    )
    low, high = ranges.loc["incl_cut", ["lower", "upper"]]
    models = results.set_index("incl_cut")["models"]
    inside = models[(models.index >= low) & (models.index <= high)]
    assert inside.nunique() == 1
    before = [one for one in values if one < low]
    after = [one for one in values if one > high]
    assert not before or models[before[-1]] != models[0.8]
    assert not after or models[after[0]] != models[0.8]


def test_each_parameter_has_its_range(cases):
    told = qca.first_change(
        cases, "Y", list("ABCD"), qca.Choices(incl_cut=0.8),
        {"incl_cut": [0.75, 0.85, 0.9], "n_cut": [1, 2, 3]},
    )  # fmt: skip
    assert (told["lower"] <= told["chosen"]).all()
    assert (told["chosen"] <= told["upper"]).all()


def test_leaving_out_each_case_is_a_sweep_too(cases):
    told = qca.sweep(cases, "Y", list("ABCD"), qca.leave_one_out(cases), progress=False)
    assert told["without"].tolist() == cases.index.tolist()


def test_anchors_of_a_calibration_can_be_swept(cases):
    raw = pd.DataFrame({"A": cases["A"] * 100})
    anchors = [(("A", (20, at, 80)),) for at in (40, 50, 60)]
    settings = qca.sweep_choices(qca.Choices(incl_cut=0.9), anchors=anchors)
    swept = qca.sweep(cases, "Y", list("ABCD"), settings, raw=raw, progress=False)
    for at, models in zip((40, 50, 60), swept["models"], strict=True):
        member = qca.calibrate_direct(raw["A"], exclusion=20, crossover=at, inclusion=80)
        table = qca.truth_table(cases.assign(A=member), "Y", list("ABCD"), incl_cut=0.9)
        alone = {frozenset(model.terms) for model in qca.minimize(table).models}
        assert {frozenset(str(model).split(" + ")) for model in models} == alone


@pytest.mark.parametrize("anchors", [(20, 50, 80), (80, 50, 20), (0.2, 0.5, 0.8)])
def test_a_column_is_calibrated_again_only_from_its_uncalibrated_values(cases, anchors):
    settings = [qca.Choices(incl_cut=0.9), qca.Choices(incl_cut=0.9, anchors=(("A", anchors),))]
    sweep = partial(qca.sweep, cases, "Y", list("ABCD"), settings, progress=False)
    with pytest.raises(ValueError, match="column 'A' has anchors, .* are not given: write raw="):
        sweep()
    if anchors[1] > 1:
        with pytest.raises(ValueError, match="column 'A' of raw lies between 0 and 1, .* is 50"):
            sweep(raw=cases)
    else:
        assert len(sweep(raw=cases)) == 2
    assert len(sweep(raw=cases * 100)) == 2


def test_an_enhanced_solution_can_be_swept(cases):
    names = list("ABCD")
    table = qca.truth_table(cases, "Y", names, incl_cut=0.9)
    rows = qca.untenable_rows(table, qca.truth_table(cases, "~Y", names, incl_cut=0.9))
    for exclude in (rows, ("A*~D",)):
        settings = [qca.Choices(incl_cut=0.9, exclude=exclude)]
        swept = qca.sweep(cases, "Y", names, settings, progress=False)
        alone = qca.minimize(qca.truth_table(cases, "Y", names, incl_cut=0.9, exclude=exclude))
        assert {frozenset(str(model).split(" + ")) for model in swept.loc[0, "models"]} == {
            frozenset(model.terms) for model in alone.models
        }
        assert swept.loc[0, "exclude"] == exclude


def test_what_is_wrong_with_a_setting_is_an_error_and_no_row_without_a_model(cases):
    wrong = [qca.Choices(exclude=(99,))]
    with pytest.raises(ValueError, match="a row to exclude is a whole number between 1 and 16"):
        qca.sweep(cases, "Y", list("ABCD"), wrong, progress=False)
    wrong = [qca.Choices(incl_cut=0.9, solution="intermediate", expectations=("E",))]
    with pytest.raises(ValueError, match="the expectation 'E' names no condition"):
        qca.sweep(cases, "Y", list("ABCD"), wrong, progress=False)
    wrong = [qca.Choices(anchors=(("E", (1, 2, 3)),))]
    with pytest.raises(ValueError, match="a column with anchors='E' is not known"):
        qca.sweep(cases, "Y", list("ABCD"), wrong, progress=False)
    with pytest.raises(ValueError, match="anchors is a list of a column and its"):
        qca.Choices(anchors=(("A", (1, 2)),))


def test_a_setting_without_a_model_says_why(cases):
    told = qca.sweep(cases, "Y", list("ABCD"), qca.sweep_choices(n_cut=(99,)), progress=False)
    assert told.loc[0, "number"] == 0
    assert told.loc[0, "models"] == ()
    assert "nothing to minimise" in told.loc[0, "reason"]


def test_every_condition_can_be_calibrated_in_a_sweep(cases):
    raw = cases[["A", "B"]] * 100
    settings = [qca.Choices(incl_cut=0.9, anchors=(("A", (20, 50, 80)), ("B", (20, 50, 80))))]
    swept = qca.sweep(cases[["Y"]], "Y", ["A", "B"], settings, raw=raw, progress=False)
    member = raw.apply(qca.calibrate_direct, exclusion=20, crossover=50, inclusion=80)
    table = qca.truth_table(member.assign(Y=cases["Y"]), "Y", ["A", "B"], incl_cut=0.9)
    assert {str(model) for model in swept.loc[0, "models"]} == {
        " + ".join(sorted(model.terms)) for model in qca.minimize(table).models
    }
