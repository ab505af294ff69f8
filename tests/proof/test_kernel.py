"""Every rule refuses what it does not justify, and a theorem cannot be made without a rule."""

from fractions import Fraction as Q

import pytest

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, deriv, exists, forall, func, lam, sum_over, where
from varproof.proof.kernel.rules import RULES, RuleError, Session, Theorem
from varproof.proof.kernel.terms import FALSE, TermError

x, y = t.var("x"), t.var("y")
S, T = t.setvar("S"), t.setvar("T")
f = func("f")
f0 = t.app("f", (t.bound(0),))  # the body of x -> f(x)
one = (Q(1), t.ONE, ())


@pytest.fixture
def k() -> Session:
    return Session()


def refuse(message: str):
    return pytest.raises((RuleError, TermError), match=message)


def test_there_are_27_rules_and_each_is_a_method() -> None:
    assert len(RULES) == 27
    assert all(callable(getattr(Session, name)) for name in RULES)


def test_every_rule_has_a_misuse_test() -> None:
    tested = {name.removeprefix("test_misuse_") for name in globals() if name.startswith("test_misuse_")}
    assert tested == set(RULES)


# ---- forging


def test_a_theorem_cannot_be_constructed(k: Session) -> None:
    with refuse("made by the rules"):
        Theorem(object(), k, frozenset(), FALSE, 0)


def test_a_mutated_theorem_leaves_no_record(k: Session) -> None:
    """Python lets one overwrite fields; the record still says what was proved, and only it is replayed."""
    theorem = k.assume(x >= 0)
    theorem.hyps, theorem.concl = frozenset(), FALSE
    assert k.steps == [("assume", (), (x >= 0,))]


def test_a_theorem_of_another_session_is_refused(k: Session) -> None:
    with refuse("no theorem of this proof"):
        k.discharge(Session().assume(FALSE), FALSE)


# ---- terms


def test_squares_have_whole_exponents() -> None:
    with refuse("not a natural number"):
        x ** Q(1, 2)
    with refuse("positive integer"):
        t.product({t.factors(t.terms(x)[0][0])[0][0]: Q(1, 2)})


@pytest.mark.parametrize("value", [0.5, True, "1", None])
def test_constants_are_exact(value: object) -> None:
    with refuse("neither a term nor an exact rational"):
        t.lift(value)


def test_a_bound_variable_keeps_its_sort() -> None:
    with refuse("bound as set is used as real"):
        t.all_body("set", t.ge(t.bound(0)))


def test_normal_form() -> None:
    assert t.exp(x + y) is t.exp(x) * t.exp(y)
    assert t.exp(2 * x) is t.exp(x) ** 2
    assert (x + y) ** 2 is x * x + 2 * x * y + y * y
    assert sum_over(S, lambda i: 2 * f(i) + x) is 2 * sum_over(S, f) + x * card(S)
    assert t.inv(t.ZERO) is not t.ZERO


def test_substitution_does_not_capture() -> None:
    g = forall(S, lambda i: f(i) >= x)
    shifted = t.substitute(g, {("real", "x"): f(y)})
    assert shifted is forall(S, lambda i: f(i) >= f(y))
    nested = t.substitute(
        sum_over(S, lambda i: sum_over(T, lambda j: f(i) * f(j))), {("fn1", "f"): lam(lambda z: z + y)}
    )
    assert nested is (sum_over(S, lambda i: i) + card(S) * y) * (sum_over(T, lambda i: i) + card(T) * y)


# ---- rules


def test_misuse_assume(k: Session) -> None:
    with refuse("is not a formula"):
        k.assume(x)
    with refuse("loose bound"):
        k.assume(t.ge(t.bound(0)))


def test_misuse_discharge(k: Session) -> None:
    theorem = k.discharge(k.assume(x >= 0), y >= 0)  # weakening: the hypothesis stays
    assert theorem.hyps == {x >= 0}
    with refuse("loose bound"):
        k.discharge(theorem, t.ge(t.bound(0)))


def test_misuse_mp(k: Session) -> None:
    with refuse("modus ponens"):
        k.mp(k.assume(t.imp(x >= 0, y >= 0)), k.assume(x > 0))
    with refuse("not of the form"):
        k.mp(k.assume(x >= 0), k.assume(x >= 0))


def test_misuse_contradiction(k: Session) -> None:
    with refuse("proof of false"):
        k.contradiction(k.assume(x >= 0), y >= 0)
    kept = k.contradiction(k.assume(FALSE), x > 0)
    assert kept.hyps == {FALSE}


def test_misuse_generalise(k: Session) -> None:
    with refuse("x is free"):
        k.generalise(k.assume(x >= 0), "real", "x")
    with refuse("f is free"):
        k.generalise(k.assume(f(x) >= 0), "fn1", "f")


