"""What a statement means at exact data: true, false or undefined, and open where it cannot be told."""

import subprocess
import sys
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.work import calls
from varproof.arith.balls import Ball, precision
from varproof.lang.data import Data
from varproof.lang.evaluate import FALSE, TRUE, UNDEFINED, Evaluation, Point, decide
from varproof.lang.ground import Ground
from varproof.lang.program import Program, ProgramError

X, Y = ("real", "x"), ("real", "y")
I, J, K = ("index", "i"), ("index", "j"), ("index", "k")


def at(a, *indices):
    return ("at", a, *indices)


BOLTZ = (
    "boltz", (("v", ("array", "m")),),
    ("/", ("sum", "j", "m", None, ("*", at("v", J), ("exp", at("v", J)))),
     ("sum", "j", "m", None, ("exp", at("v", J)))),
)  # fmt: skip
SOFTMAX = (
    "softmax", (("v", ("array", "m")), ("l", ("index", "m"))),
    ("/", ("exp", at("v", ("index", "l"))), ("sum", "j", "m", None, ("exp", at("v", J)))),
)  # fmt: skip
B = ("call", "boltz", ("array", "a"))


def statement(claim, given=(), sizes=(), define=(), assume=()):
    return ("statement", "lem:t", "lemma", "stated", ("sizes", *sizes), ("given", *given), ("define", *define),
            ("assume", *assume), ("claim", ("c", claim)))  # fmt: skip


def reals(claim, **values):
    given = tuple((name, ("real",)) for name in values)
    return Point(statement(claim, given), Data({}, {k: F(v) for k, v in values.items()})).claimed("c")


def vector(claim, a, define=(BOLTZ, SOFTMAX), i=None):
    given = (("a", ("array", "n")),) + (() if i is None else (("i", ("index", "n")),))
    values = {"a": tuple(map(F, a))} | ({} if i is None else {"i": i})
    return Point(statement(claim, given, (("n", 1),), define), Data({"n": len(a)}, values)).claimed("c")


PI = ("pi",)
LESS = ("<", X, F(1))
UNDEF = ("<", ("/", F(1), X), F(5))  # undefined at x = 0
OPEN = ("exists", "z", ("real",), ("<", ("real", "z"), X))


@pytest.mark.parametrize(
    ("claim", "x", "outcome"),
    [
        (("<=", X, F(1)), 1, TRUE),
        (("<", X, F(1)), 1, FALSE),
        (("=", X, F(1)), 1, TRUE),
        (("!=", X, F(1)), 1, FALSE),
        (("=", ("/", X, X), F(1)), 0, UNDEFINED),
        (("=", ("/", X, X), F(1)), 7, TRUE),
        (("<=", F(0), ("log", X)), 0, UNDEFINED),
        (("<=", ("log", X), F(0)), 1, TRUE),
        (("=", ("exp", ("log", X)), X), -1, UNDEFINED),
        (("=", ("sqrt", X), F(2, 3)), F(4, 9), TRUE),
        (("<", ("sqrt", X), F(0)), -1, UNDEFINED),
        (("=", ("lambertw", ("*", X, ("exp", X))), X), 3, TRUE),
        (("<=", F(0), ("lambertw", X)), -1, UNDEFINED),
        (("=", ("*", ("sqrt", X), ("sqrt", X)), X), 2, TRUE),
        (("=", ("sqrt", ("*", F(4), X)), ("*", F(2), ("sqrt", X))), 3, TRUE),
        (("=", ("*", F(0), ("/", F(1), X)), F(0)), 0, UNDEFINED),
        (("and", ("!=", X, F(0)), UNDEF), 0, FALSE),
        (("and", UNDEF, ("!=", X, F(0))), 0, UNDEFINED),
        (("or", ("=", X, F(0)), UNDEF), 0, TRUE),
        (("or", UNDEF, ("=", X, F(0))), 0, UNDEFINED),
        (("implies", ("!=", X, F(0)), UNDEF), 0, TRUE),
        (("implies", UNDEF, ("=", X, F(0))), 0, UNDEFINED),
        (("not", UNDEF), 0, UNDEFINED),
        (("not", LESS), 0, FALSE),
        (("defined", ("/", F(1), X)), 0, FALSE),
        (("defined", ("/", F(1), X)), 2, TRUE),
        (("defined", UNDEF), 0, FALSE),
        (("and", OPEN, LESS), 1, FALSE | UNDEFINED),
        (("or", LESS, OPEN), 0, TRUE),
        (("forall", "z", ("real",), ("<", F(0), ("exp", ("real", "z")))), 0, TRUE),
        (("<", ("max", X, ("exp", F(1))), F(3)), 1, TRUE),
        (("=", ("min", X, F(2)), ("*", F(-1), ("max", ("*", F(-1), X), F(-2)))), 5, TRUE),
        (("=", ("abs", X), ("sqrt", ("^", X, 2))), F(-3, 7), TRUE),
        (("<", X, PI), 3, TRUE),
        (("<", PI, X), F(22, 7), TRUE),
        (("=", PI, X), F(22, 7), FALSE),
        (("<", X, PI), F(314159265358979323846264338327950288419716939937510, 10**50), TRUE),
        (("<", PI, X), F(314159265358979323846264338327950288419716939937511, 10**50), TRUE),
        (("=", ("+", PI, PI), ("*", X, PI)), 2, TRUE),
        (("<", ("deriv", ("*", PI, ("^", X, 2)), X), F(20)), 3, TRUE),
        (("defined", ("/", X, ("+", PI, F(-3)))), 1, TRUE),
    ],
)
def test_outcomes(claim, x, outcome):
    decision = reals(claim, x=x)
    assert decision.outcome == outcome
    assert decision.value is (outcome == TRUE)


