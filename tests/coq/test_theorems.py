"""Certificates as theorems of Coq: what is accepted, what is refused, what a reader and a user get."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.coq.conftest import Accepts
from varproof.catalog import catalog, located
from varproof.commands.coq import refused, told
from varproof.coq import build, project
from varproof.coq.certificate import Untranslated, compact, digits
from varproof.coq.differentiable import derivatives
from varproof.coq.project import AXIOMS, UNDECIDED, File, refutation_file, strings, theorem_file
from varproof.coq.reading import Reading
from varproof.recheck.kernel.statement import Reader
from varproof.store import shipped

RANGE = "lem:boltz-range stated"
MODULE = "lem_boltz_range_stated"


@cache
def shipped_text(name: str) -> str:
    id, _, variant = name.partition(" ")
    entry = catalog()[id]
    found = shipped.read(located(entry.catalog)[1], id.replace(":", "-"))[variant]["certificate"]
    return json.dumps(found)


def certificate(name: str) -> dict[str, Any]:
    """What the catalog ships of a variant."""
    found: dict[str, Any] = json.loads(shipped_text(name))
    return found


# ---- without Coq


def test_a_statement_reads_as_a_person_writes_it() -> None:
    file = theorem_file(certificate(RANGE))
    assert [name for name, _ in file.theorems] == ["boltz_range_lower", "boltz_range_upper"]
    assert file.theorems[0][1].splitlines() == [
        "boltz_range_lower :",
        "  forall (n : nat) (a : nat -> R),",
        "  (1 <= n)%nat ->",
        "  (max i < n, a i) - ln (INR n) <= boltz n a",
    ]
    assert "Definition boltz (n : nat) (a : nat -> R) : R :=\n  sum i < n, a i * softmax n a i." in file.text


def test_each_theorem_has_a_name_of_its_own() -> None:
    made = certificate(RANGE)
    text = made["statement"].replace("(lower ", "(a<b ").replace("(upper ", "(a>b ")
    claims = Reading(Reader().statement(text)).claims("range")
    assert [claim.name for claim in claims] == ["range_a_b", "range_a_b1"]


def test_what_is_differentiated_is_differentiable() -> None:
    said = dict(theorem_file(certificate("lem:boltz-gradient stated")).theorems)
    assert said["boltz_gradient_slope_differentiable"].splitlines() == [
        "boltz_gradient_slope_differentiable :",
        "  forall (n : nat) (a : nat -> R) (i : nat),",
        "  (1 <= n)%nat ->",
        "  (i < n)%nat ->",
        "  ex_derive (fun v => boltz n (upd a i v)) (a i)",
    ]
    twice = dict(theorem_file(certificate("lem:boltz-concave stated")).theorems)["boltz_concave_concave_differentiable"]
    assert "(forall v : R, ex_derive (fun v1 => boltz n (upd (upd a i v) i v1)) ((upd a i v) i))" in twice


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("(<= 0 (deriv (exp (real x)) (real x)))", ["ex_derive (fun x1 => exp x1) x"]),
        ("(<= 0 (deriv (lambertw (real x)) (real x)))", [None]),
        ("(<= 0 (deriv (sum i n (<= (at a (index i)) (real x)) (real x)) (real x)))", [None]),
        (
            "(forall i (index n) (implies (< 0 (real x)) (= (deriv (log (real x)) (real x)) (at a (index i)))))",
            ["forall i, (i < n)%nat -> 0 < x -> ex_derive (fun x1 => ln x1) x"],
        ),
    ],
)
def test_of_which_derivatives_it_is_told(claim: str, said: list[str | None]) -> None:
    given = "(sizes (n 1)) (given (x (real)) (a (array n))) (define) (assume)"
    text = f"(statement lem:a lemma stated {given} (claim (c {claim})))"
    reading = Reading(Reader().statement(text))
    found = derivatives(reading, reading.st.claim[0][1], reading.env)
    assert [d and d.text for d in found] == said


def test_the_locked_text_stands_in_the_file() -> None:
    made = certificate(RANGE)
    assert strings("text", made["statement"]) in theorem_file(made).text
    assert made["hash"] in theorem_file(made).text


def test_what_the_library_does_not_know_is_named() -> None:
    made = certificate(POINT)
    maps = "(claim\n  (m (exists F (map ((array G)) ()) (= 0 0)))\n"
    made |= {"statement": made["statement"].replace("(claim\n", maps), "fails": "m"}
    with pytest.raises(Untranslated, match="a map that takes arrays is quantified over"):
        refutation_file(made)


def test_integrals_read_as_a_person_writes_them() -> None:
    file = refutation_file(certificate("lem:two-layer-range printed"))
    assert "integral [n; d] 0 1 (fun Y : nat -> nat -> R => sum i < n, sum k < d, Rabs (" in file.theorems[0][1]
    claim = "(<= 0 (integral x (real) -1 1/2 (real x)))"
    reading = Reading(
        Reader().statement(f"(statement lem:a lemma stated (sizes) (given) (define) (assume) (claim (c {claim})))")
    )
    assert reading.claims("a")[0].text == "0 <= RInt (fun x : R => x) (-1) (1 / 2)"


def test_a_map_of_arrays_depends_on_their_entries() -> None:
    said = dict(theorem_file(certificate("lem:word-universal stated")).theorems)["word_universal_close"]
    assert "(F : (nat -> R) -> nat -> nat -> R)" in said
    assert (
        "(forall x y : nat -> R, (forall j, (j < d)%nat -> x j = y j) -> "
        "forall i, (i < N)%nat -> forall i1, (i1 < d)%nat -> F x i i1 = F y i i1) ->"
    ) in said
    said = dict(theorem_file(certificate("lem:one-layer-universal corrected")).theorems)["one_layer_universal_close"]
    assert (
        "forall x y : nat -> nat -> R, (forall j, (j < n)%nat -> forall j1, (j1 < d)%nat -> x j j1 = y j j1) ->" in said
    )


def test_numbers_are_written_in_printable_characters() -> None:
    assert [digits(n) for n in (0, 1, 45, 46, 47)] == ["#", "$", "P", "R#", "R$"]
    string, cited = compact(certificate("lem:weighted-sum stated"), ["n"])
    assert string.isprintable() and '"' not in digits(0)
    assert [name for name, _ in cited] == ["thy:cauchy-schwarz stated"]


def test_axioms_are_read_from_what_coq_says() -> None:
    said = "Axioms:\nA.b : Prop\nC.d\n  : forall x,\n    x\nnamed' : R\n"
    assert build.axioms_in(said) == ("A.b", "C.d", "named'")
    assert build.axioms_in("Closed under the global context\n") == ()
    unchecked = "Axioms:\nf is assumed to be guarded.\nD is assumed to be positive.\n\u00e9 : False\n"
    assert build.axioms_in(unchecked) == ("D", "f", "\u00e9")


# ---- with Coq


def compiled(coq: Accepts, name: str = RANGE) -> File:
    file = theorem_file(certificate(name))
    said = coq(file.text, MODULE if name == RANGE else "Other")
    assert set(build.axioms_in(said)) == set(AXIOMS), said
    return file


USER = """\
From Coq Require Import Reals Lra Lia.
From Varproof Require Import Naturals.
From Varproof Require Import lem_boltz_range_stated.
Open Scope R_scope.

