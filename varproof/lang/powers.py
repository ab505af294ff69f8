"""Powers with an exponent that is no number, as terms of the claim language; also weights of what is counted.

u**v is exp(v log u) where u > 0. Where u may be 0 and v > 0, it is sign(u) exp(v log(u + 1 - sign(u))), which is 0 at
u = 0, under the condition u >= 0. Where v is a whole number, u may have any sign: the power is the sum of w_k u**k over
all values k that v can have, the weight w_k = max(0, 1 - |v - k|) being 1 for v = k and 0 for other whole numbers; u is
not 0 where some k is negative.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from math import ceil, floor, inf, isfinite

from varproof.arith import intervals
from varproof.lang import claims
from varproof.lang.claims import ClaimError, Term
from varproof.lang.expressions import Graph

VALUES = 500  # that a whole number may have
_NEAR = 1e-12  # to an end that a hypothesis excludes
_BOUND = re.compile(r"\s*(\w+)\s*(<|>|!=|≠)\s*(\S+)\s*")


def integers(given: Iterable[str]) -> set[str]:
    """The variables of which hypotheses say that they are whole numbers."""
    parts = (part for text in given for part in _conjunction(text))
    found = (re.fullmatch(r"\s*integer\s*\(\s*(\w+)\s*\)\s*", part, re.ASCII) for part in parts)
    return {match[1] for match in found if match is not None}


def _conjunction(text: str) -> list[str]:
    other = re.search(r"\b(or|not|implies)\b|[∨¬⇒|]", text)
    return [] if other else re.split(r"\band\b|∧|&|,", text)


def opened(sides: Mapping[str, tuple[Fraction, Fraction]], given: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Ends of sides, a little inwards where a hypothesis such as x > 0 excludes one."""
    found = {name: (intervals.below(low), intervals.above(high)) for name, (low, high) in sides.items()}
    for part in [part for text in given for part in _conjunction(text)]:
        match = _BOUND.fullmatch(part)
        if match is None:
            continue
        name, sign, number = match.groups()
        turned = name not in found
        if turned:
            name, number, sign = number, name, {"<": ">", ">": "<"}.get(sign, sign)
        try:
            q = claims.number(number, "")
        except ClaimError:
            continue
        if name not in found:
            continue
        low, high = found[name]
        step = _NEAR * max(1.0, abs(float(q)))
        if low < high and ((sign == ">" and low <= q < high) or (sign in ("!=", "≠") and q == low)):
            low = float(q) + step
        if low < high and ((sign == "<" and low < q <= high) or (sign in ("!=", "≠") and q == high)):
            high = float(q) - step
        found[name] = low, high
    return found


class Powers:
    """Powers over a box: ends of sides by name, and the variables that are whole numbers."""

    def __init__(self, ends: Mapping[str, tuple[float, float]], whole: Collection[str]) -> None:
        self.ends, self.whole = ends, whole

    def bounds(self, t: Term) -> tuple[float, float]:
        """Of a term over the box."""
        names = list(self.ends)
        if not set(claims.names([("==", t, t)])) <= self.ends.keys():
            return -inf, inf
        graph = Graph(names)
        node = graph.of(t)
        low, high, bad = intervals.evaluate(graph.ops, [(*self.ends[name], False) for name in names])[node]
        return (-inf, inf) if bad else (low, high)

    def counted(self, text: str, what: str) -> range | None:
        """The values that a term can have, where it is a whole number for a plain reason, and not too many."""
        t = claims.term(text, what)
        if not self.counts(t):
            return None
        low, high = self.bounds(t)
        if not (isfinite(low) and isfinite(high)) or high - low > VALUES:
            return None
        return range(ceil(low), floor(high) + 1)

    def counts(self, t: Term) -> bool:
        """Whether it is made of whole numbers by + - * alone."""
        head, *parts = t
        if head == "const":
            return bool(parts[0].denominator == 1)
        if head == "var":
            return parts[0] in self.whole
        return head in ("neg", "+", "-", "*") and all(map(self.counts, parts))

    def power(self, base: str, exponent: str, what: str) -> tuple[str, str | None]:
        """base**exponent, both in brackets where it is needed, and a condition under which it is defined."""
        least, most = self.bounds(claims.term(base, what))
        plain = f"exp({exponent}*log({base}))"
        if least > 0:
            return plain, None
        values = self.counted(exponent, what)
        if values:
            return weighted([(weight(exponent, k), _raised(base, k)) for k in values], "+"), None
        if most >= 0 and self.bounds(claims.term(exponent, what))[0] > 0:
            inner = f"{base}+(1-sign({base}))"
            return f"(sign({base})*exp({exponent}*log({inner})))", f"{base} >= 0"
        return plain, None


def weight(text: str, k: int) -> str:
    """1 where a whole number is k, 0 where it is another one."""
    return f"max(0,1-abs({text}-{k}))" if k >= 0 else f"max(0,1-abs({text}+{-k}))"


def reached(text: str, k: int) -> str:
    """1 where a whole number is at least k, 0 where it is less."""
    return f"max(0,min(1,{text}-{k - 1}))" if k > 0 else f"max(0,min(1,{text}+{1 - k}))"


def weighted(parts: list[tuple[str, str]], sign: str) -> str:
    """The sum of weights times terms, or the product of the terms with weight 1, in brackets."""
    if len(parts) > 1:
        half = len(parts) // 2
        return f"({weighted(parts[:half], sign)}{sign}{weighted(parts[half:], sign)})"
    ((w, text),) = parts
    if w == "1" or text == "1":
        return f"({text if w == '1' else w})"
    return f"({w}*({text}))" if sign == "+" else f"(1+{w}*({text}-1))"


def _raised(base: str, k: int) -> str:
    if k == 0:
        return "1"
    many, rest = divmod(abs(k), claims.EXPONENT)
    parts = [f"{base}**{claims.EXPONENT}"] * many + ([f"{base}**{rest}" if rest > 1 else base] if rest else [])
    return "*".join(parts) if k > 0 else f"(1/({'*'.join(parts)}))"
