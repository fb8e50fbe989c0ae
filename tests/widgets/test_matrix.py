"""The configuration matrix without a browser: each mark from its rows, and silence that stays blank."""

from __future__ import annotations

import json
import re

import pytest
from matplotlib.patches import Polygon
from traitlets import TraitError

import clusterkit as ck
from clusterkit.publish.site.live import as_json, revived
from clusterkit.questions.clusters import MARKS
from clusterkit.questions.second_readings import with_reading
from clusterkit.widgets.matrix_figure import matrix_in_words, matrix_rows, plot_matrix
from clusterkit.widgets.matrix_marks import GLYPHS, LEGEND, SHAPES, TEXT_MARKS
from clusterkit.widgets.matrix_parts import general_claims
from clusterkit.widgets.matrix_readings import reading_patch, readings_shown
from clusterkit.widgets.matrix_shown import shown_configuration
from clusterkit.widgets.matrix_values import matrix_answer

from .. import small as made_up
from ..own.test_workbook import filled

SAID = {**made_up.FOOT, **made_up.ABOUT_A}
DEMAND = {"level": "international", "influencer": "buyers"}


@pytest.fixture(scope="module")
def answer(evidence):
    return matrix_answer(evidence)


def line_of(answer, place):
    return next(line for line in answer["lines"] if line["id"] == place)


def cell(answer, place, column):
    return line_of(answer, place)["cells"].get(column)


def marks_of(answer, place, column):
    return [mark["mark"] for mark in cell(answer, place, column)["marks"]]


def with_policy(folder, **cells):
    """The matrix of the small evidence with one more policy of A."""
    policy = {**SAID, "policy_id": "pol-1.0.4-09", "claim_id": "1.0.4-30", "domain": "standards"}
    return matrix_answer(made_up.evidence(folder / "made", policies=[{**policy, **cells}]))


def with_act(folder, **cells):
    act = {**SAID, "action_id": "act-1.0.4-09", "claim_id": "1.0.4-31", "kind": "lobbying"}
    return matrix_answer(made_up.evidence(folder / "made", actions=[{**act, **cells}]))


def test_each_cell_of_the_small_evidence_says_what_its_rows_say(small):
    shown = matrix_answer(small)
    law = cell(shown, "a-shoes", "labour_law")
    assert law["rows"] == ["pol-1.0.4-01"]
    assert [(mark["mark"], mark["effects"], mark["letter"]) for mark in law["marks"]] == [
        ("slack", ["S−"], "a")
    ]
    assert law["says"] == (
        "A shoes, labour law, enforcement: labour enforcement: weak "
        "(− on social conditions, linked: a)."
    )
    assert marks_of(shown, "a-shoes", "government") == ["joint"]
    assert cell(shown, "a-shoes", "government")["marks"][0]["letter"] == "a"
    assert marks_of(shown, "a-shoes", "workers") == ["alone"]
    assert marks_of(shown, "land", "exchange_rate") == ["down"]
    growth = cell(shown, "a-shoes", "growth")["marks"]
    assert growth[0]["text"] == "growth, 1,000 jobs 1990 → about 2,000 jobs 2000"
    assert cell(shown, "a-shoes", "social")["marks"][0] == {
        "sign": "poor", "own": False, "text": "pay", "says": "poor: pay", "rows": ["con-1.0.4-01"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "column", "mark"),
    [
        ({"instrument": "exchange_rate", "state": "appreciation"}, "exchange_rate", "up"),
        ({"instrument": "exchange_rate", "state": "low"}, "exchange_rate", "down"),
        ({"instrument": "tariff", "state": "raised"}, "trade", "up"),
        ({"instrument": "tariff", "state": "high"}, "trade", "up"),
        ({"instrument": "labour_law", "state": "permitted"}, "labour_law", "in_force"),
        ({"instrument": "labour_law", "state": "lowered"}, "labour_law", "slack"),
        ({"instrument": "labour_law", "state": "mixed"}, "labour_law", "named"),
        ({"instrument": "union_law", "state": ""}, "union_law", "named"),
        ({"instrument": "union_law", "state": "proposed"}, "union_law", "expected"),
        ({"instrument": "union_law", "state": "strong", "stage": "aimed"}, "union_law", "expected"),
        (
            {"instrument": "minimum_wage", "state": "required", **DEMAND},
            "labour_demands",
            "in_force",
        ),
    ],
)
def test_a_state_has_a_mark_only_with_its_instrument_and_a_demand_keeps_its_origin(
    tmp_path, cells, column, mark
):
    shown = with_policy(tmp_path, **cells)
    assert mark in marks_of(shown, "a-shoes", column)
    here = [
        name
        for name, found in line_of(shown, "a-shoes")["cells"].items()
        if "pol-1.0.4-09" in found["rows"] and name not in ("from_abroad", "from_within")
    ]
    assert here == [column], "each policy stands in one column"