(* The Boltzmann operator of one number is that number: log 1 = 0. *)
Theorem boltz_of_one a : boltz 1 a = a 0%nat.
Proof.
  pose proof (boltz_range_lower 1 a (le_n 1)) as L. pose proof (boltz_range_upper 1 a (le_n 1)) as U.
  cbn [bigmax] in L, U. change (INR 1) with 1 in L. rewrite ln_1 in L. lra.
Qed.
Print Assumptions boltz_of_one.
"""


def test_a_user_of_coq_imports_a_theorem_and_uses_it(coq: Accepts) -> None:
    compiled(coq)
    assert set(build.axioms_in(coq(USER, "User"))) == set(AXIOMS)
    assert coq(USER.replace("= a 0%nat", "= a 1%nat"), "User").startswith("refused")


def test_a_wrong_statement_is_refused(coq: Accepts) -> None:
    """The readable claim is compared with the locked text, and the text with what the certificate proves."""
    text = theorem_file(certificate(RANGE)).text
    readable = text.replace("(max i < n, a i) - ln (INR n) <= boltz n a", "(max i < n, a i) <= boltz n a")
    assert readable != text and coq(readable).startswith("refused")
    definition = text.replace("exp (z i) / (sum", "exp (z i) * (sum")
    assert definition != text and coq(definition).startswith("refused")
    locked = text.replace("(* (log (card n)) -1)", "(* (log (card n)) -2)")
    assert locked != text and coq(locked).startswith("refused")
    headed = text.replace("(claim", "(assume")
    assert headed != text and coq(headed).startswith("refused")
    unread = text.replace("(call boltz (array a))", "(call bolts (array a))")
    assert unread != text and coq(unread).startswith("refused")


NOT_SMOOTH = """\
From Coq Require Import List ZArith.
From Varproof Require Import Language Smooth.
Import ListNotations.
Eval vm_compute in map (smooth [true]) [Tfn Uabs (Tbd 0); Tmul (Tbd 0) (Tbd 1)].
Eval vm_compute in map (smooth [true])
  [Tfn Ulamb (Tbd 0); Tmaxo 1 (Tbd 1); Tsumif 1 (Gle (Tbd 1) (Tz 0)) (Tz 1); Tder (Tmul (Tbd 0) (Tbd 1)) (Tz 0)].
