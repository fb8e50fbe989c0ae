"""Boolean expressions as the literature writes them: `A*~B + C`, `POWER{2}*~WEALTH`.

`~` negates, `*` is and, `+` is or; a multi-value condition names its values in braces. Matching is
exact: names are those of the data's columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd

Memberships = npt.NDArray[np.float64]
LITERAL = re.compile(r"(~?)\s*([^\s~*+{}]+)\s*(?:\{\s*(\d+(?:\s*,\s*\d+)*)\s*\})?")
OUTSIDE = "memberships lie between 0 and 1"


@dataclass(frozen=True)
class Literal:
    """A condition present or absent, or at some of its values.

    `values` is None for a set with memberships; `negated` then means its complement.
    """

    condition: str
    negated: bool = False
    values: tuple[int, ...] | None = None

    def __str__(self) -> str:
        braces = "" if self.values is None else "{" + ",".join(map(str, self.values)) + "}"
        return f"{'~' if self.negated else ''}{self.condition}{braces}"

    def negate(self) -> Literal:
        """Return the complement."""
        return Literal(self.condition, not self.negated, self.values)

    def evaluate(self, data: pd.DataFrame) -> Memberships:
        """Memberships of the cases, between 0 and 1; NaN where the data are missing."""
        if self.condition not in data:
            known = ", ".join(map(str, data.columns))
            msg = f"the data have no column {self.condition!r}; they have {known}"
            raise ValueError(msg)
        column = data[self.condition].to_numpy(dtype=float, na_value=np.nan)
        if self.values is not None:
            held = np.isin(column, self.values).astype(float)
            column = np.where(np.isnan(column), np.nan, held)
        elif np.nanmax(column, initial=0) > 1 or np.nanmin(column, initial=0) < 0:
            worst = data.index[(column > 1) | (column < 0)][0]
            value = column[data.index.get_loc(worst)]
            msg = (
                f"column {self.condition!r}, case {worst!r}: the value is {value:g}, but {OUTSIDE} "
                "(calibrate it, or name values in braces, as POWER{2})"
            )
            raise ValueError(msg)
        return 1 - column if self.negated else column


@dataclass(frozen=True)
class Expression:
    """A sum of products of literals; the empty product is always true, the empty sum never."""

    terms: tuple[tuple[Literal, ...], ...]

    def __str__(self) -> str:
        return " + ".join("*".join(map(str, term)) or "1" for term in self.terms) or "0"

    @property
    def conditions(self) -> tuple[str, ...]:
        """Names of the conditions, in the order of their first mention."""
        return tuple(dict.fromkeys(one.condition for term in self.terms for one in term))

    def evaluate(self, data: pd.DataFrame) -> Memberships:
        """Memberships of the cases: the smallest of a product, the largest of a sum."""
        held = [_smallest([one.evaluate(data) for one in term], len(data)) for term in self.terms]
        return np.maximum.reduce(held) if held else np.zeros(len(data))

    def negate(self) -> Expression:
        """Return the complement by De Morgan's laws, as a sum of products."""
        if not self.terms:
            return Expression(((),))
        products = (_tidy(one.negate() for one in choice) for choice in product(*self.terms))
        kept = dict.fromkeys(term for term in products if term is not None)
        return Expression(_absorbed(tuple(kept)))


def parse(text: str | Expression) -> Expression:
    """Read an expression such as `A*~B + C{1}`.

    Raises ValueError that says where it cannot be read.

    Examples
    --------
    >>> str(parse("A*~B + C"))
    'A*~B + C'
    >>> str(parse("~(A*~B)"))
    '~A + B'
    >>> str(parse("A*B + C").negate())
    '~A*~C + ~B*~C'
    """
    if isinstance(text, Expression):
        return text
    stripped = text.strip()
    if stripped.startswith("~(") and stripped.endswith(")"):
        return parse(stripped[2:-1]).negate()
    return Expression(tuple(_product(part, text) for part in stripped.split("+")))


def _product(part: str, whole: str) -> tuple[Literal, ...]:
    literals = []
    for word in part.split("*"):
        found = LITERAL.fullmatch(word.strip())
        if not found:
            msg = (
                f"in the expression {whole!r}, {word.strip()!r} is not a condition such as A, ~A "
                "or A{1}"
            )
            raise ValueError(msg)
        values = tuple(int(one) for one in found[3].split(",")) if found[3] else None
        literals.append(Literal(found[2], bool(found[1]), values))
    return tuple(dict.fromkeys(literals))


def _tidy(literals: Iterable[Literal]) -> tuple[Literal, ...] | None:
    """Sort a product and drop doubles; None when it contradicts itself."""
    kept = dict.fromkeys(literals)
    if any(one.negate() in kept for one in kept):
        return None
    return tuple(sorted(kept, key=lambda one: (one.condition, one.negated, one.values or ())))


def _absorbed(terms: tuple[tuple[Literal, ...], ...]) -> tuple[tuple[Literal, ...], ...]:
    """Drop products that hold another one."""
    sets = [set(term) for term in terms]
    return tuple(
        term for term, mine in zip(terms, sets, strict=True)
        if not any(other < mine for other in sets)
    )  # fmt: skip


def _smallest(parts: list[Memberships], cases: int) -> Memberships:
    return np.minimum.reduce(parts) if parts else np.ones(cases)


def outcome_memberships(data: pd.DataFrame, outcome: str) -> Memberships:
    """Memberships in an outcome such as `Y`, `~Y` or `Y{1}`; NaN where the data are missing."""
    expression = parse(outcome)
    if len(expression.terms) != 1 or len(expression.terms[0]) != 1:
        msg = f"an outcome is one set, such as Y, ~Y or Y{{1}}, not {outcome!r}"
        raise ValueError(msg)
    return expression.evaluate(data)


def of_row(row: Mapping[str, int], levels: Mapping[str, int]) -> tuple[Literal, ...]:
    """Write conditions at values as literals: two levels as present or absent, more in braces."""
    return tuple(
        Literal(name, negated=value == 0)
        if levels[name] == 2
        else Literal(name, values=(int(value),))
        for name, value in row.items()
    )
