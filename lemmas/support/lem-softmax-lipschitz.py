"""lem:softmax-lipschitz. Softmax is 1/2-Lipschitz in the Euclidean norm, and 1-Lipschitz from the maximum norm to the
sum norm:

    |Softmax(x) - Softmax(y)|_2 <= |x - y|_2 / 2,   sum_i |Softmax(x)_i - Softmax(y)_i| <= max_i |x_i - y_i|.

Why: with P, Q the two values and S the sum, 2 |P - Q|^2 <= S^2 <= <P - Q, x - y>. The first is that no entry of P - Q
is more than the others together; the second is Pinsker's inequality for both divergences, whose sum is the product.
Both constants are sharp for n = 2, in the limit x, y -> 0: there Softmax is (1 + tanh((x_1 - x_2)/2))/2.
"""

from varproof_lemmas.model import softmax

from varproof.lang import Abs, Entry, Index, MaxOver, Q, Source, Sum, norm
from varproof.proof.context import Block
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

entry = Entry("lem:softmax-lipschitz", "Softmax is Lipschitz", source=Source(text="ours"), uses=["def:softmax"])

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    x, y = s.vec("x", n), s.vec("y", n)
    i = Index("i", n)
    change = softmax(x)[i] - softmax(y)[i]
    moved, given = norm(change, i), norm(x[i] - y[i], i)
    total, largest = Sum(Abs(change), i), MaxOver(Abs(x[i] - y[i]), i)
    s.claim("euclidean", moved <= given / 2)
    s.claim("sum-norm", total <= largest)
    s.constant("euclidean-bound", given / 2, bounds=moved, side="upper")
    s.constant("sum-bound", largest, bounds=total, side="upper")

    near = dict(x=[Q(1, 100), Q(-1, 100)], y=[0, 0])
    s.instance("one entry", x=[5], y=[-5])
    s.instance("shifted", x=[1, 2, 3], y=[2, 3, 4])
    s.instance("close to equality", **near)
    s.instance("ties", x=[0, 0, 0], y=[1, 1, 0])
    s.instance("a little further", x=[Q(11, 10), 0], y=[1, 0])
    s.instance("a little nearer", x=[Q(9, 10), 0], y=[1, 0])
    s.instance("far apart", x=[100, 0], y=[0, 100])
    s.instance("opposite", x=[3, -1, 2, 0], y=[-3, 1, -2, 0])

    s.false("0.49", claims={"euclidean": moved <= given * Q(49, 100)}, at=near)
    s.false("0.99 of the largest", claims={"sum-norm": total <= largest * Q(99, 100)}, at=near)
    s.false("strict", claims={"euclidean": moved < given / 2}, at=dict(x=[1], y=[1]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("Z(f) = sum[i in n] exp(f[i])", "P(i) = exp(x[i])/Z(x)", "Q(i) = exp(y[i])/Z(y)", "g(i) = P(i) - Q(i)")
    p.let("S = sum[i in n] |g(i)|")
    p.have("Z(x) > 0 and Z(y) > 0")
    p.have("sum[i in n] P(i) = 1 and sum[i in n] Q(i) = 1")
    p.have("S^2 <= sum[i in n] g(i) (x[i] - y[i])", towards(p))
    p.have("sum[i in n] g(i) = 0")
    p.have("2 sum[i in n] g(i)^2 <= S^2", p.at(centred(p), "g"))
    p.let("moved = norm[i in n] g(i)", "given = norm[i in n] (x[i] - y[i])", "top = max[i in n] |x[i] - y[i]|")
    p.have(
        "sum[i in n] g(i) (x[i] - y[i]) <= moved given",
        p.cite("thy:cauchy-schwarz", n="n", x="g", y="i -> x[i] - y[i]", claim="product"),
    )
    p.have("2 moved^2 <= moved given", "2 sum[i in n] g(i)^2 <= S^2", "S^2 <= sum[i in n] g(i) (x[i] - y[i])")
    p.claim("euclidean", "2 moved^2 <= moved given", "given >= 0")
    with p.fix("i in n") as each:
        p.have("|x[i] - y[i]| <= top and g(i) (x[i] - y[i]) <= |g(i)| |x[i] - y[i]|")
        p.have("g(i) (x[i] - y[i]) <= |g(i)| top", "|x[i] - y[i]| <= top", "|g(i)| >= 0")
    p.have("S^2 <= S top", p.summed(each), "S^2 <= sum[i in n] g(i) (x[i] - y[i])")
    p.largest("k in n: |x[k] - y[k]|")
    p.claim("sum-norm", "S^2 <= S top", "top >= 0")


def towards(p: Proof) -> Theorem:
    """sum of (P - Q)(x - y) >= S^2."""
    with p.fix("a in R, b in R, s in R, r in R with b > 0 and a = b exp(s) and s >= 0") as rising:
        p.have("s (exp(s) + 1) >= 2 (exp(s) - 1)", "s >= 0")
        p.have("s (a + b) >= 2 (a - b)", "s (exp(s) + 1) >= 2 (exp(s) - 1)", "a = b exp(s)", "b > 0")
        p.have("exp(s) >= 1")
        p.have("a >= b", "a = b exp(s)", "exp(s) >= 1", "b > 0")
        p.have("(a - b) (a + b) s >= 2 (a - b)^2", "s (a + b) >= 2 (a - b)", "a >= b")
        p.have("(a - b - r (a + b))^2 >= 0")
        p.have(
            "((a - b) s - 4 r (a - b) + 2 r^2 (a + b)) (a + b) >= 0",
            "(a - b) (a + b) s >= 2 (a - b)^2",
            "(a - b - r (a + b))^2 >= 0",
        )
        p.have(
            "(a - b) s - 4 r (a - b) + 2 r^2 (a + b) >= 0",
            "((a - b) s - 4 r (a - b) + 2 r^2 (a + b)) (a + b) >= 0",
            "a >= b",
            "b > 0",
        )
        p.have("|a - b| = a - b", "a >= b")
        p.have(
            "(a - b) s >= 4 r |a - b| - 2 r^2 (a + b)",
            "|a - b| = a - b",
            "(a - b) s - 4 r (a - b) + 2 r^2 (a + b) >= 0",
        )
    with p.fix("a in R, b in R, s in R, r in R with b > 0 and a = b exp(s)") as terms:
        with p.case("s >= 0"):
            p.have("(a - b) s >= 4 r |a - b| - 2 r^2 (a + b)", p.at(rising, "a", "b", "s", "r"))
        with p.otherwise("s <= 0"):
            p.have("a > 0 and b = a exp(-s)")
            p.have("(a - b) s >= 4 r |a - b| - 2 r^2 (a + b)", p.at(rising, "b", "a", "-s", "r"))
    p.have("exp(log Z(x)) = Z(x) and exp(log Z(y)) = Z(y)")
    p.let("shift = log Z(y) - log Z(x)")
    p.have("exp(shift) = Z(y)/Z(x)")
    with p.fix("i in n") as each:
        p.have("Q(i) > 0 and P(i) = Q(i) exp(x[i] - y[i] + shift)")
        p.have(
            "g(i) (x[i] - y[i] + shift) >= 2 S |g(i)| - S^2 (P(i) + Q(i))/2",
            p.at(terms, "P(i)", "Q(i)", "x[i] - y[i] + shift", "S/2"),
        )
    return p.summed(each)


def centred(p: Proof) -> Block:
    """No entry of w is more than the others together, where the sum of w is 0."""
    with p.fix("w in R^(n) with sum[i in n] w[i] = 0") as every:
        with p.fix("i in n") as each:
            p.have("w[i] + sum[j in n - {i}] w[j] = 0", "sum[i in n] w[i] = 0")
            p.have("|sum[j in n - {i}] w[j]| <= sum[j in n - {i}] |w[j]|")
            p.have("sum[i in n] |w[i]| = |w[i]| + sum[j in n - {i}] |w[j]|")
            p.have("2 |w[i]| <= sum[i in n] |w[i]|")
            p.have("2 w[i]^2 <= (sum[i in n] |w[i]|) |w[i]|", "2 |w[i]| <= sum[i in n] |w[i]|")
        p.have("2 sum[i in n] w[i]^2 <= (sum[i in n] |w[i]|)^2", p.summed(each))
    return every
