"""Terms, sets and binders of a proof's lines (the grammar is in `reading`)."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Sequence
from fractions import Fraction

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, fresh, func
from varproof.proof.kernel.terms import Node
from varproof.proof.notation import BELOW, FORMULAS, POWERS, SETS, WORD, Bound, Function, Meaning, ReadingError, Tokens

_ROOT: Callable[[Node], Node] = lambda x: t.fn("sqrt", x)  # noqa: E731
_FUNCTIONS: dict[str, Callable[[Node], Node]] = {
    "exp": t.exp,
    "log": t.log,
    "sqrt": _ROOT,
    "lambertw": lambda x: t.fn("lambertw", x),
}
OVER = ("∑", "max", "min", "norm")


class TermReader(Tokens):
    """Reads terms; formulas, which sets and binders hold, are read by `reading`."""

    @abstractmethod
    def formula(self) -> Node:
        """The formula that comes next."""

    # ---- what is bound

    def binders(self) -> tuple[list[Bound], Node | None]:
        """The variables, which are symbols from here on, and the condition on them."""
        out: list[Bound] = []
        while True:
            names = [self.fresh_name()]
            while self.peek() == ",":
                self.next()
                names.append(self.fresh_name())
            self.expect("∈")
            out += self.domain(names)
            if self.peek() != ",":
                break
            self.next()
        if self.peek() not in ("with", "|"):
            return out, None
        self.next()
        bars, self.bars = self.bars, False
        condition = self.formula()
        self.bars = bars
        return out, condition

    def fresh_name(self) -> str:
        name = self.next()
        if not re.fullmatch(WORD, name):
            raise self.fail(f"the name of a variable expected, {name or 'the end'!r} found")
        return name

    def domain(self, names: Sequence[str]) -> list[Bound]:
        if self.peek() == "ℝ" or (self.peek() == "R" and "R" not in self.symbols):
            self.next()
            sets = self.shape()
            if not sets:
                return [self.bind(Bound(x, free := fresh(x), "real", t.var(free))) for x in names]
            k = len(sets)
            out = []
            for x in names:
                free = fresh(x)
                out.append(self.bind(Bound(x, free, f"fn{k}", Function(k, func(free), tuple(sets)))))
            return out
        if self.peek() == "sets" and "sets" not in self.symbols:
            self.next()
            return [self.bind(Bound(x, free := fresh(x), "set", t.setvar(free))) for x in names]
        over = self.set()
        return [self.bind(Bound(x, free := fresh(x), "real", t.var(free), over)) for x in names]

    def shape(self) -> list[Node]:
        """The sizes of ℝ^(n, m); none for ℝ."""
        if self.peek() != "^":
            return []
        self.next()
        if self.peek() != "(":
            return [self.set()]
        self.next()
        sets = [self.set()]
        while self.peek() == ",":
            self.next()
            sets.append(self.set())
        self.expect(")")
        return sets

    def bind(self, one: Bound) -> Bound:
        self.symbols = {**self.symbols, one.name: one.meaning}
        return one

    def set(self) -> Node:
        value = self.whole_set()
        while self.peek() == "−" and self.peek(1) == "{":
            self.next()
            self.next()
            left_out = self.sum()
            self.expect("}")
            value = t.filter_body(value, t.neg(t.eq(t.bound(0), left_out)))
        return value

    def whole_set(self) -> Node:
        if self.peek() == "{":
            self.next()
            outer, name = self.symbols, self.fresh_name()
            self.expect("∈")
            (one,) = self.domain([name])
            self.expect("|")
            f = self.formula()
            self.expect("}")
            self.symbols = outer
            if one.over is None:
                raise self.fail("a set is picked out of a finite set")
            return t.filter_body(one.over, one.body(f))
        token = self.next()
        value = self.symbols.get(token)
        if value is not None and not isinstance(value, Node):
            value = self.applied(token, value)
        if value is None or value.op not in SETS:
            raise self.fail(f"a set expected, {token or 'the end'!r} found")
        return value

    # ---- terms

    def sum(self) -> Node:
        negative = self.peek() == "−"
        if negative:
            self.next()
        total = self.product()
        total = -total if negative else total
        while self.peek() in ("+", "−"):
            total = total + self.product() if self.next() == "+" else total - self.product()
        return total

    def product(self) -> Node:
        value = self.power()
        while self.starts() or self.peek() == "*":
            if self.peek() == "*":
                self.next()
            value = value * self.power()
        if self.peek() == "/":
            self.next()
            value = value * self.raised(t.inv(self.atom()))
            if self.starts() or self.peek() == "*":
                raise self.fail("what is below the slash needs parentheses")
        return value

    def starts(self) -> bool:
        token = self.peek()
        if self.sized() is not None or (token == "|" and not self.bars and self.closes()):
            return True
        if token in ("max", "min") and token not in self.symbols:
            return self.peek(1) in ("[", "(")
        if token in ("norm", "pi") and token not in self.symbols:
            return token == "pi" or self.peek(1) == "["
        return token in ("(", "∑", *_FUNCTIONS) or token.isdecimal() or token in self.symbols or self.entry(token)

    def closes(self) -> bool:
        """Whether a bar that comes next has a partner before the bracket around it closes."""
        depth = 0
        for token in self.tokens[self.at + 1 :]:
            depth += (token in "([{") - (token in ")]}")
            if depth < 0:
                return False
            if token == "|" and depth == 0:
                return True
        return False

    def sized(self) -> Node | None:
        """S, where |S| comes next and S is a set."""
        left, name, right = self.peek(), self.peek(1), self.peek(2)
        found = self.symbols.get(name)
        return found if left == right == "|" and isinstance(found, Node) and found.op in SETS else None

    def entry(self, token: str) -> bool:
        """Whether the token is a function with an index below, such as aᵢ."""
        return token[-1:] in BELOW and token[:-1] in self.symbols and BELOW[token[-1]] in self.symbols

    def power(self) -> Node:
        return self.raised(self.atom())

    def raised(self, value: Node) -> Node:
        if self.peek() in POWERS:
            return value ** POWERS[self.next()]
        if self.peek() == "^":
            self.next()
            exponent = self.next()
            if not exponent.isdecimal():
                raise self.fail(f"a natural number expected as a power, {exponent or 'the end'!r} found")
            return value ** int(exponent)
        return value

    def atom(self) -> Node:
        sized = self.sized()
        if sized is not None:
            self.at += 3
            return card(sized)
        token = self.next()
        if token in self.symbols:
            return self.symbol(token, self.symbols[token])
        if self.entry(token):
            function, index = self.symbols[token[:-1]], self.symbols[BELOW[token[-1]]]
            if isinstance(function, Node) or not isinstance(index, Node):
                raise self.fail(f"{token} is no entry of a function")
            return function(index)
        if token.isdecimal():
            if self.peek() == "/" and self.peek(1).isdecimal():
                self.next()
                return t.lift(Fraction(int(token), int(self.next())))
            return t.lift(int(token))
        if token == "(":
            return self.inside(")")
        if token == "|":
            value = self.inside("|")
            return _ROOT(value * value)
        if token in _FUNCTIONS:
            return _FUNCTIONS[token](self.atom())
        if token == "pi":
            return t.PI
        if token in ("max", "min") and self.peek() == "(":
            return self.extremum(token)
        if token in OVER:
            return self.total(token)
        raise self.fail(f"{token!r} is not known here" if token else "a term is missing at the end")

    def inside(self, closing: str) -> Node:
        bars, self.bars = self.bars, closing == "|"
        value = self.sum()
        self.bars = bars
        self.expect(closing)
        return value

    def symbol(self, name: str, found: Meaning) -> Node:
        value = found if isinstance(found, Node) else self.applied(name, found)
        if value.op in SETS:
            return card(value)
        if value.op in FORMULAS:
            raise self.fail(f"{name} says something and is no number")
        t.terms(value)
        return value

    def applied(self, name: str, function: Callable[..., Node]) -> Node:
        closing = {"(": ")", "[": "]"}.get(self.peek())
        if closing is None:
            raise self.fail(f"{name} is a function: {name}(...) expected")
        self.next()
        bars, self.bars = self.bars, False
        args = self.arguments(closing)
        if isinstance(function, Function) and len(args) < function.arity and self.peek() == "[":  # F(X)[i, k]
            self.next()
            args += self.arguments("]")
        self.bars = bars
        try:
            return function(*args)
        except TypeError:
            raise self.fail(f"{name} does not take {len(args)} such arguments") from None
        except ReadingError as error:
            raise self.fail(f"{name}(...): {error}") from None

    def arguments(self, closing: str) -> list[Meaning]:
        """Arguments up to the closing bracket."""
        args = [self.argument()]
        while self.peek() == ",":
            self.next()
            args.append(self.argument())
        self.expect(closing)
        return args

    def argument(self) -> Meaning:
        """A term, a function by its symbol, or a function written out."""
        found = self.symbols.get(self.peek())
        if found is not None and not isinstance(found, Node) and self.peek(1) in (",", ")", "]", ""):
            self.next()
            return found
        if self.peek() == "{" or (
            isinstance(found, Node) and found.op in SETS and self.peek(1) in (",", ")", "]", "−")
        ):
            start = self.at
            over = self.set()
            if self.peek() in (",", ")", "]", ""):
                return over
            self.at = start
        names = self.arrow()
        if not names:
            return self.sum()
        outer, bound = self.symbols, [Bound(x, free := fresh(x), "real", t.var(free)) for x in names]
        for one in bound:
            self.bind(one)
        value = self.sum()
        self.symbols = outer
        return Function(
            len(bound), lambda *xs: t.substitute(value, {("real", b.free): x for b, x in zip(bound, xs, strict=True)})
        )

    def arrow(self) -> list[str]:
        """The names of `x ↦` or `(x, y) ↦`, when they come next."""
        if re.fullmatch(WORD, self.peek()) and self.peek(1) == "↦":
            name = self.next()
            self.next()
            return [name]
        if self.peek() != "(" or ")" not in self.tokens[self.at :]:
            return []
        end = self.tokens.index(")", self.at)
        if "".join(self.tokens[end + 1 : end + 2]) != "↦":
            return []
        names = self.tokens[self.at + 1 : end : 2]
        self.at = end + 2
        return names

    def extremum(self, word: str) -> Node:
        self.next()
        value = self.sum()
        while self.peek() == ",":
            self.next()
            other = self.sum()
            gap = _ROOT((value - other) * (value - other))
            value = (value + other + (gap if word == "max" else -gap)) * Fraction(1, 2)
        self.expect(")")
        return value

    def total(self, word: str) -> Node:
        outer = self.symbols
        if self.peek() in BELOW:
            over = self.symbols.get("n")
            if not isinstance(over, Node) or over.op not in SETS:
                raise self.fail("a sum runs over a named set")
            x = BELOW[self.next()]
            bound, condition = [self.bind(Bound(x, free := fresh(x), "real", t.var(free), over))], None
        else:
            self.expect("[")
            bound, condition = self.binders()
            self.expect("]")
        value = self.product()
        self.symbols = outer
        value = value * value if word == "norm" else -value if word == "min" else value
        for one in reversed(bound):
            if one.over is None:
                raise self.fail(f"{word} runs over a finite set")
            over = one.over if condition is None else t.filter_body(one.over, one.body(condition))
            condition = None
            value = (t.max_body if word in ("max", "min") else t.sum_body)(over, one.body(value))
        return _ROOT(value) if word == "norm" else -value if word == "min" else value
