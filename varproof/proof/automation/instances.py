"""Instances of quantified facts at the terms that occur."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from varproof.proof.automation.facts import RELATIONS, Facts, negation
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import FALSE, Node

if TYPE_CHECKING:
    from varproof.proof.automation.prover import Prover

LIMIT = 40


@dataclass(frozen=True)
class Rule:
    """A fact `for all x, y, ...: conditions -> conclusion` with its variables opened: what stands in it, in order."""

    variables: tuple[str, ...]
    conditions: tuple[Node, ...]
    conclusion: Node
    patterns: tuple[Node, ...]  # applications in the conclusion that mention a variable


@cache
def rule(f: Node) -> Rule | None:
    """The rule that a formula states, when its variables are real; else None."""
    variables: list[str] = []
    conditions: list[Node] = []
    while f.op in ("all", "imp"):
        if f.op == "all":
            if f.args[0] != "real":
                return None
            variables.append(fresh("r"))
            f = t.instantiate(f.args[1], (t.var(variables[-1]),))  # type: ignore[arg-type]
        elif f.args[1] is FALSE and f.args[0].op in ("ge", "gt", "eq", "imp"):  # type: ignore[attr-defined]
            break
        else:
            conditions.append(f.args[0])  # type: ignore[arg-type]
            f = f.args[1]  # type: ignore[assignment]
    if not variables and not conditions:
        return None
    names = {("real", x) for x in variables}
    patterns = tuple(a for a in subterms(f) if a.op == "app" and not a.free.isdisjoint(names))
    return Rule(tuple(variables), tuple(conditions), f, patterns)


@cache
def subterms(f: Node) -> tuple[Node, ...]:
    """The applications, sums and maxima in a formula or term that mention no variable bound outside of them."""
    found: dict[Node, None] = {}
    seen: set[Node] = set()

    def go(x: Node) -> None:
        if x in seen:
            return
        seen.add(x)
        if x.op == "app" and not x.loose:
            found[x] = None
        for arg in x.args:
            for part in arg if isinstance(arg, tuple) else (arg,):
                if isinstance(part, Node):
                    go(part)

    go(f)
    return tuple(found)


def instances(p: Prover, targets: Sequence[Node], facts: Facts) -> list[Theorem]:
    """What the quantified facts say at the terms in the targets (formulas or terms), and at the known members."""
    out: dict[Node, Theorem] = {}
    applied = list(dict.fromkeys(a for x in targets for a in subterms(x)))
    for fact in facts.rules:
        shape = rule(fact.concl)
        if shape is None or shape.conclusion.op == "all":
            continue
        for binding in islice(_bindings(p, shape, applied, facts), LIMIT):
            found = apply(p, fact, shape, binding, facts)
            if found is not None:
                out.setdefault(found.concl, found)
    return list(out.values())


def instance(p: Prover, goal: Node, facts: Facts) -> Theorem | None:
    """The goal as what one quantified fact says, its conditions met; looked for before the budget is touched."""
    applied = subterms(goal)
    for fact in facts.rules:
        shape = rule(fact.concl)
        if shape is None or shape.conclusion.op != goal.op or not shape.patterns:
            continue
        for binding in islice(_bindings(p, shape, applied, facts), LIMIT):
            if t.substitute(shape.conclusion, {("real", x): v for x, v in binding.items()}) is goal:
                found = apply(p, fact, shape, binding, facts)
                if found is not None:
                    return found
    return None


def _bindings(p: Prover, shape: Rule, applied: Sequence[Node], facts: Facts) -> Iterator[dict[str, Node]]:
    """Values for the variables of a rule: by the applications that it shares; those that are left, and all where it
    shares none, by the sets they run through."""
    found: dict[tuple[Node, ...], dict[str, Node]] = {}
    for pattern in shape.patterns or (None,):
        for atom in applied if pattern is not None else (None,):
            binding: dict[str, Node] = {}
            if pattern is not None and (atom is None or not match(pattern, atom, set(shape.variables), binding)):
                continue
            for whole in _completed(shape, binding, facts):
                found.setdefault(tuple(whole[x] for x in shape.variables), whole)
    for whole in () if found else _completed(shape, {}, facts):
        found.setdefault(tuple(whole[x] for x in shape.variables), whole)
    yield from found.values()


def _completed(shape: Rule, binding: dict[str, Node], facts: Facts) -> Iterator[dict[str, Node]]:
    missing = [x for x in shape.variables if x not in binding]
    if not missing:
        yield binding
        return
    x = missing[0]
    for condition in shape.conditions:
        if condition.op == "in" and condition.args[0] is t.var(x):
            s: Node = condition.args[1]  # type: ignore[assignment]
            while s.op == "filter":
                s = s.args[0]  # type: ignore[assignment]
            for inside in facts.members_of(s):
                yield from _completed(shape, {**binding, x: inside.concl.args[0]}, facts)  # type: ignore[dict-item]
            return


def match(pattern: Node, target: Node, names: set[str], binding: dict[str, Node]) -> bool:
    """Extend the binding so that the application `pattern` becomes the target."""
    (head, inner), (other, outer) = pattern.args, target.args
    assert isinstance(inner, tuple) and isinstance(outer, tuple)
    if head != other or len(inner) != len(outer):
        return False
    for x, y in zip(inner, outer, strict=True):
        name = _variable(x)
        if name in names:
            if y.op != "poly" or binding.setdefault(name, y) is not y:
                return False
        elif x is not y and not any(("real", n) in x.free for n in names):
            return False
    return True


def _variable(x: Node) -> str | None:
    """The name of the variable that a term is; None for other terms, and for functions."""
    pairs = t.terms(x) if x.op == "poly" else ()
    if len(pairs) == 1 and pairs[0][1] == 1 and len(t.factors(pairs[0][0])) == 1:
        ((atom, e),) = t.factors(pairs[0][0])
        if atom.op == "var" and e == 1:
            return str(atom.args[0])
    return None


def apply(p: Prover, fact: Theorem, shape: Rule, binding: dict[str, Node], facts: Facts) -> Theorem | None:
    """The conclusion of the rule at these values, its conditions met; None where one is not."""
    values = [binding[x] for x in shape.variables]
    at = {("real", x): v for x, v in binding.items()}
    conditions = [t.substitute(c, at) for c in shape.conditions]
    met = []
    for condition in conditions:
        found = p.condition(condition, facts)
        if found is None:
            return None
        met.append(found)
    theorem, given = fact, iter(met)
    rest = list(values)
    while theorem.concl.op in ("all", "imp"):
        if theorem.concl.op == "all" and rest:
            theorem = p.k.specialise(theorem, rest.pop(0))
            continue
        holds = next(given, None)
        if holds is None:
            break
        theorem = p.k.mp(theorem, holds)
    return theorem


def usable(theorem: Theorem) -> bool:
    """Whether an instance says something that arithmetic can use."""
    return theorem.concl.op in RELATIONS or negation(theorem.concl) is not None