@pytest.mark.parametrize(
    "claim",
    [
        OPEN,
        ("not", OPEN),
        ("forall", "z", ("real",), ("<", ("real", "z"), X)),
        ("forall", "z", ("array",), ("<", at("z"), X)),
        ("and", LESS, OPEN),
        ("=", ("*", ("exp", ("exp", X)), ("exp", ("exp", X))), ("exp", ("*", F(2), ("exp", X)))),
        ("=", ("^", ("sqrt", PI), 2), PI),
        ("=", ("deriv", ("abs", ("+", X, F(-1, 2))), X), F(0)),
        ("=", ("deriv", ("sqrt", ("^", ("+", X, F(-1, 2)), 2)), X), F(0)),
        ("=", ("deriv", ("deriv", ("max", F(0), ("*", ("+", X, F(-1, 2)), F(3))), X), X), F(0)),
    ],
)
def test_what_is_not_known_stays_open(claim):
    decision = reals(claim, x=F(1, 2))
    assert decision.value is None
    assert decision.outcome & TRUE
    with pytest.raises(TypeError):
        bool(decision)


def test_equality_and_its_nearest_miss():
    softmax = ("sum", "k", "n", None, ("call", "softmax", ("array", "a"), K))
    data = [F(1, 3), F(2), F(-5), F(1, 3)]
    assert vector(("=", softmax, F(1)), data).value is True
    assert vector(("<", softmax, F(1)), data).value is False
    assert vector(("<=", softmax, F(1)), data).value is True
    assert vector(("<=", softmax, 1 - F(1, 10**500)), data).value is False
    assert vector(("=", softmax, 1 + F(1, 10**500)), data).value is False


def test_the_smallest_sizes():
    top = ("maxover", "i", "n", at("a", I))
    assert vector(("=", B, at("a", I)), [7], i=0).value is True
    assert vector(("=", ("log", ("card", "n")), F(0)), [7]).value is True
    assert vector(("<=", ("+", top, ("*", F(-1), ("log", ("card", "n")))), B), [7]).value is True
    nobody = ("sum", "j", "n", ("not", ("same", J, I)), at("a", J))
    assert vector(("=", nobody, F(0)), [7], i=0).value is True
    assert vector(("defined", ("/", F(1), nobody)), [7], i=0).value is False


def test_positions_count_from_one():
    """Also below definitions and maps, where an index stands for an index of another name."""
    first = ("first", (("v", ("array", "m")), ("l", ("index", "m"))),
             ("sum", "j", "m", ("<=", ("pos", J), ("pos", ("index", "l"))), at("v", J)))  # fmt: skip
    here = ("pos", I)
    assert vector(("=", here, F(1)), [5, 6, 7], i=0).value is True
    assert vector(("=", here, ("card", "n")), [5, 6, 7], i=2).value is True
    assert vector(("=", here, F(2)), [5, 6, 7], i=2).value is False
    assert vector(("=", ("call", "first", ("array", "a"), I), F(11)), [5, 6, 7], (first,), i=1).value is True
    squares = ("lam", ("k",), ("n",), ("^", ("pos", K), 2))
    assert vector(("=", ("call", "first", squares, I), F(14)), [0, 0, 0], (first,), i=2).value is True
    assert vector(("defined", ("/", F(1), ("+", here, F(-2)))), [0, 0], i=1).outcome == FALSE


def test_conditions_of_sums_count_only_where_the_sum_chooses():
    inverse = ("/", F(1), at("a", J))
    chosen = ("sum", "j", "n", ("!=", at("a", J), F(0)), inverse)
    assert vector(("=", chosen, F(3, 4)), [0, 2, 4]).value is True
    assert vector(("=", ("sum", "j", "n", None, inverse), F(3, 4)), [0, 2, 4]).outcome == UNDEFINED
    unsure = ("sum", "j", "n", ("<", ("/", F(1), at("a", J)), F(9)), F(1))
    assert vector(("<=", unsure, F(9)), [0, 2]).outcome == UNDEFINED


