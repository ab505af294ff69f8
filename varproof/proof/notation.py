"""The signs and words of a proof's lines: their tokens and spellings, and what symbols may mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from varproof.lang.letters import GREEK
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.terms import Node

Meaning = Node | Callable[..., Node]

SETS = ("set", "filter")
FORMULAS = ("ge", "gt", "eq", "in", "imp", "all")
POWERS = {"²": 2, "³": 3}
BELOW = dict(zip("ᵢⱼₖₗₘₙₚₜᵤᵥ", "ijklmnptuv", strict=True))
WORD = r"(?![²³])[^\W\d_](?:(?![²³ᵢⱼₖₗₘₙₚₜᵤᵥ])\w|′)*[ᵢⱼₖₗₘₙₚₜᵤᵥ]?"
_SPELLED = {
    **{"<=": "≤", ">=": "≥", "!=": "≠", "=>": "⟹", "implies": "⟹", "->": "↦", "-": "−", "in": "∈", "·": "*"},
    **{"exists": "∃", "some": "∃", "for all": "∀", "sum": "∑", "**": "^", "π": "pi", "×": ","},
    **GREEK,
    "pi": "pi",
}
_OPERATORS = r"for\s+all(?!\w)|<=|>=|!=|=>|->|\*\*"


class ReadingError(ValueError):
    """A line is not in the grammar, or names something unknown; the message says what."""


@dataclass(frozen=True)
class Function:
    """A function of a proof: how many arguments it takes, its value, and the sets its arguments come from."""

    arity: int
    value: Callable[..., Node]
    sets: tuple[Node, ...] = ()

    def __call__(self, *args: Meaning) -> Node:
        if len(args) != self.arity:
            raise ReadingError(f"{self.arity} argument{'s' * (self.arity != 1)} expected, {len(args)} given")
        return self.value(*args)


@dataclass(frozen=True)
class Bound:
    """A variable that a line introduces: as it is written, its fresh name, its sort, its meaning, its set."""

    name: str
    free: str
    sort: str
    meaning: Meaning
    over: Node | None = None

    @property
    def guard(self) -> Node | None:
        """x in S, for a member of a set."""
        return None if self.over is None else t.member(t.var(self.free), self.over)

    def every(self, f: Node) -> Node:
        """for all x (in S): f."""
        inner = f if self.guard is None else t.imp(self.guard, f)
        return t.all_body(self.sort, t.close(inner, self.sort, self.free))

    def some(self, f: Node) -> Node:
        """some x (in S) has f."""
        return t.neg(self.every(t.neg(f)))

    def body(self, x: Node) -> Node:
        """x as the body of a binder."""
        return t.close(x, "real", self.free)


def spelled(line: str) -> str:
    """The line in the letters and signs of the page; what stands in parentheses and brackets stays as it is."""
    out = re.sub(r"(?<=\S)\s*\*\s*(?=\S)", " ", line.replace("**", "^"))
    out = re.sub(r"\^2(?!\d)", "²", re.sub(r"\^3(?!\d)", "³", out))
    out = re.sub(r"(?:for all|exists|some)\s+", lambda m: _SPELLED[m[0].strip()] + " ", out)
    out = re.sub(r"\bsum\[", "∑[", out)
    return re.sub(rf"<=|>=|!=|=>|->|-|{WORD}", lambda m: GREEK.get(m[0]) or _SPELLED.get(m[0], m[0]), out)


class Tokens:
    """The tokens of a line, and how far they are read."""

    def __init__(self, text: str, symbols: Mapping[str, Meaning]) -> None:
        self.text = text
        self.symbols = dict(symbols)
        known = "|".join(re.escape(s) for s in sorted(symbols, key=len, reverse=True) if not re.fullmatch(WORD, s))
        found = list(re.finditer(rf"{known + '|' if known else ''}{_OPERATORS}|{WORD}|\d+|\S", text))
        self.tokens = [self.spelling(m[0]) for m in found]
        self.ends = [m.end() for m in found]
        self.at = 0
        self.bars = False  # directly inside |...|

    def spelling(self, token: str) -> str:
        return token if token in self.symbols else _SPELLED.get(re.sub(r"\s+", " ", token), token)

    def fail(self, message: str) -> ReadingError:
        return ReadingError(f"{self.text}: {message}")

    def peek(self, ahead: int = 0) -> str:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ""

    def next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def expect(self, token: str) -> None:
        found = self.next()
        if found != token:
            raise self.fail(f"{token!r} expected, {found or 'the end'!r} found")

    def end(self) -> None:
        if self.peek():
            raise self.fail(f"{self.peek()!r} is out of place")
