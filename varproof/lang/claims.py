"""The claim language of `prove`, read by its own grammar; user input is never evaluated as code.

::

    claim    := relation ("and" relation)*
    relation := sum ("<=" | "<" | ">=" | ">" | "==" | "!=") sum
    sum      := product (("+" | "-") product)*
    product  := unary (("*" | "/") unary)*
    unary    := ("+" | "-") unary | power
    power    := atom ["**" unary]                    the exponent is a constant: a whole number, or half of one
    atom     := number | "pi" | name | name "(" sum ("," sum)* ")" | "(" sum ")"

Numbers are decimal and exact. A term is a nested tuple: ``("const", q)``, ``("var", name)``, ``("neg", t)``,
``("+", s, t)``, ``("-", s, t)``, ``("*", s, t)``, ``("/", s, t)``, ``("^", t, k)`` with a whole number k >= 0, and
``(function, t, ...)``; pi is 4 atan(1). A relation is ``(sign, left, right)``. Negative powers are quotients, half
powers roots.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, TypeAlias

from varproof.lang.functions import TABLE

Term: TypeAlias = tuple[Any, ...]
Relation: TypeAlias = tuple[str, Term, Term]
Sides: TypeAlias = dict[str, tuple[Fraction, Fraction]]

LENGTH, DEPTH, DIGITS, EXPONENT = 20_000, 60, 300, 100
FUNCTIONS = {
    **{"exp": 1, "log": 1, "sqrt": 1, "abs": 1, "tanh": 1, "sin": 1, "cos": 1, "max": 2, "min": 2},
    **dict.fromkeys(TABLE, 1),
}
PI: Term = ("*", ("const", Fraction(4)), ("atan", ("const", Fraction(1))))
WORDS = {"and", "pi"}
RELATIONS = ("<=", ">=", "==", "!=", "<", ">")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_][A-Za-z_0-9]*)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/(),<>]))",
    re.ASCII,
)


class ClaimError(ValueError):
    """Input that is no claim, number or box of this language; one line that says what is wrong and where."""


def _tokens(text: str, what: str) -> list[tuple[str, str, int]]:
    if len(text) > LENGTH:
        raise ClaimError(f"{what}: {len(text)} characters; at most {LENGTH} are read")
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise ClaimError(f"{what}: cannot read {text[at : at + 10].strip()!r} at character {at + 1}")
        kind = str(match.lastgroup)
        found.append((kind, match[kind], match.start(kind)))
        at = match.end()
    return found


def literal(text: str, what: str) -> Fraction:
    """The exact value of a decimal literal."""
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > DIGITS or len(exponent) > 4 or abs(int(exponent or "0")) > DIGITS:
        raise ClaimError(f"{what}: the number {text[:12]}... has more than {DIGITS} digits")
    return Fraction(text)


def constant(t: Term) -> Fraction | None:
    """The rational value of a term made of numbers and + - * / alone, when it is small and defined."""
    if t[0] == "const":
        q: Fraction = t[1]
        return q
    if t[0] not in ("neg", "+", "-", "*", "/"):
        return None
    parts = [constant(s) for s in t[1:]]
    if any(p is None or max(abs(p.numerator), p.denominator) > 10**DIGITS for p in parts):
        return None
    a, b = parts[0], parts[-1]
    assert a is not None and b is not None
    if t[0] == "/":
        return a / b if b else None
    return {"neg": -a, "+": a + b, "-": a - b, "*": a * b}[t[0]]


class _Reader:
    def __init__(self, text: str, what: str) -> None:
        self.what, self.tokens, self.at, self.depth = what, _tokens(text, what), 0, 0

    def fail(self, wanted: str) -> ClaimError:
        if self.at == len(self.tokens):
            return ClaimError(f"{self.what}: expected {wanted} at the end")
        _, found, where = self.tokens[self.at]
        return ClaimError(f"{self.what}: expected {wanted}, found {found[:20]!r} at character {where + 1}")

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, *signs: str) -> str:
        found = self.peek()
        if found not in signs:
            raise self.fail(" or ".join(repr(s) for s in signs))
        self.at += 1
        return found

    def conjunction(self) -> list[Relation]:
        found = [self.relation()]
        while self.at < len(self.tokens):
            self.take("and")
            found.append(self.relation())
        return found

    def relation(self) -> Relation:
        left = self.sum()
        if self.peek() not in RELATIONS:
            raise self.fail("a relation " + " ".join(RELATIONS))
        sign = self.take(*RELATIONS)
        right = self.sum()
        if self.peek() in RELATIONS:
            raise self.fail("one relation (write `and` between two)")
        return sign, left, right

    def sum(self) -> Term:
        self.enter()
        left = self.product()
        while self.peek() in ("+", "-"):
            left = (self.take("+", "-"), left, self.product())
        self.depth -= 1
        return left

    def product(self) -> Term:
        left = self.unary()
        while self.peek() in ("*", "/"):
            left = (self.take("*", "/"), left, self.unary())
        return left

    def enter(self) -> None:
        self.depth += 1
        if self.depth > DEPTH:
            raise ClaimError(f"{self.what}: nested deeper than {DEPTH}")

    def unary(self) -> Term:
        if self.peek() in ("+", "-"):
            self.enter()
            sign = self.take("+", "-")
            inner = self.unary()
            self.depth -= 1
            return ("neg", inner) if sign == "-" else inner
        base = self.atom()
        if self.peek() != "**":
            return base
        self.take("**")
        self.enter()
        exponent = constant(self.unary())
        self.depth -= 1
        if exponent is None:
            raise ClaimError(f"{self.what}: an exponent must be a constant; write exp(y*log(x)) for x**y")
        if exponent.denominator > 2 or abs(exponent) > EXPONENT:
            raise ClaimError(f"{self.what}: exponent {str(exponent)[:12]}: a whole number or half, at most {EXPONENT}")
        if exponent.denominator == 2:
            base, exponent = ("sqrt", base), 2 * exponent
        power: Term = ("^", base, abs(int(exponent)))
        return power if exponent >= 0 else ("/", ("const", Fraction(1)), power)

    def atom(self) -> Term:
        if self.at == len(self.tokens):
            raise self.fail("a number, a name or a bracket")
        kind, text, _ = self.tokens[self.at]
        if text != "(" and (kind == "sign" or text == "and"):
            raise self.fail("a number, a name or a bracket")
        self.at += 1
        if kind == "number":
            return ("const", literal(text, self.what))
        if text == "(":
            inner = self.sum()
            self.take(")")
            return inner
        if text == "pi":
            return PI
        if self.peek() != "(":
            return ("var", text)
        if text not in FUNCTIONS:
            raise ClaimError(f"{self.what}: unknown function {text[:20]!r}; there are {' '.join(sorted(FUNCTIONS))}")
        self.take("(")
        arguments = [self.sum()]
        while self.peek() == ",":
            self.take(",")
            arguments.append(self.sum())
        self.take(")")
        if len(arguments) < FUNCTIONS[text] or (FUNCTIONS[text] == 1 and len(arguments) > 1):
            takes = "one argument" if FUNCTIONS[text] == 1 else "two arguments or more"
            raise ClaimError(f"{self.what}: {text} takes {takes}, and has {len(arguments)}")
        out: Term = (text, *arguments[:2])
        for argument in arguments[2:]:
            out = (text, out, argument)
        return out


def _bounded(t: Term, what: str) -> None:
    """Refuse deep terms and towers of powers; iterative, as a long sum is a deep tree."""
    stack = [(t, 1, 1)]
    while stack:
        node, level, degree = stack.pop()
        if level > 5 * DEPTH:
            raise ClaimError(f"{what}: nested deeper than {5 * DEPTH}")
        degree *= max(node[2], 1) if node[0] == "^" else 1
        if degree > 5 * EXPONENT:
            raise ClaimError(f"{what}: powers of powers beyond {5 * EXPONENT}")
        stack.extend((child, level + 1, degree) for child in node[1:] if type(child) is tuple)


def parse(text: str, what: str = "claim") -> list[Relation]:
    """The relations of a conjunction; ClaimError."""
    reader = _Reader(text, what)
    if not reader.tokens:
        raise ClaimError(f"{what}: empty; write one relation, such as exp(x) >= 1 + x")
    relations = reader.conjunction()
    for _, left, right in relations:
        _bounded(left, what)
        _bounded(right, what)
    return relations


def term(text: str, what: str) -> Term:
    """One expression, such as log(4) + 1/4; ClaimError."""
    reader = _Reader(text, what)
    if not reader.tokens:
        raise ClaimError(f"{what}: an expression is missing")
    found = reader.sum()
    if reader.at < len(reader.tokens):
        raise reader.fail("the end of the expression")
    _bounded(found, what)
    return found


def names(relations: list[Relation]) -> list[str]:
    """The variables, in order of first use."""
    found: dict[str, None] = {}

    def visit(t: Term) -> None:
        if t[0] == "var":
            found.setdefault(t[1])
        for child in t[1:]:
            if type(child) is tuple:
                visit(child)

    for _, left, right in relations:
        visit(left)
        visit(right)
    return list(found)


def number(text: str, what: str) -> Fraction:
    """An exact constant, such as -8, 1/3 or 2.5e-3."""
    reader = _Reader(text, what)
    if not reader.tokens:
        raise ClaimError(f"{what}: a number is missing")
    found = reader.sum()
    _bounded(found, what)
    value = constant(found)
    if reader.at < len(reader.tokens) or value is None:
        raise ClaimError(f"{what}: {text[:20]!r} is not an exact finite number")
    return value


def check_name(name: str, what: str) -> None:
    """ClaimError unless a variable can be called so."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z_0-9]*", name, re.ASCII):
        raise ClaimError(f"{what}: {name[:20]!r} is no name; a name is letters, digits and _, such as x_1")
    if name in FUNCTIONS or name in WORDS:
        raise ClaimError(f"{what}: {name} is a word of the language")


