"""Straight-line programs over large batches of boxes: float64 intervals rounded outwards, as fast as NumPy allows.

An interval is a pair of rows, lower and upper ends, of an array (2, n); operations write to buffers that are used
again, on pieces of a batch that stay in the cache. `varproof.arith.intervals` says what an interval contains; here the
rounding is coarser and cheaper.

Rounding. To nearest, the computed s of a sum is off by at most u |s|, u = 2^-53 (a subnormal sum is exact). The lower
end is s - d with d = 2^-51 |s| = 4 u |s|: d is exact, or subnormal and off by 2^-1075 <= u |s|, and the subtraction is
off by u |s| (1 + 4 u) at most, so that it stays below s - u |s|. The same for products, quotients, roots and powers k,
where a relative error of at most k u, for k <= 100, is covered by d = k 2^-51 |s| -- as long as they do not underflow.
For that every value carries an exponent e: its ends are 0 or at least 2^e in absolute value. For sums of such numbers
that is 54 less, as all are multiples of 2^(e - 52) and the last subtraction leaves at least a half. Where e would fall
below -900, rows with a smaller result are computed again, one by one, by `intervals`. An overflow gives inf - inf = NaN
on the side where it would not be a bound; NaN decides nothing, and it is turned into an infinite end at last.

The elementary functions, with their error bounds, are those of `varproof.arith.elementary`; 2^k in exp is made from its
bits. The operations are + - * / sqrt rint frexp and a shift, which every CPU does alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from math import frexp, inf, isfinite
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from varproof.arith import elementary, intervals, special
from varproof.arith.elementary import EXP_TAYLOR, LN2_HIGH, LN2_LOW

Floats: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]

PIECE = 2048
_SIGN = np.array([[-1.0], [1.0]])
_OUT = _SIGN * 2.0**-51
_EXP = 1 + _SIGN * elementary.EXP_ROOM
_LEAST = -900


class Batch(NamedTuple):
    """Intervals: lo <= value <= hi wherever it is defined; bad: it may be undefined somewhere."""

    lo: Floats
    hi: Floats
    bad: Mask


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

    def run(self, sides: Sequence[Batch]) -> list[Batch]:
        """The outputs over boxes given by the ends of their sides."""
        least = [_least(side.lo, side.hi) for side in sides]
        return _in_pieces(len(sides[0].lo), len(self.outputs), lambda cut: self.piece(_cut(sides, cut), least))

    def mean_value(self, at: Program, sides: Sequence[Batch], centre: Sequence[Batch]) -> list[Batch]:
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
        if head == "*":
            return self.careful(head, p, self.wider(self.times(a, b, out)), bad, p[0].least + p[1].least, k)
        if head == "/":
            a, b = _without_nan(a), _without_nan(b)
            hit = (b[0] <= 0) & (b[1] >= 0)
            if hit.any():
                bad, b = hit if bad is None else bad | hit, np.where(hit, 1.0, b)
            total = p[0].least - _most(np.abs(b))
            found = self.careful(head, p, self.wider(self.over(a, b, out)), bad, total, k)
            if hit.any():
                out[0][np.broadcast_to(hit, self.count)], out[1][np.broadcast_to(hit, self.count)] = -inf, inf
            return found
        if head == "^" and k is not None:
            return self.careful(head, p, self.wider(self.power(a, k, out), k), bad, p[0].least * k, k)
        if head == "exp":
            return self.exp(a, bad, out)
        rows = _without_nan(np.broadcast_to(a, (2, self.count)))
        ends, missing = _FUNCTIONS[head](rows) if head in _FUNCTIONS else special.rows(head, rows)
        out[...] = ends
        if missing is not None and missing.any():
            bad = missing if bad is None else bad | missing
        return Value(out, bad, _least(out[0], out[1]))

    def careful(self, head: str, p: list[Value], out: Floats, bad: Mask | None, least: int, k: int | None) -> Value:
        """Rows that may have underflown, one by one."""
        if least > _LEAST:
            return Value(out, bad, least - 1)
        ends = [np.broadcast_to(v.ends, (2, self.count)) for v in p]
        for row in np.nonzero((np.abs(out) < 2.0**_LEAST).any(axis=0))[0].tolist():
            given = [(float(e[0, row]), float(e[1, row]), False) for e in ends]
            if any(x != x for interval in given for x in interval):
                out[:, row] = np.nan
                continue
            made = intervals.power(given[0], k) if k is not None else intervals.FUNCTIONS[head](*given)
            out[0, row], out[1, row] = made[:2]
        return Value(out, bad, _least(out[0], out[1]))

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
        if a[0].min() >= 0:
            a, b = b, a
        if b[0].min() >= 0:
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
        """a / b, b without 0."""
        room = self.scratch()
        other = room[:, : self.count]
        if b[0].min() > 0:
            np.divide(a, b[::-1], out=other)
            np.divide(a, b, out=out)
            np.minimum(out[0], other[0], out=out[0])
            np.maximum(out[1], other[1], out=out[1])
        else:
            ends = [a[0] / b[0], a[0] / b[1], a[1] / b[0], a[1] / b[1]]
            out[0], out[1] = np.minimum.reduce(ends), np.maximum.reduce(ends)
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
        low, high = float(x.min()), float(x.max())
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


def _cut(sides: Sequence[Batch], cut: slice) -> list[Floats]:
    return [np.stack((side.lo[cut], side.hi[cut])) for side in sides]


def _in_pieces(count: int, width: int, piece: Callable[[slice], list[Value]]) -> list[Batch]:
    """Results for pieces of a batch, put together; NaN is made no bound."""
    results = [(np.empty((2, count)), np.zeros(count, bool)) for _ in range(width)]
    with np.errstate(all="ignore"):
        for start in range(0, count, PIECE):
            cut = slice(start, min(start + PIECE, count))
            for (ends, bad), value in zip(results, piece(cut), strict=True):
                ends[:, cut] = value.ends
                if value.bad is not None:
                    bad[cut] = value.bad
    made = [(_without_nan(ends), bad) for ends, bad in results]
    return [Batch(ends[0], ends[1], bad) for ends, bad in made]


def _without_nan(ends: Floats) -> Floats:
    """NaN, which comes from overflow alone, means no bound."""
    return np.where(np.isnan(ends), _SIGN * inf, ends) if np.isnan(ends.min()) else ends


def _constant(q: Fraction) -> Value:
    ends = np.array([[intervals.below(q)], [intervals.above(q)]])
    return Value(ends, None, _least(ends[0], ends[1]))


def _sqrt(x: Floats) -> tuple[Floats, Mask | None]:
    """Of the part that is not negative."""
    none = x[1] < 0
    r = np.sqrt(np.maximum(x, 0.0))
    r += r * _OUT
    return np.where(none, _SIGN * inf, r), x[0] < 0


def _absolute(x: Floats) -> tuple[Floats, Mask | None]:
    size = np.abs(x)
    low = np.where((x[0] <= 0) & (x[1] >= 0), 0.0, np.minimum(size[0], size[1]))
    return np.stack((low, np.maximum(size[0], size[1]))), None


def _log(x: Floats) -> tuple[Floats, Mask | None]:
    """Of the part that is positive."""
    positive = x > 0
    m, k = np.frexp(np.where(positive & (x < inf), x, 1.0))
    small = m < elementary.SQRT_HALF
    found = elementary.log(np.where(small, m + m, m), np.where(small, k - 1.0, k))
    found += np.abs(found) * (_SIGN * elementary.LOG_ROOM)
    found[0][~positive[0]], found[1][~positive[1] | (x[1] == inf)] = -inf, inf
    return found, x[0] <= 0


def _tanh(x: Floats) -> tuple[Floats, Mask | None]:
    t = np.minimum(2 * np.abs(x), 60.0)
    k = np.rint(t * elementary.PER_LN2)
    small = t <= 0.3466
    far = np.ldexp(elementary.exp_part(t, k), k.astype(np.int64)) - 1
    part = np.where(small, elementary.expm1_part(np.where(small, t, 0.0)), far)
    found = part / (part + 2)
    room = found * elementary.TANH_ROOM + 2.0**-1070
    found = np.where(x < 0, -found, found) + np.where(x == 0, 0.0, room * _SIGN)
    return np.clip(found, -1.0, 1.0), None


def _wave(x: Floats, shift: int) -> tuple[Floats, Mask | None]:
    """sin (shift 0) or cos (shift 1), as in `intervals`."""
    small = (x[0] > -1e6) & (x[1] < 1e6)
    x = np.where(small, x, 0.0)
    low, high = (x * per for per in intervals.PER_PI)
    first = np.floor(np.minimum(low[0], high[0]) - (1 - shift) / 2 - 1e-9)
    count = np.floor(np.maximum(low[1], high[1]) - (1 - shift) / 2 + 1e-9) - first
    odd = np.mod(first, 2.0) != 0
    k = np.rint(x * elementary.PER_HALF_PI)
    r, turn = elementary.turned(x, k), np.mod(k + shift, 4.0)
    found = np.where(np.mod(turn, 2.0) != 0, elementary.cos_part(r), elementary.sin_part(r))
    room = np.where(k == 0, np.abs(found) * elementary.WAVE_ROOM + 2.0**-1070, elementary.WAVE_ROOM)
    room = np.where(x == 0, 0.0, room) if shift == 0 else np.full_like(room, elementary.WAVE_ROOM)
    found = np.where(turn > 1, -found, found)
    lo, hi = np.min(found - room, axis=0), np.max(found + room, axis=0)
    lo = np.where((count >= 2) | ((count == 1) & ~odd) | ~small, -1.0, np.maximum(lo, -1.0))
    return np.stack((lo, np.where((count >= 2) | ((count == 1) & odd) | ~small, 1.0, np.minimum(hi, 1.0)))), None


def _slope(x: Floats) -> tuple[Floats, Mask | None]:
    return np.stack((np.where(x[0] >= 0, 1.0, -1.0), np.where((x[1] <= 0) & (x[0] < 0), -1.0, 1.0))), None


def _kink(x: Floats) -> tuple[Floats, Mask | None]:
    hit = (x[0] <= 0) & (x[1] >= 0)
    return np.where(hit, _SIGN * inf, 0.0), hit


_FUNCTIONS: dict[str, Callable[[Floats], tuple[Floats, Mask | None]]] = {
    "sqrt": _sqrt, "abs": _absolute, "log": _log, "tanh": _tanh, "sin": partial(_wave, shift=0),
    "cos": partial(_wave, shift=1), "slope": _slope, "kink": _kink,
}  # fmt: skip


def _least(lo: Floats, hi: Floats) -> int:
    """An e with all ends 0 or at least 2^e."""
    smallest = inf
    for ends in (lo, hi):
        size = np.abs(ends[ends != 0])
        smallest = min(smallest, float(size.min())) if len(size) else smallest
    return frexp(smallest)[1] - 1 if isfinite(smallest) and smallest > 0 else 1000 if smallest == inf else -1075


def _most(ends: Floats) -> int:
    """An e with all ends below 2^e; 2000 where there is none."""
    largest = float(ends.max())
    return frexp(largest)[1] if isfinite(largest) else 2000
