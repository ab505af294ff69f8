"""lem:attention-contextual. The paper's key lemma, as printed.

N sequences of n tokens in R^d, (gamma_min, gamma_max, epsilon)-separated, without a repeated token in a sequence.
Printed: one attention layer with skip connection and output matrix has weights of any hidden size that make it a
(gamma, delta)-contextual mapping with

    gamma = gamma_max + epsilon/4,   delta = exp(-(5/epsilon) |V|^4 d kappa gamma_max log n),
    kappa = gamma_max/gamma_min.

False for every n. The exponent does not change when all tokens, gamma_min, gamma_max and epsilon are multiplied by
the same number, so delta does not scale, while condition (1) keeps all outputs within 2 gamma of one another: with
small tokens no map whatsoever can satisfy (1) and (2). The consequence `radius` says just that, without weights: two
different tokens force delta < 2 gamma.

The counterexample can be checked on paper. Take N = 1, n = 2, d = 1, u = 2^-85 and the tokens 5u and -5u, with
gamma_min = 4u, gamma_max = 6u, epsilon = 9u. Then |V| = 2, kappa = 3/2 and

    (5/epsilon) |V|^4 d kappa gamma_max log n = (5/9u) 16 (3/2) 6u log 2 = 80 log 2,   so   delta = 2^-80,
    2 gamma = 2 (6u + 9u/4) = (33/2) u = (33/64) 2^-80 < delta.

One token a sequence fails likewise: log 1 = 0 gives delta = 1.

Weights "of any rank" are read as weights of any hidden size s >= 1. The proofs' have rank one (thm:contextual-sharp);
that there are weights of every other rank is stated nowhere, and open here.
"""

from fractions import Fraction

from varproof_lemmas.contextual.contextual_statement import contextual_statement
from varproof_lemmas.model import (
    attention_skip,
    contextual_mapping,
    tokenwise_separated,
    vocabulary_size,
)

from varproof.lang import Array as Matrix
from varproof.lang import Entry, Exists, ForAll, Implies, Index, Lam, Ne, Q, Source, exp, log
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import exists, func, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "lem:attention-contextual",
    "One attention layer is a contextual mapping",
    source=Source(arxiv="4.4", icml="5.4", cites="Hu24 Lemma 2.2", text="read"),
    uses=[
        "def:attention",
        "def:contextual-mapping",
        "def:softmax",
        "def:tokenwise-separated",
        "def:vocabulary",
        "def:vocabulary-list",
        "thm:contextual-sharp",
    ],
    note="gamma_min > 0 and epsilon > 0 are not printed; without them the printed delta has no meaning.",
)

