"""What is summed up of matching rows: marks, counts, flows, gaps; never a verdict."""

from __future__ import annotations

import pandas as pd

import clusterkit as ck
from clusterkit.questions.effects import COLUMNS, lined
from clusterkit.questions.strands import NO_ACTOR, NO_POLICY
from clusterkit.questions.words import DIRECTIONS, VERBS

from .. import small as made_up


def test_a_claim_in_two_tables_makes_one_mark_and_mixed_and_not_stated_are_drawn(tmp_path):
    policy = {
        **made_up.ROWS["policies"][0],
        "policy_id": "pol-1.0.4-60",
        "claim_id": "1.0.4-60",
        "social_effect": "mixed",
    }
    act = {**made_up.ROWS["actions"][1], "action_id": "act-1.0.4-60", "claim_id": "1.0.4-60"}
    evidence = made_up.evidence(tmp_path / "e", policies=[policy], actions=[act])
    marks = ck.harvest(evidence, evidence.statements.loc[["pol-1.0.4-60", "act-1.0.4-60"]])
    social = marks[marks["outcome"] == "social_effect"]
    assert list(social["direction"]) == ["mixed"]
    assert list(marks.loc[marks["outcome"] == "growth_effect", "direction"]) == ["not stated"]


def test_behind_a_mark_are_the_rows_of_its_claim_there_that_say_its_direction_or_none(tmp_path):
    policy, act = made_up.ROWS["policies"][0], made_up.ROWS["actions"][1]
    shared = {"claim_id": "1.0.4-60", "growth_effect": ""}
    evidence = made_up.evidence(
        tmp_path / "e",
        policies=[
            {**policy, **shared, "policy_id": "pol-1.0.4-60", "social_effect": "+"},
            {**policy, **shared, "policy_id": "pol-1.0.4-61", "social_effect": "-"},
        ],
        actions=[{**act, **shared, "action_id": "act-1.0.4-60", "social_effect": ""}],
    )
    rows = evidence.statements[evidence.statements["claim_id"] == "1.0.4-60"]
    marks = ck.harvest(evidence, rows)
    behind = {(one.outcome, one.direction): set(one.rows) for one in marks.itertuples()}
    assert behind["social_effect", "+"] == {"pol-1.0.4-60", "act-1.0.4-60"}
    assert behind["social_effect", "-"] == {"pol-1.0.4-61", "act-1.0.4-60"}
    assert len(behind["growth_effect", "not stated"]) == 3
    assert all(one.rows[0] == one.row_id for one in marks.itertuples())


def test_every_row_is_behind_a_mark_of_each_outcome(evidence):
    rows = everything(evidence)
    marks = ck.harvest(evidence, rows)
    for _, mine in marks.groupby("outcome", observed=True):
        assert set(mine["rows"].explode()) == set(rows.index)


def test_marks_stand_in_the_column_of_their_direction_and_the_line_of_place_and_policy(evidence):
    placed = lined(ck.harvest(evidence, everything(evidence)))
    assert [COLUMNS[at] for at in placed["column"]] == list(
        placed[["outcome", "direction"]].astype(str).itertuples(index=False, name=None)
    )
    assert not placed.duplicated(["column", "line", "slot"]).any()
    lines = placed.groupby("line")
    assert (lines[["place", "policy"]].nunique() == 1).all(axis=None)
    assert len(lines) == len(placed[["place", "policy"]].drop_duplicates())
    assert sorted(lines.groups) == list(range(len(lines))), "no line is left out"
    cells = placed.groupby(["column", "line"])
    assert (cells["slot"].max() + 1 == cells.size()).all(), "no gap between marks"
    places = placed.drop_duplicates("line").sort_values("line")["place"]
    assert (places != places.shift(fill_value="")).sum() == places.nunique(), (
        "a place's lines stand together"
    )


