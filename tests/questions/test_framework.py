"""Figure 1's parts, its arrows, and the five kinds of nothing."""

from __future__ import annotations

import pandas as pd
import pytest

import clusterkit as ck
from clusterkit.questions.framework import NOTHING


def rows(*cells: tuple[str | None, str | None, str | None]) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=["setting_id", "growth_effect", "social_effect"])


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ([("a", "+", None)], "effect stated"),
        ([("a", "0", None), ("a", "0", "mixed")], "effect stated"),
        ([("a", "0", None)], "no effect reported"),
        ([("a", None, None)], "effect not stated"),
        ([(None, "+", "+")], "general claim only"),
        ([], "not mentioned"),
    ],
)
def test_evidence_stands_as_one_of_six_words(cells, word):
    assert ck.standing(rows(*cells)) == word


def test_a_declared_gap_is_told_where_there_is_nothing_else():
    assert ck.standing(rows(), declared_gap=True) == "declared gap"
    assert ck.standing(rows(("a", None, None)), declared_gap=True) == "effect not stated"


def test_an_outcome_can_be_asked_for_alone():
    mixed = rows(("a", "+", None))
    assert ck.standing(mixed, outcomes=("social_effect",)) == "effect not stated"


def test_five_kinds_of_nothing_are_five_words_with_five_sentences():
    assert len(NOTHING) == 5
    assert list(ck.standing_sentences()) == list(ck.STANDINGS)
    assert len(set(ck.standing_sentences().values())) == 6


def test_arrows_join_parts_that_exist_and_f7_ends_on_f4():
    nodes = {node.id for node in ck.figure1_parts()} | {"outcomes"}
    for arrow in ck.figure1_arrows():
        assert arrow.start in nodes
        assert arrow.end in nodes | {"F4"}
        assert arrow.paragraphs
    by_id = {arrow.id: arrow for arrow in ck.figure1_arrows()}
    assert by_id["F7"].end == "F4"
    assert by_id["F8"].status == "other sections"
    assert by_id["F3"].status == "optional"


def test_no_arrow_joins_growth_and_social_conditions():
    ends = {(arrow.start, arrow.end) for arrow in ck.figure1_arrows()}
    assert not ends & {("growth", "social"), ("social", "growth")}
    assert "1.0.6" in ck.why_no_arrow()


def test_every_arrow_of_the_small_evidence_has_its_rows(small):
    found = ck.arrow_evidence(small)
    ids = {
        arrow.id: set(found.loc[found["arrow"] == arrow.id, "row_id"])
        for arrow in ck.figure1_arrows()
    }
    assert ids["F2"] == {"pol-1.0.4-01", "pol-1.0.4-02"}
    assert ids["F3"] == {"ctx-1.0.4-01"}
    assert ids["F7"] == {"act-1.0.4-01"}
    assert ids["F1"] == ids["F5"] == ids["F8"] == set()
    assert ck.arrow_table(small).loc["F1", "standing"] == "not mentioned"


def test_foreign_lobbies_are_influencers_and_not_actors_of_a_cluster(evidence):
    found = ck.arrow_evidence(evidence)
    foreign = evidence.actions.query("actor_scope == 'international' and kind == 'lobbying'")
    assert len(foreign) >= 2
    on = found[found["row_id"].isin(foreign.index)]
    assert "F6" not in set(on["arrow"])
    assert "F8" not in set(on["arrow"])
    hong_kong = foreign[foreign["acts_on"].map(bool)]
    assert set(hong_kong.index) <= set(found.loc[found["arrow"] == "F1", "row_id"])


def test_a_selection_of_rows_thins_the_arrows(evidence):
    sialkot = evidence.statements.query("setting_id == 'sialkot-football'")
    whole, part = ck.arrow_table(evidence), ck.arrow_table(evidence, sialkot)
    assert (part["claims"] <= whole["claims"]).all()
    assert part["places"].max() == 1
