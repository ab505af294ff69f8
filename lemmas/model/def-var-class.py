"""def:var-class. T^{a,s,c}: the maps tau: R^{n x d} -> R^{n x d} that are compositions of m layers of def:var-layer.

Printed: ill-typed for m >= 2, a layer takes n rows and its up-interpolation makes m > n of them, which the next layer
does not take. Corrected: the classes that are used later, those of Hu24, with one head of size s in rows:

- `class_b`: tau(X) = FFN(Attn(X + E)), one attention layer with skip connection and output matrix after a positional
  embedding E, one feed-forward layer of c neurons: T_B^{1,1,c};
- `class_a`: Y_1 = FFN_1(Attn(X + E)), Y_k = FFN_k(Y_{k-1}) for any number r of feed-forward layers, as a property of
  Y; with c = 4 neurons and s = 1: T_A^{1,1,4}. The theorems have a stack of layers before the attention as well:
  def:deep-class, lem:deep-universal.

One head, no up-interpolation, and no feed-forward layer before the attention, which the paper's own construction has:
def:construction-class.
"""

from varproof_lemmas.model import attention_skip, feed_forward, var_layer

from varproof.lang import And, Entry, Eq, ForAll, Implies, Index, Lam, Pos, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "def:var-class",
    "The class of VAR transformers",
    source=Source(arxiv="3.9", icml="3.14", cites="Hu24", text="read"),
    uses=["def:attention", "def:attention-matrix", "def:feed-forward", "def:softmax", "def:var-layer"],
)

with entry.definition(
    "printed",
    expect="REFUTED",
    evidence=["ill-typed"],
    finding="Layers that change the number of rows are composed as maps of R^{n x d} to itself.",
) as s:
    n, m, d, c = s.size("n"), s.size("m"), s.size("d"), s.size("c")
    X, Phi = s.mat("X", n, d), s.mat("Phi", m, n)
    W, U, a, V, b = s.mat("W", d, d), s.mat("U", c, d), s.vec("a", c), s.mat("V", d, c), s.vec("b", d)
    k, f, u, v = Index("k", m), Index("f", d), Index("u", m), Index("v", d)
    once = Lam((u, v), var_layer(X, Phi, W, W, W, U, a, V, b)[u, v])
    s.define("class_printed", (X, Phi, W, U, a, V, b), (k, f), var_layer(once, Phi, W, W, W, U, a, V, b)[k, f])

    s.instance("one row to two", X=[[1]], Phi=[[1], [1]], W=[[1]], U=[[1]], a=[0], V=[[1]], b=[0], k=0, f=0)

with entry.definition(
    "corrected",
    note="The classes that are used later, with a positional embedding first: layers that keep the number of rows.",
) as s:
    n, d, h, c, r = (s.size(name) for name in ("n", "d", "s", "c", "r"))
    X, E = s.mat("X", n, d), s.mat("E", n, d)
    heads = s.mat("W_O", d, h), s.mat("W_V", h, d), s.mat("W_K", h, d), s.mat("W_Q", h, d)
    ffn = s.mat("U", c, d), s.vec("a", c), s.mat("V", d, c), s.vec("b", d)
    k, f, x, y, u, v = (Index(name, size) for name, size in zip("kfxyuv", (n, d, n, d, n, d), strict=True))
    embedded = Lam((x, y), X[x, y] + E[x, y])
    attended = Lam((u, v), attention_skip(embedded, *heads)[u, v])
    class_b = s.define("class_b", (X, E, *heads, *ffn), (k, f), feed_forward(attended, *ffn)[k, f])

    layers = s.array("UU", r, c, d), s.mat("aa", r, c), s.array("VV", r, d, c), s.mat("bb", r, d)
    Y = s.array("Y", r, n, d)
    i, j, o, z, t = Index("i", r), Index("j", r), Index("o", c), Index("z", d), Index("t", c)
    ffn_j = (
        Lam((o, z), layers[0][j, o, z]),
        Lam(t, layers[1][j, t]),
        Lam((z, o), layers[2][j, z, o]),
        Lam(y, layers[3][j, y]),
    )
    row, col = Index("row", n), Index("col", d)

    def after(rows):
        """Y_j is the feed-forward layer j of the rows."""
        return ForAll(row, col, Eq(Y[j, row, col], feed_forward(rows, *ffn_j)[row, col]))

    start = ForAll(j, Implies(Eq(Pos(j), 1), after(attended)))
    steps = ForAll(i, j, Implies(Eq(Pos(j), Pos(i) + 1), after(Lam((u, v), Y[i, u, v]))))
    class_a = s.define("class_a", (X, E, *heads, *layers, Y), (), And(start, steps))

    one = dict(W_O=[[1]], W_V=[[1]], W_K=[[1]], W_Q=[[1]], U=[[1]], a=[0], V=[[1]], b=[0], k=0, f=0)
    two = dict(UU=[[[1]]] * 2, aa=[[0]] * 2, VV=[[[1]]] * 2, bb=[[0]] * 2)
    s.instance("one token", X=[[1]], E=[[0]], Y=[[[4]], [[8]]], **one, **two)
    s.instance("equal tokens apart", X=[[1], [1]], E=[[0], [1]], Y=[[[0], [0]], [[0], [0]]], **dict(one, k=1), **two)
    s.instance("no weights", X=[[Q(1, 3)]], E=[[2]], Y=[[[1]], [[2]]], **dict(one, W_O=[[0]], U=[[0]]), **two)

    s.false(
        "normalised embedding",
        claims={"class_b": 1 / Sum(E[k, y], y)},
        at=dict(one, **two, X=[[1]], E=[[0]], Y=[[[4]], [[8]]]),
    )
    s.false(
        "relative to the output",
        claims={"class_a": ForAll(i, Eq(1 / Y[i, k, f], 1))},
        at=dict(one, **two, X=[[1]], E=[[0]], Y=[[[0]], [[8]]]),
    )


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.settle_definedness()
