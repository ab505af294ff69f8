"""The independent checker: every rule with misuse, tampering, hostile input, translation, numbers, witnesses."""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
import random
import subprocess
import sys
import time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import mpmath
import pytest

from varproof import recheck
from varproof.decide import translate
from varproof.decide.kernel import terms
from varproof.lang import core
from varproof.recheck import Rejected, check, rounding
from varproof.recheck.numbers import LADDER
from varproof.recheck.replay import Replay
from varproof.recheck.rules import RULES
from varproof.recheck.statement import Reader, parse
from varproof.recheck.terms import Node, Terms
from varproof.recheck.translate import Goal, Translate
from varproof.recheck.witness import Evaluate


class Proof:
    """Hand-made nodes and steps; `n` interns nothing, the checker must not care."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.steps: list[Any] = []

    def n(self, *row: Any) -> int:
        self.nodes.append(list(row))
        return len(self.nodes) - 1

    def poly(self, *terms: tuple[Any, ...]) -> int:
        """poly((c, a, b), ..) is the sum of c a b."""
        return self.n("poly", [[c, [[a, 1] for a in atoms]] for c, *atoms in terms])

    def c(self, q: Any) -> int:
        return self.n("poly", [[q, []]])

    def v(self, x: str) -> int:
        return self.n("var", x)

    def b(self, k: int = 0) -> int:
        return self.n("bound", k)

    def neg(self, f: int) -> int:
        return self.n("imp", f, self.n("gt", self.c(0)))

    def s(self, rule: str, premises: list[int], *args: Any) -> int:
        self.steps.append([rule, premises, list(args)])
        return len(self.steps) - 1

    def assume(self, f: int) -> int:
        return self.s("assume", [], f)

    def run(self) -> Replay:
        return Replay(Terms(), json.loads(json.dumps(self.nodes)), json.loads(json.dumps(self.steps)))

    def last(self, formula: int, hyps: int | None = None) -> Replay:
        """Replay; the last theorem must be the formula, from that number of hypotheses."""
        r = self.run()
        assert r.thms[-1].concl is r.nodes[formula]
        assert hyps is None or len(r.thms[-1].hyps) == hyps
        return r

    def refused(self, message: str) -> None:
        with pytest.raises(Rejected, match=message):
            self.run()


@pytest.fixture
def p() -> Proof:
    return Proof()


# ---- logic


def test_assume_refuses_a_loose_index_and_a_term(p: Proof) -> None:
    p.assume(p.n("ge", p.b()))
    p.refused("loose index")
    q = Proof()
    q.assume(q.v("x"))
    q.refused("not a node of the kind")


def test_discharge(p: Proof) -> None:
    f = p.n("ge", p.v("x"))
    p.s("discharge", [p.assume(f)], f)
    p.last(p.n("imp", f, f), 0)
    p.s("discharge", [1, 0], f)
    p.refused("premises instead of")


def test_discharging_something_else_keeps_the_hypothesis(p: Proof) -> None:
    f, g = p.n("ge", p.v("x")), p.n("ge", p.v("y"))
    p.s("discharge", [p.assume(f)], g)
    p.last(p.n("imp", g, f), 1)


def test_mp(p: Proof) -> None:
    f, g = p.n("ge", p.v("x")), p.n("ge", p.v("y"))
    i = p.assume(p.n("imp", f, g))
    p.s("mp", [i, p.assume(f)])
    p.last(g, 2)
    p.s("mp", [i, p.assume(g)])
    p.refused("not the antecedent")


def test_mp_refuses_a_premise_that_is_no_implication(p: Proof) -> None:
    f = p.assume(p.n("ge", p.v("x")))
    p.s("mp", [f, f])
    p.refused("not imp")


def test_contradiction(p: Proof) -> None:
    f = p.n("ge", p.v("x"))
    i, j = p.assume(p.neg(f)), p.assume(f)
    p.s("contradiction", [p.s("mp", [i, j])], f)
    p.last(f, 1)
    p.s("contradiction", [j], f)
    p.refused("not false")


def test_contradiction_does_not_remove_the_formula_itself(p: Proof) -> None:
    f = p.n("ge", p.v("x"))
    i, j = p.assume(p.neg(f)), p.assume(f)
    p.s("contradiction", [p.s("mp", [i, j])], p.neg(f))
    p.last(p.neg(f), 2)  # f and not f stay: only not not f would have gone


def test_generalise_needs_a_variable_that_is_free_of_hypotheses(p: Proof) -> None:
    f = p.n("ge", p.v("x"))
    p.s("generalise", [p.assume(f)], "real", "x")
    p.refused("occurs where it must not")


def test_generalise_keeps_kinds_of_variables_apart(p: Proof) -> None:
    f = p.n("in", p.v("x"), p.n("set", "x"))
    d = p.s("discharge", [p.assume(f)], f)
    p.s("generalise", [p.s("generalise", [d], "set", "x")], "real", "x")
    inner = p.n("in", p.b(1), p.n("setb", 0))
    p.last(p.n("all", "real", p.n("all", "set", p.n("imp", inner, inner))), 0)
    g = p.n("ge", p.n("app", "f", [p.v("x")]))
    p.s("generalise", [p.assume(g)], "fn2", "f")
    p.run()  # another arity, hence another variable
    p.s("generalise", [len(p.steps) - 2], "fn1", "f")
    p.refused("occurs where it must not")


def test_specialise(p: Proof) -> None:
    f = p.assume(p.n("all", "real", p.n("ge", p.b())))
    p.s("specialise", [f], p.v("y"))
    p.last(p.n("ge", p.v("y")))
    p.s("specialise", [f], p.n("set", "S"))
    p.refused("a value of sort set")


def test_specialise_beta_reduces_and_checks_arity(p: Proof) -> None:
    y = p.v("y")
    f = p.assume(p.n("all", "fn1", p.n("all", "real", p.n("ge", p.n("app", 1, [p.n("app", 1, [p.b()])])))))
    square = p.n("poly", [[1, [[p.b(), 2]]], [1, [[y, 1]]]])
    p.s("specialise", [f], p.n("lam", 1, square))
    inner = p.n("poly", [[1, [[p.b(), 2]]], [1, [[y, 1]]]])
    p.last(p.n("all", "real", p.n("ge", p.n("poly", [[1, [[inner, 2]]], [1, [[y, 1]]]]))))
    p.s("specialise", [f], p.n("lam", 2, square))
    p.refused("a value of sort fn2 for a variable of sort fn1")


def test_specialise_cannot_capture(p: Proof) -> None:
    """all x all y. x = y + 1 fails at no value of x by capture: the value is closed."""
    f = p.assume(p.n("all", "real", p.n("all", "real", p.n("eq", p.poly((1, p.b(1)), (-1, p.b(0)))))))
    p.s("specialise", [f], p.b())
    p.refused("loose index")


def test_lambda_with_too_many_arguments_or_a_set_index(p: Proof) -> None:
    p.n("lam", 1, p.b(1))
    p.refused("malformed lambda")


def test_an_index_is_used_at_the_sort_of_its_binder(p: Proof) -> None:
    p.n("all", "set", p.n("ge", p.b()))
    p.refused("another sort")
    q = Proof()
    q.n("sum", q.n("set", "S"), q.n("app", 0, [q.b(1)]))
    q.refused("another sort")


# ---- arithmetic


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


# ---- functions


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


# ---- sets and sums


def test_filters(p: Proof) -> None:
    s, e = p.n("set", "S"), p.v("e")
    big = p.n("filter", s, p.n("gt", p.b()))
    member, condition, inside = p.n("in", e, s), p.n("gt", e), p.n("in", e, big)
    a, b, c = p.assume(member), p.assume(condition), p.assume(inside)
    p.s("filter_in", [a, b], big, e)
    p.last(inside, 2)
    p.s("filter_out", [c], 0)
    p.last(member, 1)
    p.s("filter_out", [c], 1)
    p.last(condition, 1)
    for premises, args, message in (
        ([b, a], [big, e], "membership"),
        ([a, a], [big, e], "not the condition"),
        ([a, b], [s, e], "not a filter"),
    ):
        q = copy.deepcopy(p)
        q.s("filter_in", premises, *args)
        q.refused(message)
    for premise, which, message in (
        (a, 0, "not a filter"),
        (c, 2, "must be 0 or 1"),
        (b, 0, "not in"),
        (c, True, "must be 0 or 1"),
    ):
        q = copy.deepcopy(p)
        q.s("filter_out", [premise], which)
        q.refused(message)


def induction(
    p: Proof, extra: int | None = None, s: str = "S", e: str = "e", key: int | None = None, goal: int | None = None
) -> Proof:
    """P(S) := sum_S 1 >= 0, from hypotheses of the two cases (and `extra`, discharged nowhere)."""
    q = copy.deepcopy(p)
    S, ev = q.n("set", "S"), q.v("e")
    goal = q.n("ge", q.n("sum", S, q.c(1))) if goal is None else goal
    smaller = q.n("filter", S, q.neg(q.n("eq", q.poly((1, q.b()), (-1, ev)))))
    hyps = [q.n("all", "real", q.neg(q.n("in", q.b(), S)))]
    hyps2 = [
        q.n("in", ev, S),
        q.n("all", "real", q.n("imp", q.n("in", q.b(), S), q.n("ge", q.poly((1, q.b()), (-1, ev))))),
        q.n("ge", q.n("sum", smaller, q.c(1))),
    ]
    one, x = q.c(1), q.n("in", q.v("x"), S)
    base = q.s("sum_sign", [q.s("arith", [], q.n("ge", one), [[1, one, []]], [])], "x", S)
    steps = []
    for wanted in (hyps, [*hyps2, *([] if extra is None else [extra])]):
        top = base
        for f in wanted:  # mention the hypothesis: discharge and use it again
            top = (
                q.s("mp", [q.s("discharge", [top], x), q.assume(x)])
                if f == x
                else q.s("mp", [q.s("discharge", [top], f), q.assume(f)])
            )
        steps.append(top)
    q.s("induct", steps, s, e, q.n("lam", 1, q.b()) if key is None else key, goal)
    return q


def test_induct(p: Proof) -> None:
    r = induction(p).run()
    assert not r.thms[-1].hyps
    assert r.thms[-1].concl.tag == "ge"


def test_induct_eigenvariables(p: Proof) -> None:
    S, e = p.n("set", "S"), p.v("e")
    induction(p, extra=p.n("in", p.v("y"), S)).refused("occurs where it must not")
    induction(p, extra=p.n("ge", e)).refused("occurs where it must not")
    induction(p, key=p.n("lam", 1, e)).refused("occurs where it must not")
    induction(p, key=p.n("lam", 1, p.n("sum", S, p.b()))).refused("occurs where it must not")
    induction(p, goal=p.n("ge", e)).refused("not P")
    induction(p, key=p.n("lam", 2, p.b())).refused("one argument")


def test_induct_with_another_key_keeps_the_hypothesis(p: Proof) -> None:
    """Without the right key the least-element hypothesis is not discharged; it mentions S."""
    induction(p, key=p.n("lam", 1, p.poly((-1, p.b())))).refused("occurs where it must not")


def test_induct_with_e_in_the_goal(p: Proof) -> None:
    q, S, e = p, p.n("set", "S"), p.v("e")
    f = q.n("in", e, S)
    i = q.assume(f)
    q.s("induct", [i, i], "S", "e", q.n("lam", 1, q.b()), f)
    q.refused("occurs where it must not")


def test_sum_sign(p: Proof) -> None:
    s, x = p.n("set", "S"), p.v("x")
    f = p.assume(p.n("all", "real", p.n("imp", p.n("in", p.b(), s), p.n("ge", p.b()))))
    member = p.n("in", x, s)
    i = p.s("mp", [p.s("specialise", [f], x), p.assume(member)])
    p.s("sum_sign", [i], "x", s)
    p.last(p.n("ge", p.n("sum", s, p.b())), 1)
    q = copy.deepcopy(p)
    q.s("sum_sign", [q.assume(q.n("ge", x))], "x", s)
    q.refused("occurs where it must not")
    p.s("sum_sign", [i], "x", p.n("set", "T"))
    p.refused("occurs where it must not")


def test_eigenvariable_inside_the_set(p: Proof) -> None:
    """S(x) = {y in T | y = x + 1}: from x in S(x) |- -1 >= 0 would follow that the sum of -1 is >= 0."""
    x = p.v("x")
    s = p.n("filter", p.n("set", "T"), p.n("eq", p.poly((1, p.b()), (-1, x), (-1,))))
    member = p.n("in", x, s)
    out = p.s("filter_out", [p.assume(member)], 1)  # x - x - 1 = 0
    p.s("arith", [out], p.n("ge", p.c(-1)), [], [[p.c(1), 0]])
    p.s("sum_sign", [out + 1], "x", s)
    p.refused("occurs where it must not")


def test_sum_split(p: Proof) -> None:
    s, f = p.n("set", "S"), p.n("ge", p.b())
    p.s("sum_split", [], s, f, p.b())
    whole = p.n("sum", s, p.b())
    parts = [p.n("sum", p.n("filter", s, g), p.b()) for g in (f, p.neg(f))]
    p.last(p.n("eq", p.poly((1, whole), (-1, parts[0]), (-1, parts[1]))), 0)
    p.s("sum_split", [], s, f, p.b(1))
    p.refused("loose index")


def test_sum_one(p: Proof) -> None:
    s, e = p.n("set", "S"), p.v("e")
    single = p.n("filter", s, p.n("eq", p.poly((1, p.b()), (-1, e))))
    i = p.assume(p.n("in", e, s))
    p.s("sum_one", [i], p.poly((1, p.b(), p.b())), e, s)
    p.last(p.n("eq", p.poly((1, p.n("sum", single, p.poly((1, p.b(), p.b())))), (-1, e, e))), 1)
    q = copy.deepcopy(p)
    q.s("sum_one", [i], q.b(), e, q.n("set", "T"))
    q.refused("not membership")
    p.s("sum_one", [i], p.b(), p.v("y"), s)
    p.refused("not membership")


def test_sum_ext(p: Proof) -> None:
    x = p.v("x")
    s, t = p.n("set", "S"), p.n("filter", p.n("filter", p.n("set", "S"), p.n("ge", p.c(0))), p.n("ge", p.c(1)))
    ins, int_ = p.n("in", x, s), p.n("in", x, t)
    zero, one = (p.s("arith", [], p.n("ge", p.c(c)), [[c, p.c(1), []]] if c else [], []) for c in (0, 1))
    a = p.assume(ins)
    up = p.s("filter_in", [p.s("filter_in", [a, zero], p.n("filter", s, p.n("ge", p.c(0))), x), one], t, x)
    down = p.s("filter_out", [p.s("filter_out", [p.assume(int_)], 0)], 0)
    p.s("sum_ext", [up, down], "x", s, t, p.b())
    p.last(p.n("eq", p.poly((1, p.n("sum", s, p.b())), (-1, p.n("sum", t, p.b())))), 0)
    q = copy.deepcopy(p)
    q.s("sum_ext", [down, up], "x", s, t, q.b())
    q.refused("not the two inclusions")
    u = p.n("filter", s, p.n("eq", p.poly((1, p.b()), (-1, x))))  # {y in S | y = x} depends on x
    inu = p.assume(p.n("in", x, u))
    zero = p.s("arith", [], p.n("eq", p.c(0)), [], [])
    p.s("sum_ext", [p.s("filter_in", [a, zero], u, x), p.s("filter_out", [inu], 0)], "x", s, u, p.b())
    p.refused("occurs where it must not")


def test_sum_swap(p: Proof) -> None:
    s, t, x, y = p.n("set", "S"), p.n("set", "T"), p.v("x"), p.v("y")
    f, body = p.n("ge", p.poly((1, x), (-1, y))), p.poly((1, p.n("app", "f", [x, y])))
    p.s("sum_swap", [], "x", "y", s, t, f, body)
    left = p.n(
        "sum",
        s,
        p.n("sum", p.n("filter", t, p.n("ge", p.poly((1, p.b(1)), (-1, p.b(0))))), p.n("app", "f", [p.b(1), p.b(0)])),
    )
    right = p.n(
        "sum",
        t,
        p.n("sum", p.n("filter", s, p.n("ge", p.poly((1, p.b(0)), (-1, p.b(1))))), p.n("app", "f", [p.b(0), p.b(1)])),
    )
    p.last(p.n("eq", p.poly((1, left), (-1, right))), 0)
    dependent = p.n("filter", t, p.n("ge", p.poly((1, p.b()), (-1, x))))
    q = copy.deepcopy(p)
    q.s("sum_swap", [], "x", "y", s, dependent, f, body)
    q.refused("occurs where it must not")
    p.s("sum_swap", [], "x", "x", s, t, f, body)
    p.refused("the same")


def test_maximum(p: Proof) -> None:
    s, e = p.n("set", "S"), p.v("e")
    i, t = p.assume(p.n("in", e, s)), p.n("app", "a", [p.b()])
    top = p.n("max", s, t)
    p.s("max_bound", [i], s, e, t)
    p.last(p.n("ge", p.poly((1, top), (-1, p.n("app", "a", [e])))), 1)
    p.s("max_attained", [i], s, e, t)
    attained = p.neg(p.n("eq", p.poly((1, top), (-1, t))))
    p.last(p.neg(p.n("all", "real", p.n("imp", p.n("in", p.b(), s), attained))), 1)
    for rule in ("max_bound", "max_attained"):
        q = copy.deepcopy(p)
        q.s(rule, [i], q.n("set", "T"), e, t)
        q.refused("not membership")
        q = copy.deepcopy(p)
        q.s(rule, [], s, e, t)
        q.refused("premises instead of")


def test_every_rule_of_the_design_is_there() -> None:
    assert set(RULES) == set(
        "assume discharge mp contradiction generalise specialise arith order antisym replace exp special inv filter_in "
        "filter_out induct sum_sign sum_split sum_one sum_ext sum_swap max_bound max_attained deriv deriv_ext "
        "rise".split()
    )


# ---- whole certificates


def statement(claim: str, sizes: str = "", given: str = "(r (real))", define: str = "", assume: str = "") -> str:
    return (
        f"(statement lem:t lemma stated\n (sizes {sizes})\n (given {given})\n (define {define})\n"
        f" (assume {assume})\n (claim {claim}))"
    )


def wrap(text: str, kind: str, **fields: Any) -> dict[str, Any]:
    return {
        "schema": 1,
        "kind": kind,
        "id": "lem:t",
        "variant": "stated",
        "statement": text,
        "hash": hashlib.sha256(text.encode()).hexdigest(),
        **fields,
    }


def lock_of(text: str) -> dict[str, Any]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {"schema": 1, "statements": {"lem:t stated": {"sha256": digest, "text": text}}}


QUOTIENT = statement("(one (= (/ (real r) (real r)) 1))", assume="(positive (< 0 (real r)))")


def quotient_certificate(text: str = QUOTIENT) -> dict[str, Any]:
    """r > 0 gives r / r = 1, with its domain condition r != 0."""
    p = Proof()
    r, one = p.v("r"), p.c(1)
    positive, zero = p.n("gt", r), p.n("eq", r)
    a, b = p.assume(positive), p.assume(zero)
    absurd = p.s("arith", [a, b], p.n("gt", p.c(0)), [[1, one, [0]]], [[p.c(-1), 1]])
    condition = p.s("discharge", [absurd], zero)
    claim = p.s("inv", [a], r)
    return wrap(text, "kernel", nodes=p.nodes, steps=p.steps, goals=[condition, claim])


def test_a_certificate_is_accepted() -> None:
    report = check(quotient_certificate())
    assert report.ok and report.verdict == "PROVED" and "ad hoc" in report.message
    report = check(quotient_certificate(), lock_of(QUOTIENT))
    assert report.ok and "locked statement" in report.message


def test_tampering() -> None:
    good = quotient_certificate()
    other = QUOTIENT.replace(" 1)))", " 2)))")
    assert other != QUOTIENT

    def rejected(message: str, lock: Any = None, **change: Any) -> None:
        report = check({**copy.deepcopy(good), **change}, lock)
        assert not report.ok and report.verdict == "REJECTED" and message in report.message, report

    rejected("hash", hash="0" * 64)
    rejected("hash", statement=other)
    rejected("proves something else", statement=other, hash=hashlib.sha256(other.encode()).hexdigest())
    rejected("not in the lock", {"schema": 1, "statements": {}})
    rejected("not the locked one", lock_of(other))
    rejected("id or variant", id="lem:u")
    rejected("not in the lock", lock_of(QUOTIENT), variant="printed")
    rejected("must list 2 goals", goals=good["goals"][1:])
    rejected("must list 2 goals", goals=[*good["goals"], 0])
    rejected("proves something else", goals=good["goals"][::-1])
    rejected("no such step", goals=[True, 4])
    rejected("no such step", goals=[3, 99])
    rejected("missing or unknown fields", extra=1)
    changed = copy.deepcopy(good["steps"])
    changed[2][2][1][0][0] = 2
    rejected("identity fails", steps=changed)
    forward = copy.deepcopy(good["steps"])
    forward[3][1] = [4]
    rejected("not an earlier step", steps=forward)
    lying = lock_of(QUOTIENT)
    lying["statements"]["lem:t stated"]["text"] = other
    rejected("not the locked one (text)", lying)


def test_a_hypothesis_that_is_not_granted() -> None:
    text = QUOTIENT.replace("(positive (< 0 (real r)))", "")
    report = check(quotient_certificate(text))
    assert not report.ok and "not granted" in report.message


def test_conditions_of_an_assumption_use_only_earlier_ones() -> None:
    """The later assumption r > 0 may not justify the division in the earlier one."""
    division, positive = "(unit (= (/ (real r) (real r)) 1))", "(positive (< 0 (real r)))"
    claim = "(trivial (<= 0 0))"
    for order, message in ((positive + division, ""), (division + positive, "not granted")):
        cert = quotient_certificate(statement(claim, assume=order))
        cert["nodes"] += [["poly", [[1, []]]], ["poly", []], ["ge", len(cert["nodes"]) + 1]]
        cert["steps"].append(["arith", [], [len(cert["nodes"]) - 1, [], []]])
        cert["goals"] = [3, 5]
        report = check(cert)
        assert report.ok == (not message) and message in report.message, report


@pytest.mark.parametrize("cert", [None, [], 3, {}, {"schema": 2, "kind": "kernel"}, {"schema": 1, "kind": "magic"}])
def test_not_a_certificate(cert: Any) -> None:
    assert check(cert).verdict == "BAD INPUT"


def test_random_damage_never_raises_and_never_changes_the_statement() -> None:
    rng = random.Random(1)
    values = [0, 1, -1, 7, True, None, "x", "1/2", "0x", [], [[]], {}, "deriv", 10**30, "1/0", ["poly", []]]
    base = quotient_certificate()
    for _ in range(1500):
        cert = json.loads(json.dumps(base))
        for _ in range(rng.choice([1, 1, 2])):
            spot: Any = cert
            while True:
                keys = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
                key = rng.choice(keys)
                if isinstance(spot[key], list | dict) and spot[key] and rng.random() < 0.85:
                    spot = spot[key]
                    continue
                spot[key] = rng.choice(values)
                break
        report = check(cert)
        assert "\n" not in report.message
        if report.ok:
            assert cert["statement"] == QUOTIENT


def test_big_hex_integers() -> None:
    big = 3**9000
    p = Proof()
    node = p.c(hex(big))
    ratio = p.c(f"{hex(-big)}/{hex(2 * big)}")
    run = p.run()
    assert run.k.value(run.nodes[node]) == big
    assert run.k.value(run.nodes[ratio]) == Fraction(-1, 2)
    q = Proof()
    q.c("9" * 5000)
    q.refused("too long")


# ---- budgets


def test_budgets_end_in_rejection(p: Proof) -> None:
    x = p.v("x")
    p.n("poly", [[1, [[p.poly((1, x), (1,)), 10**6]]]])
    p.refused("too large|budget")
    for e in (10**1500, f"1/{10**1500}"):
        q = Proof()
        q.n("poly", [[1, [[q.n("exp", [[q.v("x"), 1]]), e]]]])
        q.refused("too large")
    q = Proof()
    q.n("poly", [[1, [[q.c(3), 10**6]]]])
    q.refused("too large")


def test_deep_nests_are_rejected(p: Proof) -> None:
    t = p.v("x")
    for _ in range(5000):
        t = p.n("inv", t)
    p.refused("too deep")
    f = "(not " * 5000 + "(<= 0 0)" + ")" * 5000
    assert "too deep" in check(wrap(statement(f"(c {f})"), "kernel", nodes=[], steps=[], goals=[])).message
    f = "(not " * 580 + "(<= 0 0)" + ")" * 580
    assert not check(wrap(statement(f"(c {f})"), "kernel", nodes=[], steps=[], goals=[])).ok


def test_many_steps_replay_fast(p: Proof) -> None:
    """5000 steps: products of sums of six variables, each with 21 terms."""
    names = [p.v(f"x{k}") for k in range(6)]
    one, total = p.c(1), p.poly(*[(1, x) for x in names])
    hyp = p.assume(p.n("ge", total))
    for k in range(1, 2500):
        goal = p.n("ge", p.n("poly", [[k, [[total, 2]]], [1, [[total, 1]]]]))
        step = p.s("arith", [hyp], goal, [[k, total, []], [1, one, [0]]], [])
        p.s("discharge", [step], goal)
    start = time.perf_counter()
    assert len(p.run().thms) == 4999
    assert time.perf_counter() - start < 5


# ---- statements


@pytest.mark.parametrize(
    "text, message",
    [
        ("(a", "not one"),
        ("a)", "unbalanced"),
        ("", "not one"),
        ("(a) (b)", "not one"),
        ('("a)', "unreadable"),
    ],
)
def test_broken_brackets(text: str, message: str) -> None:
    with pytest.raises(Rejected, match=message):
        parse(text)


def test_labels_may_be_quoted() -> None:
    st = Reader().statement(statement('("a \\"b\\" \\u00e9" (<= 0 (real r)))'))
    assert st.claim[0][0] == 'a "b" \u00e9'


@pytest.mark.parametrize(
    "change, message",
    [
        (dict(claim="(c (<= 0 (real s)))"), "unknown real"),
        (dict(claim="(c (<= 0 1.5))"), "not an integer"),
        (dict(claim='(c (<= 0 "1"))'), "term is expected"),
        (dict(claim="(c (<= 0))"), "malformed formula"),
        (dict(claim="(c (= 0 (^ (real r) 1)))"), "between 2"),
        (dict(claim="(c (= 0 (^ (real r) -1)))"), "between 2"),
        (dict(claim=""), "claims nothing"),
        (dict(claim="(c (<= 0 1)) (c (<= 0 1))"), "repeated"),
        (dict(claim="(c (<= 0 1))", sizes="(n 0)"), "at least 1"),
        (dict(claim="(c (<= 0 1))", sizes="(r 1)"), "used twice"),
        (dict(claim="(c (<= 0 1))", given="(a (array n))"), "unknown size"),
        (dict(claim="(c (<= 0 1))", given="(a (array))"), "malformed sort"),
        (dict(claim="(c (<= 0 (sum n n - 1)))", sizes="(n 1)"), "used twice"),
        (dict(claim="(c (<= 0 (call f 1)))"), "unknown definition"),
        (dict(claim="(c (<= 0 (call f 1)))", define="(f ((x (real))) (call f (real x)))"), "unknown definition"),
        (dict(claim="(c (<= 0 (call f 1)))", define="(f ((x (real))) (real r))"), "unknown real"),
        (dict(claim="(c (<= 0 (call f)))", define="(f ((x (real))) (real x))"), "has 1 parameters"),
        (dict(claim="(c (call f 1))", define="(f ((x (real))) (real x))"), "wrong kind"),
        (
            dict(claim="(c (<= 0 (sum i m - (at a (index i)))))", sizes="(n 1) (m 1)", given="(a (array n))"),
            "wrong shape",
        ),
        (
            dict(claim="(c (forall i (index n) (forall j (index m) (same (index i) (index j)))))", sizes="(n 1) (m 1)"),
            "different sizes",
        ),
        (
            dict(
                claim="(c (<= 0 (call f (array a) (array b))))",
                sizes="(n 1) (m 1)",
                given="(a (array n)) (b (array m))",
                define="(f ((x (array k)) (y (array k))) 0)",
            ),
            "do not agree",
        ),
        (dict(claim="(c (and))"), "malformed formula"),
        (dict(claim="(c (< 0 (pi 1)))"), "malformed term"),
        (dict(claim="(c (< 0 (pos (real r))))"), "an index is expected"),
        (dict(claim="(c (< 0 (pos (index i))))"), "unknown index"),
        (dict(claim="(c (< 0 (pos i)))", sizes="(n 1)", given="(i (index n))"), "an index is expected"),
        (dict(claim="(c (< 0 (pos (index i) (index i))))", sizes="(n 1)", given="(i (index n))"), "malformed term"),
        (dict(claim="(c (< 0 pi))"), "not an integer"),
        (dict(claim="(c (not (defined 1)))"), "malformed formula"),
    ],
)
def test_ill_formed_statements(change: dict[str, str], message: str) -> None:
    report = check(wrap(statement(**change), "kernel", nodes=[], steps=[], goals=[]))
    assert not report.ok and message in report.message, report


# ---- translation


def goals(text: str) -> tuple[Terms, list[Goal], frozenset[Node]]:
    k = Terms()
    t = Translate(k, Reader().statement(text))
    return k, t.goals, t.hyps


def test_relations_and_declared_hypotheses() -> None:
    k, found, hyps = goals(
        statement("(c (!= (real r) (at a (index i))))", sizes="(n 2)", given="(r (real)) (a (array n)) (i (index n))")
    )
    n, i, r = k.set("n"), k.var("i"), k.var("r")
    assert found[0].formula is k.neg(k.relation("eq", k.sub(r, k.app("a", [i]))))
    assert hyps == {k.relation("ge", k.sub(k.sum(n, k.one), k.const(2))), k.member(i, n)}


def test_guards_of_conjunction_disjunction_implication() -> None:
    condition, r_text = "(< 0 (real r))", "(<= (/ 1 (real r)) 1)"
    k = Terms()
    for head, guard in (("and", False), ("or", True), ("implies", False)):
        t = Translate(k, Reader().statement(statement(f"(c ({head} {condition} {r_text}))")))
        r = k.var("r")
        positive, nonzero = k.relation("gt", r), k.neg(k.relation("eq", r))
        f = k.relation("ge", k.sub(k.one, k.inv(r)))
        whole = {
            "and": k.neg(k.imp(positive, k.neg(f))),
            "or": k.imp(k.neg(positive), f),
            "implies": k.imp(positive, f),
        }
        assert [g.formula for g in t.goals] == [k.imp(k.neg(positive) if guard else positive, nonzero), whole[head]]


def test_three_conjuncts_fold_to_the_right_and_conditions_are_kept_once() -> None:
    k, found, _ = goals(statement("(c (and (< 0 1) (< 0 2) (<= (/ 1 (real r)) (/ 2 (real r)))))"))
    a, b = k.relation("gt", k.one), k.relation("gt", k.const(2))
    assert found[0].formula is k.imp(a, k.imp(b, k.neg(k.relation("eq", k.var("r")))))
    f = k.relation("ge", k.inv(k.var("r")))
    assert found[1].formula is k.neg(k.imp(a, k.neg(k.neg(k.imp(b, k.neg(f))))))
    assert len(found) == 2


def test_conditional_sum_and_quantified_array() -> None:
    text = statement(
        "(c (forall b (array n) (<= 0 (sum i n (< 0 (at b (index i))) (log (at b (index i)))))))",
        sizes="(n 1)",
        given="",
    )
    k, found, _ = goals(text)
    n, b = k.set("n"), k.app(1, [k.bound(0)])
    positive = k.relation("gt", b)
    condition = k.all("fn1", k.all("real", k.imp(k.member(k.bound(0), n), k.imp(positive, positive))))
    claim = k.all("fn1", k.relation("ge", k.sum(k.filter(n, k.relation("gt", k.app(1, [k.bound(0)]))), k.fn("log", b))))
    assert [g.formula for g in found] == [condition, claim]


def test_a_position_counts_what_is_not_after_it() -> None:
    """Both translations, also where an index of the caller is the one of a definition."""
    text = statement(
        "(c (= (call f (index i)) (pos (index i))))",
        sizes="(n 1)",
        given="(i (index n))",
        define="(f ((k (index m))) (sum j m (<= (pos (index j)) (pos (index k))) 1))",
    )
    k, found, _ = goals(text)
    n, i = k.set("n"), k.var("i")

    def position(x: Node) -> Node:
        return k.sum(k.filter(n, k.relation("ge", k.sub(k.shift(x, 1), k.bound(0)))), k.one)

    inner = k.relation("ge", k.sub(position(i), position(k.bound(0))))
    assert found[0].formula is k.equal(k.sum(k.filter(n, inner), k.one), position(i))
    assert [repr(g.formula) for g in translate.problem(core.parse(text)).goals] == [
        "|{x∈n | |{y∈n | i ≥ y}| ≥ |{y∈n | x ≥ y}|}| = |{x∈n | i ≥ x}|"
    ]


def test_maximum_minimum_absolute_value() -> None:
    k, found, _ = goals(statement("(c (<= (abs (real r)) (max (real r) 0))) (d (<= 0 (min (real r) 0)))"))
    r = k.var("r")
    root = k.fn("sqrt", k.mul(r, r))
    half = Fraction(1, 2)
    assert found[0].formula is k.relation("ge", k.sub(k.scale(half, k.add(r, root)), root))
    assert found[1].formula is k.relation("ge", k.scale(half, k.sub(r, root)))


def test_calls_bind_by_environment_not_by_text() -> None:
    """The parameter x of f is the caller's i-dependent term: no capture by f's own bound index i."""
    text = statement(
        "(c (<= 0 (sum i n - (call f (at a (index i)) (array a)))))",
        sizes="(n 1)",
        given="(a (array n))",
        define="(f ((x (real)) (z (array m))) (sum i m - (* (real x) (at z (index i)))))",
    )
    k, found, _ = goals(text)
    whole = k.sum(k.set("n"), k.app("a", [k.bound(0)]))
    assert found[0].formula is k.relation("ge", k.mul(whole, whole))


def test_lambda_arguments() -> None:
    text = statement(
        "(c (<= 0 (sum j n - (call g (lam (i) (n) (* (at a (index i)) (at a (index j))))))))",
        sizes="(n 1)",
        given="(a (array n))",
        define="(g ((z (array m))) (sum j m - (at z (index j))))",
    )
    k, found, _ = goals(text)
    whole = k.sum(k.set("n"), k.app("a", [k.bound(0)]))
    assert found[0].formula is k.relation("ge", k.mul(whole, whole))


def test_partial_derivative_splits_sums() -> None:
    text = statement(
        "(c (= 0 (deriv (sum j n - (^ (at a (index j)) 2)) (at a (index i)))))",
        sizes="(n 1)",
        given="(a (array n)) (i (index n))",
    )
    k, found, _ = goals(text)
    i = k.var("i")
    others = k.filter(k.set("n"), k.neg(k.same(i)))
    entry = k.app("a", [k.bound(0)])
    body = k.add(k.shift(k.sum(others, k.mul(entry, entry)), 1), k.mul(k.bound(0), k.bound(0)))
    assert found[0].formula is k.relation("eq", k.scale(-1, k.deriv(body, k.app("a", [i]))))


@pytest.mark.parametrize(
    "body, message",
    [
        ("(at a (index k))", "may be the varied one"),
        ("(maxover j n (at a (index j)))", "varied|maximum"),
        ("(maxover j n (at a (index i)))", "maximum"),
        ("(sum j n (< 0 1) (at a (index j)))", "conditional"),
        ("(deriv (sum j n - (at a (index j))) (at a (index k)))", "varied|mixed"),
    ],
)
def test_derivatives_that_are_not_translated(body: str, message: str) -> None:
    text = statement(
        f"(c (= 0 (deriv {body} (at a (index i)))))", sizes="(n 1)", given="(a (array n)) (i (index n)) (k (index n))"
    )
    with pytest.raises(Rejected, match=message):
        goals(text)


def test_conditions_below_a_derivative_are_asked_for_all_reals() -> None:
    k, found, _ = goals(statement("(c (= 0 (deriv (log (real r)) (real r))))"))
    assert found[0].formula is k.all("real", k.relation("gt", k.bound(0)))
    assert found[1].formula is k.relation("eq", k.scale(-1, k.deriv(k.fn("log", k.bound(0)), k.var("r"))))


VECTOR_TEXT = dict(sizes="(n 1)", given="(r (real)) (a (array n)) (i (index n))")


@pytest.mark.parametrize(
    "body, outside, inside",
    [
        ("(abs {})", [], ["gt u^2"]),
        ("(sqrt {})", ["ge u"], ["gt u"]),
        ("(lambertw {})", ["ge u"], ["gt u"]),
        ("(log {})", ["gt u"], ["gt u"]),
        ("(max {} 0)", [], ["gt u^2"]),
        ("(min 0 {})", [], ["gt u^2"]),
        ("(abs (sqrt {}))", ["ge u"], ["gt u", "gt sqrt(u)^2"]),
        ("(call f {})", [], ["gt u^2"]),
        ("(call g (lam (j) (n) {}) (index i))", [], ["gt u^2"]),
    ],
)
@pytest.mark.parametrize("argument", ["(real r)", "3"])
def test_conditions_of_a_derivative_make_it_exist(
    body: str, outside: list[str], inside: list[str], argument: str
) -> None:
    """Also for what the variable does not occur in; the same goals as the kernel's own translation."""
    define = "(f ((x (real))) (abs (real x))) (g ((z (array m)) (i (index m))) (abs (at z (index i))))"
    term = body.format(argument)
    text = statement(f"(c (= {term} (deriv {term} (real r))))", define=define, **VECTOR_TEXT)
    k, found, _ = goals(text)

    def condition(shape: str, u: Node) -> Node:
        tag, rest = shape.split()
        t = k.fn("sqrt", u) if "sqrt" in rest else u
        return k.relation(tag, k.mul(t, t) if "^2" in rest else t)

    free, bound = (k.var("r"), k.bound(0)) if argument != "3" else (k.const(3), k.const(3))
    wanted = [condition(c, free) for c in outside] + [k.all("real", condition(c, bound)) for c in inside]
    assert [g.formula for g in found[:-1]] == wanted
    assert [repr(g.formula) for g in translate.problem(core.parse(text)).goals[:-1]] == [
        repr(g) for g in kernel_conditions(outside, inside, argument)
    ]