def test_quantifiers_over_indices_are_strict_in_definedness():
    body = ("<", ("/", F(1), at("a", J)), F(1))
    assert vector(("forall", "j", ("index", "n"), body), [2, 3]).value is True
    assert vector(("forall", "j", ("index", "n"), body), [F(1, 2), 3]).outcome == FALSE
    assert vector(("exists", "j", ("index", "n"), body), [F(1, 2), 3]).value is True
    assert vector(("forall", "j", ("index", "n"), body), [F(1, 2), 0]).outcome == UNDEFINED
    assert vector(("exists", "j", ("index", "n"), body), [2, 0]).outcome == UNDEFINED


def test_the_gradient_of_boltz():
    p = ("call", "softmax", ("array", "a"), I)
    slope = ("deriv", B, at("a", I))
    right = ("*", p, ("+", F(1), at("a", I), ("*", F(-1), B)))
    second = ("*", p, ("+", F(1), ("*", ("+", F(1), ("*", F(-2), p)), ("+", F(1), at("a", I), ("*", F(-1), B)))))
    for a in ([3], [0, 0], [1, 2, F(-1, 2)]):
        assert vector(("=", slope, right), a, i=0).value is True
        assert vector(("=", ("deriv", slope, at("a", I)), second), a, i=0).value is True
        assert vector(("=", slope, ("+", right, F(1, 10**30))), a, i=0).value is False


def test_a_derivative_in_one_argument_only():
    """f(u, v) = d/du (u v) is v, also when both arguments are x."""
    f = ("f", (("u", ("real",)), ("v", ("real",))), ("deriv", ("*", ("real", "u"), ("real", "v")), ("real", "u")))
    s = statement(("=", ("call", "f", X, X), X), (("x", ("real",)),), define=(f,))
    assert Point(s, Data({}, {"x": F(5)})).claimed("c").value is True
    square = statement(("=", ("deriv", ("*", X, X), X), ("*", F(2), X)), (("x", ("real",)),))
    assert Point(square, Data({}, {"x": F(5)})).claimed("c").value is True
    g = ("g", (("v", ("array", "m")), ("l", ("index", "m"))),
         ("deriv", ("sum", "j", "m", None, ("^", at("v", J), 3)), at("v", ("index", "l"))))  # fmt: skip
    lam = ("lam", ("k",), ("n",), ("exp", at("a", K)))
    claim = ("=", ("call", "g", lam, I), ("*", F(3), ("exp", ("*", F(2), at("a", I)))))
    assert vector(claim, [F(1, 2), 3], (g,), i=1).value is True


def test_conditions_of_a_derivative_count_everywhere():
    assert reals(("=", ("deriv", ("/", F(1), X), X), F(-1)), x=1).value is not True
    assert reals(("=", ("deriv", ("log", ("+", F(1), ("^", X, 2))), X), F(1)), x=1).value is True
    assert reals(("=", ("deriv", ("/", F(1), X), X), F(-1)), x=0).value is False


def test_definitions_are_closed():
    """A parameter hides a name outside; an index of the caller is not captured by a sum inside."""
    f = ("f", (("i", ("index", "m")), ("a", ("array", "m"))),
         ("sum", "j", "m", ("not", ("same", J, I)), at("a", J)))  # fmt: skip
    claim = ("=", ("sum", "j", "n", None, ("call", "f", J, ("array", "a"))), F(12))
    assert vector(claim, [1, 2, 3], (f,)).value is True


def test_a_call_is_undefined_where_a_real_argument_is():
    first = ("first", (("u", ("real",)), ("v", ("real",))), ("real", "u"))
    s = statement(("=", ("call", "first", X, ("/", F(1), X)), F(0)), (("x", ("real",)),), define=(first,))
    assert Point(s, Data({}, {"x": F(0)})).claimed("c").outcome == UNDEFINED


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_decisions_agree_with_rationals(data):
    """Random rational terms: whatever is decided is what Fraction arithmetic says."""
    value = data.draw(st.fractions(min_value=-3, max_value=3, max_denominator=4))

    def term(depth):
        kind = data.draw(st.integers(0, 7 if depth else 1))
        if kind == 0:
            return X, value
        if kind == 1:
            q = data.draw(st.fractions(min_value=-2, max_value=2, max_denominator=3))
            return q, q
        s, u = term(depth - 1)
        if kind == 2:
            return ("abs", s), None if u is None else abs(u)
        if kind == 3:
            return ("^", s, 2), None if u is None else u * u
        t, v = term(depth - 1)
        if kind == 4:
            return ("/", s, t), None if u is None or not v else u / v
        if kind == 5:
            return ("*", s, t), None if u is None or v is None else u * v
        if kind == 6:
            return ("max", s, t), None if u is None or v is None else max(u, v)
        return ("+", s, t), None if u is None or v is None else u + v

    (s, u), (t, v) = term(3), term(3)
    for relation, holds in (
        ("<=", lambda: u <= v),
        ("<", lambda: u < v),
        ("=", lambda: u == v),
        ("!=", lambda: u != v),
    ):
        outcome = reals((relation, s, t), x=value).outcome
        expected = UNDEFINED if u is None or v is None else TRUE if holds() else FALSE
        assert outcome == expected


