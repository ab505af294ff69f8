"""def:pyramid-base. The pyramid of one level, Phi_{up,1}: R^{1 x 1 x d} -> R^{1 x 1 x d}, is the identity.

Stated for maps of h x w positions with h = w = 1. Well defined: nothing is divided.
"""

from varproof.lang import Entry, Eq, Index, Q, Source, log
from varproof.proof.proof import Proof

entry = Entry("def:pyramid-base", "The pyramid of one level", source=Source(arxiv="3.3", icml="3.8", text="read"))

with entry.definition("printed") as s:
    h, w, d = s.size("h"), s.size("w"), s.size("d")
    X = s.array("X", h, w, d)
    i, j, c = Index("i", h), Index("j", w), Index("c", d)
    s.assume("one-row", Eq(h, 1))
    s.assume("one-column", Eq(w, 1))
    pyramid_base = s.define("pyramid_base", (X,), (i, j, c), X[i, j, c])

    s.instance("one channel", X=[[[5]]], i=0, j=0, c=0)
    s.instance("two channels", X=[[[Q(1, 3), -1]]], i=0, j=0, c=1)
    s.instance("zero", X=[[[0, 0, 0]]], i=0, j=0, c=2)

    s.false("log of the map", claims={"value": log(X[i, j, c])}, at=dict(X=[[[0]]], i=0, j=0, c=0))
    s.false("normalised", claims={"value": X[i, j, c] / X[i, j, c]}, at=dict(X=[[[0]]], i=0, j=0, c=0))


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
