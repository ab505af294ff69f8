"""What the automation closes by one line, and what it refuses."""

from __future__ import annotations

import pytest

from varproof.proof.automation import prove
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, exists, forall, forall_function, func, max_over, sum_over, where
from varproof.proof.kernel.log import record, replay
from varproof.proof.kernel.rules import Session
from varproof.proof.kernel.terms import Node
from varproof.proof.kernel.text import text
from varproof.proof.script import ProofError
from varproof.proof.tactics import Tactics

x, y, z, u, v, w, a, b, c, d, k, l = (t.var(s) for s in "xyzuvwabcdkl")
S, T = t.setvar("S"), t.setvar("T")
f, g = func("f"), func("g")


def size(u: Node) -> Node:
    return t.fn("sqrt", u * u)


def sqrt(u: Node) -> Node:
    return t.fn("sqrt", u)


def shown(goal: Node, *facts: Node) -> None:
    """The goal is proved from the facts, and rests on nothing else."""
    p = Tactics()
    theorem = prove(p, goal, [p.k.assume(f) for f in facts])
    assert theorem.concl is goal
    assert theorem.hyps <= set(facts)
    (again,) = replay(Session(), record(p.k, [theorem]))
    assert (again.concl, again.hyps) == (theorem.concl, theorem.hyps)


