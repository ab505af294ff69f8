"""thm:pinsker. Pinsker's inequality for two positive distributions on n outcomes:

    (sum_i |p_i - q_i|)^2 <= 2 sum_i p_i log(p_i / q_i)

Why: 3 (x - 1)^2 <= (4 + 2x) (x log x - x + 1) for x = p/q (two derivatives), and Cauchy and Schwarz.
"""

from varproof.lang import Abs, Entry, Eq, ForAll, Index, Q, Source, Sum, log
from varproof.proof.proof import Proof

entry = Entry("thm:pinsker", "Pinsker's inequality", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    p, q = s.vec("p", n), s.vec("q", n)
    i = Index("i", n)
    s.assume("p-positive", ForAll(i, p[i] > 0))
    s.assume("q-positive", ForAll(i, q[i] > 0))
    s.assume("p-total", Eq(Sum(p[i], i), 1))
    s.assume("q-total", Eq(Sum(q[i], i), 1))
    entropy = Sum(p[i] * log(p[i] / q[i]), i)
    s.claim("distance", Sum(Abs(p[i] - q[i]), i) ** 2 <= 2 * entropy)

    s.instance("equal", p=[Q(1, 2), Q(1, 2)], q=[Q(1, 2), Q(1, 2)])
    s.instance("near", p=[Q(1, 3), Q(2, 3)], q=[Q(1, 2), Q(1, 2)])

    s.false("the constant 1", claims={"distance": Sum(Abs(p[i] - q[i]), i) ** 2 <= entropy})


@entry.proof("stated")
def proof(k: Proof) -> None:
    k.let("half = 1/2 sum[i in n] |p[i] - q[i]|", "w(i) = (4 q[i] + 2 p[i]) / 3")
    with k.fix("i in n") as each:
        k.let("x = p[i] / q[i]", "gap = p[i] log(p[i] / q[i]) - p[i] + q[i]", "a = |p[i] - q[i]|")
        k.have("q[i]^2 (x - 1)^2 = a^2 and q[i] (x log x - x + 1) = gap and q[i] (2 x + 4) = 3 w(i)", "q[i] > 0")
        k.have(
            "3 q[i]^2 (x - 1)^2 <= q[i] (2 x + 4) q[i] (x log x - x + 1)",
            k.cite("thy:relative-entropy", x="x", claim="square"),
            "q[i]^2 > 0",
        )
        k.have("a^2 <= w(i) gap")
        k.have("gap >= 0 and w(i) > 0")
        with k.fix("t in R, a in R, w in R, gap in R with a^2 <= w gap and gap >= 0 and w > 0") as means:
            k.have("w (t^2 w + gap - 2 t a) >= 0", "(t w - a)^2 >= 0", "a^2 <= w gap")
            k.have("t^2 w + gap >= 2 t a", "w (t^2 w + gap - 2 t a) >= 0", "w > 0")
        k.have("half^2 w(i) + gap >= 2 half a", k.at(means, "half", "a", "w(i)", "gap"))
    k.claim("distance", k.summed(each), "p-total", "q-total")
