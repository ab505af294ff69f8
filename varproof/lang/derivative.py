"""Derivatives of programs in a variable, by the rules for each operation (forward, shared, to be repeated at will)."""

from __future__ import annotations

from fractions import Fraction

from varproof.lang.program import Node, Program, ProgramError


def derivative(p: Program, node: Node, x: Node) -> Node:
    """The derivative of a term in a variable, a node of the same program.

    Off the points where the rules hold (a tie in a maximum, a root of 0) the result has no value; a selection whose
    formula depends on the variable, and an integral, raise ProgramError.
    """
    if node == x:
        return p.one
    if not p.depends(node, x):
        return p.zero
    key = (node, x)
    found = p.derivatives.get(key)
    if found is None:
        found = p.derivatives[key] = _derive(p, node, x)
    return found


def _derive(p: Program, node: Node, x: Node) -> Node:
    op = p.ops[node]
    head = op[0]
    if head == "lin":
        return p.lin(Fraction(0), [(c, derivative(p, t, x)) for c, t in op[2]])
    if head == "mul":
        rows = []
        for position, (t, k) in enumerate(op[1]):
            inner = derivative(p, t, x)
            if inner != p.zero:
                others = [*op[1][:position], *op[1][position + 1 :], (inner, 1), *([(t, k - 1)] if k > 1 else [])]
                rows.append((Fraction(k), p.product(others)))
        return p.lin(Fraction(0), rows)
    if head == "div":
        over, under = derivative(p, op[1], x), derivative(p, op[2], x)
        return p.div(p.sub(over, p.mul((node, under))), op[2])
    if head in ("max", "min"):
        keys = op[1:] if head == "max" else tuple(p.scale(Fraction(-1), t) for t in op[1:])
        return p.pick(keys, tuple(derivative(p, t, x) for t in op[1:]))
    if head == "pick":
        return p.pick(op[1], tuple(derivative(p, t, x) for t in op[2]))
    if head == "when":
        return p.when(op[1], derivative(p, op[2], x))
    if head == "sel":
        if p.depends(op[1], x):
            raise ProgramError("a derivative of a sum whose condition depends on the variable")
        return p.sel(op[1], derivative(p, op[2], x))
    t = op[1]
    if head == "integral":
        raise ProgramError("a derivative of an integral")
    inner = derivative(p, t, x)
    if head == "exp":
        return p.mul((node, inner))
    if head == "log":
        return p.div(inner, t)
    if head == "sqrt":
        return p.when(p.relation("gt", t), p.div(inner, p.scale(Fraction(2), node)))
    if head == "abs":
        return p.pick((t, p.scale(Fraction(-1), t)), (inner, p.scale(Fraction(-1), inner)))
    if head == "lambertw":
        return p.div(inner, p.mul((p.exp(node), p.add((p.one, node)))))
    raise ProgramError(f"no derivative of {head}")
