"""What if a constant were another: the statements that contain it, with it replaced, decided as far as they can be.

The constant of an entry is a term. Replaced is every occurrence of that very term (with the same names) in the
hypotheses and claims of its own statement and of the statements downstream, that is of the entries that use the
entry, directly or not; and in the constants of these statements. Nothing else changes: no definition, no proof.

What is found out about a changed statement:

- its constants, enclosed before and after at given settings;
- at each stored instance whose (changed) hypotheses hold: whether all claims hold, fail, or stay open;
- a counterexample, if an instance or a search finds one and exact arithmetic or balls confirm it: then it is refuted;
- that it still holds at the settings, if the statement only weakens as the term grows (or shrinks), which is read off
  its form, and the new value is certified to be on that side of the old one. This presumes that the statement as it
  stands is proved.

All else is unknown: a changed statement is never called proved, and proofs are not redone. A statement downstream that
does not contain the term says the same as before; its verdict rests on evidence of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from varproof.arith.decimals import Bracket
from varproof.decide.constants import settable, values
from varproof.decide.counterexamples import Hit, attack
from varproof.decide.hypotheses import Outside, require
from varproof.decide.settings import lowered
from varproof.lang import core
from varproof.lang.claims import term
from varproof.lang.core import Core
from varproof.lang.data import Data, Value
from varproof.lang.errors import StatementError
from varproof.lang.evaluate import Point
from varproof.lang.statement import Constant, Variant

SEARCH = 2000  # evaluations


@dataclass(frozen=True)
class Effect:
    """What is known of one statement when the constant is replaced."""

    variant: Variant
    changed: bool  # the statement or one of its constants contains the term
    constants: tuple[tuple[str, Bracket | None, Bracket | None], ...] = ()  # name, before, after; None: not evaluated
    instances: tuple[tuple[str, str], ...] = ()  # name; holds, fails, open, or outside (a hypothesis fails)
    hit: Hit | None = None
    kept: bool = False  # at the settings the changed statement follows from the statement as it stands
    outside: str = ""  # the hypothesis of this statement that the settings violate, in a sentence

    @property
    def counts(self) -> dict[str, int]:
        """How many instances end in which way."""
        return {how: sum(found == how for _, found in self.instances) for how in ("holds", "fails", "open", "outside")}


def read(text: str, variant: Variant) -> Core:
    """The term that a user writes, in the claim language, over the sizes and reals of a statement."""
    return lowered(term(text, "--what-if"), lambda name: _named(name, variant), "--what-if")


def effects(
    variant: Variant, constant: Constant, new: Core, downstream: Sequence[Variant], settings: Mapping[str, Value]
) -> list[Effect]:
    """The effect of a new constant on its statement and on those downstream, in order; StatementError.

    Outside when a hypothesis of its own statement is not true at the settings.
    """
    if isinstance(constant.formula, Fraction):
        raise StatementError(
            f"--what-if: {constant.name} is the number {constant.formula}; where else it means this one cannot be told"
        )
    require(variant, _known(variant, settings))
    return [_effect(v, constant.formula, new, settings) for v in (variant, *downstream)]


def _known(variant: Variant, settings: Mapping[str, Value]) -> dict[str, Value]:
    """The settings that a statement knows."""
    names = settable(variant)
    return {name: q for name, q in settings.items() if name in names}


def _effect(variant: Variant, old: Core, new: Core, settings: Mapping[str, Value]) -> Effect:
    touched = {
        name: replace(c, formula=replaced(c.formula, old, new))
        for name, c in variant.constants.items()
        if replaced(c.formula, old, new) != c.formula
    }
    p = variant.parts
    outside = ""
    try:
        require(variant, _known(variant, settings))
    except Outside as error:
        outside = str(error).partition(": ")[2]
    statement = p._replace(
        assume=tuple((label, replaced(f, old, new)) for label, f in p.assume),
        claim=tuple((label, replaced(f, old, new)) for label, f in p.claim),
    ).core()
    if statement == variant.core:
        return Effect(variant, bool(touched), _recomputed(variant, touched, settings), outside=outside)
    other = replace(variant, core=statement, consequence=None, counterexamples={})
    hit = None if variant.ill_typed is not None else attack(other, SEARCH)
    return Effect(
        variant,
        True,
        _recomputed(variant, touched, settings),
        tuple((name, _at(other, data)) for name, data in variant.instances.items()),
        hit,
        not outside and _kept(variant, old, new, settings),
        outside,
    )


def _recomputed(
    variant: Variant, touched: Mapping[str, Constant], settings: Mapping[str, Value]
) -> tuple[tuple[str, Bracket | None, Bracket | None], ...]:
    return tuple(
        (name, _value(variant, variant.constants[name], settings), _value(variant, after, settings))
        for name, after in touched.items()
    )


def _value(variant: Variant, constant: Constant, settings: Mapping[str, Value]) -> Bracket | None:
    try:
        return values(variant, constant, _known(variant, settings))
    except StatementError:  # something is not set, or outside, or the constant is not defined there
        return None


def _at(variant: Variant, data: Data) -> str:
    point = Point(variant.core, data)
    if point.hypotheses().value is not True:
        return "outside" if point.hypotheses().value is False else "open"
    found = {point.claimed(label).value for label in point.ground.claim}
    return "fails" if False in found else "open" if None in found else "holds"


# ---- terms


def replaced(node: Core, old: Core, new: Core) -> Core:
    """The node with a term in place of every occurrence of another; not below a binder of one of their names."""
    if node == old:
        return new
    if not isinstance(node, tuple) or {name for name, _ in core.bound(node)} & (core.free(old) | core.free(new)):
        return node
    return tuple(replaced(child, old, new) for child in node)


def _named(name: str, variant: Variant) -> Core:
    p = variant.parts
    if name in dict(p.sizes):
        return ("card", name)
    if dict(p.given).get(name) == ("real",):
        return ("real", name)
    if name == "pi":
        return ("pi",)
    known = [*dict(p.sizes), *(x for x, sort in p.given if sort == ("real",))]
    raise StatementError(
        f"--what-if: {variant.id} {variant.name} has no size or real {name}; it has {', '.join(known)}"
    )


# ---- which way a statement weakens


def _kept(variant: Variant, old: Core, new: Core, settings: Mapping[str, Value]) -> bool:
    """Whether the changed statement follows, at the settings, from the statement as it stands."""
    p = variant.parts
    names = (core.free(old) | core.free(new)) | _sizes(old) | _sizes(new)
    at = {name: q for name, q in settings.items() if name in names}
    if names - set(at):
        return False
    signs = weakens(variant, old)
    if signs not in ({1}, {-1}):
        return False
    given = tuple((x, sort) for x, sort in p.given if x in at)
    sizes = tuple((n, least) for n, least in p.sizes if n in at)
    low, high = (old, new) if signs == {1} else (new, old)
    alone = p._replace(sizes=sizes, given=given, assume=(), claim=(("side", ("<=", low, high)),)).core()
    data = Data({n: int(at[n]) for n, _ in sizes}, {x: at[x] for x, _ in given})
    return Point(alone, data).claimed("side").value is True


def weakens(variant: Variant, t: Core) -> set[int]:
    """How a statement moves as a term in it grows: 1 it weakens, -1 it strengthens, 0 not known; empty: not at all."""
    signs = set[int]()
    for _, claim in variant.parts.claim:
        signs |= _weakens(claim, t, variant)
    for _, hypothesis in variant.parts.assume:
        signs |= {-sign for sign in _weakens(hypothesis, t, variant)}
    return signs


def _sizes(node: Core) -> set[str]:
    return {n[1] for n in core.walk(node) if isinstance(n, tuple) and n[0] == "card"} | {
        sort[1] for n in core.walk(node) if isinstance(n, tuple) for _, sort in core.bound(n) if sort[0] == "index"
    }


def _weakens(formula: Core, old: Core, variant: Variant) -> set[int]:
    """How a formula moves as a term grows: 1 it becomes easier, -1 harder, 0 not known; empty: it stays the same."""
    head, *rest = formula
    if replaced(formula, old, Fraction(0)) == formula:
        return {0} if _hidden(formula, old) else set()
    if head in ("<=", "<"):
        return {-sign for sign in _moves(rest[0], old)} | _moves(rest[1], old)
    if head in ("and", "or"):
        return set[int]().union(*(_weakens(part, old, variant) for part in rest))
    if head == "not":
        return {-sign for sign in _weakens(rest[0], old, variant)}
    if head == "implies":
        return {-sign for sign in _weakens(rest[0], old, variant)} | _weakens(rest[1], old, variant)
    if head in ("forall", "exists"):
        return _weakens(rest[2], old, variant)
    if head == "call":
        return _called(rest[0], rest[1:], old, variant)
    return {0}


def _hidden(formula: Core, old: Core) -> bool:
    """Whether the term stands below a binder of one of its names, where it is another."""
    return any(node == old for node in core.walk(formula))


def _called(name: str, args: Sequence[Any], old: Core, variant: Variant) -> set[int]:
    """Through the body of a definition, for arguments that are reals."""
    ((params, body),) = [(params, body) for made, params, body in variant.parts.define if made == name]
    signs = set[int]()
    for (param, sort), arg in zip(params, args, strict=True):
        outer = _moves(arg, old)
        if outer:
            inner = _weakens(body, ("real", param), variant) if sort == ("real",) else {0}
            signs |= {a * b for a in outer for b in inner}
    return signs


def _moves(t: Core, old: Core) -> set[int]:
    """How a term moves as another grows: 1 up, -1 down, 0 not known; empty: not at all."""
    if t == old:
        return {1}
    if replaced(t, old, Fraction(0)) == t:
        return {0} if _hidden(t, old) else set()
    if t[0] in ("+", "max", "min", "exp"):
        return set[int]().union(*(_moves(part, old) for part in t[1:]))
    if t[0] == "*":
        numbers = [part for part in t[1:] if isinstance(part, Fraction)]
        moving = [part for part in t[1:] if not isinstance(part, Fraction)]
        if len(moving) == 1 and all(numbers):
            sign = -1 if sum(q < 0 for q in numbers) % 2 else 1
            return {sign * way for way in _moves(moving[0], old)}
    return {0}
