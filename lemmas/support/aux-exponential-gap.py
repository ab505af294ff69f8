"""aux:exponential-gap. Exponentials of frequencies that differ by g differ by g h/E after a step h:

    exp(-x h), exp(-y h) <= E and |x - y| >= g   =>   E |exp(x h) - exp(y h)| >= g h.

Why: exp(x h) = exp(y h) exp((x - y) h) >= exp(y h) (1 + g h) where x >= y.
"""

from varproof.lang import Abs, Entry, Q, Source, exp
from varproof.proof.proof import Proof

entry = Entry("aux:exponential-gap", "Exponentials of different frequencies differ", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    x, y, h, g, E = s.real("x"), s.real("y"), s.real("h"), s.real("g"), s.real("E")
    s.assume("step", h > 0)
    s.assume("gap", g > 0)
    s.assume("first", exp(-x * h) <= E)
    s.assume("second", exp(-y * h) <= E)
    s.assume("apart", Abs(x - y) >= g, needed_at=dict(x=1, y=1, h=1, g=1, E=1))
    s.claim("differ", E * Abs(exp(x * h) - exp(y * h)) >= g * h)

    s.instance("up and down", x=1, y=-1, h=Q(1, 2), g=2, E=2)
    s.instance("down and up", x=-1, y=1, h=Q(1, 2), g=2, E=2)
    s.instance("one is constant", x=0, y=-1, h=1, g=1, E=3)
    s.false("no gap", drop=["apart"], at=dict(x=1, y=1, h=1, g=1, E=1))
    s.false("without E", claims={"differ": Abs(exp(x * h) - exp(y * h)) >= g * h}, at=dict(x=-1, y=-2, h=1, g=1, E=8))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.have("g h > 0", "gap", "step")
    with p.fix("u, v in R with exp(-v h) <= E and u - v >= g") as above:
        p.have("exp(v h) exp(-v h) = 1")
        p.have("exp(v h) E >= 1", "exp(v h) exp(-v h) = 1", "exp(-v h) <= E")
        p.have("exp((u - v) h) >= 1 + (u - v) h", why="exp x >= 1 + x")
        p.have("(u - v) h >= g h", "u - v >= g", "step")
        p.have("exp(u h) = exp(v h) exp((u - v) h)")
        p.have("exp(u h) - exp(v h) >= exp(v h) g h", "exp(u h) = exp(v h) exp((u - v) h)", "(u - v) h >= g h",
               "exp((u - v) h) >= 1 + (u - v) h")  # fmt: skip
        p.have("E exp(v h) g h >= g h", "exp(v h) E >= 1", "g h > 0")
        p.have("E >= 0", "exp(-v h) <= E")
        p.have("E (exp(u h) - exp(v h)) >= E exp(v h) g h", "exp(u h) - exp(v h) >= exp(v h) g h", "E >= 0")
        p.have("E (exp(u h) - exp(v h)) >= g h", "E (exp(u h) - exp(v h)) >= E exp(v h) g h", "E exp(v h) g h >= g h")
    p.have("E >= 0", "first")
    p.have("E |exp(x h) - exp(y h)| >= E (exp(x h) - exp(y h))", "E >= 0")
    p.have("E |exp(x h) - exp(y h)| >= E (exp(y h) - exp(x h))", "E >= 0")
    with p.case("x >= y"):
        p.have("x - y >= g", "apart", "x >= y")
        p.have("E |exp(x h) - exp(y h)| >= g h", p.at(above, "x", "y"),
               "E |exp(x h) - exp(y h)| >= E (exp(x h) - exp(y h))")  # fmt: skip
    with p.otherwise("y > x"):
        p.have("y - x >= g", "apart", "y > x")
        p.have("E |exp(x h) - exp(y h)| >= g h", p.at(above, "y", "x"),
               "E |exp(x h) - exp(y h)| >= E (exp(y h) - exp(x h))")  # fmt: skip
    p.claim("differ")
