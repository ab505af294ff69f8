"""The forms of a goal over boxes lie below its values, and are as good as they should be."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from varproof.arith.batches import Batch
from varproof.claims import points
from varproof.claims.enclosures import Enclosures, Ends
from varproof.lang import claims
from varproof.lang.expressions import Graph

TEXTS = ["x*y - x**2*y", "exp(x - y) + x*y/3", "sin(x*y) - y**2", "log(2 + x*y) - x/(3 + y)", "x**3 - 3*x*y + y**3"]


def forms(text: str) -> Enclosures:
    graph = Graph(["x", "y"])
    ((_, left, _),) = claims.parse(text + " >= 0")
    return Enclosures(graph, graph.of(left), 2)


def second_order(e: Enclosures, boxes: Ends, flat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    middle = boxes[0] / 2 + boxes[1] / 2
    (at,) = e.values((e.f,), (middle, middle))
    return e.second_order(boxes, (middle, middle), flat, at)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("count", [3, 200])
def test_the_second_order_form_lies_below(text: str, count: int) -> None:
    """At corners and points inside, exactly or by balls, for single boxes and batches; near to the least for small."""
    e = forms(text)
    rng = np.random.default_rng(4)
    low = rng.uniform(-1, 0.9, (2, count))
    high = np.minimum(low + rng.choice([1e-6, 0.01, 0.3, 1.0], (2, count)), 1.0)
    low[1, 0] = high[1, 0] = 0.5
    bound, _ = second_order(e, (low, high), low == high)
    for row in range(0, count, 1 if count < 10 else 11):
        values = []
        for s in (0.0, 0.37, 0.5, 1.0):
            for t in (0.0, 0.61, 1.0):
                place = [low[0, row] + s * (high[0, row] - low[0, row]), low[1, row] + t * (high[1, row] - low[1, row])]
                place = np.clip(place, low[:, row], high[:, row]).tolist()
                gap = ("-", e.graph.term(e.f), ("const", Fraction(float(bound[row]))))
                assert points.sign(gap, dict(enumerate(map(Fraction, place)))) in (0, 1)
                values += e.floats((e.f,), place)
        width = float((high[:, row] - low[:, row]).max())
        assert bound[row] > min(values) - 8 * width**2 - 1e-12


def test_it_is_sharp_where_the_curve_is_known() -> None:
    """x - x^2 on [0, 1] is least at the ends, x y on [-1, 1]^2 at the corners; a flat side counts for nothing."""
    one = np.array([[1.0], [1.0]])
    low, convex = second_order(forms("x - x**2"), (0 * one, one), np.array([[False], [False]]))
    assert -1e-12 < low[0] <= 0 and not convex[0]
    low, convex = second_order(forms("x*y"), (-one, one), np.array([[False], [False]]))
    assert -1 - 1e-12 < low[0] <= -1 and not convex[0]
    low, convex = second_order(forms("x**2 - y"), (-one, one), np.array([[False], [False]]))
    assert -1 - 1e-12 < low[0] <= -1 and convex[0]
    low, _ = second_order(forms("x*y"), (-one, np.array([[1.0], [-1.0]])), np.array([[False], [True]]))
    assert -1 - 1e-12 < low[0] <= -1


@pytest.mark.parametrize("text", ["abs(x) + y", "sqrt(x) + y", "max(x, y)", "1/x + y", "x*abs(y - x)"])
def test_there_is_none_across_a_kink_or_where_something_is_undefined(text: str) -> None:
    one = np.array([[1.0], [1.0]])
    low, convex = second_order(forms(text), (-one, one), np.array([[False], [False]]))
    assert low[0] == -np.inf and not convex[0]


def test_a_bound_without_the_mixed_derivatives_would_be_wrong() -> None:
    """So they count: the bound of x y by its pure second derivatives alone, which are 0, would be 0."""
    e = forms("x*y")
    e.hessian[1][0] = e.graph.const(Fraction(0))
    one = np.array([[1.0], [1.0]])
    middle = 0 * one
    low, _ = e.second_order(
        (-one, one), (middle, middle), np.array([[False], [False]]), Batch(*np.zeros((2, 1)), np.array([False]))
    )
    assert low[0] > -1e-12
