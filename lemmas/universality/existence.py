"""Claims that there are weights: what is found for some weights, for the same ones in another claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import func, lam
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.notation import Function
from varproof.proof.proof import Proof


def opened(p: Proof, claim: str) -> Node:
    """What the claim says of R0 and theta: that there are weights."""
    every = p.goal(claim).args[0]
    at_bound = t.instantiate(every.args[1], (p.term("R0"),)).args[0]
    return t.instantiate(at_bound.args[1], (p.term("theta"),)).args[1]


def named(p: Proof, there: Theorem, arrays: Mapping[str, int]) -> Theorem:
    """What is said of weights that there are, these named: the names and their numbers of indices."""
    for name, arity in arrays.items():
        there = p.opened_existence(there, f"fn{arity}", name)
        p.symbols[name] = Function(arity, func(name), ())
    return there


def at_run(p: Proof, there: Theorem, arrays: Mapping[str, int]) -> Theorem:
    """What is said of the weights, for the input and the layers of these names: if they are a run, more holds."""
    for name, arity in arrays.items():
        there = p.k.specialise(there, lam(p.symbols[name], arity))
    return there


def bounded(p: Proof, found: Theorem) -> Theorem:
    """What is found of a bound that there is, this named R0."""
    there = p.opened_existence(found, "real", "R0")
    p.symbols["R0"] = t.var("R0")
    return there


def same_weights(
    p: Proof, found: Theorem, weights: Mapping[str, int], fixed: str, run: Mapping[str, int],
    cells: Callable[[Theorem], Theorem],
) -> None:  # fmt: skip
    """The claim "close" by the bound and the weights found; `cells` proves it in the cells from what is known there."""
    bound = bounded(p, found)
    with p.fix("theta in R") as made, p.suppose("0 < theta <= delta"):
        there = named(p, p.at(bound, "theta"), weights)
        with p.fix(fixed):
            at = at_run(p, there, run)
            facts = p.k.mp(at, p.k.assume(at.concl.args[0]))
            p.ended(p.k.discharge(p.both(cells(p.left(facts)), p.right(facts)), at.concl.args[0]))
        close = p.shown(opened(p, "close"), [], ", ".join(weights))
        p.written(close, "∃ weights as above", "", [])
        p.ended(close)
    p.claim("close", made, by="R0")
