"""lem:transformer-construction without the hypothesis that the listed sequences differ: no weights give one sequence
two values. The claim that there are weights cannot be evaluated; what follows from it can, and the kernel derives it.
"""

from varproof_lemmas.universality.construction import SMALL, Construction
from varproof_lemmas.universality.existence import at_run, bounded, named
from varproof_lemmas.universality.mean import ARRAYS

from varproof.decide.counterexamples import refutes
from varproof.lang import Entry, Eq, ForAll, Implies, Index, Source

TWICE = dict(SMALL, P=[[[0]], [[0]]])
FFN = "{x} + sum[h in c{r}] V{r}(j, h) relu(sum[a in d] W{r}(h, a) {y} + T{r}(h)) + b{r}(j)"


class Without:
    """A block of a statement that leaves one hypothesis out."""

    def __init__(self, s, label):
        self.s, self.label = s, label

    def assume(self, label, *more, **needed):
        if label != self.label:
            self.s.assume(label, *more, **needed)

    def __getattr__(self, name):
        return getattr(self.s, name)


def construction(left_out):
    """The corrected statement without a hypothesis, and that one sequence has one value."""
    entry = Entry("lem:any-sequences", "A transformer takes any values", source=Source(text="ours"))
    with entry.variant("stated", expect="UNDECIDED") as s:
        on = Construction(Without(s, left_out))
        H = s.array("H", on.G, on.n, on.d)
        g, i, a, f = on.g, on.i, on.a, Index("f", on.G)
        s.claim("exact", on.there_is(ForAll(g, Implies(on.cell(), ForAll(i, a, Eq(on.tau, H[g, i, a]))))))
        same = ForAll(i, a, Eq(on.P[g, i, a], on.P[f, i, a]))
        s.consequence("one-value", ForAll(g, f, Implies(same, ForAll(i, a, Eq(H[g, i, a], H[f, i, a])))))
        s.instance("two levels", H=[[[0]], [[1]]], **SMALL)

    @entry.proof("stated")
    def proof(p):
        claim = p.goal("consequence").args[0]
        with p.fix("z in R") as every:
            bound = bounded(p, p.k.assume(claim))
            p.have("0 < delta <= delta", "step")
            weights = named(p, p.at(bound, "delta"), ARRAYS)
            with p.fix("g, f in G"), p.suppose("for all i in n, a in d: P(g, i, a) = P(f, i, a)") as same:
                values = p.left(run(p, weights))
                with p.fix("i in n, a in d") as first:
                    p.have("P(g, i, a) <= X(i, a) <= P(g, i, a) + delta - delta")
                with p.fix("i in n, a in d") as second:
                    p.have("P(f, i, a) <= X(i, a) <= P(f, i, a) + delta - delta", p.at(same.hypothesis, "i", "a"))
                with p.fix("i in n, a in d"):
                    one = p.at(p.at(values, "g", first.theorem), "i", "a")
                    two = p.at(p.at(values, "f", second.theorem), "i", "a")
                    p.have("H(g, i, a) = H(f, i, a)", one, two)
        p.prove(p.k.discharge(p.at(every, "0"), claim))

    return entry.variants["stated"]


def run(p, weights):
    """What is said of the weights at X = P_g, where the layers are what they are."""
    p.let("relu(x) = max(x, 0)", "U(X, i, a) = X(i, a) + E(i, a)")
    p.let("score(Y, i, k) = sum[u in s] (sum[a in d] W_K(u, a) Y(k, a)) (sum[a in d] W_Q(u, a) Y(i, a))")
    p.let("value(Y, j, k) = sum[u in s] W_O(j, u) (sum[a in d] W_V(u, a) Y(k, a))")
    attended = "Y(i, j) + sum[k in n] (exp(score(Y, i, k))/(sum[k in n] exp(score(Y, i, k)))) value(Y, j, k)"
    layers = dict(X="P(g, i, j)", Y=FFN.format(x="U(X, i, j)", y="U(X, i, a)", r=1), A=attended,
                  Z=FFN.format(x="A(i, j)", y="A(i, a)", r=2))  # fmt: skip
    for name, value in layers.items():
        said = f"{name} in R^(n, d): for all i in n, j in d: {name}(i, j) = {value}"
        p.have(f"some {said}", by=f"(i, j) -> {value}")
        p.get(said)
        p.have(said.split(": ", 1)[1])
    at = at_run(p, weights, dict.fromkeys(layers, 2))
    return p.k.mp(at, p.proved(at.concl.args[0], []))


def test_one_sequence_with_two_values_refutes():
    hit = refutes(construction("different"), dict(TWICE, H=[[[0]], [[1]]]))
    assert hit.fails == "one-value"


def test_one_sequence_with_one_value_does_not():
    assert refutes(construction("different"), dict(TWICE, H=[[[1]], [[1]]])) is None


def test_sequences_that_have_to_differ_do_not():
    assert refutes(construction("nothing"), dict(TWICE, H=[[[0]], [[1]]])) is None
