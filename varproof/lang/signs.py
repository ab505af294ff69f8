"""Sets of possible signs of a number, as bits, and what the operations make of them."""

from __future__ import annotations

NEGATIVE, ZERO, POSITIVE = 1, 2, 4
ANY = NEGATIVE | ZERO | POSITIVE


def negated(signs: int) -> int:
    return (signs & ZERO) | (POSITIVE if signs & NEGATIVE else 0) | (NEGATIVE if signs & POSITIVE else 0)


def added(a: int, b: int) -> int:
    if ANY in (a, b):
        return ANY
    out = 0
    for s in (NEGATIVE, ZERO, POSITIVE):
        for t in (NEGATIVE, ZERO, POSITIVE):
            if a & s and b & t:
                out |= s if t in (s, ZERO) else t if s == ZERO else ANY
    return out


def multiplied(a: int, b: int) -> int:
    out = (a | b) & ZERO
    if a & POSITIVE:
        out |= b & ~ZERO
    if a & NEGATIVE:
        out |= negated(b) & ~ZERO
    return out


def raised(signs: int, k: int) -> int:
    if k % 2:
        return signs
    return (signs & ZERO) | (POSITIVE if signs & ~ZERO else 0)


def divided(a: int, b: int) -> int:
    return multiplied(a, b & ~ZERO) if b & ~ZERO else ANY
