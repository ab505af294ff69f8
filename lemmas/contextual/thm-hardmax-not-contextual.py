"""thm:hardmax-not-contextual. Hardmax attention of one head, ties averaged, is no contextual mapping for some datasets,
whatever the weights.

Tokens on a line, X_ik = t_ik f. Let two sequences with different token sets share a token other than 0, have the same
largest and the same smallest t; and let two further sequences with different token sets share a token and have the same
sum of t. The scores of a query are a multiple of t: a positive or negative multiple selects the largest or the smallest
t, so the first two sequences give the shared token the same output; with multiple 0 all scores tie and the mean of t is
added, so the last two do. Hence no gamma and no delta >= 0 will do.

For three tokens the t-sets {1,2,4}, {1,3,4} and {1,4,6}, {2,4,5} are such, with the shared token 4; for more tokens add
common extremes. (For n <= 2 the mean separates, so the statement is false there.)
"""

from collections.abc import Callable

from varproof_lemmas.contextual.ladder import only
from varproof_lemmas.model import contextual_mapping, hardmax_skip, same_vocabulary

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import card, max_over, sum_over, where
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node
from varproof.decide.proof import Proof
from varproof.lang import Entry, Eq, ForAll, Implies, Index, Lam, MaxOver, MinOver, Ne, Not, Source, Sum

