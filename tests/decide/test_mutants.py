"""Mutants: what each operator changes, that a weaker mutant is called so only where it is, and what becomes of them."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction as F
from typing import Any

import pytest

from varproof import recheck
from varproof.catalog import catalog
from varproof.cli import main
from varproof.decide import falsify, implied, mutants, survival
from varproof.lang import core
from varproof.proof import proof
from varproof.proof.script import ProofError

A, B = ("real", "a"), ("real", "b")
TWICE = ("*", F(2), B)
RELATION = ("<=", A, TWICE)
I = ("i", ("index", "n"))


def statement(claim: Any, assume: Any = (), sizes: Any = (), given: Any = (("a", ("real",)), ("b", ("real",)))) -> Any:
    return ("statement", "lem:t", "lemma", "stated", ("sizes", *sizes), ("given", *given), ("define",),
            ("assume", *((f"h{k}", f) for k, f in enumerate(assume))), ("claim", ("c", claim)))  # fmt: skip


def changes(s: Any) -> dict[str, mutants.Mutant]:
    return {m.change: m for m in mutants.mutants(s)}


def claim(m: mutants.Mutant) -> Any:
    return core.parts(m.core).claim[0][1]


def test_relations() -> None:
    found = changes(statement(RELATION))
    assert claim(found["claim c: <= is flipped"]) == ("<=", ("*", F(2), B), A)
    assert claim(found["claim c: <= becomes <"]) == ("<", *RELATION[1:])
    assert claim(found["claim c: the right side times 9/10"]) == ("<=", A, ("*", F(9, 10), RELATION[2]))
    assert not any(m.weaker for m in found.values())
    found = changes(statement(("=", A, F(0))))
    assert claim(found["claim c: = becomes !="]) == ("!=", A, F(0))
    assert claim(found["claim c: 0 on the right becomes 1/10"]) == ("=", A, F(1, 10))
    assert [change for change, m in found.items() if m.weaker] == ["claim c: = becomes <="]


@pytest.mark.parametrize(
    ("formula", "weaker"),
    [
        (("<", A, B), {"< becomes <="}),
        (("not", ("<=", A, B)), {"<= becomes <"}),
        (("not", ("<", A, B)), set()),
        (("implies", ("<=", A, B), ("<", A, B)), {"<= becomes <", "< becomes <="}),
        (("forall", "x", ("real",), ("<", ("real", "x"), B)), {"< becomes <="}),
        (("<", A, ("sum", "i", "n", ("<", A, B), F(1))), {"< becomes <="}),  # not the one in the condition
        (("!=", A, B), set()),
        (("not", ("!=", A, B)), {"!= becomes <"}),
    ],
)
def test_only_what_is_weaker_by_its_form_is_called_so(formula: Any, weaker: set[str]) -> None:
    found = changes(statement(formula, sizes=(("n", 1),)))
    named = {change.removeprefix("claim c: ") for change, m in found.items() if m.weaker}
    assert named == weaker
    other = changes(statement(("<=", A, A), [formula], (("n", 1),)))
    assumed = {change for change, m in other.items() if m.weaker and change.startswith("assumption")}
    assert not assumed & {f"assumption h0: {change}" for change in weaker}


def test_constants_exponents_extrema_and_hypotheses() -> None:
    s = statement(
        ("<=", ("^", A, 2), ("max", A, ("maxover", "i", "n", F(3)))), [("<", A, B), ("<", B, F(7))], (("n", 2),)
    )
    found = changes(s)
    assert claim(found["claim c: 3 becomes 27/10"])[2] == ("max", A, ("maxover", "i", "n", F(27, 10)))
    assert claim(found["claim c: exponent 2 becomes 3"])[1] == ("^", A, 3)
    assert claim(found["claim c: exponent 2 becomes 1"])[1] == A
    assert claim(found["claim c: max becomes min"])[2][0] == "min"
    assert claim(found["claim c: maxover becomes minover"])[2][2][0] == "minover"
    dropped = core.parts(found["without h0"].core)
    assert [label for label, _ in dropped.assume] == ["h1"] and core.parts(found["without n>=2"].core).sizes == (
        ("n", 1),
    )
    assert {m.kind for m in found.values()} == set(mutants.KINDS)


def test_mutants_are_typed_distinct_and_deterministic() -> None:
    for variant in list(catalog().variants())[::3]:
        if variant.ill_typed is None:
            found = mutants.mutants(variant.core)
            assert len(found) <= mutants.MOST
            texts = {core.text(m.core) for m in found}
            assert len(texts) == len(found) and variant.text not in texts
            assert len({m.change for m in found}) == len(found)
            assert found == mutants.mutants(variant.core)


@pytest.mark.parametrize(
    ("old", "new", "follows"),
    [
        (("<=", A, B), ("<=", A, ("+", B, ("^", A, 2))), True),
        (("<=", A, B), ("<=", A, ("+", B, A)), False),
        (("<", A, B), ("<=", ("*", F(2), A), ("+", ("*", F(2), B), ("exp", A))), True),
        (("<=", A, B), ("<", A, B), False),
        (("<=", A, B), ("<", A, ("+", B, ("exp", B))), True),
        (("=", A, B), ("<=", ("*", F(3), B), ("*", F(3), A)), True),
        (("and", ("<=", A, B), ("<", A, F(1))), ("and", ("<=", A, B), ("<", A, F(2))), True),
        (("and", ("<=", A, B), ("<", A, F(1))), ("and", ("<=", A, B), ("<", A, F(0))), False),
        (("implies", ("<=", A, F(1)), ("<=", A, B)), ("implies", ("<=", A, F(0)), ("<=", A, B)), True),
        (("implies", ("<=", A, F(0)), ("<=", A, B)), ("implies", ("<=", A, F(1)), ("<=", A, B)), False),
        (("forall", *I, RELATION), ("forall", *I, ("<", A, ("+", TWICE, F(1)))), True),
        (("<=", A, ("log", ("card", "n"))), ("<=", A, ("*", F(2), ("log", ("card", "n")))), True),
        (("<=", A, ("log", ("card", "n"))), ("<=", A, ("*", F(1, 2), ("log", ("card", "n")))), False),
        (("<=", A, ("log", ("exp", B))), ("<=", A, ("*", F(2), ("log", ("exp", B)))), False),
    ],
)  # fmt: skip
def test_implications(old: Any, new: Any, follows: bool) -> None:
    """A formula from another one, both below the statement's size."""
    s = statement(new, [old], sizes=(("n", 1),))

    def script(p: proof.Proof) -> None:
        implied.settle(p, [p.given("h0")], [p.given("n>=1")])

    if not follows:
        with pytest.raises(ProofError):
            proof.run(s, script)
        return
    steps = proof.run(s, script).steps
    head = {"schema": 1, "kind": "kernel", "id": "lem:t", "variant": "stated", "statement": core.text(s)}
    assert recheck.check({**head, "hash": core.digest(s), **steps}).ok


