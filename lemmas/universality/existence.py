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


def defined(p: Proof, label: str, arrays: int, *picks: tuple[int, int, int]) -> None:
    """What attention divides by is positive, whatever the weights: token i attends to itself.

    For each transformer of the claim, `picks` are the places of W_Q, W_K and Z among its so many arrays."""
    with p.fix("F, H in R^(r, d, d), Z in R^(r, N, d)") as every, p.fix("k in r, i in N with row(i) <= n(k)"):
        p.let("rows = {j in N | row(j) <= n(k)}")
        p.have("i in rows", "row(i) <= n(k)")
        p.have("sum[j in rows] exp(sum[p in d, q in d, o in d] Z(k, i, p) F(k, p, o) H(k, q, o) Z(k, j, q)) > 0",
               "i in rows")  # fmt: skip

    def below(f: Node, before: list[str], pick: tuple[int, int, int]) -> Theorem:
        """The condition f, below the weights and layers that were opened before it."""
        if len(before) == arrays:
            values = [lam(lambda *i, name=before[place]: t.app(name, i), 3) for place in pick]
            return p.proved(f, [p.at(every, *values)])
        if f.op == "imp":
            return p.k.discharge(below(f.args[1], before, pick), f.args[0])
        inside, sort, name = p.open_any(f)
        return p.k.generalise(below(inside, before + [name] * sort.startswith("fn"), pick), sort, name)

    for goal, pick in zip(p.goals(f"{label} is defined"), picks, strict=False):  # roots come after
        p.prove(below(goal, [], pick))
