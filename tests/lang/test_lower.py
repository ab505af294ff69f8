"""Lowering keeps what the author wrote and refuses, with a hint, what the language has not."""

from fractions import Fraction

import pytest
import sympy

from varproof.lang import (
    Abs,
    And,
    Array,
    D,
    Eq,
    Exists,
    ForAll,
    Implies,
    Index,
    Integral,
    Lam,
    LambertW,
    Max,
    MaxOver,
    Min,
    MinOver,
    Ne,
    Not,
    Or,
    Pos,
    Prod,
    Q,
    Real,
    Size,
    Sum,
    exp,
    log,
    lower,
    mean,
    norm,
    pi,
    sqrt,
)
from varproof.lang.errors import StatementError

ONE, TWO = Fraction(1), Fraction(2)
n, d = Size("n"), Size("d")
x, y = Real("x"), Real("y")
X, Y = ("real", "x"), ("real", "y")
a, M = Array("a", n), Array("M", n, d)
i, j, c = Index("i", n), Index("j", n), Index("c", d)
AI = ("at", "a", ("index", "i"))


@pytest.fixture(autouse=True)
def _as_written():
    with sympy.evaluate(False):
        yield


def term(build):
    return lower.term(build())


TERMS = {
    "x/x": (lambda: x / x, ("/", X, X)),
    "x-x": (lambda: x - x, ("+", ("*", ("real", "x"), Fraction(-1)), X)),
    "exp(log x)": (lambda: exp(log(x)), ("exp", ("log", X))),
    "log(exp x)": (lambda: log(exp(x)), ("log", ("exp", X))),
    "0*log x": (lambda: 0 * log(x), ("*", ("log", X), Fraction(0))),
    "sqrt(x)^2": (lambda: sqrt(x) ** 2, ("^", ("sqrt", X), 2)),
    "sqrt(x^2)": (lambda: sqrt(x**2), ("sqrt", ("^", X, 2))),
    "x+x": (lambda: x + x, ("+", X, X)),
    "x*x": (lambda: x * x, ("*", X, X)),
    "x^1": (lambda: x**1, X),
    "1/x": (lambda: 1 / x, ("/", ONE, X)),
    "x^-2": (lambda: x**-2, ("/", ONE, ("^", X, 2))),
    "x/0": (lambda: x / 0, ("/", X, Fraction(0))),
    "x/y/2": (lambda: x / y / 2, ("/", ("/", X, Y), TWO)),
    "2*x/y": (lambda: 2 * x / y, ("/", ("*", X, TWO), Y)),
    "1/sqrt x": (lambda: 1 / sqrt(x), ("/", ONE, ("sqrt", X))),
    "abs(-x)": (lambda: Abs(-x), ("abs", ("*", X, Fraction(-1)))),
    "exp 0": (lambda: exp(0), ("exp", Fraction(0))),
    "log 1": (lambda: log(1), ("log", ONE)),
    "e": (lambda: sympy.E + x, ("+", ("exp", ONE), X)),
    "e^x": (lambda: sympy.E**x, ("exp", X)),
    "cube root": (lambda: x ** Q(1, 3), ("exp", ("*", ("log", X), Fraction(1, 3)))),
    "power n": (lambda: x**n, ("exp", ("*", ("card", "n"), ("log", X)))),
    "power of a position": (lambda: x ** Pos(i), ("exp", ("*", ("log", X), ("pos", ("index", "i"))))),
    "product": (lambda: Prod(a[i], i), ("exp", ("sum", "i", "n", None, ("log", AI)))),
    "mean": (lambda: mean(a[i], i), ("/", ("sum", "i", "n", None, AI), ("card", "n"))),
    "W": (lambda: LambertW(x), ("lambertw", X)),
    "pi": (lambda: 2 * pi / x, ("/", ("*", ("pi",), TWO), X)),
    "pi^2": (lambda: pi**2, ("^", ("pi",), 2)),
    "n-1": (lambda: n - 1, ("+", ("card", "n"), Fraction(-1))),
    "position": (lambda: 2 * Pos(i), ("*", ("pos", ("index", "i")), TWO)),
    "rational": (lambda: Q(2, 4), Fraction(1, 2)),
    "entry": (lambda: M[i, c], ("at", "M", ("index", "i"), ("index", "c"))),
    "sum": (lambda: Sum(a[i], i), ("sum", "i", "n", None, AI)),
    "double sum": (
        lambda: Sum(M[i, c], i, c, where=Ne(i, j)),
        ("sum", "i", "n", None, ("sum", "c", "d", ("not", ("same", ("index", "i"), ("index", "j"))),
                                 ("at", "M", ("index", "i"), ("index", "c")))),
    ),
    "max over": (lambda: MaxOver(a[i], i), ("maxover", "i", "n", AI)),
    "min over": (lambda: MinOver(a[i], i), ("minover", "i", "n", AI)),
    "max of three": (lambda: Max(x, y, 0), ("max", ("max", X, Y), Fraction(0))),
    "max of equals": (lambda: Max(x, x), ("max", X, X)),
    "min": (lambda: Min(y, x), ("min", Y, X)),
    "norm": (lambda: norm(a[i], i), ("sqrt", ("sum", "i", "n", None, ("^", AI, 2)))),
    "integral": (
        lambda: Integral(a[i] * x, x, 0, Q(1, 2)),
        ("integral", "x", ("real",), Fraction(0), Fraction(1, 2), ("*", AI, X)),
    ),
    "integral over a cube": (
        lambda: Integral(M[i, c], M, -1, 1),
        ("integral", "M", ("array", "n", "d"), Fraction(-1), ONE, ("at", "M", ("index", "i"), ("index", "c"))),
    ),
    "derivative": (lambda: D(a[i] ** 2, a[i]), ("deriv", ("^", AI, 2), AI)),
    "second derivative": (lambda: D(D(x, x), x), ("deriv", ("deriv", X, X), X)),
}  # fmt: skip


