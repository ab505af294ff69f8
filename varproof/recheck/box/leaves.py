"""Leaves: each decides its state, by the argument where it is read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction

from varproof.recheck.box.claims import Term
from varproof.recheck.box.enclose import Enclose, Interval, Open, sign
from varproof.recheck.box.forms import ONE, Form, Forms, add
from varproof.recheck.box.state import State, coordinates, most, rational, right, shown
from varproof.recheck.box.work import same
from varproof.recheck.numbers.rounding import ratio
from varproof.recheck.reading import need

TWO = Decimal(2)


def natural(state: State, _: str) -> bool:
    """n: the enclosure has the sign."""
    return state.goal.sure(*Enclose(state.box).value(state.goal.t))


def vacuous(state: State, _: str) -> bool:
    """v: a hypothesis is nowhere true."""
    for kind, h in state.given:
        with suppress(Open):
            low, high = Enclose(state.box).value(h)
            if {"ge": high < 0, "gt": high <= 0, "ne": low == high == 0}[kind]:
                return True
    for kind, h in state.given:
        greatest = None if kind == "ne" else most(state, h)
        if greatest is not None and (greatest < 0 or (greatest == 0 and kind == "gt")):
            return True
    return False


def hypothesis(state: State, _: str) -> bool:
    """h: a hypothesis says the same, or > 0, of a positive multiple."""
    forms, goal = state.forms(), state.goal
    known = [h for kind, h in state.given if kind in (goal.kind, "gt")]
    return any(same(h, goal.t) or ((c := forms.ratio(h, goal.t)) is not None and c > 0) for h in known)


def mean_value(state: State, _: str) -> bool:
    """m: t is Lipschitz, and its differences from the middle are bounded by its slopes."""
    e = state.smooth()
    c = {x: (a + b) / 2 for x, (a, b) in state.box.items()}
    low, high = Enclose({x: (q, q) for x, q in c.items()}).value(state.goal.t)
    for x, (a, b) in state.box.items():
        off = Enclose({"d": (a - c[x], b - c[x])}).box["d"]
        low, high = e.two("+", (low, high), e.two("*", e.value(state.goal.slope(x)), off))
    return state.goal.sure(low, high)


def second_order(state: State, _: str) -> bool:
    """m2: t is twice differentiable on the box. With d = x - c, c the middle, |d_x| <= r_x, and a_x the least second
    slope along x less the largest sizes of the mixed ones, t >= t(c) + sum of a_x d_x^2/2 - |slope_x(c)| |d_x| by
    Taylor's theorem and 2 |d_x d_y| <= d_x^2 + d_y^2; each part is least at |d_x| = r_x or, inside, at
    |slope_x(c)|/a_x."""
    goal, box = state.goal, state.box
    need(goal.kind != "ne", "not for this goal")
    free = [x for x in box if x in goal.names and box[x][0] < box[x][1]]
    e = state.smooth(*(goal.slope(x, y) for x in free for y in free))
    c = Enclose({x: ((a + b) / 2,) * 2 for x, (a, b) in box.items()})
    low, down, up = c.value(goal.t)[0], e.down, e.up
    for x in free:
        r = ratio((box[x][1] - box[x][0]) / 2, up)
        g = size(c.value(goal.slope(x)))
        a = e.value(goal.slope(x, x))[0]
        for y in free:
            a = a if x == y else down.subtract(a, size(e.value(goal.slope(x, y))))
        if a > 0 and g < up.multiply(a, r):
            least = up.divide(up.multiply(g, g), down.multiply(TWO, a)).copy_negate()
        else:
            curve = down.multiply(a, (down if a > 0 else up).multiply(r, r))
            least = down.subtract(down.divide(curve, TWO), up.multiply(g, r))
        low = down.add(low, least)
    return goal.sure(low, low)


def size(a: Interval) -> Decimal:
    return max(a[0].copy_abs(), a[1].copy_abs())


def single(state: State, _: str) -> bool:
    """p: all variables of t have one value."""
    sides = {x: state.box[x] for x in state.goal.names}
    need(all(a == b for a, b in sides.values()), "not a point")
    return right(state.goal.kind, sign(state.goal.t, {x: ("const", a) for x, (a, _) in sides.items()}))


def taylor(state: State, text: str) -> bool:
    """t:c1,c2: t is twice differentiable on the box with a diagonally dominant Hessian of diagonal >= 0, so convex;
    then t >= t(c) + grad t(c) (x - c), and the second part is >= 0 by the signs of the slopes at c."""
    goal, box = state.goal, state.box
    need(goal.kind != "ne", "not for this goal")
    c = coordinates(text, box)
    free = [x for x in box if x in goal.names and box[x][0] < box[x][1]]
    e = state.smooth(*(goal.slope(x, y) for x in free for y in free))
    for x in free:
        s = sign(goal.slope(x), c)
        low_end, high_end = (c[x] == ("const", end) for end in box[x])
        need(s == 0 or (s == 1 and low_end) or (s == -1 and high_end), "a slope points inwards")
        rest = e.value(goal.slope(x, x))[0]
        for y in free:
            if y != x:
                rest = e.down.subtract(rest, size(e.value(goal.slope(x, y))))
        need(rest >= 0, "the Hessian is not diagonally dominant")
    return right(goal.kind, sign(goal.t, c))


def identity(state: State, text: str) -> bool:
    """i:A=B with A t = B as forms, A > 0 and B >= 0 (B > 0 for the goal gt), each a sum of products: see `total`."""
    left, equals, right_ = text.partition("=")
    need(equals == "=" and state.goal.kind != "ne", "an identity needs two sides and is not for a goal ne")
    forms = state.forms()
    (a, p), strict = total(state, left, forms)
    (b, q), above = total(state, right_, forms)
    over, under = forms.of(state.goal.t)
    need(strict and (above or state.goal.kind == "ge"), "a side is not certainly positive")
    ends = forms.times(forms.times(a, over), q), forms.times(forms.times(b, p), under)
    return not add(*ends, Fraction(-1))


def total(state: State, text: str, forms: Forms) -> tuple[Form, bool]:
    """A sum that is >= 0, and whether it is certainly > 0. Its parts q~f~.. are separated by ; where q > 0 is rational
    and f is a hypothesis #2, the square 2:u of a term, the distance of variable 0 from the lower end [0 or from the
    upper end ]0 of its side, or a term that is plainly >= 0 (see `shown`)."""
    form: Form = {}, ONE
    strict = False
    for part in text.split(";") if text else []:
        number, *factors = part.split("~")
        q = rational(number)
        need(q > 0, "a coefficient must be positive")
        product: Form = {(): q}, ONE
        positive = True
        for factor in factors:
            if factor[:1] in ("[", "]"):
                x = state.name(factor[1:])
                end: Term = "const", state.box[x][factor[0] == "]"]
                u = ("-", ("var", x), end) if factor[0] == "[" else ("-", end, ("var", x))
                product = forms.times(product[0], forms.of(u)[0]), product[1]
                positive = False
                continue
            square = factor[:2] == "2:"
            inner = factor[2:] if square else factor
            kind, u = state.fact(inner[1:]) if inner[:1] == "#" else ("", state.read(inner))
            if kind:
                need(square or kind != "ne", "a factor may be negative")
                positive &= kind == "gt" or (square and kind == "ne")
            else:
                need(square or shown("ge", u, state.given, state.box), "a factor may be negative")
                positive &= shown("ne" if square else "gt", u, state.given, state.box)
            over, under = forms.of(u)
            for _ in range(2 if square else 1):
                product = forms.times(product[0], over), forms.times(product[1], under)
        strict |= positive
        form = (
            add(forms.times(form[0], product[1]), forms.times(product[0], form[1])),
            forms.times(form[1], product[1]),
        )
    return form, strict


LEAVES: dict[str, Callable[[State, str], bool]] = {
    "n": natural, "v": vacuous, "h": hypothesis, "m": mean_value, "m2": second_order, "p": single,
    "t:": taylor, "i:": identity,
}  # fmt: skip
