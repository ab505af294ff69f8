"""Claims, hypotheses and boxes that come as Python objects, as texts of the claim language and exact ends.

Nothing is simplified, rounded or guessed on the way: each node of a SymPy expression is written as it stands, a
variable is a symbol and not its name, and what has no place in the language is refused. SymPy may have simplified
by the assumptions of a symbol before anything is read here; so they have to be true on the whole box.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from numbers import Integral
from typing import Any

import sympy
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanAtom

from varproof.lang import claims, typed
from varproof.lang.claims import ClaimError, Sides
from varproof.lang.ends import read
from varproof.lang.errors import StatementError
from varproof.lang.letters import ascii_name
from varproof.lang.powers import Powers, integers, opened

_RELATIONS = {
    sympy.Le: "<=", sympy.Lt: "<", sympy.Ge: ">=", sympy.Gt: ">", sympy.Eq: "==", sympy.Ne: "!=",
}  # fmt: skip
_FUNCTIONS = {
    sympy.exp: "exp", sympy.log: "log", sympy.Abs: "abs", sympy.tanh: "tanh", sympy.sin: "sin", sympy.cos: "cos",
    sympy.Max: "max", sympy.Min: "min", **{getattr(sympy, name): name for name in (
        "tan", "cot", "sec", "csc", "atan", "asin", "acos", "sinh", "cosh", "coth", "asinh", "acosh", "atanh", "erf",
        "erfc", "gamma", "digamma", "floor", "sign")},
    sympy.loggamma: "lgamma", sympy.ceiling: "ceil",
}  # fmt: skip
_SUM, _NEGATIVE, _PRODUCT, _POWER, _ATOM = range(5)  # how tightly a text binds


Box = str | Iterable[str] | Mapping[Any, Any]


def problem(claim: Any, box: Box, assume: Iterable[Any]) -> tuple[str, Sides, list[str]]:
    """The claim, the box and the hypotheses, given as texts or as SymPy's objects; ClaimError."""
    reader, sides = _Reader(), {}  # type: _Reader, Sides
    given = [assume] if isinstance(assume, str) else list(assume)
    if not isinstance(box, Iterable):
        raise ClaimError(f"box: a text or sides by name are expected, such as {{'x': (-8, 8)}}, not {str(box)[:20]!r}")
    if not isinstance(box, Mapping):
        found = read(typed.box([box] if isinstance(box, str) else box))
        sides, reader.stands = found.sides, found.stands
        reader.given += found.given
    for key, ends in box.items() if isinstance(box, Mapping) else ():
        name = _name(key) if isinstance(key, str) else reader.variable(key, "box")
        if isinstance(ends, str) or not hasattr(ends, "__len__") or len(ends) != 2:
            raise ClaimError(f"box {name[:30]}: two ends are expected, such as (-8, 8), not {str(ends)[:20]!r}")
        low, high = (_end(e, f"box {name[:30]}") for e in ends)
        claims.put(sides, name, low, high)
    try:
        reader.sides = sides
        said = [h for h in given if isinstance(h, str)]
        reader.powers = Powers(opened(sides, [*reader.given, *said]), integers(said))
        texts = [reader.claim(c, what) for c, what in [(claim, "claim"), *((h, "assumption") for h in given)]]
    except RecursionError:
        raise ClaimError("claim: nested too deeply") from None
    for symbol in reader.symbols.values():
        if symbol.name in sides:
            _implied(symbol, *sides[symbol.name])
    return texts[0], sides, [*texts[1:], *reader.given]


def _name(text: str) -> str:
    """The name of a side that is given as a text; ClaimError."""
    try:
        return ascii_name(text, "box")
    except StatementError as error:
        raise ClaimError(str(error)) from None


def _end(value: Any, what: str) -> Fraction:
    """An exact end; a float of Python or NumPy stands for its exact value."""
    if isinstance(value, str):
        return claims.number(value, what)
    if isinstance(value, sympy.Rational):
        return Fraction(int(value.p), int(value.q))
    if isinstance(value, Integral) and not isinstance(value, bool):
        return Fraction(int(value))
    if hasattr(value, "as_integer_ratio") and not isinstance(value, bool | sympy.Basic):
        try:
            return Fraction(*value.as_integer_ratio())
        except (OverflowError, ValueError):
            raise ClaimError(f"{what}: {value} is not a finite number") from None
    raise ClaimError(
        f"{what}: {str(value)[:30]!r} is not an exact number; write an int, a Fraction or a text like '1/3'"
    )


def _implied(symbol: sympy.Symbol, low: Fraction, high: Fraction) -> None:
    """ClaimError unless every real number from low to high is as the symbol is assumed to be."""
    signs = {"positive": low > 0, "negative": high < 0, "nonnegative": low >= 0, "nonpositive": high <= 0}
    real = sympy.Dummy(real=True, **{sign: True for sign, so in signs.items() if so}).assumptions0
    beyond = {fact: so for fact, so in symbol.assumptions0.items() if real.get(fact) is not so}
    if beyond:
        plain = [fact for fact, so in beyond.items() if so and not fact.startswith("extended_")]
        said = ", ".join(plain or [f"{fact}={so}" for fact, so in beyond.items()])
        raise ClaimError(
            f"box {symbol.name}: the symbol is assumed {said}, which {low} <= {symbol.name} <= {high} does not imply,"
            " and SymPy may have simplified by it; take a symbol without assumptions, and hypotheses"
        )


