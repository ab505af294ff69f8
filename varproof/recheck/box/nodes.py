"""Nodes with children: each makes states that together give its own, by the argument where it is read."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from varproof.recheck.box import steps
from varproof.recheck.box.claims import Term, conditions, term
from varproof.recheck.box.enclose import Enclose, build
from varproof.recheck.box.moves import WAYS
from varproof.recheck.box.rewriting import REWRITINGS, like
from varproof.recheck.box.scaling import degree, homogeneous, outer
from varproof.recheck.box.state import (
    FLOAT,
    NAME,
    Goal,
    State,
    edges,
    linear,
    literal,
    mapped,
    rational,
    shown,
    substituted,
    variables,
)
from varproof.recheck.box.work import same
from varproof.recheck.reading import Rejected, need


def split(state: State, text: str) -> list[State]:
    """s1:0x1p-1: both sides of a value of variable 1."""
    number, _, value = text.partition(":")
    x = state.name(number)
    need(FLOAT.fullmatch(value) is not None, "a split needs a value")
    try:
        q = Fraction(float.fromhex(value))
    except OverflowError:
        raise Rejected("a split at a huge value") from None
    low, high = state.box[x]
    need(low < q < high, "a split must be inside")
    return [state.but(box={**state.box, x: (low, q)}), state.but(box={**state.box, x: (q, high)})]


def clip(state: State, number: str) -> list[State]:
    """x2: hypothesis 2 is a x + c >= 0 with one variable: the box ends at -c/a."""
    found = linear(state, state.fact(number))
    if found is None:
        raise Rejected("no bound of one variable")
    x, low, high = found
    need(low <= high, "nothing is left: a leaf v is meant")
    return [state.but(box={**state.box, x: (low, high)})]


def solve(state: State, text: str) -> list[State]:
    """q1:u: by two hypotheses x_1 = u, which is put in for x_1. That u is within the side of x_1 is known in place of
    the hypotheses that are multiples of x_1 - u. Any value will do for x_1 from there on."""
    number, _, inner = text.partition(":")
    x, u, forms = state.name(number), state.read(inner), state.forms()
    need(x not in variables(u), "the variable is still there")
    gap = build("-", ("var", x), u)
    sizes = [forms.ratio(h, gap) for _, h in state.given]
    signs = {c > 0 for c, (kind, _) in zip(sizes, state.given, strict=True) if c is not None and kind == "ge"}
    need(len(signs) == 2, "no hypotheses say so")
    low, high = state.box[x]
    ends = ("ge", build("-", u, ("const", low))), ("ge", build("-", ("const", high), u))
    kept = [fact for c, fact in zip(sizes, state.given, strict=True) if c is None]
    given = tuple((kind, substituted(h, {x: u})) for kind, h in kept)
    goal = Goal(state.goal.kind, substituted(state.goal.t, {x: u}))
    return [State(goal, (*given, *ends), {**state.box, x: (low, low)})]


def cases(state: State, text: str) -> list[State]:
    """k:u: u >= 0 and -u >= 0 are further hypotheses of two children, in which |v|, max and min are resolved where v,
    or the difference of the arguments, has the sign of a rational multiple of u."""
    u = state.read(text[1:])
    forms = state.forms()

    def side(t: Term, turn: int) -> Term:
        if t[0] not in ("abs", "max", "min"):
            return t
        c = forms.ratio(like(t[1] if t[0] == "abs" else ("-", t[1], t[2])), like(u))
        if c is None:
            return t
        if t[0] == "abs":
            return t[1] if c * turn > 0 else build("neg", t[1])
        return t[1] if (c * turn > 0) == (t[0] == "max") else t[2]  # type: ignore[no-any-return]

    found = []
    for turn in (1, -1):
        given = [(kind, mapped(h, lambda s, turn=turn: side(s, turn))) for kind, h in state.given]  # type: ignore[misc]
        t = mapped(state.goal.t, lambda s, turn=turn: side(s, turn))  # type: ignore[misc]
        given.append(("ge", u if turn == 1 else build("neg", u)))
        found.append(state.but(Goal(state.goal.kind, t), tuple(given)))
    return found


def unchanged(state: State, moves: dict[str, Term]) -> None:
    """The goal's term and the hypotheses, as a whole, are the same with some variables in other places; Rejected."""
    forms = state.forms()

    def alike(s: Term, t: Term) -> bool:
        return same(s, t) or forms.ratio(s, t) == 1 or (forms.zero(s) and forms.zero(t))

    images = [(kind, state.defined(substituted(h, moves))) for kind, h in state.given]
    need(alike(state.defined(substituted(state.goal.t, moves)), state.goal.t), "the goal is not symmetric")
    known = all(any(k == kind and alike(h, g) for k, g in state.given) for kind, h in images)
    need(known, "the hypotheses are not symmetric")


