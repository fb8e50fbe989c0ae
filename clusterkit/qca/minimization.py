"""Minimising a truth table to all of its minimal models (Quine 1952; Ragin 2008; Duşa 2019).

Prime implicants are found as minimal transversals: a product within a positive row is sufficient
when it meets, for every row that it may not cover, a condition in which the two differ. Models
are covers of the positive rows by as few prime implicants as possible; all of them are listed, or
counted up to a bound, since picking one would be a choice that the data do not make.
"""

from __future__ import annotations

import html
import re
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import product
from typing import Literal as Choice

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..extras import extras_named
from . import checks
from .expressions import Expression, Literal, Product, outcome_expression, parse, product_text
from .fit import fit_of_terms
from .truth_tables import TruthTable, check_literal, configurations, rows_of

Kind = Choice["complex", "parsimonious", "intermediate"]
KINDS = {
    "complex": "complex",
    "parsimonious": "parsimonious",
    "intermediate": "intermediate",
    "conservative": "complex",
}
Terms = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
ABSENT = -1
DIRECTIONS = {
    "absence", "absent", "be", "expected", "high", "in", "is", "it", "less", "low", "more",
    "negative", "no", "not", "out", "positive", "presence", "present", "the", "to", "yes",
}  # fmt: skip
NO_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{4}")
MOST_MODELS = 1000
MOST_SECONDS = 20.0
MOST_CONDITIONS = 20
MOST_POSITIVE_CELLS = 1 << 22


class NothingToMinimize(ValueError):
    """No row is positive, or none is negative, so that no model follows."""


@dataclass(frozen=True)
class Model:
    """One model: a sum of prime implicants, and the remainders that it assumes to be positive.

    Attributes
    ----------
    expression
        The model as a value: its terms are the prime implicants.
    terms
        The prime implicants as text, in the literature's notation, such as `A*~B`.
    assumptions
        Rows without enough cases that the model covers (simplifying assumptions); found when first
        asked for, as there may be very many.
    """

    expression: Expression
    _assume: Callable[[], tuple[int, ...]] = field(default=tuple, repr=False, compare=False)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The prime implicants as text."""
        return tuple(map(product_text, self.expression.terms))

    @cached_property
    def assumptions(self) -> tuple[int, ...]:
        """Rows without enough cases that the model covers."""
        return self._assume()

    def __str__(self) -> str:
        return str(self.expression)


@dataclass(frozen=True)
class Pair:
    """An intermediate solution: of one complex and one parsimonious model.

    `easy` and `difficult` are the parsimonious model's assumptions by whether they go along with
    the expectations.
    """

    complex: Model
    parsimonious: Model
    models: tuple[Model, ...]
    easy: tuple[int, ...]
    difficult: tuple[int, ...]


@dataclass(frozen=True)
class Solution:
    """All models of a truth table.

    Attributes
    ----------
    table
        The truth table.
    kind
        `complex`, `parsimonious` or `intermediate`.
    models
        Every model with the fewest prime implicants (or every irredundant one, if that was asked).
    complete
        Whether these are all; otherwise the search came to its bound.
    prime_implicants
        All prime implicants that cover a positive row.
    essential
        Those in every model (as in the reference software); the rest are interchangeable. Where
        not all models were found: those that alone cover a positive row.
    chart
        Prime implicants in the rows, positive rows of the truth table in the columns: covered or
        not.
    pairs
        Of an intermediate solution, one for each complex and parsimonious model.
    expectations, reasons
        What an intermediate solution was asked to expect, and why.
    """

    table: TruthTable
    kind: Kind
    models: tuple[Model, ...]
    complete: bool
    prime_implicants: tuple[str, ...]
    essential: tuple[str, ...]
    chart: pd.DataFrame
    pairs: tuple[Pair, ...] = ()
    expectations: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    _fits: dict[Expression, pd.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    @property
    def number(self) -> str:
        """How many models there are, in words: `2 models`, `at least 1000 models`."""
        count = len(self.models)
        return f"{'' if self.complete else 'at least '}{count} model{'' if count == 1 else 's'}"

    @cached_property
    def core(self) -> tuple[str, ...]:
        """Terms that all models share, as text."""
        if not self.models:
            return ()
        shared = set.intersection(*(set(model.expression.terms) for model in self.models))
        first = self.models[0].expression.terms
        return tuple(product_text(term) for term in first if term in shared)

    def model(self, place: int = 0) -> Model:
        """Return the model at a place, from 0. Raises ValueError where there is none."""
        last = len(self.models) - 1
        return self.models[int(checks.number(place, "model", 0, last, whole=True))]

    def fit(self, model: int = 0) -> pd.DataFrame:
        """Fit of a model's terms and of the whole, as `model_fit` gives it."""
        expression = self.model(model).expression
        if expression not in self._fits:
            outcome = outcome_expression(self.table.outcome)
            self._fits[expression] = fit_of_terms(self.table.data, outcome, expression)
        return self._fits[expression]

    def __repr__(self) -> str:
        lines = [f"{self.kind} solution of {self.table.outcome}: {self.number}"]
        lines += [f"M{at}: {model}" for at, model in enumerate(self.models[:20], start=1)]
        lines += [f"expected {text}" for text in self._expected_in_words()]
        if len(self.models) > 20:
            lines.append(f"… and {len(self.models) - 20} others")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        listed = "".join(f"<li>{html.escape(str(model))}</li>" for model in self.models[:20])
        rest = f"<p>… and {len(self.models) - 20} others</p>" if len(self.models) > 20 else ""
        core = (
            f"<p>In every model: {html.escape(', '.join(self.core)) or 'nothing'}.</p>"
            if len(self.models) > 1
            else ""
        )
        title = html.escape(f"{self.kind} solution of {self.table.outcome}: {self.number}")
        expected = "; ".join(html.escape(text) for text in self._expected_in_words())
        why = f"<p>Expected: {expected}.</p>" if expected else ""
        return f"<p><b>{title}</b></p><ol>{listed}</ol>{rest}{core}{why}"

    def _expected_in_words(self) -> list[str]:
        """Say each expectation with its reason, or that none was given."""
        return [
            f"{text}: {self.reasons.get(text, 'no reason given')}" for text in self.expectations
        ]


