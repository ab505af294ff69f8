"""Boxes a second on one core, process time: natural and mean value form of the three-variable Boltzmann claim.

    python tests/benchmarks/boxes.py

The claim: sum of (x - x_i) exp(x_i - x) over i, at most log(3) (1 + sum of exp(x_i - x)), on [-8, 8]^3.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from varproof.arith.batches import Batch
from varproof.claims.enclosures import enclosures, program
from varproof.lang import claims
from varproof.lang.expressions import Graph, goals

CLAIM = "(x - y)*exp(y - x) + (x - z)*exp(z - x) <= 1.0986*(1 + exp(y - x) + exp(z - x))"
COUNT = 65536


def boxes(count: int) -> list[Batch]:
    rng = np.random.default_rng(0)
    sides = []
    for _ in range(3):
        a = rng.uniform(-8, 8, count)
        sides.append(Batch(a, np.minimum(a + rng.uniform(0, 0.5, count), 8.0), np.zeros(count, bool)))
    return sides


def rate(run: Callable[[], Any]) -> float:
    """Boxes a second, the best of five runs after a first one."""
    run()
    times = []
    for _ in range(5):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return COUNT / min(times)


def main() -> None:
    graph = Graph(["x", "y", "z"])
    ((_, f),) = goals(graph, claims.parse(CLAIM))
    slopes = [graph.derivative(f, k) for k in range(3)]
    sides = boxes(COUNT)
    centre = [Batch(x.lo / 2 + x.hi / 2, x.lo / 2 + x.hi / 2, x.bad) for x in sides]
    natural, both = program(graph, [f]), program(graph, [f, *slopes])
    print(f"natural form       {rate(lambda: natural.run(sides)) / 1e6:6.2f} million boxes a second")
    print(f"mean value form    {rate(lambda: both.mean_value(natural, sides, centre)) / 1e6:6.2f}")
    single = [[(lo, hi, False) for lo, hi in zip(x.lo.tolist(), x.hi.tolist(), strict=True)] for x in sides]
    one_by_one = rate(lambda: [enclosures(graph, [f], list(box)) for box in zip(*single, strict=True)])
    print(f"natural, one by one {one_by_one / 1e6:5.3f}")


if __name__ == "__main__":
    main()
