"""Between an object of Python and the claim that is judged nothing changes: identity, assumptions, numbers, order."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given, reject
from hypothesis import strategies as st

import varproof as vp
from varproof import recheck
from varproof.claims.points import holds, sign
from varproof.claims.prove import canonical, judge, prove
from varproof.cli import main
from varproof.lang import claims
from varproof.lang.claims import ClaimError
from varproof.lang.objects import problem

x, y = sympy.symbols("x y")
positive = sympy.Symbol("x", positive=True)
HALF = sympy.Rational(1, 2)


# ---- symbols


@pytest.mark.parametrize("name", "E I S N Q O oo Max Abs beta gamma zeta re lambda".split())
def test_a_symbol_is_not_a_constant_of_its_name(name: str) -> None:
    z = sympy.Symbol(name)
    found = vp.prove(z >= 2, {z: (-1, 1)})
    assert (found.verdict.name, found.counterexample, found.claim) == ("REFUTED", {name: -1}, f"{name} >= 2")
    assert vp.prove(z >= sympy.E, {z: (3, 4)}).claim == f"{name} >= exp(1)"


def test_constants_are_not_variables() -> None:
    assert prove(sympy.pi >= x, {x: (0, 3)}).claim == "pi >= x"
    with pytest.raises(ClaimError, match=r"pi is a word of the language"):
        prove(sympy.pi >= x, {x: (0, 1), "pi": (0, 1)})
    with pytest.raises(ClaimError, match=r"is not in the language"):
        prove(sympy.Le(x, sympy.oo, evaluate=False), {x: (0, 1), "oo": (0, 1)})


@pytest.mark.parametrize(
    ("symbol", "side"),
    [
        (positive, (-1, 1)),
        (positive, (0, 1)),
        (sympy.Symbol("x", nonzero=True), (-1, 1)),
        (sympy.Symbol("x", negative=True), (-1, 0)),
        (sympy.Symbol("x", integer=True), (0, 1)),
        (sympy.Symbol("x", even=True), (2, 3)),
        (sympy.Symbol("x", rational=True), (0, 1)),
        (sympy.Symbol("x", real=False), (0, 1)),
        (sympy.Symbol("x", finite=False), (0, 1)),
        (sympy.Symbol("x", commutative=False), (0, 1)),
        (sympy.Symbol("x", prime=False), (2, 3)),
    ],
)
def test_assumptions_that_the_box_does_not_imply_are_refused(symbol: Any, side: Any) -> None:
    """sqrt(x^2) of a positive x has become x before anything is read here."""
    about = sympy.Le(symbol, 7, evaluate=False)
    for claim in (about, sympy.Le(y, 7), "x <= 7"):
        with pytest.raises(ClaimError, match=r"box x: the symbol is assumed"):
            prove(claim, {symbol: side, y: (0, 1)})
    with pytest.raises(ClaimError, match=r"box x: the symbol is assumed"):
        prove(about, {"x": side})
    with pytest.raises(ClaimError, match=r"box x: the symbol is assumed"):
        prove("x <= 7", {"x": side}, [about])


@pytest.mark.parametrize(
    ("assumed", "side"),
    [({}, (-1, 1)), ({"real": True}, (-1, 1)), ({"positive": True}, ("1/9", 1)), ({"nonnegative": True}, (0, 1)),
     ({"negative": True}, (-2, -1)), ({"nonpositive": True}, (-2, 0)), ({"nonzero": True}, (1, 2)),
     ({"zero": True}, (0, 0)), ({"finite": True}, (0, 1)), ({"complex": True}, (0, 1))],
)  # fmt: skip
def test_assumptions_that_the_box_implies_are_welcome(assumed: dict[str, bool], side: Any) -> None:
    symbol = sympy.Symbol("x", **assumed)
    assert prove(sympy.Le(symbol, 7, evaluate=False), {symbol: side}).verdict.name == "PROVED"


@pytest.mark.parametrize(
    ("claim", "box", "assume"),
    [
        (x <= 1, {positive: (1, 2)}, []),
        (x + positive <= 1, {"x": (1, 2)}, []),
        (x <= 1, {x: (1, 2)}, [positive >= 1]),
        (sympy.Dummy("x") <= 1, {x: (1, 2)}, []),
        (sympy.Dummy("x") <= sympy.Dummy("x"), {"x": (1, 2)}, []),
    ],
)
def test_two_symbols_of_one_name_are_refused(claim: Any, box: Any, assume: Any) -> None:
    with pytest.raises(ClaimError, match=r"two different symbols are called x"):
        prove(claim, box, assume)


@pytest.mark.parametrize("name", ["x >= 0 and y", "x=0:1", "x_{1}", "\u2200", "exp", "and", "", "1", "x y"])
def test_a_name_that_is_no_name_is_refused(name: str) -> None:
    z = sympy.Symbol(name or "x y")
    with pytest.raises(ClaimError, match=r"is no name|is a word"):
        prove(z <= 1, {z: (0, 1)})
    with pytest.raises(ClaimError, match=r"is no name|is a word"):
        prove("1 <= 2", {name: (0, 1)})


# ---- numbers


def test_floats_of_claims_are_refused() -> None:
    """SymPy shows and rounds them at 15 digits: 0.1 is more than 1/10."""
    for claim in (x >= sympy.Float(0.1), x >= 0.1, x >= sympy.Float("0.1", 40), x**0.5 >= 0, sympy.exp(2.0 * x) > 0):
        with pytest.raises(ClaimError, match=r"not exact|a whole number, or half"):
            prove(claim, {x: (0, 1)})


TENTH = Fraction(0.1)


@pytest.mark.parametrize(
    ("end", "exact"),
    [(0.1, TENTH), (np.float64(0.1), TENTH), (np.float32(0.1), Fraction(13421773, 134217728)), ("0.1", Fraction(1, 10)),
     (Decimal("0.1"), Fraction(1, 10)), (Fraction(1, 10), Fraction(1, 10)), (sympy.Rational(1, 10), Fraction(1, 10)),
     (np.int64(1), Fraction(1)), (1, Fraction(1)), (sympy.Integer(1), Fraction(1))],
)  # fmt: skip
def test_an_end_is_exact(end: Any, exact: Fraction) -> None:
    assert problem("x <= 1", {"x": (0, end)}, [])[1] == {"x": (0, exact)}


@pytest.mark.parametrize(
    "ends",
    [8, "08", (1,), (1, 2, 3), (0, None), (0, True), (0, sympy.Float(1)), (0, sympy.pi), (0, float("inf")),
     (0, float("nan")), (0, "1:2"), (0, sympy.oo), (0, 1j), (0, np.array([1])), (1, 0), (0, 10**101)],
)  # fmt: skip
def test_ends_that_are_none(ends: Any) -> None:
    with pytest.raises(ClaimError, match=r"^box x"):
        prove("x <= 1", {"x": ends})


@pytest.mark.parametrize("claim", [True, sympy.true, sympy.false, x, x + 1, sympy.Not(sympy.Eq(x, 1) & (x > 0)),
                                   (x > 0) | (x < 1), None, 3, [x <= 1], sympy.zeta(x) <= 1,
                                   sympy.I * x <= 1, sympy.Function("f")(x) <= 1])  # fmt: skip
def test_what_is_no_claim(claim: Any) -> None:
    with pytest.raises((ClaimError, TypeError)) as found:
        prove(claim, {x: (0, 1)})
    assert isinstance(found.value, ClaimError), found.value


# ---- expressions

LEAVES = st.sampled_from([x, y, sympy.Integer(2), sympy.Integer(-3), sympy.Rational(-2, 3), sympy.Integer(0), sympy.E])
UNARY = [sympy.exp, sympy.Abs, sympy.sin, sympy.tanh, lambda e: e**2, lambda e: 1 / (e**2 + 1), lambda e: -e,
         lambda e: sympy.Pow(e, 3, evaluate=False), lambda e: sympy.sqrt(e**2 + 1), lambda e: (e**2 + 2) ** -HALF,
         lambda e: (e**2 + 1) ** sympy.Rational(3, 2)]  # fmt: skip
BINARY = [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, sympy.Max, sympy.Min,
          lambda a, b: sympy.Add(a, b, evaluate=False), lambda a, b: sympy.Mul(a, b, evaluate=False),
          lambda a, b: sympy.Add(a, sympy.Mul(-1, b, evaluate=False), evaluate=False)]  # fmt: skip


def built(function: Any, *terms: Any) -> Any:
    """The term that SymPy makes of terms; not one at which SymPy itself divides by zero: unevaluated sums of zeros."""
    try:
        return function(*terms)
    except ZeroDivisionError:
        reject()


TERMS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(built, st.sampled_from(UNARY), inner) | st.builds(built, st.sampled_from(BINARY), inner, inner)
    ),
    max_leaves=6,
)


@given(TERMS, st.fractions(-2, 2, max_denominator=4), st.fractions(-2, 2, max_denominator=4))
def test_a_term_keeps_its_value(term: Any, a: Fraction, b: Fraction) -> None:
    """The text that is judged, evaluated in balls by our code, against SymPy's own value."""
    try:
        text, _, _ = problem(sympy.Ge(x * y, term, evaluate=False), {x: (-2, 2), y: (-2, 2)}, [])
    except ClaimError as error:
        assert "exponent" in str(error) or "not in the language" in str(error)  # such as E**(1/3)
        return
    ((_, _, read),) = claims.parse(text)
    value = term.subs({x: sympy.Rational(a), y: sympy.Rational(b)}).evalf(30)
    middle = Fraction(str(sympy.Float(value, 30)))
    # SymPy's thirty digits are relative: exp(exp(exp(2))) has seven hundred.
    width = Fraction(1, 10**12) * max(1, abs(middle))
    for shift, wanted in ((width, 1), (-width, -1)):
        bound = middle - shift
        assert sign(("-", read, ("const", bound)), {"x": a, "y": b}) == wanted, text


