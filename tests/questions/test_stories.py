"""Each preset finds the rows of its story in the paper, and no other.

The ids were read against the paper's paragraphs, apart from the coding.
"""

from __future__ import annotations

import pytest

import clusterkit as ck
from clusterkit.questions.stories import stories, story_in_a_line

ROWS = {
    "Atlanta Agreement (Sialkot footballs)": """
        pol-3.2.1-01 pol-3.2.1-02 pol-3.2.1-03 pol-3.2.1-04 pol-3.3.4-04 pol-3.4.7-02
        act-3.2.1-06 act-3.2.1-07 act-3.2.1-08 act-3.4.7-04
    """,
    "Sialkot stitchers' strikes, and what followed": """
        pol-3.3.4-01 pol-3.3.4-02 pol-3.3.4-03 act-3.3.3-01 act-3.3.3-02 act-3.3.4-01
        act-3.3.4-02 act-3.3.5-01 act-3.3.5-02 ctx-3.3.4-01 ctx-3.3.5-01
    """,
    "Surgical instruments and quality standards (Sialkot)": """
        pol-2.1.1-06 act-2.1.1-02 act-3.2.2-05 act-3.2.2-06 act-3.2.2-07
    """,
    "Shoes from Brazil (Sinos Valley)": """
        act-3.1.3-01 act-3.1.3-02 act-3.1.3-03 act-3.1.3-04 act-3.1.3-05 act-3.1.3-06
        act-3.1.3-07 act-3.1.3-08 act-3.1.3-09
    """,
    "Wage rates sought together (Wenling)": """
        act-3.2.1-03 act-3.2.1-04 act-3.2.1-05
    """,
    "Tax exemptions for investors (Xiqiao)": """
        pol-2.2.2-01 pol-2.2.2-02 act-2.2.2-01 act-2.2.2-02
    """,
    "Exporters' association (Tirupur)": """
        act-3.2.3-01 act-3.2.3-02 act-3.2.3-03 act-3.2.3-04 act-3.2.3-05 act-3.2.3-06
        act-3.2.3-07 act-3.2.3-08 act-3.2.3-09
    """,
    "Regional outsourcing rules; quality and labour standards (Torreon)": """
        pol-2.1.2-01 pol-2.1.2-02 pol-2.3.2-03
    """,
    "Tariffs and devaluation (Guadalajara)": """
        pol-2.2.4-03 pol-2.3.2-04 pol-2.3.2-05
    """,
    "Appreciation of the peso (Chipilo)": """
        pol-2.2.4-02
    """,
    "Devaluation (Sialkot footballs)": """
        pol-2.2.4-04 pol-2.2.4-05 pol-2.2.4-06 pol-2.2.4-07
    """,
    "Organic norms (Chiapas coffee)": """
        pol-2.1.2-06 act-2.1.2-02 ctx-2.1.2-01
    """,
    "Labour law and its enforcement (China)": """
        pol-2.1.8-03 pol-2.1.8-04 pol-2.1.8-05 pol-2.1.8-06 pol-2.1.8-07 pol-2.1.8-08
        pol-2.1.8-09 pol-2.1.8-10 pol-2.1.8-11 act-2.1.8-01 act-2.1.8-02 act-2.1.8-03 act-2.1.8-04
        act-2.1.8-05 act-2.1.8-06 act-3.4.7-01 ctx-2.1.8-02
    """,
    "Labour inspections given up (Punjab)": """
        pol-2.1.9-03 pol-2.1.9-04 pol-2.1.9-05 act-2.1.9-03 act-2.1.9-04 act-2.1.10-02
    """,
    "The productivity whip (Germany)": """
        pol-2.1.7-01 pol-2.1.7-02 pol-2.1.7-03
    """,
    "Inspection joined with advice (general claims, and Brazil)": """
        pol-2.1.4-03 pol-2.1.4-04 act-2.1.4-01 act-2.1.4-02 act-4.0c.1-07
    """,
}


@pytest.mark.parametrize("name", stories())
def test_a_preset_finds_exactly_the_rows_of_its_story(evidence, name):
    match = ck.matching_evidence(evidence, stories()[name])
    assert list(match.exact.index) == ROWS[name].split()


def test_a_story_in_a_line_says_what_its_rows_state_and_no_more(evidence):
    lines = {name: story_in_a_line(evidence, story) for name, story in stories().items()}
    for name, story in stories().items():
        rows = ck.matching_evidence(evidence, story).exact
        for outcome, word in (
            ("growth_effect", "growth "),
            ("social_effect", "social conditions "),
        ):
            assert (word in lines[name]) == rows[outcome].notna().any(), name
        silent = rows[["growth_effect", "social_effect"]].isna().all(axis=None)
        assert ("no effect stated" in lines[name]) == silent, name
    assert "jointly (only aimed at or expected)" in lines["Wage rates sought together (Wenling)"]


def test_there_are_a_dozen_stories_or_more_and_no_two_ask_the_same():
    assert len(stories()) >= 12
    assert len({preset.code for preset in stories().values()}) == len(stories())
