"""The nodes SymPy lacks, as SymPy classes that never evaluate themselves.

All terms are real-valued, so that relations can be built from them. Build statements under
``sympy.evaluate(False)`` (the ``with entry.variant(...)`` block does so): then ``x/x``, ``exp(log(x))``,
``0*log(x)`` and ``x - x`` survive with their domain conditions.
"""

from __future__ import annotations

import numbers
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast

from sympy import Abs, Basic, Eq, Expr, LambertW, Ne, Rational, Symbol, Tuple, exp, log, sqrt, sympify
from sympy.logic.boolalg import Boolean
from sympy.printing.pretty.stringpict import prettyForm
from sympy.printing.str import StrPrinter

from varproof.lang.errors import StatementError

__all__ = [
    "Abs", "And", "Applied", "Array", "At", "Call", "D", "Definition", "Eq", "Exists", "ForAll", "Holds",
    "Implies", "Index", "LambertW", "Lam", "Max", "MaxOver", "Min", "MinOver", "Ne", "Node", "Not", "Or", "Q",
    "Quantifier", "Real", "Size", "Sum", "exp", "log", "norm", "sqrt",
]  # fmt: skip


def Q(p: int | str | Fraction, q: int = 1) -> Rational:
    """The exact rational p/q. A float is refused: its decimal digits are not its value."""
    if isinstance(p, float) or isinstance(q, float):
        raise StatementError(f"Q({p}, {q}): a float is not exact; write Q(p, q) or Q('0.1')")
    if isinstance(p, str | Fraction):
        p = Fraction(p)
    return Rational(p.numerator, p.denominator * q)


def _term(value: Any) -> Expr:
    if isinstance(value, bool) or (isinstance(value, Boolean) and not isinstance(value, Expr)):
        raise StatementError(f"{value} is a formula where a term is expected")
    if isinstance(value, Index):
        raise StatementError(f"index {value.name} is used as a number: indices have no numeric value")
    if isinstance(value, Array):
        raise StatementError(f"array {value.name} is used as a number: give it {len(value.dims)} indices")
    if isinstance(value, Applied):
        raise StatementError(f"{value} is used as a number: give it {value.missing} more indices")
    if isinstance(value, numbers.Rational) and not isinstance(value, Basic):
        return Rational(value.numerator, value.denominator)
    return cast(Expr, sympify(value))


def _formula(value: Any) -> Boolean:
    if isinstance(value, bool):
        raise StatementError(
            f"a formula collapsed to {value}: write Eq(s, t) for s == t and Ne(s, t) for s != t"
        )
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


class _Plain(Basic):  # type: ignore[misc]
    """Shown by the pretty printer as by the string printer."""

    def _pretty(self, printer: Any) -> Any:
        return prettyForm(StrPrinter().doprint(self), binding=prettyForm.ATOM)


class _Named(_Plain):
    """A named leaf that is not a number."""

    name: str

    def _hashable_content(self) -> tuple[Any, ...]:
        return (self.name, *self.args)

    def _sympystr(self, printer: Any) -> str:
        return self.name

    def _latex(self, printer: Any) -> str:
        return str(printer.doprint(Symbol(self.name)))


class Index(_Named):
    """An index that ranges over [n]. It has no numeric value; ``Eq(i, j)`` says that two are the same."""

    def __new__(cls, name: str, size: Size) -> Index:
        if not isinstance(size, Size):
            raise StatementError(f"Index({name!r}, {size}): the second argument is a size, from s.size(...)")
        self = Basic.__new__(cls, size)
        self.name = name
        return cast(Index, self)

    @property
    def size(self) -> Size:
        return cast(Size, self.args[0])


class Array(_Named):
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
        return At(self, *_indices(key, f"array {self.name}"))


