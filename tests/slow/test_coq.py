"""The whole catalog as theorems of Coq; the library once more by coqchk; many changed certificates."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.coq.conftest import Accepts, coq, folder
from tests.coq.test_rules import compare_changed
from tests.coq.test_theorems import RANGE, certificate
from varproof.catalog import catalog
from varproof.commands.shared import find_entry
from varproof.coq import build
from varproof.coq.project import AXIOMS, refutation_file, theorem_file
from varproof.decide import verify

__all__ = ["coq", "folder"]  # fixtures

try:
    build.version()
except build.Missing as error:  # varproof works without Coq, which pip cannot install; there is nothing to ask then
    pytest.skip(str(error), allow_module_level=True)


def test_every_kernel_proof_is_a_theorem(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "varproof", "coq", "--json", "-o", str(tmp_path / "project")]
    done = subprocess.run(argv, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert set(said["axioms"]) == set(AXIOMS)
    assert not said["without"]
    assert len(said["theorems"]) > 100 and all(t["ok"] for t in said["theorems"])
    # That a map depends on entries of arrays below the sizes is the hypothesis, and nothing less.
    right = (tmp_path / "project" / "statements" / "lem_word_universal_stated.v").read_text()
    wrong = right.replace("(j < d)%nat -> x j = y j", "(j <= d)%nat -> x j = y j")
    assert wrong != right
    (tmp_path / "project" / "statements" / "Wrong.v").write_text(wrong)
    assert build.coqc(tmp_path / "project", "statements/Wrong.v").returncode != 0


def test_coqchk_accepts_the_library(folder: Path) -> None:
    """Another program of Coq, which reads the compiled files alone."""
    argv = [
        "coqchk",
        "-silent",
        "-o",
        "-R",
        "theories",
        "Varproof",
        "Varproof.Text",
        "Varproof.Entry",
        "Varproof.Enclosure",
        "Varproof.Smooth",
    ]
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("lem:boltz-range stated", 160),
        ("def:softmax printed", 160),
        ("lem:up-norm stated", 160),
        ("fact:inner-products printed", 40),  # one step: there are no more
    ],
)
def test_changed_certificates(coq: Accepts, name: str, changes: int) -> None:
    compare_changed(coq, name, changes)


def test_a_changed_byte_of_a_certificate_is_refused(coq: Accepts) -> None:
    """A changed goal, a step that proves one and all later ones left out, a changed coefficient."""
    made = certificate(RANGE)
    for change in ("goal", "step", "coefficient"):
        forged = json.loads(json.dumps(made))
        if change == "goal":
            forged["goals"][-1] -= 1
        elif change == "step":
            least = min(forged["goals"])  # not the last step: another one may prove the same
            del forged["steps"][least:]
            forged["goals"] = [least - 1 for _ in forged["goals"]]
        else:
            product = next(s for s in forged["steps"] if s[0] == "arith" and s[2][1])
            product[2][1][0][0] = 7
        assert coq(theorem_file(forged).text).startswith("refused"), change


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("(consequence (forall k", "(consequence (exists k"),  # it does not fail
        ("(real eps) 2))))", "(real eps) 1))))"),  # it is not proved
    ],
)
def test_a_consequence_has_to_be_proved_and_to_fail(coq: Accepts, right: str, wrong: str) -> None:
    text = refutation_file(certificate("cor:flowar-universal printed")).text
    assert set(build.axioms_in(coq(text))) == set(AXIOMS)
    assert right in text and coq(text.replace(right, wrong)).startswith("refused")


def test_another_function_is_not_said_to_be_differentiable(coq: Accepts) -> None:
    text = theorem_file(certificate("lem:boltz-gradient stated")).text
    wrong = text.replace(
        "ex_derive (fun v => boltz n (upd a i v)) (a i)", "ex_derive (fun v => Rabs (upd a i v i)) (a i)"
    )
    assert wrong != text and coq(wrong).startswith("refused")


def proved(name: str) -> dict[str, Any]:
    """What the script of a variant proves."""
    id, _, variant = name.partition(" ")
    judged = verify.here([find_entry(catalog(), id).variants[variant]])[name]
    found: dict[str, Any] = json.loads(str(judged.certificate))
    return found


def test_what_cites_is_accepted_after_what_it_cites_only(coq: Accepts) -> None:
    """A cited theorem is imported; another goal of it, or another statement, does not do."""
    cited = theorem_file(proved("thy:cauchy-schwarz stated"))
    assert set(build.axioms_in(coq(cited.text, "thy_cauchy_schwarz_stated"))) == set(AXIOMS)
    made = certificate("lem:weighted-sum stated")
    assert set(build.axioms_in(coq(theorem_file(made).text))) == set(AXIOMS)
    step = next(s for s in made["steps"] if s[0] == "cite")
    step[2][2] += 1
    assert coq(theorem_file(made).text).startswith("refused")
    text = theorem_file(certificate("lem:weighted-sum stated")).text
    without = text.replace("[theorems thy_cauchy_schwarz_stated.Checked.statement]", "[]")
    assert coq(without.replace("apply cite; [exact thy_cauchy_schwarz_stated.Checked.citable|]. ", "")).startswith(
        "refused"
    )
