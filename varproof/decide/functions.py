"""Maps that the falsifier tries for those that are given: constant, linear, piecewise linear, polynomial, exponential.

Each is a function of one real with its derivative, taken of the entries of an argument: so where a statement is about a
function and its gradient, both come from the same one. All are exact, as core ``fun``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from varproof.lang.core import Core, Parts
from varproof.lang.data import Value

Shape = Callable[[Core], Core]
_MOST = 24  # choices of maps at one choice of sizes


def _times(q: int | Fraction, t: Core) -> Core:
    return ("*", Fraction(q), t)


def _power(t: Core, k: int) -> Core:
    return ("^", t, k)


_ZERO, _ONE = Fraction(0), Fraction(1)
_SHAPES: tuple[tuple[Shape, Shape | None], ...] = (  # functions of one real, and their derivatives
    (lambda u: u, lambda u: _ONE),
    (lambda u: _times(Fraction(1, 2), _power(u, 2)), lambda u: u),
    (lambda u: ("abs", u), None),
    (lambda u: ("max", u, _ZERO), None),
    (lambda u: _power(u, 2), lambda u: _times(2, u)),
    (lambda u: _times(-1, u), lambda u: Fraction(-1)),
    (lambda u: ("exp", u), lambda u: ("exp", u)),
    (lambda u: _times(-1, ("abs", u)), None),
    (lambda u: _power(u, 3), lambda u: _times(3, _power(u, 2))),
    (lambda u: _times(-1, _power(u, 2)), lambda u: _times(-2, u)),
    (lambda u: ("min", _ONE, ("abs", u)), None),
    (lambda u: _times(2, u), lambda u: Fraction(2)),
    (lambda u: _ONE, lambda u: _ZERO),
)


def choices(p: Parts, known: Sequence[Mapping[str, Value]] = ()) -> Iterator[dict[str, Value]]:
    """Values for all maps of a statement: the known ones, all of one function of a real, then mixed ones.

    A map of the same arguments as a real-valued one before it is taken for its gradient and gets the derivative.
    """
    maps = [(name, sort) for name, sort in p.given if sort[0] == "map"]
    if not maps:
        yield {}
        return
    taken = {name for name, _ in (*p.sizes, *p.given)} | {name for name, *_ in p.define}
    later = [any(m[1] == sort[1] and not m[2] for _, m in maps[:k]) for k, (_, sort) in enumerate(maps)]
    seen: list[dict[str, Value]] = []
    for chosen in known:
        if dict(chosen) not in seen:
            seen.append(dict(chosen))
            yield seen[-1]
    related = [
        tuple(k if f[1] is None or not gradient else -1 - k for gradient in later) for k, f in enumerate(_SHAPES)
    ]
    mixed = product(range(len(_SHAPES)), repeat=len(maps)) if len(maps) > 1 and not any(later) else ()
    for row in list(dict.fromkeys((*related, *mixed)))[:_MOST]:
        shapes = [_SHAPES[k][0] if k >= 0 else _SHAPES[-1 - k][1] for k in row]
        found = {name: _value(sort, f or _SHAPES[0][0], taken) for (name, sort), f in zip(maps, shapes, strict=True)}
        if found not in seen:
            seen.append(found)
            yield found


def constant(sort: Core, q: Fraction, taken: set[str]) -> Core:
    """The map of a sort with one value everywhere."""
    return _value(sort, lambda u: q, taken)


def _value(sort: Core, f: Shape, taken: set[str]) -> Core:
    """Of an argument of the shape of the value entry by entry, else of all entries of the numeric arguments in sum."""
    names = [_fresh(f"x{j + 1}", taken) for j in range(len(sort[1]))]
    indices = [_fresh(f"i{j + 1}", taken) for j in range(len(sort[2]))]
    params = tuple(zip(names, sort[1], strict=True))
    body: Core = None
    for name, part in params:
        if part[0] == "array" and part[1:] == sort[2] and body is None:
            body = f(("at", name, *(("index", i) for i in indices)))
    if body is None:
        terms = [_summed(name, part, f, taken) for name, part in params if part[0] != "index"]
        body = terms[0] if len(terms) == 1 else ("+", *terms) if terms else f(_ONE)
    return ("fun", params, tuple(indices), sort[2], body)


def _summed(name: str, part: Core, f: Shape, taken: set[str]) -> Core:
    if part[0] == "real":
        return f(("real", name))
    over = [_fresh(f"j{k + 1}", taken) for k in range(len(part) - 1)]
    body = f(("at", name, *(("index", j) for j in over)))
    for j, n in zip(reversed(over), reversed(part[1:]), strict=True):
        body = ("sum", j, n, None, body)
    return body


def _fresh(stem: str, taken: set[str]) -> str:
    while stem in taken:
        stem += "_"
    return stem
