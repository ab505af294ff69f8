"""def:vocabulary-list. v_1, ..., v_m in R^d list the vocabulary of N sequences of n tokens when they are pairwise
different, every token is one of them, and each of them occurs as a token. Then m = |V|.

Well defined for all arguments: nothing is divided.
"""

from varproof.lang import And, Entry, Eq, Exists, ForAll, Implies, Index, Ne, Source, Sum, log
from varproof.proof.proof import Proof

entry = Entry(
    "def:vocabulary-list",
    "A list of the vocabulary",
    source=Source(text="ours"),
    uses=["def:vocabulary"],
    note="Every data set has such a list; it gives the size |V| of the vocabulary a name that proofs can use.",
)

with entry.definition("stated") as s:
    N, n, d, m = s.size("N"), s.size("n"), s.size("d"), s.size("m")
    X, v = s.array("X", N, n, d), s.mat("v", m, d)
    a, b, i, k, c = Index("a", m), Index("b", m), Index("i", N), Index("k", n), Index("c", d)
    different = ForAll(a, b, Implies(Ne(a, b), Exists(c, Ne(v[a, c], v[b, c]))))
    covers = ForAll(i, k, Exists(a, ForAll(c, Eq(X[i, k, c], v[a, c]))))
    used = ForAll(a, Exists(i, k, ForAll(c, Eq(v[a, c], X[i, k, c]))))
    lists_vocabulary = s.define("lists_vocabulary", (v, X), (), And(different, covers, used))

    s.instance("one token", X=[[[0]]], v=[[0]])
    s.instance("two sequences, a common token", X=[[[1], [2]], [[2], [3]]], v=[[1], [2], [3]])
    s.instance("a list that repeats", X=[[[1], [2]]], v=[[1], [1]])

    s.false("log of a coordinate", claims={"value": ForAll(a, c, log(v[a, c]) >= 0)}, at=dict(X=[[[0]]], v=[[0]]))
    s.false(
        "relative to the list",
        claims={"value": ForAll(i, k, c, Eq(X[i, k, c] / Sum(v[a, c], a), 1))},
        at=dict(X=[[[0]]], v=[[0]]),
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.settle_definedness()
