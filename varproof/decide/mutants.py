"""Mutants of a statement: one small change each, by which a claim that says something should become false.

Relations are flipped, weakened and made strict, sides and constants scaled, exponents shifted, minima and maxima
exchanged, hypotheses dropped. A change that can only weaken the statement says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from varproof.lang import core, shapes
from varproof.lang.core import Core, Parts
from varproof.lang.errors import ShapeError
from varproof.lang.statement import without

KINDS = ("relation", "constant", "exponent", "min-max", "hypothesis")
MOST = 40  # mutants of one statement; of more, evenly spread ones are taken


class Mutant(NamedTuple):
    """A changed statement, what was changed where, and why it follows from the original, where its form shows it."""

    kind: str
    change: str
    core: Core
    weaker: str = ""


class Change(NamedTuple):
    """A node to put for another one; `effect` is +1 where it makes a formula weaker, -1 stronger, 0 neither known."""

    node: Core
    says: str
    effect: int = 0


def mutants(statement: Core) -> list[Mutant]:
    """Well-typed mutants, each once, in a fixed order."""
    p = core.parts(statement)
    seen = {core.text(statement)}
    found: list[Mutant] = []
    for mutant in [*_dropped(statement), *_changed(statement)]:
        text = core.text(mutant.core)
        if text not in seen and _is_typed(mutant.core):
            seen.add(text)
            same = sum(m.change.partition(" (place ")[0] == mutant.change for m in found)
            found.append(mutant._replace(change=f"{mutant.change} (place {same + 1})") if same else mutant)
    if len(found) > MOST:
        drops = sum(m.kind == "hypothesis" for m in found)
        rest = found[drops:]
        wanted = max(MOST - drops, 1)
        found = found[:drops] + [rest[k * len(rest) // wanted] for k in range(wanted)]
    return [m._replace(core=_renamed(m.core, f"{p.variant}~mutant{k}")) for k, m in enumerate(found)]


def _renamed(statement: Core, variant: str) -> Core:
    return core.parts(statement)._replace(variant=variant).core()


def _is_typed(statement: Core) -> bool:
    try:
        shapes.check(statement)
    except ShapeError:
        return False
    return True


def _dropped(statement: Core) -> Iterator[Mutant]:
    p = core.parts(statement)
    for label in [f"{n}>={least}" for n, least in p.sizes if least > 1] + [label for label, _ in p.assume]:
        yield Mutant("hypothesis", f"without {label}", without(statement, label))


def _changed(statement: Core) -> Iterator[Mutant]:
    p = core.parts(statement)
    places = _polarities(p)
    for kind, change in OPERATORS:
        for pairs, what, polarity in ((p.claim, "claim", 1), (p.assume, "assumption", -1)):
            for k, (label, formula) in enumerate(pairs):
                for new, says, weaker in _everywhere(formula, change, polarity):
                    changed = (*pairs[:k], (label, new), *pairs[k + 1 :])
                    reason = f"{says} only weakens the statement" if weaker else ""
                    core_ = (p._replace(claim=changed) if polarity == 1 else p._replace(assume=changed)).core()
                    yield Mutant(kind, f"{what} {label}: {says}", core_, reason)
        for k, (name, params, body) in enumerate(p.define):
            for new, says, weaker in _everywhere(body, change, places[name]):
                define = (*p.define[:k], (name, params, new), *p.define[k + 1 :])
                reason = f"{says} only weakens the statement" if weaker else ""
                yield Mutant(kind, f"definition {name}: {says}", p._replace(define=define).core(), reason)


def _polarities(p: Parts) -> dict[str, int]:
    """Of each definition: +1 if a weaker body can only weaken the statement, -1 if a stronger one can, else 0."""
    found: dict[str, set[int]] = {name: set() for name, _, _ in p.define}

    def read(node: Core, polarity: int) -> None:
        if not isinstance(node, tuple):
            return
        if node[0] == "call":
            found[node[1]].add(polarity)
        for k, child in enumerate(node):
            if _is_expression(node, k):
                read(child, _below(node, k, polarity))

    for polarity, clauses in ((1, p.claim), (-1, p.assume)):
        for _, formula in clauses:
            read(formula, polarity)
    places: dict[str, int] = {}
    for name, _, body in reversed(p.define):  # a definition is called by later ones only
        places[name] = found[name].pop() if len(found[name]) == 1 else 0
        read(body, places[name])
    return places


def _below(node: Core, k: int, polarity: int) -> int:
    """The polarity of the k-th part of a node."""
    if node[0] not in _MONOTONE:
        return 0
    return -polarity if node[0] == "not" or (node[0] == "implies" and k == 1) else polarity


def _everywhere(
    node: Core, change: Callable[[Core], Iterator[Change]], polarity: int
) -> Iterator[tuple[Core, str, bool]]:
    """The node with one change in it or below; whether the change can only weaken what it stands in."""
    for new, says, effect in change(node):
        yield new, says, effect * polarity > 0
    if not isinstance(node, tuple):
        return
    for k, child in enumerate(node):
        if _is_expression(node, k):
            for new, says, weaker in _everywhere(child, change, _below(node, k, polarity)):
                yield (*node[:k], new, *node[k + 1 :]), says, weaker


_MONOTONE = ("and", "or", "not", "implies", "forall", "exists")


def _is_expression(node: Core, k: int) -> bool:
    """Is the k-th part of a node a term or formula below it?"""
    child = node[k]
    if k == 0 or not isinstance(child, tuple | Fraction) or (isinstance(child, tuple) and not child):
        return False
    if node[0] in core.BINDERS:
        return any(child is part for part in core.scoped(node))
    return node[0] not in ("at", "real", "index", "array", "map", "card", "deriv") or (node[0] == "deriv" and k == 1)


# ---- the operators


def relations(node: Core) -> Iterator[Change]:
    """Flip a relation, make it strict or not, an equation an inequality; scale its right side."""
    head = node[0] if isinstance(node, tuple) else None
    if head not in core.RELATIONS:
        return
    _, s, t = node
    if head in ("<=", "<"):
        yield Change((head, t, s), f"{head} is flipped")
        other = "<" if head == "<=" else "<="
        yield Change((other, s, t), f"{head} becomes {other}", 1 if other == "<=" else -1)
    elif head == "=":
        yield Change(("<=", s, t), "= becomes <=", 1)
        yield Change(("<", s, t), "= becomes <")
        yield Change(("!=", s, t), "= becomes !=")
    else:
        yield Change(("=", s, t), "!= becomes =")
        yield Change(("<", s, t), "!= becomes <", -1)
    for factor in (Fraction(9, 10), Fraction(11, 10)):
        if t == 0:
            yield Change((head, s, factor - 1), f"0 on the right becomes {factor - 1}")
        elif not isinstance(t, Fraction):
            yield Change((head, s, ("*", factor, t)), f"the right side times {factor}")


def constants(node: Core) -> Iterator[Change]:
    """Perturb a constant by a tenth of it."""
    if isinstance(node, Fraction) and node:
        for new in (node * Fraction(9, 10), node * Fraction(11, 10)):
            yield Change(new, f"{node} becomes {new}")


def exponents(node: Core) -> Iterator[Change]:
    """Raise or lower the exponent of a power; scale what is exponentiated or under a root."""
    if isinstance(node, tuple) and node[0] == "^":
        _, base, k = node
        yield Change(("^", base, k + 1), f"exponent {k} becomes {k + 1}")
        yield Change(("^", base, k - 1) if k > 2 else base, f"exponent {k} becomes {k - 1}")
    elif isinstance(node, tuple) and node[0] in ("sqrt", "exp"):
        yield Change((node[0], ("*", Fraction(11, 10), node[1])), f"the argument of {node[0]} times 11/10")


def extrema(node: Core) -> Iterator[Change]:
    """Exchange minimum and maximum."""
    swap = {"max": "min", "min": "max", "maxover": "minover", "minover": "maxover"}
    if isinstance(node, tuple) and node[0] in swap:
        yield Change((swap[node[0]], *node[1:]), f"{node[0]} becomes {swap[node[0]]}")


OPERATORS: tuple[tuple[str, Callable[[Core], Iterator[Change]]], ...] = (
    ("relation", relations),
    ("constant", constants),
    ("exponent", exponents),
    ("min-max", extrema),
)
