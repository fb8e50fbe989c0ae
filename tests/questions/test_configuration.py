"""A configuration as words, as a line of code, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import clusterkit as ck
from clusterkit.questions.configuration import WAYS

EVIDENCE = ck.load()


def some(words) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(words)), unique=True, max_size=4).map(tuple)


CONFIGURATIONS = st.builds(
    ck.Configuration,
    **{part: some(EVIDENCE.vocabulary("policies", part))
       for part in ("domain", "instrument", "state", "level", "influencer", "certainty")},
    **{part: some(EVIDENCE.vocabulary("actions", part)) for part in ("actors", "mode", "kind")},
    ways=some([f"{actor}:{way}" for actor in ("employers", "workers") for way in WAYS]),
    settings=some(EVIDENCE.settings.index),
    countries=some(set(EVIDENCE.settings["country"].dropna())),
    isic=some(set(EVIDENCE.settings["isic"].dropna())),
    episodes=some(set(EVIDENCE.statements["episode"].dropna())),
    years=st.none() | st.tuples(st.integers(1900, 1980), st.integers(1980, 2030)),
    wider=st.booleans(),
)  # fmt: skip


@given(CONFIGURATIONS)
def test_code_and_parse_are_inverse(asked):
    assert ck.Configuration.parse(asked.code) == asked
    assert "\n" not in asked.code


@given(CONFIGURATIONS)
def test_every_requirement_is_told_in_words(asked):
    told = str(asked)
    assert told.count(": ") >= len(asked.requirements)
    assert ("wider context included" in told) == asked.wider


def test_a_configuration_reads_as_words():
    asked = ck.Configuration(
        actors=("employers",), ways=("government:absent+opposed",), years=(1990, 1999)
    )
    assert str(asked) == (
        "said to act, in any way: employers; how they act: government did not act or worked against it; "
        "years: 1990–1999; developing-country clusters"
    )


def test_a_code_of_the_first_version_is_read_as_it_was_meant():
    old = ck.Configuration.parse(
        "ck1;actors=workers;ways=employers:failed|government:joint;mode=refused"
    )
    assert old.ways == ("employers:absent+collapsed+opposed+prevented", "government:joint")
    assert old.mode == ("opposed",)
    assert old.code.startswith("ck2;")
    assert ck.Configuration.parse(old.code) == old


def test_failed_is_a_word_of_old_codes_alone():
    asked = ck.Configuration.parse("ck2;ways=employers:failed")
    with pytest.raises(ValueError, match="ways cannot be “employers:failed”; write actor:way"):
        ck.matching_evidence(ck.load(), asked)


def test_several_ways_ask_for_any_of_them():
    evidence = ck.load()
    ids = {}
    for way in ("absent", "opposed", "absent+opposed"):
        asked = ck.Configuration(ways=(f"government:{way}",), wider=True)
        ids[way] = set(ck.matching_evidence(evidence, asked).exact.index)
    assert ids["absent"] | ids["opposed"] == ids["absent+opposed"]
    assert ids["absent"] != ids["absent+opposed"] != ids["opposed"]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("", "begins with “ck2;”"),
        ("hello", "this one with “hello”"),
        ("ck1;domain", "“domain” is not of the form"),
        ("ck1;shade=blue", "“shade=blue” is not of the form"),
        ("ck1;domain=", "“domain=” is not of the form"),
        ("ck1;years=1990", "1990-2005, first year first, not “1990”"),
        ("ck1;years=1999-1990", "first year first"),
        ("ck1;mode=alone;mode=joint", "the part “mode” twice"),
    ],
)
def test_a_code_that_cannot_be_read_is_refused_with_a_reason(code, told):
    with pytest.raises(ValueError, match=told):
        ck.Configuration.parse(code)


def test_spaces_and_a_trailing_semicolon_do_no_harm():
    assert ck.Configuration.parse(" ck1; mode=alone ;wider; ") == ck.Configuration(
        mode=("alone",), wider=True
    )