with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="The printed delta does not scale with the tokens: where they are small, two outputs of norm below gamma "
    "cannot be further apart than delta, whatever the weights are.",
) as s:
    N, n, d, h = s.size("N"), s.size("n"), s.size("d"), s.size("s")
    X = s.array("X", N, n, d)
    gamma_min, gamma_max, epsilon = s.real("gamma_min"), s.real("gamma_max"), s.real("epsilon")
    i, j, k, l, c = Index("i", N), Index("j", N), Index("k", n), Index("l", n), Index("c", d)
    p, q = Index("p", n), Index("q", d)
    W_O, W_V = Matrix("W_O", d, h), Matrix("W_V", h, d)
    W_K, W_Q = Matrix("W_K", h, d), Matrix("W_Q", h, d)
    gamma = gamma_max + epsilon / 4
    kappa = gamma_max / gamma_min
    delta = exp(-(5 * vocabulary_size(X) ** 4 * d * kappa * gamma_max * log(n) / epsilon))
    output = attention_skip(Lam((p, q), X[i, p, q]), W_O, W_V, W_K, W_Q)[k, c]

    s.assume("positive-norm", gamma_min > 0)
    s.assume("positive-step", epsilon > 0)
    s.assume("separated", tokenwise_separated(X, gamma_min, gamma_max, epsilon))
    s.assume("distinct", ForAll(i, k, l, Implies(Ne(k, l), Exists(c, Ne(X[i, k, c], X[i, l, c])))))
    s.constant("radius", gamma, side="upper")
    s.constant("separation", delta, side="lower")
    s.claim(
        "contextual",
        Exists(W_O, W_V, W_K, W_Q, contextual_mapping(X, Lam((i, k, c), output), gamma, delta)),
    )
    s.consequence(
        "radius",
        ForAll(i, j, k, l, Implies(Exists(c, Ne(X[i, k, c], X[j, l, c])), delta < 2 * gamma)),
    )

    u = Q(1, 2**85)
    s.counterexample("two small tokens", s=1, X=[[[5 * u], [-5 * u]]], gamma_min=4 * u, gamma_max=6 * u, epsilon=9 * u)
    s.counterexample(
        "two sequences of one token",
        s=1, X=[[[Q(1, 4)]], [[Q(-1, 4)]]], gamma_min=Q(1, 8), gamma_max=Q(3, 10), epsilon=Q(1, 10),
    )  # fmt: skip

    s.instance("one token", s=1, X=[[[1]]], gamma_min=Q(1, 2), gamma_max=2, epsilon=1)
    s.instance("two tokens", s=1, X=[[[5], [-5]]], gamma_min=4, gamma_max=6, epsilon=9)
    s.instance("the same set twice", s=2, X=[[[3, 4], [4, 3]], [[4, 3], [3, 4]]], gamma_min=4, gamma_max=6, epsilon=1)
    s.instance("two sets", s=1, X=[[[1], [2]], [[1], [3]]], gamma_min=Q(1, 2), gamma_max=4, epsilon=Q(1, 2))

with entry.variant(
    "corrected", expect="PROVED", evidence=["kernel"], note="A factor epsilon makes delta a length."
) as s:
    contextual_statement(s, lambda m, n, d, ratio, epsilon: epsilon * exp(-5 * (m**4 * d * ratio * log(n))))

with entry.variant(
    "sharpened",
    expect="PROVED",
    evidence=["kernel"],
    note="That of thm:contextual-sharp; larger than corrected for n >= 2, while for n = 1 that has delta = epsilon.",
) as s:
    contextual_statement(s, lambda m, n, d, ratio, epsilon: epsilon / 47 * exp(-log(4) * (m**3 * ratio)))


