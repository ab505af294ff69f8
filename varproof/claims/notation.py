"""Claims in mathematical notation, as they were read: x exp(−x) ≤ 0.368, for x ∈ [0, 8]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from varproof.lang import claims
from varproof.lang.claims import ClaimError, Relation, Term
from varproof.lang.letters import GREEK

_SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "==": "=", "!=": "≠"}
_ABOVE = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_PI = claims.parse("4*atan(1) > 0")[0][1]  # as the language writes it
_RELATION, _SUM, _PRODUCT, _NEGATIVE, _POWER, _ATOM = range(6)  # how tightly it binds


def problem(claim: str, box: Mapping[str, Sequence[str]], assume: Sequence[str]) -> str:
    """A claim, its hypotheses and its box on one line; what is not read here stands as it is."""
    said = text(claim)
    given = f" if {' and '.join(map(text, assume))}," if assume else ""
    sides = ", ".join(f"{name(x)} ∈ {side(low, high)}" for x, (low, high) in box.items())
    return f"{said},{given} for {sides}" if sides else said + given.rstrip(",")


def side(low: str, high: str) -> str:
    """A side with its ends, as in [0, ∞)."""
    left = "(−∞" if low == "-oo" else f"[{number(low)}"
    return f"{left}, ∞)" if high == "oo" else f"{left}, {number(high)}]"


def text(claim: str) -> str:
    """A claim or hypothesis."""
    try:
        relations = claims.parse(claim)
        return " and ".join(map(relation, relations))
    except (ClaimError, ValueError, TypeError):  # what the language says beyond conjunctions
        return claim


def relation(r: Relation) -> str:
    sign, left, right = r
    return f"{term(left)} {_SIGNS[sign]} {term(right)}"


def term(t: Term) -> str:
    """A term with as few brackets as it needs."""
    return _term(t)[0]


def name(word: str) -> str:
    """A name with Greek letters and a number below the line."""
    head, _, tail = word.partition("_")
    if not tail:
        head, tail = word.rstrip("0123456789"), word[len(word.rstrip("0123456789")) :]
    if not head:
        return word
    head = "λ" if head == "lambda" else GREEK.get(head, head)
    return head + (tail.translate(_BELOW) if tail.isdigit() else f"_{GREEK.get(tail, tail)}" if tail else "")


def number(value: str | Fraction) -> str:
    """A number with the sign of mathematics."""
    return str(value).replace("-", "−")


def value(said: str) -> str:
    """A value as it was computed: exactly, or cut off."""
    return number(said) if "…" in said or not said[-1:].isdigit() else term(("const", Fraction(said)))


def _term(t: Term) -> tuple[str, int]:
    head, *parts = t
    if t == _PI:
        return "π", _ATOM
    if head == "const":
        q = Fraction(parts[0])
        shown = _decimal(q)
        return number(shown), _NEGATIVE if q < 0 else _PRODUCT if "/" in shown else _ATOM
    if head == "var":
        return name(str(parts[0])), _ATOM
    if head == "pi":
        return "π", _ATOM
    if head == "neg":
        return f"−{_in(parts[0], _NEGATIVE)}", _NEGATIVE
    if head in ("+", "-"):
        return f"{_in(parts[0], _SUM)} {'+' if head == '+' else '−'} {_in(parts[1], _PRODUCT)}", _SUM
    if head == "*":
        return _product(parts[0], parts[1]), _PRODUCT
    if head == "/":
        return f"{_in(parts[0], _PRODUCT)}/{_in(parts[1], _POWER)}", _PRODUCT
    if head == "^":
        return f"{_in(parts[0], _ATOM)}{str(parts[1]).translate(_ABOVE)}", _POWER
    if head == "abs":
        return f"|{term(parts[0])}|", _ATOM
    if head == "sqrt":
        return f"√{_in(parts[0], _ATOM)}", _ATOM
    return f"{head}({', '.join(term(p) for p in parts if type(p) is tuple)})", _ATOM


def _product(left: Term, right: Term) -> str:
    a, b = _in(left, _PRODUCT), _in(right, _POWER)
    plain = a[-1].isalnum() and (b[0].isalpha() or b[0] in "√(|") and not (a[-1].isdigit() and "/" in a)
    return f"{a} {b}" if plain else f"{a} · {b}"


def _in(t: Term, level: int) -> str:
    shown, own = _term(t)
    return shown if own >= level else f"({shown})"


def _decimal(q: Fraction) -> str:
    """A decimal where it has a short one, else a quotient."""
    if q.denominator > 1 and not 10**12 % q.denominator:
        sign, whole = "-" if q < 0 else "", abs(q) * 10**12
        digits = str(int(whole)).rjust(13, "0")
        shown = f"{sign}{digits[:-12]}.{digits[-12:].rstrip('0')}"
        return shown if len(shown) <= 9 and q.denominator > 9 else str(q)
    return str(q)
