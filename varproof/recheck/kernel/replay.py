"""Replay of a kernel proof: the node table is built again in normal form, and every conclusion is recomputed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from varproof.recheck.kernel.rules import RULES, Thm, union
from varproof.recheck.kernel.terms import FORMULAS, SETS, SHAPE, Node, Terms
from varproof.recheck.reading import DEPTH, Rational, Rejected, natural, need, rational, rows

SORT = re.compile(r"real|set|fn[1-9][0-9]?|fn\((0,)*[1-9][0-9]?(,(0|[1-9][0-9]?))*\)")


class Replay:
    """Replays the steps of a kernel certificate: nodes[i] is node i, thms[i] what step i proves."""

    def __init__(self, k: Terms, nodes: Any, steps: Any) -> None:
        self.k = k
        self.nodes: list[Node] = []
        self.thms: list[Thm] = []
        need(isinstance(nodes, list) and isinstance(steps, list), "nodes and steps must be lists")
        self.each("node", nodes, self.nodes, self.load)
        self.each("step", steps, self.thms, self.step)

    def each(self, what: str, entries: list[Any], made: list[Any], read: Callable[[Any], Any]) -> None:
        for number, entry in enumerate(entries):
            head = entry[0] if isinstance(entry, list) and entry and isinstance(entry[0], str) else "?"
            try:
                made.append(read(entry))
            except Rejected as error:
                raise Rejected(f"{what} {number} ({head[:20]}): {error}") from None

    def load(self, entry: Any) -> Node:
        """One node of the table; whatever form it is given in, the constructors bring it to normal form."""
        need(isinstance(entry, list) and bool(entry) and isinstance(entry[0], str), "not a node")
        k, tag, a = self.k, entry[0], entry[1:]
        need(tag in SHAPE, "unknown node kind")
        need(len(a) == len(SHAPE[tag]), f"{tag} has {len(a)} arguments")
        if tag == "poly":
            terms: dict[Node, Rational] = {}
            for c, m in rows(a[0], 2):
                for n, e in self.product(m).args:
                    terms[n] = terms.get(n, 0) + rational(c) * e
            return k.poly(terms)
        if tag == "app":
            need(isinstance(a[0], str) or natural(a[0], DEPTH), "malformed head")
            need(isinstance(a[1], list) and 1 <= len(a[1]) <= 99, "malformed argument list")
            return k.app(a[0], [self.part("w", i) for i in a[1]])
        if tag == "lam":
            kinds = [0] * a[0] if natural(a[0], 100) else a[0]
            need(isinstance(kinds, list) and 1 <= len(kinds) <= 99, "malformed lambda")
            need(all([natural(r, 100) for r in kinds]) and (kinds is not a[0] or any(kinds)), "malformed lambda")
            return k.lam(kinds, self.part("t", a[1]))
        parts = [self.part(kind, x) for kind, x in zip(SHAPE[tag], a, strict=True)]
        if tag in ("var", "set"):
            return (k.var if tag == "var" else k.set)(parts[0])
        if tag in ("bound", "setb"):
            return k.index(parts[0], "real" if tag == "bound" else "set")
        return k.make(tag, *parts)

    def product(self, powers: object) -> Node:
        result = self.k.one
        for i, exponent in rows(powers, 2):
            e = rational(exponent)
            need(e != 0, "an exponent is zero")
            result = self.k.mul(result, self.k.power(self.part("t", i), e))
        return result

    def part(self, kind: str, x: Any) -> Any:
        """Decode an argument: a node of the kind f formula, t term, s set, l lambda, w term or lambda, v value (also
        upper case); p product, n name, o sort, k number, i choice."""
        if kind == "p":
            return self.product(x)
        if kind in "noki":
            need(kind not in "no" or isinstance(x, str), "a name or sort is not a string")
            need(kind != "o" or bool(SORT.fullmatch(x)), "unknown sort")
            need(kind != "k" or natural(x, DEPTH), "malformed number")
            need(kind != "i" or natural(x, 2), "the choice must be 0 or 1")
            return x
        values = ("poly", "lam", *SETS)
        tags = {"f": FORMULAS, "t": ("poly",), "s": SETS, "l": ("lam",), "w": values[:2], "v": values}[kind.lower()]
        need(natural(x, len(self.nodes)), f"no earlier node {str(x)[:20]}")
        need(self.nodes[x].tag in tags, "not a node of the kind that is asked for")
        return self.nodes[x]

    def argument(self, kind: str, x: Any) -> Any:
        """Argument of a rule: nodes are closed, those with an upper case kind below one real binder; also a products
        and e equalities of arithmetic."""
        if kind == "a":
            return [(rational(c), self.argument("t", s), premises) for c, s, premises in rows(x, 3)]
        if kind == "e":
            return [(self.argument("t", r), premise) for r, premise in rows(x, 2)]
        found = self.part(kind, x)
        if isinstance(found, Node):
            need(found.top <= kind.isupper() and all([s == "real" for n, s in found.free if n == 0]), "loose index")
        return found

    def step(self, step: Any) -> Thm:
        need(isinstance(step, list) and len(step) == 3 and all([isinstance(p, list) for p in step[1:]]), "malformed")
        rule, numbers, args = step
        need(isinstance(rule, str) and rule in RULES, "unknown rule")
        count, kinds, method = RULES[rule]
        need(count in (-1, len(numbers)), f"{len(numbers)} premises instead of {count}")
        need(len(args) == len(kinds), f"{len(args)} arguments instead of {len(kinds)}")
        need(all([natural(p, len(self.thms)) for p in numbers]), "a premise is not an earlier step")
        premises = [self.thms[p] for p in numbers]
        made = method(self.k, premises, *[self.argument(kind, x) for kind, x in zip(kinds, args, strict=True)])
        made = made if isinstance(made, Thm) else Thm(union(premises), made)
        self.k.charge(1 + sum([len(thm.hyps) for thm in (made, *premises)]))
        return made
