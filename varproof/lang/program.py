"""Straight-line programs: terms and formulas over numbered nodes, each made once.

Terms (arguments are node numbers unless said otherwise):

======================================  ========================================================================
``("const", q)``, ``("pi",)``           a rational, the number pi
``("var", name, indices)``              an entry of a given, or a hole ``@k``
``("lin", q, ((c, t), ...))``           q + sum of c * t, with rational q and nonzero rational c
``("mul", ((t, k), ...))``              product of powers, k >= 1
``("div", s, t)``                       quotient
``("exp", t)`` ... ``("lambertw", t)``  also log, sqrt, abs
``("max", t, ...)``, ``("min", ...)``   over two or more terms
``("pick", (t, ...), (d, ...))``        the d whose t is strictly the largest; no value in a tie (derivative of max)
``("sel", f, t)``                       t where formula f holds, else 0
``("when", f, t)``                      t where formula f holds, else no value
``("integral", t, (v, ...), p, q)``     the integral of t over all v from p to q, where no formula depends on a v
======================================  ========================================================================

Formulas have four outcomes: true, false, undefined, and (when evaluated) any set of these that is still possible:
``("true",)``, ``("false",)``, ``("undef",)``, ``("open",)`` (a quantifier over reals: not decided here);
``("ge", t)``, ``("gt", t)``, ``("eq", t)`` compare with 0; ``("not", f)``; ``("and", f, ...)``, ``("or", f, ...)``
from left to right, later parts count only where the earlier leave the matter open; ``("all", f, ...)``,
``("any", f, ...)`` where every part must be defined; ``("def", f, c, ...)``: f where all c hold, else undefined;
``("isdef", f)``; ``("every", f, (v, ...))``: f for all real values of the variables v.

A term has a value whatever its domain conditions are (some fixed number off its domain); the conditions are
formulas of their own, made by `varproof.lang.ground`. So simplifying a term never loses a condition.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import isqrt
from typing import Any, TypeAlias

from varproof.lang import signs
from varproof.lang.signs import ANY, NEGATIVE, POSITIVE, ZERO

Node: TypeAlias = int
Op: TypeAlias = tuple[Any, ...]

_FLATTEN = 16
_ONE, _NIL = Fraction(1), Fraction(0)


class ProgramError(ValueError):
    """Something that a program cannot say; the message names it."""


class Program:
    """Nodes in order of making: arguments come before their users."""

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self.signs: list[int] = []
        self._numbers: dict[Op, Node] = {}
        self.derivatives: dict[tuple[Node, Node], Node] = {}  # those found so far, by `derivative`
        self._depends: dict[tuple[Node, Node], bool] = {}
        self.zero = self.const(_NIL)
        self.one = self.const(_ONE)
        self.true = self._make(("true",), 0)
        self.false = self._make(("false",), 0)
        self.undef = self._make(("undef",), 0)
        self.open = self._make(("open",), 0)

    def __len__(self) -> int:
        return len(self.ops)

    def _make(self, op: Op, sign: int) -> Node:
        node = self._numbers.get(op)
        if node is None:
            node = len(self.ops)
            self._numbers[op] = node
            self.ops.append(op)
            self.signs.append(sign)
        return node

    # ---- terms

    def const(self, q: Fraction) -> Node:
        return self._make(("const", q), POSITIVE if q > 0 else ZERO if q == 0 else NEGATIVE)

    def pi(self) -> Node:
        return self._make(("pi",), POSITIVE)

    def value(self, node: Node) -> Fraction | None:
        """The rational of a constant, else None."""
        op = self.ops[node]
        return op[1] if op[0] == "const" else None

    def var(self, name: str, indices: tuple[int, ...] = (), sign: int = ANY) -> Node:
        """A variable; what is known of the sign of one that is bound is given where it is made."""
        return self._make(("var", name, indices), sign)

    def lin(self, constant: Fraction, pairs: Iterable[tuple[Fraction, Node]]) -> Node:
        """constant + sum of c * t, in normal form."""
        found: dict[Node, Fraction] = {}
        for c, node in pairs:
            op = self.ops[node]
            if op[0] == "const":
                constant += op[1] if c is _ONE else c * op[1]
            elif op[0] == "lin" and len(op[2]) <= _FLATTEN:
                if op[1]:
                    constant += c * op[1]
                for inner, t in op[2]:
                    scaled = inner if c is _ONE else c * inner
                    found[t] = found[t] + scaled if t in found else scaled
            else:
                found[node] = found[node] + c if node in found else c
        terms = tuple((c, t) for t, c in sorted(found.items()) if c)
        if not terms:
            return self.const(constant)
        if not constant and len(terms) == 1 and terms[0][0] == 1:
            return terms[0][1]
        op = ("lin", constant, terms)
        known = self._numbers.get(op)
        if known is not None:
            return known
        sign = self.signs[self.const(constant)]
        for c, t in terms:
            sign = signs.added(sign, self.signs[t] if c > 0 else signs.negated(self.signs[t]))
        return self._make(op, sign)

    def add(self, terms: Iterable[Node]) -> Node:
        return self.lin(_NIL, ((_ONE, t) for t in terms))

    def sub(self, s: Node, t: Node) -> Node:
        return self.lin(_NIL, ((_ONE, s), (-_ONE, t)))

    def scale(self, c: Fraction, t: Node) -> Node:
        return self.lin(_NIL, ((c, t),))

    def _split(self, node: Node) -> tuple[Fraction, Node]:
        """A node as rational times node."""
        op = self.ops[node]
        if op[0] == "const":
            return op[1], self.one
        if op[0] == "lin" and not op[1] and len(op[2]) == 1:
            return op[2][0]  # type: ignore[no-any-return]
        return _ONE, node

    def mul(self, terms: Iterable[Node]) -> Node:
        return self.product((t, 1) for t in terms)

    def power(self, t: Node, k: int) -> Node:
        return self.product([(t, k)])

    def product(self, factors: Iterable[tuple[Node, int]]) -> Node:
        """The product of powers, k >= 1."""
        constant = _ONE
        found: dict[Node, int] = {}
        for node, k in factors:
            c, rest = self._split(node)
            constant *= c**k
            op = self.ops[rest]
            for t, inner in op[1] if op[0] == "mul" else ((rest, 1),):
                if t != self.one:
                    found[t] = found.get(t, 0) + k * inner
        if not constant:
            return self.zero
        powers = tuple(sorted(found.items()))
        if not powers:
            return self.const(constant)
        if len(powers) == 1 and powers[0][1] == 1:
            return self.scale(constant, powers[0][0])
        sign = POSITIVE
        for t, k in powers:
            sign = signs.multiplied(sign, signs.raised(self.signs[t], k))
        return self.scale(constant, self._make(("mul", powers), sign))

    def div(self, s: Node, t: Node) -> Node:
        (c, over), (d, under) = self._split(s), self._split(t)
        if not d:
            return self._make(("div", s, t), ANY)
        if under == self.one:
            return self.scale(c / d, over)
        if not c:
            return self.zero
        if over == under:
            return self.const(c / d)
        return self.scale(c / d, self._make(("div", over, under), signs.divided(self.signs[over], self.signs[under])))

    def exp(self, t: Node) -> Node:
        if t == self.zero:
            return self.one
        op = self.ops[t]
        return op[1] if op[0] == "log" else self._make(("exp", t), POSITIVE)

    def log(self, t: Node) -> Node:
        q, op = self.value(t), self.ops[t]
        if q == 1:
            return self.zero
        if op[0] == "exp":
            return op[1]  # type: ignore[no-any-return]
        sign = ANY if q is None or q <= 0 else POSITIVE if q > 1 else NEGATIVE
        return self._make(("log", t), sign)

    def sqrt(self, t: Node) -> Node:
        q = self.value(t)
        if q is not None and q >= 0:
            p, r = isqrt(q.numerator), isqrt(q.denominator)
            if p * p == q.numerator and r * r == q.denominator:
                return self.const(Fraction(p, r))
        return self._make(("sqrt", t), self.signs[t] & ~NEGATIVE or ANY)

    def abs(self, t: Node) -> Node:
        q = self.value(t)
        if q is not None:
            return self.const(abs(q))
        sign = self.signs[t]
        if not sign & NEGATIVE:
            return t
        return self._make(("abs", t), (sign & ZERO) | (POSITIVE if sign & ~ZERO else 0))

    def lambertw(self, t: Node) -> Node:
        return self.zero if t == self.zero else self._make(("lambertw", t), self.signs[t] & ~NEGATIVE or ANY)

    def extreme(self, head: str, terms: Iterable[Node]) -> Node:
        """head is "max" or "min"."""
        best: Fraction | None = None
        rest: dict[Node, None] = {}
        choose = max if head == "max" else min
        for t in terms:
            op = self.ops[t]
            if op[0] == "const":
                best = op[1] if best is None else choose(best, op[1])
            else:
                rest.update(dict.fromkeys(op[1:] if op[0] == head else (t,)))
        found = sorted(rest) if best is None else sorted({*rest, self.const(best)})
        if len(found) == 1:
            return found[0]
        union, keep = 0, POSITIVE if head == "max" else NEGATIVE
        for t in found:
            union |= self.signs[t]
        certain = [self.signs[t] for t in found]
        if any(s == keep for s in certain):
            union = keep
        elif any(not s & ~(keep | ZERO) for s in certain):
            union &= keep | ZERO
        return self._make((head, *found), union)

    def pick(self, keys: tuple[Node, ...], values: tuple[Node, ...]) -> Node:
        known = [self.value(t) for t in keys]
        if None not in known and known.count(max(known)) == 1:  # type: ignore[type-var]
            return values[known.index(max(known))]  # type: ignore[type-var]
        return self._make(("pick", keys, values), ANY)

    def when(self, f: Node, t: Node) -> Node:
        return t if f == self.true else self._make(("when", f, t), ANY)

    def sel(self, f: Node, t: Node) -> Node:
        if f == self.true:
            return t
        if f == self.false or t == self.zero:
            return self.zero
        return self._make(("sel", f, t), self.signs[t] | ZERO)

    def integral(self, t: Node, variables: tuple[Node, ...], low: Fraction, high: Fraction) -> Node:
        """The integral of t over all values of the variables from low to high; they occur nowhere else."""
        for node in self.reachable([t]):
            op = self.ops[node]
            chosen = op[1:2] if op[0] in ("sel", "when") else op[1] if op[0] == "pick" else ()
            if any(self.depends(key, v) for key in chosen for v in variables):
                raise ProgramError("an integral of a term in which a choice depends on the variable")
        left = tuple(v for v in variables if self.depends(t, v))
        volume = (high - low) ** (len(variables) - len(left))
        return self.scale(volume, self._make(("integral", t, left, low, high), self.signs[t]) if left else t)

    # ---- formulas

    def relation(self, head: str, t: Node) -> Node:
        """head is "ge", "gt" or "eq": t against 0. Decided here when the sign is plain from the form of t."""
        good = {"ge": ZERO | POSITIVE, "gt": POSITIVE, "eq": ZERO}[head]
        sign = self.signs[t]
        if not sign & ~good:
            return self.true
        if not sign & good:
            return self.false
        return self._make((head, t), 0)

    def negation(self, f: Node) -> Node:
        if f == self.true:
            return self.false
        if f == self.false:
            return self.true
        op = self.ops[f]
        if op[0] == "not":
            return op[1]  # type: ignore[no-any-return]
        return f if f in (self.undef, self.open) else self._make(("not", f), 0)

    def connect(self, head: str, parts: Iterable[Node]) -> Node:
        """head is "and", "or" (left to right) or "all", "any" (every part must be defined)."""
        neutral, final = (self.true, self.false) if head in ("and", "all") else (self.false, self.true)
        kept: dict[Node, None] = {}
        for f in parts:
            if f == neutral:
                continue
            kept[f] = None
            if head in ("and", "or") and f in (final, self.undef):
                break
        if head in ("all", "any") and self.undef in kept:
            return self.undef
        found = tuple(kept)
        if not found:
            return neutral
        return found[0] if len(found) == 1 else self._make((head, *found), 0)

    def defined(self, f: Node, conditions: Iterable[Node]) -> Node:
        """f where all conditions hold, else undefined."""
        kept = {c: None for c in conditions if c != self.true}
        if self.false in kept or self.undef in kept or f == self.undef:
            return self.undef
        return self._make(("def", f, *kept), 0) if kept else f

    def is_defined(self, f: Node) -> Node:
        if f in (self.true, self.false):
            return self.true
        if f == self.undef:
            return self.false
        return self._make(("isdef", f), 0) if _may_be_undefined(self, f) else self.true

    def every(self, f: Node, variables: tuple[Node, ...]) -> Node:
        """f for all real values of the variables."""
        op = self.ops[f]
        if op[0] == "every":
            f, variables = op[1], (*op[2], *variables)
        left = tuple(sorted({v for v in variables if self.depends(f, v)}))
        return self._make(("every", f, left), 0) if left else f

    # ---- structure

    def children(self, node: Node) -> tuple[Node, ...]:
        """The nodes that a node is made of."""
        return _children(self.ops[node])

    def reachable(self, roots: Iterable[Node]) -> list[Node]:
        """Every node below the roots, arguments first."""
        seen: set[Node] = set()
        todo = list(roots)
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo.extend(_children(self.ops[node]))
        return sorted(seen)

    def depends(self, node: Node, variable: Node) -> bool:
        """Does the variable occur below the node?"""
        if node <= variable:
            return node == variable
        key = (node, variable)
        found = self._depends.get(key)
        if found is None:
            found = any(self.depends(child, variable) for child in _children(self.ops[node]))
            self._depends[key] = found
        return found


def _children(op: Op) -> tuple[Node, ...]:
    head = op[0]
    if head == "lin":
        return tuple(t for _, t in op[2])
    if head == "mul":
        return tuple(t for t, _ in op[1])
    if head in ("const", "pi", "var"):
        return ()
    if head == "pick":
        return (*op[1], *op[2])
    if head == "integral":
        return (op[1], *op[2])
    if head == "every":
        return (op[1], *op[2])
    return op[1:]


def _may_be_undefined(program: Program, f: Node) -> bool:
    op = program.ops[f]
    if op[0] in ("def", "undef", "open"):
        return True
    if op[0] in ("ge", "gt", "eq", "true", "false", "isdef"):
        return False
    return any(_may_be_undefined(program, part) for part in (op[1:2] if op[0] == "every" else op[1:]))
