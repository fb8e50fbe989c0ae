"""The exercises of notebooks 01 to 06: question, hint, check, and the teacher's solution.

This module is the one source. A reader's notebook shows an exercise by its number; a teacher's
version (`write_teacher_notebooks`) shows the same cells with the solution's code and answer below
them. An answer is checked by computing the solution from the paper's rows, so that it stays right
when the evidence is mended.
"""

from __future__ import annotations

import inspect
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from .. import qca
from ..evidence.problems import EvidenceError, Problem
from ..evidence.tables import ORIGIN_PAPER, Evidence
from ..questions.case_rules import case_cells, case_table, complete_cases, counted_by_unit
from ..questions.configuration import Configuration
from ..questions.framework import arrow_table
from ..questions.growth import employment_growth, implied_levels
from ..questions.mediation import matching_evidence
from ..questions.select import select_rows

Answer = float | str | frozenset[str]
PUBLIC = re.compile(
    r"\b(Configuration|arrow_table|case_cells|case_table|complete_cases|counted_by_unit|"
    r"employment_growth|implied_levels|matching_evidence|select_rows)(?=\()"
)
CALL = 'ck.exercise(evidence, "{number}")'


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Attributes
    ----------
    number
        Notebook and place in it, such as `2.1`.
    question
        What is asked.
    hint
        Where to look.
    solve
        Computes the answer: a number, one of the options, or a set of them.
    why
        What the teacher says about it.
    options
        What can be chosen, from the evidence; None where a number is asked for.
    several
        Whether more than one option can be chosen.
    """

    number: str
    question: str
    hint: str
    solve: Callable[[Evidence], Answer]
    why: str
    options: Callable[[Evidence], Iterable[str]] | None = None
    several: bool = False


@dataclass(frozen=True)
class Checked:
    """What a check says: whether the answer is right, and a sentence that does not tell it."""

    right: bool
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def _floor_of_tirupur(evidence: Evidence) -> Answer:
    growth = employment_growth(evidence, about=0.25).set_index("setting_id")
    return round(float(growth["growth_lower"].to_dict()["tirupur-knitwear"]), 1)


def _places_with_a_rate(evidence: Evidence) -> Answer:
    growth = employment_growth(evidence)
    return float(growth.loc[growth["basis"] != "none", "setting_id"].nunique())


def _los_lagos_in_1992(evidence: Evidence) -> Answer:
    implied = implied_levels(evidence, "los-lagos-salmon", assume="even", percent="loose")
    return round(float(implied.levels["lower"].to_dict()[1992]), -3)


def _domain_of_social_effects(evidence: Evidence) -> Answer:
    stated = evidence.policies[evidence.policies["social_effect"].notna()]
    return str(stated["domain"].value_counts().idxmax())


def _policies_of_not_acting(evidence: Evidence) -> Answer:
    states = evidence.policies["state"].isin(["absent", "unenforced", "withdrawn"])
    return float(states.sum())


def _instruments_with_both_effects(evidence: Evidence) -> Answer:
    rows = evidence.policies
    effects = rows["growth_effect"].notna() & rows["social_effect"].notna()
    return frozenset(rows.loc[effects & rows["setting_id"].notna(), "instrument"].astype(str))


def _busiest_actor(evidence: Evidence) -> Answer:
    return str(evidence.actions["actors"].explode().value_counts().idxmax())


def _workers_and_growth(evidence: Evidence) -> Answer:
    acts = select_rows(evidence, "actions", actors="workers", growth_effect="+")
    return float(acts["setting_id"].notna().sum())


def _who_refused_or_stayed_away(evidence: Evidence) -> Answer:
    acts = evidence.actions[evidence.actions["mode"].isin(["refused", "absent"])]
    return frozenset(acts["actors"].explode())


def _arrow_with_most_places(evidence: Evidence) -> Answer:
    return str(arrow_table(evidence)["places"].idxmax())


def _arrow_of_other_sections(evidence: Evidence) -> Answer:
    arrows = arrow_table(evidence)
    return str(arrows.index[arrows["status"] == "other sections"][0])


def _partners_of_the_community(evidence: Evidence) -> Answer:
    rows = matching_evidence(evidence, Configuration(ways=("community:joint",))).exact
    acts = evidence.actions.loc[evidence.actions.index.intersection(rows.index)]
    return frozenset(acts["actors"].explode()) - {"community"}


def _sialkot_with_effects(evidence: Evidence) -> Answer:
    acts = evidence.actions[evidence.actions["social_effect"].notna()]
    names = {"sialkot-football": "footballs", "sialkot-surgical-instruments": "instruments"}
    found = {names[one] for one in acts["setting_id"].dropna() if one in names}
    return "both" if len(found) == 2 else found.pop() if found else "neither"


def _conditions_of_both(evidence: Evidence) -> Answer:
    rows = evidence.conditions.set_index("setting_id")["dimension"].astype(str)
    football, instruments = (
        frozenset(rows.loc[[name]]) for name in ("sialkot-football", "sialkot-surgical-instruments")
    )
    return football & instruments


def _absences_in_surgical_instruments(evidence: Evidence) -> Answer:
    acts = select_rows(evidence, "actions", setting_id="sialkot-surgical-instruments")
    return float((acts["mode"] == "absent").sum())


def _units_that_say_plus(evidence: Evidence) -> Answer:
    votes = counted_by_unit(evidence)
    return frozenset(votes.index[votes["+"] > votes["-"]].astype(str))


def _terms_without_grown(_: Evidence) -> Answer:
    conditions = ["STANDARDS", "JOINT", "ENFORCED"]
    table = qca.truth_table(qca.made_up_cases(), "UPGRADED", conditions, incl_cut=0.9)
    return float(len(qca.minimize(table).models[0].terms))


def _complete_cases_left(evidence: Evidence) -> Answer:
    cases = case_table(case_cells(evidence))
    chosen = ["UPGRADED", "EMPLOYERS", "STANDARDS", "GOVERNMENT"]
    return float(complete_cases(cases, chosen)["complete_cases"].iloc[-1])


def _words(table: str, column: str) -> Callable[[Evidence], Iterable[str]]:
    return lambda evidence: evidence.vocabulary(table, column)


def _choices(*options: str) -> Callable[[Evidence], Iterable[str]]:
    return lambda _: options


EXERCISES = (
    Exercise(
        "1.1",
        "Predict first. “About” may mean 25 % either way. What is then the floor of Tirupur's "
        "growth, in percent a year (one decimal)?",
        "Move the slider “about”; the start of the interval has no floor anyway, so only the end "
        "moves.",
        _floor_of_tirupur,
        "It falls, but not by much: over some twenty years a quarter of the last count costs less "
        "than a point a year.",
    ),
    Exercise(
        "1.2",
        "For how many places do the paper's figures allow a rate of growth at all?",
        "A rate needs two counts at two times, or a change with its years, or a stated rate.",
        _places_with_a_rate,
        "A single count has no rate. Most of the figures that stay in mind are single counts.",
    ),
    Exercise(
        "1.3",
        "Cast Los Lagos back to 1992, with “300 %” read loosely and the yearly rate taken as even. "
        "How many jobs, to the nearest thousand?",
        '`ck.implied_levels(evidence, "los-lagos-salmon", assume="even", percent="loose")`',
        _los_lagos_in_1992,
        "Read literally, 300 % gives about a quarter fewer. And an even rate within the six years "
        "is the reader's assumption, not the paper's.",
    ),
    Exercise(
        "2.1",
        "Of which domain of policy does the paper state the most effects on social conditions?",
        "Set “Social effect” in the explorer to each direction in turn, or look at the matrix.",
        _domain_of_social_effects,
        "Much of what is written on clusters and conditions is about codes and standards; what a "
        "literature looks at is not what matters most.",
        _words("policies", "domain"),
    ),
    Exercise(
        "2.2",
        "Not acting is a policy. How many policy rows have the state absent, unenforced or "
        "withdrawn?",
        "The control “State”; the line above the table counts claims, the table's rows are what is "
        "asked for. Switch the wider context on.",
        _policies_of_not_acting,
        "Who decided not to act is often the more telling question (2.1.6, 2.1.8, 2.1.9).",
    ),
    Exercise(
        "2.3",
        "Which instruments have an effect on both growth and social conditions stated in one row "
        "of a named place?",
        "Rows in which neither effect is “not stated”; set both effects, one direction after the "
        "other.",
        _instruments_with_both_effects,
        "Few, and the two signs agree in each of them. The trade-off that everybody expects is "
        "not in a single row; it is between rows.",
        lambda evidence: sorted(evidence.policies["instrument"].dropna().astype(str).unique()),
        several=True,
    ),
    Exercise(
        "3.1",
        "Which actor takes part in the most acts?",
        "The figure of acts by actor and mode; add up its line.",
        _busiest_actor,
        "Employers' associations are what cluster studies study. It says who was looked at.",
        _words("actions", "actors"),
    ),
    Exercise(
        "3.2",
        "In how many acts at a named place or country do workers take part and a positive effect "
        "on growth is stated?",
        "Two such acts are general claims; are they about a named place?",
        _workers_and_growth,
        "None. The two claims of this kind (3.0.1, 3.3.6) are arguments in general. The paper does "
        "not say that workers' acts have no effect on growth: it does not say.",
    ),
    Exercise(
        "3.3",
        "Who is reported, or argued, to have refused to act or not to have acted?",
        "The control “Mode”: refused, then absent.",
        _who_refused_or_stayed_away,
        "Absence is stated of those who were expected to act. Nobody writes that a union was "
        "absent where none is expected.",
        _words("actions", "actors"),
        several=True,
    ),
    Exercise(
        "4.1",
        "Which arrow of Figure 1 has evidence from the most places?",
        "The column “places” of the table of arrows, or the first number beside each arrow.",
        _arrow_with_most_places,
        "Straight from environment to outcomes, without any actor: most of what is told of "
        "policies says nothing of who mediated them. Note how near F6 comes.",
        _choices("F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8"),
    ),
    Exercise(
        "4.2",
        "One arrow is not said by section 4, and stands in the figure only because other sections "
        "say it. Which?",
        "It is drawn dotted; the table names its paragraphs.",
        _arrow_of_other_sections,
        "Whether it belongs there is worth an argument: 3.1.1, 3.2.4 and 5.0.2 speak for it.",
        _choices("F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8"),
    ),
    Exercise(
        "4.3",
        "With whom is the community said to have acted jointly, in clusters of developing "
        "countries, effect stated or not?",
        "Set the community to “jointly” in the explorer and read in the rows who acts beside it.",
        _partners_of_the_community,
        "Crèches in Chennai, laundries in Bengaluru; of neither is an effect stated (3.4.6). The "
        "committees that bring government in are Italian.",
        lambda evidence: [
            word for word in evidence.vocabulary("actions", "actors") if word != "community"
        ],
        several=True,
    ),
    Exercise(
        "5.1",
        "For which of the two Sialkot clusters is an effect of anybody's act on social conditions "
        "stated?",
        "Compare the column of social conditions in the two lists of acts.",
        _sialkot_with_effects,
        "The acts in surgical instruments are told by what they did for quality and exports. That "
        "is silence on conditions, not the absence of an effect.",
        _choices("footballs", "instruments", "both", "neither"),
    ),
    Exercise(
        "5.2",
        "Of which social conditions does the paper speak in both clusters?",
        "Two lists of conditions, and what they share.",
        _conditions_of_both,
        "A comparison can stand only on what is said of both; here that is little.",
        lambda evidence: sorted(evidence.conditions["dimension"].dropna().astype(str).unique()),
        several=True,
    ),
    Exercise(
        "5.3",
        "In how many rows on surgical instruments is somebody said not to have acted?",
        "Look for the mode “absent”.",
        _absences_in_surgical_instruments,
        "And yet the cluster is told as a success of joint action on quality (3.2.2): joint on one "
        "matter, absent on another (3.2.3).",
    ),
    Exercise(
        "6.1",
        "By which units of counting are there more + than − among the stated effects on social "
        "conditions?",
        "The first table of this notebook.",
        _units_that_say_plus,
        "The vote flips with the unit. That is why this workbench always counts in three.",
        _choices("rows", "claims", "places", "sources"),
        several=True,
    ),
    Exercise(
        "6.2",
        "Predict first. Leave GROWN out of the made-up analysis (consistency cut 0.9). How many "
        "terms has the parsimonious solution then?",
        "Untick GROWN in the list of conditions of the explorer.",
        _terms_without_grown,
        "The law behind the made-up cases does not use GROWN, so nothing is lost without it.",
    ),
    Exercise(
        "6.3",
        "Of the paper's clusters, for how many are the outcome UPGRADED and the three conditions "
        "EMPLOYERS, STANDARDS and GOVERNMENT all known?",
        "Each condition that is asked for takes cases away; read the last line.",
        _complete_cases_left,
        "A truth table of one case shows nothing. Which cells would have to be asked about in the "
        "field?",
    ),
)


def find_exercise(number: str) -> Exercise:
    """Return the exercise of that number; raises KeyError, naming those there are."""
    for one in EXERCISES:
        if one.number == number:
            return one
    known = ", ".join(one.number for one in EXERCISES)
    msg = f"there is no exercise {number!r}; there are {known}"
    raise KeyError(msg)


def check_answer(
    evidence: Evidence, number: str, answer: float | str | Iterable[str] | None
) -> Checked:
    """Say whether an answer is right, without telling the right one.

    Parameters
    ----------
    evidence
        The paper's rows are what is asked about; own rows are left aside.
    number
        Of the exercise, such as `2.1`.
    answer
        A number, an option, or several options; None or an empty one is no answer yet.
    """
    one = find_exercise(number)
    if answer is None or answer == "" or answer == ():
        return Checked(False, "No answer yet.")
    right = one.solve(of_the_paper(evidence))
    if isinstance(right, float):
        try:
            given = float(str(answer).replace(",", "").strip())
        except ValueError:
            return Checked(False, "Write a number, with a decimal point where one is needed.")
        well = math.isclose(given, right, rel_tol=1e-9, abs_tol=1e-9)
    elif isinstance(right, frozenset):
        well = frozenset([answer] if isinstance(answer, str) else answer) == right  # type: ignore[arg-type]
    else:
        well = answer == right
    return Checked(well, "Right." if well else "Not yet. Try the hint, or look again.")


def of_the_paper(evidence: Evidence) -> Evidence:
    """Leave own rows aside; raises EvidenceError where no row is the paper's."""
    if (evidence.statements["origin"] != ORIGIN_PAPER).all():
        expected = "the paper's evidence, which the exercises ask about: ck.load(only='paper')"
        raise EvidenceError([Problem("the evidence", expected)])
    return evidence.only("paper") if evidence.is_union else evidence


