"""lem:up-row-sums. The row sums of one axis of an up-interpolation with printed weights W(s), the same four numbers in
every row: with a clamped border, and x = i n/m rounded down, up or to the nearest whole number,

    sum_j A_ij = sum_s W(s)   for every row i, every number n of positions before and m after;

with nothing from outside (zero border) and W >= 0 it is at most that. For W >= 0 the sums of |A_ij| are the same, so
that by lem:up-norm the norm of the up-interpolation is (sum_s W(s))^2 with a clamped border, at every size, and at most
that with a zero border. It is 1 for weights that sum to 1, which nothing in the definition asks for.

Why: the taps of a row are whole numbers, so that each tap W(s) falls on exactly one position after clamping, and on at
most one without. Stated for any number of taps.
"""

from fractions import Fraction

from varproof_lemmas.model import axes
from varproof_lemmas.support.rows import Clamp, Row, Values

from varproof.lang import Abs, Entry, Eq, ForAll, Implies, Index, Q, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, position
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry(
    "lem:up-row-sums",
    "The row sums of an up-interpolation with printed weights",
    source=Source(text="ours"),
    uses=["def:up-interpolation"],
)

ROUNDINGS = ("floor", "ceil", "nearest")

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, m, f = s.size("n"), s.size("m"), s.size("f")
    W = s.vec("W", f)
    i, j, a = Index("i", m), Index("j", n), Index("a", f)
    total, nonneg = Sum(W[a], a), ForAll(a, W[a] >= 0)
    for rounding in ROUNDINGS:
        clamped, zero = axes[f"axis_{rounding}_clamp"](W)[i, j], axes[f"axis_{rounding}_zero"](W)[i, j]
        s.claim(f"{rounding}-clamp", ForAll(i, Eq(Sum(clamped, j), total)))
        s.claim(f"{rounding}-absolute", Implies(nonneg, ForAll(i, Eq(Sum(Abs(clamped), j), total))))
        s.claim(f"{rounding}-zero", Implies(nonneg, ForAll(i, Sum(Abs(zero), j) <= total)))

    spline = [Q(1, 6), Q(2, 3), Q(1, 6), 0]
    s.instance("one position to one", n=1, m=1, W=spline)
    s.instance("one position to four", n=1, m=4, W=[1, 2, 3, 4])
    s.instance("two to three, of both signs", n=2, m=3, W=[-1, 2, Q(1, 2), -3])
    s.instance("five to eight", n=5, m=8, W=spline)
    s.instance("downwards", n=5, m=2, W=[0, 1, 0, 0])

    lost = ForAll(i, Eq(Sum(axes["axis_floor_zero"](W)[i, j], j), total))
    s.false("nothing is lost at a zero border", claims={"floor-zero": lost}, at=dict(n=1, m=1, W=[1, 1, 1, 1]))
    signed = ForAll(i, Eq(Sum(Abs(axes["axis_floor_clamp"](W)[i, j]), j), total))
    s.false("weights of both signs", claims={"floor-absolute": signed}, at=dict(n=2, m=3, W=[-1, 2, 0, 0]))
    one = ForAll(i, Eq(Sum(axes["axis_floor_clamp"](W)[i, j], j), 1))
    s.false("sum 1", claims={"floor-clamp": one}, at=dict(n=2, m=4, W=[0, 0, 0, 0]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.settle_definedness(p.not_zero(p.nonempty[p["m"]], card(p["m"])))
    n, m, f, W = p["n"], p["m"], p["f"], p["W"]
    place, size = Positions(p, n).pos, card(n)
    with p.silent():
        rules = Clamp(p)
        nonneg = p.k.assume(p.goal("floor-zero").args[0])

    def row(i: Node, rounding: str) -> Row:
        x = position(m, i) * size / card(m)
        conditions: dict[str, Values] = {
            "floor": lambda k: t.ge(x - place(k)),
            "ceil": lambda k: t.gt(x + 1 - place(k)),
            "nearest": lambda k: t.ge(x + Fraction(1, 2) - place(k)),
        }
        return Row(p, rules, n, f, conditions[rounding])

    def claims(rounding: str) -> list[Theorem]:
        clamped = p.forall(m, lambda i, _: row(i, rounding).all_of_it(W))

        def absolutes(i: Node, i_in: Theorem) -> Theorem:
            r = row(i, rounding)
            goal = p.opened(p.goal(f"{rounding}-absolute").args[1], i)
            return p.have(goal, r.plain(W, nonneg, r.clamped), p.use(clamped, i, i_in))

        def zeros(i: Node, i_in: Theorem) -> Theorem:
            r = row(i, rounding)
            goal = p.opened(p.goal(f"{rounding}-zero").args[1], i)
            return p.have(goal, r.plain(W, nonneg, r.tap), r.at_most_all(W, nonneg))

        return [clamped, *(p.k.discharge(p.forall(m, q), nonneg.concl) for q in (absolutes, zeros))]

    for rounding in ROUNDINGS:
        with p.silent():
            theorems = claims(rounding)
        for theorem in theorems:
            p.prove(p.show(theorem))
