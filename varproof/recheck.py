"""Independent checker of certificates (standard library only, shares no code with the rest of varproof).

A certificate is hostile input.  Two kinds are read:

* ``kernel``: a proof, replayed rule by rule; every conclusion is recomputed, and the listed goals must be all goals
  of this module's own translation of the statement text.
* ``witness``: exact data at which every assumption is true and a claim is false or undefined, decided by exact
  arithmetic or by outward-rounded dyadic intervals (strict separation only).

``python -m varproof.recheck FILE_OR_DIR.. [--lock statements.lock]`` exits 0 if all certificates are accepted, 1 if
some are rejected, 2 on unreadable input.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from pathlib import Path
from typing import Any, NamedTuple

Rational = int | Fraction
Core = Any  # nested tuples of str, int, Fraction, None
Env = dict[str, Any]

WORK = 30_000_000  # elementary polynomial or evaluation steps in one certificate
DEPTH = 600  # nesting of kernel nodes; also of brackets in a statement
BITS = 1_000_000  # size of a coefficient
EXPONENT = 4_000  # bits of an exponent
LADDER = (64, 256, 1024, 4096, 16384)


class Rejected(Exception):
    """The certificate does not establish its statement."""


class BadInput(Exception):
    """The input is not a certificate (or not a lock) at all."""


def need(condition: bool, message: str) -> None:
    """Reject unless the condition holds."""
    if not condition:
        raise Rejected(message)


def is_int(x: object) -> bool:
    return type(x) is int


# ---------------------------------------------------------------- input

INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*|0x[0-9a-f]+)")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_:.'-]*")
SORT = re.compile(r"real|set|fn[1-9][0-9]?")


def lean(q: Rational) -> Rational:
    """The one representation of a rational: int when integral, Fraction otherwise."""
    return q if type(q) is int else q.numerator if q.denominator == 1 else q


def integer(text: str) -> int:
    need(bool(INTEGER.fullmatch(text)), f"not an integer: {text[:40]!r}")
    try:
        return int(text, 16 if "x" in text else 10)
    except ValueError:
        raise Rejected("decimal integer too long (use hexadecimal)") from None


def rational(x: object) -> Rational:
    """An int, or a string p, p/q, 0x.., 0x../0x.. with q > 0; never a float or a bool."""
    if type(x) is int:
        return x
    need(type(x) is str, f"not a rational: {str(x)[:40]}")
    top, slash, bottom = str(x).partition("/")
    q = integer(bottom) if slash else 1
    need(q > 0, f"denominator is not positive: {str(x)[:40]}")
    return lean(Fraction(integer(top), q))


def read_json(text: str) -> Any:
    """JSON without floats, NaN or repeated keys."""

    def refuse(literal: str) -> Any:
        raise BadInput(f"not an exact number: {literal[:40]}")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise BadInput("an object repeats a key")
        return dict(pairs)

    try:
        return json.loads(text, parse_float=refuse, parse_constant=refuse, object_pairs_hook=unique)
    except RecursionError:
        raise BadInput("nested too deeply") from None
    except ValueError as error:
        raise BadInput(f"not JSON: {error}") from None


# ---------------------------------------------------------------- kernel terms


class Node:
    """Interned node: two nodes of one table are equal exactly when they are the same object.

    free: names (str) and loose indices (int) that occur, each with its sort.  top: 1 + largest loose index, or 0.
    """

    __slots__ = ("args", "depth", "free", "tag", "top", "uid", "weight")

    def __init__(self, tag: str, args: tuple[Any, ...], free: frozenset[tuple[Any, str]], depth: int, uid: int) -> None:
        self.tag, self.args, self.free, self.depth, self.uid = tag, args, free, depth, uid
        self.top = max([1 + k for k, _ in free if type(k) is int], default=0)
        self.weight = 1


SETS = ("set", "setb", "filter")
ATOMS = ("var", "bound", "app", "inv", "fn", "exp", "sum", "max", "deriv")
FORMULAS = ("ge", "gt", "eq", "in", "imp", "all")


class Terms:
    """Terms in normal form (polynomials over Q in atoms), sets and formulas; all constructors normalise."""

    def __init__(self) -> None:
        self.table: dict[tuple[str, tuple[Any, ...]], Node] = {}
        self.products: dict[tuple[Node, Node], Node] = {}
        self.work = 0
        self.unit = self.mono({})
        self.zero = self.poly({})
        self.one = self.const(1)
        self.false = self.relation("gt", self.zero)

    def charge(self, amount: int) -> None:
        self.work += amount
        need(self.work <= WORK, "budget of elementary steps spent")

    def node(
        self,
        tag: str,
        args: tuple[Any, ...],
        plain: Iterable[Node] = (),
        under: tuple[tuple[Node, str], ...] = (),
        own: tuple[Any, str] | None = None,
    ) -> Node:
        """Intern; `plain` children stand outside, `under` ones below one new binder of the given sort."""
        found = self.table.get((tag, args))
        if found is not None:
            return found
        self.charge(1)
        free: set[tuple[Any, str]] = set() if own is None else {own}
        depth = 0
        for child in plain:
            free |= child.free
            depth = max(depth, child.depth)
        for child, sort in under:
            depth = max(depth, child.depth)
            for name, s in child.free:
                if type(name) is not int:
                    free.add((name, s))
                elif name:
                    free.add((name - 1, s))
                else:
                    need(s == sort, "a bound index is used at another sort than its binder's")
        need(depth < DEPTH, "nested too deeply")
        made = self.table[tag, args] = Node(tag, args, frozenset(free), depth + 1, len(self.table))
        return made

    # polynomials

    def mono(self, powers: Mapping[Node, Rational]) -> Node:
        items = tuple(sorted(((a, e) for a, e in powers.items() if e), key=lambda item: item[0].uid))
        for _, e in items:
            need(e.numerator.bit_length() + e.denominator.bit_length() <= EXPONENT, "an exponent is too large")
        return self.node("mono", items, [a for a, _ in items])

    def poly(self, terms: Mapping[Node, Rational]) -> Node:
        items = tuple(sorted(((m, lean(c)) for m, c in terms.items() if c), key=lambda item: item[0].uid))
        made = self.node("poly", items, [m for m, _ in items])
        if made.weight == 1 and items:
            bits = max([c.numerator.bit_length() + c.denominator.bit_length() for _, c in items])
            need(bits <= BITS, "a coefficient is too large")
            made.weight = 1 + (bits >> 9)
        return made

    def const(self, c: Rational) -> Node:
        return self.poly({self.unit: c})

    def value(self, p: Node) -> Rational | None:
        """The rational that p is, or None."""
        if not p.args:
            return 0
        return p.args[0][1] if len(p.args) == 1 and p.args[0][0] is self.unit else None

    def atom(self, a: Node) -> Node:
        return self.poly({self.mono({a: 1}): 1})

    def add(self, p: Node, q: Node, c: Rational = 1) -> Node:
        """p + c q."""
        self.charge(len(q.args) * q.weight + 1)
        total = dict(p.args)
        for m, d in q.args:
            total[m] = total.get(m, 0) + c * d
        return self.poly(total)

    def sub(self, p: Node, q: Node) -> Node:
        return self.add(p, q, -1)

    def scale(self, c: Rational, p: Node) -> Node:
        return self.add(self.zero, p, c)

    def times(self, m: Node, n: Node) -> Node:
        """Product of monomials: exponents add (for atoms exp also rational ones, since exp > 0)."""
        if m is self.unit or n is self.unit:
            return n if m is self.unit else m
        found = self.products.get((m, n))
        if found is None:
            powers = dict(m.args)
            for a, e in n.args:
                powers[a] = lean(powers.get(a, 0) + e)
            found = self.products[m, n] = self.mono(powers)
        return found

    def mul(self, p: Node, q: Node) -> Node:
        self.charge(len(p.args) * len(q.args) * (p.weight + q.weight))
        total: dict[Node, Rational] = {}
        for m, c in p.args:
            for n, d in q.args:
                mn = self.times(m, n)
                total[mn] = total.get(mn, 0) + c * d
        return self.poly(total)

    def power(self, p: Node, e: Rational) -> Node:
        """p^e: e a positive integer, or any nonzero rational if p is a product of exponentials."""
        if type(e) is not int or e < 0:
            m, c = p.args[0] if len(p.args) == 1 else (self.unit, 0)
            need(c == 1 and all([a.tag == "exp" for a, _ in m.args]), "exponents off exp must be positive integers")
            return self.poly({self.mono({a: lean(f * e) for a, f in m.args}): 1})
        need(e > 0 and e.bit_length() <= EXPONENT, "an exponent is zero or too large")
        if len(p.args) == 1:
            m, c = p.args[0]
            bits = c.numerator.bit_length() + c.denominator.bit_length()
            need(abs(c) == 1 or bits * e <= BITS, "a coefficient is too large")
            return self.poly({self.mono({a: lean(f * e) for a, f in m.args}): c**e})
        result = None
        while e:
            if e & 1:
                result = p if result is None else self.mul(result, p)
            e >>= 1
            p = self.mul(p, p) if e else p
        return result or p

    # atoms

    def var(self, name: str) -> Node:
        return self.atom(self.node("var", (name,), own=(name, "real")))

    def bound(self, k: int) -> Node:
        return self.atom(self.node("bound", (k,), own=(k, "real")))

    def app(self, head: str | int, args: Sequence[Node]) -> Node:
        return self.atom(self.node("app", (head, *args), args, own=(head, f"fn{len(args)}")))

    def inv(self, t: Node) -> Node:
        """1/c for a nonzero rational, else opaque (in particular inv(0))."""
        c = self.value(t)
        return self.const(Fraction(1) / c) if c else self.atom(self.node("inv", (t,), (t,)))

    def fn(self, name: str, t: Node) -> Node:
        return self.atom(self.node("fn", (name, t), (t,)))

    def exp(self, t: Node) -> Node:
        """exp(sum c m) = prod exp(m)^c."""
        return self.poly({self.mono({self.node("exp", (m,), (m,)): c for m, c in t.args}): 1})

    def sum(self, s: Node, t: Node) -> Node:
        """Sum over s of t (t below the binder): linear, factors without the index go outside."""
        total = self.zero
        for m, c in t.args:
            inner = {a: e for a, e in m.args if any([n == 0 for n, _ in a.free])}
            outer = self.poly({self.mono({a: e for a, e in m.args if a not in inner}): c})
            body = self.mono(inner)
            core = self.atom(self.node("sum", (s, body), (s,), ((body, "real"),)))
            total = self.add(total, self.mul(self.shift(outer, -1), core))
        return total

    def max(self, s: Node, t: Node) -> Node:
        return self.atom(self.node("max", (s, t), (s,), ((t, "real"),)))

    def deriv(self, t: Node, e: Node) -> Node:
        return self.atom(self.node("deriv", (t, e), (e,), ((t, "real"),)))

    # sets, formulas, lambdas

    def set(self, name: str) -> Node:
        return self.node("set", (name,), own=(name, "set"))

    def filter(self, s: Node, f: Node) -> Node:
        return self.node("filter", (s, f), (s,), ((f, "real"),))

    def relation(self, tag: str, t: Node) -> Node:
        return self.node(tag, (t,), (t,))

    def member(self, t: Node, s: Node) -> Node:
        return self.node("in", (t, s), (t, s))

    def imp(self, f: Node, g: Node) -> Node:
        return self.node("imp", (f, g), (f, g))

    def neg(self, f: Node) -> Node:
        return self.imp(f, self.false)

    def all(self, sort: str, f: Node) -> Node:
        return self.node("all", (sort, f), (), ((f, sort),))

    def lam(self, k: int, t: Node) -> Node:
        """Function of k real arguments, argument j the index j; closed otherwise."""
        need(t.top <= k and all([s == "real" for n, s in t.free if type(n) is int]), "malformed lambda")
        own = frozenset([(n, s) for n, s in t.free if type(n) is not int])
        return self.table.setdefault(("lam", (k, t)), Node("lam", (k, t), own, t.depth + 1, len(self.table)))

    # substitution

    def replace(self, x: Node, names: Mapping[tuple[Any, str], Node], values: Sequence[Node], up: int) -> Node:
        """Replace free names and the loose indices 0, 1, .. of x by values; move the other loose indices by `up`.

        Capture is impossible: a value is shifted by the number of binders it is moved under.
        """
        memo: dict[tuple[Node, int], Node] = {}

        def moved(k: int, d: int) -> Node | int:
            """What the index k becomes below d binders: a value, or another index."""
            if k < d:
                return k
            if k - d < len(values):
                return self.shift(values[k - d], d)
            need(k + up >= d, "loose index")
            return k + up

        def untouched(x: Node, d: int) -> bool:
            return (x.top <= d or not (values or up)) and names.keys().isdisjoint(x.free)

        def go(x: Node, d: int) -> Node:
            if untouched(x, d):
                return self.atom(x) if x.tag in ATOMS else x
            found = memo.get((x, d))
            if found is None:
                self.charge(1)
                found = memo[x, d] = fresh(x, d)
            return found

        def fresh(x: Node, d: int) -> Node:
            tag, a = x.tag, x.args
            new: Node | int | None
            if tag == "poly":
                terms: dict[Node, Rational] = {}
                for m, c in a:
                    for n, e in ((m, 1),) if untouched(m, d) else product(m, d).args:
                        terms[n] = terms.get(n, 0) + c * e
                return self.poly(terms)
            if tag == "var":
                return self.shift(names[a[0], "real"], d)
            if tag == "bound":
                new = moved(a[0], d)
                return new if isinstance(new, Node) else self.bound(new)
            if tag == "app":
                args = [go(t, d) for t in a[1:]]
                new = moved(a[0], d) if type(a[0]) is int else names.get((a[0], f"fn{len(args)}"))
                if isinstance(new, Node):
                    hole = new.tag == "hole"
                    return self.app(d, args) if hole else self.replace(new.args[1], {}, args, -len(args))
                return self.app(a[0] if new is None else new, args)
            if tag == "set":
                return self.shift(names[a[0], "set"], d)
            if tag == "setb":
                new = moved(a[0], d)
                return new if isinstance(new, Node) else self.node("setb", (new,), own=(new, "set"))
            if tag == "inv":
                return self.inv(go(a[0], d))
            if tag == "fn":
                return self.fn(a[0], go(a[1], d))
            if tag == "exp":
                return self.exp(product(a[0], d))
            if tag == "sum":
                return self.sum(go(a[0], d), product(a[1], d + 1))
            if tag == "max":
                return self.max(go(a[0], d), go(a[1], d + 1))
            if tag == "deriv":
                return self.deriv(go(a[0], d + 1), go(a[1], d))
            if tag == "filter":
                return self.filter(go(a[0], d), go(a[1], d + 1))
            if tag in ("ge", "gt", "eq"):
                return self.relation(tag, go(a[0], d))
            if tag == "all":
                return self.all(a[0], go(a[1], d + 1))
            return self.node(tag, (go(a[0], d), go(a[1], d)), (go(a[0], d), go(a[1], d)))  # in, imp

        def product(m: Node, d: int) -> Node:
            result = self.one
            for atom, e in m.args:
                new = go(atom, d)
                result = self.mul(result, self.power(new, e))
            return result

        return go(x, 0)

    def shift(self, x: Node, by: int) -> Node:
        return self.replace(x, {}, (), by) if x.top and by else x

    def open(self, body: Node, value: Node) -> Node:
        """The body of a binder at a value."""
        return self.replace(body, {}, (value,), -1)

    def put(self, x: Node, name: str, value: Node) -> Node:
        """x with the free variable `name` (real, or set if the value is a set) replaced by a closed value."""
        return self.replace(x, {(name, "set" if value.tag in SETS else "real"): value}, (), 0)

    def close(self, x: Node, name: str, sort: str = "real") -> Node:
        """The body of a binder: the free variable becomes index 0."""
        hole = (
            self.bound(0)
            if sort == "real"
            else self.node("setb", (0,), own=(0, "set"))
            if sort == "set"
            else self.node("hole", ())
        )
        return self.replace(x, {(name, sort): hole}, (), 1)

    def every(self, s: Node, f: Node) -> Node:
        """all x. x in s -> f   (f below the binder, s outside)."""
        return self.all("real", self.imp(self.member(self.bound(0), self.shift(s, 1)), f))

    def same(self, e: Node) -> Node:
        """Filter formula  x = e."""
        return self.relation("eq", self.sub(self.bound(0), self.shift(e, 1)))


# ---------------------------------------------------------------- kernel rules


class Thm(NamedTuple):
    """Hypotheses |- conclusion, for all values of the free variables."""

    hyps: frozenset[Node]
    concl: Node


class Replay:
    """Replays the steps of a kernel certificate; each rule recomputes its conclusion."""

    def __init__(self, k: Terms, nodes: Any, steps: Any) -> None:
        self.k = k
        self.nodes: list[Node] = []
        self.thms: list[Thm] = []
        need(isinstance(nodes, list) and isinstance(steps, list), "nodes and steps must be lists")
        for number, entry in enumerate(nodes):
            try:
                need(isinstance(entry, list) and bool(entry) and isinstance(entry[0], str), "not a node")
                self.nodes.append(self.load(entry[0], entry[1:]))
            except Rejected as error:
                raise Rejected(f"node {number}: {error}") from None
        for number, step in enumerate(steps):
            try:
                self.thms.append(self.step(step))
            except Rejected as error:
                rule = step[0] if isinstance(step, list) and step and isinstance(step[0], str) else "?"
                raise Rejected(f"step {number} ({rule[:20]}): {error}") from None

    # loading

    def child(self, i: Any, kinds: tuple[str, ...], what: str) -> Node:
        need(type(i) is int and 0 <= i < len(self.nodes), f"no earlier node {str(i)[:20]}")
        found: Node = self.nodes[i]
        need(found.tag in kinds, f"node {i} is not a {what}")
        return found

    def term(self, i: object) -> Node:
        return self.child(i, ("poly",), "term")

    def product(self, powers: object) -> Node:
        result = self.k.one
        for pair in rows(powers, 2):
            e = rational(pair[1])
            need(e != 0, "an exponent is zero")
            result = self.k.mul(result, self.k.power(self.term(pair[0]), e))
        return result

    def load(self, tag: str, a: list[Any]) -> Node:
        """One node of the table; whatever form it is given in, the constructors bring it to normal form."""
        k = self.k
        shapes = {
            "poly": 1,
            "var": 1,
            "bound": 1,
            "app": 2,
            "inv": 1,
            "fn": 2,
            "exp": 1,
            "sum": 2,
            "max": 2,
            "deriv": 2,
            "set": 1,
            "setb": 1,
            "filter": 2,
            "ge": 1,
            "gt": 1,
            "eq": 1,
            "in": 2,
            "imp": 2,
            "all": 2,
            "lam": 2,
        }
        need(tag in shapes, f"unknown node kind {tag[:20]!r}")
        need(len(a) == shapes[tag], f"{tag} has {len(a)} arguments")
        if tag in ("bound", "setb"):
            need(is_int(a[0]) and 0 <= a[0] <= DEPTH, "malformed bound index")
        if tag == "poly":
            terms: dict[Node, Rational] = {}
            for c, m in rows(a[0], 2):
                for n, e in self.product(m).args:
                    terms[n] = terms.get(n, 0) + rational(c) * e
            return k.poly(terms)
        if tag in ("var", "set"):
            need(isinstance(a[0], str), "a name must be a string")
            return k.var(a[0]) if tag == "var" else k.set(a[0])
        if tag == "bound":
            return k.bound(a[0])
        if tag == "setb":
            return k.node("setb", (a[0],), own=(a[0], "set"))
        if tag == "app":
            need(isinstance(a[0], str) or (is_int(a[0]) and 0 <= a[0] <= DEPTH), "malformed head")
            need(isinstance(a[1], list) and 1 <= len(a[1]) <= 99, "malformed argument list")
            return k.app(a[0], [self.term(i) for i in a[1]])
        if tag == "fn":
            need(a[0] in ("log", "sqrt", "lambertw"), "unknown function")
            return k.fn(a[0], self.term(a[1]))
        if tag == "exp":
            return k.exp(self.product(a[0]))
        if tag in ("sum", "max"):
            return (k.sum if tag == "sum" else k.max)(self.child(a[0], SETS, "set"), self.term(a[1]))
        if tag == "filter":
            return k.filter(self.child(a[0], SETS, "set"), self.child(a[1], FORMULAS, "formula"))
        if tag == "in":
            return k.member(self.term(a[0]), self.child(a[1], SETS, "set"))
        if tag == "imp":
            return k.imp(self.child(a[0], FORMULAS, "formula"), self.child(a[1], FORMULAS, "formula"))
        if tag == "all":
            need(isinstance(a[0], str) and bool(SORT.fullmatch(a[0])), "unknown sort")
            return k.all(a[0], self.child(a[1], FORMULAS, "formula"))
        if tag == "lam":
            need(is_int(a[0]) and 1 <= a[0] <= 99, "malformed lambda")
            return k.lam(a[0], self.term(a[1]))
        if tag == "inv":
            return k.inv(self.term(a[0]))
        return k.deriv(self.term(a[0]), self.term(a[1])) if tag == "deriv" else k.relation(tag, self.term(a[0]))

    # steps

    def argument(self, kind: str, x: Any) -> Any:
        """Decode an argument: f t s l v closed node, F T body with loose index 0, n name, o sort, i int, x raw."""
        if kind == "x":
            return x
        if kind in "no":
            need(isinstance(x, str) and (kind == "n" or bool(SORT.fullmatch(x))), "a name or sort is malformed")
            return x
        if kind == "i":
            need(x in (0, 1) and is_int(x), "the choice must be 0 or 1")
            return x
        kinds = {"f": FORMULAS, "t": ("poly",), "s": SETS, "l": ("lam",), "v": ("poly", "lam", *SETS)}[kind.lower()]
        found = self.child(x, kinds, "node of the kind that the rule asks for")
        if kind in "FT":
            need(found.top <= 1 and all([s == "real" for n, s in found.free if n == 0]), "loose index")
        else:
            need(found.top == 0, "loose index")
        return found

    def step(self, step: Any) -> Thm:
        need(isinstance(step, list) and len(step) == 3 and all([isinstance(p, list) for p in step[1:]]), "malformed")
        rule, numbers, args = step
        need(isinstance(rule, str) and rule in RULES, "unknown rule")
        count, kinds, method = RULES[rule]
        need(count in (-1, len(numbers)), f"{len(numbers)} premises instead of {count}")
        need(len(args) == len(kinds), f"{len(args)} arguments instead of {len(kinds)}")
        for p in numbers:
            need(type(p) is int and 0 <= p < len(self.thms), "a premise is not an earlier step")
        made = method(self, [self.thms[p] for p in numbers], *map(self.argument, kinds, args))
        assert isinstance(made, Thm)
        return made

    def parts(self, f: Node, tag: str) -> tuple[Any, ...]:
        need(f.tag == tag, f"a premise is {f.tag}, not {tag}")
        return f.args

    def absent(self, name: str, sort: str, where: Iterable[Node]) -> None:
        """Eigenvariable condition."""
        for x in where:
            need((name, sort) not in x.free, f"the variable {name[:30]} occurs where it must not")

    def zero(self, p: list[Thm], s: Node, t: Node) -> Thm:
        """|- s = t."""
        return Thm(union(p), self.k.relation("eq", self.k.sub(s, t)))

    # rules: logic

    def assume(self, p: list[Thm], f: Node) -> Thm:
        """f |- f."""
        return Thm(frozenset([f]), f)

    def discharge(self, p: list[Thm], f: Node) -> Thm:
        """Deduction theorem."""
        return Thm(p[0].hyps - {f}, self.k.imp(f, p[0].concl))

    def mp(self, p: list[Thm]) -> Thm:
        """Modus ponens."""
        f, g = self.parts(p[0].concl, "imp")
        need(p[1].concl is f, "the second premise is not the antecedent")
        return Thm(union(p), g)

    def contradiction(self, p: list[Thm], f: Node) -> Thm:
        """Classical: if not f is absurd, f."""
        need(p[0].concl is self.k.false, "the premise is not false")
        return Thm(p[0].hyps - {self.k.neg(f)}, f)

    def generalise(self, p: list[Thm], sort: str, name: str) -> Thm:
        """The hypotheses say nothing of the variable, so the conclusion holds for each value."""
        self.absent(name, sort, p[0].hyps)
        return Thm(p[0].hyps, self.k.all(sort, self.k.close(p[0].concl, name, sort)))

    def specialise(self, p: list[Thm], value: Node) -> Thm:
        """A universal statement at one value of its sort."""
        sort, body = self.parts(p[0].concl, "all")
        found = "real" if value.tag == "poly" else "set" if value.tag in SETS else f"fn{value.args[0]}"
        need(found == sort, f"a value of sort {found} for a variable of sort {sort}")
        return Thm(p[0].hyps, self.k.open(body, value))

    def replace(self, p: list[Thm], x: str, s: Node, t: Node, template: Node) -> Thm:
        """Equals for equals; s and t are closed, so nothing is captured."""
        need(p[0].concl is self.k.relation("eq", self.k.sub(s, t)), "the first premise is not s - t = 0")
        need(p[1].concl is self.k.put(template, x, s), "the second premise is not the template at s")
        return Thm(union(p), self.k.put(template, x, t))

    # rules: order and arithmetic

    def arith(self, p: list[Thm], goal: Node, products: Any, equalities: Any) -> Thm:
        """goal = sum lam s^2 prod p_i + sum r_i e_i identically, so its sign follows from those of p_i >= 0, e_i = 0.

        Strict: one summand is lam s^2 times strict premises with s a nonzero constant, all others are >= 0.
        """
        k, total, strict = self.k, self.k.zero, False

        def premise(i: Any) -> Node:
            need(type(i) is int and 0 <= i < len(p), "no such premise")
            thm: Thm = p[i]
            return thm.concl

        need(goal.tag in ("ge", "gt", "eq"), "the goal is not a relation")
        for lam, root, indices in rows(products, 3):
            lam, s = rational(lam), self.argument("t", root)
            need(lam > 0, "a multiplier is not positive")
            need(goal.tag != "eq", "an equality cannot come from products")
            need(isinstance(indices, list), "malformed product")
            summand, positive = k.scale(lam, k.mul(s, s)), bool(k.value(s))
            for i in indices:
                f = premise(i)
                need(f.tag in ("ge", "gt"), "a factor is not an inequality")
                positive = positive and f.tag == "gt"
                summand = k.mul(summand, f.args[0])
            strict = strict or positive
            total = k.add(total, summand)
        for factor, i in rows(equalities, 2):
            f = premise(i)
            need(f.tag == "eq", "a multiple is not of an equality")
            total = k.add(total, k.mul(self.argument("t", factor), f.args[0]))
        need(strict or goal.tag != "gt", "no product is strictly positive")
        need(total is goal.args[0], "the identity fails")
        return Thm(union(p), goal)

    def order(self, p: list[Thm]) -> Thm:
        """Total order: not t >= 0 gives -t > 0, not t > 0 gives -t >= 0."""
        f, g = self.parts(p[0].concl, "imp")
        need(g is self.k.false and f.tag in ("ge", "gt"), "the premise is not a negated inequality")
        return Thm(p[0].hyps, self.k.relation("gt" if f.tag == "ge" else "ge", self.k.scale(-1, f.args[0])))

    def antisym(self, p: list[Thm]) -> Thm:
        """t >= 0 and -t >= 0 give t = 0."""
        (t,), (u,) = self.parts(p[0].concl, "ge"), self.parts(p[1].concl, "ge")
        need(u is self.k.scale(-1, t), "the premises are not opposite")
        return Thm(union(p), self.k.relation("eq", t))

    # rules: functions

    def exp(self, p: list[Thm], t: Node) -> Thm:
        """exp t >= 1 + t: the convex function lies above its tangent at 0."""
        return Thm(frozenset(), self.k.relation("ge", self.k.sub(self.k.sub(self.k.exp(t), self.k.one), t)))

    def special(self, p: list[Thm], name: str, which: int, t: Node) -> Thm:
        """exp(log t) = t for t > 0;  sqrt(t)^2 = t, sqrt(t) >= 0, W e^W = t, W >= 0 for t >= 0."""
        k = self.k
        need(name in ("log", "sqrt", "lambertw") and (name != "log" or which == 0), "unknown law")
        need(p[0].concl is k.relation("gt" if name == "log" else "ge", t), "the premise is not the domain condition")
        value = k.fn(name, t)
        if which:
            return Thm(p[0].hyps, k.relation("ge", value))
        left = k.exp(value) if name == "log" else k.mul(value, value if name == "sqrt" else k.exp(value))
        return self.zero(p, left, t)

    def inv(self, p: list[Thm], t: Node) -> Thm:
        """t inv(t) = 1 for t > 0, t < 0 or t != 0."""
        k = self.k
        allowed = (k.relation("gt", t), k.relation("gt", k.scale(-1, t)), k.neg(k.relation("eq", t)))
        need(p[0].concl in allowed, "the premise does not say that t is nonzero")
        return self.zero(p, k.mul(t, k.inv(t)), k.one)

    def derivative(self, t: Node, x: str) -> tuple[Node, list[tuple[str, Node, tuple[Node, ...]]]]:
        """Symbolic derivative in x, and the places (inv, log or sqrt; argument; enclosing sum sets) that need care."""
        k, key, places = self.k, (x, "real"), []  # type: Terms, tuple[str, str], list[tuple[str, Node, tuple[Node, ...]]]

        def poly(t: Node, binders: tuple[Node, ...]) -> Node:
            total = k.zero
            for m, c in t.args:
                total = k.add(total, mono(m, binders), c) if key in m.free else total
            return total

        def mono(m: Node, binders: tuple[Node, ...]) -> Node:
            """Product rule; d a^e = e a^(e-1) a', and for a = exp(u) with any rational e: e a^e u'."""
            total = k.zero
            for a, e in m.args:
                if key in a.free:
                    rest = {b: f for b, f in m.args if b is not a or a.tag == "exp"}
                    if a.tag != "exp" and e > 1:
                        rest[a] = e - 1
                    total = k.add(total, k.mul(k.poly({k.mono(rest): e}), atom(a, binders)))
            return total

        def atom(a: Node, binders: tuple[Node, ...]) -> Node:
            """Chain rule; for exp only the inner derivative."""
            if a.tag == "var":
                return k.one
            if a.tag == "exp":
                return mono(a.args[0], binders)
            if a.tag == "sum":
                s, body = a.args
                need(key not in s.free, "the variable of differentiation occurs in a set")
                return k.sum(s, mono(body, (s, *binders)))
            need(a.tag == "inv" or (a.tag == "fn" and a.args[0] != "lambertw"), f"no derivative of {a.tag} is known")
            u, name = a.args[-1], "inv" if a.tag == "inv" else a.args[0]
            places.append((name, u, binders))
            outer = (
                k.scale(-1, k.mul(k.inv(u), k.inv(u)))
                if name == "inv"
                else k.inv(u)
                if name == "log"
                else k.scale(Fraction(1, 2), k.inv(k.fn("sqrt", u)))
            )
            return k.mul(outer, poly(u, binders))

        return poly(t, ()), places

    def deriv(self, p: list[Thm], x: str, t: Node, e: Node) -> Thm:
        """Rules of calculus; finite sums, inv off 0, log and sqrt at positive arguments are differentiable there."""
        k = self.k
        slope, places = self.derivative(t, x)
        known = {thm.concl for thm in p}
        for name, u, binders in places:
            options = [k.put(u, x, e)]
            options += [k.scale(-1, options[0])] if name == "inv" else []
            formulas = [k.relation("gt", v) for v in options]
            for s in binders:  # innermost first
                formulas = [k.every(s, f) for f in formulas]
            need(not known.isdisjoint(formulas), f"no premise for the side condition of {name}")
        return self.zero(p, k.deriv(k.close(t, x), e), k.put(slope, x, e))

    def deriv_ext(self, p: list[Thm], x: str, t: Node, s: Node, e: Node) -> Thm:
        """Equal functions (x is arbitrary) have equal derivatives."""
        k = self.k
        need(p[0].concl is k.relation("eq", k.sub(t, s)), "the premise is not t - s = 0")
        self.absent(x, "real", p[0].hyps)
        return self.zero(p, k.deriv(k.close(t, x), e), k.deriv(k.close(s, x), e))

    # rules: sets and sums

    def filter_in(self, p: list[Thm], s: Node, e: Node) -> Thm:
        """Definition of {S | f}."""
        need(s.tag == "filter", "not a filter")
        need(p[0].concl is self.k.member(e, s.args[0]), "the first premise is not membership")
        need(p[1].concl is self.k.open(s.args[1], e), "the second premise is not the condition")
        return Thm(union(p), self.k.member(e, s))

    def filter_out(self, p: list[Thm], which: int) -> Thm:
        """Definition of {S | f}."""
        e, s = self.parts(p[0].concl, "in")
        need(s.tag == "filter", "not a filter")
        return Thm(p[0].hyps, self.k.open(s.args[1], e) if which else self.k.member(e, s.args[0]))

    def induct(self, p: list[Thm], s: str, e: str, key: Node, goal: Node) -> Thm:
        """Finite sets: empty, or an element e of least key over the smaller set without e."""
        k, S, x = self.k, self.k.set(s), self.k.bound(0)
        need(key.args[0] == 1, "the key must be a function of one argument")
        need(p[0].concl is goal and p[1].concl is goal, "a premise is not P(S)")
        at = [k.replace(key.args[1], {}, (v,), -1) for v in (x, k.var(e))]
        empty = k.all("real", k.neg(k.member(x, S)))
        least = k.every(S, k.relation("ge", k.sub(at[0], at[1])))
        smaller = k.put(goal, s, k.filter(S, k.neg(k.same(k.var(e)))))
        base, rest = p[0].hyps - {empty}, p[1].hyps - {k.member(k.var(e), S), least, smaller}
        self.absent(s, "set", [*base, *rest, key])
        self.absent(e, "real", [*base, *rest, key, goal])
        return Thm(base | rest, goal)

    def sum_sign(self, p: list[Thm], x: str, s: Node) -> Thm:
        """A sum of nonnegative terms; x is arbitrary in S."""
        (f,) = self.parts(p[0].concl, "ge")
        rest = p[0].hyps - {self.k.member(self.k.var(x), s)}
        self.absent(x, "real", [*rest, s])
        return Thm(rest, self.k.relation("ge", self.k.sum(s, self.k.close(f, x))))

    def sum_split(self, p: list[Thm], s: Node, f: Node, t: Node) -> Thm:
        """Each element of S satisfies exactly one of f and not f."""
        k = self.k
        parts = k.add(k.sum(k.filter(s, f), t), k.sum(k.filter(s, k.neg(f)), t))
        return self.zero(p, k.sum(s, t), parts)

    def sum_one(self, p: list[Thm], t: Node, e: Node, s: Node) -> Thm:
        """{x in S | x = e} is {e} when e in S."""
        need(p[0].concl is self.k.member(e, s), "the premise is not membership")
        return self.zero(p, self.k.sum(self.k.filter(s, self.k.same(e)), t), self.k.open(t, e))

    def sum_ext(self, p: list[Thm], x: str, s: Node, u: Node, t: Node) -> Thm:
        """Sets with the same elements have the same sums; x is arbitrary."""
        k = self.k
        ins, inu = k.member(k.var(x), s), k.member(k.var(x), u)
        need(p[0].concl is inu and p[1].concl is ins, "the premises are not the two inclusions")
        rest = (p[0].hyps - {ins}) | (p[1].hyps - {inu})
        self.absent(x, "real", [*rest, s, u])
        return Thm(rest, k.relation("eq", k.sub(k.sum(s, t), k.sum(u, t))))

    def sum_swap(self, p: list[Thm], x: str, y: str, s: Node, u: Node, f: Node, t: Node) -> Thm:
        """Both sides sum t over the pairs (x, y) in S x T with f."""
        k = self.k
        need(x != y, "the two variables are the same")
        for name in (x, y):
            self.absent(name, "real", (s, u))
        left = k.sum(s, k.close(k.sum(k.filter(u, k.close(f, y)), k.close(t, y)), x))
        right = k.sum(u, k.close(k.sum(k.filter(s, k.close(f, x)), k.close(t, x)), y))
        return self.zero(p, left, right)

    def max_bound(self, p: list[Thm], s: Node, e: Node, t: Node) -> Thm:
        """The maximum over a finite set is at least each value."""
        need(p[0].concl is self.k.member(e, s), "the premise is not membership")
        return Thm(p[0].hyps, self.k.relation("ge", self.k.sub(self.k.max(s, t), self.k.open(t, e))))

    def max_attained(self, p: list[Thm], s: Node, e: Node, t: Node) -> Thm:
        """A nonempty finite set attains its maximum."""
        k = self.k
        need(p[0].concl is k.member(e, s), "the premise is not membership")
        equal = k.relation("eq", k.sub(k.shift(k.max(s, t), 1), t))
        return Thm(p[0].hyps, k.neg(k.every(s, k.neg(equal))))


def union(p: Iterable[Thm]) -> frozenset[Node]:
    return frozenset().union(*[thm.hyps for thm in p])


def rows(x: Any, width: int) -> Iterator[list[Any]]:
    """The entries of a JSON list of lists of one width."""
    need(isinstance(x, list), "not a list")
    for row in x:
        need(isinstance(row, list) and len(row) == width, f"not a list of {width} entries")
        yield row


RULES: dict[str, tuple[int, str, Callable[..., Thm]]] = {
    "assume": (0, "f", Replay.assume),
    "discharge": (1, "f", Replay.discharge),
    "mp": (2, "", Replay.mp),
    "contradiction": (1, "f", Replay.contradiction),
    "generalise": (1, "on", Replay.generalise),
    "specialise": (1, "v", Replay.specialise),
    "arith": (-1, "fxx", Replay.arith),
    "order": (1, "", Replay.order),
    "antisym": (2, "", Replay.antisym),
    "replace": (2, "nttf", Replay.replace),
    "exp": (0, "t", Replay.exp),
    "special": (1, "nit", Replay.special),
    "inv": (1, "t", Replay.inv),
    "filter_in": (2, "st", Replay.filter_in),
    "filter_out": (1, "i", Replay.filter_out),
    "induct": (2, "nnlf", Replay.induct),
    "sum_sign": (1, "ns", Replay.sum_sign),
    "sum_split": (0, "sFT", Replay.sum_split),
    "sum_one": (1, "Tts", Replay.sum_one),
    "sum_ext": (2, "nssT", Replay.sum_ext),
    "sum_swap": (0, "nnssft", Replay.sum_swap),
    "max_bound": (1, "stT", Replay.max_bound),
    "max_attained": (1, "stT", Replay.max_attained),
    "deriv": (-1, "ntt", Replay.deriv),
    "deriv_ext": (1, "nttt", Replay.deriv_ext),
}


# ---------------------------------------------------------------- statements

TOKEN = re.compile(r'\s*(?:([()])|("(?:[^"\\]|\\.)*")|([^\s()"]+))')


class Quoted(str):
    """An atom that was written in quotes: a label, never a name or a number."""


def parse(text: str) -> Core:
    """One S-expression as nested tuples of strings."""
    stack: list[list[Any]] = [[]]
    at, text = 0, text.rstrip()
    while at < len(text):
        found = TOKEN.match(text, at)
        need(found is not None, f"statement text: unreadable at character {at}")
        assert found is not None
        at = found.end()
        bracket, quoted, atom = found.groups()
        if bracket == "(":
            stack.append([])
            need(len(stack) < DEPTH, "statement text: nested too deeply")
        elif bracket == ")":
            need(len(stack) > 1, "statement text: unbalanced brackets")
            done = tuple(stack.pop())
            stack[-1].append(done)
        elif quoted:
            try:
                stack[-1].append(Quoted(json.loads(quoted)))
            except ValueError:
                raise Rejected("statement text: malformed string") from None
        else:
            stack[-1].append(atom)
    need(len(stack) == 1 and len(stack[0]) == 1, "statement text: not one expression")
    return stack[0][0]


@dataclass
class Definition:
    params: tuple[tuple[str, tuple[str, ...]], ...]
    body: Core
    logical: bool


@dataclass
class Statement:
    id: str
    variant: str
    sizes: dict[str, int]
    given: dict[str, tuple[str, ...]]
    define: dict[str, Definition]
    assume: list[tuple[str, Core]]
    claim: list[tuple[str, Core]]
    read: Reader


LOGICAL = ("<=", "<", "=", "!=", "same", "and", "or", "not", "implies", "forall", "exists")


class Reader:
    """Checks names, arities, sorts and shapes; turns numerals into rationals and resolves sizes.

    Adds to ("call", f, ..) the sizes bound by the shapes of the arguments, and to a derivative the size of the index.
    """

    def __init__(self) -> None:
        self.define: dict[str, Definition] = {}

    def statement(self, text: str) -> Statement:
        top = parse(text)
        need(isinstance(top, tuple) and len(top) == 9 and top[0] == "statement", "statement text: malformed")
        _, id, kind, variant, *parts = top
        need(all([isinstance(x, str) for x in (id, kind, variant)]), "statement text: malformed heading")
        heads = ("sizes", "given", "define", "assume", "claim")
        need(
            all([isinstance(p, tuple) and p[:1] == (h,) for p, h in zip(parts, heads, strict=True)]),
            "statement text: malformed clauses",
        )
        env: dict[str, tuple[str, ...]] = {}
        sizes, given = {}, {}
        for n, least in self.pairs(parts[0]):
            self.fresh(n, env)
            need(isinstance(least, str), f"size {n}: malformed")
            sizes[n] = integer(least)
            need(sizes[n] >= 1, f"size {n}: the least value must be at least 1")
            env[n] = ("size",)
        for name, sort in self.pairs(parts[1]):
            self.fresh(name, env)
            given[name] = self.sort(sort, env)
        env |= given
        for row in parts[2][1:]:
            need(isinstance(row, tuple) and len(row) == 3 and isinstance(row[1], tuple), "malformed definition")
            self.fresh(row[0], env)
            self.definition(*row)
        assume = [(self.label(a), self.formula(f, env)) for a, f in self.pairs(parts[3])]
        claim = [(self.label(a), self.claim(f, env)) for a, f in self.pairs(parts[4])]
        need(bool(claim), "the statement claims nothing")
        for rows_ in (assume, claim):
            need(len({a for a, _ in rows_}) == len(rows_), "a label is repeated")
        return Statement(str(id), str(variant), sizes, given, self.define, assume, claim, self)

    def pairs(self, clause: tuple[Any, ...]) -> Iterator[tuple[Any, Any]]:
        for row in clause[1:]:
            need(isinstance(row, tuple) and len(row) == 2, f"malformed entry in {clause[0]}")
            yield row

    def label(self, x: Any) -> str:
        need(isinstance(x, str), "a label must be a string")
        return str(x)

    def fresh(self, name: Any, env: Mapping[str, Any]) -> None:
        need(type(name) is str and bool(NAME.fullmatch(name)), f"not a name: {str(name)[:40]}")
        need(name not in env and name not in self.define, f"the name {name} is used twice")

    def sort(self, s: Any, env: Env) -> tuple[str, ...]:
        shapes = {"real": (1, 1), "index": (2, 2), "array": (2, 99)}
        need(isinstance(s, tuple) and bool(s) and type(s[0]) is str and s[0] in shapes, "unknown sort")
        least, most = shapes[s[0]]
        need(least <= len(s) <= most, f"malformed sort {s[0]}")
        return (s[0], *[self.size(n, env) for n in s[1:]])

    def size(self, n: Any, env: Env) -> str:
        need(type(n) is str and env.get(n) == ("size",), f"unknown size {str(n)[:40]}")
        return str(n)

    def definition(self, name: str, params: tuple[Any, ...], body: Core) -> None:
        """Free in the body: the parameters and the sizes in their sorts."""
        env: dict[str, tuple[str, ...]] = {}
        for row in params:
            need(isinstance(row, tuple) and len(row) == 2 and isinstance(row[1], tuple), f"{name}: malformed parameter")
            for n in row[1][1:]:
                if n not in env:
                    self.fresh(n, {})
                    env[n] = ("size",)
        sorts = []
        for p, s in params:
            self.fresh(p, env)
            env[p] = self.sort(s, env)
            sorts.append((p, env[p]))
        logical = self.is_formula(body)
        body = self.formula(body, env) if logical else self.term(body, env)
        self.define[name] = Definition(tuple(sorts), body, logical)

    def is_formula(self, x: Core) -> bool:
        if not isinstance(x, tuple) or not x or type(x[0]) is not str:
            return False
        if x[0] == "call" and len(x) > 1 and type(x[1]) is str and x[1] in self.define:
            return self.define[x[1]].logical
        return x[0] in LOGICAL

    def claim(self, x: Core, env: Env) -> Core:
        """A formula, or ("defined", x)."""
        if isinstance(x, tuple) and x[:1] == ("defined",) and len(x) == 2:
            return ("defined", self.formula(x[1], env) if self.is_formula(x[1]) else self.term(x[1], env))
        return self.formula(x, env)

    def known(self, name: Any, sort: str, env: Env) -> str:
        need(type(name) is str and name in env and env[name][0] == sort, f"unknown {sort} {str(name)[:40]}")
        return str(name)

    def binder(self, name: Any, sort: tuple[str, ...], env: Env) -> dict[str, tuple[str, ...]]:
        """Bound names may hide each other, but no size and no definition."""
        self.fresh(name, {n: s for n, s in env.items() if s == ("size",)})
        return {**env, name: sort}

    def index(self, x: Any, env: Env) -> str:
        need(isinstance(x, tuple) and len(x) == 2 and x[0] == "index", "an index is expected")
        return self.known(x[1], "index", env)

    def call(self, x: tuple[Any, ...], env: Env, logical: bool) -> Core:
        need(len(x) >= 2 and type(x[1]) is str and x[1] in self.define, f"unknown definition {str(x[1:2])[:40]}")
        made = self.define[x[1]]
        need(made.logical == logical, f"{x[1]} is used as the wrong kind")
        need(len(x) - 2 == len(made.params), f"{x[1]} has {len(made.params)} parameters")
        sizes: dict[str, str] = {}
        args: list[Core] = []
        for (_, sort), arg in zip(made.params, x[2:], strict=True):
            if sort[0] == "real":
                args.append(self.term(arg, env))
                continue
            head = arg[0] if isinstance(arg, tuple) and arg else None
            if sort[0] == "index":
                i = self.index(arg, env)
                shape = env[i][1:]
                args.append(("index", i))
            elif head == "array" and len(arg) == 2:
                a = self.known(arg[1], "array", env)
                shape = env[a][1:]
                args.append(("array", a))
            else:
                need(
                    head == "lam"
                    and len(arg) == 4
                    and isinstance(arg[1], tuple)
                    and isinstance(arg[2], tuple)
                    and len(arg[1]) == len(arg[2])
                    and len(set(arg[1])) == len(arg[1]),
                    "malformed array argument",
                )
                shape, inner = tuple([self.size(n, env) for n in arg[2]]), env
                for i, n in zip(arg[1], shape, strict=True):
                    inner = self.binder(i, ("index", n), inner)
                args.append(("lam", arg[1], shape, self.term(arg[3], inner)))
            need(len(shape) == len(sort) - 1, f"{x[1]}: an argument has the wrong number of dimensions")
            for n, m in zip(sort[1:], shape, strict=True):
                need(sizes.setdefault(n, m) == m, f"{x[1]}: the shapes of the arguments do not agree")
        return ("call", x[1], tuple(sizes.items()), tuple(args))

    def term(self, x: Core, env: Env) -> Core:
        if not isinstance(x, tuple):
            need(type(x) is str, "a term is expected")
            return rational(x)
        need(bool(x) and type(x[0]) is str, "malformed term")
        head, args = x[0], x[1:]
        n = len(args)
        if (
            (head in ("+", "*") and n >= 2)
            or (head in ("/", "max", "min") and n == 2)
            or (head in FUNCTIONS and n == 1)
        ):
            return (head, *[self.term(t, env) for t in args])
        if head == "^" and n == 2:
            k = integer(args[1] if type(args[1]) is str else "?")
            need(2 <= k <= 1000, "a power must be between 2 and 1000")
            return ("^", self.term(args[0], env), k)
        if head == "real" and n == 1:
            return ("real", self.known(args[0], "real", env))
        if head == "card" and n == 1:
            return ("card", self.size(args[0], env))
        if head == "at" and n >= 2:
            a, found = self.known(args[0], "array", env), [self.index(i, env) for i in args[1:]]
            need(tuple([env[i][1] for i in found]) == env[a][1:], f"{a} is indexed with the wrong shape")
            return ("at", a, *found)
        if (head == "sum" and n == 4) or (head in ("maxover", "minover") and n == 3):
            size = self.size(args[1], env)
            inner = self.binder(args[0], ("index", size), env)
            if head != "sum":
                return (head, args[0], size, self.term(args[2], inner))
            return (
                "sum",
                args[0],
                size,
                None if args[2] == "-" else self.formula(args[2], inner),
                self.term(args[3], inner),
            )
        if head == "deriv" and n == 2 and isinstance(args[1], tuple) and args[1]:
            body, wrt = self.term(args[0], env), args[1]
            if wrt[0] == "real" and len(wrt) == 2:
                return ("deriv", body, ("real", self.known(wrt[1], "real", env)))
            need(wrt[0] == "at" and len(wrt) == 3, "a derivative is in a real or in an entry of a vector")
            _, a, i = self.term(wrt, env)
            return ("deriv", body, ("at", a, i, env[a][1]))
        need(head == "call", f"malformed term {head[:20]} with {n} arguments")
        return self.call(x, env, False)

    def formula(self, x: Core, env: Env) -> Core:
        need(isinstance(x, tuple) and bool(x) and type(x[0]) is str, "a formula is expected")
        head, args = x[0], x[1:]
        n = len(args)
        if head in ("<=", "<", "=", "!=") and n == 2:
            return (head, self.term(args[0], env), self.term(args[1], env))
        if head == "same" and n == 2:
            i, j = self.index(args[0], env), self.index(args[1], env)
            need(env[i] == env[j], "indices of different sizes are compared")
            return ("same", i, j)
        if (head in ("and", "or") and n >= 1) or (head == "implies" and n == 2) or (head == "not" and n == 1):
            return (head, *[self.formula(f, env) for f in args])
        if head in ("forall", "exists") and n == 3:
            sort = self.sort(args[1], env)
            return (head, args[0], sort, self.formula(args[2], self.binder(args[0], sort, env)))
        need(head == "call", f"malformed formula {head[:20]} with {n} arguments")
        return self.call(x, env, True)


FUNCTIONS = ("exp", "log", "sqrt", "abs", "lambertw")


# ---------------------------------------------------------------- translation to kernel goals


@dataclass(frozen=True)
class Scope:
    """Inside derivatives: their variables, and the set and entry of the varied vector with indices apart from it."""

    smooth: frozenset[tuple[str, str]] = frozenset()
    updated: tuple[Node, Node] | None = None
    apart: frozenset[Node] = frozenset()


class Goal(NamedTuple):
    label: str
    formula: Node
    allowed: frozenset[Node]


class Translate:
    """Statement -> kernel formulas.  An environment maps sizes to sets, indices and reals to terms, arrays to
    functions of the scope of use, a list for conditions and the indices; "%" is the scope."""

    def __init__(self, k: Terms, st: Statement) -> None:
        self.k, self.st, self.count = k, st, 0
        self.env: dict[str, Any] = {"%": Scope()} | {n: k.set(n) for n in st.sizes}
        for name, sort in st.given.items():
            self.env[name] = self.variable(name, sort[0], len(sort) - 1)
        declared = [k.relation("ge", k.sub(k.sum(k.set(n), k.one), k.const(c))) for n, c in st.sizes.items()]
        declared += [k.member(self.env[i], k.set(s[1])) for i, s in st.given.items() if s[0] == "index"]
        self.hyps = frozenset(declared)
        self.goals: list[Goal] = []
        for label, f in st.assume:
            own: list[Node] = []
            formula = self.formula(f, self.env, own)
            self.goals += [Goal(label, c, self.hyps) for c in dict.fromkeys(own)]
            self.hyps |= {formula}
        for label, f in st.claim:
            own = []
            if f[0] == "defined":
                body = f[1]
                logical = isinstance(body, tuple) and (
                    body[0] in LOGICAL or (body[0] == "call" and st.define[body[1]].logical)
                )
                (self.formula if logical else self.term)(body, self.env, own)
                self.goals += [Goal(label, c, self.hyps) for c in dict.fromkeys(own)]
                continue
            formula = self.formula(f, self.env, own)
            self.goals += [Goal(label, c, self.hyps) for c in [*dict.fromkeys(own), formula]]

    def variable(self, name: str, kind: str, dims: int) -> Any:
        if kind in ("index", "real"):
            return self.k.var(name)
        return lambda scope, own, *indices: self.k.app(name, indices)

    def fresh(self) -> str:
        self.count += 1
        return f"%{self.count}"

    def call(self, x: Core, env: Env, own: list[Node]) -> Node:
        _, name, sizes, args = x
        made = self.st.define[name]
        inner: dict[str, Any] = {"%": env["%"]} | {n: env[m] for n, m in sizes}
        for (param, _), arg in zip(made.params, args, strict=True):
            inner[param] = self.closure(arg, env, own)
        return (self.formula if made.logical else self.term)(made.body, inner, own)

    def closure(self, arg: Core, env: Env, own: list[Node]) -> Any:
        """What a parameter stands for; a real argument must be defined whether or not it is used."""
        head = arg[0] if isinstance(arg, tuple) else None
        if head in ("index", "array"):
            return env[arg[1]]
        if head != "lam":
            return self.term(arg, env, own)
        _, names, _, body = arg
        return lambda scope, own, *at: self.term(body, {**env, **dict(zip(names, at, strict=True)), "%": scope}, own)

    def under(self, x: str, s: Node, own: list[Node], inside: list[Node], guard: Node | None = None) -> None:
        """Move the conditions met below a binder of x in s outside it."""
        for c in inside:
            own.append(self.k.every(s, self.k.close(c if guard is None else self.k.imp(guard, c), x)))

    def term(self, x: Core, env: Env, own: list[Node]) -> Node:
        """Kernel term; domain conditions are appended to own, children first, left to right."""
        k = self.k
        k.charge(1)
        if not isinstance(x, tuple):
            return k.const(x)
        head = x[0]
        if head in ("+", "*"):
            total = self.term(x[1], env, own)
            for t in x[2:]:
                total = (k.add if head == "+" else k.mul)(total, self.term(t, env, own))
            return total
        if head in ("/", "max", "min"):
            s, t = self.term(x[1], env, own), self.term(x[2], env, own)
            if head != "/":
                d = k.power(k.sub(s, t), 2)
                root = k.fn("sqrt", d)
                own += [k.relation("gt", d)] if env["%"].smooth else []
                return k.scale(Fraction(1, 2), k.add(k.add(s, t), root, 1 if head == "max" else -1))
            if not k.value(t):
                own.append(k.neg(k.relation("eq", t)))
            return k.mul(s, k.inv(t))
        if head == "^":
            return k.power(self.term(x[1], env, own), x[2])
        if head in FUNCTIONS:
            t = self.term(x[1], env, own)
            smooth = bool(env["%"].smooth)
            if head == "abs":
                t = k.mul(t, t)
            if head != "exp" and (head != "abs" or smooth):
                own.append(k.relation("gt" if head == "log" or smooth else "ge", t))
            return k.exp(t) if head == "exp" else k.fn("sqrt" if head == "abs" else head, t)
        if head == "real":
            return env[x[1]]  # type: ignore[no-any-return]
        if head == "card":
            return k.sum(env[x[1]], k.one)
        if head == "at":
            return env[x[1]](env["%"], own, *[env[i] for i in x[2:]])  # type: ignore[no-any-return]
        if head in ("sum", "maxover", "minover"):
            return self.over(x, env, own)
        return self.deriv(x, env, own) if head == "deriv" else self.call(x, env, own)

    def over(self, x: Core, env: Env, own: list[Node]) -> Node:
        """Sum, maximum or minimum over an index; a sum over an updated dimension is split at the updated entry."""
        k, head, name, s = self.k, x[0], x[1], env[x[2]]
        v, scope = self.fresh(), env["%"]
        inner = {**env, name: k.var(v)}
        inside: list[Node] = []
        split = scope.updated is not None and scope.updated[0] is s
        if head != "sum":
            t = self.term(x[3], inner, inside)
            need(scope.smooth.isdisjoint(t.free), "a derivative of a maximum is not translated")
            self.under(v, s, own, inside)
            return k.max(s, k.close(t, v)) if head == "maxover" else k.scale(-1, k.max(s, k.close(k.scale(-1, t), v)))
        if split:
            i = scope.updated[1]
            need(x[3] is None, "a derivative of a conditional sum is not translated")
            inner["%"] = replace(scope, apart=scope.apart | {k.var(v)})
            guard = k.neg(k.relation("eq", k.sub(k.var(v), i)))
            t = self.term(x[4], inner, inside)
            self.under(v, s, own, inside, guard)
            rest = k.sum(k.filter(s, k.neg(k.same(i))), k.close(t, v))
            return k.add(rest, self.term(x[4], {**env, name: i}, own))
        if x[3] is None:
            t = self.term(x[4], inner, inside)
            self.under(v, s, own, inside)
            return k.sum(s, k.close(t, v))
        cond = self.formula(x[3], inner, inside)
        need(scope.smooth.isdisjoint(cond.free), "a derivative of a condition is not translated")
        self.under(v, s, own, inside)
        inside = []
        t = self.term(x[4], inner, inside)
        self.under(v, s, own, inside, cond)
        return k.sum(k.filter(s, k.close(cond, v)), k.close(t, v))

    def deriv(self, x: Core, env: Env, own: list[Node]) -> Node:
        """Derivative of the body as a function of a fresh real, at the present value; conditions for all reals."""
        k, v, inside, wrt = self.k, self.fresh(), [], x[2]  # type: Terms, str, list[Node], Core
        scope = replace(env["%"], smooth=env["%"].smooth | {(v, "real")})
        old: Any = env[wrt[1]]
        new: Any
        if wrt[0] == "real":
            point, new = old, k.var(v)
        else:
            i, s = env[wrt[2]], env[wrt[3]]
            need(scope.updated in (None, (s, i)), "mixed derivatives in one vector are not translated")
            scope = replace(scope, updated=(s, i))
            point = old(env["%"], own, i)

            def varied(scope: Scope, own: list[Node], e: Node) -> Node:
                need(e is i or e in scope.apart, "an entry that may be the varied one is not translated")
                return k.var(v) if e is i else old(scope, own, e)

            new = varied
        t = self.term(x[1], {**env, wrt[1]: new, "%": scope}, inside)
        own += [k.all("real", k.close(c, v)) for c in inside]
        return k.deriv(k.close(t, v), point)

    def formula(self, x: Core, env: Env, own: list[Node]) -> Node:
        k, head = self.k, x[0]
        k.charge(1)
        if head in ("<=", "<", "=", "!="):
            s, t = self.term(x[1], env, own), self.term(x[2], env, own)
            if head in ("<=", "<"):
                return k.relation("ge" if head == "<=" else "gt", k.sub(t, s))
            equal = k.relation("eq", k.sub(s, t))
            return equal if head == "=" else k.neg(equal)
        if head == "same":
            return k.relation("eq", k.sub(env[x[1]], env[x[2]]))
        if head == "not":
            return k.neg(self.formula(x[1], env, own))
        if head in ("and", "or", "implies"):
            parts: list[Node] = []
            for f in x[1:]:
                inside: list[Node] = []
                g = self.formula(f, env, inside)
                for c in inside:
                    for earlier in reversed(parts):
                        c = k.imp(k.neg(earlier) if head == "or" else earlier, c)
                    own.append(c)
                parts.append(g)
            result = parts.pop()
            while parts:
                f = parts.pop()
                result = (
                    k.imp(f, result)
                    if head == "implies"
                    else k.imp(k.neg(f), result)
                    if head == "or"
                    else k.neg(k.imp(f, k.neg(result)))
                )
            return result
        if head in ("forall", "exists"):
            _, name, sort, body = x
            v, inside, dims = self.fresh(), [], len(sort) - 1
            f = self.formula(body, {**env, name: self.variable(v, sort[0], dims)}, inside)
            kind = f"fn{dims}" if sort[0] == "array" else "real"

            def every(f: Node) -> Node:
                f = k.close(f, v, kind)
                return k.every(env[sort[1]], f) if sort[0] == "index" else k.all(kind, f)

            own += [every(c) for c in inside]
            return every(f) if head == "forall" else k.neg(every(k.neg(f)))
        return self.call(x, env, own)


# ---------------------------------------------------------------- directed rounding
# A bound (m, e) is the number m 2^e.  Every function takes the number of bits and the direction: its value is a
# bound of the true value from above (up) or below.

Bound = tuple[int, int]
Interval = tuple[Bound, Bound]


def shr(m: int, s: int, up: bool) -> int:
    return -((-m) >> s) if up else m >> s


def quo(m: int, d: int, up: bool) -> int:
    return -((-m) // d) if up else m // d


def cut(m: int, e: int, p: int, up: bool) -> Bound:
    s = m.bit_length() - p
    return (m, e) if s <= 0 else (shr(m, s, up), e + s)


def plus(x: Bound, y: Bound, p: int, up: bool) -> Bound:
    (a, e), (b, f) = (x, y) if x[1] >= y[1] else (y, x)
    if not a or not b:
        return cut(b, f, p, up) if not a else cut(a, e, p, up)
    if e - f >= 2 * p + b.bit_length():  # |y| < 2^(e-2p): replace it by 0 or +-2^(e-2p) on the safe side
        b, f = (int(b > 0) if up else -int(b < 0)), e - 2 * p
    return cut((a << (e - f)) + b, f, p, up)


def minus(x: Bound) -> Bound:
    return -x[0], x[1]


def side(x: Bound, y: Bound) -> int:
    """Sign of x - y (exact: rounding to 8 bits keeps the sign of a nonzero number)."""
    m = plus(x, minus(y), 8, False)[0]
    return (m > 0) - (m < 0)


def prod(x: Bound, y: Bound, p: int, up: bool) -> Bound:
    return cut(x[0] * y[0], x[1] + y[1], p, up)


def ratio(n: int, d: int, p: int, up: bool) -> Bound:
    """n/d for d > 0."""
    s = max(0, p + d.bit_length() - n.bit_length() + 1)
    return cut(quo(n << s, d, up), -s, p, up)


def fixed(x: Bound, w: int, up: bool) -> int:
    """x 2^w rounded to an integer."""
    return x[0] << (x[1] + w) if x[1] + w >= 0 else shr(x[0], -x[1] - w, up)


@lru_cache(maxsize=64)
def ln2(w: int, up: bool) -> int:
    """2^w log 2 = 2^w 2 artanh(1/3), a series of positive terms; its tail is below twice its first term."""
    term, n, total = quo(2 << w, 3, up), 1, 0
    while term > int(up):
        total += quo(term, n, up)
        term, n = quo(term, 9, up), n + 2
    return total + (2 * term if up else 0)


def exp_(x: Bound, p: int, up: bool) -> Bound:
    """exp: x = k log 2 + r, Taylor series (positive terms) at r / 2^h, squared h times; |x| <= 2^64 is required."""
    if x[0] and x[0].bit_length() + x[1] > 64:
        raise Wide
    h = isqrt(p) // 2 + 2
    w = p + 2 * h + 90
    fx = fixed(x, w, up)
    n = fx // ln2(w, False) + 1
    r = -1
    while r < 0:  # an upper bound of r subtracts a lower bound of k log 2
        n -= 1
        r = fx - n * ln2(w, (n >= 0) != up)
    y = shr(r, h, up)
    total = term = 1 << w
    n2 = 0
    while term > int(up):
        n2 += 1
        term = quo(shr(term * y, w, up), n2, up)
        total += term
    total += term if up else 0  # y < 1/2: the tail is below the last term
    for _ in range(h):
        total = shr(total * total, w, up)
    return cut(total, n - w, p, up)


def log_(x: Bound, p: int, up: bool) -> Bound:
    """log of x > 0: x = f 2^k, f in [1, 2), h square roots, artanh series (positive terms)."""
    b = x[0].bit_length()
    k, h = x[1] + b - 1, isqrt(p) // 2 + 2
    w = p + h + 90
    one = 1 << w
    f = fixed((x[0], 1 - b), w, up)
    for _ in range(h):
        f = isqrt((f << w) - 1) + 1 if up else isqrt(f << w)
    z = quo((f - one) << w, f + one, up)
    square, term, total, n = shr(z * z, w, up), z, 0, 1
    while term > int(up):
        total += quo(term, n, up)
        term, n = shr(term * square, w, up), n + 2
    total += 2 * term if up else 0  # z <= 1/3
    return cut((total << (h + 1)) + k * ln2(w, (k >= 0) == up), -w, p, up)


def sqrt_(x: Bound, p: int, up: bool) -> Bound:
    m, e = x
    s = max(0, 2 * p - m.bit_length())
    s += (e - s) & 1
    return (isqrt((m << s) - 1) + 1 if up and m else isqrt(m << s)), (e - s) // 2


def lambertw_(x: Bound, p: int, up: bool) -> Bound:
    """W(x), x >= 0: Newton's method proposes, w exp(w) against x decides; else the trivial bounds 0 and x."""
    if not x[0]:
        return x
    q = p + 16
    w = log_(plus(x, (1, 0), q, True), q, True)
    for _ in range(p.bit_length() + 16):
        e = exp_(w, q, True)
        top = plus(prod(w, e, q, True), minus(x), q, True)
        low = prod(e, plus(w, (1, 0), q, True), q, True)
        (m, f), (d, g) = top, low
        step = ratio(m, d, q, True)
        w = plus(w, minus((step[0], step[1] + f - g)), q, True)
        if w[0] <= 0:
            break
    w = prod(w, ((1 << p) + (256 if up else -256), -p), p, up)
    if w[0] > 0 and side(prod(w, exp_(w, p, not up), p, not up), x) * (1 if up else -1) >= 0:
        return w
    return x if up else (0, 0)