def test_what_is_aimed_at_never_fills_a_mark_and_a_foreign_lobby_is_not_the_clusters(tmp_path):
    aimed = with_act(tmp_path, actors="workers", mode="joint", stage="aimed")
    assert marks_of(aimed, "a-shoes", "workers") == ["alone", "aimed_act"]
    lobby = with_act(
        tmp_path / "2", actors="employers", mode="alone", acts_on="pol-1.0.4-01",
        actor_scope="international",
    )  # fmt: skip
    rows = {name: found["rows"] for name, found in line_of(lobby, "a-shoes")["cells"].items()}
    assert "act-1.0.4-09" not in rows["employers"]
    assert "act-1.0.4-09" in rows["from_abroad"]


def test_every_row_of_a_place_is_in_its_line_and_every_policy_in_one_column(answer, evidence):
    parts = {column["id"]: column["part"] for column in answer["columns"]}
    for line in answer["lines"]:
        cells = line["cells"].items()
        policies = [
            row for name, found in cells if parts[name] == "environment" for row in found["rows"]
        ]
        assert len(policies) == len(set(policies))
        mine = evidence.statements[evidence.statements["setting_id"] == line["id"]]
        mine = mine[mine["table"] != "contexts"]
        assert set(mine.index) <= {row for _, found in cells for row in found["rows"]}
        for _, found in cells:
            assert {row for mark in found["marks"] for row in mark["rows"]} == set(found["rows"])


def test_silence_is_blank_and_counted(answer, evidence):
    assert cell(answer, "sialkot-surgical-instruments", "labour_law") is None, (
        "Punjab's, not its own"
    )
    assert cell(answer, "chipilo-furniture", "labour_law") is None
    assert answer["clusters"]["union_law"] == 0
    assert answer["clusters"]["labour_law"] == 1
    general = general_claims(evidence)
    assert (
        answer["general"]["labour_law"]["claims"] == evidence.counts(general["labour_law"]).claims
    )
    assert evidence.statements.loc[general["labour_law"], "setting_id"].isna().all()


def test_headline_and_caption_say_what_was_counted(answer):
    both = [
        line
        for line in answer["lines"]
        if line["cluster"] and {"growth", "social"} <= set(line["cells"])
    ]
    clusters = [line for line in answer["lines"] if line["cluster"]]
    assert answer["headline"] == (
        f"Growth and social conditions, good or bad, are both reported for {len(both)} of "
        f"{len(clusters)} "
        "clusters, and labour law for one"
    )
    assert all(line["group"] == answer["groups"][0] for line in both)
    total = sum(line["statements"] for line in clusters)
    assert (
        f"Sialkot footballs has {line_of(answer, 'sialkot-football')['statements']} of their {total}"
        in answer["caption"]
    )
    assert "does not mean absent" in answer["caption"]
    assert "chose its clusters as examples" in answer["caption"]
    assert "%" not in answer["caption"] + answer["headline"]


def test_a_hedge_stands_beside_its_own_sign(answer):
    rate = cell(answer, "sialkot-football", "exchange_rate")["marks"]
    assert [(mark["mark"], mark["possible"], mark["effects"]) for mark in rate] == [
        ("down", False, ["G−?0", "S−?"])
    ]
    panyu = cell(answer, "panyu-jewellery", "labour_demands")["marks"]
    assert [(mark["mark"], mark["possible"], mark["effects"]) for mark in panyu] == [
        ("expected", True, [])
    ]


def test_a_letter_joins_at_least_two_marks(answer):
    for line in answer["lines"]:
        marks = [mark for found in line["cells"].values() for mark in found["marks"]]
        letters = [mark["letter"] for mark in marks if mark.get("letter")]
        assert all(letters.count(letter) > 1 for letter in letters)


def test_what_is_reported_is_dated_where_years_are_stated(answer):
    texts = {
        mark["sign"]: mark["text"]
        for mark in cell(answer, "sinos-valley-footwear", "growth")["marks"]
    }
    assert texts["▲"] == "growth 1980s"
    assert texts["▼"] == "exports 1990s, growth 1990s"
    torreon = cell(answer, "torreon-blue-jeans", "growth")["marks"]
    assert torreon[0]["text"] == "12,000 jobs 1993 → 75,000 jobs by 1996"