"""


def test_what_may_have_no_derivative_is_not_told(coq: Accepts) -> None:
    """Lambert's function, maxima and conditions that move, derivatives of what moves."""
    first, last = coq(NOT_SMOOTH).strip().split("\n     : list bool")[:2]
    assert (first.count("true"), first.count("false")) == (2, 0)
    assert (last.count("true"), last.count("false")) == (0, 4)


POINT = "c1:step-function printed"


def test_a_refutation_is_the_negation_of_the_statement(coq: Accepts) -> None:
    """At another point, where the claims hold, Coq computes that nothing fails."""
    file = refutation_file(certificate(POINT))
    assert file.theorems[0][1].startswith("step_function_term_1_fails :\n  ~ (forall (G : nat) (a : nat -> R)")
    assert set(build.axioms_in(coq(file.text))) == set(AXIOMS)
    forged = certificate(POINT)
    forged["data"]["x"] = "2"
    assert UNDECIDED in coq(refutation_file(forged).text)
    forged = certificate(POINT)
    forged["data"]["L0"] = "2"  # a hypothesis fails
    assert UNDECIDED in coq(refutation_file(forged).text)
    misread = file.text.replace("(given", "(given (", 1)
    assert misread != file.text and UNDECIDED not in coq(misread)


def test_a_refutation_that_is_refused_is_not_called_undecided() -> None:
    file = refutation_file(certificate(POINT))
    undecided = build.Outcome(False, (), f"Coq does not accept it: Tactic failure: {UNDECIDED}.", 1.0, "0")
    assert told(undecided, file)[0] == "no theorem" and not refused(undecided, file)
    broken = undecided._replace(message="Coq does not accept it: Syntax error")
    assert told(broken, file)[0] == "REJECTED" and refused(broken, file)
    assert refused(undecided, file._replace(refutes=False))


def test_of_a_refuted_definition_it_is_not_said_that_it_is_defined() -> None:
    file = refutation_file(certificate("def:tokenizer printed"))
    accepted = build.Outcome(True, (), "", 1.0, "0")
    assert file.theorems == () and "the locked text is false" in told(accepted, file)[1]


