"""The rules for functions and derivatives in the independent checker, with misuse."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.recheck.by_hand import Proof


def test_exp(p: Proof) -> None:
    x = p.v("x")
    p.s("exp", [], x)
    p.last(p.n("ge", p.poly((1, p.n("exp", [[x, 1]])), (-1,), (-1, x))), 0)
    p.s("exp", [], p.b())
    p.refused("loose index")


@pytest.mark.parametrize(
    "name, relation, which",
    [("log", "ge", 0), ("log", "gt", 1), ("sqrt", "gt", 0), ("lambertw", "gt", 1), ("exp", "gt", 0)],
)
def test_special_misuse(p: Proof, name: str, relation: str, which: int) -> None:
    x = p.v("x")
    p.s("special", [p.assume(p.n(relation, x))], name, which, x)
    p.refused("special")


def test_special(p: Proof) -> None:
    x = p.v("x")
    ge, gt = p.assume(p.n("ge", x)), p.assume(p.n("gt", x))
    w, r = p.n("fn", "lambertw", x), p.n("fn", "sqrt", x)
    p.s("special", [gt], "log", 0, x)
    p.last(p.n("eq", p.poly((1, p.n("exp", [[p.n("fn", "log", x), 1]])), (-1, x))))
    p.s("special", [ge], "sqrt", 0, x)
    p.last(p.n("eq", p.poly((1, r, r), (-1, x))))
    p.s("special", [ge], "sqrt", 1, x)
    p.last(p.n("ge", r))
    p.s("special", [ge], "lambertw", 0, x)
    p.last(p.n("eq", p.poly((1, w, p.n("exp", [[w, 1]])), (-1, x))))


def test_pi(p: Proof) -> None:
    zero = p.c(0)
    pi = p.n("fn", "pi", zero)
    premise = p.s("arith", [], p.n("ge", zero), [], [])
    p.s("special", [premise], "pi", 0, zero)
    p.last(p.n("gt", p.poly((1, pi), (-3,))), 0)
    p.s("special", [premise], "pi", 1, zero)
    p.last(p.n("gt", p.poly((-1, pi), ("22/7",))), 0)
    p.s("arith", [2], p.n("gt", p.poly((1, pi), ("-22/7",))), [[1, p.c(1), [0]]], [])  # a false fact
    p.refused("the identity fails")


@pytest.mark.parametrize("which", [2, -1, "0"])
def test_pi_has_two_facts(p: Proof, which: Any) -> None:
    p.s("special", [p.s("arith", [], p.n("ge", p.c(0)), [], [])], "pi", which, p.c(0))
    p.refused("the choice must be 0 or 1")


def test_the_argument_of_pi_is_0(p: Proof) -> None:
    one = p.c(1)
    positive = p.s("arith", [], p.n("ge", one), [[1, one, []]], [])
    p.s("special", [positive], "pi", 0, one)
    p.refused("the argument of pi is not 0")
    p.steps[-1] = ["special", [positive], ["pi", 0, p.c(0)]]
    p.refused("not the domain condition")
    p.n("fn", "pi", p.v("x"))
    p.refused("the argument of pi is not 0")


def test_relations_are_not_scaled(p: Proof) -> None:
    """4 > 0 is not 1 > 0: log and inv take the term itself."""
    p.s("special", [p.assume(p.n("gt", p.c(1)))], "log", 0, p.c(4))
    p.refused("domain condition")
    q = Proof()
    x = q.v("x")
    q.s("inv", [q.assume(q.n("gt", q.poly((2, x))))], x)
    q.refused("nonzero")


def test_inv(p: Proof) -> None:
    x = p.v("x")
    law = p.n("eq", p.poly((1, x, p.n("inv", x)), (-1,)))
    for f in (p.n("gt", x), p.n("gt", p.poly((-1, x))), p.neg(p.n("eq", x))):
        p.s("inv", [p.assume(f)], x)
        p.last(law, 1)
    for f in (p.n("ge", x), p.n("eq", x), p.neg(p.n("ge", x))):
        q = copy.deepcopy(p)
        q.s("inv", [q.assume(f)], x)
        q.refused("nonzero")


def quotient(p: Proof, t: int, x: str = "x", at: str = "e", *conditions: int) -> None:
    p.s("deriv", [p.assume(f) for f in conditions], x, t, p.v(at))


def test_deriv(p: Proof) -> None:
    x, e = p.v("x"), p.v("e")
    t = p.poly((1, x, x, x), (1, p.n("exp", [[x, 2]])), (1, p.v("y")))
    quotient(p, t)
    body = p.poly((1, p.b(), p.b(), p.b()), (1, p.n("exp", [[p.b(), 2]])), (1, p.v("y")))
    slope = p.poly((3, e, e), (2, e, p.n("exp", [[e, 2]])))
    p.last(p.n("eq", p.poly((1, p.n("deriv", body, e)), (-1, slope))), 0)


def test_deriv_of_inv_log_sqrt(p: Proof) -> None:
    x, e = p.v("x"), p.v("e")
    inv, log, root = p.n("inv", x), p.n("fn", "log", x), p.n("fn", "sqrt", x)
    for t, f in ((inv, p.n("gt", e)), (inv, p.n("gt", p.poly((-1, e)))), (log, p.n("gt", e)), (root, p.n("gt", e))):
        q = copy.deepcopy(p)
        quotient(q, t, "x", "e", f)
        assert len(q.run().thms[-1].hyps) == 1
    half = p.poly(("1/2", p.n("inv", p.n("fn", "sqrt", e))))
    quotient(p, root, "x", "e", p.n("gt", e))
    p.last(p.n("eq", p.poly((1, p.n("deriv", p.n("fn", "sqrt", p.b()), e)), (-1, half))))
    for t, f in (
        (inv, p.n("ge", e)),
        (inv, p.neg(p.n("eq", e))),
        (log, p.n("gt", p.poly((-1, e)))),
        (root, p.n("ge", e)),
        (log, p.n("gt", x)),
        (log, p.n("gt", p.poly((2, e)))),
    ):
        q = copy.deepcopy(p)
        quotient(q, t, "x", "e", f)
        q.refused("side condition")


def test_deriv_below_a_sum(p: Proof) -> None:
    """The side condition is asked for every member, with the binder's index."""
    s, e = p.n("set", "S"), p.v("e")
    u = p.poly((1, p.v("x")), (1, p.b(), p.b()))
    t = p.n("sum", s, p.n("fn", "log", u))
    at = p.n("gt", p.poly((1, e), (1, p.b(), p.b())))
    good = p.n("all", "real", p.n("imp", p.n("in", p.b(), s), at))
    quotient(p, t, "x", "e", good)
    p.run()
    for f in (p.n("all", "real", at), p.n("gt", e)):
        q = copy.deepcopy(p)
        quotient(q, t, "x", "e", f)
        if f == good:
            continue
        q.refused("side condition")


