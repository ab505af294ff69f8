"""Names and numbers: sizes, indices, reals, arrays and their entries."""

from __future__ import annotations

import numbers
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast

from sympy import Basic, Expr, Rational, Symbol, sympify
from sympy.logic.boolalg import Boolean
from sympy.printing.pretty.stringpict import prettyForm
from sympy.printing.str import StrPrinter

from varproof.lang.errors import StatementError


def Q(p: int | str | Fraction, q: int = 1) -> Rational:
    """The exact rational p/q. A float is refused: its decimal digits are not its value."""
    if isinstance(p, float) or isinstance(q, float):
        raise StatementError(f"Q({p}, {q}): a float is not exact; write Q(p, q) or Q('0.1')")
    if isinstance(p, str | Fraction):
        p = Fraction(p)
    return Rational(p.numerator, p.denominator * q)


def as_term(value: Any) -> Expr:
    if isinstance(value, bool) or (isinstance(value, Boolean) and not isinstance(value, Expr)):
        raise StatementError(f"{value} is a formula where a term is expected")
    if isinstance(value, Index):
        raise StatementError(f"index {value.name} is used as a number: write Pos({value.name}) for its position")
    if isinstance(value, Array):
        raise StatementError(f"array {value.name} is used as a number: give it {_indices(len(value.dims))}")
    if isinstance(value, Applied):
        raise StatementError(f"{value} is used as a number: give it {_indices(value.missing)}")
    if isinstance(value, numbers.Rational) and not isinstance(value, Basic):
        return Rational(value.numerator, value.denominator)
    return cast(Expr, sympify(value))


def as_formula(value: Any) -> Boolean:
    if isinstance(value, bool):
        raise StatementError(f"a formula collapsed to {value}: write Eq(s, t) for s == t and Ne(s, t) for s != t")
    if not isinstance(value, Boolean) or isinstance(value, Expr):
        raise StatementError(f"{value} is a term where a formula is expected")
    return value


class Real(Symbol):  # type: ignore[misc]
    """A real scalar."""

    def __new__(cls, name: str) -> Real:
        return cast(Real, Symbol.__xnew__(cls, name, real=True))

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.name,), {}


class Size(Symbol):  # type: ignore[misc]
    """The size of an index set. As a term it is the number of its elements."""

    def __new__(cls, name: str) -> Size:
        return cast(Size, Symbol.__xnew__(cls, name, integer=True, positive=True))

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.name,), {}


class Plain(Basic):  # type: ignore[misc]
    """Shown by the pretty printer as by the string printer."""

    def _pretty(self, printer: Any) -> Any:
        return prettyForm(StrPrinter().doprint(self), binding=prettyForm.ATOM)


class Named(Plain):
    """A named leaf that is not a number."""

    name: str

    def _hashable_content(self) -> tuple[Any, ...]:
        return (self.name, *self.args)

    def _sympystr(self, printer: Any) -> str:
        return self.name

    def _latex(self, printer: Any) -> str:
        return str(printer.doprint(Symbol(self.name)))


class Index(Named):
    """An index that ranges over [n]; ``Eq(i, j)`` says that two are the same, ``Pos(i)`` is its number in 1..n.

    ``i + 1`` and ``i - 2`` are neighbours: what binds i then ranges over the i that have them.
    """

    def __new__(cls, name: str, size: Size) -> Index:
        if not isinstance(size, Size):
            raise StatementError(f"Index({name!r}, {size}): the second argument is a size, from s.size(...)")
        self = Basic.__new__(cls, size)
        self.name = name
        return cast(Index, self)

    @property
    def size(self) -> Size:
        return cast(Size, self.args[0])

    def __add__(self, steps: int) -> Shifted:
        return Shifted(self, steps)

    def __sub__(self, steps: int) -> Shifted:
        return Shifted(self, -steps)


