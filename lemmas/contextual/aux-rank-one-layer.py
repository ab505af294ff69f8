"""aux:rank-one-layer. What one attention layer with weights of rank one does to tokens.

For directions u, w in R^d and reals lambda, eta let U(i, j) = <u, X(i, j)>, T(i, k) = <w, X(i, k)> and B(i, k) the mean
of U(i, .) under the softmax of lambda T(i, k) U(i, .). With rho = 1/sqrt d and s the hidden size, the weights

    W_K = W_V = 1 u^T,   W_Q = (lambda/s) 1 w^T,   W_O = (eta rho/s) 1 1^T

add eta B(i, k) (rho, ..., rho) to the token X(i, k), a vector of length |eta B(i, k)|. So they give a
(gamma + epsilon/4, delta)-contextual mapping where |eta U| <= epsilon/4 for tokens shorter than gamma and epsilon
apart, if delta <= epsilon/2 and eta times the means of one token in two sequences differs by more than delta.
"""

from varproof_lemmas.contextual.contextual_statement import some_layer
from varproof_lemmas.model import same_vocabulary

from varproof.lang import Abs, And, Entry, Eq, Exists, ForAll, Implies, Index, Ne, Not, Q, Source, Sum, exp, norm
from varproof.proof.context import Block
from varproof.proof.kernel import terms as t
from varproof.proof.proof import Proof

