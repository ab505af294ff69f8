"""lem:boltz-concave. Far below the maximum the Boltzmann operator is concave in an entry:

    a_i < max a - log n - 3         =>   d^2 boltz(a) / d a_i^2 < 0,
    a_i < max a - 9/4 - W((n-1)/e)  =>   the same (sharpened; W the Lambert function).

Why: the second derivative is p_i [(1 - 2 p_i)(1 + a_i - boltz(a)) + 1]. Under the first gap p_i < e^{-3}/n and
1 + a_i - boltz(a) < -2. Under the second 1 + a_i - boltz(a) < -5/4 and p_i <= e^{-9/4}, so that
(1 - 2 p_i) 5/4 > 1. The constant 9/4 is convenient, not the best.
"""

from varproof_lemmas.model import boltz

from varproof.lang import D, Entry, Index, LambertW, MaxOver, Q, Source, exp, log
from varproof.proof.proof import Proof

entry = Entry(
    "lem:boltz-concave",
    "The Boltzmann operator is concave in an entry far below the maximum",
    source=Source(after="KS24", text="reconstructed"),
    uses=["def:boltzmann", "def:softmax", "lem:boltz-gradient", "lem:boltz-range"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = s.index("i", n)
    j = Index("j", n)
    top = MaxOver(a[j], j)
    s.assume("gap", a[i] < top - log(n) - 3, needed_at=dict(a=[0], i=0))
    s.constant("gap", log(n) + 3, side="upper")
    s.claim("concave", D(D(boltz(a), a[i]), a[i]) < 0)

    s.instance("two entries", a=[0, Q(-37, 10)], i=1)
    s.instance("just below the gap", a=[0] + [-6] * 19, i=7)
    s.instance("ties at the top", a=[2, 2, 2, Q(-5, 2)], i=3)
    s.instance("far below", a=[0, -100, 0], i=1)

    s.false("log n alone", assume={"gap": a[i] < top - log(n)}, at=dict(a=[0, -1], i=1))
    s.false("no log n", assume={"gap": a[i] < top - 3}, at=dict(a=[0] + [Q(-31, 10)] * 20, i=1))
    s.false("convex", claims={"concave": D(D(boltz(a), a[i]), a[i]) > 0}, at=dict(a=[0, -4], i=1))

with entry.variant("sharpened", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = s.index("i", n)
    j = Index("j", n)
    top = MaxOver(a[j], j)
    w = LambertW((n - 1) * exp(-1))
    s.assume("gap", a[i] < top - Q(9, 4) - w, needed_at=dict(a=[0], i=0))
    s.constant("gap", Q(9, 4) + w, side="upper")
    s.claim("concave", D(D(boltz(a), a[i]), a[i]) < 0)

    s.instance("two entries", a=[0, Q(-26, 10)], i=1)
    s.instance("just below the gap", a=[0] + [Q(-38, 10)] * 19, i=7)
    s.instance("ties at the top", a=[2, 2, 2, Q(-3, 2)], i=3)
    s.instance("far below", a=[0, -100, 0], i=1)

    s.false("3/2 for 9/4", assume={"gap": a[i] < top - Q(3, 2) - w}, at=dict(a=[0, Q(-9, 5)], i=1))
    s.false("without W", assume={"gap": a[i] < top - Q(9, 4)}, at=dict(a=[0] + [Q(-31, 10)] * 20, i=1))
    s.false("without 9/4", assume={"gap": a[i] < top - w}, at=dict(a=[0, -1], i=1))


def concave(p: Proof, near: str, variant: str) -> None:
    """With p_i < 1/10 the second derivative p_i ((1 - 2 p_i)(1 + a_i - boltz) + 1) is negative below -5/4."""
    p.let("Z = sum[j in n] exp(a[j])", "M = max[j in n] a[j]", "w = exp(a[i])/Z", "x = boltz(a) - 1 - a[i]")
    low = p.have("x > 5/4", "gap", p.cite("lem:boltz-range", n="n", a="a", variant=variant, claim=near))
    p.have("boltz(a) <= M", p.cite("lem:boltz-range", n="n", a="a", variant="stated", claim="upper"))
    p.get("m in n")
    top = p.largest("m in n: a[m]")
    p.let("others = {j in n | j != m}", "rest = {j in others | j != i}")
    p.have("a[i] + 9/4 <= a[m]", low, "boltz(a) <= M", top)
    with p.suppose("i = m"):
        p.have("a[i] = a[m]", "i = m")
        p.have("false", "a[i] = a[m]", "a[i] + 9/4 <= a[m]")
    p.have("i in others")
    p.have("Z = exp(a[m]) + sum[j in others] exp(a[j])")
    p.have("sum[j in others] exp(a[j]) = exp(a[i]) + sum[j in rest] exp(a[j])", "i in others")
    p.have("Z >= exp(a[m]) + exp(a[i])", "Z = exp(a[m]) + sum[j in others] exp(a[j])",
           "sum[j in others] exp(a[j]) = exp(a[i]) + sum[j in rest] exp(a[j])")  # fmt: skip
    with p.fix("y in R with y >= 0") as taylor:
        p.have("exp(y) >= 1 + y + y^2 1/2 + y^3 1/6", "y >= 0")
    p.have("exp(3/4) >= 21/10", p.at(taylor, "3/4"))
    p.have("exp(9/4) >= 9", "exp(3/4) >= 21/10", why="the cube")
    p.have("exp(a[m]) >= exp(a[i] + 9/4)", "a[i] + 9/4 <= a[m]")
    p.have("exp(a[m]) >= 9 exp(a[i])", "exp(a[m]) >= exp(a[i] + 9/4)", "exp(9/4) >= 9")
    p.have("Z >= 10 exp(a[i])", "Z >= exp(a[m]) + exp(a[i])", "exp(a[m]) >= 9 exp(a[i])")
    p.have("0 < w <= 1/10", "Z >= 10 exp(a[i])", "Z > 0")
    p.have("(1 - 2 w) x > 1", "w <= 1/10", "x > 5/4")
    p.have("w ((1 - 2 w) x - 1) > 0", "w > 0", "(1 - 2 w) x > 1")
    p.claim("concave", p.cite("aux:boltz-curvature", n="n", a="a", i="i"), "w ((1 - 2 w) x - 1) > 0")


@entry.proof("stated")
def proof(p: Proof) -> None:
    concave(p, "lower", "stated")


@entry.proof("sharpened")
def sharp(p: Proof) -> None:
    p.have("(n - 1) exp(-1) >= 0", "n>=1")
    concave(p, "gap", "sharpened")