class Shifted(Index):
    """The neighbour of an index some steps further."""

    base: Index
    steps: int

    def __new__(cls, base: Index, steps: int) -> Shifted:
        if isinstance(base, Shifted | Fixed) or type(steps) is not int or not steps:
            raise StatementError(f"{base.name} + {steps}: write an index plus or minus a whole number, once")
        self = Basic.__new__(cls, base.size)
        self.name = f"{base.name}_{'plus' if steps > 0 else 'minus'}{abs(steps)}"
        self.base, self.steps = base, steps
        return cast(Shifted, self)


class Fixed(Index):
    """The first or last index of [n]."""

    is_first: bool

    def __new__(cls, size: Size, is_first: bool) -> Fixed:
        self = Basic.__new__(cls, size)
        self.name = f"{size.name}_{'first' if is_first else 'last'}"
        self.is_first = is_first
        return cast(Fixed, self)


def First(n: Size) -> Fixed:
    """The first index of [n], in a formula: ``x[First(n)]``."""
    return Fixed(n, True)


def Last(n: Size) -> Fixed:
    """The last index of [n], in a formula."""
    return Fixed(n, False)


class Array(Named):
    """An array of reals; ``a[i]``, ``X[i, k]`` are its entries."""

    def __new__(cls, name: str, *dims: Size) -> Array:
        if not dims or not all(isinstance(dim, Size) for dim in dims):
            raise StatementError(f"array {name}: give at least one dimension, each a size from s.size(...)")
        self = Basic.__new__(cls, *dims)
        self.name = name
        return cast(Array, self)

    @property
    def dims(self) -> tuple[Size, ...]:
        return cast("tuple[Size, ...]", self.args)

    def __getitem__(self, key: Index | tuple[Index, ...]) -> At:
        return At(self, *as_indices(key, f"array {self.name}"))


def as_indices(key: Any, what: str) -> tuple[Index, ...]:
    keys = key if isinstance(key, tuple) else (key,)
    for k in keys:
        if not isinstance(k, Index):
            raise StatementError(f"{what}: entry {k} is not an index; use Index(name, size)")
    return keys


def some_indices(indices: Sequence[Any], what: str) -> tuple[Index, ...]:
    if not indices:
        raise StatementError(f"{what}: give at least one index")
    return as_indices(tuple(indices), what)


class Node(Plain, Expr):  # type: ignore[misc]
    """A real-valued term that SymPy leaves alone."""

    is_commutative = True
    is_extended_real = True
    is_finite = True


class At(Node):
    """An entry of an array."""

    def __new__(cls, array: Array, *indices: Index) -> At:
        return cast(At, Basic.__new__(cls, array, *indices))

    def _sympystr(self, printer: Any) -> str:
        return f"{self.args[0].name}[{', '.join(i.name for i in self.args[1:])}]"

    def _latex(self, printer: Any) -> str:
        base = printer._print(self.args[0])
        base = rf"\left({base}\right)" if "_" in base else base
        return f"{base}_{{{','.join(printer._print(i) for i in self.args[1:])}}}"


def _indices(n: int) -> str:
    return "an index" if n == 1 else f"{n} indices"


class Pos(Node):
    """The position of an index i in [n]: one of the numbers 1, ..., n. Printed as i."""

    def __new__(cls, index: Index) -> Pos:
        return cast(Pos, Basic.__new__(cls, *as_indices(index, "Pos")))

    def _sympystr(self, printer: Any) -> str:
        return f"Pos({self.args[0].name})"

    def _latex(self, printer: Any) -> str:
        return str(printer._print(self.args[0]))


class Applied:
    """A definition or map applied to its arguments and still waiting for its indices: ``softmax(a)``."""

    def __init__(self, definition: Any, args: tuple[Any, ...]) -> None:
        self.definition = definition
        self.given = args
        self.missing = int(definition.trailing)

    def __getitem__(self, key: Any) -> Any:
        indices = as_indices(key, str(self))
        if len(indices) != self.missing:
            raise StatementError(f"{self} takes {self.missing} indices, got {len(indices)}")
        return self.definition(*self.given, *indices)

    def __str__(self) -> str:
        return f"{self.definition.name}({', '.join(map(str, self.given))})"
