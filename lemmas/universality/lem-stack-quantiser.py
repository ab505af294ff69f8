"""lem:stack-quantiser. A stack of layers of four neurons writes a value for each interval of each coordinate.

Layer j reads one coordinate, given by a unit vector w_j, and replaces it by t_j where it lies in [s_j, s_j + delta -
theta]. Intervals of one coordinate start at the same place (and have one value) or delta or more from each other, and
all values lie delta or more below all intervals. So, after r layers with skip connection and c >= 4 neurons each,

    y_a = t_j   if w_ja = 1 and s_j <= x_a <= s_j + delta - theta,   for all j and a,

and for every token |y_a - x_a| <= sum_j (s_j - t_j + delta).

Layer j adds w_j times a piecewise linear function of <w_j, y> with kinks at s_j - theta, s_j, s_j + delta - theta and
s_j + delta: it is 0 outside, and t_j - x on the interval. Induction over the layers: a coordinate stays what it is
until its interval comes, and then lies below all intervals. One layer that does all at once: lem:quantiser-layer.
"""

from varproof_lemmas.universality.stacks import LAYER, RELU, RUN, over_layers, prefix, stays_near, token_run

from varproof.lang import Abs, And, Array, Entry, Eq, Exists, ForAll, Implies, Index, Ne, Or, Pos, Q, Source, Sum
from varproof.proof.context import Block
from varproof.proof.kernel import terms as t
from varproof.proof.proof import Proof

