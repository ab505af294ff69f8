"""Middles and radii in float64: the truth, in exact numbers or balls, is always within the radius."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from varproof.arith import near
from varproof.arith.balls import Ball, precision
from varproof.arith.near import Near

SCALES = (1.0, 1e-3, 1e150, 1e-160, 2.0**-1060, 1e300)


def within(truth: tuple[Fraction, Fraction], mid: float, rad: float) -> bool:
    low, high = truth
    return Fraction(mid) - Fraction(rad) <= low and high <= Fraction(mid) + Fraction(rad)


def corner(x: Near, rng: Any) -> Any:
    """Some array that x stands for: ends or middles, exactly."""
    signs = rng.integers(-1, 2, x.mid.shape)
    pairs = zip(x.mid.flat, x.rad.flat, signs.flat, strict=True)
    exact = [Fraction(m) + int(s) * Fraction(r) if np.isfinite(m) and np.isfinite(r) else None for m, r, s in pairs]
    return np.array(exact, dtype=object).reshape(x.mid.shape)


def drawn(rng: Any, shape: tuple[int, ...], scale: float, width: float) -> Near:
    mid = rng.normal(size=shape) * scale
    return Near(mid, np.abs(rng.normal(size=shape)) * np.abs(mid) * width)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("width", [0.0, 1e-12])
def test_sums_and_products(scale: float, width: float) -> None:
    rng = np.random.default_rng(1)
    for other in (1.0, scale):
        a, b = drawn(rng, (3, 5), scale, width), drawn(rng, (5, 2), other, width)
        x, y = corner(a, rng), corner(b, rng)
        found = near.product(a, b)
        for (i, j), mid in np.ndenumerate(found.mid):
            if found.known[i, j]:
                truth = sum(p * q for p, q in zip(x[i], y[:, j], strict=True))
                assert within((truth, truth), mid, found.rad[i, j])
        c, z = Near(a.mid[::-1], a.rad[::-1]), x[::-1]
        for op, exact in ((near.plus(a, c), x + z), (near.times(a, c), x * z)):
            assert all(within((t, t), m, r) for t, m, r in zip(exact.flat, op.mid.flat, op.rad.flat, strict=True)
                       if np.isfinite(r))  # fmt: skip
    if scale == 1.0 and not width:
        assert found.rad.max() < 1e-13


def mean_in_balls(scores: Any, values: Any) -> tuple[Fraction, Fraction]:
    top = max(scores)
    shares = [Ball.of(s - top).exp() for s in scores]
    total, mean = Ball.of(0), Ball.of(0)
    for share, v in zip(shares, values, strict=True):
        total, mean = total + share, mean + share * v
    return (mean / total).bounds()


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("spread", [1.0, 40.0, 3000.0])
@pytest.mark.parametrize("width", [0.0, 1e-9])
def test_softmax_means(scale: float, spread: float, width: float) -> None:
    """Also where weights underflow, and values are subnormal or nearly overflow."""
    rng = np.random.default_rng(2)
    scores, values = drawn(rng, (3, 6), spread, width), drawn(rng, (6, 2), scale, width)
    s, v = corner(scores, rng), corner(values, rng)
    found = near.softmax_mean(scores, values)
    with precision(4000):
        for (i, j), mid in np.ndenumerate(found.mid):
            assert found.known[i, j] or scale == 1e300
            if found.known[i, j]:
                assert within(mean_in_balls(s[i], v[:, j]), mid, found.rad[i, j])


def test_attention_against_balls() -> None:
    rng = np.random.default_rng(3)
    tokens, weights = rng.normal(size=(4, 3)), [rng.normal(size=(3, 2)) for _ in range(3)]
    found = near.attention(near.exactly(tokens), *map(near.exactly, weights))
    exact = [[[sum(Fraction(x) * Fraction(w) for x, w in zip(row, column, strict=True)) for column in m.T]
              for row in tokens] for m in weights]  # fmt: skip
    q, k, v = exact
    with precision(128):
        for (i, j), mid in np.ndenumerate(found.mid):
            scores = [sum(a * b for a, b in zip(q[i], row, strict=True)) for row in k]
            assert within(mean_in_balls(scores, [row[j] for row in v]), mid, found.rad[i, j])
    assert found.rad.max() < 1e-12


def test_everything_in_one_direction() -> None:
    """Rounding, and radii of either side alone, can add up; then little is left of the bound."""
    for width, wide in ((1e-6, 0.0), (0.0, 1e-6), (1e-6, 1e-6)):
        a = Near(np.ones((1, 8)), np.full((1, 8), width))
        b = Near(np.ones((8, 1)), np.full((8, 1), wide))
        truth = 8 * (1 + Fraction(width)) * (1 + Fraction(wide))
        found = near.product(a, b)
        assert within((truth, truth), found.mid[0, 0], found.rad[0, 0])
        assert found.rad[0, 0] < 1.001 * float(truth - 8)
    rng = np.random.default_rng(4)
    a, b = near.exactly(rng.normal(size=(1, 8))), near.exactly(rng.normal(size=(8, 1)))
    truth = sum(Fraction(p) * Fraction(q) for p, q in zip(a.mid[0], b.mid[:, 0], strict=True))
    assert not within((truth, truth), near.product(a, b).mid[0, 0], 0.0)


@pytest.mark.parametrize(("width", "wide"), [(0.01, 0.0), (0.0, 0.01), (0.1, 0.1)])
def test_a_mean_is_moved_by_its_shares_and_values(width: float, wide: float) -> None:
    scores, values = (
        Near(np.zeros((1, 2)), np.full((1, 2), width)),
        Near(np.array([[5.0], [7.0]]), np.full((2, 1), wide)),
    )
    found = near.softmax_mean(scores, values)
    up = Fraction(width), Fraction(wide)
    truth = mean_in_balls([-up[0], up[0]], [5 + up[1], 7 + up[1]])
    assert within(truth, found.mid[0, 0], found.rad[0, 0])
    assert not within(truth, found.mid[0, 0], 0.3 * found.rad[0, 0])


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 1.7e308])
def test_nothing_is_said_of_what_is_no_number(odd: float) -> None:
    """Wherever it stands: among scores, values, radii, or the terms of a product."""
    plain = np.ones((2, 2))
    strange = np.array([[odd, 1.0], [1.0, 1.0]])
    exactly = near.exactly
    for found in (near.product(exactly(strange), exactly(2 * plain)), near.plus(exactly(strange), exactly(strange)),
                  near.times(exactly(strange), exactly(2 * plain)),
                  near.softmax_mean(exactly(strange), exactly(plain)) if odd != 1.7e308 else
                  near.softmax_mean(exactly(plain), exactly(np.array([[odd, 1.0], [odd, 1.0]])))):  # fmt: skip
        assert not found.known[0, 0]
    wide = Near(plain, np.full((2, 2), abs(odd)))
    assert not near.product(wide, exactly(4 * plain)).known.any()
    assert not near.softmax_mean(wide, exactly(plain)).known.any()


def test_scores_that_are_too_uncertain() -> None:
    values = near.exactly([[1.0], [2.0]])
    assert not near.softmax_mean(Near(np.zeros((1, 2)), np.full((1, 2), 0.2)), values).known.any()
    assert near.softmax_mean(Near(np.zeros((1, 2)), np.full((1, 2), 0.1)), values).known.all()


def test_sums_that_are_too_long() -> None:
    long = near.exactly(np.ones((1, near.LONGEST + 1)))
    with pytest.raises(ValueError, match="4096"):
        near.product(long, near.exactly(np.ones((near.LONGEST + 1, 1))))
    with pytest.raises(ValueError, match="4096"):
        near.softmax_mean(long, near.exactly(np.ones((near.LONGEST + 1, 1))))
