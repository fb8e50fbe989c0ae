"""Words for readers: directions of effects, codebook words, and what the browser shows of them."""

from __future__ import annotations

import json

import pandas as pd

import clusterkit as ck
from clusterkit.evidence.wording import spaced
from clusterkit.questions.select import core, core_settings
from clusterkit.questions.words import DIRECTION_WORDS, DIRECTIONS, NOT_STATED, SIGNS, STATED
from clusterkit.widgets.scripts import together


def test_the_directions_are_those_of_the_codebook_and_silence(evidence):
    for table in ("policies", "actions", "contexts"):
        assert evidence.vocabulary(table, "social_effect") == STATED
    assert (*STATED, NOT_STATED) == DIRECTIONS
    assert len(set(DIRECTION_WORDS.values())) == len(set(SIGNS.values())) == 5


def test_the_browser_is_given_the_words_of_python():
    line = together("harvest.js").split("\n")[0]
    assert json.loads(line.removeprefix("const SIGN_WORDS = ").removesuffix(";")) == DIRECTION_WORDS


def test_codebook_words_are_spaced_and_ngo_is_an_abbreviation():
    assert spaced("joint_action") == "joint action"
    assert spaced("ngo") == "NGO"
    assert spaced("mongolia_and_congo") == "mongolia and congo"
    column = spaced(pd.Series(["leading_firms + ngo", None], dtype="string"))
    assert column[0] == "leading firms + NGO"
    assert pd.isna(column[1])


def test_settings_and_statements_agree_on_what_a_cluster_in_a_developing_country_is(evidence):
    about = evidence.statements[core(evidence.statements)]
    clusters = core_settings(evidence)
    assert set(about["setting_id"]) <= set(clusters.index)
    others = evidence.statements[~core(evidence.statements)]
    assert not set(others["setting_id"].dropna()) & set(clusters.index)
    assert clusters["developing"].all()


def test_a_cluster_of_which_it_is_not_said_whether_the_country_is_developing_is_left_out():
    rows = pd.DataFrame(
        {"setting_kind": ["cluster"], "developing": pd.array([pd.NA], dtype="boolean")}
    )
    assert core(rows).tolist() == [False]


def test_ngos_are_named_as_such_in_a_configuration():
    assert str(ck.Configuration(actors=("ngo",))).startswith("said to act, in any way: NGO;")
