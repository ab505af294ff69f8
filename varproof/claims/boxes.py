"""Branch and bound for one goal over a box: the value of a node is >= 0, > 0 or not 0 wherever the hypotheses hold.

Leaves of the tree, in the words of a certificate (preorder; numbers are exact, floats in hexadecimal):

=============  =======================================================================================================
``n``          natural form: interval evaluation gives the sign
``h``          the goal is a hypothesis, perhaps weakened from > 0
``v``          a hypothesis is false, or undefined, all over the box
``m``          mean value form about the middle c: f(c) + sum over k of [df/dx_k] ([x_k] - c_k), f being Lipschitz there
``m2``         second order form about the middle c, f being twice differentiable all over the box:
               f(c) + sum over k of min over |d| <= r_k of a_k d^2/2 - |df/dx_k(c)| |d|, r_k half the width of side k,
               a_k the least d^2f/dx_k^2 less the largest absolute values of the mixed derivatives
``p``          all variables of f have one value: the sign at the point, by exact numbers or balls
``t:c1,c2``    Taylor form at a point c of the box: f(c) has the sign, each df/dx_k(c) is 0, or >= 0 where c_k is the
               lower end, or <= 0 where it is the upper one, and the Hessian over the box is diagonally dominant with
               a diagonal that is not negative, so f is convex: f(x) >= f(c) + grad f(c) (x - c) >= f(c)
``s1:0x1p-1``  the box is split at this value of variable 1; two trees follow
``f1-``        df/dx_1 >= 0 all over the box: f is least on the face at the lower end; the tree of the face follows,
               in which hypotheses are not used. ``f1+``: df/dx_1 <= 0 and the upper end
=============  =======================================================================================================

What these forms ask for, and what they mean, is said in `varproof.claims.enclosures`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from varproof.arith import intervals
from varproof.arith.batches import Batch, Floats, Mask
from varproof.claims import critical, points
from varproof.claims.critical import Place, Sides
from varproof.claims.enclosures import Enclosures, Ends
from varproof.claims.journal import Journal
from varproof.lang.expressions import Goal, Graph

_TAYLOR = 4  # boxes a round on which the Taylor form is tried
_ROUNDS = 8  # a variable, after which single boxes are attacked in other ways if their number does not fall
_MANY = 1500  # boxes of a tree before they are attacked in any case
_EQUAL = 1e-6  # of the largest size of a goal: the size at which it comes close to equality
_MISSED = 4  # the part of the goal at its middle by which the mean value form may miss before the second order form


class Outcome(NamedTuple):
    """tokens: the proof tree, or None; candidates: points worth a look, the goal may fail there."""

    tokens: list[str] | None
    boxes: int
    candidates: list[Place]
    reason: str


class Search:
    """One goal; `run` proves it, or finds candidates of a counterexample, or spends the budget. keep: variables along
    which no box is moved to a face, as hypotheses speak of them. patience: boxes after which the search ends if the
    goal comes close to equality somewhere, where other ways are better. local: another way to prove single boxes."""

    def __init__(
        self,
        graph: Graph,
        goal: Goal,
        hypotheses: list[Goal],
        sides: Sides,
        budget: int,
        keep: set[int],
        patience: int | None = None,
        local: Callable[[Sides, bool], list[str] | None] | None = None,
    ) -> None:
        self.local, self.patience = local, patience
        self.nearest, self.largest = np.inf, 0.0  # sizes of the goal at middles of boxes
        self.rounds, self.before = 0, 0
        self.graph, (self.kind, self.f), self.sides, self.budget = graph, goal, sides, budget
        self.hypotheses, self.keep = hypotheses, keep
        self.count = len(sides)
        self.forms = Enclosures(graph, self.f, self.count)
        self.used = self.forms.used
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
            with np.errstate(all="ignore"):  # infinite ends say nothing
                left, changed, split = self.round(lo, hi, flat, ids, faced)
            if left is None:
                return Outcome(None, total, self.candidates, "a point, or a box too small to split, is not decided")
            if len(self.candidates) > 60 or (self.kind == "gt" and len(self.candidates) > 20):
                return Outcome(None, total, self.candidates, "the goal seems to fail")
            if self.patience is not None and total > self.patience and self.nearest <= _EQUAL * self.largest:
                return Outcome(None, total, self.candidates, "the goal comes close to equality")
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
        course = [self.rounds, self.before]
        tree = {"tokens": self.tokens, "below": self.below, "course": course, "candidates": candidates}
        return {**tree, "open": [a.tolist() for a in (lo, hi, flat, ids, faced)]}

    def go_on(self, kept: dict[str, Any]) -> tuple[Floats, Floats, Mask, Any, Mask, int]:
        """The open boxes, and the number of boxes so far, of the last entry of a journal."""
        self.tokens, self.below = kept["tokens"], kept["below"]
        self.rounds, self.before = kept["course"]
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
        value, *truths = self.forms.natural(tuple(h for _, h in self.hypotheses), (lo, hi), self.close_by)
        vacuous = np.zeros(size, bool)
        for (kind, _), v in zip(self.hypotheses, truths, strict=True):
            vacuous |= {"ge": v.hi < 0, "gt": v.hi <= 0, "ne": (v.lo == 0) & (v.hi == 0)}[kind]
        done = self.close(ids, vacuous & ~faced, "v", np.zeros(size, bool))
        done = self.close(ids, self.decided(value.lo, value.hi), "n", done)
        rest: list[Any] = [a[..., ~done] for a in (lo, hi, flat, ids, faced)]
        lo, hi, flat, ids, faced = rest
        if not len(ids):
            return (lo, hi, flat, ids, faced), np.zeros(0, bool), (np.zeros(0, np.int64), np.zeros(0))
        nil = np.zeros(len(ids), bool)
        middle = np.where(flat, lo, lo / 2 + hi / 2)
        centre = (middle, np.where(flat, hi, middle))
        form, at, value, *slopes = self.forms.mean_value((lo, hi), centre, self.close_by)
        smooth = ~value.bad & np.isfinite(value.lo) & np.isfinite(value.hi)
        for s in slopes:
            smooth &= ~s.bad & np.isfinite(s.lo) & np.isfinite(s.hi)
        done = self.close(ids, smooth & self.decided(form.lo, form.hi), "m", nil)
        self.propose(at, centre, np.where(done, np.inf, 0.0))
        done, convex = self.second_order(lo, hi, flat, ids, centre, form, at, smooth, done)
        done = self.exact_leaves(lo, hi, flat, ids, faced, at, smooth if self.kind == "ne" else convex, done)
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

    def close_by(self, v: Batch) -> Mask:
        """Where a lower end seems to miss 0 by a rounding."""
        near: Mask = (v.lo <= 0) & (v.lo > -1e-12 * (1 + np.abs(v.hi)))
        return near & ~self.decided(v.lo, v.hi)

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
        truths = self.forms.values(tuple(h for _, h in self.hypotheses), centre) if self.hypotheses else []
        for (kind, _), v in zip(self.hypotheses, truths, strict=True):
            fails &= ~{"ge": v.hi < 0, "gt": v.hi <= 0, "ne": (v.lo == 0) & (v.hi == 0)}[kind]
        if fails.any():
            order = np.argsort(np.where(fails, at.hi, np.inf) + penalty)[:3]
            for row in [int(r) for r in order if fails[r]]:
                self.candidates.append(tuple(self.exact(k, c) for k, c in enumerate(centre[0][:, row].tolist())))

    def second_order(
        self,
        lo: Floats,
        hi: Floats,
        flat: Mask,
        ids: Any,
        centre: Ends,
        form: Batch,
        at: Batch,
        smooth: Mask,
        done: Mask,
    ) -> tuple[Mask, Mask]:
        """The second order form where the mean value form nearly closes a box, and on the few with the least values."""
        convex = np.zeros(len(ids), bool)
        open_ = smooth & ~done
        if self.kind == "ne" or not len(self.used):
            return done, convex
        least = np.argsort(np.where(open_, np.abs(at.lo), np.inf), kind="stable")[:_TAYLOR]
        near = form.lo > -_MISSED * at.lo
        near[least] = True
        rows = np.nonzero(open_ & near)[0]
        if not len(rows):
            return done, convex
        inner = Batch(at.lo[rows], at.hi[rows], at.bad[rows])
        low, convex[rows] = self.forms.second_order(
            (lo[:, rows], hi[:, rows]), (centre[0][:, rows], centre[1][:, rows]), flat[:, rows], inner
        )
        proved = np.zeros(len(ids), bool)
        proved[rows] = self.decided(low, low)
        return self.close(ids, proved, "m2", done), convex

    def exact_leaves(
        self, lo: Floats, hi: Floats, flat: Mask, ids: Any, faced: Mask, at: Batch, simple: Mask, done: Mask
    ) -> Mask:
        """Single points, and the Taylor form on the few simple boxes with the least values."""
        done = done.copy()
        used = [flat[k] for k in self.used]
        point = np.logical_and.reduce(used) if used else np.ones(len(ids), bool)
        for row in np.nonzero(point & ~done)[0][:200].tolist():
            where = tuple(self.exact(k, float(lo[k, row])) for k in range(self.count))
            sign = critical.sign(self.forms, self.f, where)
            if sign is not None and self.right(sign):
                self.tokens[int(ids[row])] = "p"
                done[row] = True
            elif sign is not None:
                self.candidates.append(where)
        size = np.minimum(np.abs(at.lo), np.abs(at.hi))
        self.nearest = min(self.nearest, float(size.min()))
        self.largest = max(self.largest, float(np.max(size, initial=0.0, where=np.isfinite(size))))
        low = np.where(done | ~simple, np.inf, size)
        for row in np.argsort(low)[:_TAYLOR].tolist():
            if np.isfinite(low[row]) and self.taylor(self.box(lo, hi, row), flat[:, row], int(ids[row])):
                done[row] = True
        self.rounds += 1
        stuck = self.rounds > _ROUNDS * len(self.used) and len(ids) >= self.before
        self.before = len(ids)
        if self.local is not None and (stuck or len(self.tokens) > _MANY):
            for row in np.argsort(np.where(done, np.inf, size))[:_TAYLOR].tolist():
                found = None if done[row] else self.local(self.box(lo, hi, row), bool(faced[row]))
                if found is not None:
                    self.tokens[int(ids[row])] = " ".join(found)
                    done[row] = True
        return done

    def box(self, lo: Floats, hi: Floats, row: int) -> Sides:
        """The exact box of a row."""
        return [(self.exact(k, float(lo[k, row])), self.exact(k, float(hi[k, row]))) for k in range(self.count)]

    def right(self, sign: int) -> bool:
        return {"ge": sign >= 0, "gt": sign > 0, "ne": sign != 0}[self.kind]

    def taylor(self, sides: Sides, flat: Mask, node: int) -> bool:
        """The Taylor form on one box on which f is convex; also a source of candidates."""
        free = [k for k in self.used if not flat[k]]
        if self.kind == "ne" or not free:
            room = 50 - len(self.candidates)
            self.candidates += list(critical.root(self.forms, sides, free))[: max(room, 0)]
            return False
        for c, sign in critical.least(self.forms, sides, free):
            if not self.right(sign):
                self.candidates.append(c)
                return False
            self.tokens[node] = "t:" + ",".join(map(points.text, c))
            return True
        return False