def order(state: State, text: str) -> list[State]:
    """o0,1,2: exchanging neighbours among these variables changes neither the box nor the hypotheses nor the goal, so
    that x_0 >= x_1 >= x_2 may be assumed: some rearrangement of a point has this, and the goal's term has one value
    at both."""
    xs = [state.name(number) for number in text.split(",")]
    pairs = list(pairwise(xs))
    need(len(set(xs)) == len(xs) > 1 and len({state.box[x] for x in xs}) == 1, "the sides differ")
    for x, y in pairs:
        unchanged(state, {x: ("var", y), y: ("var", x)})
    return [state.but(given=(*state.given, *(("ge", build("-", ("var", x), ("var", y))) for x, y in pairs)))]


def turn(state: State, text: str) -> list[State]:
    """r0,1,2;3,4,5: putting each of these variables in the place of the next of its row, and the last in that of the
    first, changes neither the box nor the hypotheses nor the goal, so that x_0 >= x_1 and x_0 >= x_2 may be assumed:
    as many turns as a row is long lead back to the point, and one of the points on the way has this."""
    rows = [[state.name(number) for number in row.split(",")] for row in text.split(";")]
    xs = [x for row in rows for x in row]
    need(len(set(xs)) == len(xs) == len(rows) * len(rows[0]) > len(rows), "the rows are not alike")
    need(all(len(row) == len(rows[0]) and len({state.box[x] for x in row}) == 1 for row in rows), "the sides differ")
    unchanged(state, {x: ("var", y) for row in rows for x, y in zip(row, row[1:] + row[:1], strict=True)})
    first, *others = rows[0]
    return [state.but(given=(*state.given, *(("ge", build("-", ("var", first), ("var", x))) for x in others)))]


def grow(state: State, text: str) -> list[State]:
    """g1,1,1/2:3: with these weights of the variables the goal's term is homogeneous of degree 3. Every point of the
    box is scaled to one in its outer parts (see `varproof.recheck.box.scaling`), where the term is defined and has its
    sign just as at the point, and the hypotheses that are homogeneous are still true; so these parts are enough."""
    numbers, _, k = text.partition(":")
    found = list(map(rational, numbers.split(",")))
    need(len(found) == len(state.box), "a weight for each variable")
    weights = dict(zip(state.box, found, strict=True))
    need(degree(state.goal.t, weights) in (None, rational(k)), "the goal's term does not have this degree")
    given = [(kind, h) for kind, h in state.given if homogeneous(h, weights)]

    def part(values: dict[str, Fraction]) -> State:
        at: dict[str, Term] = {x: ("const", q) for x, q in values.items()}
        there = tuple((kind, substituted(h, at)) for kind, h in given)
        box = {**state.box, **{x: (q, q) for x, q in values.items()}}
        return State(Goal(state.goal.kind, substituted(state.goal.t, at)), there, box)

    return [part(values) for values in outer(state.box, weights)]


