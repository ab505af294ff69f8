"""Formulas for all reals and arrays, by form: opened, and shown by arithmetic.

What arithmetic is given: premises and hypotheses, squares of the reals that were opened and of their differences, sums
of squares of the arrays, tangents of exponentials, and what roots of squares are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof
from varproof.proof.script import ProofError
from varproof.proof.tactics import square_root

RELATIONS = ("ge", "gt", "eq")


@dataclass(frozen=True)
class _Opened:
    """What stands around a formula: the variables that were opened, and premises."""

    reals: tuple[Node, ...] = ()
    arrays: tuple[tuple[str, int], ...] = ()
    facts: tuple[Theorem, ...] = ()


def script(p: Proof) -> None:
    """Prove every goal by form. Raises ProofError."""
    with p.silent():
        known = [p.k.assume(h) for h in p.problem.hypotheses.values()]
        start = _Opened(facts=tuple(f for f in known if f.concl.op in RELATIONS))
        for goal in p.problem.goals:
            p.prove(_shown(p, goal.formula, start))


def _shown(p: Proof, f: Node, around: _Opened) -> Theorem:
    if f.op == "all":
        opened, sort, name = p.open_any(f)
        if sort == "real":
            around = replace(around, reals=(*around.reals, t.var(name)))
        elif sort.removeprefix("fn").isdecimal():
            around = replace(around, arrays=(*around.arrays, (name, int(sort[2:]))))
        return p.k.generalise(_shown(p, opened, around), sort, name)
    if f.op == "imp" and f.args[1] is not t.FALSE:
        condition, rest = f.args
        assert isinstance(condition, Node) and isinstance(rest, Node)
        premise = p.k.assume(condition)
        facts = (*around.facts, premise) if condition.op in RELATIONS else around.facts
        return p.k.discharge(_shown(p, rest, replace(around, facts=facts)), condition)
    if f.op not in RELATIONS:
        raise ProofError(f"by form only relations are shown, not {f!r}")
    found = [*around.facts, *_roots(p, f, around.facts), *_sums(p, f, around), *_tangents(p, f, around)]
    squares = [*around.reals, *(x - y for x, y in combinations(around.reals, 2))]
    return p.have(f, *dict.fromkeys(found), squares=squares)


def _atoms(f: Node) -> Iterator[Node]:
    """The atoms of a relation that stand outside all binders."""
    for mono, _ in t.terms(f.args[0]):  # type: ignore[arg-type]
        for atom, _ in t.factors(mono):
            yield atom


def _roots(p: Proof, goal: Node, facts: tuple[Theorem, ...]) -> Iterator[Theorem]:
    """r^2 = x^2 and r >= 0 for the roots r of squares, and that 0 has the root 0."""
    for atom in (a for f in (goal, *(th.concl for th in facts)) for a in _atoms(f)):
        if atom.op == "fn" and atom.args[0] == "sqrt":
            below: Node = atom.args[1]  # type: ignore[assignment]
            x = square_root(below)
            if below is t.ZERO:
                root, square, _ = p.root(t.ZERO)
                yield p.have(t.eq(root), p.zero_of_square(root, p.have(t.ge(-root * root), square)))
            elif x is not None:
                yield from p.root(x)[1:]


def _sums(p: Proof, goal: Node, around: _Opened) -> Iterator[Theorem]:
    """Sums of squares of the arrays and of their differences are nonnegative: over the sets of the sums in the goal."""
    chains = dict.fromkeys(_chain(atom) for atom in _atoms(goal) if atom.op == "sum")
    for sets in chains:
        alike = [name for name, k in around.arrays if k == len(sets)]
        for name, other in [*((x, None) for x in alike), *combinations(alike, 2)]:
            yield _sum_of_squares(p, name, other, sets, ())


def _chain(atom: Node) -> tuple[Node, ...]:
    """The sets of a sum and of the sums that are its terms, as far as they are fixed."""
    s, body = atom.args
    assert isinstance(s, Node) and isinstance(body, Node)
    inner = [a for a, _ in t.factors(body) if a.op == "sum"]
    return (s, *_chain(inner[0])) if len(inner) == 1 and not inner[0].args[0].loose else (s,)  # type: ignore[attr-defined]


def _sum_of_squares(p: Proof, f: str, g: str | None, sets: tuple[Node, ...], at: tuple[Node, ...]) -> Theorem:
    if not sets:
        x = t.app(f, at) - (0 if g is None else t.app(g, at))
        return p.have(t.ge(x * x), squares=[x])
    return p.sum_at_least(sets[0], lambda i, _: _sum_of_squares(p, f, g, sets[1:], (*at, i)))


def _tangents(p: Proof, goal: Node, around: _Opened) -> Iterator[Theorem]:
    """exp(x - y) >= 1 + x - y, and exp x > 0, where exponentials are compared."""
    if any(atom.op == "exp" for atom in _atoms(goal)):
        for x in around.reals:
            yield p.exp_positive(x)
            yield from (p.exp_tangent(x - y) for y in around.reals if y is not x)