def put(sides: Sides, name: str, low: Fraction, high: Fraction) -> None:
    """Give a variable its side; ClaimError for an empty, reversed or repeated one."""
    what = f"box {name[:30]}"
    check_name(name, what)
    if name in sides:
        raise ClaimError(f"{what}: {name} has a side already")
    if low > high:
        raise ClaimError(f"{what}: the ends are reversed")
    if max(abs(low), abs(high)) > 10**100:
        raise ClaimError(f"{what}: an end is larger than 10^100")
    sides[name] = low, high


def box(sides: list[str]) -> Sides:
    """The box of sides such as x=-8:8; ClaimError."""
    found: Sides = {}
    for side in sides:
        name, equals, ends = side.partition("=")
        low, colon, high = ends.partition(":")
        what = f"box {side[:30]}"
        if not equals or not colon:
            raise ClaimError(f"{what}: write a name and two ends, such as x=-8:8")
        put(found, name.strip(), number(low, what), number(high, what))
    return found


def check_names(claim: list[Relation], assume: list[list[Relation]], sides: Sides) -> None:
    """Every variable has a side; ClaimError names the first that has none."""
    for name in names([r for relations in (claim, *assume) for r in relations]):
        if name not in sides:
            raise ClaimError(f"claim: {name[:30]} has no side; add --box {name[:30]}=LOW:HIGH")
