"""What names stand for while a statement is written out: reals, indices, arrays and maps, and scopes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from varproof.lang.program import Node, ProgramError


@dataclass(frozen=True)
class Real:
    """A real in scope."""

    node: Node


@dataclass(frozen=True)
class Place:
    """An index in scope: its value and the number of values it may have."""

    value: int
    size: int


@dataclass(frozen=True)
class Given:
    """An array of variables."""

    name: str
    dims: tuple[int, ...]


@dataclass(frozen=True)
class Changed:
    """An array with one entry replaced."""

    base: Array
    where: tuple[int, ...]
    entry: Node
    dims: tuple[int, ...]


@dataclass(frozen=True)
class Closure:
    """An array written as a term in its indices, with what is in scope there."""

    body: int  # its key in the table of a Ground
    names: tuple[str, ...]
    dims: tuple[int, ...]
    scope: Scope


@dataclass(frozen=True)
class Map:
    """A map written as a term in its arguments and indices, with what is in scope there.

    One that is given as data is defined for all arguments: where its term is not, its value is not known.
    """

    body: int  # its key in the table of a Ground
    names: tuple[str, ...]
    dims: tuple[int, ...]  # of its sort, in order
    scope: Scope
    is_total: bool


@dataclass(frozen=True)
class Unknown:
    """A map that is bound by a quantifier."""

    dims: tuple[int, ...]


Array: TypeAlias = Given | Changed | Closure
Bound: TypeAlias = Real | Place | Array | Map | Unknown


@dataclass(frozen=True)
class Scope:
    """Values of names and sizes, sorted by name so that equal scopes are equal."""

    names: tuple[tuple[str, Bound], ...]
    sizes: tuple[tuple[str, int], ...]

    def __getitem__(self, name: str) -> Any:
        for key, value in self.names:
            if key == name:
                return value
        raise ProgramError(f"{name} is not in scope")

    def size(self, name: str) -> int:
        for key, value in self.sizes:
            if key == name:
                return value
        raise ProgramError(f"{name} is not a size in scope")

    def bind(self, *pairs: tuple[str, Bound]) -> Scope:
        return Scope(tuple(sorted({**dict(self.names), **dict(pairs)}.items())), self.sizes)

    def only(self, names: frozenset[str]) -> Scope:
        return Scope(tuple(pair for pair in self.names if pair[0] in names), self.sizes)
