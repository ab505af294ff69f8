"""Exact data as mathematics: numbers, vectors, matrices and lists of matrices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from varproof.lang import raised
from varproof.show import mathml
from varproof.show.report.html import Html

_MOST = 8  # entries of a vector, rows of a matrix that are written out


def point(data: Mapping[str, Any], flat: bool = False) -> Html:
    """n = 3, a = (1/3, 0, −2): each with a place to break after it; `flat` matrices stay on the line."""
    shown = [mathml.identifier(name) + mathml.infix("=") + value(v, flat) for name, v in data.items()]
    pieces = [mathml.assemble(s + (mathml.text(",") if k < len(shown) - 1 else "")) for k, s in enumerate(shown)]
    return Html(" ".join(pieces))


def value(data: Any, flat: bool = False) -> str:
    """A number, or an array of them; a flat matrix has semicolons between its rows."""
    if isinstance(data, str) and data.startswith("("):
        return mathml.Printer().show(raised.fun(data), 0)
    if not isinstance(data, list | tuple):
        return number(str(data))
    depth = _depth(data)
    if depth == 1:
        if len(data) > 3 and len({str(v) for v in data}) == 1:
            return _round(value(data[0]) + mathml.text(f", … {len(data)} times"))
        shown = [value(v) for v in data[:_MOST]]
        if len(data) > _MOST:
            shown.append(mathml.text(f"… {len(data)} entries"))
        return _round('<mo separator="true">,</mo>'.join(shown))
    if depth == 2 and flat:
        entries = {str(v) for row in data for v in row}
        if len(entries) == 1 and len(data) * len(data[0]) > 4:
            return _square(value(data[0][0]) + mathml.text(f", … {len(data)} × {len(data[0])}"))
        lines = ['<mo separator="true">,</mo>'.join(value(v) for v in row[:_MOST]) for row in data[:_MOST]]
        return _square('<mo separator="true">;</mo>'.join(lines) + (mathml.text(" …") if len(data) > _MOST else ""))
    if depth == 2:
        rows = [[value(v) for v in row[:_MOST]] + (["<mo>⋯</mo>"] if len(row) > _MOST else []) for row in data[:_MOST]]
        if len(data) > _MOST:
            rows.append(["<mo>⋮</mo>"])
        cells = "".join(f"<mtr>{''.join(f'<mtd>{c}</mtd>' for c in row)}</mtr>" for row in rows)
        return mathml.group("[", f"<mtable>{cells}</mtable>", "]")
    return _round('<mo separator="true">,</mo>'.join([value(v, flat) for v in data[:_MOST]]))


def _square(inner: str) -> str:
    return f"<mrow>{mathml.fence('[', 'prefix')}{inner}{mathml.fence(']', 'postfix')}</mrow>"


def _round(inner: str) -> str:
    return f'<mrow><mo form="prefix">(</mo>{inner}<mo form="postfix">)</mo></mrow>'


def _depth(data: Any) -> int:
    return 1 + _depth(data[0]) if isinstance(data, list | tuple) and data else 0


def number(text: str) -> str:
    """A rational; a power of 2 as such, many zeros as a power of 10."""
    minus, text = text.startswith("-"), text.lstrip("-")
    over, _, under = text.partition("/")
    shown = _whole(over)
    if under:
        shown += '<mo form="infix" lspace="0.05em" rspace="0.05em">/</mo>' + _whole(under)
    return ('<mo form="prefix">−</mo>' if minus else "") + shown


def _whole(digits: str) -> str:
    if len(digits) < 8:
        return mathml.number(digits)
    n = int(digits, 0)
    if n & (n - 1) == 0:
        return mathml.element("msup", mathml.number("2"), mathml.number(str(n.bit_length() - 1)))
    if digits.startswith("0x"):
        return mathml.text(f"{digits[:12]}… ({n.bit_length()} bits)") if len(digits) > 24 else mathml.number(digits)
    figures = digits.rstrip("0")
    zeros = len(digits) - len(figures)
    if zeros < 6:
        return mathml.number(digits)
    power = mathml.element("msup", mathml.number("10"), mathml.number(str(zeros)))
    return power if figures == "1" else mathml.number(figures) + mathml.infix("·") + power
