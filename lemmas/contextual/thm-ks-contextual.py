"""thm:ks-contextual. One attention layer is a contextual mapping with gamma = gamma_max + epsilon/4 and, with |V| = m,

    delta = 2 (log n)^2 epsilon^2 gamma_min/(gamma_max^2 (m+1)^4 (2 log n + 3) pi d)
            exp(-(m+1)^4 (2 log n + 3) pi d gamma_max^2/(4 epsilon gamma_min)).

Why: it lies below the sharp separation (thm:contextual-sharp). Write A = gamma_max^2/(epsilon gamma_min) >= 1/2 and
M = (m+1)^4 >= 81. The exponent is at least 60 log n + (9/4) M A, exp(-60 log n) absorbs the logarithm in front, and
(9/4) M A >= log 4 m^3 A.
"""

from fractions import Fraction

from varproof_lemmas.contextual.boltz import exp_at_least
from varproof_lemmas.contextual.contextual_distance import Distances
from varproof_lemmas.contextual.contextual_proof import defined, exists_weights, sharp_delta, sharp_equal
from varproof_lemmas.contextual.contextual_statement import contextual_statement
from varproof_lemmas.contextual.contextual_weights import dataset

from varproof.lang import Entry, Source, exp, log, pi
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

entry = Entry(
    "thm:ks-contextual",
    "One attention layer is a contextual mapping, with the constant after KS24",
    source=Source(after="KS24 Theorem 2", text="reconstructed"),
    uses=[
        "def:attention",
        "def:contextual-mapping",
        "def:softmax",
        "def:tokenwise-separated",
        "def:vocabulary",
        "def:vocabulary-list",
        "thm:contextual-sharp",
    ],
    note="The factor epsilon^2 gamma_min/gamma_max^2 is written as epsilon divided by kappa gamma_max/epsilon.",
)


