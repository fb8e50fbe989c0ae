"""The coding form of a seminar: one claim to a screen, the codebook beside it, each click saved."""

from __future__ import annotations

import base64
import hashlib
import html
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import pandas as pd
import traitlets

from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from ..plots.display import table_html, table_region
from ..questions.words import SIGNS
from ..safe_files import NotWrittenError
from ..widgets.panel import OwnKeys
from ..widgets.still import Still
from .claims import (
    NONE,
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
from .coding_session import CodingSession

FOLDER = "codings"
HERE = Path(__file__).parent
NO_NAME = "Write your name or number; every click is saved."
NO_NAME_YET = "Kept, but under no name yet: write your name or number."
ROUND_WORDS = {"alone": "alone", "after": "after the discussion"}


class Keeper(anywidget.AnyWidget):
    """Keeps in the browser whose session this is, and takes the keys n and b.

    Attributes
    ----------
    place
        Which folder of codings this is about, without naming it.
    wanted
        The token that the browser kept from before.
    kept
        The token that it is to keep; empty where there is nothing yet to come back to.
    """

    _esm = HERE / "coding_form.js"
    place = traitlets.Unicode().tag(sync=True)
    wanted = traitlets.Unicode().tag(sync=True)
    kept = traitlets.Unicode().tag(sync=True)


class CodingForm(Still, widgets.VBox):
    """Twelve claims to code by five variables.

    Each click is saved to a file of one's own in `folder`. In the second round the codes given
    alone stay as they are; what is changed is kept beside them.

    Attributes
    ----------
    name
        Who codes. A name that is taken gets a number; another name is another person's session.
    session
        The codes and their file, as a `CodingSession`.
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
        self.session = CodingSession(folder, evidence)
        self._filling = False
        self.keeper = Keeper(place=_fingerprint(self._folder), layout={"display": "none"})
        self.name = widgets.Text(
            description="Your name or number", continuous_update=False,
            style={"description_width": "initial"}, layout={"width": "21em"},
        )  # fmt: skip
        self.other = _button("Somebody else codes here", "ck-other")
        self.round = widgets.ToggleButtons(
            options=[(ROUND_WORDS[when], when) for when in ROUNDS], description="You code",
            style={"description_width": "initial", "button_width": "auto"},
        )  # fmt: skip
        self.claim = widgets.Dropdown(
            options=[(f"claim {claim.number}", claim.number) for claim in seminar_claims()],
            description="Go to", layout={"width": "12em"},
            style={"description_width": "initial"},
        )  # fmt: skip
        self.back, self.next = _button("Back", "ck-back"), _button("Next claim", "ck-next")
        self.back.tooltip, self.next.tooltip = "Key: b", "Key: n"
        self.opened = widgets.ToggleButton(
            value=False,
            description="Open the reference for this claim",
            layout={"width": "auto", "align_self": "flex-start"},
        )
        self.fields = {name: self._field(name) for name in VARIABLES}
        self._words, self._said, self._reference = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._who = widgets.HTML()
        self._words.add_class("ck-shown")
        self._asked = {name: widgets.HTML(self._question(name)) for name in VARIABLES}
        for name, control in self.fields.items():
            control.observe(self._answer(name), names="value")
        self.name.observe(self._begin, names="value")
        self.keeper.observe(self._resume, names="wanted")
        for control in (self.round, self.claim, self.opened):
            control.observe(self._show, names="value")
        self.back.on_click(lambda _: self._go(-1))
        self.next.on_click(lambda _: self._go(1))
        self.other.on_click(self._leave)
        self._told = NO_NAME
        super().__init__([widgets.HTML(_style()), OwnKeys(), self.keeper, *self._laid_out()])
        self.add_class("ck-coding")
        self.add_class("ck-explorer")
        self._show()

    def _laid_out(self) -> list[Any]:
        """Lay out the bar, which stays in view, and below it the claim with the codebook beside."""
        bar = [
            _box("ck-line", [self.name, self._who, self.other, self.round]),
            _box("ck-line", [self.back, self.next, self.claim, self._said]),
        ]
        questions = []
        for name in VARIABLES:
            question = widgets.VBox([self._asked[name], self.fields[name]])
            question.add_class("ck-question")
            question.add_class(f"ck-question-{name}")
            questions.append(question)
        main = widgets.VBox([self._words, _box("ck-questions", questions), self.opened,
                             self._reference])  # fmt: skip
        main.add_class("ck-main")
        codebook = widgets.HTML(self._codebook())
        codebook.add_class("ck-codebook")
        top = widgets.VBox(bar)
        top.add_class("ck-bar")
        return [top, _box("ck-body", [main, codebook])]

    @property
    def codings(self) -> pd.DataFrame:
        """Codes given so far: `coder`, `round`, `claim`, `variable`, `code`."""
        return self.session.frame

    def still_html(self) -> str:
        """Draw the claim that is shown, and how many codes are given."""
        return "".join([_style(), self._words.value, self._said.value])

    def __repr__(self) -> str:
        coded = len({key[1:] for key in self.session.codes})
        return f"explore_coding: {coded} of {len(seminar_claims()) * len(VARIABLES)} codes given"

    def _field(self, variable: str) -> Any:
        words = self._allowed[variable]
        if variable == "actors":
            return Actors([(_shown(word), word) for word in words])
        if variable == "place":
            places = [(self._evidence.place_name(word), word) for word in words if word != NONE]
            nowhere = f"none: {meanings()[variable][NONE]}"
            options = [("not coded yet", ""), *sorted(places), (nowhere, NONE)]
            return widgets.Dropdown(
                options=options, value="", description="Place",
                style={"description_width": "initial"}, layout={"width": "auto"},
            )  # fmt: skip
        options = [(_shown(word), word) for word in words]
        return widgets.RadioButtons(options=options, value=None, layout={"width": "auto"})

    def _answer(self, variable: str) -> Callable[[Any], None]:
        def take(change: Any) -> None:
            if not self._filling:
                self._take(variable, change["new"] or None)

        return take

    def _take(self, variable: str, code: str | None) -> None:
        when, claim = self.round.value, self.claim.value
        alone = self.session.codes.get((ROUNDS[0], claim, variable))
        unchanged = when != ROUNDS[0] and code == alone
        self.session.give((when, claim, variable), None if unchanged else code)
        self._save()
        if code is None and when != ROUNDS[0]:  # back to the code given alone
            return self._show()
        return self._show_counts()

    def _begin(self, _: Any) -> None:
        """Save under the name that was given; one that is taken gets a number."""
        if not self._filling:
            self._begin_as(self.name.value)
            self._show()

    def _begin_as(self, name: str) -> None:
        if self.session.file is not None:
            self.session.leave()
        try:
            as_given = self.session.begin(name)
        except ValueError as error:
            self._told = str(error)
            return
        except NotWrittenError as error:
            self._told = _not_saved(error)
            return
        self._told = f"Saved in {self._file}."
        if not as_given:
            self._told = (
                f"Somebody has this name already, or it cannot be written so: you are "
                f"“{self.session.coder}”. {self._told}"
            )

    def _resume(self, change: Any) -> None:
        """Go on with the session that the browser kept, if its codes are here."""
        if self.session.resume(change["new"]):
            number = len({key[1:] for key in self.session.codes})
            self._told = NO_NAME_YET
            if self.session.file is not None:
                codes = "1 code" if number == 1 else f"{number} codes"
                self._told = f"You go on with your {codes} in {self._file}."
            self.claim.value = self._first_open()
        self._show()

    def _first_open(self) -> int:
        """Find the first claim that is not coded in full; the first of all where none is left."""
        coded = Counter(claim for claim, _ in {key[1:] for key in self.session.codes})
        numbers = [claim.number for claim in seminar_claims()]
        return next((number for number in numbers if coded[number] < len(VARIABLES)), numbers[0])

    def _leave(self, _: Any) -> None:
        """Let somebody else begin at this screen."""
        self.session.leave()
        self._told = NO_NAME
        self.round.value, self.claim.value = ROUNDS[0], 1
        self._show()

    def _save(self) -> None:
        before = self.session.codes
        try:
            self.session.save()
        except NotWrittenError as error:
            self._told = _not_saved(error)
            return
        self._told = f"Saved in {self._file}." if self.session.file else NO_NAME_YET
        if before != self.session.codes:  # another window of the same person wrote, too
            self._show()

    @property
    def _file(self) -> str:
        """Name the file as the reader knows it: on a server its folder is nobody's business."""
        path = self.session.file
        return "" if path is None else path.name if path.is_absolute() else str(path)

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
        self._who.value = (
            f"You are <b>{html.escape(self.session.coder)}</b>." if self.session.file else ""
        )
        self.name.layout.display = "none" if self.session.file else None
        self.other.layout.display = None if self.session.file else "none"
        self._filling = True
        self.name.value = self.session.coder or self.name.value
        self._filling = False
        self.back.disabled, self.next.disabled = claim == 1, claim == len(seminar_claims())
        may_open = after and self._may_open
        self.opened.layout.display = None if may_open else "none"
        self._reference.value = self._opened(claim) if may_open and self.opened.value else ""
        self._show_counts()

    def _show_counts(self) -> None:
        codes = self.session.codes
        done = {key[1:] for key in codes}
        claim = self.claim.value
        for variable in VARIABLES:
            alone = codes.get((ROUNDS[0], claim, variable))
            changed = (ROUNDS[1], claim, variable) in codes
            self._asked[variable].value = self._question(
                variable, f"changed; alone you said: {alone or 'nothing'}" if changed else ""
            )
        total = len(seminar_claims()) * len(VARIABLES)
        self._said.value = (
            f"<div class='ck-said' role='status' aria-live='polite'>"
            f"<b>{claim} of {len(seminar_claims())}</b> · {len(done)} of {total} coded"
            f"{_unfinished(done)}. {html.escape(self._told)}{self._link() if done else ''}</div>"
        )
        saved = self.session.file is not None or bool(codes)
        self.keeper.kept = self.session.token if saved else ""

    def _link(self) -> str:
        data = base64.b64encode(self.session.text.encode("utf-8")).decode("ascii")
        file = self.session.file
        name = html.escape(file.name if file else "my-codes.csv", quote=True)
        return f" <a download='{name}' href='data:text/csv;base64,{data}'>Download it</a>"

    def _given(self, claim: int, variable: str) -> str | None:
        whens = ROUNDS[::-1] if self.round.value != ROUNDS[0] else ROUNDS[:1]
        codes = [self.session.codes.get((when, claim, variable)) for when in whens]
        return next((code for code in codes if code is not None), None)

    def _question(self, variable: str, more: str = "") -> str:
        """Ask a question; where the codebook is not beside it, its codes can be opened here."""
        addition = f" <i>({html.escape(more)})</i>" if more else ""
        return (
            f"<p class='ck-asked'>{html.escape(questions_asked()[variable])}{addition}</p>"
            f"<details class='ck-meant'><summary>What the codes mean</summary>"
            f"{self._meanings(variable)}</details>"
        )

    def _codebook(self) -> str:
        """Write the codebook as it stands beside the claim."""
        parts = [
            f"<section data-variable='{name}'><h4>{html.escape(questions_asked()[name])}</h4>"
            f"{self._meanings(name)}</section>"
            for name in VARIABLES
        ]
        return (
            "<aside aria-label='Codebook' tabindex='0'><h3>Codebook</h3>"
            "<p>Code what the claim says, and no more. What is not said is <i>not stated</i>, "
            "neither a minus nor a zero.</p>"
            f"{''.join(parts)}</aside>"
        )

    def _meanings(self, variable: str) -> str:
        words = [NONE] if variable == "place" else self._allowed[variable]
        lines = [("a place", "one of those listed")] if variable == "place" else []
        lines += [(_shown(word), meanings()[variable][word]) for word in words]
        items = (
            f"<li><b>{html.escape(word)}</b>: {html.escape(meant)}</li>" for word, meant in lines
        )
        return f"<ul>{''.join(items)}</ul>"

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


def _button(label: str, css: str) -> widgets.Button:
    button = widgets.Button(description=label, layout={"width": "auto"})
    button.add_class(css)
    return button


def _box(css: str, parts: list[Any]) -> widgets.Box:
    box = widgets.Box(parts)
    box.add_class(css)
    return box


def _shown(word: str) -> str:
    return SIGNS.get(word, spaced(word))


def _not_saved(error: NotWrittenError) -> str:
    why = str(error).rpartition(": ")[2]
    return f"Not saved: {why} Your codes are kept on this page and saved with the next click."


def _fingerprint(folder: Path) -> str:
    """Tell one folder from another without naming it."""
    named = str(folder.absolute()).encode("utf-8", "surrogateescape")
    return hashlib.sha256(named).hexdigest()[:12]


def _style() -> str:
    style = (HERE / "coding_form.css").read_text(encoding="utf-8")
    return f"<style>{style}</style>"