@pytest.mark.parametrize("name", TERMS)
def test_terms_are_lowered_as_written(name):
    build, expected = TERMS[name]
    assert term(build) == expected


def test_sums_and_products_are_flat_and_sorted():
    assert term(lambda: (y + x) + (1 + x)) == term(lambda: x + (x + (1 + y))) == ("+", X, X, Y, ONE)
    assert term(lambda: (y * x) * 2) == ("*", X, Y, TWO)


FORMULAS = {
    "<=": (lambda: x <= y, ("<=", X, Y)),
    ">=": (lambda: x >= y, ("<=", Y, X)),
    "<": (lambda: x < y, ("<", X, Y)),
    ">": (lambda: x > y, ("<", Y, X)),
    "number on the left": (lambda: 0 <= x, ("<=", Fraction(0), X)),
    "x <= x": (lambda: x <= x, ("<=", X, X)),
    "x = x": (lambda: Eq(x, x), ("=", X, X)),
    "!=": (lambda: Ne(x, y), ("!=", X, Y)),
    "same": (lambda: Eq(i, j), ("same", ("index", "i"), ("index", "j"))),
    "not same": (lambda: Ne(i, j), ("not", ("same", ("index", "i"), ("index", "j")))),
    "and": (lambda: And(y < 1, x < 1, y < 1), ("and", ("<", Y, ONE), ("<", X, ONE), ("<", Y, ONE))),
    "or": (lambda: Or(y < 1, x < 1), ("or", ("<", Y, ONE), ("<", X, ONE))),
    "not": (lambda: Not(x < 1), ("not", ("<", X, ONE))),
    "implies": (lambda: Implies(y < 1, x < 1), ("implies", ("<", Y, ONE), ("<", X, ONE))),
    "for all": (
        lambda: ForAll(i, j, a[i] < a[j]),
        ("forall", "i", ("index", "n"), ("forall", "j", ("index", "n"), ("<", AI, ("at", "a", ("index", "j"))))),
    ),
    "exists array": (
        lambda: Exists(a, x, ForAll(i, a[i] < x)),
        ("exists", "a", ("array", "n"), ("exists", "x", ("real",), ("forall", "i", ("index", "n"), ("<", AI, X)))),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMULAS)
def test_formulas_are_lowered_as_written(name):
    build, expected = FORMULAS[name]
    assert lower.formula(build()) == expected


REFUSED_TERMS = {
    "float": (lambda: 0.1 * x, r"float 0\.1 .* write Q\(1, 10\)"),
    "python quotient": (lambda: x + 1 / 3, r"write Q\(1, 3\)"),
    "float in Q": (lambda: Q(0.1), "a float is not exact"),
    "zero power": (lambda: x**0, "a power is not zero"),
    "sin": (lambda: sympy.sin(x), "sin .* cannot be a term"),
    "gamma": (lambda: sympy.EulerGamma * x, "EulerGamma .* cannot be a term"),
    "i": (lambda: sympy.I * x, "cannot be a term"),
    "oo": (lambda: sympy.oo, "cannot be a term"),
    "nan": (lambda: sympy.nan, "cannot be a term"),
    "log to a base": (lambda: log(x, 2), "one argument"),
    "sympy max": (lambda: sympy.Max(x, y), "use varproof.lang.Max"),
    "sympy sum": (lambda: sympy.Sum(x, (y, 1, 3)), r"use varproof.lang.Sum"),
    "sympy derivative": (lambda: sympy.Derivative(x**2, x), r"use varproof.lang.D"),
    "bare symbol": (lambda: sympy.Symbol("z"), "a given"),
    "index as number": (lambda: lower.term(i), "only entries"),
    "index in a sum": (lambda: Sum(i, i), r"write Pos\(i\) for its position"),
    "array as number": (lambda: Max(a, x), "give it an index"),
    "number as index": (lambda: a[0], "is not an index"),
    "formula as term": (lambda: Max(x, x < y), "is a formula where a term is expected"),
    "sum without index": (lambda: Sum(x), "at least one index"),
    "derivative in a sum": (lambda: D(x, x + y), "differentiate in an array entry"),
    "max of one": (lambda: Max(x), "two or more terms"),
    "lam as term": (lambda: lower.term(Lam(i, a[i])), "only entries"),
}
REFUSED_FORMULAS = {
    "==": (lambda: x == y, r"Eq\(s, t\)"),
    "true": (lambda: sympy.true, "collapsed"),
    "sympy and": (lambda: (x < 1) & (y < 1), "use varproof.lang.And"),
    "sympy or": (lambda: (x < 1) | (y < 1), "use varproof.lang.Or"),
    "sympy not": (lambda: sympy.Not(sympy.Or(x < 1, y < 1)), "use varproof.lang"),
    "term": (lambda: x + 1, "cannot be a formula"),
    "symbol": (lambda: x, "cannot be a formula"),
    "collapsed inside": (lambda: And(x < y, x == y), "collapsed"),
    "term inside": (lambda: Not(x), "is a term where a formula is expected"),
    "bound number": (lambda: ForAll(x + 1, x < y), "expected an Index, a Real, an Array or a Map"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED_TERMS)
def test_refused_terms_say_what_to_write(name):
    build, hint = REFUSED_TERMS[name]
    with pytest.raises(StatementError, match=hint) as caught:
        lower.term(build())
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", REFUSED_FORMULAS)
def test_refused_formulas_say_what_to_write(name):
    build, hint = REFUSED_FORMULAS[name]
    with pytest.raises(StatementError, match=hint) as caught:
        lower.formula(build())
    assert "\n" not in str(caught.value)


def test_chained_comparison_cannot_pass_silently():
    with pytest.raises(TypeError):
        lower.formula(0 <= x <= 1)


def test_nodes_print_as_they_are_read():
    assert str(MaxOver(a[i], i) <= log(n)) == "MaxOver(a[i], i) <= log(n)"
    assert sympy.latex(Sum(a[i], i, where=Ne(i, j))) == r"\sum_{i \in [n] :\, i \neq j} a_{i}"
    assert sympy.latex(ForAll(i, Exists(c, M[i, c] > 0))) == (
        r"\forall i \in [n]:\ \left(\exists c \in [d]:\ M_{i,c} > 0\right)"
    )
    assert sympy.latex(D(D(a[i], a[i]), a[i])) == r"\frac{\partial^2}{\partial a_{i}^2} a_{i}"
    assert sympy.pretty(Max(x, y)) == "Max(x, y)"