def minimize(
    table: TruthTable,
    *,
    solution: str = "parsimonious",
    expectations: Iterable[str] | Mapping[str, str] = (),
    all_irredundant: bool = False,
    most_models: int = MOST_MODELS,
    most_seconds: float = MOST_SECONDS,
) -> Solution:
    """Minimise a truth table.

    Parameters
    ----------
    table
        With a cut-off chosen.
    solution
        `complex` (or `conservative`) uses no remainder, `parsimonious` any that is not excluded,
        `intermediate` those that go along with the expectations.
    expectations
        For the intermediate solution, literals such as `A` or `~B` (`C{1,2}`): the value that is
        expected to contribute to the outcome; best as a mapping from the literal to the reason, in
        a sentence of two words or more. Presence is written `A`, absence `~A`. A condition without
        one keeps its literals.
    all_irredundant
        All models without a superfluous term, not only those with the fewest terms.
    most_models, most_seconds
        Bounds of the search for models. When one is reached, `complete` is False and the models
        found so far are given, with the prime implicant chart.

    Returns
    -------
    Solution

    Raises
    ------
    ValueError
        When no row is positive (`NothingToMinimize`), when none is negative and remainders may be
        used (the outcome would follow from anything), when an argument is not known, out of its
        range, or names no condition, when expectations are given for another solution than the
        intermediate one, or when a reason is no sentence.

    References
    ----------
    Ragin (2008), chapters 8 and 9; Baumgartner and Thiem (2017) on model ambiguity.

    Examples
    --------
    >>> from clusterkit.qca import truth_table
    >>> cases = pd.DataFrame({"A": [1, 0, 1], "B": [1, 0, 0], "Y": [1, 0, 0]})
    >>> table = truth_table(cases, "Y", ["A", "B"], incl_cut=1)
    >>> minimize(table)
    parsimonious solution of Y: 1 model
    M1: B
    >>> print(minimize(table, solution="conservative").models[0])
    A*B
    """
    checks.made_by(table, "table", TruthTable, "what truth_table returns")
    kind = checks.word(solution, "solution", KINDS)
    checks.number(most_models, "most_models", 1, whole=True)
    checks.number(most_seconds, "most_seconds", 0)
    checks.flag(all_irredundant, "all_irredundant")
    given = given_expectations(expectations, kind)
    wanted = read_expectations(given, table.conditions, table.levels)
    problem = _Problem(table)
    bound = (most_models, most_seconds, all_irredundant)
    if kind == "complex":
        return _solved(
            problem, "complex", problem.positive, problem.complex_primes(problem.positive), bound
        )
    problem.refuse_tautology()
    parsimonious = _solved(
        problem, "parsimonious", problem.positive, problem.parsimonious_primes(), bound
    )
    if kind == "parsimonious":
        return parsimonious
    complex_ = _solved(
        problem, "complex", problem.positive, problem.complex_primes(problem.positive), bound
    )
    solved = _intermediate(problem, complex_, parsimonious, wanted, bound)
    return replace(solved, reasons=_reasons(given, table, wanted))


