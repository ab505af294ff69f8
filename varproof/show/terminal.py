"""Results as text for a terminal: the table of `verify`, and short forms of data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from varproof.decide.result import Result
from varproof.show import maths, names

Paint = Callable[[str, str], str]

_CODES = {"good": "32", "bad": "31;1", "dim": "2", "strong": "1"}


def painter(colour: bool) -> Paint:
    """A function (text, style) that colours text, or leaves it alone."""
    if not colour:
        return lambda text, style: text
    return lambda text, style: f"\x1b[{_CODES[style]}m{text}\x1b[0m"


def table(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    """Columns as wide as they must be, two blanks apart; those numbered in `right` are flushed right."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]

    def cell(k: int, text: str) -> str:
        return text.rjust(widths[k]) if k in right else text.ljust(widths[k])

    return ["  ".join(cell(k, text) for k, text in enumerate(row)).rstrip() for row in rows]


def point(data: Mapping[str, Any]) -> str:
    """Exact data on one line: n = 3, a = (1/3, 0, −2)."""
    return ", ".join(f"{names.name(given)} = {_value(value)}" for given, value in data.items())


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
        return f"{sign}2^{n.bit_length() - 1}"
    figures = digits.rstrip("0")
    zeros = len(digits) - len(figures)
    if digits.startswith("0x") or zeros < 6:
        return sign + digits
    return f"{sign}10^{zeros}" if figures == "1" else f"{sign}{figures}·10^{zeros}"


def seconds(value: float) -> str:
    """A duration: 0.4 s."""
    return f"{value:.1f} s"


def verify(results: Sequence[Result], paint: Paint) -> str:
    """One row for each variant; below it, what is not as expected."""
    head = ["id", "variant", "verdict", "rests on", "slack", "time", ""]
    rows = [head] + [
        [r.id, r.variant, r.verdict, ", ".join(r.evidence) or "–", r.slack or "–", seconds(r.seconds),
         "ok" if r.ok else _mark(r)]
        for r in results
    ]  # fmt: skip
    lines = table(rows, right=(4, 5))
    out = [paint(lines[0].rstrip(), "dim")]
    for r, line in zip(results, lines[1:], strict=True):
        out.append(paint(line.rstrip(), "good" if r.ok else "bad"))
        if not r.ok:
            out += [f"    {part}" for part in explain(r)]
    return "\n".join([*out, "", summary(results, paint)]) + "\n"


def _mark(r: Result) -> str:
    return f"expected {r.expected}" if r.verdict != r.expected else ", ".join(sorted({kind for kind, _ in r.problems}))


def explain(r: Result) -> list[str]:
    """The reason, the counterexample and the problems of a result, a line each."""
    lines = [r.reason] if r.reason else []
    if r.counterexample is not None:
        lines.append(f"counterexample, {r.fails} fails: {point(r.counterexample)}")
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
        "reason": r.why,
        "counterexample": r.counterexample,
        "fails": r.fails or None,
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
    says = f"{entries} entries, {found['variants']} variants: {verdicts}. "
    if unexpected:
        return says + paint(f"{unexpected} not as expected.", "bad")
    return says + paint("All as expected.", "good")
