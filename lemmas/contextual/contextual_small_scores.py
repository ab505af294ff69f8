"""Outputs of attention with small scores are apart, and the theorem (see `contextual_scale`).

At a scale that is not bad the means of two slopes differ, by lem:boltz-temperatures: for all but a few scales.
"""

from __future__ import annotations

from abc import abstractmethod

from varproof_lemmas.contextual.contextual_exists import Facts, put_in, some_weights, with_directions
from varproof_lemmas.contextual.contextual_scale import Query, ScaleChoice
from varproof_lemmas.contextual.contextual_sets import Tokens, every_pair, same_token
from varproof_lemmas.contextual.contextual_weights import Dataset, Geometry
from varproof_lemmas.contextual.means import mean
from varproof_lemmas.contextual.signs import Function
from varproof_lemmas.support.counting import no_more

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


class SmallScores(ScaleChoice):
    """The scale with condition (2) of a contextual mapping."""

    variant: str  # of lem:boltz-temperatures
    most: str  # how many scales may be bad
    apart: str  # the distance of the means at the others
    share: str  # delta = (epsilon/2) share exp(-power)
    power: str

    @abstractmethod
    def logarithms(self) -> list[Theorem]:
        """The logarithms of `apart` are those of `power`."""

    @abstractmethod
    def scales(self) -> list[Theorem]:
        """What lem:boltz-temperatures asks of the scales."""

    @abstractmethod
    def exponent(self) -> None:
        """power >= 0, from m^3 ratio >= 4."""

    def constants(self) -> tuple[Node, Node]:
        p = self.p
        p.let(K=p["K"], radius=self.R, gap=self.gap, step=self.step)
        p.let("ratio = (gamma_max/gamma_min) gamma_max/epsilon")
        p.have("radius > 0", self.R_positive)
        p.have("gap > 0", self.g_positive)
        p.have("step > 0", self.step_positive)
        p.have("gamma_max > 0", self.high_positive)
        p.have("ratio > 0")
        p.have("step radius = 1/K", self.R_unit)
        p.have("ratio gap = gamma_max^2")
        self.same = self.logarithms()
        p.have("n^2 >= 1")
        self.nonneg = p.have(f"{self.most} >= 0")
        self.grid_facts = self.scales()
        with p.fix("x in R with radius + x >= 0 and radius - x >= 0") as short:
            p.have("|x| <= radius")
        with p.fix("x in R with x^2 >= gap^2") as wide:
            p.have("|x| >= gap")
        self.short, self.wide = p.fact(short), p.fact(wide)
        return p.term(self.apart), p.term(self.most)

    def count_nonneg(self) -> Theorem:
        return self.nonneg

    def close(self, a: Function, b: Function, lam: Node) -> Node:
        """|lam m_a - lam m_b| <= lam delta_0."""
        n = self.D.n
        return self.p.root(lam * mean(n, a, lam) - lam * mean(n, b, lam))[0] <= lam * self.delta

    def few(self, at: Query, j: Node, j_in: Theorem, B: Node, different: Theorem) -> Theorem:
        p, n, K, (i, i_in, k, _) = self.p, self.D.n, self.place.n, at
        a, b = self.slope(i, k, i), self.slope(i, k, j)
        ranges = self.in_range(at, i, i_in), self.in_range(at, j, j_in)

        def small(x: Node, x_in: Theorem) -> Theorem:
            return p.both(*(p.use(self.short, f(x), p.use(r, x, x_in)) for f, r in zip((a, b), ranges, strict=True)))

        def apart(f: Function, g: Function, squares: Theorem) -> Theorem:
            def pair(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
                differ = p.opened_all(squares.concl, x, y).args[0]
                return p.implies(differ, lambda no: p.use(self.wide, f(x) - g(y), p.use(squares, x, x_in, y, y_in, no)))

            return p.forall(n, lambda x, x_in: p.forall(n, lambda y, y_in: pair(x, x_in, y, y_in)))

        facts = [
            p.forall(n, small),
            apart(a, a, self.own(at, i, i_in)),
            apart(b, b, self.own(at, j, j_in)),
            apart(a, b, self.across(at, i, i_in, j, j_in)),
        ]
        points = dict(x=self.grid) if self.variant == "stated" else {}
        sizes = dict(n="n", K="K", a=a, b=b, R="radius", g="gap", s="step", **points)
        few = p.cite(
            "lem:boltz-temperatures", *facts, different, *self.grid_facts, variant=self.variant, claim="few", **sizes
        )
        near = where(K, lambda x: self.close(a, b, self.grid(x)))

        def to(x: Node, x_in: Theorem) -> Theorem:
            return p.in_where(p.base(x_in), p.right(p.holds(x_in)), lambda y: self.close(a, b, self.grid(y)))

        return p.have(t.ge(self.count - card(B)), no_more(p, B, near, to), few)

    def condition_two(self, delta: Node) -> Theorem:
        p, W = self.p, self.W
        p.let(delta=delta)
        p.have("gamma_max > gamma_min", W.low_below_high)
        with p.suppose("m >= 2 and epsilon < 2 gamma_max") as small:
            p.have("gamma_max^2 > gamma_max gamma_min", "gamma_max > gamma_min")
            p.have("gamma_max gamma_min > gap/2", "epsilon < 2 gamma_max")
            p.have("ratio gap > gap/2", "ratio gap = gamma_max^2", "gamma_max gamma_min > gap/2")
            with p.case("ratio <= 1/2"):
                p.have("ratio gap <= gap/2", "ratio <= 1/2")
                p.have("false", "ratio gap <= gap/2", "ratio gap > gap/2")
            with p.otherwise("ratio > 1/2"):
                p.have("ratio > 1/2")
            p.have("m^3 >= 8")
            p.have("m^3 ratio >= 4", "m^3 >= 8", "ratio > 1/2")
            self.exponent()
            with p.fix("x in R with x >= 0") as falls:
                p.have("exp(-x) <= 1", "x >= 0")
            p.have(f"{self.share} <= 1")
            p.have(f"exp(-({self.power})) <= 1", p.at(falls, self.power))
            p.have(f"{self.share} exp(-({self.power})) <= 1", f"{self.share} <= 1", f"exp(-({self.power})) <= 1")
            p.have("delta <= epsilon/2", f"{self.share} exp(-({self.power})) <= 1")
        far = self.far_enough()

        def different(at: Tokens, no: Theorem, goal: Node) -> Theorem:
            i, i_in, j, j_in, k, k_in, l, l_in = at
            two = p.both(*W.two_words(i, i_in, k, k_in, j, j_in, l, l_in, no))
            return p.have(goal, W.tokens_apart(i, i_in, j, j_in, k, k_in, l, l_in, no), p.use(small.theorem, two))

        def equal(at: Tokens, same: Theorem, sets: Theorem, goal: Node) -> Theorem:
            return self.contexts(delta, at, same, sets, goal, far)

        return every_pair(W, delta, different, equal)

    def far_enough(self) -> tuple[Theorem, Theorem, Theorem]:
        """For z <= d, z = |eta y|, |t| <= m gamma_max: |lam t y| <= lam a, if a epsilon = 2 m^3 gamma_max^2 d, as for
        delta_0 and delta."""
        p, W = self.p, self.W
        p.let(eta=W.eta, lam=W.lam, apart=self.delta)
        p.have("2 m^2 gamma_max eta = epsilon", W.e_eta)
        p.have("eta > 0 and lam > 0", W.eta_pos, W.lam_pos)
        scales = "a >= 0 and z >= 0 and z <= d and a epsilon = 2 m^3 gamma_max^2 d"
        bounds = "z^2 = eta^2 y^2 and t^2 <= m^2 gamma_max^2"
        with p.fix(f"z in R, t in R, y in R, a in R, d in R with {scales} and {bounds}") as far:
            p.have("2 m^2 gamma_max (eta a - m gamma_max d) = 0", "a epsilon = 2 m^3 gamma_max^2 d",
                   "2 m^2 gamma_max eta = epsilon")  # fmt: skip
            p.have("2 m^2 gamma_max > 0")
            p.have("eta a - m gamma_max d = 0", "2 m^2 gamma_max (eta a - m gamma_max d) = 0", "2 m^2 gamma_max > 0")
            p.have("z^2 <= d^2", "z >= 0", "z <= d")
            p.have("t^2 z^2 = eta^2 (t y)^2", "z^2 = eta^2 y^2")
            p.have("t^2 z^2 <= m^2 gamma_max^2 d^2", "z^2 <= d^2", "t^2 <= m^2 gamma_max^2")
            p.have("m^2 gamma_max^2 d^2 = eta^2 a^2", "eta a - m gamma_max d = 0")
            p.have("eta^2 (a^2 - (t y)^2) >= 0", "t^2 z^2 = eta^2 (t y)^2", "t^2 z^2 <= m^2 gamma_max^2 d^2",
                   "m^2 gamma_max^2 d^2 = eta^2 a^2")  # fmt: skip
            with p.case("a^2 - (t y)^2 < 0"):
                p.have("false", "a^2 - (t y)^2 < 0", "eta^2 (a^2 - (t y)^2) >= 0", "eta > 0")
            with p.otherwise("(t y)^2 <= a^2"):
                p.have("(t y)^2 <= a^2")
            p.have("|t y| <= a", "(t y)^2 <= a^2", "a >= 0")
            p.have("|lam t y| <= lam a", "|t y| <= a", "lam > 0")
        linked = p.have("apart epsilon = 2 m^3 gamma_max^2 delta", *self.same)
        return p.fact(far), p.have("apart >= 0"), linked

    def contexts(self, delta: Node, at: Tokens, same: Theorem, sets: Theorem, goal: Node,
                 far: tuple[Theorem, ...]) -> Theorem:  # fmt: skip
        """The same token with different token sets: the scale is not bad for it."""
        p, D, W = self.p, self.D, self.W
        i, i_in, j, j_in, k, k_in, l, _ = at
        T, T2 = W.T(i, k), W.T(j, l)
        T_same = p.sum_equal(
            D.d, lambda c, c_in: p.have(t.eq(W.w(c) * D.X(i, k, c) - W.w(c) * D.X(j, l, c)), p.use(same, c, c_in))
        )
        O, O_nonneg, plain = same_token(W, i, k, j, l, same, p.have(t.eq(T2, T), T_same))
        not_bad = p.use(p.right(W.scale), i, i_in, k, k_in, j, j_in)

        def absurd(no: Theorem) -> Theorem:
            near = p.have(t.ge(delta - O), p.k.order(no))
            short = p.both(plain, W.T_small(i, i_in, k, k_in))
            known = p.both(far[1], p.both(O_nonneg, p.both(near, p.both(far[2], short))))
            close = p.use(far[0], O, T, W.mean(i, T) - W.mean(j, T), self.delta, delta, known)
            return p.false(p.both(sets, close), not_bad)

        return p.by_contradiction(goal, absurd)


def small_scores(p: Proof, label: str, kind: type[SmallScores], why: str) -> None:
    """Prove the claim, and that it is defined."""
    p.concise = True

    def build(D: Dataset, g: Geometry, u: Function, w: Function, facts: Facts) -> Theorem:
        with p.silent():
            S = kind(p, D, g, u, w, facts)
            delta = p.term(f"1/2 epsilon {S.share} exp(-({S.power}))")
            conditions = p.both(S.W.bounded(), S.condition_two(delta))
            result = some_weights(S.W, p.goal(label), delta, conditions)
            return S.good_scale(lambda lam, good, positive: put_in(S.W, result, lam, good, positive))

    p.say(
        "Directions and weights are those of thm:contextual-sharp, but with a scale λ that is one of the numbers "
        "k/(K R), k = 1, …, K, R = m³ γₘₐₓ²/2. Query (i, k) has the slopes T(i, k) U(j, x), T(i, k) = ⟨w, X(i, k)⟩ "
        "and U(j, x) = ⟨u, X(j, x)⟩, in sequence j; they lie in [−R, R] and are ε γₘᵢₙ apart for different tokens. "
        "The layer adds η B along a unit vector, and T(i, k) B is boltz(λ T(i, k) U(j, ·))/λ."
    )
    p.say(why)
    p.say("Different tokens stay more than ε/2 > δ apart, and no output is longer than γₘₐₓ + ε/4, as |η B| ≤ ε/4.")
    p.prove(p.show(with_directions(p, build)))