def untenable_rows(
    table: TruthTable,
    opposite: TruthTable | None = None,
    *,
    necessary: Iterable[str] = (),
    impossible: Iterable[str] = (),
) -> tuple[int, ...]:
    """List rows that no solution should rest on (enhanced standard analysis).

    Parameters
    ----------
    table
        The truth table of the outcome.
    opposite
        That of its negation, of the same cases and conditions: remainders that both parsimonious
        solutions would assume are contradictory, and so are rows that are positive in both.
    necessary
        Conditions found necessary for the outcome, such as `A`: remainders without them.
    impossible
        Expressions that cannot be, such as `PREGNANT*~FEMALE`.

    Returns
    -------
    tuple
        Row numbers, for `truth_table(..., exclude=…)` of the same data: remainders, and rows that
        are positive in both tables.

    Raises
    ------
    ValueError
        When the two tables are not of the same cases and conditions and of opposite outcomes, or an
        expression names another condition.

    Warns
    -----
    UserWarning
        When not all models were found, so that rows may be missing.

    References
    ----------
    Schneider and Wagemann (2012), chapter 8.

    Examples
    --------
    >>> from clusterkit.qca import truth_table
    >>> cases = pd.DataFrame({"A": [1, 0, 1], "B": [1, 0, 0], "Y": [1, 0, 0]})
    >>> untenable_rows(truth_table(cases, "Y", ["A", "B"], incl_cut=1), necessary=["A"])
    (2,)
    """
    checks.made_by(table, "table", TruthTable, "what truth_table returns")
    rows: set[int] = set()
    for text in checks.listed(necessary, "necessary"):
        rows |= rows_of(parse(text).negate(), table.conditions, table.levels)
    for text in checks.listed(impossible, "impossible"):
        rows |= rows_of(text, table.conditions, table.levels)
    both: set[int] = set()
    if opposite is not None:
        checks.made_by(opposite, "opposite", TruthTable, "what truth_table returns")
        _check_opposite(table, opposite)
        rows |= _assumed_by_any(table) & _assumed_by_any(opposite)
        both = set(table.positive) & set(opposite.positive)
    observed = set(table.rows.index[table.rows["n"] >= table.n_cut])
    return tuple(sorted((rows - observed) | both))


def _check_opposite(table: TruthTable, opposite: TruthTable) -> None:
    """Raise ValueError unless two tables are of an outcome and its negation, and else the same."""
    if (table.conditions, table.levels) != (opposite.conditions, opposite.levels):
        msg = (
            "the two truth tables must have the same conditions in the same order: "
            f"{', '.join(table.conditions)} against {', '.join(opposite.conditions)}"
        )
        raise ValueError(msg)
    if outcome_expression(table.outcome).negate() != outcome_expression(opposite.outcome):
        msg = f"the opposite of {table.outcome} is its negation, not {opposite.outcome}"
        raise ValueError(msg)
    checks.same_cases(table.data.index, opposite.data.index, "the opposite truth table")


def _assumed_by_any(table: TruthTable) -> set[int]:
    """List the remainders that some parsimonious model assumes; none where there is no model."""
    try:
        solution = minimize(table)
    except NothingToMinimize:
        return set()
    if not solution.complete:
        message = f"only {solution.number} of {table.outcome} looked at: rows may be missing"
        warnings.warn(message, stacklevel=3)
    return {row for model in solution.models for row in model.assumptions}


