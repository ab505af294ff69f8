"""A polynomial that is not negative where others are not: sum of u a p = sum of squares times g + sum of w g + sum of
r l, with u, w >= 0, products a and g of what is known to be >= 0, and l known to be 0.

A semidefinite problem in floats proposes the squares; kernels that all solutions have (at the zeros of p) are guessed
as rationals and taken out; what is left is rounded and solved exactly. Nothing here is evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import comb
from typing import NamedTuple, TypeAlias

import numpy as np

from varproof.arith.floats import Floats
from varproof.arith.polynomials import Dense, echelon
from varproof.claims.semidefinite import Problem, Solution, solve
from varproof.claims.squares import diagonal, fails, kernel, moderate, rational_rows

_EQUATIONS, _ENTRIES, _EXACT = 330, 9000, 4e7
_REDUCTIONS, _ROUND = 4, 4e6  # the last, what a small round costs
_LEVELS = (1, 2, 12, 60, 1000, 10**5, 10**7, 10**10)


class Budget:
    """Operations that may still be spent on semidefinite problems."""

    def __init__(self, left: float = 12e9) -> None:
        self.left = left

    def spend(self, work: float) -> bool:
        """Whether there is enough for a problem with so many operations in a round."""
        self.left -= 30 * (work + _ROUND)
        return self.left >= 0


class Factor(NamedTuple):
    """A polynomial that is >= 0, or > 0, as a product of what the tokens say."""

    poly: Dense
    tokens: list[str]
    strict: bool


class Found(NamedTuple):
    """sum of the left factors times p = sum of the right ones times squares, up to multiples of what is 0."""

    left: list[tuple[Fraction, Factor]]
    right: list[tuple[Fraction, Factor, Dense]]
    free: list[tuple[int, Dense]]


Block: TypeAlias = tuple[Factor, list[tuple[int, ...]]]


class _Level(NamedTuple):
    degree: int
    left: list[Factor]
    blocks: list[Block]
    numbers: list[Factor]
    work: float


def times(a: Dense, b: Dense) -> Dense:
    out: Dense = {}
    for m, c in a.items():
        for n, d in b.items():
            key = tuple(x + y for x, y in zip(m, n, strict=True))
            out[key] = out.get(key, Fraction(0)) + c * d
    return {m: c for m, c in out.items() if c}


def degree(p: Dense) -> int:
    return max(map(sum, p), default=0)


def combination(
    p: Dense,
    facts: list[Factor],
    equations: list[Dense],
    strict: bool,
    root: Fraction | None = None,
    effort: float = 1e9,
    budget: Budget | None = None,
) -> Found | None:
    """What is found for p >= 0, or p > 0; root: the square of an irrational number that the coordinates of a zero may
    have; effort: operations of one round of the search."""
    if not p or not moderate(p, *(f.poly for f in facts), *equations):
        return None
    if not equations and fails(p, [f.poly for f in facts]):
        return None
    size = max(map(abs, p.values()))
    p = {m: c / size for m, c in p.items()}
    for level in _levels(p, facts, equations, effort):
        found = _attempt(p, level, equations, strict, root, budget or Budget())
        if found is not None:
            return found._replace(left=[(w / size, g) for w, g in found.left])
    return None


def _homogeneous(p: Dense) -> bool:
    return len({sum(m) for m in p}) == 1


def _levels(p: Dense, facts: list[Factor], equations: list[Dense], effort: float) -> Iterator[_Level]:
    count = len(next(iter(p)))
    even = not equations and _homogeneous(p)
    facts = [f for f in facts if not even or _homogeneous(f.poly)]
    one = Factor({(0,) * count: Fraction(1)}, [], True)
    top = degree(p)
    linear = [f for f in facts if degree(f.poly) == 1]
    for size, more, mine in ((1, 0, facts), (2, 0, facts), (2, 1, linear), (2, 1, facts), (3, 0, facts), (2, 2, facts)):
        if (size > 1 and not facts) or (mine is linear and (even or len(linear) == len(facts))):
            continue
        left = [g for g in _products(one, mine, more) if not even or degree(g.poly) == more]
        d = top + max(map(lambda g: degree(g.poly), left), default=0)
        d += 0 if even else d % 2
        right = [g for g in _products(one, facts, max(size, d % 2)) if degree(g.poly) <= d]
        if even:
            right = [g for g in right if (d - degree(g.poly)) % 2 == 0]
        blocks = [(g, _basis(count, (d - degree(g.poly)) // 2, even)) for g in right]
        blocks = [(g, b) for g, b in blocks if len(b) > 1]
        blocks = _within(blocks, _ENTRIES)
        numbers = [g for g in right if not any(g is h for h, _ in blocks)]
        if even and len(facts) >= count and top <= 8:
            numbers = [g for g in _products(one, facts, d) if degree(g.poly) == d][:400]
        rows = comb(count + d - (1 if even else 0), d)
        free = sum(comb(count + d - degree(h), count) for h in equations if degree(h) <= d)
        entries = free + len(numbers) + len(left) + sum(len(b) ** 2 for _, b in blocks)
        work = rows**2 * entries + rows * sum(len(b) ** 3 for _, b in blocks)
        if left and rows <= _EQUATIONS and (blocks or numbers) and work <= effort:
            yield _Level(d, left, blocks, numbers, work)


def _within(
    blocks: list[tuple[Factor, list[tuple[int, ...]]]], most: int
) -> list[tuple[Factor, list[tuple[int, ...]]]]:
    """Blocks of few factors first, as many as there is room for."""
    kept, used = [], 0
    for g, basis in sorted(blocks, key=lambda block: len(block[0].tokens)):
        if used + len(basis) ** 2 <= most:
            kept.append((g, basis))
            used += len(basis) ** 2
    return kept


def _products(one: Factor, facts: list[Factor], size: int) -> list[Factor]:
    """Products of at most so many facts."""
    found = [one]
    for k in range(1, size + 1):
        if comb(len(facts) + k - 1, k) > 500:
            break
        for chosen in combinations_with_replacement(facts, k):
            whole = one
            for f in chosen:
                whole = Factor(times(whole.poly, f.poly), [*whole.tokens, *f.tokens], whole.strict and f.strict)
            found.append(whole)
    return found


def _basis(count: int, half: int, even: bool) -> list[tuple[int, ...]]:
    if half < 0 or comb(count + half, half) > 150:
        return []
    return [m for m in product(range(half + 1), repeat=count) if (sum(m) == half if even else sum(m) <= half)]


# ---- one level


class _System:
    """The equations of one level, by monomials; vectors: what each block's matrix is restricted to."""

    def __init__(self, p: Dense, level: _Level, equations: list[Dense]) -> None:
        self.level = level
        count = len(next(iter(p)))
        self.left = [times(g.poly, p) for g in level.left]
        self.numbers = [g.poly for g in level.numbers]
        shifts = []
        for j, h in enumerate(equations):
            room = level.degree - degree(h)
            shifts += [(j, m) for m in (_basis(count, room, False) if room >= 0 else [])]
        self.shifts = shifts
        self.free = [times(equations[j], {m: Fraction(1)}) for j, m in shifts]
        self.vectors = [_identity(len(b)) for _, b in level.blocks]
        rows: dict[tuple[int, ...], int] = {}
        for q in (*self.left, *self.numbers, *self.free):
            for m in q:
                rows.setdefault(m, len(rows))
        for g, basis in level.blocks:
            for m in {tuple(a + b for a, b in zip(s, t, strict=True)) for s in basis for t in basis}:
                for n in g.poly:
                    rows.setdefault(tuple(a + b for a, b in zip(m, n, strict=True)), len(rows))
        self.rows = rows
        self.alive = list(range(len(self.numbers)))
        self.used = list(range(len(self.left)))

    def column(self, q: Dense) -> Floats:
        out = np.zeros(len(self.rows) + 1)
        for m, c in q.items():
            out[self.rows[m]] = float(c)
        return out

    def problem(self) -> Problem:
        """Last equation: the numbers u add up to 1."""
        blocks = []
        for (g, basis), vectors in zip(self.level.blocks, self.vectors, strict=True):
            size = len(basis)
            whole = np.zeros((len(self.rows) + 1, size, size))
            for i, j in product(range(size), repeat=2):
                for n, c in g.poly.items():
                    key = tuple(a + b + e for a, b, e in zip(basis[i], basis[j], n, strict=True))
                    whole[self.rows[key], i, j] += float(c)
            turn = np.array([[float(e) for e in v] for v in vectors]).reshape(len(vectors), size)
            blocks.append(np.einsum("ia,kab,jb->kij", turn, whole, turn, optimize=True))
        columns = [self.column(self.numbers[k]) for k in self.alive]
        for k in self.used:
            column = -self.column(self.left[k])
            column[-1] = 1.0
            columns.append(column)
        nil = np.zeros((len(self.rows) + 1, 0))
        right = np.zeros(len(self.rows) + 1)
        right[-1] = 1.0
        free = [self.column(q) for q in self.free]
        return Problem(blocks, np.array(columns).T if columns else nil, np.array(free).T if free else nil, right)


