"""c1:grid-separation. How far apart the quantised tokens are: entries of the k-th token in k - 1 + {delta, ..., 1}.

Printed: (sqrt d, sqrt(d) (L0 - delta), sqrt(d) delta)-separated, and no token twice in a sequence. Refuted: the first
token may have all entries delta, with norm sqrt(d) delta < sqrt(d); the last may have all entries L0; and two tokens
that differ in one entry by delta are no farther apart than delta. No bound is strict.

Corrected: sqrt(d) delta <= |M_k| <= sqrt(d) L0, different tokens are at least delta apart, all attained; and no token
twice in a sequence, since the entries of the k-th token lie in (k-1, k].

Here n = L0, the tokens are ordered by the times t, k - 1 is the number of tokens before, and the grid {delta, ..., 1}
is the set of the levels v_g = delta #{h : v_h <= v_g}, of which there are 1/delta. M holds N sequences.
"""

from varproof_lemmas.model import tokenwise_separated
from varproof_lemmas.universality.steps import distinct

from varproof.lang import Entry, Eq, Exists, ForAll, Implies, Index, Ne, Q, Source, Sum, norm, sqrt
from varproof.proof.context import Block
from varproof.proof.proof import Proof

entry = Entry(
    "c1:grid-separation",
    "How far apart the quantised tokens are",
    source=Source(icml="C.1", text="read"),
    uses=["def:tokenwise-separated"],
)


def sequences(s, **needed):
    """State the hypotheses in the block s: the sequences M, delta and what they are indexed by."""
    N, n, d, G = s.size("N"), s.size("n"), s.size("d"), s.size("G")
    times, v, M, delta = s.vec("t", n), s.vec("v", G), s.array("M", N, n, d), s.real("delta")
    i, j, k, l, m = Index("i", N), Index("j", N), Index("k", n), Index("l", n), Index("m", n)
    c, g, h = Index("c", d), Index("g", G), Index("h", G)
    s.assume("order", distinct(times, n), needed_at=needed.get("order"))
    s.assume("unit", Eq(delta * G, 1), needed_at=needed.get("unit"))
    s.assume("different", ForAll(g, h, Implies(Ne(g, h), Ne(v[g], v[h]))))
    s.assume("levels", ForAll(g, Eq(v[g], delta * Sum(1, h, where=v[h] <= v[g]))), needed_at=needed.get("levels"))
    before = Sum(1, l, where=times[l] < times[k])
    s.assume("grid", ForAll(i, k, c, Exists(g, Eq(M[i, k, c], before + v[g]))), needed_at=needed.get("grid"))
    return M, n, d, delta, (i, j, k, m, c)


def quantised(s, **needed):
    """State the hypotheses in the block s, and that no token occurs twice."""
    M, n, d, delta, (i, j, k, m, c) = sequences(s, **needed)
    s.claim("no-duplicates", ForAll(i, k, m, Implies(Ne(k, m), Exists(c, Ne(M[i, k, c], M[i, m, c])))))
    return M, n, d, delta, (i, j, k, m, c)


half = [Q(1, 2), 1]

with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="The first token may be shorter than sqrt(d), and two tokens may differ in one entry only.",
) as s:
    M, n, d, delta, _ = quantised(s)
    s.claim("separated", tokenwise_separated(M, sqrt(d), sqrt(d) * (n - delta), sqrt(d) * delta))
    s.instance("two tokens", t=[0, 1], v=half, M=[[[1], [2]]], delta=Q(1, 2))
    s.counterexample("the smallest token", t=[0], v=half, M=[[[Q(1, 2)]]], delta=Q(1, 2))
    s.counterexample("the largest token", t=[0], v=half, M=[[[1]]], delta=Q(1, 2))
    s.counterexample("one entry differs", t=[0], v=half, M=[[[1, Q(1, 2)]], [[1, 1]]], delta=Q(1, 2))

