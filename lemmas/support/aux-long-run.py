"""aux:long-run. A sequence that is often at most 0, and rarely becomes positive, is at most 0 many times in a row:

    y_k <= 0 for more than (C + 1) M of the k, and y_k <= 0 < z_k, the number after y_k, for at most C of them, give
    more than M in a row with y_k <= 0.

Why: each k with y_k <= 0 is among the M before the end of its run, where the sequence becomes positive or ends.
"""

from varproof.lang import And, Entry, Eq, Exists, ForAll, Implies, Index, Pos, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.lines import Fact
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry("aux:long-run", "A long run of a sequence with few changes", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    K = s.size("K")
    y, z = s.vec("y", K), s.vec("z", K)
    C, M = s.real("C"), s.real("M")
    i, j, k = Index("i", K), Index("j", K), Index("k", K)
    s.assume("following", ForAll(i, j, Implies(Eq(Pos(j), Pos(i) + 1), Eq(y[j], z[i]))))
    s.assume("length", M >= 0)
    s.assume("few", Sum(1, k, where=And(y[k] <= 0, z[k] > 0)) <= C,
             needed_at=dict(y=[0, 1, 0], z=[1, 0, 0], C=0, M=1))  # fmt: skip
    s.assume("many", Sum(1, k, where=y[k] <= 0) > (C + 1) * M, needed_at=dict(y=[0, 1], z=[1, 1], C=1, M=1))
    between = Implies(And(Pos(i) <= Pos(k), Pos(k) <= Pos(j)), y[k] <= 0)
    s.claim("run", Exists(i, Exists(j, And(Pos(j) + 1 > Pos(i) + M, ForAll(k, between)))))

    s.instance("all", y=[0, 0, 0], z=[0, 0, 0], C=0, M=2)
    s.instance("two runs", y=[0, 1, 0, 0], z=[1, 0, 0, 0], C=1, M=1)
    s.instance("one place", y=[0], z=[0], C=0, M=0)
    s.false("any changes", drop=["few"], at=dict(y=[0, 1, 0], z=[1, 0, 0], C=0, M=1))
    longer = Exists(i, Exists(j, And(Pos(j) > Pos(i) + M, ForAll(k, between))))
    s.false("longer", claims={"run": longer}, at=dict(y=[0, 1, 0, 0], z=[1, 0, 0, 0], C=1, M=1))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("pos(k) = sum[l in K | l <= k] 1", "small = {k in K | y[k] <= 0}", "ups = {k in K | y[k] <= 0 and z[k] > 0}")
    p.let("quiet(i, j) iff for all k in K: i <= k => k <= j => y[k] <= 0")
    p.let("near(k, c) iff k <= c and pos(c) + 1 <= pos(k) + M")
    place = Positions(p, p.symbols["K"])
    with p.fix("i in K, j in K with i < j") as later:
        p.have("pos(i) + 1 <= pos(j)", place.increasing(p.term("i"), p.term("j"), p.fact("j in K"), p.fact("j > i")))
    with p.fix("S in sets, T in sets") as swap:
        p.have("sum[k in S] sum[c in T | near(k, c)] 1 = sum[c in T] sum[k in S | near(k, c)] 1")
    run = "some i in K, j in K: quiet(i, j) and pos(j) + 1 > pos(i) + M"
    with p.suppose(f"not ({run})") as none:
        with p.fix("i in K, j in K with quiet(i, j)") as short:
            with p.suppose("pos(j) + 1 > pos(i) + M"):
                p.have(run, by="i, j")
                p.have("false")
            p.have("pos(j) + 1 <= pos(i) + M")
        p.get("e in K: pos(e) = K", p.cite("thy:last-time", T="K", claim="last"))
        p.let("last = {c in K | c = e}")
        with p.fix("k in small") as counts:
            ends(p, place, later, short)
        with p.fix("c in K") as windows:
            window(p, place)
        with p.fix("c in ups") as parts:
            p.have("sum[k in small | near(k, c)] 1 <= M", p.at(windows, "c"))
        p.have("sum[c in last] sum[k in small | near(k, c)] 1 = sum[k in small | near(k, e)] 1", "e in K")
        swaps = [p.at(swap, p.symbols["small"], p.symbols[c]) for c in ("ups", "last")]
        p.have("|small| <= |ups| M + M", p.summed(counts), *swaps, p.summed(parts), p.at(windows, "e"),
               "sum[c in last] sum[k in small | near(k, c)] 1 = sum[k in small | near(k, e)] 1")  # fmt: skip
        p.have("(C - |ups|) M >= 0", "few", "length")
        p.have("false", "|small| <= |ups| M + M", "(C - |ups|) M >= 0", "many")
    p.have(run, none)
    p.get("i in K, j in K: quiet(i, j) and pos(j) + 1 > pos(i) + M", run)
    with p.fix("k in K"), p.suppose("pos(i) <= pos(k) and pos(k) <= pos(j)"):
        with p.suppose("k < i"):
            p.have("false", p.at(later, "k", "i"), "pos(i) <= pos(k)")
        with p.suppose("j < k"):
            p.have("false", p.at(later, "j", "k"), "pos(k) <= pos(j)")
        p.have("y[k] <= 0", p.at("quiet(i, j)", "k"))
    p.claim("run", by="i, j")


def ends(p: Proof, place: Positions, later: Fact, short: Fact) -> None:
    """Some c is near k and ends its run."""
    p.let("run = {c in K | k <= c and quiet(k, c)}")
    p.let("found = (sum[c in ups | near(k, c)] 1) + sum[c in last | near(k, c)] 1")
    with p.fix("l in K"), p.suppose("k <= l"), p.suppose("l <= k"):
        p.have("l = k")
        p.have("y[l] <= 0", "l = k", "y[k] <= 0")
    p.have("k in run", "quiet(k, k)")
    p.largest("c in run: c")
    p.have("near(k, c)", p.at(short, "k", "c"))
    p.have("y[c] <= 0", p.at("quiet(k, c)", "c"))
    with p.case("pos(c) < K"):
        p.get("q in K: pos(q) = pos(c) + 1", place.next(p.term("c"), p.fact("c in K"), p.fact("K > pos(c)")))
        p.have("c < q", place.less(p.term("c"), p.fact("c in K"), p.term("q"), p.fact("pos(q) > pos(c)")))
        with p.suppose("y[q] <= 0"):
            with p.fix("l in K"), p.suppose("k <= l"), p.suppose("l <= q"):
                with p.case("l <= c"):
                    p.have("y[l] <= 0", p.at("quiet(k, c)", "l"))
                with p.otherwise("l > c"):
                    p.have("pos(q) <= pos(l)", p.at(later, "c", "l"), "pos(q) = pos(c) + 1")
                    with p.suppose("l < q"):
                        p.have("false", p.at(later, "l", "q"), "pos(q) <= pos(l)")
                    p.have("l = q", "l <= q")
                    p.have("y[l] <= 0", "l = q", "y[q] <= 0")
            p.have("quiet(k, q)")
            p.have("q in run", "k <= c", "c < q", "quiet(k, q)")
            p.have("q <= c", p.at("for all x in run: x <= c", "q"))
            p.have("false", "q <= c", "c < q")
        p.have("y[q] > 0")
        p.have("y[q] = z[c]", p.at("following", "c", "q"), "pos(q) = pos(c) + 1")
        p.have("z[c] > 0", "y[q] > 0", "y[q] = z[c]")
        p.have("y[c] <= 0 and z[c] > 0")
        p.have("c in {c in ups | near(k, c)}", "y[c] <= 0 and z[c] > 0", "near(k, c)")
        p.have("found >= 1")
    with p.otherwise():
        p.have("pos(c) = K", p.at(p.cite("thy:last-time", T="K", claim="range"), "c"))
        p.have("c = e", p.at(p.cite("thy:one-place", T="K"), "c", "e"))
        p.have("c in {c in last | near(k, c)}", "c = e", "near(k, c)")
        p.have("found >= 1")


def window(p: Proof, place: Positions) -> None:
    """At most M are near c."""
    p.let("near_c = {k in small | near(k, c)}")
    with p.case("some k in near_c: y[k] <= 0"):
        p.get("k in near_c: y[k] <= 0")
        p.smallest("m in near_c: m")
        p.let("upto = {l in K | l <= c}", "early = {l in upto | l < m}", "late = {l in upto | not l < m}")
        p.have("|upto| = |early| + |late|")
        p.have("|early| = sum[l in K | l < m] 1", "m <= c")
        drop = place.drop(lambda _: t.ONE, p.term("m"), p.fact("m in K"))
        p.have("pos(m) = 1 + sum[l in K | l < m] 1", drop)
        with p.fix("l in near_c"):
            p.have("l >= m", p.at("for all x in near_c: m <= x", "l"))
            p.have("l in late")
        p.have("sum[l in late | y[l] <= 0 and near(l, c)] 1 = |near_c|")
        p.have("|late| = (sum[l in late | y[l] <= 0 and near(l, c)] 1)"
               " + sum[l in late | not (y[l] <= 0 and near(l, c))] 1")  # fmt: skip
        p.have("|near_c| <= M", "|late| = (sum[l in late | y[l] <= 0 and near(l, c)] 1)"
               " + sum[l in late | not (y[l] <= 0 and near(l, c))] 1", "pos(c) + 1 <= pos(m) + M",
               "|upto| = |early| + |late|", "|early| = sum[l in K | l < m] 1")  # fmt: skip
    with p.otherwise():
        with p.fix("k in near_c") as absurd:
            p.have("some k in near_c: y[k] <= 0", by="k")
            p.have("false")
            p.have("1 <= 0", "false")
        p.have("|near_c| <= M", p.summed(absurd), "length")