def _indices(key: Any, what: str) -> tuple[Index, ...]:
    keys = key if isinstance(key, tuple) else (key,)
    for k in keys:
        if not isinstance(k, Index):
            raise StatementError(f"{what}: entry {k} is not an index; use Index(name, size)")
    return keys


class Node(_Plain, Expr):  # type: ignore[misc]
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


def _flat_indices(indices: Sequence[Any], what: str) -> tuple[Index, ...]:
    if not indices:
        raise StatementError(f"{what}: give at least one index")
    return _indices(tuple(indices), what)


class Sum(Node):
    """sum over i, j, ... of an expression; ``where`` keeps only the terms whose indices satisfy a formula."""

    def __new__(cls, body: Any, *indices: Index, where: Any = None) -> Sum:
        over = Tuple(*_flat_indices(indices, "Sum"))
        cond = () if where is None else (_formula(where),)
        return cast(Sum, Basic.__new__(cls, _term(body), over, *cond))

    @property
    def where(self) -> Boolean | None:
        return self.args[2] if len(self.args) == 3 else None

    def _sympystr(self, printer: Any) -> str:
        cond = "" if self.where is None else f" where {printer._print(self.where)}"
        return f"Sum({printer._print(self.args[0])}, {', '.join(i.name for i in self.args[1])}{cond})"

    def _latex(self, printer: Any) -> str:
        under = ", ".join(rf"{printer._print(i)} \in [{printer._print(i.size)}]" for i in self.args[1])
        under += "" if self.where is None else rf" :\, {printer._print(self.where)}"
        body = self.args[0]
        shown = printer._print(body)
        return rf"\sum_{{{under}}} " + (rf"\left({shown}\right)" if body.is_Add else shown)


class _Extremum(Node):
    """The largest (smallest) value over all i in [n]."""

    word = ""

    def __new__(cls, body: Any, *indices: Index) -> _Extremum:
        return cast(
            "_Extremum", Basic.__new__(cls, _term(body), Tuple(*_flat_indices(indices, cls.__name__)))
        )

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
            raise StatementError(
                f"{cls.__name__} takes two or more terms; over an index use {cls.__name__}Over"
            )
        return cast("_Pick", Basic.__new__(cls, *map(_term, values)))

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
        return cast(D, Basic.__new__(cls, _term(body), wrt))

    def _sympystr(self, printer: Any) -> str:
        return f"D({printer._print(self.args[0])}, {printer._print(self.args[1])})"

    def _latex(self, printer: Any) -> str:
        body, wrt = self.args
        below = printer._print(wrt)
        if isinstance(body, D) and body.args[1] == wrt:
            return rf"\frac{{\partial^2}}{{\partial {below}^2}} {printer._print(body.args[0])}"
        return rf"\frac{{\partial}}{{\partial {below}}} {printer._print(body)}"


class Lam(_Plain):
    """The array (i, ...) -> expr, as an argument of a definition."""

    def __new__(cls, indices: Index | tuple[Index, ...], body: Any) -> Lam:
        over = _flat_indices(indices if isinstance(indices, tuple) else (indices,), "Lam")
        return cast(Lam, Basic.__new__(cls, Tuple(*over), _term(body)))

    def _sympystr(self, printer: Any) -> str:
        return f"Lam(({', '.join(i.name for i in self.args[0])}), {printer._print(self.args[1])})"

    def _latex(self, printer: Any) -> str:
        under = ",".join(printer._print(i) for i in self.args[0])
        return rf"\left({printer._print(self.args[1])}\right)_{{{under}}}"


class _Formula(_Plain, Boolean):  # type: ignore[misc]
    """A formula SymPy leaves alone; the order of its parts is the author's."""

    def __and__(self, other: Any) -> And:
        return And(self, other)

    def __or__(self, other: Any) -> Or:
        return Or(self, other)

    def __invert__(self) -> Not:
        return Not(self)

    def _show(self, printer: Any, part: Any) -> str:
        shown = str(printer._print(part))
        if not isinstance(part, And | Or | Implies | Quantifier):
            return shown
        latex = printer.printmethod == "_latex"
        return rf"\left({shown}\right)" if latex else f"({shown})"


