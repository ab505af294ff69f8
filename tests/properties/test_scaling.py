"""What the checker takes for homogeneous is so, with its definedness, at generated points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from hypothesis import strategies as st

from tests.properties.generated import fails, holds
from varproof.recheck.box import scaling
from varproof.recheck.box.claims import Term, conditions
from varproof.recheck.box.enclose import Open, inside, plain, sign
from varproof.recheck.box.state import right
from varproof.recheck.reading import Rejected

Degree = Callable[[Term, Mapping[str, Fraction]], Fraction | None]
WEIGHTS = st.fixed_dictionaries({x: st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)]) for x in "xyz"})
POINTS = st.fixed_dictionaries({x: st.builds(Fraction, st.integers(-5, 9), st.sampled_from([1, 2])) for x in "xyz"})
CONSTANTS = st.sampled_from([Fraction(0), Fraction(2), Fraction(1, 3)]).map(lambda q: ("const", q))


def more(t: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.one_of(
        st.tuples(st.sampled_from(["+", "-", "*", "/", "max", "min"]), t, t),
        st.tuples(st.sampled_from(["neg", "abs", "sqrt", "log", "log", "exp", "sin"]), t),
        st.tuples(st.just("^"), t, st.integers(2, 3)),
    )


TERMS = st.recursive(st.sampled_from("xyz").map(lambda x: ("var", x)) | CONSTANTS, more, max_leaves=6).map(plain)


def defined(t: Term, at: dict[str, Term]) -> bool | None:
    for kind, u in conditions(t):
        s = sign(u, at)
        if s is None or not right(kind, s):
            return None if s is None else False
    return True


def scales(t: Term, weights: dict[str, Fraction], point: dict[str, Fraction], degree: Degree = scaling.degree) -> None:
    """t(16^w x) = 16^k t(x), where both are defined or none; whole powers of 2 only, so that points are rational."""
    try:
        k = degree(t, weights)
    except Rejected:
        return
    at: dict[str, Term] = {x: ("const", q) for x, q in point.items()}
    there: dict[str, Term] = {x: ("const", q * 2 ** int(4 * weights[x])) for x, q in point.items()}
    found = {defined(t, at), defined(t, there)}
    assert found != {True, False}, (t, weights, point)
    if found != {True} or (k is not None and (4 * k).denominator > 1) or abs(k or 0) > 100:
        return
    try:
        here, far = (tuple(map(Fraction, inside(a).value(t))) for a in (at, there))
    except (Open, OverflowError):
        return
    factor = Fraction(2) ** int(4 * k) if k is not None else Fraction(0)
    assert here[0] * factor <= far[1] and far[0] <= here[1] * factor, (t, weights, point)


def has_degree(t: Term) -> bool:
    return any(scaling.homogeneous(t, dict.fromkeys("xyz", Fraction(w))) for w in (0, 1))


def test_degrees_are_right() -> None:
    holds(scales, TERMS.filter(has_degree), WEIGHTS, POINTS, examples=400)


def first(t: Term, weights: Mapping[str, Fraction]) -> Fraction | None:
    """Wrong: of a sum or a maximum only the first part is asked."""
    if t[0] in ("+", "-", "max", "min"):
        return first(t[1], weights)
    return scaling.degree(t, weights)


def careless(t: Term, weights: Mapping[str, Fraction]) -> Fraction | None:
    """Wrong: logarithms that are left do not matter."""
    return scaling._scaled(t, weights, {})[0]


def root(t: Term, weights: Mapping[str, Fraction]) -> Fraction | None:
    """Wrong: a root has the degree of its argument."""
    return scaling.degree(t[1] if t[0] == "sqrt" else t, weights)


@pytest.mark.parametrize("wrong", [first, careless, root])
def test_a_wrong_degree_is_seen(wrong: Degree) -> None:
    fails(lambda t, weights, point: scales(t, weights, point, wrong), TERMS, WEIGHTS, POINTS)
