"""A plain evaluator of core statements in 300-digit floats: a second reading of the language, for tests only.

Derivatives are central differences, integrals sums over a grid; comparisons allow 1e-100. Nothing here is evidence.
"""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import mpmath

from varproof.lang import core

MP = mpmath.mp.clone()
MP.dps = 300
TOLERANCE = MP.mpf(10) ** -100
STEP = MP.mpf(10) ** -60


class Undefined(ArithmeticError):
    """A domain condition fails."""


class Array(NamedTuple):
    entry: Callable[..., Any]
    dims: tuple[int, ...]


class Index(NamedTuple):
    place: int
    size: int


class Scope(NamedTuple):
    sizes: dict[str, int]
    names: dict[str, Any]
    definitions: dict[str, Any]

    def bind(self, **names: Any) -> "Scope":
        return self._replace(names={**self.names, **names})


def scope(statement: Any, data: Any) -> Scope:
    """The statement's definitions at the given data."""
    parts = core.parts(statement)
    names = {}
    for name, sort in parts.given:
        value = data.values[name]
        if sort[0] == "real":
            names[name] = _number(value)
        elif sort[0] == "index":
            names[name] = Index(value, data.sizes[sort[1]])
        else:
            names[name] = Array(_lookup(value), tuple(data.sizes[n] for n in sort[1:]))
    return Scope(dict(data.sizes), names, {name: (params, body) for name, params, body in parts.define})


def holds(formula: Any, at: Scope) -> bool:
    """Defined and true."""
    try:
        return bool(evaluate(formula, at))
    except Undefined:
        return False


def evaluate(node: Any, s: Scope) -> Any:
    """The value of a term or the truth of a formula; Undefined where a domain condition fails."""
    if isinstance(node, Fraction):
        return _number(node)
    match node:
        case ("pi",):
            return +MP.pi
        case ("real", x):
            return s.names[x]
        case ("card", n):
            return MP.mpf(s.sizes[n])
        case ("pos", (_, i)):
            return MP.mpf(s.names[i].place + 1)
        case ("at", a, *indices):
            return s.names[a].entry(*(s.names[i].place for _, i in indices))
        case ("+", *terms):
            return MP.fsum(evaluate(t, s) for t in terms)
        case ("*", *terms):
            return MP.fprod([evaluate(t, s) for t in terms])
        case ("/", above, below):
            return evaluate(above, s) / _domain(evaluate(below, s), lambda x: abs(x) > TOLERANCE)
        case ("^", t, k):
            return evaluate(t, s) ** k
        case ("exp", t):
            return MP.exp(evaluate(t, s))
        case ("log", t):
            return MP.log(_domain(evaluate(t, s), lambda x: x > 0))
        case ("sqrt", t):
            return MP.sqrt(_domain(evaluate(t, s), lambda x: x >= 0))
        case ("abs", t):
            return abs(evaluate(t, s))
        case ("lambertw", t):
            return MP.lambertw(_domain(evaluate(t, s), lambda x: x >= 0)).real
        case ("max", x, y):
            return max(evaluate(x, s), evaluate(y, s))
        case ("min", x, y):
            return min(evaluate(x, s), evaluate(y, s))
        case ("sum", i, n, cond, t):
            return MP.fsum(evaluate(t, e) for e in _each(i, n, s) if cond is None or evaluate(cond, e))
        case ("maxover", i, n, t):
            return max(evaluate(t, e) for e in _each(i, n, s))
        case ("minover", i, n, t):
            return min(evaluate(t, e) for e in _each(i, n, s))
        case ("integral", x, sort, low, high, t):
            return _integrated(x, sort, low, high, t, s)
        case ("deriv", t, wrt):
            return _slope(t, wrt, s)
        case ("call", name, *args):
            return _called(name, args, s)
        case ("<=", x, y):
            return evaluate(x, s) <= evaluate(y, s) + TOLERANCE
        case ("<", x, y):
            return evaluate(x, s) < evaluate(y, s) - TOLERANCE
        case ("=", x, y):
            return abs(evaluate(x, s) - evaluate(y, s)) <= TOLERANCE
        case ("!=", x, y):
            return abs(evaluate(x, s) - evaluate(y, s)) > TOLERANCE
        case ("same", (_, i), (_, j)):
            return s.names[i].place == s.names[j].place
        case ("and", *parts):
            return all(evaluate(f, s) for f in parts)
        case ("or", *parts):
            return any(evaluate(f, s) for f in parts)
        case ("not", f):
            return not evaluate(f, s)
        case ("implies", f, g):
            return not evaluate(f, s) or evaluate(g, s)
        case ("forall", i, ("index", n), f):
            return all([evaluate(f, e) for e in _each(i, n, s)])
        case ("exists", i, ("index", n), f):
            return any([evaluate(f, e) for e in _each(i, n, s)])
        case ("defined", t):
            evaluate(t, s)
            return True
    # a test may not pass over what it does not know
    raise NotImplementedError(f"a node that the second reading does not know: {core.line(node)}")


