"""lem:stack-memory. A stack of narrow layers takes prescribed values at finitely many points: one point a layer.

Points z_1, ..., z_r with values H_1, ..., H_r (some may be equal, with one value then), whose sums of entries are at
distance 1 or more from each other, and larger by 1 than those of all values. There are r feed-forward layers with skip
connection and c >= 4 neurons each, all of them with weights of rank one, that take z_i to H_i, one after the other, and
move every token by sum_j |H_ja - z_ja| at most.

Layer j adds H_j - z_j, times the hat max(0, x + 1) - 2 max(0, x) + max(0, x - 1) of x = sum_a (y_a - z_ja): it moves
z_j, and neither the points that are left nor the values that were reached. Induction over the layers. A single layer
with as many neurons as there are points: lem:memorise.
"""

from varproof_lemmas.universality.stacks import LAYER, RELU, RUN, over_layers, prefix, stays_near, token_run

from varproof.lang import Abs, And, Array, Entry, Eq, Exists, ForAll, Implies, Index, Or, Pos, Source, Sum
from varproof.proof.context import Block
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

entry = Entry(
    "lem:stack-memory",
    "A stack of layers of four neurons takes prescribed values at finitely many points",
    source=Source(text="ours"),
    uses=["lem:four-neurons"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    r, c, d = (s.size(name) for name in ("r", "c", "d"))
    z, H = s.mat("z", r, d), s.mat("H", r, d)
    U, T, V, x, Y = Array("U", r, c, d), Array("T", r, c), Array("V", r, d, c), Array("x", d), Array("Y", r, d)
    i, j, k, a = Index("i", r), Index("j", r), Index("k", r), Index("a", d)

    def total(rows, i):
        return Sum(rows[i, a], a)

    s.assume("count", c >= 4)
    one_point = ForAll(a, And(Eq(z[i, a], z[j, a]), Eq(H[i, a], H[j, a])))
    s.assume("apart", ForAll(i, j, Or(Abs(total(z, i) - total(z, j)) >= 1, one_point)))
    s.assume("below", ForAll(i, j, total(H, i) + 1 <= total(z, j)))
    taken = ForAll(i, Implies(ForAll(a, Eq(x[a], z[i, a])),
                              ForAll(k, Implies(Eq(Pos(k), r), ForAll(a, Eq(Y[k, a], H[i, a]))))))  # fmt: skip
    moved = Sum(Abs(H[j, a] - z[j, a]), j)
    near = ForAll(a, ForAll(k, Implies(Eq(Pos(k), r), Abs(Y[k, a] - x[a]) <= moved)))
    s.claim("memory", Exists(U, T, V, ForAll(x, Y, Implies(token_run(x, U, T, V, Y), And(taken, near)))))

    s.instance("one point", z=[[1]], H=[[0]], c=4)
    s.instance("three points, one of them twice", z=[[3, 0], [5, 1], [3, 0]], H=[[2, 0], [-7, 9], [2, 0]], c=4)
    s.instance("more neurons", z=[[5], [4]], H=[[-1], [3]], c=9)
    function = ForAll(i, j, Implies(ForAll(a, Eq(z[i, a], z[j, a])), ForAll(a, Eq(H[i, a], H[j, a]))))
    s.false(
        "two values at one point",
        drop=["apart"],
        claims={"memory": function},
        at=dict(z=[[1], [1]], H=[[0], [-1]], c=4),
    )

    # without what the neurons write every token is moved by as much
    moved = ForAll(i, j, a, Eq(H[i, a] - z[i, a], H[j, a] - z[j, a]))
    s.false("no neurons", claims={"memory": moved}, at=dict(z=[[5], [4]], H=[[-1], [3]], c=4))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let(*RELU)
    p.let("hat(x) = relu(x + 1) - 2 relu(x) + relu(x - 1)", "p(j) = sum[a in d] z(j, a)", "D(j, a) = H(j, a) - z(j, a)")
    with p.fix("x in R with |x| >= 1") as outside:
        with p.case("x >= 1"):
            p.have("relu(x + 1) = x + 1 and relu(x) = x and relu(x - 1) = x - 1")
            p.have("hat(x) = 0", "relu(x + 1) = x + 1 and relu(x) = x and relu(x - 1) = x - 1")
        with p.otherwise():
            with p.suppose("x >= 0"):
                p.have("|x| = x", "x >= 0")
                p.have("false", "|x| = x", "|x| >= 1", "not x >= 1")
            p.have("|x| = -x", "not x >= 0")
            p.have("x <= -1", "|x| = -x", "|x| >= 1")
            p.have("relu(x + 1) = 0 and relu(x) = 0 and relu(x - 1) = 0")
            p.have("hat(x) = 0", "relu(x + 1) = 0 and relu(x) = 0 and relu(x - 1) = 0")
    p.have("relu(1) = 1 and relu(0) = 0 and relu(-1) = 0")
    top = p.have("hat(0) = 1", "relu(1) = 1 and relu(0) = 0 and relu(-1) = 0")
    sums = "D(k, a) relu({0} + 1 - p(k)) - 2 D(k, a) relu({0} - p(k)) + D(k, a) relu({0} - 1 - p(k))"
    made = f"for all y in R^d: for all k in r, a in d: {LAYER} = {sums.format('(sum[l in d] 1 y(l))')}"
    p.get(
        "U in R^(r, c, d), T in R^(r, c), V in R^(r, d, c): " + made,
        p.cite("lem:four-neurons", r="r", c="c", d="d", w="(j, l) -> 1", t1="j -> 1 - p(j)", t2="j -> -p(j)",
               t3="j -> -1 - p(j)", t4="j -> 0", v1="D", v2="(j, a) -> -2 D(j, a)", v3="D", v4="(j, a) -> 0"),
    )  # fmt: skip
    made = p.have(made)
    p.let(f"added(k, y, a) = {LAYER}")
    with p.fix("y in R^d, j in r, a in d") as hats:
        p.have("added(j, y, a) = D(j, a) hat(sum[l in d] y(l) - p(j))", p.at(made, "y", "j", "a"))
    with p.fix("x in R") as between:
        with p.case("|x| >= 1"):
            p.have("0 <= hat(x) <= 1", p.at(outside, "x"))
        with p.otherwise():
            p.have("x <= |x| and -x <= |x|")
            p.have("-1 <= x <= 1", "not |x| >= 1", "x <= |x| and -x <= |x|")
            p.have("relu(x + 1) = x + 1 and relu(x - 1) = 0", "-1 <= x <= 1")
            with p.case("x >= 0"):
                p.have("relu(x) = x")
                p.have("0 <= hat(x) <= 1", "relu(x + 1) = x + 1 and relu(x - 1) = 0", "relu(x) = x", "-1 <= x <= 1")
            with p.otherwise():
                p.have("relu(x) = 0")
                p.have("0 <= hat(x) <= 1", "relu(x + 1) = x + 1 and relu(x - 1) = 0", "relu(x) = 0", "-1 <= x <= 1")
    with p.fix("x, y, z in R with x = y z and 0 <= z <= 1") as part:
        p.have("|y z| <= |y|", "0 <= z <= 1")
        p.have("|x| <= |y|", "|y z| <= |y|", "x = y z")
    with p.fix("x in R^d, Y in R^(r, d)"), p.suppose(RUN) as run:
        with p.fix("a in d") as near:
            p.let("e(l) = |D(l, a)|")
            with p.fix("k in r, y in R^d") as small:
                p.have("added(k, y, a) = D(k, a) hat(sum[l in d] y(l) - p(k))", p.at(hats, "y", "k", "a"))
                p.have("0 <= hat(sum[l in d] y(l) - p(k)) <= 1", p.at(between, "sum[l in d] y(l) - p(k)"))
                p.have(
                    "|added(k, y, a)| <= e(k)", p.at(part, "added(k, y, a)", "D(k, a)", "hat(sum[l in d] y(l) - p(k))")
                )
            p.ended(stays_near(p, run.hypothesis, small.theorem))
        with p.fix("i in r") as taken:
            _takes(p, run, hats, outside, top)
        p.ended(p.both(taken.theorem, near.theorem))
    p.claim("memory", by="U, T, V")


def _takes(p: Proof, run: Block, hats: Block, outside: Block, top: Theorem) -> None:
    """Y_k = H_i after the last layer k, from x = z_i."""
    first, later = p.left(run.hypothesis), p.right(run.hypothesis)
    with p.suppose("for all a in d: x(a) = z(i, a)") as start_at:
        p.have("some e in R^r: for all j in r: e(j) = hat(p(i) - p(j))", by="j -> hat(p(i) - p(j))")
        p.get("e in R^r: for all j in r: e(j) = hat(p(i) - p(j))")
        value = p.have("for all j in r: e(j) = hat(p(i) - p(j))")
        p.let("E(k) = sum[l in r | pos(l) < pos(k)] e(l)")
        p.let("there(y) iff for all a in d: y(a) = z(i, a)", "done(y) iff for all a in d: y(a) = H(i, a)")
        p.let("inv(k) iff done(a -> Y(k, a)) or (there(a -> Y(k, a)) and E(k) + e(k) = 0)")
        p.let("same(j) iff for all a in d: z(i, a) = z(j, a) and H(i, a) = H(j, a)")
        with p.fix("j in r") as cases:
            with p.case("|p(i) - p(j)| >= 1"):
                p.have("e(j) = 0", p.at(outside, "p(i) - p(j)"), p.at(value, "j"))
                p.have("e(j) = 0 or (e(j) = 1 and same(j))")
            with p.otherwise():
                p.have("same(j)", p.at("apart", "i", "j"))
                with p.fix("a in d") as entries:
                    p.have("z(i, a) = z(j, a)", p.at("same(j)", "a"))
                equal = p.have("p(i) - p(j) = 0", p.summed(entries))
                one = p.congruence(equal, p.term("p(i) - p(j)"), p.term("0"), p.symbols["hat"])
                p.have("e(j) = 1", top, one, p.at(value, "j"))
                p.have("e(j) = 0 or (e(j) = 1 and same(j))")
        with p.fix("y in R^d, k in r") as moves, p.suppose("there(y)") as at:
            equal = p.have("sum[l in d] y(l) - p(k) = p(i) - p(k)", p.summed(at.hypothesis))
            at = p.congruence(equal, p.term("sum[l in d] y(l) - p(k)"), p.term("p(i) - p(k)"), p.symbols["hat"])
            with p.fix("a in d"):
                p.have("added(k, y, a) = D(k, a) e(k)", p.at(hats, "y", "k", "a"), at, p.at(value, "k"))
        with p.fix("y in R^d, k in r") as rests, p.suppose("done(y)") as at:
            p.have("sum[l in d] y(l) = sum[l in d] H(i, l)", p.summed(at.hypothesis))
            p.have("sum[l in d] y(l) - p(k) <= -1", "sum[l in d] y(l) = sum[l in d] H(i, l)", p.at("below", "i", "k"))
            p.have("|sum[l in d] y(l) - p(k)| >= 1", "sum[l in d] y(l) - p(k) <= -1")
            zero = p.at(outside, "sum[l in d] y(l) - p(k)")
            with p.fix("a in d"):
                p.have("added(k, y, a) = 0", p.at(hats, "y", "k", "a"), zero)
        with p.fix("k in r with pos(k) = 1") as start:
            p.have("there(x)", start_at.hypothesis)
            with p.case("e(k) = 0"):
                with p.fix("a in d"):
                    p.have(
                        "Y(k, a) = z(i, a)",
                        p.at(first, "k", "a"),
                        p.at(moves, "x", "k", "a"),
                        "e(k) = 0",
                        p.at("there(x)", "a"),
                    )
                p.have("E(k) = 0", prefix(p, "first", "k", "pos(k) = 1"))
                p.have("inv(k)")
            with p.otherwise():
                p.have("e(k) = 1 and same(k)", p.at(cases, "k"))
                with p.fix("a in d"):
                    p.have("z(i, a) = z(k, a) and H(i, a) = H(k, a)", p.at("same(k)", "a"))
                    p.have(
                        "Y(k, a) = H(i, a)",
                        p.at(first, "k", "a"),
                        p.at(moves, "x", "k", "a"),
                        "e(k) = 1",
                        p.at("there(x)", "a"),
                        "z(i, a) = z(k, a)",
                    )
                p.have("inv(k)")
        with p.fix("l in r, k in r with pos(k) = pos(l) + 1") as step, p.suppose("inv(l)"):
            with p.case("done(a -> Y(l, a))"):
                with p.fix("a in d"):
                    still = p.at(rests, "a -> Y(l, a)", "k", "a")
                    p.have("Y(k, a) = H(i, a)", p.at(later, "l", "k", "a"), still, p.at("done(a -> Y(l, a))", "a"))
                p.have("inv(k)")
            with p.otherwise():
                known = p.have("there(a -> Y(l, a)) and E(l) + e(l) = 0", "inv(l)")
                p.have("E(k) = E(l) + e(l)", prefix(p, "next", "l", "k", "pos(k) = pos(l) + 1"))
                with p.case("e(k) = 0"):
                    with p.fix("a in d"):
                        p.have(
                            "Y(k, a) = z(i, a)",
                            p.at(later, "l", "k", "a"),
                            p.at(moves, "a -> Y(l, a)", "k", p.left(known), "a"),
                            "e(k) = 0",
                            p.at(p.left(known), "a"),
                        )
                    p.have("E(k) + e(k) = 0")
                    p.have("inv(k)")
                with p.otherwise():
                    p.have("e(k) = 1 and same(k)", p.at(cases, "k"))
                    with p.fix("a in d"):
                        p.have("z(i, a) = z(k, a) and H(i, a) = H(k, a)", p.at("same(k)", "a"))
                        p.have(
                            "Y(k, a) = H(i, a)",
                            p.at(later, "l", "k", "a"),
                            p.at(moves, "a -> Y(l, a)", "k", p.left(known), "a"),
                            "e(k) = 1",
                            p.at(p.left(known), "a"),
                            "z(i, a) = z(k, a)",
                        )
                    p.have("inv(k)")
        every = over_layers(p, start, step)
        with p.fix("k in r with pos(k) = r"):
            p.have("E(k) + e(k) = sum[l in r] e(l)", prefix(p, "last", "k", "pos(k) = r"))
            with p.fix("l in r - {i}") as others:
                with p.case("e(l) = 0"):
                    p.have("e(l) >= 0", "e(l) = 0")
                with p.otherwise():
                    p.have("e(l) = 1 and same(l)", p.at(cases, "l"))
                    p.have("e(l) >= 0", "e(l) = 1")
            p.have("e(i) = 1", top, p.at(value, "i"))
            p.have("sum[l in r] e(l) = e(i) + sum[l in r - {i}] e(l)")
            p.have("E(k) + e(k) >= 1", "e(i) = 1", p.summed(others))
            with p.suppose("not done(a -> Y(k, a))"):
                p.have("E(k) + e(k) = 0", p.at(every, "k"))
                p.have("false", "E(k) + e(k) = 0", "E(k) + e(k) >= 1")
            p.have("done(a -> Y(k, a))")
