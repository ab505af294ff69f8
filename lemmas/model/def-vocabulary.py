"""def:vocabulary. V(i) = {X^(i)_k : k in [n]} and V = union of the V(i), for N sequences of n tokens in R^d.

As statements: same_vocabulary(X, i, j) says V(i) = V(j), token by token, and

    vocabulary_size(X) = |V| = sum_{i,k} 1 / #{(j, l) : X^(j)_l = X^(i)_k},

each distinct token being counted once. Well defined because (i, k) itself is among the pairs counted.
"""

from varproof.lang import And, Entry, Eq, Exists, ForAll, Index, Ne, Or, Q, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, forall, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "def:vocabulary",
    "The vocabulary of a sequence and of a data set",
    source=Source(arxiv="4.1", icml="5.1", cites="Hu24", text="read"),
)

with entry.definition("printed") as s:
    N, n, d = s.size("N"), s.size("n"), s.size("d")
    X = s.array("X", N, n, d)
    i, j, k, l, c = Index("i", N), Index("j", N), Index("k", n), Index("l", n), Index("c", d)
    equal = ForAll(c, Eq(X[i, k, c], X[j, l, c]))
    same_vocabulary = s.define(
        "same_vocabulary", (X, i, j), (), And(ForAll(k, Exists(l, equal)), ForAll(l, Exists(k, equal)))
    )
    u, v = Index("u", N), Index("v", n)
    w = Index("w", N)
    equal_u = ForAll(c, Eq(X[u, v, c], X[w, l, c]))
    vocabulary_size = s.define("vocabulary_size", (X,), (), Sum(1 / Sum(1, w, l, where=equal_u), u, v))

    s.instance("one token", X=[[[0]]], i=0, j=0)
    s.instance("one sequence, ties", X=[[[1], [1], [2]]], i=0, j=0)
    s.instance("the same set in two orders", X=[[[1, 0], [0, 1]], [[0, 1], [1, 0]]], i=0, j=1)
    s.instance("close tokens", X=[[[0], [Q(1, 10**30)]], [[0], [0]]], i=0, j=1)

    other = And(Or(Ne(u, w), Ne(v, l)), equal_u)
    s.false(
        "counting other tokens only",
        claims={"vocabulary_size": Sum(1 / Sum(1, w, l, where=other), u, v)},
        at=dict(X=[[[1], [2]]], i=0, j=0),
    )
    s.false(
        "counting different tokens",
        claims={"vocabulary_size": Sum(1 / Sum(1, w, l, where=Exists(c, Ne(X[u, v, c], X[w, l, c]))), u, v)},
        at=dict(X=[[[1], [1]]], i=0, j=0),
    )


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.concise = True
    N, n, d, X = p["N"], p["n"], p["d"], p["X"]

    def equal(i: Node, k: Node, j: Node) -> Node:
        """The tokens of sequence j that equal token k of sequence i."""
        return where(n, lambda l: forall(d, lambda c: t.eq(X(i, k, c), X(j, l, c))))

    def counted(i: Node, i_in: Theorem, k: Node, k_in: Theorem) -> Theorem:
        """Token k of sequence i equals itself, so it is counted."""
        with p.silent():
            itself = p.forall(d, lambda c, _: p.identity(X(i, k, c), X(i, k, c)))
            k_counted = p.in_where(k_in, itself, lambda l: forall(d, lambda c: t.eq(X(i, k, c), X(i, l, c))))
            here = p.sum_positive(k_counted, lambda _: t.ONE, lambda *_: p.positive(1))
            nonneg = p.sum_at_least(
                where(N, lambda j: t.neg(t.eq(j, i))),
                lambda j, _: p.sum_at_least(equal(i, k, j), lambda *_: p.have(t.ge(t.ONE))),
            )
            split = p.take(i_in, lambda j: card(equal(i, k, j)))
            count = sum_over(N, lambda j: card(equal(i, k, j)))
            positive = p.have(t.gt(count), here, nonneg, split)
        p.say("Let e(j) be the number of tokens of sequence j that equal X(i, k); there are ∑ e(j) of them in all.")
        for symbol, meaning in (("i", i), ("N", N), ("e", lambda j: card(equal(i, k, j)))):
            p.name(symbol, meaning)
        p.state(here, "e(i) > 0", "X(i, k) itself is counted")
        p.state(positive, "∑[j∈N] e(j) > 0", "e(j) ≥ 0 for the other sequences", [here])
        return p.not_zero(positive, count)

    p.settle(p.forall(N, lambda i, i_in: p.forall(n, lambda k, k_in: counted(i, i_in, k, k_in))))