def kernel_conditions(outside: list[str], inside: list[str], argument: str) -> list[terms.Node]:
    """The same conditions as nodes of the kernel."""

    def condition(shape: str, u: terms.Node) -> terms.Node:
        tag, rest = shape.split()
        t = terms.fn("sqrt", u) if "sqrt" in rest else u
        return {"gt": terms.gt, "ge": terms.ge}[tag](terms.mul(t, t) if "^2" in rest else t)

    free, bound = (terms.var("r"), terms.bound(0)) if argument != "3" else (terms.lift(3), terms.lift(3))
    return [condition(c, free) for c in outside] + [terms.all_body("real", condition(c, bound)) for c in inside]


def test_a_derivative_of_the_absolute_value_does_not_equal_itself() -> None:
    """The identity is no proof: 0 < x^2 for all x is asked, and is false at 0."""
    slope = "(deriv (abs (real r)) (real r))"
    text = statement(f"(c (= {slope} {slope}))")
    k, found, _ = goals(text)
    square = k.mul(k.bound(0), k.bound(0))
    assert [g.formula for g in found] == [k.all("real", k.relation("gt", square)), k.relation("eq", k.zero)]
    p = Proof()
    claim = p.s("arith", [], p.n("eq", p.c(0)), [], [])
    report = check(wrap(text, "kernel", nodes=p.nodes, steps=p.steps, goals=[claim]))
    assert not report.ok and "must list 2 goals" in report.message


