"""The tree that proves one goal, read in preorder: each node states how its children, or nothing, make it true.

A state is (goal, hypotheses, box): kind(t), with kind ge, gt or ne, at every point of the box where the hypotheses
are defined and true and t is defined. (That t is defined there is a goal of its own.) The soundness of each node is
argued where it is read. Terms in nodes are written in the claim language without blanks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal, DecimalException
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from varproof.recheck.claims import Term, conditions, term
from varproof.recheck.enclose import Enclose, Interval, Open, build, derive, fraction, inside, plain, sign
from varproof.recheck.forms import ONE, Form, Forms, add, constant
from varproof.recheck.reading import Rejected, need
from varproof.recheck.rounding import ratio
from varproof.recheck.scaling import degree, homogeneous, outer

TWO = Decimal(2)
Box = dict[str, tuple[Fraction, Fraction]]
Fact = tuple[str, Term]
RATIONAL = re.compile(r"-?[0-9]{1,3000}(/[0-9]{1,3000})?")
FLOAT = re.compile(r"-?0x[01](\.[0-9a-f]{1,13})?p[+-][0-9]{1,4}")
NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]{0,40}")


def rational(text: object) -> Fraction:
    need(isinstance(text, str) and RATIONAL.fullmatch(text) is not None, "a number must be p or p/q, in quotes")
    try:
        return Fraction(str(text))
    except ZeroDivisionError:
        raise Rejected("a number with denominator 0") from None


def right(kind: str, s: int | None) -> bool:
    return s is not None and {"ge": s >= 0, "gt": s > 0, "ne": s != 0}[kind]


def follows(asked: Fact, known: Fact) -> bool:
    """kind(c u) from kind(u) or u > 0, for a rational c > 0 (any c but 0 for the kind ne)."""
    (kind, t), (found, u) = asked, known
    try:
        c = Forms().ratio(t, u) if found in (kind, "gt") else None
    except Rejected:
        return False
    return c is not None and (c > 0 or kind == "ne")


def variables(t: Term) -> set[str]:
    return {t[1]} if t[0] == "var" else {x for s in t[1:] if type(s) is tuple for x in variables(s)}


def mapped(t: Term, change: Callable[[Term], Term], memo: dict[int, tuple[Term, Term]] | None = None) -> Term:
    """t built again from its leaves, every part being changed once its own parts are."""
    memo = {} if memo is None else memo
    if id(t) not in memo:
        whole = t[0] in ("const", "var")
        made = t if whole else build(t[0], *(mapped(s, change, memo) if type(s) is tuple else s for s in t[1:]))
        memo[id(t)] = t, change(made)
    return memo[id(t)][1]


def substituted(t: Term, values: dict[str, Term]) -> Term:
    return mapped(t, lambda s: values.get(s[1], s) if s[0] == "var" else s)


def literal(t: Term, values: dict[str, Term]) -> Term:
    """Substituted, with nothing simplified: undefined where t is, at those values."""
    if t[0] == "var":
        return values.get(t[1], t)
    return t[0], *(literal(s, values) if type(s) is tuple else s for s in t[1:])


def bent(t: Term) -> bool:
    return t[0] in ("slope", "kink") or any(bent(s) for s in t[1:] if type(s) is tuple)


def edges(e: Enclose, found: Interval) -> tuple[Fraction, Fraction]:
    """An interval with rational ends around another one; Open."""
    return fraction(found[0], e.down), fraction(found[1], e.up)


def coordinates(text: str, box: Box) -> dict[str, Term]:
    """A point as terms without variables, certainly inside the box."""
    found = [term(part) for part in text.split(",")]
    need(len(found) == len(box) and not any(map(variables, found)), "a point gives a number for each variable")
    at = dict(zip(box, found, strict=True))
    e = inside(at)
    need(e.sure, "a coordinate is not certainly defined")
    for x, c in at.items():
        q = constant(Forms().of(c)[0]) if Forms().of(c)[1] == ONE else None
        low, high = (q, q) if q is not None else edges(e, e.box[x])
        need(box[x][0] <= low and high <= box[x][1], "the point is outside its box")
        at[x] = c if q is None else ("const", q)
    return at


class Goal:
    """kind(t), with its derivatives."""

    def __init__(self, kind: str, t: Term) -> None:
        need(kind in ("ge", "gt", "ne"), "a goal is ge, gt or ne")
        self.kind = kind
        self.parts: dict[tuple[Any, ...], Term] = {}
        self.t, self.names = self.shared(t), variables(t)
        self.made: dict[tuple[str, ...], Term] = {}

    def shared(self, t: Term) -> Term:
        """t, equal parts of which are one object, as in all terms of this goal: an enclosure takes each once."""
        seen: dict[int, Term] = {}

        def share(u: Term) -> Term:
            if id(u) not in seen:
                new = tuple(share(s) if type(s) is tuple else s for s in u)
                seen[id(u)] = self.parts.setdefault((u[0], *(id(s) if type(s) is tuple else s for s in new[1:])), new)
            return seen[id(u)]

        return share(t)

    def slope(self, *xs: str) -> Term:
        key = tuple(sorted(xs))
        if key not in self.made:
            self.made[key] = self.shared(derive(self.slope(*key[:-1]) if key[1:] else self.t, key[-1]))
        return self.made[key]

    def sure(self, low: Any, high: Any) -> bool:
        return bool({"ge": low >= 0, "gt": low > 0, "ne": low > 0 or high < 0}[self.kind])


class State(NamedTuple):
    goal: Goal
    given: tuple[Fact, ...]
    box: Box

    def but(self, goal: Goal | None = None, given: tuple[Fact, ...] | None = None, box: Box | None = None) -> State:
        return State(goal or self.goal, self.given if given is None else given, self.box if box is None else box)

    def forms(self) -> Forms:
        """Forms that know which variables are >= 0."""
        return Forms(floor=frozenset(x for x, (low, _) in self.box.items() if low >= 0))

    def name(self, number: str) -> str:
        names = list(self.box)
        need(number.isascii() and number.isdigit() and len(number) < 4 and int(number) < len(names), "no variable")
        return names[int(number)]

    def fact(self, number: str) -> Fact:
        known = number.isascii() and number.isdigit() and len(number) < 6 and int(number) < len(self.given)
        need(known, "no such hypothesis")
        return self.given[int(number)]

    def read(self, text: str, more: str = "") -> Term:
        """A term over the variables, defined wherever the goal and the hypotheses are: by its domain conditions being
        among theirs, or over the whole box."""
        t = term(text)
        need(variables(t) <= self.box.keys() | {more}, "a term with an unknown variable")
        return plain(t) if more else self.defined(t)

    def defined(self, t: Term) -> Term:
        known = {c for u in (self.goal.t, *(h for _, h in self.given)) for c in conditions(u)} | set(self.given)
        asked = {(kind, plain(u)) for kind, u in conditions(t)} - known
        if not all(any(follows(c, d) for d in known) for c in asked):
            e = Enclose(self.box)
            try:
                e.value(t)
            except Open as error:
                raise Rejected(f"a term that may be undefined: {error}") from None
            need(e.sure, "a term that may be undefined")
        return plain(t)

    def smooth(self, *also: Term) -> Enclose:
        """Over the box, where the goal's term, its slopes and these are all certainly defined; Rejected."""
        e = Enclose(self.box)
        try:
            for t in (self.goal.t, *map(self.goal.slope, self.box), *also):
                e.value(t)
        except Open as error:
            raise Rejected(f"a derivative form where {error}") from None
        need(e.sure, "a derivative form where the function may be undefined")
        return e


