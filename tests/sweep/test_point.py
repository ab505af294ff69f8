"""What is said at a point of a grid, and that it never says more than is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import varproof
from varproof.decide.witness import check
from varproof.lang import Entry, Eq, Exists, ForAll, Index, LambertW, Real, Source, Sum, exp, log, sqrt
from varproof.lang.data import Data
from varproof.lang.errors import StatementError
from varproof.lang.statement import Variant
from varproof.sweep.grid import read
from varproof.sweep.point import Judge, Row, closed


def squares(family: Callable[..., Any] | None = None) -> Variant:
    """sum a_i^2 <= n x^2 for a in R^n with |a_i| <= x, x > 0."""
    entry = Entry("lem:squares", "For the tests", source=Source(text="ours"))
    with entry.variant("stated", expect="HOLDS_ON_INSTANCES") as s:
        n = s.size("n", least=2)
        a = s.vec("a", n)
        x = s.real("x")
        i = Index("i", n)
        s.assume("positive", x > 0)
        s.assume("within", ForAll(i, a[i] ** 2 <= x**2))
        s.claim("sum", Sum(a[i] ** 2, i) <= n * x)
        s.constant("bound", n * x, bounds=Sum(a[i] ** 2, i), side="upper")
        s.constant("root", sqrt(x))
        s.instance("two", a=[1, 0], x=1)
        s.counterexample("two", a=[3, 3], x=3)
        if family is not None:
            s.family("flat", family)
    return entry.variants["stated"]


def at(variant: Variant, *axes: str, **settings: Any) -> list[Row]:
    judge = Judge(variant, read(axes), **settings)
    return [judge.row(k) for k in range(len(judge.grid))]


def flat(n: int, x: Any) -> dict[str, Any]:
    return dict(a=[x] * n)


def test_verdicts_by_constructed_data() -> None:
    found = at(squares(flat), "n=1:3", "x=0,1/2,1,3/2,sqrt2,log2")
    verdicts = [row.verdict for row in found]
    assert verdicts == 6 * ["outside"] + 2 * ["outside", "holds", "holds", "refuted", "refuted", "holds"]
    assert found[0].reason == "n>=2 is false"
    assert found[6].reason.startswith("positive is false")
    assert found[9].reason.startswith("family flat: sum is false")
    assert found[7].slack == "2" and found[8].slack == "1"


def test_irrational_points_are_exact() -> None:
    """At x = log 4 or exp(1) ties are decided by form; a rational close to it would not do."""
    entry = Entry("lem:tie", "For the tests", source=Source(text="ours"))
    with entry.variant("stated", expect="HOLDS_ON_INSTANCES") as s:
        x, y = s.real("x"), s.real("y")
        s.assume("at-least", x >= log(4))
        s.claim("same", Eq(y, exp(x)))
        s.family("image", lambda x: dict(y=exp(x)))
    found = at(entry.variants["stated"], "x=log4,2*log(2),1.3862943611198906,sqrt(2)")
    assert [row.verdict for row in found] == ["holds", "holds", "outside", "holds"]


def test_proved_needs_the_kernel_or_a_point_without_freedom() -> None:
    assert {r.verdict for r in at(squares(flat), "n=2", "x=1/2", proved=True)} == {"proved"}
    entry = Entry("lem:scalar", "For the tests", source=Source(text="ours"))
    with entry.variant("stated", expect="HOLDS_ON_INSTANCES") as s:
        x = s.real("x")
        s.assume("positive", x > 0)
        s.claim("tangent", log(x) <= x - 1)
        s.instance("one", x=1)
    assert [r.verdict for r in at(entry.variants["stated"], "x=-1:2:1")] == ["outside", "outside", "proved", "proved"]


def test_a_proof_that_a_point_contradicts_is_an_error() -> None:
    (row,) = at(squares(flat), "n=2", "x=3/2", proved=True)
    assert row.verdict == "error" and "proved, and yet family flat: sum is false" in row.reason


def test_a_proof_says_nothing_once_a_hypothesis_is_dropped() -> None:
    found = at(squares(flat), "n=2", "x=-1/2,1/2", proved=True, drop=("positive",))
    assert [row.verdict for row in found] == ["refuted", "holds"]


def test_stored_data_count_where_they_agree_with_the_point() -> None:
    found = at(squares(), "n=2:3", "x=1,3")
    assert [row.verdict for row in found] == ["holds", "refuted", "undecided", "undecided"]
    assert found[1].reason.startswith("counterexample two: sum is false")
    assert "s.family(...)" in found[2].reason


def test_what_cannot_be_decided_is_undecided() -> None:
    entry = Entry("lem:open", "For the tests", source=Source(text="ours"))
    with entry.variant("stated", expect="UNDECIDED") as s:
        x, y = s.real("x"), Real("y")
        s.claim("root", Exists(y, Eq(y**2, x)))
    (row,) = at(entry.variants["stated"], "x=2")
    assert row.verdict == "undecided" and "not decided" in row.reason


def test_data_outside_the_hypotheses_prove_nothing() -> None:
    (row,) = at(squares(lambda n, x: dict(a=[2 * x] * n)), "n=2", "x=1/2")
    assert row.verdict == "outside" and row.reason.startswith("family flat: within is false")


def test_constants_are_enclosed_where_they_have_a_value() -> None:
    found = at(squares(flat), "n=2", "x=2,1/4")
    judge = Judge(squares(flat), read(["n=2", "x=2"]))
    assert judge.constants == ["bound", "root"]
    root = found[0].constants[1]
    assert root is not None and root.low < root.high and root.low.startswith("1.41421356")
    exact = found[1].constants[1]
    assert exact is not None and exact.text == "0.5"


@pytest.mark.parametrize(
    ("family", "says"),
    [
        (lambda n, x: dict(a=[x] * (n + 1)), "expected an array of shape"),
        (lambda n, x: dict(a=[x] * n, x=1), "gives x, which the grid sets already"),
        (lambda n, x: dict(a=[1 / (n - 2)] * n), "ZeroDivisionError"),
        (lambda n, x: dict(a=[0.5] * n), "float"),
        (lambda n, x: dict(a=[log(x - x)] * n), "lem:squares"),
        (lambda n, x: dict(), "no value for a"),
    ],
)
def test_a_family_that_goes_wrong_is_an_error_row(family: Callable[..., Any], says: str) -> None:
    (row,) = at(squares(family), "n=2", "x=1/2")
    assert row.verdict == "error" and says in row.reason, row.reason


def test_a_family_may_have_nothing_to_give_and_parameters_of_its_own() -> None:
    def some(n: int, x: Any, scale: Any) -> dict[str, Any] | None:
        return None if n == 3 else dict(a=[x * scale] * n)

    found = at(squares(some), "n=2:3", "x=1/2", "scale=1,2")
    assert [row.verdict for row in found] == ["holds", "outside", "undecided", "undecided"]


def test_a_grid_that_does_not_fit() -> None:
    with pytest.raises(StatementError, match="y is no size, real or parameter of a family; there are n, x"):
        at(squares(flat), "n=2", "x=1", "y=1")
    with pytest.raises(StatementError, match="the family flat needs x; add --grid x="):
        at(squares(flat), "n=2")
    with pytest.raises(StatementError, match="no hypothesis 'nothing'"):
        at(squares(flat), "n=2", "x=1", drop=("nothing",))
    (row,) = at(squares(flat), "n=5/2", "x=1")
    assert row.verdict == "error" and "n: a size is a whole number" in row.reason


def test_numbers_of_data() -> None:
    assert closed(LambertW(exp(1)), "w") is not None
    for wrong in (log(-2), sqrt(-1), Real("x"), 0.5):
        with pytest.raises(StatementError):
            closed(wrong, "w")


def test_rows_are_the_verdicts_of_the_witness_check() -> None:
    """On rational data, what is refuted here is refuted there, and the other way round."""
    variant = squares(flat)
    for row, x in zip(at(variant, "n=3", "x=1/4:2:1/4"), range(1, 9), strict=True):
        value = read([f"x={x}/4"]).axes[0][0].number
        outcome = check(variant.core, Data({"n": 3}, {"a": (value,) * 3, "x": value}))
        assert (row.verdict == "refuted") == (outcome.refutes is True)
        assert (row.verdict == "holds") == (outcome.refutes is False)


def test_the_separation_lemma_around_its_threshold() -> None:
    """With ladders: proved from log 4 on; below, true or refuted, but never said to be proved."""
    variant = varproof.catalog()["lem:boltz-separation"].variants["sharpened"]
    inside = at(variant, "n=3:4", "delta=log4:2:1/2", proved=True)
    assert {r.verdict for r in inside} == {"proved"} and all(float(r.slack or 0) >= 1 for r in inside)
    assert {r.verdict for r in at(variant, "n=3", "delta=1", proved=True)} == {"outside"}
    below = at(variant, "n=3:4", "delta=1/2,1", proved=True, drop=("step",))
    assert [r.verdict for r in below] == ["refuted", "holds", "refuted", "holds"]


def test_the_range_lemma_at_its_equality_case() -> None:
    """The family attains the bound: the certified slack is 1 to three digits, from below."""
    variant = varproof.catalog()["lem:boltz-range"].variants["sharpened"]
    found = at(variant, "n=2:6", proved=True)
    assert [r.verdict for r in found] == ["proved"] * 5
    assert all(r.slack in ("0.9999", "1") for r in found)
