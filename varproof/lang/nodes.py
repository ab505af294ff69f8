"""The nodes SymPy lacks, as SymPy classes that never evaluate themselves.

All terms are real-valued, so that relations can be built from them. Build statements under
``sympy.evaluate(False)`` (the ``with entry.variant(...)`` block does so): then ``x/x``, ``exp(log(x))``,
``0*log(x)`` and ``x - x`` survive with their domain conditions.
"""

from __future__ import annotations

from typing import Any, cast

from sympy import Abs, Basic, Eq, Expr, LambertW, Ne, Tuple, exp, log, pi, sqrt
from sympy.logic.boolalg import Boolean

from varproof.lang.definitions import Call, Definition, Holds
from varproof.lang.errors import StatementError
from varproof.lang.formulas import And, Exists, ForAll, Implies, Not, Or, Quantifier
from varproof.lang.leaves import (
    Applied,
    Array,
    At,
    First,
    Fixed,
    Index,
    Last,
    Node,
    Pos,
    Q,
    Real,
    Shifted,
    Size,
    as_formula,
    as_term,
    some_indices,
)
from varproof.lang.maps import Apply, Fun, Lam, Map

__all__ = [
    "Abs", "And", "Applied", "Apply", "Array", "At", "Call", "D", "Definition", "Eq", "Exists", "First", "Fixed",
    "ForAll", "Fun", "Holds", "Implies", "Index", "Integral", "Lam", "LambertW", "Last", "Map", "Max", "MaxOver",
    "Min", "MinOver", "Ne", "Node", "Not", "Or", "Pos", "Prod", "Q", "Quantifier", "Real", "Shifted", "Size", "Sum",
    "exp", "log", "mean", "norm", "pi", "sqrt",
]  # fmt: skip


class _Over(Node):
    word = ""

    def __new__(cls, body: Any, *indices: Index, where: Any = None) -> _Over:
        over = Tuple(*some_indices(indices, cls.__name__))
        cond = () if where is None else (as_formula(where),)
        return cast("_Over", Basic.__new__(cls, as_term(body), over, *cond))

    @property
    def where(self) -> Boolean | None:
        return self.args[2] if len(self.args) == 3 else None

    def _sympystr(self, printer: Any) -> str:
        cond = "" if self.where is None else f" where {printer._print(self.where)}"
        name = type(self).__name__
        return f"{name}({printer._print(self.args[0])}, {', '.join(i.name for i in self.args[1])}{cond})"

    def _latex(self, printer: Any) -> str:
        under = ", ".join(rf"{printer._print(i)} \in [{printer._print(i.size)}]" for i in self.args[1])
        under += "" if self.where is None else rf" :\, {printer._print(self.where)}"
        body = self.args[0]
        shown = printer._print(body)
        return rf"\{self.word}_{{{under}}} " + (rf"\left({shown}\right)" if body.is_Add else shown)


class Sum(_Over):
    """sum over i, j, ... of an expression; ``where`` keeps only the terms whose indices satisfy a formula."""

    word = "sum"


class Prod(_Over):
    """product over i, j, ... of positive terms: the exponential of the sum of their logarithms."""

    word = "prod"


def mean(body: Any, *indices: Index) -> Expr:
    """The mean over the indices: the sum by the number of its terms."""
    total = Sum(body, *indices)
    for i in indices:
        total = total / i.size
    return total


class _Extremum(Node):
    """The largest (smallest) value over all i in [n]."""

    word = ""

    def __new__(cls, body: Any, *indices: Index) -> _Extremum:
        return cast("_Extremum", Basic.__new__(cls, as_term(body), Tuple(*some_indices(indices, cls.__name__))))

    def _sympystr(self, printer: Any) -> str:
        name = type(self).__name__
        return f"{name}({printer._print(self.args[0])}, {', '.join(i.name for i in self.args[1])})"

    def _latex(self, printer: Any) -> str:
        under = ", ".join(rf"{printer._print(i)} \in [{printer._print(i.size)}]" for i in self.args[1])
        return rf"\{self.word}_{{{under}}} {printer._print(self.args[0])}"


class MaxOver(_Extremum):
    """max over i in [n]; it exists because an index set has at least one element."""

    word = "max"


class MinOver(_Extremum):
    """min over i in [n]."""

    word = "min"


class _Pick(Node):
    """The larger (smaller) of finitely many terms, in the author's order."""

    def __new__(cls, *values: Any) -> _Pick:
        if len(values) < 2:
            raise StatementError(f"{cls.__name__} takes two or more terms; over an index use {cls.__name__}Over")
        return cast("_Pick", Basic.__new__(cls, *map(as_term, values)))

    def _sympystr(self, printer: Any) -> str:
        return f"{type(self).__name__}({', '.join(map(printer._print, self.args))})"

    def _latex(self, printer: Any) -> str:
        word = type(self).__name__.lower()
        return rf"\{word}\left({', '.join(map(printer._print, self.args))}\right)"


class Max(_Pick):
    """max(s, t, ...)."""


class Min(_Pick):
    """min(s, t, ...)."""


class D(Node):
    """The partial derivative of an expression in an array entry or a real, at the current point."""

    def __new__(cls, body: Any, wrt: At | Real) -> D:
        if not isinstance(wrt, At | Real):
            raise StatementError(f"D(..., {wrt}): differentiate in an array entry a[i] or in a real given")
        return cast(D, Basic.__new__(cls, as_term(body), wrt))

    def _sympystr(self, printer: Any) -> str:
        return f"D({printer._print(self.args[0])}, {printer._print(self.args[1])})"

    def _latex(self, printer: Any) -> str:
        body, wrt = self.args
        below = printer._print(wrt)
        if isinstance(body, D) and body.args[1] == wrt:
            return rf"\frac{{\partial^2}}{{\partial {below}^2}} {printer._print(body.args[0])}"
        return rf"\frac{{\partial}}{{\partial {below}}} {printer._print(body)}"


class Integral(Node):
    """The integral of an expression over all X (a real or an array) whose entries lie in [low, high]."""

    def __new__(cls, body: Any, over: Array | Real, low: Any, high: Any) -> Integral:
        if not isinstance(over, Array | Real):
            raise StatementError(f"Integral(..., {over}): integrate over an Array(name, n) or a Real(name)")
        return cast(Integral, Basic.__new__(cls, as_term(body), over, as_term(low), as_term(high)))

    def _sympystr(self, printer: Any) -> str:
        return f"Integral({', '.join(map(printer._print, self.args))})"

    def _latex(self, printer: Any) -> str:
        body, over, low, high = self.args
        dims = r" \times ".join(printer._print(dim) for dim in over.dims) if isinstance(over, Array) else ""
        cube = rf"\left[{printer._print(low)}, {printer._print(high)}\right]" + (f"^{{{dims}}}" if dims else "")
        shown = rf"\left({printer._print(body)}\right)" if body.is_Add else printer._print(body)
        return rf"\int_{{{cube}}} {shown} \, d {printer._print(over)}"


def norm(body: Any, *indices: Index) -> Expr:
    """The Euclidean norm over the given indices: sqrt(sum body^2)."""
    return sqrt(Sum(as_term(body) ** 2, *indices))
