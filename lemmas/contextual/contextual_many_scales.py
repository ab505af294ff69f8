"""The contextual mapping theorem with small scores, for K >= N^2 n 2^(n^2) scales (see `contextual_scale`)."""

from __future__ import annotations

from varproof_lemmas.contextual.contextual_small_scores import SmallScores, small_scores

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


class ManyScales(SmallScores):
    """Fewer than 2^(n^2) - 1 scales are bad."""

    variant = "stated"
    most = "exp(n^2 log 2) - 1"
    apart = "radius (1/n) exp(-6 - n^2 (6 + log(4/(radius step))) - (2 n - 1) (1 + log(4 n radius/gap)))"
    share = "1/2 (1/n)"
    power = "6 + n^2 (6 + log(4 K)) + (2 n - 1) (1 + log(2 n m^3 ratio))"

    def logarithms(self) -> list[Theorem]:
        p = self.p
        p.have("4/(radius step) = 4 K", "step radius = 1/K")
        p.have("4 n radius/gap = 2 n m^3 ratio")
        first = p.have("log(4/(radius step)) = log(4 K)", "4/(radius step) = 4 K")
        second = p.have("log(4 n radius/gap) = log(2 n m^3 ratio)", "4 n radius/gap = 2 n m^3 ratio")
        p.let("E(x, y) = exp(-6 - n^2 (6 + x) - (2 n - 1) (1 + y))")
        p.have("log 2 >= 0")
        p.have("n^2 log 2 >= 0", "log 2 >= 0")
        p.have("exp(n^2 log 2) >= 1 + n^2 log 2")
        x, y, z = (p.term(f"log({of})") for of in ("4/(radius step)", "4 K", "4 n radius/gap"))
        E = p.symbols["E"]
        return [
            p.congruence(first, x, y, lambda of: E(of, z)),
            p.congruence(second, z, p.term("log(2 n m^3 ratio)"), lambda of: E(y, of)),
        ]

    def scales(self) -> list[Theorem]:
        p, K, grid = self.p, self.place.n, self.grid
        p.have("step radius <= 1", self.step_small)

        def place(x: Node, x_in: Theorem) -> Theorem:
            return p.have(t.ge(1 - grid(x) * self.R), p.right(p.both(*self.in_interval(x, x_in))), self.R_unit,
                          self.R_positive, products=[(0, 2)])  # fmt: skip

        with p.fix("x in R with x >= step") as far:
            p.have("|x| >= step", "x >= step")

        def before(x: Node, y: Node, y_in: Theorem, less: Theorem) -> Theorem:
            more = p.have(t.ge(grid(y) - grid(x) - self.step), self.place.increasing(x, y, y_in, less),
                          self.step_positive, products=[(0, 1)])  # fmt: skip
            return p.use(p.fact(far), grid(y) - grid(x), more)

        def apart(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
            return p.implies(
                t.neg(t.eq(x, y)),
                lambda no: p.ne_cases(
                    x, y, lambda less: before(x, y, y_in, less), lambda more: before(y, x, x_in, more), no
                ),
            )

        return [
            p.forall(K, lambda x, x_in: p.both(self.in_interval(x, x_in)[0], place(x, x_in))),
            p.forall(K, lambda x, x_in: p.forall(K, lambda y, y_in: apart(x, x_in, y, y_in))),
        ]

    def exponent(self) -> None:
        p = self.p
        p.have("log(4 K) >= 0")
        p.have("n m^3 ratio >= m^3 ratio", "n >= 1", "ratio > 0")
        p.have("2 n m^3 ratio >= 1", "n m^3 ratio >= m^3 ratio", "m^3 ratio >= 4")
        p.have("log(2 n m^3 ratio) >= 0", "2 n m^3 ratio >= 1")
        p.have("n^2 log(4 K) >= 0", "log(4 K) >= 0")
        p.have("(2 n - 1) log(2 n m^3 ratio) >= 0", "log(2 n m^3 ratio) >= 0", "n >= 1")
        p.have(f"{self.power} >= 0", "n^2 log(4 K) >= 0", "(2 n - 1) log(2 n m^3 ratio) >= 0", "n^2 >= 1", "n >= 1")


def many_scales(p: Proof, label: str) -> None:
    """Prove the claim, and that it is defined."""
    small_scores(
        p,
        label,
        ManyScales,
        "By lem:boltz-temperatures fewer than 2^(n²) − 1 of the λ fail to tell sequences i and j with different token "
        "sets apart for query (i, k), by δ₀ = 4 R δ/ε. There are N n N choices of i, k and j, and K ≥ N² n 2^(n²): "
        "some λ is good for all of them. Then |B − B′| > δ₀/(m γₘₐₓ), and the outputs are more than "
        "η δ₀/(m γₘₐₓ) = δ apart.",
    )
