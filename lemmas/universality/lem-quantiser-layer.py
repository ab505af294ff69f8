"""lem:quantiser-layer. The quantiser as one token-wise layer with skip connection and c >= 3 d n N neurons.

For tokens y in R^d with entries that are not negative, starts e_l of n intervals, N levels v_q and any weights w_la
there are weights of a feed-forward layer that replaces every entry of y by

    sum_{a, l, q} w_la rho(y_a - e_l - v_q),   rho(x) = (max(0, x + theta) - max(0, x))/theta:

each coordinate y_a is rounded by a ramp of width theta below every level of every interval, and the rounded values are
added up. The skip connection is cancelled by max(0, y_a) = y_a.
"""

from varproof.lang import Array, Entry, Eq, Exists, ForAll, Implies, Index, Max, Q, Source, Sum
from varproof.proof.kernel.terms import ZERO
from varproof.proof.proof import Proof

entry = Entry(
    "lem:quantiser-layer",
    "The quantiser as one feed-forward layer",
    source=Source(text="ours"),
    uses=["lem:neurons", "lem:unit-matrix"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d, N, c = (s.size(name) for name in ("n", "d", "N", "c"))
    e, v, w, theta = s.vec("e", n), s.vec("v", N), s.mat("w", n, d), s.real("theta")
    W, T, V, y = Array("W", c, d), Array("T", c), Array("V", d, c), Array("y", d)
    a, l, q, h, j = (Index(*pair) for pair in zip("alqhj", (d, n, N, c, d), strict=True))
    s.assume("theta", theta > 0)
    s.assume("count", c >= 3 * d * n * N)
    at = y[a] - e[l] - v[q]
    rounded = Sum(w[l, a] * ((Max(at + theta, 0) - Max(at, 0)) / theta), a, l, q)
    layer = y[j] + Sum(V[j, h] * Max(Sum(W[h, a] * y[a], a) + T[h], 0), h)
    s.claim("rounds", Exists(W, T, V, ForAll(y, Implies(ForAll(a, y[a] >= 0), ForAll(j, Eq(layer, rounded))))))

    one = dict(e=[0], v=[0], w=[[1]], theta=1)
    s.instance("three neurons", c=3, **one)
    s.instance("more neurons", c=5, **one)
    s.instance("two levels", c=6, e=[0], v=[0, Q(1, 2)], w=[[1]], theta=Q(1, 4))
    s.instance("two coordinates", c=6, e=[0], v=[0], w=[[1, 2]], theta=1)
    s.false("ramps without width", drop=["theta"], claims={"rounds": Eq(theta / theta, 1)}, at=dict(one, theta=0, c=3))
    # what one neuron adds keeps its sign

    def added(x):
        """What the layer has to add to a token (x, ..., x)."""
        at = x - e[l] - v[q]
        return Sum(w[l, a] * ((Max(at + theta, 0) - Max(at, 0)) / theta), a, l, q) - x

    s.false("one neuron", assume={"count": c >= 1}, claims={"rounds": added(0) * added(2) >= 0}, at=dict(one, c=1))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("relu(x) = max(x, 0)", "rho(x) = (relu(x + theta) - relu(x))/theta")
    p.get(
        "I in R^(d, d): for all x in R^d: for all i in d:"
        " sum[k in d] I(i, k) x(k) = x(i) and sum[k in d] I(k, i) x(k) = x(i)",
        p.cite("lem:unit-matrix", n="d"),
    )
    unit = p.have(
        "for all x in R^d: for all i in d: sum[k in d] I(i, k) x(k) = x(i) and sum[k in d] I(k, i) x(k) = x(i)"
    )
    p.let("t1(a, l, q) = theta - e(l) - v(q)", "t2(a, l, q) = -e(l) - v(q)", "t3(a, l, q) = 0")
    p.let("v1(j, a, l, q) = w(l, a)/theta", "v2(j, a, l, q) = -w(l, a)/theta", "v3(j, a, l, q) = -I(j, a)/(n N)")
    p.let("along(y, a) = sum[k in d] I(a, k) y(k)")

    def part(r):
        return f"sum[a in d, l in n, q in N] v{r}(j, a, l, q) relu(along(y, a) + t{r}(a, l, q))"

    p.let("added(W, T, V, y, j) = sum[h in c] V(j, h) relu(sum[k in d] W(h, k) y(k) + T(h))")
    made = f"for all y in R^d: for all j in d: added(W, T, V, y, j) = {part(1)} + {part(2)} + {part(3)}"
    p.get(
        "W in R^(c, d), T in R^c, V in R^(d, c): " + made,
        p.cite(
            "lem:neurons",
            A="d",
            B="n",
            Q="N",
            c="c",
            d="d",
            w="(a, l, q, k) -> I(a, k)",
            t1="t1",
            t2="t2",
            t3="t3",
            v1="v1",
            v2="v2",
            v3="v3",
        ),
    )
    made = p.have(made)
    with p.fix("y in R^d"), p.suppose("for all a in d: y(a) >= 0"), p.fix("j in d"):
        with p.fix("a in d, l in n, q in N") as ramps:
            j, a, l, q, y = (p.symbols[name] for name in ("j", "a", "l", "q", "y"))
            t, v = [p.symbols[f"t{k}"] for k in (1, 2, 3)], [p.symbols[f"v{k}"] for k in (1, 2, 3)]

            def neurons(z):
                return sum((v[k](j, a, l, q) * p.symbols["relu"](z + t[k](a, l, q)) for k in range(3)), ZERO)

            seen = p.have("along(y, a) = y(a)", p.at(unit, "y", "a"))
            same = p.congruence(seen, p.symbols["along"](y, a), y(a), neurons)
            p.have("relu(y(a)) = y(a)", "y(a) >= 0")
            p.have("I(j, a) relu(y(a))/(n N) = I(j, a) y(a)/(n N)", "relu(y(a)) = y(a)")
            p.have(
                "v1(j, a, l, q) relu(along(y, a) + t1(a, l, q)) + v2(j, a, l, q) relu(along(y, a) + t2(a, l, q))"
                " + v3(j, a, l, q) relu(along(y, a) + t3(a, l, q))"
                " = w(l, a) rho(y(a) - e(l) - v(q)) - I(j, a) y(a)/(n N)",
                same,
                "I(j, a) relu(y(a))/(n N) = I(j, a) y(a)/(n N)",
            )
        identity = p.have("sum[a in d] I(j, a) y(a) = y(j)", p.at(unit, "y", "j"))
        p.have("sum[a in d, l in n, q in N] I(j, a) y(a) = n N (sum[a in d] I(j, a) y(a))")
        p.have(
            "sum[a in d, l in n, q in N] I(j, a) y(a)/(n N) = y(j)",
            identity,
            "sum[a in d, l in n, q in N] I(j, a) y(a) = n N (sum[a in d] I(j, a) y(a))",
        )
        p.have(
            "y(j) + added(W, T, V, y, j) = sum[a in d, l in n, q in N] w(l, a) rho(y(a) - e(l) - v(q))",
            p.at(made, "y", "j"),
            p.summed(ramps),
            "sum[a in d, l in n, q in N] I(j, a) y(a)/(n N) = y(j)",
        )
    p.claim("rounds", by="W, T, V")
