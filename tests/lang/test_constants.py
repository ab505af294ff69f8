"""What a constant bounds: what is said, else what a claim puts below or above it; or nothing that can be measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from varproof.lang import Entry, ForAll, Index, MaxOver, Source


def bounded(claim: Callable[[Any, Any, Any], Any], side: str, **more: Any) -> Any:
    """What the constant x + x bounds in a statement with this claim on a, i and x + x."""
    entry = Entry("lem:small", "Small", Source(text="ours"))
    with entry.variant("stated", expect="PROVED") as s:
        n, x = s.size("n"), s.real("x")
        a = s.vec("a", n)
        i = Index("i", n)
        s.constant("twice", x + x, side=side, **{key: of(a, i) for key, of in more.items()})
        s.claim("only", claim(a, i, x + x))
        s.instance("zero", x=0, a=[0])
    return entry.variants["stated"].constants["twice"].sympy_bounds


@pytest.mark.parametrize(
    ("claim", "side", "found"),
    [
        (lambda a, i, c: MaxOver(a[i], i) <= c, "upper", "MaxOver"),
        (lambda a, i, c: c > MaxOver(a[i], i), "upper", "MaxOver"),
        (lambda a, i, c: c <= MaxOver(a[i], i), "lower", "MaxOver"),
        (lambda a, i, c: MaxOver(a[i], i) <= c, "lower", "NoneType"),  # the wrong side
        (lambda a, i, c: MaxOver(a[i], i) <= c + 1, "upper", "NoneType"),  # another formula
        (lambda a, i, c: ForAll(i, a[i] <= c), "upper", "NoneType"),  # many quantities
    ],
)
def test_what_a_constant_bounds(claim: Any, side: str, found: str) -> None:
    assert type(bounded(claim, side)).__name__ == found


def test_what_is_said_to_be_bounded_is() -> None:
    said = bounded(lambda a, i, c: MaxOver(a[i], i) <= c, "upper", bounds=lambda a, i: MaxOver(a[i] + 1, i))
    assert "1" in str(said)
