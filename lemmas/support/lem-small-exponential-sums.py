"""lem:small-exponential-sums. A real exponential sum that is small at enough points of an interval is small on all
of it (as after Turan and Remez, who have measures for points). H(t) = sum_j c_j exp(w_j t) with N terms, |w_j| <= W;
K points x_k in [0, T], mutual distances at least g; E = exp(W T):

    |H(x_k)| <= eta for all k, and K + 1 >= 2^N,  give  |H(z)| <= (E + 3 E^3 T/g)^N eta  for all z in [0, T].

Nothing is asked of the frequencies but their range: they may be close together or equal. N - 1 points are not enough,
since H may vanish at them; 2^N - 1 are what the induction over N asks for.
"""

from varproof_lemmas.support.every_other import every_other

from varproof.lang import Abs, And, Entry, ForAll, Implies, Index, Ne, Q, Source, Sum, exp, log
from varproof.proof.context import Block
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

entry = Entry(
    "lem:small-exponential-sums",
    "An exponential sum that is small at enough points is small",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    N, K = s.size("N"), s.size("K")
    c, w, x = s.vec("c", N), s.vec("w", N), s.vec("x", K)
    W, T, g, eta, z = s.real("W"), s.real("T"), s.real("g"), s.real("eta"), s.real("z")
    j, k, l = Index("j", N), Index("k", K), Index("l", K)
    E = exp(W * T)
    value = Abs(Sum(c[j] * exp(w[j] * z), j))
    bound = exp(N * log(E + 3 * E**3 * T / g)) * eta
    one = dict(c=[1], w=[1], x=[0, 1], W=1, T=1, g=1, eta=3, z=1)
    two = dict(c=[1, -1], w=[1, 0], x=[0], W=1, T=1, g=1, eta=Q(1, 10**4), z=1)
    s.assume("step", g > 0)
    s.assume("frequencies", ForAll(j, Abs(w[j]) <= W), needed_at=dict(one, w=[100], x=[0, Q(1, 100)], W=0, g=Q(1, 100)))
    s.assume("low", z >= 0, needed_at=dict(one, w=[-1], eta=1, z=-100))
    s.assume("high", z <= T, needed_at=dict(one, x=[0, Q(1, 2)], g=Q(1, 2), eta=2, z=100))
    s.assume("points", ForAll(k, And(0 <= x[k], x[k] <= T)), needed_at=dict(one, x=[-100, -99], eta=Q(1, 10**40)))
    s.assume(
        "apart",
        ForAll(k, l, Implies(Ne(k, l), Abs(x[k] - x[l]) >= g)),
        needed_at=dict(two, x=[0, 0, 0, 0]),
    )
    s.assume("small", ForAll(k, Abs(Sum(c[j] * exp(w[j] * x[k]), j)) <= eta), needed_at=dict(one, eta=Q(1, 10**4)))
    s.assume("enough", K + 1 >= exp(N * log(2)), needed_at=two)
    s.claim("small-everywhere", value <= bound)
    s.constant("bound", bound, bounds=value, side="upper")

    s.instance("one term", **one)
    s.instance("two terms", c=[1, -1], w=[1, 0], x=[0, 1, 2, 3], W=1, T=3, g=1, eta=20, z=Q(3, 2))
    s.instance("equal frequencies", c=[2, -2], w=[1, 1], x=[0, 1, 2, 3], W=1, T=3, g=1, eta=0, z=Q(3, 2))
    s.instance("zero", c=[0, 0], w=[1, -1], x=[0, 1, 2, 3], W=1, T=3, g=1, eta=0, z=3)
    s.false("the same bound", claims={"small-everywhere": value <= eta}, at=dict(one, x=[0, Q(1, 2)], g=Q(1, 2), eta=2))
    s.false("one point", drop=["enough"], at=two)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("E = exp(W T)", "q = 3 E^2/g", "D = E + E T q", "ell = log D", "two = log 2")
    p.let("H(f, S, y) = sum[j in S] f(j) exp(w[j] y)")
    p.get("j in N")
    p.have("T >= 0 and W >= 0", "low", "high", "frequencies")
    p.have("W T >= 0", "T >= 0", "W >= 0")
    p.have("E >= 1", "W T >= 0")
    p.have("q > 0 and q g = 3 E^2", "step", "E >= 1")
    p.have("E T q >= 0", "E >= 1", "T >= 0", "q > 0")
    p.have("D >= 1", "E T q >= 0", "E >= 1")
    p.have("exp(ell) = D", "D >= 1")
    p.have("exp(two) = 2")
    with p.fix("s, x, y in R with s^2 = 1 and |x| <= y") as signed:
        p.have("|s x| = |x|", "s^2 = 1")
        p.have("s x <= y and -s x <= y", "|s x| = |x|", "|x| <= y")
    with p.fix("x, y, z in R with y = z + 1") as powers:
        p.have("exp(x y) = exp(x) exp(x z)", "y = z + 1")
    near = nearness(p)
    halves = every_other(p)
    p.let("inside(B, l, r) iff for all k in B: 0 <= l(k) and l(k) <= r(k) and r(k) <= T")
    p.let("apart(B, l, r) iff for all k, m in B: k != m => l(k) <= l(m) => r(k) <= l(m) - g")
    p.let("hits(B, l, r, f, S, y) iff for all k in B: some v in R: l(k) <= v and v <= r(k) and |H(f, S, v)| <= y")
    p.let("bounded(f, S, y) iff for all u in R: 0 <= u => u <= T => |H(f, S, u)| <= exp(ell |S|) y")
    p.let("given(S, f, B, l, r, y) iff y > 0 and inside(B, l, r) and apart(B, l, r) and hits(B, l, r, f, S, y)"
          " and |B| + 1 >= exp(two |S|)")  # fmt: skip
    every = "f in R^N, B in sets, l in R^K, r in R^K, y in R with given(S, f, B, l, r, y)"
    claim = f"(for all j in S: j in N) => for all {every}: bounded(f, S, y)"
    with p.fix("S in sets with S is empty") as nothing, p.fix(every):
        with p.fix("u in R"), p.suppose("0 <= u"), p.suppose("u <= T"):
            p.have("H(f, S, u) = 0", "S is empty")
            p.have("exp(ell |S|) y >= 0")
            p.have("|H(f, S, u)| <= exp(ell |S|) y", "H(f, S, u) = 0", "exp(ell |S|) y >= 0")
        p.have("bounded(f, S, y)")
    with p.induct("S in sets: " + claim, nothing, largest="e", take="e") as step:
        p.let("rest = {j in S | j != e}")
        with p.suppose("for all j in S: j in N"), p.fix(every):
            one_more(p, (step, near, halves, signed, powers))
    last(p, p.at(step, p.symbols["N"]))


def nearness(p: Proof) -> Block:
    """exp(w_j (s - u)) <= E on [0, T]."""
    with p.fix("j in N, s in R, u in R with 0 <= s and s <= T and 0 <= u and u <= T") as near:
        p.have("|w[j]| <= W", "frequencies")
        p.have("|s - u| <= T")
        p.have("|w[j]| |s - u| <= W |s - u|", "|w[j]| <= W")
        p.have("W |s - u| <= W T", "|s - u| <= T", "W >= 0")
        p.have("|w[j] (s - u)| = |w[j]| |s - u|")
        p.have("w[j] (s - u) <= W T", "|w[j] (s - u)| = |w[j]| |s - u|", "|w[j]| |s - u| <= W |s - u|",
               "W |s - u| <= W T")  # fmt: skip
        p.have("exp(w[j] (s - u)) <= E", "w[j] (s - u) <= W T")
    return near


def one_more(p: Proof, known: tuple[Block, ...]) -> None:
    """From the sum over the other frequencies with G = H' - w H: between two of the places |G| is small."""
    step, near, halves, signed, powers = known
    p.have("some h in R^N: for all j in S: h(j) = f(j) (w[j] - w[e])", by="j -> f(j) (w[j] - w[e])")
    p.get("h in R^N: for all j in S: h(j) = f(j) (w[j] - w[e])")
    p.let("G(u) = H(h, rest, u)", "H1(u) = sum[j in S] f(j) w[j] exp(w[j] u)")
    p.have("e in N", p.at("for all j in S: j in N", "e"))
    p.have("h(e) = 0", p.at("for all j in S: h(j) = f(j) (w[j] - w[e])", "e"))
    with p.fix("u in R") as slope:
        with p.fix("j in S") as terms:
            p.have("h(j) exp(w[j] u) = f(j) w[j] exp(w[j] u) - w[e] f(j) exp(w[j] u)", "h(j) = f(j) (w[j] - w[e])")
        p.have("sum[j in S] h(j) exp(w[j] u) = h(e) exp(w[e] u) + G(u)", "e in S")
        p.have("H1(u) = G(u) + w[e] H(f, S, u)", p.summed(terms), "h(e) = 0",
               "sum[j in S] h(j) exp(w[j] u) = h(e) exp(w[e] u) + G(u)")  # fmt: skip
    between = small_between(p, near, slope, signed)
    with p.fix("k in B, m in B with k != m"), p.suppose("l(k) = l(m)"):
        p.have("false", p.at("apart(B, l, r)", "k", "m"), p.at("inside(B, l, r)", "k"), "l(k) = l(m)", "step")
    p.have("strict(B, l)")
    p.get("C in sets", p.at(p.at(halves, "l"), p.symbols["B"]))
    p.let("before(k) = max[m in {m in B | l(m) < l(k)}] l(m)")
    with p.fix("k in C"):
        p.have("k in B", p.at("part(C, B)", "k"))
    with p.fix("k in C") as previous:
        p.get("m in B: l(m) < l(k)", p.at("second(C, B, l)", "k"))
        p.let("early = {m in B | l(m) < l(k)}")
        p.have("m in early")
        p.largest("i in early: l(i)")
        p.have("some i in B: l(i) < l(k) and before(k) = l(i)", by="i")
    with p.fix("k in C, i in B with l(i) < l(k)") as above:
        p.let("early = {m in B | l(m) < l(k)}")
        p.have("i in early")
        p.have("l(i) <= before(k)")
    with p.fix("k in C"):
        p.get("i in B: l(i) < l(k) and before(k) = l(i)", p.at(previous, "k"))
        p.have("0 <= before(k)", p.at("inside(B, l, r)", "i"), "before(k) = l(i)")
        p.have("before(k) <= r(k)", p.at("inside(B, l, r)", "k"), "before(k) = l(i)", "l(i) < l(k)")
        p.have("0 <= before(k) and before(k) <= r(k) and r(k) <= T", p.at("inside(B, l, r)", "k"))
    p.have("inside(C, before, r)")
    with p.fix("k in C, m in C"), p.suppose("k != m"), p.suppose("before(k) <= before(m)"):
        with p.case("l(k) < l(m)"):
            p.get("i in B: l(k) < l(i) and l(i) < l(m)", p.at("spaced(C, B, l)", "k", "m"))
            with p.suppose("k = i"):
                p.have("l(k) = l(i)", "k = i")
                p.have("false", "l(k) = l(i)", "l(k) < l(i)")
            p.have("r(k) <= l(i) - g", p.at("apart(B, l, r)", "k", "i"), "l(k) < l(i)")
            p.have("r(k) <= before(m) - g", "r(k) <= l(i) - g", p.at(above, "m", "i"))
        with p.case("l(m) < l(k)"):
            p.get("i in B: l(m) < l(i) and l(i) < l(k)", p.at("spaced(C, B, l)", "m", "k"))
            p.get("o in B: l(o) < l(m) and before(m) = l(o)", p.at(previous, "m"))
            p.have("false", p.at(above, "k", "i"), "before(k) <= before(m)", "before(m) = l(o)", "l(o) < l(m)",
                   "l(m) < l(i)")  # fmt: skip
        with p.otherwise("l(k) = l(m)"):
            p.have("false", p.at("strict(B, l)", "k", "m"), "l(k) = l(m)")
    p.have("apart(C, before, r)")
    with p.fix("k in C"):
        p.get("i in B: l(i) < l(k) and before(k) = l(i)", p.at(previous, "k"))
        p.get("a in R: l(i) <= a and a <= r(i) and |H(f, S, a)| <= y", p.at("hits(B, l, r, f, S, y)", "i"))
        p.get("b in R: l(k) <= b and b <= r(k) and |H(f, S, b)| <= y", p.at("hits(B, l, r, f, S, y)", "k"))
        with p.suppose("i = k"):
            p.have("l(i) = l(k)", "i = k")
            p.have("false", "l(i) = l(k)", "l(i) < l(k)")
        p.have("r(i) <= l(k) - g", p.at("apart(B, l, r)", "i", "k"), "l(i) < l(k)")
        p.have("a <= b - g", "r(i) <= l(k) - g", "a <= r(i)", "l(k) <= b")
        p.have("0 <= a", p.at("inside(B, l, r)", "i"), "l(i) <= a")
        p.have("b <= T", p.at("inside(B, l, r)", "k"), "b <= r(k)")
        p.get("v in R: a <= v and v <= b and |G(v)| <= q y", p.at(between, "a", "b"))
        p.have("before(k) <= v", "before(k) = l(i)", "l(i) <= a", "a <= v")
        p.have("v <= r(k)", "v <= b", "b <= r(k)")
        p.have("some v in R: before(k) <= v and v <= r(k) and |G(v)| <= q y", by="v")
    p.have("hits(C, before, r, h, rest, q y)")
    p.have("|S| = |rest| + 1")
    p.have("exp(two |S|) = 2 exp(two |rest|)", p.at(powers, "two", "S", "rest"), "exp(two) = 2")
    p.have("exp(ell |S|) = D exp(ell |rest|)", p.at(powers, "ell", "S", "rest"), "exp(ell) = D")
    with p.case("2 |C| < |B|"):
        p.have("2 |C| + 1 >= |B|", "many(C, B, l)", "2 |C| < |B|")
    with p.otherwise("2 |C| >= |B|"):
        p.have("2 |C| + 1 >= |B|", "2 |C| >= |B|")
    p.have("|C| + 1 >= exp(two |rest|)", "2 |C| + 1 >= |B|", "exp(two |S|) = 2 exp(two |rest|)")
    p.have("q y > 0", "q > 0", "y > 0")
    p.have("for all j in rest: j in N")
    smaller = p.at(p.at(step.hypothesis), "h", "C", "before", "r", "q y")
    p.have("|B| > 0", "|B| + 1 >= exp(two |S|)", "exp(two |S|) = 2 exp(two |rest|)", growth(p))
    p.get("k in B")
    everywhere(p, near, slope, smaller, signed)


def small_between(p: Proof, near: Block, slope: Block, signed: Block) -> Block:
    """Between places at distance g with |H| <= y there is one with |G| <= q y: else H exp(-w .) would rise too much."""
    p.have("q y > 0", "q > 0", "y > 0")
    with p.fix("x in R with |x| > 0") as signs:
        with p.case("x > 0"):
            p.have("some s in R: s^2 = 1 and s x > 0", by="1")
        with p.otherwise("x <= 0"):
            with p.suppose("x = 0"):
                p.have("false", "|x| > 0", "x = 0")
            p.have("-x > 0")
            p.have("some s in R: s^2 = 1 and s x > 0", by="-1")
    p.let("close(v) iff |H(f, S, v)| <= y")
    with p.fix("a, b in R with 0 <= a and b <= T and a <= b - g and close(a) and close(b)") as between:
        found = "some v in R: a <= v and v <= b and |G(v)| <= q y"
        with p.suppose(f"not ({found})"):
            with p.fix("v in R with a <= v and v <= b") as large:
                with p.suppose("|G(v)| <= q y"):
                    p.have(found, by="v")
                    p.have("false")
                p.have("|G(v)| > q y")
            p.have("a <= b", "a <= b - g", "step")
            p.have("|G(a)| > 0", p.at(large, "a"), "q y > 0")
            p.get("s in R: s^2 = 1 and s G(a) > 0", p.at(signs, "G(a)"))
            with p.fix("v in R with a <= v and v <= b") as steep:
                one_sign(p, large)
                p.let("X = exp(w[e] (a - v))")
                p.have("E X >= 1", p.at(near, "e", "v", "a"))
                p.have("E s G(v) X >= q y", "E X >= 1", "s G(v) > q y", "q y > 0")
                p.have("E s H1(v) X - E s w[e] H(f, S, v) X - q y >= 0", "E s G(v) X >= q y", p.at(slope, "v"))
            rise = p.risen("v -> E s H(f, S, v) exp(w[e] (a - v)) - q y v", "a", "b", steep)
            p.let("X = exp(w[e] (a - b))")
            p.have("0 < X <= E", p.at(near, "e", "a", "b"))
            p.have("s H(f, S, b) <= y", p.at(signed, "s", "H(f, S, b)", "y"))
            p.have("-s H(f, S, a) <= y", p.at(signed, "s", "H(f, S, a)", "y"))
            p.have("s H(f, S, b) X <= y X", "s H(f, S, b) <= y", "X > 0")
            p.have("y X <= y E", "X <= E", "y > 0")
            p.have("E s H(f, S, b) X <= E^2 y", "s H(f, S, b) X <= y X", "y X <= y E")
            p.have("q y (b - a) <= E^2 y + E y", rise, "E s H(f, S, b) X <= E^2 y", "-s H(f, S, a) <= y")
            p.have("q y (b - a) >= q y g", "a <= b - g", "q y > 0")
            p.have("q y g = 3 E^2 y", "q g = 3 E^2")
            p.have("E^2 y >= E y > 0", "E >= 1", "y > 0")
            p.have("false", "q y (b - a) <= E^2 y + E y", "q y (b - a) >= q y g", "q y g = 3 E^2 y", "E^2 y >= E y > 0")
        p.have(found)
    return between


def one_sign(p: Proof, large: Block) -> None:
    """s G(v) > 0, as s G/|G| does not fall between a and v."""
    p.let("G1(t) = sum[j in rest] h(j) w[j] exp(w[j] t)")
    with p.fix("x, d, r in R with r^2 = x^2 and r > 0") as flat:
        p.have("r (1/r) = 1", "r > 0")
        p.have("x^2 (1/r)^2 = 1", "r^2 = x^2", "r (1/r) = 1")
        p.have("d/r - x^2 d/r^3 = 0", "x^2 (1/r)^2 = 1")
    with p.fix("t in R with a <= t and t <= v") as level:
        p.have("|G(t)| > 0", p.at(large, "t"), "q y > 0")
        p.have("|G(t)|^2 = G(t)^2")
        p.have("G(t)^2 > 0", "|G(t)| > 0", "|G(t)|^2 = G(t)^2")
        p.have("s G1(t)/|G(t)| - s G(t)^2 G1(t)/|G(t)|^3 = 0", p.at(flat, "G(t)", "G1(t)", "|G(t)|"))
        p.have("s G1(t)/|G(t)| - s G(t)^2 G1(t)/|G(t)|^3 = 0 and |G(t)| > 0 and G(t)^2 > 0")
    rise = p.risen("t -> s G(t)/|G(t)|", "a", "v", level)
    p.have("s G(a)/|G(a)| > 0", "s G(a) > 0", "|G(a)| > 0")
    p.have("s G(v)/|G(v)| > 0", rise, "s G(a)/|G(a)| > 0")
    p.have("|G(v)| > q y", p.at(large, "v"))
    p.have("|G(v)| > 0", "|G(v)| > q y", "q y > 0")
    p.have("s G(v) > 0", "s G(v)/|G(v)| > 0", "|G(v)| > 0")
    p.have("|s G(v)| = |G(v)|", "s^2 = 1")
    p.have("|s G(v)| = s G(v)", "s G(v) > 0")
    p.have("s G(v) > q y", "|s G(v)| = |G(v)|", "|s G(v)| = s G(v)", "|G(v)| > q y")


def everywhere(p: Proof, near: Block, slope: Block, smaller: Theorem, signed: Block) -> None:
    """|H| is small on all of [0, T], from a place where it is, as |G| is small."""
    p.get("a in R: l(k) <= a and a <= r(k) and |H(f, S, a)| <= y", p.at("hits(B, l, r, f, S, y)", "k"))
    p.have("0 <= a and a <= T", p.at("inside(B, l, r)", "k"), "l(k) <= a", "a <= r(k)")
    p.have("some P in R: P = exp(ell |rest|)", by="exp(ell |rest|)")
    p.get("P in R: P = exp(ell |rest|)")
    p.let("top = P q y", "last = P D y")
    p.have("ell >= 0", "D >= 1")
    p.have("ell |rest| >= 0", "ell >= 0")
    p.have("P >= 1", "P = exp(ell |rest|)", "ell |rest| >= 0")
    p.have("top > 0", "P >= 1", "q > 0", "y > 0")
    p.have("top E > 0", "top > 0", "E >= 1")
    p.have("top E T + E y <= last", "P >= 1", "E >= 1", "y > 0")
    fixed = "s in R, u in R, b in R, d in R with s^2 = 1 and 0 <= u and u <= T and 0 <= b and b <= d and d <= T"
    with p.fix(fixed) as rises:
        with p.fix("v in R with b <= v and v <= d") as slopes:
            p.let("X = exp(w[e] (u - v))")
            p.have("0 < X <= E", p.at(near, "e", "u", "v"))
            p.have("|G(v)| <= top", p.at(smaller, "v"), "P = exp(ell |rest|)")
            p.have("s G(v) <= top", p.at(signed, "s", "G(v)", "top"))
            p.have("s G(v) X <= top X", "s G(v) <= top", "X > 0")
            p.have("top X <= top E", "X <= E", "top > 0")
            p.have("s H1(v) X = s G(v) X + s w[e] H(f, S, v) X", p.at(slope, "v"))
            p.have("top E - s H1(v) X + s w[e] H(f, S, v) X >= 0", "s G(v) X <= top X", "top X <= top E",
                   "s H1(v) X = s G(v) X + s w[e] H(f, S, v) X")  # fmt: skip
        rise = p.risen("v -> top E v - s H(f, S, v) exp(w[e] (u - v))", "b", "d", slopes)
        p.have("top E b - s H(f, S, b) exp(w[e] (u - b)) <= top E d - s H(f, S, d) exp(w[e] (u - d))", rise)
    with p.fix("u in R"), p.suppose("0 <= u"), p.suppose("u <= T"):
        with p.fix("s in R with s^2 = 1") as sides:
            p.let("X = exp(w[e] (u - a))", "value = s H(f, S, u)")
            p.have("0 < X <= E", p.at(near, "e", "u", "a"))
            p.have("s H(f, S, a) <= y", p.at(signed, "s", "H(f, S, a)", "y"))
            p.have("s H(f, S, a) X <= y X", "s H(f, S, a) <= y", "X > 0")
            p.have("s H(f, S, a) X <= E y", "s H(f, S, a) X <= y X", "X <= E", "y > 0")
            with p.case("a <= u"):
                p.have("value <= top E (u - a) + s H(f, S, a) X", p.at(rises, "s", "u", "a", "u"))
                p.have("u - a <= T", "u <= T", "0 <= a")
                p.have("top E (u - a) <= top E T", "u - a <= T", "top E > 0")
                p.have("value <= last", "value <= top E (u - a) + s H(f, S, a) X", "top E (u - a) <= top E T",
                       "s H(f, S, a) X <= E y", "top E T + E y <= last")  # fmt: skip
            with p.otherwise("u <= a"):
                p.have("value <= top E (a - u) + s H(f, S, a) X", p.at(rises, "-s", "u", "u", "a"))
                p.have("a - u <= T", "a <= T", "0 <= u")
                p.have("top E (a - u) <= top E T", "a - u <= T", "top E > 0")
                p.have("value <= last", "value <= top E (a - u) + s H(f, S, a) X", "top E (a - u) <= top E T",
                       "s H(f, S, a) X <= E y", "top E T + E y <= last")  # fmt: skip
        p.have("|H(f, S, u)| <= last", p.at(sides, "1"), p.at(sides, "-1"))
        p.have("|H(f, S, u)| <= exp(ell |S|) y", "|H(f, S, u)| <= last", "P = exp(ell |rest|)",
               "exp(ell |S|) = D exp(ell |rest|)")  # fmt: skip


def growth(p: Proof) -> Theorem:
    """2^|rest| >= 1."""
    p.have("two >= 0")
    p.have("two |rest| >= 0", "two >= 0")
    return p.have("exp(two |rest|) >= 1", "two |rest| >= 0")


def last(p: Proof, known: Theorem) -> None:
    """The places are the points; y > eta is as close to eta as wanted."""
    p.get("k in K")
    p.have("eta >= 0", "small")
    p.let("P = exp(ell N)", "y = 1/2 (|H(c, N, z)|/P + eta)")
    with p.suppose("|H(c, N, z)| > P eta"):
        p.have("|H(c, N, z)|/P > eta", "|H(c, N, z)| > P eta", "P > 0")
        p.have("y > eta", "|H(c, N, z)|/P > eta")
        with p.fix("k in K"):
            p.have("0 <= x[k] and x[k] <= T", "points")
        with p.fix("k in K, m in K"), p.suppose("k != m"), p.suppose("x[k] <= x[m]"):
            p.have("|x[k] - x[m]| >= g", p.at("apart", "k", "m"))
        with p.fix("k in K"):
            p.have("|H(c, N, x[k])| <= y", "small", "y > eta")
            p.have("some v in R: x[k] <= v and v <= x[k] and |H(c, N, v)| <= y", by="x[k]")
        p.have("|H(c, N, z)| <= P y", p.at(p.at(known, "c", "K", "x", "x", "y"), "z"))
        p.have("false", "|H(c, N, z)| <= P y", "|H(c, N, z)| > P eta")
    p.claim("small-everywhere", "|H(c, N, z)| <= P eta")
