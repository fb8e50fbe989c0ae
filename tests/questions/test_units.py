"""In what a configuration is met: units, silence, inheritance, and the nearest places."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import clusterkit as ck
from clusterkit.questions.asked_of_rows import Rows
from clusterkit.questions.clusters import inherited_rows
from clusterkit.questions.configuration import UNITS, WAYS, outcome_of
from clusterkit.questions.framework import GOVERNANCE_ACTORS
from clusterkit.questions.mediation import askable
from clusterkit.questions.unit_rows import POOLS

from .. import small as made_up

EVIDENCE = ck.load(only="paper")
WORDS = askable(EVIDENCE)


def some_of(part: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(WORDS[part]), min_size=1, max_size=2, unique=True).map(tuple)


PARTS = ("domain", "instrument", "state", "level", "influencer", "aim", "scope", "beliefs", "actors",
         "ways", "mode", "kind", "organisation", "outcomes", "certainty", "episodes")  # fmt: skip
ASKED = st.fixed_dictionaries({}, optional={part: some_of(part) for part in PARTS})


def places(unit: str, **parts: object) -> set[str]:
    asked = ck.Configuration(**parts)  # type: ignore[arg-type]
    return set(ck.places_that_meet(EVIDENCE, asked, unit).places)


@settings(deadline=None, max_examples=150)
@given(ASKED, st.booleans())
def test_opening_a_unit_never_takes_a_place_away(parts, wider):
    act, story, cluster, inherited = (places(unit, **parts, wider=wider) for unit in UNITS)
    assert act <= story <= cluster <= inherited


@settings(deadline=None, max_examples=150)
@given(ASKED.filter(bool), st.sampled_from(PARTS), st.data(), st.sampled_from(UNITS))
def test_asking_for_more_never_adds_a_place(parts, part, data, unit):
    all_must_be_met = part in ("actors", "ways", "outcomes")
    if part in parts and not all_must_be_met:
        return  # of several words of another part any will do
    stricter = parts | {part: (*parts.get(part, ()), *data.draw(some_of(part)))}
    assert places(unit, **stricter) <= places(unit, **parts)


def test_what_is_not_said_of_a_place_is_met_by_no_requirement():
    silent = {"agra-leather", "chennai-leather", "enugu-furniture", "eastlands-garments"}
    for actor, way in product(GOVERNANCE_ACTORS, WAYS):
        assert not silent & places("cluster", ways=(f"{actor}:{way}",))
    for entry in WORDS["outcomes"]:
        answers = ck.how_places_agree(EVIDENCE, ck.Configuration(outcomes=(entry,)))
        told = answers.set_index("setting_id")["answer"]
        if outcome_of(entry)[0] == "growth":
            assert told["agra-leather"] == "not said"


def test_no_pair_of_actors_and_ways_is_denied_that_a_cluster_has():
    """All 216 pairs of two of the four actors and a way each, against plain loops over the rows."""
    acts = EVIDENCE.actions
    here = acts[acts["setting_id"].isin(ck.outcome_groups(EVIDENCE).index)]
    has: dict[str, set[tuple[str, str]]] = {}
    for setting, actors, mode in zip(here["setting_id"], here["actors"], here["mode"], strict=True):
        for actor in actors:
            has.setdefault(str(setting), set()).add((actor, str(mode)))
    asked = met = 0
    for one, other in combinations(GOVERNANCE_ACTORS, 2):
        for ways in product(WAYS, WAYS):
            pair = {(one, ways[0]), (other, ways[1])}
            entries = tuple(f"{actor}:{way}" for actor, way in sorted(pair))
            expected = {setting for setting, there in has.items() if pair <= there}
            match = ck.matching_evidence(EVIDENCE, ck.Configuration(ways=entries))
            assert set(match.met["cluster"].places) == expected, entries
            denied = match.where.startswith("Not stated as one act, nor")
            assert denied == (not expected)
            asked, met = asked + 1, met + bool(expected)
    assert asked == 216
    assert met >= 10


@pytest.mark.parametrize(
    ("parts", "act", "cluster"),
    [
        # 2.1.9 and 3.2.1: the government hardly enforced, the association acted with others
        ({"ways": ("government:absent", "employers:joint")}, set(), {"sialkot-football"}),
        # 3.1.3: government did not mediate, and the programme of five associations broke up
        ({"ways": ("government:absent", "employers:collapsed")}, set(), {"sinos-valley-footwear"}),
        # 2.1.9, 3.2.1: enforcement all but absent, and employers act
        (
            {"instrument": ("labour_enforcement",), "state": ("weak", "absent"),
             "actors": ("employers",)},
            set(), {"sialkot-football"},
        ),
        # 2.1.2, 3.2.1: both outcomes +, stated of one policy or act
        (
            {"outcomes": ("growth:+", "social:+")},
            {"torreon-blue-jeans", "chiapas-coffee", "sialkot-football"},
            {"torreon-blue-jeans", "chiapas-coffee", "sialkot-football"},
        ),
        # 3.2.2: an association with public support
        (
            {"ways": ("employers:joint", "government:joint"), "instrument": ("quality_standard",)},
            {"sialkot-surgical-instruments"},
            {"sialkot-surgical-instruments", "los-lagos-salmon"},  # 2.1.1 and 3.2.3
        ),
    ],
)  # fmt: skip
def test_stories_that_the_paper_tells_are_found(parts, act, cluster):
    assert places("act", **parts) == act
    assert places("cluster", **parts) == cluster


def test_actors_with_the_same_way_share_one_act_only_in_the_smallest_unit(tmp_path):
    first = made_up.ROWS["actions"][1]
    acts = [
        {**first, "action_id": "act-1.0.4-08", "claim_id": "1.0.4-50", "mode": "joint"},
        {**first, "action_id": "act-1.0.4-09", "claim_id": "1.0.4-51", "actors": "community",
         "mode": "joint"},
    ]  # fmt: skip
    evidence = made_up.evidence(tmp_path / "e", actions=acts)
    asked = ck.Configuration(ways=("workers:joint", "community:joint"))
    met = {unit: ck.places_that_meet(evidence, asked, unit).places for unit in UNITS}
    assert met == {"act": (), "story": (), "cluster": ("a-shoes",), "inherited": ("a-shoes",)}


@pytest.mark.parametrize("unit", UNITS)
def test_all_units_asked_at_once_answer_as_each_asked_alone(unit):
    """Places and units that meet pairs of an actor's way and an outcome, against plain loops."""
    rows, statements = EVIDENCE.once(Rows), EVIDENCE.statements
    table, setting, claim = (
        statements[name].astype("string").fillna("").tolist()
        for name in ("table", "setting_id", "claim")
    )
    reports = ("employment", "economy", "conditions")

    def looked_at(pool):
        if unit not in ("act", "story"):
            return pool.rows
        claims, mine = {claim[at] for at in pool.rows}, set(pool.rows)
        return mine | {
            at
            for at, place in enumerate(setting)
            if place == pool.setting
            and (
                claim[at] in claims
                or mine.intersection(rows.follows.get(at, ()))
                or (unit == "story" and table[at] in reports)
            )
        }

    pools = EVIDENCE.once(POOLS[unit])
    looked = [looked_at(pool) for pool in pools]
    found = 0
    for actor, outcome in product(("employers", "government"), ("growth:+", "social:improved")):
        entry = f"{actor}:joint"
        asked = ck.Configuration(ways=(entry,), outcomes=(outcome,), wider=True)
        way, came = rows.needs(asked).values()
        expected = [
            number
            for number, pool in enumerate(pools)
            if way[list(pool.rows)].any() and came[list(looked[number])].any()
        ]
        met = ck.places_that_meet(EVIDENCE, asked, unit)
        assert list(met.pools) == expected
        assert set(met.places) == {pools[number].setting for number in expected}
        found += len(expected)
    assert found >= 4