PROVED: dict[str, tuple[Node, ...]] = {
    # arithmetic, signs, squares
    "a fact": (x >= 1, x >= 1),
    "a weaker fact": (x >= 0, x > 1),
    "linear": (x + y >= 3, x >= 1, y >= 2),
    "a square with terms that cancel": ((x - y - z * (x + y)) ** 2 >= 0,),
    "cancelled by denial": (2 * x <= y, 2 * x**2 <= x * y, y >= 0),
    "the square of a difference": (x**2 + y**2 >= 2 * x * y,),
    "three squares": (x**2 + y**2 + z**2 >= x * y + y * z + z * x,),
    "weighted squares": (2 * x**2 + 3 * y**2 >= 4 * x * y,),
    "a completed square": (x**2 + 1 > x,),
    "a cube times": (x**3 * y >= 0, x >= 0, y >= 0),
    "a cube times, negative": (x**3 * y <= 0, x >= 0, y <= 0),
    "a monomial": (x * t.inv(y) * t.exp(z) * sqrt(x) >= 0, x >= 0, y > 0),
    "an entry squared": (f(k) ** 2 >= 0,),
    "equal indices": (t.eq(f(k) + x, f(l) + x), t.eq(k, l)),
    "equal places": (f(2 * k + 1) * y >= x, t.eq(k - l - 1), f(2 * l + 3) * y >= x),
    "not zero, so positive": (x - y > 0, x >= y, t.neg(t.eq(x, y))),
    "the size of what is not zero": (size(x - y) > 0, t.neg(t.eq(x, y))),
    "a common factor": (z * x**2 + z * y**2 >= 2 * z * x * y, z > 0),
    "a common factor below": (x**2 / z + y**2 / z >= 2 * x * y / z, z > 0),
    "strict": (x * y > 0, x > 1, y > 0),
    "squares of facts": (x**2 >= 4, x >= 2),
    "products of facts": (x * y >= 6, x >= 2, y >= 3),
    "products of differences": ((x - 1) * (y - 2) >= 0, x >= 1, y >= 2),
    "x^2 <= y^2": (x <= y, x**2 <= y**2, y >= 0),
    "a root below a multiple of a root": (sqrt(x) <= y * sqrt(z), x <= y**2 * z, x >= 0, y >= 0, z >= 0),
    "replaced twice": (t.eq(x, y * z), t.eq(x, y * u), t.eq(u, z)),
    "nothing of an absurdity": (t.eq(x, y), t.neg(t.eq(u, v)), t.eq(u, z), t.eq(z, v)),
    "cancelling": (x <= y, x * z <= y * z, z > 0),
    # division
    "a/b <= c": (a / b <= c, a <= b * c, b > 0),
    "a <= b c from a/b <= c": (a <= b * c, a / b <= c, b > 0),
    "x/x <= 1": (x / x <= 1, x > 0),
    "x/x = 1": (t.eq(x / x, 1), x > 0),
    "cancelled": (t.eq(x * y / x, y), x > 0),
    "inverses fall": (1 / y <= 1 / x, x > 0, y >= x),
    "the inverse of a square": (t.eq(t.inv((1 + x) ** 2), t.inv(1 + x) ** 2), x > 0),
    "below one": (x / (x + y) <= 1, x > 0, y >= 0),
    "a difference of shares": (x / (1 + x) <= y / (1 + y), x >= 0, y >= x),
    # exp, log, sqrt
    "log monotone": (t.log(x) <= t.log(y), x > 0, x <= y),
    "log strictly monotone": (t.log(x) < t.log(y), x > 0, x < y),
    "log >= 0": (t.log(x) >= 0, x >= 1),
    "log <= 0": (t.log(x) <= 0, x > 0, x <= 1),
    "log below its tangent": (t.log(1 + x) <= x, x > -1),
    "log of a product": (t.eq(t.log(x * y), t.log(x) + t.log(y)), x > 0, y > 0),
    "log of a quotient": (t.eq(t.log(x / y), t.log(x) - t.log(y)), x > 0, y > 0),
    "log of a square": (t.eq(t.log(x**2), 2 * t.log(x)), x > 0),
    "exp monotone": (t.exp(x) <= t.exp(y), x <= y),
    "exp strictly monotone": (t.exp(x) < t.exp(y), x < y),
    "exp u = exp v": (t.eq(t.exp(u), t.exp(v)), t.eq(u, v)),
    "exp of a negative": (t.exp(-x) <= 1, x >= 0),
    "exp tangent": (t.exp(x) >= 1 + x,),
    "roots grow": (sqrt(x) <= sqrt(y), x >= 0, x <= y),
    "a root below": (sqrt(x) <= y, x <= y**2, x >= 0, y >= 0),
    "a positive root": (sqrt(x) > 0, x > 0),
    "powers grow": (x**3 <= y**3, x >= 0, x <= y),
    # absolute values
    "|x| >= x": (size(x) >= x,),
    "|x| >= -x": (size(x) >= -x,),
    "|x| >= 0": (size(x) >= 0,),
    "the triangle": (size(x + y) <= size(x) + size(y),),
    "the reversed triangle": (size(x - y) >= size(x) - size(y),),
    "|x y|": (t.eq(size(x * y), size(x) * size(y)),),
    "|-2 x|": (t.eq(size(-2 * x), 2 * size(x)),),
    "|x| <= a": (size(x) <= a, x <= a, -x <= a),
    "x <= a": (x <= a, size(x) <= a),
    "-a <= x": (-a <= x, size(x) <= a),
    "|x| = x": (t.eq(size(x), x), x >= 0),
    # sums and maxima
    "a sum of squares": (sum_over(S, lambda i: f(i) ** 2) >= 0,),
    "a term of a sum": (f(k) <= sum_over(S, f), t.member(k, S), forall(S, lambda i: f(i) >= 0)),
    "sums termwise": (sum_over(S, f) <= sum_over(S, g), forall(S, lambda i: f(i) <= g(i))),
    "equal sums": (t.eq(sum_over(S, f), sum_over(S, g)), forall(S, lambda i: t.eq(f(i), g(i)))),
    "a weighted sum": (
        sum_over(S, lambda i: f(i) * g(i)) >= 0, forall(S, lambda i: f(i) >= 0), forall(S, lambda i: g(i) > 0),
    ),
    "mean at most max": (sum_over(S, f) / card(S) <= max_over(S, f), card(S) > 0),
    "sum at most n max": (sum_over(S, f) <= card(S) * max_over(S, f),),
    "maxima": (max_over(S, f) <= max_over(S, g), t.member(k, S), forall(S, lambda i: f(i) <= g(i))),
    "a maximum below": (max_over(S, f) <= c, card(S) >= 1, forall(S, lambda i: f(i) <= c)),
    "an entry below the maximum": (f(k) <= max_over(S, f), t.member(k, S)),
    "a sum of exponentials": (sum_over(S, lambda i: t.exp(f(i))) > 0, card(S) >= 1),
    "|sum|": (size(sum_over(S, f)) <= sum_over(S, lambda i: size(f(i))),),
    "the same members": (
        t.eq(sum_over(where(where(S, lambda i: f(i) >= 0), lambda i: i > 1), f),
             sum_over(where(where(S, lambda i: i > 1), lambda i: f(i) >= 0), f)),
    ),
    "the others": (
        t.eq(sum_over(where(S, lambda i: i >= k), f), f(k) + sum_over(where(S, lambda i: i > k), f)),
        t.member(k, S),
        t.eq(sum_over(where(where(S, lambda i: i >= k), lambda i: t.neg(t.eq(i, k))), f),
             sum_over(where(S, lambda i: i > k), f)),
    ),
    "in the other order": (
        t.eq(sum_over(S, lambda i: f(i) * sum_over(T, lambda j: g(i, j))),
             sum_over(T, lambda j: sum_over(S, lambda i: f(i) * g(i, j)))),
    ),
    "pairs in the other order": (
        t.eq(sum_over(S, lambda i: sum_over(where(T, lambda j: j > i), lambda j: g(i, j))),
             sum_over(T, lambda j: sum_over(where(S, lambda i: j > i), lambda i: g(i, j)))),
    ),
    "a square below the sum": (
        t.eq(sum_over(S, lambda i: sum_over(T, lambda j: g(i, j)) ** 2),
             sum_over(T, lambda k: sum_over(S, lambda i: g(i, k) * sum_over(T, lambda j: g(i, j))))),
    ),
    "a value of a function": (t.eq(f(x), f(y + 1)), t.eq(x, y + 1)),
    "nothing of no members": (
        t.exp(sum_over(S, f)) + sum_over(S, f) >= 1, t.all_body("real", t.neg(t.member(t.bound(0), S))),
    ),
    # logic
    "and": (t.conj(x >= 0, y >= 1), t.conj(y >= 2, x >= 1)),
    "or": (t.disj(x >= 5, y >= 1), y >= 2),
    "cases": (x * y >= 0, t.disj(t.conj(x >= 0, y >= 0), t.conj(x <= 0, y <= 0))),
    "supposing": (t.imp(x >= 1, x >= 0),),
    "modus ponens": (y >= 1, t.imp(x >= 0, y >= 2), x >= 1),
    "not zero": (t.neg(t.eq(x)), x >= 1),
    "not zero, negative": (t.neg(t.eq(x)), x <= -1),
    "an instance": (f(k) >= 0, t.member(k, S), forall(S, lambda i: f(i) >= 0)),
    "two instances": (f(k) + f(l) >= 2, t.member(k, S), t.member(l, S), forall(S, lambda i: f(i) >= 1)),
    "a nested instance": (
        f(k) >= g(l), t.member(k, S), t.member(l, T), forall(S, lambda i: forall(T, lambda j: f(i) >= g(j))),
    ),
    "a conditional instance": (f(k) >= 0, t.member(k, S), k >= 2, forall(S, lambda i: t.imp(i >= 1, f(i) >= 0))),
    "a part of an instance": (
        sum_over(T, lambda j: g(k, j)) >= 0, t.member(k, S),
        forall(S, lambda i: t.conj(sum_over(T, lambda j: g(i, j)) >= 0, f(i) >= 0)),
    ),
    "for all": (forall(S, lambda i: f(i) + 1 > 0), forall(S, lambda i: f(i) >= 0)),
    "exists": (exists(S, lambda i: f(i) >= 0), t.member(k, S), f(k) >= 1),
    "from existence": (c >= 0, exists(S, lambda i: t.conj(f(i) >= 0, c >= f(i)))),
    "in a filtered set": (t.member(k, where(S, lambda i: f(i) >= 0)), t.member(k, S), f(k) >= 1),
    "out of a filtered set": (f(k) >= 0, t.member(k, where(S, lambda i: f(i) >= 0))),
    "out of it, the set": (t.member(k, S), t.member(k, where(where(S, lambda i: f(i) >= 0), lambda i: i >= 0))),
    # definedness
    "defined below a quantifier": (forall(S, lambda i: t.neg(t.eq(1 + t.exp(f(i))))),),
    "defined for all arrays": (forall_function(1, lambda h: sum_over(S, lambda i: h(i) ** 2) >= 0),),
    "a norm below a quantifier over arrays": (
        forall_function(1, lambda h: t.neg(t.eq(1 + sqrt(sum_over(S, lambda i: h(i) ** 2))))),
    ),
    # calculus
    "the second Taylor sum": (t.exp(x) >= 1 + x + x**2 / 2, x >= 0),
    "the third Taylor sum": (t.exp(x) >= 1 + x + x**2 / 2 + x**3 / 6, x >= 0),
    "log above": (x - x**2 / 2 <= t.log(1 + x), x >= 0),
    "a double zero": (t.exp(x) + t.exp(-x) >= 2,),
    "cosh": (t.exp(x) + t.exp(-x) >= 2 + x**2, x >= 0),
    "x log x": (x * t.log(x) >= x - 1, x > 0),
    "a falling side": (t.exp(x) <= 1 + x + x**2 / 2, x <= 0),
}  # fmt: skip


