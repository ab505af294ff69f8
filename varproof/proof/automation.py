# mypy: ignore-errors
"""The context shows a formula: by its shape, then by arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from varproof.proof import search
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import FALSE, Node
from varproof.proof.kernel.text import text
from varproof.proof.script import ProofError
from varproof.proof.tactics import square_root

if TYPE_CHECKING:
    from varproof.proof.context import Context

RELATIONS = ("ge", "gt", "eq")


def prove(script: Context, goal: Node, facts: Sequence[Theorem]) -> Theorem:
    """The goal from the facts that a line names, then also from `script.context`; ProofError says what is left."""
    found = _shape(script, goal, list(facts))
    if found is None:
        shown = "\n    ".join(text(f.concl, script.names) for f in facts) or "none"
        raise ProofError(f"cannot prove {text(goal, script.names)}\n  from the facts\n    {shown}")
    return found


def _shape(p: Context, goal: Node, facts: list[Theorem]) -> Theorem | None:
    for th in [*facts, *reversed(p.context)]:
        if th.concl is goal:
            return th
    if goal.op in RELATIONS:
        return _relation(p, goal, facts)
    if goal.op == "in":
        return _member(p, goal, facts)
    if goal.op == "all":
        opened, sort, x = p.open_any(goal)
        if opened.op == "imp" and opened.args[0].op == "in":
            inner = _under(p, opened.args[0], opened.args[1], facts)
            return inner and p.k.generalise(inner, sort, x)
        inner = _shape(p, opened, facts)
        return inner and p.k.generalise(inner, sort, x)
    if goal.op == "imp":
        f, g = goal.args
        if g is FALSE and f.op == "imp" and f.args[1].op == "imp" and f.args[1].args[1] is FALSE:
            first = _shape(p, f.args[0], facts)
            second = first and _shape(p, f.args[1].args[0], facts)
            return second and p.both(first, second)
        return _under(p, f, g, facts)
    return None


def _under(p: Context, f: Node, g: Node, facts: list[Theorem]) -> Theorem | None:
    with p.supposing(f) as new:
        inner = _shape(p, g, [*facts, *(new if f.op != "in" else [])])
    return inner and p.k.discharge(inner, f)


def _member(p: Context, goal: Node, facts: list[Theorem]) -> Theorem | None:
    x, s = goal.args
    inside = p.member(x, s)
    if inside is None and s.op == "filter":
        base = _member(p, t.member(x, s.args[0]), facts)
        holds = base and _shape(p, t.instantiate(s.args[1], (x,)), facts)
        return holds and p.k.filter_in(base, holds, s, x)
    return inside


def _plain_member(p: Context, x: Node, s: Node) -> Theorem | None:
    """x in s, where what picks s out is in the context as it stands."""
    inside = p.member(x, s)
    if inside is None and s.op == "filter":
        base, f = _plain_member(p, x, s.args[0]), t.instantiate(s.args[1], (x,))
        holds = base and next((th for th in p.context if th.concl is f), None)
        return holds and p.k.filter_in(base, holds, s, x)
    return inside


def instances(p: Context, fact: Theorem, depth: int = 4, deep: bool = True) -> Iterator[Theorem]:
    """What a fact says at the members that the context has, with its conditions met where that is easy."""
    f = fact.concl
    if f.op in RELATIONS:
        yield fact
    elif f.op == "imp":
        condition, rest = f.args
        if (
            rest is FALSE
            and condition.op == "imp"
            and condition.args[1].op == "imp"
            and condition.args[1].args[1] is FALSE
        ):
            yield from instances(p, p.left(fact), depth, deep)
            yield from instances(p, p.right(fact), depth, deep)
        elif rest is FALSE:
            if condition.op in ("ge", "gt"):
                yield p.k.order(fact)
        else:
            met = next((th for th in p.context if th.concl is condition), None)
            if met is None and condition.op == "in":
                met = _plain_member(p, *condition.args)
            elif met is None and condition.op in RELATIONS and deep:
                met = _instance_of(p, condition)
            if met is not None:
                yield from instances(p, p.k.mp(fact, met), depth, deep)
    elif f.op == "all" and f.args[0] == "real" and depth:
        guard = f.args[1]
        if guard.op == "imp" and guard.args[0].op == "in":
            seen = set()
            for th in reversed(p.context):
                if th.concl.op == "in" and th.concl.args[0] not in seen:
                    x = th.concl.args[0]
                    seen.add(x)
                    at = t.instantiate(guard.args[0], (x,))
                    inside = _plain_member(p, x, at.args[1])
                    if inside is not None and inside.concl is at:
                        yield from instances(p, p.use(fact, x, inside), depth - 1, deep)


def _instance_of(p: Context, goal: Node) -> Theorem | None:
    """A relation that some fact of the context says at members, without further conditions."""
    for th in p.context:
        if th.concl.op == "all":
            for one in instances(p, th, 4, False):
                if one.concl is goal:
                    return one
    return None


def _relation(p: Context, goal: Node, facts: list[Theorem]) -> Theorem | None:
    rising = _exponentials(p, goal, facts)
    if rising is not None:
        return rising
    named = list(dict.fromkeys(i for f in facts for i in instances(p, f)))
    for extra in (
        lambda: [],
        lambda: signs(p, goal, named),
        lambda: [*signs(p, goal, named), *about(p, goal, named)],
        lambda: near(p, goal, named),
        lambda: [*near(p, goal, named), *about(p, goal, named)],
    ):
        found = _arith(p, goal, [*named, *extra()])
        if found is not None:
            return found
    return _root_below(p, goal, facts)


def _exponentials(p: Context, goal: Node, facts: list[Theorem]) -> Theorem | None:
    """exp(x) <= exp(y), or <, from x <= y, or <."""
    pairs = t.terms(goal.args[0])
    if goal.op == "eq" or sorted(c for _, c in pairs) != [-1, 1]:
        return None
    if any(a.op != "exp" for m, _ in pairs for a, _ in t.factors(m)):
        return None
    (y,), (x,) = ([t.monomial(m) for m, c in pairs if c == sign] for sign in (1, -1))
    exponents = [sum((t.monomial(a.args[0]) * e for a, e in t.factors(t.terms(z)[0][0])), t.ZERO) for z in (x, y)]
    below = _relation(p, (t.gt if goal.op == "gt" else t.ge)(exponents[1] - exponents[0]), facts)
    return below and p.exp_monotone(below, *exponents)


def _root_below(p: Context, goal: Node, facts: list[Theorem]) -> Theorem | None:
    """sqrt(u) <= y from u <= y^2 and y >= 0."""
    if goal.op != "ge":
        return None
    for m, c in t.terms(goal.args[0]):
        if c < 0 and len(t.factors(m)) == 1 and t.factors(m)[0][0].op == "fn" and t.factors(m)[0][0].args[0] == "sqrt":
            root, inside = t.monomial(m), t.factors(m)[0][0].args[1]
            y = (goal.args[0] + root * -c) * (1 / -c)
            wide = _arith(p, t.ge(y * y - inside), [f for f in facts if f.concl.op in RELATIONS])
            sign = wide and _arith(p, t.ge(y), [f for f in facts if f.concl.op in RELATIONS] + signs(p, t.ge(y), []))
            square = p.nonnegative_term(inside)
            if sign and square:
                near = p.k.special(square, "sqrt", 0, inside)
                low = p.k.arith([wide, near], t.ge(y * y - root * root), [(Fraction(1), t.ONE, (0,))], [(-t.ONE, 1)])
                out = at_most(p, root, y, low, sign)
                return _arith(p, goal, [out])
    return None


def _arith(p: Context, goal: Node, facts: list[Theorem]) -> Theorem | None:
    if any(f.concl is goal for f in facts):
        return next(f for f in facts if f.concl is goal)
    try:
        products, equalities = search.multipliers(goal, [f.concl for f in facts])
    except search.NotFound:
        return None
    return p.k.arith(facts, goal, products, equalities)


def signs(p: Context, goal: Node, facts: Sequence[Theorem]) -> list[Theorem]:
    found: dict[Node, Theorem] = {}
    for f in (goal, *(th.concl for th in facts)):
        for m, _ in t.terms(f.args[0]):
            parts = [t.monomial(t.product({a: e if a.op == "exp" else Fraction(1)})) for a, e in t.factors(m)]
            for one in [*parts, t.monomial(m)] if f is goal else parts:
                if one not in found and t.constant(one) is None:
                    sign = p.positive_term(one) or p.nonnegative_term(one)
                    if sign is not None:
                        found[one] = sign
    for f in facts:
        if f.concl.op == "eq":
            continue
        for m in search._quotients([m for m, _ in t.terms(goal.args[0])], f.concl.args[0]):
            one = t.monomial(m)
            if one not in found and t.constant(one) is None:
                sign = p.positive_term(one) or p.nonnegative_term(one)
                if sign is not None:
                    found[one] = sign
    return list({th.concl: th for th in found.values()}.values())


def near(p: Context, goal: Node, facts: Sequence[Theorem]) -> list[Theorem]:
    """Relations of the context that share an atom with the goal or a fact, and signs."""
    atoms = {a for f in (goal, *(th.concl for th in facts)) for m, _ in t.terms(f.args[0]) for a, _ in t.factors(m)}
    out: list[Theorem] = []
    for th in reversed(p.context):
        if th.concl.op in RELATIONS or th.concl.op == "all":
            for one in instances(p, th):
                if one not in facts and any(a in atoms for m, _ in t.terms(one.concl.args[0]) for a, _ in t.factors(m)):
                    out.append(one)
    return [*out[:8], *signs(p, goal, [*facts, *out[:8]])]


def about(p: Context, goal: Node, facts: Sequence[Theorem]) -> list[Theorem]:
    """What defines the roots, absolute values, inverses and logarithms of the goal and the facts."""
    out: list[Theorem] = []
    atoms = {a for f in (goal, *(th.concl for th in facts)) for m, _ in t.terms(f.args[0]) for a, _ in t.factors(m)}
    for a in sorted(atoms, key=lambda a: a.id):
        if a.op == "fn" and a.args[0] == "sqrt":
            inside = a.args[1]
            x = square_root(inside)
            if x is not None:
                out += [p.root(x)[1], p.abs_at_least(x), p.abs_at_least(-x)]
                zero = next((th for th in [*facts, *p.context] if th.concl is t.eq(x)), None)
                if zero is not None:
                    square = p.root(x)[1]
                    small = p.k.arith([square, zero], t.ge(-size(x) * size(x)), [], [(-t.ONE, 0), (-x, 1)])
                    out.append(p.zero_of_square(size(x), small))
                if _sum_in(x) is not None:
                    out.append(triangle(p, x))
                single = t.terms(x)
                if len(single) == 1 and len(t.factors(single[0][0])) > 1:
                    parts = [t.monomial(t.product({b: e})) for b, e in t.factors(single[0][0])]
                    out.append(size_of_product(p, [t.lift(single[0][1]), *parts] if single[0][1] != 1 else parts))
            else:
                sign = p.nonnegative_term(inside)
                if sign is not None:
                    out.append(p.k.special(sign, "sqrt", 0, inside))
        elif a.op == "sum":
            out += about_sum(p, a)
        elif a.op == "inv":
            sign = p.positive_term(a.args[0])
            no = next((th for th in p.context if th.concl is t.neg(t.eq(a.args[0]))), None)
            if sign or no:
                out.append(p.k.inv(sign or no, a.args[0]))
        elif a.op == "fn" and a.args[0] == "log":
            sign = p.positive_term(a.args[1])
            if sign is not None:
                out.append(p.log_exp(sign, a.args[1]))
    return out


def about_sum(p: Context, a: Node) -> list[Theorem]:
    """The sum over a set without members, or over a set without one member."""
    s, body = a.args
    none = t.all_body("real", t.neg(t.member(t.bound(0), s)))
    h = next((th for th in p.context if th.concl is none), None)
    if h is not None:
        at = lambda x: t.eq(t.instantiate(body, (x,)))  # noqa: E731
        return [p.sum_equal(s, lambda x, x_in: p.ex_falso(p.k.mp(p.k.specialise(h, x), x_in), at(x)))]
    if s.op == "filter" and s.args[1].op == "imp" and s.args[1].args[1] is FALSE and s.args[1].args[0].op == "eq":
        gap = s.args[1].args[0].args[0]
        for e in (t.bound(0) - gap, t.bound(0) + gap):
            if not e.loose:
                inside = p.member(e, s.args[0])
                if inside is not None:
                    return [p.take(inside, lambda x: t.instantiate(body, (x,)))]
    return []


def size(x: Node) -> Node:
    return t.fn("sqrt", x * x)


def at_most(p: Context, x: Node, y: Node, wide: Theorem, sign: Theorem) -> Theorem:
    """x <= y from x^2 <= y^2 and y >= 0."""

    def no(h: Theorem) -> Theorem:
        found = _arith(p, FALSE, [p.k.order(h), wide, sign])
        assert found is not None
        return found

    return p.by_contradiction(t.ge(y - x), no)


def size_of_product(p: Context, xs: Sequence[Node]) -> Theorem:
    """|x y ...| = |x| |y| ...."""
    x, *more = xs
    y = t.ONE
    for z in more:
        y = y * z
    a, b = size(x) * size(y), size(x * y)
    squares = [p.root(z)[1] for z in (x, y, x * y)]
    both = p.k.arith(squares, t.eq(a * a, b * b), [], [(size(y) ** 2, 0), (x * x, 1), (-t.ONE, 2)])
    up, down = (p.k.arith([both], t.ge(s), [], [(r, 0)]) for s, r in ((a * a - b * b, t.ONE), (b * b - a * a, -t.ONE)))
    signs_ = [p.root(z)[2] for z in (x, y, x * y)]
    a_sign = p.k.arith(signs_, t.ge(a), [(Fraction(1), t.ONE, (0, 1))])
    equal = p.k.antisym(at_most(p, b, a, up, a_sign), at_most(p, a, b, down, signs_[2]))
    if len(more) == 1:
        return equal
    whole = size(x)
    for z in more:
        whole = whole * size(z)
    found = _arith(p, t.eq(whole, b), [equal, size_of_product(p, more)])
    assert found is not None
    return found


def _sum_in(x: Node) -> tuple[Node, Node] | None:
    """(S, f) where x = sum over S of f is one term with one sum, the other factors moved inside."""
    if len(t.terms(x)) != 1:
        return None
    ((mono, c),) = t.terms(x)
    sums = [a for a, e in t.factors(mono) if a.op == "sum"]
    if len(sums) != 1 or dict(t.factors(mono))[sums[0]] != 1:
        return None
    rest = t.monomial(t.product({a: e for a, e in t.factors(mono) if a is not sums[0]}), c)
    i = fresh()
    body = rest * t.instantiate(sums[0].args[1], (t.var(i),))
    return sums[0].args[0], t.close(body, "real", i)


def triangle(p: Context, x: Node) -> Theorem:
    """|sum of f| <= sum of |f|, below several sums."""
    found = _sum_in(x)
    if found is None:
        return p.k.arith([], t.ge(t.ZERO), [])
    s, f = found
    i = fresh()
    g = t.instantiate(f, (t.var(i),))
    inner = triangle(p, g) if _sum_in(g) else None
    limit = size(g) if inner is None else inner.concl.args[0] + size(g)
    total = t.sum_body(s, t.close(limit, "real", i))
    sides = []
    for sign in (1, -1):
        near = p.abs_at_least(sign * g)
        facts = [near] if inner is None else [near, inner]
        one = p.k.arith(facts, t.ge(limit - sign * g), [(Fraction(1), t.ONE, (j,)) for j in range(len(facts))])
        sides.append(p.k.sum_sign(one, i, s))
    wide = p.k.arith(
        [*sides, p.root(x)[1]], t.ge(total * total - size(x) * size(x)), [(Fraction(1), t.ONE, (0, 1))], [(-t.ONE, 2)]
    )
    sign = p.k.arith(sides, t.ge(total), [(Fraction(1, 2), t.ONE, (0,)), (Fraction(1, 2), t.ONE, (1,))])
    return at_most(p, size(x), total, wide, sign)
