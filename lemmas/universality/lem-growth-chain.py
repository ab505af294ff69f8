"""lem:growth-chain. The displayed chain in the printed proof of thm:var-universal, link by link. For K_2 > 2 and
a = K_1 e_1 + e_2 >= 0 (printed with the free index i, so the same for all layers),

    sum_{j=1}^n K_2^(n-j) a = (K_2^n - 1)/(K_2 - 1) a <= K_2^n a.

Both links are right. The last one, = O(eps), is not: K_2 is a Lipschitz constant of the approximating blocks, and a
block that is right off ramps of width eps has K_2 >= c/eps (lem:steep-ramp). If K_2(e) >= 1/e for 0 < e < 1, then for
no c is K_2(e)^n e <= c e for all of these e, for any number of layers. How errors add up with the constants of the
true maps instead: lem:layer-errors.
"""

from varproof.lang import And, Entry, Eq, Exists, ForAll, Implies, Index, Lam, Pos, Real, Source, Sum, exp, log
from varproof.proof.proof import Proof

entry = Entry(
    "lem:growth-chain",
    "The displayed chain in the proof of Theorem 6.6",
    source=Source(icml="6.6", text="read"),
    uses=["lem:layer-errors", "lem:steep-ramp"],
    note="The sum and its bound are right; that they are O(eps) is not, as K_2 grows while eps falls.",
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, K, a, K2, c = s.size("n"), s.real("K"), s.real("a"), s.function("K_2"), s.real("c")
    j, e = Index("j", n), Real("e")
    whole = exp(n * log(K))
    total = Sum(exp((n - Pos(j)) * log(K)) * a, j)
    inverse = Lam(e, 1 / e)
    some = dict(n=2, K=3, a=1, K_2=inverse, c=5)
    s.assume("constant", K > 2)
    s.assume("errors", a >= 0, needed_at=dict(some, a=-1))
    s.assume("steep", ForAll(e, Implies(And(0 < e, e < 1), K2(e) * e >= 1)))
    s.claim("sum", Eq(total, (whole - 1) / (K - 1) * a))
    s.claim("power", total <= whole * a)
    grown = exp(n * log(K2(e))) * e > c * e
    s.claim("order", Exists(e, And(0 < e, e < 1, K2(e) > 0, grown)))

    s.instance("one layer", n=1, K=3, a=1, K_2=inverse, c=5)
    s.instance("two layers", **some)
    s.instance("no errors", **dict(some, a=0))
    s.false("one layer fewer", claims={"power": total <= exp((n - 1) * log(K)) * a}, at=some)
    s.false("strict", claims={"power": total < whole * a}, at=dict(some, a=0))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("q = log K", "f(t) = -exp((n - t) q)", "pos(j) = sum[l in n | l <= j] 1")
    p.have("exp(q) = K", "constant")
    with p.fix("j in n") as steps:
        p.have("exp((n - pos(j) + 1) q) = exp((n - pos(j)) q) exp(q)")
        p.have("(K - 1) exp((n - pos(j)) q) = f(pos(j)) - f(pos(j) - 1)",
               "exp((n - pos(j) + 1) q) = exp((n - pos(j)) q) exp(q)", "exp(q) = K")  # fmt: skip
    with p.fix("j in n") as up:
        p.have("(K - 1) exp((n - pos(j)) q) <= f(pos(j)) - f(pos(j) - 1)", p.at(steps, "j"))
    with p.fix("j in n") as down:
        p.have("-(K - 1) exp((n - pos(j)) q) <= -f(pos(j)) - (-f(pos(j) - 1))", p.at(steps, "j"))
    most = p.cite("thy:telescoping", up, T="n", a="j -> (K - 1) exp((n - pos(j)) q)", f="t -> f(t)")
    least = p.cite("thy:telescoping", down, T="n", a="j -> -(K - 1) exp((n - pos(j)) q)", f="t -> -f(t)")
    p.let("powers = sum[j in n] exp((n - pos(j)) q)")
    p.have("(K - 1) powers = exp(n q) - 1", most, least)
    p.have("sum[j in n] exp((n - pos(j)) q) a = powers a")
    p.have("powers = (exp(n q) - 1)/(K - 1)", "(K - 1) powers = exp(n q) - 1", "constant")
    p.claim("sum", "powers = (exp(n q) - 1)/(K - 1)", "sum[j in n] exp((n - pos(j)) q) a = powers a")
    with p.fix("j in n") as each:
        p.have("exp((n - pos(j)) q) >= 0")
    p.have("powers >= 0", p.summed(each))
    p.have("powers <= (K - 1) powers", "powers >= 0", "constant")
    p.have("powers a <= exp(n q) a", "powers <= (K - 1) powers", "(K - 1) powers = exp(n q) - 1", "errors")
    p.claim("power", "powers a <= exp(n q) a", "sum[j in n] exp((n - pos(j)) q) a = powers a")
    p.get("e in R: e = 1/(|c| + 2)", by="1/(|c| + 2)")
    p.have("e > 0", "e = 1/(|c| + 2)")
    p.have("e (|c| + 2) = 1", "e = 1/(|c| + 2)")
    p.have("e |c| >= 0", "e > 0")
    p.have("e < 1", "e (|c| + 2) = 1", "e |c| >= 0", "e > 0")
    p.get("k in R: k = K_2(e)", by="K_2(e)")
    p.have("k e >= 1", p.at("steep", "e"), "e > 0", "e < 1", "k = K_2(e)")
    with p.suppose("k < |c| + 2"):
        p.have("k e < (|c| + 2) e", "k < |c| + 2", "e > 0")
        p.have("false", "k e < (|c| + 2) e", "e (|c| + 2) = 1", "k e >= 1")
    p.have("k >= |c| + 2")
    p.have("K_2(e) > 0", "k >= |c| + 2", "k = K_2(e)")
    p.have("k >= 1", "k >= |c| + 2")
    p.have("log k >= 0", "k >= 1")
    p.have("n >= 1")
    p.have("n log k >= log k", "log k >= 0", "n >= 1")
    p.have("exp(log k) = k", "k >= |c| + 2")
    p.have("exp(n log k) >= exp(log k)", "n log k >= log k")
    p.have("exp(n log k) >= |c| + 2", "exp(n log k) >= exp(log k)", "exp(log k) = k", "k >= |c| + 2")
    p.have("exp(n log k) > c", "exp(n log k) >= |c| + 2")
    p.have("exp(n log K_2(e)) = exp(n log k)", "k = K_2(e)")
    p.have("exp(n log K_2(e)) e > c e", "exp(n log k) > c", "exp(n log K_2(e)) = exp(n log k)", "e > 0")
    p.claim("order", by="e")
