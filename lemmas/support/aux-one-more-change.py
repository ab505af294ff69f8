"""aux:one-more-change. A sequence changes its sign at most once more than its differences, with any positive factor:

    p_k = v_k - X u_k, where v_k is the number after u_k and q_k the one after p_k:
    u_k, v_k have different signs (one is positive and the other not) for at most one k more than p_k, q_k.

Why: v_k has the sign of u_k or that of p_k, so that a change of u is one from p_k to u_k to which v_k adds nothing.
The changes of u up to k, and one if p_k and v_k differ, are at most those of p before k and one.
"""

from typing import Any

from varproof.lang import And, Entry, Eq, ForAll, Implies, Index, Or, Pos, Source, Sum
from varproof.proof.kernel.rules import Theorem
from varproof.proof.lines import Fact
from varproof.proof.proof import Proof

entry = Entry(
    "aux:one-more-change",
    "A sequence changes its sign at most once more than its differences",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    K, X = s.size("K"), s.real("X")
    u, v, p, q = (s.vec(name, K) for name in "uvpq")
    i, j, k = Index("i", K), Index("j", K), Index("k", K)

    def changes(x: Any, y: Any) -> Any:
        return Sum(1, k, where=Or(And(x[k] > 0, y[k] <= 0), And(x[k] <= 0, y[k] > 0)))

    twice = dict(X=1, u=[-1, 1], v=[1, -1], p=[2, -2], q=[-2, 0])
    s.assume("factor", X > 0, needed_at=dict(X=-1, u=[3, -2], v=[-2, 3], p=[1, 1], q=[1, 1]))
    s.assume("differences", ForAll(k, Eq(p[k], v[k] - X * u[k])), needed_at=dict(twice, p=[0, 0], q=[0, 0]))
    following = Implies(Eq(Pos(j), Pos(i) + 1), And(Eq(u[j], v[i]), Eq(p[j], q[i])))
    s.assume("following", ForAll(i, j, following), needed_at=dict(twice, u=[-1, -1], v=[1, 1], p=[2, 2], q=[2, 2]))
    s.claim("more", changes(u, v) <= changes(p, q) + 1)

    once = dict(X=1, u=[0], v=[1], p=[1], q=[1])
    s.instance("twice", **twice)
    s.instance("one change of the sequence, none of its differences", **once)
    s.instance("a factor that differs from 1", X=2, u=[1, 3, -1], v=[3, -1, 0], p=[1, -7, 2], q=[-7, 2, 5])
    s.false("as many", claims={"more": changes(u, v) <= changes(p, q)}, at=once)
    twofold = 2 * changes(u, v) <= changes(p, q) + 1
    s.false("counted twice", claims={"more": twofold}, at=once)


@entry.proof("stated")
def proof(o: Proof) -> None:
    o.let("pos(k) = sum[l in K | l <= k] 1", "turn(x, y) iff (x > 0 and y <= 0) or (x <= 0 and y > 0)")
    o.let("s(x) = (1/K) sum[l in K | x > 0] 1", "e(k) = |s(u[k]) - s(v[k])|", "g(k) = |s(p[k]) - s(q[k])|")
    o.let("rest(k) = |s(p[k]) - s(v[k])|")
    o.let("E(k) = sum[l in K | pos(l) < pos(k)] e(l)", "G(k) = sum[l in K | pos(l) < pos(k)] g(l)")
    o.let("gap(k) = 1 + G(k) - E(k) - e(k) - rest(k)")
    with o.fix("x in R with x > 0") as positive:
        o.have("sum[l in K | x > 0] 1 = K", "x > 0")
        o.have("s(x) = 1", "sum[l in K | x > 0] 1 = K")
    with o.fix("x in R with x <= 0") as negative:
        with o.fix("l in {l in K | x > 0}") as none:
            o.have("false", "x > 0", "x <= 0")
        o.have("sum[l in K | x > 0] 1 = 0", o.summed(none))
        o.have("s(x) = 0", "sum[l in K | x > 0] 1 = 0")
    with o.fix("x, y, z in R with x = y") as first:
        o.have("|x - y| + |z - y| <= |z - x|", "x = y")
    with o.fix("x, y, z in R with z = y") as second:
        o.have("|x - y| + |z - y| <= |z - x|", "z = y")
    with o.fix("k in K") as between:
        o.have("p[k] = v[k] - X u[k]", "differences")
        with o.case("u[k] > 0"):
            o.have("X u[k] > 0", "factor")
            with o.case("v[k] > 0"):
                agree(o, "u[k]", positive, first)
            with o.otherwise("v[k] <= 0"):
                o.have("p[k] <= 0", "p[k] = v[k] - X u[k]", "X u[k] > 0")
                agree(o, "p[k]", negative, second)
        with o.otherwise("u[k] <= 0"):
            o.have("X u[k] <= 0", "factor")
            with o.case("v[k] > 0"):
                o.have("p[k] > 0", "p[k] = v[k] - X u[k]", "X u[k] <= 0")
                agree(o, "p[k]", positive, second)
            with o.otherwise("v[k] <= 0"):
                agree(o, "u[k]", negative, first)
    totals = count(o, positive, negative)
    o.have("for all k in K: gap(k) >= 0", over_time(o, between, positive, negative))
    o.get("k in K: pos(k) = K", o.cite("thy:last-time", T="K", claim="last"))

    def last(a: str) -> Theorem:
        return o.at(o.cite("thy:prefix-sums", T="K", a=a, claim="last"), "k", o.fact("pos(k) = K"))

    o.have("E(k) + e(k) = sum[l in K] e(l)", last("e"))
    o.have("G(k) + g(k) = sum[l in K] g(l)", last("g"))
    o.have("gap(k) >= 0 and g(k) >= 0 and rest(k) >= 0")
    o.have("sum[l in K] e(l) <= sum[l in K] g(l) + 1")
    o.claim("more", *totals, "sum[l in K] e(l) <= sum[l in K] g(l) + 1")


def agree(o: Proof, x: str, sign: Fact, between: Fact) -> None:
    """s(v_k) is s(u_k) or s(p_k), so that it lies between them."""
    same = o.have(f"s({x}) = s(v[k])", o.at(sign, x), o.at(sign, "v[k]"))
    o.have("e(k) + rest(k) <= |s(p[k]) - s(u[k])|", o.at(between, "s(u[k])", "s(v[k])", "s(p[k])", same))


def over_time(o: Proof, between: Fact, positive: Fact, negative: Fact) -> Theorem:
    """For all k: gap(k) >= 0."""

    def prefix(a: str, claim: str, *at: str) -> Theorem:
        return o.at(o.cite("thy:prefix-sums", T="K", a=a, claim=claim), *at[:-1], o.fact(at[-1]))

    with o.fix("x in R") as unit:
        with o.case("x > 0"):
            o.have("0 <= s(x) <= 1", o.at(positive, "x"))
        with o.otherwise("x <= 0"):
            o.have("0 <= s(x) <= 1", o.at(negative, "x"))
    with o.fix("x, y, z in R") as triangle:
        o.have("|x - y| <= |z - x| + |z - y|")
    with o.fix("k in K with pos(k) = 1") as start:
        o.have("E(k) = 0", prefix("e", "first", "k", "pos(k) = 1"))
        o.have("G(k) = 0", prefix("g", "first", "k", "pos(k) = 1"))
        o.have("|s(p[k]) - s(u[k])| <= 1", o.at(unit, "p[k]"), o.at(unit, "u[k]"))
        o.have("gap(k) >= 0", o.at(between, "k"), "E(k) = 0", "G(k) = 0", "|s(p[k]) - s(u[k])| <= 1")
    with o.fix("i in K, k in K with pos(k) = pos(i) + 1 and gap(i) >= 0") as step:
        o.have("E(k) = E(i) + e(i)", prefix("e", "next", "i", "k", "pos(k) = pos(i) + 1"))
        o.have("G(k) = G(i) + g(i)", prefix("g", "next", "i", "k", "pos(k) = pos(i) + 1"))
        o.have("u[k] = v[i] and p[k] = q[i]", "following")
        o.have("s(u[k]) = s(v[i])", "u[k] = v[i]")
        o.have("s(p[k]) = s(q[i])", "p[k] = q[i]")
        o.have("|s(p[k]) - s(u[k])| = |s(q[i]) - s(v[i])|", "s(u[k]) = s(v[i])", "s(p[k]) = s(q[i])")
        short = o.at(triangle, "s(q[i])", "s(v[i])", "s(p[i])")
        o.have("|s(q[i]) - s(v[i])| <= g(i) + rest(i)", short)
        o.have("e(k) + rest(k) <= g(i) + rest(i)", o.at(between, "k"), "|s(q[i]) - s(v[i])| <= g(i) + rest(i)",
               "|s(p[k]) - s(u[k])| = |s(q[i]) - s(v[i])|")  # fmt: skip
        o.have("gap(k) >= 0", "gap(i) >= 0", "E(k) = E(i) + e(i)", "G(k) = G(i) + g(i)",
               "e(k) + rest(k) <= g(i) + rest(i)")  # fmt: skip
    return o.cite("thy:over-time", start, step, T="K", f="gap")


def count(o: Proof, positive: Fact, negative: Fact) -> list[Theorem]:
    """The sums of e and g are the numbers of changes."""
    totals = []
    with o.fix("x, y in R with turn(x, y)") as turns:
        with o.case("x > 0 and y <= 0"):
            o.have("|s(x) - s(y)| = 1", o.at(positive, "x"), o.at(negative, "y"))
        with o.otherwise("x <= 0 and y > 0"):
            o.have("|s(x) - s(y)| = 1", o.at(negative, "x"), o.at(positive, "y"))
    with o.fix("x, y in R with not turn(x, y)") as stays:
        with o.case("x > 0"):
            with o.case("y > 0"):
                o.have("|s(x) - s(y)| = 0", o.at(positive, "x"), o.at(positive, "y"))
            with o.otherwise("y <= 0"):
                o.have("x > 0 and y <= 0")
                o.have("turn(x, y)", "x > 0 and y <= 0")
                o.have("false", "not turn(x, y)", "turn(x, y)")
        with o.otherwise("x <= 0"):
            with o.case("y <= 0"):
                o.have("|s(x) - s(y)| = 0", o.at(negative, "x"), o.at(negative, "y"))
            with o.otherwise("y > 0"):
                o.have("x <= 0 and y > 0")
                o.have("turn(x, y)", "x <= 0 and y > 0")
                o.have("false", "not turn(x, y)", "turn(x, y)")
    for e, x, y in (("e", "u", "v"), ("g", "p", "q")):
        turn = f"turn({x}[k], {y}[k])"
        with o.fix(f"k in {{k in K | {turn}}}") as ones:
            o.have(f"{e}(k) = 1", o.at(turns, f"{x}[k]", f"{y}[k]"))
        with o.fix(f"k in {{k in K | not {turn}}}") as zeros:
            o.have(f"{e}(k) = 0", o.at(stays, f"{x}[k]", f"{y}[k]"))
        whole = o.have(f"sum[k in K] {e}(k) = sum[k in K | {turn}] {e}(k) + sum[k in K | not {turn}] {e}(k)")
        totals.append(o.have(f"sum[k in K] {e}(k) = sum[k in K | {turn}] 1", whole, o.summed(ones), o.summed(zeros)))
    return totals
