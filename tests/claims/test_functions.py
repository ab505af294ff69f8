"""The functions of the claim language: both enclosures against mpmath, derivatives, claims that need them."""

from __future__ import annotations

import hashlib
import json
import math
import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import mpmath
import pytest

from tests.cases.blind import CLAIMS, FIRST, LISTS, WANTED, judged
from varproof import recheck
from varproof.arith import intervals, special
from varproof.claims.prove import Proof, judge
from varproof.lang import typed
from varproof.lang.expressions import Graph
from varproof.lang.functions import DERIVED, POLY
from varproof.recheck.box import functions as checked
from varproof.recheck.box.enclose import Open, derive
from varproof.recheck.reading import Rejected

mpmath.mp.dps = 60
REFERENCE: dict[str, Any] = {
    "atan": mpmath.atan, "asinh": mpmath.asinh, "cbrt": lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)),
    "erf": mpmath.erf, "erfc": mpmath.erfc, "lgamma": mpmath.loggamma, "floor": mpmath.floor, "sign": mpmath.sign,
    **{name: lambda x, m=m: mpmath.polygamma(m, x) for m, name in enumerate(POLY)},
}  # fmt: skip
EXTREME = [5e-324, 1e-300, 2.0**-1022, 1e-20, 0.25, 0.49999999999999994, 1.0, 1.4616321449683622, 1.4616321449683625,
           2.0, 2.0000000000000004, 9.9, 26.5, 27.3, 1e9, 1e18, 1e300, 1.7976931348623157e308]  # fmt: skip


def arguments(head: str) -> list[float]:
    rng = random.Random(head)
    found = [*EXTREME, *(rng.uniform(0, 4) for _ in range(15)), *(10.0 ** rng.uniform(-12, 12) for _ in range(15))]
    return found if special.TABLE[head].domain else [*found, 0.0, *(-x for x in found)]


def value(head: str, x: float) -> Any:
    if head == "erfc" and x > 1e9:
        return mpmath.mpf(0)
    if head in POLY and x < 1e-100:  # all but the first term are far below the others
        m = POLY.index(head)
        return math.factorial(m) * (-1) ** (m + 1) / mpmath.mpf(x) ** (m + 1)
    return REFERENCE[head](mpmath.mpf(x))


def test_both_tables_have_the_same_functions() -> None:
    assert special.TABLE.keys() == REFERENCE.keys() == {*checked.TABLE, *checked.JUMPS}
    for head, f in special.TABLE.items():
        other = checked.TABLE.get(head)
        assert other is None or (f.domain, f.odd, f.way) == (other.domain, other.odd, other.way)


@pytest.mark.parametrize("head", REFERENCE)
def test_enclosures_contain_the_value(head: str) -> None:
    for x in arguments(head):
        exact = value(head, x)
        room = abs(exact) * mpmath.mpf(10) ** -50
        low, high, bad = intervals.FUNCTIONS[head]((x, x, False))
        assert not bad and mpmath.mpf(low) <= exact + room and exact - room <= mpmath.mpf(high), x
        # relatively narrow but near the zeros of lgamma and digamma, and where float64 ends
        if 1e-290 < abs(exact) < 1e290 and not (special.TABLE[head].domain and 0.9 < x < 2.1):
            assert high - low <= 1e-15 * abs(float(exact)), x
        down, up = checked.enclose(head, Decimal(x), Decimal(x), 34)
        assert mpmath.mpf(str(down)) <= exact + room and exact - room <= mpmath.mpf(str(up)), x


@pytest.mark.parametrize("head", REFERENCE)
def test_enclosures_of_intervals(head: str) -> None:
    """All values of numbers between the ends, and not much more."""
    rng, xs = random.Random(head), [x for x in arguments(head) if 1e-3 < abs(x) < 50]
    for _ in range(12):
        x, y = sorted(rng.sample(xs, 2))
        low, high, bad = intervals.FUNCTIONS[head]((x, y, False))
        down, up = checked.enclose(head, Decimal(x), Decimal(y), 34)
        inner = [value(head, x + (y - x) * t) for t in (0, 0.1, 0.5, 0.77, 1)]
        room = max(map(abs, inner)) * mpmath.mpf(10) ** -15
        assert not bad and low <= min(inner) + room and max(inner) - room <= high
        assert mpmath.mpf(str(down)) <= min(inner) + room and max(inner) - room <= mpmath.mpf(str(up))
        assert high <= max(inner) + 1000 * room + (head == "floor")


