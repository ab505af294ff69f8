"""def:flow-network. The network NN(F, Yhat, t) that predicts the velocity of a flow, with n positions as rows:

    (alpha1, alpha2, beta1, beta2, gamma1, gamma2) = MLP(Yhat + t 1, c, 6c)
    F'  = Attn(gamma1 o LN(F) + beta1) o alpha1
    F'' = MLP(gamma2 o LN(F') + beta2, c, c) o alpha2

without skip connections. Printed with LN without a regulariser, which is undefined on rows whose entries are all equal
(refuted at c = 1). Corrected: with a regulariser eta > 0 in both. `gates` is the first line, six blocks of c columns
each, in this order; `modulated_attention` the second, of F and the gates G; `modulated_mlp` the third, of F' and G.
Each is well defined for every map that it is given, so NN = modulated_mlp o modulated_attention is as well.
"""

from varproof_lemmas.flowar import layer_norm, layer_norm_plain, mlp
from varproof_lemmas.model import attention

from varproof.lang import Entry, Eq, Index, Lam, Pos, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "def:flow-network",
    "The network that predicts the velocity",
    source=Source(icml="D.12", text="read"),
    uses=["def:attention", "def:attention-matrix", "def:flowar-attention", "def:layer-norm", "def:mlp"],
)
ALPHA1, ALPHA2, BETA1, BETA2, GAMMA1, GAMMA2 = range(6)


def first_lines(s):
    """The sizes, F, the gates G, and functions for a block of G and for the input of the attention."""
    n, c, C = s.size("n"), s.size("c"), s.size("C")
    F, G = s.mat("F", n, c), s.mat("G", n, C)
    s.assume("six", Eq(C, 6 * c))

    def block(number, row, column):
        """An entry of one of the six blocks of columns of G."""
        e = Index(f"e{number}", C)
        return Sum(G[row, e], e, where=Eq(Pos(e), number * c + Pos(column)))

    def modulated(norm, gamma, beta, names):
        """gamma o norm + beta."""
        u, v = Index(names[0], n), Index(names[1], c)
        return Lam((u, v), block(gamma, u, v) * norm[u, v] + block(beta, u, v))

    return (n, c, C), F, G, block, modulated


ONE = dict(F=[[5]], G=[[1, 1, 0, 0, 1, 1]], W_Q=[[1]], W_K=[[1]], W_V=[[1]], i=0, k=0)
ALL = dict(ONE, W=[[1]], b=[0], eta=1, Y=[[2]], t=Q(1, 2), M=[[0, 1, 0, 0, 0, 1]], a=[1] * 6, col=5)

with entry.definition(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="The layer normalisation in it has no regulariser: it is undefined on a row whose entries are all equal.",
) as s:
    (n, c, C), F, G, block, modulated = first_lines(s)
    heads = s.mat("W_Q", c, c), s.mat("W_K", c, c), s.mat("W_V", c, c)
    i, k = Index("i", n), Index("k", c)
    attended = attention(modulated(layer_norm_plain(F), GAMMA1, BETA1, "uv"), *heads)[i, k]
    s.define("modulated_attention_plain", (F, G, *heads), (i, k), attended * block(ALPHA1, i, k))

    s.instance("two channels", F=[[0, 2]], G=[[1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1]], W_Q=[[1, 0], [0, 1]],
               W_K=[[1, 0], [0, 1]], W_V=[[1, 0], [0, 1]], i=0, k=0)  # fmt: skip
    s.counterexample("one channel", **ONE)

with entry.definition("corrected", note="Both normalisations have a regulariser.") as s:
    (n, c, C), F, G, block, modulated = first_lines(s)
    eta = s.real("eta")
    heads = s.mat("W_Q", c, c), s.mat("W_K", c, c), s.mat("W_V", c, c)
    W, b = s.mat("W", c, c), s.vec("b", c)
    i, k = Index("i", n), Index("k", c)
    s.assume("regulariser", eta > 0, needed_at=dict(ALL, eta=0))
    attended = attention(modulated(layer_norm(F, eta), GAMMA1, BETA1, "uv"), *heads)[i, k]
    modulated_attention = s.define("modulated_attention", (F, G, *heads, eta), (i, k), attended * block(ALPHA1, i, k))
    out = mlp(modulated(layer_norm(F, eta), GAMMA2, BETA2, "gh"), W, b)[i, k]
    modulated_mlp = s.define("modulated_mlp", (F, G, W, b, eta), (i, k), out * block(ALPHA2, i, k))

    Y, time, M, a = s.mat("Y", n, c), s.real("t"), s.mat("M", c, C), s.vec("a", C)
    col, p, q = Index("col", C), Index("p", n), Index("q", c)
    shifted = Lam((p, q), Y[p, q] + time)
    gates = s.define("gates", (Y, time, M, a), (i, col), mlp(shifted, M, a)[i, col])

    s.instance("one channel, where plain LN is undefined", **ALL)
    s.instance("no gates", **dict(ALL, G=[[0] * 6]))
    s.instance("two channels, two positions", F=[[0, 2], [1, 1]], G=[[1, 0] * 6, [0, 1] * 6], W_Q=[[1, 0], [0, 1]],
               W_K=[[1, 0], [0, 1]], W_V=[[1, 0], [0, 1]], W=[[1, 0], [0, 1]], b=[0, 1], eta=Q(1, 10), i=1, k=0,
               Y=[[1, 2], [3, 4]], t=0, M=[[1] * 12, [0] * 12], a=[0] * 12, col=11)  # fmt: skip

    s.false("no regulariser", drop=["regulariser"], at=dict(ALL, eta=0))
    s.false("relative to a gate", claims={"gates": 1 / block(ALPHA1, i, k)}, at=dict(ALL, G=[[0] * 6]))


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.let("u(r, k) = F[r, k] - (sum[l in c] F[r, l])/c", "variance(r) = (sum[k in c] u(r, k)^2)/c")
    with p.fix("r in n"):
        with p.fix("k in c") as each:
            p.have("u(r, k)^2 >= 0")
        p.have("sum[k in c] u(r, k)^2 >= 0", p.summed(each))
        p.have(
            "variance(r) + eta > 0", "sum[k in c] u(r, k)^2 >= 0", "regulariser", why="a variance is a mean of squares"
        )
