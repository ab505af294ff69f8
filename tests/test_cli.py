"""The contracts of the command line: exit codes, one-line errors, JSON, and what bad input gives."""

from __future__ import annotations

import decimal
import json
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import varproof
from tests.show.check import problems
from varproof.cli import main
from varproof.show import trust

Run = Callable[..., tuple[int, str, str]]

ROW = {"id", "kind", "variant", "verdict", "evidence", "expected", "ok", "slack", "seconds", "hash", "reason"}


@pytest.fixture(autouse=True, scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A store of results for these tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, which forgets what it has imported of folders: exit code, output, errors."""

    def go(*argv: str | Path) -> tuple[int, str, str]:
        from varproof import catalog

        catalog._load.cache_clear()
        for name in [n for n in sys.modules if n.startswith("varproof_catalog_")]:
            del sys.modules[name]
        code = main([str(a) for a in argv])
        out, err = capsys.readouterr()
        return code, out, err

    return go


def entry(name: str, claim: str, *, expect: str = "PROVED", proof: str = "", body: str = "") -> str:
    """A lemma file about a vector of nonnegative numbers."""
    lines = [
        f'"""lem:{name}. For the tests."""',
        "import os",
        "from varproof.lang import *",
        f'entry = Entry("lem:{name}", "For the tests", source=Source(text="ours"))',
        f'with entry.variant("stated", expect="{expect}") as s:',
        '    n = s.size("n")',
        '    a = s.vec("a", n)',
        '    x = Real("x")',
        '    i = Index("i", n)',
        '    s.assume("nonnegative", ForAll(i, a[i] >= 0))',
        f'    s.claim("claim", {claim})',
        *(f"    {line}" for line in (body or 's.instance("one", a=[1])').splitlines()),
    ]
    if proof:
        lines += ['@entry.proof("stated")', "def proof(p):", f"    {proof}"]
    return "\n".join(lines) + "\n"


SUM = "Sum(a[i], i) >= 0"
SUM_PROOF = 'p.prove(p.sum_at_least(p["n"], lambda i, h: p.use(p.given("nonnegative"), i, h)))'


@pytest.fixture
def small(tmp_path: Path, run: Run) -> Path:
    """A catalog of one proved lemma, locked."""
    folder = tmp_path / "catalog"
    folder.mkdir()
    (folder / "lem-small.py").write_text(entry("small", SUM, proof=SUM_PROOF))
    assert run("--catalog", folder, "lock")[0] == 0
    return folder


def one_line(err: str) -> str:
    assert err.startswith("varproof: ") and err.count("\n") == 1, err
    return err


# ---- start-up


def test_help_is_fast_and_light() -> None:
    script = (
        "import sys, io, contextlib; from varproof.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit): main(['--help'])\n"
        "print([m for m in ('sympy', 'flint', 'numpy', 'scipy', 'mpmath', 'json') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"

    def seconds(*argv: str) -> float:
        def once() -> float:
            begun = time.perf_counter()
            subprocess.run([sys.executable, *argv], capture_output=True, check=True)
            return time.perf_counter() - begun

        return min(once() for _ in range(7))

    assert seconds("-m", "varproof", "--help") - seconds("-c", "pass") < 0.1


def test_help_of_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    from varproof.cli import COMMANDS

    for command in COMMANDS:
        with pytest.raises(SystemExit) as stop:
            main([command, "--help"])
        assert stop.value.code == 0
        assert "--json" in capsys.readouterr().out


# ---- browsing


def test_list(run: Run, small: Path) -> None:
    code, out, err = run("--catalog", small, "list")
    assert (code, err) == (0, "")
    assert "lem:small" in out
    code, out, _ = run("list", "--json", "--catalog", small)
    data = json.loads(out)
    assert data["schema"] == 1
    assert data["entries"][0]["variants"][0]["expected"] == "PROVED"


def test_show(run: Run, small: Path) -> None:
    code, out, _ = run("--catalog", small, "show", "lem:small")
    assert code == 0
    for part in ("Lemma lem:small", "∀ i ∈ [n]: aᵢ ≥ 0", "∑ᵢ aᵢ ≥ 0", "PROVED, resting on kernel", "[used]"):
        assert part in out
    assert "\x1b" not in out
    data = json.loads(run("--json", "--catalog", small, "show", "lem:small")[1])
    assert data["variants"][0]["claim"] == {"claim": "∑ᵢ aᵢ ≥ 0"}


def test_show_names_the_arrays_on_which_a_constant_depends(run: Run, small: Path) -> None:
    text = (small / "lem-small.py").read_text()
    whole = '    s.constant("whole", Sum(a[i], i) + n)\n@entry.proof'
    (small / "lem-small.py").write_text(text.replace("@entry.proof", whole))
    code, out, _ = run("--catalog", small, "show", "lem:small")
    assert code == 0 and "Constant whole = ∑ᵢ aᵢ + n; it depends on n, a." in out


def test_a_catalog_may_rest_on_another(run: Run, small: Path, tmp_path: Path) -> None:
    text = (small / "lem-small.py").read_text()
    (small / "lem-small.py").write_text(text.replace('text="ours")', 'text="ours"), uses=["def:softmax"]'))
    assert run("--catalog", small, "graph")[0] == 0
    code, out, _ = run("--catalog", small, "show", "lem:small")
    assert code == 0 and "Uses: def:softmax." in out
    assert run("--catalog", small, "findings")[0] == 0
    assert run("--catalog", small, "report", "-o", tmp_path / "report")[0] == 0
    files = {
        p.relative_to(tmp_path / "report").as_posix(): p.read_bytes()
        for p in (tmp_path / "report").rglob("*")
        if p.is_file()
    }
    assert problems(files) == []
    assert "<code>def:softmax</code>" in files["statements/lem-small.html"].decode()


def test_report(run: Run, small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    code, out, err = run("--catalog", small, "report", "-o", folder)
    assert (code, err) == (0, "") and "index.html: " in out and "1 certificates" in out
    assert "lem:small" in (folder / "statements" / "lem-small.html").read_text()
    assert run("check", folder / "certificates", "--lock", small / "statements.lock")[0] == 0
    code, out, _ = run("--catalog", small, "report", "-o", folder, "--json")
    assert code == 0 and "statements/lem-small.html" in json.loads(out)["files"]
    code, out, err = run("--catalog", small, "report", "-o", small)
    assert (code, out) == (2, "") and "is not a report" in one_line(err)
    (small / "lem-false.py").write_text(entry("false", "Sum(a[i], i) > 0"))
    assert run("--catalog", small, "report", "-o", folder)[0] == 1
    assert "statements/lem-false.html#stated" in (folder / "index.html").read_text()


def test_graph(run: Run) -> None:
    code, out, _ = run("graph", "--focus", "lem:boltz-range")
    assert code == 0
    assert out.splitlines()[0] == "lem:boltz-range"
    assert "─ def:boltzmann" in out
    assert run("graph", "--mermaid")[1].startswith("flowchart TD\n")


def test_graph_shows_downstream_what_an_entry_rests_on(run: Run, small: Path) -> None:
    top = entry("top", SUM, proof=SUM_PROOF).replace('source=Source(text="ours")', 'uses=["lem:small"]')
    (small / "lem-top.py").write_text(top)
    data = json.loads(run("graph", "--json", "--catalog", small)[1])
    assert data["edges"] == [{"from": "lem:top", "to": "lem:small"}]
    assert [(n["id"], n["status"], n["downstream"]) for n in data["nodes"]] == [
        ("lem:small", "proved", "proved"),
        ("lem:top", "proved", "proved"),
    ]
    (small / "lem-small.py").write_text(entry("small", SUM))  # its proof is gone
    data = json.loads(run("graph", "--json", "--catalog", small, "--focus", "lem:top")[1])
    assert [(n["status"], n["downstream"], n["because"]) for n in data["nodes"]] == [
        ("instances", "instances", ["lem:small"]),
        ("proved", "instances", ["lem:small"]),
    ]
    (small / "lem-small.py").unlink()
    assert "lem:top uses lem:small" in one_line(run("graph", "--json", "--catalog", small)[2])


# ---- findings


def test_no_findings(run: Run, small: Path) -> None:
    code, out, err = run("--catalog", small, "findings")
    assert (code, err, out) == (0, "", "No findings: every variant of all 1 entries is proved.\n")


def test_findings(run: Run, small: Path, tmp_path: Path) -> None:
    wrong = entry("wrong", "Sum(a[i], i) > 0", expect="REFUTED", body='s.counterexample("zero", a=[0])')
    wrong = wrong.replace('expect="REFUTED"', 'expect="REFUTED", finding="The sum of zeros is zero."')
    right = entry("wrong", SUM, proof=SUM_PROOF).replace('"stated"', '"corrected"').split("\n")[4:]
    (small / "lem-wrong.py").write_text(wrong + "\n".join(right))
    (small / "lem-alone.py").write_text(entry("alone", "Sum(a[i], i) > 1", expect="REFUTED"))
    top = entry("top", SUM, proof=SUM_PROOF).replace('source=Source(text="ours")', 'uses=["lem:wrong"]')
    (small / "lem-top.py").write_text(top)
    code, out, _ = run("--catalog", small, "findings")
    assert code == 0
    first, second = out.split("2. ")
    assert first.startswith("1. lem:wrong stated, For the tests: REFUTED (witness).")
    for part in (
        "Finding: The sum of zeros is zero.",
        "Counterexample: claim fails at n = 1, a = (0).",
        "Corrected form, PROVED: (claim) ∑ᵢ aᵢ ≥ 0.",
        "Affects: lem:top.",
        "Certificate: DIR/lem-wrong.stated.json",
    ):
        assert part in first
    assert second.startswith("lem:alone") and "Correction: none in the catalog." in second
    data = json.loads(run("--catalog", small, "findings", "--json")[1])["findings"]
    assert [f["id"] for f in data] == ["lem:wrong", "lem:alone"]
    (affected,) = data[0]["affects"]
    assert affected == {"id": "lem:top", "status": "proved", "downstream": "corrected", "because": ["lem:wrong"]}
    run("--catalog", small, "verify", "--certificates", tmp_path / "certificates")
    assert (tmp_path / "certificates" / data[0]["certificate"]).exists()


def test_a_finding_is_about_something_not_proved(run: Run, small: Path) -> None:
    text = entry("odd", SUM, proof=SUM_PROOF).replace('expect="PROVED"', 'expect="PROVED", finding="Wrong."')
    (small / "lem-odd.py").write_text(text)
    code, _, err = run("--catalog", small, "list")
    assert code == 2 and "use note=" in one_line(err)


# ---- verify


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
    (small / "lem-bare.py").write_text(entry("bare", SUM))
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


def test_an_unchanged_catalog_is_not_judged_again(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from varproof.decide import verify

    first = json.loads(run("--catalog", small, "verify", "--json")[1])

    def never(*_: Any) -> None:
        raise AssertionError("judged again")

    monkeypatch.setattr(verify, "_judge_all", never)
    assert json.loads(run("--catalog", small, "verify", "--json")[1]) == first
    with pytest.raises(AssertionError, match="judged again"):
        run("--catalog", small, "verify", "--fresh")
    (small / "helper.py").write_text("changed = True\n")
    with pytest.raises(AssertionError, match="judged again"):
        run("--catalog", small, "verify")


def test_a_broken_store_is_ignored(run: Run, small: Path) -> None:
    from varproof.decide import cache as store

    run("--catalog", small, "verify")
    for path in store.folder().rglob("*.json"):
        path.write_text("{}")
    assert run("--catalog", small, "verify")[0] == 0


def test_interrupt(tmp_path: Path) -> None:
    folder = tmp_path / "certificates"
    argv = [sys.executable, "-m", "varproof", "verify", "--fresh", "--certificates", str(folder)]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == ""
    assert one_line(err) == "varproof: interrupted\n"
    assert not list(tmp_path.rglob("*"))


# ---- certificates


def test_certificates_and_check(run: Run, small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "certificates"
    run("--catalog", small, "verify", "--certificates", folder)
    (path,) = folder.iterdir()
    code, out, _ = run("--catalog", small, "check", folder)
    assert code == 0
    assert "PROVED lem:small stated" in out and "1 certificates, 1 accepted." in out
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


# ---- constants, new, lock, doctor, trust, selftest


def test_constants(run: Run) -> None:
    code, out, _ = run("constants", "lem:boltz-range", "--variant", "stated", "--set", "n=3")
    assert code == 0
    assert "width = log n = [1.098612288, 1.098612289] at n = 3" in out
    data = json.loads(run("constants", "lem:boltz-range", "--set", "n=3", "--json")[1])
    assert float(data["constants"][0]["low"]) <= 1.0986122886681098 <= float(data["constants"][0]["high"])


@pytest.mark.parametrize("given", ["n", "n=", "n=x", "=3", "n=0", "n=1/2", "m=3", "n=1/0"])
def test_bad_settings(run: Run, given: str) -> None:
    code, out, err = run("constants", "lem:boltz-range", "--set", given)
    assert (code, out) == (2, "")
    one_line(err)


def test_a_missing_setting_is_named(run: Run) -> None:
    assert "--set n=" in one_line(run("constants", "lem:boltz-range")[2])


@pytest.mark.parametrize("name", ["lem:my-lemma", "def:my-mean", "alg:my-step"])
def test_new_passes(run: Run, tmp_path: Path, name: str) -> None:
    code, out, _ = run("--catalog", tmp_path, "new", name)
    assert code == 0
    assert f"{name.replace(':', '-')}.py" in out
    assert run("--catalog", tmp_path, "lock")[0] == 0
    code, out, _ = run("--catalog", tmp_path, "verify")
    assert code == 0, out
    assert run("--catalog", tmp_path, "new", name)[0] == 2


@pytest.mark.parametrize("name", ["lemma", "lem:Big", "foo:bar", "lem:", "lem:../x", "def:a_b"])
def test_new_refuses_bad_ids(run: Run, tmp_path: Path, name: str) -> None:
    code, _, err = run("--catalog", tmp_path, "new", name)
    assert code == 2
    one_line(err)
    assert not list(tmp_path.iterdir())


def test_doctor(run: Run) -> None:
    code, out, _ = run("doctor")
    assert code == 0
    assert "python-flint" in out
    assert json.loads(run("doctor", "--json")[1])["missing"] == []


def test_doctor_names_what_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from varproof import doctor

    monkeypatch.setattr(doctor, "_LIBRARIES", (("no-such-library", "no_such_library", "nothing"),))
    code, out, _ = run("doctor")
    assert code == 3
    assert "pip install no-such-library" in out


def test_a_missing_library_is_3(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from varproof import doctor

    monkeypatch.setattr(doctor, "_LIBRARIES", (("no-such-library", "no_such_library", "nothing"),))
    code, out, err = run("verify", "def:softmax")
    assert (code, out) == (3, "")
    assert "pip install no_such_library" in one_line(err)


def test_falsify_finds_the_rescaled_counterexample_by_itself(run: Run) -> None:
    code, out, _ = run("falsify", "lem:attention-contextual")
    assert code == 1
    assert "radius fails at N = 1" in out
    assert "γₘᵢₙ = 1/2^83" in run("show", "lem:attention-contextual")[1]  # the stored point
    assert "γₘᵢₙ = 1/2^83" not in out


def test_trust(run: Run, small: Path) -> None:
    code, out, _ = run("--catalog", small, "trust")
    assert code == 0
    assert "kernel:" in out and "varproof.recheck" in out and "SymPy" in out and "python-flint" in out
    data = json.loads(run("--catalog", small, "trust", "--json")[1])
    assert data["entries"][0]["rules"]["sum_sign"] == 1
    assert all(e["certificate"]["rules"] == e["rules"] for e in data["entries"] if e["rules"])


def test_trust_names_what_reads_each_kind_of_certificate(run: Run) -> None:
    names = ["lem:boltz-range", "def:feed-forward", "def:down-sample"]
    entries = json.loads(run("trust", *names, "--json")[1])["entries"]
    kinds = {parts[0]: e["certificate"] for e in entries if e["certificate"] for parts in [e["certificate"]["parts"]]}
    assert {"kernel", "witness", "ill-typed"} <= set(kinds)
    assert "rules" in kinds["kernel"]["modules"] and "witness" not in kinds["kernel"]["modules"]
    assert "numbers" in kinds["witness"]["modules"] and "rules" not in kinds["witness"]["modules"]
    assert [kinds[k]["libmpdec"] for k in ("kernel", "witness", "ill-typed")] == [False, True, False]
    out = run("trust", *names)[1]
    assert f"libmpdec {decimal.__libmpdec_version__}" in out and platform.python_version() in out
    for e in entries:
        for rule, n in (e["certificate"] or {"rules": {}})["rules"].items():
            assert f"{rule} {n}" in " ".join(out.split())


def test_what_reads_a_certificate_is_enough_to_read_it() -> None:
    """The modules that are named for a kernel proof are all that the checker's own for it import when they run."""
    code = """if True:
        import sys, types
        package = sys.modules['varproof.recheck'] = types.ModuleType('varproof.recheck')
        package.__path__ = [sys.argv[1]]
        import varproof.recheck.replay, varproof.recheck.translate
        names = [name for name in sys.modules if name.startswith('varproof.recheck.')]
        print(*(name.rpartition('.')[2] for name in names))
        print(any('Decimal' in vars(sys.modules[name]) for name in names))
    """
    folder = Path(varproof.__file__).parent / "recheck"
    ran = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    loaded, decimals = ran.stdout.splitlines()
    found = trust.ground(json.dumps({"kind": "kernel", "steps": []}))
    assert found is not None and set(found.modules) - {"certificate"} == set(loaded.split())
    assert decimals == str(found.libmpdec)


def test_a_refutation_by_a_consequence_rests_on_the_rules_of_its_proof() -> None:
    steps = [["assume", [], [0]], ["assume", [], [1]], ["mp", [0, 1], []]]
    found = trust.ground(json.dumps({"kind": "witness", "consequence": {"steps": steps}}))
    assert found is not None and found.parts == ("witness", "kernel")
    assert found.rules == {"assume": 2, "mp": 1}
    assert {"rules", "numbers"} <= set(found.modules) and found.libmpdec
    alone = trust.ground(json.dumps({"kind": "witness"}))
    assert alone is not None and not alone.rules and "rules" not in alone.modules
    assert trust.ground(None) is None


def test_selftest(run: Run) -> None:
    code, out, _ = run("selftest")
    assert code == 0
    assert "0 failed." in out


# ---- bad input


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["show", "lem:boltz-rang"], "did you mean lem:boltz-range"),
        (["verify", "lem:nothing-of-the-kind"], "no entry"),
        (["verify", "lem:boltz-range", "--variant", "printed"], "there are"),
        (["graph", "--focus", "nope"], "no entry"),
        (["verify", "--jobs", "0"], "at least 1"),
        (["verify", "--jobs", "two"], "at least 1"),
        (["verify", "--nonsense"], "--nonsense"),
        (["falsify"], "ID"),
        (["nonsense"], "nonsense"),
        ([], "COMMAND"),
        (["--catalog", "/no/such/folder", "list"], "/no/such/folder"),
        (["--catalog", "no_such_catalog", "list"], "no_such_catalog"),
        (["check", "/no/such/file"], "/no/such/file"),
        (["check", "--lock", "/no/such/lock", "x"], "/no/such/lock"),
    ],
)
def test_bad_arguments(run: Run, argv: list[str], says: str) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert says in one_line(err)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("entry = (\n", "lem-bad.py:1"),
        ("entry = 1 / 0\n", "lem-bad.py:1: ZeroDivisionError"),
        ("x = 1\n", "no entry"),
        (entry("bad", "Sum(a[i], i) >= 0.5"), "float"),
        (entry("bad", "Sum(a[i], Index('k', n)) >= 0"), "i"),
        (entry("bad", SUM, body='s.instance("x", n=2, a=[1])'), "shape"),
        (entry("bad", SUM, body='s.instance("x", a=[0.5])'), "not an exact rational"),
        (entry("bad", SUM, body='M = s.mat("M", n, n)\ns.claim("more", M[i] >= 0)'), "M"),
        (entry("bad", "a >= 0"), "a"),
        (entry("other", SUM), "lem-other.py"),
        (entry("bad", SUM, expect="TRUE"), "expect"),
    ],
)
def test_bad_catalog_files(run: Run, tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "lem-bad.py").write_text(text)
    code, out, err = run("--catalog", tmp_path, "verify")
    assert (code, out) == (2, "")
    assert says in one_line(err)


