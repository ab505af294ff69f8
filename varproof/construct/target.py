"""Targets: maps from the cube [0, 1]^(n d) to matrices, by formula or as a function with a stated Lipschitz
constant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np

from varproof.arith.batches import Batch, Program
from varproof.claims import points
from varproof.construct.errors import InputError
from varproof.construct.grid import Grid
from varproof.lang import claims
from varproof.lang.expressions import Graph

Point = tuple[Fraction, ...]
Rows = Sequence[Sequence[Fraction]]


def image_symbols(n: int, d: int) -> Any:
    """The symbols x_k_j of an image of n tokens with d channels, as a SymPy Matrix of shape (n, d)."""
    import sympy

    return sympy.Matrix(n, d, lambda k, j: sympy.Symbol(f"x_{k + 1}_{j + 1}"))


def word_symbols(d: int) -> Any:
    """The symbols x_1, ..., x_d of a word, as a SymPy Matrix of shape (1, d)."""
    import sympy

    return sympy.Matrix(1, d, lambda _, j: sympy.Symbol(f"x_{j + 1}"))


class _Entry:
    """One entry of a formula, compiled: its value, its slopes in all variables, and the value alone."""

    def __init__(self, variables: tuple[str, ...], text: str) -> None:
        self.graph = Graph(list(variables))
        node = self.graph.of(claims.term(text, "target"))
        self.slopes = [self.graph.derivative(node, k) for k in range(len(variables))]
        self.all = Program(self.graph.ops, [node, *self.slopes])
        self.one = Program(self.graph.ops[: node + 1], [node])


@lru_cache(maxsize=4096)
def _entry(variables: tuple[str, ...], text: str) -> _Entry:
    return _Entry(variables, text)


@dataclass(frozen=True)
class Formula:
    """A target by formula: m rows of terms of the claim language in the variables, each in [0, 1]."""

    variables: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for row in self.texts:
            for text in row:
                try:
                    _check_names(claims.term(text, "target"), self.variables)
                except claims.ClaimError as error:
                    raise InputError(str(error)) from None

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.texts), len(self.texts[0])

    def entries(self) -> Iterator[_Entry]:
        return (_entry(self.variables, text) for row in self.texts for text in row)

    def ranges(self, sides: Sequence[tuple[Any, Any]]) -> tuple[Any, Any]:
        """Lower and upper bounds of all entries over boxes, arrays (entries, boxes); the sides are pairs of float64
        arrays. The natural form cut with the mean value form. InputError where an entry may be undefined."""
        none = np.zeros(len(sides[0][0]), bool)
        boxes = [Batch(lo, hi, none) for lo, hi in sides]
        centre = [Batch(c, c, none) for c in ((lo + hi) / 2 for lo, hi in sides)]
        low, high = [], []
        for entry in self.entries():
            form, _, whole, *_ = entry.all.mean_value(entry.one, boxes, centre)
            if whole.bad.any():
                raise InputError("target: an entry may be undefined on the cube")
            smooth = ~form.bad
            low.append(np.where(smooth, np.maximum(whole.lo, form.lo), whole.lo))
            high.append(np.where(smooth, np.minimum(whole.hi, form.hi), whole.hi))
        return np.array(low), np.array(high)

    def slopes(self, sides: Sequence[tuple[Any, Any]]) -> tuple[Any, Any]:
        """Bounds of the derivatives of all entries in all variables over boxes, arrays (entries, variables, boxes);
        infinite where there is none."""
        none = np.zeros(len(sides[0][0]), bool)
        boxes = [Batch(lo, hi, none) for lo, hi in sides]
        low, high = [], []
        for entry in self.entries():
            found = entry.all.run(boxes)[1:]
            low.append([np.where(s.bad, -np.inf, s.lo) for s in found])
            high.append([np.where(s.bad, np.inf, s.hi) for s in found])
        return np.array(low), np.array(high)

    def lipschitz(self) -> Fraction:
        """A constant K with |f(x) - f(y)| <= K |x - y| (Frobenius): from enclosed slopes on pieces of the cube, rounded
        up to a sixteenth."""
        dimension = len(self.variables)
        parts = max(1, min(64, int(4096 ** (1 / dimension))))
        corners = np.indices((parts,) * dimension).reshape(dimension, -1)
        low, high = self.slopes([(c / parts, (c + 1) / parts) for c in corners])
        worst = float(np.sqrt((np.maximum(abs(low), abs(high)) ** 2).sum(axis=(0, 1)).max()))
        if not np.isfinite(worst):
            raise InputError("target: no Lipschitz constant was found; is it defined on the whole cube, and not steep?")
        return Fraction(int(worst * (1 + 1e-9) * 16) + 1, 16)

    def refuted(self, constant: Fraction) -> tuple[Point, Point] | None:
        """Two points whose values are certainly further apart than the constant times their distance: floats propose
        neighbours, exact numbers and balls decide. None where no such points were found."""
        names = list(self.variables)
        first = [claims.term(text, "target") for row in self.texts for text in row]
        second = [_renamed(t) for t in first]
        apart: claims.Term = ("const", Fraction(0))
        for a, b in zip(first, second, strict=True):
            apart = ("+", apart, ("^", ("-", a, b), 2))
        for x, y in self._steep(constant):
            at: points.Point = {
                **dict(zip(names, x, strict=True)),
                **{f"{v}_": q for v, q in zip(names, y, strict=True)},
            }
            reach = constant**2 * sum((a - b) ** 2 for a, b in zip(x, y, strict=True))
            if points.sign(("-", apart, ("const", reach)), at) == 1:
                return x, y
        return None

    def _steep(self, constant: Fraction) -> list[tuple[Point, Point]]:
        """Neighbours on a fine grid that floats take for too far apart, the worst first."""
        random = np.random.default_rng(0)
        shape = (len(self.variables), 4096)
        start = random.integers(0, 1025, shape)
        end = np.clip(start + random.integers(-1, 2, shape), 0, 1024)
        gap = ((end - start) ** 2).sum(axis=0) / 2.0**20
        values = [sum(self.ranges([(side / 1024, side / 1024) for side in at])) / 2 for at in (start, end)]
        moved = ((values[0] - values[1]) ** 2).sum(axis=0)
        excess = np.where(gap > 0, moved / np.where(gap > 0, gap, 1.0), 0.0)
        worst = np.argsort(-excess)[:8]
        return [
            tuple(tuple(Fraction(int(q), 1024) for q in side[:, k]) for side in (start, end))  # type: ignore[misc]
            for k in worst
            if excess[k] > float(constant) ** 2
        ]


def _check_names(t: claims.Term, known: tuple[str, ...]) -> None:
    """InputError for a variable that is no entry of the input."""
    if t[0] == "var" and t[1] not in known:
        raise InputError(f"target: {t[1][:30]} is no entry of the input; there are {', '.join(known)[:80]}")
    for part in t[1:]:
        if type(part) is tuple:
            _check_names(part, known)


def _renamed(t: claims.Term) -> claims.Term:
    """The term with x_ for every variable x."""
    if t[0] == "var":
        return ("var", t[1] + "_")
    return tuple(_renamed(s) if type(s) is tuple else s for s in t)


@dataclass(frozen=True)
class BlackBox:
    """A target as a function from n rows of d Fractions to m rows of numbers, exact; its constant is assumed. It is
    asked once for its values at the middles of a grid's cells."""

    function: Callable[[Any], Any]
    inputs: tuple[int, int]
    shape: tuple[int, int]
    tables: dict[int, list[list[Fraction]]] = field(default_factory=dict, compare=False, repr=False)  # by the levels

    def table(self, grid: Grid) -> list[list[Fraction]]:
        """The values at the middles of the cells, row by row, cell by cell."""
        if grid.levels not in self.tables:
            cells = (self.value(grid.centre(tuple(digits))) for digits in grid.digits().tolist())
            self.tables[grid.levels] = [row for rows in cells for row in rows]
        return self.tables[grid.levels]

    def refuted(self, constant: Fraction, grid: Grid) -> tuple[Point, Point] | None:
        """Middles of neighbouring cells whose values are further apart than the constant times 1/N; None where there
        are none."""
        table, n, most = self.table(grid), grid.n, (constant / grid.levels) ** 2
        cells = [table[k : k + n] for k in range(0, len(table), n)]
        for cell, digits in enumerate(grid.digits().tolist()):
            for axis, level in enumerate(digits):
                other = cell + grid.levels ** (grid.inputs - 1 - axis)
                if level + 1 < grid.levels and _apart(cells[cell], cells[other]) > most:
                    x = [Fraction(2 * g + 1, 2 * grid.levels) for g in digits]
                    return tuple(x), tuple(a + Fraction(int(k == axis), grid.levels) for k, a in enumerate(x))
        return None

    def value(self, rows: Rows) -> list[list[Fraction]]:
        """The value, checked: InputError where it is no array of exact numbers of the shape."""
        found = self.function([list(row) for row in rows])
        try:
            values = [[_exact(x) for x in row] for row in found]
        except TypeError:
            raise InputError(
                f"target: the function returned {str(found)[:60]}; rows of ints or Fractions are expected"
            ) from None
        if (len(values), {len(row) for row in values}) != (self.shape[0], {self.shape[1]}):
            raise InputError(f"target: the function returned another shape than {self.shape[0]} x {self.shape[1]}")
        return values


