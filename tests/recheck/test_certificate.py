"""Whole certificates: tampering, damage, budgets, and the command line of the checker."""

from __future__ import annotations

import copy
import hashlib
import json
import random
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.recheck.by_hand import QUOTIENT, Proof, lock_of, quotient_certificate, statement, wrap
from tests.work import calls
from varproof import recheck
from varproof.cli import main
from varproof.recheck import check


def test_a_certificate_is_accepted() -> None:
    report = check(quotient_certificate())
    assert report.ok and report.verdict == "PROVED" and "ad hoc" in report.message
    report = check(quotient_certificate(), lock_of(QUOTIENT))
    assert report.ok and "locked statement" in report.message


def test_tampering() -> None:
    good = quotient_certificate()
    other = QUOTIENT.replace(" 1)))", " 2)))")
    assert other != QUOTIENT

    def rejected(message: str, lock: Any = None, **change: Any) -> None:
        report = check({**copy.deepcopy(good), **change}, lock)
        assert not report.ok and report.verdict == "REJECTED" and message in report.message, report

    rejected("hash", hash="0" * 64)
    rejected("hash", statement=other)
    rejected("proves something else", statement=other, hash=hashlib.sha256(other.encode()).hexdigest())
    rejected("not in the lock", {"schema": 1, "statements": {}})
    rejected("not the locked one", lock_of(other))
    rejected("id or variant", id="lem:u")
    rejected("not in the lock", lock_of(QUOTIENT), variant="printed")
    rejected("must list 2 goals", goals=good["goals"][1:])
    rejected("must list 2 goals", goals=[*good["goals"], 0])
    rejected("proves something else", goals=good["goals"][::-1])
    rejected("no such step", goals=[True, 4])
    rejected("no such step", goals=[3, 99])
    rejected("missing or unknown fields", extra=1)
    changed = copy.deepcopy(good["steps"])
    changed[2][2][1][0][0] = 2
    rejected("identity fails", steps=changed)
    forward = copy.deepcopy(good["steps"])
    forward[3][1] = [4]
    rejected("not an earlier step", steps=forward)
    lying = lock_of(QUOTIENT)
    lying["statements"]["lem:t stated"]["text"] = other
    rejected("not the locked one (text)", lying)


def test_a_hypothesis_that_is_not_granted() -> None:
    text = QUOTIENT.replace("(positive (< 0 (real r)))", "")
    report = check(quotient_certificate(text))
    assert not report.ok and "not granted" in report.message


def test_conditions_of_an_assumption_use_only_earlier_ones() -> None:
    """The later assumption r > 0 may not justify the division in the earlier one."""
    division, positive = "(unit (= (/ (real r) (real r)) 1))", "(positive (< 0 (real r)))"
    claim = "(trivial (<= 0 0))"
    for order, message in ((positive + division, ""), (division + positive, "not granted")):
        cert = quotient_certificate(statement(claim, assume=order))
        cert["nodes"] += [["poly", [[1, []]]], ["poly", []], ["ge", len(cert["nodes"]) + 1]]
        cert["steps"].append(["arith", [], [len(cert["nodes"]) - 1, [], []]])
        cert["goals"] = [3, 5]
        report = check(cert)
        assert report.ok == (not message) and message in report.message, report


@pytest.mark.parametrize("cert", [None, [], 3, {}, {"schema": 2, "kind": "kernel"}, {"schema": 1, "kind": "magic"}])
def test_not_a_certificate(cert: Any) -> None:
    assert check(cert).verdict == "BAD INPUT"


def test_random_damage_never_raises_and_never_changes_the_statement() -> None:
    rng = random.Random(1)
    values = [0, 1, -1, 7, True, None, "x", "1/2", "0x", [], [[]], {}, "deriv", 10**30, "1/0", ["poly", []]]
    base = quotient_certificate()
    for _ in range(1500):
        cert = json.loads(json.dumps(base))
        for _ in range(rng.choice([1, 1, 2])):
            spot: Any = cert
            while True:
                keys = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
                key = rng.choice(keys)
                if isinstance(spot[key], list | dict) and spot[key] and rng.random() < 0.85:
                    spot = spot[key]
                    continue
                spot[key] = rng.choice(values)
                break
        report = check(cert)
        assert "\n" not in report.message
        if report.ok:
            assert cert["statement"] == QUOTIENT


def test_big_hex_integers() -> None:
    big = 3**9000
    p = Proof()
    node = p.c(hex(big))
    ratio = p.c(f"{hex(-big)}/{hex(2 * big)}")
    run = p.run()
    assert run.k.value(run.nodes[node]) == big
    assert run.k.value(run.nodes[ratio]) == Fraction(-1, 2)
    q = Proof()
    q.c("9" * 5000)
    q.refused("too long")


# ---- budgets


def test_budgets_end_in_rejection(p: Proof) -> None:
    x = p.v("x")
    p.n("poly", [[1, [[p.poly((1, x), (1,)), 10**6]]]])
    p.refused("too large|budget")
    for e in (10**1500, f"1/{10**1500}"):
        q = Proof()
        q.n("poly", [[1, [[q.n("exp", [[q.v("x"), 1]]), e]]]])
        q.refused("too large")
    q = Proof()
    q.n("poly", [[1, [[q.c(3), 10**6]]]])
    q.refused("too large")


