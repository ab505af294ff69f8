"""Certificates that are small and ask for much, or break something: each is refused, in steps that are counted."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.recheck.by_hand import Proof, quotient_certificate, statement, wrap
from varproof.recheck import check, main
from varproof.recheck.box import replay, work
from varproof.recheck.box.claims import term
from varproof.recheck.box.enclose import Open, turn
from varproof.recheck.kernel import replay as kernel
from varproof.recheck.kernel import terms
from varproof.recheck.kernel.rules import Thm, union
from varproof.recheck.kernel.terms import Terms
from varproof.recheck.numbers import closed
from varproof.recheck.numbers.closed import DEPTH, Numbers, Undecided
from varproof.recheck.reading import steps

BUDGET = "budget of"


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A budget of a million steps, so that tests are short."""
    for module in (terms, closed):
        monkeypatch.setattr(module, "WORK", 1_000_000)


def trivial(nodes: list[Any], steps: list[Any]) -> dict[str, Any]:
    """0 <= 1 by its proof, with more nodes and steps."""
    rows = [["poly", [[1, []]]], ["ge", 0], *nodes]
    proof = [["arith", [], [1, [[1, 0, []]], []]], *steps]
    return wrap(statement("(c (<= 0 1))"), "kernel", nodes=rows, steps=proof, goals=[0])


def test_the_trivial_one() -> None:
    assert check(trivial([], [])).ok


def test_names_in_a_chain(short: None) -> None:
    """Node k is the product of k variables: memory for the square of the length."""
    rows: list[Any] = [["var", "x"]]
    for k in range(1200):
        rows += [["var", f"x{k}"], ["poly", [[1, [[len(rows) + 1, 1], [len(rows) + 2, 1]]]]]]
    assert check(trivial(rows[:201], [])).ok
    report = check(trivial(rows, []))
    assert not report.ok and BUDGET in report.message


def test_constants_in_powers(short: None) -> None:
    """Twenty characters are a number of a million bits."""
    rows = [["poly", [[3, []]]], *[["poly", [[k, [[2, 100_000]]]]] for k in range(1, 9)]]
    report = check(trivial(rows, []))
    assert not report.ok and BUDGET in report.message
    assert check(trivial(rows[:2], [])).ok


def test_hypotheses_that_pile_up(short: None) -> None:
    """Step k has k hypotheses."""
    p = Proof()
    facts = [p.assume(p.n("ge", p.v(f"x{k}"))) for k in range(1700)]
    last = facts[0]
    for fact in facts[1:]:
        last = p.s("arith", [last, fact], p.n("ge", p.c(0)), [], [])
    few = Proof()
    few.nodes, few.steps = p.nodes[:99], p.steps[:30]
    assert len(few.run().thms) == 30
    p.refused(BUDGET)
    one, two = Terms().zero, Terms().one
    most = frozenset([one, two])
    assert union([Thm(frozenset([one]), one), Thm(most, one)]) is most
    assert union([Thm(frozenset([one]), one), Thm(frozenset([two]), one)]) == most


def test_sizes_without_entries(short: None) -> None:
    """A sum over 5 000 indices among a thousand names; the steps are counted, and so are the names."""
    given = " ".join(f"(r{k} (real))" for k in range(1000))
    text = statement("(c (<= (sum i n - 1) 0))", sizes="(n 1)", given=given)
    data = {f"r{k}": "0" for k in range(1000)}
    report = check(wrap(text, "witness", sizes={"n": 5_000}, data=data, fails="c"))
    assert report.ok  # a sum of ones, held one environment at a time
    double = text.replace("(sum i n - 1)", "(sum i n - (sum j n - 1))")
    report = check(wrap(double, "witness", sizes={"n": 5_000}, data=data, fails="c"))
    assert not report.ok and "undecided" in report.message


def test_large_numbers(short: None) -> None:
    million = "(^ (^ 3 1000) 600)"
    total = "(+ " + " ".join(f"(/ {million} (+ {k} {million}))" for k in range(1, 99)) + ")"
    report = check(wrap(statement(f"(c (<= {total} 1))"), "witness", sizes={}, data={"r": "0"}, fails="c"))
    assert not report.ok and "undecided" in report.message
    num = Numbers()
    with pytest.raises(Undecided, match=BUDGET):
        for k in range(1, 99):
            num.const(3**k, 4000)
    assert steps(1000) == 0 < steps(2000) < steps(100_000) // 1000


def test_enclosures_with_many_digits(short: None) -> None:
    """A sign that no rung decides costs what the rungs cost."""
    nested = "(lambertw " * 40 + "(real r)" + ")" * 40
    claim = f"(c (<= (exp (log (+ 1 {nested}))) (+ 1 (exp (log {nested})))))"
    report = check(wrap(statement(claim), "witness", sizes={}, data={"r": "3"}, fails="c"))
    assert not report.ok


def test_numbers_that_are_nested_deeply() -> None:
    num = Numbers()
    x = num.make("exp", num.const(2))
    with pytest.raises(Undecided, match="too deeply"):
        for _ in range(DEPTH):
            x = num.make("inv", num.add([x, num.const(1)]))


HOSTILE: list[Any] = [
    None, 1, "x", [], {}, {"schema": 1, "kind": []}, {"schema": 1, "kind": {}},
    {**quotient_certificate(), "nodes": {"0": 1}}, {**quotient_certificate(), "goals": [[]]},
    {**quotient_certificate(), "id": "\ud800"}, {**quotient_certificate(), "statement": "(" * 99_999},
    {**quotient_certificate(), "steps": [["arith", [], [None, None, None]]]},
    {**quotient_certificate(), "steps": [["specialise", [], [{}]]]},
]  # fmt: skip


