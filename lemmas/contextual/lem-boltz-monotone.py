"""lem:boltz-monotone. An entry far below the maximum pulls the Boltzmann operator down:

    a_i < max a - log n - 1       =>   d boltz(a) / d a_i < 0,
    a_i < max a - 1 - W((n-1)/e)  =>   the same (sharpened; W the Lambert function).

Why: the derivative is p_i (1 + a_i - boltz(a)) and boltz(a) is at least max a - log n, or at least
max a - W((n-1)/e). Best possible: with one entry at the top and all others exactly 1 + W below it, the
derivative in each of these is 0.
"""

from varproof_lemmas.model import boltz

from varproof.lang import D, Entry, Index, LambertW, MaxOver, Q, Source, exp, log
from varproof.proof.proof import Proof

entry = Entry(
    "lem:boltz-monotone",
    "Raising an entry far below the maximum lowers the Boltzmann operator",
    source=Source(after="KS24", text="reconstructed"),
    uses=["def:boltzmann", "def:softmax", "lem:boltz-gradient", "lem:boltz-range"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = s.index("i", n)
    j = Index("j", n)
    top = MaxOver(a[j], j)
    s.assume("gap", a[i] < top - log(n) - 1, needed_at=dict(a=[0], i=0))
    s.constant("gap", log(n) + 1, side="upper")
    s.claim("falls", D(boltz(a), a[i]) < 0)

    s.instance("two entries", a=[0, Q(-17, 10)], i=1)
    s.instance("just below the gap", a=[0] + [Q(-41, 10)] * 19, i=7)
    s.instance("ties at the top", a=[2, 2, 2, -1], i=3)
    s.instance("far below", a=[0, -100, 0], i=1)

    s.false("no log n", assume={"gap": a[i] < top - 1}, at=dict(a=[0] + [Q(-5, 2)] * 19, i=1))
    s.false("half of log n", assume={"gap": a[i] < top - log(n) / 2 - 1}, at=dict(a=[0] + [Q(-5, 2)] * 19, i=1))
    s.false("below the maximum", assume={"gap": a[i] < top}, at=dict(a=[0, -1], i=1))
    s.false("slope at most -p/10", claims={"falls": D(boltz(a), a[i]) < -Q(1, 10)}, at=dict(a=[0, -100, 0], i=1))

with entry.variant("sharpened", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = s.index("i", n)
    j = Index("j", n)
    top = MaxOver(a[j], j)
    w = LambertW((n - 1) * exp(-1))
    s.assume("gap", a[i] < top - 1 - w, needed_at=dict(a=[0], i=0))
    s.constant("gap", 1 + w, side="upper")
    s.claim("falls", D(boltz(a), a[i]) < 0)

    s.instance("two entries", a=[0, Q(-1279, 1000)], i=1)
    s.instance("just below the gap", a=[0] + [Q(-253, 100)] * 19, i=7)
    s.instance("ties at the top", a=[2, 2, 2, Q(-1, 2)], i=3)
    s.instance("far below", a=[0, -100, 0], i=1)

    s.false("9/10 for 1", assume={"gap": a[i] < top - Q(9, 10) - w}, at=dict(a=[0] + [Q(-5, 2)] * 19, i=1))
    s.false(
        "n-2 for n-1",
        assume={"gap": a[i] < top - 1 - LambertW((n - 2) * exp(-1))},
        at=dict(a=[0, Q(-5, 4)], i=1),
    )
    s.false("without W", assume={"gap": a[i] < top - 1}, at=dict(a=[0] + [Q(-5, 2)] * 19, i=1))


def falls(p: Proof, near: str, variant: str) -> None:
    """p_i > 0 and 1 + a_i - boltz < 0, because boltz is near the maximum."""
    p.let("w = exp(a[i])/sum[j in n] exp(a[j])", "gap = boltz(a) - 1 - a[i]")
    p.have("w > 0")
    p.have("gap > 0", "gap", p.cite("lem:boltz-range", n="n", a="a", variant=variant, claim=near))
    p.have("w gap > 0", "w > 0", "gap > 0")
    p.claim("falls", p.cite("lem:boltz-gradient", n="n", a="a", i="i", claim="slope"), "w gap > 0")


@entry.proof("stated")
def proof(p: Proof) -> None:
    falls(p, "lower", "stated")


@entry.proof("sharpened")
def sharp(p: Proof) -> None:
    p.have("(n - 1) exp(-1) >= 0", "n>=1")
    falls(p, "gap", "sharpened")