def test_a_sign_stands_beside_the_state_of_the_policy_that_carries_it(tmp_path):
    policy, act = made_up.ROWS["policies"][0], made_up.ROWS["actions"][1]
    shared = {"claim_id": "1.0.4-60", "growth_effect": ""}
    weak = {"policy_id": "pol-1.0.4-60", "social_effect": "-", "instrument": "labour_enforcement"}
    strong = {"policy_id": "pol-1.0.4-61", "social_effect": "+", "instrument": "quality_standard"}
    evidence = made_up.evidence(
        tmp_path / "e",
        policies=[
            {**policy, **shared, **weak, "domain": "regulation", "state": "weak"},
            {**policy, **shared, **strong, "domain": "standards", "state": ""},
        ],
        actions=[
            {**act, "action_id": "act-1.0.4-60", "claim_id": "1.0.4-61",
             "responds_to": "pol-1.0.4-60", "enabled_by": "", "social_effect": "mixed"},
        ],
    )  # fmt: skip
    rows = evidence.statements[evidence.statements["claim_id"].isin(["1.0.4-60", "1.0.4-61"])]
    marks = ck.harvest(evidence, rows)
    social = marks[marks["outcome"] == "social_effect"]
    assert dict(zip(social["direction"], social["policy"], strict=True)) == {
        "-": "labour enforcement: weak",
        "+": "quality standard: state not stated",
        "mixed": "labour enforcement: weak",  # the act's own claim names none, so what it answers
    }


def test_no_marks_make_no_lines(evidence):
    empty = lined(ck.harvest(evidence, evidence.statements.iloc[:0]))
    assert empty.empty
    assert {"column", "line", "slot", "rows"} <= set(empty)


def test_a_mark_shows_everybody_who_acts_together(evidence):
    together = ck.Configuration(ways=("employers:joint", "government:joint"))
    marks = ck.harvest(evidence, ck.matching_evidence(evidence, together).exact)
    assert set(marks["actor"]) == {"employers+government", "policy"}


def test_each_place_has_one_line_with_policies_actors_and_both_outcomes(evidence):
    together = ck.Configuration(ways=("employers:joint", "government:joint"))
    rows = ck.matching_evidence(evidence, together).exact
    lines = ck.by_place(evidence, rows)
    assert list(lines.index) == ["Los Lagos salmon", "Sialkot surgical instruments"]
    sialkot = lines.loc["Sialkot surgical instruments"]
    assert sialkot["policies"] == "quality standard"
    assert sialkot["growth"] == "4 × +"
    assert sialkot["social conditions"] == "4 not stated"
    assert sialkot["paragraphs"] == "2.1.1, 3.2.2"
    assert lines.loc["Los Lagos salmon", "policies"] == NO_POLICY
    assert lines["claims"].sum() == evidence.counts(rows).claims
    assert ck.by_place(evidence, rows.head(0)).empty


def test_outcomes_are_never_added_together_and_every_column_is_there(evidence):
    marks = ck.harvest(evidence, ck.matching_evidence(evidence, ck.Configuration()).exact)
    counts = ck.harvest_counts(evidence, marks)
    assert list(counts.index) == [
        (outcome, direction)
        for outcome in ("growth_effect", "social_effect")
        for direction in DIRECTIONS
    ]
    assert list(counts.columns) == ["claims", "places", "sources"]


def test_every_sentence_has_a_locator_and_its_verb_follows_the_certainty(evidence):
    rows = evidence.statements
    sentences = ck.in_words(evidence, rows)
    for row_id, sentence in sentences.items():
        assert rows.loc[row_id, "paragraph"] in sentence
        assert sentence.startswith(VERBS[rows.loc[row_id, "certainty"]])
    banned = r"\b(?:will lead|leads to|proves|effective in|guarantees that)\b"
    assert not sentences.str.contains(banned).any()


def test_the_gap_map_says_of_every_cell_how_it_stands(evidence):
    gaps = ck.gap_map(evidence)
    assert len(gaps) == 16
    assert set(gaps["standing"]) <= set(ck.STANDINGS)
    empty = gaps["claims"] == 0
    assert set(gaps.loc[empty, "standing"]) <= {"declared gap", "not mentioned"}
    community = gaps.query("actor == 'community'")
    assert community["declared_gap"].all()  # 3.4.2, 3.4.6, 5.0.3


def everything(evidence: ck.Evidence) -> pd.DataFrame:
    return ck.matching_evidence(evidence, ck.Configuration(wider=True)).exact


