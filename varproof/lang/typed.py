r"""What people type for a claim, a hypothesis or a box, as texts of the claim language.

A text of the language is left as it is. Anything else is read here: `x^2`, `2x`, `|x|`, `ln`, `e^x`, `≤ ≥ ≠ ² √ π · −`,
chains, brackets of any shape, names of any letters (λ is called lambda, x₁ x_1), and LaTeX as papers have it
(`\frac`, `\sqrt`, `\exp`, `\le`, `\left|`, subscripts). Nothing is guessed: what is not understood is named by its
place, with what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, NoReturn

from varproof.lang import claims
from varproof.lang.claims import ClaimError
from varproof.lang.errors import StatementError
from varproof.lang.letters import ascii_name

_SIGNS = {
    "≤": "<=", "⩽": "<=", "≦": "<=", "≥": ">=", "⩾": ">=", "≧": ">=", "≠": "!=", "<>": "!=", "=": "==", "·": "*",
    "⋅": "*", "×": "*", "∗": "*", "−": "-", "–": "-", "∕": "/", "÷": "/", "^": "**", "∧": "and", "&": "and",
    "&&": "and", "∨": "or", "[": "(", "]": ")", "{": "(", "}": ")",
}  # fmt: skip
_LATEX = {
    "le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=", "ne": "!=", "neq": "!=",
    "lt": "<", "gt": ">", "cdot": "*", "times": "*", "ast": "*", "div": "/", "land": "and", "wedge": "and", "lor": "or",
    "vee": "or", "lvert": "|", "rvert": "|", "vert": "|", "lbrace": "(", "rbrace": ")", "{": "(", "}": ")", "|": "|",
    "lbrack": "(", "rbrack": ")",
}  # fmt: skip
_SPACES = {",", ";", ":", "!", " ", "quad", "qquad", "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr",
           "displaystyle", "limits"}  # fmt: skip
_CALLED = {"ln": "log", "Abs": "abs", "Max": "max", "Min": "min", "arctanh": "atanh"}
_ABOVE = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|\\(?P<latex>[A-Za-z]+|.)|(?P<above>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|<>|&&|[-+*/(),<>=^|_√≤⩽≦≥⩾≧≠·⋅×∗−–∕÷∧∨&{}\[\]])",
    re.ASCII,
)


class Token(NamedTuple):
    """kind is number, name, sign, above or end; `at` is where it stands."""

    kind: str
    text: str
    at: int


def looks_like_claim(word: str) -> bool:
    """Whether a word of the command line is a claim and no id."""
    return any(sign in word for sign in "<>=!≤⩽≦≥⩾≧≠\\")


def claim(text: str, sides: Collection[str], what: str = "claim") -> str:
    """A claim or hypothesis as a text of the claim language; ClaimError."""
    try:
        relations = claims.parse(text, what)
        if all(name in sides for name in claims.names(relations)):
            return text
        reading: ClaimError | None = None
    except ClaimError as error:
        reading = error
    reader = _Reader(text, what, sides)
    found = reader.claim()
    if found != text:
        try:
            claims.parse(found, what)
        except ClaimError as error:
            raise ClaimError(f"{error} (the claim is read as {found[:200]})") from reading
    return found


def box(given: Iterable[str]) -> list[str]:
    """Sides such as `x in [0, 1]`, `0 <= x <= 1`, `x=0..1` or several at once, as x=0:1 each; ClaimError."""
    return [side for text in given for side in _sides(text)]


def _sides(text: str) -> list[str]:
    found = []
    for part in _apart(text.strip().strip("$")):
        said = part.strip()
        chain = re.fullmatch(r"(.+?)(?:<=|≤|\\leq?\b)\s*([^<≤\\]+?|\\[A-Za-z]+)\s*(?:<=|≤|\\leq?\b)(.+)", said)
        inside = re.fullmatch(r"(.+?)(?:\s+in\s+|\s*∈\s*|\s*\\in\b\s*|\s*=\s*)([\[(\]])(.+)([\])\[])", said)
        dots = re.fullmatch(r"(.+?)\s*(?:=|:(?!.*:))\s*(.+?)(?:\.\.\.?|…)(.+)", said)
        plain = re.fullmatch(r"([^=:]+)=(.+):(.+)", said)
        if chain is not None:
            low, name, high = chain[1], chain[2], chain[3]
        elif inside is not None and len(ends := _apart(inside[3])) == 2:
            if (inside[2], inside[4]) != ("[", "]"):
                raise ClaimError(
                    f"box {said[:30]}: a side holds its ends; write {inside[1].strip()}={ends[0].strip()}:"
                    f"{ends[1].strip()}, and exclude an end with --assume"
                )
            name, low, high = inside[1], *ends
        elif plain is not None:
            name, low, high = plain.groups()
        elif dots is not None:
            name, low, high = dots.groups()
        else:
            raise ClaimError(f"box {said[:30]}: write a name and two ends, such as x=-8:8 or 'x in [-8, 8]'")
        found.append(f"{_name(name, said)}={_end(low, said)}:{_end(high, said)}")
    return found


def _apart(text: str) -> list[str]:
    """The parts between commas that are in no bracket."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _name(text: str, side: str) -> str:
    tokens = _tokens(text.strip(), f"box {side[:30]}")
    reader = _Reader(text.strip(), f"box {side[:30]}", (), tokens)
    name = reader.name() if reader.now.kind == "name" else ""
    if not name or reader.now.kind != "end":
        raise ClaimError(f"box {side[:30]}: {text.strip()[:20]!r} is no name")
    return name


