"""The proof of the alpha-norm: a step function above the error, off the ramps small and on them bounded."""

from __future__ import annotations

from varproof_lemmas.universality.existence import at_run, bounded, named

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

ARRAYS = dict(E=2, W1=2, T1=1, V1=2, b1=1, W_O=2, W_V=2, W_K=2, W_Q=2, W2=2, T2=1, V2=2, b2=1)  # and their indices
RUN = "X, Y, A, Z in R^(n, d)", dict(X=2, Y=2, A=2, Z=2)
CELL = "for all i in n, a in d: P(g, i, a) <= X(i, a) <= P(g, i, a) + delta"
LATE = "X(i, a) > P(g, i, a) + (1 - w) delta"


def prove_alpha(p: Proof, exact: Theorem, target: str, level: str, given: str, spread: str, near) -> None:
    """The claim "alpha", from what "exact" says for the values H; `near` proves |H - target| <= spread in a cell.

    Where no entry is on a ramp, the error is below `level`; else it is below n d big^alpha, where `big` bounds it."""
    sizes = p.get(
        "size in R^(G, n, d): for all g in G, i in n, a in d: size(g, i, a) = |H(g, i, a)|",
        by="(g, i, a) -> |H(g, i, a)|",
    )
    p.largest("g0 in G, i0 in n, a0 in d: size(g0, i0, a0)")
    p.have("size(g0, i0, a0) >= 0", p.at(sizes, "g0", "i0", "a0"))
    with p.fix("g in G, i in n, a in d") as at_most:
        p.have("size(g, i, a) <= size(g0, i0, a0)")
        p.have("|H(g, i, a)| <= size(g0, i0, a0)", p.at(sizes, "g", "i", "a"), "size(g, i, a) <= size(g0, i0, a0)")
    with p.fix("g in G, i in n, a in d") as levels:
        p.get("o in N: P(g, i, a) = v(o)", p.at("grid", "g", "i", "a"))
        p.have("0 <= P(g, i, a) and P(g, i, a) + delta <= 1", "P(g, i, a) = v(o)", p.at("inside", "o"))
    p.have("n > 0 and d > 0")
    bound = bounded(p, exact)
    with p.fix("alpha, mu in R") as made, p.suppose(f"alpha >= 1 and (mu > 0{given})"):
        p.have("some big in R: big = |R0| + size(g0, i0, a0) + spread + 1".replace("spread", spread),
               by=f"|R0| + size(g0, i0, a0) + {spread} + 1")  # fmt: skip
        p.get(f"big in R: big = |R0| + size(g0, i0, a0) + {spread} + 1")
        p.have("big >= 1", f"big = |R0| + size(g0, i0, a0) + {spread} + 1", "size(g0, i0, a0) >= 0")
        p.get("b in R: b = n d exp(alpha log big)", by="n d exp(alpha log big)")
        p.have("exp(alpha log big) > 0")
        p.have("n d > 0")
        p.have("b > 0", "b = n d exp(alpha log big)", "n d > 0", "exp(alpha log big) > 0")
        p.have("b n d > 0", "b > 0", "n d > 0")
        p.get("w in R: w = mu/(b n d + mu)", by="mu/(b n d + mu)")
        p.have("w (b n d + mu) = mu", "w = mu/(b n d + mu)", "b n d > 0", "mu > 0")
        p.have("w > 0", "w = mu/(b n d + mu)", "b n d > 0", "mu > 0")
        p.have("w mu <= mu", "w (b n d + mu) = mu", "w > 0", "b n d > 0")
        p.have("w <= 1", "w mu <= mu", "mu > 0")
        p.have("w mu > 0", "w > 0", "mu > 0")
        p.have("b n d w <= mu", "w (b n d + mu) = mu", "w mu > 0")
        p.have("0 < w delta <= delta", "w > 0", "w <= 1", "step")
        there = named(p, p.at(bound, "w delta"), ARRAYS)
        with p.fix(RUN[0]):
            at = at_run(p, there, RUN[1])
            run = at.concl.args[0]
            facts = p.k.mp(at, p.k.assume(run))
            p.ended(p.k.discharge(_below(p, facts, target, level, spread, near, at_most, levels), run))
        every, weights = _opened(p)
        made_of = p.shown(weights, [], ", ".join(ARRAYS))
        p.written(made_of, "∃ weights with τ as above", "", [])
        small = p.have("0 <= w and (w <= 1 and (b >= 0 and b n d w <= mu))")
        p.ended(p.both(small, made_of))
        p.ended(p.shown(every, [], "w, b"))
    p.claim("alpha", made)