def test_counts_under_the_columns_are_those_of_the_marks_taken_one_by_one(evidence):
    marks = ck.harvest(evidence, everything(evidence))
    counts = ck.harvest_counts(evidence, marks)
    for (outcome, direction), told in counts.iterrows():
        mine = marks[(marks["outcome"] == outcome) & (marks["direction"] == direction)]
        rows = evidence.statements.loc[mine["rows"].explode().unique()]
        sources = {key for cell in rows["sources"] for key in cell}
        assert told.tolist() == [
            rows["claim"].nunique(),
            rows["setting_id"].nunique(),
            len(sources),
        ]


def test_the_effect_direction_table_holds_every_mark_once(evidence):
    marks = ck.harvest(evidence, everything(evidence))
    table = ck.effect_directions(marks)
    assert set(table.index) == set(marks["place"])
    for outcome in table:
        told = sum(
            int(part.split()[0]) for cell in table[outcome] if cell for part in cell.split(", ")
        )
        assert told == (marks["outcome"] == outcome).sum()


def test_the_flow_tells_policy_actors_and_outcome_and_what_no_actor_mediates(small):
    strands = ck.flow(small, everything(small))
    social = strands[strands["outcome"] == "social_effect"].set_index("rows")
    assert social.loc[[("act-1.0.4-01",)]].iloc[0].tolist()[1:6] == [
        "labour enforcement", "employers + government, joint", "+", 1, 1,
    ]  # fmt: skip
    assert (
        social.loc[[("pol-1.0.4-01",)]].iloc[0]["actors"] == NO_ACTOR
    )  # it states an effect itself
    assert social.loc[[("act-1.0.4-02",)]].iloc[0]["policy"] == NO_POLICY
    growth = strands[strands["outcome"] == "growth_effect"]
    unmediated = growth[growth["actors"] == NO_ACTOR]
    assert list(unmediated["direction"]) == ["0"]  # pol-1.0.4-01 goes with its act
    assert list(unmediated["rows"]) == [("pol-1.0.4-02",)]


def test_every_policy_and_act_is_in_the_flow_of_each_outcome(evidence):
    rows = everything(evidence)
    strands = ck.flow(evidence, rows)
    links = [evidence.actions[name].explode().dropna() for name in
             ("responds_to", "enabled_by", "constrained_by", "acts_on")]  # fmt: skip
    mediated = set(pd.concat(links))
    for outcome in ("growth_effect", "social_effect"):
        shown = set(strands.loc[strands["outcome"] == outcome, "rows"].explode())
        left_out = set(rows.index[rows["table"] != "contexts"]) - shown
        assert left_out <= mediated
        assert evidence.statements.loc[list(left_out), outcome].isna().all()


def test_a_policy_whose_act_is_not_among_the_rows_is_shown_unmediated(small):
    rows = small.statements.loc[["pol-1.0.4-01"]]
    assert set(ck.flow(small, rows)["actors"]) == {NO_ACTOR}


def test_gaps_by_instrument_leave_out_instruments_that_never_occur(evidence):
    gaps = ck.gap_map(evidence, by="instrument")
    assert set(gaps["instrument"]) == set(evidence.policies["instrument"].dropna().astype(str))
    assert len(gaps) == 4 * gaps["instrument"].nunique()
    assert gaps.loc[gaps["claims"] > 0, "rows"].map(len).gt(0).all()


def test_the_map_of_elements_has_a_cell_for_every_place_and_opens_its_rows(evidence):
    cells = ck.element_map(evidence)
    assert len(cells) == 23 * 10
    assert set(cells["standing"]) <= set(ck.STANDINGS)
    for cell in cells.itertuples():
        placed = evidence.statements.loc[list(cell.rows)]
        assert (placed["setting_id"] == cell.setting_id).all()
        assert bool(cell.rows) == (cell.standing != "not mentioned")


def test_a_level_alone_is_not_a_change_in_the_map_of_elements(small):
    cells = ck.element_map(small).set_index(["setting_id", "element"])["standing"]
    assert cells["a-shoes", "social conditions"] == "effect not stated"  # wages are low
    assert cells["a-shoes", "growth"] == "effect stated"
    assert cells["c-silent", "growth"] == "not mentioned"
