"""What is known of logarithms and exponentials, log u <= u - 1 and exp u >= 1 + u, as hypotheses of a goal.

Only those are proved that an identity asks for; nothing here is evidence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import permutations
from typing import TypeAlias

import numpy as np

from varproof.arith.linear import solve
from varproof.claims import identities, renaming
from varproof.claims.domains import shown
from varproof.claims.forms import ONE, Poly, plus
from varproof.claims.rewrite import replaced
from varproof.claims.state import State

Prove: TypeAlias = Callable[[State], list[str] | None]
_MOST, _CLOSE = 12, 1e-9


def bounded(s: State, prove: Prove) -> list[str] | None:
    """An identity with such facts among the hypotheses."""
    forms = s.forms
    over, under = forms.of(s.node)
    if s.kind == "ne" or under != ONE:
        return None
    made = _facts(s, over)
    values = s.sample([s.node])[s.node]
    if not 0 < len(made) <= _MOST or not (values >= -_CLOSE * np.abs(values).max(initial=0.0)).all():
        return None
    known = s._replace(given=[*s.given, *(("ge", n) for n in made)])
    leaf = _linear(known, over) or identities.find(known, 1.0).leaf
    if leaf is None:
        return None
    used = [(n, us) for k, (n, us) in enumerate(made.items()) if re.search(rf"#{len(s.given) + k}\b", leaf)]
    front: list[str] = []
    for n, us in used:
        found = _proved(s._replace(goal=("ge", n)), us, prove)
        if found is None:
            return None
        front += [f"cge:{s.text(n)}", *found]
        s = s._replace(given=[*s.given, ("ge", n)])
    leaf = _linear(s, over) or identities.find(s, 1.0).leaf
    return None if leaf is None else [*front, leaf]


def _linear(s: State, p: Poly) -> str | None:
    """The goal as a sum of hypotheses and a number."""
    rows = [(f"#{k}", *s.forms.of(n)) for k, (kind, n) in enumerate(s.given) if kind != "ne"]
    columns = [("", ONE), *((token, over) for token, over, under in rows if under == ONE and over)]
    weights = solve(p, [column for _, column in columns], len(columns), [0] if s.kind == "gt" else [])
    if weights is None:
        return None
    used = [(w, token) for w, (token, _) in zip(weights, columns, strict=True) if w]
    return "i:1=" + ";".join(f"{w}~{token}" if token else str(w) for w, token in used)


def _proved(s: State, us: list[int], prove: Prove) -> list[str] | None:
    """With variables in place of the arguments."""
    for k, u in enumerate(us):
        if s.graph.ops[u][0] not in ("var", "const"):
            state, w = renaming.with_variable(s, u)
            goal = "ge", replaced(s.graph, s.node, {u: w})
            rest = us[k + 1 :]
            return renaming.renamed(s, state, u, goal, [], lambda there: _proved(there, rest, prove))  # noqa: B023
    return prove(s)


def _facts(s: State, p: Poly) -> dict[int, list[int]]:
    """u - 1 - log u and u log u - u + 1, for pairs a log(a/b) - a + b and with roots; exp u - 1 - u. Each with its
    arguments."""
    forms, g, found = s.forms, s.graph, dict[int, list[int]]()
    one = g.const(1)
    logs = sorted({k for m in p for k, _ in m if forms.head(k) == "log" and s.variables(k)})
    exps = sorted({k for m in p for k, _ in m if forms.head(k) == "exp" and s.variables(k)})
    pairs = [(j, k) for j, k in permutations(logs, 2) if _against(p, j, k)]
    for k in [k for k in logs if not any(k in pair for pair in pairs)]:
        u = g.ops[k][1]
        found[g.op("-", g.op("-", u, one), k)] = [u]
        found[g.op("+", g.op("-", g.op("*", u, k), u), one)] = [u]
    for k in exps:
        found[g.op("-", g.op("-", k, one), g.ops[k][1])] = [g.ops[k][1]]
    for j, k in pairs:
        a, b = g.ops[j][1], g.ops[k][1]
        if not (shown(s, "gt", a, s.given) and shown(s, "gt", b, s.given)):
            continue
        first = g.op("*", a, g.op("-", j, k))
        found[g.op("+", g.op("-", first, a), b)] = [a, b]
        if any(forms.head(n) == "sqrt" for m in p for n, _ in m):
            root = g.op("*", g.const(2), g.op("sqrt", g.op("*", a, b)))
            found[g.op("+", g.op("-", first, g.op("*", g.const(2), a)), root)] = [a, b]
    return found


def _against(p: Poly, j: int, k: int) -> bool:
    """Whether some multiple of one logarithm comes with the opposite one of the other."""
    one = {tuple(x for x in m if x[0] != j): c for m, c in p.items() if (j, Fraction(1)) in m}
    two = {tuple(x for x in m if x[0] != k): c for m, c in p.items() if (k, Fraction(1)) in m}
    return bool(one) and one == plus({}, two, -1)
