"""The ninety minutes in fast motion: eight coders, and what may go wrong with each."""

from __future__ import annotations

import re

import krippendorff
import numpy as np
import pytest

import clusterkit as ck
from clusterkit.cli import main
from clusterkit.teaching.claims import VARIABLES
from clusterkit.teaching.coding_form import CodingForm

PEOPLE = ("Asha", "Bilal", "Maria", "Maria", "Chen", "Dewi", "Émile", "Farah")
CODES = {"place": ("none", "china"), "actors": ("none", "workers"), "mode": ("none", "joint"),
         "social_effect": ("not stated", "-"), "certainty": ("reported", "possible")}  # fmt: skip


def code_claims(form: CodingForm, person: int, claims: range) -> None:
    for claim in claims:
        form.claim.value = claim
        for place, variable in enumerate(VARIABLES):
            choice = (person * claim + place * person) % 3 == 1
            form.fields[variable].value = CODES[variable][choice]


def by_library(codings, variable: str) -> float:
    """Alpha by the package krippendorff, from a table of coders by claims, not from counts."""
    mine = codings[codings["variable"] == variable]
    table = mine.pivot(index="coder", columns="claim", values="code")
    words = sorted(mine["code"].unique())
    numbers = table.map(lambda code: words.index(code) if isinstance(code, str) else np.nan)
    return krippendorff.alpha(
        reliability_data=numbers.to_numpy(dtype=float), level_of_measurement="nominal"
    )


@pytest.mark.slow
def test_ninety_minutes_with_eight_coders_lose_nothing_and_the_report_is_right(
    evidence, tmp_path, capsys
):
    folder = tmp_path / "codings"
    forms = []
    for person, name in enumerate(PEOPLE):
        form = ck.explore_coding(evidence, folder, reference=False)
        code_claims(form, person, range(1, 2))  # before there is a name
        form.name.value = name
        half_way = name == "Farah"
        code_claims(form, person, range(2, 7 if half_way else 13))
        forms.append(form)
    changing = ck.explore_coding(evidence, folder)  # the page of Dewi, reloaded
    changing.keeper.wanted = forms[5].keeper.kept
    changing.round.value, changing.claim.value = "after", 3
    changing.fields["mode"].value = "alone"
    excel = folder / "émile.csv"
    text = excel.read_text(encoding="utf-8").replace(",", ";").replace("\n", "\r\n")
    excel.write_bytes(text.encode("cp1252"))
    (folder / "notes on the room.docx").write_bytes(b"PK\x03\x04")
    (folder / "damaged.csv").write_text("coder,round\n", encoding="utf-8")

    page = tmp_path / "report.html"
    assert main(["class", str(folder), "--report", str(page)]) == 1
    said = capsys.readouterr().out
    assert "8 people, 451 codes. Left out: damaged.csv." in said
    assert "émile.csv: was read as Windows-1252" in said
    assert "notes on the room.docx: left out" in said
    read = ck.read_class(folder, evidence)
    number = read.codings["coder"].value_counts()
    assert number["Farah"] == 30
    assert number["Dewi"] == 61
    assert number["Maria"] == number["Maria (2)"] == number["Émile"] == 60
    whole = page.read_text(encoding="utf-8")
    assert "8 people, 450 codes of 480" in whole

    table = ck.agreement_of_rounds(read.codings)
    assert list(table.index) == [*VARIABLES, "all"]
    alone = read.codings[read.codings["round"] == "alone"]
    for variable in VARIABLES:
        for codings, when in ((alone, "alone"), (ck.latest(read.codings), "after")):
            expected = by_library(codings, variable)
            assert table.loc[variable, f"alpha, {when}"] == pytest.approx(expected, abs=0.005)
    assert table.loc["mode", "alpha, alone"] != table.loc["mode", "alpha, after"]
    footnote = re.search(r"Agreement before and after talking.*?</table>", whole, re.S)
    assert footnote
    assert [footnote[0].count(f", {when}<") for when in ("alone", "after")] == [4, 4]
