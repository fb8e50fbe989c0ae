"""The seminar: claims and reference, coding files, the form, the class report."""

from __future__ import annotations

import errno
import html
import json
import os
from pathlib import Path

import nbformat
import pandas as pd
import pytest

import clusterkit as ck
from clusterkit.cli import main
from clusterkit.teaching import claims
from clusterkit.teaching.claims import FILE_COLUMNS, NOT_STATED, VARIABLES, seminar_claims
from clusterkit.teaching.class_report import comparison, report_page, report_parts
from clusterkit.teaching.coding_files import as_file, read_codings
from clusterkit.teaching.codings import (
    changed_codes,
    class_board,
    class_harvest,
    latest,
    made_up_class,
)

GOOD = "coder,round,claim,variable,code\nAda,alone,1,mode,none\n"


@pytest.fixture
def folder(tmp_path: Path, evidence) -> Path:
    """A folder with the files of five made-up students."""
    there = tmp_path / "codings"
    there.mkdir()
    for name, rows in made_up_class(evidence, 5).groupby("coder"):
        (there / f"{name}.csv").write_text(as_file(rows), encoding="utf-8")
    return there


def test_every_claim_has_a_row_and_the_reference_only_allowed_codes(evidence):
    assert [one.number for one in seminar_claims()] == list(range(1, 13))
    assert len({one.row_id for one in seminar_claims()}) == len(seminar_claims())
    reference, allowed = claims.reference_coding(evidence), claims.codes_allowed(evidence)
    assert len(reference) == len(seminar_claims()) * len(VARIABLES)
    for variable, code in zip(reference["variable"], reference["code"], strict=True):
        parts = code.split(";") if variable == "actors" else [code]
        assert set(parts) <= set(allowed[variable])


def test_the_reference_is_what_the_rows_say(evidence):
    reference = claims.reference_coding(evidence).set_index(["claim", "variable"])["code"]
    for one in seminar_claims():
        row = evidence.statements.loc[one.row_id]
        said = row["social_effect"]
        assert reference[one.number, "certainty"] == row["certainty"]
        assert reference[one.number, "place"] == row["setting_id"]
        assert reference[one.number, "social_effect"] == (NOT_STATED if pd.isna(said) else said)
    assert reference[10, "actors"] == "employers;workers"
    assert reference[12, "actors"] == "employers;community"  # as the form writes them


def test_every_code_of_the_form_has_a_meaning(evidence):
    for variable, words in claims.codes_allowed(evidence).items():
        if variable != "place":
            assert set(claims.meanings()[variable]) == set(words)


def test_second_readings_are_of_the_seminars_variables_and_keep_their_reason(evidence):
    second = claims.reference_reasons(evidence)["second reading"]
    assert second[4].startswith("social effect could be mixed.")
    assert second[12].startswith("actors could be NGO and employers.")
    assert (second == "").sum() == 8


def test_codings_survive_the_file(evidence, folder):
    read = read_codings(folder, evidence)
    pd.testing.assert_frame_equal(
        read.sort_values(list(FILE_COLUMNS), ignore_index=True),
        made_up_class(evidence, 5).sort_values(list(FILE_COLUMNS), ignore_index=True),
        check_dtype=False,
    )