@pytest.mark.parametrize(
    "body, message",
    [
        ("(maxover j n (* (real r) (at a (index j))))", "maximum"),
        ("(minover j n (* (real r) (at a (index j))))", "maximum"),
        ("(sum j n (< 0 (real r)) 1)", "condition"),
    ],
)
def test_maxima_and_choices_that_vary_are_not_differentiated(body: str, message: str) -> None:
    text = statement(f"(c (= 0 (deriv {body} (real r))))", **VECTOR_TEXT)
    with pytest.raises(Rejected, match=message):
        goals(text)
    with pytest.raises(translate.TranslationError, match="variable of a derivative"):
        translate.problem(core.parse(text))


def test_a_definition_has_its_conditions_as_goals() -> None:
    k, found, _ = goals(statement("(value (defined (/ 1 (real r))))"))
    assert [g.formula for g in found] == [k.neg(k.relation("eq", k.var("r")))]


# ---- numbers


@pytest.mark.parametrize("digits", [20, 80, 310])
def test_directed_functions_enclose(digits: int) -> None:
    rng = random.Random(digits)
    functions = {
        rounding.exp_: mpmath.exp,
        rounding.log_: mpmath.log,
        rounding.sqrt_: mpmath.sqrt,
        rounding.lambertw_: lambda x: mpmath.lambertw(x).real,
    }
    points = [Fraction(rng.randrange(1, 10**9), 10 ** rng.randrange(1, 18)) for _ in range(30)]
    points += [Fraction(1), Fraction(2), Fraction(1, 2), Fraction(1, 10**40), 1 + Fraction(1, 10**19), Fraction(40000)]
    down, up = rounding.rounding(digits, False), rounding.rounding(digits, True)
    with mpmath.workdps(4 * digits + 300):
        for f, reference in functions.items():
            for x in points + ([-q for q in points if q < 5000] if f is rounding.exp_ else []):
                point = rounding.ratio(x, down)
                exact = reference(mpmath.mpf(str(point)))
                low, high = (mpmath.mpf(str(f(point, c))) for c in (down, up))
                assert low <= exact <= high, (f, x)
                assert high - low <= (abs(exact) + mpmath.mpf(10) ** -digits) * mpmath.mpf(10) ** (3 - digits), (f, x)


