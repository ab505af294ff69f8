"""What each function of claims can do, as a table for the guide and compared for the self-test; read off the code."""

from __future__ import annotations

from fractions import Fraction

from varproof.arith import intervals
from varproof.arith.balls import precision
from varproof.arith.special import TABLE
from varproof.claims import points
from varproof.claims.forms import text
from varproof.lang import claims, integral, typed
from varproof.lang.expressions import Graph, goals
from varproof.lang.functions import DERIVED, POLY
from varproof.recheck.box import claims as checked
from varproof.recheck.box.enclose import Enclose

_MEANS = {"ne": "≠ 0", "gt": "> 0", "ge": "≥ 0"}
_HEAD = ("function", "domain", "enclosure", "derivative", "in proofs", "in lemmas and integrals")


def names() -> list[str]:
    """All functions of one argument that can be typed, those of the language first."""
    own = [name for name, count in claims.FUNCTIONS.items() if count == 1 and name not in POLY[2:]]
    return [*own, *DERIVED]


def compared(name: str) -> str:
    """Where the prover's or the checker's enclosure of a function misses the value, or is wide; or nothing."""
    said = typed.claim(f"{name}(x) >= y", {"x", "y"}).partition(" >= y")[0]
    term, graph = claims.term(said, "term"), Graph(["x"])
    node = graph.of(term)
    for x in (Fraction(9, 7), Fraction(8)) if name == "acosh" else (Fraction(1, 3), Fraction(3, 4)):
        low, high, bad = intervals.evaluate(graph.ops, [intervals.const(x)])[node]
        down, up = Enclose({"x": (x, x)}).value(checked.term(said))
        with precision(256):
            least, most = points._ball(term, {"x": x}).bounds()
        if bad or not (low <= least and most <= high and high - low < 1e-12):
            return f"{name} at {x}: the prover"
        first, last = Fraction(down), Fraction(up)
        if not (first <= least and most <= last and last - first < Fraction(1, 10**30)):
            return f"{name} at {x}: the checker"
    return ""


def table() -> str:
    """As Markdown."""
    rows = [_HEAD, *(_row(name) for name in names())]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(_HEAD), *lines[1:]]) + "\n"


def _row(name: str) -> tuple[str, ...]:
    said = typed.claim(f"{name}(x) >= y", {"x", "y"})
    ((_, left, _),) = claims.parse(said)
    graph = Graph(["x"])
    asked = [(text(graph, n, ["x"]), _MEANS[kind]) for kind, n in goals(graph, [("==", left, left)])[:-2]]
    domain = [f"{what} {means}" for what, means in asked if "x" in what.replace("exp", "")]
    derived, jumps = name in DERIVED, name in TABLE and TABLE[name].jumps
    slope = f"`{text(graph, graph.derivative(graph.of(left), 0), ['x'])}`"
    slope = "none" if jumps else "that of its term" if derived else slope
    shown = f"`{said.partition(' >= y')[0]}`" if derived else "itself"
    lemmas = "yes" if name in integral.FUNCTIONS or name in ("exp", "log", "sqrt", "abs") else "no"
    return f"`{name}`", ", ".join(f"`{d}`" for d in domain) or "all", _enclosure(name), slope, shown, lemmas


def _enclosure(name: str) -> str:
    if name in DERIVED:
        return "that of its term"
    way = TABLE[name].way if name in TABLE else {"sin": 0, "cos": 0, "abs": 0}.get(name, 1)
    return {1: "at the ends: increasing", -1: "at the ends: decreasing", 0: "at the ends and extrema"}[way]
