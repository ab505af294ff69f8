"""Scaling: weights w >= 0 of the variables with t(s^w x) = s^k t(x) for all s > 0, and the parts of a box to which it
is then enough to look. The checker has the argument, and finds degrees and parts for itself
(`varproof.recheck.scaling`); nothing here is evidence.

The degree of a term is linear in the weights; sums ask for equal degrees and most functions for degree 0. So the
weights are the nonnegative solutions of linear equations, and each is a sum of such with fewest variables.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from varproof.decide.forms import ONE, TooLarge
from varproof.decide.rewrite import substituted
from varproof.decide.state import State

Linear = dict[int, Fraction]  # coefficients of the weights, by number of the variable
_VARIABLES = 6


def _plus(a: Linear, b: Linear, c: Fraction | int = 1) -> Linear:
    return {k: v for k in a.keys() | b.keys() if (v := a.get(k, Fraction(0)) + c * b.get(k, Fraction(0)))}


def _degrees(s: State, nodes: list[int], equations: list[Linear]) -> dict[int, Linear | None] | None:
    """The degrees of nodes and their parts, None for the number 0, where the equations hold that are added to
    `equations`; None when some node has no degree."""
    found: dict[int, Linear | None] = {}
    for n in s.graph.order(*nodes):
        head, *a = s.graph.ops[n]
        if head == "const":
            found[n] = {} if a[0] else None
            continue
        if head == "var":
            found[n] = {a[0]: Fraction(1)}
            continue
        p, q = found[a[0]], found[a[-1]] if head != "^" else None
        if head in ("+", "-", "max", "min"):
            if p is not None and q is not None:
                equations.append(_plus(p, q, -1))
            found[n] = q if p is None else p
        elif head in ("*", "/"):
            found[n] = None if p is None or q is None else _plus(p, q, 1 if head == "*" else -1)
        elif head in ("^", "sqrt"):
            found[n] = p and _plus({}, p, a[1] if head == "^" else Fraction(1, 2))
        elif head in ("neg", "abs"):
            found[n] = p
        elif head in ("exp", "log", "sin", "cos", "tanh"):
            equations.append(p or {})
            found[n] = {}
        else:
            return None
    return found


def _null(equations: list[Linear], support: tuple[int, ...]) -> list[Fraction] | None:
    """The positive solution with these variables, the last one 1, if there is one and no other."""
    rows: list[Linear] = []  # each with a pivot of its own, which is the first of its variables
    for e in equations:
        row = {k: c for k, c in e.items() if k in support}
        for other in rows:
            pivot = min(other)
            if pivot in row:
                row = _plus(row, other, -row[pivot] / other[pivot])
        if row:
            rows = [_plus(o, row, -o.get(min(row), Fraction(0)) / row[min(row)]) for o in rows] + [row]
    if len(rows) != len(support) - 1 or any(max(row) != support[-1] for row in rows):
        return None
    solution = {min(row): -row[support[-1]] / row[min(row)] for row in rows} | {support[-1]: Fraction(1)}
    return [solution[k] for k in support] if all(w > 0 for w in solution.values()) else None


def _implied(s: State, kind: str, node: int) -> bool:
    """A linear hypothesis that holds all over the box, such as one that has cut a side."""
    try:
        over, under = s.forms.of(node)
    except TooLarge:
        return False
    least = over.get((), Fraction(0))
    for m, c in over.items():
        if m:
            head, *a = s.graph.ops[m[0][0]]
            if len(m) > 1 or m[0][1] != 1 or head != "var":
                return False
            least += min(c * end for end in s.sides[a[0]])
    return under == ONE and (least > 0 or (least == 0 and kind == "ge"))


def weights(s: State) -> Iterator[tuple[list[Fraction], Fraction]]:
    """Weights of all variables with the degree of the goal, those of fewest variables first."""
    given = [h for kind, h in s.given if not _implied(s, kind, h)]
    free = sorted(k for k in s.variables(s.node, *given) if s.sides[k][0] < s.sides[k][1])
    equations: list[Linear] = []
    degrees = _degrees(s, [s.node, *given], equations)
    if degrees is None or len(free) > _VARIABLES:
        return
    for size in range(1, len(free) + 1):
        for support in combinations(free, size):
            solution = _null(equations, support)
            if solution is not None:
                found = dict(zip(support, solution, strict=True))
                degree = sum((c * found.get(k, 0) for k, c in (degrees[s.node] or {}).items()), Fraction(0))
                yield [found.get(k, Fraction(0)) for k in range(len(s.sides))], degree


def parts(s: State, w: list[Fraction]) -> Iterator[State]:
    """The state on the outer parts of the box: the ends away from 0 of the sides of positive weight, and 0 for all of
    these. Hypotheses without a degree are dropped."""
    moved = {k: s.sides[k] for k, weight in enumerate(w) if weight}
    given = [g for g in s.given if _homogeneous(s, g[1], w)]
    faces = [{k: end} for k, (low, high) in moved.items() for end, off in ((low, low < 0), (high, high > 0)) if off]
    if all(low <= 0 <= high for low, high in moved.values()):
        faces.append(dict.fromkeys(moved, Fraction(0)))
    for values in faces:
        at = {k: s.graph.const(q) for k, q in values.items()}
        sides = [(values[k], values[k]) if k in values else side for k, side in enumerate(s.sides)]
        goal, *facts = ((kind, substituted(s.graph, n, at)) for kind, n in [s.goal, *given])
        yield s._replace(goal=goal, given=facts, sides=sides)


def _homogeneous(s: State, node: int, w: list[Fraction]) -> bool:
    equations: list[Linear] = []
    if _degrees(s, [node], equations) is None:
        return False
    return not any(sum((c * w[k] for k, c in e.items()), Fraction(0)) for e in equations)
