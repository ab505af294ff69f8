"""Condition (2) pair by pair; for the same token, token sets that differ and the distance of the outputs."""

from __future__ import annotations

from collections.abc import Callable

from varproof_lemmas.contextual.contextual_layer import Weights
from varproof_lemmas.contextual.contextual_terms import root, same_vocabulary
from varproof_lemmas.contextual.contextual_weights import agree, differ, token
from varproof_lemmas.contextual.separation import missing
from varproof_lemmas.contextual.signs import Function

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import exists, forall
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node


def scores_of_tokens(W: Weights, no: Theorem, first: tuple[Node, Node], second: tuple[Node, Node]) -> Theorem:
    """Different scores (`no`; multiples of U) come from different tokens."""
    p, D = W.p, W.D

    def absurd(h: Theorem) -> Theorem:
        def one(c: Node, c_in: Theorem) -> Theorem:
            same_c = t.eq(D.X(*first, c), D.X(*second, c))
            return p.have(
                t.eq(W.u(c) * D.X(*first, c) - W.u(c) * D.X(*second, c)),
                p.by_contradiction(same_c, lambda x: p.false(x, p.use(h, c, c_in))),
            )

        equation: Node = no.concl.args[0]
        return p.false(p.have(equation, p.sum_equal(D.d, one)), no)

    return p.implies(forall(D.d, lambda c: t.neg(t.neg(t.eq(D.X(*first, c), D.X(*second, c))))), absurd)


def sets_differ(
    W: Weights,
    i: Node,
    j: Node,
    sets: Theorem,
    a: Function,
    b: Function,
    apart: Callable[[Node, Theorem, Node, Theorem, Theorem], Theorem],
) -> Theorem:
    """Some score of one sequence is no score of the other.

    `apart` proves a(x) != b(y) for different tokens X(i, x), X(j, y); `sets` says that the token sets differ.
    """
    p, D = W.p, W.D
    first = exists(D.n, lambda x: forall(D.n, lambda y: t.neg(t.eq(a(x), b(y)))))
    second = exists(D.n, lambda y: missing(D.n, b, a, y))
    no_first, no_second = p.k.assume(t.neg(first)), p.k.assume(t.neg(second))

    def unequal(x: Node, x_in: Theorem, y: Node, y_in: Theorem, none: Theorem) -> Theorem:
        """a(x) != b(y) when the tokens do not agree."""

        def absurd(h: Theorem) -> Theorem:
            every = p.forall(
                D.d,
                lambda c, c_in: p.by_contradiction(
                    t.eq(D.X(i, x, c), D.X(j, y, c)), lambda no: p.false(no, p.use(h, c, c_in))
                ),
            )
            return p.false(every, none)

        coordinate = p.implies(forall(D.d, lambda c: t.neg(t.neg(t.eq(D.X(i, x, c), D.X(j, y, c))))), absurd)
        return apart(x, x_in, y, y_in, coordinate)

    def alone(no: Theorem, f: Callable[[Node], Node], z: Node, z_in: Theorem) -> Theorem:
        """not f(z) from `no z has f`."""
        return p.implies(f(z), lambda h: p.false(p.some(D.n, f, z, z_in, h), no))

    def covered(x: Node, x_in: Theorem) -> Theorem:
        def absurd(no: Theorem) -> Theorem:
            every = p.forall(
                D.n,
                lambda y, y_in: unequal(
                    x, x_in, y, y_in, alone(no, lambda z: agree(D.d, token(D, i, x), token(D, j, z)), y, y_in)
                ),
            )
            some = p.some(D.n, lambda z: forall(D.n, lambda y: t.neg(t.eq(a(z), b(y)))), x, x_in, every)
            return p.false(some, no_first)

        return p.by_contradiction(exists(D.n, lambda y: agree(D.d, token(D, i, x), token(D, j, y))), absurd)

    def covered_back(y: Node, y_in: Theorem) -> Theorem:
        def absurd(no: Theorem) -> Theorem:
            every = p.forall(
                D.n,
                lambda x, x_in: unequal(
                    x, x_in, y, y_in, alone(no, lambda z: agree(D.d, token(D, i, z), token(D, j, y)), x, x_in)
                ),
            )
            return p.false(p.some(D.n, lambda z: missing(D.n, b, a, z), y, y_in, every), no_second)

        return p.by_contradiction(exists(D.n, lambda x: agree(D.d, token(D, i, x), token(D, j, y))), absurd)

    both = p.both(p.forall(D.n, covered), p.forall(D.n, covered_back))
    absurd = p.false(both, sets)
    return p.k.discharge(p.k.contradiction(absurd, second), no_first.concl)