def core_conditions(solution: Solution, parsimonious: Solution, model: int = 0) -> pd.DataFrame:
    """Say which conditions of a model are core: those that parsimonious models hold on to.

    Parameters
    ----------
    solution
        The solution, mostly an intermediate one, and the place of the model in it.
    parsimonious
        The parsimonious solution of the same truth table. A condition of a term is core in one of
        its models when a term of that model has it and lies within the term (Fiss 2011); prime
        implicants that are in no model do not count.

    Returns
    -------
    DataFrame
        Terms in the rows, conditions in the columns: `core` (in every parsimonious model), `core in
        some` (in some of them), `contributing`, and missing where the term does not have it.

    Raises
    ------
    ValueError
        When `parsimonious` is another kind of solution, or of another outcome or conditions.

    Examples
    --------
    >>> from clusterkit.qca import truth_table
    >>> columns = ["A", "B", "Y"]
    >>> cases = pd.DataFrame([(1, 1, 1), (0, 1, 0), (0, 0, 0)], columns=columns)
    >>> table = truth_table(cases, "Y", ["A", "B"], incl_cut=1)
    >>> core_conditions(minimize(table, solution="complex"), minimize(table)).loc["A*B"].tolist()
    ['core', 'contributing']
    """
    for given, argument in ((solution, "solution"), (parsimonious, "parsimonious")):
        checks.made_by(given, argument, Solution, "what minimize returns")
    ours, theirs = solution.table, parsimonious.table
    if parsimonious.kind != "parsimonious":
        msg = f"core conditions come from the parsimonious solution, not the {parsimonious.kind}"
        raise ValueError(msg)
    if (ours.outcome, ours.conditions) != (theirs.outcome, theirs.conditions):
        msg = (
            "core conditions come from the same analysis: "
            f"{ours.outcome} by {', '.join(ours.conditions)} against "
            f"{theirs.outcome} by {', '.join(theirs.conditions)}"
        )
        raise ValueError(msg)
    lines = {}
    for term in solution.model(model).expression.terms:
        cores = [
            {
                literal
                for core in held.expression.terms
                if set(core) <= set(term)
                for literal in core
            }
            for held in parsimonious.models
        ]
        always, ever = set.intersection(*cores), set.union(*cores)
        lines[product_text(term)] = {
            literal.condition: "core" if literal in always
            else "core in some" if literal in ever else "contributing"
            for literal in term
        }  # fmt: skip
    table = pd.DataFrame.from_dict(lines, orient="index", dtype="object")
    return table.reindex(columns=list(ours.conditions)).rename_axis("term")


class _Problem:
    """A truth table as sets of configurations: positive, and those that may not be covered."""

    def __init__(self, table: TruthTable) -> None:
        self.table = table
        self.levels = table.levels
        self.positive: Terms = np.array(table.positive, dtype=np.int64)
        barred = set(table.rows.index[table.rows["OUT"].isin(["0", "C"])]) | set(table.excluded)
        self.negative: Terms = np.array(sorted(barred), dtype=np.int64)
        if not len(self.positive):
            msg = (
                f"no row of the truth table of {table.outcome} reaches the consistency cut-off "
                f"{table.incl_cut[0]:g}: there is nothing to minimise"  # type: ignore[index]
            )
            raise NothingToMinimize(msg)
        if len(self.positive) == table.size:
            msg = (
                f"every configuration is positive in the truth table of {table.outcome}: the "
                "outcome follows from anything, and nothing from the table"
            )
            raise NothingToMinimize(msg)

    def refuse_tautology(self) -> None:
        """Raise an error when no row is negative, so that remainders would make all positive."""
        if not len(self.negative):
            msg = (
                f"no row of the truth table of {self.table.outcome} is negative: every "
                "configuration would be sufficient, and nothing follows; the complex solution, "
                "which assumes nothing, can be asked for"
            )
            raise NothingToMinimize(msg)

    def cells(self, rows: Terms) -> Terms:
        return configurations(rows - 1, self.levels)

    def parsimonious_primes(self) -> Terms:
        if len(self.levels) > MOST_CONDITIONS:
            msg = (
                f"{len(self.levels)} conditions are too many to minimise; at most {MOST_CONDITIONS}"
            )
            raise ValueError(msg)
        positive, negative = self.cells(self.positive), self.cells(self.negative)
        return _unique(_transversals(positive, negative))

    def complex_primes(self, rows: Terms) -> Terms:
        return _merged(self.cells(rows), self.levels)

    def covers(self, terms: Terms, rows: Terms) -> Flags:
        """Whether each term (rows) covers each configuration (columns)."""
        cells = self.cells(rows)
        covered = np.ones((len(terms), len(cells)), dtype=bool)
        for at in range(len(self.levels)):
            mine = terms[:, at][:, None]
            covered &= (mine == ABSENT) | (mine == cells[:, at][None, :])
        return covered

    def inside(self, terms: Terms) -> set[int]:
        """Rows of all configurations within the terms."""
        rows: set[int] = set()
        weights = np.append(np.cumprod(self.levels[::-1])[-2::-1], 1).astype(np.int64)
        for term in terms:
            numbers = np.zeros(1, dtype=np.int64)
            for value, size, weight in zip(term, self.levels, weights, strict=True):
                steps = np.arange(size) if value == ABSENT else np.array([value])
                numbers = (numbers[:, None] + steps[None, :] * weight).ravel()
            rows.update((numbers + 1).tolist())
        return rows

    def products(self, terms: Terms) -> tuple[Product, ...]:
        """Write terms as products of literals."""
        return tuple(
            tuple(
                Literal(name, negated=value == 0) if size == 2 else Literal(name, values=(value,))
                for name, value, size in zip(self.table.conditions, term, self.levels, strict=True)
                if value != ABSENT
            )
            for term in terms.tolist()
        )

    def term(self, written: Product) -> Terms:
        """Read a product of literals as a term."""
        term = np.full(len(self.levels), ABSENT, dtype=np.int64)
        for literal in written:
            at = self.table.conditions.index(literal.condition)
            term[at] = not literal.negated if literal.values is None else literal.values[0]
        return term