def _below(p: Proof, facts: Theorem, target: str, level: str, spread: str, near, at_most, levels) -> Theorem:
    """In the cell of g, the error is at most the level and b for every entry on a ramp."""
    with p.fix("g in G") as block, p.suppose(CELL) as cell:
        p.let(
            f"wrong(i) = {{a in d | Z(i, a) != {target}}}",
            f"power(i, a) = exp(alpha log |Z(i, a) - {target}|)",
            f"late(i) = {{a in d | {LATE}}}",
        )
        with p.fix("i in n, a in d") as cube:
            p.have("P(g, i, a) <= X(i, a) <= P(g, i, a) + delta", p.at(cell.hypothesis, "i", "a"))
            p.have("0 <= X(i, a) <= 1", "P(g, i, a) <= X(i, a) <= P(g, i, a) + delta", p.at(levels, "g", "i", "a"))
        close = near(p, cell)
        small = p.at(p.right(facts), cube.theorem)
        with p.fix("i in n, a in d") as bounded:
            p.have("-|R0| <= Z(i, a) <= |R0|", p.at(small, "i", "a"))
            p.have("-size(g0, i0, a0) <= H(g, i, a) <= size(g0, i0, a0)", p.at(at_most, "g", "i", "a"))
            p.have(f"-{spread} <= H(g, i, a) - {target} <= {spread}", p.at(close, "i", "a"))
            p.have(
                f"-big <= Z(i, a) - {target} <= big",
                "-|R0| <= Z(i, a) <= |R0|",
                "-size(g0, i0, a0) <= H(g, i, a) <= size(g0, i0, a0)",
                f"-{spread} <= H(g, i, a) - {target} <= {spread}",
                f"big = |R0| + size(g0, i0, a0) + {spread} + 1",
            )
            p.have(f"|Z(i, a) - {target}| <= big", f"-big <= Z(i, a) - {target} <= big")
        with p.case(f"some i in n, a in d: {LATE}"):
            p.get("i1 in n, a1 in d: X(i1, a1) > P(g, i1, a1) + (1 - w) delta")
            p.have("a1 in late(i1)", "X(i1, a1) > P(g, i1, a1) + (1 - w) delta")
            p.have("sum[a in late(i1)] 1 >= 1", "a1 in late(i1)")
            with p.fix("i in n - {i1}") as others:
                p.have("sum[a in late(i)] 1 >= 0")
            p.have("sum[i in n, a in late(i)] 1 = sum[a in late(i1)] 1 + sum[i in n - {i1}, a in late(i)] 1")
            p.have(
                "sum[i in n, a in late(i)] 1 >= 1",
                "sum[i in n, a in late(i)] 1 = sum[a in late(i1)] 1 + sum[i in n - {i1}, a in late(i)] 1",
                "sum[a in late(i1)] 1 >= 1",
                p.summed(others),
            )
            p.have("b (sum[i in n, a in late(i)] 1) >= b", "sum[i in n, a in late(i)] 1 >= 1", "b > 0")
            with p.fix("i in n") as rows:
                with p.fix("a in wrong(i)") as each:
                    p.have(f"|Z(i, a) - {target}| > 0")
                    p.have(f"log |Z(i, a) - {target}| <= log big", p.at(bounded, "i", "a"))
                    p.have(f"alpha log |Z(i, a) - {target}| <= alpha log big", "alpha >= 1",
                           f"log |Z(i, a) - {target}| <= log big")  # fmt: skip
                    p.have("power(i, a) <= exp(alpha log big)", f"alpha log |Z(i, a) - {target}| <= alpha log big")
                p.have(
                    "sum[a in wrong(i)] power(i, a) <= d exp(alpha log big)",
                    *_summed(p, each, target, "exp(alpha log big)"),
                )
            p.have("sum[i in n, a in wrong(i)] power(i, a) <= n d exp(alpha log big)", p.summed(rows))
            p.have(f"n d ({level}) >= 0")
            p.have(
                f"sum[i in n, a in wrong(i)] power(i, a) <= n d ({level}) + b (sum[i in n, a in late(i)] 1)",
                "sum[i in n, a in wrong(i)] power(i, a) <= n d exp(alpha log big)",
                "b = n d exp(alpha log big)",
                "b (sum[i in n, a in late(i)] 1) >= b",
                f"n d ({level}) >= 0",
            )
        with p.otherwise():
            with p.fix("i in n, a in d") as inside:
                with p.suppose(LATE):
                    p.have(f"some i in n, a in d: {LATE}", by="i, a")
                    p.have("false", f"some i in n, a in d: {LATE}")
                p.have("P(g, i, a) <= X(i, a) <= P(g, i, a) + delta - w delta", p.at(cell.hypothesis, "i", "a"),
                       f"not {LATE}")  # fmt: skip
            values = p.at(p.left(facts), "g", inside.theorem)
            with p.fix("i in n") as rows:
                with p.fix("a in wrong(i)") as each:
                    p.have("Z(i, a) = H(g, i, a)", p.at(values, "i", "a"))
                    _exact(p, target, level, close)
                p.have(f"sum[a in wrong(i)] power(i, a) <= d ({level})", *_summed(p, each, target, level))
            p.have(f"sum[i in n, a in wrong(i)] power(i, a) <= n d ({level})", p.summed(rows))
            with p.fix("i in n") as counts:
                p.have("sum[a in late(i)] 1 >= 0")
            p.have("b (sum[i in n, a in late(i)] 1) >= 0", p.summed(counts), "b > 0")
            p.have(
                f"sum[i in n, a in wrong(i)] power(i, a) <= n d ({level}) + b (sum[i in n, a in late(i)] 1)",
                f"sum[i in n, a in wrong(i)] power(i, a) <= n d ({level})",
                "b (sum[i in n, a in late(i)] 1) >= 0",
            )
    return p.fact(block)


