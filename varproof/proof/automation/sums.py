"""What is known of sums: the triangle inequality, a member split off, a set split in two, sums over no members,
sums over sets with the same members, and two sums in the other order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from varproof.proof.automation.facts import Facts, negation
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node

if TYPE_CHECKING:
    from varproof.proof.automation.prover import Prover


def sum_laws(p: Prover, atoms: Sequence[Node], facts: Facts) -> Iterator[Theorem]:
    """Equations for the sums among the atoms."""
    sums = [a for a in atoms if a.op == "sum"]
    for a in sums:
        s, body = a.args
        assert isinstance(s, Node) and isinstance(body, Node)
        yield from _swapped(p, s, body, sums)
        none = facts.all.get(t.all_body("real", t.neg(t.member(t.bound(0), s))))
        if none is not None:
            yield p.lemma("no members", single_sum(s, body), partial(_empty, p, s, body, none), none)
        elif s.op == "filter":
            yield from _split_off(p, s, body, facts)
            yield from _only(p, s, body, facts)
            yield from _halves(p, s, body, sums)
    if p.deep:
        yield from _same_members(p, sums, facts)


def single_sum(s: Node, body: Node) -> Node:
    """The sum over s of the body as a term."""
    return t.sum_body(s, body)


def _empty(p: Prover, s: Node, body: Node, none: Theorem) -> Theorem:
    """The sum over a set without members is 0."""

    def absurd(x: Node, x_in: Theorem) -> Theorem:
        return p.k.contradiction(p.k.mp(p.k.specialise(none, x), x_in), t.eq(t.instantiate(body, (x,))))

    return p.script.sum_equal(s, absurd)


def _split_off(p: Prover, s: Node, body: Node, facts: Facts) -> Iterator[Theorem]:
    """sum over S = f(e) + sum over {x in S | x != e}, from e in S."""
    base, f = s.args
    assert isinstance(base, Node) and isinstance(f, Node)
    equal = negation(f)
    if equal is None or equal.op != "eq":
        return
    gap: Node = equal.args[0]  # type: ignore[assignment]
    for e in (t.bound(0) - gap, t.bound(0) + gap):
        if not e.loose:
            inside = p.membership(t.member(e, base), facts, 0)
            if inside is not None:
                yield p.lemma("split off", single_sum(s, body), partial(_taken, p, inside, body), inside)


def _only(p: Prover, s: Node, body: Node, facts: Facts) -> Iterator[Theorem]:
    """sum over {x in S | x = e} = f(e), from e in S."""
    base, f = s.args
    assert isinstance(base, Node) and isinstance(f, Node)
    if f.op != "eq":
        return
    gap: Node = f.args[0]  # type: ignore[assignment]
    for e in (t.bound(0) - gap, t.bound(0) + gap):
        if not e.loose:
            inside = p.membership(t.member(e, base), facts, 0)
            if inside is not None:
                yield p.lemma("only", single_sum(s, body), partial(p.k.sum_one, inside, body, e, base), inside)


def _taken(p: Prover, inside: Theorem, body: Node) -> Theorem:
    return p.script.take(inside, lambda x: t.instantiate(body, (x,)))


def _halves(p: Prover, s: Node, body: Node, sums: Sequence[Node]) -> Iterator[Theorem]:
    """sum over S = sum over {x in S | f} + sum over {x in S | not f}, where two of them occur."""
    base, f = s.args
    assert isinstance(base, Node) and isinstance(f, Node)
    denied = negation(f)
    other = t.filter_body(base, t.neg(f) if denied is None else denied)
    if any(b.args[0] in (base, other) and b.args[1] is body for b in sums):
        f = f if denied is None else denied
        yield p.lemma("halves", single_sum(base, body), lambda: p.k.sum_split(base, f, body), f)


def _same_members(p: Prover, sums: Sequence[Node], facts: Facts) -> Iterator[Theorem]:
    """sum over S = sum over T where S and T, picked out of one set, have the same members."""
    for a, b in combinations(sums, 2):
        s, u, body = a.args[0], b.args[0], a.args[1]
        assert isinstance(s, Node) and isinstance(u, Node) and isinstance(body, Node)
        if body is not b.args[1] or _base(s) is not _base(u) or (s, u) in p.different:
            continue
        x = fresh()
        p.different.add((s, u))
        to = p.membership(t.member(t.var(x), u), facts.with_(p.k.assume(t.member(t.var(x), s))), 1)
        back = to and p.membership(t.member(t.var(x), s), facts.with_(p.k.assume(t.member(t.var(x), u))), 1)
        if to is not None and back is not None:
            p.different.discard((s, u))
            yield p.k.sum_ext(to, back, x, s, u, body)


def _base(s: Node) -> Node:
    """The set that a set is picked out of."""
    while s.op == "filter":
        s = s.args[0]  # type: ignore[assignment]
    return s


def _swapped(p: Prover, s: Node, body: Node, sums: Sequence[Node]) -> Iterator[Theorem]:
    """sum over x in S of sum over y in T = the other order, where that occurs."""
    x, y = fresh(), fresh()
    inner = t.instantiate(body, (t.var(x),))
    ((mono, c), *more) = t.terms(inner)
    for atom, _ in t.factors(mono) if not more else ():
        if atom.op != "sum":
            continue
        u, part = atom.args
        assert isinstance(u, Node) and isinstance(part, Node)
        base, f = u, t.ge(t.ZERO)
        if u.op == "filter":
            base, f = u.args[0], t.instantiate(u.args[1], (t.var(y),))  # type: ignore[assignment, arg-type]
        if ("real", x) in base.free:
            continue
        left = {a: k if a is not atom else k - 1 for a, k in t.factors(mono)}
        term = t.monomial(t.product({a: k for a, k in left.items() if k}), c) * t.instantiate(part, (t.var(y),))
        over = t.filter_body(s, t.close(f, "real", x)) if u.op == "filter" else s
        column = t.sum_body(over, t.close(term, "real", x))
        other = t.sum_body(base, t.close(column, "real", y))
        if all(a in sums for m, _ in t.terms(other) for a, _ in t.factors(m) if a.op == "sum"):
            yield p.lemma("swap", single_sum(s, body), partial(_in_the_other_order, p, x, y, s, base, f, term), atom)


def _in_the_other_order(p: Prover, x: str, y: str, s: Node, u: Node, f: Node, term: Node) -> Theorem:
    swapped = p.k.sum_swap(x, y, s, u, f, term)
    if f is not t.ge(t.ZERO):
        return swapped

    def whole(v: Node, z: str) -> Theorem:
        """The sum over all z in v with 0 >= 0 is that over v."""
        every = t.filter_body(v, f)
        inside, plain = p.k.assume(t.member(t.var(z), every)), p.k.assume(t.member(t.var(z), v))
        kept = p.k.filter_in(plain, p.k.arith([], f, []), every, t.var(z))
        return p.k.sum_ext(p.k.filter_out(inside, 0), kept, z, every, v, t.close(term, "real", z))

    rows = p.script.sum_equal(s, lambda a, _: p.k.specialise(p.k.generalise(whole(u, y), "real", x), a))
    columns = p.script.sum_equal(u, lambda b, _: p.k.specialise(p.k.generalise(whole(s, x), "real", y), b))
    goal = t.eq(swapped.concl.args[0] - rows.concl.args[0] + columns.concl.args[0])  # type: ignore[operator]
    return p.k.arith([swapped, rows, columns], goal, [], [(t.ONE, 0), (-t.ONE, 1), (t.ONE, 2)])


def triangle(p: Prover, x: Node) -> Theorem | None:
    """|sum of f| <= sum of |f|, below several sums, where x is one term with one sum; else None."""
    found = _one_sum(x)
    if found is None:
        return None
    s, f = found
    i = fresh()
    g = t.instantiate(f, (t.var(i),))
    inner = triangle(p, g)
    size = t.fn("sqrt", g * g)
    limit = size if inner is None else inner.concl.args[0] + size  # type: ignore[operator]
    total = t.sum_body(s, t.close(limit, "real", i))
    sides = []
    for sign in (1, -1):
        facts = [p.script.abs_at_least(g * sign), *([] if inner is None else [inner])]
        sides.append(p.k.sum_sign(p.total(t.ge(limit - g * sign), facts), i, s))
    root, square, _ = p.script.root(x)
    products = [(Fraction(1), t.ONE, (0, 1))]
    wide = p.k.arith([*sides, square], t.ge(total * total - root * root), products, [(-t.ONE, 2)])
    low = p.k.arith(sides, t.ge(total), [(Fraction(1, 2), t.ONE, (0,)), (Fraction(1, 2), t.ONE, (1,))])
    return p.at_most(root, total, wide, low)


def _one_sum(x: Node) -> tuple[Node, Node] | None:
    """(S, f) where x = sum over S of f is one term with one sum, its other factors moved inside."""
    if len(t.terms(x)) != 1:
        return None
    ((mono, c),) = t.terms(x)
    sums = [(a, e) for a, e in t.factors(mono) if a.op == "sum"]
    if len(sums) != 1 or sums[0][1] != 1:
        return None
    atom = sums[0][0]
    rest = t.monomial(t.product({a: e for a, e in t.factors(mono) if a is not atom}), c)
    i = fresh()
    body = rest * t.instantiate(atom.args[1], (t.var(i),))  # type: ignore[arg-type]
    return atom.args[0], t.close(body, "real", i)  # type: ignore[return-value]
