"""Nodes that move a variable to where a goal is hardest; each makes states by the argument where it is read."""

from __future__ import annotations

from varproof.recheck.box.claims import Term, conditions, different
from varproof.recheck.box.enclose import Enclose, Open, build, sign
from varproof.recheck.box.state import Fact, Goal, State, bent, follows, shown, substituted, variables
from varproof.recheck.reading import need


def face(state: State, text: str) -> list[State]:
    """f1-: t does not decrease in variable 1 on the box, so t >= its value at the lower end with the other variables
    as they are. Off the hypotheses too, so these are not used on the face. f1+: not increasing, upper end."""
    need(state.goal.kind != "ne" and text[-1:] in ("+", "-"), "a face must be - or + and is not for this goal")
    x, e = state.name(text[:-1]), state.smooth()
    low, high = e.value(state.goal.slope(x))
    need(low >= 0 if text[-1] == "-" else high <= 0, "the function is not monotone towards the face")
    end = state.box[x][0 if text[-1] == "-" else 1]
    return [state.but(given=(), box={**state.box, x: (end, end)})]


def way(state: State, text: str, strict: bool = False, inner: bool = False) -> list[State]:
    """d1-, d1+: variable 1 is moved to the lower or upper end of its side; d1-:u, d1+:u: to u, which a hypothesis
    bounds x_1 by. The first child proves that the slope has its sign on the way, the second one the goal at its end.
    Both may use the hypotheses that stay true on the way, those without x_1 and those that grow on it, and the first
    one also that the end of the way is not reached. By these, and what is true everywhere, t is defined on the whole
    way, its end included, and differentiable but for the end: so it is monotone there.
    e1-:u, e1+:u: by a strict hypothesis the way is not of length 0; with a slope that is not 0 on it, t > its value
    at u, so that >= is enough there.
    b1-, b1+: as d1-, d1+; the slope is asked for between the ends of the way alone, which are inside the side, so that
    this may be used of them as well: t is continuous where it is defined."""
    text, colon, bound = text.partition(":")
    need(state.goal.kind != "ne" and text[-1:] in ("+", "-"), "a way must be - or + and is not for this goal")
    x, down = state.name(text[:-1]), text[-1] == "-"
    slope = state.goal.slope(x)
    need(not bent(slope), "the slope has jumps")
    end = state.box[x][0 if down else 1]
    u: Term = state.read(bound) if colon else ("const", end)
    need(x not in variables(u) and (colon == ":" or not strict), "no end of the way")
    gap = build("-", ("var", x), u) if down else build("-", u, ("var", x))
    if colon:
        ends = state.box[u[1]] if u[0] == "var" else Enclose(state.box).value(u)
        need(all(state.box[x][0] <= v <= state.box[x][1] for v in ends), "not within the side")
        need(any(follows(("gt" if strict else "ge", gap), fact) for fact in state.given), "no hypothesis says so")
    both = [u for kind, h in state.given if kind == "ne" for u in (h, build("neg", h))]
    above = tuple(("gt", h) for h in both if shown("ge", h, state.given, state.box))
    kept = tuple(fact for fact in state.given + above if stays(state, x, down, u, fact))
    last = state.box[x][1 if down else 0]
    beyond = build("-", ("const", last), ("var", x)) if down else build("-", ("var", x), ("const", last))
    on_the_way = (*kept, ("gt", gap), *([("gt", beyond)] if inner else []))
    here = different([(kind, v) for kind, v in conditions(state.goal.t) if x in variables(v)])
    staying = tuple(fact for fact in here if stays(state, x, down, u, fact))
    known = (*kept, *staying, *state.always, ("ge", gap))
    need(all(shown(kind, v, known, state.box) for kind, v in here), "it may be undefined on the way")
    asked = different([*(("gt" if kind == "ge" else kind, v) for kind, v in here), *conditions(slope)])
    there = on_the_way + staying + state.always
    if inner:  # what is >= 0 at both ends of the side and concave is > 0 between them
        there += tuple(("gt", v) for kind, v in asked if kind == "gt" and inside(state, x, v))
    need(all(shown(kind, v, there, state.box) for kind, v in asked), "it may have no slope on the way")
    sign = Goal("gt" if strict else "ge", slope if down else build("neg", slope))
    at = {x: u}
    if colon:
        goal = Goal("ge" if strict else state.goal.kind, substituted(state.goal.t, at))
        rest = state.but(goal, tuple((kind, substituted(h, at)) for kind, h in kept))
    else:
        rest = state.but(given=kept, box={**state.box, x: (end, end)})
    return [state.but(sign, on_the_way), rest]


def inside(state: State, x: str, v: Term) -> bool:
    """Whether v, a term in x alone, is > 0 between the ends of its side: it is concave there and >= 0 at both."""
    if variables(v) != {x} or bent(v):
        return False
    low, high = state.box[x]
    e = Enclose(state.box)
    try:
        e.value(v)
        _, bend = e.value(Goal("gt", v).slope(x, x))
    except Open:
        return False
    ends = [sign(v, {x: ("const", end)}) for end in (low, high)]
    return e.sure and bend < 0 and low < high and all(s is not None and s >= 0 for s in ends)


def stays(state: State, x: str, down: bool, u: Term, fact: Fact) -> bool:
    """Whether what is true of a point is true on its whole way to x = u: it does not speak of x, or it is about a term
    that is monotone in x and grows on the way or is true at its end."""
    kind, h = fact
    if x not in variables(h):
        return True
    if kind == "ne" or bent(h):
        return False
    e, slope = Enclose(state.box), Goal(kind, h).slope(x)
    try:
        e.value(h)
        low, high = e.value(slope)
    except Open:
        return False
    if not e.sure or bent(slope) or low < 0 < high:
        return False
    return (high <= 0 if down else low >= 0) or shown(kind, substituted(h, {x: u}), (), state.box)


WAYS = {
    "f": face, "d": way, "e": lambda state, text: way(state, text, True),
    "b": lambda state, text: way(state, text, False, True),
}  # fmt: skip