def test_misuse_specialise(k: Session) -> None:
    every = k.assume(t.all_body("real", t.ge(t.bound(0) * t.bound(0))))
    with refuse("loose bound"):
        k.specialise(every, t.bound(0))
    with refuse("is not a term"):
        k.specialise(every, S)
    with refuse("is no fn1"):
        k.specialise(k.assume(t.all_body("fn1", t.ge(t.app(0, (x,))))), lam(lambda a, b: a, 2))


def test_misuse_cite(k: Session) -> None:
    with refuse("nothing may be cited"):
        k.cite("lem:x stated", "0", 0)
    for number in (-1, 1, True, 0.0):
        with refuse("no goal"):
            Session(lambda name, digest: [t.neg(FALSE)]).cite("lem:x stated", "0", number)
    with refuse("free variable"):
        Session(lambda name, digest: [x >= 0]).cite("lem:x stated", "0", 0)


def test_misuse_arith(k: Session) -> None:
    p, q, e = k.assume(x >= 0), k.assume(y > 0), k.assume(t.eq(x, y))
    with refuse("not an identity"):
        k.arith([p], t.ge(2 * x + 1), [(Q(2), t.ONE, (0,))])
    with refuse("not a positive rational"):
        k.arith([p], t.ge(-x), [(Q(-1), t.ONE, (0,))])
    with refuse("not a positive rational"):
        k.arith([p], t.ge(x), [(1.0, t.ONE, (0,))])
    with refuse("needs a strict product"):
        k.arith([p], t.gt(x), [(Q(1), t.ONE, (0,))])
    with refuse("needs a strict product"):  # y > 0 times x^2 is not strict
        k.arith([q], t.gt(y * x * x), [(Q(1), x, (0,))])
    with refuse("needs a strict product"):
        k.arith([p, q], t.gt(x * y), [(Q(1), t.ONE, (0, 1))])
    with refuse("needs a strict product"):  # the square of zero
        k.arith([], t.gt(t.ZERO), [(Q(1), t.ZERO, ())])
    with refuse("follows from equalities only"):
        k.arith([p], t.eq(x), [(Q(1), t.ONE, (0,))])
    with refuse("not a relation"):
        k.arith([p], t.eq(x), [], [(t.ONE, 0)])
    with refuse("not a relation"):
        k.arith([e], t.ge(x - y), [(Q(1), t.ONE, (0,))])
    with refuse("not a relation"):
        k.arith([k.assume(t.neg(x >= 0))], t.ge(x), [(Q(1), t.ONE, (0,))])


def test_misuse_order(k: Session) -> None:
    with refuse("not of the form"):
        k.order(k.assume(x >= 0))
    with refuse("needs a negation"):
        k.order(k.assume(t.imp(x >= 0, y >= 0)))
    with refuse("not a relation"):
        k.order(k.assume(t.neg(t.eq(x))))


def test_misuse_antisym(k: Session) -> None:
    with refuse("antisym needs"):
        k.antisym(k.assume(x >= 0), k.assume(y <= 0))
    with refuse("not a relation"):
        k.antisym(k.assume(x >= 0), k.assume(-x > 0))


def test_misuse_replace(k: Session) -> None:
    same = k.assume(t.eq(x, y))
    with refuse("not s = t"):
        k.replace(same, k.assume(y >= 0), "h", y, x, t.var("h") >= 0)
    with refuse("does not give the premise"):
        k.replace(same, k.assume(y >= 0), "h", x, y, t.var("h") >= 0)
    with refuse("not a relation"):
        k.replace(k.assume(x >= y), k.assume(x >= 0), "h", x, y, t.var("h") >= 0)


def test_misuse_exp(k: Session) -> None:
    with refuse("loose bound"):
        k.exp(t.bound(0))
    with refuse("is not a term"):
        k.exp(S)


