"""lem:turns. How many neurons a layer needs at least: one for each turn of its values on a line.

    f(x) = p + q x + sum_{h <= c} v_h max(0, u_h x + t_h)

is an output entry of a feed-forward layer of c neurons (skip connection and bias included) at tokens that move along a
line. If the values at m triples a_j < b_j < e_j that do not overlap do not lie on lines, then c >= m.

Each neuron has one kink, so that it is not linear on one of the intervals (a_j, e_j) at most; and where all neurons are
linear, so is f. Hence values at M points that go up and down need (M - 1)/2 neurons at least: lem:memorise has M, twice
as many, and lem:hat-memory 3 M. For the tokens of grid sequences M is their number, G n.
"""

from varproof.lang import And, Entry, ForAll, Implies, Index, Max, Ne, Or, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("lem:turns", "Values that turn m times need m neurons", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    m, c = s.size("m"), s.size("c")
    u, t, v, slope, start = s.vec("u", c), s.vec("t", c), s.vec("v", c), s.real("q"), s.real("p")
    a, b, e = s.vec("a", m), s.vec("b", m), s.vec("e", m)
    i, j, h = Index("i", m), Index("j", m), Index("h", c)

    def f(x):
        return start + slope * x + Sum(v[h] * Max(u[h] * x + t[h], 0), h)

    hat = dict(p=0, q=0, u=[1, 1], t=[0, -1], v=[1, -2], a=[0], b=[1], e=[2])
    line = dict(p=0, q=1, u=[0], t=[0], v=[0])
    s.assume("order", ForAll(j, And(a[j] < b[j], b[j] < e[j])))
    s.assume("disjoint", ForAll(i, j, Implies(Ne(i, j), Or(e[i] <= a[j], e[j] <= a[i]))),
             needed_at=dict(hat, u=[1], t=[-1], v=[1], a=[0, 0], b=[1, 1], e=[2, 2]))  # fmt: skip
    s.assume("turn", ForAll(j, Ne((f(b[j]) - f(a[j])) * (e[j] - b[j]), (f(e[j]) - f(b[j])) * (b[j] - a[j]))),
             needed_at=dict(line, a=[0, 3], b=[1, 4], e=[2, 5]))  # fmt: skip
    s.claim("neurons", m <= c)

    s.instance("a hat", **hat)
    s.instance("one kink, one neuron", **dict(hat, u=[1], t=[-1], v=[1]))
    s.instance("two kinks, two neurons", p=1, q=-1, u=[1, 1], t=[-1, -4], v=[2, -2], a=[0, 3], b=[1, 4], e=[2, 5])
    s.false("one neuron fewer", claims={"neurons": m + 1 <= c}, at=dict(hat, u=[1], t=[-1], v=[1]))
    s.false("two for each turn", claims={"neurons": 2 * m <= c}, at=dict(hat, u=[1], t=[-1], v=[1]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("relu(x) = max(x, 0)", "g(h, x) = u[h] x + t[h]", "bent(h, j) iff g(h, a[j]) g(h, e[j]) < 0")
    with p.fix("x in R with x <= 0"):
        p.have("relu(x) = 0")
    with p.fix("x in R with x >= 0"):
        p.have("relu(x) = x")
    p.let("off(h, j) = (relu(g(h, b[j])) - relu(g(h, a[j]))) (e[j] - b[j])"
          " - (relu(g(h, e[j])) - relu(g(h, b[j]))) (b[j] - a[j])")  # fmt: skip
    with p.fix("x, y, z, r, s in R with r > 0 and s > 0 and y (r + s) = x s + z r") as flat, p.suppose("x z >= 0"):
        line = "(relu(y) - relu(x)) s = (relu(z) - relu(y)) r"
        with p.case("x >= 0 and z >= 0"):
            p.have("x s + z r >= 0")
            p.have("y >= 0", "x s + z r >= 0", "y (r + s) = x s + z r", "r > 0 and s > 0")
            p.have("relu(x) = x and (relu(y) = y and relu(z) = z)")
            p.have(line, "relu(x) = x and (relu(y) = y and relu(z) = z)", "y (r + s) = x s + z r")
        with p.otherwise():
            for one, other in ("xz", "zx"):
                with p.suppose(f"{one} > 0"):
                    with p.suppose(f"{other} < 0"):
                        p.have("x z < 0", f"{one} > 0", f"{other} < 0")
                        p.have("false", "x z < 0", "x z >= 0")
                    p.have("false")
                p.have(f"{one} <= 0")
            p.have("x s + z r <= 0")
            p.have("y <= 0", "x s + z r <= 0", "y (r + s) = x s + z r", "r > 0 and s > 0")
            p.have("relu(x) = 0 and (relu(y) = 0 and relu(z) = 0)")
            p.have(line, "relu(x) = 0 and (relu(y) = 0 and relu(z) = 0)")
    with p.fix("j in m") as one:
        p.have("b[j] - a[j] > 0 and e[j] - b[j] > 0", "order")
        with p.suppose("for all h in c: not bent(h, j)") as none:
            with p.fix("h in c") as each:
                p.have("not bent(h, j)", p.at(none.hypothesis, "h"))
                p.have(
                    "g(h, b[j]) ((b[j] - a[j]) + (e[j] - b[j])) = g(h, a[j]) (e[j] - b[j]) + g(h, e[j]) (b[j] - a[j])"
                )
                p.have(
                    "off(h, j) = 0", p.at(flat, "g(h, a[j])", "g(h, b[j])", "g(h, e[j])", "b[j] - a[j]", "e[j] - b[j]")
                )
                p.have("v[h] off(h, j) = 0", "off(h, j) = 0")
            p.have("sum[h in c] v[h] off(h, j) = 0", p.summed(each))
            p.have("false", p.at("turn", "j"), "sum[h in c] v[h] off(h, j) = 0")
        p.get("h in c: bent(h, j)", none)
        p.let("B = {x in c | bent(x, j)}", "rest = {x in B | x != h}")
        p.have("h in B", "bent(h, j)")
        p.have("|B| = 1 + |rest|", "h in B")
        p.have("sum[h in c | bent(h, j)] 1 >= 1", "|B| = 1 + |rest|")
    with p.fix("w, x, y, z in R with w <= x <= y <= z") as once, p.suppose("w x < 0 and y z < 0"):
        with p.suppose("x <= 0"):
            p.have("w x >= 0", "w <= x <= y <= z", "x <= 0")
            p.have("false", "w x >= 0", "w x < 0 and y z < 0")
        p.have("y > 0 and z > 0", "not x <= 0", "w <= x <= y <= z")
        p.have("y z > 0", "y > 0 and z > 0")
        p.have("false", "y z > 0", "w x < 0 and y z < 0")
    with p.fix("h in c") as few:
        p.let("S = {j in m | bent(h, j)}")
        with p.suppose("|S| > 1"):
            p.have("|S| > 0", "|S| > 1")
            p.get("j in S")
            p.let("rest = {x in S | x != j}")
            p.have("|S| = 1 + |rest|")
            p.have("|rest| > 0", "|S| > 1", "|S| = 1 + |rest|")
            p.get("i in rest")
            p.have("i != j")
            p.have("bent(h, i) and bent(h, j)")
            with p.fix("x, y in m with e[x] <= a[y]") as ordered, p.suppose("bent(h, x) and bent(h, y)"):
                p.have("a[x] < e[x] and a[y] < e[y]", p.at("order", "x"), p.at("order", "y"))
                with p.case("u[h] >= 0"):
                    p.have("u[h] a[x] <= u[h] e[x] <= u[h] a[y] <= u[h] e[y]", "u[h] >= 0", "e[x] <= a[y]",
                           "a[x] < e[x] and a[y] < e[y]")  # fmt: skip
                    p.have("g(h, a[x]) <= g(h, e[x]) <= g(h, a[y]) <= g(h, e[y])")
                    p.have("false", p.at(once, "g(h, a[x])", "g(h, e[x])", "g(h, a[y])", "g(h, e[y])"))
                with p.otherwise():
                    p.have("u[h] a[x] >= u[h] e[x] >= u[h] a[y] >= u[h] e[y]", "not u[h] >= 0", "e[x] <= a[y]",
                           "a[x] < e[x] and a[y] < e[y]")  # fmt: skip
                    p.have("g(h, e[y]) <= g(h, a[y]) <= g(h, e[x]) <= g(h, a[x])")
                    p.have("g(h, e[y]) g(h, a[y]) < 0 and g(h, e[x]) g(h, a[x]) < 0", "bent(h, x) and bent(h, y)")
                    p.have("false", p.at(once, "g(h, e[y])", "g(h, a[y])", "g(h, e[x])", "g(h, a[x])"))
            with p.case("e[i] <= a[j]"):
                p.have("false", p.at(ordered, "i", "j"))
            with p.otherwise():
                p.have("e[j] <= a[i]", p.at("disjoint", "i", "j"))
                p.have("false", p.at(ordered, "j", "i"))
        p.have("sum[j in m | bent(h, j)] 1 <= 1")
    p.have("sum[j in m] (sum[h in c | bent(h, j)] 1) = sum[h in c] (sum[j in m | bent(h, j)] 1)")
    p.claim("neurons", p.summed(one), p.summed(few))
