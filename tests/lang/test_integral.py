"""Integrals over cubes: two enclosures of their own, of which neither may ever miss the value."""

from __future__ import annotations

import math
from fractions import Fraction as F
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varproof import recheck
from varproof.decide import witness
from varproof.lang import Array, Entry, Index, Integral, Max, Real, Source, Sum, core
from varproof.lang.data import Data
from varproof.lang.errors import ShapeError, StatementError
from varproof.lang.evaluate import FALSE, TRUE, Point
from varproof.lang.program import ProgramError
from varproof.proof import problem, translate
from varproof.recheck.kernel.statement import Reader
from varproof.recheck.numbers.closed import Undecided
from varproof.recheck.numbers.witness import Evaluate

U, V = ("real", "u"), ("real", "v")


def over(body: Any, *names: str, low: int = 0, high: int = 1) -> Any:
    for name in names:
        body = ("integral", name, ("real",), F(low), F(high), body)
    return body


def entry(k: int) -> Any:
    """The k-th entry of A."""
    return ("sum", "i", "n", ("=", ("pos", ("index", "i")), F(k)), ("at", "A", ("index", "i")))


def cube(body: Any) -> Any:
    return ("integral", "A", ("array", "n"), F(0), F(1), body)


def minus(t: Any) -> Any:
    return ("*", F(-1), t)


def statement(claim: Any, sizes: Any = (), given: Any = (), define: Any = ()) -> Any:
    return ("statement", "lem:t", "lemma", "stated", ("sizes", *sizes), ("given", *given), ("define", *define),
            ("assume",), ("claim", ("c", claim)))  # fmt: skip


def enclosures(t: Any, n: int = 0, bits: int = 256, digits: int = 80) -> list[tuple[F, F]]:
    """Of the prover and of the checker."""
    text = statement(("<=", t, F(0)), (("n", 1),) if n else ())
    ball = Point(text, Data({"n": n} if n else {}, {})).enclosure(t, bits)
    assert ball is not None
    other = Reader().statement(core.text(text))
    evaluate = Evaluate(other, {"n": n} if n else {}, {})
    low, high = evaluate.num.enclose(evaluate.term(other.claim[0][1][1], evaluate.env), digits)
    return [ball.bounds(), (F(low), F(high))]


HAT = ("max", F(0), ("+", F(1), ("*", F(-2), ("abs", ("+", entry(1), minus(entry(2)))))))


@pytest.mark.parametrize(
    ("t", "n", "value", "width"),
    [
        (over(U, "u"), 0, F(1, 2), 1e-9),
        (over(U, "u", low=-1, high=3), 0, F(4), 1e-9),
        (over(("abs", ("+", U, F(-1, 3))), "u"), 0, F(5, 18), 1e-6),
        (over(("^", U, 3), "u", low=-1), 0, F(0), 1e-3),
        (cube(("*", entry(1), entry(2))), 2, F(1, 4), 1e-2),
        (cube(HAT), 2, F(5, 12), 5e-2),
        (cube(("max", entry(1), ("min", entry(2), F(1, 2)))), 2, F(7, 12), 2e-2),
        (cube(("exp", entry(1))), 1, math.e - 1, 1e-3),
        (cube(("exp", entry(1))), 3, math.e - 1, 1e-3),
        (cube(("log", ("+", F(1), entry(1)))), 1, 2 * math.log(2) - 1, 1e-3),
        (cube(("/", entry(2), ("+", F(1), entry(1)))), 2, math.log(2) / 2, 1e-2),
        (cube(("sqrt", ("+", F(1), entry(1)))), 1, (2**1.5 - 1) * 2 / 3, 1e-3),
        (cube(("lambertw", ("exp", entry(1)))), 1, 0.7720314, 1e-3),
        (cube(("abs", ("+", entry(1), entry(2), minus(entry(3)), F(-1, 2)))), 3, F(13, 32) + F(1, 192), 0.3),
    ],
)
def test_both_enclosures_hold_the_value(t: Any, n: int, value: Any, width: float) -> None:
    slack = 0 if isinstance(value, F) else F(1, 10**6)
    for low, high in enclosures(t, n):
        assert low - slack <= value <= high + slack
        assert high - low <= width


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(*[st.fractions(min_value=-3, max_value=3, max_denominator=4)] * 3), min_size=1, max_size=4),
    st.sampled_from(["max", "abs", "min"]),
)
def test_sums_of_kinks(parts: list[tuple[F, F, F]], head: str) -> None:
    """sum of c max(0, a u + b) and the like over [0, 1], exactly, from its breaks."""

    def value(u: F, a: F, b: F) -> F:
        x = a * u + b
        return {"max": max(x, F(0)), "min": min(x, F(0)), "abs": abs(x)}[head]

    breaks = sorted({F(0), F(1), *(-b / a for _, a, b in parts if a and 0 < -b / a < 1)})
    exact = F(0)
    for s, t in pairwise(breaks):
        exact += sum(c * (value(s, a, b) + value(t, a, b)) / 2 * (t - s) for c, a, b in parts)

    def term(c: F, a: F, b: F) -> Any:
        x = ("+", ("*", a, U), b)
        return ("*", c, ("abs", x) if head == "abs" else (head, x, F(0)))

    for low, high in enclosures(over(("+", *(term(*p) for p in parts), F(0)), "u"), bits=64, digits=20):
        assert low <= exact <= high


