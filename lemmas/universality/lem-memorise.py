"""lem:memorise. A feed-forward layer of M neurons takes prescribed values at M points, and stays bounded everywhere.

For different z_1, ..., z_M in R^d and any T_1, ..., T_M in R^d there are a direction w, thresholds b, outputs V and a
shift c such that the token-wise layer with skip connection whose M hidden neurons all read w (rank one) takes z_i to
T_i, and

    | c_j + sum_h V_jh max(0, <w, x> + b_h) | <= max_i |T_ij - z_ij|   for every x in R^d.

w keeps the points apart (lem:projection); along it the layer interpolates T_i - z_i (lem:piecewise-linear). It stands
in place of the printed second layer of lem:transformer-construction, which adds up bumps over all tokens and needs
3 d n neurons a point. No layer does with fewer than (M - 1)/2 for all values (lem:turns).
"""

from varproof_lemmas.model import feed_forward

from varproof.lang import (
    Abs,
    And,
    Array,
    Entry,
    Eq,
    Exists,
    ForAll,
    Implies,
    Index,
    Lam,
    Max,
    MaxOver,
    Ne,
    Q,
    Source,
    Sum,
)
from varproof.proof.proof import Proof

entry = Entry(
    "lem:memorise",
    "A feed-forward layer takes prescribed values at finitely many points",
    source=Source(text="ours"),
    uses=["def:feed-forward", "lem:piecewise-linear", "lem:projection", "lem:turns"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    M, d = s.size("M"), s.size("d")
    z, T = s.mat("z", M, d), s.mat("T", M, d)
    i, k, h, j, l = Index("i", M), Index("k", M), Index("h", M), Index("j", d), Index("l", d)
    w, b, V, c, x = Array("w", d), Array("b", M), Array("V", d, M), Array("c", d), Array("x", d)
    s.assume("different", ForAll(i, k, Implies(Ne(i, k), Exists(l, Ne(z[i, l], z[k, l])))))
    values = ForAll(i, j, Eq(feed_forward(z, Lam((h, l), w[l]), b, V, c)[i, j], T[i, j]))
    added = c[j] + Sum(V[j, h] * Max(Sum(w[l] * x[l], l) + b[h], 0), h)
    bounded = ForAll(x, ForAll(j, Abs(added) <= MaxOver(Abs(T[i, j] - z[i, j]), i)))
    s.claim("memory", Exists(w, b, V, c, And(values, bounded)))

    s.instance("one point", z=[[3]], T=[[-2]])
    s.instance("a square to its centre", z=[[0, 0], [0, 1], [1, 0], [1, 1]], T=[[Q(1, 2), Q(1, 2)]] * 4)
    s.instance("close points, far values", z=[[0], [Q(1, 10**9)]], T=[[-(10**9)], [10**9]])
    # one neuron that is bounded on a line is constant there, so that two points with M - 1 neurons have one D
    s.false(
        "one neuron fewer",
        claims={"memory": ForAll(i, k, j, Eq(T[i, j] - z[i, j], T[k, j] - z[k, j]))},
        at=dict(z=[[0], [1]], T=[[1], [0]]),
    )
    function = ForAll(i, k, j, Implies(ForAll(l, Eq(z[i, l], z[k, l])), Eq(T[i, j], T[k, j])))
    s.false(
        "two values at one point", drop=["different"], claims={"memory": function}, at=dict(z=[[0], [0]], T=[[0], [1]])
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("dot(w, x) = sum[l in d] w(l) x(l)", "D(i, j) = T(i, j) - z(i, j)", "relu(x) = max(x, 0)")
    with p.fix("v in R^d, l in d") as none, p.suppose("norm[a in d] v(a) <= 0"):
        zero = p.have("norm[a in d] v(a) = 0")
        square = p.have("(norm[a in d] v(a))^2 = sum[a in d] v(a)^2")
        p.have("sum[a in d] v(a)^2 = 0", square, zero)
        p.have("v(l)^2 <= sum[a in d] v(a)^2")
        p.have("v(l)^2 <= 0", "v(l)^2 <= sum[a in d] v(a)^2", "sum[a in d] v(a)^2 = 0")
        p.have("v(l) = 0", "v(l)^2 <= 0")
    apart = "for all i, k in M: i != k => dot(w, l -> z(i, l)) != dot(w, l -> z(k, l))"
    with p.case("M >= 2"):
        p.have("M (M - 1) > 0", "M >= 2")
        p.have("1/(M (M - 1)) > 0", "M (M - 1) > 0")
        p.let("far(i, k) = norm[l in d] (z(i, l) - z(k, l))", "seen(w, i, k) = |sum[l in d] w(l) (z(i, l) - z(k, l))|")
        p.get(
            "w in R^d: norm[l in d] w(l) = 1"
            " and (for all i, k in M: 2 far(i, k)/(M (M - 1)) <= seen(w, i, k) <= far(i, k))",
            p.cite("lem:projection", variant="sharpened", m="M", d="d", v="z"),
        )
        with p.fix("i, k in M"), p.suppose("i != k"):
            p.get("l in d: z(i, l) != z(k, l)", p.at("different", "i", "k"))
            with p.suppose("dot(w, l -> z(i, l)) = dot(w, l -> z(k, l))"):
                p.have("sum[l in d] w(l) (z(i, l) - z(k, l)) = 0")
                p.have("seen(w, i, k) = 0")
                p.have("2 far(i, k)/(M (M - 1)) <= 0")
                p.have("far(i, k) <= 0", "2 far(i, k)/(M (M - 1)) <= 0", "M (M - 1) > 0")
                p.have("z(i, l) = z(k, l)", p.at(none, "a -> z(i, a) - z(k, a)", "l"))
                p.have("false", "z(i, l) = z(k, l)", "z(i, l) != z(k, l)")
            p.have("dot(w, l -> z(i, l)) != dot(w, l -> z(k, l))")
        p.have("some w in R^d: " + apart, by="w")
    with p.otherwise("M < 2"):
        with p.fix("i, k in M"), p.suppose("i != k"):
            p.let("rest = {a in M | a != i}")
            p.have("k in rest")
            p.have("M = 1 + sum[a in rest - {k}] 1 + 1")
            p.have("sum[a in rest - {k}] 1 >= 0")
            p.have("false")
            p.have("dot(l -> 0, l -> z(i, l)) != dot(l -> 0, l -> z(k, l))")
        p.have("some w in R^d: " + apart, by="l -> 0")
    p.get("w in R^d: " + apart)
    p.let("q(i) = dot(w, l -> z(i, l))")
    p.let("f(V, c, x, j) = c(j) + sum[h in M] V(j, h) relu(x - q(h))", "B(j) = max[i in M] |D(i, j)|")
    p.let("small(V, c) iff for all x in R: for all j in d: |f(V, c, x, j)| <= B(j)")
    p.get(
        "V in R^(d, M), c in R^d: (for all i in M, j in d: f(V, c, q(i), j) = D(i, j)) and small(V, c)",
        p.cite("lem:piecewise-linear", M="M", d="d", p="q", D="D"),
    )
    with p.fix("x in R^d"), p.fix("j in d"):
        p.have("|f(V, c, dot(w, x), j)| <= B(j)", p.at("small(V, c)", "dot(w, x)", "j"))
    p.claim("memory", by="w, h -> -q(h), V, c")
