"""Weights that make one head a contextual mapping of a given dataset: searched with floats, certified exactly.

    W_K = u^T, W_Q = lambda w^T, W_V = u^T, W_O = eta u       (rank one; further rows of size rho for a higher rank)

with eta |u| max |u . v| <= epsilon/4, so that outputs are shorter than gamma = gamma_max + epsilon/4 and outputs of
different tokens further apart than epsilon/2. What separates the contexts of one token is measured with balls.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

from varproof.contextual.check import LADDER, separation
from varproof.contextual.dataset import Dataset, Parameters, above, dataset
from varproof.contextual.distances import Measured
from varproof.contextual.errors import InputError, TooCoarse
from varproof.contextual.weights import Matrix, Weights, apply, dot, write

_TRIED = 3
_SHRINK = (4, 8, 16, 32, 64, 128)
BUDGET = 20_000_000


@dataclass(frozen=True)
class Construction:
    """Weights with what they certify: every output shorter than `gamma`, least distance of outputs above `delta`.

    `delta` is the certified lower bound rounded down to 12 digits, None when no two outputs have to differ;
    `measured` has both bounds, the nearest pair and the precision. gamma = gamma_max + epsilon/4.
    """

    weights: Weights
    gamma: Fraction
    delta: Fraction | None
    measured: Measured
    parameters: Parameters
    u: tuple[int, ...]
    w: tuple[int, ...]
    temperature: Fraction
    digest: str

    def claims(self) -> dict[str, Any]:
        """For a file of weights."""
        m = self.measured
        bounds = None if m.lower is None or m.upper is None else [str(down(m.lower)), str(up(m.upper))]
        delta = None if self.delta is None else str(self.delta)
        return {"gamma": str(self.gamma), "delta": delta, "separation": bounds, "dataset": self.digest}

    def write(self, path: str | Path) -> None:
        """A file for `varproof contextual check`."""
        write(Path(path), self.weights, self.claims())

    def __str__(self) -> str:
        return json.dumps(self.claims())


def contextual_weights(
    data: Any, *, rank: int = 1, hidden: int | None = None, budget: int = BUDGET, seed: int = 0,
    max_bits: int = LADDER[-1], jobs: int = 1,
) -> Construction:  # fmt: skip
    """Certified weights for a dataset (what `dataset` reads), all four matrices of this rank and hidden size.

    TooCoarse when no proposal could be certified, which the theorem excludes for separated datasets without repeated
    tokens in a sequence; InputError for a rank above the hidden size or the dimension.
    """
    from varproof.contextual.search import propose

    sequences = dataset(data)
    size = rank if hidden is None else hidden
    if not 1 <= rank <= min(size, sequences.dimension):
        raise InputError(f"rank {rank}: from 1 to the hidden size {size} and the dimension {sequences.dimension}")
    best: Construction | None = None
    reason = TooCoarse("the search proposed nothing")
    tried = 0
    for proposal in propose(sequences, budget, seed):
        if tried >= _TRIED and best is not None:
            break
        try:
            found = _certify(sequences, proposal.u, proposal.w, proposal.temperature, rank, size, max_bits, jobs)
        except TooCoarse as error:
            reason = error
            continue
        tried += 1
        if best is None or (found.delta or 0) > (best.delta or 0):
            best = found
    if best is None:
        raise reason
    return best


def _certify(data: Dataset, u: tuple[int, ...], w: tuple[int, ...], temperature: Fraction, wanted: int, size: int,
             max_bits: int, jobs: int) -> Construction:  # fmt: skip
    """Measure the weights of these directions; for a higher rank, with the first rho that keeps half the separation."""
    limit = data.parameters.epsilon / 4
    plain = _fit(_rank_one(u, w, temperature, size), data, limit)
    found, measured = plain, separation(plain, data, max_bits=max_bits, jobs=jobs)
    if wanted > 1:
        for k in _SHRINK:
            found = _fit(_higher(u, w, temperature, size, wanted, Fraction(1, 2**k)), data, limit)
            more = separation(found, data, max_bits=max_bits, jobs=jobs)
            if measured.lower is None or more.lower is None or 2 * more.lower >= measured.lower:
                measured = more
                break
        else:
            raise TooCoarse(f"no perturbation to rank {wanted} keeps the separation")
    delta = None if measured.lower is None else down(measured.lower)
    gamma = data.parameters.gamma_max + limit
    return Construction(found, gamma, delta, measured, data.parameters, u, w, temperature, data.digest())


def _rank_one(u: tuple[int, ...], w: tuple[int, ...], temperature: Fraction, size: int) -> Weights:
    d = len(u)
    none = tuple(Fraction(0) for _ in range(d))
    row, query = tuple(map(Fraction, u)), tuple(temperature * x for x in w)
    pad = (none,) * (size - 1)
    column = tuple((x, *(Fraction(0) for _ in range(size - 1))) for x in row)
    return Weights(column, (row, *pad), (row, *pad), (query, *pad))


def _higher(u: tuple[int, ...], w: tuple[int, ...], temperature: Fraction, size: int, wanted: int,
            rho: Fraction) -> Weights:  # fmt: skip
    """Rows rho e_k are added, e_k unit vectors that complete u (or w) to independent vectors."""
    plain = _rank_one(u, w, temperature, size)
    more_u, more_w = _others(u, wanted - 1, rho), _others(w, wanted - 1, rho * temperature)
    pad = plain.W_K[wanted:]
    columns = [*zip(*plain.W_O, strict=True)]
    columns[1:wanted] = more_u
    found = Weights(tuple(zip(*columns, strict=True)), (plain.W_V[0], *more_u, *pad), (plain.W_K[0], *more_u, *pad),
                    (plain.W_Q[0], *more_w, *pad))  # fmt: skip
    if found.ranks != (wanted,) * 4:
        raise TooCoarse(f"the perturbed weights have the ranks {found.ranks}")
    return found


def _others(v: tuple[int, ...], count: int, scale: Fraction) -> Matrix:
    largest = max(range(len(v)), key=lambda k: abs(v[k]))
    free = [k for k in range(len(v)) if k != largest][:count]
    return tuple(tuple(scale * abs(v[largest]) if k == j else Fraction(0) for k in range(len(v))) for j in free)


def _fit(found: Weights, data: Dataset, limit: Fraction) -> Weights:
    """W_O scaled so that no increment is longer than the limit."""
    values = [apply(found.W_O, apply(found.W_V, v)) for v in data.vocabulary]
    longest = above(max(dot(a, a) for a in values))
    if longest == 0:
        return found
    factor = down(limit / longest, 6)
    return Weights(tuple(tuple(factor * x for x in row) for row in found.W_O), found.W_V, found.W_K, found.W_Q)


def down(x: Fraction, digits: int = 12) -> Fraction:
    """x >= 0 rounded down to so many significant decimal digits."""
    if x == 0:
        return x
    scale = Fraction(10) ** (digits - _exponent(x))
    return floor(x * scale) / scale


def up(x: Fraction, digits: int = 12) -> Fraction:
    """x >= 0 rounded up to so many significant decimal digits."""
    if x == 0:
        return x
    scale = Fraction(10) ** (digits - _exponent(x))
    return ceil(x * scale) / scale


def _exponent(x: Fraction) -> int:
    """About how many digits x has before the point."""
    return int((x.numerator.bit_length() - x.denominator.bit_length()) * 0.30103) + 1