@pytest.mark.parametrize("head", [head for head, f in special.TABLE.items() if f.domain])
def test_domains(head: str) -> None:
    assert intervals.FUNCTIONS[head]((-2.0, 0.0, False))[2] and intervals.FUNCTIONS[head]((0.0, 1.0, False))[2]
    from varproof.recheck.box.enclose import Enclose

    e = Enclose({"x": (Fraction(0), Fraction(1))})
    e.value((head, ("var", "x")))
    assert not e.sure
    with pytest.raises(Open):
        Enclose({"x": (Fraction(-1), Fraction(0))}).value((head, ("var", "x")))


@pytest.mark.parametrize("head", [head for head in special.TABLE if head != POLY[-1]])
def test_derivatives(head: str) -> None:
    graph = Graph(["x"])
    x = graph.of(("var", "x"))
    slope = graph.derivative(graph.op(head, x), 0)
    if special.TABLE[head].jumps:
        assert intervals.evaluate(graph.ops, [(0.5, 0.6, False)])[slope][2]
        with pytest.raises(Rejected):
            derive((head, ("var", "x")), "x")
        return
    from varproof.recheck.box.enclose import Enclose

    own = derive((head, ("var", "x")), "x")
    for at in (0.3, 1.0, 2.75):
        exact = mpmath.diff(REFERENCE[head], at)
        low, high, bad = intervals.evaluate(graph.ops, [(at, at, False)])[slope]
        assert not bad and abs(low - exact) < 1e-12 * abs(exact) and abs(high - exact) < 1e-12 * abs(exact)
        down, _ = Enclose({"x": (Fraction(at), Fraction(at))}).value(own)
        assert abs(mpmath.mpf(str(down)) - exact) < abs(exact) * 1e-12


def test_the_minimum_of_lgamma() -> None:
    low, high = (mpmath.mpf(str(end)) for end in checked.LEAST)
    assert mpmath.digamma(low) < 0 < mpmath.digamma(high)
    assert mpmath.mpf(str(checked.BOTTOM)) < mpmath.loggamma(low) < mpmath.mpf(str(checked.BOTTOM)) + 1e-15
    assert special._BOTTOM < mpmath.loggamma(low)
    first = [Fraction(1, 6), Fraction(-1, 30), Fraction(1, 42), Fraction(-1, 30), Fraction(5, 66), Fraction(-691, 2730)]
    assert [checked.bernoulli(n) for n in range(2, 13, 2)] == first


# ---- claims


def proof(claim: str, box: str, assume: str = "") -> Proof:
    said = typed.problem(claim, [s for s in box.split(" ") if s], [h for h in assume.split(";") if h])
    found = judge(said.claim, said.sides, said.given)
    if found.certificate is not None:
        assert recheck.check_text(json.dumps(found.certificate)).ok
    return found


