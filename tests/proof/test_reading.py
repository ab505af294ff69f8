"""Printed lines of a proof: only notation for what the kernel has."""

from __future__ import annotations

import re

import pytest

from varproof.catalog import catalog
from varproof.decide.referee import _written
from varproof.proof import proof, reading
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, func, max_over, sum_over
from varproof.proof.kernel.terms import Node
from varproof.proof.library import Library
from varproof.proof.notation import Meaning, ReadingError
from varproof.proof.script import ProofError, Script

N, A, X = t.setvar("n"), func("a"), t.var("x")
M = max_over(N, A)
SYMBOLS: dict[str, Meaning] = {
    "n": N, "a": A, "x": X, "y": t.var("y"), "i": t.var("i"), "M": M, "A′": t.var("A"), "boltz(v)": t.var("b"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "formula"),
    [
        ("x ≤ 1", t.ge(1 - X)),
        ("x < 1/2", t.gt(t.lift(1) / 2 - X)),
        ("−x + 2 y ≥ −3", t.ge(2 * t.var("y") - X + 3)),
        ("x ≠ 0", t.neg(t.eq(X))),
        ("x − y − 1 = 0", t.eq(X - t.var("y") - 1)),
        ("(x + y)² > x y/2", t.gt((X + t.var("y")) ** 2 - X * t.var("y") * t.inv(t.lift(2)))),
        ("1/x² = A′", t.eq(t.inv(X) ** 2, t.var("A"))),
        ("|x| ≥ exp(−x) log y", t.ge(t.fn("sqrt", X * X) - t.exp(-X) * t.log(t.var("y")))),
        ("x |n| > n", t.gt(X * card(N) - card(N))),
        ("boltz(v) ≤ M", t.ge(M - t.var("b"))),
        ("aᵢ ≤ M", t.ge(M - A(t.var("i")))),
        ("∑ᵢ aᵢ exp(aᵢ) ≥ x", t.ge(sum_over(N, lambda i: A(i) * t.exp(A(i))) - X)),
        ("∑[i∈n] a(i) + 1 > 0", t.gt(sum_over(N, A) + 1)),
        ("x > 0 and y > 0", t.conj(t.gt(X), t.gt(t.var("y")))),
    ],
)
def test_a_line_says_what_it_says(line: str, formula: Node) -> None:
    assert reading.formula(line, SYMBOLS) is formula


@pytest.mark.parametrize(
    "line",
    [
        *("", "x", "x >", "x ≤ z", "x ≤ (y", "x ≤ y)", "x/y z > 0", "1/"),
        *("∑[i∈x] i > 0", "aⱼ > 0", "a > 0", "x¹ = 0"),
    ],
)
def test_anything_else_is_refused(line: str) -> None:
    with pytest.raises((ReadingError, t.TermError)):
        reading.formula(line, SYMBOLS)


def test_the_reals_where_r_is_a_symbol() -> None:
    symbols = {**SYMBOLS, "R": t.var("R")}
    every = reading.formula("for all z in R: z <= x", SYMBOLS)
    assert reading.formula("for all z in ℝ: z <= x", SYMBOLS) is every
    assert reading.formula("for all z in ℝ: z <= x", symbols) is every
    with pytest.raises(ReadingError, match="a set expected"):
        reading.formula("for all z in R: z <= x", symbols)


def test_a_theorem_is_not_printed_as_something_else() -> None:
    p = Script()
    p.name("x", X)
    theorem = p.k.exp(X)
    p.state(theorem, "exp(x) ≥ 1 + x")
    for line in ("exp(x) > 1 + x", "exp(x) ≥ 2 + x", "exp(−x) ≥ 1 − x"):
        with pytest.raises(ProofError, match="says"):
            p.state(theorem, line)
    assert [line for _, line in p.lines] == ["(1) exp(x) ≥ 1 + x"]


def lines(id_: str, name: str) -> list[str]:
    variant = catalog()[id_].variants[name]
    record = proof.run(variant.core, variant.proof, library=Library(variant))
    return [line for _, line in _written(record)["proof"]]


@pytest.mark.parametrize(
    ("id_", "name", "least", "most"),
    [
        ("lem:boltz-range", "stated", 4, 16),
        ("lem:boltz-range", "sharpened", 4, 43),
        ("lem:boltz-gradient", "stated", 4, 19),
        ("lem:boltz-monotone", "stated", 4, 12),
        ("lem:boltz-monotone", "sharpened", 4, 12),
        ("lem:boltz-concave", "stated", 4, 26),
        ("lem:boltz-concave", "sharpened", 4, 26),
        ("lem:boltz-separation", "stated", 15, 48),
        ("lem:boltz-separation", "sharpened", 15, 48),
        ("lem:duplicate-collapse", "stated", 4, 12),
    ],
)
def test_proofs_can_be_read(id_: str, name: str, least: int, most: int) -> None:
    printed = lines(id_, name)
    assert least <= len(printed) <= most
    for line in printed:
        assert not re.search(r"\w'\d", line), line
        assert len(line.split("   [")[0]) <= (320 if not line.startswith("(") else 110), line
    numbers = [int(m[1]) for line in printed if (m := re.match(r"\((\d+)\)", line))]
    assert numbers == sorted(numbers)