@pytest.mark.parametrize("digits", LADDER)
def test_pi_is_enclosed(digits: int) -> None:
    low, high = (Fraction(rounding.pi_(rounding.rounding(digits, up))) for up in (False, True))
    with mpmath.workdps(digits + 50):
        pi = Fraction(*map(int, mpmath.libmp.to_rational((+mpmath.pi)._mpf_)))
    near = Fraction(1, 10 ** (digits + 40))  # more than the error of the reference
    assert low < pi - near and pi + near < high and high - low <= Fraction(1, 10 ** (digits - 2))


def test_directed_quotients() -> None:
    rng = random.Random(3)
    for _ in range(2000):
        q = Fraction(rng.randrange(-(2**70), 2**70), rng.randrange(1, 2**300))
        low, high = (Fraction(rounding.ratio(q, rounding.rounding(6, up))) for up in (False, True))
        assert low <= q <= high and high - low <= abs(q) / 10**5


@pytest.mark.parametrize("x", ["1e20", "-1e20"])
def test_no_overflow_or_underflow_passes(x: str) -> None:
    with pytest.raises(ArithmeticError):
        rounding.exp_(Decimal(x), rounding.rounding(20, True))


def outcome(formula: str, data: Any = None, at: Any = None, **more: str) -> str:
    st = Reader().statement(statement(f"(c {formula})", **more))
    ev = Evaluate(st, at or {}, {"r": "1/3"} if data is None else data)
    return "".join(sorted(ev.claim(st.claim[0][1])))