@pytest.mark.parametrize(
    "lemma", ["accepted : proves library certificate statement = true", "read : statement_of text = Some statement"]
)
def test_an_axiom_more_is_seen(folder: Path, monkeypatch: pytest.MonkeyPatch, lemma: str) -> None:
    """What is assumed of the certificate or of the reading of the text is refused, by its name."""
    file = theorem_file(certificate(RANGE))
    before, _, after = file.text.partition(f"Lemma {lemma}.\n")
    forged = file._replace(text=f"{before}Axiom {lemma}.\n{after.partition('Qed.')[2]}", name="lem:forged stated")
    outcome = said_of(forged, folder, monkeypatch)
    assert outcome.message == f"it rests on other axioms: Checked.{lemma.partition(' ')[0]}"


def test_what_coq_was_told_not_to_check_is_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recursion without end proves anything, with no axiom."""
    loop = "Unset Guard Checking.\nFixpoint loop (n : nat) : 0 = 1 := loop n.\nSet Guard Checking.\n"
    text = f"{loop}Print Assumptions loop.\n"
    outcome = said_of(File("lem:loop stated", text, (), (), "{}"), folder, monkeypatch)
    assert not outcome.ok and outcome.message == "it rests on other axioms: loop"


INTEGRAL = """
From Coq Require Import Reals QArith List PArith Lra.
From Coquelicot Require Import Coquelicot.
From Varproof Require Import Integral Term Language Exact Enclosure.
Import ListNotations.
Close Scope Q_scope.
Open Scope R_scope.
Example a_real : forall f, integral [] 0 2 f = RInt f 0 2. Proof. reflexivity. Qed.
Example a_row : forall f, integral [2%nat] 0 1 f =
  RInt (fun x => RInt (fun y => f (fun i => nth i [x; y] 0)) 0 1) 0 1. Proof. reflexivity. Qed.
(* |x - y| over x and y from 0 to 1 is 1/3: decided against 1/4 and 2/5, not against 1/3; of x y nothing is told *)
Definition spread := Tint [1%positive] (Tz 0) (Tz 1)
  (Tfn Uabs (Tsub (Tat (Hb 0) (Ai (Rn 1) A0)) (Tat (Hb 0) (Ai (Rn 2) A0)))).
Definition square := Tint [] (Tz 0) (Tz 1) (Tmul (Tbd 0) (Tbd 0)).
Definition at_ := QEnv [] (fun x => QI (match x with 1%positive => 0 | _ => 1 end)) (fun _ => 2%nat).
Eval vm_compute in
  [decided (Gle (Tq 1 4) spread) at_; decided (Gle (Tq 2 5) spread) at_; decided (Glt spread (Tq 2 5)) at_].
Eval vm_compute in [decided (Gle (Tq 1 3) spread) at_; decided (Gle (Tz 0) square) at_;
  decided (Gle (Tz 0) (Tint [] (Tz 1) (Tz 0) (Tbd 0))) at_].
"""


def test_integrals_are_enclosed(coq: Accepts) -> None:
    """What is not decided: the value itself, what is not affine, limits in the wrong order."""
    first, last = coq(INTEGRAL).strip().split("\n     : list (option bool)")[:2]
    assert first.split("=")[1].split() == "[Some true; Some false; Some true]".split()
    assert last.split("=")[1].split() == "[None; None; None]".split()


def said_of(file: File, folder: Path, monkeypatch: pytest.MonkeyPatch) -> build.Outcome:
    """What is said of a file, and nothing is stored of one that is refused."""
    stored: list[str] = []
    monkeypatch.setattr(build.cache, "store", lambda name, data: stored.append(name))
    project.put(folder / "statements" / f"{project.module(file.name)}.v", file.text)
    outcome = build._compile(folder, file.name, {file.name: file}, "0")
    assert outcome.ok == bool(stored)
    return outcome