def replay(kind: str, t: Term, given: list[Fact], box: Box, tokens: list[str]) -> None:
    """The tree proves the goal; Rejected."""
    stack, at = [State(Goal(kind, t), tuple(given), box)], 0
    while stack:
        need(at < len(tokens), "the tree ends too early")
        state, token, at = stack.pop(), tokens[at], at + 1
        try:
            if token in LEAVES or token[:2] in LEAVES:
                need(LEAVES[token if token in LEAVES else token[:2]](state, token[2:]), "it does not prove its box")
            else:
                need(token[:1] in NODES, "unknown")
                stack += reversed(NODES[token[:1]](state, token[1:]))
        except (Open, DecimalException, Rejected) as error:
            raise Rejected(f"node {token[:30]!r}: {error}") from None
    need(at == len(tokens), "something follows the tree")


# ---- nodes with children


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


def linear(state: State, fact: Fact) -> tuple[str, Fraction, Fraction] | None:
    """x, and the ends of what a hypothesis a x + c >= 0 (or > 0) of this one variable leaves of its side, perhaps
    reversed; None for other hypotheses."""
    kind, h = fact
    forms = state.forms()
    p, q = forms.of(h)
    atoms = [m for m in p if m]
    if kind == "ne" or constant(q) is None or len(atoms) != 1 or len(atoms[0]) != 1 or atoms[0][0][1] != 1:
        return None
    head, x, _ = forms.atoms[atoms[0][0][0]]
    if head != "var":
        return None
    name: Any = x
    a, end = p[atoms[0]] * q[()], -p.get((), Fraction(0)) / p[atoms[0]]
    low, high = state.box[name]
    return (name, max(low, end), high) if a > 0 else (name, low, min(high, end))


