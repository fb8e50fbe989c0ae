"""Boolean expressions as the literature writes them: `A*~B + C`, `POWER{2}*~WEALTH`.

`~` negates, `*` is and, `+` is or, brackets group; a multi-value condition names its values in
braces. Matching is exact: names are those of the data's columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import checks

Memberships = npt.NDArray[np.float64]
TOKEN = re.compile(r"\s*(?:([~*+()])|([^\s~*+{}(),]+)\s*(?:\{\s*(\d+(?:\s*,\s*\d+)*)\s*\})?)")
MOST_TERMS = 2000
DEEPEST = 50


@dataclass(frozen=True)
class Literal:
    """A condition present or absent, or at some of its values.

    `values` is None for a set with memberships; `negated` then means its complement.

    Examples
    --------
    >>> str(Literal("POWER", negated=True)), str(Literal("POWER", values=(1, 2)))
    ('~POWER', 'POWER{1,2}')
    """

    condition: str
    negated: bool = False
    values: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        checks.flag(self.negated, "negated")

    def __str__(self) -> str:
        braces = "" if self.values is None else "{" + ",".join(map(str, self.values)) + "}"
        return f"{'~' if self.negated else ''}{self.condition}{braces}"

    def negate(self) -> Literal:
        """Return the complement."""
        return Literal(self.condition, not self.negated, self.values)

    def evaluate(self, data: pd.DataFrame) -> Memberships:
        """Memberships of the cases, between 0 and 1; NaN where the data are missing."""
        values = checks.column(data, self.condition)
        if self.values is None:
            values = checks.memberships(values, self.condition, data.index)
        else:
            whole = checks.whole_values(values, self.condition, data.index)
            values = np.where(np.isnan(whole), np.nan, np.isin(whole, self.values))
        return 1 - values if self.negated else values


Product = tuple[Literal, ...]


class Stated(Protocol):
    """Whatever holds an expression, such as a model."""

    @property
    def expression(self) -> Expression:
        """The expression."""
        ...


@dataclass(frozen=True)
class Expression:
    """A sum of products of literals; the empty product is always true, the empty sum never.

    Examples
    --------
    >>> cases = pd.DataFrame({"A": [0.9, 0.2], "B": [0.6, 0.7]})
    >>> Expression(((Literal("A"), Literal("B")),)).evaluate(cases).tolist()
    [0.6, 0.2]
    """

    terms: tuple[Product, ...]

    def __str__(self) -> str:
        return " + ".join(map(product_text, self.terms)) or "0"

    @property
    def conditions(self) -> tuple[str, ...]:
        """Names of the conditions, in the order of their first mention."""
        return tuple(dict.fromkeys(literal.condition for term in self.terms for literal in term))

    def evaluate(self, data: pd.DataFrame) -> Memberships:
        """Memberships of the cases: the smallest of a product, the largest of a sum."""
        held = [
            _smallest([literal.evaluate(data) for literal in term], len(data))
            for term in self.terms
        ]
        return np.maximum.reduce(held) if held else np.zeros(len(data))

    def negate(self) -> Expression:
        """Return the complement by De Morgan's laws, as a sum of products.

        It is exact for memberships too: `A*~A` is kept, since it is not empty in a fuzzy set.
        """
        terms: tuple[Product, ...] = ((),)
        for term in self.terms:
            terms = _times(terms, tuple((literal.negate(),) for literal in term))
        return Expression(tuple(tuple(sorted(term, key=_place)) for term in terms))


def product_text(term: Product) -> str:
    """Write a product of literals; the empty one as `1`."""
    return "*".join(map(str, term)) or "1"


def parse(text: str | Expression | Stated) -> Expression:
    """Read an expression such as `A*~B + C{1}` or `A*(B + ~C)`.

    Parameters
    ----------
    text
        The text; an expression, or what holds one (a model), is returned as it is. `1` holds
        always, `0` never.

    Returns
    -------
    Expression
        As a sum of products: brackets are multiplied out. `str` of it can be read again.

    Raises
    ------
    ValueError
        That says where it cannot be read.

    Examples
    --------
    >>> str(parse("A*~B + C"))
    'A*~B + C'
    >>> str(parse("~(A*~B)"))
    '~A + B'
    >>> str(parse("(A + B)*C"))
    'A*C + B*C'
    >>> str(parse("A*B + C").negate())
    '~A*~C + ~B*~C'
    """
    if isinstance(text, Expression):
        return text
    held = getattr(text, "expression", None)
    if isinstance(held, Expression):
        return held
    if not isinstance(text, str):
        msg = f"an expression is a text such as A*~B + C, not {text!r}"
        raise ValueError(msg)
    return _Reader(text).read()


class _Reader:
    """Reads one expression from left to right: a sum of products of conditions and brackets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[re.Match[str]] = []
        self.at = self.depth = 0
        place = 0
        while text[place:].strip():
            token = TOKEN.match(text, place)
            if token is None:
                raise self._error(text[place:].strip()[0])
            self.tokens.append(token)
            place = token.end()

    def read(self) -> Expression:
        terms = self._sum()
        if self.at < len(self.tokens):
            raise self._error(self._next())
        return Expression(terms)

    def _next(self) -> str:
        return self.tokens[self.at][0].strip() if self.at < len(self.tokens) else ""

    def _take(self, sign: str) -> bool:
        here = self._next() == sign
        self.at += here
        return here

    def _sum(self) -> tuple[Product, ...]:
        terms = self._product()
        while self._take("+"):
            terms = tuple(dict.fromkeys((*terms, *self._product())))
        return terms

    def _product(self) -> tuple[Product, ...]:
        terms = self._factor()
        while self._take("*"):
            terms = _times(terms, self._factor())
        return terms

    def _factor(self) -> tuple[Product, ...]:
        self.depth += 1
        if self.depth > DEEPEST:
            msg = f"the expression has brackets within brackets more than {DEEPEST} deep"
            raise ValueError(msg)
        if self._take("~"):
            terms = Expression(self._factor()).negate().terms
        elif self._take("("):
            terms = self._sum()
            if not self._take(")"):
                raise self._error(self._next())
        else:
            terms = self._condition()
        self.depth -= 1
        return terms

    def _condition(self) -> tuple[Product, ...]:
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        if token is None or not token[2]:
            raise self._error(self._next())
        self.at += 1
        if token[2] in ("0", "1") and not token[3]:
            return ((),) if token[2] == "1" else ()
        values = tuple(map(int, token[3].split(","))) if token[3] else None
        return ((Literal(token[2], values=values),),)

    def _error(self, token: str) -> ValueError:
        where = f"{token!r} cannot stand where it does" if token else "something is missing"
        return ValueError(
            f"in the expression {self.text!r} {where}: conditions such as A, ~A or A{{1}} (names "
            "without spaces) are joined by * and +, with ( ) around what belongs together"
        )


