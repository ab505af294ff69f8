"""The record of a proof as JSON-able data: one table of shared nodes, and the steps that the goals need."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from varproof.decide.kernel.rules import Session, Theorem
from varproof.decide.kernel.terms import Node, factors, terms

_DECIMAL_BITS = 12_000  # Python refuses to print decimal integers beyond 4300 digits


def number(q: Fraction | int) -> int | str:
    """A rational as JSON: an integer, "p/q", or hexadecimal when it is very long."""
    q = Fraction(q)
    if max(q.numerator.bit_length(), q.denominator.bit_length()) > _DECIMAL_BITS:
        return hex(q.numerator) if q.denominator == 1 else f"{hex(q.numerator)}/{hex(q.denominator)}"
    return q.numerator if q.denominator == 1 else str(q)


def record(session: Session, goals: Sequence[Theorem]) -> dict[str, Any]:
    """{"nodes", "steps", "goals"} of the steps that lead to the goals."""
    needed: set[int] = set()
    todo = [g.step for g in goals]
    while todo:
        step = todo.pop()
        if step not in needed:
            needed.add(step)
            todo.extend(session.steps[step][1])
    order = sorted(needed)
    place = {step: k for k, step in enumerate(order)}
    table = _Table()
    steps = []
    for step in order:
        rule, premises, args = session.steps[step]
        steps.append([rule, [place[p] for p in premises], [table.encode(a) for a in args]])
    return {"nodes": table.rows, "steps": steps, "goals": [place[g.step] for g in goals]}


class _Table:
    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.index: dict[Node, int] = {}

    def encode(self, arg: object) -> Any:
        if isinstance(arg, Node):
            return self.node(arg)
        if isinstance(arg, Fraction):
            return number(arg)
        if isinstance(arg, tuple):
            return [self.encode(a) for a in arg]
        return arg  # a name or a small integer

    def node(self, node: Node) -> int:
        if node not in self.index:
            row = self.row(node)
            self.index[node] = len(self.rows)
            self.rows.append(row)
        return self.index[node]

    def product(self, mono: Node) -> list[list[Any]]:
        return [[self.node(atom), number(e)] for atom, e in factors(mono)]

    def row(self, node: Node) -> list[Any]:
        a: tuple[Any, ...] = node.args
        match node.op:
            case "poly":
                return ["poly", [[number(c), self.product(mono)] for mono, c in terms(node)]]
            case "exp":
                return ["exp", self.product(a[0])]
            case "app":
                return ["app", a[0], [self.node(x) for x in a[1]]]
            case _:
                return [node.op, *(self.node(x) if isinstance(x, Node) else x for x in a)]
