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

from varproof_lemmas.contextual.ladder import Formula, Values
from varproof_lemmas.support.exponential_scales import Points, Scales
from varproof_lemmas.support.exponential_step import Step
from varproof_lemmas.support.frequencies import Table, no_rest, over_set, over_table

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node


class SmallSums(Scales):
    """`Scales`, with the step of the induction over the frequencies."""

    def step(
        self, E: Formula, G: Formula, c: Node, w: Node, allowed: Theorem, N: Node, M: Node, count: Theorem,
        nonneg: Theorem, known: Theorem,
    ) -> Theorem:  # fmt: skip
        step = Step(self, E, G, w, self.p.left(allowed), self.p.right(allowed))
        return step.result(N, M, count, nonneg, known)

    def start(self) -> Theorem:
        """For all c: the claim for the sum without terms."""
        p, c = self.p, fresh("c")

        def nothing(o: Points) -> Theorem:
            one = p.have(t.ge(o.eta), o.positive)
            return self.within(lambda z, low, high: p.both(one, one))

        return p.k.generalise(self.prove(lambda z: t.ZERO, t.ZERO, nothing), "real", c)

    def over_set(self, s: Node, w: Values) -> Theorem:
        """For all r, f, c: the claim for the sum over s of f exp(w .); r and c are idle, |w| <= W is a hypothesis."""
        known = self.p.k.generalise(self.start(), "fn2", fresh("r"))
        return over_set(self, no_rest(self.p), known, s, w)

    def over_table(self, s: Node, columns: Callable[[Node], Node], w: Table) -> Theorem:
        """For all r, c: the claim for the sum over x in s and y in columns(x) of r exp(w(x, y) .); c is idle."""
        return over_table(self, self.start(), s, columns, w)
