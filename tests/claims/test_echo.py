"""Every construct of the claim language is echoed as a person would write it."""

from __future__ import annotations

import pytest

from varproof.claims import notation
from varproof.claims.prove import judge
from varproof.claims.retold import retold
from varproof.lang import typed
from varproof.lang.functions import DERIVED
from varproof.lang.letters import ascii_name, spelled

ECHOES = [
    ("x <= 1 or x >= 1/2", "x=0:1", "x ≤ 1 or x ≥ 1/2"),
    ("x < 1 or y != x or x = 2", "x=0:1 y=0:1", "x < 1 or y ≠ x or x = 2"),
    ("not (x > 1 and y > 1)", "x=0:1 y=0:1", "x ≤ 1 or y ≤ 1"),
    ("(x < 3 or y < 1) and x <= 1", "x=0:1 y=0:1", "(x < 3 or y < 1) and x ≤ 1"),
    ("(x <= 1 and y <= 1) or x = y", "x=0:1 y=0:1", "(x ≤ 1 and y ≤ 1) or x = y"),
    ("x >= 1 implies x^2 >= 1", "x=0:1", "x² ≥ 1, if x ≥ 1"),
    ("x > 0 or x = 0 implies x >= 0", "x=0:1", "x ≥ 0, if x > 0 or x = 0"),
    ("0 <= x <= y < 2", "x=0:0 y=1:1", "0 ≤ x ≤ y < 2"),
    ("0 <= x and x >= -1", "x=0:1", "0 ≤ x and x ≥ −1"),
    ("|x - 1| >= abs(y)", "x=0:0 y=0:1", "|x − 1| ≥ |y|"),
    ("sum(i=1..3, x^i) >= 0", "x=0:1", "x + x² + x³ ≥ 0"),
    ("(x + y) + (x + y) >= x - (y + x)", "x=0:1 y=0:1", "x + y + x + y ≥ x − (y + x)"),
    ("sqrt(x) + cbrt(x) >= √√x", "x=1:1", "√x + ∛x ≥ x^(1/4)"),
    ("sqrt(x)^2 >= x^(3/2)", "x=1:1", "(√x)² ≥ x^(3/2)"),
    ("x^(-1/2) >= x^(-2)", "x=1:1", "1/√x ≥ 1/x²"),
    ("x^y <= 2", "x=1:2 y=1:1", "x^y ≤ 2"),
    ("x^y <= 2", "x=0:1 y=1:2", "x ≥ 0 and x^y ≤ 2"),
    ("2^-x <= (x+1)^(y+1)", "x=0:1 y=0:1", "2^(−x) ≤ (x + 1)^(y + 1)"),
    ("x^n >= -1; integer(n)", "x=-1:1 n=-1:3", "x^n ≥ −1, if n ∈ ℤ"),
    ("exp(y*log(x)) <= 2", "x=0:1 y=0:1", "exp(y log(x)) ≤ 2"),  # undefined at 0, where a power is not
    ("exp(2*log(x)) <= 2", "x=1:1", "exp(2 log(x)) ≤ 2"),
    ("e^x >= e", "x=1:1", "exp(x) ≥ e"),
    ("floor(x) <= ceil(x)", "x=0:1", "⌊x⌋ ≤ ⌈x⌉"),
    ("min(x, y, 1) <= max(x, y, 1)", "x=0:1 y=0:1", "min(x, y, 1) ≤ max(x, y, 1)"),
    ("max(x, 1 - x) >= 0", "x=0:1", "max(x, 1 − x) ≥ 0"),
    ("gamma(x) >= lgamma(x)", "x=1:1", "Γ(x) ≥ log Γ(x)"),
    ("2*lgamma(x) <= digamma(x) + 2", "x=1:1", "2 log Γ(x) ≤ ψ(x) + 2"),
    ("log2(x) >= log_10(x)", "x=1:1", "log₂(x) ≥ log₁₀(x)"),
    ("log2(x + 1)/2 >= 0", "x=1:1", "log₂(x + 1)/2 ≥ 0"),
    ("tan(x) <= sinh(x) + cosh(x)", "x=0:0", "tan(x) ≤ sinh(x) + cosh(x)"),
    ("asin(x) <= acos(x)", "x=0:0", "asin(x) ≤ acos(x)"),
    ("atanh(x) <= acosh(1 + x)", "x=0:0", "atanh(x) ≤ acosh(1 + x)"),
    ("log1p(x) <= expm1(x)", "x=0:0", "log(1 + x) ≤ exp(x) − 1"),
    ("sin(x) >= -1", "x=0:pi", "sin(x) ≥ −1, for x ∈ [0, π]"),
    ("sin(x) >= -1; x != 1", "x=-pi/2:sqrt(2)", "sin(x) ≥ −1, if x ≠ 1, for x ∈ [−π/2, √2]"),
    ("ж^2 >= -1", "ж=0:0", "ж² ≥ −1, for ж ∈ [0, 0]"),
    ("é_1 + 数 + λ_max >= жук", "é_1=1:1 数=1:1 λ_max=1:1 жук=0:0",
     "é₁ + 数 + λ_max ≥ жук, for 数 ∈ [1, 1], жук ∈ [0, 0], é₁ ∈ [1, 1], λ_max ∈ [1, 1]"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "box", "echo"), ECHOES)
