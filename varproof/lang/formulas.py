"""Formulas that SymPy leaves alone: connectives and quantifiers, in the author's order."""

from __future__ import annotations

from typing import Any, cast

from sympy import Basic, Tuple
from sympy.logic.boolalg import Boolean

from varproof.lang.errors import StatementError
from varproof.lang.leaves import Array, Index, Plain, Real, as_formula
from varproof.lang.maps import Map


class Formula(Plain, Boolean):  # type: ignore[misc]
    """A formula SymPy leaves alone; the order of its parts is the author's."""

    def __bool__(self) -> bool:
        raise StatementError(f"Python cannot say whether {self} is true; write And(f, g), Or(f, g), Not(f)")

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


class _Joined(Formula):
    word, sign = "", ""

    def __new__(cls, *parts: Any) -> _Joined:
        if len(parts) < 2:
            raise StatementError(f"{cls.__name__} takes two or more formulas, got {len(parts)}")
        return cast("_Joined", Basic.__new__(cls, *map(as_formula, parts)))

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


class Not(Formula):
    """not f."""

    def __new__(cls, part: Any) -> Not:
        return cast(Not, Basic.__new__(cls, as_formula(part)))

    def _sympystr(self, printer: Any) -> str:
        return f"not ({printer._print(self.args[0])})"

    def _latex(self, printer: Any) -> str:
        return rf"\neg \left({printer._print(self.args[0])}\right)"


class Quantifier(Formula):
    """Quantifier over indices, reals, whole arrays or maps."""

    word, sign = "", ""

    def __new__(cls, *parts: Any) -> Quantifier:
        *names, body = parts
        for name in names:
            if not isinstance(name, Index | Real | Array | Map):
                raise StatementError(f"{cls.__name__} over {name}: expected an Index, a Real, an Array or a Map")
        if not names:
            raise StatementError(f"{cls.__name__}: give the names first, then the formula")
        return cast(Quantifier, Basic.__new__(cls, Tuple(*names), as_formula(body)))

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
    if isinstance(name, Map):
        return f"{shown}: {' x '.join(map(str, name.domain))} -> {name.to}"
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
