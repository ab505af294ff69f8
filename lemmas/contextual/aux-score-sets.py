"""aux:score-sets. Scores t <u, X(i, k)> that tell all tokens apart tell all sets of tokens apart.

If the scores of different tokens are g apart, then so are those of different places of one sequence and different
scores of two sequences; and where two sequences have different sets of tokens, one of them has a score that the other
has not.
"""

from varproof_lemmas.model import same_vocabulary

from varproof.lang import Abs, Entry, Exists, ForAll, Implies, Index, Ne, Not, Or, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("aux:score-sets", "Scores that tell tokens apart tell token sets apart", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    N, n, d = s.size("N"), s.size("n"), s.size("d")
    X, u, t, g = s.array("X", N, n, d), s.vec("u", d), s.real("t"), s.real("g")
    i, j, k, l, c = Index("i", N), Index("j", N), Index("k", n), Index("l", n), Index("c", d)

    def score(i, k):
        return t * Sum(u[c] * X[i, k, c], c)

    differ = Exists(c, Ne(X[i, k, c], X[j, l, c]))
    first = Exists(k, ForAll(l, Ne(score(i, k), score(j, l))))
    second = Exists(l, ForAll(k, Ne(score(i, k), score(j, l))))
    pair = dict(X=[[[1], [2]], [[2], [3]]], u=[1], t=1, g=1)
    alike = dict(pair, u=[0])
    s.assume("gap", g > 0, needed_at=dict(alike, g=0))
    s.assume("distinct", ForAll(i, k, l, Implies(Ne(k, l), Exists(c, Ne(X[i, k, c], X[i, l, c])))))
    apart = Abs(score(i, k) - score(j, l)) >= g
    s.assume("apart", ForAll(i, j, k, l, Implies(differ, apart)), needed_at=alike)
    s.claim("own", ForAll(i, k, l, Implies(Ne(k, l), Abs(score(i, k) - score(i, l)) >= g)))
    s.claim("tokens", ForAll(i, j, k, l, Implies(Ne(score(i, k), score(j, l)), differ)))
    s.claim("across", ForAll(i, j, k, l, Implies(Ne(score(i, k), score(j, l)), apart)))
    s.claim("different", ForAll(i, j, Implies(Not(same_vocabulary(X, i, j)), Or(first, second))))

    s.instance("two sequences", **pair)
    s.instance("one sequence", **dict(pair, X=[[[1], [2]]]))
    s.instance("one token", X=[[[1]]], u=[2], t=3, g=6)
    s.false("any two sequences", claims={"different": ForAll(i, j, Or(first, second))}, at=pair)
    s.false("more", claims={"own": ForAll(i, k, l, Implies(Ne(k, l), Abs(score(i, k) - score(i, l)) > g))}, at=pair)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("a(i, k) = t sum[c in d] u[c] X[i, k, c]", "differ(i, j, k, l) iff some c in d: X[i, k, c] != X[j, l, c]")
    p.let("same(i, j, k, l) iff for all c in d: X[i, k, c] = X[j, l, c]")
    p.let("covered(i, j) iff for all k in n: some l in n: same(i, j, k, l)")
    p.let("covering(i, j) iff for all l in n: some k in n: same(i, j, k, l)")
    with p.fix("i in N, k, l in n with k != l"):
        p.have("|a(i, k) - a(i, l)| >= g", p.at("apart", "i", "i", "k", "l", p.at("distinct", "i", "k", "l")))
    p.claim("own")
    with p.fix("i, j in N, k, l in n with a(i, k) != a(j, l)") as tokens:
        with p.suppose("same(i, j, k, l)") as same:
            with p.fix("c in d") as products:
                p.have("u[c] X[i, k, c] = u[c] X[j, l, c]", p.at(same.hypothesis, "c"))
            p.have("a(i, k) = a(j, l)", p.summed(products))
            p.have("false", "a(i, k) = a(j, l)", "a(i, k) != a(j, l)")
        p.get("c in d: X[i, k, c] != X[j, l, c]", same)
        p.have("differ(i, j, k, l)", by="c")
    p.claim("tokens", tokens)
    with p.fix("i, j in N, k, l in n with a(i, k) != a(j, l)") as across:
        p.have("|a(i, k) - a(j, l)| >= g", p.at("apart", "i", "j", "k", "l", p.at(tokens, "i", "j", "k", "l")))
    p.claim("across", across)
    with p.fix("i, j in N, k, l in n with a(i, k) = a(j, l)") as equal, p.fix("c in d"):
        with p.suppose("X[i, k, c] != X[j, l, c]"):
            p.have("differ(i, j, k, l)", by="c")
            p.have("|0| >= g", p.at("apart", "i", "j", "k", "l"), "a(i, k) = a(j, l)")
            p.have("false", "|0| >= g", "gap")
        p.have("X[i, k, c] = X[j, l, c]")
    p.let("first(i, j) iff some k in n: for all l in n: a(i, k) != a(j, l)")
    p.let("second(i, j) iff some l in n: for all k in n: a(i, k) != a(j, l)")
    p.let("one(i, j) iff first(i, j) or second(i, j)")
    with p.fix("i, j in N with not (covered(i, j) and covering(i, j))") as different:
        with p.suppose("not one(i, j)") as none:
            with p.fix("k in n"):
                with p.suppose("for all l in n: a(i, k) != a(j, l)"):
                    p.have("first(i, j)", by="k")
                    p.have("false", "first(i, j)", none.hypothesis)
                p.get("l in n: a(i, k) = a(j, l)")
                p.have("some l in n: same(i, j, k, l)", p.at(equal, "i", "j", "k", "l"), by="l")
            with p.fix("l in n"):
                with p.suppose("for all k in n: a(i, k) != a(j, l)"):
                    p.have("second(i, j)", by="l")
                    p.have("false", "second(i, j)", none.hypothesis)
                p.get("k in n: a(i, k) = a(j, l)")
                p.have("some k in n: same(i, j, k, l)", p.at(equal, "i", "j", "k", "l"), by="k")
            p.have("covered(i, j) and covering(i, j)")
            p.have("false", "covered(i, j) and covering(i, j)", "not (covered(i, j) and covering(i, j))")
        p.have("one(i, j)", none)
    p.claim("different", different)