def test_a_folder_without_entries(run: Run, tmp_path: Path) -> None:
    code, _, err = run("--catalog", tmp_path, "verify")
    assert code == 2
    one_line(err)


def test_a_broken_lock(run: Run, small: Path) -> None:
    (small / "statements.lock").write_text("{}")
    code, _, err = run("--catalog", small, "verify")
    assert code == 2
    assert "statements.lock" in one_line(err)


# ---- pipes and colours


def main_in_new_process(*argv: object, seed: int = 0) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-m", "varproof", *map(str, argv)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_a_closed_pipe_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "varproof", "list"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_colours_only_on_a_terminal_that_wants_them(small: Path) -> None:
    pty = pytest.importorskip("pty")

    def output(**extra: str) -> bytes:
        leader, follower = pty.openpty()
        environment = {**os.environ, "TERM": "xterm", **extra}
        command = [sys.executable, "-m", "varproof", "--catalog", str(small), "verify"]
        process = subprocess.Popen(command, stdout=follower, stderr=subprocess.DEVNULL, env=environment)
        os.close(follower)
        data = b""
        while True:
            try:
                part = os.read(leader, 4096)
            except OSError:
                break
            if not part:
                break
            data += part
        os.close(leader)
        assert process.wait() == 0
        return data

    assert b"\x1b[" in output()
    assert b"\x1b[" not in output(NO_COLOR="1")
    assert b"\x1b[" not in output(TERM="dumb")
