"""Exercises: every one has a hint and a check that tells right from wrong and not the answer."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

import clusterkit as ck
from clusterkit.cli import main
from clusterkit.teaching.exercises import answers, check_answer, exercises, find_exercise

from ..notebooks.kernel import one_kernel

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"

# Read off the notebooks by hand, independently of the code that computes them.
ANSWERS = {
    "1.1": 6.9, "1.2": 3, "1.3": 9000, "2.1": "standards", "2.2": 13,
    "2.3": {"labour_standard", "organic_standard", "quality_standard"}, "3.1": "employers",
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
        return right + 1
    others = [word for word in choices if word != right]
    return tuple(others) if one.several else others[0]


@pytest.mark.parametrize("number", [one.number for one in exercises()])
def test_right_and_wrong_are_told_apart(evidence, number):
    right = ANSWERS[number]
    assert check_answer(evidence, number, right).right
    told = check_answer(evidence, number, wrong(number, evidence))
    assert not told.right
    assert str(told) == "Not yet. Try the hint, or look again."
    assert str(check_answer(evidence, number, None)) == "No answer yet."
    if isinstance(right, set):
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


def test_a_number_can_be_written_as_people_write_it(evidence):
    assert check_answer(evidence, "1.3", " 9,000 ").right
    assert "Write a number" in str(check_answer(evidence, "1.3", "nine thousand"))
    assert "Write a number" in str(check_answer(evidence, "1.3", "nan thousand"))
    assert not check_answer(evidence, "1.3", "nan").right


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


def test_the_form_checks_hints_and_forgets_what_it_said(evidence):
    form = ck.exercise(evidence, "4.1")
    assert "F4" not in form._told.value
    form.check.click()
    assert "No answer yet" in form._told.value
    form.field.value = "F1"
    form.check.click()
    assert "Not yet" in form._told.value
    form.field.value = "F4"
    assert form._told.value.count("<b></b>") == 1
    form.check.click()
    assert "Right." in form._told.value
    assert form._hint.value == ""
    form.hint.value = True
    assert find_exercise("4.1").hint[:20] in form._hint.value


def test_every_form_takes_its_answer(evidence):
    for number, right in ANSWERS.items():
        form = ck.exercise(evidence, number)
        form.field.value = tuple(right) if isinstance(right, set) else str(right)
        form.check.click()
        assert "Right." in form._told.value, number


def test_every_exercise_stands_in_its_notebook_once():
    for number in (*range(1, 7), 9):
        (path,) = NOTEBOOKS.glob(f"0{number}-*.ipynb")
        sources = [cell.source for cell in nbformat.read(path, as_version=4).cells]
        mine = [one.number for one in exercises() if one.number.startswith(f"{number}.")]
        assert len(mine) == (5 if number == 3 else 3)
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
                    assert said.splitlines()[-1] == "Right.", f"{path.name}: {said}"
                    solved.append(cell)
    assert len(solved) == len(exercises())