def test_relations_and_conjunctions_keep_their_sense() -> None:
    box = {"x": Fraction(1), "y": Fraction(2)}
    for claim, true in ((x < y, True), (x > y, False), (sympy.Ge(y, x), True), (sympy.Eq(x, y), False),
                        (sympy.Ne(x, y), True), ((x < y) & (y < 3), True), ((x < y) & (y < 2), False)):  # fmt: skip
        text, _, given = problem(claim, {x: (0, 3), y: (0, 3)}, [claim])
        assert holds(claims.parse(text), box) is true and given == [text]


def test_the_judged_claim_is_shown() -> None:
    found = prove(sympy.exp(x) >= 1 + x, {x: (0, 0.5)}, [x >= 0])
    shown = found._repr_mimebundle_()["text/plain"]
    assert shown == repr(found) and shown.splitlines()[1] == "exp(x) ≥ 1 + x, if x ≥ 0, for x ∈ [0, 1/2]"
    assert found.data()["assume"] == ["x >= 0"]


# ---- order, and what is written


CASES = [
    ("p/abs(x) <= 1", ["x=-10:10", "p=3.14159:3.1416"], ["abs(x) >= p"]),
    ("b*exp(-a) <= 2", ["b=0:2", "a=0:1"], []),
    ("z + 2*a*b <= 4", ["z=-1:1", "b=0:1", "a=0:1"], ["z <= a"]),
    ("y*y < x", ["y=0:1", "x=0:1"], []),
    ("y**2 > 1/4*x", ["y=1/2:1", "x=0:1"], []),
]