def clip(state: State, number: str) -> list[State]:
    """x2: hypothesis 2 is a x + c >= 0 with one variable: the box ends at -c/a."""
    found = linear(state, state.fact(number))
    if found is None:
        raise Rejected("no bound of one variable")
    x, low, high = found
    need(low <= high, "nothing is left: a leaf v is meant")
    return [state.but(box={**state.box, x: (low, high)})]


def face(state: State, text: str, mark: str = "f") -> list[State]:
    """f1-: t does not decrease in variable 1 on the box, so t >= its value at the lower end with the other variables
    as they are. Off the hypotheses too, so these are not used on the face. f1+: not increasing, upper end.
    f1-:u, f1+:u: to u, which a hypothesis bounds x_1 by and which stays within its side, in place of the end.
    d1-, d1+: that the slope has its sign is the first child. Both children may use the hypotheses without x_1, which
    are as true on the way, and the first one that x_1 > u (x_1 < u for d1+): the way ends at u.
    e1-:u, e1+:u: by a strict hypothesis the way is not of length 0; with a slope that is not 0 on it, t > its value
    at u, so that >= is enough there."""
    text, colon, bound = text.partition(":")
    need(state.goal.kind != "ne" and text[-1:] in ("+", "-"), "a face must be - or + and is not for this goal")
    x, e = state.name(text[:-1]), state.smooth()
    slope = state.goal.slope(x)
    low, high = e.value(slope)
    proved, strict = mark != "f", mark == "e"
    need(proved or (low >= 0 if text[-1] == "-" else high <= 0), "the function is not monotone towards the face")
    need(not proved or not bent(slope), "the slope has jumps")
    kept = tuple(h for h in state.given if proved and x not in variables(h[1]))
    sign = Goal("gt" if strict else "ge", slope if text[-1] == "-" else build("neg", slope))
    end = state.box[x][0 if text[-1] == "-" else 1]
    if not colon:
        need(not strict, "the way may have length 0")
        rest = state.but(given=kept, box={**state.box, x: (end, end)})
        return [state.but(sign, kept), rest] if proved else [rest]
    u, forms = state.read(bound), state.forms()
    ends = state.box[u[1]] if u[0] == "var" else Enclose(state.box).value(u)
    need(x not in variables(u) and all(state.box[x][0] <= v <= state.box[x][1] for v in ends), "not within the side")
    gap = build("-", ("var", x), u) if text[-1] == "-" else build("-", u, ("var", x))
    known = [h for kind, h in state.given if kind == "gt" or (kind == "ge" and not strict)]
    need(any((c := forms.ratio(h, gap)) is not None and c > 0 for h in known), "no hypothesis says so")
    rest = state.but(Goal("ge" if strict else state.goal.kind, substituted(state.goal.t, {x: u})), kept)
    return [state.but(sign, (*kept, ("gt", gap))), rest] if proved else [rest]


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
    or the difference of the arguments, is a rational multiple of u."""
    u = state.read(text[1:])
    forms = state.forms()

    def side(t: Term, turn: int) -> Term:
        if t[0] not in ("abs", "max", "min"):
            return t
        c = forms.ratio(t[1] if t[0] == "abs" else ("-", t[1], t[2]), u)
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

    def same(s: Term, t: Term) -> bool:
        return s == t or forms.ratio(s, t) == 1 or (forms.zero(s) and forms.zero(t))

    images = [(kind, state.defined(substituted(h, moves))) for kind, h in state.given]
    need(same(state.defined(substituted(state.goal.t, moves)), state.goal.t), "the goal is not symmetric")
    known = all(any(k == kind and same(h, g) for k, g in state.given) for kind, h in images)
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
    box is scaled to one in its outer parts (see `varproof.recheck.scaling`), where the term is defined and has its sign
    just as at the point, and the hypotheses that are homogeneous are still true; so these parts are enough."""
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
        u = state.defined(("log", term(argument)))[1]
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
    return [State(Goal(state.goal.kind, found[0]), tuple(given), {**state.box, w: (low, high)})]


