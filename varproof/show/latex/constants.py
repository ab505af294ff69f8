r"""The constants of statements as LaTeX: macros with their formulas and values, and numbers rounded to the safe side.

The macro of a constant is `\vp` with its id, its variant and its name, in letters only: words begin with a capital,
digits are spelt out. `\vpLemBoltzRangeStatedWidth` is the formula of the constant `width` of `lem:boltz-range`,
stated; `\vpLemBoltzRangeStatedWidthValue` its value, where it has one. Two constants that would share a macro are an
error, so that a macro tells which constant it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from varproof.arith.decimals import Bracket, decimal
from varproof.decide import constants
from varproof.decide.constants import values
from varproof.decide.hypotheses import Outside, require, require_case
from varproof.decide.settings import text
from varproof.lang.data import Value as Setting
from varproof.lang.errors import StatementError
from varproof.lang.statement import Constant, Variant

DIGITS = 6
_SPELT = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@dataclass(frozen=True)
class Value:
    """The value of a constant at the settings of what occurs in it, as LaTeX, and how it was rounded."""

    tex: str
    rounded: str  # up, down, exact, or bracket
    at: tuple[tuple[str, Setting], ...]


def macro(variant: Variant, constant: str) -> str:
    """The name of a constant's macro, without its backslash."""
    words = re.findall(r"[A-Za-z]+|[0-9]", f"{variant.id} {variant.name} {constant}")
    return "vp" + "".join(_SPELT[int(w)] if w.isdigit() else w[0].upper() + w[1:] for w in words)


def check_macros(variants: Iterable[Variant]) -> None:
    """StatementError when two constants would share a macro."""
    found: dict[str, str] = {}
    for v in variants:
        for constant in v.constants:
            says = f"{v.id} {v.name}, constant {constant}"
            for name in (macro(v, constant), macro(v, constant) + "Value"):
                other = found.setdefault(name, says)
                if other != says:
                    raise StatementError(f"{says}: its macro \\{name} is also that of {other}; rename one of the two")


def depends(variant: Variant, constant: Constant) -> list[str]:
    """The sizes and givens that occur in a constant."""
    sizes, givens = constants.depends(constant.formula, variant.core)
    return sizes + givens


def value(variant: Variant, constant: Constant, settings: Mapping[str, Setting]) -> Value | None:
    """The value of a constant, None where something that occurs in it is not set, or the settings are not its case.

    StatementError where a hypothesis of the statement is not true at the settings.

    An upper bound is rounded up, a lower bound down: a sentence with the printed number follows from the one with the
    formula. A constant that is neither is printed whole or as a bracket.
    """
    names = depends(variant, constant)
    arrays = {given for given, sort in variant.parts.given if sort[0] != "real"}
    if any(name not in settings or name in arrays for name in names):
        return None
    known = {name: q for name, q in settings.items() if name in constants.settable(variant)}
    require(variant, known)
    try:
        require_case(variant, constant, known)
    except Outside:
        return None
    tex, how = rounded(values(variant, constant, known), constant.side)
    return Value(tex, how, tuple((name, settings[name]) for name in names))


def rounded(found: Bracket, side: str | None) -> tuple[str, str]:
    """A number between two decimals, printed so that it is not beyond the true one on the named side."""
    low = decimal(Fraction(found.low), DIGITS, up=False)
    high = decimal(Fraction(found.high), DIGITS, up=True)
    if low == high:
        return number(low), "exact"
    if side is None:
        return f"[{number(low)}, {number(high)}]", "bracket"
    return (number(high), "up") if side == "upper" else (number(low), "down")


def number(text: str) -> str:
    """A decimal; an exponent as a power of ten."""
    mantissa, _, exponent = text.partition("e")
    return mantissa if not exponent else rf"{mantissa} \cdot 10^{{{int(exponent)}}}"


def exact(q: Setting) -> str:
    r"""An exact number as it was set: whole, a quotient, or a term such as \log(4)."""
    return re.sub(r"\b(log|exp|max|min|pi)\b", r"\\\1", re.sub(r"sqrt\(([^()]*)\)", r"\\sqrt{\1}", text(q)))