entry = Entry("aux:rank-one-layer", "One attention layer with weights of rank one", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    N, n, d, h = s.size("N"), s.size("n"), s.size("d"), s.size("s")
    X, u, w = s.array("X", N, n, d), s.vec("u", d), s.vec("w", d)
    lam, eta = s.real("lambda"), s.real("eta")
    gamma, epsilon, delta = s.real("gamma"), s.real("epsilon"), s.real("delta")
    i, j, k, l, c, x = Index("i", N), Index("j", N), Index("k", n), Index("l", n), Index("c", d), Index("x", n)

    def mean(i, k):
        """B(i, k)."""
        U, weight = Sum(u[c] * X[i, x, c], c), exp(lam * Sum(w[c] * X[i, k, c], c) * Sum(u[c] * X[i, x, c], c))
        return Sum(U * weight, x) / Sum(weight, x)

    differ = Exists(c, Ne(X[i, k, c], X[j, l, c]))
    same = ForAll(c, Eq(X[i, k, c], X[j, l, c]))
    s.assume("small", ForAll(i, k, Abs(eta * Sum(u[c] * X[i, k, c], c)) <= epsilon / 4))
    s.assume("short", ForAll(i, k, norm(X[i, k, c], c) < gamma))
    s.assume("tokens", ForAll(i, j, k, l, Implies(differ, norm(X[i, k, c] - X[j, l, c], c) > epsilon)))
    s.assume("below", ForAll(i, j, k, l, Implies(differ, delta <= epsilon / 2)))
    s.assume(
        "means",
        ForAll(
            i, j, k, l,
            Implies(And(Not(same_vocabulary(X, i, j)), same), Abs(eta * mean(i, k) - eta * mean(j, l)) > delta),
        ),
    )  # fmt: skip
    s.claim("contextual", some_layer(X, h, gamma + epsilon / 4, delta))

    s.instance("one token", s=1, X=[[[1]]], u=[0], w=[0], **{"lambda": 1}, eta=1, gamma=2, epsilon=1, delta=0)
    s.instance(
        "two tokens", s=2, X=[[[5], [-5]]], u=[Q(1, 9)], w=[1], **{"lambda": 1}, eta=1, gamma=6, epsilon=9, delta=4
    )
    pair = dict(s=2, X=[[[5], [-5]]], u=[Q(1, 9)], w=[1], eta=1, epsilon=9) | {"lambda": 1}
    s.instance("one sequence twice", **dict(pair, X=[[[5], [-5]]] * 2, gamma=6, delta=4))
    # outputs shorter than gamma + epsilon/4 are less than twice that apart
    room = {"contextual": delta < 2 * (gamma + epsilon / 4)}
    s.false("any delta", drop=["below"], claims=room, at=dict(pair, gamma=6, delta=100))
    s.false("any gamma", drop=["short"], claims=room, at=dict(pair, gamma=-1, delta=4))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("U(i, j) = sum[c in d] u[c] X[i, j, c]", "T(i, k) = sum[c in d] w[c] X[i, k, c]", "rho = 1/(sqrt d)")
    p.let("q(z, i, k, j) = exp(z lambda T(i, k) U(i, j))")
    p.let("B(z, i, k) = (sum[j in n] U(i, j) q(z, i, k, j))/(sum[j in n] q(z, i, k, j))")
    p.let("Y(z, i, k, c) = X[i, k, c] + z eta rho B(z, i, k)")
    small = moves(p)
    p.have("sqrt d > 0")
    unit = p.have("rho^2 d = 1", "sqrt d > 0")
    with p.fix("x in R^(d), r in R") as moved:
        p.have("(norm[c in d] r rho)^2 = r^2", unit)
        p.have("norm[c in d] r rho <= |r|", "(norm[c in d] r rho)^2 = r^2")
        longer = p.cite("thy:triangle-inequality", n="d", x="x", y="c -> r rho")
        p.have("norm[c in d] (x[c] + r rho) <= (norm[c in d] x[c]) + |r|", longer, "norm[c in d] r rho <= |r|")
    with p.fix("i in N, k in n") as bounded:
        p.have(
            "norm[c in d] Y(1, i, k, c) < gamma + epsilon/4",
            p.at(moved, "c -> X[i, k, c]", "eta B(1, i, k)"),
            p.at("short", "i", "k"),
            p.at(small, "i", "k"),
        )
    p.let("same(i, j, k, l) iff for all c in d: X[i, k, c] = X[j, l, c]")
    p.let("differ(i, j, k, l) iff some c in d: X[i, k, c] != X[j, l, c]")
    p.let("covered(i, j) iff for all k in n: some l in n: same(i, j, k, l)")
    p.let("covering(i, j) iff for all l in n: some k in n: same(i, j, k, l)")
    p.let("sets(i, j) iff covered(i, j) and covering(i, j)")
    p.let("apart(i, j, k, l) iff (not sets(i, j)) or differ(i, j, k, l)")
    p.let("gap(z, i, j, k, l) = norm[c in d] (Y(z, i, k, c) - Y(z, j, l, c))")
    with p.fix("i, j in N, k, l in n with apart(i, j, k, l)") as apart:
        with p.case("differ(i, j, k, l)") as words:
            p.let("r = eta B(1, j, l) - eta B(1, i, k)")
            p.have("|r| <= epsilon/2", p.at(small, "i", "k"), p.at(small, "j", "l"))
            p.have(
                "gap(1, i, j, k, l) > delta",
                p.at(moved, "c -> Y(1, i, k, c) - Y(1, j, l, c)", "r"),
                "|r| <= epsilon/2",
                p.at("tokens", "i", "j", "k", "l", words.hypothesis),
                p.at("below", "i", "j", "k", "l", words.hypothesis),
            )
        with p.otherwise():
            with p.fix("c in d") as equal:
                p.have("X[i, k, c] = X[j, l, c]")
            p.have("not sets(i, j)", "apart(i, j, k, l)")
            p.let("r = eta B(1, i, k) - eta B(1, j, l)")
            p.have("|r| > delta", p.at("means", "i", "j", "k", "l"))
            with p.fix("c in d") as squares:
                p.have("(Y(1, i, k, c) - Y(1, j, l, c))^2 = r^2 rho^2", p.at(equal, "c"))
            p.have("gap(1, i, j, k, l)^2 = r^2", p.summed(squares), unit)
            p.have("gap(1, i, j, k, l) >= |r|", "gap(1, i, j, k, l)^2 = r^2")
            p.have("gap(1, i, j, k, l) > delta", "gap(1, i, j, k, l) >= |r|", "|r| > delta")
    p.let("short(z) iff for all i in N, k in n: norm[c in d] Y(z, i, k, c) < gamma + epsilon/4")
    p.let("far(z) iff for all i, j in N, k, l in n: apart(i, j, k, l) => gap(z, i, j, k, l) > delta")
    p.let("good(z) iff short(z) and far(z)")
    one = p.have("1 = s/s")
    good = p.have("good(1)", bounded, apart)
    p.let("O(c, a) = eta rho/s", "V(a, c) = u[c]", "Q(a, c) = lambda w[c]/s")
    p.claim("contextual", p.equal(one, t.ONE, p.term("s/s"), p.symbols["good"], good), by="O, V, V, Q")


def moves(p: Proof) -> Block:
    """|eta B(i, k)| <= epsilon/4: B(i, k) is a mean of U(i, .)."""
    with p.fix("i in N, k in n") as small:
        p.have("sum[j in n] q(1, i, k, j) > 0")
        with p.fix("j in n") as above:
            p.have("(epsilon/4 - eta U(i, j)) q(1, i, k, j) >= 0", p.at("small", "i", "j"))
        up = p.have("eta B(1, i, k) <= epsilon/4", p.summed(above), "sum[j in n] q(1, i, k, j) > 0")
        with p.fix("j in n") as below:
            p.have("(epsilon/4 + eta U(i, j)) q(1, i, k, j) >= 0", p.at("small", "i", "j"))
        down = p.have("-eta B(1, i, k) <= epsilon/4", p.summed(below), "sum[j in n] q(1, i, k, j) > 0")
        p.have("|eta B(1, i, k)| <= epsilon/4", up, down)
    return small
