"""The constants of statements as text: formula, value at settings, the case in which they hold."""

from __future__ import annotations

from varproof.decide.constants import Row
from varproof.decide.settings import text
from varproof.lang.statement import Constant
from varproof.show import maths, names


def line(row: Row) -> str:
    """A constant on one line: its formula, its value at the settings or why there is none."""
    formula = maths.line(row.constant.sympy)
    said = f"{row.variant.id} {row.variant.name}: {row.constant.name} = {formula}"
    if row.value is None:
        reason = str(row.why).partition(": ")[2]
        if row.constant.case is None:
            return f"{said}; {reason}"
        return f"{said}; {reason}" if row.at else f"{said}{case(row.constant)}"
    at = ", ".join(f"{names.name(name)} = {text(value)}" for name, value in row.at.items())
    return f"{said} = {row.value.text}" + (f" at {at}" if at else "") + case(row.constant)


def case(constant: Constant) -> str:
    """What is said of a constant that holds in one case only."""
    return "" if constant.case is None else f", for {maths.line(constant.sympy_case)} only"
