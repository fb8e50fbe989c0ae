"""Bad input gets one clear sentence each, all at once, and loads nothing."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

import clusterkit as ck
from clusterkit import cli

from .. import small as made_up

GAPS = ("gap_id", "topic", "domain", "actor", "summary", "paragraph", "sources", "note")


def problems(folder: Path, damage: dict[tuple[str, int, str], str]) -> list[str]:
    """Damage cells of the small evidence and return what loading it says."""
    rows = copy.deepcopy(made_up.ROWS)
    for (table, position, column), value in damage.items():
        rows[table][position][column] = value
    with pytest.raises(ck.EvidenceError) as caught:
        ck.load(made_up.write(folder, rows))
    return [str(problem) for problem in caught.value.problems]


def test_sound_tables_load(small):
    assert len(small.policies) == 2


@pytest.mark.parametrize(
    ("table", "position", "column", "value", "told"),
    [
        ("policies", 0, "instrument", "tarif", ["policies.csv", "row 2", "instrument", "'tarif'", "tariff", "Did you mean 'tariff'?"]),
        ("actions", 1, "actors", "workers;unions", ["actions.csv", "row 3", "actors", "'unions'", "government, employers, workers"]),
        ("actions", 0, "responds_to", "pol-9.9.9-01", ["actions.csv", "row 2", "responds_to", "'pol-9.9.9-01'", "policy_id of policies.csv"]),
        ("conditions", 0, "setting_id", "a-shoe", ["conditions.csv", "row 2", "setting_id", "'a-shoe'", "Did you mean 'a-shoes'?"]),
        ("settings", 1, "part_of", "sea", ["settings.csv", "row 3", "part_of", "'sea'", "setting_id of settings.csv"]),
        ("policies", 0, "sources", "nobody-1999", ["policies.csv", "row 2", "sources", "'nobody-1999'", "sources.bib"]),
        ("policies", 1, "policy_id", "pol-1.0.4-01", ["policies.csv", "row 3", "policy_id", "pol-1.0.4-01 is already the id of row 2; give this row another"]),
        ("employment", 0, "year_lo", "19990", ["employment.csv", "row 2", "year_lo", "'19990'", "1800", "2030"]),
        ("employment", 0, "year_lo", "1991", ["employment.csv", "row 2", "year_lo", "'1991'", "no more than year_hi, which is 1990"]),
        ("employment", 0, "value", "1,000", ["employment.csv", "row 2", "value", "'1,000'", "a number"]),
        ("employment", 0, "value", "", ["employment.csv", "row 2", "value", "an empty cell", "the qualifier is exact"]),
        ("employment", 1, "year_hi", "2000.5", ["row 3", "year_hi", "'2000.5'", "a whole number"]),
        ("settings", 1, "developing", "yes", ["settings.csv", "row 3", "developing", "'yes'", "true or false"]),
        ("settings", 1, "isic", "15", ["settings.csv", "row 3", "isic", "'15'", "four digits"]),
        ("settings", 1, "country", "Pakistan", ["settings.csv", "row 3", "country", "'Pakistan'", "three capital letters"]),
        ("policies", 0, "paragraph", "2.1 ¶9", ["policies.csv", "row 2", "paragraph", "'2.1 ¶9'", "2.1.9"]),
        ("policies", 0, "summary", "", ["policies.csv", "row 2", "summary", "an empty cell", "a value"]),
        ("policies", 0, "certainty", " reported", ["policies.csv", "row 2", "certainty", "no spaces"]),
        ("policies", 0, "citation", "none", ["policies.csv", "row 2", "citation", "direct or block"]),
        ("settings", 1, "isic", "111", ["four digits such as 0111; a spreadsheet drops a leading zero: format the cell as text"]),
        ("settings", 1, "developing", "No", ["write true or false, here false"]),
        ("settings", 1, "part_of", "Land-of-plenty", ["If the country is not there, add a row for it to settings."]),
        ("settings", 1, "part_of", "a-shoes", ["a wider place that is not itself part of this one"]),
        ("employment", 0, "value", "about 500", ["a number only: write 500, and put about into qualifier"]),
        ("employment", 0, "value", "more than 500", ["write 500 into lower, and put over (for 'more than') into qualifier"]),
        ("employment", 0, "value", "about 1.000", ["write 1000 (or 1, if its comma or point stands before decimals), and put about"]),
        ("employment", 0, "base_year_lo", "1995", ["no more than year_hi, which is 1990"]),
        ("policies", 0, "value", "about 500", ["a number, with a decimal point"]),
        ("actions", 0, "reacts_to", "act-1.0.4-01", ["other rows, not the row itself"]),
        ("actions", 0, "actors", "workers, employers", ["Join several by a semicolon: workers;employers."]),
        ("actions", 0, "actors", "NGO", ["Did you mean 'ngo'?"]),
        ("settings", 1, "latitude", "95", ["settings.csv", "row 3", "latitude", "'95'", "from -90 to 90"]),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_with_what_was_expected(tmp_path, table, position, column, value, told):
    said = problems(tmp_path / "bad", {(table, position, column): value})
    assert any(all(part in one for part in told) for one in said), said


def test_places_that_are_part_of_each_other_are_told_and_those_beside_them_are_not(tmp_path):
    said = problems(
        tmp_path / "bad",
        {
            ("settings", 0, "part_of"): "a-shoes",
            ("settings", 2, "part_of"): "a-shoes",
        },
    )
    assert [one.split(":")[0] for one in said] == [
        "settings.csv, row 2, column part_of",
        "settings.csv, row 3, column part_of",
    ]


def test_a_range_is_told_how_it_is_written(tmp_path):
    (said,) = problems(tmp_path / "bad", {("employment", 0, "value"): ""})
    assert (
        "for 'between 50 and 100' fill lower and upper, leave value empty and choose over" in said
    )


def test_a_lower_bound_over_its_upper_one_is_a_problem(tmp_path):
    said = problems(
        tmp_path / "bad",
        {("policies", 0, "lower"): "100", ("policies", 0, "upper"): "80"},
    )
    assert said == [
        "policies.csv, row 2, column lower: found '100', expected no more than upper, which is 80: "
        "swap the two, or correct one, as your source has it."
    ]


def test_all_problems_are_told_in_one_go(tmp_path):
    said = problems(
        tmp_path / "bad",
        {
            ("policies", 0, "domain"): "fiscall",
            ("actions", 2, "mode"): "together",
            ("settings", 0, "kind"): "state",
        },
    )
    assert len(said) == 3
    assert [one.split(",")[0] for one in said] == ["settings.csv", "policies.csv", "actions.csv"]


def spoil(folder: Path, table: str, content: bytes) -> str:
    made_up.write(folder)
    (folder / table).write_bytes(content)
    with pytest.raises(ck.EvidenceError) as caught:
        ck.load(folder)
    return str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    made_up.write(tmp_path / "bad")
    (tmp_path / "bad" / "actions.csv").unlink()
    with pytest.raises(
        ck.EvidenceError, match=r"actions.csv: expected this file in the folder 'bad'"
    ):
        ck.load(tmp_path / "bad")


def test_a_missing_bibliography_is_named(tmp_path):
    made_up.write(tmp_path / "bad")
    (tmp_path / "bad" / "sources.bib").unlink()
    with pytest.raises(ck.EvidenceError, match=r"sources.bib: expected this file"):
        ck.load(tmp_path / "bad")


def test_a_folder_without_tables_says_what_it_lacks(tmp_path):
    with pytest.raises(ck.EvidenceError, match=r"datapackage.json"):
        ck.load(tmp_path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe{", "expected a file in the encoding UTF-8"),
        (b'{\n "name": ', "expected JSON; line 2 cannot be read"),
        (b"[1]", "expected a name, a version and tables in braces"),
        (b'{"name": "x"}', "as in the shipped file ('resources' is not there)"),
        (b'{"version": "1", "resources": [3]}', "described as in the shipped file."),
        (b'{"version": "1", "resources": 3}', "described as in the shipped file."),
        (b'{"version": "1", "resources": [{"schema": []}]}', "described as in the shipped file."),
    ],
)
def test_a_damaged_definition_is_told_in_a_sentence(tmp_path, capsys, content, told):
    sentences = spoil(tmp_path / "bad", "datapackage.json", content)
    assert "datapackage.json: expected" in sentences
    assert told in sentences
    assert cli.main(["check", str(tmp_path / "bad")]) == 1
    assert told in capsys.readouterr().out


def test_another_encoding_is_told_in_plain_words(tmp_path):
    told = spoil(tmp_path / "bad", "gaps.csv", "gap_id,topic\ngap-1,Wältring\n".encode("latin-1"))
    assert "gaps.csv: expected a file in the encoding UTF-8" in told


def test_an_empty_file_and_an_empty_table_are_problems(tmp_path):
    assert "first row with the names" in spoil(tmp_path / "one", "gaps.csv", b"")
    told = spoil(tmp_path / "two", "gaps.csv", ",".join(GAPS).encode())
    assert "gaps.csv: expected at least one row below" in told


def test_unknown_and_missing_columns_are_named(tmp_path):
    told = spoil(tmp_path / "bad", "gaps.csv", b"gap_id,topics\ngap-1,unions\n")
    assert "a column named 'topic'" in told
    assert "found 'topics'" in told
    assert "Did you mean 'topic'?" in told


def test_a_row_with_too_many_cells_is_a_problem(tmp_path):
    many = f"{','.join(GAPS)}\ngap-1,x,,,s,1.0.4,,\ngap-2,x,,,s,1.0.4,,,,,\n"
    told = spoil(tmp_path / "bad", "gaps.csv", many.encode())
    assert "the same number of cells in every row" in told
    assert "line 3" in told


def test_a_row_that_ends_early_ends_in_empty_cells(tmp_path):
    told = spoil(tmp_path / "bad", "gaps.csv", f"{','.join(GAPS)}\ngap-1,x\n".encode())
    assert "gaps.csv, row 2, column summary: found an empty cell" in told


def test_a_notebook_sees_the_sentences_and_no_traceback():
    error = ck.EvidenceError([ck.Problem("a.csv", "a value here", 2, "summary", "")])
    shown = error._render_traceback_()
    assert shown == [
        "The evidence was not loaded: 1 problem.",
        "- a.csv, row 2, column summary: found an empty cell, expected a value here.",
    ]


def test_a_very_long_cell_is_shortened_in_the_sentence():
    assert len(str(ck.Problem("a.csv", "a word", 2, "x", "y" * 5000))) < 150


def test_codebook_describes_every_column(small):
    table = small.codebook("actions")
    assert list(table.columns) == ["type", "meaning", "words allowed"]
    assert (table["meaning"] != "").all()


CHANGE = {"measure": "total_change", "unit": "percent", "value": "10", "base_year_lo": "1980",
          "base_year_hi": "1980"}  # fmt: skip
MEASURES = ("level", "total_change", "annual_growth")
UNITS = ("jobs", "people", "firms", "member_firms", "farmers", "sales_share_percent", "percent")


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("unit", UNITS)
def test_each_measure_goes_with_its_units_only(tmp_path, measure, unit):
    rows = copy.deepcopy(made_up.ROWS)
    rows["employment"][0] |= {**CHANGE, "measure": measure, "unit": unit}
    folder = made_up.write(tmp_path / "small", rows)
    found, _ = ck.check_file(folder)
    if (unit == "percent") == (measure != "level"):
        assert found == []
        return
    (problem,) = found
    assert (problem.row, problem.column, problem.value) == (2, "unit", unit)
    assert f"as the measure is {measure}" in problem.expected
    if measure != "level":
        assert "two rows of measure level, one for each year" in problem.expected


@pytest.mark.parametrize("share", ["101", "-1", "1000"])
def test_a_share_is_no_more_than_the_whole(tmp_path, share):
    damage = {("employment", 0, "unit"): "sales_share_percent", ("employment", 0, "value"): share}
    assert any("from 0 to 100" in one for one in problems(tmp_path / "bad", damage))


@pytest.mark.parametrize(
    ("table", "column", "value", "part"),
    [
        ("employment", "value", "500-1000", "write 500 into lower and 1000 into upper, leave value empty"),
        ("employment", "value", "between 500 and 1000", "write 500 into lower and 1000 into upper"),
        ("employment", "value", "500 – 1000", "write 500 into lower and 1000 into upper"),
        ("employment", "value", "12,000 to 15,000", "the lower into lower and the higher into upper"),
        ("employment", "lower", "500-1000", "write 500 into lower and 1000 into upper"),
        ("employment", "value", "~500", "write 500, and put about (for '~') into qualifier"),
        ("employment", "value", "c. 500", "put about (for 'c.') into qualifier"),
        ("employment", "value", "500+", "write 500 into lower, and put over (for '+')"),
        ("employment", "value", "> 500", "write 500 into lower, and put over"),
        ("employment", "value", "at most 500", "write 500 into upper, and put under"),
        ("employment", "value", "1.5 million", "written out in digits: 1500000"),
        ("employment", "value", "2 lakh", "written out in digits: 200000"),
        ("employment", "value", "44k", "written out in digits: 44000"),
        ("employment", "value", "44000 jobs", "write 44000; what is counted stands in unit"),
        ("employment", "value", "35 %", "write 35, and percent or sales_share_percent into unit"),
        ("employment", "value", "n/a", "an empty cell where your source does not say"),
        ("employment", "value", "–", "an empty cell where your source does not say"),
        ("employment", "year_lo", "1990s", "write 1990 into year_lo and 1999 into year_hi"),
        ("employment", "year_lo", "the 1980s", "write 1980 into year_lo and 1989 into year_hi"),
        ("employment", "year_lo", "late 1980s", "write 1987 into year_lo and 1989 into year_hi"),
        ("employment", "year_lo", "1995-96", "write 1995 into year_lo and 1996 into year_hi"),
        ("employment", "year_lo", "1995–2001", "write 1995 into year_lo and 2001 into year_hi"),
        ("employment", "year_hi", "by 2007", "write 2007 into year_hi and leave year_lo empty"),
        ("employment", "year_lo", "since 1990", "write 1990 into year_lo and leave year_hi empty"),
        ("employment", "year_lo", "c. 1990", "the first year that it may be into year_lo"),
        ("employment", "base_year_lo", "1980s", "write 1980 into base_year_lo and 1989 into base_year_hi"),
        ("employment", "duration_lower", "20-25", "write 20 into duration_lower and 25 into duration_upper"),
        ("employment", "duration_lower", "20 years", "a number only: write 20"),
        ("settings", "latitude", "22°49'N", "write 22.8167"),
        ("settings", "latitude", "22° 49′ 12″ S", "write -22.82"),
        ("settings", "longitude", "70 50 W", "write -70.8333"),
        ("settings", "latitude", "70°E", "E is of longitude"),
        ("actions", "social_effect", "−", "Did you mean '-'?"),
        ("actions", "social_effect", "–", "Did you mean '-'?"),
        ("actions", "social_effect", "± both ways", "Did you mean 'mixed'?"),
        ("actions", "social_effect", "no effect", "Did you mean '0'?"),
        ("actions", "actors", "employers · workers", "Join several by a semicolon: employers;workers."),
        ("actions", "actors", "employers and workers", "Join several by a semicolon: employers;workers."),
    ],
)  # fmt: skip
def test_what_people_mean_by_a_cell_is_said_with_the_columns_that_hold_it(
    tmp_path, table, column, value, part
):
    found = problems(tmp_path / "bad", {(table, 0, column): value})
    assert any(part in one and f"column {column}" in one for one in found), found


def test_a_slip_made_throughout_is_counted_and_not_listed_without_end(tmp_path, monkeypatch):
    from clusterkit.evidence import checks

    monkeypatch.setattr(checks, "MOST_REPORTED", 10)
    rows = copy.deepcopy(made_up.ROWS)
    row = rows["employment"][0]
    rows["employment"] = [
        {**row, "employment_id": f"job-1.0.4-{n:03}", "value": "x", "measure": "y"}
        for n in range(99)
    ]
    found, _ = ck.check_file(made_up.write(tmp_path / "small", rows))
    of_values = [str(problem) for problem in found if problem.column == "value"]
    assert len(of_values) == 11
    assert of_values[-1].endswith("expected the same of 89 more cells of this column.")
    assert len([problem for problem in found if problem.column == "measure"]) == 10
