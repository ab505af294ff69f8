"""Properties of the arithmetics, the programs, the prover and the readers, on generated input.

Each property is a function of what it is about, so that a wrong variant of that can be put in its place: a test beside
it shows that the property fails there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

import varproof as vp
from varproof import recheck
from varproof.arith import intervals
from varproof.arith.balls import Ball, precision
from varproof.arith.batches import Batch
from varproof.arith.exact import Inexact, Number
from varproof.arith.intervals import Interval
from varproof.decide import boxes, points
from varproof.decide.verdict import Verdict
from varproof.lang import claims, core
from varproof.lang.claims import Term
from varproof.lang.evaluate import Evaluation
from varproof.lang.expressions import Graph
from varproof.lang.program import Program
from varproof.lang.signs import NEGATIVE, POSITIVE, ZERO
from varproof.recheck import claims as claims_again
from varproof.recheck import enclose

VARIABLES = ("x", "y")
ELEMENTARY = ("exp", "log", "sqrt", "tanh", "sin", "cos")


def run(check: Callable[..., None], inputs: tuple[st.SearchStrategy[Any], ...], examples: int, **options: Any) -> None:
    options |= {"max_examples": examples, "deadline": None, "derandomize": True, "database": None}
    settings(**options)(given(st.tuples(*inputs))(lambda values: check(*values)))()


def holds(check: Callable[..., None], *inputs: st.SearchStrategy[Any], examples: int = 60) -> None:
    run(check, inputs, examples)


def fails(check: Callable[..., None], *inputs: st.SearchStrategy[Any]) -> None:
    """The property is violated by some input; the first will do."""
    with pytest.raises(AssertionError):
        run(check, inputs, 2000, report_multiple_bugs=False, phases=(Phase.generate,))


# ---- terms, and a plain walk over them

decimals = st.builds(lambda n, k: Fraction(n, 10**k), st.integers(0, 300), st.integers(0, 2))
coordinates = st.builds(Fraction, st.integers(-12, 12), st.sampled_from([1, 2, 3, 8]))
floats = st.floats(-3, 3).map(lambda x: round(x, 2)) | st.floats(-3, 3)


def terms(functions: tuple[str, ...], size: int = 8) -> st.SearchStrategy[Term]:
    leaves = decimals.map(lambda q: ("const", q)) | st.sampled_from(VARIABLES).map(lambda x: ("var", x))

    def more(t: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
        return st.one_of(
            st.tuples(st.sampled_from(["+", "-", "*", "/", "max", "min"]), t, t),
            st.tuples(st.sampled_from(["neg", "abs", *functions]), t),
            st.tuples(st.just("^"), t, st.integers(0, 3)),
        )

    return st.recursive(leaves, more, max_leaves=size)


rational_terms, all_terms = terms(()), terms(ELEMENTARY)


def walk(t: Term, at: dict[str, Fraction]) -> Fraction:
    """The value, from the definition; ZeroDivisionError where there is none."""
    if t[0] == "const":
        return t[1]
    if t[0] == "var":
        return at[t[1]]
    a = walk(t[1], at)
    if t[0] in ("neg", "abs", "^"):
        return -a if t[0] == "neg" else abs(a) if t[0] == "abs" else a ** t[2]
    b = walk(t[2], at)
    if t[0] == "/":
        return a / b
    return {"+": a + b, "-": a - b, "*": a * b, "max": max(a, b), "min": min(a, b)}[t[0]]


def value(t: Term, at: dict[str, Fraction]) -> Fraction | None:
    try:
        return walk(t, at)
    except ZeroDivisionError:
        return None


def place(x: Any, y: Any) -> dict[str, Fraction]:
    return {"x": Fraction(x), "y": Fraction(y)}


# ---- containment


def exact_in_balls(t: Term, x: Fraction, y: Fraction, ball: Callable[..., Ball] = points._ball) -> None:
    """A number that exact arithmetic knows lies between the bounds of the ball; a rational is the one of the walk."""
    at = place(x, y)
    assume(points.defined(t, at))
    try:
        number = points._exact(t, at)
    except Inexact:
        assume(False)
    with precision(64):
        found = ball(t, at)
        assume(found.is_finite())
        low, high = found.bounds()
    rational = number.rational()
    if rational is not None:
        assert low <= rational <= high
    assert (number - Number.of(low)).sign() != -1 and (Number.of(high) - number).sign() != -1
    if not any(head in str(t) for head in ELEMENTARY):
        assert walk(t, at) == rational


def off_by_a_little(t: Term, at: dict[str, Fraction]) -> Ball:
    return points._ball(t, at) + Fraction(1, 10**12)


def test_exact_numbers_lie_in_balls() -> None:
    holds(exact_in_balls, rational_terms, coordinates, coordinates)
    holds(exact_in_balls, terms(("exp", "log", "sqrt"), 5), coordinates, coordinates)


def test_a_ball_beside_its_number_is_seen() -> None:
    fails(lambda t, x, y: exact_in_balls(t, x, y, off_by_a_little), rational_terms, coordinates, coordinates)


def sides(*ends: tuple[float, float]) -> list[Interval]:
    return [(min(e), max(e), False) for e in ends]


def contains(found: Interval, low: Fraction, high: Fraction) -> bool:
    """Does the interval meet [low, high]? A number in there is outside of the interval if not."""
    lo, hi, _ = found
    return (lo == -math.inf or Fraction(lo) <= high) and (hi == math.inf or low <= Fraction(hi))


Enclosures = Callable[[Term, list[Interval]], list[Interval]]


def float_intervals(t: Term, box: list[Interval]) -> list[Interval]:
    """By the careful intervals, and by the fast programs for batches."""
    graph = Graph(list(VARIABLES))
    node = graph.of(t)
    batches = [Batch(np.array([lo]), np.array([hi]), np.array([bad])) for lo, hi, bad in box]
    (fast,) = boxes.program(graph, [node]).run(batches)
    return [*boxes.enclosures(graph, [node], box), (float(fast.lo[0]), float(fast.hi[0]), bool(fast.bad[0]))]


def decimal_intervals(t: Term, box: list[Interval]) -> list[Interval]:
    """By the decimal intervals of the checker, which has none where it is not sure; rounded outwards to floats."""
    ends = {x: (Fraction(lo), Fraction(hi)) for x, (lo, hi, _) in zip(VARIABLES, box, strict=True)}
    try:
        low, high = enclose.Enclose(ends).value(enclose.plain(t))
    except enclose.Open:
        return []
    down = intervals.below(Fraction(low)) if low.is_finite() else -math.inf
    return sides((down, intervals.above(Fraction(high)) if high.is_finite() else math.inf))


def in_intervals(
    t: Term, a: float, b: float, c: float, d: float, k: int, enclosures: Enclosures = float_intervals
) -> None:
    """The value at each corner and in between, exact or by a ball of 300 bits, lies in the interval over the box."""
    box = sides((a, b), (c, d))
    found = enclosures(t, box)
    inner = Fraction(a) + (Fraction(b) - Fraction(a)) * Fraction(k, 7)
    for x, y in ((a, c), (a, d), (b, c), (b, d), (inner, d)):
        at = place(x, y)
        defined = points.defined(t, at)
        if defined is False:
            continue
        exact = None if any(head in str(t) for head in ELEMENTARY) else value(t, at)
        with precision(300):
            ball = points._ball(t, at)
            if exact is None and not ball.is_finite():
                continue
            low, high = (exact, exact) if exact is not None else ball.bounds()
        assert all(contains(interval, low, high) for interval in found)


BOX = (floats, floats, floats, floats, st.integers(1, 6))


@pytest.mark.parametrize("enclosures", [float_intervals, decimal_intervals])
def test_values_lie_in_intervals(enclosures: Enclosures) -> None:
    for generated in (rational_terms, all_terms):
        holds(lambda t, *box: in_intervals(t, *box, enclosures=enclosures), generated, *BOX)
    for head in ELEMENTARY:
        for t in ((head, ("var", "x")), ("/", ("var", "y"), (head, ("var", "x")))):
            holds(lambda *box, t=t: in_intervals(t, *box, enclosures=enclosures), *BOX, examples=15)


def nearest(name: str) -> Callable[[Interval], Interval]:
    function = getattr(math, name)
    return lambda a: (function(a[0]), function(a[1]), a[2])


@pytest.mark.parametrize("name", ["exp", "tanh"])
def test_a_function_that_is_rounded_to_nearest_is_seen(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(intervals.FUNCTIONS, name, nearest(name))
    fails(lambda *box: in_intervals((name, ("var", "x")), *box), *BOX)


def test_a_sum_that_is_rounded_to_nearest_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = lambda a, b: (a[0] + b[0], a[1] + b[1], a[2] or b[2])  # noqa: E731
    monkeypatch.setitem(intervals.FUNCTIONS, "+", plain)
    fails(lambda *box: in_intervals(("+", ("var", "x"), ("var", "y")), *box), *BOX)


def test_a_decimal_that_is_rounded_inwards_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from varproof.recheck.rounding import rounding

    monkeypatch.setattr(enclose, "exp_", lambda x, c: rounding(8, c.rounding != "ROUND_CEILING").exp(x))
    fails(lambda *box: in_intervals(("exp", ("var", "x")), *box, enclosures=decimal_intervals), *BOX)


def undefined_is_bad(t: Term, x: Fraction, y: Fraction, enclosures: Enclosures = float_intervals) -> None:
    """A term that is undefined at a point as it is written gives no interval there that is not marked."""
    assume(points.defined(t, place(x, y)) is False)
    assert all(bad for _, _, bad in enclosures(t, sides((float(x),) * 2, (float(y),) * 2)))


partial = st.sampled_from(
    [("log", ("var", "x")), ("sqrt", ("-", ("var", "x"), ("var", "y"))), ("/", ("var", "y"), ("var", "x"))]
)
halves = st.integers(-4, 4).map(lambda n: Fraction(n, 2))


def test_undefined_points_are_marked() -> None:
    holds(undefined_is_bad, partial, halves, halves)


def test_a_mark_that_is_lost_is_seen() -> None:
    lost = lambda t, box: [(lo, hi, False) for lo, hi, _ in float_intervals(t, box)]  # noqa: E731
    fails(lambda t, x, y: undefined_is_bad(t, x, y, lost), partial, halves, halves)


# ---- straight-line programs against the walk


def graph_agrees(t: Term, x: Fraction, y: Fraction, kind: type[Graph] = Graph) -> None:
    """Folding, sharing and reordering keep the value wherever the term has one."""
    at = place(x, y)
    wanted = value(t, at)
    assume(wanted is not None)
    graph = kind(list(VARIABLES))
    node = graph.of(t)
    assert graph.of(t) == node  # made once
    found: dict[int, Fraction] = {}
    for n in graph.order(node):
        head, *a = graph.ops[n]
        parts = [("const", found[p]) for p in graph.parts(n)]
        leaf = ("var", VARIABLES[a[0]]) if head == "var" else ("const", a[0]) if head == "const" else None
        found[n] = walk(leaf or (head, *parts, *([a[1]] if head == "^" else [])), at)
    assert found[node] == wanted


class Swapped(Graph):
    def op(self, head: str, *parts: int) -> int:
        return super().op({"max": "min", "min": "max"}.get(head, head), *parts)


class Reversed(Graph):
    def op(self, head: str, *parts: int) -> int:
        return super().op(head, *(parts[::-1] if head == "-" else parts))


def test_the_graph_agrees_with_the_walk() -> None:
    holds(graph_agrees, terms((), 16), coordinates, coordinates, examples=300)


@pytest.mark.parametrize("wrong", [Swapped, Reversed])
def test_a_wrong_graph_is_seen(wrong: type[Graph]) -> None:
    fails(lambda t, x, y: graph_agrees(t, x, y, wrong), rational_terms, coordinates, coordinates)


def built(p: Program, t: Term, leaves: dict[str, int]) -> int:
    if t[0] in ("const", "var"):
        return p.const(t[1]) if t[0] == "const" else leaves[t[1]]
    a = built(p, t[1], leaves)
    if t[0] == "^":
        return p.power(a, t[2]) if t[2] else p.one
    if t[0] in ("neg", "abs"):
        return p.abs(a) if t[0] == "abs" else p.scale(Fraction(-1), a)
    b = built(p, t[2], leaves)
    if t[0] in ("max", "min"):
        return p.extreme(t[0], (a, b))
    return {"+": lambda: p.add((a, b)), "-": lambda: p.sub(a, b), "*": lambda: p.mul((a, b))}.get(
        t[0], lambda: p.div(a, b)
    )()


def step(op: tuple[Any, ...], at: dict[str, Fraction], known: dict[int, Fraction]) -> Fraction:
    """One operation of a program, from the table in `varproof.lang.program`."""
    head = op[0]
    if head in ("const", "var"):
        return op[1] if head == "const" else at[op[1]]
    if head == "lin":
        return sum((c * known[t] for c, t in op[2]), op[1])
    if head == "mul":
        return math.prod((known[t] ** k for t, k in op[1]), start=Fraction(1))
    some = [known[t] for t in op[1:]]
    return {"div": lambda: some[0] / some[1], "abs": lambda: abs(some[0]), "max": lambda: max(some)}.get(
        head, lambda: min(some)
    )()


def program_agrees(t: Term, x: Fraction, y: Fraction, kind: type[Program] = Program) -> None:
    """The normal form has the value of the walk, step by step and by `Evaluation`; no sign that is noted is wrong."""
    at = place(x, y)
    wanted = value(t, at)
    assume(wanted is not None)
    p = kind()
    root = built(p, t, {name: p.var(name) for name in VARIABLES})
    known: dict[int, Fraction] = {}
    for node in p.reachable([root]):
        q = known[node] = step(p.ops[node], at, known)
        assert p.signs[node] & (POSITIVE if q > 0 else NEGATIVE if q < 0 else ZERO), p.ops[node]
    assert known[root] == wanted
    closed = kind()
    end = built(closed, t, {name: closed.const(q) for name, q in at.items()})
    (number,) = Evaluation(closed).values([end], Number)
    assert number is not None and number.rational() == wanted


class Mixed(Program):
    def extreme(self, head: str, terms: Any) -> int:
        return super().extreme("min" if head == "max" else "max", terms)


class Signed(Program):
    def var(self, name: str, indices: tuple[int, ...] = (), sign: int = POSITIVE) -> int:
        return super().var(name, indices, sign)


def test_the_program_agrees_with_the_walk() -> None:
    holds(program_agrees, terms((), 16), coordinates, coordinates, examples=300)


@pytest.mark.parametrize("wrong", [Mixed, Signed])
def test_a_wrong_program_is_seen(wrong: type[Program]) -> None:
    fails(lambda t, x, y: program_agrees(t, x, y, wrong), rational_terms, coordinates, coordinates)


# ---- the prover against the falsifier


def printed(t: Term, level: int = 0) -> str:
    """A term in the claim language, with no more brackets than its grammar needs."""
    head = t[0]
    if head == "const":
        q: Fraction = t[1]
        return str(q.numerator) if q.denominator == 1 else f"{q.numerator * 100 // q.denominator}e-2"
    if head == "var":
        return str(t[1])
    if head in ("+", "-"):
        own, text = 0, f"{printed(t[1], 0)} {head} {printed(t[2], 1)}"
    elif head in ("*", "/"):
        own, text = 1, f"{printed(t[1], 1)}{head}{printed(t[2], 2)}"
    elif head == "neg":
        own, text = 2, f"-{printed(t[1], 2)}"
    elif head == "^":
        own, text = 2, f"{printed(t[1], 3)}**{t[2]}"
    else:
        own, text = 3, f"{head}({', '.join(printed(s) for s in t[1:])})"
    return text if own >= level else f"({text})"


PLACES = [Fraction(k, 8) for k in range(-8, 9)]


def never_both(t: Term, sign: str, c: Fraction, low: int, high: int, prove: Callable[..., Any] = vp.prove) -> None:
    """Nothing proved is false or undefined at a rational point of the box; a refutation is confirmed by its point."""
    assume(low <= high)
    text = f"{printed(t)} {sign} {printed(('const', c))}"
    ends = Fraction(low, 2), Fraction(high, 2)
    proof = prove(text, {name: ends for name in VARIABLES}, budget=300)
    verdict, relations = proof.verdict.name, [(sign, t, ("const", c))]
    if verdict == "PROVED":
        inside = [q for q in {*PLACES, *ends} if ends[0] <= q <= ends[1]]
        for x, y in [(x, y) for x in inside for y in inside[:: max(1, len(inside) // 3)]]:
            assert points.holds(relations, place(x, y)) is not False, (text, x, y)
    if verdict == "REFUTED":
        at = {name: points.read(q) for name, q in proof.counterexample.items()}
        assert all(points.within(q, *ends) for q in at.values())
        assert points.holds(relations, at) is False, (text, at)


RELATIONS = st.sampled_from(["<=", ">=", "<", ">", "==", "!="])
CLAIMS = (terms(ELEMENTARY, 4), RELATIONS, decimals, st.integers(-2, 2), st.integers(-2, 2))


def test_nothing_is_both_proved_and_false() -> None:
    seen: set[str] = set()

    def prove(*args: Any, **options: Any) -> Any:
        proof = vp.prove(*args, **options)
        seen.add(proof.verdict.name)
        if proof.verdict.name != "UNDECIDED":
            assert recheck.check(proof.certificate).verdict == proof.verdict.name
        return proof

    holds(lambda *claim: never_both(*claim, prove=prove), *CLAIMS, examples=250)
    assert {"PROVED", "REFUTED"} <= seen


def too_sure(claim: str, box: Any, budget: int) -> Any:
    """Proves what holds at the middle of the box."""
    proof = vp.prove(claim, box, budget=budget)
    middle = {name: sum(ends) / 2 for name, ends in box.items()}
    if points.holds(claims.parse(claim), middle) is False:
        return proof
    return proof._replace(verdict=Verdict("PROVED", ("box",)))


def elsewhere(claim: str, box: Any, budget: int) -> Any:
    """Refutes at a point that need not be one."""
    proof = vp.prove(claim, box, budget=budget)
    return proof if proof.counterexample is None else proof._replace(counterexample={name: "1/2" for name in box})


@pytest.mark.parametrize("wrong", [too_sure, elsewhere])
def test_a_wrong_prover_is_seen(wrong: Callable[..., Any]) -> None:
    fails(lambda *claim: never_both(*claim, prove=wrong), *CLAIMS)


# ---- readers


def claim_survives(relations: list[claims.Relation], parse: Callable[[str], Any] = claims.parse) -> None:
    text = " and ".join(f"{printed(left)} {sign} {printed(right)}" for sign, left, right in relations)
    assert parse(text) == relations, text


def without_brackets(text: str) -> Any:
    try:
        return claims.parse(re.sub(r"(?<![a-z])\(([^()]*)\)", r"\1", text))
    except claims.ClaimError:
        return None


CONJUNCTIONS = (st.lists(st.tuples(RELATIONS, all_terms, all_terms), min_size=1, max_size=3),)


@pytest.mark.parametrize("parse", [claims.parse, claims_again.relations], ids=["claims", "the checker"])
def test_every_claim_survives_the_round_trip(parse: Callable[[str], Any]) -> None:
    holds(lambda relations: claim_survives(relations, parse), *CONJUNCTIONS, examples=150)


@pytest.mark.parametrize("wrong", [without_brackets, lambda text: claims.parse(text.replace("max", "min"))])
def test_a_wrong_reader_is_seen(wrong: Callable[[str], Any]) -> None:
    fails(lambda relations: claim_survives(relations, wrong), *CONJUNCTIONS)


NAMES = st.sampled_from(["a", "b", "x", "y1", "W_O"])
CORE_TERMS = st.recursive(
    st.one_of(
        st.fractions(),
        st.just(("pi",)),
        NAMES.map(lambda x: ("real", x)),
        NAMES.map(lambda n: ("card", n)),
        st.tuples(NAMES, NAMES).map(lambda p: ("at", p[0], ("index", p[1]))),
    ),
    lambda t: st.one_of(
        st.lists(t, min_size=2, max_size=3).map(lambda ts: ("*", *ts)),
        st.tuples(st.sampled_from(["/", "max", "min"]), t, t),
        st.tuples(st.just("^"), t, st.integers(2, 9)),
        st.tuples(st.just("sum"), NAMES, NAMES, st.none() | st.tuples(st.just("<"), t, t), t),
        st.tuples(st.just("integral"), NAMES, st.just(("real",)), st.fractions(), st.fractions(), t),
    ),
    max_leaves=8,
)
FORMULAS = st.recursive(
    st.tuples(st.sampled_from(core.RELATIONS), CORE_TERMS, CORE_TERMS),
    lambda f: st.one_of(
        st.tuples(st.just("implies"), f, f),
        st.lists(f, min_size=2, max_size=3).map(lambda fs: ("and", *fs)),
        st.tuples(st.just("forall"), NAMES, st.just(("array", "n")), f),
    ),
    max_leaves=4,
)
STATEMENTS = st.builds(
    lambda least, sort, f, g: core.Parts(
        "lem:x", "lemma", "stated", (("n", least),), (("a", sort),), (), (("h", f),), (("c", g),)
    ).core(),
    st.integers(1, 9), st.sampled_from([("array", "n"), ("real",), ("index", "n")]), FORMULAS, FORMULAS,
)  # fmt: skip


def text_survives(node: core.Core) -> None:
    text = core.text(node)
    assert core.parse(text) == node and core.text(core.parse(text)) == text
    assert core.parse(re.sub(r"\s+", "\n ", text)) == node and core.digest(core.parse(text)) == core.digest(node)


@pytest.mark.parametrize("nodes", [CORE_TERMS, FORMULAS, STATEMENTS], ids=["terms", "formulas", "statements"])
def test_the_canonical_text_survives_the_round_trip(nodes: st.SearchStrategy[core.Core]) -> None:
    holds(text_survives, nodes)


def test_a_text_that_loses_a_denominator_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "atom", lambda v: "-" if v is None else str(v).partition("/")[0])
    fails(text_survives, STATEMENTS)
