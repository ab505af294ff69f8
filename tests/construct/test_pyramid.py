"""Word to image: pyramids, their interpolation, their bounds."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
import sympy

import varproof as vp
from varproof import recheck
from varproof.construct.errors import InputError, TooLarge
from varproof.construct.interpolation import axis, up
from varproof.construct.pictures import PICTURES, picture

Q = Fraction


@pytest.mark.parametrize(("small", "large"), [(1, 2), (1, 5), (2, 4), (2, 3), (3, 8)])
def test_rows_have_sum_one(small: int, large: int) -> None:
    assert [sum(row) for row in axis(small, large)] == [1] * large
    assert [sum(row) for row in up(small, large)] == [1] * large**2


@pytest.mark.parametrize(("small", "large"), [(2, 4), (3, 5), (4, 8)])
def test_mirrored_images_are_mirrored(small: int, large: int) -> None:
    rows = axis(small, large)
    assert [row[::-1] for row in rows[::-1]] == list(rows)


def test_one_channel_at_every_word() -> None:
    model = vp.construct_var(picture("disc", 4), (1, 2, 4), Q(1, 10))
    assert model.error_bound <= Q(1, 10) and model.theta == 0
    report = recheck.check(json.loads(json.dumps(model.certificate)))
    assert report.ok and "at every word" in report.message
    (x,) = vp.word_symbols(1)
    target = picture("disc", 4)
    for word in (Q(0), Q(1, 3), Q(17, 23), Q(1)):
        for k, got in enumerate(model([[word]])):
            exact = sympy.N(target[k, 0].subs(x, sympy.Rational(word.numerator, word.denominator)), 30)
            assert abs(sum(got[0].bounds()) / 2 - Q(str(exact))) <= model.error_bound + Q(1, 2**40)


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_pictures(name: str) -> None:
    target = picture(name, 4)
    model = vp.construct_var(target, (1, 2, 4), Q(1, 4), d=target.shape[1])
    assert model.error_bound <= Q(1, 4)
    assert recheck.check(json.loads(json.dumps(model.certificate))).ok


def test_bounds_that_are_too_small_are_refused() -> None:
    for name in ("bar", "gradient"):
        target = picture(name, 2)
        certificate = vp.construct_var(target, (1, 2), Q(1, 4), d=target.shape[1]).certificate
        assert recheck.check(certificate).ok
        assert not recheck.check({**certificate, "bound": str(Q(certificate["bound"]) / 2)}).ok
        assert not recheck.check({**certificate, "scales": [1, 3]}).ok


@pytest.mark.parametrize(
    ("scales", "words"),
    [((), "increase"), ((2, 1), "increase"), ((1, 1), "increase"), ((1, "2"), "increase"), ((1, 3), "9 pixels")],
)
def test_bad_scales(scales: tuple[int, ...], words: str) -> None:
    with pytest.raises(InputError, match=words):
        vp.construct_var(picture("disc", 2), scales, Q(1, 4))


def test_a_budget_that_is_too_small_says_what_is_needed() -> None:
    for name, eps in (("bar", Q(1, 100)), ("gradient", Q(1, 10**6)), ("bar", "1e-350")):
        target = picture(name, 2)
        with pytest.raises(
            TooLarge, match=r"about [0-9.e]+ .* needed: .* neurons, about .* GiB .* bits; the budget is 40"
        ):
            vp.construct_var(target, (1, 2), eps, d=target.shape[1], budget=40)


@pytest.mark.parametrize(("name", "d"), [("disc", 1), ("gradient", 3)])
def test_flowar(name: str, d: int) -> None:
    """Entries are repeated in place of the Keys kernel; weights and bound are VAR's, as all tokens are the word."""
    target = picture(name, 4)
    model, var = vp.construct_flowar(target, (2, 4), Q(1, 4), d=d), vp.construct_var(target, (2, 4), Q(1, 4), d=d)
    assert model.layers == var.layers and model.error_bound == var.error_bound and model.up == "repeat"
    certificate = json.loads(json.dumps(model.certificate))
    assert recheck.check(certificate).ok
    assert not recheck.check({**certificate, "up": "nearest"}).ok
    word = [Q(1, 3)] * d
    for row, other in zip(model([word]), var([word]), strict=True):
        assert all(abs(sum(a.bounds()) - sum(b.bounds())) < Q(1, 2**30) for a, b in zip(row, other, strict=True))


def test_flowar_repeats_whole_numbers_of_times() -> None:
    assert up(1, 2, "repeat") == ((Q(1),),) * 4
    assert up(2, 4, "repeat")[6] == (Q(0), Q(1), Q(0), Q(0))
    with pytest.raises(InputError, match="multiple"):
        vp.construct_flowar(picture("disc", 3), (2, 3), Q(1, 4))
    certificate = vp.construct_var(picture("disc", 3), (2, 3), Q(1, 4)).certificate
    assert recheck.check(certificate).ok
    assert "no multiple" in recheck.check({**certificate, "up": "repeat"}).message
