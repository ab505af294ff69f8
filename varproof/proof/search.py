"""Untrusted search for the multipliers of the rule `arith`: linear programming, then an exact solution.

Nothing here counts as evidence: what is found is checked by the kernel and again by the independent checker.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from fractions import Fraction

from varproof.arith.linear import solve
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.terms import Node

Product = tuple[Fraction, Node, tuple[int, ...]]
_COLUMNS = 6000


class NotFound(ValueError):
    """No multipliers were found within the degree tried."""


def multipliers(
    goal: Node,
    premises: Sequence[Node],
    squares: Sequence[Node] = (),
    products: Sequence[tuple[int, ...]] = (),
) -> tuple[list[Product], list[tuple[Node, int]]]:
    """(products, equalities) that prove the relation `goal` from the relations `premises` by the rule `arith`.

    Tried in turn: single premises, pairs, pairs with squares of `squares`; `products` adds chosen products.
    Raises NotFound.
    """
    for degree, rounds in ((1, 1), (1, 2), (2, 1), (2, 2), (3, 1)):
        found = _attempt(goal, premises, squares, products, degree, rounds)
        if found is not None:
            return found
    raise NotFound(f"arith: no proof found of {goal!r} from " + ("; ".join(map(repr, premises)) or "nothing"))


def _attempt(
    goal: Node,
    premises: Sequence[Node],
    squares: Sequence[Node],
    chosen: Sequence[tuple[int, ...]],
    degree: int,
    rounds: int,
) -> tuple[list[Product], list[tuple[Node, int]]] | None:
    signs = [i for i, p in enumerate(premises) if p.op in ("ge", "gt")]
    subsets = {s for d in range(degree + 1) for s in itertools.combinations_with_replacement(signs, d)}
    factors = sorted(subsets | set(chosen), key=lambda s: (len(s), s))
    return combination(
        goal, premises, [(s, subset) for subset in factors for s in (t.ONE, *squares)], rounds, units=True
    )


def combination(
    goal: Node,
    premises: Sequence[Node],
    chosen: Iterable[tuple[Node, tuple[int, ...]]],
    rounds: int,
    most: int = _COLUMNS,
    units: bool = False,
) -> tuple[list[Product], list[tuple[Node, int]]] | None:
    """(products, equalities) for the rule `arith`, among the chosen products s^2 p_i p_j ... given as (s, (i, j, ...)),
    and multiples of the equations by monomials that cancel one of theirs, found in so many rounds (0: by constants); or
    None, also when there are more than `most` multiples. An equation with a constant is multiplied by any monomial from
    the second round on, with `units` from the first."""
    c: Node = goal.args[0]  # type: ignore[assignment]
    equations = [i for i, p in enumerate(premises) if p.op == "eq"]
    candidates: list[tuple[Node, Node, tuple[int, ...]]] = []  # (s^2 * product, s, factors)
    if goal.op != "eq":
        for s, subset in chosen:
            value = s if s is t.ONE else t.mul(s, s)
            for i in subset:
                value = _times(value, premises[i].args[0])  # type: ignore[arg-type]
            candidates.append((value, s, subset))
    strict = [
        j
        for j, (_, s, subset) in enumerate(candidates)
        if goal.op == "gt" and t.constant(s) and all(premises[i].op == "gt" for i in subset)
    ]
    multiples: list[tuple[Node, Node, int]] = []  # (r * equation, r, equation)
    pool = {m for value, _, _ in candidates for m, _ in t.terms(value)} | {m for m, _ in t.terms(c)}
    seen: set[tuple[Node, int]] = set()
    if not rounds:
        multiples = [(premises[i].args[0], t.ONE, i) for i in equations]  # type: ignore[misc]
    for turn in range(rounds):
        extra: set[Node] = set()
        for i in equations:
            e: Node = premises[i].args[0]  # type: ignore[assignment]
            for m in sorted(_quotients(pool, e, units or turn > 0), key=lambda m: m.id):
                r = t.monomial(m)
                if (r, i) not in seen:
                    seen.add((r, i))
                    value = _times(r, e)
                    multiples.append((value, r, i))
                    extra.update(m for m, _ in t.terms(value))
        pool |= extra
        if len(multiples) > most:
            return None
    columns = [value for value, _, _ in candidates] + [value for value, _, _ in multiples]
    weights = solve(dict(t.terms(c)), [dict(t.terms(value)) for value in columns], len(candidates), strict)
    if weights is None:
        return None
    products = [(w, s, subset) for w, (_, s, subset) in zip(weights, candidates, strict=False) if w]
    equalities = [(t.scale(w, r), i) for w, (_, r, i) in zip(weights[len(candidates) :], multiples, strict=True) if w]
    return products, _merged(equalities)


def _merged(equalities: Iterable[tuple[Node, int]]) -> list[tuple[Node, int]]:
    total: dict[int, Node] = {}
    for r, i in equalities:
        total[i] = t.add(total.get(i, t.ZERO), r)
    return [(r, i) for i, r in total.items()]


def _times(x: Node, y: Node) -> Node:
    return y if x is t.ONE else t.mul(x, y)


def _quotients(pool: Iterable[Node], e: Node, constants: bool) -> set[Node]:
    """The monomial 1 and all M / m for M in the pool, m in e that divide; the constant m = 1 only if wished."""
    out = {t.ONE_MONO}
    divisors = [
        (dict(t.factors(m)), {a for a, _ in t.factors(m) if a.op != "exp"})
        for m, _ in t.terms(e)
        if constants or m is not t.ONE_MONO
    ]
    for big in sorted(pool, key=lambda m: m.id):  # new terms are made below: their order must not vary
        whole = dict(t.factors(big))
        for small, needed in divisors:
            if not needed <= whole.keys():
                continue
            left = dict(whole)
            for atom, k in small.items():
                left[atom] = left.get(atom, Fraction(0)) - k
            if all(k > 0 or k == 0 or atom.op == "exp" for atom, k in left.items()):
                out.add(t.product({atom: k for atom, k in left.items() if k}))
    return out