def test_every_mark_has_a_shape_a_text_and_words():
    drawn = {name for name, _ in LEGEND}
    assert set(GLYPHS) == set(TEXT_MARKS) == drawn <= set(MARKS)
    assert len({shape for _, shape in GLYPHS.values()}) == len(GLYPHS)
    assert all("opacity" not in shape and "currentColor" in shape for _, shape in GLYPHS.values())


def test_a_configuration_names_both_units_and_frames_what_meets_it(evidence):
    asked = ck.Configuration(ways=("government:absent", "employers:joint"))
    shown = shown_configuration(evidence, asked)
    assert shown["sentence"].startswith("Of 23 clusters 0 meet it in one act, 1 in one cluster")
    sialkot = shown["lines"]["sialkot-football"]
    assert sialkot["how"] == "cluster"
    assert [name for name in sialkot["cells"] if ":" not in name] == ["government", "employers"]
    assert "employers:organisation:association" in sialkot["cells"]
    assert sialkot["acts"] == [], "no line joins cells of several acts"
    agra = shown["lines"]["agra-leather"]
    assert (agra["how"], agra["silent"]) == ("not said", ["government", "employers"])
    together = shown_configuration(
        evidence, ck.Configuration(ways=("government:joint", "employers:joint"))
    )
    assert {name for name, line in together["lines"].items() if line["how"] == "act"} == {
        "los-lagos-salmon", "sialkot-surgical-instruments",
    }  # fmt: skip
    assert together["lines"]["los-lagos-salmon"]["acts"] == [["government", "employers"]]


def test_cells_are_joined_act_by_act_and_never_across_acts(tmp_path):
    act = {**SAID, "kind": "lobbying", "mode": "joint"}
    acts = [
        {**act, "action_id": "act-1.0.4-08", "claim_id": "1.0.4-31", "actors": "employers;workers"},
        {**act, "action_id": "act-1.0.4-09", "claim_id": "1.0.4-32", "actors": "employers;community"},
    ]  # fmt: skip
    some = made_up.evidence(tmp_path / "made", actions=acts)
    asked = ck.Configuration(ways=("employers:joint",), mode=("joint",))
    line = shown_configuration(some, asked)["lines"]["a-shoes"]
    assert line["acts"] == [], "one column is asked for, and framed"
    both = ck.Configuration(actors=("employers",), mode=("joint",), outcomes=())
    assert shown_configuration(some, both)["lines"]["a-shoes"]["acts"] == []
    for other in ("workers", "community"):
        asked = ck.Configuration(ways=("employers:joint", f"{other}:joint"))
        line = shown_configuration(some, asked)["lines"]["a-shoes"]
        assert (line["how"], line["acts"]) == ("act", [["employers", other]])
    apart = ck.Configuration(ways=("workers:joint", "community:joint"))
    line = shown_configuration(some, apart)["lines"]["a-shoes"]
    assert (line["how"], line["acts"]) == ("cluster", [])


def test_an_act_tried_without_result_fills_no_mark_and_is_said_to_be_so(tmp_path, answer):
    for number, mode in enumerate(("alone", "joint", "opposed", "")):
        tried = with_act(
            tmp_path / str(number), actors="community", mode=mode, stage="not_realised"
        )
        assert marks_of(tried, "a-shoes", "community") == ["tried_act"], mode
        assert "aim not reached" in cell(tried, "a-shoes", "community")["says"]
    broke = with_act(tmp_path / "5", actors="community", mode="collapsed", stage="not_realised")
    assert marks_of(broke, "a-shoes", "community") == ["collapsed"], "its way says so itself"
    strokes = SHAPES["tried_act"][1]
    assert all(stroke.style != "full" for stroke in strokes)
    assert ["tried_act", "aim not reached"] in LEGEND
    strike = cell(answer, "sialkot-football", "workers")["marks"]
    assert [(mark["mark"], mark["effects"]) for mark in strike][1] == ("tried_act", ["S0?"])


def test_an_opened_column_holds_the_same_rows_in_its_parts(answer):
    for line in answer["lines"]:
        for column, facets in answer["open"].items():
            whole = line["cells"].get(column, {"rows": []})["rows"]
            for facet in facets:
                parts = [line["parts"].get(part["id"], {"rows": []}) for part in facet["columns"]]
                assert {row for part in parts for row in part["rows"]} == set(whole)
    assert [part["shown"].replace("\u00ad", "") for part in facet_of(answer, "labour_law:instrument")] == [
        "labour law", "labour enforcement", "minimum wage", "migration rule",
    ]  # fmt: skip
    football = line_of(answer, "sialkot-football")["parts"]
    wage = football["labour_law:instrument:minimum_wage"]
    assert wage["says"].startswith(
        "Sialkot footballs, labour law, enforcement, minimum wage: minimum wage: absent"
    )
    assert football["employers:organisation:many_sided_body"]["rows"] == ["act-3.2.1-06"]
    assert answer["clusters"]["labour_law:instrument:migration_rule"] == 0
    assert len(facet_of(answer, "ideas:idea")) > 1
    assert [one["id"] for one in answer["open"]["union_law"]] == ["union_law:certainty"]


