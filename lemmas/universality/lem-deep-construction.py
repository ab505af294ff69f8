"""lem:deep-construction. lem:transformer-construction in layers of four neurons: class A of the cited theorem, with a
stack of layers before the attention as well (def:deep-class).

For G different sequences of levels and any values H there is a bound R, and for every width theta of the ramps there
are weights with

    tau(X) = H_g   for P_g <= X <= P_g + delta - theta,      |tau(X)| <= R   for all X in the cube,

with r1 >= d n N layers before the attention and r2 >= G n layers after it, of c >= 4 neurons each: for the whole grid,
G = (1/delta)^(d n), that is O((1/delta)^(d n)) layers, as printed. The first stack replaces the entries of each token,
interval by interval, by numbers that have the codes of lem:grid-codes for their sums (lem:stack-quantiser), attention
with constant scores adds a multiple of the mean of the codes, and the second stack moves the G n tokens that there are
to their values, one token a layer (lem:stack-memory). R does not depend on theta, as for one wide layer.
"""

from varproof_lemmas.universality.deep import ONE, SMALL, TWO, Deep, prove_deep

from varproof.lang import Abs, Entry, Eq, ForAll, Implies, Index, Q, Source

entry = Entry(
    "lem:deep-construction",
    "A transformer with layers of four neurons takes prescribed values at grid sequences",
    source=Source(icml="C.1", cites="Hu24 Lemma F.2", text="ours"),
    uses=["def:deep-class", "lem:grid-codes", "lem:listing", "lem:stack-memory", "lem:stack-quantiser"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    on = Deep(s)
    H = s.array("H", on.G, on.n, on.d)
    g, i, a = on.g, on.i, on.a
    s.claim("exact", on.there_is(ForAll(g, Implies(on.cell(), on.last(ForAll(i, a, Eq(on.tau, H[g, i, a])))))))

    s.instance("one grid point", H=[[[5]]], **ONE)
    s.instance("two levels", H=[[[0]], [[1]]], **SMALL)
    s.instance("equal values", H=[[[-7]], [[-7]]], **SMALL)
    s.instance("more layers and neurons", H=[[[0]], [[1]]], **dict(SMALL, c=5, r1=3, r2=4))
    f = Index("f", on.G)
    equal = ForAll(g, f, i, a, Implies(Eq(on.P[g, i, a], on.P[f, i, a]), Eq(H[g, i, a], H[f, i, a])))
    one_cell = dict(SMALL, P=[[[0]], [[0]]], H=[[[0]], [[1]]])
    s.false("coinciding sequences", drop=["different"], claims={"exact": equal}, at=one_cell)
    # for theta = 0 cells meet, and tau is both values there; without an embedding equal tokens stay equal
    meet = ForAll(i, a, Abs(on.P[g, i, a] - on.P[f, i, a]) <= on.delta)
    same = ForAll(g, f, Implies(meet, ForAll(i, a, Eq(H[g, i, a], H[f, i, a]))))
    s.false("ramps without width", claims={"exact": same}, at=dict(SMALL, H=[[[0]], [[Q(1, 10**9)]]]))
    m = Index("m", on.n)
    tokens = ForAll(
        g, i, m, Implies(ForAll(a, Eq(on.P[g, i, a], on.P[g, m, a])), ForAll(a, Eq(H[g, i, a], H[g, m, a])))
    )
    s.false("no embedding", claims={"exact": tokens}, at=dict(TWO, H=[[[0], [1]]]))


entry.proof("stated")(prove_deep)
