"""What is allowed and probably not meant is said, and nothing is refused for it."""

from __future__ import annotations

import datetime

import pytest

import clusterkit as ck
from clusterkit.evidence.definition import country_outlines

from .test_workbook import MINE, filled

ACT, PLACE, SOURCE = MINE["actions"][0], MINE["settings"][0], MINE["sources"][0]


def notes(path, **rows):
    problems, said = ck.check_file(filled(path / "mine.xlsx", {**MINE, **rows}))
    assert problems == []
    return said


def test_sound_rows_raise_no_doubt(tmp_path):
    assert notes(tmp_path) == ()


def test_the_same_row_under_another_id_is_said(tmp_path):
    acts = [ACT, {**ACT, "action_id": "act-m2"}, {**ACT, "action_id": "act-m3", "page": "p. 9"}]
    assert notes(tmp_path, actions=acts) == (
        "mine.xlsx, sheet actions, row 4: it says the same as row 3 under another id, and would "
        "count twice: leave one out, or say what differs.",
    )


@pytest.mark.parametrize(
    ("table", "one", "other"),
    [
        ("actions", {"actors": "employers;workers"}, {"actors": "workers; employers"}),
        ("employment", {"value": 44000}, {"value": "44000.0"}),
    ],
)
def test_the_same_row_written_in_another_way_is_said(tmp_path, table, one, other):
    first = MINE[table][0]
    key = next(name for name in first if name.endswith("_id") and name != "setting_id")
    again = {**first, **other, key: f"{first[key]}9"}
    (said,) = notes(tmp_path, **{table: [{**first, **one}, again]})
    assert "it says the same as row 3 under another id" in said


@pytest.mark.parametrize(
    ("actors", "mode", "part"),
    [
        ("government;ngo", "alone", "alone is of one actor, and two are named: is joint meant?"),
        ("government", "joint", "joint is of several actors, and only government is named"),
        ("ngo;ngo", "joint", "ngo is named twice among the actors: who else is meant?"),
        ("", "joint", "joint is of several actors, and none is named: who acts?"),
        ("employers", "joint", ""), ("government;ngo", "joint", ""), ("ngo", "alone", ""),
        ("government;ngo", "opposed", ""),
    ],
)  # fmt: skip
def test_numbers_of_actors_that_do_not_go_with_the_mode_are_said(tmp_path, actors, mode, part):
    said = notes(tmp_path, actions=[{**ACT, "actors": actors, "mode": mode}])
    assert bool(said) == bool(part)
    assert all(part in sentence for sentence in said)


@pytest.mark.parametrize(
    ("degrees", "part"),
    [
        ((22.81, 70.83), ""), ((70.83, 22.81), "is not in India. Are latitude and longitude swapped?"),
        ((48.1, 11.6), "latitude 48.1, longitude 11.6 is not in India."), ((None, 70.83), "needs"),
    ],
)  # fmt: skip
def test_a_place_outside_its_country_is_said(tmp_path, degrees, part):
    place = {**PLACE, "latitude": degrees[0], "longitude": degrees[1]}
    said = notes(tmp_path, settings=[place])
    assert bool(said) == bool(part)
    assert all(part in sentence for sentence in said)


def test_a_place_without_a_country_is_in_none(tmp_path):
    place = {**PLACE, "latitude": 30.9, "longitude": 75.85, "country": ""}
    assert not any(
        "is not in" in sentence
        for sentence in ck.check_file(
            filled(tmp_path / "mine.xlsx", {**MINE, "settings": [place]})
        )[1]
    )


def test_no_place_of_the_shipped_evidence_is_outside_its_country(evidence):
    from clusterkit.own.doubts import _is_near

    outlines = country_outlines()
    placed = evidence.settings.dropna(subset=["latitude", "longitude", "country"])
    assert len(placed) >= 20
    outside = [
        name for name, row in placed.iterrows()
        if row["country"] in outlines
        and not _is_near(outlines[row["country"]], row["latitude"], row["longitude"])
    ]  # fmt: skip
    assert outside == []


@pytest.mark.parametrize(
    ("word", "odd"), [("Mörbi", False), ("MÃ¶rbi", True), ("M\ufffdrbi", True)]
)
def test_letters_that_were_lost_are_said(tmp_path, word, odd):
    said = notes(tmp_path, settings=[{**PLACE, "place": word}])
    assert bool(said) == odd


def test_names_taken_as_organisations_are_said_once(tmp_path):
    works = [SOURCE, {**SOURCE, "key": "bps-2012", "author": "BPS Jepara", "title": "A"},
             {**SOURCE, "key": "bank-2012", "author": "{World Bank}", "title": "B"}]  # fmt: skip
    (said,) = notes(tmp_path, sources=works)
    assert "row 4: taken as organisations: BPS Jepara." in said
    assert "{BPS Jepara}" in said


def upload(widget, name: str, content: bytes) -> None:
    file = {"name": name, "type": "", "size": 1, "last_modified": datetime.datetime(2026, 1, 1)}
    widget.upload.value = ({**file, "content": content},)


def test_notes_stand_beside_problems_in_the_notebook(tmp_path, evidence):
    acts = [{**ACT, "actors": "government;ngo", "mode": "alone", "social_effect": "x"}]
    path = filled(tmp_path / "mine.xlsx", {**MINE, "actions": acts})
    widget = ck.explore_workbook(evidence)
    upload(widget, "mine.xlsx", path.read_bytes())
    assert len(widget.problems) == 1
    assert "<li>mine.xlsx, sheet actions, row 3: alone is of one actor" in widget._told.value


@pytest.mark.parametrize(
    "name",
    ["x" * 300 + ".xlsx", "é" * 200 + ".xlsx", "../../mine.xlsx", "a\0b.xlsx", "\ud800.xlsx",
     "王伟.xlsx", "C:\\temp\\mine.xlsx", ".xlsx", "a\nb.xlsx"],
)  # fmt: skip
def test_a_file_of_any_name_is_taken(tmp_path, evidence, name):
    widget = ck.explore_workbook(evidence)
    upload(widget, name, filled(tmp_path / "mine.xlsx").read_bytes())
    if name == ".xlsx":
        assert "a workbook (.xlsx or .csv)" in str(widget.problems[0])
    else:
        assert widget.problems == []
        assert len(widget.evidence.statements) == len(evidence.statements) + 4
