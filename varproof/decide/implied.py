"""What follows from a statement by its form: a statement by which a mutant follows, and the script that proves it.

The script compares formulas of one shape, place by place: below the same quantifiers, conditions and connectives, a
relation follows from another one where the signs of terms show it. The hypotheses and conditions in scope give signs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node
from varproof.decide.proof import Proof
from varproof.decide.script import ProofError
from varproof.lang import core
from varproof.lang.core import Core, Parts

_FACTS = 6  # known signs that arithmetic may use
_TERMS = 40  # of a relation that is left to arithmetic


def implication(statement: Core, mutant: Core) -> tuple[Core, str]:
    """A statement by which the mutant follows from the original, and what it says. ProofError where there is none.

    Under the hypotheses of the mutant, those of the original hold, and each claim of the original implies that of the
    mutant. Where their definitions differ, both are there, the original's under new names.
    """
    p, q = core.parts(statement), core.parts(mutant)
    if (p.sizes, p.given) != (q.sizes, q.given) or any(f[0] == "defined" for _, f in p.claim):
        raise ProofError("more than a formula was changed, or a claim says only that something is defined")
    names = _renamed(p, q)
    define = [(names[n], params, _calling(body, names)) for n, params, body in p.define if names[n] != n]
    assume = [(label, _calling(f, names)) for label, f in p.assume]
    claim = [(label, _calling(f, names)) for label, f in p.claim]
    claims = [(f"{label}~original", f) for label, f in assume if f not in [g for _, g in q.assume]]
    why = "its hypotheses imply the original ones" if claims else ""
    for (label, f), (_, g) in zip(claim, q.claim, strict=True):
        if f != g:
            claims.append((label, ("implies", f, g)))
            why = "the original implies it" if why else "the claim implies it"
    if not claims:
        raise ProofError("nothing but a definition that nobody calls was changed")
    implied = q._replace(variant=f"{q.variant}~implied", define=(*q.define, *define), claim=tuple(claims))
    return implied.core(), why


def _renamed(p: Parts, q: Parts) -> dict[str, str]:
    """New names for the definitions of p that say something else in q, and for what calls them."""
    theirs = {name: (params, body) for name, params, body in q.define}
    taken = set(core.text(q.core()).replace("(", " ").replace(")", " ").split())
    names: dict[str, str] = {}
    for name, params, body in p.define:
        same = theirs.get(name) == (params, body) and all(names[other] == other for other in core.calls(body))
        new = name
        while not same and new in taken:
            new += "0"
        taken.add(new)
        names[name] = new
    return names


def _calling(node: Core, names: dict[str, str]) -> Core:
    """The node with calls of the renamed definitions."""
    if not isinstance(node, tuple):
        return node
    if node and node[0] == "call":
        return ("call", names[node[1]], *(_calling(arg, names) for arg in node[2:]))
    return tuple(_calling(child, names) for child in node)


# ---- the script


def by_signs(p: Proof) -> None:
    """Each goal from a hypothesis of the same shape, or from the condition that it stands under."""
    facts = [p.k.assume(h) for h in p.problem.hypotheses.values()]
    with _known(p, *facts):
        p.settle_definedness(*facts)
        for goal in p.problem.goals:
            found = next(filter(None, (_alike(p, fact, goal.formula) for fact in facts)), None) or _own(p, goal.formula)
            if found is not None:
                p.prove(found)


def _own(p: Proof, goal: Node) -> Theorem | None:
    """A goal `f implies g` from f."""
    if goal.op != "imp":
        return None
    condition, rest = goal.args
    assert isinstance(condition, Node) and isinstance(rest, Node)
    fact = p.k.assume(condition)
    with _known(p, fact):
        below = _alike(p, fact, rest)
    return below and p.k.discharge(below, condition)


@contextmanager
def _known(p: Proof, *facts: Theorem) -> Iterator[None]:
    """Inside, the signs that the facts give are known."""
    before = dict(p.signs)
    for fact in facts:
        _note(p, fact)
    try:
        yield
    finally:
        p.signs.clear()
        p.signs.update(before)


def _note(p: Proof, fact: Theorem) -> None:
    f = fact.concl
    if f.op in ("ge", "gt"):
        x: Node = f.args[0]  # type: ignore[assignment]
        old = p.signs.get(x)
        if old is None or old.concl.op == "ge":
            p.signs[x] = fact
    elif _is_conjunction(f):
        _note(p, p.left(fact))
        _note(p, p.right(fact))


def _is_conjunction(f: Node) -> bool:
    """f is not (g -> not h)."""
    inner = f.args[0] if f.op == "imp" and f.args[1] is t.FALSE else None
    if not isinstance(inner, Node) or inner.op != "imp":
        return False
    last = inner.args[1]
    return isinstance(last, Node) and last.op == "imp" and last.args[1] is t.FALSE


def _alike(p: Proof, fact: Theorem, goal: Node) -> Theorem | None:
    f = fact.concl
    if f is goal:
        return fact
    if goal.op in ("ge", "gt") and f.op in ("ge", "gt", "eq"):
        return _weaker(p, fact, goal)
    if f.op != goal.op or goal.op not in ("all", "imp"):
        return None
    if goal.op == "imp":  # the condition of the goal has to imply that of the fact
        (needed, _), (condition, rest) = f.args, goal.args
        assert isinstance(needed, Node) and isinstance(condition, Node) and isinstance(rest, Node)
        given = p.k.assume(condition)
        with _known(p, given):
            granted = _alike(p, given, needed)
            below = granted and _alike(p, p.k.mp(fact, granted), rest)
        return below and p.k.discharge(below, condition)
    if f.args[0] != goal.args[0]:
        return None
    opened, sort, name = p.open_any(goal)
    arity = 0 if sort == "real" else int(sort[2:])
    value = t.lam_body(arity, t.app(name, tuple(t.bound(j) for j in range(arity)))) if arity else t.var(name)
    below = _alike(p, p.k.specialise(fact, value), opened)
    return below and p.k.generalise(below, sort, name)


def _weaker(p: Proof, fact: Theorem, goal: Node) -> Theorem | None:
    """goal = c fact + rest, with a rest that has the right sign; or by arithmetic from what is known."""
    x, y = fact.concl.args[0], goal.args[0]
    assert isinstance(x, Node) and isinstance(y, Node)
    mine, theirs = dict(t.terms(x)), dict(t.terms(y))
    ratios = dict.fromkeys([Fraction(1), *(theirs[m] / c for m, c in mine.items() if m in theirs)])
    for ratio in ratios:
        rest = y - x * ratio
        if ratio == 0 or (ratio < 0 and fact.concl.op != "eq"):
            continue
        strict = goal.op == "gt" and fact.concl.op != "gt"
        sign = (p.positive_term if strict else p.nonnegative_term)(rest) if rest is not t.ZERO else None
        if sign is None and rest is not t.ZERO and not strict:
            sign = _exponentials(p, rest)
        if sign is None and (strict or rest is not t.ZERO):
            continue
        products = [(Fraction(1), t.ONE, (1,))] if sign is not None else []
        if fact.concl.op == "eq":
            return p.k.arith([fact, sign] if sign else [fact], goal, products, [(t.ONE * ratio, 0)])
        return p.k.arith([fact, sign] if sign else [fact], goal, [(ratio, t.ONE, (0,)), *products])
    if len(t.terms(y)) > _TERMS or not p.signs:
        return None
    close = sorted(p.signs.values(), key=lambda known: -len(known.concl.free & goal.free))[:_FACTS]
    try:
        return p.have(goal, fact, *close)
    except ProofError:
        return None


def _exponentials(p: Proof, rest: Node) -> Theorem | None:
    """c (exp(a) - exp(b)) r + c' exp(a) r >= 0, where a >= b and r > 0."""
    pairs = t.terms(rest)
    if len(pairs) != 2:
        return None
    (plus, c), (minus, negative) = sorted(pairs, key=lambda pair: -pair[1])
    if negative >= 0 or c < -negative:
        return None
    (a, r), (b, other) = _exponent(plus), _exponent(minus)
    if r is not other:
        return None
    gap, sign = p.nonnegative_term(a - b), p.positive_term(r)
    if gap is None or sign is None:
        return None
    grows = p.exp_monotone(gap, b, a)
    products = [(-negative, t.ONE, (0, 1)), (c + negative, t.ONE, (1, 2))]
    return p.k.arith([grows, sign, p.exp_positive(a)], t.ge(rest), [p_ for p_ in products if p_[0]])


def _exponent(mono: Node) -> tuple[Node, Node]:
    """A monomial as exp(a) times r."""
    a, r = t.ZERO, {}
    for atom, e in t.factors(mono):
        if atom.op == "exp":
            a = a + t.monomial(atom.args[0]) * e  # type: ignore[arg-type]
        else:
            r[atom] = e
    return a, t.monomial(t.product(r))
