"""Definitions and their values."""

from __future__ import annotations

from typing import Any, cast

from sympy import Basic

from varproof.lang.errors import StatementError
from varproof.lang.formulas import Formula
from varproof.lang.leaves import Applied, Node, Plain
from varproof.lang.maps import as_argument


class Definition(Plain):
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
        kept = tuple(map(as_argument, args))
        return Holds(self, *kept) if self.is_formula else Call(self, *kept)

    def _sympystr(self, printer: Any) -> str:
        return self.name

    def _latex(self, printer: Any) -> str:
        return rf"\mathrm{{{self.name}}}".replace("_", r"\_")


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


class Holds(Formula):
    """A definition whose body is a formula."""

    def __new__(cls, definition: Definition, *args: Any) -> Holds:
        return cast(Holds, Basic.__new__(cls, definition, *args))

    def _sympystr(self, printer: Any) -> str:
        return _shown_call(self, printer)

    _latex = _sympystr
