"""Numbers of the checker: directed rounding, and formulas decided at exact points."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import mpmath
import pytest

from tests.recheck.by_hand import statement
from varproof.recheck.kernel.statement import Reader
from varproof.recheck.numbers import rounding
from varproof.recheck.numbers.closed import LADDER
from varproof.recheck.numbers.witness import Evaluate


@pytest.mark.parametrize("digits", [20, 80, 310])
def test_directed_functions_enclose(digits: int) -> None:
    rng = random.Random(digits)
    functions = {
        rounding.exp_: mpmath.exp,
        rounding.log_: mpmath.log,
        rounding.sqrt_: mpmath.sqrt,
        rounding.lambertw_: lambda x: mpmath.lambertw(x).real,
    }
    points = [Fraction(rng.randrange(1, 10**9), 10 ** rng.randrange(1, 18)) for _ in range(30)]
    points += [Fraction(1), Fraction(2), Fraction(1, 2), Fraction(1, 10**40), 1 + Fraction(1, 10**19), Fraction(40000)]
    down, up = rounding.rounding(digits, False), rounding.rounding(digits, True)
    with mpmath.workdps(4 * digits + 300):
        for f, reference in functions.items():
            for x in points + ([-q for q in points if q < 5000] if f is rounding.exp_ else []):
                point = rounding.ratio(x, down)
                exact = reference(mpmath.mpf(str(point)))
                low, high = (mpmath.mpf(str(f(point, c))) for c in (down, up))
                assert low <= exact <= high, (f, x)
                assert high - low <= (abs(exact) + mpmath.mpf(10) ** -digits) * mpmath.mpf(10) ** (3 - digits), (f, x)


@pytest.mark.parametrize("digits", LADDER)
def test_pi_is_enclosed(digits: int) -> None:
    low, high = (Fraction(rounding.pi_(rounding.rounding(digits, up))) for up in (False, True))
    with mpmath.workdps(digits + 50):
        pi = Fraction(*map(int, mpmath.libmp.to_rational((+mpmath.pi)._mpf_)))
    near = Fraction(1, 10 ** (digits + 40))  # more than the error of the reference
    assert low < pi - near and pi + near < high and high - low <= Fraction(1, 10 ** (digits - 2))


def test_directed_quotients() -> None:
    rng = random.Random(3)
    for _ in range(2000):
        q = Fraction(rng.randrange(-(2**70), 2**70), rng.randrange(1, 2**300))
        low, high = (Fraction(rounding.ratio(q, rounding.rounding(6, up))) for up in (False, True))
        assert low <= q <= high and high - low <= abs(q) / 10**5


@pytest.mark.parametrize("x", ["1e20", "-1e20"])
def test_no_overflow_or_underflow_passes(x: str) -> None:
    with pytest.raises(ArithmeticError):
        rounding.exp_(Decimal(x), rounding.rounding(20, True))


def outcome(formula: str, data: Any = None, at: Any = None, **more: str) -> str:
    st = Reader().statement(statement(f"(c {formula})", **more))
    ev = Evaluate(st, at or {}, {"r": "1/3"} if data is None else data)
    return "".join(sorted(ev.claim(st.claim[0][1])))


@pytest.mark.parametrize(
    "formula, expected",
    [
        ("(< (exp 1) 3)", "T"),
        ("(< 3 (exp 1))", "F"),
        ("(= (* (exp 1) (exp (real r))) (exp 4/3))", "T"),
        ("(= (/ (+ (exp 1) 1) (+ (exp 2) (exp 1))) (exp -1))", "T"),
        ("(= (/ (+ (exp 1) 1) (+ (exp 2) (exp 1))) (exp -2))", "F"),
        ("(= (^ (+ (exp 1) 1) 2) (+ (exp 2) (* 2 (exp 1)) 1))", "T"),
        ("(= (log (* (exp 1) (exp 2))) 3)", "T"),
        ("(= (abs (+ (exp -1) -1)) (+ 1 (* -1 (exp -1))))", "T"),
        ("(= (sqrt 9/4) 3/2)", "T"),
        ("(< (sqrt 2) 99/70)", "T"),
        ("(< 1414213562373095/1000000000000000 (sqrt 2))", "T"),
        ("(= (log 4) (* 2 (log 2)))", "FTU"),
        ("(= (+ (log 4) (* -1 (log 4))) 0)", "T"),
        ("(= (max (exp 1) 3) 3)", "T"),
        ("(= (min (exp 1) 3) (exp 1))", "T"),
        ("(< (lambertw 1) 5672/10000)", "T"),
        ("(< 5671/10000 (lambertw 1))", "T"),
        ("(= (lambertw 0) 0)", "T"),
        ("(and (< 3 (pi)) (< (pi) 22/7))", "T"),
        ("(= (pi) 22/7)", "F"),
        ("(= (+ (pi) (pi)) (* 2 (pi)))", "T"),
        ("(= (^ (sqrt (pi)) 2) (pi))", "FTU"),
        ("(< (deriv (* (pi) (real r)) (real r)) 4)", "T"),
        ("(= (/ 1 0) 1)", "U"),
        ("(= (/ 1 (+ (exp 0) -1)) 1)", "U"),
        ("(= (log 0) 1)", "U"),
        ("(= (sqrt -1) 1)", "U"),
        ("(= (lambertw -1/10) 1)", "U"),
        ("(and (< 1 0) (= (/ 1 0) 1))", "F"),
        ("(and (= (/ 1 0) 1) (< 1 0))", "U"),
        ("(or (< 0 1) (= (/ 1 0) 1))", "T"),
        ("(implies (< 1 0) (= (/ 1 0) 1))", "T"),
        ("(not (= (/ 1 0) 1))", "U"),
        ("(implies (< 0 1) (= (/ 1 0) 1))", "U"),
        ("(forall x (real) (<= 0 1))", "FTU"),
        ("(and (< 1 0) (forall x (real) (<= 0 1)))", "F"),
        ("(< 0 (exp -100000))", "T"),
        ("(< (exp -100001) (exp -100000))", "T"),
        ("(< 0 (exp (exp (exp 10))))", "FTU"),
        ("(defined (/ 1 (real r)))", "T"),
        ("(defined (/ 1 (+ (real r) -1/3)))", "U"),
        ("(defined (log -1))", "U"),
    ],
)
def test_outcomes(formula: str, expected: str) -> None:
    assert outcome(formula) == expected


VECTOR = dict(
    sizes="(n 1)",
    given="(a (array n)) (i (index n))",
    define="(softmax ((z (array n)) (i (index n))) (/ (exp (at z (index i))) (sum j n - (exp (at z (index j))))))"
    "(boltz ((z (array n))) (sum i n - (* (at z (index i)) (call softmax (array z) (index i)))))",
)
BOLTZ, TOP = "(call boltz (array a))", "(maxover j n (at a (index j)))"


def vector(formula: str, *entries: str, i: int = 0) -> str:
    return outcome(formula, {"a": list(entries), "i": i}, {"n": len(entries)}, **VECTOR)


def test_boltz_of_a_constant_vector_is_its_maximum_exactly() -> None:
    assert vector(f"(= {BOLTZ} {TOP})", "1/3", "1/3", "1/3") == "T"
    assert vector(f"(< {BOLTZ} {TOP})", "1/3", "1/3", "1/3") == "F"
    assert vector(f"(< {BOLTZ} {TOP})", "1/3", "1/3", "1/4") == "T"


def test_gradient_by_forward_mode() -> None:
    """d boltz / d a_i = p_i (1 + a_i - boltz), exactly, and the second derivative of a cube."""
    p = "(call softmax (array a) (index i))"
    gradient = f"(deriv {BOLTZ} (at a (index i)))"
    formula = f"(= {gradient} (* {p} (+ 1 (at a (index i)) (* -1 {BOLTZ}))))"
    for i in range(3):
        assert vector(formula, "1/3", "2", "-1", i=i) == "T"
    second = "(deriv (deriv (sum j n - (^ (at a (index j)) 3)) (at a (index i))) (at a (index i)))"
    assert vector(f"(= {second} (* 6 (at a (index i))))", "5", "2", i=1) == "T"


@pytest.mark.parametrize(
    "body, value",
    [
        ("(^ (real r) 3)", "1/3"),
        ("(exp (* 2 (real r)))", "(* 2 (exp 2/3))"),
        ("(/ 1 (real r))", "-9"),
        ("(sqrt (real r))", "(/ 1 (* 2 (sqrt 1/3)))"),
        ("(log (real r))", "3"),
        ("(abs (* -1 (real r)))", "1"),
        ("(max (real r) (^ (real r) 2))", "1"),
        ("(min (real r) (^ (real r) 2))", "2/3"),
        ("(deriv (exp (* 2 (real r))) (real r))", "(* 4 (exp 2/3))"),
        ("(deriv (/ 1 (real r)) (real r))", "54"),
        ("(* (real r) (deriv (* (real r) (real r)) (real r)))", "4/3"),
        ("(sum i n (< 0 (real r)) (real r))", "2"),
    ],
)
def test_derivatives(body: str, value: str) -> None:
    found = outcome(f"(= (deriv {body} (real r)) {value})", {"r": "1/3"}, {"n": 2}, sizes="(n 1)")
    assert found == "T"


@pytest.mark.parametrize("big", ["(^ (^ (^ (^ 3 1000) 1000) 1000) 1000)", "(call d 99)"])
def test_huge_rationals_are_undecided(big: str) -> None:
    names = "abcd"
    define = "(a ((x (real))) (^ (real x) 1000))" + "".join(
        [f"({n} ((x (real))) (call {m} (call {m} (real x))))" for m, n in itertools.pairwise(names)]
    )
    assert outcome(f"(< 0 {big})", define=define) == "FTU"


def test_derivatives_of_logarithms_are_merged_exactly() -> None:
    """Neither side is a sum of exponentials: the variable is replaced by its value before terms are collected."""
    body = "(* (log (real r)) (log (real r)))"
    assert outcome(f"(= (deriv {body} (real r)) (* 6 (log (real r))))") == "T"
    assert outcome(f"(= (deriv (deriv {body} (real r)) (real r)) (+ 18 (* -18 (log (real r)))))") == "T"


def test_derivative_of_lambert_w() -> None:
    deriv = "(deriv (lambertw (real r)) (real r))"
    assert outcome(f"(< 50/100 {deriv})", {"r": "1/3"}) == "T"
    w = mpmath.lambertw(mpmath.mpf(1) / 3).real
    value = w / (mpmath.mpf(1) / 3 * (1 + w))
    low = Fraction(int(value * 10**10), 10**10)
    assert outcome(f"(and (<= {low} {deriv}) (<= {deriv} {low + Fraction(1, 10**9)}))", {"r": "1/3"}) == "T"


@pytest.mark.parametrize(
    "body",
    [
        "(abs (real r))",
        "(sqrt (real r))",
        "(max (real r) 0)",
        "(lambertw (real r))",
        "(sum i n (<= 0 (real r)) 1)",
        "(min (* 2 (real r)) (real r))",
        "(max (real r) (real r))",
        "(abs (+ 1 -1))",
        "(max 1 1)",
    ],
)
def test_kinks_and_borders_are_undecided(body: str) -> None:
    assert outcome(f"(= (deriv {body} (real r)) 0)", {"r": "0"}, {"n": 2}, sizes="(n 1)") == "FTU"


def test_quantifiers_over_indices() -> None:
    some = "(exists j (index n) (= (/ 1 (at a (index j))) 1))"
    every = "(forall j (index n) (< 0 (/ 1 (at a (index j)))))"
    assert vector(some, "1", "2") == "T" and vector(some, "3", "2") == "F" and vector(some, "1", "0") == "U"
    assert vector("(= (pos (index i)) 2)", "0", "0", i=1) == "T" and vector("(< (pos (index i)) 1)", "0") == "F"
    assert vector("(exists j (index n) (= (pos (index j)) 0))", "0", "0") == "F"
    assert vector(every, "1", "2") == "T" and vector(every, "-1", "2") == "F" and vector(every, "-1", "0") == "U"
    assert (
        vector(
            "(exists j (index n) (and (not (same (index i) (index j))) (= (at a (index i)) (at a (index j)))))",
            "1",
            "1",
        )
        == "T"
    )
