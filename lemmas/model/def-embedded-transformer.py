"""def:embedded-transformer. The VAR transformer of a word x in R^d with a positional embedding after every
up-interpolation: in layer k, for the rows i <= n_k,

    Z_1 = x + E_1 (def:pyramid-base),   Z_k = Phi_k S_{k-1} + E_k,
    A_k = D^{-1} exp(Z_k W_Q W_K^T Z_k^T) Z_k W_V,   S_k = FFN_k(A_k),

the layer of def:var-transformer, with E_k added: def:var-transformer is E = 0. Printed attention: one head, without
skip connection or output matrix. Printed in words only: lem:two-layer-perturbation and lem:transformer-construction
use layers with an embedding, and without one the main theorem fails (thm:var-universal). As a property of what stands
after each part of each layer; Phi_k is any matrix, so it holds under every reading of the up-interpolation. Well
defined: token i is one of those that it attends to.
"""

from varproof_lemmas.model import feed_forward

from varproof.lang import And, Entry, Eq, ForAll, Implies, Index, Lam, Pos, Q, Source, Sum, exp
from varproof.proof.proof import Proof

entry = Entry(
    "def:embedded-transformer",
    "The VAR transformer with a positional embedding",
    source=Source(text="ours"),
    uses=["def:attention", "def:feed-forward", "def:pyramid-base", "def:var-transformer"],
    note="The class of the corrected main theorem; in print the embedding is mentioned in proofs only.",
)

with entry.definition("stated") as s:
    m, N, d, c = (s.size(name) for name in ("m", "N", "d", "c"))
    n, x, Phi, E = s.vec("n", m), s.vec("x", d), s.array("Phi", m, N, N), s.array("E", m, N, d)
    W_Q, W_K, W_V = (s.array(f"W_{name}", m, d, d) for name in "QKV")
    U, T, V, b = s.array("U", m, c, d), s.mat("T", m, c), s.array("V", m, d, c), s.mat("b", m, d)
    Z, A, S = (s.array(name, m, N, d) for name in "ZAS")
    k, l, i, j, f = Index("k", m), Index("l", m), Index("i", N), Index("j", N), Index("f", d)
    p, q, r, u, y = Index("p", d), Index("q", d), Index("r", d), Index("u", N), Index("y", d)
    o, v, w = Index("o", c), Index("v", N), Index("w", d)

    def rows(formula):
        """For all entries of the rows of layer k."""
        return ForAll(i, Implies(Pos(i) <= n[k], ForAll(f, formula)))

    first = ForAll(k, Implies(Eq(Pos(k), 1), rows(Eq(Z[k, i, f], x[f] + E[k, i, f]))))
    up = Sum(Phi[k, i, u] * S[l, u, f], u, where=Pos(u) <= n[l])
    later = ForAll(l, k, Implies(Eq(Pos(k), Pos(l) + 1), rows(Eq(Z[k, i, f], up + E[k, i, f]))))
    weight = exp(Sum(Z[k, i, p] * W_Q[k, p, r] * W_K[k, q, r] * Z[k, j, q], p, q, r))
    total = Sum(weight, j, where=Pos(j) <= n[k])
    mixed = Sum(weight * Sum(Z[k, j, p] * W_V[k, p, f], p), j, where=Pos(j) <= n[k])
    attended = ForAll(k, rows(Eq(A[k, i, f], mixed / total)))
    ffn = Lam((o, w), U[k, o, w]), Lam(o, T[k, o]), Lam((w, o), V[k, w, o]), Lam(w, b[k, w])
    out = feed_forward(Lam((v, y), A[k, v, y]), *ffn)[i, f]
    run = And(first, And(later, And(attended, ForAll(k, rows(Eq(S[k, i, f], out))))))
    parts = (n, x, Phi, E, W_Q, W_K, W_V, U, T, V, b, Z, A, S)
    embedded_transformer = s.define("embedded_transformer", parts, (), run)

    def doubling(layers):
        """Layers of 1 x 1 matrices that double a positive number."""
        return dict(W_Q=[[[0]]] * layers, W_K=[[[1]]] * layers, W_V=[[[1]]] * layers, U=[[[1]]] * layers,
                    T=[[0]] * layers, V=[[[1]]] * layers, b=[[0]] * layers)  # fmt: skip

    one = dict(doubling(1), x=[1], n=[1], Phi=[[[1]]], E=[[[0]]], Z=[[[1]]], A=[[[1]]], S=[[[2]]])
    s.instance("one layer", **one)
    s.instance("moved by the embedding", **dict(one, E=[[[3]]], Z=[[[4]]], A=[[[4]]], S=[[[8]]]))
    spread = dict(n=[1, 2], Phi=[[[1, 0], [1, 0]]] * 2, E=[[[0], [0]], [[0], [1]]])
    s.instance("a word to two tokens", x=[Q(1, 2)], **spread, **doubling(2), Z=[[[Q(1, 2)], [0]], [[1], [2]]],
               A=[[[Q(1, 2)], [0]], [[Q(3, 2)]] * 2], S=[[[1], [0]], [[3], [3]]])  # fmt: skip
    s.false("relative to the output", claims={"value": ForAll(k, i, f, Eq(1 / S[k, i, f], 1))}, at=dict(one, S=[[[0]]]))
    s.false("normalised embedding", claims={"value": ForAll(k, i, Eq(1 / Sum(E[k, i, y], y), 1))}, at=one)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("pos(u) = sum[w in N | w <= u] 1")
    p.let("weight(k, i, j) = exp(sum[p in d, q in d, r in d] Z[k, i, p] W_Q[k, p, r] W_K[k, q, r] Z[k, j, q])")
    with p.fix("k in m, i in N with pos(i) <= n[k]"):
        p.let("rows = {j in N | pos(j) <= n[k]}")
        p.have("i in rows", "pos(i) <= n[k]")
        p.have("sum[j in rows] weight(k, i, j) > 0", "i in rows")
