"""thm:contextual-small-scale. One attention layer is a contextual mapping, with no power of kappa gamma_max/epsilon in
the exponent: gamma = gamma_max + epsilon/4 and, for every K >= N^2 n 2^(n^2),

    delta = (epsilon/(4 n)) e^(-6) (4 e^6 K)^(-n^2) (2 e n |V|^3 kappa gamma_max/epsilon)^(-(2 n - 1)),

kappa = gamma_max/gamma_min. With the least K, log(1/delta) = O(n^4 + n^2 log N + n log(|V| kappa gamma_max/epsilon)) +
log(1/epsilon), where log N <= n log |V| if no two sequences have the same token set. thm:contextual-sharp has
|V|^3 kappa gamma_max/epsilon in the exponent, but neither n nor N: which of the two is better depends on the data.

K is the number of scales tried for the scores, lambda = k/(K R) with R = |V|^3 gamma_max^2/2: they lie in [-1, 1]. By
lem:boltz-temperatures fewer than 2^(n^2) of them are bad for a token in two given sequences, so one is good for all.
"""

from varproof_lemmas.contextual.contextual_small_scores import small_scale
from varproof_lemmas.contextual.contextual_statement import contextual_statement

from varproof.decide.proof import Proof
from varproof.lang import Entry, Source, exp, log

entry = Entry(
    "thm:contextual-small-scale",
    "One attention layer is a contextual mapping, with small scores",
    source=Source(text="ours"),
    uses=[
        "def:attention",
        "def:contextual-mapping",
        "def:softmax",
        "def:tokenwise-separated",
        "def:vocabulary",
        "def:vocabulary-list",
        "lem:boltz-temperatures",
        "lem:projection",
    ],
)


def separation(m, n, d, ratio, epsilon, K):
    power = n**2 * (6 + log(4 * K)) + (2 * n - 1) * (1 + log(2 * n * m**3 * ratio))
    return epsilon / 4 / n * exp(-6 - power)


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    contextual_statement(s, separation, lambda N, n: N**2 * n * exp(n**2 * log(2)))


@entry.proof("stated")
def proof(p: Proof) -> None:
    small_scale(p, "contextual")
