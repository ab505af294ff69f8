"""def:vocabulary. V(i) = {X^(i)_k : k in [n]} and V = union of the V(i), for N sequences of n tokens in R^d.

As statements: same_vocabulary(X, i, j) says V(i) = V(j), token by token, and

    vocabulary_size(X) = |V| = sum_{i,k} 1 / #{(j, l) : X^(j)_l = X^(i)_k},

each distinct token being counted once. Well defined because (i, k) itself is among the pairs counted.
"""

from varproof.lang import And, Entry, Eq, Exists, ForAll, Index, Ne, Or, Q, Source, Sum
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
    p.let("same(i, k, j, l) iff for all c in d: X[i, k, c] = X[j, l, c]")
    p.let("e(i, k, j) = sum[l in {l in n | same(i, k, j, l)}] 1")
    with p.fix("i in N, k in n") as counted:
        p.have("k in {l in n | same(i, k, i, l)}", why="X(i, k) itself is counted")
        p.have("e(i, k, i) > 0", "k in {l in n | same(i, k, i, l)}")
        p.have("sum[j in N] e(i, k, j) >= e(i, k, i)")
        p.have("sum[j in N] e(i, k, j) > 0", "sum[j in N] e(i, k, j) >= e(i, k, i)", "e(i, k, i) > 0")
        p.have("sum[j in N] e(i, k, j) != 0", "sum[j in N] e(i, k, j) > 0")
    p.settle_definedness(p.fact(counted))
