"""Expressions: brackets, negation and text agree with the algebra of memberships."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterkit import qca
from clusterkit.qca.expressions import DEEPEST

NAMES = "ABC"
MEMBERS = pd.DataFrame(np.random.default_rng(1).random((40, 3)).round(2), columns=list(NAMES))


def joined(parts, sign, function):
    texts, values = zip(*parts, strict=True)
    return "(" + sign.join(texts) + ")", lambda data: function([one(data) for one in values])


def negated(part):
    text, value = part
    return f"~({text})", lambda data: 1 - value(data)


def leaf(name):
    return name, lambda data: data[name].to_numpy()


# Texts with brackets, each with the memberships that it means, computed without the package.
BRACKETED = st.recursive(
    st.sampled_from(NAMES).map(leaf),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda p: joined(p, "*", np.minimum.reduce)),
        st.lists(inner, min_size=2, max_size=3).map(lambda p: joined(p, " + ", np.maximum.reduce)),
        inner.map(negated),
    ),
    max_leaves=6,
)


@given(BRACKETED)
def test_brackets_mean_what_the_algebra_of_memberships_says(made):
    text, value = made
    expression = qca.parse(text)
    assert expression.evaluate(MEMBERS) == pytest.approx(value(MEMBERS))
    assert qca.parse(str(expression)) == expression
    assert expression.negate().evaluate(MEMBERS) == pytest.approx(1 - value(MEMBERS))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("(A)", "A"),
        ("(A + B)*C", "A*C + B*C"),
        ("~(A)*(B)", "~A*B"),
        ("~(A*~B)*~(C)", "~A*~C + B*~C"),
        ("~~A", "A"),
        ("A*(B + A)", "A"),
        ("A{1,2}*~(B{0})", "A{1,2}*~B{0}"),
        ("1", "1"),
        ("0", "0"),
        ("A*1 + 0", "A"),
    ],
)
def test_brackets_are_multiplied_out(text, written):
    assert str(qca.parse(text)) == written


@pytest.mark.parametrize(
    "text", ["(A", "A)", "A B", "A*", "*A", "+", "", "A()", "A{}", "A{x}", "A{1", "~", "A,B", "()"]
)
def test_what_cannot_be_read_is_refused_with_the_text(text):
    with pytest.raises(ValueError, match="in the expression .*conditions such as A, ~A or A{1}"):
        qca.parse(text)


def test_expressions_without_end_are_refused():
    with pytest.raises(ValueError, match="brackets within brackets"):
        qca.parse("(" * (DEEPEST + 1) + "A" + ")" * (DEEPEST + 1))
    wide = "*".join(f"(A{at} + B{at})" for at in range(20))
    with pytest.raises(ValueError, match="more than 2000 products"):
        qca.parse(wide)


@pytest.mark.parametrize("value", [3, None, ["A"]])
def test_what_is_no_text_is_refused(value):
    with pytest.raises(ValueError, match="an expression is a text such as"):
        qca.parse(value)


def test_a_model_is_an_expression_already():
    data = pd.DataFrame({"A": [1, 0, 1], "B": [1, 0, 0], "Y": [1, 0, 0]})
    model = qca.minimize(qca.truth_table(data, "Y", ["A", "B"], incl_cut=1)).models[0]
    assert qca.parse(model) is model.expression
    assert qca.case_types(data, "Y", model).columns.tolist() == ["B", "model"]
