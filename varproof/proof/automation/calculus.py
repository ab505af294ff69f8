"""Inequalities in one variable by the mean value theorem: f(a) >= 0 and f' >= 0 from a on, slope after slope."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from varproof.proof.automation.facts import Facts
from varproof.proof.automation.signs import nonnegative
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.derivative import derivative
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import FALSE, Node, TermError

if TYPE_CHECKING:
    from varproof.proof.automation.prover import Prover

SLOPES = 4  # derivatives of derivatives


def rise(p: Prover, goal: Node, facts: Facts, depth: int) -> Theorem | None:
    """f(x) >= 0 (or > 0) from f(a) >= 0 (or > 0) and f' >= 0 on [a, x], or f' <= 0 on [x, a]; a is a bound of x,
    or 0, or 1, and then there are two cases."""
    if goal.op == "eq" or goal is FALSE or p.slopes >= SLOPES or p.left < 0:
        return None
    f: Node = goal.args[0]  # type: ignore[assignment]
    names = sorted(name for sort, name in f.free if sort == "real")
    curved = [x for x in names if not _linear(f, x)]
    for x in curved:
        for a, above, below in _bases(p, x, facts):
            if above is not None and (found := _side(p, goal, facts, x, a, above, 1)) is not None:
                return found
            if below is not None and (found := _side(p, goal, facts, x, a, below, -1)) is not None:
                return found
            if above is None and below is None and p.slopes == 0:
                found = _both(p, goal, facts, x, a)
                if found is not None:
                    return found
    return None


def _linear(f: Node, x: str) -> bool:
    return all(a.op == "var" and e == 1 for m, _ in t.terms(f) for a, e in t.factors(m) if ("real", x) in a.free)


def _bases(p: Prover, x: str, facts: Facts) -> Iterator[tuple[Node, Theorem | None, Theorem | None]]:
    """(a, x >= a or None, x <= a or None): constants that bound x by a fact, then 0 and 1."""
    v = t.var(x)
    seen = set()
    for fact in facts.relations:
        if fact.concl.op == "eq":
            continue
        e: Node = fact.concl.args[0]  # type: ignore[assignment]
        if ("real", x) not in e.free:
            continue
        ((mono, _),) = t.terms(v)
        c = dict(t.terms(e)).get(mono)
        rest = e - v * c if c else None
        a = None if rest is None or c is None else t.constant(rest * (-1 / c))
        if a is None or c is None or (a, c > 0) in seen:
            continue
        seen.add((a, c > 0))
        side = p.k.arith([fact], t.ge(v - a if c > 0 else a - v), [(1 / abs(c), t.ONE, (0,))])
        yield t.lift(a), side if c > 0 else None, None if c > 0 else side
    for a in (Fraction(0), Fraction(1)):
        if not any(a == b for b, _ in seen):
            up = nonnegative(p, v - a, facts)
            down = None if up else nonnegative(p, a - v, facts)
            yield t.lift(a), up, down


def _side(p: Prover, goal: Node, facts: Facts, x: str, a: Node, bound: Theorem, way: int) -> Theorem | None:
    f: Node = goal.args[0]  # type: ignore[assignment]
    key = {("real", x): a}
    try:
        start = (t.gt if goal.op == "gt" else t.ge)(t.substitute(f, key))
        first = p.show(start, facts, 1)
    except TermError:
        return None
    if first is None:
        return None
    y = fresh("s")
    g = t.substitute(f * way, {("real", x): t.var(y)})
    low, high = (a, t.var(x)) if way > 0 else (t.var(x), a)
    grown = grows(p, g, y, low, high, facts)
    if grown is None:
        p.residue.append(t.ge(t.substitute(f, {("real", x): t.var(y)})))
        return None
    step = p.k.mp(grown, bound)
    return p.total(goal, [first, step])


def grows(p: Prover, f: Node, x: str, a: Node, b: Node, facts: Facts) -> Theorem | None:
    """a <= b -> f(a) <= f(b), by f' >= 0 between."""
    at = t.var(x)
    try:
        slope, conditions = derivative(f, x, at)
    except TermError:
        return None
    inside = facts.with_(p.k.assume(t.ge(at - a)), p.k.assume(t.ge(b - at)))
    premises = []
    for options in conditions:
        met = next((m for o in options if (m := p.show(o, inside, 1)) is not None), None)
        if met is None:
            p.residue.append(options[0])
            return None
        premises.append(met)
    p.slopes += 1
    try:
        rises = p.show(t.ge(slope), inside, 3)
    finally:
        p.slopes -= 1
    if rises is None:
        p.residue.append(t.ge(slope))
        return None
    return p.k.rise([rises, *premises], x, f, a, b)


def _both(p: Prover, goal: Node, facts: Facts, x: str, a: Node) -> Theorem | None:
    v = t.var(x)
    h = p.k.assume(t.ge(v - a))
    up = _side(p, goal, facts.with_(h), x, a, h, 1)
    if up is None:
        return None
    no = p.k.assume(t.neg(t.ge(v - a)))
    low = p.k.order(no)
    le = p.k.arith([low], t.ge(a - v), [(Fraction(1), t.ONE, (0,))])
    down = _side(p, goal, facts.with_(no), x, a, le, -1)
    if down is None:
        return None
    return p.script.cases(t.ge(v - a), lambda _: up, lambda _: down)
