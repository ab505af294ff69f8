"""A kernel certificate as one string of printable characters, which Coq reads (theories/Compact.v).

Nothing here has to be right: a certificate that is garbled on its way proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from varproof.recheck.kernel.cited import Citation, citations
from varproof.recheck.kernel.rules import RULES
from varproof.recheck.kernel.terms import SHAPE
from varproof.recheck.reading import rational

# Numbers by which Coq knows rules, kinds of nodes and functions.
STEPS = (
    "assume discharge mp contradiction generalise specialise replace arith order antisym exp special inv filter_in "
    "filter_out induct sum_sign sum_split sum_one sum_ext sum_swap max_bound max_attained deriv deriv_ext rise cite"
).split()
NODES = {"inv": 5, "sum": 8, "max": 9, "deriv": 10, "filter": 13, "ge": 14, "gt": 15, "eq": 16, "in": 17, "imp": 18}
FUNCTIONS = ("log", "sqrt", "lambertw", "pi")
BASE = 46  # digits that end a number are the characters 35..80, the others 81..126


class Untranslated(Exception):
    """What the Coq library does not know yet."""


def digits(n: int) -> str:
    if n < 0:
        raise ValueError("a certificate refers to what comes later")
    out = [n % BASE + 35]
    while n := n // BASE:
        out.append(n % BASE + 81)
    return bytes(reversed(out)).decode("ascii")


def compact(cert: Mapping[str, Any], names: Iterable[str]) -> tuple[str, list[Citation]]:
    """The string of a certificate, and what it cites in the order of its numbers; `names` are those of the statement's
    sizes and givens, which have the first numbers."""
    writer = _Writer(list(citations(cert)), {name: k for k, name in enumerate(names, 1)})
    writer.whole(cert)
    return "".join(map(digits, writer.out)), writer.cited


class _Writer:
    def __init__(self, cited: list[Citation], names: dict[str, int]) -> None:
        self.cited, self.names = cited, names
        self.out: list[int] = []

    def whole(self, cert: Mapping[str, Any]) -> None:
        self.put(len(cert["nodes"]))
        for number, node in enumerate(cert["nodes"]):
            self.node(number, node)
        self.put(len(cert["steps"]))
        for number, step in enumerate(cert["steps"]):
            self.step(number, *step)
        self.listed(goal + 1 for goal in cert["goals"])

    def put(self, *numbers: int) -> None:
        self.out += numbers

    def listed(self, numbers: Iterable[int]) -> None:
        found = list(numbers)
        self.put(len(found), *found)

    def name(self, x: str) -> int:
        return self.names.setdefault(x, len(self.names) + 1)

    def rational(self, x: Any) -> None:
        q = Fraction(rational(x))
        self.put(2 * abs(q.numerator) + (q < 0) if q else 0, q.denominator)

    def sort(self, x: str) -> list[int]:
        """0 real, 1 set, 2 function, with the numbers of its arguments and of what each takes."""
        if x in ("real", "set"):
            return [int(x == "set")]
        kinds = x.removeprefix("fn")
        listed = [0] * int(kinds) if kinds.isdigit() else [int(k) for k in kinds.strip("()").split(",")]
        return [2, len(listed), *listed]

    def node(self, number: int, node: list[Any]) -> None:
        """A row of the table; other rows are counted back from it."""
        tag, *a = node
        if len(a) != len(SHAPE[tag]):
            raise ValueError(f"{tag} has {len(a)} arguments")

        def product(powers: list[Any]) -> None:
            self.put(len(powers))
            for base, exponent in powers:
                self.put(number - base)
                self.rational(exponent)

        match tag:
            case "poly":
                self.put(0, len(a[0]))
                for c, powers in a[0]:
                    self.rational(c)
                    product(powers)
            case "exp":
                self.put(7)
                product(a[0])
            case "var" | "set":
                self.put(1 if tag == "var" else 11, self.name(a[0]))
            case "bound" | "setb":
                self.put(2 if tag == "bound" else 12, a[0])
            case "app":
                self.put(*((3, self.name(a[0])) if isinstance(a[0], str) else (4, a[0])))
                self.listed(number - x for x in a[1])
            case "fn":
                self.put(6, FUNCTIONS.index(a[0]), number - a[1])
            case "all":
                self.put(19, *self.sort(a[0]), number - a[1])
            case "lam":
                kinds = [0] * a[0] if isinstance(a[0], int) else a[0]
                self.put(20, len(kinds), *kinds, number - a[1])
            case _:
                self.put(NODES[tag], *[number - x for x in a])

    def step(self, number: int, rule: str, premises: list[int], args: list[Any]) -> None:
        """A step; premises are counted back from it."""
        self.put(STEPS.index(rule))
        if rule == "cite":
            self.put(self.cited.index((args[0], args[1])), args[2])
            return
        count, kinds, _ = RULES[rule]
        if count < 0:
            self.put(len(premises))
        self.put(*[number - p for p in premises])
        for kind, x in zip(kinds, args, strict=True):
            if kind == "n":
                self.put(FUNCTIONS.index(x) if rule == "special" else self.name(x))
            elif kind in "oi":
                self.put(*self.sort(x) if kind == "o" else [int(x)])
            elif kind == "a":
                self.put(len(x))
                for weight, square, factors in x:
                    self.rational(weight)
                    self.put(square + 1)
                    self.listed(factors)
            elif kind == "e":
                self.put(len(x), *[n for multiple, premise in x for n in (multiple + 1, premise)])
            else:
                self.put(x + 1)
