"""What is tried for a relation when arithmetic alone does not find it: each turns the goal into simpler ones."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from varproof.proof.automation import calculus
from varproof.proof.automation.facts import Facts, negation
from varproof.proof.automation.instances import instances
from varproof.proof.automation.laws import size_of_nonnegative
from varproof.proof.automation.products import monomials, quotients, squares
from varproof.proof.automation.signs import nonnegative, positive, sign, termwise
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import FALSE, Node
from varproof.proof.tactics import square_root

if TYPE_CHECKING:
    from varproof.proof.automation.prover import Prover

PREMISES = 30


class Failed(Exception):
    """A branch of an argument was not found."""


def need(found: Theorem | None) -> Theorem:
    """The theorem; Failed when there is none."""
    if found is None:
        raise Failed
    return found


def two_sides(p: Prover, goal: Node, facts: Facts, depth: int) -> Theorem | None:
    """x = 0 from x >= 0 and x <= 0."""
    if goal.op != "eq":
        return None
    x: Node = goal.args[0]  # type: ignore[assignment]
    up = p.show(t.ge(x), facts, depth)
    down = up and p.show(t.ge(-x), facts, depth)
    return down and p.k.antisym(up, down)  # type: ignore[arg-type]


def equals(p: Prover, goal: Node, facts: Facts, depth: int) -> Theorem | None:
    """The goal with y for a variable x that an array or a function takes, where a fact says x = y."""
    inner = {name for m, _ in t.terms(goal.args[0]) for a, _ in t.factors(m) if a.op != "var" for name in a.free}  # type: ignore[arg-type]
    for fact in facts.relations:
        if fact.concl.op != "eq" or inner.isdisjoint(fact.concl.free):
            continue
        for m, c in t.terms(fact.concl.args[0]):  # type: ignore[arg-type]
            x = t.monomial(m)
            y = x - fact.concl.args[0] * (1 / c)  # type: ignore[operator]
            key = next(iter(x.free), None)
            if key is None or x is not t.var(key[1]) or key not in inner or key in y.free:
                continue
            other = t.substitute(goal, {key: y})
            found = p.show(other, facts, depth - 1)
            if found is not None:
                same = p.k.arith([fact], t.eq(y, x), [], [(t.lift(-1 / c), 0)])
                return p.script.equal(same, y, x, lambda z, key=key: t.substitute(goal, {key: z}), found)  # type: ignore[misc]
    return None


def below_a_sum(p: Prover, goal: Node, facts: Facts, depth: int) -> Theorem | None:
    """sum of f >= 0 from f >= 0 for a general member."""
    return termwise(p, goal.args[0], facts) if goal.op == "ge" else None  # type: ignore[arg-type]


def absurd(p: Prover, goal: Node, facts: Facts, depth: int) -> Theorem | None:
    """Anything, from x != y and x = y."""
    for rule in [*facts.rules, *(instances(p, [goal], facts) if depth > 0 else [])]:
        equal = negation(rule.concl)
        if equal is not None and equal.op == "eq":
            found = p.linear(equal, facts)
            if found is not None:
                none = p.k.mp(rule, found)
                return none if goal is FALSE else p.k.contradiction(none, goal)
    return None


def divide(p: Prover, goal: Node, facts: Facts, depth: int) -> Theorem | None:
    """x >= 0 (or > 0) from b x >= 0, where b > 0 and x is a polynomial in 1/b."""
    if goal.op == "eq" or goal is FALSE:
        return None
    x: Node = goal.args[0]  # type: ignore[assignment]
    for atom in sorted({a for m, _ in t.terms(x) for a, _ in t.factors(m) if a.op == "inv"}, key=lambda a: -a.id):
        b: Node = atom.args[0]  # type: ignore[assignment]
        above = positive(p, b, facts)
        if above is None:
            continue
        free, bound = t.ZERO, t.ZERO
        for m, c in t.terms(x):
            left = dict(t.factors(m))
            if atom in left:
                left[atom] -= 1
                bound = bound + t.monomial(t.product({a: e for a, e in left.items() if e}), c)
            else:
                free = free + t.monomial(m, c)
        kind = t.gt if goal.op == "gt" else t.ge
        # x = bound/b + free, so x = (bound + b free)/b - free (b/b - 1)
        cleared = kind(bound + b * free)
        p.residue.append(cleared)
        found = p.show(cleared, facts, depth)
        if found is not None:
            unit, low = p.inverse(above, b)
            return p.k.arith([found, low, unit], goal, [(Fraction(1), t.ONE, (0, 1))], [(-free, 2)])
    return None


def below_by_squares(p: Prover, goal: Node, facts: Facts) -> Theorem | None:
    """z <= y from z^2 <= y^2 and y >= 0, where z has a root as a factor."""
    if goal.op != "ge":
        return None
    x: Node = goal.args[0]  # type: ignore[assignment]
    for m, c in t.terms(x):
        roots = [a for a, e in t.factors(m) if a.op == "fn" and a.args[0] == "sqrt" and e == 1]
        if c > 0 or len(roots) != 1:
            continue
        u: Node = roots[0].args[1]  # type: ignore[assignment]
        inside = nonnegative(p, u, facts)
        y = x - t.monomial(m, c)
        low = inside and p.show(t.ge(y), facts, 1)
        if low is None:
            continue
        z = t.fn("sqrt", u) * t.monomial(t.product({a: e for a, e in t.factors(m) if a is not roots[0]}), -c)
        squares = t.ge(y * y - z * z)
        p.residue.append(squares)
        wide = p.show(squares, facts.with_(p.k.special(inside, "sqrt", 0, u)), 1)  # type: ignore[arg-type]
        if wide is not None:
            return p.at_most(z, y, wide, low)
    return None


def sizes(p: Prover, goal: Node, facts: Facts, depth: int) -> Theorem | None:
    """The goal in the cases y >= 0 and y < 0, for an absolute value |y| in it."""
    for atom in sorted({a for m, _ in t.terms(goal.args[0]) for a, _ in t.factors(m)}, key=lambda a: a.id):  # type: ignore[arg-type]
        if atom.op != "fn" or atom.args[0] != "sqrt":
            continue
        y = square_root(atom.args[1])  # type: ignore[arg-type]
        if y is None or sign(p, y, facts) is not None or sign(p, -y, facts) is not None:
            continue
        try:
            return p.script.cases(
                t.ge(y),
                partial(_with_size, p, goal, facts, depth, y, 1),
                partial(_with_size, p, goal, facts, depth, y, -1),
            )
        except Failed:
            return None
    return None


def _with_size(p: Prover, goal: Node, known: Facts, depth: int, y: Node, way: int, case: Theorem) -> Theorem:
    """The goal with y or -y for |y|, where the case shows the sign of y."""
    facts = known.with_(case)
    up = need(nonnegative(p, y * way, facts))
    equal = size_of_nonnegative(p, y, up) if way > 0 else p.script.abs_of_nonpositive(up, y)
    return replaced(p, goal, t.fn("sqrt", y * y), y * way, equal, facts, depth)


def replaced(p: Prover, goal: Node, old: Node, new: Node, equal: Theorem, facts: Facts, depth: int) -> Theorem:
    """The goal from the goal with the term `new` for the atom `old`, where `equal` says that they are equal."""
    ((mono, _),) = t.terms(old)
    ((atom, _),) = t.factors(mono)
    x = t.ZERO
    for m, c in t.terms(goal.args[0]):  # type: ignore[arg-type]
        left = dict(t.factors(m))
        e = int(left.pop(atom, Fraction(0)))
        x = x + t.monomial(t.product(left), c) * new**e
    kind = t.gt if goal.op == "gt" else t.ge if goal.op == "ge" else t.eq
    found = need(p.show(kind(x), facts.with_(equal), depth))
    return need(p.arith(goal, [found, equal], [(t.ONE, (0,))], 2))


def attained(p: Prover, goal: Node, facts: Facts, depth: int) -> Theorem | None:
    """The goal at a place where a maximum in it is attained."""
    for mono, c in t.terms(goal.args[0]):  # type: ignore[arg-type]
        for atom, _ in t.factors(mono):
            if atom.op != "max" or atom in p.attained or (c > 0 and goal.op != "eq" and len(t.factors(mono)) == 1):
                continue
            s, body = atom.args
            assert isinstance(s, Node) and isinstance(body, Node)
            member = p.member(s, facts)
            if member is None:
                continue
            p.attained.add(atom)
            try:
                return _attained(p, goal, facts, depth, s, body, member)
            except Failed:
                continue
            finally:
                p.attained.discard(atom)
    return None


def _attained(
    p: Prover, goal: Node, facts: Facts, depth: int, s: Node, body: Node, member: Callable[..., Theorem]
) -> Theorem:
    def f(x: Node) -> Node:
        return t.instantiate(body, (x,))

    def at(m: Node, m_in: Theorem, equal: Theorem) -> Theorem:
        return replaced(p, goal, t.max_body(s, body), f(m), equal, facts.with_(m_in), depth)

    return member(lambda e_in: p.script.maximum(e_in, f, at))


def refute(p: Prover, goal: Node, facts: Facts, depth: int) -> Theorem | None:
    """The goal because its negation, multiplied by facts, by signs and by itself, is absurd."""
    if goal.op == "eq" or goal is FALSE:
        return None
    denied = p.k.assume(t.neg(goal))
    no = p.k.order(denied)
    x: Node = goal.args[0]  # type: ignore[assignment]
    premises = [no, *p.near(goal, facts.relations)[:PREMISES]]
    count = len(premises)
    chosen: list[tuple[Node, tuple[int, ...]]] = [(t.ONE, (i,)) for i in range(count)]
    chosen += [(t.ONE, (0, i)) for i in range(count)]
    wanted = monomials(f.concl.args[0] for f in premises)  # type: ignore[misc]
    signs: dict[Node, int | None] = {}
    for m in monomials([x]):
        low = nonnegative(p, t.monomial(m), facts) if m is not t.ONE_MONO else None
        if low is not None:
            premises.append(low)
            chosen += [(t.ONE, (len(premises) - 1,)), (t.ONE, (0, len(premises) - 1))]
    for i, q in quotients([no], wanted):
        if q not in signs:
            signs[q] = None
            low = sign(p, t.monomial(q), facts)
            if low is not None:
                signs[q] = len(premises)
                premises.append(low)
        if signs[q] is not None:
            chosen.append((t.ONE, (i, signs[q])))  # type: ignore[arg-type]
    chosen += [(s, ()) for s in squares(x)[:10]]
    for rounds in (1, 2):
        absurd = p.arith(FALSE, premises, chosen, rounds)
        if absurd is not None:
            return p.k.contradiction(absurd, goal)
    return None


def alternatives(p: Prover, goal: Node, facts: Facts, depth: int) -> Theorem | None:
    """The goal in the cases of a fact `f or g`; from what a fact says there is."""
    for rule in facts.rules:
        f = rule.concl
        if f in p.attained or f.op != "imp":
            continue
        none = negation(f)
        p.attained.add(f)
        try:
            if none is not None and none.op == "all" and none.args[0] == "real":
                return _obtained(p, goal, facts, depth, rule)
            if none is None and (first := negation(f.args[0])) is not None:  # type: ignore[arg-type]
                return p.script.cases(
                    first,
                    lambda h: need(p.show(goal, facts.with_(h), depth - 1)),
                    lambda h, rule=rule: need(p.show(goal, facts.with_(h, p.k.mp(rule, h)), depth - 1)),  # type: ignore[misc]
                )
        except Failed:
            continue
        finally:
            p.attained.discard(f)
    return None


def _obtained(p: Prover, goal: Node, facts: Facts, depth: int, there: Theorem) -> Theorem:
    every: Node = there.concl.args[0]  # type: ignore[assignment]
    opened, _, name = p.script.open_any(every)
    given = []
    while opened.op == "imp" and opened.args[1] is not FALSE:
        given.append(opened.args[0])
        opened = opened.args[1]  # type: ignore[assignment]
    last = negation(opened) or t.neg(opened)
    found = need(p.show(goal, facts.with_(*(p.k.assume(g) for g in [*given, last])), depth - 1))  # type: ignore[arg-type]
    absurd = p.k.contradiction(p.k.mp(p.k.assume(t.neg(goal)), found), opened)
    if negation(opened) is not None:
        absurd = p.k.discharge(p.k.mp(p.k.assume(t.neg(goal)), found), last)
    for g in reversed(given):
        absurd = p.k.discharge(absurd, g)  # type: ignore[arg-type]
    none = p.k.generalise(absurd, "real", name)
    return p.k.contradiction(p.k.mp(there, none), goal)


ORDER = (equals, absurd, below_a_sum, divide, refute, two_sides, attained, sizes, alternatives, calculus.rise)