def test_misuse_special(k: Session) -> None:
    with refuse("log needs"):
        k.special(k.assume(x >= 0), "log", 0, x)
    with refuse("log needs"):  # 4 > 0 is not 1 > 0
        k.special(k.arith([], t.gt(t.ONE), [one]), "log", 0, t.lift(4))
    with refuse("sqrt needs"):
        k.special(k.assume(x > 0), "sqrt", 0, x)
    with refuse("no fact"):
        k.special(k.assume(x >= 0), "lambertw", 2, x)
    with refuse("unknown function"):
        k.special(k.assume(x >= 0), "tan", 0, x)
    zero = k.arith([], t.ge(t.ZERO), [])
    assert k.special(zero, "pi", 0, t.ZERO).concl is t.gt(t.PI - 3)
    assert k.special(zero, "pi", 1, t.ZERO).concl is t.gt(Q(22, 7) - t.PI)
    with refuse("pi needs"):  # 0 = 0 is not 0 >= 0
        k.special(k.arith([], t.eq(t.ZERO), []), "pi", 0, t.ZERO)
    with refuse("no fact"):
        k.special(zero, "pi", 2, t.ZERO)
    for other in (x, t.ONE, t.PI, t.bound(0)):
        with refuse("the argument of pi is 0"):
            t.fn("pi", other)
        with refuse("pi needs|argument of pi|loose bound"):
            k.special(k.assume(other >= 0) if not other.loose else zero, "pi", 0, other)
    above = t.gt(t.PI - Q(22, 7))
    facts = [k.special(zero, "pi", which, t.ZERO) for which in (0, 1)]
    with refuse("not an identity"):  # a false fact
        k.arith(facts, above, [(Q(1), t.ONE, (1,))])
    with refuse("not an identity"):
        k.arith(facts, above, [(Q(1), t.ONE, (0,))])


def test_misuse_inv(k: Session) -> None:
    for premise in (x >= 0, t.eq(x), y > 0, t.neg(x >= 0)):
        with refuse("proved nonzero"):
            k.inv(k.assume(premise), x)


def test_misuse_filter_in(k: Session) -> None:
    above = where(S, lambda i: f(i) > x)
    inside = k.assume(t.member(y, S))
    with refuse("second premise"):
        k.filter_in(inside, k.assume(f(y) >= x), above, y)
    with refuse("first premise"):
        k.filter_in(k.assume(t.member(y, T)), k.assume(f(y) > x), above, y)
    with refuse("not of the form filter"):
        k.filter_in(inside, inside, S, y)


def test_misuse_filter_out(k: Session) -> None:
    with refuse("not of the form filter"):
        k.filter_out(k.assume(t.member(y, S)), 0)
    with refuse("conclusions 0 and 1"):
        k.filter_out(k.assume(t.member(y, where(S, lambda i: f(i) > x))), 2)


def induction(k: Session, claim: t.Node, step_hyps: list[t.Node], key: t.Node) -> Theorem:
    def given(*hyps: t.Node) -> Theorem:
        absurd = k.assume(FALSE)
        theorem = k.contradiction(absurd, claim)
        for h in hyps:
            theorem = k.mp(k.discharge(theorem, h), k.assume(h))
        return theorem

    return k.induct(given(), given(*step_hyps), "S", "e", key, claim)


def test_misuse_induct(k: Session) -> None:
    claim = card(S) >= 0
    nonneg = k.sum_sign(k.arith([], t.ge(t.ONE), [one]), "i", S)
    assert k.induct(nonneg, nonneg, "S", "e", lam(lambda z: z), claim).hyps == frozenset()
    with refuse("does not conclude the claim"):
        k.induct(nonneg, nonneg, "S", "e", lam(lambda z: z), card(S) >= 1)
    with refuse("S is free"):  # a hypothesis about S stays
        induction(k, claim, [card(S) >= 5], lam(lambda z: z))
    with refuse("S is free"):  # the key may not depend on S
        induction(k, claim, [], lam(lambda z: z + card(S)))
    with refuse("e is free"):
        induction(k, claim, [t.var("e") >= 0], lam(lambda z: z))
    with refuse("e is free"):
        induction(k, t.var("e") + card(S) >= 0, [], lam(lambda z: z))


def test_misuse_sum_sign(k: Session) -> None:
    with refuse("x is free"):
        k.sum_sign(k.assume(f(x) >= 0), "x", S)
    # the eigenvariable inside the set: from x in {y in T | y = x + 1} one can prove -1 >= 0
    odd = where(T, lambda z: t.eq(z, x + 1))
    absurd = k.assume(t.member(x, odd))
    false = k.arith([k.filter_out(absurd, 1)], FALSE, [one], [(t.ONE, 0)])
    with refuse("x is free"):
        k.sum_sign(k.contradiction(false, t.ge(t.lift(-1))), "x", odd)


def test_misuse_sum_split(k: Session) -> None:
    with refuse("is not a set"):
        k.sum_split(x, t.ge(t.bound(0)), f0)
    with refuse("loose bound"):
        k.sum_split(S, t.ge(t.bound(1)), f0)


def test_misuse_sum_one(k: Session) -> None:
    with refuse("needs e in S"):
        k.sum_one(k.assume(t.member(x, T)), f0, x, S)


def test_misuse_sum_ext(k: Session) -> None:
    in_s, in_t = k.assume(t.member(x, S)), k.assume(t.member(x, T))
    with refuse("two inclusions"):
        k.sum_ext(in_s, in_t, "x", S, T, f0)
    with refuse("x is free"):  # x in S -> x in T for this x only
        k.sum_ext(
            k.mp(k.assume(t.imp(t.member(x, S), t.member(x, T))), in_s),
            k.mp(k.assume(t.imp(t.member(x, T), t.member(x, S))), in_t),
            "x",
            S,
            T,
            f0,
        )


