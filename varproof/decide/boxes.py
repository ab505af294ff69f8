"""Branch and bound for one goal over a box: the value of a node is >= 0, > 0 or not 0 wherever the hypotheses hold.

Leaves of the tree, in the words of a certificate (preorder; numbers are exact, floats in hexadecimal):

=============  =======================================================================================================
``n``          natural form: interval evaluation gives the sign
``h``          the goal is a hypothesis, perhaps weakened from > 0
``v``          a hypothesis is false, or undefined, all over the box
``m``          mean value form about the middle c: f(c) + sum over k of [df/dx_k] ([x_k] - c_k), f being Lipschitz there
``p``          all variables of f have one value: the sign at the point, by exact numbers or balls
``t:c1,c2``    Taylor form at a point c of the box: f(c) has the sign, each df/dx_k(c) is 0, or >= 0 where c_k is the
               lower end, or <= 0 where it is the upper one, and the Hessian over the box is diagonally dominant with
               a diagonal that is not negative, so f is convex: f(x) >= f(c) + grad f(c) (x - c) >= f(c)
``s1:0x1p-1``  the box is split at this value of variable 1; two trees follow
``f1-``        df/dx_1 >= 0 all over the box: f is least on the face at the lower end; the tree of the face follows,
               in which hypotheses are not used. ``f1+``: df/dx_1 <= 0 and the upper end
=============  =======================================================================================================

Derivative forms ask that f and its derivatives are defined all over the box; kinks of abs, max and min have slopes
between the one-sided ones, which bound the differences of f by the mean value theorem for Lipschitz functions.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from itertools import islice, product
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from varproof.arith import intervals
from varproof.arith.batches import Batch, Floats, Mask, Program
from varproof.arith.intervals import Interval
from varproof.decide import points
from varproof.decide.journal import Journal
from varproof.lang.expressions import Goal, Graph

Place: TypeAlias = tuple[points.Coordinate, ...]
Sides: TypeAlias = list[tuple[Fraction, Fraction]]
Ends: TypeAlias = tuple[Floats, Floats]  # lower and upper ends, a row for each variable

_FLOATS: dict[str, Callable[..., float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "neg": operator.neg, "max": max,
    "min": min, "exp": math.exp, "log": math.log, "sqrt": math.sqrt, "abs": abs, "tanh": math.tanh, "sin": math.sin,
    "cos": math.cos, "slope": lambda t: math.copysign(1.0, t), "kink": lambda t: 0.0,
}  # fmt: skip
_TAYLOR = 4  # boxes a round on which the Taylor form is tried
_FEW = 8  # boxes below which they are taken one by one, with sums that are exact where they can be
_CLOSE = 32  # boxes of a round whose bound misses by a rounding that are taken one by one
_ROUNDS = 8  # a variable, after which single boxes are attacked in other ways if their number does not fall
_MANY = 1500  # boxes of a tree before they are attacked in any case


def straight_line(graph: Graph, nodes: list[int]) -> tuple[list[tuple[Any, ...]], list[int]]:
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


class Outcome(NamedTuple):
    """tokens: the proof tree, or None; candidates: points worth a look, the goal may fail there."""

    tokens: list[str] | None
    boxes: int
    candidates: list[Place]
    reason: str


class Search:
    """One goal; `run` proves it, or finds candidates of a counterexample, or spends the budget. keep: variables along
    which no box is moved to a face, as hypotheses speak of them. local: another way to prove single boxes."""

    def __init__(
        self,
        graph: Graph,
        goal: Goal,
        hypotheses: list[Goal],
        sides: Sides,
        budget: int,
        keep: set[int],
        local: Callable[[Sides, bool], list[str] | None] | None = None,
    ) -> None:
        self.local, self.rounds, self.before = local, 0, 0
        self.programs: dict[tuple[int, ...], Program] = {}
        self.lines: dict[tuple[int, ...], tuple[list[tuple[Any, ...]], list[int]]] = {}
        self.graph, (self.kind, self.f), self.sides, self.budget = graph, goal, sides, budget
        self.hypotheses, self.keep = hypotheses, keep
        self.count = len(sides)
        self.used = {graph.ops[n][1] for n in graph.order(self.f) if graph.ops[n][0] == "var"}
        self.gradient = [graph.derivative(self.f, k) for k in range(self.count)]
        self.hessian = [[graph.derivative(g, j) for j in range(k + 1)] for k, g in enumerate(self.gradient)]
        self.ends = [(intervals.below(low), intervals.above(high)) for low, high in sides]
        self.inner = [(intervals.above(low), intervals.below(high)) for low, high in sides]
        self.tokens: list[str] = [""]
        self.below: list[int] = [0]  # the first child, and for a split the second one follows
        self.candidates: list[Place] = []

    # ---- the tree

    def grow(self, count: int) -> int:
        """The first of so many new nodes."""
        base = len(self.tokens)
        self.tokens += [""] * count
        self.below += [0] * count
        return base

    def preorder(self) -> list[str]:
        found, stack = [], [0]
        while stack:
            node = stack.pop()
            found.append(self.tokens[node])
            first = self.below[node]
            stack += [first + 1, first] if first and found[-1][0] == "s" else [first] if first else []
        return found

    def exact(self, k: int, value: float) -> Fraction:
        """The rational that a float end of a box stands for: ends of the whole box are its exact ends."""
        (low, high), (first, last) = self.sides[k], self.ends[k]
        if value in (first, self.inner[k][0]):
            return low
        return high if value in (last, self.inner[k][1]) else Fraction(value)

    # ---- rounds

    def run(self, journal: Journal | None = None) -> Outcome:
        """Prove the goal; with a journal, go on from its last entry."""
        if any(h == self.f and (kind == self.kind or kind == "gt") for kind, h in self.hypotheses):
            return Outcome(["h"], 1, [], "")
        lo = np.array([[a] for a, _ in self.ends]).reshape(self.count, 1)
        hi = np.array([[b] for _, b in self.ends]).reshape(self.count, 1)
        flat = np.array([[low == high] for low, high in self.sides], dtype=bool).reshape(self.count, 1)
        ids, faced, total = np.zeros(1, np.int64), np.zeros(1, bool), 0
        kept = None if journal is None else journal.load(self.graph)
        if kept is not None:
            lo, hi, flat, ids, faced, total = self.go_on(kept)
        while len(ids):
            if journal is not None and journal.due(total):
                journal.save(self.graph, total, self.so_far(lo, hi, flat, ids, faced))
            total += len(ids)
            if total > self.budget:
                return Outcome(None, total, self.candidates, f"{len(ids)} boxes left after {self.budget}")
            left, changed, split = self.round(lo, hi, flat, ids, faced)
            if left is None:
                return Outcome(None, total, self.candidates, "a point, or a box too small to split, is not decided")
            if len(self.candidates) > 60 or (self.kind == "gt" and len(self.candidates) > 20):
                return Outcome(None, total, self.candidates, "the goal seems to fail")
            lo, hi, flat, ids, faced = left
            stay = [a[..., changed] for a in (lo, hi, flat, ids, faced)]
            cut = [a[..., ~changed] for a in (lo, hi, flat, ids, faced)]
            k, at = split[0][~changed], split[1][~changed]
            first, second = [a.copy() for a in cut], [a.copy() for a in cut]
            rows = np.arange(len(k))
            first[1][k, rows], second[0][k, rows] = at, at
            base = self.grow(2 * len(k))
            first[3][:], second[3][:] = base + 2 * rows, base + 2 * rows + 1
            for row, (parent, x, value) in enumerate(zip(cut[3].tolist(), k.tolist(), at.tolist(), strict=True)):
                self.tokens[parent], self.below[parent] = f"s{x}:{value.hex()}", base + 2 * row
            lo, hi, flat, ids, faced = (
                np.concatenate(parts, axis=-1) for parts in zip(stay, first, second, strict=True)
            )
        return Outcome(self.preorder(), total, self.candidates, "")

    def so_far(self, lo: Floats, hi: Floats, flat: Mask, ids: Any, faced: Mask) -> dict[str, Any]:
        """The tree and the open boxes, for a journal."""
        candidates = [[points.text(q) for q in at] for at in self.candidates]
        tree = {"tokens": self.tokens, "below": self.below, "rounds": self.rounds, "candidates": candidates}
        return {**tree, "open": [a.tolist() for a in (lo, hi, flat, ids, faced)]}

    def go_on(self, kept: dict[str, Any]) -> tuple[Floats, Floats, Mask, Any, Mask, int]:
        """The open boxes, and the number of boxes so far, of the last entry of a journal."""
        self.tokens, self.below, self.rounds = kept["tokens"], kept["below"], kept["rounds"]
        self.candidates = [tuple(points.read(q) for q in at) for at in kept["candidates"]]
        lo, hi, flat, ids, faced = kept["open"]
        return (
            *(np.array(a, dtype=float).reshape(self.count, len(ids)) for a in (lo, hi)),
            np.array(flat, dtype=bool).reshape(self.count, len(ids)),
            np.array(ids, dtype=np.int64),
            np.array(faced, dtype=bool),
            kept["total"],
        )

    def round(self, lo: Floats, hi: Floats, flat: Mask, ids: Any, faced: Mask) -> tuple[Any, Mask, Any]:
        """Close what can be closed; the rest, which of it was moved to a face, and where to split the others."""
        size = len(ids)
        values = self.values([self.f, *(h for _, h in self.hypotheses)], (lo, hi))
        v = values[self.f]
        for row in self.close_by(v, np.zeros(size, bool)):
            v.lo[row], v.hi[row], v.bad[row] = self.single((self.f,), lo[:, row], hi[:, row])[0]
        vacuous = np.zeros(size, bool)
        for kind, h in self.hypotheses:
            v = values[h]
            vacuous |= {"ge": v.hi < 0, "gt": v.hi <= 0, "ne": (v.lo == 0) & (v.hi == 0)}[kind]
        done = self.close(ids, vacuous & ~faced, "v", np.zeros(size, bool))
        done = self.close(ids, self.decided(values[self.f].lo, values[self.f].hi), "n", done)
        rest: list[Any] = [a[..., ~done] for a in (lo, hi, flat, ids, faced)]
        lo, hi, flat, ids, faced = rest
        if not len(ids):
            return (lo, hi, flat, ids, faced), np.zeros(0, bool), (np.zeros(0, np.int64), np.zeros(0))
        nil = np.zeros(len(ids), bool)
        middle = np.where(flat, lo, lo / 2 + hi / 2)
        centre = (middle, np.where(flat, hi, middle))
        form, at, value, *slopes = self.mean_value((lo, hi), centre)
        smooth = ~value.bad & np.isfinite(value.lo) & np.isfinite(value.hi)
        for s in slopes:
            smooth &= ~s.bad & np.isfinite(s.lo) & np.isfinite(s.hi)
        done = self.close(ids, smooth & self.decided(form.lo, form.hi), "m", nil)
        self.propose(at, centre, np.where(done, np.inf, 0.0))
        done = self.exact_leaves(lo, hi, flat, ids, faced, at, smooth, done)
        changed = np.zeros(len(ids), bool)
        if self.kind != "ne":
            for k, s in enumerate(slopes):
                self.to_face(k, s, smooth & ~done & ~flat[k] & ~changed, lo, hi, flat, ids, faced, changed)
        moved = changed & ~done
        cut = self.where(lo, hi, flat, slopes, done | moved)
        if cut is None:
            return None, moved, None
        keep = ~done
        return tuple(a[..., keep] for a in (lo, hi, flat, ids, faced)), moved[keep], (cut[0][keep], cut[1][keep])

    def values(self, nodes: list[int], sides: Ends) -> dict[int, Batch]:
        """Enclosures over the boxes."""
        lo, hi = sides
        if lo.shape[1] >= _FEW:
            return dict(zip(nodes, self.program(*nodes).run(_batches(sides)), strict=True))
        rows = [self.single(tuple(nodes), lo[:, row], hi[:, row]) for row in range(lo.shape[1])]
        return dict(zip(nodes, _gathered(rows), strict=True))

    def program(self, *nodes: int) -> Program:
        if nodes not in self.programs:
            self.programs[nodes] = program(self.graph, list(nodes))
        return self.programs[nodes]

    def single(self, nodes: tuple[int, ...], lo: Floats, hi: Floats) -> list[Interval]:
        """Enclosures over one box."""
        if nodes not in self.lines:
            self.lines[nodes] = straight_line(self.graph, list(nodes))
        ops, outputs = self.lines[nodes]
        found = intervals.evaluate(ops, [(a, b, False) for a, b in zip(lo.tolist(), hi.tolist(), strict=True)])
        return [found[k] for k in outputs]

    def mean_value(self, sides: Ends, centre: Ends) -> list[Batch]:
        """Mean value form, the goal at the centres, and over the boxes, and its slopes."""
        (lo, hi), (left, right) = sides, centre
        if lo.shape[1] < _FEW:
            return _gathered(
                [self.mean_value_once(lo[:, k], hi[:, k], left[:, k], right[:, k]) for k in range(lo.shape[1])]
            )
        whole = self.program(self.f, *self.gradient)
        found = whole.mean_value(self.program(self.f), _batches(sides), _batches(centre))
        for k in self.close_by(found[0], self.decided(found[0].lo, found[0].hi)):
            again = self.mean_value_once(lo[:, k], hi[:, k], left[:, k], right[:, k])
            for batch, (low, high, bad) in zip(found, again, strict=True):
                batch.lo[k], batch.hi[k], batch.bad[k] = low, high, bad
        return found

    def mean_value_once(self, lo: Floats, hi: Floats, left: Floats, right: Floats) -> list[Interval]:
        values = self.single((self.f, *self.gradient), lo, hi)
        (at,) = self.single((self.f,), left, right)
        form = at
        for a, b, c, d, g in zip(lo.tolist(), hi.tolist(), left.tolist(), right.tolist(), values[1:], strict=True):
            form = intervals.add(form, intervals.mul(g, intervals.sub((a, b, False), (c, d, False))))
        return [form, at, *values]

    def close_by(self, v: Batch, done: Mask) -> list[int]:
        """Some of the rows of a large batch whose lower end seems to miss 0 by its coarser rounding."""
        if len(done) < _FEW or self.kind == "ne":
            return []
        close = (v.lo <= 0) & (v.lo > -1e-12 * (1 + np.abs(v.hi))) & ~done
        rows: list[int] = np.nonzero(close)[0][:_CLOSE].tolist()
        return rows

    def decided(self, lo: Floats, hi: Floats) -> Mask:
        if self.kind == "ge":
            return lo >= 0
        return lo > 0 if self.kind == "gt" else (lo > 0) | (hi < 0)

    def close(self, ids: Any, proved: Mask, token: str, done: Mask) -> Mask:
        for node in ids[proved & ~done].tolist():
            self.tokens[node] = token
        return done | proved

    def to_face(
        self, k: int, s: Batch, open_: Mask, lo: Floats, hi: Floats, flat: Mask, ids: Any, faced: Mask, changed: Mask
    ) -> None:
        """Move boxes with a monotone variable to the face where the goal is hardest; the arrays are changed."""
        if k not in self.used or k in self.keep:
            return
        up, down = open_ & (s.lo >= 0), open_ & (s.hi <= 0) & ~(s.lo >= 0)
        for rows, sign in ((up, "-"), (down, "+")):
            for row in np.nonzero(rows)[0].tolist():
                node = int(ids[row])
                self.tokens[node] = f"f{k}{sign}"
                ids[row] = self.below[node] = self.grow(1)
        hi[k] = np.where(up, np.where(lo[k] == self.ends[k][0], self.inner[k][0], lo[k]), hi[k])
        lo[k] = np.where(down, np.where(hi[k] == self.ends[k][1], self.inner[k][1], hi[k]), lo[k])
        for array in (flat[k], faced, changed):
            array |= up | down

    def where(self, lo: Floats, hi: Floats, flat: Mask, slopes: list[Batch], skip: Mask) -> Any:
        """The variable with the largest share in the width of the mean value form, and 0 or the middle of its side."""
        width = np.where(flat, -1.0, hi - lo)
        weight = np.stack([np.maximum(np.abs(s.lo), np.abs(s.hi)) for s in slopes]) if slopes else width
        usable = np.isfinite(weight).all(axis=0)
        shares = np.where(flat, -1.0, np.where(usable, width * weight + width * 1e-9, width))
        rows = np.arange(lo.shape[1])
        k = np.argmax(shares, axis=0) if len(shares) else np.zeros(len(rows), np.int64)
        if not len(shares):
            return None
        a, b = lo[k, rows], hi[k, rows]
        at = np.where((a < 0) & (b > 0) & (-a > b / 16) & (b > -a / 16), 0.0, a / 2 + b / 2)
        fine = ~flat[k, rows] & (a < at) & (at < b) & (b - a > 1e-13 * np.maximum(1e-30, np.maximum(abs(a), abs(b))))
        return (k, at) if bool((fine | skip).all()) else None

    # ---- exact leaves and candidates

    def propose(self, at: Batch, centre: Ends, penalty: Floats) -> None:
        """Middles at which the goal certainly fails and the hypotheses may hold, the worst first."""
        fails = {"ge": at.hi < 0, "gt": at.hi <= 0, "ne": (at.lo == 0) & (at.hi == 0)}[self.kind]
        values = self.values([h for _, h in self.hypotheses], centre)
        for kind, h in self.hypotheses:
            v = values[h]
            fails &= ~{"ge": v.hi < 0, "gt": v.hi <= 0, "ne": (v.lo == 0) & (v.hi == 0)}[kind]
        if fails.any():
            order = np.argsort(np.where(fails, at.hi, np.inf) + penalty)[:3]
            for row in [int(r) for r in order if fails[r]]:
                self.candidates.append(tuple(self.exact(k, c) for k, c in enumerate(centre[0][:, row].tolist())))

    def exact_leaves(
        self, lo: Floats, hi: Floats, flat: Mask, ids: Any, faced: Mask, at: Batch, smooth: Mask, done: Mask
    ) -> Mask:
        """Single points, and the Taylor form on the few boxes with the least values."""
        done = done.copy()
        used = [flat[k] for k in self.used]
        point = np.logical_and.reduce(used) if used else np.ones(len(ids), bool)
        for row in np.nonzero(point & ~done)[0][:200].tolist():
            where = tuple(self.exact(k, float(lo[k, row])) for k in range(self.count))
            sign = points.sign(self.graph.term(self.f), dict(enumerate(where)))
            if sign is not None and self.right(sign):
                self.tokens[int(ids[row])] = "p"
                done[row] = True
            elif sign is not None:
                self.candidates.append(where)
        size = np.minimum(np.abs(at.lo), np.abs(at.hi))
        low = np.where(done | ~smooth, np.inf, size)
        for row in np.argsort(low)[:_TAYLOR].tolist():
            if np.isfinite(low[row]) and self.taylor(lo[:, row], hi[:, row], flat[:, row], int(ids[row])):
                done[row] = True
        self.rounds += 1
        stuck = self.rounds > _ROUNDS * len(self.used) and len(ids) >= self.before
        self.before = len(ids)
        if self.local is not None and (stuck or len(self.tokens) > _MANY):
            for row in np.argsort(np.where(done, np.inf, size))[:_TAYLOR].tolist():
                sides = [
                    (self.exact(k, float(lo[k, row])), self.exact(k, float(hi[k, row]))) for k in range(self.count)
                ]
                found = None if done[row] else self.local(sides, bool(faced[row]))
                if found is not None:
                    self.tokens[int(ids[row])] = " ".join(found)
                    done[row] = True
        return done

    def right(self, sign: int) -> bool:
        return {"ge": sign >= 0, "gt": sign > 0, "ne": sign != 0}[self.kind]

    def taylor(self, lo: Floats, hi: Floats, flat: Mask, node: int) -> bool:
        """The Taylor form on one box, at a point that Newton's method finds; also a source of candidates."""
        free = [k for k in range(self.count) if not flat[k] and k in self.used]
        ends = [(self.exact(k, float(lo[k])), self.exact(k, float(hi[k]))) for k in range(self.count)]
        if self.kind == "ne" or not free:
            return self.root(lo, hi, free, ends)
        if not self.convex(lo, hi, free):
            return False
        tried: set[Place] = set()
        for c in self.newton(lo, hi, free, ends):
            if c in tried:
                continue
            tried.add(c)
            at: points.Point = dict(enumerate(c))
            sign = points.sign(self.graph.term(self.f), at)
            if sign is not None and not self.right(sign):
                self.candidates.append(c)
                return False
            if sign is not None and all(self.inward(k, at, ends[k]) for k in free):
                self.tokens[node] = "t:" + ",".join(map(points.text, c))
                return True
        return False

    def root(self, lo: Floats, hi: Floats, free: list[int], ends: Sides) -> bool:
        """Candidates of a zero; nothing is proved."""
        for k in free:
            x = [float(v) for v in lo / 2 + hi / 2]
            for _ in range(30):
                made = self.floats([self.f, self.gradient[k]], x)
                value, slope = made[self.f], made[self.gradient[k]]
                if not slope or not math.isfinite(value / slope):
                    break
                x[k] = min(max(x[k] - value / slope, float(lo[k])), float(hi[k]))
            near = [min(max(Fraction(x[k]).limit_denominator(q), ends[k][0]), ends[k][1]) for q in (1, 10, 1000, 10**6)]
            places: list[points.Coordinate] = [*near, *(v for v in points.closed(x[k]) if points.within(v, *ends[k]))]
            for place in places:
                c: list[points.Coordinate] = [self.exact(j, v) for j, v in enumerate(x)]
                c[k] = place
                if len(self.candidates) < 50 and points.sign(self.graph.term(self.f), dict(enumerate(c))) == 0:
                    self.candidates.append(tuple(c))
                    break
        return False

    def floats(self, nodes: list[int], x: list[float]) -> dict[int, float]:
        """Values at a point in plain floats, NaN where there is none; no evidence."""
        made: dict[int, float] = {}
        for n in self.graph.order(*nodes):
            head, *a = self.graph.ops[n]
            try:
                if head in ("const", "var"):
                    made[n] = float(a[0]) if head == "const" else x[a[0]]
                elif head == "^":
                    made[n] = made[a[0]] ** a[1]
                else:
                    made[n] = _FLOATS[head](*(made[p] for p in a))
            except (ArithmeticError, ValueError):
                made[n] = math.nan
        return made

    def newton(self, lo: Floats, hi: Floats, free: list[int], ends: Sides) -> list[Place]:
        """Points near the critical point of the goal in the box: simple rationals first, then roots and the like."""
        x = [float(v) for v in lo / 2 + hi / 2]
        bend = {(j, k): self.hessian[max(j, k)][min(j, k)] for j in free for k in free}
        for _ in range(8):
            made = self.floats([*(self.gradient[k] for k in free), *bend.values()], x)
            gradient = np.array([made[self.gradient[k]] for k in free])
            matrix = np.array([[made[bend[j, k]] for j in free] for k in free])
            if not (np.isfinite(gradient).all() and np.isfinite(matrix).all()):
                break
            move = np.linalg.lstsq(matrix, gradient, rcond=None)[0]
            for k, m in zip(free, move, strict=True):
                x[k] = min(max(x[k] - float(m), float(lo[k])), float(hi[k]))
        found: list[Place] = []
        for limit in (1, 2, 12, 100, 1000):
            c: list[points.Coordinate] = [low for low, _ in ends]
            for k in free:
                c[k] = min(max(Fraction(x[k]).limit_denominator(limit), ends[k][0]), ends[k][1])
            found.append(tuple(c))
        forms = [[e[0]] if k not in free else [v for v in points.closed(x[k]) if points.within(v, *e)] or [found[1][k]]
                 for k, e in enumerate(ends)]  # fmt: skip
        return [*found, *islice(product(*forms), 8)]

    def inward(self, k: int, at: points.Point, ends: tuple[Fraction, Fraction]) -> bool:
        sign = points.sign(self.graph.term(self.gradient[k]), at)
        return sign == 0 or (sign == 1 and at[k] == ends[0]) or (sign == -1 and at[k] == ends[1])

    def convex(self, lo: Floats, hi: Floats, free: list[int]) -> bool:
        pairs = [(k, j) for k in free for j in free]
        nodes = [self.hessian[max(pair)][min(pair)] for pair in pairs]
        values = self.single((*nodes, *self.gradient, self.f), lo, hi)
        if any(bad for _, _, bad in values):
            return False
        bends = dict(zip(pairs, values, strict=False))
        for k in free:
            off = (0.0, 0.0, False)
            for j in free:
                if j != k:
                    off = intervals.add(off, intervals.absolute(bends[k, j]))
            if not bends[k, k][0] >= off[1]:
                return False
        return True


def _batches(sides: Ends) -> list[Batch]:
    nil = np.zeros(sides[0].shape[1], bool)
    return [Batch(lo, hi, nil) for lo, hi in zip(*sides, strict=True)]


def _gathered(rows: list[list[Interval]]) -> list[Batch]:
    columns = [list(zip(*column, strict=True)) for column in zip(*rows, strict=True)]
    return [Batch(np.array(lo), np.array(hi), np.array(bad, dtype=bool)) for lo, hi, bad in columns]
