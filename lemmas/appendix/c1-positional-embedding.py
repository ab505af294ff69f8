"""c1:positional-embedding. With the k-th token shifted by k - 1 in every coordinate, k-th tokens of X + E lie in
[k-1, k]^d for X in [0, 1]^{L x d}.

Tokens are ordered by the times t; k - 1 is the number of tokens before. Attained at both ends. The cubes of neighbours
share a boundary, so that two tokens of X + E may still be equal (last false variant).
"""

from varproof_lemmas.universality.steps import distinct

from varproof.lang import And, Entry, Exists, ForAll, Implies, Index, Ne, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "c1:positional-embedding",
    "The positional embedding puts tokens into different cubes",
    source=Source(icml="C.1", text="read"),
)

with entry.variant("printed", expect="PROVED", evidence=["kernel"]) as s:
    n, d = s.size("n"), s.size("d")
    times, X = s.vec("t", n), s.mat("X", n, d)
    k, l, i, c = Index("k", n), Index("l", n), Index("i", n), Index("c", d)
    before = Sum(1, l, where=times[l] < times[k])
    s.assume("distinct", distinct(times, n))
    s.assume("cube", ForAll(k, c, And(0 <= X[k, c], X[k, c] <= 1)), needed_at=dict(t=[0], X=[[2]]))
    shifted = X[k, c] + before
    s.claim("cubes", ForAll(k, c, And(before <= shifted, shifted <= before + 1)))

    s.instance("one token", t=[0], X=[[Q(1, 2)]])
    s.instance("corners", t=[0, 1], X=[[0, 1], [1, 0]])
    s.instance("out of order", t=[3, -1, 2], X=[[0], [1], [Q(1, 3)]])

    s.false("open at the left", claims={"cubes": ForAll(k, c, before < shifted)}, at=dict(t=[0], X=[[0]]))
    s.false("open at the right", claims={"cubes": ForAll(k, c, shifted < before + 1)}, at=dict(t=[0], X=[[1]]))
    s.false("without a shift", claims={"cubes": ForAll(k, c, before <= X[k, c])}, at=dict(t=[0, 1], X=[[0], [0]]))
    s.false(
        "no equal tokens",
        claims={
            "cubes": ForAll(
                k,
                i,
                Implies(Ne(k, i), Exists(c, Ne(shifted, X[i, c] + Sum(1, l, where=times[l] < times[i])))),
            )
        },
        at=dict(t=[0, 1], X=[[1], [0]]),
    )


@entry.proof("printed")
def proof(p: Proof) -> None:
    n, d, cube = p["n"], p["d"], p.given("cube")
    goal = p.goal("cubes")

    def entry_of(k, k_in, c, c_in):
        both = p.use(cube, k, k_in, c, c_in)
        parts = p.opened_all(goal, k, c)
        low, high = parts.args[0].args[0], parts.args[0].args[1].args[0]
        return p.both(p.have(low, p.left(both)), p.have(high, p.right(both)))

    with p.silent():
        theorem = p.forall(n, lambda k, k_in: p.forall(d, lambda c, c_in: entry_of(k, k_in, c, c_in)))
    p.prove(p.show(theorem))
