"""Scaling: weights w >= 0 of the variables with t(s^w x) = s^k t(x) for all s > 0, and the parts of a box to which it
is then enough to look. The checker has the argument, and finds degrees and parts for itself
(`varproof.recheck.box.scaling`); nothing here is evidence.

In general t(s^w x) = s^k (t(x) + log(s) g(x)), where k and g are linear in the weights; sums ask for equal degrees,
most functions for degree 0 and the claim for g = 0. So the weights are the nonnegative solutions of linear equations,
and each is a sum of such with fewest variables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations, islice

from varproof.claims.forms import ONE, Mono, Poly, TooLarge
from varproof.claims.rewrite import substituted
from varproof.claims.state import State
from varproof.lang.functions import TABLE

Linear = dict[int, Fraction]  # coefficients of the weights, by number of the variable
Shift = dict[int, int]  # g: nodes as coefficients of the weights
_VARIABLES, _SCALINGS = 6, 2


def _plus(a: Linear, b: Linear, c: Fraction | int = 1) -> Linear:
    return {k: v for k in a.keys() | b.keys() if (v := a.get(k, Fraction(0)) + c * b.get(k, Fraction(0)))}


class _Degrees:
    """The degrees of nodes and of their parts, None for the number 0, with the equations for the weights by which the
    nodes have them; TooLarge when some node has none."""

    def __init__(self, s: State, nodes: list[int]) -> None:
        self.s = s
        self.found: dict[int, Linear | None] = {}
        self.shifts: dict[int, Shift] = {}
        self.equations: list[Linear] = []
        for n in s.graph.order(*nodes):
            self.found[n], self.shifts[n] = self.one(n)
        for n in nodes:
            self.vanish(self.shifts[n])

    def one(self, n: int) -> tuple[Linear | None, Shift]:
        g = self.s.graph
        head, *a = g.ops[n]
        if head == "const":
            return ({} if a[0] else None), {}
        if head == "var":
            return {a[0]: Fraction(1)}, {}
        parts = g.parts(n)
        degrees, shifts = [self.found[m] for m in parts], [self.shifts[m] for m in parts]
        p, q = degrees[0], degrees[-1]
        if head in ("+", "-"):
            return self.alike(degrees), self.both(head, *shifts)
        if head == "neg":
            return p, {k: g.op("neg", m) for k, m in shifts[0].items()}
        if head in ("*", "/"):
            self.vanish(shifts[1] if head == "/" or shifts[0] else {})
            k = None if p is None or q is None else _plus(p, q, 1 if head == "*" else -1)
            left, right = ({j: g.op(head, m, other) for j, m in shift.items()}
                           for shift, other in ((shifts[0], a[1]), (shifts[1], a[0])))  # fmt: skip
            return k, right if head == "*" and not shifts[0] else left
        if head == "exp":
            self.equations.append(p or {})
            slopes = {k: g.rational(m) for k, m in shifts[0].items()}
            if None in slopes.values():
                self.vanish(shifts[0])
                return {}, {}
            return {k: c for k, c in slopes.items() if c is not None}, {}
        for shift in shifts:
            self.vanish(shift)
        if head == "log":
            return {}, {k: g.const(c) for k, c in (p or {}).items()}
        if head in ("^", "sqrt"):
            return (None if p is None else _plus({}, p, a[1] if head == "^" else Fraction(1, 2))), {}
        if head in ("abs", "max", "min"):
            return self.alike(degrees), {}
        if head == "cbrt":
            return (None if p is None else _plus({}, p, Fraction(1, 3))), {}
        if head not in ("sin", "cos", "tanh", *TABLE):
            raise TooLarge("a term without a degree")
        self.equations.append(p or {})
        return {}, {}

    def alike(self, degrees: list[Linear | None]) -> Linear | None:
        some = [d for d in degrees if d is not None]
        self.equations += [_plus(d, some[0], -1) for d in some[1:]]
        return some[0] if some else None

    def both(self, head: str, a: Shift, b: Shift) -> Shift:
        zero = self.s.graph.const(0)
        found = {k: self.s.graph.op(head, a.get(k, zero), b.get(k, zero)) for k in a.keys() | b.keys()}
        return {k: n for k, n in found.items() if n != zero}

    def vanish(self, g: Shift) -> None:
        """The equations by which g = 0."""
        forms = self.s.forms
        found = {k: forms.of(n) for k, n in g.items()}
        divisors: list[Poly] = []
        for _, q in found.values():
            divisors += [] if q in divisors else [q]
        rows: dict[Mono, Linear] = {}
        for k, (p, q) in found.items():
            for other in divisors:
                p = p if other == q else forms.times(p, other)
            for m, c in p.items():
                rows.setdefault(m, {})[k] = c
        self.equations += rows.values()


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
    if len(rows) != len(support) - 1 or any(not min(row) < max(row) == support[-1] for row in rows):
        return None  # some weight is 0, or more than one is free
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
    """Weights of all variables with the degree of the goal, some of whose variables are moved; those of fewest
    variables first."""
    given = [h for kind, h in s.given if not _implied(s, kind, h)]
    free = sorted(k for k in s.variables(s.node, *given) if s.sides[k][0] < s.sides[k][1])
    try:
        degrees = _Degrees(s, [s.node, *given])
    except TooLarge:
        return
    for size in range(1, len(free) + 1 if len(free) <= _VARIABLES else 0):
        for support in combinations(free, size):
            solution = _null(degrees.equations, support)
            if solution is not None and s.variables(s.node).intersection(support):
                found = dict(zip(support, solution, strict=True))
                w = [found.get(k, Fraction(0)) for k in range(len(s.sides))]
                yield w, _value(degrees.found[s.node] or {}, w)


def scaled(s: State, prove: Callable[[State], list[str] | None]) -> list[str] | None:
    """The outer parts of the box, where the goal and the hypotheses are homogeneous."""
    for w, degree in islice(weights(s), _SCALINGS):
        front = [f"g{','.join(map(str, w))}:{degree}"]
        for part in parts(s, w):
            found = prove(part)
            if found is None:
                break
            front += found
        else:
            return front
    return None


def _value(a: Linear, w: list[Fraction]) -> Fraction:
    return sum((c * w[k] for k, c in a.items()), Fraction(0))


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
        yield s._replace(goal=goal, given=facts, sides=sides, always=())


def _homogeneous(s: State, node: int, w: list[Fraction]) -> bool:
    try:
        return not any(_value(e, w) for e in _Degrees(s, [node]).equations)
    except TooLarge:
        return False