entry = Entry(
    "lem:stack-quantiser",
    "A stack of layers of four neurons writes a value for each interval of each coordinate",
    source=Source(text="ours"),
    uses=["lem:four-neurons"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    r, c, d = (s.size(name) for name in ("r", "c", "d"))
    w, start, value, delta, theta = s.mat("w", r, d), s.vec("s", r), s.vec("t", r), s.real("delta"), s.real("theta")
    U, T, V, x, Y = Array("U", r, c, d), Array("T", r, c), Array("V", r, d, c), Array("x", d), Array("Y", r, d)
    i, j, k, a, b = Index("i", r), Index("j", r), Index("k", r), Index("a", d), Index("b", d)
    s.assume("count", c >= 4)
    s.assume("ramps", And(0 < theta, theta <= delta))
    one = And(Eq(w[j, a], 1), ForAll(b, Implies(Ne(b, a), Eq(w[j, b], 0))))
    s.assume("one-coordinate", ForAll(j, a, Or(Eq(w[j, a], 0), one)))
    same = And(Eq(start[i], start[j]), Eq(value[i], value[j]))
    apart = Implies(And(Eq(w[i, a], 1), Eq(w[j, a], 1)), Or(Abs(start[i] - start[j]) >= delta, same))
    s.assume("apart", ForAll(i, j, a, apart))
    s.assume("below", ForAll(i, j, value[i] + delta <= start[j]))
    inside = And(Eq(w[j, a], 1), start[j] <= x[a], x[a] <= start[j] + delta - theta)
    written = ForAll(k, Implies(Eq(Pos(k), r), Eq(Y[k, a], value[j])))
    moved = Sum(start[j] - value[j] + delta, j)
    near = ForAll(a, ForAll(k, Implies(Eq(Pos(k), r), Abs(Y[k, a] - x[a]) <= moved)))
    both = And(ForAll(j, a, Implies(inside, written)), near)
    s.claim("written", Exists(U, T, V, ForAll(x, Y, Implies(token_run(x, U, T, V, Y), both))))

    single = dict(w=[[1]], s=[1], t=[0], delta=1, theta=Q(1, 2), c=4)
    s.instance("one interval", **single)
    s.instance("two coordinates", **dict(single, w=[[1, 0], [0, 1], [1, 0]], s=[1, 1, 2], t=[0, -5, -1]))
    s.instance("an interval twice", **dict(single, w=[[1], [1]], s=[1, 1], t=[0, 0], c=5))
    equal = ForAll(
        i, j, a, Implies(And(Eq(w[i, a], 1), Eq(w[j, a], 1), Eq(start[i], start[j])), Eq(value[i], value[j]))
    )
    twice = dict(single, w=[[1], [1]], s=[1, 1], t=[0, -1])
    s.false("two values in one interval", drop=["apart"], claims={"written": equal}, at=twice)
    # without ramps neighbouring intervals meet
    meet = ForAll(i, j, a, Implies(And(Eq(w[i, a], 1), Eq(w[j, a], 1), Eq(start[i] + delta, start[j])),
                                   Eq(value[i], value[j])))  # fmt: skip
    beside = dict(single, w=[[1], [1]], s=[1, 2], t=[0, -1], theta=0)
    s.false("ramps without width", drop=["ramps"], claims={"written": meet}, at=beside)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let(*RELU)
    with p.fix("x in R with x <= 0") as low:
        p.have("relu(x) = 0")
    with p.fix("x in R with x >= 0") as high:
        p.have("relu(x) = x")
    # the function of layer k at y, with m = t_k - s_k
    p.let("m(k) = t(k) - s(k)", "o(k) = m(k) - delta + theta")
    p.let(
        "f(k, y) = (m(k)/theta) relu(y + (theta - s(k))) - (1 + m(k)/theta) relu(y - s(k))"
        " + (1 - o(k)/theta) relu(y + (theta - delta - s(k))) + (o(k)/theta) relu(y + (0 - delta - s(k)))"
    )
    with p.fix("k in r, y in R with y <= s(k) - theta") as before:
        for q in ("y + (theta - s(k))", "y - s(k)", "y + (theta - delta - s(k))", "y + (0 - delta - s(k))"):
            p.have(f"{q} <= 0", "y <= s(k) - theta", "ramps")
            p.have(f"relu({q}) = 0", p.at(low, q))
        p.have("f(k, y) = 0")
    with p.fix("k in r, y in R with y >= s(k) + delta") as behind:
        for q in ("y + (theta - s(k))", "y - s(k)", "y + (theta - delta - s(k))", "y + (0 - delta - s(k))"):
            p.have(f"{q} >= 0", "y >= s(k) + delta", "ramps")
            p.have(f"relu({q}) = {q}", p.at(high, q))
        p.have("f(k, y) = 0")
    with p.fix("k in r, y in R with s(k) <= y <= s(k) + delta - theta") as between:
        for q in ("y + (theta - s(k))", "y - s(k)"):
            p.have(f"{q} >= 0", "s(k) <= y <= s(k) + delta - theta", "ramps")
            p.have(f"relu({q}) = {q}", p.at(high, q))
        for q in ("y + (theta - delta - s(k))", "y + (0 - delta - s(k))"):
            p.have(f"{q} <= 0", "s(k) <= y <= s(k) + delta - theta", "ramps")
            p.have(f"relu({q}) = 0", p.at(low, q))
        p.have("f(k, y) = t(k) - y")
    along = "(sum[l in d] w(k, l) y(l))"
    four = (
        f"w(k, a) (m(k)/theta) relu({along} + (theta - s(k))) + w(k, a) (0 - 1 - m(k)/theta) relu({along} + (0 - s(k)))"
        f" + w(k, a) (1 - o(k)/theta) relu({along} + (theta - delta - s(k)))"
        f" + w(k, a) (o(k)/theta) relu({along} + (0 - delta - s(k)))"
    )
    made = f"for all y in R^d: for all k in r, a in d: {LAYER} = {four}"
    p.get(
        "U in R^(r, c, d), T in R^(r, c), V in R^(r, d, c): " + made,
        p.cite("lem:four-neurons", r="r", c="c", d="d", w="w", t1="k -> theta - s(k)", t2="k -> 0 - s(k)",
               t3="k -> theta - delta - s(k)", t4="k -> 0 - delta - s(k)", v1="(k, a) -> w(k, a) (m(k)/theta)",
               v2="(k, a) -> w(k, a) (0 - 1 - m(k)/theta)", v3="(k, a) -> w(k, a) (1 - o(k)/theta)",
               v4="(k, a) -> w(k, a) (o(k)/theta)"),
    )  # fmt: skip
    made = p.have(made)
    p.let(f"added(k, y, a) = {LAYER}")
    with p.fix("y in R^d, k in r, a in d with w(k, a) = 0") as others:
        p.have("added(k, y, a) = 0", p.at(made, "y", "k", "a"), "w(k, a) = 0")
    with p.fix("y in R^d, k in r, a in d with w(k, a) = 1") as own:
        unit = p.have("for all b in d: b != a => w(k, b) = 0", p.at("one-coordinate", "k", "a"))
        with p.fix("b in d - {a}") as rest:
            p.have("w(k, b) y(b) = 0", p.at(unit, "b"))
        p.have("sum[l in d] w(k, l) y(l) = w(k, a) y(a) + sum[l in d - {a}] w(k, l) y(l)")
        seen = p.have(f"{along} = y(a)", "w(k, a) = 1", p.summed(rest))
        value = p.congruence(seen, p.term(along), p.term("y(a)"), lambda z: p.symbols["f"](p.term("k"), z))
        p.have("added(k, y, a) = f(k, y(a))", p.at(made, "y", "k", "a"), "w(k, a) = 1", value)
    with p.fix("x, z in R with -z <= x <= z") as within:
        p.have("|x| <= z", "-z <= x <= z")
    with p.fix("x, u, y, z in R with x = (u/theta) y and 0 <= y <= theta and -z <= u <= 0") as ramp:
        p.have("0 <= y/theta <= 1", "0 <= y <= theta", "ramps")
        p.have("-z <= u (y/theta) <= 0", "0 <= y/theta <= 1", "-z <= u <= 0")
        p.have("-z <= x <= z", "-z <= u (y/theta) <= 0", "x = (u/theta) y")
        p.have("|x| <= z", p.at(within, "x", "z"))
    with p.fix("k in r, y in R") as small:
        p.have("m(k) <= -delta", p.at("below", "k", "k"))
        p.let("bound = s(k) - t(k) + delta")
        p.have("bound >= 0", "m(k) <= -delta", "ramps")

        def at_most(*facts: str) -> None:
            p.have("-bound <= f(k, y) <= bound", *facts, "bound >= 0")
            p.have("|f(k, y)| <= bound", p.at(within, "f(k, y)", "bound"))

        with p.case("y <= s(k) - theta"):
            p.have("f(k, y) = 0", p.at(before, "k", "y"))
            at_most("f(k, y) = 0")
        with p.case("y >= s(k) + delta"):
            p.have("f(k, y) = 0", p.at(behind, "k", "y"))
            at_most("f(k, y) = 0")
        with p.otherwise("s(k) - theta <= y <= s(k) + delta"):
            with p.case("y <= s(k)"):
                p.have("relu(y + (theta - s(k))) = y + (theta - s(k))", p.at(high, "y + (theta - s(k))"))
                for q in ("y - s(k)", "y + (theta - delta - s(k))", "y + (0 - delta - s(k))"):
                    p.have(f"{q} <= 0", "y <= s(k)", "ramps")
                    p.have(f"relu({q}) = 0", p.at(low, q))
                p.have("f(k, y) = (m(k)/theta) (y + theta - s(k))")
                p.have("0 <= y + theta - s(k) <= theta", "s(k) - theta <= y <= s(k) + delta", "y <= s(k)")
                p.have("-bound <= m(k) <= 0", "m(k) <= -delta", "ramps")
                p.have("|f(k, y)| <= bound", p.at(ramp, "f(k, y)", "m(k)", "y + theta - s(k)", "bound"))
            with p.otherwise():
                with p.case("y <= s(k) + delta - theta"):
                    p.have("f(k, y) = t(k) - y", p.at(between, "k", "y"))
                    at_most(
                        "f(k, y) = t(k) - y", "not y <= s(k)", "y <= s(k) + delta - theta", "m(k) <= -delta", "ramps"
                    )
                with p.otherwise():
                    for q in ("y + (theta - s(k))", "y - s(k)", "y + (theta - delta - s(k))"):
                        p.have(f"{q} >= 0", "not y <= s(k) + delta - theta", "ramps")
                        p.have(f"relu({q}) = {q}", p.at(high, q))
                    p.have("y + (0 - delta - s(k)) <= 0", "s(k) - theta <= y <= s(k) + delta")
                    p.have("relu(y + (0 - delta - s(k))) = 0", p.at(low, "y + (0 - delta - s(k))"))
                    p.have("theta (1/theta) = 1", "ramps")
                    p.have("f(k, y) = (o(k)/theta) (s(k) + delta - y)", "theta (1/theta) = 1")
                    p.have("0 <= s(k) + delta - y <= theta", "s(k) - theta <= y <= s(k) + delta",
                           "not y <= s(k) + delta - theta")  # fmt: skip
                    p.have("-bound <= o(k) <= 0", "m(k) <= -delta", "ramps")
                    p.have("|f(k, y)| <= bound", p.at(ramp, "f(k, y)", "o(k)", "s(k) + delta - y", "bound"))
    with p.fix("y in R^d, k in r, a in d") as adds:
        with p.case("w(k, a) = 0"):
            p.have("s(k) - t(k) + delta >= 0", p.at("below", "k", "k"), "ramps")
            p.have("|added(k, y, a)| <= s(k) - t(k) + delta", p.at(others, "y", "k", "a"), "s(k) - t(k) + delta >= 0")
        with p.otherwise():
            p.have("w(k, a) = 1", p.at("one-coordinate", "k", "a"))
            same = p.have("added(k, y, a) = f(k, y(a))", p.at(own, "y", "k", "a"))
            size = p.congruence(same, p.term("added(k, y, a)"), p.term("f(k, y(a))"), lambda z: t.fn("sqrt", z * z))
            p.have("|added(k, y, a)| <= s(k) - t(k) + delta", size, p.at(small, "k", "y(a)"))
    with p.fix("x in R^d, Y in R^(r, d)"), p.suppose(RUN) as run:
        with p.fix("a in d") as near:
            p.let("e(l) = s(l) - t(l) + delta")
            with p.fix("k in r, y in R^d") as each:
                p.have("|added(k, y, a)| <= e(k)", p.at(adds, "y", "k", "a"))
            p.ended(stays_near(p, run.hypothesis, each.theorem))
        with p.fix("i in r, a in d") as written:
            _writes(p, run, (low, high, before, behind, between, others, own))
        p.ended(p.both(written.theorem, near.theorem))
    p.claim("written", by="U, T, V")


def _writes(p: Proof, run: Block, facts: tuple[Block, ...]) -> None:
    """Y_k(a) = t_i after the last layer k, from w_i(a) = 1 and x(a) in the interval of i."""
    low, high, before, behind, between, others, own = facts
    first, later = p.left(run.hypothesis), p.right(run.hypothesis)
    with p.suppose("w(i, a) = 1 and (s(i) <= x(a) and x(a) <= s(i) + delta - theta)") as inside:
        p.have("w(i, a) = 1")
        p.have("s(i) <= x(a) <= s(i) + delta - theta", inside.hypothesis)
        mark = "w(j, a) relu(1 - |s(i) - s(j)|/delta)"
        p.have(f"some e in R^r: for all j in r: e(j) = {mark}", by=f"j -> {mark}")
        p.get(f"e in R^r: for all j in r: e(j) = {mark}")
        mark = p.have(f"for all j in r: e(j) = {mark}")
        p.let(
            "E(k) = sum[l in r | pos(l) < pos(k)] e(l)",
            "inv(k) iff Y(k, a) = t(i) or (Y(k, a) = x(a) and E(k) + e(k) = 0)",
        )
        p.let(
            "off(j) iff e(j) = 0 and (w(j, a) = 0 or |s(i) - s(j)| >= delta)",
            "same(j) iff e(j) = 1 and (w(j, a) = 1 and (s(i) = s(j) and t(i) = t(j)))",
        )
        with p.fix("j in r") as cases:
            with p.case("w(j, a) = 0"):
                p.have("e(j) = 0", p.at(mark, "j"), "w(j, a) = 0")
                p.have("off(j)", "e(j) = 0", "w(j, a) = 0")
                p.have("off(j) or same(j)", "off(j)")
            with p.case("|s(i) - s(j)| >= delta"):
                p.have("|s(i) - s(j)|/delta >= 1", "|s(i) - s(j)| >= delta", "ramps")
                p.have("relu(1 - |s(i) - s(j)|/delta) = 0", p.at(low, "1 - |s(i) - s(j)|/delta"))
                p.have("e(j) = 0", p.at(mark, "j"), "relu(1 - |s(i) - s(j)|/delta) = 0")
                p.have("off(j)", "e(j) = 0", "|s(i) - s(j)| >= delta")
                p.have("off(j) or same(j)", "off(j)")
            with p.otherwise():
                p.have("w(j, a) = 1", p.at("one-coordinate", "j", "a"))
                p.have("s(i) = s(j) and t(i) = t(j)", p.at("apart", "i", "j", "a"))
                p.have("|s(i) - s(j)| = 0", "s(i) = s(j)")
                p.have("relu(1 - |s(i) - s(j)|/delta) = 1", p.at(high, "1 - |s(i) - s(j)|/delta"), "|s(i) - s(j)| = 0")
                p.have("e(j) = 1", p.at(mark, "j"), "w(j, a) = 1", "relu(1 - |s(i) - s(j)|/delta) = 1")
                p.have("same(j)")
                p.have("off(j) or same(j)", "same(j)")
        with p.fix("k in r, y in R^d") as away, p.suppose("off(k)") as off, p.suppose("y(a) = x(a)"):
            with p.case("w(k, a) = 0"):
                p.have("added(k, y, a) = 0", p.at(others, "y", "k", "a"))
            with p.otherwise():
                p.have("w(k, a) = 1", p.at("one-coordinate", "k", "a"))
                p.have("|s(i) - s(k)| >= delta", off.hypothesis, "not w(k, a) = 0")
                with p.case("s(i) >= s(k)"):
                    p.have("|s(i) - s(k)| = s(i) - s(k)")
                    p.have("y(a) >= s(k) + delta")
                    p.have("added(k, y, a) = 0", p.at(own, "y", "k", "a"), p.at(behind, "k", "y(a)"))
                with p.otherwise():
                    p.have("|s(i) - s(k)| = s(k) - s(i)")
                    p.have("y(a) <= s(k) - theta")
                    p.have("added(k, y, a) = 0", p.at(own, "y", "k", "a"), p.at(before, "k", "y(a)"))
        with p.fix("k in r, y in R^d") as moves, p.suppose("same(k)") as same, p.suppose("y(a) = x(a)"):
            p.have("s(i) = s(k) and t(i) = t(k)", same.hypothesis)
            p.have("w(k, a) = 1", same.hypothesis)
            p.have(
                "s(k) <= y(a) <= s(k) + delta - theta",
                "y(a) = x(a)",
                "s(i) = s(k)",
                "s(i) <= x(a) <= s(i) + delta - theta",
            )
            p.have("y(a) + added(k, y, a) = t(i)", p.at(own, "y", "k", "a"), p.at(between, "k", "y(a)"), "t(i) = t(k)")
        with p.fix("k in r, y in R^d") as rests, p.suppose("y(a) = t(i)"):
            with p.case("w(k, a) = 0"):
                p.have("added(k, y, a) = 0", p.at(others, "y", "k", "a"))
            with p.otherwise():
                p.have("w(k, a) = 1", p.at("one-coordinate", "k", "a"))
                p.have("y(a) <= s(k) - theta", p.at("below", "i", "k"), "ramps", "y(a) = t(i)")
                p.have("added(k, y, a) = 0", p.at(own, "y", "k", "a"), p.at(before, "k", "y(a)"))
        with p.fix("k in r with pos(k) = 1") as start:
            p.have("E(k) = 0", prefix(p, "first", "k", "pos(k) = 1"))
            with p.case("off(k)"):
                p.have("Y(k, a) = x(a)", p.at(first, "k", "a"), p.at(away, "k", "x"))
                p.have("E(k) + e(k) = 0", "E(k) = 0", "off(k)")
                p.have("inv(k)")
            with p.otherwise():
                p.have("same(k)", p.at(cases, "k"))
                p.have("Y(k, a) = t(i)", p.at(first, "k", "a"), p.at(moves, "k", "x"))
                p.have("inv(k)")
        with p.fix("l in r, k in r with pos(k) = pos(l) + 1") as step, p.suppose("inv(l)"):
            after = p.at(later, "l", "k", "a")
            with p.case("Y(l, a) = t(i)"):
                p.have("Y(k, a) = t(i)", after, p.at(rests, "k", "b -> Y(l, b)"))
                p.have("inv(k)")
            with p.otherwise():
                p.have("Y(l, a) = x(a) and E(l) + e(l) = 0", "inv(l)")
                p.have("E(k) = E(l) + e(l)", prefix(p, "next", "l", "k", "pos(k) = pos(l) + 1"))
                with p.case("off(k)"):
                    p.have("Y(k, a) = x(a)", after, p.at(away, "k", "b -> Y(l, b)"))
                    p.have("E(k) + e(k) = 0", "E(k) = E(l) + e(l)", "E(l) + e(l) = 0", "off(k)")
                    p.have("inv(k)")
                with p.otherwise():
                    p.have("same(k)", p.at(cases, "k"))
                    p.have("Y(k, a) = t(i)", after, p.at(moves, "k", "b -> Y(l, b)"))
                    p.have("inv(k)")
        every = over_layers(p, start, step)
        split = p.have("sum[l in r] e(l) = e(i) + sum[l in r - {i}] e(l)")
        with p.fix("k in r with pos(k) = r"):
            p.have("E(k) + e(k) = sum[l in r] e(l)", prefix(p, "last", "k", "pos(k) = r"))
            with p.fix("l in r - {i}") as marks:
                with p.case("off(l)"):
                    p.have("e(l) >= 0", "off(l)")
                with p.otherwise():
                    p.have("same(l)", p.at(cases, "l"))
                    p.have("e(l) >= 0", "same(l)")
            p.have("|s(i) - s(i)| = 0")
            p.have("relu(1 - |s(i) - s(i)|/delta) = 1", p.at(high, "1 - |s(i) - s(i)|/delta"), "|s(i) - s(i)| = 0")
            p.have("e(i) = 1", p.at(mark, "i"), "w(i, a) = 1", "relu(1 - |s(i) - s(i)|/delta) = 1")
            p.have("E(k) + e(k) >= 1", "e(i) = 1", "E(k) + e(k) = sum[l in r] e(l)", split, p.summed(marks))
            with p.suppose("not Y(k, a) = t(i)"):
                p.have("E(k) + e(k) = 0", p.at(every, "k"))
                p.have("false", "E(k) + e(k) = 0", "E(k) + e(k) >= 1")
            p.have("Y(k, a) = t(i)")
