"""LaTeX: every statement has a form, in the author's order; numbers are on the safe side; what is stale is named."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from varproof.arith.decimals import Bracket, bracket, decimal
from varproof.catalog import catalog
from varproof.decide.result import Result
from varproof.lang.data import Data
from varproof.lang.errors import StatementError
from varproof.lang.evaluate import Point
from varproof.lang.nodes import (
    And,
    Array,
    At,
    Exists,
    ForAll,
    Index,
    Integral,
    Lam,
    Max,
    MaxOver,
    Node,
    Pos,
    Q,
    Real,
    Size,
    Sum,
)
from varproof.lang.statement import Variant
from varproof.show.latex import constants, document, formulas, prose
from varproof.show.latex.display import display
from varproof.show.latex.names import Unprintable, identifier, symbols

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("own_cache")

n, d = Size("n"), Size("d")
i, k, c = Index("i", n), Index("k", n), Index("c", d)
X = Array("X", n, d)
x, y, gamma_max = Real("x"), Real("y"), Real("gamma_max")


# ---- terms and formulas


@pytest.mark.parametrize(
    ("build", "tex"),
    [
        (lambda: y + x, "y + x"),  # SymPy itself would sort
        (lambda: 1 - x - 2 * y, r"1 - x - 2 \, y"),
        (lambda: x / (2 * y), r"\frac{x}{2 \, y}"),
        (lambda: (x + y) ** 2, "(x + y)^{2}"),
        (lambda: (x**2) ** 3, "{(x^{2})}^{3}"),
        (lambda: Q(-3, 4) * x, r"-\frac{3}{4} \, x"),
        (lambda: gamma_max + sympy.sqrt(x), r"\gamma_{\max} + \sqrt{x}"),
        (lambda: sympy.log(x) * sympy.exp(-x / y), r"(\log x) \, \exp\Bigl( -\frac{x}{y} \Bigr)"),
        (lambda: Sum(X[i, c] * x, i, c), r"\sum_{i=1}^{n} \sum_{c=1}^{d} X_{i,c} \, x"),
        (lambda: Sum(x, i, where=X[i, c] > 0), r"\sum_{\substack{i \in [n] :\\ X_{i,c} > 0}} x"),
        (lambda: sympy.sqrt(Sum((X[i, c] - X[k, c]) ** 2, c)), r"\lVert X_{i,\cdot} - X_{k,\cdot} \rVert"),
        (lambda: MaxOver(X[i, c], i) - Max(x, y, 0), r"\max_{i \in [n]} X_{i,c} - \max(x,\, y,\, 0)"),
        (lambda: Integral(X[i, c] + x, X, 0, 1), r"\int_{[0, 1]^{n \times d}} (X_{i,c} + x) \,\mathrm{d} X"),
        (lambda: Pos(i) * x, r"i \, x"),
        (lambda: Array("W_K", n, d)[i, c], "(W_{K})_{i,c}"),
        (lambda: ForAll(i, Exists(c, X[i, c] >= x)), r"\forall\, i \in [n] :\allowbreak\ \exists\, c \in [d] "
                                                     r":\allowbreak\ X_{i,c} \ge x"),
        (lambda: And(x < y, x > 0), r"x < y \allowbreak\ \text{and}\ x > 0"),
        (lambda: Lam(i, x * X[i, c]), r"i \mapsto x \, X_{i,c}"),
    ],
)  # fmt: skip
def test_terms_in_the_authors_order(build: Callable[[], object], tex: str) -> None:
    with sympy.evaluate(False):
        assert formulas.formula(build()) == tex


def test_what_has_no_form_is_named() -> None:
    class Strange(Node):
        pass

    with pytest.raises(Unprintable, match="Strange"):
        formulas.formula(sympy.Add(x, Strange(), evaluate=False))
    with pytest.raises(Unprintable, match="sin"):
        formulas.formula(sympy.sin(x))


def test_a_form_of_another_notation_does_not_slip_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formulas.Printer, "at", formulas.maths.Printer.at)
    with pytest.raises(Unprintable, match="At"):
        formulas.formula(At(Array("gamma", n), i))


def test_every_statement_of_the_catalog_has_a_form() -> None:
    for v in catalog().variants():
        clauses = (*v.view.assumptions, *v.view.claims)
        shown = [formulas.formula(clause.sympy) for clause in clauses]
        shown += [formulas.definition(made) for made in (*v.view.definitions, *v.view.defines)]
        for tex in shown:
            assert tex.isascii() and tex.count("{") == tex.count("}"), (v.id, tex)
            assert len(re.findall(r"\\[bB]igg?l", tex)) == len(re.findall(r"\\[bB]igg?r", tex)), (v.id, tex)


# ---- sentences and lines of proofs


@pytest.mark.parametrize(
    ("line", "tex"),
    [
        ("Write q = exp(−δ), P = 1/(1 − q).", r"Write $q = \exp (-\delta)$, $P = 1/(1 - q)$."),
        ("Let z be a largest value of a, not a ladder.", "Let $z$ be a largest value of $a$, not a ladder."),
        ("By lem:boltz-separation, 100 % of {v, w}", r"By lem:boltz-separation, 100 \% of $\{v, w\}$"),
        ("lies in R^(hw x d), or R^d", r"lies in $R$\textasciicircum{}(hw $x\, d$), or $R^{d}$"),
        ("a factor epsilon makes delta a length", r"a factor $\epsilon$ makes $\delta$ a length"),
        ("A 3 x 3 kernel, with A = 3", "A $3\\, x\\, 3$ kernel, with $A = 3$"),
        ("Case 1a: ⟨u, X(i)⟩² ≤ γₘₐₓ", r"Case 1a: $\langle u, X(i)\rangle^{2} \le \gamma_{\max}$"),
    ],
)
def test_sentences(line: str, tex: str) -> None:
    assert prose.sentence(line) == tex


def test_an_id_may_break_behind_its_signs() -> None:
    assert identifier("thy:log-of_x") == r"\texttt{thy:\allowbreak log-\allowbreak of\_x}"


def test_a_line_of_a_proof() -> None:
    number, said = prose.step("(12) ∑[i∈S] exp(u(i)) ≤ q P^2/(41/49)   [(3), x < z]")
    assert number == "(12)"
    assert said == r"$\sum_{i\in S} \exp (u(i)) \le q\, P^{2}/(\tfrac{41}{49})$ \vpreason{(3), $x < z$}"
    with pytest.raises(Unprintable, match="☃"):
        prose.step("(1) x ☃ y")


def test_a_line_of_a_proof_that_nobody_would_read_says_so() -> None:
    v = catalog()["lem:boltz-range"].variants["stated"]
    line = "(7) " + " + ".join(["x"] * 1000) + " > 0"
    result = Result(v.id, "lemma", v.name, "PROVED", "PROVED", v.hash, rules={"arith": 1}, proof=((0, line),))
    (said,) = (text for text in document.proof(v, result) if "(7)" in text)
    assert f"a formula of {len(line)} signs; the certificate holds it" in said and "x" not in said.split("signs")[1]


def test_every_note_and_title_of_the_catalog_has_a_form() -> None:
    for v in catalog().variants():
        for text in (v.entry.title, v.note, v.finding, v.ill_typed or ""):
            assert prose.sentence(text).replace(r"\$", "").count("$") % 2 == 0, text


# ---- numbers


def read_number(tex: str) -> Fraction:
    """The exact value of a printed number."""
    mantissa, _, exponent = tex.partition(r" \cdot 10^{")
    return Fraction(mantissa) * Fraction(10) ** int(exponent.rstrip("}") or "0")


def keeps_true(low: Fraction, high: Fraction, side: str | None, tex: str, how: str) -> bool:
    """Whether the printed number is right for every true value between low and high."""
    if how == "bracket":
        ends = re.fullmatch(r"\[(.*), (.*)\]", tex)
        assert ends is not None
        return read_number(ends[1]) <= low and high <= read_number(ends[2])
    if how == "exact":
        return low == high == read_number(tex)
    return read_number(tex) >= high if side == "upper" else read_number(tex) <= low


sides = st.sampled_from(["upper", "lower", None])
numbers = st.fractions(min_value=-(10**30), max_value=10**30) | st.builds(
    lambda q, e: q * Fraction(10) ** e, st.fractions(-10, 10), st.integers(-400, 400)
)


@given(numbers, st.fractions(0, 1), sides)
def test_rounding_keeps_sentences_true(low: Fraction, width: Fraction, side: str | None) -> None:
    high = low + width * abs(low) / 10**9
    found = Bracket(decimal(low, 10, up=False), decimal(high, 10, up=True))
    tex, how = constants.rounded(found, side)
    assert keeps_true(low, high, side, tex, how)
    if low < high:
        assert how != "exact"


def test_rounding_to_nearest_would_be_noticed() -> None:
    third = Fraction(2, 3)
    assert not keeps_true(third, third, "lower", "0.666667", "down")
    assert not keeps_true(third, third, "upper", "0.666666", "up")
    assert not keeps_true(third, third, None, "0.666667", "exact")


@pytest.mark.parametrize("size", [2, 3, 17, 10**6])
def test_printed_values_are_beyond_the_enclosure(size: int) -> None:
    v = catalog()["lem:boltz-range"].variants["sharpened"]
    constant = v.constants["width"]
    at = {"n": Fraction(size)}
    point = Point(v.parts._replace(given=(), assume=(), claim=()).core(), Data({"n": size}, {}))
    ball = point.enclosure(constant.formula, 1024)
    assert ball is not None
    low, high = ball.bounds()
    assert Fraction(bracket(ball, 30).low) <= low <= high
    for side in ("upper", "lower", None):
        shown = constants.value(v, replace(constant, side=side), at)
        assert shown is not None
        assert keeps_true(low, high, side, shown.tex, shown.rounded)


# ---- macros and staleness


def test_macros_are_letters_and_no_two_are_the_same() -> None:
    names = [constants.macro(v, name) for v in catalog().variants() for name in v.constants]
    assert len(names) == len(set(names)) >= 10
    assert all(re.fullmatch("vp[A-Z][A-Za-z]+", name) for name in names)
    constants.check_macros(catalog().variants())


def test_two_constants_that_would_share_a_macro_are_refused() -> None:
    v = catalog()["lem:boltz-range"].variants["stated"]
    constant = v.constants["width"]
    twice = replace(v, constants={"a 1": constant, "a one": constant})
    with pytest.raises(StatementError, match="vpLemBoltzRangeStatedAOne"):
        constants.check_macros([twice])
    value = replace(v, constants={"a": constant, "a value": constant})
    with pytest.raises(StatementError, match="vpLemBoltzRangeStatedAValue"):
        constants.check_macros([value])


def test_what_is_stale_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "constants.tex"
    code, out, _ = run("latex", "lem:boltz-range", "--set", "n=8", "-o", path)
    assert code == 0 and "2 statements, 4 macros" in out
    text = path.read_text()
    assert r"\providecommand{\vpLemBoltzRangeStatedWidthValue}{\ensuremath{2.07945}}" in text
    assert run("latex", "--check", path)[0] == 0

    def checked(old: str, new: str) -> tuple[int, str]:
        assert old in text
        path.write_text(text.replace(old, new))
        code, out, _ = run("latex", "--check", path)
        return code, out

    code, out = checked("{2.07945}", "{2.07944}")
    assert code == 1 and r"\vpLemBoltzRangeStatedWidthValue is stale: its value" in out and "1 stale" in out
    code, out = checked(r"Width}{\ensuremath{\log n}}", r"Width}{\ensuremath{\log (n+1)}}")
    assert code == 1 and r"\vpLemBoltzRangeStatedWidth is stale: its text" in out
    digest = catalog()["lem:boltz-range"].variants["stated"].hash
    signed = f"{{2.07945}}}}% lem:boltz-range stated rounded up at n=8 sha256:{digest}"
    code, out = checked(signed, signed.replace(digest, "0" * 64))
    assert code == 1 and r"\vpLemBoltzRangeStatedWidthValue is stale: its statement has changed" in out
    code, out = checked(r"\le \operatorname{boltz}(a)$", r"< \operatorname{boltz}(a)$")
    assert code == 1 and "lem:boltz-range stated is stale: its text" in out
    code, out = checked("n=8\n", "n=9\n")
    assert code == 1 and r"\vpLemBoltzRangeSharpenedWidthValue" in out
    code, out = checked("vpLemBoltzRangeStatedWidthValue", "vpGoneValue")
    assert code == 1 and r"\vpGoneValue is stale: there is no such constant" in out
    code, out = checked("sharpened sha256:", "sharpened without ")  # no longer a macro or a block of ours
    assert code == 0, out


@pytest.mark.parametrize("content", ["", "\\section{Mine}\n", "%% varproof latex: --rm\n", "%% varproof latex: 'a\n"])
def test_a_file_of_another_kind_is_bad_input(content: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.tex"
    path.write_text(content)
    code, _, err = run("latex", "--check", path)
    assert code == 2 and str(path) in err and err.count("\n") == 1


def test_bad_input(run: Run, tmp_path: Path) -> None:
    assert run("latex", "lem:nothing")[0] == 2
    assert run("latex", "--check", tmp_path / "absent.tex")[0] == 2
    assert run("latex", "lem:boltz-range", "--set", "zeta=1")[0] == 2
    assert run("latex", "lem:boltz-range", "--set", "n=one")[0] == 2
    assert run("latex", "lem:boltz-range", "-o", tmp_path / "file" / "below" / "x.tex")[0] == 0
    (tmp_path / "taken").write_text("")
    assert run("latex", "lem:boltz-range", "-o", tmp_path / "taken" / "x.tex")[0] == 2


# ---- notebooks


def test_a_notebook_shows_statements_and_verdicts_as_formulas() -> None:
    entry = catalog()["lem:boltz-range"]
    shown = entry.variants["stated"]._repr_mimebundle_()
    assert shown["text/plain"] == "<lem:boltz-range stated: expected PROVED>"
    assert r"& \text{Let }n \ge 1,\ a \in \mathbb{R}^{n} \\" in shown["text/latex"]
    assert r"\quad \text{(upper)} \quad \operatorname{boltz}(a) \le \max_{i \in [n]} a_{i}" in shown["text/latex"]
    judged = entry.verify("stated")._repr_mimebundle_()
    assert judged["text/latex"].startswith(shown["text/latex"])
    assert judged["text/latex"].endswith("Proved for all values of all sizes and givens.")
    assert set(judged) == {"text/plain", "text/html", "text/latex"}


def test_every_statement_is_one_displayed_formula() -> None:
    for v in catalog().variants():
        tex = display(v)
        assert tex.isascii() and "penalty" not in tex and "allowbreak" not in tex
        assert re.fullmatch(r"\$\$\n\\begin\{aligned\}\n(& .+\n)+\\end\{aligned\}\n\$\$", tex), tex


# ---- documents


def compiled(path: Path) -> str:
    """The log of latexmk; a visible skip where it is not installed."""
    latexmk = shutil.which("latexmk")
    if latexmk is None or shutil.which("pdflatex") is None:
        pytest.skip("latexmk is not installed: apt-get install latexmk texlive-latex-recommended")
    command = [latexmk, "-pdf", "-interaction=nonstopmode", "-halt-on-error", path.name]
    done = subprocess.run(command, cwd=path.parent, capture_output=True, timeout=300, text=True, errors="replace")
    log = path.with_suffix(".log").read_text(errors="replace")
    assert done.returncode == 0, re.findall(r"^!.*(?:\n.*){3}", log, re.MULTILINE) or done.stdout[-2000:]
    return log


def complaints(log: str) -> list[str]:
    """The lines of a log that an author would mend."""
    return [line for line in log.splitlines() if re.search(r"Warning|Overfull|undefined|multiply", line)]


def supposed(v: Variant) -> document.Part:
    """A variant with the verdict that is expected, as if it had been judged."""
    result = Result(v.id, v.entry.kind, v.name, v.expect, v.expect, v.hash, evidence=v.evidence)
    return document.Part(v, result)


def test_all_statements_compile_without_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "all.tex"
    parts = [supposed(v) for v in catalog().variants()]
    path.write_text(document.standalone(document.fragment(parts, {"n": Fraction(8)}, "")))
    assert complaints(compiled(path)) == []


def test_a_document_with_proofs_compiles_without_a_warning(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "proofs.tex"
    ids = ("lem:boltz-range", "lem:boltz-gradient", "def:layer-norm", "def:softmax", "def:feed-forward", "c1:bump")
    assert run("latex", *ids, "--set", "n=8", "--standalone", "-o", path)[0] == 0
    text = path.read_text()
    for said in (r"\begin{proof}", "Counterexample", "the shapes do not fit", r"\vpreason"):
        assert said in text
    assert complaints(compiled(path)) == []


def test_a_fragment_is_read_by_a_paper_of_its_own(run: Run, tmp_path: Path) -> None:
    assert run("latex", "lem:boltz-range", "def:softmax", "--set", "n=8", "-o", tmp_path / "constants.tex")[0] == 0
    paper = tmp_path / "paper.tex"
    paper.write_text(
        r"""\documentclass{amsart}
