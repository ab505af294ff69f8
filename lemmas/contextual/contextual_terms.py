"""Contextual mappings as kernel formulas."""

from __future__ import annotations

from collections.abc import Callable

from varproof_lemmas.contextual.contextual_weights import (
    Dataset,
    agree,
    differ,
    token,
)
from varproof_lemmas.contextual.direction import length
from varproof_lemmas.contextual.signs import Function

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import exists, forall
from varproof.proof.kernel.terms import Node

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
