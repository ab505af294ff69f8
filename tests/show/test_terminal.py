"""What is printed on a terminal: columns, lines and numbers of things fit what is said."""

from __future__ import annotations

import pytest

from varproof.catalog import catalog
from varproof.decide.result import Result
from varproof.lang import Array, Index, Size, norm
from varproof.show import maths, prooflines
from varproof.show.breaking import wrap
from varproof.show.terminal import Rows, count, painter, point, steps, table

ROWS = [("id", "title", "of"), ("lem:one", "a title of several words", "stated"), ("lem:two", "short", "printed")]


def test_a_table_that_fits_stays_on_its_lines() -> None:
    assert table(ROWS, width=60) == table(ROWS)
    assert [len(table(ROWS, width=w)) for w in (42, 41)] == [3, 9]  # narrower columns than 24 stand below one another


def test_the_widest_column_is_broken_at_blanks() -> None:
    wide = [("a", "one two three four five six seven", "b"), ("c", "eight", "d")]
    assert table(wide, width=32) == [
        "a  one two three four five     b",
        "   six seven",
        "c  eight                       d",
    ]
    both = [("a", "one two three four five six seven", "1 2 3 4 5 6 7 8 9 10 11 12 13 14")]
    assert table(both, width=54) == [
        "a  one two three four five   1 2 3 4 5 6 7 8 9 10 11",
        "   six seven                 12 13 14",
    ]
    assert table([*wide, ("e", " ", "f")], width=32)[-1] == "e                              f"


def test_a_line_with_no_blank_breaks_between_words_that_belong_together() -> None:
    joined = "\u00a0".join(["word"] * 12)
    assert max(map(len, wrap(joined, 30, "  "))) <= 30
    kept = "\u00a0".join(["word"] * 3)
    assert wrap(f"some text {kept}", 20, "", "  ") == ["some text", "  word word word"]


def test_an_index_stands_below_and_a_norm_has_none() -> None:
    size = Size("n")
    x, q, i = Array("x", size), Index("q", size), Index("i", size)
    assert [maths.line(x[k]) for k in (q, i)] == ["x_q", "xᵢ"]
    assert maths.line(norm(x[q], q)) == "‖x‖"


def test_a_verdict_that_was_not_expected_keeps_the_other_columns() -> None:
    variant = catalog()["def:softmax"].variants["printed"]
    rows = Rows([variant], painter(False), 120)
    unexpected = Result("def:softmax", "def", "printed", "HOLDS_ON_INSTANCES", "PROVED", "", ("instances",))
    assert [line.rstrip() for line in (rows.head() + rows.row(unexpected)).splitlines()] == [
        "id           variant  verdict  rests on    slack     time",
        "def:softmax  printed  HOLDS_ON_INSTANCES  instances  –  0.0 s  expected PROVED",
    ]


def test_one_thing_and_two() -> None:
    assert (count(1, "box", "boxes"), count(2, "box", "boxes")) == ("1 box", "2 boxes")
    assert (steps({"mp": 1}), steps({"mp": 2, "refl": 1})) == ("1 kernel step by 1 rule", "3 kernel steps by 2 rules")


def test_no_statement_has_two_names_for_one_letter() -> None:
    for v in catalog().variants():
        names = {given.name for given in (*v.view.sizes, *v.view.givens)}
        assert len({maths.name(n) for n in names}) == len(names), v.id


BROKEN = "(24) |boltz(a) − boltz(b)| ≥ (1 − q) (1/(1 + q) − q (2 − q)/((1 − q)²)) (n − 1 − q/((1 − q)²)) δ exp(δ − 2 r)"


def test_lines_of_formulas_end_outside_brackets_where_there_is_room() -> None:
    assert wrap(BROKEN, 80, "    ", "        ") == [
        "    (24) |boltz(a) − boltz(b)| ≥ (1 − q) (1/(1 + q) − q (2 − q)/((1 − q)²))",
        "        (n − 1 − q/((1 − q)²)) δ exp(δ − 2 r)",
    ]
    assert wrap("f ≤ ||x| − |y|| + ‖u − v‖", 22) == ["f ≤ ||x| − |y|| +", "‖u − v‖"]
    assert wrap("aaaa (bbbb | cccc) dddd", 20) == ["aaaa (bbbb | cccc)", "dddd"]
    assert wrap("x" * 30 + " y", 20) == ["x" * 30, "y"]


LINES = {
    "(5) norm[c ∈ d] (X[i, k, c] − X[j, l, c]) < gamma_max² + m^14 d": "(5) ‖X[i, k, ·] − X[j, l, ·]‖ < γₘₐₓ² + m¹⁴ d",
    "norm[i ∈ N, f ∈ d] F(x)[k, i, f] norm[f ∈ d] u(f)": "‖F(x)[k, ·, ·]‖ ‖u‖",
    "Take e ∈ R^N, W ∈ R^(c, d) and x ∈ R, R ∈ R(x).": "Take e ∈ ℝ^N, W ∈ ℝ^(c×d) and x ∈ ℝ, R ∈ R(x).",
    "(2) (sqrt d) y ≤ sqrt(x² + 1)/2 + sqrt d   [(1 - f)^3/6]": "(2) √d y ≤ √(x² + 1)/2 + √d   [(1 - f)³/6]",
    "norm[f ∈ d] (f + 1)": "norm[f ∈ d] (f + 1)",  # f is a number here
    "norm[f ∈ d] u(f + 1)": "norm[f ∈ d] u(f + 1)",
    "norm[f ∈ d] 2": "norm[f ∈ d] 2",
    "norm[f ∈ d": "norm[f ∈ d",
    "(1) same_vocabulary(X, i) ≤ x_1^2 + 2^n   [lem:a_b]": "(1) same_vocabulary(X, i) ≤ x₁² + 2^n   [lem:a_b]",
}


@pytest.mark.parametrize("line", LINES)
def test_lines_of_proofs_are_in_the_signs_of_statements(line: str) -> None:
    assert prooflines.shown(line).replace("\u00a0", " ") == LINES[line]


def test_factors_of_a_product_stay_together() -> None:
    line = "(1) f(x) ≤ 2 δ exp(−t) |x| and not g or k = l"
    assert prooflines.shown(line).replace("\u00a0", "~") == "(1) f(x) ≤ 2~δ~exp(−t)~|x| and not g or k = l"


def test_large_numbers_of_a_point_are_powers() -> None:
    assert point(dict(x="-5/38685626227668133590597632", y="3000000000")) == "x = −5/2⁸⁵, y = 3·10⁹"
