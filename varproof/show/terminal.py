"""Results as text for a terminal: the table of `verify`, and short forms of data."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from varproof.decide.result import Result
from varproof.decide.sides import Sides
from varproof.lang.statement import Variant
from varproof.show import maths, names

Paint = Callable[[str, str], str]

_CODES = {"good": "32", "bad": "31;1", "false": "33", "dim": "2", "strong": "1"}


def painter(colour: bool) -> Paint:
    """A function (text, style) that colours text, or leaves it alone."""
    if not colour:
        return lambda text, style: text
    return lambda text, style: text if style == "plain" else f"\x1b[{_CODES[style]}m{text}\x1b[0m"


def table(rows: Sequence[Sequence[str]], right: Sequence[int] = (), width: int | None = None) -> list[str]:
    """Columns as wide as they must be, two blanks apart; those numbered in `right` are flushed right.

    Where that is wider than `width`, the widest columns are broken at blanks; where that would leave one narrow, the
    cells after the first stand below it.
    """
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    over = range(0 if width is None else sum(widths) + 2 * len(widths) - 2 - width)
    for _ in over:
        widths[max(range(len(widths)), key=widths.__getitem__)] -= 1
    if width is not None and over and max(widths) < _NARROW:
        return [line for row in rows for line in (row[0], *(f"  {p}" for c in row[1:] for p in _wrapped(c, width - 2)))]

    def cell(k: int, text: str) -> str:
        return text.rjust(widths[k]) if k in right else text.ljust(widths[k])

    out = []
    for row in rows:
        parts = [(_wrapped(text, widths[k]) or [""]) if len(text) > widths[k] else [text] for k, text in enumerate(row)]
        for line in zip_longest(*parts, fillvalue=""):
            out.append("  ".join(cell(k, text) for k, text in enumerate(line)).rstrip())
    return out


def point(data: Mapping[str, Any], found: Sides | None = None) -> str:
    """Exact data on one line: n = 3, a = (1/3, 0, −2); then the sides of what is false there, where they are known."""
    values = ", ".join(f"{names.name(given)} = {_value(value)}" for given, value in data.items())
    return f"{values}; {sides(found)}" if found is not None else values


def sides(found: Sides) -> str:
    """The values of both sides of what is false at a counterexample, and for which indices."""
    if found.left is None or found.right is None:
        return "it is undefined there"
    places = ", ".join(f"{names.name(index)} = {place}" for index, place in found.at)
    shown = (side.replace("-", "−") for side in (found.left, found.right))
    return f"the sides are {' and '.join(shown)}" + (f" for {places}" if places else "")


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        if len(value) > 3 and len({str(v) for v in value}) == 1:
            return f"({_value(value[0])}, … {len(value)} times)"
        shown = [_value(v) for v in value]
        return f"({', '.join(shown)})" if len(shown) <= 12 else f"({', '.join(shown[:8])}, … {len(shown)} entries)"
    if isinstance(value, str) and value.startswith("("):
        return maths.function(value)
    over, _, under = str(value).partition("/")
    if not under:
        return _whole(over)
    below = _whole(under)
    return f"{_whole(over)}/{f'({below})' if '·' in below else below}"


def _whole(text: str) -> str:
    """A whole number; a power of 2 as such, many zeros as a power of 10."""
    sign, digits = ("−", text[1:]) if text.startswith("-") else ("", text)
    if len(digits) < 8:
        return sign + digits
    n = int(digits, 0)
    if n & (n - 1) == 0:
        return f"{sign}2{names.above(str(n.bit_length() - 1))}"
    figures = digits.rstrip("0")
    zeros = len(digits) - len(figures)
    if digits.startswith("0x") or zeros < 6:
        return sign + digits
    return f"{sign}10{names.above(str(zeros))}" if figures == "1" else f"{sign}{figures}·10{names.above(str(zeros))}"


def count(n: int, one: str, many: str = "") -> str:
    """A number of things: 1 entry, 2 entries, 3 boxes."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def steps(rules: Mapping[str, int]) -> str:
    """How long a proof is: 152 kernel steps by 18 rules."""
    return f"{count(sum(rules.values()), 'kernel step')} by {count(len(rules), 'rule')}"


def seconds(value: float) -> str:
    """A duration: 0.4 s."""
    return f"{value:.1f} s"


