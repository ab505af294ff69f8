"""Models in floats, and what fails without a positional embedding."""

from __future__ import annotations

import copy
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import varproof as vp
from varproof.construct.converse import error_of_equal_pixels, error_without_embedding
from varproof.construct.errors import InputError
from varproof.construct.export import deviation, faithful
from varproof.construct.frontier import FORMATS, bits_needed
from varproof.construct.model import Model
from varproof.construct.pictures import picture
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
    built = model()
    monkeypatch.setitem(FORMATS, "float64", FORMATS["float16"])
    assert faithful(built) == f"float64 has 11 bits, and this construction needs {bits_needed(built)}"


TORCH = "PyTorch is not installed: pip install 'varproof[torch]'"


@pytest.mark.parametrize("attention", ["softmax", "mean"])
def test_torch(attention: str) -> None:
    torch = pytest.importorskip("torch", reason=TORCH)
    built = model(attention)
    module = vp.to_torch(built)
    assert {p.dtype for p in module.parameters()} == {torch.float64}

    def run(rows: Any) -> Any:
        with torch.no_grad():
            return module(torch.from_numpy(rows)).numpy()

    assert deviation(built, INPUTS, run) < 1e-6
    module.second_b2.data += 1
    assert deviation(built, INPUTS, run) > 0.9


def test_torch_of_words_and_of_copies(tmp_path: Path) -> None:
    """A copy has weights of its own, and a module that was saved is read back."""
    torch = pytest.importorskip("torch", reason=TORCH)
    pyramid = vp.construct_var(picture("gradient", 2), (1, 2), Q(1, 4), d=3)
    words = [[[Q(k, 9), Q(1, 3), 1 - Q(k, 9)]] for k in range(5)]
    module = vp.to_torch(pyramid)
    other = copy.deepcopy(module)
    other.second_b2.data += 1
    torch.save(module, tmp_path / "m.pt")
    read = torch.load(tmp_path / "m.pt", weights_only=False)
    with torch.no_grad():
        assert deviation(pyramid, words, lambda rows: read(torch.from_numpy(rows)).numpy()) < 1e-6
        assert deviation(pyramid, words, lambda rows: other(torch.from_numpy(rows)).numpy()) > 0.9


def test_torch_says_where_float64_is_too_short(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("torch", reason=TORCH)
    monkeypatch.setitem(FORMATS, "float64", FORMATS["float16"])
    with pytest.warns(UserWarning, match="float64 has 11 bits"):
        vp.to_torch(model())


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


def test_words_without_embedding() -> None:
    """Pixels x, 1 - x, 1/2, 1/2: equal ones are off by 1/2 at x = 1, and in the mean by |x - 1/2| / 2, which is 1/8,
    or 1/sqrt 24 in the 2-norm; of equal pixels nothing follows."""
    pixels = formula([["x_1"], ["1 - x_1"], ["1/2"], ["1/2"]], vp.word_symbols(1))
    assert Q(48, 100) < error_of_equal_pixels(pixels, 4, 1, None) <= Q(1, 2)
    assert Q(12, 100) < error_of_equal_pixels(pixels, 4, 1, 1) <= Q(1, 8)
    assert Q(19, 100) ** 2 < error_of_equal_pixels(pixels, 4, 1, 2) ** 2 <= Q(1, 24)
    same = formula([["x_1", "x_2**2"]] * 4, vp.word_symbols(2))
    assert [error_of_equal_pixels(same, 4, 2, alpha) for alpha in (None, 1, 2)] == [0, 0, 0]
