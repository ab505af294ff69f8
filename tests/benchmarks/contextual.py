"""How fast identifiers are enclosed and certified distinct, against mpmath, and how time grows.

Run `python tests/benchmarks/contextual.py [--large]`; mpmath uses gmpy2 when that is installed, which is printed.
All figures are of one run. "Shared" is the same algorithm in mpmath: one exponential for each pair of tokens, two
sums and one division for each context, sorted and compared token by token. "Naive" evaluates every context for
itself, by the definition of the layer. Neither is rigorous; varproof's numbers are.
varproof also shares the exponentials of pairs with equal scores, here about half of them.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import mpmath
from mpmath.libmp import BACKEND

from varproof.contextual.dataset import AllSets
from varproof.contextual.distances import measure
from varproof.contextual.weights import Weights

BITS = 2000


def levels(m: int, n: int = 3) -> AllSets:
    return AllSets([(1 + Fraction(k, m),) for k in range(m)], n)


def head(m: int, temperature: Fraction, d: int = 1) -> Weights:
    one = (Fraction(1), *([Fraction(0)] * (d - 1)))
    return Weights(tuple((x / (9 * m),) for x in one), (one,), (one,), (tuple(temperature * x for x in one),))


def timed(run: Callable[[], Any], repeats: int) -> tuple[float, Any]:
    best, result = float("inf"), None
    for _ in range(repeats):
        begun = time.perf_counter()
        result = run()
        best = min(best, time.perf_counter() - begun)
    return best, result


def shared(data: AllSets, temperature: Fraction) -> Any:
    """The least difference of averages of one token, with shared exponentials."""
    p = [mpmath.mpf(v[0].numerator) / v[0].denominator for v in data.vocabulary]
    scale, least = mpmath.mpf(temperature.numerator) / temperature.denominator, None
    for c, q in enumerate(p):
        powers = [mpmath.exp(scale * q * (x - p[-1])) for x in p]
        over = data.sums(c, [e * x for e, x in zip(powers, p, strict=True)])
        under = data.sums(c, powers)
        line = sorted(x / y for x, y in zip(over, under, strict=True))
        gap = min(y - x for x, y in pairwise(line))
        least = gap if least is None or gap < least else least
    return least


def naive(data: AllSets, weights: Weights) -> Any:
    """The layer as it is defined, sequence by sequence: y_c = x_c + sum_j softmax_j(<W_K x_j, W_Q x_c>) W_O W_V x_j."""

    def mp(x: Fraction) -> Any:
        return mpmath.mpf(x.numerator) / x.denominator

    w_o, w_v, w_k, w_q = (mp(getattr(weights, name)[0][0]) for name in ("W_O", "W_V", "W_K", "W_Q"))
    tokens, least = [mp(v[0]) for v in data.vocabulary], None
    outputs: dict[int, list[Any]] = {c: [] for c in range(len(tokens))}
    for sequence in combinations(range(len(tokens)), data.length):
        x = [tokens[j] for j in sequence]
        for c in sequence:
            powers = [mpmath.exp((w_k * y) * (w_q * tokens[c])) for y in x]
            total = sum(powers)
            outputs[c].append(tokens[c] + sum(e / total * (w_o * (w_v * y)) for e, y in zip(powers, x, strict=True)))
    for found in outputs.values():
        line = sorted(found)
        gap = min(y - x for x, y in pairwise(line))
        least = gap if least is None or gap < least else least
    return least


def ratios() -> None:
    data, temperature = levels(32), Fraction(100)
    weights = head(32, temperature)
    mpmath.mp.prec = BITS
    ours, found = timed(lambda: measure(weights, data, BITS), 5)
    with_shared, a = timed(lambda: shared(data, temperature), 3)
    without, b = timed(lambda: naive(data, weights), 1)
    assert found.lower > 0
    expected = a / (9 * 32)
    assert abs(expected / b - 1) < 1e-100
    low, high = (mpmath.mpf(x.numerator) / x.denominator for x in (found.lower, found.upper))
    assert low <= expected * (1 + mpmath.mpf(10) ** -50) and expected <= high * (1 + mpmath.mpf(10) ** -50)
    print(f"{found.identifiers} identifiers at {BITS} bits, least distance {mpmath.nstr(low, 5)}; mpmath on {BACKEND}")
    print(f"  varproof, certified        {ours:8.3f} s")
    print(f"  mpmath, shared exponentials{with_shared:8.3f} s   {with_shared / ours:6.1f} times as long")
    print(f"  mpmath, naive              {without:8.3f} s   {without / ours:6.1f} times as long")
    ok = with_shared >= 2 * ours and without >= 40 * ours
    print(f"  at least 2 and 40 times: {'yes' if ok else 'NO'}")


def growth(large: bool) -> None:
    print("identifiers  |V|  n   d  bits      time  per identifier  least distance")
    cases = [(m, 3, 1, 256) for m in (16, 32, 64, 96)] + ([(128, 3, 1, 256), (184, 3, 1, 256)] if large else [])
    cases += [(20, n, 1, 256) for n in (2, 3, 4, 5, 6)]
    cases += [(32, 3, 1, bits) for bits in (64, 256, 1024, 4096, 16384)]
    cases += [(32, 3, d, 256) for d in (4, 16, 64)]
    for m, n, d, bits in cases:
        none = [Fraction(0)] * (d - 1)
        data = AllSets([(1 + Fraction(k, m), *none) for k in range(m)], n)
        weights = head(m, Fraction(1), d)
        seconds, found = timed(lambda data=data, weights=weights, bits=bits: measure(weights, data, bits), 1)
        each = seconds / found.identifiers * 1e6
        print(f"{found.identifiers:11d}  {m:3d}  {n}  {d:2d}  {bits:5d}  {seconds:6.2f} s  {each:8.2f} us    "
              f"{float(found.lower):.3e}")  # fmt: skip


def million(jobs: int) -> None:
    data = levels(184)
    weights = head(184, Fraction(1))
    seconds, found = timed(lambda: measure(weights, data, 256, jobs), 1)
    used = [resource.getrusage(who).ru_maxrss / 2**20 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"{found.identifiers} identifiers at 256 bits on {jobs} processes: {seconds:.1f} s, largest process "
          f"{max(used):.2f} GiB, least distance at least {float(found.lower):.3e}")  # fmt: skip
    assert found.lower > 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="also the cases of a million identifiers and more")
    options = parser.parse_args()
    ratios()
    growth(options.large)
    if options.large:
        million(2)