def test_misuse_sum_swap(k: Session) -> None:
    with refuse("is free"):  # the inner set depends on the outer variable
        k.sum_swap("x", "y", S, where(T, lambda j: j > x), t.ge(t.ONE), f(y))
    with refuse("two variables"):
        k.sum_swap("x", "x", S, T, t.ge(t.ONE), f(x))


def test_misuse_max_bound(k: Session) -> None:
    with refuse("needs e in S"):
        k.max_bound(k.assume(t.member(x, T)), S, x, f0)


def test_misuse_max_attained(k: Session) -> None:
    with refuse("needs e in S"):  # an empty set has no maximum
        k.max_attained(k.assume(t.eq(x)), S, x, f0)
    got = k.max_attained(k.assume(t.member(x, S)), S, x, f0)
    assert got.concl is exists(S, lambda i: t.eq(t.max_body(S, f0), f(i)))


def test_misuse_deriv(k: Session) -> None:
    with refuse("deriv needs"):
        k.deriv([], "x", t.inv(x), y)
    with refuse("deriv needs"):  # positive somewhere else
        k.deriv([k.assume(x > 0)], "x", t.log(x), y)
    with refuse("deriv needs"):  # the square root at 0
        k.deriv([k.assume(y >= 0)], "x", t.fn("sqrt", x), y)
    for rough in (f(x), t.max_body(S, t.bound(0) * x), card(where(S, lambda i: i > x)), t.fn("lambertw", x)):
        with refuse("is not known"):
            k.deriv([], "x", rough, y)


def test_misuse_deriv_ext(k: Session) -> None:
    with refuse("x is free"):  # equal at one point only
        k.deriv_ext(k.assume(t.eq(x * x, x)), "x", x * x, x, x)
    with refuse("needs f = g"):
        k.deriv_ext(k.assume(t.eq(y, x)), "x", x, y, x)


def test_rise(k: Session) -> None:
    """exp(y) >= 1 + y + y^2/2 for y >= 0, from the tangent at 0."""
    risen = k.rise([k.exp(x)], "x", t.exp(x) - x - x**2 / 2, t.ZERO, y)
    assert risen.concl is t.imp(y >= 0, t.exp(y) >= 1 + y + y**2 / 2)
    assert not risen.hyps
    bounded = k.arith([k.assume(x >= 1)], 2 * x >= 0, [(Q(2), t.ONE, (0,)), (Q(2), t.ONE, ())])
    assert k.rise([bounded], "x", x**2, t.ONE, y).concl is t.imp(y >= 1, y**2 >= 1)
    assert not k.rise([bounded], "x", x**2, t.ONE, y).hyps


def test_misuse_rise(k: Session) -> None:
    with refuse("rise needs"):  # the slope of another function
        k.rise([k.exp(x)], "x", t.exp(x) - x - x**2, t.ZERO, y)
    with refuse("rise needs"):  # -1/x jumps at 0
        square = k.arith([], t.inv(x) ** 2 >= 0, [(Q(1), t.inv(x), ())])
        k.rise([square], "x", -t.inv(x), -t.ONE, t.ONE)
    with refuse("x is free"):  # the slope on another interval
        k.rise([k.assume(x >= 0)], "x", x**2 / 2, -t.ONE, t.ONE)
    with refuse("x is free"):  # only at the lower end
        k.rise(
            [k.arith([k.assume(t.eq(x, 1))], 2 * x >= 0, [(Q(2), t.ONE, ())], [(t.lift(2), 0)])], "x", x**2, t.ONE, y
        )
    with refuse("x is free"):  # the end moves along
        k.rise([k.exp(x)], "x", t.exp(x) - x - x**2 / 2, t.ZERO, x)
    for rough in (f(x), t.max_body(S, t.bound(0) * x), t.fn("lambertw", x)):
        with refuse("is not known"):
            k.rise([], "x", rough, t.ZERO, y)


def test_derivative_of_products_powers_and_sums(k: Session) -> None:
    inverse = k.deriv([k.assume(y > 0)], "x", t.inv(x), y)
    assert inverse.concl is t.eq(t.deriv_body(t.inv(t.bound(0)), y), -(t.inv(y) ** 2))
    total = k.deriv([], "x", sum_over(S, lambda i: t.exp(i * x) * x**3), y)
    want = sum_over(S, lambda i: t.exp(i * y) * (3 * y**2 + i * y**3))
    assert total.concl is t.eq(deriv(lambda z: sum_over(S, lambda i: t.exp(i * z) * z**3), y), want)
