"""What the proofs of the contextual mapping theorems print of their weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from varproof_lemmas.contextual.contextual_weights import minus, word
from varproof_lemmas.contextual.direction import inner, length
from varproof_lemmas.contextual.ladder import opened

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node

if TYPE_CHECKING:
    from varproof_lemmas.contextual.contextual_distance import Distances


def directions_and_weights(W: Distances) -> None:
    """Print the directions and the weights."""
    p, D, u, w = W.p, W.D, W.u, W.w
    name_objects(W)
    far, a, b = about_words(W, W.u_far)
    gap = minus(word(D, a), word(D, b))
    away, c, _ = about_words(W, W.w_far)
    for symbol, meaning in (
        ("⟨u, v(a) − v(b)⟩", inner(D.d, u, gap)),
        ("‖v(a) − v(b)‖²", length(D.d, gap)),
        ("‖u‖²", length(D.d, u)),
        ("⟨w, v(a)⟩", inner(D.d, w, word(D, c))),
        ("‖v(a)‖²", length(D.d, word(D, c))),
        ("‖w‖²", length(D.d, w)),
    ):
        p.name(symbol, meaning)
    p.say("Directions. A longest signed sum, as in lem:projection, gives u with, for a ≠ b,")
    p.state(far, "⟨u, v(a) − v(b)⟩² ≥ ‖v(a) − v(b)‖²", "u of the vectors (v(a) − v(b))/‖v(a) − v(b)‖")
    p.state(W.u_short, "4 ‖u‖² ≤ m⁴", "they are at most m²/2")
    p.say("and a w with")
    p.state(away, "⟨w, v(a)⟩² ≥ ‖v(a)‖²", "w of the m vectors v(a)/‖v(a)‖")
    p.state(W.w_short, "‖w‖² ≤ m²")
    p.say(
        "Weights. Take them of rank one, W_K = 1 uᵀ, W_Q = (λ/s) 1 wᵀ, W_V = 1 uᵀ and W_O = (η ρ/s) 1 1ᵀ, with "
        "λ, η, ρ > 0 such that"
    )
    p.state(W.e_lam, "λ ε γₘᵢₙ = log 4")
    p.state(W.e_eta, "2 η m² γₘₐₓ = ε")
    p.state(W.e_rho, "ρ² d = 1")
    p.say(
        "Write U(i, j) = ⟨u, X(i, j)⟩, T(i, k) = ⟨w, X(i, k)⟩ and r = λ m³ γₘₐₓ²/2. Query (i, k) has the scores "
        "λ T(i, k) U(i, j), and with B(i, k) the mean of U(i, ·) under their softmax, the output is "
        "Y(i, k) = X(i, k) + η B(i, k) (ρ, …, ρ)."
    )


def name_objects(W: Distances) -> None:
    """Name the sizes, the bounds and the numbers of the weights as the lines do."""
    D = W.D
    for symbol, meaning in (
        ("n", D.n), ("m", D.m), ("d", D.d), ("ε", D.eps), ("γₘᵢₙ", D.low), ("γₘₐₓ", D.high),
        ("λ", W.lam), ("η", W.eta), ("ρ", W.rho), ("r", W.reach), ("m⁴", W.m**4),
    ):  # fmt: skip
        W.p.name(symbol, meaning)


def about_words(W: Distances, every: Theorem) -> tuple[Theorem, Node, Node]:
    """What a fact about all words, or pairs of words, says of a, or of a and b."""
    fact = opened(W.p, every, ["a", "b"])
    a, b = W.p.symbols["a"], W.p.symbols.get("b", t.ZERO)
    assert isinstance(a, Node) and isinstance(b, Node)
    return fact, a, b
