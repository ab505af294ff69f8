"""The layers of a model where they are simple: the first on the cells, attention on finitely many tokens, the second on
one line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Context, Decimal
from fractions import Fraction
from itertools import accumulate

from varproof.recheck.model.weights import FeedForward, Vector
from varproof.recheck.numbers.rounding import exp_, ratio
from varproof.recheck.reading import need

Range = tuple[Fraction, Fraction]


class Line:
    """x + sum_h a_h ReLU(x - t_h) + c and its pieces, for one real variable; `slope` 1 or 0 is that of the x in
    front."""

    def __init__(self, thresholds: list[Fraction], bends: list[Fraction], shift: Fraction, slope: int) -> None:
        order = sorted(range(len(thresholds)), key=thresholds.__getitem__)
        self.kinks = [thresholds[h] for h in order]
        self.slopes = [Fraction(slope), *accumulate((bends[h] for h in order), initial=Fraction(slope))][1:]
        self.shift = shift  # the value left of the first kink is slope x + shift
        self.values: list[Fraction] = []
        at = shift + slope * self.kinks[0] if self.kinks else shift
        for h, t in enumerate(self.kinks):
            if h:
                at += self.slopes[h] * (t - self.kinks[h - 1])
            self.values.append(at)

    def __call__(self, x: Fraction) -> Fraction:
        k = bisect_right(self.kinks, x)
        return (
            self.shift + self.slopes[0] * x if k == 0 else self.values[k - 1] + self.slopes[k] * (x - self.kinks[k - 1])
        )

    def straight(self, low: Fraction, high: Fraction) -> bool:
        """No kink strictly between low and high."""
        return bisect_right(self.kinks, low) >= bisect_left(self.kinks, high)

    def over(self, low: Fraction, high: Fraction) -> Range:
        """The least and the largest value between low and high."""
        inner = self.values[bisect_left(self.kinks, low) : bisect_right(self.kinks, high)]
        found = [self(low), self(high), *inner]
        return min(found), max(found)


def by_coordinate(layer: FeedForward, d: int) -> list[Line]:
    """The layer as a function of each coordinate alone; Rejected where a neuron reads or writes another one."""
    parts: list[list[tuple[Fraction, Fraction]]] = [[] for _ in range(d)]
    for w, t, v in zip(layer.directions, layer.thresholds, layer.out, strict=True):
        reads = [j for j, a in enumerate(w) if a]
        need(len(reads) == 1 and w[reads[0]] == 1, "first: a neuron reads another thing than one coordinate")
        j = reads[0]
        need(
            not any(a for i, a in enumerate(v) if i != j),
            "first: a neuron writes to a coordinate that it does not read",
        )
        parts[j].append((t, v[j]))
    return [Line([t for t, _ in p], [a for _, a in p], layer.shift[j], 1) for j, p in enumerate(parts)]


def along(layer: FeedForward, d: int) -> tuple[Vector, list[Line]]:
    """The one direction of the layer, and what it adds to each coordinate as a function on its line; Rejected."""
    need(bool(layer.directions), "second: no neurons")
    direction = layer.directions[0]
    need(all(w is direction or w == direction for w in layer.directions), "second: neurons of different directions")
    columns = [[v[j] for v in layer.out] for j in range(d)]
    lines = [Line(layer.thresholds, columns[j], layer.shift[j], 0) for j in range(d)]
    need(all(line.slopes[-1] == 0 for line in lines), "second: not bounded to the right")
    return direction, lines


def dot(w: Vector, x: Vector) -> Fraction:
    return sum((a * b for a, b in zip(w, x, strict=True)), Fraction(0))


class Head:
    """The softmax mean of <W_V, X_l> for the token X_k, enclosed; exact where the scores are 0."""

    def __init__(self, weights: dict[str, Vector], down: Context, up: Context) -> None:
        self.w, self.down, self.up = weights, down, up
        self.flat = not any(weights["W_Q"]) or not any(weights["W_K"])
        self.nothing = not any(weights["W_V"])
        self.shares: dict[Fraction, tuple[Decimal, Decimal]] = {}

    def share(self, score: Fraction) -> tuple[Decimal, Decimal]:
        found = self.shares.get(score)
        if found is None:
            ends = exp_(ratio(score, self.down), self.down), exp_(ratio(score, self.up), self.up)
            found = self.shares[score] = (Decimal(1), Decimal(1)) if score == 0 else ends
        return found

    def mean(self, query: Fraction, keys: list[Fraction], values: list[Fraction]) -> Range:
        """Weights exp(query key_l); shares do not change when all scores are moved, so the largest becomes 0."""
        if self.nothing:
            return Fraction(0), Fraction(0)
        if self.flat:
            mean = sum(values, Fraction(0)) / len(values)
            return mean, mean
        top = max(query * k for k in keys)
        base = min(values)
        down, up = self.down, self.up
        least = most = low = high = Decimal(0)
        for k, v in zip(keys, values, strict=True):
            e = self.share(query * k - top)
            far = v - base  # not negative
            least, most = down.add(least, e[0]), up.add(most, e[1])
            low = down.add(low, down.multiply(e[0], ratio(far, down)))
            high = up.add(high, up.multiply(e[1], ratio(far, up)))
        return base + Fraction(down.divide(low, most)), base + Fraction(up.divide(high, least))