def test_a_policy_is_met_by_one_row_and_not_put_together_from_two(small):
    asked = ck.Configuration(instrument=("labour_enforcement",), state=("depreciation",))
    assert ck.places_that_meet(small, asked, "inherited").places == ()


def test_what_is_said_of_the_country_is_inherited_only_where_nothing_nearer_is():
    for setting in map(str, ck.outcome_groups(EVIDENCE).index):
        marks = ck.cluster_marks(EVIDENCE)
        own = marks[marks["setting_id"] == setting]
        above = marks[marks["row_id"].isin(inherited_rows(EVIDENCE, setting))]
        named = {
            (element, member) for element, member in zip(own["element"], own["member"], strict=True)
        }
        for element, member in zip(above["element"], above["member"], strict=True):
            if element not in ("from_abroad", "from_within", "ideas"):
                assert (element, member) not in named
        assert not set(above["element"]) & {"growth", "social"}


def test_inheriting_changes_no_word_of_the_cluster_itself():
    plain = ck.cluster_configurations(EVIDENCE)
    opened = ck.cluster_configurations(EVIDENCE, inherit=True)
    own = [name for name in plain if not name.startswith("inherited")]
    assert plain[own].equals(opened[own])
    assert not plain["inherited"].map(bool).any()
    assert opened["inherited"].map(bool).any()