def test_a_file_saved_by_a_german_spreadsheet_is_read_too(evidence, tmp_path):
    path = tmp_path / "ada.csv"
    path.write_text("\ufeff" + GOOD.replace(",", ";"), encoding="utf-8")
    assert read_codings(path, evidence)["coder"].tolist() == ["Ada"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("none", "jont"), "row 2, column code: found 'jont', expected one of alone"),
        (GOOD.replace("alone,1", "alone,13"), "column claim: found '13', expected one of 1, 2"),
        (GOOD.replace("none", "refused"), "Did you mean 'opposed'?"),
        (GOOD.replace("alone,1", "lone,1"), "Did you mean 'alone'?"),
        (GOOD.replace("mode", "mood"), "column variable: found 'mood'"),
        (GOOD.replace("Ada", ""), "column coder: found an empty cell, expected a name or number"),
        (GOOD.replace("Ada", "reference"), "column coder: found 'reference'"),
        (GOOD + "Ada,alone,1,mode,joint\n", "row 3, column claim: found '1', expected each claim"),
        (GOOD + "Ada,alone,1,actors,none;workers\n", "expected either none or the actors"),
        (GOOD + "Ada,alone,1,place,atlantis\n", "expected a setting_id of settings.csv, or none"),
        ("coder,claim\nAda,1\n", "expected one column named round, one named variable, one named"),
        ("", "expected a coding file as the coding form saves it"),
        (b"\xff\xfe\x00PK", "expected a coding file as the coding form saves it"),
        (b"PK\x03\x04", "this is a workbook with the name of one. Ask for the file again"),
        ("coder,round\n" + "x" * 300_000, "of at most 200,000 bytes"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_and_nothing_is_read(evidence, folder, text, told):
    bad = folder / "zed.csv"
    bad.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    with pytest.raises(ck.EvidenceError) as raised:
        read_codings(folder, evidence)
    assert "zed.csv" in str(raised.value)
    assert told in str(raised.value)


def test_an_empty_folder_is_told(evidence, tmp_path):
    with pytest.raises(ck.EvidenceError, match="a folder with the class's coding files"):
        read_codings(tmp_path, evidence)


def test_both_versions_of_a_changed_code_are_kept():
    lines = [("a", "alone", 1, "mode", "joint"), ("a", "after", 1, "mode", "none"),
             ("a", "alone", 2, "mode", "alone"), ("a", "after", 3, "mode", "none")]  # fmt: skip
    codings = pd.DataFrame(lines, columns=list(FILE_COLUMNS))
    changed = changed_codes(codings)
    assert changed.loc[("a", 1, "mode")].tolist() == ["joint", "none"]
    assert ("a", 2, "mode") not in changed.index
    now = latest(codings).set_index("claim")["code"]
    assert now.to_dict() == {1: "none", 2: "alone", 3: "none"}


def test_the_harvest_needs_more_than_half(evidence):
    reference = claims.reference_coding(evidence)
    lines = [(name, "alone", 4, "social_effect", code)
             for name, code in (("a", "+"), ("b", "+"), ("c", "-"), ("d", "mixed"))]  # fmt: skip
    codings = pd.DataFrame(lines, columns=list(FILE_COLUMNS))
    line = class_harvest(codings, reference).loc[4]
    assert (line["class"], line["agree"], line["coded"]) == (claims.UNDECIDED, 2, 4)
    more = pd.concat([codings, codings.iloc[:1].assign(coder="e")])
    harvest = class_harvest(more, reference)
    assert harvest.loc[4, "class"] == "+"
    assert pd.isna(harvest.loc[5, "class"])


def test_the_harvest_plot_frames_exactly_the_claims_that_differ(evidence):
    made_up = latest(made_up_class(evidence, 3, seed=3))
    harvest = class_harvest(made_up, claims.reference_coding(evidence))
    ax = ck.plot_class_harvest(harvest)
    bold = sum(patch.get_linewidth() > 2 for patch in ax.patches)
    differ = (harvest["class"].fillna("") != harvest["reference"]).sum()
    assert differ > 0
    assert bold == 2 * differ
    assert len(ax.patches) == 24


def test_the_board_shows_how_many_agree(evidence):
    made_up = latest(made_up_class(evidence, 7))
    ax = ck.plot_class_board(made_up)
    drawn = [text.get_text() for text in ax.texts]
    board = class_board(made_up)
    expected = [f"{board.loc[(c.number, v), 'agree']}/{board.loc[(c.number, v), 'coded']}"
                for c in seminar_claims() for v in VARIABLES]  # fmt: skip
    assert drawn == expected


def test_without_the_papers_rows_one_is_told_how_to_load_them(small):
    for make in (ck.explore_coding, ck.explore_class, claims.reference_coding):
        with pytest.raises(ck.EvidenceError, match=r"ck\.load\(only='paper'\)"):
            make(small)


# The form ------------------------------------------------------------------------------------


def test_the_form_saves_at_each_click_once_there_is_a_name(evidence, tmp_path):
    there = tmp_path / "new" / "codings"
    form = ck.explore_coding(evidence, there)
    form.fields["mode"].value = "joint"
    assert not list(there.glob("*.csv"))
    form.name.value = "Änne O'Neil"
    path = there / "änne-o-neil.csv"
    assert read_codings(path, evidence)["code"].tolist() == ["joint"]
    form.next.click()
    form.fields["certainty"].value = "possible"
    read = read_codings(path, evidence)
    assert read[["claim", "code"]].to_numpy().tolist() == [[1, "joint"], [2, "possible"]]
    assert "2 of 60 coded" in form._said.value
    assert repr(form) == "explore_coding: 2 of 60 codes given"


def test_every_control_of_the_form_ends_in_the_file(evidence, tmp_path):
    form = ck.explore_coding(evidence, tmp_path)
    form.name.value = "x"
    wanted = {"place": "china", "mode": "absent", "social_effect": "mixed", "certainty": "argued"}
    for variable, code in wanted.items():
        form.fields[variable].value = code
    form.fields["actors"]._boxes["workers"].value = True
    form.fields["actors"]._boxes["government"].value = True
    read = read_codings(tmp_path / "x.csv", evidence).set_index("variable")["code"]
    assert read.to_dict() == {**wanted, "actors": "government;workers"}
    form.fields["actors"]._boxes["none"].value = True
    assert form.fields["actors"].value == "none"
    form.fields["actors"]._boxes["employers"].value = True
    assert form.fields["actors"].value == "employers"
    form.fields["actors"]._boxes["employers"].value = False
    form.fields["place"].value = ""
    read = read_codings(tmp_path / "x.csv", evidence)
    assert set(read["variable"]) == set(wanted) - {"place"}


def test_the_second_round_keeps_the_first_and_going_back_is_no_change(evidence, tmp_path):
    form = ck.explore_coding(evidence, tmp_path)
    form.name.value = "x"
    form.fields["mode"].value = "joint"
    form.round.value = "after"
    assert form.fields["mode"].value == "joint"
    form.fields["mode"].value = "none"
    assert form.codings[["round", "code"]].to_numpy().tolist() == [
        ["alone", "joint"],
        ["after", "none"],
    ]
    assert "alone you said: joint" in form._asked["mode"].value
    form.fields["mode"].value = "joint"
    assert form.codings["round"].tolist() == ["alone"]
    form.round.value = "alone"
    assert form.fields["mode"].value == "joint"


def test_the_reference_stays_closed_while_people_code_alone(evidence, tmp_path):
    form = ck.explore_coding(evidence, tmp_path)
    form.claim.value = 4
    form.opened.value = True
    assert form._reference.value == ""
    assert form.opened.layout.display == "none"
    form.round.value = "after"
    assert "could be mixed" in form._reference.value
    assert "pol-2.1.2-02" in form._reference.value or "2.1.2" in form._reference.value


def test_a_name_alone_never_opens_anothers_codes(evidence, tmp_path):
    first = ck.explore_coding(evidence, tmp_path)
    first.name.value = "Anna"
    first.fields["mode"].value = "joint"
    second = ck.explore_coding(evidence, tmp_path)
    second.name.value = "ANNA"
    assert second.fields["mode"].value is None
    assert "you are “ANNA (2)”" in second._said.value
    assert "You are <b>ANNA (2)</b>" in second._who.value
    second.fields["mode"].value = "none"
    first.fields["certainty"].value = "argued"
    assert read_codings(tmp_path / "anna.csv", evidence)["code"].tolist() == ["joint", "argued"]
    assert read_codings(tmp_path / "anna-2.csv", evidence)["code"].tolist() == ["none"]


def test_a_reload_goes_on_with_what_the_browser_kept(evidence, tmp_path):
    first = ck.explore_coding(evidence, tmp_path)
    assert first.keeper.kept == ""
    first.fields["mode"].value = "joint"
    assert "under no name yet" in first._said.value
    nameless = ck.explore_coding(evidence, tmp_path)
    nameless.keeper.wanted = first.keeper.kept
    assert nameless.fields["mode"].value == "joint"
    nameless.name.value = "Anna"
    again = ck.explore_coding(evidence, tmp_path)
    again.keeper.wanted = nameless.keeper.kept
    assert again.name.value == "Anna"
    assert again.name.layout.display == "none"
    assert "You go on with your 1 code in anna.csv" in again._said.value
    again.other.click()
    assert again.keeper.kept == ""
    assert again.fields["mode"].value is None
    assert read_codings(tmp_path / "anna.csv", evidence)["code"].tolist() == ["joint"]


def test_what_could_not_be_saved_stays_and_is_saved_with_the_next_click(
    evidence, tmp_path, monkeypatch
):
    form = ck.explore_coding(evidence, tmp_path)
    form.name.value = "Anna"
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_bytes", lambda *_: (_ for _ in ()).throw(full))
        form.fields["mode"].value = "joint"
        assert "Not saved: the disk is full." in form._said.value
        assert "Download it" in form._said.value
    form.fields["certainty"].value = "argued"
    assert "Saved in anna.csv" in form._said.value
    assert read_codings(tmp_path / "anna.csv", evidence)["code"].tolist() == ["joint", "argued"]


def test_the_codebook_stands_beside_and_the_labels_are_its_words(evidence, tmp_path):
    form = ck.explore_coding(evidence, tmp_path)
    codebook = form._codebook()
    for variable, words in claims.codes_allowed(evidence).items():
        for word in words if variable != "place" else ():
            assert html.escape(claims.meanings()[variable][word]) in codebook
    assert [label for label, _ in form.fields["certainty"].options] == [
        "reported", "possible", "argued",
    ]  # fmt: skip
    assert "1 of 12" in form._said.value
    form.next.click()
    assert "2 of 12" in form._said.value


def test_a_new_name_starts_empty(evidence, tmp_path):
    form = ck.explore_coding(evidence, tmp_path)
    form.name.value = "Anna"
    form.fields["mode"].value = "joint"
    form.name.value = "Bea"
    assert form.fields["mode"].value is None
    assert form.codings.empty


def test_a_folder_that_cannot_be_written_is_told(evidence, tmp_path):
    (tmp_path / "codings").write_text("a file, no folder")
    form = ck.explore_coding(evidence, tmp_path / "codings")
    form.name.value = "Anna"
    form.fields["mode"].value = "joint"
    assert "Not saved" in form._said.value


def test_the_passage_is_shown_only_where_the_teacher_gives_it(evidence, tmp_path):
    paper = tmp_path / "paper.txt"
    paper.write_text("[1.0.4] Words of <another>.\n\n[1.0 ¶5] More words.\n", encoding="utf-8")
    passages = ck.read_passages(paper)
    assert passages == {"1.0.4": "Words of <another>.", "1.0.5": "More words."}
    assert (
        "Words of &lt;another&gt;"
        in ck.explore_coding(evidence, tmp_path, passages=passages)._words.value
    )
    assert "The passage" not in ck.explore_coding(evidence, tmp_path)._words.value
    paper.write_text("no numbers", encoding="utf-8")
    with pytest.raises(ck.EvidenceError, match="paragraphs begin with their number"):
        ck.read_passages(paper)


# The report ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_report_opens_the_reference_only_when_asked(evidence, folder):
    codings = read_codings(folder, evidence)
    closed, opened = (report_page(evidence, codings, reference=asked) for asked in (False, True))
    reason = "silence is not a minus"
    assert reason not in closed
    assert reason in opened
    assert "made-up 1" in closed
    assert closed.count("<img") == opened.count("<img") == 2


def test_the_report_counts_people_and_codes(evidence, folder):
    codings = read_codings(folder, evidence)
    parts = {part.title: part for part in report_parts(evidence, codings, reference=True)}
    assert parts["The board"].sentence == f"5 people, {len(codings)} codes of 300."
    same = parts["Agreement with the reference"].table
    reference = claims.reference_coding(evidence).set_index(["claim", "variable"])["code"]
    mine = codings[codings["coder"] == "made-up 2"].set_index(["claim", "variable"])["code"]
    assert same.loc["made-up 2", "all"] == round(100 * (mine == reference[mine.index]).mean())


def test_two_people_compared(evidence, folder):
    codings = read_codings(folder, evidence)
    parts = comparison(codings, "made-up 1", "made-up 2")
    wide = codings.pivot(index=["claim", "variable"], columns="coder", values="code")
    both = wide[["made-up 1", "made-up 2"]].dropna()
    assert len(parts[0].table) == (both["made-up 1"] != both["made-up 2"]).sum()
    confusions = [part.table for part in parts[2:]]
    apart = sum(table.to_numpy().sum() - table.to_numpy().trace() for table in confusions)
    assert apart == len(parts[0].table)


@pytest.mark.slow
def test_the_widget_reads_a_folder_and_what_was_handed_in(evidence, folder):
    report = ck.explore_class(evidence, folder)
    assert repr(report) == "explore_class: 5 codings"
    content = memoryview(GOOD.encode())
    report.upload.value = ({"name": "ada.csv", "type": "text/csv", "size": len(content),
                            "content": content, "last_modified": pd.Timestamp("2026-01-01")},)  # fmt: skip
    assert repr(report) == "explore_class: 6 codings"
    assert "reference" not in report.one.options
    report.opened.value = True
    report.one.value, report.other.value = "made-up 1", "reference"
    assert "Where made-up 1 and reference differ" in report._pair.value
    (folder / "bad.csv").write_text(GOOD.replace("none", "jont"))
    report.again.click()
    assert "Did you mean &#x27;joint&#x27;?" in report._told.value
    assert "1 file was left out; the others count" in report._told.value
    assert repr(report) == "explore_class: 6 codings"
    report.hidden.value = True
    assert "made-up 1" not in report._told.value + report._parts.value
    assert "bad.csv" not in report._told.value
    report.projector.value = True
    assert report._parts.value.count("ck-slide'") == 1
    first = report._parts.value
    report.next.click()
    assert report._parts.value != first


@pytest.mark.slow
def test_the_widget_without_files_says_how_to_get_some_and_rehearses(evidence, tmp_path):
    report = ck.explore_class(evidence, tmp_path / "none")
    assert "No coding files yet" in report._told.value
    assert report.one.disabled
    report.made_up.value = True
    assert "nobody coded this" in report._told.value
    assert repr(report) == "explore_class: 5 codings"


@pytest.mark.slow
def test_the_report_from_the_command_line(folder, tmp_path, capsys):
    page = tmp_path / "report.html"
    assert main(["class", str(folder), "--report", str(page)]) == 0
    assert "5 people" in capsys.readouterr().out
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    (folder / "bad.csv").write_text(GOOD.replace("none", "jont"))
    assert main(["class", str(folder), "--report", str(page), "--anonymous"]) == 1
    told = capsys.readouterr().out
    assert "bad.csv, row 2, column code" in told
    assert "5 people" in told
    assert "made-up 1" not in page.read_text(encoding="utf-8")
    assert main(["class", str(folder), "--report", str(page), "--projector"]) == 1
    slides = page.read_text(encoding="utf-8")
    assert "Where do we differ?" in slides
    assert "(made-up 1" in slides
    anonymous = ["class", str(folder), "--report", str(page), "--projector", "--anonymous"]
    assert main(anonymous) == 1
    assert "made-up 1" not in page.read_text(encoding="utf-8")
    assert main(["class", str(tmp_path / "nowhere")]) == 2


@pytest.mark.slow
def test_a_report_keeps_the_words_of_the_reasons_and_rounds_its_percents(evidence):
    page = report_page(evidence, ck.made_up_class(evidence, 5), reference=True)
    assert "what came of it is not said." in page
    assert "66.666" not in page
    assert "social_effect" not in page


def test_the_reference_stays_closed_where_the_teacher_keeps_it(evidence, tmp_path):
    shut = ck.explore_coding(evidence, tmp_path, reference=False)
    free = ck.explore_coding(evidence, tmp_path)
    for form in (shut, free):
        form.round.value, form.opened.value = "after", True
    assert shut.opened.layout.display == "none"
    assert "the reference" not in str(shut._reference.value)
    assert "the reference" in str(free._reference.value)


NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def test_the_students_notebook_never_shows_the_reference(evidence):
    text = (NOTEBOOKS / "07-seminar.ipynb").read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert "ck.explore_coding(evidence, reference=False)" in code
    for opens in ("reference_", "harvest", "made_up", "explore_class", "report"):
        assert opens not in code
    whole = json.dumps(json.loads(text), ensure_ascii=False)
    for reason in claims.reference_reasons(evidence)["reason"]:
        assert reason not in whole
    teacher = (NOTEBOOKS / "07b-seminar-teacher.ipynb").read_text(encoding="utf-8")
    assert "ck.reference_reasons(evidence)" in teacher
    assert "silence is not a minus" in teacher
