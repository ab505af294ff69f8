"""thm:contextual-sharp. One attention layer is a contextual mapping, with a separation free of d and n:

    gamma = gamma_max + epsilon/4,   delta = (epsilon/47) 4^(-|V|^3 kappa gamma_max/epsilon),

kappa = gamma_max/gamma_min. The weights of the proof are of rank one and explicit up to two directions, which Bang's
sign argument provides (aux:contextual-layer); the statement is for every hidden size s >= 1 and does not speak of rank.
"""

from varproof_lemmas.contextual.contextual_statement import contextual_statement

from varproof.lang import Entry, Source, exp, log
from varproof.proof.proof import Proof

entry = Entry(
    "thm:contextual-sharp",
    "One attention layer is a contextual mapping, sharply",
    source=Source(text="ours"),
    uses=[
        "def:attention",
        "def:contextual-mapping",
        "def:softmax",
        "def:tokenwise-separated",
        "def:vocabulary",
        "def:vocabulary-list",
        "lem:boltz-separation",
        "lem:projection",
    ],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    contextual_statement(s, lambda m, n, d, ratio, epsilon: epsilon / 47 * exp(-log(4) * (m**3 * ratio)))


@entry.proof("stated")
def proof(p: Proof) -> None:
    sizes = {name: name for name in ("N", "n", "d", "s", "m", "X", "v", "gamma_min", "gamma_max", "epsilon")}
    p.let("kappa = gamma_max/gamma_min", "delta = (epsilon/47) exp(-log 4 m^3 kappa gamma_max/epsilon)")
    p.claim("contextual", p.cite("aux:contextual-layer", delta="delta", **sizes))