def test_deep_nests_are_rejected(p: Proof) -> None:
    t = p.v("x")
    for _ in range(5000):
        t = p.n("inv", t)
    p.refused("too deep")
    f = "(not " * 5000 + "(<= 0 0)" + ")" * 5000
    assert "too deep" in check(wrap(statement(f"(c {f})"), "kernel", nodes=[], steps=[], goals=[])).message
    f = "(not " * 580 + "(<= 0 0)" + ")" * 580
    assert not check(wrap(statement(f"(c {f})"), "kernel", nodes=[], steps=[], goals=[])).ok


def test_the_work_of_many_steps_grows_as_their_number() -> None:
    """Products of sums of six variables, each with 21 terms, twice each: the second half costs what the first does."""

    def work(steps: int) -> int:
        p = Proof()
        names = [p.v(f"x{k}") for k in range(6)]
        one, total = p.c(1), p.poly(*[(1, x) for x in names])
        hyp = p.assume(p.n("ge", total))
        for k in range(1, steps):
            goal = p.n("ge", p.n("poly", [[k, [[total, 2]]], [1, [[total, 1]]]]))
            step = p.s("arith", [hyp], goal, [[k, total, []], [1, one, [0]]], [])
            p.s("discharge", [step], goal)
        count, replay = calls(p.run)
        assert len(replay.thms) == 2 * steps - 1
        return count

    assert work(600) < 2.1 * work(300) < 2_000_000


# ---- command line


def test_imports_nothing_heavy() -> None:
    code = (
        "import sys, varproof.recheck; "
        "print(sorted({m.split('.')[0] for m in sys.modules} & "
        "{'sympy', 'numpy', 'scipy', 'mpmath', 'flint', 'matplotlib', 'pandas', 'torch'}))"
        "; print(sorted(m for m in sys.modules if m.startswith('varproof.') and m.split('.')[1] != 'recheck'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "[]"]


def test_exit_codes(tmp_path: Any, capsys: Any) -> None:
    good, bad, junk = tmp_path / "a" / "good.json", tmp_path / "b" / "bad.json", tmp_path / "c" / "junk.json"
    for path in (good, bad, junk):
        path.parent.mkdir()
    good.write_text(json.dumps(quotient_certificate()))
    bad.write_text(json.dumps({**quotient_certificate(), "hash": "0"}))
    lock = tmp_path / "statements.lock"
    lock.write_text(json.dumps(lock_of(QUOTIENT)))
    assert recheck.main([str(good.parent), "--lock", str(lock)]) == 0
    assert "PROVED lem:t stated" in capsys.readouterr().out
    assert recheck.main([str(good), str(bad)]) == 1
    for text in ("", "{", "[1.5]", "NaN", "[" * 100_000, '{"a":1,"a":2}', "9" * 5000, "\udcff"):
        junk.write_bytes(text.encode("utf-8", "surrogateescape"))
        assert recheck.main([str(good), str(junk)]) == 2, text
        assert len(capsys.readouterr().err.strip().split("\n")) == 1
    assert recheck.main([str(tmp_path / "none.json"), str(bad)]) == 2
    empty = tmp_path / "empty"
    empty.mkdir()
    assert recheck.main([str(empty)]) == 2
    for text in ("[]", '{"schema":2,"statements":{}}', "x"):
        lock.write_text(text)
        assert recheck.main([str(good), "--lock", str(lock)]) == 2
    with pytest.raises(SystemExit) as stop:
        recheck.main([])
    assert stop.value.code == 2


def test_without_a_lock_an_id_is_no_verdict_of_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No line says PROVED of a name that stands in no lock; with the lock the same line has no quotation marks."""
    path, lock = tmp_path / "c.json", tmp_path / "lock.json"
    certificate = quotient_certificate()
    path.write_text(json.dumps(certificate))
    assert recheck.main([str(path)]) == 0
    said = capsys.readouterr().out
    wanted = f'a proof of the statement {certificate["hash"]}, which calls itself "lem:t" "stated": 5 steps, 2 goals'
    assert said.startswith(f"{path}: ACCEPTED: {wanted}") and "PROVED" not in said
    entry = {"sha256": certificate["hash"], "text": certificate["statement"]}
    lock.write_text(json.dumps({"schema": 1, "statements": {"lem:t stated": entry}}))
    assert recheck.main(["--lock", str(lock), str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: PROVED lem:t stated: 5 steps, 2 goals; locked statement\n"
    lock.write_text(json.dumps({"schema": 1, "statements": {}}))
    assert recheck.main(["--lock", str(lock), str(path)]) == 1
    assert f'{path}: REJECTED "lem:t" "stated": the statement is not in the lock' in capsys.readouterr().out


def test_what_a_certificate_calls_itself_stays_on_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lie = "x\r\ngood.json: PROVED thm:all stated: \x1b[2K\u2028\u202e"
    path = tmp_path / "forged.json"
    fields = {"id": lie, "variant": lie, "statement": lie, "hash": "", "nodes": [], "steps": [], "goals": []}
    path.write_text(json.dumps({"schema": 1, "kind": "kernel", **fields}))
    assert main(["check", str(path)]) == 1
    first, second, *rest = capsys.readouterr().out.split("\n")
    assert first.startswith(f'{path}: REJECTED "x good.json') and first.isprintable() and first.isascii()
    assert second == "1 certificate, 0 accepted." and rest == [""]
