"""Models in floats, and what fails without a positional embedding."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

import varproof as vp
from varproof.construct.converse import error_without_embedding
from varproof.construct.errors import InputError
from varproof.construct.export import deviation, faithful, to_torch
from varproof.construct.model import Model
from varproof.construct.target import formula

Q = Fraction
TARGET = [["x_1_1*x_2_1"], ["x_1_1**2"]]
INPUTS = [[[Q(k, 7)], [Q(k * k % 11, 11)]] for k in range(8)]


def model(attention: str = "softmax") -> Model:
    return vp.construct_transformer(TARGET, 2, 1, Q(1, 4), attention=attention)


@pytest.mark.parametrize("attention", ["softmax", "mean"])
def test_float64_is_near_the_balls(attention: str) -> None:
    built = model(attention)
    assert faithful(built) == ""
    assert deviation(built, INPUTS) < 1e-6


def test_what_is_no_number_is_not_near() -> None:
    outputs = iter([np.zeros((2, 1)), np.array([[0.0], [np.nan]]), *[np.zeros((2, 1))] * 6])
    assert math.isnan(deviation(model(), INPUTS, lambda rows: next(outputs)))


def test_words_in_float64() -> None:
    pyramid = vp.construct_var([["x_1"]] * 3 + [["x_1**2"]], (1, 2), Q(1, 8))
    assert deviation(pyramid, [[[Q(k, 9)]] for k in range(10)]) < 1e-9


def test_too_many_bits_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """With fewer bits than the rounding model asks for; float16 has 11 of the 17 that this grid needs."""
    from varproof.construct.frontier import FORMATS, bits_needed

    built = model()
    monkeypatch.setitem(FORMATS, "float64", FORMATS["float16"])
    assert faithful(built) == f"float64 has 11 bits, and this construction needs {bits_needed(built)}"


def test_torch() -> None:
    torch = pytest.importorskip("torch")
    built = model()
    module = to_torch(built)
    assert {p.dtype for p in module.parameters()} == {torch.float64}
    with torch.no_grad():
        assert deviation(built, INPUTS, lambda rows: module(torch.from_numpy(rows)).numpy()) < 1e-6


def test_without_embedding_a_target_that_tells_places_apart_is_missed() -> None:
    """f(X) = (1, 0): half the norm of (0, 1) - (1, 0) is 1 for alpha = 1; and 1/2 sqrt 2 for alpha = 2."""
    constant = formula([["1"], ["0"]], vp.image_symbols(2, 1))
    assert abs(error_without_embedding(constant, 2, 1, levels=2) - 1) < Q(1, 10**9)
    assert abs(error_without_embedding(constant, 2, 1, alpha=2, levels=2) ** 2 - Q(1, 2)) < Q(1, 10**9)


def test_a_target_that_commutes_is_not_missed() -> None:
    """f(X)_k = x_k: nothing follows, whatever the grid; and of one token nothing either."""
    same = formula([["x_1_1"], ["x_2_1"]], vp.image_symbols(2, 1))
    assert error_without_embedding(same, 2, 1) == 0
    assert error_without_embedding(formula([["x_1_1"]], vp.image_symbols(1, 1)), 1, 1) == 0
    with pytest.raises(InputError, match="alpha"):
        error_without_embedding(same, 2, 1, alpha=0)


def test_the_bound_is_below_the_truth_and_the_built_model_beats_it() -> None:
    """f(X) = (x_1 x_2, x_1^2): the norm of f P - P f is 2 times the mean of |x_2 (x_2 - x_1)|, that is
    2 times 5/24 ... at most 1/2; finer grids come nearer from below, and with an embedding the error is smaller."""
    target = formula(TARGET, vp.image_symbols(2, 1))
    coarse, fine = (error_without_embedding(target, 2, 1, levels=k) for k in (4, 32))
    truth = sum(
        abs(Q(b, 64) * (Q(b, 64) - Q(a, 64))) + abs(Q(a, 64) * (Q(a, 64) - Q(b, 64)))
        for a in range(65)
        for b in range(65)
    )
    assert 0 < coarse < fine < truth / 65**2 / 2 * Q(11, 10)
    assert vp.construct_transformer(TARGET, 2, 1, fine / 2).error_bound < fine
