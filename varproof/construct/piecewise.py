"""One channel: the last layer interpolates every pixel as a function of the word, without a grid of rounded words."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from varproof.arith.decimals import decimal
from varproof.construct import error, kept
from varproof.construct.build import SLACK, taken
from varproof.construct.errors import TooLarge
from varproof.construct.grid import Grid
from varproof.construct.layers import Attention, FeedForward, Layers
from varproof.construct.memory import memory
from varproof.construct.model import Facts, Model
from varproof.construct.target import Formula
from varproof.construct.task import Task

FINE = 2**30  # values are rounded to multiples of 1 / FINE


def interpolated(task: Task) -> Model:
    """The model whose pixel k is, at the word x, piecewise linear with N pieces: token k stands at x + 2k, and all
    tokens share the neurons of one line. The error is bounded at every word."""
    target = task.target
    assert isinstance(target, Formula)
    sup = Fraction(0)
    last, levels = kept.levels(task)
    while True:
        if task.n * (levels + 1) > task.budget:
            guess = max(levels, math.ceil(last * sup / task.eps))
            about = decimal(Fraction(guess), 6, up=True)
            raise TooLarge(f"about {about} pieces a pixel are needed: {taken(task, task.n * (guess + 1))}")
        task.progress(f"{levels} pieces")
        values, sup = _pieces(target, levels)
        if sup <= task.eps:
            break
        last, levels = levels, 2 * levels
        kept.store(task, coarse=last, fine=levels)
    while levels - last > 1:
        kept.store(task, coarse=last, fine=levels)
        middle = (levels + last) // 2
        task.progress(f"{middle} pieces")
        found, bound = _pieces(target, middle)
        if bound <= task.eps:
            levels, values, sup = middle, found, bound
        else:
            last = middle
    kept.store(task, coarse=last, fine=levels)
    kinks = [2 * (k + 1) * levels + i for k in range(task.n) for i in range(levels + 1)]
    wanted = [[v - Fraction(p, levels)] for p, v in zip(kinks, (v for row in values for v in row), strict=True)]
    one, nil = (Fraction(1),), (Fraction(0),)
    stored = memory(kinks, levels, wanted, one)
    rounded = max(abs(a[0] - w[0]) for a, w in zip(stored.added, wanted, strict=True))
    assert rounded <= SLACK
    embedding = tuple((Fraction(2 * (k + 1)),) for k in range(task.n))
    layers = Layers(embedding, FeedForward((), (), (), nil), Attention(nil, nil, nil, nil), stored.layer)
    steps = (f"each pixel is piecewise linear in the word, {levels} pieces", "tokens stand two apart on one line")
    grid = Grid(task.n, 1, levels, True)
    bound = error.short(sup)
    facts = Facts(bound, bound, Fraction(1, levels), Fraction(0), steps)
    return Model(target, task.lipschitz, task.alpha, grid, layers, Fraction(0), 64, bound, facts=facts)


def _pieces(target: Formula, levels: int) -> tuple[list[list[Fraction]], Fraction]:
    """F - line has at both ends of a piece a value that is enclosed, and slopes in F' - (slope of the line): so it
    is at most the larger end plus half the length times the largest slope; also never more than the ranges say."""
    low, high = target.ranges(_around([Fraction(i, levels) for i in range(levels + 1)]))
    values = np.round((low + high) / 2 * FINE) / FINE
    at_ends = np.nextafter(np.maximum(high - values, values - low), np.inf).max()
    first, second = target.ranges(Grid(1, 1, levels, True).sides())
    least, most = np.minimum(values[:, :-1], values[:, 1:]), np.maximum(values[:, :-1], values[:, 1:])
    plain = np.maximum(second - least, most - first)
    lo, hi = (ends[:, 0] for ends in target.slopes(Grid(1, 1, levels, True).sides()))
    line = (values[:, 1:] - values[:, :-1]) * levels
    bent = np.maximum(abs(hi - line), abs(lo - line)) * (0.5 / levels) + at_ends
    worst = float(np.where(np.isfinite(bent), np.minimum(plain, bent), plain).max())
    exact: Any = values.tolist()
    return [[Fraction(v) for v in row] for row in exact], Fraction(worst) * error.UP + 2 * SLACK


def _around(ends: list[Fraction]) -> list[tuple[Any, Any]]:
    """The points as boxes, each float's neighbours where it is not exact."""
    near = np.array([float(x) for x in ends])
    off = np.array([Fraction(float(x)) != x for x in ends])
    return [(np.where(off, np.nextafter(near, -1), near), np.where(off, np.nextafter(near, 2), near))]
