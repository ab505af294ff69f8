"""lem:projection. One direction keeps all differences of a finite set visible.

For a finite set V of m >= 2 vectors in R^d some unit vector u has, for all v, v' in V,

    c |v - v'|  <=  |<u, v - v'>|  <=  |v - v'|,    c = (1/m^2) sqrt(8/(pi d))   (stated, after Park21),
                                                    c = 2/(m (m - 1))           (sharpened: larger, and free of d).

Why: of all signed sums of the normalised differences take a longest, S (Bang). Flipping one sign does not lengthen it,
so |<S, w>| >= 1 for each normalised difference w, and |S| is at most their number m (m - 1)/2; u = S/|S|.
"""

from varproof.lang import Abs, And, Entry, Eq, Exists, ForAll, Implies, Index, Ne, Q, Source, Sum, norm, pi, sqrt
from varproof.lang import Array as Vector
from varproof.proof.context import Block
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

entry = Entry(
    "lem:projection",
    "A direction that keeps all differences of a finite set visible",
    source=Source(after="Park21", text="reconstructed"),
    note="The sharpened constant does not depend on the dimension and is never below the stated one.",
)


def projection(s, constant):
    """State it in the block s with the constant(m, d)."""
    m, d = s.size("m", least=2), s.size("d")
    v = s.mat("v", m, d)
    a, b, c = Index("a", m), Index("b", m), Index("c", d)
    u = Vector("u", d)
    distance = norm(v[a, c] - v[b, c], c)
    seen = Abs(Sum(u[c] * (v[a, c] - v[b, c]), c))
    s.assume("different", ForAll(a, b, Implies(Ne(a, b), Exists(c, Ne(v[a, c], v[b, c])))))
    s.constant("factor", constant(m, d), side="lower")
    s.claim(
        "direction",
        Exists(u, And(Eq(norm(u[c], c), 1), ForAll(a, b, And(constant(m, d) * distance <= seen, seen <= distance)))),
    )
    e = Index("e", d)
    along = Abs(v[a, e] - v[b, e])
    axis = Exists(e, ForAll(a, b, constant(m, d) * distance <= along))
    s.false("along an axis", claims={"direction": axis}, at=dict(v=[[0, 0], [1, 0], [0, 1]]))
    full = Exists(e, ForAll(a, b, distance <= along))
    s.false("all of the distance, along an axis", claims={"direction": full}, at=dict(v=[[0, 0], [1, 1]]))
    s.instance("two points", v=[[0], [1]])
    s.instance("collinear", v=[[0, 0], [1, 1], [3, 3]])
    s.instance("steps of very different lengths", v=[[0], [Q(1, 10**30)], [10**30]])
    s.instance("opposite pairs", v=[[1, 0], [-1, 0], [0, 1], [0, -1]])
    s.instance("a simplex", v=[[1, 0, 0], [0, 1, 0], [0, 0, 1]])


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    projection(s, lambda m, d: 1 / m**2 * sqrt(8 / (pi * d)))

with entry.variant("sharpened", expect="PROVED", evidence=["kernel"]) as s:
    projection(s, lambda m, d: 2 / (m * (m - 1)))


@entry.proof("stated")
def with_dimension(p: Proof) -> None:
    """sqrt(8/(pi d)) <= 2 since pi > 3 and d >= 1, and 1/m^2 <= 1/(m (m - 1))."""
    p.let("root = sqrt(8/(pi d))", "distance(a, b) = norm[c in d] (v[a, c] - v[b, c])")
    p.have("pi >= 3", p.pi_bounds()[0])
    p.have("pi d >= 3", "pi >= 3", "d >= 1")
    p.have("8/(pi d) >= 0", "pi d >= 3")
    p.have("8/(pi d) <= 4", "pi d >= 3")
    p.have("root <= 2", "8/(pi d) <= 4", "8/(pi d) >= 0")
    p.have("m (m - 1) > 0", "m>=2")
    p.have("1/m^2 <= 1/(m (m - 1))", "m (m - 1) > 0", "m>=2")
    p.have("(1/m^2) root <= 2/(m (m - 1))", "1/m^2 <= 1/(m (m - 1))", "root <= 2")
    known = p.get("u in R^(d)", p.cite("lem:projection", m="m", d="d", v="v", variant="sharpened"))
    p.let("seen(a, b) = |sum[c in d] u[c] (v[a, c] - v[b, c])|")
    with p.fix("a, b in m") as pairs:
        p.have("(2/(m (m - 1))) distance(a, b) <= seen(a, b) <= distance(a, b)", p.at(p.right(known), "a", "b"))
        p.have("(1/m^2) root distance(a, b) <= (2/(m (m - 1))) distance(a, b)", "(1/m^2) root <= 2/(m (m - 1))")
        p.have("(1/m^2) root distance(a, b) <= seen(a, b) and seen(a, b) <= distance(a, b)")
    p.claim("direction", pairs, p.left(known), by="u")


