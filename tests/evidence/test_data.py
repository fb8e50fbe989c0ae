"""The shipped evidence: complete, exact, and nothing that the paper does not say.

Facts stand here with their paragraph; whether rows are right is also checked by people, see
data/README.md.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package, system
from matplotlib.path import Path as Outline

import clusterkit as ck
from clusterkit.evidence.definition import (
    codebook,
    country_codes,
    country_outlines,
    data_dir,
    read_schema,
)
from clusterkit.evidence.paragraphs_and_pages import paragraph_order
from clusterkit.evidence.tables import CITING, STATEMENT_TABLES


def test_frictionless_finds_the_package_valid():
    with system.use_context(trusted=True):
        report = Package(str(data_dir() / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "rowNumber", "fieldName", "note"])


def test_vocabularies_and_keys_have_one_definition(evidence):
    definition = read_schema(data_dir())
    for name in definition.tables:
        columns = [one.name for one in definition.tables[name].fields]
        added = ["page", "origin"] if name in CITING else ["origin"]
        assert list(getattr(evidence, name).reset_index().columns) == [*columns, *added]


def test_rows_are_sorted_and_ids_name_their_paragraph(evidence):
    for name in STATEMENT_TABLES:
        rows = getattr(evidence, name)
        named = [row_id.split("-", 1)[1].rsplit("-", 1)[0] for row_id in rows.index]
        assert named == list(rows["paragraph"])
        assert named == sorted(named, key=paragraph_order)


def test_claims_belong_to_their_paragraph(evidence):
    rows = evidence.statements
    assert (rows["claim_id"].str.rsplit("-", n=1).str[0] == rows["paragraph"]).all()
    repeats = rows["same_as"].dropna()
    assert repeats.isin(set(rows["claim_id"])).all()


def test_every_place_has_evidence_and_is_named_in_its_paragraphs(evidence):
    rows = evidence.statements.dropna(subset="setting_id")
    settings = evidence.settings
    told = set(rows["setting_id"])
    silent = [one for one in settings.index if one not in told]
    assert silent in ([], ["mexico"]), silent  # Mexico is named only as the country of its clusters
    assert len(settings.query("kind == 'cluster'")) > 25
    assert len(settings.query("kind != 'cluster'")) >= 10


def test_general_claims_are_argued_and_have_no_stage(evidence):
    general = evidence.statements[evidence.statements["setting_id"].isna()]
    general = general[general["table"].isin(["policies", "actions", "contexts"])]
    assert set(general["certainty"]) <= {"argued", "possible"}
    assert general["stage"].isna().all()


def test_aims_have_no_effects(evidence):
    aimed = evidence.statements.query("stage == 'aimed'")
    assert len(aimed) > 5
    assert aimed[["growth_effect", "social_effect"]].isna().all(axis=None)


def test_summaries_are_short(evidence):
    words = evidence.statements["summary"].str.split().str.len()
    assert words.max() <= 15


@pytest.mark.parametrize(
    ("row_setting", "measure", "unit", "cells"),
    [
        (
            "los-lagos-salmon",
            "total_change",
            "percent",
            {"value": 300, "base_year_lo": 1992, "year_hi": 2002},
        ),
        (
            "los-lagos-salmon",
            "annual_growth",
            "percent",
            {"value": 13, "base_year_lo": 2000, "year_hi": 2006},
        ),
        ("los-lagos-salmon", "level", "jobs", {"value": 45_000, "qualifier": "exact"}),
        (
            "panyu-jewellery",
            "level",
            "jobs",
            {"value": 70_000, "qualifier": "about", "duration_upper": 20},
        ),
        (
            "qiaotou-buttons",
            "level",
            "jobs",
            {"value": 65_000, "year_hi": 2009, "duration_upper": 25},
        ),
        (
            "sinos-valley-footwear",
            "level",
            "jobs",
            {"value": 150_000, "qualifier": "about", "year_lo": 1987, "year_hi": 1989},
        ),
        ("sinos-valley-footwear", "level", "firms", {"lower": 1_000, "qualifier": "over"}),
        (
            "tirupur-knitwear",
            "level",
            "jobs",
            {"upper": 50_000, "qualifier": "under", "year_lo": 1980, "year_hi": 1989},
        ),
        (
            "tirupur-knitwear",
            "level",
            "jobs",
            {"value": 400_000, "qualifier": "about", "year_hi": 2007},
        ),
        ("tirupur-knitwear", "level", "member_firms", {"value": 720, "year_lo": 2013}),
        ("torreon-blue-jeans", "level", "jobs", {"value": 12_000, "year_lo": 1993}),
        ("torreon-blue-jeans", "level", "jobs", {"value": 75_000, "year_hi": 1996}),
        ("chiapas-coffee", "level", "farmers", {"value": 1_300}),
        (
            "sialkot-surgical-instruments",
            "level",
            "sales_share_percent",
            {"lower": 90, "qualifier": "over"},
        ),
        ("enugu-furniture", "level", "jobs", {"value": 700, "qualifier": "about"}),
        ("eastlands-garments", "level", "jobs", {"value": 2_000, "qualifier": "about"}),
    ],
)
def test_figures_of_the_paper_are_there_with_their_bounds(
    evidence, row_setting, measure, unit, cells
):
    rows = evidence.employment
    rows = rows[
        (rows["setting_id"] == row_setting) & (rows["measure"] == measure) & (rows["unit"] == unit)
    ]
    hits = [
        all(row[name] == value for name, value in cells.items())
        for _, row in rows.astype(object).fillna("").iterrows()
    ]
    assert any(hits), rows.T


def test_a_bound_fills_only_its_bound(evidence):
    rows = evidence.employment
    assert rows.loc[rows["qualifier"] == "under", "value"].isna().all()
    assert rows.loc[rows["qualifier"] == "over", "value"].isna().all()


def test_tariffs_of_the_chinese_car_industry(evidence):
    rows = evidence.policies.query("setting_id == 'china-automobiles' and instrument == 'tariff'")
    assert 200 in rows["value"].to_list()
    assert rows[["lower", "upper"]].dropna().apply(tuple, axis=1).to_list() == [(80, 100)]
    assert rows.loc[rows["value"] == 25, "year_hi"].to_list() == [2006]


def test_the_atlanta_agreement_is_two_rows_with_two_signs(evidence):
    acts = evidence.actions.query("setting_id == 'sialkot-football' and paragraph == '3.2.1'")
    acts = acts[acts["actors"].map(lambda cell: "employers" in cell)]
    assert sorted(acts["social_effect"].dropna()) == ["+", "-"] or set(
        acts["social_effect"].dropna()
    ) == {"+", "-"}
    assert "mixed" not in set(acts["social_effect"].dropna())


def test_the_strikes_are_not_charged_with_what_employers_did(evidence):
    acts = evidence.actions.query("setting_id == 'sialkot-football'")
    strikes = acts[acts["kind"] == "strike"]
    moves = acts[acts["kind"] == "relocation"]
    assert "-" not in set(strikes["social_effect"].dropna())
    assert moves["reacts_to"].map(bool).all()
    assert {"+", "-"} <= set(moves["social_effect"].dropna())


def test_the_two_clusters_of_sialkot_are_kept_apart(evidence):
    absent = evidence.actions.query("paragraph == '3.2.3' and mode == 'absent'")
    assert set(absent["setting_id"]) == {
        "sialkot-surgical-instruments", "chipilo-furniture", "lake-victoria-fish", "sinos-valley-footwear",
    }  # fmt: skip
    assert absent["claim_id"].nunique() == 1


@pytest.mark.slow
def test_coordinates_are_those_of_geonames(evidence):
    cities = pd.read_csv(Path(__file__).with_name("geonames.csv"), index_col="geonames_id")
    placed = evidence.settings[evidence.settings["geonames_id"].notna()]
    assert len(placed) >= 15
    for _, row in placed.iterrows():
        city = cities.loc[row["geonames_id"]]
        assert (city["latitude"], city["longitude"]) == (row["latitude"], row["longitude"])
    empty = evidence.settings[evidence.settings["geonames_id"].isna()]
    assert empty["latitude"].isna().all()


def test_every_place_on_the_map_lies_in_its_country(evidence):
    outlines = country_outlines()
    placed = evidence.settings[evidence.settings["latitude"].notna()]
    for _, row in placed.iterrows():
        where = (row["longitude"], row["latitude"])
        rings = [Outline(ring) for ring in outlines[row["country"]]]
        assert any(ring.contains_point(where) for ring in rings), row["place"]


def test_the_countries_are_the_249_of_iso_3166():
    table = pd.read_csv(data_dir() / "countries.csv", dtype=str, keep_default_na=False)
    assert len(table) == len(country_codes()) == 249
    assert table["number"].is_unique
    assert table["alpha3"].str.fullmatch("[A-Z]{3}").all()
    assert table["number"].str.fullmatch(r"\d{3}").all()
    named = table.set_index("alpha3")["name"]
    assert (named["PAK"], named["CHE"], named["NAM"]) == ("Pakistan", "Switzerland", "Namibia")
    assert not {"XKX", "ANT", "SCG"} & set(table["alpha3"]), "never assigned, or withdrawn"


def test_outlines_are_closed_and_of_known_countries():
    outlines = country_outlines()
    assert set(outlines) - {""} <= country_codes()
    for rings in outlines.values():
        for ring in rings:
            assert ring[0] == ring[-1]
            assert all(-90 <= y <= 90 for _, y in ring)


def test_no_outline_runs_back_around_the_earth():
    outlines = country_outlines()
    del outlines["ATA"]  # around the pole
    for code, rings in outlines.items():
        for ring in rings:
            steps = [abs(one[0] - other[0]) for one, other in pairwise(ring)]
            assert max(steps) < 180, code


def test_industries_are_told_apart_at_four_digits(evidence):
    isic = evidence.settings["isic"]
    assert isic["sialkot-football"] == "3230"
    assert isic["sialkot-surgical-instruments"] == "3250"
    assert isic["panyu-jewellery"] == "3211"
    assert isic["qiaotou-buttons"] == "3290"


def test_the_bibliography_has_every_work_of_the_list_and_the_paper(evidence):
    sources = evidence.sources
    assert len(sources) == 104 + 2
    assert set(sources["type"]) <= {
        "article",
        "book",
        "incollection",
        "techreport",
        "unpublished",
        "misc",
    }
    assert sources.loc["pyke-2015-framework", "year"] == 2015
    for article in evidence._bibliography.entries.values():
        if article.type == "article":
            assert {"journal", "title", "year"} <= set(article.fields)
            assert {"volume", "note"} & set(article.fields)
        if article.type == "incollection":
            assert {"booktitle", "publisher"} <= set(article.fields)
            assert "editor" in article.persons


def test_second_readings_point_to_rows_and_say_what_is_chosen(evidence):
    readings = evidence.readings
    assert len(readings) >= 10
    for _, reading in readings.iterrows():
        rows = getattr(evidence, reading["table"])
        assert reading["row_id"] in rows.index
        if reading["column"] == "row":
            continue
        chosen = rows.loc[reading["row_id"], reading["column"]]
        shown = ";".join(chosen) if isinstance(chosen, tuple) else chosen
        told = reading["chosen"]
        assert (ck_missing(shown) and ck_missing(told)) or str(shown) == told, reading


def ck_missing(cell: object) -> bool:
    return cell is None or str(cell) in ("<NA>", "nan", "", "not stated")


def test_the_readme_describes_every_column_as_the_definition_does():
    readme = (data_dir() / "README.md").read_text(encoding="utf-8")
    for table in read_schema(data_dir()).tables.values():
        assert f"### {table.path}" in readme
        for column, row in codebook(table).iterrows():
            assert f"`{column}`" in readme
            assert row["meaning"] in readme, (table.name, column)


def test_the_readme_gives_the_true_number_of_rows(evidence):
    readme = (data_dir() / "README.md").read_text(encoding="utf-8")
    for name in evidence.tables:
        told = re.search(rf"\| {name}(?:\.csv|\.bib) \| (\d+) \|", readme)
        assert told, name
        assert int(told[1]) == len(getattr(evidence, name)), name


def test_loading_names_tables_and_rows():
    told = str(ck.load())
    assert re.search(r"policies +\d+ rows", told)
    assert re.search(r"sources +106 works", told)
