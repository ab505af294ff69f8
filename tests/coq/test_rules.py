"""The checker in Python and the one in Coq: what the tests of the rules make is accepted by both or by neither."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.coq.conftest import Accepts
from tests.coq.test_theorems import certificate
from tests.recheck import test_arithmetic, test_functions, test_logic, test_sets
from tests.recheck.by_hand import Proof
from tests.test_mutations import LOCK, mutants, rehashed
from varproof import recheck
from varproof.coq.certificate import Untranslated, compact
from varproof.coq.project import strings
from varproof.recheck import Rejected
from varproof.recheck.kernel.replay import Replay
from varproof.recheck.kernel.rules import RULES
from varproof.recheck.kernel.statement import Reader
from varproof.recheck.kernel.terms import Terms

# What Python refuses before it comes to a rule, and Coq gives some meaning: a loose index is an arbitrary value, a node
# of another kind is 0 or the empty set, pi has no argument, there are no budgets, and each goal may be proved by any of
# the steps that are listed. Such a step proves only what is true.
FORM = re.compile(
    "loose index|not a node of the kind|premises instead|arguments instead|malformed|unknown|must be|not an earlier|no "
    "such|exponent|nested|budget|another sort|too large|not a rational|not an integer|not a list|denominator|is not a "
    "string|no earlier node|not an argument|key must be|sort|argument of pi|must list"
)


def recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[Any], list[Any], str]]:
    """The proofs of all tests of rules that need nothing else: of which test, nodes, steps, why it is refused."""
    found: list[tuple[str, list[Any], list[Any], str]] = []
    where = ""

    def run(self: Proof) -> Replay:
        nodes, steps = [list(n) for n in self.nodes], [[r, list(p), list(a)] for r, p, a in self.steps]
        try:
            made = Replay(Terms(), nodes, steps)
        except Rejected as error:
            found.append((where, nodes, steps, str(error)))
            raise
        found.append((where, nodes, steps, ""))
        return made

    monkeypatch.setattr(Proof, "run", run)
    for tests in (test_logic, test_sets, test_arithmetic, test_functions):
        for name, test in inspect.getmembers(tests, inspect.isfunction):
            if name.startswith("test_") and list(inspect.signature(test).parameters) == ["p"]:
                where = f"{tests.__name__.rpartition('.')[2]}.{name}"
                test(Proof())
    yield from found


def strings_of(proofs: list[tuple[list[Any], list[Any]]]) -> Iterator[tuple[int, str]]:
    for k, (nodes, steps) in enumerate(proofs):
        try:
            yield k, compact({"nodes": nodes, "steps": steps, "goals": []}, [])[0]
        except (Untranslated, ValueError, KeyError, TypeError, IndexError, Rejected, AttributeError):
            continue  # malformed, or a map that takes arrays: there is nothing to compare


def decided(coq: Accepts, certificates: list[str]) -> list[bool]:
    """Whether all steps are accepted, for each certificate, by Coq."""
    parts = [strings(f"certificate_{k}_", certificate) for k, certificate in enumerate(certificates)]
    names = "; ".join(f"certificate_{k}_" for k in range(len(certificates)))
    said = coq(
        "From Coq Require Import List.\nFrom Varproof Require Import Term Check Compact.\nImport ListNotations.\n"
        + "\n".join(parts)
        + "\nEval vm_compute in map (fun c => let '(rows, steps, _) := certificate c in "
        f"match check [] rows steps [] with inl _ => true | inr _ => false end) [{names}].\n"
    )
    assert not said.startswith("refused"), said
    return [word == "true" for word in re.findall(r"true|false", said)]


def test_each_rule_and_its_misuse(coq: Accepts, monkeypatch: pytest.MonkeyPatch) -> None:
    proofs = list(recorded(monkeypatch))
    numbered = dict(strings_of([(nodes, steps) for _, nodes, steps, _ in proofs]))
    by_coq = dict(zip(numbered, decided(coq, list(numbered.values())), strict=True))
    accepted = {rule for k in numbered if by_coq[k] for rule, _, _ in proofs[k][2]}
    refused = {proofs[k][2][-1][0] for k in numbered if not by_coq[k]}
    differ = [
        (proofs[k][0], proofs[k][3])
        for k in numbered
        if by_coq[k] != (proofs[k][3] == "") and not (by_coq[k] and FORM.search(proofs[k][3]))
    ]
    assert not differ
    assert accepted >= RULES.keys() - {"cite"}, RULES.keys() - accepted
    # assume, discharge, exp and sum_split have no misuse: whatever they are given, what they conclude is true
    assert refused >= RULES.keys() - {"cite", "assume", "discharge", "exp", "sum_split"}, RULES.keys() - refused


def test_a_planted_rule_is_caught(coq: Accepts, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a rule that is not sound, Python's checker proves 0 < -1; Coq's does not follow."""

    def order(k: Terms, p: list[Any]) -> Any:
        """Unsound: not t >= 0 gives t > 0."""
        f, _ = p[0].concl.args
        return k.relation("gt", f.args[0])

    q = Proof()
    minus = q.n("ge", q.c(-1))  # -1 >= 0 is absurd
    q.s("arith", [q.assume(minus)], q.n("gt", q.c(0)), [[1, q.c(1), [0]], [1, q.c(1), []]], [])
    q.s("discharge", [1], minus)
    q.s("order", [2])
    honest, planted = q.n("gt", q.c(1)), q.n("gt", q.c(-1))
    good = q.run()
    assert good.thms[-1].concl is good.nodes[honest]
    monkeypatch.setitem(RULES, "order", (1, "", order))
    bad = q.run()
    assert bad.thms[-1].concl is bad.nodes[planted]  # -1 > 0, by the planted rule
    forged = {"nodes": q.nodes, "steps": q.steps, "goals": [3]}
    string = compact(forged, [])[0]
    claim = "Eval vm_compute in proves [] certificate (Statement [] [] [] [] [Cholds (Glt (Tz 0) (Tz {}))])."
    said = coq(
        "From Coq Require Import List ZArith.\nFrom Varproof Require Import Term Check Compact Language Statement.\n"
        "Import ListNotations.\nOpen Scope Z_scope.\n"
        + strings("certificate", string)
        + "\n"
        + claim.format(1)
        + "\n"
        + claim.format("(-1)")
        + "\n"
    )
    assert re.findall("true|false", said) == ["true", "false"], said


