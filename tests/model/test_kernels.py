"""The kernels as data of piecewise_cubic against their pieces, as they stand in the lemmas."""

from fractions import Fraction
from importlib import import_module

import pytest
from varproof_lemmas.support import splines

import varproof

KERNEL = varproof.catalog()["def:bicubic-spline-kernel"]
POINTS = [Fraction(k, 12) for k in range(-30, 31)]


def pieces(name, *a):
    """W on all reals by the pieces of a lemma."""
    module = import_module(f"varproof_lemmas.support.lem-kernel-{name}")
    outer = getattr(module, "outer", lambda x: 0)

    def value(x):
        x = abs(x)
        return module.inner(*a, x) if x <= 1 else outer(*a, x) if x <= 2 else 0

    return value


def exactly(value):
    return Fraction(int(value.numerator), int(value.denominator)) if hasattr(value, "numerator") else value


CASES = {
    "b-spline": (splines.B_SPLINE, pieces("b-spline")),
    "keys -1/2": (splines.keys(Fraction(-1, 2)), pieces("keys", Fraction(-1, 2))),
    "keys -3/4": (splines.keys(Fraction(-3, 4)), pieces("keys", Fraction(-3, 4))),
    "linear": (splines.LINEAR, pieces("linear")),
    "mitchell": (splines.MITCHELL, pieces("mitchell")),
    "nearest": (splines.NEAREST, lambda x: int(-Fraction(1, 2) <= x < Fraction(1, 2))),
}
LEAST = {"b-spline": 0, "linear": 0, "nearest": 0, "keys -1/2": Fraction(-2, 27), "keys -3/4": Fraction(-1, 9)}


def run(data, x):
    return KERNEL.run("piecewise_cubic", **data, x=x)


@pytest.mark.parametrize("name", CASES)
def test_pieces_and_knots_agree(name):
    data, value = CASES[name]
    assert [run(data, x) for x in POINTS] == [exactly(value(x)) for x in POINTS]


def test_the_formulas_without_cases():
    """As the claims called everywhere have them."""
    for x in POINTS:
        u, v = max(2 - abs(x), 0), max(1 - abs(x), 0)
        assert run(splines.B_SPLINE, x) == Fraction(u**3 - 4 * v**3) / 6
        assert run(splines.LINEAR, x) == v


@pytest.mark.parametrize("name", LEAST)
def test_least_values(name):
    """At a third of the way between two integers, where the minima of the cubic convolution kernels are."""
    assert min(run(CASES[name][0], x) for x in POINTS) == LEAST[name]


def test_weights_add_up_to_one_and_a_wrong_coefficient_is_caught():
    for name, (data, _) in CASES.items():
        for f in POINTS[30:43:4]:
            assert sum(run(data, f - s) for s in range(-2, 4)) == 1, name
    wrong = dict(splines.B_SPLINE, d=[Fraction(1, 5), *splines.B_SPLINE["d"][1:]])
    assert any(run(wrong, x) != exactly(CASES["b-spline"][1](x)) for x in POINTS)
