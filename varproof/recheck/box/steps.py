"""Nodes for what jumps: floor and sign become numbers, in as many cases as there are."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from varproof.recheck.box.claims import Term
from varproof.recheck.box.enclose import Enclose, build
from varproof.recheck.box.state import Fact, Goal, State, edges, mapped, rational
from varproof.recheck.reading import need

CASES = 2000


def cases(state: State, text: str) -> list[State]:
    """jfloor:0:3:u: by an enclosure floor(u) is one of 0, 1, 2, 3: so many children, in which it is this number n, as
    further hypotheses n <= u < n + 1. jsign:u: sign(u) is 1 where u > 0, 0 where u = 0, -1 where u < 0.

    floor(v) is replaced where v = u, sign(v) where v is a rational multiple of u."""
    head, _, rest = text.partition(":")
    if head == "floor":
        first, last, inner = (rest + "::").split(":")[:3]
        a, b = rational(first), rational(last)
        need(a.denominator == b.denominator == 1 and 0 <= b - a < CASES, "two whole numbers, not too far apart")
        u, e = state.read(inner), Enclose(state.box)
        low, high = edges(e, e.value(u))
        need(a <= floor(low) and floor(high) <= b, "the number may be another one")
        return [child(state, head, u, Fraction(n), below(u, n)) for n in range(int(a), int(b) + 1)]
    need(head == "sign", "floor or sign")
    u = state.read(rest)
    over, under = ("gt", u), ("gt", build("neg", u))
    nil: tuple[Fact, ...] = (("ge", u), ("ge", build("neg", u)))
    return [child(state, head, u, Fraction(n), facts) for n, facts in ((1, (over,)), (0, nil), (-1, (under,)))]


def below(u: Term, n: int) -> tuple[Fact, ...]:
    """n <= u < n + 1."""
    ends: list[Term] = [("const", Fraction(n)), ("const", Fraction(n + 1))]
    return ("ge", build("-", u, ends[0])), ("gt", build("-", ends[1], u))


def child(state: State, head: str, u: Term, value: Fraction, facts: tuple[Fact, ...]) -> State:
    forms = state.forms()

    def put(t: Term) -> Term:
        if t[0] != head:
            return t
        c = Fraction(1) if forms.zero(("-", t[1], u)) else forms.ratio(t[1], u) if head == "sign" else None
        return t if c is None else ("const", value if c > 0 else -value)

    given = tuple((kind, mapped(h, put)) for kind, h in state.given)
    return state.but(Goal(state.goal.kind, mapped(state.goal.t, put)), (*given, *facts))
