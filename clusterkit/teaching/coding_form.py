"""The coding form of a seminar: one claim at a time, saved at each click."""

from __future__ import annotations

import base64
import html
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd
import traitlets

from ..evidence.problems import EvidenceError
from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from ..plots.display import table_html, table_region
from ..questions.words import SIGNS
from ..safe_files import NotWrittenError, make_folder, write_file
from ..widgets.panel import OwnKeys
from ..widgets.still import Still
from .claims import (
    FILE_COLUMNS,
    NONE,
    REFERENCE,
    ROUNDS,
    VARIABLES,
    claims_table,
    codes_allowed,
    codings_of,
    evidence_behind,
    meanings,
    questions_asked,
    reference_coding,
    reference_reasons,
    seminar_claims,
)
from .codings import as_file, read_codings

FOLDER = "codings"
NO_NAME = "Write your name or number first; from then on every click is saved."
STYLE = """<style>
.ck-coding .ck-claim {border-left: 4px solid #0072B2; padding: .3em .9em; margin: .4em 0;
 max-width: 52em}
.ck-coding .ck-words {font-size: 1.15em; margin: .2em 0}
.ck-coding .ck-around {margin: .2em 0}
.ck-coding .ck-asked {font-weight: 600; margin: .5em 0 0}
.ck-coding .ck-said {margin: .4em 0; font-weight: 600}
.ck-coding .ck-reference {border: 1px solid currentColor; padding: .4em .9em; max-width: 62em}
.ck-coding a[download] {text-decoration: underline; color: #0072B2}
.ck-coding :focus-visible {outline: 2px solid #0072B2; outline-offset: 1px}
</style>"""
ROUND_WORDS = {"alone": "alone", "after": "after the discussion"}
Key = tuple[str, int, str]


