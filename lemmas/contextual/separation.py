"""What the separation of the Boltzmann operator says of two vectors v, w over any finite index set."""

from __future__ import annotations

from varproof_lemmas.contextual.ladder import Values

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import exists, forall, sum_over
from varproof.proof.kernel.terms import Node, exp


def cross(n: Node, v: Values, w: Values, d: Node) -> Node:
    """v_i <= w_j and v_i != w_j give v_i <= w_j - d."""
    return forall(
        n,
        lambda i: forall(n, lambda j: t.imp(v(i) <= w(j), t.imp(t.neg(t.eq(v(i), w(j))), v(i) <= w(j) - d))),
    )


def missing(n: Node, v: Values, w: Values, k: Node) -> Node:
    """w_j != v_k for all j."""
    return forall(n, lambda j: t.neg(t.eq(w(j), v(k))))


def covered(n: Node, v: Values, w: Values, k: Node, z: Node) -> Node:
    """Every v_i > z is some w_j."""
    return forall(n, lambda i: t.imp(v(i) > z, exists(n, lambda j: t.eq(w(j), v(i)))))


def bounds(n: Node, v: Values, r: Node) -> Node:
    return forall(n, lambda i: t.conj(v(i) >= -r, v(i) <= r))


def value(n: Node, v: Values) -> Node:
    return sum_over(n, lambda i: v(i) * exp(v(i))) / sum_over(n, lambda i: exp(v(i)))