@pytest.mark.parametrize(
    "formula, expected",
    [
        ("(< (exp 1) 3)", "T"),
        ("(< 3 (exp 1))", "F"),
        ("(= (* (exp 1) (exp (real r))) (exp 4/3))", "T"),
        ("(= (/ (+ (exp 1) 1) (+ (exp 2) (exp 1))) (exp -1))", "T"),
        ("(= (/ (+ (exp 1) 1) (+ (exp 2) (exp 1))) (exp -2))", "F"),
        ("(= (^ (+ (exp 1) 1) 2) (+ (exp 2) (* 2 (exp 1)) 1))", "T"),
        ("(= (log (* (exp 1) (exp 2))) 3)", "T"),
        ("(= (abs (+ (exp -1) -1)) (+ 1 (* -1 (exp -1))))", "T"),
        ("(= (sqrt 9/4) 3/2)", "T"),
        ("(< (sqrt 2) 99/70)", "T"),
        ("(< 1414213562373095/1000000000000000 (sqrt 2))", "T"),
        ("(= (log 4) (* 2 (log 2)))", "FTU"),
        ("(= (+ (log 4) (* -1 (log 4))) 0)", "T"),
        ("(= (max (exp 1) 3) 3)", "T"),
        ("(= (min (exp 1) 3) (exp 1))", "T"),
        ("(< (lambertw 1) 5672/10000)", "T"),
        ("(< 5671/10000 (lambertw 1))", "T"),
        ("(= (lambertw 0) 0)", "T"),
        ("(and (< 3 (pi)) (< (pi) 22/7))", "T"),
        ("(= (pi) 22/7)", "F"),
        ("(= (+ (pi) (pi)) (* 2 (pi)))", "T"),
        ("(= (^ (sqrt (pi)) 2) (pi))", "FTU"),
        ("(< (deriv (* (pi) (real r)) (real r)) 4)", "T"),
        ("(= (/ 1 0) 1)", "U"),
        ("(= (/ 1 (+ (exp 0) -1)) 1)", "U"),
        ("(= (log 0) 1)", "U"),
        ("(= (sqrt -1) 1)", "U"),
        ("(= (lambertw -1/10) 1)", "U"),
        ("(and (< 1 0) (= (/ 1 0) 1))", "F"),
        ("(and (= (/ 1 0) 1) (< 1 0))", "U"),
        ("(or (< 0 1) (= (/ 1 0) 1))", "T"),
        ("(implies (< 1 0) (= (/ 1 0) 1))", "T"),
        ("(not (= (/ 1 0) 1))", "U"),
        ("(implies (< 0 1) (= (/ 1 0) 1))", "U"),
        ("(forall x (real) (<= 0 1))", "FTU"),
        ("(and (< 1 0) (forall x (real) (<= 0 1)))", "F"),
        ("(< 0 (exp -100000))", "T"),
        ("(< (exp -100001) (exp -100000))", "T"),
        ("(< 0 (exp (exp (exp 10))))", "FTU"),
        ("(defined (/ 1 (real r)))", "T"),
        ("(defined (/ 1 (+ (real r) -1/3)))", "U"),
        ("(defined (log -1))", "U"),
    ],
)
def test_outcomes(formula: str, expected: str) -> None:
    assert outcome(formula) == expected


