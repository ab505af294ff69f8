"""Certificates of a point, and of a consequence that is false there."""

from __future__ import annotations

from typing import Any

from tests.recheck.by_hand import Proof, statement, wrap
from varproof.recheck import check


def witness(text: str, data: Any, sizes: Any = None, fails: str = "c", **more: Any) -> dict[str, Any]:
    return wrap(text, "witness", sizes=sizes or {}, data=data, fails=fails, **more)


def test_witness() -> None:
    text = statement("(c (<= (real r) 1)) (d (<= 0 1))", assume="(h (< 0 (real r)))")
    assert check(witness(text, {"r": "3/2"})).verdict == "REFUTED"
    for data, fails, message in (
        ({"r": "1"}, "c", "claim c: true"),
        ({"r": "-3"}, "c", "assumption h: false"),
        ({"r": "3"}, "d", "claim d: true"),
        ({"r": "3"}, "h", "not one of the statement"),
        ({"r": 1.5}, "c", "not a rational"),
        ({"r": ["3"]}, "c", "not a rational"),
        ({}, "c", "not those"),
        ({"r": "3", "s": "1"}, "c", "not those"),
        ({"r": True}, "c", "not a rational"),
    ):
        report = check(witness(text, data, fails=fails))
        assert not report.ok and message in report.message, report


def test_witness_by_an_undefined_claim_and_undefined_assumption() -> None:
    assert check(witness(statement("(c (<= 0 (/ 1 (real r))))"), {"r": "0"})).verdict == "REFUTED"
    text = statement("(c (<= 1 0))", assume="(h (<= 0 (/ 1 (real r))))")
    assert "assumption h: undefined" in check(witness(text, {"r": "0"})).message
    assert check(witness(text, {"r": "1"})).ok


def test_witness_with_an_undecided_assumption() -> None:
    text = statement("(c (<= 1 0))", assume="(h (= (log 4) (* 2 (log 2))))")
    assert "undecided" in check(witness(text, {"r": "0"})).message
    text = statement("(c (<= 1 0))", assume="(h (exists b (real) (= (real b) 0)))")
    assert "undecided" in check(witness(text, {"r": "0"})).message


def test_assumptions_with_derivatives_decided_at_one_point_only() -> None:
    """The conditions of a derivative are meant for all values of its variable; a failing claim fails all the same."""
    slope = "(deriv {} (real r))"
    logarithm, square = (slope.format(f"({head} (real r){tail})") for head, tail in (("log", ""), ("^", " 2")))
    text = statement("(c (<= 1 0))", assume=f"(h (< 0 {logarithm}))")
    assert "assumption h: undecided" in check(witness(text, {"r": "1"})).message
    assert check(witness(statement("(c (<= 1 0))", assume=f"(h (< 0 {square}))"), {"r": "1"})).ok
    assert check(witness(statement(f"(c (< {logarithm} 0))"), {"r": "1"})).ok
    constant = slope.format("(abs (+ 1 -1))")
    text = statement("(c (<= 1 0))", assume=f"(h (= 0 {constant}))")
    assert "assumption h: undecided" in check(witness(text, {"r": "1"})).message


def test_witness_sizes_and_shapes() -> None:
    text = statement("(c (< (at a (index i)) (at a (index i))))", sizes="(n 2)", given="(a (array n n)) (i (index n))")
    text = text.replace("(at a (index i))", "(at a (index i) (index i))")
    good = {"a": [["1", "2"], ["3", "4"]], "i": 1}
    assert check(witness(text, good, {"n": 2})).ok
    for data, sizes in (
        (good, {"n": 3}),
        (good, {"n": True}),
        ({**good, "i": 2}, {"n": 2}),
        ({**good, "i": "1"}, {"n": 2}),
        ({**good, "i": -1}, {"n": 2}),
        ({**good, "a": [["1"], ["3", "4"]]}, {"n": 2}),
        ({"a": [["1"]], "i": 0}, {"n": 1}),
        ({"a": [["1"]], "i": 0}, {}),
    ):
        assert not check(witness(text, data, sizes)).ok, (data, sizes)


def consequence(
    claim: str = "(c (exists x (real) (< (^ (real x) 2) (real r))))", formula: str = "(< 0 (real r))", r: str = "-1"
) -> dict[str, Any]:
    """exists x. x^2 < r  implies  0 < r, which is false at r = -1."""
    p = Proof()
    x, v, one = p.v("x"), p.v("r"), p.c(1)
    less = p.n("gt", p.poly((1, v), (-1, x, x)))
    some = p.neg(p.n("all", "real", p.neg(p.n("gt", p.poly((1, v), (-1, p.b(), p.b()))))))
    positive = p.n("gt", v)
    a, b, c = p.assume(some), p.assume(p.neg(positive)), p.assume(less)
    d = p.s("arith", [c], positive, [[1, one, [0]], [1, x, []]], [])
    e = p.s("generalise", [p.s("discharge", [p.s("mp", [b, d])], less)], "real", "x")
    f = p.s("contradiction", [p.s("mp", [a, e])], positive)
    g = p.s("discharge", [f], some)
    part = {"formula": formula, "nodes": p.nodes, "steps": p.steps, "goals": [g]}
    return witness(statement(claim), {"r": r}, consequence=part)


def test_consequence() -> None:
    assert check(consequence()).ok
    assert "consequence is true" in check(consequence(r="2")).message
    assert "proves something else" in check(consequence(formula="(< 1 (real r))")).message
    assert "proves something else" in check(consequence(claim="(c (exists x (real) (< (real x) (real r))))")).message
    cert = consequence()
    cert["consequence"]["goals"] = []
    assert "must list 1 goals" in check(cert).message
    cert = consequence()
    del cert["consequence"]["steps"]
    assert "malformed consequence" in check(cert).message
