"""aux:boltz-gap. The separation of the Boltzmann operator, before the number of entries is put in.

Two vectors a, b in [-r, r]^n as in lem:boltz-separation, with a step delta >= 1 and q = exp(-delta) <= 1/4. With
t = 2 r - delta, kappa = q/(1-q)^2 and beta = 1/(1+q) - q(2-q)/(1-q)^2,

    |boltz(a) - boltz(b)| >= (1-q) beta (t - kappa delta) exp(-t) and > 0,   t >= (n-1) delta,

and for n <= 2 the difference is at least beta t exp(-t). The proof is in `separation`: let z be the largest value that
only one of the two has, say a. Above z both agree, with mean mu; below z lie ladders of step delta. Both values are mu
minus a correction; the one of a contains z itself and is larger, because the ladders below are geometric.
"""

from varproof_lemmas.contextual.separation_statement import across, apart, different, within
from varproof_lemmas.model import boltz

from varproof.lang import Abs, Entry, Implies, Index, Q, Real, Source, exp
from varproof.proof.context import Block
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

entry = Entry("aux:boltz-gap", "The separation of the Boltzmann operator in the range", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a, b = s.vec("a", n), s.vec("b", n)
    delta, r = s.real("delta"), s.real("r")
    i, j = Index("i", n), Index("j", n)
    x = Real("x")
    P = s.define("P", (x,), (), 1 / (1 - x))
    beta = s.define("beta", (x,), (), 1 / (1 + x) - x * (2 - x) * P(x) ** 2)
    kappa = s.define("kappa", (x,), (), x * P(x) ** 2)
    q, width = exp(-delta), 2 * r - delta
    distance = Abs(boltz(a) - boltz(b))
    s.assume("long", delta >= 1)
    s.assume("quarter", 4 * q <= 1)
    s.assume("apart-a", apart(a, i, j, delta))
    s.assume("apart-b", apart(b, i, j, delta))
    s.assume("apart-ab", across(a, b, i, j, delta))
    s.assume("range", within(a, b, i, r))
    s.assume("different", different(a, b, i, j), needed_at=dict(a=[1, -1], b=[-1, 1], delta=2, r=1))
    s.claim("positive", distance > 0)
    s.claim("general", distance >= (1 - q) * beta(q) * (width - kappa(q) * delta) * exp(-width))
    s.claim("steps", width >= (n - 1) * delta)
    s.claim("pairs", Implies(n <= 2, distance >= beta(q) * width * exp(-width)))

    s.instance("one entry each", a=[1], b=[-1], delta=2, r=1)
    s.instance("two of a ladder", a=[Q(3, 2), 0], b=[Q(3, 2), Q(-3, 2)], delta=Q(3, 2), r=Q(3, 2))
    s.instance("top differs", a=[5, 0], b=[0, -5], delta=5, r=5)
    s.false(
        "1 for beta",
        claims={"pairs": Implies(n <= 2, distance >= width * exp(-width))},
        at=dict(a=[Q(3, 2), 0], b=[Q(3, 2), Q(-3, 2)], delta=Q(3, 2), r=Q(3, 2)),
    )
    s.false("the same set", drop=["different"], at=dict(a=[1, -1], b=[1, -1], delta=2, r=1))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("q = exp(-δ)", "P = 1/(1 - q)", "κ = q P^2")
    with p.fix("β in R, t in R with β = 1/(1 + q) - q (2 - q) P^2 and t = 2 r - δ") as every:
        separation(p)
    p.note(p.at(every, "1/(1 + q) - q (2 - q) P^2", "2 r - δ"))
    p.claim("positive")
    p.claim("general")
    p.claim("steps")
    p.claim("pairs")


def separation(p: Proof) -> None:
    """The gap, with names for its constants."""
    p.have("0 < q <= 1/4", "quarter")
    p.have("1 - q > 0", "q <= 1/4")
    p.have("(1 - q) P = 1 and P > 0", "1 - q > 0")
    p.have("P <= 4/3", "(1 - q) P = 1", "P > 0", "q <= 1/4")
    p.have("P^2 <= 16/9", "P <= 4/3", "P > 0")
    p.have("0 < κ <= 4/9", "P^2 <= 16/9", "q <= 1/4", "q > 0", "P > 0")
    p.have("1 - 4 q + q^3 > 0", "q <= 1/4", "q > 0")
    p.have("β = P^2 (1 - 4 q + q^3)/(1 + q)", "(1 - q) P = 1", "q > 0")
    p.have("β > 0", "β = P^2 (1 - 4 q + q^3)/(1 + q)", "1 - 4 q + q^3 > 0", "P > 0", "q > 0")
    p.have("1/(1 + q) <= 1 and q (2 - q) P^2 > 0", "q > 0", "q <= 1/4", "P > 0")
    p.have("β <= 1", "1/(1 + q) <= 1", "q (2 - q) P^2 > 0")
    ladder = ladders(p)
    decreasing = falling(p)
    first, second = mediants(p)
    p.let("cross(v, w) iff for all i, j in n: v[i] <= w[j] => v[i] != w[j] => v[i] <= w[j] - δ")
    p.let("within(v) iff for all i in n: -r <= v[i] and v[i] <= r")
    p.let("covered(v, w, z) iff for all i in n: v[i] > z => some j in n: w[j] = v[i]")
    p.let("lone(v, w, k) iff for all j in n: w[j] != v[k]")
    p.let("highest(v, w, k) iff lone(v, w, k) and covered(v, w, v[k]) and covered(w, v, v[k])")
    p.let("given(v, w) iff apart(n, v) and apart(n, w) and cross(v, w) and cross(w, v) and within(v) and within(w)")
    p.let("gap(x) iff x > 0 and x >= (1 - q) β (t - κ δ) exp(-t) and t >= (n - 1) δ and (n <= 2 => x >= β t exp(-t))")
    with p.fix("v in R^n, w in R^n, k in n with given(v, w) and highest(v, w, k)") as main:
        p.let("z = v[k]", "W = {j in n | w[j] > z}", "W1 = {j in n | not w[j] > z}")
        p.have("-r <= z and z <= r")
        with p.fix("j in W1"):
            p.have("w[j] != z", p.at("lone(v, w, k)", "j"))
            p.have("w[j] <= z - δ", p.at("cross(w, v)", "j", "k"))
        with p.fix("j in W"):
            p.have("-r <= -w[j]", p.at("within(w)", "j"))
        with p.fix("j in W"):
            p.have("z != w[j]", "w[j] > z")
            p.have("-w[j] <= -z - δ", p.at("cross(v, w)", "k", "j"))
        with p.fix("j in W1"):
            p.have("-r <= w[j]", p.at("within(w)", "j"))
        p.have("apart(W1, w)", "apart(n, w)")
        lower = p.at(ladder, "w", "W1", "z", "z")
        with p.fix("i in W, j in W with i != j"), p.suppose("-w[i] <= -w[j]"):
            p.have("-w[i] <= -w[j] - δ", p.at("apart(n, w)", "j", "i"))
        upper = p.at(ladder, "j -> -w[j]", "W", "-z", "-z")
        p.have("n = |W| + |W1|")
        p.have("t >= (n - 1) δ", lower, upper, "n = |W| + |W1|")
        p.have("|boltz(v) - boltz(w)| >= boltz(v) - boltz(w)")
        p.have("|boltz(v) - boltz(w)| >= boltz(w) - boltz(v)")
        with p.case("for all i in n: v[i] <= z"):
            alone(p, ladder)
        with p.otherwise():
            common(p, ladder, decreasing, first, second)
    for v, w, known, label in (("a", "b", "i, j", "apart-a"), ("b", "a", "j, i", "apart-b")):
        with p.fix("i in n, j in n with i != j"), p.suppose(f"{v}[i] <= {v}[j]"):
            p.have(f"{v}[i] <= {v}[j] - δ", p.at(label, "i", "j"))
        with p.fix("i in n, j in n"), p.suppose(f"{v}[i] <= {w}[j]"), p.suppose(f"{v}[i] != {w}[j]"):
            p.have(f"{v}[i] <= {w}[j] - δ", p.at("apart-ab", *known.split(", ")))
        with p.fix("i in n"):
            p.have(f"-r <= {v}[i] and {v}[i] <= r", p.at("range", "i"))
    p.get("k in n: highest(a, b, k) or highest(b, a, k)", p.cite("aux:lonely-value", n="n", a="a", b="b"))
    with p.case("highest(a, b, k)"):
        p.have("gap(|boltz(a) - boltz(b)|)", p.at(main, "a", "b", "k"))
    with p.otherwise("highest(b, a, k)"):
        p.have("gap(|boltz(a) - boltz(b)|)", p.at(main, "b", "a", "k"))


def alone(p: Proof, ladder: Block) -> None:
    """Nothing lies above z: boltz(v) is near z and boltz(w) below z - δ."""
    p.let("V = {i in n | i != k}", "Z = sum[i in n] exp(v[i])", "x = boltz(v) - boltz(w)")
    with p.fix("i in V"):
        p.have("v[i] <= z - δ", p.at("apart(n, v)", "i", "k"))
    p.have("apart(V, v)", "apart(n, v)")
    rest = p.at(ladder, "v", "V", "z", "z")
    p.have("sum[i in n] exp(v[i]) = exp(z) + sum[i in V] exp(v[i])")
    p.have("sum[i in n] v[i] exp(v[i]) = z exp(z) + sum[i in V] v[i] exp(v[i])")
    p.have("Z >= exp(z)")
    p.have("κ δ Z >= κ δ exp(z)", "Z >= exp(z)", "κ > 0", "long")
    spread = p.have("sum[i in n] v[i] exp(v[i]) >= (z - κ δ) Z", rest, "κ δ Z >= κ δ exp(z)")
    p.have("boltz(v) >= z - κ δ", spread, "Z > 0")
    with p.fix("j in n") as each:
        with p.suppose("w[j] > z"):
            p.get("i in n: v[i] = w[j]", p.at("covered(w, v, z)", "j"))
            p.have("false", p.at("for all i in n: v[i] <= z", "i"), "v[i] = w[j]", "w[j] > z")
        p.have("j in W1")
        p.have("(z - δ - w[j]) exp(w[j]) >= 0", p.at("for all j in W1: w[j] <= z - δ", "j"))
    p.have("boltz(w) <= z - δ", p.summed(each))
    p.have("x >= 5/9 δ", "boltz(v) >= z - κ δ", "boltz(w) <= z - δ", "κ <= 4/9", "long")
    p.have("t >= 0", "t >= (n - 1) δ", "n >= 1", "long")
    p.have("exp(t/2) >= 1 + t/2")
    p.have("exp(t) >= (1 + t/2)^2 >= 2 t", "exp(t/2) >= 1 + t/2", "t >= 0")
    p.have("1/2 >= t exp(-t) >= 0", "exp(t) >= 2 t", "t >= 0")
    p.have("t exp(-t) >= β t exp(-t)", "β <= 1", "t exp(-t) >= 0")
    pairs = p.have("x >= β t exp(-t)", "x >= 5/9 δ", "long", "1/2 >= t exp(-t)", "t exp(-t) >= β t exp(-t)")
    lighter = p.have("β t exp(-t) >= (1 - q) β t exp(-t)", "t exp(-t) >= 0", "β > 0", "q > 0")
    rest = p.have("(1 - q) β κ δ exp(-t) >= 0", "1 - q > 0", "β > 0", "κ > 0", "long")
    p.have("x >= (1 - q) β (t - κ δ) exp(-t)", pairs, lighter, rest)
    p.have("x > 0", "x >= 5/9 δ", "long")
    p.have("gap(x)")
    p.have("gap(|boltz(v) - boltz(w)|)", "|boltz(v) - boltz(w)| >= x")


def common(p: Proof, ladder: Block, decreasing: Block, first: Block, second: Block) -> None:
    """Values above z, with weight A and mean μ: boltz(v) and boltz(w) are below μ, boltz(v) farther."""
    p.get("l in n: v[l] > z")
    p.largest("m in n: v[m]")
    p.have("v[m] > z", "v[l] > z", "v[l] <= v[m]")
    p.let("V = {i in n | v[i] > z}", "V1 = {i in n | not v[i] > z}", "L = {i in V1 | i != k}", "E = exp(z)")
    p.have("n = |V| + |V1|")
    p.have("k in V1")
    p.have("m in V", "v[m] > z")
    with p.fix("i in V") as above:
        with p.suppose("i = k"):
            p.have("v[i] = v[k]", "i = k")
            p.have("false", "v[i] = v[k]", "v[i] > z")
        p.have("z <= v[i] - δ", p.at("apart(n, v)", "k", "i"))
    with p.fix("i in L"):
        p.have("v[i] <= z - δ", p.at("apart(n, v)", "i", "k"))
    one, weight, moment = matched(p)
    p.let("A = sum[i in V] exp(v[i])", "A1 = sum[i in V] v[i] exp(v[i])", "E = exp(z)", "s = v[m] - z")
    p.have("E > 0")
    p.have("|V1| = 1 + |L|", "k in V1")
    p.have("|W1| = 1 + |L|", "|V1| = 1 + |L|", "n = |V| + |V1|", "n = |W| + |W1|", one)
    p.have("|W1| > 0", "|W1| = 1 + |L|")
    p.get("j in W1")
    p.have("-r <= z - δ", p.at("for all j in W1: w[j] <= z - δ", "j"), p.at("within(w)", "j"))
    p.have("s <= t", "-r <= z - δ", p.at("within(v)", "m"), "t = 2 r - δ")
    p.let("O = {i in V | i != m}", "top = v[m]")
    p.have("A = exp(top) + sum[i in O] exp(v[i])", "m in V")
    p.have("A >= exp(top)", "A = exp(top) + sum[i in O] exp(v[i])")
    p.have("s >= δ", p.at(above, "m"))
    p.have("exp(top) q >= E", "s >= δ")
    p.have("E <= q A", "A >= exp(top)", "exp(top) q >= E", "q > 0")
    p.have("A > 0", "A >= exp(top)")
    p.get("μ in R: μ A = A1", "A > 0", by="A1/A")
    p.let("y = μ - z", "X = μ - boltz(v)", "Y = μ - boltz(w)", "x = boltz(w) - boltz(v)")
    with p.fix("i in V") as each:
        p.have("(v[i] - z - δ) exp(v[i]) >= 0", "z <= v[i] - δ")
    p.have("A y >= A δ", p.summed(each), "μ A = A1")
    p.have("y >= δ", "A y >= A δ", "A > 0")
    upper(p, first)
    lower(p, ladder, second, weight, moment)
    p.have("x A >= β y E", "X A >= y E/(1 + q)", "Y A <= q (2 - q) P^2 y E", "β = 1/(1 + q) - q (2 - q) P^2")
    p.have("x >= β y E/A", "x A >= β y E", "A > 0")
    p.have("y E > 0", "y >= δ", "long", "E > 0")
    p.have("β y E > 0", "y E > 0", "β > 0")
    p.have("x > 0", "x A >= β y E", "β y E > 0", "A > 0")
    with p.case("some i in V: i != m"):
        several(p, ladder, decreasing)
    with p.otherwise():
        single(p, decreasing)


def single(p: Proof, decreasing: Block) -> None:
    """One value above z: it is μ, and the bound is explicit."""
    with p.fix("i in R"), p.suppose("i in O"):
        p.have("some i in V: i != m", by="i")
        p.have("false")
    p.have("A = exp(top)", "A = exp(top) + sum[i in O] exp(v[i])", "O is empty")
    p.have("A1 = top exp(top) + sum[i in O] v[i] exp(v[i])", "m in V")
    p.have("A1 = top exp(top)", "A1 = top exp(top) + sum[i in O] v[i] exp(v[i])", "O is empty")
    p.have("exp(top) (μ - top) = 0", "μ A = A1", "A = exp(top)", "A1 = top exp(top)")
    p.have("y = s", "exp(top) (μ - top) = 0")
    p.have("E y/A = s exp(-s)", "A = exp(top)", "y = s")
    p.have("s >= 1", "s >= δ", "long")
    p.have("E y/A >= t exp(-t)", "E y/A = s exp(-s)", p.at(decreasing, "s", "s", "t"))
    p.have("t exp(-t) >= (1 - q) (t - κ δ) exp(-t)", "s <= t", "s >= δ", "q > 0", "κ > 0", "1 - q > 0", "long")
    p.have("x >= β t exp(-t)", "x >= β y E/A", "E y/A >= t exp(-t)", "β > 0")
    p.have("β t exp(-t) >= β (1 - q) (t - κ δ) exp(-t)", "t exp(-t) >= (1 - q) (t - κ δ) exp(-t)", "β > 0")
    p.have("gap(x)", "x >= β t exp(-t)", "β t exp(-t) >= β (1 - q) (t - κ δ) exp(-t)", "x > 0", "t >= (n - 1) δ")
    p.have("gap(|boltz(v) - boltz(w)|)", "gap(x)", "|boltz(v) - boltz(w)| >= x")


def several(p: Proof, ladder: Block, decreasing: Block) -> None:
    """Several values above z: a ladder below the largest."""
    p.get("i in V: i != m")
    p.have("i in O")
    p.get("u in R: u = s - κ δ", by="s - κ δ")
    with p.fix("i in O") as below:
        p.have("v[i] <= top - δ", p.at("apart(n, v)", "i", "m"))
    with p.fix("i in O"):
        p.have("-r <= v[i]", p.at("within(v)", "i"))
    p.have("s >= 2 δ", p.at(below, "i"), p.at("for all i in V: z <= v[i] - δ", "i"))
    p.have("apart(O, v)", "apart(n, v)")
    p.have("-r <= top", p.at("within(v)", "m"))
    rungs = p.at(ladder, "v", "O", "top", "top")
    split = p.fact("A = exp(top) + sum[i in O] exp(v[i])")
    moment = p.have("A1 = top exp(top) + sum[i in O] v[i] exp(v[i])", "m in V")
    p.have("A <= P exp(top)", rungs, split, "(1 - q) P = 1")
    p.have("κ δ A >= κ δ exp(top)", "A >= exp(top)", "κ > 0", "long")
    p.have("A1 >= (top - κ δ) A", rungs, split, moment, "κ δ A >= κ δ exp(top)")
    p.have("A y >= A u", "A1 >= (top - κ δ) A", "μ A = A1", "u = s - κ δ")
    p.have("y >= u", "A y >= A u", "A > 0")
    p.have("u >= 1", "u = s - κ δ", "s >= 2 δ", "κ <= 4/9", "long")
    p.have("(1 - q) exp(-top) A <= 1", "A <= P exp(top)", "(1 - q) P = 1", "1 - q > 0", "exp(-top) > 0")
    p.have("1/A >= (1 - q) exp(-top)", "(1 - q) exp(-top) A <= 1", "A > 0")
    p.have("E u/A >= (1 - q) u exp(-s)", "1/A >= (1 - q) exp(-top)", "u >= 1", "E > 0")
    p.have("E y/A >= E u/A", "y >= u", "A > 0", "E > 0")
    falls = p.have("u exp(-s) >= (t - κ δ) exp(-t)", p.at(decreasing, "u", "s", "t"), "u = s - κ δ")
    p.have("E y/A >= (1 - q) u exp(-s)", "E y/A >= E u/A", "E u/A >= (1 - q) u exp(-s)")
    p.have("E y/A >= (1 - q) (t - κ δ) exp(-t)", "E y/A >= (1 - q) u exp(-s)", falls, "1 - q > 0")
    p.have("x >= β (1 - q) (t - κ δ) exp(-t)", "x >= β y E/A", "E y/A >= (1 - q) (t - κ δ) exp(-t)", "β > 0")
    p.have("|V| = 1 + |O|", "m in V")
    p.let("O1 = {l in O | l != i}")
    p.have("|O| = 1 + |O1|", "i in O")
    p.have("n > 2", "|V| = 1 + |O|", "|O| = 1 + |O1|", "n = |V| + |V1|", "|V1| = 1 + |L|")
    p.have("gap(x)", "x > 0", "x >= β (1 - q) (t - κ δ) exp(-t)", "n > 2", "t >= (n - 1) δ")
    p.have("gap(|boltz(v) - boltz(w)|)", "gap(x)", "|boltz(v) - boltz(w)| >= x")


def upper(p: Proof, first: Block) -> None:
    """The correction of v, which holds z itself."""
    p.let("B = sum[i in L] exp(v[i])", "B1 = sum[i in L] v[i] exp(v[i])")
    with p.fix("i in L") as each:
        p.have("(z - v[i]) exp(v[i]) >= 0", "v[i] <= z - δ", "long")
    p.have("μ B - B1 >= y B", p.summed(each))
    p.have("sum[i in V1] exp(v[i]) = E + B", "k in V1")
    p.have("sum[i in V1] v[i] exp(v[i]) = z E + B1", "k in V1")
    weights = p.have("sum[i in n] exp(v[i]) = A + E + B", "sum[i in V1] exp(v[i]) = E + B")
    moments = p.have("sum[i in n] v[i] exp(v[i]) = A1 + z E + B1", "sum[i in V1] v[i] exp(v[i]) = z E + B1")
    p.have("X (A + E + B) = y E + μ B - B1", weights, moments, "μ A = A1")
    p.have("X A >= y E/(1 + q)", p.at(first, "A", "E", "y", "B", "μ B - B1", "X"))


def lower(p: Proof, ladder: Block, second: Block, weight: Theorem, moment: Theorem) -> None:
    """The correction of w, which is a ladder below z."""
    p.let("D = sum[j in W1] exp(w[j])", "D1 = sum[j in W1] w[j] exp(w[j])")
    with p.fix("j in W1") as each:
        p.have("(μ - w[j]) exp(w[j]) >= 0", "w[j] <= z - δ", "y >= δ", "long")
    p.have("μ D - D1 >= 0", p.summed(each))
    p.have("z <= μ", "y >= δ", "long")
    rungs = p.at(ladder, "w", "W1", "z", "μ")
    p.have("μ D - D1 <= E (y q P + δ q P^2)", rungs)
    p.have("sum[j in n] exp(w[j]) = A + D", weight)
    p.have("sum[j in n] w[j] exp(w[j]) = A1 + D1", moment)
    p.have("Y (A + D) = μ D - D1", "sum[j in n] exp(w[j]) = A + D", "sum[j in n] w[j] exp(w[j]) = A1 + D1", "μ A = A1")
    p.have("Y A <= q (2 - q) P^2 y E", p.at(second, "A", "E", "y", "D", "μ D - D1", "Y"))


def matched(p: Proof) -> tuple[Theorem, Theorem, Theorem]:
    """Above z the sums over the values of v and of w agree."""
    with p.fix("i in V") as there:
        p.get("j in n: w[j] = v[i]", p.at("covered(v, w, z)", "i"))
        p.have("j in W")
        p.have("some j in W: w[j] = v[i]", by="j")
    with p.fix("j in W"):
        p.get("i in n: v[i] = w[j]", p.at("covered(w, v, z)", "j"))
        p.have("i in V")
        p.have("some i in V: w[j] = v[i]", by="i")
    with p.fix("i in V, j in V with i != j"), p.suppose("v[i] = v[j]"):
        p.have("false", p.at("apart(n, v)", "i", "j"), "v[i] = v[j]", "long")
    with p.fix("i in W, j in W with i != j"), p.suppose("w[i] = w[j]"):
        p.have("false", p.at("apart(n, w)", "i", "j"), "w[i] = w[j]", "long")
    p.get("j in W: w[j] = v[m]", p.at(there, "m"))

    def sums(f: str) -> Theorem:
        return p.cite("aux:same-values", m="V", n="W", x="v", y="w", f=f)

    return sums("x -> 1"), sums("x -> exp(x)"), sums("x -> x exp(x)")


def falling(p: Proof) -> Block:
    """u exp(-s) falls when u >= 1 and s grow alike."""
    with p.fix("u in R, s in R, x in R with u >= 1 and s <= x") as decreasing:
        p.have("u exp(x - s) >= u (1 + x - s) >= u + x - s", "u >= 1", "s <= x")
        p.have("u exp(-s) >= (u + x - s) exp(-x)", "u exp(x - s) >= u + x - s", "exp(-x) > 0")
    return decreasing


def mediants(p: Proof) -> tuple[Block, Block]:
    """Mean corrections: A weighs the common values above z, E the value z, B and D what is below."""
    with p.fix(
        "A in R, E in R, y in R, B in R, U in R, X in R with A > 0 and E > 0 and E <= q A and y > 0 "
        "and B >= 0 and U >= y B and X (A + E + B) = y E + U"
    ) as first:
        with p.case("X <= y"):
            p.have("X (A + E) >= y E", "X (A + E + B) = y E + U", "U >= y B", "X <= y", "B >= 0")
            p.have("X > 0", "X (A + E) >= y E", "y E > 0", "A + E > 0")
            p.have("(1 + q) X A >= y E", "X (A + E) >= y E", "X > 0", "E <= q A")
        with p.otherwise("X > y"):
            p.have("X A > y A", "X > y", "A > 0")
            p.have("y q A >= y E", "E <= q A", "y > 0")
            p.have("(1 + q) X A >= y E", "X A > y A", "y q A >= y E", "q > 0", "y A > 0")
        p.have("X A >= y E/(1 + q)", "(1 + q) X A >= y E", "q > 0")
    with p.fix(
        "A in R, E in R, y in R, D in R, V in R, Y in R with A > 0 and E > 0 and y >= δ "
        "and D >= 0 and V >= 0 and V <= E (y q P + δ q P^2) and Y (A + D) = V"
    ) as second:
        p.have("Y >= 0", "Y (A + D) = V", "V >= 0", "A + D > 0")
        p.have("Y A <= V", "Y (A + D) = V", "Y >= 0", "D >= 0")
        p.have("E δ q P^2 <= E y q P^2", "y >= δ", "E > 0", "q > 0", "P > 0")
        p.have("V <= y E (q P + q P^2)", "V <= E (y q P + δ q P^2)", "E δ q P^2 <= E y q P^2")
        p.have("Y A <= q (2 - q) P^2 y E", "Y A <= V", "V <= y E (q P + q P^2)", "(1 - q) P = 1")
    return first, second


def ladders(p: Proof) -> Block:
    """Values in steps of δ below z: the sums of exp, of (μ - x) exp, and their number."""
    p.let("apart(S, v) iff for all i, j in S: i != j => v[i] <= v[j] => v[i] <= v[j] - δ")
    p.let("low(S, v) iff for all i in S: -r <= v[i]", "below(S, v, z) iff for all i in S: v[i] <= z - δ")
    p.let("moment(z, μ) = exp(z) ((μ - z) q P + δ q P^2)")
    p.let(
        "bounds(S, v, z, μ) iff sum[i in S] exp(v[i]) <= q P exp(z) and "
        "sum[i in S] (μ - v[i]) exp(v[i]) <= moment(z, μ) and δ |S| <= z + r"
    )
    p.let(
        "ladder(S, v) iff apart(S, v) and low(S, v) => "
        "for all z, μ in R with -r <= z and z <= μ and below(S, v, z): bounds(S, v, z, μ)"
    )
    with p.fix("v in R^n") as every, p.induct("S in sets: ladder(S, v)", largest="v[e]") as smaller:
        with (
            p.suppose("apart(S, v) and low(S, v)"),
            p.fix("z in R, μ in R with -r <= z and z <= μ and below(S, v, z)"),
        ):
            p.let("u = v[e]", "T = {i in S | i != e}", "s = z - δ - u", "c = μ - z + δ + δ q P")
            p.have("u <= z - δ")
            p.have("apart(T, v)", "apart(S, v)")
            with p.fix("i in T"):
                p.have("v[i] <= u - δ", "apart(S, v)", "v[i] <= u")
            rest = p.at(smaller.hypothesis, "u", "μ")
            p.have("exp(u) <= q exp(z)", "u <= z - δ")
            p.have("exp(u) + q P exp(u) <= q P exp(z)", "exp(u) <= q exp(z)", "(1 - q) P = 1", "P > 0")
            p.have("sum[i in S] exp(v[i]) <= q P exp(z)", rest, "exp(u) + q P exp(u) <= q P exp(z)")
            p.have("c >= 1", "long", "z <= μ", "q > 0", "P > 0")
            p.have("c exp(s) >= c (1 + s) >= c + s", "c >= 1", "u <= z - δ")
            p.have("exp(z) q c >= exp(u) (c + s)", "c exp(s) >= c + s", "exp(u) > 0")
            scaled = p.have("exp(z) q c P >= exp(u) (c + s) P", "exp(z) q c >= exp(u) (c + s)", "P > 0")
            step = p.have("(μ - u) exp(u) + moment(u, μ) <= moment(z, μ)", scaled, "(1 - q) P = 1")
            p.have("sum[i in S] (μ - v[i]) exp(v[i]) <= moment(z, μ)", rest, step)
            p.have("δ |S| <= z + r", rest, "u <= z - δ")
            p.have("bounds(S, v, z, μ)")
        p.have("ladder(S, v)")
    return every
