"""The contextual mapping theorem with small scores, for polynomially many scales (see `contextual_scale`)."""

from __future__ import annotations

from varproof_lemmas.contextual.contextual_small_scores import SmallScores, small_scores

from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof


class FewScales(SmallScores):
    """At most (2 n^2 + 1)(n^2 + 2) scales are bad."""

    variant = "sharpened"
    most = "(2 n^2 + 1) (n^2 + 2)"
    apart = "gap (1/n) (1/n) exp(-5 - n^2 (2 + log(2/(gap step))))"
    share = "(1/n) (1/n)"
    power = "5 + n^2 (2 + log(K m^3 ratio)) + log(m^3 ratio)"

    def logarithms(self) -> list[Theorem]:
        p = self.p
        p.have("2/(gap step) = K m^3 ratio", "step radius = 1/K")
        same = p.have("log(2/(gap step)) = log(K m^3 ratio)", "2/(gap step) = K m^3 ratio")
        p.have("m^3 ratio > 0", "ratio > 0")
        p.have("exp(log(m^3 ratio)) = m^3 ratio", "m^3 ratio > 0")
        p.let("E(x) = exp(-5 - n^2 (2 + x))")
        x, y = p.term("log(2/(gap step))"), p.term("log(K m^3 ratio)")
        return [
            p.congruence(same, x, y, p.symbols["E"]),
            p.have("exp(-log(m^3 ratio)) m^3 gamma_max^2 = gap", "exp(log(m^3 ratio)) = m^3 ratio",
                   "ratio gap = gamma_max^2"),
        ]  # fmt: skip

    def scales(self) -> list[Theorem]:
        p = self.p
        p.have("N^2 >= 1", "N >= 1")
        p.have("N^2 n >= 1", "N^2 >= 1", "n >= 1")
        p.have("n^2 >= 1", "n >= 1")
        p.have("N^2 n n^2 >= 1", "N^2 n >= 1", "n^2 >= 1")
        p.have("K >= 2", "scales", "N^2 n >= 1", "N^2 n n^2 >= 1", "N^2 n n^4 >= 0")
        p.have("2/K <= 1", "K >= 2")
        return [p.have("0 < step and 2 radius step <= 1", "step radius = 1/K"), p.have("K step radius <= 1")]

    def exponent(self) -> None:
        p = self.p
        p.have("log(m^3 ratio) >= 0", "m^3 ratio >= 4")
        p.have("K m^3 ratio >= m^3 ratio", "K >= 1", "m^3 ratio > 0")
        p.have("log(K m^3 ratio) >= 0", "K m^3 ratio >= m^3 ratio", "m^3 ratio >= 4")
        p.have("n^2 log(K m^3 ratio) >= 0", "log(K m^3 ratio) >= 0")
        p.have(f"{self.power} >= 0", "n^2 log(K m^3 ratio) >= 0", "log(m^3 ratio) >= 0", "n^2 >= 1")


def few_scales(p: Proof, label: str) -> None:
    """Prove the claim, and that it is defined."""
    small_scores(
        p,
        label,
        FewScales,
        "By the sharpened lem:boltz-temperatures at most (2 n² + 1)(n² + 2) of the λ fail to tell sequences i and j "
        "with different token sets apart for query (i, k), by δ₀ = 4 R δ/ε. There are N n N choices of i, k and j, and "
        "K is larger than N² n times that: some λ is good for all of them. Then |B − B′| > δ₀/(m γₘₐₓ), and the "
        "outputs are more than η δ₀/(m γₘₐₓ) = δ apart.",
    )
