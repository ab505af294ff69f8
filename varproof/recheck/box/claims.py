"""The claim language, read independently: precedence climbing to nested tuples, and what has to be proved.

Terms: ("const", q) ("var", name) ("neg", t) ("+", s, t) ("-", s, t) ("*", s, t) ("/", s, t) ("^", t, k), functions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from varproof.recheck.box.functions import JUMPS, TABLE
from varproof.recheck.box.work import Term as Term
from varproof.recheck.box.work import charge, number, once
from varproof.recheck.reading import Rejected, bits, need, steps

LEXEME = re.compile(
    r"\s*((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[A-Za-z_][A-Za-z_0-9]*|\*\*|[<>=!]=|[-+*/(),<>])", re.ASCII
)
UNARY = ("exp", "log", "sqrt", "abs", "tanh", "sin", "cos", *TABLE, *JUMPS)
PI: Term = ("*", ("const", Fraction(4)), ("atan", ("const", Fraction(1))))
DOMAINS = {"/": "ne", "log": "gt", "sqrt": "ge", **{head: f.domain for head, f in TABLE.items() if f.domain}}
LEVEL = {"+": 1, "-": 1, "*": 2, "/": 2}
COMPARE = ("<=", "<", ">=", ">", "==", "!=")


def relations(text: object) -> list[tuple[str, Term, Term]]:
    """(sign, left, right) for each part of a conjunction."""
    read = Reader(text)
    found = [read.relation()]
    while read.now():
        read.skip("and")
        found.append(read.relation())
    return found


def term(text: object) -> Term:
    """One term, such as `x*(1-x)`."""
    read = Reader(text)
    found = read.climb(1)
    need(not read.now(), "something follows a term")
    return found


class Reader:
    """The words of a claim or a term, from left to right."""

    def __init__(self, text: object) -> None:
        need(isinstance(text, str) and len(text) <= 20_000, "a claim is a text of at most 20000 characters")
        rest = str(text).rstrip()
        self.words: list[str] = []
        at = 0
        while at < len(rest):
            found = LEXEME.match(rest, at)
            if found is None:
                raise Rejected(f"claim: unreadable at character {at}")
            self.words.append(found[1])
            at = found.end()
        self.words.append("")
        self.at = self.depth = 0

    def now(self) -> str:
        return self.words[self.at]

    def skip(self, word: str) -> None:
        need(self.now() == word, f"claim: expected {word!r}")
        self.at += 1

    def next(self) -> str:
        self.at += 1
        return self.words[self.at - 1]

    def relation(self) -> tuple[str, Term, Term]:
        left = self.climb(1)
        sign = self.next()
        need(sign in COMPARE, "claim: expected a relation")
        return sign, left, self.climb(1)

    def climb(self, level: int) -> Term:
        left = self.prefix()
        while LEVEL.get(self.now(), 0) >= level:
            sign = self.next()
            left = (sign, left, self.climb(LEVEL[sign] + 1))
        return left

    def prefix(self) -> Term:
        self.depth += 1
        need(self.depth < 500, "claim: nested too deeply")
        word = self.next()
        if word in ("+", "-"):
            t = self.prefix()
            t = ("neg", t) if word == "-" else t
        else:
            t = self.primary(word)
            if self.now() == "**":
                self.at += 1
                t = raised(t, self.prefix())
        self.depth -= 1
        return t

    def primary(self, word: str) -> Term:
        if word == "(":
            t = self.climb(1)
            self.skip(")")
            return t
        if word[:1].isdigit() or word[:1] == ".":
            mantissa, _, exponent = word.lower().partition("e")
            need(len(mantissa) < 1000 and abs(int(exponent or 0)) < 1000, "claim: huge number")
            return "const", Fraction(word)
        need(word.isidentifier() and word != "and", "claim: expected a term")
        if word == "pi":
            return PI
        if self.now() != "(":
            return "var", word
        need(word in UNARY or word in ("max", "min"), "claim: unknown function")
        found = []
        while self.now() in ("(", ","):
            self.at += 1
            found.append(self.climb(1))
            need(self.now() in (",", ")"), "claim: expected , or )")
        self.skip(")")
        need(len(found) == 1 if word in UNARY else len(found) > 1, "claim: wrong number of arguments")
        call: Term = (word, *found[:2])
        for u in found[2:]:
            call = (word, call, u)
        return call


def value(t: Term) -> Fraction:
    if t[0] == "const":
        return t[1]  # type: ignore[no-any-return]
    need(t[0] in ("neg", "+", "-", "*", "/"), "claim: an exponent must be constant")
    a, b = value(t[1]), value(t[-1])
    charge(1 + steps(bits(a) + bits(b)))
    if t[0] == "/":
        need(b != 0, "claim: an exponent must be defined")
        return a / b
    return {"neg": -a, "+": a + b, "-": a - b, "*": a * b}[t[0]]


def raised(base: Term, exponent: Term) -> Term:
    k = value(exponent)
    need(k.denominator <= 2 and abs(k) <= 100, "claim: exponent out of range")
    if k.denominator == 2:
        base, k = ("sqrt", base), 2 * k
    t: Term = ("^", base, abs(int(k)))
    return t if k >= 0 else ("/", ("const", Fraction(1)), t)


@once
def conditions(t: Term) -> tuple[tuple[str, Term], ...]:
    """Domain conditions, each once, parts first, from left to right."""
    found = [c for part in t[1:] if type(part) is tuple for c in conditions(part)]
    kind = DOMAINS.get(t[0])
    return different([*found, (kind, t[-1])] if kind else found)


def different(facts: Sequence[tuple[str, Term]]) -> tuple[tuple[str, Term], ...]:
    charge(len(facts))
    found: dict[tuple[str, int], tuple[str, Term]] = {}
    for kind, t in facts:
        found.setdefault((kind, number(t)), (kind, t))
    return tuple(found.values())


def goals(relations: list[tuple[str, Term, Term]]) -> list[tuple[str, Term]]:
    """(ge, gt or ne; term): defined and true means that every term has its sign."""
    found: list[tuple[str, Term]] = []
    for sign, a, b in relations:
        found += different([*conditions(a), *conditions(b)])
        if sign in ("<=", "<", "=="):
            found.append(("gt" if sign == "<" else "ge", ("-", b, a)))
        if sign in (">=", ">", "==", "!="):
            found.append(({">": "gt", "!=": "ne"}.get(sign, "ge"), ("-", a, b)))
    return found