def _end(text: str, side: str) -> str:
    said = text.strip()
    if re.fullmatch(r"[-+]?(?:oo|inf|infinity|∞|\\infty)", said):
        return ("-" if said[0] == "-" else "") + "oo"
    try:
        claims.number(said, "")
        return said
    except ClaimError:
        return _Reader(said, f"box {side[:30]}", ()).term()


def _tokens(text: str, what: str) -> list[Token]:
    if len(text) > claims.LENGTH:
        raise ClaimError(f"{what}: {len(text)} characters; at most {claims.LENGTH} are read")
    found, at = [], 0
    while at < len(text):
        sign = text[at]
        if sign.isspace() or sign in "$\u2061\u2062":
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if match is not None:
            kind, at = str(match.lastgroup), match.end()
            if kind == "latex":
                found += _latex(match["latex"], match.start())
            else:
                said = match[kind]
                found.append(Token(kind, _SIGNS.get(said, said) if kind == "sign" else said, match.start(kind)))
        elif sign.isalpha() or unicodedata.category(sign) in ("Lm", "No", "Mn"):
            start = at
            while at < len(text) and (text[at].isalnum() or unicodedata.category(text[at]) in ("Lm", "Mn", "No")):
                if text[at] in "²³¹⁰⁴⁵⁶⁷⁸⁹⁻":
                    break
                at += 1
            word = text[start:at]
            half = unicodedata.normalize("NFKC", word) if unicodedata.category(word[0]) == "No" else ""
            if "⁄" in half:
                found += [Token("sign", "(", start), Token("number", half.split("⁄")[0], start)]
                found += [
                    Token("sign", "/", start),
                    Token("number", half.split("⁄")[1], start),
                    Token("sign", ")", start),
                ]
            else:
                found.append(Token("name", word, start))
        else:
            found.append(Token("unknown", sign, at))
            at += 1
    return [*found, Token("end", "", len(text))]


def _latex(word: str, at: int) -> list[Token]:
    if word in _SPACES:
        return []
    if word in _LATEX:
        return [Token("sign", _LATEX[word], at)]
    if word in ("operatorname", "mathrm", "text", "mathit"):
        return []
    return [Token("name", {"tfrac": "frac", "dfrac": "frac", "infty": "∞"}.get(word, word), at)]


