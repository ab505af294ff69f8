"""def:flowar-attention. Attention on a map of h x w positions and c channels: def:attention on its n = hw rows.

Well defined for the same reason: every row sum of the attention matrix is a sum of exponentials.
"""

from varproof_lemmas.model import attention

from varproof.lang import Entry, Eq, Index, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "def:flowar-attention",
    "Attention on a map",
    source=Source(icml="D.7", text="read"),
    uses=["def:attention", "def:attention-matrix"],
)

with entry.definition("printed") as s:
    h, w, n, c = s.size("h"), s.size("w"), s.size("n"), s.size("c")
    X = s.mat("X", n, c)
    W_Q, W_K, W_V = s.mat("W_Q", c, c), s.mat("W_K", c, c), s.mat("W_V", c, c)
    i, k, j = Index("i", n), Index("k", c), Index("j", n)
    s.assume("positions", Eq(n, h * w))
    value = attention(X, W_Q, W_K, W_V)[i, k]
    flowar_attention = s.define("flowar_attention", (X, W_Q, W_K, W_V), (i, k), value)

    one = dict(W_Q=[[1]], W_K=[[1]], W_V=[[1]], i=0, k=0)
    s.instance("one position", h=1, w=1, X=[[Q(1, 2)]], **one)
    s.instance("two by two, equal", h=2, w=2, X=[[3]] * 4, **one)
    s.instance("one by three", h=1, w=3, X=[[1], [-1], [0]], **dict(one, i=2))

    s.false("relative to the map", claims={"value": value / Sum(X[j, k], j)}, at=dict(one, h=1, w=1, X=[[0]]))
    s.false("rows of a square map", claims={"value": value / (h - w)}, at=dict(one, h=1, w=1, X=[[1]]))


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