@pytest.mark.parametrize("name", PROVED)
def test_one_line_without_hints(name: str) -> None:
    goal, *facts = PROVED[name]
    shown(goal, *facts)


REFUSED: dict[str, tuple[Node, ...]] = {
    "square":(x**2+y**2>=3*x*y,),
    "no sign":(x**3*y>=0, x>=0),
    "x^2<=y^2, y free":(x<=y, x**2<=y**2),
    "div":(a/b<=c, a<=b*c),
    "x/x":(x/x<=1,),
    "log":(t.log(x)<=t.log(y), x<=y),
    "log0":(t.log(x)>=0, x>0),
    "exp strict":(t.exp(x)<t.exp(y), x<=y),
    "taylor":(t.exp(x)>=1+x+x**2/2,),
    "taylor4":(t.exp(x)>=1+x+x**2, x>=0),
    "log(1+x)":(x-x**2/3<=t.log(1+x), x>=0),
    "strict zero":(t.exp(x)+t.exp(-x)>2,),
    "triangle":(size(x+y)>=size(x)+size(y),),
    "term":(f(k)<=sum_over(S,f), t.member(k,S)),
    "term2":(f(k)<=sum_over(S,f), forall(S, lambda i:f(i)>=0)),
    "empty max":(max_over(S,f)<=c, forall(S, lambda i: f(i)<=c)),
    "mean":(sum_over(S,f)/card(S)<=max_over(S,f)-1, card(S)>0),
    "sums":(sum_over(S,f)<sum_over(S,g), forall(S, lambda i:f(i)<g(i))),
    "inst":(f(k)>=0, forall(S, lambda i:f(i)>=0)),
    "or":(t.disj(x>=0,y>=0),),
    "exists":(exists(S, lambda i:f(i)>=0), t.member(k,S)),
    "filter":(t.member(k, where(S, lambda i:f(i)>=0)), t.member(k,S)),
    "filter eq":(t.eq(k,l), t.member(k,S), t.member(l,S)),
    "root":(sqrt(x)<=y, x<=y**2, x>=0),
    "root of root":(sqrt(x)<=y*sqrt(z), x<=y**2*z, x>=0, z>=0),
    "nz":(t.neg(t.eq(x)), x>=0),
    "defined":(forall(S, lambda i: t.neg(t.eq(f(i)**2))),),
    "prod":(x*y>=6, x>=2, y>=2),
    "abs":(size(x)<=a, x<=a),
    "card":(card(S)>=1,),
    "no positive":(x-y>0, t.neg(t.eq(x,y))),
    "a common factor": (z*x**2+z*y**2>=2*z*x*y,),
    "same members":(t.eq(sum_over(where(S, lambda i: f(i)>=0), f), sum_over(where(S, lambda i: f(i)>0), g)),),
    "members":(t.eq(card(where(S, lambda i: f(i)>=0)), card(where(S, lambda i: f(i)>0))),),
    "other order":(t.eq(sum_over(S, lambda i: sum_over(T, lambda j: g(i, j))),
                        sum_over(T, lambda i: sum_over(S, lambda j: g(i, j)))),),
    "pairs":(t.eq(sum_over(S, lambda i: sum_over(where(T, lambda j: j > i), lambda j: g(i, j))),
                  sum_over(T, lambda j: sum_over(where(S, lambda i: j < i), lambda i: g(i, j)))),),
    "cancelling":(2*x<=y, 2*x**2<=x*y),
    "values":(t.eq(f(x), f(y + 1)), t.eq(x, y)),
    "in a circle":(f(k)>=0, t.imp(forall(S, lambda i: f(i)>=1), f(k)>=0)),
    "no absurdity":(t.eq(x,y), t.neg(t.eq(u,v)), t.eq(u,z)),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_false_is_refused(name: str) -> None:
    goal, *facts = REFUSED[name]
    p = Tactics()
    with pytest.raises(ProofError, match="cannot prove"):
        prove(p, goal, [p.k.assume(f) for f in facts])


def test_what_fails_says_what_is_left() -> None:
    p = Tactics()
    with pytest.raises(ProofError) as failed:
        prove(p, a / b <= c, [p.k.assume(f) for f in (a <= b * d, b > 0, x >= 1)])
    said = str(failed.value).splitlines()
    assert said[0] == f"cannot prove {text(a / b <= c)}"
    assert f"  {text(a <= b * d)}" in said and "  b > 0" in said and "  x ≥ 1" not in said
    assert said[said.index("left to prove:") + 1] == f"  {text(a <= b * c)}"
    assert said[-1].startswith("of unknown sign: ")
    assert len(said) <= 24


def test_a_spent_budget_is_said() -> None:
    p = Tactics()
    with pytest.raises(ProofError, match="the budget is spent"):
        prove(p, size(x + y) <= size(x) + size(y), [], budget=3)


def test_a_budget_that_is_spent_while_the_failure_is_told_says_goal_and_facts() -> None:
    x, y, z = (t.var(name) for name in "xyz")
    for budget in range(165, 178):  # the search fails with a little left, which the signs of terms then spend
        p = Tactics()
        with pytest.raises(ProofError, match=r"cannot prove .*\nfacts in play: "):
            prove(p, t.inv(x - y) * z >= 0, [p.k.assume(x >= 1)], budget)
