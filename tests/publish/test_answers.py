"""What a page of the site is given of an explorer: its answers, none of them other than Python's."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

import clusterkit as ck
from clusterkit.publish.site import live
from clusterkit.publish.site.answers import MOST, Pool, answers_of, key_of
from clusterkit.widgets.panel import Explorer


def unpacked(value: Any, pool: list[Any]) -> Any:
    if isinstance(value, list):
        return [unpacked(one, pool) for one in value]
    if not isinstance(value, dict):
        return value
    if "$" in value:
        return unpacked(pool[value["$"]], pool)
    return {key: unpacked(one, pool) for key, one in value.items()}


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


@pytest.mark.slow
@pytest.mark.parametrize("name", live.EXPLORERS)
def test_every_question_of_a_page_gets_the_answer_of_the_explorer(evidence, name):
    state = json.loads(live.as_json(answers_of(live.EXPLORERS[name](evidence))))
    explorer: Explorer = live.EXPLORERS[name](evidence)
    start = explorer.selection
    keys = random.Random(7).sample(list(state["answers"]), min(12, len(state["answers"])))
    for key in ["[]", *keys]:
        explorer.ask({**start, **{name: value for name, value in json.loads(key)}})
        told = unpacked(state["answers"][key], state["pool"])
        told = {part: "".join(cut) if part in ("table", "sources") else cut
                for part, cut in told.items()}  # fmt: skip
        assert told == plain(explorer.shown), key


@pytest.mark.slow
def test_what_a_page_can_set_has_an_answer(evidence):
    state = answers_of(ck.explore_acts(evidence))
    assert not state["together"]
    for control in state["controls"]:
        start = list(control["value"]) if control["kind"] == "ticks" else control["value"]
        assert start in control["options"]
        for value in control["options"]:
            changes = {} if value == start else {control["name"]: value}
            assert key_of(changes) in state["answers"]
    actors = next(one for one in state["controls"] if one["kind"] == "ticks")
    assert ["government", "employers"] in actors["options"]


def test_few_answers_are_given_for_all_controls_together(evidence):
    state = answers_of(ck.explore_implied(evidence))
    assert state["together"]
    assert set(state["answers"]) >= {"[]", '[["assume","even"],["percent","loose"]]'}
    assert len(state["answers"]) <= MOST


def test_an_explorer_is_left_as_it_was(evidence):
    explorer = ck.explore_story(evidence)
    explorer.controls["story"].value = "sialkot-football"
    before = explorer.shown
    state = answers_of(explorer)
    assert explorer.shown == before
    assert state["controls"][0]["value"] == "sialkot-football"


def test_equal_values_are_kept_once():
    pool = Pool()
    line = {"name": "a line of a table", "cells": ["so long that it is worth a place of its own"]}
    lines = [line, dict(line), "short"]
    packed = pool.packed(lines)
    assert packed == [{"$": 1}, {"$": 1}, "short"]
    assert len(pool.kept) == 2
    assert unpacked(packed, pool.kept) == lines
