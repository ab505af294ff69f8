"""Lines of mathematics as a proof writes them, read back as kernel formulas.

A proof may print a theorem in its author's words only when the line, read with the proof's abbreviations, is that
theorem: so a printed line is never more than notation. The grammar:

    line     = relation { "and" relation }
    relation = sum (≤ | < | ≥ | > | = | ≠) sum
    sum      = [-] product { (+ | -) product }
    product  = power { power } [ / power ]            what is below the slash is one power; 1/u² is (1/u)²
    power    = atom [ ² | ³ ]
    atom     = number [ / number ] | symbol | symbol(sum, ...) | symbolᵢ | (sum) | |sum| | |set| | exp atom | log atom
             | ∑[i∈S] product | ∑ᵢ product             the last over the set named n
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, sum_over
from varproof.proof.kernel.terms import Node

Meaning = Node | Callable[..., Node]

_RELATIONS: dict[str, Callable[[Node, Node], Node]] = {
    "≤": lambda x, y: t.ge(y - x),
    "<": lambda x, y: t.gt(y - x),
    "≥": lambda x, y: t.ge(x - y),
    ">": lambda x, y: t.gt(x - y),
    "=": lambda x, y: t.eq(x, y),
    "≠": lambda x, y: t.neg(t.eq(x, y)),
}
_SETS = ("set", "filter")
_POWERS = {"²": 2, "³": 3}
_BELOW = dict(zip("ᵢⱼₖₘ", "ijkm", strict=True))
_FUNCTIONS: dict[str, Callable[[Node], Node]] = {"exp": t.exp, "log": t.log}
_WORD = r"(?![²³])[^\W\d_](?:(?![²³])\w|′)*"


class ReadingError(ValueError):
    """A line is not in the grammar, or names something unknown; the message says what."""


def formula(line: str, symbols: Mapping[str, Meaning]) -> Node:
    """The formula that the line says; a symbol may be a term, a set (as a number: its size) or a function."""
    return _Reader(line, symbols).line()


class _Reader:
    def __init__(self, text: str, symbols: Mapping[str, Meaning]) -> None:
        self.text = text
        self.symbols = dict(symbols)
        known = "|".join(re.escape(s) for s in sorted(symbols, key=len, reverse=True) if not re.fullmatch(_WORD, s))
        self.tokens: list[str] = re.findall(rf"{known + '|' if known else ''}{_WORD}|\d+|\S", text)
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def expect(self, token: str) -> None:
        found = self.next()
        if found != token:
            raise ReadingError(f"{self.text}: {token!r} expected, {found or 'the end'!r} found")

    def line(self) -> Node:
        parts = [self.relation()]
        while self.peek() == "and":
            self.next()
            parts.append(self.relation())
        if self.peek():
            raise ReadingError(f"{self.text}: {self.peek()!r} is out of place")
        return t.conj(*parts) if len(parts) > 1 else parts[0]

    def relation(self) -> Node:
        left = self.sum()
        sign = self.next()
        if sign not in _RELATIONS:
            raise ReadingError(f"{self.text}: a relation expected, {sign or 'the end'!r} found")
        return _RELATIONS[sign](left, self.sum())

    def sum(self) -> Node:
        negative = self.peek() in ("-", "−")
        if negative:
            self.next()
        total = self.product()
        total = -total if negative else total
        while self.peek() in ("+", "-", "−"):
            total = total + self.product() if self.next() == "+" else total - self.product()
        return total

    def product(self) -> Node:
        value = self.power()
        while self.starts():
            value = value * self.power()
        if self.peek() == "/":
            self.next()
            below = t.inv(self.atom())
            value = value * (below ** _POWERS[self.next()] if self.peek() in _POWERS else below)
            if self.starts():
                raise ReadingError(f"{self.text}: what is below the slash needs parentheses")
        return value

    def starts(self) -> bool:
        token = self.peek()
        if self.sized() is not None:
            return True
        return token in ("(", "∑", *_FUNCTIONS) or token.isdecimal() or token in self.symbols or self.entry(token)

    def sized(self) -> Node | None:
        """S, where |S| comes next and S is a set."""
        left, name, right = (self.tokens[self.at : self.at + 3] + [""] * 3)[:3]
        meaning = self.symbols.get(name)
        return meaning if left == right == "|" and isinstance(meaning, Node) and meaning.op in _SETS else None

    def entry(self, token: str) -> bool:
        """Whether the token is a function with an index below, such as aᵢ."""
        return token[-1:] in _BELOW and token[:-1] in self.symbols and _BELOW[token[-1]] in self.symbols

    def power(self) -> Node:
        value = self.atom()
        return value ** _POWERS[self.next()] if self.peek() in _POWERS else value

    def atom(self) -> Node:
        sized = self.sized()
        if sized is not None:
            self.at += 3
            return card(sized)
        token = self.next()
        if token in self.symbols:
            return self.symbol(token, self.symbols[token])
        if self.entry(token):
            function, index = self.symbols[token[:-1]], self.symbols[_BELOW[token[-1]]]
            if isinstance(function, Node) or not isinstance(index, Node):
                raise ReadingError(f"{self.text}: {token} is no entry of a function")
            return function(index)
        if token.isdecimal():
            if self.peek() == "/" and "".join(self.tokens[self.at + 1 : self.at + 2]).isdecimal():
                self.next()
                return t.lift(Fraction(int(token), int(self.next())))
            return t.lift(int(token))
        if token == "(":
            value = self.sum()
            self.expect(")")
            return value
        if token == "|":
            value = self.sum()
            self.expect("|")
            return t.fn("sqrt", value * value)
        if token in _FUNCTIONS:
            return _FUNCTIONS[token](self.atom())
        if token == "∑":
            return self.total()
        raise ReadingError(f"{self.text}: {token or 'the end'!r} is not known here")

    def symbol(self, name: str, meaning: Meaning) -> Node:
        if not isinstance(meaning, Node):
            self.expect("(")
            args = [self.sum()]
            while self.peek() == ",":
                self.next()
                args.append(self.sum())
            self.expect(")")
            return meaning(*args)
        return card(meaning) if meaning.op in _SETS else meaning

    def total(self) -> Node:
        if self.peek() in _BELOW:
            index, over = _BELOW[self.next()], self.symbols.get("n")
        else:
            self.expect("[")
            index = self.next()
            self.expect("∈")
            over = self.symbols.get(self.next())
            self.expect("]")
        if not isinstance(over, Node) or over.op not in _SETS:
            raise ReadingError(f"{self.text}: a sum runs over a named set")
        start = self.at
        outer = self.symbols

        def body(x: Node) -> Node:
            self.at, self.symbols = start, {**outer, index: x}
            value = self.product()
            self.symbols = outer
            return value

        return sum_over(over, body)