TRUE = [
    ("sin(pi/6) == 1/2", ""), ("sin(pi/10) == (sqrt(5)-1)/4", ""), ("cos(pi/4) == sin(3*pi/4)", ""),
    ("pi > 3.14159265358979", ""), ("tan(pi/3) == sqrt(3)", ""), ("cos(x + pi) == -cos(x)", "x=0:3"),
    ("cbrt(54) == 3*cbrt(2)", ""), ("cbrt(x**3) == x", "x=-1:1"), ("cbrt(x) + cbrt(2-x) <= 2", "x=0:2"),
    ("atan(x) <= x", "x=0:30"), ("asin(x) + acos(x) == pi/2", "x=-1:1"), ("asin(x) >= x + x^3/6", "x=0:1"),
    ("exp(x) < 1/(1-x)", "x=-5:0.999", "x != 0"), ("acos(x) <= pi/2 - x", "x=0:1"), ("tan(x) >= x + x^3/3", "x=0:1.5"),
    ("asinh(x) <= x", "x=0:10"),
    ("cosh(x)^2 - sinh(x)^2 == 1", "x=-5:5"), ("acosh(x) <= x - 1 + 0.5", "x=1:9"), ("atanh(x) >= x", "x=0:0.9"),
    ("erf(x) <= 2*x/sqrt(pi)", "x=0:10"), ("erfc(x) <= exp(-x^2)", "x=0:10"), ("erf(x) + erfc(x) == 1", "x=-9:9"),
    ("gamma(x+1) == x*gamma(x)", "x=0.1:10"), ("gamma(x) >= 0.8856", "x=0.1:6"), ("gamma(5) == 24", ""),
    ("gamma(1/2) == sqrt(pi)", ""), ("digamma(x) <= log(x)", "x=0.1:100"), ("trigamma(x) > 1/x", "x=0.1:50"),
    ("floor(x) + floor(x + 1/2) == floor(2*x)", "x=-3:3"), ("floor(x+y) >= floor(x) + floor(y)", "x=-2:2 y=-2:2"),
    ("x <= ceil(x) < x + 1", "x=-4:4"), ("sign(x)*abs(x) == x", "x=-4:4"),
    ("sign(x*y) == sign(x)*sign(y)", "x=-4:4 y=-4:4"),
    ("2^n >= n + 1", "n=0:20", "integer(n)"), ("n^2 + n + 41 != 151.5", "n=0:30", "integer(n)"),
    ("x^(1/3) <= (x + 2)/3", "x=0:8"), ("sum(i=1..4, x^i) >= 4*x^2.5", "x=0.1:3"),
    ("x > 2 implies x^2 > 4", "x=-10:10"), ("x^2 >= 4 or abs(x) < 2", "x=-10:10"), ("not (x^2 < 0)", "x=-5:5"),
    ("x/(1+x^2) <= 1/2", "x=-oo:oo"), ("1/x^2 + x^2 >= 2", "x=0:oo", "x > 0"),
    ("exp(x) >= 1 + x", "x=-oo:oo"), ("x*exp(-x) <= 1/e", "x=0:oo"), ("x^3 <= 8", "x=-oo:2"),
    ("log(1+x) <= x", "x=0:oo"),
]  # fmt: skip
FALSE = [
    ("cos(pi/3) != 1/2", ""), ("cbrt(x) + cbrt(2-x) <= 1.99", "x=0:2"), ("erf(x) > 0", "x=0:1"),
    ("lgamma(x) >= 0", "x=1:3"), ("tan(x) >= x", "x=0:2"), ("n^2 + n + 41 != 151", "n=0:30", "integer(n)"),
    ("gamma(x) >= 0.8857", "x=0.1:6"), ("lgamma(x) >= -1", "x=-1:3"), ("floor(x) >= x - 1/2", "x=-7:7"),
    ("floor(x) + floor(x + 0.4) == floor(2*x)", "x=-3:3"), ("sign(x)*sign(y) == sign(x+y)", "x=-4:4 y=-4:4"),
    ("2^n > n^2", "n=0:20", "integer(n)"), ("x^2 > 4 implies x > 2", "x=-10:10"),
    ("a*b > 0 implies a > 0 and b > 0", "a=-2:2 b=-2:2"), ("x < 1 or x > 1", "x=0:2"), ("x^(1/3) >= x", "x=-1:1"),
    ("atan(x) <= 1.5", "x=-oo:oo"), ("sin(x) < 1", "x=0..pi/2"),
]  # fmt: skip