def _identity(size: int) -> list[list[Fraction]]:
    return [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]


def _attempt(
    p: Dense, level: _Level, equations: list[Dense], strict: bool, root: Fraction | None, budget: Budget
) -> Found | None:
    system = _System(p, level, equations)
    for _ in range(_REDUCTIONS):
        if not budget.spend(level.work):
            return None
        found = solve(system.problem())
        if found is None:
            return None
        changed = _reduced(system, found, root)
        if changed is None:
            return None
        if not changed:
            return _exact(system, found, strict)
    return None


def _reduced(system: _System, s: Solution, root: Fraction | None) -> bool | None:
    """Take out the kernels and the numbers that seem to be 0 in all solutions; None where they are not recognised."""
    changed = False
    count = len(system.alive)
    dead = [bool(a < b and a < 1e-4) for a, b in zip(s.linear, s.linear_duals, strict=True)]
    alive = [k for k, off in zip(system.alive, dead[:count], strict=True) if not off]
    used = [k for k, off in zip(system.used, dead[count:], strict=True) if not off]
    if len(alive) + len(used) < len(dead):
        changed = True
        system.alive, system.used = alive, used
        if not used:
            return None
    for k, (x, dual) in enumerate(zip(s.blocks, s.duals, strict=True)):
        if not len(x):
            continue
        values, turn = np.linalg.eigh(x)
        against = np.einsum("ji,jk,ki->i", turn, dual, turn)
        null = turn[:, (values < against) & (values < 1e-3 * max(1.0, float(values[-1])))]
        if not null.shape[1]:
            continue
        rows = rational_rows(null.T, root)
        if rows is None:
            return None
        old = system.vectors[k]
        system.vectors[k] = [
            [sum((c * v[j] for c, v in zip(new, old, strict=True)), Fraction(0)) for j in range(len(old[0]))]
            for new in kernel(rows, len(old))
        ]
        changed = True
    return changed


