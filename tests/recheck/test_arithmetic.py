"""The rule of arithmetic and normal forms in the independent checker, with misuse."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

import pytest

from tests.recheck.by_hand import Proof


def arith(p: Proof, premises: list[int], goal: int, products: Any, equalities: Any = ()) -> None:
    p.s("arith", [p.assume(f) for f in premises], goal, products, list(equalities))


def test_arith(p: Proof) -> None:
    x, y, one = p.v("x"), p.v("y"), p.c(1)
    a, b, e = p.n("ge", x), p.n("gt", y), p.n("eq", p.poly((1, x), (-1, y)))
    arith(p, [a, b], p.n("ge", p.poly((2, x, y))), [[2, one, [0, 1]]])
    arith(p, [b], p.n("gt", p.poly((1, y), (1, x, x))), [[1, one, [0]], [1, x, []]])
    arith(p, [e, b], p.n("gt", x), [[1, one, [1]]], [[one, 0]])
    arith(p, [e], p.n("eq", p.poly((1, x, x), (-1, x, y))), [], [[x, 0]])
    arith(p, [], p.n("gt", p.c("1/3")), [["1/3", one, []]])
    p.run()


@pytest.mark.parametrize(
    "products, message",
    [
        ([[1, "one", [0]]], "identity fails"),
        ([[-1, "one", [0]]], "not positive"),
        ([[0, "one", [0]]], "not positive"),
        ([[1, "one", [1]]], "no such premise"),
        ([[1, "one", [True]]], "no such premise"),
        ([[1.5, "one", [0]]], "not a rational"),
        ([["1/0", "one", [0]]], "denominator"),
        ([[1, "one"]], "not a list of 3"),
        ([[1, "bound", [0]]], "loose index"),
    ],
)
def test_arith_misuse(p: Proof, products: Any, message: str) -> None:
    names = {"one": p.c(1), "bound": p.b()}
    f = p.n("ge", p.v("x"))
    arith(p, [f], p.n("ge", p.poly((2, p.v("x")))), [[r[0], names[r[1]], *r[2:]] for r in products])
    p.refused(message)


def test_arith_strictness_traps(p: Proof) -> None:
    """Not strict: s = 0, s not constant, a premise that is only >= 0, no product at all."""
    x = p.v("x")
    cases = [
        ([p.n("gt", x)], p.c(0), [[1, p.c(0), [0]]]),
        ([p.n("gt", x)], p.poly((1, x, x, x)), [[1, x, [0]]]),
        ([p.n("ge", x)], x, [[1, p.c(1), [0]]]),
        ([p.n("ge", x), p.n("gt", p.v("y"))], p.poly((1, x, p.v("y"))), [[1, p.c(1), [0, 1]]]),
        ([], p.c(0), []),
    ]
    for premises, goal, products in cases:
        q = copy.deepcopy(p)
        arith(q, premises, q.n("gt", goal), products)
        q.refused("strictly positive")


def test_arith_equality_goals_and_factors(p: Proof) -> None:
    x, one = p.v("x"), p.c(1)
    q = copy.deepcopy(p)
    arith(q, [q.n("ge", x)], q.n("eq", x), [[1, one, [0]]])
    q.refused("equality cannot come from products")
    q = copy.deepcopy(p)
    arith(q, [q.n("eq", x)], q.n("ge", x), [[1, one, [0]]])
    q.refused("not an inequality")
    q = copy.deepcopy(p)
    arith(q, [q.n("ge", x)], q.n("ge", x), [], [[one, 0]])
    q.refused("not of an equality")
    q = copy.deepcopy(p)
    arith(q, [], q.neg(q.n("ge", x)), [])
    q.refused("not a relation")


def test_half_powers_off_exp_are_refused(p: Proof) -> None:
    """x^(1/2) as a square would prove x >= 0."""
    p.n("poly", [[1, [[p.v("x"), "1/2"]]]])
    p.refused("positive integers")
    for e in (-1, 0, True, 1.0):
        q = Proof()
        q.n("poly", [[1, [[q.v("x"), e]]]])
        q.refused("node 1")


def test_exp_normal_form(p: Proof) -> None:
    x, y = p.v("x"), p.v("y")
    ex, ey, whole = p.n("exp", [[x, 1]]), p.n("exp", [[y, 1]]), p.n("exp", [[p.poly((1, x), ("1/2", y)), 1]])
    product = p.n("poly", [[1, [[ex, 1], [ey, "1/2"]]]])
    one = p.n("poly", [[1, [[ex, "3/2"], [ex, "-3/2"]]]])
    r = p.run()
    assert r.nodes[whole] is r.nodes[product]
    assert r.nodes[one] is r.k.one
    assert r.k.exp(r.k.zero) is r.k.one


def test_sums_are_normal(p: Proof) -> None:
    s, x = p.n("set", "S"), p.v("x")
    body = p.poly((2, x, p.b()), (3,))
    r = (p.n("sum", s, body), p.poly((2, x, p.n("sum", s, p.b())), (3, p.n("sum", s, p.c(1)))))
    zero = p.n("sum", s, p.c(0))
    run = p.run()
    assert run.nodes[r[0]] is run.nodes[r[1]]
    assert run.nodes[zero] is run.k.zero


def test_factors_leave_a_sum_with_their_indices_shifted(p: Proof) -> None:
    """sum_x sum_y f(x) g(y): f(x) goes out of the inner sum and stays bound by the outer one."""
    s, t = p.n("set", "S"), p.n("set", "T")
    f1, g0, f0 = p.n("app", "f", [p.b(1)]), p.n("app", "g", [p.b(0)]), p.n("app", "f", [p.b(0)])
    double = p.n("sum", s, p.n("sum", t, p.poly((1, f1, g0))))
    product = p.poly((1, p.n("sum", s, f0), p.n("sum", t, g0)))
    run = p.run()
    assert run.nodes[double] is run.nodes[product]
    assert run.nodes[double].top == 0


def test_inverse_of_constants(p: Proof) -> None:
    a, z = p.n("inv", p.c("2/3")), p.n("inv", p.c(0))
    run = p.run()
    assert run.k.value(run.nodes[a]) == Fraction(3, 2)
    assert run.k.value(run.nodes[z]) is None


def test_order(p: Proof) -> None:
    x = p.v("x")
    p.s("order", [p.assume(p.neg(p.n("ge", x)))])
    p.last(p.n("gt", p.poly((-1, x))))
    p.s("order", [p.assume(p.neg(p.n("gt", x)))])
    p.last(p.n("ge", p.poly((-1, x))))
    q = copy.deepcopy(p)
    q.s("order", [q.assume(q.neg(q.n("eq", x)))])
    q.refused("negated inequality")
    p.s("order", [p.assume(p.n("imp", p.n("ge", x), p.n("gt", p.c(1))))])
    p.refused("negated inequality")


def test_antisym(p: Proof) -> None:
    x, y = p.v("x"), p.v("y")
    a, b = p.assume(p.n("ge", p.poly((1, x), (-1, y)))), p.assume(p.n("ge", p.poly((-1, x), (1, y))))
    p.s("antisym", [a, b])
    p.last(p.n("eq", p.poly((1, x), (-1, y))), 2)
    p.s("antisym", [a, a])
    p.refused("not opposite")


def test_replace(p: Proof) -> None:
    x, s, t = p.v("x"), p.v("s"), p.v("t")
    e = p.assume(p.n("eq", p.poly((1, s), (-1, t))))
    template = p.n("gt", p.poly((1, x, x), (1, p.n("inv", x))))
    q = p.assume(p.n("gt", p.poly((1, s, s), (1, p.n("inv", s)))))
    p.s("replace", [e, q], "x", s, t, template)
    p.last(p.n("gt", p.poly((1, t, t), (1, p.n("inv", t)))), 2)
    bad = copy.deepcopy(p)
    bad.s("replace", [e, q], "x", t, s, template)
    bad.refused("not s - t = 0")
    p.s("replace", [e, e], "x", s, t, template)
    p.refused("not the template")