def solution_code(number: str) -> str:
    """Return the code of an exercise's solution and its check, as a teacher's notebook has it."""
    solve = find_exercise(number).solve
    name = solve.__name__.removeprefix("_")
    body = inspect.getsource(solve).replace(solve.__name__, name)
    body = PUBLIC.sub(r"ck.\1", body)
    if "qca." in body:
        body = f"from clusterkit import qca\n\n\n{body}"
    body = re.sub(r"def (\w+)\((\w+): Evidence\) -> Answer:", r"def \1(\2):", body)
    return (
        f"{body}\n\nanswer = {name}(evidence)\nprint(answer)\n"
        f"print(ck.check_answer(evidence, {number!r}, answer))"
    )


def write_teacher_notebooks(notebooks: str | Path, folder: str | Path) -> list[Path]:
    """Write the teacher's version of each notebook that has exercises.

    Each exercise is followed by its solution's code and answer, a check of it, and what to say
    about it; everything else is the reader's notebook.

    Parameters
    ----------
    notebooks
        Folder of the reader's notebooks.
    folder
        Where to write; made when it is not there.

    Returns
    -------
    list of Path
        The notebooks written, not run yet.
    """
    import nbformat
    from nbformat.v4 import new_code_cell, new_markdown_cell

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for path in sorted(Path(notebooks).glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        cells = []
        for cell in notebook.cells:
            cells.append(cell)
            for one in EXERCISES:
                if cell.cell_type == "code" and cell.source == CALL.format(number=one.number):
                    cells += [
                        new_markdown_cell(f"**Solution.** {one.why}"),
                        new_code_cell(solution_code(one.number)),
                    ]
        if len(cells) == len(notebook.cells):
            continue
        notebook.cells = cells
        for place, cell in enumerate(cells):
            cell["id"] = f"cell-{place:03d}"
        notebook.cells[0].source += "\n\n*Teacher's version: solutions stand below the exercises.*"
        nbformat.write(notebook, folder / path.name)
        written.append(folder / path.name)
    return written


def answers(evidence: Evidence) -> pd.DataFrame:
    """List every exercise with its answer, for the teacher; indexed by `number`."""
    lines = []
    for one in EXERCISES:
        right = one.solve(evidence)
        told = ", ".join(sorted(right)) if isinstance(right, frozenset) else f"{right}"
        lines.append((one.number, one.question, told.removesuffix(".0"), one.why))
    columns = ["number", "question", "answer", "why"]
    return pd.DataFrame(lines, columns=columns).set_index("number")
