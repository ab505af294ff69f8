"""aux:two-words. What two different tokens of separated sequences say of their vocabulary: it has two words at least,
gamma_min < gamma_max, and epsilon < 2 gamma_max, since no two tokens are further apart than the sum of their lengths.
"""

from varproof_lemmas.contextual.contextual_statement import contextual_data

from varproof.lang import And, Entry, Exists, ForAll, Implies, Index, Ne, Q, Source
from varproof.proof.proof import Proof

entry = Entry("aux:two-words", "Two different tokens are two words", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    X, v, _, gamma_min, gamma_max, epsilon = contextual_data(s)
    N, n, d = X.dims
    i, j, k, l, c = Index("i", N), Index("j", N), Index("k", n), Index("l", n), Index("c", d)
    differ = Exists(c, Ne(X[i, k, c], X[j, l, c]))
    two = And(v.dims[0] >= 2, gamma_min < gamma_max, epsilon < 2 * gamma_max)
    s.claim("two", ForAll(i, j, k, l, Implies(differ, two)))

    s.instance("one token", s=1, X=[[[1]]], v=[[1]], gamma_min=Q(1, 2), gamma_max=2, epsilon=1)
    pair = dict(s=1, X=[[[5], [-5]]], v=[[5], [-5]], gamma_min=4, gamma_max=6, epsilon=9)
    s.instance("two tokens", **pair)
    s.instance("two tokens that exchange", **dict(pair, X=[[[5], [-5]], [[-5], [5]]]))
    s.false("three words", claims={"two": ForAll(i, j, k, l, Implies(differ, v.dims[0] >= 3))}, at=pair)
    s.false("short", claims={"two": ForAll(i, j, k, l, Implies(differ, epsilon < gamma_max))}, at=pair)


@entry.proof("stated")
def proof(p: Proof) -> None:
    norms, listed = p.right(p.given("separated")), p.left(p.right(p.given("vocabulary")))
    with p.fix("i, j in N, k, l in n with some c in d: X[i, k, c] != X[j, l, c]") as words:
        first = p.get("a in m: for all c in d: X[i, k, c] = v[a, c]", p.at(listed, "i", "k"))
        second = p.get("b in m: for all c in d: X[j, l, c] = v[b, c]", p.at(listed, "j", "l"))
        with p.suppose("a = b"):
            p.get("c in d: X[i, k, c] != X[j, l, c]")
            p.have("v[a, c] = v[b, c]", "a = b")
            p.have("X[i, k, c] = X[j, l, c]", "v[a, c] = v[b, c]", p.at(first, "c"), p.at(second, "c"))
            p.have("false", "X[i, k, c] = X[j, l, c]", "X[i, k, c] != X[j, l, c]")
        p.have("m >= 2", p.at(p.cite("thy:two-members", claim="different", n="m"), "a", "b"))
        p.have("gamma_min < gamma_max", p.at(p.left(p.given("separated")), "i", "k"), p.at(p.left(norms), "i", "k"))
        distance = p.cite("thy:triangle-inequality", n="d", x="c -> X[i, k, c]", y="c -> -X[j, l, c]")
        far = p.at(p.right(norms), "i", "k", "j", "l")
        p.have("epsilon < 2 gamma_max", distance, far, p.at(p.left(norms), "i", "k"), p.at(p.left(norms), "j", "l"))
        p.have("m >= 2 and gamma_min < gamma_max and epsilon < 2 gamma_max")
    p.claim("two", words)
