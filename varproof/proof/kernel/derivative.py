"""Symbolic derivatives of kernel terms, for the rule `deriv`."""

from __future__ import annotations

from fractions import Fraction

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.terms import Node, TermError


def derivative(f: Node, x: str, e: Node) -> tuple[Node, list[tuple[Node, ...]]]:
    """(f', conditions): the derivative of f in the free variable x, and what must hold at x = e.

    Each condition is a tuple of alternatives, one of which must be proved: u(e) > 0 or u(e) < 0 for each 1/u, u(e) > 0
    for each log u and sqrt u; below a sum over S they hold for all members of S. Raises TermError when x occurs where
    differentiability is not known: in a set, a maximum, a derivative, an argument of a function variable, lambertw.
    """
    key = ("real", x)
    conditions: list[tuple[Node, ...]] = []
    at = {key: e}

    def note(wraps: list[tuple[str, Node]], *alternatives: Node) -> None:
        out = []
        for g in alternatives:
            g = t.substitute(t.gt(g), at)
            for name, s in reversed(wraps):
                g = t.all_body("real", t.close(t.imp(t.member(t.var(name), s), g), "real", name))
            out.append(g)
        conditions.append(tuple(out))

    def go(p: Node, wraps: list[tuple[str, Node]]) -> Node:
        total = t.ZERO
        for mono, c in t.terms(p):
            for atom, power in t.factors(mono):
                if key not in atom.free:
                    continue
                rest = {a: k for a, k in t.factors(mono) if a is not atom}
                one = t.monomial(t.product({atom: Fraction(1)}))
                if atom.op == "exp":  # (exp(m)^k)' = k m' exp(m)^k
                    slope = t.mul(t.monomial(mono), go(t.monomial(atom.args[0]), wraps))  # type: ignore[arg-type]
                else:
                    lower = t.product(rest if power == 1 else {**rest, atom: power - 1})
                    slope = t.mul(t.monomial(lower), inner(atom, one, wraps))
                total = t.add(total, t.scale(c * power, slope))
        return total

    def inner(atom: Node, one: Node, wraps: list[tuple[str, Node]]) -> Node:
        a: tuple[object, ...] = atom.args
        if atom.op == "var":
            return t.ONE
        if atom.op == "inv":
            u: Node = a[0]  # type: ignore[assignment]
            note(wraps, u, -u)
            return t.scale(Fraction(-1), t.mul(t.mul(one, one), go(u, wraps)))
        if atom.op == "fn" and a[0] in ("log", "sqrt"):
            u = a[1]  # type: ignore[assignment]
            note(wraps, u)
            factor = t.inv(u) if a[0] == "log" else t.scale(Fraction(1, 2), t.inv(one))
            return t.mul(factor, go(u, wraps))
        if atom.op == "sum":
            s, body = a
            assert isinstance(s, Node) and isinstance(body, Node)
            if key not in s.free:
                name = fresh()
                slope = go(t.instantiate(body, (t.var(name),)), [*wraps, (name, s)])
                return t.sum_body(s, t.close(slope, "real", name))
        raise TermError(f"the derivative in {x} of {one!r} is not known")

    return go(f, []), conditions
