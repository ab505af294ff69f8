"""The checker translates statements for itself: hypotheses, goals and domain conditions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.recheck.by_hand import Proof, statement, wrap
from varproof.lang import core
from varproof.proof.environment import TranslationError
from varproof.proof.kernel import terms
from varproof.proof.problem import problem
from varproof.recheck import Rejected, check
from varproof.recheck.kernel.statement import Reader
from varproof.recheck.kernel.terms import Node, Terms
from varproof.recheck.kernel.translate import Goal, Translate


def goals(text: str) -> tuple[Terms, list[Goal], frozenset[Node]]:
    k = Terms()
    t = Translate(k, Reader().statement(text))
    return k, t.goals, t.hyps


def test_relations_and_declared_hypotheses() -> None:
    k, found, hyps = goals(
        statement("(c (!= (real r) (at a (index i))))", sizes="(n 2)", given="(r (real)) (a (array n)) (i (index n))")
    )
    n, i, r = k.set("n"), k.var("i"), k.var("r")
    assert found[0].formula is k.neg(k.relation("eq", k.sub(r, k.app("a", [i]))))
    assert set(hyps) == {k.relation("ge", k.sub(k.sum(n, k.one), k.const(2))), k.member(i, n)}


def test_guards_of_conjunction_disjunction_implication() -> None:
    condition, r_text = "(< 0 (real r))", "(<= (/ 1 (real r)) 1)"
    k = Terms()
    for head, guard in (("and", False), ("or", True), ("implies", False)):
        t = Translate(k, Reader().statement(statement(f"(c ({head} {condition} {r_text}))")))
        r = k.var("r")
        positive, nonzero = k.relation("gt", r), k.neg(k.relation("eq", r))
        f = k.relation("ge", k.sub(k.one, k.inv(r)))
        whole = {
            "and": k.neg(k.imp(positive, k.neg(f))),
            "or": k.imp(k.neg(positive), f),
            "implies": k.imp(positive, f),
        }
        assert [g.formula for g in t.goals] == [k.imp(k.neg(positive) if guard else positive, nonzero), whole[head]]


def test_three_conjuncts_fold_to_the_right_and_conditions_are_kept_once() -> None:
    k, found, _ = goals(statement("(c (and (< 0 1) (< 0 2) (<= (/ 1 (real r)) (/ 2 (real r)))))"))
    a, b = k.relation("gt", k.one), k.relation("gt", k.const(2))
    assert found[0].formula is k.imp(a, k.imp(b, k.neg(k.relation("eq", k.var("r")))))
    f = k.relation("ge", k.inv(k.var("r")))
    assert found[1].formula is k.neg(k.imp(a, k.neg(k.neg(k.imp(b, k.neg(f))))))
    assert len(found) == 2


def test_conditional_sum_and_quantified_array() -> None:
    text = statement(
        "(c (forall b (array n) (<= 0 (sum i n (< 0 (at b (index i))) (log (at b (index i)))))))",
        sizes="(n 1)",
        given="",
    )
    k, found, _ = goals(text)
    n, b = k.set("n"), k.app(1, [k.bound(0)])
    positive = k.relation("gt", b)
    condition = k.all("fn1", k.all("real", k.imp(k.member(k.bound(0), n), k.imp(positive, positive))))
    claim = k.all("fn1", k.relation("ge", k.sum(k.filter(n, k.relation("gt", k.app(1, [k.bound(0)]))), k.fn("log", b))))
    assert [g.formula for g in found] == [condition, claim]


def test_a_position_counts_what_is_not_after_it() -> None:
    """Both translations, also where an index of the caller is the one of a definition."""
    text = statement(
        "(c (= (call f (index i)) (pos (index i))))",
        sizes="(n 1)",
        given="(i (index n))",
        define="(f ((k (index m))) (sum j m (<= (pos (index j)) (pos (index k))) 1))",
    )
    k, found, _ = goals(text)
    n, i = k.set("n"), k.var("i")

    def position(x: Node) -> Node:
        return k.sum(k.filter(n, k.relation("ge", k.sub(k.shift(x, 1), k.bound(0)))), k.one)

    inner = k.relation("ge", k.sub(position(i), position(k.bound(0))))
    assert found[0].formula is k.equal(k.sum(k.filter(n, inner), k.one), position(i))
    assert [repr(g.formula) for g in problem(core.parse(text)).goals] == [
        "|{x∈n | |{y∈n | i ≥ y}| ≥ |{y∈n | x ≥ y}|}| = |{x∈n | i ≥ x}|"
    ]


def test_maximum_minimum_absolute_value() -> None:
    k, found, _ = goals(statement("(c (<= (abs (real r)) (max (real r) 0))) (d (<= 0 (min (real r) 0)))"))
    r = k.var("r")
    root = k.fn("sqrt", k.mul(r, r))
    half = Fraction(1, 2)
    assert found[0].formula is k.relation("ge", k.sub(k.scale(half, k.add(r, root)), root))
    assert found[1].formula is k.relation("ge", k.scale(half, k.sub(r, root)))


def test_calls_bind_by_environment_not_by_text() -> None:
    """The parameter x of f is the caller's i-dependent term: no capture by f's own bound index i."""
    text = statement(
        "(c (<= 0 (sum i n - (call f (at a (index i)) (array a)))))",
        sizes="(n 1)",
        given="(a (array n))",
        define="(f ((x (real)) (z (array m))) (sum i m - (* (real x) (at z (index i)))))",
    )
    k, found, _ = goals(text)
    whole = k.sum(k.set("n"), k.app("a", [k.bound(0)]))
    assert found[0].formula is k.relation("ge", k.mul(whole, whole))


def test_lambda_arguments() -> None:
    text = statement(
        "(c (<= 0 (sum j n - (call g (lam (i) (n) (* (at a (index i)) (at a (index j))))))))",
        sizes="(n 1)",
        given="(a (array n))",
        define="(g ((z (array m))) (sum j m - (at z (index j))))",
    )
    k, found, _ = goals(text)
    whole = k.sum(k.set("n"), k.app("a", [k.bound(0)]))
    assert found[0].formula is k.relation("ge", k.mul(whole, whole))


def test_partial_derivative_splits_sums() -> None:
    text = statement(
        "(c (= 0 (deriv (sum j n - (^ (at a (index j)) 2)) (at a (index i)))))",
        sizes="(n 1)",
        given="(a (array n)) (i (index n))",
    )
    k, found, _ = goals(text)
    i = k.var("i")
    others = k.filter(k.set("n"), k.neg(k.same(i)))
    entry = k.app("a", [k.bound(0)])
    body = k.add(k.shift(k.sum(others, k.mul(entry, entry)), 1), k.mul(k.bound(0), k.bound(0)))
    assert found[0].formula is k.relation("eq", k.scale(-1, k.deriv(body, k.app("a", [i]))))


@pytest.mark.parametrize(
    "body, message",
    [
        ("(at a (index k))", "may be the varied one"),
        ("(maxover j n (at a (index j)))", "varied|maximum"),
        ("(maxover j n (at a (index i)))", "maximum"),
        ("(sum j n (< 0 1) (at a (index j)))", "conditional"),
        ("(deriv (sum j n - (at a (index j))) (at a (index k)))", "varied|mixed"),
    ],
)
def test_derivatives_that_are_not_translated(body: str, message: str) -> None:
    text = statement(
        f"(c (= 0 (deriv {body} (at a (index i)))))", sizes="(n 1)", given="(a (array n)) (i (index n)) (k (index n))"
    )
    with pytest.raises(Rejected, match=message):
        goals(text)


def test_conditions_below_a_derivative_are_asked_for_all_reals() -> None:
    k, found, _ = goals(statement("(c (= 0 (deriv (log (real r)) (real r))))"))
    assert found[0].formula is k.all("real", k.relation("gt", k.bound(0)))
    assert found[1].formula is k.relation("eq", k.scale(-1, k.deriv(k.fn("log", k.bound(0)), k.var("r"))))


VECTOR_TEXT = dict(sizes="(n 1)", given="(r (real)) (a (array n)) (i (index n))")


@pytest.mark.parametrize(
    "body, outside, inside",
    [
        ("(abs {})", [], ["gt u^2"]),
        ("(sqrt {})", ["ge u"], ["gt u"]),
        ("(lambertw {})", ["ge u"], ["gt u"]),
        ("(log {})", ["gt u"], ["gt u"]),
        ("(max {} 0)", [], ["gt u^2"]),
        ("(min 0 {})", [], ["gt u^2"]),
        ("(abs (sqrt {}))", ["ge u"], ["gt u", "gt sqrt(u)^2"]),
        ("(call f {})", [], ["gt u^2"]),
        ("(call g (lam (j) (n) {}) (index i))", [], ["gt u^2"]),
    ],
)
@pytest.mark.parametrize("argument", ["(real r)", "3"])
def test_conditions_of_a_derivative_make_it_exist(
    body: str, outside: list[str], inside: list[str], argument: str
) -> None:
    """Also for what the variable does not occur in; the same goals as the kernel's own translation."""
    define = "(f ((x (real))) (abs (real x))) (g ((z (array m)) (i (index m))) (abs (at z (index i))))"
    term = body.format(argument)
    text = statement(f"(c (= {term} (deriv {term} (real r))))", define=define, **VECTOR_TEXT)
    k, found, _ = goals(text)

    def condition(shape: str, u: Node) -> Node:
        tag, rest = shape.split()
        t = k.fn("sqrt", u) if "sqrt" in rest else u
        return k.relation(tag, k.mul(t, t) if "^2" in rest else t)

    free, bound = (k.var("r"), k.bound(0)) if argument != "3" else (k.const(3), k.const(3))
    wanted = [condition(c, free) for c in outside] + [k.all("real", condition(c, bound)) for c in inside]
    assert [g.formula for g in found[:-1]] == wanted
    assert [repr(g.formula) for g in problem(core.parse(text)).goals[:-1]] == [
        repr(g) for g in kernel_conditions(outside, inside, argument)
    ]