def facet_of(answer, name):
    facets = [facet for some in answer["open"].values() for facet in some]
    return next(facet["columns"] for facet in facets if facet["id"] == name)


def test_enforcing_is_mediation_in_the_wide_reading_of_f7_only(answer):
    football = cell(answer, "sialkot-football", "government")
    assert {mark["mediates"] for mark in football["marks"]} == {"wide"}
    assert "F7" in football["says"]
    assert "F7" not in football["narrow"]
    pact = cell(answer, "sialkot-football", "employers")
    assert "both" in {mark["mediates"] for mark in pact["marks"]}
    assert "narrow" not in pact
    assert all(
        not mark["mediates"]
        for line in answer["lines"]
        for column, found in line["cells"].items()
        for mark in found["marks"]
        if "mediates" in mark and column not in ("government", "employers", "workers", "community")
    )


def test_a_second_reading_marks_the_cells_that_it_changes_and_no_others(evidence):
    offered = {one["id"] for one in readings_shown(evidence)}
    assert "rdg-20" in offered
    placed = evidence.statements["setting_id"].notna()
    unplaced = evidence.readings["row_id"].map(lambda row: not placed.get(row, True))
    assert offered.isdisjoint(evidence.readings.index[unplaced])
    patch = reading_patch(evidence, "rdg-20")
    assert list(patch["lines"]) == ["punjab"]
    government = patch["lines"]["punjab"]["cells"]["government"]
    assert patch["changed"] == 1
    assert [mark["mark"] for mark in government["marks"]] == ["absent"]
    assert "alone" in government["was"]
    whole = matrix_answer(with_reading(evidence, "rdg-20"))
    assert government["says"] == cell(whole, "punjab", "government")["says"]
    assert patch["headline"] == whole["headline"]
    emptied = reading_patch(evidence, "rdg-29")["lines"]["pakistan"]["cells"]["ideas"]
    assert not emptied["marks"]
    assert emptied["was"]


def test_every_second_reading_gives_what_the_whole_matrix_would(evidence):
    coded = matrix_answer(evidence)
    for reading in ("rdg-05", "rdg-18", "rdg-27", "rdg-59", "rdg-79", "rdg-99"):
        if reading not in {one["id"] for one in readings_shown(evidence)}:
            continue
        patch = reading_patch(evidence, reading)
        whole = matrix_answer(with_reading(evidence, reading))
        for line in coded["lines"]:
            found = next((one for one in whole["lines"] if one["id"] == line["id"]), None)
            patched = {**line["cells"], **patch["lines"].get(line["id"], {}).get("cells", {})}
            said = {name: one["says"] for name, one in patched.items() if one["marks"]}
            assert said == {name: one["says"] for name, one in (found or {"cells": {}})["cells"].items()}, (
                reading, line["id"],
            )  # fmt: skip


def test_the_figure_draws_the_same_marks_and_cuts_nothing(evidence, answer):
    ax = plot_matrix(evidence)
    lines = [line for line in answer["lines"] if line["cluster"]]
    columns = [one["id"] for one in answer["columns"] if one["part"] in ("environment", "actors")]
    drawn = [
        mark
        for line in lines
        for column in columns
        for mark in line["cells"].get(column, {"marks": []})["marks"]
    ]
    strokes = sum(len(SHAPES[mark["mark"]][1]) for mark in drawn)
    legend = sum(len(SHAPES[name][1]) for name, _ in LEGEND)
    assert len([one for one in ax.patches if not isinstance(one, Polygon)]) == strokes + legend
    ax.get_figure().canvas.draw()
    box = ax.get_figure().bbox
    for text in [*ax.texts, ax._left_title]:
        extent = text.get_window_extent()
        assert box.x0 <= extent.x0 < extent.x1 <= box.x1 + 1 or not text.get_text()
        assert box.y0 <= extent.y0 <= extent.y1 <= box.y1 + 1, text.get_text()
        assert text.get_fontsize() >= 7
    extents = [text.get_window_extent() for text in ax.texts if text.get_text()]
    words = [text.get_text() for text in ax.texts if text.get_text()]
    over = [
        (words[at], words[other])
        for at, one in enumerate(extents)
        for other, two in enumerate(extents[:at])
        if min(one.x1, two.x1) - max(one.x0, two.x0) > 1
        and min(one.y1, two.y1) - max(one.y0, two.y0) > 3
    ]
    assert over == []
    told = matrix_in_words(evidence)
    assert all(line["name"] in told for line in lines)
    assert set(matrix_rows(evidence)["setting_id"]) <= {line["id"] for line in lines}


