"""aux:contextual-layer. One attention layer is a contextual mapping, for whatever lies below the separation of
thm:contextual-sharp: gamma = gamma_max + epsilon/4, and any delta with

    delta <= (epsilon/47) exp(-log 4 |V|^3 gamma_max^2/(gamma_min epsilon))

where |V| >= 2, gamma_min < gamma_max and epsilon < 2 gamma_max, as two different tokens have it. The weights are of
rank one and explicit up to two directions, which Bang's sign argument provides (see `contextual_weights`).
"""

from varproof_lemmas.contextual.contextual_proof import defined, exists_weights
from varproof_lemmas.contextual.contextual_statement import contextual_data, some_layer

from varproof.lang import And, Entry, Implies, Q, Source, exp, log
from varproof.proof.proof import Proof

entry = Entry(
    "aux:contextual-layer",
    "One attention layer is a contextual mapping, below a separation",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    X, v, h, gamma_min, gamma_max, epsilon = contextual_data(s)
    delta = s.real("delta")
    m = v.dims[0]
    power = m**3 * gamma_max**2 / gamma_min / epsilon
    s.assume(
        "below",
        Implies(
            And(m >= 2, gamma_min < gamma_max, epsilon < 2 * gamma_max), delta <= epsilon / 47 * exp(-log(4) * power)
        ),
    )
    s.claim("contextual", some_layer(X, h, gamma_max + epsilon / 4, delta))
    small = dict(delta=Q(1, 10**6))
    s.instance("one token", **small, s=1, X=[[[1]]], v=[[1]], gamma_min=Q(1, 2), gamma_max=2, epsilon=1)
    pair = dict(X=[[[5], [-5]]], v=[[5], [-5]], gamma_min=4, gamma_max=6, epsilon=9)
    s.instance("two tokens", s=2, **small, **pair)


@entry.proof("stated")
def proof(p: Proof) -> None:
    defined(p)
    p.prove(exists_weights(p, "contextual"))
