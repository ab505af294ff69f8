"""The known traps of mpmath, SymPy, python-flint and Python: each is shown, and shown to be handled here.

A check returns what the library does; where a version does not fall into a trap, it says so. It fails (raises)
when varproof itself falls into one.
"""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction as F
from typing import Any

from flint import arb

from varproof.arith import balls
from varproof.arith.balls import Ball, precision
from varproof.arith.exact import Number
from varproof.decide.witness import check, plain
from varproof.lang.data import Data, exact
from varproof.lang.errors import StatementError
from varproof.lang.evaluate import Decision, Evaluation, Point
from varproof.lang.program import Program
from varproof.lang.verdict import NAMES, Verdict

CHECKS: list[tuple[str, Callable[[], str]]] = []


class Failed(AssertionError):
    """varproof does not handle a trap."""


def run() -> list[tuple[str, bool, str]]:
    """Every check: its name, whether varproof handles the trap, and what was found."""
    results = []
    for name, function in CHECKS:
        try:
            results.append((name, True, function()))
        except Exception as error:  # whatever goes wrong is the finding
            results.append((name, False, f"{type(error).__name__}: {error}"))
    return results


def _check(name: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    def register(function: Callable[[], str]) -> Callable[[], str]:
        CHECKS.append((name, function))
        return function

    return register


def _need(condition: bool, message: str) -> None:
    if not condition:
        raise Failed(message)


def _refuses(action: Callable[[], Any], *errors: type[Exception]) -> bool:
    try:
        action()
    except errors:
        return True
    return False


def _trap(present: bool, what: str, module: str) -> str:
    version = getattr(sys.modules[module], "__version__", "?")
    return f"{module} {version}: {what}" if present else f"{module} {version} does not fall into this: {what}"


# ---- mpmath


def _iv_misses(name: str, x: F) -> bool:
    """Does mpmath's interval at a dyadic x leave out the value?"""
    from mpmath import iv
    from mpmath.libmp import to_rational

    before = iv.prec
    try:
        iv.prec = 53
        box = getattr(iv, name)(iv.mpf(x.numerator) / x.denominator)
    finally:
        iv.prec = before
    low, high = (F(*map(int, to_rational(end))) for end in box._mpi_)
    with precision(400):
        value = arb(x.numerator) / x.denominator
        least, most = Ball(value.exp() if name == "exp" else value.lgamma()).bounds()
    return high < least or most < low


@_check("mpmath iv.exp leaves out the value (mpmath#1181)")
def _iv_exp() -> str:
    points = [F(-1, 2**53), F(3893924827815215, 2**50)]
    missed = [x for x in points if _iv_misses("exp", x)]
    for x in points:
        with precision(53):
            ours = Ball.of(x).exp()
        with precision(400):
            low, high = Ball.of(x).exp().bounds()
        _need(ours.contains(low) and ours.contains(high), f"our ball at {x} leaves out the value")
    return _trap(bool(missed), f"iv.exp misses at {len(missed)} of {len(points)} points", "mpmath")


@_check("mpmath iv.loggamma leaves out the value")
def _iv_loggamma() -> str:
    missed = _iv_misses("loggamma", F(3, 8))
    _need("mpmath" not in _imports_of("evaluate"), "a decision reads mpmath")
    return _trap(missed, "iv.loggamma(3/8) leaves out the value", "mpmath")


def _imports_of(module: str) -> str:
    code = f"import sys, varproof.lang.{module}; print([m for m in ('mpmath', 'sympy') if m in sys.modules])"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


# ---- python-flint


@_check("arb(mid, rad) is enlarged")
def _enlarged() -> str:
    present = arb(0.5, 0.5).lower() < 0
    low, high = Ball.between(F(0), F(1)).bounds()
    _need(low <= 0 and high >= 1, "between(0, 1) leaves something out")
    _need(Ball.between(F(0), F(1)).sqrt().is_finite(), "sqrt of [0, 1] is lost")
    return _trap(present, "arb(.5, .5) reaches below 0", "flint")


@_check("the square of a ball around 0 is NaN")
def _square() -> str:
    present = bool((arb(0, 1) ** 2).is_nan())
    ours = Ball.between(F(-1), F(1)).power(2)
    _need(ours.is_finite() and all(ours.contains(q) for q in (F(0), F(1, 2), F(1))), "our square is wrong")
    wide = (arb(1, 1) ** 2).lower() < -1
    return _trap(present, f"arb(0, 1)**2 is NaN; arb(1, 1)**2 reaches below -1: {wide}", "flint")


@_check("comparisons that cannot be decided are False both ways")
def _compare() -> str:
    x = arb(0, 1)
    present = not x > 0 and not x <= 0 and (x == x) is False
    ball = Ball.between(F(-1), F(1))
    _need(ball.sign() is None, "an undecided sign is decided")
    _need(_refuses(lambda: ball > ball, TypeError), "balls have an order")
    _need(_refuses(lambda: ball == ball, TypeError), "balls have equality")
    return _trap(present, "x > 0, x <= 0 and x == x are all False", "flint")


@_check("the truth value of a ball is True, also of 0")
def _truth() -> str:
    _need(_refuses(lambda: bool(Ball.of(0)), TypeError), "a ball has a truth value")
    return _trap(bool(arb(0)), "bool(arb(0)) is True", "flint")


@_check("the built-in max on balls")
def _builtin_max() -> str:
    picked = max(arb(0, 1), arb(0.5))
    _need(_refuses(lambda: max(Ball.between(F(0), F(1)), Ball.of(F(1, 2))), TypeError), "max() accepts balls")
    ours = Ball.between(F(-1), F(1)).max(Ball.of(F(1, 2)))
    _need(ours.contains(F(1, 2)) and ours.contains(1), "our max leaves values out")
    return _trap(bool(picked.lower() < 0), "max(arb(0, 1), arb(.5)) goes below 1/2", "flint")


@_check("float(rad) underflows to 0")
def _underflow() -> str:
    with precision(2048):
        root = Ball.of(2).sqrt()
        present = float(arb(2).sqrt().rad()) == 0
    low, high = root.bounds()
    _need(low * low < 2 < high * high, "the exact bounds are wrong")
    _need(_refuses(lambda: float(root), TypeError), "a ball converts to float")
    return _trap(present, "the radius of sqrt(2) at 2048 bits is 0.0 as a float", "flint")


@_check("balls do not pickle")
def _pickling() -> str:
    with precision(300):
        ball = Ball.of(2).sqrt()
    low, high = pickle.loads(pickle.dumps(ball)).bounds()
    before = ball.bounds()
    _need(low <= before[0] and before[1] <= high and high - low < F(1, 2**250), "a pickled ball is changed")
    return _trap(_refuses(lambda: pickle.dumps(arb(1)), TypeError), "pickle.dumps(arb(1)) fails", "flint")


@_check("tanh of a wide ball")
def _tanh() -> str:
    raw = arb(0, 8).tanh()
    low, high = Ball.between(F(-8), F(8)).tanh().bounds()
    _need(F(-11, 10) < low <= high < F(11, 10), "our tanh is wide")
    return _trap(not raw > -2, "arb(0, 8).tanh() is millions wide", "flint")


@_check("precision is global")
def _precision() -> str:
    before = balls.working_precision()

    def crash() -> None:
        with precision(777):
            raise ArithmeticError

    _need(_refuses(crash, ArithmeticError), "an error is swallowed")
    _need(balls.working_precision() == before, "the precision leaks out of its block")
    return f"restored to {before} bits after an error"


@_check("NaN compares False, so `not (x < 0)` accepts it (nnv#446)")
def _nan() -> str:
    present = not arb("nan") < 0
    for bad in ("nan", "inf", "-inf"):
        _need(Ball(arb(bad)).sign() is None, f"{bad} has a sign")
    _need(Ball(arb(0, "inf")).sign() is None, "an infinite radius has a sign")
    program = Program()
    bad_quotient = program.div(program.one, program.sub(program.exp(program.one), program.exp(program.one)))
    decision = Evaluation(program).decide(program.relation("ge", bad_quotient))
    _need(decision.value is None, "1/0 >= 0 is decided")
    return _trap(present, "not (nan < 0) is True", "flint")


# ---- SymPy


@_check("Rational(0.1) is not 1/10")
def _rational() -> str:
    import sympy

    present = sympy.Rational(0.1) != sympy.Rational(1, 10)
    for value in (0.1, sympy.Float("0.1"), True, "1/10"):
        _need(_refuses(lambda v=value: exact(v, "self-test"), StatementError), f"{value!r} counts as exact")  # type: ignore[misc]
    _need(exact(sympy.Rational(1, 10), "self-test") == F(1, 10), "an exact rational is refused")
    _need(_refuses(lambda: Ball.of(0.1), TypeError), "a ball is made from a float")  # type: ignore[arg-type]
    return _trap(present, "Rational(0.1) is a 55-bit fraction", "sympy")


_X = ("real", "x")


def _claim(formula: Any, **values: F) -> Decision:
    given = tuple((name, ("real",)) for name in values)
    statement = ("statement", "lem:selftest", "lemma", "stated", ("sizes",), ("given", *given), ("define",),
                 ("assume",), ("claim", ("claim", formula)))  # fmt: skip
    return Point(statement, Data({}, dict(values))).claimed("claim")


@_check("x/x loses its domain")
def _domain() -> str:
    import sympy

    x = sympy.Symbol("x", real=True)
    present = x / x == 1
    here = _claim(("=", ("/", _X, _X), F(1)), x=F(0))
    there = _claim(("=", ("/", _X, _X), F(1)), x=F(2))
    _need(here.value is False and there.value is True, "x/x = 1 at 0 is not refuted as undefined")
    return _trap(bool(present), "x/x becomes 1", "sympy")


@_check("exp(log(x)) loses its domain")
def _exp_log() -> str:
    import sympy

    x = sympy.Symbol("x", real=True)
    claim = ("=", ("exp", ("log", _X)), _X)
    _need(_claim(claim, x=F(-1)).value is False, "exp(log(-1)) = -1 is not refuted as undefined")
    _need(_claim(claim, x=F(3)).value is True, "exp(log(3)) = 3 is not found")
    return _trap(sympy.exp(sympy.log(x)) == x, "exp(log(x)) becomes x", "sympy")


@_check("simplify and refine as judges (sympy#19407, #30324)")
def _simplify() -> str:
    import sympy

    x = sympy.Symbol("x", real=True)
    present = sympy.simplify(sympy.sqrt(x**2) / sympy.Abs(x)) == 1
    _need(_claim(("<=", ("/", ("sqrt", ("^", _X, 2)), ("abs", _X)), F(1)), x=F(0)).value is False, "0/0 <= 1 holds")
    _need("sympy" not in _imports_of("evaluate"), "a decision reads SymPy")
    return _trap(bool(present), "simplify drops the condition x != 0", "sympy")


@_check("lambdify loses digits (sympy#16464)")
def _lambdify() -> str:
    import sympy

    x = sympy.Symbol("x")
    third = sympy.lambdify(x, x + sympy.Float("0.1", 40), "math")(0)
    _need(_claim(("<", F(1, 10), ("+", _X, F(1, 10) + F(1, 10**60))), x=F(0)).value is True, "digits are lost")
    return _trap(F(third) != F(1, 10), "a Float of 40 digits comes back with 16", "sympy")


@_check("derivatives of Max and Abs")
def _kinks() -> str:
    import sympy

    x = sympy.Symbol("x", real=True)
    found = sympy.diff(sympy.Max(x, 0), x)
    for kink in (("max", F(0), _X), ("abs", _X), ("sqrt", ("^", _X, 2))):
        at_kink = _claim(("=", ("deriv", kink, _X), F(0)), x=F(0))
        _need(at_kink.value is None, f"the derivative of {kink[0]} at its kink is decided")
    _need(_claim(("=", ("deriv", ("abs", _X), _X), F(-1)), x=F(-2)).value is True, "d|x| = -1 at -2 is not found")
    return _trap(found.has(sympy.Heaviside), f"d Max(x, 0) is {found}", "sympy")


@_check("hashes differ from run to run")
def _hashes() -> str:
    code = "import sympy, varproof.lang.core as c; print(hash(sympy.Symbol('x')), c.digest(('+', ('real', 'x'))))"
    rows = []
    for seed in ("1", "2"):
        done = subprocess.run([sys.executable, "-c", code], env={**_environment(), "PYTHONHASHSEED": seed},
                              capture_output=True, text=True, check=True)  # fmt: skip
        rows.append(done.stdout.split())
    _need(rows[0][1] == rows[1][1], "the hash of a statement depends on the run")
    import sympy

    return _trap(rows[0][0] != rows[1][0], f"hash(Symbol('x')) varies ({sympy.__name__})", "sympy")


def _environment() -> dict[str, str]:
    import os

    return dict(os.environ)


# ---- Python, and our own types


@_check("decimal integers beyond 4300 digits")
def _digits() -> str:
    huge = F(10**6000 + 1, 3)
    text = plain(huge)
    _need(isinstance(text, str) and text.startswith("0x") and text.endswith("/3"), "a large number is not in hex")
    _need(int(text.split("/")[0], 16) == huge.numerator, "hex does not round-trip")
    limit = sys.get_int_max_str_digits()
    return f"Python {sys.version.split()[0]}: str(10**6000) {'is refused' if 0 < limit < 6000 else 'is allowed'}"


@_check("a missing answer has no truth value (sage#39319)")
def _bool() -> str:
    _need(_refuses(lambda: bool(Verdict("UNDECIDED", (), "the budget")), TypeError), "a verdict is a bool")
    open_ = _claim(("forall", "y", ("real",), ("<", ("real", "y"), _X)), x=F(0))
    _need(open_.value is None, "a quantifier over reals is decided")
    _need(_refuses(lambda: bool(open_), TypeError), "a decision is a bool")
    return "verdicts, decisions, outcomes and balls raise"


@_check("no evidence, no verdict (alpha-beta-CROWN#83)")
def _evidence() -> str:
    for name in NAMES[:3]:
        _need(_refuses(lambda n=name: Verdict(n), ValueError), f"{name} without evidence")  # type: ignore[misc]
    for name in NAMES[3:]:
        _need(_refuses(lambda n=name: Verdict(n), ValueError), f"{name} without a reason")  # type: ignore[misc]
    return "a verdict without evidence cannot be made"


@_check("equality is decided exactly, not by closeness")
def _equality() -> str:
    close = _claim(("=", ("exp", _X), ("+", ("exp", _X), F(1, 10**400))), x=F(1))
    softmax = ("+", *(("/", ("exp", t), ("+", ("exp", _X), ("exp", F(2)))) for t in (_X, F(2))))
    same = _claim(("=", softmax, F(1)), x=F(1, 3))
    _need(close.value is False, "numbers that differ by 1e-400 are equal")
    _need(same.value is True, "softmax does not sum to 1")
    _need((Number.of(2).sqrt() * Number.of(2).sqrt() - Number.of(2)).sign() == 0, "sqrt(2)^2 is not 2")
    return f"math.exp cannot tell: {math.exp(1) == math.exp(1) + 1e-400}"


@_check("a false counterexample is not confirmed (eran#88)")
def _confirmation() -> str:
    statement = ("statement", "lem:selftest", "lemma", "stated", ("sizes",), ("given", ("x", ("real",))),
                 ("define",), ("assume", ("positive", ("<", F(0), _X))),
                 ("claim", ("grows", ("<", ("+", F(1), _X), ("exp", _X)))))  # fmt: skip
    tiny = F(1, 10**20)
    present = not 1 + float(tiny) < math.exp(float(tiny))
    _need(check(statement, Data({}, {"x": tiny})).refutes is False, "a true claim is refuted")
    _need(check(statement, Data({}, {"x": F(0)})).refutes is False, "a point outside the hypotheses refutes")
    return f"floats refute 1 + x < exp(x) at 1e-20: {present}"


def _functions() -> None:
    from varproof.claims.functions import compared, names

    for name in names():

        @_check(f"{name}(x) in claims: prover, checker and balls agree")
        def _compared(name: str = name) -> str:
            _need(not (found := compared(name)), found)
            return "at two points"


_functions()