class CodingForm(Still, widgets.VBox):
    """Twelve claims to code by five variables.

    Each click is saved to `folder/<name>.csv`. In the second round the codes given alone stay as
    they are; what is changed is kept beside them.

    Attributes
    ----------
    name
        Who codes; nothing is saved without it.
    round
        `alone` or `after` (the discussion).
    claim
        Number of the claim that is shown.
    fields
        The control of each variable.
    """

    def __init__(
        self,
        evidence: Evidence,
        folder: str | Path,
        passages: Mapping[str, str] | None,
        reference: bool,
    ) -> None:
        self._may_open = reference
        self._evidence, self._folder = evidence, Path(folder)
        self._passages = passages or {}
        self._claims = claims_table(evidence)
        self._allowed = codes_allowed(evidence)
        self._codes: dict[Key, str] = {}
        self._file: Path | None = None
        self._filling = False
        self.name = widgets.Text(
            description="Your name or number", continuous_update=False,
            style={"description_width": "initial"}, layout={"width": "22em"},
        )  # fmt: skip
        self.round = widgets.ToggleButtons(
            options=[(ROUND_WORDS[when], when) for when in ROUNDS], description="You code"
        )
        self.claim = widgets.Dropdown(
            options=[(f"claim {claim.number}", claim.number) for claim in seminar_claims()],
            description="Go to", layout={"width": "21em"},
        )  # fmt: skip
        self.back, self.next = _button("Back"), _button("Next claim")
        self.opened = widgets.ToggleButton(
            value=False,
            description="Open the reference for this claim",
            layout={"width": "auto", "align_self": "flex-start"},
        )
        self.fields = {name: self._field(name) for name in VARIABLES}
        self._words, self._said, self._reference = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._asked = {name: widgets.HTML(_asked(name)) for name in VARIABLES}
        for name, control in self.fields.items():
            control.observe(self._answer(name), names="value")
        self.name.observe(self._begin, names="value")
        for control in (self.round, self.claim, self.opened):
            control.observe(self._show, names="value")
        self.back.on_click(lambda _: self._go(-1))
        self.next.on_click(lambda _: self._go(1))
        wrap = widgets.Layout(flex_flow="row wrap", align_items="flex-start", grid_gap="4px 22px")
        questions = [
            widgets.VBox([self._asked[name], self.fields[name]], layout={"max_width": "30em"})
            for name in VARIABLES
        ]
        super().__init__(
            [
                widgets.HTML(STYLE), OwnKeys(),
                widgets.Box([self.name, self.round], layout=wrap),
                widgets.Box([self.claim, self.back, self.next], layout=wrap),
                self._words, widgets.Box(questions, layout=wrap),
                self._said, self.opened, self._reference,
            ]
        )  # fmt: skip
        self.add_class("ck-coding")
        self.add_class("ck-explorer")
        self._told = NO_NAME
        self._show()

    @property
    def codings(self) -> pd.DataFrame:
        """Codes given so far: `coder`, `round`, `claim`, `variable`, `code`."""
        order = {name: place for place, name in enumerate(VARIABLES)}
        lines = [
            (self.name.value.strip(), when, claim, variable, code)
            for (when, claim, variable), code in sorted(
                self._codes.items(),
                key=lambda item: (ROUNDS.index(item[0][0]), item[0][1], order[item[0][2]]),
            )
        ]
        return pd.DataFrame(lines, columns=list(FILE_COLUMNS))

    def __repr__(self) -> str:
        coded = len({key[1:] for key in self._codes})
        return f"explore_coding: {coded} of {len(seminar_claims()) * len(VARIABLES)} codes given"

    def _field(self, variable: str) -> Any:
        words = self._allowed[variable]
        if variable == "actors":
            return Actors([(_meant(variable, word), word) for word in words])
        if variable == "place":
            places = [(self._evidence.place_name(word), word) for word in words if word != NONE]
            options = [("not coded yet", ""), *sorted(places), (_meant(variable, NONE), NONE)]
            return widgets.Dropdown(
                options=options, value="", description="Place", layout={"width": "28em"}
            )
        options = [(_meant(variable, word), word) for word in words]
        return widgets.RadioButtons(options=options, value=None, layout={"width": "28em"})

    def _answer(self, variable: str) -> Callable[[Any], None]:
        def take(change: Any) -> None:
            if not self._filling:
                self._take(variable, change["new"] or None)

        return take

    def _take(self, variable: str, code: str | None) -> None:
        when, claim = self.round.value, self.claim.value
        key, alone = (when, claim, variable), (ROUNDS[0], claim, variable)
        if code is None or (when != ROUNDS[0] and code == self._codes.get(alone)):
            self._codes.pop(key, None)
        else:
            self._codes[key] = code
        self._save()
        if code is None and when != ROUNDS[0]:  # back to the code given alone
            return self._show()
        return self._show_counts()

    def _begin(self, _: Any) -> None:
        """Open the file of the name that was given, or begin a new one."""
        kept = self._codes if self._file is None else {}
        name = self.name.value.strip()
        self._file, self._codes = None, kept
        if not name or name == REFERENCE:
            self._told = NO_NAME if not name else f"Choose another name than {REFERENCE!r}."
            return self._show()
        path = self._folder / f"{_slug(name)}.csv"
        before: dict[Key, str] = {}
        if path.is_file():
            try:
                rows = read_codings(path, self._evidence)
            except EvidenceError as error:
                self._told = f"{error} Choose another name, or remove the file."
                return self._show()
            if set(rows["coder"]) - {name}:
                self._told = (
                    f"{self._shown(path)} is by {rows['coder'].iloc[0]!r}: choose another name."
                )
                return self._show()
            keys = zip(rows["round"], rows["claim"], rows["variable"], strict=True)
            before = dict(zip(keys, rows["code"], strict=True))
        self._codes = {**before, **kept}
        self._file = path
        if before:
            self._told = (
                f"You go on with the {len(before)} codes that {self._shown(path)} holds already. "
                "If they are not yours, choose another name."
            )
            return self._show()
        self._save()
        return self._show()

    def _save(self) -> None:
        if self._file is None:
            return
        try:
            make_folder(self._folder)
            write_file(self._file, as_file(self.codings))
            self._told = f"Saved in {self._shown(self._file)}."
        except NotWrittenError as error:
            why = str(error).rpartition(": ")[2]
            self._told = f"Not saved: {self._shown(self._file)} could not be written: {why}"

    def _shown(self, path: Path) -> str:
        """Name a file as the reader knows it: on a server its folder is nobody's business."""
        return path.name if path.is_absolute() else str(path)

    def _go(self, steps: int) -> None:
        self.claim.value = min(max(self.claim.value + steps, 1), len(seminar_claims()))

    def _show(self, _: Any = None) -> None:
        claim, after = self.claim.value, self.round.value != ROUNDS[0]
        self._filling = True
        for variable, control in self.fields.items():
            code = self._given(claim, variable)
            control.value = code or "" if variable == "place" else code
        self._filling = False
        line = self._claims.loc[claim]
        passage = self._passages.get(line["paragraph"], "")
        details = (
            f"<details open><summary>The passage</summary>{html.escape(passage)}</details>"
            if passage
            else ""
        )
        self._words.value = (
            f"<div class='ck-claim'><p class='ck-around'>Claim {claim} of {len(seminar_claims())}, "
            f"paragraph {line['paragraph']}, in our words:</p>"
            f"<p class='ck-words'><b>{html.escape(line['what is claimed'])}</b></p>"
            f"<p class='ck-around'>{html.escape(line['around it'])}</p>{details}</div>"
        )
        self.back.disabled, self.next.disabled = claim == 1, claim == len(seminar_claims())
        may_open = after and self._may_open
        self.opened.layout.display = None if may_open else "none"
        self._reference.value = self._opened(claim) if may_open and self.opened.value else ""
        self._show_counts()

    def _show_counts(self) -> None:
        done = {key[1:] for key in self._codes}
        claim = self.claim.value
        for variable in VARIABLES:
            alone = self._codes.get((ROUNDS[0], claim, variable))
            changed = (ROUNDS[1], claim, variable) in self._codes
            self._asked[variable].value = _asked(
                variable, f"changed; alone you said: {alone or 'nothing'}" if changed else ""
            )
        total = len(seminar_claims()) * len(VARIABLES)
        link = self._link() if self._file and done else ""
        self._said.value = (
            f"<div class='ck-said' role='status' aria-live='polite'>{len(done)} of {total} coded"
            f"{_unfinished(done)}. {html.escape(self._told)}{link}</div>"
        )

    def _link(self) -> str:
        data = base64.b64encode(as_file(self.codings).encode("utf-8")).decode("ascii")
        name = html.escape(self._file.name, quote=True)
        return f" <a download='{name}' href='data:text/csv;base64,{data}'>Download it</a>"

    def _given(self, claim: int, variable: str) -> str | None:
        whens = ROUNDS[::-1] if self.round.value != ROUNDS[0] else ROUNDS[:1]
        codes = [self._codes.get((when, claim, variable)) for when in whens]
        return next((code for code in codes if code is not None), None)

    def _opened(self, claim: int) -> str:
        """Show the reference's codes beside one's own, its reason and the row behind it."""
        reasons = reference_reasons(self._evidence).loc[claim]
        reference = codings_of(reference_coding(self._evidence), claim)
        mine = {name: self._given(claim, name) or "not coded" for name in reference}
        codes = pd.DataFrame({"you": mine, "the reference": reference})
        row = evidence_behind(self._evidence, claim)
        second = reasons["second reading"] or "The evidence holds no second reading of it."
        return (
            f"<div class='ck-reference'>{table_html(codes)}"
            f"<p><b>Why:</b> {html.escape(reasons['reason'])}</p>"
            f"<p><b>Could it be coded otherwise?</b> {html.escape(second)}</p>"
            f"{table_region(row, 'The row behind it')}</div>"
        )


