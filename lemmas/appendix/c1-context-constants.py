"""c1:context-constants. The constants of the contextual mapping in the construction:

    Gamma = sqrt(d) (L0 - delta) + sqrt(d) delta/4 = sqrt(d) (L0 - 3/4 delta),
    Delta = exp(-5 |V|^4 d log(n) L0^2/delta).

lem:attention-contextual gives gamma_max + eps/4 and exp(-5/eps |V|^4 d kappa gamma_max log n) for the separation
(gamma_min, gamma_max, eps) = (sqrt d, sqrt(d) (L0 - delta), sqrt(d) delta), kappa = gamma_max/gamma_min. There the
exponent has (L0 - delta)^2 for L0^2, so the printed Delta is the smaller one, which is a weaker demand. As printed only
the two formulas are judged, neither the lemma, which is refuted, nor the separation, which c1:grid-separation refutes:
whether some attention is a contextual mapping with these very constants is open. V is the number |V|.

Corrected: with the separation that the grid has (c1:grid-separation, corrected) there are weights of any hidden size
for which the attention is a (Gamma, Delta)-contextual mapping of all sequences of the grid, n = L0, with

    Gamma = 2 sqrt(d) n + delta/8,   Delta = (delta/94) 4^(-16 |V|^3 sqrt(d) n^2/delta^2),

by thm:contextual-sharp for (sqrt(d) delta/2, 2 sqrt(d) n, delta/2): the bounds of the grid are attained, those of a
separation are strict. The constructions here rest on codes instead: lem:grid-codes, lem:place-codes.
"""

from importlib import import_module

from varproof_lemmas.contextual.contextual_statement import layer_output, some_layer
from varproof_lemmas.model import contextual_mapping, lists_vocabulary

from varproof.lang import Entry, Eq, Index, Lam, Q, Source, exp, log, sqrt
from varproof.proof.kernel import terms as t
from varproof.proof.proof import Proof

entry = Entry(
    "c1:context-constants",
    "The constants of the contextual mapping in the construction",
    source=Source(icml="C.1", text="read"),
    uses=["c1:grid-separation", "lem:attention-contextual", "thm:contextual-sharp"],
    note="As printed two formulas; corrected, that the attention is a contextual mapping, with the separation of the "
    "grid.",
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

with entry.variant(
    "corrected",
    expect="PROVED",
    evidence=["kernel"],
    note="With the separation of the grid: there are weights for which the attention is a contextual mapping.",
) as s:
    M, n, d, delta, (i, j, k, _, c) = import_module("varproof_lemmas.appendix.c1-grid-separation").sequences(s)
    h, m = s.size("s"), s.size("m")
    words = s.mat("w", m, d)
    s.assume("vocabulary", lists_vocabulary(words, M))
    Gamma = 2 * sqrt(d) * n + delta / 8
    Delta = delta / 94 * exp(-log(4) * (16 * m**3 * sqrt(d) * n**2 / delta**2))
    s.constant("Gamma", Gamma, side="upper")
    s.constant("Delta", Delta, side="lower")
    s.claim("contextual", some_layer(M, h, Gamma, Delta))

    one = dict(t=[0], v=[Q(1, 2), 1], delta=Q(1, 2), s=1)
    two = dict(t=[0, 1], v=[Q(1, 2), 1], delta=Q(1, 2), s=1, M=[[[1], [2]], [[1], [Q(3, 2)]]],
               w=[[1], [2], [Q(3, 2)]])  # fmt: skip
    s.instance("one token", M=[[[1]]], w=[[1]], **one)
    s.instance("one level", t=[1, 0], v=[1], delta=1, s=2, M=[[[2], [1]]], w=[[2], [1]])
    s.instance("two sequences with a common token", **two)
    s.instance("a plane", t=[0], v=[Q(1, 2), 1], delta=Q(1, 2), s=3, M=[[[1, Q(1, 2)]], [[1, 1]]],
               w=[[1, Q(1, 2)], [1, 1]])  # fmt: skip
    same = contextual_mapping(M, Lam((i, k, c), M[i, k, c]), Gamma, 0)
    s.false("without attention", claims={"contextual": same}, at=two)
    a, b = Index("a", d), Index("b", h)
    into, out = Lam((b, a), 1), Lam((a, b), 1)
    unit = contextual_mapping(M, layer_output(M, h, out, into, into, into), delta / 8, Delta)
    s.false("a radius without the tokens", claims={"contextual": unit}, at=two)


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


@entry.proof("corrected")
def proof_corrected(p: Proof) -> None:
    names = {name: name for name in ("N", "n", "d", "G", "t", "v", "M", "delta")}
    grid = {
        label: p.cite("c1:grid-separation", variant="corrected", claim=label, **names)
        for label in ("no-duplicates", "below", "above", "apart")
    }
    p.have("delta > 0", "unit")
    p.let("root = sqrt d", "size(i, k) = norm[c in d] M[i, k, c]")
    p.have("root > 0 and root^2 = d")
    p.have("root delta > 0 and root n > 0")
    with p.fix("i in N, k in n") as low:
        p.have("size(i, k) > root delta/2", p.at(grid["below"], "i", "k"), "root delta > 0")
    with p.fix("i in N, k in n") as high:
        p.have("size(i, k) < 2 root n", p.at(grid["above"], "i", "k"), "root n > 0")
    with p.fix("i in N, k in n, j in N, m in n") as apart, p.suppose("some c in d: M[i, k, c] != M[j, m, c]") as differ:
        p.have("norm[c in d] (M[i, k, c] - M[j, m, c]) > delta/2",
               p.at(grid["apart"], "i", "k", "j", "m", differ.hypothesis), "delta > 0")  # fmt: skip
    p.let("least = root delta/2", "most = 2 root n", "step = delta/2", "exponent = 16 m^3 root n^2/(delta^2)")
    p.let("Delta = (delta/94) exp(-log 4 exponent)")
    p.have("1/least = (2/root) (1/delta)")
    p.have("root/root = 1", "root > 0 and root^2 = d")
    p.have("(most/least) (most/step) = 16 root n^2/(delta^2)", "1/least = (2/root) (1/delta)", "root/root = 1")
    same = p.have("m^3 (most/least) most/step = exponent", "(most/least) (most/step) = 16 root n^2/(delta^2)")
    power = p.congruence(same, p.term("m^3 (most/least) most/step"), p.term("exponent"),
                         lambda x: t.exp(-p.term("log 4") * x))  # fmt: skip
    p.have("Delta <= (step/47) exp(-log 4 m^3 (most/least) most/step)", power)
    names = dict(N="N", n="n", d="d", s="s", m="m", X="M", v="w", gamma_min="least", gamma_max="most", epsilon="step")
    p.claim("contextual", p.cite("aux:contextual-layer", low, high, apart, grid["no-duplicates"], "root delta > 0",
                                 "delta > 0", delta="Delta", **names))  # fmt: skip
