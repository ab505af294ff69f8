r"""Terms and formulas of statements as LaTeX, in the author's order; what goes into `$...$`.

Sums over an index of [n] run from 1 to n; a long condition on the index is a factor 1[condition], which is 0 where it
fails, whatever the rest is. Nothing is wider than it must be: a quotient that would fill the line is
written with a slash, brackets are of fixed size (a line may break inside them), and long products may break between
factors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import sympy
from sympy.core import relational

from varproof.lang import nodes
from varproof.show import maths
from varproof.show.latex.names import Unprintable, name
from varproof.show.ranges import neighbours

WIDE = 38  # signs on a line of a narrow page
_TIMES = r" \times "
_BREAK = r"\penalty300 "

_SIGNS = {
    relational.LessThan: r"\le",
    relational.StrictLessThan: "<",
    relational.GreaterThan: r"\ge",
    relational.StrictGreaterThan: ">",
    relational.Equality: "=",
    relational.Unequality: r"\ne",
}


def formula(expr: Any) -> str:
    """A term or formula, for `$...$`; Unprintable names a construct that has no LaTeX form."""
    try:
        tex = Printer().show(expr, 0)
    except TypeError as error:
        raise Unprintable(f"{error} in LaTeX") from error
    foreign = next((c for c in tex if not c.isascii()), None)
    if foreign is not None:
        raise Unprintable(f"{type(expr).__name__} has no printed form in LaTeX: {foreign!r} in {tex}")
    return tex


def definition(one: Any) -> str:
    """What a definition says: softmax(z)_i = ..., or that it means a formula."""
    args, indices, body = one.view
    given = f"({', '.join(name(a.name) for a in args)})" if args else ""
    head = Printer().indexed(name(one.name) + given, indices)
    sign = r" \iff " if one.is_formula else " = "
    return head + sign + formula(body)


def sort(given: Any) -> str:
    """Where a given or bound name lives: R, [n], R^n, R^{n x d}."""
    if isinstance(given, nodes.Index):
        return f"[{name(given.size.name)}]"
    if isinstance(given, nodes.Array):
        return rf"\mathbb{{R}}^{{{_TIMES.join(name(d.name) for d in given.dims)}}}"
    if isinstance(given, nodes.Map):
        return rf"{_TIMES.join(map(sort, given.parts))} \to {sort(given.value)}"
    return r"\mathbb{R}"


def scopes(givens: Iterable[Any]) -> list[str]:
    """a, b in R^n, r in R: neighbours of one sort together."""
    named = ((", ".join(name(one.name) for one in group), sort(group[0])) for group in neighbours(givens))
    return [names + (" : " if "\\to" in where else r" \in ") + where for names, where in named]


def width(tex: str) -> int:
    """About how many signs wide a formula is; a quotient is as wide as its wider part."""
    while True:
        shorter = re.sub(
            r"\\frac\{([^{}]*)\}\{([^{}]*)\}", lambda m: max(m.groups(), key=lambda part: len(_signs(part))), tex
        )
        shorter = re.sub(r"(?<!\\frac)(?<!\})\{([^{}]*)\}", r"\1", shorter) if shorter == tex else shorter
        if shorter == tex:
            return len(_signs(tex))
        tex = shorter


def _signs(tex: str) -> str:
    plain = re.sub(r"\\(operatorname|mathrm|mathbb|penalty300|text|[bB]igg?[lr]|displaystyle|allowbreak)\b", "", tex)
    return re.sub(r"\\[a-zA-Z]+|\\.", "x", plain).translate(str.maketrans("", "", " {}_^"))


class Printer(maths.Printer):
    """The printer of `maths`, with LaTeX for each of its signs."""

    def bracketed(self, text: str) -> str:
        return brackets(text)

    # ---- leaves and entries

    def euler(self, expr: Any) -> tuple[str, int]:
        return r"\mathrm{e}", maths.ATOM

    def pi(self, expr: Any) -> tuple[str, int]:
        return r"\pi", maths.ATOM

    def rational(self, q: Any) -> tuple[str, int]:
        text = f"{abs(q.p)}" if q.q == 1 else rf"\frac{{{abs(q.p)}}}{{{q.q}}}"
        if q < 0:
            return "-" + text, maths.ADD
        return text, maths.ATOM if q.q == 1 else maths.POW

    def leaf(self, expr: Any) -> tuple[str, int]:
        return name(expr.name), maths.ATOM

    def indexed(self, base: str, indices: Sequence[Any]) -> str:
        if not indices or all(i.name in self.hidden for i in indices):
            return base
        shown = ",".join(r"\cdot" if i.name in self.hidden else self.index(i) for i in indices)
        return f"{f'({base})' if base.endswith('}') and '_' in base and '(' not in base else base}_{{{shown}}}"

    def at(self, expr: Any) -> tuple[str, int]:
        return self.indexed(name(expr.args[0].name), expr.args[1:]), maths.ATOM

    def call(self, expr: Any) -> tuple[str, int]:
        called, *args = expr.args
        leading = len(called.params) - called.trailing
        level = maths.IMPLIES if leading > 1 else 0
        shown = r",\allowbreak ".join(self.show(arg, level) for arg in args[:leading])
        return self.indexed(name(called.name) + (brackets(shown) if shown else ""), args[leading:]), maths.ATOM

    def apply(self, expr: Any) -> tuple[str, int]:
        called, *args = expr.args
        leading = len(called.domain)
        shown = r",\allowbreak ".join(self.show(arg, maths.IMPLIES if leading > 1 else 0) for arg in args[:leading])
        return self.indexed(name(called.name) + brackets(shown), args[leading:]), maths.ATOM

    def arrow(self, names: Sequence[str], body: str) -> str:
        return rf"{', '.join(map(name, names))} \mapsto {body}"

    # ---- arithmetic

    def signed(self, sign: str, text: str, first: bool) -> str:
        return f"{'-' if sign == '−' else ''}{text}" if first else f" {'-' if sign == '−' else '+'} {text}"

    def quotient(self, over: list[Any], under: list[Any]) -> tuple[str, int]:
        top = self.factors(over) if len(over) > 1 else self.show(over[0], 0) if over else "1"
        if not under:
            return self.factors(over), maths.MUL
        bottom = self.factors(under) if len(under) > 1 else self.show(under[0], 0)
        if max(width(top), width(bottom)) <= WIDE:
            return rf"\frac{{{top}}}{{{bottom}}}", maths.POW
        top = self.factors(over) if over else "1"
        bottom = brackets(bottom) if len(under) > 1 else self.show(under[0], maths.PREFIX)
        return f"{top} / {_BREAK}{bottom}", maths.MUL

    def factors(self, parts: list[Any]) -> str:
        """Juxtaposed, with a dot between two numbers; only the last may be an open sum or logarithm."""
        last = len(parts) - 1
        shown = [self.show(part, maths.PREFIX if k == last else maths.POW) for k, part in enumerate(parts)]
        wide = sum(map(width, shown)) > WIDE // 2
        out = shown[0]
        for text in shown[1:]:
            out += (r" \cdot " if text[0].isdigit() else r" \, " + _BREAK if wide else r" \, ") + text
        return out

    def raised(self, base: Any, exponent: Any) -> tuple[str, int]:
        shown = self.show(base, maths.ATOM)
        return f"{shown if '^' not in shown else f'{{{shown}}}'}^{{{exponent}}}", maths.POW

    def to_power(self, base: Any, exponent: Any) -> tuple[str, int]:
        shown = self.show(base, maths.ATOM)
        return f"{shown if '^' not in shown else f'{{{shown}}}'}^{{{self.show(exponent, 0)}}}", maths.POW

    def reciprocal(self, inverse: Any) -> tuple[str, int]:
        return self.quotient([], [inverse])

    def norm(self, text: str) -> str:
        return fenced(r"\lVert", text, r"\rVert")

    def radical(self, base: Any) -> str:
        return rf"\sqrt{{{self.show(base, 0)}}}"

    def function(self, called: str, arg: Any) -> str:
        command = called if called == "W" else "\\" + called
        return command + brackets(self.show(arg, 0))

    def exponential(self, arg: Any) -> str:
        return r"\mathrm{e}" if arg == 1 else self.function("exp", arg)

    def log(self, expr: Any) -> tuple[str, int]:
        arg = expr.args[0]
        if isinstance(arg, sympy.Symbol | sympy.Integer | nodes.At):
            return rf"\log {self.show(arg, maths.ATOM)}", maths.PREFIX
        return self.function("log", arg), maths.ATOM

    def absolute(self, expr: Any) -> tuple[str, int]:
        return fenced(r"\lvert", self.show(expr.args[0], 0), r"\rvert"), maths.ATOM

    def over(self, sign: str, expr: Any, condition: Any = None) -> tuple[str, int]:
        body = self.show(expr.args[0], maths.MUL)
        big = {"∑": r"\sum", "∏": r"\prod"}
        if sign in big and condition is None:
            signs = [rf"{big[sign]}_{{{name(i.name)}=1}}^{{{name(i.size.name)}}}" for i in expr.args[1]]
            return f"{' '.join(signs)} {body}", maths.PREFIX
        command = big.get(sign, "\\" + sign)
        under = r",\, ".join(scopes(expr.args[1]))
        if condition is not None:
            shown = self.show(condition, 0)
            if width(shown) > WIDE // 2:
                return rf"{command}_{{{under}}} \mathbf{{1}}{fenced('[', shown, ']')} \, {_BREAK}{body}", maths.PREFIX
            under = rf"\substack{{{under} :\\ {shown}}}"
        return rf"{command}_{{{under}}} {body}", maths.PREFIX

    def pick(self, expr: Any) -> tuple[str, int]:
        shown = r",\, ".join(self.show(a, 0) for a in expr.args)
        return "\\" + type(expr).__name__.lower() + brackets(shown), maths.ATOM

    def integral(self, expr: Any) -> tuple[str, int]:
        body, over, low, high = expr.args
        cube = f"[{self.show(low, 0)}, {self.show(high, 0)}]"
        if isinstance(over, nodes.Array):
            cube += f"^{{{_TIMES.join(name(dim.name) for dim in over.dims)}}}"
        return rf"\int_{{{cube}}} {self.show(body, maths.MUL)} \,\mathrm{{d}} {name(over.name)}", maths.MUL

    def partial(self, wrt: str, order: int, body: str) -> str:
        power = f"^{{{order}}}" if order > 1 else ""
        return rf"\frac{{\partial{power}}}{{\partial {wrt}{power}}} {body}"

    # ---- formulas

    def relation(self, expr: Any) -> tuple[str, int]:
        left, right = expr.args
        return f"{self.show(left, maths.ADD)} {_SIGNS[type(expr)]} {self.show(right, maths.ADD)}", maths.RELATION

    def joined(self, conjunction: str, parts: Sequence[str]) -> str:
        return rf" \allowbreak\ \text{{{conjunction}}}\ ".join(parts)

    def implication(self, expr: Any) -> tuple[str, int]:
        left, right = expr.args
        shown = rf"{self.show(left, maths.OR)} \implies {self.show(right, maths.IMPLIES)}"
        return shown, maths.IMPLIES

    def negation(self, expr: Any) -> tuple[str, int]:
        return rf"\text{{not }} {self.show(expr.args[0], maths.ATOM)}", maths.NOT

    def quantified(self, expr: Any) -> tuple[str, int]:
        bound, body = expr.args
        sign = r"\forall" if isinstance(expr, nodes.ForAll) else r"\exists"
        shown = r",\allowbreak\ ".join(scopes(bound))
        return rf"{sign}\, {shown} :\allowbreak\ {self.show(body, maths.QUANTIFIER)}", maths.QUANTIFIER


def brackets(text: str) -> str:
    """In brackets of a fixed size, larger around what is tall."""
    size = "big" if re.search(r"\\[bB]ig|\\lVert|\)", text) else ""
    return fenced("(", text, ")", size)


def fenced(left: str, text: str, right: str, size: str = "") -> str:
    """Between two signs, which are larger around what is tall."""
    if re.search(r"\\frac|\\sum|\\prod|\\int|\\max_|\\min_", text):
        size = "Bigg" if r"\Big" in text and r"\frac" in text else "Big"
    if size:
        return rf"\{size}l{left} {text} \{size}r{right}"
    return f"{left} {text} {right}" if left[0] == "\\" else f"{left}{text}{right}"
