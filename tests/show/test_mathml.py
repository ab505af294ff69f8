"""Formulas as MathML: every node of the language, the author's order, and what has no form."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from typing import Any

import pytest
import sympy

from varproof.catalog import catalog
from varproof.lang import Entry, nodes
from varproof.lang.nodes import (
    Abs,
    And,
    Eq,
    Exists,
    ForAll,
    Implies,
    Index,
    Lam,
    LambertW,
    Max,
    MaxOver,
    Min,
    MinOver,
    Ne,
    Not,
    Or,
    Q,
    Real,
    Size,
    Sum,
    exp,
    log,
    norm,
    pi,
    sqrt,
)  # fmt: skip
from varproof.lang.statement import Variant
from varproof.show import mathml, maths
from varproof.show.names import ABOVE, BELOW

n, d = Size("n"), Size("d")
a, X = nodes.Array("a", n), nodes.Array("X", n, d)
i, j, c = Index("i", n), Index("j", n), Index("c", d)
x, y, gamma = Real("x"), Real("y"), Real("gamma_min")

_LETTERS = {ord(sign): letter for letter, sign in (*BELOW.items(), *ABOVE.items())}


def tree(shown: str) -> ET.Element:
    return ET.fromstring(f"<all>{shown}</all>")


def read(shown: str) -> str:
    """The text of MathML, with a sign for each root."""
    for node in (found := tree(shown)).iter("msqrt"):
        node.text = "√"
    return "".join(found.itertext())


def spoken(text: str) -> str:
    """Letters, digits and signs in their order; brackets, blanks and how a quotient is written are left out."""
    text = text.translate(_LETTERS).replace("ⁿ", "n")
    return "".join(s for s in text if s.isalnum() or (unicodedata.category(s) == "Sm" and s not in "/|⁡") or s in "‖∀∃")


def variants() -> list[Variant]:
    return list(catalog().variants())


@pytest.mark.parametrize("variant", variants(), ids=lambda v: f"{v.id} {v.name}")
def test_every_formula_says_what_its_line_of_unicode_says(variant: Variant) -> None:
    view = variant.view
    clauses = [*view.assumptions, *view.claims, *([view.consequence] if view.consequence else [])]
    pairs = [(mathml.formula(c.sympy), maths.line(c.sympy)) for c in clauses]
    pairs += [(mathml.formula(k.sympy), maths.line(k.sympy)) for k in variant.constants.values()]
    for one in (*view.definitions, *view.defines):
        pairs.append((mathml.definition(one), " ".join(maths.definition(one, 10**6, ""))))
    assert pairs
    for shown, line in pairs:
        assert spoken(read(shown)) == spoken(line), line


def test_the_comparison_notices_what_is_missing() -> None:
    shown = mathml.formula(a[i] + exp(x) <= 2)
    assert spoken(read(shown)) == spoken("aᵢ + exp(x) ≤ 2")
    for wrong in (
        "aⱼ + exp(x) ≤ 2",
        "aᵢ − exp(x) ≤ 2",
        "exp(x) + aᵢ ≤ 2",
        "aᵢ + exp(x) < 2",
        "aᵢ + exp(x) ≤ 3",
        "aᵢ ≤ 2",
    ):
        assert spoken(read(shown)) != spoken(wrong)


@pytest.mark.parametrize(
    "expr, inside",
    [
        (Q(1, 2), "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (Q(-3), '<mo form="prefix">−</mo><mn>3</mn>'),
        (gamma, "<msub><mi>γ</mi><mi>min</mi></msub>"),
        (X[i, c], "<msub><mi>X</mi><mrow><mi>i</mi>"),
        (sqrt(x), "<msqrt><mi>x</mi></msqrt>"),
        (norm(X[i, c], c), "‖</mo>"),
        (Abs(x), "|</mo>"),
        (LambertW(x), "<mi>W</mi>"),
        (pi, "<mi>π</mi>"),
        (log(n), "<mi>log</mi>"),
        (Sum(a[i], i), "<munder><mo>∑</mo><mi>i</mi></munder>"),
        (Sum(a[i], i, where=Ne(i, j)), "≠</mo>"),
        (MaxOver(a[i], i), "<munder><mi>max</mi><mi>i</mi></munder>"),
        (MinOver(a[i], i), "<munder><mi>min</mi><mi>i</mi></munder>"),
        (Max(x, y), "<mi>max</mi>"),
        (Min(x, 0), "<mi>min</mi>"),
        (nodes.D(x**2, x), "<mfrac><mi>∂</mi><mrow><mi>∂</mi><mi>x</mi></mrow></mfrac>"),
        (nodes.D(nodes.D(x**2, x), x), "<msup><mi>∂</mi><mn>2</mn></msup>"),
        (Lam(i, a[i] + 1), "↦</mo>"),
        (x / y, "<mfrac><mi>x</mi><mi>y</mi></mfrac>"),
        (x**-2, "<mfrac><mn>1</mn><msup><mi>x</mi><mn>2</mn></msup></mfrac>"),
        (ForAll(i, a[i] > 0), "∀</mo>"),
        (Exists(x, Eq(x, 1)), "∃</mo>"),
        (And(x > 0, y > 0), "<mtext>and</mtext>"),
        (Or(x > 0, y >= 0), "<mtext>or</mtext>"),
        (Not(x < 0), "<mtext>not</mtext>"),
        (Implies(x > 0, y > 0), "⟹</mo>"),
        (sympy.E, "<mi>e</mi>"),
    ],
    ids=str,
)
def test_nodes(expr: Any, inside: str) -> None:
    shown = mathml.formula(expr)
    assert inside in shown, shown
    tree(shown)


def as_written() -> list[tuple[Any, str]]:
    with sympy.evaluate(False):
        return [
            ((x + y) * 2, "(x+y)·2"),
            (2 * (x + y) ** 2, "2(x+y)2"),
            (x - (y - 1), "x−(y−1)"),
            ((x + y) * (x - y), "(x+y)(x−y)"),
            ((x + y) / (x * y), "x+yxy"),
            (exp(x) ** 2, "exp⁡(x)2"),
            ((-x) ** 2, "(−x)2"),
            (log(x) * y, "(log⁡x)y"),
            (y * log(x), "ylog⁡x"),
            (Sum(a[i] + 1, i), "∑i(ai+1)"),
            (Sum(a[i], i) + 1, "∑iai+1"),
            (x * 2 * 3, "x·2·3"),
            (norm(a[i], i), "‖a‖"),
            (norm(X[i, c], c), "‖Xi,·‖"),
            (Implies(Implies(x > 0, y > 0), x > 1), "(x>0⟹y>0)⟹x>1"),
            (Not(And(x > 0, y > 0)), "not(x>0andy>0)"),
            (And(Or(x > 0, y > 0), x > 1), "(x>0ory>0)andx>1"),
        ]


@pytest.mark.parametrize("expr, wanted", as_written(), ids=[wanted for _, wanted in as_written()])
def test_brackets_keep_the_meaning_and_terms_their_order(expr: Any, wanted: str) -> None:
    assert "".join(tree(mathml.formula(expr)).itertext()) == wanted


def test_what_has_no_form_is_named() -> None:
    with pytest.raises(TypeError, match="sin"):
        mathml.formula(sympy.sin(x))
    with pytest.raises(TypeError, match="Integral"):
        mathml.formula(Eq(sympy.Integral(x, x), 1))


def test_a_node_that_only_the_unicode_printer_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A printer inherits from the one for lines of Unicode, whose text must never slip into MathML."""
    monkeypatch.setattr(maths, "_METHODS", [(sympy.sin, "sine"), *maths._METHODS])
    monkeypatch.setattr(maths.Printer, "sine", lambda self, expr: ("sin x", 10), raising=False)
    assert maths.line(sympy.sin(x)) == "sin x"
    with pytest.raises(TypeError, match="sin has no form in MathML"):
        mathml.formula(sympy.sin(x))


