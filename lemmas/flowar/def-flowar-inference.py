"""def:flowar-inference. Scale by scale: s_i is the last block of FFN_i(Attn_i(Z_i)), shat_i = NN_i(F_t, s_i, t_i), and
Z_{i+1} is Z_i with phi_{up,i}(shat_i, a) appended; the output is shat_K.

Stated as the steps of one scale: `inference_gates` are the gates of NN_i from Z_i; `next_input` is Z_{i+1}, N = n + u
rows, where phi_up has a matrix Phi of u rows. The reshape of def:ar-transformer, refuted there, is replaced by
appending rows. Phi is any matrix, so the statement holds under every reading of the up-sampling.

Corrected: with the network. `inference_map` says that S = shat_i is the output of NN_i, composed as in
def:flow-network of A = modulated_attention(F, G) and S = modulated_mlp(A, G) with the gates G of Z_i; its
normalisations have the regulariser that is missing in print. At inference there is no target Y_i to make F^i_t of; F is
a given state, and the noise it starts from and the steps of the flow are no part of it.
"""

from varproof_lemmas.flowar import append, ar_transformer, gates, linear_up, modulated_attention, modulated_mlp

from varproof.lang import And, Entry, Eq, ForAll, Index, Lam, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "def:flowar-inference",
    "Inference, one scale after the other",
    source=Source(icml="E.1", text="read"),
    uses=[
        *("def:ar-transformer", "def:attention", "def:attention-matrix", "def:feed-forward", "def:flow-network"),
        *("def:linear-up-sample", "def:mlp"),
    ],
    note="The output of the network, a velocity in training, is printed as the map that is appended.",
)

with entry.definition("printed") as s:
    n, m, u, N, c, e, C = (s.size(name) for name in ("n", "m", "u", "N", "c", "e", "C"))
    Z = s.mat("Z", n, c)
    heads = s.mat("W_Q", c, c), s.mat("W_K", c, c), s.mat("W_V", c, c)
    ffn = s.mat("W1", e, c), s.vec("b1", e), s.mat("W2", c, e), s.vec("b2", c)
    t, M, a = s.real("t"), s.mat("M", c, C), s.vec("a", C)
    j, col, x, y = Index("j", m), Index("col", C), Index("x", m), Index("y", c)
    s.assume("rows", Eq(N, n + u))
    s.assume("six", Eq(C, 6 * c))
    block = Lam((x, y), ar_transformer(Z, *heads, *ffn)[x, y])
    inference_gates = s.define("inference_gates", (Z, *heads, *ffn, t, M, a), (j, col), gates(block, t, M, a)[j, col])

    S, Phi = s.mat("S", m, c), s.mat("Phi", u, m)
    k, l, p, q = Index("k", N), Index("l", c), Index("p", u), Index("q", c)
    next_input = s.define("next_input", (Z, S, Phi), (k, l), append(Z, Lam((p, q), linear_up(Phi, S)[p, q]))[k, l])

    one = dict(Z=[[1]], W_Q=[[1]], W_K=[[1]], W_V=[[1]], W1=[[1]], b1=[0], W2=[[1]], b2=[0], t=0, a=[0] * 6,
               M=[[1, 0, 0, 0, 0, 1]], S=[[2]], Phi=[[1]] * 4, N=5, j=0, col=0, k=0, l=0)  # fmt: skip
    s.instance("1 x 1 to 2 x 2", **one)
    s.instance("a row of the new map", **dict(one, k=4, t=Q(1, 2)))
    s.instance("no attention weights", **dict(one, Z=[[1], [5]], W_Q=[[0]], N=6, col=5))

    r, z = Index("r", u), Index("z", m)
    s.false(
        "up-sampling weights normalised",
        claims={"next_input": 1 / Sum(Phi[r, z], r, z)},
        at=dict(one, Phi=[[1], [-1], [0], [0]]),
    )
    v = Index("v", n)
    s.false("relative to the input", claims={"next_input": 1 / Sum(Z[v, l], v)}, at=dict(one, Z=[[0]]))

with entry.definition(
    "corrected", note="The network that makes the map that is appended, composed, with a regulariser."
) as s:
    n, m, c, e, C = (s.size(name) for name in ("n", "m", "c", "e", "C"))
    Z, F, A, S = s.mat("Z", n, c), s.mat("F", m, c), s.mat("A", m, c), s.mat("S", m, c)
    heads = s.mat("W_Q", c, c), s.mat("W_K", c, c), s.mat("W_V", c, c)
    ffn = s.mat("W1", e, c), s.vec("b1", e), s.mat("W2", c, e), s.vec("b2", c)
    t, M, a = s.real("t"), s.mat("M", c, C), s.vec("a", C)
    flow = s.mat("F_Q", c, c), s.mat("F_K", c, c), s.mat("F_V", c, c)
    W, b, eta = s.mat("W", c, c), s.vec("b", c), s.real("eta")
    s.assume("six", Eq(C, 6 * c))
    j, col, x, y = Index("j", m), Index("col", C), Index("x", m), Index("y", c)
    G = s.mat("G", m, C)
    gated = ForAll(j, col, Eq(G[j, col], inference_gates(Z, *heads, *ffn, t, M, a)[j, col]))
    attended = ForAll(x, y, Eq(A[x, y], modulated_attention(F, G, *flow, eta)[x, y]))
    mapped = ForAll(x, y, Eq(S[x, y], modulated_mlp(A, G, W, b, eta)[x, y]))
    parts = (Z, *heads, *ffn, t, M, a, F, *flow, W, b, eta, G, A, S)

    weights = {name: [[1]] for name in ("W_Q", "W_K", "W_V", "W1", "W2", "F_Q", "F_K", "F_V", "W")}
    one = dict(weights, Z=[[1]], b1=[0], b2=[0], t=0, a=[0] * 6, M=[[1, 1, 0, 1, 0, 1]], b=[3], eta=1,
               F=[[5]], G=[[2, 2, 0, 2, 0, 2]], A=[[0]], S=[[6]])  # fmt: skip
    s.assume("regulariser", eta > 0, needed_at=dict(one, eta=0))
    s.define("inference_map", parts, (), And(gated, And(attended, mapped)))

    s.instance("one channel", **one)
    s.instance("another map", **dict(one, S=[[7]]))
    s.instance("all gates closed", **dict(one, M=[[0] * 6], G=[[0] * 6], S=[[0]]))
    s.false("no regulariser", drop=["regulariser"], at=dict(one, eta=0))
    s.false("relative to the map", claims={"value": ForAll(x, y, Eq(1 / S[x, y], 1))}, at=dict(one, S=[[0]]))


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()


@entry.proof("corrected")
def proof_corrected(p: Proof) -> None:
    for X in "FA":
        p.let(f"u(r, k) = {X}[r, k] - (sum[l in c] {X}[r, l])/c", "variance(r) = (sum[k in c] u(r, k)^2)/c")
        with p.fix("r in m"):
            with p.fix("k in c") as each:
                p.have("u(r, k)^2 >= 0")
            p.have("sum[k in c] u(r, k)^2 >= 0", p.summed(each))
            p.have("variance(r) + eta > 0", "sum[k in c] u(r, k)^2 >= 0", "regulariser")
