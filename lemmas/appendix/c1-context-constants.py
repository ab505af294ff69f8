"""c1:context-constants. The constants of the contextual mapping in the construction:

    Gamma = sqrt(d) (L0 - delta) + sqrt(d) delta/4 = sqrt(d) (L0 - 3/4 delta),
    Delta = exp(-5 |V|^4 d log(n) L0^2/delta).

lem:attention-contextual gives gamma_max + eps/4 and exp(-5/eps |V|^4 d kappa gamma_max log n) for the separation
(gamma_min, gamma_max, eps) = (sqrt d, sqrt(d) (L0 - delta), sqrt(d) delta), kappa = gamma_max/gamma_min. There the
exponent has (L0 - delta)^2 for L0^2, so the printed Delta is the smaller one, which is a weaker demand. Only the two
formulas are judged here, neither the lemma nor the separation. V is the number |V|.
"""

from fractions import Fraction

from varproof.lang import Entry, Eq, Q, Source, exp, log, sqrt
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card
from varproof.proof.proof import Proof

entry = Entry(
    "c1:context-constants",
    "The constants of the contextual mapping in the construction",
    source=Source(icml="C.1", text="read"),
    uses=["c1:grid-separation", "lem:attention-contextual"],
)

with entry.variant("printed", expect="PROVED", evidence=["kernel"]) as s:
    n, d, V = s.size("n"), s.size("d"), s.size("V")
    L0, delta = s.real("L0"), s.real("delta")
    low, high, apart = sqrt(d), sqrt(d) * (L0 - delta), sqrt(d) * delta
    of_lemma = exp(-5 / apart * V**4 * d * (high / low) * high * log(n))
    printed = exp(-5 * V**4 * d * log(n) * L0**2 / delta)
    s.assume("step", delta > 0, needed_at=dict(n=2, d=1, V=1, L0=-1, delta=-1))
    s.assume("long", L0 >= delta, needed_at=dict(n=2, d=1, V=1, L0=0, delta=1))
    s.constant("Gamma", sqrt(d) * (L0 - Q(3, 4) * delta))
    s.constant("Delta", printed, side="lower")
    s.claim("Gamma", Eq(high + apart / 4, sqrt(d) * (L0 - Q(3, 4) * delta)))
    s.claim("Delta", printed <= of_lemma)

    s.instance("one token", n=1, d=1, V=1, L0=1, delta=Q(1, 2))
    s.instance("equality of lengths", n=2, d=3, V=2, L0=Q(1, 3), delta=Q(1, 3))
    s.instance("small step", n=4, d=2, V=3, L0=4, delta=Q(1, 100))

    some = dict(n=2, d=1, V=1, L0=1, delta=Q(1, 2))
    s.false("a whole step", claims={"Gamma": Eq(high + apart / 4, sqrt(d) * L0)}, at=some)
    s.false("the same Delta", claims={"Delta": Eq(printed, of_lemma)}, at=some)
    s.false("the larger Delta", claims={"Delta": of_lemma <= printed}, at=some)


@entry.proof("printed")
def proof(p: Proof) -> None:
    n, d, V, L0, delta = card(p["n"]), card(p["d"]), card(p["V"]), p["L0"], p["delta"]
    step, long = p.given("step"), p.given("long")
    with p.silent():
        size = p.nonempty[p["d"]]
        nonneg = p.have(t.ge(d), size)
        root = t.fn("sqrt", d)
        square, root_nonneg = (p.k.special(nonneg, "sqrt", which, d) for which in (0, 1))
        root_positive = p.by_contradiction(
            t.gt(root),
            lambda no: p.have(
                t.FALSE,
                size,
                square,
                p.zero_of_square(root, p.have(t.ge(-root * root), root_nonneg, p.k.order(no), products=[(0, 1)])),
            ),
        )
        product = p.have(t.gt(root * delta), root_positive, step, products=[(0, 1)])
        p.settle(
            nonneg,
            p.not_zero(product, root * delta),
            p.not_zero(root_positive, root),
            p.not_zero(step, delta),
            p.nonempty[p["n"]],
        )
        gamma = p.have(p.goal("Gamma"))
        q, i, c = t.inv(root), t.inv(delta), t.inv(root * delta)
        root_unit = p.k.inv(root_positive, root)
        delta_unit, delta_inverse = p.inverse(step, delta)
        both_unit = p.k.inv(product, root * delta)
        # 1/(sqrt(d) delta) = (1/sqrt d) (1/delta)
        split = p.k.arith(
            [both_unit, root_unit, delta_unit],
            t.eq(c, q * i),
            [],
            [(q * i, 0), (-c * delta * i, 1), (-c, 2)],
        )
        log_n = t.log(n)
        grown = p.log_exp(p.nonempty[p["n"]], n)
        # log n >= 0: otherwise 1 >= n (1 - log n) > n
        tangent = p.k.exp(-log_n)
        inverse = p.k.arith([grown], t.eq(n * t.exp(-log_n), 1), [], [(-t.exp(-log_n), 0)])
        log_nonneg = p.by_contradiction(
            t.ge(log_n),
            lambda no: p.have(
                t.FALSE,
                p.k.order(no),
                p.have(
                    t.ge(1 - n - n * -log_n),
                    p.have(t.ge(n * (t.exp(-log_n) - 1 + log_n)), tangent, p.nonempty[p["n"]], products=[(0, 1)]),
                    inverse,
                ),
                p.given("n>=1"),
                products=[(0, 1), (0, 2)],
            ),
        )
        long_sum = p.have(t.ge(delta * (2 * L0 - delta)), long, step, products=[(0, 1), (1, 1)])
        e = 5 * V**4 * d * log_n * i
        e_nonneg = p.k.arith([size, log_nonneg, delta_inverse], t.ge(e), [(Fraction(5), V**2, (0, 1, 2))])
        smaller = p.have(t.ge(e * (L0 * L0 - (L0 - delta) ** 2)), e_nonneg, long_sum, products=[(0, 1)])
        first = -5 * V**4 * d * log_n * L0**2 * i
        second = -5 * c * V**4 * d * root * (L0 - delta) * q * root * (L0 - delta) * log_n
        scale = 5 * V**4 * d * (L0 - delta) ** 2 * log_n
        # second = -e (L0 - delta)^2
        same = p.k.arith(
            [split, root_unit],
            t.eq(second, -e * (L0 - delta) ** 2),
            [],
            [(-scale * root * root * q, 0), (-scale * i * (root * q + 1), 1)],
        )
        order = p.have(t.ge(second - first), smaller, same)
        delta_claim = p.exp_monotone(order, first, second)
    p.prove(p.show(gamma, "the same after expanding"))
    p.prove(p.show(delta_claim, "the exponents compare as L0^2 and (L0 - delta)^2"))