VECTOR = dict(
    sizes="(n 1)",
    given="(a (array n)) (i (index n))",
    define="(softmax ((z (array n)) (i (index n))) (/ (exp (at z (index i))) (sum j n - (exp (at z (index j))))))"
    "(boltz ((z (array n))) (sum i n - (* (at z (index i)) (call softmax (array z) (index i)))))",
)
BOLTZ, TOP = "(call boltz (array a))", "(maxover j n (at a (index j)))"


def vector(formula: str, *entries: str, i: int = 0) -> str:
    return outcome(formula, {"a": list(entries), "i": i}, {"n": len(entries)}, **VECTOR)


def test_boltz_of_a_constant_vector_is_its_maximum_exactly() -> None:
    assert vector(f"(= {BOLTZ} {TOP})", "1/3", "1/3", "1/3") == "T"
    assert vector(f"(< {BOLTZ} {TOP})", "1/3", "1/3", "1/3") == "F"
    assert vector(f"(< {BOLTZ} {TOP})", "1/3", "1/3", "1/4") == "T"


def test_gradient_by_forward_mode() -> None:
    """d boltz / d a_i = p_i (1 + a_i - boltz), exactly, and the second derivative of a cube."""
    p = "(call softmax (array a) (index i))"
    gradient = f"(deriv {BOLTZ} (at a (index i)))"
    formula = f"(= {gradient} (* {p} (+ 1 (at a (index i)) (* -1 {BOLTZ}))))"
    for i in range(3):
        assert vector(formula, "1/3", "2", "-1", i=i) == "T"
    second = "(deriv (deriv (sum j n - (^ (at a (index j)) 3)) (at a (index i))) (at a (index i)))"
    assert vector(f"(= {second} (* 6 (at a (index i))))", "5", "2", i=1) == "T"