with entry.variant(
    "corrected",
    expect="PROVED",
    evidence=["kernel"],
    note="The bounds are sqrt(d) delta and sqrt(d) L_0, and different tokens are at least delta apart: all attained.",
) as s:
    one = dict(t=[0], v=half, M=[[[1]]], delta=Q(1, 2))
    M, n, d, delta, (i, j, k, m, c) = quantised(
        s,
        order=dict(one, t=[0, 0], M=[[[1], [1]]]),
        unit=dict(one, v=[2], M=[[[2]]], delta=2),
        levels=dict(one, v=[Q(1, 10), 1], M=[[[Q(1, 10)]]]),
        grid=dict(one, M=[[[0]]]),
    )
    size, gap = norm(M[i, k, c], c), norm(M[i, k, c] - M[j, m, c], c)
    differ = Exists(c, Ne(M[i, k, c], M[j, m, c]))
    s.claim("below", ForAll(i, k, sqrt(d) * delta <= size))
    s.claim("above", ForAll(i, k, size <= sqrt(d) * n))
    s.claim("apart", ForAll(i, k, j, m, Implies(differ, gap >= delta)))

    s.instance("smallest and largest", t=[0], v=half, M=[[[Q(1, 2)]], [[1]]], delta=Q(1, 2))
    s.instance("one level", t=[1, 0], v=[1], M=[[[2], [1]]], delta=1)
    s.instance("neighbours", t=[0, 1], v=[1, Q(1, 2)], M=[[[1, 1], [Q(3, 2), Q(3, 2)]]], delta=Q(1, 2))
    s.instance("one entry differs", t=[0], v=half, M=[[[1, Q(1, 2)]], [[1, 1]]], delta=Q(1, 2))

    apart = dict(t=[0], v=half, M=[[[1, Q(1, 2)]], [[1, 1]]], delta=Q(1, 2))
    s.false(
        "strictly above",
        claims={"below": ForAll(i, k, sqrt(d) * delta < size)},
        at=dict(t=[0], v=half, M=[[[Q(1, 2)]]], delta=Q(1, 2)),
    )
    s.false(
        "strictly below",
        claims={"above": ForAll(i, k, size < sqrt(d) * n)},
        at=dict(t=[0], v=half, M=[[[1]]], delta=Q(1, 2)),
    )
    s.false("the root of d", claims={"apart": ForAll(i, k, j, m, Implies(differ, gap >= sqrt(d) * delta))}, at=apart)
    s.false("strictly apart", claims={"apart": ForAll(i, k, j, m, Implies(differ, gap > delta))}, at=apart)
    s.false("no grid", drop=["grid"], at=dict(apart, M=[[[0, 0]], [[0, 0]]]))


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.have("delta > 0", "unit")
    p.let("place(k) = sum[l in n | t[l] < t[k]] 1", "start(k, g) = place(k) + v[g] - delta")
    names = dict(n="n", d="d", m="G", t="t", v="v", theta="delta", delta="delta")
    inside, disjoint = (p.cite("lem:ramp-measure", claim=label, **names) for label in ("inside", "disjoint"))
    own = p.cite("thy:rank", n="n", x="t", claim="own")
    with p.fix("i in N, k in n, c in d") as ranges:
        p.get("g in G: M[i, k, c] = place(k) + v[g]", p.at("grid", "i", "k", "c"))
        p.have("place(k) <= start(k, g) and start(k, g) + delta <= place(k) + 1", p.at(inside, "k", "g"))
        p.have("place(k) >= 0 and place(k) + 1 <= n", p.at(own, "k"))
        p.have("delta <= M[i, k, c] and M[i, k, c] <= n")
    with p.fix("i in N, k in n, j in N, m in n, c in d with (k = m => M[i, k, c] != M[j, m, c])") as apart:
        p.get("g in G: M[i, k, c] = place(k) + v[g]", p.at("grid", "i", "k", "c"))
        p.get("h in G: M[j, m, c] = place(m) + v[h]", p.at("grid", "j", "m", "c"))
        with p.suppose("k = m and g = h"):
            p.have("place(k) = place(m) and v[g] = v[h]")
            p.have("M[i, k, c] = M[j, m, c]")
            p.have("M[i, k, c] != M[j, m, c]", p.at("k = m => M[i, k, c] != M[j, m, c]"))
            p.have("false")
        p.have("k != m or g != h")
        p.let("gap = M[i, k, c] - M[j, m, c]")
        members = [(p.term(x), p.fact(f"{x} in {s}")) for x, s in zip("kmgh", "nnGG", strict=True)]
        either = p.use(disjoint, *(part for member in members for part in member), p.fact("k != m or g != h"))
        p.have("start(k, g) + delta <= start(m, h) or start(m, h) + delta <= start(k, g)", either)
        with p.case("start(k, g) + delta <= start(m, h)"):
            p.have("-gap >= delta")
            p.have("gap^2 >= delta^2", "-gap >= delta", "delta > 0")
        with p.otherwise():
            p.have("gap >= delta", p.at(either))
            p.have("gap^2 >= delta^2", "gap >= delta", "delta > 0")
    with p.fix("i in N, k in n, m in n with k != m"):
        p.get("c in d")
        p.have("(M[i, k, c] - M[i, m, c])^2 >= delta^2", p.at(apart, "i", "k", "i", "m", "c"))
        p.have("(M[i, k, c] - M[i, m, c])^2 > 0", "delta > 0")
        p.have("M[i, k, c] != M[i, m, c]", "(M[i, k, c] - M[i, m, c])^2 > 0")
        p.have("some c in d: M[i, k, c] != M[i, m, c]", by="c")
    p.claim("no-duplicates")
    lengths(p, ranges)
    with p.fix("i in N, k in n, j in N, m in n"), p.suppose("some c in d: M[i, k, c] != M[j, m, c]"):
        p.get("c in d: M[i, k, c] != M[j, m, c]")
        p.let("gap(c) = M[i, k, c] - M[j, m, c]")
        p.have("gap(c)^2 >= delta^2", p.at(apart, "i", "k", "j", "m", "c"))
        with p.fix("e in d - {c}") as others:
            p.have("gap(e)^2 >= 0")
        p.have("sum[e in d] gap(e)^2 = gap(c)^2 + sum[e in d - {c}] gap(e)^2")
        p.have(
            "sum[c in d] gap(c)^2 >= gap(c)^2",
            p.summed(others),
            "sum[e in d] gap(e)^2 = gap(c)^2 + sum[e in d - {c}] gap(e)^2",
        )
        p.have("norm[c in d] gap(c) >= delta", "sum[c in d] gap(c)^2 >= gap(c)^2", "gap(c)^2 >= delta^2", "delta > 0")
    p.claim("apart")


def lengths(p: Proof, ranges: Block) -> None:
    """sqrt(d) delta <= |M_ik| <= sqrt(d) n, since delta <= M_ikc <= n for all entries."""
    with p.fix("i in N, k in n"):
        p.let("size = norm[c in d] M[i, k, c]")
        with p.fix("c in d") as low:
            p.have("M[i, k, c] >= delta", p.at(ranges, "i", "k", "c"))
            p.have("M[i, k, c]^2 >= delta^2", "M[i, k, c] >= delta", "delta > 0")
        with p.fix("c in d") as high:
            p.have("0 <= M[i, k, c] and M[i, k, c] <= n", p.at(ranges, "i", "k", "c"))
            p.have("M[i, k, c]^2 <= n^2", "0 <= M[i, k, c]", "M[i, k, c] <= n")
        p.have("d delta^2 <= size^2", p.summed(low))
        p.have("size^2 <= d n^2", p.summed(high))
        p.have("(sqrt d) delta <= size", "d delta^2 <= size^2", "delta > 0")
        p.have("size <= (sqrt d) n", "size^2 <= d n^2")
        p.have("(sqrt d) delta <= size and size <= (sqrt d) n")
    p.claim("below")
    p.claim("above")