def _number(value: Fraction) -> Any:
    return MP.mpf(value.numerator) / value.denominator


def _lookup(value: Any) -> Callable[..., Any]:
    def entry(*places: int) -> Any:
        item = value
        for place in places:
            item = item[place]
        return _number(item)

    return entry


def _domain(value: Any, test: Callable[[Any], bool]) -> Any:
    if not test(value):
        raise Undefined
    return value


def _each(i: str, n: str, s: Scope) -> list[Scope]:
    size = s.sizes[n]
    return [s.bind(**{i: Index(k, size)}) for k in range(size)]


def _slope(t: Any, wrt: Any, s: Scope) -> Any:
    name = wrt[1]
    array, here = s.names[name], evaluate(wrt, s)
    places = tuple(s.names[i].place for _, i in wrt[2:])

    def moved(x: Any) -> Any:
        if wrt[0] == "real":
            return evaluate(t, s.bind(**{name: x}))

        def entry(*at: int) -> Any:
            return x if at == places else array.entry(*at)

        return evaluate(t, s.bind(**{name: Array(entry, array.dims)}))

    return (moved(here + STEP) - moved(here - STEP)) / (2 * STEP)


def _integrated(x: Any, sort: Any, low: Any, high: Any, t: Any, s: Scope) -> Any:
    """The midpoint rule."""
    dims = tuple(s.sizes[n] for n in sort[1:])
    places = list(product(*map(range, dims)))
    steps = max(2, int(100 ** (1 / len(places))))
    width = _number(high - low) / steps
    middles = [_number(low) + width * (k + MP.mpf(1) / 2) for k in range(steps)]
    total = MP.mpf(0)
    for point in product(middles, repeat=len(places)):
        at = dict(zip(places, point, strict=True))
        value = at[()] if sort[0] == "real" else Array(lambda *where, at=at: at[where], dims)
        total += evaluate(t, s.bind(**{x: value}))
    return total * width ** len(places)


def _called(name: str, args: list[Any], s: Scope) -> Any:
    params, body = s.definitions[name]
    sizes: dict[str, int] = {}
    names = {}
    for (param, sort), arg in zip(params, args, strict=True):
        names[param] = value = _argument(arg, s)
        dims = value.dims if isinstance(value, Array) else (value.size,) if isinstance(value, Index) else ()
        sizes.update(zip(sort[1:], dims, strict=True))
    return evaluate(body, Scope(sizes, names, s.definitions))


def _argument(arg: Any, s: Scope) -> Any:
    match arg:
        case ("index" | "array", name):
            return s.names[name]
        case ("lam", names, dims, t):
            sizes = tuple(s.sizes[n] for n in dims)

            def entry(*places: int) -> Any:
                bound = {i: Index(k, n) for i, k, n in zip(names, places, sizes, strict=True)}
                return evaluate(t, s.bind(**bound))

            return Array(entry, sizes)
    return evaluate(arg, s)
