"""thm:contextual-small-scale. One attention layer is a contextual mapping, with no power of kappa gamma_max/epsilon in
the exponent: gamma = gamma_max + epsilon/4 and, for every K >= N^2 n 2^(n^2),

    delta = (epsilon/(4 n)) e^(-6) (4 e^6 K)^(-n^2) (2 e n q)^(-(2 n - 1)),     q = |V|^3 kappa gamma_max/epsilon,

(stated), kappa = gamma_max/gamma_min; and for every K > N^2 n (2 n^2 + 1)(n^2 + 2) (sharpened)

    delta = (epsilon/(2 n^2 q)) e^(-5) (e^2 K q)^(-n^2).

With the least K, log(1/delta) = O(n^4 + n^2 log N + n log q) + log(1/epsilon) and O(n^2 log(n N q)) + log(1/epsilon);
log N <= n log |V| if no two sequences have the same token set. thm:contextual-sharp has q in the exponent, but neither
n nor N: which is better depends on the data.

K is the number of scales tried for the scores, lambda = k/(K R) with R = |V|^3 gamma_max^2/2: they lie in [-1, 1]. By
lem:boltz-temperatures only so many of them are bad for a token in two given sequences, so one is good for all.
"""

from varproof_lemmas.contextual.contextual_few_scales import few_scales
from varproof_lemmas.contextual.contextual_many_scales import many_scales
from varproof_lemmas.contextual.contextual_statement import contextual_statement

from varproof.lang import Entry, Source, exp, log
from varproof.proof.proof import Proof

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


def stated(m, n, d, ratio, epsilon, K):
    power = n**2 * (6 + log(4 * K)) + (2 * n - 1) * (1 + log(2 * n * m**3 * ratio))
    return epsilon / 4 / n * exp(-6 - power)


def sharpened(m, n, d, ratio, epsilon, K):
    power = n**2 * (2 + log(K * m**3 * ratio)) + log(m**3 * ratio)
    return epsilon / 2 / n / n * exp(-5 - power)


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    contextual_statement(s, stated, lambda N, n: N**2 * n * exp(n**2 * log(2)))


with entry.variant("sharpened", expect="PROVED", evidence=["kernel"]) as s:
    contextual_statement(s, sharpened, lambda N, n: N**2 * n * (2 * n**2 + 1) * (n**2 + 2) + 1)


@entry.proof("stated")
def many(p: Proof) -> None:
    many_scales(p, "contextual")


@entry.proof("sharpened")
def few(p: Proof) -> None:
    few_scales(p, "contextual")
