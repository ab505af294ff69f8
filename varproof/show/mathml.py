"""Statements as MathML, in the author's order of terms.

A long formula is a row of `<math>` elements with a place to break between them, because browsers do not break one:
`BREAK` marks such a place between siblings, `WEAK` one that is used in long parts only. Marks are dropped wherever the
siblings end up inside another element.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import sympy

from varproof.lang import nodes
from varproof.lang.letters import GREEK
from varproof.show import maths
from varproof.show.maths import ADD, ATOM, IMPLIES, MUL, NOT, OR, POW, PREFIX, QUANTIFIER, RELATION
from varproof.show.names import parts
from varproof.show.ranges import by_range, neighbours

BREAK, WEAK = "\x1e", "\x1f"
_SHORT, _PART, _LONG = 14, 18, 22  # signs: a formula, a part, a group that may be broken when it is longer
_WIDE = 36  # signs of one part of a quotient, beyond which it is written with a slash

_APPLIED = "<mo>&#x2061;</mo>"  # a function and its argument

Printed = tuple[str, int]


def formula(expr: Any, after: str = "") -> str:
    """A term or formula; `after` is punctuation."""
    return assemble(Printer().show(expr, 0) + (text(after) if after else ""))


def assemble(row: str) -> str:
    """Siblings as a row of `<math>` elements, to be broken where they are marked; what is short is kept together."""
    if _length(row) <= _SHORT:
        return f'<math displaystyle="true">{_whole(row)}</math>'
    parts = [p for part in row.split(BREAK) for p in (part.split(WEAK) if _length(part) > _PART else [_whole(part)])]
    return "<wbr/>".join(f'<math displaystyle="true">{part}</math>' for part in parts if part)


def ended(formula: str, sign: str) -> str:
    """A formula that is followed by punctuation, which stays on its line."""
    before, tag, last = formula.rpartition("<math")
    return f'{before}<span class="keep">{tag}{last}{escape(sign)}</span>'


def _whole(row: str) -> str:
    return row.replace(BREAK, "").replace(WEAK, "")


def definition(one: Any) -> str:
    """What a definition says, and for which arguments."""
    args, indices, body = one.view
    printer = Printer()
    shown = _comma().join(identifier(a.name) for a in args)
    head = printer.indexed(identifier(one.name) + group("(", shown, ")"), indices)
    sign = word("means") if one.is_formula else infix("=")
    scope = [*scopes(a for a in args if not isinstance(a, nodes.Index))]
    scope += ranges([body], [*(a for a in args if isinstance(a, nodes.Index)), *indices])
    return assemble(head + sign + BREAK + printer.show(body, 0) + BREAK + word("for") + _listed(scope))


def givens(sizes: Sequence[tuple[Any, int]], more: Iterable[Any]) -> str:
    """n ≥ 1, a ∈ ℝⁿ: what a statement is about."""
    lower = [identifier(size.name) + infix("≥") + number(str(least)) for size, least in sizes]
    return assemble(_listed([*lower, *scopes(more)]))


def indices(expressions: Iterable[Any]) -> str:
    """i, j ∈ [n]: which index ranges over which set, for those that sums, maxima and maps bind; "" without any."""
    found = ranges(expressions)
    return assemble(_listed(found)) if found else ""


def scopes(given: Iterable[Any]) -> list[str]:
    """a, b ∈ ℝⁿ: neighbours of one sort together."""
    return _memberships(neighbours(given))


def ranges(expressions: Iterable[Any], more: Iterable[Any] = ()) -> list[str]:
    """As `maths.ranges`."""
    return _memberships(by_range(expressions, more))


def _memberships(groups: Iterable[list[Any]]) -> list[str]:
    named = ((_comma().join(identifier(one.name) for one in group), sort(group[0])) for group in groups)
    return [names + infix(":" if "→" in where else "∈") + where for names, where in named]


def sort(given: Any) -> str:
    """Where a given or bound name lives: ℝ, [n], ℝⁿ."""
    if isinstance(given, nodes.Index):
        return group("[", identifier(given.size.name), "]")
    reals = "<mi>ℝ</mi>"
    if isinstance(given, nodes.Array):
        return element("msup", reals, infix("×").join(identifier(d.name) for d in given.dims))
    if isinstance(given, nodes.Map):
        return infix("×").join(map(sort, given.parts)) + infix("→") + sort(given.value)
    return reals


# ---- elements


def element(tag: str, *parts: str, **attributes: str) -> str:
    """An element; each part becomes one child, and may no longer be broken."""
    shown = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{tag}{shown}>{''.join(map(row, parts))}</{tag}>"


def row(siblings: str) -> str:
    """Siblings as one child."""
    kept = _whole(siblings)
    return kept if len(_split(kept)) == 1 else f"<mrow>{kept}</mrow>"


def _length(row: str) -> int:
    return len(re.findall(r"<m[ino][ >]", row))


def _split(siblings: str) -> list[str]:
    """The siblings of which a row consists."""
    depth, start, found = 0, 0, []
    for match in re.finditer(r"<(/?)\w+[^>]*?(/?)>", siblings):
        if match[1]:
            depth -= 1
        elif not match[2]:
            depth += 1
        if depth == 0:
            found.append(siblings[start : match.end()])
            start = match.end()
    return found


def number(digits: str) -> str:
    """A number without a sign."""
    return f"<mn>{digits}</mn>"


def text(words: str) -> str:
    """Words and punctuation inside a formula."""
    return f"<mtext>{escape(words)}</mtext>"


def word(words: str) -> str:
    """Words between formulas, with blanks around them."""
    return f'<mspace width="0.35em"/>{text(words)}<mspace width="0.35em"/>'


def infix(sign: str) -> str:
    """An operator between two terms, also at the beginning of a line."""
    return f'<mo form="infix">{escape(sign)}</mo>'


def prefix(sign: str) -> str:
    return f'<mo form="prefix">{escape(sign)}</mo>'


def identifier(name: str) -> str:
    """A name with Greek letters, and what follows the first underscore or digit below."""
    head, tail = parts(name)
    shown = f"<mi>{escape(GREEK.get(head, head).replace('_', '‐'))}</mi>"
    if not tail:
        return shown
    return element("msub", shown, number(tail) if tail.isdigit() else f"<mi>{escape(GREEK.get(tail, tail))}</mi>")


def group(left: str, inner: str, right: str) -> str:
    """Something in fences: high as it is, or with fences of one line where it may be broken."""
    if _length(inner) > _LONG:
        return fence(left, "prefix") + inner + fence(right, "postfix")
    inner = _whole(inner)
    if not re.search(r"<(mfrac|munder|mtable|msqrt)\b", inner):
        return f"<mrow>{fence(left, 'prefix')}{inner}{fence(right, 'postfix')}</mrow>"
    return f'<mrow><mo form="prefix">{left}</mo>{inner}<mo form="postfix">{right}</mo></mrow>'


def fence(sign: str, form: str) -> str:
    """A bracket of the height of a line."""
    return f'<mo form="{form}" stretchy="false">{sign}</mo>'


def _comma() -> str:
    return '<mo separator="true">,</mo>'


def _listed(parts: Iterable[str]) -> str:
    return f'{_comma()}<mspace width="0.25em"/>{BREAK}'.join(parts)


def thin() -> str:
    return '<mspace width="0.167em"/>'


class Printer(maths.Printer):
    """The printer of `maths`, with MathML for each of its signs; a node that comes out as bare text is an error."""

    def show(self, expr: Any, level: int) -> str:
        shown = super().show(expr, level)
        if re.sub(r"<m(i|n|o|text)\b[^<>]*>[^<]*</m\1>|<[^<>]*>|[\x1e\x1f]", "", shown):
            raise TypeError(f"{type(expr).__name__} has no form in MathML")
        return shown

    def bracketed(self, text: str) -> str:
        return group("(", text, ")")

    # ---- leaves and entries

    def euler(self, expr: Any) -> Printed:
        return "<mi>e</mi>", ATOM

    def pi(self, expr: Any) -> Printed:
        return "<mi>π</mi>", ATOM

    def rational(self, q: Any) -> Printed:
        shown = number(str(abs(q.p)))
        if q.q != 1:
            shown = element("mfrac", shown, number(str(q.q)))
        return (prefix("−") + shown, ADD) if q < 0 else (shown, ATOM)

    def leaf(self, expr: Any) -> Printed:
        return identifier(expr.name), ATOM

    def indexed(self, base: str, indices: Sequence[Any]) -> str:
        """The indices below the line; a name that has something there already is put in parentheses."""
        if all(i.name in self.hidden for i in indices):
            return base
        shown = _comma().join(text("·") if i.name in self.hidden else self.index(i) for i in indices)
        siblings = _split(_whole(base))
        if len(siblings) == 1 and not base.startswith("<mi>"):
            return element("msub", group("(", base, ")"), shown)
        cut = len(base) - len(siblings[-1])
        return base[:cut] + element("msub", base[cut:], shown)

    def at(self, expr: Any) -> Printed:
        return self.indexed(identifier(expr.args[0].name), expr.args[1:]), ATOM

    def call(self, expr: Any) -> Printed:
        definition, *args = expr.args
        leading = len(definition.params) - definition.trailing
        shown = (_comma() + BREAK).join(self.show(arg, IMPLIES) for arg in args[:leading])
        return self.indexed(identifier(definition.name) + group("(", shown, ")"), args[leading:]), ATOM

    def apply(self, expr: Any) -> Printed:
        function, *args = expr.args
        leading = len(function.domain)
        shown = (_comma() + BREAK).join(self.show(arg, IMPLIES) for arg in args[:leading])
        return self.indexed(identifier(function.name) + group("(", shown, ")"), args[leading:]), ATOM

    def arrow(self, names: Sequence[str], body: str) -> str:
        return _comma().join(map(identifier, names)) + infix("↦") + body

    # ---- arithmetic

    def signed(self, sign: str, text: str, first: bool) -> str:
        if first:
            return (prefix(sign) if sign == "−" else "") + text
        return WEAK + infix(sign) + text

    def quotient(self, over: list[Any], under: list[Any]) -> Printed:
        if not under:
            return self.factors(over), MUL
        top = self.factors(over) if len(over) > 1 else self.show(over[0], 0) if over else number("1")
        bottom = self.factors(under) if len(under) > 1 else self.show(under[0], 0)
        if max(_length(top), _length(bottom)) <= _WIDE:
            return element("mfrac", top, bottom), ATOM
        bottom = group("(", bottom, ")") if len(under) > 1 else self.show(under[0], PREFIX)
        return (self.factors(over) if over else top) + WEAK + infix("/") + bottom, MUL

    def factors(self, parts: list[Any]) -> str:
        """Juxtaposed, with a dot between two numbers; only the last may be an open sum or logarithm."""
        shown = [self.show(part, PREFIX if k == len(parts) - 1 else POW) for k, part in enumerate(parts)]
        broken = WEAK if sum(map(_length, shown)) > _SHORT else ""
        out = shown[0]
        for factor in shown[1:]:
            out += (infix("·") if factor.startswith("<mn>") else broken + thin()) + factor
        return out

    def reciprocal(self, inverse: Any) -> Printed:
        return self.quotient([], [inverse])

    def raised(self, base: Any, exponent: Any) -> Printed:
        return element("msup", self.base(base), number(str(exponent).replace("-", "−"))), POW

    def to_power(self, base: Any, exponent: Any) -> Printed:
        return element("msup", self.base(base), self.show(exponent, 0)), POW

    def base(self, base: Any) -> str:
        """What is raised to a power; a fraction in parentheses, as its line is no fence."""
        shown = self.show(base, ATOM)
        return group("(", shown, ")") if shown.startswith("<mfrac") else shown

    def norm(self, text: str) -> str:
        return group("‖", text, "‖")

    def radical(self, base: Any) -> str:
        return element("msqrt", self.show(base, 0))

    def function(self, word: str, arg: Any) -> str:
        return f"<mi>{word}</mi>{_APPLIED}" + group("(", self.show(arg, 0), ")")

    def exponential(self, arg: Any) -> str:
        return "<mi>e</mi>" if arg == 1 else self.function("exp", arg)

    def log(self, expr: Any) -> Printed:
        arg = expr.args[0]
        if isinstance(arg, sympy.Symbol | sympy.Integer | nodes.At):
            return f"<mi>log</mi>{_APPLIED}{thin()}" + self.show(arg, ATOM), PREFIX
        return self.function("log", arg), ATOM

    def absolute(self, expr: Any) -> Printed:
        return group("|", self.show(expr.args[0], 0), "|"), ATOM

    def over(self, word: str, expr: Any, condition: Any = None) -> Printed:
        below = _comma().join(identifier(i.name) for i in expr.args[1])
        if condition is not None:
            below += infix(":") + self.show(condition, 0)
        sign = f"<mo>{word}</mo>" if word in "∑∏" else f"<mi>{word}</mi>"
        after = thin() if word in "∑∏" else _APPLIED + thin()
        return element("munder", sign, below) + after + self.show(expr.args[0], MUL), PREFIX

    def pick(self, expr: Any) -> Printed:
        inner = (_comma() + WEAK).join(self.show(a, 0) for a in expr.args)
        return f"<mi>{type(expr).__name__.lower()}</mi>{_APPLIED}" + group("(", inner, ")"), ATOM

    def integral(self, expr: Any) -> Printed:
        body, over, low, high = expr.args
        cube = group("[", self.show(low, 0) + _comma() + self.show(high, 0), "]")
        if isinstance(over, nodes.Array):
            cube = element("msup", cube, infix("×").join(identifier(dim.name) for dim in over.dims))
        sign = element("munder", "<mo>∫</mo>", identifier(over.name) + infix("∈") + cube)
        return sign + thin() + self.show(body, MUL), PREFIX

    def partial(self, wrt: str, order: int, body: str) -> str:
        def raised(base: str) -> str:
            return element("msup", base, number(str(order))) if order > 1 else base

        return element("mfrac", raised("<mi>∂</mi>"), "<mi>∂</mi>" + raised(wrt)) + thin() + body

    # ---- formulas

    def relation(self, expr: Any) -> Printed:
        left, right = expr.args
        return self.show(left, ADD) + BREAK + infix(maths.SIGNS[type(expr)]) + self.show(right, ADD), RELATION

    def joined(self, conjunction: str, parts: Sequence[str]) -> str:
        return (word(conjunction) + BREAK).join(parts)

    def implication(self, expr: Any) -> Printed:
        left, right = expr.args
        return self.show(left, OR) + BREAK + infix("⟹") + self.show(right, IMPLIES), IMPLIES

    def negation(self, expr: Any) -> Printed:
        return text("not") + '<mspace width="0.35em"/>' + self.show(expr.args[0], ATOM), NOT

    def quantified(self, expr: Any) -> Printed:
        over, body = expr.args
        sign = "∀" if isinstance(expr, nodes.ForAll) else "∃"
        colon = f'<mo form="postfix" rspace="0.3em">:</mo>{BREAK}'
        return prefix(sign) + _listed(scopes(over)) + colon + self.show(body, QUANTIFIER), QUANTIFIER
