"""c1:context-constants. The constants of the contextual mapping in the construction:

    Gamma = sqrt(d) (L0 - delta) + sqrt(d) delta/4 = sqrt(d) (L0 - 3/4 delta),
    Delta = exp(-5 |V|^4 d log(n) L0^2/delta).

lem:attention-contextual gives gamma_max + eps/4 and exp(-5/eps |V|^4 d kappa gamma_max log n) for the separation
(gamma_min, gamma_max, eps) = (sqrt d, sqrt(d) (L0 - delta), sqrt(d) delta), kappa = gamma_max/gamma_min. There the
exponent has (L0 - delta)^2 for L0^2, so the printed Delta is the smaller one, which is a weaker demand. Only the two
formulas are judged here, neither the lemma nor the separation, which c1:grid-separation refutes; that the attention is
a contextual mapping with these constants is open. What the constructions here rest on instead: lem:grid-codes,
lem:place-codes. V is the number |V|.
"""

from varproof.lang import Entry, Eq, Q, Source, exp, log, sqrt
from varproof.proof.proof import Proof

entry = Entry(
    "c1:context-constants",
    "The constants of the contextual mapping in the construction",
    source=Source(icml="C.1", text="read"),
    uses=["c1:grid-separation", "lem:attention-contextual"],
)

with entry.variant("printed", expect="PROVED", evidence=["kernel"]) as s:
    n, d, V = s.size("n"), s.size("d"), s.size("V")
    L0, delta = s.real("L0"), s.real("delta")
    low, high, apart = sqrt(d), sqrt(d) * (L0 - delta), sqrt(d) * delta
    of_lemma = exp(-5 / apart * V**4 * d * (high / low) * high * log(n))
    printed = exp(-5 * V**4 * d * log(n) * L0**2 / delta)
    s.assume("step", delta > 0, needed_at=dict(n=2, d=1, V=1, L0=-1, delta=-1))
    s.assume("long", L0 >= delta, needed_at=dict(n=2, d=1, V=1, L0=0, delta=1))
    s.constant("Gamma", sqrt(d) * (L0 - Q(3, 4) * delta))
    s.constant("Delta", printed, side="lower")
    s.claim("Gamma", Eq(high + apart / 4, sqrt(d) * (L0 - Q(3, 4) * delta)))
    s.claim("Delta", printed <= of_lemma)

    s.instance("one token", n=1, d=1, V=1, L0=1, delta=Q(1, 2))
    s.instance("equality of lengths", n=2, d=3, V=2, L0=Q(1, 3), delta=Q(1, 3))
    s.instance("small step", n=4, d=2, V=3, L0=4, delta=Q(1, 100))

    some = dict(n=2, d=1, V=1, L0=1, delta=Q(1, 2))
    s.false("a whole step", claims={"Gamma": Eq(high + apart / 4, sqrt(d) * L0)}, at=some)
    s.false("the same Delta", claims={"Delta": Eq(printed, of_lemma)}, at=some)
    s.false("the larger Delta", claims={"Delta": of_lemma <= printed}, at=some)


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.let("r = sqrt d", "e = 5 V^4 d log n/delta")
    p.have("r > 0 and r^2 = d and r delta > 0")
    p.claim("Gamma")
    p.have("log n >= 0", "n>=1")
    p.have("e >= 0")
    p.have("delta (2 L0 - delta) >= 0", "long", "step")
    p.have("e (L0 - delta)^2 <= e L0^2", "e >= 0", "delta (2 L0 - delta) >= 0")
    p.have("1/(r delta) = (1/r)(1/delta)")
    p.have("r/r = 1")
    p.let("exponent = -5 (1/(r delta)) V^4 d r (L0 - delta) (1/r) r (L0 - delta) log n")
    p.have("exponent = -e (L0 - delta)^2", "1/(r delta) = (1/r)(1/delta)", "r/r = 1")
    p.claim(
        "Delta",
        "exponent = -e (L0 - delta)^2",
        "e (L0 - delta)^2 <= e L0^2",
        why="the exponents compare as L0² and (L0 − δ)²",
    )