def original(s: Any, script: Any) -> implied.Original:
    return implied.Original(proof.run(s, script).steps)


def test_hypotheses_of_the_mutant_have_to_imply_the_original_ones() -> None:
    claim_, weak, strong = ("<=", A, F(2)), [("<=", A, F(1))], [("<=", A, F(0))]

    def script(p: proof.Proof) -> None:
        p.prove(p.have(p.goal("c"), p.given("h0")))

    found = original(statement(claim_, weak), script).implies(statement(claim_, strong))
    assert found is not None and found[0] == "its hypotheses imply the original ones"
    found = original(statement(claim_, weak), script).implies(statement(("<=", A, F(3)), weak))
    assert found is not None and found[0].startswith("it follows")
    assert original(statement(claim_, weak), script).implies(statement(claim_, [("<=", A, F(3))])) is None
    assert original(statement(claim_, weak), script).implies(statement(("<=", A, F(1, 2)), weak)) is None
    assert original(statement(claim_, weak), script).implies(statement(claim_)) is None
    unused = original(statement(claim_, [*weak, ("<=", B, F(0))]), script).implies(statement(claim_, weak))
    assert unused is not None and unused[0] == "the proof does not use it"


def test_signs_come_from_hypotheses_and_conditions() -> None:
    smaller = ("<=", A, ("*", B, ("exp", ("*", F(-1), B))))
    larger = ("<=", A, ("*", F(2), B, ("exp", ("*", F(-1), B))))
    steeper = ("<=", A, ("*", B, ("exp", ("*", F(-2), B))))

    def script(p: proof.Proof) -> None:
        p.prove(p.given("h0"))

    positive = ("<", F(0), B)
    for claim_, follows in ((smaller, steeper), (larger, smaller)):
        for hypotheses, yes in (([follows, positive], True), ([follows], False)):
            s = statement(claim_, hypotheses)
            steps = original(statement(follows, hypotheses), script)
            assert (steps.implies(s) is not None) is yes
            assert steps.implies(statement(("implies", positive, claim_), hypotheses)) is not None


