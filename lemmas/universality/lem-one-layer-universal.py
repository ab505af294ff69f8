"""lem:one-layer-universal. One attention layer and feed-forward layers approximate every Lipschitz map of sequences.

Printed: for C-Lipschitz f and eps > 0 there is tau in T_A^{1,1,4} with one attention layer, ||tau - f||_alpha <= eps,
and O((1/eps)^(d L)) feed-forward layers of four neurons, L = h_r w_r. (It is stated for p, and uses alpha.)
Stated with alpha = 1 for the functions f(X)_ik = p_ik + sum_g A_ikg max(0, <B_g, X> + q_g), which are dense in the
continuous ones and C-Lipschitz in the sum of the |entries| if all sum_ikg |A_ikg B_gjl| <= C. A term of the language
has a fixed number of layers: one feed-forward layer of c neurons stands for c/4 layers of four, c at least the count of
c1:neuron-count at the delta of c1:granularity.

Undecided as printed: the kernel has no integrals, and in the printed class no feed-forward layer comes before the
attention, which the paper's own construction needs.

Corrected: for every C-Lipschitz map F of n x d arrays and every grid with C delta sqrt(n d) <= eps there are weights of
def:construction-class with |tau(X) - F(X)| <= eps (Frobenius norm) for all X in the cells of the listed grid sequences,
off their ramps; outside of them |tau| stays below a number that does not depend on the width theta of the ramps, whose
measure is at most n d theta/delta (lem:ramp-measure). tau takes the value F(P_g) on the cell of P_g
(lem:transformer-construction), and |F(P_g) - F(X)| <= C |P_g - X|.

Sharpened: what the norm of the integral needs. For every real alpha >= 1, eps > 0 and mu > 0 there are weights and w, b
with b n d w <= mu and

    sum_ia |tau(X)_ia - F(X)_ia|^alpha <= n d eps^alpha + b #{(i, a) : X_ia > P_gia + (1 - w) delta}   in every cell,

so the mean over a cell is at most n d eps^alpha + mu, as for lem:transformer-construction. With all grid points listed
this is ||tau - F||_alpha^alpha <= n d eps^alpha + mu. In layers of four neurons (class A), with the printed count of
layers: lem:deep-universal, off the ramps.
"""

from varproof_lemmas.model import class_b
from varproof_lemmas.universality.construction import ONE, SMALL
from varproof_lemmas.universality.lipschitz import TWO, equal_tokens, places, prove, prove_in_the_mean, state

from varproof.lang import Abs, Array, Entry, Eq, Exists, ForAll, Index, Integral, Lam, Max, Q, Source, Sum, exp, log

entry = Entry(
    "lem:one-layer-universal",
    "One attention layer approximates every Lipschitz map of sequences",
    source=Source(icml="6.1", cites="Hu24 Theorem 2.3", text="read"),
    uses=[
        "c1:granularity",
        "c1:neuron-count",
        "def:attention",
        "def:construction-class",
        "def:feed-forward",
        "def:softmax",
        "def:var-class",
        "lem:deep-universal",
        "lem:piecewise-constant",
        "lem:transformer-construction",
    ],
    note="Undecided as printed: in the printed class no feed-forward layer comes before the attention. Corrected: "
    "there are weights, for every Lipschitz map, off the ramps; in layers of four neurons: lem:deep-universal.",
)