class Wide(Exception):
    """No enclosure at this precision (a divisor's contains 0, an exponent is huge); no exact form of moderate size."""


# ---------------------------------------------------------------- numbers


class Undecided(Exception):
    """A sign could not be decided, or a thing is asked that this checker does not evaluate."""


class Undefined(Exception):
    """A domain condition fails."""


Exponential = dict[Fraction, Fraction]  # q -> c_q, for sum c_q e^q


class Num:
    """Closed number: a rational, or an operation on numbers (interned).  Domain conditions were checked before."""

    __slots__ = ("args", "boxes", "kind", "quotient", "rational", "signum")

    def __init__(self, kind: str, args: tuple[Any, ...], rational: Fraction | None) -> None:
        self.kind, self.args, self.rational = kind, args, rational
        self.boxes: dict[int, Interval | None] = {}
        self.quotient: tuple[Exponential, Exponential] | bool | None = False
        self.signum: int | None = None


class Dual(NamedTuple):
    """value + slope * (infinitesimal number `tag`); a component may itself be dual with a smaller tag."""

    tag: int
    value: Any
    slope: Any


class Numbers:
    """Arithmetic on Num and Dual, and the only decision: the sign."""

    def __init__(self) -> None:
        self.table: dict[Any, Num] = {}
        self.work = self.smooth = 0  # smooth: how many derivatives are being evaluated
        self.local = False  # a condition below a derivative was decided at the point, not for all values as in a proof

    def charge(self, amount: int = 1) -> None:
        self.work += amount
        if self.work > WORK:
            raise Undecided("budget of evaluation steps spent")

    def const(self, q: Rational) -> Num:
        found = self.table.get(("const", q))
        return found or self.table.setdefault(("const", q), Num("const", (), Fraction(q)))

    def make(self, kind: str, *args: Any) -> Num:
        self.charge()
        return self.table.get((kind, args)) or self.table.setdefault((kind, args), Num(kind, args, None))

    # operations

    def add(self, xs: Sequence[Any]) -> Any:
        """Sum; linear combinations are merged, so that x - x is exactly 0."""
        tag = max([x.tag for x in xs if isinstance(x, Dual)], default=0)
        if tag:
            return Dual(tag, self.add([self.part(x, tag)[0] for x in xs]), self.add([self.part(x, tag)[1] for x in xs]))
        rest, const = {}, Fraction(0)  # type: dict[Num, Fraction], Fraction
        for x in xs:
            if x.rational is not None:
                const += x.rational
                continue
            parts, c = x.args if x.kind == "linear" else (((x, Fraction(1)),), Fraction(0))
            self.charge(len(parts))
            const += c
            for y, d in parts:
                rest[y] = rest.get(y, Fraction(0)) + d
        items = tuple([(y, d) for y, d in rest.items() if d])
        if not items:
            return self.const(const)
        return items[0][0] if not const and len(items) == 1 and items[0][1] == 1 else self.make("linear", items, const)

    def scale(self, c: Rational, x: Any) -> Any:
        return self.mul(self.const(c), x)

    def sub(self, x: Any, y: Any) -> Any:
        return self.add([x, self.scale(-1, y)])

    def part(self, x: Any, tag: int) -> tuple[Any, Any]:
        return (x.value, x.slope) if isinstance(x, Dual) and x.tag == tag else (x, self.const(0))

    def mul(self, x: Any, y: Any) -> Any:
        tag = max([z.tag for z in (x, y) if isinstance(z, Dual)], default=0)
        if tag:
            (a, b), (c, d) = self.part(x, tag), self.part(y, tag)
            return Dual(tag, self.mul(a, c), self.add([self.mul(a, d), self.mul(b, c)]))
        if y.rational is not None:
            x, y = y, x
        if x.rational is None:
            return self.make("mul", x, y)
        if y.rational is not None:
            return self.const(x.rational * y.rational)
        if not x.rational or x.rational == 1:
            return y if x.rational else x
        parts, c = y.args if y.kind == "linear" else (((y, Fraction(1)),), Fraction(0))
        return self.make("linear", tuple([(z, d * x.rational) for z, d in parts]), c * x.rational)

    def power(self, x: Any, k: int) -> Any:
        if isinstance(x, Dual):
            return self.mul(self.power(x, k - 1), x) if k > 2 else self.mul(x, x)
        return self.const(x.rational**k) if x.rational is not None else self.make("pow", x, k)

    def apply(self, kind: str, x: Any) -> Any:
        """inv, exp, log, sqrt, abs, lambertw, with the domain condition."""
        sign = self.sign(x) if kind != "exp" else 1
        if (
            (kind == "inv" and sign == 0)
            or (kind == "log" and sign <= 0)
            or (kind in ("sqrt", "lambertw") and sign < 0)
        ):
            raise Undefined
        if sign == 0 and self.smooth:
            raise Undecided("a derivative at a kink or at the border of a domain")
        if isinstance(x, Dual):
            v = self.apply(kind, x.value)
            if kind == "inv":
                slope = self.scale(-1, self.mul(v, v))
            elif kind in ("log", "sqrt"):
                slope = self.apply("inv", x.value if kind == "log" else self.scale(2, v))
            elif kind == "lambertw":
                slope = self.apply("inv", self.mul(self.apply("exp", v), self.add([v, self.const(1)])))
            else:
                slope = v if kind == "exp" else self.const(sign)
            return Dual(x.tag, v, self.mul(slope, x.slope))
        q = x.rational
        if kind == "abs":
            return x if sign > 0 else self.scale(-1, x)
        if q is not None:
            if kind == "inv":
                return self.const(1 / q)
            if q == 0 or (kind == "log" and q == 1):
                return self.const(1 if kind == "exp" else 0)
            if kind == "sqrt" and isqrt(q.numerator) ** 2 == q.numerator and isqrt(q.denominator) ** 2 == q.denominator:
                return self.const(Fraction(isqrt(q.numerator), isqrt(q.denominator)))
        if (kind, x.kind) in (("exp", "log"), ("log", "exp")):
            return x.args[0]
        return self.make(kind, x)

    def larger(self, x: Any, y: Any) -> Any:
        """max(x, y), where a tie of values that vary is not decided."""
        if self.smooth:
            sign = self.sign(self.sub(x, y))
            if sign == 0:
                raise Undecided("a derivative at a tie")
            return x if sign > 0 else y
        if x.rational is not None and y.rational is not None:
            return x if x.rational >= y.rational else y
        return x if x is y else self.make("max", x, y)

    # decision

    def sign(self, x: Any) -> int:
        """Sign of the value; a varying number that vanishes is not decided."""
        if isinstance(x, Dual):
            base = x.value
            while isinstance(base, Dual):
                base = base.value
            sign = self.sign(base)
            if sign == 0:
                raise Undecided("a derivative at a boundary")
            self.local = True
            return sign
        q = x.rational
        if q is None and x.signum is None:
            x.signum = self.decide(x)
        return (q > 0) - (q < 0) if q is not None else int(x.signum)

    def decide(self, x: Num) -> int:
        for p in LADDER:
            if p == 1024 and (exact := self.exact(x)) is not None and not exact[0]:
                return 0
            box = self.enclose(x, p)
            if box is not None and box[0][0] > 0:
                return 1
            if box is not None and box[1][0] < 0:
                return -1
        raise Undecided(f"a sign is not decided with {LADDER[-1]} bits")

    def exact(self, x: Num) -> tuple[Exponential, Exponential] | None:
        """x as a quotient of sums c_q e^q (q rational): zero exactly if all c_q are (Lindemann-Weierstrass)."""
        if x.quotient is False:
            try:
                x.quotient = self.find(x)
            except Wide:
                x.quotient = None
        assert not isinstance(x.quotient, bool)
        return x.quotient

    def find(self, x: Num) -> tuple[Exponential, Exponential] | None:
        one = {Fraction(0): Fraction(1)}
        if x.rational is not None:
            return ({Fraction(0): x.rational} if x.rational else {}), one
        if x.kind == "linear":
            top, low = {Fraction(0): x.args[1]} if x.args[1] else {}, one
            for y, c in x.args[0]:
                part = self.exact(y)
                if part is None:
                    return None
                scaled = {q: c * d for q, d in part[0].items()}
                if part[1] == low:
                    top = self.merge(top, scaled)
                else:
                    top = self.merge(self.cross(top, part[1]), self.cross(scaled, low))
                    low = self.cross(low, part[1])
            return top, low
        if x.kind == "exp":
            q = x.args[0].rational
            return ({q: Fraction(1)}, one) if q is not None else None
        if x.kind == "max":
            return self.exact(x.args[0] if self.sign(self.sub(*x.args)) >= 0 else x.args[1])
        if x.kind not in ("mul", "pow", "inv", "log"):
            return None
        parts = [self.exact(y) for y in x.args if isinstance(y, Num)] * (x.args[1] if x.kind == "pow" else 1)
        result: tuple[Exponential, Exponential] | None = (one, one)
        for part in parts:
            if part is None or result is None:
                return None
            result = self.cross(result[0], part[0]), self.cross(result[1], part[1])
        assert result is not None
        if x.kind == "inv":
            return result[1], result[0]
        if x.kind == "log":
            (top, low) = result
            if len(top) == len(low) == 1 and list(top.values()) == list(low.values()):
                q = next(iter(top)) - next(iter(low))
                return ({Fraction(0): q} if q else {}), one
            return None
        return result

    def merge(self, a: Exponential, b: Exponential) -> Exponential:
        total = dict(a)
        for q, c in b.items():
            total[q] = total.get(q, Fraction(0)) + c
        return {q: c for q, c in total.items() if c}

    def cross(self, a: Exponential, b: Exponential) -> Exponential:
        if len(a) * len(b) > 10_000:
            raise Wide
        self.charge(10 * len(a) * len(b))
        total: Exponential = {}
        for q, c in a.items():
            for r, d in b.items():
                total[q + r] = total.get(q + r, Fraction(0)) + c * d
        return {q: c for q, c in total.items() if c}

    def enclose(self, x: Num, p: int) -> Interval | None:
        """Rigorous interval with p bits, or None."""
        if p not in x.boxes:
            self.charge(1 + p // 64)
            try:
                x.boxes[p] = self.interval(x, p)
            except Wide:
                x.boxes[p] = None
        return x.boxes[p]

    def interval(self, x: Num, p: int) -> Interval:
        def inside(y: Num) -> Interval:
            box = self.enclose(y, p)
            if box is None:
                raise Wide
            return box

        def exactly(q: Fraction) -> Interval:
            return ratio(q.numerator, q.denominator, p, False), ratio(q.numerator, q.denominator, p, True)

        def both(a: Interval, b: Interval) -> Interval:
            if a[0][0] >= 0 and b[0][0] >= 0:
                return prod(a[0], b[0], p, False), prod(a[1], b[1], p, True)
            low, high = [[prod(s, t, p, up) for s in a for t in b] for up in (False, True)]
            return least(low), minus(least([minus(t) for t in high]))

        def least(bounds: list[Bound]) -> Bound:
            found = bounds[0]
            for b in bounds[1:]:
                found = b if side(b, found) < 0 else found
            return found

        if x.rational is not None:
            return exactly(x.rational)
        kind, a = x.kind, x.args
        if kind == "linear":
            low, high = exactly(a[1])
            for y, c in a[0]:
                box = both(exactly(c), inside(y))
                low, high = plus(low, box[0], p, False), plus(high, box[1], p, True)
            return low, high
        if kind == "mul":
            return both(inside(a[0]), inside(a[1]))
        if kind == "pow":
            base, k = inside(a[0]), a[1]
            box = base
            for _ in range(k - 1):
                box = both(box, base)
            return ((0, 0) if k % 2 == 0 and box[0][0] < 0 else box[0]), box[1]
        if kind == "max":
            s, t = inside(a[0]), inside(a[1])
            return (s[0] if side(s[0], t[0]) > 0 else t[0]), (s[1] if side(s[1], t[1]) > 0 else t[1])
        low, high = inside(a[0])
        if kind == "inv":
            if low[0] <= 0 <= high[0]:
                raise Wide
            ends = []
            for (m, e), up in ((high, False), (low, True)):
                m_, e_ = ratio(1 if m > 0 else -1, abs(m), p, up)
                ends.append((m_, e_ - e))
            return ends[0], ends[1]
        if kind == "log" and low[0] <= 0:
            raise Wide
        if kind in ("sqrt", "lambertw") and low[0] < 0:  # the value itself is known to be >= 0
            low = (0, 0)
        function = {"exp": exp_, "log": log_, "sqrt": sqrt_, "lambertw": lambertw_}[kind]
        return function(low, p, False), function(high, p, True)


# ---------------------------------------------------------------- witnesses

Outcomes = frozenset[str]  # the possible ones of T (true), F (false), U (undefined)
ANY: Outcomes = frozenset("TFU")


class Evaluate:
    """Truth of formulas at exact data.  An environment maps sizes and indices to ints, reals to numbers, arrays
    to functions of the indices."""

    def __init__(self, st: Statement, sizes: Any, data: Any) -> None:
        self.st, self.num, self.tags = st, Numbers(), 0
        need(isinstance(sizes, dict) and sizes.keys() == st.sizes.keys(), "the sizes are not those of the statement")
        need(isinstance(data, dict) and data.keys() == st.given.keys(), "the data are not those of the statement")
        self.env: dict[str, Any] = {}
        for n, least in st.sizes.items():
            need(is_int(sizes[n]) and least <= sizes[n] <= 100_000, f"size {n} is out of range")
            self.env[n] = sizes[n]
        for name, sort in st.given.items():
            self.env[name] = self.datum(name, data[name], sort[0], [sizes[n] for n in sort[1:]])

    def datum(self, name: str, x: Any, kind: str, shape: list[int]) -> Any:
        if kind == "index":
            need(is_int(x) and 0 <= x < shape[0], f"index {name} is out of range")
            return x
        entries: dict[tuple[int, ...], Num] = {}

        def fill(x: Any, at: tuple[int, ...]) -> None:
            if len(at) == len(shape):
                entries[at] = self.num.const(rational(x))
                return
            need(isinstance(x, list) and len(x) == shape[len(at)], f"{name} does not have the declared shape")
            for i, y in enumerate(x):
                fill(y, (*at, i))

        fill(x, ())
        return entries[()] if kind == "real" else lambda *at: entries[at]

    def call(self, x: Core, env: Env) -> tuple[Core, dict[str, Any]]:
        _, name, sizes, args = x
        made = self.st.define[name]
        inner = {n: env[m] for n, m in sizes}
        for (param, _), arg in zip(made.params, args, strict=True):
            inner[param] = self.closure(arg, env)
        return made.body, inner

    def closure(self, arg: Core, env: Env) -> Any:
        head = arg[0] if isinstance(arg, tuple) else None
        if head in ("index", "array"):
            return env[arg[1]]
        if head != "lam":
            return self.term(arg, env)
        _, names, _, body = arg
        memo: dict[tuple[int, ...], Any] = {}

        def value(*at: int) -> Any:
            key = (bool(self.num.smooth), *at)
            if key not in memo:
                memo[key] = self.term(body, env | dict(zip(names, at, strict=True)))
            return memo[key]

        return value

    def term(self, x: Core, env: Env) -> Any:
        """Value, or Undefined, or Undecided."""
        num = self.num
        num.charge()
        if not isinstance(x, tuple):
            return num.const(x)
        head = x[0]
        if head == "+":
            return num.add([self.term(t, env) for t in x[1:]])
        if head in ("*", "/", "max", "min"):
            values = [self.term(t, env) for t in x[1:]]
            if head == "/":
                values[1] = num.apply("inv", values[1])
            result = values[0]
            for v in values[1:]:
                result = num.mul(result, v) if head in "*/" else self.extreme(result, v, head)
            return result
        if head == "^":
            return num.power(self.term(x[1], env), x[2])
        if head in FUNCTIONS:
            return num.apply(head, self.term(x[1], env))
        if head == "real":
            return env[x[1]]
        if head == "card":
            return num.const(env[x[1]])
        if head == "at":
            return env[x[1]](*[env[i] for i in x[2:]])
        if head == "sum":
            at = list(range(env[x[2]]))
            if x[3] is not None:
                found = [self.formula(x[3], {**env, x[1]: i}) for i in at]
                if any([f == {"U"} for f in found]):
                    raise Undefined
                if any([len(f) > 1 for f in found]):
                    raise Undecided("the condition of a sum")
                at = [i for i in at if "T" in found[i]]
            return num.add([self.term(x[4], {**env, x[1]: i}) for i in at])
        if head in ("maxover", "minover"):
            values = [self.term(x[3], {**env, x[1]: i}) for i in range(env[x[2]])]
            result = values[0]
            for v in values[1:]:
                result = self.extreme(result, v, head[:3])
            return result
        if head == "deriv":
            return self.deriv(x[1], x[2], env)
        return self.term(*self.call(x, env))

    def extreme(self, x: Any, y: Any, head: str) -> Any:
        num = self.num
        return num.larger(x, y) if head == "max" else num.scale(-1, num.larger(num.scale(-1, x), num.scale(-1, y)))

    def deriv(self, body: Core, wrt: Core, env: Env) -> Any:
        """Forward mode: the variable gets a new infinitesimal; the result is its coefficient."""
        self.tags += 1
        tag, old = self.tags, env[wrt[1]]
        if wrt[0] == "real":
            inner = {**env, wrt[1]: Dual(tag, old, self.num.const(1))}
        else:
            i = env[wrt[2]]
            moving = Dual(tag, old(i), self.num.const(1))
            inner = {**env, wrt[1]: lambda at: moving if at == i else old(at)}
        self.num.smooth += 1
        try:
            return self.num.part(self.term(body, inner), tag)[1]
        finally:
            self.num.smooth -= 1

    def defined(self, x: Core, env: Env) -> Outcomes:
        try:
            self.term(x, env)
        except Undefined:
            return frozenset("U")
        except Undecided:
            return ANY
        return frozenset("T")

    def formula(self, x: Core, env: Env) -> Outcomes:
        """The outcomes that are not excluded; a later conjunct matters only where the earlier ones are true."""
        head = x[0]
        if head in ("<=", "<", "=", "!="):
            try:
                sign = self.num.sign(self.num.sub(self.term(x[2], env), self.term(x[1], env)))
            except Undefined:
                return frozenset("U")
            except Undecided:
                return ANY
            return truth(sign >= 0 if head == "<=" else sign > 0 if head == "<" else (sign == 0) == (head == "="))
        if head == "same":
            return truth(env[x[1]] == env[x[2]])
        if head == "not":
            return frozenset([{"T": "F", "F": "T", "U": "U"}[o] for o in self.formula(x[1], env)])
        if head == "implies":
            return self.formula(("or", ("not", x[1]), x[2]), env)
        if head in ("and", "or"):
            stop = "F" if head == "and" else "T"
            found: set[str] = set()
            outcomes: Outcomes = frozenset()
            for f in x[1:]:
                outcomes = self.formula(f, env)
                found |= outcomes & {"U", stop}
                if not outcomes - {"U", stop}:
                    return frozenset(found)
            return frozenset(found | outcomes)
        if head in ("forall", "exists"):
            _, name, sort, body = x
            if sort[0] != "index":
                return ANY
            each = [self.formula(body, {**env, name: i}) for i in range(env[sort[1]])]
            found = {"U"} if any(["U" in o for o in each]) else set()
            if all([o != {"U"} for o in each]):
                stop, go = ("F", "T") if head == "forall" else ("T", "F")
                found |= {stop} if any([stop in o for o in each]) else set()
                found |= {go} if all([go in o for o in each]) else set()
            return frozenset(found)
        return self.formula(*self.call(x, env))

    def claim(self, x: Core) -> Outcomes:
        if x[0] != "defined":
            return self.formula(x, self.env)
        if isinstance(x[1], tuple) and self.st.read.is_formula(x[1]):
            return frozenset([o if o == "U" else "T" for o in self.formula(x[1], self.env)])
        return self.defined(x[1], self.env)


def truth(x: bool) -> Outcomes:
    return frozenset("T" if x else "F")


# ---------------------------------------------------------------- certificates


@dataclass(frozen=True)
class Report:
    """ok: accepted.  verdict: PROVED or REFUTED (accepted), REJECTED, or BAD INPUT (not a certificate at all)."""

    ok: bool
    id: str
    variant: str
    verdict: str
    message: str


FIELDS = {
    "kernel": {"schema", "kind", "id", "variant", "statement", "hash", "nodes", "steps", "goals"},
    "witness": {"schema", "kind", "id", "variant", "statement", "hash", "sizes", "data", "fails"},
}


def established(replay: Replay, numbers: Any, goals: list[Goal]) -> None:
    """Each goal is the conclusion of the step listed for it, from allowed hypotheses only."""
    need(
        isinstance(numbers, list) and len(numbers) == len(goals),
        f"the certificate must list {len(goals)} goals ({', '.join(g.label for g in goals)})",
    )
    for position, (number, goal) in enumerate(zip(numbers, goals, strict=True)):
        name = f"goal {position} ({goal.label})"
        need(type(number) is int and 0 <= number < len(replay.thms), f"{name}: no such step")
        thm = replay.thms[number]
        need(thm.concl is goal.formula, f"{name}: step {number} proves something else")
        need(thm.hyps <= goal.allowed, f"{name}: step {number} uses a hypothesis that is not granted")


def check_kernel(cert: dict[str, Any], st: Statement) -> str:
    k = Terms()
    wanted = Translate(k, st).goals
    replay = Replay(k, cert["nodes"], cert["steps"])
    established(replay, cert["goals"], wanted)
    return f"{len(replay.thms)} steps, {len(wanted)} goals"


def check_witness(cert: dict[str, Any], st: Statement) -> str:
    claims, fails = dict(st.claim), cert["fails"]
    need(isinstance(fails, str) and fails in claims, "the failing claim is not one of the statement")
    ev = Evaluate(st, cert["sizes"], cert["data"])
    names = {"T": "true", "F": "false", "U": "undefined"}
    for label, f in st.assume:
        found = ev.formula(f, ev.env)
        need(
            found == {"T"}, f"assumption {label}: {'undecided' if len(found) > 1 else names[min(found)]} at the witness"
        )
        # A proof asks the conditions of a derivative for all values of its variable; decided at one value, they count
        # as undecided (a failing claim stays failing: undefined if not false).
        need(not ev.num.local, f"assumption {label}: undecided at the witness: conditions of a derivative")
    if "consequence" not in cert:
        found = ev.claim(claims[fails])
        need(found <= {"F", "U"}, f"claim {fails}: {'undecided' if len(found) > 1 else 'true'} at the witness")
        return f"claim {fails} is {' or '.join([names[o] for o in sorted(found)])} at the witness"
    part = cert["consequence"]
    need(
        isinstance(part, dict)
        and part.keys() == {"formula", "nodes", "steps", "goals"}
        and isinstance(part["formula"], str),
        "malformed consequence",
    )
    need(claims[fails][0] != "defined", "a definition has no consequence")
    env = {n: ("size",) for n in st.sizes} | st.given
    formula = st.read.formula(parse(part["formula"]), env)
    k = Terms()
    translate = Translate(k, st)
    both = [translate.formula(f, translate.env, []) for f in (claims[fails], formula)]
    goal = Goal("consequence", k.imp(*both), translate.hyps)
    established(Replay(k, part["nodes"], part["steps"]), part["goals"], [goal])
    found = ev.formula(formula, ev.env)
    need(not ev.num.local, "the consequence is undecided at the witness: conditions of a derivative")
    need(found == {"F"}, f"the consequence is {'undecided' if len(found) > 1 else names[min(found)]} at the witness")
    return f"a consequence of claim {fails} is false at the witness"


def locked(cert: dict[str, Any], lock: Any) -> str:
    """Check text and hash, against the lock when there is one."""
    text, digest = cert["statement"], cert["hash"]
    need(
        hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == digest,
        "the hash is not that of the statement",
    )
    if lock is None:
        return "ad hoc: the statement was not compared with a lock"
    if not isinstance(lock, dict) or lock.get("schema") != 1 or not isinstance(lock.get("statements"), dict):
        raise BadInput("the lock is not a statements.lock of schema 1")
    statements = lock["statements"]
    entry = statements.get(f"{cert['id']} {cert['variant']}")
    need(isinstance(entry, dict), "the statement is not in the lock")
    need(entry.get("sha256") == digest, "the statement is not the locked one (hash)")
    need(entry.get("text") == text, "the statement is not the locked one (text)")
    return "locked statement"


def check(cert: Any, lock: dict[str, Any] | None = None) -> Report:
    """Check one certificate (parsed JSON) against a lock (parsed JSON) or, without one, its own statement text."""
    id = variant = "?"
    old = sys.getrecursionlimit()
    sys.setrecursionlimit(max(old, 12_000))
    try:
        if not isinstance(cert, dict) or cert.get("schema") != 1 or cert.get("kind") not in ("kernel", "witness"):
            raise BadInput("not a certificate of schema 1")
        kind = cert["kind"]
        missing = FIELDS[kind] ^ (cert.keys() - ({"consequence"} if kind == "witness" else set()))
        need(not missing, f"missing or unknown fields: {', '.join(sorted(map(str, missing)))[:100]}")
        for field in ("id", "variant", "statement", "hash"):
            need(isinstance(cert[field], str), f"{field} must be a string")
        id, variant = cert["id"], cert["variant"]
        origin = locked(cert, lock)
        st = Reader().statement(cert["statement"])
        need((st.id, st.variant) == (id, variant), "id or variant is not that of the statement")
        done = (check_kernel if kind == "kernel" else check_witness)(cert, st)
        return Report(True, id, variant, "PROVED" if kind == "kernel" else "REFUTED", f"{done}; {origin}")
    except Rejected as error:
        return Report(False, id, variant, "REJECTED", str(error))
    except Undecided as error:
        return Report(False, id, variant, "REJECTED", f"undecided: {error}")
    except BadInput as error:
        return Report(False, id, variant, "BAD INPUT", str(error))
    except (RecursionError, MemoryError, OverflowError) as error:
        return Report(False, id, variant, "REJECTED", f"too large or too deep to check ({type(error).__name__})")
    finally:
        sys.setrecursionlimit(old)


def load(path: Path) -> Any:
    try:
        return read_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"cannot be read: {error}") from None