def decided(claim: Any, n: int = 2) -> Any:
    return Point(statement(claim, (("n", 1),)), Data({"n": n}, {})).claimed("c", (64, 256))


def test_more_boxes_until_it_is_decided_and_never_a_guess() -> None:
    area = cube(HAT)
    assert decided(("<", area, F(1, 2))).how == "by balls of 64 bits"
    assert decided(("<", area, F(44, 100))).how == "by balls of 256 bits"
    assert decided(("<", area, F(2, 5))).outcome == FALSE
    assert decided(("<", area, F(5, 12))).value is None
    assert decided(("=", cube(("+", entry(1), minus(entry(1)))), F(0))).outcome == TRUE
    assert decided(("<=", F(0), area)).outcome == TRUE  # by its sign


def test_conditions_have_to_hold_on_the_whole_cube() -> None:
    reciprocal = over(("/", F(1), ("+", U, F(1))), "u")
    assert decided(("<", reciprocal, F(7, 10))).outcome == TRUE
    assert decided(("<", over(("/", F(1), U), "u"), F(9))).value is None
    assert decided(("<", over(("sqrt", U), "u"), F(9))).outcome == TRUE
    assert decided(("<", over(("sqrt", ("+", U, F(-1))), "u"), F(9))).value is None
    assert decided(("<", over(("/", F(1), F(0)), "u"), F(9))).outcome == 4
    assert decided(("<", over(over(("*", U, V), "u"), "v"), F(1))).value is None  # not evaluated


def test_no_choice_may_depend_on_the_variable() -> None:
    jump = over(("sum", "i", "n", ("<", F(1, 2), U), F(1)), "u")
    with pytest.raises(ProgramError, match="a choice depends on the variable"):
        decided(("<", jump, F(1)))
    with pytest.raises(ProgramError, match="a derivative of an integral"):
        slope = ("deriv", over(("*", U, V), "u"), V)
        Point(statement(("<", slope, F(1)), given=(("v", ("real",)),)), Data({}, {"v": F(1)}))
    fixed = over(("sum", "i", "n", ("<", F(1, 2), ("pos", ("index", "i"))), U), "u")
    assert decided(("=", fixed, F(1))).outcome == TRUE


def test_the_kernel_has_no_integrals() -> None:
    with pytest.raises(translate.TranslationError, match="an integral"):
        problem.problem(statement(("<=", F(0), over(U, "u"))))


# ---- the independent checker


def read(claim: str, sizes: str = "(n 1)", given: str = "") -> Any:
    return f"(statement lem:t lemma stated (sizes {sizes}) (given {given}) (define) (assume) (claim (c {claim})))"


def outcome(claim: str, n: int = 2) -> str:
    parsed = Reader().statement(read(claim))
    evaluate = Evaluate(parsed, {"n": n}, {})
    return "".join(sorted(evaluate.claim(parsed.claim[0][1])))


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("(< (integral u (real) 0 1 (real u)) 51/100)", "T"),
        ("(< (integral u (real) 0 1 (real u)) 49/100)", "F"),
        ("(= (integral u (real) 0 1 (+ (real u) (* -1 (real u)))) 0)", "T"),
        ("(< (integral u (real) 0 1 (/ 1 (+ 1 (real u)))) 7/10)", "T"),
        ("(< (integral u (real) 0 1 (/ 1 (real u))) 9)", "FTU"),
        ("(< (integral u (real) 0 1 (/ 1 (+ (real u) -1/2))) 9)", "FTU"),
        ("(< (integral u (real) 0 1 (/ 1 0)) 9)", "U"),
        ("(< (integral u (real) 0 1 (log (+ (real u) -2))) 9)", "U"),
        ("(< (integral u (real) 0 1 (sum i n (< 1/2 (real u)) 1)) 1)", "FTU"),
        ("(< (integral u (real) 0 1 (sum i n (< -1 (real u)) 1)) 3)", "T"),
        ("(< (integral u (real) 0 1 (deriv (^ (real u) 2) (real u))) 2)", "T"),
        ("(< (integral u (real) 0 1 (deriv (abs (+ (real u) -1/2)) (real u))) 2)", "FTU"),
        ("(< (integral u (real) 0 1 (integral v (real) 0 1 (* (real u) (real v)))) 1)", "FTU"),
        ("(forall v (real) (< (integral u (real) 0 1 (real u)) 1))", "FTU"),
    ],
)
def test_outcomes_of_the_checker(claim: str, expected: str) -> None:
    assert outcome(claim) == expected


