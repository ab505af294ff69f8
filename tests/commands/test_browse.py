"""Browsing a catalog: list, show, graph, report, findings and trust."""

from __future__ import annotations

import decimal
import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest

import varproof
from tests.commands.catalogs import MEAN, SUM, SUM_PROOF, Run, entry, one_line
from tests.show.check import problems
from varproof.show import trust

pytestmark = pytest.mark.usefixtures("own_cache")


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


def test_a_proof_may_cite_the_gallery(run: Run, small: Path, tmp_path: Path) -> None:
    claim = "Sum(a[i], i, where=a[i] >= 1) <= Sum(a[i] * a[i], i)"
    proof = 'p.claim("claim", p.cite("lem:markov", n="n", p="a", x="a", c="1"))'
    (small / "lem-small.py").write_text(entry("small", claim, proof=proof.replace("lem:markov", "lem:markow")))
    assert "lem:small uses lem:markow, which no file" in run("--catalog", small, "show", "lem:small")[2]
    (small / "lem-small.py").write_text(entry("small", claim, proof=proof))
    assert run("--catalog", small, "lock")[0] == 0
    code, out, _ = run("--catalog", small, "verify", "--certificates", tmp_path / "c")
    assert code == 0 and "1 PROVED" in out
    code, out, _ = run("--catalog", small, "check", tmp_path / "c")
    assert code == 0 and out.count("PROVED") == 2 and "lem:markov" in out


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
    assert (code, err) == (0, "") and "index.html: " in out and "1 certificate." in out
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
    (small / "lem-small.py").write_text(entry("small", MEAN))  # it has no proof, and none is found
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
    assert (code, err, out) == (0, "", "No findings: every variant of every entry is proved (1 entry).\n")


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
        "Counterexample: claim fails at n = 1, a = (0); the sides are 0 and 0.",
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


# ---- trust


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
    assert "kernel.rules" in kinds["kernel"]["modules"] and "numbers.witness" not in kinds["kernel"]["modules"]
    assert "numbers.closed" in kinds["witness"]["modules"] and "kernel.rules" not in kinds["witness"]["modules"]
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
        import varproof.recheck.kernel.replay, varproof.recheck.kernel.translate
        names = [name for name in sys.modules if name.startswith('varproof.recheck.')]
        files = [name for name in names if not hasattr(sys.modules[name], '__path__')]
        print(*(name.removeprefix('varproof.recheck.') for name in files))
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
    assert {"kernel.rules", "numbers.closed"} <= set(found.modules) and found.libmpdec
    alone = trust.ground(json.dumps({"kind": "witness"}))
    assert alone is not None and not alone.rules and "kernel.rules" not in alone.modules
    assert trust.ground(None) is None


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_a_page_respects_the_width(run: Run, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    code, out, _ = run("show", "def:softmax")
    wide = [line for line in out.splitlines() if len(line) > columns]
    assert code == 0 and all(" " not in line.strip() or "──" in line for line in wide), wide


def test_prose_is_filled_and_formulas_keep_their_lines() -> None:
    from varproof.show.page import _flowed

    text = "a few words on a line that is long\nand one more line"
    assert _flowed(text, 80) == [f"  {line}" for line in text.splitlines()]
    assert _flowed(text, 30) == ["  a few words on a line that", "  is long and one more line"]
    assert _flowed("Then:\n    x  <=  y   and a very long remark here", 30)[1].startswith("      x  <=")
