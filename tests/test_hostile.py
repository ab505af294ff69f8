"""`falsify` on claims; and hostile input to whole commands: exit 2 within a second of its own, with one line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.work import calls
from varproof.cli import main


def test_falsify_a_claim(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["falsify", "-x*(1-x) > -1/4", "--box", "x=0:1", "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["counterexample"] == {"x": "1/2"} and data["verdict"] == "REFUTED"
    case = tmp_path / "test_pasted.py"
    case.write_text(data["pytest"], encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(case)], cwd=tmp_path)
    assert done.returncode == 1  # as long as the claim is not mended
    assert main(["falsify", "x < y", "--box", "x=0:1", "--box", "y=0:1", "--assume", "x <= y"]) == 1
    assert "def test_claim" in capsys.readouterr().out
    assert main(["falsify", "exp(x) >= 1 + x", "--box", "x=-1:1"]) == 0
    assert "no counterexample; the claim is PROVED" in capsys.readouterr().out


HOSTILE = [
    ["__import__('os').system('id') <= 1", "--box", "x=0:1"],
    ["9**9**9 > x", "--box", "x=0:1"],
    ["1" * 5000 + " > x", "--box", "x=0:1"],
    ["(" * 5000 + "x" + ")" * 5000 + " <= 1", "--box", "x=0:1"],
    ["x <= 1", "--box", "x=1:0"],
    ["x <= 1", "--box", "x=0:1", "--box", "x=0:1"],
    ["x <= nan", "--box", "x=0:1"],
    ["x**(9**9) >= 0", "--box", "x=0:1"],
    ["y <= 1", "--box", "x=0:1"],
    ["x", "--box", "x=0:1"],
    ["x <= 1", "--box", "x=0:" + "1/" * 5000 + "1"],
]


@pytest.mark.parametrize("command", ["prove", "falsify"])
@pytest.mark.parametrize("argv", HOSTILE, ids=range(len(HOSTILE)))
def test_in_this_process(capsys: pytest.CaptureFixture[str], command: str, argv: list[str]) -> None:
    work, code = calls(lambda: main([command, *argv]))
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1) and len(err) < 300
    assert work < 1_000_000


DIFFICULT = [
    ["exp(9**9*log(9)*exp(9**9*log(9))) > x", "--box", "x=0:1"],  # powers that cannot be written out
    ["exp(387420489*log(2 + x)) > x", "--box", "x=0:1"],
    ["tanh(1e300*x) <= 1", "--box", "x=0:1"],  # a power that no library expands
    ["((1 - x*y)*exp(x*x))**2 >= 1e-29", "--box", "x=0.1:0.6", "--box", "y=1/3:10/3"],  # a singular matrix of floats
    ["sin(exp(-1e15*x)) <= 1/2", "--box", "x=1:2"],  # more digits than there is memory
    ["x < 1 and max(x,1/0) > 1", "--box", "x=0:1", "--assume", "2 == 0"],
]


@pytest.mark.parametrize("argv", DIFFICULT, ids=range(len(DIFFICULT)))
def test_what_libraries_refuse_is_met(capsys: pytest.CaptureFixture[str], argv: list[str]) -> None:
    assert main(["prove", *argv, "--budget", "1000"]) in (0, 1, 4)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("argv", [["latex", "lem:boltz-range", "--set", "n=0"], ["report", "-o", __file__]])
def test_what_is_asked_is_looked_at_before_the_long_work(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, argv: list[str]
) -> None:
    monkeypatch.setattr("varproof.decide.verify.run", lambda *_, **__: pytest.fail("it is judged first"))
    assert main(argv) == 2 and capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("argv", HOSTILE[:3])
def test_with_start_up(argv: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "varproof", "prove", *argv], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "claim",
    [
        "log(x*y) <= x*y - 1",
        "sin(x)*1e280 + x**2*1e-280 >= -y*1e290 - 1/(1 + x)",
        "1e150*y*x**50 - 3*x**2*y**2 <= 1e200*abs(x)*y**2 - 1",
        "1e300*1e300*y**2*x*y - cos(y) <= 1e300*1e300*exp(y)",
    ],
)
def test_floats_that_overflow_say_nothing(capsys: pytest.CaptureFixture[str], claim: str) -> None:
    main(["prove", claim, "--box", "x=1/4:4", "--box", "y=1/4:4", "--assume", "x**2 <= y", "--budget", "500"])
    assert capsys.readouterr().err == ""
