"""A program compiled to NumPy code that evaluates many points at once, in floats: for searches only.

Formulas become margins: positive where true with room, negative where false, 0 at a tie. A relation's margin is
relative to the size of its two sides.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from varproof.arith import floats
from varproof.arith.floats import Floats
from varproof.lang.program import Node, Op, Program

_NUMPY = {"exp": "np.exp", "log": "np.log", "sqrt": "np.sqrt", "abs": "np.abs", "lambertw": "fl.lambertw"}
_CHUNK = 200


def margins(program: Program, inputs: Sequence[Node], roots: Sequence[Node]) -> Callable[[Floats], list[Floats]]:
    """A function from an array (inputs, points) to the margins of the root formulas at every point."""
    code = _Code(program, inputs)
    return code.function([code.margin(root) for root in roots])


def values(program: Program, inputs: Sequence[Node], roots: Sequence[Node]) -> Callable[[Floats], list[Floats]]:
    """A function from an array (inputs, points) to the values of the root terms at every point; NaN where undefined."""
    code = _Code(program, inputs)
    return code.function([code.term(root) for root in roots])


class _Code:
    def __init__(self, program: Program, inputs: Sequence[Node]) -> None:
        self.program = program
        self.rows = {node: row for row, node in enumerate(inputs)}
        self.lines: list[str] = []
        self.constants: list[float] = []
        self._terms: dict[Node, str] = {}
        self._margins: dict[Node, str] = {}
        self._truths: dict[Node, str] = {}

    def function(self, names: Sequence[str]) -> Callable[[Floats], list[Floats]]:
        """What the code computes for these names, at every point."""
        lines = ["def f(x):", *self.lines, f"  return [{', '.join(names)}]"]
        scope: dict[str, Any] = {"np": np, "fl": floats, "k": self.constants}
        exec("\n".join(lines), scope)  # generated from numbered nodes only; no text of a statement enters
        run = scope["f"]

        def evaluate(points: Floats) -> list[Floats]:
            with np.errstate(all="ignore"):
                return [np.broadcast_to(np.asarray(m, dtype=float), points.shape[1:]) for m in run(points)]

        return evaluate

    def _let(self, expression: str) -> str:
        name = f"t{len(self.lines)}"
        self.lines.append(f"  {name} = {expression}")
        return name

    def _constant(self, q: Fraction) -> str:
        try:
            value = float(q)
        except OverflowError:
            value = math.inf if q > 0 else -math.inf
        self.constants.append(value)
        return f"k[{len(self.constants) - 1}]"

    def term(self, node: Node) -> str:
        found = self._terms.get(node)
        if found is None:
            op = self.program.ops[node]
            if op[0] == "const":
                found = self._constant(op[1])
            elif op[0] == "pi":
                found = "np.pi"
            elif op[0] == "var":
                found = f"x[{self.rows[node]}]" if node in self.rows else "np.nan"
            elif op[0] == "integral":
                found = "np.nan"  # not by floats
            elif op[0] == "lin":
                found = self._sum(self._parts(op))
            else:
                found = self._let(self._expression(op))
            self._terms[node] = found
        return found

    def _sum(self, parts: list[str]) -> str:
        total = self._let(" + ".join(parts[:_CHUNK]))
        for start in range(_CHUNK, len(parts), _CHUNK):
            total = self._let(" + ".join([total, *parts[start : start + _CHUNK]]))
        return total

    def _parts(self, op: Op) -> list[str]:
        parts = [self._constant(op[1])] if op[1] else []
        for c, t in op[2]:
            name = self.term(t)
            parts.append(name if c == 1 else f"(-{name})" if c == -1 else f"{self._constant(c)} * {name}")
        return parts

    def _sizes(self, op: Op) -> list[str]:
        """The parts of a sum; in products, sums by the sizes of their parts, so that (x - 1)^2 is small near 1."""
        sizes = [self._constant(op[1])] if op[1] else []
        for c, t in op[2]:
            factors = self.program.ops[t][1] if self.program.ops[t][0] == "mul" else ()
            if any(self.program.ops[f][0] == "lin" for f, _ in factors):
                size = " * ".join(f"{self._size(f)} ** {k}" for f, k in factors)
            else:
                size = self.term(t)
            sizes.append(f"{self._constant(c)} * {size}")
        return sizes

    def _size(self, node: Node) -> str:
        op = self.program.ops[node]
        return self.term(node) if op[0] != "lin" else self._sum([f"np.abs({part})" for part in self._parts(op)])

    def _expression(self, op: Op) -> str:
        head = op[0]
        if head == "mul":
            return " * ".join(self.term(t) if k == 1 else f"{self.term(t)} ** {k}" for t, k in op[1])
        if head == "div":
            return f"np.divide({self.term(op[1])}, {self.term(op[2])})"
        if head in ("max", "min"):
            return f"fl.{'largest' if head == 'max' else 'smallest'}([{', '.join(map(self.term, op[1:]))}])"
        if head == "pick":
            keys, values = (", ".join(map(self.term, part)) for part in op[1:])
            return f"fl.pick([{keys}], [{values}])"
        if head in ("sel", "when"):
            return f"np.where({self.truth(op[1])}, {self.term(op[2])}, {'0.0' if head == 'sel' else 'np.nan'})"
        return f"{_NUMPY[head]}({self.term(op[1])})"

    def margin(self, f: Node) -> str:
        found = self._margins.get(f)
        if found is None:
            found = self._margins[f] = self._let(self._margin(self.program.ops[f]))
        return found

    def _margin(self, op: Op) -> str:
        head = op[0]
        if head in ("ge", "gt", "eq"):
            below = self.program.ops[op[1]]
            if below[0] == "lin":
                value = f"fl.relative({self.term(op[1])}, [{', '.join(self._sizes(below))}])"
            else:
                value = f"fl.balance({self.term(op[1])})"
            return f"-np.abs({value})" if head == "eq" else value
        if head in ("true", "open", "every"):
            return "1.0"
        if head in ("false", "undef"):
            return "-1.0"
        if head == "isdef":
            inner = self.program.ops[op[1]]
            parts = [self.margin(c) for c in inner[2:]] if inner[0] == "def" else []
            return self._fold("np.fmin", parts) if parts else "1.0"
        parts = [self.margin(part) for part in op[1:]]
        if head == "not":
            return f"-{parts[0]}"
        return self._fold("np.fmax" if head in ("or", "any") else "np.fmin", parts)

    def _fold(self, function: str, parts: list[str]) -> str:
        total = parts[0]
        for part in parts[1:]:
            total = self._let(f"{function}({total}, {part})")
        return total

    def truth(self, f: Node) -> str:
        found = self._truths.get(f)
        if found is None:
            found = self._truths[f] = self._let(self._truth(self.program.ops[f]))
        return found

    def _truth(self, op: Op) -> str:
        head = op[0]
        if head in ("ge", "gt", "eq"):
            return f"np.asarray({self.term(op[1])} {dict(ge='>=', gt='>', eq='==')[head]} 0)"
        if head in ("true", "open", "every", "isdef"):
            return "np.True_"
        if head in ("false", "undef"):
            return "np.False_"
        parts = [self.truth(part) for part in op[1:]]
        if head == "not":
            return f"~{parts[0]}"
        return (" | " if head in ("or", "any") else " & ").join(parts)
