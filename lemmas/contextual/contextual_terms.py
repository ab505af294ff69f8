"""Contextual mappings as kernel formulas, and the constants of the separation at log 4."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from varproof_lemmas.contextual.contextual_weights import (
    Dataset,
    agree,
    differ,
    token,
)
from varproof_lemmas.contextual.direction import length
from varproof_lemmas.contextual.separation_scalars import Scalars, scalars
from varproof_lemmas.contextual.signs import Function

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import exists, forall
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.proof import Proof

Output = Callable[[Node, Node, Node], Node]  # (i, k, c) -> coordinate c of output token k of sequence i


def same_vocabulary(D: Dataset, i: Node, j: Node) -> Node:
    """V(i) = V(j), token by token."""

    def equal(k: Node, l: Node) -> Node:
        return agree(D.d, token(D, i, k), token(D, j, l))

    return t.conj(
        forall(D.n, lambda k: exists(D.n, lambda l: equal(k, l))),
        forall(D.n, lambda l: exists(D.n, lambda k: equal(k, l))),
    )


def root(d: Node, x: Function) -> Node:
    return t.fn("sqrt", length(d, x))


def contextual(D: Dataset, out: Output, gamma: Node, delta: Node) -> Node:
    """The outputs are a (gamma, delta)-contextual mapping."""

    def apart(i: Node, j: Node, k: Node, l: Node) -> Node:
        unequal = t.disj(t.neg(same_vocabulary(D, i, j)), differ(D.d, token(D, i, k), token(D, j, l)))
        return t.imp(unequal, root(D.d, lambda c: out(i, k, c) - out(j, l, c)) > delta)

    return t.conj(
        forall(D.N, lambda i: forall(D.n, lambda k: root(D.d, lambda c: out(i, k, c)) < gamma)),
        forall(D.N, lambda i: forall(D.N, lambda j: forall(D.n, lambda k: forall(D.n, lambda l: apart(i, j, k, l))))),
    )


@dataclass(frozen=True)
class Log4:
    """s = log 4 with q = exp(-s) = 1/4 and the constants of the separation at s."""

    s: Node
    c: Scalars
    four: Theorem  # exp(s) = 4
    one: Theorem  # s >= 1
    beta: Theorem  # beta = 1/45
    kappa: Theorem  # kappa = 4/9
    q: Theorem  # q = 1/4


def log4(p: Proof) -> Log4:
    s = t.log(t.lift(4))
    four = p.log_exp(p.positive(4), t.lift(4))
    half = p.exp_tangent(t.lift(Fraction(-1, 2)))
    small_e = p.have(t.ge(4 - exp(1)), half, p.exp_positive(t.lift(1)), products=[(0, 0, 1), (0, 1)])
    one = p.by_contradiction(
        t.ge(s - 1),
        lambda no: p.have(t.FALSE, p.exp_monotone(p.have(t.gt(1 - s), p.k.order(no)), s, t.lift(1)), four, small_e),
    )
    q = p.have(t.eq(exp(-s), Fraction(1, 4)), four)
    c = scalars(p, s, one, p.have(t.ge(1 - 4 * exp(-s)), q))
    P = p.have(t.eq(c.P, Fraction(4, 3)), c.P_unit, q)
    i = p.have(t.eq(c.i, Fraction(4, 5)), c.i_unit, q)
    P2 = p.have(t.eq(c.P * c.P, Fraction(16, 9)), P)
    kappa = p.have(t.eq(c.kappa, Fraction(4, 9)), P2, q)
    qqPP = p.have(t.eq(c.q * c.q * c.P * c.P, Fraction(1, 9)), kappa, q)
    beta = p.have(t.eq(c.beta, Fraction(1, 45)), i, kappa, qqPP)
    return Log4(s, c, four, one, beta, kappa, q)
