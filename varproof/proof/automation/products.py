"""Products and squares that may help a goal, chosen by the monomials they have in common with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, combinations_with_replacement
from math import isqrt

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.nodes import mono_mul
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node

PAIRS = 400
SQUARES = 60
LONG = 24  # terms of what is written as a sum of squares


def monomials(terms: Iterable[Node]) -> dict[Node, None]:
    """The monomials of the terms, in order."""
    return {m: None for x in terms for m, _ in t.terms(x)}


def pairs(facts: Sequence[Theorem], wanted: dict[Node, None]) -> list[tuple[int, ...]]:
    """The pairs of inequalities whose product has a wanted monomial (of others too, as far as room is left)."""
    signs = [i for i, f in enumerate(facts) if f.concl.op in ("ge", "gt")]
    near: list[tuple[int, ...]] = []
    far: list[tuple[int, ...]] = []
    for i, j in combinations_with_replacement(signs, 2):
        first, second = t.terms(facts[i].concl.args[0]), t.terms(facts[j].concl.args[0])  # type: ignore[arg-type]
        if len(first) * len(second) > 200:
            continue
        hit = any(mono_mul(m, n) in wanted for m, _ in first for n, _ in second)
        (near if hit else far).append((i, j))
    return [*near[:PAIRS], *far[: max(0, PAIRS // 2 - len(near))]]


def quotients(facts: Sequence[Theorem], wanted: dict[Node, None]) -> Iterator[tuple[int, Node]]:
    """(i, q): the monomials q that carry a monomial of the inequality number i into a wanted one."""
    for i, f in enumerate(facts):
        if f.concl.op == "eq":
            continue
        seen = set()
        for small, _ in t.terms(f.concl.args[0]):  # type: ignore[arg-type]
            if small is t.ONE_MONO:
                continue
            divisor = dict(t.factors(small))
            for big in wanted:
                left = dict(t.factors(big))
                for atom, e in divisor.items():
                    left[atom] = left.get(atom, Fraction(0)) - e
                if all(e >= 0 or a.op == "exp" for a, e in left.items()):
                    q = t.product({a: e for a, e in left.items() if e})
                    if q is not t.ONE_MONO and q not in seen:
                        seen.add(q)
                        yield i, q


def squares(x: Node) -> list[Node]:
    """Terms whose squares may bound x from below: completed squares, and r - s, r + s for squares r^2, s^2 in x."""
    out = dict.fromkeys(_completed(x))
    roots = [(r, c) for m, c in t.terms(x) if (r := _root(m)) is not None and c > 0]
    for (r, a), (s, b) in combinations(roots, 2):
        p, q = _rational_root(a), _rational_root(b)
        u, v = (r * p, s * q) if p and q else (r, s)
        out |= {u - v: None, u + v: None}
    out |= {r: None for r, _ in roots}
    return [r for r in out if t.constant(r) is None][:SQUARES]


def _root(m: Node) -> Node | None:
    """The monomial whose square m is, or None."""
    if all(a.op == "exp" or e % 2 == 0 for a, e in t.factors(m)):
        return t.monomial(t.product({a: e / 2 for a, e in t.factors(m)}))
    return None


def _rational_root(q: Fraction) -> Fraction | None:
    p, r = isqrt(q.numerator), isqrt(q.denominator)
    return Fraction(p, r) if p * p == q.numerator and r * r == q.denominator else None


def _completed(x: Node) -> Iterator[Node]:
    """r + half of what stands beside r, over its coefficient, square after square, as far as that goes."""
    for _ in range(LONG):
        if len(t.terms(x)) > LONG:
            return
        pivots = [(r, c) for m, c in t.terms(x) if m is not t.ONE_MONO and c > 0 and (r := _root(m)) is not None]
        if not pivots:
            return
        r, c = pivots[0]
        ((root, _),) = t.terms(r)
        beside = t.ZERO
        for m, d in t.terms(x):
            left = dict(t.factors(m))
            for a, e in t.factors(root):
                left[a] = left.get(a, Fraction(0)) - e
            if all(e >= 0 or a.op == "exp" for a, e in left.items()):
                rest = t.product({a: e for a, e in left.items() if e})
                if rest is not root:
                    beside = beside + t.monomial(rest, d)
        whole = r + beside * (1 / (2 * c))
        yield whole
        x = x - whole * whole * c
