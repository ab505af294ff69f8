"""The record of a proof as JSON-able data, one table of shared nodes and the steps that the goals need; its replay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.formulas import setbound
from varproof.proof.kernel.rules import Session, Theorem
from varproof.proof.kernel.terms import Node, factors, terms
from varproof.recheck.kernel.rules import RULES

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
            case "lam":
                return ["lam", a[0] if isinstance(a[0], int) else list(a[0]), self.node(a[1])]
            case _:
                return [node.op, *(self.node(x) if isinstance(x, Node) else x for x in a)]


def replay(session: Session, record: Mapping[str, Any]) -> list[Theorem]:
    """Make the steps of a record again in a session: the theorems of its goals."""
    nodes: list[Node] = []
    for row in record["nodes"]:
        nodes.append(_read(row, nodes))
    made: list[Theorem] = []
    for rule, places, args in record["steps"]:
        premises = [made[k] for k in places]
        values = [_argument(kind, x, nodes) for kind, x in zip(RULES[rule][1], args, strict=True)]
        together = rule in ("arith", "deriv", "rise")
        made.append(getattr(session, rule)(*([premises] if together else premises), *values))
    return [made[k] for k in record["goals"]]


def _rational(x: int | str) -> Fraction:
    over, _, under = str(x).partition("/")
    return Fraction(int(over, 0), int(under or "1", 0))


def _argument(kind: str, x: Any, nodes: Sequence[Node]) -> Any:
    """An argument of a rule, of a kind as `recheck` has them."""
    if kind == "a":
        return [(_rational(weight), nodes[s], chosen) for weight, s, chosen in x]
    if kind == "e":
        return [(nodes[r], k) for r, k in x]
    return x if kind in "noki" else nodes[x]


def _product(pairs: Any, nodes: Sequence[Node]) -> Node:
    """The product of powers of atoms, each of which was read as a term."""
    return t.product({factors(terms(nodes[k])[0][0])[0][0]: _rational(e) for k, e in pairs})


_MAKERS: dict[str, Callable[..., Node]] = {
    "var": t.var, "bound": t.bound, "inv": t.inv, "fn": t.fn, "sum": t.sum_body, "max": t.max_body,
    "deriv": t.deriv_body, "set": t.setvar, "setb": setbound, "filter": t.filter_body, "ge": t.ge, "gt": t.gt,
    "eq": t.eq, "in": t.member, "imp": t.imp, "all": t.all_body,
}  # fmt: skip


def _read(row: Sequence[Any], nodes: Sequence[Node]) -> Node:
    op, *a = row
    if op == "poly":
        total = t.ZERO
        for c, pairs in a[0]:
            total = total + t.monomial(_product(pairs, nodes), _rational(c))
        return total
    if op == "exp":
        return t.exp(t.monomial(_product(a[0], nodes)))
    if op == "app":
        return t.app(a[0], tuple(nodes[k] for k in a[1]))
    if op == "lam":
        return t.lam_body(a[0] if isinstance(a[0], int) else tuple(a[0]), nodes[a[1]])
    plain = {"var": 1, "bound": 1, "set": 1, "setb": 1, "fn": 1, "all": 1}.get(op, 0)  # no nodes
    return _MAKERS[op](*a[:plain], *(nodes[k] for k in a[plain:]))
