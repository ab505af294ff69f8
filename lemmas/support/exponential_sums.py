"""Real exponential sums that are small at enough points are small, in proofs.

H(z) = sum_j c_j exp(w_j z) with N terms, |w_j| <= W; points xi_k in [0, L], k in B, mutual distances at least g. With
E >= exp(W L), q >= 3 E^2/g and D = E + E L q:

    |H(xi_k)| <= eta for all k, and |B| + 1 >= 2^N,  give  |H(z)| <= D^N eta  for all z in [0, L].

Induction over N. Let w be one of the w_j and G = H' - w H, which has the other N - 1 frequencies. Between xi_j and xi_k
there is a v with |G(v)| <= q eta: else G keeps one sign there (the derivative of G/|G| is 0), and H exp(-w .) would
rise by more than 2 E^2 eta. Half of the gaps keep the distance g (`selection`), so |G| <= D^(N-1) q eta everywhere, and
H(z) = exp(w (z - xi)) H(xi) + integral of exp(w (z - s)) G(s) gives |H| <= E eta + E L D^(N-1) q eta.

The frequencies need not be different, nor the coefficients nonzero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from varproof_lemmas.contextual.ladder import Formula, Values
from varproof_lemmas.support.exponential_scales import Points, Scales
from varproof_lemmas.support.exponential_step import Step

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import card, forall, fresh, func, lam, sum_over, where
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node, exp


@dataclass(frozen=True)
class Rest:
    """What stands before the sum over a set: value(r, z), with coefficients r (a function of two reals), and its count;
    shift(r, w) are the coefficients of value' - w value."""

    value: Callable[[Values, Node], Node]
    shift: Callable[[Callable[..., Node], Node], Callable[..., Node]]
    count: Node
    count_nonneg: Theorem


def add_frequencies(S: Scales, rest: Rest, known: Theorem, s: Node, omega: Values) -> Theorem:
    """For all r, c: claim(value(r, .) + sum over s of c exp(omega .), count + |s|), from that for all r without the sum
    (known); `|omega| <= W on s` is a hypothesis of the result."""
    p = S.p
    r_name, c_name, name, e_name = fresh("r"), fresh("c"), fresh("S"), fresh("e")
    r, c, y, e = func(r_name), func(c_name), t.setvar(name), t.var(e_name)

    def value(u: Node, r: Values, c: Values) -> Formula:
        return lambda z: rest.value(r, z) + sum_over(u, lambda j: c(j) * exp(omega(j) * z))

    def number(u: Node) -> Node:
        return rest.count + card(u)

    def bounds(u: Node) -> Node:
        return forall(u, lambda j: t.conj(t.ge(S.W + omega(j)), t.ge(S.W - omega(j))))

    def over(theorem: Theorem) -> Theorem:
        return p.k.generalise(p.k.generalise(theorem, "fn1", c_name), "fn2", r_name)

    def claim(u: Node) -> Node:
        inner = t.close(S.claim(value(u, r, c), number(u)), "fn1", c_name)
        return t.imp(bounds(u), t.all_body("fn2", t.close(t.all_body("fn1", inner), "fn2", r_name)))

    none = p.k.assume(t.all_body("real", t.neg(t.member(t.bound(0), y))))

    def zero(body: Formula) -> Theorem:
        """The sum over no element is 0."""
        return p.sum_equal(y, lambda j, j_in: p.ex_falso(p.false(j_in, p.use(none, j)), t.eq(body(j))))

    first = S.transfer(
        p.use(known, lam(r, 2)),
        lambda z: rest.value(r, z),
        value(y, r, c),
        lambda z: p.have(t.eq(value(y, r, c)(z), rest.value(r, z)), zero(lambda j: c(j) * exp(omega(j) * z))),
        rest.count,
        number(y),
        p.have(t.eq(rest.count, number(y)), zero(lambda _: t.ONE)),
    )
    empty = p.k.discharge(over(first), bounds(y))

    e_in = p.k.assume(t.member(e, y))
    others = where(y, lambda j: t.neg(t.eq(j, e)))
    smaller = p.k.assume(claim(others))
    within = p.k.assume(bounds(y))
    w = omega(e)

    def shifted(j: Node) -> Node:
        return c(j) * (omega(j) - w)

    less = p.use(
        smaller,
        p.forall(others, lambda j, j_in: p.use(within, j, p.base(j_in))),
        lam(rest.shift(r, w), 2),
        lam(shifted),
    )
    H, G = value(y, r, c), value(y, rest.shift(r, w), shifted)
    fewer = S.transfer(
        less,
        value(others, rest.shift(r, w), shifted),
        G,
        lambda z: p.have(
            t.eq(G(z), value(others, rest.shift(r, w), shifted)(z)),
            p.take(e_in, lambda j: shifted(j) * exp(omega(j) * z)),
        ),
        number(others),
        number(others),
        p.identity(number(others), number(others)),
    )
    size = p.take(e_in, lambda _: t.ONE)
    left = p.sum_at_least(others, lambda *_: p.have(t.ge(t.ONE)))
    at_e = p.use(within, e, e_in)
    step = Step(S, H, G, w, p.left(at_e), p.right(at_e))
    nonneg = p.have(t.ge(number(others)), rest.count_nonneg, left)
    count = p.have(t.eq(number(y), number(others) + 1), size)
    next_ = p.k.discharge(over(step.result(number(y), number(others), count, nonneg, fewer)), within.concl)
    whole = p.k.induct(empty, next_, name, e_name, lam(lambda j: t.ZERO), claim(y))
    return p.k.specialise(p.k.generalise(whole, "set", name), s)


def single(S: Scales, s: Node, omega: Values) -> Theorem:
    """For all r, c: claim(sum over s of c exp(omega .), |s|), r being idle; |omega| <= W on s is a hypothesis."""
    p = S.p
    rest = Rest(lambda r, z: t.ZERO, lambda r, w: r, t.ZERO, p.have(t.ge(t.ZERO)))
    r_name = fresh("r")

    def nothing(o: Points) -> Theorem:
        one = p.have(t.ge(o.eta), o.positive)
        return S.within(lambda z, low, high: p.both(one, one))

    known = p.k.generalise(S.prove(lambda z: t.ZERO, t.ZERO, nothing), "fn2", r_name)
    return add_frequencies(S, rest, known, s, omega)