class _Joined(_Formula):
    word, sign = "", ""

    def __new__(cls, *parts: Any) -> _Joined:
        if len(parts) < 2:
            raise StatementError(f"{cls.__name__} takes two or more formulas, got {len(parts)}")
        return cast("_Joined", Basic.__new__(cls, *map(_formula, parts)))

    def _sympystr(self, printer: Any) -> str:
        return f" {self.word} ".join(self._show(printer, part) for part in self.args)

    def _latex(self, printer: Any) -> str:
        return f" {self.sign} ".join(self._show(printer, part) for part in self.args)


class And(_Joined):
    """f and g and ...; a later part only has to be defined where the earlier ones hold."""

    word, sign = "and", r"\wedge"


class Or(_Joined):
    """f or g or ...; a later part only has to be defined where the earlier ones fail."""

    word, sign = "or", r"\vee"


class Implies(_Joined):
    """f implies g."""

    word, sign = "implies", r"\Rightarrow"

    def __new__(cls, *parts: Any) -> Implies:
        if len(parts) != 2:
            raise StatementError(f"Implies takes two formulas, got {len(parts)}")
        return cast(Implies, super().__new__(cls, *parts))


class Not(_Formula):
    """not f."""

    def __new__(cls, part: Any) -> Not:
        return cast(Not, Basic.__new__(cls, _formula(part)))

    def _sympystr(self, printer: Any) -> str:
        return f"not ({printer._print(self.args[0])})"

    def _latex(self, printer: Any) -> str:
        return rf"\neg \left({printer._print(self.args[0])}\right)"


class Quantifier(_Formula):
    """Quantifier over indices, reals or whole arrays."""

    word, sign = "", ""

    def __new__(cls, *parts: Any) -> Quantifier:
        *names, body = parts
        for name in names:
            if not isinstance(name, Index | Real | Array):
                raise StatementError(f"{cls.__name__} over {name}: expected an Index, a Real or an Array")
        if not names:
            raise StatementError(f"{cls.__name__}: give the names first, then the formula")
        return cast(Quantifier, Basic.__new__(cls, Tuple(*names), _formula(body)))

    def _sympystr(self, printer: Any) -> str:
        names = ", ".join(_sorted_name(name, printer, " in ", "R") for name in self.args[0])
        return f"{self.word} {names}: {self._show(printer, self.args[1])}"

    def _latex(self, printer: Any) -> str:
        names = ",\\ ".join(_sorted_name(name, printer, r" \in ", r"\mathbb{R}") for name in self.args[0])
        return rf"{self.sign} {names}:\ {self._show(printer, self.args[1])}"


def _sorted_name(name: Basic, printer: Any, member: str, reals: str) -> str:
    latex = printer.printmethod == "_latex"
    shown = printer._print(name)
    if isinstance(name, Index):
        return f"{shown}{member}[{printer._print(name.size)}]"
    if isinstance(name, Array):
        dims = (r" \times " if latex else " x ").join(printer._print(dim) for dim in name.dims)
        return f"{shown}{member}{reals}^" + (f"{{{dims}}}" if latex else f"({dims})")
    return f"{shown}{member}{reals}"


class ForAll(Quantifier):
    """for all i, ...: f."""

    word, sign = "for all", r"\forall"


class Exists(Quantifier):
    """there are i, ...: f."""

    word, sign = "there are", r"\exists"


def norm(body: Any, *indices: Index) -> Expr:
    """The Euclidean norm over the given indices: sqrt(sum body^2)."""
    return sqrt(Sum(_term(body) ** 2, *indices))