@pytest.mark.parametrize(("claim", "sides", "assume"), CASES)
def test_sides_in_any_order(claim: str, sides: list[str], assume: list[str], tmp_path: Path) -> None:
    """What is printed is what `check` says of the file: an object of JSON has no order."""
    found = [judge(claim, claims.box(order), assume) for order in (sides, sides[::-1])]
    assert found[0] == found[1] and found[0].verdict.name in ("PROVED", "REFUTED")
    certificate: Any = found[0].certificate
    turned = {**certificate, "box": dict(reversed(certificate["box"].items()))}
    for form in (certificate, turned, json.loads(canonical(certificate))):
        report = recheck.check(form)
        assert (report.ok, report.verdict) == (True, found[0].verdict.name), report.message
    path, words = tmp_path / "c.json", [word for side in sides for word in ("--box", side)]
    words += [word for h in assume for word in ("--assume", h)]
    main(["prove", claim, *words, "--certificate", str(path)])
    assert main(["check", str(path)]) == 0


# ---- what a line says


def line(capsys: pytest.CaptureFixture[str], certificate: Any, folder: Path) -> tuple[str, dict[str, Any]]:
    path = folder / "c.json"
    path.write_text(canonical(certificate))
    assert main(["check", str(path)]) == 0
    said = capsys.readouterr().out.splitlines()[0].removeprefix(f"{path}: ")
    assert main(["check", str(path), "--json"]) == 0
    return said, json.loads(capsys.readouterr().out)["certificates"][0]["problem"]


