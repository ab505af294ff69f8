"""What is said of a counterexample: both sides of what is false there, and where; or that it is undefined."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from varproof.catalog import catalog
from varproof.decide import witness
from varproof.decide.sides import Sides, at
from varproof.lang import Abs, And, Entry, Exists, ForAll, Implies, Index, Q, Source, Sum, exp, log
from varproof.lang.data import build
from varproof.show.terminal import sides

SOURCE = Source(icml="0.0", text="read")


def found(claim: Any, x: Fraction, a: tuple[Any, ...]) -> Sides | None:
    """Of a claim about x and a vector a, at a point."""
    entry = Entry("lem:sides", "Sides", source=SOURCE)
    with entry.variant("stated", expect="PROVED") as s:
        n = s.size("n")
        s.claim("said", claim(s.real("x"), s.vec("a", n), Index("i", n)))
    variant = entry.variants["stated"]
    return at(variant, build(variant.core, "point", {"x": x, "a": list(a)}), "said")


@pytest.mark.parametrize(
    ("claim", "wanted"),
    [
        (lambda x, a, i: x + 1 <= Q(1, 3), "the sides are 3/2 and 1/3"),
        (lambda x, a, i: exp(x) < x, "the sides are 1.6487212… and 1/2"),
        (lambda x, a, i: -exp(x) > x, "the sides are 1/2 and −1.6487212…"),
        (lambda x, a, i: ForAll(i, a[i] <= 1), "the sides are 2 and 1 for i = 2"),
        (lambda x, a, i: ForAll(i, Implies(a[i] > 1, a[i] >= x + 2)), "the sides are 5/2 and 2 for i = 2"),
        (lambda x, a, i: And(x <= 1, Sum(a[i], i) <= x), "the sides are 9/4 and 1/2"),
        (lambda x, a, i: x < Q(1, 2), "the sides are 1/2 and 1/2"),
        (lambda x, a, i: exp(Q(1, 2**50)) <= 1, "the sides are 1.000000000000000888178419700125626769357… and 1"),
        (lambda x, a, i: 1 / (x - Q(1, 2)) <= 1, "it is undefined there"),
        (lambda x, a, i: Exists(i, Abs(a[i]) >= 3), None),
    ],
)
def test_what_is_said(claim: Any, wanted: str | None) -> None:
    seen = found(claim, Q(1, 2), (Q(1, 4), 2))
    assert (None if seen is None else sides(seen)) == wanted


def test_values_that_may_have_few_digits_are_enclosed() -> None:
    """Balls enclose 3 and 0, and exact arithmetic does not see them: no digit of them is said to be one."""

    def claim(x: Any, a: Any, i: Any) -> Any:
        three = exp(log(3) * x) * exp(log(3) * x)
        return three <= x * (three - 3)

    seen = found(claim, Q(1, 2), (1,))
    assert (
        seen is not None
        and seen.left == "a number between 2.9999999 and 3.0000001"
        and seen.right.startswith("a number within ")
    )


def test_numbers_that_are_too_large_to_be_written_out() -> None:
    seen = found(lambda x, a, i: exp(exp(exp(100 * x))) <= x, Q(1, 2), (1,))
    assert seen is not None and (seen.left, seen.right) == ("a number that is not known so well", "1/2")


WITHOUT = {  # what is false there is no single relation: a definition is called, a quantifier over reals
    "c1:grid-separation printed",
    "c1:quantiser printed",
}


def test_every_counterexample_of_the_catalog_shows_its_sides_or_is_undefined() -> None:
    told, undefined, without = 0, 0, set()
    for variant in catalog().variants():
        if variant.expect == "REFUTED" and variant.ill_typed is None:
            data = next(iter(variant.counterexamples.values()))
            fails = witness.check(variant.core, data).label if variant.consequence is None else variant.consequence[0]
            assert fails is not None
            seen = at(variant, data, fails)
            if seen is None:
                without.add(f"{variant.id} {variant.name}")
            elif seen.left is None:
                undefined += 1
            else:
                told += seen.left != seen.right
    assert without == WITHOUT and (told, undefined) == (11, 6)