@pytest.mark.parametrize(
    "body, value",
    [
        ("(^ (real r) 3)", "1/3"),
        ("(exp (* 2 (real r)))", "(* 2 (exp 2/3))"),
        ("(/ 1 (real r))", "-9"),
        ("(sqrt (real r))", "(/ 1 (* 2 (sqrt 1/3)))"),
        ("(log (real r))", "3"),
        ("(abs (* -1 (real r)))", "1"),
        ("(max (real r) (^ (real r) 2))", "1"),
        ("(min (real r) (^ (real r) 2))", "2/3"),
        ("(deriv (exp (* 2 (real r))) (real r))", "(* 4 (exp 2/3))"),
        ("(deriv (/ 1 (real r)) (real r))", "54"),
        ("(* (real r) (deriv (* (real r) (real r)) (real r)))", "4/3"),
        ("(sum i n (< 0 (real r)) (real r))", "2"),
    ],
)
def test_derivatives(body: str, value: str) -> None:
    found = outcome(f"(= (deriv {body} (real r)) {value})", {"r": "1/3"}, {"n": 2}, sizes="(n 1)")
    assert found == "T"


@pytest.mark.parametrize("big", ["(^ (^ (^ (^ 3 1000) 1000) 1000) 1000)", "(call d 99)"])
def test_huge_rationals_are_undecided(big: str) -> None:
    names = "abcd"
    define = "(a ((x (real))) (^ (real x) 1000))" + "".join(
        [f"({n} ((x (real))) (call {m} (call {m} (real x))))" for m, n in itertools.pairwise(names)]
    )
    assert outcome(f"(< 0 {big})", define=define) == "FTU"


def test_derivatives_of_logarithms_are_merged_exactly() -> None:
    """Neither side is a sum of exponentials: the variable is replaced by its value before terms are collected."""
    body = "(* (log (real r)) (log (real r)))"
    assert outcome(f"(= (deriv {body} (real r)) (* 6 (log (real r))))") == "T"
    assert outcome(f"(= (deriv (deriv {body} (real r)) (real r)) (+ 18 (* -18 (log (real r)))))") == "T"


def test_derivative_of_lambert_w() -> None:
    deriv = "(deriv (lambertw (real r)) (real r))"
    assert outcome(f"(< 50/100 {deriv})", {"r": "1/3"}) == "T"
    w = mpmath.lambertw(mpmath.mpf(1) / 3).real
    value = w / (mpmath.mpf(1) / 3 * (1 + w))
    low = Fraction(int(value * 10**10), 10**10)
    assert outcome(f"(and (<= {low} {deriv}) (<= {deriv} {low + Fraction(1, 10**9)}))", {"r": "1/3"}) == "T"


@pytest.mark.parametrize(
    "body",
    [
        "(abs (real r))",
        "(sqrt (real r))",
        "(max (real r) 0)",
        "(lambertw (real r))",
        "(sum i n (<= 0 (real r)) 1)",
        "(min (* 2 (real r)) (real r))",
        "(max (real r) (real r))",
        "(abs (+ 1 -1))",
        "(max 1 1)",
    ],
)
def test_kinks_and_borders_are_undecided(body: str) -> None:
    assert outcome(f"(= (deriv {body} (real r)) 0)", {"r": "0"}, {"n": 2}, sizes="(n 1)") == "FTU"


def test_quantifiers_over_indices() -> None:
    some = "(exists j (index n) (= (/ 1 (at a (index j))) 1))"
    every = "(forall j (index n) (< 0 (/ 1 (at a (index j)))))"
    assert vector(some, "1", "2") == "T" and vector(some, "3", "2") == "F" and vector(some, "1", "0") == "U"
    assert vector("(= (pos (index i)) 2)", "0", "0", i=1) == "T" and vector("(< (pos (index i)) 1)", "0") == "F"
    assert vector("(exists j (index n) (= (pos (index j)) 0))", "0", "0") == "F"
    assert vector(every, "1", "2") == "T" and vector(every, "-1", "2") == "F" and vector(every, "-1", "0") == "U"
    assert (
        vector(
            "(exists j (index n) (and (not (same (index i) (index j))) (= (at a (index i)) (at a (index j)))))",
            "1",
            "1",
        )
        == "T"
    )


