"""The rules of logic in the independent checker, with misuse."""

from __future__ import annotations

import pytest

from tests.recheck.by_hand import Proof


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


def test_lambda_with_a_loose_or_a_set_index(p: Proof) -> None:
    """A lambda that is open may only stand below a binder, as an argument."""
    f = p.assume(p.n("all", "fn1", p.n("ge", p.n("app", 0, [p.v("x")]))))
    p.s("specialise", [f], p.n("lam", 1, p.b(1)))
    p.refused("loose index")
    q = Proof()
    q.n("lam", 1, q.n("sum", q.n("setb", 0), q.c(1)))
    q.refused("malformed lambda")


def test_functionals(p: Proof) -> None:
    """F(f, x) with a function f: beta reduction goes below the lambda, sorts and kinds are told apart."""
    x, k = p.v("x"), p.b
    shifted = p.n("lam", 1, p.poly((1, k(0)), (1, k(1))))  # u -> u + y, y being bound outside
    f = p.assume(p.n("all", "fn(1,0)", p.n("all", "real", p.n("ge", p.n("app", 1, [shifted, x])))))
    at_two = p.n("app", 0, [p.c(2)])
    value = p.n("lam", [1, 0], p.n("poly", [[1, [[at_two, 1]]], [1, [[k(1), 1]]]]))  # (f, z) -> f(2) + z
    p.s("specialise", [f], value)
    p.last(p.n("all", "real", p.n("ge", p.poly((1, p.c(2)), (1, k(0)), (1, x)))))
    p.s("specialise", [f], p.n("lam", 2, p.poly((1, k(0)), (1, k(1)))))
    p.refused("a value of sort fn2 for a variable of sort fn.1,0.")


def test_the_value_of_a_functional_cannot_capture(p: Proof) -> None:
    """(f, z) -> f(z) + y at a lambda below the binder of another y."""
    y, k = p.v("y"), p.b
    f = p.assume(p.n("all", "fn(1,0)", p.n("all", "real", p.n("ge", p.n("app", 1, [p.n("lam", 1, k(1)), k(0)])))))
    value = p.n("lam", [1, 0], p.poly((1, p.n("app", 0, [k(1)])), (1, y)))
    p.s("specialise", [f], value)
    p.last(p.n("all", "real", p.n("ge", p.poly((1, k(0)), (1, y)))))


@pytest.mark.parametrize("kinds", [[0, 0], [], [1, True], [-1], 0, "1"])
def test_kinds_of_a_lambda_have_one_form(p: Proof, kinds: list[int]) -> None:
    p.n("lam", kinds, p.c(1))
    p.refused("malformed lambda")


@pytest.mark.parametrize("sort", ["fn(0,0)", "fn()", "fn(01)", "fn(1,)", "fn(1", "fn0"])
def test_sorts_of_functionals_have_one_form(p: Proof, sort: str) -> None:
    p.n("all", sort, p.n("ge", p.c(1)))
    p.refused("unknown sort")


def test_a_function_is_no_argument_of_a_function_of_reals(p: Proof) -> None:
    p.n("app", "F", [p.n("lam", [1], p.c(0))])
    p.refused("not an argument")
    q = Proof()
    g = q.n("lam", 2, q.n("app", 2, [q.n("lam", 1, q.c(0))]))  # index 2 outside, used at fn(1)
    q.n("all", "fn1", q.n("ge", q.n("app", "G", [g])))
    q.refused("another sort")


def test_an_index_is_used_at_the_sort_of_its_binder(p: Proof) -> None:
    p.n("all", "set", p.n("ge", p.b()))
    p.refused("another sort")
    q = Proof()
    q.n("sum", q.n("set", "S"), q.n("app", 0, [q.b(1)]))
    q.refused("another sort")