def test_a_long_formula_can_be_broken_and_a_short_one_cannot() -> None:
    long = And(*(Real(f"x{k}") + Real(f"y{k}") >= 0 for k in range(8)))
    assert mathml.formula(long).count("<wbr/>") >= 7
    assert "<wbr/>" not in mathml.formula(x + y >= 0)
    assert not re.search("[\x1e\x1f]", mathml.formula(long))


def test_a_wide_quotient_is_written_on_the_line() -> None:
    with sympy.evaluate(False):
        long = sum((Real(f"x{k}") * Real(f"y{k}") for k in range(2, 12)), x)
        assert "<mfrac>" in mathml.formula((x + y) / (x * y))
        wide = [read(mathml.formula(term)) for term in (long / (x * y), (x * y) / long, 2 * long / x)]
    assert wide[0].startswith("(x+") and wide[0].endswith(")/(xy)")
    assert wide[1].startswith("xy/(x+") and wide[2].startswith("2(x+") and wide[2].endswith(")/x")


def test_names_are_escaped() -> None:
    entry = Entry("lem:x", "x")
    assert "&lt;" in mathml.text("a < b") and "<mi>x</mi>" in mathml.identifier("x") and entry.title == "x"


def test_a_power_of_a_fraction_is_in_parentheses() -> None:
    for base in (Q(4, 3), Real("x") / Real("y")):
        shown = mathml.formula(sympy.Pow(base, 3, evaluate=False))
        fence = r"<msup><mrow><mo[^>]*>\(</mo><mfrac>.*?</mfrac><mo[^>]*>\)</mo></mrow><mn>3</mn></msup>"
        assert re.search(fence, shown) is not None, shown


def test_powers_are_powers() -> None:
    x, y, k = Real("x"), Real("y"), Real("K_f")
    with sympy.evaluate(False):
        assert maths.line(exp((x - y) * log(k * 2))) == "(K_f · 2)^(x − y)"
        assert maths.line(k * k * x) == "K_f² x"
        assert maths.line(exp(2 * log(x))) == "exp(2 log x)"  # for which x has to be positive
        assert maths.line(exp(log(x))) == "exp(log x)"
