"""What `varproof contextual table` compares: the separations of the key lemma, printed, corrected and sharpened.

With the dataset's own gamma_min, gamma_max and epsilon (nearly tight), m = |V|, kappa = gamma_max/gamma_min:

    printed    exp(-(5/epsilon) m^4 d kappa gamma_max log n)              lem:attention-contextual
    corrected  epsilon times that
    sharpened  (epsilon/47) 4^(-m^3 kappa gamma_max/epsilon)              thm:contextual-sharp

The sharpened one is proved, so the achieved one has to be above it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from varproof_lemmas.contextual import examples

from varproof.arith.balls import Ball
from varproof.contextual.dataset import Dataset

PROMISED = "sharpened"


def _slope(data: Dataset) -> Fraction:
    """kappa gamma_max/epsilon."""
    p = data.parameters
    return p.gamma_max**2 / (p.gamma_min * p.epsilon)


def printed(data: Dataset) -> Ball:
    """The logarithm of the printed delta."""
    return Ball.of(data.length).log() * (-5 * len(data.vocabulary) ** 4 * data.dimension * _slope(data))


def corrected(data: Dataset) -> Ball:
    """With the factor epsilon."""
    return printed(data) + Ball.of(data.parameters.epsilon).log()


def sharpened(data: Dataset) -> Ball:
    """(epsilon/47) 4^(-m^3 kappa gamma_max/epsilon)."""
    return Ball.of(data.parameters.epsilon / 47).log() - Ball.of(4).log() * (len(data.vocabulary) ** 3 * _slope(data))


BOUNDS: dict[str, Callable[[Dataset], Ball]] = {"printed": printed, "corrected": corrected, "sharpened": sharpened}

DATASETS: dict[str, Callable[[], Dataset]] = {
    "random": examples.random_sequences,
    "nearly colliding": examples.nearly_colliding,
    "collinear, 32 levels": examples.levels,
    "norms 10^-3 to 10^4": examples.norm_ratio,
    "negative projections": examples.negative,
    **{f"length {n}": examples.of_length(n) for n in (1, 2, 3, 8)},
    "12 tokens, all sets": examples.twelve,
    "images 2 x 2": examples.images,
    "words, trained letters": examples.words,
    "two tiny tokens": examples.tiny,
}
