"""`pytest --varproof`: what it collects, what fails and how it reads, and that it stays out of the way otherwise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sweep.scratch import forget
from varproof import api, lang  # noqa: F401 - imported now, as pytester takes away what a test imports
from varproof.catalog import catalog
from varproof.lang import builder, lock  # noqa: F401
from varproof.show import paste

pytest_plugins = ["pytester"]

HEAD = """
from varproof.lang import *
entry = Entry("lem:{name}", "For the tests", source=Source(text="ours"))
with entry.variant("stated", expect="PROVED") as s:
    n, x = s.size("n"), s.real("x")
    a, i, y = s.vec("a", n), Index("i", n), Real("y")
"""
BODIES = {
    "good": """
    s.claim("square", x ** 2 >= 0)
    s.instance("one", a=[1], x=-1)

@entry.proof("stated")
def proof(p):
    p.prove(p.nonnegative_term(p["x"] ** 2))
""",
    "false": """
    s.assume("large", ForAll(i, a[i] >= Q(1, 3)))
    s.claim("sum", Sum(a[i], i) >= 1)
    s.instance("one", a=[1], x=0)
""",
    "open": """
    s.claim("root", Implies(x >= 0, Exists(y, Eq(y ** 2, x))))
    s.instance("two", a=[1], x=2)
""",
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of results for these tests alone, so that only the first of them judges."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def folder(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, cache: Path) -> Path:
    """A catalog with a proved, a false and an undecided lemma, all locked, beside an ordinary test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    made = pytester.mkdir("notes")
    for name, body in BODIES.items():
        (made / f"lem-{name}.py").write_text(HEAD.format(name=name) + body)
    forget()
    found = catalog(made)
    lock.write(found.lock, found.variants())
    pytester.makepyfile(test_own="def test_own():\n    pass\n")
    return made


def test_each_variant_is_a_test(pytester: pytest.Pytester, folder: Path) -> None:
    done = pytester.runpytest_subprocess("--varproof", "--varproof-catalog", str(folder), "-v", "-rs")
    done.assert_outcomes(passed=3, failed=2)  # its own test, the proved lemma, the lock; the false and the open one
    done.stdout.fnmatch_lines([f"varproof: {folder}; UNDECIDED fails"])
    done.stdout.fnmatch_lines(["*lem:good?stated? PASSED*"])
    done.stdout.fnmatch_lines(["*statements.lock PASSED*"])
    done.stdout.fnmatch_lines(["lem:open stated: UNDECIDED, expected PROVED"])
    done.stdout.fnmatch_lines(
        [
            "lem:false stated: REFUTED, expected PROVED",
            "  counterexample, sum fails: n = 1, x = 0, a = (*); the sides are * and *",
            "to keep the point in the lemma file:",
            's.counterexample("found", n=1, x=0, a=[[]Q(1, *)])',
            "to keep it as a test:",
            "def test_lem_false_stated_sum() -> None:",
        ]
    )
    assert "collected 5 items" in done.stdout.str()
    assert "Traceback" not in done.stdout.str() and "verify.run" not in done.stdout.str()


def test_the_pasted_case_fails_until_the_statement_is_mended(pytester: pytest.Pytester, folder: Path) -> None:
    case = paste.case(str(folder), "lem:false", "stated", "sum", {"n": 1, "x": "0", "a": ["1/3"]})
    exec(case, scope := {"__name__": "pasted"})
    (test,) = [value for name, value in scope.items() if name.startswith("test_")]
    with pytest.raises(AssertionError):
        test()
    lemma = folder / "lem-false.py"
    lemma.write_text(lemma.read_text().replace(">= 1)", ">= Q(1, 3))"))
    forget()
    test()


def test_numbers_of_a_pasted_case() -> None:
    line = paste.line({"n": 2, "a": [["1/3", "-7"], ["0", hex(-(10**5000))]], "x": f"{hex(10**4001)}/3"})
    values = eval(line.replace('s.counterexample("found", ', "dict("), {"Q": lang.Q})
    assert values["n"] == 2 and values["a"][0] == [lang.Q(1, 3), -7]
    assert values["a"][1][1] == -(10**5000) and values["x"] == lang.Q(10**4001, 3)


def test_undecided_may_be_skipped_and_the_header_says_so(pytester: pytest.Pytester, folder: Path) -> None:
    done = pytester.runpytest_subprocess(
        *("--varproof", "--varproof-catalog", str(folder), "--varproof-allow-undecided", "-rs"),
        *("-k", "lem:open or lem:good"),
    )
    done.assert_outcomes(passed=1, skipped=1, deselected=3)
    done.stdout.fnmatch_lines(["*; UNDECIDED is skipped", "*SKIPPED*UNDECIDED: *"])


def test_drift_fails(pytester: pytest.Pytester, folder: Path) -> None:
    lemma = folder / "lem-good.py"
    lemma.write_text(lemma.read_text().replace('"square", x ** 2', '"square", x ** 2 + 1').replace("1 >= 0", "1 >= 1"))
    (folder / "lem-open.py").unlink()
    done = pytester.runpytest_subprocess("--varproof", "--varproof-catalog", str(folder), "-k", "good or lock")
    done.assert_outcomes(failed=2, deselected=2)
    done.stdout.fnmatch_lines(["*the statement differs from the locked one*"])
    done.stdout.fnmatch_lines(["*lem:open stated: the lock has a statement that the catalog has not*"])


def test_with_xdist(pytester: pytest.Pytester, folder: Path) -> None:
    pytest.importorskip("xdist")
    done = pytester.runpytest_subprocess("--varproof", "--varproof-catalog", str(folder), "-n", "2", "-m", "varproof")
    done.assert_outcomes(passed=2, failed=2)
    done.stdout.fnmatch_lines(["*s.counterexample(*"])


def test_bad_input_is_one_line(pytester: pytest.Pytester) -> None:
    for words, says in (
        (["--varproof", "--varproof-catalog", "nothing"], "nothing: no such catalog, package or folder"),
        (["--varproof-catalog", "convexity"], "--varproof-catalog needs --varproof"),
        (["--varproof-allow-undecided"], "--varproof-allow-undecided needs --varproof"),
        (["-p", "no:varproof", "--varproof"], "unrecognized arguments: --varproof"),
    ):
        done = pytester.runpytest_subprocess(*words)
        assert done.ret == pytest.ExitCode.USAGE_ERROR and says in done.stderr.str(), done.stderr.str()
        assert "Traceback" not in done.stderr.str()


def test_plain_pytest_imports_nothing_of_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("""
        import sys
        def test_lazy(request):
            assert request.config.pluginmanager.has_plugin("varproof")
            assert not {"sympy", "numpy", "varproof.catalog", "varproof.lang"} & set(sys.modules)
    """)
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_markers_are_registered(pytester: pytest.Pytester) -> None:
    done = pytester.runpytest_subprocess("--markers")
    assert re.search(r"@pytest\.mark\.varproof: a variant", done.stdout.str())
