"""Enclosures of the checker contain exact values: rational operations on generated terms, by rational arithmetic."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from varproof.recheck.box.enclose import Enclose, Open
from varproof.recheck.numbers.rounding import ratio

RATIONALS = st.fractions(min_value=-20, max_value=20, max_denominator=10**40)
TERMS = st.recursive(
    st.sampled_from([("var", "x"), ("var", "y")]) | RATIONALS.map(lambda q: ("const", q)),
    lambda t: st.one_of(
        st.tuples(st.sampled_from(["neg", "abs"]), t),
        st.tuples(st.sampled_from(["+", "-", "*", "/", "max", "min"]), t, t),
        st.tuples(st.just("^"), t, st.integers(2, 5)),
    ),
    max_leaves=12,
)


def exact(t: Any, at: dict[str, Fraction]) -> Fraction:
    """ZeroDivisionError where t is not defined."""
    head, *parts = t
    if head in ("const", "var"):
        return parts[0] if head == "const" else at[parts[0]]
    a = exact(parts[0], at)
    if head in ("neg", "abs", "^"):
        return {"neg": lambda: -a, "abs": lambda: abs(a), "^": lambda: a ** parts[1]}[head]()
    b = exact(parts[1], at)
    return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b, "max": lambda: max(a, b),
            "min": lambda: min(a, b)}[head]()  # fmt: skip


@given(TERMS, RATIONALS, RATIONALS, st.fractions(0, 1), st.sampled_from([34, 120]))
@settings(max_examples=300, deadline=None)
def test_containment(t: Any, x: Fraction, y: Fraction, width: Fraction, digits: int) -> None:
    box = {"x": (x, x + width), "y": (y, y)}
    for at in (x, x + width / 3, x + width):
        try:
            value = exact(t, {"x": at, "y": y})
            low, high = Enclose(box, digits).value(t)
        except (ZeroDivisionError, Open):
            continue
        assert low <= value <= high or Fraction(low) <= value <= Fraction(high)


ends = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6),
    st.sampled_from([Decimal(x) for x in ("0", "1", "-1", "1e-300", "-7e300")]),
)


@settings(max_examples=400, deadline=None)
@given(ends, ends, ends, ends)
def test_products_and_quotients_have_the_best_ends(a: Decimal, b: Decimal, c: Decimal, d: Decimal) -> None:
    """By the signs of the ends: the extreme products and quotients of ends, rounded once to 34 digits."""
    e, left, right = Enclose({}), (min(a, b), max(a, b)), (min(c, d), max(c, d))
    exact = [Fraction(x) * Fraction(y) for x in left for y in right]
    low, high = e.product(left, right)
    assert (low, high) == (ratio(min(exact), e.down), ratio(max(exact), e.up))
    if right[0] <= 0 <= right[1]:
        assert e.quotient(left, right) == (Decimal("-Infinity"), Decimal("Infinity")) and not e.sure
    else:
        exact = [Fraction(x) / Fraction(y) for x in left for y in right]
        assert e.quotient(left, right) == (ratio(min(exact), e.down), ratio(max(exact), e.up))


def test_zero_times_an_infinite_bound_is_zero() -> None:
    e, zero, rest = Enclose({}), Decimal(0), Decimal("Infinity")
    assert e.product((zero, Decimal(2)), (-rest, Decimal(3))) == (-rest, 6)
    assert e.product((zero, rest), (zero, rest)) == (0, rest)
    assert e.product((-rest, zero), (zero, rest)) == (-rest, 0)
    assert e.product((zero, zero), (-rest, rest)) == (0, 0)