@settings(max_examples=40, deadline=None)
@given(st.lists(st.fractions(min_value=-4, max_value=4, max_denominator=5), min_size=1, max_size=6))
def test_boltz_lies_where_it_should(a):
    top = ("maxover", "i", "n", at("a", I))
    assert vector(("<=", ("+", top, ("*", F(-1), ("log", ("card", "n")))), B), a).value is True
    assert vector(("<=", B, top), a).value is True
    assert vector(("<", B, top), a).value is (len(set(a)) > 1)


def test_not_finite_values_are_never_decided():
    program = Program()
    exp1 = program.exp(program.one)
    zero = program.sub(program.mul((exp1, exp1)), program.exp(program.const(F(2))))
    bad = [program.div(program.one, zero), program.log(zero), program.div(program.one, program.zero)]
    huge = program.exp(program.exp(program.exp(program.const(F(10**6)))))
    bad += [huge, program.sub(huge, huge), program.pick((zero, program.zero), (program.one, exp1))]
    for node in bad[:4]:
        for relation in ("ge", "eq"):
            decision = Evaluation(program).decide(program.relation(relation, program.sub(node, exp1)))
            assert decision.value is None
    unknown = Evaluation(program).decide(program.relation("ge", program.sub(bad[5], exp1)))
    assert unknown.value is None
    assert Evaluation(program).enclosure(bad[0]) is None


def test_a_constant_is_enclosed():
    s = statement(("<", X, F(9)), (("x", ("real",)),))
    point = Point(s, Data({}, {"x": F(2)}))
    ball = point.enclosure(("sqrt", X))
    with precision(300):
        low, high = Ball.of(2).sqrt().bounds()
    assert ball is not None and ball.bounds()[0] <= low and high <= ball.bounds()[1]
    assert point.enclosure(("log", ("*", F(-1), X))) is None
    assert point.enclosure(("/", F(1), ("+", X, F(-2)))) is None


def test_the_ladder_ends_undecided_within_its_bits():
    close = ("<", ("sin1", X), F(0))
    with pytest.raises(ProgramError):
        reals(close, x=1)
    tower = ("<", ("exp", ("exp", X)), ("+", ("exp", ("exp", X)), ("*", F(1, 10**60), ("exp", X))))
    assert reals(tower, x=1).value is True
    decision = decide(statement(LESS, (("x", ("real",)),)), Data({}, {"x": F(1)}),
                      ("<", ("exp", ("exp", X)), ("exp", ("+", ("exp", X), F(1, 10**40)))), ladder=(64,))  # fmt: skip
    assert decision.value is None and "64 bits" in decision.reason


def test_too_large_a_statement_is_refused():
    s = statement(("<", ("sum", "i", "n", None, ("sum", "j", "n", None, ("exp", ("+", at("a", I), at("a", J))))), F(1)),
                  (("a", ("array", "n")),), (("n", 1),))  # fmt: skip
    with pytest.raises(ProgramError):
        Ground(s, {"n": 50}, {}, largest=1000)


def test_the_work_grows_as_the_number_of_entries():
    top = ("maxover", "i", "n", at("a", I))
    claim = ("<=", ("+", top, ("*", F(-1), ("log", ("card", "n")))), B)
    work = []
    for n in (100, 200):
        count, decision = calls(lambda n=n: vector(claim, [F(k, 7) for k in range(n)]))
        assert decision.value is True
        work.append(count)
    assert work[1] < 2.1 * work[0] < 300_000


def test_neither_sympy_nor_the_hash_seed_matters():
    code = (
        "import sys; from fractions import Fraction as F; from varproof.lang.ground import Ground\n"
        "a = lambda i: ('at', 'a', ('index', i))\n"
        "s = ('statement', 'lem:t', 'lemma', 'stated', ('sizes', ('n', 1)), ('given', ('a', ('array', 'n'))),"
        " ('define',), ('assume',), ('claim', ('c', ('<', ('sum', 'i', 'n', None, ('exp', a('i'))),"
        " ('maxover', 'j', 'n', ('log', a('j')))))))\n"
        "g = Ground(s, {'n': 4}, {}); print(g.program.ops, 'sympy' in sys.modules)"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(seen) == 1 and seen.pop().endswith("False\n")
