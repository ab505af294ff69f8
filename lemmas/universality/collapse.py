"""What no transformer without a positional embedding can do: statements of universality and what follows from them.

An up-interpolation is linear: at x = 0 all tokens after it are 0, hence equal, and so are all outputs of a layer that
treats tokens alike. A target that differs there from token to token is missed by half the difference or more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from varproof_lemmas.appendix.vectors import Function
from varproof_lemmas.model import var_layer

from varproof.lang import And, Array, Exists, ForAll, Implies, Index, Q, Sum, norm
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import lam, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


def universal(s, blocks, combine, **more):
    """State in the block s that layers FFN(Attn(Phi x)) with suitable weights, combined, come within eps of the target
    f(g(x)), g(x) = Phi x, f(y) = y + B, in every token, for all x in the unit cube; and what follows at x = 0.

    `combine` makes the output of the interpolated map and of the outputs of so many layers ("blocks"); `more` are
    values of further givens.
    """
    n, m, d, c = s.size("n"), s.size("m"), s.size("d"), s.size("c")
    Phi, B, eps = s.mat("Phi", m, n), s.mat("B", m, d), s.real("eps")
    x, u, f, k, l = Array("x", n, d), Index("u", n), Index("f", d), Index("k", m), Index("l", m)
    weights, outputs = [], []
    for block in range(1, blocks + 1):
        heads = [Array(f"W_{name}{block}", d, d) for name in "QKV"]
        hidden = Array(f"U{block}", c, d), Array(f"a{block}", c), Array(f"V{block}", d, c), Array(f"b{block}", d)
        weights += [*heads, *hidden]
        outputs.append(var_layer(x, Phi, *heads, *hidden)[k, f])
    up = Sum(Phi[k, u] * x[u, f], u)
    close = ForAll(k, norm(combine(up, *outputs) - (up + B[k, f]), f) <= eps)
    s.assume("accuracy", eps > 0)
    s.assume("smaller", n < m)
    inside = ForAll(u, f, And(0 <= x[u, f], x[u, f] <= 1))
    s.claim("universal", Exists(*weights, ForAll(x, Implies(inside, close))))
    s.consequence("equal-tokens", ForAll(k, l, norm(B[k, f] - B[l, f], f) <= 2 * eps))

    s.counterexample("1 x 1 to 2 x 2", c=1, Phi=[[1]] * 4, B=[[0], [1], [0], [0]], eps=Q(1, 4), **more)
    s.counterexample("two channels", c=8, Phi=[[1]] * 4, B=[[0, 0], [3, 4], [0, 0], [0, 0]], eps=Q(12, 5), **more)
    s.instance("one shift for all tokens", c=4, Phi=[[1]] * 4, B=[[1]] * 4, eps=1, **more)
    s.instance("as much as the accuracy allows", c=1, Phi=[[1]] * 4, B=[[0], [1], [0], [0]], eps=Q(1, 2), **more)


def equal_tokens(p: Proof, blocks: int, combine: Callable[..., Node]) -> None:
    """At x = 0 the combined output is one vector y for all tokens, and |B_k - B_l| <= |y - B_k| + |y - B_l|."""
    n, m, d, c, B, eps = p["n"], p["m"], p["d"], p["c"], p["B"], p["eps"]
    claim: Node = p.goal("consequence").args[0]

    def at_zero(close: Theorem, names: Sequence[str]) -> Theorem:
        """From the weights: their claim at x = 0."""
        there = p.k.specialise(close, lam(lambda u, f: t.ZERO, 2))
        zero = p.have(t.ge(t.ZERO))
        inside = p.forall(n, lambda u, _: p.forall(d, lambda f, _: p.both(zero, p.have(t.ge(t.ONE)))))
        near = p.k.mp(there, inside)

        def y(f: Node) -> Node:
            return combine(t.ZERO, *(layer(f, *names[7 * block + 4 : 7 * block + 7]) for block in range(blocks)))

        def layer(f: Node, a: str, V: str, b: str) -> Node:
            hidden = sum_over(c, lambda h: t.app(V, (f, h)) * positive_part(t.app(a, (h,))))
            return hidden + t.app(b, (f,))

        through = p.k.specialise(sides, lam(y))

        def pair(k: Node, k_in: Theorem, l: Node, l_in: Theorem) -> Theorem:
            first, second = (p.use(near, x, x_in) for x, x_in in ((k, k_in), (l, l_in)))
            return p.have(t.ge(2 * eps - apart(k, l)), first, second, p.use(through, k, k_in, l, l_in))

        return p.forall(m, lambda k, k_in: p.forall(m, lambda l, l_in: pair(k, k_in, l, l_in)))

    def apart(k: Node, l: Node) -> Node:
        return p.norm(d, lambda f: B(k, f) - B(l, f))[0]

    def around(y: Function) -> Theorem:
        """|B_k - B_l| <= |B_k - y| + |y - B_l| for all k and l."""

        def pair(k: Node, _: Theorem, l: Node, __: Theorem) -> Theorem:
            return p.use(longer, lam(lambda f: B(k, f) - y(f)), lam(lambda f: y(f) - B(l, f)))

        return p.forall(m, lambda k, k_in: p.forall(m, lambda l, l_in: pair(k, k_in, l, l_in)))

    def open_weights(found: Theorem, names: list[str]) -> Theorem:
        if len(names) == 7 * blocks:
            return at_zero(found, names)
        return p.obtain_function(found, lambda name, holds: open_weights(holds, [*names, name]))

    with p.silent():
        longer = triangle(p)
        h, sides = p.k.assume(claim), p.forall_function(1, around)
        theorem = p.k.discharge(open_weights(h, []), claim)
    p.say("At x = 0 all tokens are 0 after the interpolation, and every layer gives all tokens the same output y.")
    p.prove(p.show(theorem, "|B(k) - B(l)| <= |y - B(k)| + |y - B(l)|"))


def triangle(p: Proof) -> Theorem:
    """|u + v| <= |u| + |v|, from the beginning: what derives a consequence cites nothing."""
    with p.fix("u in R^(d), v in R^(d)") as every:
        p.let("a = norm[f in d] u(f)", "b = norm[f in d] v(f)", "s = sum[f in d] u(f) v(f)")
        with p.fix("e in d, f in d") as squares:
            p.have("(u(e) v(f) - u(f) v(e))^2 >= 0")
        p.have("a^2 = sum[f in d] u(f)^2 and b^2 = sum[f in d] v(f)^2")
        p.have("s^2 <= (sum[f in d] u(f)^2) sum[f in d] v(f)^2", p.summed(squares))
        p.have(
            "s^2 <= (a b)^2",
            "s^2 <= (sum[f in d] u(f)^2) sum[f in d] v(f)^2",
            "a^2 = sum[f in d] u(f)^2",
            "b^2 = sum[f in d] v(f)^2",
        )
        p.have("s <= a b", "s^2 <= (a b)^2", "a b >= 0")
        p.have("(norm[f in d] (u(f) + v(f)))^2 = a^2 + 2 s + b^2")
        p.have(
            "norm[f in d] (u(f) + v(f)) <= a + b",
            "(norm[f in d] (u(f) + v(f)))^2 = a^2 + 2 s + b^2",
            "s <= a b",
            "a + b >= 0",
        )
    return p.fact(every)


def positive_part(x: Node) -> Node:
    """max(x, 0), as it is translated."""
    return (x + t.fn("sqrt", x * x)) / 2
