"""The three evaluations of a model: dense, along the structure of the proof, and at many inputs in floats."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import chain
from typing import Any

import numpy as np
import pytest

import varproof as vp
from varproof.arith.balls import Ball, precision
from varproof.arith.near import Near
from varproof.construct import sampled as module
from varproof.construct.errors import InputError
from varproof.construct.layers import Layers
from varproof.construct.model import Model
from varproof.construct.network import trained
from varproof.construct.sampled import sampled, through

Q = Fraction
Rows = list[list[Fraction]]
SQUARE = [["x_1_1*x_2_1", "x_1_2/2"], ["x_2_1*x_1_2/2", "x_2_2**2/2"]]


def built(attention: str) -> Model:
    return vp.construct_transformer(SQUARE, 2, 2, Q(1, 2), attention=attention)


def inputs(model: Model) -> list[Rows]:
    """On cells, on a ramp, at kinks, at the corners of the cube."""
    step = Q(1, model.grid.levels)
    flat = [[Q(1, 9), Q(2, 9), Q(5, 7), Q(1)], [step - model.theta / 3] * 4, [step, Q(0), step, Q(0)], [Q(1)] * 4]
    return [[x[:2], x[2:]] for x in flat]


def balls(rows: Rows) -> list[list[Ball]]:
    return [[Ball.of(x) for x in row] for row in rows]


def meet(one: Iterable[Iterable[Ball]], other: Iterable[Iterable[Ball]]) -> bool:
    """Balls of the same numbers have a point in common, entry by entry."""
    for a, b in zip(chain(*one), chain(*other), strict=True):
        (low, high), (least, most) = a.bounds(), b.bounds()
        if low > most or least > high:
            return False
    return True


@pytest.mark.parametrize("attention", ["softmax", "mean"])
def test_structure_and_dense_model_agree_layer_by_layer(attention: str) -> None:
    model = built(attention)
    layers = model.layers
    with precision(200):
        for rows in inputs(model):
            x = layers.placed(balls(rows))
            y = [layers.first(row) for row in x]
            assert meet(y, [layers.first.dense(row) for row in x])
            z = layers.attention(y)
            assert meet(z, layers.attention.dense(y))
            assert meet([layers.second(row) for row in z], [layers.second.dense(row) for row in z])
            assert meet(layers(balls(rows)), layers.dense(balls(rows)))
        (line,) = layers.second.lines.values()
        for p in (line.kinks[0], line.kinks[-1], line.kinks[3] + Q(1, 3), Q(-5), Q(10**6)):
            x = [Ball.of(p / layers.second.directions[0][0]), Ball.of(0)]
            assert meet([layers.second(x)], [layers.second.dense(x)])


def test_lines_of_a_network_with_many_directions() -> None:
    network = trained()
    with precision(100):
        for rows in ([[Q(0), Q(1)], [Q(1, 3), Q(2, 3)]], [[Q(-3), Q(4)], [Q(5, 7), Q(-2, 3)]]):
            for layers in (network.layers, network.moved):
                assert meet(layers(balls(rows)), layers.dense(balls(rows)))


def contained(layers: Layers, rows: list[Rows], found: Near) -> list[bool]:
    """Whether thin balls of all entries of the dense model at an input reach what is within the radii."""
    with precision(300):
        exact = [[b.bounds() for b in chain(*layers.dense(balls(x)))] for x in rows]
    assert all(high - low < Q(1, 2**150) for line in exact for low, high in line)
    return [
        all(
            Q(m) - Q(r) <= high and low <= Q(m) + Q(r)
            for (low, high), m, r in zip(line, mid.flat, rad.flat, strict=True)
        )
        for line, mid, rad in zip(exact, *found, strict=True)
    ]


@pytest.mark.parametrize("attention", ["softmax", "mean"])
def test_floats_contain_the_dense_model(attention: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """At all inputs; what is not close enough is left to balls."""
    model = built(attention)
    asked = []

    def counted(rows: list[list[Ball]]) -> tuple[Any, Any]:
        asked.append(rows)
        return plain(rows)

    plain = module._balls
    monkeypatch.setattr(module, "_balls", counted)
    found = sampled(model, inputs(model))
    assert all(contained(model.layers, inputs(model), found))
    assert found.rad.max() <= module.CLOSE
    assert len(asked) == (attention == "mean")  # the ramp, where the levels are far apart
    assert not any(contained(model.layers, inputs(model)[:1], Near(found.mid[:1], 0 * found.rad[:1])))
    assert all(contained(model.layers, inputs(model), sampled(model, inputs(model), 0.0)))
    assert len(asked) == len(inputs(model)) + (attention == "mean")


def test_trained_networks_in_floats() -> None:
    network = trained()
    rng = np.random.default_rng(0)
    rows = [[[Q(int(a), 64) for a in row] for row in x] for x in rng.integers(-640, 640, (20, 2, 2))]
    mid = np.array([[[float(a) for a in row] for row in x] for x in rows])
    found = through(network.layers, Near(mid, np.zeros(mid.shape)))
    assert all(contained(network.layers, rows, found))
    assert found.rad.max() < 1e-9


@pytest.mark.parametrize("odd", [np.nan, np.inf, 1e308])
def test_nothing_is_said_of_other_numbers(odd: float) -> None:
    rows = np.full((1, 2, 2), odd)
    for layers in (trained().layers, built("mean").layers):
        assert not through(layers, Near(rows, np.zeros(rows.shape))).known.any() or odd == 1e308
        assert not through(layers, Near(np.zeros(rows.shape), np.abs(rows))).known.any()


def test_words_are_repeated() -> None:
    model = vp.construct_var([["x_1"]] * 3 + [["x_1**2"]], (1, 2), Q(1, 8))
    words = [[[Q(k, 7)]] for k in range(8)]
    found = sampled(model, words)
    assert all(contained(model.layers, [w * 4 for w in words], found))
    with pytest.raises(InputError, match="outside"):
        sampled(model, [[[Q(3, 2)]]])