def test_a_cluster_without_a_word_changes_only_its_own_line(tmp_path):
    silent = {**made_up.ROWS["settings"][3], "setting_id": "d-silent", "place": "D"}
    before = made_up.evidence(tmp_path / "a")
    after = made_up.evidence(tmp_path / "b", settings=[silent])
    cells = [ck.cluster_configurations(each) for each in (before, after)]
    assert cells[0].equals(cells[1][cells[1]["setting_id"] != "d-silent"].reset_index(drop=True))
    assert set(cells[1].loc[cells[1]["setting_id"] == "d-silent", "standing"]) == {"not mentioned"}


def test_every_row_of_a_place_is_in_its_pools():
    rows = EVIDENCE.statements
    for unit in ("story", "cluster", "inherited"):
        pooled: dict[str, set[int]] = {}
        for pool in POOLS[unit](EVIDENCE):
            pooled.setdefault(pool.setting, set()).update(pool.rows)
        for setting, ids in rows.groupby("setting_id").groups.items():
            assert set(EVIDENCE.positions(list(ids))) <= pooled[str(setting)]


def test_another_instrument_is_silence_and_another_state_a_difference():
    asked = ck.Configuration(instrument=("exchange_rate",), state=("appreciation",))
    told = ck.how_places_agree(EVIDENCE, asked).set_index(["setting_id", "requirement"])["answer"]
    name = "instrument: exchange rate"
    assert told["chipilo-furniture", name] == "agrees"
    assert told["guadalajara-footwear", name] == "agrees"
    assert told["guadalajara-footwear", "state of such a policy: appreciation"] == "differs"
    assert told["los-lagos-salmon", name] == "not said"
    assert told["los-lagos-salmon", "state of such a policy: appreciation"] == "not said"


def test_stated_effects_and_reported_changes_are_not_mixed():
    rows = EVIDENCE.once(Rows)
    effects, changes = rows.outcome("social:+"), rows.outcome("social:improved")
    assert not (effects & changes).any()
    assert places("cluster", outcomes=("growth:improved", "social:improved")) == {
        "los-lagos-salmon", "torreon-blue-jeans", "chiapas-coffee",
    }  # fmt: skip


@pytest.mark.parametrize("unit", ["village", ""])
def test_an_unknown_unit_is_refused_with_those_there_are(unit):
    with pytest.raises(ValueError, match="choose from act, story, cluster, inherited"):
        ck.places_that_meet(EVIDENCE, ck.Configuration(mode=("joint",)), unit)


def test_what_was_only_aimed_at_is_not_said_as_if_it_had_been_done():
    asked = ck.Configuration(ways=("workers:joint",))
    where = ck.where_met(EVIDENCE, ck.places_that_meet(EVIDENCE, asked))
    assert "Bengaluru garments (3.4.6);" in where
    assert "Wenling woollen sweaters (3.2.1: only aimed at or expected)" in where
    broke_up = ck.Configuration(ways=("employers:collapsed",))
    assert ck.matching_evidence(EVIDENCE, broke_up).where.endswith("Sinos Valley footwear (3.1.3).")
    both = ck.Configuration(ways=("workers:alone",))  # some of it done, some only aimed at
    assert "Wenling woollen sweaters (3.2.1)" in ck.matching_evidence(EVIDENCE, both).where
