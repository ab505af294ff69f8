"""aux:boltz-product. Boltzmann values that are close make an exponential sum of n^2 terms small: for x R <= 1,

    |boltz(x a) - boltz(x b)| <= x delta  =>  |sum_ij (a_i - b_j) exp((a_i + b_j) x)| <= n^2 e^2 delta.

Why: with Z(a) = sum_i exp(a_i x) the sum is (boltz(x a) - boltz(x b)) Z(a) Z(b)/x, and Z <= n e.
"""

from varproof_lemmas.model import boltz

from varproof.lang import Abs, And, Entry, ForAll, Index, Lam, Q, Source, Sum, exp
from varproof.proof.proof import Proof

entry = Entry("aux:boltz-product", "Close Boltzmann values as a small exponential sum", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a, b = s.vec("a", n), s.vec("b", n)
    R, x, delta = s.real("R"), s.real("x"), s.real("delta")
    i, j = Index("i", n), Index("j", n)
    total = Abs(Sum((a[i] - b[j]) * exp((a[i] + b[j]) * x), i, j))
    s.assume("range", ForAll(i, And(Abs(a[i]) <= R, Abs(b[i]) <= R)))
    s.assume("place", And(0 < x, x * R <= 1), needed_at=dict(a=[2], b=[1], R=2, x=2, delta=1))
    s.assume("near", Abs(boltz(Lam(i, x * a[i])) - boltz(Lam(i, x * b[i]))) <= x * delta,
             needed_at=dict(a=[1], b=[-1], R=1, x=1, delta=Q(1, 10)))  # fmt: skip
    s.claim("small", total <= n**2 * exp(2) * delta)

    s.instance("one entry each", a=[1], b=[-1], R=1, x=1, delta=2)
    s.instance("two entries", a=[1, 0], b=[0, -1], R=1, x=Q(1, 2), delta=1)
    s.instance("equal values", a=[0], b=[0], R=0, x=1, delta=0)
    half = dict(a=[1], b=[Q(1, 2)], R=1, x=1, delta=Q(1, 2))
    s.false("without e^2", claims={"small": total <= n**2 * delta}, at=half)
    two = dict(half, a=[1, 1], b=[Q(1, 2), Q(1, 2)])
    s.false("n for n^2", claims={"small": total <= n * exp(2) * delta}, at=two)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("A = sum[i in n] a[i] exp(a[i] x)", "Z = sum[i in n] exp(a[i] x)", "e = exp(1)")
    p.let("B = sum[j in n] b[j] exp(b[j] x)", "Y = sum[j in n] exp(b[j] x)", "D = A/Z - B/Y")
    for v, total in (("a", "Z"), ("b", "Y")):
        with p.fix("i in n") as each:
            p.have(f"|{v}[i]| x <= R x", "range", "place")
            p.have(f"{v}[i] x <= 1", f"|{v}[i]| x <= R x", "place")
            p.have(f"exp({v}[i] x) <= e", f"{v}[i] x <= 1")
        p.have(f"{total} <= n e", p.summed(each))
        p.have(f"{total} > 0")
    p.have("x |D| <= x delta", "near", "place")
    p.have("|D| <= delta", "x |D| <= x delta", "place")
    with p.fix("i in n") as rows:
        p.have("sum[j in n] (a[i] - b[j]) exp((a[i] + b[j]) x) = a[i] exp(a[i] x) Y - exp(a[i] x) B")
    p.let("H = sum[i in n, j in n] (a[i] - b[j]) exp((a[i] + b[j]) x)")
    p.have("H = A Y - Z B", p.summed(rows))
    p.have("H = D (Z Y)", "H = A Y - Z B", "Z > 0", "Y > 0")
    with p.fix("y, z in ℝ with z > 0") as product:
        p.have("|y z| = |y| z", "z > 0")
    p.have("Z Y > 0", "Z > 0", "Y > 0")
    with p.fix("y, z in ℝ with y = z") as same:
        p.have("|y| = |z|", "y = z")
    p.have("|H| = |D| (Z Y)", p.at(product, "D", "Z Y"), p.at(same, "H", "D (Z Y)"))
    p.have("Z Y <= n e Y", "Z <= n e", "Y > 0")
    p.have("Z Y <= n^2 e^2", "Z Y <= n e Y", "Y <= n e")
    p.have("|H| <= delta (Z Y)", "|H| = |D| (Z Y)", "|D| <= delta", "Z Y > 0")
    p.have("delta >= 0", "|D| <= delta")
    p.claim("small", "|H| <= delta (Z Y)", "Z Y <= n^2 e^2", "delta >= 0")
