"""Cases like mine: what the page puts together, and what Python says of the same case."""

from __future__ import annotations

import pytest
import traitlets

import clusterkit as ck
from clusterkit.widgets.cases import ANSWERS


def test_it_holds_every_answer_of_every_phrase_offered(evidence):
    finder = ck.explore_cases(evidence)
    for _, _, _, phrase, _ in finder.known["offered"]:
        cells = finder.known["phrases"][phrase]
        near = ck.nearest(evidence, phrase).set_index("setting_id")
        agreeing = {setting for setting, cell in cells.items() if ANSWERS[cell[0]] == "agrees"}
        assert agreeing == set(near.index)
        for setting in agreeing:
            assert tuple(cells[setting][2]) == near.loc[setting, "rows"]
            assert cells[setting][1] == (phrase in near.loc[setting, "hedged"])


def test_its_rows_and_citation_follow_the_case_and_the_open_cell(evidence):
    finder = ck.explore_cases(evidence, "weak inspection")
    assert set(finder.rows["table"]) == {"policies"}
    finder.case = [*finder.case, "active association"]
    every = set(finder.rows.index)
    finder.value = ["sialkot-football", "weak inspection"]
    assert set(finder.rows.index) < every
    assert finder.cite().paragraphs == tuple(finder.rows["paragraph"].unique())
    finder.case = ["active association"]
    assert finder.value == [], "what is no longer asked is no longer open"


def test_what_cannot_be_asked_is_refused_in_words_and_goes_over_to_other_evidence(evidence, small):
    finder = ck.explore_cases(evidence, "garments, required quality standard")
    with pytest.raises(ValueError, match="“strong unicorns” is not known here"):
        finder.case = ["strong unicorns"]
    with pytest.raises(traitlets.TraitError, match="give a cluster"):
        finder.value = ["nowhere", "garments"]
    with pytest.raises(ValueError, match="is not known here"):
        ck.explore_cases(evidence, "strong unicorns")
    assert finder.case == ["garments", "required quality standard"]
    finder.value = ["los-lagos-salmon", "required quality standard"]
    other = ck.explore_cases(small, "footwear")
    assert other.ask(finder.question) == {"value": finder.value}
    assert other.case == finder.case, "what is not said of a cluster can be asked all the same"
    assert other.value == []


def test_a_phrase_that_is_understood_and_not_offered_can_be_begun_with(evidence):
    finder = ck.explore_cases(evidence, ["Shoes", "enforcement weak", "union broken up"])
    assert finder.case == ["shoes", "enforcement weak", "union broken up"]
    assert len(finder.table)
    finder.case = [*finder.case, "strong inspection"]  # no cluster agrees, and it can be asked
    assert set(finder.known["phrases"]) >= set(finder.case)
    assert finder.known["phrases"]["strong inspection"]["sialkot-football"][0] == 1, "it differs"
    assert repr(finder).startswith("explore_cases: shoes")
    assert "Asked:</b> shoes" in finder.still_html()
    assert "nothing yet" in ck.explore_cases(evidence, []).still_html()
