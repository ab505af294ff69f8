"""What constructions and their certificates take, and what certified attention in floats takes.

    OPENBLAS_NUM_THREADS=1 python tests/benchmarks/constructions.py [attention] [grids] [growth] [pyramid]

Everything without names. attention: 256 tokens in R^64 through one head of size 64, NumPy beside middles and radii and
beside matrices of balls at 64 bits, the best times of one run. grids: models with at least 128, 32 and 12 levels a
coordinate for 2 tokens in R, 3 tokens in R and 2 tokens in R^2, built and replayed by the checker. growth: the same
target on finer and finer grids, time over N log N for N cells. pyramid: 16 x 16 pixels in 3 channels.
"""

from __future__ import annotations

import math
import resource
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, arb_mat, ctx

import varproof as vp
from varproof import recheck
from varproof.arith import near
from varproof.construct.pictures import picture

Q = Fraction
PAIR = [["x_1_1*x_2_1"], ["x_1_1**2"]]
TRIPLE = [["x_1_1*x_2_1"], ["x_2_1*x_3_1"], ["x_3_1**2"]]
SQUARE = [["x_1_1*x_2_1", "x_1_2/2"], ["x_2_1*x_1_2/2", "x_2_2**2/2"]]


def plain(x: Any, query: Any, key: Any, value: Any) -> Any:
    scores = (x @ query) @ (x @ key).T
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shares @ (x @ value) / shares.sum(axis=1, keepdims=True)


def in_balls(x: Any, query: Any, key: Any, value: Any) -> Any:
    scores = (x * query) * (x * key).transpose()
    n = scores.nrows()
    shares = arb_mat(n, n, [s.exp() for s in scores.entries()])
    total = shares * arb_mat(n, 1, [arb(1)] * n)
    mean = shares * (x * value)
    return arb_mat(n, mean.ncols(), [mean[i, j] / total[i, 0] for i in range(n) for j in range(mean.ncols())])


def best(runs: dict[str, Callable[[], Any]], repeats: int) -> dict[str, float]:
    """All in turn, so that what else the machine does meets all of them."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(repeats):
        for name, run in runs.items():
            begun = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - begun)
    return {name: min(found) for name, found in times.items()}


def attention() -> None:
    rng = np.random.default_rng(0)
    x, weights = rng.normal(size=(256, 64)), [rng.normal(size=(64, 64)) / 8 for _ in range(3)]
    tokens, exact = near.exactly(x), [near.exactly(w) for w in weights]
    ctx.prec = 64
    balls = [arb_mat(m.shape[0], m.shape[1], [arb(float(a)) for a in m.flat]) for m in (x, *weights)]
    took = best({"numpy": lambda: plain(x, *weights), "floats with radii": lambda: near.attention(tokens, *exact)}, 51)
    took |= best({"balls at 64 bits": lambda: in_balls(*balls)}, 3)
    found, other = near.attention(tokens, *exact), in_balls(*balls)
    for (i, j), mid in np.ndenumerate(found.mid):
        assert abs(other[i, j] - arb(float(mid))) <= arb(float(found.rad[i, j]))
    print(f"certified attention, 256 tokens in R^64, radius at most {found.rad.max():.1e}")
    for name, seconds in took.items():
        print(f"  {name:18s}{seconds * 1000:10.2f} ms")
    ours = took["floats with radii"]
    print(
        f"  {ours / took['numpy']:.2f} times NumPy's time; balls take {took['balls at 64 bits'] / ours:.0f} times ours"
    )


def row(name: str, build: Callable[[], Any]) -> tuple[int, float]:
    begun = time.process_time()
    model = build()
    built = time.process_time()
    report = recheck.check(model.certificate)
    done = time.process_time()
    assert report.ok, report.message
    g, used = model.grid, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{name:24s}{g.levels:8d}{g.cells:9d}{model.counts.second:10d}{built - begun:8.1f} s{done - built:8.1f} s"
          f"{used:9.2f} GiB   {float(model.error_bound):.4g}", flush=True)  # fmt: skip
    return g.cells, done - begun


def head() -> None:
    print(f"{'':24s}{'levels':>8s}{'cells':>9s}{'neurons':>10s}{'built':>10s}{'replayed':>10s}{'memory':>13s}   error")


def grids() -> None:
    head()
    for kind in ("softmax", "mean"):
        for name, f, n, d, eps in (("2 tokens in R", PAIR, 2, 1, Q(1, 124)), ("3 tokens in R", TRIPLE, 3, 1, Q(1, 21)),
                                   ("2 tokens in R^2", SQUARE, 2, 2, Q(1, 9))):  # fmt: skip
            row(
                f"{name}, {kind}",
                lambda f=f, n=n, d=d, e=eps, k=kind: vp.construct_transformer(f, n, d, e, attention=k),
            )


def growth() -> None:
    head()
    for k in (16, 32, 64, 128, 256):
        cells, seconds = row(f"eps = 1/{k}", lambda k=k: vp.construct_transformer(PAIR, 2, 1, Q(1, k)))
        print(f"{'':24s}{1e6 * seconds / (cells * math.log(cells)):.1f} microseconds over N log N")


def pyramid() -> None:
    head()
    for eps in (Q(1, 8), Q(1, 16)):
        row(f"16 x 16 x 3, {eps}", lambda e=eps: vp.construct_var(picture("gradient", 16), (1, 2, 4, 8, 16), e, d=3))
    row("16 x 16 x 1, 1/16", lambda: vp.construct_var(picture("bar", 16), (1, 2, 4, 8, 16), Q(1, 16)))


if __name__ == "__main__":
    parts = {"attention": attention, "grids": grids, "growth": growth, "pyramid": pyramid}
    for part in sys.argv[1:] or parts:
        parts[part]()
