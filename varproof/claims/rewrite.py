"""Nodes with parts replaced: variables by nodes, kinks by one of their sides."""

from __future__ import annotations

from varproof.claims.state import State
from varproof.lang import functions
from varproof.lang.expressions import Graph

KINKS = ("abs", "max", "min")
INCREASING = ("exp", "log", "sqrt", *functions.INCREASING)


def replaced(graph: Graph, node: int, parts: dict[int, int]) -> int:
    """The node with parts replaced by other nodes."""
    made: dict[int, int] = {}
    for n in graph.order(node):
        head, *a = graph.ops[n]
        if n in parts:
            made[n] = parts[n]
        elif head in ("const", "var"):
            made[n] = n
        elif head == "^":
            made[n] = graph.power(made[a[0]], a[1])
        else:
            made[n] = graph.op(head, *(made[p] for p in a))
    return made[node]


def substituted(graph: Graph, node: int, values: dict[int, int]) -> int:
    """The node with variables, by number, replaced by nodes."""
    variables = {n: graph.ops[n][1] for n in graph.order(node) if graph.ops[n][0] == "var"}
    return replaced(graph, node, {n: values[k] for n, k in variables.items() if k in values})


def like(graph: Graph, node: int) -> int:
    """A node of the same sign, with increasing functions and divisions undone."""
    head, *a = graph.ops[node]
    if head == "-" and graph.ops[a[0]][0] == graph.ops[a[1]][0] and graph.ops[a[0]][0] in INCREASING:
        return like(graph, graph.op("-", graph.ops[a[0]][1], graph.ops[a[1]][1]))
    if head == "log":
        return like(graph, graph.op("-", a[0], graph.const(1)))
    return graph.op("*", *a) if head == "/" else node


def resolved(s: State, node: int, u: int, turn: int) -> int:
    """The node where turn u >= 0: |v|, max and min are one of their arguments if v, or the difference, is like u."""
    g = s.graph
    u = like(g, u)
    made: dict[int, int] = {}
    for n in g.order(node):
        head, *a = g.ops[n]
        if head in ("const", "var"):
            made[n] = n
        elif head == "^":
            made[n] = g.power(made[a[0]], a[1])
        else:
            p = [made[q] for q in a]
            made[n] = g.op(head, *p)
            if head in KINKS:
                c = s.forms.ratio(like(g, p[0] if head == "abs" else g.op("-", *p)), u)
                if c is not None and head == "abs":
                    made[n] = p[0] if c * turn > 0 else g.op("neg", p[0])
                elif c is not None:
                    made[n] = p[0] if (c * turn > 0) == (head == "max") else p[1]
    return made[node]


def same(s: State, one: int, two: int) -> bool:
    """Their forms are equal."""
    return one == two or s.forms.ratio(one, two) == 1 or (not s.forms.of(one)[0] and not s.forms.of(two)[0])
