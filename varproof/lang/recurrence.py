"""Entries of givens that the hypotheses determine: v[t + 1] = ..., v[1] = ..., also through one another."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from varproof.arith.exact import Number
from varproof.lang.core import Core
from varproof.lang.evaluate import Evaluation
from varproof.lang.ground import Ground
from varproof.lang.program import Node, Program
from varproof.lang.scope import Place, Scope
from varproof.lang.substitute import substitute

Entries = dict[Node, Node]  # a variable of the program, and what it is


def determined(ground: Ground) -> Entries:
    """What hypotheses that are equations say an entry is, in terms of entries that none determines.

    An equation counts where it stands below quantifiers over indices and conditions on them, with an entry or a real
    alone on one side; the first for each entry, unless it leads back to itself.
    """
    found: Entries = {}
    ground.again()
    for _, f in ground.parts.assume:
        _collect(ground, f, ground.scope, found)
    out: Entries = {}
    for v in _in_order(ground.program, found):
        out[v] = substitute(ground.program, ground.program, out)(found[v])
    return out


def _collect(ground: Ground, f: Core, scope: Scope, found: Entries) -> None:
    head = f[0]
    if head == "forall" and f[2][0] == "index":
        size = scope.size(f[2][1])
        for k in range(size):
            _collect(ground, f[3], scope.bind((f[1], Place(k, size))), found)
    elif head == "implies":
        if ground.formula_in(f[1], scope) == ground.program.true:
            _collect(ground, f[2], scope, found)
    elif head == "and":
        for part in f[1:]:
            _collect(ground, part, scope, found)
    elif head == "=":
        for left, right in ((f[1], f[2]), (f[2], f[1])):
            if isinstance(left, tuple) and left[0] in ("at", "real"):
                entry, value = ground.term_in(left, scope), ground.term_in(right, scope)
                own = ground.program.ops[entry][0] == "var"
                if own and entry not in found and not ground.program.depends(value, entry):
                    found[entry] = value
                    return


def _in_order(program: Program, found: Entries) -> list[Node]:
    """Those that others need first; what leads back to itself is left out."""
    order: list[Node] = []
    state: dict[Node, bool] = {}  # False while it is visited

    def visit(v: Node) -> bool:
        state[v] = False
        needed = [w for w in program.reachable([found[v]]) if w in found]
        if all(state[w] if w in state else visit(w) for w in needed):
            state[v] = True
            order.append(v)
        return state[v]

    for v in found:
        if v not in state:
            visit(v)
    return order


def completed(
    ground: Ground, entries: Entries, inputs: Sequence[Node], row: tuple[Fraction, ...]
) -> tuple[Fraction, ...] | None:
    """A point with its determined entries set to their values; None where one is not rational or not known."""
    if not entries:
        return row
    target = Program()
    given = {v: target.const(q) for v, q in zip(inputs, row, strict=True) if v not in entries}
    into = substitute(ground.program, target, given)
    places = [k for k, v in enumerate(inputs) if v in entries]
    values = Evaluation(target).values([into(entries[inputs[k]]) for k in places], Number)
    out = list(row)
    for k, value in zip(places, values, strict=True):
        q = None if value is None else value.rational()
        if q is None:
            return None
        out[k] = q
    return tuple(out)