def compare_changed(coq: Accepts, name: str, most: int) -> None:
    """Changes at evenly spread places of a certificate; what only Coq accepts must be a matter of form for Python."""
    good = certificate(name)
    names = [*Reader().statement(good["statement"]).sizes, *Reader().statement(good["statement"]).given]
    tried: list[tuple[str, recheck.Report]] = []
    for bad in [good, *mutants(good, most)]:
        report = recheck.check(rehashed(bad), LOCK)
        try:
            tried.append((compact(bad, names)[0], report))
        except (Untranslated, ValueError, KeyError, TypeError, IndexError, Rejected, AttributeError):
            assert not report.ok
    parts = [strings(f"certificate_{k}_", string) for k, (string, _) in enumerate(tried)]
    listed = "; ".join(f"certificate_{k}_" for k in range(len(tried)))
    said = coq(
        "From Coq Require Import List.\nFrom Varproof Require Import Compact Statement Text.\nImport ListNotations.\n"
        + strings("text", good["statement"])
        + "\n"
        + "\n".join(parts)
        + "\nEval vm_compute in match statement_of text with\n"
        f"Some s => map (fun c => proves [] c s) [{listed}] | None => [] end.\n"
    )
    by_coq = [word == "true" for word in re.findall("true|false", said)]
    assert len(by_coq) == len(tried) >= most // 2 and by_coq[0], said
    differ = [
        report.message
        for (_, report), accepted in zip(tried, by_coq, strict=True)
        if accepted != report.ok and not (accepted and FORM.search(report.message))
    ]
    assert not differ
    assert by_coq.count(False) > len(tried) // 2
