"""Rigorous enclosures of integrals over cubes, by boxes that are halved where the enclosure is widest.

On a box with middle m and sides w, a term f has f(x) = f(m) + sum_i s_i (x_i - m_i) with slopes s_i = s_i(x) that lie
in intervals: exact for sums, by the mean value theorem for smooth functions, and for an absolute value or a maximum
averages of the slopes of the branches. With c_i the middle and r_i the radius of such an interval, the linear part
c_i integrates to 0 and |x_i - m_i| to w_i/4 times the volume, so that the integral over the box lies within

    volume * sum_i r_i w_i / 4   of   volume * f(m).

So a piecewise linear f is integrated exactly where no kink passes.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import count
from math import prod
from typing import NamedTuple

from varproof.arith.balls import Ball, precision
from varproof.lang.program import Node, Op, Program

_BITS = 64  # of the numbers on one box; the number of boxes decides how narrow the result is
BUDGET = 4096  # boxes
_ZERO, _ONE = Fraction(0), Fraction(1)

Box = tuple[tuple[Fraction, Fraction], ...]


class Term(NamedTuple):
    """A term on a box: at the middle, anywhere, and its slopes from the middle to anywhere."""

    middle: Ball
    range: Ball
    slopes: tuple[Ball, ...]


class Part(NamedTuple):
    """An enclosure of the integral over one box, and how much each side contributes to its radius."""

    box: Box
    integral: Ball
    shares: tuple[Fraction, ...]

    def halves(self) -> Iterator[Box]:
        """The box cut across its worst side."""
        worst = max(range(len(self.shares)), key=self.shares.__getitem__)
        low, high = self.box[worst]
        for side in ((low, (low + high) / 2), ((low + high) / 2, high)):
            yield (*self.box[:worst], side, *self.box[worst + 1 :])


def enclosure(
    program: Program, op: Op, known: Mapping[Node, Ball | None], is_true: Callable[[Node], bool | None], boxes: int
) -> Ball | None:
    """A ball around the integral `op` of a program from so many boxes; None where there is none, or beyond the budget.

    `known` has the values, and `is_true` the truth, of what does not depend on the variables.
    """
    if boxes > BUDGET:
        return None
    _, body, variables, low, high = op
    moving = [k for k in program.reachable([body]) if any(program.depends(k, v) for v in variables)]
    number = count()
    balls: dict[Fraction, Ball] = {}
    queue: list[tuple[Fraction, int, Part]] = []

    def add(box: Box) -> None:
        part = _part(_Slopes(program, variables, known, is_true, balls, box).term(moving), box)
        radius = part.integral.radius()
        heapq.heappush(queue, (Fraction(-(2**_BITS)) if radius is None else -radius, next(number), part))

    with precision(_BITS):
        add(((low, high),) * len(variables))
        while len(queue) < boxes and queue[0][0]:
            for half in heapq.heappop(queue)[2].halves():
                add(half)
        total = Ball.combine(_ZERO, [(_ONE, part.integral) for *_, part in queue])
    return total if total.is_finite() else None


def _part(term: Term | None, box: Box) -> Part:
    sides = tuple(high - low for low, high in box)
    volume = prod(sides, start=_ONE)
    if term is None:
        return Part(box, Ball.of(1) / 0, sides)
    radii = [radius for slope in term.slopes if (radius := slope.radius()) is not None]
    if len(radii) < len(box):
        return Part(box, term.range * volume, sides)
    shares = tuple(radius * w for radius, w in zip(radii, sides, strict=True))
    spread = sum(shares, _ZERO) / 4
    return Part(box, (term.middle + Ball.between(-spread, spread)).narrower(term.range) * volume, shares)


class _Slopes:
    """The terms of a program on one box."""

    def __init__(
        self,
        program: Program,
        variables: tuple[Node, ...],
        known: Mapping[Node, Ball | None],
        is_true: Callable[[Node], bool | None],
        balls: dict[Fraction, Ball],
        box: Box,
    ) -> None:
        self.program, self.known, self.is_true, self.balls, self.box = program, known, is_true, balls, box
        self.still = (self._ball(_ZERO),) * len(box)
        self.reach = [Ball.between((low - high) / 2, (high - low) / 2) for low, high in box]
        self.found: dict[Node, Term | None] = {}
        for k, (v, (low, high)) in enumerate(zip(variables, box, strict=True)):
            slopes = tuple(Ball.of(int(j == k)) for j in range(len(box)))
            self.found[v] = Term(Ball.of((low + high) / 2), Ball.between(low, high), slopes)

    def term(self, moving: list[Node]) -> Term | None:
        """The last of the terms that depend on the variables, in order of making; None where it has no enclosure."""
        for node in moving:
            if node not in self.found:
                made = self._make(self.program.ops[node])
                self.found[node] = made and self._centred(made)
        return self.found[moving[-1]]

    def _centred(self, t: Term) -> Term:
        """With the range that the slopes give, where that is narrower."""
        pairs = zip(t.slopes, self.reach, strict=True)
        return t._replace(range=t.range.narrower(sum((s * w for s, w in pairs), t.middle)))

    def _get(self, node: Node) -> Term | None:
        if node in self.found:
            return self.found[node]
        value = self.known.get(node)
        return None if value is None else Term(value, value, self.still)

    def _make(self, op: Op) -> Term | None:
        head = op[0]
        if head == "lin":
            return self._linear(op[1], op[2])
        if head == "mul":
            return self._fold(_times, [self._power(t, k) for t, k in op[1]])
        if head in ("max", "min"):
            return self._fold(lambda s, t: _larger(s, t, head), [self._get(t) for t in op[1:]])
        if head == "sel":
            chosen = self.is_true(op[1])
            zero = Ball.of(0)
            return Term(zero, zero, self.still) if chosen is False else self._get(op[2]) if chosen else None
        if head in ("div", "exp", "log", "sqrt", "abs", "lambertw"):
            parts = [self._get(t) for t in op[1:]]
            return None if None in parts else FUNCTIONS[head](*parts)
        return None  # a derivative at a kink, an integral of an integral

    def _ball(self, q: Fraction) -> Ball:
        found = self.balls.get(q)
        if found is None:
            found = self.balls[q] = Ball.of(q)
        return found

    def _linear(self, constant: Fraction, pairs: tuple[tuple[Fraction, Node], ...]) -> Term | None:
        middle = reach = self._ball(constant)
        slopes = self.still
        for c, node in pairs:
            t = self._get(node)
            if t is None:
                return None
            ball = self._ball(c)
            middle, reach = middle + ball * t.middle, reach + ball * t.range
            if t.slopes is not self.still:
                slopes = tuple(s + ball * u for s, u in zip(slopes, t.slopes, strict=True))
        return Term(middle, reach, slopes)

    def _power(self, node: Node, k: int) -> Term | None:
        """u^k; slope k u^(k-1) somewhere."""
        t = self._get(node)
        if t is None or k == 1:
            return t
        steep = (t.range.power(k - 1) if k > 2 else t.range) * k
        return Term(t.middle.power(k), t.range.power(k), tuple(steep * s for s in t.slopes))

    @staticmethod
    def _fold(operation: Callable[[Term, Term], Term], parts: list[Term | None]) -> Term | None:
        result = parts[0]
        for part in parts[1:]:
            if result is None or part is None:
                return None
            result = operation(result, part)
        return result


def _times(s: Term, t: Term) -> Term:
    """u v - u_m v_m = (u - u_m) v + u_m (v - v_m)."""
    slopes = tuple(a * t.range + s.middle * b for a, b in zip(s.slopes, t.slopes, strict=True))
    return Term(s.middle * t.middle, s.range * t.range, slopes)


def _larger(s: Term, t: Term, head: str) -> Term:
    """The larger (smaller) of two; an average of both slopes where it is not settled which."""
    sign = (s.range - t.range).sign()
    if sign is not None:
        return s if (sign >= 0) == (head == "max") else t
    slopes = tuple(a.hull(b) for a, b in zip(s.slopes, t.slopes, strict=True))
    return Term(getattr(s.middle, head)(t.middle), getattr(s.range, head)(t.range), slopes)


def _quotient(s: Term, t: Term) -> Term:
    """u/v - q = ((u - u_m) - q (v - v_m)) / v with q = u_m / v_m."""
    q = s.middle / t.middle
    return Term(q, s.range / t.range, tuple((a - q * b) / t.range for a, b in zip(s.slopes, t.slopes, strict=True)))


def _absolute(t: Term) -> Term:
    minus = Term(-t.middle, -t.range, tuple(-s for s in t.slopes))
    sign = t.range.sign()
    if sign is not None:
        return t if sign >= 0 else minus
    return Term(t.middle.abs(), t.range.abs(), tuple(s.hull(-s) for s in t.slopes))


def _smooth(value: Callable[[Ball], Ball], slope: Callable[[Ball], Ball]) -> Callable[[Term], Term]:
    """A function and its derivative, which the mean value theorem takes somewhere in the range."""

    def apply(t: Term) -> Term:
        steep = slope(t.range)
        return Term(value(t.middle), value(t.range), tuple(steep * s for s in t.slopes))

    return apply


FUNCTIONS: dict[str, Callable[..., Term]] = {
    "div": _quotient,
    "abs": _absolute,
    "exp": _smooth(Ball.exp, Ball.exp),
    "log": _smooth(Ball.log, lambda x: Ball.of(1) / x),
    "sqrt": _smooth(Ball.sqrt, lambda x: Ball.of(Fraction(1, 2)) / x.sqrt()),
    "lambertw": _smooth(Ball.lambertw, lambda x: Ball.of(1) / ((x.lambertw() + 1) * x.lambertw().exp())),
}
