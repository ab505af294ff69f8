"""Straight-line programs over large batches of boxes: float64 intervals rounded outwards, as fast as NumPy allows.

An interval is a pair of rows, lower and upper ends, of an array (2, n); operations write to buffers that are used
again, on pieces of a batch that stay in the cache. `varproof.arith.intervals` says what an interval contains; here the
rounding is coarser and cheaper.

Rounding. To nearest, the computed s of a sum is off by at most u |s|, u = 2^-53 (a subnormal sum is exact). The lower
end is s - d with d = 2^-51 |s| = 4 u |s|: d is exact, or subnormal and off by 2^-1075 <= u |s|, and the subtraction is
off by u |s| (1 + 4 u) at most, so that it stays below s - u |s|. The same for products, quotients and powers k, where
a relative error of at most k u, for k <= 100, is covered by d = k 2^-51 |s| -- as long as they do not underflow. For
that every value carries an exponent e: its ends are 0 or at least 2^e in absolute value. For sums of such numbers
that is 54 less, as all are multiples of 2^(e - 52) and the last subtraction leaves at least a half. Where e would fall
below -900 the operation is left to `intervals`. An overflow gives inf - inf = NaN on the side where it would not be a
bound; NaN decides nothing, and it is turned into an infinite end at last.

exp is the kernel of `intervals`, whose error is bounded there by 2^-49, with 2^k made from its bits: the operations
are + - * rint and a shift, which every CPU does alike. Operations that are not here are those of `intervals`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import frexp, inf, isfinite
from typing import Any, NamedTuple

import numpy as np

from varproof.arith import intervals
from varproof.arith.intervals import EXP_TAYLOR, LN2_HIGH, LN2_LOW, Floats, Interval, Mask

PIECE = 2048
_OUT = np.array([[-(2.0**-51)], [2.0**-51]])
_EXP = np.array([[1 - 2.0**-48], [1 + 2.0**-48]])
_LEAST = -900


class Value(NamedTuple):
    """ends: (2, n); bad: where it may be undefined, None for nowhere; least: ends are 0 or at least 2^least."""

    ends: Floats
    bad: Mask | None
    least: int


class Program:
    """Operations as of a graph of terms, parts first: ("const", q), ("var", k), ("^", part, k), (name, part, ...)."""

    def __init__(self, ops: Sequence[tuple[Any, ...]], outputs: Sequence[int]) -> None:
        self.ops, self.outputs = list(ops), list(outputs)
        last = {n: len(self.ops) for n in outputs}
        for n, (head, *a) in enumerate(self.ops):
            for p in () if head in ("const", "var") else a[:1] if head == "^" else a:
                last[p] = max(last.get(p, 0), n)
        self.ends_at: list[list[int]] = [[] for _ in self.ops]
        for p, n in last.items():
            if n < len(self.ops):
                self.ends_at[n].append(p)
        self.free: list[Floats] = []
        self.held: list[Floats] = []  # of the outputs
        self.whole = np.empty((2, PIECE), np.int64)

    def run(self, sides: Sequence[Interval]) -> list[Interval]:
        """The outputs over boxes given by the ends of their sides."""
        least = [_least(side.lo, side.hi) for side in sides]
        return _in_pieces(len(sides[0].lo), len(self.outputs), lambda cut: self.piece(_cut(sides, cut), least))

    def mean_value(self, at: Program, sides: Sequence[Interval], centre: Sequence[Interval]) -> list[Interval]:
        """For outputs f and its slopes, and `at` with the output f: enclosures of f by its value at the centre and its
        slopes, of f at the centre, of f over the boxes, and of the slopes."""
        least, inner = ([_least(x.lo, x.hi) for x in box] for box in (sides, centre))

        def piece(cut: slice) -> list[Value]:
            boxes, middles = _cut(sides, cut), _cut(centre, cut)
            values, (first,) = self.piece(boxes, least), at.piece(middles, inner)
            rooms = [self.scratch() for _ in range(3)]
            form, off, part = (room[:, : self.count] for room in rooms)
            form[...] = first.ends
            total = Value(form, first.bad, first.least)
            for k, slope in enumerate(values[1:]):
                x, c = Value(boxes[k], None, least[k]), Value(middles[k], None, inner[k])
                product = self.one("*", [slope, self.one("-", [x, c], None, off)], None, part)
                total = self.one("+", [total, product], None, form)
            self.free += rooms
            return [total, first, *values]

        return _in_pieces(len(sides[0].lo), len(self.outputs) + 2, piece)

    def piece(self, boxes: list[Floats], least: list[int]) -> list[Value]:
        """Values of the outputs; their arrays are good until the next call."""
        self.count = boxes[0].shape[1]
        self.free += self.held
        values: dict[int, Value] = {}
        owned: dict[int, Floats] = {}
        for n, (head, *a) in enumerate(self.ops):
            if head == "const":
                values[n] = _constant(a[0])
            elif head == "var":
                values[n] = Value(boxes[a[0]], None, least[a[0]])
            else:
                out = self.free.pop() if self.free else np.empty((2, PIECE))
                owned[n] = out
                k = a[1] if head == "^" else None
                parts = [values[p] for p in (a[:1] if head == "^" else a)]
                values[n] = self.one(head, parts, k, out[:, : self.count])
            for p in self.ends_at[n]:
                if p in owned:
                    self.free.append(owned.pop(p))
        found = [values[n] for n in self.outputs]
        self.held = list(owned.values())
        return found

    def one(self, head: str, p: list[Value], k: int | None, out: Floats) -> Value:
        """One operation, the result in out."""
        bad = None
        for v in p:
            if v.bad is not None:
                bad = v.bad if bad is None else bad | v.bad
        a, b = p[0].ends, p[-1].ends
        least = min(v.least for v in p)
        if head in ("+", "-"):
            np.add(a, b, out=out) if head == "+" else np.subtract(a, b[::-1], out=out)
            return Value(self.wider(out), bad, least - 54)
        if head == "neg":
            return Value(np.negative(a[::-1], out=out), bad, least)
        if head in ("max", "min"):
            (np.maximum if head == "max" else np.minimum)(a, b, out=out)
            return Value(out, bad, least)
        if head == "exp":
            return self.exp(a, bad, out)
        if head == "*" and (total := p[0].least + p[1].least) > _LEAST:
            return Value(self.wider(self.times(a, b, out)), bad, total - 1)
        if head == "/" and np.min(b[0]) > 0 and (total := p[0].least - _most(b)) > _LEAST:
            return Value(self.wider(self.over(a, b, out)), bad, total - 1)
        if head == "^" and k is not None and p[0].least * k > _LEAST:
            return Value(self.wider(self.power(a, k, out), k), bad, p[0].least * k - 1)
        return self.slowly(head, p, k, out)

    def scratch(self) -> Floats:
        return self.free.pop() if self.free else np.empty((2, PIECE))

    def wider(self, ends: Floats, factor: int = 1) -> Floats:
        """Both ends moved outwards by factor 2^-51 of their size."""
        room = self.scratch()
        size = room[:, : self.count]
        np.abs(ends, out=size)
        size *= _OUT * factor if factor != 1 else _OUT
        ends += size
        self.free.append(room)
        return ends

    def times(self, a: Floats, b: Floats, out: Floats) -> Floats:
        if b.shape[1] == 1 and a.shape[1] > 1:
            a, b = b, a
        if a.shape[1] == 1 and a[0, 0] == a[1, 0]:
            np.multiply(b if a[0, 0] >= 0 else b[::-1], a[0, 0], out=out)
            return out
        room = self.scratch()
        other = room[:, : self.count]
        if np.min(a[0]) >= 0:
            a, b = b, a
        if np.min(b[0]) >= 0:
            np.multiply(a, b[::-1], out=other)
            np.multiply(a, b, out=out)
            np.minimum(out[0], other[0], out=out[0])
            np.maximum(out[1], other[1], out=out[1])
        else:
            np.multiply(a, b, out=other)  # lo lo, hi hi
            np.multiply(a, b[::-1], out=out)  # lo hi, hi lo
            low = np.minimum(np.minimum(out[0], out[1]), np.minimum(other[0], other[1]))
            np.maximum(np.maximum(out[0], out[1]), np.maximum(other[0], other[1]), out=out[1])
            out[0] = low
        self.free.append(room)
        return out

    def over(self, a: Floats, b: Floats, out: Floats) -> Floats:
        """a / b for b > 0."""
        room = self.scratch()
        other = room[:, : self.count]
        np.divide(a, b[::-1], out=other)
        np.divide(a, b, out=out)
        np.minimum(out[0], other[0], out=out[0])
        np.maximum(out[1], other[1], out=out[1])
        self.free.append(room)
        return out

    def power(self, a: Floats, k: int, out: Floats) -> Floats:
        room = self.scratch()
        base = room[:, : self.count]
        base[...] = a
        if k % 2 == 0:
            np.abs(base, out=base)
            across = (a[0] <= 0) & (a[1] >= 0)
            low = np.where(across, 0.0, np.minimum(base[0], base[1]))
            np.maximum(base[0], base[1], out=base[1])
            base[0] = low
        out[...] = base
        for _ in range(k - 1):
            out *= base
        self.free.append(room)
        return out

    def exp(self, x: Floats, bad: Mask | None, out: Floats) -> Value:
        rooms = [self.scratch() for _ in range(3)]
        if x.shape[1] != self.count:
            x = np.broadcast_to(x, (2, self.count))
        r, k, clipped = (room[:, : self.count] for room in rooms)
        whole = self.whole[:, : self.count]
        np.maximum(x, -700.0, out=clipped)
        np.minimum(clipped, 700.0, out=clipped)
        np.multiply(clipped, 1.4426950408889634, out=k)
        np.rint(k, out=k)
        np.multiply(k, LN2_HIGH, out=r)
        np.subtract(clipped, r, out=r)
        np.multiply(k, LN2_LOW, out=out)
        r -= out
        np.multiply(r, EXP_TAYLOR[-1], out=out)
        for c in EXP_TAYLOR[-2:0:-1]:
            out += c
            out *= r
        out += EXP_TAYLOR[0]
        np.copyto(whole, k, casting="unsafe")
        whole += 1023
        np.left_shift(whole, 52, out=whole)
        out *= whole.view(np.float64)
        out *= _EXP
        low, high = float(np.min(x)), float(np.max(x))
        if not (low >= -700 and high <= 700):
            out[0][x[0] < -700] = 0.0
            out[0][x[0] > 700] = 2.0**1009
            out[1][x[1] < -700] = 2.0**-1009
            out[1][x[1] > 700] = inf
            out[np.isnan(x)] = np.nan
        nil = x == 0
        if nil.any():
            out[nil] = 1.0
        self.free += rooms
        return Value(out, bad, int(min(low, 0.0) * 1.45) - 3 if low >= -700 else -1011)

    def slowly(self, head: str, p: list[Value], k: int | None, out: Floats) -> Value:
        """As in `intervals`."""
        nil = np.zeros(self.count, bool)
        whole = [np.broadcast_to(v.ends, (2, self.count)) for v in p]
        given = [intervals.make(e[0], e[1], nil if v.bad is None else v.bad) for e, v in zip(whole, p, strict=True)]
        found = intervals.power(given[0], k) if k is not None else intervals.FUNCTIONS[head](*given)
        out[0], out[1] = found.lo, found.hi
        return Value(out, found.bad, _least(found.lo, found.hi))


def _cut(sides: Sequence[Interval], cut: slice) -> list[Floats]:
    return [np.stack((side.lo[cut], side.hi[cut])) for side in sides]


def _in_pieces(count: int, width: int, piece: Callable[[slice], list[Value]]) -> list[Interval]:
    """Results for pieces of a batch, put together; NaN is made no bound."""
    results = [(np.empty((2, count)), np.zeros(count, bool)) for _ in range(width)]
    with np.errstate(all="ignore"):
        for start in range(0, count, PIECE):
            cut = slice(start, min(start + PIECE, count))
            for (ends, bad), value in zip(results, piece(cut), strict=True):
                ends[:, cut] = value.ends
                if value.bad is not None:
                    bad[cut] = value.bad
    for ends, _ in results:
        if np.isnan(np.min(ends)):
            ends[0][np.isnan(ends[0])] = -inf
            ends[1][np.isnan(ends[1])] = inf
    return [Interval(ends[0], ends[1], bad) for ends, bad in results]


def _constant(q: Fraction) -> Value:
    ends = np.array([[intervals.below(q)], [intervals.above(q)]])
    return Value(ends, None, _least(ends[0], ends[1]))


def _least(lo: Floats, hi: Floats) -> int:
    """An e with all ends 0 or at least 2^e."""
    smallest = inf
    for ends in (lo, hi):
        size = np.abs(ends[ends != 0])
        smallest = min(smallest, float(np.min(size))) if len(size) else smallest
    return frexp(smallest)[1] - 1 if isfinite(smallest) and smallest > 0 else 1000 if smallest == inf else -1075


def _most(ends: Floats) -> int:
    """An e with all ends below 2^e; 2000 where there is none."""
    largest = float(np.max(ends))
    return frexp(largest)[1] if isfinite(largest) else 2000
