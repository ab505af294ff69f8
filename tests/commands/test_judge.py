"""Judging a catalog: verify, its certificates, falsify."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.commands.catalogs import MEAN, SUM, SUM_PROOF, Run, entry, main_in_new_process, one_line
from varproof.catalog import one
from varproof.decide import counterexamples
from varproof.decide.proofs import Place
from varproof.decide.verify import sources

pytestmark = pytest.mark.usefixtures("own_cache")

ROW = {"id", "kind", "variant", "verdict", "evidence", "expected", "ok", "slack", "seconds", "hash", "reason"}


def test_verify_json(run: Run, small: Path) -> None:
    code, out, err = run("--catalog", small, "verify", "--json")
    assert (code, err) == (0, "")
    data = json.loads(out)
    assert data["schema"] == 1
    (row,) = data["entries"]
    assert row.keys() >= ROW
    assert (row["verdict"], row["evidence"], row["ok"]) == ("PROVED", ["kernel"], True)
    assert data["summary"]["PROVED"] == 1


def test_an_edit_is_drift(run: Run, small: Path) -> None:
    (small / "lem-small.py").write_text(entry("small", "2 * Sum(a[i], i) >= 0"))
    code, out, _ = run("--catalog", small, "verify")
    assert code == 1
    assert "drift: lem:small stated" in out and "varproof lock" in out
    assert run("--catalog", small, "lock", "--check")[0] == 1
    assert run("--catalog", small, "lock")[0] == 0
    assert run("--catalog", small, "lock", "--check")[0] == 0


def test_no_lock_and_a_vanished_statement_are_drift(run: Run, small: Path) -> None:
    (small / "lem-other.py").write_text(entry("other", SUM, proof=SUM_PROOF))
    run("--catalog", small, "lock")
    (small / "lem-other.py").unlink()
    assert main_in_new_process("--catalog", small, "verify").returncode == 1
    (small / "statements.lock").unlink()
    done = main_in_new_process("--catalog", small, "verify")
    assert done.returncode == 1
    assert "there is no lock" in done.stdout


def test_a_false_statement_is_refuted(run: Run, small: Path) -> None:
    (small / "lem-false.py").write_text(entry("false", "Sum(a[i], i) > 0", proof=SUM_PROOF))
    run("--catalog", small, "lock")
    code, out, _ = run("--catalog", small, "verify", "lem:false")
    assert code == 1
    assert "REFUTED" in out and "expected PROVED" in out
    assert "counterexample, claim fails: n = 1, a = (0)" in out
    row = json.loads(run("--catalog", small, "verify", "lem:false", "--json")[1])["entries"][0]
    assert row["counterexample"] == {"n": 1, "a": ["0"]}
    assert run("--catalog", small, "falsify", "lem:false")[0] == 1
    assert run("--catalog", small, "falsify", "lem:small")[0] == 0


def test_an_undecided_statement_is_4_and_a_pinned_one_is_0(run: Run, small: Path) -> None:
    claim = "Exists(x, Eq(x, Sum(a[i], i)))"
    (small / "lem-open.py").write_text(entry("open", claim))
    (small / "lem-pinned.py").write_text(entry("pinned", claim, expect="UNDECIDED"))
    run("--catalog", small, "lock")
    assert run("--catalog", small, "verify", "lem:open")[0] == 4
    assert run("--catalog", small, "verify", "lem:pinned")[0] == 0
    assert run("--catalog", small, "verify")[0] == 4


def test_a_statement_without_proof_holds_on_instances(run: Run, small: Path) -> None:
    (small / "lem-bare.py").write_text(entry("bare", MEAN))  # true, and not found without a script
    run("--catalog", small, "lock")
    code, out, _ = run("--catalog", small, "verify", "lem:bare")
    assert code == 1
    assert "HOLDS_ON_INSTANCES" in out and "expected PROVED" in out


def test_contradictory_hypotheses(run: Run, small: Path) -> None:
    body = 's.assume("negative", Sum(a[i], i) < 0)'
    (small / "lem-empty.py").write_text(entry("empty", SUM, proof=SUM_PROOF, body=body))
    run("--catalog", small, "lock")
    code, out, _ = run("--catalog", small, "verify", "lem:empty")
    assert code == 1
    assert "vacuous: no listed instance satisfies all hypotheses" in out
    assert "PROVED" not in out.replace("expected PROVED", "")


def test_an_instance_outside_the_hypotheses(run: Run, small: Path) -> None:
    body = 's.instance("good", a=[1])\ns.instance("bad", a=[-1])'
    (small / "lem-outside.py").write_text(entry("outside", SUM, proof=SUM_PROOF, body=body))
    run("--catalog", small, "lock")
    code, out, _ = run("--catalog", small, "verify", "lem:outside")
    assert code == 1
    assert "instance: bad: not all hypotheses hold" in out


def test_neighbours_and_needed_points_are_checked(run: Run, small: Path) -> None:
    body = 's.instance("one", a=[1])\ns.false("no", claims={"claim": Sum(a[i], i) >= -1}, at=dict(a=[1]))'
    (small / "lem-weak.py").write_text(entry("weak", SUM, proof=SUM_PROOF, body=body))
    run("--catalog", small, "lock")
    code, out, _ = run("--catalog", small, "verify", "lem:weak")
    assert code == 1
    assert "neighbour: the false neighbour 'no' is not refuted" in out


@pytest.mark.parametrize(
    ("name", "proof", "says"),
    [
        ("crash", "1 / 0", "ZeroDivisionError"),
        ("killed", "os.kill(os.getpid(), 9)", "worker process died"),
        ("hungry", "bytearray(64 << 30)", "memory budget"),
    ],
)
def test_what_goes_wrong_is_an_error_row(run: Run, small: Path, name: str, proof: str, says: str) -> None:
    (small / f"lem-{name}.py").write_text(entry(name, SUM, proof=proof))
    run("--catalog", small, "lock")
    code, out, _ = run("--catalog", small, "verify", "--fresh")
    assert code == 1
    assert "ERROR" in out and says in out
    assert "PROVED" in out  # the other statement is judged all the same


def test_same_result_for_any_number_of_jobs_and_any_hash_seed(tmp_path: Path) -> None:
    seen = []
    for jobs, seed in ((1, 0), (2, 1), (3, 2)):
        folder = tmp_path / f"{jobs}"
        argv = ["verify", "lem:boltz-range", "def:softmax", "--fresh", "--json"]
        done = main_in_new_process(*argv, "--jobs", jobs, "--certificates", folder, seed=seed)
        data = json.loads(done.stdout)
        for row in data["entries"]:
            del row["seconds"]
        files = {p.name: p.read_bytes() for p in folder.iterdir()}
        assert files
        seen.append((done.returncode, data, files))
    assert seen[0] == seen[1] == seen[2]


def rows(out: str) -> list[dict[str, Any]]:
    """The rows of `verify --json` but for the times, and the way in which a proof came."""
    apart = ("seconds", "replayed")
    return [{k: value for k, value in row.items() if k not in apart} for row in json.loads(out)["entries"]]


def test_the_script_of_a_kept_proof_does_not_run_again(run: Run, small: Path) -> None:
    """The checker replays what is kept, until a file that the proof depends on changes."""
    (small / "helper.py").write_text("changed = False\n")
    (small / "other.py").write_text("changed = False\n")
    text = (small / "lem-small.py").read_text()
    needs = "from importlib import import_module\nimport_module('.helper', __package__)\n"
    (small / "lem-small.py").write_text(text.replace("import os\n", needs, 1))

    def replayed(*words: str) -> bool:
        (row,) = json.loads(run("--catalog", small, "verify", "--json", *words)[1])["entries"]
        assert row["verdict"] == "PROVED"
        return bool(row["replayed"])

    assert not replayed() and replayed() and not replayed("--fresh")
    (small / "other.py").write_text("changed = True\n")  # which nothing imports
    assert replayed()
    (small / "helper.py").write_text("changed = True\n")
    assert not replayed() and replayed()


@pytest.fixture
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "store"))


def stored() -> dict[Path, Any]:
    from varproof.store import cache

    return {path: json.loads(path.read_text()) for path in cache.folder().rglob("*.json")}


@pytest.mark.usefixtures("empty_store")
def test_an_edit_of_the_store_changes_no_verdict(run: Run, small: Path) -> None:
    """A false statement stays refuted, whatever proof or verdict is written for it, and a true one proved."""
    (small / "lem-false.py").write_text(entry("false", "Sum(a[i], i) > 0", proof=SUM_PROOF))
    run("--catalog", small, "lock")
    run("--catalog", small, "verify", "lem:false")
    assert not stored()  # it has no proof
    run("--catalog", small, "verify", "lem:small")
    (of_true,) = stored()
    place = _place(small, "lem:false")
    of_false = of_true.parents[1] / place.key[:2] / f"{place.key}.json"
    of_false.parent.mkdir(exist_ok=True)
    first = rows(run("--catalog", small, "verify", "--json")[1])
    assert {row["id"]: row["verdict"] for row in first} == {"lem:false": "REFUTED", "lem:small": "PROVED"}
    good = stored()[of_true]
    proof = good["certificate"]
    about = {"sources": place.sources, "certificate": {**proof, "hash": place.hash}}
    lies = [
        good,
        {**good, **about},
        {**good, **about, "certificate": {**about["certificate"], "id": "lem:false"}},
        {**good, "certificate": {**proof, "steps": proof["steps"][:-1]}},
        {**good, "certificate": {**proof, "nodes": None, "steps": 1, "goals": {}}},
        {**good, "proof": 3},
        {"proof": None, "verdict": "PROVED"},
        {"verdict": "PROVED", "evidence": ["kernel"], "certificate": None},
        {"proof": None},
        "PROVED",
    ]
    for lie in lies:
        for path in (of_false, of_true):
            path.write_text(json.dumps(lie))
        assert rows(run("--catalog", small, "verify", "--json")[1]) == first, lie


def _place(folder: Path, name: str) -> Place:
    found = one(folder, name)
    (variant,) = found.variants.values()
    made_from = sources(found, "any", folder)
    return Place(folder, name.replace(":", "-"), name, variant.name, variant.hash, made_from, folder)


@pytest.mark.usefixtures("empty_store")
def test_what_is_kept_is_what_was_found(run: Run, small: Path) -> None:
    """A kept proof is not written again after a replay."""
    run("--catalog", small, "verify")
    ((path, before),) = stored().items()
    stamp = path.stat().st_mtime_ns
    assert before.keys() == {"certificate", "proof", "used", "sources"}
    run("--catalog", small, "verify")
    assert path.stat().st_mtime_ns == stamp


def test_a_broken_store_is_ignored(run: Run, small: Path) -> None:
    run("--catalog", small, "verify")
    for path in stored():
        path.write_text("{")
    assert run("--catalog", small, "verify")[0] == 0


def test_interrupt(tmp_path: Path) -> None:
    folder = tmp_path / "certificates"
    argv = [sys.executable, "-m", "varproof", "verify", "--fresh", "--certificates", str(folder)]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not children.read_text():  # until it judges
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "entries" not in out  # rows at most, no counts
    assert one_line(err) == "varproof: interrupted\n"
    assert not list(tmp_path.rglob("*"))


# ---- certificates


def test_certificates_and_check(run: Run, small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "certificates"
    run("--catalog", small, "verify", "--certificates", folder)
    (path,) = folder.iterdir()
    code, out, _ = run("--catalog", small, "check", folder)
    assert code == 0
    assert "PROVED lem:small stated" in out and "1 certificate, 1 accepted." in out
    assert run("--catalog", small, "check", path)[0] == 0

    certificate = json.loads(path.read_text())
    certificate["steps"] = certificate["steps"][:-1]
    path.write_text(json.dumps(certificate))
    code, out, _ = run("--catalog", small, "check", path, "--json")
    assert code == 1
    assert json.loads(out)["accepted"] == 0

    (folder / "broken.json").write_text("{")
    code, out, err = run("--catalog", small, "check", folder)
    assert code == 2  # before 1
    assert "broken.json" in one_line(err)
    assert "REJECTED" in out


def test_a_certificate_of_another_statement_is_rejected(run: Run, small: Path, tmp_path: Path) -> None:
    run("--catalog", small, "verify", "--certificates", tmp_path / "certificates")
    (small / "lem-small.py").write_text(entry("small", "3 * Sum(a[i], i) >= 0"))
    main_in_new_process("--catalog", small, "lock")
    assert run("--catalog", small, "check", tmp_path / "certificates")[0] == 1


def test_falsify_finds_the_rescaled_counterexample_by_itself(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the point that is stored: an instance, scaled by 2^-85."""
    monkeypatch.setattr(counterexamples, "_stored", lambda variant: None)
    code, out, _ = run("falsify", "lem:attention-contextual")
    assert code == 1
    assert "radius fails at N = 1" in out


