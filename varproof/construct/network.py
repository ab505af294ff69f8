"""Networks whose weights are moved: those of a built model, the same moved by known amounts, and a trained one.

All are n tokens in R^d through FFN o Attn o FFN o (. + E), with exact weights, small enough to be put into statements.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from varproof.arith.balls import Ball, precision
from varproof.construct.layers import Attention, FeedForward, Layers, Vector
from varproof.construct.model import Model

BITS = 40  # of rounded outputs and of moves
Matrix = list[list[Fraction]]


@dataclass(frozen=True)
class Network:
    """A name, layers, and the same layers with every weight moved by at most 2^-10 of the largest of its kind."""

    name: str
    layers: Layers
    moved: Layers

    def tokens(self, random_: random.Random) -> Matrix:
        """n tokens of d coordinates in [0, 1], dyadic."""
        n, d = self.layers.shape
        return [[Fraction(random_.randrange(257), 256) for _ in range(d)] for _ in range(n)]


def built(model: Model) -> Network:
    """A built model and a neighbour."""
    return Network("built", model.layers, perturbed(model.layers, random.Random(1)))


def perturbed(layers: Layers, random_: random.Random) -> Layers:
    """Every weight moved by a multiple of 2^-20, at most 2^-10, of the largest of its kind."""

    def vector(v: Vector) -> Vector:
        size = max((abs(a) for a in v), default=Fraction(0))
        return tuple(a + size * Fraction(random_.randrange(-1024, 1025), 2**20) for a in v)

    def ffn(f: FeedForward) -> FeedForward:
        return FeedForward(
            tuple(map(vector, f.directions)), vector(f.thresholds), tuple(map(vector, f.out)), vector(f.shift)
        )

    a = layers.attention
    head = Attention(*map(vector, (a.query, a.key, a.value, a.out)))
    return Layers(tuple(map(vector, layers.embedding)), ffn(layers.first), head, ffn(layers.second))


def trained(n: int = 2, d: int = 2, neurons: int = 12, seed: int = 0) -> Network:
    """A small network trained with NumPy on the map X -> X_1 X: a random head and random directions, the weights
    that write found by least squares on 256 inputs; then rounded to multiples of 2^-20, which are exact."""
    import numpy as np

    rng = np.random.default_rng(seed)
    embedding = np.arange(n)[:, None] * np.ones(d)
    w1, b1 = rng.normal(size=(neurons, d)), rng.normal(size=neurons)
    query, key, value, out = (rng.normal(size=d) / 2 for _ in range(4))
    data = rng.random((256, n, d))
    wanted = data * data[:, :1, :]
    z = data + embedding
    scores = (z @ query)[:, :, None] * (z @ key)[:, None, :]
    shares = np.exp(scores - scores.max(axis=2, keepdims=True))
    shares /= shares.sum(axis=2, keepdims=True)
    h = z + (shares @ (z @ value)[:, :, None]) * out
    hidden = np.concatenate([np.maximum(h @ w1.T - b1, 0), np.ones((*h.shape[:2], 1))], axis=2)
    solved = np.linalg.lstsq(hidden.reshape(-1, neurons + 1), (wanted - h).reshape(-1, d), rcond=None)[0]
    w2, b2 = solved[:-1], solved[-1]

    def vector(v: Any) -> Vector:
        return tuple(Fraction(round(float(a) * 2**20), 2**20) for a in v)

    first = FeedForward(
        ((Fraction(1),) + (Fraction(0),) * (d - 1),), (Fraction(0),), (vector(np.zeros(d)),), vector(np.zeros(d))
    )
    second = FeedForward(tuple(map(vector, w1)), vector(b1), tuple(map(vector, w2)), vector(b2))
    layers = Layers(tuple(map(vector, embedding)), first, Attention(*map(vector, (query, key, value, out))), second)
    return Network("trained", layers, perturbed(layers, random.Random(2)))


def rounded(rows: list[list[Ball]]) -> Matrix:
    """The middles of balls, rounded to 2^-BITS: values that a statement can take as given."""
    found = []
    for row in rows:
        middles = [sum(ball.bounds()) / 2 for ball in row]
        found.append([Fraction(round(m * 2**BITS), 2**BITS) for m in middles])
    return found


def through(layer: Callable[[list[list[Ball]]], list[list[Ball]]], rows: Matrix) -> Matrix:
    """The rounded outputs of a layer at exact rows."""
    with precision(128):
        return rounded(layer([[Ball.of(x) for x in row] for row in rows]))
