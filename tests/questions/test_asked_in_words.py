"""Readers see names and words; ids and codes stand in small print alone."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

import clusterkit as ck
from clusterkit.questions.asked_in_words import asked_in_words, name_of_word
from clusterkit.questions.mediation import askable
from clusterkit.questions.stories import stories
from clusterkit.questions.units import how_places_agree
from clusterkit.widgets.mediation import answer

EVIDENCE = ck.load(only="paper")
ID = re.compile(r"\b(?:act|pol|ctx|con|eco|job|gap)-\d")
SHOWN = ("asked", "where", "sentence", "made_of", "counts", "nearest", "pinned_asked", "compared")


def test_every_word_that_can_be_asked_has_a_name_that_is_no_id():
    for part, words in askable(EVIDENCE).items():
        for word in words:
            name = name_of_word(EVIDENCE, part, word)
            assert not ID.search(name), (part, word)
            assert part not in ("settings", "countries", "beliefs") or name != word


def test_an_idea_is_asked_for_by_its_words():
    asked = ck.Configuration(beliefs=("ctx-2.1.8-01",), countries=("CHN",), wider=True)
    words = asked_in_words(EVIDENCE, asked)
    assert "idea behind it: Flexible labour markets may be the idea" in words
    assert "country: China" in words
    told = how_places_agree(EVIDENCE, ck.Configuration(beliefs=("ctx-2.1.8-01",)))["requirement"]
    assert not told.str.contains(ID).any()


@pytest.mark.parametrize("unit", ["act", "story", "cluster", "inherited"])
def test_the_explorer_shows_no_id_in_its_sentences(unit):
    pinned = ck.Configuration(beliefs=("ctx-2.1.8-01",), settings=("china",), wider=True)
    for story in (*stories().values(), pinned):
        match = ck.matching_evidence(EVIDENCE, replace(story, unit=unit))
        told = answer(EVIDENCE, match, pinned)
        lines = [line for line in told["compared"] if line[0] != "rows"]  # named in the browser
        said = {name: told[name] for name in SHOWN} | {"compared": lines}
        said["effects"] = [line[:-1] for name in ("together", "chains") for line in told[name]]
        assert not ID.search(json.dumps(said))


def test_the_unit_asked_for_says_what_it_adds_even_where_it_adds_nothing():
    ways = ("government:absent", "employers:joint")
    where = {
        unit: ck.matching_evidence(EVIDENCE, ck.Configuration(ways=ways, unit=unit)).where
        for unit in ("act", "story", "cluster", "inherited")
    }
    assert "in one story: none either" in where["story"]
    assert "stated of its region and country: Sialkot" in where["inherited"]
    assert "region" not in where["cluster"]
    nowhere = ck.Configuration(ways=("community:collapsed",), unit="inherited")
    assert "none either" in ck.matching_evidence(EVIDENCE, nowhere).where