\usepackage{amssymb}
\newtheorem{lemma}{Lemma}
\def\vpmacrosonly{}
\input{constants}
\let\vpmacrosonly\undefined
\begin{document}
\begin{lemma}\label{lem:boltz-range}
For $n=8$ it is at most $\vpLemBoltzRangeStatedWidthValue\ge\vpLemBoltzRangeStatedWidth$,
that is, \vpLemBoltzRangeStatedWidthValue.
\end{lemma}
See Lemma~\ref{lem:boltz-range} and Lemma~\ref{lem:boltz-range:stated}.
\input{constants}
\end{document}
"""
    )
    assert complaints(compiled(paper)) == []


def test_a_broken_document_would_be_noticed(tmp_path: Path) -> None:
    path = tmp_path / "wide.tex"
    path.write_text(
        r"\documentclass{article}\begin{document}\noindent\rule{2\linewidth}{1pt} \ref{nowhere}\end{document}"
    )
    assert len(complaints(compiled(path))) >= 2


# ---- symbols


def test_symbols_stand_for_names_in_formulas_and_in_lines_of_proofs() -> None:
    bound = sympy.Le(gamma_max**2, y)
    with symbols({"gamma_max": r"\overline\gamma", "y": "Y"}):
        assert formulas.formula(bound) == r"{\overline\gamma}^{2} \le {Y}"
        assert prose.statement("γₘₐₓ² ≤ y") == r"${\overline\gamma}^{2} \le {Y}$"
    assert formulas.formula(bound) == r"\gamma_{\max}^{2} \le y"
    with symbols({"gamma": "g"}):
        assert formulas.formula(bound) == r"{g}_{\max}^{2} \le y"


def test_symbols_of_the_command_line_are_kept_for_the_check(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sigma.tex"
    chosen = r"softmax=\sigma"
    assert run("latex", "lem:boltz-range", "--variant", "stated", "--symbol", chosen, "-o", path)[0] == 0
    text = path.read_text()
    assert r"{\sigma}(z)_{i}" in text and r"\operatorname{softmax}" not in text
    assert run("latex", "--check", path)[0] == 0


@pytest.mark.parametrize(
    ("symbol", "says"),
    [
        ("softmaxx=s", "no chosen statement has this name; did you mean softmax"),
        (r"softmax=\operatorname{boltz}", "boltz is printed so too"),
        ("softmax=}{", "braces"),
        ("softmax={", "braces"),
        ("softmax=a%", "without any of"),
        ("softmax", "expected NAME=TEX"),
        ("softmax=", "expected NAME=TEX"),
    ],
)
def test_symbols_that_cannot_be(run: Run, symbol: str, says: str) -> None:
    code, out, err = run("latex", "lem:boltz-range", "--variant", "stated", "--symbol", symbol)
    assert (code, out) == (2, "") and says in err