def signed(state: State, text: str) -> list[State]:
    """+ or -: that t is not 0, by t > 0 or by -t > 0."""
    need(state.goal.kind == "ne" and text in ("+", "-"), "a sign is chosen for a goal ne")
    return [state.but(Goal("gt", state.goal.t if text == "+" else build("neg", state.goal.t)))]


# ---- leaves


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
    ends = [linear(state, fact) for fact in state.given]
    return any(found is not None and found[1] > found[2] for found in ends)


def hypothesis(state: State, _: str) -> bool:
    """h: a hypothesis says the same, or > 0, of a positive multiple."""
    forms, goal = state.forms(), state.goal
    known = [h for kind, h in state.given if kind in (goal.kind, "gt")]
    return any(h == goal.t or ((c := forms.ratio(h, goal.t)) is not None and c > 0) for h in known)


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
    """q: t is twice differentiable on the box. With d = x - c, c the middle, |d_x| <= r_x, and a_x the least second
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


def bounds(u: Term, box: Box) -> Interval:
    """The enclosure over the box, also where it is infinite."""
    try:
        return Enclose(box).value(u)
    except Open:
        return Decimal("-Infinity"), Decimal("Infinity")


def total(state: State, text: str, forms: Forms) -> tuple[Form, bool]:
    """A sum that is >= 0, and whether it is certainly > 0. Its parts q~f~.. are separated by ; where q > 0 is rational
    and f is a hypothesis #2, the square 2:u of a term, the distance of variable 0 from the lower end [0 or from the
    upper end ]0 of its side, or a term whose enclosure over the box is >= 0."""
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
                low, high = bounds(u, state.box)
                need(square or low >= 0, "a factor may be negative")
                positive &= low > 0 or (square and high < 0)
            over, under = forms.of(u)
            for _ in range(2 if square else 1):
                product = forms.times(product[0], over), forms.times(product[1], under)
        strict |= positive
        form = (
            add(forms.times(form[0], product[1]), forms.times(product[0], form[1])),
            forms.times(form[1], product[1]),
        )
    return form, strict


NODES: dict[str, Callable[[State, str], list[State]]] = {
    "s": split, "x": clip, "f": face, "k": cases, "o": order, "r": turn, "a": power, "c": cut, "g": grow, "q": solve,
    "~": contrary, "l": rename,
    "d": lambda state, text: face(state, text, "d"), "e": lambda state, text: face(state, text, "e"),
    "+": lambda state, text: signed(state, "+" + text), "-": lambda state, text: signed(state, "-" + text),
}  # fmt: skip
LEAVES: dict[str, Callable[[State, str], bool]] = {
    "n": natural, "v": vacuous, "h": hypothesis, "m": mean_value, "q": second_order, "p": single,
    "t:": taylor, "i:": identity,
}  # fmt: skip