WHOLE_TRUE = [
    ("0**n == 0", "n=1:5"), ("0**0 == 1", "n=0:1"), ("x**n >= 0", "x=0:1 n=0:5"), ("x**n <= 1", "x=0:1 n=0:5"),
    ("(-1)**n == cos(pi*n)", "n=0:6"), ("(-1)**(2*n) == 1", "n=0:10"), ("(-2)**n <= 2**n", "n=0:10"),
    ("(1+x)**n >= 1 + n*x", "x=-1:3 n=0:8"), ("x**(2*n) >= 0", "x=-2:2 n=0:3"), ("x**(n-2) != 0", "x=1:2 n=0:4"),
    ("1 - (1-p)**n <= n*p", "p=0:1 n=1:7"), ("(1 - 1/n)**n <= exp(-1)", "n=1:30"), ("n*(n-1) >= 0", "n=-20:20"),
    ("n**2 >= n", "n=-10:10"), ("floor(sqrt(n))**2 <= n", "n=0:40"), ("n**3 - n >= 0", "n=0:100"),
    ("sum(k=1..n, k) == n*(n+1)/2", "n=1:10"), ("sum(k=1..n, 1/sqrt(k)) <= 2*sqrt(n)", "n=1:12"),
    ("sum(k=0..n, x**k) == (1-x**(n+1))/(1-x)", "x=-2:0.5 n=0:3"), ("prod(k=1..n, k) == gamma(n+1)", "n=1:4"),
]  # fmt: skip
WHOLE_FALSE = [
    ("0**n == 0", "n=0:5"), ("(-1)**n >= 0", "n=0:10"), ("x**n >= 0", "x=-2:2 n=0:3"), ("n**n >= 1", "n=-1:3"),
    ("(1+x)**n >= 1 + n*x", "x=-4:3 n=1:6"), ("1 - (1-p)**n <= 0.99*n*p", "p=0:1 n=1:20"),
    ("x**(n-2) > 0", "x=0:1 n=0:4"), ("sum(k=1..n, k) <= n*(n+1)/2 - 1/100", "n=1:10"), ("n**2 > n", "n=-10:10"),
    ("sum(k=2..n, k) >= 1", "n=1:5"), ("n != 3", "n=-10:10"),
]  # fmt: skip
EDGE_TRUE = [("x^0.3 >= 0", "x=0:1"), ("x^0.3 <= 1 + x", "x=0:5"), ("0**y == 0", "y=1:2"), ("x^y <= 1", "x=0:1 y=1:2")]
EDGE_TRUE += [("x**n <= 1", "x=-1:1 n=1:3", "integer(n);x != 0"), ("x^0.3 > 0", "x=0:1", "x != 0")]
EDGE_TRUE += [("x <= 1 or x**2 > x", "x=-2:3"), ("x <= x**2 or x < 1", "x=-5:5")]  # < and <= meet
EDGE_TRUE += [("implies(x > 2, x**2 > 4)", "x=-3:3"), ("erf(x)^2 <= 1 - exp(-4*x^2/pi)", "x=-1:1")]
EDGE_FALSE = [("x <= 1 or x**2 > 1.01*x", "x=-2:3"), ("implies(x*y >= 1, x + y >= 2)", "x=-3:3 y=-3:3")]
EDGE_TRUE += [("abs(h*floor(x/h+0.5)-x) <= h/2", "x=-1:1 h=0.4:1")]  # a case says what a quotient is between
EDGE_FALSE += [("abs(h*floor(x/h+0.5)-x) <= 0.49*h", "x=-1:1 h=0.4:1")]
EDGE_FALSE += [("x^0.3 > 0", "x=0:1"), ("x^0.3 >= 0", "x=-1:1"), ("x^y <= 1", "x=0:1 y=0:1"), ("x^-0.3 > 0", "x=0:1")]


@pytest.mark.parametrize("case", WHOLE_TRUE, ids=lambda case: case[0])
def test_whole_numbers_true(case: tuple[str, ...]) -> None:
    assert proof(*case, "integer(n)").verdict.name == "PROVED"


@pytest.mark.parametrize("case", WHOLE_FALSE, ids=lambda case: case[0])
def test_whole_numbers_false(case: tuple[str, ...]) -> None:
    assert proof(*case, "integer(n)").verdict.name == "REFUTED"


@pytest.mark.parametrize("case", EDGE_TRUE, ids=lambda case: case[0])
def test_powers_of_0_true(case: tuple[str, ...]) -> None:
    assert proof(*case).verdict.name == "PROVED"


@pytest.mark.parametrize("case", EDGE_FALSE, ids=lambda case: case[0])
def test_powers_of_0_false(case: tuple[str, ...]) -> None:
    assert proof(*case).verdict.name == "REFUTED"


@pytest.mark.parametrize("case", TRUE, ids=lambda case: case[0])
def test_true(case: tuple[str, ...]) -> None:
    assert proof(*case).verdict.name == "PROVED"


