"""Claims in mathematical notation, as they were read: x exp(−x) ≤ 0.368, for x ∈ [0, 8]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction

from varproof.claims import readings
from varproof.lang import claims
from varproof.lang.claims import ClaimError, Relation, Term
from varproof.lang.ends import enclosed
from varproof.lang.letters import GREEK, spelled
from varproof.lang.powers import Powers, opened

_SIGNS = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "==": "=", "!=": "≠"}
_ABOVE = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_PI = claims.parse("4*atan(1) > 0")[0][1]  # as the language writes it
_CALLED = {"gamma": "Γ", "digamma": "ψ", "log2": "log₂", "log10": "log₁₀"}
_BRACKETS = {"abs": "||", "floor": "⌊⌋", "ceil": "⌈⌉"}
_NOTHING = Powers({}, ())
_RELATION, _SUM, _PRODUCT, _NEGATIVE, _POWER, _ATOM = range(6)  # how tightly it binds


def problem(claim: str, box: Mapping[str, Sequence[str]], assume: Sequence[str]) -> str:
    """A claim, its hypotheses and its box on one line; what is not read here stands as it is."""
    known = _powers(box, assume)
    said = text(claim, known)
    given = f" if {' and '.join(text(h, known) for h in assume)}," if assume else ""
    sides = ", ".join(f"{name(x)} ∈ {side(low, high)}" for x, (low, high) in box.items())
    return f"{said},{given} for {sides}" if sides else said + given.rstrip(",")


def _powers(box: Mapping[str, Sequence[str]], assume: Sequence[str]) -> Powers:
    """What is known of variables on finite sides, as where the claim was read."""
    sides, whole = {}, set()
    for x, both in box.items():
        with suppress(ClaimError):
            low, high = (enclosed(end, x) for end in both)
            sides[x] = low[0], high[1]
    for h in assume:
        with suppress(ClaimError):
            f = readings.formula(claims.parse(h))
            whole |= {p[1][1] for p in (f[1:] if f[0] == "and" else [f]) if p[0] == "whole" and p[1][0] == "var"}
    return Powers(opened(sides, assume), whole)


def side(low: str, high: str) -> str:
    """A side with its ends, as in [0, ∞)."""
    left = "(−∞" if low == "-oo" else f"[{_end(low)}"
    return f"{left}, ∞)" if high == "oo" else f"{left}, {_end(high)}]"


def _end(said: str) -> str:
    return number(said) if said.lstrip("-")[:1].isdigit() else term(claims.term(said, "box"))


def text(claim: str, known: Powers = _NOTHING) -> str:
    """A claim or hypothesis; powers with variable exponents are shown as such where what is `known` says so."""
    try:
        return _formula(readings.formula(claims.parse(claim)), known)
    except (ClaimError, ValueError, TypeError):  # what the language says beyond conjunctions
        return claim


def _formula(f: readings.Formula, known: Powers) -> str:
    head, *parts = f
    if head == "or":
        return " or ".join(f"({_formula(p, known)})" if p[0] == "and" else _formula(p, known) for p in parts)
    shown = [_chain(chain, known) for chain in readings.chains(f)]
    return " and ".join(f"({s})" if " or " in s and len(shown) > 1 else s for s in shown)


def _chain(parts: Sequence[readings.Formula], known: Powers) -> str:
    """Relations that go on from one to the next, or one other formula."""
    first = parts[0]
    if first[0] == "whole":
        return f"{_shown(first[1], known)} ∈ ℤ"
    if first[0] != "is":
        return _formula(first, known)
    return _shown(first[2], known) + "".join(f" {_SIGNS[p[1]]} {_shown(p[3], known)}" for p in parts)


def relation(r: Relation) -> str:
    return _formula(readings.formula([r]), _NOTHING)


def term(t: Term) -> str:
    """A term with as few brackets as it needs."""
    return _shown(t, _NOTHING)


def _shown(t: Term, known: Powers) -> str:
    return _term(readings.term(t, known))[0]


def name(word: str) -> str:
    """A name with its own letters and a number below the line."""
    word = spelled(word)
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
    """A value as it was computed: exactly, cut off, or between bounds."""
    return number(said) if "…" in said or " " in said or not said[-1:].isdigit() else term(("const", Fraction(said)))


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
        right = _SUM if head == "+" and parts[1][0] in "+-" else _PRODUCT
        return f"{_in(parts[0], _SUM)} {'+' if head == '+' else '−'} {_in(parts[1], right)}", _SUM
    if head == "*":
        return _product(parts[0], parts[1]), _PRODUCT
    if head == "/":
        return f"{_in(parts[0], _PRODUCT)}/{_in(parts[1], _POWER)}", _PRODUCT
    if head == "^":
        return f"{_in(parts[0], _ATOM)}{str(parts[1]).translate(_ABOVE)}", _POWER
    if head == "power":
        return f"{_in(parts[0], _ATOM)}^{_in(parts[1], _ATOM)}", _POWER
    if head in _BRACKETS:
        return f"{_BRACKETS[head][0]}{_in(parts[0], _RELATION)}{_BRACKETS[head][1]}", _ATOM
    if head in ("sqrt", "cbrt"):
        return f"{'√' if head == 'sqrt' else '∛'}{_in(parts[0], _ATOM)}", _POWER
    if head == "exp" and parts[0] == ("const", 1):
        return "e", _ATOM
    inside = ", ".join(_in(p, _RELATION) for p in parts)
    return (f"log Γ({inside})", _POWER) if head == "lgamma" else (f"{_CALLED.get(head, head)}({inside})", _ATOM)


def _product(left: Term, right: Term) -> str:
    a, b = _in(left, _PRODUCT), _in(right, _POWER)
    plain = a[-1].isalnum() and (b[0].isalpha() or b[0] in "√∛(|⌊⌈") and not (a[-1].isdigit() and "/" in a)
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