class _Reader:
    """Texts of SymPy's objects, of which no two different symbols may have one name."""

    def __init__(self) -> None:
        self.symbols: dict[str, sympy.Symbol] = {}
        self.sides: Sides = {}
        self.stands: dict[str, str] = {}
        self.powers = Powers({}, ())
        self.given: list[str] = []  # what ends of sides and premises of the claim say

    def variable(self, symbol: Any, what: str) -> str:
        if not isinstance(symbol, sympy.Symbol):
            raise ClaimError(f"{what}: a variable is a name or a symbol of SymPy, not {str(symbol)[:30]!r}")
        claims.check_name(symbol.name, what)
        if self.symbols.setdefault(symbol.name, symbol) != symbol:
            raise ClaimError(
                f"{what}: two different symbols are called {symbol.name} (their assumptions differ, or they are"
                " dummies); use one symbol throughout"
            )
        return str(symbol.name)

    def claim(self, given: Any, what: str) -> str:
        if isinstance(given, str):
            more, found = typed.statement(given, self.sides, what, self.stands, self.powers)
            if more and what != "claim":
                raise ClaimError(f"{what}: `implies` is for claims; write the premise as a hypothesis of its own")
            self.given += more
            return found
        if isinstance(given, sympy.And):
            return " and ".join(sorted(self.claim(part, what) for part in given.args))
        if isinstance(given, bool | BooleanAtom):
            raise ClaimError(f"{what}: SymPy made it {given} before it was read here; write it as a text")
        if not isinstance(given, Relational) or given.func not in _RELATIONS:
            raise ClaimError(f"{what}: a text or a relation of SymPy is expected, not {str(given)[:40]!r}")
        left, right = (self.term(side, what)[0] for side in given.args)
        return typed.claim(f"{left} {_RELATIONS[given.func]} {right}", self.sides, what, self.stands, self.powers)

    def term(self, e: Any, what: str) -> tuple[str, int]:
        """The text of a term, and how tightly it binds."""
        if isinstance(e, sympy.Symbol):
            return self.variable(e, what), _ATOM
        if isinstance(e, sympy.Rational):
            over = str(abs(int(e.p))) + (f"/{int(e.q)}" if e.q != 1 else "")
            return (f"-{over}", _NEGATIVE) if e.p < 0 else (over, _ATOM if e.q == 1 else _PRODUCT)
        if e is sympy.E:
            return "exp(1)", _ATOM
        if e is sympy.pi:
            return "pi", _ATOM
        if isinstance(e, sympy.Add):
            return self.sum(e, what), _SUM
        if isinstance(e, sympy.Mul):
            return self.product(e.args, what)
        if isinstance(e, sympy.Pow):
            return self.power(e, what)
        if e.func in _FUNCTIONS:
            parts = [self.term(part, what)[0] for part in sorted(e.args, key=sympy.default_sort_key)]
            return f"{_FUNCTIONS[e.func]}({', '.join(parts)})", _ATOM
        if isinstance(e, sympy.Float):
            raise ClaimError(f"{what}: the float {e} is not exact; write Rational(1, 10) for 0.1")
        raise ClaimError(f"{what}: {str(e)[:40]!r} ({type(e).__name__}) is not in the language of claims")

    def bound(self, e: Any, what: str, least: int) -> str:
        """The text of a term, in brackets where it does not bind as tightly as is needed."""
        text, level = self.term(e, what)
        return text if level >= least else f"({text})"

    def sum(self, e: Any, what: str) -> str:
        out = ""
        for part in sorted(e.args, key=sympy.default_sort_key):
            text, level = self.term(part, what)
            if level == _NEGATIVE and out:
                out += f" - {text[1:]}"
            else:
                out += (" + " if out else "") + (f"({text})" if level == _SUM else text)
        return out

    def product(self, factors: Iterable[Any], what: str) -> tuple[str, int]:
        """Rational factors by sign, numerator and denominator; negative powers below."""
        sign, over, under = 1, [], []
        for factor in factors:
            if isinstance(factor, sympy.Rational):
                sign = -sign if factor.p < 0 else sign
                over += [str(abs(int(factor.p)))] if abs(factor.p) != 1 else []
                under += [str(int(factor.q))] if factor.q != 1 else []
            elif isinstance(factor, sympy.Pow) and isinstance(factor.exp, sympy.Rational) and factor.exp < 0:
                under.append(self.bound(_inverse(factor), what, _POWER))
            else:
                over.append(self.bound(factor, what, _POWER))
        text = "/".join(["*".join(over) or "1", *under])
        return (f"-{text}", _NEGATIVE) if sign < 0 else (text, _PRODUCT)

    def power(self, e: Any, what: str) -> tuple[str, int]:
        base, exponent = e.args
        if base is sympy.E:
            return f"exp({self.term(exponent, what)[0]})", _ATOM
        if not isinstance(exponent, sympy.Rational):
            return f"({self.term(base, what)[0]})**({self.term(exponent, what)[0]})", _POWER
        if exponent < 0:
            return self.product([e], what)
        if exponent == sympy.Rational(1, 2):
            return f"sqrt({self.term(base, what)[0]})", _ATOM
        shown = str(exponent) if exponent.q == 1 else f"({exponent})"
        return f"{self.bound(base, what, _ATOM)}**{shown}", _POWER


def _inverse(power: Any) -> Any:
    """What a negative power divides by."""
    return power.base if power.exp == -1 else sympy.Pow(power.base, -power.exp, evaluate=False)