def kernel_conditions(outside: list[str], inside: list[str], argument: str) -> list[terms.Node]:
    """The same conditions as nodes of the kernel."""

    def condition(shape: str, u: terms.Node) -> terms.Node:
        tag, rest = shape.split()
        t = terms.fn("sqrt", u) if "sqrt" in rest else u
        return {"gt": terms.gt, "ge": terms.ge}[tag](terms.mul(t, t) if "^2" in rest else t)

    free, bound = (terms.var("r"), terms.bound(0)) if argument != "3" else (terms.lift(3), terms.lift(3))
    return [condition(c, free) for c in outside] + [terms.all_body("real", condition(c, bound)) for c in inside]


def test_a_derivative_of_the_absolute_value_does_not_equal_itself() -> None:
    """The identity is no proof: 0 < x^2 for all x is asked, and is false at 0."""
    slope = "(deriv (abs (real r)) (real r))"
    text = statement(f"(c (= {slope} {slope}))")
    k, found, _ = goals(text)
    square = k.mul(k.bound(0), k.bound(0))
    assert [g.formula for g in found] == [k.all("real", k.relation("gt", square)), k.relation("eq", k.zero)]
    p = Proof()
    claim = p.s("arith", [], p.n("eq", p.c(0)), [], [])
    report = check(wrap(text, "kernel", nodes=p.nodes, steps=p.steps, goals=[claim]))
    assert not report.ok and "must list 2 goals" in report.message


@pytest.mark.parametrize(
    "body, message",
    [
        ("(maxover j n (* (real r) (at a (index j))))", "maximum"),
        ("(minover j n (* (real r) (at a (index j))))", "maximum"),
        ("(sum j n (< 0 (real r)) 1)", "condition"),
    ],
)
def test_maxima_and_choices_that_vary_are_not_differentiated(body: str, message: str) -> None:
    text = statement(f"(c (= 0 (deriv {body} (real r))))", **VECTOR_TEXT)
    with pytest.raises(Rejected, match=message):
        goals(text)
    with pytest.raises(TranslationError, match="variable of a derivative"):
        problem(core.parse(text))


def test_a_definition_has_its_conditions_as_goals() -> None:
    k, found, _ = goals(statement("(value (defined (/ 1 (real r))))"))
    assert [g.formula for g in found] == [k.neg(k.relation("eq", k.var("r")))]
