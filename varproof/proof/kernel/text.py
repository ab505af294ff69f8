"""Kernel terms and formulas as one line of mathematics."""

from __future__ import annotations

import itertools
import string
from fractions import Fraction

from varproof.proof.kernel.terms import FALSE, ONE_MONO, Node, bound, factors, lam_kinds, terms

FUNCTIONS = "FGHPQRUVW"
_LETTERS = "xyzuvst" + string.ascii_lowercase


def text(node: Node, names: dict[Node, str] | None = None) -> str:
    """The node in Unicode; `names` gives abbreviations for terms that occur in it."""
    return _Printer(names or {}, {name for _, name in node.free}).show(node, [])


class _Printer:
    def __init__(self, names: dict[Node, str], taken: set[str]) -> None:
        self.names = names
        self.taken = taken | set(names.values())

    def show(self, node: Node, b: list[str]) -> str:
        if node in self.names:
            return self.names[node]
        method = getattr(self, "show_" + {"in": "member"}.get(node.op, node.op))
        return str(method(node, b))

    def binder(self, taken: list[str], first: str = "") -> str:
        pairs = (a + b for a in _LETTERS for b in _LETTERS)
        return next(c for c in itertools.chain(first, _LETTERS, pairs) if c not in taken and c not in self.taken)

    def show_poly(self, p: Node, b: list[str]) -> str:
        pairs = sorted(terms(p), key=lambda item: (item[0] is ONE_MONO, item[1] < 0))
        if not pairs:
            return "0"
        out = ""
        for mono, c in pairs:
            sign = " - " if c < 0 else " + "
            out += (sign if out else ("-" if c < 0 else "")) + self.term(mono, abs(c), b)
        return out

    def term(self, mono: Node, c: Fraction, b: list[str]) -> str:
        over, under = [], []
        for atom, e in factors(mono):
            if atom.op == "inv":
                u = self.show(atom.args[0], b)  # type: ignore[arg-type]
                under.append(f"({u})" + ("" if e == 1 else f"^{e}"))
            elif atom.op == "exp":
                over.append("exp(" + self.scaled(e, atom.args[0], b) + ")")  # type: ignore[arg-type]
            else:
                over.append(self.show(atom, b) + ("" if e == 1 else f"^{e}"))
        front = [] if c.numerator == 1 and over else [str(c.numerator)]
        top = " ".join(front + over)
        bottom = ([str(c.denominator)] if c.denominator != 1 else []) + under
        return top + ("/" + (bottom[0] if len(bottom) == 1 else "(" + " ".join(bottom) + ")") if bottom else "")

    def scaled(self, e: Fraction, mono: Node, b: list[str]) -> str:
        return ("-" if e < 0 else "") + self.term(mono, abs(e), b)

    def show_var(self, a: Node, b: list[str]) -> str:
        return str(a.args[0])

    show_set = show_var

    def show_bound(self, a: Node, b: list[str]) -> str:
        k = int(a.args[0])  # type: ignore[call-overload]
        return b[-1 - k] if k < len(b) else f"#{k}"

    show_setb = show_bound

    def show_mono(self, m: Node, b: list[str]) -> str:
        return self.term(m, Fraction(1), b)

    def show_app(self, a: Node, b: list[str]) -> str:
        head, args = a.args
        name = head if isinstance(head, str) else b[-1 - head]  # type: ignore[operator]
        return f"{name}(" + ", ".join(self.show(x, b) for x in args) + ")"  # type: ignore[attr-defined]

    def show_inv(self, a: Node, b: list[str]) -> str:
        return "1/(" + self.show(a.args[0], b) + ")"  # type: ignore[arg-type]

    def show_exp(self, a: Node, b: list[str]) -> str:
        return "exp(" + self.show(a.args[0], b) + ")"  # type: ignore[arg-type]

    def show_fn(self, a: Node, b: list[str]) -> str:
        if a.args[0] == "pi":
            return "π"
        name = {"lambertw": "W"}.get(str(a.args[0]), str(a.args[0]))
        return f"{name}({self.show(a.args[1], b)})"  # type: ignore[arg-type]

    def over(self, sign: str, a: Node, b: list[str]) -> str:
        s, body = a.args
        x = self.binder(b)
        inner = self.show(body, [*b, x])  # type: ignore[arg-type]
        if sign == "∑" and inner == "1":
            return f"|{self.show(s, b)}|"  # type: ignore[arg-type]
        return f"{sign}[{x}∈{self.show(s, b)}]({inner})"  # type: ignore[arg-type]

    def show_sum(self, a: Node, b: list[str]) -> str:
        return self.over("∑", a, b)

    def show_max(self, a: Node, b: list[str]) -> str:
        return self.over("max", a, b)

    def show_deriv(self, a: Node, b: list[str]) -> str:
        x = self.binder(b)
        return f"∂[{x}={self.show(a.args[1], b)}]({self.show(a.args[0], [*b, x])})"  # type: ignore[arg-type]

    def show_filter(self, a: Node, b: list[str]) -> str:
        x = self.binder(b)
        return f"{{{x}∈{self.show(a.args[0], b)} | {self.show(a.args[1], [*b, x])}}}"  # type: ignore[arg-type]

    def show_lam(self, a: Node, b: list[str]) -> str:
        body: Node = a.args[1]  # type: ignore[assignment]
        kinds = lam_kinds(a)
        whole = self.whole(body, len(kinds), b)
        if whole is not None:
            return whole
        names: list[str] = []
        for kind in kinds:
            names.append(self.binder([*b, *names], FUNCTIONS if kind else ""))
        return f"{', '.join(names)} ↦ {self.show(body, [*b, *reversed(names)])}"

    def whole(self, body: Node, k: int, b: list[str]) -> str | None:
        """f, where the body of a lambda of k reals is f of them in order."""
        args = tuple(bound(j) for j in range(k))
        pairs = terms(body)
        if len(pairs) != 1 or pairs[0][1] != 1 or len(factors(pairs[0][0])) != 1:
            return None
        ((atom, power),) = factors(pairs[0][0])
        if power != 1 or atom.op != "app" or atom.args[1] != args:
            return None
        head = atom.args[0]
        return head if isinstance(head, str) else b[k - 1 - head] if k <= head < k + len(b) else None  # type: ignore[operator]

    def relation(self, sign: str, f: Node, b: list[str]) -> str:
        """Negative monomials go to the other side."""
        pairs = terms(f.args[0])  # type: ignore[arg-type]
        order = sorted(pairs, key=lambda item: item[0] is ONE_MONO)
        left = " + ".join(self.term(m, c, b) for m, c in order if c > 0) or "0"
        right = " + ".join(self.term(m, -c, b) for m, c in order if c < 0) or "0"
        return f"{left} {sign} {right}"

    def show_ge(self, f: Node, b: list[str]) -> str:
        return self.relation("≥", f, b)

    def show_gt(self, f: Node, b: list[str]) -> str:
        return "contradiction" if f is FALSE else self.relation(">", f, b)

    def show_eq(self, f: Node, b: list[str]) -> str:
        return self.relation("=", f, b)

    def show_member(self, f: Node, b: list[str]) -> str:
        return f"{self.show(f.args[0], b)} ∈ {self.show(f.args[1], b)}"  # type: ignore[arg-type]

    def show_imp(self, f: Node, b: list[str]) -> str:
        left, right = f.args
        assert isinstance(left, Node) and isinstance(right, Node)
        if right is FALSE:
            return self.negation(left, b)
        if left.op == "imp" and left.args[1] is FALSE:
            return f"({self.show(left.args[0], b)} or {self.show(right, b)})"  # type: ignore[arg-type]
        return f"({self.show(left, b)} ⇒ {self.show(right, b)})"

    def negation(self, f: Node, b: list[str]) -> str:
        if f.op == "eq":
            return self.relation("≠", f, b)
        if f.op == "in":
            return f"{self.show(f.args[0], b)} ∉ {self.show(f.args[1], b)}"  # type: ignore[arg-type]
        if f.op == "imp":
            left, right = f.args
            assert isinstance(left, Node) and isinstance(right, Node)
            if right.op == "imp" and right.args[1] is FALSE:
                return f"({self.show(left, b)} and {self.show(right.args[0], b)})"  # type: ignore[arg-type]
        if f.op == "all":
            x, inner, guard = self.quantified(f, b)
            if inner.op == "imp" and inner.args[1] is FALSE:
                return f"(∃{x}{guard}: {self.show(inner.args[0], [*b, x])})"  # type: ignore[arg-type]
        return f"not {self.show(f, b)}"

    def quantified(self, f: Node, b: list[str]) -> tuple[str, Node, str]:
        sort, inner = f.args
        assert isinstance(inner, Node)
        x = self.binder(b, "" if sort == "real" else FUNCTIONS)
        if inner.op == "imp":
            guard, claim = inner.args
            assert isinstance(guard, Node) and isinstance(claim, Node)
            if guard.op == "in" and guard.args[0] is bound(0):
                return x, claim, f"∈{self.show(guard.args[1], [*b, x])}"  # type: ignore[arg-type]
        return x, inner, ""

    def show_all(self, f: Node, b: list[str]) -> str:
        x, inner, guard = self.quantified(f, b)
        return f"∀{x}{guard}: {self.show(inner, [*b, x])}"
