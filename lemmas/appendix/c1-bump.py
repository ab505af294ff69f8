"""c1:bump. A bump at the grid point A in R^{L x d}, with a scalar height h for one entry of h(A):

    bump(Q) = h/(dL) sum_ij [ReLU(K(Q_ij - A_ij) - 1) - ReLU(K(Q_ij - A_ij)) + ReLU(K(Q_ij - A_ij) + 1)].

Its use asks for bump(A) = h and for 0 at the other grid points, as the second layer is a sum of such bumps. Refuted as
printed: far to the right of A the bracket is K(Q_ij - A_ij), without bound. The factor -2 for the middle term makes
each bracket a hat, but the mean over the entries is still not 0 at a grid point that shares some entry with A (false
variant of the corrected form): then each bump leaks h times the share of equal entries.

Corrected: h ReLU(sum_ij hat_ij - (dL - 1)) with the hat ReLU(x - 1) - 2 ReLU(x) + ReLU(x + 1) of x = K(Q_ij - A_ij).
It is h at A, and 0 as soon as one entry differs by 1/K or more, since all hats are at most 1 and that one is 0. This
takes a further layer of ReLU. Printed as corrected, a bump sums over all tokens, so a layer of bumps is no token-wise
layer (def:feed-forward) as the class asks for; lem:hat-memory and lem:memorise are token-wise and take its place.
"""

from varproof.lang import Abs, Entry, Eq, Exists, ForAll, Implies, Index, Max, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("c1:bump", "A bump at one grid point", source=Source(icml="C.1", text="read"))


def bump(s, middle, combine):
    """State that combine(the sum of the brackets) is h at A and 0 away from it; the middle term has the factor."""
    L, d = s.size("L"), s.size("d")
    Qs, A, h, K = s.mat("Q", L, d), s.mat("A", L, d), s.real("h"), s.real("K")
    i, j = Index("i", L), Index("j", d)
    x = K * (Qs[i, j] - A[i, j])
    total = Sum(Max(x - 1, 0) - middle * Max(x, 0) + Max(x + 1, 0), i, j)
    value = combine(h, total, d * L)
    s.assume("steep", K > 0)
    s.claim("peak", Implies(ForAll(i, j, Eq(Qs[i, j], A[i, j])), Eq(value, h)))
    away = Exists(i, j, K * Abs(Qs[i, j] - A[i, j]) >= 1)
    s.claim("elsewhere", Implies(away, Eq(value, 0)))
    return away, value, h, total, d * L


with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="A bracket grows without bound to the right of the grid point, so a bump does not vanish elsewhere.",
) as s:
    bump(s, 1, lambda h, total, count: h / count * total)
    s.instance("at the point", Q=[[1, 2]], A=[[1, 2]], h=7, K=1)
    s.instance("far to the left", Q=[[-5]], A=[[1]], h=7, K=1)
    s.counterexample("far to the right", Q=[[5]], A=[[1]], h=7, K=1)
    s.counterexample("a neighbour on the grid", Q=[[Q(1, 2)]], A=[[Q(1, 4)]], h=1, K=4)

with entry.variant(
    "corrected",
    expect="PROVED",
    evidence=["kernel"],
    note="A factor -2 in the middle makes each bracket a hat; a further ReLU, at dL - 1, keeps the bump in its place.",
) as s:
    away, value, h, total, count = bump(s, 2, lambda h, total, count: h * Max(total - (count - 1), 0))
    s.instance("at the point", Q=[[1, 2]], A=[[1, 2]], h=7, K=1)
    s.instance("far to the right", Q=[[5]], A=[[1]], h=7, K=1)
    s.instance("far to the left", Q=[[-5]], A=[[1]], h=-7, K=10**6)
    s.instance("one entry is shared", Q=[[1, 2], [3, 4]], A=[[1, 5], [3, 4]], h=1, K=1)
    s.instance("exactly 1/K away", Q=[[Q(1, 2)]], A=[[Q(1, 4)]], h=1, K=4)
    s.instance("inside", Q=[[Q(1, 2)]], A=[[Q(1, 4)]], h=1, K=1)

    shared = dict(Q=[[1, 2]], A=[[1, 5]], h=1, K=1)
    s.false("the mean of the hats", claims={"elsewhere": Implies(away, Eq(h / count * total, 0))}, at=shared)
    s.false(
        "0 off the point",
        claims={"elsewhere": Implies(value > 0, Eq(value, h))},
        at=dict(Q=[[Q(1, 2)]], A=[[Q(1, 4)]], h=1, K=1),
    )
    s.false("no offset", claims={"elsewhere": Implies(away, Eq(h * Max(total, 0), 0))}, at=shared)


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.let("hat(x) = max(x - 1, 0) - 2 max(x, 0) + max(x + 1, 0)", "at(i, j) = hat(K (Q[i, j] - A[i, j]))")
    p.let("total = sum[i in L, j in d] at(i, j)", "value = h max(total - (d L - 1), 0)")
    with p.fix("x in R") as hats:
        p.have("|x - 1| <= |x| + 1 and |x + 1| <= |x| + 1", why="the triangle inequality")
        p.have("hat(x) <= 1", "|x - 1| <= |x| + 1", "|x + 1| <= |x| + 1")
        with p.case("x >= 1"):
            p.have("|x - 1| = x - 1 and |x| = x and |x + 1| = x + 1")
            p.have("hat(x) <= 1 and (|x| >= 1 => hat(x) = 0)")
        with p.case("x <= -1"):
            p.have("|x - 1| = 1 - x and |x| = -x and |x + 1| = -x - 1")
            p.have("hat(x) <= 1 and (|x| >= 1 => hat(x) = 0)")
        with p.otherwise("|x| < 1"):
            p.have("hat(x) <= 1 and (|x| >= 1 => hat(x) = 0)")
    with p.fix("a in R, b in R with a > 0") as scaled:
        p.have("|a b| = a |b|")
    with p.suppose("for all i in L, j in d: Q[i, j] = A[i, j]"):
        with p.fix("i in L, j in d") as each:
            p.have("K (Q[i, j] - A[i, j]) = 0")
            p.have("at(i, j) = 1")
        p.have("total = d L", p.summed(each))
        p.have("total - (d L - 1) = 1")
        p.have("value = h", "total - (d L - 1) = 1")
    p.claim("peak")
    with p.suppose("some i in L, j in d: K |Q[i, j] - A[i, j]| >= 1"):
        p.get("i in L, j in d: K |Q[i, j] - A[i, j]| >= 1")
        p.have("|K (Q[i, j] - A[i, j])| >= 1", p.at(scaled, "K", "Q[i, j] - A[i, j]"))
        p.have("at(i, j) = 0", p.at(hats, "K (Q[i, j] - A[i, j])"))
        with p.fix("l in L, k in d") as each:
            p.have("at(l, k) <= 1", p.at(hats, "K (Q[l, k] - A[l, k])"))
        with p.fix("k in d - {j}") as row:
            p.have("at(i, k) <= 1")
        with p.fix("l in L - {i}, k in d") as others:
            p.have("at(l, k) <= 1")
        p.have("total = at(i, j) + sum[k in d - {j}] at(i, k) + sum[l in L - {i}, k in d] at(l, k)")
        p.have("total <= d L - 1", p.summed(row), p.summed(others))
        p.have("value = 0")
    p.claim("elsewhere")
