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

from varproof_lemmas.contextual.hardmax_line import Line, counts
from varproof_lemmas.model import contextual_mapping, hardmax_skip, same_vocabulary

from varproof.lang import Abs, Entry, Eq, ForAll, Implies, Index, Lam, MaxOver, MinOver, Ne, Not, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh, max_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "thm:hardmax-not-contextual",
    "Hardmax attention is no contextual mapping",
    source=Source(after="KS24 Theorem 1", text="reconstructed"),
    uses=["def:contextual-mapping", "def:hardmax-attention", "def:vocabulary"],
    note="The instances are datasets of three and four tokens a sequence that meet the hypotheses.",
)


def points(sets, **values):
    """Sets of numbers as tokens; two sequences, and weights that add the mean, unless changed afterwards."""
    rest = dict(f=[1], W_O=[[1]], W_V=[[1]], W_K=[[0]], W_Q=[[1]], gamma=100, delta=0, a=0, b=1, c=0, e=1)
    return dict(rest, X=[[[r] for r in row] for row in sets], T=sets, **{**dict(k=0, l=0, u=0, v=0), **values})


OTHER_SUM = points([[1, 2, 4], [1, 3, 4]])
OTHER_TOP = points([[1, 3, 7], [1, 4, 6]]) | dict(W_K=[[1]], W_O=[[10]])
OTHER_BOTTOM = points([[1, 4, 7], [2, 3, 7]], k=2, l=2, u=2, v=2) | dict(W_K=[[-1]], W_O=[[10]])
ONE_FIRST_SET = points([[1, 4, 6], [2, 4, 5]], u=1, v=1) | dict(b=0, W_K=[[1]], W_O=[[10]])
NO_SECOND_TOKEN = points([[1, 2, 4], [1, 3, 4], [1, 5, 6], [2, 3, 7]]) | dict(c=2, e=3)
ALL_FOUR = points([[1, 2, 4], [1, 3, 4], [1, 4, 6], [2, 4, 5]], k=2, l=2, u=1, v=1) | dict(c=2, e=3)
OFF_THE_LINE = ALL_FOUR | dict(X=[[[1], [2], [3]], [[4], [5], [6]], [[7], [8], [9]], [[10], [11], [12]]], W_O=[[0]])
SHIFTED = [[-1, 0, 2], [-1, 1, 2], [-1, 2, 4], [0, 2, 3]]
BOTH_SIGNS = points(SHIFTED, k=0, l=0, u=1, v=1) | dict(c=2, e=3, W_K=[[1]])

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
    s.assume("line", ForAll(i, x, z, Eq(X[i, x, z], T[i, x] * f[z])), needed_at=OFF_THE_LINE)
    s.assume("distinct", ForAll(i, x, y, Implies(Ne(x, y), Ne(T[i, x], T[i, y]))))
    s.assume("same-top", Eq(MaxOver(T[a, x], x), MaxOver(T[b, x], x)), needed_at=OTHER_TOP)
    s.assume("same-bottom", Eq(MinOver(T[a, x], x), MinOver(T[b, x], x)), needed_at=OTHER_BOTTOM)
    s.assume("first-token", Eq(T[a, k], T[b, l]))
    s.assume("not-zero", Ne(T[a, k], 0))
    s.assume("first-sets", Not(same_vocabulary(X, a, b)), needed_at=ONE_FIRST_SET)
    s.assume("same-sum", Eq(Sum(T[c, x], x), Sum(T[e, x], x)), needed_at=OTHER_SUM)
    s.assume("second-token", Eq(T[c, u], T[e, v]), needed_at=NO_SECOND_TOKEN)
    s.assume("second-sets", Not(same_vocabulary(X, c, e)), needed_at=dict(OTHER_SUM, e=0))
    s.assume("delta", delta >= 0, needed_at=dict(ALL_FOUR, delta=-1))
    output = hardmax_skip(Lam((p, q), X[i, p, q]), W_O, W_V, W_K, W_Q)[x, z]
    s.claim("not-contextual", Not(contextual_mapping(X, Lam((i, x, z), output), gamma, delta)))

    sets = [[1, 2, 4], [1, 3, 4], [1, 4, 6], [2, 4, 5]]
    s.instance(
        "in the plane",
        X=[[[r, -2 * r] for r in row] for row in sets],
        T=sets,
        f=[1, -2],
        W_O=[[1, 0], [0, 3]],
        W_V=[[1, 1], [0, 1]],
        W_K=[[1, 0], [2, 1]],
        W_Q=[[0, 1], [1, 0]],
        gamma=1,
        delta=5,
        a=0,
        b=1,
        c=2,
        e=3,
        k=2,
        l=2,
        u=1,
        v=1,
    )
    s.instance("tokens of both signs", **BOTH_SIGNS)
    near = Abs(Sum(T[c, x], x) - Sum(T[e, x], x)) <= 1
    s.false("nearly the same sum", assume={"same-sum": near}, at=OTHER_SUM)
    s.false("another sum", drop=["same-sum"], at=OTHER_SUM)
    s.false("a lower top", assume={"same-top": MaxOver(T[a, x], x) >= MaxOver(T[b, x], x)}, at=OTHER_TOP)
    s.false("a higher bottom", assume={"same-bottom": MinOver(T[a, x], x) <= MinOver(T[b, x], x)}, at=OTHER_BOTTOM)
    s.false("no shared token of equal sums", drop=["second-token"], at=NO_SECOND_TOKEN)
    s.false("a negative separation", assume={"delta": delta >= -1}, at=dict(ALL_FOUR, delta=-1))
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


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.concise = True
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
        unequal: Node = apart.concl.args[0]
        tokens: Node = unequal.args[1]
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
        p.name(f"‖Y({i}, {k}) − Y({j}, {l})‖", size)
        p.state(zero, f"‖Y({i}, {k}) − Y({j}, {l})‖ = 0", "for all z")
        p.state(far, f"‖Y({i}, {k}) − Y({j}, {l})‖ > δ", "the token sets differ; but δ ≥ 0, a contradiction")
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

        def same(z: Node, z_in: Theorem) -> Theorem:
            p.name("z", z)
            out = p.state(first(z), "Y(c, u, z) = X(c, u, z) + ∑[x∈n] T(c, x) ν(z)/n", "the mean value", [value])
            out2 = p.state(second(z), "Y(e, v, z) = X(e, v, z) + ∑[x∈n] T(e, x) ν(z)/n", "likewise", [value])
            shared, total = token("c", "u", "e", "v", p.given("second-token"), z, z_in), p.given("same-sum")
            p.state(shared, "X(c, u, z) = X(e, v, z)", "second-token")
            equal = p.have(t.eq(L.output(p["c"], p["u"], z), L.output(p["e"], p["v"], z)), out, out2, shared, total)
            return p.state(equal, "Y(c, u, z) = Y(e, v, z)", "same-sum", [out, out2, shared])

        with p.block("If ω = 0, all scores are 0, and the mean over all tokens is added."):
            return clash(there, "c", "u", "e", "v", p.given("second-sets"), same)

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
                where_, extreme = ("top", "T({0}, x)") if sign == 1 else ("bottom", "(−T({0}, x))")
                for i, at_ in (("a", m), ("b", m2)):
                    p.name("maxₓ " + extreme.format(i), max_over(p["n"], lambda x, i=i: sign * T(p[i], x)))
                    p.name("m" if i == "a" else "m′", at_)
                minus = "" if sign == 1 else "−"
                p.state(high, f"maxₓ {extreme.format('a')} = {minus}T(a, m)", "m has the largest score", [score])
                p.state(high2, f"maxₓ {extreme.format('b')} = {minus}T(b, m′)", "m′ has the largest score", [score])
                p.state(level, "T(a, m) = T(b, m′)", f"same-{where_}", [high, high2])

                def same(z: Node, z_in: Theorem) -> Theorem:
                    p.name("z", z)
                    here = p.state(out(z), "Y(a, k, z) = X(a, k, z) + T(a, m) ν(z)", "only m is selected", [value])
                    there_ = p.state(out2(z), "Y(b, l, z) = X(b, l, z) + T(b, m′) ν(z)", "only m′ is selected", [value])
                    shared = token("a", "k", "b", "l", equal, z, z_in)
                    p.state(shared, "X(a, k, z) = X(b, l, z)", "first-token")
                    alike = t.eq(L.output(p["a"], p["k"], z), L.output(p["b"], p["l"], z))
                    facts = [here, there_, level, shared]
                    return p.state(p.have(alike, *facts), "Y(a, k, z) = Y(b, l, z)", "", facts)

                return clash(there, "a", "k", "b", "l", p.given("first-sets"), same)

            return L.selected(*places["b"], *places["l"], nonzero(theta_b, sign, T(p["b"], p["l"]) * L.omega()), second)

        size, which = (">", "largest") if sign == 1 else ("<", "smallest")
        with p.block(f"If T(a, k) ω {size} 0, the {which} T is selected, also for (b, l), as T(b, l) = T(a, k)."):
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
    for name, (index, _) in places.items():
        p.name(name, index)
    for symbol, meaning in (
        ("n", p["n"]), ("T", T), ("X", X), ("Y", L.output), ("ω", L.omega()), ("ν", L.nu), ("δ", p["delta"]),
    ):  # fmt: skip
        p.name(symbol, meaning)
    x, z = t.var(fresh("x")), t.var(fresh("z"))
    x_in = p.k.assume(t.member(x, p["n"]))
    score = L.score_is(*places["a"], *places["k"], x, x_in)
    value = L.value_is(*places["a"], x, x_in, z)
    for symbol, meaning in (("x", x), ("z", z), ("⟨W_K X(a, x), W_Q X(a, k)⟩", L.score(p["a"], p["k"], x)),
                            ("(W_O W_V X(a, x))(z)", L.value(p["a"], x, z))):  # fmt: skip
        p.name(symbol, meaning)
    p.say("Let Y be the outputs, ω = ⟨W_K f, W_Q f⟩ and ν = W_O W_V f. As X(i, x) = T(i, x) f, here written for i = a,")
    p.state(score, "⟨W_K X(a, x), W_Q X(a, k)⟩ = T(a, k) T(a, x) ω")
    p.state(value, "(W_O W_V X(a, x))(z) = T(a, x) ν(z)")
    p.say("Suppose that Y were a (γ, δ)-contextual mapping.")
    goal = p.goal("not-contextual")
    p.prove(p.implies(goal.args[0], contradiction))
