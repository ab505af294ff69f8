"""aux:lonely-value. Of two vectors that differ as sets of entries, one has the largest value that the other lacks.

Above that value every entry of one is an entry of the other.
"""

from varproof_lemmas.contextual.separation_statement import different

from varproof.lang import And, Entry, Eq, Exists, ForAll, Implies, Index, Ne, Or, Source
from varproof.proof.proof import Proof

entry = Entry("aux:lonely-value", "The largest value that only one of two vectors has", source=Source(text="ours"))


def highest(v, w, k, i, j):
    """w lacks v_k, and what is above v_k is in both."""
    return And(
        ForAll(j, Ne(w[j], v[k])),
        ForAll(i, Implies(v[i] > v[k], Exists(j, Eq(w[j], v[i])))),
        ForAll(i, Implies(w[i] > v[k], Exists(j, Eq(v[j], w[i])))),
    )


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a, b = s.vec("a", n), s.vec("b", n)
    i, j, k = Index("i", n), Index("j", n), Index("k", n)
    s.assume("different", different(a, b, i, j), needed_at=dict(a=[1], b=[1]))
    s.claim("highest", Exists(k, Or(highest(a, b, k, i, j), highest(b, a, k, i, j))))

    s.instance("one entry each", a=[1], b=[2])
    s.instance("below common ones", a=[5, 3, 1], b=[5, 3, 3])
    s.instance("of the first", a=[4, 1], b=[1, 1])
    s.false("of the second", claims={"highest": Exists(k, highest(b, a, k, i, j))}, at=dict(a=[2], b=[1]))
    s.false("of the first", claims={"highest": Exists(k, highest(a, b, k, i, j))}, at=dict(a=[1], b=[2]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("lone(v, w, k) iff for all j in n: w[j] != v[k]")
    p.let("covered(v, w, z) iff for all i in n: v[i] > z => some j in n: w[j] = v[i]")
    p.let("highest(v, w, k) iff lone(v, w, k) and covered(v, w, v[k]) and covered(w, v, v[k])")
    p.let("top(v, w, z) iff for all i in n: lone(v, w, i) => v[i] <= z")
    with p.fix("v in R^n, w in R^n, z in R with top(v, w, z)") as covering, p.fix("i in n"), p.suppose("v[i] > z"):
        with p.suppose("lone(v, w, i)"):
            p.have("v[i] <= z", p.at("top(v, w, z)", "i"))
            p.have("false", "v[i] <= z", "v[i] > z")
        p.have("some j in n: w[j] = v[i]")
    with p.fix("v in R^n, w in R^n, k in n with lone(v, w, k) and top(v, w, v[k]) and top(w, v, v[k])") as both:
        p.have("highest(v, w, k)", p.at(covering, "v", "w", "v[k]"), p.at(covering, "w", "v", "v[k]"))
    p.let("A = {i in n | lone(a, b, i)}", "B = {i in n | lone(b, a, i)}")
    with p.case("some i in n: lone(a, b, i)"):
        p.get("i in n: lone(a, b, i)")
        p.have("i in A")
        p.largest("k in A: a[k]")
        with p.fix("i in n with lone(a, b, i)") as first:
            p.have("i in A")
            p.have("a[i] <= a[k]")
        with p.case("some j in n: lone(b, a, j) and b[j] > a[k]"):
            p.get("j in n: lone(b, a, j) and b[j] > a[k]")
            p.have("j in B")
            p.largest("l in B: b[l]")
            with p.fix("i in n with lone(b, a, i)"):
                p.have("i in B")
                p.have("b[i] <= b[l]")
            p.have("b[l] >= b[j] > a[k]")
            with p.fix("i in n with lone(a, b, i)"):
                p.have("a[i] <= b[l]", p.at(first, "i"), "b[l] > a[k]")
            p.have("highest(b, a, l)", p.at(both, "b", "a", "l"))
            p.claim("highest", by="l")
        with p.otherwise():
            with p.fix("i in n with lone(b, a, i)"):
                with p.suppose("b[i] > a[k]"):
                    p.have("some j in n: lone(b, a, j) and b[j] > a[k]", by="i")
                    p.have("false")
                p.have("b[i] <= a[k]")
            p.have("highest(a, b, k)", p.at(both, "a", "b", "k"))
            p.claim("highest", by="k")
    with p.otherwise():
        with p.suppose("some i in n: for all j in n: a[i] != b[j]"):
            p.get("i in n: for all j in n: a[i] != b[j]")
            with p.fix("j in n"), p.suppose("b[j] = a[i]"):
                p.have("false", p.at("for all j in n: a[i] != b[j]", "j"), "b[j] = a[i]")
            p.have("some i in n: lone(a, b, i)", by="i")
            p.have("false")
        p.get("i in n: lone(b, a, i)", "different")
        p.have("i in B")
        p.largest("l in B: b[l]")
        with p.fix("i in n with lone(b, a, i)"):
            p.have("i in B")
            p.have("b[i] <= b[l]")
        with p.fix("i in n with lone(a, b, i)"):
            with p.suppose("a[i] > b[l]"):
                p.have("some i in n: lone(a, b, i)", by="i")
                p.have("false")
            p.have("a[i] <= b[l]")
        p.have("highest(b, a, l)", p.at(both, "b", "a", "l"))
        p.claim("highest", by="l")
