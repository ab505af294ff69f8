"""lem:transformer-construction. Every grid function is close to a transformer in the norm of the integral.

Printed: for a function h on the grid {0, delta, ..., 1 - delta}^(n x d) there is tau in T_B^{1,1,c} with a positional
embedding E and d_alpha(tau, h) <= eps/2. Stated with alpha = 1 and h constant on the cells of the grid, so that the
distance is the mean over the grid points P_g of the integral of sum |tau(P_g + delta U)_ij - h(P_g)_ij| over all U in
the unit cube; with as many neurons as c1:neuron-count has for the layer of bumps, or more.

Undecided: the claim says that weights exist. The kernel has no integrals, so it cannot be proved here, and at exact
data it cannot be evaluated. Covered are the displayed steps of the printed proof, each a statement of its own (the
entries c1:...): some are refuted as printed, and their corrected forms are proved. In the printed construction a
feed-forward layer, the quantiser, comes before the attention layer; T_B, read as one attention layer with one
feed-forward layer after it, has none there.
"""

from varproof_lemmas.model import class_b

from varproof.lang import (
    Abs,
    And,
    Array,
    Entry,
    Eq,
    Exists,
    ForAll,
    Index,
    Integral,
    Lam,
    Pos,
    Q,
    Source,
    Sum,
    exp,
    log,
)

entry = Entry(
    "lem:transformer-construction",
    "A transformer close to a grid function",
    source=Source(icml="C.1", cites="Hu24 Lemma F.2", text="read"),
    uses=[
        "c1:bump",
        "c1:context-constants",
        "c1:granularity",
        "c1:grid-separation",
        "c1:neuron-count",
        "c1:positional-embedding",
        "c1:quantiser",
        "c1:step-function",
        "def:attention",
        "def:feed-forward",
        "def:softmax",
        "def:var-class",
        "lem:attention-contextual",
        "lem:memorise",
    ],
    note="Undecided: proofs know no integral, and the existence of weights cannot be evaluated. The displayed steps of "
    "the printed proof are judged one by one.",
)

with entry.variant("printed", expect="UNDECIDED") as s:
    G, n, d, h, c = (s.size(name) for name in ("G", "n", "d", "s", "c"))
    P, H = s.array("P", G, n, d), s.array("H", G, n, d)
    delta, eps = s.real("delta"), s.real("eps")
    g, i, k, q = Index("g", G), Index("i", n), Index("k", d), Index("q", G)
    U, E = Array("U", n, d), Array("E", n, d)
    heads = Array("W_O", d, h), Array("W_V", h, d), Array("W_K", h, d), Array("W_Q", h, d)
    ffn = Array("U1", c, d), Array("a1", c), Array("V1", d, c), Array("b1", d)
    a, b = Index("a", n), Index("b", d)

    s.assume("step", And(0 < delta, delta <= 1))
    s.assume("accuracy", eps > 0)
    s.assume("grid", Eq(G, exp(n * d * log(1 / delta))))
    level = Exists(q, Eq(P[g, i, k], (Pos(q) - 1) * delta))
    s.assume("levels", ForAll(g, i, k, And(level, P[g, i, k] <= 1 - delta)))
    s.assume("one-number", Eq(h, 1))
    s.assume("neurons", c >= 3 * d * n * G)
    cell, cell_entry = Lam((a, b), P[g, a, b] + delta * U[a, b]), P[g, i, k] + delta * U[i, k]
    error = Integral(Sum(Abs(class_b(cell, E, *heads, *ffn)[i, k] - H[g, i, k]), i, k), U, 0, 1)
    s.claim("close", Exists(E, *heads, *ffn, Sum(error, g) / G <= eps / 2))

    s.instance("one grid point", P=[[[0]]], H=[[[5]]], delta=1, eps=1, s=1, c=3)
    s.instance("two levels", P=[[[0]], [[Q(1, 2)]]], H=[[[0]], [[1]]], delta=Q(1, 2), eps=Q(1, 10), s=1, c=6)

    s.false(
        "the identity is close",
        claims={"close": Sum(Integral(Sum(Abs(cell_entry - H[g, i, k]), i, k), U, 0, 1), g) / G <= eps / 2},
        at=dict(P=[[[0]]], H=[[[5]]], delta=1, eps=1, s=1, c=3),
    )
