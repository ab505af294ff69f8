"""Linear equations in positive semidefinite matrices, numbers >= 0 and free numbers, solved by floats.

A primal-dual interior point method (the direction of Helmberg, Kojima and Monteiro) for: sum over blocks of
<A_b,i, X_b> + (L x)_i + (F f)_i = b_i, with X_b positive semidefinite and x >= 0. What comes out lies well inside the
solutions, so that its kernels are those that all solutions have. Nothing here is evidence.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from varproof.arith.floats import Floats

_ENOUGH = 2e-6
_ROUNDS, _STEP, _CLOSE, _REFINED, _PATIENCE = 60, 0.95, 1e-9, 3, 8


class Problem(NamedTuple):
    """blocks: arrays (equations, n, n) of symmetric matrices; linear: (equations, k); free: (equations, f)."""

    blocks: list[Floats]
    linear: Floats
    free: Floats
    right: Floats


class Solution(NamedTuple):
    """Matrices, numbers >= 0, free numbers; duals: of the matrices and the numbers."""

    blocks: list[Floats]
    linear: Floats
    free: Floats
    duals: list[Floats]
    linear_duals: Floats


def solve(p: Problem) -> Solution | None:
    """A solution within 10^-6, as a rule 10^-9, or None."""
    p = _orthonormal(p)
    count, size = len(p.right), [b.shape[1] for b in p.blocks]
    flat = [b.reshape(count, -1) for b in p.blocks]
    start = max(1.0, float(np.abs(p.right).max(initial=0.0)))
    x, s = [np.eye(n) * start for n in size], [np.eye(n) * start for n in size]
    v, w = np.full(p.linear.shape[1], start), np.full(p.linear.shape[1], start)
    y, f = np.zeros(count), np.zeros(p.free.shape[1])
    total = sum(size) + len(v)
    scale = 1 + float(np.abs(p.right).max(initial=0.0))
    best: tuple[float, Solution] | None = None
    stale = 0
    for _ in range(_ROUNDS):
        primal = p.right - p.linear @ v - p.free @ f
        for a, m in zip(flat, x, strict=True):
            primal = primal - a @ m.ravel()
        dual = [-_adjoint(b, y) - t for b, t in zip(p.blocks, s, strict=True)]
        dual_linear, dual_free = -p.linear.T @ y - w, -p.free.T @ y
        mu = (sum(float(np.sum(m * t)) for m, t in zip(x, s, strict=True)) + float(v @ w)) / total
        error = float(np.abs(primal).max(initial=0.0)) / scale
        size_ = max(error, mu)
        if best is None or size_ < best[0]:
            best, stale = (size_, Solution(list(x), v, f, list(s), w)), 0
        stale += 1
        if size_ < _CLOSE or stale > _PATIENCE:
            break
        off = max([float(np.abs(d).max(initial=0.0)) for d in (*dual, dual_linear, dual_free)])
        if not np.isfinite(mu) or float(p.right @ y) > 1e-3 + 1e6 * off:
            break  # such multipliers of the equations show that there is no solution
        try:
            inverse = [np.linalg.inv(t) for t in s]
            matrix = (p.linear * (v / w)) @ p.linear.T
            for b, a, m, t in zip(p.blocks, flat, x, inverse, strict=True):
                moved = np.einsum("ij,kjl,lm->kim", m, b, t, optimize=True)
                matrix = matrix + a @ moved.reshape(count, -1).T
            matrix = (matrix + matrix.T) / 2
            whole = np.block([[matrix, p.free], [p.free.T, np.zeros((len(f), len(f)))]])
            room = np.concatenate([1e-15 * (np.diag(matrix) + np.diag(matrix).mean()), np.full(len(f), -1e-11)])
            solver = np.linalg.inv(whole + np.diag(room))
        except np.linalg.LinAlgError:
            break
        target, steps = 0.0, None
        for _predicted in (True, False):
            right = primal.copy()
            bare = []
            for a, m, t, d in zip(flat, x, inverse, dual, strict=True):
                g = target * t - m - m @ d @ t
                bare.append(g)
                right -= a @ ((g + g.T) / 2).ravel()
            bare_linear = target / w - v - v / w * dual_linear
            right -= p.linear @ bare_linear
            asked = np.concatenate([right, dual_free])
            move = solver @ asked
            for _ in range(_REFINED):
                move = move + solver @ (asked - whole @ move)
            dy, df = move[:count], move[count:]
            dx, ds = [], []
            for b, m, t, d, g in zip(p.blocks, x, inverse, dual, bare, strict=True):
                lift = _adjoint(b, dy)
                ds.append(d - lift)
                step = g + m @ lift @ t
                dx.append((step + step.T) / 2)
            dw = dual_linear - p.linear.T @ dy
            dv = bare_linear + v / w * (p.linear.T @ dy)
            steps = _longest(x, dx, v, dv), _longest(s, ds, w, dw)
            after = sum(
                float(np.sum((m + steps[0] * a) * (t + steps[1] * c))) for m, a, t, c in zip(x, dx, s, ds, strict=True)
            ) + float((v + steps[0] * dv) @ (w + steps[1] * dw))
            target = mu * min(1.0, max(1e-3, (max(after, 0.0) / total / mu) ** 2)) if mu > 0 else 0.0
        one, two = steps  # type: ignore[misc]
        if max(one, two) < 1e-6:
            break
        x = [m + one * a for m, a in zip(x, dx, strict=True)]
        s = [t + two * c for t, c in zip(s, ds, strict=True)]
        v, w, y, f = v + one * dv, w + two * dw, y + two * dy, f + one * df
    return best[1] if best is not None and best[0] < _ENOUGH else None


def _orthonormal(p: Problem) -> Problem:
    """The same solutions, by equations with orthonormal coefficients; twice, as the first pass rounds."""
    count = len(p.right)
    parts = [*(b.reshape(count, -1) for b in p.blocks), p.linear, p.free]
    rows, right = np.hstack(parts), p.right
    for _ in range(2):
        sizes, turn = np.linalg.eigh(rows @ rows.T)
        turn = turn[:, sizes > 1e-13 * sizes[-1]] / np.sqrt(sizes[sizes > 1e-13 * sizes[-1]])
        rows, right = turn.T @ rows, turn.T @ right
    at, found, rank = 0, [], len(rows)
    for part in parts:
        found.append(rows[:, at : at + part.shape[1]])
        at += part.shape[1]
    blocks = [m.reshape(rank, *b.shape[1:]) for m, b in zip(found, p.blocks, strict=False)]
    return Problem(blocks, found[-2], found[-1], right)


def _adjoint(b: Floats, y: Floats) -> Floats:
    out: Floats = np.tensordot(y, b, axes=1)
    return out


def _longest(x: list[Floats], dx: list[Floats], v: Floats, dv: Floats) -> float:
    """A step that keeps matrices and numbers positive, at most 1."""
    least = float(np.min(dv / v, initial=0.0))
    for m, d in zip(x, dx, strict=True):
        if not len(m):
            continue
        try:
            root = np.linalg.cholesky(m)
        except np.linalg.LinAlgError:
            return 0.0
        half = np.linalg.solve(root, np.linalg.solve(root, d).T)
        least = min(least, float(np.linalg.eigvalsh((half + half.T) / 2)[0]))
    return min(1.0, -_STEP / least) if least < 0 else 1.0