def _apart(first: Rows, second: Rows) -> Fraction:
    """The square of the distance."""
    pairs = zip(chain(*first), chain(*second), strict=True)
    return sum(((a - b) ** 2 for a, b in pairs if a != b), Fraction(0))


def _exact(x: Any) -> Fraction:
    if type(x) not in (int, Fraction):
        raise InputError(
            f"target: the function returned {str(x)[:30]!r}; ints and Fractions are exact, {type(x).__name__} is not"
        )
    return Fraction(x)


def rows(entries: Sequence[str], n: int, d: int) -> Any:
    """The entries of a target as texts of the claim language, row by row, in n rows of d; InputError for another
    number."""
    if len(entries) != n * d:
        given = f"{len(entries)} formula{'s' * (len(entries) != 1)}"
        raise InputError(f"target: {given}, but {n * d} {'is' if n * d == 1 else 'are'} needed, for {n} x {d} entries")
    return [list(entries[k : k + d]) for k in range(0, n * d, d)]


def formula(matrix: Any, symbols: Any) -> Formula:
    """The target of a SymPy Matrix in the entries of `symbols`, or of rows of texts of the claim language in their
    names; InputError for other symbols, floats and shapes."""
    import sympy

    names = tuple(str(s) for s in symbols)
    if isinstance(matrix, (list, tuple)) and all(isinstance(x, str) for row in matrix for x in row):
        return Formula(names, tuple(map(tuple, matrix)))
    if not isinstance(matrix, sympy.MatrixBase):
        raise InputError(f"target: a SymPy Matrix or a function is expected, not {type(matrix).__name__}")
    known = list(symbols)
    strange = sorted(str(s) for s in matrix.free_symbols - set(known))
    if strange:
        raise InputError(f"target: {strange[0]} is no entry of the input; there are {', '.join(map(str, known))[:80]}")
    if matrix.has(sympy.Float) or matrix.has(sympy.nan, sympy.zoo, sympy.oo):
        raise InputError(
            "target: a float, NaN or infinity is in the formula; write exact numbers, such as Rational(1, 10)"
        )
    texts = tuple(tuple(_text(matrix[k, j], known) for j in range(matrix.shape[1])) for k in range(matrix.shape[0]))
    return Formula(names, texts)


def _text(entry: Any, symbols: Any) -> str:
    """The entry in the claim language; InputError."""
    import sympy

    from varproof.lang.objects import problem

    try:
        text, _, _ = problem(sympy.Ge(entry, 0, evaluate=False), {s: (0, 1) for s in symbols}, ())
    except claims.ClaimError as error:
        raise InputError(f"target: {error}") from None
    return text.removesuffix(" >= 0")