def separation(m, n, d, ratio, epsilon):
    """The separation, with ratio = kappa gamma_max/epsilon."""
    weight = (m + 1) ** 4 * (2 * log(n) + 3) * pi * d * ratio
    return 2 * log(n) ** 2 * epsilon / weight * exp(-weight / 4)


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    contextual_statement(s, separation)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.concise = True
    D, m, size = dataset(p), card(p["m"]), card(p["d"])
    with p.silent():
        pi_low, _ = p.pi_bounds()
        some = p.nonempty[D.n]
        L, e_L = t.log(card(D.n)), p.log_exp(some, card(D.n))
        inverse = p.have(t.ge(1 - t.exp(-L)), e_L, p.given("n>=1"), p.exp_positive(-L))
        L_nonneg = p.have(t.ge(L), p.exp_tangent(-L), inverse)
        high = high_positive(p)
        inv_low, inv_eps = p.inverse(D.low_positive, D.low)[1], p.inverse(D.eps_positive, D.eps)[1]
        A = D.high * D.high / D.low / D.eps
        A_positive = p.have(t.gt(A), high, inv_low, inv_eps, products=[(0, 0, 1, 2)])
        M = (m + 1) ** 4
        one = p.have(t.ge(m - 1), p.given("m>=1"))
        M_positive = p.have(t.gt(M), p.have(t.gt(m + 1), one), products=[(0, 0, 0, 0)])
        rho = 2 * L + 3
        rho_positive = p.have(t.gt(rho), L_nonneg)
        pi_positive = p.have(t.gt(t.PI), pi_low)
        weight = M * rho * t.PI * size * A
        positive = p.have(
            t.gt(weight),
            M_positive,
            rho_positive,
            pi_positive,
            p.nonempty[p["d"]],
            A_positive,
            products=[(0, 1, 2, 3, 4)],
        )
    defined(p, p.not_zero(positive, weight))
    delta = 2 * L * L * D.eps * t.inv(weight) * t.exp(-weight * Fraction(1, 4))

    def small(W: Distances, two: Theorem, wide: Theorem) -> Theorem:
        """delta <= (eps/47) exp(-s m^3 A)."""
        s = W.logs.s
        unit_l, unit_e = p.k.inv(D.low_positive, D.low), p.k.inv(D.eps_positive, D.eps)
        product = p.have(
            t.ge(2 * D.high * D.high - D.low * D.eps),
            W.low_below_high,
            wide,
            D.eps_positive,
            D.low_positive,
            products=[(0, 1), (0, 2), (1, 3)],
        )
        x = D.low * t.inv(D.low) * D.eps * t.inv(D.eps)
        A_low = p.have(t.ge(2 * A - x), product, inv_low, inv_eps, products=[(0, 1, 2)])
        x_one = p.have(
            t.eq(x, 1), p.k.arith([unit_l], t.eq(x, D.eps * t.inv(D.eps)), [], [(D.eps * t.inv(D.eps), 0)]), unit_e
        )
        A_half = p.have(t.ge(A - Fraction(1, 2)), A_low, x_one)
        # s <= 3/2, M >= 81, M >= m^3
        s_small = p.by_contradiction(
            t.ge(Fraction(3, 2) - s),
            lambda no: p.have(
                t.FALSE,
                p.exp_monotone(p.have(t.gt(s - Fraction(3, 2)), p.k.order(no)), t.lift(Fraction(3, 2)), s),
                W.logs.four,
                exp_at_least(p, Fraction(3, 2), Fraction(4)),
            ),
        )
        M_big = p.have(t.ge(M - 81), two, products=[(0, 0, 0, 0), (0, 0, 0), (0, 0), (0,)])
        M_cube = p.have(t.ge(M - m * m * m), two, products=[(0, 0, 0, 0), (0, 0, 0), (0, 0), (0,)])
        # weight >= 3 M rho A >= 6 M L A + 9 M A
        dim = p.have(t.ge(size - 1), p.given("d>=1"))
        pi_d = p.have(t.ge(t.PI * size - 3), pi_low, dim, products=[(0, 1), (0,), (1,)])
        MA = p.have(t.gt(M * A), M_positive, A_positive, products=[(0, 1)])
        MrA = p.have(t.gt(M * rho * A), MA, rho_positive, products=[(0, 1)])
        heavy = p.have(t.ge(weight - 6 * M * L * A - 9 * M * A), pi_d, MrA, products=[(0, 1)])
        MA_big = p.have(t.ge(M * A - Fraction(81, 2)), M_big, A_half, A_positive, products=[(0, 2), (1,)])
        L_part = p.have(t.ge(M * A * L - Fraction(81, 2) * L), MA_big, L_nonneg, products=[(0, 1)])
        m3A = p.have(t.ge(M * A - m * m * m * A), M_cube, A_positive, products=[(0, 1)])
        mA = p.have(t.ge(m * m * m * A), two, A_positive, p.have(t.ge(m), two), products=[(1, 2, 2, 2)])
        sA = p.have(t.ge(Fraction(3, 2) * m * m * m * A - s * m * m * m * A), s_small, mA, products=[(0, 1)])
        total = p.have(t.ge(weight * Fraction(1, 4) - 60 * L - s * m * m * m * A), heavy, L_part, m3A, sA, L_nonneg, mA)
        p.say("Let A = γₘₐₓ²/(γₘᵢₙ ε), M = (m + 1)⁴, G = M (2 log n + 3) π d A; so δ = 2 (log n)² (ε/G) exp(−G/4).")
        for symbol, meaning in (("A", A), ("M", M), ("G", weight)):
            p.name(symbol, meaning)
        p.state(A_half, "A ≥ 1/2", "γₘₐₓ > γₘᵢₙ and 2 γₘₐₓ > ε")
        p.state(M_big, "M ≥ 81", "m ≥ 2")
        p.state(M_cube, "M ≥ m³")
        p.state(s_small, "log 4 ≤ 3/2", "exp(3/2) ≥ 4")
        p.state(heavy, "G ≥ 6 M log n A + 9 M A", "π d ≥ 3")
        p.state(total, "G/4 ≥ 60 log n + log 4 m³ A", "", [A_half, M_big, M_cube, s_small, heavy])
        low = p.exp_monotone(total, -weight * Fraction(1, 4), -60 * L - s * m * m * m * A)
        # 2 L^2 exp(-60 L)/weight <= 1/47
        grow = p.have(
            t.ge(1 - L * t.exp(-60 * L)),
            p.exp_tangent(60 * L),
            L_nonneg,
            p.exp_positive(-60 * L),
            products=[(0, 2), (1, 2), (2,)],
        )
        base = p.have(t.ge(weight - 243 * L), heavy, L_part, MA)
        unit_w, inv_w = p.inverse(positive, weight)
        front = p.have(t.ge(1 - 243 * L * t.inv(weight)), base, inv_w, unit_w, products=[(0, 1)])
        LE = p.have(t.ge(L * t.exp(-60 * L)), L_nonneg, p.exp_positive(-60 * L))
        p.state(front, "243 log n/G ≤ 1", "M A ≥ 81/2", [heavy])
        p.state(grow, "log n exp(−60 log n) ≤ 1", "exp(60 log n) ≥ 1 + 60 log n")
        ratio = p.have(t.ge(1 - 243 * L * L * t.inv(weight) * t.exp(-60 * L)), front, LE, grow, products=[(0, 1)])
        lw = p.have(t.ge(2 * L * L * t.inv(weight)), p.have(t.ge(L * L), squares=[L]), inv_w, products=[(0, 1)])
        first = p.have(
            t.ge(2 * L * L * t.inv(weight) * (t.exp(-60 * L - s * m * m * m * A) - t.exp(-weight * Fraction(1, 4)))),
            lw,
            low,
            products=[(0, 1)],
        )
        tail = p.exp_positive(-s * m * m * m * A)
        second = p.have(
            t.ge(t.exp(-s * m * m * m * A) * (1 - 243 * L * L * t.inv(weight) * t.exp(-60 * L))),
            ratio,
            tail,
            products=[(0, 1)],
        )
        third = p.have(
            t.ge(
                Fraction(1, 47) * t.exp(-s * m * m * m * A)
                - 2 * L * L * t.inv(weight) * t.exp(-weight * Fraction(1, 4))
            ),
            first,
            second,
            tail,
        )
        p.state(third, "2 (log n)² exp(−G/4)/G ≤ (1/47) exp(−log 4 m³ A)", "2/243 ≤ 1/47", [total, front, grow])
        below = p.have(
            t.ge(W.sharp() - delta),
            p.have(t.ge(sharp_delta(p) - delta), third, D.eps_positive, products=[(0, 1)]),
            sharp_equal(p, W),
        )
        return p.state(below, "δ ≤ (ε/47) exp(−2 r)", "2 r = log 4 m³ A", [third, W.e_lam])

    p.prove(exists_weights(p, "contextual", delta, small))


def high_positive(p: Proof) -> Theorem:
    """gamma_max > 0, from any token."""
    D = dataset(p)

    def at(i: t.Node, i_in: Theorem) -> Theorem:
        return p.member_of(
            p.nonempty[D.n],
            D.n,
            lambda k, k_in: p.have(
                t.gt(D.high), p.use(D.above, i, i_in, k, k_in), p.use(D.under, i, i_in, k, k_in), D.low_positive
            ),
        )

    return p.member_of(p.nonempty[D.N], D.N, at)
