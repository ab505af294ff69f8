"""Graphs and straight-line programs have the values of the generated terms they are made of."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume

from tests.properties.generated import VARIABLES, coordinates, fails, holds, place, rational_terms, terms, value, walk
from varproof.arith.exact import Number
from varproof.lang.claims import Term
from varproof.lang.evaluate import Evaluation
from varproof.lang.expressions import Graph
from varproof.lang.program import Program
from varproof.lang.signs import NEGATIVE, POSITIVE, ZERO


def graph_agrees(t: Term, x: Fraction, y: Fraction, kind: type[Graph] = Graph) -> None:
    """Folding, sharing and reordering keep the value wherever the term has one."""
    at = place(x, y)
    wanted = value(t, at)
    assume(wanted is not None)
    graph = kind(list(VARIABLES))
    node = graph.of(t)
    assert graph.of(t) == node  # made once
    found: dict[int, Fraction] = {}
    for n in graph.order(node):
        head, *a = graph.ops[n]
        parts = [("const", found[p]) for p in graph.parts(n)]
        leaf = ("var", VARIABLES[a[0]]) if head == "var" else ("const", a[0]) if head == "const" else None
        found[n] = walk(leaf or (head, *parts, *([a[1]] if head == "^" else [])), at)
    assert found[node] == wanted


class Swapped(Graph):
    def op(self, head: str, *parts: int) -> int:
        return super().op({"max": "min", "min": "max"}.get(head, head), *parts)


class Reversed(Graph):
    def op(self, head: str, *parts: int) -> int:
        return super().op(head, *(parts[::-1] if head == "-" else parts))


def test_the_graph_agrees_with_the_walk() -> None:
    holds(graph_agrees, terms((), 16), coordinates, coordinates, examples=300)


@pytest.mark.parametrize("wrong", [Swapped, Reversed])
def test_a_wrong_graph_is_seen(wrong: type[Graph]) -> None:
    fails(lambda t, x, y: graph_agrees(t, x, y, wrong), rational_terms, coordinates, coordinates)


def built(p: Program, t: Term, leaves: dict[str, int]) -> int:
    if t[0] in ("const", "var"):
        return p.const(t[1]) if t[0] == "const" else leaves[t[1]]
    a = built(p, t[1], leaves)
    if t[0] == "^":
        return p.power(a, t[2]) if t[2] else p.one
    if t[0] in ("neg", "abs"):
        return p.abs(a) if t[0] == "abs" else p.scale(Fraction(-1), a)
    b = built(p, t[2], leaves)
    if t[0] in ("max", "min"):
        return p.extreme(t[0], (a, b))
    return {"+": lambda: p.add((a, b)), "-": lambda: p.sub(a, b), "*": lambda: p.mul((a, b))}.get(
        t[0], lambda: p.div(a, b)
    )()


def step(op: tuple[Any, ...], at: dict[str, Fraction], known: dict[int, Fraction]) -> Fraction:
    """One operation of a program, from the table in `varproof.lang.program`."""
    head = op[0]
    if head in ("const", "var"):
        return op[1] if head == "const" else at[op[1]]
    if head == "lin":
        return sum((c * known[t] for c, t in op[2]), op[1])
    if head == "mul":
        return math.prod((known[t] ** k for t, k in op[1]), start=Fraction(1))
    some = [known[t] for t in op[1:]]
    return {"div": lambda: some[0] / some[1], "abs": lambda: abs(some[0]), "max": lambda: max(some)}.get(
        head, lambda: min(some)
    )()


def program_agrees(t: Term, x: Fraction, y: Fraction, kind: type[Program] = Program) -> None:
    """The normal form has the value of the walk, step by step and by `Evaluation`; no sign that is noted is wrong."""
    at = place(x, y)
    wanted = value(t, at)
    assume(wanted is not None)
    p = kind()
    root = built(p, t, {name: p.var(name) for name in VARIABLES})
    known: dict[int, Fraction] = {}
    for node in p.reachable([root]):
        q = known[node] = step(p.ops[node], at, known)
        assert p.signs[node] & (POSITIVE if q > 0 else NEGATIVE if q < 0 else ZERO), p.ops[node]
    assert known[root] == wanted
    closed = kind()
    end = built(closed, t, {name: closed.const(q) for name, q in at.items()})
    (number,) = Evaluation(closed).values([end], Number)
    assert number is not None and number.rational() == wanted


class Mixed(Program):
    def extreme(self, head: str, terms: Any) -> int:
        return super().extreme("min" if head == "max" else "max", terms)


class Signed(Program):
    def var(self, name: str, indices: tuple[int, ...] = (), sign: int = POSITIVE) -> int:
        return super().var(name, indices, sign)


def test_the_program_agrees_with_the_walk() -> None:
    holds(program_agrees, terms((), 16), coordinates, coordinates, examples=300)


@pytest.mark.parametrize("wrong", [Mixed, Signed])
def test_a_wrong_program_is_seen(wrong: type[Program]) -> None:
    fails(lambda t, x, y: program_agrees(t, x, y, wrong), rational_terms, coordinates, coordinates)
