"""That what a claim differentiates is differentiable, as a person writes it in Coq; in the order of Smooth.v."""

from __future__ import annotations

from typing import Any

from varproof.coq.reading import ARROW, BINDER, NOT, Env, Reading, Text, kind, negative
from varproof.recheck.kernel.statement import Core, head_of

# Of what is made of these it is told; theories/Smooth.v finds the same.
SMOOTH = frozenset("+ * / ^ exp log sqrt abs max min real at card pi pos".split())


def derivatives(r: Reading, x: Core, env: Env) -> list[Text | None]:
    """For each derivative in a claim that its function is differentiable; None where it is not told."""
    if any(occurs(made.body) for made in r.st.define.values()):
        return []
    return within(r, x, env)


def within(r: Reading, x: Core, env: Env) -> list[Text | None]:
    if not occurs(x):
        return []
    match x[0]:
        case "integral":  # of what is integrated nothing is told
            return []
        case "deriv":
            v, inner, _ = r.varied(x, env)
            found = [quantified(f"{v} : R,", d) for d in within(r, x[1], inner)]
            return [r.deriv(x, env, "ex_derive") if smooth(r, x[1]) else None, *found]
        case "sum" | "maxover" | "minover":
            _, name, size, *where, body = x
            (i,), inner = r.bound(env, name)
            condition = where[0] if where else None
            found = [] if condition is None else within(r, condition, inner)
            inside = within(r, body, inner)
            if condition is not None:
                inside = [implied(r.formula(condition, inner), d) for d in inside]
            return [quantified(f"{i}, ({i} < {env[size]})%nat ->", d) for d in found + inside]
        case "forall" | "exists":
            _, name, sort, body = x
            (v,), inner = r.bound(env, name)
            before = f"{v}, ({v} < {env[sort[1]]})%nat ->" if sort[0] == "index" else f"{v} : {kind(sort)},"
            return [quantified(before, d) for d in within(r, body, inner)]
        case "and" | "or" | "implies":
            first, *rest = x[1:]
            guard = r.formula(first, env)
            guard = Text(f"~ {guard.within(NOT)}", NOT) if x[0] == "or" else guard
            later = within(r, (x[0], *rest), env) if rest else []
            return within(r, first, env) + [implied(guard, d) for d in later]
        case "call":
            return [d for arg in x[3] if head_of(arg) not in ("lam", "fun") for d in within(r, arg, env)]
        case "apply":
            return [d for arg in x[2] if head_of(arg) != "lam" for d in within(r, arg, env)]
        case "+":
            less = [t for t in map(negative, x[1:]) if t is not None]
            return [d for t in [*[t for t in x[1:] if negative(t) is None], *less] for d in within(r, t, env)]
    return [d for t in x[1:] for d in within(r, t, env)]


def quantified(before: str, said: Text | None) -> Text | None:
    return said and Text(f"forall {before} {said.text}", BINDER)


def implied(guard: Text, said: Text | None) -> Text | None:
    return said and Text(f"{guard.within(ARROW - 1)} -> {said.within(BINDER)}", ARROW)


def occurs(x: Any) -> bool:
    """Whether there is a derivative in it."""
    return isinstance(x, tuple) and (x[:1] == ("deriv",) or any(map(occurs, x)))


def smooth(r: Reading, x: Core) -> bool:
    """Whether it is told of a term that it is differentiable where it is defined."""
    head = head_of(x)
    if head is None or head in ("index", "array"):
        return True
    if head == "sum":
        return x[3] is None and smooth(r, x[4])
    if head == "call":
        return smooth(r, r.st.define[x[1]].body) and all(smooth(r, arg) for arg in x[3])
    if head == "lam":
        return smooth(r, x[3])
    return head in SMOOTH and all(smooth(r, t) for t in x[1:])
