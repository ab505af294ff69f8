"""Enclosures of the checker contain exact values: rational operations on generated terms, by rational arithmetic."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from varproof.recheck.enclose import Enclose, Open

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
