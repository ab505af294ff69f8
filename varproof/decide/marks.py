"""Points at the constants of a statement: what fails only at a number that it names, beside it, or where givens meet.

The entries take the statement's rationals and their neighbours, 0 and 1, values of other entries, and these moved by a
constant; equations among the hypotheses are then solved for an entry or its square.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product

import numpy as np

from varproof.arith.floats import Floats
from varproof.lang.core import Core
from varproof.lang.derivative import derivative
from varproof.lang.ground import Ground
from varproof.lang.program import Node, ProgramError
from varproof.lang.recurrence import Entries
from varproof.lang.substitute import substitute

_CONSTANTS, _PAIRS, _LARGEST = 24, 6, Fraction(10**12)
# also rational points of the circle
_PLAIN = [Fraction(q) for q in ("0", "1", "-1", "2", "1/2", "1/3", "3/5", "4/5", "20/29", "21/29")]
_NEAR = tuple(Fraction(1, 10**k) for k in (6, 3, 1))


def constants(statement: Core) -> list[Fraction]:
    """The rationals of a statement, those that stand in it first, then quotients, sums, opposites and neighbours."""
    own = list(dict.fromkeys(abs(q) for q in _rationals(statement) if abs(q) <= _LARGEST))[:_CONSTANTS]
    found = dict.fromkeys(sign * q for q in own for sign in (1, -1))
    for a, b in permutations(own[:_PAIRS], 2):
        found |= dict.fromkeys([a - b, a + b, -a - b, *([a / b, -a / b] if b else [])])
    found |= dict.fromkeys(_PLAIN)
    found |= dict.fromkeys(sign * q + turn * off for q in own for sign in (1, -1) for off in _NEAR for turn in (1, -1))
    return list(found)


def _rationals(node: Core) -> Iterator[Fraction]:
    stack = [node]
    while stack:
        part = stack.pop()
        if isinstance(part, Fraction):
            yield part
        elif isinstance(part, tuple):
            stack.extend(reversed(part))


def points(rng: np.random.Generator, own: list[Fraction], entries: int, count: int) -> Floats:
    """Columns of so many entries: all choices of the first constants where these are few, else random ones."""
    marks = np.array([float(q) for q in own])
    out = rng.choice(marks, (entries, count))
    for k in range(count):
        for _ in range(int(rng.integers(0, entries + 1))):  # entries that meet, or differ by a constant
            i, j = rng.integers(0, entries, 2)
            out[i, k] = out[j, k] + (0.0 if rng.random() < 0.5 else float(rng.choice(marks[:8])))
    first = list(product(marks[: max(1, int(count ** (1 / max(entries, 1))) // 2)], repeat=entries))[: count // 2]
    if entries <= 4 and first:
        out[:, : len(first)] = np.array(first).T
    return out


def solved(ground: Ground, inputs: list[Node], known: Entries, claim: Node | None) -> Entries:
    """Further entries that equations give, linear in them or in their squares, the last of each: equations among the
    hypotheses, and those whose negation is the claim."""
    program, out = ground.program, dict(known)
    failing = [] if claim is None else [program.negation(claim)]
    for node in _equations(ground, [*ground.assume.values(), *failing]):
        into = substitute(program, program, out)
        t = into(node)
        for v in reversed(inputs):
            if v in out or not program.depends(t, v):
                continue
            try:
                slope = derivative(program, t, v)
            except ProgramError:
                continue
            at_zero = substitute(program, program, {v: program.zero})
            rest = program.scale(Fraction(-1), at_zero(t))
            if not program.depends(slope, v):
                value = program.div(rest, slope)
            elif at_zero(slope) == program.zero and not program.depends(bend := derivative(program, slope, v), v):
                value = program.sqrt(program.div(rest, program.scale(Fraction(1, 2), bend)))  # t = bend v^2/2 - rest
            else:
                continue
            back = substitute(program, program, {v: value})
            out = {w: back(u) for w, u in out.items()} | {v: value}
            break
    return out


def _equations(ground: Ground, formulas: list[Node]) -> Iterator[Node]:
    """Terms that conjunctions say are 0."""
    for f in formulas:
        head, *parts = ground.program.ops[f]
        if head == "eq":
            yield parts[0]
        elif head in ("and", "all", "def"):
            yield from _equations(ground, parts)