entry = Entry(
    "thm:hardmax-not-contextual",
    "Hardmax attention is no contextual mapping",
    source=Source(after="KS24 Theorem 1", text="reconstructed"),
    uses=["def:contextual-mapping", "def:hardmax-attention", "def:vocabulary"],
    note="The instances are datasets of three and four tokens a sequence that meet the hypotheses.",
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    N, n, d, h = s.size("N"), s.size("n"), s.size("d"), s.size("s")
    X, T, f = s.array("X", N, n, d), s.mat("T", N, n), s.vec("f", d)
    W_O, W_V = s.mat("W_O", d, h), s.mat("W_V", h, d)
    W_K, W_Q = s.mat("W_K", h, d), s.mat("W_Q", h, d)
    gamma, delta = s.real("gamma"), s.real("delta")
    a, b, c, e = s.index("a", N), s.index("b", N), s.index("c", N), s.index("e", N)
    k, l, u, v = s.index("k", n), s.index("l", n), s.index("u", n), s.index("v", n)
    i, x, y, z = Index("i", N), Index("x", n), Index("y", n), Index("z", d)
    p, q = Index("p", n), Index("q", d)
    s.assume("line", ForAll(i, x, z, Eq(X[i, x, z], T[i, x] * f[z])))
    s.assume("distinct", ForAll(i, x, y, Implies(Ne(x, y), Ne(T[i, x], T[i, y]))))
    s.assume("same-top", Eq(MaxOver(T[a, x], x), MaxOver(T[b, x], x)))
    s.assume("same-bottom", Eq(MinOver(T[a, x], x), MinOver(T[b, x], x)))
    s.assume("first-token", Eq(T[a, k], T[b, l]))
    s.assume("not-zero", Ne(T[a, k], 0))
    s.assume("first-sets", Not(same_vocabulary(X, a, b)))
    s.assume("same-sum", Eq(Sum(T[c, x], x), Sum(T[e, x], x)))
    s.assume("second-token", Eq(T[c, u], T[e, v]))
    s.assume("second-sets", Not(same_vocabulary(X, c, e)))
    s.assume("delta", delta >= 0)
    output = hardmax_skip(Lam((p, q), X[i, p, q]), W_O, W_V, W_K, W_Q)[x, z]
    s.claim("not-contextual", Not(contextual_mapping(X, Lam((i, x, z), output), gamma, delta)))

    sets = [[1, 2, 4], [1, 3, 4], [1, 4, 6], [2, 4, 5]]
    weights = dict(W_O=[[1]], W_V=[[1]], W_K=[[1]], W_Q=[[1]], f=[1], gamma=100, delta=0, a=0, b=1, c=2, e=3)
    s.instance("three tokens", X=[[[r] for r in row] for row in sets], T=sets, k=2, l=2, u=1, v=1, **weights)
    more = [[0, *row, 9] for row in sets]
    s.instance(
        "with common extremes",
        X=[[[r] for r in row] for row in more],
        T=more,
        k=3,
        l=3,
        u=2,
        v=2,
        **{**weights, "W_K": [[0]]},
    )
    s.instance(
        "negative scores",
        X=[[[r] for r in row] for row in sets],
        T=sets,
        k=2,
        l=2,
        u=1,
        v=1,
        **{**weights, "W_K": [[-2]]},
    )


class Line:
    """Scores and values of tokens on a line: score(i, k, j) = T_ik T_ij omega and value(i, j, c) = T_ij nu_c."""

    def __init__(self, p: Proof) -> None:
        self.p = p
        self.n, self.d, self.h, self.X, self.T, self.f = p["n"], p["d"], p["s"], p["X"], p["T"], p["f"]
        self.line = p.given("line")

    def projected(self, w: Callable[[Node], Node], i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
        """<w, X_ij> = T_ij <w, f>."""
        p = self.p
        equal = p.sum_equal(
            self.d,
            lambda c, c_in: p.have(
                t.eq(w(c) * self.X(i, j, c) - w(c) * self.T(i, j) * self.f(c)),
                p.use(self.line, i, i_in, j, j_in, c, c_in),
            ),
        )
        return p.have(t.eq(self.along(w, i, j), self.T(i, j) * sum_over(self.d, lambda c: w(c) * self.f(c))), equal)

    def along(self, w: Callable[[Node], Node], i: Node, j: Node) -> Node:
        return sum_over(self.d, lambda c: w(c) * self.X(i, j, c))

    def score(self, i: Node, k: Node, j: Node) -> Node:
        W_K, W_Q = self.p["W_K"], self.p["W_Q"]
        return sum_over(self.h, lambda u: self.along(lambda a: W_K(u, a), i, j) * self.along(lambda a: W_Q(u, a), i, k))

    def omega(self) -> Node:
        W_K, W_Q = self.p["W_K"], self.p["W_Q"]
        return sum_over(
            self.h,
            lambda u: (
                sum_over(self.d, lambda a: W_K(u, a) * self.f(a)) * sum_over(self.d, lambda a: W_Q(u, a) * self.f(a))
            ),
        )

    def score_is(self, i: Node, i_in: Theorem, k: Node, k_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
        """score = T_ik T_ij omega."""
        p, W_K, W_Q = self.p, self.p["W_K"], self.p["W_Q"]

        def one(u: Node, _: Theorem) -> Theorem:
            first = self.projected(lambda a: W_K(u, a), i, i_in, j, j_in)
            second = self.projected(lambda a: W_Q(u, a), i, i_in, k, k_in)
            x, y = self.along(lambda a: W_K(u, a), i, j), self.along(lambda a: W_Q(u, a), i, k)
            x2 = self.T(i, j) * sum_over(self.d, lambda a: W_K(u, a) * self.f(a))
            y2 = self.T(i, k) * sum_over(self.d, lambda a: W_Q(u, a) * self.f(a))
            return p.k.arith([first, second], t.eq(x * y, x2 * y2), [], [(y, 0), (x2, 1)])

        return p.have(t.eq(self.score(i, k, j), self.T(i, k) * self.T(i, j) * self.omega()), p.sum_equal(self.h, one))

    def value(self, i: Node, j: Node, c: Node) -> Node:
        W_O, W_V = self.p["W_O"], self.p["W_V"]
        return sum_over(self.h, lambda u: W_O(c, u) * self.along(lambda a: W_V(u, a), i, j))

    def nu(self, c: Node) -> Node:
        W_O, W_V = self.p["W_O"], self.p["W_V"]
        return sum_over(self.h, lambda u: W_O(c, u) * sum_over(self.d, lambda a: W_V(u, a) * self.f(a)))

    def value_is(self, i: Node, i_in: Theorem, j: Node, j_in: Theorem, c: Node) -> Theorem:
        """value = T_ij nu_c."""
        p, W_O, W_V = self.p, self.p["W_O"], self.p["W_V"]

        def one(u: Node, _: Theorem) -> Theorem:
            x = self.along(lambda a: W_V(u, a), i, j)
            x2 = self.T(i, j) * sum_over(self.d, lambda a: W_V(u, a) * self.f(a))
            return p.k.arith(
                [self.projected(lambda a: W_V(u, a), i, i_in, j, j_in)],
                t.eq(W_O(c, u) * x, W_O(c, u) * x2),
                [],
                [(W_O(c, u), 0)],
            )

        return p.have(t.eq(self.value(i, j, c), self.T(i, j) * self.nu(c)), p.sum_equal(self.h, one))

    def best(self, i: Node, k: Node) -> Callable[[Node], Node]:
        return lambda j: t.eq(self.score(i, k, j), max_over(self.n, lambda x: self.score(i, k, x)))

    def output(self, i: Node, k: Node, c: Node) -> Node:
        chosen = where(self.n, self.best(i, k))
        return self.X(i, k, c) + sum_over(chosen, lambda j: self.value(i, j, c)) / card(chosen)

    # -- one member selected

    def selected(
        self,
        i: Node,
        i_in: Theorem,
        k: Node,
        k_in: Theorem,
        theta: Theorem,
        body: Callable[[Node, Theorem, Theorem, Callable[[Node], Theorem]], Theorem],
    ) -> Theorem:
        """With T_ik omega != 0 one j has the largest score: body(j, j in n, max = score, output_c = X + T_ij nu_c)."""
        p = self.p
        factor = self.T(i, k) * self.omega()

        def at(m: Node, m_in: Theorem, equal: Theorem) -> Theorem:
            def unique(x: Node, x_in: Theorem, x_best: Theorem) -> Theorem:
                def absurd(no: Theorem) -> Theorem:
                    differ = p.use(p.given("distinct"), i, i_in, x, x_in, m, m_in, no)
                    zero = p.have(
                        t.eq(factor * (self.T(i, x) - self.T(i, m))),
                        x_best,
                        equal,
                        self.score_is(i, i_in, k, k_in, x, x_in),
                        self.score_is(i, i_in, k, k_in, m, m_in),
                    )
                    unit = p.k.inv(theta, factor)
                    same = p.k.arith(
                        [zero, unit],
                        t.eq(self.T(i, x), self.T(i, m)),
                        [],
                        [(t.inv(factor), 0), (-(self.T(i, x) - self.T(i, m)), 1)],
                    )
                    return p.false(same, differ)

                return p.by_contradiction(t.eq(x, m), absurd)

            here = p.have(self.best(i, k)(m), equal)
            count = only(p, self.n, self.best(i, k), m, m_in, here, unique, lambda j: t.ONE)
            chosen = where(self.n, self.best(i, k))
            one = p.congruence(count, card(chosen), t.ONE, t.inv)

            def out(c: Node) -> Theorem:
                total = only(p, self.n, self.best(i, k), m, m_in, here, unique, lambda j: self.value(i, j, c))
                return p.have(
                    t.eq(self.output(i, k, c), self.X(i, k, c) + self.T(i, m) * self.nu(c)),
                    total,
                    one,
                    self.value_is(i, i_in, m, m_in, c),
                )

            return body(m, m_in, equal, out)

        return p.maximum(k_in, lambda j: self.score(i, k, j), at)

    def extreme(
        self,
        i: Node,
        i_in: Theorem,
        k: Node,
        k_in: Theorem,
        m: Node,
        m_in: Theorem,
        equal: Theorem,
        sign: int,
        theta: Theorem,
    ) -> Theorem:
        """sign T_im = max of sign T: T_im is the largest (sign 1, T_ik omega > 0) or the smallest (sign -1)."""
        p = self.p
        factor = self.T(i, k) * self.omega()

        def f(j: Node) -> Node:
            return sign * self.T(i, j)

        def top(x: Node, x_in: Theorem, at: Theorem) -> Theorem:
            less = p.have(
                t.ge(factor * (self.T(i, m) - self.T(i, x))),
                p.at_most_max(x_in, lambda j: self.score(i, k, j)),
                equal,
                self.score_is(i, i_in, k, k_in, x, x_in),
                self.score_is(i, i_in, k, k_in, m, m_in),
            )
            size = sign * factor
            _, inverse = p.inverse(theta, size)
            unit = p.k.inv(theta, size)
            order = p.have(t.ge(f(m) - f(x)), less, inverse, unit, products=[(0, 1)])
            return p.have(t.ge(f(m) - max_over(self.n, f)), order, at)

        below = p.maximum(m_in, f, top)
        return p.k.antisym(p.have(t.ge(max_over(self.n, f) - f(m)), p.at_most_max(m_in, f)), below)

    # -- all tied

    def tied(self, i: Node, i_in: Theorem, k: Node, k_in: Theorem, zero: Theorem) -> Callable[[Node], Theorem]:
        """With omega = 0 the output is X + (sum_j T_ij) nu_c/n."""
        p = self.p
        best = self.best(i, k)
        chosen = where(self.n, best)

        def null(j: Node, j_in: Theorem) -> Theorem:
            return p.have(t.eq(self.score(i, k, j)), self.score_is(i, i_in, k, k_in, j, j_in), zero)

        top = p.maximum(
            k_in,
            lambda j: self.score(i, k, j),
            lambda m, m_in, at: p.have(t.eq(max_over(self.n, lambda j: self.score(i, k, j))), at, null(m, m_in)),
        )

        def same(g: Callable[[Node], Node]) -> Theorem:
            x = "tied'"
            inside, plain = p.k.assume(t.member(t.var(x), chosen)), p.k.assume(t.member(t.var(x), self.n))
            into = p.in_where(plain, p.have(best(t.var(x)), null(t.var(x), plain), top), best)
            return p.k.sum_ext(p.base(inside), into, x, chosen, self.n, t.close(g(t.var(x)), "real", x))

        count = same(lambda j: t.ONE)
        inverse = p.congruence(count, card(chosen), card(self.n), t.inv)

        def out(c: Node) -> Theorem:
            values = p.sum_equal(
                self.n,
                lambda j, j_in: p.have(
                    t.eq(self.value(i, j, c) - self.T(i, j) * self.nu(c)), self.value_is(i, i_in, j, j_in, c)
                ),
            )
            total = same(lambda j: self.value(i, j, c))
            mean = sum_over(self.n, lambda j: self.T(i, j)) * self.nu(c) / card(self.n)
            added = p.have(
                t.eq(
                    sum_over(chosen, lambda j: self.value(i, j, c)),
                    sum_over(self.n, lambda j: self.T(i, j)) * self.nu(c),
                ),
                total,
                values,
            )
            quotient = p.k.arith(
                [added, inverse],
                t.eq(sum_over(chosen, lambda j: self.value(i, j, c)) / card(chosen), mean),
                [],
                [(t.inv(card(chosen)), 0), (sum_over(self.n, lambda j: self.T(i, j)) * self.nu(c), 1)],
            )
            return p.have(t.eq(self.output(i, k, c), self.X(i, k, c) + mean), quotient)

        return out


@entry.proof("stated")
def proof(p: Proof) -> None:
    L = Line(p)
    d, X, T = p["d"], p["X"], p["T"]
    places = {
        name: (p[name], p.given(f"{name} in [{size}]"))
        for size, names in (("N", "abce"), ("n", "kluv"))
        for name in names
    }

    def clash(
        there: Theorem, i: str, k: str, j: str, l: str, sets: Theorem, same: Callable[[Node, Theorem], Theorem]
    ) -> Theorem:
        """Equal outputs for different token sets contradict condition (2)."""
        (i_, i_in), (j_, j_in), (k_, k_in), (l_, l_in) = places[i], places[j], places[k], places[l]
        apart = p.use(p.right(there), i_, i_in, j_, j_in, k_, k_in, l_, l_in)
        unequal: Node = apart.concl.args[0]  # type: ignore[assignment]
        tokens: Node = unequal.args[1]  # type: ignore[assignment]
        either = p.k.discharge(p.ex_falso(p.false(sets, p.k.assume(t.neg(sets.concl))), tokens), t.neg(sets.concl))
        far = p.use(apart, either)
        size, square, _ = p.norm(d, lambda c: L.output(i_, k_, c) - L.output(j_, l_, c))
        nothing = p.sum_equal(
            d,
            lambda c, c_in: p.k.arith(
                [same(c, c_in)],
                t.eq((L.output(i_, k_, c) - L.output(j_, l_, c)) * (L.output(i_, k_, c) - L.output(j_, l_, c))),
                [],
                [(L.output(i_, k_, c) - L.output(j_, l_, c), 0)],
            ),
        )
        zero = p.zero_of_square(size, p.have(t.ge(-size * size), square, nothing))
        return p.have(t.FALSE, far, zero, p.given("delta"))

    def token(i: str, k: str, j: str, l: str, equal: Theorem, c: Node, c_in: Theorem) -> Theorem:
        """The shared token: X_ik = X_jl."""
        (i_, i_in), (j_, j_in), (k_, k_in), (l_, l_in) = places[i], places[j], places[k], places[l]
        return p.have(
            t.eq(X(i_, k_, c), X(j_, l_, c)),
            equal,
            p.use(L.line, i_, i_in, k_, k_in, c, c_in),
            p.use(L.line, j_, j_in, l_, l_in, c, c_in),
        )

    def ties(there: Theorem, zero: Theorem) -> Theorem:
        first = L.tied(*places["c"], *places["u"], zero)
        second = L.tied(*places["e"], *places["v"], zero)
        return clash(
            there,
            "c",
            "u",
            "e",
            "v",
            p.given("second-sets"),
            lambda c, c_in: p.have(
                t.eq(L.output(p["c"], p["u"], c), L.output(p["e"], p["v"], c)),
                first(c),
                second(c),
                token("c", "u", "e", "v", p.given("second-token"), c, c_in),
                p.given("same-sum"),
            ),
        )

    def selects(there: Theorem, sign: int, theta: Theorem) -> Theorem:
        """T_ak omega has the sign."""
        equal = p.given("first-token")
        theta_b = p.have(t.gt(sign * T(p["b"], p["l"]) * L.omega()), theta, equal)

        def first(m: Node, m_in: Theorem, at: Theorem, out: Callable[[Node], Theorem]) -> Theorem:
            def second(m2: Node, m2_in: Theorem, at2: Theorem, out2: Callable[[Node], Theorem]) -> Theorem:
                high = L.extreme(*places["a"], *places["k"], m, m_in, at, sign, theta)
                high2 = L.extreme(*places["b"], *places["l"], m2, m2_in, at2, sign, theta_b)
                level = p.have(
                    t.eq(T(p["a"], m), T(p["b"], m2)), high, high2, p.given("same-top" if sign == 1 else "same-bottom")
                )
                return clash(
                    there,
                    "a",
                    "k",
                    "b",
                    "l",
                    p.given("first-sets"),
                    lambda c, c_in: p.have(
                        t.eq(L.output(p["a"], p["k"], c), L.output(p["b"], p["l"], c)),
                        out(c),
                        out2(c),
                        level,
                        token("a", "k", "b", "l", equal, c, c_in),
                    ),
                )

            return L.selected(*places["b"], *places["l"], nonzero(theta_b, sign, T(p["b"], p["l"]) * L.omega()), second)

        return L.selected(*places["a"], *places["k"], nonzero(theta, sign, T(p["a"], p["k"]) * L.omega()), first)

    def nonzero(theta: Theorem, sign: int, x: Node) -> Theorem:
        """x != 0 from sign x > 0."""
        return p.implies(t.eq(x), lambda zero: p.have(t.FALSE, theta, zero))

    def contradiction(there: Theorem) -> Theorem:
        omega = L.omega()
        theta = T(p["a"], p["k"]) * omega

        def turning(no: Theorem) -> Theorem:
            """omega != 0, so theta = T_ak omega is not 0 either."""
            unit = p.k.inv(no, omega)

            def negative(le: Theorem) -> Theorem:
                def null(ge: Theorem) -> Theorem:
                    zero = p.k.antisym(ge, le)
                    product = p.k.arith(
                        [zero, unit], t.eq(T(p["a"], p["k"])), [], [(t.inv(omega), 0), (-T(p["a"], p["k"]), 1)]
                    )
                    return p.false(product, p.given("not-zero"))

                return p.cases(t.ge(theta), null, lambda h: selects(there, -1, p.have(t.gt(-theta), p.k.order(h))))

            return p.compare(theta, t.ZERO, negative, lambda gt: selects(there, 1, gt))

        return p.cases(t.eq(omega), lambda zero: ties(there, zero), turning)

    p.settle_definedness(*counts(p, L))
    p.say(
        "Query (i, k) scores T(i,k) T(i,j) omega. With omega = 0 all tie, the mean of T is added: the last two agree."
    )
    p.say("Otherwise the largest or the smallest T is selected, alike in the first two sequences.")
    with p.silent():
        goal = p.goal("not-contextual")
        result = p.implies(goal.args[0], contradiction)  # type: ignore[arg-type]
    p.prove(result)


def counts(p: Proof, L: Line) -> list[Theorem]:
    """Some token has the largest score, so the number of those that have it is not 0."""

    def nonempty(i: Node, k: Node, k_in: Theorem) -> Theorem:
        best = L.best(i, k)

        def at(m: Node, m_in: Theorem, equal: Theorem) -> Theorem:
            inside = p.in_where(m_in, p.have(best(m), equal), best)
            return p.not_zero(p.sum_positive(inside, lambda _: t.ONE, lambda *_: p.positive(1)), card(where(L.n, best)))

        return p.maximum(k_in, lambda j: L.score(i, k, j), at)

    return [p.forall(p["N"], lambda i, _: p.forall(L.n, lambda k, k_in: nonempty(i, k, k_in)))]
