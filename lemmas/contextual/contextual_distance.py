"""From a difference of Boltzmann values to the distance of two outputs of the same token."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from varproof_lemmas.contextual.contextual_layer import Weights
from varproof_lemmas.contextual.contextual_sets import same_token
from varproof_lemmas.contextual.contextual_terms import Log4
from varproof_lemmas.contextual.contextual_weights import Dataset, Geometry
from varproof_lemmas.contextual.direction import at_most_root
from varproof_lemmas.contextual.signs import Function

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.proof import Proof


class Distances(Weights):
    """Weights with lam eps low = s = log 4, and the distance of the outputs of one token in two contexts.

    `delta` is claimed; `bound(theorem m >= 2, theorem 2 high > eps)` proves delta <= sharp.
    """

    def __init__(
        self,
        p: Proof,
        D: Dataset,
        g: Geometry,
        u: Function,
        w: Function,
        facts: tuple[Theorem, Theorem, Theorem, Theorem],
        logs: Log4,
    ) -> None:
        super().__init__(p, D, g, u, w, facts, lambda lam: t.eq(lam * D.eps * D.low, logs.s))
        self.logs, self.e_lam = logs, self.scale

    def sharp(self) -> Node:
        """(eps/47) exp(-2 r) with 2 r = log 4 m^3 high^2/(eps low)."""
        return self.D.eps * Fraction(1, 47) * exp(-2 * self.reach)

    def sharp_small(self, two: Theorem, wide: Theorem) -> Theorem:
        """(eps/47) exp(-2 r) < eps/2."""
        p, D = self.p, self.D
        reach = self.reach_large(two, wide)
        less = p.exp_monotone(p.have(t.ge(2 * self.reach), reach, self.logs.one), -2 * self.reach, t.ZERO)
        return p.have(t.gt(D.eps * Fraction(1, 2) - self.sharp()), less, D.eps_positive, products=[(0, 1), (1,)])

    def reach_large(self, two: Theorem, wide: Theorem) -> Theorem:
        """r >= 2 s: m^3 >= 8, and high^2 >= low eps/2."""
        p, D, m = self.p, self.D, self.m
        some = self.low_below_high
        product = p.have(
            t.ge(2 * D.high * D.high - D.low * D.eps),
            some,
            wide,
            D.eps_positive,
            D.low_positive,
            products=[(0, 1), (0, 2), (1, 3)],
        )
        cube = p.have(t.ge(m * m * m - 8), two, products=[(0, 0, 0), (0, 0), (0,)])
        wide2 = p.have(
            t.ge(2 * self.lam * D.high * D.high - self.logs.s), product, self.lam_pos, self.e_lam, products=[(0, 1)]
        )
        hh = p.have(t.ge(self.lam * D.high * D.high), self.lam_pos, squares=[D.high])
        return p.have(
            t.ge(self.reach - 2 * self.logs.s),
            wide2,
            p.have(t.ge(self.reach - 4 * self.lam * D.high * D.high), cube, hh, products=[(0, 1)]),
        )

    def distance(
        self,
        i: Node,
        k: Node,
        j: Node,
        l: Node,
        same: Theorem,
        T_equal: Theorem,
        T_small: Theorem,
        general: Theorem,
        a: Function,
        b: Function,
        two: Theorem,
        wide: Theorem,
        goal: Node,
        small: Callable[[Theorem, Theorem], Theorem],
    ) -> Theorem:
        """|out - out'|^2 = eta^2 (B - B')^2, and lam T (B - B') is the difference of two Boltzmann values."""
        p, D, s, r = self.p, self.D, self.logs.s, self.reach
        T = self.T(i, k)
        B, B2_here = self.mean(i, T), self.mean(j, T)
        O, O_nonneg, plain = same_token(self, i, k, j, l, same, T_equal)
        reach_large = self.reach_large(two, wide)
        exp_pos = p.exp_positive(-2 * r)
        scale = p.have(t.eq(exp(-(2 * r - s)), 4 * exp(-2 * r)), self.logs.four)
        low = Fraction(1, 15) * (2 * r - Fraction(13, 9) * s) * exp(-2 * r)
        c = self.logs.c
        front = p.have(t.eq((1 - c.q) * c.beta, Fraction(1, 60)), self.logs.q, self.logs.beta)
        size = t.fn("sqrt", self._gap(a, b) * self._gap(a, b))
        ks = p.have(t.eq(c.kappa * s, Fraction(4, 9) * s), self.logs.kappa)
        rest = 2 * r - s - c.kappa * s
        rest_is = p.have(t.eq(rest, 2 * r - Fraction(13, 9) * s), ks)
        product = p.have(
            t.eq((1 - c.q) * c.beta * rest * exp(-(2 * r - s)), low), *self._three(front, rest_is, scale, rest, r, s)
        )
        size_low = p.have(t.ge(size - low), general, product)
        low_pos = p.have(
            t.gt(low), p.have(t.gt(2 * r - Fraction(13, 9) * s), reach_large, self.logs.one), exp_pos, products=[(0, 1)]
        )
        _, size_square, _ = p.root(self._gap(a, b))
        gap_is = p.have(t.eq(self._gap(a, b), self.lam * T * (B - B2_here)))
        gap_square = p.congruence(gap_is, self._gap(a, b), self.lam * T * (B - B2_here), lambda q: q * q)
        p.name("B(i, k)", B)
        p.name("B(j, l)", B2_here)
        p.state(reach_large, "r ≥ 2 log 4", "m³ ≥ 8 and 2 γₘₐₓ² ≥ γₘᵢₙ ε", [self.e_lam])
        p.state(size_low, "|boltz(a) − boltz(b)| ≥ (2 r − 13/9 log 4) exp(−2 r)/15", "exp(log 4) = 4", [general])
        p.state(gap_is, "boltz(a) − boltz(b) = λ T (B(i, k) − B(j, l))", "B is the mean of U")
        p.state(plain, "‖Y(i, k) − Y(j, l)‖² = η² (B(i, k) − B(j, l))²", "X(i, k) = X(j, l)", [self.e_rho])
        # abstract the large terms: O^2 = eta^2 x^2, lam^2 T^2 x^2 = S^2, S >= low > 0, T^2 <= m^2 high^2
        final = self._divide(
            p,
            O,
            T,
            B - B2_here,
            size,
            low,
            plain=plain,
            size_is=p.have(
                t.eq(size * size, self.lam * self.lam * T * T * (B - B2_here) * (B - B2_here)), size_square, gap_square
            ),
            size_low=size_low,
            low_pos=low_pos,
            T_small=T_small,
            O_nonneg=O_nonneg,
        )
        reach_pos = p.have(t.gt(r), reach_large, self.logs.one)
        r_low = p.have(t.ge(2 * r - Fraction(13, 9) * s - Fraction(23, 18) * r), reach_large)
        scaled = p.have(t.ge(O * r - D.eps * Fraction(1, 60) * (2 * r - Fraction(13, 9) * s) * exp(-2 * r)), final)
        p.state(
            scaled,
            "‖Y(i, k) − Y(j, l)‖ r ≥ (ε/60) (2 r − 13/9 log 4) exp(−2 r)",
            "|T| ≤ m γₘₐₓ and η r = λ m γₘₐₓ ε/4",
            [size_low, gap_is, plain, T_small, self.e_eta],
        )
        eps_exp = p.have(t.gt(D.eps * exp(-2 * r)), D.eps_positive, exp_pos, products=[(0, 1)])
        linear = p.have(
            t.ge(O * r - Fraction(23, 1080) * D.eps * exp(-2 * r) * r), scaled, r_low, eps_exp, products=[(1, 2)]
        )
        unit, inverse = p.inverse(reach_pos, r)
        above = p.have(t.ge(O - Fraction(23, 1080) * D.eps * exp(-2 * r)), linear, inverse, unit, products=[(0, 1)])
        line = "‖Y(i, k) − Y(j, l)‖ ≥ (23/1080) ε exp(−2 r)"
        p.state(above, line, "2 r − 13/9 log 4 ≥ (23/18) r", [scaled, reach_large])
        with p.silent():
            enough = small(two, wide)
        return p.state(p.have(goal, above, enough, eps_exp), "‖Y(i, k) − Y(j, l)‖ > δ", "23/1080 > 1/47", [above])

    def words(
        self,
        i: Node,
        i_in: Theorem,
        j: Node,
        j_in: Theorem,
        different: Theorem,
        different_tokens: Callable[[Theorem, tuple[Node, Node], tuple[Node, Node]], Theorem],
    ) -> Theorem:
        """m >= 2 and eps < 2 high, when the two sequences have different sets of scores."""
        p = self.p

        def from_pair(x: Node, x_in: Theorem, y: Node, y_in: Theorem, no: Theorem) -> Theorem:
            return p.both(*self.two_words(i, i_in, x, x_in, j, j_in, y, y_in, different_tokens(no, (i, x), (j, y))))

        def first(there: Theorem) -> Theorem:
            return p.obtain(there, lambda x, x_in, alone: from_pair(x, x_in, x, x_in, p.use(alone, x, x_in)))

        def second(there: Theorem) -> Theorem:
            return p.obtain(there, lambda y, y_in, alone: from_pair(y, y_in, y, y_in, p.use(alone, y, y_in)))

        return p.either(different, first, second)

    def _gap(self, a: Function, b: Function) -> Node:
        n = self.D.n

        def value(f: Function) -> Node:
            return sum_over(n, lambda x: f(x) * exp(f(x))) / sum_over(n, lambda x: exp(f(x)))

        return value(a) - value(b)

    def _three(self, front: Theorem, rest_is: Theorem, scale: Theorem, rest: Node, r: Node, s: Node) -> list[Theorem]:
        """front * rest * scale, one factor after the other."""
        p, c = self.p, self.logs.c
        e = exp(-(2 * r - s))
        one = p.k.arith([front], t.eq((1 - c.q) * c.beta * rest * e, Fraction(1, 60) * rest * e), [], [(rest * e, 0)])
        two = p.k.arith(
            [rest_is],
            t.eq(Fraction(1, 60) * rest * e, Fraction(1, 60) * (2 * r - Fraction(13, 9) * s) * e),
            [],
            [(e * Fraction(1, 60), 0)],
        )
        three = p.k.arith(
            [scale],
            t.eq(
                Fraction(1, 60) * (2 * r - Fraction(13, 9) * s) * e,
                Fraction(1, 15) * (2 * r - Fraction(13, 9) * s) * exp(-2 * r),
            ),
            [],
            [((2 * r - Fraction(13, 9) * s) * Fraction(1, 60), 0)],
        )
        return [one, two, three]

    def _divide(
        self,
        p: Proof,
        O: Node,
        T: Node,
        x: Node,
        S: Node,
        low: Node,
        *,
        plain: Theorem,
        size_is: Theorem,
        size_low: Theorem,
        low_pos: Theorem,
        T_small: Theorem,
        O_nonneg: Theorem,
    ) -> Theorem:
        """O r >= eps low/4, from O^2 = eta^2 x^2, S^2 = lam^2 T^2 x^2, S >= low > 0, T^2 <= m^2 high^2."""
        D, m = self.D, self.m
        o, tt, xx, ss, lo = (fresh(q) for q in "OTXSL")
        vo, vt, vx, vs, vl = map(t.var, (o, tt, xx, ss, lo))
        hyps = [
            t.eq(vo * vo, self.eta * self.eta * vx * vx),
            t.eq(vs * vs, self.lam * self.lam * vt * vt * vx * vx),
            t.ge(vs - vl),
            t.gt(vl),
            t.ge(m * m * D.high * D.high - vt * vt),
            t.ge(vo),
        ]
        a, b, c, e, f, g = (p.k.assume(h) for h in hyps)
        high = p.have(t.gt(2 * self.eta * m * m * D.high), self.e_eta, D.eps_positive)
        mm = p.have(t.gt(2 * self.eta * m * m), self.eta_pos, self.m_pos, products=[(0, 1, 1)])
        high_pos = p.by_contradiction(
            t.gt(D.high), lambda no: p.have(t.FALSE, high, mm, p.k.order(no), products=[(1, 2)])
        )
        square = p.have(t.ge(vs * vs - vl * vl), c, e, products=[(0, 0), (0, 1)])
        o2 = p.have(t.ge(vo * vo), squares=[vo])
        lam2 = p.have(
            t.ge(self.lam * self.lam * vo * vo),
            o2,
            p.have(t.ge(self.lam * self.lam), squares=[self.lam]),
            products=[(0, 1)],
        )
        wide = p.have(
            t.ge(vo * vo * self.lam * self.lam * m * m * D.high * D.high - vo * vo * self.lam * self.lam * vt * vt),
            f,
            lam2,
            products=[(0, 1)],
        )
        eta2 = p.have(t.ge(self.eta * self.eta), squares=[self.eta])
        both = p.have(
            t.ge(self.eta * self.eta * vs * vs - self.eta * self.eta * vl * vl), square, eta2, products=[(0, 1)]
        )
        linked = p.k.arith(
            [a, b],
            t.eq(vo * vo * self.lam * self.lam * vt * vt, self.eta * self.eta * vs * vs),
            [],
            [(self.lam * self.lam * vt * vt, 0), (-self.eta * self.eta, 1)],
        )
        left = vo * self.lam * m * D.high
        total = p.have(t.ge(left * left - (self.eta * vl) * (self.eta * vl)), wide, both, linked)
        left_nonneg = p.have(t.ge(left), g, self.lam_pos, self.m_pos, high_pos, products=[(0, 1, 2, 3)])
        root_ = at_most_root(p, total, self.eta * vl, left, left_nonneg)
        half = p.have(t.gt(m * m * D.high), self.m_pos, high_pos, products=[(0, 0, 1)])
        result = p.have(t.ge(vo * self.reach - D.eps * Fraction(1, 4) * vl), root_, half, self.e_eta, products=[(0, 1)])
        for h in reversed(hyps):
            result = p.k.discharge(result, h)
        for name in (lo, ss, xx, tt, o):
            result = p.k.generalise(result, "real", name)
        return p.use(result, O, T, x, S, low, plain, size_is, size_low, low_pos, T_small, O_nonneg)