class Definition(_Plain):
    """A named definition: call it with its arguments, then index it with its index parameters.

    Made by ``s.define`` in a statement. ``params`` are (name, sort) pairs of the core form, the last
    ``trailing`` of them the index parameters; ``uses`` are the definitions that its body calls; ``view``
    are the arguments, the indices and the body as SymPy objects; ``home`` is the id of its entry.
    """

    name: str
    params: tuple[tuple[str, Any], ...]
    trailing: int
    body: Any
    is_formula: bool
    uses: tuple[Definition, ...]
    view: tuple[tuple[Any, ...], tuple[Any, ...], Any]
    home: str

    def __new__(
        cls,
        name: str,
        params: tuple[tuple[str, Any], ...],
        trailing: int,
        body: Any,
        is_formula: bool,
        uses: tuple[Definition, ...],
        view: tuple[tuple[Any, ...], tuple[Any, ...], Any],
        home: str,
    ) -> Definition:
        self = Basic.__new__(cls)
        self.name, self.params, self.trailing, self.body = name, params, trailing, body
        self.is_formula, self.uses, self.view, self.home = is_formula, uses, view, home
        return cast(Definition, self)

    def _hashable_content(self) -> tuple[Any, ...]:
        return (self.name, self.params, self.body)

    @property
    def core(self) -> tuple[Any, ...]:
        """The clause (name, params, body) of a statement's ``define`` part."""
        return (self.name, self.params, self.body)

    def __call__(self, *args: Any) -> Any:
        """The value, or (when index parameters are still missing) something to be indexed."""
        leading = len(self.params) - self.trailing
        if len(args) == len(self.params):
            return self._applied(args)
        if len(args) != leading:
            raise StatementError(f"{self.name} takes {leading} arguments, got {len(args)}")
        return Applied(self, args)

    def _applied(self, args: tuple[Any, ...]) -> Any:
        kept = tuple(arg if isinstance(arg, Array | Lam | Index) else _term(arg) for arg in args)
        return Holds(self, *kept) if self.is_formula else Call(self, *kept)

    def _sympystr(self, printer: Any) -> str:
        return self.name

    def _latex(self, printer: Any) -> str:
        return rf"\mathrm{{{self.name}}}".replace("_", r"\_")


class Applied:
    """A definition applied to its arguments and still waiting for its indices: ``softmax(a)``."""

    def __init__(self, definition: Definition, args: tuple[Any, ...]) -> None:
        self.definition = definition
        self.given = args
        self.missing = definition.trailing

    def __getitem__(self, key: Any) -> Any:
        indices = _indices(key, str(self))
        if len(indices) != self.missing:
            raise StatementError(f"{self} takes {self.missing} indices, got {len(indices)}")
        return self.definition(*self.given, *indices)

    def __str__(self) -> str:
        return f"{self.definition.name}({', '.join(map(str, self.given))})"


def _shown_call(call: Basic, printer: Any) -> str:
    definition, *args = call.args
    latex = printer.printmethod == "_latex"
    leading = len(args) - definition.trailing
    shown = ", ".join(printer._print(arg) for arg in args[:leading])
    shown = rf"\left({shown}\right)" if latex else f"({shown})"
    after = ", ".join(printer._print(arg) for arg in args[leading:])
    if after:
        after = f"_{{{after}}}" if latex else f"[{after}]"
    return f"{printer._print(definition)}{shown}{after}"


class Call(Node):
    """The value of a definition."""

    def __new__(cls, definition: Definition, *args: Any) -> Call:
        return cast(Call, Basic.__new__(cls, definition, *args))

    def _sympystr(self, printer: Any) -> str:
        return _shown_call(self, printer)

    _latex = _sympystr


class Holds(_Formula):
    """A definition whose body is a formula."""

    def __new__(cls, definition: Definition, *args: Any) -> Holds:
        return cast(Holds, Basic.__new__(cls, definition, *args))

    def _sympystr(self, printer: Any) -> str:
        return _shown_call(self, printer)

    _latex = _sympystr
