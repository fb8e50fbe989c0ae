"""A case in plain words: industries, policies and their states, who acts and how; no code."""

from __future__ import annotations

import pytest

import clusterkit as ck
from clusterkit.questions.case_words import INDUSTRIES

from .. import small as made_up

ANALYST = "garments, weak inspection, active association"


def test_the_analysts_question_is_answered_without_a_code(evidence):
    near = ck.nearest(evidence, ANALYST).set_index("place")
    assert near.loc["Chennai garments", "agrees"] == ("garments", "active association")
    assert near.loc["Tirupur textiles and knitwear", "not_said"] == ("weak inspection",)
    football = near.loc["Sialkot footballs"]
    assert football["agrees"] == ("weak inspection", "active association")
    assert football["differs"] == ("garments",)
    rows = evidence.actions.loc[evidence.actions.index.intersection(football["rows"])]
    assert rows["organisation"].map(lambda forms: "association" in forms).any()
    assert (near["agrees"].map(len).diff().dropna() <= 0).all(), "most agreement first"


def test_a_place_can_be_given_by_its_name_and_an_industry_leaves_no_cluster_out(evidence):
    by_name, by_id = (ck.nearest(evidence, one) for one in ("Los Lagos salmon", "los-lagos-salmon"))
    assert by_name.equals(by_id)
    asked = ck.Configuration(isic=("1410",), ways=("employers:joint",))
    near = ck.nearest(evidence, asked).set_index("setting_id")
    assert near.index[0] == "chennai-garments"
    assert near.loc["sialkot-football", "differs"] == (
        "industry (ISIC): blue jeans, garments (ISIC 1410)",
    )


def test_an_own_cluster_is_among_those_compared_and_silence_does_not_differ(tmp_path):
    near = ck.nearest(made_up.evidence(tmp_path / "e"), "shoes, weak inspection, active union")
    assert near["setting_id"].tolist() == ["a-shoes"]
    assert near["agrees"].tolist() == [("shoes", "weak inspection")]
    assert near["not_said"].tolist() == [("active union",)]
    strong = ck.nearest(made_up.evidence(tmp_path / "f"), ["shoes", "strong inspection"])
    assert strong["differs"].tolist() == [("strong inspection",)]


def test_every_industry_of_the_evidence_has_one_plain_name(evidence):
    for isic in evidence.settings["isic"].dropna():
        names = [name for name, (classes, _) in INDUSTRIES.items() if isic.startswith(classes)]
        assert len(names) == 1, isic
    said = [word for name, (_, others) in INDUSTRIES.items() for word in (name, *others)]
    assert len(said) == len(set(said))
    assert not any("," in word for word in said), "a comma parts the phrases of a case"


@pytest.mark.parametrize("case", ["dancing, garments", "weak", "inspection", "garment-making"])
def test_a_word_that_is_not_known_is_answered_with_those_that_are(evidence, case):
    with pytest.raises(ValueError, match=f"“{case.split(',')[0]}” is not known") as problem:
        ck.nearest(evidence, case)
    for word in ("garments", "weak inspection", "active association", "plain_words"):
        assert word in str(problem.value)


def test_every_listed_word_can_be_asked(evidence):
    words = ck.plain_words(evidence)
    of = {kind: words.loc[words["kind"] == kind, "say"].tolist() for kind in set(words["kind"])}
    case = [*of["industry"]]
    case += [
        f"{state} {of['policy'][at % len(of['policy'])]}" for at, state in enumerate(of["state"])
    ]
    case += [f"weak {policy}" for policy in of["policy"]]
    case += [f"{how} {actor}" for how in of["how"] for actor in of["actor"]]
    near = ck.nearest(evidence, case)
    asked = [
        set(line.agrees) | set(line.differs) | set(line.not_said) for line in near.itertuples()
    ]
    assert all(said == {word.lower() for word in case} for said in asked)


def test_a_hyphen_makes_no_difference(evidence):
    with_it, without = (
        ck.nearest(evidence, f"weak inspection, required {word}")
        for word in ("multi-stakeholder initiative", "multi stakeholder initiative")
    )
    assert len(with_it)
    assert list(with_it["place"]) == list(without["place"])
