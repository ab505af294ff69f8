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
"""

from varproof_lemmas.model import attention_skip, contextual_mapping, tokenwise_separated, vocabulary_size

from varproof.lang import Array as Matrix
from varproof.lang import Entry, Exists, ForAll, Implies, Index, Lam, Ne, Q, Source, exp, log

entry = Entry(
    "lem:attention-contextual",
    "One attention layer is a contextual mapping",
    source=Source(arxiv="4.4", icml="5.4", cites="Hu24 Lemma 2.2", text="read"),
    uses=["def:attention", "def:contextual-mapping", "def:softmax", "def:tokenwise-separated", "def:vocabulary"],
    note="gamma_min > 0 and epsilon > 0 are not printed; without them the printed delta has no meaning.",
)

with entry.variant("printed", expect="REFUTED", evidence=["witness"]) as s:
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
