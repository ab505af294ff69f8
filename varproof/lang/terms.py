"""Typed terms: products without a sign, powers, |x|, sums, calls and subscripts."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction
from math import ceil, floor
from typing import NoReturn

from varproof.lang import claims, ends
from varproof.lang.claims import ClaimError
from varproof.lang.errors import StatementError
from varproof.lang.functions import DERIVED
from varproof.lang.letters import ascii_name
from varproof.lang.powers import Powers, reached, weighted
from varproof.lang.tokens import ABOVE, CALLED, Token, tokens

WORDS = ("and", "or", "not", "implies")
_OTHERS = {
    **dict.fromkeys(("sum", "Σ"), "a sum is written sum(i=1..4, x^i)"),
    **dict.fromkeys(("prod", "Π"), "a product is written prod(i=1..4, x + i)"),
    **dict.fromkeys(
        ("int", "lim", "sup", "partial", "forall", "exists"),
        "a claim has neither integrals, derivatives, limits nor quantifiers: it holds at every point of the box",
    ),
}  # words of LaTeX that a claim cannot have
_TERMS = 200  # of a sum that is written out


class Terms:
    """Recursive descent over typed terms; every part gives the text of the claim language."""

    def __init__(
        self,
        text: str,
        what: str,
        sides: Collection[str],
        given: Sequence[Token] | None = None,
        stands: Mapping[str, str] | None = None,
        powers: Powers | None = None,
    ) -> None:
        self.text, self.what, self.sides = text, what, sides
        self.powers = powers or Powers({}, ())
        self.bound: dict[str, str] = dict(stands or {})  # what names stand for
        self.conditions: list[str] = []  # under which powers are defined
        self.tokens, self.at, self.bars, self.depth = given or tokens(text, what), 0, 0, 0

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def fail(self, says: str) -> NoReturn:
        token = self.now
        if token.kind == "end":
            raise ClaimError(f"{self.what}: at the end of {self.text[-40:]!r}: {says}")
        before, after = self.text[max(0, token.at - 15) : token.at], self.text[token.at : token.at + 15]
        raise ClaimError(f"{self.what}: at character {token.at + 1}, {before}➤{after}: {says}")

    def take(self, *signs: str) -> str:
        if self.now.text not in signs or self.now.kind not in ("sign", "name"):
            self.fail(f"expected {' or '.join(signs)}")
        self.at += 1
        return self.tokens[self.at - 1].text

    def unexpected(self) -> str:
        token = self.now
        if token.text == ")":
            return "this bracket is not opened"
        if token.text == "_":
            return "a subscript belongs to a name; write x_1 or x_{max}"
        if token.text == "∞":
            return "infinity is no number; only ends of a box may be infinite"
        before = self.tokens[self.at - 1]
        if token.text == "implies" and self.text[token.at : token.at + 2] == "=>":
            return "=> is `implies`, from one relation to another; for `at least` write >="
        if token.text == "<" and before.text == "==":
            return "for `at most` write <="
        if token.text == "," and (before.kind, self.tokens[self.at + 1].kind) == ("number", "number"):
            return f"numbers have a point, {before.text}.{self.tokens[self.at + 1].text}"
        if token.kind == "unknown":
            return f"{token.text!r} is no sign of the language; it has + - * / ^ | | ( ) <= < >= > = != and"
        return f"{token.text!r} is not expected here; write a sign such as * or <= before it"

    def term(self) -> str:
        """A term that is the whole text."""
        found = self.sum()
        if self.now.kind != "end":
            self.fail(self.unexpected())
        return found

    def sum(self) -> str:
        self.enter()
        out = self.product()
        while self.now.kind == "sign" and self.now.text in ("+", "-"):
            out += f" {self.take('+', '-')} {self.product()}"
        self.depth -= 1
        return out

    def enter(self) -> None:
        self.depth += 1
        if self.depth > claims.DEPTH:
            raise ClaimError(f"{self.what}: nested deeper than {claims.DEPTH}")

    def product(self) -> str:
        out, divided = self.unary(), False
        while True:
            if self.now.kind == "sign" and self.now.text in ("*", "/"):
                sign = self.take("*", "/")
                out, divided = out + sign + self.unary(), sign == "/"
            elif self.begins_factor():
                if divided:
                    self.fail("is this factor above or below the stroke? write (a/b)*c or a/(b*c)")
                out += f"*{self.power()}"
            else:
                return out

    def begins_factor(self) -> bool:
        """Whether a product goes on without a sign: 2x, x(1 − x), 2|x|."""
        kind, text = self.now.kind, self.now.text
        if kind == "name":
            return text not in WORDS
        if kind == "number":
            self.fail("write a sign before this number, such as * or +")
        return kind == "sign" and (text in ("(", "√") or (text == "|" and not self.bars))

    def unary(self) -> str:
        if self.now.kind == "sign" and self.now.text in ("+", "-"):
            sign = self.take("+", "-")
            self.enter()
            inner = self.unary()
            self.depth -= 1
            return f"-{inner}" if sign == "-" else inner
        return self.power()

    def power(self) -> str:
        if self.now.kind == "name" and self.is_e():
            self.at += 1
            exponent = self.exponent()
            return "exp(1)" if exponent is None else f"exp({_bare(exponent)})"
        return self.raised(self.atom())

    def raised(self, base: str) -> str:
        exponent = self.exponent()
        if exponent is None:
            return base
        k = _rational(exponent)
        if k is None and self.may_be_a_sixth(exponent):  # not exp(k log x), which has no value at x <= 0
            self.fail(f"write the exponent as one number, at most {claims.EXPONENT}")
        if k is not None and k.denominator in (1, 2):
            return f"{_whole(base)}**{_whole(exponent)}"
        if k is not None and k.denominator == 3 and abs(k) <= claims.EXPONENT:
            value = _rational(base)
            if value is None or value < 0:
                self.conditions.append(f"{base} >= 0")
            root = f"cbrt({_bare(base)})"
            return root if k.numerator == 1 else f"{root}**{_whole(str(k.numerator))}"
        if k is not None and k.denominator in (4, 8) and abs(k) <= claims.EXPONENT:
            root = f"sqrt({_bare(base)})"
            for _ in range(k.denominator // 4):
                root = f"sqrt({root})"
            return root if k.numerator == 1 else f"{root}**{_whole(str(k.numerator))}"
        found, condition = self.powers.power(_whole(_bare(base)), _whole(exponent), self.what)
        self.conditions += [condition] if condition else []
        return found

    def may_be_a_sixth(self, exponent: str) -> bool:
        """Whether a constant such as 2**2 or sqrt(4) may be a whole number, a half or a third."""
        term = claims.term(exponent, self.what)
        if claims.names([("==", term, term)]):
            return False
        low, high = ends.enclosed(exponent, self.what)
        return ceil(6 * low) <= floor(6 * high)

    def is_e(self) -> bool:
        return self.now.text == "e" and "e" not in self.sides

    def exponent(self) -> str | None:
        if self.now.kind == "above":
            self.at += 1
            return self.tokens[self.at - 1].text.translate(ABOVE)
        if self.now.kind == "sign" and self.now.text == "**":
            self.at += 1
            return self.unary()
        return None

    def atom(self) -> str:
        token = self.now
        if token.kind == "number":
            self.at += 1
            return token.text
        if token.kind == "sign" and token.text == "(":
            return f"({self.bracketed()})"
        if token.kind == "sign" and token.text == "|":
            return self.absolute()
        if token.kind == "sign" and token.text == "√":
            self.at += 1
            return f"sqrt({_bare(self.argument())})"
        if token.kind == "name" and token.text not in WORDS:
            return self.word()
        known = token.kind != "unknown" and (token.text, self.tokens[self.at - 1].text) != ("<", "==")
        self.fail("expected a number, a name or a bracket" if known else self.unexpected())

    def bracketed(self) -> str:
        self.take("(")
        bars, self.bars = self.bars, 0
        inner = self.sum()
        self.bars = bars
        self.take(")")
        return inner

    def absolute(self) -> str:
        self.take("|")
        self.bars += 1
        inner = self.sum()
        self.bars -= 1
        self.take("|")
        return f"abs({inner})"

    def word(self) -> str:
        word = self.now.text
        if word == "frac":
            self.at += 1
            over, under = self.piece(), self.piece()
            return f"({_whole(over)}/{_whole(under)})"
        if word in ("pi", "π") and word not in self.sides:
            self.at += 1
            return "pi"
        if word in ("∞", "oo", "inf"):
            self.fail("infinity is no number; only ends of a box may be infinite")
        start = self.at
        if word in ("sum", "prod", "Σ", "Π") and word not in self.sides and self.tokens[start + 1].text == "(":
            return self.repeated("*" if word in ("prod", "Π") else "+")
        if word in _OTHERS and word not in self.sides:
            self.fail(_OTHERS[word])
        name = self.name()
        if name in self.bound:
            return f"({self.bound[name]})"
        base = re.fullmatch(r"(log|ln|lg)_?(\d+)", name)
        function = "log" if base else CALLED.get(name, name)
        known = function in claims.FUNCTIONS or function in DERIVED
        if known and name not in self.sides:
            made = self.call(function)
            return f"({made}/log({base[2]}))" if base else made
        if name not in self.sides and self.now.kind == "sign" and self.now.text == "(":
            self.at = start
            near = get_close_matches(name, [*claims.FUNCTIONS, *DERIVED, "ln"], 1)
            meant = f" (is {near[0]} meant?)" if near else ""
            said = f"{word} is no function of the language{meant}, and has no side"
            self.fail(f"{said}; for a product write {name}*(...)")
        return name

    def repeated(self, sign: str) -> str:
        """sum(i=1..n, x^i), also with the range last: written out, with weights where n is a variable."""
        self.at += 2
        start = self.at
        if self.tokens[self.at + 1].text != "==":  # the range is last
            depth = 0
            while depth or self.now.text != ",":
                depth += (self.now.text == "(") - (self.now.text == ")")
                if self.now.kind == "end" or depth < 0:
                    self.fail("a range is missing; write sum(i=1..4, x^i)")
                self.at += 1
            self.at += 1
        name = self.take_any()
        self.take("==")
        low = self.whole_number()
        self.take("..", ":")
        end, last = self.last()
        after = self.at
        if not last or not 0 <= last[-1] - low < _TERMS:
            self.fail(f"a range has 1 to {_TERMS} numbers")
        if self.now.text == ",":
            start = after = after + 1
        outer, parts = self.bound.get(name), list[tuple[str, str]]()
        for k in range(low, last[-1] + 1):
            self.at, self.bound[name] = start, str(k)
            parts.append(("1" if k <= last[0] else reached(end, k), self.sum()))
        self.bound.pop(name) if outer is None else self.bound.__setitem__(name, outer)
        self.at = max(self.at, after)
        self.take(")")
        if last[0] == last[-1]:
            return "(" + sign.join(f"({part})" for _, part in parts) + ")"
        return weighted(parts, sign)

    def last(self) -> tuple[str, range]:
        """The end of a range, and the values that it can have."""
        text = self.sum()
        value = _rational(text)
        if value is not None and value.denominator == 1:
            return text, range(int(value), int(value) + 1)
        values = self.powers.counted(_whole(text), self.what) if value is None else None
        if values is None:
            self.fail("a range ends at a whole number, such as 4, or n with the hypothesis integer(n) on a short side")
        return _whole(text), values

    def whole_number(self) -> int:
        value = _rational(self.sum())
        if value is None or value.denominator != 1:
            self.fail("a range goes from one whole number to another, such as 1..4")
        return int(value)

    def name(self) -> str:
        """A name with its subscript."""
        word = self.take(self.now.text)
        if self.now.kind == "sign" and self.now.text == "_":
            self.at += 1
            if self.now.kind == "sign" and self.now.text == "(":
                self.at += 1
                inner = ""
                while self.now.kind in ("name", "number"):
                    inner += self.take_any()
                self.take(")")
                word += f"_{inner}"
            elif self.now.kind in ("name", "number"):
                word += f"_{self.take_any()}"
            else:
                self.fail("a subscript is a word or a number, such as x_1")
        try:
            return ascii_name(word, self.what)
        except StatementError as error:
            raise ClaimError(str(error)) from None

    def take_any(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1].text

    def call(self, function: str) -> str:
        """A function with its power, as in log^2 n, and its arguments, with or without brackets."""
        exponent = self.exponent()
        if self.now.kind == "sign" and self.now.text == "(":
            self.take("(")
            bars, self.bars = self.bars, 0
            arguments = [self.sum()]
            while self.now.text == ",":
                self.take(",")
                arguments.append(self.sum())
            self.bars = bars
            self.take(")")
            inner = ", ".join(arguments)
        else:
            inner = self.argument()
        made = DERIVED[function].format(x=_whole(inner)) if function in DERIVED else f"{function}({inner})"
        return made if exponent is None else f"{made}**{_whole(exponent)}"

    def argument(self) -> str:
        """What follows a function without brackets: one factor, with a number before it."""
        if self.now.kind == "number":
            number = self.take_any()
            if self.now.kind == "name" and self.now.text not in WORDS:
                return f"{number}*{self.power()}"
            return number
        if self.now.kind == "sign" and self.now.text in ("+", "-"):
            self.fail("write brackets around what the function is of")
        return self.power()

    def piece(self) -> str:
        r"""An argument of \\frac: in braces, or one digit or name."""
        if self.now.kind == "sign" and self.now.text == "(":
            return self.bracketed()
        if self.now.kind == "number" and len(self.now.text) > 1 and self.now.text.isdigit():
            _, text, at = self.now  # apart for good: what follows may be read again
            digits = Token("number", text[0], at), Token("number", text[1:], at + 1)
            self.tokens = [*self.tokens[: self.at], *digits, *self.tokens[self.at + 1 :]]
        return self.atom()


def _rational(text: str) -> Fraction | None:
    """The value of a text that is a constant."""
    try:
        return claims.number(text, "")
    except ClaimError:
        return None


def _whole(text: str) -> str:
    """In brackets unless it is a number, a name or a call."""
    if re.fullmatch(r"[\w.]+|[a-z]+\([^()]*\)", text) or (text[0] == "(" and _closes(text)):
        return text
    return f"({text})"


def _bare(text: str) -> str:
    """Without brackets around the whole."""
    return text[1:-1] if text[0] == "(" and _closes(text) else text


def _closes(text: str) -> bool:
    depth = 0
    for k, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return k == len(text) - 1
    return False