def _times(left: tuple[Product, ...], right: tuple[Product, ...]) -> tuple[Product, ...]:
    """Multiply two sums of products, and leave out products that another one holds already."""
    if len(left) * len(right) > MOST_TERMS:
        msg = f"multiplied out, the expression has more than {MOST_TERMS} products; make it shorter"
        raise ValueError(msg)
    products = [tuple(dict.fromkeys((*ours, *theirs))) for ours, theirs in product(left, right)]
    if len(products) == 1:
        return tuple(products)
    return _absorbed(term for term in products if not _empty(term))


def _empty(term: Product) -> bool:
    """Whether a product cannot hold: some values of a condition, and not those."""
    crisp = {literal for literal in term if literal.values is not None}
    return any(literal.negate() in crisp for literal in crisp)


def _absorbed(products: Iterable[Product]) -> tuple[Product, ...]:
    """Drop products that hold another one."""
    different = {frozenset(term): term for term in reversed(list(products))}
    terms = {key: different[key] for key in reversed(list(different))}
    return tuple(term for key, term in terms.items() if not any(other < key for other in terms))


def _place(literal: Literal) -> tuple[str, bool, tuple[int, ...]]:
    return literal.condition, literal.negated, literal.values or ()


def _smallest(parts: list[Memberships], cases: int) -> Memberships:
    return np.minimum.reduce(parts) if parts else np.ones(cases)


def outcome_expression(outcome: str | Expression) -> Expression:
    """Read an outcome, which is one set such as `Y`, `~Y` or `Y{1}`."""
    msg = f"an outcome is one set, such as Y, ~Y or Y{{1}}, not {str(outcome)!r}"
    try:
        expression = parse(outcome)
    except ValueError as reason:
        raise ValueError(msg) from reason
    if len(expression.terms) != 1 or len(expression.terms[0]) != 1:
        raise ValueError(msg)
    return expression


def outcome_memberships(data: pd.DataFrame, outcome: str | Expression) -> Memberships:
    """Memberships in an outcome such as `Y`, `~Y` or `Y{1}`; NaN where the data are missing."""
    return outcome_expression(outcome).evaluate(data)


def outcome_of(
    data: pd.DataFrame, outcome: str | Expression, levels: Mapping[str, int] | None = None
) -> Expression:
    """Read an outcome of cases; `levels` as in `expression_of`."""
    return _read_for(data, outcome, levels, outcome_expression)


def expression_of(
    data: pd.DataFrame, text: str | Expression | Stated, levels: Mapping[str, int] | None = None
) -> Expression:
    """Read an expression about cases.

    Raises ValueError when it names a column whose name no expression can hold, or in braces a value
    that no case has, unless that is 0 or 1 or `levels` says that there is such a value.
    """
    return _read_for(data, text, levels, parse)


def _read_for(
    data: pd.DataFrame,
    text: Any,
    levels: Mapping[str, int] | None,
    read: Callable[[Any], Expression],
) -> Expression:
    labels = checks.cases(data).columns
    try:
        expression = read(text)
    except ValueError:
        label = text.strip().removeprefix("~").strip() if isinstance(text, str) else text
        if isinstance(label, str | int) and label in labels:
            checks.name(label)
        raise
    declared = checks.levels(levels, [*map(str, levels)] if isinstance(levels, Mapping) else ())
    for literal in dict.fromkeys(literal for term in expression.terms for literal in term):
        if literal.values is not None:
            _check_values(data, literal, max(declared.get(literal.condition, 2), 2))
    return expression


def _check_values(data: pd.DataFrame, literal: Literal, size: int) -> None:
    values = checks.whole_values(
        checks.column(data, literal.condition), literal.condition, data.index
    )
    for value in literal.values or ():
        if value >= size and not (values == value).any():
            held = np.unique(values[~np.isnan(values)]).astype(int).tolist()
            msg = (
                f"{str(literal)!r} asks for the value {value} of {literal.condition}, which no "
                f"case has; these have {checks.shown(held)}"
            )
            raise ValueError(msg)