def _summed(p: Proof, each, target: str, most: str):
    """What bounds a sum over the wrong entries, each at most `most`, by d of it."""
    rest = f"sum[a in d | not Z(i, a) != {target}] 1"
    p.have(f"d = sum[a in wrong(i)] 1 + {rest}")
    p.have(f"{rest} >= 0")
    fewer = p.have("sum[a in wrong(i)] 1 <= d", f"d = sum[a in wrong(i)] 1 + {rest}", f"{rest} >= 0")
    least = p.have(f"{most} >= 0")
    scaled = p.have(f"(sum[a in wrong(i)] 1) ({most}) <= d ({most})", fewer, least)
    return p.summed(each), scaled


def _exact(p: Proof, target: str, level: str, close) -> None:
    """power(i, a) <= level, where Z = H."""
    if target == "H(g, i, a)":
        p.have("false", "Z(i, a) = H(g, i, a)")
        p.have("power(i, a) <= 0")
        return
    p.have(f"|Z(i, a) - {target}| > 0")
    same = p.have(f"Z(i, a) - {target} = H(g, i, a) - {target}", "Z(i, a) = H(g, i, a)")
    size = p.congruence(same, p.term(f"Z(i, a) - {target}"), p.term(f"H(g, i, a) - {target}"),
                        lambda x: t.fn("sqrt", x * x))  # fmt: skip
    p.have(f"|Z(i, a) - {target}| <= eps", size, p.at(close, "i", "a"))
    p.have(f"log |Z(i, a) - {target}| <= log eps", f"|Z(i, a) - {target}| <= eps", f"|Z(i, a) - {target}| > 0")
    p.have(f"alpha log |Z(i, a) - {target}| <= alpha log eps", "alpha >= 1", f"log |Z(i, a) - {target}| <= log eps")
    p.have(f"power(i, a) <= {level}", f"alpha log |Z(i, a) - {target}| <= alpha log eps")


def _opened(p: Proof) -> tuple[Node, Node]:
    """What the claim says of alpha and mu: that there are w and b; and of these: that there are weights."""
    every = p.goal("alpha")
    for name in ("alpha", "mu"):
        every = t.instantiate(every.args[1], (p.term(name),))
    some = every = every.args[1]
    for name in ("w", "b"):
        some = t.instantiate(some.args[0].args[1], (p.term(name),)).args[0]
    return every, some.args[0].args[1].args[0]