@entry.proof("sharpened")
def without_dimension(p: Proof) -> None:
    p.let("distance(a, b) = norm[c in d] (v[a, c] - v[b, c])", "low(a, b) = (1/m) sum[y in m | b < a] 1")
    p.let("w(a, b, c) = low(a, b) (v[a, c] - v[b, c])/distance(a, b)")
    p.have("m (m - 1) > 0", "m>=2")
    with p.fix("f in R^(d), c in d") as term:
        p.have("sum[e in d] f(e)^2 >= f(c)^2")
    with p.fix("f in R^(d), l in R with l = 1 and norm[c in d] f(c) > 0") as unit:
        p.let("D = norm[c in d] f(c)")
        p.have("D^2 = sum[c in d] f(c)^2")
        p.have("sum[c in d] (l f(c)/D)^2 = 1", "D^2 = sum[c in d] f(c)^2", "l = 1", "D > 0")
        p.have("norm[c in d] (l f(c)/D) = 1", "sum[c in d] (l f(c)/D)^2 = 1")
        p.have("sum[c in d] (l f(c)/D)^2 = 1 and norm[c in d] (l f(c)/D) = 1")
    with p.fix("x, y, D in R with D > 0 and D y = x") as scaled:
        p.have("|x| = D |y|", "D y = x", "D > 0")
    with p.fix("a, b in m with a != b") as apart:
        p.get("c in d: v[a, c] != v[b, c]", "different")
        p.have("(v[a, c] - v[b, c])^2 > 0", "v[a, c] != v[b, c]")
        p.have("sum[e in d] (v[a, e] - v[b, e])^2 > 0", p.at(term, "e -> v[a, e] - v[b, e]", "c"),
               "(v[a, c] - v[b, c])^2 > 0")  # fmt: skip
        p.have("distance(a, b) > 0", "sum[e in d] (v[a, e] - v[b, e])^2 > 0")
    with p.fix("a, b in m with b < a") as units:
        p.have("distance(a, b) > 0", p.at(apart, "a", "b"))
        p.have("low(a, b) = 1", "b < a")
        p.have("sum[c in d] w(a, b, c)^2 = 1 and norm[c in d] w(a, b, c) = 1",
               p.at(unit, "c -> v[a, c] - v[b, c]", "low(a, b)"))  # fmt: skip
    few = lengths(p, units)
    known = p.get("V in R^(d)", p.cite("aux:longest-sum", m="m", n="m", d="d", w="w"))
    p.let("seen(a, b) = sum[c in d] V[c] (v[a, c] - v[b, c])", "r = norm[c in d] V[c]")
    p.have("2 r <= m (m - 1)", p.right(known), few)
    with p.fix("a, b in m with b < a") as ordered:
        p.have("distance(a, b) > 0", p.at(apart, "a", "b"))
        p.have("low(a, b) = 1", "b < a")
        p.have("sum[c in d] w(a, b, c)^2 = 1", p.at(units, "a", "b"))
        p.have("distance(a, b) sum[c in d] V[c] w(a, b, c) = seen(a, b)", "low(a, b) = 1", "distance(a, b) > 0")
        p.have("|sum[c in d] V[c] w(a, b, c)| >= 1", p.at(p.left(known), "a", "b"), "sum[c in d] w(a, b, c)^2 = 1")
        scale = p.at(scaled, "seen(a, b)", "sum[c in d] V[c] w(a, b, c)", "distance(a, b)")
        p.have("|seen(a, b)| >= distance(a, b)", scale, "|sum[c in d] V[c] w(a, b, c)| >= 1", "distance(a, b) > 0")
    with p.fix("a, b in m with a != b") as far:
        p.have("|seen(a, b)| = |seen(b, a)| and distance(a, b) = distance(b, a)")
        with p.case("b < a"):
            p.have("|seen(a, b)| >= distance(a, b)", p.at(ordered, "a", "b"))
        with p.case("a < b"):
            p.have("|seen(a, b)| >= distance(a, b)", p.at(ordered, "b", "a"),
                   "|seen(a, b)| = |seen(b, a)| and distance(a, b) = distance(b, a)")  # fmt: skip
        with p.otherwise("a = b"):
            p.have("false", "a = b", "a != b")
    with p.fix("a, b in m"):
        cauchy = p.cite("thy:cauchy-schwarz", n="d", x="V", y="c -> v[a, c] - v[b, c]", claim="product")
        p.have("|seen(a, b)| <= r distance(a, b)", cauchy)
    p.get("a in m")
    p.have("sum[y in m | y != a] 1 > 0", "m>=2")
    p.get("b in {y in m | y != a}")
    p.have("distance(a, b) > 0", p.at(apart, "a", "b"))
    p.have("distance(a, b) <= r distance(a, b)", p.at(far, "a", "b"), "|seen(a, b)| <= r distance(a, b)")
    p.have("r >= 1", "distance(a, b) <= r distance(a, b)", "distance(a, b) > 0")
    p.let("u(c) = V[c]/r", "along(a, b) = |sum[c in d] u(c) (v[a, c] - v[b, c])|")
    p.have("sum[c in d] u(c)^2 = 1", "r >= 1")
    one = p.have("norm[c in d] u(c) = 1", "sum[c in d] u(c)^2 = 1")
    with p.fix("a, b in m") as pairs:
        p.have("r sum[c in d] u(c) (v[a, c] - v[b, c]) = seen(a, b)", "r >= 1")
        p.have("r along(a, b) = |seen(a, b)|", p.at(scaled, "seen(a, b)", "sum[c in d] u(c) (v[a, c] - v[b, c])", "r"))
        cauchy = p.cite("thy:cauchy-schwarz", n="d", x="u", y="c -> v[a, c] - v[b, c]", claim="product")
        p.have("along(a, b) <= distance(a, b)", cauchy, one)
        with p.case("a = b"):
            p.have("distance(a, b) = 0", "a = b")
            p.have("|seen(a, b)| >= distance(a, b)", "distance(a, b) = 0")
        with p.otherwise():
            p.have("|seen(a, b)| >= distance(a, b)", p.at(far, "a", "b"))
        p.have("m (m - 1) along(a, b) >= 2 r along(a, b)", "2 r <= m (m - 1)", "along(a, b) >= 0")
        p.have("m (m - 1) along(a, b) >= 2 distance(a, b)", "m (m - 1) along(a, b) >= 2 r along(a, b)",
               "r along(a, b) = |seen(a, b)|", "|seen(a, b)| >= distance(a, b)")  # fmt: skip
        p.have("(2/(m (m - 1))) distance(a, b) <= along(a, b)", "m (m - 1) along(a, b) >= 2 distance(a, b)",
               "m (m - 1) > 0")  # fmt: skip
        p.have("(2/(m (m - 1))) distance(a, b) <= along(a, b) and along(a, b) <= distance(a, b)")
    p.claim("direction", one, pairs, by="u")


