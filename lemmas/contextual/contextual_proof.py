"""The contextual mapping theorem: the weights exist, for the sharp and for the corrected separation."""

from __future__ import annotations

from fractions import Fraction

from varproof_lemmas.contextual.contextual_contexts import Contexts
from varproof_lemmas.contextual.contextual_distance import Distances
from varproof_lemmas.contextual.contextual_exists import Facts, put_in, some_weights, with_directions
from varproof_lemmas.contextual.contextual_lines import directions_and_weights
from varproof_lemmas.contextual.contextual_terms import log4
from varproof_lemmas.contextual.contextual_weights import (
    Dataset,
    Geometry,
    dataset,
)
from varproof_lemmas.contextual.signs import Function

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.proof import Proof


def exists_weights(p: Proof, label: str) -> Theorem:
    """The claim `label`: some weights give a contextual mapping with a separation delta as (below) has it."""
    delta = p["delta"]

    def small(W: Distances, two: Theorem, wide: Theorem) -> Theorem:
        """delta <= (eps/47) exp(-2 r)."""
        below = p.k.mp(p.given("below"), p.both(two, p.both(W.low_below_high, wide)))
        return p.have(t.ge(W.sharp() - delta), below, sharp_equal(p, W))

    with p.silent():
        logs = log4(p)

    def build(D: Dataset, g: Geometry, u: Function, w: Function, facts: Facts) -> Theorem:
        W = Contexts(p, D, g, u, w, facts, logs)
        directions_and_weights(W)
        conditions = p.both(W.bounded(), W.apart(delta, lambda two, wide: small(W, two, wide)))
        result = some_weights(W, p.goal(label), delta, conditions)
        with p.silent():
            base = p.have(t.gt(D.eps * D.low), D.eps_positive, D.low_positive, products=[(0, 1)])
            unit, inverse = p.inverse(base, D.eps * D.low)
            s_positive = p.have(t.gt(logs.s), logs.one)
            lam_ = logs.s * t.inv(D.eps * D.low)
            equation = p.have(t.eq(lam_ * D.eps * D.low, logs.s), unit)
            return put_in(W, result, lam_, equation, p.have(t.gt(lam_), s_positive, inverse, products=[(0, 1)]))

    return with_directions(p, build)


def defined(p: Proof, *facts: Theorem) -> None:
    """The domain conditions of the contextual mapping claims, with further facts for those of the separation."""
    D = dataset(p)
    with p.silent():
        low, eps = p.not_zero(D.low_positive, D.low), p.not_zero(D.eps_positive, D.eps)
        p.settle_definedness(low, eps, p.positive(4), p.nonempty[D.n], *facts)


def sharp_delta(p: Proof) -> Node:
    """(eps/47) exp(-log 4 m^3 high^2/(low eps))."""
    D, m = dataset(p), card(p["m"])
    return D.eps * Fraction(1, 47) * exp(-t.log(t.lift(4)) * m * m * m * D.high * D.high / D.low / D.eps)


def sharp_equal(p: Proof, W: Distances) -> Theorem:
    """W.sharp() = sharp_delta(p), by the equation of lam."""
    D, m = W.D, W.m
    unit_l, unit_e = p.k.inv(D.low_positive, D.low), p.k.inv(D.eps_positive, D.eps)
    power = W.logs.s * m * m * m * D.high * D.high / D.low / D.eps
    reach = p.have(t.eq(2 * W.reach, power), W.e_lam, unit_l, unit_e)
    same = p.congruence(reach, 2 * W.reach, power, lambda x: exp(-x))
    return p.have(t.eq(W.sharp(), sharp_delta(p)), same)
