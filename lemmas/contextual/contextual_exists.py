"""From directions and weights to the claim that some weights give a contextual mapping."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from varproof_lemmas.contextual.contextual_layer import Weights
from varproof_lemmas.contextual.contextual_terms import contextual
from varproof_lemmas.contextual.contextual_weights import Dataset, Geometry, dataset
from varproof_lemmas.contextual.signs import Function

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, func, lam
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

Facts = tuple[Theorem, Theorem, Theorem, Theorem]


def with_directions(p: Proof, body: Callable[[Dataset, Geometry, Function, Function, Facts], Theorem]) -> Theorem:
    """What follows from directions u and w, with u_far, u_short, w_far, w_short (see `Weights`)."""
    D = dataset(p)
    with p.silent():
        g = Geometry(p, D)
        spread_, away_ = g.spread(), g.away()

    def both(u_name: str, spread: Theorem, w_name: str, away: Theorem) -> Theorem:
        facts = (p.left(spread), p.right(spread), p.left(away), p.right(away))
        return body(D, g, func(u_name), func(w_name), facts)

    return p.obtain_function(
        spread_, lambda u, spread: p.obtain_function(away_, lambda w, away: both(u, spread, w, away))
    )


def some_weights(W: Weights, goal: Node, delta: Node, conditions: Theorem) -> Theorem:
    """The goal `some weights give a contextual mapping` from its two conditions for these weights."""
    p, D = W.p, W.D
    iota = t.inv(card(D.h))
    values = [
        lam(lambda c, h: W.eta * W.rho * iota, 2),
        lam(lambda h, c: W.u(c), 2),
        lam(lambda h, c: W.u(c), 2),
        lam(lambda h, c: W.lam * iota * W.w(c), 2),
    ]
    formulas = [goal]
    for v in values:
        formulas.append(p.opened_some(formulas[-1], v))
    gamma = D.high + D.eps * Fraction(1, 4)
    z = card(D.h) * iota
    one = p.have(t.eq(t.ONE, z), p.k.inv(p.nonempty[D.h], card(D.h)))
    result = p.equal(one, t.ONE, z, lambda x: contextual(D, W.output(x), gamma, delta), conditions)
    for formula, v in zip(reversed(formulas[:-1]), reversed(values), strict=True):
        result = p.some_function(formula, v, result)
    return result


def put_in(W: Weights, result: Theorem, lam_: Node, scale: Theorem, positive: Theorem) -> Theorem:
    """The result with lam_ > 0 for lam, which satisfies its scale; eta = eps/(2 m^2 high), rho = 1/sqrt d."""
    p, D = W.p, W.D
    for h in reversed(W.equations):
        result = p.k.discharge(result, h.concl)
    for key in ("rho", "eta", "lam"):
        result = p.k.generalise(result, "real", W.names[key])
    m = card(D.m)
    high = p.have(t.gt(D.high), W.low_below_high, D.low_positive)
    top = 2 * m * m * D.high
    top_positive = p.have(t.gt(top), W.m_pos, high, products=[(0, 0, 1)])
    unit_e, inverse_e = p.inverse(top_positive, top)
    size = card(D.d)
    root_d = t.fn("sqrt", size)
    d_positive = p.nonempty[D.d]
    d_root = p.k.special(p.have(t.ge(size), d_positive), "sqrt", 0, size)
    d_nonneg = p.k.special(p.have(t.ge(size), d_positive), "sqrt", 1, size)
    root_positive = p.by_contradiction(
        t.gt(root_d), lambda no: p.have(t.FALSE, d_positive, d_root, p.k.antisym(d_nonneg, p.k.order(no)))
    )
    rho_ = t.inv(root_d)
    squares = p.have(t.eq(rho_ * rho_ * root_d * root_d, 1), p.k.inv(root_positive, root_d))
    return p.use(
        result,
        lam_,
        D.eps * t.inv(top),
        rho_,
        scale,
        p.have(t.eq(2 * D.eps * t.inv(top) * m * m * D.high, D.eps), unit_e),
        p.have(t.eq(rho_ * rho_ * size, 1), squares, d_root),
        positive,
        p.have(t.gt(D.eps * t.inv(top)), D.eps_positive, inverse_e, products=[(0, 1)]),
    )