@entry.proof("printed")
def proof(p: Proof) -> None:
    """Whatever the weights are: two outputs of norm below gamma are closer than 2 gamma."""
    N, n, d, h, X = p["N"], p["n"], p["d"], p["s"], p["X"]
    claim: Node = p.goal("consequence").args[0]
    radius: Node = p.goal("consequence").args[1]

    def layers(there: Theorem, names: list[str]) -> Theorem:
        """Name the four weights one after the other."""
        if len(names) < 4:
            return p.obtain_function(there, lambda w, inner: layers(inner, [*names, w]))
        W_O, W_V, W_K, W_Q = map(func, names)

        def output(i: Node, k: Node, c: Node) -> Node:
            def weight(j: Node) -> Node:
                return t.exp(
                    sum_over(
                        h,
                        lambda u: (
                            sum_over(d, lambda a: W_K(u, a) * X(i, j, a))
                            * sum_over(d, lambda a: W_Q(u, a) * X(i, k, a))
                        ),
                    )
                )

            def value(j: Node) -> Node:
                return sum_over(h, lambda u: W_O(c, u) * sum_over(d, lambda a: W_V(u, a) * X(i, j, a)))

            return X(i, k, c) + sum_over(n, lambda j: weight(j) * value(j)) / sum_over(n, weight)

        bounded, apart = p.left(there), p.right(there)

        def pair(
            i: Node, i_in: Theorem, j: Node, j_in: Theorem, k: Node, k_in: Theorem, l: Node, l_in: Theorem
        ) -> Theorem:
            differ = p.k.assume(exists(d, lambda c: t.neg(t.eq(X(i, k, c), X(j, l, c)))))
            first, second = p.use(bounded, i, i_in, k, k_in), p.use(bounded, j, j_in, l, l_in)
            both = p.use(apart, i, i_in, j, j_in, k, k_in, l, l_in)
            named: Node = both.concl.args[0]
            distance = p.use(both, p.k.discharge(differ, named.args[0]))
            near = p.near(d, lambda c: output(i, k, c), lambda c: output(j, l, c), first, second)
            bound: Node = p.opened_all(radius, i, j, k, l).args[1]
            gamma = p["gamma_max"] + p["epsilon"] * Fraction(1, 4)
            size, _, _ = p.norm(d, lambda c: output(i, k, c) - output(j, l, c))
            for symbol, meaning in (
                ("‖Y(i, k)‖", p.norm(d, lambda c: output(i, k, c))[0]),
                ("‖Y(j, l)‖", p.norm(d, lambda c: output(j, l, c))[0]),
                ("‖Y(i, k) − Y(j, l)‖", size),
                ("γ", gamma),
                ("δ", 2 * gamma - bound.args[0]),
            ):
                p.name(symbol, meaning)
            p.say(
                "Let γ = γₘₐₓ + ε/4 and δ = exp(−(5/ε) |V|⁴ d κ γₘₐₓ log n), let the weights be such that the output Y "
                "is a (γ, δ)-contextual mapping, and let two tokens differ, X(i, k) ≠ X(j, l)."
            )
            p.state(first, "‖Y(i, k)‖ < γ", "condition (1)")
            p.state(second, "‖Y(j, l)‖ < γ", "condition (1)")
            p.state(near, "‖Y(i, k) − Y(j, l)‖ < 2 γ", "", [first, second])
            p.state(distance, "‖Y(i, k) − Y(j, l)‖ > δ", "condition (2)")
            return p.k.discharge(p.state(p.have(bound, near, distance), "δ < 2 γ", "", [near, distance]), differ.concl)

        return p.forall(
            N,
            lambda i, i_in: p.forall(
                N,
                lambda j, j_in: p.forall(
                    n, lambda k, k_in: p.forall(n, lambda l, l_in: pair(i, i_in, j, j_in, k, k_in, l, l_in))
                ),
            ),
        )

    p.concise = True
    p.prove(p.implies(claim, lambda there: layers(there, [])))


DATA = {name: name for name in ("N", "n", "d", "s", "m", "X", "v", "gamma_min", "gamma_max", "epsilon")}


@entry.proof("corrected")
def factor_epsilon(p: Proof) -> None:
    """For n = 1 without attention, else below the sharp separation."""
    p.let("kappa = gamma_max/gamma_min", "A = kappa gamma_max/epsilon", "delta = epsilon exp(-5 m^4 d A log n)")
    with p.case("n <= 1"):
        one_token(p)
    with p.otherwise("n > 1"):
        two = p.have("n >= 2", p.cite("thy:two-members", claim="more", n="n"))
        p.have("4 <= n^2", two)
        p.have("log 4 <= log(n^2) = 2 log n", "4 <= n^2")
        p.have("1/2 <= exp(-1/2)")
        p.have("exp(1/2) <= 2", "1/2 <= exp(-1/2)")
        p.have("exp(1) <= 4", "exp(1/2) <= 2")
        one = p.have("1 = log(exp(1)) <= log 4", "exp(1) <= 4")
        with p.suppose("m >= 2 and gamma_min < gamma_max and epsilon < 2 gamma_max") as small:
            p.have("2 gamma_max^2 >= gamma_min epsilon")
            p.have("A >= 1/2", "2 gamma_max^2 >= gamma_min epsilon")
            p.have("m^4 d A >= 2 m^3 A", "m >= 2", "d>=1", "A >= 1/2")
            p.have("m^3 A >= 4", "m >= 2", "A >= 1/2")
            p.have(
                "5 m^4 d A log n >= 10 m^3 A log n >= 5 m^3 A log 4",
                "m^4 d A >= 2 m^3 A",
                "log 4 <= 2 log n",
                "m^3 A >= 4",
            )
            p.have("m^3 A log 4 >= 4 log 4", "m^3 A >= 4", one)
            p.have(
                "5 m^4 d A log n >= log 4 m^3 A + 3 log 4",
                "5 m^4 d A log n >= 5 m^3 A log 4",
                "m^3 A log 4 >= 4 log 4",
                one,
            )
            p.have(
                "exp(-5 m^4 d A log n) <= exp(-log 4 m^3 A) exp(-3 log 4)", "5 m^4 d A log n >= log 4 m^3 A + 3 log 4"
            )
            p.have("exp(-3 log 4) = 1/64")
            p.have(
                "delta <= (epsilon/64) exp(-log 4 m^3 A)",
                "exp(-5 m^4 d A log n) <= exp(-log 4 m^3 A) exp(-3 log 4)",
                "exp(-3 log 4) = 1/64",
            )
            p.have(
                "delta <= (epsilon/47) exp(-log 4 m^3 A)",
                "delta <= (epsilon/64) exp(-log 4 m^3 A)",
                "exp(-log 4 m^3 A) > 0",
            )
        p.claim("contextual", p.cite("aux:contextual-layer", small, delta="delta", **DATA))