class Actors(widgets.VBox):
    """Tick boxes for actors; `value` joins those ticked by semicolons, None where none is."""

    value = traitlets.Unicode(None, allow_none=True)

    def __init__(self, options: list[tuple[str, str]]) -> None:
        self._boxes = {
            word: widgets.Checkbox(description=label, indent=False, layout={"width": "auto"})
            for label, word in options
        }
        self._setting = False
        super().__init__(list(self._boxes.values()))
        for word, box in self._boxes.items():
            box.observe(self._ticked(word), names="value")

    @traitlets.observe("value")
    def _set(self, change: Any) -> None:
        chosen = (change["new"] or "").split(";")
        self._setting = True
        for word, box in self._boxes.items():
            box.value = word in chosen
        self._setting = False

    def _ticked(self, word: str) -> Callable[[Any], None]:
        def tick(change: Any) -> None:
            if self._setting:
                return
            ticked = [actor for actor, box in self._boxes.items() if box.value]
            if change["new"]:  # "none" and an actor shut each other out
                ticked = [NONE] if word == NONE else [actor for actor in ticked if actor != NONE]
            self.value = ";".join(ticked) or None

        return tick


def explore_coding(
    evidence: Evidence,
    folder: str | Path = FOLDER,
    *,
    passages: Mapping[str, str] | None = None,
    reference: bool = True,
) -> CodingForm:
    """Code twelve claims by five variables, alone and again after the discussion.

    Parameters
    ----------
    evidence
        Must hold the paper's rows, which the reference is read off.
    folder
        Where the codings are saved, one CSV file for each name; made at the first click.
    passages
        The paper's own words by paragraph, from the teacher's copy (`read_passages`); without
        them the claims are shown in our words alone.
    reference
        Whether the reference of a claim can be opened in the second round.

    Raises
    ------
    EvidenceError
        When the evidence does not hold the rows of the twelve claims.
    """
    return CodingForm(evidence, folder, passages, reference)


def _unfinished(done: set[tuple[int, str]]) -> str:
    """Name the claims that are not coded in full, once the first one is."""
    coded = Counter(claim for claim, _ in done)
    left = [str(claim.number) for claim in seminar_claims() if coded[claim.number] < len(VARIABLES)]
    if not left or len(left) == len(seminar_claims()):
        return ""
    return f"; still open: {'claim' if len(left) == 1 else 'claims'} {', '.join(left)}"


def _button(label: str) -> widgets.Button:
    return widgets.Button(description=label, layout={"width": "auto"})


def _asked(variable: str, more: str = "") -> str:
    addition = f" <i>({html.escape(more)})</i>" if more else ""
    return f"<p class='ck-asked'>{html.escape(questions_asked()[variable])}{addition}</p>"


def _meant(variable: str, word: str) -> str:
    shown = SIGNS.get(word, spaced(word))
    meaning = meanings()[variable].get(word)
    return f"{shown}: {meaning}" if meaning else shown


def _slug(name: str) -> str:
    """Make a file name of a name: letters and digits of any script, at most 40."""
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-_")[:40] or "coder"
