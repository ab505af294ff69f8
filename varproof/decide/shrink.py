"""Make a confirmed counterexample small: fewer entries, then shorter numbers, confirmed at every step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from varproof.decide.witness import Outcome, check_point
from varproof.lang import core
from varproof.lang.core import Core, Parts
from varproof.lang.data import Data, Value, is_map
from varproof.lang.evaluate import Point, ground_at
from varproof.lang.ground import Ground
from varproof.lang.program import ProgramError

_LADDER = (64, 256)
_WORK = 400_000  # operations


@dataclass
class _Shrinker:
    statement: Core
    data: Data
    outcome: Outcome
    work: int = _WORK
    ground: Ground | None = None

    def accept(self, data: Data) -> bool:
        """Keep the data if they still refute the statement; False once the budget is spent."""
        if self.work <= 0:
            return False
        if self.ground is None or not _same_place(self.ground, data):
            try:
                self.ground = ground_at(self.statement, data)
            except ProgramError:
                return False
        self.work -= len(self.ground.program)
        outcome = check_point(Point(self.statement, data, self.ground), ladder=_LADDER)
        if outcome.refutes is not True:
            return False
        self.data, self.outcome = data, outcome
        return True


def shrink(statement: Core, data: Data, outcome: Outcome) -> tuple[Data, Outcome]:
    """A counterexample that is at most as large, and its outcome."""
    p = core.parts(statement)
    s = _Shrinker(statement, data, outcome)
    while _smaller(p, s):
        pass
    _nearer(s)
    for _ in range(3):
        if not _shorter(s):
            break
    return s.data, s.outcome


def _nearer(s: _Shrinker) -> None:
    """Where all numbers are astronomically small or large: other units, as near to 1 as still refute."""
    sizes = [abs(q) for value in s.data.values.values() if _is_numeric(value) for q in _leaves(value) if q]
    if not sizes or Fraction(1, 1000) < max(sizes) < 1000:
        return
    direction = 1 if max(sizes) < 1 else -1
    for k in (1000, 300, 100, 30, 10, 3, 1):
        factor = Fraction(10) ** (direction * k)
        while (max(sizes) * factor <= 1) == (direction == 1) and _try(s, lambda _n, _w, q, f=factor: q * f):  # type: ignore[misc]
            sizes = [size * factor for size in sizes]


def _same_place(ground: Ground, data: Data) -> bool:
    return ground.sizes == data.sizes and all(data.values[name] == k for name, k in ground.fixed.items())


def _smaller(p: Parts, s: _Shrinker) -> bool:
    """Drop one element of one index set."""
    least = dict(p.sizes)
    for n, size in s.data.sizes.items():
        if size <= least[n]:
            continue
        for k in reversed(range(size)):
            data = _drop(p, s.data, n, k)
            if data is not None and s.accept(data):
                return True
    return False


def _drop(p: Parts, data: Data, n: str, k: int) -> Data | None:
    values: dict[str, Value] = {}
    for name, sort in p.given:
        value = data.values[name]
        if sort[0] == "index" and sort[1] == n:
            if value == k:
                return None
            value = value - 1 if value > k else value
        elif sort[0] == "array":
            value = _without(value, sort[1:], n, k)
        values[name] = value
    return Data({**data.sizes, n: data.sizes[n] - 1}, values)


def _without(value: Value, dims: tuple[str, ...], n: str, k: int) -> Value:
    if not dims:
        return value
    kept = (item for j, item in enumerate(value) if dims[0] != n or j != k)
    return tuple(_without(item, dims[1:], n, k) for item in kept)


def _shorter(s: _Shrinker) -> bool:
    """Shorter numbers: all at once, then class by class of equal entries, then entry by entry."""
    changed = False
    for bound in (1, 2, 4, 10, 100, 1000):
        changed |= _try(s, lambda _n, _w, q, b=bound: q.limit_denominator(b))  # type: ignore[misc]
        if changed:
            break
    for name, value in list(s.data.values.items()):
        if not _is_numeric(value):
            continue
        for q in sorted(set(_leaves(value)), key=lambda q: -_length(q)):
            for candidate in _candidates(q):
                same = lambda n, _w, r, q=q, c=candidate, name=name: c if n == name and r == q else r  # noqa: E731
                if _try(s, same):
                    changed = True
                    break
        for where, q in list(_places(s.data.values[name], ())):
            for candidate in (Fraction(0), *_leaves(s.data.values[name])[:1]):
                one = lambda n, w, r, a=where, c=candidate, name=name: c if n == name and w == a else r  # noqa: E731
                if _length(candidate) < _length(q) and _try(s, one):
                    changed = True
                    break
    return changed


def _try(s: _Shrinker, change: Callable[[str, tuple[int, ...], Fraction], Fraction]) -> bool:
    values = {
        name: value if not _is_numeric(value) else _map(value, (), lambda w, q, name=name: change(name, w, q))  # type: ignore[misc]
        for name, value in s.data.values.items()
    }
    return values != s.data.values and s.accept(Data(s.data.sizes, values))


def _is_numeric(value: Value) -> bool:
    """Not an index, and not a map."""
    return type(value) is not int and not is_map(value)


def _map(value: Value, where: tuple[int, ...], change: Callable[[tuple[int, ...], Fraction], Fraction]) -> Any:
    if isinstance(value, tuple):
        return tuple(_map(item, (*where, k), change) for k, item in enumerate(value))
    return change(where, value)


def _leaves(value: Value) -> list[Fraction]:
    return [q for _, q in _places(value, ())]


def _places(value: Value, where: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Fraction]]:
    if isinstance(value, tuple):
        for k, item in enumerate(value):
            yield from _places(item, (*where, k))
    else:
        yield where, value


def _length(q: Fraction) -> int:
    return 2 * (abs(q.numerator).bit_length() + q.denominator.bit_length()) + (q < 0)


def _candidates(q: Fraction) -> list[Fraction]:
    """Shorter rationals near q or of a simple kind, shortest first."""
    found = {Fraction(0), Fraction(1), abs(q), *(q.limit_denominator(b) for b in (1, 2, 3, 5, 10, 100, 1000))}
    for k in (1, 2, 3):
        power = Fraction(10) ** (len(str(abs(q.numerator) // q.denominator)) - k)
        found.add(Fraction(round(q / power)) * power)
    return sorted((c for c in found if _length(c) < _length(q)), key=lambda c: (_length(c), abs(c - q), c))
