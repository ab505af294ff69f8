"""thy:exp-convex. exp(s x + t y) <= s exp(x) + t exp(y) for weights s, t >= 0 with s + t = 1.

Why: exp lies above its tangent at s x + t y.
"""

from varproof.lang import Entry, Eq, Q, Source, exp
from varproof.proof.proof import Proof

entry = Entry("thy:exp-convex", "The exponential is convex", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    a, b, x, y = s.real("a"), s.real("b"), s.real("x"), s.real("y")
    s.assume("a", a >= 0, needed_at=dict(a=-1, b=2, x=1, y=0))
    s.assume("b", b >= 0, needed_at=dict(a=2, b=-1, x=0, y=1))
    s.assume("total", Eq(a + b, 1))
    s.claim("mean", exp(a * x + b * y) <= a * exp(x) + b * exp(y))

    s.instance("halves", a=Q(1, 2), b=Q(1, 2), x=0, y=1)
    s.false("strict", claims={"mean": exp(a * x + b * y) < a * exp(x) + b * exp(y)}, at=dict(a=1, b=0, x=0, y=0))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("m = a x + b y")
    p.have("exp(x) = exp(m) exp(x - m) and exp(y) = exp(m) exp(y - m)")
    p.have("exp(x - m) >= 1 + x - m and exp(y - m) >= 1 + y - m", why="exp lies above its tangent")
    p.have("a exp(x - m) + b exp(y - m) >= 1", "total", "a", "b")
    p.claim("mean", "a exp(x - m) + b exp(y - m) >= 1", "exp(m) > 0")
