"""thm:hedge. The regret of Hedge (exponential weights) for losses in [0, 1] in T rounds, step size eta > 0:

    sum_t <p_t, l_t> <= sum_t l_tk + log(n)/eta + eta T/8   for every expert k,   p_ti ~ exp(-eta sum_{s<t} l_si)

Why: by Hoeffding's lemma the logarithm of the total weight falls in each round by eta <p_t, l_t> - eta^2/8 at least,
and in the end no expert's weight is more than the total.
"""

from typing import Any

from varproof.lang import And, Entry, ForAll, Index, Pos, Source, Sum, exp, log
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

entry = Entry("thm:hedge", "The regret of Hedge", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    T, n = s.size("T"), s.size("n")
    loss, eta = s.mat("l", T, n), s.real("eta")
    t, u, i, k = Index("t", T), Index("u", T), Index("i", n), Index("k", n)
    s.assume("losses", ForAll(t, i, And(0 <= loss[t, i], loss[t, i] <= 1)), needed_at=dict(l=[[0, 4]], eta=1))
    s.assume("step", eta > 0, needed_at=dict(l=[[0]], eta=-1))

    def weight(i: Any) -> Any:
        return exp(-eta * Sum(loss[u, i], u, where=Pos(u) < Pos(t)))

    suffered = Sum(Sum(weight(i) * loss[t, i], i) / Sum(weight(i), i), t)
    regret = log(n) / eta + eta * T / 8
    s.claim("regret", ForAll(k, suffered <= Sum(loss[t, k], t) + regret))

    s.instance("two rounds", l=[[0, 1], [1, 0]], eta=1)
    quarter = ForAll(k, suffered <= Sum(loss[t, k], t) + regret / 4)
    s.false("a quarter", claims={"regret": quarter}, at=dict(l=[[0, 1], [0, 1]], eta=1))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("pos(t) = sum[u in T | u <= t] 1", "past(t, i) = sum[u in T | pos(u) < pos(t)] l[u, i]")
    p.let(
        "w(t, i) = exp(-eta past(t, i))",
        "W(t) = sum[i in n] w(t, i)",
        "next(t) = sum[i in n] w(t, i) exp(-eta l[t, i])",
    )
    p.let("m(t) = (sum[i in n] w(t, i) l[t, i]) / W(t)", "met(t) = sum[u in T | pos(u) < pos(t)] m(u)")
    p.have("for all t in T: W(t) > 0")
    with p.fix("t in T") as fall:
        p.have("sum[i in n] w(t, i) l[t, i] = W(t) m(t)", "W(t) > 0")
        p.have("sum[i in n] w(t, i) / W(t) = 1", "W(t) > 0")
        p.have("sum[i in n] (w(t, i) / W(t)) (m(t) - l[t, i]) = 0", "sum[i in n] w(t, i) / W(t) = 1")
        with p.fix("i in n") as inside:
            p.have("m(t) - 1 <= m(t) - l[t, i] <= m(t)", "losses")
        with p.fix("i in n") as share:
            p.have("w(t, i) / W(t) >= 0", "W(t) > 0")
        small = p.cite("lem:hoeffding", share, inside, n="n", p="i -> w(t, i) / W(t)", x="i -> m(t) - l[t, i]",
                       r="eta", a="m(t) - 1", b="m(t)")  # fmt: skip
        p.have("sum[i in n] (w(t, i) / W(t)) exp(eta (m(t) - l[t, i])) <= exp(eta^2 / 8)", small)
        with p.fix("i in n") as split:
            p.have("exp(-eta l[t, i]) = exp(-eta m(t)) exp(eta (m(t) - l[t, i]))")
            p.have(
                "w(t, i) exp(-eta l[t, i]) = W(t) exp(-eta m(t)) (w(t, i) / W(t)) exp(eta (m(t) - l[t, i]))", "W(t) > 0"
            )
        p.have("next(t) <= W(t) exp(-eta m(t)) exp(eta^2 / 8)", p.summed(split),
               "sum[i in n] (w(t, i) / W(t)) exp(eta (m(t) - l[t, i])) <= exp(eta^2 / 8)", "W(t) > 0")  # fmt: skip
        p.have("next(t) > 0")
        p.have("log next(t) <= log(W(t) exp(-eta m(t)) exp(eta^2 / 8)) = log W(t) - eta m(t) + eta^2 / 8",
               "next(t) <= W(t) exp(-eta m(t)) exp(eta^2 / 8)")  # fmt: skip
    p.let("room(t) = log n + pos(t) eta^2 / 8 - eta (met(t) + m(t)) - log next(t)")
    mets = p.cite("thy:prefix-sums", T="T", a="t -> m(t)")

    def past(i: str) -> Theorem:
        return p.cite("thy:prefix-sums", T="T", a=f"u -> l[u, {i}]")

    with p.fix("t in T with pos(t) = 1") as start:
        with p.fix("i in n") as even:
            p.have("past(t, i) = 0", past("i"))
            p.have("w(t, i) = 1", "past(t, i) = 0")
        p.have("W(t) = n", p.summed(even))
        p.have("log W(t) = log n", "W(t) = n")
        p.have("met(t) = 0", mets)
        p.have("room(t) >= 0", fall, "log W(t) = log n", "met(t) = 0", "pos(t) = 1")
    with p.fix("t in T, v in T with pos(v) = pos(t) + 1 and room(t) >= 0") as step:
        with p.fix("i in n") as grown:
            p.have("past(v, i) = past(t, i) + l[t, i]", past("i"))
            p.have("w(v, i) = w(t, i) exp(-eta l[t, i])", "past(v, i) = past(t, i) + l[t, i]")
        p.have("W(v) = next(t)", p.summed(grown))
        p.have("W(v) <= next(t)", "W(v) = next(t)")
        p.have("log W(v) <= log next(t)", "W(v) <= next(t)", "W(v) > 0")
        p.have("met(v) = met(t) + m(t)", mets)
        p.have("room(v) >= 0", fall, "room(t) >= 0", "log W(v) <= log next(t)", "met(v) = met(t) + m(t)")
    always = p.cite("thy:over-time", start, step, T="T", f="room")
    p.get("t in T: pos(t) = T", p.cite("thy:last-time", T="T"))
    p.have("met(t) + m(t) = sum[t in T] m(t)", mets)
    p.have("room(t) >= 0", always)
    with p.fix("k in n"):
        p.have("past(t, k) + l[t, k] = sum[t in T] l[t, k]", past("k"))
        p.have(
            "w(t, k) exp(-eta l[t, k]) = exp(-eta (sum[t in T] l[t, k]))", "past(t, k) + l[t, k] = sum[t in T] l[t, k]"
        )
        p.have(
            "exp(-eta (sum[t in T] l[t, k])) <= next(t)", "w(t, k) exp(-eta l[t, k]) = exp(-eta (sum[t in T] l[t, k]))"
        )
        p.let("L = sum[t in T] l[t, k]")
        p.have("log next(t) >= log(exp(-eta L)) = -eta L", "exp(-eta (sum[t in T] l[t, k])) <= next(t)")
        p.have("eta (sum[t in T] m(t)) <= log n + T eta^2 / 8 + eta (sum[t in T] l[t, k])", "room(t) >= 0",
               "log next(t) >= -eta L", "met(t) + m(t) = sum[t in T] m(t)", "pos(t) = T")  # fmt: skip
        p.have("sum[t in T] m(t) <= (sum[t in T] l[t, k]) + log n / eta + eta T / 8", "step",
               "eta (sum[t in T] m(t)) <= log n + T eta^2 / 8 + eta (sum[t in T] l[t, k])")  # fmt: skip
    p.claim("regret")
