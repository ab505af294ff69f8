"""def:boltzmann. boltz(a) = sum_i a_i Softmax(a)_i for a in R^n: the mean of the entries under their softmax.

Attention returns boltz of its scores, up to a factor, when the values are the scores; that is why its range,
slopes and separation carry the contextual mapping lemma. Well defined because softmax is.
"""

from varproof_lemmas.model import softmax

from varproof.lang import Entry, Index, Q, Source, Sum, exp
from varproof.proof.proof import Proof

entry = Entry(
    "def:boltzmann",
    "The Boltzmann operator",
    source=Source(after="KS24", text="reconstructed"),
    uses=["def:softmax"],
)

with entry.definition("stated") as s:
    n = s.size("n")
    a = s.vec("a", n)
    i, j = Index("i", n), Index("j", n)
    boltz = s.define("boltz", (a,), (), Sum(a[i] * softmax(a)[i], i))

    s.instance("one entry", a=[Q(-3, 7)])
    s.instance("ties", a=[2, 2, 2, 2])
    s.instance("two entries", a=[0, 1])
    s.instance("far apart", a=[-500, 500, 0])

    s.false("weights a", claims={"value": Sum(a[i] * a[i], i) / Sum(a[j], j)}, at=dict(a=[1, -1]))
    s.false("centred weights", claims={"value": Sum(a[i] * exp(a[i]), i) / (Sum(exp(a[j]), j) - n)}, at=dict(a=[0]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.settle_definedness()
