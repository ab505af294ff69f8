"""Nodes that put a goal or a hypothesis into another form, by the argument where it is read."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from varproof.recheck.box.claims import Term, term
from varproof.recheck.box.enclose import Enclose, build, plain
from varproof.recheck.box.forms import ONE, Form
from varproof.recheck.box.state import Goal, State, rational, shown, variables
from varproof.recheck.reading import need

INCREASING = ("exp", "log", "sqrt", "atan", "asinh", "cbrt", "erf")
MOST = 100  # a weight in a mean
NUMBER_1: Term = ("const", Fraction(1))


def like(t: Term) -> Term:
    """A term of the sign of t, of which an increasing function is taken: of f(u) - f(v) it is u - v, of log u it is
    u - 1, of u/v it is
    u v."""
    while True:
        if t[0] == "-" and t[1][0] == t[2][0] and t[1][0] in INCREASING:
            t = ("-", t[1][1], t[2][1])
        elif t[0] == "log":
            t = ("-", t[1], NUMBER_1)
        elif t[0] == "/":
            return "*", t[1], t[2]
        else:
            return t


def unwrap(state: State, text: str) -> list[State]:
    """u:f:a:b: the goal's term, or with u#2:f:a:b that of hypothesis 2, is a positive multiple of f(a) - f(b), which
    are defined where it is, for an increasing function f, such as exp or sqrt. So it has the sign of a - b."""
    number, function, *ends = text.split(":")
    need(function in INCREASING and len(ends) == 2, "an increasing function of two terms")
    a, b = (inside(state, end, function) for end in ends)
    kind, t = state.fact(number[1:]) if number else (state.goal.kind, state.goal.t)
    c = state.forms().ratio(t, ("-", (function, a), (function, b)))
    need(c is not None and (c > 0 or kind == "ne"), "this is not the difference")
    gap = build("-", a, b)
    return [state.but(given=(*state.given, (kind, gap)))] if number else [state.but(Goal(kind, gap))]


def inside(state: State, text: str, *function: object) -> Term:
    """A term over the variables of which the function is defined."""
    t = term(text)
    need(variables(t) <= state.box.keys(), "a term with an unknown variable")
    state.defined((*function, t))
    return plain(t)


def clear(state: State, text: str) -> list[State]:
    """y2:u:f~2:g: hypothesis 2 is u/(f g^2), where f, >= 0 by its enclosure, and g are not 0: so u has its sign."""
    number, inner, divisors = (text + "::").split(":", 2)
    kind, h = state.fact(number)
    u, forms = state.read(inner), state.forms()
    product: Form = ONE, ONE
    for factor in divisors[:-2].split("~"):
        square = factor[:2] == "2:"
        f = inside(state, factor[2 * square :], "/", NUMBER_1)
        low = Enclose(state.box).value(f)[0] if not square else 0
        need(low >= 0, "a divisor may be negative")
        for _ in range(1 + square):
            product = forms.times(product[0], forms.of(f)[0]), forms.times(product[1], forms.of(f)[1])
    (p, q), (r, s) = forms.of(h), forms.of(u)
    left = forms.times(forms.times(p, product[0]), s)
    right = forms.times(forms.times(r, q), product[1])
    need(left == right, "this is not the hypothesis")
    return [state.but(given=(*state.given, (kind, u)))]


def widen(state: State, text: str) -> list[State]:
    """w1:2:3: the goal is proved on a longer side of variable 1."""
    number, *ends = text.split(":")
    x = state.name(number)
    need(len(ends) == 2, "a side has two ends")
    low, high = map(rational, ends)
    need(low <= state.box[x][0] and state.box[x][1] <= high, "the side is not longer")
    always = tuple(fact for fact in state.always if x not in variables(fact[1]))
    return [State(state.goal, state.given, {**state.box, x: (low, high)}, always)]


def forget(state: State, text: str) -> list[State]:
    """z0,2: the goal is proved from these hypotheses alone; z: from none."""
    return [state.but(given=tuple(state.fact(number) for number in text.split(",") if text))]


def means(state: State, text: str) -> list[State]:
    """M2~u;1~v:w: u and v are plainly >= 0 and u^2 v = w^3, so that 2 u + v >= 3 w by the inequality of the arithmetic
    and the geometric mean, and w <= |w|. This is a further hypothesis."""
    parts, colon, inner = text.partition(":")
    need(colon == ":", "terms with weights, and their mean")
    w, forms, count = state.read(inner), state.forms(), 0
    product: Form = ONE, ONE
    total: Term = ("const", Fraction(0))
    for part in parts.split(";"):
        number, _, single = part.partition("~")
        n, u = rational(number), state.read(single)
        need(n.denominator == 1 and 0 < n <= MOST, "a weight must be a small positive whole number")
        need(shown("ge", u, state.given, state.box), "a term may be negative")
        for _ in range(int(n)):
            product = forms.times(product[0], forms.of(u)[0]), forms.times(product[1], forms.of(u)[1])
        total = build("+", total, build("*", ("const", n), u))
        count += int(n)
    p, q = forms.of(build("^", w, count))
    need(forms.times(product[0], q) == forms.times(p, product[1]), "this is not the geometric mean")
    gap = build("-", total, build("*", ("const", Fraction(count)), w))
    return [state.but(given=(*state.given, ("ge", gap)))]


REWRITINGS: dict[str, Callable[[State, str], list[State]]] = {
    "u": unwrap, "y": clear, "w": widen, "z": forget, "M": means,
}  # fmt: skip
