"""The axes of a sweep: what they hold, exactly, and what is refused in one line."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varproof.lang.claims import ClaimError
from varproof.sweep.grid import read


def texts(axis: str) -> list[str]:
    (found,) = read([axis]).axes
    return [found[k].text for k in range(len(found))]


def test_ranges_hold_both_ends() -> None:
    assert texts("n=2:5") == ["2", "3", "4", "5"]
    assert texts("x=1/3:1:1/3") == ["1/3", "2/3", "1"]
    assert texts("x=0.1:0.3:0.1") == ["1/10", "1/5", "3/10"]
    assert texts("x=0:1:0.3") == ["0", "3/10", "3/5", "9/10"]


def test_steps_from_an_irrational_end_are_exact() -> None:
    assert texts("delta=log4:2:0.25") == ["log4", "log4+1/4", "log4+1/2"]  # log 4 = 1.386...
    assert texts("delta=log(4):log(4)+1/2:1/4")[-1] == "log(4)+1/2"  # the end itself, decided exactly
    assert texts("x=sqrt2,3/2,max(1, 2)") == ["sqrt2", "3/2", "max(1,2)"]
    assert texts("n=2**3,sqrt(4)") == ["8", "2"]


def test_values_for_lemma_files() -> None:
    from varproof.lang import Q, log

    (axis,) = read(["x=log4:2:1/2"]).axes
    assert axis[1].sympy() == log(4) + Q(1, 2)


@given(st.fractions(-5, 5, max_denominator=9), st.fractions(0, 9, max_denominator=9), st.integers(1, 9))
def test_the_number_of_steps(low: Fraction, width: Fraction, over: int) -> None:
    step = Fraction(1, over)
    (axis,) = read([f"x={low}:{low + width}:{step}"]).axes
    values = [axis[k].number for k in range(len(axis))]
    assert values == [low + k * step for k in range(len(values))]
    assert values[-1] <= low + width < values[-1] + step
    shifted = read([f"x=log2+{low}:log2+{low + width}:{step}"]).axes[0]
    assert len(shifted) == len(axis)


def test_points_by_number() -> None:
    grid = read(["n=1:3", "x=0,1/2"])
    assert len(grid) == 6
    assert [[v.text for v in grid.point(k).values()] for k in (0, 1, 5)] == [["1", "0"], ["1", "1/2"], ["3", "1/2"]]


@pytest.mark.parametrize(
    ("axis", "says"),
    [
        ("n", "write a name"),
        ("=3", "write a name"),
        ("n=", "expression is missing"),
        ("n=5:2", "reversed"),
        ("n=1:2:0", "not a positive rational"),
        ("n=1:2:-1", "not a positive rational"),
        ("n=1:2:log4", "not a positive rational"),
        ("n=1:2:3:4", "low:high:step"),
        ("x=log(-1)", "has no value"),
        ("x=log(1-1)", "has no value"),
        ("x=1/0", "has no value"),
        ("x=y", "y is no number"),
        ("x=nan", "nan is no number"),
        ("x=sin(1)", "sin is no function"),
        ("x=1:10**90", "more than 1000000000 values"),
        ("x=log2:10**50", "more than"),
        ("x=__import__('os')", "cannot read"),
        ("x=" + "(" * 500, "nested deeper"),
        ("x=1 <= 2", "expected the end"),
    ],
)
def test_what_is_refused(axis: str, says: str) -> None:
    with pytest.raises(ClaimError, match=says) as caught:
        read([axis])
    assert "\n" not in str(caught.value)


def test_an_axis_is_given_once_and_some_axis_is_needed() -> None:
    with pytest.raises(ClaimError, match="has an axis already"):
        read(["n=1:2", "n=3"])
    with pytest.raises(ClaimError, match="needs a grid"):
        read([])
