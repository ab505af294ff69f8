"""The contracts of the command line: start-up, exit codes, one-line errors, what bad input gives, pipes and colours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.catalogs import SUM, Run, entry, one_line
from varproof.cli import main

pytestmark = pytest.mark.usefixtures("own_cache")


# ---- start-up


def test_help_is_light() -> None:
    """It imports nothing that computes, and of varproof only what reads the command line."""
    script = (
        "import sys, io, contextlib; from varproof.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit): main(['--help'])\n"
        "print([m for m in ('sympy', 'flint', 'numpy', 'scipy', 'mpmath', 'json') if m in sys.modules])\n"
        "print(sorted(m for m in sys.modules if m.split('.')[0] == 'varproof'))"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert out.splitlines() == ["[]", "['varproof', 'varproof.cli']"]


def test_help_of_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    from varproof.cli import COMMANDS

    for command in COMMANDS:
        with pytest.raises(SystemExit) as stop:
            main([command, "--help"])
        assert stop.value.code == 0
        assert "--json" in capsys.readouterr().out


# ---- constants, new, doctor, selftest


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


def test_constants_without_settings_are_formulas(run: Run) -> None:
    code, out, err = run("constants", "lem:boltz-range", "--variant", "stated")
    assert (code, err) == (0, "") and "width = log n" in out
    (row,) = json.loads(run("constants", "lem:boltz-range", "--variant", "stated", "--json")[1])["constants"]
    assert row["low"] is None and row["formula"] == "log(n)"


SEPARATION = ("constants", "lem:boltz-separation")


@pytest.mark.parametrize("command", ["constants", "latex"])
def test_settings_outside_a_hypothesis_are_refused(run: Run, command: str) -> None:
    wrong = ("--variant", "stated", "--set", "n=4", "--set", "delta=3", "--set", "r=16")
    code, out, err = run(command, "lem:boltz-separation", *wrong)
    assert (code, out) == (2, "")
    assert "outside the hypothesis step: it needs delta > 5.772589, and delta = 3" in one_line(err)
    code, out, err = run(command, "lem:boltz-separation", *wrong[:5], "delta=5.772589", *wrong[6:])
    assert ((code, err) == (0, "") and "e-14" in out) or "10^{-14}" in out
    assert run(command, "lem:boltz-separation", *wrong[:5], "delta=5.772588", *wrong[6:])[0] == 2


def test_a_setting_that_the_constant_does_not_contain_is_held_to_its_hypothesis(run: Run) -> None:
    needs = ("--variant", "stated", "--set", "n=2", "--set", "r=1", "--set", "delta=4.38")
    assert run(*SEPARATION, *needs)[0] == 2
    assert run(*SEPARATION, *needs[:-1], "delta=log(4)+3")[0] == 2  # strictly larger is asked for
    assert run(*SEPARATION, *needs[:-1], "delta=log4+3.001")[0] == 0


def test_one_form_out_of_its_hypotheses_does_not_hide_the_other(run: Run) -> None:
    code, out, _ = run(*SEPARATION, "--set", "n=4", "--set", "delta=3", "--set", "r=16")
    assert code == 0 and "outside the hypothesis step" in out and "1.804440" in out
    data = json.loads(run(*SEPARATION, "--set", "n=4", "--set", "delta=3", "--set", "r=16", "--json")[1])
    found = {(c["variant"], c["constant"]): c for c in data["constants"]}
    assert found["stated", "separation"]["low"] is None and "delta > 5.77" in found["stated", "separation"]["reason"]
    assert found["sharpened", "separation"]["reason"] is None


def test_a_constant_of_one_case_is_refused_in_others(run: Run) -> None:
    form = (*SEPARATION, "--variant", "sharpened")
    out = run(*form)[1]
    assert "for n = 2 only" in out and "for n > 2 only" in out
    for n, pairs in ((2, True), (3, False)):
        data = json.loads(run(*form, "--set", f"n={n}", "--set", "delta=2", "--set", "r=3", "--json")[1])
        values = {c["constant"]: c["low"] for c in data["constants"]}
        assert (values["separation of pairs"] is not None) is pairs
        assert (values["separation"] is not None) is not pairs
        assert {c["only_for"] for c in data["constants"]} == {"n = 2", "n > 2"}
    tex = run("latex", "lem:boltz-separation", "--variant", "sharpened")[1]
    assert "for n = 2 only" in tex and "for $n = 2$ only" in tex


def test_what_if_is_refused_outside_the_hypotheses(run: Run) -> None:
    asked = ("--what-if", "lem:boltz-separation:separation=exp(-r)", "--variant", "stated")
    code, _, err = run("constants", *asked, "--set", "n=4", "--set", "delta=3", "--set", "r=16")
    assert code == 2 and "outside the hypothesis step" in one_line(err)


@pytest.mark.parametrize("name", ["lem:my-lemma", "def:my-mean", "alg:my-step"])
def test_new_passes(run: Run, tmp_path: Path, name: str) -> None:
    code, out, _ = run("--catalog", tmp_path, "new", name)
    assert code == 0
    assert f"{name.replace(':', '-')}.py" in out and f"varproof --catalog {tmp_path} verify {name}" in out
    code, out, _ = run("--catalog", tmp_path, "verify", name)
    assert code == 0, out
    assert run("--catalog", tmp_path, "new", name)[0] == 2


def test_new_writes_into_the_catalog_of_the_present_folder(
    run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small / "sub").mkdir()
    for k, place in enumerate((small, small / "sub", tmp_path)):
        monkeypatch.chdir(place)
        assert run("new", f"lem:here-{k}")[0] == 0
        assert (small / f"lem-here-{k}.py").is_file()
    assert run("--catalog", small, "verify")[0] == 0
    assert {"lem:small stated", "lem:here-2 stated"} <= set(
        json.loads((small / "statements.lock").read_text())["statements"]
    )


def test_new_leaves_drift_of_others_as_it_is(run: Run, small: Path) -> None:
    path = small / "lem-small.py"
    path.write_text(path.read_text().replace(">= 0)", "> -1)"))
    assert run("--catalog", small, "new", "lem:other")[0] == 0
    code, out, _ = run("--catalog", small, "lock", "--check")
    assert code == 1 and "lem:small" in out and "lem:other" not in out


def test_new_says_where_to_where_there_is_no_catalog(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run("new", "lem:mine")
    assert code == 2 and "--catalog ." in one_line(err) and "--package" in err
    assert not list(tmp_path.iterdir())


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


def test_doctor_keeps_to_the_width_of_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from varproof import doctor

    def longest(width: int | None) -> int:
        lines = doctor.report(width)[1].splitlines()
        return max(len(line) for line in lines if " " in line.strip())

    monkeypatch.setattr(doctor, "_this", lambda extra: f"-e '/a/checkout[{extra}]'")
    assert longest(None) > 80 >= longest(80)


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


def test_selftest(run: Run) -> None:
    code, out, _ = run("selftest")
    assert code == 0
    assert "0 failed." in out


@pytest.mark.parametrize("given", [[], ["--set", "n=2"]])
def test_latex_of_a_whole_catalog_says_so_and_is_made_again(
    run: Run, small: Path, tmp_path: Path, given: list[str]
) -> None:
    path = tmp_path / "all.tex"
    assert run("--catalog", small, "latex", *given, "-o", path)[0] == 0
    first = path.read_text().splitlines()[0]
    assert first == " ".join(["%% varproof latex: (every entry of the catalog)", *given])
    assert run("--catalog", small, "latex", "--check", path)[0] == 0
    path.write_text(path.read_text().replace("lem:small", "lem:smell"))
    assert run("--catalog", small, "latex", "--check", path)[0] == 1


# ---- bad input


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["show", "lem:boltz-rnge"], "did you mean lem:boltz-range"),
        (["verify", "lem:nothing-of-the-kind"], "no entry"),
        (["verify", "lem:boltz-range", "--variant", "printed"], "there are"),
        (["graph", "--focus", "nope"], "no entry"),
        (["verify", "--jobs", "0"], "at least 1"),
        (["verify", "--jobs", "two"], "at least 1"),
        (["verify", "--nonsense"], "verify takes no --nonsense; see `varproof verify --help`"),
        (["show", "--jsn", "lem:boltz-range"], "did you mean --json?; see `varproof show --help`"),
        (["--nonsense", "list"], "there is no option --nonsense; see `varproof --help`"),
        (["--nonsense"], "there is no option --nonsense; see `varproof --help`"),
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
