"""What follows from a proved statement: the kernel's proof of a mutant that the original implies.

The proof of the original is made again, its hypotheses are proved from those of the mutant, and its theorems are
compared with the goals of the mutant, place by place: below the same quantifiers, conditions and connectives, a
relation follows from another one where the signs of terms show it. The hypotheses and conditions in scope give signs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from varproof.lang.core import Core
from varproof.proof.environment import TranslationError
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.log import record, replay
from varproof.proof.kernel.rules import RuleError, Session, Theorem, nothing
from varproof.proof.kernel.terms import Node, TermError
from varproof.proof.problem import problem
from varproof.proof.proof import Proof
from varproof.proof.script import ProofError

_FACTS = 6  # known signs that arithmetic may use
_TERMS = 40  # of a relation that is left to arithmetic


class Original:
    """A proved statement, by the steps of its certificate; `cited` gives the goals of what these cite."""

    def __init__(self, certificate: Mapping[str, Any], cited: Callable[[str, str], Sequence[Node]] = nothing) -> None:
        self.session = Session(cited)
        self.theorems = list(dict.fromkeys(replay(self.session, certificate)))

    def implies(self, mutant: Core) -> tuple[str, dict[str, Any]] | None:
        """Why a mutant follows, and the steps that prove it; None where this does not show that it follows."""
        try:
            p = Proof(problem(mutant), self.session)
            facts = [p.k.assume(h) for h in p.problem.hypotheses.values()]
            with _known(p, *facts):
                proved = [th for th in (_moved(p, th, facts) for th in self.theorems) if th is not None]
            same = settle(p, proved, facts)
            theorems = p.finish()
        except (ProofError, RuleError, TermError, TranslationError):
            return None
        moved = ["its hypotheses imply the original ones"] if any(th not in self.theorems for th in proved) else []
        signs = [] if same else ["it follows from the statement by the signs of terms"]
        return ", and ".join([*moved, *signs]) or "the proof does not use it", record(self.session, theorems)


def _moved(p: Proof, theorem: Theorem, facts: Sequence[Theorem]) -> Theorem | None:
    """A theorem of the original under the hypotheses of the mutant."""
    there = set(p.problem.hypotheses.values())
    for h in sorted(theorem.hyps - there, key=lambda h: h.id):
        shown = _from(p, facts, h)
        if shown is None:
            return None
        theorem = p.k.mp(p.k.discharge(theorem, h), shown)
    return theorem


def settle(p: Proof, proved: Sequence[Theorem], facts: Sequence[Theorem]) -> bool:
    """Settle what goals can be settled by theorems of the same shape; whether each was one of them as it is."""
    same = True
    for goal in filter(p.is_open, p.problem.goals):
        near, given = ([fact for fact in some if fact.hyps <= set(goal.allowed)] for some in (proved, facts))
        found = next((theorem for theorem in near if theorem.concl is goal.formula), None)
        if found is None:
            same = False
            with _known(p, *given):
                found = _from(p, [*near, *given], goal.formula) or _shaped(p, goal.formula)
        if found is not None:
            p.prove(found)
    return same


def _from(p: Proof, facts: Sequence[Theorem], goal: Node) -> Theorem | None:
    return next(filter(None, (_alike(p, fact, goal) for fact in facts)), None)


def _shaped(p: Proof, goal: Node) -> Theorem | None:
    """A goal that the signs of its terms show by themselves, below quantifiers and conditions."""
    if goal.op in ("gt", "ge"):
        x: Node = goal.args[0]  # type: ignore[assignment]
        return p.positive_term(x) if goal.op == "gt" else p.nonnegative_term(x)
    if goal.op == "imp":
        condition, rest = goal.args
        assert isinstance(condition, Node) and isinstance(rest, Node)
        if rest is t.FALSE and condition.op == "eq":
            y: Node = condition.args[0]  # type: ignore[assignment]
            sign = p.positive_term(y)
            return sign and p.not_zero(sign, y)
        given = p.k.assume(condition)
        with _known(p, given):
            below = _alike(p, given, rest) or _shaped(p, rest)
        return below and p.k.discharge(below, condition)
    if goal.op == "all":
        opened, sort, name = p.open_any(goal)
        below = _shaped(p, opened)
        return below and p.k.generalise(below, sort, name)
    return None


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
