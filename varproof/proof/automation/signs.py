"""Signs of terms: by their shape, by a fact, or by linear arithmetic over the facts."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from varproof.proof.automation.facts import Facts, single
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.tactics import square_root

if TYPE_CHECKING:
    from varproof.proof.automation.prover import Prover

ONE_OF_EACH = (Fraction(1), t.ONE)


def sign(p: Prover, x: Node, facts: Facts, deep: bool = True) -> Theorem | None:
    """x > 0 or, failing that, x >= 0; else None. Not `deep`: without arithmetic over the facts."""
    deep = deep and p.deep
    key = ("sign" if deep else "shape", x)
    if key not in facts.memo:
        facts.memo[key] = None  # a term whose sign is asked for while it is looked for has none
        facts.memo[key] = _sign(p, x, facts, deep)
    return facts.memo[key]


def nonnegative(p: Prover, x: Node, facts: Facts) -> Theorem | None:
    """x >= 0; else None."""
    found = sign(p, x, facts)
    return found and weaker(p, found)


def positive(p: Prover, x: Node, facts: Facts) -> Theorem | None:
    """x > 0; else None."""
    found = sign(p, x, facts)
    return found if found is not None and found.concl.op == "gt" else None


def weaker(p: Prover, found: Theorem) -> Theorem:
    """x >= 0 from x > 0 or x >= 0."""
    if found.concl.op == "ge":
        return found
    return p.k.arith([found], t.ge(found.concl.args[0]), [(*ONE_OF_EACH, (0,))])  # type: ignore[arg-type]


def _sign(p: Prover, x: Node, facts: Facts, deep: bool) -> Theorem | None:
    value = t.constant(x)
    if value is not None:
        if value > 0:
            return p.k.arith([], t.gt(x), [(value, t.ONE, ())])
        return None if value else p.k.arith([], t.ge(x), [])
    known = p.script.signs.get(x)
    for found in (facts.all.get(t.gt(x)), known, facts.all.get(t.ge(x))):
        if found is not None:
            return found
    found = _shape(p, x, facts, deep)
    if found is not None and (found.concl.op == "gt" or not deep):
        return found
    if deep:
        better = p.linear(t.gt(x), facts) or (None if found else p.linear(t.ge(x), facts))
        return better or found
    return found


def _shape(p: Prover, x: Node, facts: Facts, deep: bool) -> Theorem | None:
    pairs = t.terms(x)
    signs = [_term(p, mono, c, facts, deep) for mono, c in pairs]
    good = [s for s in signs if s is not None]
    if len(good) == len(signs):
        strict = any(s.concl.op == "gt" for s in good)
        return p.total(t.gt(x) if strict else t.ge(x), good)
    root = square_root(x)
    if root is not None:
        return p.k.arith([], t.ge(x), [(Fraction(1), root, ())])
    return _by_factor(p, x, facts, deep) or termwise(p, x, facts, deep)


def _by_factor(p: Prover, x: Node, facts: Facts, deep: bool) -> Theorem | None:
    """The sign of m y, where all terms of x have the factor m."""
    powers = [dict(t.factors(mono)) for mono, _ in t.terms(x)]
    common = {a: min(q.get(a, Fraction(0)) for q in powers) for a in powers[0] if a.op != "exp"}
    common = {a: e for a, e in common.items() if e > 0}
    if not common or len(powers) == 1:
        return None
    m, y = t.product(common), t.ZERO
    for mono, c in t.terms(x):
        left = {a: e - common.get(a, 0) for a, e in t.factors(mono)}
        y = y + t.monomial(t.product({a: e for a, e in left.items() if e}), c)
    for way in (1, -1):
        low = _term(p, m, Fraction(way), facts, deep)
        rest = low and sign(p, y * way, facts, deep)
        if low is not None and rest is not None:
            kind = t.gt if low.concl.op == rest.concl.op == "gt" else t.ge
            return p.k.arith([low, rest], kind(x), [(Fraction(1), t.ONE, (0, 1))])
    return None


def _term(p: Prover, mono: Node, c: Fraction, facts: Facts, deep: bool) -> Theorem | None:
    """c m > 0 or >= 0 by the signs of its factors."""
    root, signs, up = t.ONE, [], c > 0
    for atom, e in t.factors(mono):
        one = single(atom) if atom.op != "exp" else t.ONE
        if atom.op == "exp":
            signs.append(p.exp_positive(t.monomial(atom.args[0]) * e))  # type: ignore[arg-type]
            continue
        if e == 1 or e % 2:
            found = _atom(p, atom, one, facts, deep)
            if found is None:
                found = sign(p, -one, facts) if deep else facts.all.get(t.gt(-one)) or facts.all.get(t.ge(-one))
                if found is None:
                    return None
                up = not up
            if found.concl.op == "gt":
                signs += [found] * int(e)
                continue
            signs.append(found)
        elif (found := _atom(p, atom, one, facts, deep)) is not None and found.concl.op == "gt":
            signs += [found] * int(e)
            continue
        root = root * one ** (int(e) // 2)
    if not up:
        return None
    strict = t.constant(root) is not None and all(s.concl.op == "gt" for s in signs)
    goal = t.monomial(mono, c)
    return p.k.arith(signs, t.gt(goal) if strict else t.ge(goal), [(abs(c), root, tuple(range(len(signs))))])


def _atom(p: Prover, atom: Node, one: Node, facts: Facts, deep: bool) -> Theorem | None:
    """atom > 0 or >= 0."""
    key = ("atom" if deep else "plain", atom)
    if key not in facts.memo:
        facts.memo[key] = None
        found = p.script.signs.get(one)
        for f in (t.gt(one), t.ge(one)):
            found = facts.all.get(f) if found is None or found.concl.op == "ge" else found
        if found is None or found.concl.op == "ge":
            found = _of_kind(p, atom, one, facts) or found
        if deep and (found is None or found.concl.op == "ge") and atom.op in ("var", "app", "max", "sum", "fn"):
            instances = p.at_atoms([atom], facts)
            better = p.linear(t.gt(one), facts, instances)
            found = better or found or p.linear(t.ge(one), facts, instances)
        facts.memo[key] = found
    return facts.memo[key]


def _of_kind(p: Prover, atom: Node, one: Node, facts: Facts) -> Theorem | None:
    a: tuple[Node, ...] = atom.args  # type: ignore[assignment]
    if atom.op == "inv":
        below = positive(p, a[0], facts)
        return below and p.inverse(below, a[0])[1]
    if atom.op == "fn":
        return _function(p, str(a[0]), a[1], facts)
    if atom.op == "sum":
        return _sum(p, a[0], a[1], facts)
    if atom.op == "max":
        return _max(p, a[0], a[1], one, facts)
    return None


def _max(p: Prover, s: Node, body: Node, one: Node, facts: Facts) -> Theorem | None:
    """A maximum is at least what it is over."""
    inside = p.some_member(s, facts)
    if inside is None:
        return None
    e: Node = inside.concl.args[0]  # type: ignore[assignment]
    low = sign(p, t.instantiate(body, (e,)), facts)
    kind = t.gt if low is not None and low.concl.op == "gt" else t.ge
    return low and p.total(kind(one), [low, p.k.max_bound(inside, s, e, body)])


def _function(p: Prover, name: str, x: Node, facts: Facts) -> Theorem | None:
    if name == "pi":
        low, _ = p.script.pi_bounds()
        return p.k.arith([low], t.gt(t.PI), [(*ONE_OF_EACH, (0,)), (Fraction(3), t.ONE, ())])
    if name == "log":
        above = sign(p, x - 1, facts)
        return above and p.log_sign(above, x)
    inside = sign(p, x, facts)
    if inside is None:
        return None
    low = p.k.special(weaker(p, inside), name, 1, x)
    return p.root_positive(inside, low, x) if name == "sqrt" and inside.concl.op == "gt" else low


def _sum(p: Prover, s: Node, body: Node, facts: Facts) -> Theorem | None:
    x = fresh()
    inside = p.k.assume(t.member(t.var(x), s))
    inner = t.instantiate(body, (t.var(x),))
    each = sign(p, inner, facts.with_(inside))
    if each is None:
        return None
    there = p.member(s, facts) if each.concl.op == "gt" else None
    if there is not None:
        every = p.k.generalise(p.k.discharge(each, inside.concl), "real", x)
        return there(
            lambda e_in: p.script.sum_positive(
                e_in, lambda y: t.instantiate(body, (y,)), lambda y, y_in: p.script.use(every, y, y_in)
            )
        )
    return p.k.sum_sign(weaker(p, each), x, s)


def termwise(p: Prover, x: Node, facts: Facts, deep: bool = True) -> Theorem | None:
    """x >= 0 when x is one sum over a set after collecting terms, with a body that is nonnegative for members."""
    gathered = gather(x)
    if gathered is None:
        return None
    s, name, body = gathered
    inside = facts.with_(p.k.assume(t.member(t.var(name), s)))
    each = sign(p, body, inside, False) or (p.ge(body, inside) if deep else None)
    if each is None:
        return None
    found = p.k.sum_sign(weaker(p, each), name, s)
    return found if found.concl is t.ge(x) else None


def gather(x: Node) -> tuple[Node, str, Node] | None:
    """(S, i, f) with x = sum over i in S of f, when each term of x has just one sum over the same set S."""
    over: Node | None = None
    i = fresh("i")
    body = t.ZERO
    for mono, c in t.terms(x):
        sums = [(atom, e) for atom, e in t.factors(mono) if atom.op == "sum" and over in (None, atom.args[0])]
        if not sums or sums[0][1] != 1:
            return None
        atom = max((a for a, _ in sums), key=lambda a: a.args[1] is not t.ONE)
        over = atom.args[0]  # type: ignore[assignment]
        rest = t.product({a: e for a, e in t.factors(mono) if a is not atom})
        body = body + t.monomial(rest, c) * t.instantiate(atom.args[1], (t.var(i),))  # type: ignore[arg-type]
    return None if over is None else (over, i, body)
