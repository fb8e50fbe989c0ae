"""Whatever a file holds, only sentences come of it: never a traceback, half a load or a hang."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import clusterkit as ck
from clusterkit.evidence.formulas import as_written
from clusterkit.own.workbook import read_workbook

from .fuzz_workbooks import WORDS, outcome, rounds
from .test_workbook import MINE, as_csv, without_summary

ANYHOW = settings(suppress_health_check=list(HealthCheck))
pytestmark = pytest.mark.slow
TABLES = sorted(without_summary(MINE))


SAMPLE = ("a sample", 60)
HUNDREDS = [pytest.param(f"{part} of four", 75, marks=pytest.mark.trust) for part in range(1, 5)]


@pytest.mark.parametrize(("seed", "count"), [SAMPLE, *HUNDREDS])
def test_damaged_files_give_sentences_only(seed, count):
    counts = rounds(count, seed=seed)
    assert sum(counts.values()) == count
    kinds = {f"{kind} {what}" for kind in ("workbook", "folder") for what in ("loaded", "refused")}
    assert kinds == set(counts), "each kind of file is loaded once and refused once at least"


@ANYHOW
@given(st.sampled_from(TABLES), st.data())
def test_any_text_in_any_cell_loads_whole_or_gives_sentences(table, data):
    rows = {name: [dict(row) for row in lines] for name, lines in without_summary(MINE).items()}
    row = data.draw(st.sampled_from(rows[table]))
    for column in data.draw(st.lists(st.sampled_from(sorted(row)), min_size=1, max_size=3)):
        row[column] = data.draw(st.one_of(st.sampled_from(WORDS), st.text(max_size=30)))
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "mine"
        folder.mkdir()
        for name, lines in rows.items():
            text = pd.DataFrame(lines).to_csv(index=False)
            (folder / f"{name}.csv").write_text(text, encoding="utf-8", errors="replace")
        assert outcome(folder) in ("loaded", "refused")


@ANYHOW
@given(st.binary(max_size=400))
def test_any_bytes_give_sentences(content):
    with tempfile.TemporaryDirectory() as home:
        for name in ("policies.csv", "mine.xlsx"):
            path = Path(home) / name
            path.write_bytes(content)
            assert outcome(path) == "refused"


@given(st.text(max_size=20))
def test_disarmed_text_is_read_back_as_it_was_and_is_no_formula(text):
    (safe,) = ck.safe_for_spreadsheets(pd.DataFrame({"text": [text]}))["text"]
    assert as_written(safe) == text
    numbers_and_effects = safe in ("+", "-") or safe.replace(".", "").lstrip("+-")[:1].isdigit()
    assert numbers_and_effects or not safe.startswith(("=", "+", "-", "@", "\t", "\r"))


@ANYHOW
@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)
        .map(str.strip)
        .filter(bool),
        min_size=1,
        max_size=5,
    )
)
def test_free_text_is_read_back_as_it_was_written(notes):
    lines = [
        {**MINE["policies"][0], "policy_id": f"pol-{place}", "note": note}
        for place, note in enumerate(notes)
    ]
    safe = [
        {**line, "note": ck.safe_for_spreadsheets(pd.DataFrame({"a": [line["note"]]}))["a"][0]}
        for line in lines
    ]
    with tempfile.TemporaryDirectory() as home:
        read = read_workbook(as_csv(Path(home) / "mine", {**MINE, "policies": safe}))
    assert read.tables["policies"]["note"].tolist() == notes


@pytest.mark.parametrize("size", [2_000])
def test_loading_grows_with_the_rows_and_no_faster(tmp_path, size):
    from ..benchmarks.loading import seconds, write_rows

    ck.load()
    small, large = write_rows(tmp_path / "small", size), write_rows(tmp_path / "large", size * 8)
    assert seconds(lambda: ck.load(large)) < 12 * seconds(lambda: ck.load(small)) + 1
