"""Exercises: every one has a hint and a check that tells right from wrong and not the answer."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest

import clusterkit as ck
from clusterkit.cli import main
from clusterkit.evidence.content import content
from clusterkit.teaching.exercises import (
    WORDS,
    answers,
    check_answer,
    exercises,
    find_exercise,
    question_of,
    replies,
)
from clusterkit.teaching.typed_answers import hash_of, read_number, rounded, unsealed

from ..notebooks.kernel import one_kernel

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"

# Read off the notebooks by hand, independently of the code that computes them.
ANSWERS = {
    "1.1": 6.9, "1.2": 3, "1.3": 9000, "2.1": "standards", "2.2": 13,
    "2.3": {"labour_standard", "organic_standard", "quality_standard"}, "3.1": "government",
    "3.2": 0, "3.3": {"employers", "government"}, "3.4": {"employers", "government"}, "3.5": "workers", "4.1": "F4", "4.2": "F8",
    "4.3": {"employers", "workers"}, "5.1": "footballs", "5.2": {"child_and_forced_labour", "remuneration"}, "5.3": 2,
    "5.4": {"hygiene_standard"}, "5.5": 1,
    "6.1": {"places", "sources"}, "6.2": 2, "6.3": 1, "9.1": 5,
    "9.2": {"absent", "restricted", "weak", "withdrawn"},
    "9.3": {"environmental_standard", "minimum_wage", "social_protection"},
}  # fmt: skip


def wrong(number: str, evidence: ck.Evidence):
    one, right = find_exercise(number), ANSWERS[number]
    choices = one.choices(evidence)
    if not choices:
        return right + 1234567
    others = [word for word in choices if word != right]
    return tuple(others) if one.several else others[0]


@pytest.mark.parametrize("number", [one.number for one in exercises()])
def test_right_and_wrong_are_told_apart(evidence, number):
    right = ANSWERS[number]
    found = check_answer(evidence, number, right)
    assert found.right
    assert str(found) == f"Right. {find_exercise(number).why}"
    told = check_answer(evidence, number, wrong(number, evidence))
    assert not told.right
    assert str(told).startswith("Not yet") or str(told) in replies(number).values()
    assert str(check_answer(evidence, number, None)) == "No answer yet."
    assert str(check_answer(evidence, number, "  ")) == "No answer yet."
    if isinstance(right, set) and len(right) > 1:
        assert not check_answer(evidence, number, list(right)[:1]).right


@pytest.mark.parametrize("number", [one.number for one in exercises()])
def test_no_hint_and_no_question_gives_the_answer_away(number):
    one, right = find_exercise(number), ANSWERS[number]
    words = (
        {str(right)} if not isinstance(right, set) else {word.replace("_", " ") for word in right}
    )
    told = f"{one.question} {one.hint}".replace("_", " ").split()
    assert not all(word in [part.strip(".,:;?") for part in told] for word in words)
    assert one.hint
    assert one.why


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("6.9", 6.9), ("6,9", 6.9), ("6.9 %", 6.9), ("6.9%", 6.9), ("6,9 percent", 6.9),
        ("6.9 per cent a year", 6.9), ("at least 6.9", 6.9), ("about 6.9 % p.a.", 6.9),
        (" 6.9. ", 6.9), (".5", 0.5), ("0,500", 0.5), ("9200", 9200), ("9,200", 9200),
        ("9 200", 9200), ("9\u202f200 jobs", 9200), ("9'200", 9200), ("9’200", 9200),
        ("9.200,5", 9200.5), ("9,200.5", 9200.5), ("1,234,567", 1234567), ("1.234.567", 1234567),
        ("three", 3), ("Three places", 3), ("none", 0), ("−3", -3), ("about 9000", 9000),
        ("nine thousand", None), ("nan", None), ("inf", None), ("9e3", None), ("9 20", None),
        ("", None), ("6.9.1", None), ("1,2,3", None), ("x6.9", None), ("%", None),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(written, meant):
    assert read_number(written) == meant


def test_an_answer_is_as_exact_as_it_was_asked_for(evidence):
    for written in ("9000", "9,000", "9 000", "9200", "9,200", "9.200", "9199.78", "about 9200"):
        assert check_answer(evidence, "1.3", written).right, written
    for written in ("6,9", "6.9 %", "6.9 percent", "6.86"):
        assert check_answer(evidence, "1.1", written).right, written
    for number, written in (("1.3", "9600"), ("1.1", "6.8"), ("1.2", "3.1"), ("1.2", "nan")):
        assert not check_answer(evidence, number, written).right
    assert str(check_answer(evidence, "1.3", "many")) == WORDS["no_number"]


def test_a_wrong_answer_that_teaches_something_is_told_so(evidence):
    rows = content("exercise_replies")
    for number, answer, sentence in rows[["number", "answer", "sentence"]].itertuples(index=False):
        told = check_answer(evidence, number, answer)
        assert not told.right
        assert sentence in str(told)
    assert set(rows["number"]) == {one.number for one in exercises()} - {"9.4"}


def test_the_known_slips_have_their_sentence(evidence):
    """Each slip is computed here, so that a reply does not outlive the number that it is about."""
    exact = ck.employment_growth(evidence, about=0).set_index("setting_id")["growth_lower"]
    assert "exact" in str(check_answer(evidence, "1.1", float(exact["tirupur-knitwear"])))
    growth = ck.employment_growth(evidence)
    assert "Count places" in str(check_answer(evidence, "1.2", sum(growth["basis"] != "none")))
    assert "every place" in str(check_answer(evidence, "1.2", growth["setting_id"].nunique()))
    literal = ck.implied_levels(evidence, "los-lagos-salmon", assume="even").levels["lower"]
    for year, word in ((1992, "literally"), (2000, "year 2000"), (2002, "year 2002")):
        assert word in str(check_answer(evidence, "1.3", literal[year]))
    states = evidence.policies["state"].value_counts()
    assert "absent alone" in str(check_answer(evidence, "2.2", states["absent"]))
    two = states["absent"] + states["unenforced"]
    assert "one state is missing" in str(check_answer(evidence, "2.2", two))
    all_three = ck.select_rows(evidence, "policies", state=("absent", "unenforced", "withdrawn"))
    claims = evidence.counts(all_three).claims
    assert "counts claims" in str(check_answer(evidence, "2.2", claims))
    here = ck.select_rows(evidence, "actions", setting_id="sialkot-surgical-instruments")
    assert "every act" in str(check_answer(evidence, "5.3", len(here)))
    assert "jointly" in str(check_answer(evidence, "5.3", sum(here["mode"] == "joint")))


def test_several_options_are_told_what_fits(evidence):
    assert str(check_answer(evidence, "4.3", ["workers"])) == WORDS["missing"]
    told = str(check_answer(evidence, "4.3", ["workers", "government"]))
    assert told == f"{WORDS['part']} {replies('4.3')['government']}"
    assert str(check_answer(evidence, "4.3", ["buyers"])) == WORDS["nothing"]


@pytest.mark.parametrize("number", [one.number for one in exercises()])
def test_what_travels_with_a_page_shows_no_answer_at_a_glance(evidence, number):
    known, right = question_of(evidence, number), ANSWERS[number]
    text = json.dumps({name: known[name] for name in ("replies", "belongs", "strangers")})
    assert find_exercise(number).why[:20] not in text
    words = right if isinstance(right, set) else {str(right)}
    assert not any(
        re.search(rf"(?<![0-9a-zA-Z+/]){re.escape(word)}(?![0-9a-zA-Z+/=])", text) for word in words
    )
    written = ";".join(sorted(right)) if isinstance(right, set) else str(right)
    sentence = known["replies"][hash_of(f"{number}|{written}")]
    assert unsealed(sentence, f"{number}|{written}").startswith("Right.")


def test_halves_round_up():
    assert [rounded(0.5, 0), rounded(1.5, 0), rounded(8500.0, -3), rounded(6.25, 1)] == [
        1, 2, 9000, 6.3,
    ]  # fmt: skip


def test_hints_name_controls_that_exist(evidence):
    explorers = {
        "1": [ck.explore_growth(evidence), ck.explore_implied(evidence)],
        "2": [ck.explore_policies(evidence)],
        "3": [ck.explore_acts(evidence)],
    }
    arrows = ck.explore_figure1(evidence).answer["arrows"]
    ways = Path(ck.__file__).parent.joinpath("widgets", "mediation.js").read_text(encoding="utf-8")
    words = {"4.1": [*arrows["F4"]["lines"], *ck.arrow_table(evidence)], "4.3": [ways]}
    seen = 0
    for one in exercises():
        boxes = explorers.get(one.number[0], [])
        controls = [each for box in boxes for each in box.controls.values()]
        labels = {control.description for control in controls} | set(words.get(one.number, ()))
        options = {label for each in controls for label, *_ in getattr(each, "options", ())}
        for named in re.findall("“(.+?)”", one.hint) if one.number < "5" else ():
            shown = [label.replace("“", "").replace("”", "") for label in labels]
            assert any(named in label for label in shown), (one.number, named)
            seen += 1
        assert not set(re.findall("to (a factor of 3)", one.hint)) - {
            label.split(",")[0] for label in options
        }
    assert seen >= 8


def test_1_3_is_answered_with_controls(evidence):
    explorer = ck.explore_implied(evidence)
    explorer.controls["percent"].value = "loose"
    explorer.controls["assume"].value = "even"
    assert check_answer(evidence, "1.3", explorer.table.loc[1992, "fewest jobs"]).right
    assert "the reader's assumption" in explorer.view.sentence
    explorer.controls["percent"].value = "literal"
    assert not check_answer(evidence, "1.3", explorer.table.loc[1992, "fewest jobs"]).right


def test_own_rows_do_not_change_what_is_right(tmp_path):
    own = tmp_path / "mine"
    own.mkdir()
    (own / "settings.csv").write_text(
        "setting_id,kind,place,country,product,developing\nx-y,cluster,X,IDN,wood,true\n"
    )
    (own / "actions.csv").write_text(
        "action_id,setting_id,actors,mode,kind,summary,growth_effect,social_effect,certainty,"
        "sources\nact-x,x-y,workers,opposed,strike,Made up,+,+,reported,pyke-2010\n"
    )
    union = ck.load(own)
    assert union.is_union
    for number, right in ANSWERS.items():
        assert check_answer(union, number, right).right


def test_an_unknown_number_is_told(evidence):
    with pytest.raises(KeyError, match=r"there is no exercise '9\.9'; there are 1\.1"):
        check_answer(evidence, "9.9", 1)


def test_the_form_can_be_used_from_python(evidence):
    form = ck.exercise(evidence, "4.1")
    assert str(form.check()) == form.said == "No answer yet."
    form.value = "F6"
    assert not form.check().right
    assert form.said.startswith("F6 comes near.")
    form.value = "F4"
    assert form.check().right


def test_every_form_takes_its_answer(evidence):
    for number, right in ANSWERS.items():
        form = ck.exercise(evidence, number)
        form.value = list(right) if isinstance(right, set) else str(right)
        assert form.check().right, number


def test_an_exercise_is_whole_before_a_run(evidence):
    for one in exercises():
        shown = ck.exercise(evidence, one.number)._repr_mimebundle_()
        data = shown[0] if isinstance(shown, tuple) else shown
        assert 'data-widget="question"' in data["text/html"]
        assert data["text/html"].count("…") == 0


def test_every_exercise_stands_in_its_notebook_once():
    for number in (*range(1, 7), 9):
        (path,) = NOTEBOOKS.glob(f"0{number}-*.ipynb")
        sources = [cell.source for cell in nbformat.read(path, as_version=4).cells]
        mine = [one.number for one in exercises() if one.number.startswith(f"{number}.")]
        assert len(mine) >= 3
        for one in mine:
            assert sources.count(f'ck.exercise(evidence, "{one}")') == 1


def test_the_answers_for_the_teacher(evidence):
    table = answers(evidence)
    assert list(table.index) == [one.number for one in exercises()]
    assert table.loc["1.3", "answer"] == "9000"


@pytest.mark.slow
def test_the_teachers_notebooks_run_and_every_solution_is_right(tmp_path, capsys):
    assert main(["teacher", str(tmp_path / "teacher")]) == 0
    assert "Wrote 7 notebooks" in capsys.readouterr().out
    written = sorted((tmp_path / "teacher").glob("*.ipynb"))
    assert len(written) == 7
    solved = []
    with one_kernel(tmp_path) as run:
        for path in written:
            for cell in run(nbformat.read(path, as_version=4)).cells:
                if cell.cell_type == "code" and "ck.check_answer" in cell.source:
                    said = "".join(one.text for one in cell.outputs if one.output_type == "stream")
                    assert said.splitlines()[-1].startswith("Right. "), f"{path.name}: {said}"
                    solved.append(cell)
    assert len(solved) == len(exercises())
