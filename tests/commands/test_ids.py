"""Which entry is meant; what is mistyped is answered before anything is loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.commands.catalogs import Run, main_in_new_process, one_line
from varproof.cli import BadInput
from varproof.commands.ids import find

KNOWN = ["def:softmax", "lem:boltz-range", "lem:boltz-separation", "lem:softmax-lipschitz", "thm:range"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("lem:boltz-range", "lem:boltz-range"),
        ("boltz-range", "lem:boltz-range"),
        ("boltz-s", "lem:boltz-separation"),
        ("LEM:boltz-s", "lem:boltz-separation"),
        ("softmax", "def:softmax"),  # whole, before what only begins so
        ("thm:", "thm:range"),
    ],
)
def test_what_is_meant(wanted: str, found: str) -> None:
    assert find(wanted, KNOWN, None) == found


@pytest.mark.parametrize(
    ("wanted", "says"),
    [("boltz", "may be lem:boltz-range, lem:boltz-separation"), ("lem:bolz-range", "did you mean lem:boltz-range"),
     ("zzz", "`varproof list`"), ("", "no entry"), ("sofmax", "did you mean def:softmax")],
)  # fmt: skip
def test_what_is_not_clear(wanted: str, says: str) -> None:
    with pytest.raises(BadInput, match=says.replace("`", ".")):
        find(wanted, KNOWN, None)


@pytest.mark.parametrize(
    ("number", "found"), [("4.4", "lem:attention-contextual"), ("Lemma 4.4", "lem:attention-contextual")]
)
def test_a_number_of_the_paper(number: str, found: str) -> None:
    assert find(number, [], None) == found


def test_a_number_that_no_entry_has() -> None:
    with pytest.raises(BadInput, match="no entry has the number"):
        find("99.9", [], None)


def test_a_mistyped_id_loads_no_sympy() -> None:
    code = "import sys; from varproof.cli import main; print(main(['show', 'lem:boltz-rnge']), 'sympy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "2 False\n" and "did you mean lem:boltz-range" in one_line(ran.stderr)


def test_mistyped_commands_and_options_have_suggestions(run: Run) -> None:
    assert "did you mean verify?" in one_line(run("verfiy")[2])
    assert "did you mean --jobs?" in one_line(run("verify", "--jbos", "3")[2])
    assert "show takes no --variant; see `varproof show --help`" in one_line(run("show", "x", "--variant", "y")[2])
    assert main_in_new_process("constants", "boltz-range", "--set", "n=3").returncode == 0
