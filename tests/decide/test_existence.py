"""Claims that weights exist are refuted at data where they cannot: coinciding points with different targets.

The claim of each case speaks of no data that can be evaluated; what follows from it does, and the kernel derives it.
"""

from varproof.decide.counterexamples import attack
from varproof.lang import Array, Entry, Eq, Exists, ForAll, Implies, Index, Max, Ne, Source, Sum


def remembering(different):
    """A layer takes the value g_i at the point z_i, with or without a hypothesis that these differ."""
    entry = Entry("lem:any-values", "A layer takes any values", source=Source(text="ours"))
    with entry.variant("stated", expect="UNDECIDED") as s:
        M, d, c = s.size("M"), s.size("d"), s.size("c")
        z, g = s.mat("z", M, d), s.mat("g", M, d)
        i, k, h, j, l = Index("i", M), Index("k", M), Index("h", c), Index("j", d), Index("l", d)
        W, T, V, b = Array("W", c, d), Array("T", c), Array("V", d, c), Array("b", d)
        s.assume("enough", c >= M)
        if different:
            s.assume("different", ForAll(i, k, Implies(Ne(i, k), Exists(l, Ne(z[i, l], z[k, l])))))
        out = Sum(V[j, h] * Max(Sum(W[h, l] * z[i, l], l) + T[h], 0), h) + b[j]
        s.claim("values", Exists(W, T, V, b, ForAll(i, j, Eq(out, g[i, j]))))
        same = ForAll(i, k, Implies(ForAll(l, Eq(z[i, l], z[k, l])), ForAll(j, Eq(g[i, j], g[k, j]))))
        s.consequence("one-value", same)
        s.instance("two points", z=[[0], [1]], g=[[0], [1]], c=2)

    @entry.proof("stated")
    def proof(p):
        p.let("relu(x) = max(x, 0)")
        layer = "sum[h in c] V(j, h) relu(sum[l in d] W(h, l) z[{0}, l] + T(h)) + b(j) = g[{0}, j]"
        claim = "W in R^(c, d), T in R^c, V in R^(d, c), b in R^d: for all i in M, j in d: " + layer.format("i")
        with p.suppose("some " + claim) as there:
            p.get(claim, there.hypothesis)
            takes = p.have("for all i in M, j in d: " + layer.format("i"))
            with p.fix("i, k in M"), p.suppose("for all l in d: z[i, l] = z[k, l]") as equal, p.fix("j in d"):
                with p.fix("h in c") as neurons:
                    with p.fix("l in d") as each:
                        p.have("W(h, l) z[i, l] = W(h, l) z[k, l]", p.at(equal.hypothesis, "l"))
                    inner = p.have("sum[l in d] W(h, l) z[i, l] = sum[l in d] W(h, l) z[k, l]", p.summed(each))
                    sides = [p.term(f"sum[l in d] W(h, l) z[{x}, l]") for x in "ik"]
                    V, T, relu = p.term("V(j, h)"), p.term("T(h)"), p.symbols["relu"]
                    p.ended(p.congruence(inner, *sides, lambda y: V * relu(y + T)))
                p.have("g[i, j] = g[k, j]", p.summed(neurons), p.at(takes, "i", "j"), p.at(takes, "k", "j"))
        p.prove(p.fact(there))

    return entry.variants["stated"]


def test_coinciding_points_with_different_targets_are_found():
    found = attack(remembering(different=False), scratch=True)
    z, g = (found.data.values[name] for name in "zg")
    assert any(z[i] == z[k] and g[i] != g[k] for i in range(len(z)) for k in range(i))


def test_different_points_are_left_open():
    assert attack(remembering(different=True), budget=1000, scratch=True) is None