def _transversals(positive: Terms, negative: Terms) -> Iterator[Terms]:
    """Find the minimal products of each positive row that cover no negative row.

    A set of conditions S (a bit each) suffices when it meets every set of differences, that is,
    when no set of differences lies within its complement; "lies within" is spread over all sets
    at once.
    """
    k = positive.shape[1]
    size = 1 << k
    bits = 1 << np.arange(k)
    every = np.arange(size)
    for row in positive:
        differences = np.unique(((negative != row) * bits).sum(axis=1))
        within = np.zeros(size, dtype=bool)
        within[differences] = True
        for at in range(k):
            halves = within.reshape(-1, 2, 1 << at)
            halves[:, 1] |= halves[:, 0]
        enough = ~within[size - 1 - every]
        minimal = enough.copy()
        for at in range(k):
            halves, smaller = minimal.reshape(-1, 2, 1 << at), enough.reshape(-1, 2, 1 << at)
            halves[:, 1] &= ~smaller[:, 0]
        kept = np.flatnonzero(minimal)
        yield np.where((kept[:, None] & bits) > 0, row[None, :], ABSENT)


def _merged(cells: Terms, levels: Sequence[int]) -> Terms:
    """Merge configurations that differ in one condition, over all its values, to the end."""
    terms = np.unique(cells, axis=0)
    primes = []
    seen = len(terms)
    while len(terms):
        used = np.zeros(len(terms), dtype=bool)
        wider = []
        for at, size in enumerate(levels):
            free = terms[:, at] != ABSENT
            if not free.any():
                continue
            rest = terms[free].copy()
            rest[:, at] = ABSENT
            kinds, kind, count = np.unique(rest, axis=0, return_inverse=True, return_counts=True)
            full = count == size
            used[np.flatnonzero(free)[full[kind.reshape(-1)]]] = True
            wider.append(kinds[full])
        primes.append(terms[~used])
        terms = np.unique(np.concatenate(wider), axis=0) if wider else terms[:0]
        seen += len(terms)
        if seen > MOST_POSITIVE_CELLS:
            msg = (
                "the positive rows merge into more products than can be held; use fewer conditions"
            )
            raise ValueError(msg)
    return _unique(primes)


def _unique(parts: Iterable[Terms]) -> Terms:
    return np.unique(np.concatenate(list(parts)), axis=0)[::-1]


