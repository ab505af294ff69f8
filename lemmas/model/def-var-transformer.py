"""def:var-transformer. TF(X_init) = g_m(Attn_m(Phi_{up,m}( ... g_1(Attn_1(Phi_{up,1}(X_init))) ... ))) in R^{n x d}.

Stated for m = 2 layers, each `var_layer`: n1 rows of X_init, Phi_1 with n2 rows, Phi_2 with n3 = n rows. A layer takes
any matrix of its number of rows, so longer transformers are further calls, well defined for the same reason. g_i, "the
components of layer i other than attention", is read as the feed-forward layer; Phi_i is any matrix, so the statement
holds under every reading of the up-interpolation and of the pyramid. The shapes fit as printed.
"""

from varproof_lemmas.model import var_layer

from varproof.decide.proof import Proof
from varproof.lang import Entry, Index, Lam, Q, Source, Sum

entry = Entry(
    "def:var-transformer",
    "The VAR transformer",
    source=Source(arxiv="3.6", icml="3.11", cites="Ke25", text="read"),
    uses=["def:attention", "def:attention-matrix", "def:feed-forward", "def:pyramid", "def:var-layer"],
)

with entry.definition("printed") as s:
    n1, n2, n3, d, c = (s.size(name) for name in ("n1", "n2", "n3", "d", "c"))

    def weights(layer):
        """Attention and feed-forward weights of a layer."""
        square = [s.mat(f"W_{name}{layer}", d, d) for name in "QKV"]
        hidden = s.mat(f"U{layer}", c, d), s.vec(f"a{layer}", c), s.mat(f"V{layer}", d, c), s.vec(f"b{layer}", d)
        return (*square, *hidden)

    X, Phi1, Phi2 = s.mat("X", n1, d), s.mat("Phi1", n2, n1), s.mat("Phi2", n3, n2)
    first, second = weights(1), weights(2)
    k, f, u, v = Index("k", n3), Index("f", d), Index("u", n2), Index("v", d)
    inner = Lam((u, v), var_layer(X, Phi1, *first)[u, v])
    arguments = (X, Phi1, *first, Phi2, *second)
    var_transformer = s.define("var_transformer", arguments, (k, f), var_layer(inner, Phi2, *second)[k, f])

    one = {f"W_{name}{layer}": [[1]] for name in "QKV" for layer in (1, 2)}
    one |= dict(U1=[[1]], a1=[0], V1=[[1]], b1=[0], U2=[[-1]], a2=[0], V2=[[1]], b2=[Q(1, 2)], f=0)
    s.instance("one position throughout", X=[[1]], Phi1=[[1]], Phi2=[[1]], k=0, **one)
    s.instance("1 x 1 to 2 x 2", X=[[Q(1, 3)]], Phi1=[[1]], Phi2=[[1], [1], [1], [1]], k=3, **one)
    s.instance("no attention weights", X=[[1]], Phi1=[[1], [2]], Phi2=[[1, 0], [0, 1], [Q(1, 2), Q(1, 2)]], k=2,
               **dict(one, W_Q1=[[0]], W_Q2=[[0]]))  # fmt: skip

    e = Index("e", n2)
    s.false(
        "interpolation weights normalised",
        claims={"value": 1 / Sum(Phi2[k, e], e)},
        at=dict(one, X=[[1]], Phi1=[[1]], Phi2=[[0]], k=0),
    )


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
