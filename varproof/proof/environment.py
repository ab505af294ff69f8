"""What each name of a statement stands for while it is translated, and the domain conditions that are met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from varproof.proof.kernel.terms import Kinds, Node

Core = Any
Function = Callable[..., Node]


class TranslationError(ValueError):
    """The statement uses something that the kernel's language cannot say."""


@dataclass(frozen=True)
class Array:
    """An array in scope: its sizes as sets, and its entries as a function of the scope and conditions of their use and
    the index terms."""

    at: Function
    sizes: tuple[Node, ...]


@dataclass(frozen=True)
class Map:
    """A map in scope: its values as a function of the scope and conditions of their use, the arguments (terms and
    arrays) and the index terms; the sets of the sizes in its sort; for each of its arguments and indices the number of
    indices that it has itself."""

    at: Function
    sizes: tuple[Node, ...]
    kinds: Kinds


@dataclass(frozen=True)
class Environment:
    """What each name in scope stands for."""

    sizes: dict[str, Node]
    values: dict[str, Node | Array | Map]  # indices and reals are terms
    index_sizes: dict[str, Node]
    definitions: dict[str, tuple[tuple[tuple[str, Core], ...], Core]]
    updated: tuple[Node, Node] | None = None  # inside a partial derivative: (size, index) of the entry
    apart: frozenset[Node] = frozenset()  # index terms known to differ from that index
    smooth: frozenset[tuple[str, str]] = frozenset()  # the variables of the partial derivatives around

    def bind(self, name: str, value: Node | Array | Map, size: Node | None = None) -> Environment:
        sizes = self.index_sizes if size is None else {**self.index_sizes, name: size}
        return replace(self, values={**self.values, name: value}, index_sizes=sizes)


@dataclass
class Conditions:
    """Domain conditions in the order in which they are met."""

    found: list[Node] = field(default_factory=list)

    def add(self, condition: Node) -> None:
        if condition not in self.found:
            self.found.append(condition)

    def guarded(self, inner: Conditions, wrap: Callable[[Node], Node]) -> None:
        for condition in inner.found:
            self.add(wrap(condition))
