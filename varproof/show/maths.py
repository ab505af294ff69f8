"""Statements as one line of Unicode mathematics, in the author's order of terms.

An entry of an array has its index below, aᵢ, or v_q where Unicode has no such letter; several are in brackets, X[k, c].
Words that belong together are joined by no-break spaces, so that a long formula breaks at its operators.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sympy
from sympy.core import relational

from varproof.lang import nodes, raised
from varproof.show import products
from varproof.show.breaking import JOIN, wrap
from varproof.show.names import BELOW, above, below, name
from varproof.show.ranges import by_range, neighbours, waits

QUANTIFIER, IMPLIES, OR, AND, NOT, RELATION, ADD, MUL, PREFIX, POW, ATOM = range(11)


def line(expr: Any) -> str:
    """A term or formula on one line."""
    return Printer().show(expr, 0).replace(JOIN, " ")


def function(text: str) -> str:
    """A map by its canonical text."""
    return line(raised.fun(text))


def lines(expr: Any, width: int, lead: str = "", hang: str | None = None) -> list[str]:
    """A term or formula, broken at operators; the first line begins with `lead`, the others with `hang`."""
    return wrap(Printer().show(expr, 0), width, lead, hang)


def sort(given: Any) -> str:
    """Where a given or bound name lives: ℝ, [n], ℝⁿ, ℝ^(n×d)."""
    if isinstance(given, nodes.Index):
        return f"[{name(given.size.name)}]"
    if isinstance(given, nodes.Array):
        dims = [name(d.name) for d in given.dims]
        if dims == ["n"]:
            return "ℝⁿ"
        return f"ℝ^{dims[0]}" if len(dims) == 1 else f"ℝ^({'×'.join(dims)})"
    if isinstance(given, nodes.Map):
        return " → ".join([" × ".join(map(sort, given.parts)), sort(given.value)])
    return "ℝ"


def definition(one: Any, width: int, lead: str) -> list[str]:
    """What a definition says, and for which arguments: softmax(z)ᵢ = ... for z ∈ ℝⁿ, i, j ∈ [n]."""
    args, indices, body = one.view
    printer = Printer()
    head = printer.indexed(f"{name(one.name)}({f',{JOIN}'.join(name(a.name) for a in args)})", indices)
    sign = "means" if one.is_formula else "="
    scope = scopes(a for a in args if not isinstance(a, nodes.Index))
    scope += ranges([body], [*(a for a in args if isinstance(a, nodes.Index)), *indices])
    text = f"{head} {sign}{JOIN}{printer.show(body, 0)}{',' if one.is_formula else ''} for {', '.join(scope)}"
    return wrap(text, width, lead, " " * (len(lead) + 4))


def scopes(givens: Iterable[Any]) -> list[str]:
    """a, b ∈ ℝⁿ, r ∈ ℝ: neighbours of one sort together."""
    return _memberships(neighbours(givens))


def ranges(expressions: Iterable[Any], more: Iterable[Any] = ()) -> list[str]:
    """Which index ranges over which set, for the indices that sums, maxima and maps bind, and more."""
    return _memberships(by_range(expressions, more))


def _memberships(groups: Iterable[list[Any]]) -> list[str]:
    named = ((", ".join(name(one.name) for one in group), sort(group[0])) for group in groups)
    return [f"{names} {'∈' if '→' not in where else ':'} {where}".replace(" ", JOIN) for names, where in named]


class Printer:
    """Prints with the least parentheses; `hidden` are summation indices shown as a dot (in norms).

    Other notations are subclasses: `show` finds the method for a node by name, so that each may be replaced.
    """

    def __init__(self) -> None:
        self.hidden: tuple[str, ...] = ()

    def show(self, expr: Any, level: int) -> str:
        for kind, method in _METHODS:
            if isinstance(expr, kind):
                text, own = getattr(self, method)(expr)
                return self.bracketed(text) if own < level else text
        raise TypeError(f"{type(expr).__name__} has no printed form")

    def bracketed(self, text: str) -> str:
        return f"({text})"

    # ---- leaves and entries

    def euler(self, expr: Any) -> tuple[str, int]:
        return "e", ATOM

    def pi(self, expr: Any) -> tuple[str, int]:
        return "π", ATOM

    def rational(self, q: Any) -> tuple[str, int]:
        text = f"{abs(q.p)}" if q.q == 1 else f"{abs(q.p)}/{q.q}"
        if q < 0:
            return "−" + text, ADD
        return text, ATOM if q.q == 1 else MUL

    def leaf(self, expr: Any) -> tuple[str, int]:
        return name(expr.name), ATOM

    def position(self, expr: Any) -> tuple[str, int]:
        i = expr.args[0]
        return self.index(i), ADD if isinstance(i, nodes.Shifted) else ATOM

    def index(self, i: Any) -> str:
        """i, a neighbour i + 1, the first or the last one: 1, n."""
        if isinstance(i, nodes.Shifted):
            sign = "+" if i.steps > 0 else "−"
            return self.leaf(i.base)[0] + self.signed(sign, self.rational(sympy.Integer(abs(i.steps)))[0], False)
        if isinstance(i, nodes.Fixed):
            return self.rational(sympy.Integer(1))[0] if i.is_first else self.leaf(i.size)[0]
        return self.leaf(i)[0]

    def indexed(self, base: str, indices: tuple[Any, ...]) -> str:
        """One index below the line, if nothing stands there, else all in brackets; x where all are hidden."""
        if all(i.name in self.hidden for i in indices):
            return base
        dots = ["·" if i.name in self.hidden else self.index(i) for i in indices]
        if len(dots) == 1 and base[-1] not in BELOW.values() and "_" not in base:
            lowered = below(dots[0]) or (f"_{dots[0]}" if len(dots[0]) == 1 and dots[0].isalpha() else None)
            if lowered is not None:
                return base + lowered
        return f"{base}[{f',{JOIN}'.join(dots)}]"

    def at(self, expr: Any) -> tuple[str, int]:
        return self.indexed(name(expr.args[0].name), expr.args[1:]), ATOM

    def call(self, expr: Any) -> tuple[str, int]:
        definition, *args = expr.args
        leading = len(definition.params) - definition.trailing
        shown = ", ".join(self.show(arg, IMPLIES) for arg in args[:leading])
        return self.indexed(f"{name(definition.name)}({_kept(shown)})", tuple(args[leading:])), ATOM

    def apply(self, expr: Any) -> tuple[str, int]:
        function, *args = expr.args
        leading = len(function.domain)
        shown = ", ".join(self.show(arg, IMPLIES) for arg in args[:leading])
        return self.indexed(f"{name(function.name)}({_kept(shown)})", tuple(args[leading:])), ATOM

    def fun(self, expr: Any) -> tuple[str, int]:
        """A map x ↦ term, or X ↦ (i, k ↦ term)."""
        over, indices, body = expr.args
        value = self.arrow([i.name for i in indices], self.show(body, 0)) if indices else self.show(body, 0)
        return self.arrow([x.name for x in over], self.bracketed(value) if indices else value), QUANTIFIER

    def lam(self, expr: Any) -> tuple[str, int]:
        """A map i, j ↦ term, or X[k, ·, ·] where that says the same."""
        over, body = expr.args
        if waits(expr):
            return self.show(body.func(*body.args[: -len(over)]), ATOM), ATOM
        if isinstance(body, nodes.At) and body.args[-len(over) :] == tuple(over):
            before = self.hidden
            self.hidden = (*before, *(i.name for i in over))
            text, level = self.at(body)
            self.hidden = before
            return text, level
        return self.arrow([i.name for i in over], self.show(body, 0)), QUANTIFIER

    def arrow(self, names: Sequence[str], body: str) -> str:
        return f"{', '.join(map(name, names))} ↦ {body}"

    # ---- arithmetic

    def add(self, expr: Any) -> tuple[str, int]:
        parts: list[str] = []
        for k, arg in enumerate(expr.args):
            minus, rest = products.sign(arg)
            text = self.show(rest, MUL if minus or k else ADD)
            parts.append(self.signed("−" if minus else "+", text, k == 0))
        return "".join(parts), ADD

    def signed(self, sign: str, text: str, first: bool) -> str:
        return f"{'−' if sign == '−' else ''}{text}" if first else f" {sign}{JOIN}{text}"

    def product(self, expr: Any) -> tuple[str, int]:
        minus, rest = products.sign(expr)
        if minus:
            return self.signed("−", self.show(rest, MUL), True), ADD
        over: list[Any] = []
        under: list[Any] = []
        for arg in products.factors(expr):
            inverse = products.inverse(arg)
            if inverse is not None:
                under.append(inverse)
            elif arg != 1 or len(expr.args) == 1:
                over.append(arg)
        return self.quotient(products.gathered(over), products.gathered(under))

    def quotient(self, over: list[Any], under: list[Any]) -> tuple[str, int]:
        top = self.factors(over) if over else "1"
        if not under:
            return top, MUL
        bottom = self.factors(under) if len(under) > 1 else self.show(under[0], PREFIX)
        return f"{top} /{JOIN}{f'({bottom})' if len(under) > 1 else bottom}", MUL

    def factors(self, parts: list[Any]) -> str:
        """Juxtaposed, with a dot between two numbers; only the last may be an open sum or logarithm."""
        shown = []
        for k, part in enumerate(parts):
            shown.append(self.show(part, PREFIX if k == len(parts) - 1 else POW))
        out = shown[0]
        for text in shown[1:]:
            out += (f"{JOIN}·{JOIN}" if text[0].isdigit() else JOIN) + text
        return out

    def power(self, expr: Any) -> tuple[str, int]:
        base, exponent = expr.args
        if base is sympy.E:
            return self.exponential(exponent), ATOM
        if exponent == sympy.Rational(1, 2):
            return self.root(base)
        inverse = products.inverse(expr)
        if inverse is not None:
            return self.reciprocal(inverse)
        if not isinstance(exponent, sympy.Integer):
            return self.to_power(base, exponent)
        return self.raised(base, exponent)

    def to_power(self, base: Any, exponent: Any) -> tuple[str, int]:
        return f"{self.show(base, ATOM)}^{self.bracketed(self.show(exponent, 0))}", POW

    def reciprocal(self, inverse: Any) -> tuple[str, int]:
        return f"1{JOIN}/{JOIN}{self.show(inverse, PREFIX)}", MUL

    def raised(self, base: Any, exponent: Any) -> tuple[str, int]:
        return f"{self.show(base, ATOM)}{above(str(exponent))}", POW

    def root(self, base: Any) -> tuple[str, int]:
        """√x, or a Euclidean norm ‖X[k, ·]‖ where that is what is written."""
        if isinstance(base, nodes.Sum) and base.where is None and isinstance(base.args[0], sympy.Pow):
            inner, exponent = base.args[0].args
            if exponent == 2:
                before = self.hidden
                self.hidden = (*before, *(i.name for i in base.args[1]))
                text = self.show(inner, 0)
                self.hidden = before
                return self.norm(text), ATOM
        return self.radical(base), ATOM

    def norm(self, text: str) -> str:
        return f"‖{text}‖"

    def radical(self, base: Any) -> str:
        return "√" + self.show(base, ATOM)

    def function(self, word: str, arg: Any) -> str:
        return f"{word}({_kept(self.show(arg, 0))})"

    def exponential(self, arg: Any) -> str:
        return "e" if arg == 1 else self.function("exp", arg)

    def exp(self, expr: Any) -> tuple[str, int]:
        """An exponential; where it is a power, exp(r log K), as papers write it: K^r."""
        power = products.power(expr.args[0])
        return self.to_power(*power) if power is not None else (self.exponential(expr.args[0]), ATOM)

    def lambertw(self, expr: Any) -> tuple[str, int]:
        return self.function("W", expr.args[0]), ATOM

    def log(self, expr: Any) -> tuple[str, int]:
        arg = expr.args[0]
        if isinstance(arg, sympy.Symbol | sympy.Integer | nodes.At):
            return f"log{JOIN}{self.show(arg, ATOM)}", PREFIX
        return self.function("log", arg), ATOM

    def absolute(self, expr: Any) -> tuple[str, int]:
        return f"|{self.show(expr.args[0], 0)}|", ATOM

    def over(self, word: str, expr: Any, condition: Any = None) -> tuple[str, int]:
        names = [i.name for i in expr.args[1]]
        lowered = [below(n) for n in names]
        under = "".join(str(n) for n in lowered) if all(lowered) and all(len(n) == 1 for n in names) else None
        guard = ""
        if condition is not None:
            guard = f"[{', '.join(map(name, names))}:{JOIN}{_kept(self.show(condition, 0))}]"
        elif under is None:
            guard = f"_{''.join(map(name, names))}" if len(names) == 1 else f"_({','.join(map(name, names))})"
        body = self.show(expr.args[0], MUL)
        return f"{word}{guard or under}{JOIN}{body}", PREFIX

    def sum(self, expr: Any) -> tuple[str, int]:
        return self.over("∑", expr, expr.where)

    def prod(self, expr: Any) -> tuple[str, int]:
        return self.over("∏", expr, expr.where)

    def extremum(self, expr: Any) -> tuple[str, int]:
        return self.over(expr.word, expr)

    def pick(self, expr: Any) -> tuple[str, int]:
        word = type(expr).__name__.lower()
        return f"{word}({', '.join(self.show(a, 0) for a in expr.args)})", ATOM

    def integral(self, expr: Any) -> tuple[str, int]:
        body, over, low, high = expr.args
        cube = f"[{self.show(low, 0)},{JOIN}{self.show(high, 0)}]"
        if isinstance(over, nodes.Array):
            cube += f"^({'×'.join(name(dim.name) for dim in over.dims)})"
        return f"∫[{name(over.name)} ∈{JOIN}{cube}]{JOIN}{self.show(body, MUL)}", PREFIX

    def derivative(self, expr: Any) -> tuple[str, int]:
        body, wrt = expr.args
        order = 1
        while isinstance(body, nodes.D) and body.args[1] == wrt:
            body, order = body.args[0], order + 1
        return self.partial(self.show(wrt, ATOM), order, self.show(body, ATOM)), PREFIX

    def partial(self, wrt: str, order: int, body: str) -> str:
        power = above(str(order)) if order > 1 else ""
        return f"∂{power}/∂{wrt}{power}{JOIN}{body}"

    # ---- formulas

    def relation(self, expr: Any) -> tuple[str, int]:
        left, right = expr.args
        return f"{self.show(left, ADD)} {SIGNS[type(expr)]}{JOIN}{self.show(right, ADD)}", RELATION

    def conjunction(self, expr: Any) -> tuple[str, int]:
        return self.joined("and", [self.show(p, NOT) for p in expr.args]), AND

    def joined(self, conjunction: str, parts: Sequence[str]) -> str:
        return f" {conjunction} ".join(parts)

    def disjunction(self, expr: Any) -> tuple[str, int]:
        return self.joined("or", [self.show(p, NOT) for p in expr.args]), OR

    def implication(self, expr: Any) -> tuple[str, int]:
        left, right = expr.args
        return f"{self.show(left, OR)} ⟹{JOIN}{self.show(right, IMPLIES)}", IMPLIES

    def negation(self, expr: Any) -> tuple[str, int]:
        return f"not{JOIN}{self.show(expr.args[0], ATOM)}", NOT

    def quantified(self, expr: Any) -> tuple[str, int]:
        bound, body = expr.args
        sign = "∀" if isinstance(expr, nodes.ForAll) else "∃"
        shown = ", ".join(scopes(bound))
        return f"{sign}{JOIN}{shown}: {self.show(body, QUANTIFIER)}", QUANTIFIER


def _kept(text: str) -> str:
    """Short arguments are kept on one line."""
    return text.replace(" ", JOIN) if len(text) < 40 else text


SIGNS = {
    relational.LessThan: "≤",
    relational.StrictLessThan: "<",
    relational.GreaterThan: "≥",
    relational.StrictGreaterThan: ">",
    relational.Equality: "=",
    relational.Unequality: "≠",
}

_METHODS: list[tuple[Any, str]] = [
    (sympy.Rational, "rational"),
    (type(sympy.E), "euler"),
    (type(sympy.pi), "pi"),
    ((nodes.Real, nodes.Size, nodes.Index, nodes.Array, nodes.Map, nodes.Definition), "leaf"),
    (nodes.Pos, "position"),
    (nodes.At, "at"),
    ((nodes.Call, nodes.Holds), "call"),
    (nodes.Lam, "lam"),
    (nodes.Apply, "apply"),
    (nodes.Fun, "fun"),
    (sympy.Add, "add"),
    (sympy.Mul, "product"),
    (sympy.exp, "exp"),
    (sympy.Pow, "power"),
    (sympy.log, "log"),
    (sympy.Abs, "absolute"),
    (sympy.LambertW, "lambertw"),
    (nodes.Sum, "sum"),
    (nodes.Prod, "prod"),
    ((nodes.MaxOver, nodes.MinOver), "extremum"),
    ((nodes.Max, nodes.Min), "pick"),
    (nodes.Integral, "integral"),
    (nodes.D, "derivative"),
    (tuple(SIGNS), "relation"),
    (nodes.And, "conjunction"),
    (nodes.Or, "disjunction"),
    (nodes.Implies, "implication"),
    (nodes.Not, "negation"),
    (nodes.Quantifier, "quantified"),
]
