"""def:var-layer. One layer of the VAR transformer, TF(X) = FFN(Attn(Phi X)), for n flattened positions as rows of X.

Printed with X and TF(X) both in R^{n x d}: ill-typed, an up-interpolation Phi in R^{m x n} makes m > n rows of n.
Corrected: TF(X) in R^{m x d}. Phi is any matrix here, so the statement holds under every reading of the interpolation.
"""

from varproof_lemmas.model import attention, feed_forward

from varproof.lang import Entry, Index, Lam, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "def:var-layer",
    "One layer of the VAR transformer",
    source=Source(arxiv="3.8", icml="3.13", text="read"),
    uses=["def:attention", "def:attention-matrix", "def:feed-forward"],
    note="Printed with as many rows after the up-interpolation as before it.",
)


def layer(s, name, rows):
    """The layer with an output row in `rows` ("n" or "m"); what normalising Phi, and the input, divides by."""
    n, m, d, c = s.size("n"), s.size("m"), s.size("d"), s.size("c")
    X, Phi = s.mat("X", n, d), s.mat("Phi", m, n)
    W_Q, W_K, W_V = s.mat("W_Q", d, d), s.mat("W_K", d, d), s.mat("W_V", d, d)
    W1, b1, W2, b2 = s.mat("W1", c, d), s.vec("b1", c), s.mat("W2", d, c), s.vec("b2", d)
    a, e, u, v = Index("a", m), Index("e", d), Index("u", n), Index("v", m)
    k, f, g = Index("k", dict(n=n, m=m)[rows]), Index("f", d), Index("g", d)
    up = Lam((a, e), Sum(Phi[a, u] * X[u, e], u))
    attended = Lam((v, g), attention(up, W_Q, W_K, W_V)[v, g])
    arguments = (X, Phi, W_Q, W_K, W_V, W1, b1, W2, b2)
    made = s.define(name, arguments, (k, f), feed_forward(attended, W1, b1, W2, b2)[k, f])
    return made, Sum(Sum(Phi[v, u], u) ** -1, v), Sum(X[u, f], u) ** -1


ONE = dict(W_Q=[[1]], W_K=[[1]], W_V=[[1]], W1=[[1]], b1=[-1], W2=[[1]], b2=[0], k=0, f=0)

with entry.definition(
    "printed",
    expect="REFUTED",
    evidence=["ill-typed"],
    finding="The layer is printed as a map of R^{n x d} to itself, but the up-interpolation in it makes more rows.",
) as s:
    layer(s, "var_layer_printed", "n")
    s.instance("one position to two", X=[[1]], Phi=[[1], [1]], **ONE)

with entry.definition("corrected", note="The layer maps n rows to the m rows of the up-interpolation.") as s:
    var_layer, inverse, relative = layer(s, "var_layer", "m")
    s.instance("one position", X=[[2]], Phi=[[1]], **ONE)
    s.instance("one position to four", X=[[Q(1, 2)]], Phi=[[1], [1], [1], [1]], **ONE)
    s.instance("zero weights", X=[[1], [2]], Phi=[[1, 0], [0, 1], [Q(1, 2), Q(1, 2)]],
               **dict(ONE, W_Q=[[0]], W1=[[0]], k=2))  # fmt: skip
    s.instance("two channels", X=[[1, -1]], Phi=[[1], [2]], W_Q=[[1, 0], [0, 1]], W_K=[[1, 0], [0, 1]],
               W_V=[[1, 0], [0, 1]], W1=[[1, 1]], b1=[0], W2=[[1], [0]], b2=[0, 3], k=1, f=0)  # fmt: skip

    s.false("interpolation weights normalised", claims={"value": inverse}, at=dict(X=[[1]], Phi=[[0]], **ONE))
    s.false("relative to the input", claims={"value": relative}, at=dict(X=[[0]], Phi=[[1]], **ONE))


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.settle_definedness()