def same_token(
    W: Weights, i: Node, k: Node, j: Node, l: Node, same: Theorem, T_equal: Theorem
) -> tuple[Node, Theorem, Theorem]:
    """O = |Y(i, k) - Y(j, l)|, with O >= 0 and O^2 = eta^2 (B - B')^2, for the same token (same, T_equal)."""
    p, D = W.p, W.D
    T, T2 = W.T(i, k), W.T(j, l)
    out = W.output(t.ONE)
    B, B2, B2_here = W.mean(i, T), W.mean(j, T2), W.mean(j, T)
    moved = p.congruence(T_equal, T2, T, lambda z: W.mean(j, z))
    O, O_square, O_nonneg = p.norm(D.d, lambda c: out(i, k, c) - out(j, l, c))
    shift = W.eta * (B - B2)
    lengths = W.g.same_length_of(
        lambda c: out(i, k, c) - out(j, l, c),
        lambda c: shift * W.rho,
        lambda c, c_in: p.have(t.eq(out(i, k, c) - out(j, l, c), shift * W.rho), p.use(same, c, c_in)),
    )
    plain = p.have(t.eq(O * O, shift * shift), O_square, lengths, W.e_rho)
    here = p.have(t.eq(B - B2, B - B2_here), moved)
    here_square = p.congruence(here, B - B2, B - B2_here, lambda q: q * q)
    plain = p.have(t.eq(O * O, W.eta * W.eta * (B - B2_here) * (B - B2_here)), plain, here_square)
    return O, O_nonneg, plain


Tokens = tuple[Node, Theorem, Node, Theorem, Node, Theorem, Node, Theorem]  # i, j, k, l, each with its membership


def every_pair(
    W: Weights,
    delta: Node,
    different: Callable[[Tokens, Theorem, Node], Theorem],
    equal: Callable[[Tokens, Theorem, Theorem, Node], Theorem],
) -> Theorem:
    """Condition (2) for delta: `different` proves it for different tokens X(i, k) and X(j, l), `equal` (same, sets) for
    the same token in sequences with different token sets."""
    p, D = W.p, W.D
    out = W.output(t.ONE)

    def pair(*at: Node | Theorem) -> Theorem:
        i, _, j, _, k, _, l, _ = at
        goal = root(D.d, lambda c: out(i, k, c) - out(j, l, c)) > delta
        same_sets = same_vocabulary(D, i, j)
        unequal = differ(D.d, token(D, i, k), token(D, j, l))
        either = p.k.assume(t.disj(t.neg(same_sets), unequal))

        def agreeing(no: Theorem) -> Theorem:
            sets = p.by_contradiction(t.neg(same_sets), lambda h: p.false(p.k.mp(either, h), no))
            same = p.forall(
                D.d,
                lambda c, c_in: p.by_contradiction(
                    t.eq(D.X(i, k, c), D.X(j, l, c)),
                    lambda x: p.false(p.some(D.d, lambda e: t.neg(t.eq(D.X(i, k, e), D.X(j, l, e))), c, c_in, x), no),
                ),
            )
            return equal(at, same, sets, goal)

        return p.k.discharge(p.cases(unequal, lambda no: different(at, no, goal), agreeing), either.concl)

    return p.forall(
        D.N,
        lambda i, i_in: p.forall(
            D.N,
            lambda j, j_in: p.forall(
                D.n, lambda k, k_in: p.forall(D.n, lambda l, l_in: pair(i, i_in, j, j_in, k, k_in, l, l_in))
            ),
        ),
    )
