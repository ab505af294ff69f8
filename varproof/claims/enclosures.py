"""Enclosures of a goal over boxes: natural, mean value and second order form, for single boxes and for batches.

Boxes are columns of two arrays, lower and upper ends, a row for each variable. Derivative forms ask that the goal and
its derivatives are defined all over the box (``bad`` is False); kinks of abs, max and min have slopes between the
one-sided ones, which bound the differences of f by the mean value theorem for Lipschitz functions.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import numpy as np

from varproof.arith import intervals, special
from varproof.arith.batches import Batch, Floats, Mask, Program
from varproof.arith.intervals import Interval
from varproof.lang.expressions import Graph
from varproof.lang.functions import POLY

Ends: TypeAlias = tuple[Floats, Floats]
Line: TypeAlias = tuple[list[tuple[Any, ...]], list[int]]

FEW = 8  # boxes below which they are taken one by one, with sums that are exact where they can be
_CLOSE = 32  # boxes of a batch whose bound misses by a rounding that are taken one by one
_ROOM = 2.0**-46


def _lgamma(x: float) -> float:
    return math.lgamma(x) if x > 0 else math.nan


def _middle(head: str, x: float) -> float:
    low, high = special.at(head, x) if x > 0 else (math.nan, math.nan)
    return (low + high) / 2


_FLOATS: dict[str, Callable[..., float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "neg": operator.neg, "max": max,
    "min": min, "exp": math.exp, "log": math.log, "sqrt": math.sqrt, "abs": abs, "tanh": math.tanh, "sin": math.sin,
    "cos": math.cos, "slope": lambda t: math.copysign(1.0, t), "kink": lambda t: 0.0,
    "floor": math.floor, "sign": lambda t: math.copysign(1.0, t) if t else 0.0,
    "atan": math.atan, "asinh": math.asinh, "cbrt": math.cbrt, "erf": math.erf, "erfc": math.erfc, "lgamma": _lgamma,
    "jump": lambda t: 0.0, **{head: partial(_middle, head) for head in POLY},
}  # fmt: skip


def straight_line(graph: Graph, nodes: list[int]) -> Line:
    """The operations of nodes, parts first, and their places among these."""
    order = graph.order(*nodes)
    place = {n: j for j, n in enumerate(order)}
    ops: list[tuple[Any, ...]] = []
    for n in order:
        head, *a = graph.ops[n]
        parts = a if head in ("const", "var") else [place[a[0]], a[1]] if head == "^" else [place[p] for p in a]
        ops.append((head, *parts))
    return ops, [place[n] for n in nodes]


def program(graph: Graph, nodes: list[int]) -> Program:
    """The straight-line program of nodes, for many boxes."""
    return Program(*straight_line(graph, nodes))


def enclosures(graph: Graph, nodes: list[int], sides: list[Interval]) -> list[Interval]:
    """Enclosures of nodes over one box."""
    ops, outputs = straight_line(graph, nodes)
    values = intervals.evaluate(ops, sides)
    return [values[k] for k in outputs]


def floats(line: Line, x: list[float]) -> list[float]:
    """Values at a point in plain floats, NaN where there is none; no evidence."""
    ops, outputs = line
    made: list[float] = []
    for head, *a in ops:
        try:
            if head in ("const", "var"):
                made.append(float(a[0]) if head == "const" else x[a[0]])
            elif head == "^":
                made.append(made[a[0]] ** a[1])
            else:
                made.append(_FLOATS[head](*[made[p] for p in a]))
        except (ArithmeticError, ValueError):
            made.append(math.nan)
    return [made[k] for k in outputs]


class Enclosures:
    """Forms of one node f in so many variables."""

    def __init__(self, graph: Graph, f: int, count: int) -> None:
        self.graph, self.f, self.count = graph, f, count
        self.used = [k for k in range(count) if any(graph.ops[n] == ("var", k) for n in graph.order(f))]
        self.gradient = [graph.derivative(f, k) for k in range(count)]
        self.hessian = [[graph.derivative(g, j) for j in range(k + 1)] for k, g in enumerate(self.gradient)]
        self.programs: dict[tuple[int, ...], Program] = {}
        self.lines: dict[tuple[int, ...], Line] = {}

    # ---- values of nodes

    def program(self, *nodes: int) -> Program:
        if nodes not in self.programs:
            self.programs[nodes] = program(self.graph, list(nodes))
        return self.programs[nodes]

    def line(self, *nodes: int) -> Line:
        if nodes not in self.lines:
            self.lines[nodes] = straight_line(self.graph, list(nodes))
        return self.lines[nodes]

    def single(self, nodes: tuple[int, ...], lo: Floats, hi: Floats) -> list[Interval]:
        """Over one box."""
        ops, outputs = self.line(*nodes)
        found = intervals.evaluate(ops, [(a, b, False) for a, b in zip(lo.tolist(), hi.tolist(), strict=True)])
        return [found[k] for k in outputs]

    def values(self, nodes: tuple[int, ...], boxes: Ends) -> list[Batch]:
        """Over boxes."""
        lo, hi = boxes
        if lo.shape[1] >= FEW:
            return self.program(*nodes).run(_batches(boxes))
        return _gathered([self.single(nodes, lo[:, k], hi[:, k]) for k in range(lo.shape[1])])

    def floats(self, nodes: tuple[int, ...], x: list[float]) -> list[float]:
        """At a point in plain floats; no evidence."""
        return floats(self.line(*nodes), x)

    # ---- forms of f

    def natural(self, others: tuple[int, ...], boxes: Ends, close_by: Callable[[Batch], Mask]) -> list[Batch]:
        """f, and other nodes, over the boxes."""
        found = self.values((self.f, *others), boxes)
        for k in self._again(found[0], close_by):
            found[0].lo[k], found[0].hi[k], found[0].bad[k] = self.single((self.f,), boxes[0][:, k], boxes[1][:, k])[0]
        return found

    def mean_value(self, boxes: Ends, centre: Ends, close_by: Callable[[Batch], Mask]) -> list[Batch]:
        """The mean value form of f, f at the centres, f over the boxes, and its slopes there."""
        (lo, hi), (left, right) = boxes, centre
        if lo.shape[1] < FEW:
            rows = range(lo.shape[1])
            return _gathered([self._mean_value(lo[:, k], hi[:, k], left[:, k], right[:, k]) for k in rows])
        whole = self.program(self.f, *self.gradient)
        found = whole.mean_value(self.program(self.f), _batches(boxes), _batches(centre))
        for k in self._again(found[0], close_by):
            again = self._mean_value(lo[:, k], hi[:, k], left[:, k], right[:, k])
            for batch, (low, high, bad) in zip(found, again, strict=True):
                batch.lo[k], batch.hi[k], batch.bad[k] = low, high, bad
        return found

    def _mean_value(self, lo: Floats, hi: Floats, left: Floats, right: Floats) -> list[Interval]:
        values = self.single((self.f, *self.gradient), lo, hi)
        (at,) = self.single((self.f,), left, right)
        form = at
        for a, b, c, d, g in zip(lo.tolist(), hi.tolist(), left.tolist(), right.tolist(), values[1:], strict=True):
            form = intervals.add(form, intervals.mul(g, intervals.sub((a, b, False), (c, d, False))))
        return [form, at, *values]

    def _again(self, v: Batch, close_by: Callable[[Batch], Mask]) -> list[int]:
        """Some of the rows of a large batch to be taken one by one."""
        rows: list[int] = [] if len(v.lo) < FEW else np.nonzero(close_by(v))[0][:_CLOSE].tolist()
        return rows

    def second_order(self, boxes: Ends, centre: Ends, flat: Mask, at: Batch) -> tuple[Floats, Mask]:
        """Lower bounds of f over the boxes by the second order form, -inf where there is none, and where f is convex.

        With d = x - c, |d_k| <= r_k, G_k = |df/dx_k(c)|, and a_k the lower end of d^2f/dx_k^2 over the box less the
        absolute values of the mixed derivatives d^2f/dx_k dx_j, Taylor's theorem and 2 |d_k d_j| <= d_k^2 + d_j^2 give

            f(x) >= f(c) + sum over k of min over |d| <= r_k of a_k d^2/2 - G_k |d|;

        the minimum is a_k r_k^2/2 - G_k r_k where G_k >= a_k r_k, else -G_k^2/(2 a_k). `at` holds f(c). Variables that
        are flat have d = 0. Computed to nearest: each term is off by less than 20 u times the sizes of its parts, the
        smaller of the two expressions for the minimum by a misjudged case included; 2^-46 of all sizes is taken off.
        """
        free = self.used
        pairs = [(k, j) for k in free for j in free if j <= k]
        bends = dict(zip(pairs, self.values(tuple(self.hessian[k][j] for k, j in pairs), boxes), strict=True))
        slopes = self.values(tuple(self.gradient[k] for k in free), centre)
        known = ~at.bad & np.isfinite(at.lo)
        for v in (*bends.values(), *slopes):
            known &= ~v.bad & np.isfinite(v.lo) & np.isfinite(v.hi)
        convex = known.copy()
        with np.errstate(all="ignore"):
            total, sizes = at.lo.copy(), np.abs(at.lo)
            for k, slope in zip(free, slopes, strict=True):
                a, size = bends[k, k].lo.copy(), np.abs(bends[k, k].lo)
                for j in free:
                    if j != k:
                        v = bends[max(j, k), min(j, k)]
                        mixed = np.where(flat[j], 0.0, np.maximum(np.abs(v.lo), np.abs(v.hi)))
                        a, size = a - mixed, size + mixed
                a -= size * _ROOM
                convex &= flat[k] | (a >= 0)
                g = np.maximum(np.abs(slope.lo), np.abs(slope.hi))
                r = np.where(flat[k], 0.0, np.maximum(boxes[1][k] - centre[0][k], centre[0][k] - boxes[0][k]))
                ends = a * r * r / 2 - g * r
                least = np.where(g >= a * r, ends, -g * g / (2 * np.where(a > 0, a, 1.0)))
                total += least
                sizes += np.abs(least) + g * r + np.abs(a) * r * r
            total -= sizes * _ROOM + 2.0**-1000
        return np.where(known & np.isfinite(total), total, -np.inf), convex


def _batches(boxes: Ends) -> list[Batch]:
    nil = np.zeros(boxes[0].shape[1], bool)
    return [Batch(lo, hi, nil) for lo, hi in zip(*boxes, strict=True)]


def _gathered(rows: list[list[Interval]]) -> list[Batch]:
    columns = [list(zip(*column, strict=True)) for column in zip(*rows, strict=True)]
    return [Batch(np.array(lo), np.array(hi), np.array(bad, dtype=bool)) for lo, hi, bad in columns]
