"""Hypotheses that cannot be evaluated at data: proved there, or the data count for nothing."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from varproof import recheck
from varproof.decide import granted
from varproof.decide.referee import judge
from varproof.lang import Abs, Entry, Eq, ForAll, Index, Lam, Q, Real, Sum
from varproof.lang.errors import StatementError
from varproof.lang.statement import Variant
from varproof.proof.kernel.build import sum_over
from varproof.proof.proof import Proof
from varproof.store.cache import canonical

u, v = Real("u"), Real("v")
PARABOLA = dict(f=Lam(u, u**2), g=Lam(u, 2 * u), w=[Q(1, 2), Q(1, 2)], x=[0, 1])
DOWN = dict(f=Lam(u, -(u**2)), g=Lam(u, -2 * u))


def jensen(turned: bool = False, expect: str = "PROVED", **instance: Any) -> Variant:
    """f(sum w x) <= sum w f(x), or turned, for a function that lies above its tangents."""
    entry = Entry("lem:jensen", "Jensen's inequality")
    with entry.variant("stated", expect=expect) as s:
        n = s.size("n")
        f, g, w, x, i = s.function("f"), s.function("g"), s.vec("w", n), s.vec("x", n), Index("i", n)
        s.assume("weights", ForAll(i, w[i] >= 0))
        s.assume("total", Eq(Sum(w[i], i), 1))
        needed_at = None if turned else {**PARABOLA, **DOWN}
        s.assume("convex", ForAll(u, v, f(v) >= f(u) + g(u) * (v - u)), needed_at=needed_at)
        left, right = f(Sum(w[i] * x[i], i)), Sum(w[i] * f(x[i]), i)
        s.claim("jensen", left >= right if turned else left <= right)
        if instance:
            s.instance("given", **instance)

    @entry.proof("stated")
    def proof(p: Proof) -> None:
        n, f, g, w, x = (p[name] for name in ("n", "f", "g", "w", "x"))
        m = sum_over(n, lambda i: w(i) * x(i))
        each = p.sum_at_least(n, lambda i, i_in: p.have(
            w(i) * (f(x(i)) - f(m) - g(m) * (x(i) - m)) >= 0,
            p.use(p.given("convex"), m, x(i)), p.use(p.given("weights"), i, i_in), products=[(0, 1)],
        ))  # fmt: skip
        p.prove(p.have(p.goal("jensen"), each, p.given("total")))

    return entry.variants["stated"]


@pytest.fixture(scope="module")
def proved() -> dict[str, Any]:
    result, certificate = judge(jensen(**PARABOLA))
    assert (result.verdict, result.ok, result.hypotheses["convex"]) == ("PROVED", True, "needed")
    assert certificate is not None
    return certificate


@pytest.fixture(scope="module")
def refuted() -> dict[str, Any]:
    result, certificate = judge(jensen(turned=True, expect="REFUTED", **{**PARABOLA, "w": [1, 0]}))
    assert (result.verdict, result.ok) == ("REFUTED", True)
    assert certificate is not None
    return certificate


def test_the_certificate_says_that_the_hypotheses_hold_somewhere(proved: dict[str, Any]) -> None:
    assert proved["instance"]["proofs"]["labels"] == ["convex"]
    report = recheck.check(proved)
    assert report.ok
    assert "hypotheses proved to hold at an instance" in report.message
    assert recheck.check_instance(proved["statement"], canonical(proved["instance"])) == ""


def test_a_counterexample_is_found_with_a_function_that_is_proved_to_be_convex(refuted: dict[str, Any]) -> None:
    assert refuted["proofs"]["labels"] == ["convex"]
    assert recheck.check(refuted).ok


@pytest.mark.parametrize("instance", [{**PARABOLA, **DOWN}, {}])
def test_a_proof_whose_hypotheses_are_not_known_to_hold_proves_nothing(instance: dict[str, Any]) -> None:
    result, certificate = judge(jensen(**instance))
    assert (result.verdict, result.reason) == ("UNDECIDED", "there is a proof, but perhaps of nothing")
    assert certificate is None or "instance" not in certificate
    if instance:
        said = 'convex cannot be evaluated there, and its form does not show it; prove it with @entry.shows("stated"'
        assert any(said in sentence for _, sentence in result.problems)


def test_the_script_of_the_author_is_what_counts() -> None:
    variant = jensen(**PARABOLA)

    @variant.entry.shows("stated", "given")
    def script(p: Proof) -> None:
        p.prove(p.given("total"))

    result, _ = judge(variant)
    assert result.verdict == "UNDECIDED"
    assert any("its proof does not go through" in sentence for _, sentence in result.problems)


def test_scripts_name_data_that_are_there() -> None:
    with pytest.raises(StatementError, match="no data 'other'; there are given, convex"):
        jensen(**PARABOLA).entry.shows("stated", "other")


def f_text(formula: str) -> str:
    return f"(fun ((u (real))) () () {formula})"


FORGED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "another function": lambda c: c["data"].update(f=f_text("(* -1 (^ (real u) 2))")),
    "a function that may be undefined": lambda c: c["data"].update(f=f_text("(log (real u))")),
    "a number for a function": lambda c: c["data"].update(f="1"),
    "a function of another sort": lambda c: c["data"].update(f="(fun ((u (real)) (v (real))) () () 0)"),
    "a free variable": lambda c: c["data"].update(f=f_text("(at x (index i))")),
    "no proofs": lambda c: c.pop("proofs"),
    "no labels": lambda c: c["proofs"].update(labels=[]),
    "a label of nothing": lambda c: c["proofs"].update(labels=["convex", "concave"]),
    "a label that is evaluated": lambda c: c["proofs"].update(labels=["convex", "total"]),
    "labels that are none": lambda c: c["proofs"].update(labels=[["convex"]]),
    "no goal": lambda c: c["proofs"].update(goals=[]),
    "another goal": lambda c: c["proofs"].update(goals=[0]),
    "weights that fail": lambda c: c["data"].update(w=["2", "-1"]),
    "a part more": lambda c: c["proofs"].update(sizes={}),
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_instances_and_counterexamples_are_rejected(
    name: str, proved: dict[str, Any], refuted: dict[str, Any]
) -> None:
    one, other = deepcopy(proved), deepcopy(refuted)
    FORGED[name](one["instance"])
    FORGED[name](other)
    for certificate in (one, other):
        report = recheck.check(certificate)
        assert report.verdict == "REJECTED", report.message
        assert "the checker failed" not in report.message
        if certificate is one:  # the instance alone fails for the same reason
            assert recheck.check_instance(one["statement"], canonical(one["instance"])) == report.message


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"sizes":{},"data":{},"proofs":{}}', "[" * 100_000])
def test_what_is_no_instance_is_rejected_and_raises_nothing(text: str, proved: dict[str, Any]) -> None:
    assert recheck.check_instance(proved["statement"], text)
    assert recheck.check_instance("(statement", canonical(proved["instance"]))


def test_a_proof_counts_for_nothing_when_the_checker_rejects_its_instance(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = granted.proofs
    monkeypatch.setattr(granted, "proofs", lambda *args: {**whole(*args), "goals": [0]})
    result, _ = judge(jensen(**PARABOLA))
    assert result.verdict == "ERROR" and "the checker rejects the instance given" in result.reason


def test_arrays_are_put_in_only_where_they_are_one_value() -> None:
    """What holds for all arrays is proved; what holds for this one alone is not."""
    entry = Entry("lem:zero", "A least value at zero")
    for name, x in (("stated", [0, 0]), ("printed", [0, 1])):
        with entry.variant(name, expect="UNDECIDED") as s:
            n = s.size("n")
            z, i, j = s.vec("z", n), Index("i", n), Index("j", n)
            y = s.real("y")
            s.assume("least", ForAll(v, Sum(z[j] ** 2, j) <= Sum(z[j] ** 2, j) * v**2 + y**2 * Abs(v)))
            s.claim("c", ForAll(i, Eq(z[i], z[i])))
            s.instance("given", z=x, y=0)
    for name, ok in (("stated", True), ("printed", False)):
        result, _ = judge(entry.variants[name])
        assert (result.instances == 1) is ok
