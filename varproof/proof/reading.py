"""Lines of mathematics as a proof writes them, read as kernel formulas.

What a proof prints is the line that was read, so a printed line is never more than notation. The grammar:

    formula  = or [ (=> | ⟹ | implies) formula ]
    or       = and { or and }                    and = unit { and unit }
    unit     = not unit | quantifier | chain | ( formula ) | false
    quantifier = (for all | ∀ | some | exists | ∃) binders : formula
    binders  = names in DOMAIN { , names in DOMAIN } [ with formula ]        for all i, j in n with i ≠ j: ...
    chain    = sum { (≤ | < | ≥ | > | = | ≠) sum }  |  sum (in | ∈) SET  |  symbol is empty      also <=, >=, !=
    sum      = [-] product { (+ | -) product }
    product  = power { [*] power } [ / power ]   what is below the slash is one power; 1/u² is (1/u)²
    power    = atom [ ² | ³ | ^k ]               k a natural number, in braces or not
    atom     = number [ / number ] | symbol | symbol(argument, ...) | symbol[argument, ...] | symbolᵢ | (sum) | |sum|
             | |SET| | exp atom | log atom | sqrt atom | lambertw atom | pi | max(sum, ...) | min(sum, ...)
             | (sum | ∑ | max | min | norm)[binders] product
    argument = sum | symbol of a function | name -> sum | (name, ...) -> sum
    SET      = symbol | symbol(argument, ...) | {name in SET | formula} | SET - {sum}
    DOMAIN   = SET | sets | R | R^(k₁, k₂, ...)         an array over as many indices (the sizes are only notation);
                                                        ℝ where R is a symbol of the statement

`sum[i in n | f] ...` is `sum[i in n with f] ...`; norm is the root of the sum of squares. A set in the place of a
number is its size. Words for Greek letters (delta) are the letters (δ).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.terms import Node
from varproof.proof.notation import FORMULAS, SETS, WORD, Bound, Function, Meaning, ReadingError
from varproof.proof.term_reading import TermReader

_RELATIONS: dict[str, Callable[[Node, Node], Node]] = {
    "≤": lambda x, y: t.ge(y - x),
    "<": lambda x, y: t.gt(y - x),
    "≥": lambda x, y: t.ge(x - y),
    ">": lambda x, y: t.gt(x - y),
    "=": lambda x, y: t.eq(x, y),
    "≠": lambda x, y: t.neg(t.eq(x, y)),
}


def formula(line: str, symbols: Mapping[str, Meaning]) -> Node:
    """The formula that the line says; a symbol may be a term, a set (as a number: its size) or a function."""
    reader = _Reader(line, symbols)
    out = reader.formula()
    reader.end()
    return out


def meaning(line: str, symbols: Mapping[str, Meaning]) -> Meaning:
    """The term, set, or function (a symbol, or x -> ...) that the line says."""
    reader = _Reader(line, symbols)
    value = reader.set() if reader.peek() == "{" else reader.argument()
    reader.end()
    return value


def meanings(line: str, symbols: Mapping[str, Meaning]) -> list[Meaning]:
    """The terms and functions that stand in the line, between commas."""
    reader = _Reader(line, symbols)
    found = [reader.argument()]
    while reader.peek() == ",":
        reader.next()
        found.append(reader.argument())
    reader.end()
    return found


def binding(line: str, symbols: Mapping[str, Meaning]) -> tuple[list[Bound], Node | None, str]:
    """The variables of `i in n, j in m with f: rest`, the condition f, and the rest of the line as text."""
    reader = _Reader(line, symbols)
    bound, condition = reader.binders()
    at = reader.at
    if reader.next() not in (":", ""):
        raise ReadingError(f"{line}: ':' expected, {reader.tokens[at]!r} found")
    return bound, condition, "" if at >= len(reader.tokens) else line[reader.ends[at] :].strip()


def definition(line: str, symbols: Mapping[str, Meaning]) -> tuple[str, Meaning]:
    """What `name = term`, `name = {x in S | f}` or `name(x, y in S) = term` defines: its name and meaning."""
    symbols = dict(symbols)
    reader = _Reader(line, symbols)
    name = reader.next()
    if not re.fullmatch(WORD, name):
        raise ReadingError(f"{line}: the name of an abbreviation expected, {name or 'the end'!r} found")
    parameters: list[tuple[str, Node | None]] = []
    closing = {"(": ")", "[": "]"}.get(reader.peek())
    if closing:
        reader.next()
        while True:
            parameter = reader.next()
            over = None
            if reader.peek() == "∈":
                reader.next()
                over = reader.set()
            parameters.append((parameter, over))
            if reader.peek() != ",":
                break
            reader.next()
        reader.expect(closing)
    said = reader.next()
    if said not in ("=", "iff"):
        raise ReadingError(f"{line}: '=' or 'iff' expected, {said or 'the end'!r} found")
    start = reader.at

    def value(*args: Meaning) -> Node:
        inner = _Reader(line, {**symbols, **{p: a for (p, _), a in zip(parameters, args, strict=True)}})
        inner.at = start
        read = inner.formula if said == "iff" else inner.set if inner.peek() == "{" else inner.sum
        out = read()
        inner.end()
        return out

    if not parameters:
        return name, value()
    sets = tuple(over for _, over in parameters if over is not None)
    return name, Function(len(parameters), value, sets if len(sets) == len(parameters) else ())


class _Reader(TermReader):
    # ---- formulas

    def formula(self) -> Node:
        left = self.joined("or", lambda: self.joined("and", self.unit, t.conj), t.disj)
        if self.peek() != "⟹":
            return left
        self.next()
        return t.imp(left, self.formula())

    def joined(self, word: str, part: Callable[[], Node], join: Callable[..., Node]) -> Node:
        parts = [part()]
        while self.peek() == word:
            self.next()
            parts.append(part())
        return join(*parts) if len(parts) > 1 else parts[0]

    def unit(self) -> Node:
        token = self.peek()
        if token in ("∀", "∃"):
            return self.quantified()
        if token in ("not", "false") and token not in self.symbols:
            self.next()
            return t.neg(self.unit()) if token == "not" else t.FALSE
        named = self.named_formula()
        if named is not None:
            return named
        if token != "(":
            return self.chain()
        start = self.at
        try:
            return self.chain()
        except ReadingError as error:
            furthest, self.at = self.at, start
            self.next()
            try:
                inner = self.formula()
                self.expect(")")
            except ReadingError:
                raise error if furthest >= self.at else ReadingError(str(error)) from None
            return inner

    def named_formula(self) -> Node | None:
        """The formula that a symbol stands for, when such a symbol comes next."""
        start, found = self.at, self.symbols.get(self.peek())
        if found is None or (isinstance(found, Node) and found.op not in FORMULAS):
            return None
        self.next()
        try:
            value = found if isinstance(found, Node) else self.applied(self.tokens[start], found)
        except ReadingError:
            value = None
        if value is None or value.op not in FORMULAS:
            self.at = start
            return None
        return value

    def quantified(self) -> Node:
        every, outer = self.next() == "∀", self.symbols
        bound, condition = self.binders()
        self.expect(":")
        f = self.formula()
        if condition is not None:
            f = t.imp(condition, f) if every else t.conj(condition, f)
        for one in reversed(bound):
            f = one.every(f) if every else one.some(f)
        self.symbols = outer
        return f

    def chain(self) -> Node:
        found = self.symbols.get(self.peek())
        if isinstance(found, Node) and found.op in SETS and (self.peek(1), self.peek(2)) == ("is", "empty"):
            self.at += 3
            return t.all_body("real", t.neg(t.member(t.bound(0), found)))
        left = self.sum()
        parts: list[Node] = []
        if self.peek() == "∈":
            self.next()
            return t.member(left, self.set())
        while self.peek() in _RELATIONS:
            sign = self.next()
            right = self.sum()
            parts.append(_RELATIONS[sign](left, right))
            left = right
        if not parts:
            raise self.fail(f"a relation expected, {self.peek() or 'the end'!r} found")
        return t.conj(*parts) if len(parts) > 1 else parts[0]