def test_deriv_refusals(p: Proof) -> None:
    x, s = p.v("x"), p.n("set", "S")
    depends = p.n("filter", s, p.n("ge", p.poly((1, p.b()), (-1, x))))
    for t in (
        p.n("sum", depends, p.poly((1, p.b(), x))),
        p.n("max", s, p.poly((1, p.b(), x))),
        p.n("app", "f", [x]),
        p.n("deriv", p.poly((1, p.b(), x)), x),
        p.n("fn", "lambertw", x),
        p.n("sum", depends, p.c(1)),
    ):
        q = copy.deepcopy(p)
        quotient(q, t)
        q.refused("deriv")


def test_deriv_ext(p: Proof) -> None:
    x, e = p.v("x"), p.v("e")
    f = p.n("all", "real", p.n("eq", p.poly((1, p.n("app", "f", [p.b()])), (-1, p.n("app", "g", [p.b()])))))
    fx, gx = p.n("app", "f", [x]), p.n("app", "g", [x])
    i = p.s("specialise", [p.assume(f)], x)
    p.s("deriv_ext", [i], "x", fx, gx, e)
    left, right = p.n("deriv", p.n("app", "f", [p.b()]), e), p.n("deriv", p.n("app", "g", [p.b()]), e)
    p.last(p.n("eq", p.poly((1, left), (-1, right))), 1)
    q = copy.deepcopy(p)
    q.s("deriv_ext", [q.assume(q.n("eq", q.poly((1, fx), (-1, gx))))], "x", fx, gx, e)
    q.refused("occurs where it must not")
    p.s("deriv_ext", [i], "x", gx, fx, e)
    p.refused("not t - s")


def test_rise(p: Proof) -> None:
    """x^2/2 rises on [0, y]; not where its slope is known elsewhere, or the sign is that of something else."""
    x, y, zero = p.v("x"), p.v("y"), p.c(0)
    half = [p.n("poly", [["1/2", [[z, 2]]]]) for z in (x, y)]
    slope = p.n("ge", p.poly((1, x)))
    p.s("rise", [p.assume(slope)], "x", half[0], zero, y)
    p.last(p.n("imp", p.n("ge", p.poly((1, y))), p.n("ge", half[1])), 0)
    for given, low, high, message in (
        (slope, p.c(-1), y, "occurs where it must not"),
        (slope, zero, x, "occurs where it must not"),
        (p.n("gt", x), zero, y, "no premise says"),
        (p.n("ge", y), zero, y, "no premise says"),
    ):
        q = copy.deepcopy(p)
        q.s("rise", [q.assume(given)], "x", half[0], low, high)
        q.refused(message)


def test_rise_asks_where_the_function_is_differentiable(p: Proof) -> None:
    x, y = p.v("x"), p.v("y")
    log, inverse = p.n("fn", "log", x), p.n("inv", x)
    one = p.n("gt", x)
    p.s("exp", [], x)
    q = copy.deepcopy(p)
    q.s("rise", [q.assume(q.n("ge", inverse))], "x", log, q.c(1), y)
    q.refused("side condition of log")
    q = copy.deepcopy(p)
    q.s("rise", [q.assume(q.n("ge", inverse)), q.assume(one)], "x", log, q.c(1), y)
    q.refused("occurs where it must not")
