"""The fast programs contain what they should: against exact fractions, balls and the careful intervals."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varproof.arith import batches, intervals
from varproof.arith.balls import Ball, precision
from varproof.arith.batches import Batch, Program
from varproof.claims import points
from varproof.claims.enclosures import enclosures, program
from varproof.lang import claims
from varproof.lang.expressions import Graph

finite = st.floats(allow_nan=False, allow_infinity=False)
short = st.floats(-1e3, 1e3)


def side(*ends: float) -> Batch:
    low, high = np.array([min(ends)]), np.array([max(ends)])
    return Batch(low, high, np.zeros(1, bool))


def inside(value: Fraction, found: Batch) -> bool:
    lo, hi = float(found.lo[0]), float(found.hi[0])
    return (lo == -math.inf or Fraction(lo) <= value) and (hi == math.inf or value <= Fraction(hi))


@settings(max_examples=400, deadline=None)
@given(finite, finite, finite, finite, st.integers(2, 7))
def test_field_operations(a: float, b: float, c: float, d: float, k: int) -> None:
    ops = [("var", 0), ("var", 1), ("+", 0, 1), ("-", 0, 1), ("*", 0, 1), ("/", 0, 1), ("^", 0, k), ("neg", 0),
           ("max", 0, 1), ("min", 0, 1), ("const", Fraction(1, 3)), ("*", 0, 10), ("+", 0, 10)]  # fmt: skip
    with np.errstate(all="ignore"):
        sum_, difference, product, quotient, power, neg, larger, smaller, third, more = Program(
            ops, [*range(2, 10), 11, 12]
        ).run([side(a, b), side(c, d)])
    for x, y in ((a, c), (a, d), (b, c), (b, d)):
        p, q = Fraction(x), Fraction(y)
        assert inside(p + q, sum_) and inside(p - q, difference) and inside(p * q, product) and inside(p**k, power)
        assert inside(-p, neg) and inside(max(p, q), larger) and inside(min(p, q), smaller)
        assert inside(p / 3, third) and inside(p + Fraction(1, 3), more)
        assert inside(p / q, quotient) if q else quotient.bad[0]


TINY = [5e-324, -5e-324, 2.0**-1022, 2.0**-1000, 2.0**-537, -(2.0**-538), 0.0, 1.0, 2.0**1000, -1.7e308, 1.7e308]


@pytest.mark.parametrize("x", TINY)
@pytest.mark.parametrize("y", TINY)
def test_at_the_ends_of_the_range(x: float, y: float) -> None:
    ops = [("var", 0), ("var", 1), ("*", 0, 1), ("+", 0, 1), ("*", 3, 2), ("-", 3, 0), ("^", 0, 3)]
    product, total, both, back, cube = Program(ops, [2, 3, 4, 5, 6]).run([side(x, x), side(y, y)])
    p, q = Fraction(x), Fraction(y)
    assert inside(p * q, product) and inside(p + q, total) and inside((p + q) * p * q, both)
    assert inside(q, back) and inside(p**3, cube)
    if x * y == 0 and (x == 0 or y == 0):
        assert product.lo[0] == product.hi[0] == 0


TEXTS = [
    "(x - y)*exp(y - x) - 1.0986*(1 + exp(y - x))", "exp(x*y)/(1 + exp(x)) - y**3", "log(1 + x**2)*y - x/(1 + y**2)",
    "sqrt(1 + x**2 + y**2) - abs(x - y)", "tanh(x)*sin(y) + cos(x*y)", "max(x, y)*min(x, y*y) - x**2", "1/3 - x*y/7",
    "exp(exp(x)) - exp(-800*y) + exp(300*x*y)", "x - x", "x**2*y**2 - 2*x*y + 1", "(x - y)*(x + y)*x*x*x*x*x*x",
]  # fmt: skip


def careful_ones(graph: Graph, nodes: list[int], sides: list[Batch]) -> dict[int, Batch]:
    """One box at a time."""
    rows = []
    for row in range(len(sides[0].lo)):
        box = [(float(s.lo[row]), float(s.hi[row]), False) for s in sides]
        rows.append(enclosures(graph, nodes, box))
    columns = [tuple(map(np.array, zip(*column, strict=True))) for column in zip(*rows, strict=True)]
    return {n: Batch(*column) for n, column in zip(nodes, columns, strict=True)}


@pytest.mark.parametrize("text", TEXTS)
def test_against_the_careful_intervals(text: str) -> None:
    """On many boxes, with all slopes: both contain the values at points, and the fast ones are not much wider."""
    graph = Graph(["x", "y"])
    ((_, left, _),) = claims.parse(text + " <= 0")
    f = graph.of(left)
    nodes = [f, graph.derivative(f, 0), graph.derivative(f, 1)]
    rng = np.random.default_rng(3)
    count = 3 * batches.PIECE // 2
    low = np.round(rng.uniform(-3, 3, (2, count)), 1)
    high = np.minimum(low + rng.choice([0.0, 1e-9, 0.1, 0.5, 2.0], (2, count)), 3.0)
    nil = np.zeros(count, bool)
    sides = [Batch(low[k], high[k], nil) for k in range(2)]
    fast, slow = program(graph, nodes).run(sides), careful_ones(graph, nodes, sides)
    for n, found in zip(nodes, fast, strict=True):
        careful = slow[n]
        assert not np.isnan(found.lo).any() and not np.isnan(found.hi).any()
        assert (found.bad == careful.bad).all()
        size = 1e-11 * (1 + np.maximum(np.abs(careful.lo), np.abs(careful.hi)))
        same = np.isfinite(careful.lo) & np.isfinite(careful.hi) & ~found.bad & (size < 1e280)
        with np.errstate(all="ignore"):
            assert (found.lo <= careful.hi).all() and (careful.lo <= found.hi).all()
            near = (found.lo - careful.lo >= -size * 1e3) & (found.hi - careful.hi <= size * 1e3)
            assert np.mean(near[same]) > 0.95  # slopes jump where a careful sum is exactly 0
        for row in range(0, count, 97):
            at: Any = {0: Fraction(low[0, row]), 1: Fraction(high[1, row])}
            if found.bad[row] or points.defined(graph.term(n), at) is not True:
                continue
            for end, sign in ((found.lo[row], 1), (found.hi[row], -1)):
                if math.isfinite(end):
                    gap = ("-", graph.term(n), ("const", Fraction(float(end))))
                    assert points.sign(gap, at) in (sign, 0, None)


def test_the_mean_value_form_keeps_its_numbers() -> None:
    """The form is put together by hand from the parts that are returned: no buffer is written too early."""
    graph = Graph(["x", "y"])
    ((_, left, _),) = claims.parse("x*exp(y - x) - y*y*x <= 0")
    f = graph.of(left)
    slopes = [graph.derivative(f, k) for k in range(2)]
    rng = np.random.default_rng(5)
    low = rng.uniform(-2, 2, (2, 3000))
    high, nil = low + 0.25, np.zeros(3000, bool)
    sides = [Batch(low[k], high[k], nil) for k in range(2)]
    middle = low / 2 + high / 2
    centre = [Batch(middle[k], middle[k], nil) for k in range(2)]
    whole, single = program(graph, [f, *slopes]), program(graph, [f])
    form, at, value, *found = whole.mean_value(single, sides, centre)
    careful = careful_ones(graph, [f, *slopes], sides)
    for got, n in zip([value, *found], [f, *slopes], strict=True):
        assert np.allclose(got.lo, careful[n].lo, rtol=1e-9) and np.allclose(got.hi, careful[n].hi, rtol=1e-9)
    radius = sum(np.maximum(np.abs(careful[n].lo), np.abs(careful[n].hi)) * 0.125 for n in slopes)
    assert np.allclose(form.hi - at.hi, radius, rtol=1e-6) and np.allclose(at.lo - form.lo, radius, rtol=1e-6)


@settings(max_examples=200, deadline=None)
@given(st.floats(-800, 800), st.floats(0, 3))
def test_exp(x: float, width: float) -> None:
    (found,) = Program([("var", 0), ("exp", 0)], [1]).run([side(x, x + width)])
    for point in {x, x + width} - {0.0}:  # at 0 the ball is wider than the exact 1
        with precision(1200):  # so that even exp of a subnormal number is told from 1
            low, high = Ball.of(Fraction(point)).exp().bounds()
        assert Fraction(float(found.lo[0])) <= low
        assert found.hi[0] == math.inf or high <= Fraction(float(found.hi[0]))


@settings(max_examples=200, deadline=None)
@given(
    st.floats(-60, 60), st.floats(0, 3), st.sampled_from(["log", "sqrt", "tanh", "sin", "cos", "abs", "slope", "kink"])
)
def test_functions_are_those_of_single_intervals(x: float, width: float, head: str) -> None:
    """The rest of the functions by the same kernels, up to the coarser last rounding, in a batch with other rows."""
    low, high = np.array([0.5, x, -1.0]), np.array([0.5, x + width, 2.0])
    (found,) = Program([("var", 0), (head, 0)], [1]).run([Batch(low, high, np.zeros(3, bool))])
    for row in range(3):
        lo, hi, bad = intervals.FUNCTIONS[head]((float(low[row]), float(high[row]), False))
        assert bool(found.bad[row]) == bad
        assert found.lo[row] <= lo + 1e-300 and hi <= found.hi[row] + 1e-300
        if math.isfinite(lo):
            assert found.lo[row] >= lo - 1e-13 * (1 + abs(lo))
        if math.isfinite(hi):
            assert found.hi[row] <= hi + 1e-13 * (1 + abs(hi))


def test_no_bound_stays_no_bound() -> None:
    """inf - inf inside a term is no bound; a divisor, a root or a logarithm of it may be undefined."""
    lost = [("var", 0), ("*", 0, 0), ("-", 1, 1)]
    for head in ("/", "sqrt", "log"):
        ops = [*lost, (head, 0, 2) if head == "/" else (head, 2)]
        (found,) = Program(ops, [3]).run([side(1e200, 1e300)])
        assert found.bad[0]
        assert found.lo[0] == -math.inf or head == "sqrt"
