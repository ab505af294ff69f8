"""The rules for sets, sums and maxima in the independent checker, with misuse."""

from __future__ import annotations

import copy

from tests.recheck.by_hand import Proof
from varproof.recheck.kernel.rules import RULES


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
        "filter_out induct sum_sign sum_split sum_one sum_ext sum_swap max_bound max_attained deriv deriv_ext cite "
        "rise".split()
    )