def one_token(p: Proof) -> None:
    """The outputs are the tokens, and delta = epsilon."""
    under, apart = p.left(p.right(p.given("separated"))), p.right(p.right(p.given("separated")))
    p.say("Let all weights be 0, so that Y = X.")
    p.have("log n = 0")
    p.have("delta = epsilon", "log n = 0")
    with p.fix("k, l in n") as alike:
        with p.suppose("k != l"):
            p.have("false", p.at(p.cite("thy:two-members", claim="different", n="n"), "k", "l"), "n <= 1")
        p.have("k = l")
    with p.fix("i in N, k in n"):
        p.have("norm[c in d] X[i, k, c] < gamma_max + epsilon/4", p.at(under, "i", "k"), "epsilon > 0")
    p.let("same(i, j, k, l) iff for all c in d: X[i, k, c] = X[j, l, c]")
    p.let("differ(i, j, k, l) iff some c in d: X[i, k, c] != X[j, l, c]")
    p.let("covered(i, j) iff for all k in n: some l in n: same(i, j, k, l)")
    p.let("covering(i, j) iff for all l in n: some k in n: same(i, j, k, l)")
    p.let("sets(i, j) iff covered(i, j) and covering(i, j)")
    p.let("apart(i, j, k, l) iff (not sets(i, j)) or differ(i, j, k, l)")
    with p.fix("i, j in N, k, l in n with apart(i, j, k, l)"):
        with p.suppose("not differ(i, j, k, l)") as none:
            with p.fix("x, y in n") as all_alike, p.fix("c in d"):
                p.have("X[i, k, c] = X[j, l, c]", none.hypothesis)
                p.have("X[i, x, c] = X[i, k, c]", p.at(alike, "x", "k"))
                p.have("X[j, y, c] = X[j, l, c]", p.at(alike, "y", "l"))
                p.have(
                    "X[i, x, c] = X[j, y, c]",
                    "X[i, k, c] = X[j, l, c]",
                    "X[i, x, c] = X[i, k, c]",
                    "X[j, y, c] = X[j, l, c]",
                )
            with p.fix("x in n"):
                p.have("some y in n: same(i, j, x, y)", p.at(all_alike, "x", "l"), by="l")
            with p.fix("y in n"):
                p.have("some x in n: same(i, j, x, y)", p.at(all_alike, "k", "y"), by="k")
            p.have("covered(i, j) and covering(i, j)")
            p.have("false", "apart(i, j, k, l)", "covered(i, j) and covering(i, j)", none.hypothesis)
        p.get("c in d: X[i, k, c] != X[j, l, c]")
        p.have("differ(i, j, k, l)", by="c")
        p.have("norm[c in d] (X[i, k, c] - X[j, l, c]) > epsilon", p.at(apart, "i", "k", "j", "l"))
    p.let("Z(a, b) = 0")
    p.claim("contextual", by="Z, Z, Z, Z")


@entry.proof("sharpened")
def without_n_and_d(p: Proof) -> None:
    p.claim("contextual", p.cite("thm:contextual-sharp", **DATA))
