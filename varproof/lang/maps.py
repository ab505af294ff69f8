"""Maps: those that are given, their values, and arrays and maps of a term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from sympy import Basic, Tuple

from varproof.lang.errors import StatementError
from varproof.lang.leaves import Applied, Array, Index, Named, Node, Plain, Real, Size, as_term, some_indices


class Map(Named):
    """A map: of reals, ``Map("f", ())``; of arrays to arrays, ``Map("F", (n, d), to=(m, d))``; of an index, a size.

    ``f(x)`` is a number, ``F(X)[i, k]`` an entry of a value. A map is defined for all arguments.
    """

    def __new__(cls, name: str, *domain: Size | tuple[Size, ...], to: Size | tuple[Size, ...] = ()) -> Map:
        if not domain:
            raise StatementError(f"map {name}: say what it takes: () a real, (n, d) an array, a size n an index")
        sizes = [size for part in (*domain, to) for size in (part if isinstance(part, tuple) else (part,))]
        if not all(isinstance(size, Size) for size in sizes):
            raise StatementError(f"map {name}: shapes are tuples of sizes from s.size(...), () for a real")
        taken = Tuple(*(Tuple(*part) if isinstance(part, tuple) else part for part in domain))
        self = Basic.__new__(cls, taken, Tuple(*(to if isinstance(to, tuple) else (to,))))
        self.name = name
        return cast(Map, self)

    @property
    def domain(self) -> tuple[Size | Tuple, ...]:
        return tuple(self.args[0])

    @property
    def to(self) -> tuple[Size, ...]:
        return tuple(self.args[1])

    @property
    def parts(self) -> tuple[Any, ...]:
        """For each argument something that lives where it does: a real, an array, or an index."""
        return tuple(_member(part) for part in self.domain)

    @property
    def value(self) -> Any:
        """Something that lives where the values do."""
        return _member(Tuple(*self.to))

    @property
    def trailing(self) -> int:
        return len(self.to)

    def __call__(self, *args: Any) -> Any:
        """The value, or (when it is an array) something to be indexed."""
        if len(args) == len(self.domain) + self.trailing:
            return Apply(self, *map(as_argument, args))
        if len(args) != len(self.domain):
            raise StatementError(f"{self.name} takes {len(self.domain)} arguments, got {len(args)}")
        return Applied(self, args)


def _member(part: Size | Tuple) -> Any:
    if isinstance(part, Size):
        return Index("i", part)
    return Array("X", *part) if part else Real("x")


class Apply(Node):
    """An entry of the value of a map."""

    def __new__(cls, function: Map, *args: Any) -> Apply:
        return cast(Apply, Basic.__new__(cls, function, *args))

    def _sympystr(self, printer: Any) -> str:
        function, *args = self.args
        shown = ", ".join(map(str, args[: len(function.domain)]))
        after = ", ".join(map(str, args[len(function.domain) :]))
        return f"{function.name}({shown})" + (f"[{after}]" if after else "")

    def _latex(self, printer: Any) -> str:
        function, *args = self.args
        shown = ", ".join(printer._print(arg) for arg in args[: len(function.domain)])
        after = ", ".join(printer._print(arg) for arg in args[len(function.domain) :])
        return rf"{printer._print(function)}\left({shown}\right)" + (f"_{{{after}}}" if after else "")


class Lam(Plain):
    """The array (i, ...) -> expr; of reals or arrays, the map: ``Lam(x, x**2)``, ``Lam(X, Lam((i, k), 2*X[i, k]))``."""

    def __new__(cls, names: Any, body: Any) -> Any:
        over = names if isinstance(names, tuple) else (names,)
        if any(isinstance(name, Real | Array) for name in over):
            return Fun(over, body)
        return cast(Lam, Basic.__new__(cls, Tuple(*some_indices(over, "Lam")), as_term(body)))

    def _sympystr(self, printer: Any) -> str:
        return f"Lam(({', '.join(i.name for i in self.args[0])}), {printer._print(self.args[1])})"

    def _latex(self, printer: Any) -> str:
        under = ",".join(printer._print(i) for i in self.args[0])
        return rf"\left({printer._print(self.args[1])}\right)_{{{under}}}"


class Fun(Plain):
    """The map (x, ...) -> expr, or -> array."""

    def __new__(cls, names: tuple[Any, ...], body: Any) -> Fun:
        for name in names:
            if not isinstance(name, Real | Array | Index):
                raise StatementError(f"Lam over {name}: expected an Index, a Real or an Array")
        if isinstance(body, Applied):
            body = as_argument(body)
        inner, value = (body.args[0], body.args[1]) if isinstance(body, Lam) else (Tuple(), as_term(body))
        return cast(Fun, Basic.__new__(cls, Tuple(*names), inner, value))

    def _sympystr(self, printer: Any) -> str:
        names, indices, value = self.args
        body = f"Lam(({', '.join(i.name for i in indices)}), {printer._print(value)})" if indices else f"{value}"
        return f"Lam(({', '.join(x.name for x in names)}), {body})"

    def _latex(self, printer: Any) -> str:
        names, indices, value = self.args
        under = ",".join(printer._print(i) for i in indices)
        shown = printer._print(value) if not indices else rf"\left({printer._print(value)}\right)_{{{under}}}"
        return rf"{', '.join(printer._print(x) for x in names)} \mapsto {shown}"


def as_argument(value: Any) -> Any:
    """An argument of a definition or a map: what still waits for its indices is the whole array."""
    if not isinstance(value, Applied):
        return value if isinstance(value, Array | Lam | Fun | Map | Index) else as_term(value)
    level = 1 + max((k for arg in value.given for k in _levels(arg)), default=0)
    over = tuple(Index(f"at{level}_{k}", size) for k, size in enumerate(_indexed_by(value)))
    return Lam(over, value[over])


def _levels(expr: Any) -> Iterator[int]:
    """How deep the arrays are nested that were made of what waits for its indices."""
    if isinstance(expr, Applied):
        expr = as_argument(expr)
    if isinstance(expr, Lam):
        yield from (int(m[1]) for i in expr.args[0] if (m := re.fullmatch(r"at(\d+)_\d+", i.name)))
    for arg in getattr(expr, "args", ()):
        yield from _levels(arg)


def _indexed_by(value: Applied) -> tuple[Size, ...]:
    """The sizes over which a value is indexed, from its arguments."""
    function = value.definition
    if isinstance(function, Map):
        return function.to
    known: dict[str, Size] = {}
    for (_, sort), arg in zip(function.params, value.given, strict=False):
        if sort[0] in ("array", "index"):
            known.update(zip(sort[1:], _sizes(as_argument(arg)), strict=False))
    missing = [sort[1] for _, sort in function.params[len(value.given) :]]
    if not all(name in known for name in missing):
        raise StatementError(f"{value} is used as an array, but its shape is not that of its arguments: use Lam")
    return tuple(known[name] for name in missing)


def _sizes(arg: Any) -> tuple[Size, ...]:
    if isinstance(arg, Array):
        return arg.dims
    if isinstance(arg, Lam):
        return tuple(i.size for i in arg.args[0])
    return (arg.size,) if isinstance(arg, Index) else ()