@pytest.mark.parametrize(
    ("claim", "assume", "says", "vacuous"),
    [
        ("x >= 0", [], "PROVED x >= 0: over x in [0, 1]", False),
        ("x >= 2", ["x > 5"], "PROVED x >= 2: over x in [0, 1]; given x > 5; no point satisfies the hypotheses, so this"
         " says nothing", True),
        ("x >= 1/2", ["x >= 1/2"], "PROVED x >= 1/2: over x in [0, 1]; given x >= 1/2; the hypotheses hold at x = 1",
         False),
        ("x >= 0", ["x**2 == 1/3"], "PROVED x >= 0: over x in [0, 1]; given x**2 == 1/3; whether any point satisfies"
         " the hypotheses is not shown", None),
        ("x < 1/2", ["x > 0"], "REFUTED x < 1/2: over x in [0, 1]; given x > 0; fails at x = 1", False),
    ],
)  # fmt: skip
def test_the_line_carries_the_problem(
    claim: str, assume: list[str], says: str, vacuous: bool | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = prove(claim, {"x": (0, 1)}, assume)
    said, problem = line(capsys, found.certificate, tmp_path)
    assert said == says
    assert (problem["claim"], problem["box"], problem["assume"]) == (claim, {"x": ["0", "1"]}, assume)
    assert problem["vacuous"] is vacuous


def test_a_point_that_satisfies_the_hypotheses_is_checked() -> None:
    good: Any = prove("x >= 1/2", {"x": (0, 1)}, ["x >= 1/2"]).certificate
    assert recheck.check(good).ok
    for point in ({"x": "1/3"}, {"x": "2"}, {}, {"y": "1"}, {"x": 1}, {"x": "log(2)/0"}, "x", None):
        assert not recheck.check({**good, "satisfied": point}).ok
    nothing: Any = prove("x >= 2", {"x": (0, 1)}, ["x > 5"]).certificate
    assert not recheck.check({**nothing, "satisfied": {"x": "1"}}).ok
    refuted: Any = prove("x < 1", {"x": (0, 1)}).certificate
    assert not recheck.check({**refuted, "satisfied": {"x": "1"}}).ok


def test_a_box_that_is_no_box_and_one_hypothesis_as_a_text() -> None:
    wrong: Any = 3
    with pytest.raises(ClaimError, match="box: a text or sides by name are expected"):
        vp.prove("x >= 0", wrong)
    assert problem("x >= 1/2", "x in [0, 1]", "x >= 1/2")[2] == ["x >= 1/2"]