@pytest.mark.parametrize("cert", HOSTILE, ids=range(len(HOSTILE)))
def test_check_never_raises(cert: Any) -> None:
    assert not check(cert).ok


def test_an_error_of_the_checker_is_a_line_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = quotient_certificate()
    broken = {**good, "nodes": []}
    for name, cert in (("a", good), ("b", broken), ("c", good)):
        (tmp_path / f"{name}.json").write_text(json.dumps(cert), encoding="utf-8")
    whole = kernel.Replay.__init__

    def fails(self: Any, k: Any, nodes: Any, steps: Any) -> None:
        if not nodes:
            raise KeyError("a fault")
        whole(self, k, nodes, steps)

    monkeypatch.setattr(kernel.Replay, "__init__", fails)
    assert main([str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[1].split()[0] for line in lines] == ["ACCEPTED", "REJECTED", "ACCEPTED"]
    assert "the checker failed on it: KeyError" in lines[1]


def box(claim: str, sides: dict[str, list[str]], assume: list[str], *proofs: str) -> dict[str, Any]:
    problem = {"claim": claim, "box": sides, "assume": assume}
    digest = hashlib.sha256(json.dumps(problem, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    return {"schema": 1, "kind": "box", **problem, "hash": digest, "verdict": "PROVED", "proofs": list(proofs)}


def test_numbers_beyond_what_is_written_out() -> None:
    claim = "sin(exp(" + "1e999*" * 6 + "x)) < -2"
    report = check(box(claim, {"x": ["0", "2"]}, ["x>0"], "h"))
    assert not report.ok and "failed" not in report.message


def spent(cert: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> tuple[Any, int]:
    """The report, and the steps that it took."""
    made: list[work.Work] = []

    def one() -> work.Work:
        made.append(work.Work())
        return made[-1]

    monkeypatch.setattr(replay, "Work", one)
    return check(cert), made[-1].spent


def chain(n: int, last: str = "n") -> dict[str, Any]:
    """x0 = x1 sin x1, x1 = x2 sin x2, ...: each put in twice, so that as a tree the term is 2^n long."""
    names = [f"x{k:03}" for k in range(n + 1)]
    facts = [f"{x} == {y}*sin({y})" for x, y in pairwise(names)]
    steps = " ".join(f"q{k}:{y}*sin({y})" for k, y in enumerate(names[1:]))
    return box(f"{names[0]} >= -2", {x: ["-1", "1"] for x in names}, facts, f"{steps} {last}")


def test_substitutions_that_share_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = (spent(chain(n), monkeypatch) for n in (6, 24))
    assert few[0].ok and many[0].ok
    assert many[1] < 4**4 * few[1]  # hypotheses times variables times substitutions, not 2^24
    assert not check(chain(24, "h")).ok and not check(chain(24, "p")).ok  # the form of the term is too large


@pytest.mark.parametrize("token", ["m", "m2", "n", "p"])
def test_a_product_of_many_factors(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def product(n: int) -> dict[str, Any]:
        return box("*".join(["x", "y"] * n) + " >= -1", {"x": ["0", "1"], "y": ["0", "1"]}, [], token)

    few, many = (spent(product(n), monkeypatch)[1] for n in (5, 40))
    assert many < 200 * few


def test_many_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each cut knows those before it; x >= -1/k is read off the box, and what it costs grows with the square."""

    def cuts(n: int) -> dict[str, Any]:
        steps = " ".join(f"cge:log(x+{k})-log(x+{k}) n" for k in range(2, n + 2))
        return box("x >= 0", {"x": ["0", "1"]}, [], f"{steps} n")

    found, used = spent(cuts(60), monkeypatch)
    assert found.ok, found
    monkeypatch.setattr(work, "STEPS", used // 2)
    assert BUDGET in check(cuts(60)).message
    assert check(cuts(6)).ok


def test_terms_that_are_nested_deeply() -> None:
    for claim in ("+".join(["x"] * 9000) + " >= 0", "-" * 400 + "x >= 0", "(" * 490 + "x" + ")" * 490 + " >= 0"):
        report = check(box(claim, {"x": ["0", "1"]}, [], "n"))
        assert report.ok == (len(claim) < 2000) and "failed" not in report.message, report.message
    twice = "q0:" + "+".join(["y"] * 900)
    facts = ["x == " + "+".join(["y"] * 900), "y == " + "+".join(["z"] * 900)]
    sides = {"x": ["-900", "900"], "y": ["-1", "1"], "z": ["-1", "1"]}
    report = check(box("x >= -1000000", sides, facts, f"{twice} q1:" + "+".join(["z"] * 900) + " n"))
    assert not report.ok and "nested too deeply" in report.message


def test_powers_of_powers_in_exponents() -> None:
    huge = "*".join(["1e999"] * 3000)
    report = check(box(f"x**({huge}) >= 0", {"x": ["0", "1"]}, [], "n"))
    assert not report.ok and "failed" not in report.message


def test_equal_terms_have_one_number() -> None:
    s, t, u = (term(text) for text in ("x*sin(x)+1", "x*sin(x)+1", "x*sin(x)+2"))
    assert work.same(s, t) and not work.same(s, u) and work.number(s) == work.number(t)
    assert not work.same(term("x"), term("1")) and not work.same(term("x**2"), term("x**3"))


def test_the_digits_of_an_angle() -> None:
    assert turn(Fraction(1), True, 1000)[0] < turn(Fraction(1), True, 34)[1]
    for digits in (0, 1001):
        with pytest.raises(Open, match="digits"):
            turn(Fraction(1), True, digits)