def lengths(p: Proof, units: Block) -> Theorem:
    """The w(a, b) are 0, or of length 1 for b < a: 2 sum |w| <= m (m - 1)."""
    with p.fix("a, b in m") as each:
        with p.case("b < a"):
            p.have("norm[c in d] w(a, b, c) = 1", p.at(units, "a", "b"))
            p.have("low(a, b) = 1", "b < a")
            p.have("norm[c in d] w(a, b, c) = low(a, b)", "norm[c in d] w(a, b, c) = 1", "low(a, b) = 1")
        with p.otherwise("b >= a"):
            with p.fix("y in {y in m | b < a}") as none:
                p.have("false", "b >= a", "b < a")
            p.have("low(a, b) = 0", p.summed(none))
            p.have("norm[c in d] w(a, b, c) = 0", "low(a, b) = 0")
            p.have("norm[c in d] w(a, b, c) = low(a, b)", "norm[c in d] w(a, b, c) = 0", "low(a, b) = 0")
    with p.fix("a in m") as rows:
        p.have("low(a, a) = 0")
        with p.fix("b in {b in m | b != a}") as pairs:
            with p.case("b < a"):
                p.have("low(a, b) = 1", "b < a")
                p.have("low(b, a) = 0", "b < a")
                p.have("low(a, b) + low(b, a) <= 1", "low(a, b) = 1", "low(b, a) = 0")
            with p.otherwise("a <= b"):
                p.have("low(a, b) = 0", "a <= b")
                p.have("low(b, a) <= 1")
                p.have("low(a, b) + low(b, a) <= 1", "low(a, b) = 0", "low(b, a) <= 1")
        p.have("sum[b in m] (low(a, b) + low(b, a)) = 2 low(a, a) + sum[b in m | b != a] (low(a, b) + low(b, a))")
        p.have("m = 1 + sum[b in m | b != a] 1")
        p.have("sum[b in m] (low(a, b) + low(b, a)) <= m - 1", p.summed(pairs))
    p.have("sum[a in m, b in m] low(a, b) = sum[b in m, a in m] low(a, b)")
    p.have("2 sum[a in m, b in m] low(a, b) <= m (m - 1)", p.summed(rows))
    return p.have("2 sum[a in m, b in m] norm[c in d] w(a, b, c) <= m (m - 1)", p.summed(each))
