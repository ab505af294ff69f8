"""Relations: linear arithmetic, signs, laws and instances, products and squares; then one strategy after another."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from varproof.proof.automation import strategies
from varproof.proof.automation.facts import Facts, negation
from varproof.proof.automation.instances import instance, instances
from varproof.proof.automation.laws import laws
from varproof.proof.automation.products import monomials, pairs, quotients, squares
from varproof.proof.automation.signs import sign, weaker
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import FALSE, Node

if TYPE_CHECKING:
    from varproof.proof.automation.prover import Prover

FEW = 8  # facts of which all products are tried
PREMISES = 40  # of products
SHORT = 3  # terms of what is squared because it is not zero
MANY = 60  # products, before those of all pairs


def relation(p: Prover, goal: Node, facts: Facts, depth: int) -> Theorem | None:
    """x >= 0, x > 0 or x = 0."""
    if goal.op == "ge" and (strict := facts.all.get(t.gt(goal.args[0]))) is not None:  # type: ignore[arg-type]
        return weaker(p, strict)
    if goal.op in ("ge", "gt") and len(t.terms(goal.args[0])) == 1 and (found := of_shape(p, goal, facts)) is not None:  # type: ignore[arg-type]
        return found
    found = (instance(p, goal, facts) if depth > 0 else None) or p.linear(goal, facts)
    if found is not None:
        return found
    if goal is FALSE and (found := strategies.absurd(p, goal, facts, depth)) is not None:
        return found
    said = p.relations(instances(p, [goal], facts)) if depth > 0 else []
    if said and (found := p.linear(goal, facts, said)) is not None:
        return found
    found = by_few(p, goal, facts) or plainly(p, goal, facts, depth)
    if found is not None or depth <= 0 or not p.deep:
        return found
    found = strategies.below_by_squares(p, goal, facts) if depth > 1 else None
    if found is not None:
        return found
    known = knowledge(p, goal, facts)
    found = by_arithmetic(p, goal, facts, known)
    if found is not None or depth <= 1:
        return found
    richer = facts.with_(*known)
    for strategy in strategies.ORDER:
        found = strategy(p, goal, richer, depth)
        if found is not None:
            return found
    return None


def of_shape(p: Prover, goal: Node, facts: Facts) -> Theorem | None:
    """x > 0 or x >= 0 by the sign that the shape of x shows."""
    deep, p.deep = p.deep, False
    try:
        return p.of_sign(goal, facts)
    finally:
        p.deep = deep


def plainly(p: Prover, goal: Node, facts: Facts, depth: int) -> Theorem | None:
    """The relation with the signs that terms show by their shape."""
    deep, p.deep = p.deep, deep_enough(p, depth)
    try:
        if goal.op != "eq" and goal is not FALSE and (found := p.of_sign(goal, facts)) is not None:
            return found
        return by_arithmetic(p, goal, facts, knowledge(p, goal, facts)) if depth > 0 else None
    finally:
        p.deep = deep


def deep_enough(p: Prover, depth: int) -> bool:
    """Whether signs are looked for by arithmetic: at the end of a search, where nothing else is tried."""
    return p.deep and depth <= 0


def by_arithmetic(p: Prover, goal: Node, facts: Facts, known: list[Theorem]) -> Theorem | None:
    """The relation from facts and what is known of the terms: added up, with products, by signs."""
    for rounds in (0, 1, 2):
        found = p.linear(goal, facts, known, rounds)
        if found is not None:
            return found
    found = by_products(p, goal, facts.with_(*known))
    if found is None and p.deep and goal.op != "eq" and goal is not FALSE:
        found = p.of_sign(goal, facts)
    return found


def by_few(p: Prover, goal: Node, facts: Facts) -> Theorem | None:
    """The relation from multiples of equations; while the facts are few, from all products of two of them, or because
    its negation, multiplied by one of them or itself, is absurd."""
    premises = p.near(goal, facts.relations)
    ones: list[tuple[Node, tuple[int, ...]]] = [(t.ONE, (i,)) for i in range(len(premises))]
    if any(f.concl.op == "eq" for f in premises):
        for rounds in (1, 2) if goal.op == "eq" and len(premises) <= FEW else (1,):
            found = p.arith(goal, premises, ones, rounds)
            if found is not None:
                return found
    if goal.op == "eq" or len(premises) > FEW:
        return None
    few = [i for i, f in enumerate(premises) if f.concl.op != "eq"]
    found = p.arith(goal, premises, [*ones, *((t.ONE, c) for c in combinations_with_replacement(few, 2))], 1)
    if found is not None or goal is FALSE:
        return found
    denied = p.k.order(p.k.assume(t.neg(goal)))
    several = [(t.ONE, (i,)) for i in range(len(premises) + 1)] + [(t.ONE, (0, i)) for i in range(len(premises) + 1)]
    absurd = p.arith(FALSE, [denied, *premises], several, 1)
    return absurd and p.k.contradiction(absurd, goal)


def knowledge(p: Prover, goal: Node, facts: Facts) -> list[Theorem]:
    """What quantified facts and the laws of functions say about the terms of the goal and of the facts near it."""
    near = p.near(goal, facts.relations)[:24]
    relations = [goal, *(f.concl for f in near)]
    at = p.relations(instances(p, relations, facts))
    terms: list[Node] = [f.args[0] for f in [*relations, *(th.concl for th in at)]]  # type: ignore[misc]
    richer = facts.with_(*at) if at else facts
    return [*at, *laws(p, terms, richer), *_not_zero(p, facts)]


def _not_zero(p: Prover, facts: Facts) -> Iterator[Theorem]:
    """x^2 > 0 from x != 0."""
    for rule in facts.rules:
        equal = negation(rule.concl)
        if equal is not None and equal.op == "eq" and len(t.terms(x := equal.args[0])) <= SHORT:  # type: ignore[arg-type]
            yield p.lemma("x^2>0", x, partial(_square_positive, p, x, rule), rule)  # type: ignore[arg-type]


def _square_positive(p: Prover, x: Node, rule: Theorem) -> Theorem:
    none = p.k.order(p.k.assume(t.neg(t.gt(x * x))))
    return p.k.contradiction(p.k.mp(rule, p.script.zero_of_square(x, none)), t.gt(x * x))


def by_products(p: Prover, goal: Node, facts: Facts) -> Theorem | None:
    """The relation from products of facts, facts times signs of monomials, and squares."""
    if goal.op == "eq":
        return None
    x: Node = goal.args[0]  # type: ignore[assignment]
    premises = p.near(goal, facts.relations)[:PREMISES]
    terms: list[Node] = [f.concl.args[0] for f in premises if f.concl.op == "eq"]  # type: ignore[misc]
    wanted = monomials([x, *terms])
    if goal is FALSE:
        wanted = monomials(f.concl.args[0] for f in premises)  # type: ignore[misc]
    chosen: list[tuple[Node, tuple[int, ...]]] = [(t.ONE, (i,)) for i in range(len(premises))]
    for m in monomials([x]):
        if m is not t.ONE_MONO:
            for side in (t.monomial(m), -t.monomial(m)):
                low = sign(p, side, facts)
                if low is not None:
                    premises.append(low)
                    chosen.append((t.ONE, (len(premises) - 1,)))
                    break
    chosen += [(s, ()) for s in squares(x)]
    found = p.arith(goal, premises, chosen, 1)
    if found is not None:
        return found
    count = len(premises)
    signs: dict[Node, int | None] = {}
    for _ in range(2):
        for i, q in list(quotients(premises[:count], wanted)):
            if q not in signs:
                signs[q] = None
                low = sign(p, t.monomial(q), facts)
                if low is not None:
                    signs[q] = len(premises)
                    premises.append(low)
            if signs[q] is not None and (t.ONE, (i, signs[q])) not in chosen:
                chosen.append((t.ONE, (i, signs[q])))  # type: ignore[arg-type]
        found = p.arith(goal, premises, chosen, 1)
        if found is not None or len(chosen) > MANY:
            break
        wanted = wanted | monomials(
            t.mul(premises[i].concl.args[0], premises[j].concl.args[0])  # type: ignore[arg-type]
            for i, j in (c for _, c in chosen if len(c) == 2)
        )
    if found is not None:
        return found
    chosen += [(t.ONE, pair) for pair in pairs(premises[:count], wanted)]
    for rounds in (1, 2):
        found = p.arith(goal, premises, chosen, rounds)
        if found is not None:
            return found
    return None
