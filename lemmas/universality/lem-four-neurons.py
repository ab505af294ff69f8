"""lem:four-neurons. Four neurons with a common direction in every layer of a stack, in layers of c >= 4 neurons:

    sum_h V_jah max(0, <U_jh, y> + T_jh) = sum_{i <= 4} v_i,ja max(0, <w_j, y> + t_i,j)   for all layers j and all y.

All neurons of layer j read w_j; those that are left write nothing.
"""

from varproof_lemmas.universality.collapse import positive_part

from varproof.lang import Array, Entry, Eq, Exists, ForAll, Index, Max, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "lem:four-neurons",
    "Four neurons in every layer of a stack",
    source=Source(text="ours"),
    uses=["lem:unit-vector"],
)
FOUR = range(1, 5)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    r, c, d = (s.size(name) for name in ("r", "c", "d"))
    w = s.mat("w", r, d)
    t = [s.vec(f"t{i}", r) for i in FOUR]
    v = [s.mat(f"v{i}", r, d) for i in FOUR]
    U, T, V, y = Array("U", r, c, d), Array("T", r, c), Array("V", r, d, c), Array("y", d)
    j, h, a, l = Index("j", r), Index("h", c), Index("a", d), Index("l", d)
    s.assume("count", c >= 4)
    along = Sum(w[j, l] * y[l], l)
    four = sum(v[i][j, a] * Max(along + t[i][j], 0) for i in range(4))
    layer = Sum(V[j, a, h] * Max(Sum(U[j, h, l] * y[l], l) + T[j, h], 0), h)
    s.claim("layers", Exists(U, T, V, ForAll(y, ForAll(j, a, Eq(layer, four)))))

    one = dict(w=[[1]], t1=[1], t2=[0], t3=[-1], t4=[2], v1=[[1]], v2=[[-2]], v3=[[1]], v4=[[5]])
    s.instance("one layer", c=4, **one)
    s.instance("more neurons", c=6, **one)
    s.instance("two layers in the plane", c=4, w=[[1, 0], [0, 1]], t1=[0, 1], t2=[1, 0], t3=[2, 2], t4=[-1, -2],
               v1=[[1, 0], [0, 0]], v2=[[1, 1], [2, 3]], v3=[[0, 0], [0, 0]], v4=[[1, 2], [3, 4]])  # fmt: skip

    # one neuron is monotone along a line
    def at(x):
        """What the four neurons write at (x, ..., x)."""
        return sum(v[i][j, a] * Max(Sum(w[j, l] * x, l) + t[i][j], 0) for i in range(4))

    monotone = ForAll(j, a, (at(0) - at(-1)) * (at(1) - at(0)) >= 0)
    # without thresholds a layer is homogeneous
    s.false("no thresholds", claims={"layers": ForAll(j, a, Eq(at(2), 2 * at(1)))}, at=dict(one, c=4))
    s.false("one neuron", assume={"count": c >= 1}, claims={"layers": monotone}, at=dict(one, c=1, v4=[[0]]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("relu(x) = max(x, 0)")
    size, left, known = "c", "c", p.given("count")
    for i in FOUR:
        p.have(f"{size} >= {5 - i}", known)
        p.have(f"{size} > 0", f"{size} >= {5 - i}")
        p.get(f"h{i} in {left}")
        p.let(f"L{i} = {{h in {left} | h != h{i}}}")
        p.have(f"{size} = 1 + |L{i}|")
        known = p.have(f"|L{i}| >= {4 - i}", f"{size} >= {5 - i}", f"{size} = 1 + |L{i}|")
        p.get(
            f"u{i} in R^c: (for all h in c: (h = h{i} => u{i}(h) = 1) and (h != h{i} => u{i}(h) = 0))"
            f" and (for all f in R^c: sum[h in c] u{i}(h) f(h) = f(h{i}))",
            p.cite("lem:unit-vector", n="c", m=f"h{i}"),
        )
        p.have(f"h{i} in c")
        size, left = f"|L{i}|", f"L{i}"
    units = {i: p.have(f"for all h in c: (h = h{i} => u{i}(h) = 1) and (h != h{i} => u{i}(h) = 0)") for i in FOUR}
    takes = {i: p.have(f"for all f in R^c: sum[h in c] u{i}(h) f(h) = f(h{i})") for i in FOUR}
    for i in FOUR:
        for k in FOUR:
            p.have(f"u{i}(h{k}) = {int(i == k)}", p.at(units[i], f"h{k}"))
    p.let(
        "U(j, h, l) = w(j, l)",
        "T(j, h) = " + " + ".join(f"u{i}(h) t{i}(j)" for i in FOUR),
        "V(j, a, h) = " + " + ".join(f"u{i}(h) v{i}(j, a)" for i in FOUR),
    )
    with p.fix("y in R^d"), p.fix("j in r, a in d"):
        p.let("along = sum[l in d] w(j, l) y(l)")
        for i in FOUR:
            at = p.have(f"T(j, h{i}) = t{i}(j)", *(f"u{k}(h{i}) = {int(i == k)}" for k in FOUR))
            value = p.congruence(at, p.term(f"T(j, h{i})"), p.term(f"t{i}(j)"),
                                 lambda x: positive_part(p.term("along") + x))  # fmt: skip
            p.have(f"sum[h in c] u{i}(h) relu(along + T(j, h)) = relu(along + t{i}(j))",
                   p.at(takes[i], "h -> relu(along + T(j, h))"), value)  # fmt: skip
            p.have(f"sum[h in c] u{i}(h) v{i}(j, a) relu(along + T(j, h)) = v{i}(j, a) relu(along + t{i}(j))")
        p.have("sum[h in c] V(j, a, h) relu(sum[l in d] U(j, h, l) y(l) + T(j, h)) = "
               + " + ".join(f"v{i}(j, a) relu(along + t{i}(j))" for i in FOUR))  # fmt: skip
    p.claim("layers", by="U, T, V")