def _solved(
    problem: _Problem,
    kind: Kind,
    rows: Terms,
    primes: Terms,
    bound: tuple[int, float, bool],
) -> Solution:
    """Cover the rows by prime implicants in all minimal ways."""
    covers = problem.covers(primes, rows)
    kept = covers.any(axis=1)
    primes, covers = primes[kept], covers[kept]
    products = problem.products(primes)
    names = tuple(map(product_text, products))
    chosen, complete = _covers(covers, *bound)
    observed = set(problem.table.rows.index[problem.table.rows["n"] >= problem.table.n_cut])
    models = tuple(
        Model(
            Expression(tuple(products[at] for at in cover)),
            tuple
            if kind == "complex"
            else partial(_assumed, problem, primes[list(cover)], observed),
        )
        for cover in chosen
    )
    only = set(np.flatnonzero(covers[:, covers.sum(axis=0) == 1].any(axis=1)).tolist())
    shared = set.intersection(*map(set, chosen)) if chosen and complete else only
    essential = tuple(name for at, name in enumerate(names) if at in shared)
    chart = pd.DataFrame(covers, index=pd.Index(names, name="prime implicant"), columns=rows)
    return Solution(problem.table, kind, models, complete, names, essential, chart)


def _assumed(problem: _Problem, terms: Terms, observed: set[int]) -> tuple[int, ...]:
    return tuple(sorted(problem.inside(terms) - observed))


def _covers(
    covers: Flags, most: int, seconds: float, irredundant: bool
) -> tuple[list[tuple[int, ...]], bool]:
    """List the covers of all columns: the smallest, or all without a superfluous row.

    Returns them sorted by size, and whether these are all.
    """
    columns = _needed_columns(covers)
    covers = covers[:, columns]
    smallest, proven = _one_smallest(covers, seconds)
    if most == 1 or not proven:  # whether there are others is not looked into
        return [smallest], False
    limit = len(covers) if irredundant else len(smallest)
    search = _Search(covers, limit, most, seconds, irredundant=irredundant)
    search.go(0, (), (1 << covers.shape[1]) - 1, 0)
    smallest_first = sorted(search.found or [smallest], key=lambda cover: (len(cover), cover))
    return smallest_first, not search.stopped


def _needed_columns(covers: Flags) -> npt.NDArray[np.intp]:
    """Leave out columns that are covered whenever another one is, as they ask for nothing more."""
    kinds, first = np.unique(covers, axis=1, return_index=True)
    order = np.argsort(kinds.sum(axis=0), kind="stable")
    kept: list[int] = []
    for at in order:
        column = kinds[:, at]
        if not any((kinds[:, other] <= column).all() for other in kept):
            kept.append(int(at))
    return np.sort(first[kept])


def _one_smallest(covers: Flags, seconds: float) -> tuple[tuple[int, ...], bool]:
    """Find one smallest cover by an exact integer programme, and whether it is proven smallest."""
    with extras_named():
        from scipy.optimize import Bounds, LinearConstraint, milp

    alone = np.flatnonzero(covers[:, covers.sum(axis=0) == 1].any(axis=1))
    left = ~covers[alone].any(axis=0)
    if not left.any():
        return tuple(alone.tolist()), True
    rest, first = np.unique(covers[:, left], axis=0, return_index=True)
    kept = _undominated(rest)
    rest, first = rest[kept], first[kept]
    answer = milp(
        np.ones(len(rest)),
        constraints=LinearConstraint(rest.T.astype(float), lb=1),
        integrality=np.ones(len(rest)),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds},
    )
    picked = _greedy(rest) if answer.x is None else np.round(answer.x).astype(bool)
    return tuple(sorted([*alone.tolist(), *first[picked].tolist()])), answer.status == 0


def _greedy(rows: Flags) -> Flags:
    """Cover all columns by taking the row that covers most of what is left; not always smallest."""
    picked = np.zeros(len(rows), dtype=bool)
    left = np.ones(rows.shape[1], dtype=bool)
    while left.any():
        best = int((rows & left).sum(axis=1).argmax())
        picked[best] = True
        left &= ~rows[best]
    return picked


def _undominated(rows: Flags) -> Flags:
    """Say which rows cover something, and something that no other row covers besides more."""
    some = np.asarray(rows.any(axis=1))
    if len(rows) > 4000:
        return some
    sizes = rows.sum(axis=1)
    whole = rows.astype(np.float32)
    within = (whole @ whole.T == sizes[:, None]) & (sizes[:, None] < sizes[None, :])
    return np.asarray(some & ~within.any(axis=1))