with entry.variant("printed", expect="UNDECIDED") as s:
    n, d, h, c, m = (s.size(name) for name in ("n", "d", "s", "c", "m"))
    A, B, q, p = s.array("A", n, d, m), s.array("B", m, n, d), s.vec("q", m), s.mat("p", n, d)
    C, eps = s.real("C"), s.real("eps")
    i, j, k, l, g = Index("i", n), Index("j", n), Index("k", d), Index("l", d), Index("g", m)
    X, E = Array("X", n, d), Array("E", n, d)
    heads = Array("W_O", d, h), Array("W_V", h, d), Array("W_K", h, d), Array("W_Q", h, d)
    ffn = Array("U", c, d), Array("a", c), Array("V", d, c), Array("b", d)
    f = p[i, k] + Sum(A[i, k, g] * Max(Sum(B[g, j, l] * X[j, l], j, l) + q[g], 0), g)

    s.assume("accuracy", eps > 0)
    s.assume("constant", C > 0)
    s.assume("lipschitz", ForAll(j, l, Sum(Abs(A[i, k, g]) * Abs(B[g, j, l]), i, k, g) <= C))
    s.assume("one-number", Eq(h, 1))
    s.assume("neurons", c >= 3 * d * n * exp(d * n * log(Max(2 * C * d * n / eps, 1))))
    error = Integral(Sum(Abs(class_b(X, E, *heads, *ffn)[i, k] - f), i, k), X, 0, 1)
    s.claim("close", Exists(E, *heads, *ffn, error <= eps))

    s.instance("a constant", A=[[[0]]], B=[[[0]]], q=[0], p=[[5]], C=1, eps=2, s=1, c=3)
    s.instance("a kink", A=[[[1]]], B=[[[1]]], q=[Q(-1, 2)], p=[[0]], C=1, eps=1, s=1, c=6)

    s.false(
        "the identity is close",
        claims={"close": Integral(Sum(Abs(X[i, k] - f), i, k), X, 0, 1) <= eps},
        at=dict(A=[[[0]]], B=[[[0]]], q=[0], p=[[5]], C=1, eps=2, s=1, c=3),
    )

with entry.variant(
    "corrected",
    expect="PROVED",
    evidence=["kernel"],
    note="For every Lipschitz map, in the class of the paper's own construction: off the ramps, and bounded on them.",
) as s:
    on, F, eps = state(s)
    Y, Z, j, l = Array("U", on.n, on.d), Array("V", on.n, on.d), Index("j", on.n), Index("l", on.d)
    identity = Lam(Y, Lam((j, l), Y[j, l]))
    s.instance("the identity", F=identity, C=1, eps=1, **ONE)
    s.instance("two levels", F=identity, C=1, eps=Q(1, 2), **SMALL)
    s.instance("a half of it", F=Lam(Y, Lam((j, l), Y[j, l] / 2)), C=1, eps=Q(1, 2), **SMALL)
    # a norm is at most eps only where eps is not negative; and without an embedding equal tokens stay equal
    s.false("any accuracy", drop=["fine"], claims={"close": eps >= 0}, at=dict(ONE, F=identity, C=1, eps=-1))
    s.false("no embedding", claims={"close": equal_tokens(on, F, 2 * eps)}, at=dict(TWO, F=places(on), C=0, eps=0))

with entry.variant(
    "sharpened",
    expect="PROVED",
    evidence=["kernel"],
    note="For every alpha >= 1 a step function above the sum of |error|^alpha in every cell, of mean at most "
    "n d eps^alpha + mu: the norm of the integral but for the integral, which the statement does not contain.",
) as s:
    on, F, eps = state(s, in_the_mean=True)
    Y, j, l = Array("U", on.n, on.d), Index("j", on.n), Index("l", on.d)
    identity = Lam(Y, Lam((j, l), Y[j, l]))
    s.instance("the identity", F=identity, C=1, eps=1, **ONE)
    s.instance("two levels", F=identity, C=1, eps=Q(1, 2), **SMALL)
    s.instance("a half of it", F=Lam(Y, Lam((j, l), Y[j, l] / 2)), C=1, eps=Q(1, 2), **SMALL)
    # at P_g no entry is on a ramp: the errors of its tokens are at most n d eps for alpha = 1
    room = {"alpha": equal_tokens(on, F, 2 * on.n * on.d * eps)}
    s.false("no embedding", claims=room, at=dict(TWO, F=places(on), C=0, eps=Q(1, 10)))
    # tau is continuous, and F jumps inside the cell
    q = Index("q", on.G)
    step = Lam(Y, Lam((j, l), 100 * Sum(1, q, where=Y[j, l] > Q(1, 2))))
    jump = ForAll(on.i, on.a, Abs(F(Lam((j, l), 1))[on.i, on.a] - F(Lam((j, l), 0))[on.i, on.a]) <= 2 * eps)
    s.false("no Lipschitz constant", drop=["lipschitz"], claims={"alpha": jump}, at=dict(ONE, F=step, C=1, eps=1))


entry.proof("corrected")(prove)
entry.proof("sharpened")(prove_in_the_mean)
