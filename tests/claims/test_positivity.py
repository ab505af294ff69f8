"""Squares with hypotheses and the laws of atoms: what is attained on circles and discs, at points with roots."""

from __future__ import annotations

from fractions import Fraction as Q

import pytest

from varproof.arith.polynomials import Dense
from varproof.claims.positivity import combination
from varproof.claims.prove import judge
from varproof.lang import claims

DISC, XY = ["x**2 + y**2 <= 1"], ["x=-1:1", "y=-1:1"]
PROVED = [
    ("sin(x)*cos(x) <= 1/2", ["x=-3:3"], []), ("sin(x) + cos(x) <= sqrt(2)", ["x=0:2"], []),
    ("3*sin(x) + 4*cos(x) <= 5", ["x=0:3"], []), ("3*x + 4*y <= 5", XY, DISC), ("x + y <= sqrt(2)", XY, DISC),
    ("2*x + 3*y <= sqrt(13)", XY, DISC), ("x*y <= 1/2", XY, ["x**2 + y**2 == 1"]),
    ("x*sqrt(1-y**2) + y*sqrt(1-x**2) <= 1", ["x=0:1", "y=0:1"], []),
    ("x + y + z <= sqrt(3)", [*XY, "z=-1:1"], ["x**2 + y**2 + z**2 <= 1"]),
]  # fmt: skip
NOT_PROVED = [
    ("sin(x)*cos(x) <= 0.49999999", ["x=-3:3"], []), ("sin(x) + cos(x) < sqrt(2)", ["x=0:2"], []),
    ("3*x + 4*y <= 4.99999999", XY, DISC), ("x + y < sqrt(2)", XY, DISC), ("x*y < 1/2", XY, ["x**2 + y**2 == 1"]),
    ("x + y <= sqrt(2)", XY, ["x**2 + y**2 <= 1.00001"]), ("x - y <= 1", XY, DISC),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "sides", "assume"), PROVED)
def test_attained(claim: str, sides: list[str], assume: list[str]) -> None:
    assert judge(claim, claims.box(sides), assume, 20_000).verdict.name == "PROVED"


@pytest.mark.parametrize(("claim", "sides", "assume"), NOT_PROVED)
def test_not_attained(claim: str, sides: list[str], assume: list[str]) -> None:
    assert judge(claim, claims.box(sides), assume, 20_000).verdict.name != "PROVED"


def test_a_combination_is_exact() -> None:
    one, x, y = (0, 0), (1, 0), (0, 1)
    p: Dense = {one: Q(5), x: Q(-3), y: Q(-4)}
    disc: Dense = {one: Q(1), (2, 0): Q(-1), (0, 2): Q(-1)}
    found = combination(p, [disc], [], None)
    assert found is not None
    total = {m: found[1][0] * c for m, c in disc.items()}
    for w, s in found[0]:
        assert w > 0
        for m, c in s.items():
            for n, d in s.items():
                key = (m[0] + n[0], m[1] + n[1])
                total[key] = total.get(key, Q(0)) + w * c * d
    assert {m: c for m, c in total.items() if c} == p and found[1][0] > 0
    assert combination({**p, one: Q(499, 100)}, [disc], [], None) is None