# ---- exactly


def _exact(system: _System, s: Solution, strict: bool) -> Found | None:
    """The solution rounded, and the dependent numbers then solved for."""
    columns: list[Dense] = list(system.free)
    values: list[float] = s.free.tolist()
    places: list[tuple[int, int, int]] = []
    squares = [_square_columns(system, k) for k in range(len(system.vectors))]
    for diagonal_ in (False, True):
        for k, made in enumerate(squares):
            for (i, j), q in made.items():
                if (i == j) == diagonal_:
                    columns.append(q)
                    values.append(float(s.blocks[k][i, j]))
                    places.append((k, i, j))
    columns += [system.numbers[k] for k in system.alive]
    columns += [{m: -c for m, c in system.left[k].items()} for k in system.used]
    values += s.linear.tolist()
    space = _space(columns, len(system.used), list(system.rows))
    if space is None:
        return None
    pivots, constants, moves, loose = space
    n, m = len(system.free), len(places)
    for level in _LEVELS:
        y = [Fraction(0)] * len(columns)
        for k in loose:
            y[k] = Fraction(round(values[k] * level), level)
        for row, k in enumerate(pivots):
            y[k] = constants[row] - sum((c * y[j] for j, c in moves[row].items()), Fraction(0))
        if any(v < 0 for v in y[n + m :]):
            continue
        grams = [[[Fraction(0)] * len(v) for _ in v] for v in system.vectors]
        for (k, i, j), e in zip(places, y[n : n + m], strict=True):
            grams[k][i][j] = grams[k][j][i] = e
        factored = [diagonal(g) for g in grams]
        if any(f is None for f in factored):
            continue
        found = _gathered(system, factored, y, n + m)  # type: ignore[arg-type]
        sure = any(g.strict for _, g in found.left)
        above = any(g.strict and set(map(sum, q)) == {0} for _, g, q in found.right)
        if sure and (above or not strict):
            return found
    return None


