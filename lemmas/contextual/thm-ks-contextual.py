"""thm:ks-contextual. One attention layer is a contextual mapping with gamma = gamma_max + epsilon/4 and, with |V| = m,

    delta = 2 (log n)^2 epsilon^2 gamma_min/(gamma_max^2 (m+1)^4 (2 log n + 3) pi d)
            exp(-(m+1)^4 (2 log n + 3) pi d gamma_max^2/(4 epsilon gamma_min)).

The statement is for every hidden size s >= 1 and does not speak of the rank of the weights, which is at most one for
s = 1. For n = 1 delta is 0.

Why: it lies below the sharp separation (thm:contextual-sharp). Write A = gamma_max^2/(epsilon gamma_min) >= 1/2 and
M = (m+1)^4 >= 81. The exponent is at least 60 log n + (9/4) M A, exp(-60 log n) absorbs the logarithm in front, and
(9/4) M A >= log 4 m^3 A.
"""

from varproof_lemmas.contextual.contextual_statement import contextual_statement

from varproof.lang import Entry, Source, exp, log, pi
from varproof.proof.proof import Proof

entry = Entry(
    "thm:ks-contextual",
    "One attention layer is a contextual mapping, with the constant after KS24",
    source=Source(after="KS24 Theorem 2", text="reconstructed"),
    uses=[
        "def:attention",
        "def:contextual-mapping",
        "def:softmax",
        "def:tokenwise-separated",
        "def:vocabulary",
        "def:vocabulary-list",
        "thm:contextual-sharp",
    ],
    note="The factor epsilon^2 gamma_min/gamma_max^2 is written as epsilon divided by kappa gamma_max/epsilon.",
)


def separation(m, n, d, ratio, epsilon):
    """The separation, with ratio = kappa gamma_max/epsilon."""
    weight = (m + 1) ** 4 * (2 * log(n) + 3) * pi * d * ratio
    return 2 * log(n) ** 2 * epsilon / weight * exp(-weight / 4)


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    contextual_statement(s, separation)


@entry.proof("stated")
def proof(p: Proof) -> None:
    with p.fix(
        "L, A, M, c, w, s in R with L >= 0 and A >= 1/2 and M >= 81 and 0 <= c <= M and w >= 3 and s <= 2"
    ) as scalars:
        p.let("G = M (2 L + 3) w A")
        p.have("M A >= 81/2", "M >= 81", "A >= 1/2")
        p.have("M A >= c A", "c <= M", "A >= 1/2")
        p.have("M A (2 L + 3) >= 81 L + 3 M A", "M A >= 81/2", "L >= 0")
        p.have("G >= 3 M A (2 L + 3)", "M A (2 L + 3) >= 81 L + 3 M A", "M A >= 81/2", "L >= 0", "w >= 3")
        p.have("G >= 243 L and G > 0", "G >= 3 M A (2 L + 3)", "M A (2 L + 3) >= 81 L + 3 M A", "M A >= 81/2", "L >= 0")
        p.have("G/4 >= 60 L + 2 c A", "G >= 3 M A (2 L + 3)", "M A (2 L + 3) >= 81 L + 3 M A", "M A >= c A", "L >= 0")
        p.have("2 c A >= s c A", "s <= 2", "c >= 0", "A >= 1/2")
        p.have("G/4 >= 60 L + s c A", "G/4 >= 60 L + 2 c A", "2 c A >= s c A")
        p.have("exp(-G/4) <= exp(-60 L) exp(-s c A)", "G/4 >= 60 L + s c A")
        p.have("L exp(-60 L) <= 1", "exp(60 L) >= 1 + 60 L", "L >= 0")
        p.have("243 L/G <= 1", "G >= 243 L", "G > 0")
        p.have("(243 L^2/G) exp(-60 L) <= 1", "243 L/G <= 1", "L exp(-60 L) <= 1", "L >= 0")
        p.have("(2 L^2/G) exp(-G/4) <= 1/47 exp(-s c A)")
    p.let("kappa = gamma_max/gamma_min")
    p.let("A = kappa gamma_max/epsilon", "M = (m + 1)^4", "G = M (2 log n + 3) pi d A")
    p.get("i in N")
    p.get("k in n")
    p.have("gamma_max > 0")
    p.have("log n >= 0")
    p.have("A > 0", "gamma_max > 0", "positive-norm", "positive-step")
    p.have("pi d >= 3", "d>=1")
    with p.suppose("m >= 2 and gamma_min < gamma_max and epsilon < 2 gamma_max") as small:
        p.have("2 gamma_max^2 >= gamma_min epsilon")
        p.have("A >= 1/2", "2 gamma_max^2 >= gamma_min epsilon")
        p.have("M >= 81 and M >= m^3", "m >= 2")
        p.have("exp(1) >= 2")
        p.have("4 <= exp(2)", "exp(1) >= 2")
        p.have("log 4 <= log(exp(2)) = 2", "4 <= exp(2)")
        known = p.at(scalars, "log n", "A", "M", "m^3", "pi d", "log 4")
        p.have("(2 (log n)^2/G) exp(-G/4) <= 1/47 exp(-log 4 m^3 A)", known)
        p.have("2 (log n)^2 (epsilon/G) exp(-G/4) <= (epsilon/47) exp(-log 4 m^3 A)")
    sizes = {name: name for name in ("N", "n", "d", "s", "m", "X", "v", "gamma_min", "gamma_max", "epsilon")}
    p.claim("contextual", p.cite("aux:contextual-layer", small, delta="2 (log n)^2 (epsilon/G) exp(-G/4)", **sizes))
