"""The mediation explorer without a browser: what it is asked, what it answers, what it writes."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest
from pybtex.database import parse_string

import clusterkit as ck
from clusterkit.evidence.content import no_evidence
from clusterkit.questions.stories import stories
from clusterkit.widgets.mediation import (
    FORMATS,
    OTHER_ROWS,
    answer,
    as_parts,
    exported,
    from_parts,
)

from ..benchmarks.many import many_times


@pytest.fixture
def explorer(evidence):
    return ck.explore_mediation(evidence)


def ask(explorer, **parts):
    explorer.asked = {"number": explorer.answer["number"] + 1, "parts": parts}
    return explorer.answer


@pytest.mark.parametrize("name", stories())
def test_every_preset_survives_the_controls(name):
    assert from_parts(json.loads(json.dumps(as_parts(stories()[name])))) == stories()[name]


def test_what_is_shown_is_what_the_pure_functions_return(evidence, explorer):
    told = ask(explorer, ways=["employers:joint", "government:joint"])
    match = ck.matching_evidence(
        evidence, ck.Configuration(ways=("employers:joint", "government:joint"))
    )
    assert told["rows"] == list(match.exact.index) == list(explorer.rows.index)
    assert told["counts"] == str(match.counts) == str(evidence.counts(match.exact))
    marks = ck.harvest(evidence, match.exact)
    assert [tuple(one[-1]) for one in told["marks"]] == marks["rows"].tolist()
    counts = ck.harvest_counts(evidence, marks)
    assert [one[2:] for one in told["columns"]] == counts.to_numpy().tolist()
    assert sum(len(one[7]) for one in told["strands"]) == sum(
        map(len, ck.flow(evidence, match.exact)["rows"])
    )


def test_an_answer_is_plain_json_and_the_same_question_gives_the_same_bytes(explorer):
    one, again = (json.dumps(ask(explorer, domain=["monetary"])) for _ in range(2))
    first, second = json.loads(one), json.loads(again)
    assert first.pop("number") + 1 == second.pop("number")
    assert first == second


def test_a_combination_without_evidence_lists_the_nearest_as_no_match(explorer):
    told = ask(explorer, ways=["workers:joint"], instrument=["labour_enforcement"])
    assert told["total"] == 0
    assert told["where"].startswith("Not stated as one act, nor of one cluster.")
    assert told["sentence"] == no_evidence(wider=False)
    assert told["nearest"][0][1:3] == ["Bengaluru garments", ["workers jointly"]]
    assert told["marks"] == told["strands"] == told["rows"] == []


def test_a_word_that_cannot_be_read_leaves_the_last_answer_and_says_why(explorer):
    before = ask(explorer, domain=["monetary"])
    told = ask(explorer, domain=["magic"])
    assert "domain cannot be “magic”; choose from standards" in told["problem"]
    assert told["rows"] == before["rows"]
    assert "problem" not in ask(explorer, domain=["fiscal"])


def test_a_code_pasted_in_is_asked(explorer):
    explorer.asked = {"number": 5, "code": "ck1;mode=refused;wider"}
    assert explorer.configuration == ck.Configuration(mode=("opposed",), wider=True)
    explorer.asked = {"number": 6, "code": "hello"}
    assert "begins with “ck2;”" in explorer.answer["problem"]


def test_setting_the_configuration_in_python_moves_the_controls(explorer):
    explorer.configuration = stories()["Shoes from Brazil (Sinos Valley)"]
    assert explorer.asked["parts"]["episodes"] == ["shoes-from-brazil"]
    assert set(explorer.rows["episode"]) == {"shoes-from-brazil"}
    assert "asked: story: shoes from brazil" in repr(explorer)


def test_what_is_pinned_stands_beside_what_is_asked(evidence, explorer):
    ask(explorer, episodes=["atlanta-agreement"])
    explorer.pin()
    told = ask(explorer, episodes=["atlanta-agreement"], actors=["employers"])
    lines = {part: (before, now) for part, before, now in told["compared"]}
    assert lines["actors"] == ("any", "employers")
    assert "pol-3.3.4-04" in lines["rows"][0]
    pinned = ck.matching_evidence(evidence, ck.Configuration(episodes=("atlanta-agreement",)))
    assert told["pinned_counts"] == str(pinned.counts)
    explorer.pinned = ""
    assert "compared" not in explorer.answer


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_is_written_and_names_the_selection(evidence, tmp_path, ending):
    explorer = ck.explore_mediation(evidence, stories()["Shoes from Brazil (Sinos Valley)"])
    data = explorer.save(tmp_path / f"view.{ending}").read_bytes()
    starts = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF", "xlsx": b"PK",
              "csv": b"\xef\xbb\xbfrow_id", "bib": b"% Asked: "}  # fmt: skip
    assert data.startswith(starts[ending])
    if ending in ("svg", "csv", "bib"):
        assert explorer.code in data.decode()
        assert f"evidence {evidence.version}" in data.decode()


def test_the_same_view_gives_the_same_figure(evidence, explorer):
    one, again = (exported(evidence, explorer.match, "svg") for _ in range(2))
    assert one == again


def test_exported_rows_are_those_shown_with_their_sources(evidence):
    explorer = ck.explore_mediation(evidence, stories()["Shoes from Brazil (Sinos Valley)"])
    text = exported(evidence, explorer.match, "csv").decode("utf-8-sig")
    assert [row["row_id"] for row in csv.DictReader(io.StringIO(text))] == list(explorer.rows.index)
    book = openpyxl.load_workbook(io.BytesIO(exported(evidence, explorer.match, "xlsx")))
    ids = [cell.value for cell in book["rows"]["A"]][1:]
    assert ids == list(explorer.rows.index)
    assert book["sources"].max_row - 1 == len(explorer.cite().references)


def test_another_ending_is_refused_with_those_there_are(explorer, tmp_path):
    with pytest.raises(ValueError, match="cannot write 'docx'; choose from svg, png, pdf"):
        explorer.save(tmp_path / "view.docx")


def test_a_large_evidence_base_is_counted_whole_and_drawn_in_part(evidence):
    once = ck.matching_evidence(evidence, ck.Configuration(wider=True)).exact
    large = many_times(evidence, 12)
    told = ck.explore_mediation(large, ck.Configuration(wider=True)).answer
    assert told["total"] == 12 * len(once)
    assert len(told["rows"]) == len(told["full"]) == 100
    drawn = len(told["marks"]) + sum(number for *_, number in told["more"])
    exact = ck.matching_evidence(large, ck.Configuration(wider=True)).exact
    assert drawn == len(ck.harvest(large, exact))


def test_exported_sources_can_be_read_back_and_say_where_they_are_from(evidence):
    match = ck.matching_evidence(evidence, stories()["Organic norms (Chiapas coffee)"])
    text = exported(evidence, match, "bib").decode("utf-8")
    assert f"evidence {evidence.version}" in text.splitlines()[0]
    assert match.configuration.code in text.splitlines()[0]
    assert set(parse_string(text, "bibtex").entries) == set(evidence.cite(match.exact).keys) | {
        "pyke-2015-framework"
    }


def test_rows_without_an_effect_do_not_hide_the_effects_that_other_rows_state(evidence):
    asked = ck.Configuration(outcomes=("growth:improved", "social:improved"), unit="cluster")
    told = answer(evidence, ck.matching_evidence(evidence, asked))
    assert [line[0] for line in told["together"]][:2] == [
        "Chiapas organic coffee",
        "Torreon blue jeans",
    ]
    assert told["sentence"].endswith(OTHER_ROWS)
    own = answer(evidence, ck.matching_evidence(evidence, ck.Configuration(domain=("fiscal",))))
    assert own["together"]
    assert OTHER_ROWS not in own["sentence"], "its own rows state the effects"
    held = ck.matching_evidence(evidence, ck.Configuration(ways=("workers:prevented",)))
    assert OTHER_ROWS not in answer(evidence, held)["sentence"], "no row states one"