class _Search:
    """Branch on the column that the fewest rows cover; bounded in number and time."""

    def __init__(
        self, covers: Flags, limit: int, most: int, seconds: float, *, irredundant: bool
    ) -> None:
        self.rows = [_bits(row) for row in covers]
        self.by_column = [_bits(column) for column in covers.T]
        self.limit, self.most, self.irredundant = limit, most, irredundant
        self.until = time.monotonic() + seconds
        self.found: list[tuple[int, ...]] = []
        self.stopped = False
        self.steps = 0

    def go(self, barred: int, chosen: tuple[int, ...], left: int, twice: int) -> None:
        """Go on from the rows chosen; `left` are columns to cover, `twice` those covered twice."""
        self.steps += 1
        if self.steps % 256 == 0 and time.monotonic() > self.until:
            self.stopped = True
        if self.stopped:
            return
        if not left:
            if len(self.found) >= self.most:
                self.stopped = True
                return
            self.found.append(tuple(sorted(chosen)))
            return
        if len(chosen) >= self.limit:
            return
        options = self._options(barred, left)
        if not options:
            return
        if not self.irredundant and self._too_far(barred, left, self.limit - len(chosen)):
            return
        for at in options:
            row = self.rows[at]
            covered_now = twice | (row & ~left)
            if not self.irredundant or self._all_needed((*chosen, at), covered_now):
                self.go(barred, (*chosen, at), left & ~row, covered_now)
            barred |= 1 << at

    def _options(self, barred: int, left: int) -> list[int]:
        """List the rows that cover the column with the fewest of them."""
        fewest = -1
        for column in _places(left):
            mine = self.by_column[column] & ~barred
            if fewest < 0 or mine.bit_count() < fewest.bit_count():
                fewest = mine
                if fewest.bit_count() <= 1:
                    break
        return list(_places(max(fewest, 0)))

    def _too_far(self, barred: int, left: int, steps: int) -> bool:
        """Whether so many steps cannot be enough: columns without a common row need one each."""
        mine = sorted((self.by_column[at] & ~barred for at in _places(left)), key=int.bit_count)
        used, needed = 0, 0
        for rows in mine:
            if not rows & used:
                used |= rows
                needed += 1
                if needed > steps:
                    return True
        return False

    def _all_needed(self, chosen: tuple[int, ...], twice: int) -> bool:
        """Whether each row chosen still covers a column alone."""
        return all(self.rows[at] & ~twice for at in chosen)


def _bits(flags: Flags) -> int:
    """Write flags as the bits of a whole number, the first the lowest."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def _places(bits: int) -> Iterator[int]:
    """Go through the places of a whole number's bits, from the lowest."""
    while bits:
        yield (bits & -bits).bit_length() - 1
        bits &= bits - 1


def given_expectations(
    expectations: Iterable[str] | Mapping[str, str], kind: str
) -> Mapping[str, str] | tuple[str, ...]:
    """Return expectations, of an intermediate solution, as a tuple or with their reasons."""
    given = (
        expectations
        if isinstance(expectations, Mapping)
        else checks.listed(expectations, "expectations")
    )
    if given and kind != "intermediate":
        msg = (
            f"expectations belong to the intermediate solution, and this is the {kind} one: choose "
            'solution="intermediate", or leave the expectations out'
        )
        raise ValueError(msg)
    for text, reason in given.items() if isinstance(given, Mapping) else ():
        if not _is_reason(reason):
            present = str(text).replace("~", "").strip()
            msg = (
                f"expectations[{text!r}] is the reason in a sentence, not {reason!r}; the "
                f"direction is in the name: {present!r} expects presence, '~{present}' absence"
            )
            raise ValueError(msg)
    return given


def _is_reason(reason: object) -> bool:
    """Whether a reason is a sentence: two words or more, and not only words for a direction."""
    if not isinstance(reason, str):
        return False
    words = re.findall(r"[^\W\d_]+", reason.casefold())
    several = len(words) > 1 or NO_SPACES.search(reason) is not None
    return several and not DIRECTIONS.issuperset(words)


def read_expectations(
    expectations: Iterable[str] | Mapping[str, str],
    conditions: Sequence[str],
    levels: Sequence[int],
) -> dict[int, set[int]]:
    """Read expectations: for a condition's place the values expected to contribute."""
    wanted: dict[int, set[int]] = {}
    for text in checks.listed(expectations, "expectations"):
        at, values = _read_expectation(text, conditions, levels)
        wanted[at] = wanted.get(at, set()) | values
    return wanted