def test_it_is_set_and_read_from_python():
    matrix = ck.explore_matrix(ck.load(only="paper"))
    assert matrix.shown == {}
    matrix.configuration = ck.Configuration(ways=("employers:joint",))
    assert matrix.code == "ck2;ways=employers:joint"
    assert matrix.shown["lines"]["chennai-garments"]["how"] == "act"
    with pytest.raises(TraitError, match="ways cannot be"):
        matrix.code = "ck2;ways=employers:dance"
    matrix.value = ["sialkot-football", "labour_law"]
    assert list(matrix.rows.index) == ["pol-2.1.9-03", "pol-3.3.4-01", "pol-3.3.4-02"]
    assert matrix.cite().paragraphs == ("2.1.9", "3.3.4")
    matrix.value = ["#general", "union_law"]
    assert matrix.rows["setting_id"].isna().all()
    matrix.value = []
    assert matrix.question["group"] == "reported"
    matrix.opened = ["labour_law:certainty", "labour_law:instrument"]
    assert matrix.opened == ["labour_law:instrument"], "a column is opened in one way"
    assert "minimum wage" in matrix.still_html()
    matrix.value = ["sialkot-football", "labour_law:instrument:minimum_wage"]
    assert list(matrix.rows.index) == ["pol-3.3.4-02"]
    matrix.second = "rdg-20"
    assert matrix.patch["changed"] == 1
    matrix.second = ""
    assert matrix.patch == {}
    for name, value in (("opened", ["labour_law:colour"]), ("second", "rdg-0"), ("reading", "x")):
        with pytest.raises(TraitError):
            setattr(matrix, name, value)


def test_it_is_plain_json_and_the_same_evidence_gives_the_same_bytes(evidence, answer):
    assert as_json(json.loads(as_json(answer))) == as_json(answer)
    assert as_json(matrix_answer(evidence)) == as_json(answer)


def test_the_start_is_a_table_that_needs_no_script():
    matrix = ck.explore_matrix(
        ck.load(only="paper"), compare=["chipilo-furniture", "guadalajara-footwear"]
    )
    page = matrix._repr_mimebundle_()
    html = (page[0] if isinstance(page, tuple) else page)["text/html"]
    assert 'data-widget="matrix"' in html
    assert "<th scope='row'>Sialkot footballs PAK</th><td>46</td>" in html
    assert "▨ a<br>▨ d S−" in html
    assert html.count("<th scope='row'>") == 23
    assert matrix.start == {"compare": ["chipilo-furniture", "guadalajara-footwear"]}
    assert not re.search(r"<(script|style|svg)", html)


def test_it_comes_alive_from_its_start_and_an_old_start_is_refused():
    evidence = ck.load(only="paper")
    asked = ck.Configuration(ways=("employers:joint",))
    matrix = ck.explore_matrix(evidence, asked, group="country", inherit=True)
    page = matrix._repr_mimebundle_()
    text = (page[0] if isinstance(page, tuple) else page)["text/html"]
    again = revived(text, evidence)
    assert (again.shown, again.group, again.inherit) == (matrix.shown, "country", True)
    with pytest.raises(ValueError, match="make notebooks"):
        revived(text.replace("23 clusters", "22 clusters"), evidence)


def test_an_own_cluster_has_a_line_of_its_own_with_dots(tmp_path):
    union = ck.load(filled(tmp_path / "mine.xlsx"))
    matrix = ck.explore_matrix(union)
    mine = line_of(matrix.answer, "morbi-tiles")
    assert mine["own"]
    assert mine["name"].endswith("[own]")
    assert all(mark["own"] for found in mine["cells"].values() for mark in found["marks"])
    assert "own row" in mine["cells"]["labour_law"]["says"]
    assert "Morbi tiles [own]" in matrix.still_html()
    assert "24 clusters, and labour law for two" in matrix.answer["headline"]
    matrix.configuration = ck.Configuration(settings=("morbi-tiles",), ways=("workers:joint",))
    matrix.switch.value = "paper"
    assert "code" in matrix._waiting, "the paper has no such place"