def test_an_ill_formed_file_is_a_row_of_its_own(run: Run, small: Path) -> None:
    """The others are judged; what uses it is as ill-formed; nothing else takes such a catalog."""
    (small / "lem-bad.py").write_text("entry = (", encoding="utf-8")
    user = entry("user", "2 * Sum(a[i], i) >= 0").replace("source=", 'uses=["lem:bad"], source=')
    (small / "lem-user.py").write_text(user, encoding="utf-8")
    code, out, err = run("--catalog", small, "verify", "--json")
    assert (code, err) == (1, "")
    rows = {row["id"]: row for row in json.loads(out)["entries"]}
    assert {name: row["verdict"] for name, row in rows.items()} == {
        "lem:small": "PROVED", "lem:bad": "ERROR", "lem:user": "ERROR",
    }  # fmt: skip
    assert rows["lem:small"]["ok"] and not rows["lem:bad"]["ok"]
    assert "lem-bad.py:1: '(' was never closed" in rows["lem:bad"]["reason"]
    assert "lem:user uses lem:bad, which cannot be loaded" in rows["lem:user"]["reason"]
    code, out, _ = run("--catalog", small, "verify", "lem:small")
    assert code == 0 and "lem:bad" not in out
    code, out, _ = run("--catalog", small, "verify", "lem:bad")
    assert code == 1 and "ill-formed" in out and "lem:small" not in out
    assert run("--catalog", small, "list")[0] == 2
    (small / "lem-bad.py").write_text(entry("bad", "2 * Sum(a[i], i) >= 0"), encoding="utf-8")
    assert run("--catalog", small, "list")[0] == 0