def _read_expectation(
    text: str, conditions: Sequence[str], levels: Sequence[int]
) -> tuple[int, set[int]]:
    """Read one expectation: the condition's place, and the values expected to contribute."""
    expression = parse(text)
    if len(expression.terms) != 1 or len(expression.terms[0]) != 1:
        msg = f"an expectation names one condition, such as A or ~B, not {text!r}"
        raise ValueError(msg)
    literal = expression.terms[0][0]
    check_literal(literal, conditions, levels, f"the expectation {str(text)!r}")
    at = list(conditions).index(literal.condition)
    values = set(literal.values if literal.values is not None else (1,))
    return at, set(range(levels[at])) - values if literal.negated else values


def _reasons(
    expectations: Iterable[str] | Mapping[str, str], table: TruthTable, wanted: dict[int, set[int]]
) -> dict[str, str]:
    """Give the reasons under the names that the solution has for the expectations."""
    reasons: dict[str, str] = {}
    for text, reason in expectations.items() if isinstance(expectations, Mapping) else ():
        at, _ = _read_expectation(text, table.conditions, table.levels)
        name = _expectation_name(table.conditions[at], wanted[at], table.levels[at])
        reasons[name] = f"{reasons[name]}; {reason}" if name in reasons else reason
    return reasons


def _intermediate(
    problem: _Problem,
    complex_: Solution,
    parsimonious: Solution,
    wanted: dict[int, set[int]],
    bound: tuple[int, float, bool],
) -> Solution:
    """Let in the easy counterfactuals of each pair of models, and minimise again."""
    every = [*complex_.models, *parsimonious.models]
    terms_of = {
        written: problem.term(written) for model in every for written in model.expression.terms
    }
    complete = complex_.complete and parsimonious.complete
    pairs: list[Pair] = []
    models: dict[frozenset[Product], Model] = {}
    charts: dict[str, pd.Series] = {}
    names: dict[str, None] = {}
    essential: dict[str, None] = {}
    solved: dict[tuple[int, ...], Solution] = {}
    until = time.monotonic() + bound[1]
    for inner, outer in product(complex_.models, parsimonious.models):
        if len(pairs) >= bound[0] or time.monotonic() > until:
            complete = False
            break
        kept = _kept_literals(
            [terms_of[written] for written in inner.expression.terms],
            [terms_of[written] for written in outer.expression.terms],
            wanted,
        )
        easy = tuple(sorted(set(outer.assumptions) & problem.inside(kept)))
        difficult = tuple(sorted(set(outer.assumptions) - set(easy)))
        if easy not in solved:
            rows = np.array(sorted({*problem.positive.tolist(), *easy}), dtype=np.int64)
            primes = problem.complex_primes(rows)
            solved[easy] = _solved(problem, "intermediate", problem.positive, primes, bound)
        mine = solved[easy]
        complete = complete and mine.complete
        pairs.append(Pair(inner, outer, mine.models, easy, difficult))
        models |= {frozenset(model.expression.terms): model for model in mine.models}
        names |= dict.fromkeys(mine.prime_implicants)
        essential |= dict.fromkeys(mine.essential)
        charts |= {name: mine.chart.loc[name] for name in mine.chart.index}
    chart = pd.DataFrame(charts).T.astype(bool).rename_axis("prime implicant")
    always = tuple(
        name for name in essential if all(name in model.terms for model in models.values())
    )
    literals = tuple(
        _expectation_name(problem.table.conditions[at], values, problem.levels[at])
        for at, values in wanted.items()
    )
    return Solution(
        problem.table, "intermediate", tuple(models.values()), complete, tuple(names), always,
        chart, tuple(pairs), literals,
    )  # fmt: skip


def _kept_literals(
    complex_terms: list[Terms], parsimonious_terms: list[Terms], wanted: dict[int, set[int]]
) -> Terms:
    """Drop from complex terms what goes against an expectation and no core term needs."""
    kept = list(complex_terms)
    for mine in complex_terms:
        for core in parsimonious_terms:
            if not ((core == ABSENT) | (core == mine)).all():
                continue
            wider = mine.copy()
            for at, values in wanted.items():
                if core[at] == ABSENT and mine[at] != ABSENT and mine[at] not in values:
                    wider[at] = ABSENT
            kept.append(wider)
    return np.array(kept)


def _expectation_name(condition: str, values: set[int], levels: int) -> str:
    if levels == 2:
        return (
            condition
            if values == {1}
            else f"~{condition}"
            if values == {0}
            else f"{condition} either"
        )
    return f"{condition}{{{','.join(map(str, sorted(values)))}}}"
