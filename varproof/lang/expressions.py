"""Terms of the claim language as a graph with shared nodes, and their symbolic derivatives.

A node is a number; its operation is that of a term (`varproof.lang.claims`) with node numbers for the parts, and
``("var", k)`` for the k-th variable. Three functions come from derivatives: ``slope`` is that of abs, ``kink`` is 0 off
the jump of ``slope`` and undefined on it, ``jump``, of what jumps, is known nowhere. Rational constants are folded, and
0 and 1 dropped: the function of a node agrees with its term wherever that is defined. Whether it is defined is asked by
goals of its own (`goals`).
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any, TypeAlias

from varproof.lang.claims import Relation, Term
from varproof.lang.functions import SLOPES, TABLE

Goal: TypeAlias = tuple[str, int]  # ("ge" | "gt" | "ne", node): the value is >= 0, > 0, not 0
# what is asked of the last part
DOMAINS = {"/": "ne", "log": "gt", "sqrt": "ge", **{head: f.domain for head, f in TABLE.items() if f.domain}}
_DIGITS = 10**2000


class Graph:
    """Nodes in order of making: parts come before what is made of them."""

    def __init__(self, variables: list[str]) -> None:
        self.variables = {name: k for k, name in enumerate(variables)}
        self.ops: list[tuple[Any, ...]] = []
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._derivatives: dict[tuple[int, int], int] = {}

    def _make(self, *op: Any) -> int:
        node = self._numbers.get(op)
        if node is None:
            node = self._numbers[op] = len(self.ops)
            self.ops.append(op)
        return node

    def restore(self, *op: Any) -> int:
        """The node of an operation that was made before, in `ops` of a graph that began as this one."""
        return self._make(*op)

    def const(self, q: Fraction | int) -> int:
        return self._make("const", Fraction(q))

    def variable(self, name: str, k: int) -> int:
        """The node of the k-th variable, which may be new."""
        self.variables[name] = k
        return self._make("var", k)

    def rational(self, node: int) -> Fraction | None:
        op = self.ops[node]
        return op[1] if op[0] == "const" else None

    def op(self, head: str, *parts: int) -> int:
        """A node of this operation, in a simpler form where one is at hand."""
        p, q = self.rational(parts[0]), self.rational(parts[-1])
        if head in ("floor", "sign") and p is not None:
            return self.const(floor(p) if head == "floor" else (p > 0) - (p < 0))
        if head == "abs" and p is not None:
            return self.const(abs(p))
        if head in ("max", "min") and p is not None and q is not None:
            return self.const(max(p, q) if head == "max" else min(p, q))
        if head == "neg":
            if p is not None:
                return self.const(-p)
            return int(self.ops[parts[0]][1]) if self.ops[parts[0]][0] == "neg" else self._make(head, *parts)
        if head in ("+", "-", "*", "/") and p is not None and q is not None and (head != "/" or q):
            value = {"+": p + q, "-": p - q, "*": p * q}[head] if head != "/" else p / q
            if max(abs(value.numerator), value.denominator) < _DIGITS:
                return self.const(value)
        if head == "+" and (p == 0 or q == 0):
            return parts[1] if p == 0 else parts[0]
        if head == "-" and (q == 0 or parts[0] == parts[1]):
            return parts[0] if q == 0 else self.const(0)
        if head == "-" and p == 0:
            return self.op("neg", parts[1])
        turned = [self.ops[t][0] == "neg" for t in parts]
        if head in ("+", "-") and turned[1]:
            return self.op("-" if head == "+" else "+", parts[0], self.ops[parts[1]][1])
        if head == "+" and turned[0]:
            return self.op("-", parts[1], self.ops[parts[0]][1])
        if head in ("*", "/") and any(turned):
            size = self.op(head, *(self.ops[t][1] if n else t for t, n in zip(parts, turned, strict=True)))
            return self.op("neg", size) if sum(turned) == 1 else size
        if head == "-" and ("-", *parts[::-1]) in self._numbers:
            return self.op("neg", self._numbers["-", *parts[::-1]])
        if head == "*":
            if p == 0 or q == 0:
                return self.const(0)
            if p == 1 or q == 1:
                return parts[1] if p == 1 else parts[0]
            if p == -1 or q == -1:
                return self.op("neg", parts[1] if p == -1 else parts[0])
            if parts[0] == parts[1]:
                return self.power(parts[0], 2)
            for u, v in (parts, parts[::-1]):
                if self.ops[v][0] == "/" and self.ops[v][2] == u:
                    return int(self.ops[v][1])
        if head == "/" and (p == 0 or q == 1):
            return parts[0]
        if head == "/" and parts[0] == parts[1]:
            return self.const(1)
        return self._make(head, *parts)

    def power(self, base: int, k: int) -> int:
        if k <= 1:
            return base if k else self.const(1)
        q = self.rational(base)
        if q is not None and max(abs(q.numerator), q.denominator).bit_length() * k < 6000:
            return self.const(q**k)
        if self.ops[base][0] == "abs" and k % 2 == 0:
            return self.power(self.ops[base][1], k)
        if self.ops[base][0] == "^":
            return self._make("^", self.ops[base][1], self.ops[base][2] * k)
        return self._make("^", base, k)

    def of(self, t: Term) -> int:
        """The node of a term."""
        if t[0] == "const":
            return self.const(t[1])
        if t[0] == "var":
            return self._make("var", self.variables[t[1]])
        if t[0] == "^":
            return self.power(self.of(t[1]), t[2])
        return self.op(t[0], *(self.of(s) for s in t[1:]))

    def parts(self, node: int) -> tuple[int, ...]:
        op = self.ops[node]
        return () if op[0] in ("const", "var") else op[1:2] if op[0] == "^" else op[1:]

    def order(self, *nodes: int) -> list[int]:
        """These nodes and all they are made of, parts first."""
        seen: set[int] = set()
        stack = list(nodes)
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                stack.extend(self.parts(node))
        return sorted(seen)

    def derivative(self, node: int, k: int) -> int:
        """The partial derivative in the k-th variable."""
        for n in self.order(node):
            if (n, k) not in self._derivatives:
                self._derivatives[n, k] = self._derive(n, k)
        return self._derivatives[node, k]

    def _derive(self, node: int, k: int) -> int:
        head, *a = self.ops[node]
        if head in ("const", "var"):
            return self.const(int(head == "var" and a[0] == k))
        op, d = self.op, [self._derivatives[p, k] for p in self.parts(node)]
        if all(self.rational(t) == 0 for t in d):
            return self.const(0)
        if head in ("+", "-", "neg"):
            return op(head, *d)
        if head == "*":
            return op("+", op("*", d[0], a[1]), op("*", a[0], d[1]))
        if head == "/":
            return op("/", op("-", d[0], op("*", node, d[1])), a[1])
        if head == "^":
            return op("*", op("*", self.const(a[1]), self.power(a[0], a[1] - 1)), d[0])
        if head in ("max", "min"):
            side = op("slope", op("-", a[0], a[1]))
            mean, half = op("*", self.const(Fraction(1, 2)), op("+", *d)), op("*", self.const(Fraction(1, 2)), side)
            return op("+" if head == "max" else "-", mean, op("*", half, op("-", *d)))
        return op("*", self._outer(head, node, a[0]), d[0])

    def _outer(self, head: str, node: int, t: int) -> int:
        op, one = self.op, self.const(1)
        if head == "exp":
            return node
        if head == "log":
            return op("/", one, t)
        if head == "sqrt":
            return op("/", self.const(Fraction(1, 2)), node)
        if head == "tanh":
            return op("-", one, self.power(node, 2))
        if head == "sin":
            return op("cos", t)
        if head == "cos":
            return op("neg", op("sin", t))
        if head in TABLE:
            return SLOPES[head](self, t) if head in SLOPES else op("jump", t)
        return op({"abs": "slope", "jump": "jump"}.get(head, "kink"), t)

    def term(self, node: int) -> Term:
        """The node as a nested tuple, shared parts being the same object; variables by number."""
        made: dict[int, Term] = {}
        for n in self.order(node):
            op = self.ops[n]
            if op[0] in ("const", "var"):
                made[n] = op
            elif op[0] == "^":
                made[n] = ("^", made[op[1]], op[2])
            else:
                made[n] = (op[0], *(made[p] for p in op[1:]))
        return made[node]


def _domain(t: Term, found: dict[tuple[str, Term], None]) -> None:
    for part in t[1:]:
        if type(part) is tuple:
            _domain(part, found)
    if t[0] in DOMAINS:
        found.setdefault((DOMAINS[t[0]], t[-1]))


def goals(graph: Graph, relations: list[Relation]) -> list[Goal]:
    """What has to hold for a conjunction to be defined and true: for each relation its domain conditions, parts first
    and from left to right, without repetition within it, then the relation; an equation is two inequalities."""
    found: list[Goal] = []
    for sign, left, right in relations:
        conditions: dict[tuple[str, Term], None] = {}
        _domain(left, conditions)
        _domain(right, conditions)
        found += [(kind, graph.of(t)) for kind, t in conditions]
        a, b = graph.of(left), graph.of(right)
        if sign in ("<=", "<", "=="):
            found.append(("gt" if sign == "<" else "ge", graph.op("-", b, a)))
        if sign in (">=", ">", "==", "!="):
            found.append(({">": "gt", "!=": "ne"}.get(sign, "ge"), graph.op("-", a, b)))
    return found
