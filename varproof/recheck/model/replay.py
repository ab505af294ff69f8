"""The replay: from the weights, cell by cell, to the bound.

For X in a cell of the grid whose coordinates are off the ramps (the last part, of width theta, of each level) the
first layer is constant, so the output is one vector for the cell, and it is enclosed; the target is enclosed over
the cell. The ramps have a measure of at most n d N theta; on them the output is bounded by what the skip connections
carry (coordinates between the least and the largest value of the first layer, means between the least and the
largest value) and by what the second layer adds anywhere. So

    integral of sum |tau - f|^alpha <= sum over the cells of (1/N)^(n d) sum e^alpha + n d N theta n d B^alpha.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import isqrt
from typing import Any

from varproof.recheck.box import claims
from varproof.recheck.box.enclose import Enclose, Open, derive, plain
from varproof.recheck.model.layers import Head, Line, Range, along, by_coordinate, dot
from varproof.recheck.model.weights import TOKENS, Vector, Weights, array, digest, exact, read, size
from varproof.recheck.numbers.rounding import exp_, log_, ratio, rounding
from varproof.recheck.reading import Rejected, need

FIELDS = {
    "schema",
    "kind",
    "target",
    "n",
    "d",
    "levels",
    "scales",
    "up",
    "alpha",
    "theta",
    "bound",
    "digits",
    "sha256",
    "weights",
}
DIGITS = 400


Progress = Callable[[int, int], None]  # cells that are done, cells in all


def quiet(done: int, total: int) -> None:
    """No report of progress."""


def replay(cert: dict[str, Any], progress: Progress = quiet) -> str:
    """What is shown; Rejected."""
    need(cert.keys() == FIELDS, "missing or unknown fields")
    n, d, levels = size(cert["n"], "n", 4096), size(cert["d"], "d", 64), size(cert["levels"], "levels", 10**6)
    digits = size(cert["digits"], "digits", DIGITS)
    word = pyramid(cert["scales"], cert["up"], n)
    inputs = d if word else n * d
    need(inputs * (levels.bit_length() - 1) < 40 and n * levels**inputs <= TOKENS, "too many cells to replay")
    alpha, theta, bound = (exact(cert[name]) for name in ("alpha", "theta", "bound"))
    need(alpha >= 1 and alpha.numerator <= 1000 and alpha.denominator <= 1000, "alpha is out of range")
    need(0 <= theta < Fraction(1, levels) and bound >= 0, "theta or bound is out of range")
    need(digest(cert["weights"]) == cert["sha256"], "the weights are not those that the certificate was made for")
    weights = read(cert["weights"], n, d)
    target = aim(cert["target"], inputs, n, d, levels, digits)
    shown = ratio(bound, rounding(6, True))
    if theta == 0:
        need(word and d == 1, "theta: without ramps only words of one channel are replayed")
        need(everywhere(weights, target, n, levels) <= bound, "the error may be larger than the bound")
        return f"error at most {shown} of {n} pixels at every word of [0, 1]; {levels} pieces each replayed"
    tau = Model(weights, n, d, levels, theta, digits, word)
    inside = Fraction(0)
    for number, cell in enumerate(product(range(levels), repeat=inputs)):
        progress(number, levels**inputs)
        inside += target.away(tau.output(cell), cell, levels, alpha)
    off = inputs * levels * theta * n * d * power(target.apart(tau.everywhere()), alpha, digits)
    total = inside / Fraction(levels) ** inputs + off
    total = total / (n * d) if word else total
    need(bound**alpha.numerator >= total**alpha.denominator, "the error may be larger than the bound")
    where = f"words of [0, 1]^{d}, mean over {n} x {d} entries" if word else f"[0, 1]^({n} x {d})"
    error = f"error at most {shown} in the {alpha}-norm over {where}"
    return f"{target.said}{error}; {levels**inputs} cells replayed"


def aim(data: Any, inputs: int, n: int, d: int, levels: int, digits: int) -> Target | Assumed:
    """The target that a certificate names."""
    need(isinstance(data, dict), "target: malformed")
    if data.keys() == {"lipschitz", "values"}:
        return Assumed(data, inputs, n, d, levels, digits)
    need(data.keys() == {"variables", "rows"}, "target: variables and rows are expected")
    return Target(data, inputs, n, d, digits)


def pyramid(scales: Any, up: Any, n: int) -> bool:
    """Whether the input is a word: then all rows of the up-interpolations have sum 1, so that all n tokens are the
    word.

    With the Keys kernel a row of the product of both axes sums to the product of their sums, and what leaves the border
    is added to its end; where entries are repeated, which needs sides that divide each other, a row has one 1.
    """
    need(up in ("keys", "repeat"), "up: keys or repeat")
    need(isinstance(scales, list) and all(type(h) is int and 0 < h <= 64 for h in scales), "scales: whole numbers")
    if not scales:
        return False
    need(scales == sorted(set(scales)) and scales[-1] ** 2 == n, "scales: they increase to the square root of n")
    for small, large in zip([1, *scales], scales, strict=False):
        need(up == "keys" or large % small == 0, "scales: one is no multiple of the one before")
        for i in range(large if up == "keys" else 0):
            at = Fraction((2 * i + 1) * small, 2 * large) - Fraction(1, 2)
            need(
                sum(keys(at - (at // 1 + s)) for s in range(-1, 3)) == 1,
                "a row of the up-interpolation is not 1 in sum",
            )
    return True


def keys(x: Fraction) -> Fraction:
    """The cubic convolution kernel with a = -3/4."""
    t, a = abs(x), Fraction(-3, 4)
    if t <= 1:
        return (a + 2) * t**3 - (a + 3) * t**2 + 1
    return a * t**3 - 5 * a * t**2 + 8 * a * t - 4 * a if t < 2 else Fraction(0)


def everywhere(w: Weights, target: Target | Assumed, n: int, levels: int) -> Fraction:
    """The largest error of a pixel at any word of [0, 1]: token k is piecewise linear in x + E_k, and on a piece F -
    line is between its values at an end plus half the length times its slopes there, and what the ranges say."""
    need(not w.first.thresholds and not any(w.first.shift), "first: without ramps it adds nothing")
    need(not any(w.attention["W_V"]) or not any(w.attention["W_O"]), "attention: without ramps it adds nothing")
    direction, lines = along(w.second, 1)
    need(direction == [1], "second: it reads something else than the word")
    worst = Fraction(0)
    for k in range(n):
        e = w.embedding[k][0]
        for g in range(levels):
            low, high = Fraction(g, levels), Fraction(g + 1, levels)
            need(lines[0].straight(e + low, e + high), "second: a kink inside a piece")
            ends = [x + e + lines[0](e + x) for x in (low, high)]
            worst = max(worst, target.piece(k, low, high, ends))
    return worst


def power(x: Fraction, alpha: Fraction, digits: int) -> Fraction:
    """An upper bound of x^alpha, x >= 0."""
    if alpha.denominator == 1 or x == 0:
        return x ** int(alpha) if alpha.denominator == 1 else x
    up = rounding(digits, True)
    log = log_(ratio(x, up), up)
    return Fraction(exp_(up.multiply(log, ratio(alpha, up if log >= 0 else rounding(digits, False))), up))


class Model:
    """The output for each cell, from the exact values of the first layer."""

    def __init__(self, w: Weights, n: int, d: int, levels: int, theta: Fraction, digits: int,
                 word: bool) -> None:  # fmt: skip
        self.w, self.n, self.d, self.word = w, n, d, word
        lines = by_coordinate(w.first, d)
        self.tokens = [[[self.constant(lines[j], w.embedding[k][j], g, levels, theta) for g in range(levels)]
                        for j in range(d)] for k in range(n)]  # fmt: skip
        self.carried = [[lines[j].over(w.embedding[k][j], w.embedding[k][j] + 1) for j in range(d)] for k in range(n)]
        self.head = Head(w.attention, rounding(digits, False), rounding(digits, True))
        self.direction, self.added = along(w.second, d)
        self.step = dot(self.direction, w.attention["W_O"])
        self.known: list[dict[tuple[int, ...], tuple[Vector, Fraction, Fraction, Fraction, Fraction]]] = [
            {} for _ in range(n)
        ]

    def constant(self, line: Line, e: Fraction, g: int, levels: int, theta: Fraction) -> Fraction:
        low, high = line.over(e + Fraction(g, levels), e + Fraction(g + 1, levels) - theta)
        need(low == high, "first: not constant on a cell off its ramps")
        return low

    def token(self, k: int, at: tuple[int, ...]) -> tuple[Vector, Fraction, Fraction, Fraction, Fraction]:
        """The token with its query, key, value, and place on the line of the second layer without attention."""
        found = self.known[k].get(at)
        if found is None:
            x = [self.tokens[k][j][g] for j, g in enumerate(at)]
            w = self.w.attention
            found = self.known[k][at] = (
                x,
                dot(w["W_Q"], x),
                dot(w["W_K"], x),
                dot(w["W_V"], x),
                dot(self.direction, x),
            )
        return found

    def output(self, cell: tuple[int, ...]) -> list[Range]:
        """The entries of the output on the cell off its ramps, row by row."""
        d = self.d
        tokens = [self.token(k, cell if self.word else cell[k * d : (k + 1) * d]) for k in range(self.n)]
        keys, values = [t[2] for t in tokens], [t[3] for t in tokens]
        found = []
        for x, query, _, _, place in tokens:
            mean = self.head.mean(query, keys, values)
            ends = sorted(place + self.step * m for m in mean)
            for j in range(d):
                moved = sorted(x[j] + self.w.attention["W_O"][j] * m for m in mean)
                least, most = self.added[j].over(ends[0], ends[1])
                found.append((moved[0] + least, moved[1] + most))
        return found

    def everywhere(self) -> list[Range]:
        """The entries of the output anywhere on the cube."""
        read = [[sorted((a * lo, a * hi)) for a, (lo, hi) in zip(self.w.attention["W_V"], row, strict=True)]
                for row in self.carried]  # fmt: skip
        low = min(sum((lo for lo, _ in row), Fraction(0)) for row in read)
        high = max(sum((hi for _, hi in row), Fraction(0)) for row in read)
        found = []
        for row in self.carried:
            for j, (lo, hi) in enumerate(row):
                moved = sorted(self.w.attention["W_O"][j] * m for m in (low, high))
                adds = self.added[j].values
                found.append((lo + moved[0] + min(adds), hi + moved[1] + max(adds)))
        return found


class Assumed:
    """Any K-Lipschitz map (Frobenius norms) with given values at the middles of the cells."""

    def __init__(self, data: dict[str, Any], inputs: int, n: int, d: int, levels: int, digits: int) -> None:
        self.constant, self.digits = exact(data["lipschitz"]), digits
        need(self.constant > 0, "target: the constant is not positive")
        cells = levels**inputs
        flat = array(data["values"], cells, n * d, "target values")
        self.values: dict[tuple[int, ...], Vector] = dict(zip(product(range(levels), repeat=inputs), flat, strict=True))
        self.inputs, self.levels = inputs, levels
        self.said = f"every {self.constant}-Lipschitz map with the listed values at the middles of the cells: "

    def away(self, output: list[Range], cell: tuple[int, ...], levels: int, alpha: Fraction) -> Fraction:
        """An upper bound of the sum of |tau - f|^alpha on the cell: |tau - f| <= |tau - value| + K rho (Frobenius),
        and the sum of a vector's alpha-th powers is at most its norm's, times (number of entries)^(1 - alpha/2) for
        alpha < 2."""
        square = sum((far(a, (v, v)) ** 2 for a, v in zip(output, self.values[cell], strict=True)), Fraction(0))
        reach = root(square) + self.constant * root(Fraction(self.inputs)) / (2 * self.levels)
        wide = Fraction(1) if alpha >= 2 else power(root(Fraction(len(output))), 2 - alpha, self.digits)
        return power(reach, alpha, self.digits) * wide

    def apart(self, output: list[Range]) -> Fraction:
        """A bound of |tau - f| on the whole cube: f is within K rho of a listed value."""
        flat = [v for row in self.values.values() for v in row]
        reach = self.constant * root(Fraction(self.inputs)) / (2 * self.levels)
        whole = (min(flat) - reach, max(flat) + reach)
        return max(far(a, whole) for a in output)

    def piece(self, k: int, low: Fraction, high: Fraction, ends: list[Fraction]) -> Fraction:
        raise Rejected("target: a formula is expected where there are no ramps")


def root(x: Fraction) -> Fraction:
    """An upper bound of sqrt(x)."""
    scale = 4**60
    return Fraction(isqrt(x.numerator * scale // x.denominator) + 1, 2**60)


class Target:
    """A formula, enclosed over cells in natural and in mean value form."""

    said = ""

    def __init__(self, data: dict[str, Any], inputs: int, n: int, d: int, digits: int) -> None:
        names, rows = data["variables"], data["rows"]
        proper = isinstance(names, list) and all(isinstance(x, str) for x in names) and len(set(names)) == len(names)
        need(proper and len(names) == inputs, f"target: {inputs} names of variables are expected")
        shaped = isinstance(rows, list) and len(rows) == n and all(isinstance(r, list) and len(r) == d for r in rows)
        need(shaped, f"target: {n} rows of {d} terms are expected")
        self.names, self.digits = names, digits
        self.terms = [plain(claims.term(text)) for row in rows for text in row]
        self.slopes = [[derive(t, x) for x in names] for t in self.terms]
        for t in self.terms:
            need(free(t) <= set(names), "target: an unknown variable")

    def ranges(self, box: dict[str, Range]) -> list[Range]:
        """The entries over the box."""
        whole = Enclose(box, self.digits)
        centre = Enclose({x: ((a + b) / 2, (a + b) / 2) for x, (a, b) in box.items()}, self.digits)
        down, up = whole.down, whole.up
        found = []
        for t, slopes in zip(self.terms, self.slopes, strict=True):
            low, high = self.range(t, whole)
            try:
                form = centre.value(t)
                for x, slope in zip(self.names, slopes, strict=True):
                    a, b = box[x]
                    half = (ratio((a - b) / 2, down), ratio((b - a) / 2, up))
                    moved = whole.product(whole.value(slope), half)
                    form = down.add(form[0], moved[0]), up.add(form[1], moved[1])
                low, high = max(low, finite(form[0])), min(high, finite(form[1]))
            except Open:
                pass  # no mean value form: the natural one stands
            found.append((low, high))
        return found

    def piece(self, k: int, low: Fraction, high: Fraction, ends: list[Fraction]) -> Fraction:
        """A bound of |F_k - line| between low and high, the line through `ends`."""
        t, slope, x = self.terms[k], self.slopes[k][0], self.names[0]
        least, most = self.range(t, Enclose({x: (low, high)}, self.digits))
        plain = max(most - min(ends), max(ends) - least)
        try:
            bent = [finite(v) for v in Enclose({x: (low, high)}, self.digits).value(slope)]
        except Open:
            return plain
        at = [
            far((y, y), self.range(t, Enclose({x: (q, q)}, self.digits)))
            for q, y in zip((low, high), ends, strict=True)
        ]
        line = (ends[1] - ends[0]) / (high - low)
        return min(plain, max(at) + (high - low) / 2 * max(abs(b - line) for b in bent))

    def range(self, t: Any, e: Enclose) -> Range:
        """The term in natural form; Rejected where it may be undefined."""
        try:
            low, high = e.value(t)
        except Open as error:
            raise Rejected(f"target: {error}") from None
        need(e.sure, "target: it may be undefined on a cell")
        return finite(low), finite(high)

    def away(self, output: list[Range], cell: tuple[int, ...], levels: int, alpha: Fraction) -> Fraction:
        """An upper bound of the sum of |tau - f|^alpha on the cell."""
        sides = {x: (Fraction(g, levels), Fraction(g + 1, levels)) for x, g in zip(self.names, cell, strict=True)}
        found = self.ranges(sides)
        return sum((power(far(a, b), alpha, self.digits) for a, b in zip(output, found, strict=True)), Fraction(0))

    def apart(self, output: list[Range]) -> Fraction:
        """A bound of |tau - f| on the whole cube."""
        found = self.ranges({x: (Fraction(0), Fraction(1)) for x in self.names})
        return max(far(a, b) for a, b in zip(output, found, strict=True))


def far(a: Range, b: Range) -> Fraction:
    return max(a[1] - b[0], b[1] - a[0], Fraction(0))


def finite(x: Decimal) -> Fraction:
    need(x.is_finite(), "target: not bounded on a cell")
    return Fraction(x)


def free(t: Any) -> set[str]:
    if t[0] == "var":
        return {t[1]}
    return {x for s in t[1:] if type(s) is tuple for x in free(s)}
