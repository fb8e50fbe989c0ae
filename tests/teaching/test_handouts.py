"""Handouts: one page each, every claim and every code on it, and no reference codes."""

from __future__ import annotations

import fpdf
import pytest
from fpdf.text_region import Paragraph

from clusterkit import cli
from clusterkit.teaching import handouts
from clusterkit.teaching.claims import (
    codes_allowed,
    meanings,
    reference_reasons,
    seminar_claims,
)
from clusterkit.teaching.terms import glossary, whence

MADE = {
    "figure-1": handouts._figure1,
    "codebook": handouts._codebook,
    "claims": handouts._claims,
    "glossary": handouts._glossary,
    "reading-the-evidence": handouts._reading,
}


@pytest.fixture
def printed(monkeypatch):
    """Every text that is set on a page."""
    texts: list[str] = []
    kept = fpdf.FPDF.multi_cell

    def noted(self, w, h=None, text="", *args, **how):
        if not how.get("dry_run"):
            texts.append(text)
        return kept(self, w, h, text, *args, **how)

    monkeypatch.setattr(fpdf.FPDF, "multi_cell", noted)
    return texts


@pytest.mark.parametrize("name", MADE)
def test_a_handout_is_one_page(evidence, name):
    assert MADE[name](evidence).page_no() == 1


def test_the_claims_are_all_there_and_their_reference_is_not(evidence, printed):
    handouts._claims(evidence)
    whole = "\n".join(printed)
    for claim in seminar_claims():
        assert claim.words in whole
        assert claim.context in whole
    for reason in reference_reasons(evidence)["reason"]:
        assert reason not in whole


def test_the_codebook_names_every_code_but_each_place(evidence, printed):
    handouts._codebook(evidence)
    whole = "\n".join(printed)
    for variable in codes_allowed(evidence):
        for meaning in meanings()[variable].values():
            assert meaning in whole
    assert f"{len(evidence.settings)} places" in whole


def test_the_command_writes_each_as_a_pdf_file(tmp_path, capsys):
    assert cli.main(["handouts", str(tmp_path / "out")]) == 0
    written = sorted((tmp_path / "out").iterdir())
    assert [one.name for one in written] == sorted(f"{name}.pdf" for name in MADE)
    assert all(one.read_bytes().startswith(b"%PDF-") for one in written)
    assert f"Wrote {len(MADE)} handouts" in capsys.readouterr().out


def test_a_handout_that_cannot_be_written_is_told_in_a_sentence(tmp_path, capsys):
    (tmp_path / "taken").write_text("a file")
    assert cli.main(["handouts", str(tmp_path / "taken")]) == 2
    assert "taken" in capsys.readouterr().out


def test_the_glossary_has_every_term_with_its_meaning_and_whence(evidence, monkeypatch):
    written: list[str] = []
    kept = Paragraph.write

    def noted(self, text, *args, **how):
        written.append(text)
        return kept(self, text, *args, **how)

    monkeypatch.setattr(Paragraph, "write", noted)
    handouts._glossary(evidence)
    whole = "".join(written)
    for term, row in glossary().table.iterrows():
        assert f"{term} {row['meaning']} ({whence(row)})" in whole
