"""Loading, counting, citing; and that nobody can change the evidence by accident."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pytest

import clusterkit as ck

from .. import small as made_up


def test_tables_are_typed_and_silence_is_missing(small):
    assert isinstance(small.policies["state"].dtype, pd.CategoricalDtype)
    assert small.employment["year_lo"].dtype == "Int64"
    assert small.policies["growth_effect"].isna().iloc[0]
    assert small.policies["workers"].iloc[0] == ()
    assert small.actions.loc["act-1.0.4-01", "actors"] == ("employers", "government")
    text = small.actions.select_dtypes("string")
    assert not (text == "").any(axis=None)


def test_editing_a_table_changes_nothing_in_the_evidence(small):
    mine = small.policies
    mine.loc["pol-1.0.4-01", "summary"] = "rewritten"
    del mine["state"]
    assert small.policies.loc["pol-1.0.4-01", "summary"] == "something of A"
    assert "state" in small.policies
    statements = small.statements
    statements["claim"] = "none"
    assert small.counts(small.policies).claims == 2


def test_an_unknown_table_is_told_with_the_tables_there_are(small):
    with pytest.raises(AttributeError, match="no table 'polices'; it has settings, employment"):
        _ = small.polices


def test_a_repeated_statement_is_one_claim(tmp_path):
    again = {**made_up.ROWS["conditions"][0], "condition_id": "con-1.0.4-09",
             "claim_id": "1.0.4-90", "same_as": "1.0.4-03"}  # fmt: skip
    evidence = made_up.evidence(tmp_path / "e", conditions=[again])
    assert evidence.counts(evidence.conditions).claims == 1


def test_a_claim_in_two_tables_counts_once(small):
    rows = ["job-1.0.4-01", "eco-1.0.4-01"]
    assert small.counts(rows) == ck.Counts(claims=1, places=1, sources=1)


def test_general_claims_have_no_place(small):
    assert small.counts(["ctx-1.0.4-01"]) == ck.Counts(claims=1, places=0, sources=1)


def test_counts_of_nothing_are_zero_and_unknown_ids_are_errors(small):
    assert small.counts([]) == ck.Counts(0, 0, 0)
    with pytest.raises(KeyError):
        small.counts(["act-9.9.9-01"])


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        (ck.Counts(1, 1, 1), "1 claim · 1 place · 1 source"),
        (ck.Counts(2, 0, 3), "2 claims · 0 places · 3 sources"),
    ],
)
def test_counts_read_as_words(counts, told):
    assert str(counts) == told


def test_a_place_with_only_empty_cells_changes_no_count_but_that_of_places(tmp_path):
    """Traps T3: no table, grid, arrow or cell may read silence as something."""
    before = made_up.evidence(tmp_path / "before")
    empty = {"setting_id": "d-empty", "kind": "cluster", "place": "D", "country": "IND",
             "developing": "true", "paragraphs": "1.0.4"}  # fmt: skip
    after = made_up.evidence(tmp_path / "after", settings=[empty])
    assert len(after.settings) == len(before.settings) + 1
    assert after.counts(after.statements) == before.counts(before.statements)
    pd.testing.assert_frame_equal(ck.arrow_table(after), ck.arrow_table(before))
    pd.testing.assert_frame_equal(ck.gap_map(after), ck.gap_map(before))
    pd.testing.assert_frame_equal(ck.employment_growth(after), ck.employment_growth(before))
    for wider in (True, False):
        asked = ck.Configuration(actors=("employers",), wider=wider)
        one, other = (ck.matching_evidence(each, asked) for each in (before, after))
        assert list(one.exact.index) == list(other.exact.index)
        pd.testing.assert_frame_equal(
            ck.harvest_counts(before, ck.harvest(before, one.exact)),
            ck.harvest_counts(after, ck.harvest(after, other.exact)),
        )
    grids = [ck.grid_counts(ck.growth_and_conditions(each)) for each in (before, after)]
    added = grids[1] - grids[0]
    assert added.loc["not said", "not said"] == 1
    assert added.to_numpy().sum() == 1
    assert ck.acts_by_actor(after, after.actions).equals(ck.acts_by_actor(before, before.actions))


def test_rows_cite_their_paragraphs_and_exactly_their_sources(small):
    cited = small.cite(["act-1.0.4-01", "ctx-1.0.4-01"])
    assert cited.paragraphs == ("1.0.4",)
    assert cited.keys == ("work-2001",)
    assert cited.references[0].startswith("Pyke, F., & Lund-Thomsen, P. (2015).")
    assert cited.references[1] == "Nadvi, K., & Barrientos, S. (2001). A work. World Development."
    assert "@article{work-2001" in cited.bibtex
    assert "World Development" in str(cited)


def test_bibtex_of_a_citation_can_be_read_back(evidence):
    from pybtex.database import parse_string

    cited = evidence.cite(evidence.actions.index[:20])
    read = parse_string(cited.bibtex, "bibtex")
    assert set(cited.keys) <= set(read.entries)


def test_paragraphs_come_in_the_order_of_the_paper(evidence):
    cited = evidence.cite(evidence.statements)
    assert cited.paragraphs[0] == "1.0.1"
    assert cited.paragraphs[-1] == "note.ii"
    assert cited.paragraphs.index("2.1.9") < cited.paragraphs.index("2.1.10")
    assert cited.paragraphs.index("4.0a.1") < cited.paragraphs.index("4.0c.1")


def test_importing_reads_no_data_and_sets_no_plot_style():
    code = (
        "import builtins, sys; opened = []\n"
        "true_open = builtins.open\n"
        "builtins.open = lambda file, *a, **k: (opened.append(str(file)), true_open(file, *a, **k))[1]\n"
        "import clusterkit\n"
        "assert not [f for f in opened if f.endswith(('.csv', '.bib', '.json')) and 'data' in f], opened\n"
        "assert 'matplotlib' not in sys.modules and 'ipywidgets' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