def test_the_echo_is_what_was_typed(claim: str, box: str, echo: str) -> None:
    text, _, assume = claim.partition(";")
    said = typed.problem(text, box.split(), [assume] if assume else [])
    shown = retold(judge(said.claim, said.sides, said.given, 1), said).problem()
    assert shown == echo or shown.partition(" for ")[0].rstrip(",") == echo


def test_every_function_that_has_a_name_of_its_own_is_found_again() -> None:
    for name in DERIVED:
        once = typed.problem(f"{name}(x) >= 0", ["x=1:2"], []).claim
        assert notation.text(once) != notation.text(once.replace("x", "x+1"))
    assert notation.text("(exp(x)-exp(-y))/2 >= 0") == "(exp(x) − exp(−y))/2 ≥ 0"
    assert notation.text("log(x)/log(3) >= 0") == "log(x)/log(3) ≥ 0"
    assert notation.text("floor(x) == y") == "⌊x⌋ = y"


def test_a_power_is_shown_only_where_it_is_one() -> None:
    text = "max(0,1-abs(n-1))*x+max(0,1-abs(n-2))*x**2 >= 0"

    def said(text: str, n: list[str], given: list[str]) -> str:
        return notation.problem(text, {"x": ["0", "1"], "n": n}, given).partition(" ≥")[0]

    assert said(text, ["1", "2"], ["floor(n) == n"]) == "x^n"
    assert said(text, ["0", "2"], ["floor(n) == n", "n > 0"]) == "x^n"
    assert "max" in said(text, ["0", "2"], ["floor(n) == n"])  # not where n = 0
    assert "max" in said(text, ["1", "2"], [])  # n need not be whole
    assert "max" in said(text.replace("x**2", "n**2"), ["1", "2"], ["floor(n) == n"])
    assert "max" in said(text.replace("abs(n-2)", "abs(x-2)"), ["1", "2"], ["floor(n) == n"])
    assert said("exp(n*log(x+1)) >= 0", ["1", "2"], []) == "(x + 1)^n"
    assert "exp" in said("exp(n*log(x)) >= 0", ["1", "2"], [])  # undefined at x = 0


@pytest.mark.parametrize("name", ["ж", "жук", "é", "é_1", "数", "ßx", "あ", "x_1", "gamma_min", "e_acute_max"])
def test_names_have_their_letters_again(name: str) -> None:
    assert ascii_name(spelled(ascii_name(name, "")), "") == ascii_name(name, "")
    assert name.isascii() or not spelled(ascii_name(name, "")).isascii()


def test_a_counterexample_of_alternatives_is_told_in_them() -> None:
    said = typed.problem("x > 1 or x < 0", ["x=0:1"], [])
    shown = retold(judge(said.claim, said.sides, said.given), said).text()
    assert "x > 1 or x < 0 is false there" in shown and "max" not in shown