# ---- witness certificates


def witness(text: str, data: Any, sizes: Any = None, fails: str = "c", **more: Any) -> dict[str, Any]:
    return wrap(text, "witness", sizes=sizes or {}, data=data, fails=fails, **more)


def test_witness() -> None:
    text = statement("(c (<= (real r) 1)) (d (<= 0 1))", assume="(h (< 0 (real r)))")
    assert check(witness(text, {"r": "3/2"})).verdict == "REFUTED"
    for data, fails, message in (
        ({"r": "1"}, "c", "claim c: true"),
        ({"r": "-3"}, "c", "assumption h: false"),
        ({"r": "3"}, "d", "claim d: true"),
        ({"r": "3"}, "h", "not one of the statement"),
        ({"r": 1.5}, "c", "not a rational"),
        ({"r": ["3"]}, "c", "not a rational"),
        ({}, "c", "not those"),
        ({"r": "3", "s": "1"}, "c", "not those"),
        ({"r": True}, "c", "not a rational"),
    ):
        report = check(witness(text, data, fails=fails))
        assert not report.ok and message in report.message, report


def test_witness_by_an_undefined_claim_and_undefined_assumption() -> None:
    assert check(witness(statement("(c (<= 0 (/ 1 (real r))))"), {"r": "0"})).verdict == "REFUTED"
    text = statement("(c (<= 1 0))", assume="(h (<= 0 (/ 1 (real r))))")
    assert "assumption h: undefined" in check(witness(text, {"r": "0"})).message
    assert check(witness(text, {"r": "1"})).ok


def test_witness_with_an_undecided_assumption() -> None:
    text = statement("(c (<= 1 0))", assume="(h (= (log 4) (* 2 (log 2))))")
    assert "undecided" in check(witness(text, {"r": "0"})).message
    text = statement("(c (<= 1 0))", assume="(h (exists b (real) (= (real b) 0)))")
    assert "undecided" in check(witness(text, {"r": "0"})).message


def test_assumptions_with_derivatives_decided_at_one_point_only() -> None:
    """The conditions of a derivative are meant for all values of its variable; a failing claim fails all the same."""
    slope = "(deriv {} (real r))"
    logarithm, square = (slope.format(f"({head} (real r){tail})") for head, tail in (("log", ""), ("^", " 2")))
    text = statement("(c (<= 1 0))", assume=f"(h (< 0 {logarithm}))")
    assert "assumption h: undecided" in check(witness(text, {"r": "1"})).message
    assert check(witness(statement("(c (<= 1 0))", assume=f"(h (< 0 {square}))"), {"r": "1"})).ok
    assert check(witness(statement(f"(c (< {logarithm} 0))"), {"r": "1"})).ok
    constant = slope.format("(abs (+ 1 -1))")
    text = statement("(c (<= 1 0))", assume=f"(h (= 0 {constant}))")
    assert "assumption h: undecided" in check(witness(text, {"r": "1"})).message


def test_witness_sizes_and_shapes() -> None:
    text = statement("(c (< (at a (index i)) (at a (index i))))", sizes="(n 2)", given="(a (array n n)) (i (index n))")
    text = text.replace("(at a (index i))", "(at a (index i) (index i))")
    good = {"a": [["1", "2"], ["3", "4"]], "i": 1}
    assert check(witness(text, good, {"n": 2})).ok
    for data, sizes in (
        (good, {"n": 3}),
        (good, {"n": True}),
        ({**good, "i": 2}, {"n": 2}),
        ({**good, "i": "1"}, {"n": 2}),
        ({**good, "i": -1}, {"n": 2}),
        ({**good, "a": [["1"], ["3", "4"]]}, {"n": 2}),
        ({"a": [["1"]], "i": 0}, {"n": 1}),
        ({"a": [["1"]], "i": 0}, {}),
    ):
        assert not check(witness(text, data, sizes)).ok, (data, sizes)


def consequence(
    claim: str = "(c (exists x (real) (< (^ (real x) 2) (real r))))", formula: str = "(< 0 (real r))", r: str = "-1"
) -> dict[str, Any]:
    """exists x. x^2 < r  implies  0 < r, which is false at r = -1."""
    p = Proof()
    x, v, one = p.v("x"), p.v("r"), p.c(1)
    less = p.n("gt", p.poly((1, v), (-1, x, x)))
    some = p.neg(p.n("all", "real", p.neg(p.n("gt", p.poly((1, v), (-1, p.b(), p.b()))))))
    positive = p.n("gt", v)
    a, b, c = p.assume(some), p.assume(p.neg(positive)), p.assume(less)
    d = p.s("arith", [c], positive, [[1, one, [0]], [1, x, []]], [])
    e = p.s("generalise", [p.s("discharge", [p.s("mp", [b, d])], less)], "real", "x")
    f = p.s("contradiction", [p.s("mp", [a, e])], positive)
    g = p.s("discharge", [f], some)
    part = {"formula": formula, "nodes": p.nodes, "steps": p.steps, "goals": [g]}
    return witness(statement(claim), {"r": r}, consequence=part)


def test_consequence() -> None:
    assert check(consequence()).ok
    assert "consequence is true" in check(consequence(r="2")).message
    assert "proves something else" in check(consequence(formula="(< 1 (real r))")).message
    assert "proves something else" in check(consequence(claim="(c (exists x (real) (< (real x) (real r))))")).message
    cert = consequence()
    cert["consequence"]["goals"] = []
    assert "must list 1 goals" in check(cert).message
    cert = consequence()
    del cert["consequence"]["steps"]
    assert "malformed consequence" in check(cert).message


# ---- command line


def test_imports_nothing_heavy() -> None:
    code = (
        "import sys, varproof.recheck; "
        "print(sorted({m.split('.')[0] for m in sys.modules} & "
        "{'sympy', 'numpy', 'scipy', 'mpmath', 'flint', 'matplotlib', 'pandas', 'torch'}))"
        "; print(sorted(m for m in sys.modules if m.startswith('varproof.') and m.split('.')[1] != 'recheck'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]


def test_exit_codes(tmp_path: Any, capsys: Any) -> None:
    good, bad, junk = tmp_path / "a" / "good.json", tmp_path / "b" / "bad.json", tmp_path / "c" / "junk.json"
    for path in (good, bad, junk):
        path.parent.mkdir()
    good.write_text(json.dumps(quotient_certificate()))
    bad.write_text(json.dumps({**quotient_certificate(), "hash": "0"}))
    lock = tmp_path / "statements.lock"
    lock.write_text(json.dumps(lock_of(QUOTIENT)))
    assert recheck.main([str(good.parent), "--lock", str(lock)]) == 0
    assert "PROVED lem:t stated" in capsys.readouterr().out
    assert recheck.main([str(good), str(bad)]) == 1
    for text in ("", "{", "[1.5]", "NaN", "[" * 100_000, '{"a":1,"a":2}', "9" * 5000, "\udcff"):
        junk.write_bytes(text.encode("utf-8", "surrogateescape"))
        assert recheck.main([str(good), str(junk)]) == 2, text
        assert len(capsys.readouterr().err.strip().split("\n")) == 1
    assert recheck.main([str(tmp_path / "none.json"), str(bad)]) == 2
    empty = tmp_path / "empty"
    empty.mkdir()
    assert recheck.main([str(empty)]) == 2
    for text in ("[]", '{"schema":2,"statements":{}}', "x"):
        lock.write_text(text)
        assert recheck.main([str(good), "--lock", str(lock)]) == 2
    with pytest.raises(SystemExit) as stop:
        recheck.main([])
    assert stop.value.code == 2