class _Reader:
    """Recursive descent over typed text; every part gives the text of the claim language."""

    def __init__(self, text: str, what: str, sides: Collection[str], tokens: Sequence[Token] | None = None) -> None:
        self.text, self.what, self.sides = text, what, sides
        self.tokens, self.at, self.bars, self.depth = tokens or _tokens(text, what), 0, 0, 0

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

    def claim(self) -> str:
        parts = [self.chain()]
        while self.now.text in ("and", "or"):
            word = self.take("and", "or")
            parts += [word, self.chain()]
        if self.now.kind != "end":
            self.fail(self.unexpected())
        return " ".join(parts)

    def unexpected(self) -> str:
        token = self.now
        if token.text == ")":
            return "this bracket is not opened"
        if token.text == "_":
            return "a subscript belongs to a name; write x_1 or x_{max}"
        if token.text == "∞":
            return "infinity is no number; only ends of a box may be infinite"
        if token.kind == "unknown":
            return f"{token.text!r} is no sign of the language; it has + - * / ^ | | ( ) <= < >= > = != and"
        return f"{token.text!r} is not expected here; write a sign such as * or <= before it"

    def chain(self) -> str:
        if self.now.text == "not" and self.now.kind == "name":
            self.at += 1
            return f"not {self.chain()}"
        terms, signs = [self.sum()], []
        while self.now.kind == "sign" and self.now.text in claims.RELATIONS:
            signs.append(self.take(*claims.RELATIONS))
            terms.append(self.sum())
        if not signs:
            if self.now.kind == "end":
                self.fail("a relation is missing; write <=, <, >=, >, = or !=, and a right side")
            self.fail(self.unexpected())
        links = [f"{a} {sign} {b}" for a, sign, b in zip(terms, signs, terms[1:], strict=False)]
        return " and ".join(links)

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
            return text not in ("and", "or", "not")
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
        if re.fullmatch(r"[\d.]+", base) and re.search(r"[A-Za-z]", exponent) and float(base) > 0:
            return f"exp({_whole(exponent)}*log({base}))"
        return f"{_whole(base)}**{_whole(exponent)}"

    def is_e(self) -> bool:
        return self.now.text == "e" and "e" not in self.sides

    def exponent(self) -> str | None:
        if self.now.kind == "above":
            self.at += 1
            return self.tokens[self.at - 1].text.translate(_ABOVE)
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
        if token.kind == "name" and token.text not in ("and", "or", "not"):
            return self.word()
        self.fail("expected a number, a name or a bracket" if token.kind != "unknown" else self.unexpected())

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
        name = self.name()
        base = re.fullmatch(r"(log|ln|lg)_?(\d+)", name)
        function = "log" if base else _CALLED.get(name, name)
        if (function in claims.FUNCTIONS or function in ("root",)) and name not in self.sides:
            made = self.call(function)
            return f"({made}/log({base[2]}))" if base else made
        if name not in self.sides and self.now.kind == "sign" and self.now.text == "(":
            self.at = start
            there = " ".join(sorted({*claims.FUNCTIONS, "ln"}))
            self.fail(
                f"{word} is no function of the language ({there}), and has no side; for a product write {name}*(...)"
            )
        return name

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
        made = f"{function}({inner})"
        return made if exponent is None else f"{made}**{_whole(exponent)}"

    def argument(self) -> str:
        """What follows a function without brackets: one factor, with a number before it."""
        if self.now.kind == "number":
            number = self.take_any()
            if self.now.kind == "name" and self.now.text not in ("and", "or", "not"):
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
            token = self.now
            rest = Token("number", token.text[1:], token.at + 1)
            self.tokens = [*self.tokens[: self.at], rest, *self.tokens[self.at + 1 :]]
            return token.text[0]
        return self.atom()


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