def power(state: State, text: str) -> list[State]:
    """a2:u1~1;u2~-3:r: twice the goal's term is log u1 - 3 log u2 + r, logarithms that are defined where it is. So its
    sign is that of u1 exp(r) - u2^3."""
    m, logs, inner = (text + "::").split(":")[:3]
    need(rational(m) > 0 and text.count(":") == 2, "a positive multiple, logarithms and the rest")
    r = state.read(inner)
    total, over, under = r, build("exp", r), ("const", Fraction(1))
    for part in logs.split(";"):
        argument, _, number = part.partition("~")
        n = rational(number)
        need(n.denominator == 1 and 0 < abs(n) <= 16, "a small whole number of logarithms")
        inside = term(argument)
        need(variables(inside) <= state.box.keys(), "a term with an unknown variable")
        u = state.defined(("log", inside))[1]
        total = build("+", total, build("*", ("const", n), ("log", u)))
        if n > 0:
            over = build("*", over, build("^", u, int(n)))
        else:
            under = build("*", under, build("^", u, int(-n)))
    need(state.goal.kind != "ne", "not for a goal ne")
    need(state.forms().zero(("-", ("*", ("const", rational(m)), state.goal.t), total)), "this is not the goal's term")
    return [state.but(Goal(state.goal.kind, build("-", over, under)))]


def contrary(state: State, text: str) -> list[State]:
    """~: the goal may be proved from its own negation."""
    need(state.goal.kind != "ne" and not text, "not for a goal ne")
    kind = "gt" if state.goal.kind == "ge" else "ge"
    return [state.but(given=(*state.given, (kind, build("neg", state.goal.t))))]


def cut(state: State, text: str) -> list[State]:
    """cge:u: the first child proves u >= 0 (gt: u > 0, ne: not 0), the second one may use it."""
    kind, _, inner = text.partition(":")
    u = state.read(inner)
    return [state.but(Goal(kind, u)), state.but(given=(*state.given, (kind, u)))]


def everywhere(state: State, text: str) -> list[State]:
    """Egt:u: the first child proves u > 0 (ge: u >= 0, ne: not 0) without hypotheses, where u is defined all over the
    box; so the second one may use it at every point of the box, such as those on the way of a variable."""
    kind, _, inner = text.partition(":")
    u = state.read(inner)
    need(all(shown(k, v, state.always, state.box) for k, v in conditions(u)), "a term that may be undefined")
    fact = kind, u
    return [state.but(Goal(kind, u), ()), state.but(given=(*state.given, fact))._replace(always=(*state.always, fact))]


def rename(state: State, text: str) -> list[State]:
    """lw=u:t:h:..: a new variable w stands for u, ranging over an enclosure of u; with w = u put in, t is the goal's
    term and each h a positive multiple of a hypothesis, and all are defined. The old variables and hypotheses remain.
    """
    head, *rest = text.split(":")
    w, _, inner = head.partition("=")
    need(NAME.fullmatch(w) is not None and w not in state.box and bool(rest), "a new variable and a goal")
    u = state.read(inner)
    e = Enclose(state.box)
    low, high = edges(e, e.value(u))
    forms, back = state.forms(), {w: u}
    found = [state.read(part, w) for part in rest]
    old = [state.defined(literal(t, back)) for t in found]
    c = forms.ratio(old[0], state.goal.t)
    need(c == 1 or (forms.zero(old[0]) and forms.zero(state.goal.t)), "the new goal is not the old one")
    given = list(state.given)
    for t, h in zip(old[1:], found[1:], strict=True):
        kinds = [k for k, g in state.given if (c := forms.ratio(t, g)) is not None and c > 0]
        need(bool(kinds), "a new hypothesis is not an old one")
        given.append((kinds[0], h))
    return [State(Goal(state.goal.kind, found[0]), tuple(given), {**state.box, w: (low, high)}, state.always)]


def signed(state: State, text: str) -> list[State]:
    """+ or -: that t is not 0, by t > 0 or by -t > 0."""
    need(state.goal.kind == "ne" and text in ("+", "-"), "a sign is chosen for a goal ne")
    return [state.but(Goal("gt", state.goal.t if text == "+" else build("neg", state.goal.t)))]


NODES: dict[str, Callable[[State, str], list[State]]] = {
    "s": split, "x": clip, "k": cases, "o": order, "r": turn, "a": power, "c": cut, "E": everywhere, "g": grow,
    "q": solve, "~": contrary, "l": rename, "j": steps.cases, **WAYS, **REWRITINGS,
    "+": lambda state, text: signed(state, "+" + text), "-": lambda state, text: signed(state, "-" + text),
}  # fmt: skip
