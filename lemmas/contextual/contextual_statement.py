"""The statement that one attention layer is a contextual mapping, with its separation left open."""

from varproof_lemmas.model import attention_skip, contextual_mapping, lists_vocabulary, tokenwise_separated

from varproof.lang import Array as Matrix
from varproof.lang import Exists, ForAll, Implies, Index, Lam, Ne, Q


def contextual_data(s):
    """Declare in block s N sequences X of n tokens in R^d with gamma_min, gamma_max and epsilon, a list v of the m
    different ones, and the hidden size s of an attention layer; what is assumed of them."""
    N, n, d, h, m = s.size("N"), s.size("n"), s.size("d"), s.size("s"), s.size("m")
    X, v = s.array("X", N, n, d), s.mat("v", m, d)
    gamma_min, gamma_max, epsilon = s.real("gamma_min"), s.real("gamma_max"), s.real("epsilon")
    i, k, l, c = Index("i", N), Index("k", n), Index("l", n), Index("c", d)
    s.assume("positive-norm", gamma_min > 0)
    s.assume("positive-step", epsilon > 0)
    s.assume("separated", tokenwise_separated(X, gamma_min, gamma_max, epsilon))
    s.assume("distinct", ForAll(i, k, l, Implies(Ne(k, l), Exists(c, Ne(X[i, k, c], X[i, l, c])))))
    s.assume("vocabulary", lists_vocabulary(v, X))
    return X, v, h, gamma_min, gamma_max, epsilon


def layer_output(X, h, W_O, W_V, W_K, W_Q):
    """The outputs of one attention layer of hidden size h with skip connection for all sequences."""
    N, n, d = X.dims
    i, k, c, p, q = Index("i", N), Index("k", n), Index("c", d), Index("p", n), Index("q", d)
    return Lam((i, k, c), attention_skip(Lam((p, q), X[i, p, q]), W_O, W_V, W_K, W_Q)[k, c])


def some_layer(X, h, gamma, delta):
    """Some weights make one attention layer of hidden size h a (gamma, delta)-contextual mapping of X."""
    _, _, d = X.dims
    W_O, W_V = Matrix("W_O", d, h), Matrix("W_V", h, d)
    W_K, W_Q = Matrix("W_K", h, d), Matrix("W_Q", h, d)
    output = layer_output(X, h, W_O, W_V, W_K, W_Q)
    return Exists(W_O, W_V, W_K, W_Q, contextual_mapping(X, output, gamma, delta))


def contextual_statement(s, bound, scales=None):
    """State in block s: some weights give gamma_max + epsilon/4 and the separation bound(m, n, d, ratio, epsilon),

    ratio = kappa gamma_max/epsilon, m = |V|; with the instances that every such statement is tried on. If there are
    `scales` to choose from, they are K with K >= scales(N, n), and the bound has K as a further argument.
    """
    X, v, h, gamma_min, gamma_max, epsilon = contextual_data(s)
    N, n, d = X.dims
    m = v.dims[0]
    more = [] if scales is None else [s.size("K")]
    for K in more:
        s.assume("scales", K >= scales(N, n))
    kappa = gamma_max / gamma_min
    gamma, delta = gamma_max + epsilon / 4, bound(m, n, d, kappa * gamma_max / epsilon, epsilon, *more)
    s.constant("radius", gamma, side="upper")
    s.constant("separation", delta, side="lower")
    s.claim("contextual", some_layer(X, h, gamma, delta))
    many = {} if scales is None else dict(K=450)
    two_sets = dict(
        many, X=[[[1], [2]], [[1], [3]]], v=[[1], [2], [3]], gamma_min=Q(1, 2), gamma_max=4, epsilon=Q(1, 2)
    )
    pair = dict(many, X=[[[3, 4], [4, 3]]], v=[[3, 4], [4, 3]], gamma_min=4, gamma_max=6, epsilon=1)
    s.instance("one token", **many, s=1, X=[[[1]]], v=[[1]], gamma_min=Q(1, 2), gamma_max=2, epsilon=1)
    s.instance("one sequence", s=2, **pair)
    s.instance("two sets", s=1, **two_sets)
    i, k, c = Index("i", N), Index("k", n), Index("c", d)
    same = contextual_mapping(X, Lam((i, k, c), X[i, k, c]), gamma, 0)
    s.false("without attention", claims={"contextual": same}, at=dict(two_sets, s=1))
    a, w = Index("a", d), Index("w", h)
    into, out = Lam((w, a), 1), Lam((a, w), 1)
    unit = contextual_mapping(X, layer_output(X, h, out, into, into, into), gamma, delta)
    s.false("all weights 1", claims={"contextual": unit}, at=dict(pair, s=2))
    u = Q(1, 2**85)
    s.instance(
        "two small tokens",
        **many,
        s=1,
        X=[[[5 * u], [-5 * u]]],
        v=[[5 * u], [-5 * u]],
        gamma_min=4 * u,
        gamma_max=6 * u,
        epsilon=9 * u,
    )
