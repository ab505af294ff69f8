"""Certificates of claims over boxes, the command and the function, hostile input; `test_corpus` has the claims."""

from __future__ import annotations

import copy
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.work import calls
from varproof import recheck
from varproof.claims.prove import canonical, judge, prove
from varproof.cli import main
from varproof.lang import claims

# ---- certificates


def rehashed(certificate: dict[str, Any]) -> dict[str, Any]:
    import hashlib

    problem = {key: certificate[key] for key in ("claim", "box", "assume")}
    return {**certificate, "hash": hashlib.sha256(canonical(problem).encode()).hexdigest()}


def test_tampered_certificates() -> None:
    found = judge("x*exp(-x) <= 0.3679 and 1/(2 + x) > 0", claims.box(["x=-1:9"]))
    good: Any = found.certificate
    assert recheck.check(good).ok
    assert not recheck.check({**good, "claim": "x*exp(-x) <= 0.36"}).ok
    false = [
        {**good, "claim": "x*exp(-x) <= 0.3678 and 1/(2 + x) > 0"},
        {**good, "claim": "x*exp(-x) <= 0.3679 and 1/(1 + x) > 0"},
        {**good, "box": {"x": ["-3", "9"]}},
        {**good, "box": {"x": ["9", "-1"]}},
        {**good, "box": {"y": ["-1", "9"]}},
        {**good, "verdict": "REFUTED"},
        {**good, "proofs": good["proofs"][:-1]},
        {**good, "proofs": ["n"] * len(good["proofs"])},
        {**good, "proofs": ["v"] * len(good["proofs"])},
        {**good, "proofs": [p + " n" for p in good["proofs"]]},
        {**good, "extra": 1},
    ]
    for certificate in false:
        assert not recheck.check(rehashed(certificate)).ok
    for number, proof in enumerate(good["proofs"]):
        tokens = proof.split(" ")
        for at, token in enumerate(tokens):
            if token[0] in "sf" or len(tokens) == 1:
                broken = copy.deepcopy(good)
                broken["proofs"][number] = " ".join([*tokens[:at], "p", *tokens[at + 1 :]])
                assert not recheck.check(broken).ok


@pytest.mark.parametrize(
    "token", ["", "q", "f0-", "f0+", "f9-", "s0:0x1p+9", "s0:nan", "t:1", "t:1/0", "t:", "m", "p", "v"]
)
def test_leaves_that_do_not_prove(token: str) -> None:
    good: Any = judge("x**2 > 0 and x > 0", claims.box(["x=1:2"])).certificate
    assert recheck.check(good).ok
    bad = rehashed({**good, "claim": "x**2 > 4 and x > 0", "proofs": [token, good["proofs"][1]]})
    assert not recheck.check(bad).ok


def test_a_point_is_checked() -> None:
    good: Any = judge("x*(1-x) < 1/4", claims.box(["x=0:1"])).certificate
    assert good["point"] == {"x": "1/2"} and recheck.check(good).ok
    for point in ({"x": "1/3"}, {"x": "2"}, {}, {"x": "1/2", "y": "0"}, {"x": 0}, {"x": "nan"}):
        assert not recheck.check({**good, "point": point}).ok
    assert not recheck.check(rehashed({**good, "assume": ["x < 1/2"]})).ok


# ---- the command and the function


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(["prove", *argv])
    return code, *capsys.readouterr()


def test_a_proof_of_nothing_says_so() -> None:
    for claim, assume in (("x >= 2", ["x > 5"]), ("x < 0 and x > 0", ["log(x) > 1"]), ("x > 1", ["x + 1 < x"])):
        assert "no point of the box" in prove(claim, {"x": (0, 1)}, assume).text()
    for claim, assume in (("x >= 0", []), ("x >= 1/2", ["x >= 1/2"]), ("x >= 1", ["x >= 1"])):
        assert prove(claim, {"x": (0, 1)}, assume).text().startswith("PROVED (box) (")