def check_file(path: str | Path, lock: dict[str, Any] | None = None) -> Report:
    """Check the certificate in one file."""
    try:
        cert = load(Path(path))
    except BadInput as error:
        return Report(False, "?", "?", "BAD INPUT", str(error))
    return check(cert, lock)


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="varproof.recheck", description="Check certificates independently.")
    parser.add_argument("paths", nargs="+", metavar="FILE_OR_DIR")
    parser.add_argument("--lock", metavar="FILE", help="statements.lock to compare the statements with")
    options = parser.parse_args(argv)
    lock = None
    if options.lock is not None:
        try:
            lock = load(Path(options.lock))
            if not isinstance(lock, dict) or lock.get("schema") != 1 or not isinstance(lock.get("statements"), dict):
                raise BadInput("not a statements.lock of schema 1")
        except BadInput as error:
            print(f"{options.lock}: {error}", file=sys.stderr)
            return 2
    worst = 0
    for name in options.paths:
        files = sorted(Path(name).rglob("*.json")) if Path(name).is_dir() else [Path(name)]
        if not files:
            print(f"{name}: no certificates (*.json) in this directory", file=sys.stderr)
            worst = 2
        for path in files:
            report = check_file(path, lock)
            bad = report.verdict == "BAD INPUT"
            line = f"{path}: {report.verdict}" + ("" if bad else f" {report.id} {report.variant}")
            line = " ".join(f"{line}: {report.message}".split()).encode("ascii", "backslashreplace").decode()
            print("".join([c if c.isprintable() else "?" for c in line]), file=sys.stderr if bad else sys.stdout)
            worst = max(worst, 2 if bad else 0 if report.ok else 1)
    return worst


if __name__ == "__main__":
    sys.exit(main())