@pytest.mark.parametrize("case", FALSE, ids=lambda case: case[0])
def test_false(case: tuple[str, ...]) -> None:
    assert proof(*case).verdict.name == "REFUTED"


@pytest.mark.parametrize(
    ("claim", "side", "tree"),
    [
        ("floor(x) <= x - 1/2", ["0", "2"], "jfloor:0:0:x n"),  # it may be 1 or 2
        ("floor(x) <= x", ["0", "2"], "jfloor:0:2:x n n"),  # a case is missing
        ("floor(x) >= 0", ["-1", "1"], "d0+ n n"),  # no derivative
        ("-floor(x) >= 0", ["0", "1"], "d0- i:1= n"),
        ("sign(x) >= -1/2", ["-1", "1"], "f0+ n"),
        ("sign(x) >= 0", ["-1", "1"], "jsign:x n n"),
        ("atan(x) >= 0", ["-1", "1"], "n"),
        ("x - 2*sqrt(x) >= -1/2", ["0", "1"], "b0- n p"),  # it decreases
        ("lgamma(x) >= 0", ["1", "2"], "m"),
        ("cbrt(x) >= x", ["-1", "0"], "u:cbrt:x:x n"),
        ("erf(x) >= erf(2*x)", ["0", "1"], "u:erf:x:2*x n"),
        ("erfc(x) >= erfc(2*x)", ["0", "1"], "u:erfc:x:2*x n"),  # not increasing
    ],
)
def test_trees_that_do_not_prove(claim: str, side: list[str], tree: str) -> None:
    problem = {"claim": claim, "box": {"x": side}, "assume": []}
    digest = hashlib.sha256(json.dumps(problem, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    for front in ("", "n ", "n n "):  # conditions of the domain come first
        trees = [*front.split(), tree]
        whole = {**problem, "schema": 1, "kind": "box", "hash": digest, "verdict": "PROVED", "proofs": trees}
        assert not recheck.check_text(json.dumps(whole)).ok


FAST = [row for name in LISTS for row, first in zip(CLAIMS[name], FIRST[name], strict=True) if first[0] == "right"][
    ::12
]


@pytest.mark.parametrize("row", FAST, ids=lambda row: row[1])
def test_some_of_the_blind_lists(row: tuple[str, ...]) -> None:
    wanted, claim, box, assume, _ = row
    assert judged(claim, box, assume).verdict.name == WANTED[wanted]


@pytest.mark.parametrize(
    ("name", "counts"), [("blind", (168, 9, 1)), ("blind-second", (273, 34, 0)), ("blind-third", (138, 62, 0))]
)
def test_the_first_run_of_a_blind_list(name: str, counts: tuple[int, int, int]) -> None:
    """All of the list, in order, and what became of it."""
    assert [row[1] for row in CLAIMS[name]] == [row[2] for row in FIRST[name]] and len(FIRST[name]) >= 150
    answers = [row[0] for row in FIRST[name]]
    assert (answers.count("right"), answers.count("open"), answers.count("wrong")) == counts


@pytest.mark.parametrize("name", DERIVED)
def test_derived_functions(name: str) -> None:
    """Their terms have the values that they should have."""
    other = {"log2": lambda x: mpmath.log(x, 2), "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x))}
    said = typed.problem(f"{name}(x) >= y", ["x=0:1", "y=0:1"], []).claim.partition(">=")[0]
    from varproof.lang import claims

    graph = Graph(["x"])
    node = graph.of(claims.term(said, "term"))
    at = 1.25 if name == "acosh" else 0.75
    low, high, bad = intervals.evaluate(graph.ops, [(at, at, False)])[node]
    exact = other.get(name, getattr(mpmath, name, None))(at)
    assert not bad and low <= exact <= high and high - low < 1e-13


def test_the_guide_has_the_table_of_the_code() -> None:
    from varproof.claims.functions import names, table
    from varproof.commands.docs import SOURCES

    assert table() in (SOURCES / "claims.md").read_text(encoding="utf-8")
    assert {*special.TABLE} - {*POLY[2:]} <= {*names()} and {*DERIVED} <= {*names()}
