"""What a node of a tree is read with: the goal with its derivatives, the hypotheses, the box, and terms in these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from varproof.recheck.box.claims import Term, conditions, different, term
from varproof.recheck.box.enclose import Enclose, Interval, Open, build, derive, fraction, inside, plain
from varproof.recheck.box.forms import ONE, Forms, add, constant
from varproof.recheck.box.functions import JUMPS
from varproof.recheck.box.polynomials import Poly
from varproof.recheck.box.work import charge, number, once
from varproof.recheck.reading import Rejected, need

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
    """kind(c u) from kind(u) or u > 0, for a rational c > 0 (any c but 0 for the kind ne); also of c u^2 and c u^4 from
    u not 0."""
    (kind, t), (found, u) = asked, known
    forms = Forms()
    try:
        c = forms.ratio(t, u) if found in (kind, "gt") else None
        for k in (2, 4):
            if c is None and found in ("ne", "gt") and t[0] in ("+", "-"):
                c = forms.ratio(t, ("^", u, k))
    except Rejected:
        return False
    return c is not None and (c > 0 or kind == "ne")


def shown(kind: str, t: Term, known: Iterable[Fact], box: Box) -> bool:
    """Whether kind(t) holds wherever t is defined on the box and the known facts are true: by an enclosure, by one
    fact, by signs of the parts, or as a linear term by facts that are linear."""

    e, known = Enclose(box), tuple(known)
    found: dict[tuple[str, int], bool] = {}

    def sign(kind: str, t: Term) -> bool:
        key = kind, number(t)
        if key not in found:
            charge()
            found[key] = plainly(kind, t)
        return found[key]

    def plainly(kind: str, t: Term) -> bool:
        head, u, v = t[0], t[1], t[-1]
        try:
            low, high = e.value(t)
            if {"ge": low >= 0, "gt": low > 0, "ne": low > 0 or high < 0}[kind]:
                return True
        except Open:
            pass
        if any(follows((kind, t), fact) for fact in known):
            return True
        if kind == "gt" and any(follows(("ne", t), fact) for fact in known) and sign("ge", t):
            return True
        if head == "exp":
            return True
        if head == "sqrt" or head == "abs":
            return kind == "ge" or sign("gt" if head == "sqrt" else "ne", u)
        if head == "^":
            return (kind == "ge" and v % 2 == 0) or sign("ne" if v % 2 == 0 else kind, u)
        if head in ("*", "/"):
            return all(sign(kind, part) for part in (u, v))
        if head == "neg":
            return kind == "ne" and sign(kind, u)
        kind = "gt" if kind == "ne" else kind
        if head == "+" and ((sign(kind, u) and sign("ge", v)) or (sign("ge", u) and sign(kind, v))):
            return True
        return head in ("+", "-", "var") and added(kind, t, known, box)

    return sign(kind, t)


def added(kind: str, t: Term, known: tuple[Fact, ...], box: Box) -> bool:
    """Whether t = c u + d v + r for linear terms, where c and d are >= 0, u and v are known to be >= 0 and r is >= 0 on
    the box; for > 0 one of u, v with its multiple, or r, is > 0."""
    forms = Forms()
    whole = line(forms, t)
    if not whole:
        return False
    lines = [(k, p) for k, u in known if k != "ne" and (p := line(forms, u))]

    def bounded(p: Poly, strict: bool, more: int) -> bool:
        ends = [[c * end for end in box[str(forms.atoms[m[0][0]][1])]] if m else [c] for m, c in p.items()]
        least = sum(map(min, ends), Fraction(0))
        if least > 0 or (least == 0 and strict):
            return True
        for k, q in lines if more else ():
            charge(len(q))
            for c in {p[m] / d for m, d in q.items() if m in p and m and p[m] / d > 0}:
                if bounded(add(p, q, -c), strict or k == "gt", more - 1):
                    return True
        return False

    return bounded(whole, kind == "ge", 2)


def line(forms: Forms, t: Term) -> Poly:
    """The form of a term that is linear in the variables; an empty one of others."""
    try:
        p, q = forms.of(t)
    except Rejected:
        return {}
    plain = all(not m or (len(m) == 1 and m[0][1] == 1 and forms.atoms[m[0][0]][0] == "var") for m in p)
    return p if q == ONE and plain else {}


@once
def variables(t: Term) -> frozenset[str]:
    found = frozenset([t[1]] if t[0] == "var" else [x for s in t[1:] if type(s) is tuple for x in variables(s)])
    charge(4 * len(found))
    return found


def mapped(t: Term, change: Callable[[Term], Term], memo: dict[int, tuple[Term, Term]] | None = None) -> Term:
    """t built again from its leaves, every part being changed once its own parts are."""
    memo = {} if memo is None else memo
    if id(t) not in memo:
        whole = t[0] in ("const", "var")
        made = t if whole else build(t[0], *[mapped(s, change, memo) if type(s) is tuple else s for s in t[1:]])
        memo[id(t)] = t, change(made)
    return memo[id(t)][1]


def substituted(t: Term, values: dict[str, Term]) -> Term:
    return mapped(t, lambda s: values.get(s[1], s) if s[0] == "var" else s)


def literal(t: Term, values: dict[str, Term], memo: dict[int, Term] | None = None) -> Term:
    """Substituted, with nothing simplified: undefined where t is, at those values."""
    memo = {} if memo is None else memo
    if id(t) not in memo:
        charge()
        parts = [literal(s, values, memo) if type(s) is tuple else s for s in t[1:]]
        memo[id(t)] = values.get(t[1], t) if t[0] == "var" else (t[0], *parts)
    return memo[id(t)]


@once
def bent(t: Term) -> bool:
    """Whether t may jump."""
    return t[0] in ("slope", "kink", *JUMPS) or any([bent(s) for s in t[1:] if type(s) is tuple])


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
        number(t)  # refuses what is nested too deeply
        seen: dict[int, Term] = {}

        def share(u: Term) -> Term:
            if id(u) not in seen:
                new = tuple([share(s) if type(s) is tuple else s for s in u])
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
    """always: what is defined and true at every point of the box, whether or not the hypotheses are."""

    goal: Goal
    given: tuple[Fact, ...]
    box: Box
    always: tuple[Fact, ...] = ()

    def but(self, goal: Goal | None = None, given: tuple[Fact, ...] | None = None, box: Box | None = None) -> State:
        """Another goal, other hypotheses, or a part of the box."""
        charge(10 * len(self.box) + len(self.given))  # what a state holds
        given = self.given if given is None else given
        return State(goal or self.goal, given, self.box if box is None else box, self.always)

    def forms(self) -> Forms:
        """Forms that know which variables, and other terms, are >= 0 on the box."""
        floor = frozenset(x for x, (low, _) in self.box.items() if low >= 0)
        return Forms(floor=floor, above=lambda t: shown("ge", t, (), self.box))

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
        terms = (self.goal.t, *(h for _, h in self.given))
        known = different([*(c for u in terms for c in conditions(u)), *self.given, *self.always])
        here = {(kind, number(u)) for kind, u in known}
        asked = [(kind, plain(u)) for kind, u in conditions(t)]
        asked = [c for c in asked if (c[0], number(c[1])) not in here]
        if asked:
            known = different([*known, *(part for fact in known for part in self.parts(fact))])
        need(all(shown(kind, u, known, self.box) for kind, u in asked), "a term that may be undefined")
        return plain(t)

    def parts(self, fact: Fact) -> list[Fact]:
        """What is then known of one part of a product or quotient when the other part is > 0."""
        kind, t = fact
        if t[0] not in ("*", "/"):
            return []
        return [(kind, u) for u, v in (t[1:], t[:0:-1]) if shown("gt", v, (), self.box)]

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


def most(state: State, h: Term) -> Fraction | None:
    """The greatest value on the box of a term that is linear in the variables; None for others."""
    forms = state.forms()
    p, q = forms.of(h)
    if constant(q) is None:
        return None
    total = Fraction(0)
    for m, c in p.items():
        if m and (len(m) > 1 or m[0][1] != 1 or forms.atoms[m[0][0]][0] != "var"):
            return None
        name: Any = forms.atoms[m[0][0]][1] if m else None
        total += c / q[()] * (state.box[name][c / q[()] > 0] if m else 1)
    return total