class Rows:
    """The table of `verify`, row by row: columns are as wide as the expected rows need."""

    def __init__(self, variants: Sequence[Variant], paint: Paint, width: int) -> None:
        self.paint, self.width = paint, width
        rows = [_HEAD] + [[v.id, v.name, v.expect, ", ".join(v.evidence) or "instances"] for v in variants]
        self.widths = [max(len(row[k]) for row in rows) for k in range(4)] + [7, 7, 0]

    def head(self) -> str:
        return self.paint(self._line(_HEAD), "dim") + "\n"

    def row(self, r: Result) -> str:
        """One variant; below it, what is not as expected."""
        cells = [r.id, r.variant, r.verdict, ", ".join(r.evidence) or "–", r.slack or "–", seconds(r.seconds)]
        line = self._line([*cells, "ok" if r.ok else _mark(r)])
        style = "bad" if not r.ok else _STYLE.get(r.verdict, "plain")
        out = self.paint(line, style) + "\n"
        if not r.ok:
            for part in explain(r):
                out += "".join(f"    {said}\n" for said in _wrapped(part, self.width - 4))
        return out

    def _line(self, cells: Sequence[str]) -> str:
        """The cells in their columns; where the terminal is too narrow, those after the id on a line of their own."""
        line, end = "", -2
        for k, text in enumerate(cells):  # a cell that is too long for its column takes the blanks after it
            begin, end = end + 2, end + 2 + self.widths[k]
            line = f"{line:<{begin - 2}}  " if k else ""
            line += text.rjust(max(end - len(line), 0)) if k in (4, 5) else text
        line = line.rstrip()
        if len(line) <= self.width or sum(self.widths) + 12 <= self.width:
            return line
        return f"{cells[0]}\n  " + " ".join(cell for cell in cells[1:] if cell not in ("–", ""))


def _wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, each broken at blanks."""
    wide = max(width, 20)
    lines = text.splitlines()
    return [p for line in lines for p in textwrap.wrap(line, wide, break_long_words=False, break_on_hyphens=False)]


_NARROW = 24  # columns that broken text needs
_HEAD = ["id", "variant", "verdict", "rests on", "slack", "time", ""]
_STYLE = {"PROVED": "good", "HOLDS_ON_INSTANCES": "good", "REFUTED": "false"}


def verify(results: Sequence[Result], variants: Sequence[Variant], paint: Paint, width: int = 120) -> str:
    """One row for each variant; below it, what is not as expected; the counts."""
    rows = Rows(variants, paint, width)
    return "".join([rows.head(), *map(rows.row, results), "\n", summary(results, paint), "\n"])


def _mark(r: Result) -> str:
    return f"expected {r.expected}" if r.verdict != r.expected else ", ".join(sorted({kind for kind, _ in r.problems}))


def explain(r: Result) -> list[str]:
    """The reason, the counterexample and the problems of a result, a line each."""
    lines = [r.reason] if r.reason else []
    if r.counterexample is not None:
        lines.append(f"counterexample, {r.fails} fails: {point(r.counterexample, r.sides)}")
    return lines + [f"{kind}: {sentence}" for kind, sentence in r.problems]


def row(r: Result) -> dict[str, Any]:
    """A result as a row of `verify --json`."""
    return {
        "id": r.id,
        "kind": r.kind,
        "variant": r.variant,
        "verdict": r.verdict,
        "evidence": list(r.evidence),
        "expected": r.expected,
        "ok": r.ok,
        "slack": None if r.slack is None else float(r.slack),
        "seconds": r.seconds,
        "hash": r.hash,
        "replayed": r.replayed,
        "reason": r.why,
        "counterexample": r.counterexample,
        "fails": r.fails or None,
        "sides": None if r.sides is None else r.sides._asdict(),
        "hypotheses": dict(r.hypotheses),
    }


def counts(results: Sequence[Result]) -> dict[str, int]:
    """How many results there are, of each verdict, and not as expected."""
    verdicts = Counter(r.verdict for r in results)
    return {
        "variants": len(results),
        **{verdict: verdicts[verdict] for verdict in sorted(verdicts)},
        "unexpected": sum(not r.ok for r in results),
    }


def summary(results: Sequence[Result], paint: Paint) -> str:
    """The last line of `verify`."""
    found = counts(results)
    verdicts = ", ".join(f"{n} {v}" for v, n in found.items() if v not in ("variants", "unexpected"))
    entries = len({r.id for r in results})
    unexpected = found["unexpected"]
    says = f"{count(entries, 'entry', 'entries')}, {count(found['variants'], 'variant')}: {verdicts}. "
    if unexpected:
        return says + paint(f"{unexpected} not as expected.", "bad")
    return says + paint("All as expected.", "good")