def are_true(name: str, variant: str) -> None:
    """What survives is not refuted by a search, and what is killed has a point that the checker accepts."""
    v = catalog()[name].variants[variant]
    judgement = catalog()[name].verify(variant=variant)
    fates = survival.fates(v, judgement.certificate)
    cores = {m.change: m.core for m in mutants.mutants(v.core)}
    assert {f.change for f in fates} == set(cores)
    killed = [f for f in fates if f.fate == survival.KILLED]
    assert len(killed) >= len(fates) // 2
    for f in killed:
        assert f.certificate is not None and f.certificate["statement"] == core.text(cores[f.change])
        assert recheck.check(f.certificate).ok
    for f in fates:
        if f.fate == survival.SURVIVES:
            assert f.why
            assert falsify.search(cores[f.change], survival.seeds(v), 3000) is None
            assert f.certificate is None or recheck.check(f.certificate).ok
        if f.fate == survival.UNDECIDED:
            assert "no proof" in f.why


def test_what_survives_is_true_and_what_is_killed_is_false() -> None:
    """One; tests/slow/test_mutants.py has one that takes longer."""
    are_true("lem:boltz-range", "stated")


def alarms(v: Any, certificate: Any, fates: list[survival.Fate]) -> list[str]:
    """The killed mutants that are proved: by the stored proof, from the original, or by its script."""
    cores = {m.change: m.core for m in mutants.mutants(v.core)}
    original_ = implied.Original(certificate)
    killed = [f for f in fates if f.fate == survival.KILLED]
    if len(certificate["steps"]) > survival.STEPS:
        scripted = killed[:: max(1, len(killed) // 2)]  # the scripts of long proofs take long
    else:
        scripted = killed
    found = []
    for f in killed:
        statement_ = cores[f.change]
        p = core.parts(statement_)
        head = {"id": p.id, "variant": p.variant, "statement": core.text(statement_), "hash": core.digest(statement_)}
        proofs: list[Any] = [certificate]
        follows = original_.implies(statement_)
        proofs += [] if follows is None else [follows[1]]
        if f in scripted:
            with suppress(ProofError):
                proofs.append(proof.run(statement_, v.proof).steps)
        if any(recheck.check({**certificate, **steps, **head}).ok for steps in proofs):
            found.append(f"{v.id} {v.name}: {f.change} is killed and proved")
    return found


def test_no_mutant_is_both_killed_and_proved() -> None:
    """A sample; tests/slow/test_mutants.py asks it of the whole catalog."""
    v = catalog()["lem:kernel-linear"].variants["stated"]
    certificate = v.entry.verify(variant=v.name).certificate
    fates = survival.fates(v, certificate)
    assert alarms(v, certificate, fates) == []
    swapped = [replace(f, fate=survival.KILLED) for f in fates if f.certificate and f.fate == survival.SURVIVES]
    assert len(alarms(v, certificate, swapped)) == len(swapped) > 0


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "lem:boltz-range", "--variant", "stated", "--mutants", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    (entry,) = data["entries"]
    assert data["schema"] == 1 and data["summary"]["killed"] == entry["killed"] >= 8
    assert {m["fate"] for m in entry["mutants"]} <= {"killed", "survives", "undecided"}
    assert all((m["point"] is not None) == (m["fate"] == "killed") for m in entry["mutants"])
    assert main(["verify", "lem:boltz-range", "--variant", "stated", "--mutants"]) == 0
    out = capsys.readouterr().out
    assert "  killed     claim lower: <= is flipped: lower fails at " in out
    assert out.rstrip().endswith(f"{entry['undecided']} undecided.")
    assert main(["verify", "def:feed-forward", "--variant", "printed", "--mutants"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