def test_no_derivative_of_an_integral_in_the_checker() -> None:
    parsed = Reader().statement(
        read("(< (deriv (integral u (real) 0 1 (* (real u) (real v))) (real v)) 1)", given="(v (real))")
    )
    evaluate = Evaluate(parsed, {"n": 1}, {"v": "1"})
    with pytest.raises(Undecided, match="a derivative of an integral"):
        evaluate.relation(parsed.claim[0][1], evaluate.env)


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("(< 0 (integral u (index n) 0 1 1))", "over a real or an array"),
        ("(< 0 (integral u (real) 1 1 1))", "between two numbers"),
        ("(< 0 (integral u (real) 0 1))", "malformed term"),
        ("(< 0 (integral n (real) 0 1 1))", "used twice"),
        ("(< 0 (integral u (array m) 0 1 1))", "unknown size"),
        ("(< (integral u (real) 0 1 1) (real u))", "unknown real"),
        ("(< 0 (integral u (real) (card n) 1 1))", "not a rational"),
    ],
)
def test_malformed_integrals_are_rejected(claim: str, message: str) -> None:
    with pytest.raises(recheck.Rejected, match=message):
        Reader().statement(read(claim))


def test_certificates() -> None:
    """The area of the hat is above 2/5: accepted; that it is above 1/2 is no counterexample."""
    false = statement(("<", cube(HAT), F(2, 5)), (("n", 1),))
    data = Data({"n": 2}, {})
    assert witness.check(false, data).refutes is True
    assert recheck.check(witness.certificate(false, data, "c")).ok
    true = statement(("<", cube(HAT), F(1, 2)), (("n", 1),))
    assert witness.check(true, data).refutes is False
    assert not recheck.check(witness.certificate(true, data, "c")).ok


# ---- how it is written


def test_what_an_integral_is_over() -> None:
    e = Entry("lem:t", "Integrals", source=Source(text="ours"))
    with (
        pytest.raises(StatementError, match="integrate over an Array"),
        e.variant("stated", expect="REFUTED") as s,
    ):
        n = s.size("n")
        s.claim("c", Integral(1, Index("i", n), 0, 1) <= 1)
    with pytest.raises(ShapeError, match="the lower one first"), e.variant("stated", expect="REFUTED") as s:
        u = Real("u")
        s.claim("c", Integral(u, u, 1, 0) <= 1)
    with (
        pytest.raises(ShapeError, match="the ends are rational numbers"),
        e.variant("stated", expect="REFUTED") as s,
    ):
        n, u = s.size("n"), Real("u")
        s.claim("c", Integral(u, u, 0, n) <= 1)
    with pytest.raises(ShapeError, match="A is not declared"), e.variant("stated", expect="REFUTED") as s:
        n = s.size("n")
        A, i = Array("A", n), Index("i", n)
        s.claim("c", Integral(Sum(A[i], i), A, 0, 1) <= Sum(Max(A[i], 0), i))


FAR = [  # a term, x, whether its integral is at most 1, whether that is decided
    (("exp", ("*", F(-1), ("real", "x"), U)), 10**9, True, True),
    (("exp", ("*", F(-1), ("real", "x"), U)), 10**30, True, True),
    (("exp", ("*", F(-1, 2), ("^", ("real", "x"), 2), ("^", U, 2))), 10**9, True, True),
    (("exp", ("*", ("real", "x"), U)), 10**9, False, False),
    (("exp", ("*", ("real", "x"), U)), 10**30, False, False),
    (("/", F(1), ("+", F(1), ("exp", ("*", ("real", "x"), U)))), 10**9, True, False),
]


@pytest.mark.parametrize("body, x, truth, decided", FAR, ids=range(len(FAR)))
def test_exponentials_of_far_arguments(body: Any, x: int, truth: bool, decided: bool) -> None:
    """Numbers and radii beyond all that is written out are no error: the claim is decided, or left open."""
    at = Data({}, {"x": F(x)})
    claims = ("<=", over(body, "u"), F(1)), ("<", F(1), over(body, "u"))
    for claim, right in zip(claims, (truth, not truth), strict=True):
        text = statement(claim, given=(("x", ("real",)),))
        found = Point(text, at).claimed("c", (64, 256)).value
        assert found is right if decided else found in (right, None)
        report = recheck.check(witness.certificate(text, at, "c"))
        assert "failed" not in report.message and not (report.ok and right)