def test_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "proof.json"
    code, out, err = run(capsys, "-x**2 <= 0", "--box", "x=-8:8", "--certificate", str(path), "--json")
    data = json.loads(out)
    assert (code, err, data["verdict"], data["evidence"]) == (0, "", "PROVED", ["box"])
    assert data["certificate"] == str(path) and data["box"] == {"x": ["-8", "8"]} and data["schema"] == 1
    assert main(["check", str(path)]) == 0 and "PROVED -x**2 <= 0" in capsys.readouterr().out
    code, out, _ = run(capsys, "-x <= -1/3", "--box", "x=0:1", "--assume", "-x <= 0", "--json")
    assert code == 1 and json.loads(out)["counterexample"] == {"x": "0"}
    code, out, _ = run(capsys, "x*exp(y) <= x*exp(y) + (exp(x) - exp(y))*(x - y)", "--box", "x=0:1", "--box", "y=0:1",
                       "--budget", "500")  # fmt: skip
    assert code in (0, 4)


def test_function() -> None:
    import sympy

    x = sympy.Symbol("x")
    assert prove(sympy.exp(x) >= sympy.E * x, {x: (0, 3)}).verdict.name == "PROVED"
    assert prove(abs(x) <= sympy.Rational(1, 3), {x: ("-1/3", sympy.Rational(1, 3))}).verdict.name == "PROVED"
    found = prove("x < 1/2", {"x": (0, 0.5)}, assume=["x > 0"])
    assert found.counterexample == {"x": Fraction(1, 2)} and "REFUTED" in found._repr_mimebundle_()["text/plain"]
    with pytest.raises(TypeError):
        bool(found.verdict)


HOSTILE = [
    "", "x", "x <=", "<= 1", "x <= 1 and", "x <= 1 or", "x <= 1 implies", "not",
    "__import__('os').system('id') <= 1",
    "x.real <= 1", "lambda <= 1", "x <= y", "foo(x) <= 1", "x <= nan", "x <= inf", "exp() <= 1",
    "exp(x, x) <= 1", "max(x) <= 1", "x**1e9 <= 1", "1e999999 > x",
    "((x**100)**100)**100 >= 0", "1" * 5000 + " > x", "(" * 5000 + "x" + ")" * 5000 + " <= 1",
    "-" * 10000 + "x <= 1", "+".join(["x"] * 5000) + " <= 1", "x" * 30000 + " <= 1",
    "exp(" * 100 + "x" + ")" * 100 + "<1",
    "x <= 1; import os", "x <= 1 # no", "x <= \u0661", "e\u0301xp(x) <= 1", "x <= 1/", "x // 2 <= 1",
    "x % 2 <= 1", "not not <= 1", "x <= 1 and and x <= 1", "1.2.3 <= x", "(x <= 1", "x,y <= 1",
]  # fmt: skip


@pytest.mark.parametrize("claim", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_claims(capsys: pytest.CaptureFixture[str], claim: str) -> None:
    work, (code, out, err) = calls(lambda: run(capsys, claim, "--box", "x=0:1"))
    assert (code, out, err.count("\n")) == (2, "", 1) and len(err) < 300, err
    assert work < 1_000_000


@pytest.mark.parametrize(
    "sides",
    [["x"], ["x=1"], ["x=1:0"], ["x=0:1", "x=0:1"], ["x=nan:1"], ["x=inf:inf"], ["x=0:-inf"], ["exp=0:1"], ["x=0:1:2"],
     ["=0:1"], ["x=:1"], ["x=0:1e400"], ["x=0:1e200"], ["x=y:1"], ["x=1/0:1"], ["and=0:1"], [], ["1=0:1"], ["x=0:()"]],
)  # fmt: skip
def test_hostile_boxes(capsys: pytest.CaptureFixture[str], sides: list[str]) -> None:
    code, out, err = run(capsys, "x <= 1", *[word for side in sides for word in ("--box", side)])
    assert (code, out, err.count("\n")) == (2, "", 1), err
