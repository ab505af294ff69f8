"""What is known at a place of a proof, taken apart: conjunctions, negations and members of filtered sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache

from varproof.proof.deduction import Deduction
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import FALSE, Node

RELATIONS = ("ge", "gt", "eq")


def negation(f: Node) -> Node | None:
    """g, where f is not g; else None."""
    return f.args[0] if f.op == "imp" and f.args[1] is FALSE else None  # type: ignore[return-value]


def conjunction(f: Node) -> tuple[Node, Node] | None:
    """(g, h), where f is g and h; else None."""
    inner = negation(f)
    second = negation(inner.args[1]) if inner is not None and inner.op == "imp" else None  # type: ignore[arg-type]
    return None if second is None else (inner.args[0], second)  # type: ignore[union-attr, return-value]


def parts(p: Deduction, theorem: Theorem) -> Iterator[Theorem]:
    """The theorem and its parts: of a conjunction, a negation, a member of a set picked out by a formula."""
    yield theorem
    f = theorem.concl
    denied = negation(f)
    if denied is not None:
        if denied.op in ("ge", "gt"):
            yield from parts(p, p.k.order(theorem))
        elif denied.op == "imp":
            yield from parts(p, _first(p, theorem))
            if denied.args[1] is not FALSE:
                yield from parts(p, _second(p, theorem))
    elif f.op == "in" and f.args[1].op == "filter":  # type: ignore[attr-defined]
        yield from parts(p, p.k.filter_out(theorem, 0))
        yield from parts(p, p.k.filter_out(theorem, 1))


def _first(p: Deduction, theorem: Theorem) -> Theorem:
    """f from not (f -> g)."""
    f, g = theorem.concl.args[0].args  # type: ignore[attr-defined]
    no = p.k.mp(p.k.assume(t.neg(f)), p.k.assume(f))
    return p.k.contradiction(p.k.mp(theorem, p.k.discharge(p.k.contradiction(no, g), f)), f)


def _second(p: Deduction, theorem: Theorem) -> Theorem:
    """not g from not (f -> g), or h where g is not h."""
    f, g = theorem.concl.args[0].args  # type: ignore[attr-defined]
    absurd = p.k.mp(theorem, p.k.discharge(p.k.assume(g), f))
    h = negation(g)
    return p.k.discharge(absurd, g) if h is None else p.k.contradiction(absurd, h)


class Facts:
    """Theorems in the order in which they were given, each taken apart, once for each conclusion."""

    def __init__(self, p: Deduction, theorems: Iterable[Theorem] = (), base: Facts | None = None) -> None:
        self.all: dict[Node, Theorem] = dict(base.all) if base else {}
        self.relations: list[Theorem] = list(base.relations) if base else []
        self.members: list[Theorem] = list(base.members) if base else []
        self.rules: list[Theorem] = list(base.rules) if base else []
        self.memo: dict[tuple[str, Node], Theorem | None] = {}
        self.p = p
        count = len(self.all)
        for theorem in theorems:
            for part in parts(p, theorem):
                self._add(part)
        if base is not None and base.memo:
            new = {name for f in list(self.all)[count:] for name in f.free if name[0] != "set"}
            # what was not found is looked for again where the new facts speak of the same things
            self.memo = {key: th for key, th in base.memo.items() if th is not None or new.isdisjoint(key[1].free)}

    def _add(self, theorem: Theorem) -> None:
        f = theorem.concl
        if f in self.all:
            return
        self.all[f] = theorem
        if f.op in RELATIONS:
            self.relations.append(theorem)
        elif f.op == "in":
            self.members.append(theorem)
        else:
            self.rules.append(theorem)

    def with_(self, *theorems: Theorem) -> Facts:
        """These facts and more."""
        return Facts(self.p, theorems, self)

    def members_of(self, s: Node) -> list[Theorem]:
        """The facts e in s."""
        return [m for m in self.members if m.concl.args[1] is s]


@cache
def atoms_of(f: Node) -> frozenset[Node]:
    """The atoms of the term of a relation, outermost only."""
    return frozenset(a for m, _ in t.terms(f.args[0]) for a, _ in t.factors(m))  # type: ignore[arg-type]


def single(atom: Node) -> Node:
    """The atom as a term."""
    return t.monomial(t.product({atom: Fraction(1)}))
