"""Balls and intervals contain the numbers of generated terms."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import strategies as st

from tests.properties.generated import (
    ELEMENTARY,
    VARIABLES,
    all_terms,
    coordinates,
    fails,
    floats,
    holds,
    place,
    rational_terms,
    terms,
    value,
    walk,
)
from varproof.arith import intervals
from varproof.arith.balls import Ball, precision
from varproof.arith.batches import Batch
from varproof.arith.exact import Inexact, Number
from varproof.arith.intervals import Interval
from varproof.claims import enclosures as box_forms
from varproof.claims import points
from varproof.lang.claims import Term
from varproof.lang.expressions import Graph
from varproof.recheck.box import enclose


def exact_in_balls(t: Term, x: Fraction, y: Fraction, ball: Callable[..., Ball] = points._ball) -> None:
    """A number that exact arithmetic knows lies between the bounds of the ball; a rational is the one of the walk."""
    at = place(x, y)
    assume(points.defined(t, at))
    try:
        number = points._exact(t, at)
    except Inexact:
        assume(False)
    with precision(64):
        found = ball(t, at)
        assume(found.is_finite())
        low, high = found.bounds()
    rational = number.rational()
    if rational is not None:
        assert low <= rational <= high
    assert (number - Number.of(low)).sign() != -1 and (Number.of(high) - number).sign() != -1
    if not any(head in str(t) for head in ELEMENTARY):
        assert walk(t, at) == rational


def off_by_a_little(t: Term, at: dict[str, Fraction]) -> Ball:
    return points._ball(t, at) + Fraction(1, 10**12)


def test_exact_numbers_lie_in_balls() -> None:
    holds(exact_in_balls, rational_terms, coordinates, coordinates)
    holds(exact_in_balls, terms(("exp", "log", "sqrt"), 5), coordinates, coordinates)


def test_a_ball_beside_its_number_is_seen() -> None:
    fails(lambda t, x, y: exact_in_balls(t, x, y, off_by_a_little), rational_terms, coordinates, coordinates)


def sides(*ends: tuple[float, float]) -> list[Interval]:
    return [(min(e), max(e), False) for e in ends]


def contains(found: Interval, low: Fraction, high: Fraction) -> bool:
    """Does the interval meet [low, high]? A number in there is outside of the interval if not."""
    lo, hi, _ = found
    return (lo == -math.inf or Fraction(lo) <= high) and (hi == math.inf or low <= Fraction(hi))


Enclosures = Callable[[Term, list[Interval]], list[Interval]]


def float_intervals(t: Term, box: list[Interval]) -> list[Interval]:
    """By the careful intervals, and by the fast programs for batches."""
    graph = Graph(list(VARIABLES))
    node = graph.of(t)
    batches = [Batch(np.array([lo]), np.array([hi]), np.array([bad])) for lo, hi, bad in box]
    (fast,) = box_forms.program(graph, [node]).run(batches)
    return [*box_forms.enclosures(graph, [node], box), (float(fast.lo[0]), float(fast.hi[0]), bool(fast.bad[0]))]


def decimal_intervals(t: Term, box: list[Interval]) -> list[Interval]:
    """By the decimal intervals of the checker, which has none where it is not sure; rounded outwards to floats."""
    ends = {x: (Fraction(lo), Fraction(hi)) for x, (lo, hi, _) in zip(VARIABLES, box, strict=True)}
    try:
        low, high = enclose.Enclose(ends).value(enclose.plain(t))
    except enclose.Open:
        return []
    down = intervals.below(Fraction(low)) if low.is_finite() else -math.inf
    return sides((down, intervals.above(Fraction(high)) if high.is_finite() else math.inf))


def in_intervals(
    t: Term, a: float, b: float, c: float, d: float, k: int, enclosures: Enclosures = float_intervals
) -> None:
    """The value at each corner and in between, exact or by a ball of 300 bits, lies in the interval over the box."""
    box = sides((a, b), (c, d))
    found = enclosures(t, box)
    inner = Fraction(a) + (Fraction(b) - Fraction(a)) * Fraction(k, 7)
    for x, y in ((a, c), (a, d), (b, c), (b, d), (inner, d)):
        at = place(x, y)
        defined = points.defined(t, at)
        if defined is False:
            continue
        exact = None if any(head in str(t) for head in ELEMENTARY) else value(t, at)
        with precision(300):
            ball = points._ball(t, at)
            if exact is None and not ball.is_finite():
                continue
            low, high = (exact, exact) if exact is not None else ball.bounds()
        assert all(contains(interval, low, high) for interval in found)


BOX = (floats, floats, floats, floats, st.integers(1, 6))


@pytest.mark.parametrize("enclosures", [float_intervals, decimal_intervals])
def test_values_lie_in_intervals(enclosures: Enclosures) -> None:
    for generated in (rational_terms, all_terms):
        holds(lambda t, *box: in_intervals(t, *box, enclosures=enclosures), generated, *BOX)
    for head in ELEMENTARY:
        for t in ((head, ("var", "x")), ("/", ("var", "y"), (head, ("var", "x")))):
            holds(lambda *box, t=t: in_intervals(t, *box, enclosures=enclosures), *BOX, examples=15)


def nearest(name: str) -> Callable[[Interval], Interval]:
    function = getattr(math, name)
    return lambda a: (function(a[0]), function(a[1]), a[2])


@pytest.mark.parametrize("name", ["exp", "tanh"])
def test_a_function_that_is_rounded_to_nearest_is_seen(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(intervals.FUNCTIONS, name, nearest(name))
    fails(lambda *box: in_intervals((name, ("var", "x")), *box), *BOX)


def test_a_sum_that_is_rounded_to_nearest_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = lambda a, b: (a[0] + b[0], a[1] + b[1], a[2] or b[2])  # noqa: E731
    monkeypatch.setitem(intervals.FUNCTIONS, "+", plain)
    fails(lambda *box: in_intervals(("+", ("var", "x"), ("var", "y")), *box), *BOX)


def test_a_decimal_that_is_rounded_inwards_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from varproof.recheck.numbers.rounding import rounding

    monkeypatch.setattr(enclose, "exp_", lambda x, c: rounding(8, c.rounding != "ROUND_CEILING").exp(x))
    fails(lambda *box: in_intervals(("exp", ("var", "x")), *box, enclosures=decimal_intervals), *BOX)


def undefined_is_bad(t: Term, x: Fraction, y: Fraction, enclosures: Enclosures = float_intervals) -> None:
    """A term that is undefined at a point as it is written gives no interval there that is not marked."""
    assume(points.defined(t, place(x, y)) is False)
    assert all(bad for _, _, bad in enclosures(t, sides((float(x),) * 2, (float(y),) * 2)))


partial = st.sampled_from(
    [("log", ("var", "x")), ("sqrt", ("-", ("var", "x"), ("var", "y"))), ("/", ("var", "y"), ("var", "x"))]
)
halves = st.integers(-4, 4).map(lambda n: Fraction(n, 2))


def test_undefined_points_are_marked() -> None:
    holds(undefined_is_bad, partial, halves, halves)


def test_a_mark_that_is_lost_is_seen() -> None:
    lost = lambda t, box: [(lo, hi, False) for lo, hi, _ in float_intervals(t, box)]  # noqa: E731
    fails(lambda t, x, y: undefined_is_bad(t, x, y, lost), partial, halves, halves)
