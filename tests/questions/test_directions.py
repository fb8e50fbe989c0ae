"""Growth in the grid and growth as a stated effect follow one rule each, and say how they differ."""

from __future__ import annotations

import clusterkit as ck
from clusterkit.questions.directions import growth_rule, not_counted_as_growth


def test_places_with_other_news_of_their_economy_are_named_under_the_grid(evidence):
    grid = ck.growth_and_conditions(evidence)
    beside = not_counted_as_growth(evidence)
    assert {"chiapas-coffee", "sialkot-surgical-instruments"} <= set(beside.index)
    assert "market access" in beside.loc["sialkot-surgical-instruments", "aspects"]
    assert set(grid.loc[beside.index, "growth"]) <= {"level only", "not said"}
    aspects = evidence.economy["aspect"]
    for rows, setting in zip(beside["rows"], beside.index, strict=True):
        assert not set(rows) & set(grid.loc[setting, "growth_rows"])
        assert "growth" not in set(aspects[list(rows)])
    assert all(place in growth_rule(evidence) for place in beside["place"])


def test_no_row_on_an_economy_is_lost_between_the_two(evidence):
    grid = ck.growth_and_conditions(evidence)
    beside = not_counted_as_growth(evidence)
    changed = grid.index[~grid["growth"].isin(["level only", "not said"])]
    counted = {row for rows in (*grid["growth_rows"], *beside["rows"]) for row in rows}
    mine = evidence.economy["setting_id"].isin(grid.index.difference(changed)).fillna(False)
    assert set(evidence.economy.index[mine.astype(bool)]) <= counted


def test_a_growth_effect_is_a_statement_on_a_policy_or_act_and_no_reported_change(evidence):
    effects = ck.outcomes_together(evidence, "cluster").set_index("setting_id")
    grid = ck.growth_and_conditions(evidence)
    raised = effects.index[effects["growth"].map(lambda cell: cell == ("+",))]
    assert grid.loc["chiapas-coffee", "growth"] == "not said"
    assert "chiapas-coffee" in raised
    for setting in raised:
        rows = evidence.statements.loc[list(effects.loc[setting, "rows"])]
        assert set(rows["table"]) <= {"policies", "actions", "contexts"}
    assert "is another kind of statement, and is counted apart" in growth_rule(evidence)