def _square_columns(system: _System, k: int) -> dict[tuple[int, int], Dense]:
    (g, basis), vectors = system.level.blocks[k], system.vectors[k]
    polys = [{m: c for m, c in zip(basis, v, strict=True) if c} for v in vectors]
    lifted = [times(g.poly, q) for q in polys]
    out = {}
    for i, a in enumerate(lifted):
        for j in range(i + 1):
            made = times(a, polys[j])
            out[i, j] = made if i == j else {m: 2 * c for m, c in made.items()}
    return out


def _space(
    columns: Sequence[Dense], left: int, rows: list[tuple[int, ...]]
) -> tuple[list[int], list[Fraction], list[dict[int, Fraction]], list[int]] | None:
    """The solutions of sum of y_k column_k = 0 with the last numbers adding up to 1: the places that depend on others,
    by which constants and multiples, and the others."""
    width = len(columns) + 1
    if len(rows) ** 2 * width > _EXACT:
        return None
    number = {m: r for r, m in enumerate(rows)}
    entries = [[Fraction(0)] * width for _ in range(len(rows) + 1)]
    for k, q in enumerate(columns):
        for m, c in q.items():
            entries[number[m]][k] = c
        if k >= len(columns) - left:
            entries[-1][k] = Fraction(1)
    entries[-1][-1] = Fraction(1)
    pivots: list[int] = []
    constants: list[Fraction] = []
    moves: list[dict[int, Fraction]] = []
    for numbers in echelon(entries):
        first = min(numbers)
        if first == width - 1:
            return None
        pivots.append(first)
        constants.append(numbers.pop(width - 1, Fraction(0)))
        moves.append({k: c for k, c in numbers.items() if k != first})
    taken = set(pivots)
    return pivots, constants, moves, [k for k in range(len(columns)) if k not in taken]


def _gathered(
    system: _System, factored: list[list[tuple[Fraction, list[Fraction]]]], y: list[Fraction], at: int
) -> Found:
    level = system.level
    one: Dense = {(0,) * len(next(iter(system.rows))): Fraction(1)}
    right: list[tuple[Fraction, Factor, Dense]] = []
    for (g, basis), vectors, parts in zip(level.blocks, system.vectors, factored, strict=True):
        for w, v in parts:
            q: Dense = {}
            for c, vector in zip(v, vectors, strict=True):
                for m, e in zip(basis, vector, strict=True):
                    if c * e:
                        q[m] = q.get(m, Fraction(0)) + c * e
            right.append((w, g, {m: c for m, c in q.items() if c}))
    numbers = y[at : at + len(system.alive)]
    right += [(w, level.numbers[k], one) for w, k in zip(numbers, system.alive, strict=True) if w]
    left = [(w, level.left[k]) for w, k in zip(y[at + len(system.alive) :], system.used, strict=True) if w]
    free: dict[int, Dense] = {}
    for (j, m), c in zip(system.shifts, y, strict=False):
        if c:
            free.setdefault(j, {})[m] = c
    return Found(left, right, list(free.items()))
