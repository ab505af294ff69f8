"""def:ar-transformer. Z_i is made of Z_init and the up-sampled maps of the scales before; TF_i = FFN_i o Attn_i.

Printed: Z_i is reshaped to (sum_j h/r_j) x (sum_j w/r_j) x c. The maps have sum_j (h/r_j)(w/r_j) positions, fewer than
that for two scales and more, so there is nothing for some of the places (refuted at scales of 1 x 1 and 2 x 2).
Corrected: a matrix with n = sum_j (h/r_j)(w/r_j) rows.

- `append` makes it: the rows of a map below those of the scales before;
- `ar_transformer` is the last block of FFN(Attn(Z)), the m rows of the last scale.

Any matrix may have made the maps, so both hold under every reading of the up-sampling.
"""

from varproof_lemmas.model import attention, feed_forward

from varproof.lang import Entry, Eq, Index, Lam, Pos, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "def:ar-transformer",
    "The autoregressive transformer of one scale",
    source=Source(icml="D.10", text="read"),
    uses=["def:attention", "def:attention-matrix", "def:feed-forward", "def:tokenizer", "def:up-sample"],
)

with entry.definition(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="The maps have fewer positions than the one large map to which they are reshaped.",
) as s:
    K, n, H, V, c = (s.size(name) for name in ("K", "n", "H", "V", "c"))
    h, w, Z = s.vec("h", K), s.vec("w", K), s.mat("Z", n, c)
    j, p, q, l, k = Index("j", K), Index("p", H), Index("q", V), Index("l", c), Index("k", n)
    s.assume("positions", Eq(n, Sum(h[j] * w[j], j)))
    s.assume("rows", Eq(H, Sum(h[j], j)))
    s.assume("columns", Eq(V, Sum(w[j], j)))
    place = Eq(Pos(k), (Pos(p) - 1) * V + Pos(q))
    s.define("reshaped", (h, w, Z), (p, q, l), Sum(Z[k, l], k, where=place) / Sum(1, k, where=place))

    s.instance("one scale", h=[2], w=[1], Z=[[1], [2]], H=2, V=1, p=1, q=0, l=0)
    s.counterexample("two scales", h=[1, 2], w=[1, 2], Z=[[1], [2], [3], [4], [5]], H=3, V=3, p=1, q=2, l=0)

with entry.definition(
    "corrected",
    note="The maps are appended to a matrix with as many rows as there are positions.",
) as s:
    n, m, N, c, e = (s.size(name) for name in ("n", "m", "N", "c", "e"))
    Z, B = s.mat("Z", n, c), s.mat("B", m, c)
    k, l, a, b = Index("k", N), Index("l", c), Index("a", n), Index("b", m)
    s.assume("rows", Eq(N, n + m))
    below = Sum(Z[a, l], a, where=Eq(Pos(a), Pos(k))) + Sum(B[b, l], b, where=Eq(Pos(b) + n, Pos(k)))
    append = s.define("append", (Z, B), (k, l), below)

    W_Q, W_K, W_V = s.mat("W_Q", c, c), s.mat("W_K", c, c), s.mat("W_V", c, c)
    W1, b1, W2, b2 = s.mat("W1", e, c), s.vec("b1", e), s.mat("W2", c, e), s.vec("b2", c)
    j, u, v, row = Index("j", m), Index("u", n), Index("v", c), Index("row", n)
    attended = Lam((u, v), attention(Z, W_Q, W_K, W_V)[u, v])
    out = feed_forward(attended, W1, b1, W2, b2)[row, l]
    block = Sum(out, row, where=Eq(Pos(row), n - m + Pos(j)))
    ar_transformer = s.define("ar_transformer", (Z, W_Q, W_K, W_V, W1, b1, W2, b2), (j, l), block)

    one = dict(W_Q=[[1]], W_K=[[1]], W_V=[[1]], W1=[[1]], b1=[0], W2=[[1]], b2=[0], j=0, l=0)
    s.instance("one row", Z=[[2]], B=[[3]], N=2, k=1, **one)
    s.instance("1 x 1, then 2 x 2", Z=[[1]] * 5, B=[[2]] * 4, N=9, k=4, **dict(one, j=3))
    s.instance("no attention weights", Z=[[1], [3]], B=[[Q(1, 2)]], N=3, k=0, **dict(one, W_Q=[[0]]))

    s.false(
        "the mean of what is below",
        claims={"append": below / Sum(1, b, where=Eq(Pos(b) + n, Pos(k)))},
        at=dict(one, Z=[[2]], B=[[3]], N=2, k=0),
    )
    longer = Sum(1, row, where=Eq(Pos(row), n - m + Pos(j)))
    s.false(
        "the mean of a block",
        claims={"ar_transformer": block / longer},
        at=dict(one, Z=[[2]], B=[[3], [4]], N=3, k=0),
    )


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.settle_definedness()
